"""Finding, verifying and reading a released data version.

A version is a folder of CSV tables under a Data Package descriptor. The catalog holds
the hash of every descriptor, the descriptor the hash of every file, so that one hash
stands for the whole version; all of them are checked at every load.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from resolution_targets.criteria import Criterion
from resolution_targets.dataset import Dataset, Source
from resolution_targets.errors import (
    DataIntegrityError,
    PinnedHashError,
    UnknownDatasetError,
    UnknownVersionError,
)
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.observations import Observation
from resolution_targets.targets import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, str]

_CATALOG = "catalog.json"
_DESCRIPTOR = "datapackage.json"


def datasets() -> dict[str, tuple[str, ...]]:
    """Every dataset on board, with its versions, oldest first.

    Examples:
        >>> "1.0.0" in datasets()["ha-tinh-2025"]
        True
    """
    catalog = _read_catalog(_data_folder())
    return {id_: tuple(entry["versions"]) for id_, entry in catalog["datasets"].items()}


def load(id: str, *, version: str | None = None, sha256: str | None = None) -> Dataset:  # noqa: A002  # the field's own name
    """A released data version, verified: every file must have the hash it was released with.

    Pin a version to get the same data for years; without one the newest is loaded, and
    `Dataset.version` says which that was.

    Args:
        id: The dataset's id, as `datasets` lists it.
        version: Its version, "1.0.0" say.
        sha256: The hash that the version must have, for those who pin by hash.

    Raises:
        UnknownDatasetError: There is no such dataset; a near name is offered.
        UnknownVersionError: There is no such version.
        PinnedHashError: The version has another hash than the one given.
        DataIntegrityError: A file is missing or was changed since the release.

    Examples:
        >>> ds = load("ha-tinh-2025", version="1.0.0")
        >>> len(ds.items), len(ds.targets)
        (28, 33)
    """
    folder = _data_folder()
    catalog = _read_catalog(folder)["datasets"]
    if id not in catalog:
        raise UnknownDatasetError(dataset=id, known=catalog)
    versions: dict[str, dict[str, str]] = catalog[id]["versions"]
    chosen = next(reversed(versions)) if version is None else version
    if chosen not in versions:
        raise UnknownVersionError(dataset=id, version=chosen, known=versions)
    released = versions[chosen]["sha256"]
    if sha256 is not None and sha256.lower().removeprefix("sha256:") != released:
        raise PinnedHashError(dataset=f"{id} {chosen}", expected=sha256, found=released)
    return _read_version(os.path.join(folder, id, chosen), where=f"{id} {chosen}", sha256=released)


def _data_folder() -> str:
    """The folder of the data: inside the package in a wheel, beside `src` in a checkout."""
    # os.path and not pathlib, whose import takes 3 ms of the 16 that loading may take.
    package = os.path.dirname(os.path.abspath(__file__))
    checkout = os.path.dirname(os.path.dirname(package))
    for parent in (package, checkout):
        folder = os.path.join(parent, "data")
        if os.path.isfile(os.path.join(folder, _CATALOG)):
            return folder
    raise DataIntegrityError(
        file=_CATALOG, where="resolution_targets", expected="a file", found="no file"
    )


def _read_catalog(folder: str) -> dict[str, Any]:
    content = _read(folder, _CATALOG, where="resolution_targets")
    try:
        catalog: dict[str, Any] = json.loads(content)
    except ValueError as error:
        raise DataIntegrityError(
            file=_CATALOG, where="resolution_targets", expected="JSON", found=f"{error}"
        ) from error
    return catalog


def _read_version(folder: str, *, where: str, sha256: str) -> Dataset:
    descriptor = json.loads(_read(folder, _DESCRIPTOR, where=where, sha256=sha256))
    contents = {
        resource["path"]: _read(
            folder,
            resource["path"],
            where=where,
            sha256=resource["hash"].removeprefix("sha256:"),
        )
        for resource in descriptor["resources"]
    }
    tables = {
        path.removesuffix(".csv"): _rows(content)
        for path, content in contents.items()
        if path.endswith(".csv")
    }
    domains = {row["id"]: Domain(**row) for row in tables["domains"]}
    indicators = {row["id"]: _indicator(row) for row in tables["indicators"]}
    return Dataset(
        id=descriptor["name"],
        version=descriptor["version"],
        title=descriptor["title"],
        sha256=sha256,
        domains=tuple(domains.values()),
        indicators=tuple(indicators.values()),
        targets=tuple(_target(row, indicators, domains) for row in tables["targets"]),
        observations=tuple(_observation(row) for row in tables["observations"]),
        sources=tuple(Source(**row) for row in tables["sources"]),
    )


def _read(folder: str, file: str, *, where: str, sha256: str | None = None) -> bytes:
    try:
        with open(os.path.join(folder, *file.split("/")), "rb") as opened:
            content = opened.read()
    except OSError as error:
        expected = "a file" if sha256 is None else f"sha256 {sha256}"
        raise DataIntegrityError(
            file=file, where=where, expected=expected, found="no readable file"
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if sha256 is not None and found != sha256:
        raise DataIntegrityError(
            file=file, where=where, expected=f"sha256 {sha256}", found=f"sha256 {found}"
        )
    return content


def _rows(content: bytes) -> list[Row]:
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    return [dict(zip(header, line, strict=True)) for line in lines]


def _indicator(row: Row) -> Indicator:
    return Indicator(**{**row, "change_of": row["change_of"] or None})  # type: ignore[arg-type]


def _target(row: Row, indicators: Mapping[str, Indicator], domains: Mapping[str, Domain]) -> Target:
    return Target(
        id=row["id"],
        number=row["number"],
        indicator=indicators[row["indicator"]],
        domain=domains[row["domain"]],
        reference_area=row["reference_area"],
        reference_period=row["reference_period"],
        criterion=Criterion(
            relation=row["relation"],
            lower=row["lower"] or None,
            upper=row["upper"] or None,
            hedged=row["hedged"] == "true",
            maintain=row["maintain"] == "true",
        ),
        stretch=_stretch(row),
        unit=row["unit"],
        of_which=row["of_which"] or None,
        quote=row["quote"],
        source=row["source"],
        locator=row["locator"],
        comment=row["comment"],
    )


def _stretch(row: Row) -> Criterion | None:
    if not row["stretch_relation"]:
        return None
    return Criterion(
        relation=row["stretch_relation"],
        lower=row["stretch_lower"] or None,
        upper=row["stretch_upper"] or None,
    )


def _observation(row: Row) -> Observation:
    return Observation(**{**row, "value": Decimal(row["value"])})  # type: ignore[arg-type]
