"""What changed between two data versions, and two datasets side by side."""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections import Counter
from datetime import date
from itertools import count, zip_longest
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import attrs

from resolution_targets.changekinds import (
    COMMON_FIELDS,
    NO_SIDES,
    ChangeKind,
    Entry,
    References,
    follow,
    is_alike,
    kinds_between,
    kinds_of_field,
)
from resolution_targets.dataset import Dataset
from resolution_targets.errors import DiffMismatchError
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.observations import Observation
from resolution_targets.revisions import Revision
from resolution_targets.sources import Source
from resolution_targets.targets import Target
from resolution_targets.version_numbers import VersionStep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import polars as pl

    from resolution_targets.changekinds import FieldRule, Sides

ChangedTable = Literal[
    "targets", "revisions", "indicators", "domains", "observations", "sources", "dataset"
]
Fact = str | date | tuple[Target, ...]

_TABLES: tuple[ChangedTable, ...] = (
    "targets",
    "revisions",
    "indicators",
    "domains",
    "observations",
    "sources",
)


@attrs.frozen(kw_only=True)
class Change:
    """One entry of a table that is not what it was, or one fact about the dataset as a whole.

    Attributes:
        table: The table; "dataset" for its title, version and the like.
        key: What names the entry: the id, "grdp-growth from 2025-02-05" for a revision,
            "grdp-growth VN-23 2024 resolution" for an observation, the indicator's id for
            a pair of two datasets' targets; "#2" follows for a second one of one name.
        kinds: What kinds of change it is, the weightiest first.
        name_vi: What it is about, in Vietnamese.
        name_en: What it is about, in English.
        before: The entry as it was; None if it was not there.
        after: The entry as it is; None if it is not there.
        place_before: Its place in the old table, counted from 0; None if it has none.
        place_after: Its place in the new table; None if it has none.
    """

    table: ChangedTable
    key: str
    kinds: tuple[ChangeKind, ...]
    name_vi: str
    name_en: str
    before: Entry | Fact | None = None
    after: Entry | Fact | None = None
    place_before: int | None = None
    place_after: int | None = None


