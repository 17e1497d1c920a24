"""Making versions final, and withdrawing them; each test has a data folder of its own."""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets import catalog
from resolution_targets.releases import catalog_of, release, withdraw
from resolution_targets.skeleton import example

_DATA = Path(__file__).parent.parent / "data"
_DAY = date(2026, 1, 31)
_DATASET = attrs.evolve(example(id="x-2025", title="Targets of X"), version="1.0.0")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(data: Path, dataset: rt.Dataset = _DATASET, **fields: Any) -> Path:
    dataset = attrs.evolve(dataset, **fields)
    folder = data / dataset.id / dataset.version
    rt.write_dataset(dataset, folder)
    return folder


def _catalog(data: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((data / "catalog.json").read_bytes())
    return content


def _contents(data: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}


def _with_comment(comment: str) -> tuple[rt.Target, ...]:
    return (attrs.evolve(_DATASET["1"], comment=comment),)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that is on board; it is empty."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(catalog, "data_folder", lambda: str(folder))
    return folder


def test_the_first_release_makes_the_catalog(data: Path) -> None:
    folder = _write(data)
    assert catalog_of(data) == {}
    assert release(folder, day=_DAY) is True
    sha256 = _sha256(folder / "datapackage.json")
    assert _catalog(data) == {
        "datasets": {
            "x-2025": {
                "title": "Targets of X",
                "versions": {"1.0.0": {"sha256": sha256, "released": "2026-01-31"}},
            }
        }
    }
    sum_ = _sha256(data / "catalog.json")
    assert (data / "SHA256SUMS").read_bytes() == f"{sum_}  catalog.json\n".encode()
    assert catalog_of(data) == _catalog(data)["datasets"]
    dataset = rt.load("x-2025", version="1.0.0", sha256=sha256)
    assert dataset == attrs.evolve(_DATASET, sha256=sha256, released="2026-01-31")
    assert rt.datasets() == {"x-2025": ("1.0.0",)}


def test_a_folder_without_hashes_is_given_them(data: Path) -> None:
    folder = data / "nghe-an-2025" / "0.1.0"
    rt.new_dataset(folder, id="nghe-an-2025", title="X")
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    descriptor["homepage"] = "https://example.org"
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    draft = rt.read_dataset(folder)
    assert release(folder, day=_DAY)
    sealed = json.loads((folder / "datapackage.json").read_bytes())
    assert {resource["path"]: resource["hash"] for resource in sealed["resources"]} == {
        file: f"sha256:{_sha256(folder / file)}"
        for file in (
            *("domains.csv", "indicators.csv", "targets.csv", "revisions.csv"),
            *("observations.csv", "sources.csv", "source/resolution.txt"),
        )
    }
    # What else the author said stays.
    assert sealed["homepage"] == "https://example.org"
    loaded = rt.load("nghe-an-2025")
    assert loaded == attrs.evolve(draft, sha256=loaded.sha256, released="2026-01-31")
    assert rt.read_dataset(folder) == attrs.evolve(draft, sha256=loaded.sha256)


def test_what_may_be_missing_may_be_released(data: Path) -> None:
    release(_write(data, revisions=(), observations=()), day=_DAY)
    loaded = rt.load("x-2025")
    assert (loaded.revisions, loaded.observations, len(loaded)) == ((), (), 1)


def test_blank_lines_may_be_released(data: Path) -> None:
    folder = _write(data)
    path = folder / "targets.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    del descriptor["resources"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    release(folder, day=_DAY)
    assert rt.load("x-2025").targets == _DATASET.targets


def test_several_datasets_and_versions_side_by_side(data: Path) -> None:
    other = attrs.evolve(_DATASET, id="y-2025", title="Targets of Y")
    release(_write(data), day=_DAY)
    release(_write(data, other), day=_DAY)
    words = _write(data, version="1.0.1", title="X", targets=_with_comment("Now explained."))
    release(words, day=date(2026, 2, 1))
    assert rt.datasets() == {"x-2025": ("1.0.0", "1.0.1"), "y-2025": ("1.0.0",)}
    assert [rt.load("x-2025", version=version).released for version in ("1.0.0", "1.0.1")] == [
        *("2026-01-31", "2026-02-01"),
    ]
    assert rt.load("y-2025").targets == rt.load("x-2025", version="1.0.0").targets
    # The title is that of the version that was released last.
    titles = [entry["title"] for entry in _catalog(data)["datasets"].values()]
    assert titles == ["X", "Targets of Y"]


def test_a_final_version_stays_as_it_is(data: Path) -> None:
    folder = _write(data)
    release(folder, day=_DAY)
    before = _contents(data)
    assert release(folder, day=date(2027, 1, 1)) is False
    assert _contents(data) == before


@pytest.mark.parametrize("file", ["targets.csv", "source/resolution.txt", "datapackage.json"])
def test_a_final_version_that_was_changed(data: Path, file: str) -> None:
    folder = _write(data)
    release(folder, day=_DAY)
    path = folder / file
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(rt.DataIntegrityError) as caught:
        release(folder, day=_DAY)
    assert (caught.value.file, caught.value.where) == (file, "x-2025 1.0.0")
    assert caught.value.found == f"sha256 {_sha256(path)}"


@pytest.mark.parametrize("file", ["catalog.json", "SHA256SUMS"])
@pytest.mark.parametrize("change", ["changed", "removed"])
def test_a_catalog_that_was_changed(data: Path, file: str, change: str) -> None:
    release(_write(data), day=_DAY)
    folder = _write(data, version="1.0.1", targets=_with_comment("More."))
    if change == "changed":
        (data / file).write_bytes((data / file).read_bytes() + b"\n")
    else:
        (data / file).unlink()
    before = _contents(data)
    with pytest.raises(rt.DataIntegrityError) as caught:
        release(folder, day=_DAY)
    assert caught.value.where == str(data)
    with pytest.raises(rt.DataIntegrityError):
        withdraw(data, "x-2025", "1.0.0", successor="1.0.1", reason="one row twice")
    assert _contents(data) == before


def test_a_catalog_that_is_none(data: Path) -> None:
    folder = _write(data)
    (data / "catalog.json").write_bytes(b"{}")
    sum_ = _sha256(data / "catalog.json")
    (data / "SHA256SUMS").write_text(f"{sum_}  catalog.json\n", encoding="ascii")
    with pytest.raises(rt.DataIntegrityError) as caught:
        release(folder, day=_DAY)
    assert caught.value.expected == "datasets with versions, and for each version its sha256"


@pytest.mark.parametrize("place", ["y-2025/1.0.0", "x-2025/1.0.1", "x-2025/draft", "x/x"])
def test_a_folder_that_bears_another_name(data: Path, place: str) -> None:
    folder = data / place
    rt.write_dataset(_DATASET, folder)
    before = _contents(data)
    with pytest.raises(rt.ReleaseError) as caught:
        release(folder, day=_DAY)
    assert str(caught.value) == (
        f"{place.replace('/', ' ')} cannot be released: its descriptor is that of x-2025 1.0.0; "
        "name the folder after it"
    )
    assert _contents(data) == before


def test_a_folder_that_is_not_sound(data: Path) -> None:
    folder = data / "x-2025" / "0.1.0"
    rt.new_dataset(folder, id="x-2025")
    path = folder / "targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",90,", ",91,"), encoding="utf-8")
    before = _contents(data)
    with pytest.raises(rt.InvalidDatasetError) as caught:
        release(folder, day=_DAY)
    assert caught.value.path == str(folder)
    with pytest.raises(rt.UnreadableFileError):
        release(data / "x-2025" / "9.9.9", day=_DAY)
    assert _contents(data) == before


def test_a_file_that_nothing_names_is_left_out_with_a_warning(data: Path) -> None:
    folder = _write(data)
    (folder / "notes.csv").write_bytes(b"x\n")
    with pytest.warns(rt.DatasetWarning, match=r"^notes\.csv: "):
        release(folder, day=_DAY)
    sealed = json.loads((folder / "datapackage.json").read_bytes())
    assert "notes.csv" not in [resource["path"] for resource in sealed["resources"]]
    assert rt.load("x-2025").targets == _DATASET.targets


@pytest.mark.parametrize("day", [datetime(2026, 1, 31, tzinfo=UTC), "31/01/2026", None])
def test_the_day_must_be_one(data: Path, day: Any) -> None:
    folder = _write(data)
    before = _contents(data)
    with pytest.raises(rt.InvalidFieldError) as caught:
        release(folder, day=day)
    assert str(caught.value) == f"a day is {day!r}; expected a date such as 2025-08-05"
    assert _contents(data) == before


_TIGHTER = attrs.evolve(
    _DATASET["1"],
    criterion=rt.Criterion(relation="at_least", lower=92),
    quote="Tỷ lệ ví dụ đạt 92% trở lên",
)
_CHANGES: dict[str, dict[str, Any]] = {
    "patch": {"targets": _with_comment("Now explained.")},
    "minor": {
        "domains": (
            *_DATASET.domains,
            rt.Domain(id="environment", name_vi="Môi trường", name_en="Environment"),
        )
    },
    "major": {"targets": (_TIGHTER,)},
}


@pytest.mark.parametrize(
    ("needed", "version", "taken"),
    [
        ("minor", "1.0.1", "patch"),
        ("major", "1.0.1", "patch"),
        ("major", "1.1.0", "minor"),
        ("major", "1.9.9", "minor"),
    ],
)
def test_a_number_that_was_not_raised_far_enough(
    data: Path, needed: str, version: str, taken: str
) -> None:
    release(_write(data), day=_DAY)
    folder = _write(data, version=version, **_CHANGES[needed])
    before = _contents(data)
    with pytest.raises(rt.ReleaseError) as caught:
        release(folder, day=_DAY)
    assert str(caught.value) == (
        f"x-2025 {version} cannot be released: what changed since 1.0.0 calls for a {needed} step "
        f"of the number, not a {taken} one"
    )
    assert _contents(data) == before


@pytest.mark.parametrize(
    ("needed", "version"),
    [
        *(("patch", "1.0.1"), ("patch", "1.1.0"), ("patch", "2.0.0")),
        *(("minor", "1.1.0"), ("minor", "1.1.1"), ("minor", "2.0.0")),
        *(("major", "2.0.0"), ("major", "3.1.4")),
    ],
)
def test_a_number_that_was_raised_far_enough(data: Path, needed: str, version: str) -> None:
    release(_write(data), day=_DAY)
    assert release(_write(data, version=version, **_CHANGES[needed]), day=_DAY)
    assert rt.load("x-2025").version == version


def test_nothing_but_the_number_may_change(data: Path) -> None:
    release(_write(data), day=_DAY)
    assert release(_write(data, version="1.0.1"), day=_DAY)


def test_the_step_is_counted_from_the_version_before(data: Path) -> None:
    tighter = _CHANGES["major"]
    release(_write(data), day=_DAY)
    release(_write(data, version="2.0.0", **tighter), day=_DAY)
    # 1.1.0 comes after 1.0.0 and not after 2.0.0; 2.0.1 after 2.0.0, and 10.0.0 after all.
    assert release(_write(data, version="1.1.0", **_CHANGES["minor"]), day=_DAY)
    assert release(_write(data, version="2.0.1", **tighter), day=_DAY)
    assert release(_write(data, version="10.0.0"), day=_DAY)
    with pytest.raises(rt.ReleaseError) as caught:
        release(_write(data, version="10.0.1", **tighter), day=_DAY)
    assert "since 10.0.0 calls for a major step" in str(caught.value)
    # Before the first one anything goes.
    assert release(_write(data, version="0.9.0", **tighter), day=_DAY)
    assert rt.versions("x-2025") == ("0.9.0", "1.0.0", "1.1.0", "2.0.0", "2.0.1", "10.0.0")


def test_the_version_before_must_be_as_it_was(data: Path) -> None:
    folder = _write(data)
    release(folder, day=_DAY)
    (folder / "targets.csv").write_bytes(b"")
    with pytest.raises(rt.DataIntegrityError) as caught:
        release(_write(data, version="1.0.1"), day=_DAY)
    assert (caught.value.file, caught.value.where) == ("targets.csv", "x-2025 1.0.0")


@pytest.fixture
def two(data: Path) -> Path:
    """A data folder with x-2025 1.0.0 and 1.0.1."""
    release(_write(data), day=_DAY)
    release(_write(data, version="1.0.1", targets=_with_comment("More.")), day=_DAY)
    return data


def test_a_version_that_is_withdrawn(two: Path) -> None:
    before = _contents(two / "x-2025")
    withdraw(two, "x-2025", "1.0.1", successor="1.0.0", reason="one row twice")
    facts = _catalog(two)["datasets"]["x-2025"]["versions"]["1.0.1"]
    assert facts == {
        "sha256": _sha256(two / "x-2025" / "1.0.1" / "datapackage.json"),
        "released": "2026-01-31",
        "withdrawn": {"successor": "1.0.0", "reason": "one row twice"},
    }
    assert _contents(two / "x-2025") == before
    assert rt.load("x-2025").version == "1.0.0"
    assert rt.versions("x-2025") == ("1.0.0", "1.0.1")
    with pytest.warns(rt.WithdrawnVersionWarning) as caught:
        assert rt.load("x-2025", version="1.0.1").version == "1.0.1"
    assert [str(warning.message) for warning in caught] == [
        "x-2025 1.0.1 was withdrawn: one row twice; use 1.0.0"
    ]
    # It is final all the same.
    assert release(two / "x-2025" / "1.0.1", day=_DAY) is False


def test_a_reason_can_be_put_in_other_words(two: Path) -> None:
    for reason in ("one row twice", "one row stands twice"):
        withdraw(two, "x-2025", "1.0.0", successor="1.0.1", reason=reason)
    with pytest.warns(rt.WithdrawnVersionWarning, match="one row stands twice; use 1.0.1"):
        rt.load("x-2025", version="1.0.0")


@pytest.mark.parametrize(
    ("id_", "version", "successor", "missing"),
    [
        ("x-2025", "9.0.0", "1.0.1", "x-2025 9.0.0"),
        ("x-2025", "1.0.0", "9.0.0", "x-2025 9.0.0"),
        ("y-2025", "1.0.0", "1.0.1", "y-2025 1.0.0"),
    ],
)
def test_a_version_that_is_not_in_the_catalog(
    two: Path, id_: str, version: str, successor: str, missing: str
) -> None:
    before = _contents(two)
    with pytest.raises(rt.ReleaseError) as caught:
        withdraw(two, id_, version, successor=successor, reason="x")
    assert caught.value.version == missing
    assert caught.value.problem == "it is not in the catalog"
    assert _contents(two) == before


def test_what_is_withdrawn_takes_the_place_of_nothing(two: Path) -> None:
    withdraw(two, "x-2025", "1.0.1", successor="1.0.0", reason="x")
    before = _contents(two)
    with pytest.raises(rt.ReleaseError) as caught:
        withdraw(two, "x-2025", "1.0.0", successor="1.0.1", reason="y")
    assert caught.value.version == "x-2025 1.0.1"
    assert caught.value.problem == (
        "it is withdrawn, and cannot take the place of another; name one that stands"
    )
    assert _contents(two) == before


def test_no_version_takes_its_own_place(two: Path) -> None:
    before = _contents(two)
    with pytest.raises(rt.ReleaseError) as caught:
        withdraw(two, "x-2025", "1.0.0", successor="1.0.0", reason="y")
    assert caught.value.version == "x-2025 1.0.0"
    assert caught.value.problem == "it cannot take its own place; name another version"
    assert _contents(two) == before


@pytest.mark.parametrize(
    ("id_", "version", "successor", "missing"),
    [
        ("x-2025", "", "1.0.1", "version"),
        ("", "1.0.0", "1.0.1", "dataset"),
        ("x-2025", "1.0.0", "", "successor"),
    ],
)
def test_what_a_withdrawal_must_name(
    two: Path, id_: str, version: str, successor: str, missing: str
) -> None:
    with pytest.raises(rt.ReleaseError) as caught:
        withdraw(two, id_, version, successor=successor, reason="y")
    assert (caught.value.version, caught.value.problem) == (
        f"{id_}@{version}",
        f"the {missing} is not named; name the dataset, the version and its successor",
    )


@pytest.mark.parametrize(
    "added", ["revisions.csv", "notes.txt", "source/other.txt", "source/README.md"]
)
def test_a_file_that_was_added_to_a_final_version(data: Path, added: str) -> None:
    folder = _write(data, revisions=())
    release(folder, day=_DAY)
    for allowed in ("README.md", "LICENSE", ".DS_Store", "source/.DS_Store"):
        (folder / allowed).write_bytes(b"x")
    assert release(folder, day=_DAY) is False
    (folder / added).write_bytes(b"x")
    before = _contents(data)
    with pytest.raises(rt.ReleaseError) as caught:
        release(folder, day=_DAY)
    assert str(caught.value) == (
        f"x-2025 1.0.0 cannot be released: it is final, and {added} is not part of it; take that "
        "out of its folder, or make it a new version"
    )
    assert _contents(data) == before


@pytest.mark.parametrize(
    ("needed", "final", "version", "taken"),
    [
        ("minor", "1.0.2", "1.0.1", "patch"),
        ("major", "1.0.2", "1.0.1", "patch"),
        ("major", "1.10.0", "1.2.3", "minor"),
    ],
)
def test_a_version_put_before_another(
    data: Path, needed: str, final: str, version: str, taken: str
) -> None:
    release(_write(data, version=final, **_CHANGES[needed]), day=_DAY)
    # One further on does not count.
    release(_write(data, version="3.0.0"), day=_DAY)
    folder = _write(data, version=version)
    before = _contents(data)
    with pytest.raises(rt.ReleaseError) as caught:
        release(folder, day=_DAY)
    assert str(caught.value) == (
        f"x-2025 {version} cannot be released: what changed from it to {final}, which is final, "
        f"calls for a {needed} step of the number, not a {taken} one"
    )
    assert _contents(data) == before
    # What the later one says already can be said before it.
    assert release(_write(data, version="1.0.0", **_CHANGES[needed]), day=_DAY)


def test_the_version_after_must_be_as_it_was(data: Path) -> None:
    folder = _write(data)
    release(folder, day=_DAY)
    (folder / "targets.csv").write_bytes(b"")
    with pytest.raises(rt.DataIntegrityError) as caught:
        release(_write(data, version="0.1.0"), day=_DAY)
    assert (caught.value.file, caught.value.where) == ("targets.csv", "x-2025 1.0.0")


def test_while_a_release_is_running_there_is_no_other(two: Path) -> None:
    lock = two / ".catalog.lock"
    lock.write_bytes(b"")
    before = _contents(two)
    problem = f"another release is running; if none is, remove {lock}"
    with pytest.raises(rt.ReleaseError) as caught:
        release(two / "x-2025" / "1.0.1", day=_DAY)
    assert (caught.value.version, caught.value.problem) == ("x-2025 1.0.1", problem)
    with pytest.raises(rt.ReleaseError) as caught:
        withdraw(two, "x-2025", "1.0.0", successor="1.0.1", reason="y")
    assert (caught.value.version, caught.value.problem) == ("x-2025 1.0.0", problem)
    assert _contents(two) == before


def test_a_data_folder_that_is_not_there(tmp_path: Path) -> None:
    data = tmp_path / "nowhere"
    with pytest.raises(rt.ReleaseError) as caught:
        release(data / "x-2025" / "1.0.0", day=_DAY)
    assert str(caught.value) == (
        f"x-2025 1.0.0 cannot be released: {data / '.catalog.lock'} cannot be written: "
        f"{os.strerror(2)}; check the folder"
    )


def test_releases_at_the_same_time(data: Path) -> None:
    folders = [_write(data, id=f"x-{number}") for number in range(8)]
    start = Barrier(len(folders))

    def outcome(folder: Path) -> bool | rt.ReleaseError:
        start.wait()
        try:
            return release(folder, day=_DAY)
        except rt.ReleaseError as error:
            return error

    with ThreadPoolExecutor(len(folders)) as pool:
        outcomes = dict(zip(folders, pool.map(outcome, folders), strict=True))
    released = {folder.parent.name for folder in folders if outcomes[folder] is True}
    assert released
    assert catalog_of(data).keys() == released
    busy = f"another release is running; if none is, remove {data / '.catalog.lock'}"
    problems = {each.problem for each in outcomes.values() if isinstance(each, rt.ReleaseError)}
    assert problems <= {busy}
    assert not (data / ".catalog.lock").exists()
    # Those that failed can be released one after the other.
    for folder in folders:
        assert release(folder, day=_DAY) is (folder.parent.name not in released)
    assert len(catalog_of(data)) == len(folders)


def test_the_catalog_is_replaced_and_not_written_over(two: Path) -> None:
    kept = {file: (two / file).read_bytes() for file in ("catalog.json", "SHA256SUMS")}
    for file in kept:
        os.link(two / file, two / f"{file}.kept")
    withdraw(two, "x-2025", "1.0.0", successor="1.0.1", reason="y")
    for file, content in kept.items():
        assert (two / f"{file}.kept").read_bytes() == content != (two / file).read_bytes()
    assert [path.name for path in two.iterdir() if path.name.startswith(".")] == []


def test_a_sum_that_cannot_be_written_leaves_the_catalog_as_it_was(two: Path) -> None:
    (two / ".SHA256SUMS.new").mkdir()
    before = _contents(two)
    with pytest.raises(OSError, match=r"SHA256SUMS\.new"):
        withdraw(two, "x-2025", "1.0.0", successor="1.0.1", reason="y")
    (two / ".catalog.json.new").unlink()
    assert _contents(two) == before
    (two / ".SHA256SUMS.new").rmdir()
    withdraw(two, "x-2025", "1.0.0", successor="1.0.1", reason="y")


def test_the_released_data_are_as_they_were_released() -> None:
    for id_, entry in catalog_of(_DATA).items():
        for version in entry["versions"]:
            assert release(_DATA / id_ / version, day=_DAY) is False
