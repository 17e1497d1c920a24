"""Datasets that other packages offer, through an entry point.

A package offers datasets by naming, in the entry point group
`resolution_targets.datasets`, one of its own packages whose folder holds a catalog, as
the folder `data` of this project does. None of its code is run but what importing the
parents of that package runs.
"""

from __future__ import annotations

import os
import re
import warnings
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import attrs

from resolution_targets.catalog import CATALOG, read_catalog
from resolution_targets.errors import DataIntegrityError, PluginWarning, listed
from resolution_targets.version_numbers import is_dataset_id, is_version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from importlib.metadata import EntryPoint

GROUP = "resolution_targets.datasets"


@attrs.frozen(kw_only=True)
class Offer:
    """The datasets of one installed package.

    Attributes:
        package: The distribution that offers them.
        folder: The folder that holds the catalog.
        entries: What its catalog lists.
    """

    package: str
    folder: str
    entries: Mapping[str, Any]


def plugin_catalogs(*, warn_of_clashes_with: Collection[str] | None = None) -> list[Offer]:
    """What the installed packages offer, by the name of the package.

    An offer that cannot be read is left out with a warning.

    Args:
        warn_of_clashes_with: The ids that are on board already; an id among them, or one
            that two packages offer, is left out with a warning. None to leave them in.
    """
    points = sorted(entry_points(group=GROUP), key=lambda point: (_package(point), point.name))
    offers = [offer for point in points for offer in _offers(point)]
    if warn_of_clashes_with is None:
        return offers
    offered = [id_ for offer in offers for id_ in offer.entries]
    clashing = {id_ for id_ in offered if offered.count(id_) > 1 or id_ in warn_of_clashes_with}
    for offer in offers:
        for id_ in sorted(clashing & set(offer.entries)):
            _warn(
                f"{offer.package} offers a dataset {id_!r}, as another package does; it is left out"
            )
    return [
        attrs.evolve(offer, entries={i: e for i, e in offer.entries.items() if i not in clashing})
        for offer in offers
    ]


def _offers(point: EntryPoint) -> Iterator[Offer]:
    package = _package(point)
    try:
        spec = find_spec(point.value)
    except Exception as error:  # noqa: BLE001  # importing a stranger's package may raise anything
        _warn(f"{package} offers datasets in {point.value!r}, which cannot be found: {error}")
        return
    folders = [] if spec is None else list(spec.submodule_search_locations or ())
    if not folders:
        _warn(f"{package} offers datasets in {point.value!r}, which is no package with a folder")
        return
    folder = os.path.abspath(folders[0])
    try:
        entries = read_catalog(folder, where=package)
    except DataIntegrityError as error:
        _warn(f"{package} offers datasets that cannot be read: {error}")
        return
    # Its hash says that the catalog is the released one, and not that it is one at all.
    except (ValueError, LookupError, TypeError) as error:
        _warn(f"{package} offers datasets in a {CATALOG} that cannot be read: {error!r}")
        return
    faults = list(_faults(entries))
    if faults:
        _warn(f"{package} offers datasets in a {CATALOG} that is not in order: {listed(faults)}")
        return
    yield Offer(package=package, folder=folder, entries=entries)


def _faults(entries: object) -> Iterator[str]:
    """What keeps the entries of a catalog from being loaded."""
    if not isinstance(entries, dict):
        yield f"its datasets are {entries!r}"
        return
    for id_, entry in entries.items():
        # Ids and versions become paths: "../.." would lead out of the folder.
        if not is_dataset_id(id_):
            yield f"{id_!r} is no id of a dataset, such as 'ha-tinh-2025'"
        versions = entry.get("versions") if isinstance(entry, dict) else None
        if not isinstance(versions, dict) or not versions:
            yield f"{id_!r} has no versions"
            continue
        for version, facts in versions.items():
            if not is_version(version):
                yield f"{version!r} of {id_!r} is no version, such as '1.0.0'"
            if not isinstance(facts, dict) or not _is_sha256(facts.get("sha256")):
                yield f"{id_!r} {version} has no sha256 of 64 small hexadecimal digits"
                continue
            withdrawn = facts.get("withdrawn", {"reason": "", "successor": ""})
            if not isinstance(withdrawn, dict) or not {"reason", "successor"} <= {*withdrawn}:
                yield f"{id_!r} {version} is withdrawn without a reason and a successor"


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.module


def _warn(message: str) -> None:
    warnings.warn(message, PluginWarning, stacklevel=2)
