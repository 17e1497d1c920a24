"""Laws of judging frames: the scalar is the slow and obvious oracle, row by row."""

from __future__ import annotations

import math
import struct
import unicodedata
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import partial
from numbers import Real
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from rows_alone import Outcome, assert_bits, judged_alone, outcomes

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.plans import usual_spellings
from resolution_targets.units import compatible_units, exact_factor

_DATASET = rt.load("ha-tinh-2025", version="1.0.0")
_RANK = {"missed": 0, "met": 1, "exceeded": 2}
_READINGS = st.sampled_from(["strict", "lenient"])
# Each example judges a whole frame, most of them several times.
_FEWER = settings(max_examples=25)
_PERIODS = st.sampled_from([None, "2024", "2025", "2025-9M"])
_ADDED = ["target", "status", "gap", "gap_unit", "attainment", "problem", "reason"]
_ADDED_TO_RANGES = ["gap_upper", "attainment_upper"]


def _assert_lazy_is_eager(
    frame: pl.DataFrame, eager: pl.DataFrame, dataset: rt.Dataset, **options: Any
) -> None:
    """All but the words of a reason, which a plan without the data knows less of."""
    lazy = rt.compare(frame.lazy(), dataset, **options)
    for collected in (lazy.collect(), lazy.collect(engine="streaming")):
        assert_frame_equal(collected.drop("reason"), eager.drop("reason"))
        assert collected["reason"].is_null().equals(eager["reason"].is_null())


@st.composite
def _datasets(draw: st.DrawFn) -> rt.Dataset:
    """A few targets of every relation, one for each indicator."""
    drawn = draw(
        st.lists(testing.targets(), min_size=1, max_size=3, unique_by=lambda one: one.indicator.id)
    )
    # One id each, so that each can be told from the others.
    named = (attrs.evolve(one, id=f"target-{place}") for place, one in enumerate(drawn))
    return rt.Dataset(id="drawn", version="1.0.0", targets=tuple(named))


# Some columns of a frame are drawn too; the shipped promises are what users judge.
@settings(max_examples=60)
@given(data=st.data(), period=_PERIODS, reading=_READINGS)
def test_a_frame_is_its_rowsjudged_alone(
    data: st.DataObject, period: str | None, reading: str
) -> None:
    frame = data.draw(testing.observation_frames(_DATASET))
    eager = rt.compare(frame, _DATASET, period=period, reading=reading)
    rows = frame.to_dicts()
    for row, found in zip(rows, outcomes(eager), strict=True):
        assert_bits(found, judged_alone(_DATASET, row, period, reading))
    _assert_lazy_is_eager(frame, eager, _DATASET, period=period, reading=reading)


@_FEWER
@given(dataset=_datasets(), data=st.data(), reading=_READINGS)
def test_so_it_is_for_any_promises(dataset: rt.Dataset, data: st.DataObject, reading: str) -> None:
    frame = data.draw(testing.observation_frames(dataset))
    eager = rt.compare(frame, dataset, reading=reading)
    for row, found in zip(frame.to_dicts(), outcomes(eager), strict=True):
        assert_bits(found, judged_alone(dataset, row, None, reading))
    _assert_lazy_is_eager(frame, eager, dataset, reading=reading)


@_FEWER
@given(frame=testing.observation_frames(_DATASET), period=_PERIODS)
def test_every_row_comes_out_once_with_its_own_columns_untouched(
    frame: pl.DataFrame, period: str | None
) -> None:
    own = frame.with_row_index("row").with_columns(note=pl.lit("x"))
    found = rt.compare(own, _DATASET, period=period)
    kept = own.rename({"status": "observation_status"}, strict=False)
    assert_frame_equal(found.select(kept.columns), kept)
    added = _ADDED + (_ADDED_TO_RANGES if "value_upper" in frame.columns else [])
    assert found.columns == kept.columns + added
    assert found["status"].null_count() == 0
    # A row is judged or says why not, never both and never neither.
    is_judged = found["status"].is_in([*_RANK, "undecided"])
    assert found["problem"].is_null().equals(is_judged)
    assert found["reason"].is_null().equals(is_judged)


