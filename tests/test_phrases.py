"""Phrases in texts, and numbers in phrases."""

from __future__ import annotations

import re
import time
import unicodedata
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution_targets import phrases
from resolution_targets.phrases import has_number, missing_phrases, one_line

# II.2 (7) and (14) of the resolution, with the line breaks of the PDF.
_TEXT = """(7) Tổng thu ngân sách trên địa bàn đạt trên 17.800 tỷ

đồng, trong đó thu nội địa trên 8.800 tỷ đồng;
(14) Tỷ lệ hộ nghèo giảm 0,5-0,6%."""


@pytest.mark.parametrize(
    "phrase",
    [
        "Tổng thu ngân sách trên địa bàn đạt trên 17.800 tỷ đồng",
        "Tổng  thu\tngân\nsách",
        "trong đó thu nội địa trên 8.800 tỷ đồng",
        "Tỷ lệ hộ nghèo giảm 0,5-0,6%",
        "Tỷ lệ hộ nghèo giảm 0,5",
        "0,6%.",
        "(7)",
        "(7) Tổng",
        "%",
        ",",
        "; (14)",
        unicodedata.normalize("NFD", "Tỷ lệ hộ nghèo"),
        _TEXT,
    ],
)
def test_a_phrase_that_stands_in_the_text(phrase: str) -> None:
    assert missing_phrases(_TEXT, [phrase]) == set()
    assert missing_phrases(unicodedata.normalize("NFD", _TEXT), [phrase]) == set()


@pytest.mark.parametrize(
    "phrase",
    [
        # Part of another number.
        "800 tỷ đồng",
        "7.800 tỷ đồng",
        "đạt trên 17",
        "đạt trên 17.8",
        "đạt trên 17.",
        ".800 tỷ đồng",
        "hộ nghèo giảm 0",
        # Part of another word.
        "ổng thu",
        "Tổng thu ngân s",
        # Other words, case or blanks.
        "tổng thu ngân sách",
        "Tổng thu ngân sách đạt",
        "0,5 - 0,6%",
        "Tổngthu",
        "17.800 tỷ đồng;",
        "!",
        "((7) Tổng",
        f"{_TEXT} và",
    ],
)
def test_a_phrase_that_does_not(phrase: str) -> None:
    assert missing_phrases(_TEXT, [phrase]) == {phrase}
    assert missing_phrases("", [phrase]) == {phrase}


def test_several_phrases_at_once() -> None:
    wanted = ["Tỷ lệ hộ nghèo", "Tỷ lệ hộ giàu", "thu nội địa", "thu", "thu", "xyz", "?", "%"]
    assert missing_phrases(_TEXT, iter(wanted)) == {"Tỷ lệ hộ giàu", "xyz", "?"}
    assert missing_phrases(_TEXT, []) == set()


def test_a_phrase_may_stand_anywhere_among_others_like_it() -> None:
    text = "đạt 70%; đạt 7,5%; đạt 7a; đạt 7%; đạt 72%"
    assert missing_phrases(text, ["đạt 7", "đạt 7,5%", "đạt 72%"]) == set()
    assert missing_phrases("đạt 70%; đạt 7,5%; đạt 72%", ["đạt 7"]) == {"đạt 7"}


def test_an_underscore_is_no_word_end() -> None:
    assert missing_phrases("a_b c", ["a", "a_b"]) == {"a"}


def test_phrases_longer_than_what_is_held_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "_MOST_HELD", 1)
    same = "Tỷ lệ hộ nghèo của xã"
    text = "; ".join(f"{same} {number} giảm {number},5%" for number in range(50))
    there = {f"{same} {number} giảm {number},5%" for number in range(50)}
    absent = {f"{same} {number} giảm {number},6%" for number in range(50)}
    assert missing_phrases(text, there | absent) == absent


_LETTERS = st.text("ab1.,% ", max_size=12)


