"""Verdicts in sentences: the promise, the figure, the reading, the arithmetic, the outcome.

Every number in them follows from those before it, so that a reader can compute it again
by hand. All is computed from the decimals that were written, not from floats; where a result
has more digits than are told, "≈" says so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from resolution_targets.criteria import Reading, Relation, is_strict
from resolution_targets.numerals import as_written, published_decimals
from resolution_targets.periods import day_in_words, period_in_words
from resolution_targets.units import format_amount
from resolution_targets.vocabulary import DIMENSIONLESS
from resolution_targets.wording import (
    capital,
    check_language,
    firmness_in_words,
    rounded,
    signed_amount,
    status_in_words,
    truth_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from resolution_targets.observations import Observation
    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.targets import Target
    from resolution_targets.verdicts import Number, Verdict

# Amounts are told to so many digits; a share of the bound to four, 92.22%, and past
# 100% to hundredths, so that 17,805 of 17,800 are not 100%.
_DIGITS = 12
_SHARE_DIGITS = 4
_WHOLE = 100
_DECIMAL_MARKS = {"en": ".", "vi": ","}

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "promise": {
        "en": "({number}) {name}. Promised: {promise} (“{quote}”).",
        "vi": "({number}) {name}. Chỉ tiêu: {promise} (“{quote}”).",
    },
    "promise_from": {
        "en": "({number}) {name}. Promised from {day} on: {promise} (“{quote}”).",
        "vi": "({number}) {name}. Chỉ tiêu từ ngày {day}: {promise} (“{quote}”).",
    },
    "derived": {
        "en": "Derived: {figure}, from {trail}.",
        "vi": "Tính ra: {figure}, từ {trail}.",
    },
    "figure": {"en": "Reported: {figure}.", "vi": "Thực hiện: {figure}."},
    "about": {"en": "{figure} for {period}", "vi": "{figure}, {period}"},
    "source": {"en": "source: {source}", "vi": "nguồn: {source}"},
    "range": {"en": "{low} to {high}", "vi": "từ {low} đến {high}"},
    "strict": {
        "en": "Read strictly: the bound itself does not count as met.",
        "vi": "Đọc chặt: bằng mức chỉ tiêu chưa tính là đạt.",
    },
    "lenient": {
        "en": "Read leniently: the bound itself counts as met.",
        "vi": "Đọc theo nghĩa rộng: bằng mức chỉ tiêu cũng tính là đạt.",
    },
    "lenient_range": {
        "en": "Read leniently: a range counts by its better end.",
        "vi": "Đọc theo nghĩa rộng: khoảng số liệu được tính theo đầu tốt hơn.",
    },
    "rounded": {
        "en": "As published, {number} stands for {low} up to, and without, {high}.",
        "vi": "Theo độ chính xác công bố, {number} ứng với các giá trị từ {low} đến dưới {high}.",
    },
    "not_reached": {"en": "{high} itself is not reached", "vi": "chưa chạm {high}"},
    "converted": {"en": "{there} {equals} {here}.", "vi": "{there} {equals} {here}."},
    "converted_at": {
        "en": "{there} {equals} {here} at {rate}.",
        "vi": "{there} {equals} {here} theo tỷ giá {rate}.",
    },
    "outcome": {"en": "{order}: {status}.", "vi": "{order}: {status}."},
    "gap": {"en": "Gap: {gap}.", "vi": "Chênh lệch: {gap}."},
    "share": {
        "en": "Share of the bound: {share}.",
        "vi": "So với mức chỉ tiêu: {share}.",
    },
    "refused": {"en": "{status}: {reason}.", "vi": "{status}: {reason}."},
}


def explain_verdict(verdict: Verdict, language: str) -> str:
    """The promise, the figure, the arithmetic and the outcome, in sentences.

    Args:
        verdict: What was found.
        language: "vi" or "en".

    Raises:
        UnknownOptionError: The language is another one.
    """
    check_language(language)
    return " ".join(_sentences(verdict, language))


def promise_sentence(target: Target, language: str) -> str:
    """A promise with its number, name and verbatim phrase."""
    from_ = target.in_force_from
    key = "promise" if from_ is None else "promise_from"
    return say(
        key,
        language,
        number=target.number,
        name=target.indicator.name(language),
        promise=target.promise_in_words(language),
        quote=target.quote,
        day="" if from_ is None else day_in_words(from_, language),
    )


def figure_sentence(
    verdict: Verdict, language: str, *, period: ReferencePeriod | None = None
) -> str:
    """A figure with its unit and, of an observation, its period, status and source.

    Args:
        verdict: The verdict on the figure.
        language: "vi" or "en".
        period: What a bare number covers, if that is known.
    """
    observation = verdict.observation
    amount = _amount(verdict, language)
    when = period if observation is None else observation.reference_period
    if when is not None:
        amount = say("about", language, figure=amount, period=period_in_words(when, language))
    marks = [] if observation is None else list(_marks(observation, language))
    if marks:
        amount = f"{amount} ({', '.join(marks)})"
    if observation is not None and observation.derived_from:
        trail = "; ".join(_part(part, language) for part in observation.derived_from)
        return say("derived", language, figure=amount, trail=trail)
    return say("figure", language, figure=amount)


def _part(part: Observation, language: str) -> str:
    """A figure that another one was derived from."""
    assert part.value is not None  # noqa: S101  # nothing is derived from what is missing
    amount = format_amount(as_written(part.value), part.unit, locale=language)
    return f"{part.indicator} {period_in_words(part.reference_period, language)} {amount}"


def say(key: str, language: str, **facts: str) -> str:
    """A sentence of the table with its facts."""
    return _SENTENCES[key][language].format(**facts)


def _sentences(verdict: Verdict, language: str) -> Iterator[str]:
    yield promise_sentence(verdict.target, language)
    # NaN of another area is named for the area, and has no digits to tell either.
    if verdict.reported and all(as_written(end).is_finite() for end in verdict.reported):
        yield figure_sentence(verdict, language)
    if verdict.problem is not None:
        status = capital(status_in_words(verdict.status, language))
        yield say("refused", language, status=status, reason=verdict.problem_in(language))
    elif verdict.target.criterion.relation is Relation.DONE:
        yield f"{capital(status_in_words(verdict.status, language))}."
    else:
        yield from reading_sentences(verdict, language)
        yield from _bound(verdict, language)
        yield from _arithmetic(verdict, language)


def _amount(verdict: Verdict, language: str) -> str:
    value, upper = verdict.value, verdict.value_upper
    assert value is not None  # noqa: S101  # asked for where there is one
    if upper is None and verdict.target.criterion.relation is Relation.DONE and value in (0, 1):
        return truth_in_words(is_done=bool(value), language=language)
    if upper is None:
        return _published(value, verdict.unit, language)
    low = _published(value, DIMENSIONLESS, language)
    return say("range", language, low=low, high=_published(upper, verdict.unit, language))


def _published(number: Number, unit: str, language: str) -> str:
    """A number with its unit and the zeros at its end, as far as they are known."""
    amount = format_amount(as_written(number), unit, locale=language)
    plain = format_amount(as_written(number), DIMENSIONLESS, locale=language)
    mark = _DECIMAL_MARKS[language]
    whole, _, decimals = plain.partition(mark)
    missing = "0" * ((published_decimals(number) or 0) - len(decimals))
    padded = f"{whole}{mark}{decimals}{missing}" if missing else plain
    return f"{padded}{amount.removeprefix(plain)}"


def _marks(observation: Observation, language: str) -> Iterator[str]:
    firmness = firmness_in_words(observation.observation_status.value, language)
    if firmness:
        yield firmness
    if observation.source:
        where = ", ".join(part for part in (observation.source, observation.locator) if part)
        yield say("source", language, source=where)


def reading_sentences(verdict: Verdict, language: str) -> Iterator[str]:
    """How the promise was read, where it can be read in more than one way."""
    is_lenient = verdict.reading is Reading.LENIENT
    if is_strict(verdict.target.criterion.relation):
        yield say("lenient" if is_lenient else "strict", language)
    if is_lenient and verdict.value_upper is not None:
        yield say("lenient_range", language)


def _bound(verdict: Verdict, language: str) -> Iterator[str]:
    """The promise's ends in the unit of the figure, if that is another one."""
    target = verdict.target
    if verdict.unit == target.unit:
        return
    for end in verdict.ends:
        exact = Fraction(end) / verdict.factor
        facts = {
            "there": format_amount(end, target.unit, locale=language),
            "equals": equals_sign(exact),
            "here": format_amount(rounded(exact, _DIGITS), verdict.unit, locale=language),
        }
        if verdict.rate is None:
            yield say("converted", language, **facts)
        else:
            yield say("converted_at", language, rate=verdict.rate.in_words(language), **facts)


