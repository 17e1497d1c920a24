"""Why a figure could not be used to derive others, in Vietnamese and English."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from resolution_targets.wording import LANGUAGES, Problem, problem_template

if TYPE_CHECKING:
    from collections.abc import Mapping


class DerivationProblem(StrEnum):
    """Why nothing was derived from a figure that others could be derived from.

    Where several hold, the first of them is named.

    Attributes:
        NO_INDICATOR: The row names no indicator.
        UNREADABLE: What stands in the file is no number.
        HALF_RANGE: Only the larger end of a range is there.
        NOT_REPORTED: There is no value.
        PASSED_OVER: Another figure was chosen in its place.
        NOT_A_NUMBER: The value is true or false.
        NAN: The value is NaN.
        INFINITE: The value is infinite, or what follows from it would be.
        NO_UNIT: There is no unit, and the dataset does not know the indicator's own.
        OTHER_UNIT: The unit is unknown or does not convert to the indicator's.
        NO_AREA: There is no area.
        NO_PERIOD: There is no period.
        UNREADABLE_PERIOD: What stands for the period is none.
        REVERSED_RANGE: The larger end of a range is the smaller one.
        RANGE: It is a range.
        CONFLICT: It stands there several times, with different values.
        FALLS: The figures of the year so far fall from one to the next.
        GAP: The months before it are not all covered.
        SUMS_DIFFER: A quarter and its months give different sums.
        NO_DIRECTION: Neither more nor less of the level is better, so its change has no sign.
        NOT_POSITIVE: The earlier figure of a growth rate is not above zero.
        ZERO_DENOMINATOR: The denominator is zero.
        UNITS_DIFFER: The units of two figures do not give the unit of what would follow.
        NOT_WHOLE_YEAR: The level adds up over time, and this is a part of a year.
        NO_LEVEL_BEFORE: The level at the end of the year before is missing.
        NO_EARLIER_FIGURE: The figure for the same period of the year before is missing.
        NO_NUMERATOR: No numerator of a ratio is there for its area and period.
        NO_DENOMINATOR: The denominator of its ratio is missing for its area and period.

    Examples:
        >>> DerivationProblem("gap")
        <DerivationProblem.GAP: 'gap'>
    """

    NO_INDICATOR = "no_indicator"
    UNREADABLE = "unreadable"
    HALF_RANGE = "half_range"
    NOT_REPORTED = "not_reported"
    PASSED_OVER = "passed_over"
    NOT_A_NUMBER = "not_a_number"
    NAN = "nan"
    INFINITE = "infinite"
    NO_UNIT = "no_unit"
    OTHER_UNIT = "other_unit"
    NO_AREA = "no_area"
    NO_PERIOD = "no_period"
    UNREADABLE_PERIOD = "unreadable_period"
    REVERSED_RANGE = "reversed_range"
    RANGE = "range"
    CONFLICT = "conflict"
    FALLS = "falls"
    GAP = "gap"
    SUMS_DIFFER = "sums_differ"
    NO_DIRECTION = "no_direction"
    NOT_POSITIVE = "not_positive"
    ZERO_DENOMINATOR = "zero_denominator"
    UNITS_DIFFER = "units_differ"
    NOT_WHOLE_YEAR = "not_whole_year"
    NO_LEVEL_BEFORE = "no_level_before"
    NO_EARLIER_FIGURE = "no_earlier_figure"
    NO_NUMERATOR = "no_numerator"
    NO_DENOMINATOR = "no_denominator"


# The facts stand in braces, by name: those of the figure itself, `derived`, what would
# follow from it, and `needed`, what that needs beside it.
_SENTENCES: Mapping[DerivationProblem, Mapping[str, str]] = {
    DerivationProblem.NO_INDICATOR: {
        "en": "the row names no indicator",
        "vi": "dòng này không ghi chỉ tiêu",
    },
    DerivationProblem.UNREADABLE: {"en": "{note}", "vi": "{note}"},
    DerivationProblem.PASSED_OVER: {"en": "{choice}", "vi": "{choice}"},
    # A broken range is said as `compare` says it.
    DerivationProblem.HALF_RANGE: {
        language: problem_template(Problem.HALF_RANGE, language) for language in LANGUAGES
    },
    DerivationProblem.REVERSED_RANGE: {
        language: problem_template(Problem.REVERSED_RANGE, language) for language in LANGUAGES
    },
    DerivationProblem.RANGE: {
        "en": "'{indicator}' for {period} is a range, from which nothing is derived",
        "vi": "số liệu của '{indicator}' cho kỳ {period} là một khoảng, không dùng để tính tiếp",
    },
    DerivationProblem.NOT_REPORTED: {
        "en": "no value was reported",
        "vi": "chưa có giá trị báo cáo",
    },
    DerivationProblem.NO_UNIT: {
        "en": "there is no unit for '{indicator}'",
        "vi": "không có đơn vị cho '{indicator}'",
    },
    DerivationProblem.OTHER_UNIT: {
        "en": "unit '{unit}' is unknown or does not convert to that of '{indicator}'",
        "vi": "đơn vị '{unit}' không có trong danh mục hoặc không đổi được sang đơn vị của "
        "'{indicator}'",
    },
    DerivationProblem.NO_AREA: {
        "en": "the row gives no area",
        "vi": "dòng này không ghi địa bàn",
    },
    DerivationProblem.NO_PERIOD: {
        "en": "the row gives no period",
        "vi": "dòng này không ghi kỳ",
    },
    DerivationProblem.UNREADABLE_PERIOD: {
        "en": "'{period}' is not a reference period",
        "vi": "'{period}' không phải là một kỳ",
    },
    DerivationProblem.NOT_A_NUMBER: {
        "en": "the value is true or false; a number was expected",
        "vi": "giá trị là đúng hoặc sai; cần một số",
    },
    DerivationProblem.NAN: {
        "en": "the value is NaN, not a number",
        "vi": "giá trị là NaN, không phải là số",
    },
    DerivationProblem.INFINITE: {
        "en": "the value is infinite, or what would follow from it",
        "vi": "giá trị, hoặc kết quả tính từ nó, là vô hạn",
    },
    DerivationProblem.CONFLICT: {
        "en": "figures of '{indicator}' for {period} disagree with one another",
        "vi": "các số liệu của '{indicator}' cho kỳ {period} khác nhau",
    },
    DerivationProblem.FALLS: {
        "en": "the figures of '{indicator}' so far in {year} fall from one to the next",
        "vi": "số lũy kế của '{indicator}' trong năm {year} giảm từ kỳ này sang kỳ sau",
    },
    DerivationProblem.GAP: {
        "en": "the months of {year} before {period} are not all covered for '{indicator}'",
        "vi": "các tháng của năm {year} trước {period} chưa đủ số liệu của '{indicator}'",
    },
    DerivationProblem.SUMS_DIFFER: {
        "en": "with the quarter and with its months, the sums of '{indicator}' differ",
        "vi": "tổng của '{indicator}' tính theo quý và theo tháng khác nhau",
    },
    DerivationProblem.NO_DIRECTION: {
        "en": "it is not known whether more or less of '{indicator}' is better, so a change has "
        "no sign",
        "vi": "không rõ '{indicator}' cao hơn hay thấp hơn là tốt, nên mức thay đổi không có dấu",
    },
    DerivationProblem.NOT_POSITIVE: {
        "en": "'{derived}' needs a figure above zero for the year before",
        "vi": "'{derived}' cần số liệu năm trước lớn hơn không",
    },
    DerivationProblem.ZERO_DENOMINATOR: {
        "en": "'{derived}' cannot be computed: its denominator is zero",
        "vi": "không tính được '{derived}': mẫu số bằng không",
    },
    DerivationProblem.UNITS_DIFFER: {
        "en": "the units of the figures do not give '{derived}' in its unit; currencies do not "
        "convert",
        "vi": "đơn vị của các số liệu không cho ra '{derived}' theo đơn vị của nó; các loại tiền "
        "không đổi được cho nhau",
    },
    DerivationProblem.NOT_WHOLE_YEAR: {
        "en": "'{indicator}' adds up over time, so '{derived}' takes whole years only",
        "vi": "'{indicator}' cộng dồn theo thời gian, nên '{derived}' chỉ tính theo cả năm",
    },
    DerivationProblem.NO_LEVEL_BEFORE: {
        "en": "'{derived}' needs '{needed}' at the end of {year_before} too",
        "vi": "'{derived}' cần thêm '{needed}' cuối năm {year_before}",
    },
    DerivationProblem.NO_EARLIER_FIGURE: {
        "en": "'{derived}' needs '{needed}' for the same period of {year_before} too",
        "vi": "'{derived}' cần thêm '{needed}' cùng kỳ năm {year_before}",
    },
    DerivationProblem.NO_NUMERATOR: {
        "en": "'{derived}' needs '{needed}' for the same area and {period} too",
        "vi": "'{derived}' cần thêm '{needed}' cùng địa bàn và kỳ {period}",
    },
    DerivationProblem.NO_DENOMINATOR: {
        "en": "'{derived}' needs '{needed}' for the same area and {period} too",
        "vi": "'{derived}' cần thêm '{needed}' cùng địa bàn và kỳ {period}",
    },
}
_DISAGREEMENT = {
    "en": "{amount} follows from {trail}",
    "vi": "tính từ {trail} được {amount}",
}


def derivation_template(problem: DerivationProblem, language: str) -> str:
    """The sentence for a problem, with its facts in braces."""
    return _SENTENCES[problem][language]


def disagreement_template(language: str) -> str:
    """What to say on a reported figure that contradicts a derived one."""
    return _DISAGREEMENT[language]
