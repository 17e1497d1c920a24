"""A data version for other tools: JSON Schema, JSON-LD, Parquet and CSV."""

from __future__ import annotations

import csv
import json
import os
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.errors import UnwritableFolderError
from resolution_targets.exports import export_tables, json_ld, json_schema, write_whole
from resolution_targets.schemas import SCHEMAS

_FOLDER = Path(__file__).parents[1] / "data" / "ha-tinh-2025" / "1.0.0"
_TABLES = ("targets", "indicators", "observations", "revisions", "sources")
_READERS: dict[str, Any] = {
    "string": str,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": str,
}


def _rows(table: str) -> list[dict[str, Any]]:
    """The rows of a released table, as JSON has them; empty cells are null."""
    types = {field["name"]: field["type"] for field in SCHEMAS[table]["fields"]}
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {name: _READERS[types[name]](cell) if cell else None for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def _validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, Any]]]:
    names = ("domains", "indicators", "targets", "observations", "sources")
    return {table: _rows(table) for table in names}


def test_a_released_version_is_valid(tables: dict[str, list[dict[str, Any]]]) -> None:
    assert {table: len(rows) for table, rows in tables.items()} == {
        "domains": 4,
        "indicators": 36,
        "targets": 33,
        "observations": 5,
        "sources": 1,
    }
    assert list(_validator().iter_errors(tables)) == []


def test_a_single_row_can_be_checked(tables: dict[str, list[dict[str, Any]]]) -> None:
    schema = json_schema()
    validator = jsonschema.Draft202012Validator(
        {"$ref": "#/$defs/targets", "$defs": schema["$defs"]}
    )
    assert [validator.is_valid(row) for row in tables["targets"]] == [True] * 33
    assert not validator.is_valid(tables["domains"][0])


# The table and the cells that are changed in its first row, and what is wrong with it then.
@pytest.mark.parametrize(
    ("table", "cells", "message"),
    [
        (
            "targets",
            {"relation": "over"},
            (
                "'over' is not one of ['above', 'at_least', 'reach', 'at_most', 'below', "
                "'between', 'done']"
            ),
        ),
        (
            "targets",
            {"stretch_relation": "over"},
            (
                "'over' is not one of ['above', 'at_least', 'reach', 'at_most', 'below', "
                "'between', 'done', None]"
            ),
        ),
        ("targets", {"id": "GRDP growth"}, "does not match '^(?:[a-z0-9]+(-[a-z0-9]+)*)$'"),
        # Part of it would match.
        ("targets", {"number": "7A"}, "'7A' does not match '^(?:[1-9][0-9]*[a-z]*)$'"),
        ("targets", {"quote": ""}, "'' should be non-empty"),
        ("targets", {"lower": "7"}, "'7' is not of type 'number', 'null'"),
        ("targets", {"hedged": "false"}, "'false' is not of type 'boolean'"),
        (
            "targets",
            {"in_force_from": "5/2/2025"},
            "'5/2/2025' does not match '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'",
        ),
        ("targets", {"goal": 7}, "Additional properties are not allowed ('goal' was unexpected)"),
        ("observations", {"observation_status": "Z"}, "'Z' is not one of ['A', 'B', 'D', 'E', "),
        ("sources", {"title_vi": None}, "None is not of type 'string'"),
    ],
)
def test_a_broken_row_is_not_valid(
    tables: dict[str, list[dict[str, Any]]], table: str, cells: dict[str, Any], message: str
) -> None:
    broken = deepcopy(tables)
    broken[table][0] |= cells
    (error,) = _validator().iter_errors(broken)
    assert list(error.absolute_path)[:2] == [table, 0]
    assert message in error.message


@pytest.mark.parametrize("cell", ["id", "unit", "quote"])
def test_a_row_without_a_needed_cell_is_not_valid(
    tables: dict[str, list[dict[str, Any]]], cell: str
) -> None:
    broken = deepcopy(tables)
    del broken["targets"][0][cell]
    (error,) = _validator().iter_errors(broken)
    assert error.message == f"{cell!r} is a required property"


def test_cells_and_tables_that_may_be_missing(tables: dict[str, list[dict[str, Any]]]) -> None:
    fewer = deepcopy(tables)
    for cell in ("lower", "upper", "stretch_relation", "of_which", "comment"):
        del fewer["targets"][0][cell]
    fewer["targets"][1] |= {"stretch_relation": "reach", "in_force_from": "2025-02-05"}
    del fewer["observations"]
    fewer["revisions"] = []
    assert list(_validator().iter_errors(fewer)) == []
    del fewer["targets"]
    (error,) = _validator().iter_errors(fewer)
    assert error.message == "'targets' is a required property"


