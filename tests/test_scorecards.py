"""Counting verdicts: items, domains and a tally that admits what is open."""

from __future__ import annotations

from typing import Any

import attrs
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import resolution_targets as rt
from resolution_targets.scorecards import scorecard

# Met by all that the resolution asks for; (9) is done.
_GENEROUS = 1e6


def _result(**statuses: str) -> pl.DataFrame:
    """What `compare` would say of these targets, as far as a scorecard looks."""
    targets = [target.replace("_", "-") for target in statuses]
    return pl.DataFrame({"target": targets, "status": list(statuses.values())})


def _row(card: rt.Scorecard, key: str) -> rt.ScorecardRow:
    return next(row for row in card.rows if row.key == key)


def _bounds(tally: rt.Tally) -> tuple[int, int, int]:
    return tally.at_least, tally.at_most, tally.total


def _all_met(dataset: rt.Dataset) -> pl.DataFrame:
    figures = pl.DataFrame(
        {
            "indicator": [target.id for target in dataset],
            "value": [1.0 if target.item_number == 9 else _GENEROUS for target in dataset],
        }
    )
    return rt.compare(figures, dataset)


def test_public_names() -> None:
    assert rt.scorecard is scorecard


def test_nothing_reported_is_all_open(ha_tinh: rt.Dataset) -> None:
    card = rt.scorecard(_result(), ha_tinh)
    assert card.by == "item"
    assert _bounds(card.tally) == (0, 28, 28)
    assert [row.key for row in card.rows] == [str(number) for number in range(1, 29)]
    assert {row.status for row in card.rows} == {rt.Status.NOT_REPORTED}
    assert not card.tally.is_final


def test_all_met(ha_tinh: rt.Dataset) -> None:
    card = rt.scorecard(_all_met(ha_tinh), ha_tinh)
    assert _bounds(card.tally) == (28, 28, 28)
    assert card.tally.is_final
    assert str(card.tally) == "28 of 28 met or exceeded"
    assert card.tally.in_words("vi") == "28/28 chỉ tiêu đạt và vượt"
    assert {row.reason for row in card.rows} == {""}
    # (10) names 40 %, to be gone past; (1) only says above.
    assert _row(card, "10").status is rt.Status.EXCEEDED
    assert _row(card, "1").status is rt.Status.MET


# (7) Tổng thu ... trên 17.800, trong đó: thu nội địa ..., thu xuất nhập khẩu ...
@pytest.mark.parametrize(
    ("whole", "domestic", "trade", "status", "at_least", "at_most"),
    [
        ("met", "met", "met", "met", 1, 1),
        ("exceeded", "exceeded", "exceeded", "exceeded", 1, 1),
        ("met", "exceeded", "met", "met", 1, 1),
        ("missed", "missed", "missed", "missed", 0, 0),
        ("met", "met", "missed", "partly_met", 0, 0),
        ("missed", "exceeded", "missed", "partly_met", 0, 0),
        # Whatever the open part turns out to be, something is met and something missed.
        ("met", "missed", None, "partly_met", 0, 0),
        ("met", "missed", "not_comparable", "partly_met", 0, 0),
        # What there is does not settle it.
        ("met", "met", None, "undecided", 0, 1),
        ("met", "met", "not_reported", "undecided", 0, 1),
        ("met", "exceeded", "not_comparable", "undecided", 0, 1),
        ("missed", None, None, "undecided", 0, 0),
        ("met", "undecided", "not_comparable", "undecided", 0, 1),
        (None, "not_comparable", "not_reported", "not_comparable", 0, 1),
        (None, None, None, "not_reported", 0, 1),
        ("not_comparable", "not_comparable", "not_comparable", "not_comparable", 0, 1),
    ],
)
def test_an_item_by_its_parts(  # noqa: PLR0913, PLR0917  # a table of expected values
    ha_tinh: rt.Dataset,
    whole: str | None,
    domestic: str | None,
    trade: str | None,
    status: str,
    at_least: int,
    at_most: int,
) -> None:
    parts = {"budget_revenue": whole, "domestic_revenue": domestic, "trade_revenue": trade}
    result = _result(**{name: found for name, found in parts.items() if found is not None})
    card = rt.scorecard(result, ha_tinh)
    row = _row(card, "7")
    assert row.status == status
    assert _bounds(row.tally) == (at_least, at_most, 1)
    # The other 27 items are open.
    assert _bounds(card.tally) == (at_least, at_most + 27, 28)


def test_an_item_with_a_part_missed_is_not_met_whatever_comes(ha_tinh: rt.Dataset) -> None:
    card = rt.scorecard(_result(trade_revenue="missed"), ha_tinh)
    assert _bounds(_row(card, "7").tally) == (0, 0, 1)
    assert _bounds(card.tally) == (0, 27, 28)
    assert str(card.tally) == "between 0 and 27 of 28 met or exceeded"
    assert card.tally.in_words("vi") == "từ 0 đến 27 trong 28 chỉ tiêu đạt và vượt"


