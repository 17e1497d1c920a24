"""ha-tinh-2025 1.1.0: 1.0.0, what later acts made of the growth target, and more of 2024.

The files are read with the csv module, not with the package's loader.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import attrs
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import resolution_targets as rt
from resolution_targets import catalog

_DATA = Path(__file__).parents[2] / "data"
_BEFORE = _DATA / "ha-tinh-2025" / "1.0.0"
_FOLDER = _DATA / "ha-tinh-2025" / "1.1.0"

_LAO_DONG = (
    "https://news.laodong.vn/thoi-su/"
    "thu-ngan-sach-cua-ha-tinh-nam-2024-uoc-dat-17900-ti-dong-1433586.ldo"
)
_VIETNAM_VN = "https://thongtin.vietnam.vn/en/tang-toc-ve-dich-tao-tien-de-vung-chac-cho-giai-doan-phat-trien-moi"
_ACT_OF_FEBRUARY = (
    "https://tracuuquyhoach.com/tin-tuc/"
    "nhieu-tinh-thanh-duoc-giao-muc-tieu-tang-truong-2-con-so-trong-nam-2025-51409109"
)
_ACT_OF_AUGUST = (
    "https://baothanhhoa.vn/chinh-phu-trien-khai-5-nhiem-vu-giai-phap-trong-tam-"
    "de-bao-dam-tang-truong-nam-2025-dat-8-3-8-5-257106.htm"
)
# Typed from the page, which calls the total of the revenue and the investment estimated:
# indicator, value, unit, phrase.
_OUTTURNS_PUBLISHED_ELSEWHERE = [
    ("grdp-growth", "7.48", "percent", "economic growth in 2024 will reach 7.48%"),
    ("total-investment", "55524", "billion VND", "estimated at VND 55,524 billion"),
    (
        *("budget-revenue", "17900", "billion VND"),
        "The annual budget revenue is estimated at VND17,900 billion",
    ),
    ("domestic-revenue", "9600", "billion VND", "domestic revenue reached VND9,600 billion"),
    ("trade-revenue", "8300", "billion VND", "import-export revenue reached VND8,300 billion"),
]
# target, day, relation, bounds, unit, act.
_REVISIONS = [
    ("grdp-growth", "2025-02-05", "reach", "8.0", "", "percent", "resolution-25-nq-cp"),
    ("grdp-growth", "2025-08-05", "reach", "8.7", "", "percent", "resolution-226-nq-cp"),
]
_ACTS = {"resolution-25-nq-cp": _ACT_OF_FEBRUARY, "resolution-226-nq-cp": _ACT_OF_AUGUST}
_DAYS = [
    *("2024-12-31", "2025-02-04", "2025-02-05", "2025-02-06"),
    *("2025-08-04", "2025-08-05", "2025-08-06", "2026-12-31"),
]


def _rows(table: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _addresses() -> dict[str, str]:
    return {row["id"]: row["url"] for row in _rows("sources")}


@pytest.fixture(scope="module")
def revised() -> rt.Dataset:
    return rt.load("ha-tinh-2025", version="1.1.0")


@pytest.mark.parametrize(
    "file", ["domains.csv", "indicators.csv", "targets.csv", "source/ha-tinh-2025.txt"]
)
def test_what_was_promised_is_as_it_was(file: str) -> None:
    assert (_FOLDER / file).read_bytes() == (_BEFORE / file).read_bytes()


@pytest.mark.parametrize("file", ["observations.csv", "sources.csv"])
def test_what_was_there_stands_first(file: str) -> None:
    before, now = (_BEFORE / file).read_bytes(), (_FOLDER / file).read_bytes()
    assert now.startswith(before)
    assert len(now) > len(before)


def test_no_file_was_left_out_and_only_the_revisions_were_added() -> None:
    before, now = (
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        for folder in (_BEFORE, _FOLDER)
    )
    assert now - before == {"revisions.csv"}
    assert before <= now


def test_the_outturns_that_were_published_elsewhere() -> None:
    columns = ("indicator", "value", "unit", "quote")
    added, addresses = _rows("observations")[5:], _addresses()
    found = [tuple(row[name] for name in columns) for row in added]
    assert found == _OUTTURNS_PUBLISHED_ELSEWHERE
    for row in added:
        assert (row["reference_area"], row["reference_period"]) == ("VN-23", "2024")
        assert (row["observation_status"], addresses[row["source"]]) == ("E", _LAO_DONG)


def test_an_estimate_is_the_pages_word_or_a_judgement() -> None:
    for row in _rows("observations")[5:]:
        # The sentence of the investment says "estimated", that of a part of it does not.
        says_so = re.search(r"\bestimated\b", row["quote"])
        assert ("Estimated: the page says so." in row["comment"]) == bool(says_so)
        assert ("Judgement: " in row["comment"]) == (not says_so)


def test_the_parts_of_the_revenue_of_2024_add_up() -> None:
    value = {row["indicator"]: Decimal(row["value"]) for row in _rows("observations")[5:]}
    # 9,600 + 8,300 = 17,900 billion VND.
    assert value["domestic-revenue"] + value["trade-revenue"] == value["budget-revenue"]


def test_the_growth_of_2024_stands_twice(revised: rt.Dataset) -> None:
    growth = [
        (str(each.value), str(each.reference_period), each.observation_status.value, each.source)
        for each in revised.observations
        if each.indicator == "grdp-growth"
    ]
    assert growth == [("7.3", "2024", "E", "resolution"), ("7.48", "2024", "E", "lao-dong-2024")]
    out = rt.compare(revised.to_frame("observations"), revised, period="2024")
    judged = out.filter(pl.col("indicator") == "grdp-growth")
    assert judged.select("value", "source", "status").rows() == [
        (7.3, "resolution", "met"),
        (7.48, "lao-dong-2024", "met"),
    ]


def test_the_revisions_are_those_of_the_acts() -> None:
    columns = ("target", "in_force_from", "relation", "lower", "upper", "unit", "act")
    assert [tuple(row[name] for name in columns) for row in _rows("revisions")] == _REVISIONS


def test_a_revision_says_nothing_more_than_its_act() -> None:
    for row in _rows("revisions"):
        assert (row["hedged"], row["maintain"]) == ("false", "false")
        assert not any(row[name] for name in row if name.startswith("stretch_"))


def test_the_addresses_of_the_revisions() -> None:
    addresses = _addresses()
    assert {row["act"]: addresses[row["act"]] for row in _rows("revisions")} == _ACTS
    assert {addresses[row["source"]] for row in _rows("revisions")} == {_VIETNAM_VN}


def test_the_phrases_of_the_revisions() -> None:
    assert [row["quote"] for row in _rows("revisions")] == [
        "from 7% to 8%",
        "it is 8.7% for the whole year 2025",
    ]
    for row in _rows("revisions"):
        # "8%" and "8.7%" name no relation.
        assert "Judgement: a bare number, read as 'reach'." in row["comment"]
    # That 226/NQ-CP holds from its own day is reported; of 25/NQ-CP it is not.
    assert "Judgement: in force from the day of the act" in _rows("revisions")[0]["comment"]


@pytest.mark.parametrize(
    ("day", "promise", "act", "since"),
    [
        ("2024-12-31", "above 7", "resolution", "None"),
        ("2025-02-04", "above 7", "resolution", "None"),
        ("2025-02-05", "reach 8.0", "resolution-25-nq-cp", "2025-02-05"),
        ("2025-02-06", "reach 8.0", "resolution-25-nq-cp", "2025-02-05"),
        ("2025-08-04", "reach 8.0", "resolution-25-nq-cp", "2025-02-05"),
        ("2025-08-05", "reach 8.7", "resolution-226-nq-cp", "2025-08-05"),
        ("2025-08-06", "reach 8.7", "resolution-226-nq-cp", "2025-08-05"),
        ("2026-12-31", "reach 8.7", "resolution-226-nq-cp", "2025-08-05"),
    ],
)
def test_the_promise_in_force_on_a_day(
    revised: rt.Dataset, day: str, promise: str, act: str, since: str
) -> None:
    held = revised.in_force(day)
    target = held["grdp-growth"]
    assert (str(target.criterion), target.unit) == (promise, "percent")
    assert (target.act, str(target.in_force_from)) == (act, since)
    assert held.label == f"ha-tinh-2025 1.1.0 as of {day}"


# Above 7: 7 itself does not do, and nothing exceeds it. A bare 8.0 is met at 8.0, and
# exceeded past it. 8.05 is the growth of the first nine months of 2025.
@pytest.mark.parametrize(
    ("day", "statuses"),
    [
        ("2025-02-04", ["missed", "met", "met", "met", "met", "met"]),
        ("2025-02-05", ["missed", "missed", "met", "exceeded", "exceeded", "exceeded"]),
        ("2025-08-04", ["missed", "missed", "met", "exceeded", "exceeded", "exceeded"]),
        ("2025-08-05", ["missed", "missed", "missed", "missed", "met", "exceeded"]),
    ],
)
def test_the_verdict_is_that_of_the_promise_in_force(
    revised: rt.Dataset, day: str, statuses: list[str]
) -> None:
    values = [7.0, 7.99, 8.0, 8.05, 8.7, 8.71]
    held = revised.in_force(day)
    figures = pl.DataFrame({"indicator": "grdp-growth", "value": values})
    assert rt.compare(figures, held)["status"].to_list() == statuses
    assert [held["1"].compare(value).status.value for value in values] == statuses


@pytest.mark.parametrize("first", _DAYS)
@pytest.mark.parametrize("second", _DAYS)
def test_the_day_asked_for_last_counts(revised: rt.Dataset, first: str, second: str) -> None:
    assert revised.in_force(first).in_force(second) == revised.in_force(second)


@pytest.mark.parametrize("day", _DAYS)
def test_nothing_else_depends_on_the_day(revised: rt.Dataset, day: str) -> None:
    held = revised.in_force(day)
    for field in attrs.fields(rt.Dataset):
        if field.name not in {"targets", "as_of", "adopted"}:
            assert getattr(held, field.name) == getattr(revised, field.name), field.name
    assert (str(held.as_of), held.adopted) == (day, revised.targets)
    assert held.targets[1:] == revised.targets[1:]
    for name in ("id", "number", "indicator", "domain", "unit", "of_which"):
        assert getattr(held["1"], name) == getattr(revised["1"], name)
    for name in ("reference_area", "reference_period"):
        assert getattr(held["1"], name) == getattr(revised["1"], name)


def test_without_a_day_the_promises_are_those_of_the_resolution(
    ha_tinh: rt.Dataset, revised: rt.Dataset
) -> None:
    assert revised.targets == ha_tinh.targets
    assert (revised.as_of, revised.adopted) == (None, None)


# What a pipeline that pins 1.0.0 gets for the figures of 2024, growth in two of its
# published values and in another unit. Gaps and attainments are counted from the bounds of
# section II.2: 7 %, 44.100, 17.800, 8.800 and 9.000 tỷ đồng.
_PINNED = pl.DataFrame(
    [
        ("grdp-growth", 7.3, "percent", "met", 0.3, "percentage_point", 7.3 / 7),
        ("grdp-growth", 7.48, "%", "met", 0.48, "percentage_point", 7.48 / 7),
        ("grdp-growth", 0.07, "dimensionless", "missed", 0.0, "percentage_point", 1.0),
        ("total-investment", 55524.0, "billion VND", "met", 11424.0, "billion VND", 55524 / 44100),
        ("budget-revenue", 17900.0, "tỷ đồng", "met", 100.0, "billion VND", 17900 / 17800),
        ("domestic-revenue", 9600.0, "tỷ đồng", "met", 800.0, "billion VND", 9600 / 8800),
        ("trade-revenue", 8300.0, "tỷ đồng", "missed", -700.0, "billion VND", 8300 / 9000),
        ("export-turnover", None, "billion USD", "not_reported", None, None, None),
    ],
    schema=[
        *(("indicator", pl.String), ("value", pl.Float64), ("unit", pl.String)),
        *(("status", pl.String), ("gap", pl.Float64), ("gap_unit", pl.String)),
        ("attainment", pl.Float64),
    ],
    orient="row",
)


def _keep_all(data: Path) -> None:
    assert data.is_dir()


def _keep_1_0_0_only(data: Path) -> None:
    listed = json.loads((data / "catalog.json").read_text(encoding="utf-8"))
    entry = listed["datasets"]["ha-tinh-2025"]
    entry["versions"] = {"1.0.0": entry["versions"]["1.0.0"]}
    content = json.dumps({"datasets": {"ha-tinh-2025": entry}}).encode()
    (data / "catalog.json").write_bytes(content)
    sums = f"{hashlib.sha256(content).hexdigest()}  catalog.json\n"
    (data / "SHA256SUMS").write_text(sums, encoding="ascii")
    shutil.rmtree(data / "ha-tinh-2025" / "1.1.0")


@pytest.mark.parametrize("keep", [_keep_all, _keep_1_0_0_only])
def test_a_pipeline_that_pins_1_0_0_gets_what_it_always_got(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep
) -> None:
    shutil.copytree(_DATA, tmp_path / "data")
    keep(tmp_path / "data")
    monkeypatch.setattr(catalog, "data_folder", lambda: str(tmp_path / "data"))
    pinned = rt.load("ha-tinh-2025", version="1.0.0")
    out = rt.compare(_PINNED.select("indicator", "value", "unit"), pinned)
    assert_frame_equal(out.select(_PINNED.columns), _PINNED, rel_tol=1e-12)
    assert out["target"].to_list() == _PINNED["indicator"].to_list()
    assert (len(pinned.observations), pinned.revisions) == (5, ())
