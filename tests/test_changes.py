"""What changed between two data versions, and two datasets side by side."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.changes import Change, ChangeKind, DatasetDiff, diff
from resolution_targets.errors import DiffMismatchError
from resolution_targets.version_numbers import VersionStep

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLES = ("targets", "revisions", "indicators", "domains", "observations", "sources")
# 25/NQ-CP of 5 February 2025 put 8.0 % in the place of "trên 7%".
_REVISION = rt.Revision(
    target="grdp-growth",
    in_force_from="2025-02-05",  # type: ignore[arg-type]
    criterion=rt.Criterion(relation="reach", lower="8.0"),
    unit="percent",
    act="25-nq-cp",
)


def _criterion(words: str) -> rt.Criterion:
    """The criterion that `str` writes in these words: "above 7", "between 0.5 to 0.6"."""
    *relation, ends = words.rpartition(" ") if " to " not in words else words.split(" ", 1)
    lower, _, upper = ends.partition(" to ")
    name = "_".join("".join(relation).split())
    return rt.Criterion(relation=name, lower=lower, upper=upper or None)


def _edited(dataset: rt.Dataset, table: str, key: int | str, **fields: object) -> rt.Dataset:
    """A dataset in which one entry has other fields; a target is named by its number."""
    entries = list(getattr(dataset, table))
    place = dataset.targets.index(dataset[key]) if table == "targets" else int(key)
    entries[place] = attrs.evolve(entries[place], **fields)
    return attrs.evolve(dataset, **{table: tuple(entries)})


def _kinds(before: rt.Dataset, after: rt.Dataset) -> dict[str, list[str]]:
    return {change.key: [*map(str, change.kinds)] for change in diff(before, after).changes}


@pytest.mark.parametrize(
    ("number", "old", "new", "kinds"),
    [
        # More is better: 7 itself does not meet "above 7".
        ("1", "above 7", "above 8", ["tightened"]),
        ("1", "above 8", "above 7", ["loosened"]),
        ("1", "above 7", "at least 7", ["loosened", "relation_changed"]),
        ("1", "at least 7", "above 7", ["tightened", "relation_changed"]),
        ("1", "above 7", "reach 8.0", ["tightened", "relation_changed"]),
        ("1", "above 7", "reach 6.99", ["loosened", "relation_changed"]),
        ("1", "reach 7", "at least 7", ["relation_changed"]),
        # A range is met at its smaller end and exceeded past its larger one.
        ("14", "between 0.5 to 0.6", "between 0.5 to 0.7", ["exceeding_changed"]),
        ("14", "between 0.5 to 0.6", "between 0.4 to 0.6", ["loosened"]),
        ("14", "between 0.5 to 0.6", "between 0.51 to 0.6", ["tightened"]),
        ("14", "at least 0.5", "between 0.5 to 0.6", ["exceeding_changed", "relation_changed"]),
        ("14", "above 0.5", "between 0.5 to 0.6", ["loosened", "relation_changed"]),
        # Written otherwise, promised the same.
        ("1", "above 7", "above 7.0", ["words_only"]),
    ],
)
def test_a_promise_where_more_is_better(
    ha_tinh: rt.Dataset, number: str, old: str, new: str, kinds: list[str]
) -> None:
    before, after = (
        _edited(ha_tinh, "targets", number, criterion=_criterion(words)) for words in (old, new)
    )
    found = diff(before, after)
    assert [[*map(str, change.kinds)] for change in found.changes] == [kinds]
    assert found.step is (VersionStep.PATCH if kinds == ["words_only"] else VersionStep.MAJOR)


@pytest.mark.parametrize(
    ("direction", "old", "new", "kinds"),
    [
        ("lower", "below 3", "below 2", ["tightened"]),
        ("lower", "below 3", "at most 3", ["loosened", "relation_changed"]),
        ("lower", "reach 3", "at most 3", ["relation_changed"]),
        ("lower", "reach 3", "reach 4", ["loosened"]),
        # A range is met at its larger end.
        ("lower", "between 2 to 3", "between 1 to 3", ["exceeding_changed"]),
        ("lower", "between 2 to 3", "between 2 to 4", ["loosened"]),
        ("lower", "between 2 to 3", "below 3", ["tightened", "relation_changed"]),
        # Past either end is missed, and nothing is exceeded.
        ("within", "between 30 to 40", "between 32 to 38", ["tightened"]),
        ("within", "between 30 to 40", "between 30 to 38", ["tightened"]),
        ("within", "between 30 to 40", "between 29 to 40", ["loosened"]),
        ("within", "between 30 to 40", "between 35 to 45", ["shifted"]),
        ("within", "between 30 to 40", "between 50 to 60", ["shifted"]),
    ],
)
def test_a_promise_where_less_is_better_or_neither(
    ha_tinh: rt.Dataset, direction: str, old: str, new: str, kinds: list[str]
) -> None:
    indicator = attrs.evolve(ha_tinh["1"].indicator, direction=direction)
    before, after = (
        _edited(ha_tinh, "targets", "1", indicator=indicator, criterion=_criterion(words))
        for words in (old, new)
    )
    assert _kinds(before, after) == {"grdp-growth": kinds}


@pytest.mark.parametrize(
    ("number", "bound", "unit", "kinds"),
    [
        # II.2 (5): "trên 44.100 tỷ đồng"; (3): "trên 53 triệu đồng/người/năm".
        ("5", "44.1", "trillion VND", ["unit_changed"]),
        ("5", "44100000", "million VND", ["unit_changed"]),
        ("5", "44100001", "million VND", ["tightened", "unit_changed"]),
        ("5", "44099999.9", "million VND", ["loosened", "unit_changed"]),
        ("3", "5.3", "million VND/person/month", ["tightened", "unit_changed"]),
        # (17): "trên 23%".
        ("17", "0.23", "dimensionless", ["unit_changed"]),
        # Nobody knows whether that is more: the units do not convert.
        ("6", "60000", "billion VND", ["unit_changed"]),
        ("1", "7", "percentage_point", ["unit_changed"]),
    ],
)
def test_another_unit(
    ha_tinh: rt.Dataset, number: str, bound: str, unit: str, kinds: list[str]
) -> None:
    criterion = rt.Criterion(relation="above", lower=bound)
    after = _edited(ha_tinh, "targets", number, criterion=criterion, unit=unit)
    assert _kinds(ha_tinh, after) == {ha_tinh[number].id: kinds}
    assert diff(ha_tinh, after).step is VersionStep.MAJOR


def test_a_bound_that_has_no_end_as_a_decimal_in_the_other_unit(ha_tinh: rt.Dataset) -> None:
    # A twelfth of 53 is 4.41666...; 4.4167 a month are 53.0004 a year.
    monthly = {"unit": "million VND/person/month"}
    kinds = [
        _kinds(ha_tinh, _edited(ha_tinh, "targets", "3", criterion=_criterion(words), **monthly))
        for words in ("above 4.4166", "above 4.4167")
    ]
    assert kinds == [
        {"income-per-capita": ["loosened", "unit_changed"]},
        {"income-per-capita": ["tightened", "unit_changed"]},
    ]


@pytest.mark.parametrize("flag", ["hedged", "maintain"])
def test_about_and_keep(ha_tinh: rt.Dataset, flag: str) -> None:
    criterion = attrs.evolve(ha_tinh["1"].criterion, **{flag: True})
    after = _edited(ha_tinh, "targets", "1", criterion=criterion)
    assert _kinds(ha_tinh, after) == {"grdp-growth": ["qualified"]}


def test_a_milestone_that_becomes_a_number(ha_tinh: rt.Dataset) -> None:
    after = _edited(ha_tinh, "targets", "9", criterion=_criterion("reach 1"))
    assert _kinds(ha_tinh, after) == {"new-rural-province": ["relation_changed"]}
    assert _kinds(after, ha_tinh) == {"new-rural-province": ["relation_changed"]}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (None, "above 8", ["stretch_changed"]),
        ("above 8", None, ["stretch_changed"]),
        ("above 8", "above 9", ["stretch_changed"]),
        ("above 8", "at least 8", ["stretch_changed"]),
        ("above 8", "above 8.0", ["words_only"]),
    ],
)
def test_a_stretch(ha_tinh: rt.Dataset, old: str | None, new: str | None, kinds: list[str]) -> None:
    before, after = (
        _edited(ha_tinh, "targets", "1", stretch=None if words is None else _criterion(words))
        for words in (old, new)
    )
    assert _kinds(before, after) == {"grdp-growth": kinds}


def test_a_stretch_goes_along_with_the_unit(ha_tinh: rt.Dataset) -> None:
    before = _edited(ha_tinh, "targets", "5", stretch=_criterion("above 45000"))
    after = _edited(
        before,
        "targets",
        "5",
        criterion=_criterion("above 44.1"),
        stretch=_criterion("above 45"),
        unit="trillion VND",
    )
    assert _kinds(before, after) == {"total-investment": ["unit_changed"]}


def test_the_other_direction_is_the_better_one_now(ha_tinh: rt.Dataset) -> None:
    # (12): "Có 12 bác sĩ/1 vạn dân"; the criterion itself stays as it is.
    place = next(n for n, each in enumerate(ha_tinh.indicators) if each.id == ha_tinh["12"].id)
    lower = attrs.evolve(ha_tinh["12"].indicator, direction="lower")
    after = _edited(ha_tinh, "indicators", place, direction="lower")
    after = _edited(after, "targets", "12", indicator=lower)
    found = diff(ha_tinh, after)
    assert [(change.table, *map(str, change.kinds)) for change in found.changes] == [
        ("targets", "shifted"),
        ("indicators", "meaning_changed"),
    ]
    assert found.apply(ha_tinh) == after


def test_less_in_another_direction_is_not_tighter(ha_tinh: rt.Dataset) -> None:
    # All from 8 to 9 is above 7, but 10 was better than 9 before and is a miss now.
    within = attrs.evolve(ha_tinh["1"].indicator, direction="within")
    after = _edited(
        ha_tinh, "targets", "1", indicator=within, criterion=_criterion("between 8 to 9")
    )
    assert _kinds(ha_tinh, after) == {
        "grdp-growth": ["shifted", "relation_changed", "meaning_changed"]
    }


# Every field of every entry but those that name it: another value, and what kind that is.
_FIELDS: dict[str, dict[str, tuple[object, list[str]]]] = {
    "targets": {
        "number": ("29", ["renumbered"]),
        "indicator": (lambda ds: ds["15"].indicator, ["scope_changed"]),
        "domain": (lambda ds: ds["24"].domain, ["regrouped"]),
        "reference_area": ("VN-40", ["scope_changed"]),
        "reference_period": (2026, ["scope_changed"]),
        "criterion": (rt.Criterion(relation="above", lower=8), ["tightened"]),
        "stretch": (rt.Criterion(relation="above", lower=8), ["stretch_changed"]),
        "unit": ("permille", ["loosened", "unit_changed"]),
        "of_which": ("budget-revenue", ["regrouped"]),
        "quote": ("GRDP", ["words_only"]),
        "source": ("gazette", ["words_only"]),
        "locator": ("II", ["words_only"]),
        "comment": ("Judgement.", ["words_only"]),
        "in_force_from": ("2024-12-30", ["completed"]),
        "act": ("gazette", ["act_changed"]),
    },
    "revisions": {
        "criterion": (rt.Criterion(relation="reach", lower=9), ["tightened"]),
        "stretch": (rt.Criterion(relation="reach", lower=9), ["stretch_changed"]),
        "unit": ("permille", ["loosened", "unit_changed"]),
        "act": ("226-nq-cp", ["act_changed"]),
        "quote": ("8%", ["words_only"]),
        "source": ("gazette", ["words_only"]),
        "locator": ("1", ["words_only"]),
        "comment": ("Judgement.", ["words_only"]),
    },
    "indicators": {
        "name_vi": ("Tăng trưởng", ["words_only"]),
        "name_en": ("Growth", ["words_only"]),
        "definition_en": ("Growth.", ["words_only"]),
        "direction": ("within", ["meaning_changed"]),
        "kind": ("index", ["meaning_changed"]),
        "unit": ("permille", ["meaning_changed"]),
        "numerator": ("grdp", ["meaning_changed"]),
        "denominator": ("grdp", ["meaning_changed"]),
        "over_time": ("stock", ["meaning_changed"]),
        "change_of": ("grdp", ["meaning_changed"]),
        "comment": ("", ["words_only"]),
    },
    "domains": {
        "name_vi": ("Nền kinh tế", ["words_only"]),
        "name_en": ("The economy", ["words_only"]),
    },
    "observations": {
        # I: "Tăng trưởng kinh tế ước đạt 7,3%".
        "value": (Decimal("7.48"), ["value_changed"]),
        "value_upper": (Decimal("7.5"), ["value_changed"]),
        "unit": ("permille", ["value_changed"]),
        "observation_status": ("A", ["value_changed"]),
        "quote": ("7,3%", ["words_only"]),
        "locator": ("II", ["words_only"]),
        "comment": ("", ["words_only"]),
        "published": ("2024-12-30", ["completed"]),
        "derived_from": (lambda ds: ds.observations[1:2], ["value_changed"]),
    },
    "sources": {
        "title_vi": ("Nghị quyết", ["words_only"]),
        "title_en": ("Resolution", ["words_only"]),
        "path": ("source/other.txt", ["words_only"]),
        "url": ("https://hatinh.gov.vn", ["words_only"]),
        "comment": ("", ["words_only"]),
        "text": ("Nghị quyết", ["words_only"]),
    },
}
_NAMING = {
    "targets": {"id"},
    "revisions": {"target", "in_force_from"},
    "indicators": {"id"},
    "domains": {"id"},
    "observations": {"indicator", "reference_area", "reference_period", "source"},
    "sources": {"id"},
}
_HEADER: dict[str, tuple[object, list[str]]] = {
    "version": ("1.0.1", ["release_changed"]),
    "title": ("28 chỉ tiêu", ["words_only"]),
    "description": ("28 chỉ tiêu.", ["words_only"]),
    "license": ("CC-BY-4.0", ["license_changed"]),
    "released": ("2027-01-01", ["release_changed"]),
    "sha256": ("0" * 64, ["release_changed"]),
    "as_of": (date(2025, 6, 30), ["view_changed"]),
    "adopted": ((), ["view_changed"]),
}
_STEPS = {
    "major": (
        "dropped tightened loosened shifted exceeding_changed relation_changed unit_changed "
        "stretch_changed qualified scope_changed meaning_changed value_changed renumbered "
        "act_changed date_changed license_changed"
    ),
    "minor": "added completed regrouped",
    "patch": "moved words_only",
    "": "view_changed release_changed",
}


def _revised(dataset: rt.Dataset) -> rt.Dataset:
    return attrs.evolve(dataset, revisions=(_REVISION,))


@pytest.mark.parametrize(
    ("table", "field"), [(table, field) for table in _FIELDS for field in _FIELDS[table]]
)
def test_every_field_of_every_entry(ha_tinh: rt.Dataset, table: str, field: str) -> None:
    before = _revised(ha_tinh)
    if table in {"indicators", "domains"}:
        # Targets go along with their indicators and domains; here the tables stand alone.
        before = attrs.evolve(before, targets=())
    value, kinds = _FIELDS[table][field]
    value = value(before) if callable(value) else value
    after = _edited(before, table, "1" if table == "targets" else 0, **{field: value})
    found = diff(before, after)
    assert [(change.table, [*map(str, change.kinds)]) for change in found.changes] == [
        (table, kinds)
    ]
    assert found.apply(before) == after


@pytest.mark.parametrize("field", list(_HEADER))
def test_every_fact_about_the_whole(ha_tinh: rt.Dataset, field: str) -> None:
    value, kinds = _HEADER[field]
    after = attrs.evolve(ha_tinh, **{field: value})
    found = diff(ha_tinh, after)
    assert found.changes == (
        Change(
            table="dataset",
            key=field,
            kinds=tuple(map(ChangeKind, kinds)),
            name_vi=found.changes[0].name_vi,
            name_en=found.changes[0].name_en,
            before=getattr(ha_tinh, field),
            after=value,  # type: ignore[arg-type]
        ),
    )
    assert found.apply(ha_tinh) == after


def test_no_field_is_forgotten(ha_tinh: rt.Dataset) -> None:
    ds = _revised(ha_tinh)
    for table in _TABLES:
        fields = {field.name for field in attrs.fields(type(getattr(ds, table)[0]))}
        assert {*_FIELDS[table]} | _NAMING[table] == fields
    header = {field.name for field in attrs.fields(rt.Dataset)} - {*_TABLES, "id"}
    assert {*_HEADER} == header


def test_every_kind_has_its_step() -> None:
    steps = {kind.value: str(kind.step or "") for kind in ChangeKind}
    assert steps == {name: step for step, names in _STEPS.items() for name in names.split()}
    # The weightiest first: the first kind of a change says what it calls for.
    order = ["major", "minor", "patch", ""]
    assert [*steps.values()] == sorted(steps.values(), key=order.index)


def test_every_kind_has_its_words() -> None:
    for language in ("vi", "en"):
        assert len({kind.in_words(language) for kind in ChangeKind}) == len(ChangeKind)
    with pytest.raises(rt.UnknownOptionError) as caught:
        ChangeKind.ADDED.in_words("fr")
    assert str(caught.value) == "language='fr' is not known; it takes 'vi', 'en'"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("targets", "grdp-growth"),
        ("revisions", "grdp-growth from 2025-02-05"),
        ("indicators", "grdp-growth"),
        ("domains", "economy"),
        ("observations", "grdp-growth VN-23 2024 resolution"),
        ("sources", "resolution"),
    ],
)
def test_an_entry_dropped_or_added(ha_tinh: rt.Dataset, table: str, key: str) -> None:
    whole = _revised(ha_tinh)
    entry, *others = getattr(whole, table)
    less = attrs.evolve(whole, **{table: tuple(others)})
    (dropped,), (added,) = diff(whole, less).changes, diff(less, whole).changes
    assert (dropped.table, dropped.key, dropped.kinds) == (table, key, (ChangeKind.DROPPED,))
    assert (dropped.before, dropped.after) == (entry, None)
    assert (dropped.place_before, dropped.place_after) == (0, None)
    assert added == attrs.evolve(
        dropped,
        kinds=(ChangeKind.ADDED,),
        before=None,
        after=entry,
        place_before=None,
        place_after=0,
    )
    assert diff(whole, less).step is VersionStep.MAJOR
    assert diff(less, whole).step is VersionStep.MINOR
    assert diff(whole, less).apply(whole) == less
    assert diff(less, whole).apply(less) == whole


def test_what_is_counted_as_only_in_one(ha_tinh: rt.Dataset) -> None:
    less = attrs.evolve(ha_tinh, targets=ha_tinh.targets[3:])
    assert (diff(ha_tinh, less).only_before, diff(ha_tinh, less).only_after) == (3, 0)
    assert (diff(less, ha_tinh).only_before, diff(less, ha_tinh).only_after) == (0, 3)


def test_one_that_moves_and_those_that_make_room(ha_tinh: rt.Dataset) -> None:
    first, *others = ha_tinh.targets
    after = attrs.evolve(ha_tinh, targets=(*others[:4], first, *others[4:]))
    (change,) = diff(ha_tinh, after).changes
    assert (change.key, change.kinds) == ("grdp-growth", (ChangeKind.MOVED,))
    assert (change.place_before, change.place_after) == (0, 4)
    assert diff(ha_tinh, after).step is VersionStep.PATCH
    # What stands after one that was dropped or added has not moved.
    assert list(_kinds(ha_tinh, attrs.evolve(ha_tinh, targets=tuple(others)))) == ["grdp-growth"]


def test_changes_stand_in_the_order_of_the_text(ha_tinh: rt.Dataset) -> None:
    after = _edited(_revised(ha_tinh), "targets", "10", number="29")
    after = _edited(after, "targets", "2", criterion=_criterion("above 92"))
    after = attrs.evolve(
        after,
        version="2.0.0",
        targets=tuple(target for target in after.targets if target.number != "4"),
        observations=(),
        sources=(),
    )
    assert [(change.table, change.key) for change in diff(ha_tinh, after).changes] == [
        ("targets", "grdp-per-capita"),
        ("targets", "production-value-per-hectare"),
        ("targets", "urbanization-rate"),
        ("revisions", "grdp-growth from 2025-02-05"),
        ("observations", "grdp-growth VN-23 2024 resolution"),
        ("observations", "budget-revenue VN-23 2024 resolution"),
        ("observations", "poverty-rate VN-23 2024 resolution"),
        ("observations", "targets-met VN-23 2024 resolution"),
        ("observations", "targets-set VN-23 2024 resolution"),
        ("sources", "resolution"),
        ("dataset", "version"),
    ]


def test_several_kinds_of_one_change_stand_by_weight(ha_tinh: rt.Dataset) -> None:
    moved = _edited(ha_tinh, "targets", "2", of_which="grdp-growth", quote="GRDP", number="1a")
    second, first, *others = (moved.targets[1], moved.targets[0], *moved.targets[2:])
    after = attrs.evolve(moved, targets=(second, first, *others))
    # The words differ too, and go without saying beside what weighs more.
    assert _kinds(ha_tinh, after) == {"grdp-per-capita": ["renumbered", "regrouped", "moved"]}


def test_words_of_one_that_moved(ha_tinh: rt.Dataset) -> None:
    moved = _edited(ha_tinh, "targets", "2", quote="GRDP")
    after = attrs.evolve(moved, targets=(moved.targets[1], moved.targets[0], *moved.targets[2:]))
    assert _kinds(ha_tinh, after) == {"grdp-per-capita": ["moved", "words_only"]}


def test_targets_go_along_with_their_indicator_and_domain(ha_tinh: rt.Dataset) -> None:
    indicator = attrs.evolve(ha_tinh["1"].indicator, name_en="Growth")
    domain = attrs.evolve(ha_tinh["1"].domain, name_en="The economy")
    targets = (
        attrs.evolve(
            target,
            domain=domain if target.domain.id == "economy" else target.domain,
            indicator=indicator if target.id == "grdp-growth" else target.indicator,
        )
        for target in ha_tinh
    )
    after = attrs.evolve(
        ha_tinh,
        targets=tuple(targets),
        indicators=(indicator, *ha_tinh.indicators[1:]),
        domains=(domain, *ha_tinh.domains[1:]),
    )
    found = diff(ha_tinh, after)
    assert [(change.table, change.key) for change in found.changes] == [
        ("indicators", "grdp-growth"),
        ("domains", "economy"),
    ]
    assert found.step is VersionStep.PATCH
    assert found.apply(ha_tinh) == after


def test_a_target_that_does_not_go_along_has_changed(ha_tinh: rt.Dataset) -> None:
    indicator = attrs.evolve(ha_tinh["1"].indicator, over_time="stock")
    domain = attrs.evolve(ha_tinh["24"].domain, name_en="Nature")
    alone = _edited(ha_tinh, "targets", "1", indicator=indicator)
    alone = _edited(alone, "targets", "24", domain=domain)
    assert _kinds(ha_tinh, alone) == {
        "grdp-growth": ["meaning_changed"],
        "solid-waste-treated": ["words_only"],
    }
    assert diff(ha_tinh, alone).apply(ha_tinh) == alone
    # The table changed, the target kept what was in it.
    table = _edited(ha_tinh, "indicators", 0, over_time="stock")
    found = diff(ha_tinh, table)
    assert [(change.table, *map(str, change.kinds)) for change in found.changes] == [
        ("targets", "meaning_changed"),
        ("indicators", "meaning_changed"),
    ]
    assert found.apply(ha_tinh) == table
    assert found.to_frame()["after"].to_list() == [None, "stock"]
    assert "- **GRDP growth** (1): meaning changed\n" in found.to_markdown()


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (None, Decimal("7.3"), ["value_changed"]),
        (Decimal("7.3"), None, ["value_changed"]),
        (7.3, 7.30001, ["value_changed"]),
        # Which type holds the figure, or how it is written, is no other figure.
        (Decimal("7.3"), 7.3, ["words_only"]),
        (Decimal("7.3"), Decimal("7.30"), ["words_only"]),
        (1, True, ["words_only"]),
        (Decimal(0), False, ["words_only"]),
    ],
)
def test_a_reported_value(
    ha_tinh: rt.Dataset, old: Decimal | float | None, new: Decimal | float | None, kinds: list[str]
) -> None:
    before, after = (_edited(ha_tinh, "observations", 0, value=value) for value in (old, new))
    assert _kinds(before, after) == {"grdp-growth VN-23 2024 resolution": kinds}
    assert diff(before, after).apply(before) == after


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (None, Decimal("7.5"), ["value_changed"]),
        (Decimal("7.5"), None, ["value_changed"]),
        (Decimal("7.5"), Decimal(8), ["value_changed"]),
        # 7.6 is no float, and was written 7.6 all the same.
        (Decimal("7.6"), 7.6, ["words_only"]),
    ],
)
def test_the_larger_end_of_a_range(
    ha_tinh: rt.Dataset, old: Decimal | None, new: Decimal | float | None, kinds: list[str]
) -> None:
    before, after = (_edited(ha_tinh, "observations", 0, value_upper=end) for end in (old, new))
    assert _kinds(before, after) == {"grdp-growth VN-23 2024 resolution": kinds}
    assert diff(before, after).apply(before) == after


def test_a_range_is_told_with_both_ends(ha_tinh: rt.Dataset) -> None:
    found = diff(ha_tinh, _edited(ha_tinh, "observations", 0, value_upper=Decimal("7.5")))
    assert found.to_frame()["after"].to_list() == ["7.3 to 7.5% (estimated)"]
    assert (
        "- **GRDP growth** (reported for VN-23, 2024): value changed, from 7.3% (estimated) to "
        "7.3 to 7.5% (estimated)\n"
    ) in found.to_markdown()
    assert "nay là 7,3 đến 7,5% (ước)\n" in found.to_markdown("vi")


def test_a_value_that_is_no_number_is_itself(ha_tinh: rt.Dataset) -> None:
    ds = _edited(ha_tinh, "observations", 0, value=float("nan"))
    assert not diff(ds, ds)
    # NaN equals nothing, so that this one and that one are two.
    again = _edited(ha_tinh, "observations", 0, value=float("nan"))
    assert _kinds(ds, again) == {"grdp-growth VN-23 2024 resolution": ["value_changed"]}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (None, "2025-01-01", "completed"),
        ("2025-01-01", "2025-01-02", "date_changed"),
        ("2025-01-01", None, "date_changed"),
    ],
)
def test_a_day(ha_tinh: rt.Dataset, old: str | None, new: str | None, kind: str) -> None:
    before, after = (_edited(ha_tinh, "targets", "1", in_force_from=day) for day in (old, new))
    assert _kinds(before, after) == {"grdp-growth": [kind]}
    before, after = (_edited(ha_tinh, "observations", 0, published=day) for day in (old, new))
    assert _kinds(before, after) == {"grdp-growth VN-23 2024 resolution": [kind]}


@pytest.mark.parametrize(
    ("edit", "kinds"),
    [
        ({"criterion": _criterion("reach 9")}, ["tightened"]),
        ({"criterion": _criterion("above 8.0")}, ["tightened", "relation_changed"]),
        ({"unit": "billion VND"}, ["unit_changed"]),
    ],
)
def test_a_revision_is_judged_by_its_target(
    ha_tinh: rt.Dataset, edit: dict[str, object], kinds: list[str]
) -> None:
    before = _revised(ha_tinh)
    after = _edited(before, "revisions", 0, **edit)
    assert _kinds(before, after) == {"grdp-growth from 2025-02-05": kinds}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("reach 8", "reach 9", ["shifted"]),
        ("reach 8", "above 8", ["relation_changed"]),
        ("between 8 to 9", "between 8 to 10", ["shifted"]),
        ("reach 8", "reach 8.0", ["words_only"]),
    ],
)
@pytest.mark.parametrize("target", ["no-such-target", "poverty-reduction"])
def test_a_revision_that_cannot_be_judged(
    ha_tinh: rt.Dataset, target: str, old: str, new: str, kinds: list[str]
) -> None:
    # Of no target, or of one whose direction its relation contradicts.
    lower = attrs.evolve(ha_tinh["14"].indicator, direction="within")
    ds = _edited(ha_tinh, "targets", "14", indicator=lower)
    revisions = [
        (attrs.evolve(_REVISION, target=target, criterion=_criterion(words)),)
        for words in (old, new)
    ]
    before, after = (attrs.evolve(ds, revisions=each) for each in revisions)
    if target == "poverty-reduction" and old.startswith("between"):
        kinds = ["loosened"]
    assert _kinds(before, after) == {f"{target} from 2025-02-05": kinds}


def test_entries_of_one_name_are_told_apart(ha_tinh: rt.Dataset) -> None:
    first, *others = ha_tinh.observations
    again = attrs.evolve(first, value=Decimal("7.48"), locator="II")
    before = attrs.evolve(ha_tinh, observations=(first, again, *others))
    after = attrs.evolve(ha_tinh, observations=(first, attrs.evolve(again, value=8), *others))
    assert _kinds(ha_tinh, before) == {"grdp-growth VN-23 2024 resolution #2": ["added"]}
    assert _kinds(before, after) == {"grdp-growth VN-23 2024 resolution #2": ["value_changed"]}
    assert diff(before, after).apply(before) == after


def test_an_observation_without_a_source(ha_tinh: rt.Dataset) -> None:
    sourceless = attrs.evolve(ha_tinh.observations[0], source="")
    after = attrs.evolve(ha_tinh, observations=(*ha_tinh.observations, sourceless))
    assert _kinds(ha_tinh, after) == {"grdp-growth VN-23 2024": ["added"]}


def test_nothing_changed(ha_tinh: rt.Dataset) -> None:
    again = rt.load("ha-tinh-2025", version="1.0.0")
    found = diff(ha_tinh, again)
    assert found == DatasetDiff(
        before="ha-tinh-2025 1.0.0",
        after="ha-tinh-2025 1.0.0",
        changes=(),
        only_before=0,
        only_after=0,
        is_one_dataset=True,
    )
    assert not found
    assert found.step is None
    assert found.apply(again) == ha_tinh
    assert found.to_markdown() == "# ha-tinh-2025 1.0.0 → ha-tinh-2025 1.0.0\n\nNothing changed.\n"
    assert found.to_markdown("vi").endswith("\n\nKhông có thay đổi.\n")


def test_a_new_release_of_the_same_calls_for_no_step(ha_tinh: rt.Dataset) -> None:
    found = diff(ha_tinh, attrs.evolve(ha_tinh, version="1.0.1", released="2027-01-01", sha256=""))
    assert (len(found), bool(found), found.step) == (3, True, None)
    assert found.to_markdown() == "# ha-tinh-2025 1.0.0 → ha-tinh-2025 1.0.1\n\nNothing changed.\n"
    assert found.to_frame().select("key", "before", "after").rows() == [
        ("version", "1.0.0", "1.0.1"),
        ("released", "2026-11-22", "2027-01-01"),
        ("sha256", ha_tinh.sha256, None),
    ]


def test_views_of_two_days(ha_tinh: rt.Dataset) -> None:
    ds = _revised(ha_tinh)
    winter, summer = ds.in_force("2025-01-31"), ds.in_force("2025-06-30")
    found = diff(winter, summer)
    assert found.to_markdown() == (
        "# ha-tinh-2025 1.0.0 as of 2025-01-31 → ha-tinh-2025 1.0.0 as of 2025-06-30\n\n"
        "## Tightened\n\n"
        "- **GRDP growth** (1): tightened, relation changed, from above 7% to 8%; "
        "act changed, from resolution to 25-nq-cp; completed, 2025-02-05\n\n"
        "## As of another day\n\n"
        "- **day asked about** (dataset): as of another day, from 2025-01-31 to 2025-06-30\n"
    )
    assert found.apply(winter) == summer
    assert diff(ds, winter).step is None
    assert _kinds(ds, winter) == {"as_of": ["view_changed"], "adopted": ["view_changed"]}
    assert diff(ds, winter).apply(ds) == winter
    assert diff(winter, ds).apply(winter) == ds


def test_what_views_were_picked_from(ha_tinh: rt.Dataset) -> None:
    ds = _revised(ha_tinh)
    first, second, *others = ds.targets
    harder = attrs.evolve(first, criterion=_criterion("above 7.5"))
    edited = attrs.evolve(ds, targets=(second, harder, *others))
    before, after = ds.in_force("2025-06-30"), edited.in_force("2025-06-30")
    # On that day the later act's promise holds, whatever stood there first.
    assert _kinds(before, after) == {
        "grdp-per-capita": ["moved"],
        "adopted": ["tightened", "moved"],
    }
    assert diff(before, after).apply(before) == after
    lines = diff(before, after).to_markdown().splitlines()
    assert "- **promises first adopted** (dataset): tightened, moved" in lines


@pytest.mark.parametrize(
    ("edit", "expected", "found"),
    [
        (
            lambda ds: attrs.evolve(ds, version="1.0.1"),
            "ha-tinh-2025 1.0.0",
            "ha-tinh-2025 1.0.1",
        ),
        (
            lambda ds: attrs.evolve(ds, targets=ds.targets[1:]),
            "'grdp-growth' of targets as it was",
            "none",
        ),
        (
            lambda ds: _edited(ds, "targets", "1", number="29"),
            "'grdp-growth' of targets as it was",
            "another one",
        ),
        (
            _revised,
            "no 'grdp-growth from 2025-02-05' of revisions",
            "another one",
        ),
        (
            lambda ds: attrs.evolve(ds, title="Các chỉ tiêu"),
            "'title' of dataset as it was",
            "another one",
        ),
    ],
)
def test_a_diff_that_does_not_fit(
    ha_tinh: rt.Dataset, edit: Callable[[rt.Dataset], rt.Dataset], expected: str, found: str
) -> None:
    after = _edited(_revised(ha_tinh), "targets", "1", criterion=_criterion("above 8"))
    made = diff(ha_tinh, attrs.evolve(after, version="2.0.0", title="28 chỉ tiêu"))
    other = edit(ha_tinh)
    with pytest.raises(DiffMismatchError) as caught:
        made.apply(other)
    assert str(caught.value) == (
        f"the diff from ha-tinh-2025 1.0.0 to ha-tinh-2025 2.0.0 does not apply to {other.label}: "
        f"expected {expected}, found {found}; apply it to the dataset that it was made from"
    )
    assert (caught.value.before, caught.value.dataset) == ("ha-tinh-2025 1.0.0", other.label)


def test_a_fact_that_was_not_there(ha_tinh: rt.Dataset) -> None:
    # `as_of` is part of the name; the promises that a view was picked from are not.
    made = diff(ha_tinh, attrs.evolve(ha_tinh, adopted=()))
    with pytest.raises(DiffMismatchError) as caught:
        made.apply(attrs.evolve(ha_tinh, adopted=ha_tinh.targets))
    assert "expected no 'adopted' of dataset, found another one;" in str(caught.value)


def test_a_diff_pickles(ha_tinh: rt.Dataset) -> None:
    made = diff(ha_tinh, _revised(ha_tinh))
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301  # our own bytes


# Two datasets: a country beside a province.


def _country(ha_tinh: rt.Dataset) -> rt.Dataset:
    """Targets of a country: some of the province's indicators, and one of its own."""
    doctors = attrs.evolve(
        ha_tinh["12"],
        id="doctors",
        number="10",
        reference_area="VN",
        criterion=rt.Criterion(relation="reach", lower=15, hedged=True),
        source="national",
        quote="khoảng 15 bác sĩ",
    )
    beds = attrs.evolve(
        ha_tinh["13"], number="11", reference_area="VN", criterion=_criterion("reach 34.5")
    )
    forest = attrs.evolve(ha_tinh["25"], number="14", reference_area="VN", source="national")
    waste = attrs.evolve(ha_tinh["24"], number="15", reference_area="VN")
    own = attrs.evolve(ha_tinh["1"], indicator=attrs.evolve(ha_tinh["1"].indicator, id="gdp"))
    return rt.Dataset(
        id="vietnam-2025", version="1.0.0", targets=(own, beds, doctors, forest, waste)
    )


