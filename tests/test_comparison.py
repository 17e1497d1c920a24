"""Judging whole frames: every row comes out once, judged or with the reason why not."""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import resolution_targets as rt
from resolution_targets.comparison import compare

_EXAMPLES = Path(__file__).parents[1] / "examples"
_ADDED = ["target", "status", "gap", "gap_unit", "attainment", "problem", "reason"]


def _after(number: float) -> float:
    return math.nextafter(number, math.inf)


def _before(number: float) -> float:
    return math.nextafter(number, -math.inf)


def _both(frame: pl.DataFrame, dataset: rt.Dataset, **options: Any) -> pl.DataFrame:
    """The judged frame; an eager and a lazy one must agree but for the words of a reason."""
    eager = rt.compare(frame, dataset, **options)
    assert isinstance(eager, pl.DataFrame)
    lazy = rt.compare(frame.lazy(), dataset, **options)
    assert isinstance(lazy, pl.LazyFrame)
    for collected in (lazy.collect(), lazy.collect(engine="streaming")):
        assert_frame_equal(collected.drop("reason"), eager.drop("reason"))
        has_reason = eager["reason"].is_not_null().to_list()
        assert collected["reason"].is_not_null().to_list() == has_reason
    return eager


def _statuses(dataset: rt.Dataset, indicator: str, values: Any, **columns: Any) -> list[str]:
    """The statuses of several figures for one indicator."""
    options = {name: columns.pop(name) for name in ("reading", "dtype") if name in columns}
    value = pl.Series("value", values, dtype=options.pop("dtype", None))
    frame = pl.DataFrame(value).with_columns(indicator=pl.lit(indicator), **columns)
    return _both(frame, dataset, **options)["status"].to_list()


def test_compare_is_public() -> None:
    assert rt.compare is compare


# II.2 (1) above 7 %, (10) reaches 40 %, (14) falls by 0.5-0.6 points, (12) 12 doctors.
@pytest.mark.parametrize(
    ("indicator", "values", "strict", "lenient"),
    [
        (
            "grdp-growth",
            [6.9, _before(7.0), 7.0, _after(7.0), 7.5],
            ["missed", "missed", "missed", "met", "met"],
            ["missed", "missed", "met", "exceeded", "exceeded"],
        ),
        (
            "urbanization-rate",
            [_before(40.0), 40.0, _after(40.0)],
            ["missed", "met", "exceeded"],
            ["missed", "met", "exceeded"],
        ),
        (
            "poverty-reduction",
            [-0.5, _before(0.5), 0.5, 0.55, 0.6, _after(0.6)],
            ["missed", "missed", "met", "met", "met", "exceeded"],
            ["missed", "missed", "met", "met", "met", "exceeded"],
        ),
        (
            "doctors-per-10000",
            [11.9, 12.0, 12.1],
            ["missed", "met", "exceeded"],
            ["missed", "met", "exceeded"],
        ),
        (
            "new-rural-province",
            [0.0, 1.0, -0.0],
            ["missed", "met", "missed"],
            ["missed", "met", "missed"],
        ),
    ],
)
def test_statuses_at_the_bounds(
    ha_tinh: rt.Dataset,
    indicator: str,
    values: list[float],
    strict: list[str],
    lenient: list[str],
) -> None:
    assert _statuses(ha_tinh, indicator, values) == strict
    assert _statuses(ha_tinh, indicator, values, reading="lenient") == lenient
    assert _statuses(ha_tinh, indicator, values, reading=rt.Reading.LENIENT) == lenient


@pytest.mark.parametrize(
    ("direction", "criterion", "expected"),
    [
        ("lower", {"relation": "below", "lower": 4}, ["met", "met", "met", "missed", "missed"]),
        (
            "lower",
            {"relation": "at_most", "lower": 4},
            ["exceeded", "exceeded", "exceeded", "met", "missed"],
        ),
        (
            "lower",
            {"relation": "between", "lower": 3, "upper": 4},
            ["exceeded", "met", "met", "met", "missed"],
        ),
        (
            "within",
            {"relation": "between", "lower": 3, "upper": 4},
            ["missed", "met", "met", "met", "missed"],
        ),
    ],
)
def test_other_directions(
    ha_tinh: rt.Dataset, direction: str, criterion: dict[str, Any], expected: list[str]
) -> None:
    target = attrs.evolve(
        ha_tinh["grdp-growth"],
        indicator=attrs.evolve(ha_tinh["grdp-growth"].indicator, direction=direction),
        criterion=rt.Criterion(**criterion),
    )
    dataset = attrs.evolve(ha_tinh, targets=(target,))
    values = [_before(3.0), 3.0, 3.5, 4.0, _after(4.0)]
    assert _statuses(dataset, "grdp-growth", values) == expected


