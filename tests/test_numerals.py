"""Numbers as Vietnamese and English write them."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

import resolution_targets as rt
from resolution_targets.numerals import check_locale, format_number, parse_number


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("17.900", "vi", "17900"),
        ("44.100", "vi", "44100"),
        ("2,5", "vi", "2.5"),
        ("93,5", "vi", "93.5"),
        ("1.234.567,89", "vi", "1234567.89"),
        ("23500", "vi", "23500"),
        ("17,900", "en", "17900"),
        ("17.900", "en", "17.900"),
        ("1,234,567.89", "en", "1234567.89"),
        ("7", "vi", "7"),
        ("  7\t", "en", "7"),
        ("+0,5", "vi", "0.5"),
        ("-0,5", "vi", "-0.5"),
        ("\N{MINUS SIGN}26.53", "en", "-26.53"),
        ("\N{EN DASH}26,53", "vi", "-26.53"),
        # As written, last zeros and all.
        ("2,50", "vi", "2.50"),
        ("1.000,00", "vi", "1000.00"),
    ],
)
def test_parse_number(text: str, locale: str, expected: str) -> None:
    assert str(parse_number(text, locale=locale)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "bảy",
        "--5",
        "- 5",
        "5 %",
        "5%",
        "1e5",
        "0x10",
        "1_000",
        "NaN",
        "Infinity",
        "½",
        ",5",
        ".5",
        "1,2,3",
        "12.34.567",
        "1.000.00",
        "\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT TWO}",
        "\N{FULLWIDTH DIGIT ONE}",
        "1 000",
        "1\N{NO-BREAK SPACE}000",
    ],
)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_what_is_no_number_in_either_locale(text: str, locale: str) -> None:
    with pytest.raises(rt.InvalidNumberError) as caught:
        parse_number(text, locale=locale)
    assert str(caught.value) == f"{text!r} is not a number in locale {locale!r}"
    assert (caught.value.text, caught.value.locale) == (text, locale)


@pytest.mark.parametrize(
    ("text", "locale", "hint"),
    [
        ("2.5", "vi", "in locale 'en' it is 2.5"),
        ("1.00", "vi", "in locale 'en' it is 1.00"),
        ("1.0000", "vi", "in locale 'en' it is 1.0000"),
        ("12,34", "en", "in locale 'vi' it is 12.34"),
        ("1.234,5", "en", "in locale 'vi' it is 1234.5"),
    ],
)
def test_the_error_says_what_it_is_in_the_other_locale(text: str, locale: str, hint: str) -> None:
    with pytest.raises(rt.InvalidNumberError) as caught:
        parse_number(text, locale=locale)
    assert str(caught.value) == f"{text!r} is not a number in locale {locale!r}; {hint}"


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (17900, "17.900", "17,900"),
        (0, "0", "0"),
        (-1234.5, "-1.234,5", "-1,234.5"),
        (2.5, "2,5", "2.5"),
        (0.1, "0,1", "0.1"),
        (0.1 + 0.2, "0,30000000000000004", "0.30000000000000004"),
        (1e21, "1.000.000.000.000.000.000.000", "1,000,000,000,000,000,000,000"),
        (1e25, "10" + 8 * ".000", "10" + 8 * ",000"),
        (5e-7, "0,0000005", "0.0000005"),
        (Decimal("2.50"), "2,5", "2.5"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (
            Decimal("0.1234567890123456789012345678901"),
            "0,1234567890123456789012345678901",
            "0.1234567890123456789012345678901",
        ),
        (Fraction(1, 4), "0,25", "0.25"),
        (Fraction(1, 3), "0," + 28 * "3", "0." + 28 * "3"),
    ],
)
def test_format_number(number: Decimal | float, vi: str, en: str) -> None:
    assert format_number(number, locale="vi") == vi
    assert format_number(number, locale="en") == en


def test_a_long_whole_number_keeps_all_its_digits() -> None:
    assert format_number(10**30 + 1, locale="en") == "1,000,000,000,000,000,000,000,000,000,001"


def test_the_decimal_context_of_the_caller_does_not_matter() -> None:
    with localcontext(prec=4):
        assert parse_number("1.234.567", locale="vi") == 1234567
        assert format_number(Decimal("1234567.5"), locale="en") == "1,234,567.5"
        assert format_number(1234567, locale="en") == "1,234,567"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (Decimal("NaN"), "NaN"),
        (Decimal("Infinity"), "Infinity"),
    ],
)
def test_what_is_not_finite_is_not_written(number: Decimal | float, text: str) -> None:
    with pytest.raises(rt.InvalidNumberError) as caught:
        format_number(number, locale="vi")
    assert str(caught.value) == f"{text!r} is not a number in locale 'vi'"


@pytest.mark.parametrize(
    ("number", "digits"), [("1E-3000", 3001), ("1E+3000", 3001), ("1E+99999", 100000)]
)
def test_what_no_report_would_print_is_not_written(number: str, digits: int) -> None:
    with pytest.raises(rt.InvalidNumberError) as caught:
        format_number(Decimal(number), locale="en")
    assert str(caught.value) == (
        f"{number!r} is not a number in locale 'en': it would have {digits} digits"
    )


@pytest.mark.parametrize("locale", ["fr", "VI", "vi_VN", "en-US", ""])
def test_other_locales_are_refused(locale: str) -> None:
    message = f"no locale {locale!r}; there is 'vi', 'en'"
    with pytest.raises(rt.UnsupportedLocaleError) as parsing:
        parse_number("1", locale=locale)
    with pytest.raises(rt.UnsupportedLocaleError) as formatting:
        format_number(1, locale=locale)
    assert str(parsing.value) == str(formatting.value) == message
    assert parsing.value.known == ("vi", "en")


def test_the_two_locales_are_known() -> None:
    for locale in ("vi", "en"):
        check_locale(locale)
