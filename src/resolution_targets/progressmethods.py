"""Progress methods: the table of their formulas.

A formula is written once. Single values put exact fractions into it, frames put columns
of floats; what the two do differently stands in an `Arithmetic`.
"""

from __future__ import annotations

import math
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import attrs

from resolution_targets.vocabulary import PERCENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# A fraction, or a column of floats.
Term: TypeAlias = Any

# A root of a decimal that is a decimal itself comes out as one: computed to more digits
# than are kept, 1.331 ^ (1/3) is 1.1 and not 1.0999..., so that a tie is a tie.
_ROOTS = Context(prec=60, Emax=MAX_EMAX, Emin=MIN_EMIN)
_KEPT = Context(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN)


class ProgressMethod(StrEnum):
    """A way to say how far a figure has come, by the name that it is asked for by.

    Attributes:
        SHARE_OF_CHANGE: The share of the promised change that is made.
        DISTANCE: What is left to the bound, in the target's unit.
        DISTANCE_PERCENT: What is left to the bound, in per cent of it.
        ESCAP: The current status index of the Asia-Pacific SDG Progress Report.
        PROGRESS_CHART: The share of the promised change that the trend leads to, as in the
            SDG Progress Chart of the United Nations.
        CAGR_RATIO: Eurostat's ratio of the observed to the required annual growth rate.
        OPEN_SDG: Statistics Canada's score for the same ratio, -5 to 5.
        OPEN_SDG_TREND: Its score for the growth rate alone, whatever the bound.
        MIN_MAX: The SDG Index's place between the worst and the best value, 0 to 100.
    """

    SHARE_OF_CHANGE = "share_of_change"
    DISTANCE = "distance"
    DISTANCE_PERCENT = "distance_percent"
    ESCAP = "escap"
    PROGRESS_CHART = "progress_chart"
    CAGR_RATIO = "cagr_ratio"
    OPEN_SDG = "open_sdg"
    OPEN_SDG_TREND = "open_sdg_trend"
    MIN_MAX = "min_max"


@attrs.frozen(kw_only=True)
class Band:
    """A word for a range of values.

    Attributes:
        word: The method's own word for it.
        least: The least value in it; None for the lowest band.
        is_on_track: Whether a value in it says that the target will be reached.
    """

    word: str
    least: Fraction | None
    is_on_track: bool = False


@attrs.frozen(kw_only=True)
class Terms:
    """What a formula is made of; numbers in the target's unit, times in years.

    Attributes:
        current: The figure.
        baseline: The figure that the change is counted from.
        bound: The target's easier bound.
        sign: 1 where more is better, -1 where less is.
        elapsed: From the baseline to the figure.
        horizon: From the baseline to the target.
        required: The annual growth rate that leads from the baseline to the bound in time.
        worst: The end of the caller's range that counts as 0.
        best: The end that counts as 100.
        ease: The limit factor, 0 to 1; 1 without a limit.
    """

    current: Term
    baseline: Term = None
    bound: Term = None
    sign: Term = None
    elapsed: Term = None
    horizon: Term = None
    required: Term = None
    worst: Term = None
    best: Term = None
    ease: Term = 1


class Arithmetic(Protocol):
    """What fractions and columns of floats do differently."""

    def power(self, base: Term, exponent: Term) -> Term:
        """A positive number to any power."""

    def within(self, value: Term, low: int, high: int) -> Term:
        """The value, cut off at both ends."""

    def larger(self, one: Term, other: Term) -> Term:
        """The larger of two."""

    def size(self, value: Term) -> Term:
        """The value without its sign."""

    def choose(self, condition: Term, then: int, otherwise: Term) -> Term:
        """The one or the other."""


