"""Times: reference periods, from a year to the months of it so far, and days."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache, total_ordering

import attrs

from resolution_targets.errors import InvalidFieldError, InvalidPeriodError
from resolution_targets.members import as_member

_MONTHS = 12
_MONTHS_IN_QUARTER = 3


class PeriodKind(StrEnum):
    """What stretch of a year a reference period is.

    Attributes:
        YEAR: All of it: 2025.
        MONTH: One month: 2025-06.
        QUARTER: Three months: 2025-Q3.
        YEAR_TO_DATE: The months so far: 2025-9M.
    """

    YEAR = "year"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR_TO_DATE = "year_to_date"


# How each kind is written after the year, and how high its number goes.
_FORMS: dict[PeriodKind, tuple[str, str, int]] = {
    PeriodKind.YEAR: (r"", "", 0),
    PeriodKind.MONTH: (r"-([0-9]{2})", "-{:02d}", _MONTHS),
    PeriodKind.QUARTER: (r"-Q([1-4])", "-Q{}", 4),
    PeriodKind.YEAR_TO_DATE: (r"-([1-9][0-9]?)M", "-{}M", _MONTHS),
}


def _kind(value: PeriodKind | str) -> PeriodKind:
    return as_member(PeriodKind, value, "kind")


@total_ordering
@attrs.frozen(kw_only=True, order=False)
class ReferencePeriod:
    """The stretch of one calendar year that a value describes.

    2025-9M, the first nine months, is not 2025-Q3, the third quarter: both end in
    September. Periods are ordered by their last month, the shorter one first.

    Attributes:
        year: The calendar year, four digits.
        kind: Which stretch of it.
        number: The month, the quarter, or how many months so far; 0 for a whole year.
    """

    year: int
    kind: PeriodKind = attrs.field(default=PeriodKind.YEAR, converter=_kind)
    number: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse what `format_period` could not write."""
        highest = _FORMS[self.kind][2]
        lowest = min(1, highest)
        if not (type(self.year) is int and type(self.number) is int):
            raise InvalidPeriodError(text=f"{self.year!r}, {self.kind}, {self.number!r}")
        if not (1000 <= self.year <= 9999 and lowest <= self.number <= highest):  # noqa: PLR2004  # four digits
            raise InvalidPeriodError(text=f"{self.year}, {self.kind}, {self.number}")

    @property
    def first_month(self) -> int:
        """The first month it covers, 1 to 12."""
        if self.kind is PeriodKind.MONTH:
            return self.number
        if self.kind is PeriodKind.QUARTER:
            return (self.number - 1) * _MONTHS_IN_QUARTER + 1
        return 1

    @property
    def last_month(self) -> int:
        """The last month it covers, 1 to 12."""
        if self.kind is PeriodKind.YEAR:
            return _MONTHS
        if self.kind is PeriodKind.QUARTER:
            return self.number * _MONTHS_IN_QUARTER
        return self.number

    def covers(self, other: ReferencePeriod) -> bool:
        """Whether every month of the other period is one of this period's.

        Examples:
            >>> parse_period("2025").covers(parse_period("2025-Q3"))
            True
        """
        return (
            self.year == other.year
            and self.first_month <= other.first_month
            and other.last_month <= self.last_month
        )

    def is_same_time(self, other: ReferencePeriod) -> bool:
        """Whether both cover the same months: 2025 and 2025-12M do.

        Examples:
            >>> parse_period("2025").is_same_time(parse_period("2025-12M"))
            True
        """
        return self.covers(other) and other.covers(self)

    def __lt__(self, other: object) -> bool:
        """Earlier by the last month, then by being shorter, then by name."""
        if not isinstance(other, ReferencePeriod):
            return NotImplemented
        return self._order() < other._order()

    def __str__(self) -> str:
        """The period as `parse_period` reads it."""
        return format_period(self)

    def _order(self) -> tuple[int, int, int, str]:
        return self.year, self.last_month, -self.first_month, self.kind.value


