"""Where one figure for part of a year stands, what is still needed, what it points to."""

from __future__ import annotations

import math
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.outlooks import MARGIN, as_margin

_DATASET = rt.load("ha-tinh-2025", version="1.1.0")
_REVENUE = _DATASET["budget-revenue"]


def _figure(id_: str, period: str, value: Any, **fields: Any) -> rt.Observation:
    given = {
        "indicator": id_,
        "reference_area": "VN-23",
        "reference_period": period,
        "value": value,
        "unit": _DATASET[id_].unit,
    }
    return rt.Observation(**{**given, **fields})


def _promising(id_: str, direction: str = "higher", **criterion: Any) -> rt.Target:
    target = _DATASET[id_]
    return attrs.evolve(
        target,
        indicator=attrs.evolve(target.indicator, direction=direction),
        criterion=rt.Criterion(**criterion),
    )


# examples/ha-tinh-2025.csv: 15,000 billion by September, of above 17,800.
@pytest.mark.parametrize("kind", [int, float, Decimal])
def test_revenue_after_nine_months(kind: type) -> None:
    found = _REVENUE.outlook(_figure("budget-revenue", "2025-9M", kind(15000)))
    assert found.pace is rt.Pace.AHEAD
    # 15,000 / 17,800 = 0.842696...; 9 of 12 months.
    assert float(found.attained_share or 0) == pytest.approx(0.8426966292134831)
    assert found.expected_share == Fraction(3, 4)
    # 17,800 - 15,000 = 2,800 in three months; 15,000 x 12/9 = 20,000.
    assert float(found.required or 0) == pytest.approx(933.3333333333333)
    assert found.required_unit == "billion VND/month"
    assert (found.projected, found.projected_unit) == (20000, "billion VND")
    assert found.projected_upper is None
    assert (found.projection_method, found.projected_status) == ("even", rt.Status.MET)
    assert (found.months, found.months_left) == (9, 3)
    assert (found.problem, found.reason, found.reason_in("vi")) == (None, "", "")
    # Beside the year-end verdict, not in its place.
    assert found.verdict.status is rt.Status.NOT_COMPARABLE
    assert found.verdict.reason == "the figure is for 2025-9M, not for 2025"
    assert found.so_far.status is rt.Status.MISSED


def test_decimals_are_exact() -> None:
    found = _REVENUE.outlook(Decimal(15000), period="2025-9M")
    assert found.required == Decimal("933." + "3" * 47)
    assert found.projected == Decimal(20000)
    assert isinstance(found.projected, Decimal)


@pytest.mark.parametrize(
    ("id_", "period", "value", "pace", "projected"),
    [
        # 2,866 x 12/5 = 6,878.4; 3,750 of 9,000 were expected.
        ("trade-revenue", "2025-5M", 2866, "behind", 6878.4),
        # 5,722 x 4 = 22,888; 5,875 of 23,500 were expected. The first quarter is three months.
        ("new-jobs", "2025-Q1", 5722, "behind", 22888),
        # 20,000 x 2 = 40,000.
        ("new-jobs", "2025-6M", 20000, "ahead", 40000),
        # 26,846 x 2 = 53,692, of above 44,100.
        ("total-investment", "2025-6M", 26846, "ahead", 53692),
        # January is one month, and so is one month so far.
        # 1,958.33 are expected of it, and 1.05 times that are 2,056.25.
        ("new-jobs", "2025-01", 2000, "on_track", 24000),
        ("new-jobs", "2025-1M", 1958, "behind", 23496),
    ],
)
def test_figures_that_grow(id_: str, period: str, value: int, pace: str, projected: float) -> None:
    found = _DATASET[id_].outlook(value, period=period)
    assert found.pace == pace
    assert found.projected == pytest.approx(projected, rel=1e-15)
    assert found.projected_status == ("missed" if pace == "behind" else "met")


# 8.05 % after nine months: above 7 % so far, but short of the 8.7 % in force from 2025-08-05.
def test_figures_that_do_not_grow_are_held_against_the_promise_itself() -> None:
    growth = _figure("grdp-growth", "2025-9M", Decimal("8.05"))
    found = _DATASET["grdp-growth"].outlook(growth)
    assert (found.pace, found.projected_status) == (rt.Pace.ON_TRACK, rt.Status.MET)
    assert (found.projected, found.projection_method) == (Decimal("8.05"), "carried_forward")
    assert (found.expected_share, found.profile) == (1, None)
    assert found.attained_share == Decimal(805) / 700
    assert (found.required, found.required_unit) == (None, None)
    in_force = _DATASET.in_force("2025-10-01")["grdp-growth"].outlook(growth)
    assert (in_force.pace, in_force.projected_status) == (rt.Pace.BEHIND, rt.Status.MISSED)
    # Past a bound that names something beyond it is ahead.
    assert _DATASET["doctors-per-10000"].outlook(13, period="2025-06").pace is rt.Pace.AHEAD
    assert _DATASET["doctors-per-10000"].outlook(12, period="2025-06").pace is rt.Pace.ON_TRACK


