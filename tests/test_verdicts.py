"""One figure against one target: the status, the reasons, and what is refused."""

from __future__ import annotations

import math
import pickle
from decimal import Decimal, localcontext
from numbers import Integral, Real
from typing import Any

import attrs
import pint
import pytest

import resolution_targets as rt
from resolution_targets.units import to_quantity
from resolution_targets.wording import Problem

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


# II.2 (2): "GRDP bình quân đầu người đạt trên 91 triệu đồng".
@pytest.mark.parametrize(
    ("value", "strict", "lenient"),
    [
        (91, "missed", "met"),
        (91.0, "missed", "met"),
        (Decimal(91), "missed", "met"),
        (Decimal("91.00"), "missed", "met"),
        (math.nextafter(91, math.inf), "met", "exceeded"),
        (math.nextafter(91, 0), "missed", "missed"),
        (Decimal("91.0000000000000000000000000000000001"), "met", "exceeded"),
        (Decimal("90.9999999999999999999999999999999999"), "missed", "missed"),
        (94, "met", "exceeded"),
        (-91, "missed", "missed"),
        (0, "missed", "missed"),
    ],
)
def test_above_is_strict_and_exact(
    ha_tinh: rt.Dataset, value: Decimal | float, strict: str, lenient: str
) -> None:
    target = ha_tinh["grdp-per-capita"]
    assert target.compare(value).status == strict
    assert target.compare(value, reading="lenient").status == lenient
    assert target.compare(value, reading=rt.Reading.LENIENT).status == lenient


# II.2 (14): "Tỷ lệ hộ nghèo giảm 0,5-0,6%"; (12): "Có 12 bác sĩ/1 vạn dân".
@pytest.mark.parametrize(
    ("id_", "value", "expected"),
    [
        ("poverty-reduction", 0.5, "met"),
        ("poverty-reduction", math.nextafter(0.5, 0), "missed"),
        ("poverty-reduction", 0.6, "met"),
        ("poverty-reduction", math.nextafter(0.6, 1), "exceeded"),
        ("poverty-reduction", Decimal("0.49"), "missed"),
        ("poverty-reduction", Decimal("0.61"), "exceeded"),
        ("doctors-per-10000", 11.99, "missed"),
        ("doctors-per-10000", 12, "met"),
        ("doctors-per-10000", 12.01, "exceeded"),
    ],
)
def test_ranges_and_bare_numbers(
    ha_tinh: rt.Dataset, id_: str, value: Decimal | float, expected: str
) -> None:
    assert ha_tinh[id_].compare(value).status == expected


class _Int64:
    def __int__(self) -> int:
        return 91


class _Float32:
    """The single that is nearest to 31.8: a little less than the double is."""

    itemsize = 4

    def __float__(self) -> float:
        return 31.799999237060547


Integral.register(_Int64)
Real.register(_Float32)


def test_numbers_of_other_libraries_have_their_own_precision(ha_tinh: rt.Dataset) -> None:
    whole = _Int64()
    assert ha_tinh["grdp-per-capita"].compare(whole).status == "missed"
    assert ha_tinh["grdp-per-capita"].compare(whole, reading="lenient").status == "met"
    # II.2 (11): "trên 31,8%". The nearest single is the bound itself in that precision.
    insured = ha_tinh["social-insurance-coverage"]
    assert insured.compare(_Float32()).status == "missed"
    assert insured.compare(_Float32(), reading="lenient").status == "met"
    assert insured.compare(31.799999237060547, reading="lenient").status == "missed"


def test_less_is_better(ha_tinh: rt.Dataset) -> None:
    below = _promising(ha_tinh["grdp-growth"], "lower", relation="below", lower=4)
    assert [below.compare(value).status for value in (3.9, 4, 4.1)] == ["met", "missed", "missed"]
    assert below.compare(4, reading="lenient").status == "met"
    band = _promising(ha_tinh["grdp-growth"], "lower", relation="between", lower=3, upper=4)
    found = [band.compare(value).status for value in (2.9, 3, 4, 4.1)]
    assert found == ["exceeded", "met", "met", "missed"]


