"""Reading and verifying the folder of a data version; each test has a copy of its own."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import resolution_targets as rt
from resolution_targets.datapackage import header, is_inside, read_verified, read_version

_DATA = Path(__file__).parent.parent / "data"
_LABEL = "ha-tinh-2025 1.0.0"
_REINSTALL = (
    "it is not as it was released; reinstall the package that it came with, or undo the change"
)
_TEXT = "source/ha-tinh-2025.txt"
_FILES = [
    *("datapackage.json", "domains.csv", "indicators.csv", "targets.csv", "observations.csv"),
    *("sources.csv", _TEXT),
]
# What data/catalog.json says of ha-tinh-2025 1.0.0, which never changes.
_SHA256 = "c0d50c15db5ee28a8ac9f1c95dcc621db159043e612914d8ac20bd17ca9b6325"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(folder: Path, sha256: str = _SHA256, **facts: str) -> rt.Dataset:
    return read_version(str(folder), where=_LABEL, sha256=sha256, **facts)


def _descriptor(folder: Path) -> dict[str, Any]:
    descriptor: dict[str, Any] = json.loads((folder / "datapackage.json").read_bytes())
    return descriptor


def _seal(folder: Path, descriptor: object = None) -> str:
    """Write the descriptor, with the hashes that the files have; return its own."""
    if descriptor is None:
        descriptor = _descriptor(folder)
        for resource in descriptor["resources"]:
            resource["hash"] = f"sha256:{_sha256((folder / resource['path']).read_bytes())}"
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="ascii")
    return _sha256((folder / "datapackage.json").read_bytes())


def _refused(folder: Path, sha256: str = _SHA256) -> rt.DataIntegrityError:
    """The error about a folder; it says which version it is, and what to do."""
    with pytest.raises(rt.DataIntegrityError) as caught:
        _read(folder, sha256)
    error = caught.value
    assert str(error) == (
        f"{error.file} of {_LABEL} has {error.found}, expected {error.expected}: {_REINSTALL}"
    )
    return error


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of ha-tinh-2025 1.0.0 as it was released."""
    copy = tmp_path / "1.0.0"
    shutil.copytree(_DATA / "ha-tinh-2025" / "1.0.0", copy)
    return copy


def test_read(folder: Path) -> None:
    dataset = _read(folder, released="2026-11-22")
    assert (dataset.label, dataset.sha256, dataset.released) == (_LABEL, _SHA256, "2026-11-22")
    assert dataset.title == "Targets of Hà Tĩnh province for 2025"
    assert dataset.license == "CC0-1.0"
    assert dataset.description.startswith("The 28 numbered targets for 2025 (33 promises) of the")
    assert [domain.id for domain in dataset.domains] == [
        *("economy", "culture-society", "environment", "defence-security"),
    ]
    (source,) = dataset.sources
    assert (source.id, source.path) == ("resolution", _TEXT)
    assert source.text == (folder / _TEXT).read_bytes().decode("utf-8")
    assert dataset.revisions == ()
    assert _read(folder).released == ""


@pytest.mark.parametrize("place", [0, 0.5, -1])
@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
@pytest.mark.parametrize("file", _FILES)
def test_one_byte_that_was_changed(folder: Path, file: str, place: float, flip: int) -> None:
    path = folder / file
    content = bytearray(path.read_bytes())
    released = _sha256(content)
    content[int(place * len(content))] ^= flip
    path.write_bytes(content)
    error = _refused(folder)
    assert (error.file, error.where) == (file, _LABEL)
    assert error.expected == f"sha256 {released}"
    assert error.found == f"sha256 {_sha256(content)}"


@pytest.mark.parametrize("file", _FILES)
def test_a_file_that_was_cut_off(folder: Path, file: str) -> None:
    path = folder / file
    content = path.read_bytes()
    for length in (0, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:length])
        error = _refused(folder)
        assert (error.file, error.expected) == (file, f"sha256 {_sha256(content)}")
        assert error.found == f"sha256 {_sha256(content[:length])}"


