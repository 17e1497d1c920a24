"""Hypothesis strategies for what the package works with; for the tests of its users too.

They need the extra: `pip install resolution-targets[testing]`.
"""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

try:
    from hypothesis import strategies as st
except ImportError as error:
    _MESSAGE = (
        "resolution_targets.testing needs hypothesis: pip install 'resolution-targets[testing]'"
    )
    raise ImportError(_MESSAGE) from error

from resolution_targets.criteria import Criterion, Direction, Relation
from resolution_targets.indicators import Domain, Indicator, OverTime, QuantityKind
from resolution_targets.numerals import as_written
from resolution_targets.observations import Observation, ObservationStatus
from resolution_targets.periods import PeriodKind, ReferencePeriod, parts_of_year
from resolution_targets.profiles import Profile
from resolution_targets.rates import ExchangeRate
from resolution_targets.targets import Target
from resolution_targets.units import compatible_units, convert
from resolution_targets.vocabulary import (
    CALENDAR,
    DIMENSIONLESS,
    PERCENT,
    PERCENTAGE_POINT,
    Factor,
    canonical_unit,
    is_bare,
    scales,
    spellings,
    things,
    unit_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl
    from hypothesis.strategies import DrawFn, SearchStrategy

    from resolution_targets.dataset import Dataset

_HIGHEST_NUMBER: Mapping[PeriodKind, int] = {
    PeriodKind.YEAR: 0,
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.YEAR_TO_DATE: 12,
}
_RELATIONS: Mapping[Direction, tuple[Relation, ...]] = {
    Direction.HIGHER: (Relation.ABOVE, Relation.AT_LEAST, Relation.REACH, Relation.BETWEEN),
    Direction.LOWER: (Relation.BELOW, Relation.AT_MOST, Relation.REACH, Relation.BETWEEN),
    Direction.WITHIN: (Relation.BETWEEN,),
}
# What reports count things for: "per 10,000 people", but no "per billion people".
_PER_SCALES = ("thousand", "ten_thousand", "hundred_thousand", "million")
_NOT_AFTER_PER = frozenset({"VND", "USD"})
_JOINTS = ("/", " / ", "/ ", " per ", " trên ")
_CASES: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, str.title)

_IDS = st.sampled_from(["growth", "revenue", "forest-cover", "doctors-per-10000"])
_AREAS = st.sampled_from(["VN-23", "VN-44", "VN"])
_YEARS = (2021, 2030)
_PERIODS = st.sampled_from([None, "2025", "2025-12M", "2025-9M", "2024", "last year"])
_DOMAINS = (
    Domain(id="economy", name_vi="Kinh tế", name_en="Economy"),
    Domain(id="environment", name_vi="Môi trường", name_en="Environment"),
)
_OTHER_UNITS = ("person", "billion USD", "percentage_point", "bananas", "")
_OTHER_COLUMNS = ("value_upper", "unit", "area", "period", "status")
_NUMBERS = ("value", "value_upper")
_PARTS: tuple[Fraction | Decimal | float, ...] = (Decimal("0.5"), Fraction(1, 3), 2.5)
_CURRENCIES = ("VND", "USD")


@st.composite
def periods(draw: DrawFn, *, min_year: int = 1000, max_year: int = 9999) -> ReferencePeriod:
    """Every reference period there is.

    Args:
        draw: Given by hypothesis.
        min_year: The earliest year.
        max_year: The latest year.

    Examples:
        >>> from hypothesis import given
        >>> from resolution_targets import format_period, parse_period
        >>> @given(periods())
        ... def check(period):
        ...     assert parse_period(format_period(period)) == period
        >>> check()
    """
    year = draw(st.integers(min_year, max_year))
    kind = draw(st.sampled_from(PeriodKind))
    highest = _HIGHEST_NUMBER[kind]
    number = draw(st.integers(min(1, highest), highest))
    return ReferencePeriod(year=year, kind=kind, number=number)


def units() -> SearchStrategy[str]:
    """Canonical names of units: shares and points, amounts, and amounts per something.

    Examples:
        >>> from hypothesis import given
        >>> @given(units())
        ... def check(unit):
        ...     assert canonical_unit(unit) == unit
        >>> check()
    """
    bare = st.sampled_from([thing for thing in things() if is_bare(thing)])
    return st.one_of(bare, _amounts(), _rates())


