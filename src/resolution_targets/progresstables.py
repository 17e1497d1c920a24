"""The tables that the rows of a frame look progress up in, made by the code for single values."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
import polars as pl

from resolution_targets.assessments import RefusedError, check_case, with_baseline
from resolution_targets.errors import IncompatibleUnitError, InvalidPeriodError
from resolution_targets.lookup import Table
from resolution_targets.observations import Observation
from resolution_targets.periods import ReferencePeriod, parse_period
from resolution_targets.plans import temporary
from resolution_targets.progresschecks import PERIOD_CHECKS, PROMISE_CHECKS, Case
from resolution_targets.progressmethods import METHODS
from resolution_targets.units import exact_factor, nearest_float
from resolution_targets.vocabulary import format_unit, is_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from resolution_targets.dataset import Dataset
    from resolution_targets.progresschecks import Options
    from resolution_targets.progressmethods import Band, Method, ProgressMethod
    from resolution_targets.targets import Target

# A value in its target's unit, as a float.
AMOUNT = temporary("amount")
IS_READY = temporary("is_ready")
IS_TIMELY = temporary("is_timely")
IS_BASELINE = temporary("is_baseline")
IS_RANGE = temporary("is_range")
# The columns of the figures that are reported for the baselines' times.
BASELINE_FIGURE = ("indicator", "value", "is_range", "unit")


@attrs.frozen(kw_only=True)
class FrameRequest:
    """What the caller asked of a frame.

    Attributes:
        dataset: The targets, one for each indicator.
        method: The method.
        baseline: The period to count from; None for the year before each target's.
        options: What the caller added, by indicator.
        own_bands: The caller's bands; None for the method's.
        language: The language of the reasons.
    """

    dataset: Dataset
    method: ProgressMethod
    baseline: ReferencePeriod | None
    options: Mapping[str, Options]
    own_bands: tuple[Band, ...] | None
    language: str

    @property
    def rules(self) -> Method:
        """The method's formula, and what it needs."""
        return METHODS[self.method]

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands that values are put in, the best first."""
        return self.own_bands or self.rules.bands

    def baseline_of(self, target: Target) -> ReferencePeriod:
        """The period that a target's change is counted from."""
        return self.baseline or ReferencePeriod(year=target.reference_period.year - 1)


class _Reported(NamedTuple):
    """What a row reports for a baseline's time: a number, or a range."""

    value: Any
    is_range: bool
    unit: str | None


@attrs.frozen(kw_only=True)
class TargetEntry:
    """A target with its baseline, or why the method says nothing of it.

    Attributes:
        case: The target and the baseline, as far as there is one.
        promise: What is wrong with the method for this promise; None if nothing is.
        baseline: What is wrong with the baseline; None if nothing is.
    """

    case: Case
    promise: RefusedError | None = None
    baseline: RefusedError | None = None


@attrs.frozen(kw_only=True)
class Seen:
    """What a frame has of what the tables need.

    Attributes:
        units: The texts that stand for units, each once.
        periods: The texts that stand for periods, each once.
        has_units: Whether it says its units; else they are the targets' own.
        entries: The targets with their baselines, once those are known.
    """

    units: tuple[str, ...]
    periods: tuple[str, ...]
    has_units: bool
    entries: tuple[TargetEntry, ...] = ()

    def with_entries(self, figures: pl.DataFrame, asked: FrameRequest) -> Seen:
        """The same with the targets and their baselines.

        Args:
            figures: The figures for the baselines' times, of the columns `BASELINE_FIGURE`.
            asked: What the caller asked for.
        """
        found: dict[str, list[_Reported]] = {}
        for indicator, *reported in figures.select(BASELINE_FIGURE).rows():
            found.setdefault(indicator, []).append(_Reported(*reported))
        entries = (
            _entry(target, found.get(target.indicator.id, []), self, asked)
            for target in asked.dataset.targets
        )
        return attrs.evolve(self, entries=tuple(entries))


def target_table(seen: Seen, asked: FrameRequest) -> Table:
    """The terms of the formula that hang on the target alone, by indicator.

    Returns:
        A row for each `indicator`, with `is_ready`, `gap_unit` where the method's value is in
        it, and the terms as floats, all as temporary columns.
    """
    own = [name for name in asked.rules.terms if name != "elapsed"]
    rows = [_target_row(entry, own, asked) for entry in seen.entries]
    schema: dict[str, Any] = {
        "indicator": pl.String(),
        IS_READY: pl.Boolean(),
        temporary("gap_unit"): pl.String(),
        **{temporary(name): pl.Float64() for name in own},
    }
    table = pl.DataFrame(rows, schema=schema, orient="row")
    if asked.rules.unit is not None:
        table = table.drop(temporary("gap_unit"))
    return Table(rows=table, keys=("indicator",))


