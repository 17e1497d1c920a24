"""vietnam-2025 1.0.0 against the text it was read from, and what it makes of 2025.

The files are read with the csv module, not with the package's loader, and numbers in
Vietnamese notation with a parser of three lines, not with the package's.
"""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import attrs
import polars as pl
import pytest

import resolution_targets as rt

_DATA = Path(__file__).parents[2] / "data"
_FOLDER = _DATA / "vietnam-2025" / "1.0.0"
_TEXT = "source/resolution-158-2024-qh15.txt"
_DOCTORS = "doctor/ten_thousand/person"
_BEDS = "bed/ten_thousand/person"

# Resolution 158/2024/QH15, typed from it as published: number, id, relation, bounds, unit,
# whether it says "khoảng", and which way is better.
_PROMISES = [
    ("1", "gdp-growth", "between", "6.5", "7.0", "percent", "true", "higher"),
    ("2", "gdp-per-capita", "reach", "4900", "", "USD/person", "true", "higher"),
    ("3", "manufacturing-share-of-gdp", "reach", "24.1", "", "percent", "true", "higher"),
    ("4", "cpi-growth", "reach", "4.5", "", "percent", "true", "lower"),
    ("5", "labour-productivity-growth", "between", "5.3", "5.4", "percent", "true", "higher"),
    ("6", "agricultural-labour-share", "between", "25", "26", "percent", "false", "lower"),
    ("7", "trained-labour", "reach", "70", "", "percent", "true", "higher"),
    ("7a", "trained-labour-with-certificate", "between", "29", "29.5", "percent", "true", "higher"),
    ("8", "urban-unemployment", "below", "4", "", "percent", "false", "lower"),
    (
        *("9", "multidimensional-poverty-reduction", "between", "0.8", "1"),
        *("percentage_point", "true", "higher"),
    ),
    ("10", "doctors-per-10000", "reach", "15", "", _DOCTORS, "true", "higher"),
    ("11", "hospital-beds-per-10000", "reach", "34.5", "", _BEDS, "false", "higher"),
    ("12", "health-insurance-coverage", "reach", "95.15", "", "percent", "false", "higher"),
    ("13", "new-rural-communes", "between", "80.5", "81.5", "percent", "true", "higher"),
    ("14", "urban-solid-waste-treated", "reach", "95", "", "percent", "false", "higher"),
    ("15", "industrial-park-wastewater", "reach", "92", "", "percent", "false", "higher"),
]
# What each promise says of its number, in the words of the resolution.
_WORDS = {
    "1": "khoảng 6,5-7,0% và phấn đấu khoảng 7,0-7,5%",
    "2": "đạt khoảng 4.900 đô la Mỹ (USD)",
    "3": "đạt khoảng 24,1%",
    "4": "khoảng 4,5%",
    "5": "khoảng 5,3-5,4%",
    "6": "đạt 25-26%",
    "7": "đạt khoảng 70%",
    "7a": "đạt khoảng 29-29,5%",
    "8": "dưới 4%",
    "9": "giảm khoảng 0,8-1%",
    "10": "trên 1 vạn dân đạt khoảng 15 bác sĩ",
    "11": "trên 1 vạn dân đạt 34,5 giường bệnh",
    "12": "đạt 95,15%",
    "13": "khoảng 80,5-81,5%",
    "14": "đạt 95%",
    "15": "đạt 92%",
}
_QH_192 = "resolution-192-2025-qh15"
_CP_226 = "resolution-226-nq-cp"
_CERTIFIED = (
    "https://lite.baomoi.com/chu-tich-quoc-hoi-ky-chung-thuc-nghi-quyet-bo-sung-"
    "ke-hoach-phat-trien-kt-xh-nam-2025-c51566828.epi"
)
_ISSUED = (
    "https://lite.baomoi.com/ban-hanh-nghi-quyet-cua-quoc-hoi-ve-dieu-chinh-"
    "muc-tieu-tang-truong-c51566770.epi"
)
_ON_226 = (
    "https://thuonghieuvaphapluat.vn/"
    "5-nhiem-vu-giai-phap-trong-tam-de-bao-dam-tang-truong-nam-2025-d75310.html"
)
# Typed from the pages: target, day, relation, bounds, unit, "khoảng", act, words, address.
_REVISIONS = [
    (
        *("gdp-growth", "2025-02-19", "at_least", "8", "", "percent", "false", _QH_192),
        *("đạt 8% trở lên", _CERTIFIED),
    ),
    (
        *("gdp-per-capita", "2025-02-19", "above", "5000", "", "USD/person", "true", _QH_192),
        *("khoảng trên 5.000 USD", _CERTIFIED),
    ),
    (
        *("cpi-growth", "2025-02-19", "between", "4.5", "5", "percent", "true", _QH_192),
        *("khoảng 4,5 - 5%", _ISSUED),
    ),
    (
        *("gdp-growth", "2025-08-05", "between", "8.3", "8.5", "percent", "false", _CP_226),
        *("đạt 8,3 - 8,5%", _ON_226),
    ),
    (
        *("cpi-growth", "2025-08-05", "below", "4.5", "", "percent", "false", _CP_226),
        *("dưới 4,5% CPI bình quân năm 2025", _ON_226),
    ),
]
_ACTS = {
    _QH_192: (
        "https://news.laodong.vn/thoi-su/thu-tuong-chinh-phu-chu-tri-hop-voi-63-dia-phuong-1466338.ldo"
    ),
    _CP_226: (
        "https://baothanhhoa.vn/chinh-phu-trien-khai-5-nhiem-vu-giai-phap-trong-tam-"
        "de-bao-dam-tang-truong-nam-2025-dat-8-3-8-5-257106.htm"
    ),
}
_THANH_NIEN = "https://thanhnien.vn/34-tinh-thanh-tang-truong-kinh-te-ra-sao-trong-nam-2025-185260106122318218.htm"
_VIETNAM_PLUS = (
    "https://www.vietnamplus.vn/mot-so-ket-qua-noi-bat-cua-nganh-y-te-"
    "nam-2025-va-giai-doan-2021-2025-post1086351.vnp"
)
# Typed from the pages: indicator, value, unit, day of the page, its words, address.
_OUTTURNS = [
    ("gdp-growth", "8.02", "percent", "2026-01-06", "đạt 8.02%", _THANH_NIEN),
    (
        *("health-insurance-coverage", "95.15", "percent", "2026-01-03"),
        *("ước đạt 95,15% dân số", _VIETNAM_PLUS),
    ),
    (
        *("doctors-per-10000", "15", _DOCTORS, "2026-01-03"),
        *("đạt 15 bác sỹ/ 10.000 dân", _VIETNAM_PLUS),
    ),
    (
        *("hospital-beds-per-10000", "34.5", _BEDS, "2026-01-03"),
        *("đạt 34,5 giường/ 10.000 dân", _VIETNAM_PLUS),
    ),
]
_SHARED = {
    *("trained-labour", "doctors-per-10000"),
    *("hospital-beds-per-10000", "health-insurance-coverage"),
}
_DAYS = [
    *("2024-11-12", "2025-02-18", "2025-02-19", "2025-02-20"),
    *("2025-08-04", "2025-08-05", "2025-08-06", "2026-12-31"),
]
_NUMBER = r"\d+(?:\.\d{3})*(?:,\d+)?"


