"""The script that checks the released data against the history; each test has its own."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.releases import release, withdraw
from resolution_targets.skeleton import example

if TYPE_CHECKING:
    from types import ModuleType

_SCRIPT = Path(__file__).parent.parent / "scripts" / "release_data.py"
_DATASET = attrs.evolve(example(id="x-2025", title="Targets of X"), version="1.0.0")
_MORE = attrs.evolve(
    _DATASET, version="1.0.1", targets=(attrs.evolve(_DATASET["1"], comment="More."),)
)
_NO_HISTORY = "no history here: the versions are checked against the catalog only"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="the history is git's")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("release_data", _SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")


def _git(data: Path, *command: str) -> str:
    git = shutil.which("git") or "git"
    done = subprocess.run(
        [git, "-C", str(data), *command], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _commit(data: Path) -> str:
    """Commit all there is; return the hash as the script shows it."""
    _git(data, "add", "--all", "--force")
    _git(data, "commit", "--quiet", "--message", "x")
    return _git(data, "rev-parse", "HEAD")[:12]


def _write(data: Path, dataset: rt.Dataset = _DATASET) -> Path:
    folder = data / dataset.id / dataset.version
    rt.write_dataset(dataset, folder)
    return folder


def _fix_up(data: Path, version: str = "1.0.0") -> None:
    """Make descriptor, catalog and sum match what the files of a version are now."""
    folder = data / "x-2025" / version
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        resource["bytes"] = len(content)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    catalog = json.loads((data / "catalog.json").read_bytes())
    content = (folder / "datapackage.json").read_bytes()
    facts = catalog["datasets"]["x-2025"]["versions"][version]
    facts["sha256"] = hashlib.sha256(content).hexdigest()
    _write_catalog(data, catalog)


def _write_catalog(data: Path, catalog: dict[str, Any]) -> None:
    (data / "catalog.json").write_text(json.dumps(catalog), encoding="utf-8")
    sum_ = hashlib.sha256((data / "catalog.json").read_bytes()).hexdigest()
    (data / "SHA256SUMS").write_text(f"{sum_}  catalog.json\n", encoding="ascii")


def _changed(data: Path, commit: str, *changes: str, version: str = "1.0.0") -> str:
    return "".join(
        f"{data}/x-2025/{version} was changed since commit {commit} released it; undo that, or "
        f"make it a new version: {change}\n"
        for change in changes
    )


def _twice(data: Path, version: str, *commits: str) -> str:
    by = [
        f"by commit {_git(data, 'rev-parse', commit)[:12]} with sha256 {entry['sha256']}"
        for commit in commits
        for content in [json.loads(_git(data, "show", f"{commit}:data/catalog.json"))]
        for entry in [content["datasets"]["x-2025"]["versions"][version]]
    ]
    return (
        f"{data}/x-2025/{version} was released twice, {' and '.join(by)}; leave the false one out "
        "of the history\n"
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a repository in which nothing is released yet."""
    folder = tmp_path / "data"
    folder.mkdir()
    _git(folder.parent, "init", "--quiet", "--initial-branch", "main")
    (folder / "LICENSE").write_text("CC0", encoding="ascii")
    _commit(folder)
    return folder


@pytest.fixture
def released(data: Path) -> tuple[Path, str]:
    """A data folder, and the commit that released x-2025 1.0.0 in it; others follow."""
    release(_write(data), day=datetime(2026, 1, 31, tzinfo=UTC).date())
    commit = _commit(data)
    (data / "LICENSE").write_text("CC0-1.0", encoding="ascii")
    _commit(data)
    release(_write(data, _MORE), day=datetime(2026, 2, 28, tzinfo=UTC).date())
    _commit(data)
    return data, commit


