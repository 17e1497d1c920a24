"""What a frame says of a row that it could not judge: the problem, and a sentence on it."""

from __future__ import annotations

import math
from typing import Any

import attrs
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.wording import Problem

_GOOD = {
    "indicator": "grdp-growth",
    "value": 8.0,
    "unit": "%",
    "area": "VN-23",
    "period": "2025",
}
_TYPES = {"value": pl.Float64, "value_upper": pl.Float64} | dict.fromkeys(
    ("indicator", "unit", "area", "period"), pl.String
)
_ADDED = ["target", "status", "gap", "gap_unit", "attainment", "problem", "reason"]


def _frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """A row for each change to a good one."""
    names = dict.fromkeys(name for row in rows for name in (*_GOOD, *row))
    return pl.DataFrame(
        [{**dict.fromkeys(names), **_GOOD, **row} for row in rows], schema_overrides=_TYPES
    )


def _found(dataset: rt.Dataset, row: dict[str, Any], **options: Any) -> dict[str, Any]:
    return rt.compare(_frame(row), dataset, **options).row(0, named=True)


def _lazily(dataset: rt.Dataset, row: dict[str, Any], **options: Any) -> dict[str, Any]:
    return rt.compare(_frame(row).lazy(), dataset, **options).collect().row(0, named=True)


def test_the_good_row_is_judged(ha_tinh: rt.Dataset) -> None:
    expected = ("grdp-growth", "met", 1.0, "percentage_point", 8 / 7, None, None)
    assert tuple(_found(ha_tinh, {})[name] for name in _ADDED) == expected
    assert tuple(_lazily(ha_tinh, {})[name] for name in _ADDED) == expected


