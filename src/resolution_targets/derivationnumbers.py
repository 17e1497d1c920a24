"""Columns of numbers that add, multiply and divide exactly.

Every number is a whole one over a power of ten, `n / den`: whole numbers below 2**53 add
up and multiply exactly in floats, and the one division at the end is rounded correctly.
Beside them stands `t`, one in the last published digit, over the same.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import narwhals as nw
import polars as pl

from resolution_targets.decimals import decimals_of
from resolution_targets.numerals import MOST_DECIMALS, MOST_FLOAT_DIGITS

# Most figures are published with no more decimals than these.
_USUAL_DECIMALS = 2


class Numbers(NamedTuple):
    """Whole numbers over a power of ten, as columns.

    Attributes:
        n: The numbers.
        den: What they are over.
        t: One in the last published digit, over the same.
    """

    n: pl.Expr
    den: pl.Expr
    t: pl.Expr

    def over(self, den: pl.Expr) -> Numbers:
        """The same over another number, which is a multiple of what they are over."""
        times = quotient(den, self.den)
        return Numbers(self.n * times, den, self.t * times)


def numbers(suffix: str = "") -> Numbers:
    """The numbers in the columns of these names."""
    return Numbers(*(pl.col(f"{name}{suffix}") for name in ("n", "den", "t")))


def alike(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """Two columns of numbers over the same number."""
    high, low = pl.max_horizontal(one.den, other.den), pl.min_horizontal(one.den, other.den)
    common = pl.when(high % low == 0).then(high).otherwise(high * low)
    return one.over(common), other.over(common)


def outside(low: Numbers, high: Numbers, found: Numbers) -> pl.Expr:
    """Whether numbers differ from all of a range by more than last digits leave open.

    A figure is a range of which both ends are the same.
    """
    under, above = alike(low, found), alike(high, found)
    return (2 * (under[0].n - under[1].n) > under[0].t + under[1].t) | (
        2 * (above[1].n - above[0].n) > above[0].t + above[1].t
    )


def disagreeing(one: Numbers, other: Numbers) -> pl.Expr:
    """Whether two columns differ by more than their last digits leave open."""
    return outside(one, one, other)


def quotient(over: pl.Expr, under: pl.Expr) -> pl.Expr:
    """One column by another, each number rounded once."""
    # By a column of one number throughout polars does not divide: it multiplies by one over
    # that, and 12 * (1 / 10) is 1.2000000000000002. A column that depends on the other is none.
    return over / (under + over * 0.0)


def digits(value: pl.Expr) -> pl.Expr:
    """Numbers as they would be written: a float knows not whether it was 8 or 8.0."""
    return value.cast(pl.String).str.strip_suffix(".0")


def places_of(value: pl.Series) -> pl.Series:
    """The decimals that each number was published with; null if it was computed.

    Args:
        value: The numbers, finite.
    """
    table = pl.DataFrame({"value": value})
    number = pl.col("value")
    is_short = number.abs() < 10.0 ** (MOST_FLOAT_DIGITS - _USUAL_DECIMALS)
    # Rounding to a place costs little, choosing between ten places much: only the numbers
    # that have more decimals or digits than usual are asked about more.
    chain: Any = pl.when(~is_short).then(None)
    if table.select(is_short.all()).item():
        chain = pl
    for places in range(_USUAL_DECIMALS + 1):
        chain = chain.when(number.round(places) == number).then(pl.lit(places, pl.UInt8))
    found = table.select(chain.otherwise(None)).to_series()
    if not found.null_count():
        return found
    rest = found.is_null().arg_true()
    counted: Any = nw.from_native(table[rest]).select(decimals_of(nw.col("value")))
    return found.scatter(rest, counted.to_native().to_series().cast(pl.UInt8))


def longer(shortest: pl.Series, written: pl.Series) -> pl.Series:
    """The decimals of each number, where it is known how it was written.

    Zeros at the end are all that a float forgets of that: 93.50 is 93.5.

    Args:
        shortest: The decimals that tell each number; null if it was computed.
        written: Those that it was written with; null where that is not known.
    """
    is_longer = (written > shortest) & (written <= MOST_DECIMALS)
    return written.cast(pl.UInt8, strict=False).zip_with(is_longer.fill_null(value=False), shortest)


def padding(shortest: pl.Series, places: pl.Series) -> pl.Series:
    """What the text of each number lacks of how it was written: "0" of 93.50, ".0" of 8.0."""
    zeros = pl.Series(["0" * count for count in range(MOST_DECIMALS + 1)])
    missing = (places - shortest).fill_null(0)
    point = pl.Series([".", ""])
    is_short = ((shortest == 0) & (missing > 0)).fill_null(value=False)
    text = pl.concat_str(
        pl.lit(point).gather(pl.lit((~is_short).cast(pl.UInt32))),
        pl.lit(zeros).gather(pl.lit(missing)),
    )
    return pl.select(text).to_series()


def with_numbers(figures: pl.DataFrame, places: pl.Series | None = None) -> pl.DataFrame:
    """The values as whole numbers over a power of ten, in the units they are brought to.

    Args:
        figures: A table with `value`, and `fn` over `fd`, what it is multiplied by; without
            them the values stand in the right units.
        places: The decimals of each value; counted if not given.

    Returns:
        The table with `n`, `den` and `t` in the place of the factor. A value that has more
        digits than anyone publishes was computed; it stands as it is, and its `t` is 0.
    """
    places = places_of(figures["value"]) if places is None else places
    powers = pl.Series([10.0**count for count in range(MOST_DECIMALS + 1)])
    scaled = figures.with_columns(scale=pl.lit(powers).gather(pl.lit(places)))
    value, scale = pl.col("value"), pl.col("scale")
    written = (value * scale).round()
    if "fn" not in figures.columns:
        columns = {
            "n": pl.coalesce(written, value),
            "den": scale.fill_null(1.0),
            "t": scale.is_not_null().cast(pl.Float64),
        }
        return scaled.with_columns(**columns).drop("scale")
    fn, fd = pl.col("fn"), pl.col("fd")
    # Thousands of a tenth are hundreds: what cancels need not be carried along.
    common = pl.when(fn % scale == 0).then(scale).when(scale % fn == 0).then(fn).otherwise(1.0)
    over, under = quotient(fn, common), quotient(scale, common) * fd
    is_written = scale.is_not_null()
    return scaled.with_columns(
        n=pl.when(is_written).then(written * over).otherwise(value * fn),
        den=pl.when(is_written).then(under).otherwise(fd),
        t=pl.when(is_written).then(over).otherwise(0.0),
    ).drop("scale", "fn", "fd")
