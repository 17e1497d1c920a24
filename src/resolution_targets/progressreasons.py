"""Why the method says nothing of a row of a frame: the problem's name, and a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from resolution_targets.columns import VALUE, word
from resolution_targets.lookup import attach
from resolution_targets.plans import temporary
from resolution_targets.progressproblems import ProgressProblem, progress_problem_template
from resolution_targets.progresstables import AMOUNT, IS_RANGE, period_words, promise_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.columns import Columns
    from resolution_targets.progresstables import FrameRequest, Seen

_FACT = re.compile(r"\{(\w+)\}")
_ROW = temporary("row")
_NAMES = ("progress_problem", "progress_reason")


def reasons(
    rows: Any,  # noqa: ANN401  # narwhals over polars
    columns: Columns,
    seen: Seen,
    asked: FrameRequest,
    *,
    is_fine: str,
) -> list[pl.Series]:
    """The problem and the reason of every row; nulls for those that have neither.

    Args:
        rows: The rows, with all temporary columns.
        columns: What the frame has.
        seen: What stands in it.
        asked: What the caller asked for.
        is_fine: The column that says of a row that the method found something.
    """
    native: pl.DataFrame = rows.to_native()
    if native[is_fine].all():
        return [
            pl.Series(name, [None], pl.String).new_from_index(0, len(native)) for name in _NAMES
        ]
    # What was looked up by its number must be quoted as it was written.
    text = pl.col("indicator").cast(pl.String).alias(word("indicator"))
    left_open = native.with_row_index(_ROW).filter(~pl.col(is_fine)).with_columns(text)
    open_rows = nw.from_native(left_open)
    keys = {word("indicator"): "indicator"}
    worded = attach(open_rows, promise_words(seen, asked), keys)
    if columns.has("period"):
        table = period_words(seen, asked)
        worded = attach(worded, table, {**keys, word("period"): "period"})
    facts = dict(_facts(columns, asked))
    nothing: Any = pl.when(pl.lit(value=False)).then(pl.lit(None, pl.String))
    name = reason = nothing
    for shows, problem, sentence in _problems(columns, asked, facts):
        name = name.when(shows).then(problem)
        reason = reason.when(shows).then(sentence)
    said = worded.to_native().select(_ROW, progress_problem=name, progress_reason=reason)
    numbered = native.select(pl.row_index(_ROW))
    joined = numbered.join(said, on=_ROW, how="left", maintain_order="left")
    return [joined[column] for column in _NAMES]


def _problems(
    columns: Columns, asked: FrameRequest, facts: Mapping[str, pl.Expr]
) -> Iterator[tuple[pl.Expr, pl.Expr, pl.Expr]]:
    """What shows each problem, its name and its sentence; the first that shows counts."""
    for shows, problem in _own_problems(columns, asked):
        if isinstance(problem, ProgressProblem):
            template = progress_problem_template(problem, asked.language)
            yield shows, pl.lit(problem.value), _sentence(template, facts)
        else:
            # Worked out for the whole target or period, sentence and all.
            name, reason = (
                pl.col(temporary(f"{problem}_{part}")) for part in ("problem", "reason")
            )
            yield name.is_not_null(), name, reason


def _own_problems(
    columns: Columns, asked: FrameRequest
) -> Iterator[tuple[pl.Expr, ProgressProblem | str]]:
    value, amount = pl.col(VALUE), pl.col(AMOUNT)
    always = pl.lit(value=True)
    yield pl.col(word("indicator")).is_null(), ProgressProblem.NO_INDICATOR
    yield pl.col(temporary("target_area")).is_null(), ProgressProblem.NO_PROMISE
    yield always, "promise"
    if columns.has("unreadable"):
        yield pl.col(word("unreadable")).is_not_null(), ProgressProblem.UNREADABLE
    # Half a range is no figure, and yet something was reported.
    is_range = pl.col(IS_RANGE)
    yield value.is_null() & ~is_range, ProgressProblem.NOT_REPORTED
    if columns.has("passed_over"):
        yield pl.col(word("passed_over")).is_not_null(), ProgressProblem.PASSED_OVER
    yield is_range, ProgressProblem.RANGE
    if columns.is_boolean:
        yield always, ProgressProblem.NOT_A_NUMBER
    if columns.has("unit"):
        yield _is_blank("unit"), ProgressProblem.NO_UNIT
        yield amount.is_null(), ProgressProblem.OTHER_UNIT
    if columns.has("area"):
        yield _is_blank("area"), ProgressProblem.NO_AREA
        is_other = pl.col(word("area")) != pl.col(temporary("target_area"))
        yield is_other, ProgressProblem.OTHER_AREA
    if columns.has("period"):
        yield _is_blank("period"), ProgressProblem.NO_PERIOD
        yield pl.col(temporary("period_name")).is_null(), ProgressProblem.UNKNOWN_PERIOD
    yield amount.is_nan(), ProgressProblem.NAN
    yield amount.is_infinite(), ProgressProblem.INFINITE
    yield always, "baseline"
    if columns.has("period"):
        yield always, "period"
    if asked.rules.is_compound:
        yield amount <= 0, ProgressProblem.NOT_POSITIVE
    # Its figures are finite, and what follows from them is not.
    yield always, ProgressProblem.INFINITE


def _facts(columns: Columns, asked: FrameRequest) -> Iterator[tuple[str, pl.Expr]]:
    """What the sentences say, from the columns."""
    yield "indicator", pl.col(word("indicator"))
    yield "dataset", pl.lit(asked.dataset.label)
    yield "target_unit", pl.col(temporary("target_unit"))
    yield "target_area", pl.col(temporary("target_area"))
    own = {"note": "unreadable", "choice": "passed_over", "unit": "unit", "area": "area"}
    for fact, column in own.items():
        if columns.has(column):
            yield fact, pl.col(word(column))
    period = [pl.col(temporary("target_period"))]
    if columns.has("period"):
        # An empty cell must not read as the target's own period.
        period = [pl.col(temporary("period_name")), pl.col(word("period")), pl.lit("?")]
    yield "period", pl.coalesce(period)


def _is_blank(name: str) -> pl.Expr:
    column = pl.col(word(name))
    return column.is_null() | (column == "")


def _sentence(template: str, facts: Mapping[str, pl.Expr]) -> pl.Expr:
    return pl.format(_FACT.sub("{}", template), *(facts[fact] for fact in _FACT.findall(template)))
