"""Codes of words: those of single rows, and those of rows that stand together."""

from __future__ import annotations

import polars as pl
import pytest

from resolution_targets import derivationcodes
from resolution_targets.derivationcodes import coded


@pytest.mark.parametrize(
    "words",
    [
        [],
        [None],
        ["b", "a", None, "b", "c"],
        # Runs, all different; runs of words that come again; and of nothing.
        ["b", "b", "b", "a", "a", "a"],
        ["b", "b", "b", "a", "a", "a", "b", "b", "b"],
        ["b", "b", "b", None, None, None, "a", "a", "a"],
    ],
)
@pytest.mark.parametrize("few", [1, 1000])
def test_every_word_has_a_code(words, few, monkeypatch):
    monkeypatch.setattr(derivationcodes, "_FEW", few)
    codes, distinct = coded(pl.Series(words, dtype=pl.String))
    assert [None if code is None else distinct[code] for code in codes] == words
    assert sorted(distinct) == sorted(set(words) - {None})
