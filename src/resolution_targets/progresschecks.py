"""What a progress method is not made for: a table of checks on a target and its figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from resolution_targets.criteria import Direction, Relation
from resolution_targets.errors import InvalidFieldError
from resolution_targets.indicators import QuantityKind
from resolution_targets.progressmethods import Exact, Terms, exact_number, is_finite
from resolution_targets.progressproblems import ProgressProblem
from resolution_targets.vocabulary import PERCENT, PERCENTAGE_POINT

if TYPE_CHECKING:
    from collections.abc import Callable

    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.progressmethods import Band, Method
    from resolution_targets.targets import Target

_MONTHS = 12
# Statistics Canada's exponent of the limit factor.
_LIMIT_EXPONENT = Fraction(444, 100)


@attrs.frozen(kw_only=True)
class Options:
    """What a caller may add to a method.

    Attributes:
        lower: The smaller end of a range of values, in the target's unit.
        upper: The larger end.
        limit: The natural limit that the indicator cannot pass.
        bands: The caller's own bands, the best first; None for the method's.
    """

    lower: Fraction | None = None
    upper: Fraction | None = None
    limit: Fraction | None = None
    bands: tuple[Band, ...] | None = None


def exact_option(name: str, number: object) -> Fraction | None:
    """A number that a caller added, exactly; None for None.

    Args:
        name: What the option is called.
        number: The number.

    Raises:
        InvalidFieldError: It is no finite number.

    Examples:
        >>> exact_option("limit", 99.5)
        Fraction(199, 2)
    """
    if number is None:
        return None
    if (
        isinstance(number, (Decimal, float, int))
        and not isinstance(number, bool)
        and is_finite(number)
    ):
        return exact_number(number)
    raise InvalidFieldError(field=name, value=number, expected="a finite number")


@attrs.frozen(kw_only=True)
class Case:
    """A target with as much as is known of its figures, to be checked for a method.

    Attributes:
        target: The target.
        options: What the caller added.
        baseline_period: When the change is counted from.
        baseline: The figure then, in the target's unit.
        period: What time the current figure describes.
        current: The current figure, in the target's unit.
    """

    target: Target
    options: Options = attrs.field(factory=Options)
    baseline_period: ReferencePeriod | None = None
    baseline: Fraction | None = None
    period: ReferencePeriod | None = None
    current: Fraction | None = None

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return -1 if self.target.indicator.direction is Direction.LOWER else 1

    @property
    def bound(self) -> Fraction:
        """The target's easier bound; 0 for a milestone, which has none."""
        return Fraction(self.target.easier_bound or 0)

    @property
    def elapsed(self) -> Fraction:
        """Years from the baseline to the figure."""
        return years_between(self.baseline_period, self.period)

    @property
    def horizon(self) -> Fraction:
        """Years from the baseline to the target."""
        return years_between(self.baseline_period, self.target.reference_period)

    @property
    def closeness(self) -> Fraction:
        """How near the baseline is to the natural limit: 1 is at it, 0 or less far away."""
        limit = self.options.limit or Fraction(1)
        start = self.baseline or Fraction(0)
        return (start if self.sign > 0 else 2 * limit - start) / limit

    @property
    def ease(self) -> Fraction:
        """The limit factor: what thresholds are multiplied with near a natural limit.

        It is 1 - closeness ^ 4.44, so a baseline at half of a maximum has 0.954.
        """
        if self.options.limit is None or self.closeness <= 0:
            return Fraction(1)
        return 1 - Exact().power(self.closeness, _LIMIT_EXPONENT)

    @property
    def required(self) -> Fraction:
        """The annual growth rate that leads from the baseline to the bound in time."""
        growth = self.bound / (self.baseline or 1)
        return Exact().power(growth, 1 / self.horizon) - 1

    def terms(self, method: Method) -> Terms:
        """What a method's formula is made of, as fractions.

        Args:
            method: The method; it has found nothing wrong with this case.
        """
        worst, best = (self.options.lower, self.options.upper)[:: self.sign]
        has_time = method.needs_baseline
        return Terms(
            current=self.current,
            baseline=self.baseline,
            bound=self.bound,
            sign=self.sign,
            elapsed=self.elapsed if has_time else None,
            horizon=self.horizon if has_time else None,
            required=self.required if "required" in method.terms else None,
            worst=worst,
            best=best,
            ease=self.ease if has_time else 1,
        )


