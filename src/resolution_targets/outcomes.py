"""What a frame says of each row once it has its bounds: the verdict, or why there is none."""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING

import attrs
import narwhals as nw

from resolution_targets.columns import VALUE, word
from resolution_targets.criteria import Relation, Status
from resolution_targets.periods import ReferencePeriod, same_time_names
from resolution_targets.plans import NO_UNIT, temporary
from resolution_targets.wording import Problem, problem_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.columns import Columns
    from resolution_targets.criteria import Reading
    from resolution_targets.dataset import Dataset

TARGET = temporary("target")
# The target of an open row's indicator, found even where its unit has no bounds.
FACT_TARGET = temporary("fact_target")
IS_JUDGED = temporary("is_judged")
NOTE = temporary("note")

_FACT = re.compile(r"\{(\w+)\}")
_MET_FROM = temporary("met_from")
_BOUND = temporary("bound")


@attrs.frozen(kw_only=True)
class Request:
    """What the caller of a comparison asked for.

    Attributes:
        dataset: The targets.
        wanted: The period that figures must be of; None for the targets' own.
        reading: How "above" and "below" are read.
        language: The language of the reasons.
    """

    dataset: Dataset
    wanted: ReferencePeriod | None
    reading: Reading
    language: str


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
    if columns.has("unreadable"):
        conditions.append(nw.col(word("unreadable")).is_null())
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
    yield _status(columns, shape).alias("status")
    gap = (value - bound) * nw.col(temporary("factor"))
    yield nw.when(counted).then(gap).alias("gap")
    yield nw.when(counted).then(nw.col(temporary("gap_unit"))).alias("gap_unit")
    yield nw.when(counted & (bound > 0)).then(value / bound).alias("attainment")
    none = nw.lit(None, nw.String)
    yield (_problem(columns, request) if shape.has_problems else none).alias("problem")
    yield (_reason(columns, request, shape) if shape.has_problems else none).alias("reason")


def _status(columns: Columns, shape: Shape) -> nw.Expr:
    judged = nw.col(IS_JUDGED)
    found = nw.when(_is_within("exceeded")).then(nw.lit(Status.EXCEEDED.value))
    found = found.when(_is_within("met")).then(nw.lit(Status.MET.value))
    if not shape.has_problems:
        return found.otherwise(nw.lit(Status.MISSED.value))
    is_unreported = nw.col(VALUE).is_null() & ~nw.col(FACT_TARGET).is_null()
    if columns.has("unreadable"):
        is_unreported = is_unreported & nw.col(word("unreadable")).is_null()
    return (
        nw.when(judged)
        .then(found.otherwise(nw.lit(Status.MISSED.value)))
        .when(is_unreported)
        .then(nw.lit(Status.NOT_REPORTED.value))
        .otherwise(nw.lit(Status.NOT_COMPARABLE.value))
    )


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


def _reason(columns: Columns, request: Request, shape: Shape) -> nw.Expr:
    """The sentence that says why a row was not judged; null where it was."""
    facts = dict(_facts(columns, request))
    chain = nw.when(nw.col(IS_JUDGED)).then(nw.lit(None, nw.String))
    for problem, holds in _problems(columns, request):
        sentence = _sentence(problem_template(problem, request.language), facts)
        chain = chain.when(holds).then(sentence)
    if not shape.has_notes:
        return chain
    # A note on the unit must not hide that there is no value to mark with one.
    is_open = ~nw.col(IS_JUDGED) & ~nw.col(VALUE).is_null()
    if columns.has("unreadable"):
        is_open = is_open & nw.col(word("unreadable")).is_null()
    return nw.when(is_open & ~nw.col(NOTE).is_null()).then(nw.col(NOTE)).otherwise(chain)


def _problems(columns: Columns, request: Request) -> Iterator[tuple[Problem, nw.Expr]]:
    """Each problem with what shows it; the first that holds counts."""
    value = nw.col(VALUE)
    yield Problem.NO_INDICATOR, nw.col(word("indicator")).is_null()
    levels = changes(request.dataset)
    if levels:
        yield Problem.ONLY_CHANGE_PROMISED, nw.col(word("indicator")).is_in(list(levels))
    yield Problem.NO_PROMISE, nw.col(FACT_TARGET).is_null()
    if columns.has("unreadable"):
        yield Problem.UNREADABLE, ~nw.col(word("unreadable")).is_null()
    yield Problem.NOT_REPORTED, value.is_null()
    if columns.has("unit"):
        is_marked = ~nw.col(word("unit")).is_null() & (nw.col(word("unit")) != NO_UNIT)
        yield Problem.OTHER_UNIT, nw.col(_MET_FROM).is_null() & is_marked
        yield Problem.NO_UNIT, nw.col(_MET_FROM).is_null()
    if columns.has("area"):
        yield Problem.NO_AREA, _is_blank("area")
        yield Problem.OTHER_AREA, ~_is_wanted_area(request)
    if columns.has("period"):
        yield Problem.NO_PERIOD, _is_blank("period")
        yield Problem.OTHER_PERIOD, ~_is_wanted_period(request)
    if columns.grid.scale is None:
        yield Problem.NAN, value.is_nan()
        yield Problem.INFINITE, ~value.is_finite()
    if columns.is_boolean:
        yield Problem.NOT_A_NUMBER, ~nw.col(temporary("is_milestone"))
    yield Problem.NOT_TRUE_OR_FALSE, ~nw.col(IS_JUDGED)


def _facts(columns: Columns, request: Request) -> Iterator[tuple[str, nw.Expr]]:
    """What the sentences say, null on judged rows so that building them costs little."""
    masked = nw.when(~nw.col(IS_JUDGED))
    own = {"note": "unreadable", "unit": "unit", "area": "area", "period": "period"}
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
    yield "value", masked.then(nw.col(VALUE)).cast(nw.String)
    yield "dataset", masked.then(nw.lit(request.dataset.label))
    yield "target_unit", masked.then(nw.col(temporary("target_unit")))
    yield "target_area", masked.then(nw.col(temporary("target_area")))
    wanted = request.wanted
    period = nw.col(temporary("target_period")) if wanted is None else nw.lit(str(wanted))
    yield "wanted_period", masked.then(period)


def changes(dataset: Dataset) -> dict[str, str]:
    """Indicators that are not promised, to the target for their change."""
    promised = {target.indicator.id for target in dataset.targets}
    return {
        target.indicator.change_of: target.id
        for target in dataset.targets
        if target.indicator.change_of is not None and target.indicator.change_of not in promised
    }


def _sentence(template: str, facts: Mapping[str, nw.Expr]) -> nw.Expr:
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