@attrs.frozen(kw_only=True)
class DatasetDiff:
    """All that differs between two data versions, or the common targets of two datasets.

    It is true if there is a change.

    Attributes:
        before: The old dataset and its version.
        after: The new dataset and its version.
        changes: What differs: targets first, each table in the order of the text, last the
            facts about the dataset as a whole.
        only_before: How many targets of the old one have no counterpart in the new one.
        only_after: How many targets of the new one have no counterpart in the old one.
        is_one_dataset: Whether both are versions of one dataset. If not, only targets of
            common indicators are compared, and only by what they promise and for when; an
            area, a number or an act of its own is no change.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    only_before: int
    only_after: int
    is_one_dataset: bool

    def __len__(self) -> int:
        """How many changes there are."""
        return len(self.changes)

    @property
    def step(self) -> VersionStep | None:
        """The part of the version's number that the changes call for.

        None if they call for none, and between two datasets.
        """
        if not self.is_one_dataset:
            return None
        called_for = {kind.step for change in self.changes for kind in change.kinds}
        return next((step for step in VersionStep if step in called_for), None)

    def apply(self, dataset: Dataset) -> Dataset:
        """The new version, made from the old one.

        What the diff does not touch stays as it is; a target goes along with the tables'
        indicator and domain if those were its own.

        Raises:
            DiffMismatchError: It is not the dataset that the diff was made from, or the
                diff is between two datasets.

        Examples:
            >>> import resolution_targets as rt
            >>> before = rt.load("ha-tinh-2025", version="1.0.0")
            >>> after = attrs.evolve(before, version="1.0.1", title="Các chỉ tiêu năm 2025")
            >>> diff(before, after).apply(before) == after
            True
        """
        if not self.is_one_dataset:
            raise DiffMismatchError(
                before=self.before,
                after=self.after,
                dataset=dataset.label,
                expected="a diff between versions of one dataset",
                found="one between two datasets",
                hint="diff two versions of one dataset",
            )
        if dataset.label != self.before:
            raise self._mismatch(dataset, expected=self.before, found=dataset.label)
        facts = {change.key: change for change in self.changes if change.table == "dataset"}
        for name, change in facts.items():
            self._check(dataset, change, getattr(dataset, name))
        tables: dict[str, Any] = {
            table: self._patched(dataset, table) for table in _TABLES if table != "targets"
        }
        sides = _references(dataset), _references(attrs.evolve(dataset, **tables))
        tables["targets"] = self._patched(dataset, "targets", lambda kept: _carried(kept, *sides))
        tables |= {name: change.after for name, change in facts.items()}
        return attrs.evolve(dataset, **tables)

    def to_frame(self, language: str = "en") -> pl.DataFrame:
        """A row for each change and each of its kinds, as a polars frame.

        Args:
            language: "vi" or "en", for what stands in `before` and `after`: the promise
                with its unit, the figure, or the fields that the kind is about.

        Returns:
            A frame of the columns table, key, kind, name_vi, name_en, before and after, all
            of them text; before is null for what was added, after for what was dropped.

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> before = rt.load("ha-tinh-2025", version="1.0.0")
            >>> target = attrs.evolve(before[1], criterion=rt.Criterion(relation="reach", lower=8))
            >>> after = attrs.evolve(before, targets=(target, *before.targets[1:]))
            >>> diff(before, after).to_frame().select("kind", "before", "after").rows()
            [('tightened', 'above 7%', '8%'), ('relation_changed', 'above 7%', '8%')]
        """
        # polars and the words: 60 ms and more that a diff does without.
        from resolution_targets.changelogs import frame_of_changes  # noqa: PLC0415

        return frame_of_changes(self, language)

    def to_markdown(self, language: str = "en") -> str:
        """The changes as a changelog in Markdown, each under its weightiest kind.

        The version's own number, day and hash are not listed: the title names both versions.
        Of words only the fields are named. Between two datasets the kinds are worded as a
        comparison, "tighter" for "tightened".

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> before = rt.load("ha-tinh-2025", version="1.0.0")
            >>> target = attrs.evolve(before[1], criterion=rt.Criterion(relation="above", lower=8))
            >>> after = attrs.evolve(before, targets=(target, *before.targets[1:]))
            >>> print(diff(before, after).to_markdown().splitlines()[-1])
            - **GRDP growth** (1): tightened, from above 7% to above 8%
        """
        from resolution_targets.changelogs import changelog  # noqa: PLC0415  # see to_frame

        return changelog(self, language)

    def _patched(
        self,
        dataset: Dataset,
        table: ChangedTable,
        carry: Callable[[Any], Entry] = lambda kept: kept,
    ) -> tuple[Entry, ...]:
        """A table with its changes made; every entry that none is about goes through `carry`."""
        changes = [change for change in self.changes if change.table == table]
        kept = _keyed(getattr(dataset, table))
        for change in changes:
            _, found = kept.pop(change.key, (None, None))
            self._check(dataset, change, found)
        entries: list[Any] = [carry(entry) for _, entry in kept.values()]
        for change in changes:
            if change.place_after is not None:
                entries.insert(change.place_after, change.after)
        return tuple(entries)

    def _check(self, dataset: Dataset, change: Change, found: object) -> None:
        if found == change.before:
            return
        what = f"{change.key!r} of {change.table}"
        expected = f"no {what}" if change.before is None else f"{what} as it was"
        seen = "none" if found is None else "another one"
        raise self._mismatch(dataset, expected=expected, found=seen)

    def _mismatch(self, dataset: Dataset, *, expected: str, found: str) -> DiffMismatchError:
        return DiffMismatchError(
            before=self.before,
            after=self.after,
            dataset=dataset.label,
            expected=expected,
            found=found,
        )


def diff(before: Dataset, after: Dataset) -> DatasetDiff:
    """What changed from one data version to another, or how two datasets' promises differ.

    Versions of one dataset are compared whole. Of two datasets (a province and the country,
    two provinces) only the targets of common indicators are, so that the promises stand
    side by side; several targets of one indicator are paired in the order of the text.

    Args:
        before: The old version, or the one dataset.
        after: The new version, or the other dataset.

    Examples:
        >>> import resolution_targets as rt
        >>> before = rt.load("ha-tinh-2025", version="1.0.0")
        >>> after = attrs.evolve(before, version="2.0.0", targets=before.targets[1:])
        >>> [(change.key, *map(str, change.kinds)) for change in diff(before, after).changes]
        [('grdp-growth', 'dropped'), ('version', 'release_changed')]
        >>> diff(before, after).step
        <VersionStep.MAJOR: 'major'>
    """
    is_one_dataset = before.id == after.id
    changes = _between_versions(before, after) if is_one_dataset else _side_by_side(before, after)
    old, new = (
        Counter(target.id if is_one_dataset else target.indicator.id for target in dataset)
        for dataset in (before, after)
    )
    return DatasetDiff(
        before=before.label,
        after=after.label,
        changes=tuple(changes),
        only_before=(old - new).total(),
        only_after=(new - old).total(),
        is_one_dataset=is_one_dataset,
    )


# An entry with its place in its table, counted from 0.
_Placed = tuple[int, Entry]

_KEYS: Mapping[type, Callable[[Any], str]] = {
    **dict.fromkeys((Target, Indicator, Domain, Source), operator.attrgetter("id")),
    Revision: lambda revision: f"{revision.target} from {revision.in_force_from}",
    Observation: lambda seen: (
        f"{seen.indicator} {seen.reference_area} {seen.reference_period} {seen.source}".rstrip()
    ),
}


def _adopted(was: tuple[Target, ...] | None, now: tuple[Target, ...] | None) -> set[ChangeKind]:
    """The kinds of change between the promises that two views were picked from."""
    if was is None or now is None:
        return {ChangeKind.VIEW_CHANGED}
    changes = _table_changes("targets", was, now, NO_SIDES)
    return {kind for change in changes for kind in change.kinds}


class _Fact(NamedTuple):
    rule: FieldRule
    vi: str
    en: str


# The facts about a dataset as a whole; its id is what makes two versions those of one.
_FACTS: Mapping[str, _Fact] = {
    "version": _Fact(ChangeKind.RELEASE_CHANGED, "phiên bản", "version"),
    "title": _Fact(ChangeKind.WORDS_ONLY, "tiêu đề", "title"),
    "description": _Fact(ChangeKind.WORDS_ONLY, "mô tả", "description"),
    "license": _Fact(ChangeKind.LICENSE_CHANGED, "giấy phép", "licence"),
    "released": _Fact(ChangeKind.RELEASE_CHANGED, "ngày phát hành", "day of release"),
    "sha256": _Fact(ChangeKind.RELEASE_CHANGED, "mã băm", "hash"),
    "as_of": _Fact(ChangeKind.VIEW_CHANGED, "ngày xét", "day asked about"),
    "adopted": _Fact(_adopted, "chỉ tiêu đề ra ban đầu", "promises first adopted"),
}


def _between_versions(before: Dataset, after: Dataset) -> Iterator[Change]:
    sides = _references(before), _references(after)
    for table in _TABLES:
        yield from _table_changes(table, getattr(before, table), getattr(after, table), sides)
    for name, fact in _FACTS.items():
        was, now = getattr(before, name), getattr(after, name)
        if not is_alike(was, now):
            yield Change(
                table="dataset",
                key=name,
                kinds=_by_weight(kinds_of_field(fact.rule, was, now)),
                name_vi=fact.vi,
                name_en=fact.en,
                before=was,
                after=now,
            )


def _references(dataset: Dataset) -> References:
    return References(
        targets={target.id: target for target in dataset.targets},
        indicators={indicator.id: indicator for indicator in dataset.indicators},
        domains={domain.id: domain for domain in dataset.domains},
    )


def _table_changes(
    table: ChangedTable, before: Iterable[Entry], after: Iterable[Entry], sides: Sides
) -> list[Change]:
    """The changes in one table in its new order, what was dropped where it was."""
    old, new = _keyed(before), _keyed(after)
    kept = [key for key in new if key in old]
    unmoved = _rising(old[key][0] for key in kept)
    kinds = {key: {ChangeKind.DROPPED} for key in old} | {key: {ChangeKind.ADDED} for key in new}
    for key in kept:
        (place, was), (_, now) = old[key], new[key]
        kinds[key] = kinds_between(was, now, sides)
        if place not in unmoved:
            kinds[key].add(ChangeKind.MOVED)
    changes = (
        _change(table, key, found, (old.get(key), new.get(key)), sides)
        for key, found in kinds.items()
        if found
    )
    return sorted(changes, key=_place)


def _side_by_side(before: Dataset, after: Dataset) -> Iterator[Change]:
    """The targets of common indicators, in the order of the first one's text."""
    sides = _references(before), _references(after)
    old, new = _by_indicator(before), _by_indicator(after)
    for id_ in (id_ for id_ in old if id_ in new):
        for nth, (was, now) in enumerate(zip_longest(old[id_], new[id_]), start=1):
            if was is None or now is None:
                kinds = {ChangeKind.ADDED if was is None else ChangeKind.DROPPED}
            else:
                kinds = kinds_between(was[1], now[1], fields=COMMON_FIELDS)
            if kinds:
                yield _change("targets", _numbered(id_, nth), kinds, (was, now), sides)


