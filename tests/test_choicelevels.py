"""Which rows contest each other, and which have one value, to the last digit."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from resolution_targets import choicelevels
from resolution_targets.choicelevels import coded, figures_of, levels, looked_up


def _levels(values: list[Any], units: list[str], dtype: Any = pl.Float64) -> list[float]:
    frame = pl.DataFrame({"indicator": "r", "value": pl.Series(values, dtype=dtype), "unit": units})
    figures = figures_of(frame)
    return levels(figures, figures.contest).to_list()


def _classes(levels: list[float]) -> list[int]:
    """The levels by the place of the first figure of each."""
    return [levels.index(level) for level in levels]


def test_contests() -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["a", "a", "b", "a", "a", None, "a"],
            "value": [1.0, 2.0, 3.0, 4.0, None, 6.0, 7.0],
            "area": ["VN", "VN", "VN", "VN-23", "VN", "VN", "VN"],
            "period": ["2025", "2025-12M", "2025", "2025", "2025", "2025", "soon"],
        }
    )
    first, second, *others = figures_of(frame).contest
    assert first == second
    assert len({first, *others[:2]}) == 3
    assert others[2:] == [None, None, None]


def test_units_of_one_kind_have_factors_from_the_smallest() -> None:
    frame = pl.DataFrame(
        {
            "indicator": "r",
            "value": [1.0, 1.0, 1.0],
            "unit": ["million VND/person/month", "tỷ đồng", "million VND/person/year"],
        }
    )
    figures = figures_of(frame)
    assert figures.contest[0] == figures.contest[2] != figures.contest[1]
    assert [figures.factors[unit] for unit in figures.ends[0]["unit"]] == [12, 1, 1]


def test_factors_that_are_no_short_float() -> None:
    easy = choicelevels._is_easy  # noqa: SLF001  # a rule of its own
    assert [easy(Fraction(factor)) for factor in (1, 12, 10**9, 36000)] == [True] * 4
    assert [easy(Fraction(1, 3)), easy(Fraction(10**23)), easy(Fraction(365))] == [False] * 3


@pytest.mark.parametrize(
    ("values", "units", "classes"),
    [
        ([17.9, 17900.0, 17900.1], ["nghìn tỷ đồng", "tỷ đồng", "tỷ đồng"], [0, 0, 2]),
        # A twelfth of 1.1 has no end; 0.09166666666666667 is not it, 0.0917 is not either.
        (
            [1.1, 0.09166666666666667, 0.0917],
            ["million VND/person/year", *["million VND/person/month"] * 2],
            [0, 1, 2],
        ),
        (
            [1.2, 0.1],
            ["million VND/person/year", "million VND/person/month"],
            [0, 0],
        ),
        # Thirteen digits times twelve are fifteen; one more in the last place is another.
        (
            [0.1234567890123, 1.4814814681476, 1.4814814681477],
            ["million VND/person/month", *["million VND/person/year"] * 2],
            [0, 0, 2],
        ),
        # Fourteen digits and more are told apart as fractions.
        (
            [0.12345678901234, 1.48148146814808, 1.48148146814809],
            ["million VND/person/month", *["million VND/person/year"] * 2],
            [0, 0, 2],
        ),
        # Fifteen digits times twelve are seventeen, which no float tells apart: 1.4814...092.
        (
            [0.123456789012341, 1.48148146814809],
            ["million VND/person/month", "million VND/person/year"],
            [0, 1],
        ),
        # The nearest decimal of fifteen digits ends in 999; a product of floats rounds to 0.3.
        ([0.2999999999999995, 0.3], ["tỷ đồng", "tỷ đồng"], [0, 1]),
        # Computed figures count as the decimal of fifteen digits that is nearest.
        ([0.1 + 0.2, 0.3, 300.0], ["tỷ đồng", "tỷ đồng", "triệu đồng"], [0, 0, 0]),
        ([1 / 3, 1000 / 3, 0.333], ["tỷ đồng", "triệu đồng", "tỷ đồng"], [0, 0, 2]),
        ([1 / 3, 1 / 3], ["tỷ đồng", "tỷ đồng"], [0, 0]),
        ([1e-300, 1e-297, 2e-300], ["tỷ đồng", "triệu đồng", "tỷ đồng"], [0, 0, 2]),
        ([1e307, 1.1e307, 1e304], ["VND", "VND", "nghìn đồng"], [0, 1, 0]),
        ([1e308, 1.1e308, 1e305], ["nghìn đồng", "nghìn đồng", "triệu đồng"], [0, 1, 0]),
        ([0.0, -0.0, 0.0], ["tỷ đồng", "tỷ đồng", "triệu đồng"], [0, 0, 0]),
    ],
)
def test_floats_of_one_value(values: list[float], units: list[str], classes: list[int]) -> None:
    assert _classes(_levels(values, units)) == classes
    assert _classes(_levels(values[::-1], units[::-1])) == _classes(
        [classes[place] for place in reversed(range(len(classes)))]
    )


def test_numbers_that_floats_cannot_hold() -> None:
    whole = [2**53, 2**53 + 1, 2**53]
    assert _classes(_levels(whole, ["person"] * 3, pl.Int64)) == [0, 1, 0]
    # 9,007,199,254,740,993 thousand, in thousands and by the million.
    assert _classes(_levels([10**17 + 1, 10**20 + 10**3], ["nghìn đồng", "đồng"], pl.Int128)) == [
        0,
        0,
    ]
    exact = [Decimal("0.30000000000000000001"), Decimal("0.3"), Decimal(300)]
    units = ["tỷ đồng", "tỷ đồng", "triệu đồng"]
    assert _classes(_levels(exact, units, pl.Decimal(38, 20))) == [0, 1, 1]


def test_products_beyond_all_floats() -> None:
    units = ["triệu đồng", "triệu đồng", "tỷ đồng", "đồng"]
    assert _classes(_levels([1e308, 1.1e308, 1e305, 1.0], units)) == [0, 1, 0, 3]


def _told_apart(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many figures are told apart as fractions, at each time."""
    counts: list[int] = []
    told_apart = choicelevels._told_apart  # noqa: SLF001  # what it is spared is the point

    def counting(doubtful: pl.DataFrame, factors: Any) -> pl.DataFrame:
        counts.append(doubtful.height)
        return told_apart(doubtful, factors)

    monkeypatch.setattr(choicelevels, "_told_apart", counting)
    return counts


