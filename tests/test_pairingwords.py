"""Promises side by side in words, as a frame and as a table."""

from __future__ import annotations

from decimal import Decimal

import attrs
import polars as pl
import pytest

import resolution_targets as rt

HA_TINH = rt.load("ha-tinh-2025", version="1.1.0")
VIETNAM = rt.load("vietnam-2025", version="1.0.0")
_KEPT = ("forest-cover", "doctors-per-10000", "trained-labour")


def _few(dataset: rt.Dataset) -> rt.Dataset:
    return attrs.evolve(dataset, targets=tuple(each for each in dataset if each.id in _KEPT))


def test_a_frame() -> None:
    frame = rt.side_by_side(HA_TINH, VIETNAM).to_frame()
    assert frame.schema == {
        "indicator": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "ours": pl.Float64,
        "theirs": pl.Float64,
        "unit": pl.String,
        "difference": pl.Float64,
        "difference_unit": pl.String,
        "ratio": pl.Float64,
        "standing": pl.String,
        "reason": pl.String,
    }
    assert frame.row(0) == (
        "health-insurance-coverage",
        "Tỷ lệ bao phủ bảo hiểm y tế",
        "Health insurance coverage",
        95.0,
        95.15,
        "percent",
        -0.15,
        "percentage_point",
        1900 / 1903,
        "easier",
        None,
    )


def test_a_frame_says_why_not() -> None:
    target = HA_TINH["export-turnover"]
    figure = rt.Observation(
        indicator=target.id,
        reference_area="VN-23",
        reference_period=2024,
        value=Decimal(63000),
        unit="billion VND",
    )
    beside = rt.side_by_side(attrs.evolve(HA_TINH, targets=(target,)), [figure])
    assert beside.to_frame("vi").row(0)[3:] == (
        2.5,
        None,
        "billion USD",
        None,
        None,
        None,
        "not_comparable",
        "tỷ đô la Mỹ và tỷ đồng là hai loại tiền: cần quy đổi trước, theo tỷ giá có ngày",
    )
    assert beside.to_frame().item(0, "reason") == (
        "billion USD and billion VND are two currencies: convert one first, at a dated rate"
    )
    assert beside.rows[0].explain() == (
        "(6) Export turnover. This promise: above 2.5 billion USD; reported for 2024: 63,000 "
        "billion VND. Not comparable: billion USD and billion VND are two currencies: convert "
        "one first, at a dated rate."
    )


def test_an_empty_frame() -> None:
    nothing = rt.side_by_side(HA_TINH, [])
    assert nothing.to_frame().height == 0
    assert nothing.to_frame().columns[-1] == "reason"


def test_a_table() -> None:
    assert rt.side_by_side(_few(HA_TINH), _few(VIETNAM)).to_markdown() == (
        "# ha-tinh-2025 1.1.0 beside vietnam-2025 1.0.0\n\n"
        "| No. | Indicator | ha-tinh-2025 1.1.0 | vietnam-2025 1.0.0 | Difference | Standing |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 12 | Doctors per 10,000 people | 12 doctors per 10,000 people | about 15 doctors per "
        "10,000 people | -3 doctors per 10,000 people | easier |\n"
        "| 15 | Trained labour | above 80% | about 70% | +10 percentage points | harder |\n\n"
        "Only in ha-tinh-2025 1.1.0: Forest cover.\n\n"
        "Only in vietnam-2025 1.0.0: none.\n"
    )


def test_a_table_of_figures_in_vietnamese() -> None:
    few = attrs.evolve(HA_TINH, targets=HA_TINH.targets[:1])
    figures = [
        attrs.evolve(HA_TINH.observations[0], source="a|b"),
        attrs.evolve(HA_TINH.observations[0], reference_period="2024-6M", source=""),
        HA_TINH.observations[2],
    ]
    assert rt.side_by_side(few, figures).to_markdown("vi") == (
        "# ha-tinh-2025 1.1.0 bên cạnh số liệu báo cáo\n\n"
        "| Số | Chỉ tiêu | ha-tinh-2025 1.1.0 | số liệu báo cáo | Chênh lệch | So sánh |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 1 | Tốc độ tăng trưởng kinh tế (GRDP) | trên 7% | 7,3% (ước), 2024, a\\|b | "
        "-0,3 điểm % | đã đạt từ trước |\n"
        "| 1 | Tốc độ tăng trưởng kinh tế (GRDP) | trên 7% | 7,3% (ước), 2024-6M |  | "
        "không so sánh được: 2025 và 2024-6M là những khoảng khác nhau trong năm |\n\n"
        "Chỉ có ở ha-tinh-2025 1.1.0: không có.\n\n"
        "Chỉ có ở số liệu báo cáo: poverty-rate.\n"
    )


def test_explanations() -> None:
    beside = rt.side_by_side(HA_TINH, VIETNAM)
    assert beside["health-insurance-coverage"].explain("vi") == (
        "(11c) Tỷ lệ bao phủ bảo hiểm y tế. Chỉ tiêu này: trên 95%; chỉ tiêu kia: đạt 95,15%. "
        "Chênh lệch: -0,15 điểm %, bằng 99,84% bên kia: dễ hơn."
    )
    assert rt.side_by_side(HA_TINH)["trade-revenue"].explain() == (
        "(7b) Import-export revenue. This promise: above 9,000 billion VND; reported for 2024: "
        "8,300 billion VND (estimated). Difference: +700 billion VND, 108.4% of the other: "
        "not yet met."
    )
    milestone = rt.side_by_side(HA_TINH, HA_TINH)["new-rural-province"]
    assert milestone.explain() == (
        "(9) Province completes the new-rural task. This promise: to be done; the other: to be "
        "done. The same."
    )


def test_an_explanation_without_a_ratio() -> None:
    target = attrs.evolve(HA_TINH["grdp-growth"], criterion=rt.Criterion(relation="reach", lower=0))
    zero = attrs.evolve(HA_TINH, targets=(target,))
    assert rt.side_by_side(zero, zero).rows[0].explain() == (
        "(1) GRDP growth. This promise: 0%; the other: 0%. Difference: 0 percentage points: "
        "the same."
    )


def test_a_difference_without_an_end_is_shortened() -> None:
    # 53 million a year are 4.41666... million a month, which has no end.
    target = HA_TINH["income-per-capita"]
    criterion = rt.Criterion(relation="above", lower=1)
    monthly = attrs.evolve(target, unit="million VND/person/month", criterion=criterion)
    ours, theirs = (attrs.evolve(HA_TINH, targets=(each,)) for each in (monthly, target))
    (pairing,) = rt.side_by_side(ours, theirs).rows
    assert str(pairing.theirs_in_our_unit).startswith("4.4166666666666666666666666")
    assert "Difference: -3.41666666667 million VND per person per month" in pairing.explain()


def test_every_word_is_there_in_both_languages() -> None:
    for standing in rt.Standing:
        assert standing.in_words("vi") != standing.in_words("en")
    assert rt.Standing.ALREADY_MET.in_words("vi") == "đã đạt từ trước"


@pytest.mark.parametrize("say", ["explain", "reason_in", "to_frame", "to_markdown", "in_words"])
def test_another_language(say: str) -> None:
    beside = rt.side_by_side(HA_TINH, VIETNAM)
    things = {"explain": beside.rows[0], "reason_in": beside.rows[0], "in_words": rt.Standing.SAME}
    with pytest.raises(rt.UnknownOptionError) as raised:
        getattr(things.get(say, beside), say)("fr")
    assert str(raised.value) == "language='fr' is not known; it takes 'vi', 'en'"
