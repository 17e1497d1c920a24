"""Whether phrases stand in a text, and a number in a phrase."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A number with the marks inside it, or a run of letters.
_WORD = re.compile(rf"{_NUMBER.pattern}|[^\W\d]+")
# What comes next where a text is cut within a word.
_REST_OF_WORD = re.compile(r"(?<=\d)[.,]?\d|(?<=\d[.,])\d|(?<=[^\W\d])[^\W\d]")
# How many characters of a text are held at once, and the fewest that places are told apart by.
_MOST_HELD = 50_000_000
_FEWEST_COMPARED = 16

# 1.234.567 and 1,234,567; then what is left of a point or a comma is a decimal mark.
_GROUPED = {".": re.compile(r"\d{1,3}(?:\.\d{3})+"), ",": re.compile(r"\d{1,3}(?:,\d{3})+")}
# "1,2 triệu người" may be kept as 1200000 persons, "17,9 nghìn tỷ" as 17900 billions.
_SCALES = {
    "trăm": 2,
    "hundred": 2,
    "nghìn": 3,
    "ngàn": 3,
    "thousand": 3,
    "vạn": 4,
    "triệu": 6,
    "million": 6,
    "mn": 6,
    "tỷ": 9,
    "tỉ": 9,
    "billion": 9,
    "bn": 9,
    "trillion": 12,
}
# One or several in a row. A "tỷ lệ" (rate) or "tỷ trọng" (share) is no billion.
_SCALE = rf"(?:{'|'.join(_SCALES)})(?!\w)(?!\s+(?:lệ|trọng|suất|số|giá)(?!\w))"
_SCALED = re.compile(rf"(?<![^\W\d_]){_SCALE}(?:\s+{_SCALE})*")
# "Phần trăm" is per cent, and "trên 1 vạn dân" per 10,000 people: neither multiplies.
_DIVIDING = re.compile(r"phần\s+\w+|(?:trên\s+1|/\s*1?)\s*\w+\s+dân")
# The caller's own context may round.
_EXACT = Context(prec=1000)


def missing_phrases(text: str, phrases: Iterable[str]) -> set[str]:
    r"""Those out of some phrases that do not stand in a text, word for word.

    Line breaks and runs of blanks count as one blank, in text and phrases alike: a text
    that was taken from a PDF breaks its lines anywhere. A phrase is of whole words:
    "trên 7" does not stand in "trên 70%", nor in "trên 7,5%".

    Examples:
        >>> sorted(missing_phrases("đạt trên\n70%; giảm 0,5%", ["đạt trên 70%", "đạt trên 7"]))
        ['đạt trên 7']
    """
    line = one_line(text)
    missing: set[str] = set()
    # A search from the start for each of 100,000 phrases would read the text as often.
    # So the text is read once, for the places of the words that phrases start with.
    sought: dict[tuple[str, int], dict[str, str]] = {}
    for phrase in set(phrases):
        wanted = one_line(phrase)
        first = _WORD.search(wanted)
        if first is not None:
            sought.setdefault((first[0], first.start()), {})[phrase] = wanted
        elif wanted not in line:
            missing.add(phrase)
    places: dict[str, list[int]] = {word: [] for word, _ in sought}
    for match in _WORD.finditer(line):
        found = places.get(match[0])
        if found is not None:
            found.append(match.start())
    for (word, offset), group in sought.items():
        starts = [place - offset for place in places[word] if place >= offset]
        missing.update(_missing_at(line, starts, group))
    return missing


def _missing_at(text: str, starts: list[int], sought: Mapping[str, str]) -> Iterator[str]:
    """The phrases that stand at none of some places of a text."""
    longest = max(map(len, sought.values()))
    reach = max(_FEWEST_COMPARED, min(longest, _MOST_HELD // max(1, len(starts))))

    def head(start: int) -> str:
        return text[start : start + reach]

    # Sorted by what follows, so that a phrase is found in 17 steps among 100,000 places.
    starts.sort(key=head)
    for phrase, wanted in sought.items():
        beginning = wanted[:reach]
        at = bisect_left(starts, beginning, key=head)
        while at < len(starts) and text.startswith(beginning, starts[at]):
            end = starts[at] + len(wanted)
            if text.startswith(wanted, starts[at]) and not _REST_OF_WORD.match(text, end):
                break
            at += 1
        else:
            yield phrase


def one_line(text: str) -> str:
    """A text with single blanks for all its white space, and its accents composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def has_number(phrase: str, number: Decimal) -> bool:
    """Whether a number stands in a phrase, as Vietnamese or English writes it.

    Where the phrase names a scale, the number may have been multiplied by it. Its sign
    is not looked at: a phrase may say "giảm" (down) for it.

    Examples:
        >>> has_number("đạt trên 17.800 tỷ đồng", Decimal(17800))
        True
        >>> has_number("khoảng 1,2 triệu người", Decimal(1200000))
        True
        >>> has_number("đạt trên 17.800 tỷ đồng", Decimal("17.800"))
        False
    """
    numbers, size = _numbers(phrase), number.copy_abs()
    return size in numbers or any(
        _EXACT.scaleb(size, -power) in numbers for power in _powers(phrase)
    )


# The ends of a range stand in one phrase.
@lru_cache(maxsize=256)
def _numbers(phrase: str) -> frozenset[Decimal]:
    """Every number that a phrase may mean."""
    # "8.02%" is a decimal in Vietnamese too, now and then; "17.800" never is one.
    is_vietnamese = any(sign.isalpha() and not sign.isascii() for sign in one_line(phrase))
    return frozenset(
        each for match in _NUMBER.finditer(phrase) for each in _readings(match[0], is_vietnamese)
    )


def _readings(written: str, is_vietnamese: bool) -> Iterator[Decimal]:  # noqa: FBT001  # of the phrase
    """What a number may mean: 17.800 in Vietnamese is not what it is in English."""
    if written.isdigit():
        yield Decimal(written)
        return
    for grouping, decimal_mark in ((".", ","), (",", ".")):
        is_grouped = _GROUPED[decimal_mark].fullmatch(written) and not written.startswith("0")
        if decimal_mark == "." and is_vietnamese and is_grouped:
            continue
        whole, _, decimals = written.partition(decimal_mark)
        if grouping in decimals or decimal_mark in decimals:
            continue
        if grouping in whole and not _GROUPED[grouping].fullmatch(whole):
            continue
        yield Decimal(f"{whole.replace(grouping, '')}.{decimals}")


def _powers(phrase: str) -> Iterator[int]:
    """The powers of ten that a phrase names.

    "Nghìn tỷ" is 10^12, and a thousand where "tỷ" belongs to the unit.
    """
    for match in _SCALED.finditer(_DIVIDING.sub(" ", one_line(phrase).lower())):
        total = 0
        for word in match[0].split():
            total += _SCALES[word]
            yield _SCALES[word]
            yield total
