"""Relations, bounds, and when a number keeps a promise."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.criteria import (
    Criterion,
    Direction,
    Edge,
    Reading,
    Relation,
    Status,
    judge,
    judge_range,
    rule_for,
)

_EXCEEDED, _MET, _MISSED = Status.EXCEEDED, Status.MET, Status.MISSED
_UNDECIDED = Status.UNDECIDED
_RULES_OF = {
    Direction.HIGHER: {Relation.ABOVE, Relation.AT_LEAST, Relation.REACH, Relation.BETWEEN},
    Direction.LOWER: {Relation.BELOW, Relation.AT_MOST, Relation.REACH, Relation.BETWEEN},
    Direction.WITHIN: {Relation.BETWEEN},
}


# What 90, 91 and 92 are against the bound 91.
@pytest.mark.parametrize(
    ("direction", "relation", "reading", "statuses"),
    [
        ("higher", "above", "strict", (_MISSED, _MISSED, _MET)),
        ("higher", "above", "lenient", (_MISSED, _MET, _EXCEEDED)),
        ("higher", "at_least", "strict", (_MISSED, _MET, _EXCEEDED)),
        ("higher", "at_least", "lenient", (_MISSED, _MET, _EXCEEDED)),
        ("higher", "reach", "strict", (_MISSED, _MET, _EXCEEDED)),
        ("higher", "reach", "lenient", (_MISSED, _MET, _EXCEEDED)),
        ("lower", "below", "strict", (_MET, _MISSED, _MISSED)),
        ("lower", "below", "lenient", (_EXCEEDED, _MET, _MISSED)),
        ("lower", "at_most", "strict", (_EXCEEDED, _MET, _MISSED)),
        ("lower", "at_most", "lenient", (_EXCEEDED, _MET, _MISSED)),
        ("lower", "reach", "strict", (_EXCEEDED, _MET, _MISSED)),
        ("lower", "reach", "lenient", (_EXCEEDED, _MET, _MISSED)),
    ],
)
def test_one_bound(
    direction: str, relation: str, reading: str, statuses: tuple[Status, Status, Status]
) -> None:
    rule = rule_for(Relation(relation), Direction(direction), Reading(reading))
    bound = Decimal(91)
    assert tuple(judge(value, rule, bound, None) for value in (90, 91, 92)) == statuses


# What 5, 6, 7, 8 and 9 are against the range 6 to 8.
@pytest.mark.parametrize(
    ("direction", "statuses"),
    [
        ("higher", (_MISSED, _MET, _MET, _MET, _EXCEEDED)),
        ("lower", (_EXCEEDED, _MET, _MET, _MET, _MISSED)),
        ("within", (_MISSED, _MET, _MET, _MET, _MISSED)),
    ],
)
@pytest.mark.parametrize("reading", list(Reading))
def test_a_range(direction: str, reading: Reading, statuses: tuple[Status, ...]) -> None:
    rule = rule_for(Relation.BETWEEN, Direction(direction), reading)
    found = tuple(judge(value, rule, Decimal(6), Decimal(8)) for value in (5, 6, 7, 8, 9))
    assert found == statuses


@pytest.mark.parametrize(
    ("direction", "easier"), [("higher", "lower"), ("lower", "upper"), ("within", "lower")]
)
def test_the_easier_end_of_a_range(direction: str, easier: str) -> None:
    assert rule_for(Relation.BETWEEN, Direction(direction)).easier == easier


@pytest.mark.parametrize(
    ("direction", "relation", "allowed"),
    [
        ("higher", "at_most", "above or at_least or reach or between"),
        ("higher", "below", "above or at_least or reach or between"),
        ("higher", "done", "above or at_least or reach or between"),
        ("lower", "above", "below or at_most or reach or between"),
        ("lower", "at_least", "below or at_most or reach or between"),
        ("lower", "done", "below or at_most or reach or between"),
        ("within", "above", "between"),
        ("within", "at_least", "between"),
        ("within", "reach", "between"),
        ("within", "at_most", "between"),
        ("within", "below", "between"),
        ("within", "done", "between"),
    ],
)
def test_a_relation_that_contradicts_the_direction(
    direction: str, relation: str, allowed: str
) -> None:
    with pytest.raises(rt.InvalidCriterionError) as caught:
        rule_for(Relation(relation), Direction(direction))
    assert str(caught.value) == (
        f"{relation!r} contradicts an indicator whose direction is {direction!r}; "
        f"that takes {allowed}"
    )
    with pytest.raises(rt.InvalidCriterionError):
        rule_for(Relation(relation), Direction(direction), Reading.LENIENT)


def test_status_is_met() -> None:
    assert {status: status.is_met for status in Status} == {
        Status.EXCEEDED: True,
        Status.MET: True,
        Status.PARTLY_MET: False,
        Status.MISSED: False,
        Status.UNDECIDED: None,
        Status.NOT_REPORTED: None,
        Status.NOT_COMPARABLE: None,
    }


def test_names_are_lower_case() -> None:
    assert [relation.value for relation in Relation] == [
        "above",
        "at_least",
        "reach",
        "at_most",
        "below",
        "between",
        "done",
    ]
    assert [status.value for status in Status] == [
        "exceeded",
        "met",
        "partly_met",
        "missed",
        "undecided",
        "not_reported",
        "not_comparable",
    ]


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ("91", "91"),
        ("2.50", "2.50"),
        (91, "91"),
        (Decimal("0.1"), "0.1"),
        (10**30, "1" + 30 * "0"),
        ("-5", "-5"),
    ],
)
def test_a_bound_is_a_decimal_as_it_was_written(bound: str | int | Decimal, expected: str) -> None:
    criterion = Criterion(relation="above", lower=bound)
    assert isinstance(criterion.lower, Decimal)
    assert str(criterion.lower) == expected


@pytest.mark.parametrize(
    ("bound", "message"),
    [
        (0.1, "a bound is 0.1; expected a Decimal, an int or its text, not a float"),
        (True, "a bound is True; expected a Decimal, an int or its text, not a float"),
        (
            Fraction(1, 2),
            "a bound is Fraction(1, 2); expected a Decimal, an int or its text, not a float",
        ),
        ("2,5", "a bound is '2,5'; expected a number"),
        ("", "a bound is ''; expected a number"),
        ("NaN", "a bound is 'NaN'; expected a finite number of at most 100 digits"),
        (
            Decimal("sNaN"),
            "a bound is Decimal('sNaN'); expected a finite number of at most 100 digits",
        ),
        ("-Infinity", "a bound is '-Infinity'; expected a finite number of at most 100 digits"),
    ],
)
def test_what_is_no_bound(bound: object, message: str) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        Criterion(relation="above", lower=bound)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("relation", "lower", "upper"),
    [
        ("above", None, None),
        ("above", None, 1),
        ("at_least", 1, 2),
        ("reach", 1, 2),
        ("at_most", None, 1),
        ("below", None, 1),
        ("between", 1, None),
        ("between", None, 1),
        ("between", None, None),
        ("done", 1, None),
        ("done", None, 1),
        ("done", 1, 2),
    ],
)
def test_bounds_that_a_relation_cannot_have(
    relation: str, lower: int | None, upper: int | None
) -> None:
    with pytest.raises(rt.InvalidCriterionError) as caught:
        Criterion(relation=relation, lower=lower, upper=upper)
    assert str(caught.value) == (
        f"{relation} was given lower={lower} and upper={upper}; between takes both ends, done "
        "takes none, every other relation takes its bound as lower"
    )


@pytest.mark.parametrize(("lower", "upper"), [("0.6", "0.5"), ("0.5", "0.5"), ("0.5", "0.50")])
def test_a_range_the_wrong_way_round(lower: str, upper: str) -> None:
    with pytest.raises(rt.InvalidCriterionError) as caught:
        Criterion(relation="between", lower=lower, upper=upper)
    assert str(caught.value) == (
        f"the range {lower} to {upper} is the wrong way round; give the smaller end as lower "
        "and the larger as upper"
    )


@pytest.mark.parametrize("text", ["1_000", "\N{ARABIC-INDIC DIGIT THREE}", "", "x"])
def test_a_bound_is_written_in_plain_digits(text: str) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        Criterion(relation="above", lower=text)
    assert str(caught.value) == f"a bound is {text!r}; expected a number"


def test_a_relation_there_is_not_is_refused_in_our_words() -> None:
    with pytest.raises(rt.ResolutionTargetsError):
        Criterion(relation="over", lower=91)


@pytest.mark.parametrize(
    ("criterion", "text"),
    [
        (Criterion(relation="above", lower="91"), "above 91"),
        (Criterion(relation="at_least", lower="2.50"), "at least 2.50"),
        (Criterion(relation="between", lower="0.5", upper="0.6"), "between 0.5 to 0.6"),
        (Criterion(relation="done"), "done"),
    ],
)
def test_str(criterion: Criterion, text: str) -> None:
    assert str(criterion) == text


def test_a_criterion_is_a_value() -> None:
    criterion = Criterion(relation=Relation.ABOVE, lower=91)
    assert criterion == Criterion(relation="above", lower="91.0")
    assert hash(criterion) == hash(Criterion(relation="above", lower="91.0"))
    assert not criterion.hedged
    assert not criterion.maintain
    assert attrs.evolve(criterion, hedged=True).hedged
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        criterion.lower = Decimal(90)  # type: ignore[misc]


@pytest.mark.parametrize("bound", ["1e101", "-1e101", "1e-101"])
def test_a_bound_is_within_what_floats_hold_in_every_unit(bound: str) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        Criterion(relation="above", lower=bound)
    expected = f"a bound is {bound!r}; expected a finite number of at most 100 digits"
    assert str(caught.value) == expected


_RULES = [
    (direction, relation, reading)
    for direction in Direction
    for relation in Relation
    for reading in Reading
    if relation in _RULES_OF[direction]
]


# Each number of a range judged one by one is the slow and obvious oracle.
@pytest.mark.parametrize(("direction", "relation", "reading"), _RULES)
@pytest.mark.parametrize("is_open", [False, True])
def test_a_range_is_all_of_its_numbers(
    direction: Direction,
    relation: Relation,
    reading: Reading,
    *,
    is_open: bool,
) -> None:
    rule = rule_for(relation, direction, reading)
    lower, upper = Fraction(6), Fraction(8)
    tenths = [Fraction(tenth, 10) for tenth in range(50, 91)]
    for start, low in enumerate(tenths):
        for high in tenths[start:]:
            # Between two tenths there are numbers too; just below an open end is one of them.
            inside = [each for each in tenths if low <= each < high]
            points = {low, *inside, *(each + Fraction(1, 1000) for each in inside)}
            points |= {high - Fraction(1, 1000)} if high > low else set()
            points = {each for each in points if each >= low} | (set() if is_open else {high})
            if is_open and low == high:
                continue
            found = {judge(each, rule, lower, upper) for each in points}
            least, greatest = Edge(low, lower, upper), Edge(high, lower, upper, is_open)
            assert judge_range(least, greatest, rule) is _certain(found), (low, high)


def _certain(found: set[Status]) -> Status:
    """What is certain where each of these was found of some number."""
    if len(found) == 1:
        return found.pop()
    return _UNDECIDED if _MISSED in found else _MET


@pytest.mark.parametrize(
    ("low", "high", "is_open", "status"),
    [
        # 93.5 as published, against "trên 93,5" and "trên 93,45" and "trên 93,55".
        ("93.45", "93.55", True, {"93.5": _UNDECIDED, "93.45": _UNDECIDED, "93.55": _MISSED}),
        ("93.45", "93.55", False, {"93.44": _MET, "93.55": _MISSED, "93.54": _UNDECIDED}),
    ],
)
def test_the_ends_of_a_range_against_above(
    low: str, high: str, *, is_open: bool, status: dict[str, Status]
) -> None:
    rule = rule_for(Relation.ABOVE, Direction.HIGHER)
    for bound, expected in status.items():
        least = Edge(Decimal(low), Decimal(bound), None)
        greatest = Edge(Decimal(high), Decimal(bound), None, is_open)
        assert judge_range(least, greatest, rule) is expected


def test_each_edge_has_bounds_of_its_own_kind_of_number() -> None:
    rule = rule_for(Relation.REACH, Direction.HIGHER)
    # A float's bound is the nearest float, a decimal's is exact.
    least = Edge(0.1, 0.1, None)
    assert judge_range(least, Edge(Decimal(1), Decimal("0.1"), None), rule) is _MET


def test_rounding_words() -> None:
    assert [rounding.value for rounding in rt.Rounding] == ["exact", "published"]
