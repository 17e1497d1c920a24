"""Reading the folder of a dataset, with every problem of it in one report."""

from __future__ import annotations

import json
import os
import re
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolution_targets.cellchecks import check_cells, check_references
from resolution_targets.datapackage import DESCRIPTOR, header, is_inside
from resolution_targets.dataset import Dataset
from resolution_targets.errors import (
    DatasetWarning,
    InvalidDatasetError,
    UnreadableFileError,
    listed,
)
from resolution_targets.hashes import sha256_of
from resolution_targets.meaningchecks import check_meanings
from resolution_targets.schemas import OPTIONAL_TABLES, SCHEMAS
from resolution_targets.sheets import Sheet, decoded, read_sheet
from resolution_targets.tables import read_tables
from resolution_targets.version_numbers import is_dataset_id, is_version
from resolution_targets.violations import ValidationRule, Violation, in_order, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from resolution_targets.tables import Row

# What an author may keep beside the data.
_OTHER_FILES = frozenset({DESCRIPTOR, "README.md", "LICENSE"})
_HASH = "sha256:"
_SHA256 = re.compile(rf"{_HASH}[0-9a-f]{{64}}")


def read_dataset(path: str | PathLike[str]) -> Dataset:
    """The dataset in a folder of the layout that data versions have.

    Nothing is returned unless all of it is sound.

    Args:
        path: The folder. It holds `datapackage.json`, a CSV file for each table, and the
            texts that phrases were taken from. `resolution-targets new` makes one.

    Returns:
        The dataset. Its `sha256` is that of the descriptor if the descriptor holds the
        hash of every file, else "".

    Raises:
        UnreadableFileError: There is no such folder.
        InvalidDatasetError: The folder breaks rules; the error lists every place.

    Warns:
        DatasetWarning: Something in it may be a mistake.

    Examples:
        >>> import resolution_targets as rt
        >>> rt.read_dataset("data/vietnam-2025/1.0.0")
        <Dataset vietnam-2025 1.0.0: 15 items, 16 targets, 4 observations>
    """
    folder, violations = _inspected(path)
    broken = [each for each in violations if not each.is_warning]
    if broken:
        raise InvalidDatasetError(path=str(path), violations=broken)
    _warn(violations)
    return folder.dataset()


def validate_dataset(path: str | PathLike[str]) -> tuple[Violation, ...]:
    """Every place in which the folder of a dataset breaks a rule, by file and line.

    Args:
        path: The folder.

    Returns:
        Nothing if the folder is sound; those that are only warnings say so.

    Raises:
        UnreadableFileError: There is no such folder.

    Examples:
        >>> import resolution_targets as rt
        >>> rt.validate_dataset("data/ha-tinh-2025/1.1.0")
        ()
    """
    return _inspected(path)[1]


def _inspected(path: str | PathLike[str]) -> tuple[_Folder, tuple[Violation, ...]]:
    if not os.path.isdir(path):  # noqa: PTH112  # Path.is_dir raises at a name that is too long
        problem = "there is no such folder; `resolution-targets new` makes one"
        raise UnreadableFileError(path=str(path), problem=problem)
    folder = _Folder(Path(path))
    folder.read_descriptor()
    folder.read_tables()
    for sheet in folder.sheets.values():
        folder.violations += check_cells(sheet)
    folder.violations += check_references(folder.sheets)
    folder.read_texts()
    folder.check_hashes()
    folder.find_other_files()
    folder.violations += check_meanings(folder.sheets, folder.texts)
    return folder, in_order(folder.violations)


