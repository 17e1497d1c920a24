"""Laws of setting side by side: on promises of every relation, in every unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.units import compatible_units, convert, exact_factor

_MIRRORED = {"harder": "easier", "easier": "harder"}
_COMPARED = {"harder", "easier", "same"}
_CASES = settings(max_examples=200)


def _dataset(*targets: rt.Target, id_: str = "mine") -> rt.Dataset:
    return rt.Dataset(id=id_, version="1.0.0", targets=targets)


def _pair(ours: rt.Target, theirs: rt.Target) -> rt.Pairing:
    (pairing,) = rt.side_by_side(_dataset(ours), _dataset(theirs, id_="other")).rows
    return pairing


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[rt.Target, rt.Target]:
    """Two promises for one indicator: often of one bound, mostly in units that convert."""
    ours, other = draw(testing.targets()), draw(testing.targets())
    unrelated = attrs.evolve(other, indicator=attrs.evolve(other.indicator, id=ours.indicator.id))
    if ours.criterion.relation is rt.Relation.DONE:
        return ours, draw(st.sampled_from([ours, unrelated]))
    criterion = draw(testing.criteria(direction=ours.indicator.direction))
    is_range = criterion.relation is rt.Relation.BETWEEN
    if is_range == (ours.criterion.relation is rt.Relation.BETWEEN):
        shared = attrs.evolve(ours.criterion, relation=criterion.relation)
        criterion = draw(st.sampled_from([criterion, shared]))
    theirs = attrs.evolve(ours, criterion=criterion, reference_area="VN")
    return ours, draw(st.sampled_from([theirs, theirs, _moved(draw, theirs), unrelated]))


def _moved(draw: st.DrawFn, target: rt.Target) -> rt.Target:
    """The same promise in another unit, where every bound has an end in it; else as it was."""
    unit = draw(st.sampled_from(compatible_units(target.unit)))
    factor = exact_factor(target.unit, unit)
    ends = {
        name: (end, convert(end, target.unit, unit))
        for name, end in (("lower", target.criterion.lower), ("upper", target.criterion.upper))
        if end is not None
    }
    if any(Fraction(end) * factor != Fraction(moved) for end, moved in ends.values()):
        return target
    bounds = {name: moved for name, (_, moved) in ends.items()}
    return attrs.evolve(target, criterion=attrs.evolve(target.criterion, **bounds), unit=unit)


@_CASES
@given(pair=_pairs())
def test_swapping_the_sides_mirrors_all(pair: tuple[rt.Target, rt.Target]) -> None:
    ours, theirs = pair
    there, back = _pair(ours, theirs), _pair(theirs, ours)
    assert back.standing.value == _MIRRORED.get(there.standing.value, there.standing.value)
    assert (there.ratio is None) == (back.ratio is None)
    if there.ratio is not None and back.ratio is not None:
        assert there.ratio * back.ratio == 1
    assert (there.difference is None) == (back.difference is None)
    if there.difference is not None and back.difference is not None:
        one = Fraction(there.difference) * exact_factor(ours.unit, theirs.unit)
        other = Fraction(back.difference)
        # A twelfth of a year's amount has no end: it is rounded at its 50th digit.
        bound = max(abs(one), abs(other))
        assert abs(one + other) <= bound / 10**45
        if ours.unit == theirs.unit:
            assert one == -other


@_CASES
@given(pair=_pairs(), data=st.data())
def test_units_never_change_a_standing(
    pair: tuple[rt.Target, rt.Target], data: st.DataObject
) -> None:
    ours, theirs = pair
    found = _pair(ours, theirs)
    assume(found.standing.value in _COMPARED)
    assume(ours.criterion.relation is not rt.Relation.DONE)
    again = _pair(data.draw(_MOVED(ours)), data.draw(_MOVED(theirs)))
    assert again.standing == found.standing
    assert again.ratio == found.ratio


_MOVED = st.composite(_moved)


@_CASES
@given(pair=_pairs())
def test_a_diff_says_the_same(pair: tuple[rt.Target, rt.Target]) -> None:
    ours, theirs = pair
    pairing = _pair(ours, theirs)
    changes = rt.diff(_dataset(ours), _dataset(theirs, id_="other")).changes
    kinds = {kind.value for change in changes for kind in change.kinds}
    if pairing.mismatch is None:
        expected = {"harder": {"loosened"}, "easier": {"tightened"}, "same": set()}
        assert kinds & {"tightened", "loosened", "shifted"} == expected[pairing.standing.value]
    if pairing.mismatch in {"range", "direction"}:
        assert "shifted" in kinds


@_CASES
@given(targets=st.lists(testing.targets(), max_size=4))
def test_a_dataset_beside_itself_is_all_the_same(targets: list[rt.Target]) -> None:
    dataset = _dataset(*targets)
    beside = rt.side_by_side(dataset, dataset)
    assert len(beside) == len(targets)
    assert all(row.standing == "same" and row.ours is row.theirs for row in beside.rows)
    assert all(not row.difference for row in beside.rows)
    assert all(row.ratio in {None, 1} for row in beside.rows)


@_CASES
@given(data=st.data())
def test_a_harder_promise_is_met_by_fewer_figures(data: st.DataObject) -> None:
    ours, theirs = data.draw(_pairs())
    pairing = _pair(ours, theirs)
    assume(pairing.standing.value in _COMPARED)
    value = data.draw(testing.values_near(data.draw(st.sampled_from([ours, theirs]))))
    assume(isinstance(value, Decimal))
    here, there = (side.compare(value, unit=ours.unit).status.is_met for side in (ours, theirs))
    if here:
        assert there or pairing.standing != "harder"
        assert there or pairing.standing != "same"
    if there:
        assert here or pairing.standing != "easier"
        assert here or pairing.standing != "same"


@_CASES
@given(data=st.data())
def test_everything_of_both_sides_is_there(data: st.DataObject) -> None:
    ours = data.draw(st.lists(testing.targets(), max_size=4))
    theirs = data.draw(st.lists(testing.targets(), max_size=4))
    beside = rt.side_by_side(_dataset(*ours), _dataset(*theirs, id_="other"))
    assert sorted(map(id, [*(row.ours for row in beside.rows), *beside.only_here])) == sorted(
        map(id, ours)
    )
    assert sorted(map(id, [*(row.theirs for row in beside.rows), *beside.only_there])) == sorted(
        map(id, theirs)
    )
    target = data.draw(testing.targets())
    figures = data.draw(st.lists(testing.observations(target), max_size=4))
    beside = rt.side_by_side(_dataset(target), figures)
    entries = [*(row.theirs for row in beside.rows), *beside.only_there]
    assert sorted(map(id, entries)) == sorted(map(id, figures))
    assert all(row.explain() and row.explain("vi") for row in beside.rows)
    assert beside.to_frame().height == len(beside)