@pytest.mark.parametrize("file", _FILES)
@pytest.mark.parametrize("instead", ["nothing", "folder"])
def test_a_file_that_is_missing(folder: Path, file: str, instead: str) -> None:
    path = folder / file
    sha256 = _sha256(path.read_bytes())
    path.unlink()
    if instead == "folder":
        path.mkdir()
    with pytest.raises(rt.DataIntegrityError) as caught:
        _read(folder)
    assert str(caught.value) == (
        f"{file} of {_LABEL} has no readable file, expected sha256 {sha256}: {_REINSTALL}"
    )
    assert isinstance(caught.value.__cause__, OSError)


def test_a_link_is_followed_to_the_released_bytes_only(folder: Path, tmp_path: Path) -> None:
    # Some installers link all files; a link that leads elsewhere has another hash.
    elsewhere = tmp_path / "elsewhere.csv"
    target = folder / "targets.csv"
    shutil.copy(target, elsewhere)
    target.unlink()
    target.symlink_to(elsewhere)
    assert len(_read(folder)) == 33
    elsewhere.write_text("secret", encoding="ascii")
    error = _refused(folder)
    assert (error.file, error.found) == ("targets.csv", f"sha256 {_sha256(b'secret')}")


_INSIDE = ["targets.csv", "source/a.txt", "a/b/c.txt", ".hidden", "..x", "nghị quyết.txt", "a b"]
_OUTSIDE = [
    *("", ".", "..", "../x", "a/..", "a/../x", "./a", "a/./b", "a//b", "/", "/etc/passwd", "a/"),
    *("~:x", "C:/x", "C:x", "c:\\x", "\\x", "..\\x", "a\\..\\x", "\\\\host\\x", "//host/x"),
    *("https://example.org/targets.csv", "file:///etc/passwd", "data:,x"),
    # Some systems drop points and blanks at the end; NUL ends a path in C.
    *(".. ", "... ", "...", ".. /x", " ", "a. ", "a\0", "..\0", "a\nb", "\ud800", "a\u2028"),
]


@pytest.mark.parametrize("path", _INSIDE)
def test_paths_inside_a_folder(path: str) -> None:
    assert is_inside(path)


@pytest.mark.parametrize("path", _OUTSIDE)
def test_paths_that_lead_out_of_a_folder(folder: Path, path: str) -> None:
    assert not is_inside(path)
    # With the right hash of a file that is there, so that the path alone refuses it.
    descriptor = _descriptor(folder)
    secret = folder.parent / "x"
    secret.write_text("secret", encoding="ascii")
    descriptor["resources"].append({"path": path, "hash": f"sha256:{_sha256(b'secret')}"})
    error = _refused(folder, _seal(folder, descriptor))
    assert (error.file, error.expected) == (path, "a path inside its folder")
    assert error.found == "another one"


def test_an_absolute_path_to_the_right_bytes(folder: Path) -> None:
    descriptor = _descriptor(folder)
    descriptor["resources"][0]["path"] = str(folder / "domains.csv")
    assert _refused(folder, _seal(folder, descriptor)).file == str(folder / "domains.csv")


# What a third party's descriptor may be, though its hash is right.
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "JSONDecodeError('Expecting value: line 1 column 1 (char 0)')"),
        (b"[" * 100_000, "RecursionError('maximum recursion depth exceeded while decoding a "),
        (b"\xff\xfe\xff", "UnicodeDecodeError('utf-16-le', "),
        (b"[]", "AttributeError(\"'list' object has no attribute 'get'\")"),
        (b"null", "AttributeError(\"'NoneType' object has no attribute 'get'\")"),
        (b"{}", "KeyError('name')"),
        (b'{"name": "x"}', "KeyError('version')"),
        (b'{"name": "x", "version": "1.0.0", "licenses": 1}', "TypeError("),
        (b'{"name": "x", "version": "1.0.0", "licenses": [1]}', "AttributeError("),
        (b'{"name": "x", "version": "1.0.0"}', "KeyError('resources')"),
        (b'{"name": "x", "version": "1.0.0", "resources": null}', "TypeError("),
        (b'{"name": "x", "version": "1.0.0", "resources": [1]}', "TypeError("),
        (b'{"name": "x", "version": "1.0.0", "resources": [{}]}', "KeyError('path')"),
    ],
)
def test_a_descriptor_that_is_none(folder: Path, content: bytes, fault: str) -> None:
    (folder / "datapackage.json").write_bytes(content)
    error = _refused(folder, _sha256(content))
    assert (error.file, error.expected) == ("datapackage.json", "what can be read")
    assert error.found.startswith(fault)
    assert error.__cause__ is not None


