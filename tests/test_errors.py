"""Every error: its message in full, its builtin, its facts, and that it pickles."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys

import pytest

import resolution_targets as rt
from resolution_targets import errors
from resolution_targets.errors import near_names

# Error, the builtin that a caller would catch, and the message.
_EVERY_ERROR = [
    (
        rt.UnknownDatasetError(dataset="ha-tinh-2024", known=["ha-tinh-2025"]),
        LookupError,
        "no dataset 'ha-tinh-2024' on board; did you mean 'ha-tinh-2025'?; there is 'ha-tinh-2025'",
    ),
    (
        rt.UnknownVersionError(dataset="ha-tinh-2025", version="9.0.0", known=["1.0.0"]),
        LookupError,
        (
            "ha-tinh-2025 has no version '9.0.0'; there is '1.0.0': ask for one of these, or "
            "install a release of resolution-targets that has it"
        ),
    ),
    (
        rt.InvalidVersionError(version="latest"),
        ValueError,
        (
            "'latest' is neither a data version nor a range of them; "
            "write '1.0.0', '~=1.0' or '>=1.0,<2'"
        ),
    ),
    (
        rt.DatasetClashError(dataset="x-2025", packages=["a-data", "b-data"]),
        LookupError,
        (
            "'a-data', 'b-data' both offer a dataset 'x-2025': uninstall one of them, or read a "
            "folder with read_dataset"
        ),
    ),
    (
        rt.InvalidLockError(path="x.lock", problems=["it is empty", "it is old"]),
        ValueError,
        (
            "x.lock:\n  it is empty\n  it is old\n"
            "pin anew what you use, as in: resolution-targets lock ha-tinh-2025@1.1.0"
        ),
    ),
    (
        rt.LockMismatchError(
            path="x.lock", differences=["x-2025 1.0.0 is not there"], pins=["x-2025@1.1.0"]
        ),
        ValueError,
        (
            "x.lock does not match:\n  x-2025 1.0.0 is not there\n"
            "pin anew with: resolution-targets lock x-2025@1.1.0 --output x.lock"
        ),
    ),
    (
        rt.DiffMismatchError(
            before="x-2025 1.0.0",
            after="x-2025 1.1.0",
            dataset="x-2025 1.0.1",
            expected="x-2025 1.0.0",
            found="x-2025 1.0.1",
        ),
        ValueError,
        (
            "the diff from x-2025 1.0.0 to x-2025 1.1.0 does not apply to x-2025 1.0.1: expected "
            "x-2025 1.0.0, found x-2025 1.0.1; apply it to the dataset that it was made from"
        ),
    ),
    (
        rt.UnknownSourceError(source="gazete", known=["gazette", "newspaper"]),
        LookupError,
        (
            "no figure is of the source 'gazete'; did you mean 'gazette'?; there is 'gazette', "
            "'newspaper'"
        ),
    ),
    (
        rt.UnknownTargetError(
            key="grdp-per-capital", dataset="ha-tinh-2025 1.0.0", known=["grdp-per-capita"]
        ),
        KeyError,
        "no target 'grdp-per-capital' in ha-tinh-2025 1.0.0; did you mean 'grdp-per-capita'?",
    ),
    (
        rt.UnknownIndicatorError(
            key="poverty-rat", dataset="ha-tinh-2025 1.0.0", known=["poverty-rate"]
        ),
        KeyError,
        "no indicator 'poverty-rat' in ha-tinh-2025 1.0.0; did you mean 'poverty-rate'?",
    ),
    (
        rt.UnknownIndicatorError(
            key="poverty-rates", dataset="ha-tinh-2025 1.0.0", known=["poverty-rate"]
        ),
        KeyError,
        "no indicator 'poverty-rates' in ha-tinh-2025 1.0.0; did you mean 'poverty-rate'?",
    ),
    (
        rt.UnknownUnitError(unit="tỷ đông", near=["billion VND"]),
        ValueError,
        (
            "unknown unit 'tỷ đông'; did you mean 'billion VND'?; write it as a scale, a unit "
            "and what it is counted for, such as 'billion VND', 'tỷ đồng' or "
            "'doctors per 10,000 people'"
        ),
    ),
    (
        rt.IncompatibleUnitError(unit="person", expected="percent", hint="", subject="grdp-growth"),
        ValueError,
        (
            "'grdp-growth' is promised in percent; 'person' measures something else and does not "
            "convert"
        ),
    ),
    (
        rt.UnitRegistryError(names=["person", "percent"]),
        RuntimeError,
        (
            "the application's pint registry defines 'person', 'percent' as another kind of "
            "quantity than resolution_targets does: rename them there, or set another registry "
            "with pint.set_application_registry"
        ),
    ),
    (
        rt.InvalidNumberError(text="2.5", locale="vi", hint="; in locale 'en' it is 2.5"),
        ValueError,
        "'2.5' is not a number in locale 'vi'; in locale 'en' it is 2.5",
    ),
    (
        rt.UnsupportedLocaleError(locale="fr", known=["vi", "en"]),
        ValueError,
        "no locale 'fr'; there is 'vi', 'en'",
    ),
    (
        rt.InvalidPeriodError(text="2025-13"),
        ValueError,
        (
            "'2025-13' is not a reference period; write a year (2025), a month (2025-06), "
            "a quarter (2025-Q3) or the months so far (2025-9M)"
        ),
    ),
    (
        rt.InvalidFieldError(field="a bound", value=0.1, expected="a Decimal"),
        ValueError,
        "a bound is 0.1; expected a Decimal",
    ),
    (rt.InvalidCriterionError(problem="wrong way round"), ValueError, "wrong way round"),
    (
        rt.InvalidObservationsError(problems=["row 2: no unit", "row 5: no period"]),
        ValueError,
        (
            "2 rows make no observations:\n  row 2: no unit\n  row 5: no period\n"
            "mend them, or leave them out with skip_unusable=True"
        ),
    ),
    (
        rt.InvalidProfileError(problem="2024 has no figure for the whole year"),
        ValueError,
        (
            "no seasonal profile: 2024 has no figure for the whole year; give figures of one "
            "indicator and area, for each year the whole and parts of it that begin in January, "
            "or take the even path"
        ),
    ),
    (
        rt.InvalidValueError(value="8", target="grdp-growth", expected="a number"),
        TypeError,
        "'grdp-growth' cannot be compared with '8' (str); expected a number",
    ),
    (
        rt.VerdictTruthError(status="met"),
        TypeError,
        (
            "a verdict is not true or false: this one is 'met'; ask for verdict.status, or "
            "verdict.status.is_met, which is None where nothing was decided"
        ),
    ),
    (
        rt.DataIntegrityError(
            file="targets.csv",
            where="ha-tinh-2025 1.0.0",
            expected="sha256 4f2a",
            found="sha256 91c0",
        ),
        RuntimeError,
        (
            "targets.csv of ha-tinh-2025 1.0.0 has sha256 91c0, expected sha256 4f2a: "
            "it is not as it was released; reinstall the package that it came with, "
            "or undo the change"
        ),
    ),
    (
        rt.PinnedHashError(dataset="ha-tinh-2025 1.0.0", expected="91c0", found="4f2a"),
        ValueError,
        (
            "ha-tinh-2025 1.0.0 has sha256 4f2a, you pinned 91c0: "
            "check the version that you pinned the hash of"
        ),
    ),
    (
        rt.ProgressMethodError(
            method="escap",
            target="forest-cover",
            problem="not_reported",
            reason="no figure was reported for 2025",
        ),
        ValueError,
        "'escap' says nothing of 'forest-cover': no figure was reported for 2025",
    ),
    (
        rt.MissingColumnError(
            missing=["indicator", "value"], found=["indicators", "x"], where="the frame"
        ),
        LookupError,
        (
            "the frame lacks the columns 'indicator', 'value'; found 'indicators', 'x'; "
            "did you mean 'indicators'?"
        ),
    ),
    (
        rt.ColumnTypeError(column="value", found="String", expected="numbers"),
        TypeError,
        "column 'value' holds String; expected numbers",
    ),
    (
        rt.ColumnClashError(columns=["gap"], hint="rename it"),
        ValueError,
        "the frame has 'gap': rename it",
    ),
    (
        rt.UnsupportedFrameError(found="list"),
        TypeError,
        (
            "a polars DataFrame or LazyFrame was expected, not list; polars.from_pandas, "
            "polars.from_arrow and polars.DataFrame make one"
        ),
    ),
    (
        rt.UnreadableFileError(path="figures.csv", problem="it is empty"),
        ValueError,
        "figures.csv: it is empty",
    ),
    (
        rt.InvalidDatasetError(path="x-2025", violations=["a.csv: x [form]", "b.csv: y [key]"]),
        ValueError,
        (
            "x-2025 holds no sound dataset, 2 problems; `resolution-targets validate x-2025` lists "
            "them:\n  a.csv: x [form]\n  b.csv: y [key]"
        ),
    ),
    (
        rt.DerivedFigureError(dataset="x-2025 1.0.0", figures=["a VN-23 2025", "b VN-23 2025"]),
        ValueError,
        (
            "x-2025 1.0.0 holds the derived figures 'a VN-23 2025', 'b VN-23 2025', and what is "
            "written holds reported figures only: leave out what has derived_from, and derive it "
            "again from what is read"
        ),
    ),
    (
        rt.ReleaseError(version="x-2025 1.0.1", problem="it is not in the catalog"),
        ValueError,
        "x-2025 1.0.1 cannot be released: it is not in the catalog",
    ),
    (
        rt.UnwritableFolderError(path="x-2025", problem="holds files already"),
        OSError,
        "x-2025 holds files already; name a folder that is not there yet, or is empty",
    ),
    (
        rt.UnknownOptionError(option="reading", value="loose", known=["strict", "lenient"]),
        ValueError,
        "reading='loose' is not known; it takes 'strict', 'lenient'",
    ),
]
_IDS = [type(error).__name__ for error, _, _ in _EVERY_ERROR]
_ERRORS = pytest.mark.parametrize("error", [error for error, _, _ in _EVERY_ERROR], ids=_IDS)


def test_the_table_names_every_error_and_all_are_public() -> None:
    defined = {
        name
        for name, value in inspect.getmembers(errors, inspect.isclass)
        if issubclass(value, errors.ResolutionTargetsError)
    }
    assert {*_IDS, "ResolutionTargetsError"} == defined
    assert defined <= set(rt.__all__)


@pytest.mark.parametrize(("error", "builtin", "message"), _EVERY_ERROR, ids=_IDS)
def test_message_and_bases(
    error: rt.ResolutionTargetsError, builtin: type[Exception], message: str
) -> None:
    assert str(error) == message
    assert isinstance(error, builtin)
    assert isinstance(error, rt.ResolutionTargetsError)


@_ERRORS
def test_pickling_keeps_type_message_and_facts(error: rt.ResolutionTargetsError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
    assert vars(again), "an error keeps its facts"


def test_pickling_keeps_notes() -> None:
    error = rt.InvalidPeriodError(text="last year")
    error.add_note("row 7")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["row 7"]  # noqa: S301  # our own bytes


def test_an_error_about_a_quantity_unpickles_in_a_process_that_has_no_units_yet(
    ha_tinh: rt.Dataset,
) -> None:
    # As a worker's error reaches the process that started it.
    target = ha_tinh["budget-revenue"]
    with pytest.raises(rt.InvalidValueError) as caught:
        target.compare(target.quantity, unit="billion VND")
    code = "import pickle, sys; print(pickle.loads(sys.stdin.buffer.read()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(caught.value),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().rstrip() == str(caught.value)


def test_at_most_five_names_are_listed() -> None:
    seven = rt.UnknownVersionError(dataset="d", version="0", known="abcdefg")
    six = rt.UnknownVersionError(dataset="d", version="0", known="abcdef")
    none = rt.UnknownVersionError(dataset="d", version="0", known="")
    assert "there is 'a', 'b', 'c', 'd', 'e' and 2 more: ask" in str(seven)
    assert "there is 'a', 'b', 'c', 'd', 'e' and 1 more: ask" in str(six)
    assert "there is none: ask" in str(none)


def test_at_most_five_problems_are_listed() -> None:
    one = rt.InvalidDatasetError(path="x", violations="a")
    seven = rt.InvalidDatasetError(path="x", violations="abcdefg")
    assert str(one) == (
        "x holds no sound dataset, 1 problem; `resolution-targets validate x` lists them:\n  a"
    )
    assert str(seven) == (
        "x holds no sound dataset, 7 problems; `resolution-targets validate x` lists them:"
        "\n  a\n  b\n  c\n  d\n  e\n  and 2 more"
    )
    assert seven.violations == tuple("abcdefg")
    unwritten = rt.InvalidDatasetError(path="x", violations="a", is_written=False)
    assert str(unwritten) == "x was not written, since the dataset is not sound, 1 problem:\n  a"
    lock = rt.InvalidLockError(path="x", problems="abcdefg")
    assert "\n  e\n  and 2 more\npin anew" in str(lock)


def test_the_usual_lock_file_need_not_be_named() -> None:
    path = "a/resolution-targets.lock.toml"
    error = rt.LockMismatchError(path=path, differences=["it is gone"], pins=["x-2025@1.1.0"])
    assert str(error).endswith("\npin anew with: resolution-targets lock x-2025@1.1.0")


def test_warnings_are_public_and_of_one_base() -> None:
    defined = {
        name
        for name, value in inspect.getmembers(errors, inspect.isclass)
        if issubclass(value, Warning)
    }
    assert defined == {
        "DatasetWarning",
        "PluginWarning",
        "ResolutionTargetsWarning",
        "WithdrawnVersionWarning",
    }
    assert defined <= set(rt.__all__)
    for name in defined:
        warning = getattr(rt, name)
        assert issubclass(warning, rt.ResolutionTargetsWarning)
        assert issubclass(warning, UserWarning)
        assert not issubclass(warning, rt.ResolutionTargetsError)
        again = pickle.loads(pickle.dumps(warning("x")))  # noqa: S301  # our own bytes
        assert (type(again), str(again)) == (warning, "x")


def test_one_missing_column_is_a_column() -> None:
    error = rt.MissingColumnError(missing=["value"], found=["x"], where="figures.csv")
    assert str(error) == "figures.csv lacks the column 'value'; found 'x'"


def test_a_bare_conversion_names_no_subject() -> None:
    error = rt.IncompatibleUnitError(unit="person", expected="percent")
    assert error.subject is None
    assert str(error) == (
        "'percent' was expected; 'person' measures something else and does not convert"
    )


def test_near_names_are_at_most_three_nearest_first() -> None:
    known = ["targets", "target", "targett", "targetts", "observations"]
    assert near_names("target", known) == ("target", "targett", "targets")
    assert near_names("xyz", known) == ()
