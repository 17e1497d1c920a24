"""One series of figures held against a progress method: its value, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from resolution_targets.errors import IncompatibleUnitError
from resolution_targets.observations import Observation
from resolution_targets.progresschecks import (
    BASELINE_CHECKS,
    PERIOD_CHECKS,
    PROMISE_CHECKS,
    VALUE_CHECKS,
    Case,
    Options,
    first_problem,
)
from resolution_targets.progressmethods import METHODS, Exact, band_of, exact_number, is_finite
from resolution_targets.progressproblems import (
    EARLIER_PERIOD,
    UNNAMED_PERIOD,
    ProgressProblem,
    progress_problem_template,
)
from resolution_targets.progressvalues import Progress, amount_in_words
from resolution_targets.units import as_decimal, exact_factor, nearest_float
from resolution_targets.vocabulary import format_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.progresschecks import Checks
    from resolution_targets.progressmethods import Method, ProgressMethod
    from resolution_targets.targets import Target

Number: TypeAlias = "Decimal | float"
Period: TypeAlias = "ReferencePeriod | str | int"
# Observations, or numbers by period; the key of a mapping may be any of the ways to name one.
Series: TypeAlias = "Iterable[Observation] | Mapping[str, Number | None] | _ByPeriod"
_ByPeriod: TypeAlias = "Mapping[int, Number | None] | Mapping[ReferencePeriod, Number | None]"

_LANGUAGES = ("en", "vi")
_EXACT = Exact()


@attrs.frozen(kw_only=True)
class Refusal:
    """Why a method says nothing of a series.

    Attributes:
        method: The method.
        problem: The problem.
        facts: What the sentence about the problem says, by name and language.
    """

    method: ProgressMethod
    problem: ProgressProblem
    facts: Mapping[str, Mapping[str, str]]

    def reason(self, language: str) -> str:
        """The problem in one sentence."""
        return _sentence(self.problem, self.facts, language)


@attrs.frozen(kw_only=True)
class Request:
    """Which figures of a series are asked for.

    Attributes:
        baseline: The period to count from; None for the earliest.
        period: The period of the figure; None for the latest.
        options: What the caller added to the method.
    """

    baseline: ReferencePeriod | None = None
    period: ReferencePeriod | None = None
    options: Options = attrs.field(factory=Options)


class RefusedError(Exception):
    """A problem on the way to a value; it never reaches the user.

    Attributes:
        problem: The problem.
        facts: What the sentence about it says, by name and language.
    """

    def __init__(self, problem: ProgressProblem, **facts: Mapping[str, str]) -> None:
        self.problem = problem
        self.facts = facts
        super().__init__(problem)

    def reason(self, language: str) -> str:
        """The problem in one sentence."""
        return _sentence(self.problem, self.facts, language)


def observations_of(series: Series, target: Target) -> tuple[Observation, ...]:
    """The figures of a series that are of the target's indicator and area.

    Args:
        series: Observations, of other indicators too; or numbers in the target's unit by
            the period that they describe.
        target: The target.
    """
    if isinstance(series, Mapping):
        figures: Mapping[Any, Number | None] = series
        return tuple(
            Observation(
                indicator=target.indicator.id,
                reference_area=target.reference_area,
                reference_period=period,
                value=value,
                unit=target.unit,
            )
            for period, value in figures.items()
        )
    own = (target.indicator.id, target.reference_area)
    return tuple(one for one in series if (one.indicator, one.reference_area) == own)


def assess(
    observations: tuple[Observation, ...],
    target: Target,
    method: ProgressMethod,
    request: Request,
) -> Progress | Refusal:
    """The progress by a method, or why it says nothing."""
    try:
        return _assessed(observations, target, method, request)
    except RefusedError as refused:
        return Refusal(method=method, problem=refused.problem, facts=refused.facts)


def _assessed(
    observations: tuple[Observation, ...],
    target: Target,
    method: ProgressMethod,
    request: Request,
) -> Progress:
    rules = METHODS[method]
    case = Case(target=target, options=request.options)
    check_case(PROMISE_CHECKS, rules, case)
    reported = tuple(one for one in observations if one.value is not None)
    current = _current(reported, request)
    case = attrs.evolve(
        case,
        period=current.reference_period,
        current=_number(_alike(reported, current.reference_period), target),
    )
    baseline = None
    if rules.needs_baseline:
        baseline = _baseline(reported, current, request)
        period = baseline.reference_period
        case = with_baseline(case, rules, _alike(reported, period), period)
    check_case(PERIOD_CHECKS, rules, case)
    check_case(VALUE_CHECKS, rules, case)
    return _progress(case, method, current, baseline)


def with_baseline(
    case: Case, rules: Method, alike: tuple[Observation, ...], period: ReferencePeriod
) -> Case:
    """A case with its baseline, checked.

    Args:
        case: The target and what is known of its figures.
        rules: The method.
        alike: The figures for the baseline's time.
        period: The baseline's period.

    Raises:
        RefusedError: There is none, they disagree, or the method takes none such.
    """
    if not alike:
        raise RefusedError(ProgressProblem.NO_BASELINE, baseline_period=_same(period))
    number = _number(alike, case.target)
    known = attrs.evolve(case, baseline_period=period, baseline=number)
    check_case(BASELINE_CHECKS, rules, known, period=period)
    return known


def check_case(
    checks: Checks, rules: Method, case: Case, *, period: ReferencePeriod | None = None
) -> None:
    """Raise `RefusedError` for the first of some checks that shows a problem.

    Args:
        checks: The checks.
        rules: The method.
        case: What is checked.
        period: The period that a sentence is about; the figure's own if it is not given.
    """
    problem = first_problem(checks, rules, case)
    if problem is not None:
        raise RefusedError(problem, **_case_facts(case, period=period))


def _progress(
    case: Case, method: ProgressMethod, current: Observation, baseline: Observation | None
) -> Progress:
    rules, target = METHODS[method], case.target
    terms = case.terms(rules)
    exact = rules.formula(terms, _EXACT)
    is_rounded = rules.is_compound or any(
        one is not None and isinstance(one.value, float) for one in (current, baseline)
    )
    value = nearest_float(exact) if is_rounded else as_decimal(exact)
    if not is_finite(value):
        raise RefusedError(ProgressProblem.INFINITE, period=_same(current.reference_period))
    band = band_of(exact, case.options.bands or rules.bands)
    if rules.reached is not None and (terms.current - terms.bound) * terms.sign >= 0:
        band = rules.reached
    # A trend that looks at no bound cannot say whether the bound will be reached.
    is_on_track = band.is_on_track if band is not None and rules.uses_bound else None
    # A target without a horizon is left out by the checks of every method that is timed.
    share = case.elapsed / case.horizon if case.horizon > 0 else None
    if rules.on_schedule is not None and share is not None:
        is_on_track = exact >= rules.on_schedule * share
    numbers = {
        **{name: number for name, number in attrs.asdict(terms).items() if number is not None},
        "direction": Fraction(case.sign),
        "limit": case.options.limit,
        "years_gone": terms.elapsed,
        "years": terms.horizon,
        "years_left": None if terms.elapsed is None else terms.horizon - terms.elapsed,
    }
    return Progress(
        method=method,
        value=value,
        unit=rules.unit or target.gap_unit,
        band=None if band is None else band.word,
        is_on_track=is_on_track,
        baseline=baseline,
        current=current,
        target=target,
        share_of_time=None if share is None else as_decimal(share),
        numbers=tuple(
            (name, as_decimal(Fraction(number)))
            for name, number in numbers.items()
            if number is not None and name not in ("sign", "elapsed", "horizon")
        ),
    )


def _case_facts(
    case: Case, *, period: ReferencePeriod | None = None
) -> dict[str, Mapping[str, str]]:
    facts: dict[str, Mapping[str, str]] = {
        "target_period": _same(case.target.reference_period),
        "bound": _amounts(case.bound, case.target.unit),
    }
    periods = {"period": period or case.period, "baseline_period": case.baseline_period}
    facts |= {name: _same(known) for name, known in periods.items() if known is not None}
    if case.baseline is not None:
        facts["baseline"] = _amounts(case.baseline, case.target.unit)
    return facts


def _sentence(
    problem: ProgressProblem, facts: Mapping[str, Mapping[str, str]], language: str
) -> str:
    said = {name: words[language] for name, words in facts.items()}
    return progress_problem_template(problem, language).format(**said)


def _current(reported: tuple[Observation, ...], request: Request) -> Observation:
    candidates = reported if request.period is None else _alike(reported, request.period)
    if not candidates:
        wanted = UNNAMED_PERIOD if request.period is None else _same(request.period)
        raise RefusedError(ProgressProblem.NOT_REPORTED, period=wanted)
    return max(candidates, key=lambda one: one.reference_period)


def _baseline(
    reported: tuple[Observation, ...], current: Observation, request: Request
) -> Observation:
    if request.baseline is not None:
        candidates = _alike(reported, request.baseline)
        wanted: Mapping[str, str] = _same(request.baseline)
    else:
        now = current.reference_period
        candidates = tuple(one for one in reported if not one.reference_period.is_same_time(now))
        wanted = EARLIER_PERIOD
    if not candidates:
        raise RefusedError(ProgressProblem.NO_BASELINE, baseline_period=wanted)
    return min(candidates, key=lambda one: one.reference_period)


def _alike(reported: tuple[Observation, ...], period: ReferencePeriod) -> tuple[Observation, ...]:
    return tuple(one for one in reported if one.reference_period.is_same_time(period))


def _number(alike: tuple[Observation, ...], target: Target) -> Fraction:
    """What the figures for one time say, in the target's unit; they must say the same."""
    period = _same(alike[0].reference_period)
    # Neither end is what was reported: 8-8.5% is not 8%.
    if any(one.is_range for one in alike):
        raise RefusedError(ProgressProblem.RANGE, period=period)
    numbers = {_in_target_unit(one, target) for one in alike}
    if len(numbers) > 1:
        raise RefusedError(ProgressProblem.CONFLICT, period=period)
    return numbers.pop()


def _in_target_unit(observation: Observation, target: Target) -> Fraction:
    value, period = observation.value, _same(observation.reference_period)
    if value is None or isinstance(value, bool):
        raise RefusedError(ProgressProblem.NOT_A_NUMBER)
    try:
        factor = exact_factor(observation.unit, target.unit)
    except IncompatibleUnitError:
        raise RefusedError(
            ProgressProblem.OTHER_UNIT,
            unit=_same(observation.unit),
            target_unit={
                language: format_unit(target.unit, language=language) for language in _LANGUAGES
            },
        ) from None
    if is_finite(value):
        return exact_number(value) * factor
    # A signalling NaN does not become a float.
    is_nan = value.is_nan() if isinstance(value, Decimal) else math.isnan(value)
    raise RefusedError(ProgressProblem.NAN if is_nan else ProgressProblem.INFINITE, period=period)


def _same(fact: object) -> Mapping[str, str]:
    """A fact that reads alike in both languages."""
    return dict.fromkeys(_LANGUAGES, str(fact))


def _amounts(number: Fraction, unit: str) -> Mapping[str, str]:
    return {language: amount_in_words(number, unit, language) for language in _LANGUAGES}
