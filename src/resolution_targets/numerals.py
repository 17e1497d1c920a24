"""Numbers as text, the way Vietnamese and English write them; the only importer of Babel."""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from numbers import Rational
from typing import TYPE_CHECKING

from resolution_targets.errors import (
    InvalidFieldError,
    InvalidNumberError,
    UnsupportedLocaleError,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from babel import Locale

LOCALES = ("vi", "en")
# The longest float has 309 digits before the point, the smallest 1,074 after it.
_MOST_DIGITS = 2000
# No report prints more decimals, and no float keeps more digits of what was written;
# what has more was computed.
MOST_DECIMALS = 9
MOST_FLOAT_DIGITS = 15
# Far beyond what anyone promises, and far enough from the ends of the floats that a
# bound can be brought to any unit.
_MOST_EXACT_DIGITS = 100

# Babel hands the text to Decimal, which also takes "1_000", "١٢" and "NaN".
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
_MINUS_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})


def parse_number(text: str, *, locale: str) -> Decimal:
    """The number that a text stands for in one locale, exactly as written.

    "17.900" is 17900 in Vietnamese and 17.9 in English: the locale decides, nothing is
    guessed. Grouping marks must stand at thousands.

    Args:
        text: Digits with the locale's grouping and decimal marks, with or without a sign.
        locale: "vi" or "en".

    Raises:
        InvalidNumberError: The text is not a number in this locale.
        UnsupportedLocaleError: The locale is another one.

    Examples:
        >>> parse_number("17.900", locale="vi"), parse_number("17,900", locale="en")
        (Decimal('17900'), Decimal('17900'))
        >>> parse_number("2,5", locale="vi")
        Decimal('2.5')
    """
    check_locale(locale)
    number = _number_or_none(text.strip().translate(_MINUS_SIGNS), locale)
    if number is None:
        raise InvalidNumberError(text=text, locale=locale, hint=_other_reading(text, locale))
    return number


def format_number(number: Decimal | Fraction | float, *, locale: str) -> str:
    """A number as text in one locale, with all its digits; the inverse of `parse_number`.

    A float is written as the shortest decimal that reads back as the same float, a
    fraction that has no end as a decimal to 28 digits.

    Args:
        number: A finite number.
        locale: "vi" or "en".

    Raises:
        InvalidNumberError: The number is infinite, not a number, or longer than any report
            would print.
        UnsupportedLocaleError: The locale is another one.

    Examples:
        >>> format_number(17900, locale="vi"), format_number(2.5, locale="vi")
        ('17.900', '2,5')
    """
    check_locale(locale)
    exact = as_written(number)
    if not exact.is_finite():
        raise InvalidNumberError(text=str(number), locale=locale)
    length = max(exact.adjusted(), 0) + max(-int(exact.as_tuple().exponent), 0) + 1
    if length > _MOST_DIGITS:
        hint = f": it would have {length} digits"
        raise InvalidNumberError(text=str(number), locale=locale, hint=hint)
    return _formatted(f"{exact:f}", locale)


def exact_decimal(value: object, *, field: str) -> Decimal:
    """A number that somebody wrote, exactly as written.

    Args:
        value: A `Decimal`, an int, or the text of one.
        field: What the number is, for the message.

    Raises:
        InvalidFieldError: It is a float, no number, not finite, or longer than any promise.

    Examples:
        >>> exact_decimal("8.70", field="a bound")
        Decimal('8.70')
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        # A float has forgotten how it was written: 0.1 is 0.1000000000000000055...
        expected = "a Decimal, an int or its text, not a float"
        raise InvalidFieldError(field=field, value=value, expected=expected)
    # Decimal also takes "1_000" and the digits of every script.
    is_odd = isinstance(value, str) and ("_" in value or not value.isascii())
    try:
        exact = Decimal("?" if is_odd else value)
    except InvalidOperation as error:
        raise InvalidFieldError(field=field, value=value, expected="a number") from error
    if not exact.is_finite() or (exact and abs(exact.adjusted()) > _MOST_EXACT_DIGITS):
        expected = f"a finite number of at most {_MOST_EXACT_DIGITS} digits"
        raise InvalidFieldError(field=field, value=value, expected=expected)
    return exact


def as_written(number: Decimal | Fraction | float) -> Decimal:
    """The decimal that a number was written as.

    A float counts as the shortest decimal that reads back as the same float; a fraction
    that has no end is cut after 28 digits.

    Examples:
        >>> as_written(0.1), as_written(17900)
        (Decimal('0.1'), Decimal('17900'))
    """
    if isinstance(number, (Decimal, int)):
        return Decimal(number)
    if isinstance(number, Rational):
        return Context(prec=28).divide(Decimal(number.numerator), Decimal(number.denominator))
    return Decimal(repr(float(number)))


def published_decimals(number: Decimal | float) -> int | None:
    """How many decimals a figure was published with; None if it was computed.

    A float does not know whether it was written 93.5 or 93.50; it counts as the shortest
    decimal that reads back as the same float. A third has sixteen decimals, which nobody
    prints: such a number stands for itself alone.

    Args:
        number: A finite number.

    Examples:
        >>> published_decimals(93.5), published_decimals(Decimal("93.50"))
        (1, 2)
        >>> published_decimals(17900.0), published_decimals(1 / 3)
        (0, None)
    """
    if isinstance(number, int):
        return 0
    most = MOST_DECIMALS
    if isinstance(number, float):
        # "17900.0" was written 17900.
        number = as_written(number).normalize()
        most = min(most, MOST_FLOAT_DIGITS - max(0, number.adjusted() + 1))
    decimals = max(0, -int(number.as_tuple().exponent))
    return decimals if decimals <= most else None


def check_locale(locale: str) -> None:
    """Raise `UnsupportedLocaleError` unless the locale is one of `LOCALES`."""
    if locale not in LOCALES:
        raise UnsupportedLocaleError(locale=locale, known=LOCALES)


# An explanation says most of its numbers three times.
@lru_cache(maxsize=4096)
def _formatted(digits: str, locale: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415  # 60 ms that few calls need

    # Babel quantizes to three decimals or more in the context at hand.
    with localcontext(Context(prec=len(digits) + 4)):
        return format_decimal(
            Decimal(digits), locale=_babel_locale(locale), decimal_quantization=False
        )


@lru_cache(maxsize=len(LOCALES))
def _babel_locale(locale: str) -> Locale:
    from babel import Locale  # noqa: PLC0415  # see _formatted

    return Locale.parse(locale)


@lru_cache(maxsize=4096)
def _number_or_none(text: str, locale: str) -> Decimal | None:
    from babel.numbers import (  # noqa: PLC0415  # 60 ms that few calls need
        NumberFormatError,
        parse_decimal,
    )

    if not _NUMBER.fullmatch(text):
        return None
    try:
        # Babel writes the number again to see that it is well formed: see format_number.
        with localcontext(Context(prec=len(text) + 4)):
            return parse_decimal(text, locale=locale, strict=True)
    except NumberFormatError:
        return None


def _other_reading(text: str, locale: str) -> str:
    other = next(known for known in LOCALES if known != locale)
    number = _number_or_none(text.strip().translate(_MINUS_SIGNS), other)
    return f"; in locale {other!r} it is {number}" if number is not None else ""
