"""The layout of the tables, as the Data Package standard writes it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import attrs
import pytest

from resolution_targets.criteria import Relation
from resolution_targets.folders import new_dataset
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.observations import Observation
from resolution_targets.revisions import Revision
from resolution_targets.schemas import (
    OPTIONAL_COLUMNS,
    OPTIONAL_TABLES,
    SCHEMAS,
    columns_of,
    schema_of,
)
from resolution_targets.sources import Source
from resolution_targets.targets import Target

_HA_TINH = Path(__file__).parent.parent / "data" / "ha-tinh-2025" / "1.0.0"
_VALUES = {
    "domains": Domain,
    "indicators": Indicator,
    "targets": Target,
    "revisions": Revision,
    "observations": Observation,
    "sources": Source,
}
# A criterion takes five columns, its stretch four.
_CRITERION = {"relation", "lower", "upper", "hedged", "maintain"}
_STRETCH = {"stretch_relation", "stretch_lower", "stretch_upper", "stretch_hedged"}
_TYPES = {"string", "number", "boolean", "date"}


@pytest.mark.parametrize("table", _VALUES)
def test_a_table_has_a_column_for_each_field(table: str) -> None:
    fields = {field.name for field in attrs.fields(_VALUES[table])} - {"text"}
    # Files hold reported figures only; write_dataset refuses others.
    fields -= {"derived_from"}
    if "criterion" in fields:
        fields = fields - {"criterion", "stretch"} | _CRITERION | _STRETCH
    assert {*columns_of(table)} == fields
    assert len(columns_of(table)) == len(fields)


@pytest.mark.parametrize("table", SCHEMAS)
def test_a_schema_is_whole(table: str) -> None:
    schema = SCHEMAS[table]
    for field in schema["fields"]:
        assert field["type"] in _TYPES
        assert field["description"].endswith(".")
        constraints = field.get("constraints", {})
        assert {*constraints} <= {"required", "unique", "enum", "pattern"}
        assert re.compile(constraints.get("pattern", ""))
    required = {
        field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required")
    }
    # A key cannot be empty; what may be left out is needed only in the table that came with it.
    assert {*schema["primaryKey"]} <= required
    if table != "revisions":
        assert not required & OPTIONAL_COLUMNS
    for key in schema.get("foreignKeys", ()):
        (column,), reference = key["fields"], key["reference"]
        assert column in columns_of(table)
        assert (
            reference["fields"] == ["id"] == SCHEMAS[reference["resource"] or table]["primaryKey"]
        )


def test_the_words_are_those_of_the_types() -> None:
    (relation,) = (each for each in SCHEMAS["targets"]["fields"] if each["name"] == "relation")
    assert relation["constraints"]["enum"] == [each.value for each in Relation]


def test_what_may_be_left_out() -> None:
    assert {"observations", "revisions"} == OPTIONAL_TABLES
    known = {column for table in SCHEMAS for column in columns_of(table)}
    assert known > OPTIONAL_COLUMNS


def test_the_columns_of_a_new_dataset(tmp_path: Path) -> None:
    new_dataset(tmp_path / "new", id="nghe-an-2025")
    for table in SCHEMAS:
        header = (tmp_path / "new" / f"{table}.csv").read_text(encoding="utf-8").split("\n")[0]
        assert header.split(",") == columns_of(table)


def test_a_file_with_some_of_the_columns() -> None:
    schema = schema_of("targets", ["source", "id", "of_which"])
    assert [field["name"] for field in schema["fields"]] == ["source", "id", "of_which"]
    assert schema["primaryKey"] == ["id"]
    assert [key["fields"] for key in schema["foreignKeys"]] == [["of_which"], ["source"]]
    # The standard has no empty list of keys.
    assert {*schema_of("domains", ["id"])} == {"fields", "primaryKey"}
    assert {*schema_of("targets", ["id"])} == {"fields", "primaryKey"}


def test_the_first_version_has_columns_that_are_known_still() -> None:
    descriptor = json.loads((_HA_TINH / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if resource["path"].endswith(".csv"):
            table = resource["name"]
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert {*names} <= {*columns_of(table)}
            assert {*columns_of(table)} - {*names} <= OPTIONAL_COLUMNS
            now = schema_of(table, names)
            types = [(field["name"], field["type"]) for field in now["fields"]]
            then = resource["schema"]["fields"]
            assert types == [(field["name"], field["type"]) for field in then]
