"""Revisions, and the targets that they make of those they revise."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.revisions import revised

_ACT = "resolution-25-nq-cp"
_CRITERION = rt.Criterion(relation="reach", lower="8.0")


def _revision(**fields: Any) -> rt.Revision:
    given = {
        "target": "grdp-growth",
        "in_force_from": "2025-02-05",
        "criterion": _CRITERION,
        "unit": "%",
        "act": _ACT,
    }
    return rt.Revision(**{**given, **fields})


def test_fields_become_what_they_name() -> None:
    revision = _revision()
    assert revision.in_force_from == date(2025, 2, 5)
    assert revision == _revision(in_force_from=date(2025, 2, 5), unit="percent")
    assert revision.unit == "percent"
    assert revision.stretch is None
    assert (revision.quote, revision.source, revision.locator, revision.comment) == ("",) * 4


@pytest.mark.parametrize("day", ["", "2025", "2025-02", "2025-02-30", "05/02/2025", None])
def test_the_day_must_be_one(day: str | None) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        _revision(in_force_from=day)
    assert str(caught.value) == f"a day is {day!r}; expected a date such as 2025-08-05"


def test_the_unit_must_be_one() -> None:
    with pytest.raises(rt.UnknownUnitError):
        _revision(unit="zzzzzzzz")


def test_a_revision_is_a_value_and_pickles() -> None:
    assert len({_revision(), _revision()}) == 1
    assert pickle.loads(pickle.dumps(_revision())) == _revision()  # noqa: S301  # our own bytes
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        _revision().act = ""  # type: ignore[misc]


def test_a_revised_target_has_the_promise_of_the_revision(ha_tinh: rt.Dataset) -> None:
    adopted = ha_tinh["grdp-growth"]
    stretch = rt.Criterion(relation="reach", lower=10)
    revision = _revision(
        stretch=stretch,
        unit="permille",
        quote="Hà Tĩnh: 8,0%",
        source="report",
        locator="Phụ lục I",
        comment="From a report.",
    )
    target = revised(adopted, revision)
    assert target == attrs.evolve(
        adopted,
        criterion=_CRITERION,
        stretch=stretch,
        unit="permille",
        quote="Hà Tĩnh: 8,0%",
        source="report",
        locator="Phụ lục I",
        comment="From a report.",
        in_force_from=date(2025, 2, 5),
        act=_ACT,
    )
    # What it is a promise of stays: the line, the indicator, the area and the period.
    for name in ("id", "number", "indicator", "domain", "reference_area", "reference_period"):
        assert getattr(target, name) == getattr(adopted, name)


def test_a_revision_without_a_stretch_takes_the_stretch_away(ha_tinh: rt.Dataset) -> None:
    adopted = attrs.evolve(ha_tinh["grdp-growth"], stretch=rt.Criterion(relation="reach", lower=8))
    assert revised(adopted, _revision()).stretch is None


def test_a_revision_that_contradicts_the_direction(ha_tinh: rt.Dataset) -> None:
    revision = _revision(criterion=rt.Criterion(relation="below", lower=7))
    with pytest.raises(rt.InvalidCriterionError) as caught:
        revised(ha_tinh["grdp-growth"], revision)
    assert str(caught.value) == (
        "grdp-growth: 'below' contradicts an indicator whose direction is 'higher'; "
        "that takes above or at_least or reach or between"
    )
