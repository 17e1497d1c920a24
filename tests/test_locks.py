"""Lock files: written, read, and compared with what is installed."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets import catalog, locks
from resolution_targets.criteria import METHOD_VERSION
from resolution_targets.errors import InvalidLockError, LockMismatchError
from resolution_targets.locks import (
    LOCK_FILE,
    Lock,
    LockedDataset,
    check_lock,
    load_locked,
    read_lock,
    write_lock,
)

_DATA = Path(__file__).parent.parent / "data"
_LIBRARY = version("resolution-targets")
# What data/catalog.json says of ha-tinh-2025 1.0.0, which never changes.
_SHA256 = "c0d50c15db5ee28a8ac9f1c95dcc621db159043e612914d8ac20bd17ca9b6325"
_TEXT = f"""\
# Written by `resolution-targets lock`; `resolution-targets check-lock` compares it with what is installed.
lock-version = 1
library-version = "{_LIBRARY}"
method-version = 1

[[dataset]]
id = "ha-tinh-2025"
version = "1.0.0"
sha256 = "{_SHA256}"
"""  # noqa: E501  # the line of the file
_ADVICE = "\npin anew what you use, as in: resolution-targets lock ha-tinh-2025@1.1.0"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _release(data: Path, id_: str, version: str) -> None:
    """Add a copy of ha-tinh-2025 1.0.0 to a data folder, under another id and version."""
    folder = data / id_ / version
    shutil.copytree(_DATA / "ha-tinh-2025" / "1.0.0", folder)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    if (id_, version) != ("ha-tinh-2025", "1.0.0"):
        descriptor |= {"name": id_, "version": version}
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    path = data / "catalog.json"
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"datasets": {}}
    versions = entries["datasets"].setdefault(id_, {"versions": {}})["versions"]
    versions[version] = {"sha256": _sha256(folder / "datapackage.json")}
    path.write_text(json.dumps(entries), encoding="utf-8")
    (data / "SHA256SUMS").write_text(f"{_sha256(path)}  catalog.json\n", encoding="ascii")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Versions of ha-tinh-2025 and example-2025 on board; the lock lies in this folder."""
    folder = tmp_path / "data"
    for id_, version_ in [
        ("ha-tinh-2025", "1.0.0"),
        ("ha-tinh-2025", "1.9.0"),
        ("ha-tinh-2025", "1.10.0"),
        ("example-2025", "1.0.0"),
    ]:
        _release(folder, id_, version_)
    monkeypatch.setattr(catalog, "data_folder", lambda: str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def _write(text: str) -> None:
    Path(LOCK_FILE).write_text(text, encoding="utf-8")


def _problems() -> str:
    """What reading the lock file in this folder says, without the heading and the advice."""
    with pytest.raises(InvalidLockError) as caught:
        read_lock()
    message = str(caught.value)
    start = f"{LOCK_FILE}:\n  "
    assert message.startswith(start)
    assert message.endswith(_ADVICE)
    assert caught.value.path == LOCK_FILE
    return message.removeprefix(start).removesuffix(_ADVICE)


def test_the_file_as_text() -> None:
    lock = write_lock([rt.load("ha-tinh-2025", version="1.0.0")])
    assert Path("resolution-targets.lock.toml").read_bytes() == _TEXT.encode()
    assert lock == Lock(
        library_version=_LIBRARY,
        method_version=1,
        datasets=(LockedDataset(id="ha-tinh-2025", version="1.0.0", sha256=_SHA256),),
    )
    assert read_lock() == lock
    assert str(lock.datasets[0]) == "ha-tinh-2025@1.0.0"
    assert pickle.loads(pickle.dumps(lock)) == lock  # noqa: S301  # our own bytes


def test_several_datasets_stand_by_their_ids(tmp_path: Path) -> None:
    ours, example = rt.load("ha-tinh-2025"), rt.load("example-2025")
    lock = write_lock([ours, example, ours], tmp_path / "a.toml")
    assert [str(pin) for pin in lock.datasets] == ["example-2025@1.0.0", "ha-tinh-2025@1.10.0"]
    write_lock(iter([example, ours]), tmp_path / "b.toml")
    assert (tmp_path / "a.toml").read_bytes() == (tmp_path / "b.toml").read_bytes()
    assert read_lock(tmp_path / "b.toml") == lock


def test_one_dataset_need_not_stand_in_a_list() -> None:
    lock = write_lock(rt.load("ha-tinh-2025"))
    assert [str(pin) for pin in lock.datasets] == ["ha-tinh-2025@1.10.0"]


_RELEASED = st.sampled_from(
    [
        ("ha-tinh-2025", "1.0.0"),
        ("ha-tinh-2025", "1.9.0"),
        ("ha-tinh-2025", "1.10.0"),
        ("example-2025", "1.0.0"),
    ]
)


@settings(max_examples=20)
@given(released=st.lists(_RELEASED, min_size=1, max_size=2, unique_by=lambda each: each[0]))
def test_what_was_written_is_read(released: list[tuple[str, str]]) -> None:
    datasets = [rt.load(id_, version=version_) for id_, version_ in released]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, LOCK_FILE)
        lock = write_lock(datasets, path)
        assert read_lock(path) == lock
        # As version control on Windows checks it out.
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert read_lock(path) == lock
        assert [each.name for each in Path(folder).iterdir()] == [LOCK_FILE]
    pinned = [(pin.id, pin.version, pin.sha256) for pin in lock.datasets]
    assert pinned == sorted((each.id, each.version, each.sha256) for each in datasets)
    assert (lock.method_version, lock.library_version) == (METHOD_VERSION, _LIBRARY)


