"""Profiles: how much of a year's amount is expected by the end of each month."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

import attrs

from resolution_targets.errors import (
    IncompatibleUnitError,
    InvalidFieldError,
    InvalidProfileError,
    listed,
)
from resolution_targets.numerals import as_written
from resolution_targets.observations import Observation
from resolution_targets.units import exact_factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from resolution_targets.periods import ReferencePeriod

# What a profile that was made from earlier years is called; their numbers follow.
SEASONAL = "seasonal "
# What is told in words of the library's own.
_RESERVED = ("even", "carried_forward", SEASONAL.strip())
_MONTHS = 12


def _weights(values: Iterable[Fraction | Decimal | float | str]) -> tuple[Fraction, ...]:
    """The weights, exactly as they were written."""
    given = tuple(values)
    try:
        return tuple(
            value if isinstance(value, Fraction) else Fraction(_written(value)) for value in given
        )
    except (ArithmeticError, ValueError, TypeError) as error:
        raise InvalidFieldError(
            field="Profile.weights", value=given, expected="twelve finite numbers"
        ) from error


def _written(value: Decimal | float | str) -> Decimal:
    return Decimal(value) if isinstance(value, str) else as_written(value)


@attrs.frozen(kw_only=True)
class Profile:
    """How a year's amount is expected to come in, month by month.

    It is an assumption, and so it has a name, which stands beside all that rests on it.

    Attributes:
        name: What it is called where it was used, "even" say.
        weights: How much of the amount comes in each month, January first; they need not
            add up to one.

    Examples:
        >>> Profile(name="even", weights=[1] * 12).share_by(9)
        Fraction(3, 4)
    """

    name: str
    weights: tuple[Fraction, ...] = attrs.field(converter=_weights)

    def __attrs_post_init__(self) -> None:
        """Refuse other than twelve weights, one below zero, and no name."""
        if not self.name.strip():
            raise InvalidFieldError(field="Profile.name", value=self.name, expected="a name")
        if self.name in _RESERVED and len(set(self.weights)) > 1:
            raise InvalidFieldError(
                field="Profile.name",
                value=self.name,
                expected="a name of its own; this one is that of another path",
            )
        is_sound = len(self.weights) == _MONTHS and min(self.weights) >= 0 and any(self.weights)
        if not is_sound:
            raise InvalidFieldError(
                field="Profile.weights",
                value=[str(weight) for weight in self.weights],
                expected="twelve numbers, none below zero and not all zero",
            )

    def share_by(self, month: int) -> Fraction:
        """The share of the year's amount that is expected by the end of a month, 0 to 12."""
        return self._by_month[month]

    def share_of(self, period: ReferencePeriod) -> Fraction:
        """The share of the year's amount that is expected in a period.

        Examples:
            >>> from resolution_targets import parse_period
            >>> EVEN.share_of(parse_period("2025-Q3")), EVEN.share_of(parse_period("2025-9M"))
            (Fraction(1, 4), Fraction(3, 4))
        """
        return self.share_by(period.last_month) - self.share_by(period.first_month - 1)

    def told_share_of(self, period: ReferencePeriod) -> tuple[Fraction, Fraction]:
        """The same share as two numbers, whose quotient it is: what comes in, of how much.

        Examples:
            >>> from resolution_targets import parse_period
            >>> [int(number) for number in EVEN.told_share_of(parse_period("2025-9M"))]
            [9, 12]
        """
        weights = self.weights
        if all(weight.denominator == 1 for weight in weights):
            part = sum(weights[period.first_month - 1 : period.last_month], Fraction(0))
            return part, sum(weights, Fraction(0))
        share = self.share_of(period)
        return Fraction(share.numerator), Fraction(share.denominator)

    @cached_property
    def _by_month(self) -> tuple[Fraction, ...]:
        whole = sum(self.weights)
        return (Fraction(0), *(so_far / whole for so_far in accumulate(self.weights)))


EVEN = Profile(name="even", weights=[1] * _MONTHS)


