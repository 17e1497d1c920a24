"""What keeps a promise and what it is set beside from being held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolution_targets.criteria import Relation
from resolution_targets.errors import IncompatibleUnitError
from resolution_targets.indicators import OverTime
from resolution_targets.pairingwords import DEFINING, Mismatch
from resolution_targets.rates import ExchangeRate, factor_at
from resolution_targets.targets import Target
from resolution_targets.units import CURRENCIES
from resolution_targets.vocabulary import PERCENT, PERCENTAGE_POINT, unit_factors

if TYPE_CHECKING:
    from resolution_targets.observations import Observation


def unit_mismatch(
    ours: Target, theirs: Target | Observation, rates: tuple[ExchangeRate, ...]
) -> Mismatch | None:
    """What keeps the units of two sides from converting; None if they do."""
    try:
        factor_at(theirs.unit, ours.unit, rates)
    except IncompatibleUnitError:
        units = {ours.unit, theirs.unit}
        if units == {PERCENT, PERCENTAGE_POINT}:
            return Mismatch.POINTS
        currencies = {factor.thing for unit in units for factor in unit_factors(unit)}
        return Mismatch.CURRENCY if currencies >= CURRENCIES else Mismatch.UNIT
    return None


def target_mismatch(ours: Target, theirs: Target) -> Mismatch | None:
    """What keeps two promises in units that convert from being held against each other."""
    milestones = [target.criterion.relation is Relation.DONE for target in (ours, theirs)]
    found = {
        Mismatch.MILESTONE: milestones[0] != milestones[1],
        Mismatch.DIRECTION: ours.indicator.direction is not theirs.indicator.direction,
        Mismatch.DEFINITION: any(
            getattr(ours.indicator, name) != getattr(theirs.indicator, name) for name in DEFINING
        ),
        Mismatch.PERIOD: not all(milestones) and _is_other_stretch(ours, theirs),
    }
    return next((mismatch for mismatch, holds in found.items() if holds), None)


def figure_mismatch(ours: Target, theirs: Observation) -> Mismatch | None:
    """What keeps a figure in a unit that converts from being held against a promise."""
    is_milestone = ours.criterion.relation is Relation.DONE
    if isinstance(theirs.value, bool) and not is_milestone:
        return Mismatch.MILESTONE
    return Mismatch.PERIOD if not is_milestone and _is_other_stretch(ours, theirs) else None


def _is_other_stretch(ours: Target, theirs: Target | Observation) -> bool:
    """Whether the months differ for what grows or changes within a year: 6M of revenue."""
    periods = ours.reference_period, theirs.reference_period
    here, there = ((period.first_month, period.last_month) for period in periods)
    indicators = [side.indicator for side in (ours, theirs) if isinstance(side, Target)]
    is_stock = all(indicator.over_time is OverTime.STOCK for indicator in indicators)
    return here != there and not is_stock
