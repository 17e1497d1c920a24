"""Lock files: the data versions and the method that an analysis was made with.

A verdict depends on the promises and on the rules by which they are judged. A lock file
pins both, so that next year the same figures get the same verdicts, or an error says why not.
"""

from __future__ import annotations

import os
import re
import reprlib
import stat
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from resolution_targets.criteria import METHOD_VERSION
from resolution_targets.dataset import Dataset
from resolution_targets.errors import (
    DatasetClashError,
    InvalidLockError,
    InvalidVersionError,
    LockMismatchError,
    PinnedHashError,
    UnknownDatasetError,
    UnknownVersionError,
    near_names,
)
from resolution_targets.loading import load, load_quietly
from resolution_targets.version_numbers import is_dataset_id, is_version, version_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from os import PathLike

LOCK_FILE = "resolution-targets.lock.toml"
_LOCK_VERSION = 1
_HEADER = (
    "# Written by `resolution-targets lock`; "
    "`resolution-targets check-lock` compares it with what is installed."
)
_MOST_METHODS = 999_999
_MOST_BYTES = 1_000_000


@attrs.frozen(kw_only=True)
class LockedDataset:
    """A data version that a lock file pins.

    Attributes:
        id: The dataset's id.
        version: Its version.
        sha256: The hash of that version's descriptor, which holds the hash of every file.

    Examples:
        >>> str(LockedDataset(id="ha-tinh-2025", version="1.0.0", sha256="c0d5"))
        'ha-tinh-2025@1.0.0'
    """

    id: str
    version: str
    sha256: str

    def __str__(self) -> str:
        """The id with the version, as the command takes it."""
        return f"{self.id}@{self.version}"


@attrs.frozen(kw_only=True)
class Lock:
    """What a lock file holds.

    Attributes:
        library_version: The release of resolution-targets that wrote it.
        method_version: The version of the rules that verdicts were made by.
        datasets: The data versions, by their ids.

    Examples:
        >>> Lock(library_version="0.1.0", method_version=1, datasets=()).method_version
        1
    """

    library_version: str
    method_version: int
    datasets: tuple[LockedDataset, ...]


def write_lock(
    datasets: Dataset | Iterable[Dataset], path: str | PathLike[str] = LOCK_FILE
) -> Lock:
    """Pin loaded datasets, and the method of this release, in a lock file.

    A file that is there already is replaced as a whole.

    Args:
        datasets: What `load` gave; one version of each dataset.
        path: The file to write.

    Returns:
        What was written.

    Raises:
        InvalidLockError: Two versions of one dataset were given, a dataset that was not
            released or was altered since, the promises of one day, or none at all; or the
            file cannot be written.
        DatasetClashError: Two packages offer the dataset by now.
        DataIntegrityError: A file of a data version was changed since the release.

    Examples:
        >>> import tempfile
        >>> import resolution_targets as rt
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     lock = write_lock(rt.load("ha-tinh-2025", version="1.0.0"), f"{folder}/a.lock.toml")
        >>> [str(pin) for pin in lock.datasets]
        ['ha-tinh-2025@1.0.0']
    """
    given = (datasets,) if isinstance(datasets, Dataset) else tuple(datasets)
    refused = [problem for dataset in given if (problem := _refusal(dataset))]
    if refused:
        raise InvalidLockError(path=os.fspath(path), problems=refused)
    pinned = sorted({(each.id, each.version, each.sha256) for each in given})
    document = {
        "lock-version": _LOCK_VERSION,
        "library-version": _library_version(),
        "method-version": METHOD_VERSION,
        "dataset": [dict(zip(_DATASET_KEYS, facts, strict=True)) for facts in pinned],
    }
    lock = _lock(document, path)
    _replace(path, _text(lock))
    return lock


def read_lock(path: str | PathLike[str] = LOCK_FILE) -> Lock:
    """What a lock file pins; whether that is installed, `check_lock` says.

    Raises:
        InvalidLockError: The file is missing, is no lock file, or has something wrong in
            it, a key that is not known say; everything that is wrong is named at once.

    Examples:
        >>> import tempfile
        >>> import resolution_targets as rt
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = f"{folder}/{LOCK_FILE}"
        ...     lock = write_lock(rt.load("ha-tinh-2025", version="1.0.0"), path)
        ...     [str(pin) for pin in read_lock(path).datasets]
        ['ha-tinh-2025@1.0.0']
    """
    try:
        # A device or a pipe may have no end, or keep who opens it waiting.
        is_file = stat.S_ISREG(Path(path).stat().st_mode)
        content = _start(path) if is_file else b""
    except (OSError, ValueError) as error:
        raise _invalid(path, f"it cannot be read: {_cause(error)}; expected a file") from error
    if not is_file:
        raise _invalid(path, "it is a folder, a device or a pipe; expected a file")
    if len(content) > _MOST_BYTES:
        raise _invalid(path, f"it has more than {_MOST_BYTES} bytes; expected a lock file")
    try:
        document = tomllib.loads(content.decode("utf-8"))
    # Thousands of brackets in a row are a RecursionError; bytes that are no text, and a
    # number of more digits than Python reads, a ValueError, as TOML's own errors are.
    except (ValueError, RecursionError) as error:
        raise _invalid(path, f"it is no TOML: {error}") from error
    return _lock(document, path)


