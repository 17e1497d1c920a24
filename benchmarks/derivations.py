"""Deriving figures of frames against polars by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from timing import DATASET, best_of, check_alike

import resolution_targets as rt

if TYPE_CHECKING:
    from collections.abc import Callable


def derive(rows: int) -> dict[str, float]:
    """`derive` on a frame, against the same work written by hand in polars.

    Each area has the four quarters of its revenue in 2025, and its poverty rate at the end
    of 2024 and of 2025: three sums and one change follow, with their trails. By hand: the
    joins of exactly these figures.

    The side by hand takes for granted what its author knows: that every area has all six
    figures, with one decimal at most. What may go wrong from one delivery to the next it
    checks, as anybody would have to: that no value is missing, that the indicators have the
    periods and units that they had, so that no sum or change was reported that what follows
    could contradict, and that no figure stands there twice. Where `derive` says of each row
    what is wrong, it stops.
    """
    figures = _reported(rows)
    sides: dict[str, Callable[[], object]] = {
        "ours": lambda: rt.derive(figures, DATASET),
        "by hand": lambda: _derived_by_hand(figures),
        "ours, lazy": lambda: rt.derive(figures.lazy(), DATASET).collect(),
    }
    ours, by_hand = rt.derive(figures, DATASET), _derived_by_hand(figures)
    keys = ["indicator", "area", "period"]
    check_alike(ours.select(by_hand.columns).sort(keys), by_hand.sort(keys))
    added = ours.height - figures.height
    del ours, by_hand
    best = best_of(sides, rounds=3)
    return {
        "rows": figures.height,
        "rows added": added,
        **{f"{name}, s": seconds for name, seconds in best.items()},
        "ratio": best["ours"] / best["by hand"],
        "ratio, lazy": best["ours, lazy"] / best["by hand"],
        "goal": 1.3,
    }


_QUARTERS = [f"2025-Q{number}" for number in range(1, 5)]


def _reported(rows: int) -> pl.DataFrame:
    periods = pl.Series([*_QUARTERS, "2024", "2025"])
    number = pl.int_range(rows // len(periods) * len(periods))
    place = number % len(periods)
    is_revenue = place < len(_QUARTERS)
    return pl.select(
        indicator=pl.when(is_revenue)
        .then(pl.lit("budget-revenue"))
        .otherwise(pl.lit("poverty-rate")),
        area=pl.format("area-{}", number // len(periods)),
        period=pl.lit(periods).gather(place),
        # With one decimal, as the shortest text of it reads back.
        value=pl.format("{}.{}", number * 7919 % 997 + 1, number % 10).cast(pl.Float64),
        unit=pl.when(is_revenue).then(pl.lit("billion VND")).otherwise(pl.lit("percent")),
    )


def _derived_by_hand(figures: pl.DataFrame) -> pl.DataFrame:
    _check(figures)
    value = pl.col("value").cast(pl.String).str.strip_suffix(".0")
    texts = figures.lazy().with_columns(
        tenths=(pl.col("value") * 10).round(),
        text=pl.format("{} {}: {} {}", "indicator", "period", value, "unit"),
    )

    def of(indicator: str, period: str) -> pl.LazyFrame:
        chosen = (pl.col("indicator") == indicator) & (pl.col("period") == period)
        return texts.filter(chosen).select("area", "tenths", "text")

    def row(
        indicator: str, period: str, unit: str, tenths: pl.Expr, text: pl.Expr
    ) -> list[pl.Expr]:
        return [
            pl.lit(indicator).alias("indicator"),
            pl.col("area"),
            pl.lit(period).alias("period"),
            # By a column: by a number, polars would multiply by a tenth.
            (tenths / (10 + tenths * 0)).alias("value"),
            pl.lit(unit).alias("unit"),
            text.alias("derived_from"),
        ]

    quarters = of("budget-revenue", _QUARTERS[0]).rename({"tenths": "n1", "text": "t1"})
    for number, period in enumerate(_QUARTERS[1:], start=2):
        later = of("budget-revenue", period)
        quarters = quarters.join(
            later.rename({"tenths": f"n{number}", "text": f"t{number}"}), on="area", validate="1:1"
        )
    sums = [
        quarters.select(
            row(
                "budget-revenue",
                name,
                "billion VND",
                pl.sum_horizontal([f"n{number}" for number in range(1, last + 1)]),
                pl.concat_str([f"t{number}" for number in range(1, last + 1)], separator="; "),
            )
        )
        for last, name in ((2, "2025-6M"), (3, "2025-9M"), (4, "2025"))
    ]
    rates = of("poverty-rate", "2024").join(of("poverty-rate", "2025"), on="area", validate="1:1")
    fall = rates.select(
        row(
            "poverty-reduction",
            "2025",
            "percentage_point",
            pl.col("tenths") - pl.col("tenths_right"),
            pl.concat_str("text", "text_right", separator="; "),
        )
    )
    added = ("disagreement", "derivation_problem", "derivation_reason")
    return (
        pl.concat([figures.lazy(), *sums, fall], how="diagonal")
        .with_columns(pl.lit(None, pl.String).alias(name) for name in added)
        .collect()
    )


def _check(figures: pl.DataFrame) -> None:
    there = set(figures.select("indicator", "period", "unit").unique().iter_rows())
    expected = {
        *(("budget-revenue", period, "billion VND") for period in _QUARTERS),
        *(("poverty-rate", period, "percent") for period in ("2024", "2025")),
    }
    if there != expected or figures["value"].null_count():
        raise SystemExit("the figures are not of the kind that they were")
