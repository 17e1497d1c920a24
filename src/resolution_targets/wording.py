"""What is said about promises and verdicts, in Vietnamese and English; tables of sentences."""

from __future__ import annotations

from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from resolution_targets.criteria import Relation, Status
from resolution_targets.errors import UnknownOptionError
from resolution_targets.units import format_amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from resolution_targets.criteria import Criterion

LANGUAGES = ("vi", "en")

_RELATIONS: Mapping[Relation, Mapping[str, str]] = {
    Relation.ABOVE: {"en": "above {0}", "vi": "trên {0}"},
    Relation.AT_LEAST: {"en": "at least {0}", "vi": "từ {0} trở lên"},
    Relation.REACH: {"en": "{0}", "vi": "đạt {0}"},
    Relation.AT_MOST: {"en": "at most {0}", "vi": "không quá {0}"},
    Relation.BELOW: {"en": "below {0}", "vi": "dưới {0}"},
    Relation.BETWEEN: {"en": "between {0} and {1}", "vi": "từ {0} đến {1}"},
    Relation.DONE: {"en": "to be done", "vi": "hoàn thành"},
}
_HEDGED = {"en": "about {0}", "vi": "khoảng {0}"}
# "About between 6.5 and 7%" is no English, and "khoảng đạt 70%" no Vietnamese.
_HEDGED_RELATIONS: Mapping[Relation, Mapping[str, str]] = {
    Relation.REACH: {"en": "about {0}", "vi": "đạt khoảng {0}"},
    Relation.BETWEEN: {"en": "about {0} to {1}", "vi": "khoảng {0} đến {1}"},
}
_MAINTAIN = {"en": "keep {0}", "vi": "duy trì {0}"}

_STATUSES: Mapping[Status, Mapping[str, str]] = {
    Status.EXCEEDED: {"en": "exceeded", "vi": "vượt"},
    Status.MET: {"en": "met", "vi": "đạt"},
    Status.PARTLY_MET: {"en": "partly met", "vi": "đạt một phần"},
    Status.MISSED: {"en": "missed", "vi": "chưa đạt"},
    Status.UNDECIDED: {"en": "undecided", "vi": "chưa kết luận được"},
    Status.NOT_REPORTED: {"en": "not reported", "vi": "chưa có số liệu"},
    Status.NOT_COMPARABLE: {"en": "not comparable", "vi": "không so sánh được"},
}


class Problem(StrEnum):
    """Why a figure cannot be judged.

    Attributes:
        NO_PROMISE: The dataset has no target for its indicator.
        ONLY_CHANGE_PROMISED: It is a level whose change is promised.
        NO_INDICATOR: The row names no indicator.
        NOT_REPORTED: There is no value.
        UNREADABLE: What stands in the file is no number.
        NAN: The value is NaN.
        INFINITE: The value is infinite.
        NOT_A_NUMBER: The value is true or false where a number is promised.
        NOT_TRUE_OR_FALSE: A milestone's value is neither 1 nor 0.
        NO_UNIT: The frame has units, the row has none.
        OTHER_UNIT: The unit is unknown or measures something else.
        NO_AREA: The frame has areas, the row has none.
        OTHER_AREA: The figure is for another area.
        NO_PERIOD: The frame has periods, the row has none.
        OTHER_PERIOD: The figure is for another period.
        HALF_RANGE: Only the larger end of a range is there.
        REVERSED_RANGE: The larger end of a range is the smaller one.
        PASSED_OVER: Another figure was chosen in its place.
    """

    NO_PROMISE = "no_promise"
    ONLY_CHANGE_PROMISED = "only_change_promised"
    NO_INDICATOR = "no_indicator"
    NOT_REPORTED = "not_reported"
    UNREADABLE = "unreadable"
    NAN = "nan"
    INFINITE = "infinite"
    NOT_A_NUMBER = "not_a_number"
    NOT_TRUE_OR_FALSE = "not_true_or_false"
    NO_UNIT = "no_unit"
    OTHER_UNIT = "other_unit"
    NO_AREA = "no_area"
    OTHER_AREA = "other_area"
    NO_PERIOD = "no_period"
    OTHER_PERIOD = "other_period"
    HALF_RANGE = "half_range"
    REVERSED_RANGE = "reversed_range"
    PASSED_OVER = "passed_over"