def test_why_an_item_is_open(ha_tinh: rt.Dataset) -> None:
    result = _result(budget_revenue="met", domestic_revenue="not_comparable")
    row = _row(rt.scorecard(result, ha_tinh), "7")
    assert row.reason == "domestic-revenue not comparable; trade-revenue not reported"
    assert dict(row.parts) == {"met": 1, "not_comparable": 1, "not_reported": 1}
    assert (row.name_vi, row.name_en) == ("Tổng thu ngân sách trên địa bàn", "Budget revenue")


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (["met", "met"], "met"),
        (["missed", "missed"], "missed"),
        # The same promise in a report of June and in one of December.
        (["not_comparable", "met"], "met"),
        (["not_reported", "missed", "not_comparable"], "missed"),
        (["met", "missed"], "undecided"),
        (["missed", "met", "not_reported"], "undecided"),
        (["not_reported", "not_comparable"], "not_comparable"),
        (["not_reported", "not_reported"], "not_reported"),
    ],
)
def test_several_figures_for_one_promise(
    ha_tinh: rt.Dataset, found: list[str], status: str
) -> None:
    result = pl.DataFrame({"target": ["grdp-growth"] * len(found), "status": found})
    for given in (result, result.reverse()):
        assert _row(rt.scorecard(given, ha_tinh), "1").status == status


def test_figures_that_disagree_leave_the_tally_open(ha_tinh: rt.Dataset) -> None:
    result = pl.DataFrame({"target": ["grdp-growth"] * 2, "status": ["met", "missed"]})
    card = rt.scorecard(result, ha_tinh)
    assert _bounds(_row(card, "1").tally) == (0, 1, 1)
    assert _row(card, "1").reason == "grdp-growth undecided"


def test_by_domain(ha_tinh: rt.Dataset) -> None:
    result = _result(
        grdp_growth="met",
        trade_revenue="missed",
        doctors_per_10000="exceeded",
        forest_cover="missed",
    )
    card = rt.scorecard(result, ha_tinh, by="domain")
    assert card.by == "domain"
    # (1)-(10), (11)-(23), (24)-(27), (28).
    assert [(row.key, row.name_en, *_bounds(row.tally)) for row in card.rows] == [
        ("economy", "Economy", 1, 9, 10),
        ("culture-society", "Culture and society", 1, 13, 13),
        ("environment", "Environment", 0, 3, 4),
        ("defence-security", "Defence and security", 0, 1, 1),
    ]
    assert [row.name_vi for row in card.rows][1] == "Văn hóa, xã hội"
    assert _bounds(card.tally) == (2, 26, 28)
    assert {row.status for row in card.rows} == {None}
    # 12 promises in economy: one met, one missed.
    assert dict(card.rows[0].parts) == {"met": 1, "missed": 1, "not_reported": 10}


def test_as_text(ha_tinh: rt.Dataset) -> None:
    card = rt.scorecard(_result(grdp_growth="met"), ha_tinh)
    lines = str(card).splitlines()
    assert lines[:3] == ["between 1 and 28 of 28 met or exceeded", "1: met", "2: not reported"]
    assert len(lines) == 29
    by_domain = rt.scorecard(_result(grdp_growth="met"), ha_tinh, by="domain")
    assert str(by_domain).splitlines() == [
        "between 1 and 28 of 28 met or exceeded",
        "economy: between 1 and 10 of 10 met or exceeded",
        "culture-society: between 0 and 13 of 13 met or exceeded",
        "environment: between 0 and 4 of 4 met or exceeded",
        "defence-security: between 0 and 1 of 1 met or exceeded",
    ]


def test_as_a_frame_by_item(ha_tinh: rt.Dataset) -> None:
    frame = rt.scorecard(_result(trade_revenue="missed", grdp_growth="met"), ha_tinh).to_frame()
    assert frame.height == 28
    assert frame.row(0, named=True) == {
        "item": "1",
        "name_vi": "Tốc độ tăng trưởng kinh tế (GRDP)",
        "name_en": "GRDP growth",
        "status": "met",
        "at_least": 1,
        "at_most": 1,
        "total": 1,
        "exceeded": 0,
        "met": 1,
        "partly_met": 0,
        "missed": 0,
        "undecided": 0,
        "not_reported": 0,
        "not_comparable": 0,
        "reason": None,
    }
    seventh = frame.row(6, named=True)
    assert (seventh["at_least"], seventh["at_most"]) == (0, 0)
    assert (seventh["missed"], seventh["not_reported"]) == (1, 2)
    promises = frame.select(
        *[status.value for status in rt.Status if status.value in frame.columns]
    )
    assert promises.sum_horizontal().sum() == 33


def test_as_a_frame_by_domain(ha_tinh: rt.Dataset) -> None:
    frame = rt.scorecard(_result(grdp_growth="met"), ha_tinh, by="domain").to_frame()
    assert frame["domain"].to_list() == [
        "economy",
        "culture-society",
        "environment",
        "defence-security",
    ]
    assert frame["total"].to_list() == [10, 13, 4, 1]
    # 12, 15, 5 and 1 promises, one of them met.
    assert frame["not_reported"].to_list() == [11, 15, 5, 1]
    assert "status" not in frame.columns
    assert "reason" not in frame.columns


