"""Counting verdicts: items met, missed and open, with a tally that admits what is open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

import attrs
import narwhals as nw

from resolution_targets.criteria import Status
from resolution_targets.errors import MissingColumnError, UnknownOptionError
from resolution_targets.wording import status_in_words, tally_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from resolution_targets.dataset import Dataset
    from resolution_targets.targets import Item

By = Literal["item", "domain"]
_BY: tuple[By, ...] = ("item", "domain")
_NEEDED = ("target", "status")
_OPEN = frozenset({Status.UNDECIDED, Status.NOT_REPORTED, Status.NOT_COMPARABLE})


@attrs.frozen(kw_only=True)
class Tally:
    """How many items are met, as far as is known: "between 21 and 25 of 28".

    Attributes:
        at_least: Items that are met or exceeded for certain.
        at_most: Items that are met, or may turn out to be once all is reported.
        total: All items.
    """

    at_least: int
    at_most: int
    total: int

    @property
    def is_final(self) -> bool:
        """Whether nothing is open any more."""
        return self.at_least == self.at_most

    def __str__(self) -> str:
        """The tally in English."""
        return self.in_words("en")

    def in_words(self, language: str) -> str:
        """The tally as a report would put it.

        Examples:
            >>> Tally(at_least=21, at_most=25, total=28).in_words("en")
            'between 21 and 25 of 28 met or exceeded'
            >>> Tally(at_least=26, at_most=26, total=28).in_words("vi")
            '26/28 chỉ tiêu đạt và vượt'
        """
        return tally_in_words(self.at_least, self.at_most, self.total, language)


@attrs.frozen(kw_only=True)
class ScorecardRow:
    """An item or a domain, and what was found for it.

    Attributes:
        key: The item's number, or the domain's id.
        name_vi: Its Vietnamese name; an item has that of its first target.
        name_en: Its English name.
        status: The item's status; None for a domain.
        tally: How many of its items are met; of one, for an item.
        parts: Status to the number of promises that have it.
        reason: Why an item is open: its promises that are not met; "" if it is not open.
    """

    key: str
    name_vi: str
    name_en: str
    status: Status | None
    tally: Tally
    parts: tuple[tuple[Status, int], ...]
    reason: str = ""


@attrs.frozen(kw_only=True)
class Scorecard:
    """The verdicts counted by item or by domain.

    Attributes:
        by: "item" or "domain".
        rows: One for each, in the order of the dataset.
        tally: How many items are met over all.
    """

    by: By
    rows: tuple[ScorecardRow, ...]
    tally: Tally

    def to_frame(self) -> pl.DataFrame:
        """The scorecard as a polars frame, a row for each item or domain.

        Its columns are `item` or `domain`, `name_vi`, `name_en`, `at_least`, `at_most` and
        `total` (items met), one column of counted promises for each status and, by item,
        `status` and `reason`.
        """
        import polars as pl  # noqa: PLC0415  # a scorecard can be read without it

        rows = [self._row(row) for row in self.rows]
        types = dict.fromkeys((self.by, "name_vi", "name_en", "status", "reason"), pl.String())
        own = {name: dtype for name, dtype in types.items() if any(name in row for row in rows)}
        return pl.DataFrame(rows, schema_overrides=own)

    def __str__(self) -> str:
        """The tally, and a line for each row, in English."""
        lines = [
            f"{row.key}: {row.tally}"
            if row.status is None
            else f"{row.key}: {status_in_words(row.status, 'en')}"
            + (f" ({row.reason})" if len(row.parts) > 1 and row.reason else "")
            for row in self.rows
        ]
        return "\n".join([str(self.tally), *lines])

    def _row(self, row: ScorecardRow) -> dict[str, object]:
        items_only: dict[str, object] = {}
        if row.status is not None:
            items_only = {"status": row.status.value, "reason": row.reason or None}
        counts = dict(row.parts)
        return {
            self.by: row.key,
            "name_vi": row.name_vi,
            "name_en": row.name_en,
            "at_least": row.tally.at_least,
            "at_most": row.tally.at_most,
            "total": row.tally.total,
            **{status.value: counts.get(status, 0) for status in Status},
            **items_only,
        }


def scorecard(result: Any, dataset: Dataset, *, by: By = "item") -> Scorecard:  # noqa: ANN401  # any frame
    """The verdicts of a comparison, counted.

    An item is met when all its promises are, exceeded when all are exceeded, partly met
    when some are and some are missed. While a promise is not judged, its item is open, and
    the tally is a pair of bounds; once one of its promises is missed, an open item counts
    as not met. Several figures for one promise, of which some meet and some miss it, leave
    it undecided.

    Args:
        result: What `compare` returned, eager or lazy; a lazy frame is collected.
        dataset: The dataset that it was compared with.
        by: "item" for the resolution's numbered lines, "domain" for its headings.

    Returns:
        A scorecard that has a row for every item or domain, reported on or not.

    Raises:
        MissingColumnError: The frame has no columns `target` and `status`.
        UnknownOptionError: `by` is something else.

    Examples:
        >>> import polars as pl, resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025")
        >>> figures = pl.DataFrame(
        ...     {"indicator": ["budget-revenue", "domestic-revenue", "trade-revenue"],
        ...      "value": [17900.0, 9600.0, 8300.0]}
        ... )
        >>> card = rt.scorecard(rt.compare(figures, ds), ds)
        >>> card.rows[6].status, str(card.tally)
        (<Status.PARTLY_MET: 'partly_met'>, 'between 0 and 27 of 28 met or exceeded')
    """
    if by not in _BY:
        raise UnknownOptionError(option="by", value=by, known=_BY)
    found = _status_of_targets(result)
    items = [_item_row(item, found) for item in dataset.items]
    tally = _sum(row.tally for row in items)
    if by == "item":
        return Scorecard(by=by, rows=tuple(items), tally=tally)
    rows = []
    for domain in dataset.domains:
        own = [
            row
            for row, item in zip(items, dataset.items, strict=True)
            if item.domain.id == domain.id
        ]
        parts: Counter[Status] = sum((Counter(dict(row.parts)) for row in own), Counter())
        rows.append(
            ScorecardRow(
                key=domain.id,
                name_vi=domain.name_vi,
                name_en=domain.name_en,
                status=None,
                tally=_sum(row.tally for row in own),
                parts=tuple(parts.items()),
            )
        )
    return Scorecard(by=by, rows=tuple(rows), tally=tally)


def _status_of_targets(result: Any) -> Mapping[str, Status]:  # noqa: ANN401  # any frame
    """Each target's status over all its figures."""
    frame = nw.from_native(result)
    names = frame.collect_schema().names()
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise MissingColumnError(missing=missing, found=names, where="the judged frame")
    pairs = frame.select(*_NEEDED).unique()
    eager = pairs.collect() if isinstance(pairs, nw.LazyFrame) else pairs
    statuses: dict[str, set[Status]] = {}
    for target, status in eager.iter_rows():
        if target is not None:
            statuses.setdefault(target, set()).add(Status(status))
    return {target: _agreed(found) for target, found in statuses.items()}


