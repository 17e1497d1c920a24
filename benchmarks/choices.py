"""Choosing between figures against polars by hand."""

from __future__ import annotations

import polars as pl
from timing import DATASET, best_of, check_alike

import resolution_targets as rt


def choose(rows: int) -> dict[str, float]:
    """`choose` by the day of publication, against the same work written by hand in polars.

    Two figures each for an indicator, an area and a month, in two spellings of two units;
    half of them were published on one day, so that both stand, and half of those differ. By
    hand: a join to the units' factors, windows over the three columns, a join for the texts.
    """
    figures = _published(rows)
    ours, by_hand = rt.choose(figures, policy="latest"), _chosen_by_hand(figures)
    check_alike(ours, by_hand)
    del ours, by_hand
    best = best_of(
        {
            "ours": lambda: rt.choose(figures, policy="latest"),
            "by hand": lambda: _chosen_by_hand(figures),
        },
        rounds=5,
    )
    return {
        "rows": rows,
        **{f"{name}, s": seconds for name, seconds in best.items()},
        "ratio": best["ours"] / best["by hand"],
        "goal": 1.3,
    }


def _published(rows: int) -> pl.DataFrame:
    """Two figures for one thing, half the frame apart."""
    things = max(rows // 2, 1)
    thing, turn = pl.int_range(rows) % things, pl.int_range(rows) // things

    def one_of(words: list[str], place: pl.Expr) -> pl.Expr:
        return pl.lit(pl.Series(words)).gather(place % len(words))

    months = [f"{year}-{month:02}" for year in range(1000, 9999) for month in range(1, 13)]
    value = (thing * 7919 % 9973) / 10 + pl.when(thing % 4 == 1).then(turn * 0.5).otherwise(0.0)
    is_scaled = (turn == 1) & (thing % 3 == 0)
    return pl.select(
        indicator=one_of([target.indicator.id for target in DATASET], thing),
        area=one_of([f"VN-{place:02}" for place in range(1, 64)], thing // 33),
        period=one_of(months, thing // (33 * 63)),
        value=pl.when(is_scaled).then(value / 1000).otherwise(value),
        unit=pl.when(is_scaled).then(pl.lit("nghìn tỷ đồng")).otherwise(pl.lit("billion VND")),
        published=pl.when((turn == 1) & (thing % 2 == 0))
        .then(pl.lit("2025-10-09"))
        .otherwise(pl.lit("2025-07-04")),
        source=one_of([f"https://example.org/{place}" for place in range(100)], thing + turn),
    )


def _chosen_by_hand(figures: pl.DataFrame) -> pl.DataFrame:
    thing = ["indicator", "area", "period"]
    factors = pl.LazyFrame({"unit": ["billion VND", "nghìn tỷ đồng"], "factor": [1.0, 1000.0]})
    day, best = pl.col("day"), pl.col("best")
    number = pl.col("value").cast(pl.String).str.strip_suffix(".0")
    figure = pl.format("{} {} ({})", number, pl.col("unit"), pl.col("source"))
    told = (
        figures.lazy()
        .join(factors, on="unit", how="left", maintain_order="left")
        .with_columns(
            day=pl.col("published").str.to_date("%Y-%m-%d"),
            # Twelve digits: 1000 times a float has dust in its last ones.
            level=(pl.col("value") * pl.col("factor")).round_sig_figs(12),
        )
        .with_columns(best=day.max().over(thing))
        .with_columns(standing=pl.when(day == best).then(pl.col("level")), is_beaten=day < best)
        .with_columns(
            differs=(day == best)
            & (pl.col("standing").min().over(thing) != pl.col("standing").max().over(thing))
        )
        .collect()
        .lazy()
    )
    winners = (
        told.filter(~pl.col("is_beaten"))
        .join(told.filter("is_beaten").select(thing), on=thing, how="semi")
        .group_by(thing)
        .agg(figure.unique().sort().str.join("; ").alias("winners"))
    )
    values = (
        told.filter("differs")
        .group_by([*thing, "level"])
        .agg(figure.unique().sort().str.join(" = ").alias("other"))
    )
    others = (
        values.select(*thing, "level")
        .join(values.rename({"level": "theirs"}), on=thing)
        .filter(pl.col("level") != pl.col("theirs"))
        .sort("theirs")
        .group_by([*thing, "level"], maintain_order=True)
        .agg(pl.col("other").str.join("; "))
    )
    passed_over = pl.format("{}: published later, {}", "winners", best.cast(pl.String))
    conflict = pl.format("contradicted by {}", "other")
    return (
        told.join(winners, on=thing, how="left", maintain_order="left")
        .join(others, on=[*thing, "level"], how="left", maintain_order="left")
        .select(
            *figures.columns,
            passed_over=pl.when("is_beaten").then(passed_over),
            conflict=pl.when("differs").then(conflict),
        )
        .collect()
    )
