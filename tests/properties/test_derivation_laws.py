"""Laws of derived figures: one by one and in frames, in any order and any unit."""

from __future__ import annotations

import math
from collections import Counter
from decimal import Decimal
from typing import Any

import attrs
import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets import testing

_DS = rt.load("ha-tinh-2025", version="1.1.0")
_LEVELS = {"grdp-growth": "grdp-constant-prices"}
# Units that convert, those of two currencies, and those that are none of the indicator's.
_UNITS = {
    "budget-revenue": ["billion VND", "million VND", "nghìn tỷ đồng", "billion USD"],
    "export-turnover": ["billion USD", "triệu USD"],
    "poverty-rate": ["percent", "permille", "dimensionless"],
    "poor-households": ["household", "thousand household", "person"],
    "households": ["household", "thousand household"],
    "poverty-reduction": ["percentage_point"],
    "grdp-constant-prices": ["billion VND", "million VND", "billion USD"],
    "grdp-growth": ["percent"],
    "doctors": ["doctor"],
    "population": ["person", "million person"],
    "doctors-per-10000": ["doctor/ten_thousand/person", "doctor/person"],
    "grdp": ["million VND"],
    "grdp-per-capita": ["million VND/person"],
    "forest-cover": ["percent"],
}
_PERIODS = [
    *("2024", "2025", "2024-12M", "2024-12", "2024-Q4", "2025-Q1", "2025-3M", "2025-1M"),
    *(f"2025-{month:02d}" for month in range(1, 10)),
    *("2025-Q2", "2025-Q3", "2025-6M", "2025-9M", "2024-9M", "2024-06", "2025-Q4"),
]
_VALUES = (
    st.integers(-20, 400).map(float)
    | st.integers(0, 4000).map(lambda n: n / 10)
    # 93.50 says more than 93.5 does.
    | st.integers(0, 40000).map(lambda n: Decimal(n).scaleb(-2))
)
_WIDTHS = st.none() | st.sampled_from([0, 5, 40]).map(Decimal)


@st.composite
def _figures(draw: Any) -> rt.Observation:
    indicator = draw(st.sampled_from([*_UNITS]))
    value, width = draw(_VALUES | st.sampled_from([None, math.nan, math.inf, 0.0])), draw(_WIDTHS)
    is_range = value is not None and math.isfinite(value) and width is not None
    return rt.Observation(
        indicator=indicator,
        reference_area=draw(st.sampled_from(["VN-23", "VN-22"])),
        reference_period=draw(st.sampled_from(_PERIODS)),
        value=value,
        value_upper=float(Decimal(str(value)) + width) if is_range else None,
        unit=draw(st.sampled_from(_UNITS[indicator])),
        observation_status=draw(st.sampled_from("AEPF")),
    )


@st.composite
def _months(draw: Any) -> list[rt.Observation]:
    """Months, quarters and figures so far of one year, most of them good."""
    periods = draw(st.lists(st.sampled_from(_PERIODS), unique=True, max_size=14))
    few = st.integers(0, 40).map(lambda number: number / 10)
    amounts = draw(st.sampled_from([few, testing.numbers().map(lambda n: abs(float(n)))]))
    return [
        rt.Observation(
            indicator="budget-revenue",
            reference_area="VN-23",
            reference_period=period,
            value=draw(amounts),
            unit="billion VND",
        )
        for period in periods
    ]


_LISTS = st.lists(_figures(), max_size=14) | _months()


def _frame(observations: Any) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "indicator": each.indicator,
                "area": each.reference_area,
                "period": str(each.reference_period),
                "value": None if each.value is None else float(each.value),
                "value_upper": each.value_upper,
                "decimals": _decimals(each.value),
                "unit": each.unit,
                "status": each.observation_status.value,
            }
            for each in observations
        ],
        schema={
            **dict.fromkeys(("indicator", "area", "period"), pl.String),
            **dict.fromkeys(("value", "value_upper"), pl.Float64),
            "decimals": pl.Int64,
            **dict.fromkeys(("unit", "status"), pl.String),
        },
    )


def _decimals(value: Any) -> int | None:
    return -int(value.as_tuple().exponent) if isinstance(value, Decimal) else None


def _derive(observations: Any) -> rt.DerivedObservations:
    return rt.derive(observations, _DS, levels=_LEVELS)


