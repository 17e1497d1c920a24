"""Which of several figures for one indicator, area and time stands, by a policy.

A policy ranks figures, and a rank may be known only so far: "2025-07" is some day of
July. So a rank is a span, from the least it can be to the most. A figure is passed over
where another one's least is above its most; whatever that leaves open stays open, and
figures that stand and contradict each other are a conflict. No figure is passed over for
its place in a list.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import attrs

from resolution_targets.errors import (
    IncompatibleUnitError,
    InvalidFieldError,
    UnknownSourceError,
    UnsupportedFrameError,
)
from resolution_targets.members import as_member
from resolution_targets.numerals import MOST_FLOAT_DIGITS
from resolution_targets.observations import Observation, ObservationStatus
from resolution_targets.periods import same_time_names
from resolution_targets.units import exact_factor
from resolution_targets.wording import check_language, figure_with_unit, truth_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from resolution_targets.periods import ReferencePeriod


class ChoicePolicy(StrEnum):
    """Which of several figures for one thing stands.

    Attributes:
        ALL: All of them; what contradicts is a conflict.
        LATEST: The one that was published last.
        BEST_STATUS: The firmest one: final before provisional, then estimated, forecast and
            imputed.
        SOURCE: That of a named source, wherever it has one.
    """

    ALL = "all"
    LATEST = "latest"
    BEST_STATUS = "best_status"
    SOURCE = "source"


class Span(NamedTuple):
    """How a policy ranks a figure, as far as that is known.

    Attributes:
        least: The lowest rank that it can have.
        most: The highest one.
    """

    least: int
    most: int


# Below and above every rank: of a figure of which nothing is known.
LOWEST, HIGHEST = -(2**31), 2**31 - 1
OPEN = Span(LOWEST, HIGHEST)
# The codes as SDMX orders them for when a value can carry one flag only, from the flag
# that goes before all others: B O M L H Q J S D K W I F E P N U V G A ("Possible Ways of
# Implementing the Observation Status Concept", version 2.0 of May 2019, section 2,
# https://sdmx.org/?page_id=4345). So what is flagged A is neither provisional nor
# estimated, and what is flagged B or D may be either.
# Judgement: the order, read from its end, is one of firmness for the codes that say how a
# figure was come by: A P E F I. Judgement: N U V G doubt a figure without saying how it
# was come by; it yields to a final one, and to the others it is open.
_SPANS: Mapping[ObservationStatus, Span] = {
    ObservationStatus.NORMAL: Span(4, 4),
    ObservationStatus.PROVISIONAL: Span(3, 3),
    ObservationStatus.ESTIMATED: Span(2, 2),
    ObservationStatus.FORECAST: Span(1, 1),
    ObservationStatus.IMPUTED: Span(0, 0),
    **dict.fromkeys(
        (
            ObservationStatus.NOT_SIGNIFICANT,
            ObservationStatus.LOW_RELIABILITY,
            ObservationStatus.UNVALIDATED,
            ObservationStatus.EXPERIMENTAL,
        ),
        Span(0, 3),
    ),
}

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "latest": {
        "en": "{winners}: published later, {rank}",
        "vi": "{winners}: công bố sau, {rank}",
    },
    "best_status": {
        "en": "{winners}: firmer, status {rank}",
        "vi": "{winners}: chắc chắn hơn, trạng thái {rank}",
    },
    "source": {
        "en": "{winners}: of the source asked for",
        "vi": "{winners}: của nguồn được chọn",
    },
    "conflict": {"en": "contradicted by {others}", "vi": "mâu thuẫn với {others}"},
    "more": {"en": "; and {count} more", "vi": "; và {count} giá trị khác"},
    "no_latest": {
        "en": "; its own day of publication is not given",
        "vi": "; số liệu này không ghi ngày công bố",
    },
    "odd_latest": {
        "en": "; its own day of publication, '{text}', cannot be read",
        "vi": "; không đọc được ngày công bố '{text}' của số liệu này",
    },
    "no_best_status": {
        "en": "; its own status is not given",
        "vi": "; số liệu này không ghi trạng thái",
    },
    "odd_best_status": {
        "en": "; its own status, '{text}', is not known",
        "vi": "; không rõ trạng thái '{text}' của số liệu này",
    },
}
# Figures of one value may stand in several words; so many of them are named.
MOST_WORDINGS = 3
ALIKE = " = "
BESIDE = "; "
ELLIPSIS = "…"


@attrs.frozen(kw_only=True)
class Choice:
    """Which figures stand, which were passed over, and which contradict each other.

    Every figure is in `chosen` or in `passed_over`, once and in its order. A figure without
    a value stands for nothing: it is among the chosen, and no other one yields to it. A range
    is one figure, and equal to another one only if both ends are.

    Attributes:
        chosen: The figures that stand.
        passed_over: Those that do not, each with the reason.
        conflicts: Of each indicator, area and time whose standing figures have different
            values, all of them.

    Examples:
        >>> import resolution_targets as rt
        >>> choice = rt.choose(rt.load("ha-tinh-2025", version="1.1.0").observations)
        >>> [[str(each.value) for each in conflict] for conflict in choice.conflicts]
        [['7.3', '7.48']]
    """

    chosen: tuple[Observation, ...]
    passed_over: tuple[tuple[Observation, str], ...]
    conflicts: tuple[tuple[Observation, ...], ...]


@attrs.frozen(kw_only=True)
class Request:
    """What the caller of a choice asked for.

    Attributes:
        policy: Which figure stands.
        source: The source whose figures stand; None unless the policy is SOURCE.
        language: The language of the reasons.
    """

    policy: ChoicePolicy
    source: str | None
    language: str


def requested(policy: ChoicePolicy | str, source: str | None, language: str) -> Request:
    """What was asked for, checked.

    Raises:
        UnknownOptionError: There is no such policy or language.
        InvalidFieldError: A source is named without the policy "source", or the reverse.
    """
    check_language(language)
    policy = as_member(ChoicePolicy, policy, "policy")
    if (policy is ChoicePolicy.SOURCE) != bool(source):
        raise InvalidFieldError(
            field="source",
            value=source,
            expected="the id or address of a source with policy='source', and None with any other",
        )
    return Request(policy=policy, source=source, language=language)


def choose_observations(figures: object, request: Request) -> Choice:
    """Which of some observations stand; `choose` says what it takes and raises."""
    seen = _observations(figures)
    if request.source is not None:
        check_source(request.source, (each.source for each in seen))
    passed: dict[int, str] = {}
    conflicts: list[tuple[Observation, ...]] = []
    for places in _contests(seen):
        contest = {place: seen[place] for place in places}
        passed |= _passed_over(contest, request)
        standing = [each for place, each in contest.items() if place not in passed]
        if len({_ends(each, standing[0].unit) for each in standing}) > 1:
            conflicts.append(tuple(standing))
    numbered = list(enumerate(seen))
    return Choice(
        chosen=tuple(each for place, each in numbered if place not in passed),
        passed_over=tuple((each, passed[place]) for place, each in numbered if place in passed),
        conflicts=tuple(conflicts),
    )


def _observations(figures: object) -> list[Observation]:
    """Some observations, if that is what it is; a frame of another library is none."""
    kind = _type_name(figures)
    if not isinstance(figures, Iterable):
        raise UnsupportedFrameError(found=kind)
    seen: list[Observation] = []
    for figure in figures:
        if not isinstance(figure, Observation):
            raise UnsupportedFrameError(found=f"{kind} of {_type_name(figure)}")
        seen.append(figure)
    return seen


def _type_name(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"


def check_source(source: str, known: Iterable[str | None]) -> None:
    """Raise `UnknownSourceError` unless some figure is of the source."""
    names = dict.fromkeys(name for name in known if name)
    if source not in names:
        raise UnknownSourceError(source=source, known=names)


def exactly(value: Decimal | float) -> Fraction:
    """A number as it was written, as far as that can be known.

    No float keeps more than fifteen digits of what was written; what has more was computed,
    and has dust in its last ones. So a float counts as the nearest decimal of fifteen.

    Examples:
        >>> exactly(0.1 + 0.2) == exactly(0.3) == exactly(Decimal("0.3"))
        True
    """
    if isinstance(value, (Decimal, int)):
        return Fraction(value)
    return Fraction(f"{value:.{MOST_FLOAT_DIGITS - 1}e}")


def status_span(status: ObservationStatus) -> Span:
    """How firm a figure of this status is."""
    return _SPANS.get(status, OPEN)


def sentence(name: str, language: str) -> str:
    """A sentence about a choice, with its facts in braces."""
    return _SENTENCES[name][language]


def _contests(observations: Sequence[Observation]) -> Iterator[list[int]]:
    """The places of the figures for one indicator, area and time, in units that convert."""
    groups: dict[tuple[str, str, str], list[list[int]]] = {}
    for place, each in enumerate(observations):
        if not _has_number(each):
            continue
        key = (each.indicator, each.reference_area, _time(each.reference_period))
        kinds = groups.setdefault(key, [])
        for places in kinds:
            if _converts(each.unit, observations[places[0]].unit):
                places.append(place)
                break
        else:
            kinds.append([place])
    for kinds in groups.values():
        yield from kinds


def _time(period: ReferencePeriod) -> str:
    """One name for the same months: 2025 for 2025-12M."""
    return same_time_names(period)[0]


def _has_number(observation: Observation) -> bool:
    value, upper = observation.value, observation.value_upper
    return value is not None and all(
        end.is_finite() if isinstance(end, Decimal) else math.isfinite(end)
        for end in (value, value if upper is None else upper)
    )


def _converts(unit: str, to: str) -> bool:
    try:
        exact_factor(unit, to)
    except IncompatibleUnitError:
        return False
    return True


def _ends(observation: Observation, unit: str) -> tuple[Fraction, Fraction]:
    """Both ends of a figure in a unit, exactly; a number is both of its own."""
    value, upper = observation.value or 0, observation.value_upper
    factor = exact_factor(observation.unit, unit)
    return exactly(value) * factor, exactly(value if upper is None else upper) * factor


def _passed_over(contest: Mapping[int, Observation], request: Request) -> dict[int, str]:
    """The places of those figures that another one outranks for certain, with the reason."""
    spans = {place: _RANKS[request.policy](each, request) for place, each in contest.items()}
    best = max(span.least for span in spans.values())
    winners = [contest[place] for place, span in spans.items() if span.least == best]
    beaten = [place for place, span in spans.items() if span.most < best]
    if not beaten:
        return {}
    reason = sentence(request.policy.value, request.language).format(
        winners=_joined(sorted({_figure(each, request.language) for each in winners})),
        rank=min(_RANKED_BY[request.policy](each) for each in winners),
    )
    return dict.fromkeys(beaten, reason)


def _joined(figures: Sequence[str]) -> str:
    more = [ELLIPSIS] if len(figures) > MOST_WORDINGS else []
    return BESIDE.join([*figures[:MOST_WORDINGS], *more])


def _figure(observation: Observation, language: str) -> str:
    value = observation.value
    if isinstance(value, bool):
        amount = truth_in_words(is_done=value, language=language)
    else:
        amount = figure_with_unit(value or 0, observation.value_upper, observation.unit, language)
    return f"{amount} ({observation.source})" if observation.source else amount


def _by_day(observation: Observation, _: Request) -> Span:
    day = observation.published
    return OPEN if day is None else Span(day.toordinal(), day.toordinal())


def _by_source(observation: Observation, request: Request) -> Span:
    is_named = int(observation.source == request.source)
    return Span(is_named, is_named)


_RANKS: Mapping[ChoicePolicy, Callable[[Observation, Request], Span]] = {
    ChoicePolicy.ALL: lambda _, __: OPEN,
    ChoicePolicy.LATEST: _by_day,
    ChoicePolicy.BEST_STATUS: lambda each, _: status_span(each.observation_status),
    ChoicePolicy.SOURCE: _by_source,
}
# What a winner's rank is called in the reason.
_RANKED_BY: Mapping[ChoicePolicy, Callable[[Observation], str]] = {
    ChoicePolicy.LATEST: lambda each: str(each.published),
    ChoicePolicy.BEST_STATUS: lambda each: each.observation_status.value,
    ChoicePolicy.SOURCE: lambda each: each.source,
}
