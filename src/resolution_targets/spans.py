"""Figures that stand for more than one number: ranges, and what was rounded.

A row's figure has a least and a greatest edge. For each number of decimals there is a
table of thresholds, so that the figure itself is compared, and not the figure less half a
decimal, which floats cannot hold: 93.5 as published, from 93.45 to 93.55, is all at least
93.45 exactly when 93.5 is one of 93.5, 93.6, 93.7 ...
"""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import polars as pl

from resolution_targets.columns import DECIMALS, DECIMALS_UPPER, VALUE, VALUE_UPPER
from resolution_targets.criteria import Direction, Reading, Rounding
from resolution_targets.decimals import decimals_of, decimals_of_exact
from resolution_targets.lookup import attach_rows
from resolution_targets.numerals import MOST_DECIMALS
from resolution_targets.plans import Grid, cases, nothing, temporary
from resolution_targets.units import nearest_float

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from resolution_targets.columns import Columns
    from resolution_targets.criteria import Condition
    from resolution_targets.dataset import Dataset
    from resolution_targets.plans import Case, Number
    from resolution_targets.rates import ExchangeRate
    from resolution_targets.requested import Request

# The decimals that a figure may have been published with, and the place of those that
# stand for themselves alone.
STEPS = MOST_DECIMALS + 2
EXACTLY = MOST_DECIMALS + 1
_STEP = temporary("step")
_AT_LEAST = (operator.gt, operator.ge)


class Thresholds(NamedTuple):
    """What the edges of a figure are compared with.

    Attributes:
        met_from: All of it is past the criterion's lower conditions if its least number is
            this or more.
        met_to: All of it is below the upper ones if its greatest number is this or less.
        some_from: Some of it is past the lower conditions if its greatest is this or more.
        some_to: Some of it is below the upper ones if its least number is this or less.
        exceeded_from: As `met_from`, of exceeding.
        exceeded_to: As `met_to`, of exceeding.
    """

    met_from: Number
    met_to: Number
    some_from: Number
    some_to: Number
    exceeded_from: Number
    exceeded_to: Number


LOW, HIGH = temporary("low"), temporary("high")
# The thresholds that each edge of a figure is held against.
_OF_LOW = ("met_from", "some_to", "exceeded_from")
_OF_HIGH = ("met_to", "some_from", "exceeded_to")


def attach_spans(frame: Any, columns: Columns, request: Request) -> Any:  # noqa: ANN401  # narwhals' two kinds of frame share no type
    """The frame with the edges of each figure, and what each edge is held against.

    Args:
        frame: A frame that has its bounds, and with them its `case`.
        columns: What it has beside.
        request: What was asked for; leniently, a range counts by its better end.
    """
    table = span_plan(
        request.dataset,
        columns.grid,
        request.reading,
        request.rates,
        with_units=columns.has("unit"),
    )
    low, high = edges(columns, request)
    placed = frame.with_columns(low.alias(LOW), high.alias(HIGH))
    for edge, names in ((LOW, _OF_LOW), (HIGH, _OF_HIGH)):
        step = _step(edge, columns, request.rounding)
        stepped = placed.with_columns(step.fill_null(EXACTLY).cast(nw.UInt32).alias(_STEP))
        number = pl.col(temporary("case")) * STEPS + pl.col(_STEP)
        placed = attach_rows(stepped, table.select(map(_threshold, names)), number)
    return placed


def is_whole(kind: str) -> nw.Expr:
    """Whether all that a figure stands for is met, or exceeded."""
    return (nw.col(LOW) >= nw.col(_threshold(f"{kind}_from"))) & (
        nw.col(HIGH) <= nw.col(_threshold(f"{kind}_to"))
    )


def is_part() -> nw.Expr:
    """Whether some of what a figure stands for is met."""
    return (nw.col(HIGH) >= nw.col(_threshold("some_from"))) & (
        nw.col(LOW) <= nw.col(_threshold("some_to"))
    )


def edges(columns: Columns, request: Request) -> tuple[nw.Expr, nw.Expr]:
    """The ends of what was reported; read leniently, a range counts by its better end."""
    low = high = nw.col(VALUE)
    if not columns.has("value_upper"):
        return low, high
    upper = nw.coalesce(nw.col(VALUE_UPPER), nw.col(VALUE))
    if request.reading is Reading.STRICT:
        return low, upper
    of = {
        direction: nw.col(temporary("target")).is_in(
            [each.id for each in request.dataset.targets if each.indicator.direction is direction]
        )
        for direction in (Direction.HIGHER, Direction.LOWER)
    }
    return (
        nw.when(of[Direction.HIGHER]).then(upper).otherwise(low),
        nw.when(of[Direction.LOWER]).then(low).otherwise(upper),
    )