def test_two_datasets_side_by_side(ha_tinh: rt.Dataset) -> None:
    found = diff(ha_tinh, _country(ha_tinh))
    assert not found.is_one_dataset
    assert found.step is None
    # Of the province's 33 targets four have a counterpart, of the country's five four.
    assert (found.only_before, found.only_after) == (29, 1)
    # In the order of the first one's text. Waste is promised alike in every word, and so
    # there is nothing to say of it.
    doctors = ("Số bác sĩ trên 1 vạn dân", "Doctors per 10,000 people")
    of_doctors = ("12 doctors per 10,000 people", "about 15 doctors per 10,000 people")
    beds = ("Số giường bệnh trên 1 vạn dân", "Hospital beds per 10,000 people")
    of_beds = ("32 hospital beds per 10,000 people", "34.5 hospital beds per 10,000 people")
    forest = ("Tỷ lệ che phủ rừng", "Forest cover")
    assert found.to_frame().rows() == [
        ("targets", "doctors-per-10000", "tightened", *doctors, *of_doctors),
        ("targets", "doctors-per-10000", "qualified", *doctors, *of_doctors),
        ("targets", "hospital-beds-per-10000", "tightened", *beds, *of_beds),
        ("targets", "forest-cover", "words_only", *forest, "keep above 52%", "keep above 52%"),
    ]


