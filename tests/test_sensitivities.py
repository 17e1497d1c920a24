"""Which verdicts rest on the reading, on rounding, or on a later act."""

from __future__ import annotations

from typing import Any

import attrs
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import resolution_targets as rt

_DATASET = rt.load("ha-tinh-2025", version="1.1.0")
_LENIENT, _ROUNDED, _IN_FORCE = rt.Question
_RESULTS = ["target", "status", "gap", "gap_unit", "attainment", "problem", "reason"]


def _figure(id_: str, value: Any, **fields: Any) -> rt.Observation:
    given = {
        "indicator": id_,
        "reference_area": "VN-23",
        "reference_period": 2025,
        "value": value,
        "unit": _DATASET[id_].unit,
    }
    return rt.Observation(**{**given, **fields})


# Above 7 % was adopted; 8.0 % is in force from 2025-02-05, 8.7 % from 2025-08-05.
@pytest.mark.parametrize(
    ("id_", "value", "as_of", "statuses", "flips"),
    [
        ("grdp-growth", 8.5, None, ("met", "exceeded", "met", None), ()),
        ("grdp-growth", 8.5, "2025-01-31", ("met", "exceeded", "met", "met"), ()),
        ("grdp-growth", 8.5, "2025-08-04", ("met", "exceeded", "met", "exceeded"), ()),
        ("grdp-growth", 8.5, "2025-08-05", ("met", "exceeded", "met", "missed"), (_IN_FORCE,)),
        # 7 stands for 6.5 to 7.5.
        (
            "grdp-growth",
            7,
            "2025-09-30",
            ("missed", "met", "undecided", "missed"),
            (_LENIENT, _ROUNDED),
        ),
        # 7.1 stands for 7.05 to 7.15.
        ("grdp-growth", 7.1, None, ("met", "exceeded", "met", None), ()),
        (
            "cultural-households",
            93.5,
            None,
            ("missed", "met", "undecided", None),
            (_LENIENT, _ROUNDED),
        ),
        ("poverty-reduction", 0.5, None, ("met", "met", "undecided", None), (_ROUNDED,)),
        # All of 0.55 to 0.65 is past 0.5, and not all of it past 0.6.
        ("poverty-reduction", 0.6, None, ("met", "met", "met", None), ()),
        ("poverty-reduction", 0.64, None, ("exceeded", "exceeded", "exceeded", None), ()),
        ("new-rural-province", 1, None, ("met", "met", "met", None), ()),
        ("grdp-growth", None, "2025-09-30", ("not_reported",) * 4, ()),
    ],
)
def test_one_figure_asked_anew(
    id_: str, value: Any, as_of: str | None, statuses: tuple[str, ...], flips: Any
) -> None:
    asked = rt.sensitivity(_figure(id_, value), _DATASET, as_of=as_of)
    verdicts = (asked.verdict, asked.lenient, asked.rounded, asked.in_force)
    told = (None if verdict is None else verdict.status.value for verdict in verdicts)
    assert tuple(told) == statuses
    assert asked.flips == flips
    # A frame of that one figure says the same.
    frame = pl.DataFrame(
        {"indicator": [id_], "value": [value]}, schema_overrides={"value": pl.Float64}
    )
    row = rt.sensitivity(frame, _DATASET, as_of=as_of).row(0, named=True)
    found = (row["status"], row["status_lenient"], row["status_rounded"])
    assert (*found, row.get("status_in_force")) == statuses
    assert row["flips"] == (" ".join(flips) or None)


def test_a_range_is_read_by_its_better_end() -> None:
    asked = rt.sensitivity(_figure("grdp-growth", 6.5, value_upper=7.2), _DATASET)
    assert (asked.verdict.status, asked.lenient.status) == ("undecided", "exceeded")
    assert asked.flips == (_LENIENT,)


def test_the_columns_that_a_sensitivity_adds() -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["grdp-growth", "nothing-of-ours"],
            "value": [7.0, 7.0],
            "status": ["estimate", None],
            "note": ["x", "y"],
        }
    )
    found = rt.sensitivity(frame, _DATASET, as_of="2025-09-30")
    own = ["indicator", "value", "observation_status", "note"]
    added = ["status_lenient", "status_rounded", "status_in_force", "flips"]
    assert found.columns == [*own, *_RESULTS, *added]
    assert found["flips"].to_list() == ["lenient rounded", None]
    compared = rt.compare(frame, _DATASET)
    assert_frame_equal(found.select(compared.columns), compared)
    lazy = rt.sensitivity(frame.lazy(), _DATASET, as_of="2025-09-30").collect()
    assert_frame_equal(lazy, found)
    without = rt.sensitivity(frame, _DATASET)
    assert without.columns == [*own, *_RESULTS, "status_lenient", "status_rounded", "flips"]


