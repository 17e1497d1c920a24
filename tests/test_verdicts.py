"""Verdicts: what was found, with its gap, its share and its reasons."""

from __future__ import annotations

import pickle
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.verdicts import half_step

_NUMBER = "a number, a Decimal, a pint Quantity, an Observation or None"
_TRUTH = "True or False (1 or 0), an Observation or None"


def _promising(target: rt.Target, direction: str = "higher", **criterion: Any) -> rt.Target:
    """The target with another promise."""
    return attrs.evolve(
        target,
        indicator=attrs.evolve(target.indicator, direction=direction),
        criterion=rt.Criterion(**criterion),
    )


def _observation(**fields: Any) -> rt.Observation:
    given = {
        "indicator": "grdp-growth",
        "reference_area": "VN-23",
        "reference_period": 2025,
        "value": 7.3,
        "unit": "percent",
    }
    return rt.Observation(**{**given, **fields})


@pytest.mark.parametrize("value", [94, None, float("nan")])
def test_a_verdict_has_no_truth_value(ha_tinh: rt.Dataset, value: float | None) -> None:
    verdict = ha_tinh["grdp-per-capita"].compare(value)
    with pytest.raises(rt.VerdictTruthError) as caught:
        bool(verdict)
    assert str(caught.value) == (
        f"a verdict is not true or false: this one is {verdict.status.value!r}; ask for "
        "verdict.status, or verdict.status.is_met, which is None where nothing was decided"
    )


@pytest.mark.parametrize(
    ("id_", "value", "unit", "gap", "gap_unit", "attainment"),
    [
        # Decimals: exact.
        ("grdp-growth", "7.3", None, "0.3", "percentage_point", None),
        ("total-investment", "66150", None, "22050", "billion VND", "1.5"),
        ("total-investment", "22.05", "trillion VND", "-22050", "billion VND", "0.5"),
        ("urbanization-rate", "0.5", "dimensionless", "10", "percentage_point", "1.25"),
        # A range's gap is counted from its easier end.
        ("poverty-reduction", "0.45", None, "-0.05", "percentage_point", "0.9"),
        ("poverty-reduction", "0.75", None, "0.25", "percentage_point", "1.5"),
        ("doctors-per-10000", "12", None, "0", "doctor/ten_thousand/person", "1"),
    ],
)
def test_gap_and_attainment_of_decimals(  # noqa: PLR0913, PLR0917  # a table's columns
    ha_tinh: rt.Dataset,
    id_: str,
    value: str,
    unit: str | None,
    gap: str,
    gap_unit: str,
    attainment: str | None,
) -> None:
    verdict = ha_tinh[id_].compare(Decimal(value), unit=unit)
    assert isinstance(verdict.gap, Decimal)
    assert verdict.gap == Decimal(gap)
    assert verdict.gap_unit == gap_unit
    if attainment is not None:
        assert verdict.attainment == Decimal(attainment)


def test_gap_and_attainment_of_floats(ha_tinh: rt.Dataset) -> None:
    verdict = ha_tinh["total-investment"].compare(66150)
    assert (verdict.gap, verdict.attainment) == (22050.0, 1.5)
    verdict = ha_tinh["total-investment"].compare(22.05, unit="trillion VND")
    assert verdict.gap == pytest.approx(-22050)
    assert verdict.attainment == 0.5
    # In floats, as in a frame.
    assert ha_tinh["grdp-growth"].compare(7.3).gap == 7.3 - 7


def test_gap_where_less_is_better(ha_tinh: rt.Dataset) -> None:
    band = _promising(ha_tinh["grdp-growth"], "lower", relation="between", lower=3, upper=4)
    verdict = band.compare(Decimal(2))
    assert (verdict.status, verdict.gap, verdict.attainment) == ("exceeded", -2, Decimal("0.5"))
    assert band.easier_bound == 4


@pytest.mark.parametrize("bound", [0, -5])
def test_no_attainment_of_a_bound_that_is_not_above_zero(ha_tinh: rt.Dataset, bound: int) -> None:
    target = _promising(ha_tinh["grdp-growth"], relation="at_least", lower=bound)
    verdict = target.compare(1)
    assert verdict.attainment is None
    assert verdict.gap == 1 - bound
    assert "of the bound" not in verdict.explain("en")


