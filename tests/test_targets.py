"""Targets and the items that hold them."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

import resolution_targets as rt


@pytest.mark.parametrize(
    ("number", "item"), [("1", 1), ("7", 7), ("7a", 7), ("11c", 11), ("28", 28), ("7ab", 7)]
)
def test_the_number_says_the_item(ha_tinh: rt.Dataset, number: str, item: int) -> None:
    assert attrs.evolve(ha_tinh["1"], number=number).item_number == item


@pytest.mark.parametrize(
    "number",
    ["", "0", "01", "a", "a7", "7A", "7.1", "7 a", " 7", "-7", "\N{ARABIC-INDIC DIGIT THREE}"],
)
def test_what_is_no_number_of_a_line(ha_tinh: rt.Dataset, number: str) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        attrs.evolve(ha_tinh["1"], number=number)
    assert str(caught.value) == (
        f"Target.number is {number!r}; expected a number with or without a letter"
    )


def test_fields_become_what_they_name(ha_tinh: rt.Dataset) -> None:
    target = attrs.evolve(ha_tinh["2"], unit="triệu đồng/người", reference_period=2026)
    assert target.unit == "million VND/person"
    assert target.reference_period == rt.parse_period("2026")
    with pytest.raises(rt.UnknownUnitError):
        attrs.evolve(target, unit="zzzzzzzz")
    with pytest.raises(rt.InvalidPeriodError):
        attrs.evolve(target, reference_period="next year")


@pytest.mark.parametrize(
    ("direction", "criterion", "message"),
    [
        (
            "higher",
            {"relation": "below", "lower": 7},
            (
                "grdp-growth: 'below' contradicts an indicator whose direction is 'higher'; "
                "that takes above or at_least or reach or between"
            ),
        ),
        (
            "lower",
            {"relation": "above", "lower": 7},
            (
                "grdp-growth: 'above' contradicts an indicator whose direction is 'lower'; "
                "that takes below or at_most or reach or between"
            ),
        ),
        (
            "within",
            {"relation": "reach", "lower": 7},
            (
                "grdp-growth: 'reach' contradicts an indicator whose direction is 'within'; "
                "that takes between"
            ),
        ),
    ],
)
@pytest.mark.parametrize("field", ["criterion", "stretch"])
def test_a_criterion_that_contradicts_the_direction(
    ha_tinh: rt.Dataset, direction: str, criterion: dict[str, Any], message: str, field: str
) -> None:
    legal = rt.Criterion(relation="between", lower=7, upper=8)
    fields: dict[str, Any] = {"criterion": legal, field: rt.Criterion(**criterion)}
    indicator = attrs.evolve(ha_tinh["grdp-growth"].indicator, direction=direction)
    with pytest.raises(rt.InvalidCriterionError) as caught:
        attrs.evolve(ha_tinh["grdp-growth"], indicator=indicator, **fields)
    assert str(caught.value) == message


def test_a_stretch_stands_beside_the_criterion(ha_tinh: rt.Dataset) -> None:
    stretch = rt.Criterion(relation="reach", lower=8)
    target = attrs.evolve(ha_tinh["grdp-growth"], stretch=stretch)
    assert target.stretch == stretch
    assert target.compare(7.5).status == "met"


@pytest.mark.parametrize(
    ("direction", "criterion", "end", "bound"),
    [
        ("higher", {"relation": "above", "lower": 7}, "lower", 7),
        ("higher", {"relation": "between", "lower": 7, "upper": 8}, "lower", 7),
        ("lower", {"relation": "below", "lower": 7}, "lower", 7),
        ("lower", {"relation": "between", "lower": 7, "upper": 8}, "upper", 8),
        ("within", {"relation": "between", "lower": 7, "upper": 8}, "lower", 7),
    ],
)
def test_the_easier_bound(
    ha_tinh: rt.Dataset, direction: str, criterion: dict[str, Any], end: str, bound: int
) -> None:
    target = attrs.evolve(
        ha_tinh["grdp-growth"],
        indicator=attrs.evolve(ha_tinh["grdp-growth"].indicator, direction=direction),
        criterion=rt.Criterion(**criterion),
    )
    assert target.easier_end == end
    assert target.easier_bound == bound
    assert target.quantity is not None
    assert target.quantity.magnitude == bound


def test_the_bound_as_a_quantity(ha_tinh: rt.Dataset) -> None:
    quantity = ha_tinh["budget-revenue"].quantity
    assert quantity is not None
    assert (quantity.magnitude, str(quantity.units)) == (17800.0, "VND * billion")
    assert quantity.to("trillion VND").magnitude == pytest.approx(17.8)


def test_a_milestone_has_no_bound(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["new-rural-province"]
    assert (target.quantity, target.easier_bound) == (None, None)


@pytest.mark.parametrize(
    ("id_", "unit"),
    [
        ("grdp-growth", "percentage_point"),
        ("poverty-reduction", "percentage_point"),
        ("budget-revenue", "billion VND"),
        ("doctors-per-10000", "doctor/ten_thousand/person"),
    ],
)
def test_the_unit_of_a_gap(ha_tinh: rt.Dataset, id_: str, unit: str) -> None:
    assert ha_tinh[id_].gap_unit == unit


def test_a_target_is_a_value_and_pickles(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["grdp-growth"]
    assert attrs.evolve(target) == target
    assert hash(attrs.evolve(target)) == hash(target)
    higher = attrs.evolve(target, criterion=attrs.evolve(target.criterion, lower=Decimal(8)))
    assert higher.compare(7.5).status == "missed"
    assert target.compare(7.5).status == "met"
    assert pickle.loads(pickle.dumps(target)) == target  # noqa: S301  # our own bytes
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        target.unit = "VND"  # type: ignore[misc]


def test_an_item_holds_its_targets_and_stands_under_their_heading(ha_tinh: rt.Dataset) -> None:
    item = ha_tinh.item(11)
    assert item.number == 11
    assert [target.number for target in item.targets] == ["11a", "11b", "11c"]
    assert item.domain.id == "culture-society"


def test_the_day_from_which_a_promise_holds(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["grdp-growth"]
    # The resolution does not say from which day on it holds.
    assert target.in_force_from is None
    dated = attrs.evolve(target, in_force_from="2025-08-05")
    assert dated.in_force_from == date(2025, 8, 5)
    assert dated == attrs.evolve(target, in_force_from=date(2025, 8, 5))
    with pytest.raises(rt.InvalidFieldError) as caught:
        attrs.evolve(target, in_force_from="5 August 2025")
    assert str(caught.value) == ("a day is '5 August 2025'; expected a date such as 2025-08-05")


def test_the_act_is_the_source_unless_that_is_a_report(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["grdp-growth"]
    fields = {
        field.name: getattr(target, field.name)
        for field in attrs.fields(rt.Target)
        if field.name not in {"act", "source"}
    }
    assert rt.Target(**fields).act == ""
    assert rt.Target(**fields, source="resolution").act == "resolution"
    reported = rt.Target(**fields, source="report", act="resolution-25-nq-cp")
    assert (reported.source, reported.act) == ("report", "resolution-25-nq-cp")