def test_new_versions_are_released(
    data: Path, script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    # 1.10.0 after 1.0.1, though it sorts before it.
    for dataset in (
        attrs.evolve(_MORE, version="1.10.0"),
        _MORE,
        _DATASET,
        attrs.evolve(_DATASET, id="y-2025"),
    ):
        _write(data, dataset)
    before = datetime.now(UTC).date()
    assert script.main(data) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        _NO_HISTORY,
        "released x-2025 1.0.0",
        "released x-2025 1.0.1",
        "released x-2025 1.10.0",
        "released y-2025 1.0.0",
    ]
    catalog = json.loads((data / "catalog.json").read_bytes())["datasets"]
    days = {facts["released"] for facts in catalog["x-2025"]["versions"].values()}
    assert days <= {before.isoformat(), datetime.now(UTC).date().isoformat()}
    # Once more there is nothing to do, before and after the commit.
    assert script.main(data) == 0
    _commit(data)
    assert script.main(data) == 0
    assert capsys.readouterr() == (f"{_NO_HISTORY}\n", "")


def test_what_was_released_is_left_in_peace(
    released: tuple[Path, str], script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = released
    _write(data, attrs.evolve(_MORE, version="1.0.2", title="Y"))
    assert script.main(data) == 0
    assert capsys.readouterr() == ("released x-2025 1.0.2\n", "")
    withdraw(data, "x-2025", "1.0.1", successor="1.0.2", reason="one row twice")
    assert script.main(data) == 0
    _commit(data)
    assert script.main(data) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("file", ["targets.csv", "datapackage.json", "source/resolution.txt"])
@pytest.mark.parametrize("how", ["", "fixed up", "committed", "fixed up and committed"])
def test_one_byte_that_was_changed(
    released: tuple[Path, str],
    script: ModuleType,
    capsys: pytest.CaptureFixture[str],
    file: str,
    how: str,
) -> None:
    data, commit = released
    path = data / "x-2025" / "1.0.0" / file
    path.write_bytes(path.read_bytes() + b"\n")
    is_fixed_up = "fixed up" in how
    if is_fixed_up:
        _fix_up(data)
        # Now everything fits together, and no hash tells.
        assert release(path.parents[file.count("/")], day=datetime.now(UTC).date()) is False
    if "committed" in how:
        _commit(data)
    files = sorted({file, *(["datapackage.json"] if is_fixed_up else [])})
    changes = [f"M\tdata/x-2025/1.0.0/{name}" for name in files]
    changes += ["its sha256 in catalog.json"] if is_fixed_up else []
    expected = _changed(data, commit, *changes)
    if how == "fixed up and committed":
        expected += _twice(data, "1.0.0", commit, "HEAD")
    assert script.main(data) == 1
    assert capsys.readouterr() == ("", expected)


@pytest.mark.parametrize("committed", [False, True])
def test_a_file_that_was_added_or_removed(
    released: tuple[Path, str],
    script: ModuleType,
    capsys: pytest.CaptureFixture[str],
    *,
    committed: bool,
) -> None:
    data, commit = released
    (data / ".gitignore").write_text("*.tmp\n", encoding="ascii")
    folder = data / "x-2025" / "1.0.0"
    (folder / "ghi chú.tmp").write_bytes(b"")
    (folder / "README.md").write_bytes(b"")
    (folder / "source" / "resolution.txt").unlink()
    if committed:
        _commit(data)
    assert script.main(data) == 1
    out, err = capsys.readouterr()
    removed = "D\tdata/x-2025/1.0.0/source/resolution.txt"
    # git writes what is no ASCII in escapes.
    ignored = "ghi ch\\303\\272.tmp"
    added = (
        ["A\tdata/x-2025/1.0.0/README.md", f'A\t"data/x-2025/1.0.0/{ignored}"', removed]
        if committed
        else [removed, "x-2025/1.0.0/README.md", f'"x-2025/1.0.0/{ignored}"']
    )
    assert (out, err) == ("", _changed(data, commit, *added))


def test_what_was_entered_without_a_day_was_no_release(
    data: Path, script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _write(data)
    release(folder, day=datetime(2026, 1, 31, tzinfo=UTC).date())
    catalog = json.loads((data / "catalog.json").read_bytes())
    facts = catalog["datasets"]["x-2025"]["versions"]["1.0.0"]
    day = facts.pop("released")
    _write_catalog(data, catalog)
    _commit(data)
    (folder / "targets.csv").write_bytes((folder / "targets.csv").read_bytes() + b"\n")
    _fix_up(data)
    assert script.main(data) == 0
    assert capsys.readouterr() == (f"{_NO_HISTORY}\n", "")
    # From the day on it is final.
    catalog = json.loads((data / "catalog.json").read_bytes())
    catalog["datasets"]["x-2025"]["versions"]["1.0.0"]["released"] = day
    _write_catalog(data, catalog)
    commit = _commit(data)
    assert script.main(data) == 0
    (folder / "targets.csv").write_bytes((folder / "targets.csv").read_bytes() + b"\n")
    _fix_up(data)
    assert script.main(data) == 1
    files = ("datapackage.json", "targets.csv")
    changes = [f"M\tdata/x-2025/1.0.0/{file}" for file in files]
    assert capsys.readouterr().err == _changed(data, commit, *changes, "its sha256 in catalog.json")


def test_a_later_version_is_checked_against_its_own_commit(
    released: tuple[Path, str], script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = released
    commit = _git(data, "rev-parse", "HEAD")[:12]
    (data / "x-2025" / "1.0.1" / "domains.csv").unlink()
    assert script.main(data) == 1
    change = "D\tdata/x-2025/1.0.1/domains.csv"
    assert capsys.readouterr().err == _changed(data, commit, change, version="1.0.1")


@pytest.mark.parametrize("how", ["version", "dataset", "catalog"])
def test_what_was_taken_out_of_the_catalog(
    released: tuple[Path, str],
    script: ModuleType,
    capsys: pytest.CaptureFixture[str],
    how: str,
) -> None:
    data, commit = released
    later = _git(data, "rev-parse", "HEAD")[:12]
    catalog = json.loads((data / "catalog.json").read_bytes())
    if how == "version":
        del catalog["datasets"]["x-2025"]["versions"]["1.0.0"]
    else:
        catalog["datasets"].clear()
    _write_catalog(data, catalog)
    if how == "catalog":
        (data / "catalog.json").unlink()
        (data / "SHA256SUMS").unlink()
    assert script.main(data) == 1
    gone = "its entry in catalog.json"
    expected = _changed(data, commit, gone)
    if how != "version":
        expected += _changed(data, later, gone, version="1.0.1")
    assert capsys.readouterr().err == expected


def test_a_catalog_that_was_changed_without_its_sum(
    released: tuple[Path, str], script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = released
    (data / "catalog.json").write_text("{}", encoding="ascii")
    assert script.main(data) == 1
    assert capsys.readouterr().err.startswith(f"catalog.json of {data} has sha256 ")


def test_a_version_that_is_not_committed_is_checked_against_the_catalog(
    released: tuple[Path, str], script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = released
    folder = _write(data, attrs.evolve(_MORE, version="1.0.2"))
    assert script.main(data) == 0
    (folder / "targets.csv").write_bytes(b"")
    assert script.main(data) == 1
    assert capsys.readouterr().err.startswith("targets.csv of x-2025 1.0.2 has sha256 e3b0c442")
    shutil.rmtree(folder)
    assert script.main(data) == 1
    assert capsys.readouterr().err.startswith(
        "datapackage.json of x-2025 1.0.2 has no readable file"
    )


@pytest.mark.parametrize("place", ["draft/1.0.0", "x-2025/next"])
def test_a_folder_that_bears_no_version(
    released: tuple[Path, str],
    script: ModuleType,
    capsys: pytest.CaptureFixture[str],
    place: str,
) -> None:
    data, _ = released
    rt.write_dataset(_DATASET, data / place)
    assert script.main(data) == 1
    assert capsys.readouterr().err == (
        f"{place.replace('/', ' ')} cannot be released: its descriptor is that of x-2025 1.0.0; "
        "name the folder after it\n"
    )


def test_a_version_that_is_not_sound(
    data: Path, script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _write(data)
    (folder / "targets.csv").unlink()
    assert script.main(data) == 1
    assert f"{folder} holds no sound dataset" in capsys.readouterr().err
    assert not (data / "catalog.json").exists()


@pytest.mark.parametrize("where", ["nowhere", "elsewhere"])
def test_without_a_history_it_says_so(
    released: tuple[Path, str],
    script: ModuleType,
    capsys: pytest.CaptureFixture[str],
    where: str,
) -> None:
    data, _ = released
    shutil.rmtree(data.parent / ".git")
    if where == "elsewhere":
        # A repository that knows nothing of these data.
        _git(data.parent, "init", "--quiet")
    assert script.main(data) == 0
    assert capsys.readouterr() == (f"{_NO_HISTORY}\n", "")
    # The hashes still tell of a change.
    (data / "x-2025" / "1.0.0" / "targets.csv").write_bytes(b"")
    assert script.main(data) == 1
    assert capsys.readouterr().err.startswith("targets.csv of x-2025 1.0.0 has sha256 e3b0c442")


def test_without_git_it_says_so(
    released: tuple[Path, str],
    script: ModuleType,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, _ = released
    monkeypatch.setenv("PATH", str(data))
    assert script.main(data) == 0
    assert capsys.readouterr() == (f"{_NO_HISTORY}\n", "")


def test_of_a_part_of_the_history_it_says_so(
    released: tuple[Path, str],
    script: ModuleType,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    data, _ = released
    url = f"file://{data.parent}"
    _git(data, "clone", "--quiet", "--depth", "1", url, str(tmp_path / "clone"))
    assert script.main(tmp_path / "clone" / "data") == 0
    assert capsys.readouterr() == (
        "only the end of the history is here: what changed before it is not seen\n",
        "",
    )


def test_a_branch_that_was_merged(
    released: tuple[Path, str], script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = released
    _git(data, "checkout", "--quiet", "-b", "more", "HEAD~1")
    _write(data, attrs.evolve(_DATASET, id="y-2025"))
    assert script.main(data) == 0
    commit = _commit(data)
    _git(data, "checkout", "--quiet", "main")
    # Both sides wrote the catalog: both entries are kept.
    theirs = json.loads(_git(data, "show", "more:data/catalog.json"))
    ours = json.loads((data / "catalog.json").read_bytes())
    _git(data, "merge", "--quiet", "--strategy", "ours", "--no-commit", "more")
    _git(data, "checkout", "more", "--", "y-2025")
    ours["datasets"]["y-2025"] = theirs["datasets"]["y-2025"]
    _write_catalog(data, ours)
    _commit(data)
    capsys.readouterr()
    assert script.main(data) == 0
    path = data / "y-2025" / "1.0.0" / "domains.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert script.main(data) == 1
    assert capsys.readouterr().err == (
        f"{data}/y-2025/1.0.0 was changed since commit {commit} released it; undo that, or make "
        "it a new version: M\tdata/y-2025/1.0.0/domains.csv\n"
    )


def test_a_merge_that_brings_in_another_release(
    released: tuple[Path, str], script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = released
    # Of the same number, from before the first release.
    _git(data, "checkout", "--quiet", "-b", "evil", "HEAD~3")
    false = attrs.evolve(_DATASET, targets=(attrs.evolve(_DATASET["1"], comment="False."),))
    release(_write(data, false), day=datetime(2026, 1, 31, tzinfo=UTC).date())
    _commit(data)
    assert script.main(data) == 0
    _git(data, "checkout", "--quiet", "main")
    _git(data, "merge", "--quiet", "--strategy", "ours", "evil")
    _git(data, "rm", "--quiet", "-r", "x-2025")
    _git(data, "checkout", "evil", "--", ".")
    _git(data, "commit", "--quiet", "--amend", "--no-edit")
    capsys.readouterr()
    assert script.main(data) == 1
    err = capsys.readouterr().err
    twice = [_twice(data, "1.0.0", *sides) for sides in (("main~3", "evil"), ("evil", "main~3"))]
    assert any(line in err for line in twice)
    later = _git(data, "rev-parse", "main~1")[:12]
    assert _changed(data, later, "its entry in catalog.json", version="1.0.1") in err


def test_a_day_of_release_that_was_changed(
    released: tuple[Path, str], script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    data, commit = released
    catalog = json.loads((data / "catalog.json").read_bytes())
    catalog["datasets"]["x-2025"]["versions"]["1.0.0"]["released"] = "2026-02-01"
    _write_catalog(data, catalog)
    expected = ("", _changed(data, commit, "its released in catalog.json"))
    assert script.main(data) == 1
    assert capsys.readouterr() == expected
    _commit(data)
    assert script.main(data) == 1
    assert capsys.readouterr() == expected


@pytest.mark.parametrize("committed", [False, True])
def test_a_withdrawal_that_was_taken_back(
    released: tuple[Path, str],
    script: ModuleType,
    capsys: pytest.CaptureFixture[str],
    *,
    committed: bool,
) -> None:
    data, commit = released
    before = json.loads((data / "catalog.json").read_bytes())
    withdraw(data, "x-2025", "1.0.0", successor="1.0.1", reason="one row twice")
    withdrawing = _commit(data)
    # Its reason may be put in other words.
    withdraw(data, "x-2025", "1.0.0", successor="1.0.1", reason="one row stands twice")
    assert script.main(data) == 0
    _write_catalog(data, before)
    if committed:
        _commit(data)
    assert script.main(data) == 1
    change = f"its withdrawal in catalog.json, by commit {withdrawing}"
    assert capsys.readouterr() == ("", _changed(data, commit, change))


@pytest.mark.parametrize(
    "content",
    [
        *(b"<<<<<<< HEAD", b"{}", b"[]", b"\xff", b'{"datasets": []}'),
        *(b'{"datasets": {"x-2025": {}}}', b"[" * 100_000),
        b'{"datasets": {"x-2025": {"versions": {"1.0.0": {"released": "2026-01-31"}}}}}',
    ],
)
def test_a_past_catalog_that_is_none_is_skipped(
    data: Path, script: ModuleType, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (data / "catalog.json").write_bytes(content)
    commit = _commit(data)
    (data / "catalog.json").unlink()
    _commit(data)
    folder = _write(data)
    release(folder, day=datetime(2026, 1, 31, tzinfo=UTC).date())
    later = _commit(data)
    skipped = f"commit {commit} is skipped: its catalog.json is none\n"
    assert script.main(data) == 0
    assert capsys.readouterr() == ("", skipped)
    (folder / "domains.csv").unlink()
    assert script.main(data) == 1
    change = _changed(data, later, "D\tdata/x-2025/1.0.0/domains.csv")
    assert capsys.readouterr().err == skipped + change


def test_as_a_command_it_takes_the_data_beside_it(released: tuple[Path, str]) -> None:
    data, commit = released
    scripts = data.parent / "scripts"
    scripts.mkdir()
    shutil.copy(_SCRIPT, scripts)
    command = [sys.executable, str(scripts / _SCRIPT.name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (data / "x-2025" / "1.0.0" / "domains.csv").write_bytes(b"")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    change = "M\tdata/x-2025/1.0.0/domains.csv"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == _changed(data, commit, change)


def test_the_released_data_are_as_they_were_released(script: ModuleType) -> None:
    assert script.changed_since_release(_SCRIPT.parent.parent / "data") == []