@pytest.mark.parametrize(
    ("resource", "file", "fault"),
    [
        ({"path": "targets.csv"}, "targets.csv", "KeyError('hash')"),
        ({"path": "targets.csv", "hash": None}, "targets.csv", "AttributeError("),
        ({"path": ["targets.csv"], "hash": ""}, "['targets.csv']", "AttributeError("),
        ({"path": None, "hash": ""}, "None", "AttributeError("),
    ],
)
def test_a_resource_that_lacks_something(
    folder: Path, resource: dict[str, object], file: str, fault: str
) -> None:
    descriptor = _descriptor(folder)
    descriptor["resources"] = [resource]
    error = _refused(folder, _seal(folder, descriptor))
    assert error.file == file
    assert error.found.startswith(fault)


def test_a_hash_of_another_kind(folder: Path) -> None:
    descriptor = _descriptor(folder)
    descriptor["resources"][0]["hash"] = "md5:900150983cd24fb0d6963f7d28e17f72"
    error = _refused(folder, _seal(folder, descriptor))
    assert error.expected == "sha256 md5:900150983cd24fb0d6963f7d28e17f72"


@pytest.mark.parametrize("table", ["domains", "indicators", "targets", "sources"])
def test_a_table_that_is_not_there(folder: Path, table: str) -> None:
    descriptor = _descriptor(folder)
    descriptor["resources"] = [
        resource for resource in descriptor["resources"] if resource["path"] != f"{table}.csv"
    ]
    error = _refused(folder, _seal(folder, descriptor))
    assert (error.file, error.found) == ("*.csv", f"KeyError('{table}')")


def test_a_version_may_have_no_observations(folder: Path) -> None:
    descriptor = _descriptor(folder)
    descriptor["resources"] = [
        resource for resource in descriptor["resources"] if resource["path"] != "observations.csv"
    ]
    dataset = _read(folder, _seal(folder, descriptor))
    assert (dataset.observations, len(dataset.targets)) == ((), 33)


@pytest.mark.parametrize(
    ("table", "content", "fault"),
    [
        ("domains", b"", "ValueError('not enough values to unpack (expected at least 1, got 0)')"),
        ("domains", b"\xff\xfe", "UnicodeDecodeError('utf-8', "),
        ("domains", b"id,name_vi,name_en\na,b\n", "ValueError('zip() argument 2 is shorter than "),
        ("domains", b"id\n" + b"x" * 200_000 + b"\n", "Error('field larger than field limit "),
    ],
)
def test_a_table_that_is_none(folder: Path, table: str, content: bytes, fault: str) -> None:
    (folder / f"{table}.csv").write_bytes(content)
    error = _refused(folder, _seal(folder))
    assert error.file == f"{table}.csv"
    assert error.found.startswith(fault)