def test_two_datasets_as_a_text(ha_tinh: rt.Dataset) -> None:
    country = _country(ha_tinh)
    assert diff(ha_tinh, country).to_markdown() == (
        "# ha-tinh-2025 1.0.0 and vietnam-2025 1.0.0\n\n"
        "## Tighter\n\n"
        "- **Doctors per 10,000 people** (12 / 10): tighter, qualified otherwise, 12 doctors per "
        "10,000 people against about 15 doctors per 10,000 people\n"
        "- **Hospital beds per 10,000 people** (13 / 11): tighter, 32 hospital beds per 10,000 "
        "people against 34.5 hospital beds per 10,000 people\n\n"
        "## The same promise\n\n"
        "- **Forest cover** (25 / 14): the same promise, keep above 52%\n\n"
        "Targets only in ha-tinh-2025 1.0.0: 29.\n\n"
        "Targets only in vietnam-2025 1.0.0: 1.\n"
    )
    assert diff(country, ha_tinh).to_markdown("vi").splitlines()[:7] == [
        "# vietnam-2025 1.0.0 và ha-tinh-2025 1.0.0",
        "",
        "## Lỏng hơn",
        "",
        (
            "- **Số giường bệnh trên 1 vạn dân** (11 / 13): lỏng hơn, đạt 34,5 giường bệnh/1 vạn "
            "dân so với đạt 32 giường bệnh/1 vạn dân"
        ),
        (
            "- **Số bác sĩ trên 1 vạn dân** (10 / 12): lỏng hơn, khác từ “khoảng”, “duy trì”, "
            "đạt khoảng 15 bác sĩ/1 vạn dân so với đạt 12 bác sĩ/1 vạn dân"
        ),
        "",
    ]