@st.composite
def unit_spellings(draw: DrawFn, unit: str) -> str:
    """Ways to write one unit: any spelling, in any case, loosely spaced, composed or not.

    Args:
        draw: Given by hypothesis.
        unit: The unit's canonical name.

    Examples:
        >>> from hypothesis import given
        >>> @given(unit_spellings("doctor/ten_thousand/person"))
        ... def check(spelling):
        ...     assert canonical_unit(spelling) == "doctor/ten_thousand/person"
        >>> check()
    """
    spelling = draw(st.sampled_from(_spellings(unit)))
    spelling = spelling.replace("/", draw(st.sampled_from(_JOINTS)))
    spelling = draw(st.sampled_from(_CASES))(spelling)
    blank = draw(st.sampled_from([" ", "  ", "\N{NO-BREAK SPACE}"]))
    margin = draw(st.sampled_from(["", blank]))
    form = draw(st.sampled_from(["NFC", "NFD"]))
    return unicodedata.normalize(form, margin + spelling.replace(" ", blank) + margin)  # type: ignore[arg-type]


@st.composite
def numbers(draw: DrawFn) -> Decimal:
    """Decimals that a report could print: up to 13 digits, at most four after the mark.

    Examples:
        >>> from hypothesis import given
        >>> @given(numbers())
        ... def check(number):
        ...     assert number == Decimal(str(number))
        >>> check()
    """
    places = draw(st.integers(0, 4))
    digits = draw(st.integers(-(10**9) * 10**places, 10**9 * 10**places))
    return Decimal(digits).scaleb(-places)


@st.composite
def criteria(draw: DrawFn, *, direction: Direction | None = None) -> Criterion:
    """Criteria of every relation that a direction allows.

    Args:
        draw: Given by hypothesis.
        direction: The indicator's direction; None for every relation there is,
            `Relation.DONE` of the milestones among them.

    Examples:
        >>> from hypothesis import given
        >>> @given(criteria(direction=Direction.LOWER))
        ... def check(criterion):
        ...     assert criterion.relation is not Relation.ABOVE
        >>> check()
    """
    relation = draw(st.sampled_from(Relation if direction is None else _RELATIONS[direction]))
    count = {Relation.BETWEEN: 2, Relation.DONE: 0}.get(relation, 1)
    ends = sorted(draw(st.lists(numbers(), min_size=count, max_size=count, unique=True)))
    lower, upper = (*ends, None, None)[:2]
    return Criterion(
        relation=relation,
        lower=lower,
        upper=upper,
        hedged=draw(st.booleans()),
        maintain=draw(st.booleans()),
    )


@st.composite
def indicators(draw: DrawFn) -> Indicator:
    """Indicators of every kind, each in a unit that fits its kind.

    Examples:
        >>> from hypothesis import given
        >>> @given(indicators())
        ... def check(indicator):
        ...     assert (indicator.change_of is None) == (indicator.kind != "change")
        >>> check()
    """
    kind = draw(st.sampled_from(QuantityKind))
    directions = [Direction.HIGHER] if kind is QuantityKind.MILESTONE else Direction
    ratio = kind is QuantityKind.RATIO
    name = draw(st.text(min_size=1, max_size=12))
    return Indicator(
        id=draw(_IDS),
        name_vi=name,
        name_en=name,
        direction=draw(st.sampled_from(directions)),
        kind=kind,
        unit=draw(_units_of(kind)),
        numerator=draw(_IDS) if ratio else "",
        denominator=draw(_IDS) if ratio else "",
        over_time=draw(st.sampled_from(OverTime)),
        change_of=draw(_IDS) if kind is QuantityKind.CHANGE else None,
    )


@st.composite
def targets(draw: DrawFn) -> Target:
    """Targets of every relation, in the indicator's unit or another that converts to it.

    Examples:
        >>> from hypothesis import given
        >>> @given(targets())
        ... def check(target):
        ...     assert target.compare(None).status == "not_reported"
        >>> check()
    """
    indicator = draw(indicators())
    criterion, stretch = Criterion(relation=Relation.DONE), None
    if indicator.kind is not QuantityKind.MILESTONE:
        legal = criteria(direction=indicator.direction)
        criterion, stretch = draw(legal), draw(st.none() | legal)
    return Target(
        id=draw(_IDS),
        number=f"{draw(st.integers(1, 99))}{draw(st.sampled_from(['', 'a', 'b']))}",
        indicator=indicator,
        domain=draw(st.sampled_from(_DOMAINS)),
        reference_area=draw(_AREAS),
        reference_period=draw(_recent_periods()),
        criterion=criterion,
        stretch=stretch,
        unit=draw(st.sampled_from(compatible_units(indicator.unit))),
        quote=draw(st.text(max_size=20)),
    )


