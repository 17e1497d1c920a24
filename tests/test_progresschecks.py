"""What is checked before a formula is asked: numbers, times, limits, and the order of it all."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.progresschecks import (
    BASELINE_CHECKS,
    PERIOD_CHECKS,
    PROMISE_CHECKS,
    VALUE_CHECKS,
    Case,
    Options,
    exact_option,
    first_problem,
    years_between,
)
from resolution_targets.progressmethods import METHODS


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2024", "2025", Fraction(1)),
        ("2024", "2025-6M", Fraction(1, 2)),
        ("2024", "2025-Q1", Fraction(1, 4)),
        ("2024-9M", "2025-09", Fraction(1)),
        ("2025", "2024", Fraction(-1)),
        ("2025", "2025-12M", Fraction(0)),
    ],
)
def test_a_period_counts_from_its_last_month(start: str, end: str, years: Fraction) -> None:
    assert years_between(rt.parse_period(start), rt.parse_period(end)) == years


def test_without_a_period_no_time_goes_by() -> None:
    assert years_between(None, rt.parse_period("2025")) == 0


@pytest.mark.parametrize(
    ("number", "exact"),
    [
        (None, None),
        (3, 3),
        (0.1, Fraction(1, 10)),
        (Decimal("0.30"), Fraction(3, 10)),
        (10**400, 10**400),
    ],
)
def test_numbers_of_a_caller(number: Any, exact: Fraction | None) -> None:
    assert exact_option("lower", number) == exact


@pytest.mark.parametrize(
    "number", [math.inf, math.nan, Decimal("NaN"), Decimal("sNaN"), "3", True, [3]]
)
def test_what_is_no_number(number: Any) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        exact_option("lower", number)
    assert str(caught.value) == f"lower is {number!r}; expected a finite number"


def test_the_first_problem_is_named(ha_tinh: rt.Dataset) -> None:
    # An amount that a milestone could not have, and no range for it either.
    rules = METHODS[rt.ProgressMethod.MIN_MAX]
    milestone = Case(target=ha_tinh["new-rural-province"])
    assert first_problem(PROMISE_CHECKS, rules, milestone) == "milestone"
    ranged = attrs.evolve(
        milestone,
        target=ha_tinh["forest-cover"],
        options=Options(lower=Fraction(0), upper=Fraction(100)),
    )
    assert first_problem(PROMISE_CHECKS, rules, ranged) is None


def test_every_problem_of_a_check_is_checked_for_once_in_its_table() -> None:
    for checks in (PROMISE_CHECKS, BASELINE_CHECKS, PERIOD_CHECKS, VALUE_CHECKS):
        problems = [problem for problem, _ in checks]
        assert len(set(problems)) == len(problems)
