"""Speed, as ratios within one run: the machine may be shared, the ratio holds all the same.

    make bench                        all of it, a few minutes
    python benchmarks/run.py --rows 1000000 frame

Each side is run by turns and its best time counts, since noise only ever adds. The
results are printed and written to `benchmarks/results.json`.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import resolution_targets as rt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_RESULTS = Path(__file__).with_name("results.json")
_DATASET = rt.load("ha-tinh-2025", version="1.0.0")


def load() -> dict[str, float]:
    """A fresh process that imports the package and loads the data, against `import attrs`."""
    work = "import resolution_targets as rt; rt.load('ha-tinh-2025')"
    # Installed packages come compiled; a checkout must be allowed to compile once too.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def process(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True, env=env)

    best = _best_of({"attrs": process("import attrs"), "ours": process(work)}, rounds=60)
    return {
        "import attrs, ms": best["attrs"] * 1e3,
        "import and load, ms": best["ours"] * 1e3,
        "ratio": best["ours"] / best["attrs"],
        "goal": 1.5,
    }


def single() -> dict[str, float]:
    """`target.compare(7.3)`, in microseconds."""
    target = _DATASET["grdp-growth"]
    calls = 20_000

    def many() -> None:
        for _ in range(calls):
            target.compare(7.3)

    return {"microseconds": _best_of({"ours": many}, rounds=10)["ours"] / calls * 1e6, "goal": 5.0}


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
    if not ours.select(by_hand.columns).equals(by_hand):
        raise SystemExit("the two sides disagree: the comparison is void")
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
    parser.add_argument("names", nargs="*", help="load, single, frame; all if none is given")
    parser.add_argument("--rows", type=int, default=10_000_000)
    asked = parser.parse_args()
    benchmarks: dict[str, Callable[[], dict[str, float]]] = {
        "load": load,
        "single": single,
        "frame": lambda: frame(asked.rows),
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
