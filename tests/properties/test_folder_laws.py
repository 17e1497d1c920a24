"""Laws of the validation of folders: it always answers, and points at what was spoilt."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resolution_targets.dataset import Dataset
from resolution_targets.errors import DatasetWarning, InvalidDatasetError
from resolution_targets.folders import new_dataset
from resolution_targets.schemas import SCHEMAS
from resolution_targets.validation import read_dataset, validate_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.violations import Violation

_DATA = Path(__file__).parents[2] / "data"
_TABLES = tuple(f"{table}.csv" for table in SCHEMAS)


def _contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder; the descriptor without what says that no file was changed."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "README.md"
    }
    descriptor = json.loads(files["datapackage.json"])
    for resource in descriptor.get("resources", ()):
        resource.pop("hash", None)
    return files | {"datapackage.json": json.dumps(descriptor).encode()}


def _new() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        new_dataset(folder, id="nghe-an-2025")
        return _contents(Path(folder))


_NEW = _new()
_HA_TINH = _contents(_DATA / "ha-tinh-2025" / "1.0.0")
_FOLDERS = st.sampled_from([_NEW, _HA_TINH])


@contextmanager
def _folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "source").mkdir()
        for file, content in files.items():
            (folder / file).write_bytes(content)
        yield folder


def _validated(files: Mapping[str, bytes]) -> tuple[Violation, ...]:
    """What is wrong with a folder; it is read if and only if that is nothing."""
    with _folder(files) as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", DatasetWarning)
        violations = validate_dataset(folder)
        broken = tuple(each for each in violations if not each.is_warning)
        if broken:
            with pytest.raises(InvalidDatasetError) as caught:
                read_dataset(folder)
            assert caught.value.violations == broken
        else:
            assert isinstance(read_dataset(folder), Dataset)
    assert all(map(str, violations))
    assert len({*violations}) == len(violations)
    return violations


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _csv(rows: list[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()


def test_what_is_spoilt_below_was_sound() -> None:
    assert _validated(_NEW) == _validated(_HA_TINH) == ()


@given(
    st.data(), _FOLDERS, st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_content_of_any_file_is_answered(
    data: st.DataObject, files: dict[str, bytes], content: bytes
) -> None:
    file = data.draw(st.sampled_from(sorted(files)))
    _validated(files | {file: content})


@given(st.data(), _FOLDERS)
def test_any_json_is_answered(data: st.DataObject, files: dict[str, bytes]) -> None:
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    value = data.draw(
        st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
    )
    key = data.draw(
        st.sampled_from(["name", "version", "title", "description", "licenses", "resources"])
    )
    descriptor = json.loads(files["datapackage.json"])
    for spoilt in (value, descriptor | {key: value}, descriptor | {"resources": [{key: value}]}):
        _validated(files | {"datapackage.json": json.dumps(spoilt).encode()})


@given(st.data(), _FOLDERS)
def test_flipped_and_lost_bytes_are_answered(data: st.DataObject, files: dict[str, bytes]) -> None:
    file = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[file])
    places = data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4))
    for place in places:
        content[place] ^= 1 << data.draw(st.integers(0, 7))
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.sampled_from([start, start + 1, start + 20, len(content)]))
    del content[start:end]
    _validated(files | {file: bytes(content)})


_CELLS = st.sampled_from(
    [
        *("", " ", "-0", "0", "7", "7a", "90", "1e5", "NaN", "inf", "-inf", "٩٠", "9" * 200),
        *("../../x", "true", "done", "between", "above", "within", "milestone", "change"),
        *("person", "%", "VND" + "/person" * 30, "2025-9M", "2025-06-30", "example-share"),
        *("resolution", "source", "targets.csv", "/etc/passwd", "https://example.org", "a\nb"),
    ]
)


@given(st.data(), _FOLDERS)
def test_shuffled_tables_are_answered(data: st.DataObject, files: dict[str, bytes]) -> None:
    file = data.draw(st.sampled_from([each for each in _TABLES if each in files]))
    rows = _rows(files[file])
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[0]) - 1))
        other = data.draw(st.integers(0, len(rows[0]) - 1))
        match data.draw(st.integers(0, 7)):
            case 0:
                rows[row][column:] = [data.draw(_CELLS | st.text()), *rows[row][column + 1 :]]
            case 1:
                rows[row][column:] = rows[row][column + 1 :]
            case 2:
                rows.insert(row, [*rows[row]])
            case 3 if len(rows) > 1:
                del rows[row]
            case 4:
                rows[row][column:column] = rows[row][column : column + 1]
            case 5 if max(column, other) < len(rows[row]):
                rows[row][column], rows[row][other] = rows[row][other], rows[row][column]
            case 6:
                rows = [[*each[:column], *each[column + 1 :]] for each in rows]
            case _:
                rows = [[*each, *each[column : column + 1]] for each in rows]
        assume(rows[0])
    _validated(files | {file: _csv(rows)})


# What no cell of a column may hold, by the type and the constraints of the column.
_WRONG = {
    "number": ["1,5", "1.234.567", "1e5", "NaN", "-inf", "٩٠", "\uff19\uff10", "90 ", "9" * 101],
    "boolean": ["TRUE", "yes", "0", "true "],
    "date": ["30/06/2025", "20250630", "2025-02-30", "2025-W01-1"],
    "string": [" x", "x\n", "\u00a0"],
}
_WRONG_BY_COLUMN = {
    "unit": ["bananas", "tỷ đông", "VND" + "/person" * 100, "9**9**9"],
    "reference_period": ["25", "2025-13", "2025-Q5", "năm 2025"],
    "id": ["../../x", "A", "a--b", "a.b", "à"],
    "number": ["0", "07", "A", "7A", "1" * 19],
    "path": ["/etc/passwd", "../x.txt", "https://example.org/x.txt", "no-such.txt", "targets.csv"],
    "quote": ["Chẳng ở đâu có lời này"],
}
_REFERENCES = {
    (table, key["fields"][0]) for table in SCHEMAS for key in SCHEMAS[table].get("foreignKeys", ())
}


@st.composite
def _spoilt_cells(draw: st.DrawFn) -> tuple[str, int, str, str]:
    """A table, a line, a column, and a cell that breaks a rule there."""
    table = draw(st.sampled_from(sorted(SCHEMAS)))
    field = draw(st.sampled_from(SCHEMAS[table]["fields"]))
    constraints, name = field.get("constraints", {}), field["name"]
    wrong = [*_WRONG[field["type"]], *_WRONG_BY_COLUMN.get(name, ())]
    wrong += [""] if constraints.get("required") else []
    wrong += ["no-such-word"] if "enum" in constraints or (table, name) in _REFERENCES else []
    lines = len(_rows(_NEW[f"{table}.csv"]))
    return table, draw(st.integers(2, lines)), name, draw(st.sampled_from(wrong))


@given(_spoilt_cells())
def test_a_spoilt_cell_is_reported_where_it_is(spoilt: tuple[str, int, str, str]) -> None:
    table, line, column, cell = spoilt
    file = f"{table}.csv"
    rows = _rows(_NEW[file])
    rows[line - 1][rows[0].index(column)] = cell
    violations = _validated(_NEW | {file: _csv(rows)})
    assert (file, line, column) in {(each.file, each.row, each.column) for each in violations}


@given(st.lists(_spoilt_cells(), min_size=2, max_size=6, unique_by=lambda spoilt: spoilt[:3]))
def test_all_spoilt_cells_are_reported_at_once(spoilt: list[tuple[str, int, str, str]]) -> None:
    tables = {table: _rows(_NEW[f"{table}.csv"]) for table in SCHEMAS}
    for table, line, column, cell in spoilt:
        tables[table][line - 1][tables[table][0].index(column)] = cell
    files = {f"{table}.csv": _csv(rows) for table, rows in tables.items()}
    found = {(each.file, each.row, each.column) for each in _validated(_NEW | files)}
    places = {(f"{table}.csv", line, column) for table, line, column, _ in spoilt}
    # A phrase is looked for where its source is known, and has a text that can be read.
    hidden = {
        (f"{table}.csv", line, "quote")
        for table, line, column, cell in spoilt
        if column == "quote" and cell == _WRONG_BY_COLUMN["quote"][0]
    }
    # A row of blanks is one problem.
    hidden |= {place for place in places if (*place[:2], "") in found}
    assert places - hidden <= found


@given(st.data(), st.sampled_from(["domains", "indicators", "observations", "sources"]))
def test_the_order_of_rows_does_not_matter(data: st.DataObject, table: str) -> None:
    header, *rows = _rows(_HA_TINH[f"{table}.csv"])
    content = _csv([header, *data.draw(st.permutations(rows))])
    assert _validated(_HA_TINH | {f"{table}.csv": content}) == ()


@given(st.data(), st.sampled_from(sorted(SCHEMAS)))
def test_the_order_of_columns_does_not_matter(data: st.DataObject, table: str) -> None:
    rows = _rows(_NEW[f"{table}.csv"])
    order = data.draw(st.permutations(range(len(rows[0]))))
    files = _NEW | {f"{table}.csv": _csv([[row[place] for place in order] for row in rows])}
    with _folder(_NEW) as sound, _folder(files) as other:
        assert read_dataset(sound) == read_dataset(other)


@given(st.sampled_from(["\n", "\r\n", "\r"]), st.integers(0, 3), _FOLDERS)
def test_line_ends_and_blank_lines_do_not_matter(
    end: str, blank: int, files: dict[str, bytes]
) -> None:
    lines = files["targets.csv"].decode().splitlines()
    with_blanks = (end * (1 + blank)).join(["", *lines, ""])
    assert _validated(files | {"targets.csv": with_blanks.encode()}) == ()
