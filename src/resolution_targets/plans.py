"""The table of bounds that a frame of figures is joined to.

One row for each indicator and each spelling of each unit that its figures may come in,
with the bounds in that unit: a criterion is an interval of values that meet it and one
of values that exceed it, closed at both ends. Closed ends need no flag for "above" or
"at least": the next number after the bound says it.
"""

from __future__ import annotations

import math
import operator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import polars as pl

from resolution_targets.criteria import Reading, Relation, Rule, rule_for
from resolution_targets.errors import InvalidFieldError
from resolution_targets.lookup import Table
from resolution_targets.rates import ExchangeRate, currency_of, factor_at, in_currency
from resolution_targets.units import compatible_units, nearest_float
from resolution_targets.vocabulary import format_unit, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.criteria import Conditions
    from resolution_targets.dataset import Dataset
    from resolution_targets.targets import Target

# What stands in the unit key of a row that gives no unit; only a milestone needs none.
NO_UNIT = ""

Number = float | int | Decimal

_DONE = Fraction(1)
# Nothing exceeds a milestone.
_DONE_RULE = Rule(met=((operator.ge, "lower"), (operator.le, "lower")))


@attrs.frozen(kw_only=True)
class Grid:
    """The numbers that a column of figures can hold; bounds are rounded to them once.

    Attributes:
        dtype: The type that the bounds get.
        scale: Every number is a multiple of ten to the minus this; None for floats,
            where a bound is the nearest float of the decimal that somebody wrote.
        largest: The largest number, or multiple, there is.
        smallest: The smallest one; minus the largest if it is not given.
        precision: The floats' code in `struct`: "d" double, "f" single, "e" half. In
            single precision 0.1 is another number than in double.
    """

    dtype: pl.DataType = attrs.field(factory=pl.Float64)
    scale: int | None = None
    largest: float = math.inf
    smallest: float = attrs.field(
        default=attrs.Factory(lambda self: -self.largest, takes_self=True)
    )
    precision: str = "d"

    @property
    def highest(self) -> Number:
        """The greatest number of the grid."""
        return self._number(self.largest)

    @property
    def lowest(self) -> Number:
        """The least number of the grid."""
        return self._number(self.smallest)

    def first(self, bound: Fraction, *, strictly: bool) -> Number | None:
        """The first number at the bound or, strictly, after it; None if there is none."""
        if self.scale is None:
            nearest = nearest_float(bound, self.precision)
            return math.nextafter(nearest, math.inf) if strictly else nearest
        multiple = bound * 10**self.scale
        first = math.floor(multiple) + 1 if strictly else math.ceil(multiple)
        return None if first > self.largest else self._number(max(first, self.smallest))

    def last(self, bound: Fraction, *, strictly: bool) -> Number | None:
        """The last number at the bound or, strictly, before it; None if there is none."""
        if self.scale is None:
            nearest = nearest_float(bound, self.precision)
            return math.nextafter(nearest, -math.inf) if strictly else nearest
        multiple = bound * 10**self.scale
        last = math.ceil(multiple) - 1 if strictly else math.floor(multiple)
        return None if last < self.smallest else self._number(min(last, self.largest))

    def _number(self, multiple: float) -> Number:
        return multiple if not self.scale else Decimal(f"{multiple}E-{self.scale}")


@attrs.frozen(kw_only=True)
class Case:
    """A target and a unit that its figures may come in.

    Attributes:
        target: What is promised.
        unit: The unit's canonical name.
        factor: How many of it make one of the target's unit.
        rate: The exchange rate in that; None if none was needed.
        is_usual: Whether reports use the unit, so that all its spellings are worth knowing.
    """

    target: Target
    unit: str
    factor: Fraction
    rate: ExchangeRate | None
    is_usual: bool

    @property
    def ends(self) -> dict[str, Fraction]:
        """The criterion's ends in this unit, by name."""
        criterion = self.target.criterion
        if criterion.relation is Relation.DONE:
            # A milestone is met by 1, true.
            return {"lower": _DONE}
        ends = {"lower": criterion.lower, "upper": criterion.upper}
        return {name: Fraction(end) * self.factor for name, end in ends.items() if end is not None}

    @property
    def harder_end(self) -> Fraction:
        """The bound, or the end of a range that is met last, in this unit."""
        ends = self.ends
        return ends["lower"] if self.target.easier_end == "upper" else [*ends.values()][-1]

    def rule(self, reading: Reading) -> Rule:
        """What a figure must do."""
        criterion = self.target.criterion
        if criterion.relation is Relation.DONE:
            return _DONE_RULE
        return rule_for(criterion.relation, self.target.indicator.direction, reading)


