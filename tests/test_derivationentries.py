"""Ranges among observations to derive from: of no use, and contradicted only from outside."""

from __future__ import annotations

import math
from typing import Any

import attrs
import pytest

import resolution_targets as rt


def _seen(indicator: str, period: str, value: Any, upper: Any = None) -> rt.Observation:
    units = {"poverty-rate": "percent", "poverty-reduction": "percentage_point"}
    return rt.Observation(
        indicator=indicator,
        reference_area="VN-23",
        reference_period=period,
        value=value,
        value_upper=upper,
        unit=units.get(indicator, "billion VND"),
    )


def _revenue(period: str, value: Any, upper: Any = None) -> rt.Observation:
    return _seen("budget-revenue", period, value, upper)


def _problems(found: rt.DerivedObservations) -> list[tuple[str, list[str]]]:
    return [
        (each.problem.value, [str(seen.reference_period) for seen in each.observations])
        for each in found.problems
    ]


def test_nothing_is_derived_from_a_range(ha_tinh):
    found = rt.derive([_revenue("2025-Q1", 1), _revenue("2025-Q2", 2, 3)], ha_tinh)
    assert (found.derived, _problems(found)) == ((), [("range", ["2025-Q2"])])
    assert found.problems[0].reason("en") == (
        "'budget-revenue' for 2025-Q2 is a range, from which nothing is derived"
    )
    assert found.problems[0].reason("vi") == (
        "số liệu của 'budget-revenue' cho kỳ 2025-Q2 là một khoảng, không dùng để tính tiếp"
    )
    # From 2 to 2 is no range.
    plain = rt.derive([_revenue("2025-Q1", 1), _revenue("2025-Q2", 2, 2.0)], ha_tinh)
    assert [each.value for each in plain.derived] == [3]


# The resolution promises a fall of 0.5 to 0.6 points; 2.4 % less 1.8 % are 0.6. With one
# decimal each, the three figures leave 0.15 open.
@pytest.mark.parametrize(
    ("low", "high", "is_contradicted"),
    [
        *((0.5, 0.6, False), (0.4, 0.9, False), (0.7, 0.9, False), (0.3, 0.5, False)),
        *((0.8, 0.9, True), (0.2, 0.4, True)),
    ],
)
def test_a_derived_figure_and_a_reported_range(ha_tinh, low, high, is_contradicted):
    reported = _seen("poverty-reduction", "2025", low, high)
    rates = [_seen("poverty-rate", "2024", 2.4), _seen("poverty-rate", "2025", 1.8)]
    found = rt.derive([*rates, reported], ha_tinh)
    assert (found.derived, found.problems) == ((), ())
    assert [each.reported for each in found.disagreements] == [reported] * is_contradicted


def test_a_figure_beside_a_range(ha_tinh):
    later = _revenue("2025-Q2", 2)
    inside = rt.derive([_revenue("2025-Q1", 1), _revenue("2025-3M", 0.5, 2), later], ha_tinh)
    assert [each.value for each in inside.derived] == [3]
    assert _problems(inside) == [("range", ["2025-3M"])]
    outside = rt.derive([_revenue("2025-Q1", 1), _revenue("2025-3M", 3, 4), later], ha_tinh)
    assert outside.derived == ()
    assert _problems(outside) == [
        *(("range", ["2025-3M"]), ("conflict", ["2025-Q1"]), ("gap", ["2025-Q2"])),
    ]


def test_a_range_takes_the_place_of_a_sum(ha_tinh):
    once = rt.derive([_revenue("2025-Q1", 1), _revenue("2025-Q2", 2)], ha_tinh)
    more = [_revenue("2025-6M", 8, 9), _revenue("2025-Q3", 4)]
    found = rt.derive([*once, *more], ha_tinh)
    assert found.derived == ()
    assert _problems(found) == [("range", ["2025-6M"]), ("gap", ["2025-Q3"])]
    assert [each.reported for each in found.disagreements] == [more[0]]
    # One that says that it was derived counts for nothing.
    derived = attrs.evolve(more[0], derived_from=once.observations[:2])
    again = rt.derive([*once.observations[:2], derived], ha_tinh)
    assert [each.value for each in again.derived] == [3]
    assert (again.disagreements, again.problems) == ((), ())


@pytest.mark.parametrize(("upper", "problem"), [(math.nan, "nan"), (math.inf, "infinite")])
def test_ranges_without_an_end(ha_tinh, upper, problem):
    found = rt.derive([_revenue("2025-Q1", 1, upper)], ha_tinh)
    assert _problems(found) == [(problem, ["2025-Q1"])]
