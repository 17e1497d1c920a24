"""Speed, as ratios within one run: the machine may be shared, the ratio holds all the same.

    make bench                        all of it, a few minutes
    python benchmarks/run.py --rows 1000000 frame

Each side is run by turns and its best time counts, since noise only ever adds. The
results are printed and written to `benchmarks/results.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from choices import choose
from comparisons import frame, rounded
from derivations import derive
from outlooks import outlook
from packages import diff, explain, load, single, validate
from progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable

_RESULTS = Path(__file__).with_name("results.json")


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
        "progress": lambda: progress(asked.rows),
        "derive": lambda: derive(asked.rows),
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
