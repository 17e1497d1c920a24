"""Deriving on frames: the columns that must be there, the rows that come out, and why not."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
import pytest

import resolution_targets as rt

_ADDED = ["derived_from", "disagreement", "derivation_problem", "derivation_reason"]
_LEVELS = {"grdp-growth": "grdp-constant-prices"}


def _frame(rows: list[tuple[Any, ...]], *names: str, **types: Any) -> pl.DataFrame:
    columns = ("indicator", "period", "value", *names)
    schema = {name: pl.Float64 if name == "value" else pl.String for name in columns}
    return pl.DataFrame(rows, schema=schema | types, orient="row")


def _both(frame: pl.DataFrame, dataset: rt.Dataset, **options: Any) -> pl.DataFrame:
    """The frame with what follows; an eager and a lazy one must agree."""
    eager = rt.derive(frame, dataset, **options)
    lazy = rt.derive(frame.lazy(), dataset, **options)
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect_schema() == eager.schema
    assert lazy.collect().equals(eager)
    return eager


def _added(out: pl.DataFrame) -> list[tuple[Any, ...]]:
    return (
        out.filter(pl.col("derived_from").is_not_null())
        .select("indicator", "period", "value")
        .rows()
    )


def test_rows_come_out_in_order_and_derived_ones_after_them(ha_tinh):
    frame = _frame(
        [
            ("poverty-rate", "2025", 1.9, "%", "VN-23", "ước", "a"),
            ("grdp-growth", "2025", 8.0, "%", "VN-23", None, "b"),
            ("poverty-rate", "2024", 2.41, "%", "VN-23", "A", "c"),
        ],
        *("unit", "area", "status", "source"),
    )
    out = _both(frame, ha_tinh)
    assert out.columns == [*frame.columns, *_ADDED]
    assert out[:3].select(frame.columns).equals(frame)
    assert out[:3].select(_ADDED).null_count().row(0) == (3, 3, 3, 3)
    assert out.row(3, named=True) == {
        "indicator": "poverty-reduction",
        "period": "2025",
        "value": 0.51,
        "unit": "percentage_point",
        "area": "VN-23",
        "status": "E",
        "source": None,
        "derived_from": "poverty-rate 2024: 2.41 percent; poverty-rate 2025: 1.9 percent",
        "disagreement": None,
        "derivation_problem": None,
        "derivation_reason": None,
    }


def test_the_verdict_on_a_derived_row(ha_tinh):
    frame = _frame([("poverty-rate", "2024", 2.4), ("poverty-rate", "2025", 1.8)])
    judged = rt.compare(rt.derive(frame, ha_tinh), ha_tinh)
    # 2.4 less 1.8 is 0.6, the harder end of the promise; floats make less of it.
    assert judged.row(2, named=True)["status"] == "met"
    assert judged["value"].to_list()[2] == 0.6


@pytest.mark.parametrize("status", [None, "", "who knows"])
def test_a_status_that_nobody_said(ha_tinh, status):
    frame = _frame(
        [("poverty-rate", "2024", 2.4, status), ("poverty-rate", "2025", 1.8, "A")],
        "observation_status",
    )
    assert _both(frame, ha_tinh)["observation_status"].to_list() == [status, "A", None]


def test_reasons_in_both_languages(ha_tinh):
    frame = _frame(
        [
            ("budget-revenue", "2025-Q2", 5.0, "tỷ đồng", "VN-23"),
            ("budget-revenue", "2025-Q3", None, "tỷ đồng", "VN-23"),
            ("budget-revenue", "2025-Q3", math.nan, "tỷ đồng", "VN-23"),
            ("budget-revenue", "2025-Q3", -math.inf, "tỷ đồng", "VN-23"),
            ("budget-revenue", "2025-Q3", 1.0, None, "VN-23"),
            ("budget-revenue", "2025-Q3", 1.0, "billion USD", "VN-23"),
            ("budget-revenue", "2025-Q3", 1.0, "tỷ đồng", ""),
            ("budget-revenue", None, 1.0, "tỷ đồng", "VN-23"),
            ("budget-revenue", "last year", 1.0, "tỷ đồng", "VN-23"),
            (None, "2025", 1.0, "tỷ đồng", "VN-23"),
            ("no-such-id", "2025", 1.0, "tỷ đồng", "VN-23"),
            ("poor-households", "2025", 1.0, "household", "VN-23"),
        ],
        *("unit", "area"),
    )
    out = _both(frame, ha_tinh)
    assert list(zip(out["derivation_problem"], out["derivation_reason"], strict=True)) == [
        ("gap", "the months of 2025 before 2025-Q2 are not all covered for 'budget-revenue'"),
        ("not_reported", "no value was reported"),
        ("nan", "the value is NaN, not a number"),
        ("infinite", "the value is infinite, or what would follow from it"),
        ("no_unit", "there is no unit for 'budget-revenue'"),
        (
            "other_unit",
            "unit 'billion USD' is unknown or does not convert to that of 'budget-revenue'",
        ),
        ("no_area", "the row gives no area"),
        ("no_period", "the row gives no period"),
        ("unreadable_period", "'last year' is not a reference period"),
        ("no_indicator", "the row names no indicator"),
        (None, None),
        (
            "no_denominator",
            "'poverty-rate' needs 'households' for the same area and 2025 too",
        ),
    ]
    vietnamese = rt.derive(frame, ha_tinh, language="vi")
    assert vietnamese["derivation_reason"][9] == "dòng này không ghi chỉ tiêu"
    assert vietnamese["derivation_reason"][11] == (
        "'poverty-rate' cần thêm 'households' cùng địa bàn và kỳ 2025"
    )


def test_a_disagreement_stands_on_the_reported_row(ha_tinh):
    frame = _frame(
        [
            ("budget-revenue", "2025-Q1", 5100.0),
            ("budget-revenue", "2025-Q2", 5600.0),
            ("budget-revenue", "2025-6M", 10200.0),
            ("budget-revenue", "2025-Q3", 1.0),
        ]
    )
    out = _both(frame, ha_tinh, language="vi")
    assert out["disagreement"].to_list() == [
        *(None, None),
        (
            "tính từ budget-revenue 2025-Q1: 5100 billion VND; budget-revenue 2025-Q2: 5600 "
            "billion VND được 10700 billion VND"
        ),
        *(None, None),
    ]
    assert _added(out) == [("budget-revenue", "2025-9M", 10201.0)]


def test_a_reported_share_that_contradicts_its_parts(ha_tinh):
    frame = _frame(
        [
            ("doctors", "2025", 1590.0, "doctor"),
            ("population", "2025", 1.325, "million person"),
            ("doctors-per-10000", "2025", 13.0, "doctor/ten_thousand/person"),
        ],
        "unit",
    )
    out = _both(frame, ha_tinh)
    assert out["disagreement"].to_list() == [
        *(None, None),
        (
            "12 doctor/ten_thousand/person follows from doctors 2025: 1590 doctor; population "
            "2025: 1.325 million person"
        ),
    ]


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        (("population", "2025", 0.0, "person"), "zero_denominator"),
        (("population", "2025", 5.0, "household"), "units_differ"),
        (("population", "2024", 5.0, "person"), "no_denominator"),
    ],
)
def test_ratios_that_are_refused(ha_tinh, other, problem):
    frame = _frame([("doctors", "2025", 1590.0, "doctor"), other], "unit")
    out = _both(frame, ha_tinh)
    assert out.height == 2
    assert out["derivation_problem"][0] == problem


@pytest.mark.parametrize(
    ("before", "unit", "problem"),
    [
        (0.0, "billion VND", "not_positive"),
        (2.0, "billion USD", "units_differ"),
        (5e-324, "billion VND", "infinite"),
    ],
)
def test_growth_that_is_refused(ha_tinh, before, unit, problem):
    frame = _frame(
        [
            ("grdp-constant-prices", "2024-9M", before, unit),
            ("grdp-constant-prices", "2025-9M", 54025.0, "billion VND"),
        ],
        "unit",
    )
    out = _both(frame, ha_tinh, levels=_LEVELS)
    assert out["derivation_problem"].to_list() == [problem, problem]


def test_sums_beyond_all_floats(ha_tinh):
    frame = _frame([("budget-revenue", "2025-Q1", 1.7e308), ("budget-revenue", "2025-Q2", 1.7e308)])
    assert _both(frame, ha_tinh)["derivation_problem"].to_list() == ["infinite", "infinite"]


def test_an_indicator_of_its_own_has_no_unit_to_stand_for(ha_tinh):
    frame = _frame([("doctors", "2025", 1590.0), ("population", "2025", 5.0)])
    out = _both(frame, ha_tinh)
    assert out["derivation_reason"].to_list() == [
        "there is no unit for 'doctors'",
        "there is no unit for 'population'",
    ]


def test_frames_that_lack_a_column(ha_tinh):
    with pytest.raises(rt.MissingColumnError) as caught:
        rt.derive(pl.DataFrame({"indicator": ["x"], "value": [1.0]}), ha_tinh)
    assert str(caught.value) == ("the frame lacks the column 'period'; found 'indicator', 'value'")


def test_frames_of_other_kinds(ha_tinh):
    class Frame:
        columns = ()

    with pytest.raises(rt.UnsupportedFrameError):
        rt.derive(Frame(), ha_tinh)


@pytest.mark.parametrize(
    ("column", "dtype", "message"),
    [
        ("period", pl.Float64, "column 'period' holds Float64; expected text"),
        ("unit", pl.Int64, "column 'unit' holds Int64; expected text"),
        (
            *("value", pl.Boolean),
            (
                "column 'value' holds Boolean; expected floats or whole numbers; cast it with "
                "pl.col('value').cast(pl.Float64)"
            ),
        ),
    ],
)
def test_columns_of_other_types(ha_tinh, column, dtype, message):
    frame = _frame([], "unit").with_columns(pl.lit(None, dtype).alias(column))
    with pytest.raises(rt.ColumnTypeError) as caught:
        rt.derive(frame, ha_tinh)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            ["disagreement"],
            "the frame has 'disagreement': deriving adds these; drop or rename them first",
        ),
        (["_rt_x"], "the frame has '_rt_x': deriving adds these; drop or rename them first"),
        (
            ["status", "observation_status"],
            (
                "the frame has 'status', 'observation_status': both would say how firm a figure "
                "is; drop or rename one"
            ),
        ),
    ],
)
def test_columns_that_are_there_already(ha_tinh, columns, message):
    with pytest.raises(rt.ColumnClashError) as caught:
        rt.derive(_frame([], *columns), ha_tinh)
    assert str(caught.value) == message


def test_other_types_of_words_and_numbers(ha_tinh):
    rows = [("poverty-rate", "2024", 2.4), ("poverty-rate", "2025", 1.8)]
    expected = [("poverty-reduction", "2025", 0.6)]
    words = pl.Enum(["poverty-rate"])
    frame = _frame(rows).with_columns(pl.col("indicator").cast(words))
    assert _added(_both(frame, ha_tinh)) == expected
    frame = _frame(rows).with_columns(pl.col("indicator", "period").cast(pl.Categorical))
    out = _both(frame, ha_tinh)
    assert (_added(out), out.schema["indicator"]) == (expected, pl.Categorical())
    frame = _frame(rows).with_columns(pl.col("period").cast(pl.Int64))
    assert _added(_both(frame, ha_tinh)) == [("poverty-reduction", 2025, 0.6)]
    # In single precision 0.6 is another number than in double.
    frame = _frame(rows).with_columns(pl.col("value").cast(pl.Float32))
    out = _both(frame, ha_tinh)
    assert out.schema["value"] == pl.Float32
    assert out["value"].to_list() == pl.Series([2.4, 1.8, 0.6], dtype=pl.Float32).to_list()
    frame = _frame([("budget-revenue", "2025-Q1", 1), ("budget-revenue", "2025-Q2", 2)])
    whole = _both(frame.with_columns(pl.col("value").cast(pl.Int64)), ha_tinh)
    assert whole["value"].to_list() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("dtype", [pl.Null, pl.Float64])
def test_frames_without_figures(ha_tinh, dtype):
    empty = _frame([], "unit", "area", "status", value=dtype)
    assert _both(empty, ha_tinh).height == 0
    unrelated = _frame([("no-such-id", "2025", None)], value=dtype)
    assert _both(unrelated, ha_tinh).height == 1


def test_a_frame_that_was_derived_before(ha_tinh):
    rows = [("budget-revenue", "2025-Q1", 1.0), ("budget-revenue", "2025-Q2", 2.0)]
    once = rt.derive(_frame(rows), ha_tinh)
    assert _both(once, ha_tinh).equals(once)
    # The quarters are gone, and their sum still serves.
    later = pl.concat([once[2:], _frame([("budget-revenue", "2025-Q3", 4.0)])], how="diagonal")
    assert _added(_both(later, ha_tinh))[1:] == [("budget-revenue", "2025-9M", 7.0)]
    # A report takes the place of a sum, and is held against it.
    reported = pl.concat([once, _frame([("budget-revenue", "2025-6M", 9.0)])], how="diagonal")
    out = _both(reported, ha_tinh)
    assert out["disagreement"].to_list() == [
        *(None, None, None),
        (
            "3 billion VND follows from budget-revenue 2025-Q1: 1 billion VND; budget-revenue "
            "2025-Q2: 2 billion VND"
        ),
    ]
    twice = pl.concat([once[2:], once[2:].with_columns(value=pl.lit(8.0))])
    assert _both(twice, ha_tinh)["derivation_problem"].to_list() == [None, None]


# Divided by a column of one number, polars makes 1.2000000000000002 of 12 tenths.
def test_every_quotient_is_rounded_once(ha_tinh):
    frame = _frame([("budget-revenue", "2025-Q1", 0.1), ("budget-revenue", "2025-Q2", 1.1)])
    twice = pl.concat([frame.with_columns(area=pl.lit(area)) for area in ("VN-22", "VN-23")])
    assert [row[2] for row in _added(_both(twice, ha_tinh))] == [1.2, 1.2]


def test_many_units_in_one_column(ha_tinh):
    frame = _frame(
        [
            ("budget-revenue", "2025-Q1", 12222.31, "tỷ đồng"),
            ("budget-revenue", "2025-Q2", 14623690.0, "triệu đồng"),
            ("budget-revenue", "2025-Q3", 0.5, "nghìn tỷ đồng"),
        ],
        "unit",
    )
    assert _added(_both(frame, ha_tinh)) == [
        ("budget-revenue", "2025-6M", 26846.0),
        ("budget-revenue", "2025-9M", 27346.0),
    ]


def test_a_quarter_that_is_not_its_months(ha_tinh):
    months = [("budget-revenue", f"2025-0{month}", 1.0) for month in (4, 5, 6)]
    start = ("budget-revenue", "2025-3M", 10.0)

    def derived(*more: tuple[str, float]) -> pl.DataFrame:
        rows = [start, *months, *(("budget-revenue", *each) for each in more)]
        return _both(_frame(rows), ha_tinh)

    differing = derived(("2025-Q2", 9.0))
    assert [row[1:] for row in _added(differing)] == [("2025-4M", 11.0), ("2025-5M", 12.0)]
    assert differing["derivation_problem"].to_list() == [
        *(None, None, None, "sums_differ", "sums_differ", None, None)
    ]
    agreeing = derived(("2025-Q2", 3.0))
    assert _added(agreeing)[-1] == ("budget-revenue", "2025-6M", 13.0)
    assert agreeing["derivation_problem"].null_count() == agreeing.height
    # The months agree with what was reported, the quarter does not.
    reported = derived(("2025-Q2", 9.0), ("2025-6M", 13.0))
    assert reported["disagreement"].to_list()[5] == (
        "19 billion VND follows from budget-revenue 2025-3M: 10 billion VND; budget-revenue "
        "2025-Q2: 9 billion VND"
    )


def test_figures_so_far_that_fall(ha_tinh):
    rows = [("2025-3M", 30.0), ("2025-6M", 100.0), ("2025-9M", 90.0), ("2025-10", 5.0)]
    frame = _frame([("budget-revenue", *row) for row in rows])
    out = _both(frame, ha_tinh)
    assert out["derivation_problem"].to_list() == [None, "falls", "falls", "gap"]
    assert out["derivation_reason"][1] == (
        "the figures of 'budget-revenue' so far in 2025 fall from one to the next"
    )


def test_a_dataset_without_rules():
    frame = _frame([("poverty-rate", "2025", 1.9)])
    out = _both(frame, rt.Dataset(id="x", version="1.0.0"))
    assert out.select(_ADDED).null_count().row(0) == (1, 1, 1, 1)


# The sources stand in tests/test_derivations.py.
def test_a_figure_that_stands_there_twice(ha_tinh):
    rows = [("2025-Q1", 12222.31, "tỷ đồng"), ("2025-Q1", 12000.0, "tỷ đồng")]
    later = ("total-investment", "2025-Q2", 14623.69, "tỷ đồng")
    frame = _frame([*(("total-investment", *row) for row in rows), later], "unit")
    out = _both(frame, ha_tinh)
    assert out["derivation_problem"].to_list() == ["conflict", "conflict", "gap"]
    assert out["derivation_reason"][0] == (
        "figures of 'total-investment' for 2025-Q1 disagree with one another"
    )
    same = ("total-investment", "2025-3M", 12222310.0, "triệu đồng")
    out = _both(_frame([("total-investment", *rows[0]), same, later], "unit"), ha_tinh)
    assert _added(out) == [("total-investment", "2025-6M", 26846.0)]


def test_a_value_that_could_not_be_read(ha_tinh):
    note = "'17.900' is not a number in locale 'en'"
    frame = _frame([("budget-revenue", "2025-Q1", None, note)], "unreadable")
    out = _both(frame, ha_tinh)
    assert out.select("derivation_problem", "derivation_reason").row(0) == ("unreadable", note)
