"""What rows mean: units, promises, parts of wholes, phrases and their numbers.

Lines are those of ha-tinh-2025 1.0.0, which never changes, or of a new dataset, which has
one row in each table.
"""

from __future__ import annotations

import csv
import json
import shutil
import time
import unicodedata
from decimal import localcontext
from pathlib import Path

import pytest

from resolution_targets.folders import new_dataset
from resolution_targets.meaningchecks import check_meanings
from resolution_targets.sheets import read_sheet
from resolution_targets.validation import validate_dataset

_HA_TINH = Path(__file__).parent.parent / "data" / "ha-tinh-2025" / "1.0.0"
_BOUNDS = (
    "between takes both ends, done takes none, every other relation takes its bound as lower "
    "[criterion]"
)
_ROUND = "is the wrong way round; give the smaller end as lower and the larger as upper [criterion]"
_MILESTONE = "a milestone takes 'done', and nothing else does [criterion]"
_HIGHER = "that takes above or at_least or reach or between [direction]"
_LOWER = "that takes below or at_most or reach or between [direction]"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    new_dataset(tmp_path / "new", id="nghe-an-2025")
    return tmp_path / "new"


@pytest.fixture
def ha_tinh_folder(tmp_path: Path) -> Path:
    """A copy that may be spoilt: without the hashes, which would tell first."""
    folder = tmp_path / "ha-tinh"
    shutil.copytree(_HA_TINH, folder)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        del resource["hash"], resource["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def _rows(folder: Path, table: str) -> list[list[str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _write(folder: Path, table: str, rows: list[list[str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _set(folder: Path, table: str, line: int, **cells: str) -> None:
    """Put cells into a row, by its line; no row of these tables takes two."""
    rows = _rows(folder, table)
    for column, cell in cells.items():
        rows[line - 1][rows[0].index(column)] = cell
    _write(folder, table, rows)


def _add(folder: Path, table: str, **cells: str) -> None:
    """Add a row like the last one."""
    rows = _rows(folder, table)
    _write(folder, table, [*rows, rows[-1]])
    _set(folder, table, len(rows) + 1, **cells)


def _text(folder: Path, more: str) -> None:
    with (folder / "source" / "resolution.txt").open("a", encoding="utf-8") as file:
        file.write(more)


def _problems(folder: Path) -> list[str]:
    return [str(violation) for violation in validate_dataset(folder)]


def test_the_folders_are_sound(new: Path, ha_tinh_folder: Path) -> None:
    assert _problems(new) == _problems(ha_tinh_folder) == []


# Indicators.


def test_a_ratio_without_numerator_and_denominator(new: Path) -> None:
    _set(new, "indicators", 2, numerator="", denominator="")
    start, kind = "indicators.csv, line 2, column", "an indicator of kind 'ratio' needs a"
    assert _problems(new) == [
        f"{start} denominator: {kind} denominator; name it [indicator]",
        f"{start} numerator: {kind} numerator; name it [indicator]",
    ]


def test_a_change_of_nothing(new: Path) -> None:
    _set(new, "indicators", 2, kind="change")
    assert _problems(new) == [
        (
            "indicators.csv, line 2, column change_of: an indicator of kind 'change' needs a "
            "change_of; name it [indicator]"
        )
    ]


def test_a_change_of_itself(new: Path) -> None:
    _set(new, "indicators", 2, kind="change", change_of="example-share")
    assert _problems(new) == [
        (
            "indicators.csv, line 2, column change_of: 'example-share' is the change of itself; "
            "name the indicator whose change it is [indicator]"
        )
    ]


def test_indicators_that_need_nothing_more(new: Path) -> None:
    _add(new, "indicators", id="rate")
    _set(new, "indicators", 2, kind="change", change_of="rate", numerator="", denominator="")
    assert _problems(new) == []
    for kind in ("additive", "growth_rate", "index", "rank"):
        _set(new, "indicators", 2, kind=kind, change_of="")
        assert _problems(new) == []


# Units.


@pytest.mark.parametrize(
    ("table", "line", "unit", "problem"),
    [
        (
            *("targets", 2, "person"),
            (
                "'grdp-growth' is measured in percent; 'person' measures something else and does "
                "not convert [unit]"
            ),
        ),
        (
            *("targets", 2, "percentage point"),
            (
                "'grdp-growth' is measured in percent; 'percentage_point' is a difference of "
                "shares, not a share; give the share in percent [unit]"
            ),
        ),
        (
            *("targets", 7, "tỷ đồng"),
            (
                "'export-turnover' is measured in billion USD; 'billion VND' is another currency: "
                "pass rates= with a dated rate, or convert it first [unit]"
            ),
        ),
        (
            *("observations", 2, "person"),
            (
                "'grdp-growth' is measured in percent; 'person' measures something else and does "
                "not convert [unit]"
            ),
        ),
    ],
)
def test_units_that_measure_something_else(
    ha_tinh_folder: Path, table: str, line: int, unit: str, problem: str
) -> None:
    _set(ha_tinh_folder, table, line, unit=unit)
    assert _problems(ha_tinh_folder) == [f"{table}.csv, line {line}, column unit: {problem}"]


def test_a_revision_in_a_unit_that_measures_something_else(new: Path) -> None:
    _set(new, "revisions", 2, unit="doctors")
    assert _problems(new) == [
        (
            "revisions.csv, line 2, column unit: 'example-share' is measured in percent; 'doctor' "
            "measures something else and does not convert [unit]"
        )
    ]


def test_an_indicator_need_not_be_named_like_its_target(new: Path) -> None:
    _set(new, "targets", 2, id="other")
    _set(new, "revisions", 2, target="other")
    assert _problems(new) == []
    _set(new, "targets", 2, unit="person")
    _set(new, "revisions", 2, relation="below")
    assert [(each.file, str(each.rule)) for each in validate_dataset(new)] == [
        ("revisions.csv", "direction"),
        ("targets.csv", "unit"),
    ]


def test_units_that_convert(ha_tinh_folder: Path) -> None:
    _set(ha_tinh_folder, "targets", 6, unit="nghìn tỷ đồng")
    _set(ha_tinh_folder, "targets", 17, unit="doctors per million people")
    _set(ha_tinh_folder, "observations", 2, unit="permille")
    assert _problems(ha_tinh_folder) == []


# Bounds.


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        (
            {"lower": ""},
            "lower",
            f"above was given lower=None and upper=None; {_BOUNDS}",
        ),
        (
            {"upper": "95"},
            "upper",
            f"above was given lower=90 and upper=95; {_BOUNDS}",
        ),
        (
            {"lower": "", "upper": "90"},
            "lower",
            f"above was given lower=None and upper=90; {_BOUNDS}",
        ),
        (
            {"relation": "between"},
            "upper",
            f"between was given lower=90 and upper=None; {_BOUNDS}",
        ),
        (
            {"relation": "between", "lower": "", "upper": "90"},
            "lower",
            f"between was given lower=None and upper=90; {_BOUNDS}",
        ),
        (
            {"relation": "between", "lower": ""},
            "lower",
            f"between was given lower=None and upper=None; {_BOUNDS}",
        ),
        ({"relation": "between", "upper": "90"}, "lower", f"the range 90 to 90 {_ROUND}"),
        (
            {"relation": "between", "lower": "95", "upper": "90.0"},
            "lower",
            f"the range 95 to 90.0 {_ROUND}",
        ),
        (
            {"stretch_relation": "at_least"},
            "stretch_lower",
            f"at_least was given lower=None and upper=None; {_BOUNDS}",
        ),
        (
            {"stretch_relation": "between", "stretch_lower": "90", "stretch_upper": "9"},
            "stretch_lower",
            f"the range 90 to 9 {_ROUND}",
        ),
        (
            {"stretch_relation": "between", "stretch_lower": "90"},
            "stretch_upper",
            f"between was given lower=90 and upper=None; {_BOUNDS}",
        ),
    ],
)
@pytest.mark.parametrize("table", ["targets", "revisions"])
def test_bounds_that_the_relation_cannot_have(
    new: Path, table: str, cells: dict[str, str], column: str, problem: str
) -> None:
    # The same promise in both tables.
    phrase = "Tỷ lệ ví dụ đạt trên 90%"
    _set(new, table, 2, relation="above", lower="90", quote=phrase)
    assert _problems(new) == []
    _set(new, table, 2, **cells)
    start = f"{table}.csv, line 2, column"
    expected = [f"{start} {column}: {problem}"]
    if cells.get("stretch_upper") == "9":
        expected.append(
            f"{start} stretch_upper: 9 does not stand in the phrase {phrase!r} [number]"
        )
    assert _problems(new) == expected


