"""One series against a method: values worked out by hand, and every refusal."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import attrs
import pytest

import resolution_targets as rt


def _target(bound: str = "12", **changes: Any) -> rt.Target:
    """Doctors for each 10,000 people in 2025, with another bound or whatever is changed."""
    target = rt.load("ha-tinh-2025", version="1.0.0")["doctors-per-10000"]
    kinds = {
        name: changes.pop(name)
        for name in ("kind", "direction", "over_time", "unit")
        if name in changes
    }
    indicator = attrs.evolve(target.indicator, **kinds)
    criterion = rt.Criterion(relation="reach", lower=bound)
    unit = kinds.get("unit", target.unit)
    return attrs.evolve(target, criterion=criterion, indicator=indicator, unit=unit, **changes)


def _value(series: Any, target: rt.Target, method: str, **options: Any) -> Decimal | float:
    return rt.progress(series, target, method=method, **options).value


def _problem(
    series: Any, target: rt.Target, method: str = "share_of_change", **options: Any
) -> str:
    with pytest.raises(rt.ProgressMethodError) as caught:
        rt.progress(series, target, method=method, **options)
    return caught.value.problem


# https://wikis.ec.europa.eu/pages/viewpage.action?pageId=33522203: from 2,505 to 12,980 with
# an intermediate target of 15,000.
def test_the_share_of_change_of_the_published_example() -> None:
    series = {"2020": 2505, "2024": 12980}
    value = _value(series, _target("15000"), "share_of_change")
    assert round(value, 6) == Decimal("0.838335")


@pytest.mark.parametrize(
    ("method", "current", "expected"),
    [
        ("share_of_change", "10", "0"),
        ("share_of_change", "11", "0.5"),
        ("share_of_change", "12", "1"),
        ("share_of_change", "9", "-0.5"),
        ("escap", "10", "0"),
        ("escap", "11", "5"),
        ("escap", "13", "15"),
        ("distance", "11.25", "0.75"),
        ("distance", "12.5", "-0.5"),
        ("distance_percent", "9", "25"),
        ("distance_percent", "15", "-25"),
    ],
)
def test_more_is_better(method: str, current: str, expected: str) -> None:
    series = {"2023": Decimal(10), "2024": Decimal(current)}
    assert _value(series, _target("12"), method) == Decimal(expected)


@pytest.mark.parametrize(
    ("method", "current", "expected"),
    [
        ("share_of_change", "8", "0.4"),
        ("escap", "8", "4"),
        ("distance", "8", "3"),
        ("distance_percent", "8", "60"),
        ("distance", "4", "-1"),
    ],
)
def test_less_is_better(method: str, current: str, expected: str) -> None:
    series = {"2023": Decimal(10), "2024": Decimal(current)}
    assert _value(series, _target("5", direction="lower"), method) == Decimal(expected)


# 100 in 2021 and 146.41 in 2025 ask for 10 % a year; the figures of 2023 grew by 5, 6, 9.5, 10
# and -5 % a year. A ratio on an edge is in the better band, exactly.
@pytest.mark.parametrize(
    ("current", "expected", "band", "is_on_track"),
    [
        ("110.25", 0.5, "insufficient progress", False),
        ("112.36", 0.6, "moderate progress", False),
        ("119.9025", 0.95, "significant progress", True),
        ("121", 1.0, "significant progress", True),
        ("100", 0.0, "insufficient progress", False),
        ("90.25", -0.5, "movement away", False),
    ],
)
def test_ratio_of_growth_rates(
    current: str, expected: float, band: str, *, is_on_track: bool
) -> None:
    series = {"2021": Decimal(100), "2023": Decimal(current)}
    found = rt.progress(series, _target("146.41"), method="cagr_ratio")
    assert (found.value, found.band, found.is_on_track) == (expected, band, is_on_track)
    in_floats = {"2021": 100.0, "2023": float(current)}
    assert rt.progress(in_floats, _target("146.41"), method="cagr_ratio").band == band


# From 100 in 2023: a year of growth by a half more leads to 190.44, 110.25 and 81 in 2025.
@pytest.mark.parametrize(
    ("current", "bound", "expected", "band"),
    [
        ("138", "195.2", 0.95, "target met or on track"),
        ("105", "202.5", 0.1, "fair progress, but acceleration needed"),
        ("90", "120", -0.95, "stagnation or regression"),
    ],
)
def test_share_that_the_trend_leads_to(
    current: str, bound: str, expected: float, band: str
) -> None:
    found = rt.progress(
        {"2023": 100, "2024": Decimal(current)}, _target(bound), method="progress_chart"
    )
    assert (found.value, found.band) == (expected, band)
    assert found.is_on_track == (expected >= 0.95)


# https://open-sdg.readthedocs.io/en/latest/progress-methodology/, figure 2: -5 at -60 %, 0 at
# 60 % and 5 at 130 %; the growth rates are -6, -3, 0, 6, 9.5, 10 and 13 % of 10 %.
@pytest.mark.parametrize(
    ("current", "expected", "band"),
    [
        ("70", -5.0, "deterioration"),
        ("88.36", -5.0, "deterioration"),
        ("94.09", -3.75, "deterioration"),
        ("100", -2.5, "limited progress"),
        ("112.36", 0.0, "progress made but acceleration needed"),
        ("119.9025", 2.5, "on track"),
        ("121", 20 / 7, "on track"),
        ("127.69", 5.0, "on track"),
        ("146.41", 5.0, "target achieved"),
    ],
)
def test_score_of_open_sdg(current: str, expected: float, band: str) -> None:
    series = {"2021": Decimal(100), "2023": Decimal(current)}
    found = rt.progress(series, _target("146.41"), method="open_sdg")
    assert (found.value, found.band) == (expected, band)
    assert found.is_on_track == (band in ("on track", "target achieved"))


def test_open_sdg_takes_a_baseline_past_the_bound() -> None:
    # The growth rate to the bound is then counted without its sign: here -10 and 10 %.
    target = _target("90")
    assert (
        rt.progress({"2024": 100, "2025": 95}, target, method="open_sdg").band == "target achieved"
    )
    found = rt.progress({"2024": 100, "2025": 80}, target, method="open_sdg")
    assert (found.value, found.band) == (-5.0, "deterioration")


# The same page, figure 1, for the growth from 100 within a year.
@pytest.mark.parametrize(
    ("current", "expected", "band"),
    [
        ("97", -5.0, "deterioration"),
        ("98", -5.0, "deterioration"),
        ("99", -3.75, "deterioration"),
        ("100", -2.5, "limited progress"),
        ("100.25", -1.25, "limited progress"),
        ("100.5", 0.0, "progress made but acceleration needed"),
        ("101", 1.25, "progress made but acceleration needed"),
        ("101.5", 2.5, "on track"),
        ("101.75", 3.75, "on track"),
        ("102", 5.0, "on track"),
        ("103", 5.0, "on track"),
    ],
)
def test_score_of_the_trend(current: str, expected: float, band: str) -> None:
    series = {"2023": Decimal(100), "2024": Decimal(current)}
    found = rt.progress(series, _target("500"), method="open_sdg_trend")
    assert (found.value, found.band, found.is_on_track) == (expected, band, None)


# 1 - 0.5 ^ 4.44 = 0.9539291: at half of a maximum 1.5 % a year are asked for as 1.431 %.
@pytest.mark.parametrize(
    ("start", "limit", "direction", "ease"),
    [
        ("50", 100, "higher", "0.953929"),
        ("75", 50, "lower", "0.953929"),
        ("100", 50, "lower", "1"),
        ("200", 50, "lower", "1"),
        ("80", None, "higher", "1"),
    ],
)
def test_limit_factor(start: str, limit: int | None, direction: str, ease: str) -> None:
    target = _target("60", direction=direction)
    series = {"2023": Decimal(start), "2024": Decimal(start)}
    found = rt.progress(series, target, method="open_sdg_trend", limit=limit)
    assert round(dict(found.numbers)["ease"], 6) == Decimal(ease)


def test_a_limit_lowers_what_is_asked_for() -> None:
    # 99.5 % of a limit of 100: 1 - 0.995 ^ 4.44 is 0.022, so 0.1 % a year is fast.
    series = {"2023": Decimal("99.5"), "2024": Decimal("99.6")}
    target = _target("100")
    assert rt.progress(series, target, method="open_sdg_trend").band == "limited progress"
    assert rt.progress(series, target, method="open_sdg_trend", limit=100).band == "on track"


# http://www.feemsdgs.org/methodology/benchmarking-and-normalization/: poverty runs from 40 to
# 0, physicians from 2 to 3.
@pytest.mark.parametrize(
    ("direction", "lower", "upper", "current", "expected"),
    [
        ("lower", 0, 40, "10", "75"),
        ("lower", 0, 40, "50", "0"),
        ("higher", 2, 3, "2.5", "50"),
        ("higher", 2, 3, "3.5", "100"),
        ("higher", 2, 3, "1.5", "0"),
    ],
)
def test_place_in_a_range(
    direction: str, lower: float, upper: float, current: str, expected: str
) -> None:
    target = _target("3", direction=direction)
    value = _value({"2025": Decimal(current)}, target, "min_max", lower=lower, upper=upper)
    assert value == Decimal(expected)


def test_time_gone_by_decides_where_a_path_is_straight() -> None:
    target = _target("12")
    found = rt.progress({"2023": 10, "2024-6M": 10.5}, target)
    assert (found.value, found.share_of_time, found.is_on_track) == (0.25, Decimal("0.25"), True)
    behind = rt.progress({"2023": 10, "2024-6M": 10.4}, target, method="escap")
    assert (behind.value, behind.is_on_track) == (2.0, False)


def test_decimals_stay_exact_and_floats_count_as_written() -> None:
    target = _target("0.3")
    assert _value(
        {"2024": Decimal("0.1"), "2025": Decimal("0.2")}, target, "share_of_change"
    ) == Decimal("0.5")
    # In floats (0.2 - 0.1) / (0.3 - 0.1) is 0.5000000000000001.
    assert _value({"2024": 0.1, "2025": 0.2}, target, "share_of_change") == 0.5


def test_units_are_converted() -> None:
    target = _target("12")
    figures = [
        rt.Observation(
            indicator="doctors-per-10000",
            reference_area="VN-23",
            reference_period=period,
            value=Decimal(value),
            unit=unit,
        )
        for period, value, unit in (
            ("2024", "1", "doctors per 1,000 people"),
            ("2025", "11", "bác sĩ/1 vạn dân"),
        )
    ]
    found = rt.progress(figures, target)
    assert (found.value, found.baseline, found.current) == (Decimal("0.5"), *figures)
    assert rt.progress(figures, target, method="distance").unit == "doctor/ten_thousand/person"


def test_a_share_is_short_of_its_bound_by_percentage_points(ha_tinh: rt.Dataset) -> None:
    found = rt.progress({"2025": 50}, ha_tinh["forest-cover"], method="distance")
    assert (found.value, found.unit) == (Decimal(2), "percentage_point")


def test_figures_of_others_are_left_out(ha_tinh: rt.Dataset) -> None:
    # Two agree on 17,900 for 2024, among figures for other indicators.
    found = rt.progress(ha_tinh.observations, ha_tinh["budget-revenue"], method="distance")
    assert found.value == Decimal(-100)


def test_baseline_and_period_may_be_named() -> None:
    series = {2020: 8, 2022: 9, 2024: 11, 2025: None}
    found = rt.progress(series, _target("13"), baseline=2022, period="2024")
    assert (found.value, str(found.baseline.reference_period)) == (Decimal("0.5"), "2022")
    assert rt.progress(series, _target("13")).value == Decimal("0.6")


def _doctors(value: Any, period: str, upper: Any = None) -> rt.Observation:
    return rt.Observation(
        indicator="doctors-per-10000",
        reference_area="VN-23",
        reference_period=period,
        value=value,
        value_upper=upper,
        unit="doctors per 10,000 people",
    )


@pytest.mark.parametrize(
    ("series", "method", "period"),
    [
        ([_doctors(10, "2024"), _doctors(11, "2025", 12)], "share_of_change", "2025"),
        ([_doctors(9, "2024", 10), _doctors(11, "2025")], "share_of_change", "2024"),
        # The number beside it is not what was reported alone.
        (
            [_doctors(10, "2024"), _doctors(10, "2024-12M", 11), _doctors(11, "2025")],
            *("escap", "2024"),
        ),
        ([_doctors(11, "2025", math.inf)], "distance", "2025"),
    ],
)
def test_a_range_is_refused_as_figure_and_as_baseline(
    series: list[rt.Observation], method: str, period: str
) -> None:
    with pytest.raises(rt.ProgressMethodError) as caught:
        rt.progress(series, _target("12"), method=method)
    assert caught.value.problem == "range"
    assert str(caught.value) == (
        f"{method!r} says nothing of 'doctors-per-10000': the figure of {period} is a range; a "
        "method needs one number"
    )


def test_a_range_of_one_number_is_that_number() -> None:
    series = [_doctors(10, "2024", 10.0), _doctors(Decimal(11), "2025", 11)]
    assert _value(series, _target("12"), "share_of_change") == Decimal("0.5")


def test_a_range_of_another_time_is_no_matter() -> None:
    series = [_doctors(8, "2023", 9), _doctors(10, "2024"), _doctors(11, "2025")]
    assert _value(series, _target("12"), "share_of_change", baseline=2024) == Decimal("0.5")


def test_one_time_may_be_written_in_two_ways() -> None:
    assert rt.progress({"2024-12M": 10, "2025": 11}, _target(), baseline=2024).value == Decimal(
        "0.5"
    )


@pytest.mark.parametrize(
    ("series", "options", "problem"),
    [
        ({}, {}, "not_reported"),
        ({"2025": None}, {}, "not_reported"),
        ({"2024": 10}, {"period": "2025"}, "not_reported"),
        ({"2025": 11}, {}, "no_baseline"),
        ({"2025": 11, "2025-12M": 11}, {}, "no_baseline"),
        ({"2024": 10, "2025": 11}, {"baseline": 2023}, "no_baseline"),
        ({"2024": 10, "2024-12M": 10.5, "2025": 11}, {}, "conflict"),
        ({"2024": 10, "2025": 11, "2025-12M": 12}, {}, "conflict"),
        ({"2024": 10, "2025": math.nan}, {}, "nan"),
        ({"2024": Decimal("NaN"), "2025": 11}, {}, "nan"),
        ({"2024": 10, "2025": Decimal("sNaN")}, {}, "nan"),
        ({"2024": 10, "2025": math.inf}, {}, "infinite"),
        ({"2024": 10, "2025": Decimal("-Infinity")}, {}, "infinite"),
        ({"2024": 10, "2025": True}, {}, "not_a_number"),
        ({"2024": 10, "2026": 11}, {}, "after_target"),
        ({"2024": 10, "2025": 11}, {"baseline": 2025, "period": 2024}, "no_time_left"),
        ({"2023": 10, "2024": 11}, {"baseline": 2024, "period": 2023}, "not_after_baseline"),
        ({"2024": 10, "2025": 11}, {"baseline": 2024, "period": 2024}, "not_after_baseline"),
        ({"2024": 12, "2025": 13}, {}, "baseline_is_bound"),
        ({"2024": 13, "2025": 14}, {}, "met_at_baseline"),
    ],
)
def test_refusals_of_figures(series: Any, options: dict[str, Any], problem: str) -> None:
    assert _problem(series, _target("12"), **options) == problem


@pytest.mark.parametrize("method", ["progress_chart", "cagr_ratio", "open_sdg"])
@pytest.mark.parametrize(
    ("series", "bound", "problem"),
    [
        ({"2023": 0, "2024": 1}, "2", "not_positive"),
        ({"2023": 1, "2024": 0}, "2", "not_positive"),
        ({"2023": -2, "2024": -1}, "-0.5", "not_positive"),
        ({"2023": 1, "2024": -1}, "2", "not_positive"),
        ({"2023": 2, "2024": 1}, "0", "not_positive"),
        ({"2025-6M": 1, "2025": 2}, "3", "short_horizon"),
        ({"2023": 1, "2024-6M": 2}, "3", "short_time"),
    ],
)
def test_growth_rates_that_are_none(method: str, series: Any, bound: str, problem: str) -> None:
    direction = "lower" if bound == "0" else "higher"
    assert _problem(series, _target(bound, direction=direction), method) == problem


@pytest.mark.parametrize("method", ["progress_chart", "cagr_ratio", "open_sdg", "open_sdg_trend"])
def test_growth_of_growth_rates_and_points(method: str) -> None:
    series = {"2023": 6, "2024": 7}
    assert _problem(series, _target("8", kind="growth_rate", unit="percent"), method) == "growth"
    assert _problem(series, _target("8", unit="percentage_point"), method) == "growth"
    # The share of the promised change is a plain difference, and says something.
    assert _value(series, _target("8", kind="growth_rate", unit="percent"), "escap") == 5


def test_a_trend_needs_neither_bound_nor_horizon() -> None:
    series = {"2024": 12, "2025": 12}
    assert _value(series, _target("12"), "open_sdg_trend") == -2.5
    assert _problem(series, _target("12"), "open_sdg") == "baseline_is_bound"
    within_a_year = {"2025-6M": 12, "2025": 12}
    assert _problem(within_a_year, _target("13"), "open_sdg_trend") == "short_time"


@pytest.mark.parametrize(
    ("start", "limit", "direction"),
    [
        (100, 100, "higher"),
        (101, 100, "higher"),
        (50, 50, "lower"),
        (40, 50, "lower"),
        (1, 0, "higher"),
    ],
)
def test_a_baseline_at_its_limit(start: int, limit: int, direction: str) -> None:
    target = _target("60", direction=direction)
    series = {"2023": start, "2024": start}
    assert _problem(series, target, "open_sdg_trend", limit=limit) == "past_limit"


def test_figures_that_grow_within_the_year(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["export-turnover"]
    assert _problem({"2024": 2.2, "2025-9M": 1.8}, target) == "part_of_year"
    assert _problem({"2024-9M": 1.7, "2025": 2.4}, target) == "part_of_year"
    assert _problem({"2025-9M": 1.8}, target, "distance") == "part_of_year"
    # Coverage stands for the time so far.
    assert rt.progress({"2024": 50, "2025-9M": 51}, ha_tinh["forest-cover"]).value == Decimal("0.5")


def test_a_promise_for_a_part_of_the_year_takes_figures_for_that_part(ha_tinh: rt.Dataset) -> None:
    target = attrs.evolve(ha_tinh["export-turnover"], reference_period="2025-9M")
    assert rt.progress({"2024-9M": Decimal("1.5"), "2025-9M": 2}, target).value == Decimal("0.5")
    assert _problem({"2024-9M": 1.5, "2025-6M": 1}, target) == "part_of_year"


def test_promises_that_no_method_measures(ha_tinh: rt.Dataset) -> None:
    within = attrs.evolve(
        _target("12", direction="higher"),
        indicator=attrs.evolve(_target().indicator, direction="within"),
        criterion=rt.Criterion(relation="between", lower=10, upper=12),
    )
    for method in rt.ProgressMethod:
        assert (
            _problem({"2024": 0, "2025": 1}, ha_tinh["new-rural-province"], method) == "milestone"
        )
        assert _problem({"2024": 9, "2025": 11}, within, method) == "within"


def test_a_change_is_its_own_distance(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["poverty-reduction"]
    series = {"2024": Decimal("0.6"), "2025": Decimal("0.4")}
    for method in ("share_of_change", "escap", "progress_chart", "cagr_ratio", "open_sdg"):
        assert _problem(series, target, method) == "change"
    assert _value(series, target, "distance_percent") == 20


def test_nothing_is_a_share_of_zero() -> None:
    assert _problem({"2025": 1}, _target("0"), "distance_percent") == "bound_not_positive"
    assert _problem({"2025": 1}, _target("-1"), "distance_percent") == "bound_not_positive"
    assert _value({"2025": 1}, _target("0"), "distance") == -1


def test_currencies_do_not_convert(ha_tinh: rt.Dataset) -> None:
    figures = [
        rt.Observation(
            indicator="export-turnover",
            reference_area="VN-23",
            reference_period="2025",
            value=55000,
            unit="billion VND",
        )
    ]
    with pytest.raises(rt.ProgressMethodError) as caught:
        rt.progress(figures, ha_tinh["export-turnover"], method="distance")
    assert str(caught.value) == (
        "'distance' says nothing of 'export-turnover': unit 'billion VND' is unknown or does not "
        "convert to billion USD"
    )


def test_decimals_have_no_end() -> None:
    assert _value({"2024": 0, "2025": 10**400}, _target("1"), "share_of_change") == 10**400


def test_a_result_beyond_all_floats() -> None:
    series = {"2024": 1.0, "2025": 1e308}
    assert _problem(series, _target("1.0000000001"), "share_of_change") == "infinite"


def test_the_error_says_what_and_survives_pickling() -> None:
    import pickle

    with pytest.raises(ValueError, match="says nothing") as caught:
        rt.progress({"2024": 13, "2025": 14}, _target("12"))
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert str(error) == (
        "'share_of_change' says nothing of 'doctors-per-10000': the baseline of 2024, 13 doctors "
        "per 10,000 people, is past the bound 12 doctors per 10,000 people already: no change "
        "for the better is promised"
    )
    assert (error.method, error.target, error.problem) == (
        "share_of_change",
        "doctors-per-10000",
        "met_at_baseline",
    )
    assert isinstance(error, rt.ResolutionTargetsError)