def test_several_targets_of_one_indicator_are_paired_in_order(ha_tinh: rt.Dataset) -> None:
    first = ha_tinh["1"]
    second = attrs.evolve(first, id="grdp-growth-2026", number="29", reference_period=2026)
    before = attrs.evolve(ha_tinh, targets=(first, second))
    other = attrs.evolve(first, criterion=_criterion("above 6"), reference_period=2026)
    after = rt.Dataset(id="vn-40-2026", version="1.0.0", targets=(other,))
    found = diff(before, after)
    assert [(change.key, *map(str, change.kinds)) for change in found.changes] == [
        ("grdp-growth", "loosened", "scope_changed"),
        ("grdp-growth #2", "dropped"),
    ]
    assert (found.only_before, found.only_after) == (1, 0)
    assert found.to_markdown() == (
        "# ha-tinh-2025 1.0.0 and vn-40-2026 1.0.0\n\n"
        "## Only in the first\n\n"
        "- **GRDP growth** (29): only in the first, above 7%\n\n"
        "## Looser\n\n"
        "- **GRDP growth** (1): looser, above 7% against above 6%; another period, 2025 against "
        "2026\n\n"
        "Targets only in ha-tinh-2025 1.0.0: 1.\n\n"
        "Targets only in vn-40-2026 1.0.0: 0.\n"
    )
    assert [(change.key, *map(str, change.kinds)) for change in diff(after, before).changes] == [
        ("grdp-growth", "tightened", "scope_changed"),
        ("grdp-growth #2", "added"),
    ]


