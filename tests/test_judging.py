"""Judging one figure by one target: the status, and what is refused."""

from __future__ import annotations

import math
from decimal import Decimal
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
            "pass rates= with a dated rate, or convert it first"
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


# II.2 (21): "trên 93,5% hộ gia đình đạt danh hiệu văn hóa".
@pytest.mark.parametrize(
    ("value", "status"),
    [
        # 93.5 stands for 93.45 up to, and without, 93.55.
        (93.5, "undecided"),
        (Decimal("93.5"), "undecided"),
        # 93.50 for 93.495 and more, some of it below.
        (Decimal("93.50"), "undecided"),
        # All of 93.505 up to 93.515 is above.
        (Decimal("93.51"), "met"),
        (93.51, "met"),
        # 93 and 94 for 92.5 and 93.5 and more: 93.5 itself is not above it.
        (93, "missed"),
        (93.0, "missed"),
        (94, "undecided"),
        (95, "met"),
        # 94.0 is 93.95 and more.
        (Decimal("94.0"), "met"),
        # 93.4 ends below 93.45.
        (93.4, "missed"),
        # Computed figures stand for themselves.
        (280.6 / 3, "met"),
        (280.4 / 3, "missed"),
        (Decimal("93.5000000001"), "met"),
        (Decimal("93.5000000000"), "missed"),
    ],
)
def test_published_precision(ha_tinh: rt.Dataset, value: Decimal | float, status: str) -> None:
    target = ha_tinh["cultural-households"]
    verdict = target.compare(value, rounding="published")
    assert verdict.status == status
    assert verdict.rounding is rt.Rounding.PUBLISHED
    assert target.compare(value).status == ("met" if value > 93.5 else "missed")
    observation = _observation(indicator="cultural-households", value=value)
    assert target.compare(observation, rounding=rt.Rounding.PUBLISHED).status == status


# II.2 (14): "giảm 0,5-0,6%".
@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("0.4", "missed"),
        ("0.45", "missed"),
        ("0.5", "undecided"),
        ("0.50", "undecided"),
        ("0.505", "met"),
        ("0.6", "met"),
        # 0.65 ends below 0.655, and begins at 0.645.
        ("0.65", "exceeded"),
        # 0.7 begins at 0.65.
        ("0.7", "exceeded"),
        # 1 is all from 0.5 up to 1.5: met throughout, exceeded in part.
        ("1", "met"),
        ("0", "missed"),
    ],
)
def test_published_precision_at_both_ends_of_a_range(
    ha_tinh: rt.Dataset, value: str, status: str
) -> None:
    verdict = ha_tinh["poverty-reduction"].compare(Decimal(value), rounding="published")
    assert verdict.status == status


def test_less_is_better_up_to_and_without_the_greatest(ha_tinh: rt.Dataset) -> None:
    below = _promising(ha_tinh["grdp-growth"], "lower", relation="below", lower="3.95")
    at_most = _promising(ha_tinh["grdp-growth"], "lower", relation="at_most", lower="3.95")
    # 3.9 ends just below 3.95, so all of it is below; 4.0 begins at 3.95, which is at most 3.95.
    for target, statuses in ((below, ["met", "missed"]), (at_most, ["exceeded", "undecided"])):
        values = [Decimal("3.9"), Decimal("4.0")]
        found = [target.compare(value, rounding="published").status for value in values]
        assert found == statuses


def test_rounding_in_another_unit(ha_tinh: rt.Dataset) -> None:
    # 0.07 of one is 0.065 to 0.075, 6.5 to 7.5 %.
    target = ha_tinh["grdp-growth"]
    options = {"unit": "dimensionless", "rounding": "published"}
    assert target.compare(0.07, **options).status == "undecided"
    assert target.compare(0.08, **options).status == "met"
    assert target.compare(0.06, **options).status == "missed"


def test_a_milestone_is_not_rounded(ha_tinh: rt.Dataset) -> None:
    found = [ha_tinh["new-rural-province"].compare(one, rounding="published") for one in (1, 0)]
    assert [verdict.status for verdict in found] == ["met", "missed"]