# What an eager and a lazy frame say alike.
_SENTENCES = [
    (
        {"indicator": None},
        Problem.NO_INDICATOR,
        "the row names no indicator",
        "dòng này không ghi chỉ tiêu",
    ),
    (
        {"indicator": "something-of-our-own"},
        Problem.NO_PROMISE,
        "no promise for indicator 'something-of-our-own' in ha-tinh-2025 1.0.0",
        "ha-tinh-2025 1.0.0 không có chỉ tiêu nào cho 'something-of-our-own'",
    ),
    (
        {"indicator": "{value} {"},
        Problem.NO_PROMISE,
        "no promise for indicator '{value} {' in ha-tinh-2025 1.0.0",
        "ha-tinh-2025 1.0.0 không có chỉ tiêu nào cho '{value} {'",
    ),
    (
        {"indicator": ""},
        Problem.NO_PROMISE,
        "no promise for indicator '' in ha-tinh-2025 1.0.0",
        "ha-tinh-2025 1.0.0 không có chỉ tiêu nào cho ''",
    ),
    (
        {"indicator": "poverty-rate", "value": 1.9},
        Problem.ONLY_CHANGE_PROMISED,
        (
            "ha-tinh-2025 1.0.0 promises nothing for 'poverty-rate' itself, but for its change: "
            "'poverty-reduction'"
        ),
        (
            "ha-tinh-2025 1.0.0 không có chỉ tiêu cho chính 'poverty-rate', chỉ cho mức thay đổi: "
            "'poverty-reduction'"
        ),
    ),
    ({"value": None}, Problem.NOT_REPORTED, "no value was reported", "chưa có giá trị báo cáo"),
    (
        {"value": math.nan},
        Problem.NAN,
        "the value is NaN, not a number",
        "giá trị là NaN, không phải là số",
    ),
    ({"value": math.inf}, Problem.INFINITE, "the value is infinite", "giá trị là vô hạn"),
    ({"value": -math.inf}, Problem.INFINITE, "the value is infinite", "giá trị là vô hạn"),
    (
        {"unit": None},
        Problem.NO_UNIT,
        "the row gives no unit; percent was expected",
        "dòng này không ghi đơn vị; cần %",
    ),
    (
        {"unit": "", "indicator": "budget-revenue"},
        Problem.NO_UNIT,
        "the row gives no unit; billion VND was expected",
        "dòng này không ghi đơn vị; cần tỷ đồng",
    ),
    (
        {"area": None},
        Problem.NO_AREA,
        "the row gives no area; VN-23 was expected",
        "dòng này không ghi địa bàn; cần VN-23",
    ),
    (
        {"area": "VN-44"},
        Problem.OTHER_AREA,
        "the figure is for VN-44, the promise for VN-23",
        "số liệu của VN-44, chỉ tiêu của VN-23",
    ),
    (
        {"period": None},
        Problem.NO_PERIOD,
        "the row gives no period; 2025 was expected",
        "dòng này không ghi kỳ; cần 2025",
    ),
    (
        {"period": "2025-9M"},
        Problem.OTHER_PERIOD,
        "the figure is for 2025-9M, not for 2025",
        "số liệu của kỳ 2025-9M, không phải 2025",
    ),
    (
        {"period": "last year"},
        Problem.OTHER_PERIOD,
        "the figure is for last year, not for 2025",
        "số liệu của kỳ last year, không phải 2025",
    ),
    (
        {"indicator": "new-rural-province", "unit": None, "value": 2.0},
        Problem.NOT_TRUE_OR_FALSE,
        "a milestone takes true or false (1 or 0), not 2.0",
        "chỉ tiêu dạng hoàn thành nhận đúng hoặc sai (1 hoặc 0), không nhận 2.0",
    ),
    (
        {"indicator": "new-rural-province", "unit": "lần", "value": math.nan},
        Problem.NAN,
        "the value is NaN, not a number",
        "giá trị là NaN, không phải là số",
    ),
    (
        {"value": None, "unreadable": "'about 8' is not a number in locale 'en'"},
        Problem.UNREADABLE,
        "'about 8' is not a number in locale 'en'",
        "'about 8' is not a number in locale 'en'",
    ),
    # A figure that came with a remark is not judged, even if a number stands there.
    ({"unreadable": "smudged"}, Problem.UNREADABLE, "smudged", "smudged"),
    (
        {"passed_over": "another figure is final"},
        Problem.PASSED_OVER,
        "another figure is final",
        "another figure is final",
    ),
    (
        {"value": None, "value_upper": 8.5},
        Problem.HALF_RANGE,
        "only the larger end of a range is given; the smaller one was expected as value",
        "chỉ có đầu lớn của khoảng số liệu; thiếu đầu nhỏ ở cột value",
    ),
    (
        {"value": 8.5, "value_upper": 8.0},
        Problem.REVERSED_RANGE,
        "the range is the wrong way round; the smaller end was expected as value",
        "khoảng số liệu bị ngược; đầu nhỏ phải ở cột value",
    ),
    (
        {"value": 8.0, "value_upper": math.nan},
        Problem.NAN,
        "the value is NaN, not a number",
        "giá trị là NaN, không phải là số",
    ),
    (
        {"value": math.nan, "value_upper": 8.0},
        Problem.NAN,
        "the value is NaN, not a number",
        "giá trị là NaN, không phải là số",
    ),
    (
        {"value": 8.0, "value_upper": math.inf},
        Problem.INFINITE,
        "the value is infinite",
        "giá trị là vô hạn",
    ),
    (
        {"value": -math.inf, "value_upper": 8.0},
        Problem.INFINITE,
        "the value is infinite",
        "giá trị là vô hạn",
    ),
    # Not even from true to true.
    (
        {"indicator": "new-rural-province", "unit": None, "value": 1.0, "value_upper": 1.0},
        Problem.NOT_TRUE_OR_FALSE,
        "a milestone takes true or false (1 or 0), not 1.0-1.0",
        "chỉ tiêu dạng hoàn thành nhận đúng hoặc sai (1 hoặc 0), không nhận 1.0-1.0",
    ),
    (
        {"indicator": "new-rural-province", "unit": None, "value": 1.0, "value_upper": 0.0},
        Problem.NOT_TRUE_OR_FALSE,
        "a milestone takes true or false (1 or 0), not 1.0-0.0",
        "chỉ tiêu dạng hoàn thành nhận đúng hoặc sai (1 hoặc 0), không nhận 1.0-0.0",
    ),
]