def test_two_datasets_that_measure_otherwise(ha_tinh: rt.Dataset) -> None:
    indicator = attrs.evolve(ha_tinh["1"].indicator, over_time="stock", kind="index", name_en="G")
    target = attrs.evolve(ha_tinh["1"], indicator=indicator)
    other = rt.Dataset(id="vn-40-2025", version="1.0.0", targets=(target,), indicators=(indicator,))
    found = diff(ha_tinh, other)
    assert [[*map(str, change.kinds)] for change in found.changes] == [["meaning_changed"]]
    assert found.to_frame().select("before", "after").rows() == [
        ("kind: growth_rate; over_time: year_to_date", "kind: index; over_time: stock")
    ]


def test_two_datasets_of_which_nothing_differs(ha_tinh: rt.Dataset) -> None:
    found = diff(ha_tinh, attrs.evolve(ha_tinh, id="vn-23-2025", title="Hà Tĩnh"))
    assert not found
    assert (found.only_before, found.only_after) == (0, 0)
    assert "\n\nNo common target differs.\n\n" in found.to_markdown()


def test_a_diff_of_two_datasets_makes_none_of_the_other(ha_tinh: rt.Dataset) -> None:
    with pytest.raises(DiffMismatchError) as caught:
        diff(ha_tinh, _country(ha_tinh)).apply(ha_tinh)
    assert str(caught.value) == (
        "the diff from ha-tinh-2025 1.0.0 to vietnam-2025 1.0.0 does not apply to "
        "ha-tinh-2025 1.0.0: expected a diff between versions of one dataset, found one between "
        "two datasets; diff two versions of one dataset"
    )