# The facts stand in braces, by name. A frame fills them in from columns of these names.
_PROBLEMS: Mapping[Problem, Mapping[str, str]] = {
    Problem.NO_PROMISE: {
        "en": "no promise for indicator '{indicator}' in {dataset}",
        "vi": "{dataset} không có chỉ tiêu nào cho '{indicator}'",
    },
    Problem.ONLY_CHANGE_PROMISED: {
        "en": "{dataset} promises nothing for '{indicator}' itself, but for its change: '{target}'",
        "vi": "{dataset} không có chỉ tiêu cho chính '{indicator}', chỉ cho mức thay đổi: "
        "'{target}'",
    },
    Problem.NO_INDICATOR: {
        "en": "the row names no indicator",
        "vi": "dòng này không ghi chỉ tiêu",
    },
    Problem.NOT_REPORTED: {"en": "no value was reported", "vi": "chưa có giá trị báo cáo"},
    Problem.UNREADABLE: {"en": "{note}", "vi": "{note}"},
    Problem.NAN: {
        "en": "the value is NaN, not a number",
        "vi": "giá trị là NaN, không phải là số",
    },
    Problem.INFINITE: {"en": "the value is infinite", "vi": "giá trị là vô hạn"},
    Problem.NOT_A_NUMBER: {
        "en": "the value is true or false; a number was expected",
        "vi": "giá trị là đúng hoặc sai; cần một số",
    },
    Problem.NOT_TRUE_OR_FALSE: {
        "en": "a milestone takes true or false (1 or 0), not {value}",
        "vi": "chỉ tiêu dạng hoàn thành nhận đúng hoặc sai (1 hoặc 0), không nhận {value}",
    },
    Problem.NO_UNIT: {
        "en": "the row gives no unit; {target_unit} was expected",
        "vi": "dòng này không ghi đơn vị; cần {target_unit}",
    },
    Problem.OTHER_UNIT: {
        "en": "unit '{unit}' is unknown or does not convert to {target_unit}",
        "vi": "đơn vị '{unit}' không có trong danh mục hoặc không đổi được sang {target_unit}",
    },
    Problem.NO_AREA: {
        "en": "the row gives no area; {target_area} was expected",
        "vi": "dòng này không ghi địa bàn; cần {target_area}",
    },
    Problem.OTHER_AREA: {
        "en": "the figure is for {area}, the promise for {target_area}",
        "vi": "số liệu của {area}, chỉ tiêu của {target_area}",
    },
    Problem.NO_PERIOD: {
        "en": "the row gives no period; {wanted_period} was expected",
        "vi": "dòng này không ghi kỳ; cần {wanted_period}",
    },
    Problem.OTHER_PERIOD: {
        "en": "the figure is for {period}, not for {wanted_period}",
        "vi": "số liệu của kỳ {period}, không phải {wanted_period}",
    },
    Problem.HALF_RANGE: {
        "en": "only the larger end of a range is given; the smaller one was expected as value",
        "vi": "chỉ có đầu lớn của khoảng số liệu; thiếu đầu nhỏ ở cột value",
    },
    Problem.REVERSED_RANGE: {
        "en": "the range is the wrong way round; the smaller end was expected as value",
        "vi": "khoảng số liệu bị ngược; đầu nhỏ phải ở cột value",
    },
    Problem.PASSED_OVER: {"en": "{choice}", "vi": "{choice}"},
}
# What the facts about a promise are headed with.
_LABELS: Mapping[str, Mapping[str, str]] = {
    "id": {"en": "id", "vi": "mã"},
    "number": {"en": "number", "vi": "số"},
    "name": {"en": "name", "vi": "tên"},
    "promise": {"en": "promise", "vi": "chỉ tiêu"},
    "relation": {"en": "relation", "vi": "quan hệ"},
    "unit": {"en": "unit", "vi": "đơn vị"},
    "stretch": {"en": "striving for", "vi": "phấn đấu"},
    "quote": {"en": "quote", "vi": "nguyên văn"},
    "source": {"en": "source", "vi": "nguồn"},
    "act": {"en": "set by", "vi": "văn bản"},
    "in_force_from": {"en": "in force from", "vi": "hiệu lực từ"},
    "revised": {"en": "revised", "vi": "điều chỉnh"},
    "where_when": {"en": "area, period", "vi": "địa bàn, kỳ"},
    "of_which": {"en": "part of", "vi": "thuộc"},
    "direction": {"en": "direction", "vi": "chiều tốt"},
    "combines": {"en": "combines", "vi": "cách gộp"},
    "definition": {"en": "definition", "vi": "định nghĩa"},
    "comment": {"en": "comment", "vi": "ghi chú"},
    "data": {"en": "data", "vi": "dữ liệu"},
}


