"""The year so far on frames: all years of all indicators and areas at once.

A year is a row of a wide table, and its months, quarters and figures so far are columns,
so that twelve steps make all sums, however many years there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import polars as pl

from resolution_targets.derivationcolumns import MONTHS, PROBLEMS, SLOTS, kind_so_far, quotient
from resolution_targets.derivationwords import DerivationProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBERS = ("n", "den", "t", "rank", "text")
FOUND: Mapping[str, pl.DataType] = {
    "key": pl.Int64(),
    **dict.fromkeys(("ind", "area"), pl.UInt32()),
    **dict.fromkeys(("year", "slot", "kind"), pl.Int32()),
    **dict.fromkeys(("n", "den", "t"), pl.Float64()),
    "rank": pl.Int32(),
    "text": pl.String(),
    "is_new": pl.Boolean(),
}
CHECKED: Mapping[str, pl.DataType] = {
    **{name: FOUND[name] for name in ("key", "ind", "n", "den", "t", "text")},
    "order": pl.UInt32(),
}
_QUARTER = 3


def picked(table: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Some columns of a table, in these types."""
    return table.select(pl.col(name).cast(dtype) for name, dtype in columns.items())


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


def disagreeing(one: Numbers, other: Numbers) -> pl.Expr:
    """Whether two columns differ by more than their last digits leave open."""
    left, right = alike(one, other)
    return 2 * (left.n - right.n).abs() > left.t + right.t


@attrs.define(kw_only=True, eq=False)
class Outcome:
    """What applying rules to a table gave, in pieces that are put together at the end.

    Attributes:
        found: Tables of figures that can be used from here on, with `key`, `ind`, `area`,
            `year`, `slot`, `kind`, `n`, `den`, `t`, `rank`, `text` (what they follow from) and
            `is_new`: whether they are added, or were there already from an earlier call.
        checks: Tables of figures to be held against given rows: `key`, `n`, `den`, `t`,
            `ind`, `text` and `order`.
        used: Keys of figures that something was derived from.
        refused: Tables of keys that a rule refused: `key`, `problem`, `order`, `derived` and
            `needed`.
    """

    found: list[pl.DataFrame] = attrs.field(factory=list)
    checks: list[pl.DataFrame] = attrs.field(factory=list)
    used: list[pl.Series] = attrs.field(factory=list)
    refused: list[pl.DataFrame] = attrs.field(factory=list)

    def refuse(  # noqa: PLR0913  # as many facts as there are to tell
        self,
        table: pl.DataFrame,
        problem: DerivationProblem,
        *,
        key: str = "key",
        order: str | None = None,
        derived: str | None = None,
        needed: str | None = None,
    ) -> None:
        """Note that the figures of these keys were of no use to a rule."""
        named = {"derived": derived, "needed": needed}
        self.refused.append(
            table.select(
                key=pl.col(key),
                problem=pl.lit(problem.value, PROBLEMS),
                order=pl.lit(0, pl.UInt32) if order is None else pl.col(order).cast(pl.UInt32),
                **{
                    name: pl.lit("") if column is None else pl.col(column)
                    for name, column in named.items()
                },
            )
        )


def falling(figures: pl.DataFrame) -> pl.Series:
    """The keys of reported figures so far that fall from one to the next.

    Args:
        figures: Those of indicators that add up, in the order of their keys.
    """
    # Judgement: what adds up over time is an amount, and no amount is below nothing.
    series = figures.filter(pl.col("slot") < MONTHS, ~pl.col("was_derived"))
    series = series.select("key", "group", "n", "den", "t").with_columns(
        pl.all().shift(1).name.suffix("_before")
    )
    before, now = alike(numbers("_before"), numbers())
    pairs = series.filter(
        pl.col("group") == pl.col("group_before"),
        2 * (before.n - now.n) > before.t + now.t,
    )
    return pl.concat([pairs["key_before"], pairs["key"]]).unique()


class Years:
    """The years of a table of figures, as rows of a wide table.

    Attributes:
        keys: Of each year what its keys begin with, and its indicator, area and year.
    """

    def __init__(self, figures: pl.DataFrame, blocked: pl.Series) -> None:
        places = pl.col("group").rle_id()
        self._figures = figures.with_columns(
            place=places.cast(pl.UInt32), entry=pl.int_range(pl.len(), dtype=pl.UInt32)
        )
        self.keys = self._figures.filter(pl.col("group").is_first_distinct()).select(
            "group", "ind", "area", "year"
        )
        self._blocked = blocked
        self._slots = {
            int(slot): part.select("place", "entry")
            for (slot,), part in self._figures.select("slot", "place", "entry")
            .partition_by("slot", as_dict=True)
            .items()
        }

    def at(self, first: int, last: int) -> pl.DataFrame | None:
        """The figures for these months, a row for each year; None if no year has one."""
        part = self._slots.get(SLOTS.index((first, last)))
        if part is None:
            return None
        none = pl.Series([None], dtype=pl.UInt32).new_from_index(0, self.keys.height)
        entries = none.scatter(part["place"], part["entry"])
        columns = [*_NUMBERS, "was_derived"]
        return self._figures.select(pl.col(columns).gather(pl.lit(entries)))

    def nothing(self) -> pl.DataFrame:
        """No figures, a row for each year."""
        return self._figures.select(*_NUMBERS, "was_derived").clear(self.keys.height)

    def key(self, first: int, last: int) -> pl.Series:
        """The keys of these months, a row for each year."""
        return self.keys["group"] * len(SLOTS) + SLOTS.index((first, last))

    def is_blocked(self, last: int) -> pl.Series:
        """Whether the months up to this one were reported, but in a way that cannot be used."""
        return self.key(1, last).is_in(self._blocked.implode())


