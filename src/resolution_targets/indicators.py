"""What is measured: indicators, their domains, and how their values may be combined."""

from __future__ import annotations

from enum import StrEnum

import attrs

from resolution_targets.criteria import Direction
from resolution_targets.members import as_member
from resolution_targets.vocabulary import CALENDAR, canonical_unit, is_bare, unit_factors


class QuantityKind(StrEnum):
    """What kind of quantity an indicator is; it says how areas may be combined.

    Attributes:
        ADDITIVE: Areas add up.
        RATIO: Recomputed from numerator and denominator, or weighted by the denominator.
        CHANGE: A difference of two levels of another indicator; combine the levels.
        GROWTH_RATE: Combined through the previous level only.
        INDEX: Not combined.
        RANK: Not combined.
        MILESTONE: Reached or not; areas are counted.
    """

    ADDITIVE = "additive"
    RATIO = "ratio"
    CHANGE = "change"
    GROWTH_RATE = "growth_rate"
    INDEX = "index"
    RANK = "rank"
    MILESTONE = "milestone"


class OverTime(StrEnum):
    """How the figures of a year's parts combine to the year's.

    Attributes:
        FLOW: They add up; of a ratio its numerator does, and its denominator if it is a
            flow too, and the ratio is recomputed.
        STOCK: The last one stands for the year.
        YEAR_TO_DATE: Each one already covers the year so far, so the last one stands.
    """

    FLOW = "flow"
    STOCK = "stock"
    YEAR_TO_DATE = "year_to_date"


@attrs.frozen(kw_only=True)
class Domain:
    """A field of policy under which a resolution groups its targets.

    Attributes:
        id: The identifier, "economy" say.
        name_vi: The Vietnamese name.
        name_en: The English name.
    """

    id: str
    name_vi: str
    name_en: str


def _direction(value: Direction | str) -> Direction:
    return as_member(Direction, value, "direction")


def _kind(value: QuantityKind | str) -> QuantityKind:
    return as_member(QuantityKind, value, "kind")


def _over_time(value: OverTime | str) -> OverTime:
    return as_member(OverTime, value, "over_time")


@attrs.frozen(kw_only=True)
class Indicator:
    """What is measured, in which unit, and which way is better.

    Attributes:
        id: The identifier, "grdp-per-capita" say.
        name_vi: The Vietnamese name.
        name_en: The English name.
        definition_en: The definition as far as the source gives one; else "".
        direction: Whether more is better, less, or staying inside a range.
        kind: What kind of quantity it is.
        unit: The canonical name of its unit; any spelling is taken on input.
        numerator: What a ratio counts; "" where it is none.
        denominator: What a ratio is counted for, and so what it is weighted by; else "".
        over_time: How the parts of a year combine.
        change_of: The indicator that a change is a change of; else None.
        comment: Where something above is a judgement and not the text's word, why.
    """

    id: str
    name_vi: str
    name_en: str
    definition_en: str = ""
    direction: Direction = attrs.field(converter=_direction)
    kind: QuantityKind = attrs.field(converter=_kind)
    unit: str = attrs.field(converter=canonical_unit)
    numerator: str = ""
    denominator: str = ""
    over_time: OverTime = attrs.field(converter=_over_time)
    change_of: str | None = None
    comment: str = ""

    def name(self, language: str) -> str:
        """The name in Vietnamese ("vi") or English (any other)."""
        return self.name_vi if language == "vi" else self.name_en

    @property
    def accumulates(self) -> bool:
        """Whether a year's figure grows from part to part: revenue does, coverage does not.

        Amounts that add up over time do, and so do changes since the year before and
        amounts per head, whose numerator adds up. Stocks, growth rates and shares do not,
        nor does an amount "per head and year": it is a rate in every part of the year.

        Examples:
            >>> import resolution_targets as rt
            >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
            >>> [ds[id_].indicator.accumulates for id_ in ("budget-revenue", "forest-cover")]
            [True, False]
        """
        if self.over_time is OverTime.STOCK:
            return False
        if self.kind is QuantityKind.RATIO:
            numerator, *denominators = unit_factors(self.unit)
            is_rate = any(factor.thing in CALENDAR for factor in denominators)
            return self.over_time is OverTime.FLOW and not is_bare(numerator.thing) and not is_rate
        return self.kind in (QuantityKind.ADDITIVE, QuantityKind.CHANGE)
