"""The columns of a frame of figures: which there must be, and which kinds they may be."""

from __future__ import annotations

from typing import Any

import attrs
import narwhals as nw
import polars as pl

from resolution_targets.errors import (
    ColumnClashError,
    ColumnTypeError,
    MissingColumnError,
    UnsupportedFrameError,
)
from resolution_targets.plans import Grid, temporary

RESULT_COLUMNS = ("target", "status", "gap", "gap_unit", "attainment", "problem", "reason")
# What is added for a frame that reports ranges, and for one that is judged at exchange rates.
RANGE_COLUMNS = ("gap_upper", "attainment_upper")
RATE_COLUMN = "exchange_rate"

# The values as numbers that compare exactly with the bounds.
VALUE = temporary("value")
VALUE_UPPER = temporary("value_upper")
# How many decimals a figure, and the larger end of a range, was written with.
DECIMALS, DECIMALS_UPPER = temporary("decimals"), temporary("decimals_upper")

_ADDED = (*RESULT_COLUMNS, *RANGE_COLUMNS, RATE_COLUMN)
_NEEDED = ("indicator", "value")
_WORDS = ("indicator", "unit", "area", "period", "unreadable", "passed_over")
_WORD_TYPES = (nw.String, nw.Categorical, nw.Enum, nw.Unknown)
# A bound may be compared with the value only in a type that holds both.
_LONG_INTEGERS: dict[type[nw.dtypes.DType], Grid] = {
    nw.UInt64: Grid(dtype=pl.UInt64(), scale=0, largest=2**64 - 1, smallest=0),
    nw.Int128: Grid(dtype=pl.Int128(), scale=0, largest=2**127 - 1, smallest=-(2**127)),
    nw.UInt128: Grid(dtype=pl.UInt128(), scale=0, largest=2**128 - 1, smallest=0),
}
_INTEGER = Grid(dtype=pl.Int64(), scale=0, largest=2**63 - 1, smallest=-(2**63))
_NUMBERS = "numbers; read_observations turns text to numbers in a locale that you name"
_FLOAT_CODES: dict[type[nw.dtypes.DType], str] = {nw.Float32: "f", nw.Float16: "e"}


@attrs.frozen(kw_only=True)
class Columns:
    """What a frame of figures has, after renaming.

    Attributes:
        names: All of its own columns, in order.
        grid: The numbers that `value` can hold.
        is_boolean: Whether `value` holds true and false.
        is_integer: Whether `value` holds integers.
    """

    names: tuple[str, ...]
    grid: Grid
    is_boolean: bool
    is_integer: bool

    def has(self, name: str) -> bool:
        """Whether the frame has this column."""
        return name in self.names


def word(name: str) -> str:
    """The temporary column that has a column of words as text."""
    return temporary(f"word_{name}")


def prepared(native: object) -> tuple[Any, Columns]:
    """A frame, by narwhals, with words as text, values as numbers and `status` renamed.

    The frame's own columns stay as they are; what is judged by stands beside them.

    Raises:
        UnsupportedFrameError: It is no polars frame.
        MissingColumnError: There is no column `indicator` or `value`.
        ColumnTypeError: `value` or `value_upper` holds no numbers, their decimals no integers, or
            a column of words no text.
        ColumnClashError: The frame has a column already that a comparison adds.
    """
    frame: Any = nw.from_native(native, pass_through=True)
    if frame is native or not frame.implementation.is_polars():
        raise UnsupportedFrameError(found=f"{type(native).__module__}.{type(native).__name__}")
    schema = frame.collect_schema()
    names = schema.names()
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise MissingColumnError(missing=missing, found=names, where="the frame")
    _check_clashes(names)
    words = [name for name in _WORDS if name in names]
    for name in words:
        # Years come as integers from many readers; they are as good as their text.
        is_year = name == "period" and schema[name].is_integer()
        if not is_year and not isinstance(schema[name], _WORD_TYPES):
            raise ColumnTypeError(column=name, found=f"{schema[name]}", expected="text")
    counts = {"decimals": DECIMALS, "decimals_upper": DECIMALS_UPPER}
    for name in counts.keys() & names:
        # A column of nulls is of no type yet.
        if not (schema[name].is_integer() or isinstance(schema[name], nw.Unknown)):
            found = f"{schema[name]}"
            raise ColumnTypeError(column=name, found=found, expected="counts of decimals")
    grid, dtype = _grid(frame, schema)
    if "status" in names:
        frame = frame.rename({"status": "observation_status"})
    numbers = {"value": VALUE, "value_upper": VALUE_UPPER}
    figures = frame.with_columns(
        *(nw.col(name).cast(nw.String).alias(word(name)) for name in words),
        *(nw.col(name).cast(dtype).alias(temp) for name, temp in numbers.items() if name in names),
        *(
            nw.col(name).cast(nw.Int64).alias(temp)
            for name, temp in counts.items()
            if name in names
        ),
    )
    kept = tuple("observation_status" if name == "status" else name for name in names)
    columns = Columns(
        names=kept,
        grid=grid,
        is_boolean=schema["value"] == nw.Boolean,
        is_integer=dtype.is_integer(),
    )
    return figures, columns


def _check_clashes(names: list[str]) -> None:
    if "status" in names and "observation_status" in names:
        raise ColumnClashError(
            columns=("status", "observation_status"),
            hint="both would say how firm a figure is; drop or rename one",
        )
    clashing = [
        name
        for name in names
        if (name in _ADDED and name != "status") or name.startswith(temporary(""))
    ]
    if clashing:
        raise ColumnClashError(
            columns=clashing, hint="a comparison adds these; drop or rename them first"
        )


def _grid(frame: Any, schema: Any) -> tuple[Grid, nw.dtypes.DType]:  # noqa: ANN401  # narwhals over whatever came
    """The numbers that the figures can be, and the type to compare in."""
    dtype = schema["value"]
    found = [(name, schema[name]) for name in ("value", "value_upper") if name in schema]
    for name, given in found:
        if not (given.is_numeric() or isinstance(given, (nw.Boolean, nw.Unknown))):
            raise ColumnTypeError(column=name, found=f"{given}", expected=_NUMBERS)
    if any(given != dtype for _, given in found):
        # Two kinds of numbers meet in floats.
        return Grid(), nw.Float64()
    if dtype == nw.Decimal:
        scale = frame.to_native().collect_schema()["value"].scale or 0
        return Grid(dtype=pl.Decimal(38, scale), scale=scale, largest=10**38 - 1), dtype
    if type(dtype) in _LONG_INTEGERS:
        return _LONG_INTEGERS[type(dtype)], dtype
    if dtype.is_integer():
        return _INTEGER, nw.Int64()
    return Grid(precision=_FLOAT_CODES.get(type(dtype), "d")), nw.Float64()