# II.2 (1): "đạt trên 7%".
@pytest.mark.parametrize(
    ("low", "high", "strict", "lenient"),
    [
        (8, 8.5, "met", "exceeded"),
        (6, 6.5, "missed", "missed"),
        (6, 7, "missed", "met"),
        (7, 8, "undecided", "exceeded"),
        (7, 7, "missed", "met"),
        (Decimal("6.9"), Decimal("7.1"), "undecided", "exceeded"),
    ],
)
def test_ranges_of_figures(
    ha_tinh: rt.Dataset, low: Decimal | float, high: Decimal | float, strict: str, lenient: str
) -> None:
    target, figure = ha_tinh["grdp-growth"], _observation(value=low, value_upper=high)
    assert target.compare(figure).status == strict
    assert target.compare(figure, reading="lenient").status == lenient
    verdict = target.compare(figure)
    assert (verdict.value, verdict.value_upper) == (low, high)
    assert verdict.observation is figure


def test_ranges_where_less_is_better_and_inside(ha_tinh: rt.Dataset) -> None:
    below = _promising(ha_tinh["grdp-growth"], "lower", relation="below", lower=4)
    figure = _observation(value=3, value_upper=5)
    assert below.compare(figure).status == "undecided"
    # Less is better: the smaller end counts.
    assert below.compare(figure, reading="lenient").status == "exceeded"
    inside = _promising(ha_tinh["grdp-growth"], "within", relation="between", lower=4, upper=6)
    ends = {(4, 6): "met", (3, 5): "undecided", (3, 7): "undecided", (1, 3): "missed"}
    for (low, high), status in ends.items():
        figure = _observation(value=low, value_upper=high)
        for reading in rt.Reading:
            # Inside a range no end is the better one.
            assert inside.compare(figure, reading=reading).status == status


def test_a_range_of_rounded_ends(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["grdp-growth"]
    # 7.1 begins at 7.05; 7 at 6.5.
    for low, status in ((7.1, "met"), (7, "undecided")):
        figure = _observation(value=low, value_upper=8)
        assert target.compare(figure, rounding="published").status == status


def test_a_range_in_another_unit(ha_tinh: rt.Dataset) -> None:
    figure = _observation(value=0.07, value_upper=0.08, unit="dimensionless")
    assert ha_tinh["grdp-growth"].compare(figure).status == "undecided"
    figure = _observation(value=0.071, value_upper=0.08, unit="dimensionless")
    assert ha_tinh["grdp-growth"].compare(figure).status == "met"


@pytest.mark.parametrize(
    ("low", "high", "problem", "reason"),
    [
        (8, math.nan, Problem.NAN, "the value is NaN, not a number"),
        (math.nan, 8, Problem.NAN, "the value is NaN, not a number"),
        (8, Decimal("sNaN"), Problem.NAN, "the value is NaN, not a number"),
        (-math.inf, 8, Problem.INFINITE, "the value is infinite"),
        (8, Decimal("Infinity"), Problem.INFINITE, "the value is infinite"),
        (math.inf, math.nan, Problem.NAN, "the value is NaN, not a number"),
    ],
)
def test_a_range_with_an_end_that_is_not_finite(
    ha_tinh: rt.Dataset, low: Any, high: Any, problem: Problem, reason: str
) -> None:
    verdict = ha_tinh["grdp-growth"].compare(_observation(value=low, value_upper=high))
    assert (verdict.status, verdict.problem) == ("not_comparable", problem)
    assert verdict.reason == reason
    assert (verdict.gap_upper, verdict.attainment_upper) == (None, None)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (1, 1), (1, 2)])
def test_a_milestone_takes_no_range(ha_tinh: rt.Dataset, low: int, high: int) -> None:
    figure = _observation(
        indicator="new-rural-province", value=low, value_upper=high, unit="dimensionless"
    )
    verdict = ha_tinh["new-rural-province"].compare(figure)
    assert verdict.problem is Problem.NOT_TRUE_OR_FALSE
    assert verdict.reason == (f"a milestone takes true or false (1 or 0), not {low}-{high}")


