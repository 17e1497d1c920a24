"""The slow and obvious oracle of frames: each row on its own, by the scalar."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

import resolution_targets as rt
from resolution_targets.rates import factor_at
from resolution_targets.wording import Problem

if TYPE_CHECKING:
    import polars as pl

_NO = "not_comparable"


class Outcome(NamedTuple):
    """What is found for one figure."""

    target: str | None
    status: str
    problem: str | None
    gap: Any = None
    attainment: Any = None
    gap_upper: Any = None
    attainment_upper: Any = None
    exchange_rate: str | None = None


class Prospect(NamedTuple):
    """What an outlook finds for one figure."""

    pace: str | None
    outlook_problem: str | None
    attained_share: float | None = None
    expected_share: float | None = None
    required: float | None = None
    required_unit: str | None = None
    projected: float | None = None
    projected_upper: float | None = None
    projected_unit: str | None = None
    projected_status: str | None = None
    projection_method: str | None = None


def outcomes(frame: pl.DataFrame) -> list[Outcome]:
    """What a comparison found, row by row."""
    return [Outcome(**row) for row in _rows(frame, Outcome)]


def prospects(frame: pl.DataFrame) -> list[Prospect]:
    """What an outlook found, row by row."""
    return [Prospect(**row) for row in _rows(frame, Prospect)]


def _rows(frame: pl.DataFrame, kind: Any) -> list[dict[str, Any]]:
    return frame.select(name for name in kind._fields if name in frame.columns).to_dicts()


def assert_bits(found: Outcome | Prospect, expected: Outcome | Prospect) -> None:
    """Equal, every number to the last bit."""
    assert found == expected
    for one, other in zip(found, expected, strict=True):
        if isinstance(one, float):
            assert struct.pack("d", one) == struct.pack("d", other)


def judged_alone(  # noqa: PLR0913  # the options of a comparison
    dataset: rt.Dataset,
    row: dict[str, Any],
    period: str | None = None,
    reading: str = "strict",
    *,
    rounding: str = "exact",
    rates: tuple[rt.ExchangeRate, ...] = (),
) -> Outcome:
    """One row, by the words of `compare` and with the scalar's verdict."""
    indicator = row["indicator"]
    target = _target(dataset, row)
    if target is None:
        levels = {one.indicator.change_of for one in dataset} - {None}
        unknown = Problem.ONLY_CHANGE_PROMISED if indicator in levels else Problem.NO_PROMISE
        return Outcome(None, _NO, Problem.NO_INDICATOR if indicator is None else unknown)
    full = _full(target, row, period)
    problem = _problem(target, full, rates)
    if problem is not None:
        is_open = problem is Problem.NOT_REPORTED
        return Outcome(target.id, "not_reported" if is_open else _NO, problem)
    wanted = rt.parse_period(period) if period else target.reference_period
    if not (_is_period(full["period"]) and rt.parse_period(full["period"]).is_same_time(wanted)):
        return Outcome(target.id, _NO, Problem.OTHER_PERIOD)
    no_range = _no_range(target, full)
    if no_range is not None:
        return Outcome(target.id, _NO, no_range)
    options = {"period": period, "reading": reading, "rounding": rounding, "rates": rates}
    try:
        verdict = target.compare(_observation(target, full), **options)
    except rt.InvalidValueError:
        return Outcome(target.id, _NO, Problem.NOT_A_NUMBER)
    return Outcome(
        target.id,
        verdict.status,
        verdict.problem,
        verdict.gap,
        verdict.attainment,
        verdict.gap_upper,
        verdict.attainment_upper,
        None if verdict.rate is None else str(verdict.rate),
    )


def foreseen_alone(
    dataset: rt.Dataset, row: dict[str, Any], *, rates: tuple[rt.ExchangeRate, ...], **options: Any
) -> Prospect:
    """One row, by the words of `outlook` and with the scalar's outlook."""
    target = _target(dataset, row)
    if target is None:
        return Prospect(None, "not_judged")
    full = _full(target, row, None)
    if _problem(target, full, rates) or _no_range(target, full) or _is_odd(target, full):
        return Prospect(None, "not_judged")
    if not _is_period(full["period"]):
        return Prospect(None, "other_year")
    found = target.outlook(_observation(target, full), rates=rates, **options)
    return Prospect(
        found.pace,
        found.problem,
        found.attained_share,
        None if found.expected_share is None else float(found.expected_share),
        found.required,
        found.required_unit,
        found.projected,
        found.projected_upper,
        found.projected_unit,
        found.projected_status,
        found.projection_method,
    )


def _target(dataset: rt.Dataset, row: dict[str, Any]) -> rt.Target | None:
    return next((one for one in dataset if one.indicator.id == row["indicator"]), None)


def _full(target: rt.Target, row: dict[str, Any], period: str | None) -> dict[str, Any]:
    # A column that is not there stands for the target's own.
    own = {
        "value_upper": None,
        "unit": target.unit,
        "area": target.reference_area,
        "period": period or str(target.reference_period),
    }
    return own | row


def _observation(target: rt.Target, full: dict[str, Any]) -> rt.Observation:
    return rt.Observation(
        indicator=full["indicator"],
        reference_area=full["area"],
        reference_period=full["period"],
        value=full["value"],
        value_upper=full["value_upper"],
        unit=full["unit"] or target.unit,
    )


def _problem(
    target: rt.Target, row: dict[str, Any], rates: tuple[rt.ExchangeRate, ...]
) -> Problem | None:
    """What keeps a row from becoming an observation of the target, but for its period."""
    unit, is_milestone = row["unit"], target.criterion.relation is rt.Relation.DONE
    is_empty = row["value"] is None
    holds = {
        Problem.HALF_RANGE: is_empty and row["value_upper"] is not None,
        Problem.NOT_REPORTED: is_empty,
        Problem.NO_UNIT: not unit and not is_milestone,
        Problem.OTHER_UNIT: bool(unit) and not _converts(unit, target.unit, rates),
        Problem.NO_AREA: row["area"] is None,
        Problem.OTHER_AREA: row["area"] != target.reference_area,
        Problem.NO_PERIOD: row["period"] is None,
    }
    return next((problem for problem, does in holds.items() if does), None)


def _no_range(target: rt.Target, row: dict[str, Any]) -> Problem | None:
    """Why two finite numbers are no range that an observation takes."""
    ends = (row["value"], row["value_upper"])
    if row["value_upper"] is None or not all(map(math.isfinite, ends)):
        return None
    if target.criterion.relation is rt.Relation.DONE:
        return Problem.NOT_TRUE_OR_FALSE
    return Problem.REVERSED_RANGE if ends[0] > ends[1] else None


def _is_odd(target: rt.Target, row: dict[str, Any]) -> bool:
    """Whether the scalar's verdict says why a figure is not to be judged."""
    ends = [end for end in (row["value"], row["value_upper"]) if end is not None]
    is_milestone = target.criterion.relation is rt.Relation.DONE
    return not all(map(math.isfinite, ends)) or (is_milestone and ends[0] not in {0, 1})


def _converts(unit: str, to: str, rates: tuple[rt.ExchangeRate, ...]) -> bool:
    try:
        factor_at(unit, to, rates)
    except (rt.UnknownUnitError, rt.IncompatibleUnitError):
        return False
    return True


def _is_period(text: str | None) -> bool:
    try:
        rt.parse_period(str(text))
    except rt.InvalidPeriodError:
        return False
    return True
