"""Exact conversion and pint quantities; the only importer of pint.

Two registries take part. A private one, over exact fractions, knows `units.txt` and
nothing else; it does all conversion that a verdict rests on. Quantities that users
get belong to `pint.get_application_registry()`, with our units added to it once, so
that they work with the user's own.
"""

from __future__ import annotations

import math
import re
import struct
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard
from weakref import WeakSet

from resolution_targets.errors import (
    IncompatibleUnitError,
    InvalidNumberError,
    UnitRegistryError,
    UnknownUnitError,
)
from resolution_targets.numerals import check_locale, format_number, parse_number
from resolution_targets.vocabulary import (
    CALENDAR,
    DIMENSIONLESS,
    PERCENT,
    PERCENTAGE_POINT,
    Factor,
    canonical_unit,
    format_unit,
    is_bare,
    scales,
    things,
    unit_factors,
    unit_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pint import Quantity, UnitRegistry


_DEFINITIONS = Path(__file__).with_name("units.txt")
CURRENCIES = frozenset({"VND", "USD"})
_QUANTITY_TEXT = re.compile(r"\s*([+\-\N{MINUS SIGN}\N{EN DASH}]?[0-9][0-9.,]*)\s*(.*)", re.DOTALL)
# No blank stands before these signs in either language's official texts: "7%".
_CLOSE_SIGNS = ("%", "‰")


def exact_factor(unit: str, to: str) -> Fraction:
    """How many of one unit make another, exactly.

    Args:
        unit: The unit to convert from, in any spelling.
        to: The unit to convert to, in any spelling.

    Raises:
        UnknownUnitError: One of them is no unit.
        IncompatibleUnitError: They measure different things.

    Examples:
        >>> exact_factor("million VND/person/month", "million VND/person/year")
        Fraction(12, 1)
    """
    return _exact_factor(canonical_unit(unit), canonical_unit(to))


def convert(value: Decimal | int, unit: str, to: str) -> Decimal:
    """A value in another unit, exact wherever the result has an end as a decimal.

    A month's share of a year's amount need not have one; it is then rounded at the
    50th digit.

    Args:
        value: The number, in `unit`.
        unit: The unit it is in, in any spelling.
        to: The unit it should be in, in any spelling.

    Raises:
        UnknownUnitError: One of them is no unit.
        IncompatibleUnitError: They measure different things: per cent and percentage
            points, or two currencies.

    Examples:
        >>> convert(Decimal("17.9"), "nghìn tỷ đồng", "billion VND")
        Decimal('17900')
    """
    factor = exact_factor(unit, to)
    return as_decimal(Fraction(value) * factor)


def as_decimal(number: Fraction) -> Decimal:
    """A fraction as a decimal, exact where it has an end, else to 50 digits."""
    numerator, denominator = Decimal(number.numerator), Decimal(number.denominator)
    # A context of our own: the caller's may have any precision.
    digits = len(numerator.as_tuple().digits) + len(denominator.as_tuple().digits)
    return Context(prec=max(50, 4 * digits)).divide(numerator, denominator)


def nearest_float(number: Decimal | Fraction, precision: str = "d") -> float:
    """The float that is nearest to a number, among those of one precision.

    Args:
        number: Any number.
        precision: The floats' code in `struct`: "d" double, "f" single, "e" half.

    Returns:
        The float, as a double; infinite where the number is beyond all of that precision.
    """
    try:
        packed = struct.pack(precision, float(number))
    except OverflowError:
        # Not copysign: it would make a float of the number first.
        return math.inf if number > 0 else -math.inf
    nearest: float = struct.unpack(precision, packed)[0]
    return nearest


def compatible_units(unit: str, *, rare: bool = False) -> tuple[str, ...]:
    """The units that reports would use for the same thing; each converts to this one.

    They are units of the same kind, and differ in one scale: that of what it is counted
    for, if it has one (doctors per 1,000 people), else that of the numerator.

    Args:
        unit: Any spelling of a unit.
        rare: Whether to give every scale in every place, "thousand doctors per million
            people" among them.

    Examples:
        >>> compatible_units("percent")
        ('percent', 'permille', 'dimensionless')
    """
    return _compatible_units(canonical_unit(unit), rare)


def parse_quantity(text: str, *, locale: str) -> Quantity[Any]:
    """A number with its unit, read from text, as a pint quantity.

    The locale decides what "." and "," mean; the unit may be in either language.

    Args:
        text: A number and, after it, a unit in any spelling; none means dimensionless.
        locale: "vi" or "en".

    Returns:
        A quantity of `pint.get_application_registry()`.

    Raises:
        InvalidNumberError: The text does not start with a number of this locale.
        UnknownUnitError: What follows the number is no unit.

    Examples:
        >>> print(parse_quantity("17.900 tỷ đồng", locale="vi"))
        17900.0 VND * billion
        >>> print(parse_quantity("2.5 billion VND", locale="en").to("VND"))
        2500000000.0 VND
    """
    check_locale(locale)
    match = _QUANTITY_TEXT.fullmatch(text)
    if match is None:
        raise InvalidNumberError(text=text, locale=locale)
    number, unit = match.groups()
    exact = parse_number(number, locale=locale)
    quantity = to_quantity(exact, unit.strip() or DIMENSIONLESS)
    if not math.isfinite(quantity.magnitude):
        hint = ": it is beyond all numbers of the application's pint registry"
        raise InvalidNumberError(text=text, locale=locale, hint=hint)
    return quantity


def format_quantity(quantity: Quantity[Any], *, locale: str) -> str:
    """A quantity as text in one locale; the inverse of `parse_quantity`.

    Args:
        quantity: A pint quantity of any registry, in a unit of the vocabulary.
        locale: "vi" or "en".

    Raises:
        UnknownUnitError: Its unit has no name in the vocabulary; convert it first.
        InvalidNumberError: Its magnitude is infinite or not a number.

    Examples:
        >>> format_quantity(parse_quantity("2,5 tỷ đô la Mỹ", locale="vi"), locale="en")
        '2.5 billion USD'
    """
    unit = unit_of_quantity(quantity)
    if unit is None:
        raise UnknownUnitError(unit=_unit_as_pint_reads_it(quantity), near=())
    return format_amount(quantity.magnitude, unit, locale=locale)


def format_amount(value: Decimal | Fraction | float, unit: str, *, locale: str) -> str:
    """A number and its unit as text in one locale; no pint quantity is made.

    Examples:
        >>> format_amount(Decimal("0.5"), "percentage_point", locale="vi")
        '0,5 điểm %'
    """
    number = format_number(value, locale=locale)
    name = canonical_unit(unit)
    if name == DIMENSIONLESS:
        return number
    if name.startswith(f"{DIMENSIONLESS}/"):
        # So many a month, of whatever is counted.
        nothing = format_unit(DIMENSIONLESS, language=locale)
        return f"{number}{format_unit(name, language=locale).removeprefix(nothing)}"
    words = "%" if name == PERCENT else format_unit(name, language=locale)
    return f"{number}{words}" if words in _CLOSE_SIGNS else f"{number} {words}"


def to_quantity(value: Decimal | float, unit: str) -> Quantity[Any]:
    """A pint quantity of the application registry, in that registry's number type.

    Raises:
        UnknownUnitError: The text is no unit.
        UnitRegistryError: The application's registry gives one of our names another meaning.
    """
    registry = _application_registry()
    number_type: type = registry.non_int_type
    quantity: Quantity[Any] = registry.Quantity(
        number_type(str(value)), registry.Unit(canonical_unit(unit))
    )
    return quantity


def is_quantity(value: object) -> TypeGuard[Quantity[Any]]:
    """Whether a value is a pint quantity, of whatever registry; pint is not imported for it."""
    return hasattr(value, "magnitude") and hasattr(value, "unit_items")


def unit_of_quantity(quantity: Quantity[Any]) -> str | None:
    """The canonical name of a quantity's unit; None where the vocabulary has none.

    The names of the units are what counts, so a quantity of any registry will do.
    """
    scale_names, thing_names = set(scales()), {*things(), *CALENDAR}
    over: list[Factor] = []
    under: list[Factor] = []
    scale_over = scale_under = ""
    for name, power in quantity.unit_items():
        if power == 1 and name in thing_names:
            over.append(Factor(scale="", thing=name))
        elif power == -1 and name in thing_names:
            under.append(Factor(scale="", thing=name))
        elif power == 1 and name in scale_names and not scale_over:
            scale_over = name
        elif power == -1 and name in scale_names and not scale_under:
            scale_under = name
        else:
            return None
    if not (over or under or scale_over or scale_under):
        return DIMENSIONLESS
    if len(over) != 1 or (scale_under and not under):
        return None
    # "per 10,000 people per year": a scale counts people, not years.
    under.sort(key=lambda factor: factor.thing in CALENDAR)
    if scale_under:
        under[0] = Factor(scale=scale_under, thing=under[0].thing)
    name = unit_name([Factor(scale=scale_over, thing=over[0].thing), *under])
    try:
        return canonical_unit(name)
    except UnknownUnitError:
        return None


def _unit_as_pint_reads_it(quantity: Quantity[Any]) -> str:
    # Not str(): a registry's default format may write LaTeX or HTML.
    powers: dict[str, Any] = dict(quantity.unit_items())
    over = [_power(name, power) for name, power in powers.items() if power > 0]
    under = [_power(name, -power) for name, power in powers.items() if power < 0]
    return " / ".join([" * ".join(over) or "1", *under])


def _power(name: str, power: Any) -> str:  # noqa: ANN401  # of whatever number type the registry has
    return name if power == 1 else f"{name} ** {power}"


def magnitude_in(quantity: Quantity[Any], unit: str) -> object:
    """A quantity's magnitude in a unit, by the application registry's own factor.

    For quantities in units that the vocabulary has no name for. Magnitude and factor are
    taken as the decimals that they print as and multiplied exactly, so that 44.1 teraVND
    are 44,100 billion VND; in floats they are 44100.00000000001.

    Raises:
        IncompatibleUnitError: The units measure different things.
    """
    import pint  # noqa: PLC0415  # see _application_registry

    registry = _application_registry()
    name = _unit_as_pint_reads_it(quantity)
    try:
        own = registry.Quantity(1, registry.Unit(name))
        factor = own.to(registry.Unit(canonical_unit(unit))).magnitude
    except (pint.DimensionalityError, pint.UndefinedUnitError) as error:
        raise IncompatibleUnitError(unit=name, expected=unit) from error
    magnitude = quantity.magnitude
    if not isinstance(magnitude, (int, float, Decimal)) or not math.isfinite(magnitude):
        return magnitude
    # A registry of floats makes 1000.0000000000001 of tera by giga.
    exact = Fraction(str(magnitude)) * Fraction(f"{float(factor):.14g}")
    return as_decimal(exact) if isinstance(magnitude, Decimal) else float(exact)


@lru_cache(maxsize=4096)
def _exact_factor(unit: str, to: str) -> Fraction:
    if unit == to:
        return Fraction(1)
    import pint  # noqa: PLC0415  # see _application_registry

    registry = _exact_registry()
    try:
        return Fraction(registry.Quantity(Fraction(1), unit).to(to).magnitude)
    except pint.DimensionalityError as error:
        hint = _mix_up(unit, to)
        raise IncompatibleUnitError(unit=unit, expected=to, hint=hint) from error


@lru_cache(maxsize=1)
def _exact_registry() -> Any:  # noqa: ANN401  # pint's types know registries of floats only
    import pint  # noqa: PLC0415  # see _application_registry

    # Our own definitions only: 3 ms instead of 100 ms, and nothing else can parse.
    own: Any = pint.UnitRegistry
    registry = own(None, non_int_type=Fraction)
    for name, *rest in _definitions():
        registry.define(" = ".join([name, *rest]))
    return registry


@lru_cache(maxsize=256)
def _compatible_units(unit: str, rare: bool) -> tuple[str, ...]:  # noqa: FBT001  # a key of the cache
    numerator, *denominators = unit_factors(unit)
    scaled_below = any(factor.scale for factor in denominators)
    with_scales = not is_bare(numerator.thing) and (rare or not scaled_below)
    choices = [
        _alike(numerator, with_scales=with_scales),
        *(_alike(factor, with_scales=rare or bool(factor.scale)) for factor in denominators),
    ]
    return tuple(unit_name(chosen) for chosen in product(*choices))


def _alike(factor: Factor, *, with_scales: bool) -> list[Factor]:
    return [
        Factor(scale=scale, thing=thing)
        for thing in (*things(), *CALENDAR)
        if _converts(thing, factor)
        for scale in (scales() if with_scales else ("",))
    ]


def _converts(thing: str, factor: Factor) -> bool:
    registry = _exact_registry()
    return bool(registry.Unit(thing).is_compatible_with(registry.Unit(factor.thing)))


def _mix_up(unit: str, to: str) -> str:
    """What to say to a likely mix-up; "" where there is nothing better than the usual."""
    if {unit, to} == {PERCENT, PERCENTAGE_POINT}:
        return (
            "is a share, not a difference of shares: a fall from 2.41% to 1.9% is 0.51 "
            "percentage points; give the change in percentage points"
            if unit == PERCENT
            else "is a difference of shares, not a share; give the share in percent"
        )
    found, expected = (
        {factor.thing for factor in unit_factors(name)} & CURRENCIES for name in (unit, to)
    )
    if found and expected and found != expected:
        return "is another currency: pass rates= with a dated rate, or convert it first"
    return ""


def _definitions() -> Iterable[list[str]]:
    for line in _DEFINITIONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [part.strip() for part in line.split("=")]


_prepared: WeakSet[UnitRegistry[Any]] = WeakSet()


def _application_registry() -> Any:  # noqa: ANN401  # pint leaves its own type open
    """The registry that the application's quantities belong to, with our units in it."""
    import pint  # noqa: PLC0415  # 80 ms and more that loading and comparing do without

    application: Any = pint.get_application_registry
    registry = application().get()
    # pint's own default registry is built at the first attribute that is asked for.
    if registry.Unit("").dimensionless and registry not in _prepared:
        _add_definitions(registry)
        _prepared.add(registry)
    return registry


def _add_definitions(registry: UnitRegistry[Any]) -> None:
    """Add our units to a user's registry, leaving what it has already."""
    taken = [name for name, *_ in _definitions() if name in registry]
    for name, value, *names in _definitions():
        if name in taken:
            continue
        free = [alias for alias in names if alias == "_" or alias not in registry]
        symbol = "_" if names and names[0] not in free else ""
        registry.define(" = ".join(part for part in (name, value, symbol, *free) if part))
    _check_meanings(registry, taken)


def _check_meanings(registry: UnitRegistry[Any], taken: list[str]) -> None:
    """Raise unless the names that were there before still keep our kinds apart."""
    values = {name: value for name, value, *_ in _definitions()}
    kinds = [name for name, value in values.items() if value.startswith("[")]
    dimensions = [registry.Unit(name).dimensionality for name in kinds]
    clashing = [
        name
        for name in taken
        if not (
            _is_own_kind(registry.Unit(name).dimensionality, dimensions)
            if name in kinds
            else _is_worth(registry, name, values[name])
        )
    ]
    if clashing:
        raise UnitRegistryError(names=clashing)


def _is_own_kind(dimensionality: Any, all_kinds: list[Any]) -> bool:  # noqa: ANN401  # pint's own type
    return bool(dimensionality) and all_kinds.count(dimensionality) == 1


def _is_worth(registry: UnitRegistry[Any], name: str, value: str) -> bool:
    own, ours = registry.Quantity(1, name), registry.Quantity(1, "") * registry(value)
    return bool(own.is_compatible_with(ours)) and math.isclose(float((own / ours).to("")), 1)