# In words.


def _much_changed(ha_tinh: rt.Dataset) -> rt.Dataset:
    after = _edited(
        _revised(ha_tinh),
        "targets",
        "1",
        criterion=_criterion("reach 8.0"),
        stretch=_criterion("reach 10"),
        number="30",
    )
    after = _edited(after, "targets", "7a", of_which=None, domain=ha_tinh["24"].domain)
    after = _edited(after, "targets", "15", in_force_from="2024-12-30")
    after = _edited(after, "targets", "25", comment="Judgement.", locator="II", quote="52%")
    after = _edited(after, "observations", 0, value=Decimal("7.48"), observation_status="A")
    after = _edited(after, "observations", 1, value=None)
    after = _edited(after, "sources", 0, title_en="The *resolution*\nof 2025")
    last = after.targets[-1]
    return attrs.evolve(
        after,
        version="2.0.0",
        license="CC-BY-4.0",
        title="28 chỉ tiêu",
        domains=(*after.domains, rt.Domain(id="digital", name_vi="Số", name_en="Digital_change")),
        targets=(last, *after.targets[:-1]),
    )


_CHANGELOG = r"""# ha-tinh-2025 1.0.0 → ha-tinh-2025 2.0.0

## Tightened

- **GRDP growth** (1 → 30): tightened, relation changed, from above 7% to 8%; stretch changed, \
from none to 10%; renumbered, from 1 to 30

## Value changed

- **GRDP growth** (reported for VN-23, 2024): value changed, from 7.3% (estimated) to 7.48%
- **Budget revenue** (reported for VN-23, 2024): value changed, from 17,900 billion VND \
(estimated) to not reported

## Licence changed

- **licence** (dataset): licence changed, from CC0-1.0 to CC-BY-4.0

## Added

- **GRDP growth** (revised from 2025-02-05): added, 8%
- **Digital\_change** (domain): added

## Completed

- **Trained labour** (15): completed, 2024-12-30

## Regrouped

- **Domestic revenue** (7a): regrouped, from domain: economy; of\_which: budget-revenue to \
domain: environment

## Moved

- **Comprehensively strong communes** (28): moved, from 33 to 1

## Words only

- **Forest cover** (25): words only, `quote`, `locator`, `comment`
- **The \*resolution\* of 2025** (source): words only, `title_en`
- **title** (dataset): words only
""".replace("\\\n", "")