class Exact:
    """The arithmetic of fractions; only a root is rounded, at the 40th digit."""

    def power(self, base: Fraction, exponent: Fraction) -> Fraction:
        """A positive number to any power.

        Examples:
            >>> Exact().power(Fraction(1331, 1000), Fraction(1, 3))
            Fraction(11, 10)
        """
        if exponent == 1:
            return base
        rounded = _KEPT.plus(_ROOTS.power(_decimal(base), _decimal(exponent)))
        return Fraction(rounded)

    def within(self, value: Fraction, low: int, high: int) -> Fraction:
        """The value, cut off at both ends."""
        return max(Fraction(low), min(Fraction(high), value))

    def larger(self, one: Fraction, other: Fraction) -> Fraction:
        """The larger of two."""
        return max(one, other)

    def size(self, value: Fraction) -> Fraction:
        """The value without its sign."""
        return abs(value)

    def choose(self, condition: Term, then: int, otherwise: Fraction) -> Fraction:
        """The one or the other."""
        return Fraction(then) if condition else otherwise


@attrs.frozen(kw_only=True)
class Method:
    """A formula, with what it needs and how its value reads.

    Attributes:
        formula: The value, from the terms, by an arithmetic.
        unit: The value's unit; None for the unit of differences from the bound.
        needs_baseline: Whether it counts from a baseline, and so needs periods.
        needs_room: Whether the bound must lie past the baseline in the good direction.
        is_compound: Whether it compares annual growth rates.
        uses_bound: Whether the target's bound enters.
        on_schedule: The value that a straight path reaches at the target's time, for the
            methods that are read against the time gone by.
        bands: The method's own bands, the best first.
        reached: The band once the bound is reached, whatever the value.
        takes: The options it takes.
        terms: The terms that the formula has beside the figure.
    """

    formula: Callable[[Terms, Arithmetic], Term]
    terms: tuple[str, ...]
    unit: str | None = "dimensionless"
    needs_baseline: bool = True
    needs_room: bool = False
    is_compound: bool = False
    uses_bound: bool = True
    on_schedule: int | None = None
    bands: tuple[Band, ...] = ()
    reached: Band | None = None
    takes: frozenset[str] = frozenset()


def exact_number(number: Decimal | Fraction | float) -> Fraction:
    """A finite number as a fraction; a float as the shortest decimal that reads back as it.

    Examples:
        >>> exact_number(0.1)
        Fraction(1, 10)
    """
    if isinstance(number, (Decimal, Rational)):
        return Fraction(number)
    return Fraction(Decimal(repr(float(number))))


def is_finite(number: Decimal | Fraction | float) -> bool:
    """Whether a number is neither NaN nor infinite, of whatever size.

    Examples:
        >>> is_finite(10**400), is_finite(Decimal("sNaN"))
        (True, False)
    """
    if isinstance(number, Decimal):
        return number.is_finite()
    return isinstance(number, Rational) or math.isfinite(number)


def band_of(value: Term, bands: tuple[Band, ...]) -> Band | None:
    """The band that a value is in; None where the method has none.

    Examples:
        >>> band_of(Fraction(3, 5), METHODS[ProgressMethod.CAGR_RATIO].bands).word
        'moderate progress'
    """
    return next((band for band in bands if band.least is None or value >= band.least), None)


def _share_of_change(terms: Terms, _: Arithmetic) -> Term:
    return (terms.current - terms.baseline) / (terms.bound - terms.baseline)


def _distance(terms: Terms, _: Arithmetic) -> Term:
    return (terms.bound - terms.current) * terms.sign


def _distance_percent(terms: Terms, _: Arithmetic) -> Term:
    return (terms.bound - terms.current) * terms.sign * 100 / terms.bound


def _escap(terms: Terms, _: Arithmetic) -> Term:
    return (terms.current - terms.baseline) * 10 / (terms.bound - terms.baseline)


def _progress_chart(terms: Terms, arithmetic: Arithmetic) -> Term:
    left = (terms.horizon - terms.elapsed) / terms.elapsed
    expected = terms.current * arithmetic.power(terms.current / terms.baseline, left)
    return (expected - terms.baseline) / (terms.bound - terms.baseline)


def _cagr_ratio(terms: Terms, arithmetic: Arithmetic) -> Term:
    return _observed(terms, arithmetic) / terms.required


def _open_sdg(terms: Terms, arithmetic: Arithmetic) -> Term:
    ratio = _observed(terms, arithmetic) * terms.sign / arithmetic.size(terms.required)
    # Through (-0.6, -5) and (0.6, 0), and through (0.6, 0) and (1.3, 5): the steeper line is
    # the higher one past 0.6.
    score = arithmetic.larger((ratio * 25 - 15) / 6, (ratio * 50 - 30) / 7)
    is_reached = (terms.current - terms.bound) * terms.sign >= 0
    return arithmetic.choose(is_reached, 5, arithmetic.within(score, -5, 5))


