"""Outlooks in sentences: where a figure stands, what is needed until December, how sure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from resolution_targets.criteria import Direction, Reading, is_strict
from resolution_targets.explanations import figure_sentence, promise_sentence, reading_sentences
from resolution_targets.numerals import as_written
from resolution_targets.observations import ObservationStatus
from resolution_targets.outlookwords import Pace, method_in_words, pace_in_words
from resolution_targets.units import format_amount
from resolution_targets.vocabulary import DIMENSIONLESS
from resolution_targets.wording import (
    check_language,
    firmness_in_words,
    rounded,
    signed_amount,
    status_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.outlooks import Outlook
    from resolution_targets.verdicts import Number

# Amounts are told to so many digits, shares to fewer; where that is not all, "≈" says so.
_DIGITS = 12
_RATE_DIGITS = 6
_SHARE_DIGITS = 4
_YEAR = 12

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "attained": {
        "en": "Attained: {figure} / {bound} {equals} {share} of the promise.",
        "vi": "Đã thực hiện: {figure} / {bound} {equals} {share} chỉ tiêu.",
    },
    "expected": {
        "en": "Expected for {period} by the {method}: {bound} x {share} {equals} {expected}.",
        "vi": "Kỳ vọng cho kỳ {period} theo {method}: {bound} x {share} {equals} {expected}.",
    },
    "so_far": {
        "en": "Such a figure is held against the promise itself, as so far.",
        "vi": "Số liệu loại này được so với chính mức chỉ tiêu, tính đến nay.",
    },
    "pace": {"en": "{order}: {pace}.", "vi": "{order}: {pace}."},
    "ahead": {
        "en": "{order}, by more than {margin}: {pace}.",
        "vi": "{order}, hơn {margin}: {pace}.",
    },
    "within": {
        "en": "{order}, by no more than {margin}: {pace}.",
        "vi": "{order}, không quá {margin}: {pace}.",
    },
    "needed": {
        "en": "Needed until December: {bound} - {figure} = {rest} in {months}, so {rate}.",
        "vi": "Còn phải thực hiện đến tháng 12: {bound} - {figure} = {rest} trong {months}, "
        "tức {rate}.",
    },
    "needed_above": {
        "en": "Needed until December: more than {bound} - {figure} = {rest} in {months}, "
        "so more than {rate}.",
        "vi": "Còn phải thực hiện đến tháng 12: hơn {bound} - {figure} = {rest} trong {months}, "
        "tức hơn {rate}.",
    },
    "nothing_needed": {
        "en": "Needed until December: nothing more; {figure} - {bound} = {rest}.",
        "vi": "Đến tháng 12 không cần thực hiện thêm; {figure} - {bound} = {rest}.",
    },
    "allowed": {
        "en": "Left until December: {bound} - {figure} = {rest} in {months}, so {rate} at most.",
        "vi": "Còn lại đến tháng 12: {bound} - {figure} = {rest} trong {months}, "
        "tức tối đa {rate}.",
    },
    "allowed_below": {
        "en": "Left until December: less than {bound} - {figure} = {rest} in {months}, "
        "so less than {rate}.",
        "vi": "Còn lại đến tháng 12: dưới {bound} - {figure} = {rest} trong {months}, "
        "tức dưới {rate}.",
    },
    "pace_so_far": {
        "en": "So far: {figure} in {months} {equals} {rate}.",
        "vi": "Đến nay: {figure} trong {months} {equals} {rate}.",
    },
    "done": {"en": "Done: {pace}.", "vi": "Đã hoàn thành: {pace}."},
    "short": {
        "en": "Needed until December: {gap} to the bound.",
        "vi": "Còn thiếu so với mức chỉ tiêu đến tháng 12: {gap}.",
    },
    "keep": {
        "en": "Needed until December: to stay there.",
        "vi": "Đến tháng 12 cần giữ được mức này.",
    },
    "projected": {
        "en": "Projected for {year}: {figure} / {share} {equals} {amount} ({method}): {status}.",
        "vi": "Dự kiến cả năm {year}: {figure} / {share} {equals} {amount} ({method}): {status}.",
    },
    "carried": {
        "en": "Projected for {year}: {amount} ({method}): {status}.",
        "vi": "Dự kiến cả năm {year}: {amount} ({method}): {status}.",
    },
    "sure": {"en": "How sure: {grounds}.", "vi": "Độ chắc chắn: {grounds}."},
    "refused": {"en": "No outlook: {reason}.", "vi": "Không có dự báo: {reason}."},
    "partial": {"en": "Not projected: {reason}.", "vi": "Không dự kiến cả năm: {reason}."},
}
# By whether less is better, and whether the bound itself does not do.
_NEEDED: Mapping[tuple[bool, bool], str] = {
    (False, False): "needed",
    (False, True): "needed_above",
    (True, False): "allowed",
    (True, True): "allowed_below",
}
_GROUNDS: Mapping[str, Mapping[str, str]] = {
    "status": {"en": "the figure is {status}", "vi": "số liệu là {status}"},
    "final": {"en": "the figure is final", "vi": "số liệu chính thức"},
    "bare": {
        "en": "how firm the figure is was not said",
        "vi": "không rõ mức độ chính thức của số liệu",
    },
    "months": {"en": "it covers {months} of 12 months", "vi": "số liệu gồm {months}/12 tháng"},
    "path": {"en": "the {method} is an assumption", "vi": "{method} là giả định"},
    "carried": {"en": "the rest of the year may differ", "vi": "phần còn lại của năm có thể khác"},
}
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
    if so_far.ends:
        for number in so_far.reported:
            yield from _standing(outlook, number, language)
    else:
        yield _say("done", language, pace=pace_in_words(outlook.pace, language))
    if outlook.problem is not None:
        yield _say("partial", language, reason=outlook.reason_in(language))
    yield _say("sure", language, grounds="; ".join(_grounds(outlook, language)))


def _standing(outlook: Outlook, number: Number, language: str) -> Iterator[str]:
    """What one figure, or one end of a range, comes to."""
    figure = Fraction(as_written(number)) * outlook.so_far.factor
    yield from _converted(outlook, number, figure, language)
    if outlook.profile is None:
        yield from _so_far(outlook, figure, language)
    else:
        yield from _on_path(outlook, figure, language)


def _so_far(outlook: Outlook, figure: Fraction, language: str) -> Iterator[str]:
    target = outlook.so_far.target
    ends = [Fraction(end) for end in outlook.so_far.ends]
    assert outlook.pace is not None  # noqa: S101  # see _sentences
    order = "; ".join(_order(figure, end, language) for end in ends)
    yield _say("so_far", language)
    yield _say("pace", language, order=order, pace=pace_in_words(outlook.pace, language))
    if outlook.months_left:
        gap = rounded(ends[0] - figure, _DIGITS)
        key = "short" if outlook.pace is Pace.BEHIND else "keep"
        yield _say(key, language, gap=signed_amount(gap, target.gap_unit, language))
    amount = format_amount(rounded(figure, _DIGITS), target.unit, locale=language)
    yield _say("carried", language, amount=amount, **_projection(outlook, language))


def _on_path(outlook: Outlook, figure: Fraction, language: str) -> Iterator[str]:
    target, share = outlook.so_far.target, outlook.expected_share
    assert share is not None  # noqa: S101  # a path has one
    bound = Fraction(outlook.so_far.ends[0])
    expected = bound * share
    facts = {
        "figure": _bare(figure, language),
        "bound": _bare(bound, language),
        "share": _share(share, language),
        "period": str(outlook.period),
        "method": method_in_words(outlook.projection_method or "", language),
    }
    attained = figure / bound
    equals = _about(attained * 100, _SHARE_DIGITS)
    yield _say(
        "attained", language, **facts | {"equals": equals, "share": _percent(attained, language)}
    )
    amount = format_amount(rounded(expected, _RATE_DIGITS), target.unit, locale=language)
    equals = _about(expected, _RATE_DIGITS)
    yield _say("expected", language, expected=amount, equals=equals, **facts)
    yield _pace(outlook, figure, share, language)
    if outlook.problem is None and outlook.months_left:
        yield from _needed(outlook, figure, bound, language)
    if outlook.projected is not None:
        projected = figure / share
        total = format_amount(rounded(projected, _RATE_DIGITS), target.unit, locale=language)
        share_of = facts["share"]
        divisor = f"({share_of})" if "/" in share_of else share_of
        told = facts | {"share": divisor, "equals": _about(projected, _RATE_DIGITS)}
        yield _say("projected", language, amount=total, **told | _projection(outlook, language))


def _pace(outlook: Outlook, figure: Fraction, share: Fraction, language: str) -> str:
    assert outlook.pace is not None  # noqa: S101  # see _sentences
    pace = pace_in_words(outlook.pace, language)
    ends = [Fraction(end) * share for end in outlook.so_far.ends]
    order = "; ".join(_order(figure, end, language, _RATE_DIGITS) for end in ends)
    if outlook.pace is Pace.BEHIND or outlook.so_far.target.indicator.direction is Direction.WITHIN:
        return _say("pace", language, order=order, pace=pace)
    margin = _percent(Fraction(outlook.margin), language)
    key = "ahead" if outlook.pace is Pace.AHEAD else "within"
    return _say(key, language, order=order, margin=margin, pace=pace)


def _needed(outlook: Outlook, figure: Fraction, bound: Fraction, language: str) -> Iterator[str]:
    target, left = outlook.so_far.target, outlook.months_left
    rest, unit = bound - figure, outlook.required_unit
    assert unit is not None  # noqa: S101  # months are left of a path
    is_less_better = target.indicator.direction is Direction.LOWER
    facts = {
        "figure": _bare(figure, language),
        "bound": _bare(bound, language),
        "months": _months(left, language),
        "rate": _rate(unit, rest / left, language),
    }
    # Read strictly, the bound itself does not do: nothing to go is still something to go.
    is_strict = _is_strict(outlook)
    if rest > 0 or is_less_better or (is_strict and not rest):
        amount = format_amount(rounded(rest, _DIGITS), target.unit, locale=language)
        key = _NEEDED[is_less_better, is_strict]
        yield _say(key, language, rest=amount, **facts)
    else:
        amount = format_amount(rounded(-rest, _DIGITS), target.unit, locale=language)
        yield _say("nothing_needed", language, rest=amount, **facts)
    so_far = figure / outlook.months
    yield _say(
        "pace_so_far",
        language,
        figure=_bare(figure, language),
        months=_months(outlook.months, language),
        equals=_about(so_far, _RATE_DIGITS),
        rate=_rate(unit, so_far, language, marked=False),
    )


def _is_strict(outlook: Outlook) -> bool:
    so_far = outlook.so_far
    return is_strict(so_far.target.criterion.relation) and so_far.reading is Reading.STRICT


def _rate(unit: str, rate: Fraction, language: str, *, marked: bool = True) -> str:
    amount = format_amount(rounded(rate, _RATE_DIGITS), unit, locale=language)
    return f"≈ {amount}" if marked and rounded(rate, _RATE_DIGITS) != rate else amount


def _converted(outlook: Outlook, number: Number, figure: Fraction, language: str) -> Iterator[str]:
    """The figure in the promise's unit, if it was reported in another."""
    so_far = outlook.so_far
    if so_far.unit == so_far.target.unit:
        return
    here = format_amount(rounded(figure, _DIGITS), so_far.target.unit, locale=language)
    there = format_amount(as_written(number), so_far.unit, locale=language)
    at = "" if so_far.rate is None else _AT[language].format(so_far.rate.in_words(language))
    yield f"{there} {_about(figure, _DIGITS)} {here}{at}."