def seasonal_profile(observations: Iterable[Observation], *, name: str | None = None) -> Profile:
    """The path that earlier years took: the mean of their shares, month by month.

    Every year needs its own whole figure, and parts of it: months, quarters or the months
    so far. Between the ends of parts the amount is taken to have come in evenly. Years
    count alike, whatever they amounted to.

    Args:
        observations: Figures of one indicator and area, of one year or more.
        name: What the profile is called; without it "seasonal" and the years.

    Raises:
        InvalidProfileError: A year has no whole figure or no part, an amount is missing,
            negative or not a number, what came in by one month is less than by an earlier
            one, two figures contradict each other, or units, indicators or areas differ.

    Examples:
        >>> figures = [
        ...     Observation(indicator="total-investment", reference_area="VN-23",
        ...                 reference_period=period, value=value, unit="billion VND")
        ...     for period, value in [("2024-6M", 25000), ("2024-9M", 40801), ("2024", 55524)]
        ... ]
        >>> profile = seasonal_profile(figures)
        >>> profile.name, round(float(profile.share_by(9)), 4)
        ('seasonal 2024', 0.7348)
    """
    figures = sorted(observations, key=lambda each: each.reference_period)
    _check_alike(figures)
    years = {
        year: _shares(year, list(of_year))
        for year, of_year in groupby(figures, key=lambda each: each.reference_period.year)
    }
    means = [sum(shares, Fraction(0)) / len(years) for shares in zip(*years.values(), strict=True)]
    called = SEASONAL + " ".join(map(str, years))
    return Profile(name=name or called, weights=means)


def seasonal_profiles(observations: Iterable[Observation]) -> Mapping[str, Profile]:
    """A seasonal profile for each indicator whose figures allow one, by its id.

    What allows none is left out: `seasonal_profile` says why. An outlook takes the even
    path for it, and says so.

    Args:
        observations: Figures of one area, of one year or more.

    Examples:
        >>> seasonal_profiles([])
        {}
    """
    by_indicator: dict[str, list[Observation]] = {}
    for observation in observations:
        by_indicator.setdefault(observation.indicator, []).append(observation)
    profiles = {}
    for indicator, figures in by_indicator.items():
        try:
            profiles[indicator] = seasonal_profile(figures)
        except InvalidProfileError:
            continue
    return profiles


def profile_for(indicator: str, profile: Profile | Mapping[str, Profile]) -> Profile:
    """The profile of an indicator: the one for all, its own, or else the even one."""
    return profile if isinstance(profile, Profile) else profile.get(indicator, EVEN)


def _check_alike(figures: Sequence[Observation]) -> None:
    if not figures:
        raise InvalidProfileError(problem="no figures were given")
    for what, found in (
        ("indicators", {each.indicator for each in figures}),
        ("areas", {each.reference_area for each in figures}),
    ):
        if len(found) > 1:
            raise InvalidProfileError(
                problem=f"the figures are of several {what}: {listed(sorted(found))}"
            )


def _shares(year: int, figures: Sequence[Observation]) -> list[Fraction]:
    """What part of a year's amount came in each month."""
    by_month = _amounts_by_month(year, figures)
    total = by_month.get(_MONTHS)
    if total is None:
        raise InvalidProfileError(problem=f"{year} has no figure for the whole year")
    if len(by_month) == 2:  # noqa: PLR2004  # the start and the end of the year
        raise InvalidProfileError(
            problem=f"{year} has no figure that begins in January for a part of it"
        )
    if total <= 0:
        raise InvalidProfileError(problem=f"the whole of {year} is not above zero")
    shares: list[Fraction] = []
    for (before, came), (month, comes) in pairwise(sorted(by_month.items())):
        if comes < came:
            raise InvalidProfileError(
                problem=f"by month {month} of {year} less had come in than by month {before}"
            )
        shares += [(comes - came) / total / (month - before)] * (month - before)
    return shares


def _amounts_by_month(year: int, figures: Sequence[Observation]) -> dict[int, Fraction]:
    """What had come in by the end of each month that the figures tell of."""
    by_month = {0: Fraction(0)}
    unit = figures[0].unit
    # Sorted by their ends, so that what a quarter adds to is known before it.
    for figure in figures:
        period = figure.reference_period
        own = _amount(figure, unit)
        before = by_month.get(period.first_month - 1)
        if before is None:
            # What came before it is not known, so it tells of no share.
            continue
        amount = before + own
        if by_month.setdefault(period.last_month, amount) != amount:
            raise InvalidProfileError(
                problem=f"two figures contradict each other by month {period.last_month} of {year}"
            )
    return by_month


def _amount(figure: Observation, unit: str) -> Fraction:
    where = f"{figure.indicator} {figure.reference_period}"
    if figure.value is None or isinstance(figure.value, bool) or figure.value_upper is not None:
        raise InvalidProfileError(problem=f"{where} has no single value")
    written = as_written(figure.value)
    if not written.is_finite() or written < 0:
        raise InvalidProfileError(
            problem=f"{where} is {figure.value}, not an amount of zero or more"
        )
    try:
        return Fraction(written) * exact_factor(figure.unit, unit)
    except IncompatibleUnitError as error:
        raise InvalidProfileError(problem=f"{where} is in {figure.unit}, not in {unit}") from error