def test_other_tables_are_not_valid(tables: dict[str, list[dict[str, Any]]]) -> None:
    (error,) = _validator().iter_errors(tables | {"goals": []})
    assert error.message == "Additional properties are not allowed ('goals' was unexpected)"


def test_the_schema_says_what_columns_are() -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    fields = schema["$defs"]["revisions"]
    assert fields["properties"]["in_force_from"] == {
        "description": "First day on which it holds.",
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "minLength": 1,
    }
    assert fields["required"] == [
        *("target", "in_force_from", "relation", "unit", "act", "quote"),
        "source",
    ]


def test_json_ld(ha_tinh: rt.Dataset) -> None:
    described = json_ld(ha_tinh)
    assert json.loads(json.dumps(described)) == described
    variables = {variable["identifier"]: variable for variable in described.pop("variableMeasured")}
    assert described == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "Targets of Hà Tĩnh province for 2025",
        "description": (
            "The 28 numbered targets for 2025 (33 promises) of the resolution of the Party "
            "Committee of Hà Tĩnh province on the tasks of 2025, each with its verbatim phrase, "
            "and the outturn of 2024 that the same resolution states."
        ),
        "version": "1.0.0",
        "datePublished": ha_tinh.released,
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "identifier": [
            "ha-tinh-2025",
            {"@type": "PropertyValue", "propertyID": "sha256", "value": ha_tinh.sha256},
        ],
        "inLanguage": ["vi", "en"],
        "spatialCoverage": [{"@type": "Place", "identifier": "VN-23"}],
        "temporalCoverage": "2024-01-01/2025-12-31",
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "identifier": "resolution",
                "name": (
                    "Resolution of the Party Committee of Hà Tĩnh province on the tasks of 2025"
                ),
                "alternateName": "Nghị quyết của Tỉnh ủy Hà Tĩnh về nhiệm vụ năm 2025",
            }
        ],
    }
    assert list(variables) == [indicator.id for indicator in ha_tinh.indicators]
    assert variables["doctors-per-10000"]["unitText"] == "doctors per 10,000 people"
    assert variables["budget-revenue"]["unitText"] == "billion VND"
    assert variables["poverty-reduction"] == {
        "@type": "PropertyValue",
        "identifier": "poverty-reduction",
        "name": "Fall of the poverty rate",
        "alternateName": "Mức giảm tỷ lệ hộ nghèo",
        "description": ha_tinh.indicator("poverty-reduction").definition_en,
        "unitText": "percentage points",
    }


def test_files_are_named_where_an_address_is_given(ha_tinh: rt.Dataset) -> None:
    here = "https://example.org/data/ha-tinh-2025/1.0.0"
    files = json_ld(ha_tinh, base_url=f"{here}/")["distribution"]
    assert files[0] == {
        "@type": "DataDownload",
        "name": "datapackage.json",
        "contentUrl": f"{here}/datapackage.json",
        "encodingFormat": "application/json",
    }
    # There are no revisions, so there is no file of them.
    assert [file["name"] for file in files[1:]] == [
        *("domains.csv", "indicators.csv", "targets.csv", "observations.csv", "sources.csv"),
    ]
    assert {file["encodingFormat"] for file in files[1:]} == {"text/csv"}
    assert all((_FOLDER / file["name"]).is_file() for file in files)
    assert json_ld(ha_tinh, base_url=here)["distribution"] == files


def test_what_a_dataset_does_not_say_is_left_out() -> None:
    source = rt.Source(id="page", title_vi="Trang", title_en="Page", url="https://example.org/")
    dataset = rt.Dataset(id="bare", version="0.1.0", sources=(source,), license="MIT")
    assert json_ld(dataset) == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "bare",
        "version": "0.1.0",
        "license": "https://spdx.org/licenses/MIT.html",
        "identifier": ["bare"],
        "inLanguage": ["vi", "en"],
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "identifier": "page",
                "name": "Page",
                "alternateName": "Trang",
                "url": "https://example.org/",
            }
        ],
    }
    assert "license" not in json_ld(attrs.evolve(dataset, license=""))


def test_the_promises_of_a_day_are_called_so(ha_tinh: rt.Dataset) -> None:
    name = json_ld(ha_tinh.in_force("2025-06-30"))["name"]
    assert name == "Targets of Hà Tĩnh province for 2025, as of 2025-06-30"


