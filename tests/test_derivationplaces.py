"""Finding numbers among numbers: with a table of places, and without one."""

from __future__ import annotations

import polars as pl
import pytest

from resolution_targets import derivationplaces
from resolution_targets.derivationplaces import (
    grouped,
    ordered,
    places_in,
    repeated,
    side_by_side,
)

_NUMBERS = pl.Series([40, 7, 12, 7, 0, 12, 7])


@pytest.fixture(params=[41, 10**12])
def size(request):
    """What the numbers are below: few enough for a table, or too many."""
    return request.param


def test_numbers_that_repeat(size):
    assert sorted(repeated(_NUMBERS, size)) == [7, 12]
    assert repeated(_NUMBERS.unique(), size).to_list() == []
    assert repeated(_NUMBERS.clear(), 0).to_list() == []


def test_groups_in_the_order_of_the_numbers(size):
    groups, firsts = grouped(_NUMBERS, size)
    assert groups.to_list() == [3, 1, 2, 1, 0, 2, 1]
    assert _NUMBERS.gather(firsts).to_list() == [0, 7, 12, 40]
    assert [len(each) for each in grouped(_NUMBERS.clear(), size)] == [0, 0]


def test_the_order_of_numbers(size):
    assert ordered(pl.Series([40, 7, 0]), size).to_list() == [2, 1, 0]


def test_where_numbers_stand(size):
    found = places_in(pl.Series([12, 0]), pl.Series([0, 1, 12, 0]), size)
    assert found.to_list() == [1, None, 0, 1]


def test_pieces_of_a_table_side_by_side(monkeypatch):
    table = pl.DataFrame({"n": range(7)})
    whole = side_by_side(table, pl.col("n"), text=pl.col("n").cast(pl.String))
    monkeypatch.setattr(derivationplaces, "_ROWS_A_PIECE", 1)
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 3)
    pieces = side_by_side(table, pl.col("n"), text=pl.col("n").cast(pl.String))
    assert pieces.equals(whole)
    assert (pieces.n_chunks(), pieces["text"].to_list()) == (1, list("0123456"))
