"""The strategies that ship with the package draw what they say, and all of it."""

from __future__ import annotations

import importlib
import math
import sys
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import polars as pl
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.criteria import rule_for

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")
_DATASET = rt.load("ha-tinh-2025", version="1.0.0")


def _draws(drawn: st.SearchStrategy[_T], wanted: Callable[[_T], object]) -> _T:
    """Something out of a strategy that is as wanted, not shrunk; an error if there is none."""
    one_after_another = settings(
        phases=[Phase.generate], max_examples=5000, derandomize=True, database=None
    )
    return find(drawn, lambda value: bool(wanted(value)), settings=one_after_another)


def _is_legal(relation: rt.Relation, direction: rt.Direction) -> bool:
    try:
        rule_for(relation, direction)
    except rt.InvalidCriterionError:
        return False
    return True


@pytest.mark.parametrize("direction", list(rt.Direction))
@pytest.mark.parametrize("relation", list(rt.Relation))
def test_criteria_have_every_relation_that_the_direction_allows(
    direction: rt.Direction, relation: rt.Relation
) -> None:
    drawn = testing.criteria(direction=direction)
    if _is_legal(relation, direction):
        _draws(drawn, lambda criterion: criterion.relation is relation)
    _draws(testing.criteria(), lambda criterion: criterion.relation is relation)


@given(data=st.data(), direction=st.sampled_from(rt.Direction))
def test_criteria_are_legal(data: st.DataObject, direction: rt.Direction) -> None:
    criterion = data.draw(testing.criteria(direction=direction))
    assert _is_legal(criterion.relation, direction)


@pytest.mark.parametrize("relation", list(rt.Relation))
def test_targets_are_of_every_relation(relation: rt.Relation) -> None:
    _draws(testing.targets(), lambda target: target.criterion.relation is relation)


@pytest.mark.parametrize("kind", list(rt.QuantityKind))
def test_indicators_are_of_every_kind(kind: rt.QuantityKind) -> None:
    _draws(testing.indicators(), lambda indicator: indicator.kind is kind)


@pytest.mark.parametrize("kind", list(rt.PeriodKind))
def test_periods_are_of_every_kind(kind: rt.PeriodKind) -> None:
    found = _draws(
        testing.periods(min_year=2021, max_year=2030), lambda period: period.kind is kind
    )
    assert 2021 <= found.year <= 2030


@pytest.mark.parametrize(
    "wanted",
    [
        lambda unit: unit == "percentage_point",
        lambda unit: unit == "dimensionless",
        lambda unit: unit.endswith(" VND"),
        lambda unit: unit == "hectare",
        lambda unit: unit.startswith("doctor/"),
        lambda unit: "/ten_thousand/person" in unit,
        lambda unit: unit.endswith("/year") and unit.count("/") > 1,
    ],
)
def test_units_are_bare_scaled_and_per_something(wanted: Callable[[str], bool]) -> None:
    _draws(testing.units(), wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda text: "bác sĩ" in text,
        lambda text: "physicians" in text,
        lambda text: "1 vạn" in text,
        lambda text: "10,000" in text,
        lambda text: " per " in text,
        lambda text: " trên " in text,
        lambda text: text.isupper(),
        lambda text: text.istitle(),
        lambda text: text != text.strip(),
        lambda text: "\N{NO-BREAK SPACE}" in text,
        lambda text: not unicodedata.is_normalized("NFC", text),
    ],
)
def test_a_unit_is_spelled_in_many_ways(wanted: Callable[[str], bool]) -> None:
    _draws(testing.unit_spellings("doctor/ten_thousand/person"), wanted)


@given(number=testing.numbers())
def test_numbers_could_be_printed_in_a_report(number: Decimal) -> None:
    _, digits, exponent = number.as_tuple()
    assert -4 <= int(exponent) <= 0
    assert len(digits) <= 14


_ABOVE_91 = _DATASET["grdp-per-capita"]


@pytest.mark.parametrize(
    "value",
    [
        Decimal(91),
        Decimal(90),
        Decimal(92),
        91.0,
        math.nextafter(91, math.inf),
        math.nextafter(91, -math.inf),
        91,
    ],
    ids=repr,
)
def test_values_are_on_and_just_beside_a_bound(value: Decimal | float) -> None:
    drawn = testing.values_near(_ABOVE_91)
    found = _draws(drawn, lambda each: type(each) is type(value) and each == value)
    assert found == value


def test_values_are_in_the_unit_asked_for() -> None:
    drawn = testing.values_near(_ABOVE_91, unit="VND/person")
    assert _draws(drawn, lambda value: value == 91_000_000)
    assert _draws(drawn, lambda value: value == Decimal(91_000_001))


