"""Deriving from observations, one by one: what follows, and what is said of the rest."""

from __future__ import annotations

import math
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.derivations import derive
from resolution_targets.derivationwords import derivation_template

_LEVELS = {"grdp-growth": "grdp-constant-prices"}
_UNITS = {
    "budget-revenue": "billion VND",
    "export-turnover": "billion USD",
    "total-investment": "billion VND",
    "grdp-constant-prices": "billion VND",
    "grdp-growth": "percent",
    "poverty-rate": "percent",
    "poverty-reduction": "percentage_point",
    "poor-households": "household",
    "households": "household",
    "doctors": "doctor",
    "population": "person",
    "doctors-per-10000": "doctor/ten_thousand/person",
}


def _seen(indicator: str, period: str, value: Any, **fields: Any) -> rt.Observation:
    given = {"reference_area": "VN-23", "unit": _UNITS.get(indicator, "percent")}
    return rt.Observation(
        **{**given, **fields}, indicator=indicator, reference_period=period, value=value
    )


def _revenue(**figures: float) -> list[rt.Observation]:
    """Figures of revenue: m01 for January, q1 for a quarter, s6 for six months, y for all."""
    forms = {"m": "2025-{}", "q": "2025-Q{}", "s": "2025-{}M", "y": "2025{}"}
    return [
        _seen("budget-revenue", forms[name[0]].format(name[1:]), value)
        for name, value in figures.items()
    ]


def _values(found: rt.DerivedObservations) -> dict[str, Any]:
    return {str(each.reference_period): each.value for each in found.derived}


def _problems(found: rt.DerivedObservations) -> list[tuple[str, list[str]]]:
    return [
        (each.problem.value, [str(seen.reference_period) for seen in each.observations])
        for each in found.problems
    ]


def test_derive_is_public():
    assert rt.derive is derive


# I: "tỷ lệ hộ nghèo giảm còn 2,41%"; a fall to 1.9 % is one of 0.51 points.
def test_a_fall_of_the_poverty_rate(ha_tinh):
    now = _seen("poverty-rate", "2025", Decimal("1.9"), observation_status="E")
    found = rt.derive([*ha_tinh.observations, now], ha_tinh)
    (fall,) = found.derived
    assert (fall.indicator, fall.reference_area, str(fall.reference_period)) == (
        *("poverty-reduction", "VN-23", "2025"),
    )
    assert (repr(fall.value), fall.unit, fall.observation_status.value) == (
        *("Decimal('0.51')", "percentage_point", "E"),
    )
    assert fall.derived_from == (ha_tinh.observations[2], now)
    assert fall.trail == "poverty-rate 2024: 2.41 percent; poverty-rate 2025: 1.9 percent"
    assert found.observations == (*ha_tinh.observations, now, fall)
    assert (found.disagreements, found.problems, len(found)) == ((), (), 7)
    assert ha_tinh["poverty-reduction"].compare(fall).status is rt.Status.MET


def test_floats_give_the_nearest_float(ha_tinh):
    figures = [_seen("poverty-rate", "2024", 2.4), _seen("poverty-rate", "2025", 1.8)]
    assert _values(rt.derive(figures, ha_tinh)) == {"2025": 0.6}


def test_a_change_so_far(ha_tinh):
    # The level at the end of September is that of the third quarter, and of nine months.
    for name in ("2025-09", "2025-Q3", "2025-9M"):
        figures = [_seen("poverty-rate", "2024-12", 2.4), _seen("poverty-rate", name, 2.0)]
        assert _values(rt.derive(figures, ha_tinh)) == {"2025-9M": 0.4}


def test_levels_of_one_day_that_disagree(ha_tinh):
    figures = [
        _seen("poverty-rate", "2024", 2.4),
        _seen("poverty-rate", "2024-12", 2.5),
        _seen("poverty-rate", "2025", 1.8),
    ]
    found = rt.derive(figures, ha_tinh)
    assert not found.derived
    assert sorted(_problems(found)) == [
        ("conflict", ["2024"]),
        ("conflict", ["2024-12"]),
        ("no_level_before", ["2025"]),
    ]
    agreed = rt.derive([figures[0], attrs.evolve(figures[1], value=2.4), figures[2]], ha_tinh)
    assert (_values(agreed), agreed.problems) == ({"2025": 0.6}, ())


