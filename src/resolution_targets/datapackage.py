"""Reading a released data version: a folder of CSV tables under a Data Package descriptor.

The catalog holds the hash of every descriptor, the descriptor the hash of every file,
so that one hash stands for the whole version; all of them are checked at every load.
"""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, Any

from resolution_targets.dataset import Dataset
from resolution_targets.errors import DataIntegrityError
from resolution_targets.hashes import sha256_of
from resolution_targets.tables import TABLES, read_tables

if TYPE_CHECKING:
    from resolution_targets.tables import Row

DESCRIPTOR = "datapackage.json"
_HASH = "sha256:"
# What making values of a descriptor and tables raises where they lack something. Our own
# errors about cells are among them, DataIntegrityError is not.
_FAULTS = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(RecursionError, csv.Error),
)


def read_version(folder: str, *, where: str, sha256: str, released: str = "") -> Dataset:
    """A released data version, every file of which must have the hash it was released with.

    Args:
        folder: The folder of the version.
        where: The dataset and version that it must be, as `Dataset.label` has them.
        sha256: The hash of the descriptor.
        released: The day of the release.

    Raises:
        DataIntegrityError: A file is missing or was changed since the release, or what was
            released is no data version.
    """
    content = read_verified(folder, DESCRIPTOR, where=where, sha256=sha256)
    # A hash says that a file is the one that was released, and not that it can be read.
    file = DESCRIPTOR
    try:
        descriptor = json.loads(content)
        facts = header(descriptor)
        contents: dict[str, str] = {}
        for resource in descriptor["resources"]:
            file = resource["path"]
            contents[file] = _text(folder, file, where=where, hash_=resource["hash"])
        tables: dict[str, list[Row]] = {}
        for table in TABLES:
            file = f"{table}.csv"
            if file in contents:
                tables[table] = _rows(contents[file])
        file = "*.csv"
        dataset = Dataset(
            **facts, sha256=sha256, released=released, **read_tables(tables, contents)
        )
    except _FAULTS as error:
        raise DataIntegrityError(
            file=str(file), where=where, expected="what can be read", found=f"{error!r}"
        ) from error
    if dataset.label != where:
        raise DataIntegrityError(
            file=DESCRIPTOR, where=where, expected="that name", found=f"the name {dataset.label}"
        )
    return dataset


def header(descriptor: dict[str, Any]) -> dict[str, Any]:
    """What a descriptor says of the dataset as a whole, by the names of its fields."""
    licenses = descriptor.get("licenses", [])
    return {
        "id": descriptor["name"],
        "version": descriptor["version"],
        "title": descriptor.get("title", ""),
        "description": descriptor.get("description", ""),
        "license": licenses[0].get("name", "") if licenses else "",
    }


def is_inside(path: str) -> bool:
    """Whether a resource's path stays in the folder of its descriptor, by its text.

    An address ("https://...") and an absolute path of any system do not.
    """
    # A file system may drop points and blanks at the end of a name: ".. " is "..".
    ends_well = all(part and part == part.rstrip(". ") for part in path.split("/"))
    return ends_well and path.isprintable() and "\\" not in path and ":" not in path


def read_verified(folder: str, file: str, *, where: str, sha256: str) -> bytes:
    """The bytes of a file that must have a hash.

    Raises:
        DataIntegrityError: There is no such file, or its hash is another one.
    """
    try:
        # A link to elsewhere is no harm: what is read has the released hash, or is refused.
        with open(os.path.join(folder, *file.split("/")), "rb") as opened:
            content = opened.read()
    except OSError as error:
        raise DataIntegrityError(
            file=file, where=where, expected=f"sha256 {sha256}", found="no readable file"
        ) from error
    found = sha256_of(content)
    if found != sha256:
        raise DataIntegrityError(
            file=file, where=where, expected=f"sha256 {sha256}", found=f"sha256 {found}"
        )
    return content


def _text(folder: str, path: str, *, where: str, hash_: str) -> str:
    if not is_inside(path):
        raise DataIntegrityError(
            file=path, where=where, expected="a path inside its folder", found="another one"
        )
    sha256 = hash_.removeprefix(_HASH)
    return read_verified(folder, path, where=where, sha256=sha256).decode("utf-8")


def _rows(content: str) -> list[Row]:
    # A blank line has no cell at all.
    names, *lines = filter(None, csv.reader(io.StringIO(content, newline="")))
    return [dict(zip(names, line, strict=True)) for line in lines]
