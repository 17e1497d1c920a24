"""Every released data version: its bytes, its tables, and what other tools make of it.

All that stands in data/catalog.json is checked, by means other than the package's own
wherever there are such.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import defaultdict
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

import resolution_targets as rt
from resolution_targets import catalog

_ROOT = Path(__file__).parents[2]
_DATA = _ROOT / "data"
_CATALOG = json.loads((_DATA / "catalog.json").read_text(encoding="utf-8"))["datasets"]
_VERSIONS = [(id_, version) for id_, entry in _CATALOG.items() for version in entry["versions"]]
_FILES = [
    (id_, version, path.relative_to(_DATA / id_ / version).as_posix())
    for id_, version in _VERSIONS
    for path in sorted((_DATA / id_ / version).rglob("*"))
    if path.is_file()
]
_TABLES = ("domains", "indicators", "targets", "revisions", "observations", "sources")
_STRICT = _ROOT / ".venv" / "standards" / "bin" / "check-datapackage"

_EVERY_VERSION = pytest.mark.parametrize(
    ("id_", "version"), _VERSIONS, ids=["@".join(each) for each in _VERSIONS]
)
_EVERY_FILE = pytest.mark.parametrize(
    ("id_", "version", "file"), _FILES, ids=["@".join(each[:2]) + f"-{each[2]}" for each in _FILES]
)


def _rows(id_: str, version: str, table: str) -> list[dict[str, str]]:
    path = _DATA / id_ / version / f"{table}.csv"
    if table == "revisions" and not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _descriptor(id_: str, version: str) -> dict[str, Any]:
    content = (_DATA / id_ / version / "datapackage.json").read_text(encoding="utf-8")
    descriptor: dict[str, Any] = json.loads(content)
    return descriptor


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_dataset_of_the_catalog_is_on_board() -> None:
    on_board = {id_: set(versions) for id_, versions in rt.datasets().items()}
    for id_, entry in _CATALOG.items():
        assert set(entry["versions"]) == on_board[id_]
    assert ("ha-tinh-2025", "1.0.0") in _VERSIONS


def test_the_catalog_has_the_hash_that_stands_beside_it() -> None:
    sums = (_DATA / "SHA256SUMS").read_text(encoding="ascii")
    assert sums == f"{_sha256(_DATA / 'catalog.json')}  catalog.json\n"


@_EVERY_VERSION
def test_the_catalog_has_the_hash_of_the_descriptor(id_: str, version: str) -> None:
    entry = _CATALOG[id_]["versions"][version]
    assert entry["sha256"] == _sha256(_DATA / id_ / version / "datapackage.json")
    assert date.fromisoformat(entry["released"])
    descriptor = _descriptor(id_, version)
    assert (descriptor["name"], descriptor["version"]) == (id_, version)


def test_the_catalog_has_the_title_of_the_newest_version() -> None:
    for id_, entry in _CATALOG.items():
        newest = max(entry["versions"], key=lambda each: [int(part) for part in each.split(".")])
        assert entry["title"] == _descriptor(id_, newest)["title"]


@_EVERY_VERSION
def test_the_descriptor_has_the_hash_of_every_file(id_: str, version: str) -> None:
    folder = _DATA / id_ / version
    resources = {each["path"]: each for each in _descriptor(id_, version)["resources"]}
    files = {file for *known, file in _FILES if known == [id_, version]}
    assert {*resources, "datapackage.json"} == files
    for path, resource in resources.items():
        assert resource["hash"] == f"sha256:{_sha256(folder / path)}", path
        assert resource["bytes"] == (folder / path).stat().st_size, path


@_EVERY_FILE
def test_files_are_composed_and_end_their_lines_with_a_line_feed(
    id_: str, version: str, file: str
) -> None:
    text = (_DATA / id_ / version / file).read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text


def _git(*command: str) -> str:
    """What git prints in this checkout; "" where there is no git or no history."""
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run(
        [git, "-C", str(_ROOT), *command], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""


@pytest.fixture(scope="module")
def catalogs() -> dict[str, dict[str, Any]]:
    """Each commit that touched the catalog, oldest first, with what the catalog was then."""
    if _git("rev-parse", "--is-shallow-repository") != "false":
        pytest.skip("no git history here, or not all of it, to compare the files with")
    commits = _git("log", "--reverse", "--format=%H", "--", "data/catalog.json").split()
    shown = {commit: _git("show", f"{commit}:data/catalog.json") for commit in commits}
    return {commit: json.loads(content)["datasets"] for commit, content in shown.items() if content}


def _entry(then: dict[str, Any], id_: str, version: str) -> dict[str, str]:
    entry: dict[str, str] = then.get(id_, {"versions": {}})["versions"].get(version, {})
    return entry


@_EVERY_VERSION
def test_no_byte_was_changed_since_the_commit_that_released_it(
    catalogs: dict[str, dict[str, Any]], id_: str, version: str
) -> None:
    sha256, folder = _CATALOG[id_]["versions"][version]["sha256"], f"data/{id_}/{version}"
    releasing = [
        commit
        for commit, then in catalogs.items()
        if _entry(then, id_, version).get("sha256") == sha256
    ]
    if not releasing:
        pytest.skip(f"{id_} {version} is not committed yet: no commit to compare its files with")
    listed = _git("ls-tree", "-r", "-z", releasing[0], f"{folder}/")
    committed = {
        path: facts.split()[2]
        for facts, _, path in (entry.partition("\t") for entry in listed.split("\0") if entry)
    }
    paths = [f"{folder}/{file}" for *known, file in _FILES if known == [id_, version]]
    hashes = _git("hash-object", "--no-filters", "--", *paths).split()
    assert dict(zip(paths, hashes, strict=True)) == committed


@_EVERY_VERSION
def test_a_version_is_released_once(
    catalogs: dict[str, dict[str, Any]], id_: str, version: str
) -> None:
    entries = [_entry(then, id_, version) for then in catalogs.values()]
    released = [(entry["sha256"], entry["released"]) for entry in entries if "released" in entry]
    now = _CATALOG[id_]["versions"][version]
    assert set(released) <= {(now["sha256"], now["released"])}


@_EVERY_FILE
def test_a_byte_that_was_changed_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, id_: str, version: str, file: str
) -> None:
    shutil.copytree(_DATA, tmp_path / "data")
    monkeypatch.setattr(catalog, "data_folder", lambda: str(tmp_path / "data"))
    path = tmp_path / "data" / id_ / version / file
    content, released = path.read_bytes(), _sha256(path)
    assert rt.load(id_, version=version).label == f"{id_} {version}"
    last = len(content) - 1
    for place in (0, last // 4, last // 2, 3 * last // 4, last):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(rt.DataIntegrityError) as caught:
            rt.load(id_, version=version)
        error, found = caught.value, _sha256(path)
        assert found != released
        assert str(error) == (
            f"{file} of {id_} {version} has sha256 {found}, expected sha256 {released}: "
            "it is not as it was released; reinstall the package that it came with, "
            "or undo the change"
        )
        facts = (error.file, error.where, error.expected, error.found)
        assert facts == (file, f"{id_} {version}", f"sha256 {released}", f"sha256 {found}")


@_EVERY_FILE
def test_a_file_that_was_removed_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, id_: str, version: str, file: str
) -> None:
    shutil.copytree(_DATA, tmp_path / "data")
    monkeypatch.setattr(catalog, "data_folder", lambda: str(tmp_path / "data"))
    path = tmp_path / "data" / id_ / version / file
    released = _sha256(path)
    path.unlink()
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load(id_, version=version)
    facts = (caught.value.file, caught.value.expected, caught.value.found)
    assert facts == (file, f"sha256 {released}", "no readable file")


@pytest.mark.parametrize("part", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_a_byte_of_the_catalog_that_was_changed_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    shutil.copytree(_DATA, tmp_path / "data")
    monkeypatch.setattr(catalog, "data_folder", lambda: str(tmp_path / "data"))
    path = tmp_path / "data" / "catalog.json"
    content, released = bytearray(path.read_bytes()), _sha256(path)
    content[int(part * (len(content) - 1))] ^= 1
    path.write_bytes(content)
    for ask in (rt.datasets, lambda: rt.load("ha-tinh-2025", version="1.0.0")):
        with pytest.raises(rt.DataIntegrityError) as caught:
            ask()
        assert str(caught.value) == (
            f"catalog.json of resolution-targets has sha256 {_sha256(path)}, "
            f"expected sha256 {released}: "
            "it is not as it was released; reinstall the package that it came with, "
            "or undo the change"
        )
        facts = (caught.value.file, caught.value.expected, caught.value.found)
        assert facts == ("catalog.json", f"sha256 {released}", f"sha256 {_sha256(path)}")


# "<64 digits>  catalog.json\n": a digit, a blank, a letter of the name and the line's end.
@pytest.mark.parametrize("place", [0, 31, 63, 64, 65, 66, 77, 78])
def test_a_byte_of_the_sums_that_was_changed_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    shutil.copytree(_DATA, tmp_path / "data")
    monkeypatch.setattr(catalog, "data_folder", lambda: str(tmp_path / "data"))
    path = tmp_path / "data" / "SHA256SUMS"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    sum_, _, name = content.decode("ascii").partition("  ")
    # A changed digit is the hash of another catalog; else there is no hash to go by.
    expected = (
        ("catalog.json", f"sha256 {sum_}", f"sha256 {_sha256(_DATA / 'catalog.json')}")
        if place < 64
        else ("SHA256SUMS", "the hash of catalog.json", repr(name))
    )
    for ask in (rt.datasets, lambda: rt.load("ha-tinh-2025", version="1.0.0")):
        with pytest.raises(rt.DataIntegrityError) as caught:
            ask()
        facts = (caught.value.file, caught.value.expected, caught.value.found)
        assert facts == expected
        assert str(caught.value) == (
            f"{expected[0]} of resolution-targets has {expected[2]}, expected {expected[1]}: "
            "it is not as it was released; reinstall the package that it came with, "
            "or undo the change"
        )


@_EVERY_VERSION
def test_a_version_breaks_no_rule_of_the_layout(id_: str, version: str) -> None:
    folder = _DATA / id_ / version
    assert rt.validate_dataset(folder) == ()
    read = rt.read_dataset(folder)
    loaded = rt.load(id_, version=version)
    assert read.sha256 == loaded.sha256 == _CATALOG[id_]["versions"][version]["sha256"]
    assert (read.targets, read.observations) == (loaded.targets, loaded.observations)


def test_an_indicator_is_the_same_wherever_it_stands() -> None:
    names = ("unit", "direction", "kind", "numerator", "denominator", "over_time", "change_of")
    meanings = defaultdict(set)
    for id_, version in _VERSIONS:
        for row in _rows(id_, version, "indicators"):
            meanings[row["id"]].add(tuple(row[name] for name in names))
    assert {id_: found for id_, found in meanings.items() if len(found) > 1} == {}
    assert meanings["health-insurance-coverage"] == {
        (
            *("percent", "higher", "ratio"),
            *("people-with-health-insurance", "population", "stock", ""),
        )
    }


@_EVERY_VERSION
def test_indicators_have_what_their_kind_needs(id_: str, version: str) -> None:
    for row in _rows(id_, version, "indicators"):
        is_ratio, is_change = row["kind"] == "ratio", row["kind"] == "change"
        assert bool(row["numerator"]) == bool(row["denominator"]) == is_ratio, row["id"]
        assert bool(row["change_of"]) == is_change, row["id"]
        assert (row["unit"] == "percentage_point") == is_change, row["id"]
        assert rt.canonical_unit(row["unit"]) == row["unit"], row["id"]


@_EVERY_VERSION
def test_what_is_promised_and_reported_is_in_its_indicators_unit(id_: str, version: str) -> None:
    units = {row["id"]: row["unit"] for row in _rows(id_, version, "indicators")}
    measured = {row["id"]: row["indicator"] for row in _rows(id_, version, "targets")}
    for row in _rows(id_, version, "targets"):
        assert row["unit"] == units[row["indicator"]], row["id"]
    for row in _rows(id_, version, "revisions"):
        assert row["unit"] == units[measured[row["target"]]], row["target"]
    for row in _rows(id_, version, "observations"):
        assert row["unit"] == units[row["indicator"]], row["indicator"]


@_EVERY_VERSION
def test_every_source_is_used_and_has_a_text_or_an_address(id_: str, version: str) -> None:
    named = {
        row[column]
        for table in ("targets", "revisions", "observations")
        for row in _rows(id_, version, table)
        for column in ("source", "act")
        if row.get(column)
    }
    sources = {row["id"]: row for row in _rows(id_, version, "sources")}
    assert named == set(sources)
    for row in sources.values():
        assert row["path"] or row["url"].startswith("https://"), row["id"]


@_EVERY_VERSION
def test_a_phrase_stands_in_the_text_of_its_source(id_: str, version: str) -> None:
    texts = {
        row["id"]: " ".join(
            (_DATA / id_ / version / row["path"]).read_text(encoding="utf-8").split()
        )
        for row in _rows(id_, version, "sources")
        if row["path"]
    }
    for table in ("targets", "revisions", "observations"):
        for row in _rows(id_, version, table):
            assert row["quote"] == " ".join(row["quote"].split())
            assert row["quote"] in texts.get(row["source"], row["quote"])
    assert texts.keys() >= {row["source"] for row in _rows(id_, version, "targets")}


def _numbers(phrase: str) -> set[Decimal]:
    """The numbers of a phrase, each read as Vietnamese and as English."""
    found = set()
    for written in re.findall(r"\d+(?:[.,]\d+)*", phrase):
        for reading in (written.replace(".", "").replace(",", "."), written.replace(",", "")):
            with suppress(InvalidOperation):
                found.add(Decimal(reading))
    return found


@_EVERY_VERSION
def test_a_number_stands_in_its_phrase(id_: str, version: str) -> None:
    for table in ("targets", "revisions", "observations"):
        for row in _rows(id_, version, table):
            names = ("lower", "upper", "stretch_lower", "stretch_upper", "value")
            numbers = {Decimal(row[name]) for name in names if row.get(name)}
            assert numbers <= _numbers(row["quote"]), row


def _cell(entry: Any, column: str) -> str:
    """What a cell of a table must hold for a value that the loader made of its row."""
    if column in {"relation", "lower", "upper", "hedged", "maintain"}:
        entry = entry.criterion
    if column.startswith("stretch_"):
        entry, column = entry.stretch, column.removeprefix("stretch_")
        if entry is None:
            return ""
    value = getattr(entry, column)
    if isinstance(value, bool):
        return str(value).lower()
    return str("" if value is None else getattr(value, "id", value))


@pytest.mark.parametrize("table", _TABLES)
@_EVERY_VERSION
def test_the_loader_reads_what_the_files_say(id_: str, version: str, table: str) -> None:
    entries = getattr(rt.load(id_, version=version), table)
    for entry, row in zip(entries, _rows(id_, version, table), strict=True):
        read = {column: _cell(entry, column) for column in row}
        if table == "targets" and not row.get("act", "-"):
            # A resolution that holds the phrase is its own act.
            assert read.pop("act") == row.pop("source") == read.pop("source")
            assert row.pop("act") == ""
        assert read == row


@_EVERY_VERSION
def test_frictionless_finds_nothing(id_: str, version: str) -> None:
    path = _DATA / id_ / version / "datapackage.json"
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    report = json.loads(done.stdout)
    assert (done.returncode, report["valid"], report["errors"]) == (0, True, [])
    checked = {task["place"]: (task["valid"], task["errors"]) for task in report["tasks"]}
    files = [each["path"] for each in _descriptor(id_, version)["resources"]]
    assert checked == dict.fromkeys(files, (True, []))


@_EVERY_VERSION
def test_the_strict_check_of_the_standard_finds_nothing(id_: str, version: str) -> None:
    if not _STRICT.exists():
        pytest.skip("check-datapackage needs Python 3.12 or newer; `make standards` looks for one")
    path = _DATA / id_ / version / "datapackage.json"
    done = subprocess.run(
        [_STRICT, "check", "--strict", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    printed = [words for line in done.stdout.splitlines() if (words := line.strip("│╭╰╮╯─ |^"))]
    # The first version was made final without an `id`, which the standard recommends and
    # does not require; a final version is not touched again.
    lacks_id = (id_, version) == ("ha-tinh-2025", "1.0.0")
    assert (done.returncode, printed) == (
        (
            1,
            [
                "DataPackageError",
                "1 issue was found in your datapackage.json:",
                "At top level:",
                "id: <MISSING>",
                "'id' is a required property",
            ],
        )
        if lacks_id
        else (0, ["All checks passed!"])
    )
