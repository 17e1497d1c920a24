"""Finding, verifying and reading data versions; each test has a data folder of its own."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets import datapackage

_DATA = Path(__file__).parent.parent / "data"
_REINSTALL = "the installed file was changed; reinstall resolution-targets"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _release(data: Path, version: str) -> None:
    """Enter a folder's files in its descriptor, and the descriptor in the catalog."""
    folder = data / "ha-tinh-2025" / version
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["version"] = version
    for resource in descriptor["resources"]:
        resource["hash"] = f"sha256:{_sha256(folder / resource['path'])}"
    _write(folder / "datapackage.json", descriptor)
    catalog = json.loads((data / "catalog.json").read_text(encoding="utf-8"))
    versions = catalog["datasets"]["ha-tinh-2025"]["versions"]
    versions[version] = {"sha256": _sha256(folder / "datapackage.json")}
    _write(data / "catalog.json", catalog)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with ha-tinh-2025 1.0.0 as it was released, and nothing else."""
    folder = tmp_path / "data"
    version = Path("ha-tinh-2025", "1.0.0")
    shutil.copytree(_DATA / version, folder / version)
    released = json.loads((_DATA / "catalog.json").read_text(encoding="utf-8"))
    entry = released["datasets"]["ha-tinh-2025"]
    entry["versions"] = {"1.0.0": entry["versions"]["1.0.0"]}
    _write(folder / "catalog.json", {"datasets": {"ha-tinh-2025": entry}})
    monkeypatch.setattr(datapackage, "_data_folder", lambda: str(folder))
    return folder


@pytest.mark.usefixtures("data")
def test_what_is_on_board() -> None:
    assert rt.datasets() == {"ha-tinh-2025": ("1.0.0",)}


def test_the_released_data_are_on_board() -> None:
    assert rt.datasets()["ha-tinh-2025"][0] == "1.0.0"


def test_load(data: Path) -> None:
    dataset = rt.load("ha-tinh-2025", version="1.0.0")
    assert (dataset.id, dataset.version) == ("ha-tinh-2025", "1.0.0")
    assert dataset.title == "Targets of Hà Tĩnh province for 2025"
    assert dataset.sha256 == _sha256(data / "ha-tinh-2025" / "1.0.0" / "datapackage.json")
    assert [domain.id for domain in dataset.domains] == [
        "economy",
        "culture-society",
        "environment",
        "defence-security",
    ]
    (source,) = dataset.sources
    assert source.id == "resolution"
    assert (data / "ha-tinh-2025" / "1.0.0" / source.path).is_file()


def test_without_a_version_the_newest_is_loaded(data: Path) -> None:
    shutil.copytree(data / "ha-tinh-2025" / "1.0.0", data / "ha-tinh-2025" / "1.1.0")
    _release(data, "1.1.0")
    assert rt.datasets() == {"ha-tinh-2025": ("1.0.0", "1.1.0")}
    assert rt.load("ha-tinh-2025").version == "1.1.0"
    assert rt.load("ha-tinh-2025", version="1.0.0").version == "1.0.0"


@pytest.mark.usefixtures("data")
def test_a_dataset_there_is_not() -> None:
    with pytest.raises(rt.UnknownDatasetError) as caught:
        rt.load("ha-tinh-2024")
    assert str(caught.value) == (
        "no dataset 'ha-tinh-2024' on board; did you mean 'ha-tinh-2025'?; there is 'ha-tinh-2025'"
    )
    with pytest.raises(rt.UnknownDatasetError) as caught:
        rt.load("zzz")
    assert str(caught.value) == "no dataset 'zzz' on board; there is 'ha-tinh-2025'"


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("version", ["9.0.0", "1.0", "", "../1.0.0"])
def test_a_version_there_is_not(version: str) -> None:
    with pytest.raises(rt.UnknownVersionError) as caught:
        rt.load("ha-tinh-2025", version=version)
    assert str(caught.value) == (
        f"ha-tinh-2025 has no version {version!r}; there is '1.0.0': ask for one of these, "
        "or install a release of resolution-targets that has it"
    )


def test_a_version_pinned_by_its_hash(data: Path) -> None:
    sha256 = _sha256(data / "ha-tinh-2025" / "1.0.0" / "datapackage.json")
    for written in (sha256, sha256.upper(), f"sha256:{sha256}"):
        dataset = rt.load("ha-tinh-2025", version="1.0.0", sha256=written)
        assert dataset.sha256 == sha256
    with pytest.raises(rt.PinnedHashError) as caught:
        rt.load("ha-tinh-2025", sha256="91c0")
    assert str(caught.value) == (
        f"ha-tinh-2025 1.0.0 has sha256 {sha256}, you pinned 91c0: "
        "check the version that you pinned the hash of"
    )


@pytest.mark.parametrize(
    "file",
    [
        "datapackage.json",
        "domains.csv",
        "indicators.csv",
        "targets.csv",
        "observations.csv",
        "sources.csv",
        "source/ha-tinh-2025.txt",
    ],
)
def test_a_file_that_is_missing(data: Path, file: str) -> None:
    path = data / "ha-tinh-2025" / "1.0.0" / file
    sha256 = _sha256(path)
    path.unlink()
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load("ha-tinh-2025", version="1.0.0")
    assert str(caught.value) == (
        f"{file} of ha-tinh-2025 1.0.0 has no readable file, expected sha256 {sha256}: {_REINSTALL}"
    )
    assert isinstance(caught.value.__cause__, OSError)


def test_a_file_changed_after_it_was_loaded_is_seen_at_the_next_load(data: Path) -> None:
    rt.load("ha-tinh-2025")
    path = data / "ha-tinh-2025" / "1.0.0" / "targets.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load("ha-tinh-2025")
    assert caught.value.file == "targets.csv"
    assert caught.value.found == f"sha256 {_sha256(path)}"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe"])
def test_a_catalog_that_was_changed(data: Path, content: bytes) -> None:
    (data / "catalog.json").write_bytes(content)
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load("ha-tinh-2025")
    assert caught.value.file == "catalog.json"
    with pytest.raises(rt.DataIntegrityError):
        rt.datasets()


def test_a_stretch_is_read(data: Path) -> None:
    path = data / "ha-tinh-2025" / "1.0.0" / "targets.csv"
    text = path.read_text(encoding="utf-8")
    row = "above,7,,percent,false,false,,,,,"
    assert text.count(row) == 1
    path.write_text(
        text.replace(row, "above,7,,percent,false,false,reach,8,,,"), encoding="utf-8", newline=""
    )
    _release(data, "1.0.0")
    target = rt.load("ha-tinh-2025")["grdp-growth"]
    assert target.criterion == rt.Criterion(relation="above", lower=7)
    assert target.stretch == rt.Criterion(relation="reach", lower=8)


@pytest.mark.parametrize("place", ["package", "checkout"])
def test_the_data_lie_in_the_package_or_beside_src(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    package = tmp_path / "src" / "resolution_targets"
    parent = {"package": package, "checkout": tmp_path}[place]
    shutil.copytree(_DATA, parent / "data")
    monkeypatch.setattr(datapackage, "__file__", str(package / "datapackage.py"))
    assert datapackage._data_folder() == str(parent / "data")  # noqa: SLF001  # both must be found
    assert "ha-tinh-2025" in rt.datasets()


def test_no_data_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "src" / "resolution_targets" / "datapackage.py"
    monkeypatch.setattr(datapackage, "__file__", str(path))
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.datasets()
    assert str(caught.value) == (
        f"catalog.json of resolution_targets has no file, expected a file: {_REINSTALL}"
    )