def test_gap_and_attainment(ha_tinh: rt.Dataset) -> None:
    rows = [
        # 17,900 - 17,800 billion; the same in million VND, whose gap stays in billions.
        ("budget-revenue", 17900.0, "tỷ đồng", 100.0, "billion VND", 17900 / 17800),
        ("budget-revenue", 17_900_000.0, "triệu đồng", 100.0, "billion VND", 17900 / 17800),
        ("trade-revenue", 8300.0, "tỷ đồng", -700.0, "billion VND", 8300 / 9000),
        # A share's distance from its bound is in points.
        ("urbanization-rate", 42.0, "%", 2.0, "percentage_point", 1.05),
        ("urbanization-rate", 0.75, "lần", 35.0, "percentage_point", 1.875),
        # A range is counted from its easier end.
        ("poverty-reduction", 0.75, "điểm %", 0.25, "percentage_point", 1.5),
        ("new-jobs", -23500.0, "người", -47000.0, "person", -1.0),
        ("new-rural-province", 1.0, "", None, None, None),
    ]
    frame = pl.DataFrame(
        [row[:3] for row in rows], schema=["indicator", "value", "unit"], orient="row"
    )
    found = _both(frame, ha_tinh).select("gap", "gap_unit", "attainment")
    assert found.rows() == [row[3:] for row in rows]
    assert found.schema == {"gap": pl.Float64, "gap_unit": pl.String, "attainment": pl.Float64}


@pytest.mark.parametrize("bound", ["0", "-5"])
def test_no_attainment_of_a_bound_that_is_not_above_zero(ha_tinh: rt.Dataset, bound: str) -> None:
    criterion = rt.Criterion(relation="above", lower=bound)
    dataset = attrs.evolve(
        ha_tinh, targets=(attrs.evolve(ha_tinh["grdp-growth"], criterion=criterion),)
    )
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [1.0]})
    found = _both(frame, dataset).row(0, named=True)
    assert (found["status"], found["attainment"]) == ("met", None)
    assert found["gap"] == 1 - float(bound)


def test_below_of_which_less_is_better_has_the_gap_and_share_of_its_upper_end(
    ha_tinh: rt.Dataset,
) -> None:
    target = attrs.evolve(
        ha_tinh["grdp-growth"],
        indicator=attrs.evolve(ha_tinh["grdp-growth"].indicator, direction="lower"),
        criterion=rt.Criterion(relation="between", lower=3, upper=4),
    )
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [5.0]})
    found = _both(frame, attrs.evolve(ha_tinh, targets=(target,))).row(0, named=True)
    assert (found["status"], found["gap"], found["attainment"]) == ("missed", 1.0, 1.25)


@pytest.mark.parametrize(
    ("indicator", "unit", "values", "expected"),
    [
        # 0.57 * 100 is 56.99999999999999; here 0.4, and 0.07, which * 100 is 7.000000000000001.
        ("urbanization-rate", "lần", [0.4, _before(0.4)], ["met", "missed"]),
        ("grdp-growth", "dimensionless", [0.07, _after(0.07)], ["missed", "met"]),
        ("grdp-growth", "‰", [70.0, _after(70.0)], ["missed", "met"]),
        ("export-turnover", "triệu đô la Mỹ", [2500.0, 2500.1], ["missed", "met"]),
        ("export-turnover", "million USD", [2500.0, _after(2500.0)], ["missed", "met"]),
        ("budget-revenue", "nghìn tỷ đồng", [17.8, _after(17.8)], ["missed", "met"]),
        ("doctors-per-10000", "bác sĩ/1.000 dân", [1.2, _before(1.2)], ["met", "missed"]),
        ("new-jobs", "vạn người", [2.35, _after(2.35)], ["missed", "met"]),
    ],
)
def test_figures_in_other_units(
    ha_tinh: rt.Dataset, indicator: str, unit: str, values: list[float], expected: list[str]
) -> None:
    assert _statuses(ha_tinh, indicator, values, unit=pl.lit(unit)) == expected


@pytest.mark.parametrize(
    "unit",
    [
        "bác sĩ/1 vạn dân",
        "BÁC SĨ / 1 VẠN DÂN",
        "  Bác   sĩ trên 1\N{NO-BREAK SPACE}vạn dân\t",
        unicodedata.normalize("NFD", "bác sĩ/1 vạn dân"),
        unicodedata.normalize("NFD", "BÁC SĨ/1 VẠN DÂN"),
        "doctors per 10,000 people",
        "doctor/ten_thousand/person",
        "Doctors Per 10,000 People",
    ],
)
def test_any_spelling_of_a_unit(ha_tinh: rt.Dataset, unit: str) -> None:
    found = _statuses(ha_tinh, "doctors-per-10000", [11.9, 12.0], unit=pl.lit(unit))
    assert found == ["missed", "met"]


# Units that convert, but that nobody would list: two scales, or a "per" the other way round.
@pytest.mark.parametrize(
    ("indicator", "unit", "values"),
    [
        ("grdp-per-capita", "billion VND per thousand people", [91.0, 91.1]),
        ("income-per-capita", "triệu đồng/năm/người", [53.0, 53.1]),
        ("doctors-per-10000", "thousand doctors per million people", [1.1, 1.2]),
    ],
)
def test_unusual_units_in_eager_and_lazy_frames(
    ha_tinh: rt.Dataset, indicator: str, unit: str, values: list[float]
) -> None:
    assert _statuses(ha_tinh, indicator, values, unit=pl.lit(unit)) == ["missed", "met"]


