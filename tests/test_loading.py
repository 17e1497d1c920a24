"""What is on board, and which version is loaded; most tests have a data folder of their own."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

import resolution_targets as rt
from resolution_targets import catalog

_DATA = Path(__file__).parent.parent / "data"
_REINSTALL = (
    "it is not as it was released; reinstall the package that it came with, or undo the change"
)
_OTHER = "example-2025"
# What data/catalog.json says of ha-tinh-2025 1.0.0, which never changes.
_SHA256 = "c0d50c15db5ee28a8ac9f1c95dcc621db159043e612914d8ac20bd17ca9b6325"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_catalog(data: Path, content: object) -> None:
    """Write a catalog, and its hash beside it."""
    path = data / "catalog.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    (data / "SHA256SUMS").write_text(f"{_sha256(path)}  catalog.json\n", encoding="ascii")


def _catalog(data: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((data / "catalog.json").read_bytes())
    return content


def _add(data: Path, id_: str, *versions: str, released: str = "2026-01-31") -> None:
    """Add copies of ha-tinh-2025 1.0.0 under another id or version to a data folder."""
    content = _catalog(data)
    entry = content["datasets"].setdefault(id_, {"versions": {}})
    for version in versions:
        folder = data / id_ / version
        shutil.copytree(_DATA / "ha-tinh-2025" / "1.0.0", folder)
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_bytes()) | {"name": id_, "version": version}
        path.write_text(json.dumps(descriptor), encoding="utf-8")
        entry["versions"][version] = {"sha256": _sha256(path), "released": released}
    _write_catalog(data, content)


def _withdraw(data: Path, id_: str, **successors: str) -> None:
    content = _catalog(data)
    for version, successor in successors.items():
        facts = content["datasets"][id_]["versions"][version.strip("v").replace("_", ".")]
        facts["withdrawn"] = {"reason": "one row twice", "successor": successor}
    _write_catalog(data, content)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with ha-tinh-2025 1.0.0 as it was released, and nothing else."""
    folder = tmp_path / "data"
    version = Path("ha-tinh-2025", "1.0.0")
    shutil.copytree(_DATA / version, folder / version)
    facts = {"sha256": _SHA256, "released": "2026-11-22"}
    _write_catalog(folder, {"datasets": {"ha-tinh-2025": {"versions": {"1.0.0": facts}}}})
    monkeypatch.setattr(catalog, "data_folder", lambda: str(folder))
    return folder


@pytest.fixture
def versions(data: Path) -> Path:
    """A data folder with five versions of ha-tinh-2025 and two of another dataset."""
    _add(data, "ha-tinh-2025", "1.9.0", "2.0.0", "1.10.0", "1.0.1")
    _add(data, _OTHER, "1.0.0", "0.9.0")
    return data


def test_the_released_data_are_on_board() -> None:
    listed = rt.datasets()
    assert listed["ha-tinh-2025"][0] == "1.0.0"
    assert rt.versions("ha-tinh-2025") == listed["ha-tinh-2025"]
    for id_, numbers in listed.items():
        for version in numbers:
            dataset = rt.load(id_, version=version)
            assert dataset.label == f"{id_} {version}"
            assert rt.load(id_, version=version, sha256=dataset.sha256) == dataset


def test_load(data: Path) -> None:
    dataset = rt.load("ha-tinh-2025", version="1.0.0")
    assert (dataset.id, dataset.version) == ("ha-tinh-2025", "1.0.0")
    assert (dataset.sha256, dataset.released) == (_SHA256, "2026-11-22")
    assert len(dataset.targets) == 33
    assert rt.load("ha-tinh-2025") == dataset
    # Versions that were released before days were kept have none.
    facts = {"sha256": _SHA256}
    _write_catalog(data, {"datasets": {"ha-tinh-2025": {"versions": {"1.0.0": facts}}}})
    assert rt.load("ha-tinh-2025").released == ""


@pytest.mark.usefixtures("versions")
def test_several_datasets_and_versions_side_by_side() -> None:
    assert rt.datasets() == {
        "ha-tinh-2025": ("1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0"),
        _OTHER: ("0.9.0", "1.0.0"),
    }
    assert rt.versions("ha-tinh-2025") == ("1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0")
    assert rt.versions(_OTHER) == ("0.9.0", "1.0.0")
    loaded = [rt.load(id_, version="1.0.0") for id_ in ("ha-tinh-2025", _OTHER)]
    assert [dataset.label for dataset in loaded] == ["ha-tinh-2025 1.0.0", "example-2025 1.0.0"]
    assert [dataset.released for dataset in loaded] == ["2026-11-22", "2026-01-31"]
    assert loaded[0].targets == loaded[1].targets


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("wanted", "loaded"),
    [
        (None, "2.0.0"),
        ("1.0.0", "1.0.0"),
        ("1.9.0", "1.9.0"),
        # 1.10.0 comes after 1.9.0.
        ("~=1.0", "1.10.0"),
        ("~=1.0.0", "1.0.1"),
        ("==1.9.*", "1.9.0"),
        (">=1.0,<2", "1.10.0"),
        (">=1.0,<1.10", "1.9.0"),
        ("!=2.0.0", "1.10.0"),
        (">1.0.0,<1.9", "1.0.1"),
    ],
)
def test_the_newest_version_that_is_asked_for(wanted: str | None, loaded: str) -> None:
    assert rt.load("ha-tinh-2025", version=wanted).version == loaded


