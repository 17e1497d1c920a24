"""Laws of choosing: on figures of few values and many ties, in every unit and order."""

from __future__ import annotations

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.choices import exactly
from resolution_targets.units import compatible_units, convert, exact_factor

_FEWER = settings(max_examples=60)
_SOURCES = ("gazette", "newspaper", "ministry")
_UNITS = ("billion VND", "trillion VND", "million VND", "VND", "percent", "billion USD")
_PERIODS = ("2025", "2025-12M", "2025-9M", "2025-Q1", "2025-3M")
_DAYS = ("2025-07-01", "2025-07-31", "2025-08-01")
_NUMERIC = ("value", "value_upper")
_POLICIES = st.sampled_from(
    [("all", None), ("latest", None), ("best_status", None), ("source", "gazette")]
)
# Round ones, long ones, computed ones, and neighbours of each.
_NUMBERS = (17900, 17.9, 0.3, 0.1 + 0.2, 1 / 3, 381.1 / 1000, 1.0000000000001, 0.0, -17.9)


@st.composite
def _values(draw: st.DrawFn) -> float | Decimal | None:
    value = draw(st.sampled_from(_NUMBERS))
    scale = draw(st.sampled_from([1, 1000, 0.001, 1e6]))
    moved = value * scale
    beside = draw(st.sampled_from([moved, math.nextafter(moved, 1e300), moved * (1 + 1e-13)]))
    return draw(st.sampled_from([beside, round(moved, 3), None, math.nan, math.inf]))


@st.composite
def _uppers(draw: st.DrawFn, value: float | Decimal | None) -> float | None:
    """The larger end of a range that begins at a value; mostly there is none."""
    if value is None or math.isnan(value):
        return None
    # Twice as much is a range of equal ends in every unit.
    ends = [None, None, value, abs(2 * value), math.nextafter(value, math.inf), math.inf, math.nan]
    return draw(st.sampled_from(ends))


@st.composite
def _observations(draw: st.DrawFn) -> rt.Observation:
    value = draw(_values())
    return rt.Observation(
        indicator=draw(st.sampled_from(["budget-revenue", "grdp-growth"])),
        reference_area=draw(st.sampled_from(["VN-23", "VN"])),
        reference_period=draw(st.sampled_from(_PERIODS)),
        value=value,
        value_upper=draw(_uppers(value)),
        unit=draw(st.sampled_from(_UNITS)),
        observation_status=draw(st.sampled_from(["A", "P", "E", "F", "I", "B", "U"])),
        source=draw(st.sampled_from(_SOURCES)),
        published=draw(st.none() | st.sampled_from(_DAYS)),
    )


def _figures(*, least: int = 0) -> st.SearchStrategy[list[rt.Observation]]:
    return st.lists(_observations(), min_size=least, max_size=12).filter(
        lambda figures: least == 0 or any(each.source == "gazette" for each in figures)
    )


def _framed(figures: list[rt.Observation]) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {
        "indicator": [each.indicator for each in figures],
        "area": [each.reference_area for each in figures],
        "period": [str(each.reference_period) for each in figures],
        "value": [each.value for each in figures],
        "value_upper": [each.value_upper for each in figures],
        "unit": [each.unit for each in figures],
        "status": [each.observation_status.value for each in figures],
        "source": [each.source for each in figures],
        "published": [each.published and str(each.published) for each in figures],
    }
    types = {name: pl.Float64 if name in _NUMERIC else pl.String for name in columns}
    return pl.DataFrame(columns, schema=types)


def _standing(figures: list[rt.Observation], choice: rt.Choice) -> list[bool]:
    chosen = [id(each) for each in choice.chosen]
    return [id(each) in chosen for each in figures]


@settings(max_examples=300)
@given(figures=_figures(least=1), asked=_POLICIES)
def test_scalar_and_frame_agree(
    figures: list[rt.Observation], asked: tuple[str, str | None]
) -> None:
    policy, source = asked
    # Each an object of its own, so that equal figures can be told apart.
    figures = [attrs.evolve(each) for each in figures]
    alone = rt.choose(figures, policy=policy, source=source)
    frame = _framed(figures)
    found = rt.choose(frame, policy=policy, source=source)
    assert found["passed_over"].is_null().to_list() == _standing(figures, alone)
    contradicted = {id(each) for conflict in alone.conflicts for each in conflict}
    assert found["conflict"].is_not_null().to_list() == [
        id(each) in contradicted for each in figures
    ]
    lazy = rt.choose(frame.lazy(), policy=policy, source=source)
    assert_frame_equal(lazy.collect(), found)
    assert_frame_equal(lazy.collect(engine="streaming"), found)
    # Every row comes out once, as it was and where it was.
    assert_frame_equal(found.drop("passed_over", "conflict"), frame)


@given(figures=_figures(least=1), asked=_POLICIES, data=st.data())
def test_the_order_of_rows_does_not_matter(
    figures: list[rt.Observation], asked: tuple[str, str | None], data: st.DataObject
) -> None:
    policy, source = asked
    order = data.draw(st.permutations(range(len(figures))))
    frame = _framed(figures)
    found = rt.choose(frame, policy=policy, source=source)
    assert_frame_equal(rt.choose(frame[order], policy=policy, source=source), found[order])
    alone = rt.choose(figures, policy=policy, source=source)
    moved = rt.choose([figures[place] for place in order], policy=policy, source=source)
    assert Counter(map(repr, moved.chosen)) == Counter(map(repr, alone.chosen))
    assert Counter(map(repr, moved.passed_over)) == Counter(map(repr, alone.passed_over))
    assert Counter(frozenset(map(repr, each)) for each in moved.conflicts) == Counter(
        frozenset(map(repr, each)) for each in alone.conflicts
    )


