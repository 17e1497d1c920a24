"""Deriving on frames that other steps added columns to: choices, ranges, written decimals."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import resolution_targets as rt

_ADDED = ["derived_from", "disagreement", "derivation_problem", "derivation_reason"]


def _revenue(rows: list[tuple[Any, ...]], **more: Any) -> pl.DataFrame:
    schema: dict[str, Any] = {"period": pl.String, "value": pl.Float64, **more}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        indicator=pl.lit("budget-revenue")
    )


def _both(frame: pl.DataFrame, dataset: rt.Dataset, **options: Any) -> pl.DataFrame:
    """The frame with what follows; an eager and a lazy one must agree."""
    eager = rt.derive(frame, dataset, **options)
    assert rt.derive(frame.lazy(), dataset, **options).collect().equals(eager)
    return eager


def _derived(out: pl.DataFrame) -> list[tuple[Any, ...]]:
    return out.filter(pl.col("derived_from").is_not_null()).select("period", "value").rows()


# The two figures for the first quarter: see tests/test_derivations.py.
def test_a_figure_that_was_passed_over(ha_tinh):
    frame = _revenue(
        [
            *(("2025-Q1", 12222.31, "2025-04-09"), ("2025-Q1", 12000.0, "2025-04-02")),
            *(("2025-Q2", 14623.69, "2025-07-04"), ("2025-6M", 26846.0, "2025-07-04")),
        ],
        published=pl.String,
    )
    assert _both(frame, ha_tinh)["derivation_problem"].to_list() == [
        *("conflict", "conflict", "gap", None)
    ]
    out = _both(rt.choose(frame, policy="latest"), ha_tinh)
    assert out.height == 4
    assert out["derivation_problem"].to_list() == [None, "passed_over", None, None]
    assert out["derivation_reason"][1] == out["passed_over"][1]
    assert out["disagreement"].null_count() == 4
    # A sum that was passed over is contradicted by nothing.
    chosen = frame.with_columns(passed_over=pl.Series([None, "older", None, "another"]))
    out = _both(chosen.with_columns(value=pl.Series([1.0, 2.0, 3.0, 9.0])), ha_tinh)
    assert _derived(out) == [("2025-6M", 4.0)]
    assert out["disagreement"].null_count() == 5
    assert out["derivation_reason"].to_list() == [None, "older", None, "another", None]


def test_what_is_said_first(ha_tinh):
    frame = _revenue(
        [
            *(("2025-Q1", None, "no number", "older"), ("2025-Q1", None, None, "older")),
            ("2025-Q1", math.nan, None, "older"),
        ],
        unreadable=pl.String,
        passed_over=pl.String,
    )
    assert _both(frame, ha_tinh)["derivation_problem"].to_list() == [
        *("unreadable", "not_reported", "passed_over")
    ]


@pytest.mark.parametrize("dtype", [pl.Float64, pl.Float32])
def test_nothing_is_derived_from_a_range(ha_tinh, dtype):
    rows = [("2025-Q1", 1.0, None), ("2025-Q2", 2.0, 3.0), ("2025-Q3", 0.1, 0.1)]
    frame = _revenue(rows, value_upper=pl.Float64).with_columns(pl.col("value").cast(dtype))
    out = _both(frame.with_columns(pl.col("value_upper").cast(dtype)), ha_tinh)
    assert out["derivation_problem"].to_list() == [None, "range", "gap"]
    assert out["derivation_reason"][1] == (
        "'budget-revenue' for 2025-Q2 is a range, from which nothing is derived"
    )
    assert rt.derive(frame, ha_tinh, language="vi")["derivation_reason"][1] == (
        "số liệu của 'budget-revenue' cho kỳ 2025-Q2 là một khoảng, không dùng để tính tiếp"
    )
    nine = _both(frame.filter(pl.col("period") != "2025-Q2"), ha_tinh)
    assert nine["derivation_problem"].to_list() == [None, "gap"]


def test_ranges_that_are_none(ha_tinh):
    frame = _revenue(
        [
            *(("2025-Q1", None, 3.0), ("2025-Q1", 4.0, 3.0), ("2025-Q1", 1.0, math.nan)),
            *(("2025-Q1", 1.0, math.inf), ("2025-Q1", math.nan, 1.0), ("2025-Q1", None, None)),
        ],
        value_upper=pl.Float64,
    )
    out = _both(frame, ha_tinh)
    assert out["derivation_problem"].to_list() == [
        *("half_range", "reversed_range", "nan", "infinite", "nan", "not_reported")
    ]
    assert out["derivation_reason"].to_list()[:2] == [
        "only the larger end of a range is given; the smaller one was expected as value",
        "the range is the wrong way round; the smaller end was expected as value",
    ]


# A fall of 2.4 % less 1.8 % is one of 0.6 points.
@pytest.mark.parametrize(
    ("low", "high", "is_contradicted"),
    [
        *((0.5, 0.6, False), (0.4, 0.9, False), (0.7, 0.9, False), (0.3, 0.5, False)),
        *((0.8, 0.9, True), (0.2, 0.4, True)),
    ],
)
def test_a_derived_figure_and_a_reported_range(ha_tinh, low, high, is_contradicted):
    frame = pl.DataFrame(
        {
            "indicator": ["poverty-rate", "poverty-rate", "poverty-reduction"],
            "period": ["2024", "2025", "2025"],
            "value": [2.4, 1.8, low],
            "value_upper": [None, None, high],
        }
    )
    out = _both(frame, ha_tinh)
    assert out.height == 3
    assert out["derivation_problem"].null_count() == 3
    assert (out["disagreement"][2] is not None) == is_contradicted


def test_a_figure_beside_a_range(ha_tinh):
    def derived(low: float, high: float) -> pl.DataFrame:
        rows = [("2025-Q1", 1.0, None), ("2025-3M", low, high), ("2025-Q2", 2.0, None)]
        return _both(_revenue(rows, value_upper=pl.Float64), ha_tinh)

    inside, outside = derived(0.5, 2.0), derived(3.0, 4.0)
    assert _derived(inside) == [("2025-6M", 3.0)]
    assert inside["derivation_problem"].to_list() == [None, "range", None, None]
    assert outside["derivation_problem"].to_list() == ["conflict", "range", "gap"]


def test_ranges_in_another_unit(ha_tinh):
    frame = pl.DataFrame(
        {
            "indicator": ["population"] * 3 + ["doctors"],
            "period": ["2025"] * 4,
            "value": [1300000.0, 1.2, 5.0, 1590.0],
            "value_upper": [None, 1.4, 6.0, None],
            "unit": ["person", "million person", "household", "doctor"],
        }
    )
    # 1.2 to 1.4 million people hold 1,300,000; of households nobody knows.
    out = _both(frame, ha_tinh)
    assert out["derivation_problem"].to_list() == [
        *("conflict", "range", "range", "no_denominator")
    ]
    out = _both(frame.filter(pl.col("unit") != "household"), ha_tinh)
    assert out["derivation_problem"].to_list()[1:] == ["range", None, None]


def test_a_range_takes_the_place_of_a_sum(ha_tinh):
    once = rt.derive(
        _revenue([("2025-Q1", 1.0, None), ("2025-Q2", 2.0, None)], value_upper=pl.Float64), ha_tinh
    )
    more = _revenue([("2025-6M", 8.0, 9.0), ("2025-Q3", 4.0, None)], value_upper=pl.Float64)
    out = _both(pl.concat([once, more], how="diagonal"), ha_tinh)
    assert out["derivation_problem"].to_list() == [None, None, None, "range", "gap"]
    assert out["disagreement"].to_list() == [
        *(None, None, None),
        (
            "3 billion VND follows from budget-revenue 2025-Q1: 1 billion VND; budget-revenue "
            "2025-Q2: 2 billion VND"
        ),
        None,
    ]
    # One that says that it was derived counts for nothing.
    derived = more[:1].with_columns(derived_from=pl.lit("a report"))
    out = _both(pl.concat([once[:2], derived], how="diagonal"), ha_tinh)
    assert out["derivation_problem"].null_count() == 4
    assert out["value"].to_list() == [1.0, 2.0, 8.0, 3.0]


# 10,200 holds 10,200.3, and 10,200.0 does not: half a tenth, and half a tenth for each part,
# are 0.15.
@pytest.mark.parametrize(
    ("decimals", "is_contradicted"),
    [(None, False), (0, False), (1, True), (9, True), (10, False)],
)
def test_how_many_decimals_a_figure_was_written_with(ha_tinh, decimals, is_contradicted):
    rows = [("2025-Q1", 5100.1, 1), ("2025-Q2", 5100.2, 1), ("2025-6M", 10200.0, decimals)]
    out = _both(_revenue(rows, decimals=pl.Int64), ha_tinh)
    assert (out["disagreement"][2] is not None) == is_contradicted


def test_the_trail_names_figures_as_they_were_written(ha_tinh):
    rows = [("2025-Q1", 93.5, 2), ("2025-Q2", 8.0, 2), ("2025-Q3", 7.0, 0), ("2025-Q4", 1 / 3, 2)]
    out = _both(_revenue(rows, decimals=pl.UInt8), ha_tinh)
    assert out["derived_from"][5].split("; ") == [
        "budget-revenue 2025-Q1: 93.50 billion VND",
        "budget-revenue 2025-Q2: 8.00 billion VND",
        "budget-revenue 2025-Q3: 7 billion VND",
    ]
    assert out["derived_from"][6].endswith("2025-Q4: 0.3333333333333333 billion VND")
    assert out["decimals"].to_list() == [2, 2, 0, 2, None, None, None]


def test_the_more_digits_the_firmer(ha_tinh):
    rows = [("2025-Q1", 1.0, 0), ("2025-Q1", 1.0, 1), ("2025-Q2", 2.0, 1), ("2025-6M", 3.3, 1)]
    for frame in (_revenue(rows, decimals=pl.Int64), _revenue(rows[::-1], decimals=pl.Int64)):
        said = _both(frame, ha_tinh)["disagreement"].drop_nulls().to_list()
        assert said == [
            (
                "3 billion VND follows from budget-revenue 2025-Q1: 1.0 billion VND; "
                "budget-revenue 2025-Q2: 2.0 billion VND"
            )
        ]


def test_whole_numbers_have_no_decimals(ha_tinh):
    rows = [("2025-Q1", 5100, 2), ("2025-Q2", 5100, 2), ("2025-6M", 10201, 2)]
    out = _both(_revenue(rows, decimals=pl.Int64, value=pl.Int64), ha_tinh)
    assert out["disagreement"].null_count() == 3


@pytest.mark.parametrize(
    ("column", "dtype", "message"),
    [
        ("passed_over", pl.Int64, "column 'passed_over' holds Int64; expected text"),
        ("decimals", pl.Float64, "column 'decimals' holds Float64; expected counts of decimals"),
        (
            *("value_upper", pl.String),
            (
                "column 'value_upper' holds String; expected floats or whole numbers; cast it "
                "with pl.col('value_upper').cast(pl.Float64)"
            ),
        ),
    ],
)
def test_columns_of_other_types(ha_tinh, column, dtype, message):
    frame = _revenue([], **{column: dtype})
    with pytest.raises(rt.ColumnTypeError) as caught:
        rt.derive(frame, ha_tinh)
    assert str(caught.value) == message


def test_columns_of_nothing(ha_tinh):
    rows = [("2025-Q1", 1.0, None, None, None), ("2025-Q2", 2.0, None, None, None)]
    columns = dict.fromkeys(("value_upper", "decimals", "passed_over"), pl.Null)
    assert _derived(_both(_revenue(rows, **columns), ha_tinh)) == [("2025-6M", 3.0)]


_FILE = Path(__file__).parents[1] / "examples" / "ha-tinh-2025.csv"


def test_from_a_file_to_an_outlook(ha_tinh):
    reported = rt.read_observations(_FILE)
    lazy = rt.outlook(
        rt.derive(rt.choose(reported.lazy(), policy="latest"), ha_tinh), ha_tinh
    ).collect()
    derived = rt.derive(rt.choose(reported, policy="latest"), ha_tinh)
    # What is wrong with a unit is told in more words where the units are there to be looked at.
    eager = rt.outlook(derived, ha_tinh)
    assert eager.drop("reason", "outlook_reason").equals(lazy.drop("reason", "outlook_reason"))
    assert derived[: reported.height].select(reported.columns).equals(reported)
    # https://baohatinh.vn/tong-von-dau-tu-thuc-hien-toan-xa-hoi-cua-ha-tinh-quy-i-uoc-dat-hon-12000-ty-dong-post285150.html
    # gives 12,000 for the first quarter, and does not say when; both figures stand.
    first = pl.col("period") == "2025-Q1"
    conflicts = derived.filter(first & (pl.col("indicator") == "total-investment"))
    assert conflicts["derivation_problem"].to_list() == ["conflict", "conflict"]


# Made up: 0.10 in January and 0.20 in February.
def test_derived_rows_are_judged_like_others(ha_tinh):
    text = (
        "indicator,period,value,unit,published\n"
        "export-turnover,2025-01,0.10,billion USD,2025-02-05\n"
        "export-turnover,2025-01,0.13,billion USD,2025-02-03\n"
        "export-turnover,2025-02,0.20,billion USD,2025-03-05\n"
    )
    chosen = rt.choose(rt.read_observations(text.encode()), policy="latest")
    derived = rt.derive(chosen, ha_tinh)
    assert derived["derivation_problem"].to_list() == [None, "passed_over", None, None]
    assert derived.row(3, named=True)["derived_from"] == (
        "export-turnover 2025-01: 0.10 billion USD; export-turnover 2025-02: 0.20 billion USD"
    )
    for frame in (derived, derived.lazy()):
        outlook = rt.outlook(frame, ha_tinh).lazy().collect()
        row = outlook.filter(pl.col("period") == "2025-2M").row(0, named=True)
        reported = pl.DataFrame(
            {
                "indicator": ["export-turnover"],
                "period": ["2025-2M"],
                "value": [0.3],
                "unit": ["billion USD"],
            }
        )
        alone = rt.outlook(reported, ha_tinh).row(0, named=True)
        assert row["value"] == 0.3
        # 0.3 of the 2.5 billion promised are 12 %; two months are a sixth of the year.
        assert row["pace"] == alone["pace"] == "behind"
        assert row["attained_share"] == alone["attained_share"] == 0.12
