"""What the caller of a comparison of frames asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from resolution_targets.criteria import Reading, Rounding

if TYPE_CHECKING:
    from resolution_targets.columns import Columns
    from resolution_targets.dataset import Dataset
    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.rates import ExchangeRate


@attrs.frozen(kw_only=True)
class Request:
    """What the caller of a comparison asked for.

    Attributes:
        dataset: The targets.
        wanted: The period that figures must be of; None for the targets' own.
        any_period: Whether figures may be of any period instead.
        reading: How "above" and "below" are read.
        rounding: Whether figures stand for themselves or for all that is rounded to them.
        rates: The rates at which figures may come in other currencies.
        language: The language of the reasons.
    """

    dataset: Dataset
    wanted: ReferencePeriod | None = None
    any_period: bool = False
    reading: Reading
    rounding: Rounding
    rates: tuple[ExchangeRate, ...]
    language: str

    def has_spans(self, columns: Columns) -> bool:
        """Whether a figure may stand for more than one number."""
        return self.rounding is Rounding.PUBLISHED or columns.has("value_upper")
