"""What follows from what: the rules of derived figures, and their exact arithmetic.

An indicator has at most one rule, by its kind. A rule names the indicators whose figures
it needs; rules are put in an order in which each finds its parts, derived ones among
them. Figures are fractions: 2.4 less 1.8 is 0.6, where floats say 0.5999999999999999.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import attrs

from resolution_targets.criteria import Direction
from resolution_targets.errors import IncompatibleUnitError, InvalidFieldError
from resolution_targets.indicators import Indicator, OverTime, QuantityKind
from resolution_targets.numerals import published_decimals
from resolution_targets.observations import ObservationStatus
from resolution_targets.periods import PeriodKind, ReferencePeriod
from resolution_targets.units import exact_factor
from resolution_targets.vocabulary import (
    DIMENSIONLESS,
    PERCENT,
    PERCENTAGE_POINT,
    Factor,
    canonical_unit,
    is_unit,
    unit_factors,
    unit_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from resolution_targets.dataset import Dataset

MONTHS = 12

# From the firmest to the weakest. Judgement: SDMX lists the codes without an order; a
# figure that someone computed is weaker than one that someone will still revise, and one
# of a time to come is weaker than both.
_FIRMNESS = (
    *(ObservationStatus.NORMAL, ObservationStatus.BREAK, ObservationStatus.DEFINITION_DIFFERS),
    *(ObservationStatus.UNVALIDATED, ObservationStatus.PROVISIONAL, ObservationStatus.ESTIMATED),
    *(ObservationStatus.IMPUTED, ObservationStatus.NOT_SIGNIFICANT),
    *(ObservationStatus.LOW_RELIABILITY, ObservationStatus.EXPERIMENTAL),
    *(ObservationStatus.FORECAST, ObservationStatus.SUPPRESSED, ObservationStatus.MISSING),
    *(ObservationStatus.MISSING_NOT_COLLECTED, ObservationStatus.MISSING_CANNOT_EXIST),
)
WEAKNESS: Mapping[ObservationStatus, int] = {status: rank for rank, status in enumerate(_FIRMNESS)}


class RuleKind(StrEnum):
    """How a figure follows from others.

    Attributes:
        SUM: The year so far, from its months and quarters.
        CHANGE: The fall or rise of a level since the end of the year before.
        GROWTH: The growth of a level since the same period of the year before.
        SHARE: A numerator by its denominator.
    """

    SUM = "sum"
    CHANGE = "change"
    GROWTH = "growth"
    SHARE = "share"


@attrs.frozen(kw_only=True)
class Rule:
    """What an indicator's figures follow from.

    Attributes:
        kind: How.
        indicator: The indicator.
        parts: The indicators that it follows from: the level, or numerator and denominator.
        sign: 1 where a change is a rise of the level, -1 where it is a fall, 0 where it is
            neither; 1 for all other kinds.
        is_flow: Whether the level of a change adds up over time, so that only whole years
            can be held against each other.
        depth: How many rules stand before it in the longest chain that leads to it.
    """

    kind: RuleKind
    indicator: Indicator
    parts: tuple[str, ...]
    sign: int = 1
    is_flow: bool = False
    depth: int = 0


class Figure(NamedTuple):
    """A number with what is known of its precision.

    Attributes:
        value: The number.
        step: One in the last digit that was published; 0 where it was computed.
    """

    value: Fraction
    step: Fraction


class Time(NamedTuple):
    """The months that a period covers; 2025 and 2025-12M are one time.

    Attributes:
        year: The calendar year.
        first: Its first month.
        last: Its last month.
    """

    year: int
    first: int
    last: int


def time_of(period: ReferencePeriod) -> Time:
    """The months that a period covers."""
    return Time(period.year, period.first_month, period.last_month)


def so_far(year: int, last: int) -> ReferencePeriod:
    """The months of a year up to one, and the year itself up to December."""
    if last == MONTHS:
        return ReferencePeriod(year=year)
    return ReferencePeriod(year=year, kind=PeriodKind.YEAR_TO_DATE, number=last)


def figure(value: Decimal | float, factor: Fraction) -> Figure:
    """A number as it was published, times a factor; a float is its shortest decimal.

    Examples:
        >>> figure(2.41, Fraction(1)).step
        Fraction(1, 100)
    """
    exact = Fraction(Decimal(repr(float(value)))) if isinstance(value, float) else Fraction(value)
    decimals = published_decimals(value)
    step = Fraction(0) if decimals is None else Fraction(1, 10**decimals)
    return Figure(exact * factor, step * factor)


def added(one: Figure, other: Figure) -> Figure:
    """Two figures that add up; so do what their last digits leave open."""
    return Figure(one.value + other.value, one.step + other.step)


def changed(before: Figure, now: Figure, sign: int, factor: Fraction) -> Figure:
    """The rise of a level, or its fall where the sign is -1.

    Examples:
        >>> before, now = figure(2.41, Fraction(1)), figure(1.9, Fraction(1))
        >>> changed(before, now, -1, Fraction(1)).value
        Fraction(51, 100)
    """
    return Figure(sign * (now.value - before.value) * factor, (now.step + before.step) * factor)


def divided(over: Figure, under: Figure, factor: Fraction) -> Figure:
    """One figure by another; to first order, what their last digits leave open."""
    step = (over.step * abs(under.value) + under.step * abs(over.value)) / under.value**2
    return Figure(over.value / under.value * factor, step * factor)


def grown(before: Figure, now: Figure, factor: Fraction) -> Figure:
    """The growth from one figure to another, as a share of the first.

    Examples:
        >>> grown(figure(200, Fraction(1)), figure(214, Fraction(1)), Fraction(100)).value
        Fraction(7, 1)
    """
    ratio = divided(now, before, factor)
    return Figure(ratio.value - factor, ratio.step)


def disagree(one: Figure, other: Figure) -> bool:
    """Whether two figures differ by more than their last digits leave open.

    A figure stands for all numbers that round to it: 10,200 for 10,199.5 to 10,200.5.

    Examples:
        >>> reported, derived = figure(10200, Fraction(1)), figure(10200.3, Fraction(1))
        >>> disagree(reported, derived), disagree(figure(10202, Fraction(1)), derived)
        (False, True)
    """
    return 2 * abs(one.value - other.value) > one.step + other.step


def outside(low: Figure, high: Figure, other: Figure) -> bool:
    """Whether a figure differs from all of a range by more than last digits leave open.

    Examples:
        >>> low, high = figure(8.0, Fraction(1)), figure(8.5, Fraction(1))
        >>> outside(low, high, figure(8.2, Fraction(1)))
        False
        >>> outside(low, high, figure(8.7, Fraction(1)))
        True
    """
    is_below = other.value < low.value and disagree(low, other)
    return is_below or (other.value > high.value and disagree(high, other))


def weakest(statuses: Iterable[ObservationStatus]) -> ObservationStatus:
    """The status of what follows from figures of these: an estimate stays an estimate.

    Examples:
        >>> weakest([ObservationStatus.NORMAL, ObservationStatus.ESTIMATED]).value
        'E'
    """
    return max(statuses, key=WEAKNESS.__getitem__)


def rules_of(dataset: Dataset, levels: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of a dataset's indicators, those that others need first.

    Args:
        dataset: The dataset.
        levels: For changes and growth rates, the indicators that are their levels.

    Raises:
        UnknownIndicatorError: `levels` names an indicator that the dataset lacks.
        InvalidFieldError: `levels` gives a level to an indicator that has none, or an
            indicator would follow from itself.
    """
    _check_levels(dataset, levels)
    rules = {rule.indicator.id: rule for rule in _rules(dataset, levels)}
    ranked = [attrs.evolve(rule, depth=_depth(id_, rules, ())) for id_, rule in rules.items()]
    kinds = list(RuleKind)
    return tuple(sorted(ranked, key=lambda rule: (rule.depth, kinds.index(rule.kind))))