@pytest.mark.parametrize(
    ("value", "margin", "pace"),
    [
        # 9/12 of 17,800 are 13,350; 1.05 times that is 14,017.5.
        (13350, None, "behind"),
        (Decimal("13350.01"), None, "on_track"),
        (math.nextafter(13350, 20000), None, "on_track"),
        (Decimal("14017.5"), None, "on_track"),
        (14017.5, None, "on_track"),
        (Decimal("14017.51"), None, "ahead"),
        (math.nextafter(14017.5, 20000), None, "ahead"),
        (Decimal("13350.01"), 0, "ahead"),
        (13350, 0, "behind"),
        # 1.5 times are 20,025.
        (20025, "0.5", "on_track"),
        (20026, Decimal("0.5"), "ahead"),
    ],
)
def test_where_the_path_and_its_margin_lie(value: Any, margin: Any, pace: str) -> None:
    found = _REVENUE.outlook(value, period="2025-9M", margin=margin)
    assert found.pace == pace
    assert found.margin == (MARGIN if margin is None else Decimal(margin))


def test_a_lenient_reading_takes_the_path_itself() -> None:
    assert _REVENUE.outlook(13350, period="2025-9M", reading="lenient").pace is rt.Pace.ON_TRACK
    found = _REVENUE.outlook(14018, period="2025-9M", reading="lenient")
    assert (found.pace, found.projected_status) == (rt.Pace.AHEAD, rt.Status.EXCEEDED)


@pytest.mark.parametrize(
    ("value", "pace", "status"),
    [
        # By June 0.25 to 0.3 points; 1.05 x 0.3 = 0.315.
        ("0.24", "behind", "missed"),
        ("0.25", "on_track", "met"),
        ("0.3", "on_track", "met"),
        ("0.31", "on_track", "exceeded"),
        ("0.315", "on_track", "exceeded"),
        ("0.316", "ahead", "exceeded"),
    ],
)
def test_a_range_is_past_its_harder_end(value: str, pace: str, status: str) -> None:
    found = _DATASET["poverty-reduction"].outlook(Decimal(value), period="2025-6M")
    assert (found.pace, found.projected_status) == (pace, status)
    assert found.required_unit == "percentage_point/month"
    # From the easier end: (0.5 - value) / 6.
    assert found.required == pytest.approx((Decimal("0.5") - Decimal(value)) / 6)


@pytest.mark.parametrize(
    ("criterion", "value", "pace"),
    [
        # At most 1,200: 600 by June, and 0.95 x 600 = 570.
        ({"relation": "at_most", "lower": 1200}, 601, "behind"),
        ({"relation": "at_most", "lower": 1200}, 600, "on_track"),
        ({"relation": "at_most", "lower": 1200}, 570, "on_track"),
        ({"relation": "at_most", "lower": 1200}, 569, "ahead"),
        ({"relation": "below", "lower": 1200}, 600, "behind"),
        ({"relation": "below", "lower": 1200}, 599, "on_track"),
        # From 1,000 to 1,200: 500 to 600 by June, and 0.95 x 500 = 475.
        ({"relation": "between", "lower": 1000, "upper": 1200}, 601, "behind"),
        ({"relation": "between", "lower": 1000, "upper": 1200}, 600, "on_track"),
        ({"relation": "between", "lower": 1000, "upper": 1200}, 475, "on_track"),
        ({"relation": "between", "lower": 1000, "upper": 1200}, 474, "ahead"),
    ],
)
def test_less_is_better(criterion: dict[str, Any], value: int, pace: str) -> None:
    target = _promising("new-enterprises", "lower", **criterion)
    found = target.outlook(value, period="2025-6M")
    assert found.pace == pace
    assert found.required == (1200 - value) / 6


@pytest.mark.parametrize(
    ("value", "pace"), [(499, "behind"), (500, "on_track"), (600, "on_track"), (601, "behind")]
)
def test_inside_a_range_there_is_no_ahead(value: int, pace: str) -> None:
    target = _promising("new-enterprises", "within", relation="between", lower=1000, upper=1200)
    assert target.outlook(value, period="2025-6M").pace == pace
    stock = _promising("urbanization-rate", "within", relation="between", lower=499, upper=600)
    assert stock.outlook(600, period="2025-6M").pace is rt.Pace.ON_TRACK
    assert stock.outlook(601, period="2025-6M").pace is rt.Pace.BEHIND