def _projection(outlook: Outlook, language: str) -> dict[str, str]:
    assert outlook.projected_status is not None  # noqa: S101  # what is projected has one
    return {
        "year": str(outlook.so_far.target.reference_period),
        "method": method_in_words(outlook.projection_method or "", language),
        "status": status_in_words(outlook.projected_status, language),
    }


def _grounds(outlook: Outlook, language: str) -> Iterator[str]:
    observation = outlook.so_far.observation
    status = None if observation is None else observation.observation_status
    if status is None:
        yield _GROUNDS["bare"][language]
    elif status is ObservationStatus.NORMAL:
        yield _GROUNDS["final"][language]
    else:
        words = firmness_in_words(status.value, language)
        yield _GROUNDS["status"][language].format(status=words)
    yield _GROUNDS["months"][language].format(months=outlook.months)
    if outlook.months_left and outlook.projected is not None:
        key = "carried" if outlook.profile is None else "path"
        method = method_in_words(outlook.projection_method or "", language)
        yield _GROUNDS[key][language].format(method=method)


def _months(count: int, language: str) -> str:
    one, many = _MONTHS[language]
    return one if count == 1 else many.format(count)


def _percent(share: Fraction, language: str) -> str:
    return format_amount(rounded(share * 100, _SHARE_DIGITS), "percent", locale=language)


def _share(share: Fraction, language: str) -> str:
    """A share that can be multiplied by hand: 5/12, where 41.67% could not."""
    twelfths = share * _YEAR
    if twelfths.denominator == 1:
        return f"{twelfths}/{_YEAR}"
    return format_amount(rounded(share * 100, _DIGITS), "percent", locale=language)


def _about(exact: Fraction, digits: int) -> str:
    return "=" if rounded(exact, digits) == exact else "≈"


def _order(number: Fraction, end: Fraction, language: str, digits: int = _DIGITS) -> str:
    sign = ">" if number > end else "<" if number < end else "="
    return f"{_bare(number, language)} {sign} {_bare(end, language, digits)}"


def _bare(number: Fraction, language: str, digits: int = _DIGITS) -> str:
    return format_amount(rounded(number, digits), DIMENSIONLESS, locale=language)