def _check_levels(dataset: Dataset, levels: Mapping[str, str]) -> None:
    for id_, level in levels.items():
        kind = dataset.indicator(id_).kind
        if kind not in (QuantityKind.CHANGE, QuantityKind.GROWTH_RATE):
            raise InvalidFieldError(
                field=f"levels[{id_!r}]",
                value=level,
                expected=f"no level, since {id_!r} is of kind {kind.value}; changes and growth "
                "rates have one",
            )


def _rules(dataset: Dataset, levels: Mapping[str, str]) -> Iterator[Rule]:
    known = {indicator.id: indicator for indicator in dataset.indicators}
    for indicator in dataset.indicators:
        level = levels.get(indicator.id, indicator.change_of)
        ratio = (indicator.numerator, indicator.denominator)
        if indicator.kind is QuantityKind.ADDITIVE and indicator.over_time is OverTime.FLOW:
            yield Rule(kind=RuleKind.SUM, indicator=indicator, parts=(indicator.id,))
        elif indicator.kind is QuantityKind.CHANGE and level is not None:
            yield _change(indicator, level, known.get(level))
        elif indicator.kind is QuantityKind.GROWTH_RATE and level is not None:
            yield Rule(kind=RuleKind.GROWTH, indicator=indicator, parts=(level,))
        # A ratio that is called like its own numerator leaves open which of them a figure is.
        elif indicator.kind is QuantityKind.RATIO and all(ratio) and indicator.id not in ratio:
            yield Rule(kind=RuleKind.SHARE, indicator=indicator, parts=ratio)


