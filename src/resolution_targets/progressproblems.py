"""Why a progress method says nothing of a figure, with the sentences in both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ProgressProblem(StrEnum):
    """Why a progress method says nothing of a figure.

    Attributes:
        NO_INDICATOR: The row names no indicator.
        NO_PROMISE: The dataset has no target for its indicator.
        MILESTONE: The target is a milestone, which has no bound.
        WITHIN: The indicator should stay inside a range; no way is better.
        CUSTOM_BANDS: Bands were given to a method whose scale is fixed, or that has none.
        NO_RANGE: The method needs a lower and an upper bound, the smaller one first.
        CHANGE: The indicator is itself a change, counted from the period before.
        GROWTH: A growth rate, or percentage points: their own growth says nothing.
        NO_TIME_LEFT: The target's period does not end after the baseline's.
        SHORT_HORIZON: The target's period ends less than a year after the baseline's.
        UNREADABLE: What stands in the file is no number.
        NOT_REPORTED: There is no figure.
        PASSED_OVER: Another figure was chosen; the reason says why.
        RANGE: The figure was reported as a range, or as a part of one.
        NOT_A_NUMBER: The value is true or false.
        NO_UNIT: The frame has units, the row has none.
        OTHER_UNIT: The unit is unknown or measures something else, another currency say.
        NO_AREA: The frame has areas, the row has none.
        OTHER_AREA: The figure is for another area.
        NO_PERIOD: The row has no period.
        UNKNOWN_PERIOD: What stands for the period names none.
        NAN: A value is NaN.
        INFINITE: A value, or the result, is infinite.
        CONFLICT: Several figures for one period disagree.
        NO_BASELINE: There is no figure to count the change from.
        PART_OF_YEAR: A figure that grows within the year covers a part of it only.
        NOT_AFTER_BASELINE: The figure is not for a time after the baseline's.
        AFTER_TARGET: The figure is for a time after the target's.
        SHORT_TIME: The figure is for less than a year after the baseline.
        BASELINE_IS_BOUND: The baseline is the bound: no change is promised.
        MET_AT_BASELINE: The baseline is past the bound already.
        NOT_POSITIVE: Baseline, figure or bound is zero or below it: it has no growth rate.
        BOUND_NOT_POSITIVE: The bound is zero or below it: nothing is a share of it.
        PAST_LIMIT: The baseline stands at its natural limit or past it.
    """

    NO_INDICATOR = "no_indicator"
    NO_PROMISE = "no_promise"
    MILESTONE = "milestone"
    WITHIN = "within"
    CUSTOM_BANDS = "custom_bands"
    NO_RANGE = "no_range"
    CHANGE = "change"
    GROWTH = "growth"
    NO_TIME_LEFT = "no_time_left"
    SHORT_HORIZON = "short_horizon"
    UNREADABLE = "unreadable"
    NOT_REPORTED = "not_reported"
    PASSED_OVER = "passed_over"
    RANGE = "range"
    NOT_A_NUMBER = "not_a_number"
    NO_UNIT = "no_unit"
    OTHER_UNIT = "other_unit"
    NO_AREA = "no_area"
    OTHER_AREA = "other_area"
    NO_PERIOD = "no_period"
    UNKNOWN_PERIOD = "unknown_period"
    NAN = "nan"
    INFINITE = "infinite"
    CONFLICT = "conflict"
    NO_BASELINE = "no_baseline"
    PART_OF_YEAR = "part_of_year"
    NOT_AFTER_BASELINE = "not_after_baseline"
    AFTER_TARGET = "after_target"
    SHORT_TIME = "short_time"
    BASELINE_IS_BOUND = "baseline_is_bound"
    MET_AT_BASELINE = "met_at_baseline"
    NOT_POSITIVE = "not_positive"
    BOUND_NOT_POSITIVE = "bound_not_positive"
    PAST_LIMIT = "past_limit"


# The facts stand in braces, by name. A frame fills some of them in from columns.
_PROBLEMS: Mapping[ProgressProblem, Mapping[str, str]] = {
    ProgressProblem.NO_INDICATOR: {
        "en": "the row names no indicator",
        "vi": "dòng này không ghi chỉ tiêu",
    },
    ProgressProblem.NO_PROMISE: {
        "en": "no promise for indicator '{indicator}' in {dataset}",
        "vi": "{dataset} không có chỉ tiêu nào cho '{indicator}'",
    },
    ProgressProblem.MILESTONE: {
        "en": "it is a milestone: done or not done, without a number to approach",
        "vi": "đây là chỉ tiêu dạng hoàn thành: xong hoặc chưa, không có mức để tiến tới",
    },
    ProgressProblem.WITHIN: {
        "en": "it should stay inside a range, so neither more nor less is progress",
        "vi": "chỉ tiêu cần giữ trong một khoảng, nên tăng hay giảm đều không phải là tiến triển",
    },
    ProgressProblem.CUSTOM_BANDS: {
        "en": "bands were given, but this method's scale is its own; leave bands out",
        "vi": "có nêu các mức đánh giá riêng, nhưng phương pháp này có thang cố định; hãy bỏ bands",
    },
    ProgressProblem.NO_RANGE: {
        "en": "the method needs lower= and upper=, the smaller one first",
        "vi": "phương pháp này cần lower= và upper=, số nhỏ đứng trước",
    },
    ProgressProblem.CHANGE: {
        "en": "it is itself a change, counted from the period before, so it starts from nothing "
        "anew; distance_percent says how much of it is left",
        "vi": "bản thân chỉ tiêu là mức thay đổi so với kỳ trước, nên mỗi kỳ tính lại từ đầu; "
        "distance_percent cho biết còn thiếu bao nhiêu",
    },
    ProgressProblem.GROWTH: {
        "en": "it is a growth rate or a number of percentage points, whose own growth rate says "
        "nothing; take the levels",
        "vi": "đây là tốc độ tăng hoặc số điểm phần trăm, tốc độ tăng của nó không có nghĩa; "
        "hãy dùng mức giá trị",
    },
    ProgressProblem.NO_TIME_LEFT: {
        "en": "the promise is for {target_period}, which does not end after the baseline "
        "{baseline_period}",
        "vi": "chỉ tiêu cho kỳ {target_period}, không kết thúc sau kỳ gốc {baseline_period}",
    },
    ProgressProblem.SHORT_HORIZON: {
        "en": "the promise for {target_period} ends less than a year after the baseline "
        "{baseline_period}, and the method compares annual growth rates",
        "vi": "chỉ tiêu cho kỳ {target_period} kết thúc chưa đầy một năm sau kỳ gốc "
        "{baseline_period}, trong khi phương pháp so sánh tốc độ tăng hằng năm",
    },
    ProgressProblem.UNREADABLE: {"en": "{note}", "vi": "{note}"},
    ProgressProblem.NOT_REPORTED: {
        "en": "no figure was reported for {period}",
        "vi": "chưa có số liệu cho kỳ {period}",
    },
    ProgressProblem.PASSED_OVER: {"en": "{choice}", "vi": "{choice}"},
    ProgressProblem.RANGE: {
        "en": "the figure of {period} is a range; a method needs one number",
        "vi": "số liệu của kỳ {period} là một khoảng; phương pháp cần một con số",
    },
    ProgressProblem.NOT_A_NUMBER: {
        "en": "the value is true or false; a number was expected",
        "vi": "giá trị là đúng hoặc sai; cần một số",
    },
    ProgressProblem.NO_UNIT: {
        "en": "the row gives no unit; {target_unit} was expected",
        "vi": "dòng này không ghi đơn vị; cần {target_unit}",
    },
    ProgressProblem.OTHER_UNIT: {
        "en": "unit '{unit}' is unknown or does not convert to {target_unit}",
        "vi": "đơn vị '{unit}' không có trong danh mục hoặc không đổi được sang {target_unit}",
    },
    ProgressProblem.NO_AREA: {
        "en": "the row gives no area; {target_area} was expected",
        "vi": "dòng này không ghi địa bàn; cần {target_area}",
    },
    ProgressProblem.OTHER_AREA: {
        "en": "the figure is for {area}, the promise for {target_area}",
        "vi": "số liệu của {area}, chỉ tiêu của {target_area}",
    },
    ProgressProblem.NO_PERIOD: {
        "en": "the row gives no period",
        "vi": "dòng này không ghi kỳ",
    },
    ProgressProblem.UNKNOWN_PERIOD: {
        "en": "'{period}' names no period; write 2025, 2025-06, 2025-Q3 or 2025-9M",
        "vi": "'{period}' không phải là một kỳ; hãy ghi 2025, 2025-06, 2025-Q3 hoặc 2025-9M",
    },
    ProgressProblem.NAN: {
        "en": "the value for {period} is NaN, not a number",
        "vi": "giá trị của kỳ {period} là NaN, không phải là số",
    },
    ProgressProblem.INFINITE: {
        "en": "the value for {period}, or what follows from it, is infinite",
        "vi": "giá trị của kỳ {period}, hoặc kết quả tính từ đó, là vô hạn",
    },
    ProgressProblem.CONFLICT: {
        "en": "several figures for {period} disagree; keep one of them",
        "vi": "có nhiều số liệu khác nhau cho kỳ {period}; hãy giữ lại một",
    },
    ProgressProblem.NO_BASELINE: {
        "en": "there is no usable figure of {baseline_period} to count the change from",
        "vi": "không có số liệu dùng được của {baseline_period} để làm gốc so sánh",
    },
    ProgressProblem.PART_OF_YEAR: {
        "en": "the figure for {period} covers a part of the year only and grows until its end; "
        "project it to the year's end first",
        "vi": "số liệu của kỳ {period} mới là một phần của năm và còn tăng đến cuối năm; "
        "hãy ước tính cả năm trước",
    },
    ProgressProblem.NOT_AFTER_BASELINE: {
        "en": "the figure is for {period}, which does not end after the baseline {baseline_period}",
        "vi": "số liệu của kỳ {period}, không kết thúc sau kỳ gốc {baseline_period}",
    },
    ProgressProblem.AFTER_TARGET: {
        "en": "the figure is for {period}, after the promise's own {target_period}",
        "vi": "số liệu của kỳ {period}, sau kỳ {target_period} của chỉ tiêu",
    },
    ProgressProblem.SHORT_TIME: {
        "en": "{period} ends less than a year after the baseline {baseline_period}, and the "
        "method compares annual growth rates",
        "vi": "kỳ {period} kết thúc chưa đầy một năm sau kỳ gốc {baseline_period}, trong khi "
        "phương pháp so sánh tốc độ tăng hằng năm",
    },
    ProgressProblem.BASELINE_IS_BOUND: {
        "en": "the baseline of {baseline_period} is the bound itself, {bound}: no change is "
        "promised",
        "vi": "số liệu gốc của kỳ {baseline_period} bằng đúng mức chỉ tiêu {bound}: không có "
        "thay đổi nào được đề ra",
    },
    ProgressProblem.MET_AT_BASELINE: {
        "en": "the baseline of {baseline_period}, {baseline}, is past the bound {bound} already: "
        "no change for the better is promised",
        "vi": "số liệu gốc của kỳ {baseline_period}, {baseline}, đã vượt mức chỉ tiêu {bound}: "
        "không có thay đổi tốt hơn nào được đề ra",
    },
    ProgressProblem.NOT_POSITIVE: {
        "en": "the baseline, the figure or the bound is zero or below zero, and has no growth rate",
        "vi": "số liệu gốc, số liệu thực hiện hoặc mức chỉ tiêu bằng hoặc nhỏ hơn 0, nên không có "
        "tốc độ tăng",
    },
    ProgressProblem.BOUND_NOT_POSITIVE: {
        "en": "the bound is {bound}, and nothing is a share of that",
        "vi": "mức chỉ tiêu là {bound}, không tính được tỷ lệ so với mức đó",
    },
    ProgressProblem.PAST_LIMIT: {
        "en": "the baseline {baseline} stands at the natural limit or past it, or the limit is not "
        "above zero",
        "vi": "số liệu gốc {baseline} đã ở hoặc vượt giới hạn tự nhiên, hoặc giới hạn không lớn "
        "hơn 0",
    },
}
# The earliest figure is the baseline where none is named.
EARLIER_PERIOD: Mapping[str, str] = {"en": "an earlier period", "vi": "một kỳ sớm hơn"}
UNNAMED_PERIOD: Mapping[str, str] = {"en": "any period", "vi": "bất kỳ kỳ nào"}


def progress_problem_template(problem: ProgressProblem, language: str) -> str:
    """The sentence for a problem, with its facts in braces.

    Examples:
        >>> progress_problem_template(ProgressProblem.NO_PERIOD, "en")
        'the row gives no period'
    """
    return _PROBLEMS[problem][language]
