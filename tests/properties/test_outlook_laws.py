"""Laws of ranges, rounding, rates and outlooks, on frames and on single figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from rows_alone import assert_bits, foreseen_alone, judged_alone, outcomes, prospects

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.numerals import as_written
from resolution_targets.periods import parts_of_year
from resolution_targets.profiles import EVEN
from resolution_targets.rates import factor_at
from resolution_targets.units import compatible_units, exact_factor

_DATASET = rt.load("ha-tinh-2025", version="1.0.0")
_READINGS = st.sampled_from(rt.Reading)
_ROUNDINGS = st.sampled_from(rt.Rounding)
_MARGINS = st.sampled_from([Decimal("0.05"), Decimal(0), Decimal("0.999"), "0.1"])
_RATES = st.lists(testing.exchange_rates(), max_size=1).map(tuple)
# Each example judges a whole frame, most of them several times.
_FEWER = settings(max_examples=40)
_RANK = {rt.Status.MISSED: 0, rt.Status.MET: 1, rt.Status.EXCEEDED: 2}
_PACES = [rt.Pace.BEHIND, rt.Pace.ON_TRACK, rt.Pace.AHEAD]


def _of_a_year(target: rt.Target) -> rt.Target:
    return attrs.evolve(target, reference_period=target.reference_period.year)


@st.composite
def _datasets(draw: st.DrawFn) -> rt.Dataset:
    """A few targets of every relation, one for each indicator, most of them for a year."""
    targets = testing.targets()
    drawn = draw(
        st.lists(
            targets.map(_of_a_year) | targets,
            min_size=1,
            max_size=3,
            unique_by=lambda one: one.indicator.id,
        )
    )
    named = (attrs.evolve(one, id=f"target-{place}") for place, one in enumerate(drawn))
    return rt.Dataset(id="drawn", version="1.0.0", targets=tuple(named))


@st.composite
def _numeric_targets(draw: st.DrawFn) -> rt.Target:
    targets = testing.targets().map(_of_a_year)
    return draw(targets.filter(lambda one: one.criterion.relation is not rt.Relation.DONE))


def _lazily(judge: Any, frame: pl.DataFrame, *words: str) -> None:
    """An eager and a lazy frame agree, but for the words of a reason."""
    eager, lazy = judge(frame), judge(frame.lazy())
    for collected in (lazy.collect(), lazy.collect(engine="streaming")):
        assert_frame_equal(collected.drop(words), eager.drop(words))
        for name in words:
            assert collected[name].is_null().equals(eager[name].is_null())


@settings(max_examples=60)
@given(
    dataset=_datasets() | st.just(_DATASET),
    data=st.data(),
    reading=_READINGS,
    rounding=_ROUNDINGS,
    rates=_RATES,
)
def test_a_frame_of_ranges_and_rounded_figures_is_its_rows_judged_alone(
    dataset: rt.Dataset,
    data: st.DataObject,
    reading: rt.Reading,
    rounding: rt.Rounding,
    rates: tuple[rt.ExchangeRate, ...],
) -> None:
    frame = data.draw(testing.observation_frames(dataset))
    options = {"reading": reading, "rounding": rounding, "rates": rates}
    found = rt.compare(frame, dataset, **options)
    for row, outcome in zip(frame.to_dicts(), outcomes(found), strict=True):
        assert_bits(outcome, judged_alone(dataset, row, **options))
    _lazily(lambda given_: rt.compare(given_, dataset, **options), frame, "reason")


@settings(max_examples=60)
@given(
    dataset=_datasets() | st.just(_DATASET),
    data=st.data(),
    reading=_READINGS,
    margin=_MARGINS,
    rates=_RATES,
    profile=testing.profiles() | st.just(EVEN),
)
def test_a_frame_of_outlooks_is_its_rows_foreseen_alone(  # noqa: PLR0913, PLR0917  # every option
    dataset: rt.Dataset,
    data: st.DataObject,
    reading: rt.Reading,
    margin: Decimal | str,
    rates: tuple[rt.ExchangeRate, ...],
    profile: rt.Profile,
) -> None:
    frame = data.draw(testing.observation_frames(dataset))
    if "period" not in frame.columns:
        year = dataset.targets[0].reference_period.year
        parts = st.sampled_from([str(part) for part in parts_of_year(year)])
        periods = data.draw(st.lists(parts, min_size=frame.height, max_size=frame.height))
        frame = frame.with_columns(period=pl.Series(periods, dtype=pl.String))
    profiles = {dataset.targets[0].indicator.id: profile}
    options = {
        "reading": reading,
        "margin": margin,
        "rates": rates,
        "profile": data.draw(st.sampled_from([profile, profiles])),
    }
    found = rt.outlook(frame, dataset, **options)
    for row, prospect in zip(frame.to_dicts(), prospects(found), strict=True):
        assert_bits(prospect, foreseen_alone(dataset, row, **options))
    compared = rt.compare(frame, dataset, reading=reading, rates=rates)
    # Every row once, in order, with the year-end verdict beside and not in the place of it.
    assert_frame_equal(found.select(compared.columns), compared)
    is_whole = found["outlook_problem"].is_null()
    assert found["outlook_reason"].is_null().equals(is_whole)
    words = ("reason", "outlook_reason")
    _lazily(lambda given_: rt.outlook(given_, dataset, **options), frame, *words)


@_FEWER
@given(data=st.data())
def test_a_frame_of_sensitivities_is_its_rows_asked_alone(data: st.DataObject) -> None:
    dataset = rt.load("ha-tinh-2025", version="1.1.0")
    frame = data.draw(testing.observation_frames(dataset))
    as_of = data.draw(st.sampled_from([None, "2025-01-01", "2025-06-30", "2025-09-30"]))
    found = rt.sensitivity(frame, dataset, as_of=as_of)
    options: dict[str, dict[str, Any]] = {
        "status_lenient": {"reading": "lenient"},
        "status_rounded": {"rounding": "published"},
    }
    promises = dict.fromkeys(options, dataset)
    if as_of is not None:
        options["status_in_force"] = {}
        promises["status_in_force"] = dataset.in_force(as_of)
    for row, asked in zip(frame.to_dicts(), found.to_dicts(), strict=True):
        verdict = judged_alone(dataset, row).status
        others = {
            name: judged_alone(promises[name], row, **option).status
            for name, option in options.items()
        }
        assert {name: asked[name] for name in others} == others
        flips = [
            name.removeprefix("status_")
            for name, other in others.items()
            if rt.Status(other).is_met is not rt.Status(verdict).is_met
        ]
        assert asked["flips"] == (" ".join(flips) or None)
    _lazily(lambda given_: rt.sensitivity(given_, dataset, as_of=as_of), frame, "reason")


_DIGITS = st.integers(-(10**11), 10**11)


@_FEWER
@given(
    target=_numeric_targets(),
    digits=st.lists(_DIGITS, min_size=1),
    places=st.integers(0, 4),
    reading=_READINGS,
)
def test_a_column_of_decimals_counts_no_zeros_at_the_end(
    target: rt.Target, digits: list[int], places: int, reading: rt.Reading
) -> None:
    values = [Decimal(each).scaleb(-places) for each in digits]
    values += [end for end in (target.criterion.lower, target.criterion.upper) if end is not None]
    fitting = [each for each in values if -int(each.as_tuple().exponent) <= 4]
    series = pl.Series("value", fitting, dtype=pl.Decimal(38, 4))
    frame = pl.DataFrame(series).with_columns(indicator=pl.lit(target.indicator.id))
    dataset = rt.Dataset(id="drawn", version="1.0.0", targets=(target,))
    found = rt.compare(frame, dataset, rounding="published", reading=reading)
    alone = [
        # 100 is one with no decimals, and normalized it is 1E+2.
        target.compare(each.normalize() + Decimal(0), rounding="published", reading=reading)
        for each in fitting
    ]
    assert found["status"].to_list() == [verdict.status for verdict in alone]


@_FEWER
@given(target=_numeric_targets(), data=st.data(), reading=_READINGS)
def test_zeros_that_were_written_count(
    target: rt.Target, data: st.DataObject, reading: rt.Reading
) -> None:
    written = st.integers(-(10**8), 10**8).flatmap(
        lambda digits: st.integers(0, 6).map(lambda places: Decimal(digits).scaleb(-places))
    )
    near = [
        end.quantize(Decimal(1).scaleb(-places))
        for end in (target.criterion.lower, target.criterion.upper)
        if end is not None
        for places in range(-int(end.as_tuple().exponent), 5)
    ]
    figures = data.draw(st.lists(written | st.sampled_from(near), min_size=1))
    frame = pl.DataFrame(
        {
            "indicator": target.indicator.id,
            "value": [float(figure) for figure in figures],
            "decimals": [-int(figure.as_tuple().exponent) for figure in figures],
        }
    )
    dataset = rt.Dataset(id="drawn", version="1.0.0", targets=(target,))
    found = rt.compare(frame, dataset, rounding="published", reading=reading)
    alone = [target.compare(each, rounding="published", reading=reading) for each in figures]
    assert found["status"].to_list() == [verdict.status for verdict in alone]


@given(target=_numeric_targets(), data=st.data(), reading=_READINGS)
def test_rounding_only_weakens_what_is_said(
    target: rt.Target, data: st.DataObject, reading: rt.Reading
) -> None:
    value = data.draw(testing.values_near(target))
    # A float is held against the float nearest to the bound, what it stands for exactly.
    assume(not isinstance(value, float) or Fraction(as_written(value)) == Fraction(value))
    exact = target.compare(Decimal(value), reading=reading).status
    rounded = target.compare(value, reading=reading, rounding="published").status
    weaker = {
        rt.Status.EXCEEDED: {rt.Status.EXCEEDED, rt.Status.MET, rt.Status.UNDECIDED},
        rt.Status.MET: {rt.Status.MET, rt.Status.UNDECIDED},
        rt.Status.MISSED: {rt.Status.MISSED, rt.Status.UNDECIDED},
    }
    assert rounded in weaker[exact]


def _range(target: rt.Target, low: Any, high: Any, **fields: Any) -> rt.Observation:
    given_ = {
        "indicator": target.indicator.id,
        "reference_area": target.reference_area,
        "reference_period": target.reference_period,
        "value": low,
        "value_upper": high,
        "unit": target.unit,
    }
    return rt.Observation(**given_ | fields)


@given(target=_numeric_targets(), data=st.data(), reading=_READINGS, rounding=_ROUNDINGS)
def test_a_narrower_range_never_becomes_less_decided(
    target: rt.Target, data: st.DataObject, reading: rt.Reading, rounding: rt.Rounding
) -> None:
    # Floats are rounded by how they print: a range of them may stand for more than a wider one.
    figures = testing.values_near(target).map(Decimal)
    if rounding is rt.Rounding.PUBLISHED:
        figures = st.integers(-1000, 1000).map(Decimal)
    ends = sorted(data.draw(st.lists(figures, min_size=4, max_size=4)))
    low, inner_low, inner_high, high = ends
    options = {"reading": reading, "rounding": rounding}
    wide = target.compare(_range(target, low, high), **options).status
    narrow = target.compare(_range(target, inner_low, inner_high), **options).status
    if reading is rt.Reading.STRICT and wide is not rt.Status.UNDECIDED:
        # Exceeded throughout is exceeded inside, and what is met throughout is no less.
        allowed = {
            rt.Status.EXCEEDED: {rt.Status.EXCEEDED},
            rt.Status.MET: {rt.Status.MET, rt.Status.EXCEEDED},
            rt.Status.MISSED: {rt.Status.MISSED},
        }
        assert narrow in allowed[wide]
    # A range of one number is that number.
    alone = target.compare(inner_low, **options).status
    assert target.compare(_range(target, inner_low, inner_low), **options).status is alone


@given(
    target=_numeric_targets(),
    data=st.data(),
    reading=_READINGS,
    profile=testing.profiles(),
    margin=_MARGINS,
)
def test_for_a_whole_year_behind_is_missed_and_nothing_else(
    target: rt.Target,
    data: st.DataObject,
    reading: rt.Reading,
    profile: rt.Profile,
    margin: Decimal | str,
) -> None:
    unit = data.draw(st.sampled_from(compatible_units(target.unit)))
    figures = testing.values_near(target, unit=unit)
    low, high = sorted(data.draw(st.tuples(figures, figures)), key=as_written)
    observation = _range(target, low, data.draw(st.sampled_from([None, high])), unit=unit)
    found = target.outlook(observation, reading=reading, profile=profile, margin=margin)
    assume(found.problem is not rt.OutlookProblem.NO_SHARE)
    verdict = target.compare(observation, reading=reading)
    assert found.verdict == found.so_far == verdict
    assert (found.pace is rt.Pace.BEHIND) == (verdict.status is rt.Status.MISSED)
    undecided = verdict.status is rt.Status.UNDECIDED
    assert (found.problem is rt.OutlookProblem.UNSETTLED_RANGE) == undecided
    if not undecided:
        assert found.projected_status is verdict.status
        assert found.required is None


@given(
    target=_numeric_targets(),
    data=st.data(),
    reading=_READINGS,
    profile=testing.profiles(),
    margin=_MARGINS,
)
def test_a_better_figure_never_has_a_worse_pace(
    target: rt.Target,
    data: st.DataObject,
    reading: rt.Reading,
    profile: rt.Profile,
    margin: Decimal | str,
) -> None:
    direction = target.indicator.direction
    assume(direction is not rt.Direction.WITHIN)
    period = data.draw(st.sampled_from(parts_of_year(target.reference_period.year)))
    values = data.draw(st.tuples(testing.values_near(target), testing.values_near(target)))
    worse, better = sorted(map(Decimal, values), reverse=direction is rt.Direction.LOWER)
    options = {"period": period, "reading": reading, "profile": profile, "margin": margin}
    paces = [target.outlook(value, **options).pace for value in (worse, better)]
    assume(None not in paces)
    assert _PACES.index(paces[0]) <= _PACES.index(paces[1])


@given(target=_numeric_targets(), data=st.data(), reading=_READINGS, profile=testing.profiles())
def test_changing_the_unit_changes_neither_verdict_nor_pace(
    target: rt.Target, data: st.DataObject, reading: rt.Reading, profile: rt.Profile
) -> None:
    unit = data.draw(st.sampled_from(compatible_units(target.unit)))
    value = Decimal(data.draw(testing.values_near(target)))
    moved = rt.convert(value, target.unit, unit)
    assume(Fraction(moved) == Fraction(value) * exact_factor(target.unit, unit))
    period = data.draw(st.sampled_from(parts_of_year(target.reference_period.year)))
    options = {"period": period, "reading": reading, "profile": profile}
    here, there = target.outlook(value, **options), target.outlook(moved, unit=unit, **options)
    assert there.so_far.status is here.so_far.status
    assert (there.pace, there.problem) == (here.pace, here.problem)
    assert there.projected_status is here.projected_status
    # Bounds have more digits than the 50 that a quotient is cut after.
    for name in ("required", "projected", "attained_share"):
        left, right = getattr(here, name), getattr(there, name)
        assert (left is None) == (right is None)
        assert left is None or abs(left - right) <= abs(left) * Decimal("1e-40")
    assert (there.required_unit, there.expected_share) == (here.required_unit, here.expected_share)


@given(rate=testing.exchange_rates(), unit=st.sampled_from(["million {}", "{}/person", "{}"]))
def test_converting_at_a_rate_and_back_is_nothing(rate: rt.ExchangeRate, unit: str) -> None:
    there, back = (
        factor_at(unit.format(one), unit.format(other), (rate,))
        for one, other in ((rate.base, rate.quote), (rate.quote, rate.base))
    )
    assert there == (Fraction(rate.rate), rate)
    assert back == (1 / Fraction(rate.rate), rate)


@given(rate=testing.exchange_rates(), data=st.data(), reading=_READINGS)
def test_a_verdict_at_a_rate_is_that_on_the_converted_figure(
    rate: rt.ExchangeRate, data: st.DataObject, reading: rt.Reading
) -> None:
    target = _DATASET[data.draw(st.sampled_from(["budget-revenue", "grdp-per-capita"]))]
    unit = target.unit.replace("VND", "USD")
    value = Decimal(data.draw(st.integers(1, 10**9)))
    verdict = target.compare(value, unit=unit, rates=[rate], reading=reading)
    worth = Fraction(rate.rate) if rate.base == "USD" else 1 / Fraction(rate.rate)
    bound = Fraction(target.criterion.lower or 0)
    figure = Fraction(value) * worth
    is_past = figure >= bound if reading is rt.Reading.LENIENT else figure > bound
    assert verdict.status.is_met is is_past
    assert verdict.rate is rate


@given(profile=testing.profiles())
def test_the_months_of_a_profile_add_up_to_the_year(profile: rt.Profile) -> None:
    months = [
        profile.share_of(part) for part in parts_of_year(2025) if part.kind == rt.PeriodKind.MONTH
    ]
    quarters = [
        profile.share_of(part) for part in parts_of_year(2025) if part.kind == rt.PeriodKind.QUARTER
    ]
    assert len(months) == 12
    assert sum(months) == sum(quarters) == profile.share_by(12) == 1
    assert [sum(months[:month]) for month in range(13)] == [
        profile.share_by(month) for month in range(13)
    ]


@given(data=st.data(), language=st.sampled_from(["vi", "en"]))
def test_every_outlook_can_be_explained(data: st.DataObject, language: str) -> None:
    target = data.draw(testing.targets().map(_of_a_year) | testing.targets())
    observation = data.draw(testing.observations(target))
    found = target.outlook(
        observation,
        reading=data.draw(_READINGS),
        profile=data.draw(testing.profiles()),
        margin=data.draw(_MARGINS),
    )
    text = found.explain(language)
    assert text.startswith(f"({target.number}) {target.indicator.name(language)}")
    assert found.reason_in(language) in text
    assert (found.reason == "") == (found.problem is None)


@pytest.mark.parametrize("target", [pytest.param(one, id=one.id) for one in _DATASET])
def test_every_promise_has_a_unit_for_what_each_month_must_bring(target: rt.Target) -> None:
    found = target.outlook(0, period="2025-9M")
    accumulates = target.indicator.accumulates
    assert (found.required_unit is not None) == accumulates
    if accumulates:
        assert rt.is_unit(str(found.required_unit))