def test_the_frame_has_the_same_types_whatever_is_open(ha_tinh: rt.Dataset) -> None:
    final = rt.scorecard(_all_met(ha_tinh), ha_tinh).to_frame()
    is_open = rt.scorecard(_result(), ha_tinh).to_frame()
    assert final.schema == is_open.schema
    assert final.schema["reason"] == pl.String


def test_what_compare_returns_eager_and_lazy(ha_tinh: rt.Dataset) -> None:
    figures = pl.DataFrame(
        {
            "indicator": ["grdp-growth", "unknown", "budget-revenue", None],
            "value": [7.3, 1.0, None, 1.0],
        }
    )
    eager = rt.scorecard(rt.compare(figures, ha_tinh), ha_tinh)
    lazy = rt.scorecard(rt.compare(figures.lazy(), ha_tinh), ha_tinh)
    assert eager == lazy
    assert _bounds(eager.tally) == (1, 28, 28)
    assert_frame_equal(eager.to_frame(), lazy.to_frame())


def test_other_columns_and_types_do_not_matter(ha_tinh: rt.Dataset) -> None:
    result = pl.DataFrame(
        {"note": [1], "status": ["met"], "target": ["grdp-growth"]},
        schema_overrides={"status": pl.Categorical, "target": pl.Categorical},
    )
    assert rt.scorecard(result, ha_tinh) == rt.scorecard(_result(grdp_growth="met"), ha_tinh)


def test_a_dataset_without_targets(ha_tinh: rt.Dataset) -> None:
    card = rt.scorecard(_result(), attrs.evolve(ha_tinh, targets=()))
    assert card.rows == ()
    assert _bounds(card.tally) == (0, 0, 0)


@pytest.mark.parametrize("by", ["area", "", None])
def test_there_is_no_other_way_to_count(ha_tinh: rt.Dataset, by: Any) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        rt.scorecard(_result(), ha_tinh, by=by)
    assert str(caught.value) == f"by={by!r} is not known; it takes 'item', 'domain'"


def test_a_frame_that_was_not_judged(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [7.3]})
    for given in (frame, frame.lazy()):
        with pytest.raises(rt.MissingColumnError) as caught:
            rt.scorecard(given, ha_tinh)
        assert str(caught.value) == (
            "the judged frame lacks the columns 'target', 'status'; found 'indicator', 'value'"
        )
    with pytest.raises(rt.MissingColumnError) as caught:
        rt.scorecard(frame.with_columns(status=pl.lit("E")), ha_tinh)
    assert str(caught.value) == (
        "the judged frame lacks the column 'target'; found 'indicator', 'value', 'status'"
    )


@pytest.mark.parametrize("language", ["fr", ""])
def test_a_tally_speaks_two_languages(language: str) -> None:
    tally = rt.Tally(at_least=1, at_most=2, total=3)
    with pytest.raises(rt.UnknownOptionError) as caught:
        tally.in_words(language)
    assert str(caught.value) == f"language={language!r} is not known; it takes 'vi', 'en'"


# Section I on 2024: "Có 26/28 chỉ tiêu đạt và vượt kế hoạch đề ra".
def test_the_tally_as_the_resolution_words_it() -> None:
    tally = rt.Tally(at_least=26, at_most=26, total=28)
    assert tally.in_words("vi") == "26/28 chỉ tiêu đạt và vượt"
    assert str(tally) == tally.in_words("en") == "26 of 28 met or exceeded"


def test_figures_that_all_meet_a_promise_settle_it(ha_tinh: rt.Dataset) -> None:
    # II.2 (10): "Tỷ lệ đô thị hóa đạt 40%": 40 meets it, 41 exceeds it, 39 misses it.
    def row(values: list[float]) -> rt.ScorecardRow:
        frame = pl.DataFrame({"indicator": ["urbanization-rate"] * len(values), "value": values})
        return rt.scorecard(rt.compare(frame, ha_tinh), ha_tinh).rows[9]

    assert (row([40.0, 41.0]).status, row([40.0, 41.0]).tally.at_least) == ("met", 1)
    assert (row([39.0, 41.0]).status, row([39.0, 41.0]).tally.at_least) == ("undecided", 0)


def test_an_open_item_says_which_of_its_promises_are_open(ha_tinh: rt.Dataset) -> None:
    card = rt.scorecard(_result(budget_revenue="met", trade_revenue="missed"), ha_tinh)
    assert "7: partly met" in str(card).splitlines()
    card = rt.scorecard(_result(budget_revenue="met"), ha_tinh)
    reason = "domestic-revenue not reported; trade-revenue not reported"
    assert _row(card, "7").reason == reason
    assert f"7: undecided ({reason})" in str(card).splitlines()
