"""The tables of sentences: complete, and alike in both languages."""

from __future__ import annotations

import re

import pytest

import resolution_targets as rt
from resolution_targets.progressmethods import METHODS
from resolution_targets.progressproblems import progress_problem_template
from resolution_targets.progresswords import band_in_words, method_words

# What a note says is told as it stands there.
_QUOTING = (rt.ProgressProblem.UNREADABLE, rt.ProgressProblem.PASSED_OVER)


@pytest.mark.parametrize("problem", list(rt.ProgressProblem))
def test_a_problem_states_the_same_facts_in_both_languages(problem: rt.ProgressProblem) -> None:
    english, vietnamese = (progress_problem_template(problem, one) for one in ("en", "vi"))
    assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", vietnamese))
    assert english != vietnamese or problem in _QUOTING


@pytest.mark.parametrize("method", list(rt.ProgressMethod))
def test_a_method_has_its_words(method: rt.ProgressMethod) -> None:
    words = method_words(method.value)
    assert set(words.title) == set(words.formula) == {"en", "vi"}
    assert words.source.startswith(("https://", "Eurostat, ", "resolution_targets, "))


def test_bands_are_translated() -> None:
    words = [band.word for rules in METHODS.values() for band in rules.bands]
    words += [rules.reached.word for rules in METHODS.values() if rules.reached is not None]
    assert all(band_in_words(word, "vi") != word for word in words)
    assert all(band_in_words(word, "en") == word for word in words)
    assert band_in_words("khá", "vi") == "khá"
