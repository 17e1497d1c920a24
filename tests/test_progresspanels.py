"""All methods side by side: each once, with a value or a reason, and whether they agree."""

from __future__ import annotations

import pickle
from decimal import Decimal

import polars as pl
import pytest

import resolution_targets as rt


@pytest.fixture
def panel(ha_tinh: rt.Dataset) -> rt.ProgressPanel:
    """From 10 to 11 doctors in the first of the two years to 12."""
    return rt.progress_panel({"2023": 10, "2024": 11}, ha_tinh["doctors-per-10000"])


def test_every_method_is_there_once(panel: rt.ProgressPanel) -> None:
    assert [row.method for row in panel.rows] == list(rt.ProgressMethod)


def test_a_row_has_a_value_or_a_reason(panel: rt.ProgressPanel) -> None:
    by_method = {row.method.value: row for row in panel.rows}
    assert by_method["escap"].progress.value == Decimal(5)
    assert by_method["escap"].problem is None
    assert by_method["escap"].reason("en") == ""
    assert by_method["min_max"].progress is None
    assert by_method["min_max"].problem is rt.ProgressProblem.NO_RANGE
    assert by_method["min_max"].reason("vi") == (
        "phương pháp này cần lower= và upper=, số nhỏ đứng trước"
    )


def test_a_range_has_no_value_by_any_method(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["doctors-per-10000"]
    figures = [
        rt.Observation(
            indicator=target.id,
            reference_area="VN-23",
            reference_period=period,
            value=low,
            value_upper=high,
            unit=target.unit,
        )
        for period, low, high in (("2023", 10, None), ("2024", 11, 12))
    ]
    ranged = rt.progress_panel(figures, target, lower=0, upper=20)
    assert {row.problem for row in ranged.rows} == {rt.ProgressProblem.RANGE}
    assert set(ranged.to_frame("vi")["reason"]) == {
        "số liệu của kỳ 2024 là một khoảng; phương pháp cần một con số"
    }
    assert ranged.explain().splitlines()[1] == (
        "Distance to the bound: none; the figure of 2024 is a range; a method needs one number."
    )


def test_they_agree(panel: rt.ProgressPanel) -> None:
    assert panel.agree is True
    assert panel.explain().endswith("agree on whether it is on track.")


def test_they_disagree(ha_tinh: rt.Dataset) -> None:
    # A straight path is at 11 by then, and growth by 9.8 % a year leads to 12.056.
    target = ha_tinh["doctors-per-10000"]
    panel = rt.progress_panel({"2023": 10, "2024": Decimal("10.98")}, target)
    assert panel.agree is False
    assert panel.explain("vi").endswith("Các phương pháp không thống nhất về tiến độ.")


def test_too_few_say_anything(ha_tinh: rt.Dataset) -> None:
    # Past the bound in 2024: of those that look at the bound only open_sdg says something.
    panel = rt.progress_panel({"2024": 17900, "2025": 18500}, ha_tinh["budget-revenue"])
    assert panel.agree is None
    assert panel.explain().splitlines()[-1].startswith("Place between the worst")


def test_options_go_to_the_methods_that_take_them(ha_tinh: rt.Dataset) -> None:
    target = ha_tinh["doctors-per-10000"]
    panel = rt.progress_panel(
        {"2022": 9, "2023": 10, "2024": 11},
        target,
        baseline=2023,
        period="2024",
        lower=0,
        upper=22,
        limit=20,
    )
    by_method = {row.method.value: row.progress for row in panel.rows}
    assert by_method["min_max"].value == Decimal(50)
    assert dict(by_method["open_sdg_trend"].numbers)["limit"] == Decimal(20)
    assert by_method["share_of_change"].value == Decimal("0.5")


@pytest.mark.parametrize("options", [{"lower": float("inf")}, {"limit": "100"}])
def test_options_that_are_no_numbers(ha_tinh: rt.Dataset, options: dict[str, object]) -> None:
    with pytest.raises(rt.InvalidFieldError, match="expected a finite number"):
        rt.progress_panel({"2024": 10}, ha_tinh["doctors-per-10000"], **options)


def test_as_a_frame(panel: rt.ProgressPanel) -> None:
    frame = panel.to_frame()
    assert frame.schema == {
        "method": pl.String,
        "value": pl.Float64,
        "unit": pl.String,
        "band": pl.String,
        "is_on_track": pl.Boolean,
        "problem": pl.String,
        "reason": pl.String,
    }
    assert frame.select("method", "value", "is_on_track").rows()[:4] == [
        ("share_of_change", 0.5, True),
        ("distance", 1.0, None),
        ("distance_percent", 100 / 12, None),
        ("escap", 5.0, True),
    ]
    assert frame.row(-1, named=True)["problem"] == "no_range"
    assert panel.to_frame("vi").row(-1, named=True)["reason"].startswith("phương pháp này cần")


def test_one_series_serves_all_methods(ha_tinh: rt.Dataset) -> None:
    # Observations that come one by one are not used up by the first method.
    figures = (one for one in ha_tinh.observations)
    panel = rt.progress_panel(figures, ha_tinh["budget-revenue"])
    found = {row.method.value: row.progress for row in panel.rows}
    assert found["distance_percent"].value is not None


@pytest.mark.parametrize("call", ["to_frame", "explain"])
def test_an_unknown_language(panel: rt.ProgressPanel, call: str) -> None:
    with pytest.raises(rt.UnknownOptionError):
        getattr(panel, call)("fr")


def test_in_sentences(panel: rt.ProgressPanel) -> None:
    assert panel.explain("en").splitlines()[:5] == [
        "Share of the promised change made: 0.5; on track. In numbers: (11 - 10) / (12 - 10).",
        "Distance to the bound: 1 doctors per 10,000 people. In numbers: 12 - 11.",
        ("Distance to the bound, in per cent of it: 8.33333%. In numbers: 100 x (12 - 11) / 12."),
        ("Current status index of ESCAP: 5; on track. In numbers: 10 x (11 - 10) / (12 - 10)."),
        (
            "Share of the promised change that the trend leads to (SDG Progress Chart): 1.05; "
            "target met or on track; on track. "
            "In numbers: (11 x (11 / 10) ^ (1 / 1) - 10) / (12 - 10)."
        ),
    ]
    assert panel.explain("vi").splitlines()[4] == (
        "Phần thay đổi mà xu hướng sẽ đạt được (SDG Progress Chart): 1,05; đã đạt hoặc đang đúng "
        "hướng; đúng tiến độ. Thay số: (11 x (11 / 10) ^ (1 / 1) - 10) / (12 - 10)."
    )


def test_a_panel_survives_pickling(panel: rt.ProgressPanel) -> None:
    assert pickle.loads(pickle.dumps(panel)) == panel  # noqa: S301
