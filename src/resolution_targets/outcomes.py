"""What a frame says of each row once it has its bounds: the verdict, or why there is none."""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw

from resolution_targets.columns import RATE_COLUMN, VALUE, VALUE_UPPER, word
from resolution_targets.criteria import Relation, Status
from resolution_targets.periods import ReferencePeriod, same_time_names
from resolution_targets.plans import NO_UNIT, temporary
from resolution_targets.spans import is_part, is_whole
from resolution_targets.wording import Problem, problem_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.columns import Columns
    from resolution_targets.dataset import Dataset
    from resolution_targets.requested import Request

TARGET = temporary("target")
# The target of an open row's indicator, found even where its unit has no bounds.
FACT_TARGET = temporary("fact_target")
IS_JUDGED = temporary("is_judged")
NOTE = temporary("note")

# Columns that say why a figure is not to be judged.
_NOTED = ("unreadable", "passed_over")
_FACT = re.compile(r"\{(\w+)\}")
_MET_FROM = temporary("met_from")
_BOUND = temporary("bound")


@attrs.frozen(kw_only=True)
class Shape:
    """Which columns a judged frame has beside its bounds.

    Attributes:
        has_problems: Whether some rows may not be judged; the facts that reasons state of
            the targets are there then.
        has_notes: Whether a note says more about some odd rows.
    """

    has_problems: bool
    has_notes: bool


def is_judged(columns: Columns, request: Request) -> nw.Expr:
    """Whether a row has all that a verdict needs."""
    value, targets = nw.col(VALUE), request.dataset.targets
    conditions = [~nw.col(_MET_FROM).is_null(), ~value.is_null()]
    if columns.grid.scale is None:
        conditions.append(value.is_finite())
    if any(target.criterion.relation is Relation.DONE for target in targets):
        conditions.append(~nw.col(temporary("is_milestone")) | (value == 0) | (value == 1))
    if columns.is_boolean:
        conditions.append(nw.col(temporary("is_milestone")))
    if columns.has("value_upper"):
        conditions.append(_is_range_or_number(columns))
    conditions += [nw.col(word(name)).is_null() for name in _NOTED if columns.has(name)]
    if columns.has("area"):
        conditions.append(_is_wanted_area(request))
    if columns.has("period"):
        conditions.append(_is_wanted_period(request))
    return reduce(lambda both, one: both & one, conditions).fill_null(value=False)


def outcomes(columns: Columns, request: Request, shape: Shape) -> Iterator[nw.Expr]:
    """The columns that a comparison adds."""
    judged, value = nw.col(IS_JUDGED), nw.col(VALUE).cast(nw.Float64)
    bound = nw.col(_BOUND)
    counted = judged & ~bound.is_null()
    target = nw.col(TARGET)
    if shape.has_problems:
        target = nw.coalesce(target, nw.col(FACT_TARGET))
    yield target.alias("target")
    yield _status(columns, request, shape).alias("status")
    factor = nw.col(temporary("factor"))
    yield nw.when(counted).then((value - bound) * factor).alias("gap")
    yield nw.when(counted).then(nw.col(temporary("gap_unit"))).alias("gap_unit")
    yield nw.when(counted & (bound > 0)).then(value / bound).alias("attainment")
    if columns.has("value_upper"):
        upper = nw.col(VALUE_UPPER).cast(nw.Float64)
        yield nw.when(counted).then((upper - bound) * factor).alias("gap_upper")
        yield nw.when(counted & (bound > 0)).then(upper / bound).alias("attainment_upper")
    if request.rates:
        yield rate_in_words(request).alias(RATE_COLUMN)
    none = nw.lit(None, nw.String)
    yield (_problem(columns, request) if shape.has_problems else none).alias("problem")
    yield (reasons(columns, request, shape) if shape.has_problems else none).alias("reason")


def _status(columns: Columns, request: Request, shape: Shape) -> nw.Expr:
    found: Any
    if request.has_spans(columns):
        found = nw.when(is_whole("exceeded")).then(nw.lit(Status.EXCEEDED.value))
        found = found.when(is_whole("met")).then(nw.lit(Status.MET.value))
        found = found.when(is_part()).then(nw.lit(Status.UNDECIDED.value))
    else:
        found = nw.when(_is_within("exceeded")).then(nw.lit(Status.EXCEEDED.value))
        found = found.when(_is_within("met")).then(nw.lit(Status.MET.value))
    judged: nw.Expr = found.otherwise(nw.lit(Status.MISSED.value))
    if not shape.has_problems:
        return judged
    is_unreported = nw.col(VALUE).is_null() & ~nw.col(FACT_TARGET).is_null()
    if columns.has("value_upper"):
        is_unreported = is_unreported & nw.col(VALUE_UPPER).is_null()
    # What stands there and cannot be read is a report; nothing that was passed over is none.
    if columns.has("unreadable"):
        is_unreported = is_unreported & nw.col(word("unreadable")).is_null()
    return (
        nw.when(nw.col(IS_JUDGED))
        .then(judged)
        .when(is_unreported)
        .then(nw.lit(Status.NOT_REPORTED.value))
        .otherwise(nw.lit(Status.NOT_COMPARABLE.value))
    )