def test_a_profile_for_all_and_one_for_each() -> None:
    # Two thirds by June: 11,866.67 of 17,800.
    early = rt.Profile(name="early", weights=[2] * 6 + [1] * 6)
    found = _REVENUE.outlook(Decimal(10200), period="2025-6M", profile=early)
    assert (found.pace, found.projection_method) == (rt.Pace.BEHIND, "early")
    assert (found.expected_share, found.projected) == (Fraction(2, 3), Decimal(15300))
    for profile in ({"budget-revenue": early}, {"new-jobs": early}):
        other = _REVENUE.outlook(10200, period="2025-6M", profile=profile)
        assert other.projection_method == ("early" if "budget-revenue" in profile else "even")
    # What does not grow takes no path.
    assert _DATASET["forest-cover"].outlook(52.5, period="2025-6M", profile=early).profile is None


@pytest.mark.parametrize(
    ("period", "value", "pace", "share"),
    [
        # A quarter of 17,800 is 4,450, a twelfth 1,483.33.
        ("2025-Q3", 4500, "on_track", Fraction(1, 4)),
        ("2025-Q2", 4400, "behind", Fraction(1, 4)),
        ("2025-12", 1600, "ahead", Fraction(1, 12)),
    ],
)
def test_a_part_alone_says_nothing_of_those_before(
    period: str, value: int, pace: str, share: Fraction
) -> None:
    found = _REVENUE.outlook(value, period=period)
    assert (found.pace, found.expected_share) == (pace, share)
    assert found.problem is rt.OutlookProblem.LATER_PART
    assert (found.required, found.projected, found.projected_status) == (None, None, None)
    assert found.attained_share == value / 17800
    assert found.reason == (
        f"the figure is for {period} alone; what came before it in the year is not in it"
    )
    assert found.reason_in("vi") == (
        f"số liệu chỉ của kỳ {period}, không gồm phần trước đó trong năm"
    )


_LATE = rt.Profile(name="late", weights=[0] * 6 + [1] * 6)


@pytest.mark.parametrize(
    ("criterion", "direction", "value", "pace"),
    [
        ({"relation": "above", "lower": 1200}, "higher", 0, "on_track"),
        ({"relation": "above", "lower": 1200}, "higher", 1, "ahead"),
        ({"relation": "reach", "lower": 1200}, "higher", 0, "on_track"),
        ({"relation": "below", "lower": 1200}, "lower", 0, "on_track"),
        ({"relation": "below", "lower": 1200}, "lower", 1, "behind"),
    ],
)
def test_where_nothing_is_expected_nothing_is_not_behind(
    criterion: dict[str, Any], direction: str, value: int, pace: str
) -> None:
    target = _promising("new-enterprises", direction, **criterion)
    found = target.outlook(value, period="2025-6M", profile=_LATE)
    assert (found.pace, found.problem) == (pace, rt.OutlookProblem.NOTHING_EXPECTED)
    assert (found.projected, found.projected_status) == (None, None)
    assert found.required == (1200 - value) / 6
    assert found.reason == (
        "by the profile nothing is expected in 2025-6M, so nothing follows from it"
    )


def test_what_is_left_of_a_bound_just_reached_is_nothing() -> None:
    found = _REVENUE.outlook(17800.0, period="2025-9M")
    assert found.required == 0
    assert math.copysign(1, found.required or 0) == 1
    assert _REVENUE.outlook(18000, period="2025-11M").required == -200
    # December is over: nothing can be required of it.
    assert _REVENUE.outlook(15000, period="2025-12M").required is None


def test_a_range_of_figures() -> None:
    wide = _figure("budget-revenue", "2025-9M", 13500, value_upper=15000)
    found = _REVENUE.outlook(wide)
    # Both are past 13,350, one of them by less than a twentieth.
    assert (found.pace, found.projected_status) == (rt.Pace.ON_TRACK, rt.Status.MET)
    assert (found.projected, found.projected_upper) == (18000, 20000)
    assert found.required == pytest.approx(4300 / 3)
    unsettled = _figure("budget-revenue", "2025-9M", 13000, value_upper=15000)
    found = _REVENUE.outlook(unsettled)
    assert (found.pace, found.problem) == (None, rt.OutlookProblem.UNSETTLED_RANGE)
    assert found.reason == "one end of the range is behind, the other is not"
    for name in ("attained_share", "expected_share", "required", "required_unit", "projected"):
        assert getattr(found, name) is None
    assert (found.projected_unit, found.projection_method) == (None, None)
    # Read leniently, the better end counts.
    assert _REVENUE.outlook(unsettled, reading="lenient").pace is rt.Pace.AHEAD