@pytest.mark.parametrize(
    "cells", [{"stretch_lower": "90"}, {"stretch_upper": "90"}, {"stretch_hedged": "true"}]
)
def test_a_stretch_without_its_relation(new: Path, cells: dict[str, str]) -> None:
    _set(new, "targets", 2, **cells)
    assert _problems(new) == [
        (
            "targets.csv, line 2, column stretch_relation: the row has bounds of a stretch, and no "
            "relation of it; name that [criterion]"
        )
    ]


def test_bounds_that_are_sound(new: Path) -> None:
    _text(new, "Tỷ lệ ví dụ đạt 90-92%, phấn đấu khoảng 95%.")
    quote = "Tỷ lệ ví dụ đạt 90-92%, phấn đấu khoảng 95%"
    _set(new, "targets", 2, quote=quote, relation="between", lower="90", upper="92")
    assert _problems(new) == []
    _set(new, "targets", 2, stretch_relation="reach", stretch_lower="95", stretch_hedged="true")
    assert _problems(new) == []
    _set(new, "targets", 2, stretch_relation="", stretch_lower="", stretch_hedged="false")
    assert _problems(new) == []


def test_a_milestone_with_a_number(ha_tinh_folder: Path) -> None:
    start = "targets.csv, line 12, column"
    for column in ("lower", "upper"):
        bounds = {"lower": None, "upper": None} | {column: 5}
        _set(ha_tinh_folder, "targets", 12, lower="", upper="")
        _set(ha_tinh_folder, "targets", 12, **{column: "5"})
        given = f"lower={bounds['lower']} and upper={bounds['upper']}"
        assert _problems(ha_tinh_folder) == [f"{start} {column}: done was given {given}; {_BOUNDS}"]