def test_blank_is_no_unit(ha_tinh: rt.Dataset) -> None:
    # A milestone needs none; a blank is not an unknown one in one kind of frame only.
    frame = pl.DataFrame({"indicator": ["new-rural-province"] * 3, "value": [1, 0, 1]})
    found = _both(frame.with_columns(unit=pl.Series(["", None, "  "])), ha_tinh)
    assert found["status"].to_list()[:2] == ["met", "missed"]


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([6, 7, 8], pl.Int64, ["missed", "missed", "met"]),
        ([6, 7, 8], pl.UInt8, ["missed", "missed", "met"]),
        ([6, 7, 8], pl.UInt64, ["missed", "missed", "met"]),
        ([-8, 7, 8], pl.Int128, ["missed", "missed", "met"]),
        ([-(2**63), 2**63 - 1, None], pl.Int64, ["missed", "met", "not_reported"]),
        ([0, 2**64 - 1], pl.UInt64, ["missed", "met"]),
        ([-(2**127), 2**127 - 1], pl.Int128, ["missed", "met"]),
        ([2**53 + 1, 2**53], pl.Int64, ["met", "met"]),
        (
            ["7.00", "7.01", "-7.01", None],
            pl.Decimal(10, 2),
            ["missed", "met", "missed", "not_reported"],
        ),
        (["7", "8"], pl.Decimal(5, 0), ["missed", "met"]),
        (["7", "7." + "0" * 29 + "1"], pl.Decimal(38, 30), ["missed", "met"]),
        (["9" * 36 + ".99", "-" + "9" * 36 + ".99"], pl.Decimal(38, 2), ["met", "missed"]),
        # The single float nearest to 7.1 is not 7.1; the one at 7 is.
        ([7.0, 7.1, 6.9], pl.Float32, ["missed", "met", "missed"]),
        ([None, None], pl.Null, ["not_reported", "not_reported"]),
        ([1.7e308, -1.7e308, 5e-324], pl.Float64, ["met", "missed", "missed"]),
    ],
)
def test_numbers_of_every_kind(
    ha_tinh: rt.Dataset, values: list[Any], dtype: Any, expected: list[str]
) -> None:
    exact = [Decimal(value) if isinstance(value, str) else value for value in values]
    assert _statuses(ha_tinh, "grdp-growth", exact, dtype=dtype) == expected
    assert _statuses(ha_tinh, "grdp-growth", exact, dtype=dtype, unit=pl.lit("%")) == expected


def test_single_floats_are_judged_as_they_print(ha_tinh: rt.Dataset) -> None:
    # As doubles, the single 31.8 lies below 31.8, 17.8 below 17.8, 0.6 above 0.6.
    for indicator, bound, expected in (
        ("social-insurance-coverage", 31.8, "missed"),
        ("unemployment-insurance-coverage", 17.8, "missed"),
        ("cultural-organisations", 71.2, "missed"),
        ("poverty-reduction", 0.6, "met"),
        ("poverty-reduction", 0.5, "met"),
    ):
        assert _statuses(ha_tinh, indicator, [bound], dtype=pl.Float32) == [expected]
        lenient = _statuses(ha_tinh, indicator, [bound], dtype=pl.Float32, reading="lenient")
        assert lenient == ["met"]
    share = _statuses(ha_tinh, "grdp-growth", [0.07], dtype=pl.Float32, unit=pl.lit("lần"))
    assert share == ["missed"]


def test_half_floats_are_judged_as_they_print(ha_tinh: rt.Dataset) -> None:
    # The half float nearest to 0.6 is 0.60009765625, to 0.07 is 0.07000732421875.
    assert _statuses(ha_tinh, "poverty-reduction", [0.6], dtype=pl.Float16) == ["met"]
    share = _statuses(ha_tinh, "grdp-growth", [0.07], dtype=pl.Float16, unit=pl.lit("lần"))
    assert share == ["missed"]


def test_unsigned_integers_of_128_bits(ha_tinh: rt.Dataset) -> None:
    values = [0, 2**127, 2**128 - 1]
    assert _statuses(ha_tinh, "grdp-growth", values, dtype=pl.UInt128) == ["missed", "met", "met"]


def test_integers_beyond_a_double_are_not_rounded(ha_tinh: rt.Dataset) -> None:
    # 2**53 + 1 is no double: rounded, it would lie on this bound.
    criterion = rt.Criterion(relation="above", lower=2**53)
    jobs = attrs.evolve(ha_tinh["new-jobs"], criterion=criterion)
    dataset = attrs.evolve(ha_tinh, targets=(jobs,))
    values = [2**53 - 1, 2**53, 2**53 + 1]
    for dtype in (pl.Int64, pl.UInt64, pl.Int128, pl.Decimal(20, 0), pl.Decimal(38, 3)):
        found = _statuses(dataset, "new-jobs", values, dtype=dtype)
        assert found == ["missed", "missed", "met"]


def test_no_integer_reaches_a_bound_beyond_all_of_them(ha_tinh: rt.Dataset) -> None:
    # 10**13 billion VND are 10**22 VND; the largest 64-bit integer is about 9 * 10**18.
    criterion = rt.Criterion(relation="above", lower=10**13)
    revenue = attrs.evolve(ha_tinh["budget-revenue"], criterion=criterion)
    dataset = attrs.evolve(ha_tinh, targets=(revenue,))
    largest = 2**63 - 1
    assert revenue.compare(largest, unit="VND").status == "missed"
    found = _statuses(dataset, "budget-revenue", [largest], dtype=pl.Int64, unit=pl.lit("VND"))
    assert found == ["missed"]


