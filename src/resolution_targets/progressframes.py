"""Progress of whole frames: every row by the tables of its target and of its period.

What does not hang on a row is worked out once, by the code for single values: a table of
targets, one entry for each indicator, and a table of periods, one for each indicator and
period that the frame has. The rows look both up.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from resolution_targets.columns import VALUE, VALUE_UPPER, prepared, word
from resolution_targets.errors import ColumnClashError, InvalidFieldError, MissingColumnError
from resolution_targets.lookup import attach
from resolution_targets.plans import temporary
from resolution_targets.progressmethods import Terms
from resolution_targets.progressreasons import reasons
from resolution_targets.progresstables import (
    AMOUNT,
    BASELINE_FIGURE,
    IS_BASELINE,
    IS_RANGE,
    IS_READY,
    IS_TIMELY,
    FrameRequest,
    Seen,
    period_table,
    target_table,
    unit_table,
)

if TYPE_CHECKING:
    from resolution_targets.columns import Columns
    from resolution_targets.lookup import Table
    from resolution_targets.progressmethods import Term

_NOTES = ("unreadable", "passed_over")
_READ = ("indicator", "value", "value_upper", "unit", "area", "period", *_NOTES)
_ADDED: dict[str, pl.DataType] = {
    "progress": pl.Float64(),
    "progress_unit": pl.String(),
    "progress_band": pl.String(),
    "progress_problem": pl.String(),
    "progress_reason": pl.String(),
}
_VALUE = temporary("progress")
_IS_FINE = temporary("is_fine")
_INDICATOR = word("indicator")
# A table with more slots than this may be joined to instead, which wants text for text.
_MOST_SLOTS = 1_000_000
# More than anyone reports for one indicator and time, unless they disagree.
_MOST_BASELINES = 1000
# A root in floats ends in dust; what is 0.95 exactly is to be 0.95.
_BAND_DECIMALS = 12


class _Columns:
    """The arithmetic of columns of floats."""

    def power(self, base: Term, exponent: Term) -> Term:
        return base**exponent

    def within(self, value: Term, low: int, high: int) -> Term:
        return value.clip(low, high)

    def larger(self, one: Term, other: Term) -> Term:
        return nw.max_horizontal(one, other)

    def size(self, value: Term) -> Term:
        return value.abs()

    def choose(self, condition: Term, then: int, otherwise: Term) -> Term:
        return nw.when(condition).then(nw.lit(float(then))).otherwise(otherwise)


def frame_progress(frame: object, asked: FrameRequest) -> Any:  # noqa: ANN401  # a frame of the same kind
    """The frame with the columns of progress; `progress` says what it takes and raises."""
    if not isinstance(frame, (pl.DataFrame, pl.LazyFrame)):
        # It says which type is not supported.
        return prepared(frame)
    schema = frame.collect_schema()
    needed = ("indicator", "value", *(("period",) if asked.rules.needs_baseline else ()))
    missing = [name for name in needed if name not in schema]
    if missing:
        raise MissingColumnError(missing=missing, found=schema.names(), where="the frame")
    clashing = [name for name in schema if name in _ADDED]
    if clashing:
        raise ColumnClashError(
            columns=clashing, hint="progress adds these; drop or rename them first"
        )
    _check_one_target_each(asked)
    if isinstance(frame, pl.DataFrame):
        return _with_progress(frame, asked)
    # What is wrong with the columns is said now, not when the frame is collected.
    prepared(frame.select(_read(schema.names())))
    # A baseline may stand in any row, so the rows have to be seen together.
    return frame.map_batches(
        lambda rows: _with_progress(rows, asked),
        schema={**schema, **_ADDED},
        predicate_pushdown=False,
        projection_pushdown=False,
        slice_pushdown=False,
    )


def _check_one_target_each(asked: FrameRequest) -> None:
    seen: set[str] = set()
    for target in asked.dataset.targets:
        indicator = target.indicator.id
        if indicator in seen:
            raise InvalidFieldError(
                field=f"the targets of {asked.dataset.label}",
                value=indicator,
                expected="one target for each indicator; keep one area and period with "
                "attrs.evolve(ds, targets=...)",
            )
        seen.add(indicator)


def _read(names: list[str]) -> list[str]:
    return [name for name in _READ if name in names]


def _with_progress(frame: pl.DataFrame, asked: FrameRequest) -> pl.DataFrame:
    figures, columns = prepared(frame.select(_read(frame.columns)))
    # The indicators are looked up several times, and numbers are found faster than text.
    known = pl.Enum([target.indicator.id for target in asked.dataset.targets])
    numbered = pl.col(_INDICATOR).cast(known, strict=False)
    rows = nw.from_native(figures.to_native().with_columns(numbered))
    seen = _seen(rows, columns)
    rows = _with_amounts(rows, columns, seen, asked)
    if columns.has("period"):
        rows = _looked_up(rows, period_table(seen, asked), "period")
    seen = seen.with_entries(_baselines(rows, columns, asked), asked)
    rows = _looked_up(rows, target_table(seen, asked))
    terms = Terms(
        current=nw.col(AMOUNT), **{name: nw.col(temporary(name)) for name in asked.rules.terms}
    )
    rows = rows.with_columns(asked.rules.formula(terms, _Columns()).alias(_VALUE))
    rows = rows.with_columns(_is_fine(columns, asked).alias(_IS_FINE))
    added = rows.select(**_outcomes(terms, asked)).to_native()
    return frame.hstack([*added, *reasons(rows, columns, seen, asked, is_fine=_IS_FINE)])


def _looked_up(rows: Any, table: Table, *others: str) -> Any:  # noqa: ANN401  # narwhals over polars
    """The rows with what the table has for their indicators and other words."""
    if table.size > _MOST_SLOTS:
        rows = rows.with_columns(nw.col(_INDICATOR).cast(nw.String))
    return attach(rows, table, {word(key): key for key in ("indicator", *others)})


def _seen(rows: Any, columns: Columns) -> Seen:  # noqa: ANN401  # see _looked_up
    """The units and periods that the frame has, each once."""
    words = {
        name: tuple(sorted(rows[word(name)].unique().drop_nulls().to_list()))
        for name in ("unit", "period")
        if columns.has(name)
    }
    return Seen(
        units=words.get("unit", ()),
        periods=words.get("period", ()),
        has_units=columns.has("unit"),
    )


def _with_amounts(rows: Any, columns: Columns, seen: Seen, asked: FrameRequest) -> Any:  # noqa: ANN401  # see _looked_up
    """The rows with their values in the targets' units; null where there is no such value."""
    value = nw.col(VALUE).cast(nw.Float64)
    if columns.has("unit"):
        rows = _looked_up(rows, unit_table(seen, asked), "unit")
        # Floats hold the whole numbers that factors are made of: 57 / 100 is the float
        # nearest to 0.57, and 57 * 0.01 is another one.
        value = value * nw.col(temporary("over")) / nw.col(temporary("under"))
    return rows.with_columns(value.alias(AMOUNT), _is_range(columns).alias(IS_RANGE))


