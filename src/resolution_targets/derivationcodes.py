"""The codes that stand for the words of a frame while its figures are derived.

Every word is a code: indicators, areas, periods and units are few, so Python sees each of
them once, however many rows there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import polars as pl

from resolution_targets.derivationrules import WEAKNESS
from resolution_targets.derivationwords import DerivationProblem
from resolution_targets.periods import PeriodKind, ReferencePeriod

if TYPE_CHECKING:
    from collections.abc import Sequence

# The stretches of a year, those from January first: 2025 is the twelfth, 2025-Q1 the third.
SLOTS: tuple[tuple[int, int], ...] = (
    *((1, last) for last in range(1, 13)),
    *((month, month) for month in range(2, 13)),
    *((first, first + 2) for first in (4, 7, 10)),
)
MONTHS = 12
# What is weaker than every status: nobody said how firm the figure is.
UNKNOWN_STATUS = len(WEAKNESS)
PROBLEMS = pl.Enum([problem.value for problem in DerivationProblem])

KINDS = list(PeriodKind)
# Words that show fast that some of them repeat.
_FEW = 1000


@attrs.frozen(kw_only=True, eq=False)
class Codes:
    """What the codes in a table of figures stand for.

    Attributes:
        indicators: The indicators that the rules speak of.
        areas: The areas.
        periods: What stands in the column of periods.
        units: The units that figures are brought to.
        unit_words: For each indicator with each unit, what stands in the column of units; of
            a frame without one, the indicator's own.
        unit_names: The same by their canonical names, where they have one.
        unit_order: For each of those its place in the order of the names.
        first_year: The year before the first one.
        years: How many years there are, that one among them.
    """

    indicators: tuple[str, ...]
    areas: pl.Series
    periods: tuple[str, ...]
    units: tuple[str, ...]
    unit_words: tuple[str | None, ...]
    unit_names: tuple[str, ...]
    unit_order: tuple[int, ...]
    first_year: int
    years: int

    def indicator(self, id_: str) -> int:
        """The code of an indicator."""
        return self.indicators.index(id_)

    @property
    def per_year(self) -> int:
        """How far the keys of one time in two consecutive years lie apart."""
        return len(SLOTS)

    @property
    def per_area(self) -> int:
        """How far the keys of two consecutive areas lie apart."""
        return self.per_year * self.years

    @property
    def per_indicator(self) -> int:
        """How far the keys of two consecutive indicators lie apart."""
        return self.per_area * max(1, len(self.areas))

    def key(self, indicator: pl.Expr, area: pl.Expr, year: pl.Expr, slot: pl.Expr) -> pl.Expr:
        """One number for an indicator, area and time."""
        parts = (
            (indicator, self.per_indicator),
            (area, self.per_area),
            (year - self.first_year, self.per_year),
        )
        total = slot.cast(pl.Int64)
        for part, size in parts:
            total = total + part.cast(pl.Int64) * size
        return total

    def years_of(self, table: pl.DataFrame, indicator: str) -> tuple[pl.Series, int]:
        """A number for each indicator, area and year, and what all of them are below.

        Args:
            table: A table with `area` and `year`, from the first year on.
            indicator: The column that has the codes of indicators; few of them leave few gaps.
        """
        there = sorted(table[indicator].unique())
        places = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(self.indicators))
        places = places.scatter(there, range(len(there)))
        areas = max(1, len(self.areas))
        number = pl.lit(places).gather(indicator) * areas + pl.col("area")
        number = number * self.years + (pl.col("year") - self.first_year)
        return table.select(number).to_series(), len(there) * areas * self.years


def period_word(codes: Codes, table: pl.DataFrame) -> pl.Expr:
    """The name of each period, by `year`, `slot` and `kind`; few as they are, all are written."""
    parts = (("slot", len(SLOTS)), ("kind", len(KINDS)))
    number = pl.col("year") - codes.first_year
    for name, size in parts:
        number = number * size + pl.col(name)
    size = codes.years * len(SLOTS) * len(KINDS)
    there = table.select(number=number, year="year", slot="slot", kind="kind").unique("number")
    names = [_period_name(*time) for time in there.select("year", "slot", "kind").iter_rows()]
    words = pl.Series([None], dtype=pl.UInt32).new_from_index(0, size)
    places = words.scatter(there["number"], pl.int_range(there.height, dtype=pl.UInt32, eager=True))
    return pl.lit(pl.Series([*names, None], dtype=pl.String)).gather(pl.lit(places).gather(number))


def _period_name(year: int, slot: int, kind: int) -> str:
    last = SLOTS[slot][1]
    numbers = {PeriodKind.YEAR: 0, PeriodKind.QUARTER: last // 3}
    named = KINDS[kind]
    return str(ReferencePeriod(year=year, kind=named, number=numbers.get(named, last)))


def kind_so_far() -> pl.Expr:
    """The kind of a period that begins in January, by its `slot`."""
    year, so_far = map(KINDS.index, (PeriodKind.YEAR, PeriodKind.YEAR_TO_DATE))
    return pl.when(pl.col("slot") == MONTHS - 1).then(year).otherwise(so_far)


def status_codes() -> pl.Series:
    """The SDMX code of each rank of a status; null for the unknown one."""
    return pl.Series([*(status.value for status in WEAKNESS), None], dtype=pl.String)


def entry(code: pl.Expr, values: Sequence[object], dtype: pl.DataType) -> pl.Expr:
    """What goes with each code."""
    return pl.lit(pl.Series(values, dtype=dtype)).gather(code)


def coded(words: pl.Series) -> tuple[pl.Series, pl.Series]:
    """A code for each row's word, and the words in the order of their codes."""
    runs = words.rle_id()
    is_first = (runs != runs.shift(1)).fill_null(value=True)
    # Rows of one area, or of one unit, mostly follow one another: each run is looked at once.
    if 2 * is_first.sum() >= len(words):
        return _coded_each(words)
    firsts = words.filter(is_first)
    if _are_distinct(firsts.head(_FEW)) and _are_distinct(firsts):
        return runs, firsts
    codes, distinct = _coded_each(firsts)
    return looked_up(codes, runs), distinct


def _are_distinct(words: pl.Series) -> bool:
    return not words.null_count() and words.n_unique() == len(words)


def _coded_each(words: pl.Series) -> tuple[pl.Series, pl.Series]:
    # A set of words of its own: one that all columns share grows, and so do its codes.
    categories = words.cast(pl.Categorical(pl.Categories.random()))
    distinct = categories.unique().drop_nulls()
    order = pl.DataFrame({"place": distinct.to_physical(), "word": distinct.cast(pl.String)})
    return categories.to_physical().cast(pl.UInt32), order.sort("place")["word"]


def looked_up(table: pl.Series, places: pl.Series) -> pl.Series:
    """What a table holds at each place; null where there is no place."""
    found: pl.Series = pl.select(pl.lit(table).gather(pl.lit(places))).to_series()
    return found
