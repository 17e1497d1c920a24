"""Speed, as ratios within one run: the machine may be shared, the ratio holds all the same.

    make bench                        all of it, a few minutes
    python benchmarks/run.py --rows 1000000 frame

Each side is run by turns and its best time counts, since noise only ever adds. The
results are printed and written to `benchmarks/results.json`.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import resolution_targets as rt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_RESULTS = Path(__file__).with_name("results.json")
_DATASET = rt.load("ha-tinh-2025", version="1.0.0")


def load() -> dict[str, float]:
    """A fresh process that imports the package and loads data, against `import attrs`.

    Every version on board, and the newest of one dataset without naming it.
    """
    # Installed packages come compiled; a checkout must be allowed to compile once too.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def process(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True, env=env)

    work = "import resolution_targets as rt; rt.load({!r}, version={!r})"
    named: list[tuple[str, str | None]] = [("ha-tinh-2025", None)]
    named += [(id_, version) for id_ in rt.datasets() for version in rt.versions(id_)]
    sides = {f"{id_} {version or 'newest'}": work.format(id_, version) for id_, version in named}
    best = _best_of(
        {name: process(code) for name, code in {"attrs": "import attrs", **sides}.items()},
        rounds=60,
    )
    ratios = {f"ratio, {name}": best[name] / best["attrs"] for name in sides}
    return {
        "import attrs, ms": best["attrs"] * 1e3,
        "import and load, ms": max(best[name] for name in sides) * 1e3,
        **ratios,
        "ratio": max(ratios.values()),
        "goal": 1.5,
    }


def diff() -> dict[str, float]:
    """`diff` of two versions that are loaded, in milliseconds."""
    newest = rt.load("ha-tinh-2025", version="1.1.0")
    best = _best_of({"ours": lambda: rt.diff(_DATASET, newest)}, rounds=50)
    return {"milliseconds": best["ours"] * 1e3, "goal": 5.0}


def validate(targets: int) -> dict[str, float]:
    """`validate_dataset` on a folder of many targets, in a process of its own."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "many")
        _write_many(folder, targets)
        code = (
            "import sys, time, resolution_targets as rt; start = time.perf_counter();"
            "assert rt.validate_dataset(sys.argv[1]) == (); print(time.perf_counter() - start);"
            "print(*(line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line))"
        )
        command = [sys.executable, "-c", code, str(folder)]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
    # Linux's own count: getrusage gives a child the peak of the process that started it.
    seconds, kilobytes = map(float, run.stdout.split())
    return {
        "targets": targets,
        "seconds": seconds,
        "goal, s": 10.0,
        "peak memory, MB": kilobytes / 1024,
        "goal, MB": 1024.0,
    }