@_FEWER
@given(data=st.data(), period=_PERIODS)
def test_the_order_of_rows_does_not_matter(data: st.DataObject, period: str | None) -> None:
    frame = data.draw(testing.observation_frames(_DATASET)).with_row_index("row")
    order = data.draw(st.permutations(range(frame.height)))
    judged = rt.compare(frame, _DATASET, period=period)
    shuffled = rt.compare(frame[list(order)], _DATASET, period=period)
    assert_frame_equal(shuffled, judged[list(order)])


@_FEWER
@given(data=st.data())
def test_rows_are_judged_apart(data: st.DataObject) -> None:
    frame = data.draw(testing.observation_frames(_DATASET))
    cut = data.draw(st.integers(0, frame.height))
    parts = [rt.compare(part, _DATASET) for part in (frame[:cut], frame[cut:])]
    assert_frame_equal(pl.concat(parts), rt.compare(frame, _DATASET))


@_FEWER
@given(data=st.data())
def test_the_spelling_of_a_unit_does_not_matter(data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(_DATASET.targets))
    unit = data.draw(st.sampled_from(compatible_units(target.unit)))
    value = float(data.draw(testing.values_near(target, unit=unit)))
    spellings = [unit, *data.draw(st.lists(testing.unit_spellings(unit), max_size=3))]
    frame = pl.DataFrame({"indicator": target.id, "value": value, "unit": spellings})
    found = rt.compare(frame, _DATASET)
    assert len(set(found.select(_ADDED).rows())) == 1
    _assert_lazy_is_eager(frame, found, _DATASET)


def _ends(target: rt.Target) -> list[Decimal]:
    return [end for end in (target.criterion.lower, target.criterion.upper) if end is not None]


def _in_unit(end: Decimal, target: rt.Target, unit: str) -> Fraction:
    return Fraction(end) * exact_factor(target.unit, unit)


def _floats(exact: Fraction) -> list[float]:
    nearest = float(exact)
    beside = [math.nextafter(nearest, to) for to in (-math.inf, math.inf)]
    return [nearest, *beside, -nearest]


def _nearest(form: str, exact: Fraction) -> float:
    """The single ("f") or half float ("e") nearest to a number; infinite beyond all of them."""
    try:
        packed = struct.pack(form, float(exact))
    except OverflowError:
        return math.copysign(math.inf, exact)
    nearest: float = struct.unpack(form, packed)[0]
    return nearest


def _narrow(form: str, exact: Fraction) -> list[float]:
    """The nearest single or half float and, unless it is zero or infinite, those beside it."""
    nearest = _nearest(form, exact)
    if not nearest or math.isinf(nearest):
        return [nearest]
    bits = int.from_bytes(struct.pack(f"<{form}", nearest), "little")
    size = struct.calcsize(form)
    beside = [near.to_bytes(size, "little") for near in (bits - 1, bits, bits + 1)]
    return [struct.unpack(f"<{form}", near)[0] for near in beside]


def _integers(exact: Fraction) -> list[int]:
    below, above = math.floor(exact), math.ceil(exact)
    return [below - 1, below, above, above + 1, -below]


def _decimals(exact: Fraction) -> list[Decimal]:
    with localcontext(prec=60):
        return [Decimal(near).scaleb(-6) for near in _integers(exact * 10**6)]


_FLOATS_ANYWHERE = [0.0, -0.0, 5e-324, -5e-324, 1e308, -1e308, math.inf, -math.inf, math.nan, None]
_INTEGERS_ANYWHERE = [0, 1, 2**53, 2**53 + 1, 2**63 - 1, None]
_KINDS: dict[str, tuple[Any, Any, list[Any]]] = {
    "float64": (pl.Float64, _floats, _FLOATS_ANYWHERE),
    "float32": (
        pl.Float32,
        partial(_narrow, "f"),
        [0.0, 2.0**127, -(2.0**127), 2.0**-149, math.inf, math.nan, None],
    ),
    "float16": (
        pl.Float16,
        partial(_narrow, "e"),
        [0.0, 65504.0, -65504.0, 2.0**-24, math.inf, math.nan, None],
    ),
    "int64": (pl.Int64, _integers, [*_INTEGERS_ANYWHERE, -(2**63), 1 - 2**63]),
    "uint64": (pl.UInt64, _integers, [*_INTEGERS_ANYWHERE, 2**64 - 1]),
    "int128": (pl.Int128, _integers, [*_INTEGERS_ANYWHERE, 2**127 - 1, -(2**127)]),
    "decimal": (
        pl.Decimal(38, 6),
        _decimals,
        [Decimal(0), Decimal("9" * 32 + ".999999"), Decimal("-" + "9" * 32 + ".999999"), None],
    ),
}


