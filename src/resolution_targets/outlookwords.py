"""What is said about a figure for part of a year, in Vietnamese and English; tables."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from resolution_targets.profiles import SEASONAL

if TYPE_CHECKING:
    from collections.abc import Mapping


class Pace(StrEnum):
    """How a figure for part of a year compares with what is expected by then.

    Attributes:
        AHEAD: Past what is expected, by more than the margin.
        ON_TRACK: At what is expected, or past it within the margin.
        BEHIND: Short of what is expected: at this pace the promise is missed.
    """

    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"


class OutlookProblem(StrEnum):
    """What is missing from an outlook.

    Attributes:
        NOT_JUDGED: The figure itself cannot be judged; its own problem says why.
        OTHER_YEAR: It is for another year than the promise.
        NOT_A_YEAR: The promise is not for a whole year.
        NO_SHARE: The bound is not above zero, so that nothing is a share of it.
        NO_PATH: A milestone is reached or not; there is no path to it.
        UNSETTLED_RANGE: One end of the range is behind, the other is not.
        LATER_PART: It is for a month or quarter alone, and says nothing of those before.
        NOTHING_EXPECTED: By the profile nothing comes in by then, so nothing follows from it.
    """

    NOT_JUDGED = "not_judged"
    OTHER_YEAR = "other_year"
    NOT_A_YEAR = "not_a_year"
    NO_SHARE = "no_share"
    NO_PATH = "no_path"
    UNSETTLED_RANGE = "unsettled_range"
    LATER_PART = "later_part"
    NOTHING_EXPECTED = "nothing_expected"


_PACES: Mapping[Pace, Mapping[str, str]] = {
    Pace.AHEAD: {"en": "ahead", "vi": "vượt tiến độ"},
    Pace.ON_TRACK: {"en": "on track", "vi": "đúng tiến độ"},
    Pace.BEHIND: {"en": "behind", "vi": "chậm tiến độ"},
}
# The facts stand in braces; a frame fills them in from columns of these names.
_PROBLEMS: Mapping[OutlookProblem, Mapping[str, str]] = {
    OutlookProblem.NOT_JUDGED: {
        "en": "the figure cannot be judged",
        "vi": "không đánh giá được số liệu",
    },
    OutlookProblem.OTHER_YEAR: {
        "en": "the figure is for {period}, the promise for {target_period}",
        "vi": "số liệu của kỳ {period}, chỉ tiêu của {target_period}",
    },
    OutlookProblem.NOT_A_YEAR: {
        "en": "the promise is for {target_period}, not for a whole year",
        "vi": "chỉ tiêu của {target_period}, không phải cả năm",
    },
    OutlookProblem.NO_SHARE: {
        "en": "the bound is not above zero, so nothing is a share of it",
        "vi": "mức chỉ tiêu không lớn hơn 0 nên không tính được tỷ lệ",
    },
    OutlookProblem.NO_PATH: {
        "en": "a milestone is reached or not; there is no path to it",
        "vi": "chỉ tiêu dạng hoàn thành chỉ có đạt hoặc chưa, không có lộ trình",
    },
    OutlookProblem.UNSETTLED_RANGE: {
        "en": "one end of the range is behind, the other is not",
        "vi": "một đầu của khoảng số liệu chậm tiến độ, đầu kia thì không",
    },
    OutlookProblem.LATER_PART: {
        "en": "the figure is for {period} alone; what came before it in the year is not in it",
        "vi": "số liệu chỉ của kỳ {period}, không gồm phần trước đó trong năm",
    },
    OutlookProblem.NOTHING_EXPECTED: {
        "en": "by the profile nothing is expected in {period}, so nothing follows from it",
        "vi": "theo lộ trình chưa có gì trong kỳ {period} nên không suy ra được cả năm",
    },
}
_METHODS: Mapping[str, Mapping[str, str]] = {
    "even": {"en": "even path", "vi": "lộ trình đều"},
    "carried_forward": {"en": "carried forward", "vi": "giữ nguyên mức hiện tại"},
}
_NAMED_METHOD = {"en": "path “{0}”", "vi": "lộ trình “{0}”"}
_SEASONAL_METHOD = {"en": "path of {0}", "vi": "lộ trình của năm {0}"}
_AND = {"en": " and ", "vi": " và "}


def pace_in_words(pace: Pace, language: str) -> str:
    """A pace as a report would put it.

    Examples:
        >>> pace_in_words(Pace.BEHIND, "vi")
        'chậm tiến độ'
    """
    return _PACES[pace][language]


def method_in_words(method: str, language: str) -> str:
    """How a year-end value was projected; a profile of the caller's by its own name.

    Examples:
        >>> method_in_words("even", "vi"), method_in_words("seasonal 2023 2024", "en")
        ('lộ trình đều', 'path of 2023 and 2024')
    """
    if method.startswith(SEASONAL):
        years = method.removeprefix(SEASONAL).split()
        return _SEASONAL_METHOD[language].format(_AND[language].join(years))
    known = _METHODS.get(method)
    return _NAMED_METHOD[language].format(method) if known is None else known[language]


def outlook_problem_template(problem: OutlookProblem, language: str) -> str:
    """The sentence for a problem, with its facts in braces."""
    return _PROBLEMS[problem][language]
