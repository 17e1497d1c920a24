"""Exchange rates: exact, dated, sourced, one for each two currencies."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.rates import as_rates, currency_of, factor_at, in_currency


def _rate(**fields: Any) -> rt.ExchangeRate:
    given = {
        "base": "USD",
        "quote": "VND",
        "rate": "25437",
        "date": "2025-06-30",
        "source": "a bank",
    }
    return rt.ExchangeRate(**{**given, **fields})


def test_a_rate_is_kept_as_it_was_written() -> None:
    rate = _rate(base="đô la Mỹ", quote="đồng", rate="25437.50")
    assert (rate.base, rate.quote, rate.date) == ("USD", "VND", date(2025, 6, 30))
    assert str(rate.rate) == "25437.50"
    assert rate.pair == {"VND", "USD"} == _rate(base="VND", quote="USD").pair
    assert pickle.loads(pickle.dumps(rate)) == rate  # noqa: S301  # our own bytes
    assert hash(rate) == hash(_rate(rate="25437.5"))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        rate.rate = Decimal(1)  # type: ignore[misc]


def test_a_rate_in_words() -> None:
    assert str(_rate(rate="25437.5")) == "1 USD = 25,437.5 VND (2025-06-30, a bank)"
    assert _rate(rate="25437.5").in_words("vi") == "1 USD = 25.437,5 VND (30/6/2025, a bank)"
    assert str(_rate(base="VND", quote="USD", rate="0.00004")) == (
        "1 VND = 0.00004 USD (2025-06-30, a bank)"
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rate": 0}, "ExchangeRate.rate is '0'; expected a number above zero"),
        ({"rate": "-25437"}, "ExchangeRate.rate is '-25437'; expected a number above zero"),
        (
            {"rate": "nan"},
            "ExchangeRate.rate is 'nan'; expected a finite number of at most 100 digits",
        ),
        (
            {"rate": Decimal("Infinity")},
            (
                "ExchangeRate.rate is Decimal('Infinity'); expected a finite number of at most "
                "100 digits"
            ),
        ),
        (
            {"rate": 25437.0},
            "ExchangeRate.rate is 25437.0; expected a Decimal, an int or its text, not a float",
        ),
        ({"rate": "25.437,5"}, "ExchangeRate.rate is '25.437,5'; expected a number"),
        ({"base": "person"}, "ExchangeRate.base is 'person'; expected a currency: USD or VND"),
        (
            {"quote": "tỷ đồng"},
            "ExchangeRate.quote is 'billion VND'; expected a currency: USD or VND",
        ),
        ({"quote": "USD"}, "ExchangeRate.quote is 'USD'; expected another currency than base"),
        ({"source": "  "}, "ExchangeRate.source is '  '; expected who gave the rate"),
        ({"date": "30/6/2025"}, "a day is '30/6/2025'; expected a date such as 2025-08-05"),
    ],
)
def test_what_is_no_rate(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        _rate(**fields)
    assert str(caught.value) == message


def test_there_is_one_rate_for_two_currencies() -> None:
    june, july = _rate(), _rate(base="VND", quote="USD", rate="0.00004", date="2025-07-31")
    assert as_rates(iter([june])) == (june,)
    assert as_rates(()) == ()
    with pytest.raises(rt.InvalidFieldError) as caught:
        as_rates([june, july])
    assert str(caught.value) == (
        "rates is ['1 USD = 25,437 VND (2025-06-30, a bank)', "
        "'1 VND = 0.00004 USD (2025-07-31, a bank)']; expected one rate for USD and VND; pick "
        "the day that counts"
    )


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        # A million USD at 25,437 are 25,437 million VND, 25.437 billion.
        ("million USD", "billion VND", Fraction(25437, 1000)),
        ("billion VND", "million USD", Fraction(1000, 25437)),
        # 25,437 VND a head are 0.025437 million.
        ("USD/person", "million VND/person", Fraction(25437, 10**6)),
        ("million VND/person/year", "USD/person/year", Fraction(10**6, 25437)),
        ("million VND/person/year", "USD/person/month", Fraction(10**6, 25437 * 12)),
        # A km² is 100 hectares.
        ("USD/km2", "VND/hectare", Fraction(25437, 100)),
        ("thousand USD", "VND", Fraction(25437000)),
    ],
)
def test_factors_at_a_rate(unit: str, to: str, factor: Fraction) -> None:
    rate = _rate()
    assert factor_at(unit, to, (rate,)) == (factor, rate)
    # The same rate, told the other way round.
    other = _rate(base="VND", quote="USD", rate="0.00004")
    for_usd = Fraction(25000, 25437)
    scaled = factor * for_usd if "USD" in unit else factor / for_usd
    assert factor_at(unit, to, (other,)) == (scaled, other)


def test_no_rate_is_used_where_none_is_needed() -> None:
    assert factor_at("tỷ đồng", "million VND", (_rate(),)) == (1000, None)
    assert factor_at("persons", "thousand person", (_rate(),)) == (Fraction(1, 1000), None)


@pytest.mark.parametrize(
    ("unit", "to", "rates", "message"),
    [
        (
            "USD",
            "VND",
            (),
            (
                "'VND' was expected; 'USD' is another currency: pass rates= with a dated rate, "
                "or convert it first"
            ),
        ),
        # A rate does not turn an amount into one per head.
        (
            "đô la Mỹ",
            "million VND/person",
            (_rate(),),
            (
                "'million VND/person' was expected; 'USD' measures something else and does not "
                "convert"
            ),
        ),
        (
            "USD/person",
            "VND/hectare",
            (_rate(),),
            (
                "'VND/hectare' was expected; 'USD/person' measures something else and does not "
                "convert"
            ),
        ),
        (
            "USD",
            "person",
            (_rate(),),
            "'person' was expected; 'USD' measures something else and does not convert",
        ),
        (
            "percent",
            "percentage_point",
            (_rate(),),
            (
                "'percentage_point' was expected; 'percent' is a share, not a difference of "
                "shares: a fall from 2.41% to 1.9% is 0.51 percentage points; give the change in "
                "percentage points"
            ),
        ),
    ],
)
def test_what_does_not_convert_at_a_rate_either(
    unit: str, to: str, rates: tuple[rt.ExchangeRate, ...], message: str
) -> None:
    with pytest.raises(rt.IncompatibleUnitError) as caught:
        factor_at(unit, to, rates)
    assert str(caught.value) == message


def test_a_unit_there_is_not() -> None:
    with pytest.raises(rt.UnknownUnitError):
        factor_at("zzzzzzzz", "VND", (_rate(),))


def test_currencies_of_units() -> None:
    units = ("tỷ đồng", "million USD/person", "đồng/ha", "doctor/ten_thousand/person", "%")
    assert [currency_of(unit) for unit in units] == ["VND", "USD", "VND", "", ""]
    assert in_currency("tỷ đồng", "USD") == "billion USD"
    assert in_currency("million VND/person/year", "USD") == "million USD/person/year"
