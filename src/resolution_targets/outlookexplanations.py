"""Outlooks in sentences: where a figure stands, what is needed until December, how sure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from resolution_targets.criteria import Direction, Reading, is_strict
from resolution_targets.explanations import (
    bare,
    difference_in_words,
    equals_sign,
    figure_sentence,
    order_in_words,
    promise_sentence,
    reading_sentences,
    share_in_words,
    sign_between,
)
from resolution_targets.numerals import as_written
from resolution_targets.observations import ObservationStatus
from resolution_targets.outlookwords import Pace, method_in_words, pace_in_words
from resolution_targets.periods import period_in_words
from resolution_targets.units import format_amount
from resolution_targets.wording import (
    check_language,
    firmness_in_words,
    rounded,
    status_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.outlooks import Outlook
    from resolution_targets.verdicts import Number

# Amounts are told to so many digits, what was divided to fewer; where that is not all,
# "≈" says so.
_DIGITS = 12
_RATE_DIGITS = 6
_YEAR = 12

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "attained": {
        "en": "Attained: {shares} of the promise.",
        "vi": "Đã thực hiện: {shares} chỉ tiêu.",
    },
    "expected": {
        "en": "Expected for {period} by the {method}: {products}.",
        "vi": "Kỳ vọng cho {period} theo {method}: {products}.",
    },
    "so_far": {
        "en": "It does not add up over the year, so it is held against the promise itself, so far.",
        "vi": "Số liệu này không cộng dồn trong năm nên được so với chính mức chỉ tiêu, "
        "tính đến nay.",
    },
    "pace": {"en": "{order}: {pace}.", "vi": "{order}: {pace}."},
    "ahead": {
        "en": "{order}, by more than {margin}: {pace}.",
        "vi": "{order}, chênh hơn {margin}: {pace}.",
    },
    "within": {
        "en": "{order}, by no more than {margin}: {pace}.",
        "vi": "{order}, chênh không quá {margin}: {pace}.",
    },
    "partly_ahead": {
        "en": "{order}, not all of it by more than {margin}: {pace}.",
        "vi": "{order}, không phải toàn bộ chênh hơn {margin}: {pace}.",
    },
    "needed": {
        "en": "Needed until December: {more}{difference} in {months}, {rate}.",
        "vi": "Còn phải thực hiện đến hết tháng 12: {more}{difference} trong {months}, {rate}.",
    },
    "nothing_needed": {
        "en": "Needed until December: nothing more, with {surplus} to spare.",
        "vi": "Đến hết tháng 12 không cần thực hiện thêm, đã dư {surplus}.",
    },
    "to_pass": {
        "en": "Needed until December: to pass the bound.",
        "vi": "Đến hết tháng 12 cần vượt qua mức chỉ tiêu.",
    },
    "allowed": {
        "en": "Left until December: {more}{difference} in {months}, {rate}.",
        "vi": "Còn được phép đến hết tháng 12: {more}{difference} trong {months}, {rate}.",
    },
    "nothing_allowed": {
        "en": "Left until December: nothing; over the bound by {surplus}.",
        "vi": "Đến hết tháng 12 không còn được phép thêm; đã quá mức chỉ tiêu {surplus}.",
    },
    "pace_so_far": {
        "en": "So far: {figure} in {months}, {rate}.",
        "vi": "Đến nay: {figure} trong {months}, {rate}.",
    },
    "done": {"en": "Done: {pace}.", "vi": "Đã hoàn thành: {pace}."},
    "short": {
        "en": "Needed until December: {difference}.",
        "vi": "Cần thay đổi đến hết tháng 12: {difference}.",
    },
    "keep": {
        "en": "Needed until December: to stay there.",
        "vi": "Đến hết tháng 12 cần giữ được mức này.",
    },
    "projected": {
        "en": "Projected for {year}: {amounts} ({method}): {status}.",
        "vi": "Dự kiến cả năm {year}: {amounts} ({method}): {status}.",
    },
    "sure": {"en": "How sure: {grounds}.", "vi": "Độ chắc chắn: {grounds}."},
    "refused": {"en": "No outlook: {reason}.", "vi": "Không có dự báo: {reason}."},
    "partial": {"en": "Not projected: {reason}.", "vi": "Không dự kiến cả năm: {reason}."},
}
_GROUNDS: Mapping[str, Mapping[str, str]] = {
    "status": {"en": "the figure is {status}", "vi": "số liệu là số {status}"},
    # Not "final": a file without a column of statuses says nothing of the kind.
    "final": {
        "en": "the figure is not marked as an estimate",
        "vi": "số liệu không được ghi là số ước",
    },
    "bare": {
        "en": "nothing says how firm the figure is",
        "vi": "không rõ số liệu là ước, sơ bộ hay chính thức",
    },
    "months": {"en": "it covers {months} of 12 months", "vi": "số liệu gồm {months}/12 tháng"},
    "path": {"en": "the {method} is an assumption", "vi": "{method} là giả định"},
    "carried": {
        "en": "the remaining {months} of the year may differ",
        "vi": "{months} còn lại của năm có thể khác",
    },
}
# What stands before an amount that itself will do or not, by whether less is better and
# whether the bound itself does not do.
_MORE: Mapping[tuple[bool, bool], Mapping[str, str]] = {
    (False, False): {"en": "", "vi": ""},
    (False, True): {"en": "more than ", "vi": "hơn "},
    (True, False): {"en": "at most ", "vi": "tối đa "},
    (True, True): {"en": "less than ", "vi": "dưới "},
}
# How what is past the harder end compares with it; inside a range there is no past.
_PAST = {Direction.HIGHER: {">"}, Direction.LOWER: {"<"}}
_MONTHS = {"en": ("1 month", "{0} months"), "vi": ("1 tháng", "{0} tháng")}
_AT = {"en": " at {0}", "vi": " theo tỷ giá {0}"}


def explain_outlook(outlook: Outlook, language: str) -> str:
    """Where a figure stands, what is needed until December, and how sure that is.

    Args:
        outlook: What was found.
        language: "vi" or "en".

    Raises:
        UnknownOptionError: The language is another one.
    """
    check_language(language)
    return " ".join(_sentences(outlook, language))


def _say(key: str, language: str, **facts: str) -> str:
    return _SENTENCES[key][language].format(**facts)


def _sentences(outlook: Outlook, language: str) -> Iterator[str]:
    so_far = outlook.so_far
    yield promise_sentence(so_far.target, language)
    if so_far.problem is None:
        yield figure_sentence(so_far, language, period=outlook.period)
        yield from reading_sentences(so_far, language)
    if outlook.pace is None:
        yield _say("refused", language, reason=outlook.reason_in(language))
        return
    if not so_far.ends:
        yield _say("done", language, pace=pace_in_words(outlook.pace, language))
    else:
        yield from _converted(outlook, language)
        yield from (_so_far if outlook.profile is None else _on_path)(outlook, language)
    if outlook.problem is not None:
        yield _say("partial", language, reason=outlook.reason_in(language))
    yield _say("sure", language, grounds="; ".join(_grounds(outlook, language)))


def _figures(outlook: Outlook) -> list[Fraction]:
    """What was reported, in the unit of the promise."""
    so_far = outlook.so_far
    return [Fraction(as_written(number)) * so_far.factor for number in so_far.reported]


def _counted(outlook: Outlook) -> tuple[Number, ...]:
    """What was reported, or of a range that is read leniently its better end."""
    reported = outlook.so_far.reported
    if outlook.so_far.reading is Reading.STRICT:
        return reported
    better = {Direction.HIGHER: reported[-1:], Direction.LOWER: reported[:1]}
    return better.get(outlook.so_far.target.indicator.direction, reported)


def _converted(outlook: Outlook, language: str) -> Iterator[str]:
    """The figure in the promise's unit, if it was reported in another."""
    so_far = outlook.so_far
    if so_far.unit == so_far.target.unit:
        return
    at = "" if so_far.rate is None else _AT[language].format(so_far.rate.in_words(language))
    for number, figure in zip(so_far.reported, _figures(outlook), strict=True):
        here = format_amount(rounded(figure, _DIGITS), so_far.target.unit, locale=language)
        there = format_amount(as_written(number), so_far.unit, locale=language)
        yield f"{there} {equals_sign(figure)} {here}{at}."


