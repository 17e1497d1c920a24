"""Kinds of change, and which of them lead from one state of an entry to another."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from resolution_targets.criteria import Criterion, Direction, Relation, rule_for
from resolution_targets.errors import IncompatibleUnitError, InvalidCriterionError
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.observations import Observation
from resolution_targets.revisions import Revision
from resolution_targets.sources import Source
from resolution_targets.targets import Target
from resolution_targets.units import exact_factor
from resolution_targets.version_numbers import VersionStep
from resolution_targets.wording import check_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from resolution_targets.criteria import Conditions, Rule

Promise = Target | Revision
Entry = Target | Revision | Indicator | Domain | Observation | Source


class ChangeKind(StrEnum):
    """What kind of change it is, from those that weigh most to those that weigh least.

    Attributes:
        DROPPED: An entry is not there any more.
        TIGHTENED: All that meets the promise now met it before, but not the reverse.
        LOOSENED: All that met the promise before meets it now, but not the reverse.
        SHIFTED: Neither of the two, or the other direction is the better one now.
        EXCEEDING_CHANGED: The same values meet the promise, others exceed it.
        RELATION_CHANGED: The wording relates the value to its bound in another way.
        UNIT_CHANGED: The promise is in another unit. Where that does not convert to the
            old one, nothing is claimed about tighter or looser.
        STRETCH_CHANGED: The second, harder promise.
        QUALIFIED: Whether the wording says "about" or "keep".
        SCOPE_CHANGED: The indicator, area or period that is promised for.
        MEANING_CHANGED: What an indicator measures, which way is better, how it combines.
        VALUE_CHANGED: What was reported, in which unit, and how firm it is.
        RENUMBERED: The line in the resolution.
        ACT_CHANGED: The act that set a promise.
        DATE_CHANGED: The day from which a promise holds, or on which a figure was published.
        LICENSE_CHANGED: The licence of the data.
        ADDED: An entry was not there before.
        COMPLETED: A day that was not given before.
        REGROUPED: The domain, or the target that one is a part of.
        MOVED: The place in the table.
        WORDS_ONLY: Names, definitions, quotes, comments, sources and where to find them, or
            8 written as 8.0; beside it there is no other kind but MOVED.
        VIEW_CHANGED: The day whose promises the dataset holds, by `Dataset.in_force`.
        RELEASE_CHANGED: The version's own number, day and hash.
    """

    DROPPED = "dropped"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    SHIFTED = "shifted"
    EXCEEDING_CHANGED = "exceeding_changed"
    RELATION_CHANGED = "relation_changed"
    UNIT_CHANGED = "unit_changed"
    STRETCH_CHANGED = "stretch_changed"
    QUALIFIED = "qualified"
    SCOPE_CHANGED = "scope_changed"
    MEANING_CHANGED = "meaning_changed"
    VALUE_CHANGED = "value_changed"
    RENUMBERED = "renumbered"
    ACT_CHANGED = "act_changed"
    DATE_CHANGED = "date_changed"
    LICENSE_CHANGED = "license_changed"
    ADDED = "added"
    COMPLETED = "completed"
    REGROUPED = "regrouped"
    MOVED = "moved"
    WORDS_ONLY = "words_only"
    VIEW_CHANGED = "view_changed"
    RELEASE_CHANGED = "release_changed"

    @property
    def step(self) -> VersionStep | None:
        """Which part of a data version's number it raises; None if it raises none.

        Examples:
            >>> ChangeKind.TIGHTENED.step, ChangeKind.RELEASE_CHANGED.step
            (<VersionStep.MAJOR: 'major'>, None)
        """
        return _KINDS[self].step

    def in_words(self, language: str) -> str:
        """The kind as a changelog would put it.

        Raises:
            UnknownOptionError: The language is neither "vi" nor "en".

        Examples:
            >>> ChangeKind.TIGHTENED.in_words("en"), ChangeKind.TIGHTENED.in_words("vi")
            ('tightened', 'siết chặt')
        """
        check_language(language)
        kind = _KINDS[self]
        return kind.vi if language == "vi" else kind.en


class _Kind(NamedTuple):
    step: VersionStep | None
    en: str
    vi: str


_MAJOR, _MINOR, _PATCH = VersionStep
_KINDS: Mapping[ChangeKind, _Kind] = {
    ChangeKind.DROPPED: _Kind(_MAJOR, "dropped", "bỏ"),
    ChangeKind.TIGHTENED: _Kind(_MAJOR, "tightened", "siết chặt"),
    ChangeKind.LOOSENED: _Kind(_MAJOR, "loosened", "nới lỏng"),
    ChangeKind.SHIFTED: _Kind(_MAJOR, "shifted", "chuyển sang mức khác"),
    ChangeKind.EXCEEDING_CHANGED: _Kind(_MAJOR, "exceeding changed", "đổi ngưỡng tính là vượt"),
    ChangeKind.RELATION_CHANGED: _Kind(_MAJOR, "relation changed", "đổi quan hệ"),
    ChangeKind.UNIT_CHANGED: _Kind(_MAJOR, "unit changed", "đổi đơn vị"),
    ChangeKind.STRETCH_CHANGED: _Kind(_MAJOR, "stretch changed", "đổi mức phấn đấu"),
    ChangeKind.QUALIFIED: _Kind(_MAJOR, "qualified otherwise", "đổi từ “khoảng”, “duy trì”"),
    ChangeKind.SCOPE_CHANGED: _Kind(_MAJOR, "scope changed", "đổi phạm vi"),
    ChangeKind.MEANING_CHANGED: _Kind(_MAJOR, "meaning changed", "đổi nội dung chỉ tiêu"),
    ChangeKind.VALUE_CHANGED: _Kind(_MAJOR, "value changed", "đổi số liệu"),
    ChangeKind.RENUMBERED: _Kind(_MAJOR, "renumbered", "đánh lại số"),
    ChangeKind.ACT_CHANGED: _Kind(_MAJOR, "act changed", "đổi văn bản ban hành"),
    ChangeKind.DATE_CHANGED: _Kind(_MAJOR, "date changed", "đổi ngày"),
    ChangeKind.LICENSE_CHANGED: _Kind(_MAJOR, "licence changed", "đổi giấy phép"),
    ChangeKind.ADDED: _Kind(_MINOR, "added", "thêm mới"),
    ChangeKind.COMPLETED: _Kind(_MINOR, "completed", "bổ sung ngày"),
    ChangeKind.REGROUPED: _Kind(_MINOR, "regrouped", "xếp lại nhóm"),
    ChangeKind.MOVED: _Kind(_PATCH, "moved", "đổi vị trí"),
    ChangeKind.WORDS_ONLY: _Kind(_PATCH, "words only", "chỉ sửa lời văn"),
    ChangeKind.VIEW_CHANGED: _Kind(None, "as of another day", "tính đến ngày khác"),
    ChangeKind.RELEASE_CHANGED: _Kind(None, "released anew", "phát hành lại"),
}


class References(NamedTuple):
    """What the entries of one dataset refer to, by id.

    Attributes:
        targets: What revisions revise.
        indicators: What targets promise and observations report.
        domains: What targets stand under.
    """

    targets: Mapping[str, Target]
    indicators: Mapping[str, Indicator]
    domains: Mapping[str, Domain]


Sides = tuple[References, References]
# What kind of change it is when a field differs, or what says so from both its values.
FieldRule = ChangeKind | Callable[[Any, Any], set[ChangeKind]]
_Directions = tuple[Direction | None, Direction | None]
NO_REFERENCES = References({}, {}, {})
NO_SIDES = (NO_REFERENCES, NO_REFERENCES)


def _dated(was: date | None, _: date | None) -> set[ChangeKind]:
    return {ChangeKind.COMPLETED if was is None else ChangeKind.DATE_CHANGED}


def _reported(was: Decimal | float | None, now: Decimal | float | None) -> set[ChangeKind]:
    # 7.3 as a float and as a Decimal is one figure: a file holds "7.3" for both.
    is_same = was is not None and now is not None and _exact(was) == _exact(now)
    return {ChangeKind.WORDS_ONLY if is_same else ChangeKind.VALUE_CHANGED}


def _exact(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def _measured(was: Indicator, now: Indicator) -> set[ChangeKind]:
    return kinds_between(was, now) if was.id == now.id else {ChangeKind.SCOPE_CHANGED}


def _grouped(was: Domain, now: Domain) -> set[ChangeKind]:
    return kinds_between(was, now) if was.id == now.id else {ChangeKind.REGROUPED}


_WORDS: Mapping[str, FieldRule] = dict.fromkeys(
    ("quote", "source", "locator", "comment"), ChangeKind.WORDS_ONLY
)
# A criterion that promises the same is worded otherwise; _promise_kinds sees to the rest.
_PROMISED: Mapping[str, FieldRule] = {
    "criterion": ChangeKind.WORDS_ONLY,
    "stretch": ChangeKind.WORDS_ONLY,
    "unit": ChangeKind.UNIT_CHANGED,
}
# Every field but those that name an entry: where these differ, it is another entry.
FIELDS: Mapping[type, Mapping[str, FieldRule]] = {
    Target: {
        "number": ChangeKind.RENUMBERED,
        "indicator": _measured,
        "domain": _grouped,
        "reference_area": ChangeKind.SCOPE_CHANGED,
        "reference_period": ChangeKind.SCOPE_CHANGED,
        **_PROMISED,
        "of_which": ChangeKind.REGROUPED,
        **_WORDS,
        "in_force_from": _dated,
        "act": ChangeKind.ACT_CHANGED,
    },
    Revision: {**_PROMISED, "act": ChangeKind.ACT_CHANGED, **_WORDS},
    Indicator: {
        **dict.fromkeys(
            ("direction", "kind", "unit", "numerator", "denominator", "over_time", "change_of"),
            ChangeKind.MEANING_CHANGED,
        ),
        **dict.fromkeys(("name_vi", "name_en", "definition_en", "comment"), ChangeKind.WORDS_ONLY),
    },
    Domain: dict.fromkeys(("name_vi", "name_en"), ChangeKind.WORDS_ONLY),
    Observation: {
        "value": _reported,
        "value_upper": _reported,
        "unit": ChangeKind.VALUE_CHANGED,
        "observation_status": ChangeKind.VALUE_CHANGED,
        **dict.fromkeys(("quote", "locator", "comment"), ChangeKind.WORDS_ONLY),
        "published": _dated,
        "derived_from": ChangeKind.VALUE_CHANGED,
    },
    Source: dict.fromkeys(
        ("title_vi", "title_en", "path", "url", "comment", "text"), ChangeKind.WORDS_ONLY
    ),
}
# What two datasets' targets are held against each other by; the rest is each one's own.
COMMON_FIELDS: Mapping[str, FieldRule] = {
    name: FIELDS[Target][name] for name in ("indicator", "reference_period", *_PROMISED, *_WORDS)
}


def kinds_between(
    before: Entry,
    after: Entry,
    sides: Sides = NO_SIDES,
    fields: Mapping[str, FieldRule] | None = None,
) -> set[ChangeKind]:
    """What kinds of change lead from one state of an entry to another; none if they are alike.

    Args:
        before: The entry as it was.
        after: The entry as it is, of the same type.
        sides: What the old and the new dataset's entries refer to. A target whose
            indicator is the old table's own, and now the new table's own, did not change.
        fields: The fields to look at, if not all.
    """
    followed = follow(before, *sides) if isinstance(before, Target) else {}
    kinds: set[ChangeKind] = set()
    for name, rule in (fields or FIELDS[type(before)]).items():
        was, now = followed.get(name, getattr(before, name)), getattr(after, name)
        if not is_alike(was, now):
            kinds |= kinds_of_field(rule, was, now)
    if isinstance(before, (Target, Revision)) and isinstance(after, (Target, Revision)):
        kinds |= _promise_kinds(before, after, sides)
    return kinds if kinds == {ChangeKind.WORDS_ONLY} else kinds - {ChangeKind.WORDS_ONLY}


def kinds_of_field(rule: FieldRule, was: object, now: object) -> set[ChangeKind]:
    """What kinds of change it takes from one value of a field to another, by its rule."""
    return {rule} if isinstance(rule, ChangeKind) else rule(was, now)


def is_alike(was: object, now: object) -> bool:
    """Whether two values are equal and, if they have digits, written alike: 8 is not 8.0."""
    if was is now:
        return True
    has_digits = isinstance(was, (Criterion, Decimal, float, int, tuple))
    return was == now and not (has_digits and str(was) != str(now))


def follow(target: Target, old: References, new: References) -> dict[str, Any]:
    """A target's indicator and domain: the new tables' own, if it had the old tables' own."""
    references = (
        ("indicator", target.indicator, old.indicators, new.indicators),
        ("domain", target.domain, old.domains, new.domains),
    )
    return {
        name: after.get(entry.id, entry) if before.get(entry.id) == entry else entry
        for name, entry, before, after in references
    }


