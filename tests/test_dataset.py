"""Looking things up in a data version, and the promises in force on a day."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.citations import citation
from resolution_targets.views import frame_of

_DATA = Path(__file__).parent.parent / "data"

# Number and id, in the order of the text.
_IDS = {
    "1": "grdp-growth",
    "2": "grdp-per-capita",
    "3": "income-per-capita",
    "4": "production-value-per-hectare",
    "5": "total-investment",
    "6": "export-turnover",
    "7": "budget-revenue",
    "7a": "domestic-revenue",
    "7b": "trade-revenue",
    "8": "new-enterprises",
    "9": "new-rural-province",
    "10": "urbanization-rate",
    "11a": "social-insurance-coverage",
    "11b": "unemployment-insurance-coverage",
    "11c": "health-insurance-coverage",
    "12": "doctors-per-10000",
    "13": "hospital-beds-per-10000",
    "14": "poverty-reduction",
    "15": "trained-labour",
    "16": "new-jobs",
    "17": "technology-renewal",
    "18": "procedures-on-national-portal",
    "19": "procedures-with-online-files",
    "20": "online-files-share",
    "21": "cultural-households",
    "22": "cultural-villages",
    "23": "cultural-organisations",
    "24": "solid-waste-treated",
    "25": "forest-cover",
    "26": "urban-clean-water",
    "27": "rural-hygienic-water",
    "27a": "rural-standard-water",
    "28": "strong-communes",
}


def test_targets_by_id_and_by_number(ha_tinh: rt.Dataset) -> None:
    assert [target.number for target in ha_tinh] == list(_IDS)
    for number, id_ in _IDS.items():
        assert ha_tinh[number] is ha_tinh[id_]
        assert ha_tinh[id_].id == ha_tinh[id_].indicator.id == id_
        assert number in ha_tinh
        assert id_ in ha_tinh
    assert ha_tinh[2] is ha_tinh["grdp-per-capita"]
    assert 28 in ha_tinh
    for key in (0, 11, "7c", "GRDP-growth", "", None):
        assert key not in ha_tinh


def test_size_and_order(ha_tinh: rt.Dataset) -> None:
    assert len(ha_tinh) == len(ha_tinh.targets) == 33
    assert tuple(ha_tinh) == ha_tinh.targets
    assert [item.number for item in ha_tinh.items] == list(range(1, 29))
    assert sum(len(item.targets) for item in ha_tinh.items) == 33
    assert repr(ha_tinh) == ("<Dataset ha-tinh-2025 1.0.0: 28 items, 33 targets, 5 observations>")


@pytest.mark.parametrize(
    ("number", "ids"),
    [
        (1, ["grdp-growth"]),
        (7, ["budget-revenue", "domestic-revenue", "trade-revenue"]),
        (
            11,
            [
                "social-insurance-coverage",
                "unemployment-insurance-coverage",
                "health-insurance-coverage",
            ],
        ),
        (27, ["rural-hygienic-water", "rural-standard-water"]),
    ],
)
def test_item(ha_tinh: rt.Dataset, number: int, ids: list[str]) -> None:
    item = ha_tinh.item(number)
    assert item.number == number
    assert [target.id for target in item.targets] == ids


def test_parts_name_their_whole(ha_tinh: rt.Dataset) -> None:
    assert {target.id: target.of_which for target in ha_tinh if target.of_which} == {
        "domestic-revenue": "budget-revenue",
        "trade-revenue": "budget-revenue",
        "rural-standard-water": "rural-hygienic-water",
    }


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (
            "grdp-per-capital",
            ("no target 'grdp-per-capital' in ha-tinh-2025 1.0.0; did you mean 'grdp-per-capita'?"),
        ),
        ("zzz", "no target 'zzz' in ha-tinh-2025 1.0.0"),
        (99, "no target 99 in ha-tinh-2025 1.0.0"),
        # (11) promises three things, none of them under the bare number.
        (
            "11",
            "no target '11' in ha-tinh-2025 1.0.0; did you mean '11a' or '11b' or '11c'?",
        ),
    ],
)
def test_a_target_there_is_not(ha_tinh: rt.Dataset, key: str | int, message: str) -> None:
    with pytest.raises(rt.UnknownTargetError) as caught:
        ha_tinh[key]
    assert str(caught.value) == message
    assert (caught.value.key, caught.value.dataset) == (key, "ha-tinh-2025 1.0.0")


def test_an_item_there_is_not(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownTargetError) as caught:
        ha_tinh.item(29)
    # 9 is near "29" in letters, and no help.
    assert str(caught.value) == "no target 29 in the items of ha-tinh-2025 1.0.0"


def test_indicator(ha_tinh: rt.Dataset) -> None:
    assert ha_tinh.indicator("poverty-rate").direction == "lower"
    assert ha_tinh.indicator("grdp-growth") is ha_tinh["grdp-growth"].indicator


def test_an_indicator_there_is_not_is_not_called_a_target(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(LookupError) as caught:
        ha_tinh.indicator("poverty-rates")
    assert str(caught.value) == (
        "no indicator 'poverty-rates' in ha-tinh-2025 1.0.0; did you mean 'poverty-rate'?"
    )


def test_tables_and_citations_are_of_the_dataset(ha_tinh: rt.Dataset) -> None:
    # What is in them is tested with the modules that make them.
    assert ha_tinh.to_frame().equals(frame_of(ha_tinh, "targets"))
    assert ha_tinh.to_frame("sources").equals(frame_of(ha_tinh, "sources"))
    assert ha_tinh.cite() == citation(ha_tinh, "text")
    assert ha_tinh.cite("bibtex") == citation(ha_tinh, "bibtex")


def test_the_promises_in_force() -> None:
    ds = rt.read_dataset(_DATA / "ha-tinh-2025" / "1.1.0")
    growth = {
        # Resolution of the province, II.2 (1): "đạt trên 7%"; its day is not given.
        "2024-12-31": ("above 7", "resolution", None),
        "2025-02-04": ("above 7", "resolution", None),
        # 25/NQ-CP of 5 February 2025: 8.0; the day itself counts.
        "2025-02-05": ("reach 8.0", "resolution-25-nq-cp", date(2025, 2, 5)),
        "2025-08-04": ("reach 8.0", "resolution-25-nq-cp", date(2025, 2, 5)),
        # 226/NQ-CP of 5 August 2025: 8.7.
        "2025-08-05": ("reach 8.7", "resolution-226-nq-cp", date(2025, 8, 5)),
        "2099-01-01": ("reach 8.7", "resolution-226-nq-cp", date(2025, 8, 5)),
    }
    for day, (promise, act, since) in growth.items():
        held = ds.in_force(day)
        target = held["grdp-growth"]
        assert (str(target.criterion), target.act, target.in_force_from) == (promise, act, since)
        assert held.as_of == date.fromisoformat(day)
        assert held.adopted == ds.targets
        assert held.targets[1:] == ds.targets[1:]
        # All else stays.
        assert attrs.evolve(held, targets=ds.targets, adopted=None, as_of=None) == ds
    # The dataset itself holds what was adopted.
    assert str(ds["grdp-growth"].criterion) == "above 7"
    assert (ds.as_of, ds.adopted) == (None, None)


def test_a_revision_older_than_the_promise_does_not_replace_it() -> None:
    ds = rt.load("ha-tinh-2025", version="1.1.0")
    for first, held in (("2025-08-04", "reach 8.7"), ("2025-08-05", "above 7")):
        later = attrs.evolve(ds["1"], in_force_from=first)
        view = attrs.evolve(ds, targets=(later,)).in_force("2025-12-31")
        assert str(view["1"].criterion) == held


def test_a_figure_is_judged_by_the_promise_in_force() -> None:
    ds = rt.read_dataset(_DATA / "ha-tinh-2025" / "1.1.0")
    verdicts = [
        ds.in_force(day)["1"].compare(8.1).status for day in ("2025-01-01", "2025-03-01", date.max)
    ]
    assert verdicts == ["met", "exceeded", "missed"]


def test_the_day_is_named(ha_tinh: rt.Dataset) -> None:
    held = ha_tinh.in_force("2025-06-30")
    assert held.label == "ha-tinh-2025 1.0.0 as of 2025-06-30"
    assert repr(held) == (
        "<Dataset ha-tinh-2025 1.0.0 as of 2025-06-30: 28 items, 33 targets, 5 observations>"
    )
    with pytest.raises(rt.UnknownTargetError) as caught:
        held["zzz"]
    assert str(caught.value) == "no target 'zzz' in ha-tinh-2025 1.0.0 as of 2025-06-30"
    assert ", as of 2025-06-30, in" in held.cite()
    assert ha_tinh.label == "ha-tinh-2025 1.0.0"


def test_a_promise_that_holds_only_later_is_left_out() -> None:
    ds = rt.read_dataset(_DATA / "vietnam-2025" / "1.0.0")
    # All of them are in force from 12 November 2024 on, and known to be.
    early = ds.in_force("2024-11-11")
    assert (len(early), early.items, early.to_frame().height) == (0, (), 0)
    assert "gdp-growth" not in early
    held = ds.in_force("2024-11-12")
    assert held.targets == ds.targets
    assert early.in_force("2024-11-12") == held
    # Of an item the part that holds.
    part = attrs.evolve(ds["7a"], in_force_from=date(2025, 1, 1))
    targets = tuple(part if target.number == "7a" else target for target in ds)
    held = attrs.evolve(ds, targets=targets).in_force("2024-12-31")
    assert [target.number for target in held.item(7).targets] == ["7"]


def test_the_order_of_the_revisions_does_not_matter() -> None:
    ds = rt.read_dataset(_DATA / "vietnam-2025" / "1.0.0")
    turned = attrs.evolve(ds, revisions=ds.revisions[::-1])
    for day in ("2025-02-18", "2025-02-19", "2025-08-05"):
        assert turned.in_force(day).targets == ds.in_force(day).targets
    # Of five revisions, two are of cpi-growth and two of gdp-growth.
    acts = [target.act for target in ds.in_force("2025-12-31")]
    assert acts.count("resolution-226-nq-cp") == 2
    assert acts.count("resolution-192-2025-qh15") == 1


def test_a_revision_of_nothing_changes_nothing(ha_tinh: rt.Dataset) -> None:
    revision = rt.Revision(
        target="no-such-target",
        in_force_from="2025-01-01",
        criterion=rt.Criterion(relation="above", lower=1),
        unit="percent",
        act="resolution",
    )
    ds = attrs.evolve(ha_tinh, revisions=(revision,))
    assert ds.in_force("2025-12-31").targets == ha_tinh.targets


@pytest.mark.parametrize(
    "day", ["", "2025", "20250630", "2025-W26-1", "30/06/2025", "2025-02-29", None, 2025]
)
def test_what_is_no_day(ha_tinh: rt.Dataset, day: Any) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        ha_tinh.in_force(day)
    assert str(caught.value) == f"a day is {day!r}; expected a date such as 2025-08-05"


@pytest.mark.parametrize(
    ("given", "kept"), [("", ""), ("2026-11-22", "2026-11-22"), (date(2026, 11, 22), "2026-11-22")]
)
def test_the_day_of_the_release(given: Any, kept: str) -> None:
    assert rt.Dataset(id="x", version="1.0.0", released=given).released == kept
    with pytest.raises(rt.InvalidFieldError):
        rt.Dataset(id="x", version="1.0.0", released="soon")


def test_a_dataset_of_nothing() -> None:
    empty = rt.Dataset(id="x", version="1.0.0")
    assert (len(empty), [*empty], empty.items) == (0, [], ())
    assert repr(empty) == "<Dataset x 1.0.0: 0 items, 0 targets, 0 observations>"
    assert empty.in_force("2025-01-01").targets == ()


def test_a_dataset_is_a_value_and_pickles(ha_tinh: rt.Dataset) -> None:
    assert ha_tinh.items
    again = pickle.loads(pickle.dumps(ha_tinh))  # noqa: S301  # our own bytes
    assert again == ha_tinh
    assert again["7a"] == ha_tinh["7a"]
    assert again.items == ha_tinh.items
    held = ha_tinh.in_force("2025-06-30")
    assert held["7a"] == ha_tinh["7a"]
    again = pickle.loads(pickle.dumps(held))  # noqa: S301  # our own bytes
    assert again == held
    assert again.in_force("2025-12-31") == ha_tinh.in_force("2025-12-31")
    assert len({ha_tinh, attrs.evolve(ha_tinh), held}) == 2
    fewer = attrs.evolve(ha_tinh, targets=ha_tinh.targets[:3])
    assert (len(fewer.items), "7a" in fewer) == (3, False)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        ha_tinh.version = "2.0.0"  # type: ignore[misc]


def test_the_first_target_for_an_indicator(ha_tinh: rt.Dataset) -> None:
    assert ha_tinh.target_for("budget-revenue") is ha_tinh["7"]
    later = attrs.evolve(ha_tinh["grdp-growth"], id="later", reference_period=2026)
    two = attrs.evolve(ha_tinh, targets=(*ha_tinh.targets, later))
    assert two.target_for("grdp-growth") is ha_tinh["grdp-growth"]


@pytest.mark.parametrize(
    ("indicator", "rest"),
    [
        # A number is no indicator, and a level whose change is promised has no target.
        ("7", ""),
        ("poverty-rate", "; did you mean 'poverty-reduction'?"),
        ("forest-covers", "; did you mean 'forest-cover'?"),
    ],
)
def test_an_indicator_without_a_target(ha_tinh: rt.Dataset, indicator: str, rest: str) -> None:
    with pytest.raises(rt.UnknownIndicatorError) as caught:
        ha_tinh.target_for(indicator)
    assert str(caught.value) == (
        f"no indicator {indicator!r} in the targets of ha-tinh-2025 1.0.0{rest}"
    )
