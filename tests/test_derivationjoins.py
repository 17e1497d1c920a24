"""The rules on frames: what was derived serves further rules, and levels stand at one time."""

from __future__ import annotations

from typing import Any

import attrs
import polars as pl
import pytest

import resolution_targets as rt


def _frame(rows: list[tuple[str, str, float, str]]) -> pl.DataFrame:
    columns = {"indicator": pl.String, "period": pl.String, "value": pl.Float64, "unit": pl.String}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _added(out: pl.DataFrame) -> list[tuple[Any, ...]]:
    is_derived = pl.col("derived_from").is_not_null()
    return out.filter(is_derived).select("indicator", "period", "value").rows()


_HOUSEHOLDS = [
    ("poor-households", "2024", 964.0, "household"),
    ("households", "2024", 40.0, "thousand household"),
    ("poor-households", "2025", 760.0, "household"),
    ("households", "2025", 40.0, "thousand household"),
]


# 964 of 40,000 households are 2.41 %, 760 are 1.9 %.
def test_from_households_to_a_fall(ha_tinh):
    out = rt.derive(_frame(_HOUSEHOLDS), ha_tinh)
    assert _added(out) == [
        ("poverty-rate", "2024", 2.41),
        ("poverty-rate", "2025", 1.9),
        ("poverty-reduction", "2025", 0.51),
    ]
    assert out["derived_from"][6] == (
        "poverty-rate 2024: 2.41 percent; poverty-rate 2025: 1.9 percent"
    )
    # What was derived before is taken once, and what follows from it still follows.
    again = rt.derive(out[:6], ha_tinh)
    assert _added(again) == _added(out)
    assert rt.derive(out, ha_tinh).equals(out)


# From January on, 100 and 100, and a year later 110 and 110: ten per cent more.
def test_from_months_to_growth(ha_tinh):
    months = [
        ("budget-revenue", f"{year}-0{month}", value, "billion VND")
        for year, value in ((2024, 100.0), (2025, 110.0))
        for month in (1, 2)
    ]
    out = rt.derive(_frame(months), ha_tinh, levels={"grdp-growth": "budget-revenue"})
    assert [row[1:] for row in _added(out) if row[0] == "grdp-growth"] == [
        *(("2025-01", 10.0), ("2025-02", 10.0), ("2025-2M", 10.0)),
    ]


@pytest.mark.parametrize("name", ["2024-12", "2024-Q4", "2024-12M"])
def test_a_level_under_two_names(ha_tinh, name):
    rows = [("poverty-rate", "2024", 2.4, "percent"), ("poverty-rate", "2025", 1.8, "percent")]
    same = rt.derive(_frame([*rows, ("poverty-rate", name, 2.4, "percent")]), ha_tinh)
    assert _added(same) == [("poverty-reduction", "2025", 0.6)]
    assert same["derivation_problem"].null_count() == 4
    other = rt.derive(_frame([*rows, ("poverty-rate", name, 2.5, "percent")]), ha_tinh)
    assert other["derivation_problem"].to_list() == ["conflict", "no_level_before", "conflict"]


@pytest.mark.parametrize(
    ("fields", "periods", "problems"),
    [
        ({"direction": "within"}, ("2024", "2025"), ["no_direction", "no_direction"]),
        ({"over_time": "flow"}, ("2024", "2025-9M"), ["no_level_before", "not_whole_year"]),
        ({"over_time": "flow"}, ("2024", "2025"), [None, None]),
        ({"unit": "person"}, ("2024", "2025"), ["units_differ", "units_differ"]),
    ],
)
def test_changes_that_are_refused(ha_tinh, fields, periods, problems):
    level = attrs.evolve(ha_tinh.indicator("poverty-rate"), numerator="", **fields)
    others = [each for each in ha_tinh.indicators if each.id != "poverty-rate"]
    dataset = attrs.evolve(ha_tinh, indicators=(*others, level))
    values = zip(periods, (2.4, 1.8), strict=True)
    rows = [("poverty-rate", period, value, level.unit) for period, value in values]
    out = rt.derive(_frame(rows), dataset)
    assert out["derivation_problem"].to_list()[:2] == problems
    assert [row[2] for row in _added(out)] == [0.6] * (problems[0] is None)


def test_levels_of_nothing_but_parts_of_years(ha_tinh):
    flow = attrs.evolve(ha_tinh.indicator("poverty-rate"), numerator="", over_time="flow")
    others = [each for each in ha_tinh.indicators if each.id != "poverty-rate"]
    dataset = attrs.evolve(ha_tinh, indicators=(*others, flow))
    out = rt.derive(_frame([("poverty-rate", "2025-9M", 1.8, "percent")]), dataset)
    assert out["derivation_problem"].to_list() == ["not_whole_year"]


def test_sums_of_figures_that_are_all_broken(ha_tinh):
    rows = [("2025-3M", 30.0), ("2025-6M", 10.0)]
    out = rt.derive(_frame([("budget-revenue", *row, "billion VND") for row in rows]), ha_tinh)
    assert out["derivation_problem"].to_list() == ["falls", "falls"]


# Only of one area the quarter leads to the half-year: of the other, May and June do.
def test_a_sum_is_as_firm_as_its_own_parts(ha_tinh):
    rows = [
        *(("VN-22", "2025-Q1", 1.0, "A"), ("VN-22", "2025-Q2", 2.0, "E")),
        *(("VN-23", "2025-Q2", 3.0, "F"), ("VN-23", "2025-5M", 4.0, "A")),
        ("VN-23", "2025-06", 5.0, "P"),
    ]
    frame = pl.DataFrame(rows, schema=["area", "period", "value", "status"], orient="row")
    out = rt.derive(frame.with_columns(indicator=pl.lit("budget-revenue")), ha_tinh)
    assert out[5:].select("area", "period", "value", "status").rows() == [
        *(("VN-22", "2025-6M", 3.0, "E"), ("VN-23", "2025-6M", 9.0, "P"))
    ]
    assert out["derivation_problem"].to_list()[:5] == [None, None, "gap", None, None]
