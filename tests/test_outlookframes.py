"""Outlooks on frames: the columns, the reasons, and what is refused."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import resolution_targets as rt
from resolution_targets.outlookframes import OUTLOOK_COLUMNS

_EXAMPLES = Path(__file__).parents[1] / "examples"
_DATASET = rt.load("ha-tinh-2025", version="1.1.0")
_RESULTS = ["target", "status", "gap", "gap_unit", "attainment", "problem", "reason"]


def _frame(*rows: tuple[str, str | None, float | None], **columns: Any) -> pl.DataFrame:
    schema = {"indicator": pl.String, "period": pl.String, "value": pl.Float64}
    return pl.DataFrame(list(rows), schema=schema, orient="row").with_columns(**columns)


def _row(frame: pl.DataFrame, **options: Any) -> dict[str, Any]:
    """The outlook on a frame of one row; an eager and a lazy frame must agree."""
    found = rt.outlook(frame, _DATASET, **options)
    assert_frame_equal(rt.outlook(frame.lazy(), _DATASET, **options).collect(), found)
    return found.row(0, named=True)


# 15,000 billion by September: 84.27 % where 75 % are expected, 2,800 more in three months.
def test_the_columns_that_an_outlook_adds() -> None:
    frame = _frame(("budget-revenue", "2025-9M", 15000.0), note=pl.lit("x"))
    found = rt.outlook(frame, _DATASET)
    assert found.columns == [*frame.columns, *_RESULTS, *OUTLOOK_COLUMNS]
    row = _row(frame)
    assert {name: row[name] for name in OUTLOOK_COLUMNS} == {
        "pace": "ahead",
        "attained_share": 15000 / 17800,
        "expected_share": 0.75,
        "required": 2800 / 3,
        "required_unit": "billion VND/month",
        "projected": 20000.0,
        "projected_unit": "billion VND",
        "projected_status": "met",
        "projection_method": "even",
        "outlook_problem": None,
        "outlook_reason": None,
    }
    # Beside the year-end status, not in its place.
    assert (row["status"], row["problem"]) == ("not_comparable", "other_period")
    assert row["reason"] == "the figure is for 2025-9M, not for 2025"


def test_the_published_figures_of_2025() -> None:
    figures = rt.read_observations(_EXAMPLES / "ha-tinh-2025.csv", dataset=_DATASET)
    found = rt.outlook(figures, _DATASET)
    told = found.select("indicator", "period", "pace", pl.col("projected").round(2)).rows()
    assert told == [
        ("grdp-growth", "2025-9M", "on_track", 8.05),
        ("grdp-growth", "2025-6M", "on_track", 8.16),
        # 26,846 x 2; 12,222.31 x 4; 12,000 x 4, of 44,100.
        ("total-investment", "2025-6M", "ahead", 53692.0),
        ("total-investment", "2025-Q1", "ahead", 48889.24),
        ("total-investment", "2025-Q1", "ahead", 48000.0),
        # "percent change on same period of 2024" is no unit of exports.
        ("export-turnover", "2025-10M", None, None),
        # A twelfth of 2.5 billion is 0.2083; 0.27528 x 6 = 1.65.
        ("export-turnover", "2025-10", "behind", None),
        ("export-turnover", "2025-2M", "behind", 1.65),
        ("export-turnover", "2025-02", "behind", None),
        # 15,000 x 12/9; 10,200 x 2; 11,000 x 2; 8,066 x 12/5 = 19,358.4, of 17,800.
        ("budget-revenue", "2025-9M", "ahead", 20000.0),
        ("budget-revenue", "2025-6M", "ahead", 20400.0),
        ("budget-revenue", "2025-6M", "ahead", 22000.0),
        ("budget-revenue", "2025-5M", "ahead", 19358.4),
        # 6,000 x 2; 5,200 x 12/5, of 8,800.
        ("domestic-revenue", "2025-6M", "ahead", 12000.0),
        ("domestic-revenue", "2025-5M", "ahead", 12480.0),
        ("trade-revenue", "2025-5M", "behind", 6878.4),
        # 800 x 12/5 = 1,920, of 1,200.
        ("new-enterprises", "2025-5M", "ahead", 1920.0),
        ("new-jobs", "2025-6M", "ahead", 40000.0),
        ("new-jobs", "2025-Q1", "behind", 22888.0),
    ]
    problems = found["outlook_problem"].to_list()
    assert problems[5] == "not_judged"
    assert problems[6] == problems[8] == "later_part"
    assert [place for place, each in enumerate(problems) if each] == [5, 6, 8]
    assert found["status"].unique().to_list() == ["not_comparable"]


@pytest.mark.parametrize(
    ("row", "columns", "problem", "en", "vi"),
    [
        (
            ("budget-revenue", "2024-9M", 1.0),
            {},
            "other_year",
            "the figure is for 2024-9M, the promise for 2025",
            "số liệu của kỳ 2024-9M, chỉ tiêu của 2025",
        ),
        (
            ("budget-revenue", "last year", 1.0),
            {},
            "other_year",
            "the figure is for last year, the promise for 2025",
            "số liệu của kỳ last year, chỉ tiêu của 2025",
        ),
        (
            ("new-rural-province", "2025-06", 0.0),
            {},
            "no_path",
            "a milestone is reached or not; there is no path to it",
            "chỉ tiêu dạng hoàn thành chỉ có đạt hoặc chưa, không có lộ trình",
        ),
        (
            ("budget-revenue", "2025-Q3", 5000.0),
            {},
            "later_part",
            "the figure is for 2025-Q3 alone; what came before it in the year is not in it",
            "số liệu chỉ của kỳ 2025-Q3, không gồm phần trước đó trong năm",
        ),
        (
            ("budget-revenue", "2025-9M", 13000.0),
            {"value_upper": pl.lit(14000.0)},
            "unsettled_range",
            "one end of the range is behind, the other is not",
            "một đầu của khoảng số liệu chậm tiến độ, đầu kia thì không",
        ),
        (
            ("budget-revenue", None, 1.0),
            {},
            "not_judged",
            "the row gives no period; 2025 was expected",
            "dòng này không ghi kỳ; cần 2025",
        ),
        (
            ("budget-revenue", "2025-9M", None),
            {},
            "not_judged",
            "no value was reported",
            "chưa có giá trị báo cáo",
        ),
        (
            ("budget-revenue", "2025-9M", math.nan),
            {},
            "not_judged",
            "the value is NaN, not a number",
            "giá trị là NaN, không phải là số",
        ),
        (
            ("budget-revenue", "2025-9M", 2.0),
            {"value_upper": pl.lit(1.0)},
            "not_judged",
            "the range is the wrong way round; the smaller end was expected as value",
            "khoảng số liệu bị ngược; đầu nhỏ phải ở cột value",
        ),
        (
            ("budget-revenue", "2025-9M", 2.0),
            {"area": pl.lit("VN-44")},
            "not_judged",
            "the figure is for VN-44, the promise for VN-23",
            "số liệu của VN-44, chỉ tiêu của VN-23",
        ),
        (
            ("poverty-rate", "2025-9M", 2.0),
            {},
            "not_judged",
            (
                "ha-tinh-2025 1.1.0 promises nothing for 'poverty-rate' itself, but for its "
                "change: 'poverty-reduction'"
            ),
            (
                "ha-tinh-2025 1.1.0 không có chỉ tiêu cho chính 'poverty-rate', chỉ cho mức thay "
                "đổi: 'poverty-reduction'"
            ),
        ),
    ],
)
def test_what_is_missing_is_named_in_both_languages(
    row: tuple[str, str | None, float | None],
    columns: dict[str, Any],
    problem: str,
    en: str,
    vi: str,
) -> None:
    for language, reason in (("en", en), ("vi", vi)):
        found = _row(_frame(row, **columns), language=language)
        assert (found["outlook_problem"], found["outlook_reason"]) == (problem, reason)
        # A month alone has a pace; nothing else that is missing leaves one.
        assert (found["pace"] is None) == (problem != "later_part")
        assert (found["required"], found["projected"]) == (None, None)
        assert found["projected_status"] is None


def test_no_share_and_no_whole_year() -> None:
    none = attrs.evolve(_DATASET["new-jobs"], criterion=rt.Criterion(relation="at_least", lower=0))
    quarter = attrs.evolve(_DATASET["new-enterprises"], reference_period="2025-Q3")
    dataset = attrs.evolve(_DATASET, targets=(none, quarter), revisions=())
    frame = _frame(("new-jobs", "2025-9M", 1.0), ("new-enterprises", "2025-Q3", 1.0))
    found = rt.outlook(frame, dataset)
    assert found["outlook_problem"].to_list() == ["no_share", "not_a_year"]
    assert found["outlook_reason"].to_list() == [
        "the bound is not above zero, so nothing is a share of it",
        "the promise is for 2025-Q3, not for a whole year",
    ]
    assert found["pace"].to_list() == [None, None]


def test_nothing_expected_yet() -> None:
    late = rt.Profile(name="late", weights=[0] * 6 + [1] * 6)
    found = _row(_frame(("budget-revenue", "2025-6M", 0.0)), profile=late)
    assert (found["pace"], found["outlook_problem"]) == ("on_track", "nothing_expected")
    assert (found["expected_share"], found["projected"]) == (0.0, None)
    # 17,800 in six months.
    assert found["required"] == 17800 / 6
    # Whatever else is missing, the first counts.
    found = _row(_frame(("budget-revenue", "2025-Q2", 0.0)), profile=late)
    assert found["outlook_problem"] == "later_part"


def test_a_frame_of_ranges_has_both_ends_projected() -> None:
    frame = _frame(
        ("budget-revenue", "2025-9M", 13500.0),
        ("budget-revenue", "2025-9M", 13500.0),
        value_upper=pl.Series([15000.0, None]),
    )
    found = rt.outlook(frame, _DATASET)
    ranges = ["gap_upper", "attainment_upper"]
    added = [*_RESULTS, *ranges, *OUTLOOK_COLUMNS, "projected_upper"]
    assert found.columns == [*frame.columns, *added]
    assert found["projected"].to_list() == [18000.0, 18000.0]
    assert found["projected_upper"].to_list() == [20000.0, None]
    assert found["pace"].to_list() == ["on_track", "on_track"]


def test_profiles_margins_readings_and_rates() -> None:
    frame = _frame(("budget-revenue", "2025-9M", 13350.0))
    assert _row(frame)["pace"] == "behind"
    assert _row(frame, reading="lenient")["pace"] == "on_track"
    early = rt.Profile(name="early", weights=[2] * 6 + [1] * 6)
    # 15/18 of 17,800 are 14,833.
    for profile in (early, {"budget-revenue": early}):
        found = _row(frame, profile=profile)
        assert (found["pace"], found["projection_method"]) == ("behind", "early")
        assert found["projected"] == 13350 / float(early.share_by(9))
    assert _row(frame, profile={"new-jobs": early})["projection_method"] == "even"
    past = _frame(("budget-revenue", "2025-9M", 13500.0))
    assert (_row(past)["pace"], _row(past, margin=0)["pace"]) == ("on_track", "ahead")
    rate = rt.ExchangeRate(
        base="USD", quote="VND", rate=25000, date="2025-06-30", source="an example"
    )
    dollars = _frame(("budget-revenue", "2025-9M", 600.0), unit=pl.lit("million USD"))
    found = _row(dollars, rates=[rate])
    assert (found["pace"], found["projected"]) == ("ahead", 20000.0)
    # What is told of nine months rests on it, though there is no year-end verdict.
    assert found["exchange_rate"] == "1 USD = 25,000 VND (2025-06-30, an example)"
    assert rt.outlook(dollars, _DATASET)["outlook_problem"].to_list() == ["not_judged"]


@pytest.mark.parametrize("dtype", [pl.Int64, pl.Float32, pl.Decimal(20, 2), pl.UInt64], ids=str)
def test_figures_of_other_types(dtype: Any) -> None:
    frame = _frame(("budget-revenue", "2025-9M", 15000.0)).cast({"value": dtype})
    found = rt.outlook(frame, _DATASET).row(0, named=True)
    assert (found["pace"], found["projected"]) == ("ahead", 20000.0)


def test_years_may_be_integers() -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "period": [2025], "value": [8.0]})
    found = rt.outlook(frame, _DATASET)
    assert found.select("status", "pace", "projected").row(0) == ("met", "on_track", 8.0)


def test_what_is_refused() -> None:
    frame = _frame(("budget-revenue", "2025-9M", 15000.0))
    with pytest.raises(rt.MissingColumnError) as missing:
        rt.outlook(frame.drop("period"), _DATASET)
    assert str(missing.value) == ("the frame lacks the column 'period'; found 'indicator', 'value'")
    for name in ("pace", "projected_upper"):
        with pytest.raises(rt.ColumnClashError) as clash:
            rt.outlook(frame.with_columns(pl.lit(1).alias(name)), _DATASET)
        assert str(clash.value) == (
            f"the frame has {name!r}: an outlook adds these; drop or rename them first"
        )
    with pytest.raises(rt.UnsupportedFrameError):
        rt.outlook(frame.to_dicts(), _DATASET)
    with pytest.raises(rt.UnknownOptionError):
        rt.outlook(frame, _DATASET, language="fr")
    with pytest.raises(rt.UnknownOptionError):
        rt.outlook(frame, _DATASET, reading="loose")
    with pytest.raises(rt.InvalidFieldError) as margin:
        rt.outlook(frame, _DATASET, margin=1)
    assert str(margin.value) == (
        "margin is '1'; expected a share from 0 up to, and without, 1: 0.05 for 5%"
    )


def test_a_dataset_without_promises_has_no_outlook() -> None:
    empty = rt.Dataset(id="empty", version="1.0.0")
    found = rt.outlook(_frame(("x", "2025-9M", 1.0)), empty)
    assert found["outlook_reason"].to_list() == ["no promise for indicator 'x' in empty 1.0.0"]


def test_an_empty_frame_stays_one() -> None:
    found = rt.outlook(_frame(), _DATASET)
    assert found.is_empty()
    assert found.columns[-1] == "outlook_reason"


def test_the_frame_is_the_scalar_on_decimals_but_for_their_digits() -> None:
    frame = pl.DataFrame(
        {
            "indicator": "budget-revenue",
            "period": "2025-9M",
            "value": [Decimal("13350.00"), Decimal("13350.01"), Decimal("14017.51")],
        }
    )
    found = rt.outlook(frame, _DATASET)
    assert found["pace"].to_list() == ["behind", "on_track", "ahead"]


def test_nothing_is_required_when_the_year_is_over() -> None:
    for period in ("2025", "2025-12M"):
        found = _row(_frame(("budget-revenue", period, 15000.0)))
        assert (found["status"], found["pace"]) == ("missed", "behind")
        assert (found["required"], found["required_unit"]) == (None, None)
        assert found["projected"] == 15000.0
