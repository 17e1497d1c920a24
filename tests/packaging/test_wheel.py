"""The wheel, built and installed into a fresh environment: what users get."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCRIPT = """
import json, sys
import resolution_targets as rt
ds = rt.load("ha-tinh-2025", version="1.0.0")
facts = {
    "file": rt.__file__,
    "counts": [len(ds.items), len(ds.targets)],
    "sha256": ds.sha256,
    "status": ds["grdp-per-capita"].compare(94).status.value,
    "heavy": sorted({"pint", "polars", "narwhals"} & set(sys.modules)),
    "quote": ds["7a"].quote,
}
print(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
        *("--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)),
    ]
    subprocess.run(command, check=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that has the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pins = re.findall(
        r"^([a-z0-9-]+==\S+)(?: ; .*)? \\$",
        (ROOT / "requirements-dev.txt").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    # The pins keep this test from failing on the day that a dependency moves.
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pin for pin in pins if not pin.startswith("pint")))
    command = [str(python), "-m", "pip", "install", "--quiet", "-c", str(constraints), str(wheel)]
    subprocess.run(command, check=True, cwd=folder)
    return python


def test_the_wheel_holds_the_released_data_byte_for_byte(wheel: Path) -> None:
    data = ROOT / "data"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for path in (path for path in data.rglob("*") if path.is_file()):
            name = f"resolution_targets/data/{path.relative_to(data).as_posix()}"
            assert archive.read(name) == path.read_bytes()
    assert {"resolution_targets/py.typed", "resolution_targets/units.txt"} <= names
    assert {"resolution_targets/spellings.csv"} <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "data/"))]


def test_the_data_load_from_the_installed_wheel(python: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [str(python), "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    facts = json.loads(run.stdout)
    catalog = json.loads((ROOT / "data" / "catalog.json").read_text(encoding="utf-8"))
    assert not facts["file"].startswith(str(ROOT))
    assert facts["counts"] == [28, 33]
    released = catalog["datasets"]["ha-tinh-2025"]["versions"]["1.0.0"]["sha256"]
    assert facts["sha256"] == released
    assert facts["status"] == "met"
    assert facts["heavy"] == []
    assert facts["quote"] == "thu nội địa trên 8.800 tỷ đồng"


def test_frames_work_from_the_installed_wheel(python: Path, tmp_path: Path) -> None:
    script = (
        "import polars as pl, resolution_targets as rt; ds = rt.load('ha-tinh-2025');"
        "f = pl.DataFrame({'indicator': ['export-turnover'], 'value': [2600.0],"
        " 'unit': ['triệu USD']}); print(rt.compare(f, ds)['status'][0])"
    )
    run = subprocess.run(
        [str(python), "-X", "utf8", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert run.stdout.strip() == "met"


def test_the_command_says_what_to_install(python: Path, tmp_path: Path) -> None:
    # click and rich come with the extra only.
    command = python.with_name("resolution-targets")
    run = subprocess.run(
        [str(command), "list"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert run.returncode == 2
    assert run.stderr == "The command needs click: pip install 'resolution-targets[cli]'\n"
