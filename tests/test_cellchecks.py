"""Cells by themselves: what each column holds, keys, and references between tables."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from resolution_targets.cellchecks import check_cells
from resolution_targets.folders import new_dataset
from resolution_targets.sheets import read_sheet
from resolution_targets.validation import validate_dataset

_RELATIONS = "'above', 'at_least', 'reach', 'at_most', 'below', 'between', 'done'"
_STATUSES = "'A', 'B', 'D', 'E', 'F', 'G', 'I', 'L', 'M', 'N', 'O', 'P', 'Q', 'U', 'V'"
_NUMBER = "is not a number such as 17800 or 2.5, with a point and no grouping [type]"
_UNIT = (
    "write it as a scale, a unit and what it is counted for, such as 'billion VND', 'tỷ đồng' or "
    "'doctors per 10,000 people' [unit]"
)
_PERIOD = (
    "is not a reference period; write a year (2025), a month (2025-06), a quarter (2025-Q3) or "
    "the months so far (2025-9M) [period]"
)
_ID = "is no id; write up to 200 small letters, digits and single hyphens, 'grdp-growth' say [id]"
_LINE = (
    "is no number; write that of the line, with a small letter for its further promises: 7a [id]"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new dataset: one row in each table, each on line 2."""
    new_dataset(tmp_path / "new", id="nghe-an-2025")
    return tmp_path / "new"


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _set(folder: Path, table: str, **cells: str) -> None:
    """Put cells into the row of a table."""
    (row,) = _rows(folder, table)
    assert row.keys() >= cells.keys()
    _write(folder, table, [row | cells])


def _add(folder: Path, table: str, **cells: str) -> None:
    """Add a row like the first one, on the next line."""
    rows = _rows(folder, table)
    _write(folder, table, [*rows, rows[0] | cells])


def _problems(folder: Path) -> list[str]:
    return [str(violation) for violation in validate_dataset(folder)]


def _of(folder: Path, table: str, column: str, cell: str) -> list[str]:
    """What is wrong once a cell holds something else, without the place, which must be right."""
    _set(folder, table, **{column: cell})
    start = f"{table}.csv, line 2, column {column}: "
    problems = _problems(folder)
    assert all(problem.startswith(start) for problem in problems)
    return [problem.removeprefix(start) for problem in problems]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("domains", "name_vi"),
        ("indicators", "kind"),
        ("targets", "unit"),
        ("targets", "quote"),
        ("targets", "reference_area"),
        ("revisions", "in_force_from"),
        ("observations", "observation_status"),
        ("observations", "unit"),
        ("sources", "title_en"),
    ],
)
def test_a_cell_that_must_hold_something(folder: Path, table: str, column: str) -> None:
    assert _of(folder, table, column, "") == ["the cell is empty; it must hold a value [required]"]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("indicators", "definition_en"),
        ("targets", "locator"),
        ("targets", "in_force_from"),
        ("observations", "value"),
        ("observations", "comment"),
        ("sources", "url"),
    ],
)
def test_a_cell_that_may_be_empty(folder: Path, table: str, column: str) -> None:
    assert _of(folder, table, column, "") == []


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("targets", "lower", " 90"),
        ("targets", "relation", "above "),
        ("targets", "quote", "Tỷ lệ ví dụ đạt trên 90%\n"),
        ("observations", "comment", "\u00a0x"),
        ("domains", "name_en", " "),
    ],
)
def test_blanks_around_a_cell(folder: Path, table: str, column: str, cell: str) -> None:
    assert _of(folder, table, column, cell) == [
        f"{cell!r} has blanks around it; remove them [type]"
    ]


@pytest.mark.parametrize(
    "cell",
    [
        *("88,5", "1.234.567", "8.85e1", "1E2", "NaN", "inf", "-inf", "Infinity", "sNaN"),
        # Digits of other scripts, and a minus sign that is no hyphen.
        *("٨٨", "\uff18\uff18.\uff15", "\u221288.5"),
        *("+88.5", "--88.5", ".5", "88.", "8_8", "0x58", "88.5%", "88.5 tỷ", "x"),
    ],
)
@pytest.mark.parametrize("table_and_column", ["observations value", "targets lower"])
def test_what_is_no_number(folder: Path, table_and_column: str, cell: str) -> None:
    table, column = table_and_column.split()
    assert _of(folder, table, column, cell) == [f"{cell!r} {_NUMBER}"]


