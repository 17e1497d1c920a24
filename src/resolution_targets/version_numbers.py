"""Ids and versions of datasets: what they may look like, their order, and ranges of them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from resolution_targets.errors import InvalidVersionError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Both are names of folders: no dot and no slash leads out of the data folder.
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NUMBER = r"(?:0|[1-9][0-9]{0,8})"
_VERSION = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"


class VersionStep(StrEnum):
    """Which part of a data version's number a change raises.

    Attributes:
        MAJOR: What was promised, measured or reported reads otherwise now.
        MINOR: Something was added.
        PATCH: Words only.
    """

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


def is_dataset_id(text: str) -> bool:
    """Whether a dataset may have this id: small letters, digits and single hyphens."""
    return re.fullmatch(_ID, text) is not None


def is_version(text: str) -> bool:
    """Whether a text is the number of a data version, MAJOR.MINOR.PATCH."""
    return re.fullmatch(_VERSION, text) is not None


def version_key(version: str) -> tuple[int, ...]:
    """What to sort versions by: 1.10.0 comes after 1.9.0."""
    return tuple(map(int, version.split(".")))


def step_between(old: str, new: str) -> VersionStep | None:
    """Which part of the number was raised; None if the version is not a later one."""
    before, after = version_key(old), version_key(new)
    if after <= before:
        return None
    raised = next(place for place in range(3) if after[place] != before[place])
    return tuple(VersionStep)[raised]


def matching_versions(wanted: str, known: Iterable[str]) -> list[str]:
    """The known versions that a version or a range asks for, oldest first.

    Args:
        wanted: "1.0.0", or a range as pip takes it: "~=1.0", ">=1.0,<2".
        known: The versions there are.

    Raises:
        InvalidVersionError: The text is neither.
    """
    if is_version(wanted):
        return [wanted] if wanted in known else []
    # 20 ms that loading a version by its number does without.
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415

    try:
        specifiers = SpecifierSet(wanted)
        found = list(specifiers.filter(known))
    # Its own InvalidSpecifier is a ValueError, and so is a number of 5,000 digits.
    except ValueError as error:
        raise InvalidVersionError(version=wanted) from error
    # Text without a condition, "" or ",", would match everything without a word.
    if not len(specifiers):
        raise InvalidVersionError(version=wanted)
    return sorted(found, key=version_key)
