"""One data version: its targets, indicators and observations, and how to look them up."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import attrs

from resolution_targets.errors import (
    UnknownIndicatorError,
    UnknownOptionError,
    UnknownTargetError,
)
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.observations import Observation
from resolution_targets.targets import Item, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

Table = Literal["targets", "indicators", "observations"]
_TABLES: tuple[Table, ...] = ("targets", "indicators", "observations")
_COLUMNS: Mapping[Table, tuple[str, ...]] = {
    "targets": (
        *("id", "number", "item", "indicator", "name_vi", "name_en", "domain", "area", "period"),
        *("relation", "lower", "upper", "unit", "hedged", "maintain"),
        *("stretch_relation", "stretch_lower", "stretch_upper"),
        *("of_which", "quote", "source", "locator", "comment"),
    ),
    "indicators": tuple(field.name for field in attrs.fields(Indicator)),
    "observations": (
        *("indicator", "area", "period", "value", "unit", "status"),
        *("quote", "source", "locator", "comment"),
    ),
}


@attrs.frozen(kw_only=True)
class Source:
    """A document or page that the data were read from.

    Attributes:
        id: The identifier that targets and observations name.
        title_vi: The Vietnamese title.
        title_en: The English title.
        path: The file with its text, inside the data version's folder; "" if none ships.
        url: Its address; "" if none is known.
        comment: What else a reader must know.
    """

    id: str
    title_vi: str
    title_en: str
    path: str = ""
    url: str = ""
    comment: str = ""


@attrs.frozen(kw_only=True)
class Dataset:
    """One version of one dataset, immutable.

    Iterating over it gives its targets; `ds["grdp-growth"]` and `ds["7a"]` look one up
    by id or by number.

    Attributes:
        id: The identifier, "ha-tinh-2025" say.
        version: MAJOR.MINOR.PATCH of the data, final once released.
        title: What it is, in a line.
        sha256: The hash of the descriptor, which holds the hash of every file.
        domains: The headings that the targets stand under.
        indicators: What is measured.
        targets: What is promised, in the order of the text.
        observations: What was reported, as far as the sources state it.
        sources: What all of it was read from.
    """

    id: str
    version: str
    title: str = ""
    sha256: str = ""
    domains: tuple[Domain, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    observations: tuple[Observation, ...] = ()
    sources: tuple[Source, ...] = ()

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
        """The id with the version, as messages name it."""
        return f"{self.id} {self.version}"

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

    def to_frame(self, table: Table = "targets") -> pl.DataFrame:
        """One of the tables as a polars frame, a row for each entry.

        The bounds of the targets are of type `Decimal`, with as many digits as they need.
        The observations have the columns that `compare` takes.

        Args:
            table: "targets", "indicators" or "observations".

        Raises:
            UnknownOptionError: There is no such table.
        """
        import polars as pl  # noqa: PLC0415  # 60 ms and more that loading does without

        if table not in _TABLES:
            raise UnknownOptionError(option="table", value=table, known=_TABLES)
        exact = pl.Decimal(38, max([6, *map(_decimals, self.targets)]))
        rows: Mapping[Table, list[dict[str, object]]] = {
            "targets": [_target_row(target) for target in self.targets],
            "indicators": [_indicator_row(indicator) for indicator in self.indicators],
            "observations": [_observation_row(observation) for observation in self.observations],
        }
        # A table without rows has the same columns, of the same types.
        types: dict[str, pl.DataType] = {
            "lower": exact,
            "upper": exact,
            "value": pl.Float64(),
            "item": pl.Int64(),
        }
        types |= dict.fromkeys(("stretch_lower", "stretch_upper"), exact)
        types |= {"hedged": pl.Boolean(), "maintain": pl.Boolean()}
        schema = {name: types.get(name, pl.String()) for name in _COLUMNS[table]}
        return pl.DataFrame(rows[table], schema=schema)

    def cite(self) -> str:
        """How to cite this data version: sources, id, version and hash, in a line.

        Examples:
            >>> import resolution_targets as rt
            >>> rt.load("ha-tinh-2025", version="1.0.0").cite()[:72]
            'Resolution of the Party Committee of Hà Tĩnh province on the tasks of 20'
        """
        sources = "; ".join(source.title_en for source in self.sources)
        return (
            f"{sources}. Compiled as {self.id}, data version {self.version}, "
            f"in resolution_targets. sha256:{self.sha256}"
        )

    @cached_property
    def _by_key(self) -> Mapping[str, Target]:
        return {key: target for target in self.targets for key in (target.id, target.number)}


def _decimals(target: Target) -> int:
    """How many digits after the point its bounds need."""
    criteria = (target.criterion, target.stretch)
    ends = [end for each in criteria if each is not None for end in (each.lower, each.upper)]
    return max((-int(end.as_tuple().exponent) for end in ends if end is not None), default=0)


def _target_row(target: Target) -> dict[str, object]:
    criterion, stretch = target.criterion, target.stretch
    return {
        "id": target.id,
        "number": target.number,
        "item": target.item_number,
        "indicator": target.indicator.id,
        "name_vi": target.indicator.name_vi,
        "name_en": target.indicator.name_en,
        "domain": target.domain.id,
        "area": target.reference_area,
        "period": str(target.reference_period),
        "relation": criterion.relation.value,
        "lower": criterion.lower,
        "upper": criterion.upper,
        "unit": target.unit,
        "hedged": criterion.hedged,
        "maintain": criterion.maintain,
        "stretch_relation": None if stretch is None else stretch.relation.value,
        "stretch_lower": None if stretch is None else stretch.lower,
        "stretch_upper": None if stretch is None else stretch.upper,
        "of_which": target.of_which,
        "quote": target.quote,
        "source": target.source,
        "locator": target.locator,
        "comment": target.comment,
    }


def _indicator_row(indicator: Indicator) -> dict[str, object]:
    row = attrs.asdict(indicator)
    return {name: str(value) if isinstance(value, str) else value for name, value in row.items()}


def _observation_row(observation: Observation) -> dict[str, object]:
    value = observation.value
    return {
        "indicator": observation.indicator,
        "area": observation.reference_area,
        "period": str(observation.reference_period),
        "value": None if value is None else float(value),
        "unit": observation.unit,
        "status": observation.observation_status.value,
        "quote": observation.quote,
        "source": observation.source,
        "locator": observation.locator,
        "comment": observation.comment,
    }