def _orders(outlook: Outlook, share: Fraction, language: str) -> str:
    """How what counts compares with a share of each end of the promise."""
    factor = outlook.so_far.factor
    digits = _DIGITS if outlook.profile is None else _RATE_DIGITS
    return "; ".join(
        # Held against each other in the figure's unit, told in the promise's.
        order_in_words(
            Fraction(as_written(number)) * factor,
            sign_between(number, end * share / factor),
            end * share,
            language,
            digits=digits,
        )
        for number in _counted(outlook)
        for end in map(Fraction, outlook.so_far.ends)
    )


def _so_far(outlook: Outlook, language: str) -> Iterator[str]:
    target = outlook.so_far.target
    assert outlook.pace is not None  # noqa: S101  # see _sentences
    yield _say("so_far", language)
    order = _orders(outlook, Fraction(1), language)
    yield _say("pace", language, order=order, pace=pace_in_words(outlook.pace, language))
    figures = _figures(outlook)
    if outlook.months_left:
        yield _to_reach(outlook, figures[0], language)
    amounts = (
        format_amount(rounded(figure, _DIGITS), target.unit, locale=language) for figure in figures
    )
    yield _projected(outlook, "; ".join(amounts), language)


def _to_reach(outlook: Outlook, figure: Fraction, language: str) -> str:
    """What a figure that does not add up still has to do."""
    target = outlook.so_far.target
    if outlook.pace is not Pace.BEHIND:
        return _say("keep", language)
    ends = [Fraction(end) for end in outlook.so_far.ends]
    # Above the range that it should stay inside, the way back is to its upper end.
    is_past = target.indicator.direction is Direction.WITHIN and figure > ends[-1]
    end = ends[-1] if is_past else ends[0]
    if figure == end:
        return _say("to_pass", language)
    return _say(
        "short", language, difference=difference_in_words(end, figure, target.gap_unit, language)
    )


