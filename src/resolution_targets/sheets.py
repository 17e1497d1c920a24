"""Reading one table of a folder, as its author left it."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import attrs

from resolution_targets.schemas import OPTIONAL_COLUMNS, columns_of
from resolution_targets.violations import Hints, ValidationRule, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from resolution_targets.tables import Row

_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@attrs.define(kw_only=True)
class Sheet:
    """The cells of one table.

    Attributes:
        table: The table's name.
        columns: The columns that the layout knows, each with its cells, one a row.
        lines: The line of the file on which each row starts.
        spoilt: For each column the places of the rows in which something is wrong with it.
    """

    table: str
    columns: dict[str, tuple[str, ...]]
    lines: list[int]
    spoilt: defaultdict[str, set[int]] = attrs.field(factory=lambda: defaultdict(set))

    @property
    def file(self) -> str:
        """The path of the file in the folder."""
        return f"{self.table}.csv"

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column, one a row; empty ones if the file lacks the column."""
        return self.columns.get(name) or ("",) * len(self.lines)

    def rows(self) -> list[Row]:
        """The rows, by the names of the columns."""
        rows = zip(*self.columns.values(), strict=True)
        return [dict(zip(self.columns, cells, strict=True)) for cells in rows]

    def sound_cells(self, *names: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The places of the rows, with the cells of some columns, where those are sound.

        What a check needs and is wrong by itself was reported then, and is not reported in
        another form again.
        """
        if not {*names} <= {*self.columns, *OPTIONAL_COLUMNS}:
            return
        spoilt: set[int] = set().union(*(self.spoilt[name] for name in names))
        columns = [self.column(name) for name in names]
        for place, cells in enumerate(zip(*columns, strict=True)):
            if place not in spoilt:
                yield place, cells

    def violation(
        self,
        place: int,
        column: str,
        rule: ValidationRule,
        message: str,
        *,
        is_warning: bool = False,
    ) -> Violation:
        """A broken rule in a row; unless it is a warning, the cell counts as spoilt."""
        if not is_warning:
            self.spoilt[column].add(place)
        return Violation(
            file=self.file,
            row=self.lines[place],
            column=column,
            rule=rule,
            message=message,
            is_warning=is_warning,
        )


def read_sheet(table: str, content: bytes) -> tuple[Sheet | None, list[Violation]]:
    """The cells of a table, and what is wrong with its form.

    Returns:
        No sheet if the form is so wrong that the cells cannot be told apart.
    """
    file = f"{table}.csv"
    text, problem = decoded(content)
    if text is None:
        return None, [Violation(file=file, rule=ValidationRule.ENCODING, message=problem)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for row in reader:
            # A blank line has no cell at all.
            if row:
                rows.append(row)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        message = (
            f"the row that starts here cannot be read ({error}); a cell in quotation marks ends "
            "with one, and a quotation mark inside it is written twice"
        )
        return None, [Violation(file=file, row=line, rule=ValidationRule.FORM, message=message)]
    if not rows:
        names = ", ".join(columns_of(table))
        message = f"the file is empty; its first line names the columns: {names}"
        return None, [Violation(file=file, rule=ValidationRule.FORM, message=message)]
    header, *rows = rows
    separator = _other_separator(table, header)
    if separator:
        message = f"its cells are separated by {separator!r}; separate them by commas"
        violation = Violation(file=file, row=lines[0], rule=ValidationRule.FORM, message=message)
        return None, [violation]
    sheet = Sheet(table=table, columns=_columns(table, header, rows), lines=lines[1:])
    in_columns = _column_violations(table, header, lines[0])
    return sheet, [*in_columns, *_row_violations(sheet, header, rows)]


def decoded(content: bytes) -> tuple[str | None, str]:
    """A file's text; or none, and what is wrong with its encoding."""
    if content.startswith(_MARK):
        return None, "it starts with a byte-order mark; save it as UTF-8 without one"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content.startswith(_WIDE_MARKS):
            return None, "it is UTF-16; save it as UTF-8"
        line = content.count(b"\n", 0, error.start) + 1
        return None, f"byte {error.start}, on line {line}, is not UTF-8; save it as UTF-8"
    if "\x00" in text:
        return None, "it holds a zero byte, as UTF-16 does; save it as UTF-8"
    return text, ""


def _other_separator(table: str, header: list[str]) -> str:
    """What separates the names of a header, if a spreadsheet did not use commas; else ""."""
    known = {*columns_of(table)}
    return next((each for each in ";\t|" if len(known & {*header[0].split(each)}) > 1), "")


def _columns(table: str, header: list[str], rows: list[list[str]]) -> dict[str, tuple[str, ...]]:
    """The columns of the layout that stand in a header once, with their cells."""
    counts, width = Counter(header), len(header)
    whole = [row if len(row) == width else [*row, *[""] * width][:width] for row in rows]
    cells = [*zip(*whole, strict=True)] or [()] * width
    return {name: cells[header.index(name)] for name in columns_of(table) if counts[name] == 1}


def _column_violations(table: str, header: list[str], line: int) -> Iterator[Violation]:
    wanted, counts = columns_of(table), Counter(header)
    absent = [name for name in wanted if name not in counts]
    hints = Hints(absent)
    messages: dict[str, str] = {}
    for name in counts:
        if not name:
            messages[name] = "a column has no name; remove it, or the comma before it"
        elif name not in wanted:
            hint = hints.after(name)
            messages[name] = f"the layout has no such column{hint or '; remove it'}"
            # A misspelt column is not reported as a missing one too.
            absent = [other for other in absent if repr(other) not in hint]
        elif counts[name] > 1:
            messages[name] = f"{counts[name]} columns have this name; keep one"
    for name in absent:
        if name not in OPTIONAL_COLUMNS:
            messages[name] = (
                "the column is missing; add it, with empty cells where there is no value"
            )
    for name, message in messages.items():
        rule = ValidationRule.COLUMNS
        yield Violation(file=f"{table}.csv", row=line, column=name, rule=rule, message=message)


def _row_violations(sheet: Sheet, header: list[str], rows: list[list[str]]) -> Iterator[Violation]:
    """Rows that have no cell for each column; none of their cells counts as sound."""
    for place, row in enumerate(rows):
        message = ""
        if not "".join(row).strip():
            message = "the row is empty; remove it"
        elif len(row) != len(header):
            message = (
                f"{len(row)} cells under {len(header)} columns; put text that holds a comma in "
                "quotation marks"
            )
        if message:
            for name in sheet.columns:
                sheet.spoilt[name].add(place)
            yield sheet.violation(place, "", ValidationRule.FORM, message)
