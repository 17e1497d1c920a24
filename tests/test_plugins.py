"""Datasets that other installed packages offer; each test installs packages of its own."""

from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets.plugins import GROUP

_DATA = Path(__file__).parent.parent / "data"
_CHANGED = (
    "it is not as it was released; reinstall the package that it came with, or undo the change"
)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_catalog(folder: Path, catalog: object) -> None:
    """Write a catalog, and its hash beside it."""
    path = folder / "catalog.json"
    path.write_text(json.dumps(catalog), encoding="utf-8")
    (folder / "SHA256SUMS").write_text(f"{_sha256(path)}  catalog.json\n", encoding="ascii")


def _write_data(folder: Path, *ids: str, versions: tuple[str, ...] = ("1.0.0",)) -> None:
    """Write a data folder in which every dataset is ha-tinh-2025 1.0.0 under another id."""
    entries: dict[str, dict[str, dict[str, object]]] = {}
    for id_ in ids:
        facts = entries.setdefault(id_, {"versions": {}})["versions"]
        for version in versions:
            shutil.copytree(_DATA / "ha-tinh-2025" / "1.0.0", folder / id_ / version)
            path = folder / id_ / version / "datapackage.json"
            descriptor = json.loads(path.read_text(encoding="utf-8"))
            descriptor |= {"name": id_, "version": version}
            path.write_text(json.dumps(descriptor), encoding="utf-8")
            facts[version] = {"sha256": _sha256(path), "released": "2026-01-31"}
    _write_catalog(folder, {"datasets": entries})


