"""Making a data version final: its hashes, its entry in the catalog, and its withdrawal."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolution_targets.catalog import CATALOG, SUMS, sound_catalog
from resolution_targets.changes import diff
from resolution_targets.datapackage import DESCRIPTOR, read_version
from resolution_targets.descriptors import as_json, in_file_order, sealed
from resolution_targets.errors import ReleaseError
from resolution_targets.hashes import sha256_of
from resolution_targets.periods import as_date
from resolution_targets.schemas import SCHEMAS
from resolution_targets.validation import read_dataset
from resolution_targets.version_numbers import VersionStep, step_between, version_key

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import date

    from resolution_targets.dataset import Dataset

_LOCK = ".catalog.lock"
# What an author may keep in the folder of a version beside the files it is made of.
_BESIDE = frozenset({DESCRIPTOR, "README.md", "LICENSE"})


def release(folder: Path, *, day: date) -> bool:
    """Make a data version final, and enter it in the catalog of its data folder.

    The descriptor gets the hash of every file. The number of the version must have been
    raised as far as the changes since the version before call for.

    Args:
        folder: The folder of the version, DATA/ID/VERSION; the catalog lies in DATA.
        day: The day of the release.

    Returns:
        False if the version is final already, and unchanged.

    Raises:
        ReleaseError: The folder does not bear the id and version of its descriptor; the
            number was not raised far enough; a file was added to a version that is final;
            or another release is running.
        UnreadableFileError: There is no such folder.
        InvalidDatasetError: The folder breaks rules of the layout.
        DataIntegrityError: The catalog, or a version that is final, was changed.
        InvalidFieldError: The day is none.

    Warns:
        DatasetWarning: Something in it may be a mistake.
    """
    released = str(as_date(day))
    data, id_, version = folder.parent.parent, folder.parent.name, folder.name
    with _locked(data, f"{id_} {version}"):
        return _release(data, folder, released)


def _release(data: Path, folder: Path, released: str) -> bool:
    id_, version = folder.parent.name, folder.name
    catalog = catalog_of(data)
    known = catalog.setdefault(id_, {"versions": {}})["versions"]
    if version in known:
        _check_unchanged(folder, known[version])
        return False
    dataset = read_dataset(folder)
    if (dataset.id, dataset.version) != (id_, version):
        problem = f"its descriptor is that of {dataset.label}; name the folder after it"
        raise ReleaseError(version=f"{id_} {version}", problem=problem)
    _check_step(data, dataset, known)
    files = {f"{path}": (folder / path).read_bytes() for path in _files(folder, dataset)}
    draft = json.loads((folder / DESCRIPTOR).read_bytes())
    descriptor = as_json(sealed(draft, files))
    (folder / DESCRIPTOR).write_bytes(descriptor)
    known[version] = {"sha256": sha256_of(descriptor), "released": released}
    catalog[id_] = {"title": dataset.title, "versions": known}
    _write_catalog(data, catalog)
    return True


def withdraw(data: Path, id: str, version: str, *, successor: str, reason: str) -> None:  # noqa: A002  # the field's own name
    """Mark a final version as withdrawn; it stays as it is, and loads with a warning.

    Args:
        data: The folder of the catalog.
        id: The dataset's id.
        version: The version that is withdrawn.
        successor: The version that takes its place.
        reason: Why, in a few words.

    Raises:
        ReleaseError: There is no such version; the successor is none, is the version, or
            is withdrawn itself; or a release is running.
        DataIntegrityError: The catalog was changed.
    """
    names = {"dataset": id, "version": version, "successor": successor}
    for what, name in names.items():
        if not name:
            problem = f"the {what} is not named; name the dataset, the version and its successor"
            raise ReleaseError(version=f"{id}@{version}", problem=problem)
    if successor == version:
        problem = "it cannot take its own place; name another version"
        raise ReleaseError(version=f"{id} {successor}", problem=problem)
    with _locked(data, f"{id} {version}"):
        _withdraw(data, id, version, {"successor": successor, "reason": reason})


def _withdraw(data: Path, id_: str, version: str, withdrawal: dict[str, str]) -> None:
    successor = withdrawal["successor"]
    catalog = catalog_of(data)
    known = catalog.get(id_, {"versions": {}})["versions"]
    for each in (version, successor):
        if each not in known:
            raise ReleaseError(version=f"{id_} {each}", problem="it is not in the catalog")
    if "withdrawn" in known[successor]:
        problem = "it is withdrawn, and cannot take the place of another; name one that stands"
        raise ReleaseError(version=f"{id_} {successor}", problem=problem)
    known[version]["withdrawn"] = withdrawal
    _write_catalog(data, catalog)


def catalog_of(data: Path) -> dict[str, Any]:
    """The datasets that the catalog of a data folder lists; none before the first release.

    Raises:
        DataIntegrityError: The catalog was changed.
    """
    # The hash alone means that the catalog was removed.
    is_new = not any((data / file).exists() for file in (CATALOG, SUMS))
    return {} if is_new else sound_catalog(str(data), where=str(data))


@contextmanager
def _locked(data: Path, version: str) -> Generator[None]:
    """Keep other releases away from the catalog until what it guards is done.

    Raises:
        ReleaseError: One is running, or the folder cannot be written.
    """
    lock = data / _LOCK
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError as error:
        problem = f"another release is running; if none is, remove {lock}"
        raise ReleaseError(version=version, problem=problem) from error
    except OSError as error:
        problem = f"{lock} cannot be written: {error.strerror}; check the folder"
        raise ReleaseError(version=version, problem=problem) from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _check_unchanged(folder: Path, facts: dict[str, str]) -> None:
    """Refuse a final version that has another byte than it had, or a file more.

    Raises:
        DataIntegrityError: It has another byte.
        ReleaseError: It has a file more.
    """
    version = f"{folder.parent.name} {folder.name}"
    read_version(str(folder), where=version, sha256=facts["sha256"])
    resources = json.loads((folder / DESCRIPTOR).read_bytes())["resources"]
    named = _BESIDE | {resource["path"] for resource in resources}
    paths = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    # What begins with a point was left by a tool, not by the author.
    files = {path.as_posix() for path in paths if not any(part[0] == "." for part in path.parts)}
    if files - named:
        # The name of a file need not be UTF-8.
        added = ", ".join(sorted(files - named)).encode(errors="backslashreplace").decode()
        problem = (
            f"it is final, and {added} is not part of it; take that out of its folder, or make "
            "it a new version"
        )
        raise ReleaseError(version=version, problem=problem)


def _check_step(data: Path, dataset: Dataset, known: dict[str, dict[str, str]]) -> None:
    """Hold a version's number against the versions right before and right after it.

    Raises:
        ReleaseError: What changes between two of them calls for a larger step.
        DataIntegrityError: One of the two others was changed.
    """
    versions = sorted([*known, dataset.version], key=version_key)
    place = versions.index(dataset.version)
    steps = list(VersionStep)
    for before, after in pairwise(versions[max(place - 1, 0) : place + 2]):
        old, new = (
            dataset if each == dataset.version else _final(data, dataset.id, each, known[each])
            for each in (before, after)
        )
        needed, taken = diff(old, new).step, step_between(before, after)
        if needed is not None and taken is not None and steps.index(taken) > steps.index(needed):
            between = (
                f"since {before}" if new is dataset else f"from it to {after}, which is final,"
            )
            problem = (
                f"what changed {between} calls for a {needed.value} step of the number, "
                f"not a {taken.value} one"
            )
            raise ReleaseError(version=dataset.label, problem=problem)


def _final(data: Path, id_: str, version: str, facts: dict[str, str]) -> Dataset:
    folder = str(data / id_ / version)
    return read_version(folder, where=f"{id_} {version}", sha256=facts["sha256"])


def _files(folder: Path, dataset: Dataset) -> list[str]:
    tables = {f"{table}.csv" for table in SCHEMAS if (folder / f"{table}.csv").exists()}
    return in_file_order(tables | {source.path for source in dataset.sources if source.path})


def _write_catalog(data: Path, catalog: dict[str, Any]) -> None:
    content = as_json({"datasets": catalog})
    files = {CATALOG: content, SUMS: f"{sha256_of(content)}  {CATALOG}\n".encode()}
    # A full disk leaves both as they were; only a stop between the two moves does not.
    for file, new in files.items():
        (data / f".{file}.new").write_bytes(new)
    for file in files:
        (data / f".{file}.new").replace(data / file)
