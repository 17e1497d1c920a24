"""Every error of the package, each with its facts as attributes.

A message says where, what, what was expected, what was found and what to do. It is
built here, once, from the facts; callers pass facts only. Each error also inherits
the builtin that a caller would catch, and survives pickling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_MOST_LISTED = 5
_LOCK_FILE = "resolution-targets.lock.toml"
# string.ascii_lowercase costs the import of string, which compiles a pattern.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class ResolutionTargetsWarning(UserWarning):
    """The base of every warning of this package."""


class WithdrawnVersionWarning(ResolutionTargetsWarning):
    """A data version was withdrawn; it stays as it was, and another one takes its place."""


class PluginWarning(ResolutionTargetsWarning):
    """An installed package offers datasets that cannot be read or that clash; they are left out."""


class DatasetWarning(ResolutionTargetsWarning):
    """A folder holds a dataset that can be read, with something in it that may be a mistake."""


class ResolutionTargetsError(Exception):
    """The base of every error that this package raises on purpose."""

    def __reduce__(self) -> tuple[Callable[..., ResolutionTargetsError], tuple[object, ...]]:
        """Rebuild from the finished message and the facts, not from the arguments."""
        return _rebuild, (type(self), self.args, dict(self.__dict__))


class UnknownDatasetError(ResolutionTargetsError, LookupError):
    """No dataset on board has this id.

    Attributes:
        dataset: The id that was asked for.
        known: The ids on board.
    """

    def __init__(self, *, dataset: str, known: Iterable[str]) -> None:
        self.dataset = dataset
        self.known = tuple(known)
        super().__init__(
            f"no dataset {dataset!r} on board{_near(dataset, self.known)}; "
            f"there is {_listed(self.known)}"
        )


class UnknownVersionError(ResolutionTargetsError, LookupError):
    """A dataset on board has no such version.

    Attributes:
        dataset: The dataset's id.
        version: The version that was asked for.
        known: The versions on board.
    """

    def __init__(self, *, dataset: str, version: str, known: Iterable[str]) -> None:
        self.dataset = dataset
        self.version = version
        self.known = tuple(known)
        super().__init__(
            f"{dataset} has no version {version!r}; there is {_listed(self.known)}: "
            "ask for one of these, or install a release of resolution-targets that has it"
        )


class InvalidVersionError(ResolutionTargetsError, ValueError):
    """A text is neither the number of a data version nor a range of them.

    Attributes:
        version: The text.
    """

    def __init__(self, *, version: str) -> None:
        self.version = version
        super().__init__(
            f"{version!r} is neither a data version nor a range of them; "
            "write '1.0.0', '~=1.0' or '>=1.0,<2'"
        )


class DatasetClashError(ResolutionTargetsError, LookupError):
    """Two installed packages offer a dataset of one id.

    Attributes:
        dataset: The id.
        packages: The packages that offer it.
    """

    def __init__(self, *, dataset: str, packages: Iterable[str]) -> None:
        self.dataset = dataset
        self.packages = tuple(packages)
        super().__init__(
            f"{_listed(self.packages)} both offer a dataset {dataset!r}: uninstall one of them, "
            "or read a folder with read_dataset"
        )


class InvalidLockError(ResolutionTargetsError, ValueError):
    """A lock file cannot be read, or what is to be pinned cannot be.

    Attributes:
        path: The file.
        problems: What is wrong, all of it.
    """

    def __init__(self, *, path: str, problems: Iterable[str]) -> None:
        self.path = path
        self.problems = tuple(problems)
        # The datasets that it should pin are not known here; these are an example.
        super().__init__(
            f"{path}:{_lines(self.problems)}\n"
            "pin anew what you use, as in: resolution-targets lock ha-tinh-2025@1.1.0"
        )


class LockMismatchError(ResolutionTargetsError, ValueError):
    """What is installed, or what was asked for, is not what a lock file pins.

    Attributes:
        path: The file.
        differences: How they differ, all of it.
        pins: What to pin instead, "ha-tinh-2025@1.1.0" say.
    """

    def __init__(self, *, path: str, differences: Iterable[str], pins: Iterable[str]) -> None:
        self.path = path
        self.differences = tuple(differences)
        self.pins = tuple(pins)
        # Another file than the one that is looked for by itself must be named.
        is_usual = path.endswith(_LOCK_FILE)
        output = () if is_usual else ("--output", path)
        command = " ".join(["resolution-targets lock", *self.pins, *output])
        super().__init__(
            f"{path} does not match:{_lines(self.differences)}\npin anew with: {command}"
        )


class DiffMismatchError(ResolutionTargetsError, ValueError):
    """A diff is applied to another dataset than the one it was made from.

    Attributes:
        before: The dataset that the diff was made from.
        after: The dataset that it leads to.
        dataset: The dataset that it was applied to.
        expected: What the diff expects there.
        found: What there is.
        hint: What to do instead.
    """

    def __init__(  # noqa: PLR0913  # as many facts as there are to tell
        self,
        *,
        before: str,
        after: str,
        dataset: str,
        expected: str,
        found: str,
        hint: str = "apply it to the dataset that it was made from",
    ) -> None:
        self.before = before
        self.after = after
        self.dataset = dataset
        self.expected = expected
        self.found = found
        self.hint = hint
        super().__init__(
            f"the diff from {before} to {after} does not apply to {dataset}: expected "
            f"{expected}, found {found}; {hint}"
        )


class UnknownTargetError(ResolutionTargetsError, KeyError):
    """A dataset has no target with this id or number.

    Attributes:
        key: The id or number that was asked for.
        dataset: The dataset and its version.
        known: The ids it has.
    """

    def __init__(self, *, key: object, dataset: str, known: Iterable[str]) -> None:
        self.key = key
        self.dataset = dataset
        self.known = tuple(known)
        # A line that promises several things has them under "11a", "11b", "11c".
        parts = tuple(name for name in self.known if name.rstrip(_LETTERS) == str(key))
        near = _suggested(parts) or _near(str(key), self.known)
        super().__init__(f"no target {key!r} in {dataset}{near}")

    def __str__(self) -> str:
        """The message as it is; `KeyError` would put it in quotes."""
        return str(self.args[0])


class UnknownIndicatorError(ResolutionTargetsError, KeyError):
    """A dataset has no indicator with this id.

    Attributes:
        key: The id that was asked for.
        dataset: The dataset and its version.
        known: The ids it has.
    """

    def __init__(self, *, key: object, dataset: str, known: Iterable[str]) -> None:
        self.key = key
        self.dataset = dataset
        self.known = tuple(known)
        super().__init__(f"no indicator {key!r} in {dataset}{_near(str(key), self.known)}")

    def __str__(self) -> str:
        """The message as it is; `KeyError` would put it in quotes."""
        return str(self.args[0])


class UnknownUnitError(ResolutionTargetsError, ValueError):
    """A text is no spelling of a unit in the vocabulary.

    Attributes:
        unit: The text.
        near: Spellings that come close.
    """

    def __init__(self, *, unit: str, near: Iterable[str]) -> None:
        self.unit = unit
        self.near = tuple(near)
        super().__init__(
            f"unknown unit {unit!r}{_suggested(self.near)}; "
            "write it as a scale, a unit and what it is counted for, "
            "such as 'billion VND', 'tỷ đồng' or 'doctors per 10,000 people'"
        )


class IncompatibleUnitError(ResolutionTargetsError, ValueError):
    """A unit measures something else than the one it should convert to.

    Attributes:
        unit: The unit that was given, by its canonical name.
        expected: The unit it should convert to.
        subject: What is measured in it, a target's id say; None for a bare conversion.
    """

    def __init__(
        self, *, unit: str, expected: str, hint: str = "", subject: str | None = None
    ) -> None:
        self.unit = unit
        self.expected = expected
        self.hint = hint
        self.subject = subject
        start = (
            f"{expected!r} was expected"
            if subject is None
            else f"{subject!r} is promised in {expected}"
        )
        super().__init__(
            f"{start}; {unit!r} {hint or 'measures something else and does not convert'}"
        )


class UnitRegistryError(ResolutionTargetsError, RuntimeError):
    """A pint registry gives one of our unit names another meaning.

    Attributes:
        names: The names that clash.
    """

    def __init__(self, *, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            f"the application's pint registry defines {_listed(self.names)} as another kind "
            "of quantity than resolution_targets does: rename them there, or set another "
            "registry with pint.set_application_registry"
        )


class InvalidNumberError(ResolutionTargetsError, ValueError):
    """A text is no number in the locale given.

    Attributes:
        text: The text.
        locale: The locale it was read in.
    """

    def __init__(self, *, text: str, locale: str, hint: str = "") -> None:
        self.text = text
        self.locale = locale
        self.hint = hint
        super().__init__(f"{text!r} is not a number in locale {locale!r}{hint}")


class UnsupportedLocaleError(ResolutionTargetsError, ValueError):
    """A locale other than those that the package writes and reads.

    Attributes:
        locale: The locale that was asked for.
        known: The locales there are.
    """

    def __init__(self, *, locale: str, known: Iterable[str]) -> None:
        self.locale = locale
        self.known = tuple(known)
        super().__init__(f"no locale {locale!r}; there is {_listed(self.known)}")


class InvalidPeriodError(ResolutionTargetsError, ValueError):
    """A text names no reference period.

    Attributes:
        text: The text.
    """

    def __init__(self, *, text: object) -> None:
        self.text = text
        super().__init__(
            f"{text!r} is not a reference period; write a year (2025), a month (2025-06), "
            "a quarter (2025-Q3) or the months so far (2025-9M)"
        )


class InvalidFieldError(ResolutionTargetsError, ValueError):
    """A field of a value does not hold what it should.

    Attributes:
        field: The field, with its class.
        value: What was given.
        expected: What it should be.
    """

    def __init__(self, *, field: str, value: object, expected: str) -> None:
        self.field = field
        self.value = value
        self.expected = expected
        super().__init__(f"{field} is {value!r}; expected {expected}")


class InvalidCriterionError(ResolutionTargetsError, ValueError):
    """A relation, its bounds and the indicator's direction contradict one another.

    Attributes:
        problem: What is wrong, and what would be right.
    """

    def __init__(self, *, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class InvalidProfileError(ResolutionTargetsError, ValueError):
    """The figures of earlier years do not tell how a year's amount comes in.

    Attributes:
        problem: What is wrong with them.
    """

    def __init__(self, *, problem: str) -> None:
        self.problem = problem
        super().__init__(
            f"no seasonal profile: {problem}; give figures of one indicator and area, for each "
            "year the whole and parts of it that begin in January, or take the even path"
        )


class InvalidObservationsError(ResolutionTargetsError, ValueError):
    """Some rows of a frame make no observations.

    Attributes:
        problems: What is wrong, each with its row, counted from 1.
    """

    def __init__(self, *, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            f"{len(self.problems)} rows make no observations:{_lines(self.problems)}\n"
            "mend them, or leave them out with skip_unusable=True"
        )


class InvalidValueError(ResolutionTargetsError, TypeError):
    """A value of a type that cannot be compared with a target.

    Attributes:
        value: What was given; of a quantity, its `repr`.
        target: The target's id.
        expected: What it takes.
    """

    def __init__(self, *, value: object, target: str, expected: str) -> None:
        # A quantity would not unpickle where its units are not defined yet.
        self.value = repr(value) if hasattr(value, "unit_items") else value
        self.target = target
        self.expected = expected
        super().__init__(
            f"{target!r} cannot be compared with {value!r} ({type(value).__name__}); "
            f"expected {expected}"
        )


class ProgressMethodError(ResolutionTargetsError, ValueError):
    """A progress method says nothing of the figures that it was asked about.

    Attributes:
        method: The method's name.
        target: The target's id.
        problem: The name of the problem, "met_at_baseline" say.
        reason: The problem in one sentence.
    """

    def __init__(self, *, method: str, target: str, problem: str, reason: str) -> None:
        self.method = method
        self.target = target
        self.problem = problem
        self.reason = reason
        super().__init__(f"{method!r} says nothing of {target!r}: {reason}")


class VerdictTruthError(ResolutionTargetsError, TypeError):
    """A verdict was used as a boolean.

    Attributes:
        status: The verdict's status.
    """

    def __init__(self, *, status: str) -> None:
        self.status = status
        super().__init__(
            f"a verdict is not true or false: this one is {status!r}; "
            "ask for verdict.status, or verdict.status.is_met, which is None where "
            "nothing was decided"
        )


class DataIntegrityError(ResolutionTargetsError, RuntimeError):
    """A file of a data version is not the one that was released.

    Attributes:
        file: The file.
        where: The data version or catalog it belongs to.
        expected: What the catalog or the descriptor says.
        found: What there is.
    """

    def __init__(self, *, file: str, where: str, expected: str, found: str) -> None:
        self.file = file
        self.where = where
        self.expected = expected
        self.found = found
        super().__init__(
            f"{file} of {where} has {found}, expected {expected}: "
            "it is not as it was released; reinstall the package that it came with, "
            "or undo the change"
        )


class PinnedHashError(ResolutionTargetsError, ValueError):
    """A data version is whole, but not the one that the caller pinned.

    Attributes:
        dataset: The dataset and its version.
        expected: The sha256 the caller gave.
        found: The sha256 of what is on board.
    """

    def __init__(self, *, dataset: str, expected: str, found: str) -> None:
        self.dataset = dataset
        self.expected = expected
        self.found = found
        super().__init__(
            f"{dataset} has sha256 {found}, you pinned {expected}: "
            "check the version that you pinned the hash of"
        )


class MissingColumnError(ResolutionTargetsError, LookupError):
    """A frame or file lacks a column.

    Attributes:
        missing: The columns that are needed.
        found: The columns there are.
    """

    def __init__(self, *, missing: Iterable[str], found: Iterable[str], where: str) -> None:
        self.missing = tuple(missing)
        self.found = tuple(found)
        self.where = where
        near = "".join(_near(name, self.found) for name in self.missing)
        super().__init__(
            f"{where} lacks the {_noun('column', self.missing)} {_listed(self.missing)}; "
            f"found {_listed(self.found)}{near}"
        )


class ColumnTypeError(ResolutionTargetsError, TypeError):
    """A column holds another type than the one that is needed.

    Attributes:
        column: The column.
        found: Its type.
        expected: What it should hold.
    """

    def __init__(self, *, column: str, found: str, expected: str) -> None:
        self.column = column
        self.found = found
        self.expected = expected
        super().__init__(f"column {column!r} holds {found}; expected {expected}")


class ColumnClashError(ResolutionTargetsError, ValueError):
    """A frame already has a column that the call would add, or has one twice.

    Attributes:
        columns: The columns.
    """

    def __init__(self, *, columns: Iterable[str], hint: str) -> None:
        self.columns = tuple(columns)
        self.hint = hint
        super().__init__(f"the frame has {_listed(self.columns)}: {hint}")


class UnsupportedFrameError(ResolutionTargetsError, TypeError):
    """Something else than a polars frame was given as one.

    Attributes:
        found: The type of what was given.
    """

    def __init__(self, *, found: str) -> None:
        self.found = found
        super().__init__(
            f"a polars DataFrame or LazyFrame was expected, not {found}; "
            "polars.from_pandas, polars.from_arrow and polars.DataFrame make one"
        )


class UnreadableFileError(ResolutionTargetsError, ValueError):
    """A file of figures cannot be read as a table.

    Attributes:
        path: The file.
        problem: What is wrong with it.
    """

    def __init__(self, *, path: str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path}: {problem}")


class InvalidDatasetError(ResolutionTargetsError, ValueError):
    """The folder of a dataset breaks rules of the layout, or would if it were written.

    Attributes:
        path: The folder.
        violations: Every place in which it breaks one.
        is_written: Whether the folder is there; if not, nothing was written.
    """

    def __init__(self, *, path: str, violations: Iterable[object], is_written: bool = True) -> None:
        self.path = path
        self.violations = tuple(violations)
        lines = "".join(f"\n  {violation}" for violation in self.violations[:_MOST_LISTED])
        more = len(self.violations) - _MOST_LISTED
        rest = f"\n  and {more} more" if more > 0 else ""
        count = f"{len(self.violations)} {_noun('problem', tuple(map(str, self.violations)))}"
        self.is_written = is_written
        said = (
            f"{path} holds no sound dataset, {count}; `resolution-targets validate {path}` "
            "lists them"
            if is_written
            else f"{path} was not written, since the dataset is not sound, {count}"
        )
        super().__init__(f"{said}:{lines}{rest}")


class DerivedFigureError(ResolutionTargetsError, ValueError):
    """A derived figure stands where only reported ones have a place.

    Attributes:
        dataset: The dataset and its version.
        figures: The derived figures: indicator, area and period of each.
    """

    def __init__(self, *, dataset: str, figures: Iterable[str]) -> None:
        self.dataset = dataset
        self.figures = tuple(figures)
        super().__init__(
            f"{dataset} holds the derived {_noun('figure', self.figures)} "
            f"{_listed(self.figures)}, and what is written holds reported figures only: leave "
            "out what has derived_from, and derive it again from what is read"
        )


class ReleaseError(ResolutionTargetsError, ValueError):
    """A data version cannot be made final as it is.

    Attributes:
        version: The dataset and its version.
        problem: What is in the way, and what to do.
    """

    def __init__(self, *, version: str, problem: str) -> None:
        self.version = version
        self.problem = problem
        super().__init__(f"{version} cannot be released: {problem}")


class UnwritableFolderError(ResolutionTargetsError, OSError):
    """A folder cannot be written, or would overwrite what it holds.

    Attributes:
        path: The folder.
        problem: What is in the way.
    """

    def __init__(self, *, path: str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path} {problem}; name a folder that is not there yet, or is empty")


class UnknownOptionError(ResolutionTargetsError, ValueError):
    """An argument that takes one of a few words got another.

    Attributes:
        option: The argument's name.
        value: What was given.
        known: The words it takes.
    """

    def __init__(self, *, option: str, value: object, known: Iterable[str]) -> None:
        self.option = option
        self.value = value
        self.known = tuple(known)
        super().__init__(f"{option}={value!r} is not known; it takes {_listed(self.known)}")


class UnknownSourceError(ResolutionTargetsError, LookupError):
    """No figure is of the source whose figures are to stand.

    Attributes:
        source: The source that was asked for.
        known: The sources that there are figures of.
    """

    def __init__(self, *, source: str, known: Iterable[str]) -> None:
        self.source = source
        self.known = tuple(known)
        # "vjs.vietnam.vn" is near to the address that it is a part of.
        parts = tuple(name for name in self.known if source in name)[:1]
        near = _suggested(parts) or _near(source, self.known)
        super().__init__(
            f"no figure is of the source {source!r}{near}; there is {_listed(self.known)}"
        )


def near_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The names out of `known` that look like `name`, nearest first, at most three."""
    from difflib import get_close_matches  # noqa: PLC0415  # only when something is wrong

    return tuple(get_close_matches(name, list(known), n=3, cutoff=0.6))


