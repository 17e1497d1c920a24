"""Exact conversion, and quantities of whatever registry the application has."""

from __future__ import annotations

import logging
import math
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pint
import pytest

import resolution_targets as rt
from resolution_targets import units
from resolution_targets.units import (
    compatible_units,
    convert,
    exact_factor,
    format_amount,
    format_quantity,
    is_quantity,
    magnitude_in,
    nearest_float,
    parse_quantity,
    to_quantity,
    unit_of_quantity,
)
from resolution_targets.vocabulary import CALENDAR, scales, things

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Registry = pint.UnitRegistry[Any]
    Use = Callable[[Registry], Registry]


@pytest.fixture
def use_registry() -> Iterator[Use]:
    """Make a registry the application's, until the test is over."""
    before = pint.get_application_registry().get()

    def use(registry: Registry) -> Registry:
        pint.set_application_registry(registry)
        return registry

    yield use
    pint.set_application_registry(before)


# Unit, unit, how many of the second make the first.
_FACTORS = [
    ("percent", "dimensionless", Fraction(1, 100)),
    ("permille", "percent", Fraction(1, 10)),
    ("billion VND", "million VND", Fraction(1000)),
    ("trillion VND", "VND", Fraction(10**12)),
    ("hundred_thousand person", "ten_thousand person", Fraction(10)),
    ("thousand person", "person", Fraction(1000)),
    ("doctor/ten_thousand/person", "doctor/thousand/person", Fraction(1, 10)),
    ("doctor/ten_thousand/person", "doctor/person", Fraction(1, 10**4)),
    ("hectare", "m2", Fraction(10**4)),
    ("km2", "hectare", Fraction(100)),
    ("million VND/hectare", "million VND/km2", Fraction(100)),
    ("million VND/hectare", "VND/m2", Fraction(100)),
    ("million VND/person/month", "million VND/person/year", Fraction(12)),
    ("million VND/person/calendar_quarter", "million VND/person/month", Fraction(1, 3)),
    ("VND/year", "VND/calendar_quarter", Fraction(1, 4)),
    ("percentage_point", "percentage_point", Fraction(1)),
]


@pytest.mark.parametrize(("unit", "to", "factor"), _FACTORS)
def test_exact_factor(unit: str, to: str, factor: Fraction) -> None:
    assert exact_factor(unit, to) == factor
    assert exact_factor(to, unit) == 1 / factor


def test_exact_factor_takes_any_spelling() -> None:
    assert exact_factor("nghìn tỷ đồng", "bn VND") == 1000


def test_convert_is_exact() -> None:
    assert str(convert(Decimal("17.9"), "nghìn tỷ đồng", "billion VND")) == "17900"
    assert convert(Decimal("0.57"), "dimensionless", "percent") == 57
    assert convert(12, "doctor/ten_thousand/person", "doctor/person") == Decimal("0.0012")
    long = Decimal("1." + "1" * 60)
    assert convert(long, "percent", "dimensionless") == Decimal("0.01" + "1" * 60)


def test_convert_rounds_at_the_50th_digit_what_has_no_end() -> None:
    third = convert(1, "VND/calendar_quarter", "VND/month")
    assert third == Decimal("0." + 50 * "3")


def test_convert_does_not_depend_on_the_callers_decimal_context() -> None:
    with localcontext(prec=3):
        assert convert(Decimal("1.23456"), "million VND", "VND") == 1234560


