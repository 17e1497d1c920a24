"""Units as words."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets import vocabulary
from resolution_targets.vocabulary import (
    Factor,
    canonical_unit,
    format_unit,
    is_bare,
    is_unit,
    scales,
    spelling_key,
    spellings,
    things,
    unit_factors,
    unit_name,
)

_PACKAGE = Path(vocabulary.__file__).parent
_HELP = (
    "write it as a scale, a unit and what it is counted for, such as 'billion VND', "
    "'tỷ đồng' or 'doctors per 10,000 people'"
)


def _rows() -> list[dict[str, str]]:
    with (_PACKAGE / "spellings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%", "percent"),
        ("phần trăm", "percent"),
        ("per cent", "percent"),
        ("‰", "permille"),
        ("per thousand", "permille"),
        ("điểm %", "percentage_point"),
        ("điểm phần trăm", "percentage_point"),
        ("percentage points", "percentage_point"),
        ("lần", "dimensionless"),
        ("tỷ số", "dimensionless"),
        ("ratio", "dimensionless"),
        ("đồng", "VND"),
        ("đ", "VND"),
        ("vnd", "VND"),
        ("tỷ đồng", "billion VND"),
        ("tỉ đồng", "billion VND"),
        ("bn VND", "billion VND"),
        ("nghìn tỷ đồng", "trillion VND"),
        ("ngàn tỉ đồng", "trillion VND"),
        ("10 nghìn người", "ten_thousand person"),
        ("vạn người", "ten_thousand person"),
        ("trăm nghìn người", "hundred_thousand person"),
        ("tỷ đô la Mỹ", "billion USD"),
        ("billion US dollars", "billion USD"),
        ("triệu đồng/ha", "million VND/hectare"),
        ("triệu đồng/người/năm", "million VND/person/year"),
        # One unit has one name, in whatever order it is told.
        ("triệu đồng/năm/người", "million VND/person/year"),
        ("million VND per capita per annum", "million VND/person/year"),
        ("bác sĩ/1 vạn dân", "doctor/ten_thousand/person"),
        ("bác sỹ/vạn dân", "doctor/ten_thousand/person"),
        ("bác sĩ trên 10.000 dân", "doctor/ten_thousand/person"),
        ("doctors per 10,000 people", "doctor/ten_thousand/person"),
        ("doctors per 10,000 inhabitants", "doctor/ten_thousand/person"),
        ("physicians per ten thousand people", "doctor/ten_thousand/person"),
        ("doctor/ten_thousand/person", "doctor/ten_thousand/person"),
        ("giường bệnh/1 vạn dân", "bed/ten_thousand/person"),
        ("doanh nghiệp", "enterprise"),
        ("xã, phường, thị trấn", "commune"),
        ("thôn, tổ dân phố", "village"),
        ("cơ quan, đơn vị, doanh nghiệp", "organisation"),
        ("hộ gia đình", "household"),
        ("nghìn ha", "thousand hectare"),
        ("km²", "km2"),
        ("VND/month", "VND/month"),
    ],
)
def test_canonical_unit(text: str, expected: str) -> None:
    assert canonical_unit(text) == expected
    assert is_unit(text)


@pytest.mark.parametrize(
    "text",
    [
        " Tỷ   ĐỒNG ",
        "tỷ\N{NO-BREAK SPACE}đồng",
        "TỶ\n\tĐỒNG",
        unicodedata.normalize("NFD", "tỷ đồng"),
    ],
)
def test_case_blanks_and_composition_do_not_matter(text: str) -> None:
    assert canonical_unit(text) == "billion VND"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "/",
        "person/",
        "/person",
        "person//year",
        "tỷ lệ",
        "tỷ",
        "billion",
        "10,000",
        "billion percent",
        "percent/person",
        "person/percent",
        "percentage_point/person",
        "percentage_point/person/month",
        "percentage_point/thousand month",
        "percent/month",
        # A length of time is no amount, and a scale alone counts nothing.
        "year",
        "năm",
        "VND/ten_thousand",
        "million million VND",
        "VND*person",
        "VND**2",
        "m**9**9**9",
        "9**9**9**9",
        "__import__('os')",
        "meter",
        "dong\x00",
    ],
)
def test_what_is_no_unit(text: str) -> None:
    assert not is_unit(text)
    with pytest.raises(rt.UnknownUnitError) as caught:
        canonical_unit(text)
    assert str(caught.value).startswith(f"unknown unit {text!r}; ")
    assert str(caught.value).endswith(_HELP)
    assert caught.value.unit == text


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("billion vnt", ("billion VND", "million VND")),
        ("bác sĩi", ("doctor",)),
    ],
)
def test_near_spellings_are_offered_by_their_canonical_names(
    text: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(rt.UnknownUnitError) as caught:
        canonical_unit(text)
    assert set(near) <= set(caught.value.near)
    assert caught.value.near[0] == near[0]


def test_the_message_of_a_unit_that_nothing_comes_near() -> None:
    with pytest.raises(rt.UnknownUnitError) as caught:
        canonical_unit("zzzzzzzz")
    assert str(caught.value) == f"unknown unit 'zzzzzzzz'; {_HELP}"
    assert caught.value.near == ()


@pytest.mark.parametrize(
    ("unit", "vi", "en"),
    [
        ("percent", "%", "percent"),
        ("percentage_point", "điểm %", "percentage points"),
        ("dimensionless", "tỷ số", "dimensionless"),
        ("VND", "đồng", "VND"),
        ("billion VND", "tỷ đồng", "billion VND"),
        ("trillion VND", "nghìn tỷ đồng", "trillion VND"),
        ("billion USD", "tỷ đô la Mỹ", "billion USD"),
        ("million VND/person", "triệu đồng/người", "million VND per person"),
        (
            "million VND/person/year",
            "triệu đồng/người/năm",
            "million VND per person per year",
        ),
        ("million VND/hectare", "triệu đồng/ha", "million VND per hectare"),
        ("doctor/ten_thousand/person", "bác sĩ/1 vạn dân", "doctors per 10,000 people"),
        ("bed/ten_thousand/person", "giường bệnh/1 vạn dân", "hospital beds per 10,000 people"),
        ("enterprise", "doanh nghiệp", "enterprises"),
        ("person", "người", "people"),
        ("percentage_point/month", "điểm %/tháng", "percentage points per month"),
        ("dimensionless/month", "tỷ số/tháng", "dimensionless per month"),
        ("permille/year", "‰/năm", "permille per year"),
        ("commune", "xã", "communes"),
        ("target", "chỉ tiêu", "targets"),
    ],
)
def test_format_unit(unit: str, vi: str, en: str) -> None:
    assert format_unit(unit, language="vi") == vi
    assert format_unit(unit, language="en") == en


def test_format_unit_takes_any_spelling_and_refuses_what_is_none() -> None:
    assert format_unit("tỉ VND", language="en") == "billion VND"
    with pytest.raises(rt.UnknownUnitError) as caught:
        format_unit("zzzzzzzz", language="en")
    assert str(caught.value) == f"unknown unit 'zzzzzzzz'; {_HELP}"


def test_format_unit_refuses_another_language_in_our_words() -> None:
    with pytest.raises(rt.ResolutionTargetsError):
        format_unit("percent", language="fr")


def test_factors_and_name_are_inverse() -> None:
    unit = "million VND/ten_thousand/person/year"
    factors = (
        Factor(scale="million", thing="VND"),
        Factor(scale="ten_thousand", thing="person"),
        Factor(scale="", thing="year"),
    )
    assert unit_factors(unit) == factors
    assert unit_name(factors) == unit


def test_factors_of_what_is_no_unit() -> None:
    with pytest.raises(rt.UnknownUnitError) as caught:
        unit_factors("zzzzzzzz")
    assert str(caught.value) == f"unknown unit 'zzzzzzzz'; {_HELP}"


def test_spelling_key() -> None:
    assert spelling_key(" Bác Sĩ  TRÊN 1 vạn dân ") == "bác sĩ/1 vạn dân"
    assert spelling_key("VND per person / year") == "vnd/person/year"
    assert spelling_key("per cent") == "per cent"


def test_spellings_of_a_unit_are_all_of_it() -> None:
    assert set(spellings("percent")) == {
        "%",
        "phần trăm",
        "percent",
        "per cent",
        "pct",
    }
    rate = set(spellings("doctor/ten_thousand/person"))
    assert {"bác sĩ/1 vạn dân", "doctors/10,000 people", "physicians/10.000 dân"} <= rate
    assert {canonical_unit(spelling) for spelling in rate} == {"doctor/ten_thousand/person"}


def test_scales_things_and_bare_things() -> None:
    assert set(scales()) == {
        "",
        "thousand",
        "ten_thousand",
        "hundred_thousand",
        "million",
        "billion",
        "trillion",
    }
    assert len(set(things())) == len(things())
    assert {thing for thing in things() if is_bare(thing)} == {
        "percent",
        "permille",
        "percentage_point",
        "dimensionless",
    }


def test_every_row_of_the_spellings_is_composed_and_single_spaced() -> None:
    for row in _rows():
        spelling = row["spelling"]
        assert spelling == " ".join(unicodedata.normalize("NFC", spelling).split()), row
        assert row["language"] in {"vi", "en"}, row
        assert row["role"] in {"scale", "per_scale", "unit", "per", "per_scaled"}, row


def test_no_spelling_stands_for_two_things() -> None:
    # What stands before "per" and what stands after it are read apart.
    for roles in ({"scale"}, {"scale", "per_scale"}, {"unit"}, {"unit", "per", "per_scaled"}):
        names: dict[str, set[str]] = {}
        for row in _rows():
            if row["role"] in roles:
                names.setdefault(row["spelling"].lower(), set()).add(row["unit"])
        assert {word: found for word, found in names.items() if len(found) > 1} == {}


def test_every_row_of_the_spellings_is_read_as_its_unit() -> None:
    # "1 vạn" counts nothing by itself: the scales are tried on a thing.
    read = {
        "scale": "{} đồng",
        "per_scale": "bác sĩ/{} dân",
        "unit": "{}",
        "per": "đồng/{}",
        "per_scaled": "bác sĩ/1 vạn {}",
    }
    written = {
        "scale": "{} VND",
        "per_scale": "doctor/{}/person",
        "unit": "{}",
        "per": "VND/{}",
        "per_scaled": "doctor/ten_thousand/{}",
    }
    for row in _rows():
        expected = written[row["role"]].format(row["unit"])
        assert canonical_unit(read[row["role"]].format(row["spelling"])) == expected, row


def test_every_name_of_the_spellings_is_defined_for_pint_and_the_other_way_round() -> None:
    lines = (_PACKAGE / "units.txt").read_text(encoding="utf-8").splitlines()
    defined = {line.split("=")[0].strip() for line in lines if line and not line.startswith("#")}
    spelled = {row["unit"] for row in _rows()}
    # "dimensionless" is pint's own; metres are there to define the areas by.
    assert spelled - {"dimensionless"} == defined - {"meter"}


def test_every_unit_can_be_written_in_both_languages() -> None:
    for thing in things():
        for language in ("vi", "en"):
            assert canonical_unit(format_unit(thing, language=language)) == thing


def test_scales_in_figures_are_worth_what_they_say() -> None:
    worth = {
        "thousand": 10**3,
        "ten_thousand": 10**4,
        "hundred_thousand": 10**5,
        "million": 10**6,
    }
    path = Path(vocabulary.__file__).with_name("spellings.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] == "per_scale"]
    figures = {
        row["spelling"]: row["unit"]
        for row in rows
        if row["spelling"].replace(".", "").replace(",", "").isdigit()
    }
    assert len(figures) >= 8
    for spelling, scale in figures.items():
        assert int(spelling.replace(".", "").replace(",", "")) == worth[scale], spelling