def label_in_words(fact: str, language: str) -> str:
    """What a fact about a promise is headed with."""
    return _LABELS[fact][language]


_DID_YOU_MEAN = {"en": "; did you mean '{0}'?", "vi": "; có phải là '{0}'?"}


# The same in a few words, for counting: "21 of another period".
_PROBLEMS_IN_SHORT: Mapping[Problem, Mapping[str, str]] = {
    Problem.NO_PROMISE: {"en": "without a promise", "vi": "không có chỉ tiêu tương ứng"},
    Problem.ONLY_CHANGE_PROMISED: {
        "en": "of a level whose change is promised",
        "vi": "là mức, trong khi chỉ tiêu là mức thay đổi",
    },
    Problem.NO_INDICATOR: {"en": "without an indicator", "vi": "không ghi chỉ tiêu"},
    Problem.NOT_REPORTED: {"en": "without a value", "vi": "chưa có giá trị"},
    Problem.UNREADABLE: {"en": "unreadable", "vi": "không đọc được"},
    Problem.NAN: {"en": "NaN", "vi": "NaN"},
    Problem.INFINITE: {"en": "infinite", "vi": "vô hạn"},
    Problem.NOT_A_NUMBER: {"en": "not a number", "vi": "không phải là số"},
    Problem.NOT_TRUE_OR_FALSE: {"en": "neither true nor false", "vi": "không phải đúng hoặc sai"},
    Problem.NO_UNIT: {"en": "without a unit", "vi": "không ghi đơn vị"},
    Problem.OTHER_UNIT: {"en": "in another unit", "vi": "khác đơn vị"},
    Problem.NO_AREA: {"en": "without an area", "vi": "không ghi địa bàn"},
    Problem.OTHER_AREA: {"en": "of another area", "vi": "của địa bàn khác"},
    Problem.NO_PERIOD: {"en": "without a period", "vi": "không ghi kỳ"},
    Problem.OTHER_PERIOD: {"en": "of another period", "vi": "của kỳ khác"},
    Problem.HALF_RANGE: {"en": "of half a range", "vi": "thiếu một đầu của khoảng"},
    Problem.REVERSED_RANGE: {"en": "of a reversed range", "vi": "có khoảng bị ngược"},
    Problem.PASSED_OVER: {"en": "passed over for another", "vi": "đã chọn số liệu khác"},
}


def problem_in_short(problem: Problem, language: str) -> str:
    """A problem in a few words, to stand after a count.

    Examples:
        >>> problem_in_short(Problem.OTHER_PERIOD, "en")
        'of another period'
    """
    return _PROBLEMS_IN_SHORT[problem][language]


def check_language(language: str) -> None:
    """Raise `UnknownOptionError` unless the language is "vi" or "en"."""
    if language not in LANGUAGES:
        raise UnknownOptionError(option="language", value=language, known=LANGUAGES)


def status_in_words(status: Status, language: str) -> str:
    """A status as a report would put it.

    Examples:
        >>> status_in_words(Status.MISSED, "vi")
        'chưa đạt'
    """
    return _STATUSES[status][language]


def problem_template(problem: Problem, language: str) -> str:
    """The sentence for a problem, with its facts in braces."""
    return _PROBLEMS[problem][language]


# How firm a figure is, by its SDMX code or as reports put it; a final one needs no word.
_FIRMNESS: Mapping[str, Mapping[str, str]] = {
    "A": {"en": "", "vi": ""},
    "E": {"en": "estimated", "vi": "ước"},
    "F": {"en": "forecast", "vi": "dự báo"},
    "P": {"en": "provisional", "vi": "sơ bộ"},
}


def firmness_in_words(code: str, language: str) -> str:
    """How firm a figure with this SDMX code is; the code itself where no word is known."""
    return _FIRMNESS.get(code, {}).get(language, code)


