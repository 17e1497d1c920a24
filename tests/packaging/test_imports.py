"""What importing and loading cost: nothing heavy before it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = ("babel", "click", "cattrs", "hypothesis", "narwhals", "pandas", "pint", "polars", "rich")


def _modules_after(code: str) -> set[str]:
    """The modules in memory after a fresh process ran some code."""
    command = [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"]
    # Measuring coverage imports much before the first line of the code.
    env = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    return set(run.stdout.split())


def test_import_and_load_take_nothing_heavy() -> None:
    loaded = _modules_after("import resolution_targets as rt; rt.load('ha-tinh-2025')")
    assert "resolution_targets.dataset" in loaded
    assert not loaded & {*HEAVY, "pathlib", "fractions", "importlib.metadata"}


def test_a_number_in_the_targets_own_unit_is_judged_without_pint() -> None:
    loaded = _modules_after(
        "import resolution_targets as rt; rt.load('ha-tinh-2025')['grdp-growth'].compare(7.3)"
    )
    assert "resolution_targets.verdicts" in loaded
    assert not loaded & set(HEAVY)


def test_heavy_modules_are_told_from_others() -> None:
    # The check above can fail: what needs pint does import it.
    loaded = _modules_after(
        "import resolution_targets as rt; rt.load('ha-tinh-2025')['grdp-growth'].quantity"
    )
    assert "pint" in loaded


@pytest.mark.parametrize("module", ["resolution_targets", "resolution_targets.datapackage"])
def test_modules_import_on_their_own(module: str) -> None:
    assert module in _modules_after(f"import {module}")
