"""Writing the folder of a dataset, whole or not at all, and starting a new one."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.schemas import columns_of
from resolution_targets.skeleton import example

_DATA = Path(__file__).parent.parent / "data"
_RELEASED = ["ha-tinh-2025/1.1.0", "vietnam-2025/1.0.0"]
_DATASET = example(id="x-2025", title="Targets of X")
_FILES = [
    *("datapackage.json", "domains.csv", "indicators.csv", "observations.csv", "revisions.csv"),
    *("source/resolution.txt", "sources.csv", "targets.csv"),
]


def _files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _with_source(**fields: Any) -> rt.Dataset:
    (source,) = _DATASET.sources
    return attrs.evolve(_DATASET, sources=(attrs.evolve(source, **fields),))


def _with_target(**fields: Any) -> rt.Dataset:
    return attrs.evolve(_DATASET, targets=(attrs.evolve(_DATASET["1"], **fields),))


def _refused(dataset: rt.Dataset, tmp_path: Path) -> list[str]:
    """What is wrong with a dataset, and that trying to write it leaves nothing behind."""
    before = sorted(tmp_path.rglob("*"))
    messages = []
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "new", tmp_path / "a" / "b" / "new", tmp_path / "empty"):
        with pytest.raises(rt.InvalidDatasetError) as caught:
            rt.write_dataset(dataset, path)
        assert caught.value.path == str(path)
        messages = [str(violation) for violation in caught.value.violations]
    (tmp_path / "empty").rmdir()
    assert sorted(tmp_path.rglob("*")) == before
    return messages


@pytest.mark.parametrize("there", ["nothing", "folder", "parents"])
def test_write_and_read(tmp_path: Path, there: str) -> None:
    path = tmp_path / "x"
    if there == "folder":
        path.mkdir()
    if there == "parents":
        path = tmp_path / "a" / "b" / "x"
    rt.write_dataset(_DATASET, path)
    assert _files(path) == _FILES
    assert _files(tmp_path) == [(path / file).relative_to(tmp_path).as_posix() for file in _FILES]
    read = rt.read_dataset(path)
    sha256 = hashlib.sha256((path / "datapackage.json").read_bytes()).hexdigest()
    assert read == attrs.evolve(_DATASET, sha256=sha256)
    assert rt.validate_dataset(path) == ()


def _with_range(value: Any, upper: Any) -> rt.Dataset:
    """The example with a figure that was reported as a range."""
    phrase = "Tỷ lệ ví dụ ước đạt 88-88,5%"
    (source,), (seen,) = _DATASET.sources, _DATASET.observations
    return attrs.evolve(
        _DATASET,
        sources=(attrs.evolve(source, text=f"{source.text}{phrase}.\n"),),
        observations=(attrs.evolve(seen, value=value, value_upper=upper, quote=phrase),),
    )


@pytest.mark.parametrize("ends", [(Decimal(88), Decimal("88.5")), (88, 88.5), (88.0, 88.5)])
def test_a_range_is_written_and_read_back(tmp_path: Path, ends: tuple[Any, Any]) -> None:
    rt.write_dataset(_with_range(*ends), tmp_path / "x")
    (seen,) = rt.read_dataset(tmp_path / "x").observations
    assert (seen.value, seen.value_upper) == (88, Decimal("88.5"))
    header, row = (tmp_path / "x" / "observations.csv").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=False))
    assert (Decimal(cells["value"]), cells["value_upper"]) == (88, "88.5")
    assert rt.validate_dataset(tmp_path / "x") == ()


def test_a_range_whose_end_is_not_in_its_phrase_is_not_written(tmp_path: Path) -> None:
    assert _refused(_with_range(88, 89), tmp_path) == [
        (
            "observations.csv, line 2, column value_upper: 89 does not stand in the phrase "
            "'Tỷ lệ ví dụ ước đạt 88-88,5%' [number]"
        )
    ]


def test_a_range_without_an_end_is_not_written(tmp_path: Path) -> None:
    assert _refused(_with_range(88, float("inf")), tmp_path) == [
        (
            "observations.csv, line 2, column value_upper: 'Infinity' is not a number such as "
            "17800 or 2.5, with a point and no grouping [type]"
        )
    ]


@pytest.mark.parametrize("version", _RELEASED)
def test_released_versions_are_written_as_they_are(tmp_path: Path, version: str) -> None:
    dataset = rt.read_dataset(_DATA / version)
    rt.write_dataset(dataset, tmp_path / "x")
    assert _files(tmp_path / "x") == _files(_DATA / version)
    for file in _files(_DATA / version):
        if file == "datapackage.json":
            continue
        released = (_DATA / version / file).read_bytes()
        columns = released.decode("utf-8").splitlines()[0].split(",")
        if file.endswith(".csv") and columns != columns_of(file.removesuffix(".csv")):
            # A table of before some columns were added gets them, with empty cells.
            continue
        assert (tmp_path / "x" / file).read_bytes() == released, file
    again = rt.read_dataset(tmp_path / "x")
    assert attrs.evolve(again, sha256=dataset.sha256) == dataset


def test_a_released_version_that_is_loaded_can_be_written(tmp_path: Path) -> None:
    dataset = rt.load("ha-tinh-2025", version="1.0.0")
    rt.write_dataset(dataset, tmp_path / "x")
    read = rt.read_dataset(tmp_path / "x")
    # The day of the release is the release's.
    assert (dataset.released, read.released) == ("2026-11-22", "")
    assert read == attrs.evolve(dataset, released="", sha256=read.sha256)


def test_a_dataset_in_force_is_written_with_the_adopted_promises(tmp_path: Path) -> None:
    rt.write_dataset(_DATASET.in_force("2025-12-31"), tmp_path / "x")
    rt.write_dataset(_DATASET, tmp_path / "y")
    for file in _FILES:
        assert (tmp_path / "x" / file).read_bytes() == (tmp_path / "y" / file).read_bytes()
    read = rt.read_dataset(tmp_path / "x")
    assert (read.as_of, read.adopted) == (None, None)
    assert read.in_force("2025-12-31").targets == _DATASET.in_force("2025-12-31").targets


def test_promises_that_hold_later_are_not_lost(tmp_path: Path) -> None:
    dataset = _with_target(in_force_from="2025-03-01")
    assert dataset.in_force("2025-02-28").targets == ()
    rt.write_dataset(dataset.in_force("2025-02-28"), tmp_path / "x")
    assert rt.read_dataset(tmp_path / "x").targets == dataset.targets


def test_tables_that_may_be_missing_are(tmp_path: Path) -> None:
    rt.write_dataset(attrs.evolve(_DATASET, revisions=(), observations=()), tmp_path / "x")
    assert _files(tmp_path / "x") == [
        file for file in _FILES if file not in {"observations.csv", "revisions.csv"}
    ]
    read = rt.read_dataset(tmp_path / "x")
    assert (read.revisions, read.observations, len(read)) == ((), (), 1)


def test_a_dataset_of_nothing_but_a_name(tmp_path: Path) -> None:
    dataset = rt.Dataset(id="x", version="0.0.0")
    rt.write_dataset(dataset, tmp_path / "x")
    assert (tmp_path / "x" / "domains.csv").read_bytes() == b"id,name_vi,name_en\n"
    read = rt.read_dataset(tmp_path / "x")
    assert read == attrs.evolve(dataset, sha256=read.sha256)


_ODD_TEXTS = [
    'a "quoted" word',
    '"',
    '""',
    "commas, semicolons; tabs\tinside",
    "two\nlines",
    "two\r\nlines",
    "an old\rMac",
    "one\u2028two\x85three\x0bfour\x1cfive",
    "=1+1",
    "'",
    "\\",
    "Hà Tĩnh, Ha\u0300 Ti\u0303nh",
    "👩‍🌾 \U0001f1fb\U0001f1f3 \u202eabc",
    "\x01\x1f\x7f\ufeff.",
    "x" * 100_000,
]


@pytest.mark.parametrize("text", _ODD_TEXTS)
def test_odd_texts_are_read_as_they_were_written(tmp_path: Path, text: str) -> None:
    (source,) = _DATASET.sources
    dataset = attrs.evolve(
        _with_target(comment=text, locator=text),
        title=text,
        description=text,
        license=text,
        domains=_DATASET.domains,
        sources=(attrs.evolve(source, comment=text, text=source.text + text),),
    )
    rt.write_dataset(dataset, tmp_path / "x")
    read = rt.read_dataset(tmp_path / "x")
    assert read == attrs.evolve(dataset, sha256=read.sha256)
    assert rt.validate_dataset(tmp_path / "x") == ()


def _with_text(text: str) -> rt.Dataset:
    (source,) = _DATASET.sources
    other = attrs.evolve(source, id="other", path="other text.md", text=text)
    return attrs.evolve(_DATASET, sources=(source, other))


@pytest.mark.parametrize("text", ["\ufeffx", "a\0b"])
def test_a_text_that_is_no_plain_utf_8_is_refused(tmp_path: Path, text: str) -> None:
    (message,) = _refused(_with_text(text), tmp_path)
    assert "byte" in message


@pytest.mark.parametrize("text", ["\r\n", "a\rb\nc", " x ", "x", ""])
def test_the_text_of_a_source_is_a_file_of_its_own(tmp_path: Path, text: str) -> None:
    dataset = _with_text(text)
    rt.write_dataset(dataset, tmp_path / "x")
    assert (tmp_path / "x" / "other text.md").read_bytes() == text.encode()
    assert rt.read_dataset(tmp_path / "x").sources == dataset.sources


@pytest.mark.parametrize("text", [" x", "x ", "\tx", "x\n", " ", "\u00a0x"])
def test_blanks_around_a_text_are_refused_and_not_lost(tmp_path: Path, text: str) -> None:
    assert _refused(_with_target(comment=text), tmp_path) == [
        f"targets.csv, line 2, column comment: {text!r} has blanks around it; remove them [type]"
    ]


@pytest.mark.parametrize("field", ["comment", "quote"])
def test_half_of_a_character_is_refused(tmp_path: Path, field: str) -> None:
    half = "'\\ud83d' is half of a character; UTF-8 has no such [encoding]"
    assert _refused(_with_target(**{field: "a \ud83d"}), tmp_path) == [f"targets.csv: {half}"]
    (source,) = _DATASET.sources
    dataset = attrs.evolve(
        _with_target(comment="\ud83d"), sources=(attrs.evolve(source, text="\ud83d"),)
    )
    assert _refused(dataset, tmp_path) == [f"targets.csv: {half}", f"source/resolution.txt: {half}"]


def test_half_of_a_character_in_the_title_is_refused(tmp_path: Path) -> None:
    (message,) = _refused(attrs.evolve(_DATASET, title="\ud83d"), tmp_path)
    assert message.startswith("datapackage.json: ")


def test_a_zero_byte_is_refused(tmp_path: Path) -> None:
    (message,) = _refused(_with_target(comment="a\0b"), tmp_path)
    assert message.startswith("targets.csv: ")
    assert message.endswith("[encoding]")


def test_a_text_that_is_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    # The csv module's limit.
    (message,) = _refused(_with_target(comment="x" * 131_073), tmp_path)
    assert message.startswith("targets.csv, line 2: ")
    assert "field larger than field limit (131072)" in message


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"of_which": ""}, "of_which of 'example-share': '' would be read back as None"),
        ({"act": ""}, "act of 'example-share': '' would be read back as 'resolution'"),
        (
            {"domain": rt.Domain(id="economy", name_vi="Kinh tế", name_en="Money")},
            "domain.name_en of 'example-share': 'Money' would be read back as 'Economy'",
        ),
        (
            {"indicator": attrs.evolve(_DATASET["1"].indicator, comment="x" * 99)},
            (f"indicator.comment of 'example-share': '{'x' * 59}... would be read back as ''"),
        ),
        (
            {"stretch": rt.Criterion(relation="above", lower=91, maintain=True)},
            "stretch.maintain of 'example-share': True would be read back as False",
        ),
    ],
)
def test_what_the_tables_cannot_hold_is_refused(
    tmp_path: Path, fields: dict[str, Any], lost: str
) -> None:
    (column,) = fields
    dataset = _with_target(**fields, quote="Tỷ lệ ví dụ đạt trên 90%, 91%")
    (source,) = dataset.sources
    text = f"{source.text}Tỷ lệ ví dụ đạt trên 90%, 91%"
    dataset = attrs.evolve(dataset, sources=(attrs.evolve(source, text=text),))
    assert _refused(dataset, tmp_path) == [
        f"targets.csv, column {column}: the table cannot hold the {lost} [form]"
    ]


def test_what_is_lost_of_other_tables_is_refused_too(tmp_path: Path) -> None:
    (indicator,) = _DATASET.indicators
    kept = attrs.evolve(indicator, change_of="")
    dataset = attrs.evolve(_with_target(indicator=kept), indicators=(kept,))
    revision = attrs.evolve(
        _DATASET.revisions[0], stretch=rt.Criterion(relation="above", lower=92, maintain=True)
    )
    messages = _refused(attrs.evolve(dataset, revisions=(revision,)), tmp_path)
    assert [message.partition(": ")[0] for message in messages] == [
        "indicators.csv, column change_of",
        "targets.csv, column indicator",
        "revisions.csv, column stretch",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [(88.5, "88.5"), (Decimal("88.50"), "88.50"), (None, "")],
)
def test_values_that_were_reported(tmp_path: Path, value: Any, written: str) -> None:
    observation = attrs.evolve(_DATASET.observations[0], value=value)
    rt.write_dataset(attrs.evolve(_DATASET, observations=(observation,)), tmp_path / "x")
    (read,) = rt.read_dataset(tmp_path / "x").observations
    assert str(read.value or "") == written
    # A float comes back as the decimal that it is printed as.
    assert read == attrs.evolve(observation, value=None if value is None else Decimal(written))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), 5e-324])
def test_values_that_no_cell_takes_are_refused(tmp_path: Path, value: Any) -> None:
    observation = attrs.evolve(_DATASET.observations[0], value=value)
    (message,) = _refused(attrs.evolve(_DATASET, observations=(observation,)), tmp_path)
    assert message.startswith("observations.csv, line 2, column value: ")
    assert message.endswith("[type]")


def test_days_are_written(tmp_path: Path) -> None:
    observation = attrs.evolve(_DATASET.observations[0], published="2025-01-06")
    dataset = attrs.evolve(_with_target(in_force_from="2024-12-01"), observations=(observation,))
    rt.write_dataset(dataset, tmp_path / "x")
    read = rt.read_dataset(tmp_path / "x")
    assert read["1"].in_force_from == date(2024, 12, 1)
    assert read.observations[0].published == date(2025, 1, 6)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"id": "../../x"},
            "name is '../../x'; expected small letters, digits and single hyphens",
        ),
        ({"id": ""}, "name is ''; expected small letters, digits and single hyphens"),
        ({"id": "\ud800"}, "name is '\\ud800'; expected small letters, digits and single hyphens"),
        ({"version": "1.0"}, "version is '1.0'; expected MAJOR.MINOR.PATCH, 1.0.0 say"),
        ({"version": "../1.0.0"}, "version is '../1.0.0'; expected MAJOR.MINOR.PATCH, 1.0.0 say"),
    ],
)
def test_ids_and_versions_that_are_none(
    tmp_path: Path, fields: dict[str, str], message: str
) -> None:
    assert _refused(attrs.evolve(_DATASET, **fields), tmp_path) == [
        f"datapackage.json: {message} [descriptor]"
    ]


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"quote": "Tỷ lệ ví dụ đạt trên 91%"}, {"phrase", "number"}),
        ({"quote": ""}, {"required"}),
        ({"unit": "person"}, {"unit"}),
        ({"source": "nowhere", "act": "nowhere"}, {"reference"}),
        ({"of_which": "example-share"}, {"parent"}),
    ],
)
def test_rows_that_break_rules_are_refused(
    tmp_path: Path, fields: dict[str, str], rules: set[str]
) -> None:
    messages = _refused(_with_target(**fields), tmp_path)
    assert {message.split(" [")[-1].removesuffix("]") for message in messages} <= rules
    assert messages


def test_one_row_twice_is_refused(tmp_path: Path) -> None:
    twice = attrs.evolve(_DATASET, observations=_DATASET.observations * 2)
    (message,) = _refused(twice, tmp_path)
    assert message.startswith("observations.csv, line 3")
    assert message.endswith("[key]")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "../../x",
            "../x",
            "..",
            ".",
            "a/../../x",
            "/etc/x",
            "//x",
            "a//b",
            "a/",
            "source\\..\\x",
        ),
        *("C:x", "C:/x", "https://example.org/x", ".. /x", "x\0", "x\n", " "),
    ],
)
def test_a_text_cannot_leave_the_folder(tmp_path: Path, path: str) -> None:
    # Also an absolute one that could be written, and would be read back.
    for each in (path, str(tmp_path / "x")):
        assert _refused(_with_source(path=each), tmp_path) == [
            f"sources.csv, column path: 'resolution': {each!r} is no path inside the folder [file]"
        ]


@pytest.mark.parametrize(
    "path",
    [
        *("targets.csv", "observations.csv", "datapackage.json", "source/figures.csv"),
        # One file with them on Windows and macOS.
        *("Targets.csv", "TARGETS.CSV", "DATAPACKAGE.JSON"),
    ],
)
def test_a_text_cannot_take_the_place_of_another_file(tmp_path: Path, path: str) -> None:
    # Even if it would do: this descriptor is sound.
    text = json.dumps({"name": "y", "version": "9.9.9", "title": ""})
    assert _refused(_with_source(path=path, text=text), tmp_path) == [
        f"sources.csv, column path: 'resolution': {path!r} is another file of the layout [file]"
    ]


def test_two_texts_cannot_have_one_path(tmp_path: Path) -> None:
    (source,) = _DATASET.sources
    other = attrs.evolve(source, id="other", text="Other.")
    assert _refused(attrs.evolve(_DATASET, sources=(source, other)), tmp_path) == [
        (
            "sources.csv, column path: 'other': 'source/resolution.txt' is the path of two "
            "different texts [file]"
        )
    ]
    # One text of two sources can.
    same = attrs.evolve(_DATASET, sources=(source, attrs.evolve(source, id="other")))
    rt.write_dataset(same, tmp_path / "x")
    assert rt.read_dataset(tmp_path / "x").sources == same.sources


def test_a_text_without_a_path_is_not_lost(tmp_path: Path) -> None:
    assert _refused(_with_source(path=""), tmp_path) == [
        "sources.csv, column path: 'resolution': its text needs one, to be written to [file]"
    ]
    rt.write_dataset(_with_source(path="", text=""), tmp_path / "x")
    assert not (tmp_path / "x" / "source").exists()


def test_a_text_that_would_lie_inside_another(tmp_path: Path) -> None:
    (source,) = _DATASET.sources
    other = attrs.evolve(source, id="other", path=f"{source.path}/more.txt")
    with pytest.raises(rt.UnwritableFolderError) as caught:
        rt.write_dataset(attrs.evolve(_DATASET, sources=(source, other)), tmp_path / "x")
    assert str(caught.value) == (
        f"{tmp_path / 'x'} cannot be written: File exists; "
        "name a folder that is not there yet, or is empty"
    )
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("held", ["x", ".hidden", "folder"])
def test_a_folder_that_holds_something(tmp_path: Path, held: str) -> None:
    folder = tmp_path / "x"
    (folder / held).mkdir(parents=True)
    for write in (
        lambda: rt.write_dataset(_DATASET, folder),
        lambda: rt.new_dataset(folder, id="x-2025"),
    ):
        with pytest.raises(rt.UnwritableFolderError) as caught:
            write()
        assert str(caught.value) == (
            f"{folder} holds files already; name a folder that is not there yet, or is empty"
        )
        assert isinstance(caught.value, OSError)
    assert [*tmp_path.rglob("*")] == [folder, folder / held]


@pytest.mark.parametrize("path", ["file", "file/x", "file/a/b"])
def test_a_file_is_no_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(rt.UnwritableFolderError) as caught:
        rt.write_dataset(_DATASET, tmp_path / path)
    assert str(caught.value) == (
        f"{tmp_path / path} cannot be written: Not a directory; "
        "name a folder that is not there yet, or is empty"
    )
    assert (tmp_path / "file").read_bytes() == b"x"
    assert [*tmp_path.iterdir()] == [tmp_path / "file"]


def test_a_link_to_an_empty_folder_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    rt.write_dataset(_DATASET, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert _files(tmp_path / "there") == _FILES


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(rt.UnwritableFolderError):
        rt.write_dataset(_DATASET, tmp_path / "link")
    assert [*tmp_path.iterdir()] == [tmp_path / "link"]


def test_the_folder_in_which_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rt.new_dataset(".", id="x-2025")
    # It is still the folder that it was.
    held = {path.name for path in Path().iterdir()}
    assert held == {"README.md", *(file.partition("/")[0] for file in _FILES)}
    rt.write_dataset(_DATASET, "y")
    assert _files(Path("y")) == _FILES


def test_a_folder_of_ones_own_keeps_its_rights(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    rt.write_dataset(_DATASET, kept)
    rt.write_dataset(_DATASET, tmp_path / "new")
    (tmp_path / "plain").mkdir()
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("kept", "new", "plain")]
    assert modes[0] == 0o700
    # A new one is made like any other.
    assert modes[1] == modes[2]


def test_a_warning_does_not_keep_from_writing(tmp_path: Path) -> None:
    dataset = rt.load("ha-tinh-2025", version="1.0.0")
    domestic = attrs.evolve(
        dataset["7a"],
        criterion=rt.Criterion(relation="above", lower=800),
        quote="trên 800 tỷ đồng",
        source="other",
    )
    other = rt.Source(id="other", title_vi="Khác", title_en="Other", url="https://example.org")
    targets = tuple(domestic if target.number == "7a" else target for target in dataset)
    dataset = attrs.evolve(dataset, targets=targets, sources=(*dataset.sources, other))
    # 800 and 9,000 are less than 17,800.
    with pytest.warns(rt.DatasetWarning, match=r"add up to 9800.*, the whole is 17800"):
        rt.write_dataset(dataset, tmp_path / "x")
    assert (tmp_path / "x" / "targets.csv").exists()


def test_a_path_may_be_text(tmp_path: Path) -> None:
    rt.write_dataset(_DATASET, str(tmp_path / "x"))
    assert _files(tmp_path / "x") == _FILES


def test_new_dataset(tmp_path: Path) -> None:
    rt.new_dataset(tmp_path / "x", id="nghe-an-2025", title="Targets of Nghệ An for 2025")
    assert _files(tmp_path / "x") == ["README.md", *_FILES]
    assert rt.validate_dataset(tmp_path / "x") == ()
    read = rt.read_dataset(tmp_path / "x")
    assert read == example(id="nghe-an-2025", title="Targets of Nghệ An for 2025")
    # An author edits the files, so that there are no hashes.
    descriptor = json.loads((tmp_path / "x" / "datapackage.json").read_bytes())
    assert "resources" not in descriptor
    assert read.sha256 == ""
    path = tmp_path / "x" / "targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",90,", ",90.0,"), encoding="utf-8")
    assert str(rt.read_dataset(tmp_path / "x")["1"].criterion) == "above 90.0"


def test_a_new_dataset_without_a_title_has_its_id(tmp_path: Path) -> None:
    rt.new_dataset(tmp_path / "x", id="nghe-an-2025")
    assert rt.read_dataset(tmp_path / "x").title == "Targets of nghe-an-2025"


@pytest.mark.parametrize("id_", ["", "../x", "Nghe-An", "nghệ-an", "a--b", "x/y", "\ud800"])
def test_a_new_dataset_whose_id_is_none(tmp_path: Path, id_: str) -> None:
    with pytest.raises(rt.InvalidDatasetError) as caught:
        rt.new_dataset(tmp_path / "x", id=id_)
    assert [str(violation) for violation in caught.value.violations] == [
        (
            f"datapackage.json: name is {id_!r}; expected small letters, digits and single hyphens "
            "[descriptor]"
        )
    ]
    assert [*tmp_path.iterdir()] == []


def test_a_disk_that_cannot_be_written(tmp_path: Path) -> None:
    # A name longer than any file system takes.
    with pytest.raises(rt.UnwritableFolderError) as caught:
        rt.write_dataset(_with_source(path="x" * 300), tmp_path / "x")
    assert caught.value.problem == "cannot be written: File name too long"
    assert [*tmp_path.iterdir()] == []
    shutil.rmtree(tmp_path)
    rt.write_dataset(_DATASET, tmp_path / "x")