_TALLIES: Mapping[str, Mapping[str, str]] = {
    "final": {
        "en": "{at_least} of {total} met or exceeded",
        "vi": "{at_least}/{total} chỉ tiêu đạt và vượt",
    },
    "open": {
        "en": "between {at_least} and {at_most} of {total} met or exceeded",
        "vi": "từ {at_least} đến {at_most} trong {total} chỉ tiêu đạt và vượt",
    },
}


def tally_in_words(at_least: int, at_most: int, total: int, language: str) -> str:
    """How many of all items are met: one number, or two while some are open."""
    check_language(language)
    sentence = _TALLIES["final" if at_least == at_most else "open"][language]
    return sentence.format(at_least=at_least, at_most=at_most, total=total)


def did_you_mean(near: Sequence[str], language: str) -> str:
    """What to add to a sentence about an unknown name; "" where nothing comes near."""
    return "".join(_DID_YOU_MEAN[language].format(name) for name in near)


def promise_in_words(criterion: Criterion, unit: str, language: str) -> str:
    """A criterion with its unit as a report would put it.

    Examples:
        >>> from resolution_targets.criteria import Criterion
        >>> criterion = Criterion(relation="above", lower=91)
        >>> promise_in_words(criterion, "million VND/person", "en")
        'above 91 million VND per person'
    """
    ends = [end for end in (criterion.lower, criterion.upper) if end is not None]
    *first, last = ends or [Decimal(0)]
    # A range names its unit once: "between 0.5 and 0.6 percentage points".
    amounts = [format_amount(end, "dimensionless", locale=language) for end in first]
    amounts.append(format_amount(last, unit, locale=language))
    if criterion.hedged and criterion.relation in _HEDGED_RELATIONS:
        words = _HEDGED_RELATIONS[criterion.relation][language].format(*amounts)
    else:
        words = _RELATIONS[criterion.relation][language].format(*amounts)
        words = _HEDGED[language].format(words) if criterion.hedged else words
    return _MAINTAIN[language].format(words) if criterion.maintain else words


_TRUTH = {True: {"en": "done", "vi": "đã hoàn thành"}, False: {"en": "not done", "vi": "chưa"}}


def truth_in_words(*, is_done: bool, language: str) -> str:
    """Whether a milestone is reached, as a report would put it."""
    return _TRUTH[is_done][language]


def reason_in_words(reported: Sequence[Decimal | float], unit: str, promise: str) -> str:
    """A judged figure, or both ends of a range, and the promise, in one English sentence."""
    *first, last = reported
    if isinstance(last, bool):
        figure = _TRUTH[last]["en"]
    else:
        amounts = [format_amount(end, "dimensionless", locale="en") for end in first]
        figure = " to ".join([*amounts, format_amount(last, unit, locale="en")])
    return f"{figure} is reported; promised: {promise}"


_RANGE: Mapping[str, str] = {"en": "{low} to {high}", "vi": "{low} đến {high}"}


def range_template(language: str) -> str:
    """How a range is written, with its ends in braces.

    Examples:
        >>> range_template("vi")
        '{low} đến {high}'
    """
    return _RANGE[language]


def figure_with_unit(
    value: Decimal | float, upper: Decimal | float | None, unit: str, language: str
) -> str:
    """A figure or a range with its unit, which is named once: "8 to 8.5%".

    Examples:
        >>> figure_with_unit(8, 8.5, "percent", "vi")
        '8 đến 8,5%'
    """
    if upper is None:
        return format_amount(value, unit, locale=language)
    low = format_amount(value, "dimensionless", locale=language)
    high = format_amount(upper, unit, locale=language)
    return range_template(language).format(low=low, high=high)


def signed_amount(amount: Decimal, unit: str, language: str) -> str:
    """A difference with its sign and unit: "+0.3 percentage points"."""
    text = format_amount(amount, unit, locale=language)
    return text if amount <= 0 else f"+{text}"


def rounded(number: Decimal | Fraction | float, digits: int) -> Decimal:
    """A number to so many digits, without zeros at its end.

    Examples:
        >>> rounded(7.3 - 7, 12)
        Decimal('0.3')
    """
    exact = Fraction(number)
    context = Context(prec=digits)
    return context.divide(Decimal(exact.numerator), Decimal(exact.denominator)).normalize(context)


def capital(text: str) -> str:
    """A text that begins a sentence."""
    return text[:1].upper() + text[1:]