def test_only_near_figures_of_one_contest_are_told_apart_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = _told_apart(monkeypatch)
    frame = pl.DataFrame(
        {
            "indicator": ["a", "a", "b", "b", "c", "c"],
            "value": [1 / 3, 2 / 3, 1 / 3, 2 / 3, 1 / 7, math.nextafter(1 / 7, 1)],
        }
    )
    figures = figures_of(frame)
    assert len(set(levels(figures, figures.contest)[:4])) == 4
    assert counts == [2]
    # What was written with thirteen digits or fewer needs no fractions at all.
    assert _classes(_levels([17.9, 17900.0], ["nghìn tỷ đồng", "tỷ đồng"])) == [0, 0]
    assert counts == [2]


def test_a_factor_of_many_digits_takes_fractions(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = _told_apart(monkeypatch)
    monkeypatch.setattr(choicelevels, "_is_easy", lambda _: False)
    assert _classes(_levels([17.9, 17900.0], ["nghìn tỷ đồng", "tỷ đồng"])) == [0, 0]
    assert counts == [2]


def test_ranges_of_one_value_have_one_at_both_ends() -> None:
    # 8-8.5 million are 0.008-0.0085 billion; 8-9 is another range, and 8 a number.
    frame = pl.DataFrame(
        {
            "indicator": "r",
            "value": [8.0, 0.008, 8.0, 8.0, 7.0, 8.0],
            "value_upper": [8.5, 0.0085, 9.0, None, 8.5, 8.0],
            "unit": ["triệu đồng", "tỷ đồng", *["triệu đồng"] * 4],
        }
    )
    figures = figures_of(frame)
    found = levels(figures, figures.contest).to_list()
    assert _classes(found) == [0, 0, 2, 3, 4, 3]
    # In the order of the values, the smaller end first.
    assert sorted(range(6), key=lambda place: (found[place], place)) == [4, 3, 5, 0, 1, 2]


def test_ends_with_dust_or_in_single_precision() -> None:
    # 0.7 in single precision is 0.699999988079071; 0.1 + 0.7 is 0.7999999999999999.
    frame = pl.DataFrame(
        {
            "indicator": "r",
            "value": pl.Series([0.7, 0.7, 0.7, 0.7], dtype=pl.Float32),
            "value_upper": [0.7, 0.1 + 0.7, None, 0.8],
        }
    )
    figures = figures_of(frame)
    assert _classes(levels(figures, figures.contest).to_list()) == [0, 1, 0, 1]


def test_neighbours_of_a_float_are_dust_and_of_a_short_decimal_not() -> None:
    beside = [math.nextafter(0.7, to) for to in (0, 1)]
    assert _classes(_levels([0.7, *beside, 0.7000000000001], ["percent"] * 4)) == [0, 0, 0, 3]


def test_more_contests_than_a_number_can_count(monkeypatch: pytest.MonkeyPatch) -> None:
    # Three keys of two thousand million words each: four of the first would be 2 ** 64.
    monkeypatch.setattr(choicelevels, "_numbered", lambda words, _: (words.cast(pl.UInt64), 2**31))
    frame = pl.DataFrame(
        {
            "indicator": ["4", "0", "4", "0", "4"],
            "value": 1.0,
            "area": ["1", "1", "0", "0", "1"],
            "period": ["7", "7", "7", "7", "7"],
        }
    )
    assert _classes(figures_of(frame).contest.to_list()) == [0, 1, 2, 3, 0]


def test_words_and_their_numbers() -> None:
    words = pl.Series(["b", None, "a", "b"])
    codes, distinct = coded(words)
    assert [None if code is None else distinct[code] for code in codes] == words.to_list()
    assert looked_up(pl.Series([10, 20]), pl.Series([1, None, 0])).to_list() == [20, None, 10]
