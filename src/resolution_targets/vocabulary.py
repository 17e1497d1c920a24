"""Units as words: every spelling in Vietnamese and English to one canonical name.

A unit is a numerator and what it is counted for: an optional scale and a thing, then
any number of "per" parts, each again an optional scale and a thing. The words stand
in `spellings.csv`, so a new one is a line there and not code. pint's parser never
sees text from outside: it does not return from 'm**9**9**9', and it reads
"doctors / 10,000 people" as a product.

The canonical name is an expression that pint reads as we mean it:
`billion VND`, `million VND/person/year`, `doctor/ten_thousand/person`.
"""

from __future__ import annotations

import csv
import os
import unicodedata
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from resolution_targets.errors import UnknownUnitError, UnsupportedLocaleError, near_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DIMENSIONLESS = "dimensionless"
PERCENT = "percent"
PERCENTAGE_POINT = "percentage_point"
# Calendar time stands after "per" only: a length of time is no amount of anything here.
CALENDAR = ("year", "calendar_quarter", "month")

# How a "per" may be written, longest first; each becomes "/" in the form in which
# spellings are compared. A tuple, because a frame takes the same steps as expressions.
JOINTS = (" / ", " /", "/ ", " per ", " trên ")

# os.path and not pathlib, whose import takes 3 ms of the 16 that loading may take.
_SPELLINGS = os.path.join(os.path.dirname(__file__), "spellings.csv")
# Shares and points are numbers already: "billion percent" is nothing anyone promises.
_BARE = frozenset({DIMENSIONLESS, PERCENT, "permille", PERCENTAGE_POINT})


class Factor(NamedTuple):
    """One part of a unit: an optional scale and a thing that is counted.

    Attributes:
        scale: The scale's canonical name; "" for one.
        thing: The thing's canonical name.
    """

    scale: str
    thing: str


class _Vocabulary(NamedTuple):
    """The rows of `spellings.csv`, arranged for reading and for writing.

    Attributes:
        scales: Spelling to scale.
        per_scales: The same for what stands after "per".
        things: Spelling to thing.
        per_things: The same for what stands after "per".
        written: (role, name, language) to the spelling that is written.
    """

    scales: Mapping[str, str]
    per_scales: Mapping[str, str]
    things: Mapping[str, str]
    per_things: Mapping[str, str]
    written: Mapping[tuple[str, str, str], str]


def canonical_unit(text: str) -> str:
    """The canonical name of a unit in any spelling of the vocabulary.

    Case, accents' composition and white space do not matter. "%" is per cent; a
    percentage point is "điểm %" or "percentage point", since the two do not convert.

    Raises:
        UnknownUnitError: The text is no unit; near spellings are named.

    Examples:
        >>> canonical_unit("bác sĩ/1 vạn dân")
        'doctor/ten_thousand/person'
        >>> canonical_unit("tỷ đô la Mỹ")
        'billion USD'
    """
    name = _canonical_or_none(text)
    if name is None:
        known = _known_words()
        near = near_names(spelling_key(text), known)
        raise UnknownUnitError(unit=text, near=dict.fromkeys(known[word] for word in near))
    return name


def is_unit(text: str) -> bool:
    """Whether a text is a spelling of a unit in the vocabulary.

    Examples:
        >>> is_unit("tỷ đồng"), is_unit("tỷ lệ")
        (True, False)
    """
    return _canonical_or_none(text) is not None


def format_unit(unit: str, *, language: str) -> str:
    """A unit in words; the inverse of `canonical_unit`.

    Args:
        unit: Any spelling of a unit.
        language: "vi" or "en".

    Raises:
        UnknownUnitError: The text is no unit.
        UnsupportedLocaleError: The language is another one.

    Examples:
        >>> format_unit("doctor/ten_thousand/person", language="en")
        'doctors per 10,000 people'
        >>> format_unit("million VND/hectare", language="vi")
        'triệu đồng/ha'
    """
    numerator, *denominators = unit_factors(canonical_unit(unit))
    joint = "/" if language == "vi" else " per "
    return joint.join(
        [
            _in_words(numerator, ("scale", "unit", "unit"), language),
            *(
                _in_words(factor, ("per_scale", "per", "per_scaled"), language)
                for factor in denominators
            ),
        ]
    )


def unit_factors(unit: str) -> tuple[Factor, ...]:
    """The parts of a canonical unit name: the numerator, then each denominator."""
    return _factors(unit)


def unit_name(factors: Iterable[Factor]) -> str:
    """The canonical name of a unit put together from its parts; numerator first."""
    numerator, *denominators = factors
    parts = [f"{numerator.scale} {numerator.thing}".lstrip()]
    for factor in denominators:
        parts += [factor.scale, factor.thing] if factor.scale else [factor.thing]
    return "/".join(parts)


def spelling_key(text: str) -> str:
    """A text in the form in which spellings are compared: composed, lower case, single blanks."""
    key = " ".join(unicodedata.normalize("NFC", text).lower().split())
    for joint in JOINTS:
        key = key.replace(joint, "/")
    return key