# Unit, the unit it should be in, and why not, in full.
_MIX_UPS = [
    (
        "percent",
        "percentage_point",
        (
            "'percentage_point' was expected; 'percent' is a share, not a difference of shares: "
            "a fall from 2.41% to 1.9% is 0.51 percentage points; give the change in percentage "
            "points"
        ),
    ),
    (
        "percentage_point",
        "percent",
        (
            "'percent' was expected; 'percentage_point' is a difference of shares, not a share; "
            "give the share in percent"
        ),
    ),
    (
        "billion USD",
        "billion VND",
        (
            "'billion VND' was expected; 'billion USD' is another currency: pass rates= "
            "with a dated rate, or convert it first"
        ),
    ),
    (
        "USD/person",
        "million VND/person",
        (
            "'million VND/person' was expected; 'USD/person' is another currency: pass "
            "rates= with a dated rate, or convert it first"
        ),
    ),
    (
        "doctor/ten_thousand/person",
        "bed/ten_thousand/person",
        (
            "'bed/ten_thousand/person' was expected; 'doctor/ten_thousand/person' measures "
            "something else and does not convert"
        ),
    ),
    (
        "person",
        "household",
        "'household' was expected; 'person' measures something else and does not convert",
    ),
    (
        "million VND",
        "million VND/person",
        (
            "'million VND/person' was expected; 'million VND' measures something else and does "
            "not convert"
        ),
    ),
    (
        "person",
        "dimensionless",
        "'dimensionless' was expected; 'person' measures something else and does not convert",
    ),
    (
        "percentage_point",
        "dimensionless",
        (
            "'dimensionless' was expected; 'percentage_point' measures something else and does "
            "not convert"
        ),
    ),
]


@pytest.mark.parametrize(("unit", "to", "message"), _MIX_UPS)
def test_units_of_different_things_do_not_convert(unit: str, to: str, message: str) -> None:
    with pytest.raises(rt.IncompatibleUnitError) as caught:
        convert(Decimal(1), unit, to)
    assert str(caught.value) == message
    assert (caught.value.unit, caught.value.expected) == (unit, to)


def test_no_two_kinds_of_things_convert() -> None:
    shares = {"percent", "permille", "dimensionless"}
    areas = {"hectare", "km2", "m2"}
    for one in things():
        for other in things():
            if one == other or {one, other} <= shares or {one, other} <= areas:
                assert exact_factor(one, other) > 0
            else:
                with pytest.raises(rt.IncompatibleUnitError):
                    exact_factor(one, other)


@pytest.mark.parametrize("place", [0, 1])
def test_what_is_no_unit_does_not_convert(place: int) -> None:
    pair = ["percent", "percent"]
    pair[place] = "zzzzzzzz"
    with pytest.raises(rt.UnknownUnitError) as caught:
        exact_factor(*pair)
    assert caught.value.unit == "zzzzzzzz"


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("percent", {"percent", "permille", "dimensionless"}),
        ("percentage_point", {"percentage_point"}),
        (
            "enterprise",
            {"enterprise"}
            | {
                f"{scale} enterprise"
                for scale in (
                    "thousand",
                    "ten_thousand",
                    "hundred_thousand",
                    "million",
                    "billion",
                    "trillion",
                )
            },
        ),
        (
            "doctor/ten_thousand/person",
            {"doctor/person"}
            | {
                f"doctor/{scale}/person"
                for scale in (
                    "thousand",
                    "ten_thousand",
                    "hundred_thousand",
                    "million",
                    "billion",
                    "trillion",
                )
            },
        ),
    ],
)
def test_compatible_units(unit: str, expected: set[str]) -> None:
    assert set(compatible_units(unit)) == expected


def test_compatible_units_of_an_amount_per_area_and_per_time() -> None:
    found = set(compatible_units("triệu đồng/ha"))
    assert {"million VND/hectare", "billion VND/km2", "VND/m2"} <= found
    found = set(compatible_units("million VND/person/year"))
    assert {"million VND/person/month", "thousand VND/person/calendar_quarter"} <= found
    assert not any("USD" in unit or "household" in unit for unit in found)


@pytest.mark.parametrize(
    ("text", "locale", "magnitude", "unit"),
    [
        ("17.900 tỷ đồng", "vi", 17900.0, "billion * VND"),
        ("2,5 tỷ đô la Mỹ", "vi", 2.5, "billion * USD"),
        ("102 triệu đồng/ha", "vi", 102.0, "million * VND / hectare"),
        ("12 bác sĩ/1 vạn dân", "vi", 12.0, "doctor / ten_thousand / person"),
        ("93,5%", "vi", 93.5, "percent"),
        ("0,5 điểm %", "vi", 0.5, "percentage_point"),
        ("-26.53 %", "en", -26.53, "percent"),
        ("\N{MINUS SIGN}26.53%", "en", -26.53, "percent"),
        ("17,900 billion VND", "en", 17900.0, "billion * VND"),
        # The number's marks are the locale's, the unit may be in either language.
        ("17.900 billion VND", "vi", 17900.0, "billion * VND"),
        ("12 doctors per 10,000 people", "en", 12.0, "doctor / ten_thousand / person"),
        ("  23.500  người ", "vi", 23500.0, "person"),
        ("0,57", "vi", 0.57, "dimensionless"),
    ],
)
def test_parse_quantity(text: str, locale: str, magnitude: float, unit: str) -> None:
    quantity = parse_quantity(text, locale=locale)
    registry = pint.get_application_registry()
    assert quantity.magnitude == magnitude
    assert quantity.units == registry.Unit(unit)