@pytest.mark.parametrize(
    ("fields", "period", "problem"),
    [
        ({"direction": "within"}, "2025", "no_direction"),
        ({"over_time": "flow"}, "2025-9M", "not_whole_year"),
        ({"unit": "person"}, "2025", "units_differ"),
    ],
)
def test_changes_that_are_refused(ha_tinh, fields, period, problem):
    level = attrs.evolve(ha_tinh.indicator("poverty-rate"), numerator="", **fields)
    others = [each for each in ha_tinh.indicators if each.id != "poverty-rate"]
    dataset = attrs.evolve(ha_tinh, indicators=(*others, level))
    figures = [
        _seen("poverty-rate", "2024" if problem != "not_whole_year" else "2024-9M", 2.4),
        _seen("poverty-rate", period, 1.8),
    ]
    figures = [attrs.evolve(each, unit=level.unit) for each in figures]
    found = rt.derive(figures, dataset)
    assert not found.derived
    assert problem in {name for name, _ in _problems(found)}


def test_growth_on_the_same_months_of_the_year_before(ha_tinh):
    figures = [
        _seen("grdp-constant-prices", "2024-9M", 50000),
        _seen("grdp-constant-prices", "2025-9M", Decimal("54.025"), unit="nghìn tỷ đồng"),
    ]
    # 54,025 of 50,000 is 1.0805, as reported for the nine months: 8.05 %.
    assert _values(rt.derive(figures, ha_tinh, levels=_LEVELS)) == {"2025-9M": Decimal("8.05")}
    assert rt.derive(figures, ha_tinh).derived == ()


def test_a_growth_rate_says_what_it_lacks(ha_tinh):
    alone = [_seen("grdp-constant-prices", "2025-9M", 54025)]
    found = rt.derive(alone, ha_tinh, levels=_LEVELS)
    assert [each.reason("en") for each in found.problems] == [
        "'grdp-growth' needs 'grdp-constant-prices' for the same period of 2024 too"
    ]
    for before, problem in ((0, "not_positive"), (-1, "not_positive")):
        figures = [*alone, _seen("grdp-constant-prices", "2024-9M", before)]
        assert _problems(rt.derive(figures, ha_tinh, levels=_LEVELS)) == [
            (problem, ["2024-9M"]),
            (problem, ["2025-9M"]),
        ]
    dollars = [*alone, _seen("grdp-constant-prices", "2024-9M", 2, unit="billion USD")]
    assert _problems(rt.derive(dollars, ha_tinh, levels=_LEVELS)) == [
        ("units_differ", ["2024-9M"]),
        ("units_differ", ["2025-9M"]),
    ]


def test_nine_months_in_three_ways(ha_tinh):
    months = _revenue(**{f"m{month:02d}": 100.1 for month in range(1, 10)})
    assert _values(rt.derive(months, ha_tinh))["2025-9M"] == 900.9
    assert len(rt.derive(months, ha_tinh).derived) == 8
    assert _values(rt.derive(_revenue(s6=600, q3=300.9), ha_tinh)) == {"2025-9M": 900.9}
    assert _values(rt.derive(_revenue(q1=1, q2=2, q3=3, q4=4), ha_tinh)) == {
        "2025-6M": 3,
        "2025-9M": 6,
        "2025": 10,
    }


def test_names_of_one_time_add_nothing(ha_tinh):
    assert rt.derive(_revenue(m01=1), ha_tinh).derived == ()
    assert rt.derive(_revenue(q1=1, s3=1, y=5, s12=5), ha_tinh).derived == ()


def test_a_gap_is_said_and_never_a_smaller_sum(ha_tinh):
    found = rt.derive(_revenue(m01=1, m02=2, m04=4, q3=9, q4=1), ha_tinh)
    assert _values(found) == {"2025-2M": 3}
    assert _problems(found) == [("gap", ["2025-04"]), ("gap", ["2025-Q3"]), ("gap", ["2025-Q4"])]
    assert found.problems[0].reason("vi") == (
        "các tháng của năm 2025 trước 2025-04 chưa đủ số liệu của 'budget-revenue'"
    )