@pytest.mark.parametrize(("row", "problem", "en", "vi"), _SENTENCES)
def test_the_sentence_on_each_problem(
    ha_tinh: rt.Dataset, row: dict[str, Any], problem: Problem, en: str, vi: str
) -> None:
    for language, sentence in (("en", en), ("vi", vi)):
        for judged in (_found, _lazily):
            found = judged(ha_tinh, row, language=language)
            assert (found["problem"], found["reason"]) == (problem.value, sentence)
            assert found["status"] == (
                "not_reported" if problem is Problem.NOT_REPORTED else "not_comparable"
            )
            assert (found["gap"], found["gap_unit"], found["attainment"]) == (None, None, None)


def test_every_problem_is_tested_somewhere_here() -> None:
    tested = {problem for _, problem, _, _ in _SENTENCES}
    assert set(Problem) - tested == {Problem.OTHER_UNIT, Problem.NOT_A_NUMBER}


def test_a_near_name_is_offered(ha_tinh: rt.Dataset) -> None:
    row = {"indicator": "grdp-grwoth"}
    found = _found(ha_tinh, row)
    assert found["reason"] == (
        "no promise for indicator 'grdp-grwoth' in ha-tinh-2025 1.0.0; did you mean 'grdp-growth'?"
    )
    assert (found["problem"], found["target"]) == ("no_promise", None)
    assert _found(ha_tinh, row, language="vi")["reason"] == (
        "ha-tinh-2025 1.0.0 không có chỉ tiêu nào cho 'grdp-grwoth'; có phải là 'grdp-growth'?"
    )
    # Without a look at the data there is nothing to hold it against.
    assert _lazily(ha_tinh, row)["reason"] == (
        "no promise for indicator 'grdp-grwoth' in ha-tinh-2025 1.0.0"
    )


_UNITS = [
    (
        "budget-revenue",
        "billion USD",
        "billion VND",
        "tỷ đồng",
        (
            "'budget-revenue' is promised in billion VND; 'billion USD' is another currency: "
            "pass rates= with a dated rate, or convert it first"
        ),
    ),
    (
        "poverty-reduction",
        "%",
        "percentage points",
        "điểm %",
        (
            "'poverty-reduction' is promised in percentage_point; 'percent' is a share, not a "
            "difference of shares: a fall from 2.41% to 1.9% is 0.51 percentage points; give the "
            "change in percentage points"
        ),
    ),
    (
        "grdp-growth",
        "điểm %",
        "percent",
        "%",
        (
            "'grdp-growth' is promised in percent; 'percentage_point' is a difference of shares, "
            "not a share; give the share in percent"
        ),
    ),
    (
        "new-jobs",
        "households",
        "people",
        "người",
        (
            "'new-jobs' is promised in person; 'household' measures something else and does not "
            "convert"
        ),
    ),
    (
        "new-jobs",
        "zzzzzzzz",
        "people",
        "người",
        (
            "unknown unit 'zzzzzzzz'; write it as a scale, a unit and what it is counted for, "
            "such as 'billion VND', 'tỷ đồng' or 'doctors per 10,000 people'"
        ),
    ),
    (
        "new-rural-province",
        "persons",
        "dimensionless",
        "tỷ số",
        (
            "'new-rural-province' is promised in dimensionless; 'person' measures something else "
            "and does not convert"
        ),
    ),
]


@pytest.mark.parametrize(("indicator", "unit", "expected_en", "expected_vi", "reason"), _UNITS)
def test_a_unit_that_does_not_convert(  # noqa: PLR0913, PLR0917  # a table of expected values
    ha_tinh: rt.Dataset,
    indicator: str,
    unit: str,
    expected_en: str,
    expected_vi: str,
    reason: str,
) -> None:
    row = {"indicator": indicator, "unit": unit, "value": 1.0}
    found = _found(ha_tinh, row)
    assert (found["status"], found["problem"], found["reason"]) == (
        "not_comparable",
        "other_unit",
        reason,
    )
    assert found["target"] == indicator
    in_general = f"unit '{unit}' is unknown or does not convert to {expected_en}"
    lazily = _lazily(ha_tinh, row)
    assert (lazily["problem"], lazily["reason"]) == ("other_unit", in_general)
    assert lazily["target"] == indicator
    assert _found(ha_tinh, row, language="vi")["reason"] == (
        f"đơn vị '{unit}' không có trong danh mục hoặc không đổi được sang {expected_vi}"
    )