def test_the_lowest_integer_is_below_a_bound(ha_tinh: rt.Dataset) -> None:
    target = attrs.evolve(
        ha_tinh["new-jobs"],
        indicator=attrs.evolve(ha_tinh["new-jobs"].indicator, direction="lower"),
        criterion=rt.Criterion(relation="below", lower=5),
    )
    dataset = attrs.evolve(ha_tinh, targets=(target,))
    assert target.compare(-(2**63)).status == "met"
    assert _statuses(dataset, "new-jobs", [-(2**63)], dtype=pl.Int64) == ["met"]
    assert _statuses(dataset, "new-jobs", [-(2**127)], dtype=pl.Int128) == ["met"]


def test_a_gap_too_large_for_a_float_is_infinite(ha_tinh: rt.Dataset) -> None:
    # 1e308 trillion VND are 1e311 billion.
    frame = pl.DataFrame(
        {
            "indicator": ["budget-revenue"] * 2,
            "value": [1e308, -1e308],
            "unit": ["nghìn tỷ đồng"] * 2,
        }
    )
    found = _both(frame, ha_tinh)
    assert found["status"].to_list() == ["met", "missed"]
    assert found["gap"].to_list() == [math.inf, -math.inf]
    assert found["attainment"].is_finite().all()


def test_a_milestone_in_every_kind_of_column(ha_tinh: rt.Dataset) -> None:
    for values, dtype in (
        ([True, False, None], pl.Boolean),
        ([1, 0, None], pl.Int8),
        ([1, 0, None], pl.UInt64),
        ([1.0, 0.0, None], pl.Float32),
        ([Decimal("1.000"), Decimal(0), None], pl.Decimal(5, 3)),
    ):
        found = _statuses(ha_tinh, "new-rural-province", values, dtype=dtype)
        assert found == ["met", "missed", "not_reported"]
    # A column that cannot hold 1 holds no milestone that is done.
    halves = [Decimal("0.5"), Decimal(0)]
    found = _statuses(ha_tinh, "new-rural-province", halves, dtype=pl.Decimal(38, 38))
    assert found == ["not_comparable", "missed"]


def test_the_columns_of_a_result(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame(
        {
            "row": [1],
            "value": [8.0],
            "status": ["E"],
            "indicator": ["grdp-growth"],
            "ghi chú": ["ước"],
        }
    )
    found = _both(frame, ha_tinh)
    own = ["row", "value", "observation_status", "indicator", "ghi chú"]
    assert found.columns == own + _ADDED
    assert found.row(0) == (
        *(1, 8.0, "E", "grdp-growth", "ước"),
        *("grdp-growth", "met", 1.0, "percentage_point", 8 / 7, None, None),
    )


def test_columns_named_like_other_things(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["grdp-growth", "x"],
            "value": [8.0, 1.0],
            "slot": ["a", "b"],
            "literal": [1, 2],
            "bound": [1, 2],
            "unit_key": [3, 4],
            "is_judged": [5, 6],
            "": [7, 8],
            "observation_status": ["A", None],
        }
    )
    found = _both(frame, ha_tinh)
    assert_frame_equal(found.select(frame.columns), frame)
    assert found["status"].to_list() == ["met", "not_comparable"]


@pytest.mark.parametrize("height", [0, 1])
@pytest.mark.parametrize(
    "extra", [[], ["unit"], ["unit", "area", "period", "status", "unreadable"]]
)
def test_small_frames_have_the_columns_of_large_ones(
    ha_tinh: rt.Dataset, height: int, extra: list[str]
) -> None:
    types = {"indicator": pl.String, "value": pl.Float64} | dict.fromkeys(extra, pl.String)
    frame = pl.DataFrame({name: [None] * height for name in types}, schema=types)
    found = _both(frame, ha_tinh)
    assert found.height == height
    added = dict.fromkeys(_ADDED, pl.String) | {"gap": pl.Float64, "attainment": pl.Float64}
    own = {"observation_status" if name == "status" else name: kind for name, kind in types.items()}
    assert dict(found.schema) == own | added
    assert rt.compare(frame.lazy(), ha_tinh).collect_schema() == found.schema


def test_the_added_columns_are_there_whatever_happened(ha_tinh: rt.Dataset) -> None:
    # All judged, none judged, none that is known: the types are the same.
    schemas = {
        tuple(
            rt.compare(pl.DataFrame({"indicator": [name], "value": [value]}), ha_tinh)
            .select(_ADDED)
            .schema.items()
        )
        for name, value in (("grdp-growth", 8.0), ("grdp-growth", math.nan), ("x", 8.0))
    }
    assert len(schemas) == 1


