"""The table of bounds: each promise as intervals, in every unit its figures may come in."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.plans import (
    NO_UNIT,
    Grid,
    cases,
    facts,
    plan,
    temporary,
    usual_spellings,
)

_INF = math.inf
_INTEGERS = Grid(dtype=pl.Int64(), scale=0, largest=2**63 - 1, smallest=-(2**63))
_HUNDREDTHS = Grid(dtype=pl.Decimal(38, 2), scale=2, largest=10**38 - 1)
_SINGLE = Grid(precision="f")


def _after(number: float) -> float:
    return math.nextafter(number, _INF)


def _before(number: float) -> float:
    return math.nextafter(number, -_INF)


def _bounds(
    dataset: rt.Dataset,
    indicator: str,
    unit: str,
    grid: Grid | None = None,
    reading: rt.Reading = rt.Reading.STRICT,
) -> dict[str, Any]:
    """The row for an indicator and a unit, by plain names."""
    rows = plan(dataset, grid or Grid(), reading, with_units=True).rows
    found = rows.filter(indicator=indicator, unit_key=unit)
    assert len(found) == 1
    return {
        name.removeprefix(temporary("")): value for name, value in found.row(0, named=True).items()
    }


def _intervals(row: dict[str, Any]) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    return (row["met_from"], row["met_to"]), (row["exceeded_from"], row["exceeded_to"])


def _is_empty(interval: tuple[Any, Any]) -> bool:
    start, stop = interval
    return start > stop


def _promising(dataset: rt.Dataset, direction: str, **criterion: Any) -> rt.Dataset:
    """The dataset with one promise only, on grdp-growth."""
    target = dataset["grdp-growth"]
    indicator = attrs.evolve(target.indicator, direction=direction)
    new = attrs.evolve(target, indicator=indicator, criterion=rt.Criterion(**criterion))
    return attrs.evolve(dataset, targets=(new,))


# One float and the next, one integer and the next, one hundredth and the next.
@pytest.mark.parametrize(
    ("grid", "bound", "first", "first_after", "last", "last_before"),
    [
        (Grid(), Fraction(7), 7.0, _after(7.0), 7.0, _before(7.0)),
        (Grid(), Fraction(57, 100), 0.57, _after(0.57), 0.57, _before(0.57)),
        (Grid(), Fraction(-1, 3), -1 / 3, _after(-1 / 3), -1 / 3, _before(-1 / 3)),
        (Grid(), Fraction(0), 0.0, 5e-324, 0.0, -5e-324),
        (_INTEGERS, Fraction(7), 7, 8, 7, 6),
        (_INTEGERS, Fraction(5, 2), 3, 3, 2, 2),
        (_INTEGERS, Fraction(-5, 2), -2, -2, -3, -3),
        (_INTEGERS, Fraction(2**53 + 1), 2**53 + 1, 2**53 + 2, 2**53 + 1, 2**53),
        (_HUNDREDTHS, Fraction(1, 2), *map(Decimal, ("0.50", "0.51", "0.50", "0.49"))),
        (_HUNDREDTHS, Fraction(1, 3), *map(Decimal, ("0.34", "0.34", "0.33", "0.33"))),
        (_HUNDREDTHS, Fraction(-1, 3), *map(Decimal, ("-0.33", "-0.33", "-0.34", "-0.34"))),
    ],
)
def test_the_numbers_beside_a_bound(  # noqa: PLR0913, PLR0917  # a table of expected values
    grid: Grid, bound: Fraction, first: Any, first_after: Any, last: Any, last_before: Any
) -> None:
    assert grid.first(bound, strictly=False) == first
    assert grid.first(bound, strictly=True) == first_after
    assert grid.last(bound, strictly=False) == last
    assert grid.last(bound, strictly=True) == last_before


def test_single_floats_have_bounds_of_their_own() -> None:
    # The single float nearest to 0.1 is 13421773 / 2**27, and above 0.1.
    tenth = 13421773 / 2**27
    assert tenth > 0.1
    assert _SINGLE.first(Fraction(1, 10), strictly=False) == tenth
    assert _SINGLE.last(Fraction(1, 10), strictly=False) == tenth
    # Beside it no single float lies nearer than the next double.
    assert tenth < _SINGLE.first(Fraction(1, 10), strictly=True) <= 13421774 / 2**27
    assert 13421772 / 2**27 <= _SINGLE.last(Fraction(1, 10), strictly=True) < tenth


def test_the_ends_of_a_grid() -> None:
    assert (Grid().lowest, Grid().highest) == (-_INF, _INF)
    assert _HUNDREDTHS.highest == Decimal("9" * 36 + ".99")
    assert _HUNDREDTHS.lowest == Decimal("-" + "9" * 36 + ".99")
    assert _INTEGERS.highest == 2**63 - 1


# II.2 (1): "đạt trên 7%".
def test_above_starts_after_the_bound(ha_tinh: rt.Dataset) -> None:
    row = _bounds(ha_tinh, "grdp-growth", "percent")
    assert _intervals(row)[0] == (_after(7.0), _INF)
    assert _is_empty(_intervals(row)[1])
    assert (row["bound"], row["factor"]) == (7.0, 1.0)
    assert (row["target"], row["gap_unit"], row["is_milestone"]) == (
        "grdp-growth",
        "percentage_point",
        False,
    )


def test_lenient_above_starts_at_the_bound(ha_tinh: rt.Dataset) -> None:
    row = _bounds(ha_tinh, "grdp-growth", "percent", reading=rt.Reading.LENIENT)
    assert _intervals(row) == ((7.0, _INF), (_after(7.0), _INF))


# II.2 (10): "Tỷ lệ đô thị hóa đạt 40%"; (14): "giảm 0,5-0,6%".
def test_reach_and_between(ha_tinh: rt.Dataset) -> None:
    reach = _bounds(ha_tinh, "urbanization-rate", "percent")
    assert _intervals(reach) == ((40.0, _INF), (_after(40.0), _INF))
    between = _bounds(ha_tinh, "poverty-reduction", "percentage_point")
    assert _intervals(between) == ((0.5, _INF), (_after(0.6), _INF))
    assert between["bound"] == 0.5


@pytest.mark.parametrize(
    ("unit", "bound", "factor"),
    [
        ("permille", 70.0, 0.1),
        ("dimensionless", 0.07, 100.0),
        ("phần nghìn", 70.0, 0.1),
        ("%", 7.0, 1.0),
    ],
)
def test_the_bound_is_brought_to_the_unit(
    ha_tinh: rt.Dataset, unit: str, bound: float, factor: float
) -> None:
    row = _bounds(ha_tinh, "grdp-growth", unit)
    assert (row["bound"], row["factor"]) == (bound, factor)
    assert row["met_from"] == _after(bound)
    # The gap stays in the promise's own.
    assert row["gap_unit"] == "percentage_point"


@pytest.mark.parametrize(
    ("indicator", "unit", "bound"),
    [
        # 17,800 billion VND; 17.8 nghìn tỷ; 17,800,000,000,000 đồng.
        ("budget-revenue", "nghìn tỷ đồng", 17.8),
        ("budget-revenue", "đồng", 17_800_000_000_000.0),
        ("export-turnover", "triệu usd", 2500.0),
        ("doctors-per-10000", "doctors per 1,000 people", 1.2),
        # 102 million a hectare are 10,200 million a km².
        ("production-value-per-hectare", "million VND/km2", 10200.0),
        # 53 million a year are 4.41666... million a month.
        ("income-per-capita", "million VND/person/month", 53 / 12),
    ],
)
def test_bounds_in_other_units(
    ha_tinh: rt.Dataset, indicator: str, unit: str, bound: float
) -> None:
    row = _bounds(ha_tinh, indicator, unit)
    assert row["bound"] == bound
    assert row["met_from"] in {bound, _after(bound)}


@pytest.mark.parametrize(
    ("direction", "criterion", "met", "exceeded"),
    [
        ("lower", {"relation": "below", "lower": 4}, (-_INF, _before(4.0)), None),
        ("lower", {"relation": "at_most", "lower": 4}, (-_INF, 4.0), (-_INF, _before(4.0))),
        ("lower", {"relation": "reach", "lower": 4}, (-_INF, 4.0), (-_INF, _before(4.0))),
        (
            "lower",
            {"relation": "between", "lower": 3, "upper": 4},
            (-_INF, 4.0),
            (-_INF, _before(3.0)),
        ),
        ("within", {"relation": "between", "lower": 3, "upper": 4}, (3.0, 4.0), None),
        ("higher", {"relation": "at_least", "lower": 4}, (4.0, _INF), (_after(4.0), _INF)),
        (
            "higher",
            {"relation": "between", "lower": -4, "upper": -3},
            (-4.0, _INF),
            (_after(-3.0), _INF),
        ),
    ],
)
def test_every_rule_is_an_interval(
    ha_tinh: rt.Dataset,
    direction: str,
    criterion: dict[str, Any],
    met: tuple[float, float],
    exceeded: tuple[float, float] | None,
) -> None:
    row = _bounds(_promising(ha_tinh, direction, **criterion), "grdp-growth", "percent")
    found_met, found_exceeded = _intervals(row)
    assert found_met == met
    if exceeded is None:
        assert _is_empty(found_exceeded)
    else:
        assert found_exceeded == exceeded


# II.2 (9): "Tỉnh hoàn thành nhiệm vụ xây dựng nông thôn mới".
@pytest.mark.parametrize(
    ("grid", "one"), [(Grid(), 1.0), (_INTEGERS, 1), (_HUNDREDTHS, Decimal(1))]
)
def test_a_milestone_is_met_by_one(ha_tinh: rt.Dataset, grid: Grid, one: Any) -> None:
    for unit in ("dimensionless", NO_UNIT):
        row = _bounds(ha_tinh, "new-rural-province", unit, grid)
        met, exceeded = _intervals(row)
        assert met == (one, one)
        assert _is_empty(exceeded)
        assert row["is_milestone"] is True
        assert row["bound"] is None


def test_integers_and_decimals_have_bounds_of_their_own_kind(ha_tinh: rt.Dataset) -> None:
    above = _bounds(ha_tinh, "social-insurance-coverage", "percent", _INTEGERS)
    assert above["met_from"] == 32
    above = _bounds(ha_tinh, "grdp-growth", "percent", _INTEGERS)
    assert above["met_from"] == 8
    above = _bounds(ha_tinh, "grdp-growth", "percent", _HUNDREDTHS)
    assert above["met_from"] == Decimal("7.01")
    table = plan(ha_tinh, _HUNDREDTHS, rt.Reading.STRICT, with_units=True).rows
    assert table.schema[temporary("met_from")] == pl.Decimal(38, 2)
    # 0.07 lies between two of the hundredths' neighbours, 0.07 and 0.08.
    share = _bounds(ha_tinh, "grdp-growth", "dimensionless", _HUNDREDTHS)
    assert share["met_from"] == Decimal("0.08")


def test_a_row_without_a_unit_has_no_bounds_where_one_is_needed(ha_tinh: rt.Dataset) -> None:
    row = _bounds(ha_tinh, "grdp-growth", NO_UNIT)
    assert row["target"] == "grdp-growth"
    assert _intervals(row) == ((None, None), (None, None))


def test_a_frame_without_units_is_in_the_targets_own(ha_tinh: rt.Dataset) -> None:
    table = plan(ha_tinh, Grid(), rt.Reading.STRICT, with_units=False)
    assert table.keys == ("indicator",)
    assert table.rows["indicator"].to_list() == [target.id for target in ha_tinh]
    growth = table.rows.row(by_predicate=pl.col("indicator") == "grdp-growth", named=True)
    assert growth[temporary("met_from")] == _after(7.0)


def test_every_key_stands_once_and_every_spelling_is_there(ha_tinh: rt.Dataset) -> None:
    table = plan(ha_tinh, Grid(), rt.Reading.STRICT, with_units=True)
    assert table.keys == ("indicator", "unit_key")
    keys = table.rows.select("indicator", "unit_key")
    assert not keys.is_duplicated().any()
    assert keys.null_count().row(0) == (0, 0)
    there = set(keys.rows())
    for target in ha_tinh:
        assert (target.id, NO_UNIT) in there
        assert {(target.id, spelling) for spelling in usual_spellings(target.unit)} <= there


def test_usual_spellings() -> None:
    assert list(usual_spellings("billion VND"))[:3] == ["billion VND", "tỷ đồng", "billion VND"]
    assert "tỉ đồng" in set(usual_spellings("billion VND"))
    assert set(usual_spellings("percent")) >= {"percent", "%", "phần trăm", "per cent"}


def test_units_that_nobody_would_list_are_there_by_name(ha_tinh: rt.Dataset) -> None:
    # 91 million a head are 91 billion for a thousand heads, and 0.091 billion for one.
    for unit, bound in (("billion VND/thousand/person", 91.0), ("billion VND/person", 0.091)):
        assert _bounds(ha_tinh, "grdp-per-capita", unit)["bound"] == bound


def test_two_targets_for_one_indicator_are_refused(ha_tinh: rt.Dataset) -> None:
    again = attrs.evolve(ha_tinh["grdp-growth"], id="grdp-growth-2026", reference_period=2026)
    dataset = attrs.evolve(ha_tinh, targets=(*ha_tinh.targets, again))
    for with_units in (True, False):
        with pytest.raises(rt.InvalidFieldError) as caught:
            plan(dataset, Grid(), rt.Reading.STRICT, with_units=with_units)
        assert str(caught.value) == (
            "the targets of ha-tinh-2025 1.0.0 is 'grdp-growth'; expected one target for each "
            "indicator; keep one area and period with attrs.evolve(ds, targets=...)"
        )


@pytest.mark.parametrize(("language", "unit"), [("en", "billion VND"), ("vi", "tỷ đồng")])
def test_facts_are_what_the_reasons_say_of_a_target(
    ha_tinh: rt.Dataset, language: str, unit: str
) -> None:
    table = facts(ha_tinh, language)
    assert table.keys == ("indicator",)
    assert len(table.rows) == 33
    row = table.rows.row(by_predicate=pl.col("indicator") == "budget-revenue", named=True)
    assert row == {
        "indicator": "budget-revenue",
        temporary("fact_target"): "budget-revenue",
        temporary("target_unit"): unit,
        temporary("target_area"): "VN-23",
        temporary("target_period"): "2025",
    }


def test_a_dataset_without_targets_has_an_empty_plan(ha_tinh: rt.Dataset) -> None:
    empty = attrs.evolve(ha_tinh, targets=())
    assert plan(empty, Grid(), rt.Reading.STRICT, with_units=True).rows.is_empty()
    assert facts(empty, "en").rows.is_empty()


_RATE = rt.ExchangeRate(base="USD", quote="VND", rate=25000, date="2025-06-30", source="an example")


def test_every_target_in_every_unit_its_own_first(ha_tinh: rt.Dataset) -> None:
    alone = cases(ha_tinh, (), with_units=False)
    assert [case.target for case in alone] == list(ha_tinh)
    assert all(case.unit == case.target.unit and case.factor == 1 for case in alone)
    many = cases(ha_tinh, (), with_units=True)
    assert len({(case.target.id, case.unit) for case in many}) == len(many) > 33 * 3
    of_revenue = [case for case in many if case.target.id == "budget-revenue"]
    assert of_revenue[0].unit == "billion VND"
    assert not any(case.unit.endswith("USD") or case.rate for case in of_revenue)


def test_money_comes_in_other_currencies_at_a_rate(ha_tinh: rt.Dataset) -> None:
    many = cases(ha_tinh, (_RATE,), with_units=True)
    found = {(case.target.id, case.unit): case for case in many}
    # 1 billion VND at 25,000 are 0.04 million USD; 1 million VND a head 40 USD.
    assert found["budget-revenue", "million USD"].factor == Fraction(1, 25)
    assert found["grdp-per-capita", "USD/person"].factor == 40
    assert found["production-value-per-hectare", "USD/hectare"].factor == 40
    assert found["export-turnover", "billion VND"].factor == 25000
    for (_, unit), case in found.items():
        own = "USD" if "USD" in case.target.unit else "VND"
        other = ("USD" in unit or "VND" in unit) and own not in unit
        assert (case.rate == _RATE) == other
    assert found["budget-revenue", "million USD"].ends == {"lower": Fraction(712)}


def test_a_plan_names_the_rate_that_a_unit_needs(ha_tinh: rt.Dataset) -> None:
    rows = plan(ha_tinh, Grid(), rt.Reading.STRICT, (_RATE,), with_units=True).rows
    revenue = rows.filter(indicator="budget-revenue")
    rates = dict(revenue.select("unit_key", temporary("rate")).rows())
    assert rates["million USD"] == rates["triệu đô la Mỹ"] == 0
    assert rates["tỷ đồng"] is None
    bounds = dict(revenue.select("unit_key", temporary("met_from")).rows())
    assert bounds["triệu đô la Mỹ"] == _after(712.0)


def test_the_harder_end(ha_tinh: rt.Dataset) -> None:
    (fall,) = (case for case in cases(ha_tinh, (), with_units=False) if case.target.number == "14")
    assert fall.harder_end == Fraction(3, 5)
    lower = _promising(ha_tinh, "lower", relation="between", lower=3, upper=4)
    (case,) = cases(lower, (), with_units=False)
    assert case.harder_end == 3
    below = _promising(ha_tinh, "lower", relation="below", lower=3)
    (case,) = cases(below, (), with_units=False)
    assert case.harder_end == 3
