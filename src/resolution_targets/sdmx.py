"""Export of a data version as SDMX, by which statistical offices exchange figures.

It is SDMX 2.1 and not 3.0: every reader takes 2.1, while some stop at the measure
relationships that attributes have in 3.0 (sdmx1 2.28 does).

SDMX has no word for a promise. The codes of its observation status tell estimates and
forecasts from final figures, and a target is none of these. So targets and outturns share
one structure and differ by a dimension of our own, SERIES_TYPE. It is a dimension and not
an attribute, since a promise and its outturn have indicator, area and period in common,
and no two observations may have the same key. For the same reason DATA_SOURCE is one: two
sources may report differently, and a later act may promise something else. There is no
FREQ, which the guidelines recommend: a period says itself how long it is.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from resolution_targets.criteria import Criterion, Relation, rule_for
from resolution_targets.dataset import check_reported
from resolution_targets.errors import InvalidFieldError
from resolution_targets.exports import write_whole
from resolution_targets.observations import ObservationStatus
from resolution_targets.sdmxcodes import (
    COMPONENTS,
    promises_of,
    source_codes,
    time_period,
    unit_and_multiplier,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from resolution_targets.dataset import Dataset
    from resolution_targets.observations import Observation
    from resolution_targets.targets import Target

# The statuses that say themselves that there is no value.
_MISSING = (
    ObservationStatus.MISSING,
    ObservationStatus.MISSING_NOT_COLLECTED,
    ObservationStatus.MISSING_CANNOT_EXIST,
    ObservationStatus.SUPPRESSED,
)
_DIMENSIONS = tuple(component.id for component in COMPONENTS if component.role == "D")

# What is None or empty is left out of the message.
_Row = dict[str, str | None]


def write_sdmx(
    dataset: Dataset, folder: str | PathLike[str], *, agency: str = "RESOLUTION_TARGETS"
) -> tuple[Path, Path]:
    """Write a dataset as SDMX-ML 2.1: `structure.xml`, and `data.xml` in the flat form.

    It needs the extra: `pip install resolution-targets[sdmx]`.

    The dataflow has the id and the version of the dataset. Its series are told apart by
    SERIES_TYPE: OUTTURN for observations, TARGET, and STRETCH_TARGET for a second, harder
    promise. DATA_SOURCE is what reported an outturn and the act that set a target, so that
    a revision is a series of its own. Of a dataset that `in_force` picked, the promises of
    that day are written, into a dataflow whose id ends with it.

    OBS_VALUE is a decimal, in UNIT_MEASURE times ten to the power of UNIT_MULT: 17,900
    billion VND is 17900, VND and 9. Of a target it is the bound, and RELATION says how to
    read it. Of a range it is the end that is met first, and LOWER_BOUND and UPPER_BOUND are
    its ends. A milestone has no number: its target comes without OBS_VALUE and with
    OBS_STATUS M (data cannot exist); its outturn is 1 if it was done and 0 if not. A figure
    that was not reported comes without OBS_VALUE and with OBS_STATUS O (missing), unless
    its own status says why. The first nine months of 2025 are 2025-01-01/P9M.

    Vietnamese names, comments on codes, the licence and the hash are annotations. What
    SDMX does not carry: the texts of the sources; that a missing figure was to be an
    estimate, say; whether a number was a float or a decimal.

    Args:
        dataset: The dataset.
        folder: The folder; it is made if it is not there, and files of these names in it
            are replaced.
        agency: The SDMX id of who maintains the structure; an office's own, where it
            writes a dataset of its own.

    Returns:
        The structure message and the data message.

    Raises:
        ImportError: pysdmx is not installed.
        DerivedFigureError: Some of its figures were derived, for which SDMX has no word.
        InvalidFieldError: An id, version, code or text cannot stand in SDMX, a value is
            not finite, or two figures would have the same key.
        UnknownIndicatorError: An observation is of an indicator that the dataset lacks.
        UnwritableFolderError: The folder or a file cannot be written.

    Examples:
        >>> import tempfile
        >>> import resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
        >>> [path.name for path in write_sdmx(ds, tempfile.mkdtemp())]
        ['structure.xml', 'data.xml']
    """
    # pysdmx: an extra, and 200 ms.
    from resolution_targets.sdmxmessages import (  # noqa: PLC0415
        check_ids,
        data_message,
        structure_message,
    )

    check_reported(dataset)
    check_ids(dataset, agency)
    rows = [*_promise_rows(dataset), *_outturn_rows(dataset)]
    _check_keys(rows)
    contents = {
        "structure.xml": structure_message(dataset, agency),
        "data.xml": data_message(dataset, agency, rows),
    }
    structure, data = write_whole(Path(folder), contents)
    return structure, data


def _check_keys(rows: Iterable[_Row]) -> None:
    keys = Counter(".".join(str(row[name]) for name in _DIMENSIONS) for row in rows)
    for key, times in keys.items():
        if times > 1:
            raise InvalidFieldError(
                field=f"the SDMX key of {times} figures",
                value=key,
                expected="a single figure for an indicator, area, source and period",
            )


def _promise_rows(dataset: Dataset) -> Iterator[_Row]:
    sources = source_codes(dataset)
    for target in promises_of(dataset):
        yield _promise_row(target, target.criterion, "TARGET", sources)
        if target.stretch is not None:
            yield _promise_row(target, target.stretch, "STRETCH_TARGET", sources)


def _promise_row(
    target: Target, criterion: Criterion, series_type: str, sources: Mapping[str, str]
) -> _Row:
    is_range = criterion.relation is Relation.BETWEEN
    bound = _bound(criterion, target)
    return {
        "INDICATOR": target.indicator.id,
        "SERIES_TYPE": series_type,
        "DATA_SOURCE": sources[target.act],
        "OBS_VALUE": _number(bound),
        "OBS_STATUS": "M" if bound is None else "A",
        "RELATION": criterion.relation.value,
        "LOWER_BOUND": _number(criterion.lower) if is_range else None,
        "UPPER_BOUND": _number(criterion.upper) if is_range else None,
        "HEDGED": str(criterion.hedged).lower(),
        "MAINTAIN": str(criterion.maintain).lower(),
        "TARGET_ID": target.id,
        "TARGET_NUMBER": target.number,
        "DOMAIN": target.domain.id,
        "OF_WHICH": target.of_which,
        "IN_FORCE_FROM": str(target.in_force_from or ""),
        **_shared(target),
    }


def _bound(criterion: Criterion, target: Target) -> Decimal | None:
    """The bound, or the end of a range that is met first; None for a milestone."""
    if criterion.relation is Relation.DONE:
        return None
    easier = rule_for(criterion.relation, target.indicator.direction).easier
    return criterion.upper if easier == "upper" else criterion.lower


def _outturn_rows(dataset: Dataset) -> Iterator[_Row]:
    sources = source_codes(dataset)
    for observation in dataset.observations:
        if observation.value_upper is not None:
            raise InvalidFieldError(
                field="Observation.value_upper",
                value=str(observation.value_upper),
                expected="a single value: SDMX has no word for a range",
            )
        status = observation.observation_status
        if observation.value is None and status not in _MISSING:
            status = ObservationStatus.MISSING
        yield {
            "INDICATOR": observation.indicator,
            "SERIES_TYPE": "OUTTURN",
            "DATA_SOURCE": sources[observation.source],
            "OBS_VALUE": _number(observation.value),
            "OBS_STATUS": status.value,
            "PUBLISHED": str(observation.published or ""),
            **_shared(observation),
        }


def _shared(figure: Target | Observation) -> _Row:
    unit, multiplier = unit_and_multiplier(figure.unit)
    return {
        "REF_AREA": figure.reference_area,
        "TIME_PERIOD": time_period(figure.reference_period),
        "UNIT_MEASURE": unit,
        "UNIT_MULT": multiplier,
        "QUOTE": figure.quote,
        "SOURCE": figure.source,
        "LOCATOR": figure.locator,
        "COMMENT_OBS": figure.comment,
    }


def _number(value: Decimal | float | None) -> str | None:
    """A number's digits, without an exponent; 1 and 0 for True and False."""
    if value is None:
        return None
    exact = Decimal(value) if isinstance(value, (Decimal, int)) else Decimal(repr(float(value)))
    if not exact.is_finite():
        raise InvalidFieldError(field="Observation.value", value=value, expected="a finite number")
    return f"{exact:f}"