def _rows(table: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _addresses() -> dict[str, str]:
    return {row["id"]: row["url"] for row in _rows("sources")}


def _directions() -> dict[str, str]:
    return {row["id"]: row["direction"] for row in _rows("indicators")}


def _lines() -> dict[int, str]:
    """The number of each line of the text that ships to the line."""
    lines = (_FOLDER / _TEXT).read_text(encoding="utf-8").splitlines()
    numbered = (line.partition(". ") for line in lines)
    return {int(number): text for number, _, text in numbered}


def _numbers(text: str) -> list[Decimal]:
    # "trên 1 vạn dân": the 1 is the unit's.
    written = re.findall(_NUMBER, text.replace("trên 1 vạn", "trên vạn"))
    return [Decimal(number.replace(".", "").replace(",", ".")) for number in written]


def _item_number(row: dict[str, str]) -> int:
    return int(row["number"].rstrip("a"))


def _ends(row: dict[str, str]) -> list[Decimal]:
    names = ("lower", "upper", "stretch_lower", "stretch_upper")
    return [Decimal(row[name]) for name in names if row[name]]


def _wordings(quote: str) -> list[str]:
    """The relations that the words of a promise may mean; a bare number is to be reached."""
    forms = {
        "at_least": rf"\b{_NUMBER}% trở lên",
        "above": rf"\btrên {_NUMBER} (?!vạn)",
        "below": rf"\bdưới {_NUMBER}%",
        "between": rf"\b{_NUMBER} ?- ?{_NUMBER}%",
    }
    return [relation for relation, form in forms.items() if re.search(form, quote)] or ["reach"]


_TARGETS = pytest.mark.parametrize("row", _rows("targets"), ids=lambda row: row["number"])


@pytest.fixture(scope="module")
def vietnam() -> rt.Dataset:
    return rt.load("vietnam-2025", version="1.0.0")


def test_the_targets_are_those_of_the_text() -> None:
    columns = ("number", "id", "relation", "lower", "upper", "unit", "hedged")
    directions = _directions()
    assert [
        (*(row[name] for name in columns), directions[row["indicator"]]) for row in _rows("targets")
    ] == _PROMISES


def test_15_items_and_16_promises() -> None:
    assert len(_rows("targets")) == len(_PROMISES) == len(_WORDS) == 16
    assert list(_lines()) == list(range(1, 16))
    assert sorted({_item_number(row) for row in _rows("targets")}) == list(range(1, 16))


@_TARGETS
def test_a_quote_stands_in_its_own_line(row: dict[str, str]) -> None:
    assert row["quote"] == " ".join(row["quote"].split())
    assert row["quote"] in _lines()[_item_number(row)]
    assert (row["locator"], row["source"]) == (f"({_item_number(row)})", Path(_TEXT).stem)


@_TARGETS
def test_the_words_of_a_promise(row: dict[str, str]) -> None:
    assert row["quote"].endswith(_WORDS[row["number"]])


@_TARGETS
def test_the_numbers_of_a_quote_are_its_bounds(row: dict[str, str]) -> None:
    assert _numbers(row["quote"]) == _ends(row)


@pytest.mark.parametrize("number", range(1, 16))
def test_every_number_of_a_line_is_promised(number: int) -> None:
    promised = [
        end for row in _rows("targets") if _item_number(row) == number for end in _ends(row)
    ]
    assert _numbers(_lines()[number]) == promised


@_TARGETS
def test_the_relation_is_the_wording(row: dict[str, str]) -> None:
    assert _wordings(row["quote"]) == [row["relation"]]


@_TARGETS
def test_hedged_is_the_wording(row: dict[str, str]) -> None:
    promise, strives, stretch = row["quote"].partition("phấn đấu")
    assert row["hedged"] == ("true" if "khoảng" in promise else "false")
    assert bool(strives) == (row["number"] == "1")
    hedged = {"": "", "phấn đấu": "true" if "khoảng" in stretch else "false"}[strives]
    assert row["stretch_hedged"] == hedged


@_TARGETS
def test_only_growth_has_a_stretch(row: dict[str, str]) -> None:
    stretch = [row[name] for name in row if name.startswith("stretch_")]
    # "phấn đấu khoảng 7,0-7,5%".
    expected = {"1": ["between", "7.0", "7.5", "true"]}
    assert stretch == expected.get(row["number"], [""] * 4)


def test_nothing_is_to_be_kept() -> None:
    assert "duy trì" not in " ".join(_lines().values()).lower()
    assert {row["maintain"] for row in _rows("targets")} == {"false"}


def test_the_part_stands_behind_trong_do() -> None:
    assert {row["id"]: row["of_which"] for row in _rows("targets") if row["of_which"]} == {
        "trained-labour-with-certificate": "trained-labour"
    }
    assert [number for number, line in _lines().items() if "trong đó" in line] == [7]
    before, _, after = _lines()[7].partition(", trong đó ")
    quotes = {row["number"]: row["quote"] for row in _rows("targets")}
    assert (before, after) == (quotes["7"], quotes["7a"])


@_TARGETS
def test_all_is_promised_for_the_country_in_2025(row: dict[str, str]) -> None:
    assert (row["reference_area"], row["reference_period"]) == ("VN", "2025")
    # The resolution of 12/11/2024 is its own act.
    assert (row["in_force_from"], row["act"]) == ("2024-11-12", "")


def test_percent_of_a_fall_is_a_judgement() -> None:
    # "Tỷ lệ hộ nghèo ... giảm khoảng 0,8-1%".
    (fall,) = (row for row in _rows("targets") if " giảm " in row["quote"])
    assert (fall["number"], fall["unit"]) == ("9", "percentage_point")
    assert "Judgement: " in fall["comment"]


def test_less_is_better_of_four_levels() -> None:
    lower = {id_ for id_, direction in _directions().items() if direction == "lower"}
    # The fourth is the level that the fall of poverty is counted from.
    assert lower == {
        *("cpi-growth", "agricultural-labour-share"),
        *("urban-unemployment", "multidimensional-poverty-rate"),
    }
    assert set(_directions().values()) == {"lower", "higher"}


def test_what_is_measured_is_what_is_promised_and_the_level_of_poverty() -> None:
    promised = {id_ for _, id_, *_ in _PROMISES}
    measured = {row["id"] for row in _rows("indicators")}
    assert measured == {*promised, "multidimensional-poverty-rate"}
    assert all(row["indicator"] == row["id"] for row in _rows("targets"))


def test_four_indicators_are_shared_with_ha_tinh_and_no_others() -> None:
    provincial = rt.load("ha-tinh-2025", version="1.0.0")
    theirs = {indicator.id for indicator in provincial.indicators}
    assert {row["id"] for row in _rows("indicators")} & theirs == _SHARED
    ours = {row["id"]: row for row in _rows("indicators")}
    for id_ in _SHARED:
        for name in ("unit", "direction", "kind", "over_time", "numerator", "denominator"):
            assert ours[id_][name] == getattr(provincial.indicator(id_), name), (id_, name)


def test_country_and_province_promise_different_things_of_what_they_share(
    ha_tinh: rt.Dataset, vietnam: rt.Dataset
) -> None:
    promises = {id_: (str(vietnam[id_].criterion), str(ha_tinh[id_].criterion)) for id_ in _SHARED}
    assert promises == {
        "trained-labour": ("reach 70", "above 80"),
        "doctors-per-10000": ("reach 15", "reach 12"),
        "hospital-beds-per-10000": ("reach 34.5", "reach 32"),
        "health-insurance-coverage": ("reach 95.15", "above 95"),
    }


def test_the_revisions_are_those_of_the_acts() -> None:
    columns = ("target", "in_force_from", "relation", "lower", "upper", "unit", "hedged", "act")
    addresses, rows = _addresses(), _rows("revisions")
    assert len(rows) == len(_REVISIONS)
    for row, (*facts, words, address) in zip(rows, _REVISIONS, strict=True):
        assert [row[name] for name in columns] == facts
        assert row["quote"].endswith(words)
        assert addresses[row["source"]] == address
    assert {row["act"]: addresses[row["act"]] for row in rows} == _ACTS


@pytest.mark.parametrize(
    "row", _rows("revisions"), ids=lambda row: f"{row['target']}-{row['in_force_from']}"
)
def test_a_revision_is_its_wording(row: dict[str, str]) -> None:
    # "năm 2025 đạt 8,3 - 8,5%": the year is no bound.
    promised = row["quote"].replace("năm 2025", "")
    assert _numbers(promised) == _ends(row)
    assert _wordings(promised) == [row["relation"]]
    assert row["hedged"] == ("true" if "khoảng" in promised else "false")
    assert not any(row[name] for name in row if name.startswith("stretch_"))
    assert row["maintain"] == "false"


def test_the_observations_are_those_of_the_pages() -> None:
    addresses, rows = _addresses(), _rows("observations")
    assert len(rows) == len(_OUTTURNS)
    for row, (indicator, value, unit, published, words, address) in zip(
        rows, _OUTTURNS, strict=True
    ):
        assert (row["indicator"], row["value"], row["unit"]) == (indicator, value, unit)
        assert (row["reference_area"], row["reference_period"]) == ("VN", "2025")
        assert (row["published"], addresses[row["source"]]) == (published, address)
        assert row["quote"].endswith(words)


def test_an_observation_is_an_estimate_where_a_page_says_so() -> None:
    for row in _rows("observations"):
        # The page that is quoted for GDP growth does not say "ước"; the one in the comment does.
        said = (
            f"{row['quote']} {row['comment']}" if row["indicator"] == "gdp-growth" else row["quote"]
        )
        assert row["observation_status"] == ("E" if re.search(r"\bước\b", said) else "A")


def test_the_address_of_the_resolution() -> None:
    assert _addresses()[Path(_TEXT).stem] == (
        "https://xaydungchinhsach.chinhphu.vn/nghi-quyet-158-2024-qh15-cua-quoc-hoi-ve-"
        "ke-hoach-phat-trien-kinh-te-xa-hoi-nam-2025-119241205190209681.htm"
    )


def test_the_kind_is_the_wording() -> None:
    forms = {"Tốc độ tăng": "growth_rate", "Mức giảm": "change"}
    for row in _rows("indicators"):
        starts = [kind for form, kind in forms.items() if row["name_vi"].startswith(form)]
        # "Tỷ lệ", "Tỷ trọng", "trên 1 vạn dân", "bình quân đầu người": one thing per another.
        assert row["kind"] == (starts or ["ratio"])[0], row["id"]


def test_the_domains_are_headings_of_ha_tinh() -> None:
    # The resolution has no headings; the data say that theirs are a judgement.
    numbers: dict[str, list[int]] = {row["id"]: [] for row in _rows("domains")}
    for row in _rows("targets"):
        numbers[row["domain"]].append(_item_number(row))
    assert numbers == {
        "economy": [1, 2, 3, 4, 5, 6, 13],
        "culture-society": [7, 7, 8, 9, 10, 11, 12],
        "environment": [14, 15],
    }
    (resolution,) = (row for row in _rows("sources") if row["path"])
    assert "Judgement: the list has no headings" in resolution["comment"]
    folder = _DATA / "ha-tinh-2025" / "1.0.0"
    with (folder / "domains.csv").open(encoding="utf-8", newline="") as file:
        provincial = list(csv.DictReader(file, strict=True))
    assert _rows("domains") == [row for row in provincial if row["id"] != "defence-security"]


def test_the_descriptor_names_the_dataset() -> None:
    descriptor = json.loads((_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert (descriptor["name"], descriptor["version"]) == ("vietnam-2025", "1.0.0")
    assert [each["name"] for each in descriptor["licenses"]] == ["CC0-1.0"]


# Less is better of all three. A bare 4.5 is met at 4.5 and exceeded below; of 25-26 the
# easier end is 26, and only below 25 is it exceeded; "below 4" is not met at 4, and names
# nothing to exceed.
@pytest.mark.parametrize(
    ("target", "verdicts"),
    [
        ("cpi-growth", {"4.49": "exceeded", "4.5": "met", "4.51": "missed"}),
        (
            "agricultural-labour-share",
            {"24.9": "exceeded", "25": "met", "25.5": "met", "26": "met", "26.1": "missed"},
        ),
        ("urban-unemployment", {"3.9": "met", "4": "missed", "4.1": "missed"}),
    ],
)
def test_less_is_better(vietnam: rt.Dataset, target: str, verdicts: dict[str, str]) -> None:
    judged = {value: vietnam[target].compare(Decimal(value)).status.value for value in verdicts}
    assert judged == verdicts
    values = [float(value) for value in verdicts]
    out = rt.compare(pl.DataFrame({"indicator": target, "value": values}), vietnam)
    assert out["status"].to_list() == list(verdicts.values())


def test_at_the_threshold_of_unemployment_the_reading_decides(vietnam: rt.Dataset) -> None:
    # "dưới 4%": strictly read, 4 does not do.
    target = vietnam["urban-unemployment"]
    assert target.compare(4).status.value == "missed"
    assert target.compare(4, reading="lenient").status.value == "met"


# 192/2025/QH15 lets average prices grow by 4.5 to 5 %, 226/NQ-CP by less than 4.5 %.
@pytest.mark.parametrize(
    ("day", "verdicts"),
    [
        ("2025-02-18", {4.4: "exceeded", 4.5: "met", 4.6: "missed", 5: "missed", 5.1: "missed"}),
        ("2025-02-19", {4.4: "exceeded", 4.5: "met", 4.6: "met", 5: "met", 5.1: "missed"}),
        ("2025-08-05", {4.4: "met", 4.5: "missed", 4.6: "missed", 5: "missed", 5.1: "missed"}),
    ],
)
def test_prices_are_judged_by_the_promise_in_force(
    vietnam: rt.Dataset, day: str, verdicts: dict[float, str]
) -> None:
    target = vietnam.in_force(day)["cpi-growth"]
    assert {value: target.compare(value).status.value for value in verdicts} == verdicts


# The growth of 2025 was published as 8.02 %: past the harder end of 6.5-7.0, past 8 or
# more, short of 8.3-8.5.
@pytest.mark.parametrize(
    ("day", "promise", "act", "status"),
    [
        ("2024-11-12", "between 6.5 to 7.0", "resolution-158-2024-qh15", "exceeded"),
        ("2025-02-18", "between 6.5 to 7.0", "resolution-158-2024-qh15", "exceeded"),
        ("2025-02-19", "at least 8", "resolution-192-2025-qh15", "exceeded"),
        ("2025-08-04", "at least 8", "resolution-192-2025-qh15", "exceeded"),
        ("2025-08-05", "between 8.3 to 8.5", "resolution-226-nq-cp", "missed"),
        ("2025-12-31", "between 8.3 to 8.5", "resolution-226-nq-cp", "missed"),
    ],
)
def test_the_growth_of_2025_is_judged_by_the_promise_in_force(
    vietnam: rt.Dataset, day: str, promise: str, act: str, status: str
) -> None:
    held = vietnam.in_force(day)
    target = held["gdp-growth"]
    (growth,) = (each for each in vietnam.observations if each.indicator == "gdp-growth")
    assert (str(target.criterion), target.act) == (promise, act)
    assert target.compare(growth).status.value == status
    out = rt.compare(held.to_frame("observations"), held)
    assert out.filter(pl.col("indicator") == "gdp-growth")["status"].to_list() == [status]


def test_the_stretch_is_that_of_the_first_promise(vietnam: rt.Dataset) -> None:
    # "phấn đấu khoảng 7,0-7,5%"; the later acts set one promise each.
    stretch = vietnam.in_force("2025-02-18")["gdp-growth"].stretch
    assert stretch is not None
    assert (str(stretch), stretch.hedged) == ("between 7.0 to 7.5", True)
    assert vietnam.in_force("2025-02-19")["gdp-growth"].stretch is None
    assert vietnam.in_force("2025-08-05")["gdp-growth"].stretch is None


def test_the_outturn_of_2025_by_the_promises_as_adopted(vietnam: rt.Dataset) -> None:
    out = rt.compare(vietnam.to_frame("observations"), vietnam)
    # 95,15 against 95,15; 15 against 15; 34,5 against 34,5: each at its bound.
    assert out.select("indicator", "status", "gap").rows() == [
        ("gdp-growth", "exceeded", pytest.approx(1.52)),
        ("health-insurance-coverage", "met", 0.0),
        ("doctors-per-10000", "met", 0.0),
        ("hospital-beds-per-10000", "met", 0.0),
    ]


@pytest.mark.parametrize(
    ("day", "promises"),
    [
        ("2025-02-18", {"gdp-per-capita": "reach 4900", "cpi-growth": "reach 4.5"}),
        ("2025-02-19", {"gdp-per-capita": "above 5000", "cpi-growth": "between 4.5 to 5"}),
        ("2025-08-04", {"gdp-per-capita": "above 5000", "cpi-growth": "between 4.5 to 5"}),
        # 226/NQ-CP says nothing of GDP per head: the promise of February stays.
        ("2025-08-05", {"gdp-per-capita": "above 5000", "cpi-growth": "below 4.5"}),
    ],
)
def test_what_else_was_revised(vietnam: rt.Dataset, day: str, promises: dict[str, str]) -> None:
    held = vietnam.in_force(day)
    assert {id_: str(held[id_].criterion) for id_ in promises} == promises


def test_nothing_was_promised_before_the_resolution(vietnam: rt.Dataset) -> None:
    # Of 12/11/2024.
    assert vietnam.in_force("2024-11-11").targets == ()
    assert vietnam.in_force("2024-11-12").targets == vietnam.targets


@pytest.mark.parametrize("day", _DAYS)
def test_nothing_else_depends_on_the_day(vietnam: rt.Dataset, day: str) -> None:
    held = vietnam.in_force(day)
    for field in attrs.fields(rt.Dataset):
        if field.name not in {"targets", "as_of", "adopted"}:
            assert getattr(held, field.name) == getattr(vietnam, field.name), field.name
    revised = {"gdp-growth", "gdp-per-capita", "cpi-growth"}
    for now, adopted in zip(held, vietnam, strict=True):
        if adopted.id not in revised:
            assert now == adopted
        assert (now.id, now.number, now.indicator) == (
            adopted.id,
            adopted.number,
            adopted.indicator,
        )
    assert held.in_force("2025-08-05") == vietnam.in_force("2025-08-05")
    assert vietnam.in_force("2024-01-01").in_force(day) == held
