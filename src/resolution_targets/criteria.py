"""What a target promises, as data, and the rules by which a number keeps it.

The rules are a table: for each direction and relation, what a value must do to meet
the criterion and what to exceed it. `judge` reads that table with the numbers
themselves; a frame reads the same table as intervals.
"""

from __future__ import annotations

import operator
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import attrs

from resolution_targets.errors import InvalidCriterionError
from resolution_targets.members import as_member
from resolution_targets.numerals import exact_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Relation(StrEnum):
    """How the wording relates a value to its bound.

    Attributes:
        ABOVE: "trên", "hơn": past the bound; the bound itself does not do.
        AT_LEAST: "từ ... trở lên", "tối thiểu", "ít nhất": at the bound or above.
        REACH: "đạt", "có" or a bare number: at the bound or on its good side.
        AT_MOST: "không quá", "tối đa": at the bound or below.
        BELOW: "dưới": below the bound; the bound itself does not do.
        BETWEEN: "a - b", "từ a đến b": at the easier end or past it.
        DONE: A state without a number.
    """

    ABOVE = "above"
    AT_LEAST = "at_least"
    REACH = "reach"
    AT_MOST = "at_most"
    BELOW = "below"
    BETWEEN = "between"
    DONE = "done"


class Direction(StrEnum):
    """Which way is better for an indicator.

    Attributes:
        HIGHER: More is better.
        LOWER: Less is better.
        WITHIN: Neither: past either end of its range is missed.
    """

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class Reading(StrEnum):
    """How strictly "above" and "below" are read.

    Attributes:
        STRICT: As they are written: 91 does not meet "above 91".
        LENIENT: "Above" as "at least" and "below" as "at most".
    """

    STRICT = "strict"
    LENIENT = "lenient"


class Rounding(StrEnum):
    """What a reported figure stands for.

    Attributes:
        EXACT: Itself.
        PUBLISHED: All that is rounded to it: 93.5 for everything from 93.45 up to, and
            without, 93.55.
    """

    EXACT = "exact"
    PUBLISHED = "published"


class Status(StrEnum):
    """What a comparison found.

    Attributes:
        EXCEEDED: Past a bound that the criterion names something beyond of.
        MET: As promised.
        PARTLY_MET: Of an item: some of its promises are missed, some are not.
        MISSED: Not as promised.
        UNDECIDED: The figures do not settle it.
        NOT_REPORTED: There is no figure.
        NOT_COMPARABLE: There is one, but it cannot be judged; the reason says why.
    """

    EXCEEDED = "exceeded"
    MET = "met"
    PARTLY_MET = "partly_met"
    MISSED = "missed"
    UNDECIDED = "undecided"
    NOT_REPORTED = "not_reported"
    NOT_COMPARABLE = "not_comparable"

    @property
    def is_met(self) -> bool | None:
        """True for met and exceeded, False for missed and partly met, None for undecided.

        Examples:
            >>> Status.EXCEEDED.is_met, Status.PARTLY_MET.is_met, Status.NOT_REPORTED.is_met
            (True, False, None)
        """
        return _IS_MET.get(self)


_IS_MET = {
    Status.EXCEEDED: True,
    Status.MET: True,
    Status.PARTLY_MET: False,
    Status.MISSED: False,
}

End = Literal["lower", "upper"]
# What must hold, all of it: the operator between the value and an end of the criterion.
Condition = tuple["Callable[[Any, Any], bool]", End]
Conditions = tuple[Condition, ...]


class Rule(NamedTuple):
    """What a value must do for one relation in one direction.

    Attributes:
        met: What makes it met; all of it must hold.
        exceeded: What makes it exceeded, all of it; empty where the criterion names
            nothing to go past.
        easier: The end that gap and attainment are counted from.
    """

    met: Conditions
    exceeded: Conditions = ()
    easier: End = "lower"


# Raised whenever the same figures could get another verdict: by a change of the rules
# below, of a reading, or of how a figure is held against a bound. Lock files pin it.
METHOD_VERSION = 1

# A value that meets ABOVE or BELOW is past the bound by definition: met, not exceeded.
_RULES: Mapping[Direction, Mapping[Relation, Rule]] = {
    Direction.HIGHER: {
        Relation.ABOVE: Rule(met=((operator.gt, "lower"),)),
        Relation.AT_LEAST: Rule(met=((operator.ge, "lower"),), exceeded=((operator.gt, "lower"),)),
        Relation.REACH: Rule(met=((operator.ge, "lower"),), exceeded=((operator.gt, "lower"),)),
        Relation.BETWEEN: Rule(met=((operator.ge, "lower"),), exceeded=((operator.gt, "upper"),)),
    },
    Direction.LOWER: {
        Relation.BELOW: Rule(met=((operator.lt, "lower"),)),
        Relation.AT_MOST: Rule(met=((operator.le, "lower"),), exceeded=((operator.lt, "lower"),)),
        Relation.REACH: Rule(met=((operator.le, "lower"),), exceeded=((operator.lt, "lower"),)),
        Relation.BETWEEN: Rule(
            met=((operator.le, "upper"),), exceeded=((operator.lt, "lower"),), easier="upper"
        ),
    },
    Direction.WITHIN: {
        Relation.BETWEEN: Rule(met=((operator.ge, "lower"), (operator.le, "upper"))),
    },
}
_LENIENT = {Relation.ABOVE: Relation.AT_LEAST, Relation.BELOW: Relation.AT_MOST}