def _step(edge: str, columns: Columns, rounding: Rounding) -> nw.Expr:
    """The decimals that an edge was published with; null if it stands for itself."""
    if rounding is Rounding.EXACT:
        return nw.lit(EXACTLY)
    if columns.is_integer:
        shortest = nw.lit(0)
    elif columns.grid.scale is not None:
        shortest = decimals_of_exact(nw.col(edge))
    else:
        shortest = decimals_of(nw.col(edge).cast(nw.Float64))
    names = {"decimals": DECIMALS, "decimals_upper": DECIMALS_UPPER}
    told = {name: nw.col(temp) for name, temp in names.items() if columns.has(name)}
    if not told:
        return shortest
    # Zeros at the end are all that a float, or a column of decimals, forgets of how a
    # figure was written.
    none = nw.lit(None, nw.Int64)
    is_value = nw.col(edge) == nw.col(VALUE)
    of_value, of_upper = told.get("decimals", none), told.get("decimals_upper", none)
    written = nw.when(is_value).then(of_value).otherwise(of_upper)
    is_longer = (written > shortest) & (written <= MOST_DECIMALS)
    return nw.when(is_longer.fill_null(value=False)).then(written).otherwise(shortest)


def _threshold(name: str) -> str:
    return temporary(f"span_{name}")


@lru_cache(maxsize=64)
def span_plan(
    dataset: Dataset,
    grid: Grid,
    reading: Reading,
    rates: tuple[ExchangeRate, ...],
    *,
    with_units: bool,
) -> pl.DataFrame:
    """The thresholds of every target, in every unit and for every number of decimals.

    Args:
        dataset: The targets.
        grid: The numbers that the column of figures can hold.
        reading: How "above" and "below" are read.
        rates: The rates at which figures may come in other currencies.
        with_units: Whether the figures name their units.

    Returns:
        `STEPS` rows for each of `cases`, the last for figures that stand for themselves; the
        columns are those of `Thresholds`, as temporary ones.
    """
    rows = [
        _thresholds(case, decimals, grid, reading)
        for case in cases(dataset, rates, with_units=with_units)
        for decimals in range(STEPS)
    ]
    names = map(_threshold, Thresholds._fields)
    return pl.DataFrame(rows, schema=dict.fromkeys(names, grid.dtype), orient="row")


def _thresholds(case: Case, decimals: int, grid: Grid, reading: Reading) -> Thresholds:
    rule, ends = case.rule(reading), case.ends
    # Reached or not: there is nothing to round in a milestone.
    is_exact = decimals == EXACTLY or case.target.easier_bound is None
    step = None if is_exact else decimals
    met = [_whole(condition, ends, step, grid) for condition in rule.met]
    some = [_part(condition, ends, step, grid) for condition in rule.met]
    exceeded = [_whole(condition, ends, step, grid) for condition in rule.exceeded]
    exceeding = _within(exceeded, grid) if exceeded else nothing(grid)
    return Thresholds(*_within(met, grid), *_within(some, grid), *exceeding)


# A side of a condition: whether it is a floor, and the number; None if no number will do.
_Side = tuple[bool, "Number | None"]


def _whole(
    condition: Condition, ends: Mapping[str, Fraction], step: int | None, grid: Grid
) -> _Side:
    """Where the whole of a figure fulfils a condition: by its least edge, or its greatest."""
    holds, end = condition
    if holds in _AT_LEAST:
        # The least number is half a step below the figure, and a part of it.
        return True, _first(ends[end], step, grid, half=1, strictly=holds is operator.gt)
    # The greatest is half a step above, and no part of it.
    strictly = holds is operator.lt and step is None
    return False, _last(ends[end], step, grid, half=-1, strictly=strictly)


def _part(
    condition: Condition, ends: Mapping[str, Fraction], step: int | None, grid: Grid
) -> _Side:
    """Where some of a figure fulfils a condition: by its other edge."""
    holds, end = condition
    if holds in _AT_LEAST:
        strictly = holds is operator.gt or step is not None
        return True, _first(ends[end], step, grid, half=-1, strictly=strictly)
    return False, _last(ends[end], step, grid, half=1, strictly=holds is operator.lt)


def _first(
    bound: Fraction, step: int | None, grid: Grid, *, half: int, strictly: bool
) -> Number | None:
    """The first number whose edge is at the bound or, strictly, after it."""
    if step is None:
        return grid.first(bound, strictly=strictly)
    multiple = bound * 10**step + Fraction(half, 2)
    first = Fraction(math.floor(multiple) + 1 if strictly else math.ceil(multiple), 10**step)
    # See _last.
    return nearest_float(first) if grid.scale is None else grid.first(first, strictly=False)


def _last(
    bound: Fraction, step: int | None, grid: Grid, *, half: int, strictly: bool
) -> Number | None:
    """The last number whose edge is at the bound or, strictly, before it."""
    if step is None:
        return grid.last(bound, strictly=strictly)
    multiple = bound * 10**step + Fraction(half, 2)
    last = Fraction(math.ceil(multiple) - 1 if strictly else math.floor(multiple), 10**step)
    # A column of integers holds no decimals, and one of decimals none beyond its scale.
    return nearest_float(last) if grid.scale is None else grid.last(last, strictly=False)


def _within(sides: Iterable[_Side], grid: Grid) -> tuple[Number, Number]:
    """From where to where all sides hold."""
    start, stop = grid.lowest, grid.highest
    for is_floor, number in sides:
        if number is None:
            return grid.highest, grid.lowest
        if is_floor:
            start = number
        else:
            stop = number
    return start, stop