def _by_indicator(dataset: Dataset) -> dict[str, list[_Placed]]:
    targets: dict[str, list[_Placed]] = {}
    for place, target in enumerate(dataset):
        targets.setdefault(target.indicator.id, []).append((place, target))
    return targets


def _change(
    table: ChangedTable,
    key: str,
    kinds: set[ChangeKind],
    entries: tuple[_Placed | None, _Placed | None],
    sides: Sides,
) -> Change:
    (place_before, before), (place_after, after) = (entry or (None, None) for entry in entries)
    name_vi, name_en = _names(before, sides[0]) if after is None else _names(after, sides[1])
    return Change(
        table=table,
        key=key,
        kinds=_by_weight(kinds),
        name_vi=name_vi,
        name_en=name_en,
        before=before,
        after=after,
        place_before=place_before,
        place_after=place_after,
    )


def _names(entry: Entry | None, side: References) -> tuple[str, str]:
    """What an entry is about, in Vietnamese and English; an id if that is not on board."""
    about: object = entry
    if isinstance(entry, Revision):
        about = side.targets.get(entry.target, entry.target)
    elif isinstance(entry, Observation):
        about = side.indicators.get(entry.indicator, entry.indicator)
    if isinstance(about, Target):
        about = about.indicator
    if isinstance(about, Source):
        return about.title_vi, about.title_en
    if isinstance(about, (Indicator, Domain)):
        return about.name_vi, about.name_en
    return str(about), str(about)