def _agreed(found: set[Status]) -> Status:
    """One status for a promise that several figures were given for."""
    judged = found - _OPEN
    if len(judged) == 1:
        return judged.pop()
    if judged:
        # All of them met, if not all exceeded; or some met and some missed.
        return Status.MET if all(status.is_met for status in judged) else Status.UNDECIDED
    # A figure for another period says more than a row without one.
    return Status.NOT_COMPARABLE if Status.NOT_COMPARABLE in found else found.pop()


def _item_row(item: Item, found: Mapping[str, Status]) -> ScorecardRow:
    parts = [found.get(target.id, Status.NOT_REPORTED) for target in item.targets]
    status = _item_status(parts)
    is_open = status in _OPEN
    # Met for certain, and met if all that is open turns out well.
    at_least = int(status.is_met is True)
    at_most = int(not any(part.is_met is False for part in parts))
    open_parts = [
        f"{target.id} {status_in_words(part, 'en')}"
        for target, part in zip(item.targets, parts, strict=True)
        if not part.is_met
    ]
    indicator = item.targets[0].indicator
    return ScorecardRow(
        key=str(item.number),
        name_vi=indicator.name_vi,
        name_en=indicator.name_en,
        status=status,
        tally=Tally(at_least=at_least, at_most=at_most, total=1),
        parts=tuple(Counter(parts).items()),
        reason="; ".join(open_parts) if is_open else "",
    )


def _item_status(parts: Sequence[Status]) -> Status:
    """The status of an item by those of its promises."""
    kinds = set(parts)
    if len(kinds) == 1:
        return parts[0]
    met = {part for part in kinds if part.is_met}
    missed = {part for part in kinds if part.is_met is False}
    if met and missed:
        return Status.PARTLY_MET
    if kinds <= {Status.MET, Status.EXCEEDED}:
        return Status.MET
    if met or missed:
        # Some promises are judged and some are not: what there is does not settle it.
        return Status.UNDECIDED
    # None is judged, for different reasons: the one that is nearest to a verdict stands.
    order = (Status.UNDECIDED, Status.NOT_COMPARABLE, Status.NOT_REPORTED)
    return next(status for status in order if status in kinds)


def _sum(tallies: Iterable[Tally]) -> Tally:
    each = list(tallies)
    return Tally(
        at_least=sum(tally.at_least for tally in each),
        at_most=sum(tally.at_most for tally in each),
        total=sum(tally.total for tally in each),
    )
