"""The year so far on frames: all years of all indicators and areas at once.

A year is a row of a wide table, and its months, quarters and figures so far are columns,
so that twelve steps make all sums, however many years there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import polars as pl

from resolution_targets.derivationcodes import MONTHS, PROBLEMS, SLOTS, Codes, kind_so_far
from resolution_targets.derivationnumbers import alike, disagreeing, numbers, quotient
from resolution_targets.derivationplaces import grouped, side_by_side
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


class Facts(NamedTuple):
    """What is to be said of figures that a rule refuses, for each of them.

    Attributes:
        order: The place of the rule.
        derived: What would follow from it.
        needed: What that needs beside it.
    """

    order: pl.Expr
    derived: pl.Expr
    needed: pl.Expr


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

    def refuse(
        self,
        table: pl.DataFrame,
        problem: DerivationProblem,
        facts: Facts | None = None,
        *,
        key: str = "key",
    ) -> None:
        """Note that the figures of these keys were of no use to a rule."""
        if table.is_empty():
            return
        facts = facts or Facts(order=pl.lit(0), derived=pl.lit(""), needed=pl.lit(""))
        self.refused.append(
            table.select(
                key=pl.col(key),
                problem=pl.lit(problem.value, PROBLEMS),
                order=facts.order.cast(pl.UInt32),
                derived=facts.derived,
                needed=facts.needed,
            )
        )


def falling(figures: pl.DataFrame) -> pl.Series:
    """The keys of reported figures so far that fall from one to the next.

    Args:
        figures: Those of indicators that add up, with `group`, what the keys of a year begin
            with.
    """
    series = figures.select("key", "group", "slot", "n", "den", "t", "was_derived").filter(
        pl.col("slot") < MONTHS
    )
    if series["slot"].n_unique() < 2:  # noqa: PLR2004  # one figure a year cannot fall
        return figures["key"].clear()
    # Judgement: what adds up over time is an amount, and no amount is below nothing.
    series = series.filter(~pl.col("was_derived")).select("key", "group", "n", "den", "t")
    series = series.sort("key").with_columns(pl.all().shift(1).name.suffix("_before"))
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

    def __init__(self, figures: pl.DataFrame, blocked: pl.Series, codes: Codes) -> None:
        self._figures = figures
        self._blocked = blocked
        years, firsts = grouped(*codes.years_of(figures, "ind"))
        self.keys = figures.select("group", "ind", "area", "year")[firsts]
        placed = figures.select("slot", place=years, entry=pl.int_range(pl.len(), dtype=pl.UInt32))
        self._slots = {
            int(slot): part.select("place", "entry")
            for (slot,), part in placed.partition_by("slot", as_dict=True).items()
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


def sum_up(figures: pl.DataFrame, blocked: pl.Series, codes: Codes, outcome: Outcome) -> None:
    """Derive the year so far for each month that months and quarters lead to.

    Args:
        figures: Those of indicators that add up: `key`, `group` (what the keys of a year begin
            with), `ind`, `area`, `year`, `slot`, `n`, `den`, `t`, `rank`, `text` and
            `was_derived`.
        blocked: Keys that were reported, but in a way that cannot be used.
        codes: What the codes stand for.
        outcome: What is put together.
    """
    if figures.is_empty():
        return
    years = Years(figures, blocked, codes)
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
        if base["n"].null_count():
            gaps = both.filter(pl.col("n").is_not_null(), pl.col("n_base").is_null())
            outcome.refuse(gaps, DerivationProblem.GAP)
        sums.append(_Sum(first, _total(both, outcome)))
    return sums


def _total(both: pl.DataFrame, outcome: Outcome) -> pl.DataFrame:
    """The sums of two columns of figures; null where one of them is missing."""
    one, other = numbers("_base"), numbers()
    if not (both["den"] == both["den_base"]).all():
        one, other = alike(one, other)
    total = side_by_side(
        both,
        n=one.n + other.n,
        den=one.den,
        t=one.t + other.t,
        rank=pl.max_horizontal("rank", "rank_base"),
        text=pl.concat_str("text_base", pl.lit("; "), "text"),
    )
    is_sum = total.select(quotient(pl.col("n"), pl.col("den")).is_finite()).to_series()
    if not is_sum.all():
        beyond = both.filter(~is_sum)
        outcome.refuse(beyond, DerivationProblem.INFINITE)
        outcome.refuse(beyond, DerivationProblem.INFINITE, key="key_base")
    elif not is_sum.null_count():
        return total
    return total.select(pl.when(pl.lit(is_sum)).then(pl.col(name)).alias(name) for name in _NUMBERS)


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
    added = amounts.with_columns(is_new=~is_there, kind=kind_so_far())
    outcome.found.append(picked(added if is_open.all() else added.filter(is_open), FOUND))
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
    if not (is_there.any() or is_reported.any() or differs.any()):
        return found
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