@st.composite
def observations(draw: DrawFn, target: Target) -> Observation:
    """What could be reported for a target: near its bound, a range, or of something else.

    Args:
        draw: Given by hypothesis.
        target: The target; most observations are of its indicator, area and period.

    Examples:
        >>> from hypothesis import given
        >>> import resolution_targets as rt
        >>> target = rt.load("ha-tinh-2025")["grdp-growth"]
        >>> @given(observations(target))
        ... def check(observation):
        ...     assert target.compare(observation).target is target
        >>> check()
    """
    unit = draw(st.sampled_from(compatible_units(target.unit)))
    figures = values_near(target, unit=unit)
    is_milestone = target.criterion.relation is Relation.DONE
    ends = st.tuples(figures) if is_milestone else st.tuples(figures) | st.tuples(figures, figures)
    value, *upper = draw(ends.map(_in_order) | st.just((None,)))
    return Observation(
        indicator=draw(st.just(target.indicator.id) | _IDS),
        reference_area=draw(st.just(target.reference_area) | _AREAS),
        reference_period=draw(st.just(target.reference_period) | _recent_periods()),
        value=value,
        value_upper=upper[0] if upper else None,
        unit=unit,
        observation_status=draw(st.sampled_from(ObservationStatus)),
    )


def values_near(
    target: Target, *, unit: str | None = None
) -> SearchStrategy[Decimal | float | bool]:
    """Finite figures on, just beside and far from each bound of a target's criterion.

    Just beside is one unit in the last digit of a `Decimal`, or one ulp of a float.

    Args:
        target: The target; a milestone takes True, False, 1 and 0.
        unit: The unit of the figures, if it is not the target's.

    Examples:
        >>> from hypothesis import given
        >>> import resolution_targets as rt
        >>> target = rt.load("ha-tinh-2025")["grdp-growth"]
        >>> @given(values_near(target))
        ... def check(value):
        ...     assert target.compare(value).status.is_met == (value > 7)
        >>> check()
    """
    criterion = target.criterion
    if criterion.relation is Relation.DONE:
        return st.sampled_from([False, True, 0, 1])
    near = [
        value
        for end in (criterion.lower, criterion.upper)
        if end is not None
        for value in _beside(convert(end, target.unit, unit or target.unit))
    ]
    far = st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15)
    return st.one_of(st.sampled_from(near), numbers(), far)


@st.composite
def exchange_rates(draw: DrawFn) -> ExchangeRate:
    """Rates between the currencies that there are, either way round.

    Examples:
        >>> from hypothesis import given
        >>> @given(exchange_rates())
        ... def check(rate):
        ...     assert rate.rate > 0
        >>> check()
    """
    base, quote = draw(st.permutations(_CURRENCIES))
    digits, places = draw(st.integers(1, 10**9)), draw(st.integers(0, 9))
    return ExchangeRate(
        base=base,
        quote=quote,
        rate=Decimal(digits).scaleb(-places),
        date=draw(st.dates()),
        source=draw(st.sampled_from(["a bank", "ngân hàng", "https://example.org/rates"])),
    )


@st.composite
def profiles(draw: DrawFn) -> Profile:
    """Ways in which a year's amount may come in, with months in which nothing does.

    Examples:
        >>> from hypothesis import given
        >>> @given(profiles())
        ... def check(profile):
        ...     assert profile.share_by(12) == 1
        >>> check()
    """
    weights = st.integers(0, 1000) | st.sampled_from(_PARTS)
    drawn = draw(st.lists(weights, min_size=12, max_size=12).filter(any))
    name = draw(st.sampled_from(["drawn", "seasonal 2024", "theo mùa"]))
    return Profile(name=name, weights=drawn)


