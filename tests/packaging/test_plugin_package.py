"""A package of somebody else that offers a dataset: built, installed and loaded from."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_DATA = Path(__file__).parents[2] / "data"
_PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "example-data"
version = "0.3"

[project.entry-points."resolution_targets.datasets"]
example = "example_data"

[tool.hatch.build.targets.wheel]
packages = ["example_data"]
"""
_SCRIPT = """
import json, sys
import resolution_targets as rt
ours = rt.load("ha-tinh-2025", version="1.0.0")
looked = "resolution_targets.plugins" in sys.modules
ds = rt.load("example-2025", version="~=1.0")
facts = {
    "label": ds.label,
    "title": ds.title,
    "sha256": ds.sha256,
    "counts": [len(ds.items), len(ds.targets)],
    "status": ds["grdp-growth"].compare(7.1).status.value,
    "quote": ds["7a"].quote == ours["7a"].quote,
    "listed": rt.datasets()["example-2025"],
    "looked": looked,
    "imported": "example_data" in sys.modules,
}
print(json.dumps(facts))
"""


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(code: str, *, path: Path | None) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh process that finds the packages in a folder, or only its own."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path is not None:
        env["PYTHONPATH"] = str(path)
    command = [sys.executable, "-X", "utf8", "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose one package is a folder of data, without a line of code."""
    project = tmp_path_factory.mktemp("project")
    data = project / "example_data"
    version = data / "example-2025" / "1.0.0"
    shutil.copytree(_DATA / "ha-tinh-2025" / "1.0.0", version)
    descriptor = json.loads((version / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"name": "example-2025", "title": "Targets of nowhere for 2025"}
    (version / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    released = {"sha256": _sha256(version / "datapackage.json"), "released": "2026-01-31"}
    entry = {"title": descriptor["title"], "versions": {"1.0.0": released}}
    catalog = data / "catalog.json"
    catalog.write_text(json.dumps({"datasets": {"example-2025": entry}}), encoding="utf-8")
    (data / "SHA256SUMS").write_text(f"{_sha256(catalog)}  catalog.json\n", encoding="ascii")
    (project / "pyproject.toml").write_text(_PYPROJECT, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the project was installed into, from its wheel."""
    built, site = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(built), str(project)]
    subprocess.run([*pip, *build], check=True, cwd=built)
    (wheel,) = built.glob("*.whl")
    subprocess.run(
        [*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True, cwd=built
    )
    return site


def test_an_installed_package_offers_its_dataset(project: Path, site: Path) -> None:
    run = _run(_SCRIPT, path=site)
    assert run.stderr == ""
    descriptor = project / "example_data" / "example-2025" / "1.0.0" / "datapackage.json"
    assert json.loads(run.stdout) == {
        "label": "example-2025 1.0.0",
        "title": "Targets of nowhere for 2025",
        "sha256": _sha256(descriptor),
        "counts": [28, 33],
        "status": "met",
        "quote": True,
        "listed": ["1.0.0"],
        # Loading our own data looks for no other package, and a folder of data is not run.
        "looked": False,
        "imported": False,
    }


def test_without_the_package_there_is_no_such_dataset() -> None:
    run = _run("import resolution_targets as rt; rt.load('example-2025')", path=None)
    assert run.returncode == 1
    last = run.stderr.splitlines()[-1]
    assert "UnknownDatasetError: no dataset 'example-2025' on board" in last