def test_a_value_in_another_unit_is_not_converted_the_bound_is(ha_tinh: rt.Dataset) -> None:
    # 0.57 * 100 is 56.99999999999999.
    target = _promising(ha_tinh["urbanization-rate"], relation="at_least", lower=57)
    assert target.compare(0.57, unit="dimensionless").status == "met"
    assert target.compare(Decimal("0.57"), unit="lần").status == "met"
    assert target.compare(to_quantity(0.57, "dimensionless")).status == "met"
    assert target.compare(570, unit="‰").status == "met"
    assert target.compare(math.nextafter(0.57, 0), unit="dimensionless").status == "missed"
    # And the trap next to it: a share without its unit is a very small percentage.
    assert target.compare(0.57).status == "missed"


def test_every_percentage_is_its_ratio(ha_tinh: rt.Dataset) -> None:
    for thousandths in range(1, 1001):
        bound, ratio = Decimal(thousandths) / 10, float(Decimal(thousandths) / 1000)
        at_least = _promising(ha_tinh["urbanization-rate"], relation="at_least", lower=bound)
        above = _promising(ha_tinh["urbanization-rate"], relation="above", lower=bound)
        assert at_least.compare(ratio, unit="dimensionless").status == "met", bound
        assert above.compare(ratio, unit="dimensionless").status == "missed", bound


@pytest.mark.parametrize(
    ("id_", "value", "unit", "expected"),
    [
        ("grdp-growth", 0.073, "dimensionless", "met"),
        ("grdp-growth", 0.07, "dimensionless", "missed"),
        ("grdp-growth", 70, "permille", "missed"),
        ("budget-revenue", Decimal("17.8"), "nghìn tỷ đồng", "missed"),
        ("budget-revenue", Decimal("17.8001"), "nghìn tỷ đồng", "met"),
        ("budget-revenue", 17_800_000_000_000, "đồng", "missed"),
        ("budget-revenue", 17_800_000_000_001, "VND", "met"),
        ("export-turnover", 2500, "million USD", "missed"),
        ("doctors-per-10000", 1.2, "doctors per 1,000 people", "met"),
        ("doctors-per-10000", Decimal("0.0012"), "doctor/person", "met"),
        ("production-value-per-hectare", Decimal("10.2"), "billion VND/km2", "missed"),
        ("production-value-per-hectare", 10.3, "tỷ đồng/km²", "met"),
        # 53 million a year is 4.41666... million a month.
        ("income-per-capita", Decimal("4.4166666666666666"), "million VND/person/month", "missed"),
        ("income-per-capita", Decimal("4.4166666666666667"), "million VND/person/month", "met"),
        ("new-jobs", 2.35, "vạn người", "missed"),
        ("new-jobs", 23501, "người", "met"),
    ],
)
def test_other_units_of_the_same_kind(
    ha_tinh: rt.Dataset, id_: str, value: Decimal | float, unit: str, expected: str
) -> None:
    verdict = ha_tinh[id_].compare(value, unit=unit)
    assert verdict.status == expected
    assert verdict.value is value
    assert verdict.unit == rt.canonical_unit(unit)


_MIX_UPS = [
    (
        "grdp-growth",
        "điểm %",
        (
            "'grdp-growth' is promised in percent; 'percentage_point' is a difference of "
            "shares, not a share; give the share in percent"
        ),
    ),
    (
        "poverty-reduction",
        "%",
        (
            "'poverty-reduction' is promised in percentage_point; 'percent' is a share, not a "
            "difference of shares: a fall from 2.41% to 1.9% is 0.51 percentage points; give "
            "the change in percentage points"
        ),
    ),
    (
        "budget-revenue",
        "billion USD",
        (
            "'budget-revenue' is promised in billion VND; 'billion USD' is another currency: "
            "convert it first, at a rate whose date and source you know"
        ),
    ),
    (
        "doctors-per-10000",
        "giường bệnh/1 vạn dân",
        (
            "'doctors-per-10000' is promised in doctor/ten_thousand/person; "
            "'bed/ten_thousand/person' measures something else and does not convert"
        ),
    ),
    (
        "new-rural-province",
        "person",
        (
            "'new-rural-province' is promised in dimensionless; 'person' measures something "
            "else and does not convert"
        ),
    ),
]