@pytest.mark.parametrize("text", ["", "   ", "tỷ đồng", "%", "- 5%", "bảy %", ",5%", "\n"])
def test_a_quantity_starts_with_a_number(text: str) -> None:
    with pytest.raises(rt.InvalidNumberError) as caught:
        parse_quantity(text, locale="vi")
    assert str(caught.value) == f"{text!r} is not a number in locale 'vi'"


def test_the_number_of_a_quantity_must_be_one_of_the_locale() -> None:
    with pytest.raises(rt.InvalidNumberError) as caught:
        parse_quantity("2.5 tỷ đồng", locale="vi")
    assert str(caught.value) == "'2.5' is not a number in locale 'vi'; in locale 'en' it is 2.5"


def test_a_number_beyond_all_floats_does_not_become_infinite_in_silence() -> None:
    with pytest.raises(rt.InvalidNumberError):
        parse_quantity(f"{400 * '9'} %", locale="en")


def test_what_follows_the_number_must_be_a_unit() -> None:
    with pytest.raises(rt.UnknownUnitError) as caught:
        parse_quantity("5 zzzzzzzz", locale="vi")
    assert caught.value.unit == "zzzzzzzz"
    # A range is no quantity, and nothing of it reaches pint.
    with pytest.raises(rt.UnknownUnitError) as caught:
        parse_quantity("0,5-0,6%", locale="vi")
    assert caught.value.unit == "-0,6%"


@pytest.mark.parametrize(
    ("value", "unit", "vi", "en"),
    [
        (17900, "billion VND", "17.900 tỷ đồng", "17,900 billion VND"),
        (Decimal("2.5"), "billion USD", "2,5 tỷ đô la Mỹ", "2.5 billion USD"),
        (93.5, "percent", "93,5%", "93.5%"),
        (Decimal("0.5"), "percentage_point", "0,5 điểm %", "0.5 percentage points"),
        (5, "permille", "5‰", "5 permille"),
        (Decimal("0.57"), "dimensionless", "0,57", "0.57"),
        (
            12,
            "doctor/ten_thousand/person",
            "12 bác sĩ/1 vạn dân",
            "12 doctors per 10,000 people",
        ),
    ],
)
def test_format_amount_and_quantity(value: Decimal | float, unit: str, vi: str, en: str) -> None:
    for locale, text in (("vi", vi), ("en", en)):
        assert format_amount(value, unit, locale=locale) == text
        assert format_quantity(to_quantity(value, unit), locale=locale) == text


def test_other_locales_are_refused() -> None:
    message = "no locale 'fr'; there is 'vi', 'en'"
    with pytest.raises(rt.UnsupportedLocaleError) as caught:
        parse_quantity("5 %", locale="fr")
    assert str(caught.value) == message
    with pytest.raises(rt.UnsupportedLocaleError) as caught:
        format_amount(5, "percent", locale="fr")
    assert str(caught.value) == message


def test_a_quantity_in_a_unit_without_a_name_here_is_not_written() -> None:
    quantity = to_quantity(1, "VND").to("VND") / pint.get_application_registry().Quantity(1, "day")
    with pytest.raises(rt.UnknownUnitError) as caught:
        format_quantity(quantity, locale="vi")
    assert str(caught.value) == (
        "unknown unit 'VND / day'; write it as a scale, a unit and what it is counted for, such "
        "as 'billion VND', 'tỷ đồng' or 'doctors per 10,000 people'"
    )


def test_what_is_not_finite_is_not_written() -> None:
    with pytest.raises(rt.InvalidNumberError) as caught:
        format_quantity(to_quantity(float("inf"), "percent"), locale="en")
    assert str(caught.value) == "'inf' is not a number in locale 'en'"


