"""Writing the folder of a dataset, and starting a new one."""

from __future__ import annotations

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from resolution_targets.datapackage import DESCRIPTOR, is_inside
from resolution_targets.dataset import Dataset, check_reported
from resolution_targets.descriptors import as_json, descriptor_of, in_file_order, sealed
from resolution_targets.errors import InvalidDatasetError, UnwritableFolderError
from resolution_targets.schemas import OPTIONAL_TABLES, SCHEMAS, columns_of
from resolution_targets.skeleton import example, readme
from resolution_targets.tables import write_tables
from resolution_targets.validation import descriptor_problems, read_dataset
from resolution_targets.violations import ValidationRule, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from resolution_targets.sources import Source
    from resolution_targets.tables import Row

_MOST_SHOWN = 60


def write_dataset(dataset: Dataset, path: str | PathLike[str], *, is_draft: bool = False) -> None:
    """Write a dataset as a folder that `read_dataset` reads back.

    Of a dataset that `in_force` picked, the promises as they were adopted are written,
    with their revisions. The day of the release is not written: it belongs to the release.

    Args:
        dataset: The dataset.
        path: The folder; it must not be there yet, or be empty.
        is_draft: Whether its files are to be edited: the descriptor then holds no hashes,
            which would refuse the first edit.

    Raises:
        DerivedFigureError: Some of its figures were derived; its files have no place for that.
        UnwritableFolderError: The folder holds something, or cannot be written.
        InvalidDatasetError: The dataset breaks rules of the layout, a phrase that does not
            stand in its source, say, or holds what the tables have no place for; nothing
            is written.

    Warns:
        DatasetWarning: Something in it may be a mistake.

    Examples:
        >>> import tempfile
        >>> import resolution_targets as rt
        >>> ds = rt.load("vietnam-2025", version="1.0.0")
        >>> folder = tempfile.mkdtemp()
        >>> write_dataset(ds, folder)
        >>> rt.read_dataset(folder).targets == ds.targets
        True
    """
    check_reported(dataset)
    if dataset.adopted is not None:
        dataset = attrs.evolve(dataset, targets=dataset.adopted, adopted=None, as_of=None)
    draft = descriptor_of(dataset)
    _refuse(path, [*_misnamed(draft), *_misplaced(dataset.sources)])
    files = _files(dataset, path)
    in_order = {name: files[name] for name in in_file_order(set(files))}
    descriptor = draft if is_draft else sealed(draft, in_order)
    _write(dataset, Path(path), {DESCRIPTOR: as_json(descriptor), **in_order})


def new_dataset(path: str | PathLike[str], *, id: str, title: str = "") -> None:  # noqa: A002  # the field's own name
    """Start a dataset: a folder with one example row a table, and a README that explains it.

    Args:
        path: The folder; it must not be there yet, or be empty.
        id: The identifier: small letters, digits and hyphens, "nghe-an-2025" say.
        title: What it is, in a line.

    Raises:
        UnwritableFolderError: The folder holds something, or cannot be written.
        InvalidDatasetError: The id is none.

    Examples:
        >>> import tempfile
        >>> import resolution_targets as rt
        >>> folder = tempfile.mkdtemp()
        >>> new_dataset(folder, id="nghe-an-2025", title="Targets of Nghệ An for 2025")
        >>> rt.read_dataset(folder)
        <Dataset nghe-an-2025 0.1.0: 1 items, 1 targets, 1 observations>
    """
    dataset = example(id=id, title=title or f"Targets of {id}")
    # Without hashes: an author edits the files.
    draft = descriptor_of(dataset)
    _refuse(path, _misnamed(draft))
    files = _files(dataset, path) | {DESCRIPTOR: as_json(draft), "README.md": readme().encode()}
    _write(dataset, Path(path), files)


def _misnamed(descriptor: Mapping[str, object]) -> Iterator[Violation]:
    for problem in descriptor_problems(descriptor):
        yield Violation(file=DESCRIPTOR, rule=ValidationRule.DESCRIPTOR, message=problem)