def test_a_range_of_what_does_not_grow() -> None:
    growth = _DATASET["grdp-growth"]
    paces = {
        (7, 8): None,
        (8, 9): rt.Pace.ON_TRACK,
        (5, 7): rt.Pace.BEHIND,
    }
    for (low, high), pace in paces.items():
        found = growth.outlook(_figure("grdp-growth", "2025-9M", low, value_upper=high))
        assert found.pace is pace
        unsettled = found.problem is rt.OutlookProblem.UNSETTLED_RANGE
        assert unsettled == (pace is None)


def test_figures_in_other_units_and_currencies() -> None:
    # 13.36 trillion are 13,360 billion, of which 13,350 are expected.
    found = _REVENUE.outlook(Decimal("13.36"), unit="nghìn tỷ đồng", period="2025-9M")
    assert (found.pace, found.projected) == (rt.Pace.ON_TRACK, Decimal("17813." + "3" * 45))
    rate = rt.ExchangeRate(
        base="USD", quote="VND", rate=25000, date="2025-06-30", source="an example"
    )
    # 600 million USD at 25,000 are 15,000 billion VND.
    found = _REVENUE.outlook(Decimal(600), unit="million USD", period="2025-9M", rates=[rate])
    assert (found.pace, found.projected, found.so_far.rate) == (rt.Pace.AHEAD, 20000, rate)
    with pytest.raises(rt.IncompatibleUnitError):
        _REVENUE.outlook(600, unit="million USD", period="2025-9M")


# II.2 (9): "Tỉnh hoàn thành nhiệm vụ xây dựng nông thôn mới".
def test_a_milestone_is_reached_or_not() -> None:
    milestone = _DATASET["new-rural-province"]
    found = milestone.outlook(value=True, period="2025-06")
    assert (found.pace, found.projected_status) == (rt.Pace.ON_TRACK, rt.Status.MET)
    assert (found.projected, found.attained_share, found.expected_share) == (None, None, 1)
    found = milestone.outlook(value=False, period="2025-06")
    assert (found.pace, found.problem) == (None, rt.OutlookProblem.NO_PATH)
    assert found.reason == "a milestone is reached or not; there is no path to it"
    # Whatever is to be done: an amount that grows has no path to that either.
    of_an_amount = _promising("budget-revenue", relation="done")
    found = of_an_amount.outlook(value=True, period="2025-06")
    assert (found.pace, found.profile) == (rt.Pace.ON_TRACK, None)
    assert of_an_amount.outlook(0, period="2025-06").problem is rt.OutlookProblem.NO_PATH


@pytest.mark.parametrize(
    ("figure", "problem", "reason"),
    [
        (
            _figure("budget-revenue", "2024-9M", 15000),
            rt.OutlookProblem.OTHER_YEAR,
            "the figure is for 2024-9M, the promise for 2025",
        ),
        (
            _figure("budget-revenue", "2025-9M", None),
            rt.OutlookProblem.NOT_JUDGED,
            "no value was reported",
        ),
        (
            _figure("budget-revenue", "2025-9M", math.nan),
            rt.OutlookProblem.NOT_JUDGED,
            "the value is NaN, not a number",
        ),
        (
            _figure("budget-revenue", "2025-9M", 15000, value_upper=math.inf),
            rt.OutlookProblem.NOT_JUDGED,
            "the value is infinite",
        ),
        (
            _figure("budget-revenue", "2025-9M", 15000, reference_area="VN-44"),
            rt.OutlookProblem.NOT_JUDGED,
            "the figure is for VN-44, the promise for VN-23",
        ),
        (
            _figure("new-jobs", "2025-9M", 15000),
            rt.OutlookProblem.NOT_JUDGED,
            "no promise for indicator 'new-jobs' in target budget-revenue",
        ),
    ],
)
def test_what_keeps_a_figure_from_having_a_pace(
    figure: rt.Observation, problem: rt.OutlookProblem, reason: str
) -> None:
    found = _REVENUE.outlook(figure)
    assert (found.pace, found.problem, found.reason) == (None, problem, reason)
    assert (found.required, found.projected, found.projected_status) == (None, None, None)
    assert (found.attained_share, found.expected_share, found.profile) == (None, None, None)