def test_what_cannot_be_pinned_is_named_at_once_and_the_old_file_stays() -> None:
    dataset = rt.load("ha-tinh-2025", version="1.0.0")
    _write("as it was")
    with pytest.raises(InvalidLockError) as caught:
        write_lock([dataset.in_force("2025-06-30"), dataset, attrs.evolve(dataset, sha256="")])
    assert str(caught.value) == (
        "resolution-targets.lock.toml:\n"
        "  ha-tinh-2025 1.0.0 as of 2025-06-30 is the promises of one day; pin what load gave, "
        "without in_force\n"
        "  ha-tinh-2025 1.0.0 was not released, so that it has no hash; pin what load gives"
        f"{_ADVICE}"
    )
    assert len(caught.value.problems) == 2
    assert Path(LOCK_FILE).read_text(encoding="utf-8") == "as it was"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ([], "dataset is []; expected one [[dataset]] or more"),
        (
            [{}, {"id": "nghe-an-2025"}],
            "nghe-an-2025 1.0.0 was not released; release it first, and pin what load gives",
        ),
        (
            [{"version": "1.1.0"}],
            "ha-tinh-2025 1.1.0 was not released; release it first, and pin what load gives",
        ),
        (
            [{"version": "next"}],
            "ha-tinh-2025 next was not released; release it first, and pin what load gives",
        ),
        # A range finds a version, and another hash none.
        (
            [{"version": "==1.0.0"}],
            "ha-tinh-2025 ==1.0.0 is not as it was released; pin what load gave, as it is",
        ),
        (
            [{"sha256": "0" * 64}],
            "ha-tinh-2025 1.0.0 is not as it was released; pin what load gave, as it is",
        ),
        (
            [{"targets": ()}],
            "ha-tinh-2025 1.0.0 is not as it was released; pin what load gave, as it is",
        ),
    ],
)
def test_datasets_that_make_no_lock(changes: list[dict[str, Any]], problem: str) -> None:
    dataset = rt.load("ha-tinh-2025", version="1.0.0")
    with pytest.raises(InvalidLockError) as caught:
        write_lock([attrs.evolve(dataset, **change) for change in changes])
    assert str(caught.value) == f"resolution-targets.lock.toml:\n  {problem}{_ADVICE}"
    assert not Path(LOCK_FILE).exists()


def test_two_versions_of_a_dataset_make_no_lock() -> None:
    with pytest.raises(InvalidLockError) as caught:
        write_lock([rt.load("ha-tinh-2025", version=number) for number in ("1.0.0", "1.9.0")])
    assert caught.value.problems == (
        "dataset 'ha-tinh-2025' is pinned 2 times; expected one version of it",
    )
    assert not Path(LOCK_FILE).exists()


