"""Hypothesis settings, and the data version that most tests ask."""

from __future__ import annotations

import hypothesis
import pytest

import resolution_targets as rt

# The first example imports pint or polars; that is no reason to fail.
hypothesis.settings.register_profile("resolution_targets", deadline=None, print_blob=True)
hypothesis.settings.load_profile("resolution_targets")


@pytest.fixture(scope="session")
def ha_tinh() -> rt.Dataset:
    return rt.load("ha-tinh-2025", version="1.0.0")