def _is_range(columns: Columns) -> nw.Expr:
    """Whether a row reports more than one number, or half a range; 8 to 8 is the number 8."""
    # True is no end of a range.
    if columns.is_boolean or not columns.has("value_upper"):
        return nw.lit(value=False)
    value, upper = nw.col(VALUE), nw.col(VALUE_UPPER)
    is_number = (upper == value) & upper.cast(nw.Float64).is_finite()
    return ~upper.is_null() & ~is_number.fill_null(value=False)


def _baselines(rows: Any, columns: Columns, asked: FrameRequest) -> pl.DataFrame:  # noqa: ANN401  # see _looked_up
    """What is reported for the baselines' times, of the columns `BASELINE_FIGURE`, each once."""
    if not asked.rules.needs_baseline:
        return pl.DataFrame(schema=dict.fromkeys(BASELINE_FIGURE, pl.String()))
    is_wanted = nw.col(IS_BASELINE) & ~nw.col(VALUE).is_null() & _is_without_note(columns)
    if columns.has("area"):
        is_wanted = is_wanted & _is_own_area(asked)
    figures: pl.DataFrame = rows.filter(is_wanted).to_native()
    each = figures.select(
        "value",
        indicator=pl.col(_INDICATOR).cast(pl.String),
        is_range=pl.col(IS_RANGE),
        unit=pl.col(word("unit")) if columns.has("unit") else pl.lit(None, pl.String()),
    ).unique(maintain_order=True)
    return each.group_by("indicator", maintain_order=True).head(_MOST_BASELINES)


def _is_without_note(columns: Columns) -> nw.Expr:
    """Whether no column says that a row's figure is not to be used."""
    notes = (nw.col(word(name)).is_null() for name in _NOTES if columns.has(name))
    return reduce(lambda both, one: both & one, notes, nw.lit(value=True))


def _is_own_area(asked: FrameRequest) -> nw.Expr:
    """Whether a row is about the area of its indicator's target."""
    areas = {target.reference_area for target in asked.dataset.targets}
    found = nw.col(word("area"))
    if len(areas) == 1:
        return (found == areas.pop()).fill_null(value=False)
    by_indicator = {one.indicator.id: one.reference_area for one in asked.dataset.targets}
    wanted = nw.col(word("indicator")).replace_strict(
        by_indicator, default=None, return_dtype=nw.String
    )
    return (found == wanted).fill_null(value=False)


def _is_fine(columns: Columns, asked: FrameRequest) -> nw.Expr:
    """Whether a row has all that the method needs."""
    fine = nw.col(IS_READY) & nw.col(AMOUNT).is_finite() & nw.col(_VALUE).is_finite()
    fine = fine & _is_without_note(columns) & ~nw.col(IS_RANGE)
    if columns.has("period"):
        fine = fine & nw.col(IS_TIMELY)
    if columns.has("area"):
        fine = fine & _is_own_area(asked)
    if asked.rules.is_compound:
        fine = fine & (nw.col(AMOUNT) > 0)
    if columns.is_boolean:
        fine = fine & nw.lit(value=False)
    return fine.fill_null(value=False)


def _outcomes(terms: Terms, asked: FrameRequest) -> dict[str, nw.Expr]:
    """The columns that say what the method found."""
    fine, rules = nw.col(_IS_FINE), asked.rules
    unit = nw.col(temporary("gap_unit")) if rules.unit is None else nw.lit(rules.unit)
    return {
        "progress": nw.when(fine).then(nw.col(_VALUE)),
        "progress_unit": nw.when(fine).then(unit),
        "progress_band": _band(terms, asked),
    }


def _band(terms: Terms, asked: FrameRequest) -> nw.Expr:
    *higher, lowest = asked.bands or (None,)
    if lowest is None:
        return nw.lit(None, nw.String)
    value = nw.col(_VALUE).round(_BAND_DECIMALS)
    chain: Any = nw.when(~nw.col(_IS_FINE)).then(nw.lit(None, nw.String))
    if asked.rules.reached is not None:
        is_reached = (terms.current - terms.bound) * terms.sign >= 0
        chain = chain.when(is_reached).then(nw.lit(asked.rules.reached.word))
    for band in higher:
        chain = chain.when(value >= float(band.least or 0)).then(nw.lit(band.word))
    banded: nw.Expr = chain.otherwise(nw.lit(lowest.word))
    return banded
