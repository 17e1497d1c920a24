"""Loading, comparing and validating data versions; single figures."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timing import DATASET, best_of

import resolution_targets as rt

if TYPE_CHECKING:
    from collections.abc import Callable


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
    best = best_of(
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
    best = best_of({"ours": lambda: rt.diff(DATASET, newest)}, rounds=50)
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
    target = DATASET["grdp-growth"]
    calls = 20_000

    def many() -> None:
        for _ in range(calls):
            target.compare(7.3)

    return {"microseconds": best_of({"ours": many}, rounds=10)["ours"] / calls * 1e6, "goal": 5.0}


def explain() -> dict[str, float]:
    """`explain` on verdicts and outlooks of many figures, in microseconds for one."""
    targets = [target for target in DATASET if target.easier_bound is not None]
    shares = [0.5 + place / 1999 for place in range(2000)]
    # Two decimals and no two alike, so that no number was formatted before.
    verdicts = [
        targets[place % len(targets)].compare(
            round(float(targets[place % len(targets)].easier_bound or 0) * share, 2)
        )
        for place, share in enumerate(shares)
    ]
    outlooks = [
        DATASET["budget-revenue"].outlook(round(17800 * share, 1), period="2025-9M")
        for share in shares
    ]

    def each(explained: list[Any]) -> Callable[[], object]:
        return lambda: [one.explain("vi") for one in explained]

    best = best_of({"verdict": each(verdicts), "outlook": each(outlooks)}, rounds=7)
    return {
        "verdict, microseconds": best["verdict"] / len(verdicts) * 1e6,
        "outlook, microseconds": best["outlook"] / len(outlooks) * 1e6,
        "goal": 200.0,
    }
