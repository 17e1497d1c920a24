"""What the tables of a data version look like: columns, types, constraints and keys.

The schemas are written as the Data Package standard has them (Table Schema 2.0): they
go into every descriptor, and folders are validated against them.
"""

from __future__ import annotations

from typing import Any

from resolution_targets.criteria import Direction, Relation
from resolution_targets.indicators import OverTime, QuantityKind
from resolution_targets.observations import ObservationStatus

_ID = {"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}
_RELATIONS = [relation.value for relation in Relation]
_DIRECTIONS = [direction.value for direction in Direction]
_KINDS = [kind.value for kind in QuantityKind]
_OVER_TIME = [over_time.value for over_time in OverTime]
_OBSERVATION_STATUSES = [status.value for status in ObservationStatus]


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
_AREA = _field("reference_area", "ISO 3166 code of the area.", required=True)
_PERIOD = _field(
    "reference_period",
    "Year, month (2025-06), quarter (2025-Q3) or months so far (2025-9M).",
    required=True,
)
_UNIT = _field("unit", "The unit, in any spelling of the vocabulary.", required=True)
_QUOTE = _field(
    "quote", "The phrase it was read from, verbatim but for line breaks.", required=True
)
_SOURCE = _field("source", "The source that holds the phrase.", required=True)
_LOCATOR = _field("locator", "Where in the source.")

_PROMISE = [
    _field(
        "relation",
        "How the wording relates a value to the bound.",
        required=True,
        enum=_RELATIONS,
    ),
    _field("lower", "The bound, or the smaller end of a range.", "number"),
    _field("upper", "The larger end of a range.", "number"),
    _UNIT,
    _field("hedged", "Whether the wording says 'about'; empty for false.", "boolean"),
    _field("maintain", "Whether the wording says 'keep'; empty for false.", "boolean"),
    _field("stretch_relation", "Relation of a second, harder promise.", enum=_RELATIONS),
    _field("stretch_lower", "Its bound.", "number"),
    _field("stretch_upper", "The larger end of its range.", "number"),
    _field("stretch_hedged", "Whether its wording says 'about'; empty for false.", "boolean"),
]

SCHEMAS: dict[str, dict[str, Any]] = {
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
                enum=_DIRECTIONS,
            ),
            _field("kind", "Kind of quantity: how areas combine.", required=True, enum=_KINDS),
            _UNIT,
            _field("numerator", "What a ratio counts."),
            _field("denominator", "What a ratio is counted for and weighted by."),
            _field(
                "over_time",
                "How the parts of a year combine.",
                required=True,
                enum=_OVER_TIME,
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
            *_PROMISE,
            _field("of_which", "The target that this one is a part of."),
            _QUOTE,
            _SOURCE,
            _LOCATOR,
            _COMMENT,
            _field("in_force_from", "First day on which it holds, if known.", "date"),
            _field("act", "The act that set it, if the source is a report on the act."),
        ],
        "primaryKey": ["id"],
        "foreignKeys": [
            _key("indicator", "indicators"),
            _key("domain", "domains"),
            _key("of_which", ""),
            _key("source", "sources"),
            _key("act", "sources"),
        ],
    },
    "revisions": {
        "fields": [
            _field("target", "The target whose promise it replaces.", required=True),
            _field("in_force_from", "First day on which it holds.", "date", required=True),
            *_PROMISE,
            _field("act", "The source that is the act.", required=True),
            _QUOTE,
            _SOURCE,
            _LOCATOR,
            _COMMENT,
        ],
        "primaryKey": ["target", "in_force_from"],
        "foreignKeys": [
            _key("target", "targets"),
            _key("act", "sources"),
            _key("source", "sources"),
        ],
    },
    "observations": {
        "fields": [
            _field("indicator", "What was measured.", required=True),
            _AREA,
            _PERIOD,
            _field("value", "The value, in the unit; empty if it was not reported.", "number"),
            _field("value_upper", "The larger end, if it was reported as a range.", "number"),
            _UNIT,
            _field(
                "observation_status",
                "Code of SDMX CL_OBS_STATUS: A final, E estimated, P provisional, F forecast.",
                required=True,
                enum=_OBSERVATION_STATUSES,
            ),
            _QUOTE,
            _SOURCE,
            _LOCATOR,
            _COMMENT,
            _field("published", "Day of publication, if known.", "date"),
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

# A data version without a row of these needs no file for them.
OPTIONAL_TABLES = frozenset({"observations", "revisions"})
# Added after the first release, so that a table may lack them.
OPTIONAL_COLUMNS = frozenset({"stretch_hedged", "in_force_from", "act", "published", "value_upper"})


def columns_of(table: str) -> list[str]:
    """The names of a table's columns, in order."""
    return [field["name"] for field in SCHEMAS[table]["fields"]]


def schema_of(table: str, columns: list[str]) -> dict[str, Any]:
    """The Table Schema of a file that has some of a table's columns."""
    schema = SCHEMAS[table]
    fields = {field["name"]: field for field in schema["fields"]}
    keys = [key for key in schema.get("foreignKeys", ()) if key["fields"][0] in columns]
    return {
        "fields": [fields[name] for name in columns],
        "primaryKey": schema["primaryKey"],
        **({"foreignKeys": keys} if keys else {}),
    }