def test_is_quantity() -> None:
    registry = pint.get_application_registry()
    assert is_quantity(registry.Quantity(1, "percent"))
    assert is_quantity(pint.UnitRegistry().Quantity(1, "meter"))
    for other in (1, Decimal(1), "1 percent", None, registry.Unit("percent")):
        assert not is_quantity(other)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("percent", "percent"),
        ("dimensionless", "dimensionless"),
        ("billion * VND", "billion VND"),
        ("million * VND / person / year", "million VND/person/year"),
        ("million * VND / year / person", "million VND/person/year"),
        ("doctor / ten_thousand / person", "doctor/ten_thousand/person"),
        # A scale below is that of what is counted, never of the time.
        ("doctor / month / ten_thousand / person", "doctor/ten_thousand/person/month"),
        ("hectare", "hectare"),
        # No names here: powers, two scales, a scale by itself, two things, other things.
        ("VND / kilometer ** 2", None),
        ("million * thousand * VND", None),
        ("million ** 2 * VND", None),
        ("million", None),
        ("1 / person", None),
        ("VND / thousand", None),
        ("person * household", None),
        ("percent / person", None),
        ("person / percent", None),
        ("VND / day", None),
        ("kilogram", None),
        ("year", None),
    ],
)
def test_unit_of_quantity(expression: str, expected: str | None) -> None:
    to_quantity(1, "VND")
    quantity = pint.get_application_registry().Quantity(1, expression)
    assert unit_of_quantity(quantity) == expected


def test_magnitude_in_converts_units_that_have_no_name_here() -> None:
    to_quantity(1, "VND")
    quantity = pint.get_application_registry().Quantity(10_200_000_000, "VND / kilometer ** 2")
    assert magnitude_in(quantity, "triệu đồng/ha") == pytest.approx(102, rel=1e-15)


def test_magnitude_in_refuses_other_things() -> None:
    quantity = pint.UnitRegistry().Quantity(1, "meter")
    with pytest.raises(rt.IncompatibleUnitError) as caught:
        magnitude_in(quantity, "percent")
    assert str(caught.value) == (
        "'percent' was expected; 'meter' measures something else and does not convert"
    )


def test_magnitude_in_takes_quantities_of_another_registry(ha_tinh: rt.Dataset) -> None:
    foreign: Any = pint.UnitRegistry()
    foreign.define("VND = [money]")
    quantity = foreign.Quantity(10_300_000_000, "VND / kilometer ** 2")
    assert ha_tinh["production-value-per-hectare"].compare(quantity).status == "met"


@pytest.mark.parametrize("form", ["~P", "~", "C", "L", "H"])
def test_the_way_a_registry_writes_its_units_does_not_matter(form: str) -> None:
    foreign: Any = pint.UnitRegistry()
    foreign.define("VND = [money]")
    foreign.formatter.default_format = form
    quantity = foreign.Quantity(10_200_000_000, "VND / kilometer ** 2")
    assert magnitude_in(quantity, "million VND/hectare") == pytest.approx(102, rel=1e-15)


def test_quantities_belong_to_the_applications_registry(
    use_registry: Use,
) -> None:
    registry = use_registry(pint.UnitRegistry())
    quantity = parse_quantity("17.900 tỷ đồng", locale="vi")
    mine = registry.Quantity(100, "billion VND")
    assert (quantity + mine).magnitude == 18000
    assert quantity > mine
    assert isinstance(quantity.magnitude, float)


def test_quantities_have_the_applications_kind_of_number(
    use_registry: Use,
) -> None:
    use_registry(pint.UnitRegistry(non_int_type=Decimal))
    quantity = parse_quantity("0,57 lần", locale="vi")
    assert str(quantity.magnitude) == "0.57"
    assert str(quantity.to("percent").magnitude) == "57"


@pytest.mark.parametrize("number_type", [float, Decimal, Fraction])
def test_a_targets_own_quantity_is_comparable_in_any_kind_of_number(
    use_registry: Use, ha_tinh: rt.Dataset, number_type: type
) -> None:
    use_registry(pint.UnitRegistry(non_int_type=number_type))
    for target in (ha_tinh["grdp-per-capita"], ha_tinh["export-turnover"]):
        assert target.quantity is not None
        assert target.compare(target.quantity).status == "missed"
        assert target.compare(2 * target.quantity).status == "met"