def test_a_folder_that_was_never_released_cannot_be_pinned(tmp_path: Path) -> None:
    dataset = rt.load("ha-tinh-2025", version="1.0.0")
    rt.write_dataset(attrs.evolve(dataset, version="1.0.1"), tmp_path / "draft")
    draft = rt.read_dataset(tmp_path / "draft")
    with pytest.raises(InvalidLockError) as caught:
        write_lock(attrs.evolve(draft, sha256="1" * 64))
    assert caught.value.problems == (
        "ha-tinh-2025 1.0.1 was not released; release it first, and pin what load gives",
    )
    with pytest.raises(InvalidLockError):
        write_lock(draft)


def test_a_withdrawn_version_is_pinned_without_another_warning(data: Path) -> None:
    path = data / "catalog.json"
    entries = json.loads(path.read_bytes())
    facts = entries["datasets"]["ha-tinh-2025"]["versions"]["1.9.0"]
    facts["withdrawn"] = {"reason": "one row twice", "successor": "1.10.0"}
    path.write_text(json.dumps(entries), encoding="utf-8")
    (data / "SHA256SUMS").write_text(f"{_sha256(path)}  catalog.json\n", encoding="ascii")
    with pytest.warns(rt.WithdrawnVersionWarning):
        dataset = rt.load("ha-tinh-2025", version="1.9.0")
    assert [str(pin) for pin in write_lock(dataset).datasets] == ["ha-tinh-2025@1.9.0"]
    with pytest.warns(rt.WithdrawnVersionWarning, match=r"1\.9\.0 was withdrawn"):
        check_lock()


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("no-such-folder/a.lock.toml", "No such file or directory"),
        ("folder", "Is a directory"),
        ("a\0b", "embedded null byte"),
    ],
)
def test_a_place_that_cannot_be_written(tmp_path: Path, path: str, cause: str) -> None:
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InvalidLockError) as caught:
        write_lock(rt.load("ha-tinh-2025"), path)
    assert str(caught.value) == f"{path}:\n  it cannot be written: {cause}{_ADVICE}"
    assert isinstance(caught.value.__cause__, (OSError, ValueError))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("resolution-targets.lock.toml", "No such file or directory"),
        ("a\0b", "embedded null byte"),
    ],
)
def test_a_file_that_cannot_be_read(path: str, cause: str) -> None:
    with pytest.raises(InvalidLockError) as caught:
        read_lock(path)
    assert str(caught.value) == (f"{path}:\n  it cannot be read: {cause}; expected a file{_ADVICE}")
    assert isinstance(caught.value.__cause__, (OSError, ValueError))


@pytest.mark.parametrize("path", ["data", "pipe", "/dev/zero"])
def test_what_is_no_regular_file_is_not_opened(path: str) -> None:
    os.mkfifo("pipe")
    with pytest.raises(InvalidLockError) as caught:
        read_lock(path)
    assert str(caught.value) == (
        f"{path}:\n  it is a folder, a device or a pipe; expected a file{_ADVICE}"
    )


def test_a_file_that_is_too_long() -> None:
    _write(_TEXT.ljust(1_000_000, "\n"))
    assert str(read_lock().datasets[0]) == "ha-tinh-2025@1.0.0"
    _write(_TEXT.ljust(1_000_001, "\n"))
    assert _problems() == "it has more than 1000000 bytes; expected a lock file"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a", "it is no TOML: Expected '=' after a key in a key/value pair (at end of document)"),
        (
            b"\xff",
            "it is no TOML: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        ),
    ],
)
def test_what_is_no_toml(content: bytes, problem: str) -> None:
    Path(LOCK_FILE).write_bytes(content)
    assert _problems() == problem


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "a = 2025-02-30"])
def test_what_python_cannot_hold_is_no_toml(text: str) -> None:
    _write(text)
    assert _problems().startswith("it is no TOML: ")


# Where a key stands, and what it takes.
_KEYS = {
    "lock-version": ("", "1, the one that this release reads"),
    "library-version": ("", "a version such as '0.1.0'"),
    "method-version": ("", "a whole number from 1 to 999999"),
    "id": ("dataset 1: ", "an id such as 'ha-tinh-2025'"),
    "version": ("dataset 1: ", "a version such as '1.0.0'"),
    "sha256": ("dataset 1: ", "64 hexadecimal digits"),
}


def _with(key: str, *cells: str) -> str:
    """The lock with another cell after a key, or without the line."""
    (line,) = (line for line in _TEXT.splitlines() if line.startswith(f"{key} = "))
    return _TEXT.replace(f"\n{line}\n", "".join(f"\n{key} = {cell}" for cell in cells) + "\n")