def _stands_in(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text, by looking at each of its words."""
    word = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[a-z]+|[^a-z0-9]")
    words, wanted = word.findall(one_line(text)), word.findall(one_line(phrase))
    if not re.search(r"[a-z0-9]", phrase):
        return one_line(phrase) in one_line(text)
    return any(
        words[start : start + len(wanted)] == wanted
        for start in range(len(words) - len(wanted) + 1)
    )


@given(st.data(), _LETTERS, st.sets(_LETTERS, max_size=4))
def test_found_as_by_looking_at_each_word(data: st.DataObject, text: str, wanted: set[str]) -> None:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    wanted = wanted | {text[start:end] for start, end in data.draw(st.lists(ends, max_size=4))}
    missing = {phrase for phrase in wanted if not _stands_in(text, phrase)}
    assert missing_phrases(text, wanted) == missing


@given(st.text(), st.sets(st.text(), max_size=4))
def test_any_text_and_phrase_are_answered(text: str, wanted: set[str]) -> None:
    assert missing_phrases(text, wanted) <= wanted
    assert missing_phrases(text, [text]) == set()


def test_one_line() -> None:
    assert one_line("  đạt\r\n\r\n trên\u00a0 7% ") == "đạt trên 7%"
    assert one_line(unicodedata.normalize("NFD", "Tỷ")) == "Tỷ"


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("đạt trên 17.800 tỷ đồng", "17800"),
        ("đạt trên 17.800 tỷ đồng", "17800.00"),
        ("above 17,800 billion VND", "17800"),
        ("VND17,900 billion", "17900"),
        ("giảm 0,5-0,6%", "0.5"),
        ("giảm 0,5-0,6%", "0.6"),
        # The sign is in the words.
        ("giảm 0,5-0,6%", "-0.5"),
        ("from 7% to 8%", "8.0"),
        ("1.234.567,89 đồng", "1234567.89"),
        ("1,234,567.89 dong", "1234567.89"),
        ("1,234.5 dong", "1234.5"),
        ("1.234,5 đồng", "1234.5"),
        # Vietnamese or English: both are possible.
        ("17.800", "17.8"),
        ("năm 2025", "2025"),
        ("12 bác sĩ/1 vạn dân", "12"),
        ("12 bác sĩ/1 vạn dân", "1"),
        ("đạt ٩٠%", "90"),
        # A scale that the number was multiplied by.
        ("khoảng 1,2 triệu người", "1200000"),
        ("khoảng 1,2 Triệu, người", "1200000"),
        ("23,5 nghìn việc làm", "23500"),
        ("23,5 ngàn việc làm", "23500"),
        ("10 vạn dân", "100000"),
        ("2.5 billion USD", "2500000000"),
        ("USD2.5bn", "2500000000"),
        ("3 mn people", "3000000"),
        ("3.5 million people", "3500000"),
        ("3.5 thousand people", "3500"),
        ("5 hundred thousand people", "500000"),
        ("5 trăm nghìn người", "500000"),
        ("1.5 trillion VND", "1500000000000"),
        ("44,1 nghìn tỷ đồng", "44100"),
        ("44,1 nghìn tỷ đồng", "44100000000000"),
        ("44,1 nghìn tỉ đồng", "44100000000000"),
        (unicodedata.normalize("NFD", "khoảng 1,2 triệu người"), "1200000"),
        ("Tỷ lệ vốn: 5 tỷ", "5000000000"),
    ],
)
def test_a_number_that_stands_in_the_phrase(phrase: str, number: str) -> None:
    assert has_number(phrase, Decimal(number))


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("đạt trên 17.800 tỷ đồng", "17900"),
        ("đạt trên 17.800 tỷ đồng", "1780"),
        ("đạt trên 17.800 tỷ đồng", "800"),
        ("đạt trên 17.800 tỷ đồng", "17"),
        ("hoàn thành nhiệm vụ", "1"),
        # Neither a number of Vietnamese nor of English; a date.
        ("1.23.456", "123456"),
        ("1,2.3,4", "12.34"),
        ("ngày 05.02.2025", "5022025"),
        # No billion: a rate, a share, and what is no word of its own.
        ("Tỷ lệ hộ nghèo giảm 0,5%", "500000000"),
        ("Tỷ trọng công nghiệp đạt 24%", "24000000000"),
        ("tỷ suất sinh 2", "2000000000"),
        ("5 triệuphú", "5000000"),
        ("5 vạnlý", "50000"),
        ("1,2 triệu người", "1.2E+5"),
        ("1,2 triệu người", "1200000000000"),
    ],
)
def test_a_number_that_does_not(phrase: str, number: str) -> None:
    assert not has_number(phrase, Decimal(number))


def test_numbers_are_exact_in_any_context() -> None:
    long = "1234567890123456789012345678901234567890"
    assert has_number(f"đạt {long} đồng", Decimal(long))
    assert not has_number(f"đạt {long} đồng", Decimal(long) + 1)
    with localcontext(prec=2):
        assert has_number("đạt 17.850 người", Decimal(17850))
        assert not has_number("đạt 17.850 người", Decimal(17800))
        assert has_number("đạt 1,785 triệu người", Decimal(1785000))


@given(
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**90), max_value=10**90),
)
def test_any_phrase_and_number_are_answered(phrase: str, number: Decimal) -> None:
    assert has_number(phrase, number) in (True, False)
    assert has_number(f"{phrase} {number:f}".replace(".", ","), number)


@pytest.mark.parametrize("is_there", [True, False])
def test_many_phrases_in_any_order_take_no_time(is_there: bool) -> None:  # noqa: FBT001  # a parameter of the test
    count = 20_000
    same = "Tỷ lệ hộ nghèo của xã"
    text = "; ".join(f"{same} {number} giảm {number},5%" for number in range(count))
    digit = 5 if is_there else 6
    wanted = [f"{same} {number} giảm {number},{digit}%" for number in range(count)]
    start = time.process_time()
    # Reading the text for each of them would take a minute.
    assert len(missing_phrases(text, reversed(wanted))) == (0 if is_there else count)
    assert time.process_time() - start < 5


def test_a_number_without_end_is_answered_at_once() -> None:
    start = time.process_time()
    assert has_number("9" * 100_000, Decimal(9)) is False
    assert has_number("1." * 50_000, Decimal(1)) is False
    assert missing_phrases("1." * 50_000, ["1"]) == {"1"}
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("phrase", "number", "is_there"),
    [
        # A point groups in Vietnamese: 15.000 is fifteen thousand, and never fifteen.
        ("đạt trên 15.000 tỷ đồng", "15000", True),
        ("đạt trên 15.000 tỷ đồng", "15.000", False),
        # The same with accents that are letters of their own.
        (unicodedata.normalize("NFD", "đạt trên 15.000 tỷ đồng"), "15.000", False),
        ("tăng trưởng đạt 8.02%", "8.02", True),
        ("hệ số đạt 0.125", "0.125", True),
        ("hệ số đạt 7,125", "7.125", True),
        # Without a Vietnamese letter it may be either.
        ("15.000 ha", "15000", True),
        ("15.000 ha", "15", True),
        # Fractions do not multiply, and neither does what is counted for.
        ("giảm 5 phần trăm", "5", True),
        ("giảm 5 phần trăm", "500", False),
        ("tỷ suất 3 phần vạn", "30000", False),
        ("15 bác sĩ trên 1 vạn dân", "15", True),
        ("15 bác sĩ trên 1 vạn dân", "150000", False),
        ("12 bác sĩ/1 vạn dân", "120000", False),
        ("12 bác sĩ/vạn dân", "120000", False),
        ("dân số trên 1,6 triệu người", "1600000", True),
        ("thu trên 1 triệu đồng", "1000000", True),
    ],
)
def test_marks_and_scales_are_read_as_they_are_meant(phrase, number, is_there):
    assert has_number(phrase, Decimal(number)) is is_there