def _fits(value: Any, dtype: Any) -> bool:
    if dtype == pl.UInt64:
        return value is None or value >= 0
    return True


def _every_figure(kind: str) -> pl.DataFrame:
    """Every target in every unit, at its bounds, beside them and far away."""
    dtype, near, anywhere = _KINDS[kind]
    rows = [
        (target.id, value, unit)
        for target in _DATASET
        for unit in compatible_units(target.unit)
        for value in [
            *(figure for end in _ends(target) for figure in near(_in_unit(end, target, unit))),
            *anywhere,
        ]
        if _fits(value, dtype)
    ]
    schema = {"indicator": pl.String, "value": dtype, "unit": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize("reading", ["strict", "lenient"])
@pytest.mark.parametrize("kind", ["float64", "int64", "uint64", "int128"])
def test_at_every_bound_in_every_unit_the_frame_is_the_scalar_bit_for_bit(
    kind: str, reading: str
) -> None:
    frame = _every_figure(kind)
    assert frame.height > 1500
    eager = rt.compare(frame, _DATASET, reading=reading)
    for row, found in zip(frame.to_dicts(), outcomes(eager), strict=True):
        assert_bits(found, judged_alone(_DATASET, row, None, reading))
    _assert_lazy_is_eager(frame, eager, _DATASET, reading=reading)


@pytest.mark.parametrize("reading", ["strict", "lenient"])
def test_decimals_have_the_scalars_verdict_and_its_gap_as_a_float(reading: str) -> None:
    frame = _every_figure("decimal")
    eager = rt.compare(frame, _DATASET, reading=reading)
    for row, found in zip(frame.to_dicts(), outcomes(eager), strict=True):
        expected = judged_alone(_DATASET, row, None, reading)
        assert found[:3] == expected[:3]
        assert (found.gap is None) == (expected.gap is None)
        assert (found.attainment is None) == (expected.attainment is None)
        if found.gap is not None:
            # The difference of two floats is as exact as the larger of them.
            bound = float(_DATASET[row["indicator"]].easier_bound or 0)
            size = max(abs(float(expected.gap)), abs(bound))
            assert abs(found.gap - float(expected.gap)) <= 1e-15 * 4 * size
            assert math.isclose(found.attainment, expected.attainment, rel_tol=1e-15 * 4)
    _assert_lazy_is_eager(frame, eager, _DATASET, reading=reading)


_FORMS = {"float32": "f", "float16": "e"}


@pytest.mark.parametrize("reading", ["strict", "lenient"])
@pytest.mark.parametrize("kind", list(_FORMS))
def test_narrow_floats_are_compared_with_the_bound_in_their_own_precision(
    kind: str, reading: str
) -> None:
    frame = _every_figure(kind)
    eager = rt.compare(frame, _DATASET, reading=reading)
    for row, found in zip(frame.to_dicts(), outcomes(eager), strict=True):
        target, value, unit = _DATASET[row["indicator"]], row["value"], row["unit"]
        if value is None or not math.isfinite(value) or not _ends(target):
            assert_bits(found, judged_alone(_DATASET, row, None, reading))
            continue
        # The promises of Hà Tĩnh have one bound that is met first, and one at most to pass.
        easier, harder = (_in_unit(_ends(target)[place], target, unit) for place in (0, -1))
        at_least, beyond = (_nearest(_FORMS[kind], bound) for bound in (easier, harder))
        is_strict = target.criterion.relation is rt.Relation.ABOVE and reading == "strict"
        is_met = value > at_least if is_strict else value >= at_least
        is_beyond = value > beyond and not is_strict
        status = "missed" if not is_met else "exceeded" if is_beyond else "met"
        factor = float(exact_factor(unit, target.unit))
        gap, share = (value - float(easier)) * factor, value / float(easier)
        assert_bits(found, Outcome(target.id, status, None, gap, share))
    _assert_lazy_is_eager(frame, eager, _DATASET, reading=reading)


class _Single:
    """A single float of another library."""

    itemsize = 4

    def __init__(self, value: float) -> None:
        self._value = value

    def __float__(self) -> float:
        return self._value


Real.register(_Single)


def test_scalar_and_frame_agree_on_single_floats() -> None:
    # A twelfth of 53 million has no end, so no decimal that a single float prints as is it.
    target = _DATASET["income-per-capita"]
    for unit in compatible_units(target.unit):
        values = _narrow("f", _in_unit(Decimal(53), target, unit))
        value = pl.Series("value", values, dtype=pl.Float32)
        frame = pl.DataFrame(value).with_columns(indicator=pl.lit(target.id), unit=pl.lit(unit))
        for reading in ("strict", "lenient"):
            found = rt.compare(frame, _DATASET, reading=reading)["status"].to_list()
            alone = [target.compare(_Single(one), unit=unit, reading=reading) for one in values]
            assert found == [verdict.status for verdict in alone], unit


@pytest.mark.parametrize("with_unit", [True, False])
def test_truths_are_figures_of_milestones_only(*, with_unit: bool) -> None:
    rows = [
        (target.id, value, unit)
        for target in _DATASET
        for unit in compatible_units(target.unit)
        for value in (True, False, None)
    ]
    schema = {"indicator": pl.String, "value": pl.Boolean, "unit": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    frame = frame if with_unit else frame.drop("unit")
    eager = rt.compare(frame, _DATASET)
    for row, found in zip(frame.to_dicts(), outcomes(eager), strict=True):
        assert_bits(found, judged_alone(_DATASET, row, None, "strict"))
    _assert_lazy_is_eager(frame, eager, _DATASET)


def _loosely(spelling: str) -> str:
    """In capitals, decomposed, with blanks to spare."""
    return "\t" + unicodedata.normalize("NFD", spelling.upper()).replace(" ", "  ") + " "


# The two indicators with many thousand spellings share their words with the others.
@pytest.mark.parametrize("written", [str, _loosely], ids=["plainly", "loosely"])
def test_every_spelling_of_every_unit_has_the_scalars_verdict(written: Any) -> None:
    rows, expected = [], []
    for target in _DATASET:
        for unit in compatible_units(target.unit):
            ends = [_in_unit(end, target, unit) for end in _ends(target)]
            figures = [figure for end in ends for figure in _floats(end)[:3]] or [0.0, 1.0]
            statuses = [target.compare(figure, unit=unit).status for figure in figures]
            for spelling in dict.fromkeys(usual_spellings(unit)):
                text = written(spelling)
                rows += [(target.id, figure, text) for figure in figures]
                expected += statuses
    frame = pl.DataFrame(rows, schema=["indicator", "value", "unit"], orient="row")
    assert frame.height > 80_000
    assert rt.compare(frame, _DATASET)["status"].to_list() == expected
    assert rt.compare(frame.lazy(), _DATASET).collect()["status"].to_list() == expected


@_FEWER
@given(number=testing.numbers(), reading=_READINGS)
def test_changing_the_unit_of_a_row_never_changes_its_verdict(
    number: Decimal, reading: str
) -> None:
    rows = []
    for target in _DATASET:
        last_digit = Decimal("0.0001")
        beside = [end + step for end in _ends(target) for step in (-last_digit, 0, last_digit)]
        for value in (number, *beside):
            for unit in compatible_units(target.unit):
                moved = rt.convert(value, target.unit, unit)
                # With 15 digits no two decimals share a float; a twelfth of a year's amount
                # may have no end.
                if Fraction(moved) == _in_unit(value, target, unit) and _digits(moved) <= 15:
                    rows.append((target.id, float(moved), unit, str(value)))
    frame = pl.DataFrame(rows, schema=["indicator", "value", "unit", "same"], orient="row")
    frame = frame.filter(pl.col("indicator") != "new-rural-province")
    found = rt.compare(frame, _DATASET, reading=reading)
    verdicts = found.group_by("indicator", "same").agg(pl.col("status").n_unique())
    assert verdicts["status"].max() == 1
    # Nearly each value stands there in several units.
    assert verdicts.height < frame.height / 2


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


@pytest.mark.parametrize("kind", list(_KINDS))
@given(data=st.data())
@_FEWER
def test_a_better_value_never_gets_a_worse_verdict(kind: str, data: st.DataObject) -> None:
    target = data.draw(
        testing.targets().filter(
            lambda one: (
                one.criterion.relation is not rt.Relation.DONE
                and one.indicator.direction is not rt.Direction.WITHIN
            )
        )
    )
    dtype, near, anywhere = _KINDS[kind]
    values = [value for end in _ends(target) for value in near(Fraction(end))]
    known = [value for value in values + anywhere if value is not None and not _is_odd(value)]
    frame = pl.DataFrame(
        {
            "indicator": target.indicator.id,
            "value": pl.Series([value for value in known if _fits(value, dtype)], dtype=dtype),
        }
    ).sort("value", descending=target.indicator.direction is rt.Direction.LOWER)
    dataset = rt.Dataset(id="drawn", version="1.0.0", targets=(target,))
    reading = data.draw(_READINGS)
    ranks = [_RANK[status] for status in rt.compare(frame, dataset, reading=reading)["status"]]
    assert ranks == sorted(ranks)


def _is_odd(value: float) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


_FOUND = st.sampled_from(["exceeded", "met", "missed", "not_reported", "not_comparable"])
_IDS = [target.id for target in _DATASET]
_STATUSES = st.dictionaries(st.sampled_from(_IDS), _FOUND)


def _result(statuses: dict[str, str]) -> pl.DataFrame:
    schema = {"target": pl.String, "status": pl.String}
    return pl.DataFrame(list(statuses.items()), schema=schema, orient="row")


@given(statuses=_STATUSES)
def test_counts_of_a_scorecard_add_up(statuses: dict[str, str]) -> None:
    by_item = rt.scorecard(_result(statuses), _DATASET)
    by_domain = rt.scorecard(_result(statuses), _DATASET, by="domain")
    assert by_item.tally == by_domain.tally
    for card in (by_item, by_domain):
        for bound in ("at_least", "at_most", "total"):
            parts = sum(getattr(row.tally, bound) for row in card.rows)
            assert parts == getattr(card.tally, bound)
        assert sum(count for row in card.rows for _, count in row.parts) == 33
        assert all(0 <= row.tally.at_least <= row.tally.at_most for row in card.rows)
    assert by_item.tally.total == 28
    # An item is met when all of its parts are; it may be while none of them is missed.
    parts_of = [[statuses.get(one.id) for one in item.targets] for item in _DATASET.items]
    assert by_item.tally.at_least == sum(
        all(part in {"met", "exceeded"} for part in parts) for parts in parts_of
    )
    assert by_item.tally.at_most == sum("missed" not in parts for parts in parts_of)
    for row, parts in zip(by_item.rows, parts_of, strict=True):
        # What is not reported is never counted as missed, nor as met.
        assert dict(row.parts).get(rt.Status.MISSED, 0) == parts.count("missed")
        assert row.tally.is_final == (row.tally.at_most == 0 or row.tally.at_least == 1)


@given(statuses=_STATUSES, target=st.sampled_from(_IDS), found=_FOUND)
def test_reporting_more_never_widens_the_tally(
    statuses: dict[str, str], target: str, found: str
) -> None:
    before = {one: status for one, status in statuses.items() if one != target}
    fewer, more = (
        rt.scorecard(_result(known), _DATASET).tally for known in (before, before | {target: found})
    )
    assert fewer.at_least <= more.at_least <= more.at_most <= fewer.at_most


@given(data=st.data(), statuses=_STATUSES)
def test_a_scorecard_asks_for_no_order_and_counts_no_figure_twice(
    data: st.DataObject, statuses: dict[str, str]
) -> None:
    result = _result(statuses)
    twice = pl.concat([result, result])
    order = data.draw(st.permutations(range(twice.height)))
    assert rt.scorecard(twice[list(order)], _DATASET) == rt.scorecard(result, _DATASET)


@_FEWER
@given(frame=testing.observation_frames(_DATASET))
def test_a_scorecard_of_a_lazy_frame_is_that_of_the_eager_one(frame: pl.DataFrame) -> None:
    eager = rt.scorecard(rt.compare(frame, _DATASET), _DATASET)
    assert rt.scorecard(rt.compare(frame.lazy(), _DATASET), _DATASET) == eager
