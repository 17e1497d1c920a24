"""The tables of a dataset as polars frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import polars as pl

from resolution_targets.errors import InvalidFieldError, UnknownOptionError
from resolution_targets.indicators import Indicator
from resolution_targets.sources import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    from resolution_targets.dataset import Dataset, Table
    from resolution_targets.observations import Observation
    from resolution_targets.revisions import Revision
    from resolution_targets.targets import Target

_FEWEST_DECIMALS = 6
_MOST_DIGITS = 38
_PROMISE = (
    *("relation", "lower", "upper", "unit", "hedged", "maintain"),
    *("stretch_relation", "stretch_lower", "stretch_upper", "stretch_hedged"),
)
_SOURCED = ("quote", "source", "locator", "comment")
_COLUMNS: Mapping[Table, tuple[str, ...]] = {
    "targets": (
        *("id", "number", "item", "indicator", "name_vi", "name_en", "domain", "area", "period"),
        *(*_PROMISE, "of_which", *_SOURCED, "in_force_from", "act"),
    ),
    "indicators": tuple(field.name for field in attrs.fields(Indicator)),
    "observations": (
        *("indicator", "area", "period", "value", "unit", "status"),
        *(*_SOURCED, "published"),
    ),
    "revisions": ("target", "in_force_from", *_PROMISE, "act", *_SOURCED),
    "sources": tuple(field.name for field in attrs.fields(Source) if field.name != "text"),
}
_TYPES: Mapping[str, pl.DataType] = {
    "value": pl.Float64(),
    "value_upper": pl.Float64(),
    "item": pl.Int64(),
    "in_force_from": pl.Date(),
    "published": pl.Date(),
    **dict.fromkeys(("hedged", "maintain", "stretch_hedged"), pl.Boolean()),
}
_BOUNDS = ("lower", "upper", "stretch_lower", "stretch_upper")


def frame_of(dataset: Dataset, table: Table) -> pl.DataFrame:
    """One table of a dataset; one without rows has the same columns, of the same types.

    Observations that were reported as ranges add a column `value_upper`, and derived ones
    `derived_from`, which says from what.

    Raises:
        UnknownOptionError: There is no such table.
        InvalidFieldError: The bounds need more digits than a frame has for them.
    """
    if table not in _COLUMNS:
        raise UnknownOptionError(option="table", value=table, known=_COLUMNS)
    rows = [_ROWS[table](value) for value in getattr(dataset, table)]
    columns = _COLUMNS[table]
    # A released dataset has none, and its tables keep the columns that they were released with.
    seldom = ("value_upper", "derived_from")
    columns = (
        *columns,
        *(name for name in seldom if any(row.get(name) is not None for row in rows)),
    )
    types = {name: _TYPES.get(name, pl.String()) for name in columns}
    bounds = {name: _exact(dataset) for name in _BOUNDS if name in types}
    return pl.DataFrame(rows, schema={**types, **bounds})


def _exact(dataset: Dataset) -> pl.Decimal:
    """The type that holds the bounds of all promises, the same one for targets and revisions.

    Raises:
        InvalidFieldError: There is none.
    """
    promises: tuple[Target | Revision, ...] = (*dataset.targets, *dataset.revisions)
    ends = [end for promise in promises for end in _ends(promise)]
    places = max([_FEWEST_DECIMALS, *(-int(end.as_tuple().exponent) for end in ends)])
    digits = places + max((max(0, end.adjusted() + 1) for end in ends), default=0)
    # polars would put null where there are too many.
    if digits > _MOST_DIGITS:
        raise InvalidFieldError(
            field="the number of digits that the bounds need",
            value=digits,
            expected=f"at most {_MOST_DIGITS}, {places} of them after the point",
        )
    return pl.Decimal(_MOST_DIGITS, places)


def _ends(promise: Target | Revision) -> Iterator[Decimal]:
    for criterion in (promise.criterion, promise.stretch):
        if criterion is not None:
            yield from (end for end in (criterion.lower, criterion.upper) if end is not None)


def _target_row(target: Target) -> dict[str, object]:
    return {
        **_fields(target),
        "item": target.item_number,
        "indicator": target.indicator.id,
        "name_vi": target.indicator.name_vi,
        "name_en": target.indicator.name_en,
        "domain": target.domain.id,
        "area": target.reference_area,
        "period": str(target.reference_period),
        **_promise(target),
    }


def _revision_row(revision: Revision) -> dict[str, object]:
    return {**_fields(revision), **_promise(revision)}


def _promise(promise: Target | Revision) -> dict[str, object]:
    criterion, stretch = promise.criterion, promise.stretch
    return {
        "relation": criterion.relation.value,
        "lower": criterion.lower,
        "upper": criterion.upper,
        "hedged": criterion.hedged,
        "maintain": criterion.maintain,
        "stretch_relation": None if stretch is None else stretch.relation.value,
        "stretch_lower": None if stretch is None else stretch.lower,
        "stretch_upper": None if stretch is None else stretch.upper,
        "stretch_hedged": None if stretch is None else stretch.hedged,
    }


def _observation_row(observation: Observation) -> dict[str, object]:
    value, upper = observation.value, observation.value_upper
    return {
        **_fields(observation),
        "area": observation.reference_area,
        "period": str(observation.reference_period),
        "value": None if value is None else float(value),
        "value_upper": None if upper is None else float(upper),
        "status": observation.observation_status.value,
        "derived_from": observation.trail or None,
    }


def _fields(value: attrs.AttrsInstance) -> dict[str, object]:
    """The fields of a value, with the members of an enum as plain text."""
    row = {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
    return {name: str(field) if isinstance(field, str) else field for name, field in row.items()}


_ROWS: Mapping[Table, Callable[[Any], dict[str, object]]] = {
    "targets": _target_row,
    "indicators": _fields,
    "observations": _observation_row,
    "revisions": _revision_row,
    "sources": _fields,
}
