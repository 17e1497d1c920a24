"""Observations: what was reported for an indicator, an area and a period."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from resolution_targets.errors import InvalidFieldError, UnknownOptionError
from resolution_targets.numerals import as_written
from resolution_targets.periods import ReferencePeriod, as_date_or_none, as_period
from resolution_targets.vocabulary import canonical_unit

if TYPE_CHECKING:
    from collections.abc import Iterable


class ObservationStatus(StrEnum):
    """How firm an observation is, by the codes of SDMX's CL_OBS_STATUS.

    Attributes:
        NORMAL: A, a final figure.
        BREAK: B, the series breaks here.
        DEFINITION_DIFFERS: D, measured by another definition.
        ESTIMATED: E, estimated ("ước").
        FORECAST: F, forecast ("dự báo").
        EXPERIMENTAL: G, experimental.
        IMPUTED: I, imputed.
        MISSING_NOT_COLLECTED: L, missing: it exists but was not collected.
        MISSING_CANNOT_EXIST: M, missing: it cannot exist.
        NOT_SIGNIFICANT: N, not significant.
        MISSING: O, missing.
        PROVISIONAL: P, provisional ("sơ bộ").
        SUPPRESSED: Q, suppressed.
        LOW_RELIABILITY: U, of low reliability.
        UNVALIDATED: V, not validated.
    """

    NORMAL = "A"
    BREAK = "B"
    DEFINITION_DIFFERS = "D"
    ESTIMATED = "E"
    FORECAST = "F"
    EXPERIMENTAL = "G"
    IMPUTED = "I"
    MISSING_NOT_COLLECTED = "L"
    MISSING_CANNOT_EXIST = "M"
    NOT_SIGNIFICANT = "N"
    MISSING = "O"
    PROVISIONAL = "P"
    SUPPRESSED = "Q"
    LOW_RELIABILITY = "U"
    UNVALIDATED = "V"


# The words that reports use, beside the codes.
_STATUS_WORDS: dict[str, ObservationStatus] = {
    "normal": ObservationStatus.NORMAL,
    "final": ObservationStatus.NORMAL,
    "chính thức": ObservationStatus.NORMAL,
    "estimate": ObservationStatus.ESTIMATED,
    "estimated": ObservationStatus.ESTIMATED,
    "ước": ObservationStatus.ESTIMATED,
    "ước tính": ObservationStatus.ESTIMATED,
    "provisional": ObservationStatus.PROVISIONAL,
    "preliminary": ObservationStatus.PROVISIONAL,
    "sơ bộ": ObservationStatus.PROVISIONAL,
    "forecast": ObservationStatus.FORECAST,
    "dự báo": ObservationStatus.FORECAST,
}


def parse_observation_status(text: str) -> ObservationStatus:
    """The status that an SDMX code or a word in Vietnamese or English stands for.

    Raises:
        UnknownOptionError: It stands for none.

    Examples:
        >>> parse_observation_status("ước").value
        'E'
    """
    word = unicodedata.normalize("NFC", text).strip().lower()
    codes = {status.value.lower(): status for status in ObservationStatus}
    try:
        return (codes | _STATUS_WORDS)[word]
    except KeyError:
        known = [*(status.value for status in ObservationStatus), *_STATUS_WORDS]
        raise UnknownOptionError(option="observation_status", value=text, known=known) from None


def _value_upper(value: Decimal | float | str | None) -> Decimal | float | None:
    if isinstance(value, (str, bool)):
        raise InvalidFieldError(
            field="Observation.value_upper", value=value, expected="a number, or None"
        )
    return value


def _value(value: Decimal | float | bool | str | None) -> Decimal | float | bool | None:  # noqa: FBT001  # a value, not a flag
    if isinstance(value, str):
        raise InvalidFieldError(
            field="Observation.value", value=value, expected="a number; read text with parse_number"
        )
    return value


def _figures(given: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Observation:
    """A reported value for an indicator, an area and a period.

    Attributes:
        indicator: The indicator's id.
        reference_area: The area that it describes, as an ISO 3166 code.
        reference_period: The time that it describes.
        value: The value in `unit`; True or False for a milestone; None if not reported.
        value_upper: The larger end of a value that was reported as a range ("8-8.5%"),
            `value` being the smaller; else None.
        unit: The canonical name of its unit; any spelling is taken on input.
        observation_status: How firm it is.
        quote: The sentence it was read from; "" if there is none.
        source: The id of its source, or an address.
        locator: Where in the source.
        comment: What else a user must know.
        published: The day on which it was published; None if the source does not say.
        derived_from: The figures that it was computed from, if nobody reported it.

    Examples:
        A figure that `derive` adds carries its trail:

        >>> import resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
        >>> before = next(seen for seen in ds.observations if seen.indicator == "poverty-rate")
        >>> fall = Observation(
        ...     indicator="poverty-reduction", reference_area="VN-23", reference_period="2025",
        ...     value=Decimal("0.51"), unit="điểm %",
        ...     derived_from=[before, attrs.evolve(before, reference_period="2025", value=1.9)],
        ... )
        >>> [str(part.reference_period) for part in fall.derived_from]
        ['2024', '2025']
    """

    indicator: str
    reference_area: str
    reference_period: ReferencePeriod = attrs.field(converter=as_period)
    value: Decimal | float | bool | None = attrs.field(converter=_value)
    value_upper: Decimal | float | None = attrs.field(default=None, converter=_value_upper)
    unit: str = attrs.field(converter=canonical_unit)
    observation_status: ObservationStatus = attrs.field(
        default=ObservationStatus.NORMAL, converter=parse_observation_status
    )
    quote: str = ""
    source: str = ""
    locator: str = ""
    comment: str = ""
    published: date | None = attrs.field(default=None, converter=as_date_or_none)
    derived_from: tuple[Observation, ...] = attrs.field(default=(), converter=_figures)

    def __attrs_post_init__(self) -> None:
        """Refuse a range of which one end is missing, or the larger stands first."""
        if self.value_upper is None:
            return
        if self.value is None or isinstance(self.value, bool):
            raise InvalidFieldError(
                field="Observation.value", value=self.value, expected="the range's smaller end"
            )
        low, high = as_written(self.value), as_written(self.value_upper)
        # What is not finite is a reason not to judge, when it is judged.
        if low.is_finite() and high.is_finite() and low > high:
            raise InvalidFieldError(
                field="Observation.value_upper",
                value=self.value_upper,
                expected=f"at least the value, {self.value}; give the smaller end as value",
            )

    @property
    def is_range(self) -> bool:
        """Whether it stands for more than one number; 8 to 8 is the number 8.

        Examples:
            >>> seen = Observation(
            ...     indicator="grdp-growth", reference_area="VN-23", reference_period="2025",
            ...     value=8, value_upper=8.5, unit="%",
            ... )
            >>> seen.is_range, attrs.evolve(seen, value_upper=8.0).is_range
            (True, False)
        """
        if self.value is None or self.value_upper is None:
            return False
        low, high = as_written(self.value), as_written(self.value_upper)
        return not (low.is_finite() and high.is_finite() and low == high)

    @property
    def trail(self) -> str:
        """What it was derived from, in a line; "" if it was reported.

        Examples:
            >>> part = Observation(
            ...     indicator="poverty-rate", reference_area="VN-23", reference_period="2024",
            ...     value=2.41, unit="%",
            ... )
            >>> attrs.evolve(part, indicator="poverty-reduction", derived_from=[part]).trail
            'poverty-rate 2024: 2.41 percent'
        """
        return "; ".join(
            f"{part.indicator} {part.reference_period}: {written_out(part.value)} {part.unit}"
            for part in self.derived_from
        )


def written_out(value: Decimal | float | None) -> str:
    """A number as it would be written: a float knows not whether it was 8 or 8.0."""
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