@pytest.mark.parametrize("key", _KEYS)
def test_a_key_that_is_missing(key: str) -> None:
    _write(_with(key))
    where, expected = _KEYS[key]
    assert _problems() == f"{where}{key} is missing; expected {expected}"


@pytest.mark.parametrize(
    ("key", "cell", "found"),
    [
        ("lock-version", "2", "2"),
        ("lock-version", "true", "True"),
        ("lock-version", "1.0", "1.0"),
        ("lock-version", '"1"', "'1'"),
        ("library-version", "0.1", "0.1"),
        ("library-version", '""', "''"),
        ("library-version", r'"0.1\""', "'0.1\"'"),
        ("method-version", "0", "0"),
        ("method-version", "1000000", "1000000"),
        ("method-version", "true", "True"),
        ("method-version", '"1"', "'1'"),
        # Python reads it, and prints no number of more than 4,300 digits.
        ("method-version", "0x" + "f" * 5000, "int of very many digits"),
        ("id", '"../ha-tinh-2025"', "'../ha-tinh-2025'"),
        ("id", '"Hà Tĩnh"', "'Hà Tĩnh'"),
        ("id", "2025-01-01", "datetime.date(2025, 1, 1)"),
        ("version", '"~=1.0"', "'~=1.0'"),
        ("version", "1.0", "1.0"),
        ("sha256", '"c0d5"', "'c0d5'"),
        ("sha256", f'"{"g" * 64}"', f"'{'g' * 64}'"),
        ("sha256", f'"{_SHA256}0"', f"'{_SHA256}0'"),
        # A long text is shown by its ends: 80 characters with the quotation marks.
        ("sha256", f'"{"0" * 500}"', f"'{'0' * 37}...{'0' * 38}'"),
    ],
)
def test_a_cell_that_is_not_what_it_should_be(key: str, cell: str, found: str) -> None:
    _write(_with(key, cell))
    where, expected = _KEYS[key]
    assert _problems() == f"{where}{key} is {found}; expected {expected}"


@pytest.mark.parametrize("key", _KEYS)
def test_a_key_that_stands_twice(key: str) -> None:
    _write(_with(key, "1", "1"))
    assert _problems().startswith("it is no TOML: Cannot overwrite a value ")


def test_hexadecimal_digits_of_either_case_are_taken() -> None:
    _write(_with("sha256", f'"{_SHA256.upper()}"'))
    assert check_lock() == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[[datasets]]", "'datasets' is no key of a lock file; did you mean 'dataset'?"),
        ("sha-256 = 1", "dataset 1: 'sha-256' is no key of a lock file; did you mean 'sha256'?"),
        ("note = 1", "dataset 1: 'note' is no key of a lock file"),
    ],
)
def test_a_key_that_is_not_known(line: str, problem: str) -> None:
    _write(f"{_TEXT}{line}\n")
    assert _problems() == problem


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        ("", "missing"),
        ("dataset = []", "[]"),
        ("dataset = 1", "1"),
        ("dataset = [1]", "[1]"),
        ("[dataset]\nid = 'ha-tinh-2025'", "{'id': 'ha-tinh-2025'}"),
        # Dotted keys go deeper than Python can print.
        ("dataset." + "a." * 5000 + "a = 1", "{'a': {'a': {'a': {'a': {'a': {'a': {...}}}}}}}"),
    ],
)
def test_datasets_that_are_no_tables(tables: str, found: str) -> None:
    _write(_TEXT.partition("[[dataset]]")[0] + tables)
    assert _problems() == f"dataset is {found}; expected one [[dataset]] or more"


def test_two_tables_of_one_dataset() -> None:
    _write(_TEXT + "\n[[dataset]]\n" + _TEXT.partition("[[dataset]]\n")[2])
    assert _problems() == "dataset 'ha-tinh-2025' is pinned 2 times; expected one version of it"