def _is_range_or_number(columns: Columns) -> nw.Expr:
    """Whether the larger end of a range, if there is one, makes one."""
    upper = nw.col(VALUE_UPPER)
    is_range = (upper >= nw.col(VALUE)) & ~nw.col(temporary("is_milestone"))
    if columns.grid.scale is None:
        is_range = is_range & upper.is_finite()
    return upper.is_null() | is_range.fill_null(value=False)


def rate_in_words(request: Request) -> nw.Expr:
    """The exchange rate that a judged row needed; null where it needed none."""
    words: Any = nw.lit(None, nw.String)
    place = nw.col(temporary("rate"))
    for number, rate in enumerate(request.rates):
        text = nw.lit(rate.in_words(request.language))
        words = nw.when(nw.col(IS_JUDGED) & (place == number)).then(text).otherwise(words)
    in_words: nw.Expr = words
    return in_words


def _is_within(name: str) -> nw.Expr:
    value = nw.col(VALUE)
    start, stop = (nw.col(temporary(f"{name}_{end}")) for end in ("from", "to"))
    return (value >= start) & (value <= stop)


def _problem(columns: Columns, request: Request) -> nw.Expr:
    """The name of what keeps a row from being judged; null where nothing does."""
    chain = nw.when(nw.col(IS_JUDGED)).then(nw.lit(None, nw.String))
    for problem, holds in _problems(columns, request):
        chain = chain.when(holds).then(nw.lit(problem.value))
    return chain


def reasons(columns: Columns, request: Request, shape: Shape) -> nw.Expr:
    """The sentence that says why a row was not judged; null where it was."""
    facts = dict(_facts(columns, request))
    chain = nw.when(nw.col(IS_JUDGED)).then(nw.lit(None, nw.String))
    for problem, holds in _problems(columns, request):
        said = sentence(problem_template(problem, request.language), facts)
        chain = chain.when(holds).then(said)
    if not shape.has_notes:
        return chain
    # A note on the unit must not hide that there is no value to mark with one, or that
    # another figure was chosen.
    is_open = ~nw.col(IS_JUDGED) & ~nw.col(VALUE).is_null()
    for name in _NOTED:
        if columns.has(name):
            is_open = is_open & nw.col(word(name)).is_null()
    return nw.when(is_open & ~nw.col(NOTE).is_null()).then(nw.col(NOTE)).otherwise(chain)


def _problems(columns: Columns, request: Request) -> Iterator[tuple[Problem, nw.Expr]]:
    """Each problem with what shows it; the first that holds counts."""
    yield from _problems_of_indicator(request)
    yield from _problems_of_presence(columns)
    yield from _problems_of_place(columns, request)
    yield from _problems_of_number(columns)
    yield Problem.NOT_TRUE_OR_FALSE, ~nw.col(IS_JUDGED)


def _problems_of_indicator(request: Request) -> Iterator[tuple[Problem, nw.Expr]]:
    yield Problem.NO_INDICATOR, nw.col(word("indicator")).is_null()
    levels = changes(request.dataset)
    if levels:
        yield Problem.ONLY_CHANGE_PROMISED, nw.col(word("indicator")).is_in(list(levels))
    yield Problem.NO_PROMISE, nw.col(FACT_TARGET).is_null()


def _problems_of_presence(columns: Columns) -> Iterator[tuple[Problem, nw.Expr]]:
    is_null = nw.col(VALUE).is_null()
    if columns.has("unreadable"):
        yield Problem.UNREADABLE, ~nw.col(word("unreadable")).is_null()
    if columns.has("value_upper"):
        yield Problem.HALF_RANGE, is_null & ~nw.col(VALUE_UPPER).is_null()
    yield Problem.NOT_REPORTED, is_null
    if columns.has("passed_over"):
        yield Problem.PASSED_OVER, ~nw.col(word("passed_over")).is_null()


def _problems_of_place(columns: Columns, request: Request) -> Iterator[tuple[Problem, nw.Expr]]:
    if columns.has("unit"):
        is_marked = ~nw.col(word("unit")).is_null() & (nw.col(word("unit")) != NO_UNIT)
        yield Problem.OTHER_UNIT, nw.col(_MET_FROM).is_null() & is_marked
        yield Problem.NO_UNIT, nw.col(_MET_FROM).is_null()
    if columns.has("area"):
        yield Problem.NO_AREA, _is_blank("area")
        yield Problem.OTHER_AREA, ~_is_wanted_area(request)
    if columns.has("period"):
        yield Problem.NO_PERIOD, _is_blank("period")
        if not request.any_period:
            yield Problem.OTHER_PERIOD, ~_is_wanted_period(request)


