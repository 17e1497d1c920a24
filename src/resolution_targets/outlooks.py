"""Where a figure for part of a year stands against the year's target.

Amounts that grow over the year are held against an expected path; stocks, rates and
shares against the promise itself, as "so far". What is found stands beside the year-end
status and never in its place.
"""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from resolution_targets.criteria import (
    Direction,
    Edge,
    Reading,
    Relation,
    Rule,
    Status,
    judge_range,
    rule_for,
)
from resolution_targets.errors import InvalidFieldError, InvalidValueError
from resolution_targets.judging import judge_value, span_of
from resolution_targets.members import as_member
from resolution_targets.numerals import exact_decimal
from resolution_targets.observations import Observation, ObservationStatus
from resolution_targets.outlookwords import OutlookProblem, Pace, outlook_problem_template
from resolution_targets.periods import as_period
from resolution_targets.profiles import EVEN, Profile, profile_for
from resolution_targets.units import as_decimal
from resolution_targets.verdicts import like
from resolution_targets.vocabulary import canonical_unit
from resolution_targets.wording import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.rates import ExchangeRate
    from resolution_targets.targets import Target
    from resolution_targets.verdicts import Number, Verdict

# Judgement: up to a twentieth past the path a figure is on it, beyond that ahead of it.
MARGIN = Decimal("0.05")
CARRIED_FORWARD = "carried_forward"
_MONTHS = 12

# What a figure must do to be ahead, given the harder end with the margin on it. Inside a
# range there is no ahead.
AHEAD: Mapping[Direction, Rule] = {
    Direction.HIGHER: Rule(met=((operator.gt, "lower"),)),
    Direction.LOWER: Rule(met=((operator.lt, "lower"),)),
}
_SO_FAR: Mapping[Status, Pace] = {
    Status.EXCEEDED: Pace.AHEAD,
    Status.MET: Pace.ON_TRACK,
    Status.MISSED: Pace.BEHIND,
}


@attrs.frozen(kw_only=True)
class Outlook:
    """Where a figure for part of a year stands, what is still needed, what it points to.

    It does not replace the year-end verdict, which stands in `verdict`: nine months of
    revenue are not the year's.

    Attributes:
        verdict: The year-end verdict on the figure.
        so_far: The verdict as if the year ended with the figure's period.
        period: What the figure is for.
        profile: The path that it is held against; None where it is held against the
            promise itself.
        margin: How far past the path, as a share of it, still counts as on track.
        pace: How it compares with what is expected; None where that cannot be said.
        projected_status: The verdict that the projected year-end value would get.
        problem: What is missing, and so why; None if nothing is.
    """

    verdict: Verdict
    so_far: Verdict
    period: ReferencePeriod
    profile: Profile | None = None
    margin: Decimal = MARGIN
    pace: Pace | None = None
    projected_status: Status | None = None
    problem: OutlookProblem | None = None

    @property
    def attained_share(self) -> Decimal | float | None:
        """The figure as a share of the bound; None where that says nothing."""
        return self.so_far.attainment if self.pace is not None else None

    @property
    def expected_share(self) -> Fraction | None:
        """The share of the bound that is expected of the figure; None without a pace.

        It is 1 for what is held against the promise itself.
        """
        if self.pace is None:
            return None
        return Fraction(1) if self.profile is None else self.profile.share_of(self.period)

    @property
    def months(self) -> int:
        """How many months the figure covers."""
        return self.period.last_month - self.period.first_month + 1

    @property
    def months_left(self) -> int:
        """How many months of the year come after the figure's period."""
        return _MONTHS - self.period.last_month

    @property
    def required(self) -> Decimal | float | None:
        """What each month that is left must bring on average, in `required_unit`.

        Of an indicator of which less is better, the most that it may bring. Zero or less
        where the bound is passed already. Counted from `value` of a range. None where the
        figure does not grow over the year, and when nothing is left of it.
        """
        gap = self.so_far.gap
        if self.profile is None or not self._is_cumulative or not self.months_left or gap is None:
            return None
        if isinstance(gap, Decimal):
            return as_decimal(-Fraction(gap) / self.months_left)
        # Less a gap of nothing is 0.0; minus nothing is -0.0.
        return (0.0 - gap) / self.months_left

    @property
    def required_unit(self) -> str | None:
        """The unit of `required`: the target's, per month."""
        return None if self.required is None else monthly_unit(self.so_far.target)

    @property
    def projected(self) -> Decimal | float | None:
        """The year-end value that the figure points to, in the target's unit.

        A figure that grows is divided by the share expected by then; any other is carried
        forward. Counted from `value` of a range.
        """
        return self._projected(self.so_far.value)

    @property
    def projected_upper(self) -> Decimal | float | None:
        """The same for the larger end of a figure that was given as a range; else None."""
        return self._projected(self.so_far.value_upper)

    @property
    def projected_unit(self) -> str | None:
        """The unit of `projected`."""
        return None if self.projected is None else self.so_far.target.unit

    @property
    def projection(self) -> Observation | None:
        """The projected year-end value as an observation, marked as a forecast; else None.

        Progress methods take it where they cannot take a part of a year.
        """
        projected = self.projected
        if projected is None:
            return None
        target = self.so_far.target
        return Observation(
            indicator=target.indicator.id,
            reference_area=target.reference_area,
            reference_period=target.reference_period,
            value=projected,
            value_upper=self.projected_upper,
            unit=target.unit,
            observation_status=ObservationStatus.FORECAST,
            comment=f"projected from {self.period}: {self.projection_method}",
        )

    @property
    def projection_method(self) -> str | None:
        """The name of the profile, or "carried_forward"; None without a pace."""
        if self.pace is None:
            return None
        return CARRIED_FORWARD if self.profile is None else self.profile.name

    @property
    def reason(self) -> str:
        """What is missing and why, in English; "" if nothing is."""
        return self.reason_in("en")

    def reason_in(self, language: str) -> str:
        """What is missing and why, in Vietnamese or English; "" if nothing is."""
        if self.problem is None:
            return ""
        if self.problem is OutlookProblem.NOT_JUDGED:
            return self.so_far.problem_in(language)
        period, wanted = str(self.period), str(self.so_far.target.reference_period)
        template = outlook_problem_template(self.problem, language)
        return template.format(period=period, target_period=wanted)

    def explain(self, language: str = "en") -> str:
        """Where the figure stands, what is needed until December, and how sure that is.

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.
        """
        # Sentences are for few figures.
        from resolution_targets.outlookexplanations import explain_outlook  # noqa: PLC0415

        return explain_outlook(self, language)

    @property
    def _is_cumulative(self) -> bool:
        return self.pace is not None and self.period.first_month == 1

    def _projected(self, number: Number | None) -> Decimal | float | None:
        share = self.expected_share
        if number is None or not share or not self.so_far.ends:
            return None
        if self.profile is not None and not self._is_cumulative:
            return None
        amount = self.so_far.in_target_unit(number)
        return (
            as_decimal(Fraction(amount) / share)
            if isinstance(amount, Decimal)
            else amount / float(share)
        )


