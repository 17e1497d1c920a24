"""Numbered targets of Vietnamese resolutions, and exact comparison of figures with them.

    import resolution_targets as rt

    ds = rt.load("ha-tinh-2025", version="1.0.0")
    ds["grdp-per-capita"].compare(94).status

The names below are the public face; what needs polars or pint is imported when it is
first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolution_targets.criteria import Criterion, Direction, Reading, Relation, Status
from resolution_targets.datapackage import datasets, load
from resolution_targets.dataset import Dataset, Source
from resolution_targets.errors import (
    ColumnClashError,
    ColumnTypeError,
    DataIntegrityError,
    IncompatibleUnitError,
    InvalidCriterionError,
    InvalidFieldError,
    InvalidNumberError,
    InvalidPeriodError,
    InvalidValueError,
    MissingColumnError,
    PinnedHashError,
    ResolutionTargetsError,
    UnitRegistryError,
    UnknownDatasetError,
    UnknownIndicatorError,
    UnknownOptionError,
    UnknownTargetError,
    UnknownUnitError,
    UnknownVersionError,
    UnreadableFileError,
    UnsupportedFrameError,
    UnsupportedLocaleError,
    VerdictTruthError,
)
from resolution_targets.indicators import Domain, Indicator, OverTime, QuantityKind
from resolution_targets.observations import (
    Observation,
    ObservationStatus,
    parse_observation_status,
)
from resolution_targets.periods import PeriodKind, ReferencePeriod, format_period, parse_period
from resolution_targets.targets import Item, Target
from resolution_targets.vocabulary import canonical_unit, format_unit, is_unit

if TYPE_CHECKING:
    from resolution_targets.comparison import compare
    from resolution_targets.files import read_observations
    from resolution_targets.numerals import format_number, parse_number
    from resolution_targets.scorecards import Scorecard, ScorecardRow, Tally, scorecard
    from resolution_targets.units import convert, format_quantity, parse_quantity
    from resolution_targets.verdicts import Verdict
    from resolution_targets.wording import Problem

# Imported when first asked for: what is behind these needs pint, polars or Babel, or is
# not needed to load the data.
_LAZY = {
    "Problem": "wording",
    "Scorecard": "scorecards",
    "ScorecardRow": "scorecards",
    "Tally": "scorecards",
    "Verdict": "verdicts",
    "compare": "comparison",
    "convert": "units",
    "format_number": "numerals",
    "format_quantity": "units",
    "parse_number": "numerals",
    "parse_quantity": "units",
    "read_observations": "files",
    "scorecard": "scorecards",
}

__all__ = [
    "ColumnClashError",
    "ColumnTypeError",
    "Criterion",
    "DataIntegrityError",
    "Dataset",
    "Direction",
    "Domain",
    "IncompatibleUnitError",
    "Indicator",
    "InvalidCriterionError",
    "InvalidFieldError",
    "InvalidNumberError",
    "InvalidPeriodError",
    "InvalidValueError",
    "Item",
    "MissingColumnError",
    "Observation",
    "ObservationStatus",
    "OverTime",
    "PeriodKind",
    "PinnedHashError",
    "Problem",
    "QuantityKind",
    "Reading",
    "ReferencePeriod",
    "Relation",
    "ResolutionTargetsError",
    "Scorecard",
    "ScorecardRow",
    "Source",
    "Status",
    "Tally",
    "Target",
    "UnitRegistryError",
    "UnknownDatasetError",
    "UnknownIndicatorError",
    "UnknownOptionError",
    "UnknownTargetError",
    "UnknownUnitError",
    "UnknownVersionError",
    "UnreadableFileError",
    "UnsupportedFrameError",
    "UnsupportedLocaleError",
    "Verdict",
    "VerdictTruthError",
    "canonical_unit",
    "compare",
    "convert",
    "datasets",
    "format_number",
    "format_period",
    "format_quantity",
    "format_unit",
    "is_unit",
    "load",
    "parse_number",
    "parse_observation_status",
    "parse_period",
    "parse_quantity",
    "read_observations",
    "scorecard",
]


def __getattr__(name: str) -> object:
    """Import a lazy name on first use, and keep it."""
    if name not in _LAZY:
        message = f"module 'resolution_targets' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415  # only for lazy names

    value: object = getattr(import_module(f"resolution_targets.{_LAZY[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, lazy ones included."""
    return sorted(__all__)
