"""What is known of one figure while others are derived: its place, its number, its defects."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from resolution_targets.derivationrules import WEAKNESS, Figure, Time, outside
from resolution_targets.derivationwords import DerivationProblem
from resolution_targets.numerals import as_written
from resolution_targets.periods import PeriodKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resolution_targets.observations import Observation

KINDS = list(PeriodKind)


class Key(NamedTuple):
    """The place of a figure.

    Attributes:
        indicator: The indicator's id.
        area: The area.
        time: The months that it is for.
    """

    indicator: str
    area: str
    time: Time


class Entry(NamedTuple):
    """A figure or a range, in the unit that its indicator's figures are brought to.

    Attributes:
        key: Its place.
        figure: The number; of a range, the smaller end.
        unit: The unit.
        observation: The observation that it was taken from.
        parts: What stands for it in the trail of a sum: of a sum its own parts, not it itself.
        upper: The larger end of a range; else None.
    """

    key: Key
    figure: Figure
    unit: str
    observation: Observation
    parts: tuple[Observation, ...]
    upper: Figure | None = None

    def contradicts(self, found: Figure, unit: str) -> bool:
        """Whether another figure for its place is not what was reported, or inside it."""
        return unit != self.unit or outside(self.figure, self.upper or self.figure, found)


def defect(seen: Observation) -> DerivationProblem | None:
    """What keeps an observation's value from being computed with."""
    if seen.value is None:
        return DerivationProblem.NOT_REPORTED
    if isinstance(seen.value, bool):
        return DerivationProblem.NOT_A_NUMBER
    ends = [seen.value] if seen.value_upper is None else [seen.value, seen.value_upper]
    # A signalling NaN compares with nothing, not even with itself.
    if any(end.is_nan() if isinstance(end, Decimal) else math.isnan(end) for end in ends):
        return DerivationProblem.NAN
    return None if all(map(math.isfinite, ends)) else DerivationProblem.INFINITE


def is_range(seen: Observation) -> bool:
    """Whether an observation is a range; "8 to 8" is a figure."""
    if seen.value is None or seen.value_upper is None:
        return False
    return as_written(seen.value) != as_written(seen.value_upper)


def is_one(entries: Sequence[Entry]) -> bool:
    """Whether figures that stand in one place say the same."""
    return len({(entry.figure.value, entry.unit) for entry in entries}) == 1


def preference(entry: Entry) -> tuple[object, ...]:
    """Which of equal figures stands for all: the firmest; the rest only makes it one."""
    seen = entry.observation
    return (
        WEAKNESS[seen.observation_status],
        KINDS.index(seen.reference_period.kind),
        seen.unit,
        entry.figure.step,
        repr(seen),
    )