def test_decimals_and_ranges_are_asked_about_too() -> None:
    frame = pl.DataFrame(
        {
            "indicator": ["cultural-households"] * 3,
            # 93.6 stands for 93.55 and more; 93.50 for 93.495 to 93.505.
            "value": [93.6, 93.5, 93.4],
            "value_upper": [None, None, 93.6],
            "decimals": [1, 2, 1],
        }
    )
    found = rt.sensitivity(frame, _DATASET)
    assert found["status_rounded"].to_list() == ["met", "undecided", "undecided"]
    assert found["flips"].to_list() == [None, "lenient rounded", "lenient"]
    assert found.columns[-5:-3] == ["gap_upper", "attainment_upper"]


def test_periods_rates_and_languages() -> None:
    rate = rt.ExchangeRate(
        base="USD", quote="VND", rate=25000, date="2025-06-30", source="an example"
    )
    frame = pl.DataFrame(
        {
            "indicator": ["budget-revenue", "budget-revenue"],
            "value": [712.0, 712.0],
            "unit": ["million USD", "million USD"],
            "period": ["2024", "2025"],
        }
    )
    found = rt.sensitivity(frame, _DATASET, period=2024, rates=[rate], language="vi")
    # 712 million at 25,000 are 17,800 billion; 712 stands for 711.5 to 712.5.
    assert found["status"].to_list() == ["missed", "not_comparable"]
    assert found["status_rounded"].to_list() == ["undecided", "not_comparable"]
    assert found["flips"].to_list() == ["lenient rounded", None]
    assert found["exchange_rate"].to_list() == [
        "1 USD = 25.000 VND (30/6/2025, an example)",
        None,
    ]
    assert found["reason"].to_list() == [None, "số liệu của kỳ 2025, không phải 2024"]
    figure = _figure("budget-revenue", 712, unit="million USD", reference_period=2024)
    asked = rt.sensitivity(figure, _DATASET, period=2024, rates=[rate])
    assert asked.flips == (_LENIENT, _ROUNDED)
    assert asked.verdict.rate is rate


def test_a_day_on_which_nothing_was_promised() -> None:
    later = attrs.evolve(_DATASET["grdp-growth"], in_force_from="2025-06-01")
    for targets in ((later,), (later, _DATASET["forest-cover"])):
        dataset = attrs.evolve(_DATASET, targets=targets, revisions=())
        asked = rt.sensitivity(_figure("grdp-growth", 8), dataset, as_of="2025-05-31")
        assert (asked.in_force, asked.flips) == (None, ())
        frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [8.0]})
        found = rt.sensitivity(frame, dataset, as_of="2025-05-31")
        # There is no verdict to hold beside, and so no flip.
        row = found.select("status", "status_in_force", "flips").row(0)
        assert row == ("met", "not_comparable", None)


def test_what_is_refused() -> None:
    frame = pl.DataFrame({"indicator": ["grdp-growth"], "value": [7.0]})
    for name in ("flips", "status_lenient", "status_in_force"):
        with pytest.raises(rt.ColumnClashError) as clash:
            rt.sensitivity(frame.with_columns(pl.lit("").alias(name)), _DATASET, as_of="2025-09-30")
        assert str(clash.value) == (
            f"the frame has {name!r}: a sensitivity adds these; drop or rename them first"
        )
    # Without a day there is nothing in the way of a column of that name.
    kept = rt.sensitivity(frame.with_columns(status_in_force=pl.lit("x")), _DATASET)
    assert kept["status_in_force"].to_list() == ["x"]
    with pytest.raises(rt.UnsupportedFrameError) as unsupported:
        rt.sensitivity([1, 2], _DATASET)
    assert unsupported.value.found == "builtins.list"
    with pytest.raises(rt.InvalidFieldError) as day:
        rt.sensitivity(frame, _DATASET, as_of="2025-09")
    assert str(day.value) == "a day is '2025-09'; expected a date such as 2025-08-05"
    with pytest.raises(rt.UnknownIndicatorError) as unknown:
        rt.sensitivity(_figure("grdp-growth", 7, indicator="grdp-grwoth"), _DATASET)
    assert str(unknown.value) == (
        "no indicator 'grdp-grwoth' in the targets of ha-tinh-2025 1.1.0; did you mean "
        "'grdp-growth'?"
    )
