"""Promises beside promises and beside figures: which is harder, and which was met already."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import resolution_targets as rt

HA_TINH = rt.load("ha-tinh-2025", version="1.1.0")
VIETNAM = rt.load("vietnam-2025", version="1.0.0")


def _dataset(*targets: rt.Target, id_: str = "mine") -> rt.Dataset:
    return rt.Dataset(id=id_, version="1.0.0", targets=targets)


def _target(relation: str, *ends: Any, of: str = "grdp-growth", **changes: Any) -> rt.Target:
    lower, upper = (*ends, None, None)[:2]
    criterion = rt.Criterion(relation=relation, lower=lower, upper=upper)
    return attrs.evolve(HA_TINH[of], criterion=criterion, **changes)


def _pair(ours: rt.Target, theirs: rt.Target | rt.Observation) -> rt.Pairing:
    other = _dataset(theirs, id_="other") if isinstance(theirs, rt.Target) else [theirs]
    (pairing,) = rt.side_by_side(_dataset(ours), other).rows
    return pairing


def _with_direction(target: rt.Target, direction: str) -> rt.Target:
    return attrs.evolve(
        target,
        indicator=attrs.evolve(target.indicator, direction=direction),
    )


def test_the_province_beside_the_country() -> None:
    # Resolution of Hà Tĩnh II.2 (11), (12), (13), (15); 158/2024/QH15 (12), (10), (11), (7).
    beside = rt.side_by_side(HA_TINH, VIETNAM)
    assert [
        (row.indicator, row.theirs_in_our_unit, row.difference, row.ratio, row.standing.value)
        for row in beside.rows
    ] == [
        (
            "health-insurance-coverage",
            Decimal("95.15"),
            Decimal("-0.15"),
            Fraction(1900, 1903),
            "easier",
        ),
        ("doctors-per-10000", 15, -3, Fraction(4, 5), "easier"),
        ("hospital-beds-per-10000", Decimal("34.5"), Decimal("-2.5"), Fraction(64, 69), "easier"),
        ("trained-labour", 70, 10, Fraction(8, 7), "harder"),
    ]
    assert beside.rows[0].difference_unit == "percentage_point"
    assert beside.rows[1].difference_unit == "doctor/ten_thousand/person"
    assert (beside.here, beside.there) == ("ha-tinh-2025 1.1.0", "vietnam-2025 1.0.0")
    assert len(beside) == 4
    # 33 promises here and 16 there.
    assert (len(beside.only_here), len(beside.only_there)) == (29, 12)
    assert beside.only_here[0] is HA_TINH["grdp-growth"]
    assert beside.only_there[0] is VIETNAM["gdp-growth"]


def test_what_was_met_already_in_2024() -> None:
    # Section I and the newspaper: 17,900 of above 17,800; 9,600 of above 8,800; 8,300 of
    # above 9,000; 55,524 of above 44,100 billion VND.
    beside = rt.side_by_side(HA_TINH)
    assert [
        (row.indicator, row.theirs_in_our_unit, row.difference, row.standing.value)
        for row in beside.rows
    ] == [
        ("grdp-growth", Decimal("7.3"), Decimal("-0.3"), "already_met"),
        ("grdp-growth", Decimal("7.48"), Decimal("-0.48"), "already_met"),
        ("total-investment", 55524, -11424, "already_met"),
        ("budget-revenue", 17900, -100, "already_met"),
        ("budget-revenue", 17900, -100, "already_met"),
        ("domestic-revenue", 9600, -800, "already_met"),
        ("trade-revenue", 8300, 700, "not_yet_met"),
    ]
    assert beside.there == ""
    assert [
        entry.indicator for entry in beside.only_there if isinstance(entry, rt.Observation)
    ] == [
        "poverty-rate",
        "targets-met",
        "targets-set",
    ]
    assert len(beside.only_here) == 28
    assert beside == rt.side_by_side(HA_TINH, HA_TINH.observations)
    assert beside.rows[3].verdict == HA_TINH["7"].compare(HA_TINH.observations[1], period=2024)


def test_a_dataset_beside_itself() -> None:
    beside = rt.side_by_side(HA_TINH, HA_TINH)
    assert {row.standing.value for row in beside.rows} == {"same"}
    assert (beside.only_here, beside.only_there) == ((), ())


@pytest.mark.parametrize(
    ("ours", "theirs", "standing"),
    [
        # Above 95 is harder than 95, and 95.15 than above 95: 95.1 meets one of each.
        (("above", 95), ("reach", 95), "harder"),
        (("above", 95), ("at_least", 95), "harder"),
        (("above", 95), ("reach", "95.15"), "easier"),
        (("reach", 95), ("at_least", 95), "same"),
        (("reach", 95), ("reach", "95.0"), "same"),
        # A range is met from its easier end; past the harder one it is exceeded.
        (("between", "6.5", 7), ("reach", "6.5"), "same"),
        (("between", "6.5", 7), ("above", "6.5"), "easier"),
        (("between", "6.5", 7), ("between", 7, "7.5"), "easier"),
    ],
)
def test_the_harder_promise_is_met_by_fewer_values(
    ours: tuple[Any, ...], theirs: tuple[Any, ...], standing: str
) -> None:
    opposite = {"harder": "easier", "easier": "harder", "same": "same"}
    assert _pair(_target(*ours), _target(*theirs)).standing == standing
    assert _pair(_target(*theirs), _target(*ours)).standing == opposite[standing]


@pytest.mark.parametrize(
    ("ours", "theirs", "standing"),
    [
        (("below", 4), ("reach", 4), "harder"),
        (("at_most", 4), ("reach", 4), "same"),
        (("reach", 3), ("below", 4), "harder"),
        (("between", 25, 26), ("at_most", 26), "same"),
        (("between", 25, 26), ("at_most", 25), "easier"),
    ],
)
def test_where_less_is_better(
    ours: tuple[Any, ...], theirs: tuple[Any, ...], standing: str
) -> None:
    sides = [
        attrs.evolve(
            VIETNAM["urban-unemployment"],
            criterion=_criterion(*side),
        )
        for side in (ours, theirs)
    ]
    assert _pair(*sides).standing == standing


def _criterion(relation: str, lower: Any, upper: Any = None) -> rt.Criterion:
    return rt.Criterion(relation=relation, lower=lower, upper=upper)


def test_about_and_striving_change_nothing() -> None:
    plain = _target("reach", 15)
    hedged = attrs.evolve(
        plain,
        criterion=attrs.evolve(plain.criterion, hedged=True, maintain=True),
        stretch=_criterion("reach", 20),
    )
    assert _pair(plain, hedged).standing == "same"


def test_ranges_to_stay_within() -> None:
    def within(lower: Any, upper: Any) -> rt.Target:
        target = _target("between", lower, upper)
        return _with_direction(target, "within")

    assert _pair(within(3, 4), within(2, 5)).standing == "harder"
    assert _pair(within(2, 5), within(3, 4)).standing == "easier"
    crossing = _pair(within(2, 4), within(3, 5))
    assert (crossing.standing, crossing.mismatch) == ("not_comparable", "range")
    assert (crossing.difference, crossing.ratio, crossing.theirs_in_our_unit) == (None, None, None)
    assert crossing.difference_unit is None


def test_units_convert_exactly() -> None:
    ours = HA_TINH["budget-revenue"]
    theirs = attrs.evolve(ours, unit="trillion VND", criterion=_criterion("above", "17.9"))
    pairing = _pair(ours, theirs)
    assert pairing.theirs_in_our_unit == 17900
    assert (pairing.difference, pairing.difference_unit) == (-100, "billion VND")
    assert pairing.ratio == Fraction(178, 179)


def test_a_float_is_the_decimal_that_was_written() -> None:
    figure = rt.Observation(
        indicator="grdp-growth",
        reference_area="VN-23",
        reference_period=2024,
        value=0.073,
        unit="dimensionless",
    )
    pairing = _pair(HA_TINH["grdp-growth"], figure)
    assert pairing.theirs_in_our_unit == Decimal("7.3")
    assert pairing.difference == Decimal("-0.3")


@pytest.mark.parametrize(("mine", "their"), [(0, 5), (5, 0), (-5, 5), (5, -5)])
def test_a_ratio_of_nothing_says_nothing(mine: int, their: int) -> None:
    pairing = _pair(_target("reach", mine), _target("reach", their))
    assert pairing.ratio is None
    assert pairing.difference == mine - their


@pytest.mark.parametrize(
    ("changes", "mismatch", "english", "vietnamese"),
    [
        (
            {"unit": "billion USD"},
            "currency",
            "billion VND and billion USD are two currencies: convert one first, at a dated rate",
            "tỷ đồng và tỷ đô la Mỹ là hai loại tiền: cần quy đổi trước, theo tỷ giá có ngày",
        ),
        (
            {"unit": "person"},
            "unit",
            "billion VND and people measure different things",
            "tỷ đồng và người đo những thứ khác nhau",
        ),
        (
            {"criterion": rt.Criterion(relation="done")},
            "milestone",
            "one is a state to be reached, the other a number",
            "một bên là trạng thái cần hoàn thành, bên kia là con số",
        ),
        (
            {"reference_period": "2025-6M"},
            "period",
            "2025 and 2025-6M are different stretches of a year",
            "2025 và 2025-6M là những khoảng khác nhau trong năm",
        ),
    ],
)
def test_what_is_not_comparable_says_why(
    changes: dict[str, Any], mismatch: str, english: str, vietnamese: str
) -> None:
    ours = HA_TINH["budget-revenue"]
    pairing = _pair(ours, attrs.evolve(ours, **changes))
    assert (pairing.standing, pairing.mismatch) == ("not_comparable", mismatch)
    assert pairing.reason_in("en") == english
    assert pairing.reason_in("vi") == vietnamese
    assert (pairing.theirs_in_our_unit, pairing.difference, pairing.ratio) == (None, None, None)


def test_shares_and_differences_of_shares() -> None:
    ours = HA_TINH["forest-cover"]
    pairing = _pair(ours, attrs.evolve(ours, unit="percentage point"))
    assert pairing.mismatch == "points"
    assert pairing.reason_in("en") == (
        "one is a share, the other a difference of shares: per cent and percentage points do "
        "not convert"
    )
    assert pairing.reason_in("vi") == (
        "một bên là tỷ lệ, bên kia là chênh lệch giữa hai tỷ lệ: % không đổi được sang điểm %"
    )


def test_directions_and_definitions() -> None:
    ours = _target("reach", 12, of="doctors-per-10000")
    pairing = _pair(ours, _with_direction(ours, "lower"))
    assert pairing.mismatch == "direction"
    assert pairing.reason_in("en") == (
        "the better direction is higher for one and lower for the other"
    )
    assert pairing.reason_in("vi") == "chiều tốt của bên này là tăng, của bên kia là giảm"
    counted = attrs.evolve(ours.indicator, numerator="", denominator="households")
    pairing = _pair(ours, attrs.evolve(ours, indicator=counted))
    assert pairing.mismatch == "definition"
    assert pairing.reason_in("en") == (
        "the indicator is put together in another way: numerator doctors / -; "
        "denominator population / households"
    )
    assert pairing.reason_in("vi") == (
        "chỉ tiêu được tính theo cách khác: numerator doctors / -; "
        "denominator population / households"
    )
    worded = attrs.evolve(ours.indicator, name_en="Physicians", comment="Judgement: none.")
    assert _pair(ours, attrs.evolve(ours, indicator=worded)).standing == "same"


def test_another_year_or_area_is_another_promise_of_the_same_thing() -> None:
    ours = HA_TINH["budget-revenue"]
    theirs = attrs.evolve(
        ours, reference_period=2026, reference_area="VN-40", criterion=_criterion("above", 18000)
    )
    assert _pair(ours, theirs).standing == "easier"


def test_a_stock_may_be_of_any_stretch() -> None:
    ours = HA_TINH["doctors-per-10000"]
    theirs = attrs.evolve(ours, reference_period="2025-6M")
    assert _pair(ours, theirs).standing == "same"
    # If either side takes it for a flow, six months are not the year's.
    flow = attrs.evolve(theirs, indicator=attrs.evolve(theirs.indicator, over_time="flow"))
    assert _pair(ours, flow).mismatch == _pair(flow, ours).mismatch == "period"


def _figure(value: Any, **changes: Any) -> rt.Observation:
    figure = rt.Observation(
        indicator="budget-revenue",
        reference_area="VN-23",
        reference_period=2024,
        value=value,
        unit="billion VND",
    )
    return attrs.evolve(figure, **changes)


@pytest.mark.parametrize(
    ("figure", "standing", "reason"),
    [
        (_figure(None), "not_reported", ""),
        (_figure(17800), "not_yet_met", ""),
        (_figure(17.9, unit="nghìn tỷ đồng", reference_period="2024-12M"), "already_met", ""),
        (_figure(float("nan")), "not_comparable", "the value is NaN, not a number"),
        (_figure(Decimal("Infinity")), "not_comparable", "the value is infinite"),
        (
            _figure(17900, reference_area="VN"),
            "not_comparable",
            "the figure is for VN, the promise for VN-23",
        ),
        (
            _figure(9300, reference_period="2024-6M"),
            "not_comparable",
            "2025 and 2024-6M are different stretches of a year",
        ),
        (
            _figure(0.7, unit="billion USD"),
            "not_comparable",
            "billion VND and billion USD are two currencies: convert one first, at a dated rate",
        ),
        (
            _figure(value=True),
            "not_comparable",
            "one is a state to be reached, the other a number",
        ),
    ],
)
def test_figures(figure: rt.Observation, standing: str, reason: str) -> None:
    pairing = _pair(HA_TINH["budget-revenue"], figure)
    assert (pairing.standing, pairing.reason_in("en")) == (standing, reason)
    assert (pairing.difference is None) == (standing not in {"already_met", "not_yet_met"})


def test_milestones() -> None:
    ours = HA_TINH["new-rural-province"]
    assert _pair(ours, ours).standing == "same"
    figure = _figure(
        value=True, indicator=ours.id, unit="dimensionless", reference_period="2024-6M"
    )
    pairing = _pair(ours, figure)
    assert pairing.standing == "already_met"
    assert (pairing.theirs_in_our_unit, pairing.difference, pairing.ratio) == (None, None, None)
    assert _pair(ours, attrs.evolve(figure, value=False)).standing == "not_yet_met"
    assert _pair(ours, attrs.evolve(figure, value=7)).reason_in("en") == (
        "a milestone takes true or false (1 or 0), not 7"
    )


def test_a_state_may_be_reached_within_any_stretch() -> None:
    ours = HA_TINH["new-rural-province"]
    flow = attrs.evolve(ours, indicator=attrs.evolve(ours.indicator, over_time="flow"))
    assert _pair(flow, attrs.evolve(flow, reference_period="2025-6M")).standing == "same"
    figure = _figure(1, indicator=ours.id, unit="dimensionless", reference_period="2024-6M")
    assert _pair(flow, figure).standing == "already_met"


def test_several_promises_for_one_indicator_are_paired_in_order() -> None:
    first, second = _target("reach", 7), _target("reach", 8, reference_period=2026)
    beside = rt.side_by_side(_dataset(first, second), _dataset(second, id_="other"))
    assert [(row.ours, row.theirs) for row in beside.rows] == [(first, second)]
    assert (beside.only_here, beside.only_there) == ((second,), ())
    beside = rt.side_by_side(_dataset(first), _dataset(first, second, id_="other"))
    assert (beside.only_here, beside.only_there) == ((), (second,))


def test_looking_a_pairing_up() -> None:
    beside = rt.side_by_side(HA_TINH, VIETNAM)
    assert beside["trained-labour"] is beside.rows[3]
    with pytest.raises(rt.UnknownIndicatorError) as raised:
        beside["trained-labor"]
    assert str(raised.value) == (
        "no indicator 'trained-labor' in what ha-tinh-2025 1.1.0 and vietnam-2025 1.0.0 have in "
        "common; did you mean 'trained-labour'?"
    )
    with pytest.raises(rt.UnknownIndicatorError, match=r"and the figures have in common"):
        rt.side_by_side(HA_TINH)["nothing"]


def test_what_is_no_figure() -> None:
    with pytest.raises(rt.InvalidFieldError) as raised:
        rt.side_by_side(HA_TINH, [17900])  # type: ignore[list-item]
    assert str(raised.value) == (
        "a reported figure is 17900; expected an Observation; another dataset is given as a whole"
    )


def test_the_promises_of_a_day() -> None:
    # 226/NQ-CP: 8.7% from 5 August 2025; the figure of 2024 does not meet it.
    (pairing, *_) = rt.side_by_side(HA_TINH.in_force("2025-08-05")).rows
    assert (pairing.standing, pairing.difference) == ("not_yet_met", Decimal("1.4"))


def test_it_survives_pickling() -> None:
    for beside in (rt.side_by_side(HA_TINH, VIETNAM), rt.side_by_side(HA_TINH)):
        assert pickle.loads(pickle.dumps(beside)) == beside  # noqa: S301


# 4,900 USD a head at a made-up 25,000 VND is 122.5 million VND a head.
_RATE = rt.ExchangeRate(base="USD", quote="VND", rate=25000, date="2025-06-30", source="an example")


def _in_vnd() -> rt.Dataset:
    country = rt.load("vietnam-2025", version="1.0.0")
    ours = attrs.evolve(
        country["gdp-per-capita"],
        unit="million VND/person",
        criterion=rt.Criterion(relation="reach", lower="122.5"),
    )
    return rt.Dataset(id="in-vnd", version="1.0.0", targets=(ours,))


def test_two_currencies_need_a_rate():
    country = rt.load("vietnam-2025", version="1.0.0")
    (pairing,) = rt.side_by_side(_in_vnd(), country).rows
    assert (pairing.standing.value, pairing.mismatch) == ("not_comparable", rt.Mismatch.CURRENCY)
    (pairing,) = rt.side_by_side(_in_vnd(), country, rates=[_RATE]).rows
    assert (pairing.standing.value, pairing.mismatch, pairing.rate) == ("same", None, _RATE)
    assert pairing.theirs_in_our_unit == Decimal("122.5")
    assert pairing.difference == 0
    assert pairing.explain("en").endswith(
        "Converted at 1 USD = 25,000 VND (2025-06-30, an example). "
        "Difference: 0 million VND per person, 100% of the other: the same."
    )


def test_a_rate_goes_both_ways_and_stands_in_the_frame():
    country = rt.load("vietnam-2025", version="1.0.0")
    dear = attrs.evolve(_RATE, rate=26000)
    (row,) = rt.side_by_side(country, _in_vnd(), rates=[dear]).to_frame().rows(named=True)
    # 122.5 million VND at 26,000 are 4,711.54 USD: the country's 4,900 are more.
    assert row["standing"] == "harder"
    assert round(row["theirs"], 2) == 4711.54
    assert row["exchange_rate"] == "1 USD = 26,000 VND (2025-06-30, an example)"


def test_a_figure_in_another_currency():
    figure = rt.Observation(
        indicator="gdp-per-capita",
        reference_area="VN",
        reference_period=2025,
        value=5000,
        unit="USD/person",
    )
    (pairing,) = rt.side_by_side(_in_vnd(), [figure], rates=[_RATE]).rows
    # 5,000 x 25,000 = 125 million.
    assert (pairing.standing.value, pairing.difference) == ("already_met", Decimal("-2.5"))


def test_a_range_on_both_sides_of_the_bound_is_undecided():
    figure = rt.Observation(
        indicator="gdp-per-capita",
        reference_area="VN",
        reference_period=2025,
        value=120,
        value_upper=125,
        unit="million VND/person",
    )
    (pairing,) = rt.side_by_side(_in_vnd(), [figure]).rows
    assert pairing.standing is rt.Standing.UNDECIDED


def _range(low: Any, high: Any, unit: str = "%", of: str = "grdp-growth") -> rt.Observation:
    return rt.Observation(
        indicator=of,
        reference_area="VN-23",
        reference_period=2025,
        value=low,
        value_upper=high,
        unit=unit,
    )


@pytest.mark.parametrize(
    ("low", "high", "standing"),
    [
        # "Trên 7%": 7 itself does not meet it.
        (7, 8, "undecided"),
        ("6.5", 7, "not_yet_met"),
        ("7.1", 8, "already_met"),
    ],
)
def test_a_range_is_held_against_the_promise_as_a_whole(low: Any, high: Any, standing: str) -> None:
    pairing = _pair(HA_TINH["grdp-growth"], _range(Decimal(low), Decimal(high)))
    assert (pairing.standing, pairing.mismatch) == (standing, None)


def test_what_is_counted_of_a_range_is_its_smaller_end() -> None:
    # 8-8.5% of growth beside "trên 7%"; the same as shares of one.
    for figure in (
        _range(8, 8.5),
        _range(Decimal("0.08"), Decimal("0.085"), unit="dimensionless"),
    ):
        pairing = _pair(HA_TINH["grdp-growth"], figure)
        assert pairing.theirs_in_our_unit == 8
        assert pairing.theirs_upper_in_our_unit == Decimal("8.5")
        assert (pairing.difference, pairing.ratio) == (-1, Fraction(7, 8))


def test_the_smaller_end_counts_where_less_is_better_too() -> None:
    target = _with_direction(_target("reach", 4), "lower")
    pairing = _pair(target, _range(3, 5))
    assert (pairing.standing, pairing.difference) == ("undecided", 1)
    assert pairing.theirs_upper_in_our_unit == 5


def test_a_range_in_another_currency() -> None:
    # 4,800 to 5,000 USD x 25,000 are 120 to 125 million VND; 122.5 are promised.
    figure = attrs.evolve(_range(4800, 5000, "USD/person", "gdp-per-capita"), reference_area="VN")
    (pairing,) = rt.side_by_side(_in_vnd(), [figure], rates=[_RATE]).rows
    assert pairing.standing == "undecided"
    assert (pairing.theirs_in_our_unit, pairing.theirs_upper_in_our_unit) == (120, 125)
    assert pairing.difference == Decimal("2.5")


@pytest.mark.parametrize("theirs", [_range(8, None), HA_TINH["grdp-growth"]])
def test_what_is_no_range_has_no_larger_end(theirs: Any) -> None:
    assert _pair(HA_TINH["grdp-growth"], theirs).theirs_upper_in_our_unit is None


@pytest.mark.parametrize(
    ("figure", "of", "reason"),
    [
        (_range(8, float("inf")), "grdp-growth", "the value is infinite"),
        (_range(8, float("nan")), "grdp-growth", "the value is NaN, not a number"),
        (
            _range(0, 1, "dimensionless", "new-rural-province"),
            "new-rural-province",
            "a milestone takes true or false (1 or 0), not 0-1",
        ),
    ],
)
def test_a_range_that_the_promise_refuses(figure: rt.Observation, of: str, reason: str) -> None:
    pairing = _pair(HA_TINH[of], figure)
    assert (pairing.standing, pairing.mismatch) == ("not_comparable", "figure")
    assert pairing.reason_in("en") == reason
    assert (pairing.theirs_in_our_unit, pairing.theirs_upper_in_our_unit) == (None, None)
    assert (pairing.difference, pairing.ratio) == (None, None)


def test_a_stock_and_a_flow_of_different_stretches_do_not_compare_either_way():
    country = rt.load("vietnam-2025", version="1.0.0")
    flow = country["gdp-growth"]
    stock = attrs.evolve(
        flow,
        indicator=attrs.evolve(flow.indicator, over_time="stock"),
        reference_period="2025-06",
    )
    sides = [rt.Dataset(id="x", version="1.0.0", targets=(side,)) for side in (flow, stock)]
    for ours, theirs in (sides, sides[::-1]):
        (pairing,) = rt.side_by_side(ours, theirs).rows
        assert pairing.mismatch is rt.Mismatch.PERIOD