def _by_weight(kinds: set[ChangeKind]) -> tuple[ChangeKind, ...]:
    return tuple(kind for kind in ChangeKind if kind in kinds)


def _place(change: Change) -> int:
    """Where a change stands among those of its table: by its new place, else by its old."""
    places = change.place_after, change.place_before
    return next(place for place in places if place is not None)


def _keyed(entries: Iterable[Entry]) -> dict[str, _Placed]:
    """Entries with their places, by what names them."""
    keyed: dict[str, _Placed] = {}
    for place, entry in enumerate(entries):
        name = _KEYS[type(entry)](entry)
        keys = (_numbered(name, nth) for nth in count(1))
        keyed[next(key for key in keys if key not in keyed)] = (place, entry)
    return keyed


def _numbered(name: str, nth: int) -> str:
    return name if nth == 1 else f"{name} #{nth}"


def _rising(places: Iterable[int]) -> set[int]:
    """A longest run of rising places among them; what stands at the others has moved."""
    # The run of each length that ends lowest, by its last place; and what comes before a place.
    last: list[int] = []
    earlier: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(last, place)
        earlier[place] = last[length - 1] if length else None
        last[length : length + 1] = [place]
    run: set[int] = set()
    step = last[-1] if last else None
    while step is not None:
        run.add(step)
        step = earlier[step]
    return run


def _carried(target: Target, old: References, new: References) -> Target:
    """A target with what its indicator and domain have become."""
    followed = follow(target, old, new)
    is_same = all(getattr(target, name) is entry for name, entry in followed.items())
    return target if is_same else attrs.evolve(target, **followed)