def test_a_milestone_promised_like_a_number(ha_tinh_folder: Path) -> None:
    _set(ha_tinh_folder, "targets", 12, relation="reach", lower="5")
    _set(ha_tinh_folder, "targets", 12, stretch_relation="below", stretch_lower="6")
    kind = "'new-rural-province' is of kind 'milestone', and the relation is"
    start = "targets.csv, line 12, column"
    assert _problems(ha_tinh_folder) == [
        f"{start} relation: {kind} 'reach'; {_MILESTONE}",
        f"{start} stretch_relation: {kind} 'below'; {_MILESTONE}",
    ]


def test_a_number_promised_like_a_milestone(new: Path) -> None:
    kind = "'example-share' is of kind 'ratio', and the relation is 'done'"
    for table in ("targets", "revisions"):
        _set(new, table, 2, relation="done")
    assert _problems(new) == [
        f"{table}.csv, line 2, column relation: {kind}; {_MILESTONE}"
        for table in ("revisions", "targets")
    ]


@pytest.mark.parametrize(
    ("value", "problems"),
    [
        ("1", []),
        ("0", []),
        ("1.0", []),
        ("", []),
        (
            "5",
            [
                (
                    "observations.csv, line 2, column value: 5 is no value of a milestone; write "
                    "1 if it was reached, 0 if not [type]"
                )
            ],
        ),
    ],
)
def test_the_observation_of_a_milestone(
    ha_tinh_folder: Path, value: str, problems: list[str]
) -> None:
    # Its phrase need not hold the number.
    cells = {"indicator": "new-rural-province", "unit": "dimensionless", "value": value}
    _set(ha_tinh_folder, "observations", 2, **cells)
    assert _problems(ha_tinh_folder) == problems


# Directions.


