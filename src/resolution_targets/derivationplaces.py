"""Finding numbers among numbers: by a table with a place for each, where that is not too long.

Hashing and sorting millions of numbers takes longer than all arithmetic on them. Numbers
that are nearly dense, as one for each indicator, area and time mostly is, need neither.
"""

from __future__ import annotations

import polars as pl

# A table this many times as long as the numbers takes less time than sorting them.
_MOST_EMPTY = 4
_ALWAYS_FITS = 4096
# Rows enough for a thread that writes texts.
_ROWS_A_PIECE = 50_000


def repeated(numbers: pl.Series, size: int) -> pl.Series:
    """The numbers that stand there more than once.

    Args:
        numbers: The numbers, from 0.
        size: What all of them are below.
    """
    if not _fits(numbers, size):
        ordered = numbers.sort()
        return ordered.filter((ordered == ordered.shift(1)).fill_null(value=False)).unique()
    last = _table(numbers, size)
    if size - last.null_count() == len(numbers):
        return numbers.clear()
    is_lost = last.gather(numbers) != _counted(numbers)
    return numbers.filter(is_lost).unique()


def ordered(numbers: pl.Series, size: int) -> pl.Series:
    """Where the numbers stand in their order; none of them repeats.

    Args:
        numbers: The numbers, from 0.
        size: What all of them are below.
    """
    return _table(numbers, size).drop_nulls() if _fits(numbers, size) else numbers.arg_sort()


def grouped(numbers: pl.Series, size: int) -> tuple[pl.Series, pl.Series]:
    """For each number its group, in the order of the numbers, and where one of each stands.

    Args:
        numbers: The numbers, from 0.
        size: What all of them are below.
    """
    if not _fits(numbers, size):
        groups = (numbers.rank("dense") - 1).cast(pl.UInt32)
        return groups, _table(groups, groups.n_unique())
    firsts = _table(numbers, size).drop_nulls()
    groups = _table(numbers.gather(firsts), size).gather(numbers)
    return groups, firsts


def places_in(there: pl.Series, wanted: pl.Series, size: int) -> pl.Series:
    """Where each wanted number stands among others, of which none repeats; null where not.

    Args:
        there: The numbers, from 0.
        wanted: Those that are looked for, from 0.
        size: What all of them are below.
    """
    if _fits(wanted, size):
        return _table(there, size).gather(wanted)
    table = pl.DataFrame({"number": there, "place": _counted(there)})
    looked_for = pl.DataFrame({"number": wanted})
    return looked_for.join(table, on="number", how="left", maintain_order="left")["place"]


def side_by_side(table: pl.DataFrame, *columns: pl.Expr, **named: pl.Expr) -> pl.DataFrame:
    """What `select` gives, of pieces of a long table at a time: one for each thread.

    Polars computes columns side by side, but each of them alone; a column of texts takes longer
    than all others together.

    Args:
        table: The table.
        columns: Expressions that look at one row at a time.
        named: The same, by name.
    """
    count = min(pl.thread_pool_size(), table.height // _ROWS_A_PIECE)
    if count <= 1:
        return table.select(*columns, **named)
    size = -(-table.height // count)
    pieces = [
        table.slice(start, size).lazy().select(*columns, **named)
        for start in range(0, table.height, size)
    ]
    return pl.concat(pl.collect_all(pieces), rechunk=True)


def _fits(numbers: pl.Series, size: int) -> bool:
    return size <= max(_MOST_EMPTY * len(numbers), _ALWAYS_FITS)


def _counted(numbers: pl.Series) -> pl.Series:
    return pl.int_range(len(numbers), dtype=pl.UInt32, eager=True)


def _table(numbers: pl.Series, size: int) -> pl.Series:
    """Where each number below a size stands, the last one of equals; null where it does not."""
    none = pl.Series([None], dtype=pl.UInt32).new_from_index(0, size)
    return none.scatter(numbers, _counted(numbers))