def test_without_a_version_the_newest_that_stands_is_loaded(versions: Path) -> None:
    _withdraw(versions, "ha-tinh-2025", v2_0_0="1.10.0", v1_9_0="1.10.0")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for wanted, loaded in [(None, "1.10.0"), (">=1.0", "1.10.0"), ("<1.10", "1.0.1")]:
            assert rt.load("ha-tinh-2025", version=wanted).version == loaded
    # They are listed all the same.
    assert rt.versions("ha-tinh-2025") == ("1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0")
    assert rt.datasets()["ha-tinh-2025"] == rt.versions("ha-tinh-2025")


@pytest.mark.parametrize("wanted", ["1.9.0", "==1.9.*", ">1.0.1,<1.10"])
def test_a_withdrawn_version_is_loaded_with_a_warning(versions: Path, wanted: str) -> None:
    _withdraw(versions, "ha-tinh-2025", v1_9_0="1.10.0")
    with pytest.warns(rt.WithdrawnVersionWarning) as caught:
        dataset = rt.load("ha-tinh-2025", version=wanted)
    assert dataset.version == "1.9.0"
    (warning,) = caught
    assert str(warning.message) == "ha-tinh-2025 1.9.0 was withdrawn: one row twice; use 1.10.0"
    assert warning.filename == __file__


@pytest.mark.parametrize(
    ("successors", "named"),
    [
        ({"v1_0_0": "1.0.1", "v1_0_1": "1.9.0", "v1_9_0": "2.0.0"}, "2.0.0"),
        # The last one may not be on board yet.
        ({"v1_0_0": "1.0.1", "v1_0_1": "3.0.0"}, "3.0.0"),
        # In a circle none stands.
        ({"v1_0_0": "1.0.1", "v1_0_1": "1.9.0", "v1_9_0": "1.0.1"}, "1.0.1"),
        ({"v1_0_0": "1.0.0"}, "1.0.0"),
        ({"v1_0_0": "1.0.1", "v1_0_1": "1.9.0", "v1_9_0": "2.0.0", "v2_0_0": "1.9.0"}, "1.0.1"),
    ],
)
def test_the_warning_names_the_version_that_stands(
    versions: Path, successors: dict[str, str], named: str
) -> None:
    _withdraw(versions, "ha-tinh-2025", **successors)
    with pytest.warns(rt.WithdrawnVersionWarning) as caught:
        rt.load("ha-tinh-2025", version="1.0.0")
    (warning,) = caught
    assert str(warning.message) == (f"ha-tinh-2025 1.0.0 was withdrawn: one row twice; use {named}")


def test_where_all_are_withdrawn_the_newest_is_loaded(versions: Path) -> None:
    _withdraw(versions, _OTHER, v1_0_0="2.0.0", v0_9_0="2.0.0")
    with pytest.warns(rt.WithdrawnVersionWarning, match=r"^example-2025 1\.0\.0 was withdrawn"):
        assert rt.load(_OTHER).version == "1.0.0"


def test_a_withdrawn_version_is_verified_too(versions: Path) -> None:
    _withdraw(versions, _OTHER, v1_0_0="0.9.0")
    (versions / _OTHER / "1.0.0" / "targets.csv").write_bytes(b"")
    with pytest.warns(rt.WithdrawnVersionWarning), pytest.raises(rt.DataIntegrityError) as caught:
        rt.load(_OTHER, version="1.0.0")
    assert (caught.value.file, caught.value.where) == ("targets.csv", "example-2025 1.0.0")


