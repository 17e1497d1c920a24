"""Making a data version final: its hashes, its entry in the catalog, and its withdrawal."""

from __future__ import annotations

import json
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
    from datetime import date

    from resolution_targets.dataset import Dataset


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
        ReleaseError: The folder does not bear the id and version of its descriptor, or the
            number was not raised far enough.
        UnreadableFileError: There is no such folder.
        InvalidDatasetError: The folder breaks rules of the layout.
        DataIntegrityError: The catalog, or a version that is final, was changed.
        InvalidFieldError: The day is none.

    Warns:
        DatasetWarning: Something in it may be a mistake.
    """
    released = str(as_date(day))
    data, id_, version = folder.parent.parent, folder.parent.name, folder.name
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
        ReleaseError: There is no such version, or the successor is none, or is withdrawn
            itself.
        DataIntegrityError: The catalog was changed.
    """
    catalog = catalog_of(data)
    known = catalog.get(id, {"versions": {}})["versions"]
    for each in (version, successor):
        if each not in known:
            raise ReleaseError(version=f"{id} {each}", problem="it is not in the catalog")
    if successor == version or "withdrawn" in known[successor]:
        problem = "it is withdrawn, and cannot take the place of another; name one that stands"
        raise ReleaseError(version=f"{id} {successor}", problem=problem)
    known[version]["withdrawn"] = {"successor": successor, "reason": reason}
    _write_catalog(data, catalog)


def catalog_of(data: Path) -> dict[str, Any]:
    """The datasets that the catalog of a data folder lists; none before the first release.

    Raises:
        DataIntegrityError: The catalog was changed.
    """
    # The hash alone means that the catalog was removed.
    is_new = not any((data / file).exists() for file in (CATALOG, SUMS))
    return {} if is_new else sound_catalog(str(data), where=str(data))


def _check_unchanged(folder: Path, facts: dict[str, str]) -> None:
    """Refuse a final version that has another byte than it had.

    Raises:
        DataIntegrityError: It has.
    """
    read_version(str(folder), where=f"{folder.parent.name} {folder.name}", sha256=facts["sha256"])


def _check_step(data: Path, dataset: Dataset, known: dict[str, dict[str, str]]) -> None:
    earlier = [name for name in known if step_between(name, dataset.version) is not None]
    if not earlier:
        return
    before = max(earlier, key=version_key)
    old = read_version(
        str(data / dataset.id / before),
        where=f"{dataset.id} {before}",
        sha256=known[before]["sha256"],
    )
    needed, taken = diff(old, dataset).step, step_between(before, dataset.version)
    steps = list(VersionStep)
    if needed is not None and taken is not None and steps.index(taken) > steps.index(needed):
        problem = (
            f"what changed since {before} calls for a {needed.value} step of the number, "
            f"not a {taken.value} one"
        )
        raise ReleaseError(version=dataset.label, problem=problem)


def _files(folder: Path, dataset: Dataset) -> list[str]:
    tables = {f"{table}.csv" for table in SCHEMAS if (folder / f"{table}.csv").exists()}
    return in_file_order(tables | {source.path for source in dataset.sources if source.path})


def _write_catalog(data: Path, catalog: dict[str, Any]) -> None:
    content = as_json({"datasets": catalog})
    (data / CATALOG).write_bytes(content)
    (data / SUMS).write_bytes(f"{sha256_of(content)}  {CATALOG}\n".encode())
