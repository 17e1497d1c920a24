"""Laws of diffs, on arbitrary edits of a data version and on arbitrary promises."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.changes import ChangeKind, diff
from resolution_targets.errors import DiffMismatchError
from resolution_targets.units import compatible_units, exact_factor
from resolution_targets.version_numbers import VersionStep

_DATASET = rt.load("ha-tinh-2025", version="1.0.0")
_MAJOR = {
    *("dropped", "tightened", "loosened", "shifted", "exceeding_changed", "relation_changed"),
    *("unit_changed", "stretch_changed", "qualified", "scope_changed", "meaning_changed"),
    *("value_changed", "renumbered", "act_changed", "date_changed", "license_changed"),
}
_MINOR = {"added", "completed", "regrouped"}
_PATCH = {"moved", "words_only"}
_NO_STEP = {"view_changed", "release_changed"}

_WORDS = st.sampled_from(["", "trên 7%", "Judgement.", "*", "gazette", "a\nb", "8" * 200])
_IDS = st.sampled_from(["grdp-growth", "poverty-rate", "economy", "resolution", "another"])
_DAYS = st.none() | st.dates()
_UNITS = st.sampled_from(["percent", "permille", "dimensionless", "billion VND", "trillion VND"])
_NUMBERS = st.decimals(-10, 10, places=1) | st.floats(-10, 10) | st.booleans()
_TABLES = ("targets", "revisions", "indicators", "domains", "observations", "sources")


def _indicators() -> st.SearchStrategy[rt.Indicator]:
    return testing.indicators() | st.sampled_from(_DATASET.indicators)


@st.composite
def _revisions(draw: st.DrawFn) -> rt.Revision:
    return rt.Revision(
        target=draw(_IDS),
        in_force_from=draw(st.dates()),
        criterion=draw(testing.criteria()),
        stretch=draw(st.none() | testing.criteria()),
        unit=draw(_UNITS),
        act=draw(_IDS),
        quote=draw(_WORDS),
    )


_ENTRIES: dict[str, st.SearchStrategy[Any]] = {
    "targets": testing.targets(),
    "revisions": _revisions(),
    "indicators": testing.indicators(),
    "domains": st.builds(rt.Domain, id=_IDS, name_vi=_WORDS, name_en=_WORDS),
    "observations": testing.targets().flatmap(testing.observations),
    "sources": st.builds(rt.Source, id=_IDS, title_vi=_WORDS, title_en=_WORDS, text=_WORDS),
}
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": _IDS,
    "number": st.sampled_from(["1", "7a", "28", "29"]),
    "domain": st.builds(rt.Domain, id=_IDS, name_vi=_WORDS, name_en=_WORDS),
    "reference_area": st.sampled_from(["VN", "VN-23"]),
    "reference_period": testing.periods(),
    "criterion": testing.criteria(),
    "stretch": st.none() | testing.criteria(),
    "unit": _UNITS,
    "of_which": st.none() | _IDS,
    "in_force_from": _DAYS,
    "published": _DAYS,
    "target": _IDS,
    "direction": st.sampled_from(rt.Direction),
    "kind": st.sampled_from(rt.QuantityKind),
    "over_time": st.sampled_from(rt.OverTime),
    "change_of": st.none() | _IDS,
    "value": st.none() | _NUMBERS,
    # Alone it is no range; whole ranges are drawn with the observations.
    "value_upper": st.none(),
    "observation_status": st.sampled_from(rt.ObservationStatus),
}
_HEADER: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("title", "description", "license", "sha256"), _WORDS),
    "released": st.sampled_from(["", "2026-11-22", "2027-01-01"]),
    "version": st.sampled_from(["1.0.0", "1.0.1", "2.0.0"]),
    "as_of": _DAYS,
    "adopted": st.none() | st.lists(testing.targets(), max_size=2).map(tuple),
}


@st.composite
def _edits(draw: st.DrawFn, dataset: rt.Dataset) -> rt.Dataset:
    """The dataset with one thing changed."""
    table = draw(st.sampled_from([*_TABLES, "dataset"]))
    if table == "dataset":
        field = draw(st.sampled_from([*_HEADER]))
        return attrs.evolve(dataset, **{field: draw(_HEADER[field])})
    entries = list(getattr(dataset, table))
    edit = draw(st.sampled_from(["drop", "add", "move", "edit", "rename"]))
    place = draw(st.integers(0, max(len(entries) - 1, 0)))
    if edit == "add" or not entries:
        entries.insert(place, draw(_ENTRIES[table] | st.sampled_from(entries or [None])))
        entries = [entry for entry in entries if entry is not None]
    elif edit == "drop":
        del entries[place]
    elif edit == "move":
        entries.insert(draw(st.integers(0, len(entries) - 1)), entries.pop(place))
    else:
        old = entries[place]
        entries[place] = draw(_other(old))
        if edit == "rename" and table in {"indicators", "domains"}:
            return _with_targets(dataset, table, old, entries[place], entries)
    return attrs.evolve(dataset, **{table: tuple(entries)})


@st.composite
def _other(draw: st.DrawFn, entry: Any) -> Any:  # an entry of any type
    """The same entry with another value in one field, as far as that is legal."""
    field = draw(st.sampled_from([field.name for field in attrs.fields(type(entry))]))
    values = _VALUES.get(field, _WORDS)
    if field == "indicator":
        values = _indicators() if isinstance(entry, rt.Target) else _IDS
    elif field == "value" and entry.value_upper is not None:
        # The smaller end of a range is a number, and no larger than the other end.
        values = st.just(entry.value_upper)
    elif field == "in_force_from" and isinstance(entry, rt.Revision):
        values = st.dates()
    try:
        return attrs.evolve(entry, **{field: draw(values)})
    except rt.InvalidCriterionError:
        return entry


def _with_targets(
    dataset: rt.Dataset, table: str, old: object, new: object, entries: list[Any]
) -> rt.Dataset:
    """Targets go along with their indicator or domain, as they do when a version is read."""
    field = table.removesuffix("s")
    try:
        targets = tuple(
            attrs.evolve(target, **{field: new}) if getattr(target, field) == old else target
            for target in dataset
        )
    except rt.InvalidCriterionError:
        targets = dataset.targets
    return attrs.evolve(dataset, targets=targets, **{table: tuple(entries)})


@attrs.frozen
class _Versions:
    before: rt.Dataset
    after: rt.Dataset

    def _repr_pretty_(self, printer: Any, _: object) -> None:
        # Two whole datasets would fill the screen: only what one has and the other has not.
        for dataset, other in ((self.before, self.after), (self.after, self.before)):
            for table in _TABLES:
                there = getattr(other, table)
                odd = [entry for entry in getattr(dataset, table) if entry not in there]
                printer.text(f"{dataset.label} {table}: {odd}\n" if odd else "")


@st.composite
def _versions(draw: st.DrawFn) -> _Versions:
    """Two versions of one dataset, a few edits apart and a few from the released one."""
    before = _DATASET
    for _ in range(draw(st.integers(0, 4))):
        before = draw(_edits(before))
    after = before
    for _ in range(draw(st.integers(0, 6))):
        after = draw(_edits(after))
    return _Versions(before, after)


@given(versions=_versions())
@settings(max_examples=400)
def test_a_diff_applied_to_the_old_version_gives_the_new(
    versions: _Versions,
) -> None:
    before, after = versions.before, versions.after
    assert diff(before, after).apply(before) == after
    assert diff(after, before).apply(after) == before


@given(versions=_versions())
def test_nothing_is_lost_and_nothing_made_up(versions: _Versions) -> None:
    before, after = versions.before, versions.after
    found = diff(before, after)
    if before != after:
        assert found
    for table in _TABLES:
        old, new = getattr(before, table), getattr(after, table)
        changes = [change for change in found.changes if change.table == table]
        # Targets may differ by what their indicators and domains have become, and no more.
        if old != new and (table != "targets" or _references(before) == _references(after)):
            assert changes
        for change in changes:
            assert change.before is None or old[change.place_before] is change.before
            assert change.after is None or new[change.place_after] is change.after
        # What no change is about is in both, in the same order.
        rest = [
            [entry for place, entry in enumerate(entries) if place not in touched]
            for entries, touched in (
                (old, {change.place_before for change in changes}),
                (new, {change.place_after for change in changes}),
            )
        ]
        if table != "targets":
            assert rest[0] == rest[1]
        assert [entry.id for entry in rest[0] if table == "targets"] == [
            entry.id for entry in rest[1] if table == "targets"
        ]


def _references(dataset: rt.Dataset) -> tuple[object, object]:
    return dataset.indicators, dataset.domains


@given(versions=_versions())
def test_a_version_does_not_differ_from_itself(versions: _Versions) -> None:
    for version in (versions.before, versions.after):
        assert not diff(version, version)
        assert diff(version, version).step is None
        assert diff(version, version).apply(version) == version


@given(versions=_versions())
def test_the_step_is_what_the_kinds_call_for(versions: _Versions) -> None:
    found = diff(versions.before, versions.after)
    kinds = {kind.value for change in found.changes for kind in change.kinds}
    expected = (
        VersionStep.MAJOR
        if kinds & _MAJOR
        else VersionStep.MINOR
        if kinds & _MINOR
        else VersionStep.PATCH
        if kinds & _PATCH
        else None
    )
    assert found.step is expected
    assert kinds <= _MAJOR | _MINOR | _PATCH | _NO_STEP
    for change in found.changes:
        weights = [[*ChangeKind].index(kind) for kind in change.kinds]
        assert weights
        assert weights == sorted(set(weights))
        if ChangeKind.WORDS_ONLY in change.kinds and change.key != "adopted":
            assert {*change.kinds} <= {ChangeKind.WORDS_ONLY, ChangeKind.MOVED}


@given(versions=_versions(), language=st.sampled_from(["vi", "en"]))
def test_every_change_is_put_in_words(versions: _Versions, language: str) -> None:
    before, after = versions.before, versions.after
    found = diff(before, after)
    frame = found.to_frame(language)
    assert frame.height == sum(len(change.kinds) for change in found.changes)
    assert frame["key"].null_count() == frame["name_vi"].null_count() == 0
    lines = found.to_markdown(language).splitlines()
    released = sum(change.key in {"version", "released", "sha256"} for change in found.changes)
    assert sum(line.startswith("- **") for line in lines) == len(found) - released


@given(versions=_versions(), language=st.sampled_from(["vi", "en"]))
def test_two_datasets_stand_side_by_side(versions: _Versions, language: str) -> None:
    before, after = versions.before, versions.after
    after = attrs.evolve(after, id="vn-40-2025")
    found, back = diff(before, after), diff(after, before)
    assert (found.only_before, found.only_after) == (back.only_after, back.only_before)
    assert len(before) - found.only_before == len(after) - found.only_after
    assert found.step is None
    assert {change.key for change in found.changes} == {change.key for change in back.changes}
    assert found.to_frame(language).height == sum(len(change.kinds) for change in found.changes)
    lines = found.to_markdown(language).splitlines()
    assert sum(line.startswith("- **") for line in lines) == len(found)
    with pytest.raises(DiffMismatchError):
        found.apply(before)


# Tighter and looser, against an oracle that asks for verdicts.


@st.composite
def _promises(draw: st.DrawFn) -> tuple[rt.Target, rt.Target]:
    """A target, and the same with another criterion, often near the first, in another unit."""
    target = draw(
        testing.targets().filter(lambda target: target.criterion.relation is not rt.Relation.DONE)
    )
    unit = draw(st.sampled_from(compatible_units(target.unit)))
    criterion = draw(testing.criteria(direction=target.indicator.direction))
    ends = [end for end in (criterion.lower, criterion.upper) if end is not None]
    # Bounds have fewer digits than the smallest floats, and are no floats.
    near = testing.values_near(target, unit=unit).map(lambda value: Decimal(str(value)))
    bounds = near.filter(lambda value: abs(value.adjusted()) < 50)
    chosen = sorted(draw(st.just(end) | bounds) for end in ends)
    assume(len(set(chosen)) == len(ends))
    lower, upper = (*chosen, None, None)[:2]
    return target, attrs.evolve(
        target,
        criterion=attrs.evolve(criterion, lower=lower, upper=upper),
        stretch=None,
        unit=unit,
    )


def _kinds(before: rt.Target, after: rt.Target) -> set[str]:
    versions = (
        rt.Dataset(id="any", version="1.0.0", targets=(attrs.evolve(target, stretch=None),))
        for target in (before, after)
    )
    return {kind.value for change in diff(*versions).changes for kind in change.kinds}


def _statuses(before: rt.Target, after: rt.Target) -> list[tuple[rt.Status, rt.Status]]:
    """Verdicts of both at every bound, between two and beyond them: all there is to tell.

    The figures are in the smaller one of both units, in which no bound needs more digits.
    """
    ends = {
        Fraction(end) * exact_factor(target.unit, before.unit)
        for target in (before, after)
        for end in (target.criterion.lower, target.criterion.upper)
        if end is not None
    }
    marks = sorted(ends)
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    points = [marks[0] - 1, *marks, *between, marks[-1] + 1]
    return [(_judged(before, point, before), _judged(after, point, before)) for point in points]


def _judged(target: rt.Target, point: Fraction, unit_of: rt.Target) -> rt.Status:
    with localcontext(prec=200):
        exact = Decimal(point.numerator) / Decimal(point.denominator)
    assume(Fraction(exact) == point)
    return target.compare(exact, unit=unit_of.unit).status


@given(promises=_promises())
@settings(max_examples=500)
def test_tightened_and_loosened_are_what_the_verdicts_say(
    promises: tuple[rt.Target, rt.Target],
) -> None:
    before, after = promises
    statuses = _statuses(before, after)
    lost = any(was.is_met and not now.is_met for was, now in statuses)
    won = any(now.is_met and not was.is_met for was, now in statuses)
    same = all(was == now for was, now in statuses)
    kinds = _kinds(before, after)
    assert ("tightened" in kinds) == (lost and not won)
    assert ("loosened" in kinds) == (won and not lost)
    assert ("shifted" in kinds) == (won and lost)
    assert ("exceeding_changed" in kinds) == (not won and not lost and not same)


@given(promises=_promises(), data=st.data())
def test_a_value_that_meets_the_tightened_promise_met_the_old_one(
    promises: tuple[rt.Target, rt.Target], data: st.DataObject
) -> None:
    before, after = promises
    kinds = _kinds(before, after)
    assume(kinds & {"tightened", "loosened"})
    easy, hard = (before, after) if "tightened" in kinds else (after, before)
    value = Decimal(data.draw(testing.values_near(hard) | testing.values_near(easy)))
    if hard.compare(value).status.is_met:
        assert easy.compare(value, unit=hard.unit).status.is_met


@given(promises=_promises())
def test_tightened_one_way_is_loosened_the_other(promises: tuple[rt.Target, rt.Target]) -> None:
    before, after = promises
    there, back = _kinds(before, after), _kinds(after, before)
    swapped = {"tightened": "loosened", "loosened": "tightened"}
    assert {swapped.get(kind, kind) for kind in there} == back


@given(target=testing.targets(), data=st.data())
@example(target=_DATASET["9"], data=None)
def test_another_unit_alone_is_neither_tighter_nor_looser(
    target: rt.Target, data: st.DataObject | None
) -> None:
    units = compatible_units(target.unit)
    unit = units[0] if data is None else data.draw(st.sampled_from(units))
    moved = attrs.evolve(
        target,
        unit=unit,
        criterion=_in_unit(target.criterion, target.unit, unit),
        stretch=target.stretch and _in_unit(target.stretch, target.unit, unit),
    )
    # 7 million is 7.0 million: the same unit, and the same bound in other digits.
    expected = [{"unit_changed"}] if unit != target.unit else [set(), {"words_only"}]
    assert _kinds(target, moved) in expected


def _in_unit(criterion: rt.Criterion, unit: str, other: str) -> rt.Criterion:
    ends = {}
    for name in ("lower", "upper"):
        end = getattr(criterion, name)
        if end is not None:
            ends[name] = rt.convert(end, unit, other)
            # A twelfth of a year's amount may have no end as a decimal.
            assume(Fraction(ends[name]) == Fraction(end) * exact_factor(unit, other))
    return attrs.evolve(criterion, **ends)