def _on_path(outlook: Outlook, language: str) -> Iterator[str]:
    target, share = outlook.so_far.target, outlook.expected_share
    assert share is not None  # noqa: S101  # a path has one
    bound, figures = Fraction(outlook.so_far.ends[0]), _figures(outlook)
    shares = "; ".join(share_in_words(figure, bound, language) for figure in figures)
    yield _say("attained", language, shares=shares)
    told, is_whole = _share(outlook, language)
    products = (
        _product(Fraction(end), share, told, is_whole=is_whole, unit=target.unit, language=language)
        for end in outlook.so_far.ends
    )
    yield _say(
        "expected",
        language,
        period=period_in_words(outlook.period, language),
        method=method_in_words(outlook.projection_method or "", language),
        products="; ".join(products),
    )
    yield _pace(outlook, share, language)
    if outlook.required is not None:
        yield from _needed(outlook, figures[0], bound, language)
    if outlook.problem is None:
        amounts = (
            _quotient(figure, share, told, is_whole=is_whole, unit=target.unit, language=language)
            for figure in figures
        )
        yield _projected(outlook, "; ".join(amounts), language)


def _pace(outlook: Outlook, share: Fraction, language: str) -> str:
    assert outlook.pace is not None  # noqa: S101  # see _sentences
    so_far = outlook.so_far
    direction = so_far.target.indicator.direction
    harder = Fraction(so_far.ends[-1]) * share / so_far.factor
    signs = {sign_between(number, harder) for number in _counted(outlook)}
    key = "pace"
    if outlook.pace is Pace.AHEAD:
        key = "ahead"
    elif outlook.pace is Pace.ON_TRACK and signs == _PAST.get(direction):
        key = "within" if len(_counted(outlook)) == 1 else "partly_ahead"
    return _say(
        key,
        language,
        order=_orders(outlook, share, language),
        margin=format_amount(outlook.margin * 100, "percent", locale=language),
        pace=pace_in_words(outlook.pace, language),
    )


