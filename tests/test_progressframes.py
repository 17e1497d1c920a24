"""Progress of frames: every row comes out once, with a value or the reason why not."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import resolution_targets as rt

_ADDED = [
    *("progress", "progress_unit", "progress_band", "progress_problem", "progress_reason"),
]


def _figures(*rows: tuple[Any, ...], **types: Any) -> pl.DataFrame:
    names = ("indicator", "value", "period", "unit", "area", "unreadable")[: len(rows[0])]
    schema: dict[str, Any] = dict.fromkeys(names, pl.String) | {"value": pl.Float64} | types
    return pl.DataFrame(rows, schema=schema, orient="row")


def _both(frame: pl.DataFrame, dataset: rt.Dataset, **options: Any) -> pl.DataFrame:
    """The frame with its progress; an eager and a lazy one must agree."""
    eager = rt.progress(frame, dataset, **options)
    assert isinstance(eager, pl.DataFrame)
    lazy = rt.progress(frame.lazy(), dataset, **options)
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect_schema() == eager.schema
    assert_frame_equal(lazy.collect(), eager)
    assert eager.columns == [*frame.columns, *_ADDED]
    assert_frame_equal(eager.select(frame.columns), frame)
    return eager


def test_each_row_against_the_year_before(ha_tinh: rt.Dataset) -> None:
    frame = _figures(
        ("forest-cover", 51.5, "2025"),
        ("doctors-per-10000", 10.0, "2024"),
        ("forest-cover", 50.0, "2024"),
        ("doctors-per-10000", 11.0, "2025-12M"),
    )
    found = _both(frame, ha_tinh)
    assert found["progress"].to_list() == [0.75, None, None, 0.5]
    assert found["progress_unit"].to_list() == ["dimensionless", None, None, "dimensionless"]
    assert found["progress_problem"].to_list() == [
        *(None, "not_after_baseline", "not_after_baseline", None)
    ]
    assert found["progress_reason"][1] == (
        "the figure is for 2024, which does not end after the baseline 2024"
    )


def test_another_baseline(ha_tinh: rt.Dataset) -> None:
    frame = _figures(
        ("forest-cover", 48.0, "2021"),
        ("forest-cover", 50.0, "2024"),
        ("forest-cover", 51.0, "2025"),
    )
    found = _both(frame, ha_tinh, baseline=2021)
    assert found["progress"].to_list() == [None, 0.5, 0.75]
    chart = _both(frame, ha_tinh, baseline="2021-12M", method="progress_chart")
    # 50 x (50 / 48) ^ (1 / 3) is 50 x 1.0137003 = 50.685017, and 2.685017 of 4 is 0.671254.
    assert chart["progress"].round(6).to_list() == [None, 0.671254, 0.75]


def test_a_distance_needs_no_period(ha_tinh: rt.Dataset) -> None:
    frame = _figures(("forest-cover", 51.5), ("export-turnover", 2.75))
    found = _both(frame, ha_tinh, method="distance")
    assert found["progress"].to_list() == [0.5, -0.25]
    assert found["progress_unit"].to_list() == ["percentage_point", "billion USD"]
    assert found["progress_problem"].to_list() == [None, None]
    percent = _both(frame, ha_tinh, method="distance_percent")
    assert percent["progress"].to_list() == [50 / 52, -10.0]
    assert percent["progress_unit"].to_list() == ["percent", "percent"]


def test_units_meet_in_the_unit_of_the_target(ha_tinh: rt.Dataset) -> None:
    frame = _figures(
        ("export-turnover", 2.0, "2024", "billion USD"),
        ("export-turnover", 2250.0, "2025", "triệu USD"),
        ("doctors-per-10000", 1.0, "2024", "doctors per 1,000 people"),
        ("doctors-per-10000", 1.1, "2025", "Bác sĩ / nghìn dân"),
    )
    found = _both(frame, ha_tinh)
    assert found["progress"].to_list() == [None, 0.5, None, 0.5]


@pytest.mark.parametrize(
    ("row", "problem", "reason"),
    [
        (
            (None, 1.0, "2025", "%", "VN-23", None),
            "no_indicator",
            "the row names no indicator",
        ),
        (
            ("forest", 1.0, "2025", "%", "VN-23", None),
            "no_promise",
            "no promise for indicator 'forest' in ha-tinh-2025 1.0.0",
        ),
        (
            ("new-rural-province", 1.0, "2025", None, "VN-23", None),
            "milestone",
            "it is a milestone: done or not done, without a number to approach",
        ),
        (
            ("forest-cover", None, "2025", "%", "VN-23", "'n/a' is no number"),
            "unreadable",
            "'n/a' is no number",
        ),
        (
            ("forest-cover", None, "2025-12M", "%", "VN-23", None),
            "not_reported",
            "no figure was reported for 2025-12M",
        ),
        (
            ("forest-cover", 51.0, "2025", None, "VN-23", None),
            "no_unit",
            "the row gives no unit; percent was expected",
        ),
        (
            ("forest-cover", 51.0, "2025", "", "VN-23", None),
            "no_unit",
            "the row gives no unit; percent was expected",
        ),
        (
            ("forest-cover", 51.0, "2025", "ha", "VN-23", None),
            "other_unit",
            "unit 'ha' is unknown or does not convert to percent",
        ),
        (
            ("forest-cover", 51.0, "2025", "bananas", "VN-23", None),
            "other_unit",
            "unit 'bananas' is unknown or does not convert to percent",
        ),
        (
            ("forest-cover", 51.0, "2025", "%", None, None),
            "no_area",
            "the row gives no area; VN-23 was expected",
        ),
        (
            ("forest-cover", 51.0, "2025", "%", "VN-44", None),
            "other_area",
            "the figure is for VN-44, the promise for VN-23",
        ),
        (
            ("forest-cover", 51.0, None, "%", "VN-23", None),
            "no_period",
            "the row gives no period",
        ),
        (
            ("forest-cover", 51.0, "last year", "%", "VN-23", None),
            "unknown_period",
            "'last year' names no period; write 2025, 2025-06, 2025-Q3 or 2025-9M",
        ),
        (
            ("forest-cover", math.nan, "2025", "%", "VN-23", None),
            "nan",
            "the value for 2025 is NaN, not a number",
        ),
        (
            ("forest-cover", -math.inf, "2025", "%", "VN-23", None),
            "infinite",
            "the value for 2025, or what follows from it, is infinite",
        ),
        (
            ("urbanization-rate", 39.0, "2025", "%", "VN-23", None),
            "no_baseline",
            "there is no usable figure of 2024 to count the change from",
        ),
        (
            ("forest-cover", 51.0, "2026", "%", "VN-23", None),
            "after_target",
            "the figure is for 2026, after the promise's own 2025",
        ),
        (
            ("export-turnover", 1.8, "2025-9M", "billion USD", "VN-23", None),
            "part_of_year",
            (
                "the figure for 2025-9M covers a part of the year only and grows until its end; "
                "project it to the year's end first"
            ),
        ),
    ],
)
def test_rows_that_say_nothing(
    ha_tinh: rt.Dataset, row: tuple[Any, ...], problem: str, reason: str
) -> None:
    frame = _figures(
        ("forest-cover", 50.0, "2024", "%", "VN-23", None),
        ("export-turnover", 2.0, "2024", "billion USD", "VN-23", None),
        row,
        ("forest-cover", 51.5, "2025", "%", "VN-23", None),
    )
    found = _both(frame, ha_tinh)
    assert found.select(_ADDED).row(2) == (None, None, None, problem, reason)
    assert found["progress"][3] == 0.75
    in_vietnamese = rt.progress(frame, ha_tinh, language="vi")
    assert in_vietnamese["progress_problem"][2] == problem
    assert (in_vietnamese["progress_reason"][2] != reason) == (problem != "unreadable")


@pytest.mark.parametrize(
    ("baseline", "problem", "reason"),
    [
        (
            [52.0],
            "baseline_is_bound",
            "the baseline of 2024 is the bound itself, 52%: no change is promised",
        ),
        (
            [53.5],
            "met_at_baseline",
            (
                "the baseline of 2024, 53.5%, is past the bound 52% already: no change for the "
                "better is promised"
            ),
        ),
        ([50.0, 50.5], "conflict", "several figures for 2024 disagree; keep one of them"),
        ([math.nan], "nan", "the value for 2024 is NaN, not a number"),
        (
            [math.inf],
            "infinite",
            "the value for 2024, or what follows from it, is infinite",
        ),
        ([None], "no_baseline", "there is no usable figure of 2024 to count the change from"),
    ],
)
def test_baselines_that_do_not_do(
    ha_tinh: rt.Dataset, baseline: list[float | None], problem: str, reason: str
) -> None:
    rows = [("forest-cover", value, "2024") for value in baseline]
    found = _both(_figures(*rows, ("forest-cover", 53.0, "2025")), ha_tinh)
    assert (found["progress_problem"][-1], found["progress_reason"][-1]) == (problem, reason)


def test_baselines_that_agree(ha_tinh: rt.Dataset) -> None:
    frame = _figures(
        ("export-turnover", 2.0, "2024", "billion USD"),
        ("export-turnover", 2000.0, "2024-12M", "million USD"),
        ("export-turnover", 2.25, "2025", "billion USD"),
    )
    assert _both(frame, ha_tinh)["progress"].to_list() == [None, None, 0.5]


def test_a_baseline_must_be_of_the_same_area_and_readable(ha_tinh: rt.Dataset) -> None:
    frame = _figures(
        ("forest-cover", 10.0, "2024", "%", "VN-44", None),
        ("forest-cover", 20.0, "2024", "%", "VN-23", "a footnote"),
        ("forest-cover", 30.0, "2024", None, "VN-23", None),
        ("forest-cover", 40.0, "2024", "bananas", "VN-23", None),
        ("forest-cover", 50.0, "2024", "%", "VN-23", None),
        ("forest-cover", 51.0, "2025", "%", "VN-23", None),
    )
    assert _both(frame, ha_tinh)["progress"][-1] == 0.5


def _ranges(*rows: tuple[Any, ...], **types: Any) -> pl.DataFrame:
    """Figures of the forest cover, of which 52% is promised for 2025."""
    names = ("value", "value_upper", "period", "unreadable", "passed_over")[: len(rows[0])]
    numbers = {"value": pl.Float64, "value_upper": pl.Float64}
    schema: dict[str, Any] = dict.fromkeys(names, pl.String) | numbers | types
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        indicator=pl.lit("forest-cover")
    )


@pytest.mark.parametrize(
    ("value", "upper"),
    [(50.0, 51.5), (51.5, 50.0), (None, 51.5), (51.0, math.nan), (math.inf, math.inf)],
)
def test_a_range_is_refused_as_a_figure(
    ha_tinh: rt.Dataset, value: float | None, upper: float
) -> None:
    frame = _ranges((50.0, None, "2024"), (value, upper, "2025"), (51.0, None, "2025"))
    found = _both(frame, ha_tinh)
    assert found["progress"].to_list() == [None, None, 0.5]
    assert found.select(_ADDED).row(1) == (
        *(None, None, None, "range"),
        "the figure of 2025 is a range; a method needs one number",
    )
    in_vietnamese = rt.progress(frame, ha_tinh, language="vi")
    assert in_vietnamese["progress_reason"][1] == (
        "số liệu của kỳ 2025 là một khoảng; phương pháp cần một con số"
    )


@pytest.mark.parametrize(
    ("types", "ends"),
    [
        ({}, (49.5, 50.5)),
        ({}, (50.5, 49.5)),
        ({"value": pl.Decimal(20, 19), "value_upper": pl.Float64}, (Decimal("0.1"), 0.2)),
        ({"value": pl.Int64, "value_upper": pl.Float64}, (2**53 + 1, 2.0**53 - 1)),
    ],
)
def test_a_range_is_refused_as_a_baseline(
    ha_tinh: rt.Dataset, types: dict[str, Any], ends: tuple[Any, Any]
) -> None:
    frame = _ranges((*ends, "2024-12M"), (1, None, "2025"), **types)
    found = _both(frame, ha_tinh)
    assert found.select(_ADDED).row(1) == (
        *(None, None, None, "range"),
        "the figure of 2024 is a range; a method needs one number",
    )
    # Of what a range is said, the first reason that holds: it is one.
    assert found["progress_reason"][0] == (
        "the figure of 2024-12M is a range; a method needs one number"
    )


def test_a_range_beside_a_number_leaves_no_baseline(ha_tinh: rt.Dataset) -> None:
    frame = _ranges((50.0, None, "2024"), (49.5, 50.5, "2024"), (51.0, None, "2025"))
    assert _both(frame, ha_tinh)["progress_problem"].to_list() == ["range", "range", "range"]


def test_a_range_of_one_number_is_that_number(ha_tinh: rt.Dataset) -> None:
    frame = _ranges((50.0, 50.0, "2024"), (50.0, None, "2024"), (51.0, 51.0, "2025"))
    assert _both(frame, ha_tinh)["progress"].to_list() == [None, None, 0.5]


def test_half_a_range_is_no_baseline(ha_tinh: rt.Dataset) -> None:
    frame = _ranges((None, 50.5, "2024"), (51.0, None, "2025"))
    found = _both(frame, ha_tinh)
    assert found["progress_problem"].to_list() == ["range", "no_baseline"]
    # Beside a number it is none either, so the number stands.
    frame = _ranges((None, 50.5, "2024"), (50.0, None, "2024"), (51.0, None, "2025"))
    assert _both(frame, ha_tinh)["progress"].to_list() == [None, None, 0.5]


def test_a_distance_of_a_range(ha_tinh: rt.Dataset) -> None:
    frame = _ranges((51.5, None, "2025"), (51.0, 51.5, "2025"))
    found = _both(frame, ha_tinh, method="distance")
    assert found["progress"].to_list() == [0.5, None]
    assert found["progress_problem"].to_list() == [None, "range"]


def test_a_column_of_ranges_without_one_changes_nothing(ha_tinh: rt.Dataset) -> None:
    frame = _ranges((50.0, None, "2024"), (51.0, None, "2025"))
    assert _both(frame, ha_tinh)["progress"].to_list() == [None, 0.5]


def test_true_is_no_end_of_a_range(ha_tinh: rt.Dataset) -> None:
    frame = _ranges((True, 1.0, "2024"), (True, None, "2025"), value=pl.Boolean)
    found = _both(frame, ha_tinh)
    assert found["progress_problem"].to_list() == ["not_a_number", "not_a_number"]


def test_what_was_passed_over_is_neither_figure_nor_baseline(ha_tinh: rt.Dataset) -> None:
    choice = "50%: published later, 2025-03-01"
    frame = _ranges(
        (49.0, None, "2024", None, choice),
        (48.0, 49.0, "2024", None, choice),
        (50.0, None, "2024", None, None),
        (51.0, None, "2025", None, "51.5%: published later, 2026-01-06"),
        (51.5, None, "2025", None, None),
        (None, None, "2025", None, "51.5%: published later, 2026-01-06"),
        (None, None, "2025", "'?' is not a number", None),
    )
    found = _both(frame, ha_tinh)
    assert found["progress"].to_list() == [None, None, None, None, 0.75, None, None]
    assert found.select("progress_problem", "progress_reason").rows() == [
        ("passed_over", choice),
        ("passed_over", choice),
        ("not_after_baseline", found["progress_reason"][2]),
        ("passed_over", "51.5%: published later, 2026-01-06"),
        (None, None),
        ("not_reported", "no figure was reported for 2025"),
        ("unreadable", "'?' is not a number"),
    ]


def test_a_baseline_whose_figures_were_all_passed_over(ha_tinh: rt.Dataset) -> None:
    frame = _ranges((50.0, None, "2024", None, "another one"), (51.0, None, "2025", None, None))
    found = _both(frame, ha_tinh)
    assert found["progress_reason"].to_list() == [
        "another one",
        "there is no usable figure of 2024 to count the change from",
    ]


def test_a_choice_goes_before_progress(ha_tinh: rt.Dataset) -> None:
    # 49 and 50 disagree until the one of March is chosen.
    reported = pl.DataFrame(
        {
            "indicator": "forest-cover",
            "period": ["2024", "2024", "2025"],
            "value": [49.0, 50.0, 51.0],
            "published": ["2025-01", "2025-03", "2026-01"],
        }
    )
    assert _both(reported, ha_tinh)["progress_problem"][2] == "conflict"
    chosen = _both(rt.choose(reported, policy="latest"), ha_tinh)
    assert chosen["progress"].to_list() == [None, None, 0.5]
    assert chosen["progress_reason"][0] == "50: published later, 2025-03"


def test_a_baseline_in_another_currency(ha_tinh: rt.Dataset) -> None:
    frame = _figures(
        ("export-turnover", 50000.0, "2024", "billion VND"),
        ("export-turnover", 2.25, "2025", "billion USD"),
    )
    found = _both(frame, ha_tinh)
    assert found["progress_problem"].to_list() == ["other_unit", "other_unit"]
    assert found["progress_reason"][1] == (
        "unit 'billion VND' is unknown or does not convert to billion USD"
    )


def test_targets_of_several_areas_and_periods(ha_tinh: rt.Dataset) -> None:
    forest, doctors = ha_tinh["forest-cover"], ha_tinh["doctors-per-10000"]
    elsewhere = attrs.evolve(doctors, reference_area="VN-44", reference_period=2030)
    two = attrs.evolve(ha_tinh, targets=(forest, elsewhere))
    frame = pl.DataFrame(
        {
            "indicator": ["forest-cover"] * 2 + ["doctors-per-10000"] * 3 + [None],
            "value": [50.0, 51.0, 10.0, 11.0, 11.0, 1.0],
            "period": ["2024", "2025", "2029", "2030", "2030", "2030"],
            "area": ["VN-23", "VN-23", "VN-44", "VN-44", "VN-23", "VN-23"],
        }
    )
    found = _both(frame, two)
    assert found["progress"].to_list() == [None, 0.5, None, 0.5, None, None]
    assert found["progress_problem"].to_list()[4:] == ["other_area", "no_indicator"]


@pytest.mark.parametrize("method", ["progress_chart", "cagr_ratio", "open_sdg", "open_sdg_trend"])
def test_methods_of_growth(ha_tinh: rt.Dataset, method: str) -> None:
    frame = _figures(
        ("doctors-per-10000", 10.0, "2023"),
        ("doctors-per-10000", 10.5, "2024"),
        ("doctors-per-10000", 12.0, "2025"),
        ("doctors-per-10000", 9.0, "2024"),
        ("doctors-per-10000", 0.0, "2024"),
        ("doctors-per-10000", 10.2, "2024-6M"),
        ("grdp-growth", 6.0, "2023"),
        ("grdp-growth", 7.0, "2024"),
    )
    found = _both(frame, ha_tinh, method=method, baseline=2023)
    assert found["progress_problem"].to_list() == [
        *("not_after_baseline", None, None, None, "not_positive", "short_time", "growth", "growth"),
    ]
    target = ha_tinh["doctors-per-10000"]
    for place, series in (
        (1, {2023: 10, 2024: 10.5}),
        (2, {2023: 10, 2025: 12}),
        (3, {2023: 10, 2024: 9}),
    ):
        one = rt.progress(series, target, method=method)
        assert found["progress"][place] == pytest.approx(one.value, rel=1e-12)
        assert found["progress_band"][place] == one.band


def test_bands_hold_on_their_edges(ha_tinh: rt.Dataset) -> None:
    # From 10: growth by 5.7, 9.025, 9.5 and 0 % where 9.5445 % would be needed for 12; with a
    # target of 12.1 it is 10 %, and 57, 90.25, 95 and 0 % of that.
    target = attrs.evolve(
        ha_tinh["doctors-per-10000"], criterion=rt.Criterion(relation="reach", lower="12.1")
    )
    dataset = attrs.evolve(ha_tinh, targets=(target,))
    frame = _figures(
        ("doctors-per-10000", 10.0, "2023"),
        ("doctors-per-10000", 10.6, "2024"),
        ("doctors-per-10000", 10.95, "2024"),
        ("doctors-per-10000", 10.0, "2024"),
        ("doctors-per-10000", 9.9, "2024"),
    )
    found = _both(frame, dataset, method="cagr_ratio", baseline=2023)
    assert found["progress_band"].to_list() == [
        *(None, "moderate progress", "significant progress"),
        *("insufficient progress", "movement away"),
    ]
    bands = {"slow": None, "fast": Decimal("0.6")}
    own = _both(frame, dataset, method="cagr_ratio", baseline=2023, bands=bands)
    assert own["progress_band"].to_list() == [None, "fast", "fast", "slow", "slow"]


def test_open_sdg_knows_when_the_target_is_achieved(ha_tinh: rt.Dataset) -> None:
    frame = _figures(("budget-revenue", 17900.0, "2024"), ("budget-revenue", 18000.0, "2025"))
    found = _both(frame, ha_tinh, method="open_sdg")
    assert found["progress"].to_list() == [None, 5.0]
    assert found["progress_band"].to_list() == [None, "target achieved"]


def test_limits_and_ranges_by_indicator(ha_tinh: rt.Dataset) -> None:
    frame = _figures(
        ("health-insurance-coverage", 94.0, "2024"),
        ("health-insurance-coverage", 94.1, "2025"),
        ("forest-cover", 50.0, "2024"),
        ("forest-cover", 50.1, "2025"),
    )
    limit = {"health-insurance-coverage": 100}
    found = _both(frame, ha_tinh, method="open_sdg_trend", limit=limit)
    one = rt.progress(
        {2024: 94.0, 2025: 94.1}, ha_tinh["health-insurance-coverage"],
        method="open_sdg_trend", limit=100,
    )  # fmt: skip
    assert found["progress"][1] == pytest.approx(one.value, rel=1e-9)
    ranges = {"lower": {"forest-cover": 40}, "upper": {"forest-cover": 60}}
    placed = _both(frame, ha_tinh, method="min_max", **ranges)
    assert placed["progress"].round(9).to_list() == [None, None, 50.0, 50.5]
    assert placed["progress_problem"].to_list() == ["no_range", "no_range", None, None]


def test_bands_for_a_fixed_scale(ha_tinh: rt.Dataset) -> None:
    frame = _figures(("forest-cover", 50.0, "2024"), ("forest-cover", 51.0, "2025"))
    found = _both(frame, ha_tinh, method="open_sdg", bands={"good": 1, "bad": None})
    assert found["progress_problem"].to_list() == ["custom_bands", "custom_bands"]
    assert found["progress_band"].to_list() == [None, None]


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([50, 51], dtype=pl.Int64),
        pl.Series([50, 51], dtype=pl.UInt8),
        pl.Series([50, 51], dtype=pl.Float32),
        pl.Series([Decimal("50.00"), Decimal("51.00")], dtype=pl.Decimal(10, 2)),
    ],
)
def test_numbers_of_every_type(ha_tinh: rt.Dataset, values: pl.Series) -> None:
    frame = pl.DataFrame(
        {"indicator": ["forest-cover"] * 2, "value": values, "period": [2024, 2025]}
    )
    assert _both(frame, ha_tinh)["progress"].to_list() == [None, 0.5]


def test_true_and_false_are_no_numbers(ha_tinh: rt.Dataset) -> None:
    frame = _figures(
        ("forest-cover", True, "2024"), ("forest-cover", False, "2025"), value=pl.Boolean
    )
    found = _both(frame, ha_tinh)
    assert found["progress_problem"].to_list() == ["not_a_number", "not_a_number"]
    assert found["progress_reason"][0] == "the value is true or false; a number was expected"


def test_categories_and_other_columns_come_through(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame(
        {
            "status": ["A", "E"],
            "indicator": pl.Series(["forest-cover"] * 2, dtype=pl.Categorical),
            "value": [50.0, 51.0],
            "gap": [1, 2],
            "period": pl.Series(["2024", "2025"], dtype=pl.Enum(["2024", "2025"])),
            "published": [date(2025, 1, 1)] * 2,
        }
    )
    assert _both(frame, ha_tinh)["progress"].to_list() == [None, 0.5]


def test_no_rows(ha_tinh: rt.Dataset) -> None:
    frame = _figures(("forest-cover", 50.0, "2024", "%", "VN-23", None)).clear()
    for method in rt.ProgressMethod:
        assert _both(frame, ha_tinh, method=method).height == 0


def test_no_targets(ha_tinh: rt.Dataset) -> None:
    empty = attrs.evolve(ha_tinh, targets=())
    frame = _figures(("forest-cover", 50.0, "2024", "%"))
    assert _both(frame, empty)["progress_problem"].to_list() == ["no_promise"]


def test_a_lazy_frame_is_asked_about_as_a_whole(ha_tinh: rt.Dataset) -> None:
    # A filter after it must not take the baselines away.
    frame = _figures(("forest-cover", 50.0, "2024"), ("forest-cover", 51.0, "2025"))
    later = rt.progress(frame.lazy(), ha_tinh).filter(pl.col("period") == "2025").select("progress")
    assert later.collect()["progress"].to_list() == [0.5]
    assert later.collect(engine="streaming")["progress"].to_list() == [0.5]


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize(
    ("frame", "error", "message"),
    [
        (
            pl.DataFrame({"Indicator": ["forest-cover"], "value": [1.0], "period": ["2025"]}),
            rt.MissingColumnError,
            (
                "the frame lacks the column 'indicator'; found 'Indicator', 'value', 'period'; "
                "did you mean 'Indicator'?"
            ),
        ),
        (
            pl.DataFrame({"indicator": ["forest-cover"], "value": [1.0]}),
            rt.MissingColumnError,
            "the frame lacks the column 'period'; found 'indicator', 'value'",
        ),
        (
            pl.DataFrame({"indicator": ["a"], "value": ["1"], "period": ["2025"]}),
            rt.ColumnTypeError,
            (
                "column 'value' holds String; expected numbers; read_observations turns text to "
                "numbers in a locale that you name"
            ),
        ),
        (
            pl.DataFrame({"indicator": ["a"], "value": [1], "period": ["2025"], "progress": [1]}),
            rt.ColumnClashError,
            "the frame has 'progress': progress adds these; drop or rename them first",
        ),
    ],
)
def test_columns_that_do_not_do(
    ha_tinh: rt.Dataset, frame: pl.DataFrame, error: type[Exception], message: str, *, lazy: bool
) -> None:
    with pytest.raises(error) as caught:
        rt.progress(frame.lazy() if lazy else frame, ha_tinh)
    assert str(caught.value) == message


def test_other_frames_are_not_taken(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnsupportedFrameError) as caught:
        rt.progress({"indicator": ["forest-cover"]}, ha_tinh)
    assert str(caught.value) == (
        "a polars DataFrame or LazyFrame was expected, not builtins.dict; polars.from_pandas, "
        "polars.from_arrow and polars.DataFrame make one"
    )


def test_a_table_too_large_for_an_index(
    ha_tinh: rt.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Then it is joined to instead.
    frame = _figures(
        ("forest-cover", 50.0, "2024", "%"),
        ("forest-cover", 51.0, "2025", "percent"),
        ("nothing", 51.0, "2025", "%"),
    )
    indexed = rt.progress(frame, ha_tinh)
    monkeypatch.setattr("resolution_targets.lookup._MOST_SLOTS", 10)
    monkeypatch.setattr("resolution_targets.progressframes._MOST_SLOTS", 10)
    assert_frame_equal(rt.progress(frame, ha_tinh), indexed)
    assert indexed["progress"].to_list() == [None, 0.5, None]


def test_many_targets_and_periods(ha_tinh: rt.Dataset) -> None:
    # What a period means is worked out once for all targets of a year.
    target = ha_tinh["forest-cover"]
    many = tuple(
        attrs.evolve(
            target,
            id=f"cover-{number}",
            number=str(number),
            indicator=attrs.evolve(target.indicator, id=f"cover-{number}"),
        )
        for number in range(1, 501)
    )
    dataset = attrs.evolve(ha_tinh, targets=many)
    periods = [f"{year}-{month:02d}" for year in range(2000, 2025) for month in range(1, 13)]
    frame = pl.DataFrame(
        {
            "indicator": ["cover-1", "cover-1", "cover-7", *("cover-2" for _ in periods)],
            "value": [50.0, 51.0, 51.0, *(1.0 for _ in periods)],
            "period": ["2024", "2025", "2025", *periods],
        }
    )
    found = rt.progress(frame, dataset)
    assert found["progress"].to_list()[:3] == [None, 0.5, None]
    assert found["progress_problem"].to_list()[2:] == ["no_baseline"] * (1 + len(periods))


def test_problems_of_a_frame_without_periods(ha_tinh: rt.Dataset) -> None:
    frame = _figures(("forest-cover", None), ("forest-cover", math.inf), ("forest", 1.0))
    found = _both(frame, ha_tinh, method="distance")
    assert found["progress_reason"].to_list() == [
        "no figure was reported for 2025",
        "the value for 2025, or what follows from it, is infinite",
        "no promise for indicator 'forest' in ha-tinh-2025 1.0.0",
    ]


def test_a_baseline_next_to_zero(ha_tinh: rt.Dataset) -> None:
    # The required growth is 5e309 - 1, and no float.
    frame = _figures(("forest-cover", 1e-308, "2024"), ("forest-cover", 51.0, "2025"))
    found = _both(frame, ha_tinh, method="cagr_ratio")
    assert found["progress_problem"].to_list() == ["not_after_baseline", "infinite"]
