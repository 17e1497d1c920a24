"""What is said about promises and verdicts, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import resolution_targets as rt
from resolution_targets.criteria import Criterion, Relation, Status
from resolution_targets.wording import (
    LANGUAGES,
    Problem,
    check_language,
    did_you_mean,
    firmness_in_words,
    problem_in_short,
    problem_template,
    promise_in_words,
    reason_in_words,
    status_in_words,
    tally_in_words,
)

if TYPE_CHECKING:
    from decimal import Decimal

    Bound = Decimal | int | str | None


def _criterion(relation: str, lower: Bound = None, upper: Bound = None, **flags: bool) -> Criterion:
    return Criterion(relation=Relation(relation), lower=lower, upper=upper, **flags)


@pytest.mark.parametrize(
    ("criterion", "unit", "vi", "en"),
    [
        (
            _criterion("above", 91),
            "million VND/person",
            "trên 91 triệu đồng/người",
            "above 91 million VND per person",
        ),
        (
            _criterion("above", 44100),
            "billion VND",
            "trên 44.100 tỷ đồng",
            "above 44,100 billion VND",
        ),
        (
            _criterion("above", "2.5"),
            "billion USD",
            "trên 2,5 tỷ đô la Mỹ",
            "above 2.5 billion USD",
        ),
        (_criterion("at_least", 80), "percent", "từ 80% trở lên", "at least 80%"),
        (
            _criterion("reach", 12),
            "doctor/ten_thousand/person",
            "đạt 12 bác sĩ/1 vạn dân",
            "12 doctors per 10,000 people",
        ),
        (_criterion("at_most", 4), "percent", "không quá 4%", "at most 4%"),
        (_criterion("below", 4), "percent", "dưới 4%", "below 4%"),
        (
            _criterion("between", "0.5", "0.6"),
            "percentage_point",
            "từ 0,5 đến 0,6 điểm %",
            "between 0.5 and 0.6 percentage points",
        ),
        (_criterion("done"), "dimensionless", "hoàn thành", "to be done"),
        (
            _criterion("reach", 4900, hedged=True),
            "USD/person",
            "đạt khoảng 4.900 đô la Mỹ/người",
            "about 4,900 USD per person",
        ),
        (
            _criterion("between", "6.5", 7, hedged=True),
            "percent",
            "khoảng 6,5 đến 7%",
            "about 6.5 to 7%",
        ),
        (
            # 192/2025/QH15: "GDP bình quân đầu người khoảng trên 5.000 USD".
            _criterion("above", 5000, hedged=True),
            "USD/person",
            "khoảng trên 5.000 đô la Mỹ/người",
            "about above 5,000 USD per person",
        ),
        (
            _criterion("above", 52, maintain=True),
            "percent",
            "duy trì trên 52%",
            "keep above 52%",
        ),
    ],
)
def test_promise_in_words(criterion: Criterion, unit: str, vi: str, en: str) -> None:
    assert promise_in_words(criterion, unit, "vi") == vi
    assert promise_in_words(criterion, unit, "en") == en


@pytest.mark.parametrize(
    ("status", "vi", "en"),
    [
        (Status.EXCEEDED, "vượt", "exceeded"),
        (Status.MET, "đạt", "met"),
        (Status.PARTLY_MET, "đạt một phần", "partly met"),
        (Status.MISSED, "chưa đạt", "missed"),
        (Status.UNDECIDED, "chưa kết luận được", "undecided"),
        (Status.NOT_REPORTED, "chưa có số liệu", "not reported"),
        (Status.NOT_COMPARABLE, "không so sánh được", "not comparable"),
    ],
)
def test_status_in_words(status: Status, vi: str, en: str) -> None:
    assert status_in_words(status, "vi") == vi
    assert status_in_words(status, "en") == en


def test_every_status_has_its_own_words() -> None:
    for language in LANGUAGES:
        assert len({status_in_words(status, language) for status in Status}) == len(Status)


@pytest.mark.parametrize("problem", list(Problem))
def test_a_problem_says_the_same_facts_in_both_languages(problem: Problem) -> None:
    facts = [
        set(re.findall(r"\{(\w+)\}", problem_template(problem, language))) for language in LANGUAGES
    ]
    assert facts[0] == facts[1]


def test_every_problem_has_its_own_few_words() -> None:
    for language in LANGUAGES:
        assert len({problem_in_short(problem, language) for problem in Problem}) == len(Problem)
    assert problem_in_short(Problem.OTHER_PERIOD, "vi") == "của kỳ khác"
    assert problem_in_short(Problem.OTHER_PERIOD, "en") == "of another period"


# Section I: "Có 26/28 chỉ tiêu đạt và vượt kế hoạch đề ra".
@pytest.mark.parametrize(
    ("at_least", "at_most", "vi", "en"),
    [
        (26, 26, "26/28 chỉ tiêu đạt và vượt", "26 of 28 met or exceeded"),
        (
            21,
            25,
            "từ 21 đến 25 trong 28 chỉ tiêu đạt và vượt",
            "between 21 and 25 of 28 met or exceeded",
        ),
    ],
)
def test_tally_in_words(at_least: int, at_most: int, vi: str, en: str) -> None:
    assert tally_in_words(at_least, at_most, 28, "vi") == vi
    assert tally_in_words(at_least, at_most, 28, "en") == en
    with pytest.raises(rt.UnknownOptionError) as caught:
        tally_in_words(at_least, at_most, 28, "fr")
    assert str(caught.value) == "language='fr' is not known; it takes 'vi', 'en'"


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [("A", "", ""), ("E", "ước", "estimated"), ("P", "sơ bộ", "provisional"), ("U", "U", "U")],
)
def test_firmness_in_words(code: str, vi: str, en: str) -> None:
    assert firmness_in_words(code, "vi") == vi
    assert firmness_in_words(code, "en") == en


def test_did_you_mean() -> None:
    assert did_you_mean(["grdp-growth"], "en") == "; did you mean 'grdp-growth'?"
    assert did_you_mean(["grdp-growth"], "vi") == "; có phải là 'grdp-growth'?"
    assert did_you_mean([], "vi") == ""


def test_there_are_two_languages() -> None:
    for language in ("vi", "en"):
        check_language(language)
    with pytest.raises(rt.UnknownOptionError) as caught:
        check_language("fr")
    assert str(caught.value) == "language='fr' is not known; it takes 'vi', 'en'"


def test_the_reason_of_a_figure_and_of_a_range() -> None:
    promise = "above 7%"
    assert reason_in_words([8.5], "percent", promise) == "8.5% is reported; promised: above 7%"
    told = reason_in_words([6, 8.5], "percent", promise)
    assert told == "6 to 8.5% is reported; promised: above 7%"
    done = reason_in_words([True], "dimensionless", "to be done")
    assert done == "done is reported; promised: to be done"
