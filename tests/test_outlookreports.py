"""The report on a part of a year: every cell, what is left out, and what is said of it."""

from __future__ import annotations

import math
from typing import Any

import attrs
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.outlookreports import OutlookReport, latest_rows, outlook_report

_SURE = (
    "How sure: each projection rests on the months that its figure covers; paths and "
    "carried-forward values are assumptions, and estimated figures may be revised."
)


def _outlook(dataset: rt.Dataset, *rows: tuple[Any, ...], **options: Any) -> pl.DataFrame:
    names = ("indicator", "period", "value", "unit", "value_upper")[: len(rows[0])]
    numbers = {name: pl.Float64 for name in ("value", "value_upper") if name in names}
    schema = dict.fromkeys(names, pl.String) | numbers
    return rt.outlook(pl.DataFrame(rows, schema=schema, orient="row"), dataset, **options)


def _report(dataset: rt.Dataset, *rows: tuple[Any, ...], **options: Any) -> OutlookReport:
    shown = {name: options.pop(name) for name in ("latest_only",) if name in options}
    language = options.get("language", "en")
    result = _outlook(dataset, *rows, **options)
    return outlook_report(result, dataset, language=language, **shown)


def _row(dataset: rt.Dataset, *row: Any, **options: Any) -> tuple[str, ...]:
    (cells,) = _report(dataset, row, **options).rows
    return cells


def test_a_figure_that_grows(ha_tinh: rt.Dataset) -> None:
    # 15,000 / 17,800 is 0.84270; 75% are 13,350, and 5% more 14,017.5. 2,800 are left for
    # three months, and 15,000 / 0.75 are 20,000.
    assert _row(ha_tinh, "budget-revenue", "2025-9M", 15000.0) == (
        *("7", "Budget revenue", "above 17,800 billion VND", "15,000 billion VND", "2025-9M"),
        *("84.27%", "75%", "ahead", "933.333 billion VND per month"),
        "20,000 billion VND: met (even path)",
    )
    assert _row(ha_tinh, "budget-revenue", "2025-9M", 15000.0, language="vi") == (
        *("7", "Tổng thu ngân sách trên địa bàn", "trên 17.800 tỷ đồng", "15.000 tỷ đồng"),
        *("2025-9M", "84,27%", "75%", "vượt tiến độ", "933,333 tỷ đồng/tháng"),
        "20.000 tỷ đồng: đạt (lộ trình đều)",
    )


@pytest.mark.parametrize(
    ("value", "needed"),
    [
        # Above 17,800: with 17,800 itself, nothing to go is still something to go.
        (17800.0, "0 billion VND per month"),
        (17801.0, "nothing more"),
        (17797.0, "1 billion VND per month"),
    ],
)
def test_what_is_needed_near_the_bound(ha_tinh: rt.Dataset, value: float, needed: str) -> None:
    assert _row(ha_tinh, "budget-revenue", "2025-9M", value)[8] == needed


