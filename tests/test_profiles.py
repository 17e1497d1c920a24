"""Profiles: how much of a year's amount is expected by when, and what earlier years tell."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import resolution_targets as rt
from resolution_targets.profiles import EVEN, profile_for

_GIVE = (
    "; give figures of one indicator and area, for each year the whole and parts of it that "
    "begin in January, or take the even path"
)


def _figure(period: str, value: Any, **fields: Any) -> rt.Observation:
    given = {
        "indicator": "total-investment",
        "reference_area": "VN-23",
        "reference_period": period,
        "value": value,
        "unit": "billion VND",
    }
    return rt.Observation(**{**given, **fields})


def _shares(profile: rt.Profile) -> list[Fraction]:
    return [profile.share_by(month) for month in range(13)]


def test_the_even_path() -> None:
    assert EVEN.name == "even"
    assert _shares(EVEN) == [Fraction(month, 12) for month in range(13)]
    for period, share in [
        ("2025", Fraction(1)),
        ("2025-12M", Fraction(1)),
        ("2025-9M", Fraction(3, 4)),
        ("2025-Q3", Fraction(1, 4)),
        ("2025-06", Fraction(1, 12)),
        ("2025-1M", Fraction(1, 12)),
    ]:
        assert EVEN.share_of(rt.parse_period(period)) == share


def test_weights_need_not_add_up_to_one() -> None:
    # 1 + 2 + ... + 12 = 78; the first three are 6, the third quarter 7 + 8 + 9 = 24.
    rising = rt.Profile(name="rising", weights=range(1, 13))
    assert rising.share_by(3) == Fraction(6, 78)
    assert rising.share_of(rt.parse_period("2025-Q3")) == Fraction(24, 78)
    assert rising.share_of(rt.parse_period("2025-12")) == Fraction(12, 78)
    assert rising == rt.Profile(name="rising", weights=[Decimal(each) for each in range(1, 13)])


def test_weights_are_taken_as_they_were_written() -> None:
    # A float of 0.1 is more than a tenth; written it is one.
    mixed = rt.Profile(name="mixed", weights=["0.1", 0.1, Decimal("0.1"), Fraction(1, 10)] * 3)
    assert mixed.weights == (Fraction(1, 10),) * 12
    assert mixed.share_by(5) == Fraction(5, 12)


def test_nothing_need_come_in_at_first() -> None:
    late = rt.Profile(name="late", weights=[0] * 11 + [3])
    assert _shares(late) == [Fraction(0)] * 12 + [Fraction(1)]


_TWELVE = "expected twelve numbers, none below zero and not all zero"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"weights": [1] * 11}, f"Profile.weights is {['1'] * 11}; {_TWELVE}"),
        ({"weights": [1] * 13}, f"Profile.weights is {['1'] * 13}; {_TWELVE}"),
        ({"weights": []}, f"Profile.weights is []; {_TWELVE}"),
        ({"weights": [0] * 12}, f"Profile.weights is {['0'] * 12}; {_TWELVE}"),
        ({"weights": [2] * 11 + [-1]}, f"Profile.weights is {['2'] * 11 + ['-1']}; {_TWELVE}"),
        (
            {"weights": [math.nan] + [1] * 11},
            f"Profile.weights is {(math.nan, *[1] * 11)}; expected twelve finite numbers",
        ),
        (
            {"weights": ["Infinity"] + [1] * 11},
            f"Profile.weights is {('Infinity', *[1] * 11)}; expected twelve finite numbers",
        ),
        (
            {"weights": ["0,5"] + [1] * 11},
            f"Profile.weights is {('0,5', *[1] * 11)}; expected twelve finite numbers",
        ),
        (
            {"weights": [None] + [1] * 11},
            f"Profile.weights is {(None, *[1] * 11)}; expected twelve finite numbers",
        ),
        ({"name": " "}, "Profile.name is ' '; expected a name"),
    ],
)
def test_what_is_no_profile(fields: dict[str, Any], message: str) -> None:
    given = {"name": "drawn", "weights": [1] * 12}
    with pytest.raises(rt.InvalidFieldError) as caught:
        rt.Profile(**{**given, **fields})
    assert str(caught.value) == message


# examples/ha-tinh-2024.csv: investment of 25,000 by June, 40,801 by September, 55,524 in all.
def test_the_path_of_one_year() -> None:
    figures = [_figure("2024", 55524), _figure("2024-9M", 40801), _figure("2024-6M", 25000)]
    profile = rt.seasonal_profile(figures)
    assert profile.name == "seasonal 2024"
    assert profile.share_by(6) == Fraction(25000, 55524)
    assert profile.share_by(9) == Fraction(40801, 55524)
    # Evenly within a part: a third of July to September's 15,801 by July.
    assert profile.share_by(7) == Fraction(25000 + 5267, 55524)
    assert profile.share_by(3) == Fraction(12500, 55524)
    assert profile.share_by(12) == 1


def test_years_count_alike_whatever_they_amounted_to() -> None:
    figures = [
        *(_figure("2023-6M", 30), _figure("2023", 100)),
        *(_figure("2024-6M", 5000), _figure("2024", 10000)),
    ]
    profile = rt.seasonal_profile(figures)
    assert profile.name == "seasonal 2023 2024"
    # The mean of 30 % and 50 %.
    assert profile.share_by(6) == Fraction(2, 5)
    assert rt.seasonal_profile(figures, name="hai năm").name == "hai năm"


def test_months_and_quarters_add_up_to_the_months_so_far() -> None:
    figures = [
        *(_figure("2024-01", 10), _figure("2024-02", 20), _figure("2024-03", 10)),
        # The first quarter again, which agrees; then the second, and October after nine months.
        *(_figure("2024-Q1", 40), _figure("2024-Q2", 40), _figure("2024-9M", 120)),
        *(_figure("2024-10", 40), _figure("2024", 200), _figure("2024-12M", 200)),
    ]
    assert _shares(rt.seasonal_profile(figures)) == [
        Fraction(share, 200)
        for share in (
            *(0, 10, 30, 40),
            # 80 by June, evenly from 40, then 120 by September, and 160 by October.
            *(Fraction(160, 3), Fraction(200, 3), 80),
            *(Fraction(280, 3), Fraction(320, 3), 120),
            *(160, 180, 200),
        )
    ]


def test_a_part_after_a_gap_tells_nothing() -> None:
    figures = [_figure("2024-6M", 50), _figure("2024-Q4", 40), _figure("2024", 100)]
    assert rt.seasonal_profile(figures).share_by(9) == Fraction(3, 4)


def test_figures_of_several_units_of_one_kind() -> None:
    figures = [_figure("2024-6M", 25, unit="nghìn tỷ đồng"), _figure("2024", 50000)]
    assert rt.seasonal_profile(figures).share_by(6) == Fraction(1, 2)


def test_floats_count_as_they_were_written() -> None:
    figures = [_figure("2024-6M", 0.1), _figure("2024", 0.3)]
    assert rt.seasonal_profile(figures).share_by(6) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("figures", "problem"),
    [
        ([], "no figures were given"),
        (
            [_figure("2024-6M", 1), _figure("2024", 2, indicator="budget-revenue")],
            "the figures are of several indicators: budget-revenue, total-investment",
        ),
        (
            [_figure("2024-6M", 1), _figure("2024", 2, reference_area="VN-44")],
            "the figures are of several areas: VN-23, VN-44",
        ),
        ([_figure("2024-6M", 1)], "2024 has no figure for the whole year"),
        (
            [_figure("2023-6M", 1), _figure("2023", 2), _figure("2024-6M", 1)],
            "2024 has no figure for the whole year",
        ),
        ([_figure("2024", 2)], "2024 has no figure that begins in January for a part of it"),
        (
            [_figure("2024", 2), _figure("2024-Q3", 1), _figure("2024-06", 1)],
            "2024 has no figure that begins in January for a part of it",
        ),
        ([_figure("2024-6M", 0), _figure("2024", 0)], "the whole of 2024 is not above zero"),
        (
            [_figure("2024-6M", 30), _figure("2024-9M", 20), _figure("2024", 40)],
            "by month 9 of 2024 less had come in than by month 6",
        ),
        (
            [_figure("2024-6M", 30), _figure("2024", 20)],
            "by month 12 of 2024 less had come in than by month 6",
        ),
        (
            [_figure("2024-Q1", 30), _figure("2024-3M", 31), _figure("2024", 40)],
            "two figures contradict each other by month 3 of 2024",
        ),
        (
            [_figure("2024-6M", 3), _figure("2024-6M", 4), _figure("2024", 10)],
            "two figures contradict each other by month 6 of 2024",
        ),
        (
            [_figure("2024-6M", -1), _figure("2024", 2)],
            "total-investment 2024-6M is -1, not an amount of zero or more",
        ),
        (
            [_figure("2024-6M", math.nan), _figure("2024", 2)],
            "total-investment 2024-6M is nan, not an amount of zero or more",
        ),
        (
            [_figure("2024-6M", 1), _figure("2024", Decimal("Infinity"))],
            "total-investment 2024 is Infinity, not an amount of zero or more",
        ),
        (
            [_figure("2024-6M", None), _figure("2024", 2)],
            "total-investment 2024-6M has no single value",
        ),
        (
            [_figure("2024-6M", value=True), _figure("2024", 2)],
            "total-investment 2024-6M has no single value",
        ),
        (
            [_figure("2024-6M", 1, value_upper=2), _figure("2024", 2)],
            "total-investment 2024-6M has no single value",
        ),
        (
            [_figure("2024-6M", 1), _figure("2024", 2, unit="billion USD")],
            "total-investment 2024 is in billion USD, not in billion VND",
        ),
    ],
)
def test_figures_that_tell_no_path(figures: list[rt.Observation], problem: str) -> None:
    with pytest.raises(rt.InvalidProfileError) as caught:
        rt.seasonal_profile(figures)
    assert str(caught.value) == f"no seasonal profile: {problem}{_GIVE}"
    assert caught.value.problem == problem


def test_a_profile_for_each_indicator_that_has_one() -> None:
    figures = [
        *(_figure("2024-6M", 25000), _figure("2024", 55524)),
        # Not a path: no whole year.
        _figure("2024-6M", 600, indicator="new-enterprises", unit="enterprise"),
        *(_figure("2024-6M", 9300, indicator="budget-revenue"),),
        _figure("2024", 17900, indicator="budget-revenue"),
    ]
    profiles = rt.seasonal_profiles(figures)
    assert list(profiles) == ["total-investment", "budget-revenue"]
    assert profiles["budget-revenue"].share_by(6) == Fraction(93, 179)
    assert profile_for("budget-revenue", profiles) is profiles["budget-revenue"]
    assert profile_for("new-enterprises", profiles) is EVEN
    assert profile_for("new-enterprises", EVEN) is EVEN


def test_nothing_need_come_in_for_a_while() -> None:
    # Nothing from July to September: as much by September as by June.
    figures = [_figure("2024-6M", 30), _figure("2024-9M", 30), _figure("2024", 40)]
    profile = rt.seasonal_profile(figures)
    assert profile.share_by(6) == profile.share_by(9) == Fraction(3, 4)


@pytest.mark.parametrize("name", ["even", "carried_forward", "seasonal"])
def test_a_path_of_ones_own_has_a_name_of_its_own(name):
    with pytest.raises(rt.InvalidFieldError) as caught:
        rt.Profile(name=name, weights=[1] * 11 + [2])
    assert str(caught.value) == (
        f"Profile.name is {name!r}; expected a name of its own; this one is that of another path"
    )


def test_what_is_told_of_a_share():
    half = rt.parse_period("2025-9M")
    late = rt.Profile(name="late", weights=[1] * 9 + [3] * 3)
    assert late.told_share_of(half) == (9, 18)
    # Weights that are no whole numbers give the share in its lowest terms.
    parts = rt.Profile(name="parts", weights=["0.5"] * 12)
    assert parts.told_share_of(half) == (3, 4)