@pytest.mark.parametrize(
    ("direction", "relation", "problem"),
    [
        (
            "higher",
            "below",
            f"'below' contradicts an indicator whose direction is 'higher'; {_HIGHER}",
        ),
        (
            "higher",
            "at_most",
            f"'at_most' contradicts an indicator whose direction is 'higher'; {_HIGHER}",
        ),
        (
            "lower",
            "above",
            f"'above' contradicts an indicator whose direction is 'lower'; {_LOWER}",
        ),
        (
            "within",
            "reach",
            (
                "'reach' contradicts an indicator whose direction is 'within'; that takes between "
                "[direction]"
            ),
        ),
    ],
)
def test_relations_against_the_direction(
    new: Path, direction: str, relation: str, problem: str
) -> None:
    _set(new, "indicators", 2, direction=direction)
    _set(new, "targets", 2, relation=relation, stretch_relation=relation, stretch_lower="90")
    _set(new, "revisions", 2, relation=relation)
    assert _problems(new) == [
        f"revisions.csv, line 2, column relation: {problem}",
        f"targets.csv, line 2, column relation: {problem}",
        f"targets.csv, line 2, column stretch_relation: {problem}",
    ]


def test_relations_that_go_with_the_direction(new: Path) -> None:
    _set(new, "indicators", 2, direction="lower")
    _set(new, "revisions", 2, relation="at_most")
    for relation in ("below", "at_most", "reach"):
        _set(new, "targets", 2, relation=relation)
        assert _problems(new) == []


@pytest.mark.parametrize("column", ["kind", "direction"])
def test_what_is_wrong_with_an_indicator_is_not_held_against_its_targets(
    new: Path, column: str
) -> None:
    _set(new, "indicators", 2, **{column: "x"})
    _set(new, "revisions", 2, relation="below")
    assert [str(each.rule) for each in validate_dataset(new)] == ["word"]
    _set(new, "revisions", 2, relation="done", lower="")
    rules = [str(each.rule) for each in validate_dataset(new)]
    assert rules == (["word"] if column == "kind" else ["word", "criterion"])


# Lines.


def test_promises_of_one_line_that_stand_apart(ha_tinh_folder: Path) -> None:
    header, *rows = _rows(ha_tinh_folder, "targets")
    # 7b after 8 and after 9; it stood on line 10.
    moved = [*rows[:8], rows[9], rows[10], rows[8], *rows[11:]]
    _write(ha_tinh_folder, "targets", [header, *moved])
    assert _problems(ha_tinh_folder) == [
        (
            "targets.csv, line 12, column number: the promises of line 7 stand apart; put them "
            "together [order]"
        )
    ]


def test_each_part_that_stands_apart_is_reported_once(ha_tinh_folder: Path) -> None:
    header, *rows = _rows(ha_tinh_folder, "targets")
    # 11a, 1, 11b, 11c, 2, 12.
    moved = [rows[12], rows[0], rows[13], rows[14], rows[1], *rows[2:12], *rows[15:]]
    _write(ha_tinh_folder, "targets", [header, *moved])
    assert _problems(ha_tinh_folder) == [
        (
            "targets.csv, line 4, column number: the promises of line 11 stand apart; put them "
            "together [order]"
        )
    ]


def test_lines_may_stand_in_any_order(ha_tinh_folder: Path) -> None:
    header, *rows = _rows(ha_tinh_folder, "targets")
    _write(ha_tinh_folder, "targets", [header, *reversed(rows)])
    assert _problems(ha_tinh_folder) == []


# Parts.


def test_a_part_of_itself(ha_tinh_folder: Path) -> None:
    _set(ha_tinh_folder, "targets", 2, of_which="grdp-growth")
    assert _problems(ha_tinh_folder) == [
        (
            "targets.csv, line 2, column of_which: 'grdp-growth' is a part of itself; name the "
            "whole, or nothing [parent]"
        )
    ]


def test_parts_of_themselves_over_others(ha_tinh_folder: Path) -> None:
    # 7 is of 5, 5 is of 7a, and 7a of 7; 7b, a part of 7, is in no circle.
    _set(ha_tinh_folder, "targets", 8, of_which="total-investment")
    _set(ha_tinh_folder, "targets", 6, of_which="domestic-revenue")
    over = "targets.csv, line {}, column of_which: '{}' is a part of itself, over '{}'; {}"
    rest = "name the whole, or nothing [parent]"
    assert _problems(ha_tinh_folder) == [
        over.format(6, "total-investment", "domestic-revenue", rest),
        over.format(8, "budget-revenue", "total-investment", rest),
        over.format(9, "domestic-revenue", "budget-revenue", rest),
    ]