def test_the_decimal_context_of_the_caller_does_not_matter(ha_tinh: rt.Dataset) -> None:
    with localcontext(prec=3):
        verdict = ha_tinh["total-investment"].compare(Decimal("44100.5"))
        assert verdict.status == "met"
        assert verdict.gap == Decimal("0.5")


def test_reason_of_a_judged_figure(ha_tinh: rt.Dataset) -> None:
    verdict = ha_tinh["grdp-per-capita"].compare(94)
    assert verdict.problem is None
    assert verdict.problem_in("vi") == ""
    assert verdict.reason == (
        "94 million VND per person is reported; promised: above 91 million VND per person"
    )


def test_explain_an_enormous_float(ha_tinh: rt.Dataset) -> None:
    # Its share of the bound is beyond all floats.
    verdict = ha_tinh["poverty-reduction"].compare(1.7e308)
    assert verdict.status == "exceeded"
    assert verdict.explain("en").startswith("(14) Fall of the poverty rate")


def test_there_are_two_languages_to_explain_in(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        ha_tinh["grdp-growth"].compare(7).explain("fr")
    assert str(caught.value) == "language='fr' is not known; it takes 'vi', 'en'"


@pytest.mark.parametrize("value", [94, Decimal("94.5"), None, float("inf")])
def test_a_verdict_is_a_value_and_pickles(
    ha_tinh: rt.Dataset, value: Decimal | float | None
) -> None:
    verdict = ha_tinh["grdp-per-capita"].compare(value)
    assert verdict == ha_tinh["grdp-per-capita"].compare(value)
    again = pickle.loads(pickle.dumps(verdict))  # noqa: S301  # our own bytes
    assert again == verdict
    assert again.explain("vi") == verdict.explain("vi")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (True, "done is reported; promised: to be done"),
        (0, "not done is reported; promised: to be done"),
    ],
)
def test_reason_of_a_milestone(ha_tinh: rt.Dataset, value: object, reason: str) -> None:
    assert ha_tinh["new-rural-province"].compare(value).reason == reason


def test_both_ends_of_a_range_have_a_gap_and_a_share(ha_tinh: rt.Dataset) -> None:
    figure = _observation(value=Decimal("6.3"), value_upper=Decimal("7.7"))
    verdict = ha_tinh["grdp-growth"].compare(figure)
    assert (verdict.gap, verdict.gap_upper) == (Decimal("-0.7"), Decimal("0.7"))
    assert (verdict.attainment, verdict.attainment_upper) == (Decimal("0.9"), Decimal("1.1"))
    assert verdict.reported == (Decimal("6.3"), Decimal("7.7"))
    assert verdict.reason == "6.3 to 7.7% is reported; promised: above 7%"
    alone = ha_tinh["grdp-growth"].compare(8)
    assert (alone.value_upper, alone.gap_upper, alone.attainment_upper) == (None, None, None)


def test_a_gap_at_a_rate(ha_tinh: rt.Dataset) -> None:
    rate = rt.ExchangeRate(
        base="USD", quote="VND", rate=25000, date="2025-06-30", source="an example"
    )
    verdict = ha_tinh["budget-revenue"].compare(Decimal(801), unit="million USD", rates=[rate])
    # 89 million USD past 712 are 2,225 billion VND; 801 are 1.125 times 712.
    assert (verdict.gap, verdict.gap_unit) == (Decimal(2225), "billion VND")
    assert verdict.attainment == Decimal("1.125")
    assert verdict.factor == 25


def test_half_a_step_of_what_was_published(ha_tinh: rt.Dataset) -> None:
    assert half_step(93.5) == Fraction(1, 20)
    assert half_step(Decimal("93.50")) == Fraction(1, 200)
    assert half_step(17900) == Fraction(1, 2)
    assert half_step(1 / 3) == 0
    target = ha_tinh["cultural-households"]
    assert target.compare(93.5).half_step(93.5) == 0
    assert target.compare(93.5, rounding="published").half_step(93.5) == Fraction(1, 20)
