"""Check the released data versions, and release the new ones in `data/`.

A version that is in the catalog is final. The script checks it against the commit that
entered it there, and refuses to go on if a byte of it changed since in its folder, or in
the catalog its hash, its day or that it is withdrawn. To correct a released version, copy
its folder under the next version number and edit the copy.

    python scripts/release_data.py
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from resolution_targets.errors import ResolutionTargetsError
from resolution_targets.releases import catalog_of, release
from resolution_targets.version_numbers import is_version, version_key

_DATA = Path(__file__).parent.parent / "data"


class Entry(NamedTuple):
    """What the catalog of a commit says of a version.

    Attributes:
        commit: The hash of the commit.
        sha256: The hash of the version.
        released: The day of its release.
        is_withdrawn: Whether it is withdrawn.
    """

    commit: str
    sha256: str
    released: str
    is_withdrawn: bool


def main(data: Path = _DATA) -> int:
    """Check and release; 1 if a version is not as it should be."""
    try:
        problems = changed_since_release(data)
        if problems:
            print(*problems, sep="\n", file=sys.stderr)
            return 1
        for folder in _version_folders(data):
            if release(folder, day=datetime.now(UTC).date()):
                print(f"released {folder.parent.name} {folder.name}")
    except ResolutionTargetsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def changed_since_release(data: Path) -> list[str]:
    """What differs in the released versions from the commits that released them."""
    releases = _releases(data)
    if not releases:
        print("no history here: the versions are checked against the catalog only")
    elif _git(data, "rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        print("only the end of the history is here: what changed before it is not seen")
    now = catalog_of(data)
    problems: list[str] = []
    for (id_, version), entries in releases.items():
        folder, commit = f"{id_}/{version}", entries[0].commit
        changes = [
            *_git(data, "diff", "--name-status", commit, "--", folder).stdout.splitlines(),
            *_git(data, "ls-files", "--others", "--", folder).stdout.splitlines(),
            *_entry_changes(entries, now.get(id_, {"versions": {}})["versions"].get(version)),
        ]
        problems += [
            f"{data / folder} was changed since commit {commit[:12]} released it; undo that, or "
            f"make it a new version: {change}"
            for change in changes
        ]
        problems += _second_release(f"{data / folder}", entries)
    return problems


def _entry_changes(entries: list[Entry], now: dict[str, Any] | None) -> list[str]:
    """What the catalog does not say of a version any more."""
    if now is None:
        return ["its entry in catalog.json"]
    first, *_ = entries
    changes = [
        f"its {name} in catalog.json"
        for name, was in (("sha256", first.sha256), ("released", first.released))
        if now.get(name) != was
    ]
    withdrawing = next((entry.commit for entry in entries if entry.is_withdrawn), None)
    if withdrawing is not None and "withdrawn" not in now:
        changes.append(f"its withdrawal in catalog.json, by commit {withdrawing[:12]}")
    return changes


def _second_release(folder: str, entries: list[Entry]) -> list[str]:
    """A problem if two commits released a version with different content."""
    first, *others = entries
    second = next((entry for entry in others if entry.sha256 != first.sha256), None)
    if second is None:
        return []
    problem = (
        f"{folder} was released twice, by commit {first.commit[:12]} with sha256 {first.sha256} "
        f"and by commit {second.commit[:12]} with sha256 {second.sha256}; leave the false one out "
        "of the history"
    )
    return [problem]


def _version_folders(data: Path) -> list[Path]:
    """The folders of all versions, the earlier ones of each dataset first."""
    found = {path.parent for path in data.glob("*/*/datapackage.json")}
    # Without history, only the catalog says that there was a version.
    listed = {
        data / id_ / version
        for id_, entry in catalog_of(data).items()
        for version in entry["versions"]
    }
    return sorted(found | listed, key=_place)


def _place(folder: Path) -> tuple[str, tuple[int, ...]]:
    # What bears no number is refused when its turn comes.
    return folder.parent.name, version_key(folder.name) if is_version(folder.name) else ()


def _releases(data: Path) -> dict[tuple[str, str], list[Entry]]:
    """For each version what the commits say that have it as released, the first one first."""
    if shutil.which("git") is None:
        return {}
    releases: dict[tuple[str, str], list[Entry]] = {}
    # By itself git leaves out the side of a merge whose catalog was not kept.
    order = ("--full-history", "--reverse", "--topo-order")
    for commit in _git(data, "log", *order, "--format=%H", "--", "catalog.json").stdout.split():
        try:
            entries = _entries_at(data, commit)
        # No text in UTF-8, no JSON, or JSON of another form.
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            print(f"commit {commit[:12]} is skipped: its catalog.json is none", file=sys.stderr)
            continue
        for version, entry in entries.items():
            releases.setdefault(version, []).append(entry)
    return releases


def _entries_at(data: Path, commit: str) -> dict[tuple[str, str], Entry]:
    """The released versions in the catalog of a commit; none if it has no catalog."""
    shown = _git(data, "show", f"{commit}:./catalog.json")
    if shown.returncode:
        return {}
    return {
        (id_, version): Entry(commit, facts["sha256"], facts["released"], "withdrawn" in facts)
        for id_, entry in json.loads(shown.stdout)["datasets"].items()
        for version, facts in entry["versions"].items()
        # The first version was written before the catalog had days of release.
        if "released" in facts
    }


def _git(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(data), *command],  # noqa: S607  # the git that the caller uses
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


if __name__ == "__main__":
    raise SystemExit(main())
