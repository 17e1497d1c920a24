"""One data version: its targets, indicators and observations, and how to look them up."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import attrs

from resolution_targets.errors import (
    DerivedFigureError,
    UnknownIndicatorError,
    UnknownTargetError,
)
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.observations import Observation
from resolution_targets.periods import as_date
from resolution_targets.revisions import Revision, revised
from resolution_targets.sources import Source
from resolution_targets.targets import Item, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

CitationFormat = Literal["text", "bibtex", "csl-json"]
Table = Literal["targets", "indicators", "observations", "revisions", "sources"]


def _day_or_nothing(value: date | str) -> str:
    return str(as_date(value)) if value else ""


# Without slots: attrs makes cached properties work with them, but takes 1 ms for that, of
# the 16 that loading may take.
@attrs.frozen(kw_only=True, slots=False)
class Dataset:
    """One version of one dataset, immutable.

    Iterating over it gives its targets; `ds["grdp-growth"]` and `ds["7a"]` look one up
    by id or by number.

    Attributes:
        id: The identifier, "ha-tinh-2025" say.
        version: MAJOR.MINOR.PATCH of the data, final once released.
        title: What it is, in a line.
        description: What it holds, in a few lines.
        license: The licence of the data, by its SPDX name.
        released: The day on which the version became final, 2026-11-22 say; "" if it did not.
        sha256: The hash of the descriptor, which holds the hash of every file; "" for what
            was read from a folder whose descriptor does not.
        domains: The headings that the targets stand under.
        indicators: What is measured.
        targets: What is promised, in the order of the text.
        observations: What was reported, as far as the sources state it.
        sources: What all of it was read from.
        revisions: The later acts that put other promises in the place of those.
        as_of: The day whose promises these are, if `in_force` picked them; else None.
        adopted: The promises that they were picked from; else None.
    """

    id: str
    version: str
    title: str = ""
    description: str = ""
    license: str = ""
    released: str = attrs.field(default="", converter=_day_or_nothing)
    sha256: str = ""
    domains: tuple[Domain, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    observations: tuple[Observation, ...] = ()
    sources: tuple[Source, ...] = ()
    revisions: tuple[Revision, ...] = ()
    as_of: date | None = None
    adopted: tuple[Target, ...] | None = attrs.field(default=None, repr=False)

    def __getitem__(self, key: str | int) -> Target:
        """The target with this id or number.

        Raises:
            UnknownTargetError: There is none; a near name is offered.
        """
        try:
            return self._by_key[str(key)]
        except KeyError:
            # "11" may have meant "11a"; it did not mean "1".
            known = [name for name in self._by_key if not name.isdigit()]
            raise UnknownTargetError(key=key, dataset=self.label, known=known) from None

    def __contains__(self, key: object) -> bool:
        """Whether there is a target with this id or number."""
        return str(key) in self._by_key

    def __iter__(self) -> Iterator[Target]:
        """The targets, in the order of the text."""
        return iter(self.targets)

    def __len__(self) -> int:
        """How many targets there are."""
        return len(self.targets)

    def __repr__(self) -> str:
        """What it is and how much it holds; not the contents."""
        return (
            f"<Dataset {self.label}: {len(self.items)} items, {len(self.targets)} targets, "
            f"{len(self.observations)} observations>"
        )

    @property
    def label(self) -> str:
        """The id with the version, as messages name it; with the day, if one was asked for."""
        day = "" if self.as_of is None else f" as of {self.as_of}"
        return f"{self.id} {self.version}{day}"

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The numbered lines, each with its targets."""
        lines = groupby(self.targets, key=lambda target: target.item_number)
        return tuple(Item(number=number, targets=tuple(targets)) for number, targets in lines)

    def item(self, number: int) -> Item:
        """The line with this number.

        Raises:
            UnknownTargetError: There is none.
        """
        for item in self.items:
            if item.number == number:
                return item
        # Near numbers are no help: 9 is not what "29" was meant to be.
        raise UnknownTargetError(key=number, dataset=f"the items of {self.label}", known=())

    def indicator(self, id: str) -> Indicator:  # noqa: A002  # the field's own name
        """The indicator with this id.

        Raises:
            UnknownIndicatorError: There is none; a near name is offered.
        """
        for indicator in self.indicators:
            if indicator.id == id:
                return indicator
        known = (indicator.id for indicator in self.indicators)
        raise UnknownIndicatorError(key=id, dataset=self.label, known=known)

    def target_for(self, indicator: str) -> Target:
        """The first target for an indicator.

        Raises:
            UnknownIndicatorError: There is none; a near name is offered.

        Examples:
            >>> import resolution_targets as rt
            >>> rt.load("ha-tinh-2025").target_for("grdp-growth").number
            '1'
        """
        for target in self.targets:
            if target.indicator.id == indicator:
                return target
        known = (target.indicator.id for target in self.targets)
        dataset = f"the targets of {self.label}"
        raise UnknownIndicatorError(key=indicator, dataset=dataset, known=known)

    def to_frame(self, table: Table = "targets") -> pl.DataFrame:
        """One of the tables as a polars frame, a row for each entry.

        The bounds of targets and revisions are of type `Decimal`, with as many digits as
        they need. The observations have the columns that `compare` takes, and
        `derived_from` where some of them were derived.

        Args:
            table: "targets", "indicators", "observations", "revisions" or "sources".

        Raises:
            UnknownOptionError: There is no such table.
        """
        # polars: 60 ms and more that loading does without.
        from resolution_targets.views import frame_of  # noqa: PLC0415

        return frame_of(self, table)

    def in_force(self, day: date | str) -> Dataset:
        """The promises that held on a day, each with the act that set it.

        A target whose promise was replaced by then has the criterion, unit, sentence and
        act of the latest revision. One that is known to hold only from a later day on is
        left out. Where the source of the first promise gives no day, it counts as always
        in force. A data version without revisions, as 1.0.0 of ha-tinh-2025, does not know
        what later acts changed.

        Args:
            day: The day, "2025-06-30" say.

        Raises:
            InvalidFieldError: It is no day.

        Examples:
            >>> import resolution_targets as rt
            >>> ds = rt.load("ha-tinh-2025", version="1.1.0")
            >>> promise = ds.in_force("2025-06-30")["grdp-growth"]
            >>> promise.act, str(promise.criterion)
            ('resolution-25-nq-cp', 'reach 8.0')
        """
        day = as_date(day)
        adopted = self.targets if self.adopted is None else self.adopted
        revisions = sorted(self.revisions, key=lambda revision: revision.in_force_from)
        latest = {each.target: each for each in revisions if each.in_force_from <= day}
        targets = tuple(
            _promised(target, latest.get(target.id))
            for target in adopted
            if target.in_force_from is None or target.in_force_from <= day
        )
        return attrs.evolve(self, targets=targets, adopted=adopted, as_of=day)

    def cite(self, format: CitationFormat = "text") -> str:  # noqa: A002  # the word for it
        """How to cite this data version, with its hash.

        Args:
            format: "text" for a line, "bibtex" for a BibLaTeX entry, "csl-json" for what
                reference managers read.

        Raises:
            UnknownOptionError: There is no such format.

        Examples:
            >>> import resolution_targets as rt
            >>> rt.load("ha-tinh-2025", version="1.0.0").cite()[:72]
            'Resolution of the Party Committee of Hà Tĩnh province on the tasks of 20'
        """
        from resolution_targets.citations import citation  # noqa: PLC0415  # seldom asked for

        return citation(self, format)

    @cached_property
    def _by_key(self) -> Mapping[str, Target]:
        return {key: target for target in self.targets for key in (target.id, target.number)}


def check_reported(dataset: Dataset) -> None:
    """Raise unless all figures were reported; files have no place for a trail.

    Raises:
        DerivedFigureError: Some were derived.
    """
    derived = [
        f"{seen.indicator} {seen.reference_area} {seen.reference_period}"
        for seen in dataset.observations
        if seen.derived_from
    ]
    if derived:
        raise DerivedFigureError(dataset=dataset.label, figures=derived)


def _promised(target: Target, latest: Revision | None) -> Target:
    """A target with its latest revision, unless that is older than the promise itself."""
    if latest is None or (target.in_force_from and latest.in_force_from <= target.in_force_from):
        return target
    return revised(target, latest)
