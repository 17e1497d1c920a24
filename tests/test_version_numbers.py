"""Ids and versions of datasets: what they look like, their order, and ranges of them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets.version_numbers import (
    VersionStep,
    is_dataset_id,
    is_version,
    matching_versions,
    step_between,
    version_key,
)

_KNOWN = ("1.0.0", "2.0.0", "1.10.0", "1.9.0", "1.0.1", "0.9.0")
_NUMBERS = st.integers(0, 999_999_999)
_PARTS = st.tuples(_NUMBERS, _NUMBERS, _NUMBERS)
# None of them is an id, a version or a range: folders, blanks, letters of other scripts.
_ODD = ["", " ", ".", "..", "../x", "x/../y", "/", "\\", "a\n", "\na", "None", "\uff21", "\0", "ä"]


@pytest.mark.parametrize("text", ["ha-tinh-2025", "a", "1", "2025", "a-1-b", "none", "a" * 300])
def test_ids(text: str) -> None:
    assert is_dataset_id(text)


@pytest.mark.parametrize(
    "text",
    [
        *_ODD,
        "-a",
        "a-",
        "a--b",
        "A",
        "a_b",
        "a b",
        "a.b",
        "hà-tĩnh",
        "\uff12\uff10\uff12\uff15",
        "a:b",
    ],
)
def test_what_is_no_id(text: str) -> None:
    assert not is_dataset_id(text)


@pytest.mark.parametrize("text", ["1.0.0", "0.0.0", "0.0.1", "10.20.30", "999999999.0.0"])
def test_version_numbers(text: str) -> None:
    assert is_version(text)


@pytest.mark.parametrize(
    "text",
    [
        *(*_ODD, "nan", "latest", "1", "1.0", "1.0.0.0", "01.0.0", "1.00.0", "1.0.00"),
        *("v1.0.0", "1.0.0a1", "1.0.0-1", "1.0.0+x", "-1.0.0", "+1.0.0", "1..0", "1.0.", ".1.0"),
        # Digits of other scripts are digits to int(), and other folders.
        *(
            "\uff11.0.0",
            "1.\u0660.0",
            "1.1\u0660.0",
            "1.0.²",
            "1,0,0",
            " 1.0.0",
            "1.0.0 ",
            "1.0.0\n",
            "1. 0.0",
            "1_0.0.0",
        ),
        *("~=1.0", "1.0.*", "1.0.0/..", "../1.0.0", "1234567890.0.0"),
    ],
)
def test_what_is_no_version_number(text: str) -> None:
    assert not is_version(text)


@given(text=st.text())
def test_ids_and_versions_are_names_of_folders(text: str) -> None:
    if is_dataset_id(text) or is_version(text):
        assert text.isascii()
        assert text not in {".", ".."}
        assert not set(text) & set("/\\:~$ \0\n")


@given(parts=_PARTS, other=_PARTS)
def test_versions_are_ordered_by_their_numbers(
    parts: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    version, later = "{}.{}.{}".format(*parts), "{}.{}.{}".format(*other)
    assert is_version(version)
    assert version_key(version) == parts
    assert (version_key(version) < version_key(later)) == (parts < other)


def test_ten_comes_after_nine() -> None:
    assert sorted(_KNOWN, key=version_key) == [
        *("0.9.0", "1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0")
    ]


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.0.0", "1.0.1", "patch"),
        ("1.0.9", "1.0.10", "patch"),
        ("1.0.0", "1.1.0", "minor"),
        ("1.0.7", "1.1.0", "minor"),
        ("1.9.0", "1.10.3", "minor"),
        ("1.0.0", "2.0.0", "major"),
        ("1.9.9", "2.0.0", "major"),
        ("9.0.0", "10.1.1", "major"),
        ("0.1.0", "1.0.0", "major"),
    ],
)
def test_the_step_to_a_later_version(old: str, new: str, step: str) -> None:
    assert step_between(old, new) is VersionStep(step)
    assert step_between(new, old) is None
    assert step_between(new, new) is None


@given(parts=_PARTS, place=st.integers(0, 2), by=st.integers(1, 9), rest=_PARTS)
def test_the_step_is_the_first_number_that_was_raised(
    parts: tuple[int, int, int], place: int, by: int, rest: tuple[int, int, int]
) -> None:
    raised = [*parts[:place], parts[place] + by, *rest[place + 1 :]]
    step = step_between("{}.{}.{}".format(*parts), "{}.{}.{}".format(*raised))
    assert step == ("major", "minor", "patch")[place]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1.0.0", ["1.0.0"]),
        ("1.9.0", ["1.9.0"]),
        ("1.0.2", []),
        ("3.0.0", []),
        ("==1.0.0", ["1.0.0"]),
        ("== 1.0.0", ["1.0.0"]),
        ("==1.0", ["1.0.0"]),
        ("==1.0.*", ["1.0.0", "1.0.1"]),
        ("~=1.0", ["1.0.0", "1.0.1", "1.9.0", "1.10.0"]),
        ("~=1.9", ["1.9.0", "1.10.0"]),
        ("~=1.0.0", ["1.0.0", "1.0.1"]),
        (">=1.0,<2", ["1.0.0", "1.0.1", "1.9.0", "1.10.0"]),
        (">1.0.0, <1.10", ["1.0.1", "1.9.0"]),
        ("<1", ["0.9.0"]),
        ("!=1.9.0,~=1.0", ["1.0.0", "1.0.1", "1.10.0"]),
        (">=3", []),
        ("===1.0.0", ["1.0.0"]),
        ("===1.0", []),
    ],
)
def test_versions_that_are_asked_for(wanted: str, found: list[str]) -> None:
    assert matching_versions(wanted, _KNOWN) == found
    assert matching_versions(wanted, iter(_KNOWN)) == found
    assert matching_versions(wanted, ()) == []


_NO_RANGE = [
    *_ODD,
    *("1", "1.0", "01.0.0", "\uff11.0.0", "v1.0.0", "latest", "*", "1.0.*", "^1.0", "~1.0"),
    *(",", " , ", "=1.0", "=>1.0", "~=1", ">=", ">=1 <2", ">=1||<2", ">=\uff11.0", "../1.0.0"),
    *(">=1.0,latest", "1.0.0,2.0.0"),
]


@pytest.mark.parametrize("wanted", _NO_RANGE)
def test_what_is_neither_a_version_nor_a_range(wanted: str) -> None:
    with pytest.raises(rt.InvalidVersionError) as caught:
        matching_versions(wanted, _KNOWN)
    assert str(caught.value) == (
        f"{wanted!r} is neither a data version nor a range of them; "
        "write '1.0.0', '~=1.0' or '>=1.0,<2'"
    )
    assert caught.value.version == wanted


def test_a_number_of_too_many_digits_is_no_range() -> None:
    with pytest.raises(rt.InvalidVersionError):
        matching_versions(">=1." + "9" * 5000, _KNOWN)


@given(wanted=st.text() | st.text("<>=!~,.*10 ", max_size=9))
def test_any_text_asks_for_known_versions_or_is_an_error_of_ours(wanted: str) -> None:
    try:
        found = matching_versions(wanted, _KNOWN)
    except rt.InvalidVersionError as error:
        assert error.version == wanted  # noqa: PT017  # either outcome is right
    else:
        assert found == sorted(set(found) & set(_KNOWN), key=version_key)


def test_a_version_by_its_number_does_without_packaging() -> None:
    code = (
        "import sys\nfrom resolution_targets.version_numbers import matching_versions\n"
        "print(matching_versions('1.0.0', ['1.0.0']), 'packaging' in sys.modules)\n"
        "print(matching_versions('~=1.0', ['1.0.0']), 'packaging' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["['1.0.0'] False", "['1.0.0'] True"]


def test_the_module_does_not_take_the_place_of_the_function() -> None:
    # Importing a module sets its name in the package, where a function has that name.
    code = (
        "import resolution_targets as rt\nimport resolution_targets.version_numbers\n"
        "rt.datasets()\nprint(rt.versions('ha-tinh-2025')[0])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("1.0.0\n", "")