def test_true_and_false_are_no_numbers(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame(
        {"indicator": ["grdp-growth", "new-rural-province"], "value": [True, True]}
    )
    for language, sentence in (
        ("en", "the value is true or false; a number was expected"),
        ("vi", "giá trị là đúng hoặc sai; cần một số"),
    ):
        for found in (
            rt.compare(frame, ha_tinh, language=language),
            rt.compare(frame.lazy(), ha_tinh, language=language).collect(),
        ):
            assert found["status"].to_list() == ["not_comparable", "met"]
            assert found["problem"].to_list() == ["not_a_number", None]
            assert found["reason"].to_list() == [sentence, None]


# From the whole to the detail: an unknown indicator has no unit to be wrong.
@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            {"indicator": None, "value": None, "unit": "x", "area": "x", "period": "x"},
            "no_indicator",
        ),
        ({"indicator": "x", "value": None, "unit": "x", "area": "x", "period": "x"}, "no_promise"),
        ({"indicator": "poverty-rate", "value": None, "unit": "x"}, "only_change_promised"),
        ({"value": None, "unreadable": "smudged", "unit": "x"}, "unreadable"),
        ({"value": None, "unit": "zzzzzzzz", "area": "x", "period": "x"}, "not_reported"),
        ({"value": None, "unit": None, "area": None, "period": None}, "not_reported"),
        ({"value": math.nan, "unit": "zzzzzzzz", "area": "x", "period": "x"}, "other_unit"),
        ({"value": math.nan, "unit": None, "area": "x", "period": "x"}, "no_unit"),
        ({"value": math.nan, "area": "x", "period": "x"}, "other_area"),
        ({"value": math.nan, "area": None, "period": "x"}, "no_area"),
        ({"value": math.nan, "period": "x"}, "other_period"),
        ({"value": math.nan, "period": None}, "no_period"),
        ({"value": 2.0, "indicator": "new-rural-province", "unit": "", "area": "x"}, "other_area"),
        ({"value": None, "value_upper": 8.0, "unit": "zzzzzzzz", "area": "x"}, "half_range"),
        ({"value": None, "value_upper": 8.0, "unreadable": "smudged"}, "unreadable"),
        ({"value": None, "value_upper": None, "passed_over": "x"}, "not_reported"),
        ({"value": None, "value_upper": math.nan}, "half_range"),
        ({"value": 8.0, "passed_over": "x", "unit": "zzzzzzzz"}, "passed_over"),
        ({"value": 9.0, "value_upper": 8.0, "area": "x"}, "other_area"),
        ({"value": math.inf, "value_upper": 8.0}, "infinite"),
        ({"value": math.inf, "value_upper": math.nan}, "nan"),
    ],
)
def test_the_first_problem_counts(ha_tinh: rt.Dataset, row: dict[str, Any], problem: str) -> None:
    for judged in (_found, _lazily):
        found = judged(ha_tinh, row)
        assert found["problem"] == problem
        assert found["reason"]
        is_open = problem == "not_reported"
        assert found["status"] == ("not_reported" if is_open else "not_comparable")


def test_a_wrong_unit_does_not_hide_that_there_is_no_value(ha_tinh: rt.Dataset) -> None:
    rows = [{"unit": "zzzzzzzz", "value": None}, {"unit": "zzzzzzzz", "value": 8.0}]
    found = rt.compare(_frame(*rows), ha_tinh)
    assert found["reason"].to_list() == [
        "no value was reported",
        (
            "unknown unit 'zzzzzzzz'; write it as a scale, a unit and what it is counted for, "
            "such as 'billion VND', 'tỷ đồng' or 'doctors per 10,000 people'"
        ),
    ]