# https://baohatinh.vn/xuat-khau-thep-phoi-thep-thang-2-tang-kha-post283783.html
def test_february_without_january(ha_tinh):
    figures = [
        _seen("export-turnover", "2025-2M", 0.27528),
        _seen("export-turnover", "2025-02", 0.1605),
    ]
    found = rt.derive(figures, ha_tinh)
    assert (found.derived, _problems(found)) == ((), [("gap", ["2025-02"])])


def test_a_sum_that_contradicts_what_was_reported(ha_tinh):
    # Ten thousand two hundred was said; three tenths more are no contradiction, 500 are.
    assert rt.derive(_revenue(q1=5100.1, q2=5100.2, s6=10200), ha_tinh).disagreements == ()
    found = rt.derive(_revenue(q1=5100, q2=5600, s6=10200, q3=1), ha_tinh)
    (contradicted,) = found.disagreements
    assert (contradicted.reported.value, contradicted.derived.value) == (10200, 10700)
    assert contradicted.reason("vi") == (
        "tính từ budget-revenue 2025-Q1: 5100 billion VND; budget-revenue 2025-Q2: 5600 billion "
        "VND được 10700 billion VND"
    )
    # The reported figure is the one that counts.
    assert _values(found) == {"2025-9M": 10201}


# https://vneconomy.vn/ha-tinh-von-dau-tu-phat-trien-toan-xa-hoi-dat-hon-12-000-ty-dong.htm
# gives 12,222.31 for the first quarter, and
# https://baohatinh.vn/tong-von-dau-tu-thuc-hien-toan-xa-hoi-cua-ha-tinh-quy-i-uoc-dat-hon-12000-ty-dong-post285150.html
# 12,000.
def test_a_figure_that_stands_there_twice(ha_tinh):
    first, second = (
        _seen("total-investment", "2025-Q1", value, observation_status="E")
        for value in (12222.31, 12000)
    )
    later = _seen("total-investment", "2025-Q2", 14623.69)
    found = rt.derive([first, second, later], ha_tinh)
    assert found.derived == ()
    assert _problems(found) == [("conflict", ["2025-Q1", "2025-Q1"]), ("gap", ["2025-Q2"])]
    same = attrs.evolve(first, value=Decimal(12222310), unit="million VND")
    assert _values(rt.derive([first, same, later], ha_tinh)) == {"2025-6M": 26846}


def test_the_firmer_of_two_equal_figures_stands_for_both(ha_tinh):
    figures = _revenue(q1=1, s3=1, q2=2)
    firm, weak = figures[0], attrs.evolve(figures[1], observation_status="E")
    for pair in ([firm, weak], [weak, firm]):
        (derived,) = rt.derive([*pair, figures[2]], ha_tinh).derived
        assert derived.observation_status is rt.ObservationStatus.NORMAL
        assert derived.derived_from == (firm, figures[2])


def test_figures_so_far_that_fall(ha_tinh):
    found = rt.derive(_revenue(s3=30, s6=100, s9=90, q3=20, m10=5), ha_tinh)
    assert found.derived == ()
    assert _problems(found) == [
        ("falls", ["2025-6M"]),
        ("falls", ["2025-9M"]),
        ("gap", ["2025-Q3"]),
        ("gap", ["2025-10"]),
    ]
    # 100 and 99.6 may be one number.
    level = rt.derive(_revenue(s6=100, s9=99.6, m10=5), ha_tinh)
    assert _values(level) == {"2025-10M": 104.6}
    assert rt.derive(_revenue(s6=100, s9=90), ha_tinh).derived == ()


