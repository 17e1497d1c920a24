"""Judging frames, with and without published rounding, against polars by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from timing import DATASET, best_of, check_alike, ratio_of

import resolution_targets as rt

if TYPE_CHECKING:
    from collections.abc import Callable


def frame(rows: int) -> dict[str, float]:
    """`compare` on a frame, against the same work written by hand in polars.

    The rows are all numeric targets' figures in the targets' own units, around the bound.
    By hand: one left join to the bounds, the same columns out. `compare` keeps the order
    of the rows, so the join that does is what it is held against; the one that does not
    is given beside it.
    """
    figures, bounds = figures_of(rows), bounds_of()
    sides: dict[str, Callable[[], object]] = {
        "ours": lambda: rt.compare(figures, DATASET),
        "by hand": lambda: _by_hand(figures, bounds, keeps_order=True),
        "by hand, order lost": lambda: _by_hand(figures, bounds, keeps_order=False),
        "ours, lazy": lambda: rt.compare(figures.lazy(), DATASET).collect(),
    }
    ours = rt.compare(figures, DATASET)
    by_hand = _by_hand(figures, bounds, keeps_order=True)
    check_alike(ours.select(by_hand.columns), by_hand)
    del ours, by_hand
    best = best_of(sides, rounds=7)
    return {
        "rows": rows,
        **{f"{name}, s": seconds for name, seconds in best.items()},
        "ratio": best["ours"] / best["by hand"],
        "ratio, lazy": best["ours, lazy"] / best["by hand"],
        "ratio to the join that loses the order": best["ours"] / best["by hand, order lost"],
        "goal": 1.2,
    }


def figures_of(rows: int) -> pl.DataFrame:
    """Figures for all targets with a number, in the targets' own units, around the bound."""
    targets = [target for target in DATASET if target.easier_bound is not None]
    place = pl.int_range(rows) % len(targets)
    # 0 to 2 times the bound, and every 10,007th row on the bound itself.
    share = (pl.int_range(rows) * 7919 % 10007) / 5003.5
    return pl.select(
        indicator=pl.lit(pl.Series([target.indicator.id for target in targets])).gather(place),
        value=pl.lit(pl.Series([float(target.easier_bound or 0) for target in targets])).gather(
            place
        )
        * share,
        unit=pl.lit(pl.Series([target.unit for target in targets])).gather(place),
    )


def bounds_of() -> pl.DataFrame:
    """What somebody who judges by hand would join them to."""
    return pl.DataFrame(
        [
            {
                "indicator": target.indicator.id,
                "unit": target.unit,
                "target": target.id,
                "lower": float(target.criterion.lower or 0),
                "exceeded_past": float(target.criterion.upper or target.criterion.lower or 0),
                "is_strict": target.criterion.relation is rt.Relation.ABOVE,
                "gap_unit": target.gap_unit,
            }
            for target in DATASET
            if target.easier_bound is not None
        ]
    )


def _by_hand(figures: pl.DataFrame, bounds: pl.DataFrame, *, keeps_order: bool) -> pl.DataFrame:
    value, lower = pl.col("value"), pl.col("lower")
    order: Any = "left" if keeps_order else "none"
    met = pl.when(pl.col("is_strict")).then(value > lower).otherwise(value >= lower)
    return (
        figures.lazy()
        .join(bounds.lazy(), on=["indicator", "unit"], how="left", maintain_order=order)
        .with_columns(
            status=pl.when(~pl.col("is_strict") & (value > pl.col("exceeded_past")))
            .then(pl.lit("exceeded"))
            .when(met)
            .then(pl.lit("met"))
            .otherwise(pl.lit("missed")),
            gap=value - lower,
            attainment=value / lower,
            problem=pl.lit(None, pl.String),
            reason=pl.lit(None, pl.String),
        )
        .drop("lower", "exceeded_past", "is_strict")
        .collect()
    )


def rounded(rows: int) -> dict[str, float]:
    """`compare` with published rounding, against the same work written by hand in polars.

    By hand, too, half of a figure's last decimal goes to the bound: a figure is met as
    published if it is met by the least number that is rounded to it.
    """
    figures, bounds = figures_of(rows).with_columns(pl.col("value").round(1)), bounds_of()
    ours = rt.compare(figures, DATASET, rounding="published")
    by_hand = _rounded_by_hand(figures, bounds)
    check_alike(ours.select(by_hand.columns), by_hand)
    del ours, by_hand
    best = best_of(
        {
            "ours": lambda: rt.compare(figures, DATASET, rounding="published"),
            "by hand": lambda: _rounded_by_hand(figures, bounds),
        },
        rounds=5,
    )
    return ratio_of(rows, best)


def _rounded_by_hand(figures: pl.DataFrame, bounds: pl.DataFrame) -> pl.DataFrame:
    value, lower, past = pl.col("value"), pl.col("lower"), pl.col("exceeded_past")
    # Figures of one decimal at most; whole numbers were written without one.
    half = pl.when(value.round(0) == value).then(0.5).otherwise(0.05)
    low, high = (value - half).round(2), (value + half).round(2)
    is_strict = pl.col("is_strict")
    met = pl.when(is_strict).then(low > lower).otherwise(low >= lower)
    return (
        figures.lazy()
        .join(bounds.lazy(), on=["indicator", "unit"], how="left", maintain_order="left")
        .with_columns(
            status=pl.when(~is_strict & (low > past))
            .then(pl.lit("exceeded"))
            .when(met)
            .then(pl.lit("met"))
            .when(high > lower)
            .then(pl.lit("undecided"))
            .otherwise(pl.lit("missed")),
            gap=value - lower,
            attainment=value / lower,
            problem=pl.lit(None, pl.String),
            reason=pl.lit(None, pl.String),
        )
        .drop("lower", "exceeded_past", "is_strict")
        .collect()
    )
