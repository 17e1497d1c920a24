"""Judging a whole frame of figures by a dataset's targets.

One look-up by indicator and unit brings every row its bounds; the rest is expressions
of the frame's own engine. Every row comes out once, judged or with the reason why not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import narwhals as nw
import polars as pl

from resolution_targets.columns import RESULT_COLUMNS, prepared
from resolution_targets.criteria import Reading, as_member
from resolution_targets.errors import IncompatibleUnitError, UnknownUnitError, near_names
from resolution_targets.lookup import Table, attach
from resolution_targets.outcomes import (
    IS_JUDGED,
    NOTE,
    TARGET,
    Request,
    Shape,
    is_judged,
    outcomes,
)
from resolution_targets.periods import ReferencePeriod, as_period
from resolution_targets.plans import NO_UNIT, facts, plan, temporary
from resolution_targets.verdicts import factor_to
from resolution_targets.vocabulary import JOINTS, canonical_unit
from resolution_targets.wording import Problem, check_language, did_you_mean, problem_template

if TYPE_CHECKING:
    from collections.abc import Iterable

    from resolution_targets.columns import Columns
    from resolution_targets.dataset import Dataset

FrameT = TypeVar("FrameT")

_UNIT_KEY = temporary("unit_key")
_OPEN = temporary("open_indicator")


def compare(
    frame: FrameT,
    dataset: Dataset,
    *,
    period: ReferencePeriod | str | int | None = None,
    reading: Reading | str = Reading.STRICT,
    language: str = "en",
) -> FrameT:
    """Every row of a frame with the verdict on it.

    The frame has the columns `indicator` (the id of one) and `value` (a number; 1 or 0 for
    a milestone), and may have `unit` (in any spelling), `area` and `period`. A column that
    is not there stands for the target's own; an empty cell in one that is there does not,
    and is a reason not to judge the row. `status`, how firm the figure is, comes out as
    `observation_status`. `unreadable`, if there, says of a figure why it could not be read.
    All other columns come out as they are.

    Added are `target` (the target's id), `status` ("exceeded", "met", "missed",
    "not_reported" or "not_comparable"), `gap` (figure less bound, in `gap_unit`) and
    `attainment` (figure as a share of the bound), and for a row that was not judged
    `problem` (the name of a `Problem`) and `reason` (a sentence).

    Args:
        frame: A polars frame, eager or lazy. An eager frame keeps its order of rows.
        dataset: The targets.
        period: The period whose figures are wanted, if on purpose another than the targets'
            ("which targets for 2025 were already met in 2024?").
        reading: "strict", or "lenient" to let a value on the bound meet "above" and "below".
        language: The language of `reason`, "en" or "vi".

    Returns:
        A frame of the same kind, with as many rows.

    Raises:
        MissingColumnError: There is no column `indicator` or `value`.
        ColumnTypeError: `value` holds no numbers, or a key column no text.
        ColumnClashError: The frame has a column already that this call adds.
        InvalidPeriodError: `period` names no period.
        UnknownOptionError: `reading` or `language` is not one of its words.
        InvalidFieldError: The dataset has two targets for one indicator.

    Examples:
        >>> import polars as pl, resolution_targets as rt
        >>> figures = pl.DataFrame(
        ...     {"indicator": ["grdp-growth", "export-turnover"], "value": [7.0, 2600.0],
        ...      "unit": ["%", "million USD"]}
        ... )
        >>> rt.compare(figures, rt.load("ha-tinh-2025"))["status"].to_list()
        ['missed', 'met']
    """
    check_language(language)
    request = Request(
        dataset=dataset,
        wanted=None if period is None else as_period(period),
        reading=as_member(Reading, reading, "reading"),
        language=language,
    )
    figures, columns = prepared(nw.from_native(frame))
    judge = _judged_lazily if isinstance(figures, nw.LazyFrame) else _judged_eagerly
    judged, shape = judge(figures, columns, request)
    result = judged.with_columns(*outcomes(columns, request, shape))
    native: FrameT = result.select(*columns.names, *RESULT_COLUMNS).to_native()
    return native


def _judged_lazily(figures: Any, columns: Columns, request: Request) -> tuple[Any, Shape]:  # noqa: ANN401  # narwhals' two kinds of frame share no type with these methods
    """The plan for a lazy frame, made without a look at the data."""
    keyed, keys = _keyed(figures, columns)
    table = _bounds(request, columns)
    folded = _with_spellings_folded(keyed, table) if columns.has("unit") else keyed
    bounded = attach(folded, table, keys)
    judged = bounded.with_columns(is_judged(columns, request).alias(IS_JUDGED))
    return _with_facts(judged, request), Shape(has_problems=True, has_notes=False)


def _judged_eagerly(figures: Any, columns: Columns, request: Request) -> tuple[Any, Shape]:  # noqa: ANN401  # see _judged_lazily
    """The frame with what its rows are judged by, and notes on the odd ones."""
    keyed, keys = _keyed(figures, columns)
    bounded = attach(keyed, _bounds(request, columns), keys)
    notes: list[tuple[str | None, ...]] = []
    if bounded[TARGET].null_count():
        odd = bounded.filter(nw.col(TARGET).is_null()).select(*keys).unique()
        units, notes = _resolved(odd.rows(), request)
        if units:
            bounded = attach(keyed, _bounds(request, columns, units), keys)
    judged = bounded.with_columns(is_judged(columns, request).alias(IS_JUDGED))
    if judged[IS_JUDGED].all():
        return judged, Shape(has_problems=False, has_notes=False)
    if notes:
        rows = pl.DataFrame(notes, schema=[*keys.values(), NOTE], orient="row")
        judged = attach(judged, Table(rows=rows, keys=tuple(keys.values())), keys)
    return _with_facts(judged, request), Shape(has_problems=True, has_notes=bool(notes))


def _keyed(figures: Any, columns: Columns) -> tuple[Any, dict[str, str]]:  # noqa: ANN401  # see _judged_lazily
    """The frame with its key columns, and what they are called in the table of bounds."""
    keys = {"indicator": "indicator"}
    if not columns.has("unit"):
        return figures, keys
    keys[_UNIT_KEY] = "unit_key"
    return figures.with_columns(nw.col("unit").fill_null(NO_UNIT).alias(_UNIT_KEY)), keys


def _bounds(
    request: Request, columns: Columns, units: frozenset[tuple[str, str]] = frozenset()
) -> Table:
    asked = units if columns.has("unit") else None
    return plan(request.dataset, columns.grid, request.reading, units=asked)


def _with_facts(judged: Any, request: Request) -> Any:  # noqa: ANN401  # see _judged_lazily
    """What the reasons say of the target, on the rows that have one and were not judged."""
    is_open = nw.when(~nw.col(IS_JUDGED)).then(nw.col("indicator")).alias(_OPEN)
    return attach(judged.with_columns(is_open), facts(request.dataset), {_OPEN: "indicator"})


def _with_spellings_folded(figures: Any, table: Table) -> Any:  # noqa: ANN401  # see _judged_lazily
    """Bring the units that are no usual spelling to the form of `spelling_key`.

    All others are null in the column that is folded, which costs an engine next to
    nothing; there is no look at the data to plan this.
    """
    usual = table.rows["unit_key"].unique().to_list()
    odd = nw.when(~nw.col(_UNIT_KEY).is_in(usual)).then(nw.col(_UNIT_KEY))
    folded = odd.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    for joint in JOINTS:
        folded = folded.str.replace_all(joint, "/", literal=True)
    key = nw.coalesce(folded, nw.col(_UNIT_KEY)).alias(_UNIT_KEY)
    return _composed(figures).with_columns(key)


def _composed(figures: Any) -> Any:  # noqa: ANN401  # see _judged_lazily
    """Compose letters and accents where the engine can; spellings are kept composed."""
    if not figures.implementation.is_polars():
        return figures
    native = figures.to_native().with_columns(pl.col(_UNIT_KEY).str.normalize("NFC"))
    return nw.from_native(native)


def _resolved(
    odd: Iterable[tuple[str | None, ...]], request: Request
) -> tuple[frozenset[tuple[str, str]], list[tuple[str | None, ...]]]:
    """Of the keys without a bound: those whose unit can be read, and notes on the rest."""
    units: set[tuple[str, str]] = set()
    notes: list[tuple[str | None, ...]] = []
    by_indicator = {target.indicator.id: target for target in request.dataset.targets}
    levels = {target.indicator.change_of for target in request.dataset.targets}
    for indicator, *unit in odd:
        if indicator is None:
            continue
        if indicator in levels:
            continue
        if indicator not in by_indicator:
            near = near_names(indicator, by_indicator)[:1]
            note = problem_template(Problem.NO_PROMISE, request.language).format(
                indicator=indicator, dataset=request.dataset.label
            )
            notes.append((indicator, *unit, note + did_you_mean(near, request.language)))
            continue
        (spelling,) = (text for text in unit if text is not None)
        target = by_indicator[indicator]
        try:
            factor_to(target, canonical_unit(spelling))
            units.add((indicator, spelling))
        except (UnknownUnitError, IncompatibleUnitError) as error:
            if request.language == "en":
                notes.append((indicator, spelling, str(error)))
    return frozenset(units), notes
