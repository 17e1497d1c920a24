"""The rules of derived figures: which there are, their arithmetic and their units."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.derivationrules import (
    WEAKNESS,
    RuleKind,
    UnitPlan,
    added,
    changed,
    combining_factor,
    disagree,
    divided,
    figure,
    grown,
    rules_of,
    so_far,
    unit_plans,
    weakest,
)

_ONE = Fraction(1)


def _figure(text: str):
    return figure(Decimal(text), _ONE)


def test_which_indicators_have_a_rule(ha_tinh):
    rules = {rule.indicator.id: rule for rule in rules_of(ha_tinh, {})}
    kinds = [(rule.kind.value, rule.parts) for rule in rules.values()]
    assert [id_ for id_, rule in rules.items() if rule.kind is RuleKind.SUM] == [
        *("total-investment", "export-turnover", "budget-revenue", "domestic-revenue"),
        *("trade-revenue", "new-enterprises", "new-jobs"),
    ]
    assert ("share", ("doctors", "population")) in kinds
    assert ("share", ("forest-area", "land-area")) in kinds
    # The dataset names no level of a growth rate.
    assert "grdp-growth" not in rules
    # 14: less poverty is better, so a change is a fall; the rate itself is a share.
    fall = rules["poverty-reduction"]
    assert (fall.kind.value, fall.parts, fall.sign, fall.depth) == (
        *("change", ("poverty-rate",), -1, 1),
    )
    # Five ratios are called like their own numerators.
    assert not {"cultural-households", "cultural-villages", "strong-communes"} & {*rules}


def test_levels_are_named(ha_tinh):
    rules = rules_of(ha_tinh, {"grdp-growth": "budget-revenue"})
    growth = next(rule for rule in rules if rule.indicator.id == "grdp-growth")
    # Sums come first, since the level is one of them.
    assert (growth.kind, growth.parts, growth.depth) == (RuleKind.GROWTH, ("budget-revenue",), 1)


def test_a_level_of_an_indicator_that_has_none(ha_tinh):
    with pytest.raises(rt.InvalidFieldError) as caught:
        rules_of(ha_tinh, {"budget-revenue": "grdp"})
    assert str(caught.value) == (
        "levels['budget-revenue'] is 'grdp'; expected no level, since 'budget-revenue' is of "
        "kind additive; changes and growth rates have one"
    )


def test_an_unknown_indicator(ha_tinh):
    with pytest.raises(rt.UnknownIndicatorError) as caught:
        rules_of(ha_tinh, {"grdp-growht": "grdp"})
    assert str(caught.value) == (
        "no indicator 'grdp-growht' in ha-tinh-2025 1.0.0; did you mean 'grdp-growth'?"
    )


def test_a_chain_that_leads_back(ha_tinh):
    levels = {"grdp-growth": "technology-renewal", "technology-renewal": "grdp-growth"}
    with pytest.raises(rt.InvalidFieldError) as caught:
        rules_of(ha_tinh, levels)
    assert str(caught.value) == (
        "what figures are derived from is 'grdp-growth <- technology-renewal <- grdp-growth'; "
        "expected no indicator that follows from itself"
    )


# 2.4 less 1.8 is 0.6; floats say 0.5999999999999999, which misses 0.6.
def test_a_change_is_exact():
    before, now = figure(2.4, _ONE), figure(1.8, _ONE)
    assert changed(before, now, -1, _ONE) == (Fraction(6, 10), Fraction(2, 10))
    assert changed(before, now, 1, _ONE).value == Fraction(-6, 10)


def test_sums_and_quotients_carry_what_is_open():
    assert added(_figure("10.2"), _figure("3")) == (Fraction(132, 10), Fraction(11, 10))
    # 0.5 in 50 is 1 in 100, as is 0.05 in 5.
    assert divided(_figure("50"), _figure("5.0"), _ONE) == (10, Fraction(1, 5) + Fraction(1, 5))
    assert grown(_figure("200"), _figure("214"), Fraction(100)) == (7, Fraction(414, 400))


def test_a_computed_number_leaves_nothing_open():
    assert figure(1 / 3, _ONE) == (Fraction("0.3333333333333333"), 0)


# 10,200 stands for 10,199.5 to 10,200.5, and 10,200.3 for 10,200.25 to 10,200.35.
@pytest.mark.parametrize(
    ("reported", "derived", "expected"),
    [
        ("10200", "10200.3", False),
        ("10200", "10200.55", True),
        ("10200", "10200.54", True),
        ("10200", "10200.5", False),
        ("10200.0", "10200.3", True),
        ("0.6", "0.6", False),
    ],
)
def test_what_disagrees(reported, derived, expected):
    assert disagree(_figure(reported), _figure(derived)) is expected
    assert disagree(_figure(derived), _figure(reported)) is expected


def test_the_weakest_status():
    status = rt.ObservationStatus
    assert weakest([status.NORMAL, status.PROVISIONAL, status.ESTIMATED]) is status.ESTIMATED
    assert weakest([status.ESTIMATED, status.FORECAST]) is status.FORECAST
    assert set(WEAKNESS) == set(status)


def test_the_year_so_far():
    assert [str(so_far(2025, month)) for month in (1, 9, 12)] == ["2025-1M", "2025-9M", "2025"]


def test_what_units_are_brought_to(ha_tinh):
    plans = unit_plans(
        ha_tinh,
        [
            ("budget-revenue", "nghìn tỷ đồng"),
            ("budget-revenue", "billion USD"),
            ("budget-revenue", "no unit"),
            ("grdp", "tỷ đồng"),
            ("grdp", "million VND"),
            ("grdp", "billion USD"),
        ],
    )
    assert plans == {
        ("budget-revenue", "nghìn tỷ đồng"): UnitPlan("billion VND", Fraction(1000)),
        ("budget-revenue", "billion USD"): None,
        ("budget-revenue", "no unit"): None,
        ("grdp", "tỷ đồng"): UnitPlan("million VND", Fraction(1000)),
        ("grdp", "million VND"): UnitPlan("million VND", Fraction(1)),
        ("grdp", "billion USD"): UnitPlan("billion USD", Fraction(1)),
    }


@pytest.mark.parametrize(
    ("indicator", "units", "year", "plain"),
    [
        ("doctors-per-10000", ("doctor", "person"), 10000, 10000),
        ("doctors-per-10000", ("bed", "person"), None, None),
        ("forest-cover", ("hectare", "km2"), 1, 1),
        ("grdp-per-capita", ("billion VND", "thousand person"), 1, 1),
        ("grdp-per-capita", ("person", "person"), None, None),
        ("grdp-per-capita", ("billion USD", "person"), None, None),
        ("grdp-per-capita", ("percent", "person"), None, None),
        # What a year brought, per head, is so much per head and year; what a part brought is not.
        ("income-per-capita", ("million VND", "person"), 1, None),
        ("poverty-reduction", ("percent", "percent"), 1, 1),
        ("poverty-reduction", ("permille", "permille"), Fraction(1, 10), Fraction(1, 10)),
        ("poverty-reduction", ("percentage_point", "percentage_point"), 1, 1),
        ("poverty-reduction", ("percent", "permille"), None, None),
        ("poverty-reduction", ("person", "person"), None, None),
        ("grdp-growth", ("billion VND", "billion VND"), 100, 100),
        ("grdp-growth", ("billion VND", "billion USD"), None, None),
    ],
)
def test_factors_to_the_indicators_unit(ha_tinh, indicator, units, year, plain):
    rules = rules_of(ha_tinh, {"grdp-growth": "grdp"})
    rule = next(rule for rule in rules if rule.indicator.id == indicator)
    # Hectares per km² are a hundredth each, and 100 of these are one per cent.
    assert combining_factor(rule, units, is_year=True) == year
    assert combining_factor(rule, units, is_year=False) == plain


def test_which_way_a_level_is_better(ha_tinh):
    def rule(**fields):
        level = attrs.evolve(ha_tinh.indicator("poverty-rate"), **fields)
        others = [each for each in ha_tinh.indicators if each.id != "poverty-rate"]
        dataset = attrs.evolve(ha_tinh, indicators=(*others, level))
        rules = rules_of(dataset, {})
        return next(each for each in rules if each.indicator.id == "poverty-reduction")

    assert [rule(direction=way).sign for way in ("higher", "lower", "within")] == [1, -1, 0]
    assert rule(id="other").sign == 0
    assert (rule(over_time="flow").is_flow, rule().is_flow) == (True, False)