@pytest.mark.parametrize(("id_", "unit", "message"), _MIX_UPS)
def test_units_of_another_kind_are_refused(
    ha_tinh: rt.Dataset, id_: str, unit: str, message: str
) -> None:
    target = ha_tinh[id_]
    with pytest.raises(rt.IncompatibleUnitError) as caught:
        target.compare(1, unit=unit)
    assert str(caught.value) == message
    assert caught.value.subject == id_
    with pytest.raises(rt.IncompatibleUnitError) as caught:
        target.compare(to_quantity(1, unit))
    assert str(caught.value) == message


def test_a_unit_there_is_not(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownUnitError) as caught:
        ha_tinh["grdp-growth"].compare(7, unit="zzzzzzzz")
    assert caught.value.unit == "zzzzzzzz"


def test_quantities_of_the_applications_registry(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["grdp-per-capita"]
    bound = target.quantity
    assert bound is not None
    assert target.compare(bound).status == "missed"
    assert target.compare(bound.to("VND/person")).status == "missed"
    assert target.compare(bound * 1.01).status == "met"
    exact = bound._REGISTRY.Quantity(Decimal("91.0000000000000000000001"), "million VND/person")  # noqa: SLF001  # pint's own name
    assert target.compare(exact).status == "met"
    assert target.compare(exact).value == Decimal("91.0000000000000000000001")


def test_a_quantity_in_a_unit_without_a_name_here(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["production-value-per-hectare"]
    quantity = pint.get_application_registry().Quantity
    # 102 million VND/ha are 10.2 billion VND/km².
    for amount, expected in ((10.1e9, "missed"), (10.2e9, "missed"), (10.3e9, "met")):
        verdict = target.compare(quantity(amount, "VND/kilometer**2"))
        assert verdict.status == expected
        assert verdict.unit == "million VND/hectare"
    with pytest.raises(rt.IncompatibleUnitError) as caught:
        target.compare(quantity(1, "kilogram"))
    assert str(caught.value) == (
        "'production-value-per-hectare' is promised in million VND/hectare; 'kilogram' measures "
        "something else and does not convert"
    )


def test_quantities_of_another_registry(ha_tinh: rt.Dataset) -> None:
    foreign: Any = pint.UnitRegistry()
    foreign.define("VND = [money]")
    foreign.define("billion = 1e9")
    assert ha_tinh["grdp-growth"].compare(foreign.Quantity(7.1, "percent")).status == "met"
    target = ha_tinh["budget-revenue"]
    assert target.compare(foreign.Quantity(17800, "billion * VND")).status == "missed"
    assert target.compare(foreign.Quantity(17801, "billion * VND")).status == "met"


def test_a_quantity_brings_its_unit(ha_tinh: rt.Dataset) -> None:
    quantity = to_quantity(7, "percent")
    with pytest.raises(rt.InvalidValueError) as caught:
        ha_tinh["grdp-growth"].compare(quantity, unit="percent")
    assert str(caught.value) == (
        "'grdp-growth' cannot be compared with <Quantity(7.0, 'percent')> (Quantity); "
        "expected a Quantity alone, or a number with unit="
    )


def test_an_observation_brings_its_unit(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.InvalidValueError):
        ha_tinh["grdp-growth"].compare(_observation(), unit="dimensionless")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "True (bool)"),
        (False, "False (bool)"),
        ("8", "'8' (str)"),
        ([8], "[8] (list)"),
        (8j, "8j (complex)"),
    ],
)
def test_what_is_no_number_is_refused(ha_tinh: rt.Dataset, value: object, shown: str) -> None:
    with pytest.raises(rt.InvalidValueError) as caught:
        ha_tinh["grdp-growth"].compare(value)
    assert str(caught.value) == (
        f"'grdp-growth' cannot be compared with {shown}; expected {_NUMBER}"
    )
    assert caught.value.value is value