def test_what_the_application_has_defined_itself_stays(
    use_registry: Use,
    caplog: pytest.LogCaptureFixture,
) -> None:
    registry = use_registry(pint.UnitRegistry())
    registry.define("person = [human] = psn")
    registry.define("million = 1000000 = mio")
    with caplog.at_level(logging.DEBUG, logger="pint"):
        quantity = to_quantity(91, "million VND/person")
    assert quantity.units == registry.Unit("mio * VND / psn")
    # pint would tell of a redefinition.
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []


@pytest.mark.parametrize(
    ("definitions", "names"),
    [
        (["person = []"], "'person'"),
        (["person = 5 = psn"], "'person'"),
        (["million = 1000"], "'million'"),
        (["VND = [money]", "USD = 25000 * VND"], "'VND', 'USD'"),
        (["household = [group]", "village = 200 * household"], "'household', 'village'"),
    ],
)
def test_a_registry_that_means_something_else_is_refused_each_time(
    use_registry: Use,
    definitions: list[str],
    names: str,
) -> None:
    registry = use_registry(pint.UnitRegistry())
    for definition in definitions:
        registry.define(definition)
    for _ in range(2):
        with pytest.raises(rt.UnitRegistryError) as caught:
            to_quantity(1, "million VND/person")
        assert str(caught.value) == (
            f"the application's pint registry defines {names} as another kind of quantity than "
            "resolution_targets does: rename them there, or set another registry with "
            "pint.set_application_registry"
        )


def _same_worth_in_both(one: str, other: str) -> bool:
    registry = pint.get_application_registry()
    theirs = registry.Quantity(1, one).to(other).magnitude
    return bool(theirs == pytest.approx(float(exact_factor(one, other)), rel=1e-12))


@pytest.mark.parametrize("scale", [scale for scale in scales() if scale])
def test_scales_are_worth_the_same_in_the_applications_registry(scale: str) -> None:
    to_quantity(1, "VND")
    assert _same_worth_in_both(f"{scale} VND", "VND")


@pytest.mark.parametrize("thing", ["km2", "m2", "hectare"])
def test_areas_are_worth_the_same_in_the_applications_registry(thing: str) -> None:
    to_quantity(1, "VND")
    assert _same_worth_in_both(thing, "hectare")


@pytest.mark.parametrize("thing", ["percent", "permille", "dimensionless"])
def test_shares_are_worth_the_same_in_the_applications_registry(thing: str) -> None:
    assert _same_worth_in_both(thing, "percent")


@pytest.mark.parametrize("time", CALENDAR)
def test_times_are_worth_the_same_in_the_applications_registry(time: str) -> None:
    # pint's own "quarter" is 28 stone, a mass.
    to_quantity(1, "VND")
    assert _same_worth_in_both(f"VND/{time}", "VND/year")


def test_the_definitions_are_read_once_for_a_registry(
    use_registry: Use,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_registry(pint.UnitRegistry())
    to_quantity(1, "VND")
    monkeypatch.setattr(units, "_DEFINITIONS", None)
    assert to_quantity(1, "USD").magnitude == 1


def test_the_nearest_float_of_what_is_beyond_all_floats() -> None:
    assert nearest_float(Fraction(10**400)) == math.inf
    assert nearest_float(Fraction(-(10**400))) == -math.inf


@pytest.mark.parametrize(
    ("amount", "unit", "vi", "en"),
    [
        ("933.3", "billion VND/month", "933,3 tỷ đồng/tháng", "933.3 billion VND per month"),
        ("0.05", "percentage_point/month", "0,05 điểm %/tháng", "0.05 percentage points per month"),
        # So many a month of whatever is counted without a unit.
        ("12", "dimensionless/month", "12/tháng", "12 per month"),
        ("12", "permille/month", "12 ‰/tháng", "12 permille per month"),
    ],
)
def test_amounts_that_come_in_each_month(amount: str, unit: str, vi: str, en: str) -> None:
    assert format_amount(Decimal(amount), unit, locale="vi") == vi
    assert format_amount(Decimal(amount), unit, locale="en") == en