def test_all_that_is_wrong_is_named_at_once() -> None:
    _write('method-version = "x"\n[[dataset]]\nid = "A"\n[[dataset]]\nid = "A"\nsha256 = 1\n')
    with pytest.raises(InvalidLockError) as caught:
        read_lock()
    assert caught.value.problems == (
        "lock-version is missing; expected 1, the one that this release reads",
        "library-version is missing; expected a version such as '0.1.0'",
        "method-version is 'x'; expected a whole number from 1 to 999999",
        "dataset 1: id is 'A'; expected an id such as 'ha-tinh-2025'",
        "dataset 1: version is missing; expected a version such as '1.0.0'",
        "dataset 1: sha256 is missing; expected 64 hexadecimal digits",
        "dataset 2: id is 'A'; expected an id such as 'ha-tinh-2025'",
        "dataset 2: version is missing; expected a version such as '1.0.0'",
        "dataset 2: sha256 is 1; expected 64 hexadecimal digits",
        "dataset 'A' is pinned 2 times; expected one version of it",
    )
    assert str(caught.value) == "\n  ".join(
        ["resolution-targets.lock.toml:", *caught.value.problems[:5], f"and 5 more{_ADVICE}"]
    )


@given(text=st.text() | st.text("=[]\"'.#\n at1-"))
def test_any_text_is_a_lock_or_an_error_of_ours(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, LOCK_FILE)
        path.write_text(text, encoding="utf-8", newline="")
        with pytest.raises(InvalidLockError):
            read_lock(path)


_CELLS = st.sampled_from(
    [
        *("1", "0", "-1", "1e9", "nan", "true", '""', '"1.0.0"', '"ha-tinh-2025"', f'"{_SHA256}"'),
        *("[]", "[[1]]", "{a.b=1}", "2025-01-01", "07:32:00", "0x" + "f" * 30, "'''\n'''"),
    ]
)