def _open_sdg_trend(terms: Terms, arithmetic: Arithmetic) -> Term:
    percent = _observed(terms, arithmetic) * terms.sign * 100
    # Each step is one straight piece of the curve; 0.5 C, 1.5 C and 2 C are 1, 3 and 4 here.
    steps = percent * 2 / terms.ease
    below = arithmetic.within(percent + 2, 0, 2) * 5 / 4
    first = arithmetic.within(steps, 0, 1) * 5 / 2
    second = arithmetic.within(steps - 1, 0, 2) * 5 / 4
    third = arithmetic.within(steps - 3, 0, 1) * 5 / 2
    return below + first + second + third - 5


def _min_max(terms: Terms, arithmetic: Arithmetic) -> Term:
    place = (terms.current - terms.worst) * 100 / (terms.best - terms.worst)
    return arithmetic.within(place, 0, 100)


def _observed(terms: Terms, arithmetic: Arithmetic) -> Term:
    return arithmetic.power(terms.current / terms.baseline, 1 / terms.elapsed) - 1


def _decimal(number: Fraction) -> Decimal:
    return _ROOTS.divide(Decimal(number.numerator), Decimal(number.denominator))


_SCORES = (
    Band(word="on track", least=Fraction(5, 2), is_on_track=True),
    Band(word="progress made but acceleration needed", least=Fraction(0)),
    Band(word="limited progress", least=Fraction(-5, 2)),
    Band(word="deterioration", least=None),
)
METHODS: Mapping[ProgressMethod, Method] = {
    ProgressMethod.SHARE_OF_CHANGE: Method(
        formula=_share_of_change, terms=("baseline", "bound"), needs_room=True, on_schedule=1
    ),
    ProgressMethod.DISTANCE: Method(
        formula=_distance, terms=("bound", "sign"), unit=None, needs_baseline=False
    ),
    ProgressMethod.DISTANCE_PERCENT: Method(
        formula=_distance_percent, terms=("bound", "sign"), unit=PERCENT, needs_baseline=False
    ),
    ProgressMethod.ESCAP: Method(
        formula=_escap, terms=("baseline", "bound"), needs_room=True, on_schedule=10
    ),
    ProgressMethod.PROGRESS_CHART: Method(
        formula=_progress_chart,
        terms=("baseline", "bound", "elapsed", "horizon"),
        needs_room=True,
        is_compound=True,
        bands=(
            Band(word="target met or on track", least=Fraction(95, 100), is_on_track=True),
            Band(word="fair progress, but acceleration needed", least=Fraction(10, 100)),
            Band(word="stagnation or regression", least=None),
        ),
        takes=frozenset({"bands"}),
    ),
    ProgressMethod.CAGR_RATIO: Method(
        formula=_cagr_ratio,
        terms=("baseline", "elapsed", "required"),
        needs_room=True,
        is_compound=True,
        bands=(
            Band(word="significant progress", least=Fraction(95, 100), is_on_track=True),
            Band(word="moderate progress", least=Fraction(60, 100)),
            Band(word="insufficient progress", least=Fraction(0)),
            Band(word="movement away", least=None),
        ),
        takes=frozenset({"bands"}),
    ),
    ProgressMethod.OPEN_SDG: Method(
        formula=_open_sdg,
        terms=("baseline", "bound", "sign", "elapsed", "required"),
        is_compound=True,
        bands=_SCORES,
        reached=Band(word="target achieved", least=None, is_on_track=True),
    ),
    ProgressMethod.OPEN_SDG_TREND: Method(
        formula=_open_sdg_trend,
        terms=("baseline", "sign", "elapsed", "ease"),
        is_compound=True,
        uses_bound=False,
        bands=_SCORES,
        takes=frozenset({"limit"}),
    ),
    ProgressMethod.MIN_MAX: Method(
        formula=_min_max,
        terms=("worst", "best"),
        needs_baseline=False,
        uses_bound=False,
        takes=frozenset({"lower", "upper"}),
    ),
}