def sum_up(figures: pl.DataFrame, blocked: pl.Series, outcome: Outcome) -> None:
    """Derive the year so far for each month that months and quarters lead to.

    Args:
        figures: Those of indicators that add up, in the order of their keys: `key`,
            `group` (what the keys of a year begin with), `ind`, `area`, `year`, `slot`, `n`,
            `den`, `t`, `rank`, `text` and `was_derived`.
        blocked: Keys that were reported, but in a way that cannot be used.
        outcome: What is put together.
    """
    if figures.is_empty():
        return
    years = Years(figures, blocked)
    so_far: dict[int, pl.DataFrame] = {}
    for last in range(1, MONTHS + 1):
        sums = list(_sums(years, so_far, last, outcome))
        there = years.at(1, last)
        if sums or there is not None:
            so_far[last] = _settle(years, last, sums, there, outcome)


class _Sum(NamedTuple):
    first: int
    total: pl.DataFrame


def _sums(years: Years, so_far: dict[int, pl.DataFrame], last: int, outcome: Outcome) -> list[_Sum]:
    """The sums up to a month, of the year before a quarter or month and that one."""
    sums: list[_Sum] = []
    # A quarter before its last month: the fewer parts, the fewer roundings.
    for first in (last - 2, last) if last % _QUARTER == 0 else (last,):
        piece = years.at(first, last) if first > 1 else None
        if piece is None:
            continue
        base = so_far.get(first - 1)
        keys = years.key(first, last).alias("key")
        if base is None:
            there = piece.with_columns(keys).filter(pl.col("n").is_not_null())
            outcome.refuse(there, DerivationProblem.GAP)
            continue
        both = piece.with_columns(keys, years.key(1, first - 1).alias("key_base")).hstack(
            base.rename(lambda name: f"{name}_base")
        )
        gaps = both.filter(pl.col("n").is_not_null(), pl.col("n_base").is_null())
        outcome.refuse(gaps, DerivationProblem.GAP)
        one, other = alike(numbers("_base"), numbers())
        total = both.select(
            n=one.n + other.n,
            den=one.den,
            t=one.t + other.t,
            rank=pl.max_horizontal("rank", "rank_base"),
            text=pl.concat_str("text_base", "text", separator="; "),
            # The greater one of a number and nothing is the number.
            is_whole=pl.col("n").is_not_null() & pl.col("n_base").is_not_null(),
        ).with_columns(is_finite=quotient(pl.col("n"), pl.col("den")).is_finite())
        beyond = both.filter(total.select(pl.col("is_whole") & ~pl.col("is_finite")).to_series())
        outcome.refuse(beyond, DerivationProblem.INFINITE)
        outcome.refuse(beyond, DerivationProblem.INFINITE, key="key_base")
        is_sum = pl.col("is_whole") & pl.col("is_finite")
        kept = (pl.when(is_sum).then(pl.col(name)).alias(name) for name in _NUMBERS)
        sums.append(_Sum(first, total.select(kept)))
    return sums


def _settle(
    years: Years,
    last: int,
    sums: list[_Sum],
    there: pl.DataFrame | None,
    outcome: Outcome,
) -> pl.DataFrame:
    """What stands for the year up to a month: what was reported, else the sum."""
    there = years.nothing() if there is None else there
    if not sums:
        return there
    keys = years.keys.select("ind", "area", "year", slot=pl.lit(last - 1)).with_columns(
        years.key(1, last).alias("key")
    )
    is_there = there["n"].is_not_null()
    is_reported = (is_there & ~there["was_derived"].fill_null(value=False)) | years.is_blocked(last)
    found, differs = _either([each.total for each in sums])
    is_open = found["n"].is_not_null() & ~differs & ~is_reported
    amounts = keys.hstack(found)
    outcome.found.append(
        picked(amounts.with_columns(is_new=~is_there, kind=kind_so_far()).filter(is_open), FOUND)
    )
    for order, each in enumerate(sums):
        is_sum = each.total["n"].is_not_null()
        is_refused = is_sum & differs & ~is_reported
        refused = years.key(each.first, last).filter(is_refused).alias("key").to_frame()
        outcome.refuse(refused, DerivationProblem.SUMS_DIFFER)
        is_used = is_sum & ~is_refused
        for first, end in ((each.first, last), (1, each.first - 1)):
            outcome.used.append(years.key(first, end).filter(is_used))
        # Each of them may contradict the report.
        held = keys.hstack(each.total).with_columns(order=pl.lit(order, pl.UInt32))
        outcome.checks.append(picked(held.filter(is_sum & is_reported), CHECKED))
    held = amounts.with_columns(order=pl.lit(0, pl.UInt32))
    outcome.checks.append(picked(held.filter(is_open & is_there), CHECKED))
    both = found.hstack(there.rename(lambda name: f"{name}_there"))
    return both.select(
        *(
            pl.when(is_open)
            .then(pl.col(name))
            .when(~differs | is_reported)
            .then(pl.col(f"{name}_there"))
            .alias(name)
            for name in _NUMBERS
        ),
    )


def _either(totals: list[pl.DataFrame]) -> tuple[pl.DataFrame, pl.Series]:
    """The first sum that there is, and whether another one differs from it."""
    first, *others = totals
    if not others:
        return first, pl.Series([False]).new_from_index(0, first.height)
    both = first.hstack(others[0].rename(lambda name: f"{name}_other"))
    differs = disagreeing(numbers(), numbers("_other"))
    is_both = pl.col("n").is_not_null() & pl.col("n_other").is_not_null()
    found = both.select(pl.coalesce(name, f"{name}_other").alias(name) for name in _NUMBERS)
    return found, both.select(is_both & differs.fill_null(value=False)).to_series()
