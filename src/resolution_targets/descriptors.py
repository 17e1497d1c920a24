"""Writing the descriptor of a dataset's folder: Data Package 2.0, with the hash of every file."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from resolution_targets.hashes import sha256_of
from resolution_targets.schemas import SCHEMAS, schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from resolution_targets.dataset import Dataset

_PROFILES = "https://datapackage.org/profiles/2.0"
# The titles and addresses of the licences that open data mostly have.
_LICENSES: Mapping[str, dict[str, str]] = {
    "CC0-1.0": {
        "title": "Creative Commons Zero 1.0 Universal",
        "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    },
    "CC-BY-4.0": {
        "title": "Creative Commons Attribution 4.0 International",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
}


def descriptor_of(dataset: Dataset) -> dict[str, Any]:
    """What a descriptor says of a dataset as a whole; `sealed` adds the files."""
    return {
        "name": dataset.id,
        "version": dataset.version,
        "title": dataset.title,
        "description": dataset.description,
        "licenses": [license_of(dataset.license)] if dataset.license else [],
        "sources": [
            {"title": source.title_en, **({"path": place} if place else {})}
            for source in dataset.sources
            for place in [source.path or source.url]
        ],
    }


def license_of(name: str) -> dict[str, str]:
    """A licence as a descriptor has it, by its SPDX name."""
    return {"name": name, **_LICENSES.get(name, {})}


def sealed(descriptor: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """A complete descriptor: what it says of the dataset, and every file with its hash.

    Args:
        descriptor: Name, version, title and whatever else the author says; an empty
            description or list of licences or sources is left out.
        files: The tables and texts by path, in the order in which they are to stand.
    """
    name, version = descriptor["name"], descriptor["version"]
    kept = {
        key: value
        for key, value in descriptor.items()
        if key not in ("$schema", "id", "resources") and (value not in ([], "") or key == "title")
    }
    names = _resource_names(files)
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        # The same for the same version wherever it is made.
        "id": str(uuid5(NAMESPACE_URL, f"resolution-targets:{name}@{version}")),
        **kept,
        "resources": [
            _resource(path, content, name=names[path]) for path, content in files.items()
        ],
    }


def as_json(value: Mapping[str, Any]) -> bytes:
    """A descriptor or catalog as its file has it."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    # Half of a surrogate pair has no UTF-8, but JSON has it as this escape.
    return text.encode(errors="backslashreplace")


def in_file_order(paths: set[str]) -> list[str]:
    """The tables in the order of the layout, then the texts by name."""
    tables = [f"{table}.csv" for table in SCHEMAS]
    return [*(path for path in tables if path in paths), *sorted(paths - set(tables))]


def _resource_names(paths: Iterable[str]) -> dict[str, str]:
    """For each path the name of its file; the path itself where two would have one name."""
    names = {path: PurePosixPath(path).stem for path in paths}
    taken = Counter(names.values())
    return {path: name if taken[name] == 1 else path for path, name in names.items()}


def _resource(path: str, content: bytes, *, name: str) -> dict[str, Any]:
    table = path.removesuffix(".csv")
    is_table = table in SCHEMAS and table != path
    kind = "csv" if is_table else "txt"
    resource: dict[str, Any] = {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": name,
        "path": path,
        **({"type": "table"} if is_table else {}),
        "format": kind,
        "mediatype": "text/csv" if is_table else "text/plain",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256_of(content)}",
    }
    if is_table:
        # The first line that is not blank.
        columns = next(filter(None, csv.reader(io.StringIO(content.decode(), newline=""))))
        resource["schema"] = {
            "$schema": f"{_PROFILES}/tableschema.json",
            **schema_of(table, columns),
            "missingValues": [""],
        }
    return resource
