"""From rows to observations: what each cell means, and which rows make none."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import resolution_targets as rt


def _one(ha_tinh: rt.Dataset, **columns: Any) -> rt.Observation:
    """The observation of a frame of one row about the growth of the province."""
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [7.3]} | columns)
    (seen,) = rt.to_observations(frame, ha_tinh)
    return seen


def _problem(ha_tinh: rt.Dataset, **columns: Any) -> str:
    """What keeps the second of two rows from being an observation."""
    given = {"indicator": ["grdp-growth"] * 2, "value": [7.3, 7.3]} | columns
    frame = pl.DataFrame(given, strict=False)
    with pytest.raises(rt.InvalidObservationsError) as raised:
        rt.to_observations(frame, ha_tinh)
    (problem,) = raised.value.problems
    assert len(rt.to_observations(frame, ha_tinh, skip_unusable=True)) == 1
    start = "row 2: "
    assert problem.startswith(start)
    return problem.removeprefix(start)


def test_a_column_that_is_not_there_stands_for_the_targets_own(ha_tinh: rt.Dataset) -> None:
    seen = _one(ha_tinh)
    assert (seen.reference_area, str(seen.reference_period)) == ("VN-23", "2025")
    assert (seen.value, seen.unit, seen.observation_status) == (7.3, "percent", "A")
    assert (seen.quote, seen.source, seen.locator, seen.comment) == ("", "", "", "")
    assert (seen.published, seen.value_upper) == (None, None)


def test_every_cell_is_taken_over(ha_tinh: rt.Dataset) -> None:
    seen = _one(
        ha_tinh,
        unit=["‰"],
        area=["VN"],
        period=["2024-9M"],
        status=["ước"],
        source=["report"],
        quote=["7,3%"],
        locator=["p. 2"],
        comment=["Read off a chart."],
        published=["2024-10-05"],
    )
    assert seen == rt.Observation(
        indicator="grdp-growth",
        reference_area="VN",
        reference_period="2024-9M",
        value=7.3,
        unit="permille",
        observation_status="E",
        source="report",
        quote="7,3%",
        locator="p. 2",
        comment="Read off a chart.",
        published=date(2024, 10, 5),
    )


def test_an_indicator_without_a_target_has_its_own_unit(ha_tinh: rt.Dataset) -> None:
    # Only the fall of the rate is promised, so the row must say where and when.
    seen = _one(ha_tinh, indicator=["poverty-rate"], area=["VN-23"], period=["2024"])
    assert (seen.indicator, seen.unit) == ("poverty-rate", "percent")


def test_rows_come_in_their_order_from_lazy_frames_too(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": "grdp-growth", "value": [3.0, None, 1.0], "period": 2024})
    for given in (frame, frame.lazy()):
        seen = rt.to_observations(given, ha_tinh)
        assert [each.value for each in seen] == [3.0, None, 1.0]
        assert {str(each.reference_period) for each in seen} == {"2024"}
    assert rt.to_observations(frame.clear(), ha_tinh) == ()


@pytest.mark.parametrize("value", [True, 1.0, 1])
def test_a_milestone_is_reached_or_not(ha_tinh: rt.Dataset, value: Any) -> None:
    seen = _one(ha_tinh, indicator=["new-rural-province"], value=[value], decimals=[0])
    assert seen.value == 1
    assert ha_tinh["new-rural-province"].compare(seen).status == "met"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        # "8,0%" and "8%" are one float and two texts.
        (8.0, 1, "8.0"),
        (8.0, 0, "8"),
        (17900.0, 0, "17900"),
        (7.3, 2, "7.30"),
        (7.3, 1, "7.3"),
        # A count that would round the figure, or that nobody publishes, is not its own.
        (8.55, 1, "8.55"),
        (8.5, -2, "8.5"),
        (8.5, 30, "8.5"),
        (1e300, 1, f"{10**300}.0"),
    ],
)
def test_the_decimals_that_a_figure_was_written_with(
    ha_tinh: rt.Dataset, value: float, decimals: int, written: str
) -> None:
    seen = _one(ha_tinh, value=[value], decimals=[decimals])
    assert isinstance(seen.value, Decimal)
    assert str(seen.value) == written or seen.value.compare_total(Decimal(written)) == 0


def test_without_decimals_the_value_stays_what_it_is(ha_tinh: rt.Dataset) -> None:
    seen = _one(ha_tinh, decimals=pl.Series([None], dtype=pl.Int64))
    assert isinstance(seen.value, float)
    seen = _one(ha_tinh, value=[float("nan")], decimals=[1])
    assert seen.value != seen.value
    assert _one(ha_tinh, value=pl.Series([None], dtype=pl.Float64), decimals=[1]).value is None


def test_a_range_has_its_larger_end_with_as_many_decimals(ha_tinh: rt.Dataset) -> None:
    # "8,5-9,0%": of the larger end a float forgets the zero.
    seen = _one(ha_tinh, value=[8.5], value_upper=[9.0], decimals=[1], decimals_upper=[1])
    assert (str(seen.value), str(seen.value_upper)) == ("8.5", "9.0")
    # "8-8,5%": its one decimal is not rounded away.
    seen = _one(ha_tinh, value=[8.0], value_upper=[8.5], decimals=[0])
    assert (str(seen.value), str(seen.value_upper)) == ("8", "8.5")
    seen = _one(ha_tinh, value=[8.0], value_upper=[8.5])
    assert (seen.value, seen.value_upper) == (8.0, 8.5)


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        # 95.15% is promised. As published, 95.2 is from 95.15 on, and 95.1 up to 95.15.
        ("95.2,", "met"),
        ("95.1,", "missed"),
        ("95,", "undecided"),
        # Of "94,5-95,0%" all is below 95.05; to "95%" it might be 95.4.
        ("94.5,95.0", "missed"),
        ("94,95", "undecided"),
        # "94,50-95": the zero of the one end says nothing of the other.
        ("94.50,95", "undecided"),
        ("95.2,96.0", "met"),
    ],
)
def test_rows_and_their_observations_are_judged_alike(cells: str, status: str) -> None:
    vietnam = rt.load("vietnam-2025", version="1.0.0")
    content = f"indicator,value,value_upper\nhealth-insurance-coverage,{cells}\n"
    frame = rt.read_observations(content.encode())
    (seen,) = rt.to_observations(frame, vietnam)
    alone = vietnam["health-insurance-coverage"].compare(seen, rounding="published")
    judged = rt.compare(frame, vietnam, rounding="published")
    assert (alone.status, judged["status"][0]) == (status, status)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-07-04", date(2025, 7, 4)),
        (date(2025, 7, 4), date(2025, 7, 4)),
        (datetime(2025, 7, 4, 8), date(2025, 7, 4)),  # noqa: DTZ001  # a column without zones
        # A month is no day, and a text that cannot be read says nothing.
        ("2025-07", None),
        ("last summer", None),
        (None, None),
    ],
)
def test_the_day_of_publication(ha_tinh: rt.Dataset, published: Any, expected: date | None) -> None:
    assert _one(ha_tinh, published=[published]).published == expected


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        (
            {"indicator": ["grdp-growth", "grdp-grwoth"]},
            ("no indicator 'grdp-grwoth' in ha-tinh-2025 1.0.0; did you mean 'grdp-growth'?"),
        ),
        ({"unit": ["%", "bananas"]}, None),
        ({"unit": ["%", None]}, "unit is None; expected one"),
        ({"area": ["VN-23", ""]}, "area is ''; expected one"),
        ({"period": ["2025", None]}, "period is None; expected one"),
        (
            {"period": ["2025", "last year"]},
            (
                "'last year' is not a reference period; write a year (2025), a month (2025-06), a "
                "quarter (2025-Q3) or the months so far (2025-9M)"
            ),
        ),
        (
            {"indicator": ["grdp-growth", "poverty-rate"]},
            "area is None; expected one",
        ),
        (
            {"unreadable": [None, "'7,3' is not a number"], "value": [7.3, None]},
            "unreadable is \"'7,3' is not a number\"; expected a figure that stands",
        ),
        (
            {"passed_over": [None, "7.5: published later, 2025"]},
            "passed_over is '7.5: published later, 2025'; expected a figure that stands",
        ),
        (
            {"value": [8.0, None], "value_upper": [8.5, 8.5]},
            "Observation.value is None; expected the range's smaller end",
        ),
        (
            {"value": [8.0, 9.0], "value_upper": [8.5, 8.5]},
            (
                "Observation.value_upper is 8.5; expected at least the value, 9.0; give the "
                "smaller end as value"
            ),
        ),
    ],
)
def test_rows_that_make_no_observation(
    ha_tinh: rt.Dataset, columns: dict[str, Any], problem: str | None
) -> None:
    found = _problem(ha_tinh, **columns)
    if problem is None:
        problem = str(rt.UnknownUnitError(unit="bananas", near=()))
    assert found == problem


def test_a_row_without_an_indicator(ha_tinh: rt.Dataset) -> None:
    assert _problem(ha_tinh, indicator=["grdp-growth", None]) == (
        "no indicator None in ha-tinh-2025 1.0.0"
    )


def test_all_problems_are_told_at_once(ha_tinh: rt.Dataset) -> None:
    frame = pl.DataFrame({"indicator": "grdp-growth", "value": 7.3, "period": ["x", "2025", ""]})
    with pytest.raises(rt.InvalidObservationsError) as raised:
        rt.to_observations(frame, ha_tinh)
    assert [problem.partition(":")[0] for problem in raised.value.problems] == ["row 1", "row 3"]


@pytest.mark.parametrize("column", ["indicator", "value"])
def test_a_frame_needs_its_columns(ha_tinh: rt.Dataset, column: str) -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [7.3]}).drop(column)
    with pytest.raises(rt.MissingColumnError) as raised:
        rt.to_observations(frame, ha_tinh)
    assert raised.value.missing == (column,)


def test_a_frame_of_another_library(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(rt.UnsupportedFrameError):
        rt.to_observations({"indicator": ["grdp-growth"]}, ha_tinh)