def test_parts_of_parts(ha_tinh_folder: Path) -> None:
    # 8,800 of 9,000 of 17,800.
    _set(ha_tinh_folder, "targets", 9, of_which="trade-revenue")
    assert _problems(ha_tinh_folder) == []


def test_parts_that_exceed_the_whole(ha_tinh_folder: Path) -> None:
    # 44,100 + 8,800 + 9,000.
    _set(ha_tinh_folder, "targets", 6, of_which="budget-revenue")
    assert _problems(ha_tinh_folder) == [
        (
            "targets.csv, line 8, column lower: its parts 'total-investment', 'domestic-revenue', "
            "'trade-revenue' add up to 61900 billion VND, the whole is 17800; a part or the whole "
            "is wrong [parts]"
        )
    ]


def test_one_part_that_exceeds_the_whole(ha_tinh_folder: Path) -> None:
    _set(ha_tinh_folder, "targets", 6, of_which="trade-revenue")
    assert _problems(ha_tinh_folder) == [
        (
            "targets.csv, line 10, column lower: its parts 'total-investment' add up to 44100 "
            "billion VND, the whole is 9000; a part or the whole is wrong [parts]"
        )
    ]


def test_parts_that_do_not_make_up_the_whole_may_be_missing_one(ha_tinh_folder: Path) -> None:
    # 8.8 + 9,000.
    _set(ha_tinh_folder, "targets", 9, unit="million VND")
    assert _problems(ha_tinh_folder) == [
        (
            "targets.csv, line 8, column lower: warning: its parts 'domestic-revenue', "
            "'trade-revenue' add up to 9008.8 billion VND, the whole is 17800; is a part missing? "
            "[parts]"
        )
    ]


def test_sums_are_exact_in_any_context(ha_tinh_folder: Path) -> None:
    with localcontext(prec=2):
        assert _problems(ha_tinh_folder) == []


def test_one_part_need_not_be_all(ha_tinh_folder: Path) -> None:
    _set(ha_tinh_folder, "targets", 9, of_which="")
    assert _problems(ha_tinh_folder) == []


def test_parts_in_another_scale_add_up(ha_tinh_folder: Path) -> None:
    text = ha_tinh_folder / "source" / "ha-tinh-2025.txt"
    text.write_text(
        text.read_text(encoding="utf-8") + "\nthu nội địa trên 8,8 nghìn tỷ đồng\n",
        encoding="utf-8",
    )
    quote = "thu nội địa trên 8,8 nghìn tỷ đồng"
    _set(ha_tinh_folder, "targets", 9, quote=quote, lower="8.8", unit="nghìn tỷ đồng")
    assert _problems(ha_tinh_folder) == []


@pytest.mark.parametrize(
    ("line", "part", "unit"), [(21, "new-jobs", "person"), (7, "export-turnover", "billion USD")]
)
def test_a_part_of_a_whole_in_another_unit(
    ha_tinh_folder: Path, line: int, part: str, unit: str
) -> None:
    _set(ha_tinh_folder, "targets", line, of_which="budget-revenue")
    assert _problems(ha_tinh_folder) == [
        (
            f"targets.csv, line {line}, column of_which: {part!r} is in {unit} and can be no part "
            "of 'budget-revenue', which is in billion VND [parent]"
        )
    ]


def test_a_share_may_be_a_part_of_an_amount(ha_tinh_folder: Path) -> None:
    # "23.500 người, trong đó ... 80%": with it there is no sum.
    _set(ha_tinh_folder, "targets", 20, of_which="budget-revenue")
    _set(ha_tinh_folder, "targets", 9, unit="million VND")
    assert _problems(ha_tinh_folder) == []


