"""The tables of a dataset as polars frames."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import attrs
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.dataset import Table
from resolution_targets.views import frame_of

_DATA = Path(__file__).parent.parent / "data"
_TABLES: tuple[Table, ...] = get_args(Table)
_TEXT, _TRUTH, _DAY, _EXACT = pl.String(), pl.Boolean(), pl.Date(), pl.Decimal(38, 6)
_PROMISE = {
    "relation": _TEXT,
    "lower": _EXACT,
    "upper": _EXACT,
    "unit": _TEXT,
    "hedged": _TRUTH,
    "maintain": _TRUTH,
    "stretch_relation": _TEXT,
    "stretch_lower": _EXACT,
    "stretch_upper": _EXACT,
    "stretch_hedged": _TRUTH,
}
_SOURCED = dict.fromkeys(("quote", "source", "locator", "comment"), _TEXT)
_SCHEMAS = {
    "targets": {
        "id": _TEXT,
        "number": _TEXT,
        "item": pl.Int64(),
        "indicator": _TEXT,
        "name_vi": _TEXT,
        "name_en": _TEXT,
        "domain": _TEXT,
        "area": _TEXT,
        "period": _TEXT,
        **_PROMISE,
        "of_which": _TEXT,
        **_SOURCED,
        "in_force_from": _DAY,
        "act": _TEXT,
    },
    "indicators": {
        "id": _TEXT,
        "name_vi": _TEXT,
        "name_en": _TEXT,
        "definition_en": _TEXT,
        "direction": _TEXT,
        "kind": _TEXT,
        "unit": _TEXT,
        "numerator": _TEXT,
        "denominator": _TEXT,
        "over_time": _TEXT,
        "change_of": _TEXT,
        "comment": _TEXT,
    },
    "observations": {
        "indicator": _TEXT,
        "area": _TEXT,
        "period": _TEXT,
        "value": pl.Float64(),
        "unit": _TEXT,
        "status": _TEXT,
        **_SOURCED,
        "published": _DAY,
    },
    "revisions": {"target": _TEXT, "in_force_from": _DAY, **_PROMISE, "act": _TEXT, **_SOURCED},
    "sources": dict.fromkeys(("id", "title_vi", "title_en", "path", "url", "comment"), _TEXT),
}


@pytest.fixture(scope="module")
def vietnam() -> rt.Dataset:
    """The national targets: revisions, stretches, days, sources without a text."""
    return rt.read_dataset(_DATA / "vietnam-2025" / "1.0.0")


@pytest.mark.parametrize("table", _TABLES)
def test_columns_and_types(vietnam: rt.Dataset, table: Table) -> None:
    frame = vietnam.to_frame(table)
    assert dict(frame.schema) == _SCHEMAS[table]
    assert [*frame.columns] == [*_SCHEMAS[table]]
    assert frame.height == len(getattr(vietnam, table)) > 0
    assert frame.equals(frame_of(vietnam, table))


@pytest.mark.parametrize("table", _TABLES)
def test_a_table_without_rows_has_the_same_columns_and_types(table: Table) -> None:
    frame = rt.Dataset(id="x", version="1.0.0").to_frame(table)
    assert dict(frame.schema) == _SCHEMAS[table]
    assert frame.height == 0


def test_targets(ha_tinh: rt.Dataset, vietnam: rt.Dataset) -> None:
    assert ha_tinh.to_frame().equals(ha_tinh.to_frame("targets"))
    # II.2 (14): "Tỷ lệ hộ nghèo giảm 0,5-0,6%".
    row = ha_tinh.to_frame().row(by_predicate=pl.col("number") == "14", named=True)
    assert row.pop("comment").startswith("Judgement: ")
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
        "stretch_hedged": None,
        "of_which": None,
        "quote": "Tỷ lệ hộ nghèo giảm 0,5-0,6%",
        "source": "resolution",
        "locator": "II.2 (14)",
        "in_force_from": None,
        "act": "resolution",
    }
    # (1): "tốc độ tăng GDP khoảng 6,5-7,0% và phấn đấu khoảng 7,0-7,5%", of 12 November 2024.
    row = vietnam.to_frame().row(0, named=True)
    promise = {name: row[name] for name in _PROMISE}
    assert promise == {
        "relation": "between",
        "lower": Decimal("6.5"),
        "upper": Decimal("7.0"),
        "unit": "percent",
        "hedged": True,
        "maintain": False,
        "stretch_relation": "between",
        "stretch_lower": Decimal("7.0"),
        "stretch_upper": Decimal("7.5"),
        "stretch_hedged": True,
    }
    assert (row["in_force_from"], row["act"]) == (date(2024, 11, 12), "resolution-158-2024-qh15")


def test_targets_in_force_are_what_the_frame_holds(vietnam: rt.Dataset) -> None:
    row = vietnam.in_force("2025-03-01").to_frame().row(0, named=True)
    # 192/2025/QH15: "Tốc độ tăng tổng sản phẩm trong nước (GDP) đạt 8% trở lên".
    assert (row["relation"], row["lower"], row["stretch_relation"]) == ("at_least", 8, None)
    assert (row["in_force_from"], row["act"]) == (date(2025, 2, 19), "resolution-192-2025-qh15")


def test_a_milestone_has_no_bounds(ha_tinh: rt.Dataset) -> None:
    row = ha_tinh.to_frame().row(by_predicate=pl.col("id") == "new-rural-province", named=True)
    assert (row["relation"], row["lower"], row["upper"]) == ("done", None, None)


def test_revisions(vietnam: rt.Dataset) -> None:
    frame = vietnam.to_frame("revisions")
    assert frame["in_force_from"].to_list() == [date(2025, 2, 19)] * 3 + [date(2025, 8, 5)] * 2
    row = frame.row(by_predicate=pl.col("quote") == "dưới 4,5% CPI bình quân năm 2025", named=True)
    assert row.pop("comment").startswith("Judgement: ")
    assert row == {
        "target": "cpi-growth",
        "in_force_from": date(2025, 8, 5),
        "relation": "below",
        "lower": Decimal("4.5"),
        "upper": None,
        "unit": "percent",
        "hedged": False,
        "maintain": False,
        "stretch_relation": None,
        "stretch_lower": None,
        "stretch_upper": None,
        "stretch_hedged": None,
        "act": "resolution-226-nq-cp",
        "quote": "dưới 4,5% CPI bình quân năm 2025",
        "source": "thuong-hieu-phap-luat",
        "locator": "",
    }


def test_observations(vietnam: rt.Dataset) -> None:
    row = vietnam.to_frame("observations").row(2, named=True)
    assert row.pop("comment").startswith("Judgement: ")
    # VietnamPlus of 3 January 2026: "số bác sỹ đạt 15 bác sỹ/ 10.000 dân".
    assert row == {
        "indicator": "doctors-per-10000",
        "area": "VN",
        "period": "2025",
        "value": 15.0,
        "unit": "doctor/ten_thousand/person",
        "status": "A",
        "quote": "số bác sỹ đạt 15 bác sỹ/ 10.000 dân",
        "source": "vietnam-plus",
        "locator": "",
        "published": date(2026, 1, 3),
    }


@pytest.mark.parametrize("value", [None, Decimal("7.3"), 7.3, 7, True])
def test_values_are_floats(ha_tinh: rt.Dataset, value: Decimal | float | None) -> None:
    observation = attrs.evolve(ha_tinh.observations[0], value=value)
    frame = attrs.evolve(ha_tinh, observations=(observation,)).to_frame("observations")
    assert frame["value"].to_list() == [None if value is None else float(value)]


@pytest.mark.parametrize(("low", "high"), [(Decimal(8), Decimal("8.5")), (-0.5, 0.0)])
def test_ranges_have_a_column(ha_tinh: rt.Dataset, low: Decimal, high: Decimal) -> None:
    ranged = attrs.evolve(ha_tinh.observations[0], value=low, value_upper=high)
    seen = (ranged, *ha_tinh.observations[1:2])
    frame = attrs.evolve(ha_tinh, observations=seen).to_frame("observations")
    assert frame.columns[-1] == "value_upper"
    assert frame.select("value", "value_upper").rows() == [
        (float(low), float(high)),
        (17900.0, None),
    ]
    judged = rt.compare(frame, ha_tinh, period=2024)
    assert judged["status"][0] == ("met" if low > 7 else "missed")


def test_observations_can_be_compared(vietnam: rt.Dataset) -> None:
    # 8.02 against 6.5 to 7.0; 95.15, 15 and 34.5 against the same.
    out = rt.compare(vietnam.to_frame("observations"), vietnam)
    assert out["status"].to_list() == ["exceeded", "met", "met", "met"]


def test_indicators(ha_tinh: rt.Dataset) -> None:
    frame = ha_tinh.to_frame("indicators")
    assert frame["id"].to_list() == [indicator.id for indicator in ha_tinh.indicators]
    row = frame.row(by_predicate=pl.col("id") == "poverty-reduction", named=True)
    assert (row["direction"], row["kind"], row["change_of"]) == ("higher", "change", "poverty-rate")
    assert (row["unit"], row["over_time"]) == ("percentage_point", "year_to_date")
    assert frame["change_of"].null_count() == frame.height - 1


def test_sources_come_without_their_texts(ha_tinh: rt.Dataset) -> None:
    (row,) = ha_tinh.to_frame("sources").rows(named=True)
    assert (row["id"], row["path"], row["url"]) == ("resolution", "source/ha-tinh-2025.txt", "")
    assert "text" not in row


def _with_bounds(dataset: rt.Dataset, *bounds: str) -> rt.Dataset:
    first, *others = dataset.targets
    criteria = [rt.Criterion(relation="above", lower=bound) for bound in bounds]
    targets = [attrs.evolve(first, criterion=criterion) for criterion in criteria]
    return attrs.evolve(dataset, targets=(*targets, *others))


@pytest.mark.parametrize(
    ("bounds", "places"),
    [
        (["7"], 6),
        (["0.123456"], 6),
        (["0.12345678"], 8),
        (["0.12345678", "1E+2"], 8),
        (["0.123456789012345678901234567890123"], 33),
        (["12345678901234567890123456789012.123456"], 6),
        (["-12345678901234567890123456789012.5"], 6),
        (["0"], 6),
    ],
)
def test_bounds_are_exact(ha_tinh: rt.Dataset, bounds: list[str], places: int) -> None:
    frame = _with_bounds(ha_tinh, *bounds).to_frame()
    assert frame.schema["lower"] == frame.schema["stretch_upper"] == pl.Decimal(38, places)
    assert frame["lower"].to_list()[: len(bounds)] == [Decimal(bound) for bound in bounds]


def test_the_bounds_of_targets_and_revisions_are_of_one_type(vietnam: rt.Dataset) -> None:
    finer = attrs.evolve(
        vietnam.revisions[0], criterion=rt.Criterion(relation="above", lower="8.1234567")
    )
    stretched = attrs.evolve(
        vietnam.targets[0], stretch=rt.Criterion(relation="between", lower="8", upper="9.12345678")
    )
    for dataset, places in [
        (attrs.evolve(vietnam, revisions=(finer,)), 7),
        (attrs.evolve(vietnam, targets=(stretched,)), 8),
    ]:
        for table in ("targets", "revisions"):
            frame = dataset.to_frame(table)  # type: ignore[arg-type]
            for name in ("lower", "upper", "stretch_lower", "stretch_upper"):
                assert frame.schema[name] == pl.Decimal(38, places)


@pytest.mark.parametrize(
    ("bounds", "digits", "places"),
    [
        (["1E+32"], 39, 6),
        (["123456789012345678901234567890123"], 39, 6),
        # 44,100 trillion is promised too, of five digits before the point.
        (["1E-39"], 44, 39),
        (["1E+30", "0.123456789"], 40, 9),
    ],
)
def test_bounds_of_more_digits_than_a_frame_holds_are_not_lost(
    ha_tinh: rt.Dataset, bounds: list[str], digits: int, places: int
) -> None:
    dataset = _with_bounds(ha_tinh, *bounds)
    for table in ("targets", "revisions"):
        with pytest.raises(rt.InvalidFieldError) as caught:
            dataset.to_frame(table)  # type: ignore[arg-type]
        assert str(caught.value) == (
            f"the number of digits that the bounds need is {digits}; "
            f"expected at most 38, {places} of them after the point"
        )
    assert dataset.to_frame("sources").height == 1


def test_a_table_there_is_not(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        ha_tinh.to_frame("domains")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "table='domains' is not known; it takes 'targets', 'indicators', 'observations', "
        "'revisions', 'sources'"
    )
