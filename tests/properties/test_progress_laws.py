"""Laws of progress: better is never worse, units do not matter, scalar and frame agree."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets.progressmethods import METHODS
from resolution_targets.units import compatible_units, convert

_DATASET = rt.load("ha-tinh-2025", version="1.0.0")
_DOCTORS = _DATASET["doctors-per-10000"]
_LESS_IS_BETTER = {rt.ProgressMethod.DISTANCE, rt.ProgressMethod.DISTANCE_PERCENT}
_RANGE = {"lower": 1, "upper": 900}

_numbers = st.decimals(Decimal(1), Decimal(1000), places=2)
_directions = st.sampled_from([rt.Direction.HIGHER, rt.Direction.LOWER])
_methods = st.sampled_from(rt.ProgressMethod)


def _target(bound: Decimal, direction: rt.Direction) -> rt.Target:
    return attrs.evolve(
        _DOCTORS,
        criterion=rt.Criterion(relation="reach", lower=bound),
        indicator=attrs.evolve(_DOCTORS.indicator, direction=direction),
    )


def _progress(method: rt.ProgressMethod, target: rt.Target, series: Any) -> rt.Progress | str:
    """The progress, or the name of the problem."""
    options: dict[str, Any] = _RANGE if method is rt.ProgressMethod.MIN_MAX else {}
    try:
        return rt.progress(series, target, method=method, **options)
    except rt.ProgressMethodError as error:
        return error.problem


def _value_or_error(
    observations: list[rt.Observation], target: rt.Target, asked: dict[str, Any]
) -> rt.Progress | rt.ProgressMethodError:
    try:
        return rt.progress(observations, target, **asked)
    except rt.ProgressMethodError as error:
        return error


@given(
    method=_methods,
    direction=_directions,
    bound=_numbers,
    start=_numbers,
    figures=st.tuples(_numbers, _numbers),
    last=st.sampled_from(["2022", "2023-6M", "2025"]),
)
def test_a_better_figure_never_gives_a_worse_progress(  # noqa: PLR0913, PLR0917  # all that is drawn
    method: rt.ProgressMethod,
    direction: rt.Direction,
    bound: Decimal,
    start: Decimal,
    figures: tuple[Decimal, Decimal],
    last: str,
) -> None:
    target = _target(bound, direction)
    worse, better = sorted(figures, reverse=direction is rt.Direction.LOWER)
    before, after = (
        _progress(method, target, {"2021": start, last: one}) for one in (worse, better)
    )
    if isinstance(before, str) or isinstance(after, str):
        # Whether a method says anything never hangs on how good the figure is.
        assert before == after
        return
    if method in _LESS_IS_BETTER:
        assert after.value <= before.value
    else:
        assert after.value >= before.value
    assert after.is_on_track is None or after.is_on_track >= before.is_on_track
    words = [band.word for band in METHODS[method].bands]
    if after.band in words and before.band in words:
        assert words.index(after.band) <= words.index(before.band)


@given(bound=_numbers, start=_numbers, direction=_directions)
def test_the_share_of_change_runs_from_zero_to_one(
    bound: Decimal, start: Decimal, direction: rt.Direction
) -> None:
    target = _target(bound, direction)
    has_room = start < bound if direction is rt.Direction.HIGHER else start > bound
    assume(has_room)
    assert rt.progress({"2024": start, "2025": start}, target).value == 0
    assert rt.progress({"2024": start, "2025": bound}, target).value == 1


@given(data=st.data(), method=_methods, bound=_numbers, start=_numbers, figure=_numbers)
def test_units_change_no_number_without_one(
    data: st.DataObject,
    method: rt.ProgressMethod,
    bound: Decimal,
    start: Decimal,
    figure: Decimal,
) -> None:
    target = _target(bound, rt.Direction.HIGHER)
    # A month's share need not have an end, but a count for 1,000 people has.
    units = st.sampled_from(compatible_units(target.unit))
    own, first, second = data.draw(units), data.draw(units), data.draw(units)
    elsewhere = attrs.evolve(
        target,
        unit=own,
        criterion=rt.Criterion(relation="reach", lower=convert(bound, target.unit, own)),
    )
    figures = [
        rt.Observation(
            indicator=target.indicator.id,
            reference_area=target.reference_area,
            reference_period=period,
            value=convert(number, target.unit, unit),
            unit=unit,
        )
        for period, number, unit in (("2023", start, first), ("2024", figure, second))
    ]
    assume(method is not rt.ProgressMethod.MIN_MAX)
    plain = _progress(method, target, {"2023": start, "2024": figure})
    found = _progress(method, elsewhere, figures)
    if isinstance(plain, str) or isinstance(found, str):
        assert plain == found
    elif method is rt.ProgressMethod.DISTANCE:
        assert convert(Decimal(found.value), own, target.unit) == plain.value
    else:
        assert (found.value, found.band, found.is_on_track) == (
            plain.value,
            plain.band,
            plain.is_on_track,
        )


@given(
    direction=_directions,
    bound=_numbers,
    series=st.dictionaries(
        st.sampled_from(["2020", "2023-9M", "2024", "2025-Q2", "2025"]),
        st.none() | _numbers | st.floats(),
        max_size=4,
    ),
)
def test_a_panel_holds_every_method_once(
    direction: rt.Direction, bound: Decimal, series: dict[str, Any]
) -> None:
    panel = rt.progress_panel(series, _target(bound, direction), **_RANGE, limit=2000)
    assert [row.method for row in panel.rows] == list(rt.ProgressMethod)
    for row in panel.rows:
        assert (row.progress is None) == (row.problem is not None)
        assert bool(row.reason("en")) == bool(row.reason("vi")) == (row.progress is None)
        if row.progress is not None:
            assert row.progress.explain("vi")
            assert row.progress.explain("en")


def _upper(figure: tuple[float | None, str, str, bool]) -> float | None:
    """The larger end, of those figures that are ranges."""
    value, *_, is_range = figure
    return value + 1 if is_range and value is not None else None


# Both write down the same numbers. A single value is exact until it is rounded to a float,
# once; a frame rounds at every step, and near zero a difference has few digits left. So what
# is compared is the difference of the two against the terms that the formula subtracts.
@given(
    method=_methods,
    direction=_directions,
    bound=_numbers,
    start=_numbers,
    figures=st.lists(
        st.tuples(
            st.none()
            | _numbers.map(float)
            | st.sampled_from([0.0, -5.0, float("nan"), float("inf")]),
            st.sampled_from(["2022", "2023-12M", "2024-6M", "2025", "2026", "2023", "so far"]),
            st.sampled_from(["doctors per 10,000 people", "bác sĩ/nghìn dân", "percent"]),
            st.booleans(),
        ),
        max_size=5,
    ),
)
def test_single_values_and_frames_agree(
    method: rt.ProgressMethod,
    direction: rt.Direction,
    bound: Decimal,
    start: Decimal,
    figures: list[tuple[float | None, str, str, bool]],
) -> None:
    target = _target(bound, direction)
    dataset = attrs.evolve(_DATASET, targets=(target,))
    is_ranged = method is rt.ProgressMethod.MIN_MAX
    by_indicator = {name: {target.indicator.id: number} for name, number in _RANGE.items()}
    options: dict[str, Any] = by_indicator if is_ranged else {}
    baseline = (float(start), "2021", "doctors per 10,000 people", None)
    ranged = [(*figure[:3], _upper(figure)) for figure in figures]
    rows = pl.DataFrame(
        [baseline, *ranged],
        schema={
            "value": pl.Float64,
            "period": pl.String,
            "unit": pl.String,
            "value_upper": pl.Float64,
        },
        orient="row",
    ).with_columns(indicator=pl.lit(target.indicator.id))
    found = rt.progress(rows, dataset, method=method, baseline=2021, **options)
    for row, (value, period, unit, upper) in zip(found.rows(named=True)[1:], ranged, strict=True):
        if period == "so far":
            assert row["progress"] is None
            continue
        observations = [
            rt.Observation(
                indicator=target.indicator.id,
                reference_area=target.reference_area,
                reference_period=when,
                value=number,
                value_upper=end,
                unit=spelled,
            )
            for number, when, spelled, end in (
                (float(start), 2021, baseline[2], None),
                (value, period, unit, upper),
            )
        ]
        asked: dict[str, Any] = {"method": method, "baseline": 2021, "period": period}
        one = _value_or_error(observations, target, asked | (_RANGE if is_ranged else {}))
        if isinstance(one, rt.ProgressMethodError):
            assert (row["progress_problem"], row["progress_reason"]) == (one.problem, one.reason)
            continue
        assert row["progress_problem"] is None
        assert row["progress_unit"] == one.unit
        assert row["progress"] == pytest.approx(one.value, rel=1e-9, abs=1e-9)
        edges = [float(band.least) for band in METHODS[method].bands if band.least is not None]
        if all(abs(float(one.value) - edge) > 1e-9 or one.value == edge for edge in edges):
            assert row["progress_band"] == one.band


@given(number=st.fractions(Fraction(1, 1000), 1000), years=st.integers(1, 40))
def test_a_root_undoes_its_power(number: Fraction, years: int) -> None:
    from resolution_targets.progressmethods import Exact

    root = Exact().power(number, Fraction(1, years))
    assert abs(root**years / number - 1) < Fraction(1, 10**36)
