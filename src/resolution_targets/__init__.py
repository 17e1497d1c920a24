"""Numbered targets of Vietnamese resolutions, and exact comparison of figures with them.

    import resolution_targets as rt

    ds = rt.load("ha-tinh-2025", version="1.0.0")
    ds["grdp-per-capita"].compare(94).status

The names below are the public face; what needs polars or pint is imported when it is
first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolution_targets.criteria import (
    Criterion,
    Direction,
    Reading,
    Relation,
    Rounding,
    Status,
)
from resolution_targets.dataset import Dataset
from resolution_targets.errors import (
    ColumnClashError,
    ColumnTypeError,
    DataIntegrityError,
    DatasetClashError,
    DatasetWarning,
    DerivedFigureError,
    DiffMismatchError,
    IncompatibleUnitError,
    InvalidCriterionError,
    InvalidDatasetError,
    InvalidFieldError,
    InvalidLockError,
    InvalidNumberError,
    InvalidObservationsError,
    InvalidPeriodError,
    InvalidProfileError,
    InvalidValueError,
    InvalidVersionError,
    LockMismatchError,
    MissingColumnError,
    PinnedHashError,
    PluginWarning,
    ProgressMethodError,
    ReleaseError,
    ResolutionTargetsError,
    ResolutionTargetsWarning,
    UnitRegistryError,
    UnknownDatasetError,
    UnknownIndicatorError,
    UnknownOptionError,
    UnknownSourceError,
    UnknownTargetError,
    UnknownUnitError,
    UnknownVersionError,
    UnreadableFileError,
    UnsupportedFrameError,
    UnsupportedLocaleError,
    UnwritableFolderError,
    VerdictTruthError,
    WithdrawnVersionWarning,
)
from resolution_targets.indicators import Domain, Indicator, OverTime, QuantityKind
from resolution_targets.loading import datasets, load, versions
from resolution_targets.observations import (
    Observation,
    ObservationStatus,
    parse_observation_status,
)
from resolution_targets.periods import PeriodKind, ReferencePeriod, format_period, parse_period
from resolution_targets.revisions import Revision
from resolution_targets.sources import Source
from resolution_targets.targets import Item, Target
from resolution_targets.vocabulary import canonical_unit, format_unit, is_unit

if TYPE_CHECKING:
    from resolution_targets.changekinds import ChangeKind
    from resolution_targets.changes import Change, DatasetDiff, diff
    from resolution_targets.choiceframes import choose
    from resolution_targets.choices import Choice, ChoicePolicy
    from resolution_targets.comparison import compare
    from resolution_targets.derivationresults import DerivedObservations, Disagreement, NotDerived
    from resolution_targets.derivations import derive
    from resolution_targets.derivationwords import DerivationProblem
    from resolution_targets.exports import export_tables, json_ld, json_schema
    from resolution_targets.files import read_observations
    from resolution_targets.folders import new_dataset, write_dataset
    from resolution_targets.locks import (
        Lock,
        LockedDataset,
        check_lock,
        load_locked,
        read_lock,
        write_lock,
    )
    from resolution_targets.numerals import format_number, parse_number
    from resolution_targets.observationframes import to_observations
    from resolution_targets.outlookframes import outlook
    from resolution_targets.outlooks import Outlook
    from resolution_targets.outlookwords import OutlookProblem, Pace
    from resolution_targets.pairings import Pairing, SideBySide, side_by_side
    from resolution_targets.pairingwords import Mismatch, Standing
    from resolution_targets.profiles import (
        Profile,
        seasonal_profile,
        seasonal_profiles,
    )
    from resolution_targets.progression import progress
    from resolution_targets.progressmethods import ProgressMethod
    from resolution_targets.progresspanels import (
        ProgressPanel,
        ProgressPanelRow,
        progress_panel,
    )
    from resolution_targets.progressproblems import ProgressProblem
    from resolution_targets.progressvalues import Progress
    from resolution_targets.rates import ExchangeRate
    from resolution_targets.scorecards import Scorecard, ScorecardRow, Tally, scorecard
    from resolution_targets.sdmx import write_sdmx
    from resolution_targets.sensitivities import Question, Sensitivity, sensitivity
    from resolution_targets.units import convert, format_quantity, parse_quantity
    from resolution_targets.validation import read_dataset, validate_dataset
    from resolution_targets.verdicts import Verdict
    from resolution_targets.version_numbers import VersionStep
    from resolution_targets.violations import ValidationRule, Violation
    from resolution_targets.wording import Problem

# Imported when first asked for: what is behind these needs pint, polars or Babel, or is
# not needed to load the data.
_LAZY = {
    "Change": "changes",
    "ChangeKind": "changekinds",
    "Choice": "choices",
    "ChoicePolicy": "choices",
    "DatasetDiff": "changes",
    "DerivationProblem": "derivationwords",
    "DerivedObservations": "derivationresults",
    "Disagreement": "derivationresults",
    "ExchangeRate": "rates",
    "Lock": "locks",
    "LockedDataset": "locks",
    "Mismatch": "pairingwords",
    "NotDerived": "derivationresults",
    "Outlook": "outlooks",
    "OutlookProblem": "outlookwords",
    "Pace": "outlookwords",
    "Pairing": "pairings",
    "Problem": "wording",
    "Profile": "profiles",
    "Progress": "progressvalues",
    "ProgressMethod": "progressmethods",
    "ProgressPanel": "progresspanels",
    "ProgressPanelRow": "progresspanels",
    "ProgressProblem": "progressproblems",
    "Question": "sensitivities",
    "Scorecard": "scorecards",
    "ScorecardRow": "scorecards",
    "Sensitivity": "sensitivities",
    "SideBySide": "pairings",
    "Standing": "pairingwords",
    "Tally": "scorecards",
    "ValidationRule": "violations",
    "Verdict": "verdicts",
    "VersionStep": "version_numbers",
    "Violation": "violations",
    "check_lock": "locks",
    "choose": "choiceframes",
    "compare": "comparison",
    "convert": "units",
    "derive": "derivations",
    "diff": "changes",
    "export_tables": "exports",
    "format_number": "numerals",
    "format_quantity": "units",
    "json_ld": "exports",
    "json_schema": "exports",
    "load_locked": "locks",
    "new_dataset": "folders",
    "outlook": "outlookframes",
    "parse_number": "numerals",
    "parse_quantity": "units",
    "progress": "progression",
    "progress_panel": "progresspanels",
    "read_dataset": "validation",
    "read_lock": "locks",
    "read_observations": "files",
    "scorecard": "scorecards",
    "seasonal_profile": "profiles",
    "seasonal_profiles": "profiles",
    "sensitivity": "sensitivities",
    "side_by_side": "pairings",
    "to_observations": "observationframes",
    "validate_dataset": "validation",
    "write_dataset": "folders",
    "write_lock": "locks",
    "write_sdmx": "sdmx",
}

__all__ = [
    "Change",
    "ChangeKind",
    "Choice",
    "ChoicePolicy",
    "ColumnClashError",
    "ColumnTypeError",
    "Criterion",
    "DataIntegrityError",
    "Dataset",
    "DatasetClashError",
    "DatasetDiff",
    "DatasetWarning",
    "DerivationProblem",
    "DerivedFigureError",
    "DerivedObservations",
    "DiffMismatchError",
    "Direction",
    "Disagreement",
    "Domain",
    "ExchangeRate",
    "IncompatibleUnitError",
    "Indicator",
    "InvalidCriterionError",
    "InvalidDatasetError",
    "InvalidFieldError",
    "InvalidLockError",
    "InvalidNumberError",
    "InvalidObservationsError",
    "InvalidPeriodError",
    "InvalidProfileError",
    "InvalidValueError",
    "InvalidVersionError",
    "Item",
    "Lock",
    "LockMismatchError",
    "LockedDataset",
    "Mismatch",
    "MissingColumnError",
    "NotDerived",
    "Observation",
    "ObservationStatus",
    "Outlook",
    "OutlookProblem",
    "OverTime",
    "Pace",
    "Pairing",
    "PeriodKind",
    "PinnedHashError",
    "PluginWarning",
    "Problem",
    "Profile",
    "Progress",
    "ProgressMethod",
    "ProgressMethodError",
    "ProgressPanel",
    "ProgressPanelRow",
    "ProgressProblem",
    "QuantityKind",
    "Question",
    "Reading",
    "ReferencePeriod",
    "Relation",
    "ReleaseError",
    "ResolutionTargetsError",
    "ResolutionTargetsWarning",
    "Revision",
    "Rounding",
    "Scorecard",
    "ScorecardRow",
    "Sensitivity",
    "SideBySide",
    "Source",
    "Standing",
    "Status",
    "Tally",
    "Target",
    "UnitRegistryError",
    "UnknownDatasetError",
    "UnknownIndicatorError",
    "UnknownOptionError",
    "UnknownSourceError",
    "UnknownTargetError",
    "UnknownUnitError",
    "UnknownVersionError",
    "UnreadableFileError",
    "UnsupportedFrameError",
    "UnsupportedLocaleError",
    "UnwritableFolderError",
    "ValidationRule",
    "Verdict",
    "VerdictTruthError",
    "VersionStep",
    "Violation",
    "WithdrawnVersionWarning",
    "canonical_unit",
    "check_lock",
    "choose",
    "compare",
    "convert",
    "datasets",
    "derive",
    "diff",
    "export_tables",
    "format_number",
    "format_period",
    "format_quantity",
    "format_unit",
    "is_unit",
    "json_ld",
    "json_schema",
    "load",
    "load_locked",
    "new_dataset",
    "outlook",
    "parse_number",
    "parse_observation_status",
    "parse_period",
    "parse_quantity",
    "progress",
    "progress_panel",
    "read_dataset",
    "read_lock",
    "read_observations",
    "scorecard",
    "seasonal_profile",
    "seasonal_profiles",
    "sensitivity",
    "side_by_side",
    "to_observations",
    "validate_dataset",
    "versions",
    "write_dataset",
    "write_lock",
    "write_sdmx",
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