@pytest.mark.parametrize(
    ("value", "problem", "reason"),
    [
        (float("nan"), Problem.NAN, "the value is NaN, not a number"),
        (Decimal("NaN"), Problem.NAN, "the value is NaN, not a number"),
        (Decimal("sNaN"), Problem.NAN, "the value is NaN, not a number"),
        (float("inf"), Problem.INFINITE, "the value is infinite"),
        (float("-inf"), Problem.INFINITE, "the value is infinite"),
        (Decimal("Infinity"), Problem.INFINITE, "the value is infinite"),
    ],
)
def test_what_is_not_finite_is_not_comparable(
    ha_tinh: rt.Dataset, value: Decimal | float, problem: Problem, reason: str
) -> None:
    verdict = ha_tinh["grdp-growth"].compare(value)
    assert verdict.status == "not_comparable"
    assert (verdict.problem, verdict.reason) == (problem, reason)
    assert (verdict.gap, verdict.gap_unit, verdict.attainment) == (None, None, None)
    assert verdict.value is value


def test_a_quantity_that_is_not_finite_is_not_comparable(ha_tinh: rt.Dataset) -> None:
    for value in (float("nan"), float("inf")):
        verdict = ha_tinh["grdp-growth"].compare(to_quantity(value, "dimensionless"))
        assert verdict.status == "not_comparable"


def test_nothing_is_not_reported(ha_tinh: rt.Dataset) -> None:
    for id_ in ("grdp-growth", "poverty-reduction", "new-rural-province"):
        verdict = ha_tinh[id_].compare(None)
        assert verdict.status == "not_reported"
        assert verdict.problem is Problem.NOT_REPORTED
        assert verdict.reason == "no value was reported"
        assert (verdict.value, verdict.gap, verdict.attainment) == (None, None, None)


@pytest.mark.parametrize("value", [10**400, Decimal("1e400")], ids=["int", "Decimal"])
def test_a_number_beyond_all_floats_is_a_number(ha_tinh: rt.Dataset, value: Decimal | int) -> None:
    verdict = ha_tinh["grdp-growth"].compare(value)
    assert verdict.status == "met"
    assert verdict.reason
    assert verdict.explain("vi").startswith("(1) ")


# II.2 (9): "Tỉnh hoàn thành nhiệm vụ xây dựng nông thôn mới".
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "met"),
        (1, "met"),
        (1.0, "met"),
        (Decimal(1), "met"),
        (False, "missed"),
        (0, "missed"),
        (0.0, "missed"),
        (Decimal("0.0"), "missed"),
    ],
)
def test_a_milestone_is_done_or_not(
    ha_tinh: rt.Dataset, value: Decimal | float, expected: str
) -> None:
    verdict = ha_tinh["new-rural-province"].compare(value)
    assert verdict.status == expected
    assert verdict.value is (expected == "met")
    assert (verdict.gap, verdict.gap_unit, verdict.attainment) == (None, None, None)


def test_a_milestone_in_an_observation(ha_tinh: rt.Dataset) -> None:
    # A data version's observations are decimals.
    for value in (True, Decimal(1)):
        observation = _observation(
            indicator="new-rural-province", value=value, unit="dimensionless"
        )
        assert ha_tinh["new-rural-province"].compare(observation).status == "met"


@pytest.mark.parametrize(("value", "shown"), [(2, "2"), (0.5, "0.5"), (-1, "-1")])
def test_what_is_neither_true_nor_false(
    ha_tinh: rt.Dataset, value: Decimal | float, shown: str
) -> None:
    verdict = ha_tinh["new-rural-province"].compare(value)
    assert verdict.status == "not_comparable"
    assert verdict.problem is Problem.NOT_TRUE_OR_FALSE
    assert verdict.reason == f"a milestone takes true or false (1 or 0), not {shown}"
    assert verdict.problem_in("vi") == (
        f"chỉ tiêu dạng hoàn thành nhận đúng hoặc sai (1 hoặc 0), không nhận {shown}"
    )
    assert verdict.value == value


