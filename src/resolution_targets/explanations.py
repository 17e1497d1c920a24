"""Verdicts in sentences: the promise, the figure, the reading, the arithmetic, the outcome.

Every number in them follows from those before it, so that a reader can compute it again
by hand. All is computed from the decimals that were written, not from floats.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from resolution_targets.criteria import Reading, Relation, is_strict
from resolution_targets.numerals import as_written
from resolution_targets.units import format_amount
from resolution_targets.vocabulary import DIMENSIONLESS
from resolution_targets.wording import (
    Problem,
    capital,
    check_language,
    figure_with_unit,
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
    from resolution_targets.verdicts import Verdict

# A share of the bound is told to four digits: 92.22%.
_SHARE_DIGITS = 4
_DIGITS = 12

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "promise": {
        "en": "({number}) {name}. Promised: {promise} (“{quote}”).",
        "vi": "({number}) {name}. Chỉ tiêu: {promise} (“{quote}”).",
    },
    "promise_from": {
        "en": "({number}) {name}. Promised from {day} on: {promise} (“{quote}”).",
        "vi": "({number}) {name}. Chỉ tiêu từ ngày {day}: {promise} (“{quote}”).",
    },
    "figure": {"en": "Reported: {figure}.", "vi": "Thực hiện: {figure}."},
    "about": {"en": "{figure} for {period}", "vi": "{figure}, kỳ {period}"},
    "source": {"en": "source: {source}", "vi": "nguồn: {source}"},
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
        "vi": "Theo độ chính xác công bố, {number} là từ {low} đến dưới {high}.",
    },
    "converted": {"en": "{there} = {here}.", "vi": "{there} = {here}."},
    "converted_at": {
        "en": "{there} = {here} at {rate}.",
        "vi": "{there} = {here} theo tỷ giá {rate}.",
    },
    "outcome": {"en": "{order}: {status}.", "vi": "{order}: {status}."},
    "gap": {"en": "Gap: {gap}.", "vi": "Chênh lệch: {gap}."},
    "share": {
        "en": "Share of the bound: {figure} / {bound} {equals} {share}.",
        "vi": "So với mức chỉ tiêu: {figure} / {bound} {equals} {share}.",
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
    key = "promise" if target.in_force_from is None else "promise_from"
    return say(
        key,
        language,
        number=target.number,
        name=target.indicator.name(language),
        promise=target.promise_in_words(language),
        quote=target.quote,
        day=str(target.in_force_from),
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
        amount = say("about", language, figure=amount, period=str(when))
    marks = [] if observation is None else list(_marks(observation, language))
    if marks:
        amount = f"{amount} ({', '.join(marks)})"
    return say("figure", language, figure=amount)


def say(key: str, language: str, **facts: str) -> str:
    """A sentence of the table with its facts."""
    return _SENTENCES[key][language].format(**facts)


def _sentences(verdict: Verdict, language: str) -> Iterator[str]:
    yield promise_sentence(verdict.target, language)
    if verdict.value is not None and verdict.problem not in (Problem.NAN, Problem.INFINITE):
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
    if verdict.target.criterion.relation is Relation.DONE and value in (0, 1):
        return truth_in_words(is_done=bool(value), language=language)
    return figure_with_unit(value, upper, verdict.unit, language)


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
        facts = {
            "there": format_amount(end, target.unit, locale=language),
            "here": format_amount(
                rounded(Fraction(end) / verdict.factor, _DIGITS), verdict.unit, locale=language
            ),
        }
        if verdict.rate is None:
            yield say("converted", language, **facts)
        else:
            yield say("converted_at", language, rate=verdict.rate.in_words(language), **facts)


def _arithmetic(verdict: Verdict, language: str) -> Iterator[str]:
    ends = [Fraction(end) / verdict.factor for end in verdict.ends]
    numbers = [Fraction(as_written(number)) for number in verdict.reported]
    edges: list[Fraction] = []
    for number, half in zip(numbers, map(verdict.half_step, verdict.reported), strict=True):
        low, high = number - half, number + half
        edges += [low, high] if half else [number]
        if half:
            facts = {"number": number, "low": low, "high": high}
            words = {name: _bare(fact, language) for name, fact in facts.items()}
            yield say("rounded", language, **words)
    orders = (_order(edge, end, language) for edge in edges for end in ends)
    status = status_in_words(verdict.status, language)
    yield say("outcome", language, order="; ".join(orders), status=status)
    for number in numbers:
        yield say("gap", language, gap=_gap(verdict, number, ends[0], language))
        if ends[0] > 0:
            yield _share(number, ends[0], language)


def _gap(verdict: Verdict, number: Fraction, bound: Fraction, language: str) -> str:
    """The figure less the bound, in its own unit and, if that is another, in the gap's."""
    target = verdict.target
    difference = number - bound
    left, right = _bare(number, language), _bare(bound, language)
    gap = signed_amount(rounded(difference * verdict.factor, _DIGITS), target.gap_unit, language)
    if verdict.unit == target.unit:
        return f"{left} - {right} = {gap}"
    own = signed_amount(rounded(difference, _DIGITS), verdict.unit, language)
    return f"{left} - {right} = {own} = {gap}"


def _share(number: Fraction, bound: Fraction, language: str) -> str:
    exact = number / bound * 100
    share = rounded(exact, _SHARE_DIGITS)
    return say(
        "share",
        language,
        figure=_bare(number, language),
        bound=_bare(bound, language),
        equals="=" if share == exact else "≈",
        share=format_amount(share, "percent", locale=language),
    )


def _order(number: Fraction, end: Fraction, language: str) -> str:
    sign = ">" if number > end else "<" if number < end else "="
    return f"{_bare(number, language)} {sign} {_bare(end, language)}"


def _bare(number: Fraction | Decimal, language: str) -> str:
    return format_amount(rounded(number, _DIGITS), DIMENSIONLESS, locale=language)
