"""Indicators and their kinds."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.indicators import Indicator, OverTime, QuantityKind


def _indicator(**fields: Any) -> Indicator:
    given = {
        "id": "doctors-per-10000",
        "name_vi": "Số bác sĩ trên 1 vạn dân",
        "name_en": "Doctors per 10,000 people",
        "direction": "higher",
        "kind": "ratio",
        "unit": "bác sĩ/1 vạn dân",
        "over_time": "stock",
    }
    return Indicator(**{**given, **fields})


def test_names_become_what_they_name() -> None:
    indicator = _indicator()
    assert indicator.direction is rt.Direction.HIGHER
    assert indicator.kind is QuantityKind.RATIO
    assert indicator.over_time is OverTime.STOCK
    assert indicator.unit == "doctor/ten_thousand/person"
    assert indicator.change_of is None


def test_name_in_a_language() -> None:
    assert _indicator().name("vi") == "Số bác sĩ trên 1 vạn dân"
    assert _indicator().name("en") == "Doctors per 10,000 people"


def test_a_unit_there_is_not() -> None:
    with pytest.raises(rt.UnknownUnitError) as caught:
        _indicator(unit="zzzzzzzz")
    assert caught.value.unit == "zzzzzzzz"


@pytest.mark.parametrize("field", ["direction", "kind", "over_time"])
def test_a_word_there_is_not_is_refused_in_our_words(field: str) -> None:
    with pytest.raises(rt.ResolutionTargetsError):
        _indicator(**{field: "upwards"})


def test_an_indicator_is_a_value() -> None:
    assert _indicator() == _indicator(unit="doctors per 10,000 people")
    assert len({_indicator(), _indicator()}) == 1
    assert attrs.evolve(_indicator(), unit="%").unit == "percent"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        _indicator().unit = "percent"  # type: ignore[misc]


def test_kinds_and_times_have_lower_case_names() -> None:
    assert [kind.value for kind in QuantityKind] == [
        "additive",
        "ratio",
        "change",
        "growth_rate",
        "index",
        "rank",
        "milestone",
    ]
    assert [time.value for time in OverTime] == ["flow", "stock", "year_to_date"]


# What a reader says of each promise: does the figure for nine months grow to the year's?
_GROWING = {
    *("grdp-per-capita", "production-value-per-hectare", "total-investment", "export-turnover"),
    *("budget-revenue", "domestic-revenue", "trade-revenue", "new-enterprises", "new-jobs"),
    "poverty-reduction",
}


def test_which_figures_grow_within_a_year(ha_tinh):
    growing = {target.id for target in ha_tinh if target.indicator.accumulates}
    # Income is promised "per year", so that every month's figure is a rate already.
    assert growing == _GROWING


@pytest.mark.parametrize(
    ("kind", "over_time", "unit", "grows"),
    [
        ("additive", "flow", "billion VND", True),
        ("additive", "year_to_date", "person", True),
        ("additive", "stock", "person", False),
        ("change", "year_to_date", "percentage_point", True),
        ("change", "stock", "percentage_point", False),
        ("growth_rate", "year_to_date", "percent", False),
        ("index", "flow", "dimensionless", False),
        ("milestone", "stock", "dimensionless", False),
        # Amounts per head add up with their numerator; shares do not, nor does what is
        # promised per head and year.
        ("ratio", "flow", "million VND/person", True),
        ("ratio", "flow", "million VND/person/year", False),
        ("ratio", "flow", "percent", False),
        ("ratio", "year_to_date", "million VND/person", False),
        ("ratio", "stock", "doctor/ten_thousand/person", False),
    ],
)
def test_what_grows_from_part_to_part(
    ha_tinh: rt.Dataset, kind: str, over_time: str, unit: str, *, grows: bool
) -> None:
    indicator = attrs.evolve(
        ha_tinh["new-jobs"].indicator, kind=kind, over_time=over_time, unit=unit
    )
    assert indicator.accumulates is grows
