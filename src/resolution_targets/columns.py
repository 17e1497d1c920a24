"""The columns of a frame of figures: which there must be, and which kinds they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import narwhals as nw
import polars as pl

from resolution_targets.errors import ColumnClashError, ColumnTypeError, MissingColumnError
from resolution_targets.plans import Grid, temporary

if TYPE_CHECKING:
    from resolution_targets.lookup import Frame

RESULT_COLUMNS = ("target", "status", "gap", "gap_unit", "attainment", "problem", "reason")


# The values as numbers that compare exactly with the bounds.
VALUE = temporary("value")

_NEEDED = ("indicator", "value")
_TEXTS = ("indicator", "unit", "area", "period", "unreadable")
_TEXT_TYPES = (nw.String, nw.Categorical, nw.Enum, nw.Unknown)
_LONG_INTEGERS = (nw.UInt64, nw.Int128, nw.UInt128)


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


def prepared(frame: Frame) -> tuple[Frame, Columns]:
    """The frame with texts as text, values as numbers and `status` renamed.

    Raises:
        MissingColumnError: There is no column `indicator` or `value`.
        ColumnTypeError: `value` holds no numbers, or a column of words no text.
        ColumnClashError: The frame has a column already that a comparison adds.
    """
    schema = frame.collect_schema()
    names = schema.names()
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise MissingColumnError(missing=missing, found=names, where="the frame")
    _check_clashes(names)
    texts = [name for name in _TEXTS if name in names]
    for name in texts:
        # Years come as integers from many readers; they are as good as their text.
        is_year = name == "period" and schema[name].is_integer()
        if not is_year and not isinstance(schema[name], _TEXT_TYPES):
            raise ColumnTypeError(column=name, found=f"{schema[name]}", expected="text")
    grid, dtype = _grid(frame, schema["value"])
    if "status" in names:
        frame = frame.rename({"status": "observation_status"})
    figures = frame.with_columns(
        *(nw.col(name).cast(nw.String) for name in texts if schema[name] != nw.String),
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


def _grid(frame: Frame, dtype: nw.dtypes.DType) -> tuple[Grid, nw.dtypes.DType]:
    """The numbers that a column of this type can hold, and the type to compare in."""
    if dtype == nw.Decimal:
        scale = frame.to_native().collect_schema()["value"].scale or 0
        return Grid(dtype=pl.Decimal(38, scale), scale=scale, largest=10**38 - 1), dtype
    if isinstance(dtype, _LONG_INTEGERS):
        return Grid(dtype=pl.Int128(), scale=0, largest=2**127 - 1), nw.Int128()
    if dtype.is_integer():
        return Grid(dtype=pl.Int64(), scale=0, largest=2**63 - 1), nw.Int64()
    if dtype.is_float() or isinstance(dtype, (nw.Boolean, nw.Unknown)):
        return Grid(is_single=dtype == nw.Float32), nw.Float64()
    raise ColumnTypeError(
        column="value",
        found=f"{dtype}",
        expected="numbers; read_observations turns text to numbers in a locale that you name",
    )