def test_values_of_a_range_are_near_both_ends_and_far() -> None:
    drawn = testing.values_near(_DATASET["poverty-reduction"])
    for wanted in (Decimal("0.5"), Decimal("0.6"), Decimal("0.4"), Decimal("0.7")):
        _draws(drawn, wanted.__eq__)
    _draws(drawn, lambda value: abs(value) > 10**6)


@given(value=testing.values_near(_DATASET["new-rural-province"]))
def test_values_of_a_milestone_are_true_or_false(value: Decimal | float) -> None:
    assert value in {0, 1}


@pytest.mark.parametrize(
    "wanted",
    [
        lambda _, found: found.value is None,
        lambda target, found: found.indicator != target.indicator.id,
        lambda target, found: found.reference_area != target.reference_area,
        lambda target, found: found.reference_period != target.reference_period,
        lambda target, found: found.unit != target.unit,
        lambda target, found: target.compare(found).status.is_met is True,
        lambda target, found: target.compare(found).status.is_met is False,
        lambda _, found: found.value_upper is not None and found.value_upper == found.value,
        lambda target, found: target.compare(found).status is rt.Status.UNDECIDED,
    ],
)
def test_observations_are_of_the_target_or_of_something_else(
    wanted: Callable[[rt.Target, rt.Observation], bool],
) -> None:
    _draws(testing.observations(_ABOVE_91), lambda found: wanted(_ABOVE_91, found))


@given(observation=testing.observations(_DATASET["new-rural-province"]))
def test_a_milestone_is_reported_without_a_range(observation: rt.Observation) -> None:
    assert observation.value_upper is None


@pytest.mark.parametrize(
    "wanted",
    [
        lambda rate: (rate.base, rate.quote) == ("USD", "VND"),
        lambda rate: (rate.base, rate.quote) == ("VND", "USD"),
        lambda rate: rate.rate < 1,
        lambda rate: rate.rate > 25_000,
    ],
)
def test_rates_are_large_and_small_either_way_round(
    wanted: Callable[[rt.ExchangeRate], bool],
) -> None:
    _draws(testing.exchange_rates(), wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda profile: profile.share_by(1) == 0,
        lambda profile: profile.share_by(11) == 1,
        lambda profile: len(set(profile.weights)) > 6,
        lambda profile: Decimal("0.5") in profile.weights,
    ],
)
def test_profiles_have_months_in_which_nothing_comes_in(
    wanted: Callable[[rt.Profile], bool],
) -> None:
    _draws(testing.profiles(), wanted)


@given(frame=testing.observation_frames(_DATASET))
def test_frames_have_the_columns_that_a_comparison_takes(frame: pl.DataFrame) -> None:
    first, second, *others = frame.columns
    assert (first, second) == ("indicator", "value")
    assert set(others) <= {"value_upper", "unit", "area", "period", "status"}
    assert frame.schema["value"] == pl.Float64
    words = [name for name in others if name != "value_upper"]
    assert {frame.schema[name] for name in words} <= {pl.String}
    assert frame.schema.get("value_upper", pl.Float64) == pl.Float64


@pytest.mark.parametrize(
    "wanted",
    [
        lambda frame: frame.is_empty(),
        lambda frame: frame.height > 1,
        lambda frame: frame.width == 2,
        lambda frame: frame.width == 7,
        lambda frame: "value_upper" in frame.columns and frame["value_upper"].is_nan().any(),
        lambda frame: (
            "value_upper" in frame.columns
            and frame.select((pl.col("value") < pl.col("value_upper")).any()).item()
        ),
        lambda frame: (
            "value_upper" in frame.columns
            and frame.select((pl.col("value") > pl.col("value_upper")).any()).item()
        ),
        lambda frame: "period" in frame.columns and "2025-Q3" in frame["period"],
        lambda frame: frame["value"].is_null().any(),
        lambda frame: frame["value"].is_nan().any(),
        lambda frame: frame["value"].is_infinite().any(),
        lambda frame: frame["indicator"].is_null().any(),
        lambda frame: "no-such-id" in frame["indicator"],
        lambda frame: "unit" in frame.columns and "bananas" in frame["unit"],
        lambda frame: "unit" in frame.columns and frame["unit"].is_null().any(),
        lambda frame: "period" in frame.columns and "last year" in frame["period"],
        lambda frame: "area" in frame.columns and "VN-44" in frame["area"],
    ],
)
def test_frames_hold_what_goes_wrong(wanted: Callable[[pl.DataFrame], bool]) -> None:
    _draws(testing.observation_frames(_DATASET), wanted)


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "resolution_targets.testing")
    with pytest.raises(ImportError) as caught:
        importlib.import_module("resolution_targets.testing")
    assert str(caught.value) == (
        "resolution_targets.testing needs hypothesis: pip install 'resolution-targets[testing]'"
    )
