"""Which rows of a frame contest each other, and which of those have one value, exactly.

Two figures have one value if what somebody wrote is equal in one unit, of ranges at both
ends: 17.9 nghìn tỷ đồng and 17,900 billion VND. Floats alone do not say so, since a product
of floats has dust in its last digits. A decimal of thirteen digits or fewer times a factor
of two digits and zeros is a decimal of at most fifteen, and rounding to fifteen digits finds
that one. Other figures are told apart as fractions, and only where another one lies as near
as dust could bring it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import polars as pl

from resolution_targets.choices import exactly
from resolution_targets.errors import (
    IncompatibleUnitError,
    InvalidPeriodError,
    UnknownUnitError,
)
from resolution_targets.numerals import MOST_FLOAT_DIGITS
from resolution_targets.periods import parse_period, same_time_names
from resolution_targets.units import exact_factor
from resolution_targets.vocabulary import canonical_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_MOST_DIGITS = 13
# Farther than this from a decimal of fifteen digits, as a share, another one may be nearer.
_ROUNDING = 3e-16
# Ten to the 22nd is the last power of ten that is a float.
_SMALLEST, _LARGEST = 1e-9, 1e22
_MOST_PLAIN_INTEGER = 10**15
# Farther apart than this, as a share, no two figures are one; the dust is a 1,000th of it.
_DUST = 1e-12
_MOST_CONTESTS = 2**63


@attrs.frozen(kw_only=True)
class Figures:
    """The figures of a frame, as they contest each other.

    Attributes:
        contest: A number for each indicator, area, time and kind of unit; null for a row
            that contests nothing: without a number or with half a range, or not known of
            what it is.
        ends: The numbers of each row, one frame for the smaller ends of ranges, and where
            there is a range one for the larger; a number is both of its own. Of each,
            `amount`, the end in the contest's unit as a float; `is_plain`, whether that
            tells figures apart; `value`, the exact one; `unit`, a number for its unit.
        factors: How many of the contest's unit make one of each unit.
    """

    contest: pl.Series
    ends: tuple[pl.DataFrame, ...]
    factors: tuple[Fraction, ...]


def figures_of(frame: pl.DataFrame) -> Figures:
    """The figures of a frame; its columns of words must be text, and values numbers."""
    unit, kind, factors = _units(frame)
    is_figure, ends = pl.lit(value=True), [frame["value"]]
    if "value_upper" in frame.columns and frame["value_upper"].null_count() < frame.height:
        is_figure = _is_range_or_number(frame)
        ends.append(_upper_or_value(frame))
    contest = _contests(frame, kind, len(factors)).alias("contest")
    is_number = pl.lit(frame["value"].cast(pl.Float64).is_finite())
    return Figures(
        contest=frame.select(pl.when(is_number & is_figure).then(pl.lit(contest))).to_series(),
        ends=tuple(_ends(end, unit, factors) for end in ends),
        factors=factors,
    )


def _is_range_or_number(frame: pl.DataFrame) -> pl.Expr:
    """Whether the larger end of a range, if there is one, makes one."""
    value, upper = pl.col("value"), pl.col("value_upper")
    if frame.schema["value"] == pl.Boolean:
        return upper.is_null()
    is_range = (upper >= value) & upper.cast(pl.Float64).is_finite()
    return upper.is_null() | is_range.fill_null(value=False)


def _upper_or_value(frame: pl.DataFrame) -> pl.Series:
    """The larger end of each figure, as it was written: that of a number is the number."""
    columns = (_written(frame[name]) for name in ("value_upper", "value"))
    return pl.DataFrame(list(columns)).select(pl.coalesce("value_upper", "value")).to_series()


def _ends(end: pl.Series, unit: pl.Series, factors: Sequence[Fraction]) -> pl.DataFrame:
    """One end of each figure, as `Figures` has it."""
    value, number, is_short = _numbers(end)
    units = pl.DataFrame(
        {"factor": [float(each) for each in factors], "is_easy": [*map(_is_easy, factors)]},
        schema={"factor": pl.Float64, "is_easy": pl.Boolean},
    )
    columns = {"number": number, "is_short": is_short, "value": value, "unit": unit}
    return (
        pl.DataFrame([column.alias(name) for name, column in columns.items()])
        .with_columns(
            *(pl.lit(units[name]).gather(pl.col("unit")).alias(name) for name in units.columns),
            written=pl.col("number").round_sig_figs(MOST_FLOAT_DIGITS),
        )
        .with_columns(amount=pl.col("written") * pl.col("factor"))
        .with_columns(is_plain=_is_plain().fill_null(value=True))
        .select("amount", "is_plain", "value", "unit")
    )


def _is_plain() -> pl.Expr:
    """Whether a product of floats, rounded, is what the decimals make."""
    number, written = pl.col("number"), pl.col("written")
    is_middling = (written.abs() >= _SMALLEST) & (pl.col("amount").abs() <= _LARGEST)
    return (
        pl.col("is_easy")
        & pl.col("is_short")
        & (is_middling | (written == 0))
        & ((number - written).abs() <= written.abs() * _ROUNDING)
        & (written.round_sig_figs(_MOST_DIGITS) == written)
    )


def _contests(frame: pl.DataFrame, kind: pl.Series, kinds: int) -> pl.Series:
    """A number for each indicator, area, time and kind of unit; null where one is not known."""
    contest, size = kind, max(kinds, 1)
    for name, read in _KEYS.items():
        if name not in frame.columns:
            continue
        codes, count = _numbered(frame[name], read)
        if size * count >= _MOST_CONTESTS:
            contest = contest.rank("dense").cast(pl.UInt64)
            size = len(contest) + 1
        contest, size = contest * count + codes, size * count
    return contest


def levels(figures: Figures, contest: pl.Series) -> pl.Series:
    """A number for each figure: within a contest, equal for those of one value only.

    Args:
        figures: The figures.
        contest: Their contests; null for those that are not to be told apart.
    """
    low, *high = (_levels_of(ends, figures.factors, contest) for ends in figures.ends)
    if not high:
        return low
    both = pl.DataFrame({"low": low, "high": high[0]})
    # 8 to 8.5 stands before 8 to 9, and after 8.
    distinct = both.unique().sort("low", "high").with_row_index("level")
    joined = both.join(
        distinct, on=both.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["level"].cast(pl.Float64)


def _levels_of(ends: pl.DataFrame, factors: Sequence[Fraction], contest: pl.Series) -> pl.Series:
    """A number for one end of each figure, as `levels` has one for the whole."""
    rows = ends.with_columns(contest.alias("contest")).with_row_index("row")
    level = rows["amount"].round_sig_figs(MOST_FLOAT_DIGITS)
    is_odd = ~rows["is_plain"] & contest.is_not_null()
    if not is_odd.any():
        return level
    odd = rows.filter(is_odd).select("contest").unique()
    near = (
        rows.join(odd, on="contest", how="semi")
        .sort("contest", "amount")
        .with_columns(_is_next_to_last().alias("is_near"))
        .with_columns(run=(~pl.col("is_near")).cum_sum())
    )
    told = near.with_columns(level=pl.col("run").cast(pl.Float64))
    of_run = (pl.col("value") != pl.col("value").first()) | (
        pl.col("unit") != pl.col("unit").first()
    )
    doubtful = told.filter(of_run.any().over("run"))
    if doubtful.height:
        exact = _told_apart(doubtful, factors)
        told = told.update(exact, on=["run", "value", "unit"])
    return level.scatter(told["row"], told["level"])


def _is_next_to_last() -> pl.Expr:
    """Whether a figure is in the contest of the one before, and as near as dust brings it."""
    last = pl.col("amount").shift()
    # The difference of two infinite products is no number; they are as near as can be.
    is_near = (pl.col("amount") == last) | (
        pl.col("amount") - last <= pl.col("amount").abs() * _DUST
    )
    is_same = pl.col("contest") == pl.col("contest").shift()
    return (is_near & is_same).fill_null(value=False)


def _told_apart(doubtful: pl.DataFrame, factors: Sequence[Fraction]) -> pl.DataFrame:
    """The level of each value and unit in the runs of figures that nearly are one."""
    pairs = doubtful.select("run", "value", "unit").unique()
    exact = [exactly(value) * factors[unit] for _, value, unit in pairs.iter_rows()]
    numbers = {each: place for place, each in enumerate(sorted(set(exact)))}
    shares = [numbers[each] / len(numbers) for each in exact]
    return pairs.with_columns(level=pl.col("run") + pl.Series(shares, dtype=pl.Float64))


def _numbers(value: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """The exact values, the nearest floats, and whether these are all that the values are."""
    value = _written(value)
    dtype = value.dtype
    if isinstance(dtype, pl.Decimal):
        text = value.cast(pl.String)
        number = text.cast(pl.Float64)
        return value, number, text.str.strip_chars("0-").str.len_chars() <= _MOST_DIGITS + 1
    number = value.cast(pl.Float64)
    if dtype.is_integer():
        return value, number, number.abs() < _MOST_PLAIN_INTEGER
    return value, number, pl.Series([True]).new_from_index(0, len(value))


def _written(value: pl.Series) -> pl.Series:
    """The values as they were written, as far as their type forgets that."""
    if isinstance(value.dtype, (pl.Float32, pl.Float16)):
        # 0.1 in single precision is 0.10000000149011612, and was written 0.1.
        return value.cast(pl.String).cast(pl.Float64)
    return value


def _units(frame: pl.DataFrame) -> tuple[pl.Series, pl.Series, tuple[Fraction, ...]]:
    """A number for each row's unit, one for what it measures, and the units' factors."""
    if "unit" not in frame.columns:
        nothing = pl.Series([0], dtype=pl.UInt64).new_from_index(0, frame.height)
        return nothing, nothing, (Fraction(1),)
    words = frame["unit"].fill_null("")
    codes, distinct = coded(words)
    names = [_unit(word) for word in distinct]
    known = sorted({name for name in names if name is not None})
    kinds, factors = _kinds(known)
    places = [None if name is None else known.index(name) for name in names]
    unit = looked_up(_whole(places), codes)
    return unit, looked_up(_whole(kinds), unit), factors


def _unit(word: str) -> str | None:
    """The canonical name; "" for a blank, which says nothing, and None for what is no unit."""
    try:
        return canonical_unit(word) if word.strip() else ""
    except UnknownUnitError:
        return None


def _kinds(names: Sequence[str]) -> tuple[list[int], tuple[Fraction, ...]]:
    """What each unit measures, as a number, and how many of the smallest such unit it is."""
    groups: list[list[str]] = []
    for name in names:
        alike = next((group for group in groups if _factor(name, group[0]) is not None), None)
        if alike is None:
            groups.append([name])
        else:
            alike.append(name)
    kinds, factors = {}, {}
    for kind, group in enumerate(groups):
        sizes = {name: _factor(name, group[0]) or Fraction(1) for name in group}
        smallest = min(sizes.values())
        for name, size in sizes.items():
            kinds[name], factors[name] = kind, size / smallest
    return [kinds[name] for name in names], tuple(factors[name] for name in names)


@lru_cache(maxsize=4096)
def _factor(unit: str, to: str) -> Fraction | None:
    """How many of one unit make another; None if they do not convert, or one is blank."""
    if unit == to:
        return Fraction(1)
    try:
        return exact_factor(unit, to) if unit and to else None
    except IncompatibleUnitError:
        return None


def _is_easy(factor: Fraction) -> bool:
    """Whether a factor is a float of two digits and zeros: 12, 1000, 1e9."""
    digits = str(factor).rstrip("0")
    return (
        factor == Fraction(float(factor))
        and digits.isdigit()
        and len(digits) <= MOST_FLOAT_DIGITS - _MOST_DIGITS
    )


def _name(word: str) -> str | None:
    return word or None


@lru_cache(maxsize=4096)
def _time(word: str) -> str | None:
    """One name for the same months; None for what names none."""
    try:
        return same_time_names(parse_period(word))[0]
    except InvalidPeriodError:
        return None


_KEYS: Mapping[str, Callable[[str], str | None]] = {
    "indicator": _name,
    "area": _name,
    "period": _time,
}


def _numbered(words: pl.Series, read: Callable[[str], str | None]) -> tuple[pl.Series, int]:
    """A number for each word as it is read, null for what is not, and how many there are."""
    codes, distinct = coded(words)
    names = [read(word) for word in distinct]
    known = {name: place for place, name in enumerate(dict.fromkeys(filter(None, names)))}
    places = [None if name is None else known[name] for name in names]
    return looked_up(_whole(places), codes), max(len(known), 1)


def _whole(numbers: Iterable[int | None]) -> pl.Series:
    return pl.Series(list(numbers), dtype=pl.UInt64)


def coded(words: pl.Series) -> tuple[pl.Series, list[str]]:
    """A number for each row's word, and the distinct words in that order."""
    distinct = words.drop_nulls().unique()
    return words.cast(pl.Enum(distinct)).to_physical(), distinct.to_list()


def looked_up(table: pl.Series, places: pl.Series) -> pl.Series:
    """What a table holds at each place; null where there is no place."""
    found: pl.Series = pl.select(pl.lit(table).gather(pl.lit(places))).to_series()
    return found