def _promise_kinds(before: Promise, after: Promise, sides: Sides) -> set[ChangeKind]:
    """How a promise changed, beside its unit."""
    directions = _direction(before, sides[0]), _direction(after, sides[1])
    try:
        factor = exact_factor(after.unit, before.unit)
    except IncompatibleUnitError:
        factor = None
    kinds = _criterion_kinds(before.criterion, after.criterion, factor, directions)
    if before.stretch is None or after.stretch is None:
        stretched = before.stretch is not after.stretch
    else:
        stretched = bool(_criterion_kinds(before.stretch, after.stretch, factor, directions))
    return kinds | {ChangeKind.STRETCH_CHANGED} if stretched else kinds


def _direction(promise: Promise, side: References) -> Direction | None:
    target = promise if isinstance(promise, Target) else side.targets.get(promise.target)
    return None if target is None else target.indicator.direction


def _criterion_kinds(
    was: Criterion, now: Criterion, factor: Fraction | None, directions: _Directions
) -> set[ChangeKind]:
    kinds: set[ChangeKind] = set()
    if (was.hedged, was.maintain) != (now.hedged, now.maintain):
        kinds.add(ChangeKind.QUALIFIED)
    if was.relation is not now.relation:
        kinds.add(ChangeKind.RELATION_CHANGED)
    if factor is not None and Relation.DONE not in (was.relation, now.relation):
        kinds |= _movement(was, now, factor, directions)
    return kinds


