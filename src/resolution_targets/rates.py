"""Exchange rates: the only way from one currency to another.

A rate has a day and a source, which the library cannot know; the caller gives both. It is
used exactly as it was written, in either direction, and named wherever it was used.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from resolution_targets.errors import IncompatibleUnitError, InvalidFieldError
from resolution_targets.numerals import exact_decimal, format_number
from resolution_targets.periods import as_date, day_in_words
from resolution_targets.units import CURRENCIES, exact_factor
from resolution_targets.vocabulary import Factor, canonical_unit, unit_factors, unit_name

if TYPE_CHECKING:
    from collections.abc import Iterable


def _rate(value: object) -> Decimal:
    return exact_decimal(value, field="ExchangeRate.rate")


@attrs.frozen(kw_only=True)
class ExchangeRate:
    """What one unit of a currency was worth in another on a day, and who said so.

    Attributes:
        base: The currency that is priced, "USD" say.
        quote: The currency of the price, "VND" say.
        rate: How many of the quote currency one of the base currency is worth; above zero,
            a `Decimal`, an int or its text, used exactly as written.
        date: The day that the rate is of.
        source: Who gave it: a bank, an act, an address.

    Examples:
        >>> print(ExchangeRate(base="USD", quote="VND", rate=25000, date="2025-06-30",
        ...                    source="an example"))
        1 USD = 25,000 VND (2025-06-30, an example)
    """

    base: str = attrs.field(converter=canonical_unit)
    quote: str = attrs.field(converter=canonical_unit)
    rate: Decimal = attrs.field(converter=_rate)
    date: dt.date = attrs.field(converter=as_date)
    source: str

    def __attrs_post_init__(self) -> None:
        """Refuse what is no currency, a rate that is not above zero, and no source."""
        for field, currency in (("base", self.base), ("quote", self.quote)):
            if currency not in CURRENCIES:
                expected = f"a currency: {' or '.join(sorted(CURRENCIES))}"
                raise InvalidFieldError(
                    field=f"ExchangeRate.{field}", value=currency, expected=expected
                )
        if self.base == self.quote:
            raise InvalidFieldError(
                field="ExchangeRate.quote", value=self.quote, expected="another currency than base"
            )
        if self.rate <= 0:
            raise InvalidFieldError(
                field="ExchangeRate.rate", value=str(self.rate), expected="a number above zero"
            )
        if not self.source.strip():
            raise InvalidFieldError(
                field="ExchangeRate.source", value=self.source, expected="who gave the rate"
            )

    @property
    def pair(self) -> frozenset[str]:
        """The two currencies; a rate serves both ways."""
        return frozenset({self.base, self.quote})

    def __str__(self) -> str:
        """The rate as a report would put it, in English."""
        return self.in_words("en")

    def in_words(self, language: str) -> str:
        """The rate with its day and source, its number as the language writes it."""
        number = format_number(self.rate, locale=language)
        day = day_in_words(self.date, language)
        return f"1 {self.base} = {number} {self.quote} ({day}, {self.source})"


def as_rates(rates: Iterable[ExchangeRate]) -> tuple[ExchangeRate, ...]:
    """Some rates, at most one for each two currencies.

    Raises:
        InvalidFieldError: There are two for the same currencies, so that neither can be used.
    """
    given = tuple(rates)
    counted = Counter(rate.pair for rate in given)
    for rate in given:
        if counted[rate.pair] > 1:
            raise InvalidFieldError(
                field="rates",
                value=[str(each) for each in given if each.pair == rate.pair],
                expected=f"one rate for {rate.base} and {rate.quote}; pick the day that counts",
            )
    return given


def factor_at(
    unit: str, to: str, rates: tuple[ExchangeRate, ...]
) -> tuple[Fraction, ExchangeRate | None]:
    """How many of one unit make another, exactly, and the rate that was needed for it.

    Args:
        unit: The unit to convert from, in any spelling.
        to: The unit to convert to, in any spelling.
        rates: The rates that may be used.

    Returns:
        The factor, and the rate if the units are of two currencies, else None.

    Raises:
        UnknownUnitError: One of them is no unit.
        IncompatibleUnitError: They measure different things, or are of two currencies
            without a rate between them.

    Examples:
        >>> rate = ExchangeRate(base="USD", quote="VND", rate=25000, date="2025-06-30",
        ...                     source="an example")
        >>> factor_at("USD/person", "million VND/person", (rate,))[0]
        Fraction(1, 40)
    """
    from_, into = currency_of(unit), currency_of(to)
    for rate in rates:
        if rate.pair == frozenset((from_, into)):
            worth = Fraction(rate.rate) if from_ == rate.base else 1 / Fraction(rate.rate)
            try:
                return worth * exact_factor(in_currency(unit, into), to), rate
            except IncompatibleUnitError as error:
                raise IncompatibleUnitError(unit=canonical_unit(unit), expected=to) from error
    return exact_factor(unit, to), None


def currency_of(unit: str) -> str:
    """The currency of a unit's amount: "USD" of "million USD/person"; "" if it is no money.

    Examples:
        >>> currency_of("tỷ đồng"), currency_of("ha")
        ('VND', '')
    """
    thing = unit_factors(canonical_unit(unit))[0].thing
    return thing if thing in CURRENCIES else ""


def in_currency(unit: str, currency: str) -> str:
    """The unit with another currency in the place of its own.

    Examples:
        >>> in_currency("million VND/person", "USD")
        'million USD/person'
    """
    amount, *denominators = unit_factors(canonical_unit(unit))
    return unit_name([Factor(scale=amount.scale, thing=currency), *denominators])