def unit_table(seen: Seen, asked: FrameRequest) -> Table:
    """What a value in some unit is multiplied with and divided by, by indicator and unit.

    Returns:
        A row for each `indicator` and `unit` that converts to its target's, with `over` and
        `under` as temporary columns.
    """
    known = [unit for unit in seen.units if is_unit(unit)]
    rows = [
        (target.indicator.id, unit, float(factor.numerator), float(factor.denominator))
        for target in asked.dataset.targets
        # The target's own unit, so that no indicator is without an entry.
        for unit in dict.fromkeys((*known, target.unit))
        for factor in _factors(unit, target.unit)
    ]
    schema = {
        "indicator": pl.String(),
        "unit": pl.String(),
        temporary("over"): pl.Float64(),
        temporary("under"): pl.Float64(),
    }
    return Table(rows=pl.DataFrame(rows, schema=schema, orient="row"), keys=("indicator", "unit"))


def period_table(seen: Seen, asked: FrameRequest) -> Table:
    """What a period means for a target, by indicator and the period's text.

    Returns:
        A row for each `indicator` and `period`, with `is_timely`, `is_baseline` and, where the
        formula needs it, `elapsed` as temporary columns.
    """
    columns: dict[str, pl.DataType] = {
        IS_TIMELY: pl.Boolean(),
        IS_BASELINE: pl.Boolean(),
        temporary("elapsed"): pl.Float64(),
    }
    rows = [
        (
            *times,
            text,
            period_problem(case, asked) is None,
            _is_baseline(case, asked),
            float(case.elapsed),
        )
        for times, text, case in _period_cases(seen, asked)
    ]
    table = _for_each_indicator(rows, columns, asked)
    if "elapsed" not in asked.rules.terms:
        table = table.drop(temporary("elapsed"))
    return Table(rows=table, keys=("indicator", "period"))


def promise_words(seen: Seen, asked: FrameRequest) -> Table:
    """What the sentences say of a target, by indicator.

    Returns:
        A row for each `indicator`, with `target_unit`, `target_area`, `target_period` and, of
        what is wrong with promise and baseline, `promise_problem`, `promise_reason`,
        `baseline_problem` and `baseline_reason`, as temporary columns.
    """
    language = asked.language
    rows = [
        {
            "indicator": target.indicator.id,
            temporary("target_unit"): format_unit(target.unit, language=language),
            temporary("target_area"): target.reference_area,
            temporary("target_period"): str(target.reference_period),
            **_said("promise", entry.promise, language),
            **_said("baseline", entry.baseline, language),
        }
        for entry in seen.entries
        for target in (entry.case.target,)
    ]
    names = ("target_unit", "target_area", "target_period", *_SAID["promise"], *_SAID["baseline"])
    schema = dict.fromkeys(("indicator", *map(temporary, names)), pl.String())
    return Table(rows=pl.DataFrame(rows, schema=schema), keys=("indicator",))


def period_words(seen: Seen, asked: FrameRequest) -> Table:
    """What is wrong with a period, by indicator and the period's text.

    Returns:
        A row for each `indicator` and `period` that can be read, with `period_name` and, of
        what is wrong with it, `period_problem` and `period_reason`, as temporary columns.
    """
    names = map(temporary, ("period_name", *_SAID["period"]))
    rows = [
        (
            *times,
            text,
            str(case.period),
            *_said("period", period_problem(case, asked), asked.language).values(),
        )
        for times, text, case in _period_cases(seen, asked)
    ]
    table = _for_each_indicator(rows, dict.fromkeys(names, pl.String()), asked)
    return Table(rows=table, keys=("indicator", "period"))


def period_problem(case: Case, asked: FrameRequest) -> RefusedError | None:
    """What is wrong with a figure's period; None if nothing is."""
    try:
        check_case(PERIOD_CHECKS, asked.rules, case)
    except RefusedError as refused:
        return refused
    return None


_SAID = {part: (f"{part}_problem", f"{part}_reason") for part in ("promise", "baseline", "period")}