def _install(site: Path, package: str, **modules: str) -> None:
    """Write what an installer leaves of a package that offers datasets in some modules."""
    info = site / f"{package.replace('-', '_')}-2.3.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {package}\nVersion: 2.3\n", encoding="utf-8"
    )
    points = "".join(f"{name} = {module}\n" for name, module in modules.items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


@pytest.fixture
def on_board() -> dict[str, tuple[str, ...]]:
    """The datasets of this package."""
    return rt.datasets()


def _listed_with_warnings() -> tuple[dict[str, tuple[str, ...]], list[str]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        listed = rt.datasets()
    assert {warning.category for warning in caught} <= {rt.PluginWarning}
    return listed, [str(warning.message) for warning in caught]


def test_a_package_offers_datasets(site: Path, on_board: dict[str, tuple[str, ...]]) -> None:
    _write_data(site / "one_package", "example-2025", versions=("1.9.0", "1.10.0"))
    _write_data(site / "one_package_more", "example-2026")
    _install(site, "one-package", one="one_package", more="one_package_more")
    assert rt.datasets() == {
        **on_board,
        "example-2025": ("1.9.0", "1.10.0"),
        "example-2026": ("1.0.0",),
    }
    assert rt.versions("example-2025") == ("1.9.0", "1.10.0")
    dataset = rt.load("example-2025")
    assert (dataset.label, len(dataset.targets)) == ("example-2025 1.10.0", 33)
    assert dataset.released == "2026-01-31"
    descriptor = site / "one_package" / "example-2025" / "1.10.0" / "datapackage.json"
    assert dataset.sha256 == _sha256(descriptor)
    assert rt.load("example-2025", version="1.9.0").version == "1.9.0"
    assert rt.load("example-2025", version="<1.10").version == "1.9.0"
    assert rt.load("example-2026", sha256=rt.load("example-2026").sha256).id == "example-2026"


def test_what_a_package_offers_is_verified(site: Path) -> None:
    _write_data(site / "changed_data", "example-2025")
    _install(site, "changed-data", data="changed_data")
    path = site / "changed_data" / "example-2025" / "1.0.0" / "targets.csv"
    released = _sha256(path)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load("example-2025")
    assert caught.value.expected == f"sha256 {released}"


@pytest.mark.usefixtures("site")
def test_a_dataset_that_nobody_offers(site: Path) -> None:
    _write_data(site / "near_data", "example-2025")
    _install(site, "near-data", data="near_data")
    with pytest.raises(rt.UnknownDatasetError) as caught:
        rt.load("example-2026")
    assert "no dataset 'example-2026' on board; did you mean 'example-2025'?" in str(caught.value)
    assert {"ha-tinh-2025", "example-2025"} <= {*caught.value.known}


def test_two_packages_offer_one_id(site: Path, on_board: dict[str, tuple[str, ...]]) -> None:
    _write_data(site / "b_data", "example-2025", "from-b")
    _write_data(site / "a_data", "example-2025", "from-a")
    _install(site, "b-data", first="b_data")
    _install(site, "a-data", second="a_data")
    for ask in (rt.load, rt.versions):
        with pytest.raises(rt.DatasetClashError) as caught:
            ask("example-2025")
        assert caught.value.packages == ("a-data", "b-data")
        assert str(caught.value) == (
            "'a-data', 'b-data' both offer a dataset 'example-2025': uninstall one of them, "
            "or read a folder with read_dataset"
        )
    assert rt.load("from-a").id == "from-a"
    listed, messages = _listed_with_warnings()
    assert listed == {**on_board, "from-a": ("1.0.0",), "from-b": ("1.0.0",)}
    assert messages == [
        "a-data offers a dataset 'example-2025', as another package does; it is left out",
        "b-data offers a dataset 'example-2025', as another package does; it is left out",
    ]


def test_our_own_data_are_not_replaced(site: Path, on_board: dict[str, tuple[str, ...]]) -> None:
    ours = rt.load("ha-tinh-2025", version="1.0.0")
    _write_data(site / "same_id", "ha-tinh-2025", "example-2025", versions=("1.0.0", "9.0.0"))
    _install(site, "same-id", data="same_id")
    assert rt.load("ha-tinh-2025", version="1.0.0") == ours
    assert rt.versions("ha-tinh-2025") == on_board["ha-tinh-2025"]
    with pytest.raises(rt.UnknownVersionError):
        rt.load("ha-tinh-2025", version="9.0.0")
    listed, messages = _listed_with_warnings()
    assert listed == {**on_board, "example-2025": ("1.0.0", "9.0.0")}
    assert messages == [
        "same-id offers a dataset 'ha-tinh-2025', as another package does; it is left out"
    ]


def _assert_left_out(on_board: dict[str, tuple[str, ...]], message: str) -> None:
    """The offer of a package that sorts first is left out, and the one after it stays."""
    listed, messages = _listed_with_warnings()
    assert listed == {**on_board, "example-2025": ("1.0.0",)}
    assert messages == [message]
    with pytest.warns(rt.PluginWarning) as caught:
        assert rt.load("example-2025").id == "example-2025"
    assert [str(warning.message) for warning in caught] == [message]


@pytest.fixture
def good(site: Path, on_board: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What is on board beside example-2025, which a package offers that is in order."""
    _write_data(site / "good_data", "example-2025")
    _install(site, "good-data", data="good_data")
    return on_board


_NO_FOLDER = "which is no package with a folder"
_NO_PARENT = "__path__ attribute not found on 'one_module_only' while trying to find"
_NO_ANCHOR = "no package specified for '.data' (required for relative module names)"


@pytest.mark.parametrize(
    ("module", "problem"),
    [
        ("no_such_package", _NO_FOLDER),
        ("no_such_package.data", "which cannot be found: No module named 'no_such_package'"),
        ("one_module_only", _NO_FOLDER),
        ("one_module_only.data", f"which cannot be found: {_NO_PARENT} 'one_module_only.data'"),
        ("one_module_only:data", _NO_FOLDER),
        ("raises_when_imported.data", "which cannot be found: not on a Tuesday"),
        (".data", f"which cannot be found: {_NO_ANCHOR}"),
    ],
)
def test_a_module_that_holds_no_folder(
    site: Path, good: dict[str, tuple[str, ...]], module: str, problem: str
) -> None:
    (site / "one_module_only.py").touch()
    (site / "raises_when_imported").mkdir()
    (site / "raises_when_imported" / "__init__.py").write_text(
        "raise RuntimeError('not on a Tuesday')\n", encoding="utf-8"
    )
    _install(site, "bad-data", data=module)
    _assert_left_out(good, f"bad-data offers datasets in {module!r}, {problem}")


def test_a_folder_without_a_catalog(site: Path, good: dict[str, tuple[str, ...]]) -> None:
    (site / "bad_data").mkdir()
    _install(site, "bad-data", data="bad_data")
    _assert_left_out(
        good,
        "bad-data offers datasets that cannot be read: SHA256SUMS of bad-data has no readable "
        f"file, expected a file: {_CHANGED}",
    )


def test_a_catalog_that_was_changed(site: Path, good: dict[str, tuple[str, ...]]) -> None:
    _write_data(site / "bad_data", "from-bad")
    _install(site, "bad-data", data="bad_data")
    path = site / "bad_data" / "catalog.json"
    released = _sha256(path)
    path.write_text("{}", encoding="utf-8")
    _assert_left_out(
        good,
        f"bad-data offers datasets that cannot be read: catalog.json of bad-data has sha256 "
        f"{_sha256(path)}, expected sha256 {released}: {_CHANGED}",
    )


@pytest.mark.parametrize(
    ("catalog", "error"),
    [
        ([], "TypeError('list indices must be integers or slices, not str')"),
        ({}, "KeyError('datasets')"),
    ],
)
def test_a_catalog_that_is_none(
    site: Path, good: dict[str, tuple[str, ...]], catalog: object, error: str
) -> None:
    (site / "bad_data").mkdir()
    _write_catalog(site / "bad_data", catalog)
    _install(site, "bad-data", data="bad_data")
    _assert_left_out(
        good, f"bad-data offers datasets in a catalog.json that cannot be read: {error}"
    )


def test_a_catalog_that_is_no_json(site: Path, good: dict[str, tuple[str, ...]]) -> None:
    folder = site / "bad_data"
    folder.mkdir()
    (folder / "catalog.json").write_bytes(b"{")
    sum_ = _sha256(folder / "catalog.json")
    (folder / "SHA256SUMS").write_text(f"{sum_}  catalog.json\n", encoding="ascii")
    _install(site, "bad-data", data="bad_data")
    _assert_left_out(
        good,
        "bad-data offers datasets in a catalog.json that cannot be read: JSONDecodeError("
        "'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)')",
    )


_SOUND = {"sha256": "0" * 64}
_NO_SHA256 = "'a' 1.0.0 has no sha256 of 64 small hexadecimal digits"
_NO_SUCCESSOR = "'a' 1.0.0 is withdrawn without a reason and a successor"


@pytest.mark.parametrize(
    ("entries", "faults"),
    [
        ([1], "its datasets are [1]"),
        (
            {"../x": {"versions": {"1.0.0": _SOUND}}},
            "'../x' is no id of a dataset, such as 'ha-tinh-2025'",
        ),
        (
            {"a": {"versions": {"../1.0.0": _SOUND}}},
            "'../1.0.0' of 'a' is no version, such as '1.0.0'",
        ),
        ({"a": {"versions": {"1.0": _SOUND}}}, "'1.0' of 'a' is no version, such as '1.0.0'"),
        ({"a": []}, "'a' has no versions"),
        ({"a": {}}, "'a' has no versions"),
        ({"a": {"versions": {}}}, "'a' has no versions"),
        ({"a": {"versions": ["1.0.0"]}}, "'a' has no versions"),
        ({"a": {"versions": {"1.0.0": "0" * 64}}}, _NO_SHA256),
        ({"a": {"versions": {"1.0.0": {}}}}, _NO_SHA256),
        ({"a": {"versions": {"1.0.0": {"sha256": 0}}}}, _NO_SHA256),
        ({"a": {"versions": {"1.0.0": {"sha256": "A" * 64}}}}, _NO_SHA256),
        ({"a": {"versions": {"1.0.0": {**_SOUND, "withdrawn": True}}}}, _NO_SUCCESSOR),
        ({"a": {"versions": {"1.0.0": {**_SOUND, "withdrawn": {"reason": ""}}}}}, _NO_SUCCESSOR),
        (
            {"B": {"versions": {"1": {}}}, "a": None},
            (
                "'B' is no id of a dataset, such as 'ha-tinh-2025', '1' of 'B' is no version, "
                "such as '1.0.0', 'B' 1 has no sha256 of 64 small hexadecimal digits, "
                "'a' has no versions"
            ),
        ),
    ],
)
def test_a_catalog_that_is_not_in_order(
    site: Path, good: dict[str, tuple[str, ...]], entries: object, faults: str
) -> None:
    (site / "bad_data").mkdir()
    _write_catalog(site / "bad_data", {"datasets": entries})
    _install(site, "bad-data", data="bad_data")
    _assert_left_out(
        good, f"bad-data offers datasets in a catalog.json that is not in order: {faults}"
    )


def test_a_version_that_a_package_withdrew(site: Path) -> None:
    folder = site / "withdrawn_data"
    _write_data(folder, "example-2025", versions=("1.0.0", "1.0.1"))
    catalog = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
    facts = catalog["datasets"]["example-2025"]["versions"]["1.0.1"]
    facts["withdrawn"] = {"reason": "one row twice", "successor": "1.0.2"}
    _write_catalog(folder, catalog)
    _install(site, "withdrawn-data", data="withdrawn_data")
    assert rt.versions("example-2025") == ("1.0.0", "1.0.1")
    assert rt.load("example-2025").version == "1.0.0"
    with pytest.warns(
        rt.WithdrawnVersionWarning,
        match=r"^example-2025 1\.0\.1 was withdrawn: one row twice; use 1\.0\.2$",
    ):
        rt.load("example-2025", version="1.0.1")


@pytest.mark.parametrize("files", [(), ("__init__.py",)])
def test_the_folder_may_lie_inside_a_package_with_or_without_code(
    site: Path, on_board: dict[str, tuple[str, ...]], files: tuple[str, ...]
) -> None:
    # "inner_0.data" is a package of its own where it has an __init__.py, and else a
    # namespace package; both have a folder, and neither is imported.
    name = f"inner_{len(files)}"
    _write_data(site / name / "data", "example-2025")
    (site / name / "__init__.py").touch()
    for file in files:
        (site / name / "data" / file).write_text("raise SystemExit\n", encoding="utf-8")
    _install(site, "inner", data=f"{name}.data")
    assert rt.datasets() == {**on_board, "example-2025": ("1.0.0",)}
    assert rt.load("example-2025").id == "example-2025"