def check_lock(path: str | PathLike[str] = LOCK_FILE) -> tuple[str, ...]:
    """Compare a lock file with what is installed: every file of every data version.

    Returns:
        What differs without a chance to change a verdict: another release of the library.

    Raises:
        InvalidLockError: The file is missing or not in order.
        LockMismatchError: Another method is installed, or a data version is missing or
            another one; everything that differs is named at once.
        DataIntegrityError: A file of a data version was changed since the release.

    Warns:
        WithdrawnVersionWarning: A data version was withdrawn since it was pinned.

    Examples:
        >>> import tempfile
        >>> import resolution_targets as rt
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = f"{folder}/{LOCK_FILE}"
        ...     lock = write_lock(rt.load("ha-tinh-2025", version="1.0.0"), path)
        ...     check_lock(path)
        ()
    """
    lock = read_lock(path)
    _load_pinned(lock, lock.datasets, path)
    installed = _library_version()
    # Releases of the library come often. The data and the method say whether a verdict
    # can change, and both are as they were; to refuse here would be to cry wolf.
    if installed == lock.library_version:
        return ()
    note = (
        f"{os.fspath(path)} was written by resolution-targets {lock.library_version}, "
        f"installed is {installed}; data and method are the same"
    )
    return (note,)


def load_locked(
    path: str | PathLike[str] = LOCK_FILE,
    *,
    id: str | None = None,  # noqa: A002  # the field's own name
) -> Dataset:
    """A dataset in the version that a lock file pins, verified by its hash.

    Args:
        path: The lock file.
        id: Which of its datasets; None for the only one.

    Raises:
        InvalidLockError: The file is missing or not in order.
        LockMismatchError: Another method is installed, the data version is missing or
            another one, or the file pins no dataset of this id, or several and none was
            named.
        DataIntegrityError: A file of the data version was changed since the release.

    Warns:
        WithdrawnVersionWarning: The data version was withdrawn since it was pinned.

    Examples:
        >>> import tempfile
        >>> import resolution_targets as rt
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = f"{folder}/{LOCK_FILE}"
        ...     lock = write_lock(rt.load("ha-tinh-2025", version="1.0.0"), path)
        ...     load_locked(path)
        <Dataset ha-tinh-2025 1.0.0: 28 items, 33 targets, 5 observations>
    """
    lock = read_lock(path)
    chosen = [pin for pin in lock.datasets if id in (None, pin.id)]
    if len(chosen) == 1:
        (dataset,) = _load_pinned(lock, chosen, path)
        return dataset
    named = ", ".join(repr(pin.id) for pin in lock.datasets)
    wanted = "say which with id=" if id is None else f"not {id!r}"
    raise LockMismatchError(
        path=os.fspath(path),
        differences=[f"it pins {named}; {wanted}"],
        pins=map(str, lock.datasets),
    )


def _load_pinned(
    lock: Lock, pins: Iterable[LockedDataset], path: str | PathLike[str]
) -> list[Dataset]:
    """The pinned data versions; an error, if one of them or the method is another."""
    loaded: list[Dataset] = []
    differences: list[str] = []
    # All that the file pins: whoever pins anew as the message says must lose none of it.
    instead = {pin.id: str(pin) for pin in lock.datasets}
    if lock.method_version != METHOD_VERSION:
        differences.append(
            f"the installed method has version {METHOD_VERSION}, it pins {lock.method_version}: "
            "the same figures may get another verdict; "
            f"it was written by resolution-targets {lock.library_version}"
        )
    for pin in pins:
        try:
            loaded.append(load(pin.id, version=pin.version, sha256=pin.sha256))
        except UnknownVersionError as error:
            differences.append(str(error))
            instead[pin.id] = f"{pin.id}@{max(error.known, key=version_key)}"
        except (DatasetClashError, PinnedHashError, UnknownDatasetError) as error:
            differences.append(str(error))
    if differences:
        raise LockMismatchError(
            path=os.fspath(path), differences=differences, pins=instead.values()
        )
    return loaded


def _refusal(dataset: Dataset) -> str:
    """Why a dataset cannot be pinned; "" if it can."""
    if dataset.as_of is not None:
        return f"{dataset.label} is the promises of one day; pin what load gave, without in_force"
    if not dataset.sha256:
        return f"{dataset.label} was not released, so that it has no hash; pin what load gives"
    try:
        # Whoever loaded a withdrawn version was warned of it.
        found = load_quietly(dataset.id, version=dataset.version, sha256=dataset.sha256)
    except (InvalidVersionError, UnknownDatasetError, UnknownVersionError):
        return f"{dataset.label} was not released; release it first, and pin what load gives"
    except PinnedHashError:
        found = None
    if found != dataset:
        return f"{dataset.label} is not as it was released; pin what load gave, as it is"
    return ""