@given(figures=_figures(least=1), asked=_POLICIES)
def test_every_figure_comes_out_once_and_choosing_twice_changes_nothing(
    figures: list[rt.Observation], asked: tuple[str, str | None]
) -> None:
    policy, source = asked
    choice = rt.choose(figures, policy=policy, source=source)
    passed = [figure for figure, _ in choice.passed_over]
    assert Counter(map(repr, [*choice.chosen, *passed])) == Counter(map(repr, figures))
    if source is None or any(each.source == source for each in choice.chosen):
        again = rt.choose(choice.chosen, policy=policy, source=source)
        assert again == rt.Choice(chosen=choice.chosen, passed_over=(), conflicts=choice.conflicts)
    once = rt.choose(_framed(figures), policy=policy, source=source)
    assert_frame_equal(rt.choose(once, policy=policy, source=source), once)
    if policy == "all":
        assert choice.passed_over == ()


_DAY_RANKS = {None: None, **{day: place for place, day in enumerate(_DAYS)}}
_STATUS_RANKS = {"A": 4, "P": 3, "E": 2, "F": 1, "I": 0, "U": None, "B": None}


@settings(max_examples=200)
@given(figures=_figures(least=1), asked=_POLICIES)
def test_exactly_the_winners_of_the_policy_stand(
    figures: list[rt.Observation], asked: tuple[str, str | None]
) -> None:
    policy, source = asked
    figures = [attrs.evolve(each) for each in figures]
    standing = _standing(figures, rt.choose(figures, policy=policy, source=source))
    for figure, stands in zip(figures, standing, strict=True):
        rivals = [other for other in figures if _contest(figure, other)]
        assert stands == (not any(_is_ahead(other, figure, policy, source) for other in rivals))


def _contest(one: rt.Observation, other: rt.Observation) -> bool:
    """Whether two figures are for one thing; slowly and obviously."""
    for figure in (one, other):
        ends = (figure.value, figure.value_upper or 0)
        if not all(end is not None and math.isfinite(end) for end in ends):
            return False
    try:
        exact_factor(one.unit, other.unit)
    except rt.IncompatibleUnitError:
        return False
    return (
        one.indicator == other.indicator
        and one.reference_area == other.reference_area
        and one.reference_period.is_same_time(other.reference_period)
    )


@settings(max_examples=200)
@given(figures=_figures(least=1))
def test_exactly_figures_of_other_ends_contradict_each_other(
    figures: list[rt.Observation],
) -> None:
    found = rt.choose(_framed(figures))["conflict"].is_not_null().to_list()
    for figure, is_contradicted in zip(figures, found, strict=True):
        rivals = [other for other in figures if _contest(figure, other)]
        ours = _ends_in(figure, figure.unit)
        theirs = [_ends_in(other, figure.unit) for other in rivals]
        assert is_contradicted == any(ends != ours for ends in theirs)


def _ends_in(figure: rt.Observation, unit: str) -> list[Fraction]:
    value = figure.value or 0
    upper = value if figure.value_upper is None else figure.value_upper
    if not (math.isfinite(value) and math.isfinite(upper)):
        return []
    return [exactly(end) * exact_factor(figure.unit, unit) for end in (value, upper)]


def _is_ahead(one: rt.Observation, other: rt.Observation, policy: str, source: str | None) -> bool:
    if policy == "latest":
        return bool(one.published and other.published and one.published > other.published)
    if policy == "best_status":
        ours, theirs = (_STATUS_RANKS[each.observation_status.value] for each in (one, other))
        if one.observation_status == "A" and other.observation_status == "U":
            return True
        return ours is not None and theirs is not None and ours > theirs
    return policy == "source" and one.source == source != other.source


@_FEWER
@given(data=st.data(), number=testing.numbers())
def test_one_value_in_every_unit_is_no_conflict(data: st.DataObject, number: Decimal) -> None:
    unit = data.draw(testing.units())
    figures = [
        rt.Observation(
            indicator="any",
            reference_area="VN",
            reference_period=2025,
            value=value,
            unit=other,
        )
        for other in compatible_units(unit)
        for exact in [convert(number, unit, other)]
        if exactly(exact) == exactly(number) * exact_factor(unit, other)
        for value in (exact, float(exact))
        if exactly(value) == exactly(exact)
    ]
    assert rt.choose(figures).conflicts == ()
    floats = [each for each in figures if isinstance(each.value, float)]
    assert rt.choose(_framed(floats))["conflict"].null_count() == len(floats)


@_FEWER
@given(frame=testing.observation_frames(rt.load("ha-tinh-2025", version="1.0.0")))
def test_frames_as_users_bring_them(frame: pl.DataFrame) -> None:
    for policy in ("all", *(["best_status"] if "status" in frame.columns else [])):
        found = rt.choose(frame, policy=policy)
        assert_frame_equal(found.drop("passed_over", "conflict"), frame)
        without_value = ~frame["value"].is_finite().fill_null(value=False)
        assert found.filter(without_value)["passed_over"].null_count() == without_value.sum()
        assert found.filter(without_value)["conflict"].null_count() == without_value.sum()