_SIGNS = {Direction.HIGHER: 1, Direction.LOWER: -1, Direction.WITHIN: 0}


def _change(indicator: Indicator, level: str, known: Indicator | None) -> Rule:
    return Rule(
        kind=RuleKind.CHANGE,
        indicator=indicator,
        parts=(level,),
        sign=0 if known is None else _SIGNS[known.direction],
        is_flow=known is not None and known.over_time is OverTime.FLOW,
    )


def _depth(id_: str, rules: Mapping[str, Rule], before: tuple[str, ...]) -> int:
    if id_ in before:
        raise InvalidFieldError(
            field="what figures are derived from",
            value=" <- ".join([*before, id_]),
            expected="no indicator that follows from itself",
        )
    rule = rules.get(id_)
    if rule is None:
        return -1
    if rule.kind is RuleKind.SUM:
        return 0
    return 1 + max(_depth(part, rules, (*before, id_)) for part in rule.parts)


class UnitPlan(NamedTuple):
    """What a unit is brought to before figures are combined.

    Attributes:
        unit: The unit that the indicator's figures are brought to.
        factor: How many of that one makes.
    """

    unit: str
    factor: Fraction


def unit_plans(
    dataset: Dataset, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], UnitPlan | None]:
    """For each indicator and unit in any spelling, how its figures are made alike.

    An indicator of the dataset has a unit of its own. Of another one the finest unit of
    each kind that is there serves, so that whole numbers stay whole.

    Args:
        dataset: The dataset.
        pairs: Each indicator's id with each spelling of a unit that its figures have.

    Returns:
        What each is brought to; None if that cannot be.
    """
    known = {indicator.id: indicator.unit for indicator in dataset.indicators}
    plans: dict[tuple[str, str], UnitPlan | None] = {}
    finest: dict[str, list[str]] = {}
    for id_, spelling in sorted(pairs):
        plans[id_, spelling] = None
        if not is_unit(spelling):
            continue
        unit = canonical_unit(spelling)
        if id_ not in known:
            finest.setdefault(id_, []).append(unit)
        plans[id_, spelling] = UnitPlan(unit, Fraction(1))
    for (id_, spelling), plan in plans.items():
        if plan is None:
            continue
        goals = [known[id_]] if id_ in known else finest[id_]
        sizes = {goal: factor for goal in goals if (factor := factor_or_none(plan.unit, goal))}
        goal = max(sizes, key=lambda each: (sizes[each], each), default="")
        plans[id_, spelling] = UnitPlan(goal, sizes[goal]) if goal else None
    return plans


def factor_or_none(unit: str, to: str) -> Fraction | None:
    """How many of one unit make another; None if they measure different things."""
    try:
        return exact_factor(unit, to)
    except IncompatibleUnitError:
        return None


@lru_cache(maxsize=4096)
def combining_factor(rule: Rule, units: tuple[str, ...], *, is_year: bool) -> Fraction | None:
    """What a result of numbers in these units is multiplied by to be in the indicator's.

    Args:
        rule: What follows.
        units: The units of its parts: two levels', or numerator's and denominator's.
        is_year: Whether they are of a whole year, so that an amount is one "per year".

    Returns:
        The factor; None if the units do not give the indicator's.
    """
    one, other = units
    unit = rule.indicator.unit
    if rule.kind is RuleKind.SHARE:
        return _share_factor(one, other, unit, is_year=is_year)
    if one != other:
        return None
    if rule.kind is RuleKind.GROWTH:
        return factor_or_none(DIMENSIONLESS, unit)
    # A difference of shares is counted in points, and each is worth one of per cent.
    in_points = factor_or_none(one, PERCENT) if unit == PERCENTAGE_POINT else None
    return in_points or factor_or_none(one, unit)


def _share_factor(over: str, under: str, unit: str, *, is_year: bool) -> Fraction | None:
    alike = factor_or_none(over, under)
    if alike is not None:
        to_unit = factor_or_none(DIMENSIONLESS, unit)
        return None if to_unit is None else alike * to_unit
    quotient = [*unit_factors(over), *unit_factors(under)]
    # What a year brought, per head, is so much per head and year.
    for time in ([], [Factor(scale="", thing="year")] if is_year else []):
        name = unit_name([*quotient, *time])
        factor = factor_or_none(name, unit) if is_unit(name) else None
        if factor is not None:
            return factor
    return None
