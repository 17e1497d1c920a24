"""What data are on board, of this package and of others, and loading them."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

from resolution_targets.catalog import own_catalog
from resolution_targets.datapackage import read_version
from resolution_targets.errors import (
    DatasetClashError,
    PinnedHashError,
    UnknownDatasetError,
    UnknownVersionError,
    WithdrawnVersionWarning,
)

if TYPE_CHECKING:
    from resolution_targets.dataset import Dataset


def datasets() -> dict[str, tuple[str, ...]]:
    """Every dataset on board, with its versions, oldest first.

    Those that other packages offer are among them. An offer that cannot be read, or of an
    id that two packages offer, is left out with a `PluginWarning`.

    Examples:
        >>> "1.0.0" in datasets()["ha-tinh-2025"]
        True
    """
    from resolution_targets.plugins import plugin_catalogs  # noqa: PLC0415  # see _entry

    _, ours = own_catalog()
    listed = {id_: _sorted(entry) for id_, entry in ours.items()}
    for offer in plugin_catalogs(warn_of_clashes_with=ours):
        listed |= {id_: _sorted(entry) for id_, entry in offer.entries.items()}
    return listed


def versions(id: str) -> tuple[str, ...]:  # noqa: A002  # the field's own name
    """The versions of a dataset, oldest first; withdrawn ones are among them.

    Raises:
        UnknownDatasetError: There is no such dataset; a near name is offered.
        DatasetClashError: Two packages offer it.

    Examples:
        >>> versions("ha-tinh-2025")
        ('1.0.0', '1.1.0')
    """
    return _sorted(_entry(id)[1])


def load(id: str, *, version: str | None = None, sha256: str | None = None) -> Dataset:  # noqa: A002  # the field's own name
    """A released data version, verified: every file must have the hash it was released with.

    Pin a version to get the same data for years; without one the newest is loaded, and
    `Dataset.version` says which that was.

    Args:
        id: The dataset's id, as `datasets` lists it.
        version: Its version, "1.0.0" say; or a range, as pip takes it, of which the newest
            is loaded: "~=1.0", ">=1.0,<2".
        sha256: The hash that the version must have, for those who pin by hash.

    Raises:
        UnknownDatasetError: There is no such dataset; a near name is offered.
        DatasetClashError: Two packages offer it.
        UnknownVersionError: There is no such version, or none in the range.
        InvalidVersionError: The version is neither a number nor a range.
        PinnedHashError: The version has another hash than the one given.
        DataIntegrityError: A file is missing or was changed since the release.

    Warns:
        WithdrawnVersionWarning: The version was withdrawn; the warning names the version that
            stands in its place, be it the successor of a successor.

    Examples:
        >>> ds = load("ha-tinh-2025", version="1.0.0")
        >>> len(ds.items), len(ds.targets)
        (28, 33)
        >>> load("ha-tinh-2025", version="~=1.0").version
        '1.1.0'
    """
    return _load(id, version, sha256, is_warned=True)


def load_quietly(id: str, *, version: str, sha256: str) -> Dataset:  # noqa: A002  # as in load
    """A released data version, like `load`, without the warning of one that was withdrawn.

    Examples:
        >>> ds = load("ha-tinh-2025", version="1.0.0")
        >>> load_quietly(ds.id, version=ds.version, sha256=ds.sha256) == ds
        True
    """
    return _load(id, version, sha256, is_warned=False)


def _load(id_: str, version: str | None, sha256: str | None, *, is_warned: bool) -> Dataset:
    folder, entry = _entry(id_)
    known: dict[str, dict[str, Any]] = entry["versions"]
    chosen = _chosen(id_, version, known)
    facts = known[chosen]
    if sha256 is not None and sha256.lower().removeprefix("sha256:") != facts["sha256"]:
        raise PinnedHashError(dataset=f"{id_} {chosen}", expected=sha256, found=facts["sha256"])
    if is_warned and "withdrawn" in facts:
        reason, instead = facts["withdrawn"]["reason"], _standing(chosen, known)
        warnings.warn(
            f"{id_} {chosen} was withdrawn: {reason}; use {instead}",
            WithdrawnVersionWarning,
            stacklevel=3,
        )
    return read_version(
        os.path.join(folder, id_, chosen),
        where=f"{id_} {chosen}",
        sha256=facts["sha256"],
        released=facts.get("released", ""),
    )


def _entry(id_: str) -> tuple[str, dict[str, Any]]:
    """The folder that holds a dataset, and what the catalog says of it."""
    folder, entries = own_catalog()
    if id_ in entries:
        return folder, entries[id_]
    # Looking for what other packages offer takes 30 ms; our own data do without.
    from resolution_targets.plugins import plugin_catalogs  # noqa: PLC0415

    offers = plugin_catalogs()
    offering = [offer for offer in offers if id_ in offer.entries]
    if len(offering) > 1:
        raise DatasetClashError(dataset=id_, packages=[offer.package for offer in offering])
    if not offering:
        known = [*entries, *(name for offer in offers for name in offer.entries)]
        raise UnknownDatasetError(dataset=id_, known=known)
    return offering[0].folder, offering[0].entries[id_]


def _chosen(id_: str, version: str | None, known: dict[str, dict[str, Any]]) -> str:
    if version in known:
        return version
    # A withdrawn version is what a range means only if there is no other.
    standing = [name for name in known if "withdrawn" not in known[name]]
    for candidates in (standing, [*known]):
        found = candidates if version is None else _in_range(version, candidates)
        if found:
            return max(found, key=_key)
    raise UnknownVersionError(dataset=id_, version=str(version), known=known)


def _standing(withdrawn: str, known: dict[str, dict[str, Any]]) -> str:
    """What stands in the place of a withdrawn version: the end of its chain of successors."""
    first: str = known[withdrawn]["withdrawn"]["successor"]
    successor, seen = first, {withdrawn}
    while "withdrawn" in known.get(successor, ()):
        # Where they lead in a circle none stands, and the one that was named is named.
        if successor in seen:
            return first
        seen.add(successor)
        successor = known[successor]["withdrawn"]["successor"]
    return successor


def _in_range(version: str, known: list[str]) -> list[str]:
    # A version that is asked for by its number does without: 1 ms of the 16.
    from resolution_targets.version_numbers import matching_versions  # noqa: PLC0415

    return matching_versions(version, known)


def _sorted(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(entry["versions"], key=_key))


def _key(version: str) -> list[int]:
    # As version_numbers.version_key, which would have to be imported.
    return [int(part) for part in version.split(".")]