def outlook_of(  # noqa: PLR0913  # one parameter for each option
    target: Target,
    value: object,
    *,
    period: ReferencePeriod | str | int | None = None,
    unit: str | None = None,
    profile: Profile | Mapping[str, Profile] = EVEN,
    margin: Decimal | int | str = MARGIN,
    reading: Reading | str = Reading.STRICT,
    rates: Iterable[ExchangeRate] = (),
) -> Outlook:
    """The outlook on one figure; `Target.outlook` says what it takes and raises."""
    reading = as_member(Reading, reading, "reading")
    margin = as_margin(margin)
    known = tuple(rates)
    when = _period_of(target, value, period)
    verdict = judge_value(target, value, unit=unit, reading=reading, rates=known)
    so_far = verdict
    if isinstance(value, Observation):
        so_far = judge_value(target, value, reading=reading, rates=known, period=when)
    elif verdict.problem is None and not when.is_same_time(target.reference_period):
        verdict = attrs.evolve(
            verdict,
            status=Status.NOT_COMPARABLE,
            problem=Problem.OTHER_PERIOD,
            facts=(("period", str(when)), ("wanted_period", str(target.reference_period))),
        )
    found = Outlook(verdict=verdict, so_far=so_far, period=when, margin=margin)
    problem = _obstacle(found)
    if problem is not None:
        return attrs.evolve(found, problem=problem)
    if not has_path(target):
        return _held_against_the_promise(found)
    return _held_against_a_path(found, profile_for(target.indicator.id, profile), reading)


def as_margin(margin: Decimal | int | str) -> Decimal:
    """A margin, exactly as it was written.

    Raises:
        InvalidFieldError: It is no number from 0 up to, and without, 1.
    """
    exact = exact_decimal(margin, field="margin")
    if not 0 <= exact < 1:
        expected = "a share from 0 up to, and without, 1: 0.05 for 5%"
        raise InvalidFieldError(field="margin", value=str(margin), expected=expected)
    return exact


