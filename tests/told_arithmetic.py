"""Computes again, by hand so to say, every equation and order that a sentence tells."""

from __future__ import annotations

import operator
import re
from fractions import Fraction
from pathlib import Path

# "17.800" and "2,5" in Vietnamese, "17,800" and "2.5" in English.
_NUMBER = {
    "vi": r"\d{1,3}(?:\.\d{3})*(?:,\d+)?",
    "en": r"\d{1,3}(?:,\d{3})*(?:\.\d+)?",
}
_MARKS = {"vi": (".", ","), "en": (",", ".")}
_ORDERS = {"<": operator.lt, ">": operator.gt, "=": operator.eq}


def golden_texts(name: str) -> dict[str, str]:
    """The texts of a file of golden texts, by their headings."""
    content = Path(__file__).with_name("golden").joinpath(name).read_text("utf-8")
    _, *sections = re.split(r"^## ", content, flags=re.MULTILINE)
    parts = (section.partition("\n") for section in sections)
    return {heading: text.strip() for heading, _, text in parts}


def wrong_equations(text: str, language: str) -> list[str]:
    """The equations and orders of a text that do not hold; "≈" holds to the last digit told."""
    number = _NUMBER[language]
    # An operand is a number, a percentage, or a fraction with or without parentheses.
    operand = rf"(-?{number}%?(?:/{number})?|\({number}(?:%|/{number})\))"
    equation = re.compile(
        rf"{operand} ([-/x]) {operand} ([=≈]) ([+-]?{number})(%?)", flags=re.UNICODE
    )
    found = list(equation.finditer(text))
    started = re.findall(rf"{number}[%)]? [-/x] [(\d]", text)
    wrong = [each.group() for each in found if not _holds(each, language)]
    if len(found) != len(started):
        wrong.append(f"{len(started)} equations begin, {len(found)} are told")
    order = re.compile(rf"(?<![-/x] )(?<![\d.,])(-?{number}) ([<>=]) (-?{number})(?=[;:,] )")
    for left, sign, right in order.findall(text):
        if not _ORDERS[sign](_value(left, language), _value(right, language)):
            wrong.append(f"{left} {sign} {right}")
    return wrong


def _holds(equation: re.Match[str], language: str) -> bool:
    left, sign, right, equals, told, percent = equation.groups()
    one, other = _value(left, language), _value(right, language)
    exact = {"-": one - other, "x": one * other, "/": other and one / other}[sign]
    if percent and sign == "/":
        exact *= 100
    off = abs(exact - _value(told, language))
    half_digit = Fraction(1, 2 * 10 ** len(told.partition(_MARKS[language][1])[2]))
    return off == 0 if equals == "=" else 0 < off <= half_digit


def _value(text: str, language: str) -> Fraction:
    grouping, point = _MARKS[language]
    plain = text.strip("()").replace(grouping, "").replace(point, ".").removeprefix("+")
    part, _, whole = plain.partition("/")
    if whole:
        return Fraction(part) / Fraction(whole)
    if plain.endswith("%"):
        return Fraction(plain.removesuffix("%")) / 100
    return Fraction(plain)