def test_the_time_covered_ends_with_the_last_day_of_a_month(ha_tinh: rt.Dataset) -> None:
    target = attrs.evolve(ha_tinh["1"], reference_period="2024-Q2")
    observation = attrs.evolve(
        ha_tinh.observations[0], reference_period="2024-2M", reference_area="VN-44"
    )
    dataset = attrs.evolve(ha_tinh, targets=(target,), observations=(observation,))
    described = json_ld(dataset)
    assert described["temporalCoverage"] == "2024-01-01/2024-06-30"
    assert [place["identifier"] for place in described["spatialCoverage"]] == ["VN-23", "VN-44"]
    early = attrs.evolve(dataset, targets=())
    # 2024 was a leap year.
    assert json_ld(early)["temporalCoverage"] == "2024-01-01/2024-02-29"


@pytest.fixture
def revised(ha_tinh: rt.Dataset) -> rt.Dataset:
    """With a row in every table."""
    revision = rt.Revision(
        target="grdp-growth",
        in_force_from="2025-02-05",
        criterion=rt.Criterion(relation="reach", lower="8.0"),
        unit="percent",
        act="resolution",
        quote="từ 7% lên 8%",
        source="resolution",
    )
    return attrs.evolve(ha_tinh, revisions=(revision,))


def test_parquet_read_back_is_the_frame(revised: rt.Dataset, tmp_path: Path) -> None:
    paths = export_tables(revised, tmp_path / "a" / "b", "parquet")
    assert [path.name for path in paths] == [f"{table}.parquet" for table in _TABLES]
    assert sorted(paths) == sorted((tmp_path / "a" / "b").iterdir())
    for table, path in zip(_TABLES, paths, strict=True):
        frame = revised.to_frame(table)
        again = pl.read_parquet(path)
        assert again.equals(frame)
        assert again.schema == frame.schema
    assert pl.read_parquet(paths[0])["lower"][0] == Decimal(7)
    assert pl.read_parquet(paths[3])["in_force_from"].to_list() == [date(2025, 2, 5)]


def test_csv_read_back_by_polars_is_the_frame(revised: rt.Dataset, tmp_path: Path) -> None:
    paths = export_tables(revised, tmp_path, "csv")
    assert [path.name for path in paths] == [f"{table}.csv" for table in _TABLES]
    for table, path in zip(_TABLES, paths, strict=True):
        frame = revised.to_frame(table)
        again = pl.read_csv(path, schema=frame.schema)
        assert again.equals(frame)