@pytest.mark.parametrize(
    "dtype", [pl.Categorical, pl.Enum(["grdp-growth", "trade-revenue", "x"]), pl.String]
)
def test_indicators_of_every_kind_of_text(ha_tinh: rt.Dataset, dtype: Any) -> None:
    frame = pl.DataFrame(
        {"indicator": ["x", "grdp-growth", None, "trade-revenue"], "value": [8.0, 8.0, 8.0, 8.0]},
        schema_overrides={"indicator": dtype},
    )
    found = _both(frame, ha_tinh)
    assert found["status"].to_list() == ["not_comparable", "met", "not_comparable", "missed"]
    assert found["problem"].to_list() == ["no_promise", None, "no_indicator", None]


def test_all_words_may_be_categories(ha_tinh: rt.Dataset) -> None:
    names = ["indicator", "unit", "area", "period"]
    frame = pl.DataFrame(
        {
            "indicator": ["grdp-growth", "grdp-growth"],
            "value": [8.0, 8.0],
            "unit": ["%", "zzzzzzzz"],
            "area": ["VN-23", "VN-23"],
            "period": ["2025", "2025"],
        },
        schema_overrides=dict.fromkeys(names, pl.Categorical),
    )
    assert _both(frame, ha_tinh)["problem"].to_list() == [None, "other_unit"]


def test_columns_of_nulls_without_a_type(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": [None, None], "value": [None, None], "unit": [None, None]})
    assert frame.schema["indicator"] == pl.Null
    found = _both(frame, ha_tinh)
    assert found["problem"].to_list() == ["no_indicator", "no_indicator"]
    named = frame.with_columns(indicator=pl.lit("grdp-growth"), value=pl.lit(8.0))
    assert _both(named, ha_tinh)["problem"].to_list() == ["no_unit", "no_unit"]


def test_years_may_be_integers(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"] * 3, "value": [8.0] * 3})
    found = _both(frame.with_columns(period=pl.Series([2025, 2024, None])), ha_tinh)
    assert found["problem"].to_list() == [None, "other_period", "no_period"]


# Whoever joins the result back needs the columns as they were.
@pytest.mark.parametrize(
    ("column", "cells", "dtype"),
    [
        ("period", [2025, 2024], pl.Int32),
        ("indicator", ["grdp-growth", "x"], pl.Categorical),
        ("indicator", ["grdp-growth", "x"], pl.Enum(["grdp-growth", "x"])),
        ("unit", ["%", "x"], pl.Categorical),
        ("area", ["VN-23", "x"], pl.Enum(["VN-23", "x"])),
        ("value", [8, 9], pl.UInt16),
        ("value", [Decimal("8.10"), None], pl.Decimal(9, 2)),
        ("value", [True, False], pl.Boolean),
        ("value", [7.1, 7.2], pl.Float32),
        ("note", [[1], [2]], pl.List(pl.Int8)),
    ],
)
def test_own_columns_come_out_untouched(
    ha_tinh: rt.Dataset, column: str, cells: list[Any], dtype: Any
) -> None:
    columns = {"indicator": ["grdp-growth", "x"], "value": [8.0, 8.0]} | {column: cells}
    frame = pl.DataFrame(columns, schema_overrides={column: dtype})
    assert_frame_equal(_both(frame, ha_tinh).select(frame.columns), frame)


def test_figures_for_one_promise_are_all_judged(ha_tinh: rt.Dataset) -> None:
    assert _statuses(ha_tinh, "grdp-growth", [6.9, 7.1, 7.1, 6.9]) == [
        "missed",
        "met",
        "met",
        "missed",
    ]


def test_the_same_months_by_another_name(ha_tinh: rt.Dataset) -> None:
    periods = ["2025", "2025-12M", "2025-12", "2025-Q4", "2025-1M", " 2025", "2026"]
    frame = pl.DataFrame({"indicator": ["grdp-growth"] * 7, "value": [8.0] * 7, "period": periods})
    expected = ["met", "met"] + ["not_comparable"] * 5
    assert _both(frame, ha_tinh)["status"].to_list() == expected
    # And for a period that was asked for: June to the half year no, a quarter yes.
    wanted = _both(frame.with_columns(period=pl.lit("2025-3M")), ha_tinh, period="2025-Q1")
    assert set(wanted["status"]) == {"met"}


@pytest.mark.parametrize("period", ["2024", 2024, rt.parse_period("2024")])
def test_the_period_that_is_wanted(ha_tinh: rt.Dataset, period: Any) -> None:
    frame = pl.DataFrame(
        {"indicator": ["grdp-growth"] * 2, "value": [8.0] * 2, "period": ["2024", "2025"]}
    )
    assert _both(frame, ha_tinh, period=period)["status"].to_list() == ["met", "not_comparable"]


def test_a_frame_without_periods_is_of_the_period_that_is_wanted(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0]})
    assert _both(frame, ha_tinh, period="2024")["status"].to_list() == ["met"]


_NO = "not_comparable"


