"""The catalog of a data folder: datasets and versions, each with the hash of its descriptor.

Beside it, SHA256SUMS holds the hash of the catalog, so that a changed byte of it is
noticed too; `sha256sum --check SHA256SUMS` says the same without Python.
"""

from __future__ import annotations

import json
import os
from typing import Any

from resolution_targets.datapackage import read_verified
from resolution_targets.errors import DataIntegrityError

CATALOG = "catalog.json"
SUMS = "SHA256SUMS"
OURS = "resolution-targets"


def own_catalog() -> tuple[str, dict[str, Any]]:
    """The folder of the data that ship with this package, and what its catalog lists.

    Raises:
        DataIntegrityError: They are not there, or the catalog was changed.
    """
    folder = data_folder()
    return folder, sound_catalog(folder, where=OURS)


def data_folder() -> str:
    """The folder of the data: inside the package in a wheel, beside `src` in a checkout.

    Raises:
        DataIntegrityError: There is none.
    """
    # os.path and not pathlib, whose import takes 3 ms of the 16 that loading may take.
    package = os.path.dirname(os.path.abspath(__file__))
    checkout = os.path.dirname(os.path.dirname(package))
    for parent in (package, checkout):
        folder = os.path.join(parent, "data")
        if os.path.isfile(os.path.join(folder, CATALOG)):
            return folder
    raise DataIntegrityError(file=CATALOG, where=OURS, expected="a file", found="no file")


def read_catalog(folder: str, *, where: str) -> dict[str, Any]:
    """The datasets of a catalog, each with its versions.

    Args:
        folder: The folder that holds the catalog and the datasets.
        where: The package that offers it, for messages.

    Raises:
        DataIntegrityError: It is not there, or not the one that was released.
    """
    try:
        # Without a newline of its own, Python would take "\r" for "\n".
        with open(os.path.join(folder, SUMS), encoding="ascii", newline="") as opened:
            sum_, _, name = opened.read().partition("  ")
    except (OSError, UnicodeDecodeError) as error:
        raise DataIntegrityError(
            file=SUMS, where=where, expected="a file", found="no readable file"
        ) from error
    if name != f"{CATALOG}\n":
        raise DataIntegrityError(
            file=SUMS, where=where, expected=f"the hash of {CATALOG}", found=f"{name!r}"
        )
    content = read_verified(folder, CATALOG, where=where, sha256=sum_)
    entries: dict[str, Any] = json.loads(content)["datasets"]
    return entries


def sound_catalog(folder: str, *, where: str) -> dict[str, Any]:
    """The datasets of a catalog, like `read_catalog`, with all that loading needs.

    Raises:
        DataIntegrityError: It is not there, not the one that was released, or lacks
            something.
    """
    cause: Exception | None = None
    try:
        entries = read_catalog(folder, where=where)
        if all(_is_entry(id_, entry) for id_, entry in entries.items()):
            return entries
    # Its hash says that it is the catalog that was released, and not that it is one.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        cause = error
    raise DataIntegrityError(
        file=CATALOG,
        where=where,
        expected="datasets with versions, and for each version its sha256",
        found="something else",
    ) from cause


def _is_entry(id_: str, entry: dict[str, Any]) -> bool:
    # By hand, because the grammar of ids and versions is not loaded here; see loading.py.
    return id_.replace("-", "").isalnum() and all(
        all(part.isdecimal() for part in version.split("."))
        and "sha256" in facts
        and {"reason", "successor"} <= {*facts.get("withdrawn", ("reason", "successor"))}
        for version, facts in entry["versions"].items()
    )