@lru_cache(maxsize=64)
def cases(
    dataset: Dataset, rates: tuple[ExchangeRate, ...], *, with_units: bool
) -> tuple[Case, ...]:
    """Every target in every unit that its figures may come in, its own first.

    Args:
        dataset: The targets.
        rates: The rates at which figures may come in other currencies.
        with_units: Whether the figures name their units; else they are in the targets' own.

    Raises:
        InvalidFieldError: Two targets are for one indicator, so that a row would be judged
            twice.
    """
    _check_one_target_each(dataset)
    found = []
    for target in dataset.targets:
        units = {target.unit: True}
        for unit in _same_kind(target.unit, rates) if with_units else ():
            units |= dict.fromkeys(compatible_units(unit), True)
            rare = compatible_units(unit, rare=True)
            units |= {name: False for name in rare if name not in units}
        for unit, is_usual in units.items():
            factor, rate = factor_at(target.unit, unit, rates)
            found.append(
                Case(target=target, unit=unit, factor=factor, rate=rate, is_usual=is_usual)
            )
    return tuple(found)


@lru_cache(maxsize=64)
def plan(
    dataset: Dataset,
    grid: Grid,
    reading: Reading,
    rates: tuple[ExchangeRate, ...] = (),
    *,
    with_units: bool,
) -> Table:
    """The bounds of every target, in every unit its figures may come in.

    Args:
        dataset: The targets.
        grid: The numbers that the column of figures can hold.
        reading: How "above" and "below" are read.
        rates: The rates at which figures may come in other currencies.
        with_units: Whether the figures name their units; else they are in the targets' own.

    Returns:
        A row for each `indicator` and, with units, `unit_key`: the name of every unit that
        converts, and the usual spellings of the usual ones. Its values, named as temporary
        columns, are `target`, `is_milestone`, `gap_unit`, `case` (the place of target and
        unit in `cases`), `rate` (the place of the exchange rate among `rates`), `bound` (a
        float, null for a milestone), `factor` (a float, from the row's unit to the gap's),
        `met_from`, `met_to`, `exceeded_from` and `exceeded_to`.

    Raises:
        InvalidFieldError: Two targets are for one indicator, so that a row would be judged
            twice.
    """
    rows = list(_rows(dataset, grid, reading, rates, with_units=with_units))
    bounds = dict.fromkeys(("met_from", "met_to", "exceeded_from", "exceeded_to"), grid.dtype)
    table = pl.DataFrame(rows, schema=_SCHEMA | bounds, orient="row")
    keys = ("indicator", "unit_key") if with_units else ("indicator",)
    values = [name for name in _SCHEMA if name not in ("indicator", "unit_key")]
    named = table.select(*keys, *(pl.col(name).alias(temporary(name)) for name in values))
    return Table(rows=named, keys=keys)


@lru_cache(maxsize=64)
def facts(dataset: Dataset, language: str) -> Table:
    """What the reasons say of the target that an indicator has, in one language.

    Returns:
        A row for each `indicator`, with `fact_target`, `target_unit`, `target_area` and
        `target_period` as temporary columns.
    """
    targets = dataset.targets
    rows = pl.DataFrame(
        {
            "indicator": [target.indicator.id for target in targets],
            temporary("fact_target"): [target.id for target in targets],
            temporary("target_unit"): [
                format_unit(target.unit, language=language) for target in targets
            ],
            temporary("target_area"): [target.reference_area for target in targets],
            temporary("target_period"): [str(target.reference_period) for target in targets],
        },
        schema_overrides={"indicator": pl.String()},
    )
    return Table(rows=rows, keys=("indicator",))