@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        ("domains", "name_en", "name_fr", "TypeError("),
        ("indicators", "change_of", "changed", "KeyError('change_of')"),
        ("targets", "period,relation", "period,wording", "KeyError('relation')"),
        ("targets", "grdp-growth,economy", "grdp,economy", "KeyError('grdp')"),
        ("targets", "above,7,,percent", "over,7,,percent", "UnknownOptionError("),
        ("targets", "above,7,,percent", "above,,,percent", "InvalidCriterionError("),
        ("targets", "above,7,,percent", "below,7,,percent", "InvalidCriterionError("),
        ("targets", "above,7,,percent", "above,7%,,percent", "InvalidFieldError("),
        ("targets", "above,7,,percent", "above,7,,bananas", "UnknownUnitError("),
        ("targets", "VN-23,2025,above,7,", "VN-23,25,above,7,", "InvalidPeriodError("),
        ("observations", "VN-23,2024,7.3", "VN-23,2024,7;3", "InvalidOperation("),
    ],
)
def test_rows_that_are_none(folder: Path, table: str, old: str, new: str, fault: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")
    error = _refused(folder, _seal(folder))
    assert (error.file, error.expected) == ("*.csv", "what can be read")
    assert error.found.startswith(fault)


def test_a_day_of_release_that_is_none(folder: Path) -> None:
    with pytest.raises(rt.DataIntegrityError) as caught:
        _read(folder, released="soon")
    assert caught.value.found == (
        "InvalidFieldError(\"a day is 'soon'; expected a date such as 2025-08-05\")"
    )


@pytest.mark.parametrize(
    ("name", "version"), [("ha-tinh-2026", "1.0.0"), ("ha-tinh-2025", "1.0.1")]
)
def test_the_folder_of_another_version(folder: Path, name: str, version: str) -> None:
    descriptor = _descriptor(folder) | {"name": name, "version": version}
    error = _refused(folder, _seal(folder, descriptor))
    assert (error.file, error.expected) == ("datapackage.json", "that name")
    assert error.found == f"the name {name} {version}"


def test_blank_lines_are_no_rows(folder: Path) -> None:
    path = folder / "domains.csv"
    path.write_text("\n" + path.read_text(encoding="utf-8").replace("\n", "\n\r\n"), "utf-8")
    assert [domain.id for domain in _read(folder, _seal(folder)).domains] == [
        *("economy", "culture-society", "environment", "defence-security"),
    ]


def test_a_text_may_be_a_table_and_is_not_read_as_one(folder: Path) -> None:
    (folder / "figures.csv").write_bytes(b'no "table\n,,\n')
    path = folder / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(_TEXT, "figures.csv"), "utf-8")
    descriptor = _descriptor(folder)
    descriptor["resources"].append({"path": "figures.csv"})
    _seal(folder, descriptor)
    (source,) = _read(folder, _seal(folder)).sources
    assert (source.path, source.text) == ("figures.csv", 'no "table\n,,\n')


def test_a_stretch_is_read(folder: Path) -> None:
    path = folder / "targets.csv"
    text = path.read_text(encoding="utf-8")
    row = "above,7,,percent,false,false,,,,,"
    assert text.count(row) == 1
    path.write_text(
        text.replace(row, "above,7,,percent,false,false,reach,8,,,"), encoding="utf-8", newline=""
    )
    target = _read(folder, _seal(folder))["grdp-growth"]
    assert target.criterion == rt.Criterion(relation="above", lower=7)
    assert target.stretch == rt.Criterion(relation="reach", lower=8)


def test_header() -> None:
    least = {"name": "x-2025", "version": "1.0.0"}
    assert header(least) == {
        "id": "x-2025",
        "version": "1.0.0",
        "title": "",
        "description": "",
        "license": "",
    }
    more = {"title": "X", "description": "Of X.", "licenses": [{"name": "CC0-1.0"}, {"name": "b"}]}
    assert header({**least, **more})["license"] == "CC0-1.0"
    assert header({**least, **more})["title"] == "X"
    assert header({**least, "licenses": [{}]})["license"] == ""


def test_read_verified(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_bytes(b"abc")
    # The example of FIPS 180-2, appendix B.1.
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert read_verified(str(tmp_path), "a/b.txt", where="x", sha256=sha256) == b"abc"
    with pytest.raises(rt.DataIntegrityError) as caught:
        read_verified(str(tmp_path), "a/b.txt", where="x", sha256="0")
    assert str(caught.value) == (
        f"a/b.txt of x has sha256 {sha256}, expected sha256 0: {_REINSTALL}"
    )