def test_parts_of_which_one_is_wrong_are_not_added_up(ha_tinh_folder: Path) -> None:
    _set(ha_tinh_folder, "targets", 9, lower="8.800")
    problems = _problems(ha_tinh_folder)
    # A bound of 8.8 is no 8,800, and the parts do not make up the whole any more.
    assert [each.rpartition(" ")[2] for each in problems] == ["[parts]", "[number]"]
    assert (
        "8.800 does not stand in the phrase 'thu nội địa trên 8.800 tỷ đồng'; numbers are not "
        "grouped here: write 8800 [number]" in problems[1]
    )


def test_a_revision_comes_after_what_it_revises(new: Path) -> None:
    _set(new, "targets", 2, in_force_from="2025-06-29")
    assert _problems(new) == []
    _set(new, "targets", 2, in_force_from="2025-06-30")
    assert _problems(new) == [
        (
            "revisions.csv, line 2, column in_force_from: 2025-06-30 is not after 2025-06-30, the "
            "first day of the promise that it revises [order]"
        )
    ]


def test_a_bound_is_not_grouped(ha_tinh_folder: Path) -> None:
    _set(ha_tinh_folder, "targets", 9, lower="8 800")
    assert [each.rpartition(" ")[2] for each in _problems(ha_tinh_folder)] == ["[type]"]


def test_bounds_of_which_one_is_no_number_are_not_added_up(ha_tinh_folder: Path) -> None:
    _set(ha_tinh_folder, "targets", 9, lower="", upper="x")
    assert [(each.row, each.column) for each in validate_dataset(ha_tinh_folder)] == [(9, "upper")]


def test_a_ceiling_says_nothing_of_its_parts(ha_tinh_folder: Path) -> None:
    rows = _rows(ha_tinh_folder, "indicators")
    for line, row in enumerate(rows, start=1):
        if row[0] in ("budget-revenue", "domestic-revenue", "trade-revenue", "total-investment"):
            _set(ha_tinh_folder, "indicators", line, direction="lower")
    for line in (6, 8, 9, 10):
        _set(ha_tinh_folder, "targets", line, relation="below", of_which="budget-revenue")
    _set(ha_tinh_folder, "targets", 8, of_which="")
    assert _problems(ha_tinh_folder) == []


def test_many_parts_are_named_in_short(new: Path) -> None:
    _set(new, "indicators", 2, kind="additive", unit="person")
    _set(new, "observations", 2, unit="person")
    _set(new, "revisions", 2, unit="person")
    _set(new, "targets", 2, unit="person")
    for number in range(7):
        _add(new, "targets", id=f"part-{number}", number=f"1{'abcdefg'[number]}")
        _set(new, "targets", number + 3, of_which="example-share")
    # 7 times 90.
    assert _problems(new) == [
        (
            "targets.csv, line 2, column lower: its parts 'part-0', 'part-1', 'part-2', 'part-3', "
            "'part-4' and 2 more add up to 630 person, the whole is 90; a part or the whole is "
            "wrong [parts]"
        )
    ]


# Phrases and numbers.


def test_a_phrase_that_does_not_stand_in_the_text(new: Path) -> None:
    for table in ("observations", "revisions", "targets"):
        _set(new, table, 2, quote="Tỷ lệ ví dụ đạt 92,5% trở lên")
    # A phrase that is not there is not held against the numbers.
    missing = "'Tỷ lệ ví dụ đạt 92,5% trở lên' does not stand in the text of 'resolution' [phrase]"
    assert _problems(new) == [
        f"{table}.csv, line 2, column quote: {missing}"
        for table in ("observations", "revisions", "targets")
    ]


def test_a_phrase_of_another_source(new: Path) -> None:
    (new / "source" / "report.txt").write_text("Không có gì ở đây.", encoding="utf-8")
    _add(new, "sources", id="report", path="source/report.txt")
    _set(new, "observations", 2, source="report")
    assert _problems(new) == [
        (
            "observations.csv, line 2, column quote: 'Tỷ lệ ví dụ ước đạt 88,5%' does not stand "
            "in the text of 'report' [phrase]"
        )
    ]


def test_a_long_phrase_is_cut_in_the_message(new: Path) -> None:
    _set(new, "targets", 2, quote="90% " + "x" * 300)
    assert _problems(new) == [
        (
            f"targets.csv, line 2, column quote: '90% {'x' * 93}...{'x' * 98}' does not stand in "
            "the text of 'resolution' [phrase]"
        )
    ]