def _problems_of_number(columns: Columns) -> Iterator[tuple[Problem, nw.Expr]]:
    value, is_milestone = nw.col(VALUE), nw.col(temporary("is_milestone"))
    ends = [value, *([nw.col(VALUE_UPPER)] if columns.has("value_upper") else [])]
    if columns.grid.scale is None:
        yield Problem.NAN, _any([end.is_nan() for end in ends])
        yield Problem.INFINITE, _any([~end.is_finite() for end in ends])
    if columns.is_boolean:
        yield Problem.NOT_A_NUMBER, ~is_milestone
    if columns.has("value_upper"):
        yield Problem.REVERSED_RANGE, _any([nw.col(VALUE_UPPER) < value]) & ~is_milestone


def _any(conditions: list[nw.Expr]) -> nw.Expr:
    """Whether one of them holds; of a null none does."""
    return reduce(
        lambda either, one: either | one, (each.fill_null(value=False) for each in conditions)
    )


def _facts(columns: Columns, request: Request) -> Iterator[tuple[str, nw.Expr]]:
    """What the sentences say, null on judged rows so that building them costs little."""
    masked = nw.when(~nw.col(IS_JUDGED))
    own = {
        "note": "unreadable",
        "choice": "passed_over",
        "unit": "unit",
        "area": "area",
        "period": "period",
    }
    for fact, column in own.items():
        if columns.has(column):
            yield fact, masked.then(nw.col(word(column)))
    yield "indicator", masked.then(nw.col(word("indicator")))
    changed = nw.lit("")
    for level, target in changes(request.dataset).items():
        changed = (
            nw.when(nw.col(word("indicator")) == level).then(nw.lit(target)).otherwise(changed)
        )
    yield "target", masked.then(changed)
    yield "value", _figure(columns, masked)
    yield "dataset", masked.then(nw.lit(request.dataset.label))
    yield "target_unit", masked.then(nw.col(temporary("target_unit")))
    yield "target_area", masked.then(nw.col(temporary("target_area")))
    wanted = request.wanted
    period = nw.col(temporary("target_period")) if wanted is None else nw.lit(str(wanted))
    yield "wanted_period", masked.then(period)


def _figure(columns: Columns, masked: Any) -> nw.Expr:  # noqa: ANN401  # narwhals' When has no public name
    """What stands for the figure, "1.0-2.0" for a range."""
    low: nw.Expr = masked.then(nw.col(VALUE)).cast(nw.String)
    if not columns.has("value_upper"):
        return low
    high = masked.then(nw.col(VALUE_UPPER)).cast(nw.String)
    return nw.concat_str(low, nw.lit("-") + high, ignore_nulls=True)


def changes(dataset: Dataset) -> dict[str, str]:
    """Indicators that are not promised, to the target for their change."""
    promised = {target.indicator.id for target in dataset.targets}
    return {
        target.indicator.change_of: target.id
        for target in dataset.targets
        if target.indicator.change_of is not None and target.indicator.change_of not in promised
    }


def sentence(template: str, facts: Mapping[str, nw.Expr]) -> nw.Expr:
    """A sentence whose facts, in braces, come from columns; null where one of them is."""
    # "the figure is for {area}" -> ["the figure is for ", "area", ""]
    pieces = _FACT.split(template)
    parts = [
        facts[piece] if is_fact else nw.lit(piece)
        for place, piece in enumerate(pieces)
        if (is_fact := place % 2 == 1) or piece
    ]
    return nw.concat_str(parts) if len(parts) > 1 else parts[0]


def _is_blank(name: str) -> nw.Expr:
    column = nw.col(word(name))
    return column.is_null() | (column == "")


def _is_wanted_area(request: Request) -> nw.Expr:
    by_area: dict[str, list[str]] = {}
    for target in request.dataset.targets:
        by_area.setdefault(target.reference_area, []).append(target.id)
    return _any_of([(ids, nw.col(word("area")) == nw.lit(area)) for area, ids in by_area.items()])


def _is_wanted_period(request: Request) -> nw.Expr:
    if request.any_period:
        return ~_is_blank("period")
    by_period: dict[ReferencePeriod, list[str]] = {}
    for target in request.dataset.targets:
        period = request.wanted or target.reference_period
        by_period.setdefault(period, []).append(target.id)
    return _any_of(
        [
            (ids, nw.col(word("period")).is_in(same_time_names(period)))
            for period, ids in by_period.items()
        ]
    )


def _any_of(cases: list[tuple[list[str], nw.Expr]]) -> nw.Expr:
    """Whether the condition holds that goes with a row's target."""
    if len(cases) == 1:
        # All targets are for one area or period, so there is no need to ask for which.
        return cases[0][1]
    each = (nw.col(TARGET).is_in(ids) & holds for ids, holds in cases)
    return reduce(lambda either, one: either | one, each, nw.lit(value=False))