def _said(part: str, refused: RefusedError | None, language: str) -> dict[str, str | None]:
    said = (None, None) if refused is None else (refused.problem.value, refused.reason(language))
    return dict(zip(map(temporary, _SAID[part]), said, strict=True))


def _target_row(
    entry: TargetEntry, own: list[str], asked: FrameRequest
) -> tuple[str | bool | float | None, ...]:
    case = entry.case
    is_ready = entry.promise is None and entry.baseline is None
    # A milestone has no bound, and a promise without its baseline no terms to be used.
    terms = case.terms(asked.rules) if is_ready else None
    numbers = [None if terms is None else nearest_float(getattr(terms, name)) for name in own]
    # From a baseline next to zero the required growth may be beyond all floats.
    is_ready = is_ready and not any(number is not None and math.isinf(number) for number in numbers)
    return (case.target.indicator.id, is_ready, case.target.gap_unit, *numbers)


def _entry(
    target: Target, figures: list[_Reported], seen: Seen, asked: FrameRequest
) -> TargetEntry:
    case = Case(target=target, options=asked.options[target.indicator.id])
    try:
        check_case(PROMISE_CHECKS, asked.rules, case)
    except RefusedError as refused:
        return TargetEntry(case=case, promise=refused)
    if not asked.rules.needs_baseline:
        return TargetEntry(case=case)
    period = asked.baseline_of(target)
    reported = tuple(_observations(target, period, figures, has_units=seen.has_units))
    try:
        return TargetEntry(case=with_baseline(case, asked.rules, reported, period))
    except RefusedError as refused:
        return TargetEntry(case=case, baseline=refused)


def _observations(
    target: Target,
    period: ReferencePeriod,
    figures: list[_Reported],
    *,
    has_units: bool,
) -> Iterator[Observation]:
    """The figures for a target's baseline whose unit is one."""
    for value, is_range, unit in figures:
        own = unit if has_units else target.unit
        if own is not None and is_unit(own):
            yield Observation(
                indicator=target.indicator.id,
                reference_area=target.reference_area,
                reference_period=period,
                value=value,
                # That it is a range is all that is asked of one.
                value_upper=Decimal("Infinity") if is_range else None,
                unit=own,
            )


def _times(target: Target) -> tuple[str, bool]:
    """All of a target that decides what a period means for it."""
    return str(target.reference_period), target.indicator.accumulates


def _period_cases(seen: Seen, asked: FrameRequest) -> Iterator[tuple[tuple[str, bool], str, Case]]:
    """Each kind of target with each period of the frame that can be read, and its text."""
    periods = {text: period for text in seen.periods for period in _parsed(text)}
    for times, target in {_times(target): target for target in asked.dataset.targets}.items():
        start = asked.baseline_of(target) if asked.rules.needs_baseline else None
        # The target's own period, so that no indicator is without an entry.
        own = {str(target.reference_period): target.reference_period}
        for text, period in (own | periods).items():
            yield times, text, Case(target=target, baseline_period=start, period=period)


def _for_each_indicator(
    rows: list[tuple[Any, ...]], columns: Mapping[str, pl.DataType], asked: FrameRequest
) -> pl.DataFrame:
    """The rows for kinds of targets, once for every indicator whose target is of that kind."""
    kind: dict[str, Any] = {"target_period": pl.String(), "accumulates": pl.Boolean()}
    kinds = pl.DataFrame(
        [(target.indicator.id, *_times(target)) for target in asked.dataset.targets],
        schema={"indicator": pl.String(), **kind},
        orient="row",
    )
    schema = {**kind, "period": pl.String(), **columns}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    joined = kinds.join(table, on=list(kind), how="left", maintain_order="left")
    return joined.select("indicator", "period", *columns)


def _is_baseline(case: Case, asked: FrameRequest) -> bool:
    start, period = case.baseline_period, case.period
    return (
        asked.rules.needs_baseline
        and start is not None
        and period is not None
        and period.is_same_time(start)
    )


def _parsed(text: str) -> Iterator[ReferencePeriod]:
    """The period that a text names; nothing where it names none."""
    try:
        yield parse_period(text)
    except InvalidPeriodError:
        return


def _factors(unit: str, to: str) -> Iterator[Fraction]:
    """The factor between two units; nothing where they do not convert."""
    try:
        yield exact_factor(unit, to)
    except IncompatibleUnitError:
        return