def _needed(outlook: Outlook, figure: Fraction, bound: Fraction, language: str) -> Iterator[str]:
    target, left, unit = outlook.so_far.target, outlook.months_left, outlook.required_unit
    assert unit is not None  # noqa: S101  # asked for where something is required
    is_less_better = target.indicator.direction is Direction.LOWER
    is_open = outlook.so_far.reading is Reading.STRICT and is_strict(target.criterion.relation)
    if bound > figure:
        yield _say(
            "allowed" if is_less_better else "needed",
            language,
            more=_MORE[is_less_better, is_open][language],
            difference=difference_in_words(bound, figure, target.gap_unit, language),
            months=_months(left, language),
            rate=_rate(bound - figure, left, unit, language),
        )
    elif bound == figure and is_open and not is_less_better:
        yield _say("to_pass", language)
    else:
        key = "nothing_allowed" if is_less_better else "nothing_needed"
        surplus = difference_in_words(figure, bound, target.gap_unit, language)
        yield _say(key, language, surplus=surplus)
    yield _say(
        "pace_so_far",
        language,
        figure=bare(figure, language),
        months=_months(outlook.months, language),
        rate=_rate(figure, outlook.months, unit, language),
    )


def _rate(amount: Fraction, months: int, unit: str, language: str) -> str:
    """An amount spread over months: "2,800 / 3 ≈ 933.333 billion VND per month"."""
    rate = amount / months
    told = format_amount(rounded(rate, _RATE_DIGITS), unit, locale=language)
    equals = equals_sign(rate, digits=_RATE_DIGITS)
    return f"{bare(amount, language)} / {months} {equals} {told}"


def _product(  # noqa: PLR0913  # what a multiplication is told with
    end: Fraction, share: Fraction, told: str, *, is_whole: bool, unit: str, language: str
) -> str:
    """What is expected of one end: "17,800 x 9/12 = 13,350 billion VND"."""
    expected = end * share
    equals = equals_sign(expected, digits=_RATE_DIGITS) if is_whole else "≈"
    amount = format_amount(rounded(expected, _RATE_DIGITS), unit, locale=language)
    return f"{bare(end, language)} x {told} {equals} {amount}"


def _quotient(  # noqa: PLR0913  # see _product
    figure: Fraction, share: Fraction, told: str, *, is_whole: bool, unit: str, language: str
) -> str:
    """What a figure points to: "15,000 / (9/12) = 20,000 billion VND"."""
    projected = figure / share
    total = format_amount(rounded(projected, _RATE_DIGITS), unit, locale=language)
    equals = equals_sign(projected, digits=_RATE_DIGITS) if is_whole else "≈"
    return f"{bare(figure, language)} / ({told}) {equals} {total}"


def _projected(outlook: Outlook, amounts: str, language: str) -> str:
    assert outlook.projected_status is not None  # noqa: S101  # what is projected has one
    return _say(
        "projected",
        language,
        year=str(outlook.so_far.target.reference_period.year),
        amounts=amounts,
        method=method_in_words(outlook.projection_method or "", language),
        status=status_in_words(outlook.projected_status, language),
    )


def _grounds(outlook: Outlook, language: str) -> Iterator[str]:
    observation = outlook.so_far.observation
    if observation is None:
        yield _GROUNDS["bare"][language]
    elif observation.observation_status is ObservationStatus.NORMAL:
        yield _GROUNDS["final"][language]
    else:
        words = firmness_in_words(observation.observation_status.value, language)
        yield _GROUNDS["status"][language].format(status=words)
    if outlook.profile is not None:
        yield _GROUNDS["months"][language].format(months=outlook.months)
        # All of the year's amount comes in within the year, by whatever path.
        if outlook.months < _YEAR:
            method = method_in_words(outlook.profile.name, language)
            yield _GROUNDS["path"][language].format(method=method)
    elif outlook.months_left:
        months = _months(outlook.months_left, language)
        yield _GROUNDS["carried"][language].format(months=months)


def _months(count: int, language: str) -> str:
    one, many = _MONTHS[language]
    return one if count == 1 else many.format(count)


def _share(outlook: Outlook, language: str) -> tuple[str, bool]:
    """A share that can be multiplied by hand, 5/12 where 41.67% could not; whether it is all."""
    assert outlook.profile is not None  # noqa: S101  # a path has one
    part, whole = outlook.profile.told_share_of(outlook.period)
    if max(part, whole) < 10**_DIGITS:
        return f"{bare(part, language)}/{bare(whole, language)}", True
    percent = part / whole * 100
    told = rounded(percent, _DIGITS)
    return format_amount(told, "percent", locale=language), told == percent