def _arithmetic(verdict: Verdict, language: str) -> Iterator[str]:
    ends = [Fraction(end) / verdict.factor for end in verdict.ends]
    orders: list[str] = []
    for reported in verdict.reported:
        number, half = Fraction(as_written(reported)), verdict.half_step(reported)
        if not half:
            signs = [(sign_between(reported, end), end) for end in ends]
            orders += (order_in_words(number, *each, language) for each in signs)
            continue
        low, high = number - half, number + half
        words = {"low": bare(low, language), "high": bare(high, language)}
        told = _published(reported, DIMENSIONLESS, language)
        yield say("rounded", language, number=told, **words)
        orders += (order_in_words(low, sign_between(low, end), end, language) for end in ends)
        orders += (
            # The greatest number is no part of what was rounded.
            say("not_reached", language, high=words["high"])
            if high == end
            else order_in_words(high, sign_between(high, end), end, language)
            for end in ends
        )
    status = status_in_words(verdict.status, language)
    yield say("outcome", language, order="; ".join(orders), status=status)
    for reported in verdict.reported:
        number = Fraction(as_written(reported))
        yield say("gap", language, gap=_gap(verdict, number, ends[0], language))
        if ends[0] > 0:
            yield say("share", language, share=share_in_words(number, ends[0], language))


