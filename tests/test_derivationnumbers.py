"""Figures of a frame as numbers: a quotient of columns is rounded once."""

from __future__ import annotations

import polars as pl

from resolution_targets.derivationnumbers import quotient


# Divided by a column of one number, polars makes 1.2000000000000002 of 12 tenths.
def test_a_column_of_one_number_divides_like_any_other():
    frame = pl.DataFrame({"over": [12.0, 12.0, None]}).with_columns(under=pl.lit(10.0))
    found = frame.select(quotient(pl.col("over"), pl.col("under"))).to_series()
    assert found.to_list() == [1.2, 1.2, None]
