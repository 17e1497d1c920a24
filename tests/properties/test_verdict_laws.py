"""Laws of judging, against a slow and obvious oracle in fractions."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.units import compatible_units, exact_factor, to_quantity

_RANK = {rt.Status.MISSED: 0, rt.Status.MET: 1, rt.Status.EXCEEDED: 2}
_DAYS = {"year": Fraction(360), "calendar_quarter": Fraction(90), "month": Fraction(30)}
_WORTH: dict[str, Fraction | int] = {
    "thousand": 10**3,
    "ten_thousand": 10**4,
    "hundred_thousand": 10**5,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "percent": Fraction(1, 100),
    "permille": Fraction(1, 1000),
    "hectare": 10**4,
    "km2": 10**6,
} | _DAYS


def _worth(unit: str) -> Fraction:
    """What a unit is worth in the smallest unit of its kind."""
    numerator, *denominators = unit.split("/")
    worth = Fraction(1)
    for word in numerator.split(" "):
        worth *= _WORTH.get(word, 1)
    for word in denominators:
        worth /= _WORTH.get(word, 1)
    return worth


def _oracle(target: rt.Target, value: Decimal | float, unit: str, *, lenient: bool) -> rt.Status:
    """The status by the meaning of each relation, on a line where more is better."""
    criterion, direction = target.criterion, target.indicator.direction
    ends = [Fraction(end) for end in (criterion.lower, criterion.upper) if end is not None]
    ends = [end * _worth(target.unit) / _worth(unit) for end in ends]
    if isinstance(value, float):
        ends = [Fraction(float(end)) for end in ends]
    figure = Fraction(value)
    if direction is rt.Direction.WITHIN:
        return rt.Status.MET if ends[0] <= figure <= ends[1] else rt.Status.MISSED
    if direction is rt.Direction.LOWER:
        figure, ends = -figure, sorted(-end for end in ends)
    is_past = criterion.relation in {rt.Relation.ABOVE, rt.Relation.BELOW} and not lenient
    if figure < ends[0] or (is_past and figure == ends[0]):
        return rt.Status.MISSED
    return rt.Status.MET if is_past or figure <= ends[-1] else rt.Status.EXCEEDED


@st.composite
def _numeric_targets(draw: st.DrawFn) -> rt.Target:
    return draw(
        testing.targets().filter(lambda target: target.criterion.relation is not rt.Relation.DONE)
    )


@st.composite
def _figures(draw: st.DrawFn) -> tuple[rt.Target, Decimal | float, str]:
    """A target, and a figure near its bound in one of the units that convert to its own."""
    target = draw(_numeric_targets())
    unit = draw(st.sampled_from(compatible_units(target.unit)))
    return target, draw(testing.values_near(target, unit=unit)), unit


@given(unit=testing.units(), data=st.data())
def test_factors_agree_with_the_worth_of_the_words(unit: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(compatible_units(unit)))
    assert exact_factor(unit, other) == _worth(unit) / _worth(other)
    assert exact_factor(unit, other) * exact_factor(other, unit) == 1


@given(number=testing.numbers(), unit=testing.units(), data=st.data())
def test_converting_is_exact_and_there_and_back_is_nothing(
    number: Decimal, unit: str, data: st.DataObject
) -> None:
    other = data.draw(st.sampled_from(compatible_units(unit)))
    exact = Fraction(number) * _worth(unit) / _worth(other)
    there = rt.convert(number, unit, other)
    assert abs(Fraction(there) - exact) <= abs(exact) / 10**49
    assume(Fraction(there) == exact)
    assert rt.convert(there, other, unit) == number


@given(figure=_figures(), lenient=st.booleans())
def test_judging_agrees_with_the_oracle(
    figure: tuple[rt.Target, Decimal | float, str], *, lenient: bool
) -> None:
    target, value, unit = figure
    verdict = target.compare(value, unit=unit, reading="lenient" if lenient else "strict")
    assert verdict.status is _oracle(target, value, unit, lenient=lenient)
    assert verdict.value is value
    assert verdict.unit == unit


@given(figure=_figures(), data=st.data())
def test_changing_the_unit_never_changes_the_verdict_on_a_decimal(
    figure: tuple[rt.Target, Decimal | float, str], data: st.DataObject
) -> None:
    target, value, unit = figure
    exact = Decimal(value)
    other = data.draw(st.sampled_from(compatible_units(target.unit)))
    moved = rt.convert(exact, unit, other)
    # A twelfth of a year's amount may have no end as a decimal.
    assume(Fraction(moved) * _worth(other) == Fraction(exact) * _worth(unit))
    before, after = target.compare(exact, unit=unit), target.compare(moved, unit=other)
    assert after.status is before.status


@given(figure=_figures(), data=st.data())
def test_the_spelling_of_the_unit_does_not_matter(
    figure: tuple[rt.Target, Decimal | float, str], data: st.DataObject
) -> None:
    target, value, unit = figure
    spelling = data.draw(testing.unit_spellings(unit))
    assert target.compare(value, unit=spelling) == target.compare(value, unit=unit)


@given(figure=_figures())
def test_a_quantity_is_its_number_and_unit(figure: tuple[rt.Target, Decimal | float, str]) -> None:
    target, value, unit = figure
    quantity = to_quantity(value, unit)
    assert target.compare(quantity).status is target.compare(float(value), unit=unit).status


@given(figure=_figures())
def test_an_observation_is_its_number_and_unit(
    figure: tuple[rt.Target, Decimal | float, str],
) -> None:
    target, value, unit = figure
    observation = rt.Observation(
        indicator=target.indicator.id,
        reference_area=target.reference_area,
        reference_period=target.reference_period,
        value=value,
        unit=unit,
    )
    found = target.compare(observation)
    assert found.observation is observation
    assert attrs.evolve(found, observation=None) == target.compare(value, unit=unit)


@given(target=_numeric_targets(), data=st.data())
def test_a_better_value_never_gets_a_worse_verdict(target: rt.Target, data: st.DataObject) -> None:
    assume(target.indicator.direction is not rt.Direction.WITHIN)
    reading = data.draw(st.sampled_from(rt.Reading))
    values = [Decimal(data.draw(testing.values_near(target))) for _ in range(2)]
    worse, better = sorted(values, reverse=target.indicator.direction is rt.Direction.LOWER)
    ranks = [_RANK[target.compare(value, reading=reading).status] for value in (worse, better)]
    assert ranks == sorted(ranks)


@given(figure=_figures())
def test_a_lenient_reading_is_never_worse(figure: tuple[rt.Target, Decimal | float, str]) -> None:
    target, value, unit = figure
    strict = target.compare(value, unit=unit).status
    lenient = target.compare(value, unit=unit, reading="lenient").status
    assert lenient.is_met >= strict.is_met  # type: ignore[operator]
    if target.criterion.relation not in {rt.Relation.ABOVE, rt.Relation.BELOW}:
        assert lenient is strict


@given(target=_numeric_targets(), data=st.data())
def test_the_kind_of_number_does_not_matter_where_it_is_the_same_number(
    target: rt.Target, data: st.DataObject
) -> None:
    whole = data.draw(st.integers(-(10**9), 10**9))
    bound = target.easier_bound
    assert bound is not None
    # A float is compared with the float nearest to the bound, so the bound must be one.
    assume(all(Fraction(float(end)) == Fraction(end) for end in _ends(target)))
    found = {target.compare(kind(whole)).status for kind in (int, float, Decimal)}
    assert len(found) == 1


def _ends(target: rt.Target) -> list[Decimal]:
    ends = (target.criterion.lower, target.criterion.upper)
    return [end for end in ends if end is not None]


@given(figure=_figures())
def test_the_gap_says_on_which_side_of_the_easier_bound_a_decimal_is(
    figure: tuple[rt.Target, Decimal | float, str],
) -> None:
    target, value, unit = figure
    verdict = target.compare(Decimal(value), unit=unit)
    bound = target.easier_bound
    assert bound is not None
    exact = Fraction(Decimal(value)) * _worth(unit) / _worth(target.unit) - Fraction(bound)
    assert isinstance(verdict.gap, Decimal)
    # 28 digits of the figure itself, or more.
    assert abs(Fraction(verdict.gap) - exact) <= (abs(exact) + abs(Fraction(bound))) / 10**26


@given(figure=_figures(), language=st.sampled_from(["vi", "en"]))
def test_every_verdict_can_be_explained(
    figure: tuple[rt.Target, Decimal | float, str], language: str
) -> None:
    target, value, unit = figure
    verdict = target.compare(value, unit=unit)
    text = verdict.explain(language)
    assert text.startswith(f"({target.number}) {target.indicator.name(language)}")
    assert rt.format_quantity(to_quantity(value, unit), locale=language) in text or not isinstance(
        value, float
    )
    assert verdict.reason


@given(data=st.data())
def test_any_observation_gets_a_verdict_with_its_reason(data: st.DataObject) -> None:
    target = data.draw(testing.targets())
    observation = data.draw(testing.observations(target))
    verdict = target.compare(observation)
    of_target = (
        observation.indicator == target.indicator.id
        and observation.reference_area == target.reference_area
        and observation.reference_period.is_same_time(target.reference_period)
    )
    if observation.value is None:
        assert verdict.status == "not_reported"
    elif of_target:
        # Part of a range may meet what the rest misses.
        undecided = verdict.status is rt.Status.UNDECIDED
        assert verdict.status.is_met is not None or (
            undecided and observation.value_upper is not None
        )
    else:
        assert verdict.status == "not_comparable"
        assert verdict.reason.startswith(("no promise for ", "the figure is for "))
    assert verdict.explain("vi").startswith(f"({target.number}) ")


@given(target=testing.targets(), value=st.sampled_from([math.nan, math.inf, -math.inf]))
def test_what_is_not_finite_is_never_judged(target: rt.Target, value: float) -> None:
    for given_value in (value, Decimal(value)):
        verdict = target.compare(given_value)
        assert verdict.status == "not_comparable"
        assert verdict.status.is_met is None


@given(target=testing.targets())
def test_a_target_is_equal_to_its_copy(target: rt.Target) -> None:
    assert attrs.evolve(target) == target
    assert hash(attrs.evolve(target)) == hash(target)
