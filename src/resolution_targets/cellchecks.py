"""Checking the cells of tables against their schemas: types, words, ids, keys, references.

A cell is judged once, however often it stands in its column.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from resolution_targets.errors import InvalidFieldError, InvalidPeriodError, UnknownUnitError
from resolution_targets.periods import as_date, parse_period
from resolution_targets.schemas import SCHEMAS
from resolution_targets.violations import Hints, ValidationRule, shown
from resolution_targets.vocabulary import canonical_unit, is_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from resolution_targets.sheets import Sheet
    from resolution_targets.violations import Violation

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# Criteria take no longer ones either.
_MOST_DIGITS = 100
# No unit or period is longer; pint gives up on a unit of 20,000 parts.
_LONGEST = 200
# A near unit is looked for among all of the vocabulary, which takes 10 milliseconds.
_MOST_UNIT_HINTS = 20
# What the patterns of the schemas ask for in words, and the most characters: a frame has
# 64 bits for the number of a line.
_PATTERNS = {
    "id": ("write up to 200 small letters, digits and single hyphens, 'grdp-growth' say", 200),
    "number": ("write that of the line, with a small letter for its further promises: 7a", 18),
}


def check_cells(sheet: Sheet) -> Iterator[Violation]:
    """What is wrong with the cells of a table by themselves."""
    schema = SCHEMAS[sheet.table]
    for field in schema["fields"]:
        name, column = field["name"], _Column(field)
        # Of 100,000 cells few differ, and mostly none is wrong.
        found = {cell: column.problem(cell) for cell in dict.fromkeys(sheet.column(name))}
        wrong = {cell: problem for cell, problem in found.items() if problem is not None}
        for place, (cell,) in sheet.sound_cells(name) if wrong else ():
            if cell in wrong:
                yield sheet.violation(place, name, *wrong[cell])
    yield from _repeated(sheet, schema["primaryKey"])
    for field in schema["fields"]:
        if field.get("constraints", {}).get("unique"):
            yield from _repeated(sheet, [field["name"]])
    if sheet.table == "targets":
        yield from _ambiguous(sheet)


def check_references(sheets: Mapping[str, Sheet]) -> Iterator[Violation]:
    """What rows refer to and is not there."""
    for table, sheet in sheets.items():
        for key in SCHEMAS[table].get("foreignKeys", ()):
            (column,), other = key["fields"], key["reference"]["resource"] or table
            # Where the ids cannot be read, that is what is reported.
            if other not in sheets or "id" not in sheets[other].columns:
                continue
            # What refers to a row in which something is wrong is right itself.
            known = {*sheets[other].column("id")} - {""}
            hints = Hints(known)
            rule = ValidationRule.PARENT if column == "of_which" else ValidationRule.REFERENCE
            for place, (cell,) in sheet.sound_cells(column):
                if cell and cell not in known:
                    message = f"{shown(cell)} is not in {other}.csv{hints.after(cell)}"
                    yield sheet.violation(place, column, rule, message)


class _Column:
    """What the cells of a column must be."""

    def __init__(self, field: dict[str, Any]) -> None:
        self._name: str = field["name"]
        self._expected, self._is_one = _TYPES[field["type"]]
        constraints: dict[str, Any] = field.get("constraints", {})
        self._is_required: bool = constraints.get("required", False)
        self._words: list[str] = constraints.get("enum", [])
        self._pattern: str = constraints.get("pattern", "")
        self._hints = Hints(self._words)
        self._unknown_units = 0

    def problem(self, cell: str) -> tuple[ValidationRule, str] | None:
        """The rule that a cell breaks, and what to say of it."""
        if not cell:
            required = (ValidationRule.REQUIRED, "the cell is empty; it must hold a value")
            return required if self._is_required else None
        if cell != cell.strip():
            return ValidationRule.TYPE, f"{shown(cell)} has blanks around it; remove them"
        if not self._is_one(cell):
            return ValidationRule.TYPE, f"{shown(cell)} is not {self._expected}"
        if self._words and cell not in self._words:
            words = ", ".join(map(repr, self._words))
            hint = self._hints.after(cell)
            return ValidationRule.WORD, f"{shown(cell)} is none of {words}{hint}"
        if self._pattern:
            words, longest = _PATTERNS[self._name]
            if len(cell) > longest or not re.fullmatch(self._pattern, cell):
                return ValidationRule.ID, f"{shown(cell)} is no {self._name}; {words}"
        return self._meaning_problem(cell)

    def _meaning_problem(self, cell: str) -> tuple[ValidationRule, str] | None:
        if self._name == "reference_period":
            message = _period_problem(cell)
            return (ValidationRule.PERIOD, message) if message else None
        if self._name == "unit":
            message = _unit_problem(cell, with_hint=self._unknown_units < _MOST_UNIT_HINTS)
            self._unknown_units += bool(message)
            return (ValidationRule.UNIT, message) if message else None
        return None


def _period_problem(cell: str) -> str:
    try:
        parse_period(cell)
    except InvalidPeriodError:
        return str(InvalidPeriodError(text=cell[:_LONGEST]))
    return ""


def _unit_problem(cell: str, *, with_hint: bool) -> str:
    try:
        if len(cell) <= _LONGEST and (with_hint or is_unit(cell)):
            canonical_unit(cell)
            return ""
    except UnknownUnitError as error:
        return str(error)
    return str(UnknownUnitError(unit=cell[:_LONGEST], near=()))


def _repeated(sheet: Sheet, key: list[str]) -> Iterator[Violation]:
    first: dict[tuple[str, ...], int] = {}
    # A key of several columns is broken by the row, not by one of its cells.
    column = key[0] if len(key) == 1 else ""
    for place, cells in sheet.sound_cells(*key):
        if cells in first:
            line = sheet.lines[first[cells]]
            named = [f"{name} {shown(cell)}" for name, cell in zip(key, cells, strict=True)]
            found = shown(cells[0]) if column else ", ".join(named)
            message = f"{found} stands on line {line} already; a key stands once"
            yield sheet.violation(place, column, ValidationRule.KEY, message)
        first.setdefault(cells, place)


def _ambiguous(sheet: Sheet) -> Iterator[Violation]:
    """Targets whose id is the number of another one: a look-up takes both."""
    lines = {number: place for place, (number,) in sheet.sound_cells("number")}
    for place, (id_,) in sheet.sound_cells("id"):
        if lines.get(id_, place) != place:
            line = sheet.lines[lines[id_]]
            message = f"{id_!r} is the number of the target on line {line}; take another id"
            yield sheet.violation(place, "id", ValidationRule.KEY, message)


def _is_number(cell: str) -> bool:
    return len(cell) <= _MOST_DIGITS and _NUMBER.fullmatch(cell) is not None


def _is_date(cell: str) -> bool:
    try:
        as_date(cell)
    except InvalidFieldError:
        return False
    return True


_TYPES: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "string": ("text", bool),
    "number": ("a number such as 17800 or 2.5, with a point and no grouping", _is_number),
    "boolean": ("true or false, in small letters", {"true", "false"}.__contains__),
    "date": ("a day such as 2025-08-05", _is_date),
}
