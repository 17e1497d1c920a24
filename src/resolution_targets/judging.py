"""Judging one figure by one target.

The figure is never converted: 0.57 * 100 is 56.99999999999999, and a province at 57 %
would miss "57 % trở lên". The bound goes to the figure's unit instead, exactly, and
is rounded once to the figure's own kind of number.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, NamedTuple

from resolution_targets.criteria import (
    Direction,
    Edge,
    Reading,
    Relation,
    Rounding,
    Rule,
    Status,
    judge,
    judge_range,
    rule_for,
)
from resolution_targets.errors import IncompatibleUnitError, InvalidValueError
from resolution_targets.members import as_member
from resolution_targets.numerals import as_written
from resolution_targets.observations import Observation
from resolution_targets.periods import as_period
from resolution_targets.rates import ExchangeRate, as_rates, factor_at
from resolution_targets.units import as_decimal, is_quantity, magnitude_in, unit_of_quantity
from resolution_targets.verdicts import Number, Verdict, half_step, like
from resolution_targets.vocabulary import canonical_unit
from resolution_targets.wording import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.targets import Target

# Scalars of array libraries know their size. 0.1 in single precision is another number
# than in double, and is held against the single that is nearest to the bound.
_PRECISIONS = {2: "e", 4: "f"}
_EXPECTED = "a number, a Decimal, a pint Quantity, an Observation or None"
_EXPECTED_DONE = "True or False (1 or 0), an Observation or None"


class _Figure(NamedTuple):
    """A figure as it was given, with all that a verdict says of it.

    Attributes:
        number: The number, or the smaller end of a range; None if there is none.
        unit: The canonical name of its unit.
        precision: The code of its kind of floats in `struct`; "d" for all other numbers.
        upper: The larger end of a range; else None.
        observation: The observation that it stands in, if it was given as one.
    """

    number: Number | None
    unit: str
    precision: str = "d"
    upper: Number | None = None
    observation: Observation | None = None


def judge_value(  # noqa: PLR0913  # one parameter for each option
    target: Target,
    value: object,
    *,
    unit: str | None = None,
    reading: Reading | str = Reading.STRICT,
    rounding: Rounding | str = Rounding.EXACT,
    rates: Iterable[ExchangeRate] = (),
    period: ReferencePeriod | str | int | None = None,
) -> Verdict:
    """The verdict on one figure; `Target.compare` says what it takes and raises."""
    if type(reading) is not Reading:
        reading = as_member(Reading, reading, "reading")
    if type(rounding) is not Rounding:
        rounding = as_member(Rounding, rounding, "rounding")
    known = as_rates(rates) if rates else ()
    # Plain floats come in great numbers; they take none of the detours below.
    if type(value) is float and unit is None:
        figure = _Figure(value, target.unit)
    elif isinstance(value, Observation):
        figure = _reported(target, value, unit)
        if value.value is not None:
            mismatch = _mismatch(target, value, period)
            if mismatch is not None:
                return _refused(target, figure, mismatch, reading, _facts(target, value, period))
        figure = figure._replace(
            number=_number(target, figure.number), upper=_number(target, figure.upper)
        )
    else:
        bare, unit = _with_unit(target, value, unit)
        precision = _PRECISIONS.get(getattr(bare, "itemsize", 8), "d")
        figure = _Figure(_number(target, bare), unit, precision)
    number = figure.number
    if number is None or not _is_finite(number, figure.upper):
        return _not_judged(target, figure, reading)
    criterion = target.criterion
    if criterion.relation is Relation.DONE:
        return _judge_done(target, figure, number, reading)
    rule = rule_for(criterion.relation, target.indicator.direction, reading)
    factor, rate = (
        (None, None) if figure.unit == target.unit else factor_to(target, figure.unit, known)
    )
    # In the target's own unit the bounds stay what they are: no fraction is made.
    ends = tuple(
        end if end is None or factor is None else Fraction(end) * factor
        for end in (criterion.lower, criterion.upper)
    )
    if figure.upper is None and rounding is Rounding.EXACT:
        lower, upper = (
            None if end is None else like(number, end, figure.precision) for end in ends
        )
        status = judge(number, rule, lower, upper)
    else:
        reported = (number,) if figure.upper is None else (number, figure.upper)
        span = span_of(reported, reading, target.indicator.direction)
        status = _judge_span(span, rule, ends, figure.precision, rounding)
    return Verdict(
        target=target,
        status=status,
        value=number,
        value_upper=figure.upper,
        unit=figure.unit,
        reading=reading,
        rounding=rounding,
        rate=rate,
        observation=figure.observation,
    )


def span_of(
    reported: tuple[Number, ...], reading: Reading, direction: Direction
) -> tuple[Number, Number]:
    """The ends of what was reported; read leniently, a range counts by its better end.

    Args:
        reported: The figure, or both ends of a range.
        reading: How strictly it is read.
        direction: Which way is better.
    """
    low, high = reported[0], reported[-1]
    if reading is Reading.LENIENT and direction is Direction.HIGHER:
        return high, high
    if reading is Reading.LENIENT and direction is Direction.LOWER:
        return low, low
    return low, high


def _judge_span(
    span: tuple[Number, Number],
    rule: Rule,
    ends: tuple[Decimal | Fraction | None, ...],
    precision: str,
    rounding: Rounding,
) -> Status:
    def edge(number: Number, sign: int) -> Edge:
        half = half_step(number) if rounding is Rounding.PUBLISHED else Fraction(0)
        if not half:
            lower, upper = (None if end is None else like(number, end, precision) for end in ends)
            return Edge(number, lower, upper)
        lower, upper = (None if end is None else Fraction(end) for end in ends)
        return Edge(Fraction(as_written(number)) + sign * half, lower, upper, is_open=sign > 0)

    low, high = span
    return judge_range(edge(low, -1), edge(high, 1), rule)


def _reported(target: Target, observation: Observation, unit: str | None) -> _Figure:
    if unit is not None:
        raise InvalidValueError(
            value=observation,
            target=target.id,
            expected="an Observation without unit=: it has its own",
        )
    value, upper = observation.value, observation.value_upper
    precision = _PRECISIONS.get(getattr(value, "itemsize", 8), "d")
    return _Figure(
        number=value,
        unit=observation.unit,
        precision=precision,
        upper=upper,
        observation=observation,
    )


def _mismatch(
    target: Target, observation: Observation, period: ReferencePeriod | str | int | None
) -> Problem | None:
    """What an observation is not of that it would have to be of."""
    wanted = target.reference_period if period is None else as_period(period)
    mismatches = {
        Problem.NO_PROMISE: observation.indicator != target.indicator.id,
        Problem.OTHER_AREA: observation.reference_area != target.reference_area,
        Problem.OTHER_PERIOD: not observation.reference_period.is_same_time(wanted),
    }
    return next((problem for problem, holds in mismatches.items() if holds), None)


def _facts(
    target: Target, observation: Observation, period: ReferencePeriod | str | int | None
) -> tuple[tuple[str, str], ...]:
    wanted = target.reference_period if period is None else as_period(period)
    return (
        ("indicator", observation.indicator),
        ("dataset", f"target {target.id}"),
        ("area", observation.reference_area),
        ("target_area", target.reference_area),
        ("period", str(observation.reference_period)),
        ("wanted_period", str(wanted)),
    )


def _refused(
    target: Target,
    figure: _Figure,
    problem: Problem,
    reading: Reading,
    facts: tuple[tuple[str, str], ...] = (),
) -> Verdict:
    """A verdict that there is none, and why."""
    return Verdict(
        target=target,
        status=Status.NOT_REPORTED if problem is Problem.NOT_REPORTED else Status.NOT_COMPARABLE,
        value=figure.number,
        value_upper=figure.upper,
        unit=figure.unit,
        reading=reading,
        observation=figure.observation,
        problem=problem,
        facts=facts,
    )


def _judge_done(target: Target, figure: _Figure, number: Number, reading: Reading) -> Verdict:
    factor_to(target, figure.unit)
    if number not in (0, 1) or figure.upper is not None:
        problem = Problem.NOT_TRUE_OR_FALSE
        given = str(number) if figure.upper is None else f"{number}-{figure.upper}"
        return _refused(target, figure, problem, reading, (("value", given),))
    is_done = bool(number)
    return Verdict(
        target=target,
        status=Status.MET if is_done else Status.MISSED,
        value=is_done,
        unit=figure.unit,
        reading=reading,
        observation=figure.observation,
    )


def _not_judged(target: Target, figure: _Figure, reading: Reading) -> Verdict:
    if figure.number is None:
        return _refused(target, figure, Problem.NOT_REPORTED, reading)
    ends = [end for end in (figure.number, figure.upper) if end is not None]
    # A signalling NaN does not become a float.
    is_nan = any(end.is_nan() if isinstance(end, Decimal) else math.isnan(end) for end in ends)
    return _refused(target, figure, Problem.NAN if is_nan else Problem.INFINITE, reading)


def _with_unit(target: Target, value: object, unit: str | None) -> tuple[object, str]:
    """The bare number and the canonical name of its unit."""
    if not is_quantity(value):
        return value, target.unit if unit is None else canonical_unit(unit)
    if unit is not None:
        raise InvalidValueError(
            value=value, target=target.id, expected="a Quantity alone, or a number with unit="
        )
    name = unit_of_quantity(value)
    if name is not None:
        return value.magnitude, name
    try:
        return magnitude_in(value, target.unit), target.unit
    except IncompatibleUnitError as error:
        raise IncompatibleUnitError(
            unit=error.unit, expected=target.unit, hint=error.hint, subject=target.id
        ) from error


def _number(target: Target, value: object) -> Number | None:
    is_milestone = target.criterion.relation is Relation.DONE
    # bool is an int in Python; "true" is no number of anything.
    if value is None or (
        isinstance(value, (float, int, Decimal)) and (is_milestone or not isinstance(value, bool))
    ):
        return value
    if isinstance(value, Integral) and not isinstance(value, int):
        return int(value)
    if isinstance(value, Fraction):
        # Exact wherever it has an end; no bound lies within a third's fiftieth digit.
        return as_decimal(value)
    if isinstance(value, Real) and not isinstance(value, Rational):
        return float(value)
    expected = _EXPECTED_DONE if is_milestone else _EXPECTED
    raise InvalidValueError(value=value, target=target.id, expected=expected)


def factor_to(
    target: Target, unit: str, rates: tuple[ExchangeRate, ...] = ()
) -> tuple[Fraction, ExchangeRate | None]:
    """How many of the figure's unit make one of the target's, and the rate that says so.

    Raises:
        IncompatibleUnitError: They measure different things, or are two currencies without
            a rate.
    """
    try:
        factor, rate = factor_at(unit, target.unit, rates)
    except IncompatibleUnitError as error:
        raise IncompatibleUnitError(
            unit=error.unit, expected=target.unit, hint=error.hint, subject=target.id
        ) from error
    return 1 / factor, rate


def _is_finite(*numbers: Number | None) -> bool:
    return all(
        # An int may be too large for math.isfinite to make a float of.
        number.is_finite()
        if isinstance(number, Decimal)
        else number is None or isinstance(number, int) or math.isfinite(number)
        for number in numbers
    )
