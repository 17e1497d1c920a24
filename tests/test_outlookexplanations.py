"""Explanations of outlooks: read as a reader would, and computed again number by number."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import attrs
import pytest
from told_arithmetic import golden_texts, wrong_equations

import resolution_targets as rt

_LANGUAGES = ("vi", "en")
_DATASET = rt.load("ha-tinh-2025", version="1.1.0")
# Made up: no act gives it.
_RATE = rt.ExchangeRate(base="USD", quote="VND", rate=25437, date="2025-12-31", source="an example")
# Made up: nothing comes in before July.
_LATE = rt.Profile(name="late", weights=[0] * 6 + [1] * 6)
# examples/ha-tinh-2024.csv: investment by June, by September and of the whole year.
_SEASONAL = rt.seasonal_profile(
    [
        rt.Observation(
            indicator="total-investment",
            reference_area="VN-23",
            reference_period=period,
            value=value,
            unit="billion VND",
        )
        for period, value in (("2024-6M", 25000), ("2024-9M", 40801), ("2024", 55524))
    ]
)


def _reported(indicator: str, period: str, value: Any, **fields: Any) -> rt.Observation:
    given = {
        "indicator": indicator,
        "reference_area": "VN-23",
        "reference_period": period,
        "value": value,
        "unit": _DATASET[indicator].unit,
    }
    return rt.Observation(**{**given, **fields})


def _estimate(indicator: str, period: str, value: Any) -> rt.Observation:
    return _reported(
        indicator,
        period,
        value,
        observation_status="estimate",
        source="examples/ha-tinh-2025.csv",
    )


def _promising(id_: str, direction: str = "higher", **criterion: Any) -> rt.Target:
    target = _DATASET[id_]
    return attrs.evolve(
        target,
        indicator=attrs.evolve(target.indicator, direction=direction),
        criterion=rt.Criterion(**criterion),
    )


_AT_MOST = _promising("new-enterprises", "lower", relation="at_most", lower=1200)
_INSIDE = _promising("urbanization-rate", "within", relation="between", lower=40, upper=45)
_FALLING = _promising("urbanization-rate", "lower", relation="below", lower=40)
_DONE = _DATASET["new-rural-province"]
_REVENUE = _DATASET["budget-revenue"]
_POVERTY = _DATASET["poverty-reduction"]
_LENIENT: dict[str, Any] = {"reading": "lenient"}


def _foreseen() -> dict[str, rt.Outlook]:
    """An outlook for each heading; the golden texts say which figures are real."""
    growth = _estimate("grdp-growth", "2025-9M", 8.05)
    in_force = _DATASET.in_force("2025-10-01")["grdp-growth"]
    investment = _estimate("total-investment", "2025-6M", 26846)
    # II.2 (14), and 8 to 15 thousand billion where 13,350 are expected.
    wide = _reported("budget-revenue", "2025-9M", 13500, value_upper=15000)
    unsure = _reported("budget-revenue", "2025-9M", 13000, value_upper=15000)
    of_growth = _reported("grdp-growth", "2025-9M", Decimal("6.5"), value_upper=Decimal("7.2"))
    return {
        "revenue after nine months": _REVENUE.outlook(
            _estimate("budget-revenue", "2025-9M", 15000)
        ),
        "import-export revenue after five months": _DATASET["trade-revenue"].outlook(
            _estimate("trade-revenue", "2025-5M", 2866)
        ),
        "new jobs after a quarter": _DATASET["new-jobs"].outlook(
            _estimate("new-jobs", "2025-Q1", 5722)
        ),
        "investment on the path of 2024": _DATASET["total-investment"].outlook(
            investment, profile=_SEASONAL
        ),
        "growth so far": _DATASET["grdp-growth"].outlook(growth),
        "growth so far, in force": in_force.outlook(growth),
        "a month alone": _DATASET["export-turnover"].outlook(
            _estimate("export-turnover", "2025-10", 0.15055)
        ),
        "at the bound, ahead of the year": _REVENUE.outlook(17800, period="2025-9M"),
        "past the bound, ahead of the year": _REVENUE.outlook(18000, period="2025-11M"),
        "past the path by less than the margin": _REVENUE.outlook(13500, period="2025-9M"),
        "on the path": _REVENUE.outlook(13350, period="2025-9M", **_LENIENT),
        "the whole year": _REVENUE.outlook(_reported("budget-revenue", "2025", 18000)),
        "in dollars": _REVENUE.outlook(300, unit="million USD", period="2025-5M", rates=[_RATE]),
        "nothing expected yet": _REVENUE.outlook(0, period="2025-6M", profile=_LATE),
        "a range ahead": _REVENUE.outlook(wide, margin=0),
        "a range partly ahead": _REVENUE.outlook(wide),
        "a range that settles nothing": _REVENUE.outlook(unsure),
        "a range read leniently": _REVENUE.outlook(unsure, **_LENIENT),
        "a range so far, read leniently": _DATASET["grdp-growth"].outlook(of_growth, **_LENIENT),
        "a fall within its range": _POVERTY.outlook(Decimal("0.27"), period="2025-6M"),
        "a fall at the harder end": _POVERTY.outlook(Decimal("0.3"), period="2025-6M"),
        "less is better": _AT_MOST.outlook(500, period="2025-6M"),
        "less is better, and too much": _AT_MOST.outlook(1250, period="2025-11M"),
        "less is better so far": _FALLING.outlook(Decimal("40.5"), period="2025-06"),
        "inside a range": _INSIDE.outlook(42, period="2025-06"),
        "above a range": _INSIDE.outlook(47, period="2025-11M"),
        "a share at a bound that it must pass": _DATASET["forest-cover"].outlook(
            52, period="2025-06"
        ),
        "a share in another unit": _DATASET["forest-cover"].outlook(
            519, unit="permille", period="2025-06"
        ),
        "a share of the whole year": _DATASET["forest-cover"].outlook(Decimal("52.5"), period=2025),
        "done": _DONE.outlook(value=True, period="2025-06"),
        "not done": _DONE.outlook(value=False, period="2025-06"),
        "another year": _REVENUE.outlook(_reported("budget-revenue", "2024-9M", 15000)),
        "no number": _REVENUE.outlook(math.nan, period="2025-9M"),
    }


_FORESEEN = _foreseen()


def test_every_outlook_has_its_text() -> None:
    for language in _LANGUAGES:
        assert list(golden_texts(f"outlooks.{language}.md")) == list(_FORESEEN)


def test_the_texts_tell_of_every_pace_and_most_problems() -> None:
    assert {found.pace for found in _FORESEEN.values()} == {*rt.Pace, None}
    problems = {found.problem for found in _FORESEEN.values()}
    untold = {rt.OutlookProblem.NOT_A_YEAR, rt.OutlookProblem.NO_SHARE}
    assert problems == {*rt.OutlookProblem, None} - untold


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("heading", list(_FORESEEN))
def test_explanation(heading: str, language: str) -> None:
    text = _FORESEEN[heading].explain(language)
    assert text == golden_texts(f"outlooks.{language}.md")[heading]
    assert wrong_equations(text, language) == []


def test_there_are_two_languages() -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        _FORESEEN["done"].explain("fr")
    assert str(caught.value) == "language='fr' is not known; it takes 'vi', 'en'"