@pytest.mark.parametrize("cell", ["88.5", "88.50", "088.5", "-88.5", "88.5" + "0" * 96])
def test_what_is_a_number(folder: Path, cell: str) -> None:
    assert _of(folder, "observations", "value", cell) == []


def test_a_number_of_more_digits_than_anyone_promises(folder: Path) -> None:
    cell = "8" * 101
    assert _of(folder, "observations", "value", cell) == [f"{cell!r} {_NUMBER}"]
    # 100,000 of them are not shown.
    (message,) = _of(folder, "observations", "value", "8" * 100_000)
    assert message == f"'{'8' * 97}...{'8' * 98}' {_NUMBER}"


@pytest.mark.parametrize("cell", ["TRUE", "True", "yes", "1", "0", "đúng"])
def test_what_is_neither_true_nor_false(folder: Path, cell: str) -> None:
    assert _of(folder, "targets", "hedged", cell) == [
        f"{cell!r} is not true or false, in small letters [type]"
    ]


@pytest.mark.parametrize(
    "cell",
    [
        *("30/06/2025", "2025-6-30", "20250630", "2025-W26-1", "2025-02-29", "2025-13-01"),
        *("0000-01-01", "2025-06-30T00:00", "٢٠٢٥-06-30", "hôm nay"),
    ],
)
@pytest.mark.parametrize(
    "table_and_column",
    ["revisions in_force_from", "targets in_force_from", "observations published"],
)
def test_what_is_no_day(folder: Path, table_and_column: str, cell: str) -> None:
    table, column = table_and_column.split()
    assert _of(folder, table, column, cell) == [f"{cell!r} is not a day such as 2025-08-05 [type]"]


@pytest.mark.parametrize("cell", ["2024-02-29", "0001-01-01", "9999-12-31"])
def test_what_is_a_day(folder: Path, cell: str) -> None:
    assert _of(folder, "observations", "published", cell) == []


@pytest.mark.parametrize(
    ("table", "column", "cell", "problem"),
    [
        (
            *("targets", "relation", "abov"),
            f"'abov' is none of {_RELATIONS}; did you mean 'above'? [word]",
        ),
        ("targets", "relation", "trên", f"'trên' is none of {_RELATIONS} [word]"),
        (
            *("targets", "stretch_relation", "Above"),
            f"'Above' is none of {_RELATIONS}; did you mean 'above'? [word]",
        ),
        (
            *("indicators", "direction", "up"),
            "'up' is none of 'higher', 'lower', 'within' [word]",
        ),
        (
            *("indicators", "over_time", "stocks"),
            "'stocks' is none of 'flow', 'stock', 'year_to_date'; did you mean 'stock'? [word]",
        ),
        ("observations", "observation_status", "e", f"'e' is none of {_STATUSES} [word]"),
        ("observations", "observation_status", "ước", f"'ước' is none of {_STATUSES} [word]"),
    ],
)
def test_what_is_none_of_the_words(
    folder: Path, table: str, column: str, cell: str, problem: str
) -> None:
    assert _of(folder, table, column, cell) == [problem]


@pytest.mark.parametrize(
    "id_",
    [
        *("../../x", "/etc", "a/b", "a.b", "A", "a b", "a_b", "a--b", "-a", "a-", "à", "٣"),
        *("con:", "a\nb", "a" * 201),
    ],
)
def test_what_is_no_id(folder: Path, id_: str) -> None:
    _set(folder, "targets", id=id_)
    _set(folder, "revisions", target=id_)
    shown = f"'{'a' * 97}...{'a' * 98}'" if id_.startswith("aa") else repr(id_)
    assert _problems(folder) == [f"targets.csv, line 2, column id: {shown} {_ID}"]


@pytest.mark.parametrize("id_", ["a", "7b", "2025", "a-1-b", "a" * 200])
def test_what_is_an_id(folder: Path, id_: str) -> None:
    _set(folder, "targets", id=id_)
    _set(folder, "revisions", target=id_)
    assert _problems(folder) == []


@pytest.mark.parametrize("table", ["domains", "indicators", "sources"])
def test_the_ids_of_every_table_are_looked_at(folder: Path, table: str) -> None:
    _add(folder, table, id="../../x")
    assert _problems(folder) == [f"{table}.csv, line 3, column id: '../../x' {_ID}"]


@pytest.mark.parametrize(
    "number", ["0", "01", "7A", "7 a", "7-a", "a", "-7", "7.1", "\uff17", "\u0667", "7à", "7" * 19]
)
def test_what_is_no_number_of_a_line(folder: Path, number: str) -> None:
    assert _of(folder, "targets", "number", number) == [f"{number!r} {_LINE}"]