_CHANGELOG_VI = r"""# ha-tinh-2025 1.0.0 → ha-tinh-2025 2.0.0

## Siết chặt

- **Tốc độ tăng trưởng kinh tế (GRDP)** (1 → 30): siết chặt, đổi quan hệ, trước là trên 7%, \
nay là đạt 8%; đổi mức phấn đấu, trước là không có, nay là đạt 10%; đánh lại số, trước là 1, \
nay là 30

## Đổi số liệu

- **Tốc độ tăng trưởng kinh tế (GRDP)** (số liệu VN-23, 2024): đổi số liệu, trước là 7,3% (ước), \
nay là 7,48%
- **Tổng thu ngân sách trên địa bàn** (số liệu VN-23, 2024): đổi số liệu, trước là \
17.900 tỷ đồng (ước), nay là chưa có số liệu

## Đổi giấy phép

- **giấy phép** (bộ dữ liệu): đổi giấy phép, trước là CC0-1.0, nay là CC-BY-4.0

## Thêm mới

- **Tốc độ tăng trưởng kinh tế (GRDP)** (điều chỉnh từ 2025-02-05): thêm mới, đạt 8%
- **Số** (lĩnh vực): thêm mới

## Bổ sung ngày

- **Tỷ lệ lao động qua đào tạo** (15): bổ sung ngày, 2024-12-30
""".replace("\\\n", "")


def test_a_changelog_in_english(ha_tinh: rt.Dataset) -> None:
    assert diff(ha_tinh, _much_changed(ha_tinh)).to_markdown() == _CHANGELOG


def test_a_changelog_in_vietnamese(ha_tinh: rt.Dataset) -> None:
    text = diff(ha_tinh, _much_changed(ha_tinh)).to_markdown("vi")
    assert text[: len(_CHANGELOG_VI)] == _CHANGELOG_VI
    # The rest of it is as in English, of which each kind's words are tested above.
    assert text[len(_CHANGELOG_VI) :].count("\n- ") == 5


