"""Looking rows up in a small table: one row out for each row in, in the frame's order."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from resolution_targets.lookup import Table, attach

_CAPITALS = Table(
    rows=pl.DataFrame(
        {
            "country": ["VN", "LA", "KH"],
            "capital": ["Hà Nội", "Viêng Chăn", None],
            "area": [3359.8, 3920.0, 678.5],
        }
    ),
    keys=("country",),
)
_ROADS = Table(
    rows=pl.DataFrame(
        {"from": ["a", "a", "b"], "to": ["b", "c", "a"], "length": [1, 2, 3]},
        schema_overrides={"length": pl.UInt8},
    ),
    keys=("from", "to"),
)


def _attached(frame: pl.DataFrame | pl.LazyFrame, table: Table, keys: dict[str, str]) -> Any:
    # It may leave temporary columns behind; who asked for the values selects.
    return attach(nw.from_native(frame), table, keys).to_native().select(pl.exclude("^_rt_.*$"))


def test_every_row_gets_the_row_with_its_key() -> None:
    frame = pl.DataFrame({"n": [1, 2, 3, 4, 5], "where": ["LA", "VN", "LA", "TH", None]})
    expected = pl.DataFrame(
        {
            "n": [1, 2, 3, 4, 5],
            "where": ["LA", "VN", "LA", "TH", None],
            "capital": ["Viêng Chăn", "Hà Nội", "Viêng Chăn", None, None],
            "area": [3920.0, 3359.8, 3920.0, None, None],
        }
    )
    assert_frame_equal(_attached(frame, _CAPITALS, {"where": "country"}), expected)
    lazy = _attached(frame.lazy(), _CAPITALS, {"where": "country"})
    assert isinstance(lazy, pl.LazyFrame)
    assert_frame_equal(lazy.collect(), expected)
    assert_frame_equal(lazy.collect(engine="streaming"), expected)


def test_a_null_in_the_table_is_a_value() -> None:
    found = _attached(pl.DataFrame({"country": ["KH"]}), _CAPITALS, {"country": "country"})
    assert found.rows() == [("KH", None, 678.5)]


def test_two_keys_must_both_fit() -> None:
    pairs = [("a", "b"), ("b", "a"), ("b", "b"), ("c", "a"), ("a", "d"), (None, "b"), ("a", None)]
    frame = pl.DataFrame(pairs, schema={"start": pl.String, "end": pl.String}, orient="row")
    found = _attached(frame, _ROADS, {"start": "from", "end": "to"})
    assert found["length"].to_list() == [1, 3, None, None, None, None, None]
    assert found.schema["length"] == pl.UInt8()


def test_a_key_column_may_be_called_anything() -> None:
    frame = pl.DataFrame({"slot": ["VN"], "country": ["mine"], "literal": [1]})
    assert _attached(frame, _CAPITALS, {"slot": "country"}).rows() == [
        ("VN", "mine", 1, "Hà Nội", 3359.8)
    ]


@pytest.mark.parametrize("rows", [0, 1, 2])
@pytest.mark.parametrize("entries", [0, 1, 2])
def test_small_frames_and_small_tables(rows: int, entries: int) -> None:
    # A literal of one row could be stretched, and one of none could empty the frame.
    words = ["a", "b"][:entries]
    schema = {"key": pl.String, "value": pl.Int64}
    table = Table(
        rows=pl.DataFrame({"key": words, "value": range(entries)}, schema=schema), keys=("key",)
    )
    frame = pl.DataFrame({"word": ["b", "a"][:rows]}, schema={"word": pl.String})
    expected = [{"b": 1, "a": 0}[word] if word in words else None for word in ["b", "a"][:rows]]
    for found in (
        _attached(frame, table, {"word": "key"}),
        _attached(frame.lazy(), table, {"word": "key"}).collect(),
        _attached(frame.lazy(), table, {"word": "key"}).collect(engine="streaming"),
    ):
        assert found["word"].to_list() == frame["word"].to_list()
        assert found["value"].to_list() == expected


@pytest.mark.parametrize("count", [3_000, 4_000, 66_000])
def test_many_words_in_each_of_two_keys(count: int) -> None:
    # Their combinations, 9 million, 16 million and more than 2**32, outgrow any index.
    first, second = ([f"{letter}{n}" for n in range(count)] for letter in "ab")
    rows = pl.DataFrame({"first": first, "second": second, "value": range(count)})
    table = Table(rows=rows, keys=("first", "second"))
    frame = pl.DataFrame(
        {
            "one": [first[-1], first[0], first[0], None, first[5]],
            "two": [second[-1], second[1], second[0], second[0], second[5]],
        }
    )
    expected = frame.with_columns(value=pl.Series([count - 1, None, 0, None, 5]))
    keys = {"one": "first", "two": "second"}
    assert_frame_equal(_attached(frame, table, keys), expected)
    lazy = _attached(frame.lazy(), table, keys)
    assert_frame_equal(lazy.collect(), expected)
    assert_frame_equal(lazy.collect(engine="streaming"), expected)


_WORDS = st.sampled_from(["", "a", "A", "ấ", "b", "longer than twelve bytes"])


@given(
    entries=st.dictionaries(st.tuples(_WORDS, _WORDS), st.none() | st.integers(0, 9)),
    asked=st.lists(st.tuples(st.none() | _WORDS | st.text(), st.none() | _WORDS | st.text())),
)
def test_a_look_up_is_that_of_a_mapping(
    entries: dict[tuple[str, str], int | None], asked: list[tuple[str | None, str | None]]
) -> None:
    table = Table(
        rows=pl.DataFrame(
            [(first, second, value) for (first, second), value in entries.items()],
            schema={"first": pl.String, "second": pl.String, "value": pl.Int64},
            orient="row",
        ),
        keys=("first", "second"),
    )
    frame = pl.DataFrame(asked, schema={"one": pl.String, "two": pl.String}, orient="row")
    found = _attached(frame, table, {"one": "first", "two": "second"})
    assert found.rows() == [(*pair, entries.get(pair)) for pair in asked]
