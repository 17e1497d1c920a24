"""What is said about a figure for part of a year, in both languages."""

from __future__ import annotations

import re

import pytest

import resolution_targets as rt
from resolution_targets.outlookwords import (
    method_in_words,
    outlook_problem_template,
    pace_in_words,
)

_LANGUAGES = ("vi", "en")


def test_names_are_lower_case() -> None:
    assert [pace.value for pace in rt.Pace] == ["ahead", "on_track", "behind"]
    assert [problem.value for problem in rt.OutlookProblem] == [
        "not_judged",
        "other_year",
        "not_a_year",
        "no_share",
        "no_path",
        "unsettled_range",
        "later_part",
        "nothing_expected",
    ]


@pytest.mark.parametrize(
    ("pace", "vi", "en"),
    [
        (rt.Pace.AHEAD, "vượt tiến độ", "ahead"),
        (rt.Pace.ON_TRACK, "đúng tiến độ", "on track"),
        (rt.Pace.BEHIND, "chậm tiến độ", "behind"),
    ],
)
def test_pace_in_words(pace: rt.Pace, vi: str, en: str) -> None:
    assert (pace_in_words(pace, "vi"), pace_in_words(pace, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("method", "vi", "en"),
    [
        ("even", "lộ trình đều", "even path"),
        ("carried_forward", "giữ nguyên mức hiện tại", "carried forward"),
        ("seasonal 2024", "lộ trình của năm 2024", "path of 2024"),
        ("seasonal 2023 2024", "lộ trình của năm 2023 và 2024", "path of 2023 and 2024"),
        ("harvest", "lộ trình “harvest”", "path “harvest”"),
        ("{0}", "lộ trình “{0}”", "path “{0}”"),
    ],
)
def test_method_in_words(method: str, vi: str, en: str) -> None:
    assert (method_in_words(method, "vi"), method_in_words(method, "en")) == (vi, en)


@pytest.mark.parametrize("problem", list(rt.OutlookProblem))
def test_a_problem_says_the_same_facts_in_both_languages(problem: rt.OutlookProblem) -> None:
    facts = [
        set(re.findall(r"\{(\w+)\}", outlook_problem_template(problem, language)))
        for language in _LANGUAGES
    ]
    assert facts[0] == facts[1] <= {"period", "target_period"}


def test_every_problem_has_its_own_sentence() -> None:
    for language in _LANGUAGES:
        said = {outlook_problem_template(problem, language) for problem in rt.OutlookProblem}
        assert len(said) == len(rt.OutlookProblem)
