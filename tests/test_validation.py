"""Folders of datasets, sound and spoilt: files, the descriptor, hashes, and the report."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import pickle
import shutil
import sys
import warnings
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets.errors import DatasetWarning, InvalidDatasetError, UnreadableFileError
from resolution_targets.folders import new_dataset, write_dataset
from resolution_targets.validation import read_dataset, validate_dataset
from resolution_targets.violations import ValidationRule, Violation

_DATA = Path(__file__).parent.parent / "data"
_HA_TINH = _DATA / "ha-tinh-2025" / "1.0.0"
_LEFT_OUT = "warning: no table of the layout and no source's text: it is left out [file]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new dataset: one row in each table, each on line 2, and no hashes."""
    new_dataset(tmp_path / "new", id="nghe-an-2025")
    return tmp_path / "new"


def _problems(folder: Path) -> list[str]:
    """What is wrong; the folder is read if and only if it is nothing but warnings."""
    violations = validate_dataset(folder)
    broken = [each for each in violations if not each.is_warning]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DatasetWarning)
        if broken:
            with pytest.raises(InvalidDatasetError):
                read_dataset(folder)
        else:
            read_dataset(folder)
    return [str(violation) for violation in violations]


def _describe(folder: Path, **facts: object) -> None:
    """Change the descriptor; a fact that is None is left out."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | facts
    path.write_text(
        json.dumps({key: value for key, value in descriptor.items() if value is not None}),
        encoding="utf-8",
    )


def _set(folder: Path, table: str, **cells: str) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row, lineterminator="\n")
        writer.writeheader()
        writer.writerow(row | cells)


# What is sound.


@pytest.mark.parametrize("path", sorted(_DATA.glob("*/*/datapackage.json")))
def test_the_versions_on_board_are_sound(path: Path) -> None:
    assert validate_dataset(path.parent) == ()
    assert validate_dataset(str(path.parent)) == ()


def test_a_released_version_reads_like_it_loads(ha_tinh: rt.Dataset) -> None:
    dataset = read_dataset(_HA_TINH)
    assert dataset.sha256 == ha_tinh.sha256
    assert (dataset.label, dataset.license) == ("ha-tinh-2025 1.0.0", "CC0-1.0")
    for table in ("domains", "indicators", "targets", "observations", "sources", "revisions"):
        assert getattr(dataset, table) == getattr(ha_tinh, table)
    # It may be released, but a folder does not say when.
    assert dataset.released == ""


def test_a_new_dataset(folder: Path) -> None:
    assert validate_dataset(folder) == ()
    dataset = read_dataset(folder)
    assert repr(dataset) == "<Dataset nghe-an-2025 0.1.0: 1 items, 1 targets, 1 observations>"
    assert dataset.sha256 == ""
    assert dataset.sources[0].text.startswith("Tỷ lệ ví dụ đạt trên 90%.")


def test_tables_that_may_be_left_out(folder: Path) -> None:
    for table in ("observations", "revisions"):
        (folder / f"{table}.csv").unlink()
    assert validate_dataset(folder) == ()
    dataset = read_dataset(folder)
    assert (dataset.observations, dataset.revisions) == ((), ())


def test_tables_without_rows(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        header = path.read_text(encoding="utf-8").partition("\n")[0]
        path.write_text(header, encoding="utf-8")
    (folder / "source" / "resolution.txt").unlink()
    assert validate_dataset(folder) == ()
    assert len(read_dataset(folder)) == 0


def test_a_text_may_be_empty_and_stand_for_two_sources(folder: Path) -> None:
    (folder / "source" / "empty.txt").touch()
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("a,x,x,source/empty.txt,,\nb,x,x,source/empty.txt,,\n")
    assert validate_dataset(folder) == ()


def test_a_folder_by_a_link_to_it(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    assert validate_dataset(tmp_path / "link") == ()


# Folders that are none.


@pytest.mark.parametrize("name", ["no-such-folder", "file.txt", "x" * 300, "a\0b", "\ud800"])
def test_a_folder_there_is_not(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").touch()
    path = f"{tmp_path}/{name}"
    for answer in (validate_dataset, read_dataset):
        with pytest.raises(UnreadableFileError) as caught:
            answer(path)
        assert str(caught.value) == (
            f"{path}: there is no such folder; `resolution-targets new` makes one"
        )
        assert caught.value.path == path


def test_an_empty_folder(tmp_path: Path) -> None:
    assert _problems(tmp_path) == [
        f"{file}: it cannot be read: there is no such file [file]"
        for file in (
            *("datapackage.json", "domains.csv", "indicators.csv", "sources.csv", "targets.csv"),
        )
    ]


# The report.


def test_the_error_lists_the_first_five(folder: Path) -> None:
    (folder / "datapackage.json").write_text("[]", encoding="utf-8")
    _set(folder, "targets", unit="chuối", hedged="yes", maintain="no", relation="x", lower="y")
    _set(folder, "observations", value="z")
    with pytest.raises(InvalidDatasetError) as caught:
        read_dataset(folder)
    error = caught.value
    assert error.violations == validate_dataset(folder)
    assert len(error.violations) == 7
    assert str(error) == (
        f"{folder} holds no sound dataset, 7 problems; `resolution-targets validate {folder}` "
        "lists them:\n"
        "  datapackage.json: it must be an object with name, version and title [descriptor]\n"
        "  observations.csv, line 2, column value: 'z' is not a number such as 17800 or 2.5, with "
        "a point and no grouping [type]\n"
        "  targets.csv, line 2, column hedged: 'yes' is not true or false, in small letters "
        "[type]\n"
        "  targets.csv, line 2, column lower: 'y' is not a number such as 17800 or 2.5, with a "
        "point and no grouping [type]\n"
        "  targets.csv, line 2, column maintain: 'no' is not true or false, in small letters "
        "[type]\n"
        "  and 2 more"
    )
    assert pickle.loads(pickle.dumps(error)).violations == error.violations  # noqa: S301  # our own bytes


def test_a_violation_has_its_place_and_rule(folder: Path) -> None:
    _set(folder, "observations", value="89")
    (violation,) = validate_dataset(folder)
    assert violation == Violation(
        file="observations.csv",
        row=2,
        column="value",
        rule=ValidationRule.NUMBER,
        message="89 does not stand in the phrase 'Tỷ lệ ví dụ ước đạt 88,5%'",
    )


def test_two_tables_that_cannot_be_read(folder: Path) -> None:
    (folder / "targets.csv").write_bytes(b"")
    (folder / "observations.csv").write_bytes(b"\xff")
    (folder / "datapackage.json").write_bytes(b"{")
    assert _problems(folder) == [
        (
            "datapackage.json: it cannot be read as JSON: Expecting property name enclosed in "
            "double quotes: line 1 column 2 (char 1) [descriptor]"
        ),
        "observations.csv: byte 0, on line 1, is not UTF-8; save it as UTF-8 [encoding]",
        (
            "targets.csv: the file is empty; its first line names the columns: id, number, "
            "indicator, domain, reference_area, reference_period, relation, lower, upper, unit, "
            "hedged, maintain, stretch_relation, stretch_lower, stretch_upper, stretch_hedged, "
            "of_which, quote, source, locator, comment, in_force_from, act [form]"
        ),
    ]


def test_what_may_be_a_mistake_is_a_warning(folder: Path) -> None:
    (folder / "notes.txt").touch()
    (violation,) = validate_dataset(folder)
    assert violation.is_warning
    assert str(violation) == f"notes.txt: {_LEFT_OUT}"
    with pytest.warns(DatasetWarning) as caught:
        dataset = read_dataset(folder)
    assert [str(each.message) for each in caught] == [f"notes.txt: {_LEFT_OUT}"]
    # It points at the line that read the folder.
    assert caught[0].filename == __file__
    assert dataset.id == "nghe-an-2025"


def test_warnings_are_not_among_the_problems_of_the_error(folder: Path) -> None:
    (folder / "notes.txt").touch()
    _set(folder, "observations", value="89")
    with pytest.raises(InvalidDatasetError) as caught:
        read_dataset(folder)
    assert [each.file for each in caught.value.violations] == ["observations.csv"]


# Files.


def test_files_that_nothing_names(folder: Path) -> None:
    (folder / "source" / "draft.txt").touch()
    (folder / "Targets.xlsx").touch()
    (folder / "old").mkdir()
    (folder / "old" / "targets.csv").touch()
    for name in ("README.md", "LICENSE", ".DS_Store"):
        (folder / name).touch()
    (folder / ".git").mkdir()
    (folder / ".git" / "config").touch()
    assert _problems(folder) == [
        f"{file}: {_LEFT_OUT}" for file in ("Targets.xlsx", "old/targets.csv", "source/draft.txt")
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are Unicode")
def test_a_file_whose_name_is_not_utf_8(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).touch()
    problem = f"\\udcff.txt: {_LEFT_OUT}"
    assert _problems(folder) == [problem]
    assert problem.encode()


def test_other_files_are_not_told_where_the_sources_cannot_be_read(folder: Path) -> None:
    (folder / "notes.txt").touch()
    content = (folder / "sources.csv").read_text(encoding="utf-8")
    (folder / "sources.csv").write_text(content.replace(",path,", ",file,"), encoding="utf-8")
    assert _problems(folder) == [
        "sources.csv, line 1, column file: the layout has no such column; remove it [columns]",
        (
            "sources.csv, line 1, column path: the column is missing; add it, with empty cells "
            "where there is no value [columns]"
        ),
    ]
    (folder / "sources.csv").write_bytes(b"\xef\xbb\xbf" + content.encode())
    assert _problems(folder) == [
        "sources.csv: it starts with a byte-order mark; save it as UTF-8 without one [encoding]"
    ]


@pytest.mark.parametrize("table", ["domains", "indicators", "targets", "sources"])
def test_tables_that_may_not_be_left_out(folder: Path, table: str) -> None:
    (folder / f"{table}.csv").unlink()
    assert _problems(folder) == [f"{table}.csv: it cannot be read: there is no such file [file]"]


@pytest.mark.parametrize("file", ["datapackage.json", "targets.csv", "observations.csv"])
def test_a_file_that_is_a_folder(folder: Path, file: str) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()
    assert _problems(folder) == [
        f"{file}: it cannot be read: it is a folder, or something else but a file [file]"
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / "targets.csv").unlink()
    os.mkfifo(folder / "targets.csv")
    assert _problems(folder) == [
        "targets.csv: it cannot be read: it is a folder, or something else but a file [file]"
    ]


@pytest.mark.parametrize("file", ["datapackage.json", "targets.csv", "revisions.csv"])
def test_a_link_out_of_the_folder(folder: Path, tmp_path: Path, file: str) -> None:
    # What is there is sound, and not read all the same.
    shutil.move(folder / file, tmp_path / file)
    for target in (tmp_path / file, Path("..", file), tmp_path / "nowhere"):
        (folder / file).symlink_to(target)
        assert _problems(folder) == [
            f"{file}: it cannot be read: it is a link that leads out of the folder [file]"
        ]
        (folder / file).unlink()


def test_a_link_to_a_folder_elsewhere(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "source", tmp_path / "elsewhere")
    (folder / "source").symlink_to(tmp_path / "elsewhere")
    assert _problems(folder) == [
        (
            "sources.csv, line 2, column path: 'source/resolution.txt' cannot be read: it is a "
            "link that leads out of the folder [file]"
        )
    ]


def test_links_that_lead_nowhere(folder: Path) -> None:
    (folder / "targets.csv").unlink()
    (folder / "observations.csv").unlink()
    (folder / "targets.csv").symlink_to("targets.csv")
    (folder / "observations.csv").symlink_to("no-such.csv")
    observations, targets = _problems(folder)
    assert observations == "observations.csv: it cannot be read: there is no such file [file]"
    # A circle is an error of the system's here and there.
    assert targets.startswith("targets.csv: it cannot be read: ")


def test_a_link_within_the_folder(folder: Path) -> None:
    (folder / "targets.csv").rename(folder / "source" / "table")
    (folder / "targets.csv").symlink_to("source/table")
    assert _problems(folder) == [f"source/table: {_LEFT_OUT}"]


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The system refuses it; root may read everything, so that no mode of the file will do.
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "targets.csv":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert _problems(folder) == ["targets.csv: it cannot be read: Permission denied [file]"]


# The texts of sources.


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("source/no-such.txt", "cannot be read: there is no such file"),
        ("source", "cannot be read: it is a folder, or something else but a file"),
        (f"source/{'x' * 150}", "cannot be read: there is no such file"),
        ("../new/source/resolution.txt", "is no path inside the folder"),
        ("source/../source/resolution.txt", "is no path inside the folder"),
        ("./source/resolution.txt", "is no path inside the folder"),
        ("source//resolution.txt", "is no path inside the folder"),
        ("/etc/passwd", "is no path inside the folder"),
        ("C:/x.txt", "is no path inside the folder"),
        ("source\\resolution.txt", "is no path inside the folder"),
        ("https://example.org/x.txt", "is no path inside the folder"),
        ("source/a\nb.txt", "is no path inside the folder"),
        ("targets.csv", "is another file of the layout, and no text"),
        ("source/x.CSV", "is another file of the layout, and no text"),
        ("DataPackage.json", "is another file of the layout, and no text"),
    ],
)
def test_the_path_of_a_text(folder: Path, path: str, problem: str) -> None:
    _set(folder, "sources", path=path)
    assert _problems(folder) == [
        f"source/resolution.txt: {_LEFT_OUT}",
        f"sources.csv, line 2, column path: {path!r} {problem} [file]",
    ]


def test_the_path_of_a_text_that_is_too_long(folder: Path) -> None:
    path = f"source/{'x' * 300}"
    _set(folder, "sources", path=path)
    assert _problems(folder)[1:] == [
        (
            f"sources.csv, line 2, column path: 'source/{'x' * 90}...{'x' * 98}' cannot be read: "
            "File name too long [file]"
        )
    ]


def test_each_source_that_names_a_text_there_is_not(folder: Path) -> None:
    (folder / "source" / "resolution.txt").unlink()
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("a,x,x,source/resolution.txt,,\n")
    # Once for the resource too would be once more than there is a problem.
    _describe(folder, resources=[{"path": "source/resolution.txt"}])
    problem = "'source/resolution.txt' cannot be read: there is no such file [file]"
    assert _problems(folder) == [
        f"sources.csv, line {line}, column path: {problem}" for line in (2, 3)
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xef\xbb\xbfx", "it starts with a byte-order mark; save it as UTF-8 without one"),
        ("Tỷ lệ".encode("utf-16"), "it is UTF-16; save it as UTF-8"),
        (b"x\nvill\xe0", "byte 6, on line 2, is not UTF-8; save it as UTF-8"),
    ],
)
def test_the_encoding_of_a_text(folder: Path, content: bytes, problem: str) -> None:
    (folder / "source" / "resolution.txt").write_bytes(content)
    # That no phrase stands in it is no further problem.
    assert _problems(folder) == [f"source/resolution.txt: {problem} [encoding]"]


# The descriptor.


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"name": None}, "name is missing"),
        ({"version": None}, "version is missing"),
        ({"title": None}, "title is missing"),
        ({"name": 7}, "name is 7; expected text"),
        ({"title": ["x"]}, "title is ['x']; expected text"),
        ({"description": {"vi": "x"}}, "description is {'vi': 'x'}; expected text"),
        (
            {"name": "../../x"},
            "name is '../../x'; expected small letters, digits and single hyphens",
        ),
        (
            {"name": "Nghệ An"},
            "name is 'Nghệ An'; expected small letters, digits and single hyphens",
        ),
        ({"version": "1.0"}, "version is '1.0'; expected MAJOR.MINOR.PATCH, 1.0.0 say"),
        ({"version": "1.0.0-rc1"}, "version is '1.0.0-rc1'; expected MAJOR.MINOR.PATCH, 1.0.0 say"),
        (
            {"version": "\u0661.0.0"},
            "version is '\u0661.0.0'; expected MAJOR.MINOR.PATCH, 1.0.0 say",
        ),
        ({"version": 1.0}, "version is 1.0; expected text"),
        ({"licenses": "CC0-1.0"}, "licenses must be a list of objects with a name, CC0-1.0 say"),
        ({"licenses": ["CC0-1.0"]}, "licenses must be a list of objects with a name, CC0-1.0 say"),
        (
            {"licenses": [{"path": "x"}]},
            "licenses must be a list of objects with a name, CC0-1.0 say",
        ),
        ({"resources": {"path": "targets.csv"}}, "resources must be a list"),
        (
            {"resources": ["targets.csv"]},
            "resources[0] has no path; expected that of one file in the folder",
        ),
        (
            {"resources": [{"path": "targets.csv"}, {"path": ["domains.csv"]}]},
            "resources[1] has no path; expected that of one file in the folder",
        ),
        (
            {"resources": [{"path": "/etc/passwd"}]},
            "resources[0].path is '/etc/passwd'; expected a path inside the folder, no address",
        ),
        (
            {"resources": [{"path": "../x"}]},
            "resources[0].path is '../x'; expected a path inside the folder, no address",
        ),
        (
            {"resources": [{"path": "https://example.org/x.csv"}]},
            (
                "resources[0].path is 'https://example.org/x.csv'; expected a path inside the "
                "folder, no address"
            ),
        ),
        (
            {"resources": [{"path": "a\0b"}]},
            "resources[0].path is 'a\\x00b'; expected a path inside the folder, no address",
        ),
        (
            {"resources": [{"path": "targets.csv"}, {"path": "targets.csv"}]},
            "resources[1].path is 'targets.csv' once more; a file stands once",
        ),
        (
            {"resources": [{"path": "targets.csv", "hash": "0" * 64}]},
            f"resources[0].hash is '{'0' * 64}'; expected sha256: and 64 hexadecimal digits",
        ),
        (
            {"resources": [{"path": "targets.csv", "hash": 7}]},
            "resources[0].hash is 7; expected sha256: and 64 hexadecimal digits",
        ),
    ],
)
def test_what_the_descriptor_may_not_say(
    folder: Path, facts: dict[str, object], problem: str
) -> None:
    _describe(folder, **facts)
    assert _problems(folder) == [f"datapackage.json: {problem} [descriptor]"]


def test_all_that_is_wrong_with_the_descriptor(folder: Path) -> None:
    _describe(folder, name=None, version="1", licenses=7, resources=[{}, {"path": "", "hash": "x"}])
    assert _problems(folder) == [
        f"datapackage.json: {problem} [descriptor]"
        for problem in (
            "name is missing",
            "version is '1'; expected MAJOR.MINOR.PATCH, 1.0.0 say",
            "licenses must be a list of objects with a name, CC0-1.0 say",
            "resources[0] has no path; expected that of one file in the folder",
            "resources[1].path is ''; expected a path inside the folder, no address",
            "resources[1].hash is 'x'; expected sha256: and 64 hexadecimal digits",
        )
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"description": None, "licenses": None},
        {"description": "", "licenses": []},
        {"title": ""},
        {"resources": []},
        {"resources": [{"path": "targets.csv"}, {"path": "source/resolution.txt", "hash": ""}]},
        {"keywords": ["Nghệ An"], "version": "10.0.3"},
    ],
)
def test_what_the_descriptor_may_say(folder: Path, facts: dict[str, object]) -> None:
    _describe(folder, **facts)
    assert _problems(folder) == []


@pytest.mark.parametrize("value", ["[]", '"x"', "7", "null", "true"])
def test_a_descriptor_that_is_no_object(folder: Path, value: str) -> None:
    (folder / "datapackage.json").write_text(value, encoding="utf-8")
    assert _problems(folder) == [
        "datapackage.json: it must be an object with name, version and title [descriptor]"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ('{"name": "x",\n"version": }', "Expecting value: line 2 column 12 (char 25)"),
        ('{"name": "a", "title": "x", "name": "b"}', "an object has 'name' twice"),
        ('{"x": {"a": 1, "b": 2, "b": 3, "a": 4}}', "an object has 'a', 'b' twice"),
        ('{"x": NaN}', "Out of range float values are not JSON compliant"),
        ('{"x": -1e999}', "Out of range float values are not JSON compliant"),
        (
            '{"x": "\\ud800"}',
            "'utf-8' codec can't encode character '\\ud800' in position 10: surrogates not allowed",
        ),
    ],
)
def test_a_descriptor_that_is_no_json(folder: Path, text: str, problem: str) -> None:
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    (found,) = _problems(folder)
    # Later versions of Python name the value.
    assert found.startswith(f"datapackage.json: it cannot be read as JSON: {problem}")
    assert found.endswith("[descriptor]")


def test_a_number_of_more_digits_than_python_reads(folder: Path) -> None:
    (folder / "datapackage.json").write_text(f'{{"x": {"9" * 5_000}}}', encoding="utf-8")
    (found,) = _problems(folder)
    assert found.startswith(
        "datapackage.json: it cannot be read as JSON: Exceeds the limit (4300 digits)"
    )


@pytest.mark.parametrize("depth", [500, 900, 100_000])
def test_a_descriptor_that_is_nested_too_deep(folder: Path, depth: int) -> None:
    (folder / "datapackage.json").write_text("[" * depth + "]" * depth, encoding="utf-8")
    assert _problems(folder) in (
        ["datapackage.json: its values are nested too deep [descriptor]"],
        ["datapackage.json: it must be an object with name, version and title [descriptor]"],
    )


def test_the_name_may_be_nested_deep(folder: Path) -> None:
    nested: list[object] = []
    for _ in range(200):
        nested = [nested]
    _describe(folder, name=nested)
    assert _problems(folder) == [
        "datapackage.json: name is [[[[[[[...]]]]]]]; expected text [descriptor]"
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_the_encoding_of_the_descriptor(folder: Path, encoding: str) -> None:
    # json.loads would take any of them.
    path = folder / "datapackage.json"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    (found,) = _problems(folder)
    assert found.startswith("datapackage.json: it ")
    assert found.endswith("[encoding]")


# Hashes.


def _sealed(tmp_path: Path) -> Path:
    """A folder whose descriptor has the hash of every file."""
    new_dataset(tmp_path / "draft", id="nghe-an-2025")
    write_dataset(read_dataset(tmp_path / "draft"), tmp_path / "sealed")
    return tmp_path / "sealed"


def test_the_hash_of_the_descriptor_is_that_of_all(tmp_path: Path) -> None:
    folder = _sealed(tmp_path)
    descriptor = (folder / "datapackage.json").read_bytes()
    assert read_dataset(folder).sha256 == hashlib.sha256(descriptor).hexdigest()
    resources = json.loads(descriptor)["resources"]
    for place in range(len(resources)):
        fewer = [*resources[:place], *resources[place + 1 :]]
        _describe(folder, resources=fewer)
        assert read_dataset(folder).sha256 == ""
    del resources[0]["hash"]
    _describe(folder, resources=resources)
    assert read_dataset(folder).sha256 == ""


@pytest.mark.parametrize("file", ["source/resolution.txt", "domains.csv"])
def test_a_file_that_was_changed(tmp_path: Path, file: str) -> None:
    folder = _sealed(tmp_path)
    content = (folder / file).read_bytes()
    (folder / file).write_bytes(content + b"\n")
    before, after = (hashlib.sha256(each).hexdigest() for each in (content, content + b"\n"))
    assert _problems(folder) == [
        (
            f"{file}: its hash is sha256:{after}, the descriptor says sha256:{before}: the file "
            "was changed; undo that, or remove the hash from the descriptor [hash]"
        )
    ]


def test_a_file_that_was_changed_and_is_wrong_too(tmp_path: Path) -> None:
    folder = _sealed(tmp_path)
    _set(folder, "observations", value="89")
    assert [(each.row, str(each.rule)) for each in validate_dataset(folder)] == [
        (None, "hash"),
        (2, "number"),
    ]


def test_files_of_the_descriptor_that_are_not_there(folder: Path) -> None:
    (folder / "observations.csv").unlink()
    (folder / "domains.csv").unlink()
    files = ("observations.csv", "domains.csv", "more/x.pdf")
    hash_ = f"sha256:{'0' * 64}"
    _describe(folder, resources=[{"path": file, "hash": hash_} for file in files])
    missing = "it cannot be read: there is no such file [file]"
    assert _problems(folder) == [f"{file}: {missing}" for file in sorted(files)]


def test_a_file_of_the_descriptor_that_the_layout_does_not_know(folder: Path) -> None:
    (folder / "report.pdf").write_bytes(b"\xff")
    _describe(folder, resources=[{"path": "report.pdf"}])
    assert _problems(folder) == [f"report.pdf: {_LEFT_OUT}"]
