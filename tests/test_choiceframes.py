"""Choosing between the rows of a frame: every row comes out once, with why it does not stand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import resolution_targets as rt

_EXAMPLES = Path(__file__).parents[1] / "examples"
_VJS = "https://vjs.vietnam.vn/en/ha-tinh-vuot-kho-khan-dam-bao-phat-trien-kt-xh-khang-dinh-the-va-luc-moi"
_QUY_HOACH = (
    "https://tracuuquyhoach.com/tin-tuc/ha-tinh-kien-dinh-muc-tieu-tang-truong-tren-8-52669910"
)


def _frame(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame({"indicator": "budget-revenue", **columns})


def _both(frame: pl.DataFrame, **options: Any) -> pl.DataFrame:
    """The rows by both kinds of frame, which must agree."""
    eager = rt.choose(frame, **options)
    assert isinstance(eager, pl.DataFrame)
    lazy = rt.choose(frame.lazy(), **options)
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect_schema() == eager.schema
    for collected in (lazy.collect(), lazy.collect(engine="streaming")):
        assert_frame_equal(collected, eager)
    return eager


def _standing(frame: pl.DataFrame) -> list[bool]:
    return frame["passed_over"].is_null().to_list()


def _contradicted(frame: pl.DataFrame) -> list[bool]:
    return frame["conflict"].is_not_null().to_list()


def test_the_published_figures_of_ha_tinh() -> None:
    figures = rt.read_observations(_EXAMPLES / "ha-tinh-2025.csv")
    chosen = _both(figures)
    assert chosen.columns == [*figures.columns, "passed_over", "conflict"]
    assert_frame_equal(chosen.select(figures.columns), figures)
    revenue = chosen.filter(indicator="budget-revenue", period="2025-6M")
    assert revenue.select("value", "passed_over", "conflict").rows() == [
        (10200.0, None, f"contradicted by 11,000 billion VND ({_VJS})"),
        (11000.0, None, f"contradicted by 10,200 billion VND ({_QUY_HOACH})"),
    ]
    # The investment of the first quarter is 12,222.31, or "hơn 12.000".
    assert chosen["conflict"].count() == 4


def test_a_named_source_of_the_published_figures() -> None:
    figures = rt.read_observations(_EXAMPLES / "ha-tinh-2025.csv")
    chosen = _both(figures, policy="source", source=_VJS)
    passed = chosen.filter(pl.col("passed_over").is_not_null())
    assert passed.select("value", "passed_over").rows() == [
        (10200.0, f"11,000 billion VND ({_VJS}): of the source asked for")
    ]


def test_latest() -> None:
    frame = _frame(
        value=[10200, 11000],
        unit=["billion VND", "tỷ đồng"],
        published=["2025-06-30", "2025-10-09"],
        source=["a", "vjs"],
    )
    chosen = _both(frame, policy="latest")
    assert chosen["passed_over"].to_list() == [
        "11,000 tỷ đồng (vjs): published later, 2025-10-09",
        None,
    ]
    assert chosen["conflict"].to_list() == [None, None]
    vietnamese = _both(frame, policy="latest", language="vi")
    assert vietnamese["passed_over"][0] == "11.000 tỷ đồng (vjs): công bố sau, 2025-10-09"


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (["2025-07", "2025-07-15"], [True, True]),
        (["2025-07", "2025-08-01"], [False, True]),
        (["2025-07", "2025-07-31"], [True, True]),
        (["2025-06-30", "2025-07"], [False, True]),
        (["2025", "2025-12-31"], [True, True]),
        (["2025", "2026-01-01"], [False, True]),
        (["2025-02", "2025-02-28"], [True, True]),
        (["2025-02", "2025-03-01"], [False, True]),
        (["2025", "2025-07"], [True, True]),
        ([None, "2025-07-15"], [True, True]),
        (["", "2025-07-15"], [True, True]),
        (["July 2025", "2025-07-15"], [True, True]),
        (["2025-02-30", "2025-07-15"], [True, True]),
        (["2025-7-1", "2025-07-15"], [True, True]),
        ([" 2025-07-01 ", "2025-07-15"], [False, True]),
    ],
)
def test_a_day_counts_as_far_as_it_is_known(days: list[str | None], standing: list[bool]) -> None:
    chosen = _both(_frame(value=[1.0, 2.0], published=days), policy="latest")
    assert _standing(chosen) == standing
    assert _contradicted(chosen) == [all(standing)] * 2


def test_what_could_not_be_read_is_said() -> None:
    frame = _frame(value=[1.0, 2.0, 3.0], published=["July 2025", None, "2025-07-15"])
    assert _both(frame, policy="latest")["conflict"].to_list() == [
        "contradicted by 2; 3; its own day of publication, 'July 2025', cannot be read",
        "contradicted by 1; 3; its own day of publication is not given",
        "contradicted by 1; 2",
    ]
    frame = _frame(value=[1.0, 2.0, 3.0], status=["who knows", None, "estimate"])
    assert _both(frame, policy="best_status", language="vi")["conflict"].to_list() == [
        "mâu thuẫn với 2; 3; không rõ trạng thái 'who knows' của số liệu này",
        "mâu thuẫn với 1; 3; số liệu này không ghi trạng thái",
        "mâu thuẫn với 1; 2",
    ]


@pytest.mark.parametrize(
    "published",
    [
        [date(2025, 6, 30), date(2025, 10, 9)],
        [datetime(2025, 6, 30, 8), datetime(2025, 10, 9, 7)],  # noqa: DTZ001  # a column without zones
    ],
)
def test_days_may_be_days(published: list[date]) -> None:
    chosen = _both(_frame(value=[1.0, 2.0], published=published), policy="latest")
    assert chosen["passed_over"].to_list() == ["2: published later, 2025-10-09", None]


def test_best_status() -> None:
    frame = _frame(value=[1.0, 2.0, 3.0, 4.0], status=["ước", "sơ bộ", "F", "B"])
    chosen = _both(frame, policy="best_status")
    assert chosen["passed_over"].to_list() == [
        "2: firmer, status P",
        None,
        "2: firmer, status P",
        None,
    ]
    assert _contradicted(chosen) == [False, True, False, True]


def test_a_status_may_be_called_as_comparing_calls_it() -> None:
    frame = _frame(value=[1.0, 2.0], observation_status=["E", "A"])
    assert _standing(_both(frame, policy="best_status")) == [False, True]


def test_equal_values_in_other_units_are_no_conflict() -> None:
    frame = _frame(
        value=[17.9, 17900.0, 17900000.0, 0.0179],
        unit=["nghìn tỷ đồng", "billion VND", "triệu đồng", "million billion VND"],
    )
    assert _contradicted(_both(frame)) == [False, False, False, False]


def test_equal_values_of_floats_with_dust_are_no_conflict() -> None:
    frame = _frame(
        value=[381.1, 381.1 / 1000, 0.1 + 0.2, 0.3], period=["2024", "2024", "2025", "2025"]
    )
    frame = frame.with_columns(unit=pl.Series(["billion VND", "trillion VND"] + ["percent"] * 2))
    assert frame["value"][1] == 0.38110000000000005
    assert _contradicted(_both(frame)) == [False] * 4


def test_figures_that_do_not_convert_do_not_contest() -> None:
    frame = _frame(
        value=[1.0, 2.0, 3.0, 4.0, 5.0],
        unit=["billion VND", "billion USD", "bananas", "percent", "percentage point"],
        published=["2021", "2022", "2023", "2024", "2025"],
    )
    chosen = _both(frame, policy="latest")
    assert _standing(chosen) == [True] * 5
    assert _contradicted(chosen) == [False] * 5


def test_rows_without_a_unit_contest_those_without_one() -> None:
    frame = _frame(value=[1.0, 0.0, 0.5], unit=[None, " ", "percent"])
    assert _contradicted(_both(frame)) == [True, True, False]


@pytest.mark.parametrize(
    "columns",
    [
        {"indicator": ["budget-revenue", None]},
        {"indicator": ["", ""]},
        {"area": ["VN-23", None]},
        {"area": ["VN-23", "VN"]},
        {"area": ["", ""]},
        {"period": ["2025", None]},
        {"period": ["last year", "last year"]},
        {"period": ["2025", "2025-9M"]},
        {"unreadable": ["'?' is not a number", None]},
        {"value": [None, 2.0]},
        {"value": [float("nan"), 2.0]},
        {"value": [float("inf"), 2.0]},
    ],
)
def test_a_row_of_nothing_or_of_something_else_contests_nothing(columns: dict[str, Any]) -> None:
    frame = _frame(**{"value": [1.0, 2.0], "published": ["2024", "2025"], **columns})
    chosen = _both(frame, policy="latest")
    assert _standing(chosen) == [True, True]
    assert _contradicted(chosen) == [False, False]


def test_years_may_be_numbers_and_have_another_name() -> None:
    assert _contradicted(_both(_frame(value=[1.0, 2.0], period=[2025, 2025]))) == [True, True]
    chosen = _both(_frame(value=[1.0, 2.0], period=["2025", "2025-12M"]))
    assert _contradicted(chosen) == [True, True]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1, 2], pl.Int8),
        ([2**53, 2**53 + 1], pl.Int64),
        ([10**19, 10**19 + 1], pl.UInt64),
        ([10**30, 10**30 + 1], pl.Int128),
        ([0.5, 0.75], pl.Float32),
        ([0.5, 0.75], pl.Float16),
        ([True, False], pl.Boolean),
        ([Decimal("0.1"), Decimal("0.10000000000000000001")], pl.Decimal(38, 20)),
        ([5e-324, 1e-323], pl.Float64),
        ([1e308, 1.5e308], pl.Float64),
        ([-1.0, 1.0], pl.Float64),
    ],
)
def test_all_kinds_of_numbers(values: list[Any], dtype: Any) -> None:
    series = pl.Series(values + values[:1], dtype=dtype)
    for frame in (_frame(value=series), _frame(value=series, unit="trillion VND")):
        assert _contradicted(_both(frame[:2])) == [True, True]
        assert _contradicted(_both(frame[[0, 2]])) == [False, False]
    # A thousandth of the second unit: only zero would be the same amount of both.
    frame = _frame(value=series, unit=["trillion VND", "trillion VND", "billion VND"])
    assert _contradicted(_both(frame[[0, 2]])) == [True, True]


def test_single_floats_are_what_was_written() -> None:
    # 0.1 in single precision is 0.10000000149011612.
    written = pl.Series([0.1, 100.0], dtype=pl.Float32)
    frame = _frame(value=written, unit=["trillion VND", "billion VND"])
    assert _contradicted(_both(frame)) == [False, False]


def _growth(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame({"indicator": "grdp-growth", "unit": "%", **columns})


def test_a_range_is_one_figure() -> None:
    frame = _growth(value=[8.0, 8.0, 7.3], value_upper=[8.5, 8.5, None])
    assert _both(frame)["conflict"].to_list() == [
        "contradicted by 7.3%",
        "contradicted by 7.3%",
        "contradicted by 8 to 8.5%",
    ]
    assert _both(frame, language="vi")["conflict"][2] == "mâu thuẫn với 8 đến 8,5%"
    assert _both(frame[:2])["conflict"].to_list() == [None, None]


def test_a_range_is_passed_over_and_stands_as_one_figure() -> None:
    frame = _growth(
        value=[8.0, 7.3, 8.0],
        value_upper=[8.5, None, 8.5],
        published=["2025-01-06", "2024-12-09", "2024-10-06"],
        source=["a", "b", "c"],
    )
    assert _both(frame, policy="latest")["passed_over"].to_list() == [
        None,
        *["8 to 8.5% (a): published later, 2025-01-06"] * 2,
    ]


@pytest.mark.parametrize(
    ("value", "upper"),
    [
        # Half a range, a reversed one, and ends that are no numbers.
        (None, 8.5),
        (8.5, 8.0),
        (8.0, float("inf")),
        (8.0, float("nan")),
        (float("nan"), 8.5),
    ],
)
def test_what_is_no_range_contests_nothing_and_keeps_its_own_fate(
    value: float | None, upper: float
) -> None:
    frame = _growth(
        value=[value, 7.3], value_upper=[upper, None], published=["2024-12-09", "2025-01-06"]
    )
    chosen = _both(frame, policy="latest")
    assert chosen["passed_over"].to_list() == [None, None]
    assert chosen["conflict"].to_list() == [None, None]


def test_a_range_of_one_number_is_that_number() -> None:
    frame = _growth(value=[8.0, 8.0, 7.3], value_upper=[8.0, None, None])
    assert _both(frame[:2])["conflict"].to_list() == [None, None]
    assert _both(frame[[0, 2]])["conflict"][1] == "contradicted by 8 to 8%"


@pytest.mark.parametrize(
    ("upper", "problem", "reason"),
    [
        (
            8.0,
            "reversed_range",
            "the range is the wrong way round; the smaller end was expected as value",
        ),
        (float("inf"), "infinite", "the value is infinite"),
    ],
)
def test_comparing_says_why_what_is_no_range_cannot_be_judged(
    upper: float, problem: str, reason: str
) -> None:
    frame = _growth(value=[8.5, 7.3], value_upper=[upper, None], published=["2024", "2025"])
    judged = rt.compare(rt.choose(frame, policy="latest"), rt.load("ha-tinh-2025"))
    assert judged.select("problem", "reason").rows() == [(problem, reason), (None, None)]


@pytest.mark.parametrize(
    "upper",
    [
        pl.Series([9, 9, None], dtype=pl.Int64),
        pl.Series([9.0, 9.0, None], dtype=pl.Float32),
        pl.Series([Decimal("9.0"), Decimal("9.00"), None], dtype=pl.Decimal(10, 2)),
    ],
)
@pytest.mark.parametrize("dtype", [pl.Int16, pl.Float32, pl.Float64, pl.Decimal(10, 1)])
def test_ends_of_two_kinds_of_numbers(upper: pl.Series, dtype: Any) -> None:
    value = pl.Series([8, 8, 8], dtype=pl.Int64).cast(dtype)
    conflicts = _both(_growth(value=value, value_upper=upper))["conflict"].to_list()
    assert conflicts == [*["contradicted by 8%"] * 2, "contradicted by 8 to 9%"]


@pytest.mark.parametrize("upper", [[None, None], pl.Series([None, None], dtype=pl.Float64)])
def test_a_column_of_ranges_without_one_changes_nothing(upper: Any) -> None:
    frame = _growth(value=[8.0, 7.3], value_upper=upper)
    assert _both(frame)["conflict"].to_list() == ["contradicted by 7.3%", "contradicted by 8%"]


def test_true_is_no_end_of_a_range() -> None:
    frame = pl.DataFrame(
        {
            "indicator": "new-rural-province",
            "value": [True, False, True],
            "value_upper": [1.0, None, None],
        }
    )
    assert _both(frame)["conflict"].to_list() == [
        None,
        "contradicted by done",
        "contradicted by not done",
    ]
    # As for comparing, true is 1 where numbers are expected.
    frame = _growth(value=[0.5, 0.5], value_upper=[True, None])
    assert _both(frame)["conflict"][1] == "contradicted by 0.5 to 1%"


def test_what_was_passed_over_stays_so() -> None:
    frame = _frame(
        value=[1.0, 2.0, 3.0],
        published=["2024", "2025", "2025"],
        status=["A", "E", "P"],
    )
    once = _both(frame, policy="latest")
    assert_frame_equal(_both(once, policy="latest"), once)
    twice = _both(once, policy="best_status")
    assert twice["passed_over"].to_list() == [
        "2; 3: published later, 2025",
        "3: firmer, status P",
        None,
    ]
    assert twice["conflict"].to_list() == [None, None, None]


def test_words_may_be_of_any_kind_of_text() -> None:
    frame = _frame(value=[1.0, 2.0], unit="%", area="VN-23", published=["2024", "2025"])
    frame = frame.with_columns(
        pl.col("indicator").cast(pl.Categorical),
        pl.col("unit").cast(pl.Enum(["%"])),
        status=pl.lit(None),
    )
    chosen = _both(frame, policy="latest")
    assert chosen["passed_over"].to_list() == ["2%: published later, 2025", None]
    assert chosen.select(frame.columns).schema == frame.schema


@pytest.mark.parametrize("policy", ["all", "latest", "best_status"])
def test_an_empty_frame(policy: str) -> None:
    text = dict.fromkeys(("indicator", "unit", "area", "period", "published", "status"), pl.String)
    frame = pl.DataFrame(schema={**text, "value": pl.Float64})
    chosen = _both(frame, policy=policy)
    assert chosen.height == 0
    assert chosen.columns == [*frame.columns, "passed_over", "conflict"]


def test_nothing_but_nulls() -> None:
    frame = pl.DataFrame({"indicator": [None, None], "value": [None, None], "unit": [None, None]})
    chosen = _both(frame)
    assert chosen["passed_over"].to_list() == [None, None]
    assert chosen["conflict"].to_list() == [None, None]


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize(
    ("policy", "missing"),
    [("latest", "published"), ("best_status", "status"), ("source", "source")],
)
def test_a_policy_needs_its_column(policy: str, missing: str, *, lazy: bool) -> None:
    frame = _frame(value=[1.0])
    source = "vjs" if policy == "source" else None
    with pytest.raises(rt.MissingColumnError) as raised:
        rt.choose(frame.lazy() if lazy else frame, policy=policy, source=source)
    assert str(raised.value) == (
        f"the frame lacks the column {missing!r}; found 'indicator', 'value'"
    )


def test_a_frame_needs_its_columns() -> None:
    with pytest.raises(rt.MissingColumnError) as raised:
        rt.choose(pl.DataFrame({"amount": [1.0]}))
    assert raised.value.missing == ("indicator", "value")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"area": [23]},
            "column 'area' holds Int64; expected text",
        ),
        ({"period": [2025.0]}, "column 'period' holds Float64; expected text"),
        (
            {"published": [20250704]},
            "column 'published' holds Int64; expected days, or text such as 2025-07-04",
        ),
    ],
)
def test_columns_of_another_type(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(rt.ColumnTypeError) as raised:
        rt.choose(_frame(**({"value": [1.0]} | columns)))
    assert str(raised.value) == message


@pytest.mark.parametrize("name", ["value", "value_upper"])
def test_text_for_a_value(name: str) -> None:
    with pytest.raises(rt.ColumnTypeError) as raised:
        rt.choose(_frame(**({"value": [1.0]} | {name: ["17.900"]})))
    assert str(raised.value) == (
        f"column {name!r} holds String; expected numbers; read_observations turns text to "
        "numbers in a locale that you name"
    )


def test_two_columns_for_the_status() -> None:
    with pytest.raises(rt.ColumnClashError) as raised:
        rt.choose(_frame(value=[1.0], status="A", observation_status="E"))
    assert str(raised.value) == (
        "the frame has 'status', 'observation_status': both would say how firm a figure is; "
        "drop or rename one"
    )


@pytest.mark.parametrize("lazy", [False, True])
def test_a_source_that_no_row_has(*, lazy: bool) -> None:
    frame = _frame(value=[1.0, 2.0], source=["https://vjs.vietnam.vn/en/", None])
    with pytest.raises(rt.UnknownSourceError) as raised:
        rt.choose(frame.lazy() if lazy else frame, policy="source", source="vjs").lazy().collect()
    assert str(raised.value) == (
        "no figure is of the source 'vjs'; did you mean 'https://vjs.vietnam.vn/en/'?; "
        "there is 'https://vjs.vietnam.vn/en/'"
    )


def test_a_filter_after_a_lazy_choice_changes_no_choice() -> None:
    frame = _frame(value=[1.0, 2.0], published=["2024", "2025"]).lazy()
    chosen = rt.choose(frame, policy="latest")
    first = chosen.filter(pl.col("value") < 2).select("passed_over").collect()
    assert first["passed_over"].to_list() == ["2: published later, 2025"]
    assert chosen.head(1).collect()["passed_over"].to_list() == ["2: published later, 2025"]


def test_a_frame_of_another_library() -> None:
    class Frame:
        pass

    with pytest.raises(
        rt.UnsupportedFrameError, match="a polars DataFrame or LazyFrame was expected"
    ):
        rt.choose(Frame())  # type: ignore[call-overload]