def test_the_target_is_named_wherever_it_is_known(ha_tinh: rt.Dataset) -> None:
    rows = [{}, {"unit": "x"}, {"value": None}, {"area": "x"}, {"period": "x"}, {"indicator": "x"}]
    expected = ["grdp-growth"] * 5 + [None]
    assert rt.compare(_frame(*rows), ha_tinh)["target"].to_list() == expected
    assert rt.compare(_frame(*rows).lazy(), ha_tinh).collect()["target"].to_list() == expected


def test_the_wanted_period_is_the_one_that_the_sentence_names(ha_tinh: rt.Dataset) -> None:
    rows = [{"period": "2024"}, {"period": "2025"}, {"period": None}]
    found = rt.compare(_frame(*rows), ha_tinh, period="2024")
    assert found["problem"].to_list() == [None, "other_period", "no_period"]
    assert found["reason"].to_list() == [
        None,
        "the figure is for 2025, not for 2024",
        "the row gives no period; 2024 was expected",
    ]


@pytest.fixture
def two_areas(ha_tinh: rt.Dataset) -> rt.Dataset:
    """grdp-growth of Hà Tĩnh for 2025, budget-revenue of Nghệ An for 2026."""
    growth, revenue = ha_tinh["grdp-growth"], ha_tinh["budget-revenue"]
    other = attrs.evolve(revenue, reference_area="VN-22", reference_period=2026)
    return attrs.evolve(ha_tinh, targets=(growth, other))


def test_each_target_has_its_own_area_and_period(two_areas: rt.Dataset) -> None:
    revenue = {"indicator": "budget-revenue", "unit": "tỷ đồng", "value": 18000.0}
    rows = [
        {},
        {"area": "VN-22"},
        {"period": "2026"},
        {"area": "VN-22", "period": "2026"},
        revenue,
        {**revenue, "area": "VN-22"},
        {**revenue, "period": "2026"},
        {**revenue, "area": "VN-22", "period": "2026-12M"},
        {**revenue, "unit": "zzzzzzzz"},
        {"indicator": "x"},
    ]
    problems = [
        None,
        "other_area",
        "other_period",
        "other_area",
        "other_area",
        "other_period",
        "other_area",
        None,
        "other_unit",
        "no_promise",
    ]
    for found in (
        rt.compare(_frame(*rows), two_areas),
        rt.compare(_frame(*rows).lazy(), two_areas).collect(),
    ):
        assert found["problem"].to_list() == problems
        assert found["reason"][5] == "the figure is for 2025, not for 2026"
        assert found["reason"][6] == "the figure is for VN-23, the promise for VN-22"
        assert found["status"].to_list()[7] == "met"


def test_a_level_that_is_promised_too_is_judged(ha_tinh: rt.Dataset) -> None:
    # A dataset that promises the poverty rate and its fall.
    rate = attrs.evolve(
        ha_tinh["poverty-reduction"],
        id="poverty-rate",
        number="29",
        indicator=ha_tinh.indicator("poverty-rate"),
        criterion=rt.Criterion(relation="below", lower=2),
        unit="percent",
    )
    both = attrs.evolve(ha_tinh, targets=(*ha_tinh.targets, rate))
    rows = [
        {"indicator": "poverty-rate", "value": 1.9},
        {"indicator": "poverty-rate", "value": 1.9, "unit": " Per  Cent"},
        {"indicator": "poverty-rate", "value": 1.9, "unit": "person"},
    ]
    found = rt.compare(_frame(*rows), both)
    assert found["status"].to_list() == ["met", "met", "not_comparable"]
    assert found["reason"].to_list() == [
        None,
        None,
        (
            "'poverty-rate' is promised in percent; 'person' measures something else and does "
            "not convert"
        ),
    ]


def test_what_could_not_be_read_is_the_reason_whatever_the_unit(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["grdp-growth"],
            "value": [1.0],
            "unit": ["tỷ đồng"],
            "unreadable": ["smudged"],
        }
    )
    for found in (rt.compare(frame, ha_tinh), rt.compare(frame.lazy(), ha_tinh).collect()):
        assert found.select("problem", "reason").rows() == [("unreadable", "smudged")]
