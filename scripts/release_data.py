"""Write the descriptor of each new data version and enter it in the catalog.

A version that is in the catalog already is final: the script only checks it, and
refuses to go on if a byte of it changed. To correct a released version, copy its
folder under the next version number and edit the copy.

    python scripts/release_data.py
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent.parent / "data"
_CATALOG = _DATA / "catalog.json"
_PROFILES = "https://datapackage.org/profiles/2.0"

_ID = {"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}
_RELATIONS = ["above", "at_least", "reach", "at_most", "below", "between", "done"]
_KINDS = ["additive", "ratio", "change", "growth_rate", "index", "rank", "milestone"]
_OBSERVATION_STATUSES = ["A", "B", "D", "E", "F", "G", "I", "L", "M", "N", "O", "P", "Q", "U", "V"]


def _field(
    name: str, description: str, type_: str = "string", **constraints: object
) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": type_, "description": description}
    if constraints:
        field["constraints"] = constraints
    return field


def _key(field: str, resource: str, reference: str = "id") -> dict[str, Any]:
    return {"fields": [field], "reference": {"resource": resource, "fields": [reference]}}


_COMMENT = _field("comment", "Where something in the row is a judgement, why; else empty.")
_AREA = _field("reference_area", "ISO 3166-2 code of the area.", required=True)
_PERIOD = _field(
    "reference_period",
    "Year, month (2025-06), quarter (2025-Q3) or months so far (2025-9M).",
    required=True,
)
_UNIT = _field("unit", "Canonical name of the unit.", required=True)
_QUOTE = _field(
    "quote", "The phrase it was read from, verbatim but for line breaks.", required=True
)
_SOURCE = _field("source", "The source that holds the phrase.", required=True)
_LOCATOR = _field("locator", "Where in the source.")

_SCHEMAS: dict[str, dict[str, Any]] = {
    "domains": {
        "fields": [
            _field("id", "Identifier.", required=True, **_ID),
            _field("name_vi", "Vietnamese name.", required=True),
            _field("name_en", "English name.", required=True),
        ],
        "primaryKey": ["id"],
    },
    "indicators": {
        "fields": [
            _field("id", "Identifier.", required=True, **_ID),
            _field("name_vi", "Vietnamese name.", required=True),
            _field("name_en", "English name.", required=True),
            _field("definition_en", "Definition, as far as the source gives one."),
            _field(
                "direction",
                "Which way is better; 'within' where neither is.",
                required=True,
                enum=["higher", "lower", "within"],
            ),
            _field("kind", "Kind of quantity: how areas combine.", required=True, enum=_KINDS),
            _UNIT,
            _field("numerator", "What a ratio counts."),
            _field("denominator", "What a ratio is counted for and weighted by."),
            _field(
                "over_time",
                "How the parts of a year combine.",
                required=True,
                enum=["flow", "stock", "year_to_date"],
            ),
            _field("change_of", "The indicator that a change is a change of."),
            _COMMENT,
        ],
        "primaryKey": ["id"],
        "foreignKeys": [_key("change_of", "")],
    },
    "targets": {
        "fields": [
            _field("id", "Identifier.", required=True, **_ID),
            _field(
                "number",
                "Line of the resolution, with a letter for its further promises.",
                required=True,
                unique=True,
                pattern="[1-9][0-9]*[a-z]*",
            ),
            _field("indicator", "What is measured.", required=True),
            _field("domain", "The heading it stands under.", required=True),
            _AREA,
            _PERIOD,
            _field(
                "relation",
                "How the wording relates a value to the bound.",
                required=True,
                enum=_RELATIONS,
            ),
            _field("lower", "The bound, or the smaller end of a range.", "number"),
            _field("upper", "The larger end of a range.", "number"),
            _UNIT,
            _field("hedged", "Whether the wording says 'about'.", "boolean", required=True),
            _field("maintain", "Whether the wording says 'keep'.", "boolean", required=True),
            _field("stretch_relation", "Relation of a second, harder promise.", enum=_RELATIONS),
            _field("stretch_lower", "Its bound.", "number"),
            _field("stretch_upper", "The larger end of its range.", "number"),
            _field("of_which", "The target that this one is a part of."),
            _QUOTE,
            _SOURCE,
            _LOCATOR,
            _COMMENT,
        ],
        "primaryKey": ["id"],
        "foreignKeys": [
            _key("indicator", "indicators"),
            _key("domain", "domains"),
            _key("of_which", ""),
            _key("source", "sources"),
        ],
    },
    "observations": {
        "fields": [
            _field("indicator", "What was measured.", required=True),
            _AREA,
            _PERIOD,
            _field("value", "The value, in the unit.", "number", required=True),
            _UNIT,
            _field(
                "observation_status",
                "Code of SDMX CL_OBS_STATUS.",
                required=True,
                enum=_OBSERVATION_STATUSES,
            ),
            _QUOTE,
            _SOURCE,
            _LOCATOR,
            _COMMENT,
        ],
        "primaryKey": ["indicator", "reference_area", "reference_period", "source"],
        "foreignKeys": [_key("indicator", "indicators"), _key("source", "sources")],
    },
    "sources": {
        "fields": [
            _field("id", "Identifier.", required=True, **_ID),
            _field("title_vi", "Vietnamese title.", required=True),
            _field("title_en", "English title.", required=True),
            _field("path", "File with its text, in this folder."),
            _field("url", "Address.", "string"),
            _COMMENT,
        ],
        "primaryKey": ["id"],
    },
}

# What each version says of itself; its tables are described by `_SCHEMAS`.
_PACKAGES: dict[tuple[str, str], dict[str, Any]] = {
    ("ha-tinh-2025", "1.0.0"): {
        "title": "Targets of Hà Tĩnh province for 2025",
        "description": (
            "The 28 numbered targets for 2025 (33 promises) of the resolution of the Party "
            "Committee of Hà Tĩnh province on the tasks of 2025, each with its verbatim "
            "phrase, and the outturn of 2024 that the same resolution states."
        ),
        "sources": [
            {
                "title": (
                    "Resolution of the Party Committee of Hà Tĩnh province on the tasks of 2025"
                ),
                "path": "source/ha-tinh-2025.txt",
            }
        ],
    },
}


def main() -> int:
    """Check the released versions, release the new ones."""
    catalog: dict[str, Any] = {"datasets": {}}
    if _CATALOG.is_file():
        catalog = json.loads(_CATALOG.read_text(encoding="utf-8"))
    for (id_, version), package in _PACKAGES.items():
        folder = _DATA / id_ / version
        entry = catalog["datasets"].setdefault(id_, {"title": package["title"], "versions": {}})
        if version in entry["versions"]:
            problems = _changed(folder, entry["versions"][version]["sha256"])
            if problems:
                print(*problems, sep="\n", file=sys.stderr)
                return 1
            continue
        descriptor = _text(_descriptor(id_, version, package, folder))
        (folder / "datapackage.json").write_text(descriptor, encoding="utf-8", newline="\n")
        entry["versions"][version] = {"sha256": _hash(descriptor.encode("utf-8"))}
        print(f"released {id_} {version}")
    _CATALOG.write_text(_text(catalog), encoding="utf-8", newline="\n")
    return 0


def _descriptor(id_: str, version: str, package: dict[str, Any], folder: Path) -> dict[str, Any]:
    tables = [_table(folder, name, schema) for name, schema in _SCHEMAS.items()]
    texts = [_text_file(folder, path) for path in sorted(folder.glob("source/*.txt"))]
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": id_,
        "version": version,
        "title": package["title"],
        "description": package["description"],
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "Creative Commons Zero 1.0 Universal",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
        "sources": package["sources"],
        "resources": [*tables, *texts],
    }


def _table(folder: Path, name: str, schema: dict[str, Any]) -> dict[str, Any]:
    path = folder / f"{name}.csv"
    header = path.read_text(encoding="utf-8").split("\n", maxsplit=1)[0].split(",")
    expected = [field["name"] for field in schema["fields"]]
    if header != expected:
        message = f"{path}: columns {header}, expected {expected}"
        raise SystemExit(message)
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": name,
        "path": path.name,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_hash(path.read_bytes())}",
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            **schema,
            "missingValues": [""],
        },
    }


def _text_file(folder: Path, path: Path) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": path.stem,
        "path": path.relative_to(folder).as_posix(),
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_hash(path.read_bytes())}",
    }


def _changed(folder: Path, released: str) -> list[str]:
    """What differs in a released folder from what was released; empty if nothing does."""
    path = folder / "datapackage.json"
    if _hash(path.read_bytes()) != released:
        return [f"{path}: a released descriptor was changed; make it a new version"]
    resources = json.loads(path.read_text(encoding="utf-8"))["resources"]
    return [
        f"{folder / resource['path']}: a released file was changed; make it a new version"
        for resource in resources
        if resource["hash"] != f"sha256:{_hash((folder / resource['path']).read_bytes())}"
    ]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