def _start(path: str | PathLike[str]) -> bytes:
    with Path(path).open("rb") as opened:
        return opened.read(_MOST_BYTES + 1)


class _Key(NamedTuple):
    is_valid: Callable[[Any], bool]
    expected: str


# `True == 1`, and True is an int.
def _is_our_format(value: object) -> bool:
    return type(value) is int and value == _LOCK_VERSION


def _is_count(value: object) -> bool:
    return type(value) is int and 0 < value <= _MOST_METHODS


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _is_text(is_valid: Callable[[str], object]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and bool(is_valid(value))


_LOCK_KEYS: Mapping[str, _Key] = {
    "lock-version": _Key(_is_our_format, f"{_LOCK_VERSION}, the one that this release reads"),
    "library-version": _Key(
        _is_text(re.compile(r"[0-9A-Za-z.!+_-]+").fullmatch), "a version such as '0.1.0'"
    ),
    "method-version": _Key(_is_count, f"a whole number from 1 to {_MOST_METHODS}"),
    "dataset": _Key(_is_tables, "one [[dataset]] or more"),
}
_DATASET_KEYS: Mapping[str, _Key] = {
    "id": _Key(_is_text(is_dataset_id), "an id such as 'ha-tinh-2025'"),
    "version": _Key(_is_text(is_version), "a version such as '1.0.0'"),
    "sha256": _Key(_is_text(re.compile("[0-9A-Fa-f]{64}").fullmatch), "64 hexadecimal digits"),
}


def _lock(document: dict[str, Any], path: str | PathLike[str]) -> Lock:
    """The lock that a TOML document is.

    Raises:
        InvalidLockError: It is none; all that is wrong is named.
    """
    problems = list(_problems(document, _LOCK_KEYS, ""))
    rows = document["dataset"] if _is_tables(document.get("dataset")) else []
    for number, row in enumerate(rows, start=1):
        problems += _problems(row, _DATASET_KEYS, f"dataset {number}: ")
    ids = Counter(row["id"] for row in rows if isinstance(row.get("id"), str))
    problems += [
        f"dataset {_shown(id_)} is pinned {count} times; expected one version of it"
        for id_, count in ids.items()
        if count > 1
    ]
    if problems:
        raise _invalid(path, *problems)
    return Lock(
        library_version=document["library-version"],
        method_version=document["method-version"],
        datasets=tuple(LockedDataset(**{key: row[key] for key in _DATASET_KEYS}) for row in rows),
    )


def _problems(table: dict[str, Any], keys: Mapping[str, _Key], where: str) -> Iterator[str]:
    for name, key in keys.items():
        if name not in table:
            yield f"{where}{name} is missing; expected {key.expected}"
        elif not key.is_valid(table[name]):
            yield f"{where}{name} is {_shown(table[name])}; expected {key.expected}"
    for name in filter(lambda name: name not in keys, table):
        near = "".join(f"; did you mean {key!r}?" for key in near_names(name, keys)[:1])
        yield f"{where}{_shown(name)} is no key of a lock file{near}"


def _shown(value: object) -> str:
    """A value as a message names it, however long or deep it is."""
    brief = reprlib.Repr()
    brief.maxstring = 80
    try:
        return brief.repr(value)
    except ValueError:
        # Python prints no integer of more than 4,300 digits, but reads 0xfff... of any length.
        return f"{type(value).__name__} of very many digits"


def _text(lock: Lock) -> str:
    # Nothing needs an escape: what may stand in each of them was checked.
    head = [
        _HEADER,
        f"lock-version = {_LOCK_VERSION}",
        f'library-version = "{lock.library_version}"',
        f"method-version = {lock.method_version}",
    ]
    tables = [
        f'\n[[dataset]]\nid = "{pin.id}"\nversion = "{pin.version}"\nsha256 = "{pin.sha256}"'
        for pin in lock.datasets
    ]
    return "\n".join([*head, *tables, ""])


def _replace(path: str | PathLike[str], text: str) -> None:
    """Write a file beside its place and move it there, so that there is no half of it."""
    try:
        target = Path(path)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise _invalid(path, f"it cannot be written: {_cause(error)}") from error


def _invalid(path: str | PathLike[str], *problems: str) -> InvalidLockError:
    return InvalidLockError(path=os.fspath(path), problems=problems)


def _cause(error: OSError | ValueError) -> str:
    # What cannot be a path at all, for a null character in it say, is a ValueError.
    return getattr(error, "strerror", None) or str(error)


def _library_version() -> str:
    # 30 ms that reading a lock file does without.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("resolution-targets")
    except PackageNotFoundError:
        # The modules are there without the package's own facts, as in a frozen program.
        return "unknown"
