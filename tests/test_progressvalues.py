"""Explanations: a reader can recompute the value from them by hand."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.progresswords import method_words


@pytest.fixture
def unemployment() -> rt.Target:
    """Below 4 % in 2025."""
    return rt.load("vietnam-2025", version="1.0.0")["urban-unemployment"]


def test_less_is_better_in_sentences(unemployment: rt.Target) -> None:
    found = rt.progress({"2024": Decimal("4.5")}, unemployment, method="distance")
    assert found.explain("en") == (
        f"({unemployment.number}) {unemployment.indicator.name_en}. Distance to the bound: 0.5 "
        "percentage points. Formula: bound - figure, or figure - bound where less is better. In "
        "numbers: 4.5 - 4. Figure of 2024: 4.5%. Bound for 2025: 4%. Source: resolution_targets, "
        "docs/progress-methods.md."
    )
    assert found.explain("vi") == (
        f"({unemployment.number}) {unemployment.indicator.name_vi}. Khoảng cách đến mức chỉ tiêu: "
        "0,5 điểm %. Công thức: chỉ tiêu - thực hiện, hoặc thực hiện - chỉ tiêu nếu càng thấp càng "
        "tốt. Thay số: 4,5 - 4. Thực hiện kỳ 2024: 4,5%. Mức chỉ tiêu kỳ 2025: 4%. Nguồn: "
        "resolution_targets, docs/progress-methods.md."
    )


@pytest.mark.parametrize(
    ("method", "worked"),
    [
        ("share_of_change", "(4.5 - 5) / (4 - 5)"),
        ("distance_percent", "100 x (4.5 - 4) / 4"),
        ("escap", "10 x (4.5 - 5) / (4 - 5)"),
        ("progress_chart", "(4.5 x (4.5 / 5) ^ (0.5 / 1.5) - 5) / (4 - 5)"),
        ("cagr_ratio", "((4.5 / 5) ^ (1 / 1.5) - 1) / ((4 / 5) ^ (1 / 2) - 1)"),
        ("open_sdg", "R = (-1) x ((4.5 / 5) ^ (1 / 1.5) - 1) / |(4 / 5) ^ (1 / 2) - 1|"),
        ("open_sdg_trend", "g = (-1) x 100 x ((4.5 / 5) ^ (1 / 1.5) - 1); C = 1"),
    ],
)
def test_the_formula_in_numbers(unemployment: rt.Target, method: str, worked: str) -> None:
    target = attrs.evolve(
        unemployment, indicator=attrs.evolve(unemployment.indicator, kind="ratio")
    )
    found = rt.progress({"2023": 5, "2025-6M": 4.5}, target, method=method)
    words = method_words(method)
    assert f"Formula: {words.formula['en']}. In numbers: {worked}." in found.explain("en")
    assert found.explain("en").endswith(f"Source: {words.source}.")


def test_the_whole_of_it_in_vietnamese(ha_tinh: rt.Dataset) -> None:
    found = rt.progress(
        {"2023": 10, "2024": 10.5}, ha_tinh["doctors-per-10000"], method="cagr_ratio"
    )
    assert found.explain("vi") == (
        "(12) Số bác sĩ trên 1 vạn dân. Tốc độ tăng hằng năm thực tế so với cần thiết (Eurostat): "
        "0,523861. Công thức: ((thực hiện / gốc) ^ (1 / số năm đã qua) - 1) / ((chỉ tiêu / gốc) ^ "
        "(1 / tổng số năm) - 1). Thay số: ((10,5 / 10) ^ (1 / 1) - 1) / ((12 / 10) ^ (1 / 2) - 1). "
        "Thực hiện kỳ 2024: 10,5 bác sĩ/1 vạn dân. Gốc kỳ 2023: 10 bác sĩ/1 vạn dân. Mức chỉ tiêu "
        "kỳ 2025: 12 bác sĩ/1 vạn dân. Thời gian đã qua: 50%. Mức đánh giá: tiến triển chưa đủ. "
        "Chưa đúng tiến độ. Nguồn: Eurostat, Sustainable development in the European Union, as "
        "given in https://open-sdg.readthedocs.io/en/latest/progress-methodology/."
    )


def test_a_limit_is_named(ha_tinh: rt.Dataset) -> None:
    series = {"2023": 10, "2024": 10.5}
    target = ha_tinh["doctors-per-10000"]
    found = rt.progress(series, target, method="open_sdg_trend", limit=20)
    assert "Natural limit: 20 doctors per 10,000 people. Time gone by: 50%." in found.explain()
    assert "C = 0.953929086959653." in found.explain()


def test_negative_numbers_stand_in_brackets(ha_tinh: rt.Dataset) -> None:
    found = rt.progress({"2024": -2, "2025": -1}, ha_tinh["doctors-per-10000"])
    assert "((-1) - (-2)) / (12 - (-2))" in found.explain()


def test_an_unknown_language(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError):
        rt.progress({"2023": 10, "2024": 11}, ha_tinh["doctors-per-10000"]).explain("fr")