def test_which_targets_for_2025_did_the_outturn_of_2024_meet(ha_tinh: rt.Dataset) -> None:
    """From the published figures in examples/ha-tinh-2024.csv, judged by hand."""
    figures = pl.read_csv(_EXAMPLES / "ha-tinh-2024.csv")
    found = rt.compare(figures, ha_tinh, period="2024")
    judged = found.select("indicator", "value", "period", "status", "gap", "problem").rows()
    assert [(*row[:4], row[4] and round(row[4], 9), row[5]) for row in judged] == [
        ("grdp-growth", 7.48, "2024", "met", 0.48, None),
        ("grdp-growth", 7.3, "2024", "met", 0.3, None),
        ("total-investment", 55524.0, "2024", "met", 11424.0, None),
        ("total-investment", 40801.0, "2024-9M", _NO, None, "other_period"),
        ("total-investment", 25000.0, "2024-6M", _NO, None, "other_period"),
        ("budget-revenue", 17900.0, "2024", "met", 100.0, None),
        ("budget-revenue", 17900.0, "2024", "met", 100.0, None),
        ("budget-revenue", 9300.0, "2024-6M", _NO, None, "other_period"),
        ("domestic-revenue", 9600.0, "2024", "met", 800.0, None),
        ("domestic-revenue", 4800.0, "2024-6M", _NO, None, "other_period"),
        ("trade-revenue", 8300.0, "2024", "missed", -700.0, None),
        ("trade-revenue", 4500.0, "2024-6M", _NO, None, "other_period"),
        ("new-enterprises", 600.0, "2024-6M", _NO, None, "other_period"),
        ("poverty-rate", 2.41, "2024", _NO, None, "only_change_promised"),
    ]
    assert_frame_equal(found.drop(_ADDED), figures.rename({"status": "observation_status"}))
    card = rt.scorecard(found, ha_tinh)
    assert str(card.tally) == "between 2 and 27 of 28 met or exceeded"
    statuses = {
        row.key: row.status for row in card.rows if row.status is not rt.Status.NOT_REPORTED
    }
    assert statuses == {
        "1": "met",
        "5": "met",
        "7": "partly_met",
        # Six months of 2024 were reported for it.
        "8": "not_comparable",
    }
    # Asked for 2025, the same figures say nothing.
    unasked = rt.compare(figures, ha_tinh)
    assert unasked["status"].to_list() == [_NO] * 14
    assert unasked["problem"].to_list() == ["other_period"] * 13 + ["only_change_promised"]


def test_the_data_versions_own_observations_can_be_compared(ha_tinh: rt.Dataset) -> None:
    # Section I: growth 7.3 %, revenue 17,900 billion, poverty rate 2.41 %, "26/28" twice.
    found = rt.compare(ha_tinh.to_frame("observations").drop("quote"), ha_tinh, period=2024)
    assert found.select("indicator", "status").rows() == [
        ("grdp-growth", "met"),
        ("budget-revenue", "met"),
        ("poverty-rate", _NO),
        ("targets-met", _NO),
        ("targets-set", _NO),
    ]


def test_two_targets_for_one_indicator(ha_tinh: rt.Dataset) -> None:
    again = attrs.evolve(ha_tinh["grdp-growth"], id="growth-2026", reference_period=2026)
    dataset = attrs.evolve(ha_tinh, targets=(*ha_tinh.targets, again))
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0]})
    for given in (frame, frame.lazy()):
        with pytest.raises(rt.InvalidFieldError) as caught:
            rt.compare(given, dataset)
        assert str(caught.value) == (
            "the targets of ha-tinh-2025 1.0.0 is 'grdp-growth'; expected one target for each "
            "indicator; keep one area and period with attrs.evolve(ds, targets=...)"
        )


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"reading": "generous"},
            rt.UnknownOptionError,
            "reading='generous' is not known; it takes 'strict', 'lenient'",
        ),
        (
            {"language": "fr"},
            rt.UnknownOptionError,
            "language='fr' is not known; it takes 'vi', 'en'",
        ),
        (
            {"period": "Q3 2025"},
            rt.InvalidPeriodError,
            (
                "'Q3 2025' is not a reference period; write a year (2025), a month (2025-06), a "
                "quarter (2025-Q3) or the months so far (2025-9M)"
            ),
        ),
    ],
)
def test_options_there_are_not(
    ha_tinh: rt.Dataset, options: dict[str, str], error: type[Exception], message: str
) -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0]})
    for given in (frame, frame.lazy()):
        with pytest.raises(error) as caught:
            rt.compare(given, ha_tinh, **options)
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([{"indicator": "grdp-growth", "value": 8.0}], "builtins.list"),
        ({"indicator": ["grdp-growth"], "value": [8.0]}, "builtins.dict"),
        (None, "builtins.NoneType"),
        (pl.Series("value", [8.0]), "polars.series.series.Series"),
    ],
)
def test_what_is_no_frame(ha_tinh: rt.Dataset, given: Any, found: str) -> None:
    with pytest.raises(rt.ResolutionTargetsError) as caught:
        rt.compare(given, ha_tinh)
    assert isinstance(caught.value, TypeError)
    assert str(caught.value) == (
        f"a polars DataFrame or LazyFrame was expected, not {found}; polars.from_pandas, "
        "polars.from_arrow and polars.DataFrame make one"
    )


def test_errors_do_not_wait_for_a_lazy_frame_to_be_collected(ha_tinh: rt.Dataset) -> None:
    lazy = pl.LazyFrame({"indicator": ["grdp-growth"], "value": ["8"]})
    with pytest.raises(rt.ColumnTypeError) as caught:
        rt.compare(lazy, ha_tinh)
    assert str(caught.value) == (
        "column 'value' holds String; expected numbers; read_observations turns text to numbers "
        "in a locale that you name"
    )
    with pytest.raises(rt.MissingColumnError):
        rt.compare(lazy.drop("value"), ha_tinh)
    with pytest.raises(rt.ColumnClashError):
        rt.compare(rt.compare(lazy.with_columns(value=8.0), ha_tinh), ha_tinh)