def _gap(verdict: Verdict, number: Fraction, bound: Fraction, language: str) -> str:
    """The figure less the bound, in its own unit and, if that is another, in the gap's."""
    target, exact = verdict.target, (number - bound) * verdict.factor
    unit = target.gap_unit if verdict.unit == target.unit else verdict.unit
    own = difference_in_words(number, bound, unit, language, signed=True)
    if verdict.unit == target.unit:
        return own
    gap = signed_amount(rounded(exact, _DIGITS), target.gap_unit, language)
    return f"{own} {equals_sign(number, bound, exact)} {gap}"


def difference_in_words(
    left: Fraction, right: Fraction, unit: str, language: str, *, signed: bool = False
) -> str:
    """A subtraction of numbers as they are told: "17,800 - 15,000 = 2,800 billion VND"."""
    # The difference of what is told, not of what it was told from: 3,600 - 3,577.46589614
    # is 22.53410386, whatever digits the bound has beyond those.
    told = Fraction(rounded(left, _DIGITS)) - Fraction(rounded(right, _DIGITS))
    result = rounded(told, _DIGITS)
    amount = (
        signed_amount(result, unit, language)
        if signed
        else format_amount(result, unit, locale=language)
    )
    return f"{bare(left, language)} - {bare(right, language)} {equals_sign(told)} {amount}"


def share_in_words(number: Fraction, bound: Fraction, language: str) -> str:
    """What share of a bound a number is: "8,300 / 9,000 ≈ 92.22%"."""
    exact = number / bound * 100
    digits = _SHARE_DIGITS
    if abs(exact) >= _WHOLE:
        digits = len(str(int(abs(exact)))) + 2
    share = rounded(exact, digits)
    equals = "=" if share == exact and equals_sign(number, bound) == "=" else "≈"
    told = format_amount(share, "percent", locale=language)
    return f"{bare(number, language)} / {bare(bound, language)} {equals} {told}"


def sign_between(number: Fraction | Decimal | float, end: Fraction) -> str:
    """How a number compares with an end of the promise in its unit, as it was judged.

    A float is held against the float that is nearest to the end.
    """
    is_float = isinstance(number, float)
    held, bound = (number, float(end)) if is_float else (Fraction(number), end)
    return ">" if held > bound else "<" if held < bound else "="


def order_in_words(
    number: Fraction, sign: str, end: Fraction, language: str, *, digits: int = _DIGITS
) -> str:
    """How a number compares with an end of the promise: "8,300 < 9,000"."""
    return f"{bare(number, language)} {sign} {bare(end, language, digits=digits)}"


def equals_sign(*numbers: Fraction, digits: int = _DIGITS) -> str:
    """The sign of equality if all numbers are told with all their digits, else "≈"."""
    return "=" if all(rounded(number, digits) == number for number in numbers) else "≈"


def bare(number: Fraction | Decimal, language: str, *, digits: int = _DIGITS) -> str:
    """A number without a unit."""
    return format_amount(rounded(number, digits), DIMENSIONLESS, locale=language)
