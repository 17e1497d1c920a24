"""Ranges and rounded figures in frames: the thresholds that each edge is held against."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import attrs
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.plans import Grid, cases
from resolution_targets.spans import EXACTLY, STEPS, Thresholds, span_plan

_DATASET = rt.load("ha-tinh-2025", version="1.0.0")
_INTEGERS = Grid(dtype=pl.Int64(), scale=0, largest=2**63 - 1, smallest=-(2**63))
_HUNDREDTHS = Grid(dtype=pl.Decimal(38, 2), scale=2, largest=10**38 - 1)
_INF = math.inf


def _promising(direction: str = "higher", **criterion: Any) -> rt.Dataset:
    target = _DATASET["cultural-households"]
    changed = attrs.evolve(
        target,
        indicator=attrs.evolve(target.indicator, direction=direction),
        criterion=rt.Criterion(**criterion),
    )
    return attrs.evolve(_DATASET, targets=(changed,))


def _thresholds(
    dataset: rt.Dataset,
    decimals: int,
    grid: Grid | None = None,
    reading: rt.Reading = rt.Reading.STRICT,
) -> Thresholds:
    """What figures of the first target are held against, in its own unit."""
    table = span_plan(dataset, grid or Grid(), reading, (), with_units=False)
    return Thresholds(*table.row(decimals))


def _after(number: float) -> float:
    return math.nextafter(number, _INF)


# "trên 93,5%". Of one decimal: 93.5 is 93.45 up to 93.55, and 93.6 begins at 93.55.
def test_the_first_figure_of_which_all_is_above_a_bound() -> None:
    above = _promising(relation="above", lower="93.5")
    one = _thresholds(above, 1)
    assert (one.met_from, one.met_to) == (93.6, _INF)
    assert (one.some_from, one.some_to) == (93.5, _INF)
    # Nothing exceeds "above".
    assert (one.exceeded_from, one.exceeded_to) == (_INF, -_INF)
    # Of none: 94 begins at 93.5, which is not above it; 93 ends below 93.5.
    none = _thresholds(above, 0)
    assert (none.met_from, none.some_from) == (95.0, 94.0)
    two = _thresholds(above, 2)
    assert (two.met_from, two.some_from) == (93.51, 93.5)


def test_the_first_figure_of_which_all_reaches_a_bound() -> None:
    reach = _promising(relation="reach", lower="93.5")
    # 94 is 93.5 and more, all of which reaches it; 93 is all below it.
    none = _thresholds(reach, 0)
    assert (none.met_from, none.some_from, none.exceeded_from) == (94.0, 94.0, 95.0)
    one = _thresholds(reach, 1)
    assert (one.met_from, one.some_from, one.exceeded_from) == (93.6, 93.5, 93.6)
    exactly = _thresholds(reach, EXACTLY)
    assert (exactly.met_from, exactly.some_from) == (93.5, 93.5)
    assert exactly.exceeded_from == _after(93.5)


def test_a_bound_between_two_decimals() -> None:
    # 93.5 begins at 93.45, which "at least" takes and "above" does not.
    at_least = _thresholds(_promising(relation="at_least", lower="93.45"), 1)
    assert (at_least.met_from, at_least.some_from) == (93.5, 93.5)
    above = _thresholds(_promising(relation="above", lower="93.45"), 1)
    assert (above.met_from, above.some_from) == (93.6, 93.5)


def test_less_is_better() -> None:
    # 93.4 ends just below 93.45, and so is all below 93.5 and at most 93.45.
    below = _thresholds(_promising("lower", relation="below", lower="93.5"), 1)
    assert (below.met_from, below.met_to) == (-_INF, 93.4)
    assert below.some_to == 93.5
    at_most = _thresholds(_promising("lower", relation="at_most", lower="93.45"), 1)
    assert (at_most.met_to, at_most.some_to, at_most.exceeded_to) == (93.4, 93.5, 93.4)
    below = _thresholds(_promising("lower", relation="below", lower="93.45"), 1)
    # The greatest number of 93.4 is no part of it, so all of it is below 93.45.
    assert (below.met_to, below.some_to) == (93.4, 93.4)


def test_inside_a_range_both_sides_hold() -> None:
    inside = _promising("within", relation="between", lower=40, upper=45)
    whole = _thresholds(inside, 0)
    # 40 begins at 39.5 and 45 ends at 45.5; 41 to 44 are all inside, 40 to 45 in part.
    assert (whole.met_from, whole.met_to) == (41.0, 44.0)
    assert (whole.some_from, whole.some_to) == (40.0, 45.0)
    exactly = _thresholds(inside, EXACTLY)
    assert (exactly.met_from, exactly.met_to) == (40.0, 45.0)


def test_a_lenient_reading_takes_the_bound() -> None:
    above = _promising(relation="above", lower="93.5")
    lenient = _thresholds(above, 0, reading=rt.Reading.LENIENT)
    assert (lenient.met_from, lenient.exceeded_from) == (94.0, 95.0)


def test_other_kinds_of_numbers() -> None:
    above = _promising(relation="above", lower="93.5")
    whole = _thresholds(above, 0, _INTEGERS)
    assert (whole.met_from, whole.some_from) == (95, 94)
    assert (_thresholds(above, EXACTLY, _INTEGERS).met_from) == 94
    hundredths = _thresholds(above, 1, _HUNDREDTHS)
    assert (hundredths.met_from, hundredths.some_from) == (Decimal("93.6"), Decimal("93.5"))
    assert _thresholds(above, EXACTLY, _HUNDREDTHS).met_from == Decimal("93.51")


def test_no_number_is_past_a_bound_beyond_the_column() -> None:
    tiny = Grid(dtype=pl.Int64(), scale=0, largest=90, smallest=-90)
    for decimals in (0, EXACTLY):
        above = _thresholds(_promising(relation="above", lower="93.5"), decimals, tiny)
        assert above.met_from == 90
        assert above.met_to in {90, -90}
    none = _thresholds(_promising(relation="above", lower="93.5"), EXACTLY, tiny)
    assert (none.met_from, none.met_to) == (90, -90)
    below = _thresholds(_promising("lower", relation="below", lower="-93.5"), EXACTLY, tiny)
    assert (below.met_from, below.met_to) == (90, -90)


def test_there_is_nothing_to_round_in_a_milestone() -> None:
    milestone = attrs.evolve(_DATASET, targets=(_DATASET["new-rural-province"],))
    for decimals in range(STEPS):
        thresholds = _thresholds(milestone, decimals)
        assert (thresholds.met_from, thresholds.met_to) == (1.0, 1.0)


def test_there_is_a_row_for_each_unit_and_number_of_decimals() -> None:
    table = span_plan(_DATASET, Grid(), rt.Reading.STRICT, (), with_units=True)
    assert table.height == len(cases(_DATASET, (), with_units=True)) * STEPS
    assert STEPS == 11


@pytest.mark.parametrize(
    ("value", "decimals", "status"),
    [
        (93.5, None, "undecided"),
        (93.6, None, "met"),
        (93.4, None, "missed"),
        (94.0, None, "undecided"),
        (94.0, 0, "undecided"),
        # 94.0 as written is 93.95 and more.
        (94.0, 1, "met"),
        (94.0, 9, "met"),
        # Fewer decimals than a number has cannot be how it was written.
        (93.6, 0, "met"),
        # Ten are more than anyone publishes, and fewer than none there are not.
        (94.0, 10, "undecided"),
        (94.0, -1, "undecided"),
        # Computed, and so itself.
        (280.4 / 3, None, "missed"),
        (280.6 / 3, None, "met"),
    ],
)
def test_published_decimals_in_a_frame(value: float, decimals: int | None, status: str) -> None:
    frame = pl.DataFrame({"indicator": ["cultural-households"], "value": [value]})
    if decimals is not None:
        frame = frame.with_columns(decimals=pl.lit(decimals))
    dataset = attrs.evolve(_DATASET, targets=(_DATASET["cultural-households"],))
    assert rt.compare(frame, dataset, rounding="published")["status"].to_list() == [status]
    # As they stand, figures are themselves.
    exactly = "met" if value > 93.5 else "missed"
    assert rt.compare(frame, dataset)["status"].to_list() == [exactly]


def test_decimals_of_more_digits_than_a_float_are_counted_exactly() -> None:
    # Above 17,800: half a hundredth is beyond what a float of this size holds.
    values = [Decimal("123456789012345.25"), Decimal("17800.00"), Decimal("17801.00")]
    frame = pl.DataFrame(
        {"indicator": "budget-revenue", "value": values},
        schema_overrides={"value": pl.Decimal(20, 2)},
    )
    found = rt.compare(frame, _DATASET, rounding="published")["status"].to_list()
    # Zeros at the end of a column of decimals say nothing: 17801 is 17,800.5 and more.
    assert found == ["met", "undecided", "met"]
    big = attrs.evolve(
        _DATASET["budget-revenue"],
        criterion=rt.Criterion(relation="reach", lower="123456789012345.248"),
    )
    dataset = attrs.evolve(_DATASET, targets=(big,))
    # The figure is past it, but stands for 123,456,789,012,345.245 and more.
    assert rt.compare(frame[:1], dataset)["status"].to_list() == ["exceeded"]
    rounded = rt.compare(frame[:1], dataset, rounding="published")["status"].to_list()
    assert rounded == ["undecided"] == [big.compare(values[0], rounding="published").status]


def test_integers_are_whole() -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"] * 3, "value": [6, 7, 8]})
    found = rt.compare(frame, _DATASET, rounding="published")["status"].to_list()
    # 7 is 6.5 to 7.5, and 8 is 7.5 and more.
    assert found == ["missed", "undecided", "met"]


def test_each_end_of_a_range_has_decimals_of_its_own() -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["cultural-households"] * 3,
            "value": [93.6, 93.55, 90.0],
            "value_upper": [94.0, 94.0, 93.4],
        }
    )
    found = rt.compare(frame, _DATASET, rounding="published")["status"].to_list()
    # 93.6 begins at 93.55, 93.55 at 93.545; 93.4 ends at 93.45.
    assert found == ["met", "met", "missed"]


@pytest.mark.parametrize("kind", [pl.Decimal(10, 1), pl.Float64])
def test_more_decimals_than_a_column_of_decimals_holds(kind):
    # "Below 4": 4.00 stands for 3.995 up to 4.005, on both sides of it.
    country = rt.load("vietnam-2025", version="1.0.0")
    frame = pl.DataFrame(
        {"indicator": ["urban-unemployment"] * 2, "value": ["4.0", "3.9"], "decimals": [2, 2]}
    ).with_columns(pl.col("value").cast(kind))
    found = rt.compare(frame, country, rounding="published")
    assert found["status"].to_list() == ["undecided", "met"]


def test_whole_numbers_that_were_written_with_decimals():
    # 12 a head are promised: "12.0" may be 11.95, and "12.5" as a whole number is no figure.
    hatinh = rt.load("ha-tinh-2025", version="1.1.0")
    target = attrs.evolve(
        hatinh["doctors-per-10000"], criterion=rt.Criterion(relation="reach", lower="11.8")
    )
    frame = pl.DataFrame({"indicator": ["doctors-per-10000"] * 2, "value": [12, 12]})
    for decimals, status in ((1, "exceeded"), (0, "undecided")):
        told = frame.with_columns(decimals=pl.lit(decimals, pl.Int64))
        found = rt.compare(told, attrs.evolve(hatinh, targets=(target,)), rounding="published")
        assert found["status"].to_list() == [status, status]