def temporary(name: str) -> str:
    """The name of a column that exists only while a frame is judged."""
    return f"_rt_{name}"


_SCHEMA: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "unit_key": pl.String(),
    "target": pl.String(),
    "is_milestone": pl.Boolean(),
    "gap_unit": pl.String(),
    "case": pl.UInt32(),
    "rate": pl.UInt32(),
    "bound": pl.Float64(),
    "factor": pl.Float64(),
    "met_from": pl.Float64(),
    "met_to": pl.Float64(),
    "exceeded_from": pl.Float64(),
    "exceeded_to": pl.Float64(),
}


def usual_spellings(unit: str) -> Iterator[str]:
    """How figures in a unit are mostly marked: its name, and in words in both languages."""
    yield unit
    for language in ("vi", "en"):
        yield format_unit(unit, language=language)
    yield from spellings(unit)


def _check_one_target_each(dataset: Dataset) -> None:
    seen: set[str] = set()
    for target in dataset.targets:
        if target.indicator.id in seen:
            raise InvalidFieldError(
                field=f"the targets of {dataset.label}",
                value=target.indicator.id,
                expected="one target for each indicator; keep one area and period with "
                "attrs.evolve(ds, targets=...)",
            )
        seen.add(target.indicator.id)


def _same_kind(unit: str, rates: tuple[ExchangeRate, ...]) -> Iterator[str]:
    """The unit, and what it is in every other currency that there is a rate for."""
    yield unit
    currency = currency_of(unit)
    for rate in rates:
        if currency in rate.pair:
            (other,) = rate.pair - {currency}
            yield in_currency(unit, other)


def _rows(
    dataset: Dataset,
    grid: Grid,
    reading: Reading,
    rates: tuple[ExchangeRate, ...],
    *,
    with_units: bool,
) -> Iterator[tuple[object, ...]]:
    seen: set[tuple[str, str]] = set()
    for place, case in enumerate(cases(dataset, rates, with_units=with_units)):
        target = case.target
        row = _row(case, place, rates, grid, reading)
        if case.unit == target.unit:
            unmarked = (target.indicator.id, NO_UNIT, *row)
            is_milestone = target.criterion.relation is Relation.DONE
            # A number without its unit has no bounds, but is known to have a target.
            has_bounds = is_milestone or not with_units
            yield unmarked if has_bounds else (*unmarked[:-4], None, None, None, None)
        if not with_units:
            continue
        for spelling in usual_spellings(case.unit) if case.is_usual else (case.unit,):
            if (target.indicator.id, spelling) not in seen:
                seen.add((target.indicator.id, spelling))
                yield (target.indicator.id, spelling, *row)


def _row(
    case: Case, place: int, rates: tuple[ExchangeRate, ...], grid: Grid, reading: Reading
) -> tuple[object, ...]:
    target = case.target
    bound = target.easier_bound
    return (
        target.id,
        target.criterion.relation is Relation.DONE,
        target.gap_unit,
        place,
        None if case.rate is None else rates.index(case.rate),
        None if bound is None else float(Fraction(bound) * case.factor),
        float(1 / case.factor),
        *_intervals(case, grid, reading),
    )


def _intervals(case: Case, grid: Grid, reading: Reading) -> tuple[Number, Number, Number, Number]:
    rule, ends = case.rule(reading), case.ends
    exceeded = interval(rule.exceeded, ends, grid) if rule.exceeded else nothing(grid)
    return (*interval(rule.met, ends, grid), *exceeded)


def interval(
    conditions: Conditions, ends: Mapping[str, Fraction], grid: Grid
) -> tuple[Number, Number]:
    """From where to where, both included, all conditions hold of a column's numbers."""
    start: Number | None = grid.lowest
    stop: Number | None = grid.highest
    for holds, end in conditions:
        if holds in (operator.gt, operator.ge):
            start = grid.first(ends[end], strictly=holds is operator.gt)
        else:
            stop = grid.last(ends[end], strictly=holds is operator.lt)
    return nothing(grid) if start is None or stop is None else (start, stop)


def nothing(grid: Grid) -> tuple[Number, Number]:
    """An interval that no number lies in."""
    return grid.highest, grid.lowest