def test_a_quarter_that_is_not_its_months(ha_tinh):
    months = {"m04": 1, "m05": 1, "m06": 1}
    found = rt.derive(_revenue(s3=10, **months, q2=9), ha_tinh)
    assert _values(found) == {"2025-4M": 11, "2025-5M": 12}
    assert _problems(found) == [("sums_differ", ["2025-Q2"]), ("sums_differ", ["2025-06"])]
    agreed = rt.derive(_revenue(s3=10, **months, q2=3), ha_tinh)
    assert (_values(agreed)["2025-6M"], agreed.problems) == (13, ())
    # Both are held against what was reported.
    reported = rt.derive(_revenue(s3=10, **months, q2=9, s6=13), ha_tinh)
    assert [each.derived.value for each in reported.disagreements] == [19]


def test_doctors_per_ten_thousand_people(ha_tinh):
    figures = [
        _seen("doctors", "2025", 1590),
        _seen("population", "2025-12M", Decimal("1.325"), unit="triệu người"),
        _seen("population", "2024", Decimal("1.325"), unit="triệu người"),
    ]
    found = rt.derive(figures, ha_tinh)
    assert _values(found) == {"2025": 12}
    assert [each.reason("en") for each in found.problems] == [
        "'grdp-per-capita' needs 'grdp' for the same area and 2024 too"
    ]


def test_ratios_that_are_refused(ha_tinh):
    doctors = _seen("doctors", "2025", 1590)
    cases = {
        "zero_denominator": _seen("population", "2025", 0),
        "units_differ": _seen("population", "2025", 5, unit="household"),
        "no_denominator": _seen("population", "2024", 5),
    }
    for problem, population in cases.items():
        found = rt.derive([doctors, population], ha_tinh)
        assert found.derived == ()
        assert (problem, ["2025"]) in _problems(found)


def test_a_chain_from_households_to_a_fall(ha_tinh):
    figures = [
        _seen("poor-households", "2024", 964),
        _seen("households", "2024", 40000),
        _seen("poor-households", "2025", 760),
        _seen("households", "2025", 40000, observation_status="P"),
    ]
    found = rt.derive(figures, ha_tinh)
    rates, fall = found.derived[:-1], found.derived[-1]
    assert [each.value for each in rates] == [Decimal("2.41"), Decimal("1.9")]
    assert (fall.value, fall.observation_status.value) == (Decimal("0.51"), "P")
    assert fall.derived_from == rates
    assert rates[0].derived_from == tuple(figures[:2])
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


def test_a_chain_from_months_to_growth(ha_tinh):
    figures = [
        _seen("budget-revenue", f"{year}-0{month}", value)
        for year, value in ((2024, 100), (2025, 110))
        for month in (1, 2)
    ]
    found = rt.derive(figures, ha_tinh, levels={"grdp-growth": "budget-revenue"})
    growth = [each for each in found.derived if each.indicator == "grdp-growth"]
    assert {str(each.reference_period): each.value for each in growth} == dict.fromkeys(
        ("2025-01", "2025-2M", "2025-02"), 10
    )
    so_far = next(each for each in growth if str(each.reference_period) == "2025-2M")
    assert (
        so_far.trail
        == "budget-revenue 2024-2M: 200 billion VND; budget-revenue 2025-2M: 220 billion VND"
    )
    assert all(part.derived_from for part in so_far.derived_from)


@pytest.mark.parametrize(
    ("value", "unit", "problem", "reason"),
    [
        (None, "billion VND", "not_reported", "no value was reported"),
        (True, "billion VND", "not_a_number", "the value is true or false; a number was expected"),
        (math.nan, "billion VND", "nan", "the value is NaN, not a number"),
        (Decimal("sNaN"), "billion VND", "nan", "the value is NaN, not a number"),
        (
            *(-math.inf, "billion VND", "infinite"),
            "the value is infinite, or what would follow from it",
        ),
        (
            *(1, "billion USD", "other_unit"),
            ("unit 'billion USD' is unknown or does not convert to that of 'budget-revenue'"),
        ),
    ],
)
def test_values_that_cannot_be_used(ha_tinh, value, unit, problem, reason):
    broken = _seen("budget-revenue", "2025-Q2", value, unit=unit)
    found = rt.derive([*_revenue(q1=1, q3=3), broken], ha_tinh)
    assert found.derived == ()
    assert (found.problems[0].problem.value, found.problems[0].reason("en")) == (problem, reason)
    assert _problems(found)[1:] == [("gap", ["2025-Q3"])]