def _movement(
    was: Criterion, now: Criterion, factor: Fraction, directions: _Directions
) -> set[ChangeKind]:
    """Whether less, more or something else meets a criterion; nothing if the same does.

    Args:
        was: The old criterion.
        now: The new one.
        factor: How many of the old unit make one of the new.
        directions: Which way was better and which way is; None where that is not known.
    """
    old_ends, new_ends = _ends(was, Fraction(1)), _ends(now, factor)
    old_rule, new_rule = _rule(was, directions[0]), _rule(now, directions[1])
    if old_rule is None or new_rule is None:
        return set() if old_ends == new_ends else {ChangeKind.SHIFTED}
    if directions[0] is not directions[1]:
        return {ChangeKind.SHIFTED}
    old, new = _span(old_rule.met, old_ends), _span(new_rule.met, new_ends)
    if old == new:
        exceeding = _span(old_rule.exceeded, old_ends), _span(new_rule.exceeded, new_ends)
        return set() if exceeding[0] == exceeding[1] else {ChangeKind.EXCEEDING_CHANGED}
    if old.contains(new):
        return {ChangeKind.TIGHTENED}
    return {ChangeKind.LOOSENED if new.contains(old) else ChangeKind.SHIFTED}


def _rule(criterion: Criterion, direction: Direction | None) -> Rule | None:
    """What a value must do; None for a revision of no target, or of one that contradicts it."""
    try:
        return None if direction is None else rule_for(criterion.relation, direction)
    except InvalidCriterionError:
        return None


def _ends(criterion: Criterion, factor: Fraction) -> dict[str, Fraction]:
    ends = {"lower": criterion.lower, "upper": criterion.upper}
    return {name: Fraction(end) * factor for name, end in ends.items() if end is not None}


class _Span(NamedTuple):
    """The numbers from one to another, by ends that sort.

    The first is (7, 0) for at 7, (7, 1) for after it; the last is (7, 0) for at 7, (7, -1)
    for before it.
    """

    first: tuple[Fraction | float, int] = (-math.inf, 0)
    last: tuple[Fraction | float, int] = (math.inf, 0)

    def contains(self, other: _Span) -> bool:
        return self.first <= other.first and other.last <= self.last


def _span(conditions: Conditions, ends: Mapping[str, Fraction]) -> _Span:
    """The numbers for which all conditions hold."""
    span = _Span()
    for holds, end in conditions:
        if holds in (operator.gt, operator.ge):
            span = span._replace(first=(ends[end], int(holds is operator.gt)))
        else:
            span = span._replace(last=(ends[end], -int(holds is operator.lt)))
    return span