def test_a_lazy_frame_may_be_a_plan_over_a_file(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    path = tmp_path / "figures.parquet"
    pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0], "unit": ["%"]}).write_parquet(path)
    found = rt.compare(pl.scan_parquet(path), ha_tinh).filter(pl.col("status") == "met").collect()
    assert found["indicator"].to_list() == ["grdp-growth"]


def test_one_plan_serves_frames_with_odd_units_and_those_without(ha_tinh: rt.Dataset) -> None:
    # What was read for one frame must not leak into the next.
    odd = pl.DataFrame({"indicator": ["budget-revenue"], "value": [17900.0], "unit": ["  TỶ đồng"]})
    usual = odd.with_columns(unit=pl.lit("tỷ đồng"))
    for frame in (odd, usual, odd.drop("unit"), odd):
        assert rt.compare(frame, ha_tinh)["status"].to_list() == ["met"]


def test_a_frame_of_odd_keys_only(ha_tinh: rt.Dataset) -> None:
    # More pairs of words than a table of all of them could hold: 70,000 times 70,000.
    count = 70_000
    frame = pl.DataFrame(
        {
            "indicator": [f"indicator-{n}" for n in range(count)],
            "value": range(count),
            "unit": [f"unit-{n}" for n in range(count)],
        }
    )
    found = rt.compare(frame, ha_tinh)
    assert_frame_equal(found.select(frame.columns), frame)
    assert set(found["problem"]) == {"no_promise"}
    # Near names are looked for in some; that would take minutes for all.
    assert found["reason"].str.starts_with("no promise for indicator 'indicator-").all()
    assert found["reason"][-1] == (
        "no promise for indicator 'indicator-69999' in ha-tinh-2025 1.0.0"
    )


def test_blank_is_no_area_and_no_period(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0]})
    for column in ("area", "period"):
        found = rt.compare(frame.with_columns(pl.lit("").alias(column)), ha_tinh)
        assert found["problem"].to_list() == [f"no_{column}"]


def test_what_is_no_polars_frame(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnsupportedFrameError) as caught:
        rt.compare({"indicator": ["grdp-growth"], "value": [8.0]}, ha_tinh)
    assert str(caught.value) == (
        "a polars DataFrame or LazyFrame was expected, not builtins.dict; "
        "polars.from_pandas, polars.from_arrow and polars.DataFrame make one"
    )


def test_the_first_hundred_odd_names_get_a_suggestion_and_all_get_a_reason(
    ha_tinh: rt.Dataset,
) -> None:
    slips = [f"grdp-growth{number:03}" for number in range(101)]
    frame = pl.DataFrame({"indicator": slips[::-1], "value": [8.0] * 101})
    found = rt.compare(frame, ha_tinh).sort("indicator")["reason"].to_list()
    plain = "no promise for indicator '{}' in ha-tinh-2025 1.0.0"
    assert found[:100] == [
        f"{plain.format(slip)}; did you mean 'grdp-growth'?" for slip in slips[:100]
    ]
    assert found[100] == plain.format(slips[100])


def test_figures_that_were_reported_as_ranges(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["grdp-growth"] * 5,
            "value": [8.0, 6.0, 7.0, 6.3, 8.0],
            "value_upper": [8.5, 6.5, 8.0, 7.7, None],
        }
    )
    found = _both(frame, ha_tinh)
    assert found.columns == [*frame.columns, *_ADDED, "gap_upper", "attainment_upper"]
    assert found["status"].to_list() == ["met", "missed", "undecided", "undecided", "met"]
    assert found["gap"].to_list() == [1.0, -1.0, 0.0, 6.3 - 7, 1.0]
    assert found["gap_upper"].to_list() == [1.5, -0.5, 1.0, 7.7 - 7, None]
    assert found["attainment_upper"].to_list() == [8.5 / 7, 6.5 / 7, 8 / 7, 7.7 / 7, None]
    lenient = _both(frame, ha_tinh, reading="lenient")["status"].to_list()
    assert lenient == ["exceeded", "missed", "exceeded", "exceeded", "exceeded"]


@pytest.mark.parametrize(
    "dtype", [pl.Int64, pl.UInt8, pl.Decimal(10, 2), pl.Float32, pl.Float64], ids=str
)
def test_ranges_of_every_kind_of_number(ha_tinh: rt.Dataset, dtype: Any) -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["grdp-growth"] * 4,
            "value": [8, 6, 6, 8],
            "value_upper": [9, 7, 8, 7],
        },
        schema_overrides={"value": dtype, "value_upper": dtype},
    )
    found = _both(frame, ha_tinh)
    assert found["status"].to_list() == ["met", "missed", "undecided", "not_comparable"]
    assert found["problem"].to_list() == [None, None, None, "reversed_range"]


