"""The catalog of a data folder and its hash; most tests have a data folder of their own."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets import catalog
from resolution_targets.catalog import own_catalog, read_catalog, sound_catalog

_DATA = Path(__file__).parent.parent / "data"
_REINSTALL = (
    "it is not as it was released; reinstall the package that it came with, or undo the change"
)
_FACTS: dict[str, object] = {"sha256": "0" * 64}
_WITHDRAWN = {"reason": "one row twice", "successor": "1.0.1"}
_ENTRIES = {
    "example-2025": {"versions": {"1.0.0": {**_FACTS, "withdrawn": _WITHDRAWN}, "1.0.1": _FACTS}}
}
_UNSOUND = (
    "catalog.json of resolution-targets has something else, expected datasets with versions, "
    f"and for each version its sha256: {_REINSTALL}"
)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_catalog(data: Path, content: object) -> None:
    """Write a catalog, and its hash beside it."""
    path = data / "catalog.json"
    is_text = isinstance(content, bytes)
    path.write_bytes(content if is_text else json.dumps(content).encode())  # type: ignore[arg-type]
    (data / "SHA256SUMS").write_text(f"{_sha256(path)}  catalog.json\n", "ascii", newline="")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose catalog lists two versions, one of them withdrawn."""
    folder = tmp_path / "data"
    folder.mkdir()
    _write_catalog(folder, {"datasets": _ENTRIES})
    monkeypatch.setattr(catalog, "data_folder", lambda: str(folder))
    return folder


def test_sha256sum_can_check_the_catalog() -> None:
    # The form of GNU coreutils: the hash, two blanks, the name of the file.
    sums = (_DATA / "SHA256SUMS").read_bytes()
    assert sums == f"{_sha256(_DATA / 'catalog.json')}  catalog.json\n".encode()


def test_every_byte_of_the_catalog_counts(data: Path) -> None:
    path = data / "catalog.json"
    content = path.read_bytes()
    released = _sha256(path)
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        path.write_bytes(changed)
        for ask in (rt.datasets, lambda: rt.versions("example-2025"), lambda: rt.load("x")):
            with pytest.raises(rt.DataIntegrityError) as caught:
                ask()
            assert str(caught.value) == (
                f"catalog.json of resolution-targets has sha256 {_sha256(path)}, "
                f"expected sha256 {released}: {_REINSTALL}"
            )


def test_every_byte_of_the_hash_counts(data: Path) -> None:
    path = data / "SHA256SUMS"
    content = path.read_bytes()
    assert len(content) == 64 + len("  catalog.json\n")
    for place in range(len(content)):
        # One bit, a capital letter for a small one, what is no ASCII, other white space.
        others = {content[place] ^ flip for flip in (0x01, 0x20, 0x80)} | {*b"\r \n"}
        for byte in others - {content[place]}:
            changed = bytearray(content)
            changed[place] = byte
            path.write_bytes(changed)
            with pytest.raises(rt.DataIntegrityError) as caught:
                own_catalog()
            assert caught.value.where == "resolution-targets"
            assert caught.value.file in {"catalog.json", "SHA256SUMS"}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "''"),
        (b"\n", "''"),
        (b"0  datasets.json\n", "'datasets.json\\n'"),
        (b"0  catalog.json", "'catalog.json'"),
        (b"0  catalog.json\r\n", "'catalog.json\\r\\n'"),
        (b"0 *catalog.json\n", "''"),
        (b"0  catalog.json\n0  x\n", "'catalog.json\\n0  x\\n'"),
    ],
)
def test_a_hash_of_something_else(data: Path, content: bytes, found: str) -> None:
    (data / "SHA256SUMS").write_bytes(content)
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.datasets()
    assert str(caught.value) == (
        f"SHA256SUMS of resolution-targets has {found}, expected the hash of catalog.json: "
        f"{_REINSTALL}"
    )


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_hash_that_cannot_be_read(data: Path, content: bytes | None) -> None:
    (data / "SHA256SUMS").unlink()
    if content is not None:
        (data / "SHA256SUMS").write_bytes(content)
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.datasets()
    assert str(caught.value) == (
        f"SHA256SUMS of resolution-targets has no readable file, expected a file: {_REINSTALL}"
    )