def _period_of(
    target: Target, value: object, period: ReferencePeriod | str | int | None
) -> ReferencePeriod:
    if isinstance(value, Observation):
        if period is not None:
            expected = "an Observation without period=: it has its own"
            raise InvalidValueError(value=value, target=target.id, expected=expected)
        return value.reference_period
    if period is None:
        expected = "an Observation, or a number with the period that it covers (period='2025-9M')"
        raise InvalidValueError(value=value, target=target.id, expected=expected)
    return as_period(period)


def _obstacle(found: Outlook) -> OutlookProblem | None:
    """What keeps a figure from having a pace."""
    target = found.so_far.target
    bound = target.easier_bound
    obstacles = {
        OutlookProblem.NOT_JUDGED: found.so_far.problem is not None,
        OutlookProblem.OTHER_YEAR: found.period.year != target.reference_period.year,
        OutlookProblem.NOT_A_YEAR: not is_whole_year(target.reference_period),
        OutlookProblem.NO_PATH: bound is None and found.so_far.status is not Status.MET,
        OutlookProblem.NO_SHARE: has_path(target) and bound is not None and bound <= 0,
    }
    return next((problem for problem, holds in obstacles.items() if holds), None)


def has_path(target: Target) -> bool:
    """Whether figures for a target grow over the year, and so are expected on a path."""
    return target.indicator.accumulates and target.criterion.relation is not Relation.DONE


def monthly_unit(target: Target) -> str:
    """The unit of what comes in each month towards a target that grows over the year."""
    return canonical_unit(f"{target.gap_unit}/month")


def is_whole_year(period: ReferencePeriod) -> bool:
    """Whether a promise is for all of a year."""
    return period.first_month == 1 and period.last_month == _MONTHS


def _held_against_the_promise(found: Outlook) -> Outlook:
    status = found.so_far.status
    if status not in _SO_FAR:
        return attrs.evolve(found, problem=OutlookProblem.UNSETTLED_RANGE)
    return attrs.evolve(found, pace=_SO_FAR[status], projected_status=status)


def _held_against_a_path(found: Outlook, profile: Profile, reading: Reading) -> Outlook:
    target, so_far = found.so_far.target, found.so_far
    direction = target.indicator.direction
    share = profile.share_of(found.period)
    rule = path_rule(target, share, reading)
    status = _judge(so_far, reading, rule, share)
    if status is Status.UNDECIDED:
        return attrs.evolve(found, problem=OutlookProblem.UNSETTLED_RANGE)
    pace = Pace.BEHIND if status is Status.MISSED else Pace.ON_TRACK
    if pace is Pace.ON_TRACK and direction in AHEAD:
        past = share * ahead_factor(direction, found.margin)
        is_ahead = _judge(so_far, reading, AHEAD[direction], past, is_harder=True)
        pace = Pace.AHEAD if is_ahead is Status.MET else pace
    problem = None
    if found.period.first_month != 1:
        problem = OutlookProblem.LATER_PART
    elif not share:
        problem = OutlookProblem.NOTHING_EXPECTED
    projected = status if problem is None else None
    return attrs.evolve(
        found, pace=pace, profile=profile, projected_status=projected, problem=problem
    )


def path_rule(target: Target, share: Fraction, reading: Reading) -> Rule:
    """What a figure must do not to be behind, given the share expected of it.

    Judgement: where nothing is expected yet, nothing is not behind, though "above" were
    promised for the year.
    """
    by_then = reading if share else Reading.LENIENT
    return rule_for(target.criterion.relation, target.indicator.direction, by_then)


def ahead_factor(direction: Direction, margin: Decimal) -> Fraction:
    """How much of the path must be passed to be ahead of it: more, or less if that is better."""
    return 1 + Fraction(margin) if direction is Direction.HIGHER else 1 - Fraction(margin)


def _judge(
    so_far: Verdict, reading: Reading, rule: Rule, share: Fraction, *, is_harder: bool = False
) -> Status:
    """What is certain of a figure against a share of the promise, or of its harder end."""
    target, criterion = so_far.target, so_far.target.criterion
    ends: tuple[Decimal | None, ...] = (criterion.lower, criterion.upper)
    if is_harder:
        ends = (so_far.ends[-1], None)
    scaled = [None if end is None else Fraction(end) * share / so_far.factor for end in ends]
    low, high = span_of(so_far.reported, reading, target.indicator.direction)
    return judge_range(_edge(low, scaled), _edge(high, scaled), rule)


def _edge(number: Number, ends: list[Fraction | None]) -> Edge:
    lower, upper = (None if end is None else like(number, end) for end in ends)
    return Edge(number, lower, upper)