def _said(derived: rt.DerivedObservations) -> list[str]:
    """What is said of figures, in an order of its own."""
    problems = [(each.problem.value, each.reason("vi")) for each in derived.problems]
    contradicted = [each.reason("vi") for each in derived.disagreements]
    return sorted(map(repr, [*problems, *contradicted]))


@settings(max_examples=25)
@given(_LISTS)
def test_one_by_one_and_in_a_frame(observations):
    one_by_one = _derive(observations)
    frame = rt.derive(_frame(observations), _DS, levels=_LEVELS)
    added = frame[len(observations) :]
    for row, each in zip(added.iter_rows(named=True), one_by_one.derived, strict=True):
        assert row["indicator"] == each.indicator
        assert row["area"] == each.reference_area
        assert row["period"] == str(each.reference_period)
        assert row["unit"] == each.unit
        assert row["status"] == each.observation_status.value
        # A quotient that was rounded once is no decimal that anyone wrote.
        if any(part.derived_from for part in each.derived_from):
            assert math.isclose(row["value"], float(each.value), rel_tol=1e-9, abs_tol=1e-9)
        else:
            assert (row["value"], row["derived_from"]) == (float(each.value), each.trail)
    given_rows = frame[: len(observations)]
    contradicted = {id(each.reported) for each in one_by_one.disagreements}
    why = {
        id(seen): each.problem.value for each in one_by_one.problems for seen in each.observations
    }
    for row, each in zip(given_rows.iter_rows(named=True), observations, strict=True):
        assert (row["disagreement"] is not None) == (id(each) in contradicted)
        assert row["derivation_problem"] == why.get(id(each))


@settings(max_examples=25)
@given(_LISTS)
def test_every_figure_comes_out_once_and_unchanged(observations):
    derived = _derive(observations)
    assert list(derived)[: len(observations)] == observations
    frame = _frame(observations)
    out = rt.derive(frame, _DS, levels=_LEVELS)
    assert out[: len(observations)].select(frame.columns).equals(frame)


@settings(max_examples=25)
@given(_LISTS)
def test_deriving_twice_changes_nothing(observations):
    once = _derive(observations)
    twice = _derive(once)
    assert repr(twice.observations) == repr(once.observations)
    assert (twice.derived, repr(twice.problems)) == ((), repr(once.problems))
    assert repr(twice.disagreements) == repr(once.disagreements)
    frame = rt.derive(_frame(observations), _DS, levels=_LEVELS)
    assert rt.derive(frame, _DS, levels=_LEVELS).equals(frame)


@settings(max_examples=25)
@given(_LISTS.flatmap(lambda seen: st.tuples(st.just(seen), st.permutations(seen))))
def test_the_order_of_figures_does_not_matter(lists):
    here, there = map(_derive, lists)
    assert here.derived == there.derived
    assert _said(here) == _said(there)
    frames = [rt.derive(_frame(each), _DS, levels=_LEVELS)[len(each) :] for each in lists]
    assert frames[0].equals(frames[1])


@settings(max_examples=25)
@given(_months())
def test_a_sum_never_covers_a_month_that_is_not_there(observations):
    for each in _derive(observations).derived:
        if each.indicator != "budget-revenue":
            continue
        months = [
            month
            for part in each.derived_from
            for month in range(
                part.reference_period.first_month, part.reference_period.last_month + 1
            )
        ]
        assert sorted(months) == list(range(1, each.reference_period.last_month + 1))
        assert Decimal(repr(each.value)) == sum(Decimal(repr(p.value)) for p in each.derived_from)


def _problems(found: rt.DerivedObservations) -> Counter[rt.DerivationProblem]:
    return Counter(each.problem for each in found.problems)


@settings(max_examples=25)
@given(_months(), st.sampled_from(["triệu đồng", "nghìn tỷ đồng", "VND"]))
def test_another_unit_gives_the_same_figures(observations, unit):
    exact = [attrs.evolve(each, value=Decimal(repr(each.value))) for each in observations]
    other = [
        attrs.evolve(each, value=rt.convert(each.value, each.unit, unit), unit=unit)
        for each in exact
    ]
    here, there = _derive(exact), _derive(other)
    # 0.1 billion may be anything from 0.05 up, 100,000,000 dong may not: a figure written with
    # more digits contradicts more.
    assume(
        Counter(each.problem for each in here.problems)
        == Counter(each.problem for each in there.problems)
    )
    assert [(each.reference_period, each.value, each.unit) for each in here.derived] == [
        (each.reference_period, each.value, each.unit) for each in there.derived
    ]
