"""Reading reported figures from CSV files, as such files come."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from resolution_targets.criteria import Relation
from resolution_targets.errors import (
    ColumnClashError,
    InvalidNumberError,
    MissingColumnError,
    UnreadableFileError,
    listed,
)
from resolution_targets.numerals import check_locale, parse_number, published_decimals

if TYPE_CHECKING:
    from os import PathLike

    from resolution_targets.dataset import Dataset

# What a column may be headed with, beside its name here; composed and in lower case.
_HEADERS = {
    "chỉ tiêu": "indicator",
    "giá trị": "value",
    "kết quả": "value",
    "kết quả thực hiện": "value",
    "giá trị đến": "value_upper",
    "đơn vị": "unit",
    "đơn vị tính": "unit",
    "địa bàn": "area",
    "reference_area": "area",
    "kỳ": "period",
    "reference_period": "period",
    "trạng thái": "status",
    "observation_status": "status",
}
_NEEDED = ("indicator", "value")
_NUMBERS = ("value", "value_upper")
# What the reader says of each figure; no file may say it for itself.
_DECIMALS = {"value": "decimals", "value_upper": "decimals_upper"}
_SAID = ("decimals", "decimals_upper", "unreadable")
_WORDS = ("indicator", "unit", "area", "period", "status")
_DELIMITERS = (",", ";", "\t")
_EMPTY = "is empty; expected a header with the columns indicator and value"
_TRUTHS = {"true": 1.0, "false": 0.0, "1": 1.0, "0": 0.0, "có": 1.0, "không": 0.0}
# UTF-32 first: its mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_observations(
    path: str | PathLike[str] | bytes, *, dataset: Dataset | None = None, locale: str = "en"
) -> pl.DataFrame:
    r"""Reported figures from a CSV file, every row kept.

    The file may be separated by comma, semicolon or tab, be in UTF-8 or UTF-16, start with
    a byte-order mark and write its accents composed or not. Headers may be Vietnamese
    ("chỉ tiêu", "giá trị", "giá trị đến", "đơn vị", "địa bàn", "kỳ", "trạng thái").

    Args:
        path: The file; or its content, as bytes.
        dataset: The dataset that the figures are for; its milestones take true and false.
        locale: How numbers are written: "en" for 17,900.5, "vi" for 17.900,5. It is never
            guessed.

    Returns:
        The file's columns, all of text but `value` and, where figures are reported as
        ranges, `value_upper`, which are Float64; and more. `decimals`, and of ranges
        `decimals_upper`, says with how many decimals a value was written, where a float
        forgets the zeros at its end. A value that is no number in the locale is null, and
        `unreadable` says what stands there; `compare` gives that as the reason. An empty
        cell is null.

    Raises:
        UnreadableFileError: The file is missing, empty, no text, or a row has more or fewer
            cells than the header.
        MissingColumnError: There is no column `indicator` or `value`.
        ColumnClashError: Two columns have one name.
        UnsupportedLocaleError: The locale is neither "vi" nor "en".

    Examples:
        >>> read_observations("chỉ tiêu;giá trị\ngrdp-growth;7,3\n".encode(), locale="vi")
        shape: (1, 4)
        ┌─────────────┬───────┬──────────┬────────────┐
        │ indicator   ┆ value ┆ decimals ┆ unreadable │
        │ ---         ┆ ---   ┆ ---      ┆ ---        │
        │ str         ┆ f64   ┆ i64      ┆ str        │
        ╞═════════════╪═══════╪══════════╪════════════╡
        │ grdp-growth ┆ 7.3   ┆ 1        ┆ null       │
        └─────────────┴───────┴──────────┴────────────┘
    """
    check_locale(locale)
    name = "the content" if isinstance(path, bytes) else str(path)
    header, rows = _table(_text(path, name), name)
    columns: dict[str, list[str | None]] = {
        column: [row[place].strip() or None for row in rows] for place, column in enumerate(header)
    }
    for word in _WORDS:
        if word in columns:
            columns[word] = [text and unicodedata.normalize("NFC", text) for text in columns[word]]
    milestones = {
        target.indicator.id
        for target in dataset or ()
        if target.criterion.relation is Relation.DONE
    }
    cells = {
        name: [
            _cell(text, locale=locale, is_milestone=indicator in milestones)
            for indicator, text in zip(columns["indicator"], columns[name], strict=True)
        ]
        for name in _NUMBERS
        if name in columns
    }
    problems = [
        "; ".join(dict.fromkeys(cell.problem for cell in row if cell.problem)) or None
        for row in zip(*cells.values(), strict=True)
    ]
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(
        *(
            pl.Series(name, [cell.number for cell in read], dtype=pl.Float64)
            for name, read in cells.items()
        ),
        *(
            pl.Series(_DECIMALS[name], [cell.decimals for cell in read], dtype=pl.Int64)
            for name, read in cells.items()
        ),
        unreadable=pl.Series(problems, dtype=pl.String),
    )


def _text(path: str | PathLike[str] | bytes, name: str) -> str:
    try:
        content = path if isinstance(path, bytes) else Path(path).read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror}; check the path"
        raise UnreadableFileError(path=name, problem=problem) from error
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        problem = (
            f"is not text in {encoding}: byte {error.start} does not fit; save it as CSV in UTF-8"
        )
        raise UnreadableFileError(path=name, problem=problem) from error
    if "\x00" in text:
        problem = "is not text in UTF-8, or is UTF-16 without its mark; save it as CSV in UTF-8"
        raise UnreadableFileError(path=name, problem=problem)
    return text


def _table(text: str, name: str) -> tuple[list[str], list[list[str]]]:
    """The header, by our names, and the rows."""
    if not text.strip():
        raise UnreadableFileError(path=name, problem=_EMPTY)
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(_DELIMITERS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        numbered = [(lines.line_num, row) for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        problem = f"line {lines.line_num}: {error}; check the quotation marks"
        raise UnreadableFileError(path=name, problem=problem) from error
    if not numbered:
        raise UnreadableFileError(path=name, problem=_EMPTY)
    (_, raw), *rows = numbered
    header = [_header(cell) for cell in raw]
    # Spreadsheets write separators for columns that were once used and are empty now.
    while header and not header[-1] and not any("".join(row[len(header) - 1 :]) for _, row in rows):
        header.pop()
        rows = [(line, row[: len(header)]) for line, row in rows]
    taken = [column for column in _SAID if column in header]
    if taken:
        hint = f"{name} may not, as the reader says there how it read the figures"
        raise ColumnClashError(columns=taken, hint=hint)
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise ColumnClashError(columns=twice, hint=f"{name} has it twice; rename one")
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        raise MissingColumnError(missing=missing, found=header, where=name)
    odd = [f"line {line} has {len(row)}" for line, row in rows if len(row) != len(header)]
    if odd:
        shown = listed(odd)
        raise UnreadableFileError(
            path=name,
            problem=f"the header has {len(header)} cells, {shown}; "
            f"put text that holds {delimiter!r} in quotation marks",
        )
    return header, [row for _, row in rows]


def _header(cell: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", cell).split())
    known = name.lower()
    return known if known in (*_NEEDED, *_NUMBERS, *_WORDS) else _HEADERS.get(known, name)


class _Cell(NamedTuple):
    """What stands in a cell of numbers.

    Attributes:
        number: The number; None if there is none.
        decimals: How many decimals it was written with.
        problem: What keeps it from being a number.
    """

    number: float | None = None
    decimals: int | None = None
    problem: str | None = None


def _cell(text: str | None, *, locale: str, is_milestone: bool) -> _Cell:
    if text is None:
        return _Cell()
    truth = unicodedata.normalize("NFC", text).lower()
    if is_milestone and truth in _TRUTHS:
        return _Cell(number=_TRUTHS[truth], decimals=0)
    try:
        written = parse_number(text, locale=locale)
    except InvalidNumberError as error:
        return _Cell(problem=str(error))
    return _Cell(number=float(written), decimals=published_decimals(written))