@lru_cache(maxsize=1024)
def parse_period(text: str) -> ReferencePeriod:
    """The reference period that a text names; the inverse of `format_period`.

    Args:
        text: "2025", "2025-06" (June), "2025-Q3" or "2025-9M" (January to September).

    Raises:
        InvalidPeriodError: It names none of these.

    Examples:
        >>> parse_period("2025-9M").last_month
        9
    """
    for kind, (form, _, highest) in _FORMS.items():
        match = re.fullmatch(rf"([1-9][0-9]{{3}}){form}", text)
        if match:
            year, *rest = (int(group) for group in match.groups())
            number = rest[0] if rest else 0
            if number <= highest and (number > 0) == bool(rest):
                return ReferencePeriod(year=year, kind=kind, number=number)
    raise InvalidPeriodError(text=text)


def format_period(period: ReferencePeriod) -> str:
    """A reference period as text; the inverse of `parse_period`.

    Examples:
        >>> format_period(ReferencePeriod(year=2025, kind=PeriodKind.QUARTER, number=3))
        '2025-Q3'
    """
    return f"{period.year}{_FORMS[period.kind][1].format(period.number)}"


# As a report would put them; the numbers of quarters and months stand in braces.
_IN_WORDS: dict[PeriodKind, dict[str, str]] = {
    PeriodKind.YEAR: {"en": "{year}", "vi": "năm {year}"},
    PeriodKind.MONTH: {"en": "{month} {year}", "vi": "tháng {number}/{year}"},
    PeriodKind.QUARTER: {"en": "the {ordinal} quarter of {year}", "vi": "quý {roman}/{year}"},
    PeriodKind.YEAR_TO_DATE: {
        "en": "the first {number} months of {year}",
        "vi": "{number} tháng đầu năm {year}",
    },
}
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_QUARTERS = (("first", "I"), ("second", "II"), ("third", "III"), ("fourth", "IV"))


def period_in_words(period: ReferencePeriod, language: str) -> str:
    """A reference period as a report would put it, in Vietnamese or English.

    Examples:
        >>> period_in_words(parse_period("2025-9M"), "vi")
        '9 tháng đầu năm 2025'
        >>> period_in_words(parse_period("2025-Q3"), "vi")
        'quý III/2025'
    """
    kind, number = period.kind, period.number
    if kind is PeriodKind.YEAR_TO_DATE and number in (1, _MONTHS):
        # "The first 1 months" are January, and the first twelve are the year.
        kind = PeriodKind.MONTH if number == 1 else PeriodKind.YEAR
    ordinal, roman = _QUARTERS[(period.last_month - 1) // _MONTHS_IN_QUARTER]
    return _IN_WORDS[kind][language].format(
        year=period.year,
        number=number,
        month=_MONTH_NAMES[period.last_month - 1],
        ordinal=ordinal,
        roman=roman,
    )


def day_in_words(day: date, language: str) -> str:
    """A day as a report would put it: 5/8/2025 in Vietnamese, 2025-08-05 in English.

    Examples:
        >>> day_in_words(date(2025, 8, 5), "vi")
        '5/8/2025'
    """
    return f"{day.day}/{day.month}/{day.year}" if language == "vi" else day.isoformat()


def as_period(period: ReferencePeriod | str | int) -> ReferencePeriod:
    """A period given as one, as its text, or as a year.

    Raises:
        InvalidPeriodError: The text names no period.
    """
    return period if isinstance(period, ReferencePeriod) else parse_period(str(period))


def as_date(value: date | str) -> date:
    """The day that a value names.

    Raises:
        InvalidFieldError: It is neither a date nor its text, 2025-08-05.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        # fromisoformat also takes 20250805 and 2025-W32-2.
        day = date.fromisoformat(str(value))
        if day.isoformat() == value:
            return day
    except ValueError:
        pass
    raise InvalidFieldError(field="a day", value=value, expected="a date such as 2025-08-05")


def as_date_or_none(value: date | str | None) -> date | None:
    """The day that a value names, or None for None.

    Raises:
        InvalidFieldError: It names no day.
    """
    return None if value is None else as_date(value)


def parts_of_year(year: int) -> tuple[ReferencePeriod, ...]:
    """Every period of one year: the year, its months, its quarters, the months so far.

    Examples:
        >>> len(parts_of_year(2025))
        29
    """
    return tuple(
        ReferencePeriod(year=year, kind=kind, number=number)
        for kind, (_, _, highest) in _FORMS.items()
        for number in (range(1, highest + 1) if highest else (0,))
    )


def same_time_names(period: ReferencePeriod) -> tuple[str, ...]:
    """Every way to write the same months: ("2025", "2025-12M"), say."""
    return tuple(str(other) for other in parts_of_year(period.year) if other.is_same_time(period))
