"""Judging one figure by one target, and the verdict with its reasons.

The figure is never converted: 0.57 * 100 is 56.99999999999999, and a province at 57 %
would miss "57 % trở lên". The bound goes to the figure's unit instead, exactly, and
is rounded once to the figure's own kind of number.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, NoReturn

import attrs

from resolution_targets.criteria import Reading, Relation, Status, judge, rule_for
from resolution_targets.errors import (
    IncompatibleUnitError,
    InvalidValueError,
    VerdictTruthError,
)
from resolution_targets.members import as_member
from resolution_targets.observations import Observation
from resolution_targets.periods import as_period
from resolution_targets.units import (
    as_decimal,
    exact_factor,
    is_quantity,
    magnitude_in,
    nearest_float,
    unit_of_quantity,
)
from resolution_targets.vocabulary import canonical_unit
from resolution_targets.wording import (
    Comparison,
    Problem,
    Refusal,
    check_language,
    explain_comparison,
    explain_refusal,
    problem_template,
    reason_in_words,
)

if TYPE_CHECKING:
    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.targets import Target

Number = Decimal | int | float

_TOO_LARGE_FOR_A_FLOAT = 2**1023
# Scalars of array libraries know their size. 0.1 in single precision is another number
# than in double, and is held against the single that is nearest to the bound.
_PRECISIONS = {2: "e", 4: "f"}
_EXPECTED = "a number, a Decimal, a pint Quantity, an Observation or None"
_EXPECTED_DONE = "True or False (1 or 0), an Observation or None"


@attrs.frozen(kw_only=True)
class Verdict:
    """What a comparison of one figure with one target found, with its reasons.

    A verdict is not a boolean: a figure may be missing or not comparable, which is
    neither met nor missed. Ask for `status`, or for `status.is_met`.

    Attributes:
        target: What was promised.
        status: What was found.
        value: The figure as it was given, in `unit`; None if there was none.
        unit: The canonical name of the figure's unit.
        reading: How "above" and "below" were read.
        problem: Why the figure could not be judged; None if it was.
        facts: What the sentence about the problem says, by name.
    """

    target: Target
    status: Status
    value: Number | bool | None
    unit: str
    reading: Reading = Reading.STRICT
    problem: Problem | None = None
    facts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> NoReturn:
        """A verdict has no truth value.

        Raises:
            VerdictTruthError: Always.
        """
        raise VerdictTruthError(status=self.status.value)

    @property
    def gap(self) -> Decimal | float | None:
        """The figure less the bound, in `gap_unit`; None where nothing was judged.

        A range's gap is counted from its easier end. Exact for a Decimal; for any other
        number it is computed in floats, as in a frame.
        """
        value, bound = self._value_and_bound()
        if value is None or bound is None:
            return None
        factor = exact_factor(self.unit, self.target.unit)
        if isinstance(value, Decimal):
            return as_decimal(Fraction(value) * factor - Fraction(self._ends()[0]))
        return (value - float(bound)) * float(factor)

    @property
    def gap_unit(self) -> str | None:
        """The unit that `gap` is in: the target's, or percentage points for a share."""
        return self.target.gap_unit if self.gap is not None else None

    @property
    def attainment(self) -> Decimal | float | None:
        """The figure as a share of the bound, 1 being the bound itself.

        For an indicator of which less is better a share below 1 is the good side. None
        where nothing was judged, and where the bound is not above zero.
        """
        value, bound = self._value_and_bound()
        if value is None or bound is None or bound <= 0:
            return None
        if isinstance(value, Decimal):
            return as_decimal(Fraction(value) / Fraction(bound))
        return value / float(bound)

    @property
    def reason(self) -> str:
        """Why it is so, in one English sentence; `explain` says more."""
        if self.problem is not None or self.value is None:
            return self.problem_in("en")
        return reason_in_words(self.value, self.unit, self.target.promise_in_words("en"))

    def problem_in(self, language: str) -> str:
        """Why the figure could not be judged, in Vietnamese or English; "" if it was."""
        if self.problem is None:
            return ""
        return problem_template(self.problem, language).format(**dict(self.facts))

    def explain(self, language: str = "en") -> str:
        """The promise, the figure, the arithmetic and the outcome, in sentences.

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> verdict = rt.load("ha-tinh-2025")["doctors-per-10000"].compare(11.5)
            >>> print(verdict.explain("vi"))
            (12) Số bác sĩ trên 1 vạn dân. Chỉ tiêu: đạt 12 bác sĩ/1 vạn dân \
(“Có 12 bác sĩ/1 vạn dân”). Thực hiện: 11,5 bác sĩ/1 vạn dân. 11,5 < 12: chưa đạt. \
Chênh lệch: -0,5 bác sĩ/1 vạn dân. Bằng 95,83% mức chỉ tiêu.
        """
        check_language(language)
        target = self.target
        promise = target.promise_in_words(language)
        name = target.indicator.name(language)
        if self.problem is not None or self.value is None:
            refusal = Refusal(
                name=name,
                number=target.number,
                quote=target.quote,
                promise=promise,
                status=self.status,
                reason=self.problem_in(language),
            )
            return explain_refusal(refusal, language)
        return explain_comparison(
            Comparison(
                name=name,
                number=target.number,
                quote=target.quote,
                promise=promise,
                value=self.value,
                unit=self.unit,
                ends=tuple(
                    _like(self.value, Fraction(end) * exact_factor(target.unit, self.unit))
                    for end in self._ends()
                ),
                status=self.status,
                gap=self.gap,
                gap_unit=target.gap_unit,
                attainment=self.attainment,
                is_lenient=self.reading is Reading.LENIENT,
            ),
            language,
        )

    def _ends(self) -> tuple[Decimal, ...]:
        """The criterion's ends in the target's unit, the easier one first."""
        criterion = self.target.criterion
        ends = tuple(end for end in (criterion.lower, criterion.upper) if end is not None)
        return ends[::-1] if self.target.easier_end == "upper" else ends

    def _value_and_bound(self) -> tuple[Decimal | float | None, Decimal | float | None]:
        """The figure and the easier end in its unit, both Decimal or both float."""
        ends = self._ends()
        if self.problem is not None or self.value is None or not ends:
            return None, None
        bound = Fraction(ends[0]) * exact_factor(self.target.unit, self.unit)
        if isinstance(self.value, float):
            return self.value, float(bound)
        if isinstance(self.value, int) and abs(self.value) < _TOO_LARGE_FOR_A_FLOAT:
            return float(self.value), float(bound)
        return Decimal(self.value), as_decimal(bound)