def test_a_catalog_that_is_missing(data: Path) -> None:
    (data / "catalog.json").unlink()
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.datasets()
    assert (caught.value.file, caught.value.found) == ("catalog.json", "no readable file")


# The hash of the catalog is right; what it says is not.
@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"\xff", b"[" * 100_000, [], 1, None, {}, {"dataset": {}}),
        *({"datasets": entries} for entries in (None, 1, "x", [], [1], {"x": None}, {"x": []})),
        *({"datasets": {"x": entry}} for entry in ({}, {"versions": []}, {"versions": None})),
        *({"datasets": {"x": {"versions": {"1.0.0": facts}}}} for facts in ({}, [], None, 1, "")),
        {"datasets": {"x": {"versions": {"1.0.0": {"released": "2026-11-22"}}}}},
        *(
            {"datasets": {"x": {"versions": {"1.0.0": {**_FACTS, "withdrawn": withdrawn}}}}}
            for withdrawn in ({}, True, {"reason": "x"}, {"successor": "1.0.1"}, None)
        ),
        *(
            {"datasets": {id_: {"versions": {"1.0.0": _FACTS}}}}
            for id_ in ("", "..", "../x", "../../x", "x/y", "/x", "x\\y", "x\0", "-")
        ),
        *(
            {"datasets": {"x": {"versions": {version: _FACTS}}}}
            for version in ("", "..", "../1.0.0", "1.0.0/..", "1..0", "1.0.0\n", "next", "-1.0.0")
        ),
        # One that is sound does not make up for another one.
        {"datasets": {"a": {"versions": {"1.0.0": _FACTS}}, "b": {}}},
        {"datasets": {"a": {"versions": {"1.0.0": _FACTS, "1.0.1": {}}}}},
    ],
)
def test_a_catalog_that_is_none(data: Path, content: object) -> None:
    _write_catalog(data, content)
    for ask in (rt.datasets, lambda: rt.versions("x"), lambda: rt.load("x")):
        with pytest.raises(rt.DataIntegrityError) as caught:
            ask()
        assert str(caught.value) == _UNSOUND


def test_a_sound_catalog(data: Path) -> None:
    assert sound_catalog(str(data), where="x") == read_catalog(str(data), where="x") == _ENTRIES
    assert own_catalog() == (str(data), _ENTRIES)
    (data / "SHA256SUMS").unlink()
    for read in (sound_catalog, read_catalog):
        with pytest.raises(rt.DataIntegrityError) as caught:
            read(str(data), where="some-package")
        assert caught.value.where == "some-package"


def test_an_empty_catalog_is_sound(data: Path) -> None:
    _write_catalog(data, {"datasets": {}})
    assert own_catalog() == (str(data), {})
    assert rt.datasets() == {}


@pytest.mark.parametrize("place", ["package", "checkout"])
def test_the_data_lie_in_the_package_or_beside_src(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    package = tmp_path / "src" / "resolution_targets"
    parent = {"package": package, "checkout": tmp_path}[place]
    shutil.copytree(_DATA, parent / "data")
    monkeypatch.setattr(catalog, "__file__", str(package / "catalog.py"))
    assert catalog.data_folder() == str(parent / "data")
    assert "ha-tinh-2025" in rt.datasets()


def test_no_data_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "src" / "resolution_targets" / "catalog.py"
    monkeypatch.setattr(catalog, "__file__", str(path))
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.datasets()
    assert str(caught.value) == (
        f"catalog.json of resolution-targets has no file, expected a file: {_REINSTALL}"
    )
