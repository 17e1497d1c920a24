"""Progress by name: what may be asked, and what is refused before anything is computed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.progression import progress

_SERIES = {"2023": 10, "2024": 11}
_FRAME = pl.DataFrame({"indicator": ["forest-cover"], "value": [51.0], "period": ["2025"]})


@pytest.fixture
def doctors(ha_tinh: rt.Dataset) -> rt.Target:
    return ha_tinh["doctors-per-10000"]


def test_progress_is_public() -> None:
    assert rt.progress is progress


def test_a_method_may_be_named_or_given(doctors: rt.Target) -> None:
    named = rt.progress(_SERIES, doctors, method="escap")
    assert named == rt.progress(_SERIES, doctors, method=rt.ProgressMethod.ESCAP)
    assert rt.progress(_SERIES, doctors).method is rt.ProgressMethod.SHARE_OF_CHANGE


def test_an_unknown_method(doctors: rt.Target) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        rt.progress(_SERIES, doctors, method="oecd")
    assert str(caught.value) == (
        "method='oecd' is not known; it takes 'share_of_change', 'distance', 'distance_percent', "
        "'escap', 'progress_chart' and 4 more"
    )


@pytest.mark.parametrize("name", ["baseline", "period"])
def test_an_unknown_period(doctors: rt.Target, name: str) -> None:
    with pytest.raises(rt.InvalidPeriodError):
        rt.progress(_SERIES, doctors, **{name: "last year"})


@pytest.mark.parametrize(
    ("method", "options", "message"),
    [
        (
            "open_sdg",
            {"limit": 100},
            "limit is 100; expected None for method 'open_sdg'; 'open_sdg_trend' takes it",
        ),
        (
            "escap",
            {"lower": 0, "upper": 1},
            "lower is 0; expected None for method 'escap'; 'min_max' takes it",
        ),
        ("min_max", {"lower": "0"}, "lower is '0'; expected a finite number"),
        ("min_max", {"upper": float("nan")}, "upper is nan; expected a finite number"),
        ("open_sdg_trend", {"limit": True}, "limit is True; expected a finite number"),
    ],
)
def test_options_that_a_method_does_not_take(
    doctors: rt.Target, method: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        rt.progress(_SERIES, doctors, method=method, **options)
    assert str(caught.value) == message


@pytest.mark.parametrize("options", [{}, {"lower": 0}, {"upper": 20}, {"lower": 20, "upper": 20}])
def test_min_max_needs_a_range(doctors: rt.Target, options: dict[str, Any]) -> None:
    with pytest.raises(rt.ProgressMethodError) as caught:
        rt.progress(_SERIES, doctors, method="min_max", **options)
    assert caught.value.reason == "the method needs lower= and upper=, the smaller one first"


def test_bands_of_ones_own(doctors: rt.Target) -> None:
    # From 10 to 11 in the first of two years: 10 % where 9.545 % are needed.
    bands = {"late": None, "early": Decimal("1.1"), "in time": 1}
    found = rt.progress(_SERIES, doctors, method="cagr_ratio", bands=bands)
    assert (found.band, found.is_on_track) == ("in time", False)
    assert "Band: in time." in found.explain("en")
    assert "Mức đánh giá: in time." in found.explain("vi")
    wider = {"late": None, "early": 1}
    best = rt.progress(_SERIES, doctors, method="progress_chart", bands=wider)
    assert (best.band, best.is_on_track) == ("early", True)
    worst = rt.progress({"2023": 10, "2024": 9}, doctors, method="cagr_ratio", bands=bands)
    assert (worst.band, worst.is_on_track) == ("late", False)


@pytest.mark.parametrize(
    "bands",
    [{}, {"only": None}, {"a": 1}, {"a": 1, "b": 1, "c": None}, {"a": 1, "b": None, "c": None}],
)
def test_bands_that_are_none(doctors: rt.Target, bands: dict[str, Any]) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        rt.progress(_SERIES, doctors, method="cagr_ratio", bands=bands)
    assert str(caught.value) == (
        f"bands is {bands!r}; expected words with their least values, all different, and None "
        "for the lowest"
    )


def test_a_fixed_scale_takes_no_bands(doctors: rt.Target) -> None:
    for method in ("open_sdg", "open_sdg_trend", "share_of_change", "min_max"):
        with pytest.raises(rt.ProgressMethodError) as caught:
            rt.progress(_SERIES, doctors, method=method, bands={"good": 1, "bad": None})
        assert caught.value.problem == "custom_bands"
    assert caught.value.reason == (
        "bands were given, but this method's scale is its own; leave bands out"
    )


def test_a_frame_has_no_period_of_its_own(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        rt.progress(_FRAME, ha_tinh, period=2025)
    assert str(caught.value) == "period is 2025; expected None: every row of a frame is asked about"


def test_an_unknown_language(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError):
        rt.progress(_FRAME, ha_tinh, language="fr")


def test_a_frame_takes_ranges_by_indicator(ha_tinh: rt.Dataset) -> None:
    ranges = {"lower": {"forest-cover": 0}, "upper": {"forest-cover": 102}}
    found = rt.progress(_FRAME, ha_tinh, method="min_max", **ranges)
    assert found["progress"].to_list() == [50.0]
    with pytest.raises(rt.InvalidFieldError) as caught:
        rt.progress(_FRAME, ha_tinh, method="min_max", lower=0, upper=102)
    assert str(caught.value) == (
        "lower is 0; expected a number for each indicator, {'forest-cover': 100} say"
    )
    with pytest.raises(rt.UnknownIndicatorError) as unknown:
        rt.progress(_FRAME, ha_tinh, method="min_max", lower={"forest-covers": 0})
    assert str(unknown.value) == (
        "no indicator 'forest-covers' in ha-tinh-2025 1.0.0; did you mean 'forest-cover'?"
    )


def test_two_targets_for_one_indicator(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["forest-cover"]
    other = attrs.evolve(target, id="forest-cover-2030", number="29", reference_period=2030)
    twice = attrs.evolve(ha_tinh, targets=(target, other))
    with pytest.raises(rt.InvalidFieldError) as caught:
        rt.progress(_FRAME, twice)
    assert str(caught.value) == (
        "the targets of ha-tinh-2025 1.0.0 is 'forest-cover'; expected one target for each "
        "indicator; keep one area and period with attrs.evolve(ds, targets=...)"
    )
