"""Attaching the rows of a small table to the rows of a large frame, one for each."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENTRY = "_rt_entry"
# Beyond this the index of a table takes more room than it saves time: 40 MB.
_MOST_SLOTS = 10_000_000


@attrs.frozen(eq=False)
class Table:
    """A small table to be looked up in, with what makes that fast.

    Attributes:
        rows: The entries, far fewer than the frames that are looked up in it have rows.
        keys: Its key columns, of text; together unique, and never null.
    """

    rows: pl.DataFrame
    keys: tuple[str, ...]

    @cached_property
    def values(self) -> pl.DataFrame:
        """The columns that are no keys."""
        return self.rows.select(pl.exclude(*self.keys))

    @cached_property
    def words(self) -> tuple[pl.Enum, ...]:
        """The words of each key."""
        return tuple(pl.Enum(self.rows[key].unique(maintain_order=True)) for key in self.keys)

    @cached_property
    def size(self) -> int:
        """How many combinations of words there are, used or not."""
        return math.prod(len(words.categories) for words in self.words)

    @cached_property
    def entry_of_slot(self) -> pl.Series:
        """The row for each combination of words; null where there is none."""
        slots = self.rows.select(self.slot(self.keys)).to_series()
        entries = pl.Series([None], dtype=pl.UInt32).new_from_index(0, self.size)
        return entries.scatter(slots, pl.int_range(len(slots), dtype=pl.UInt32, eager=True))

    def slot(self, columns: tuple[str, ...]) -> pl.Expr:
        """The number of the combination of words that stands in some columns."""
        first, *rest = (
            # A word that the table does not have becomes null, and so does the slot.
            pl.col(column).cast(words, strict=False).to_physical().cast(pl.UInt32)
            for column, words in zip(columns, self.words, strict=True)
        )
        slot = first
        for code, words in zip(rest, self.words[1:], strict=True):
            slot = slot * len(words.categories) + code
        return slot.alias("slot")


def attach(frame: Any, table: Table, keys: Mapping[str, str]) -> Any:  # noqa: ANN401  # eager or lazy, as it came
    """The frame with the values of the table's row that has the same keys; else nulls.

    Every row comes out once, in order.

    Args:
        frame: A narwhals frame over polars, eager or lazy.
        table: What to look up.
        keys: The frame's key columns, of text, to the table's, in the table's order.
    """
    native = frame.to_native()
    if table.size > _MOST_SLOTS:
        rows: Any = table.rows.lazy() if isinstance(native, pl.LazyFrame) else table.rows
        on: Any = {"left_on": list(keys), "right_on": list(keys.values())}
        return nw.from_native(native.join(rows, how="left", maintain_order="left", **on))
    # A left join that keeps the order costs polars four times one that does not. Keys of
    # few values are small numbers in disguise: number them, and index the table.
    entries = pl.lit(table.entry_of_slot).gather(table.slot(tuple(keys)))
    return attach_rows(frame, table.values, entries)


def attach_rows(frame: Any, rows: pl.DataFrame, number: pl.Expr) -> Any:  # noqa: ANN401  # see attach
    """The frame with the columns of the row whose number an expression gives; else nulls.

    Args:
        frame: A narwhals frame over polars, eager or lazy.
        rows: What to take the values from.
        number: The number of a row, from 0; null where there is none.
    """
    numbered = frame.to_native().with_columns(number.alias(_ENTRY))
    values = [
        pl.lit(column).gather(pl.col(_ENTRY)).alias(column.name) for column in rows.get_columns()
    ]
    return nw.from_native(numbered.with_columns(*values))
