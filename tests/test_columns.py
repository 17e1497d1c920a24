"""The columns of a frame of figures: what there must be, and of which kinds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.columns import RESULT_COLUMNS, VALUE, VALUE_UPPER, prepared

_TWO = {"indicator": ["grdp-growth", None], "value": [7.3, None]}


def _prepared(**columns: Any) -> Any:
    return prepared(pl.DataFrame(columns))


def _refused(error: type[rt.ResolutionTargetsError], **columns: Any) -> str:
    """The message, the same for an eager and a lazy frame."""
    frame = pl.DataFrame(columns)
    with pytest.raises(error) as caught:
        prepared(frame)
    with pytest.raises(error) as lazily:
        prepared(frame.lazy())
    assert str(lazily.value) == str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"value": [7.3]},
            "the frame lacks the column 'indicator'; found 'value'",
        ),
        (
            {"indicators": ["grdp-growth"], "value": [7.3]},
            (
                "the frame lacks the column 'indicator'; found 'indicators', 'value'; "
                "did you mean 'indicators'?"
            ),
        ),
        (
            {"chỉ tiêu": ["grdp-growth"], "giá trị": [7.3]},
            "the frame lacks the columns 'indicator', 'value'; found 'chỉ tiêu', 'giá trị'",
        ),
        ({}, "the frame lacks the columns 'indicator', 'value'; found none"),
        (
            {f"c{n}": [1] for n in range(7)},
            (
                "the frame lacks the columns 'indicator', 'value'; "
                "found 'c0', 'c1', 'c2', 'c3', 'c4' and 2 more"
            ),
        ),
    ],
)
def test_a_missing_column(columns: dict[str, list[Any]], message: str) -> None:
    assert _refused(rt.MissingColumnError, **columns) == message


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["7,3"], "String"),
        ([dt.date(2025, 1, 1)], "Date"),
        ([[7.3]], "List(Float64)"),
        ([b"7.3"], "Binary"),
    ],
)
def test_values_that_are_no_numbers(values: list[Any], found: str) -> None:
    assert _refused(rt.ColumnTypeError, indicator=["grdp-growth"], value=values) == (
        f"column 'value' holds {found}; expected numbers; read_observations turns text to "
        "numbers in a locale that you name"
    )


@pytest.mark.parametrize(
    ("column", "cells", "found"),
    [
        ("indicator", [1], "Int64"),
        ("unit", [1.5], "Float64"),
        ("area", [23], "Int64"),
        ("period", [dt.date(2025, 1, 1)], "Date"),
        ("period", [2025.0], "Float64"),
        ("unreadable", [True], "Boolean"),
    ],
)
def test_words_that_are_no_text(column: str, cells: list[Any], found: str) -> None:
    columns = {"indicator": ["grdp-growth"], "value": [7.3]} | {column: cells}
    assert _refused(rt.ColumnTypeError, **columns) == (
        f"column {column!r} holds {found}; expected text"
    )


@pytest.mark.parametrize("column", ["target", "gap", "gap_unit", "attainment", "problem", "reason"])
def test_a_column_that_a_comparison_adds(column: str) -> None:
    assert _refused(rt.ColumnClashError, **_TWO, **{column: ["mine", "mine"]}) == (
        f"the frame has '{column}': a comparison adds these; drop or rename them first"
    )


def test_columns_that_clash_are_all_named() -> None:
    columns = _TWO | {"reason": ["", ""], "_rt_value": [1, 2], "problem": ["", ""]}
    assert _refused(rt.ColumnClashError, **columns) == (
        "the frame has 'reason', '_rt_value', 'problem': a comparison adds these; drop or rename "
        "them first"
    )


def test_two_columns_for_how_firm_a_figure_is() -> None:
    columns = _TWO | {"status": ["E", "E"], "observation_status": ["A", "A"]}
    assert _refused(rt.ColumnClashError, **columns) == (
        "the frame has 'status', 'observation_status': both would say how firm a figure is; drop "
        "or rename one"
    )


def test_status_says_how_firm_the_figure_is_and_gives_way() -> None:
    frame, columns = _prepared(note=["a", "b"], **_TWO, status=["E", None], last=[1, 2])
    assert columns.names == ("note", "indicator", "value", "observation_status", "last")
    assert frame["observation_status"].to_list() == ["E", None]
    assert columns.has("observation_status")
    assert not columns.has("status")
    assert "status" in RESULT_COLUMNS


# The bounds are of a type that holds every number of the column, and no other.
@pytest.mark.parametrize(
    ("dtype", "scale", "bounds", "kind"),
    [
        (pl.Float64, None, pl.Float64(), pl.Float64),
        (pl.Float32, None, pl.Float64(), pl.Float64),
        (pl.Boolean, None, pl.Float64(), pl.Float64),
        (pl.Null, None, pl.Float64(), pl.Float64),
        (pl.Int8, 0, pl.Int64(), pl.Int64),
        (pl.UInt32, 0, pl.Int64(), pl.Int64),
        (pl.Int64, 0, pl.Int64(), pl.Int64),
        (pl.UInt64, 0, pl.UInt64(), pl.UInt64),
        (pl.UInt128, 0, pl.UInt128(), pl.UInt128),
        (pl.Float16, None, pl.Float64(), pl.Float64),
        (pl.Int128, 0, pl.Int128(), pl.Int128),
        (pl.Decimal(10, 3), 3, pl.Decimal(38, 3), pl.Decimal(10, 3)),
        (pl.Decimal(5, 0), 0, pl.Decimal(38, 0), pl.Decimal(5, 0)),
    ],
)
def test_every_kind_of_number_has_its_grid(
    dtype: Any, scale: int | None, bounds: pl.DataType, kind: Any
) -> None:
    frame = pl.DataFrame(
        {"indicator": ["grdp-growth"], "value": [None]}, schema_overrides={"value": dtype}
    )
    for given in (frame, frame.lazy()):
        figures, columns = prepared(given)
        assert (columns.grid.scale, columns.grid.dtype) == (scale, bounds)
        precision = {pl.Float32: "f", pl.Float16: "e"}.get(dtype, "d")
        assert columns.grid.precision == precision
        assert columns.is_boolean == (dtype == pl.Boolean)
        assert figures.to_native().lazy().collect().schema[VALUE] == kind


def test_values_are_not_changed_on_the_way() -> None:
    figures, _ = _prepared(indicator=["a", "b"], value=[2**53 + 1, -(2**63)])
    assert figures[VALUE].to_list() == [9007199254740993, -9223372036854775808]
    figures, _ = _prepared(indicator=["a"], value=[Decimal("0.10")])
    assert figures[VALUE].to_list() == [Decimal("0.10")]
    figures, _ = _prepared(indicator=["a", "b", "c"], value=[True, False, None])
    assert figures[VALUE].to_list() == [1.0, 0.0, None]


@pytest.mark.parametrize("column", ["gap_upper", "attainment_upper", "exchange_rate"])
def test_a_column_that_a_comparison_may_add(column: str) -> None:
    assert _refused(rt.ColumnClashError, **_TWO, **{column: ["mine", "mine"]}) == (
        f"the frame has '{column}': a comparison adds these; drop or rename them first"
    )


def test_the_larger_end_of_a_range_is_a_number_too() -> None:
    message = _refused(rt.ColumnTypeError, **_TWO, value_upper=["8,5", None])
    assert message == (
        "column 'value_upper' holds String; expected numbers; read_observations turns text to "
        "numbers in a locale that you name"
    )


@pytest.mark.parametrize("cells", [[1.0, None], ["1", None], [True, None]])
def test_decimals_are_counts(cells: list[Any]) -> None:
    message = _refused(rt.ColumnTypeError, **_TWO, decimals=cells)
    found = pl.Series(cells).dtype
    assert message == f"column 'decimals' holds {found}; expected counts of decimals"


@pytest.mark.parametrize(
    ("value", "upper", "dtype"),
    [
        (pl.Int64, pl.Int64, pl.Int64),
        (pl.Int32, pl.Int32, pl.Int64),
        (pl.Decimal(10, 2), pl.Decimal(10, 2), pl.Decimal(10, 2)),
        # Two kinds of numbers meet in floats.
        (pl.Int64, pl.Float64, pl.Float64),
        (pl.Decimal(10, 2), pl.Decimal(10, 3), pl.Float64),
        (pl.Float32, pl.Float64, pl.Float64),
        (pl.Float64, pl.Null, pl.Float64),
    ],
)
def test_both_ends_are_compared_as_one_kind_of_number(value: Any, upper: Any, dtype: Any) -> None:
    frame = pl.DataFrame(
        {"indicator": ["grdp-growth"], "value": [None], "value_upper": [None]},
        schema={"indicator": pl.String, "value": value, "value_upper": upper},
    )
    figures, columns = prepared(frame)
    native = figures.to_native()
    assert (native.schema[VALUE], native.schema[VALUE_UPPER]) == (dtype, dtype)
    assert columns.is_integer == (dtype == pl.Int64)
