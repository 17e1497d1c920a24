"""What type checkers make of the public names; checked by pyright, never run."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_type

import polars as pl

import resolution_targets as rt

ds = rt.load("ha-tinh-2025", version="1.0.0")
assert_type(ds, rt.Dataset)
assert_type(ds["7a"], rt.Target)
assert_type(ds.item(2).targets, tuple[rt.Target, ...])
assert_type(ds["7a"].criterion.lower, Decimal | None)
assert_type(ds["7a"].unit, str)
verdict = ds["7a"].compare(8900)
assert_type(verdict, rt.Verdict)
assert_type(verdict.status, rt.Status)
assert_type(verdict.status.is_met, bool | None)
assert_type(verdict.gap, Decimal | float | None)
frame = pl.DataFrame({"indicator": ["7a"], "value": [1.0]})
# A frame comes back as what it was.
assert_type(rt.compare(frame, ds), pl.DataFrame)
assert_type(rt.compare(frame.lazy(), ds), pl.LazyFrame)
assert_type(rt.scorecard(frame, ds).tally, rt.Tally)
assert_type(rt.datasets(), dict[str, tuple[str, ...]])
assert_type(rt.parse_number("7,3", locale="vi"), Decimal)
# A choice is of the kind of what it was made from.
assert_type(rt.choose(frame), pl.DataFrame)
assert_type(rt.choose(frame.lazy(), policy="all"), pl.LazyFrame)
assert_type(rt.choose(ds.observations), rt.Choice)
assert_type(rt.choose(ds.observations).chosen, tuple[rt.Observation, ...])
assert_type(rt.side_by_side(ds).rows, tuple[rt.Pairing, ...])
assert_type(rt.side_by_side(ds, ds).to_frame(), pl.DataFrame)
assert_type(rt.progress({"2024": 1, "2025": 2.5}, ds["7a"]), rt.Progress)
assert_type(rt.progress(ds.observations, ds["7a"], method="escap").is_on_track, bool | None)
assert_type(rt.progress(frame, ds, limit={"forest-cover": 100}), pl.DataFrame)
assert_type(rt.progress(frame.lazy(), ds, method=rt.ProgressMethod.DISTANCE), pl.LazyFrame)
assert_type(rt.progress_panel({2024: 1, 2025: None}, ds["7a"]), rt.ProgressPanel)

derived = rt.derive(ds.observations, ds)
assert_type(derived, rt.DerivedObservations)
assert_type(derived.derived[0].derived_from, tuple[rt.Observation, ...])
assert_type(rt.derive(pl.DataFrame(), ds, levels={"a": "b"}), pl.DataFrame)
assert_type(rt.derive(pl.LazyFrame(), ds), pl.LazyFrame)


outlook = ds["7"].outlook(15000, period="2025-9M")
assert_type(outlook, rt.Outlook)
assert_type(outlook.pace, rt.Pace | None)
assert_type(rt.outlook(frame, ds), pl.DataFrame)
assert_type(rt.outlook(frame.lazy(), ds), pl.LazyFrame)
assert_type(rt.sensitivity(frame, ds), pl.DataFrame)
assert_type(rt.sensitivity(frame.lazy(), ds), pl.LazyFrame)
assert_type(rt.sensitivity(ds.observations[0], ds), rt.Sensitivity)