class _Folder:
    """The files of a folder as far as they can be read, and what is wrong with them.

    Attributes:
        path: The folder.
        violations: What is wrong with its files.
        descriptor: What datapackage.json says.
        sheets: The tables whose cells can be told apart, by name.
        texts: The texts of the sources that ship, by path.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.violations: list[Violation] = []
        self.descriptor: dict[str, Any] = {}
        self.sheets: dict[str, Sheet] = {}
        self.texts: dict[str, str] = {}
        # The files that sources name, each with what keeps it from being their text, or "".
        self._named: dict[str, str] = {}
        self._unreadable: set[str] = set()
        self._hashes: dict[str, str] = {}
        self._content = b""

    def dataset(self) -> Dataset:
        """What the folder holds, if nothing is wrong with it."""
        tables = {table: self.sheets[table].rows() for table in self.sheets}
        left_out: dict[str, list[Row]] = {table: [] for table in OPTIONAL_TABLES}
        values = read_tables(left_out | tables, self.texts)
        return Dataset(**header(self.descriptor), sha256=self._sha256(), **values)

    def read_descriptor(self) -> None:
        """Read datapackage.json; without it the folder does not say what it is."""
        content = self._read_or_note(DESCRIPTOR)
        if content is None:
            return
        self._content = content
        text, problem = decoded(content)
        if text is None:
            self._note(DESCRIPTOR, ValidationRule.ENCODING, problem)
            return
        try:
            descriptor = json.loads(text, object_pairs_hook=_unambiguous)
            # A release writes it again, so that must be possible.
            json.dumps(descriptor, ensure_ascii=False, allow_nan=False, indent=2).encode()
        except RecursionError:
            self._note(DESCRIPTOR, ValidationRule.DESCRIPTOR, "its values are nested too deep")
        except ValueError as error:
            message = f"it cannot be read as JSON: {error}"
            self._note(DESCRIPTOR, ValidationRule.DESCRIPTOR, message)
        else:
            problems = [*descriptor_problems(descriptor)]
            for problem in problems:
                self._note(DESCRIPTOR, ValidationRule.DESCRIPTOR, problem)
            self.descriptor = {} if problems else descriptor

    def read_tables(self) -> None:
        """Read the table files; those that may be left out may be missing."""
        for table in SCHEMAS:
            file = f"{table}.csv"
            if table in OPTIONAL_TABLES and not os.path.lexists(self.path / file):
                continue
            content = self._read_or_note(file)
            if content is not None:
                sheet, violations = read_sheet(table, content)
                self.violations += violations
                if sheet is not None:
                    self.sheets[table] = sheet

    def read_texts(self) -> None:
        """Read the texts that the sources name."""
        if "sources" not in self.sheets:
            return
        sheet = self.sheets["sources"]
        for place, (file,) in sheet.sound_cells("path"):
            if file and file not in self._named:
                self._named[file] = self._read_text(file)
            if file and self._named[file]:
                message = f"{shown(file)} {self._named[file]}"
                self.violations.append(sheet.violation(place, "path", ValidationRule.FILE, message))

    def check_hashes(self) -> None:
        """Hold the files against the hashes in the descriptor."""
        for resource in self.descriptor.get("resources", ()):
            file, hash_ = resource["path"], resource.get("hash", "")
            content = None if file in self._unreadable else self._read_or_note(file)
            if content is None or not hash_:
                continue
            self._hashes[file] = hash_
            found = f"{_HASH}{sha256_of(content)}"
            if found != hash_:
                message = (
                    f"its hash is {found}, the descriptor says {hash_}: the file was changed; "
                    "undo that, or remove the hash from the descriptor"
                )
                self._note(file, ValidationRule.HASH, message)

    def find_other_files(self) -> None:
        """Warn of files that nothing in the dataset names, if that can be told."""
        if "sources" not in self.sheets or "path" not in self.sheets["sources"].columns:
            return
        texts = self.sheets["sources"].column("path")
        named = {*_OTHER_FILES, *texts, *(f"{table}.csv" for table in SCHEMAS)}
        for folder, folders, files in os.walk(self.path):
            # What begins with a point was left by a tool, not by the author.
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                file = Path(folder, name).relative_to(self.path).as_posix()
                if file not in named and not name.startswith("."):
                    message = "no table of the layout and no source's text: it is left out"
                    # The name of a file need not be UTF-8.
                    file = file.encode("utf-8", "backslashreplace").decode("utf-8")
                    self._note(file, ValidationRule.FILE, message, is_warning=True)

    def _sha256(self) -> str:
        """The hash of the descriptor if that holds the hash of every file, else ""."""
        files = {*self.texts, *(f"{table}.csv" for table in self.sheets)}
        return sha256_of(self._content) if files <= {*self._hashes} else ""

    def _read_text(self, file: str) -> str:
        """Read a source's text; what keeps the file from being one, else ""."""
        if not is_inside(file):
            return "is no path inside the folder"
        if file.casefold() == DESCRIPTOR or file.casefold().endswith(".csv"):
            return "is another file of the layout, and no text"
        content, problem = self._read(file)
        if content is None:
            self._unreadable.add(file)
            return f"cannot be read: {problem}"
        text, problem = decoded(content)
        if text is None:
            self._note(file, ValidationRule.ENCODING, problem)
        else:
            self.texts[file] = text
        return ""

    def _read_or_note(self, file: str) -> bytes | None:
        content, problem = self._read(file)
        if content is None:
            self._unreadable.add(file)
            self._note(file, ValidationRule.FILE, f"it cannot be read: {problem}")
        return content

    def _read(self, file: str) -> tuple[bytes | None, str]:
        """The bytes of a file; or None, and what keeps it from being read."""
        path = self.path / file
        # A link may not bring in a file of the reader's machine.
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.path)):
            return None, "it is a link that leads out of the folder"
        try:
            if not path.exists():
                return None, "there is no such file"
            # A pipe would be waited for without end.
            if not path.is_file():
                return None, "it is a folder, or something else but a file"
            return path.read_bytes(), ""
        except OSError as error:
            return None, f"{error.strerror}"

    def _note(
        self, file: str, rule: ValidationRule, message: str, *, is_warning: bool = False
    ) -> None:
        self.violations.append(
            Violation(file=file, rule=rule, message=message, is_warning=is_warning)
        )


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; where a key stands twice, a value would be lost without a word.

    Raises:
        ValueError: A key stands twice.
    """
    counts = Counter(key for key, _ in pairs)
    repeated = [shown(key) for key, count in counts.items() if count > 1]
    if repeated:
        message = f"an object has {listed(repeated)} twice"
        raise ValueError(message)
    return dict(pairs)


def descriptor_problems(descriptor: object) -> Iterator[str]:
    """What keeps a JSON value from being the descriptor of a dataset."""
    if not isinstance(descriptor, dict):
        yield "it must be an object with name, version and title"
        return
    for name in ("name", "version", "title", "description"):
        value = descriptor.get(name, "")
        if name not in descriptor and name != "description":
            yield f"{name} is missing"
        elif not isinstance(value, str):
            yield f"{name} is {shown(value)}; expected text"
        elif name == "name" and not is_dataset_id(value):
            yield f"name is {shown(value)}; expected small letters, digits and single hyphens"
        elif name == "version" and not is_version(value):
            yield f"version is {shown(value)}; expected MAJOR.MINOR.PATCH, 1.0.0 say"
    licenses = descriptor.get("licenses", [])
    if not (isinstance(licenses, list) and all(_is_license(each) for each in licenses)):
        yield "licenses must be a list of objects with a name, CC0-1.0 say"
    resources = descriptor.get("resources", [])
    if isinstance(resources, list):
        yield from _resource_problems(resources)
    else:
        yield "resources must be a list"


def _is_license(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("name"), str)


def _resource_problems(resources: list[object]) -> Iterator[str]:
    paths: set[str] = set()
    for place, resource in enumerate(resources):
        where = f"resources[{place}]"
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(resource, dict) or not isinstance(path, str):
            yield f"{where} has no path; expected that of one file in the folder"
            continue
        if not is_inside(path):
            yield f"{where}.path is {shown(path)}; expected a path inside the folder, no address"
        elif path in paths:
            yield f"{where}.path is {shown(path)} once more; a file stands once"
        paths.add(path)
        hash_ = resource.get("hash", "")
        if hash_ and not (isinstance(hash_, str) and _SHA256.fullmatch(hash_)):
            yield f"{where}.hash is {shown(hash_)}; expected {_HASH} and 64 hexadecimal digits"


def _warn(violations: Iterable[Violation]) -> None:
    for violation in violations:
        warnings.warn(str(violation), DatasetWarning, stacklevel=3)