@pytest.mark.parametrize(("value", "shown"), [("done", "'done' (str)"), ([], "[] (list)")])
def test_a_milestone_refuses_text(ha_tinh: rt.Dataset, value: object, shown: str) -> None:
    with pytest.raises(rt.InvalidValueError) as caught:
        ha_tinh["new-rural-province"].compare(value)
    assert str(caught.value) == (
        f"'new-rural-province' cannot be compared with {shown}; expected {_TRUTH}"
    )


def test_an_observation_of_the_target(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["grdp-growth"]
    assert target.compare(_observation()).status == "met"
    assert target.compare(_observation(value=7)).status == "missed"
    assert target.compare(_observation(value=7), reading="lenient").status == "met"
    assert target.compare(_observation(value=Decimal("0.073"), unit="lần")).status == "met"
    # January to December is the year.
    assert target.compare(_observation(reference_period="2025-12M")).status == "met"


@pytest.mark.parametrize(
    ("field", "value", "problem", "en", "vi"),
    [
        (
            "indicator",
            "gdp-growth",
            Problem.NO_PROMISE,
            "no promise for indicator 'gdp-growth' in target grdp-growth",
            "target grdp-growth không có chỉ tiêu nào cho 'gdp-growth'",
        ),
        (
            "reference_area",
            "VN-44",
            Problem.OTHER_AREA,
            "the figure is for VN-44, the promise for VN-23",
            "số liệu của VN-44, chỉ tiêu của VN-23",
        ),
        (
            "reference_period",
            "2025-9M",
            Problem.OTHER_PERIOD,
            "the figure is for 2025-9M, not for 2025",
            "số liệu của kỳ 2025-9M, không phải 2025",
        ),
        (
            "reference_period",
            "2024",
            Problem.OTHER_PERIOD,
            "the figure is for 2024, not for 2025",
            "số liệu của kỳ 2024, không phải 2025",
        ),
    ],
)
def test_an_observation_of_something_else(  # noqa: PLR0913, PLR0917  # a table's columns
    ha_tinh: rt.Dataset, field: str, value: str, problem: Problem, en: str, vi: str
) -> None:
    verdict = ha_tinh["grdp-growth"].compare(_observation(**{field: value}))
    assert verdict.status == "not_comparable"
    assert verdict.problem is problem
    assert verdict.reason == verdict.problem_in("en") == en
    assert verdict.problem_in("vi") == vi
    assert verdict.value == 7.3
    assert (verdict.gap, verdict.attainment) == (None, None)
    # Nothing was reported, of whatever it was not reported.
    missing = _observation(**{field: value, "value": None})
    assert ha_tinh["grdp-growth"].compare(missing).status == "not_reported"


def test_an_observation_of_a_period_asked_for_on_purpose(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["grdp-growth"]
    part = _observation(reference_period="2025-9M", value=8.05)
    assert target.compare(part, period="2025-9M").status == "met"
    assert target.compare(part, period=rt.parse_period("2025-9M")).status == "met"
    verdict = target.compare(_observation(), period="2025-9M")
    assert verdict.reason == "the figure is for 2025, not for 2025-9M"
    assert target.compare(_observation(reference_period=2024), period=2024).status == "met"


def test_a_reading_there_is_not(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        ha_tinh["grdp-growth"].compare(7, reading="loose")
    assert str(caught.value) == "reading='loose' is not known; it takes 'strict', 'lenient'"


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


def test_explain_a_number(ha_tinh: rt.Dataset) -> None:
    verdict = ha_tinh["grdp-per-capita"].compare(94)
    assert verdict.explain() == verdict.explain("en")
    # 94 / 91 is 1.03296...
    assert verdict.explain("en") == (
        "(2) GRDP per capita. Promised: above 91 million VND per person (“GRDP bình quân đầu "
        "người đạt trên 91 triệu đồng”). Reported: 94 million VND per person. 94 > 91: met. "
        "Gap: +3 million VND per person. That is 103.3% of the bound."
    )
    assert verdict.explain("vi") == (
        "(2) GRDP bình quân đầu người. Chỉ tiêu: trên 91 triệu đồng/người (“GRDP bình quân đầu "
        "người đạt trên 91 triệu đồng”). Thực hiện: 94 triệu đồng/người. 94 > 91: đạt. "
        "Chênh lệch: +3 triệu đồng/người. Bằng 103,3% mức chỉ tiêu."
    )


def test_explain_a_range(ha_tinh: rt.Dataset) -> None:
    verdict = ha_tinh["poverty-reduction"].compare(0.55)
    assert verdict.explain("en") == (
        "(14) Fall of the poverty rate. Promised: between 0.5 and 0.6 percentage points (“Tỷ "
        "lệ hộ nghèo giảm 0,5-0,6%”). Reported: 0.55 percentage points. 0.55 > 0.5; 0.55 < 0.6: "
        "met. Gap: +0.05 percentage points. That is 110% of the bound."
    )


def test_explain_in_the_units_of_the_figure(ha_tinh: rt.Dataset) -> None:
    verdict = ha_tinh["urbanization-rate"].compare(Decimal("0.39"), unit="dimensionless")
    assert verdict.explain("vi") == (
        "(10) Tỷ lệ đô thị hóa. Chỉ tiêu: đạt 40% (“Tỷ lệ đô thị hóa đạt 40%”). Thực hiện: "
        "0,39. 0,39 < 0,4: chưa đạt. Chênh lệch: -1 điểm %. Bằng 97,5% mức chỉ tiêu."
    )


def test_explain_a_lenient_reading(ha_tinh: rt.Dataset) -> None:
    verdict = ha_tinh["grdp-growth"].compare(7, reading="lenient")
    assert verdict.explain("en") == (
        "(1) GRDP growth. Promised: above 7% (“Tốc độ tăng trưởng kinh tế GRDP đạt trên 7%”). "
        "Reported: 7%. 7 = 7: met. Read leniently: the bound itself counts as met. "
        "Gap: 0 percentage points. That is 100% of the bound."
    )


def test_explain_a_milestone(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["new-rural-province"]
    assert target.compare(value=True).explain("vi") == (
        "(9) Tỉnh hoàn thành nhiệm vụ xây dựng nông thôn mới. Chỉ tiêu: hoàn thành (“Tỉnh hoàn "
        "thành nhiệm vụ xây dựng nông thôn mới”). Thực hiện: đã hoàn thành. Đạt."
    )
    assert target.compare(value=False).explain("en") == (
        "(9) Province completes the new-rural task. Promised: to be done (“Tỉnh hoàn thành "
        "nhiệm vụ xây dựng nông thôn mới”). Reported: not done. Missed."
    )


def test_explain_what_was_not_judged(ha_tinh: rt.Dataset) -> None:
    verdict = ha_tinh["grdp-growth"].compare(_observation(reference_period="2025-9M"))
    assert verdict.explain("en") == (
        "(1) GRDP growth. Promised: above 7% (“Tốc độ tăng trưởng kinh tế GRDP đạt trên 7%”). "
        "Not comparable: the figure is for 2025-9M, not for 2025."
    )
    assert ha_tinh["grdp-growth"].compare(None).explain("vi") == (
        "(1) Tốc độ tăng trưởng kinh tế (GRDP). Chỉ tiêu: trên 7% (“Tốc độ tăng trưởng kinh tế "
        "GRDP đạt trên 7%”). Chưa có số liệu: chưa có giá trị báo cáo."
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


@pytest.mark.parametrize(
    ("id_", "magnitude", "unit", "status"),
    [
        # In floats these are 44100.00000000001 and 99.99999999999999.
        ("total-investment", 44.1, "teraVND", "missed"),
        ("total-investment", Decimal("44.1"), "teraVND", "missed"),
        ("total-investment", 44.2, "teraVND", "met"),
        ("export-turnover", 2500000, "kiloUSD", "missed"),
        ("rural-hygienic-water", 1e6, "ppm", "met"),
        ("rural-hygienic-water", math.inf, "ppm", "not_comparable"),
    ],
)
def test_thresholds_are_exact_in_units_that_only_the_registry_knows(
    ha_tinh: rt.Dataset, id_: str, magnitude: object, unit: str, status: str
) -> None:
    rt.parse_quantity("1 VND", locale="en")
    quantity = pint.get_application_registry().Quantity(magnitude, unit)
    assert ha_tinh[id_].compare(quantity).status == status
