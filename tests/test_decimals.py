"""Decimals of a column, held against those of the numbers one by one."""

from __future__ import annotations

from decimal import Decimal

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from resolution_targets import testing
from resolution_targets.decimals import decimals_of, decimals_of_exact
from resolution_targets.numerals import published_decimals


def _column(values: list[float]) -> list[int | None]:
    frame = nw.from_native(pl.DataFrame({"value": values}, schema={"value": pl.Float64}))
    return frame.select(decimals=decimals_of(nw.col("value")))["decimals"].to_list()


def test_decimals_of_a_column():
    assert _column([93.5, 17900.0, 0.15055, -26.53, 0.0, 1 / 3, 1e15]) == [
        *(1, 0, 5, 2, 0, None, None)
    ]


@given(st.lists(testing.numbers().map(float) | st.floats(-1e12, 1e12), min_size=1))
def test_a_column_has_the_decimals_of_its_numbers(values):
    assert _column(values) == [published_decimals(value) for value in values]


@given(st.integers(1 - 10**15, 10**15 - 1), st.integers(0, 9))
def test_decimals_of_what_was_written(digits, places):
    written = Decimal(digits).scaleb(-places)
    shortest = max(0, -written.normalize().as_tuple().exponent)
    assert published_decimals(float(written)) == shortest
    assert published_decimals(written) == places


@given(st.lists(st.tuples(st.integers(1 - 10**17, 10**17 - 1), st.integers(0, 9)), min_size=1))
def test_a_column_of_decimals_counts_no_zeros_at_the_end(written):
    values = [Decimal(digits).scaleb(-places) for digits, places in written]
    frame = nw.from_native(pl.DataFrame({"value": values}, schema={"value": pl.Decimal(38, 9)}))
    found = frame.select(decimals=decimals_of_exact(nw.col("value")))["decimals"].to_list()
    assert found == [max(0, -value.normalize().as_tuple().exponent) for value in values]


def test_decimals_that_nobody_publishes():
    values = [Decimal("0.1234567891"), Decimal("0.1234567890")]
    frame = nw.from_native(pl.DataFrame({"value": values}, schema={"value": pl.Decimal(38, 10)}))
    found = frame.select(decimals=decimals_of_exact(nw.col("value")))["decimals"].to_list()
    assert found == [None, 9]
