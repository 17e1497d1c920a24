"""What can be wrong with the folder of a dataset: rules, and where one is broken."""

from __future__ import annotations

from enum import StrEnum
from reprlib import Repr
from typing import TYPE_CHECKING

import attrs

from resolution_targets.errors import near_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# A cell may hold a whole page, and a JSON value be nested a thousand deep.
_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 200
# difflib takes 15 microseconds for each name, and far more for long ones.
_MOST_COMPARED = 20_000
_LONGEST_NAME = 100


class ValidationRule(StrEnum):
    """What the folder of a dataset must keep to.

    Attributes:
        FILE: Every file of the layout is there, can be read, and lies in the folder.
        DESCRIPTOR: datapackage.json says what the dataset is and which files it has.
        HASH: A file has the hash that the descriptor gives for it.
        ENCODING: A file is text in UTF-8, without a byte-order mark.
        FORM: A table is CSV; every row has a cell for each column.
        COLUMNS: A table has the columns of the layout, each once, and no others.
        REQUIRED: A cell that must hold something does.
        TYPE: A cell holds a number, a date, or true or false, where its column does.
        WORD: A cell holds one of the words that its column takes.
        ID: An id is of small letters, digits and hyphens; a number is a line of the text.
        KEY: No two rows have one key.
        REFERENCE: What a row refers to is there.
        PARENT: The target that another one is a part of is there, and is no part of that.
        UNIT: A unit is in the vocabulary, and one of its indicator's kind.
        PERIOD: A reference period can be read.
        CRITERION: A promise has the bounds of its relation, the right way round.
        DIRECTION: A promise does not contradict the direction of its indicator.
        INDICATOR: An indicator has what its kind needs.
        ORDER: The promises of one line stand together; a revision comes after what it
            revises.
        PARTS: Parts of a whole that add up do not exceed it; fewer is a warning.
        PHRASE: A phrase stands in the text of its source, word for word.
        NUMBER: A number stands in its phrase.
    """

    FILE = "file"
    DESCRIPTOR = "descriptor"
    HASH = "hash"
    ENCODING = "encoding"
    FORM = "form"
    COLUMNS = "columns"
    REQUIRED = "required"
    TYPE = "type"
    WORD = "word"
    ID = "id"
    KEY = "key"
    REFERENCE = "reference"
    PARENT = "parent"
    UNIT = "unit"
    PERIOD = "period"
    CRITERION = "criterion"
    DIRECTION = "direction"
    INDICATOR = "indicator"
    ORDER = "order"
    PARTS = "parts"
    PHRASE = "phrase"
    NUMBER = "number"


@attrs.frozen(kw_only=True)
class Violation:
    """A place where the folder of a dataset breaks a rule.

    Attributes:
        file: The file, by its path in the folder.
        row: The line of the file on which the row starts; the header is on line 1. None
            for the file as a whole.
        column: The column; "" for the row or the file as a whole.
        rule: The rule that is broken.
        message: What was found, what was expected, and what to do.
        is_warning: Whether the dataset can be read all the same.

    Examples:
        >>> str(Violation(file="targets.csv", row=7, column="unit", rule=ValidationRule.UNIT,
        ...               message="unknown unit 'tỷ đông'"))
        "targets.csv, line 7, column unit: unknown unit 'tỷ đông' [unit]"
    """

    file: str
    row: int | None = None
    column: str = ""
    rule: ValidationRule
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        """Where, what and which rule, in a line."""
        line = "" if self.row is None else f", line {self.row}"
        column = self.column and f", column {self.column}"
        warning = "warning: " if self.is_warning else ""
        return f"{self.file}{line}{column}: {warning}{self.message} [{self.rule.value}]"


class Hints:
    """What wrong words may have been meant to be, as long as that is told in no time.

    A folder with 100,000 misspelt words gets the same messages without the hints.

    Examples:
        >>> hints = Hints(["grdp-growth", "forest-cover"])
        >>> hints.after("grdp-grwth")
        "; did you mean 'grdp-growth'?"
        >>> hints.after("x")
        ''
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = [name for name in known if len(name) <= _LONGEST_NAME]
        self._left = _MOST_COMPARED

    def after(self, word: str) -> str:
        """What to put at the end of a message about a word; "" if there is no such hint."""
        self._left -= len(self._known)
        if self._left < 0 or len(word) > _LONGEST_NAME:
            return ""
        near = near_names(word, self._known)
        return f"; did you mean {near[0]!r}?" if near else ""


def shown(value: object) -> str:
    """What was found, as a message shows it: its `repr`, cut short.

    Examples:
        >>> shown("../../x"), len(shown("x" * 1000))
        ("'../../x'", 200)
    """
    return _SHORT.repr(value)


def in_order(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """By file, line and column."""
    return tuple(sorted(violations, key=lambda each: (each.file, each.row or 0, each.column)))
