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


# The values as numbers that compare exactly with the bounds.
VALUE = temporary("value")

_NEEDED = ("indicator", "value")
_WORDS = ("indicator", "unit", "area", "period", "unreadable")
_WORD_TYPES = (nw.String, nw.Categorical, nw.Enum, nw.Unknown)
# A bound may be compared with the value only in a type that holds both.
_LONG_INTEGERS: dict[type[nw.dtypes.DType], Grid] = {
    nw.UInt64: Grid(dtype=pl.UInt64(), scale=0, largest=2**64 - 1, smallest=0),
    nw.Int128: Grid(dtype=pl.Int128(), scale=0, largest=2**127 - 1, smallest=-(2**127)),
    nw.UInt128: Grid(dtype=pl.UInt128(), scale=0, largest=2**128 - 1, smallest=0),
}
_INTEGER = Grid(dtype=pl.Int64(), scale=0, largest=2**63 - 1, smallest=-(2**63))
_FLOAT_CODES: dict[type[nw.dtypes.DType], str] = {nw.Float32: "f", nw.Float16: "e"}


@attrs.frozen(kw_only=True)
class Columns:
    """What a frame of figures has, after renaming.

    Attributes:
        names: All of its own columns, in order.
        grid: The numbers that `value` can hold.
        is_boolean: Whether `value` holds true and false.
    """

    names: tuple[str, ...]
    grid: Grid
    is_boolean: bool

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
        ColumnTypeError: `value` holds no numbers, or a column of words no text.
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
    grid, dtype = _grid(frame, schema["value"])
    if "status" in names:
        frame = frame.rename({"status": "observation_status"})
    figures = frame.with_columns(
        *(nw.col(name).cast(nw.String).alias(word(name)) for name in words),
        nw.col("value").cast(dtype).alias(VALUE),
    )
    kept = tuple("observation_status" if name == "status" else name for name in names)
    return figures, Columns(names=kept, grid=grid, is_boolean=schema["value"] == nw.Boolean)


def _check_clashes(names: list[str]) -> None:
    if "status" in names and "observation_status" in names:
        raise ColumnClashError(
            columns=("status", "observation_status"),
            hint="both would say how firm a figure is; drop or rename one",
        )
    clashing = [
        name
        for name in names
        if (name in RESULT_COLUMNS and name != "status") or name.startswith(temporary(""))
    ]
    if clashing:
        raise ColumnClashError(
            columns=clashing, hint="a comparison adds these; drop or rename them first"
        )


def _grid(frame: Any, dtype: nw.dtypes.DType) -> tuple[Grid, nw.dtypes.DType]:  # noqa: ANN401  # narwhals over whatever came
    """The numbers that a column of this type can hold, and the type to compare in."""
    if dtype == nw.Decimal:
        scale = frame.to_native().collect_schema()["value"].scale or 0
        return Grid(dtype=pl.Decimal(38, scale), scale=scale, largest=10**38 - 1), dtype
    if type(dtype) in _LONG_INTEGERS:
        return _LONG_INTEGERS[type(dtype)], dtype
    if dtype.is_integer():
        return _INTEGER, nw.Int64()
    if dtype.is_float() or isinstance(dtype, (nw.Boolean, nw.Unknown)):
        return Grid(precision=_FLOAT_CODES.get(type(dtype), "d")), nw.Float64()
    raise ColumnTypeError(
        column="value",
        found=f"{dtype}",
        expected="numbers; read_observations turns text to numbers in a locale that you name",
    )