def test_a_phrase_whose_source_has_no_text(new: Path) -> None:
    _add(new, "sources", id="report", path="", url="https://example.org")
    _set(new, "observations", 2, source="report", quote="Tỷ lệ ấy là 88,5%")
    assert _problems(new) == []
    _set(new, "observations", 2, quote="Tỷ lệ ấy là 88%")
    assert _problems(new) == [
        (
            "observations.csv, line 2, column value: 88.5 does not stand in the phrase 'Tỷ lệ ấy "
            "là 88%' [number]"
        )
    ]


def test_phrases_over_several_lines_and_with_decomposed_accents(new: Path) -> None:
    (new / "source" / "resolution.txt").write_text(
        "Tỷ lệ ví  dụ\r\n đạt trên 90%. Tỷ lệ ví dụ\n\nước đạt 88,5%. Tỷ lệ ví dụ đạt 92% trở lên",
        encoding="utf-8",
    )
    _set(new, "observations", 2, quote="Tỷ lệ\nví dụ ước đạt\r\n88,5%")
    assert _problems(new) == []
    decomposed = unicodedata.normalize("NFD", "Tỷ lệ ví dụ đạt trên 90%")
    _set(new, "targets", 2, quote=decomposed)
    assert _problems(new) == []


def test_the_line_of_a_row_that_takes_several(new: Path) -> None:
    _set(new, "observations", 2, comment="one\ntwo\n\nthree")
    # Line 7: the first row starts on line 2 and ends on 5, and a blank one follows.
    content = (new / "observations.csv").read_text(encoding="utf-8")
    row = content.partition("\n")[2].replace("2024", "2023").replace("88.5", "88.6")
    (new / "observations.csv").write_text(f"{content}\n{row}", encoding="utf-8")
    assert _problems(new) == [
        (
            "observations.csv, line 7, column value: 88.6 does not stand in the phrase 'Tỷ lệ ví "
            "dụ ước đạt 88,5%' [number]"
        )
    ]


@pytest.mark.parametrize(
    ("table", "cells", "column"),
    [
        ("targets", {"lower": "91"}, "lower"),
        ("targets", {"lower": "9"}, "lower"),
        ("targets", {"lower": "900"}, "lower"),
        ("targets", {"relation": "between", "upper": "91"}, "upper"),
        ("targets", {"stretch_relation": "above", "stretch_lower": "91"}, "stretch_lower"),
        ("revisions", {"lower": "92.5"}, "lower"),
        ("observations", {"value": "88"}, "value"),
    ],
)
def test_a_number_that_is_not_in_its_phrase(
    new: Path, table: str, cells: dict[str, str], column: str
) -> None:
    phrases = {
        "targets": "Tỷ lệ ví dụ đạt trên 90%",
        "revisions": "Tỷ lệ ví dụ đạt 92% trở lên",
        "observations": "Tỷ lệ ví dụ ước đạt 88,5%",
    }
    _set(new, table, 2, **cells)
    assert _problems(new) == [
        (
            f"{table}.csv, line 2, column {column}: {cells[column]} does not stand in the phrase "
            f"{phrases[table]!r} [number]"
        )
    ]


def test_a_number_as_its_phrase_has_it(new: Path) -> None:
    _text(new, "Tỷ lệ ví dụ đạt 1,2 triệu người.")
    cells = {"quote": "Tỷ lệ ví dụ đạt 1,2 triệu người", "value": "1200000"}
    _set(new, "observations", 2, **cells)
    assert _problems(new) == []


# Ranges.


_NO_RANGE = "is no range; give the smaller end as value and the larger here [criterion]"
_GROWTH = "Tăng trưởng kinh tế ước đạt 8-8,5%"


def _reported_as(folder: Path, **cells: str) -> None:
    """The example's figure, reported as a range by a phrase of its source."""
    _text(folder, f"{_GROWTH}.\n")
    _set(folder, "observations", 2, quote=_GROWTH, **cells)


def test_a_range_that_stands_in_its_phrase(new: Path) -> None:
    _reported_as(new, value="8", value_upper="8.5")
    assert _problems(new) == []


