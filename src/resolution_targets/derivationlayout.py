"""The columns of a frame to derive from: which there must be, and what comes out."""

from __future__ import annotations

from typing import Any

import attrs
import polars as pl

from resolution_targets.errors import (
    ColumnClashError,
    ColumnTypeError,
    MissingColumnError,
    UnsupportedFrameError,
)
from resolution_targets.plans import temporary

ADDED = ("derived_from", "disagreement", "derivation_problem", "derivation_reason")
_NEEDED = ("indicator", "value", "period")
_STATUS_NAMES = ("status", "observation_status")
_WORDS = ("indicator", "unit", "area", "period", *_STATUS_NAMES, "unreadable", "passed_over")
_NUMBERS = ("value", "value_upper")
_WORD_TYPES = (pl.String, pl.Categorical, pl.Enum, pl.Null)


@attrs.frozen(kw_only=True)
class Layout:
    """What a frame has, and what comes out.

    Attributes:
        schema: The columns that come out, with their types.
        status: The column that says how firm a figure is; None if there is none.
        was_derived: Whether the frame has derived rows already.
    """

    schema: pl.Schema
    status: str | None
    was_derived: bool

    def has(self, name: str) -> bool:
        """Whether the frame has this column."""
        return name in self.schema


def layout_of(native: Any) -> Layout:  # noqa: ANN401  # whatever a user gives
    """What a frame has.

    Raises:
        UnsupportedFrameError: It is no polars frame.
        MissingColumnError: There is no column `indicator`, `value` or `period`.
        ColumnTypeError: `value` or `value_upper` holds no numbers, `decimals` no integers, or
            a column of words no text.
        ColumnClashError: The frame has a column already that deriving adds.
    """
    if not isinstance(native, (pl.DataFrame, pl.LazyFrame)):
        raise UnsupportedFrameError(found=f"{type(native).__module__}.{type(native).__name__}")
    schema = native.collect_schema()
    names = schema.names()
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise MissingColumnError(missing=missing, found=names, where="the frame")
    there = [name for name in ADDED if name in names]
    _check_clashes(names, there)
    kept: dict[str, pl.DataType] = dict(schema)
    for name in _WORDS:
        dtype = schema.get(name)
        is_year = name == "period" and dtype is not None and dtype.is_integer()
        if dtype is None or is_year:
            continue
        if not isinstance(dtype, _WORD_TYPES):
            raise ColumnTypeError(column=name, found=f"{dtype}", expected="text")
        # An enumeration need not have the words of the rows that are added.
        if not isinstance(dtype, pl.Categorical):
            kept[name] = pl.String()
    _check_numbers(schema)
    if not schema["value"].is_float():
        kept["value"] = pl.Float64()
    status = next((name for name in _STATUS_NAMES if name in names), None)
    kept |= dict.fromkeys(ADDED, pl.String())
    return Layout(schema=pl.Schema(kept), status=status, was_derived=bool(there))


def _check_numbers(schema: pl.Schema) -> None:
    for name in _NUMBERS:
        dtype = schema.get(name, pl.Null())
        if not (dtype.is_float() or dtype.is_integer() or isinstance(dtype, pl.Null)):
            raise ColumnTypeError(
                column=name,
                found=f"{dtype}",
                expected=f"floats or whole numbers; cast it with pl.col('{name}').cast(pl.Float64)",
            )
    counts = schema.get("decimals", pl.Null())
    if not (counts.is_integer() or isinstance(counts, pl.Null)):
        raise ColumnTypeError(column="decimals", found=f"{counts}", expected="counts of decimals")


def _check_clashes(names: list[str], there: list[str]) -> None:
    if all(name in names for name in _STATUS_NAMES):
        raise ColumnClashError(
            columns=_STATUS_NAMES,
            hint="both would say how firm a figure is; drop or rename one",
        )
    # All of them are there in a frame that was derived before; it may be derived again.
    clashing = there if 0 < len(there) < len(ADDED) else []
    clashing = [*clashing, *(name for name in names if name.startswith(temporary("")))]
    if clashing:
        raise ColumnClashError(
            columns=clashing, hint="deriving adds these; drop or rename them first"
        )
