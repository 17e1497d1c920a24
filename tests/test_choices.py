"""Choosing between observations: the policies, the conflicts, and what is never decided."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.choices import exactly, status_span

_REVENUE = rt.Observation(
    indicator="budget-revenue",
    reference_area="VN-23",
    reference_period="2025-6M",
    value=Decimal(10200),
    unit="billion VND",
    observation_status="E",
    source="tracuuquyhoach",
)


def _figure(value: Any = Decimal(10200), **changes: Any) -> rt.Observation:
    return attrs.evolve(_REVENUE, value=value, **changes)


# The two figures for the first half of 2025 that examples/ha-tinh-2025.csv holds.
LOW = _figure(source="tracuuquyhoach")
HIGH = _figure(Decimal(11000), source="vjs")


def test_all_passes_nobody_over_and_reports_the_conflict() -> None:
    choice = rt.choose([LOW, HIGH])
    assert choice == rt.Choice(chosen=(LOW, HIGH), passed_over=(), conflicts=((LOW, HIGH),))


def test_the_resolutions_own_figures_contradict_the_newspapers() -> None:
    # "Tăng trưởng kinh tế ước đạt 7,3%" (section I) against the 7.48% of the newspaper; the
    # 17,900 billion VND of both are one.
    choice = rt.choose(rt.load("ha-tinh-2025", version="1.1.0").observations)
    assert [
        [(figure.indicator, figure.value, figure.source) for figure in conflict]
        for conflict in choice.conflicts
    ] == [
        [
            ("grdp-growth", Decimal("7.3"), "resolution"),
            ("grdp-growth", Decimal("7.48"), "lao-dong-2024"),
        ]
    ]
    assert len(choice.chosen) == 10
    assert choice.passed_over == ()


def test_latest_passes_over_what_was_published_before() -> None:
    older, newer = (
        attrs.evolve(LOW, published="2025-06-30"),
        attrs.evolve(HIGH, published="2025-10-09"),
    )
    reason = "11,000 billion VND (vjs): published later, 2025-10-09"
    for order in ([older, newer], [newer, older]):
        assert rt.choose(order, policy="latest") == rt.Choice(
            chosen=(newer,), passed_over=((older, reason),), conflicts=()
        )


def test_reasons_in_vietnamese() -> None:
    older = attrs.evolve(LOW, published="2025-06-30")
    newer = attrs.evolve(HIGH, published="2025-10-09")
    choice = rt.choose([older, newer], policy="latest", language="vi")
    assert choice.passed_over[0][1] == "11.000 tỷ đồng (vjs): công bố sau, 2025-10-09"
    final = attrs.evolve(HIGH, observation_status="A")
    choice = rt.choose([LOW, final], policy="best_status", language="vi")
    assert choice.passed_over[0][1] == "11.000 tỷ đồng (vjs): chắc chắn hơn, trạng thái A"
    choice = rt.choose([LOW, HIGH], policy="source", source="vjs", language="vi")
    assert choice.passed_over[0][1] == "11.000 tỷ đồng (vjs): của nguồn được chọn"


def test_a_day_that_is_not_given_decides_nothing() -> None:
    newer = attrs.evolve(HIGH, published="2025-10-09")
    choice = rt.choose([LOW, newer], policy=rt.ChoicePolicy.LATEST)
    assert choice.chosen == (LOW, newer)
    assert choice.conflicts == ((LOW, newer),)


def test_a_tie_decides_nothing() -> None:
    both = tuple(attrs.evolve(each, published="2025-10-09") for each in (LOW, HIGH))
    assert rt.choose(both, policy="latest").conflicts == (both,)
    assert rt.choose((LOW, HIGH), policy="best_status").conflicts == ((LOW, HIGH),)


def test_winners_that_tie_are_all_named_and_three_at_most() -> None:
    old = _figure(published="2025-01-01")
    winners = [
        _figure(Decimal(value), source="", published="2025-02-01")
        for value in (14000, 13000, 12000, 11000)
    ]
    (_, reason), *_ = rt.choose([*winners, old], policy="latest").passed_over
    assert reason == (
        "11,000 billion VND; 12,000 billion VND; 13,000 billion VND; …: published later, 2025-02-01"
    )


@pytest.mark.parametrize(
    ("firmer", "softer"), [("A", "P"), ("P", "E"), ("E", "F"), ("F", "I"), ("A", "U"), ("A", "G")]
)
def test_the_firmer_status_stands(firmer: str, softer: str) -> None:
    # SDMX's hierarchy of flags ends ... I F E P N U V G A, the least weighty flag last:
    # https://sdmx.org/?page_id=4345, "One flag only per value".
    stands = attrs.evolve(HIGH, observation_status=firmer)
    yields = attrs.evolve(LOW, observation_status=softer)
    choice = rt.choose([yields, stands], policy="best_status")
    assert choice.chosen == (stands,)
    assert choice.passed_over == ((yields, f"11,000 billion VND (vjs): firmer, status {firmer}"),)


@pytest.mark.parametrize(("one", "other"), [("U", "P"), ("G", "I"), ("B", "A"), ("D", "I")])
def test_what_a_status_does_not_say_decides_nothing(one: str, other: str) -> None:
    both = (
        attrs.evolve(LOW, observation_status=one),
        attrs.evolve(HIGH, observation_status=other),
    )
    assert rt.choose(both, policy="best_status").chosen == both


def test_every_status_has_a_span() -> None:
    spans = [status_span(status) for status in rt.ObservationStatus]
    assert all(span.least <= span.most for span in spans)


def test_a_named_source_stands_where_it_has_a_figure() -> None:
    growth = _figure(Decimal("8.16"), indicator="grdp-growth", unit="percent", source="other")
    choice = rt.choose([LOW, HIGH, growth], policy="source", source="vjs")
    assert choice.chosen == (HIGH, growth)
    assert choice.passed_over == ((LOW, "11,000 billion VND (vjs): of the source asked for"),)


def test_a_source_with_two_figures_contradicts_itself() -> None:
    twice = (HIGH, attrs.evolve(HIGH, value=Decimal(11500)))
    choice = rt.choose([*twice, LOW], policy="source", source="vjs")
    assert choice.conflicts == (twice,)


def test_a_source_that_no_figure_is_of() -> None:
    with pytest.raises(rt.UnknownSourceError) as raised:
        rt.choose([LOW, HIGH], policy="source", source="quyhoach")
    assert str(raised.value) == (
        "no figure is of the source 'quyhoach'; did you mean 'tracuuquyhoach'?; "
        "there is 'tracuuquyhoach', 'vjs'"
    )
    assert isinstance(raised.value, LookupError)
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301
    assert (again.source, again.known) == ("quyhoach", ("tracuuquyhoach", "vjs"))


@pytest.mark.parametrize(
    ("policy", "source", "shown"), [("all", "vjs", "'vjs'"), ("source", None, "None")]
)
def test_a_source_and_its_policy_go_together(policy: str, source: str, shown: str) -> None:
    with pytest.raises(rt.InvalidFieldError) as raised:
        rt.choose([LOW], policy=policy, source=source)
    assert str(raised.value) == (
        f"source is {shown}; expected the id or address of a source with policy='source', "
        "and None with any other"
    )


def test_words_that_are_not_known() -> None:
    with pytest.raises(rt.UnknownOptionError) as raised:
        rt.choose([LOW], policy="newest")
    assert str(raised.value) == (
        "policy='newest' is not known; it takes 'all', 'latest', 'best_status', 'source'"
    )
    with pytest.raises(rt.UnknownOptionError, match="language='fr' is not known"):
        rt.choose([LOW], language="fr")


@pytest.mark.parametrize(
    "other",
    [
        _figure(Decimal("10.2"), unit="nghìn tỷ đồng", source="b"),
        _figure(10.2, unit="trillion VND", source="b"),
        _figure(10200.0, source="b"),
        # Computed: 10.2 * 1000 is 10200 again, 5.1 * 2000 too, and 0.1 * 3 * 34000 is not.
        _figure(0.1 * 3 * 34000, source="b"),
    ],
)
def test_equal_values_are_no_conflict(other: rt.Observation) -> None:
    assert rt.choose([LOW, other]).conflicts == ()


@pytest.mark.parametrize(
    "other",
    [
        _figure(Decimal("10.20000000000000000001"), unit="nghìn tỷ đồng"),
        _figure(10200.0001),
        _figure(Decimal("10.2")),
    ],
)
def test_unequal_values_are_a_conflict(other: rt.Observation) -> None:
    assert rt.choose([LOW, other]).conflicts == ((LOW, other),)


@pytest.mark.parametrize(
    "changes",
    [
        {"indicator": "domestic-revenue"},
        {"reference_area": "VN"},
        {"reference_period": "2025-Q2"},
        # A rate of change that was filed under the amount.
        {"unit": "percent"},
        {"unit": "billion USD"},
    ],
)
def test_figures_for_different_things_do_not_contest(changes: dict[str, Any]) -> None:
    older = attrs.evolve(LOW, published="2025-06-30")
    newer = attrs.evolve(HIGH, published="2025-10-09", **changes)
    choice = rt.choose([older, newer], policy="latest")
    assert choice.chosen == (older, newer)
    assert choice.conflicts == ()


@pytest.mark.parametrize(("one", "other"), [("2025", "2025-12M"), ("2025-Q1", "2025-3M")])
def test_one_time_has_two_names(one: str, other: str) -> None:
    both = (
        attrs.evolve(LOW, reference_period=one),
        attrs.evolve(HIGH, reference_period=other),
    )
    assert rt.choose(both).conflicts == (both,)


# The growth of 2024 as two reports might estimate it: 8-8.5%.
RANGE = _figure(
    Decimal(8),
    value_upper=Decimal("8.5"),
    indicator="grdp-growth",
    unit="percent",
    source="a",
)


@pytest.mark.parametrize(
    "other",
    [
        attrs.evolve(RANGE, value=8.0, value_upper=8.5),
        attrs.evolve(
            RANGE, value=Decimal("0.08"), value_upper=Decimal("0.085"), unit="dimensionless"
        ),
    ],
)
def test_ranges_with_equal_ends_are_no_conflict(other: rt.Observation) -> None:
    assert rt.choose([RANGE, other]).conflicts == ()


def test_a_range_of_one_number_is_that_number() -> None:
    number = attrs.evolve(RANGE, value_upper=None)
    assert rt.choose([attrs.evolve(RANGE, value_upper=8), number]).conflicts == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"value_upper": Decimal(9)},
        {"value": Decimal(7)},
        # Each of its ends is not the other's figure.
        {"value_upper": None},
        {"value": Decimal("8.5"), "value_upper": None},
    ],
)
def test_a_range_and_what_differs_contradict_each_other(changes: dict[str, Any]) -> None:
    other = attrs.evolve(RANGE, **changes)
    assert rt.choose([RANGE, other]).conflicts == ((RANGE, other),)


def test_a_range_is_named_with_both_ends() -> None:
    later = attrs.evolve(RANGE, published="2025-01-06")
    older = attrs.evolve(RANGE, value=Decimal("7.3"), value_upper=None, published="2024-12-09")
    choice = rt.choose([later, older], policy="latest")
    assert choice.passed_over == ((older, "8 to 8.5% (a): published later, 2025-01-06"),)
    choice = rt.choose([later, older], policy="latest", language="vi")
    assert choice.passed_over[0][1] == "8 đến 8,5% (a): công bố sau, 2025-01-06"


@pytest.mark.parametrize("upper", [float("inf"), float("nan"), Decimal("NaN")])
def test_a_range_without_an_end_contests_nothing(upper: Any) -> None:
    open_ = attrs.evolve(RANGE, value_upper=upper, published="2030-01-01")
    choice = rt.choose([open_, attrs.evolve(RANGE, published="2025-01-06")], policy="latest")
    assert (len(choice.chosen), choice.passed_over, choice.conflicts) == (2, (), ())


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), Decimal("NaN")])
def test_a_figure_without_a_value_contests_nothing(value: Any) -> None:
    empty = _figure(value, published="2030-01-01")
    older = attrs.evolve(LOW, published="2025-06-30")
    choice = rt.choose([empty, older], policy="latest")
    assert len(choice.chosen) == 2
    assert choice.passed_over == ()
    assert choice.conflicts == ()


def test_milestones() -> None:
    done, open_ = (
        _figure(value, indicator="new-rural-province", unit="dimensionless", source="")
        for value in (True, False)
    )
    assert rt.choose([done, open_]).conflicts == ((done, open_),)
    final = attrs.evolve(done, observation_status="A")
    choice = rt.choose([open_, final], policy="best_status")
    assert choice.passed_over == ((open_, "done: firmer, status A"),)


def test_choosing_again_settles_what_was_left_open() -> None:
    both = (
        attrs.evolve(LOW, published="2025-07-01"),
        attrs.evolve(HIGH, published="2025-07-01", observation_status="A"),
    )
    open_ = rt.choose(both, policy="latest")
    assert rt.choose(open_.chosen, policy="best_status").chosen == (both[1],)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (["10200"], "builtins.list of builtins.str"),
        ({"value": 7.3}, "builtins.dict of builtins.str"),
        (7, "builtins.int"),
    ],
)
def test_what_is_no_figure(wrong: Any, found: str) -> None:
    with pytest.raises(rt.UnsupportedFrameError) as raised:
        rt.choose(wrong)
    assert str(raised.value) == (
        f"a polars DataFrame or LazyFrame was expected, not {found}; polars.from_pandas, "
        "polars.from_arrow and polars.DataFrame make one"
    )


def test_a_float_counts_as_the_decimal_of_fifteen_digits_that_is_nearest() -> None:
    # 0.30000000000000004 and 0.38110000000000005 were computed.
    assert exactly(0.1 + 0.2) == exactly(Decimal("0.3"))
    assert exactly(381.1 / 1000) == exactly(Decimal("0.3811"))
    assert exactly(1 / 3) == exactly(Decimal("0.333333333333333"))
    assert exactly(True) == 1  # noqa: FBT003  # a value, not a flag


def test_a_choice_survives_pickling() -> None:
    choice = rt.choose([LOW, HIGH])
    assert pickle.loads(pickle.dumps(choice)) == choice  # noqa: S301