def test_the_changes_as_a_frame(ha_tinh: rt.Dataset) -> None:
    frame = diff(ha_tinh, _much_changed(ha_tinh)).to_frame()
    assert frame.schema == dict.fromkeys(
        ("table", "key", "kind", "name_vi", "name_en", "before", "after"), pl.String
    )
    assert frame.select("table", "key", "kind", "before", "after").rows() == [
        ("targets", "strong-communes", "moved", "33", "1"),
        ("targets", "grdp-growth", "tightened", "above 7%", "8%"),
        ("targets", "grdp-growth", "relation_changed", "above 7%", "8%"),
        ("targets", "grdp-growth", "stretch_changed", None, "10%"),
        ("targets", "grdp-growth", "renumbered", "1", "30"),
        (
            *("targets", "domestic-revenue", "regrouped"),
            *("domain: economy; of_which: budget-revenue", "domain: environment"),
        ),
        ("targets", "trained-labour", "completed", None, "2024-12-30"),
        (
            *("targets", "forest-cover", "words_only"),
            "quote: Duy trì tỷ lệ che phủ rừng trên 52%; locator: II.2 (25)",
            "quote: 52%; locator: II; comment: Judgement.",
        ),
        ("revisions", "grdp-growth from 2025-02-05", "added", None, "8%"),
        ("domains", "digital", "added", None, "Digital_change"),
        (
            *("observations", "grdp-growth VN-23 2024 resolution", "value_changed"),
            *("7.3% (estimated)", "7.48%"),
        ),
        (
            *("observations", "budget-revenue VN-23 2024 resolution", "value_changed"),
            *("17,900 billion VND (estimated)", "not reported"),
        ),
        (
            *("sources", "resolution", "words_only"),
            "Resolution of the Party Committee of Hà Tĩnh province on the tasks of 2025",
            "The *resolution*\nof 2025",
        ),
        ("dataset", "version", "release_changed", "1.0.0", "2.0.0"),
        (
            *("dataset", "title", "words_only"),
            *("Targets of Hà Tĩnh province for 2025", "28 chỉ tiêu"),
        ),
        ("dataset", "license", "license_changed", "CC0-1.0", "CC-BY-4.0"),
    ]


def test_a_frame_in_vietnamese(ha_tinh: rt.Dataset) -> None:
    after = _edited(ha_tinh, "targets", "5", criterion=_criterion("above 45000.5"))
    assert diff(ha_tinh, after).to_frame("vi").rows() == [
        (
            *("targets", "total-investment", "tightened", "Tổng vốn đầu tư thực hiện toàn xã hội"),
            *("Total investment", "trên 44.100 tỷ đồng", "trên 45.000,5 tỷ đồng"),
        )
    ]


def test_a_frame_of_no_change(ha_tinh: rt.Dataset) -> None:
    assert diff(ha_tinh, ha_tinh).to_frame().columns == [
        *("table", "key", "kind", "name_vi", "name_en", "before", "after")
    ]


@pytest.mark.parametrize("method", ["to_frame", "to_markdown"])
def test_another_language(ha_tinh: rt.Dataset, method: str) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        getattr(diff(ha_tinh, ha_tinh), method)("fr")
    assert str(caught.value) == "language='fr' is not known; it takes 'vi', 'en'"


def test_a_bound_written_otherwise(ha_tinh: rt.Dataset) -> None:
    after = _edited(ha_tinh, "targets", "1", criterion=_criterion("above 7.0"))
    found = diff(ha_tinh, after)
    assert found.to_frame().select("before", "after").row(0) == ("above 7", "above 7.0")
    assert "- **GRDP growth** (1): words only, `criterion`\n" in found.to_markdown()
    (change,) = found.changes
    assert isinstance(change.after, rt.Target)
    assert str(change.after.criterion.lower) == "7.0"


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        # A long text is shown from shortly before the place where it differs.
        (
            "a" * 100 + "b" * 100,
            "a" * 100 + "c" * 100,
            "…" + "a" * 20 + "b" * 60 + "…",
            "…" + "a" * 20 + "c" * 60 + "…",
        ),
        ("a" * 80, "", "a" * 80, None),
        ("a" * 81, "", "a" * 80 + "…", None),
        ("a" * 90 + "b", "a" * 90, "…" + "a" * 20 + "b", "…" + "a" * 20),
    ],
)
def test_a_long_text(
    ha_tinh: rt.Dataset, old: str, new: str, before: str | None, after: str | None
) -> None:
    texts = [_edited(ha_tinh, "sources", 0, text=text) for text in (old, new)]
    frame = diff(*texts).to_frame()
    assert frame.select("kind", "before", "after").row(0) == ("words_only", before, after)


@pytest.mark.parametrize(
    ("value", "status", "text"),
    [
        (True, "A", "done"),
        (False, "P", "not done (provisional)"),
        (float("nan"), "A", "nan percent"),
        (Decimal("-0.5"), "B", "-0.5% (B)"),
    ],
)
def test_a_figure(ha_tinh: rt.Dataset, value: Decimal | float, status: str, text: str) -> None:
    after = _edited(ha_tinh, "observations", 0, value=value, observation_status=status)
    frame = diff(ha_tinh, after).to_frame()
    assert frame.select("before", "after").row(0) == ("7.3% (estimated)", text)


def test_names_of_what_refers_to_nothing(ha_tinh: rt.Dataset) -> None:
    revision = attrs.evolve(_REVISION, target="no-such-target")
    observation = attrs.evolve(ha_tinh.observations[0], indicator="no-such-indicator")
    after = attrs.evolve(
        ha_tinh, revisions=(revision,), observations=(*ha_tinh.observations, observation)
    )
    found = diff(ha_tinh, after)
    assert [(change.name_vi, change.name_en) for change in found.changes] == [
        ("no-such-target", "no-such-target"),
        ("no-such-indicator", "no-such-indicator"),
    ]
    assert "- **no-such-target** (revised from 2025-02-05): added, 8%\n" in found.to_markdown()


def test_names_are_those_of_the_new_version(ha_tinh: rt.Dataset) -> None:
    before = _revised(ha_tinh)
    place = [each.id for each in ha_tinh.indicators].index("grdp-growth")
    renamed = attrs.evolve(ha_tinh.indicators[place], name_en="Growth")
    after = _edited(before, "indicators", place, name_en="Growth")
    after = _edited(after, "targets", "1", indicator=renamed)
    after = _edited(after, "revisions", 0, quote="8%")
    assert [change.name_en for change in diff(before, after).changes] == ["Growth", "Growth"]
    assert [change.name_en for change in diff(after, before).changes] == [
        *("GRDP growth", "GRDP growth")
    ]
    gone = attrs.evolve(before, targets=(), revisions=())
    names = {change.name_en for change in diff(before, gone).changes if change.table == "revisions"}
    assert names == {"GRDP growth"}