@pytest.mark.parametrize("number", ["7", "10", "7a", "7ab", "9" * 18])
def test_what_is_the_number_of_a_line(folder: Path, number: str) -> None:
    assert _of(folder, "targets", "number", number) == []


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("hectar", f"unknown unit 'hectar'; did you mean 'hectare'?; {_UNIT}"),
        ("chuối", f"unknown unit 'chuối'; {_UNIT}"),
        ("9**9**9**9", f"unknown unit '9**9**9**9'; {_UNIT}"),
        # A unit by its words, of more parts than anyone counts by; it is cut after 200 letters.
        (
            "VND" + "/person" * 18_000,
            f"unknown unit '{('VND' + '/person' * 29)[:200]}'; {_UNIT}",
        ),
    ],
)
@pytest.mark.parametrize("table", ["indicators", "targets", "revisions", "observations"])
def test_what_is_no_unit(folder: Path, table: str, cell: str, problem: str) -> None:
    assert _of(folder, table, "unit", cell) == [problem]


@pytest.mark.parametrize("cell", ["%", "Phần trăm", "per cent", "permille", "dimensionless"])
def test_any_spelling_of_a_unit_will_do(folder: Path, cell: str) -> None:
    assert _of(folder, "targets", "unit", cell) == []


@pytest.mark.parametrize("cell", ["25", "2025-13", "2025-Q5", "2025-0M", "2025/06", "٢٠٢٥"])
@pytest.mark.parametrize("table", ["targets", "observations"])
def test_what_is_no_period(folder: Path, table: str, cell: str) -> None:
    assert _of(folder, table, "reference_period", cell) == [f"{cell!r} {_PERIOD}"]


def test_a_period_as_long_as_a_page_is_cut(folder: Path) -> None:
    problems = _of(folder, "targets", "reference_period", "2025" * 10_000)
    assert problems == [f"'{'2025' * 50}' {_PERIOD}"]


@pytest.mark.parametrize("cell", ["2025", "2025-06", "2025-Q3", "2025-9M"])
def test_what_is_a_period(folder: Path, cell: str) -> None:
    assert _of(folder, "targets", "reference_period", cell) == []


@pytest.mark.parametrize(("table", "other"), [("domains", {}), ("sources", {}), ("indicators", {})])
def test_an_id_that_stands_twice(folder: Path, table: str, other: dict[str, str]) -> None:
    _add(folder, table, **other)
    (id_,) = {row["id"] for row in _rows(folder, table)}
    assert _problems(folder) == [
        (
            f"{table}.csv, line 3, column id: {id_!r} stands on line 2 already; a key stands once "
            "[key]"
        )
    ]


def test_a_target_that_stands_three_times(folder: Path) -> None:
    _add(folder, "targets")
    _add(folder, "targets", id="other")
    already = "stands on line 2 already; a key stands once [key]"
    assert _problems(folder) == [
        f"targets.csv, line 3, column id: 'example-share' {already}",
        f"targets.csv, line 3, column number: '1' {already}",
        f"targets.csv, line 4, column number: '1' {already}",
    ]


def test_a_revision_that_stands_twice(folder: Path) -> None:
    _add(folder, "revisions", lower="90", quote="Tỷ lệ ví dụ đạt trên 90%")
    assert _problems(folder) == [
        (
            "revisions.csv, line 3: target 'example-share', in_force_from '2025-06-30' stands on "
            "line 2 already; a key stands once [key]"
        )
    ]


def test_an_observation_that_stands_twice(folder: Path) -> None:
    _add(folder, "observations", value="", comment="again")
    assert _problems(folder) == [
        (
            "observations.csv, line 3: indicator 'example-share', reference_area 'VN', "
            "reference_period '2024', source 'resolution' stands on line 2 already; a key stands "
            "once [key]"
        )
    ]


def test_rows_that_differ_in_one_part_of_the_key(folder: Path) -> None:
    _add(folder, "targets", id="other", number="1a")
    _add(folder, "revisions", in_force_from="2025-07-01")
    for cells in ({"reference_area": "VN-23"}, {"reference_period": "2025"}):
        _add(folder, "observations", **cells)
    assert _problems(folder) == []


def test_what_is_no_key_is_not_reported_as_one_that_stands_twice(folder: Path) -> None:
    _set(folder, "domains", id="")
    _add(folder, "domains")
    assert [str(each.rule) for each in validate_dataset(folder)] == [
        "required",
        "required",
        "reference",
    ]