@pytest.mark.usefixtures("data")
def test_a_dataset_there_is_not() -> None:
    for ask in (rt.load, rt.versions):
        with pytest.raises(rt.UnknownDatasetError) as caught:
            ask("ha-tinh-2024")
        assert str(caught.value) == (
            "no dataset 'ha-tinh-2024' on board; did you mean 'ha-tinh-2025'?; "
            "there is 'ha-tinh-2025'"
        )
    with pytest.raises(rt.UnknownDatasetError) as caught:
        rt.load("zzz")
    assert str(caught.value) == "no dataset 'zzz' on board; there is 'ha-tinh-2025'"


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize("version", ["9.0.0", "1.0.2", ">=3", "~=1.11", "<0.1"])
def test_a_version_there_is_not(version: str) -> None:
    with pytest.raises(rt.UnknownVersionError) as caught:
        rt.load(_OTHER, version=version)
    assert str(caught.value) == (
        f"example-2025 has no version {version!r}; there is '1.0.0', '0.9.0': ask for one of "
        "these, or install a release of resolution-targets that has it"
    )


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    "version", ["", "1.0", "v1.0.0", "latest", "1.0.0/", "../1.0.0", "1.0.0\n"]
)
def test_what_is_neither_a_version_nor_a_range(version: str) -> None:
    with pytest.raises(rt.InvalidVersionError) as caught:
        rt.load("ha-tinh-2025", version=version)
    assert str(caught.value) == (
        f"{version!r} is neither a data version nor a range of them; "
        "write '1.0.0', '~=1.0' or '>=1.0,<2'"
    )


@pytest.mark.parametrize("leading_out", ["../x", "ha-tinh-2025/../../x", "./x", "x", "", ".", "/x"])
def test_no_id_and_no_version_leads_out_of_the_folder(data: Path, leading_out: str) -> None:
    # A whole data version lies wherever they could lead.
    for place in (data.parent / "x", data / "x"):
        shutil.copytree(data / "ha-tinh-2025" / "1.0.0", place / "1.0.0")
    with pytest.raises(rt.UnknownDatasetError):
        rt.load(leading_out, version="1.0.0")
    with pytest.raises(rt.InvalidVersionError):
        rt.load("ha-tinh-2025", version=f"{leading_out}/1.0.0")


def test_a_version_pinned_by_its_hash(versions: Path) -> None:
    for written in (_SHA256, _SHA256.upper(), f"sha256:{_SHA256}", f"SHA256:{_SHA256}"):
        dataset = rt.load("ha-tinh-2025", version="1.0.0", sha256=written)
        assert dataset.sha256 == _SHA256
    with pytest.raises(rt.PinnedHashError) as caught:
        rt.load("ha-tinh-2025", version="1.0.0", sha256="91c0")
    assert str(caught.value) == (
        f"ha-tinh-2025 1.0.0 has sha256 {_SHA256}, you pinned 91c0: "
        "check the version that you pinned the hash of"
    )
    # Without a version, the hash does not choose one.
    newest = _sha256(versions / "ha-tinh-2025" / "2.0.0" / "datapackage.json")
    with pytest.raises(rt.PinnedHashError) as caught:
        rt.load("ha-tinh-2025", sha256=_SHA256)
    assert (caught.value.dataset, caught.value.found) == ("ha-tinh-2025 2.0.0", newest)


def test_a_file_changed_after_it_was_loaded_is_seen_at_the_next_load(data: Path) -> None:
    rt.load("ha-tinh-2025")
    path = data / "ha-tinh-2025" / "1.0.0" / "targets.csv"
    released = _sha256(path)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load("ha-tinh-2025")
    assert str(caught.value) == (
        f"targets.csv of ha-tinh-2025 1.0.0 has sha256 {_sha256(path)}, "
        f"expected sha256 {released}: {_REINSTALL}"
    )


def test_another_dataset_with_its_hashes_right_is_refused(versions: Path) -> None:
    # The descriptor is that of another version, and so are all files under it.
    shutil.rmtree(versions / "ha-tinh-2025" / "1.0.0")
    shutil.copytree(versions / _OTHER / "1.0.0", versions / "ha-tinh-2025" / "1.0.0")
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load("ha-tinh-2025", version="1.0.0")
    assert (caught.value.file, caught.value.expected) == ("datapackage.json", f"sha256 {_SHA256}")


def test_a_version_whose_folder_is_missing(data: Path) -> None:
    shutil.rmtree(data / "ha-tinh-2025")
    assert rt.versions("ha-tinh-2025") == ("1.0.0",)
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load("ha-tinh-2025")
    assert str(caught.value) == (
        "datapackage.json of ha-tinh-2025 1.0.0 has no readable file, "
        f"expected sha256 {_SHA256}: {_REINSTALL}"
    )


def test_a_version_by_its_number_is_loaded_without_what_it_does_not_need() -> None:
    unneeded = [
        *("packaging", "importlib.metadata", "pathlib", "polars", "pint"),
        *("resolution_targets.plugins", "resolution_targets.version_numbers"),
    ]
    code = (
        "import sys\nbefore = set(sys.modules)\nimport resolution_targets as rt\n"
        "rt.load('ha-tinh-2025', version='1.0.0')\n"
        f"print({{*{unneeded}}} & (set(sys.modules) - before))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