def test_where_less_is_better_the_smaller_end_counts_leniently(ha_tinh: rt.Dataset) -> None:
    target = attrs.evolve(
        ha_tinh["grdp-growth"],
        indicator=attrs.evolve(ha_tinh["grdp-growth"].indicator, direction="lower"),
        criterion=rt.Criterion(relation="below", lower=7),
    )
    dataset = attrs.evolve(ha_tinh, targets=(target, ha_tinh["new-jobs"]))
    frame = pl.DataFrame(
        {
            "indicator": ["grdp-growth", "new-jobs"],
            "value": [6.0, 23000.0],
            "value_upper": [8.0, 24000.0],
        }
    )
    assert _both(frame, dataset)["status"].to_list() == ["undecided", "undecided"]
    lenient = _both(frame, dataset, reading="lenient")["status"].to_list()
    assert lenient == ["exceeded", "exceeded"]


def test_figures_as_published(ha_tinh: rt.Dataset) -> None:
    # II.2 (21) above 93.5 %; 93.5 is all from 93.45 up to 93.55.
    values = [93.4, 93.5, 93.6, 94.0, 280.6 / 3]
    frame = pl.DataFrame({"indicator": "cultural-households", "value": values})
    for rounding in ("published", rt.Rounding.PUBLISHED):
        found = _both(frame, ha_tinh, rounding=rounding)["status"].to_list()
        assert found == ["missed", "undecided", "met", "undecided", "met"]
    exact = _both(frame, ha_tinh)["status"].to_list()
    assert exact == ["missed", "missed", "met", "met", "met"]
    written = frame.with_columns(decimals=pl.Series([2, 2, 2, 1, 1]))
    found = _both(written, ha_tinh, rounding="published")["status"].to_list()
    assert found == ["missed", "undecided", "met", "met", "met"]


_RATE = rt.ExchangeRate(base="USD", quote="VND", rate=25000, date="2025-06-30", source="an example")


def test_money_in_another_currency_at_a_rate(ha_tinh: rt.Dataset) -> None:
    rows = [
        # 712 million at 25,000 are 17,800 billion.
        ("budget-revenue", 712.0, "million USD", "missed"),
        ("budget-revenue", _after(712.0), "triệu đô la Mỹ", "met"),
        ("budget-revenue", 17801.0, "tỷ đồng", "met"),
        ("grdp-per-capita", 3641.0, "USD per person", "met"),
        ("production-value-per-hectare", 408_001.0, "USD/km2", "met"),
        ("export-turnover", 62_500.0, "tỷ đồng", "missed"),
        ("new-jobs", 712.0, "million USD", "not_comparable"),
    ]
    frame = pl.DataFrame(
        [row[:3] for row in rows], schema=["indicator", "value", "unit"], orient="row"
    )
    found = _both(frame, ha_tinh, rates=[_RATE])
    assert found.columns == [*frame.columns, *_ADDED[:5], "problem", "reason", "exchange_rate"]
    assert found["status"].to_list() == [row[3] for row in rows]
    told = "1 USD = 25,000 VND (2025-06-30, an example)"
    assert found["exchange_rate"].to_list() == [told, told, None, told, told, told, None]
    # 712 - 712 are nothing, also in billions of VND.
    assert found["gap"][0] == 0.0
    assert found["gap_unit"][0] == "billion VND"
    vi = _both(frame, ha_tinh, rates=[_RATE], language="vi")["exchange_rate"][0]
    assert vi == "1 USD = 25.000 VND (30/6/2025, an example)"


def test_without_a_rate_another_currency_is_a_reason(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame(
        {"indicator": ["budget-revenue"], "value": [712.0], "unit": ["million USD"]}
    )
    found = _both(frame, ha_tinh)
    assert "exchange_rate" not in found.columns
    assert found["reason"].item() == (
        "'budget-revenue' is promised in billion VND; 'million USD' is another currency: pass "
        "rates= with a dated rate, or convert it first"
    )


def test_two_rates_and_another_rounding_are_refused(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": ["budget-revenue"], "value": [1.0]})
    with pytest.raises(rt.InvalidFieldError) as caught:
        rt.compare(frame, ha_tinh, rates=[_RATE, attrs.evolve(_RATE, date="2025-07-31")])
    assert str(caught.value) == (
        "rates is ['1 USD = 25,000 VND (2025-06-30, an example)', "
        "'1 USD = 25,000 VND (2025-07-31, an example)']; expected one rate for USD and VND; pick "
        "the day that counts"
    )
    with pytest.raises(rt.UnknownOptionError) as option:
        rt.compare(frame, ha_tinh, rounding="to the nearest")
    assert str(option.value) == (
        "rounding='to the nearest' is not known; it takes 'exact', 'published'"
    )


def test_figures_that_were_passed_over(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["grdp-growth", "grdp-growth"],
            "value": [8.0, 7.3],
            "passed_over": [None, "the figure of 2025-10-09 is firmer"],
        }
    )
    found = _both(frame, ha_tinh)
    assert found["status"].to_list() == ["met", "not_comparable"]
    assert found["reason"].to_list() == [None, "the figure of 2025-10-09 is firmer"]


def test_a_range_of_one_number_is_that_number(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0], "value_upper": [8.0]})
    found = _both(frame, ha_tinh)
    assert found.select("status", "problem", "gap_upper").row(0) == ("met", None, 1.0)
