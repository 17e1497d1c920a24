"""Which verdicts rest on how the promise is read, how figures are rounded, or on a later act."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, overload

import attrs
import narwhals as nw

from resolution_targets.columns import RANGE_COLUMNS, RATE_COLUMN, RESULT_COLUMNS
from resolution_targets.comparison import compare
from resolution_targets.criteria import Reading, Rounding, Status
from resolution_targets.errors import ColumnClashError
from resolution_targets.observations import Observation
from resolution_targets.rates import ExchangeRate, as_rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from resolution_targets.dataset import Dataset
    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.verdicts import Verdict

FrameT = TypeVar("FrameT")


class Question(StrEnum):
    """What a verdict is asked anew with.

    Attributes:
        LENIENT: The lenient reading: "above" as "at least", a range by its better end.
        ROUNDED: Every figure standing for all that is rounded to it.
        IN_FORCE: The promise in force on a day instead of the one adopted.
    """

    LENIENT = "lenient"
    ROUNDED = "rounded"
    IN_FORCE = "in_force"


_OPTIONS: Mapping[Question, Mapping[str, Any]] = {
    Question.LENIENT: {"reading": Reading.LENIENT},
    Question.ROUNDED: {"rounding": Rounding.PUBLISHED},
    Question.IN_FORCE: {},
}
_FLIPS = "flips"


@attrs.frozen(kw_only=True)
class Sensitivity:
    """A verdict, and what it would be if it were asked otherwise.

    Attributes:
        verdict: The verdict by the words of the promise and the figure as it stands.
        lenient: By the lenient reading.
        rounded: With the figure standing for all that is rounded to it.
        in_force: By the promise in force on the day that was asked about; None if none was,
            or nothing was promised on it.
        flips: What decides otherwise: met, missed or neither.
    """

    verdict: Verdict
    lenient: Verdict
    rounded: Verdict
    in_force: Verdict | None
    flips: tuple[Question, ...]


@overload
def sensitivity(
    figures: Observation,
    dataset: Dataset,
    *,
    as_of: date | str | None = ...,
    period: ReferencePeriod | str | int | None = ...,
    rates: Iterable[ExchangeRate] = ...,
) -> Sensitivity: ...


@overload
def sensitivity(
    figures: FrameT,
    dataset: Dataset,
    *,
    as_of: date | str | None = ...,
    period: ReferencePeriod | str | int | None = ...,
    rates: Iterable[ExchangeRate] = ...,
    language: str = ...,
) -> FrameT: ...


def sensitivity(  # noqa: PLR0913  # one parameter for each option
    figures: Any,
    dataset: Dataset,
    *,
    as_of: date | str | None = None,
    period: ReferencePeriod | str | int | None = None,
    rates: Iterable[ExchangeRate] = (),
    language: str = "en",
) -> Any:
    """Which verdicts flip under the lenient reading, under rounding, or by a later act.

    A verdict flips where it is no longer met, missed or undecided as it was: from met to
    exceeded is no flip.

    Args:
        figures: A frame that `compare` takes, or one `Observation`.
        dataset: The targets, with the promises adopted.
        as_of: The day whose promises in force are held beside; None to leave that out.
        period: As for `compare`.
        rates: As for `compare`.
        language: The language of the reasons of a frame, "en" or "vi".

    Returns:
        Of a frame, what `compare` returns, with the added columns `status_lenient`,
        `status_rounded` and, with a day, `status_in_force`, and `flips`: which of "lenient",
        "rounded" and "in_force" flip the verdict, with blanks between; null if none does. Of
        an observation, a `Sensitivity`.

    Raises:
        ColumnClashError: The frame has a column already that this call adds.
        UnknownIndicatorError: The observation is of no target's indicator.
        InvalidFieldError: `as_of` names no day, or as for `compare`.

    Examples:
        >>> import polars as pl, resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.1.0")
        >>> figures = pl.DataFrame({"indicator": ["grdp-growth", "health-insurance-coverage"],
        ...                         "value": [8.5, 95.0]})
        >>> rt.sensitivity(figures, ds, as_of="2025-09-30")["flips"].to_list()
        ['in_force', 'lenient rounded']
    """
    known = as_rates(rates)
    in_force = None if as_of is None else dataset.in_force(as_of)
    if isinstance(figures, Observation):
        return _of_observation(figures, dataset, in_force, {"period": period, "rates": known})
    options = {"period": period, "rates": known, "language": language}
    return _of_frame(figures, dataset, in_force, options)


def _of_observation(
    observation: Observation,
    dataset: Dataset,
    in_force: Dataset | None,
    options: Mapping[str, Any],
) -> Sensitivity:
    target = dataset.target_for(observation.indicator)
    verdict = target.compare(observation, **options)
    found: dict[Question, Verdict | None] = {
        question: target.compare(observation, **options, **asked)
        for question, asked in _OPTIONS.items()
    }
    found[Question.IN_FORCE] = None
    if in_force is not None and target.id in in_force:
        found[Question.IN_FORCE] = in_force[target.id].compare(observation, **options)
    lenient, rounded = found[Question.LENIENT], found[Question.ROUNDED]
    assert lenient is not None  # noqa: S101  # asked above
    assert rounded is not None  # noqa: S101  # asked above
    return Sensitivity(
        verdict=verdict,
        lenient=lenient,
        rounded=rounded,
        in_force=found[Question.IN_FORCE],
        flips=tuple(
            question
            for question, other in found.items()
            if other is not None and other.status.is_met is not verdict.status.is_met
        ),
    )


def _of_frame(
    frame: Any,  # noqa: ANN401  # any frame that compare takes
    dataset: Dataset,
    in_force: Dataset | None,
    options: Mapping[str, Any],
) -> Any:  # noqa: ANN401  # the same kind of frame
    # A day on which nothing was promised is a day that was asked about.
    promises = {
        question: in_force if question is Question.IN_FORCE else dataset for question in Question
    }
    asked_of = {question: each for question, each in promises.items() if each is not None}
    added = [*map(_column, asked_of), _FLIPS]
    _check_clashes(frame, added)
    asked = frame
    for question, each in asked_of.items():
        found = nw.from_native(compare(asked, each, **options, **_OPTIONS[question]))
        own = [name for name in found.collect_schema().names() if name not in _RESULTS]
        asked = found.select(*own, nw.col("status").alias(_column(question))).to_native()
    judged = nw.from_native(compare(asked, dataset, **options))
    result = judged.with_columns(_flips(asked_of).alias(_FLIPS))
    last = [name for name in result.collect_schema().names() if name not in added]
    return result.select(*last, *added).to_native()


_RESULTS = (*RESULT_COLUMNS, *RANGE_COLUMNS, RATE_COLUMN)


def _column(question: Question) -> str:
    return f"status_{question.value}"


def _check_clashes(frame: Any, added: list[str]) -> None:  # noqa: ANN401  # see _of_frame
    known = nw.from_native(frame, pass_through=True)
    # What is no frame is refused by compare, in its words.
    names = [] if known is frame else known.collect_schema().names()
    clashing = [name for name in names if name in added]
    if clashing:
        hint = "a sensitivity adds these; drop or rename them first"
        raise ColumnClashError(columns=clashing, hint=hint)


def _flips(asked_of: Mapping[Question, Dataset]) -> nw.Expr:
    """The questions that a verdict does not outlast; null where it outlasts all."""
    parts = [
        # Where nothing was promised there is no verdict to hold beside.
        nw.when(
            (_decision(_column(question)) != _decision("status"))
            & nw.col("target").is_in([target.id for target in dataset])
        ).then(nw.lit(f"{question.value} "))
        for question, dataset in asked_of.items()
    ]
    joined = nw.concat_str(*parts, ignore_nulls=True).str.strip_chars()
    return nw.when(joined != "").then(joined)


def _decision(column: str) -> nw.Expr:
    """What a status decides: met, missed, or neither."""
    return nw.col(column).replace_strict(
        [status.value for status in Status],
        [str(status.is_met) for status in Status],
        return_dtype=nw.String,
    )