def test_csv_read_back_by_the_csv_module_is_what_was_written(
    revised: rt.Dataset, tmp_path: Path
) -> None:
    paths = export_tables(revised, tmp_path, "csv")
    content = paths[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid,number,item,")
    assert content.endswith(b"\r\n")
    with paths[0].open(encoding="utf-8-sig", newline="") as file:
        targets = {row["number"]: row for row in csv.DictReader(file)}
    assert len(targets) == 33
    # II.2 (14): "Tỷ lệ hộ nghèo giảm 0,5-0,6%"; its comma stands in a cell.
    row = targets["14"]
    assert (row["lower"], row["upper"], row["unit"]) == ("0.5", "0.6", "percentage_point")
    assert row["quote"] == "Tỷ lệ hộ nghèo giảm 0,5-0,6%"
    # Not 100.000000, and not 1: "đạt 100%".
    assert [targets[number]["lower"] for number in ("1", "7", "18", "9")] == [
        *("7", "17800", "100", ""),
    ]
    assert (row["hedged"], targets["18"]["maintain"]) == ("false", "true")
    with (_FOLDER / "targets.csv").open(encoding="utf-8", newline="") as file:
        for released in csv.DictReader(file):
            exported = targets[released["number"]]
            for name in ("id", "indicator", "relation", "quote", "locator", "comment", "of_which"):
                assert exported[name] == released[name]
            for name in ("lower", "upper"):
                assert exported[name] == released[name]
    with paths[2].open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    assert (first["value"], first["status"], first["period"]) == ("7.3", "E", "2024")
    with paths[3].open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["in_force_from"] == "2025-02-05"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("https://example.org")', '\'=HYPERLINK("https://example.org")'),
        # A list in a resolution looks the same to a spreadsheet.
        ("- Tốc độ tăng trưởng", "'- Tốc độ tăng trưởng"),
        ("+ 12 bác sĩ", "'+ 12 bác sĩ"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("\n=1+1", "'\n=1+1"),
        # So that taking the first apostrophe away is always right.
        ("'ước", "''ước"),
        ("đạt = 7", "đạt = 7"),
        ('"trong đó", 7%', '"trong đó", 7%'),
        ("hai\r\ndòng\n=1", "hai\r\ndòng\n=1"),
        ("7", "7"),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_made_harmless(
    ha_tinh: rt.Dataset, tmp_path: Path, text: str, cell: str
) -> None:
    targets = (attrs.evolve(ha_tinh["1"], quote=text),)
    dataset = attrs.evolve(ha_tinh, targets=targets)
    path = export_tables(dataset, tmp_path, "csv")[0]
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["quote"] == cell
    kept = pl.read_parquet(export_tables(dataset, tmp_path, "parquet")[0])
    assert kept["quote"].to_list() == [text]


def test_numbers_and_missing_values_are_left_alone(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    # A promise may be negative: "-0,6%" is the number, and no formula.
    target = attrs.evolve(
        ha_tinh["14"], criterion=rt.Criterion(relation="between", lower="-0.60", upper="0")
    )
    observations = [
        attrs.evolve(ha_tinh.observations[0], value=value, comment="")
        for value in (Decimal("-1.5"), None)
    ]
    dataset = attrs.evolve(ha_tinh, targets=(target,), observations=tuple(observations))
    paths = export_tables(dataset, tmp_path, "csv")
    with paths[0].open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["lower"], row["upper"], row["stretch_lower"]) == ("-0.6", "0", "")
    # No value is nothing, an empty text is "".
    assert pl.read_csv(paths[0])["of_which"].to_list() == [None]
    assert paths[2].read_bytes().count(b',"",\r\n') == 2
    assert pl.read_csv(paths[2])["value"].to_list() == [-1.5, None]


def test_a_format_there_is_not(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        export_tables(ha_tinh, tmp_path, "xlsx")  # type: ignore[arg-type]
    assert str(caught.value) == "format='xlsx' is not known; it takes 'parquet', 'csv'"


def test_files_are_replaced_whole_or_not_at_all(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in export_tables(ha_tinh, tmp_path, "csv")}
    # The last of the files cannot be written: its name is too long.
    with pytest.raises(UnwritableFolderError):
        write_whole(tmp_path, {"targets.csv": b"new", "x" * 300: b"new"})
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    fewer = attrs.evolve(ha_tinh, targets=ha_tinh.targets[:3])
    paths = export_tables(fewer, tmp_path, "csv")
    assert paths[0].read_bytes() != before[paths[0]]
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_exports_into_one_folder_at_the_same_time(tmp_path: Path) -> None:
    texts = [str(number).encode() * 100_000 for number in range(8)]
    folder = tmp_path / "new"
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda text: write_whole(folder, {"a": text}), texts * 5))
    assert written == [(folder / "a",)] * 40
    assert (folder / "a").read_bytes() in texts
    assert [path.name for path in folder.iterdir()] == ["a"]


def test_a_planted_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(b"mine")
    (folder / ".a.part").symlink_to(outside)
    assert write_whole(folder, {"a": b"new"}) == (folder / "a",)
    assert ((folder / "a").read_bytes(), (folder / "a").is_symlink()) == (b"new", False)
    # Not even one whose name was guessed.
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    link = folder / ".a.guessed.part"
    link.symlink_to(outside)
    with pytest.raises(UnwritableFolderError, match="cannot be written: File exists"):
        write_whole(folder, {"a": b"newer"})
    assert link.is_symlink()
    assert (outside.read_bytes(), (folder / "a").read_bytes()) == (b"mine", b"new")


@pytest.mark.parametrize(("umask", "mode"), [(0o000, 0o644), (0o022, 0o644), (0o077, 0o600)])
def test_who_may_read_the_files(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        (path,) = write_whole(tmp_path, {"a": b""})
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("a\0b", "embedded null byte"),
        (
            "a\ud800",
            "'utf-8' codec can't encode character '\\ud800' in position {}: surrogates not allowed",
        ),
    ],
)
def test_what_is_no_path_at_all(tmp_path: Path, name: str, cause: str) -> None:
    path = tmp_path / name
    with pytest.raises(UnwritableFolderError) as caught:
        write_whole(path, {"a": b""})
    assert str(caught.value) == (
        f"{path} cannot be written: {cause.format(len(str(path)) - 1)}; "
        "name a folder that is not there yet, or is empty"
    )


def test_a_folder_that_cannot_be_written(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.write_text("a file", encoding="utf-8")
    with pytest.raises(UnwritableFolderError) as caught:
        export_tables(ha_tinh, path, "csv")
    assert str(caught.value) == (
        f"{path} cannot be written: File exists; name a folder that is not there yet, or is empty"
    )
    assert path.read_text(encoding="utf-8") == "a file"
