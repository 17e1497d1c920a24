"""The figures that stand: one for each indicator, area and time, where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from resolution_targets.derivationcodes import Codes, entry
from resolution_targets.derivationcolumns import Given
from resolution_targets.derivationnumbers import digits, numbers, outside, quotient
from resolution_targets.derivationplaces import side_by_side

if TYPE_CHECKING:
    from collections.abc import Collection

FIGURE = (
    *("key", "ind", "area", "year", "slot", "kind"),
    *("n", "den", "t", "unit", "rank", "text", "was_derived"),
)


class Standing(NamedTuple):
    """The figures that the rules start from.

    Attributes:
        figures: One for each indicator, area and time: the columns of `FIGURE`.
        blocked: Keys of what was reported, but in a way that cannot be used.
    """

    figures: pl.DataFrame
    blocked: pl.Series


def standing(given: Given, codes: Codes, parts: Collection[int]) -> Standing:
    """The figures that stand; of those that differ from one another none does.

    Args:
        given: What was given.
        codes: What its codes stand for.
        parts: The indicators that others follow from; figures of no other one are of use.
    """
    rows, blocked = given.rows, given.rows["key"].clear()
    # Nearly all frames have one figure for nearly every place.
    if not given.repeated.is_empty():
        is_repeated = pl.col("key").is_in(given.repeated.implode())
        settled, blocked = _settled(rows.filter(is_repeated), codes)
        rows = pl.concat([rows.filter(~is_repeated), settled])
    if not given.ranges.is_empty():
        rows, contradicted = _inside(rows, given.ranges)
        blocked = pl.concat([blocked, contradicted])
    if not set(rows["ind"].unique()).issubset(parts):
        rows = rows.filter(pl.col("ind").is_in(parts))
    texts = side_by_side(rows, text=_text_of_row(rows, codes))
    return Standing(rows.hstack(texts).select(FIGURE), blocked)


def _settled(contested: pl.DataFrame, codes: Codes) -> tuple[pl.DataFrame, pl.Series]:
    """One of each place's figures, of places that have several; and where they differ."""
    # The firmest stands for all; the rest only makes it one.
    preference = (
        *("rank", "kind", entry(pl.col("pair"), codes.unit_order, pl.Int32())),
        quotient(pl.col("t"), pl.col("den")),
    )
    order = contested.sort("key", "was_derived", *preference)
    key, amount, unit = pl.col("key"), quotient(pl.col("n"), pl.col("den")), pl.col("unit")
    is_same_place = (key == key.shift(1)) & (
        pl.col("was_derived") == pl.col("was_derived").shift(1)
    )
    marked = order.with_columns(
        is_first=~is_same_place.fill_null(value=False),
        is_other=(amount != amount.shift(1)) | (unit != unit.shift(1)),
    )
    others = marked.filter(~pl.col("is_first") & pl.col("is_other"))
    of_reports, of_derived = (
        others.filter(pl.col("was_derived") == was)["key"].unique() for was in (False, True)
    )
    # A report that came after a derivation takes its place.
    reports = marked.filter(~pl.col("was_derived"))["key"]
    gone = pl.concat([of_derived, reports]).implode()
    is_gone = (
        pl.when("was_derived").then(key.is_in(gone)).otherwise(key.is_in(of_reports.implode()))
    )
    settled = marked.filter(pl.col("is_first") & ~is_gone).drop("is_first", "is_other")
    return settled, of_reports


def _inside(rows: pl.DataFrame, ranges: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The figures without those that lie outside a range for their place; and which do."""
    given = (pl.col(name).alias(f"{name}_c") for name in ("n", "den", "t", "unit"))
    beside = rows.select("key", "was_derived", *given).join(ranges, on="key")
    is_outside = outside(numbers(), numbers("_upper"), numbers("_c"))
    is_contradicted = is_outside | (pl.col("unit") != pl.col("unit_c"))
    contradicted = beside.filter(~pl.col("was_derived") & is_contradicted)["key"].unique()
    # As of any report, a range takes the place of what was derived.
    key = pl.col("key")
    is_gone = key.is_in(contradicted.implode()) | (
        pl.col("was_derived") & key.is_in(ranges["key"].implode())
    )
    return rows.filter(~is_gone), contradicted


def _text_of_row(figures: pl.DataFrame, codes: Codes) -> pl.Expr:
    """A given figure as the trail of another one names it."""
    value = digits(pl.col("value"))
    if "padding" in figures.columns:
        value = pl.concat_str(value, "padding")
    # All that stands before a number is written once, for each period of each indicator.
    periods = figures["period"].unique().sort()
    none = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(codes.periods))
    places = none.scatter(periods, pl.int_range(len(periods), dtype=pl.UInt32, eager=True))
    heads = [
        f"{indicator} {codes.periods[period]}: "
        for indicator in codes.indicators
        for period in periods
    ]
    head = pl.col("ind") * len(periods) + pl.lit(places).gather("period")
    tails = [f" {name}" for name in codes.unit_names]
    return pl.concat_str(
        entry(head, heads, pl.String()), value, entry(pl.col("pair"), tails, pl.String())
    )


def text_of(codes: Codes, period: pl.Expr, value: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """A derived figure as the trail of another one names it."""
    indicator = entry(pl.col("ind"), codes.indicators, pl.String())
    return pl.concat_str(indicator, pl.lit(" "), period, pl.lit(": "), value, pl.lit(" "), unit)