def test_an_id_that_is_the_number_of_another_target(folder: Path) -> None:
    # A look-up by "2" could mean both.
    _add(folder, "targets", id="2", number="1a")
    _add(folder, "targets", id="other", number="2")
    assert _problems(folder) == [
        (
            "targets.csv, line 3, column id: '2' is the number of the target on line 4; take "
            "another id [key]"
        )
    ]


def test_an_id_may_be_the_number_of_its_own_target(folder: Path) -> None:
    _set(folder, "targets", id="1")
    _set(folder, "revisions", target="1")
    assert _problems(folder) == []


@pytest.mark.parametrize(
    ("table", "column", "other"),
    [
        ("indicators", "change_of", "indicators"),
        ("targets", "indicator", "indicators"),
        ("targets", "domain", "domains"),
        ("targets", "source", "sources"),
        ("targets", "act", "sources"),
        ("revisions", "target", "targets"),
        ("revisions", "act", "sources"),
        ("revisions", "source", "sources"),
        ("observations", "indicator", "indicators"),
        ("observations", "source", "sources"),
    ],
)
def test_what_a_row_refers_to_must_be_there(
    folder: Path, table: str, column: str, other: str
) -> None:
    assert _of(folder, table, column, "nowhere") == [f"'nowhere' is not in {other}.csv [reference]"]


def test_a_near_id_is_offered(folder: Path) -> None:
    assert _of(folder, "targets", "domain", "econmy") == [
        "'econmy' is not in domains.csv; did you mean 'economy'? [reference]"
    ]


def test_the_whole_of_a_part_must_be_there(folder: Path) -> None:
    assert _of(folder, "targets", "of_which", "example-shares") == [
        "'example-shares' is not in targets.csv; did you mean 'example-share'? [parent]"
    ]


def test_references_between_rows_that_are_there(folder: Path) -> None:
    _add(folder, "targets", id="part", number="1a", of_which="example-share", act="resolution")
    _add(folder, "sources", id="report")
    _set(folder, "observations", source="report")
    assert _problems(folder) == []


def test_what_refers_to_a_spoilt_row_is_not_reported(folder: Path) -> None:
    _set(folder, "indicators", unit="chuối")
    assert _problems(folder) == [
        f"indicators.csv, line 2, column unit: unknown unit 'chuối'; {_UNIT}"
    ]


def test_what_refers_to_a_table_that_cannot_be_read_is_not_reported(folder: Path) -> None:
    for table in ("indicators", "sources"):
        (folder / f"{table}.csv").write_text("", encoding="utf-8")
    (folder / "domains.csv").write_text("name_vi,name_en\nx,y\n", encoding="utf-8")
    assert [(each.file, str(each.rule)) for each in validate_dataset(folder)] == [
        ("domains.csv", "columns"),
        ("indicators.csv", "form"),
        ("sources.csv", "form"),
    ]


def test_all_that_is_wrong_in_a_row_is_reported_at_once(folder: Path) -> None:
    _set(
        folder,
        "targets",
        number="7A",
        domain="nowhere",
        relation="over",
        unit="chuối",
        hedged="yes",
        reference_period="soon",
        in_force_from="today",
    )
    assert [(each.row, each.column, str(each.rule)) for each in validate_dataset(folder)] == [
        (2, "domain", "reference"),
        (2, "hedged", "type"),
        (2, "in_force_from", "type"),
        (2, "number", "id"),
        (2, "reference_period", "period"),
        (2, "relation", "word"),
        (2, "unit", "unit"),
    ]


_COLUMNS = "id,name_vi,name_en,definition_en,direction,kind,unit,numerator,denominator,over_time,"


def test_many_wrong_cells_take_no_time_and_get_fewer_hints() -> None:
    rows = [
        f"i{number},x,x,,higherr{number},milestone,tỷ đông {number},,,flow,,"
        for number in range(20_000)
    ]
    rows.append("sound,x,x,,higher,milestone,tỷ đồng,,,flow,,")
    text = "\n".join([f"{_COLUMNS}change_of,comment", *rows])
    start = time.process_time()
    sheet, _ = read_sheet("indicators", text.encode())
    assert sheet is not None
    violations = [*check_cells(sheet)]
    assert time.process_time() - start < 8
    assert len(violations) == 40_000
    units = [each.message for each in violations if each.column == "unit"]
    assert sum("did you mean" in message for message in units) == 20
    words = [each.message for each in violations if each.column == "direction"]
    # 20,000 comparisons with three words each.
    assert sum("did you mean 'higher'?" in message for message in words) == 6_666