def judge_value(
    target: Target,
    value: object,
    *,
    unit: str | None = None,
    reading: Reading | str = Reading.STRICT,
    period: ReferencePeriod | str | int | None = None,
) -> Verdict:
    """The verdict on one figure; `Target.compare` says what it takes and raises."""
    if type(reading) is not Reading:
        reading = as_member(Reading, reading, "reading")
    # Plain floats come in great numbers; they take none of the detours below.
    if type(value) is float and unit is None:
        number: Number | None = value
        unit, precision = target.unit, "d"
    elif isinstance(value, Observation):
        if unit is not None:
            raise InvalidValueError(
                value=value,
                target=target.id,
                expected="an Observation without unit=: it has its own",
            )
        return _judge_observation(target, value, reading, period)
    else:
        bare, unit = _with_unit(target, value, unit)
        number = _number(target, bare)
        precision = _PRECISIONS.get(getattr(bare, "itemsize", 8), "d")
    if number is None or not _is_finite(number):
        return _not_judged(target, number, unit, reading)
    criterion = target.criterion
    if criterion.relation is Relation.DONE:
        return _judge_done(target, number, unit, reading)
    rule = rule_for(criterion.relation, target.indicator.direction, reading)
    ends = (criterion.lower, criterion.upper)
    if unit == target.unit:
        lower, upper = (None if end is None else _like(number, end, precision) for end in ends)
    else:
        factor = factor_to(target, unit)
        lower, upper = (
            None if end is None else _like(number, Fraction(end) * factor, precision)
            for end in ends
        )
    status = judge(number, rule, lower, upper)
    return Verdict(target=target, status=status, value=number, unit=unit, reading=reading)