def _exact(value: object) -> Decimal | None:
    return None if value is None else exact_decimal(value, field="a bound")


def _relation(value: Relation | str) -> Relation:
    return as_member(Relation, value, "relation")


@attrs.frozen(kw_only=True)
class Criterion:
    """What a target promises, as data: a relation and its bounds.

    The relation is the wording. "Trên 91" is ABOVE, so 91 itself does not meet it;
    `reading="lenient"` is for asking who would flip.

    Attributes:
        relation: How the resolution words the promise.
        lower: The bound, or the smaller end of a range, in the target's unit.
        upper: The larger end of a range; None where there is none.
        hedged: Whether the wording says "about" (khoảng, gần).
        maintain: Whether the wording says "keep" (duy trì).

    Examples:
        >>> Criterion(relation="above", lower="91").lower
        Decimal('91')
    """

    relation: Relation = attrs.field(converter=_relation)
    lower: Decimal | None = attrs.field(default=None, converter=_exact)
    upper: Decimal | None = attrs.field(default=None, converter=_exact)
    hedged: bool = False
    maintain: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse bounds that the relation cannot have."""
        given = (self.lower is not None, self.upper is not None)
        needed = {Relation.BETWEEN: (True, True), Relation.DONE: (False, False)}
        if given != needed.get(self.relation, (True, False)):
            raise InvalidCriterionError(
                problem=f"{self.relation} was given lower={self.lower} and upper={self.upper}; "
                "between takes both ends, done takes none, every other relation takes its "
                "bound as lower"
            )
        if self.lower is not None and self.upper is not None and self.lower >= self.upper:
            raise InvalidCriterionError(
                problem=f"the range {self.lower} to {self.upper} is the wrong way round; "
                "give the smaller end as lower and the larger as upper"
            )

    def __str__(self) -> str:
        """The relation and its bounds, "above 91" say."""
        bounds = [str(bound) for bound in (self.lower, self.upper) if bound is not None]
        return f"{self.relation.value.replace('_', ' ')} {' to '.join(bounds)}".rstrip()


def is_strict(relation: Relation) -> bool:
    """Whether the bound itself does not meet the relation: "above" and "below".

    Examples:
        >>> is_strict(Relation.ABOVE), is_strict(Relation.REACH)
        (True, False)
    """
    return relation in _LENIENT


def rule_for(relation: Relation, direction: Direction, reading: Reading = Reading.STRICT) -> Rule:
    """The rule that a criterion with a number is judged by.

    Raises:
        InvalidCriterionError: The relation contradicts the direction, "above" say on an
            indicator of which less is better.
    """
    if reading is Reading.LENIENT:
        relation = _LENIENT.get(relation, relation)
    try:
        return _RULES[direction][relation]
    except KeyError:
        allowed = " or ".join(legal.value for legal in _RULES[direction])
        raise InvalidCriterionError(
            problem=f"{relation.value!r} contradicts an indicator whose direction is "
            f"{direction.value!r}; that takes {allowed}"
        ) from None


def judge(value: object, rule: Rule, lower: object, upper: object) -> Status:
    """Whether a number meets, exceeds or misses; value and ends must be in one unit.

    Args:
        value: A finite number.
        rule: What it must do.
        lower: The criterion's `lower`, of a type that compares exactly with the value.
        upper: The criterion's `upper`, likewise.
    """
    ends = {"lower": lower, "upper": upper}
    if rule.exceeded and all(holds(value, ends[end]) for holds, end in rule.exceeded):
        return Status.EXCEEDED
    met = all(holds(value, ends[end]) for holds, end in rule.met)
    return Status.MET if met else Status.MISSED


class Edge(NamedTuple):
    """One end of a range of numbers, with what it is held against.

    Attributes:
        number: The number at the end.
        lower: The criterion's `lower`, of a type that compares exactly with the number.
        upper: The criterion's `upper`, likewise.
        is_open: Whether the number itself is no part of the range; of the greater end.
    """

    number: object
    lower: object
    upper: object
    is_open: bool = False


def judge_range(least: Edge, greatest: Edge, rule: Rule) -> Status:
    """What is certain of all numbers from one edge to the other; all must be in one unit.

    Met is certain when every number meets, missed when none does, and exceeded when every
    one exceeds; anything else is undecided.
    """

    def holds_at(edge: Edge, condition: Condition) -> bool:
        holds, end = condition
        # "Just below 93.55" is (93.55, -1): pairs compare by the second where the first
        # is equal.
        number = (edge.number, -1 if edge.is_open else 0)
        return holds(number, (edge.lower if end == "lower" else edge.upper, 0))

    def hold_throughout(conditions: Conditions) -> bool:
        return all(holds_at(edge, each) for each in conditions for edge in (least, greatest))

    if rule.exceeded and hold_throughout(rule.exceeded):
        return Status.EXCEEDED
    if hold_throughout(rule.met):
        return Status.MET
    # Each condition is a half-line: a range that reaches into all of them meets somewhere.
    reaches = all(holds_at(least, each) or holds_at(greatest, each) for each in rule.met)
    return Status.UNDECIDED if reaches else Status.MISSED
