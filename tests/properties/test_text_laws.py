"""What is written reads back as what it was, and any other text is refused in our words."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.units import to_quantity
from resolution_targets.vocabulary import spelling_key, unit_factors, unit_name

if TYPE_CHECKING:
    from resolution_targets import ReferencePeriod

_LOCALES = pytest.mark.parametrize("locale", ["vi", "en"])
# Text that is nearly a number, a period, or a number with a unit.
_NEARLY = st.text("0123456789.,+-%‰ QM/\N{MINUS SIGN}\N{EN DASH}") | st.lists(
    st.sampled_from(
        ["12", "17.900", "2,5", "1e5", " ", "-", "/", "%", "tỷ", "đồng", "vạn", "dân", "per", "**"]
    )
).map("".join)
_TEXTS = st.text() | _NEARLY


@_LOCALES
@given(number=testing.numbers())
def test_numbers(locale: str, number: Decimal) -> None:
    assert rt.parse_number(rt.format_number(number, locale=locale), locale=locale) == number


@_LOCALES
@given(number=st.floats(-1e24, 1e24))
def test_floats(locale: str, number: float) -> None:
    again = rt.parse_number(rt.format_number(number, locale=locale), locale=locale)
    assert float(again) == number


@_LOCALES
@given(number=st.integers(-(10**9), 10**9), zeros=st.integers(0, 3))
def test_zeros_after_the_mark_are_kept(locale: str, number: int, zeros: int) -> None:
    mark = {"vi": ",", "en": "."}[locale]
    text = f"{number}{mark if zeros else ''}{'0' * zeros}"
    assert str(rt.parse_number(text, locale=locale)) == text.replace(",", ".")


@given(period=testing.periods())
def test_periods(period: ReferencePeriod) -> None:
    assert rt.parse_period(rt.format_period(period)) == period
    assert rt.parse_period(str(period)) == period


@given(period=testing.periods(), other=testing.periods())
def test_what_covers_a_period_does_not_end_before_it(
    period: ReferencePeriod, other: ReferencePeriod
) -> None:
    assert period.covers(period)
    assert (period < other) + (period == other) + (period > other) == 1
    if period.covers(other):
        assert period.first_month <= other.first_month <= other.last_month <= period.last_month


@_LOCALES
@given(unit=testing.units())
def test_units(locale: str, unit: str) -> None:
    assert rt.canonical_unit(unit) == unit
    assert rt.canonical_unit(rt.format_unit(unit, language=locale)) == unit
    assert unit_name(unit_factors(unit)) == unit


@given(data=st.data())
def test_any_spelling_of_a_unit(data: st.DataObject) -> None:
    unit = data.draw(testing.units())
    spelling = data.draw(testing.unit_spellings(unit))
    assert rt.is_unit(spelling)
    assert rt.canonical_unit(spelling) == unit
    assert rt.format_unit(spelling, language="vi") == rt.format_unit(unit, language="vi")


@_LOCALES
@given(number=testing.numbers(), unit=testing.units())
def test_quantities(locale: str, number: Decimal, unit: str) -> None:
    quantity = to_quantity(number, unit)
    again = rt.parse_quantity(rt.format_quantity(quantity, locale=locale), locale=locale)
    assert again.magnitude == quantity.magnitude
    assert again.units == quantity.units


@_LOCALES
@given(data=st.data(), number=testing.numbers(), unit=testing.units())
def test_a_quantity_in_any_spelling(
    locale: str, data: st.DataObject, number: Decimal, unit: str
) -> None:
    spelling = data.draw(testing.unit_spellings(unit))
    text = f"{rt.format_number(number, locale=locale)} {spelling}"
    assert rt.parse_quantity(text, locale=locale) == to_quantity(number, unit)


@given(text=_TEXTS)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert spelling_key(spelling_key(text)) == spelling_key(text)


@_LOCALES
@given(text=_TEXTS)
def test_any_text_is_a_number_or_refused(locale: str, text: str) -> None:
    try:
        number = rt.parse_number(text, locale=locale)
    except rt.InvalidNumberError as error:
        assert error.text == text  # noqa: PT017  # either way is right
    else:
        assert number.is_finite()


@_LOCALES
@given(digits=st.text("0123456789", min_size=20, max_size=60), mark=st.sampled_from(".,"))
def test_a_very_long_number_is_a_number_or_refused(locale: str, digits: str, mark: str) -> None:
    text = f"{digits}{mark}5"
    try:
        number = rt.parse_number(text, locale=locale)
    except rt.InvalidNumberError as error:
        assert mark != {"vi": ",", "en": "."}[locale], error  # noqa: PT017  # either way
    else:
        assert number == Decimal(f"{digits}.5")


@given(text=_TEXTS)
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        period = rt.parse_period(text)
    except rt.InvalidPeriodError as error:
        assert error.text == text  # noqa: PT017  # either way is right
    else:
        assert str(period) == text


@given(text=_TEXTS)
def test_any_text_is_a_unit_or_refused(text: str) -> None:
    try:
        unit = rt.canonical_unit(text)
    except rt.UnknownUnitError as error:
        assert error.unit == text  # noqa: PT017  # either way is right
        assert not rt.is_unit(text)
    else:
        assert rt.canonical_unit(unit) == unit


@_LOCALES
@given(text=_TEXTS)
def test_any_text_is_a_quantity_or_refused(locale: str, text: str) -> None:
    try:
        quantity = rt.parse_quantity(text, locale=locale)
    except (rt.InvalidNumberError, rt.UnknownUnitError) as error:
        assert str(error)  # noqa: PT017  # either way is right
    else:
        assert not math.isnan(quantity.magnitude)


@given(text=st.text() | st.sampled_from(["A", "ước ", "SƠ BỘ", "final"]))
def test_any_text_is_an_observation_status_or_refused(text: str) -> None:
    try:
        status = rt.parse_observation_status(text)
    except rt.UnknownOptionError as error:
        assert error.value == text  # noqa: PT017  # either way is right
    else:
        assert rt.parse_observation_status(status.value) is status
