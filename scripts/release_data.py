"""Check the released data versions, and release the new ones in `data/`.

A version that is in the catalog is final. The script checks it against the commit that
entered it there, and refuses to go on if a byte of it changed since, in the catalog or in
its folder. To correct a released version, copy its folder under the next version number
and edit the copy.

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


class Released(NamedTuple):
    """The commit that entered a version in the catalog.

    Attributes:
        commit: Its hash.
        sha256: The hash that it gave the version.
    """

    commit: str
    sha256: str


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
    for (id_, version), (commit, sha256) in releases.items():
        folder = f"{id_}/{version}"
        changes = [
            *_git(data, "diff", "--name-status", commit, "--", folder).stdout.splitlines(),
            *_git(data, "ls-files", "--others", "--", folder).stdout.splitlines(),
        ]
        facts = now.get(id_, {"versions": {}})["versions"].get(version, {})
        if facts.get("sha256") != sha256:
            changes.append("its sha256 in catalog.json")
        problems += [
            f"{data / folder} was changed since commit {commit[:12]} released it; undo that, or "
            f"make it a new version: {change}"
            for change in changes
        ]
    return problems


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


def _releases(data: Path) -> dict[tuple[str, str], Released]:
    """For each version that any commit's catalog has as released, the first such commit."""
    if shutil.which("git") is None:
        return {}
    releases: dict[tuple[str, str], Released] = {}
    order = ("--reverse", "--topo-order")
    for commit in _git(data, "log", *order, "--format=%H", "--", "catalog.json").stdout.split():
        for id_, entry in _catalog_at(data, commit).items():
            for version, facts in entry["versions"].items():
                # The first version was written before the catalog had days of release.
                if "released" in facts:
                    releases.setdefault((id_, version), Released(commit, facts["sha256"]))
    return releases


def _catalog_at(data: Path, commit: str) -> dict[str, Any]:
    """The datasets that the catalog of a commit lists; none if it has no catalog."""
    shown = _git(data, "show", f"{commit}:./catalog.json")
    entries: dict[str, Any] = {} if shown.returncode else json.loads(shown.stdout)["datasets"]
    return entries


def _git(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(data), *command],  # noqa: S607  # the git that the caller uses
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


if __name__ == "__main__":
    raise SystemExit(main())
