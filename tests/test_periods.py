"""Reference periods, their order and what covers what; and days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets.periods import (
    PeriodKind,
    ReferencePeriod,
    as_date,
    as_date_or_none,
    as_period,
    day_in_words,
    format_period,
    parse_period,
    parts_of_year,
    period_in_words,
    same_time_names,
)


@pytest.mark.parametrize(
    ("text", "kind", "number", "first_month", "last_month"),
    [
        ("2025", PeriodKind.YEAR, 0, 1, 12),
        ("2025-01", PeriodKind.MONTH, 1, 1, 1),
        ("2025-12", PeriodKind.MONTH, 12, 12, 12),
        ("2025-Q1", PeriodKind.QUARTER, 1, 1, 3),
        ("2025-Q3", PeriodKind.QUARTER, 3, 7, 9),
        ("2025-Q4", PeriodKind.QUARTER, 4, 10, 12),
        ("2025-1M", PeriodKind.YEAR_TO_DATE, 1, 1, 1),
        ("2025-9M", PeriodKind.YEAR_TO_DATE, 9, 1, 9),
        ("2025-12M", PeriodKind.YEAR_TO_DATE, 12, 1, 12),
    ],
)
def test_parse_and_format(
    text: str, kind: PeriodKind, number: int, first_month: int, last_month: int
) -> None:
    period = parse_period(text)
    assert period == ReferencePeriod(year=2025, kind=kind, number=number)
    assert (period.first_month, period.last_month) == (first_month, last_month)
    assert str(period) == format_period(period) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "0999",
        "02025",
        "20255",
        "-2025",
        " 2025",
        "2025 ",
        "2025\n",
        "2025-",
        "2025-0",
        "2025-1",
        "2025-00",
        "2025-13",
        "2025-012",
        "2025-Q0",
        "2025-Q5",
        "2025-q1",
        "2025Q1",
        "2025-Q",
        "2025-0M",
        "2025-13M",
        "2025-09M",
        "2025-9m",
        "2025-9M ",
        "2025-06-30",
        "năm 2025",
        "\N{FULLWIDTH DIGIT TWO}025",
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(rt.InvalidPeriodError) as caught:
        parse_period(text)
    assert str(caught.value) == (
        f"{text!r} is not a reference period; write a year (2025), a month (2025-06), "
        "a quarter (2025-Q3) or the months so far (2025-9M)"
    )
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("year", "kind", "number"),
    [
        (999, PeriodKind.YEAR, 0),
        (10000, PeriodKind.YEAR, 0),
        (2025, PeriodKind.YEAR, 1),
        (2025, PeriodKind.MONTH, 0),
        (2025, PeriodKind.MONTH, 13),
        (2025, PeriodKind.QUARTER, 0),
        (2025, PeriodKind.QUARTER, 5),
        (2025, PeriodKind.YEAR_TO_DATE, 0),
        (2025, PeriodKind.YEAR_TO_DATE, 13),
        (2025, PeriodKind.MONTH, -1),
    ],
)
def test_what_could_not_be_written_cannot_be_made(year: int, kind: PeriodKind, number: int) -> None:
    with pytest.raises(rt.InvalidPeriodError) as caught:
        ReferencePeriod(year=year, kind=kind, number=number)
    assert str(caught.value) == (
        f"'{year}, {kind.value}, {number}' is not a reference period; write a year (2025), "
        "a month (2025-06), a quarter (2025-Q3) or the months so far (2025-9M)"
    )


def test_the_kind_may_be_given_by_its_name() -> None:
    period = ReferencePeriod(year=2025, kind="quarter", number=3)  # type: ignore[arg-type]
    assert period == parse_period("2025-Q3")
    assert (period.first_month, period.last_month) == (7, 9)


def test_as_period() -> None:
    year = ReferencePeriod(year=2025)
    assert as_period(2025) == as_period("2025") == as_period(year) == year
    with pytest.raises(rt.InvalidPeriodError):
        as_period(True)  # noqa: FBT003  # a bool is an int, and no year


def test_order_is_by_the_last_month_and_the_shorter_first() -> None:
    ordered = ["2024", "2024-12M", "2025-01", "2025-1M", "2025-02", "2025-2M", "2025-03"]
    ordered += ["2025-Q1", "2025-3M", "2025-08", "2025-8M", "2025-09", "2025-Q3", "2025-9M"]
    ordered += ["2025-12", "2025-Q4", "2025", "2025-12M", "2026-01"]
    periods = [parse_period(text) for text in ordered]
    assert sorted({*periods}) == periods
    for earlier, later in pairwise(periods):
        assert earlier < later
        assert later > earlier
        assert earlier <= later
        assert later >= earlier
        assert earlier != later


def test_a_period_is_not_ordered_with_text() -> None:
    with pytest.raises(TypeError):
        assert parse_period("2025") < "2026"


@pytest.mark.parametrize(
    ("period", "other", "expected"),
    [
        ("2025", "2025-Q3", True),
        ("2025", "2025-9M", True),
        ("2025-9M", "2025-Q3", True),
        ("2025-9M", "2025-09", True),
        ("2025-9M", "2025-10", False),
        ("2025-Q3", "2025-9M", False),
        ("2025-Q3", "2025-07", True),
        ("2025-Q3", "2025-06", False),
        ("2025-Q3", "2025-10", False),
        ("2025", "2024-12", False),
        ("2025-1M", "2025-01", True),
        ("2025-01", "2025-1M", True),
        ("2025-12M", "2025", True),
    ],
)
def test_covers(period: str, other: str, *, expected: bool) -> None:
    assert parse_period(period).covers(parse_period(other)) is expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2025", {"2025", "2025-12M"}),
        ("2025-12M", {"2025", "2025-12M"}),
        ("2025-Q1", {"2025-Q1", "2025-3M"}),
        ("2025-1M", {"2025-01", "2025-1M"}),
        ("2025-Q3", {"2025-Q3"}),
        ("2025-9M", {"2025-9M"}),
        ("2025-06", {"2025-06"}),
    ],
)
def test_names_of_the_same_time(text: str, names: set[str]) -> None:
    assert set(same_time_names(parse_period(text))) == names
    for name in names:
        assert parse_period(text).is_same_time(parse_period(name))
    assert not parse_period(text).is_same_time(parse_period("2024"))


def test_a_period_is_a_value() -> None:
    period = parse_period("2025-9M")
    assert {period: 1}[parse_period("2025-9M")] == 1
    assert attrs.evolve(period, number=6) == parse_period("2025-6M")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        period.number = 6  # type: ignore[misc]


@pytest.mark.parametrize(("year", "number"), [("2025", 0), (2025.5, 0), (2025, 1.5), (True, 0)])
def test_a_period_is_made_of_whole_numbers(year: object, number: object) -> None:
    with pytest.raises(rt.InvalidPeriodError) as caught:
        rt.ReferencePeriod(year=year, number=number)
    assert f"{year!r}, year, {number!r}" in str(caught.value)


@given(day=st.dates())
def test_days_and_their_text(day: date) -> None:
    assert as_date(day) is day
    assert as_date(day.isoformat()) == as_date_or_none(day.isoformat()) == day


def test_no_day_is_none() -> None:
    assert as_date_or_none(None) is None
    assert as_date_or_none("2025-08-05") == date(2025, 8, 5)


@pytest.mark.parametrize(
    "value",
    [
        *("", "2025", "2025-08", "2025-8-5", "20250805", "2025-W32-2", "2025W322", "05/08/2025"),
        *("2025-02-29", "2025-13-01", "0000-01-01", " 2025-08-05", "2025-08-05 ", "2025-08-05\n"),
        *("2025-08-05T00:00:00", "\uff12025-08-05", "x", None, 20250805, 2025.0, b"2025-08-05"),
        datetime(2025, 8, 5, tzinfo=UTC),
    ],
)
def test_what_is_no_day(value: Any) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        as_date(value)
    assert str(caught.value) == f"a day is {value!r}; expected a date such as 2025-08-05"
    if value is not None:
        with pytest.raises(rt.InvalidFieldError):
            as_date_or_none(value)


@given(text=st.text() | st.text("0123456789-W", max_size=10))
def test_any_text_is_a_day_or_an_error_of_ours(text: str) -> None:
    try:
        day = as_date(text)
    except rt.InvalidFieldError as error:
        assert error.value == text  # noqa: PT017  # either outcome is right
    else:
        assert day.isoformat() == text


def test_every_part_of_a_year() -> None:
    parts = [str(part) for part in parts_of_year(2025)]
    assert len(parts) == len(set(parts)) == 29
    assert parts[0] == "2025"
    assert parts[1:13] == [f"2025-{month:02d}" for month in range(1, 13)]
    assert parts[13:17] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert parts[17:] == [f"2025-{month}M" for month in range(1, 13)]
    assert all(parse_period("2025").covers(part) for part in parts_of_year(2025))


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2025", "năm 2025", "2025"),
        ("2025-06", "tháng 6/2025", "June 2025"),
        ("2025-12", "tháng 12/2025", "December 2025"),
        ("2025-Q1", "quý I/2025", "the first quarter of 2025"),
        ("2025-Q2", "quý II/2025", "the second quarter of 2025"),
        ("2025-Q3", "quý III/2025", "the third quarter of 2025"),
        ("2025-Q4", "quý IV/2025", "the fourth quarter of 2025"),
        ("2025-9M", "9 tháng đầu năm 2025", "the first 9 months of 2025"),
        ("2025-2M", "2 tháng đầu năm 2025", "the first 2 months of 2025"),
        # The first month is January, the first twelve are the year.
        ("2025-1M", "tháng 1/2025", "January 2025"),
        ("2025-12M", "năm 2025", "2025"),
    ],
)
def test_periods_in_words(text: str, vi: str, en: str) -> None:
    assert period_in_words(parse_period(text), "vi") == vi
    assert period_in_words(parse_period(text), "en") == en


def test_every_part_of_a_year_has_its_own_words_but_for_the_same_time() -> None:
    for language in ("vi", "en"):
        words = {period_in_words(part, language) for part in parts_of_year(2025)}
        # The year and its twelve months, January and the first month, are the same time.
        assert len(words) == 27


def test_days_in_words() -> None:
    assert day_in_words(date(2025, 8, 5), "vi") == "5/8/2025"
    assert day_in_words(date(2025, 8, 5), "en") == "2025-08-05"
