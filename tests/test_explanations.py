"""Explanations of verdicts: read as a reader would, and computed again number by number."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from told_arithmetic import golden_texts, wrong_equations

import resolution_targets as rt
from resolution_targets.explanations import equals_sign, share_in_words, sign_between

_LANGUAGES = ("vi", "en")
_DATASET = rt.load("ha-tinh-2025", version="1.1.0")
# Made up: no act gives it.
_RATE = rt.ExchangeRate(base="USD", quote="VND", rate=25437, date="2025-12-31", source="an example")


def _published(indicator: str, source: str) -> rt.Observation:
    """What the data say of 2024."""
    return next(
        each
        for each in _DATASET.observations
        if (each.indicator, each.source) == (indicator, source)
    )


def _reported(indicator: str, value: Any, **fields: Any) -> rt.Observation:
    given = {
        "indicator": indicator,
        "reference_area": "VN-23",
        "reference_period": 2025,
        "value": value,
        "unit": _DATASET[indicator].unit,
    }
    return rt.Observation(**{**given, **fields})


_OF_2024: dict[str, Any] = {"period": 2024}
_ROUNDED: dict[str, Any] = {"rounding": "published"}
_LENIENT: dict[str, Any] = {"reading": "lenient"}
# A figure and options for each promise; the golden texts say which figures are real.
_FIGURES: dict[str, tuple[Any, dict[str, Any]]] = {
    "grdp-growth": (_published("grdp-growth", "resolution"), _OF_2024),
    "grdp-per-capita": (3600, {"unit": "USD/person", "rates": [_RATE]}),
    "income-per-capita": (Decimal("4.4"), {"unit": "million VND/person/month"}),
    "production-value-per-hectare": (
        _reported(
            "production-value-per-hectare", 101, value_upper=104, observation_status="forecast"
        ),
        {},
    ),
    "total-investment": (_published("total-investment", "lao-dong-2024"), _OF_2024),
    "export-turnover": (2500, {"unit": "million USD", **_LENIENT}),
    "budget-revenue": (_published("budget-revenue", "resolution"), _OF_2024),
    "domestic-revenue": (_published("domestic-revenue", "lao-dong-2024"), _OF_2024),
    "trade-revenue": (_published("trade-revenue", "lao-dong-2024"), _OF_2024),
    "new-enterprises": (None, {}),
    "new-rural-province": (True, {}),
    "urbanization-rate": (Decimal("0.39"), {"unit": "dimensionless"}),
    "social-insurance-coverage": (31.8, _ROUNDED),
    "unemployment-insurance-coverage": (17.85, _ROUNDED),
    "health-insurance-coverage": (95, {}),
    "doctors-per-10000": (12.5, {}),
    "hospital-beds-per-10000": (32, {}),
    "poverty-reduction": (
        _reported("poverty-reduction", Decimal("0.55"), value_upper=Decimal("0.65")),
        {},
    ),
    "trained-labour": (_reported("trained-labour", 81, reference_area="VN-44"), {}),
    "new-jobs": (
        _reported(
            "new-jobs",
            20000,
            reference_period="2025-6M",
            observation_status="estimate",
            source="vneconomy.vn",
        ),
        {},
    ),
    "technology-renewal": (
        _reported("technology-renewal", 22, value_upper=Decimal("23.5")),
        _LENIENT,
    ),
    "procedures-on-national-portal": (100, {}),
    "procedures-with-online-files": (99.96, _ROUNDED),
    "online-files-share": (90.01, {}),
    "cultural-households": (93.5, _ROUNDED),
    "cultural-villages": (985, {"unit": "permille"}),
    "cultural-organisations": (
        _reported("cultural-organisations", Decimal("71.0"), value_upper=Decimal("71.3")),
        _ROUNDED,
    ),
    "solid-waste-treated": (math.nan, {}),
    "forest-cover": (
        _reported("forest-cover", Decimal("52.4"), observation_status="provisional"),
        {},
    ),
    "urban-clean-water": (_reported("urban-clean-water", 88.5, value_upper=89.5), {}),
    "rural-hygienic-water": (99.5, {}),
    "rural-standard-water": (Decimal("72.0"), _ROUNDED),
    "strong-communes": (96.3, {}),
}


def _verdict(id_: str) -> rt.Verdict:
    if id_ == "grdp-growth, in force":
        # examples/ha-tinh-2025.csv, against the promise of 226/NQ-CP.
        figure = _reported(
            "grdp-growth",
            8.05,
            reference_period="2025-9M",
            observation_status="estimate",
            source="vneconomy.vn",
        )
        return _DATASET.in_force("2025-10-01")["grdp-growth"].compare(figure, period="2025-9M")
    figure, options = _FIGURES[id_]
    return _DATASET[id_].compare(figure, **options)


_IDS = [*_FIGURES, "grdp-growth, in force"]


def test_there_is_a_text_for_each_promise() -> None:
    assert list(_FIGURES) == [target.id for target in _DATASET]
    for language in _LANGUAGES:
        assert list(golden_texts(f"explanations.{language}.md")) == _IDS


def test_the_texts_tell_of_every_status() -> None:
    found = {_verdict(id_).status for id_ in _IDS}
    assert found == set(rt.Status) - {rt.Status.PARTLY_MET}


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("id_", _IDS)
def test_explanation(id_: str, language: str) -> None:
    text = _verdict(id_).explain(language)
    assert text == golden_texts(f"explanations.{language}.md")[id_]
    assert wrong_equations(text, language) == []


# A check that cannot fail is none.
@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("8,300 - 9,000 = -700 billion VND", "en", []),
        ("8.300 - 9.000 = -700 tỷ đồng", "vi", []),
        ("8,300 - 9,000 = -701 billion", "en", ["8,300 - 9,000 = -701"]),
        ("8,300 / 9,000 ≈ 92.22%.", "en", []),
        ("8,300 / 9,000 = 92.22%.", "en", ["8,300 / 9,000 = 92.22%"]),
        ("8,300 / 9,000 ≈ 92.3%.", "en", ["8,300 / 9,000 ≈ 92.3%"]),
        ("9,000 / 9,000 ≈ 100%.", "en", ["9,000 / 9,000 ≈ 100%"]),
        ("17.800 x 5/12 ≈ 7.416,67 tỷ", "vi", []),
        ("17.800 x 5/12 ≈ 7.416,7 tỷ", "vi", []),
        ("17.800 x 5/12 ≈ 7.417,67 tỷ", "vi", ["17.800 x 5/12 ≈ 7.417,67"]),
        ("2,866 / (5/12) = 6,878.4 billion", "en", []),
        ("15,000 / (75%) = 20,000 billion", "en", []),
        ("200 x 73.5% = 147 billion", "en", []),
        ("7.3 > 7: met; 6.9 > 7: met", "en", ["6.9 > 7"]),
        ("7 = 7, not more", "en", []),
        ("7 - 5 and nothing else", "en", ["1 equations begin, 0 are told"]),
    ],
)
def test_the_checker_finds_what_is_wrong(text: str, language: str, wrong: list[str]) -> None:
    assert wrong_equations(text, language) == wrong


def _sentence(verdict: rt.Verdict, start: str, language: str = "en") -> str:
    """The rest of a text, from some words on."""
    _, found, rest = verdict.explain(language).partition(start)
    assert found
    return found + rest


def test_the_end_of_what_is_rounded_is_no_part_of_it(ha_tinh: rt.Dataset) -> None:
    # II.2 (21), if 93.45 were promised: 93.4 stands for what is below it.
    target = attrs.evolve(
        ha_tinh["cultural-households"], criterion=rt.Criterion(relation="reach", lower="93.45")
    )
    verdict = target.compare(93.4, rounding="published")
    assert verdict.status == "missed"
    assert _sentence(verdict, "As published") == (
        "As published, 93.4 stands for 93.35 up to, and without, 93.45. 93.35 < 93.45; 93.45 "
        "itself is not reached: missed. Gap: 93.4 - 93.45 = -0.05 percentage points. Share of "
        "the bound: 93.4 / 93.45 ≈ 99.95%."
    )
    assert "93,35 < 93,45; chưa chạm 93,45: chưa đạt." in verdict.explain("vi")


def test_what_was_computed_stands_for_itself(ha_tinh: rt.Dataset) -> None:
    verdict = ha_tinh["cultural-households"].compare(280.4 / 3, rounding="published")
    assert _sentence(verdict, "93.4666666667 <") == (
        "93.4666666667 < 93.5: missed. Gap: 93.4666666667 - 93.5 = -0.0333333333 percentage "
        "points. Share of the bound: 93.4666666667 / 93.5 ≈ 99.96%."
    )


def test_a_float_is_told_as_it_was_judged(ha_tinh: rt.Dataset) -> None:
    # A twelfth of 53 million: as floats they are equal, and so it is not above.
    value = 53 / 12
    verdict = ha_tinh["income-per-capita"].compare(value, unit="million VND/person/month")
    assert verdict.status == "missed"
    assert "4.41666666667 = 4.41666666667: missed." in verdict.explain()
    bound = Fraction(53, 12)
    assert sign_between(value, bound) == "="
    assert sign_between(math.nextafter(value, 9), bound) == ">"
    assert sign_between(Decimal("4.4166666666666666"), bound) == "<"
    assert sign_between(5, bound) == ">"


@pytest.mark.parametrize("value", [math.nan, math.inf, Decimal("NaN")])
def test_what_is_no_number_of_another_area_has_no_digits(value: float | Decimal) -> None:
    verdict = _DATASET["grdp-growth"].compare(
        _reported("grdp-growth", value, reference_area="VN-44")
    )
    assert verdict.explain() == (
        "(1) GRDP growth. Promised: above 7% (“Tốc độ tăng trưởng kinh tế GRDP đạt trên 7%”). Not "
        "comparable: the figure is for VN-44, the promise for VN-23."
    )


def test_half_a_range_that_is_no_number_has_no_digits() -> None:
    verdict = _DATASET["grdp-growth"].compare(_reported("grdp-growth", 8, value_upper=math.nan))
    assert "Reported" not in verdict.explain()
    assert verdict.explain().endswith("Not comparable: the value is NaN, not a number.")


def test_a_milestone_that_is_neither_done_nor_not() -> None:
    target = _DATASET["new-rural-province"]
    assert (
        target.compare(2)
        .explain()
        .endswith("Reported: 2. Not comparable: a milestone takes true or false (1 or 0), not 2.")
    )
    figure = _reported("new-rural-province", 0, value_upper=1)
    assert (
        target.compare(figure)
        .explain("vi")
        .endswith(
            "Thực hiện: từ 0 đến 1, năm 2025. Không so sánh được: chỉ tiêu dạng hoàn thành nhận "
            "đúng hoặc sai (1 hoặc 0), không nhận 0-1."
        )
    )


def test_a_range_of_a_range_is_told_from_the_easier_end() -> None:
    target = attrs.evolve(
        _DATASET["grdp-growth"],
        indicator=attrs.evolve(_DATASET["grdp-growth"].indicator, direction="lower"),
        criterion=rt.Criterion(relation="between", lower=3, upper=4),
    )
    verdict = target.compare(_reported("grdp-growth", Decimal("2.5"), value_upper=Decimal("4.5")))
    assert _sentence(verdict, "2.5 <") == (
        "2.5 < 4; 2.5 < 3; 4.5 > 4; 4.5 > 3: undecided. Gap: 2.5 - 4 = -1.5 percentage points. "
        "Share of the bound: 2.5 / 4 = 62.5%. Gap: 4.5 - 4 = +0.5 percentage points. Share of the "
        "bound: 4.5 / 4 = 112.5%."
    )
    lenient = target.compare(
        _reported("grdp-growth", Decimal("2.5"), value_upper=Decimal("4.5")), reading="lenient"
    )
    # Less is better, so the smaller end counts.
    assert lenient.status == "exceeded"
    assert "Read leniently: a range counts by its better end. 2.5 < 4" in lenient.explain()


def test_no_share_of_a_bound_that_is_not_above_zero() -> None:
    target = attrs.evolve(
        _DATASET["grdp-growth"], criterion=rt.Criterion(relation="at_least", lower=-2)
    )
    assert _sentence(target.compare(Decimal("-1.5")), "-1.5 >") == (
        "-1.5 > -2: exceeded. Gap: -1.5 - -2 = +0.5 percentage points."
    )


@pytest.mark.parametrize(
    ("number", "bound", "text"),
    [
        (8300, 9000, "8,300 / 9,000 ≈ 92.22%"),
        # Four digits below 100 %, hundredths above it.
        (17805, 17800, "17,805 / 17,800 ≈ 100.03%"),
        (220500, 1000, "220,500 / 1,000 = 22,050%"),
        (1, 30000, "1 / 30,000 ≈ 0.003333%"),
        (-5, 8, "-5 / 8 = -62.5%"),
        (0, 8, "0 / 8 = 0%"),
    ],
)
def test_shares_of_a_bound(number: int, bound: int, text: str) -> None:
    assert share_in_words(Fraction(number), Fraction(bound), "en") == text


def test_the_sign_of_equality() -> None:
    assert equals_sign(Fraction(1, 4), Fraction(3)) == "="
    assert equals_sign(Fraction(1, 3)) == "≈"
    assert equals_sign(Fraction(123456789), digits=6) == "≈"
    assert equals_sign(Fraction(123456), digits=6) == "="


def test_there_are_two_languages() -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        _DATASET["grdp-growth"].compare(7).explain("fr")
    assert str(caught.value) == "language='fr' is not known; it takes 'vi', 'en'"


def test_a_derived_figure_says_what_it_came_from():
    ds = rt.load("ha-tinh-2025", version="1.1.0")
    now = rt.Observation(
        indicator="poverty-rate",
        reference_area="VN-23",
        reference_period=2025,
        value=Decimal("1.85"),
        unit="%",
    )
    # 2.41 - 1.85 = 0.56; the 2.41 of 2024 is in the data.
    (fall,) = rt.derive([*ds.observations, now], ds).derived
    text = ds["poverty-reduction"].compare(fall).explain("en")
    assert (
        "Derived: 0.56 percentage points for 2025, from poverty-rate 2024 2.41%; "
        "poverty-rate 2025 1.85%. " in text
    )
    assert (
        "Tính ra: 0,56 điểm %, năm 2025, từ poverty-rate năm 2024 2,41%; poverty-rate năm 2025 "
        "1,85%. " in ds["poverty-reduction"].compare(fall).explain("vi")
    )


def test_a_share_of_too_many_digits_is_told_in_per_cent_and_about():
    ds = rt.load("ha-tinh-2025", version="1.1.0")
    weights = [Fraction(1, 10**7 + place) for place in range(12)]
    odd = rt.Profile(name="odd", weights=weights)
    text = ds["budget-revenue"].outlook(8900, period="2025-6M", profile=odd).explain("en")
    assert re.search(r"17,800 x 50\.0000\d+% ≈ 8,900 billion VND", text)