def test_a_sum_beyond_all_floats(ha_tinh):
    found = rt.derive(_revenue(q1=1.7e308, q2=1.7e308), ha_tinh)
    assert (found.derived, _problems(found)) == (
        (),
        [("infinite", ["2025-Q1"]), ("infinite", ["2025-Q2"])],
    )


def test_a_report_that_comes_later_takes_the_place_of_a_sum(ha_tinh):
    once = rt.derive(_revenue(q1=1, q2=2), ha_tinh)
    twice = rt.derive([*once, *_revenue(s6=9, q3=1)], ha_tinh)
    assert _values(twice) == {"2025-9M": 10}
    assert [each.reported.value for each in twice.disagreements] == [9]


def test_a_sum_whose_months_are_gone_still_serves(ha_tinh):
    once = rt.derive(_revenue(q1=1, q2=2), ha_tinh)
    later = rt.derive([*once.derived, *_revenue(q3=4)], ha_tinh)
    assert (_values(later), later.problems) == ({"2025-9M": 7}, ())
    # Two that disagree serve nothing, and nothing is said of what nobody reported.
    other = attrs.evolve(once.derived[0], value=5)
    assert rt.derive([*once.derived, other], ha_tinh).problems == ()


def test_months_that_changed_since(ha_tinh):
    once = rt.derive(_revenue(q1=1, q2=2), ha_tinh)
    found = rt.derive([*once.derived, *_revenue(q1=1, q2=7)], ha_tinh)
    assert [(each.reported.value, each.derived.value) for each in found.disagreements] == [(3, 8)]
    assert found.derived == ()


def test_sums_that_differ_leave_an_earlier_one_out(ha_tinh):
    once = rt.derive(_revenue(s3=10, q2=3), ha_tinh)
    months = _revenue(s3=10, m04=1, m05=1, m06=1, q2=9, q3=1)
    found = rt.derive([*once.derived, *months], ha_tinh)
    assert "2025-9M" not in _values(found)


def test_what_cannot_be_derived_from(ha_tinh):
    pandas_like = type("Frame", (), {"columns": ()})()
    for given in ([7], pandas_like):
        with pytest.raises(rt.UnsupportedFrameError) as caught:
            rt.derive(given, ha_tinh)
        assert str(caught.value).startswith("a polars DataFrame or LazyFrame was expected, not ")
    with pytest.raises(rt.UnknownOptionError):
        rt.derive([], ha_tinh, language="fr")


def test_every_problem_has_a_sentence_in_both_languages():
    facts = (
        "indicator",
        "period",
        "unit",
        "year",
        "year_before",
        "derived",
        "needed",
        "note",
        "choice",
    )
    for problem in rt.DerivationProblem:
        for language in ("en", "vi"):
            sentence = derivation_template(problem, language)
            assert "{" not in sentence.format(**dict.fromkeys(facts, "x"))
    refusal = rt.NotDerived(observations=(), problem=rt.DerivationProblem.NAN)
    with pytest.raises(rt.UnknownOptionError):
        refusal.reason("fr")


def test_files_have_no_place_for_derived_figures(ha_tinh, tmp_path):
    now = _seen("poverty-rate", "2025", Decimal("1.9"))
    derived = rt.derive([*ha_tinh.observations, now], ha_tinh)
    dataset = attrs.evolve(ha_tinh, observations=tuple(derived))
    for write in (rt.write_dataset, rt.write_sdmx):
        with pytest.raises(rt.DerivedFigureError) as caught:
            write(dataset, tmp_path / "x")
        assert str(caught.value) == (
            "ha-tinh-2025 1.0.0 holds the derived figure 'poverty-reduction VN-23 2025', and "
            "what is written holds reported figures only: leave out what has derived_from, and "
            "derive it again from what is read"
        )
    assert not (tmp_path / "x").exists()
    frame = dataset.to_frame("observations")
    assert frame["derived_from"].to_list()[-2:] == [
        None,
        "poverty-rate 2024: 2.41 percent; poverty-rate 2025: 1.9 percent",
    ]
    assert "derived_from" not in ha_tinh.to_frame("observations").columns