@given(lines=st.lists(st.tuples(st.sampled_from(_TEXT.splitlines()), st.none() | _CELLS)))
def test_any_shuffled_lines_are_a_lock_or_an_error_of_ours(
    lines: list[tuple[str, str | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, LOCK_FILE)
        mixed = [
            line if cell is None or "=" not in line else f"{line.partition('=')[0]}= {cell}"
            for line, cell in lines
        ]
        path.write_text("\n".join(mixed), encoding="utf-8")
        try:
            lock = read_lock(path)
        except InvalidLockError as error:
            assert error.problems  # noqa: PT017  # either outcome is right
        else:
            assert lock.datasets


def test_a_lock_that_matches() -> None:
    write_lock([rt.load("ha-tinh-2025", version="1.0.0"), rt.load("example-2025")])
    assert check_lock() == ()


def test_another_release_of_the_library_alone_is_only_told() -> None:
    _write(_TEXT.replace(f'"{_LIBRARY}"', '"0.0.9"'))
    (note,) = check_lock()
    assert note == (
        "resolution-targets.lock.toml was written by resolution-targets 0.0.9, installed is "
        f"{_LIBRARY}; data and method are the same"
    )
    assert load_locked().label == "ha-tinh-2025 1.0.0"


def test_modules_without_the_packages_facts_write_and_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = rt.load("ha-tinh-2025", version="1.0.0")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert write_lock(dataset).library_version == "unknown"
    assert check_lock() == ()


def test_all_that_differs_is_named_at_once(data: Path) -> None:
    hundred = "0123456789abcdef" * 4
    _write(
        _TEXT.replace("method-version = 1", "method-version = 7").replace("1.0.0", "1.2.0")
        + f'\n[[dataset]]\nid = "example-2025"\nversion = "1.0.0"\nsha256 = "{hundred}"\n'
        + f'\n[[dataset]]\nid = "example-2024"\nversion = "1.0.0"\nsha256 = "{hundred}"\n'
    )
    with pytest.raises(LockMismatchError) as caught:
        check_lock()
    found = _sha256(data / "example-2025" / "1.0.0" / "datapackage.json")
    assert str(caught.value) == (
        "resolution-targets.lock.toml does not match:\n"
        "  the installed method has version 1, it pins 7: the same figures may get another "
        f"verdict; it was written by resolution-targets {_LIBRARY}\n"
        "  ha-tinh-2025 has no version '1.2.0'; there is '1.0.0', '1.9.0', '1.10.0': ask for "
        "one of these, or install a release of resolution-targets that has it\n"
        f"  example-2025 1.0.0 has sha256 {found}, you pinned {hundred}: "
        "check the version that you pinned the hash of\n"
        "  no dataset 'example-2024' on board; did you mean 'example-2025'?; "
        "there is 'ha-tinh-2025', 'example-2025'\n"
        "pin anew with: resolution-targets lock ha-tinh-2025@1.10.0 example-2025@1.0.0 "
        "example-2024@1.0.0"
    )
    assert len(caught.value.differences) == 4
    assert caught.value.path == "resolution-targets.lock.toml"


def test_the_hint_loses_no_pin_not_even_of_a_dataset_that_is_gone() -> None:
    _write(_TEXT.replace("ha-tinh-2025", "somewhere-else"))
    with pytest.raises(LockMismatchError) as caught:
        check_lock()
    assert str(caught.value) == (
        "resolution-targets.lock.toml does not match:\n"
        "  no dataset 'somewhere-else' on board; there is 'ha-tinh-2025', 'example-2025'\n"
        "pin anew with: resolution-targets lock somewhere-else@1.0.0"
    )
    assert caught.value.pins == ("somewhere-else@1.0.0",)


def test_a_file_of_the_data_that_was_changed_is_no_mismatch(data: Path) -> None:
    _write(_TEXT)
    path = data / "ha-tinh-2025" / "1.0.0" / "targets.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    for read in (check_lock, load_locked):
        with pytest.raises(rt.DataIntegrityError):
            read()


def test_load_what_is_locked(tmp_path: Path) -> None:
    pinned = rt.load("ha-tinh-2025", version="1.0.0")
    write_lock(pinned)
    assert load_locked() == load_locked(id="ha-tinh-2025") == pinned
    assert rt.load("ha-tinh-2025").version == "1.10.0"
    path = tmp_path / "two.toml"
    write_lock([pinned, rt.load("example-2025")], path)
    assert load_locked(path, id="ha-tinh-2025") == pinned
    assert load_locked(str(path), id="example-2025").id == "example-2025"


def test_of_several_locked_datasets_one_must_be_named() -> None:
    write_lock([rt.load("ha-tinh-2025"), rt.load("example-2025")])
    with pytest.raises(LockMismatchError) as caught:
        load_locked()
    assert str(caught.value) == (
        "resolution-targets.lock.toml does not match:\n"
        "  it pins 'example-2025', 'ha-tinh-2025'; say which with id=\n"
        "pin anew with: resolution-targets lock example-2025@1.0.0 ha-tinh-2025@1.10.0"
    )


def test_a_dataset_that_is_not_locked() -> None:
    write_lock(rt.load("ha-tinh-2025"))
    with pytest.raises(LockMismatchError) as caught:
        load_locked(id="example-2025")
    assert str(caught.value) == (
        "resolution-targets.lock.toml does not match:\n"
        "  it pins 'ha-tinh-2025'; not 'example-2025'\n"
        "pin anew with: resolution-targets lock ha-tinh-2025@1.10.0"
    )


def test_one_locked_dataset_does_not_ask_for_the_others() -> None:
    other = '\n[[dataset]]\nid = "example-2024"\nversion = "1.0.0"\nsha256 = "{}"\n'
    _write(_TEXT + other.format("0" * 64))
    assert load_locked(id="ha-tinh-2025").version == "1.0.0"
    with pytest.raises(LockMismatchError):
        load_locked(id="example-2024")


def test_nothing_is_loaded_for_another_method(monkeypatch: pytest.MonkeyPatch) -> None:
    write_lock(rt.load("ha-tinh-2025", version="1.0.0"))
    monkeypatch.setattr(locks, "METHOD_VERSION", METHOD_VERSION + 1)
    with pytest.raises(LockMismatchError) as caught:
        load_locked()
    assert str(caught.value) == (
        "resolution-targets.lock.toml does not match:\n"
        "  the installed method has version 2, it pins 1: the same figures may get another "
        f"verdict; it was written by resolution-targets {_LIBRARY}\n"
        "pin anew with: resolution-targets lock ha-tinh-2025@1.0.0"
    )


@pytest.mark.parametrize(
    "error",
    [
        InvalidLockError(path="a.toml", problems=["it is no TOML"]),
        LockMismatchError(path="a.toml", differences=["x"], pins=["ha-tinh-2025@1.0.0"]),
    ],
)
def test_the_errors_keep_their_facts(error: rt.ResolutionTargetsError) -> None:
    assert isinstance(error, ValueError)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
