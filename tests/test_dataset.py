"""Looking things up in a data version."""

from __future__ import annotations

import hashlib
import pickle
from decimal import Decimal
from pathlib import Path

import attrs
import polars as pl
import pytest

import resolution_targets as rt

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


def test_the_targets_as_a_frame(ha_tinh: rt.Dataset) -> None:
    frame = ha_tinh.to_frame()
    assert frame.equals(ha_tinh.to_frame("targets"))
    assert frame["id"].to_list() == list(_IDS.values())
    assert frame.schema["lower"] == frame.schema["upper"] == pl.Decimal(38, 6)
    # II.2 (14): "Tỷ lệ hộ nghèo giảm 0,5-0,6%".
    row = frame.row(by_predicate=pl.col("number") == "14", named=True)
    row.pop("comment")
    assert row == {
        "id": "poverty-reduction",
        "number": "14",
        "item": 14,
        "indicator": "poverty-reduction",
        "name_vi": "Mức giảm tỷ lệ hộ nghèo",
        "name_en": "Fall of the poverty rate",
        "domain": "culture-society",
        "area": "VN-23",
        "period": "2025",
        "relation": "between",
        "lower": Decimal("0.5"),
        "upper": Decimal("0.6"),
        "unit": "percentage_point",
        "hedged": False,
        "maintain": False,
        "stretch_relation": None,
        "stretch_lower": None,
        "stretch_upper": None,
        "of_which": None,
        "quote": "Tỷ lệ hộ nghèo giảm 0,5-0,6%",
        "source": "resolution",
        "locator": "II.2 (14)",
    }


def test_the_observations_as_a_frame(ha_tinh: rt.Dataset) -> None:
    frame = ha_tinh.to_frame("observations")
    assert frame.height == 5
    # I: "Tăng trưởng kinh tế ước đạt 7,3%".
    assert frame.select("indicator", "area", "period", "value", "unit", "status").row(0) == (
        "grdp-growth",
        "VN-23",
        "2024",
        7.3,
        "percent",
        "E",
    )


def test_the_indicators_as_a_frame(ha_tinh: rt.Dataset) -> None:
    frame = ha_tinh.to_frame("indicators")
    assert frame["id"].to_list() == [indicator.id for indicator in ha_tinh.indicators]
    row = frame.row(by_predicate=pl.col("id") == "poverty-reduction", named=True)
    assert (row["direction"], row["kind"], row["change_of"]) == ("higher", "change", "poverty-rate")
    assert frame["change_of"].null_count() == frame.height - 1


@pytest.mark.parametrize("table", ["targets", "indicators", "observations"])
def test_an_empty_table_has_the_same_columns(ha_tinh: rt.Dataset, table: str) -> None:
    empty = attrs.evolve(ha_tinh, targets=(), indicators=(), observations=())
    assert empty.to_frame(table).columns == ha_tinh.to_frame(table).columns  # type: ignore[arg-type]


def test_a_table_there_is_not(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        ha_tinh.to_frame("sources")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "table='sources' is not known; it takes 'targets', 'indicators', 'observations'"
    )


def test_cite(ha_tinh: rt.Dataset) -> None:
    descriptor = _DATA / "ha-tinh-2025" / "1.0.0" / "datapackage.json"
    sha256 = hashlib.sha256(descriptor.read_bytes()).hexdigest()
    assert ha_tinh.cite() == (
        "Resolution of the Party Committee of Hà Tĩnh province on the tasks of 2025. Compiled "
        f"as ha-tinh-2025, data version 1.0.0, in resolution_targets. sha256:{sha256}"
    )


def test_a_dataset_is_a_value_and_pickles(ha_tinh: rt.Dataset) -> None:
    assert ha_tinh.items
    again = pickle.loads(pickle.dumps(ha_tinh))  # noqa: S301  # our own bytes
    assert again == ha_tinh
    assert again["7a"] == ha_tinh["7a"]
    assert again.items == ha_tinh.items
    fewer = attrs.evolve(ha_tinh, targets=ha_tinh.targets[:3])
    assert (len(fewer.items), "7a" in fewer) == (3, False)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        ha_tinh.version = "2.0.0"  # type: ignore[misc]
