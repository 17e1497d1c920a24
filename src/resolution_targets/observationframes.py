"""From the rows of a frame to observations, one for each."""

from __future__ import annotations

from datetime import datetime
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import narwhals as nw

from resolution_targets.columns import prepared
from resolution_targets.criteria import Relation
from resolution_targets.errors import (
    InvalidFieldError,
    InvalidObservationsError,
    ResolutionTargetsError,
)
from resolution_targets.numerals import MOST_DECIMALS, as_written
from resolution_targets.observations import Observation
from resolution_targets.periods import as_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.dataset import Dataset
    from resolution_targets.targets import Target

# The largest float has 309 digits before the point; the caller's own context may round.
_EXACT = Context(prec=400)


def to_observations(
    frame: object, dataset: Dataset, *, skip_unusable: bool = False
) -> tuple[Observation, ...]:
    """The rows of a frame as observations, in order.

    A column that is not there stands for the target's own unit, area and period. Of a
    figure whose `decimals` are known the value is a `Decimal` with as many, and so is the
    larger end of a range, `value_upper`; a count that would round the figure, or has more
    decimals than are ever published, is not its own. The columns `source`, `quote`, `locator`
    and `comment` are taken over; `published` where it is a day.

    Args:
        frame: A frame that `compare` takes; a lazy one is collected.
        dataset: The dataset whose indicators the figures are for.
        skip_unusable: Whether to leave out rows that make no observation, instead of
            raising an error.

    Raises:
        InvalidObservationsError: Some rows make no observation: an unknown unit, a period that
            cannot be read, a figure that could not be read or was passed over, half a range
            or a reversed one.
        MissingColumnError: There is no column `indicator` or `value`.
        UnsupportedFrameError: It is no polars frame.

    Examples:
        >>> import polars as pl, resolution_targets as rt
        >>> figures = pl.DataFrame({"indicator": ["new-jobs"], "period": ["2025-Q1"],
        ...                         "value": [5722.0]})
        >>> (jobs,) = rt.to_observations(figures, rt.load("ha-tinh-2025"))
        >>> str(jobs.reference_period), jobs.unit
        ('2025-Q1', 'person')
    """
    read = list(rows_as_observations(frame, dataset))
    problems = [
        f"row {number}: {row}"
        for number, row in enumerate(read, start=1)
        if isinstance(row, ResolutionTargetsError)
    ]
    if problems and not skip_unusable:
        raise InvalidObservationsError(problems=problems)
    return tuple(row for row in read if isinstance(row, Observation))


def rows_as_observations(
    frame: object, dataset: Dataset
) -> Iterator[Observation | ResolutionTargetsError]:
    """Each row as an observation, or as what keeps it from being one."""
    figures, columns = prepared(frame)
    own = figures.select(*columns.names)
    rows = own.collect() if isinstance(own, nw.LazyFrame) else own
    targets = {target.indicator.id: target for target in dataset.targets}
    for row in rows.iter_rows(named=True):
        try:
            yield _observation(row, targets, dataset)
        except ResolutionTargetsError as error:
            yield error


def _observation(
    row: Mapping[str, Any], targets: Mapping[str, Target], dataset: Dataset
) -> Observation:
    for column in ("unreadable", "passed_over"):
        if row.get(column) is not None:
            raise InvalidFieldError(
                field=column, value=row[column], expected="a figure that stands"
            )
    id_ = row["indicator"]
    target = targets.get(id_)
    own: dict[str, object] = {"unit": dataset.indicator(id_).unit}
    if target is not None:
        own |= {
            "unit": target.unit,
            "area": target.reference_area,
            "period": target.reference_period,
        }
    full = own | {key: value for key, value in row.items() if key in ("unit", "area", "period")}
    for column in ("unit", "area", "period"):
        if not full.get(column):
            raise InvalidFieldError(field=column, value=full.get(column), expected="one")
    is_milestone = target is not None and target.criterion.relation is Relation.DONE
    value, upper = (
        number if is_milestone else _written(number, row.get(decimals))
        for number, decimals in (
            (row["value"], "decimals"),
            (row.get("value_upper"), "decimals_upper"),
        )
    )
    return Observation(
        indicator=id_,
        reference_area=str(full["area"]),
        reference_period=str(full["period"]),
        value=value,
        value_upper=upper,
        unit=str(full["unit"]),
        observation_status=row.get("observation_status") or "A",
        quote=_text(row, "quote"),
        # Of a derived row, what it came from is where it is from.
        source=_text(row, "source") or _text(row, "derived_from"),
        locator=_text(row, "locator"),
        comment=_text(row, "comment"),
        published=_day(row.get("published")),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    return "" if row.get(name) is None else str(row[name])


def _written(value: Any, decimals: int | None) -> Any:  # noqa: ANN401  # a number or None, as the frame has it
    """A number with as many decimals as it was written with, if that is known."""
    if value is None or decimals is None:
        return value
    written = as_written(value)
    if not written.is_finite():
        return value
    if not 0 <= decimals <= MOST_DECIMALS:
        return written
    quantized = written.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    # Zeros at its end are all that a float forgets: 8.55 was not written with one decimal.
    return quantized if quantized == written else written


def _day(value: Any) -> Any:  # noqa: ANN401  # a day, a text or None, as the frame has it
    """The day of publication; None for a month, which is not one."""
    if isinstance(value, datetime):
        value = value.date()
    try:
        return None if value is None else as_date(value)
    except ResolutionTargetsError:
        return None
