"""Judging a whole frame of figures by a dataset's targets.

One look-up by indicator and unit brings every row its bounds; the rest is expressions
of the frame's own engine. Every row comes out once, judged or with the reason why not.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import narwhals as nw
import polars as pl

from resolution_targets.columns import (
    RANGE_COLUMNS,
    RATE_COLUMN,
    RESULT_COLUMNS,
    prepared,
    word,
)
from resolution_targets.criteria import Reading, Rounding
from resolution_targets.errors import IncompatibleUnitError, UnknownUnitError, near_names
from resolution_targets.judging import factor_to
from resolution_targets.lookup import Table, attach
from resolution_targets.members import as_member
from resolution_targets.outcomes import (
    IS_JUDGED,
    NOTE,
    TARGET,
    Shape,
    changes,
    is_judged,
    outcomes,
)
from resolution_targets.periods import ReferencePeriod, as_period
from resolution_targets.plans import NO_UNIT, facts, plan, temporary
from resolution_targets.rates import as_rates
from resolution_targets.requested import Request
from resolution_targets.spans import attach_spans
from resolution_targets.vocabulary import canonical_unit, format_unit, is_unit
from resolution_targets.wording import Problem, check_language, did_you_mean, problem_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from resolution_targets.columns import Columns
    from resolution_targets.dataset import Dataset
    from resolution_targets.rates import ExchangeRate

FrameT = TypeVar("FrameT")

_UNIT_KEY = temporary("unit_key")
# A note looks for near names, which takes a millisecond; a frame with more odd keys than
# this has them for another reason than a slip of the pen.
_MOST_NOTES = 100
_OPEN = temporary("open_indicator")


def compare(  # noqa: PLR0913  # one parameter for each option
    frame: FrameT,
    dataset: Dataset,
    *,
    period: ReferencePeriod | str | int | None = None,
    reading: Reading | str = Reading.STRICT,
    rounding: Rounding | str = Rounding.EXACT,
    rates: Iterable[ExchangeRate] = (),
    language: str = "en",
) -> FrameT:
    """Every row of a frame with the verdict on it.

    The frame has the columns `indicator` (the id of one) and `value` (a number; 1 or 0 for
    a milestone), and may have `unit` (in any spelling), `area` and `period`. A column that
    is not there stands for the target's own; an empty cell in one that is there does not,
    and is a reason not to judge the row. `status`, how firm the figure is, comes out as
    `observation_status`. `value_upper` is the larger end of a figure that was reported as a
    range, `value` being the smaller; such a frame gets `gap_upper` and `attainment_upper` too.
    `decimals` (of the larger end, `decimals_upper`) says how many decimals a figure was
    written with, where zeros at its end count;
    without it they do not, in a column of type Decimal either.
    `unreadable` and `passed_over`, if there, say of a figure why it could not be read, or why
    another was chosen. All other columns come out as they are.

    Added are `target` (the target's id), `status` ("exceeded", "met", "missed",
    "undecided", "not_reported" or "not_comparable"), `gap` (figure less bound, in `gap_unit`) and
    `attainment` (figure as a share of the bound), and for a row that was not judged
    `problem` (the name of a `Problem`) and `reason` (a sentence).

    Args:
        frame: A polars frame, eager or lazy. An eager frame keeps its order of rows.
        dataset: The targets.
        period: The period whose figures are wanted, if on purpose another than the targets'
            ("which targets for 2025 were already met in 2024?").
        reading: "strict", or "lenient" to let a value on the bound meet "above" and "below", and
            a range count by its better end.
        rounding: "exact", or "published" to let a figure stand for all that is rounded to it:
            93.5 for everything from 93.45 up to, and without, 93.55.
        rates: Exchange rates, at most one for each two currencies; the one that a row needed
            stands in the added column `exchange_rate`.
        language: The language of `reason`, "en" or "vi".

    Returns:
        A frame of the same kind, with as many rows.

    Raises:
        MissingColumnError: There is no column `indicator` or `value`.
        ColumnTypeError: `value` holds no numbers, or a key column no text.
        ColumnClashError: The frame has a column already that this call adds.
        UnsupportedFrameError: It is no polars frame.
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
        rounding=as_member(Rounding, rounding, "rounding"),
        rates=as_rates(rates),
        language=language,
    )
    judged = judge_frame(frame, request)
    native: FrameT = judged.frame.select(*judged.names).to_native()
    return native


@attrs.frozen(kw_only=True)
class JudgedFrame:
    """A frame with the verdict on every row, and all that it was found with.

    Attributes:
        frame: By narwhals, with its own columns, those that a comparison adds, and temporary
            ones.
        columns: What it had when it came.
        names: Its own columns and those that a comparison adds.
        shape: What it has beside.
    """

    frame: Any
    columns: Columns
    names: tuple[str, ...]
    shape: Shape