def years_between(start: ReferencePeriod | None, end: ReferencePeriod | None) -> Fraction:
    """Years from the last month of one period to that of another; 0 where one is not known.

    Examples:
        >>> from resolution_targets.periods import parse_period
        >>> years_between(parse_period("2024"), parse_period("2025-9M"))
        Fraction(3, 4)
    """
    if start is None or end is None:
        return Fraction(0)
    months = (end.year - start.year) * _MONTHS + end.last_month - start.last_month
    return Fraction(months, _MONTHS)


def _lacks_range(method: Method, case: Case) -> bool:
    lower, upper = case.options.lower, case.options.upper
    return "lower" in method.takes and (lower is None or upper is None or lower >= upper)


def _is_growth(method: Method, case: Case) -> bool:
    is_rate = case.target.indicator.kind is QuantityKind.GROWTH_RATE
    return method.is_compound and (is_rate or case.target.unit == PERCENTAGE_POINT)


def _is_part_of_year(case: Case, period: ReferencePeriod | None) -> bool:
    if period is None or not case.target.indicator.accumulates:
        return False
    own = case.target.reference_period
    return (period.first_month, period.last_month) != (own.first_month, own.last_month)


def _has_no_growth(method: Method, number: Fraction | None) -> bool:
    return method.is_compound and number is not None and number <= 0


def _is_past_limit(_: Method, case: Case) -> bool:
    limit = case.options.limit
    return limit is not None and (limit <= 0 or case.closeness >= 1)


# What is checked in which order: first what is known of the promise, then of the baseline,
# of the figure's period, and of the figure itself. A frame checks the first three for each
# target and period, and only the last for each row.
Checks: TypeAlias = "tuple[tuple[ProgressProblem, Callable[[Method, Case], bool]], ...]"

PROMISE_CHECKS: Checks = (
    (
        ProgressProblem.MILESTONE,
        lambda _, case: case.target.criterion.relation is Relation.DONE,
    ),
    (
        ProgressProblem.WITHIN,
        lambda _, case: case.target.indicator.direction is Direction.WITHIN,
    ),
    (
        ProgressProblem.CUSTOM_BANDS,
        lambda method, case: case.options.bands is not None and "bands" not in method.takes,
    ),
    (ProgressProblem.NO_RANGE, _lacks_range),
    (
        ProgressProblem.CHANGE,
        lambda method, case: (
            method.needs_baseline and case.target.indicator.kind is QuantityKind.CHANGE
        ),
    ),
    (ProgressProblem.GROWTH, _is_growth),
    (
        ProgressProblem.BOUND_NOT_POSITIVE,
        lambda method, case: method.unit == PERCENT and case.bound <= 0,
    ),
)
BASELINE_CHECKS: Checks = (
    (ProgressProblem.NO_TIME_LEFT, lambda method, case: method.uses_bound and case.horizon <= 0),
    (
        ProgressProblem.SHORT_HORIZON,
        lambda method, case: method.is_compound and method.uses_bound and case.horizon < 1,
    ),
    (ProgressProblem.PART_OF_YEAR, lambda _, case: _is_part_of_year(case, case.baseline_period)),
    (
        ProgressProblem.BASELINE_IS_BOUND,
        lambda method, case: method.uses_bound and case.baseline == case.bound,
    ),
    (
        ProgressProblem.MET_AT_BASELINE,
        lambda method, case: (
            method.needs_room
            and case.baseline is not None
            and (case.bound - case.baseline) * case.sign < 0
        ),
    ),
    (
        ProgressProblem.NOT_POSITIVE,
        lambda method, case: (
            _has_no_growth(method, case.baseline)
            or (method.uses_bound and _has_no_growth(method, case.bound))
        ),
    ),
    (ProgressProblem.PAST_LIMIT, _is_past_limit),
)
PERIOD_CHECKS: Checks = (
    (ProgressProblem.PART_OF_YEAR, lambda _, case: _is_part_of_year(case, case.period)),
    (
        ProgressProblem.AFTER_TARGET,
        lambda _, case: years_between(case.target.reference_period, case.period) > 0,
    ),
    (
        ProgressProblem.NOT_AFTER_BASELINE,
        lambda method, case: method.needs_baseline and case.elapsed <= 0,
    ),
    (
        ProgressProblem.SHORT_TIME,
        lambda method, case: method.is_compound and case.elapsed < 1,
    ),
)
VALUE_CHECKS: Checks = (
    (
        ProgressProblem.NOT_POSITIVE,
        lambda method, case: _has_no_growth(method, case.current),
    ),
)


def first_problem(checks: Checks, method: Method, case: Case) -> ProgressProblem | None:
    """The first of some checks that shows a problem; None if none does.

    Args:
        checks: The checks, in their order.
        method: The method that is asked for.
        case: What is checked.
    """
    return next((problem for problem, shows in checks if shows(method, case)), None)
