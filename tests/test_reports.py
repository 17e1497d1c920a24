"""Reports: a judged frame as cells and sentences, in Vietnamese and English."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.reports import Report, promise_cells, report

_EXAMPLES = Path(__file__).parents[1] / "examples"
_ALL_OPEN_BUT_ONE = "32 promises have no figure that could be judged."


def _report(
    dataset: rt.Dataset,
    *,
    by: Any = "domain",
    language: str = "en",
    wanted: str | None = None,
    **columns: list[Any],
) -> Report:
    frame = pl.DataFrame({"indicator": [], "value": []} | columns)
    result = rt.compare(frame, dataset, period=wanted, language=language)
    return report(result, dataset, by=by, language=language)


def _example(dataset: rt.Dataset, name: str, **options: Any) -> Report:
    figures = rt.read_observations(_EXAMPLES / name, dataset=dataset)
    language = options.get("language", "en")
    result = rt.compare(figures, dataset, period=options.pop("period", None), language=language)
    return report(result, dataset, **{"by": "domain", "language": "en"} | options)


@pytest.mark.parametrize(
    ("key", "en", "vi"),
    [
        # II.2 (2), (7a), (9), (10), (14), (25), (27a).
        (
            "2",
            ("2", "GRDP per capita", "above 91 million VND per person"),
            ("2", "GRDP bình quân đầu người", "trên 91 triệu đồng/người"),
        ),
        (
            "7a",
            ("7a", "Domestic revenue", "above 8,800 billion VND"),
            ("7a", "Thu nội địa", "trên 8.800 tỷ đồng"),
        ),
        (
            "10",
            ("10", "Urbanisation rate", "40%"),
            ("10", "Tỷ lệ đô thị hóa", "đạt 40%"),
        ),
        (
            "14",
            ("14", "Fall of the poverty rate", "between 0.5 and 0.6 percentage points"),
            ("14", "Mức giảm tỷ lệ hộ nghèo", "từ 0,5 đến 0,6 điểm %"),
        ),
        (
            "25",
            ("25", "Forest cover", "keep above 52%"),
            ("25", "Tỷ lệ che phủ rừng", "duy trì trên 52%"),
        ),
    ],
)
def test_a_promise_as_cells(
    ha_tinh: rt.Dataset, key: str, en: tuple[str, ...], vi: tuple[str, ...]
) -> None:
    assert promise_cells(ha_tinh[key], "en") == en
    assert promise_cells(ha_tinh[key], "vi") == vi


@pytest.mark.parametrize(
    ("row", "reported", "gap"),
    [
        # "Trên 7%": 6.5 is half a point short of it, and 8 one past.
        (("grdp-growth", 6.5, 8.0, "%"), "6.5 to 8%", "-0.5 to +1 percentage points"),
        (("grdp-growth", 8.0, None, "%"), "8%", "+1 percentage points"),
        (("grdp-growth", 8.0, math.inf, "%"), "8.0 to inf %", ""),
        (("grdp-growth", 8.0, 8.5, "bananas"), "8.0 to 8.5 bananas", ""),
        (("grdp-growth", None, 8.5, "%"), "", ""),
        # A milestone is done or not, and so no range.
        (("new-rural-province", 0.0, 1.0, "dimensionless"), "0 to 1", ""),
        # A thousand times as many billions are more than floats hold.
        (("budget-revenue", 1e3, 1.7e308, "trillion VND"), None, ""),
    ],
)
def test_a_range_with_both_ends(
    ha_tinh: rt.Dataset, row: tuple[Any, ...], reported: str | None, gap: str
) -> None:
    numbers = {"value": pl.Float64, "value_upper": pl.Float64}
    schema = {"indicator": pl.String, **numbers, "unit": pl.String}
    result = rt.compare(pl.DataFrame([row], schema=schema, orient="row"), ha_tinh)
    (cells,) = report(result, ha_tinh, by="domain", language="en").rows
    assert reported in {None, cells[3]}
    assert cells[6] == gap


def test_a_range_in_vietnamese(ha_tinh: rt.Dataset) -> None:
    columns: dict[str, list[Any]] = {"value_upper": [8.0], "indicator": ["grdp-growth"]}
    (cells,) = _report(ha_tinh, value=[6.5], language="vi", **columns).rows
    assert (cells[3], cells[6]) == ("6,5 đến 8%", "-0,5 đến +1 điểm %")


def test_headers_and_title(ha_tinh: rt.Dataset) -> None:
    shown = _report(ha_tinh)
    assert shown.headers == (
        "No.",
        "Indicator",
        "Promised",
        "Reported",
        "Period",
        "Verdict",
        "Gap",
    )
    assert shown.card_headers == ("Domain", "Items")
    assert shown.title == (
        f"Targets of Hà Tĩnh province for 2025 (ha-tinh-2025 1.0.0, sha256 {ha_tinh.sha256[:12]})"
    )
    shown = _report(ha_tinh, language="vi", by="item")
    assert shown.headers == (
        "Số",
        "Chỉ tiêu",
        "Mức đề ra",
        "Thực hiện",
        "Kỳ",
        "Đánh giá",
        "Chênh lệch",
    )
    assert shown.card_headers == ("Chỉ tiêu", "Đánh giá")
    assert _report(ha_tinh, by="item").card_headers == ("Item", "Verdict")
    assert _report(ha_tinh, language="vi").card_headers == ("Lĩnh vực", "Số chỉ tiêu")


def test_the_title_of_a_dataset_without_a_hash(ha_tinh: rt.Dataset) -> None:
    own = attrs.evolve(ha_tinh, id="x-2025", version="0.1.0", title="My targets", sha256="")
    figures = pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0]})
    shown = report(rt.compare(figures, own), own, by="domain", language="en")
    assert shown.title == "My targets (x-2025 0.1.0)"


def test_a_row_in_english_and_vietnamese(ha_tinh: rt.Dataset) -> None:
    columns = {
        "indicator": ["trade-revenue"],
        "value": [8300.5],
        "unit": ["tỷ đồng"],
        "period": ["2024"],
        "status": ["ước"],
    }
    english = _report(ha_tinh, wanted="2024", **columns)
    assert english.rows == (
        (
            "7b",
            "Import-export revenue",
            "above 9,000 billion VND",
            "8,300.5 billion VND (estimated)",
            "2024",
            "missed",
            "-699.5 billion VND",
        ),
    )
    assert english.statuses == (rt.Status.MISSED,)
    vietnamese = _report(ha_tinh, wanted="2024", language="vi", **columns)
    assert vietnamese.rows == (
        (
            "7b",
            "Thu xuất nhập khẩu",
            "trên 9.000 tỷ đồng",
            "8.300,5 tỷ đồng (ước)",
            "2024",
            "chưa đạt",
            "-699,5 tỷ đồng",
        ),
    )


def test_a_gap_has_its_sign_and_no_dust(ha_tinh: rt.Dataset) -> None:
    # 7.3 - 7 is 0.2999999999999998 in floats.
    shown = _report(ha_tinh, indicator=["grdp-growth"] * 3, value=[7.3, 7.0, 6.9], unit=["%"] * 3)
    assert [row[6] for row in shown.rows] == [
        "+0.3 percentage points",
        "0 percentage points",
        "-0.1 percentage points",
    ]


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (None, "8%"),
        ("A", "8%"),
        ("chính thức", "8%"),
        ("E", "8% (estimated)"),
        ("estimate", "8% (estimated)"),
        ("P", "8% (provisional)"),
        ("forecast", "8% (forecast)"),
        # A code that reports have no word for, and a word that is no code.
        ("B", "8% (B)"),
        ("who knows", "8% (who knows)"),
    ],
)
def test_how_firm_a_figure_is(ha_tinh: rt.Dataset, status: str | None, shown: str) -> None:
    found = _report(ha_tinh, indicator=["grdp-growth"], value=[8.0], unit=["%"], status=[status])
    assert found.rows[0][3] == shown


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        # Without a unit, a figure is in the promise's own.
        ({"value": [8.0]}, "8%"),
        ({"value": [8.0], "unit": [None]}, "8%"),
        ({"value": [0.08], "unit": ["lần"]}, "0.08"),
        ({"value": [8.0], "unit": ["zzzzzzzz"]}, "8.0 zzzzzzzz"),
        ({"value": [8]}, "8%"),
        ({"value": [None]}, ""),
        ({"value": [None], "status": ["E"]}, ""),
        ({"value": [float("nan")], "unit": ["%"]}, "nan %"),
        ({"value": [float("inf")]}, "inf percent"),
        ({"indicator": ["x"], "value": [8.5]}, "8.5"),
        ({"indicator": ["x"], "value": [8.5], "unit": ["tỷ đồng"]}, "8.5 billion VND"),
    ],
)
def test_the_figure(ha_tinh: rt.Dataset, columns: dict[str, list[Any]], shown: str) -> None:
    found = _report(ha_tinh, **{"indicator": ["grdp-growth"], **columns})
    assert found.rows[0][3] == shown


def test_a_row_that_was_not_judged_says_why(ha_tinh: rt.Dataset) -> None:
    columns: dict[str, list[Any]] = {
        "indicator": ["grdp-growth", "poverty-rate", None, "x"],
        "value": [None, 2.41, 1.0, 1.0],
    }
    english = _report(ha_tinh, **columns)
    assert [row[:3] for row in english.rows] == [
        ("1", "GRDP growth", "above 7%"),
        ("", "poverty-rate", ""),
        ("", "", ""),
        ("", "x", ""),
    ]
    assert [row[5] for row in english.rows] == [
        "not reported: no value was reported",
        (
            "not comparable: ha-tinh-2025 1.0.0 promises nothing for 'poverty-rate' itself, but "
            "for its change: 'poverty-reduction'"
        ),
        "not comparable: the row names no indicator",
        "not comparable: no promise for indicator 'x' in ha-tinh-2025 1.0.0",
    ]
    assert [row[6] for row in english.rows] == ["", "", "", ""]
    vietnamese = _report(ha_tinh, language="vi", **columns)
    assert vietnamese.rows[0][5] == "chưa có số liệu: chưa có giá trị báo cáo"
    assert vietnamese.rows[2][5] == "không so sánh được: dòng này không ghi chỉ tiêu"


def test_a_figure_for_a_milestone(ha_tinh: rt.Dataset) -> None:
    shown = _report(ha_tinh, indicator=["new-rural-province"] * 2, value=[1.0, 0.0])
    assert [(row[3], row[5], row[6]) for row in shown.rows] == [
        ("done", "met", ""),
        ("not done", "missed", ""),
    ]


@pytest.mark.parametrize("value", [True, False])
def test_a_truth_for_a_milestone(ha_tinh: rt.Dataset, *, value: bool) -> None:
    (row,) = _report(ha_tinh, indicator=["new-rural-province"], value=[value]).rows
    assert row[5] == ("met" if value else "missed")


@pytest.mark.parametrize("value", [1e27, 1e40, 1e308, -1e308, 5e-324])
def test_figures_of_any_size(ha_tinh: rt.Dataset, value: float) -> None:
    (row,) = _report(
        ha_tinh, indicator=["budget-revenue"], value=[value], unit=["nghìn tỷ đồng"]
    ).rows
    assert row[3].endswith(" trillion VND")


def test_the_card_by_item(ha_tinh: rt.Dataset) -> None:
    columns = {"indicator": ["grdp-growth", "trade-revenue"], "value": [8.0, 8300.0]}
    english = _report(ha_tinh, by="item", **columns)
    assert len(english.card_rows) == len(english.card_statuses) == 28
    assert english.card_rows[0] == ("1. GRDP growth", "met")
    assert english.card_rows[1] == ("2. GRDP per capita", "not reported")
    assert english.card_statuses[:2] == ("met", "not_reported")
    vietnamese = _report(ha_tinh, by="item", language="vi", **columns)
    assert vietnamese.card_rows[0] == ("1. Tốc độ tăng trưởng kinh tế (GRDP)", "đạt")
    assert vietnamese.tally == "từ 1 đến 27 trong 28 chỉ tiêu đạt và vượt"


def test_the_card_by_domain(ha_tinh: rt.Dataset) -> None:
    shown = _report(ha_tinh, indicator=["grdp-growth"], value=[8.0])
    assert shown.card_rows == (
        ("Economy", "between 1 and 10 of 10 met or exceeded"),
        ("Culture and society", "between 0 and 13 of 13 met or exceeded"),
        ("Environment", "between 0 and 4 of 4 met or exceeded"),
        ("Defence and security", "between 0 and 1 of 1 met or exceeded"),
    )
    assert shown.card_statuses == (None, None, None, None)
    shown = _report(ha_tinh, indicator=["grdp-growth"], value=[8.0], language="vi")
    assert shown.card_rows[3] == (
        "Quốc phòng, an ninh",
        "từ 0 đến 1 trong 1 chỉ tiêu đạt và vượt",
    )


def test_what_was_judged_and_what_was_not_and_why(ha_tinh: rt.Dataset) -> None:
    columns = {
        "indicator": ["grdp-growth", "grdp-growth", "x", "new-jobs", None, "trade-revenue"],
        "value": [8.0, 8.1, 1.0, None, 1.0, 9500.0],
        "period": ["2025", "2024", "2025", "2025", "2025", "2025-9M"],
    }
    # Two figures of another period, so they come first.
    assert _report(ha_tinh, **columns).summary == (
        "Judged: 1 of 6 figures, on 1 of 33 promises. Not judged: 2 of another period, 1 without "
        f"a promise, 1 without a value, 1 without an indicator. {_ALL_OPEN_BUT_ONE}"
    )
    assert _report(ha_tinh, language="vi", **columns).summary == (
        "Đã đánh giá: 1/6 số liệu, cho 1/33 chỉ tiêu (tính cả chỉ tiêu thành phần). Không đánh "
        "giá: 2 của kỳ khác, 1 không có chỉ tiêu tương ứng, 1 chưa có giá trị, 1 không ghi chỉ "
        "tiêu. 32 chỉ tiêu không có số liệu đánh giá được."
    )


def test_when_all_is_judged_the_summary_is_short(ha_tinh: rt.Dataset) -> None:
    columns = {
        "indicator": [target.id for target in ha_tinh],
        "value": [1.0 if target.item_number == 9 else 1e6 for target in ha_tinh],
    }
    shown = _report(ha_tinh, **columns)
    assert shown.summary == "Judged: 33 of 33 figures, on 33 of 33 promises."
    assert shown.tally == "28 of 28 met or exceeded"
    # Two figures for one promise are two figures, and one promise.
    twice = _report(ha_tinh, indicator=["grdp-growth"] * 2, value=[8.0, 8.1])
    assert twice.summary == f"Judged: 2 of 2 figures, on 1 of 33 promises. {_ALL_OPEN_BUT_ONE}"


def test_no_figures_at_all(ha_tinh: rt.Dataset) -> None:
    shown = _report(ha_tinh)
    assert shown.rows == ()
    assert shown.summary == (
        "Judged: 0 of 0 figures, on 0 of 33 promises. "
        "33 promises have no figure that could be judged."
    )


def test_the_outturn_of_2024(ha_tinh: rt.Dataset) -> None:
    shown = _example(ha_tinh, "ha-tinh-2024.csv", period="2024")
    # Growth 7.48 and 7.3, investment 55,524, revenue 17,900 twice, domestic 9,600, trade 8,300.
    assert shown.summary == (
        "Judged: 7 of 14 figures, on 5 of 33 promises. Not judged: 6 of another period, 1 of a "
        "level whose change is promised. 28 promises have no figure that could be judged."
    )
    assert shown.tally == "between 2 and 27 of 28 met or exceeded"
    assert shown.rows[0] == (
        "1",
        "GRDP growth",
        "above 7%",
        "7.48% (estimated)",
        "2024",
        "met",
        "+0.48 percentage points",
    )
    # (7) is missed in part, (1) and (5) are met, (8) is open like the others.
    assert shown.card_rows[0] == ("Economy", "between 2 and 9 of 10 met or exceeded")


def test_the_figures_for_2025_are_all_of_parts_of_the_year(ha_tinh: rt.Dataset) -> None:
    shown = _example(ha_tinh, "ha-tinh-2025.csv")
    assert shown.summary == (
        "Judged: 0 of 19 figures, on 0 of 33 promises. Not judged: 18 of another period, 1 in "
        "another unit. 33 promises have no figure that could be judged."
    )
    assert shown.tally == "between 0 and 28 of 28 met or exceeded"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"language": "fr"}, "language='fr' is not known; it takes 'vi', 'en'"),
        ({"by": "area"}, "by='area' is not known; it takes 'item', 'domain'"),
    ],
)
def test_options_there_are_not(ha_tinh: rt.Dataset, options: dict[str, Any], message: str) -> None:
    result = rt.compare(pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0]}), ha_tinh)
    with pytest.raises(rt.UnknownOptionError) as caught:
        report(result, ha_tinh, **{"by": "item", "language": "en"} | options)
    assert str(caught.value) == message


def test_the_card_counts_the_promises_of_an_item_that_differ(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": ["budget-revenue"], "value": [17900.0]})
    judged = rt.compare(frame, ha_tinh)
    shown = report(judged, ha_tinh, by="item", language="en")
    assert shown.card_rows[6] == ("7. Budget revenue", "undecided (1 met, 2 not reported)")
    assert shown.card_rows[7] == ("8. Newly established enterprises", "not reported")