def judge_frame(native: object, request: Request) -> JudgedFrame:
    """The verdict on every row of a frame, and what it rests on; `compare` says the rest."""
    figures, columns = prepared(native)
    with_units = columns.has("unit")
    table = plan(
        request.dataset, columns.grid, request.reading, request.rates, with_units=with_units
    )
    keyed, keys = _keyed(figures, columns, table)
    bounded = attach(keyed, table, keys)
    if request.has_spans(columns):
        bounded = attach_spans(bounded, columns, request)
    judged = bounded.with_columns(is_judged(columns, request).alias(IS_JUDGED))
    shape = Shape(has_problems=True, has_notes=False)
    # What an eager frame has is free to ask; of a lazy one nothing is known.
    if isinstance(judged, nw.DataFrame):
        shape = Shape(has_problems=not judged[IS_JUDGED].all(), has_notes=False)
        if judged[TARGET].null_count():
            judged = attach(judged, _notes(judged, keys, request), keys)
            shape = Shape(has_problems=True, has_notes=True)
    if shape.has_problems:
        judged = _with_facts(judged, request)
    return JudgedFrame(
        frame=judged.with_columns(*outcomes(columns, request, shape)),
        columns=columns,
        names=(*columns.names, *_added(columns, request)),
        shape=shape,
    )


def _added(columns: Columns, request: Request) -> Iterator[str]:
    yield from RESULT_COLUMNS
    if columns.has("value_upper"):
        yield from RANGE_COLUMNS
    if request.rates:
        yield RATE_COLUMN


def _keyed(figures: Any, columns: Columns, table: Table) -> tuple[Any, dict[str, str]]:  # noqa: ANN401  # narwhals' two kinds of frame share no type with the methods used here
    """The frame with its key columns, and what they are called in the table of bounds."""
    keys = {word("indicator"): "indicator"}
    if not columns.has("unit"):
        return figures, keys
    keys[_UNIT_KEY] = "unit_key"
    (_, usual) = table.words
    # By name where the spelling is none of the usual. Python sees the odd ones only, each
    # once in a batch, so this costs next to nothing and works while a frame is streamed.
    named = (
        pl.col(word("unit"))
        .fill_null(NO_UNIT)
        .map_batches(
            partial(_with_names, usual=usual), return_dtype=pl.String(), is_elementwise=True
        )
    )
    return nw.from_native(figures.to_native().with_columns(named.alias(_UNIT_KEY))), keys


def _with_names(units: pl.Series, *, usual: pl.Enum) -> pl.Series:
    """The spellings, with the canonical name in the place of each unusual one."""
    odd = units.filter(units.cast(usual, strict=False).is_null()).unique()
    known = set(usual.categories)
    names = {
        unit: canonical_unit(unit)
        for unit in odd.to_list()
        # What converts to nothing here stays as it is, for the reason to quote.
        if is_unit(unit) and canonical_unit(unit) in known
    }
    return units.replace(names) if names else units


def _with_facts(judged: Any, request: Request) -> Any:  # noqa: ANN401  # see _keyed
    """What the reasons say of the target, on the rows that have one and were not judged."""
    is_open = nw.when(~nw.col(IS_JUDGED)).then(nw.col(word("indicator"))).alias(_OPEN)
    table = facts(request.dataset, request.language)
    return attach(judged.with_columns(is_open), table, {_OPEN: "indicator"})


def _notes(judged: Any, keys: Mapping[str, str], request: Request) -> Table:  # noqa: ANN401  # see _keyed
    """What is wrong with the first keys that have no bound, and what may have been meant."""
    # These have a sentence of their own.
    levels = changes(request.dataset)
    odd = judged.filter(nw.col(TARGET).is_null(), ~nw.col(word("indicator")).is_null()).select(
        *keys
    )
    found = sorted(key for key in odd.unique().rows() if key[0] not in levels)
    rows = [(*key, _note(*key, request=request)) for key in found[:_MOST_NOTES]]
    schema = dict.fromkeys([*keys.values(), NOTE], pl.String())
    return Table(rows=pl.DataFrame(rows, schema=schema, orient="row"), keys=tuple(keys.values()))


def _note(indicator: str, unit: str = NO_UNIT, *, request: Request) -> str:
    """What is wrong with a key, and what may have been meant."""
    targets = {target.indicator.id: target for target in request.dataset.targets}
    if indicator not in targets:
        sentence = problem_template(Problem.NO_PROMISE, request.language)
        near = near_names(indicator, targets)[:1]
        return sentence.format(indicator=indicator, dataset=request.dataset.label) + did_you_mean(
            near, request.language
        )
    target = targets[indicator]
    try:
        factor_to(target, canonical_unit(unit), request.rates)
    except (UnknownUnitError, IncompatibleUnitError) as error:
        # The error says more than the sentence for a table, but in English only.
        if request.language == "en":
            return str(error)
    sentence = problem_template(Problem.OTHER_UNIT, request.language)
    words = format_unit(target.unit, language=request.language)
    return sentence.format(unit=unit, target_unit=words)
