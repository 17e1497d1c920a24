"""What every benchmark shares: sides taken by turns, the same answer, and their ratio."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import resolution_targets as rt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

DATASET = rt.load("ha-tinh-2025", version="1.0.0")


def best_of(sides: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
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


def check_alike(ours: pl.DataFrame, by_hand: pl.DataFrame) -> None:
    """Stop unless both sides give the same answer."""
    if not ours.equals(by_hand):
        raise SystemExit("the two sides disagree: the comparison is void")


def ratio_of(rows: int, best: Mapping[str, float]) -> dict[str, float]:
    """The seconds of each side, and how much longer ours takes than the one by hand."""
    return {
        "rows": rows,
        **{f"{name}, s": seconds for name, seconds in best.items()},
        "ratio": best["ours"] / best["by hand"],
        "goal": 1.3,
    }