def _misplaced(sources: Iterable[Source]) -> Iterator[Violation]:
    """Sources whose text would lie outside the folder, or in the place of another file."""
    texts: dict[str, str] = {}
    for source in sources:
        problem = ""
        if not source.path:
            problem = "its text needs one, to be written to" if source.text else ""
        elif not is_inside(source.path):
            problem = f"{source.path!r} is no path inside the folder"
        elif source.path.casefold() == DESCRIPTOR or source.path.casefold().endswith(".csv"):
            problem = f"{source.path!r} is another file of the layout"
        elif texts.setdefault(source.path, source.text) != source.text:
            problem = f"{source.path!r} is the path of two different texts"
        if problem:
            message = f"{source.id!r}: {problem}"
            yield Violation(
                file="sources.csv", column="path", rule=ValidationRule.FILE, message=message
            )


def _files(dataset: Dataset, path: str | PathLike[str]) -> dict[str, bytes]:
    """The tables and texts of a dataset as their files have them, by path.

    Raises:
        InvalidDatasetError: One holds what UTF-8 has no bytes for.
    """
    contents = {
        f"{table}.csv": _csv(columns_of(table), rows)
        for table, rows in write_tables(dataset).items()
        if rows or table not in OPTIONAL_TABLES
    }
    contents |= {source.path: source.text for source in dataset.sources if source.path}
    files: dict[str, bytes] = {}
    violations: list[Violation] = []
    for file, content in contents.items():
        try:
            files[file] = content.encode()
        except UnicodeEncodeError as error:
            message = f"{error.object[error.start]!r} is half of a character; UTF-8 has no such"
            violations.append(Violation(file=file, rule=ValidationRule.ENCODING, message=message))
    _refuse(path, violations)
    return files


def _csv(columns: list[str], rows: Iterable[Row]) -> str:
    return "".join(map(_line, [columns, *([row[name] for name in columns] for row in rows)]))


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    # With both in its line end, the writer quotes a cell that holds either.
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def _write(dataset: Dataset, path: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder whole or not at all.

    Raises:
        UnwritableFolderError: It holds something, or cannot be written.
        InvalidDatasetError: What was written would not be read back as it is.
    """
    try:
        is_free = not path.exists() or not any(path.iterdir())
        if is_free:
            _fill(dataset, path, files)
    except OSError as error:
        problem = f"cannot be written: {error.strerror}"
        raise UnwritableFolderError(path=str(path), problem=problem) from error
    if not is_free:
        raise UnwritableFolderError(path=str(path), problem="holds files already")


def _fill(dataset: Dataset, path: Path, files: Mapping[str, bytes]) -> None:
    # On the disk of the folder itself, so that it is moved at once.
    there = next(each for each in (path, *path.parents) if each.exists())
    with tempfile.TemporaryDirectory(prefix=".", dir=there) as beside:
        folder = Path(beside, "dataset")
        for file, content in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content)
        try:
            read_back = read_dataset(folder)
        except InvalidDatasetError as error:
            raise InvalidDatasetError(
                path=str(path), violations=error.violations, is_written=False
            ) from None
        _refuse(path, _changed(dataset, read_back))
        if there == path:
            # It stays the folder that it is: somebody may stand in it.
            for entry in folder.iterdir():
                entry.replace(path / entry.name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            folder.replace(path)


def _changed(dataset: Dataset, read_back: Dataset) -> Iterator[Violation]:
    """What the tables have no place for, so that it is not read back as it was."""
    for table in SCHEMAS:
        for before, after in zip(getattr(dataset, table), getattr(read_back, table), strict=True):
            key = getattr(before, attrs.fields(type(before))[0].name)
            for names, was, is_ in _differences(before, after):
                message = (
                    f"the table cannot hold the {'.'.join(names)} of {key!r}: {_shown(was)} would "
                    f"be read back as {_shown(is_)}"
                )
                yield Violation(
                    file=f"{table}.csv", column=names[0], rule=ValidationRule.FORM, message=message
                )


def _differences(
    was: object, is_: object, *names: str
) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """The fields in which two values differ, and those of their fields."""
    # A float is written as the decimal that it is printed as.
    if was == is_ or (isinstance(was, float) and Decimal(repr(float(was))) == is_):
        return
    kind = type(was)
    if attrs.has(kind) and kind is type(is_):
        for field in attrs.fields(kind):
            name = field.name
            yield from _differences(getattr(was, name), getattr(is_, name), *names, name)
    else:
        yield names, was, is_


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."


def _refuse(path: str | PathLike[str], violations: Iterable[Violation]) -> None:
    """Refuse a dataset that has any.

    Raises:
        InvalidDatasetError: It has.
    """
    found = tuple(violations)
    if found:
        raise InvalidDatasetError(path=str(path), violations=found, is_written=False)