def listed(offenders: Sequence[str]) -> str:
    """The first five, and how many more there are."""
    shown = ", ".join(offenders[:_MOST_LISTED])
    more = len(offenders) - _MOST_LISTED
    return f"{shown} and {more} more" if more > 0 else shown


def _rebuild(
    error: type[ResolutionTargetsError], args: tuple[object, ...], facts: Mapping[str, object]
) -> ResolutionTargetsError:
    rebuilt = error.__new__(error, *args)
    # An OSError takes its arguments when it is initialised, not when it is made.
    rebuilt.args = args
    rebuilt.__dict__.update(facts)
    return rebuilt


def _near(name: str, known: Iterable[str]) -> str:
    return _suggested(near_names(name, known)[:1])


def _suggested(near: tuple[str, ...]) -> str:
    return f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""


def _listed(names: tuple[str, ...]) -> str:
    return listed([repr(name) for name in names]) if names else "none"


def _lines(offenders: tuple[str, ...]) -> str:
    """The first five, each on a line of its own, and how many more there are."""
    more = len(offenders) - _MOST_LISTED
    shown = [*offenders[:_MOST_LISTED], *([f"and {more} more"] if more > 0 else [])]
    return "".join(f"\n  {line}" for line in shown)


def _noun(noun: str, names: tuple[str, ...]) -> str:
    return noun if len(names) == 1 else f"{noun}s"
