"""Progress of frames against polars by hand."""

from __future__ import annotations

import polars as pl
from comparisons import bounds_of, figures_of
from timing import DATASET, best_of, check_alike

import resolution_targets as rt


def progress(rows: int) -> dict[str, float]:
    """`progress` on a frame, against the same work written by hand in polars.

    The rows are figures of the targets that have a bound and a baseline, in the targets' own
    units: a row of each for 2024, and the rest for 2025, around the bound. By hand: the
    baselines are joined to the few bounds first, and then both to the rows in one left join
    that keeps their order; the same columns out, the problem of the baselines' rows among
    them.
    """
    figures = _figures_of_two_years(rows)
    bounds = bounds_of().select("indicator", "unit", bound="lower")
    ours = rt.progress(figures, DATASET, method="share_of_change")
    by_hand = _progress_by_hand(figures, bounds)
    check_alike(ours.select(by_hand.columns), by_hand)
    del ours, by_hand
    best = best_of(
        {
            "ours": lambda: rt.progress(figures, DATASET, method="share_of_change"),
            "by hand": lambda: _progress_by_hand(figures, bounds),
            "ours, growth rates": lambda: rt.progress(figures, DATASET, method="cagr_ratio"),
        },
        rounds=7,
    )
    return {
        "rows": rows,
        **{f"{name}, s": seconds for name, seconds in best.items()},
        "ratio": best["ours"] / best["by hand"],
        "goal": 1.3,
    }


def _figures_of_two_years(rows: int) -> pl.DataFrame:
    """The same figures without those of a change, which has no baseline, at half for 2024."""
    figures = figures_of(rows + rows // 8).filter(pl.col("indicator") != "poverty-reduction")
    first = pl.col("indicator").is_first_distinct()
    bounds = bounds_of().select("indicator", half=pl.col("lower") / 2)
    return (
        figures.head(rows)
        .join(bounds, on="indicator", maintain_order="left")
        .with_columns(
            value=pl.when(first).then("half").otherwise("value"),
            period=pl.when(first).then(pl.lit("2024")).otherwise(pl.lit("2025")),
        )
        .drop("half")
    )


def _progress_by_hand(figures: pl.DataFrame, bounds: pl.DataFrame) -> pl.DataFrame:
    value, bound, baseline = pl.col("value"), pl.col("bound"), pl.col("baseline")
    keys, is_later = ["indicator", "unit"], pl.col("period") == "2025"
    before = figures.lazy().filter(pl.col("period") == "2024").select(*keys, baseline="value")
    known = bounds.lazy().join(before, on=keys, how="left")
    return (
        figures.lazy()
        .join(known, on=keys, how="left", maintain_order="left")
        .with_columns(
            progress=pl.when(is_later).then((value - baseline) / (bound - baseline)),
            progress_unit=pl.when(is_later).then(pl.lit("dimensionless")),
            progress_band=pl.lit(None, pl.String),
            progress_problem=pl.when(~is_later).then(pl.lit("not_after_baseline")),
            progress_reason=pl.when(~is_later).then(
                pl.lit("the figure is for 2024, which does not end after the baseline 2024")
            ),
        )
        .drop("bound", "baseline")
        .collect()
    )
