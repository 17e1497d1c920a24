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


def _estimates() -> rt.SideBySide:
    """Growth by 8-8.5%, as a share of one, and by 7.3%, beside "trên 7%"."""
    growth = attrs.evolve(HA_TINH, targets=(HA_TINH["grdp-growth"],))
    number = attrs.evolve(HA_TINH.observations[0], source="")
    ends = {"value": Decimal("0.08"), "value_upper": Decimal("0.085"), "unit": "dimensionless"}
    return rt.side_by_side(growth, [attrs.evolve(number, **ends), number])


def test_a_frame_of_ranges_has_both_ends_in_our_unit() -> None:
    frame = _estimates().to_frame()
    assert frame.columns[3:7] == ["ours", "theirs", "theirs_upper", "unit"]
    assert frame.drop("name_vi", "name_en", "ratio").rows() == [
        *[("grdp-growth", 7.0, 8.0, 8.5, "percent", -1.0, "percentage_point", "already_met", None)],
        *[
            (
                "grdp-growth",
                7.0,
                7.3,
                None,
                "percent",
                -0.3,
                "percentage_point",
                "already_met",
                None,
            )
        ],
    ]
    assert frame["ratio"].to_list() == [0.875, 70 / 73]


def test_a_table_of_ranges() -> None:
    cells = [row.split(" | ")[3:] for row in _estimates().to_markdown().splitlines()[4:6]]
    assert cells == [
        ["0.08 to 0.085 (estimated), 2024", "-1 percentage points", "already met |"],
        ["7.3% (estimated), 2024", "-0.3 percentage points", "already met |"],
    ]


def test_an_explanation_of_a_range() -> None:
    target = HA_TINH["grdp-growth"]
    figure = attrs.evolve(
        HA_TINH.observations[0], value=Decimal("6.5"), value_upper=8, reference_period=2025
    )
    growth = attrs.evolve(HA_TINH, targets=(target,))
    (pairing,) = rt.side_by_side(growth, [figure]).rows
    # 7 / 6.5 is 1.0769...
    assert pairing.explain() == (
        "(1) GRDP growth. This promise: above 7%; reported for 2025: 6.5 to 8% (estimated). "
        "Difference from the smaller end: +0.5 percentage points, 107.7% of the other: undecided."
    )
    assert pairing.explain("vi") == (
        "(1) Tốc độ tăng trưởng kinh tế (GRDP). Chỉ tiêu này: trên 7%; số liệu 2025: 6,5 đến 8% "
        "(ước). Chênh lệch so với đầu nhỏ: +0,5 điểm %, bằng 107,7% bên kia: chưa kết luận được."
    )


def test_a_range_without_an_end_is_named_with_both() -> None:
    growth = attrs.evolve(HA_TINH, targets=(HA_TINH["grdp-growth"],))
    figure = attrs.evolve(HA_TINH.observations[0], value=8, value_upper=float("inf"), source="")
    (row,) = rt.side_by_side(growth, [figure]).to_markdown("vi").splitlines()[4:5]
    assert row == (
        "| 1 | Tốc độ tăng trưởng kinh tế (GRDP) | trên 7% | 8 đến inf percent (ước), 2024 |  | "
        "không so sánh được: giá trị là vô hạn |"
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