def test_a_bound_that_counts_as_met_is_reached(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["budget-revenue"]
    reach = attrs.evolve(target, criterion=rt.Criterion(relation="reach", lower=17800))
    dataset = attrs.evolve(ha_tinh, targets=(reach,))
    assert _row(dataset, "budget-revenue", "2025-9M", 17800.0)[8] == "nothing more"


def test_where_less_is_better_the_rest_may_bring_no_more(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["budget-revenue"]
    ceiling = attrs.evolve(
        target,
        criterion=rt.Criterion(relation="at_most", lower=900),
        indicator=attrs.evolve(target.indicator, direction="lower"),
    )
    dataset = attrs.evolve(ha_tinh, targets=(ceiling,))
    # 930 less 900 are 30 too much, for three months; 930 / 0.75 are 1,240.
    cells = _row(dataset, "budget-revenue", "2025-9M", 930.0)
    assert cells[7:] == (
        *("behind", "-10 billion VND per month", "1,240 billion VND: missed (even path)"),
    )


def test_a_figure_that_is_carried_forward(ha_tinh: rt.Dataset) -> None:
    assert _row(ha_tinh, "grdp-growth", "2025-9M", 8.05)[5:] == (
        *("115%", "", "on track", "to stay there", "8.05%: met (carried forward)"),
    )
    assert _row(ha_tinh, "grdp-growth", "2025-9M", 6.3)[5:] == (
        *("90%", "", "behind", "+0.7 percentage points", "6.3%: missed (carried forward)"),
    )


def test_a_figure_for_the_whole_year_needs_nothing_said(ha_tinh: rt.Dataset) -> None:
    assert _row(ha_tinh, "budget-revenue", "2025", 8900.0)[5:] == (
        *("50%", "100%", "behind", "+8,900 billion VND", "8,900 billion VND: missed (even path)"),
    )
    assert _row(ha_tinh, "budget-revenue", "2025", 17801.0)[8] == "to stay there"


def test_a_month_alone_is_not_projected(ha_tinh: rt.Dataset) -> None:
    # 23,500 / 12 are 1,958.3 a month, and 5% more 2,056.25; 2,350 are a tenth of 23,500.
    assert _row(ha_tinh, "new-jobs", "2025-06", 2350.0)[5:] == (
        *("10%", "8.333%"),
        ("ahead: the figure is for 2025-06 alone; what came before it in the year is not in it"),
        *("", ""),
    )


def test_a_month_in_which_nothing_is_expected(ha_tinh: rt.Dataset) -> None:
    late = rt.Profile(name="December alone", weights=[0] * 11 + [1])
    cells = _row(ha_tinh, "budget-revenue", "2025-9M", 178.0, profile=late)
    assert cells[5:7] == ("1%", "0%")
    assert cells[7].startswith("ahead: ")
    # 17,622 are left for three months; from nothing expected nothing is projected.
    assert cells[8:] == ("5,874 billion VND per month", "")


def test_a_milestone(ha_tinh: rt.Dataset) -> None:
    assert _row(ha_tinh, "new-rural-province", "2025-9M", 1.0)[3:] == (
        *("done", "2025-9M", "", "", "on track", "", ""),
    )


def test_a_range_is_projected_with_both_ends(ha_tinh: rt.Dataset) -> None:
    rows = [
        ("budget-revenue", "2025-9M", 15000.0, "billion VND", 15300.0),
        ("new-jobs", "2025-9M", 21000.0, "person", None),
    ]
    found = _report(ha_tinh, *rows)
    # 15,000 and 15,300 by 0.75; what is needed is counted from the smaller end.
    assert found.rows[0][3:] == (
        *("15,000 to 15,300 billion VND", "2025-9M", "84.27%", "75%", "ahead"),
        "933.333 billion VND per month",
        "20,000 to 20,400 billion VND: met (even path)",
    )
    assert found.rows[1][-1] == "28,000 people: met (even path)"
    said = "Of a range, what is attained and what is needed is counted from the smaller end."
    assert said in found.summary
    assert said not in _report(ha_tinh, *rows[1:]).summary
    found = _report(ha_tinh, *rows, language="vi")
    assert found.rows[0][-1] == "20.000 đến 20.400 tỷ đồng: đạt (lộ trình đều)"
    assert "Với khoảng số liệu, phần đã thực hiện và còn cần được tính từ đầu nhỏ." in found.summary


def test_a_range_with_an_end_on_each_side(ha_tinh: rt.Dataset) -> None:
    row = ("grdp-growth", "2025-9M", 6.5, "%", 8.0)
    assert _row(ha_tinh, *row)[3:] == (
        *("6.5 to 8%", "2025-9M", "", "", "one end of the range is behind, the other is not"),
        *("", ""),
    )


@pytest.mark.parametrize(
    ("row", "obstacle", "note"),
    [
        (
            ("budget-revenue", "2025-9M", 15000.0, "percent"),
            "in another unit",
            "7, 2025-9M: 'budget-revenue' is promised in billion VND; 'percent' ",
        ),
        (
            ("budget-revenue", "2024", 17900.0, "billion VND"),
            "the figure is for 2024, the promise for 2025",
            "7, 2024: the figure is for 2024, the promise for 2025",
        ),
        (("nope", "2025", 1.0, "%"), "without a promise", "nope, 2025: no promise for "),
        ((None, None, 1.0, "%"), "without an indicator", ", : the row names no indicator"),
        (("new-jobs", None, 1.0, "person"), "without a period", "16, : the row gives no period"),
        (
            ("budget-revenue", "2025-9M", math.nan, "billion VND"),
            # That the row is not the year's is no obstacle, and so the value is.
            "the value is NaN, not a number",
            "7, 2025-9M: the value is NaN, not a number",
        ),
    ],
)
def test_figures_without_a_pace(
    ha_tinh: rt.Dataset, row: tuple[Any, ...], obstacle: str, note: str
) -> None:
    found = _report(ha_tinh, row)
    assert found.paces == (None,)
    (cells,) = found.rows
    assert cells[5:] == ("", "", obstacle, "", "")
    (said,) = found.notes
    assert said.startswith(note)
    assert found.summary == "None of 33 promises has a figure for part of the year."


def test_figures_beyond_all_floats(ha_tinh: rt.Dataset) -> None:
    # A thousand times as many billions are more than floats hold.
    cells = _row(ha_tinh, "budget-revenue", "2025-9M", 1.7e308, "trillion VND")
    assert cells[8:] == ("nothing more", "")
    target = ha_tinh["budget-revenue"]
    ceiling = attrs.evolve(
        target,
        criterion=rt.Criterion(relation="at_most", lower="0.0001"),
        indicator=attrs.evolve(target.indicator, direction="lower"),
    )
    dataset = attrs.evolve(ha_tinh, targets=(ceiling,))
    cells = _row(dataset, "budget-revenue", "2025-9M", 1.7e308, "trillion VND")
    assert cells[5:] == ("", "75%", "behind", "", "")


_YEAR = (
    ("budget-revenue", "2025-6M", 10200.0),
    ("budget-revenue", "2025-9M", 15000.0),
    # A month alone says less of the year than the months so far.
    ("budget-revenue", "2025-10", 1500.0),
    # 2,866 of 9,000 by May: 41.67% were 3,750.
    ("trade-revenue", "2025-5M", 2866.0),
    ("trade-revenue", "2024", 8300.0),
    # Above 1,200 in a year are above 300 in three months, and 5% more 315.
    ("new-enterprises", "2025-Q1", 301.0),
)


def test_all_figures_are_shown_and_the_latest_counted(ha_tinh: rt.Dataset) -> None:
    found = _report(ha_tinh, *_YEAR)
    assert [cells[4] for cells in found.rows] == [
        *("2025-6M", "2025-9M", "2025-10", "2025-5M", "2024", "2025-Q1"),
    ]
    assert found.paces == ("ahead", "ahead", "on_track", "behind", None, "on_track")
    assert found.summary == (
        "Of 33 promises 3 have a figure for part of the year: 1 ahead, 1 on track, 1 behind. "
        + _SURE
    )
    assert found.headers[-2:] == ("Needed until December", "Projected for the year")
    assert found.title == (
        f"Targets of Hà Tĩnh province for 2025 (ha-tinh-2025 1.0.0, sha256 {ha_tinh.sha256[:12]})"
    )


def test_only_the_latest_are_shown(ha_tinh: rt.Dataset) -> None:
    found = _report(ha_tinh, *_YEAR, latest_only=True)
    assert [(cells[0], cells[4]) for cells in found.rows] == [
        *(("7", "2025-9M"), ("7b", "2025-5M"), ("7b", "2024"), ("8", "2025-Q1")),
    ]
    assert found.notes == ("7b, 2024: the figure is for 2024, the promise for 2025",)
    assert "2 other figures for the same promises are not shown. " in found.summary
    vietnamese = _report(ha_tinh, *_YEAR, latest_only=True, language="vi")
    assert vietnamese.summary.startswith(
        "3/33 chỉ tiêu có số liệu trong năm: 1 vượt tiến độ, 1 đúng tiến độ, 1 chậm tiến độ. 2 số "
        "liệu khác của các chỉ tiêu này không hiển thị. Độ chắc chắn: "
    )


def test_the_latest_rows_of_a_frame(ha_tinh: rt.Dataset) -> None:
    assert latest_rows(_outlook(ha_tinh, *_YEAR)) == [False, True, False, True, True, True]


def test_a_month_alone_is_the_latest_where_there_is_nothing_else(ha_tinh: rt.Dataset) -> None:
    result = _outlook(
        ha_tinh,
        ("new-jobs", "2025-02", 1.0),
        ("new-jobs", "2025-03", 1.0),
        ("new-jobs", "2025-Q2", 1.0),
    )
    assert latest_rows(result) == [False, False, True]


def test_figures_that_disagree_have_no_pace_of_their_own(ha_tinh: rt.Dataset) -> None:
    rows = (("budget-revenue", "2025-6M", 8000.0), ("budget-revenue", "2025-6M", 11000.0))
    found = _report(ha_tinh, *rows, latest_only=True)
    assert len(found.rows) == 2
    assert found.summary.startswith(
        "Of 33 promises 1 have a figure for part of the year: 1 with figures that disagree. "
    )


def test_another_language(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError):
        outlook_report(_outlook(ha_tinh, *_YEAR), ha_tinh, language="fr")
