"""Outlooks on frames against polars by hand."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
from comparisons import figures_of
from timing import DATASET, best_of, check_alike, ratio_of

import resolution_targets as rt


def outlook(rows: int) -> dict[str, float]:
    """`outlook` on a frame of figures for parts of the year, against the same by hand.

    By hand: one left join, which keeps the order of rows, to what is expected of each
    indicator by each period, and the same columns out, reasons included.
    """
    figures, expected = _parts(rows), _expected()
    ours = rt.outlook(figures, DATASET)
    by_hand = _outlook_by_hand(figures, expected)
    check_alike(ours.select(by_hand.columns), by_hand)
    del ours, by_hand
    best = best_of(
        {
            "ours": lambda: rt.outlook(figures, DATASET),
            "by hand": lambda: _outlook_by_hand(figures, expected),
        },
        rounds=5,
    )
    return ratio_of(rows, best)


_PERIODS = ("2025-3M", "2025-6M", "2025-9M")


def _parts(rows: int) -> pl.DataFrame:
    """Figures for three parts of the year, of all indicators with a number."""
    place = pl.int_range(rows) // 33 % len(_PERIODS)
    period = pl.lit(pl.Series(_PERIODS)).gather(place)
    # In whole hundredths, so that both sides hold the same bounds in floats.
    return figures_of(rows).with_columns(pl.col("value").round(2), period=period)


def _expected() -> pl.DataFrame:
    rows, margin = [], Fraction(21, 20)
    for target in DATASET:
        for period in _PERIODS if target.easier_bound is not None else ():
            months = rt.parse_period(period).last_month
            grows = target.indicator.accumulates
            # Exactly: 0.6 x 0.75 is 0.44999999999999996 in floats.
            share = Fraction(months, 12) if grows else Fraction(1)
            bound, harder = map(
                Fraction, (target.criterion.lower or 0, target.criterion.upper or 0)
            )
            rows.append(
                {
                    "indicator": target.indicator.id,
                    "unit": target.unit,
                    "period": period,
                    "target": target.id,
                    "bound": float(bound),
                    "grows": grows,
                    "share": float(share),
                    "left": 12.0 - months,
                    "is_strict": target.criterion.relation is rt.Relation.ABOVE,
                    "path": float(bound * share),
                    "harder": float((harder or bound) * share),
                    "past": float((harder or bound) * share * (margin if grows else 1)),
                    "target_unit": target.unit,
                    "rate_unit": f"{target.gap_unit}/month" if grows else None,
                    "method": "even" if grows else "carried_forward",
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _outlook_by_hand(figures: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    value, bound, path, past = (pl.col(name) for name in ("value", "bound", "path", "past"))
    is_strict, grows, left = pl.col("is_strict"), pl.col("grows"), pl.col("left")
    is_met = pl.when(is_strict).then(value > path).otherwise(value >= path)
    # So far, "above 7%" names nothing to be ahead of.
    is_ahead = (value > past) & (grows | ~is_strict)
    is_exceeded = (value > pl.col("harder")) & ~is_strict
    reason = pl.concat_str(pl.lit("the figure is for "), pl.col("period"), pl.lit(", not for 2025"))
    return (
        figures.lazy()
        .join(
            expected.lazy(),
            on=["indicator", "unit", "period"],
            how="left",
            maintain_order="left",
        )
        .with_columns(
            status=pl.lit("not_comparable"),
            gap=pl.lit(None, pl.Float64),
            gap_unit=pl.lit(None, pl.String),
            attainment=pl.lit(None, pl.Float64),
            problem=pl.lit("other_period"),
            reason=reason,
            pace=pl.when(~is_met)
            .then(pl.lit("behind"))
            .when(is_ahead)
            .then(pl.lit("ahead"))
            .otherwise(pl.lit("on_track")),
            attained_share=value / bound,
            expected_share=pl.col("share"),
            required=pl.when(grows).then((bound - value) / left),
            required_unit=pl.col("rate_unit"),
            projected=value / pl.col("share"),
            projected_unit=pl.col("target_unit"),
            projected_status=pl.when(~is_met)
            .then(pl.lit("missed"))
            .when(is_exceeded)
            .then(pl.lit("exceeded"))
            .otherwise(pl.lit("met")),
            projection_method=pl.col("method"),
            outlook_problem=pl.lit(None, pl.String),
            outlook_reason=pl.lit(None, pl.String),
        )
        .drop("bound", "grows", "share", "left", "is_strict", "path", "harder", "past")
        .drop("target_unit", "rate_unit", "method")
        .collect()
    )