@st.composite
def observation_frames(draw: DrawFn, dataset: Dataset) -> pl.DataFrame:
    """Frames as users bring them: good rows among nulls, NaN and things unknown.

    Args:
        draw: Given by hypothesis.
        dataset: The dataset that the rows are to be compared with.

    Returns:
        A polars frame of the columns indicator and value and, at random, value_upper, unit,
        area, period and status.

    Examples:
        >>> from hypothesis import given
        >>> import resolution_targets as rt
        >>> @given(observation_frames(rt.load("ha-tinh-2025")))
        ... def check(frame):
        ...     assert frame.columns[:2] == ["indicator", "value"]
        >>> check()
    """
    import polars as pl  # noqa: PLC0415  # 60 ms and more that the other strategies do without

    chosen = draw(st.sets(st.sampled_from(_OTHER_COLUMNS)))
    columns = ["indicator", "value", *(name for name in _OTHER_COLUMNS if name in chosen)]
    rows = draw(st.lists(_rows(dataset), max_size=12))
    types = {name: pl.Float64 if name in _NUMBERS else pl.String for name in columns}
    return pl.DataFrame({name: [row[name] for row in rows] for name in columns}, schema=types)


@st.composite
def _rows(draw: DrawFn, dataset: Dataset) -> dict[str, str | float | None]:
    target = draw(st.sampled_from(dataset.targets))
    year = target.reference_period.year
    unit = draw(st.sampled_from(compatible_units(target.unit)))
    figures = values_near(target, unit=unit).map(float)
    no_figures = st.sampled_from([None, math.nan, math.inf, -math.inf])
    return {
        "indicator": draw(st.just(target.indicator.id) | st.sampled_from(["no-such-id", "", None])),
        "value": draw(figures | no_figures),
        "value_upper": draw(st.none() | figures | no_figures),
        "unit": draw(st.none() | st.sampled_from(_OTHER_UNITS) | unit_spellings(unit)),
        "area": draw(st.none() | _AREAS),
        "period": draw(_PERIODS | st.sampled_from(parts_of_year(year)).map(str)),
        "status": draw(st.sampled_from([None, "A", "estimate", "sơ bộ", "who knows"])),
    }


@st.composite
def _amounts(draw: DrawFn) -> str:
    thing = draw(st.sampled_from([thing for thing in things() if not is_bare(thing)]))
    return unit_name([Factor(scale=draw(st.sampled_from(scales())), thing=thing)])


@st.composite
def _rates(draw: DrawFn) -> str:
    counted = [thing for thing in things() if not is_bare(thing)]
    over = Factor(scale=draw(st.sampled_from(scales())), thing=draw(st.sampled_from(counted)))
    # Hectares per km² are a number, and no rate that anyone promises.
    same_kind = compatible_units(over.thing)
    per = [thing for thing in counted if thing not in _NOT_AFTER_PER | {*same_kind}]
    whom = Factor(scale=draw(st.sampled_from(["", *_PER_SCALES])), thing=draw(st.sampled_from(per)))
    when = Factor(scale="", thing=draw(st.sampled_from(CALENDAR)))
    under = draw(st.sampled_from([(whom,), (when,), (whom, when)]))
    return canonical_unit(unit_name([over, *under]))


def _units_of(kind: QuantityKind) -> SearchStrategy[str]:
    if kind is QuantityKind.ADDITIVE:
        return _amounts()
    if kind is QuantityKind.RATIO:
        return st.just(PERCENT) | _rates()
    if kind is QuantityKind.CHANGE:
        return st.just(PERCENTAGE_POINT)
    return st.just(PERCENT if kind is QuantityKind.GROWTH_RATE else DIMENSIONLESS)


def _recent_periods() -> SearchStrategy[ReferencePeriod]:
    first, last = _YEARS
    return periods(min_year=first, max_year=last)


@lru_cache(maxsize=512)
def _spellings(unit: str) -> tuple[str, ...]:
    return tuple(spellings(unit))


def _in_order(ends: tuple[Decimal | float, ...]) -> tuple[Decimal | float, ...]:
    return tuple(sorted(ends, key=as_written))


def _beside(end: Decimal) -> tuple[Decimal | float, ...]:
    # The default 28 digits would round a bound that was converted to 50.
    with localcontext(prec=100):
        last_digit = Decimal(1).scaleb(int(end.as_tuple().exponent))
        exact = (end, end - last_digit, end + last_digit, 2 * end, -end)
    nearest = float(end)
    return (
        *exact,
        nearest,
        math.nextafter(nearest, -math.inf),
        math.nextafter(nearest, math.inf),
        math.floor(end),
        math.ceil(end),
    )