def _write_many(folder: Path, targets: int) -> None:
    """A sound folder of many targets, each with a phrase of its own in one text."""
    rt.new_dataset(folder, id="many")
    phrases = [f"Chỉ tiêu số {number} đạt trên {number % 97 + 1},5%" for number in range(targets)]
    (folder / "source/resolution.txt").write_text("\n".join(phrases), encoding="utf-8")
    header, example = (folder / "targets.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader([header, example])
    row = next(rows)
    with (folder / "targets.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header.split(","), lineterminator="\n")
        writer.writeheader()
        for number, phrase in enumerate(phrases):
            named = {"id": f"target-{number}", "number": number + 1, "quote": phrase}
            writer.writerow(row | named | {"lower": f"{number % 97 + 1}.5"})
    for file_name in ("revisions.csv", "observations.csv"):
        (folder / file_name).unlink()


def single() -> dict[str, float]:
    """`target.compare(7.3)`, in microseconds."""
    target = _DATASET["grdp-growth"]
    calls = 20_000

    def many() -> None:
        for _ in range(calls):
            target.compare(7.3)

    return {"microseconds": _best_of({"ours": many}, rounds=10)["ours"] / calls * 1e6, "goal": 5.0}


def explain() -> dict[str, float]:
    """`explain` on verdicts and outlooks of many figures, in microseconds for one."""
    targets = [target for target in _DATASET if target.easier_bound is not None]
    shares = [0.5 + place / 1999 for place in range(2000)]
    # Two decimals and no two alike, so that no number was formatted before.
    verdicts = [
        targets[place % len(targets)].compare(
            round(float(targets[place % len(targets)].easier_bound or 0) * share, 2)
        )
        for place, share in enumerate(shares)
    ]
    outlooks = [
        _DATASET["budget-revenue"].outlook(round(17800 * share, 1), period="2025-9M")
        for share in shares
    ]

    def each(explained: list[Any]) -> Callable[[], object]:
        return lambda: [one.explain("vi") for one in explained]

    best = _best_of({"verdict": each(verdicts), "outlook": each(outlooks)}, rounds=7)
    return {
        "verdict, microseconds": best["verdict"] / len(verdicts) * 1e6,
        "outlook, microseconds": best["outlook"] / len(outlooks) * 1e6,
        "goal": 200.0,
    }


def rounded(rows: int) -> dict[str, float]:
    """`compare` with published rounding, against the same work written by hand in polars.

    By hand, too, half of a figure's last decimal goes to the bound: a figure is met as
    published if it is met by the least number that is rounded to it.
    """
    figures, bounds = _figures(rows).with_columns(pl.col("value").round(1)), _bounds()
    ours = rt.compare(figures, _DATASET, rounding="published")
    by_hand = _rounded_by_hand(figures, bounds)
    _check_alike(ours.select(by_hand.columns), by_hand)
    del ours, by_hand
    best = _best_of(
        {
            "ours": lambda: rt.compare(figures, _DATASET, rounding="published"),
            "by hand": lambda: _rounded_by_hand(figures, bounds),
        },
        rounds=5,
    )
    return _ratio(rows, best)


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


def outlook(rows: int) -> dict[str, float]:
    """`outlook` on a frame of figures for parts of the year, against the same by hand.

    By hand: one left join, which keeps the order of rows, to what is expected of each
    indicator by each period, and the same columns out, reasons included.
    """
    figures, expected = _parts(rows), _expected()
    ours = rt.outlook(figures, _DATASET)
    by_hand = _outlook_by_hand(figures, expected)
    _check_alike(ours.select(by_hand.columns), by_hand)
    del ours, by_hand
    best = _best_of(
        {
            "ours": lambda: rt.outlook(figures, _DATASET),
            "by hand": lambda: _outlook_by_hand(figures, expected),
        },
        rounds=5,
    )
    return _ratio(rows, best)


_PERIODS = ("2025-3M", "2025-6M", "2025-9M")


def _parts(rows: int) -> pl.DataFrame:
    """Figures for three parts of the year, of all indicators with a number."""
    place = pl.int_range(rows) // 33 % len(_PERIODS)
    period = pl.lit(pl.Series(_PERIODS)).gather(place)
    # In whole hundredths, so that both sides hold the same bounds in floats.
    return _figures(rows).with_columns(pl.col("value").round(2), period=period)


def _expected() -> pl.DataFrame:
    rows, margin = [], Fraction(21, 20)
    for target in _DATASET:
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


def _check_alike(ours: pl.DataFrame, by_hand: pl.DataFrame) -> None:
    if not ours.equals(by_hand):
        raise SystemExit("the two sides disagree: the comparison is void")


def _ratio(rows: int, best: Mapping[str, float]) -> dict[str, float]:
    return {
        "rows": rows,
        **{f"{name}, s": seconds for name, seconds in best.items()},
        "ratio": best["ours"] / best["by hand"],
        "goal": 1.3,
    }


def frame(rows: int) -> dict[str, float]:
    """`compare` on a frame, against the same work written by hand in polars.

    The rows are all numeric targets' figures in the targets' own units, around the bound.
    By hand: one left join to the bounds, the same columns out. `compare` keeps the order
    of the rows, so the join that does is what it is held against; the one that does not
    is given beside it.
    """
    figures, bounds = _figures(rows), _bounds()
    sides: dict[str, Callable[[], object]] = {
        "ours": lambda: rt.compare(figures, _DATASET),
        "by hand": lambda: _by_hand(figures, bounds, keeps_order=True),
        "by hand, order lost": lambda: _by_hand(figures, bounds, keeps_order=False),
        "ours, lazy": lambda: rt.compare(figures.lazy(), _DATASET).collect(),
    }
    ours = rt.compare(figures, _DATASET)
    by_hand = _by_hand(figures, bounds, keeps_order=True)
    _check_alike(ours.select(by_hand.columns), by_hand)
    del ours, by_hand
    best = _best_of(sides, rounds=7)
    return {
        "rows": rows,
        **{f"{name}, s": seconds for name, seconds in best.items()},
        "ratio": best["ours"] / best["by hand"],
        "ratio, lazy": best["ours, lazy"] / best["by hand"],
        "ratio to the join that loses the order": best["ours"] / best["by hand, order lost"],
        "goal": 1.2,
    }


def _figures(rows: int) -> pl.DataFrame:
    targets = [target for target in _DATASET if target.easier_bound is not None]
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


def _bounds() -> pl.DataFrame:
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
            for target in _DATASET
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


def choose(rows: int) -> dict[str, float]:
    """`choose` by the day of publication, against the same work written by hand in polars.

    Two figures each for an indicator, an area and a month, in two spellings of two units;
    half of them were published on one day, so that both stand, and half of those differ. By
    hand: a join to the units' factors, windows over the three columns, a join for the texts.
    """
    figures = _published(rows)
    ours, by_hand = rt.choose(figures, policy="latest"), _chosen_by_hand(figures)
    if not ours.equals(by_hand):
        raise SystemExit("the two sides disagree: the comparison is void")
    del ours, by_hand
    best = _best_of(
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
        indicator=one_of([target.indicator.id for target in _DATASET], thing),
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


def _best_of(sides: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The best time of each side in seconds, the sides taken by turns."""
    best = dict.fromkeys(sides, float("inf"))
    for _ in range(rounds):
        for name, run in sides.items():
            gc.collect()
            start = time.perf_counter()
            result = run()
            best[name] = min(best[name], time.perf_counter() - start)
            del result
    return best


def main() -> None:
    """Run the benchmarks that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="which to run; all if none is given")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--targets", type=int, default=100_000)
    asked = parser.parse_args()
    benchmarks: dict[str, Callable[[], dict[str, float]]] = {
        "load": load,
        "single": single,
        "explain": explain,
        "frame": lambda: frame(asked.rows),
        "rounded": lambda: rounded(asked.rows),
        "outlook": lambda: outlook(asked.rows),
        "choose": lambda: choose(asked.rows),
        "diff": diff,
        "validate": lambda: validate(asked.targets),
    }
    results: dict[str, Any] = {
        "python": platform.python_version(),
        "polars": pl.__version__,
        "cores": os.cpu_count(),
    }
    for name in asked.names or benchmarks:
        results[name] = {key: round(value, 3) for key, value in benchmarks[name]().items()}
        print(name, json.dumps(results[name], indent=2))
    if not asked.names:
        _RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