_RATE = rt.ExchangeRate(base="USD", quote="VND", rate=25000, date="2025-06-30", source="an example")


@pytest.mark.parametrize(
    ("id_", "value", "unit", "status"),
    [
        # 712 million USD at 25,000 are 17,800 billion VND.
        ("budget-revenue", 712, "million USD", "missed"),
        ("budget-revenue", math.nextafter(712, 713), "million USD", "met"),
        ("budget-revenue", Decimal("712.00000001"), "million USD", "met"),
        # 3,640 USD are 91 million VND a head; 4,080 are 102 million a hectare.
        ("grdp-per-capita", 3640, "USD/person", "missed"),
        ("grdp-per-capita", 3641, "đô la Mỹ/người", "met"),
        ("production-value-per-hectare", 4080, "USD/ha", "missed"),
        ("production-value-per-hectare", 4081, "USD/ha", "met"),
        # 2.5 billion USD are 62,500 billion VND.
        ("export-turnover", 62500, "tỷ đồng", "missed"),
        ("export-turnover", 62501, "tỷ đồng", "met"),
    ],
)
def test_money_in_another_currency_at_a_rate(
    ha_tinh: rt.Dataset, id_: str, value: Decimal | float, unit: str, status: str
) -> None:
    verdict = ha_tinh[id_].compare(value, unit=unit, rates=[_RATE])
    assert verdict.status == status
    assert verdict.rate is _RATE
    assert verdict.value is value
    # A rate that is not needed is not named.
    assert ha_tinh[id_].compare(1, rates=[_RATE]).rate is None
    with pytest.raises(rt.IncompatibleUnitError):
        ha_tinh[id_].compare(value, unit=unit)


def test_a_rate_is_used_exactly_as_it_was_written(ha_tinh: rt.Dataset) -> None:
    # 1 / 0.00004 is 25,000 exactly; 1 / 0.00003 has no end.
    inverse = attrs.evolve(_RATE, base="VND", quote="USD", rate="0.00004")
    target = ha_tinh["budget-revenue"]
    for value, status in ((Decimal(712), "missed"), (Decimal("712.0000000001"), "met")):
        assert target.compare(value, unit="million USD", rates=[inverse]).status == status
    third = attrs.evolve(inverse, rate="0.00003")
    # 17,800 billion VND are 534 million USD then.
    for value, status in ((Decimal(534), "missed"), (Decimal("534.0000000001"), "met")):
        assert target.compare(value, unit="million USD", rates=[third]).status == status


def test_a_quantity_in_another_currency_at_a_rate(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["budget-revenue"]
    found = target.compare(to_quantity(713, "million USD"), rates=[_RATE])
    assert (found.status, found.rate) == ("met", _RATE)
    figure = _observation(indicator="budget-revenue", value=712, unit="million USD")
    assert target.compare(figure, rates=[_RATE]).status == "missed"


def test_two_rates_for_the_same_currencies_are_refused(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        ha_tinh["budget-revenue"].compare(1, rates=[_RATE, attrs.evolve(_RATE, rate=26000)])
    assert str(caught.value) == (
        "rates is ['1 USD = 25,000 VND (2025-06-30, an example)', "
        "'1 USD = 26,000 VND (2025-06-30, an example)']; expected one rate for USD and VND; pick "
        "the day that counts"
    )


def test_a_rate_does_not_turn_money_into_something_else(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.IncompatibleUnitError) as caught:
        ha_tinh["grdp-per-capita"].compare(1, unit="USD", rates=[_RATE])
    assert str(caught.value) == (
        "'grdp-per-capita' is promised in million VND/person; 'USD' measures something else and "
        "does not convert"
    )


def test_a_rounding_there_is_not(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        ha_tinh["grdp-growth"].compare(7, rounding="to the nearest")
    assert str(caught.value) == (
        "rounding='to the nearest' is not known; it takes 'exact', 'published'"
    )


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