@pytest.mark.parametrize(
    ("value", "upper", "problem"),
    [
        ("8.5", "8", f"'8.5' to '8' {_NO_RANGE}"),
        ("", "8.5", f"'' to '8.5' {_NO_RANGE}"),
        ("8", "9", f"9 does not stand in the phrase {_GROWTH!r} [number]"),
        (
            "8",
            "8,5",
            "'8,5' is not a number such as 17800 or 2.5, with a point and no grouping [type]",
        ),
    ],
)
def test_what_is_wrong_with_the_larger_end(new: Path, value: str, upper: str, problem: str) -> None:
    _reported_as(new, value=value, value_upper=upper)
    assert _problems(new) == [f"observations.csv, line 2, column value_upper: {problem}"]


def test_a_smaller_end_that_is_not_in_the_phrase(new: Path) -> None:
    _reported_as(new, value="7", value_upper="8.5")
    assert _problems(new) == [
        (
            "observations.csv, line 2, column value: 7 does not stand in the phrase "
            f"{_GROWTH!r} [number]"
        )
    ]


def test_a_range_of_one_number(new: Path) -> None:
    _reported_as(new, value="8.5", value_upper="8.5")
    assert _problems(new) == []


def test_a_milestone_that_was_reached_by_a_range(ha_tinh_folder: Path) -> None:
    rows = _rows(ha_tinh_folder, "observations")
    # The first release had no ranges, and so no column for them.
    rows = [[*row, ""] for row in rows]
    rows[0][-1] = "value_upper"
    _write(ha_tinh_folder, "observations", rows)
    descriptor = json.loads((ha_tinh_folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if resource["name"] == "observations":
            resource["schema"]["fields"].append({"name": "value_upper", "type": "number"})
    (ha_tinh_folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    cells = {"indicator": "new-rural-province", "unit": "dimensionless", "value": "0"}
    _set(ha_tinh_folder, "observations", 2, **cells, value_upper="1")
    assert _problems(ha_tinh_folder) == [
        (
            "observations.csv, line 2, column value_upper: a milestone was reached or not, and is "
            "no range; leave the cell empty [type]"
        )
    ]


# All at once.


def test_all_that_is_wrong_is_reported_at_once(new: Path) -> None:
    _set(new, "indicators", 2, numerator="")
    _set(new, "targets", 2, unit="person", lower="91", of_which="example-share", domain="nowhere")
    _set(new, "revisions", 2, relation="below", upper="99", quote="Đâu có 92% và 99%")
    _set(new, "observations", 2, unit="chuối", value="89")
    found = [(each.file, each.column, str(each.rule)) for each in validate_dataset(new)]
    assert found == [
        ("indicators.csv", "numerator", "indicator"),
        ("observations.csv", "unit", "unit"),
        ("observations.csv", "value", "number"),
        ("revisions.csv", "quote", "phrase"),
        ("revisions.csv", "relation", "direction"),
        ("targets.csv", "domain", "reference"),
        ("targets.csv", "lower", "number"),
        ("targets.csv", "of_which", "parent"),
        ("targets.csv", "unit", "unit"),
    ]


def test_nothing_is_wrong_with_tables_that_are_not_there() -> None:
    assert list(check_meanings({}, {})) == []


# The first is a part of nothing, so that there is no circle; or of the last one.
@pytest.mark.parametrize(("first", "expected"), [("", 0), ("t19999", 20_000)])
def test_long_chains_of_parts_take_no_time(first: str, expected: int) -> None:
    wholes = [first, *(f"t{number}" for number in range(19_999))]
    rows = [
        {"id": f"t{number}", "of_which": whole, "unit": "person"}
        for number, whole in enumerate(wholes)
    ]
    columns = _rows(_HA_TINH, "targets")[0]
    cells = [[row.get(name, "") for name in columns] for row in rows]
    text = "\n".join(",".join(row) for row in [columns, *cells])
    sheet, _ = read_sheet("targets", text.encode())
    assert sheet is not None
    start = time.process_time()
    violations = list(check_meanings({"targets": sheet}, {}))
    assert time.process_time() - start < 5
    parents = [each for each in violations if each.column == "of_which"]
    assert len(parents) == expected