def spellings(unit: str) -> Iterator[str]:
    """Every spelling of a canonical unit, each as `spelling_key` gives it.

    Examples:
        >>> sorted(spellings("percentage_point"))[:3]
        ['p.p.', 'percentage point', 'percentage points']
    """
    words = _vocabulary()
    numerator, *denominators = unit_factors(unit)
    choices = [
        _factor_spellings(numerator, words.scales, words.things),
        *(_factor_spellings(factor, words.per_scales, words.per_things) for factor in denominators),
    ]
    for chosen in product(*choices):
        yield "/".join(chosen)


def scales() -> tuple[str, ...]:
    """The canonical names of all scales, with "" for none."""
    return ("", *dict.fromkeys(_vocabulary().scales.values()))


def things() -> tuple[str, ...]:
    """The canonical names of everything that is counted or measured."""
    return tuple(dict.fromkeys(_vocabulary().things.values()))


def is_bare(thing: str) -> bool:
    """Whether a unit takes no scale, and no "per" but calendar time: shares and points."""
    return thing in _BARE


@lru_cache(maxsize=4096)
def _canonical_or_none(text: str) -> str | None:
    factors = _factors_or_none(spelling_key(text))
    return None if factors is None else unit_name(factors)


@lru_cache(maxsize=1024)
def _factors(unit: str) -> tuple[Factor, ...]:
    factors = _factors_or_none(spelling_key(unit))
    if factors is None:
        raise UnknownUnitError(unit=unit, near=())
    return factors


def _factors_or_none(key: str) -> tuple[Factor, ...] | None:
    words = _vocabulary()
    numerator, *denominators = _rejoin_scales(key.split("/"))
    over = _factor(numerator, words.scales, words.things)
    if over is None:
        return None
    under: list[Factor] = []
    for part in denominators:
        factor = _factor(part, words.per_scales, words.per_things)
        if factor is None or factor.thing in _BARE:
            return None
        under.append(factor)
    # A rate may rise by so many points a month, and a bare count by so many; a share itself
    # is no amount that comes in, and nothing bare is counted for people or land.
    comes_in_time = over.thing != PERCENT and all(
        factor.thing in CALENDAR and not factor.scale for factor in under
    )
    if under and over.thing in _BARE and not comes_in_time:
        return None
    # "/year/person" is "/person/year": one unit has one name.
    order = list(dict.fromkeys(words.per_things.values()))
    return (over, *sorted(under, key=lambda factor: order.index(factor.thing)))


def _rejoin_scales(parts: list[str]) -> list[str]:
    """Put "doctor/ten_thousand/person" back to a scale with its thing."""
    scale_names = set(_vocabulary().scales.values())
    joined: list[str] = []
    for part in parts:
        if len(joined) > 1 and joined[-1] in scale_names:
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _factor(
    part: str, scale_words: Mapping[str, str], thing_words: Mapping[str, str]
) -> Factor | None:
    if part in thing_words:
        return Factor(scale="", thing=thing_words[part])
    for word, scale in scale_words.items():
        thing = thing_words.get(part.removeprefix(f"{word} "))
        if part.startswith(f"{word} ") and thing is not None and thing not in _BARE:
            return Factor(scale=scale, thing=thing)
    return None


def _factor_spellings(
    factor: Factor, scale_words: Mapping[str, str], thing_words: Mapping[str, str]
) -> list[str]:
    thing_spellings = [word for word, thing in thing_words.items() if thing == factor.thing]
    if not factor.scale:
        return thing_spellings
    scale_spellings = [word for word, scale in scale_words.items() if scale == factor.scale]
    return [f"{scale} {thing}" for scale, thing in product(scale_spellings, thing_spellings)]


def _in_words(factor: Factor, roles: tuple[str, str, str], language: str) -> str:
    scale_role, thing_role, scaled_thing_role = roles
    written = _vocabulary().written
    if not factor.scale:
        return _first(written, (thing_role, "unit"), factor.thing, language)
    scale = _first(written, (scale_role, "scale"), factor.scale, language)
    return f"{scale} {_first(written, (scaled_thing_role, 'unit'), factor.thing, language)}"


def _first(
    written: Mapping[tuple[str, str, str], str], roles: tuple[str, ...], name: str, language: str
) -> str:
    for role in roles:
        if (role, name, language) in written:
            return written[role, name, language]
    raise UnsupportedLocaleError(locale=language, known=sorted({key[2] for key in written}))


def _known_words() -> dict[str, str]:
    """What a mistyped unit is held against: units without "per", to their names."""
    words = _vocabulary()
    scaled = {
        f"{scale_word} {thing_word}": unit_name([Factor(scale=scale, thing=thing)])
        for (scale_word, scale), (thing_word, thing) in product(
            words.scales.items(), words.things.items()
        )
        if thing not in _BARE
    }
    return {**words.things, **scaled}


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    rows: dict[str, dict[str, str]] = {}
    written: dict[tuple[str, str, str], str] = {}
    with open(_SPELLINGS, encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for role, name, language, spelling in lines:
            # The file's spellings are composed and single-spaced; a test sees to it.
            rows.setdefault(role, {})[spelling.lower()] = name
            written.setdefault((role, name, language), spelling)
    for role in ("scale", "unit", "per"):
        # The canonical name is a spelling too.
        rows[role] |= {name.lower(): name for name in rows[role].values()}
    return _Vocabulary(
        scales=rows["scale"],
        per_scales=rows["scale"] | rows["per_scale"],
        things=rows["unit"],
        per_things=rows["unit"] | rows["per"] | rows["per_scaled"],
        written=written,
    )
