"""The table that figures for part of a year are joined to."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import attrs
import polars as pl

import resolution_targets as rt
from resolution_targets.outlookplans import outlook_plan, period_names
from resolution_targets.plans import Grid, cases, temporary
from resolution_targets.profiles import EVEN
from resolution_targets.requested import Request

_DATASET = rt.load("ha-tinh-2025", version="1.1.0")


def _request(dataset: rt.Dataset = _DATASET, **fields: Any) -> Request:
    given = {
        "dataset": dataset,
        "reading": rt.Reading.STRICT,
        "rounding": rt.Rounding.EXACT,
        "rates": (),
        "language": "en",
    }
    return Request(**{**given, **fields})


def _expected(
    id_: str, period: str, request: Request | None = None, grid: Grid | None = None
) -> dict[str, Any]:
    """The row of a target in its own unit, without the marks of temporary columns."""
    request, grid = request or _request(), grid or Grid()
    table = outlook_plan(request, grid, EVEN, Decimal("0.05"), with_units=False)
    names = (*period_names(request), "any other")
    of_target = cases(request.dataset, request.rates, with_units=False)
    place = next(place for place, case in enumerate(of_target) if case.target.id == id_)
    row = table.row(place * len(names) + names.index(period), named=True)
    return {name.removeprefix(temporary("")): value for name, value in row.items()}


def _after(number: float) -> float:
    return math.nextafter(number, math.inf)


def test_there_are_29_parts_of_a_year_in_the_order_of_the_rows() -> None:
    names = period_names(_request())
    assert len(names) == len(set(names)) == 29
    assert {"2025", "2025-01", "2025-12", "2025-Q1", "2025-1M", "2025-12M"} <= set(names)
    later = attrs.evolve(_DATASET["new-jobs"], reference_period=2027)
    two = attrs.evolve(_DATASET, targets=(_DATASET["grdp-growth"], later), revisions=())
    names = period_names(_request(two))
    assert len(names) == 58
    assert names[0] == "2025"
    assert names[29] == "2027"


def test_what_is_expected_by_september() -> None:
    row = _expected("budget-revenue", "2025-9M")
    # Above 9/12 of 17,800; ahead above 1.05 times that.
    assert row == {
        "wanted_period": "2025",
        "obstacle": None,
        "is_path": True,
        "is_cumulative": True,
        "share": 0.75,
        "months_left": 3.0,
        "method": "even",
        "required_unit": "billion VND/month",
        "projected_unit": "billion VND",
        "pace_from": _after(13350.0),
        "pace_to": math.inf,
        "ahead_from": _after(14017.5),
        "ahead_to": math.inf,
        # Whatever meets "above" never exceeds it.
        "projected_from": math.inf,
        "projected_to": -math.inf,
    }


def test_what_is_expected_of_a_quarter_alone() -> None:
    row = _expected("poverty-reduction", "2025-Q3")
    assert (row["is_cumulative"], row["share"], row["months_left"]) == (False, 0.25, 3.0)
    # A quarter of 0.5 to 0.6 points.
    assert (row["pace_from"], row["pace_to"]) == (0.125, math.inf)
    assert row["ahead_from"] == _after(0.1575)
    assert row["projected_from"] == _after(0.15)


def test_what_does_not_grow_is_held_against_the_promise_itself() -> None:
    row = _expected("urbanization-rate", "2025-06")
    assert (row["is_path"], row["share"], row["method"]) == (False, 1.0, "carried_forward")
    assert (row["required_unit"], row["projected_unit"]) == (None, "percent")
    assert row["pace_from"] == 40.0
    # Beyond "đạt 40%" is exceeded, and so ahead.
    assert row["ahead_from"] == row["projected_from"] == _after(40.0)


def test_a_milestone_has_no_path() -> None:
    row = _expected("new-rural-province", "2025-06")
    assert (row["is_path"], row["projected_unit"]) == (False, None)
    assert (row["pace_from"], row["pace_to"]) == (1.0, 1.0)
    assert row["ahead_from"] > row["ahead_to"]


def test_a_lenient_reading_reaches_the_path_itself() -> None:
    row = _expected("budget-revenue", "2025-9M", _request(reading=rt.Reading.LENIENT))
    assert (row["pace_from"], row["projected_from"]) == (13350.0, _after(13350.0))


def test_other_periods_and_other_years_have_nulls() -> None:
    later = attrs.evolve(_DATASET["new-jobs"], reference_period=2027)
    two = _request(attrs.evolve(_DATASET, targets=(_DATASET["grdp-growth"], later), revisions=()))
    for period in ("2025-9M", "any other"):
        row = _expected("new-jobs", period, two)
        assert row.pop("wanted_period") == "2027"
        assert set(row.values()) == {None}
    assert _expected("new-jobs", "2027-9M", two)["share"] == 0.75


def test_obstacles_stand_in_every_row() -> None:
    none = attrs.evolve(_DATASET["new-jobs"], criterion=rt.Criterion(relation="at_least", lower=0))
    quarter = attrs.evolve(_DATASET["grdp-growth"], reference_period="2025-Q3")
    dataset = attrs.evolve(_DATASET, targets=(none, quarter), revisions=())
    assert _expected("new-jobs", "2025-6M", _request(dataset))["obstacle"] == "no_share"
    assert _expected("grdp-growth", "2025-6M", _request(dataset))["obstacle"] == "not_a_year"


def test_columns_of_integers_and_decimals_have_bounds_of_their_own_kind() -> None:
    integers = Grid(dtype=pl.Int64(), scale=0, largest=2**63 - 1, smallest=-(2**63))
    row = _expected("budget-revenue", "2025-Q1", grid=integers)
    # A quarter of 17,800 is 4,450, of which 1.05 times is 4,672.5.
    assert (row["pace_from"], row["ahead_from"]) == (4451, 4673)
    hundredths = Grid(dtype=pl.Decimal(38, 2), scale=2, largest=10**38 - 1)
    row = _expected("budget-revenue", "2025-Q1", grid=hundredths)
    assert (row["pace_from"], row["ahead_from"]) == (Decimal("4450.01"), Decimal("4672.51"))


def test_there_is_a_row_for_each_unit() -> None:
    request = _request()
    table = outlook_plan(request, Grid(), EVEN, Decimal("0.05"), with_units=True)
    assert table.height == len(cases(_DATASET, (), with_units=True)) * 30


def test_inside_a_range_there_is_no_ahead() -> None:
    jobs = _DATASET["new-jobs"]
    inside = attrs.evolve(
        jobs,
        indicator=attrs.evolve(jobs.indicator, direction="within"),
        criterion=rt.Criterion(relation="between", lower=20000, upper=24000),
    )
    dataset = attrs.evolve(_DATASET, targets=(inside,), revisions=())
    row = _expected("new-jobs", "2025-6M", _request(dataset))
    assert (row["pace_from"], row["pace_to"]) == (10000.0, 12000.0)
    assert row["ahead_from"] > row["ahead_to"]
    assert row["projected_from"] > row["projected_to"]
