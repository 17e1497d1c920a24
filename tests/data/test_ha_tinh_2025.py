"""ha-tinh-2025 1.0.0 against the text it was read from.

The files are read with the csv module, not with the package's loader, and numbers in
Vietnamese notation with a parser of three lines, not with the package's.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import resolution_targets as rt
from resolution_targets import catalog

_DATA = Path(__file__).parents[2] / "data"
_VERSION = Path("ha-tinh-2025", "1.0.0")
_FOLDER = _DATA / _VERSION
_TABLES = ("domains", "indicators", "targets", "observations", "sources")
_FILES = ("datapackage.json", *(f"{table}.csv" for table in _TABLES), "source/ha-tinh-2025.txt")

# Section II.2 of the text, typed from it: number, id, relation, bounds, unit.
_PROMISES = [
    ("1", "grdp-growth", "above", "7", "", "percent"),
    ("2", "grdp-per-capita", "above", "91", "", "million VND/person"),
    ("3", "income-per-capita", "above", "53", "", "million VND/person/year"),
    ("4", "production-value-per-hectare", "above", "102", "", "million VND/hectare"),
    ("5", "total-investment", "above", "44100", "", "billion VND"),
    ("6", "export-turnover", "above", "2.5", "", "billion USD"),
    ("7", "budget-revenue", "above", "17800", "", "billion VND"),
    ("7a", "domestic-revenue", "above", "8800", "", "billion VND"),
    ("7b", "trade-revenue", "above", "9000", "", "billion VND"),
    ("8", "new-enterprises", "above", "1200", "", "enterprise"),
    ("9", "new-rural-province", "done", "", "", "dimensionless"),
    ("10", "urbanization-rate", "reach", "40", "", "percent"),
    ("11a", "social-insurance-coverage", "above", "31.8", "", "percent"),
    ("11b", "unemployment-insurance-coverage", "above", "17.8", "", "percent"),
    ("11c", "health-insurance-coverage", "above", "95", "", "percent"),
    ("12", "doctors-per-10000", "reach", "12", "", "doctor/ten_thousand/person"),
    ("13", "hospital-beds-per-10000", "reach", "32", "", "bed/ten_thousand/person"),
    ("14", "poverty-reduction", "between", "0.5", "0.6", "percentage_point"),
    ("15", "trained-labour", "above", "80", "", "percent"),
    ("16", "new-jobs", "above", "23500", "", "person"),
    ("17", "technology-renewal", "above", "23", "", "percent"),
    ("18", "procedures-on-national-portal", "reach", "100", "", "percent"),
    ("19", "procedures-with-online-files", "reach", "100", "", "percent"),
    ("20", "online-files-share", "above", "90", "", "percent"),
    ("21", "cultural-households", "above", "93.5", "", "percent"),
    ("22", "cultural-villages", "above", "98", "", "percent"),
    ("23", "cultural-organisations", "above", "71.2", "", "percent"),
    ("24", "solid-waste-treated", "above", "95", "", "percent"),
    ("25", "forest-cover", "above", "52", "", "percent"),
    ("26", "urban-clean-water", "above", "89", "", "percent"),
    ("27", "rural-hygienic-water", "reach", "100", "", "percent"),
    ("27a", "rural-standard-water", "above", "72", "", "percent"),
    ("28", "strong-communes", "above", "96", "", "percent"),
]
_MAINTAINED = {"18", "25", "27"}
_HEADINGS = {
    "economy": ("Về kinh tế:", range(1, 11)),
    "culture-society": ("Về văn hóa, xã hội:", range(11, 24)),
    "environment": ("Về môi trường:", range(24, 28)),
    "defence-security": ("Về quốc phòng an ninh:", range(28, 29)),
}
# Section I, typed from it: indicator, value, unit, status.
_OUTTURNS = [
    ("grdp-growth", "7.3", "percent", "E"),
    ("budget-revenue", "17900", "billion VND", "E"),
    ("poverty-rate", "2.41", "percent", "A"),
    ("targets-met", "26", "target", "A"),
    ("targets-set", "28", "target", "A"),
]

_NUMBER = r"\d+(?:\.\d{3})*(?:,\d+)?"
# "trên" also means "in", "on" and "per".
_NAMES_WITH_TREN = ("trên địa bàn", "trên đơn vị diện tích")


def _rows(table: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _source() -> str:
    return _one_line((_FOLDER / "source/ha-tinh-2025.txt").read_text(encoding="utf-8"))


def _between(start: str, end: str) -> str:
    source = _source()
    assert source.count(start) == source.count(end) == 1
    return source[source.index(start) + len(start) : source.index(end)]


def _outturn_of_2024() -> str:
    return _between("I. KẾT QUẢ LÃNH ĐẠO, CHỈ ĐẠO", "II. MỤC TIÊU, CHỈ TIÊU NĂM 2025")


def _promises_of_2025() -> str:
    return _between("2. Chỉ tiêu chủ yếu", "III. NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM NĂM 2025")


def _items() -> dict[int, str]:
    """The number of each line of the resolution to its text."""
    _, *pieces = re.split(r"\((\d+)\)", _promises_of_2025())
    return {int(number): text for number, text in zip(pieces[::2], pieces[1::2], strict=True)}


def _numbers(text: str) -> list[Decimal]:
    written = re.findall(_NUMBER, text)
    return [Decimal(number.replace(".", "").replace(",", ".")) for number in written]


def _without_unit_numbers(text: str) -> str:
    # "bác sĩ/1 vạn dân": the 1 is the unit's.
    return text.replace("/1 vạn", "/vạn")


def _item_number(row: dict[str, str]) -> int:
    return int(row["number"].rstrip("abc"))


def _bounds(row: dict[str, str]) -> list[Decimal]:
    return [Decimal(row[end]) for end in ("lower", "upper") if row[end]]


def _descriptor() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_FOLDER / "datapackage.json").read_text("utf-8"))
    return content


def _schema(table: str) -> dict[str, Any]:
    (resource,) = (each for each in _descriptor()["resources"] if each["name"] == table)
    schema: dict[str, Any] = resource["schema"]
    return schema


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


_TARGETS = pytest.mark.parametrize("row", _rows("targets"), ids=lambda row: row["number"])
_OBSERVATIONS = pytest.mark.parametrize(
    "row", _rows("observations"), ids=lambda row: row["indicator"]
)


def test_the_targets_are_those_of_the_text() -> None:
    columns = ("number", "id", "relation", "lower", "upper", "unit")
    assert [tuple(row[name] for name in columns) for row in _rows("targets")] == _PROMISES


def test_28_items_and_33_promises() -> None:
    assert len(_rows("targets")) == len(_PROMISES) == 33
    assert list(_items()) == list(range(1, 29))
    assert sorted({_item_number(row) for row in _rows("targets")}) == list(range(1, 29))


@_TARGETS
def test_a_quote_stands_in_its_own_line(row: dict[str, str]) -> None:
    assert row["quote"] == _one_line(row["quote"])
    assert row["quote"] in _items()[_item_number(row)]
    assert row["locator"] == f"II.2 ({_item_number(row)})"


@_TARGETS
def test_the_numbers_of_a_quote_are_its_bounds(row: dict[str, str]) -> None:
    assert _numbers(_without_unit_numbers(row["quote"])) == _bounds(row)


@pytest.mark.parametrize("number", range(1, 29))
def test_every_number_of_a_line_is_promised(number: int) -> None:
    promised = [
        bound for row in _rows("targets") if _item_number(row) == number for bound in _bounds(row)
    ]
    assert Counter(_numbers(_without_unit_numbers(_items()[number]))) == Counter(promised)


@_TARGETS
def test_the_relation_is_the_wording(row: dict[str, str]) -> None:
    words = row["quote"]
    for name in _NAMES_WITH_TREN:
        words = words.replace(name, "")
    wording = {
        "above": rf"\btrên {_NUMBER}",
        "between": rf"\b{_NUMBER}-{_NUMBER}",
        "reach": rf"\b(đạt|Có) {_NUMBER}",
        "done": r"^\D*\bhoàn thành\b\D*$",
    }
    assert [name for name, form in wording.items() if re.search(form, words)] == [row["relation"]]
    assert ("trên" in words) == (row["relation"] == "above")


def test_no_other_wording_needs_a_relation_or_a_flag() -> None:
    other = r"\b(hơn|từ|trở lên|tối thiểu|ít nhất|không quá|tối đa|dưới|khoảng|gần|phấn đấu)\b"
    assert re.findall(other, _promises_of_2025()) == []
    for row in _rows("targets"):
        assert row["hedged"] == "false"
        assert row["stretch_relation"] == row["stretch_lower"] == row["stretch_upper"] == ""


@_TARGETS
def test_maintain_is_the_wording(row: dict[str, str]) -> None:
    says_so = row["quote"].startswith("Duy trì ")
    assert row["maintain"] == ("true" if says_so else "false")
    assert says_so == (row["number"] in _MAINTAINED)


def test_every_duy_tri_of_the_promises_is_one_of_them() -> None:
    assert _promises_of_2025().lower().count("duy trì") == len(_MAINTAINED)


def _unit_words(text: str) -> str:
    """The longest unit that stands right after the last number, as the text spells it."""
    words = re.split(_NUMBER, _without_unit_numbers(text))[-1].strip()
    ends = [end for end in range(1, len(words) + 1) if not words[end : end + 1].isalpha()]
    return max((words[:end].strip() for end in ends if rt.is_unit(words[:end])), key=len)


@pytest.mark.parametrize(
    "row", [row for row in _rows("targets") if row["lower"]], ids=lambda row: row["number"]
)
def test_the_unit_is_the_wording(row: dict[str, str]) -> None:
    words = _unit_words(row["quote"])
    if "bình quân đầu người" in row["quote"]:
        words += "/đầu người"
    expected = rt.canonical_unit(words)
    if expected == "percent" and " giảm " in row["quote"]:
        # "Tỷ lệ hộ nghèo giảm 0,5-0,6%": the change of a rate. The data say that they judge.
        expected = "percentage_point"
        assert row["comment"].startswith("Judgement: ")
    assert row["unit"] == expected


@_TARGETS
def test_the_canonical_unit_is_written_as_the_text_writes_it(row: dict[str, str]) -> None:
    written = rt.format_unit(row["unit"], language="vi")
    elsewhere = {
        "2": ("triệu đồng/người", "bình quân đầu người đạt trên 91 triệu đồng"),
        "3": ("triệu đồng/người/năm", "bình quân đầu người đạt trên 53 triệu đồng/năm"),
        "9": ("tỷ số", ""),
        "14": ("điểm %", "%"),
    }
    expected, quoted = elsewhere.get(row["number"], (written, written))
    assert written == expected
    assert quoted in row["quote"]


def test_the_domains_are_the_headings() -> None:
    section = _promises_of_2025()
    places = {id_: section.index(heading) for id_, (heading, _) in _HEADINGS.items()}
    assert list(places.values()) == sorted(places.values())
    for row in _rows("targets"):
        place = section.index(f"({_item_number(row)})")
        assert row["domain"] == max(
            (id_ for id_, start in places.items() if start < place), key=places.__getitem__
        )
        assert _item_number(row) in _HEADINGS[row["domain"]][1]
    assert [row["id"] for row in _rows("domains")] == list(_HEADINGS)


def test_parts_stand_behind_trong_do() -> None:
    rows = {row["id"]: row for row in _rows("targets")}
    for row in rows.values():
        line = _items()[_item_number(row)]
        before = line[: line.index(row["quote"])]
        assert ("trong đó" in before) == bool(row["of_which"])
        if row["of_which"]:
            whole = rows[row["of_which"]]
            assert _item_number(whole) == _item_number(row)
            assert before.index(whole["quote"]) < before.index("trong đó")
    with_parts = {number for number, text in _items().items() if "trong đó" in text}
    assert with_parts == {7, 27}


def test_the_parts_of_the_revenue_add_up_to_the_whole() -> None:
    lower = {row["id"]: Decimal(row["lower"] or 0) for row in _rows("targets")}
    # 8.800 + 9.000 = 17.800 tỷ đồng.
    assert lower["domestic-revenue"] + lower["trade-revenue"] == lower["budget-revenue"]


@_TARGETS
def test_all_is_promised_for_the_province_in_2025(row: dict[str, str]) -> None:
    assert (row["reference_area"], row["reference_period"]) == ("VN-23", "2025")
    assert row["source"] == "resolution"


def test_each_target_is_in_its_indicators_unit() -> None:
    indicators = {row["id"]: row for row in _rows("indicators")}
    for row in _rows("targets"):
        assert row["indicator"] == row["id"]
        assert indicators[row["indicator"]]["unit"] == row["unit"]
        done = indicators[row["indicator"]]["kind"] == "milestone"
        assert done == (row["relation"] == "done")


def test_kinds_name_what_they_need() -> None:
    for row in _rows("indicators"):
        is_ratio, is_change = row["kind"] == "ratio", row["kind"] == "change"
        assert bool(row["numerator"]) == bool(row["denominator"]) == is_ratio, row["id"]
        assert bool(row["change_of"]) == is_change, row["id"]
        assert (row["unit"] == "percentage_point") == is_change, row["id"]
        assert rt.canonical_unit(row["unit"]) == row["unit"], row["id"]


def test_the_observations_are_those_of_the_text() -> None:
    columns = ("indicator", "value", "unit", "observation_status")
    assert [tuple(row[name] for name in columns) for row in _rows("observations")] == _OUTTURNS


@_OBSERVATIONS
def test_an_observation_stands_in_the_text(row: dict[str, str]) -> None:
    assert row["quote"] in _outturn_of_2024()
    assert Decimal(row["value"]) in _numbers(row["quote"])
    assert rt.canonical_unit(_unit_words(row["quote"])) == row["unit"]
    assert (row["reference_area"], row["reference_period"]) == ("VN-23", "2024")
    assert row["locator"] == "I"
    # "ước": estimated.
    assert (row["observation_status"] == "E") == bool(re.search(r"\bước\b", row["quote"]))


@pytest.mark.parametrize("table", _TABLES)
def test_a_table_keeps_its_schema(table: str) -> None:
    schema, rows = _schema(table), _rows(table)
    names = [field["name"] for field in schema["fields"]]
    assert all(list(row) == names for row in rows)
    for field in schema["fields"]:
        values = [row[field["name"]] for row in rows]
        given = [value for value in values if value]
        rules = field.get("constraints", {})
        if rules.get("required"):
            assert given == values, field["name"]
        if rules.get("unique"):
            assert len(set(given)) == len(given), field["name"]
        assert set(given) <= set(rules.get("enum", given)), field["name"]
        pattern = rules.get("pattern", ".*")
        assert all(re.fullmatch(pattern, value) for value in given), field["name"]
        if field["type"] == "boolean":
            assert set(given) <= {"true", "false"}, field["name"]
        if field["type"] == "number":
            assert all(Decimal(value).is_finite() for value in given), field["name"]
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("table", _TABLES)
def test_foreign_keys_hold(table: str) -> None:
    for key in _schema(table).get("foreignKeys", []):
        (field,), (referred,) = key["fields"], key["reference"]["fields"]
        known = {row[referred] for row in _rows(key["reference"]["resource"] or table)}
        assert {row[field] for row in _rows(table) if row[field]} <= known


def test_the_descriptor_has_the_hash_of_every_file() -> None:
    resources = {each["path"]: each for each in _descriptor()["resources"]}
    files = {path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*") if path.is_file()}
    assert {*resources, "datapackage.json"} == files == {*_FILES}
    for path, resource in resources.items():
        assert resource["hash"] == f"sha256:{_sha256(_FOLDER / path)}", path
        assert resource["bytes"] == (_FOLDER / path).stat().st_size, path


def test_the_catalog_has_the_hash_of_the_descriptor() -> None:
    listed = json.loads((_DATA / "catalog.json").read_text(encoding="utf-8"))["datasets"]
    assert listed["ha-tinh-2025"]["versions"]["1.0.0"] == {
        "sha256": _sha256(_FOLDER / "datapackage.json"),
        "released": "2026-11-22",
    }
    assert _descriptor()["title"] == "Targets of Hà Tĩnh province for 2025"
    assert (_descriptor()["name"], _descriptor()["version"]) == ("ha-tinh-2025", "1.0.0")


@pytest.mark.parametrize("file", _FILES)
def test_files_are_composed_and_end_their_lines_with_a_line_feed(file: str) -> None:
    text = (_FOLDER / file).read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text


@pytest.mark.parametrize("file", _FILES)
def test_a_byte_that_was_changed_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    shutil.copytree(_FOLDER, tmp_path / _VERSION)
    for name in ("catalog.json", "SHA256SUMS"):
        shutil.copy(_DATA / name, tmp_path)
    monkeypatch.setattr(catalog, "data_folder", lambda: str(tmp_path))
    path = tmp_path / _VERSION / file
    released, content = _sha256(path), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(rt.DataIntegrityError) as caught:
        rt.load("ha-tinh-2025", version="1.0.0")
    assert str(caught.value) == (
        f"{file} of ha-tinh-2025 1.0.0 has sha256 {_sha256(path)}, expected sha256 {released}: "
        "it is not as it was released; reinstall the package that it came with, or undo the change"
    )
    facts = (caught.value.file, caught.value.expected, caught.value.found)
    assert facts == (file, f"sha256 {released}", f"sha256 {_sha256(path)}")


def test_the_loader_reads_what_the_files_say(ha_tinh: rt.Dataset) -> None:
    for target, row in zip(ha_tinh, _rows("targets"), strict=True):
        criterion = target.criterion
        assert (target.id, target.number, target.unit) == (row["id"], row["number"], row["unit"])
        assert criterion.relation.value == row["relation"]
        assert [str(end) for end in (criterion.lower, criterion.upper) if end is not None] == [
            row[end] for end in ("lower", "upper") if row[end]
        ]
        assert (criterion.maintain, criterion.hedged) == (row["maintain"] == "true", False)
        assert (target.of_which or "", target.quote) == (row["of_which"], row["quote"])
        assert (target.domain.id, target.locator) == (row["domain"], row["locator"])
        assert (target.source, target.comment) == (row["source"], row["comment"])
    for observation, row in zip(ha_tinh.observations, _rows("observations"), strict=True):
        assert (observation.indicator, str(observation.value)) == (row["indicator"], row["value"])
        assert observation.observation_status.value == row["observation_status"]
        assert (observation.unit, observation.quote) == (row["unit"], row["quote"])
    for indicator, row in zip(ha_tinh.indicators, _rows("indicators"), strict=True):
        assert {name: getattr(indicator, name) or "" for name in row} == row