@pytest.mark.parametrize("bound", [0, -5])
def test_nothing_is_a_share_of_a_bound_that_is_not_above_zero(bound: int) -> None:
    target = _promising("new-enterprises", relation="above", lower=bound)
    found = target.outlook(3, period="2025-6M")
    assert (found.pace, found.problem) == (None, rt.OutlookProblem.NO_SHARE)
    assert found.reason == "the bound is not above zero, so nothing is a share of it"
    # What does not grow needs no share.
    rate = _promising("urbanization-rate", relation="at_least", lower=bound)
    assert rate.outlook(3, period="2025-6M").pace is rt.Pace.AHEAD
    assert rate.outlook(3, period="2025-6M").attained_share is None


def test_a_promise_for_part_of_a_year_has_no_outlook() -> None:
    quarter = attrs.evolve(_REVENUE, reference_period="2025-Q3")
    found = quarter.outlook(15000, period="2025-Q3")
    assert (found.pace, found.problem) == (None, rt.OutlookProblem.NOT_A_YEAR)
    assert found.reason == "the promise is for 2025-Q3, not for a whole year"
    # The figure is of the promise's own period, so it has a verdict.
    assert found.verdict.status is rt.Status.MISSED
    # Twelve months are a year.
    months = attrs.evolve(_REVENUE, reference_period="2025-12M")
    assert months.outlook(15000, period="2025-9M").pace is rt.Pace.AHEAD


def test_a_bare_number_for_the_whole_year_has_the_years_verdict() -> None:
    for period in (2025, "2025", "2025-12M", rt.parse_period("2025")):
        found = _REVENUE.outlook(18000, period=period)
        assert found.verdict == found.so_far == _REVENUE.compare(18000)
        assert found.pace is rt.Pace.ON_TRACK


def test_a_bare_number_needs_its_period_and_an_observation_has_one() -> None:
    with pytest.raises(rt.InvalidValueError) as caught:
        _REVENUE.outlook(15000)
    assert str(caught.value) == (
        "'budget-revenue' cannot be compared with 15000 (int); expected an Observation, or a "
        "number with the period that it covers (period='2025-9M')"
    )
    figure = _figure("budget-revenue", "2025-9M", 15000)
    with pytest.raises(rt.InvalidValueError) as caught:
        _REVENUE.outlook(figure, period="2025-9M")
    assert str(caught.value).endswith(
        "(Observation); expected an Observation without period=: it has its own"
    )
    with pytest.raises(rt.InvalidPeriodError):
        _REVENUE.outlook(15000, period="last year")


@pytest.mark.parametrize(
    ("margin", "message"),
    [
        (1, "margin is '1'; expected a share from 0 up to, and without, 1: 0.05 for 5%"),
        ("5", "margin is '5'; expected a share from 0 up to, and without, 1: 0.05 for 5%"),
        ("-0.05", "margin is '-0.05'; expected a share from 0 up to, and without, 1: 0.05 for 5%"),
        (0.05, "margin is 0.05; expected a Decimal, an int or its text, not a float"),
        ("nan", "margin is 'nan'; expected a finite number of at most 100 digits"),
    ],
)
def test_what_is_no_margin(margin: Any, message: str) -> None:
    for refused in (lambda: as_margin(margin), lambda: _REVENUE.outlook(1, margin=margin)):
        with pytest.raises(rt.InvalidFieldError) as caught:
            refused()
        assert str(caught.value) == message


def test_a_reading_there_is_not() -> None:
    with pytest.raises(rt.UnknownOptionError):
        _REVENUE.outlook(15000, period="2025-9M", reading="loose")


@pytest.mark.parametrize(
    ("unit", "monthly"),
    [
        ("dimensionless", "dimensionless/month"),
        ("permille", "permille/month"),
        ("percent", "percentage_point/month"),
        ("million VND/person", "million VND/person/month"),
        ("enterprise", "enterprise/month"),
    ],
)
def test_every_amount_has_a_unit_for_what_a_month_must_bring(unit: str, monthly: str) -> None:
    counted = attrs.evolve(
        _REVENUE, unit=unit, indicator=attrs.evolve(_REVENUE.indicator, unit=unit)
    )
    assert counted.outlook(1, period="2025-9M").required_unit == monthly


def test_an_outlook_is_a_value_and_pickles() -> None:
    found = _REVENUE.outlook(15000, period="2025-9M")
    assert found == _REVENUE.outlook(15000, period="2025-9M")
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  # our own bytes
    assert again == found
    assert again.explain("vi") == found.explain("vi")