def _judge_observation(
    target: Target,
    observation: Observation,
    reading: Reading,
    period: ReferencePeriod | str | int | None,
) -> Verdict:
    wanted = target.reference_period if period is None else as_period(period)
    mismatches = {
        Problem.NO_PROMISE: (observation.indicator, target.indicator.id),
        Problem.OTHER_AREA: (observation.reference_area, target.reference_area),
        Problem.OTHER_PERIOD: (
            wanted
            if observation.reference_period.is_same_time(wanted)
            else observation.reference_period,
            wanted,
        ),
    }
    if observation.value is not None:
        for problem, (found, expected) in mismatches.items():
            if found != expected:
                return Verdict(
                    target=target,
                    status=Status.NOT_COMPARABLE,
                    value=observation.value,
                    unit=observation.unit,
                    reading=reading,
                    problem=problem,
                    facts=(
                        ("indicator", observation.indicator),
                        ("dataset", f"target {target.id}"),
                        ("area", observation.reference_area),
                        ("target_area", target.reference_area),
                        ("period", str(observation.reference_period)),
                        ("wanted_period", str(wanted)),
                    ),
                )
    return judge_value(target, observation.value, unit=observation.unit, reading=reading)


def _judge_done(target: Target, number: Number, unit: str, reading: Reading) -> Verdict:
    factor_to(target, unit)
    if number not in (0, 1):
        return Verdict(
            target=target,
            status=Status.NOT_COMPARABLE,
            value=number,
            unit=unit,
            reading=reading,
            problem=Problem.NOT_TRUE_OR_FALSE,
            facts=(("value", str(number)),),
        )
    is_done = bool(number)
    return Verdict(
        target=target,
        status=Status.MET if is_done else Status.MISSED,
        value=is_done,
        unit=unit,
        reading=reading,
    )


def _not_judged(target: Target, number: Number | None, unit: str, reading: Reading) -> Verdict:
    problem = Problem.NOT_REPORTED
    if number is not None:
        # A signalling NaN does not become a float.
        is_nan = number.is_nan() if isinstance(number, Decimal) else math.isnan(number)
        problem = Problem.NAN if is_nan else Problem.INFINITE
    return Verdict(
        target=target,
        status=Status.NOT_REPORTED if number is None else Status.NOT_COMPARABLE,
        value=number,
        unit=unit,
        reading=reading,
        problem=problem,
    )


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
        raise _not_of(target, error) from error


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


def factor_to(target: Target, unit: str) -> Fraction:
    """How many of the figure's unit make one of the target's, exactly."""
    try:
        return 1 / exact_factor(unit, target.unit)
    except IncompatibleUnitError as error:
        raise _not_of(target, error) from error


def _not_of(target: Target, error: IncompatibleUnitError) -> IncompatibleUnitError:
    return IncompatibleUnitError(
        unit=error.unit, expected=target.unit, hint=error.hint, subject=target.id
    )


def _is_finite(number: Number) -> bool:
    if isinstance(number, Decimal):
        return number.is_finite()
    # An int may be too large for math.isfinite to make a float of.
    return isinstance(number, int) or math.isfinite(number)


def _like(
    number: Number, end: Decimal | Fraction, precision: str = "d"
) -> float | Decimal | Fraction:
    """A bound as the kind of number it is compared with: floats with floats, else exact."""
    if not isinstance(number, float):
        return end
    return float(end) if precision == "d" else nearest_float(end, precision)
