"""The table that figures for part of a year are joined to: what is expected by then.

One row for each target, unit and period of the target's year, so that the expected bound
is brought to the figure exactly, as the bound of a year is.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from resolution_targets.outlooks import (
    AHEAD,
    CARRIED_FORWARD,
    ahead_factor,
    has_path,
    is_whole_year,
    monthly_unit,
    path_rule,
)
from resolution_targets.outlookwords import OutlookProblem
from resolution_targets.periods import parts_of_year
from resolution_targets.plans import cases, interval, nothing, temporary
from resolution_targets.profiles import profile_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from resolution_targets.criteria import Reading
    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.plans import Case, Grid, Number
    from resolution_targets.profiles import Profile
    from resolution_targets.requested import Request

# The closed intervals of a figure that is not behind, ahead, and would exceed.
INTERVALS = ("pace", "ahead", "projected")
_WHOLE = Fraction(1)
_SCHEMA: Mapping[str, pl.DataType] = {
    "wanted_period": pl.String(),
    "obstacle": pl.String(),
    "is_path": pl.Boolean(),
    "is_cumulative": pl.Boolean(),
    "share": pl.Float64(),
    "months_left": pl.Float64(),
    "method": pl.String(),
    "required_unit": pl.String(),
    "projected_unit": pl.String(),
}


def period_names(request: Request) -> tuple[str, ...]:
    """Every period of the targets' years, in the order of the table's rows."""
    years = sorted({target.reference_period.year for target in request.dataset.targets})
    return tuple(str(part) for year in years for part in parts_of_year(year))


def outlook_plan(
    request: Request,
    grid: Grid,
    profile: Profile | Mapping[str, Profile],
    margin: Decimal,
    *,
    with_units: bool,
) -> pl.DataFrame:
    """What is expected of every target, in every unit, by every period of its year.

    Args:
        request: What was asked for.
        grid: The numbers that the column of figures can hold.
        profile: How a year's amount is expected to come in, or one for each indicator.
        margin: How far past the path, as a share of it, still counts as on track.
        with_units: Whether the figures name their units.

    Returns:
        For each of the `cases` a row for each of `period_names`, and one more for any other
        period; its columns, named as temporary ones, are those of the schema, and `pace`,
        `ahead` and `projected`, each `_from` and `_to`. Periods of another year than the
        target's have nulls for all but `wanted_period`.
    """
    profiles = tuple(
        profile_for(target.indicator.id, profile) for target in request.dataset.targets
    )
    return _plan(request, grid, profiles, margin, with_units)


@lru_cache(maxsize=16)
def _plan(
    request: Request,
    grid: Grid,
    profiles: tuple[Profile, ...],
    margin: Decimal,
    with_units: bool,  # noqa: FBT001  # a key of the cache
) -> pl.DataFrame:
    by_target = {
        target.id: profile
        for target, profile in zip(request.dataset.targets, profiles, strict=True)
    }
    years = sorted({target.reference_period.year for target in request.dataset.targets})
    periods = [part for year in years for part in parts_of_year(year)]
    rows = [
        row
        for case in cases(request.dataset, request.rates, with_units=with_units)
        for row in _rows(
            case, periods, by_target[case.target.id], _Terms(margin, request.reading, grid)
        )
    ]
    edges = [f"{name}_{end}" for name in INTERVALS for end in ("from", "to")]
    schema = {**_SCHEMA, **dict.fromkeys(edges, grid.dtype)}
    return pl.DataFrame(
        rows, schema={temporary(name): dtype for name, dtype in schema.items()}, orient="row"
    )


class _Terms(NamedTuple):
    """What figures are held against their share by, the same for all.

    Attributes:
        margin: How far past the path still counts as on track.
        reading: How "above" and "below" are read.
        grid: The numbers that the column of figures can hold.
    """

    margin: Decimal
    reading: Reading
    grid: Grid


def _rows(
    case: Case, periods: list[ReferencePeriod], profile: Profile, terms: _Terms
) -> Iterator[tuple[object, ...]]:
    target = case.target
    is_path = has_path(target)
    obstacle = _obstacle(case)
    facts = (
        profile.name if is_path else CARRIED_FORWARD,
        monthly_unit(target) if is_path else None,
        None if target.easier_bound is None else target.unit,
    )
    wanted = str(target.reference_period)
    intervals: dict[Fraction, tuple[Number, ...]] = {}
    for period in [*periods, None]:
        if period is None or period.year != target.reference_period.year:
            yield (wanted, *(None,) * (len(_SCHEMA) - 1 + 2 * len(INTERVALS)))
            continue
        share = profile.share_of(period) if is_path else _WHOLE
        if share not in intervals:
            intervals[share] = _intervals(case, share, terms)
        yield (
            wanted,
            obstacle,
            is_path,
            period.first_month == 1,
            float(share),
            12.0 - period.last_month,
            *facts,
            *intervals[share],
        )


def _obstacle(case: Case) -> str | None:
    """What keeps every figure for a target from having a pace."""
    target, bound = case.target, case.target.easier_bound
    if not is_whole_year(target.reference_period):
        return OutlookProblem.NOT_A_YEAR.value
    if has_path(target) and bound is not None and bound <= 0:
        return OutlookProblem.NO_SHARE.value
    return None


def _intervals(case: Case, share: Fraction, terms: _Terms) -> tuple[Number, ...]:
    target, grid = case.target, terms.grid
    is_path, direction = has_path(target), target.indicator.direction
    rule = path_rule(target, share, terms.reading) if is_path else case.rule(terms.reading)
    ends = {name: end * share for name, end in case.ends.items()}
    exceeding = interval(rule.exceeded, ends, grid) if rule.exceeded else nothing(grid)
    ahead = exceeding
    if is_path:
        ahead = nothing(grid)
        if direction in AHEAD:
            harder = case.harder_end * share * ahead_factor(direction, terms.margin)
            ahead = interval(AHEAD[direction].met, {"lower": harder}, grid)
    return (*interval(rule.met, ends, grid), *ahead, *exceeding)
