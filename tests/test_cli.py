"""The command: every option and format, its errors, its exit status, its last line."""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import resolution_targets as rt
from resolution_targets import __main__ as entry
from resolution_targets.cli import cli

if TYPE_CHECKING:
    from click.testing import Result

_FIXTURES = Path(__file__).parent / "fixtures"
_EXAMPLES = Path(__file__).parents[1] / "examples"
_OUTTURN = str(_EXAMPLES / "ha-tinh-2024.csv")
_SO_FAR = str(_EXAMPLES / "ha-tinh-2025.csv")
# What is released never changes; the newest version, which stands in when none is named, may.
_PINNED = ("--dataset", "ha-tinh-2025@1.0.0")
_ADDED = ["target", "status", "gap", "gap_unit", "attainment", "problem", "reason"]

_FIGURES = "indicator,value,unit\ngrdp-growth,8,%\ntrade-revenue,8300,tỷ đồng\nnew-jobs,,người\n"
_SUMMARY = (
    "Judged: 2 of 3 figures, on 2 of 33 promises. Not judged: 1 without a value. "
    "31 promises have no figure that could be judged."
)


def _run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=given)


def _printed(*arguments: str, given: str | bytes | None = None) -> str:
    """What a command prints that ends well and says nothing on standard error."""
    result = _run(*arguments, given=given)
    assert (result.exit_code, result.stderr, result.exception) == (0, "", None)
    return result.stdout


def _last_line(text: str) -> str:
    return text.rstrip("\n").splitlines()[-1]


def _refused(*arguments: str, given: str | bytes | None = None) -> str:
    """The one line that an error of ours is, on standard error, with exit status 2."""
    result = _run(*arguments, given=given)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    return result.stderr.removeprefix("Error: ").rstrip("\n")


def _process(
    *arguments: str, given: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=60,
        check=False,
    )


def test_list() -> None:
    lines = _printed("list").splitlines()
    assert lines[:2] == [
        "ha-tinh-2025@1.0.0  Targets of Hà Tĩnh province for 2025: 28 items, 33 promises",
        "ha-tinh-2025@1.1.0  Targets of Hà Tĩnh province for 2025: 28 items, 33 promises",
    ]
    assert (
        "vietnam-2025@1.0.0  National targets of Vietnam for 2025: 15 items, 16 promises" in lines
    )


def test_show_a_promise(ha_tinh: rt.Dataset) -> None:
    printed = _printed("show", "domestic-revenue", *_PINNED)
    for line in (
        "id  domestic-revenue",
        "number  7a",
        "name  Domestic revenue",
        "promise  above 8,800 billion VND",
        "relation  above",
        "unit  billion VND",
        "quote  “thu nội địa trên 8.800 tỷ đồng”",
        "part of  budget-revenue",
        "VN-23, 2025",
        f"data  ha-tinh-2025 1.0.0, sha256 {ha_tinh.sha256}",
    ):
        assert f"{line}\n" in printed
    assert "II.2 (7)\n" in printed
    assert "The text gives no number of its own; 7a is the first part after 'trong đó'." in printed
    # By its number it is the same, and the labels end in one column.
    assert _printed("show", "7a", *_PINNED) == printed
    assert (
        len({line.index("  ", len(line) - len(line.lstrip())) for line in printed.splitlines()})
        == 1
    )


def test_without_a_version_the_newest_is_meant() -> None:
    newest = rt.load("ha-tinh-2025")
    assert f"data  {newest.label}, sha256 {newest.sha256}\n" in _printed("show", "1")


def test_show_in_vietnamese() -> None:
    printed = _printed("show", "7a", "--lang", "vi")
    for line in ("Thu nội địa", "trên 8.800 tỷ đồng", "“thu nội địa trên 8.800 tỷ đồng”"):
        assert f"  {line}\n" in printed


def test_show_leaves_out_what_there_is_not() -> None:
    printed = _printed("show", "10")
    assert "part of" not in printed
    assert "definition" not in printed
    assert "promise  40%\n" in printed
    assert "promise  to be done\n" in _printed("show", "9")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["show", "grdp-grwoth", *_PINNED],
            "no target 'grdp-grwoth' in ha-tinh-2025 1.0.0; did you mean 'grdp-growth'?",
        ),
        (["show", "29", *_PINNED], "no target '29' in ha-tinh-2025 1.0.0"),
        (
            ["show", "1", "--dataset", "ha-tinh-2024"],
            (
                "no dataset 'ha-tinh-2024' on board; did you mean 'ha-tinh-2025'?; there is "
                "'ha-tinh-2025'"
            ),
        ),
        (
            ["compare", _OUTTURN, "--dataset", "ha-tinh-2025@9.9.9"],
            ("ha-tinh-2025 has no version '9.9.9'; there is '1.0.0', '1.1.0'"),
        ),
        (
            ["compare", _OUTTURN, "--dataset", "ha-tinh-2025@"],
            "'' is neither a data version nor a range of them; write '1.0.0', '~=1.0' or ",
        ),
        (
            ["compare", _OUTTURN, "--period", "năm 2024"],
            (
                "'năm 2024' is not a reference period; write a year (2025), a month (2025-06), a "
                "quarter (2025-Q3) or the months so far (2025-9M)"
            ),
        ),
        (
            ["compare", "no-such-file.csv"],
            "no-such-file.csv: cannot be read: No such file or directory; check the path",
        ),
    ],
)
def test_errors_are_a_line_on_standard_error(arguments: list[str], message: str) -> None:
    assert _refused(*arguments).startswith(message)


def test_an_unfinished_version_names_no_dataset_that_there_is_not() -> None:
    # "nope@1.0.0" is no more on board than "nope@".
    assert "nope@1.0.0" not in _refused("compare", _OUTTURN, "--dataset", "nope@")


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["compare", _OUTTURN, "--format", "xlsx"],
        ["compare", _OUTTURN, "--reading", "generous"],
        ["compare", _OUTTURN, "--by", "area"],
        ["compare", _OUTTURN, "--lang", "fr"],
        ["compare", _OUTTURN, "--locale", "fr"],
        ["compare", _OUTTURN, "--fail-on", "awful"],
        ["show"],
        ["judge"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    result = _run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Usage: ")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["compare", "-h"], ["show", "--help"]])
def test_help(arguments: list[str]) -> None:
    printed = _printed(*arguments)
    assert printed.startswith("Usage: ")
    # Paragraphs of the docstring, not its markup.
    assert "Args:" not in printed


def test_help_says_what_the_options_take() -> None:
    printed = " ".join(_printed("compare", "--help").split())
    for option in (
        "--dataset ID[@VERSION]",
        "--period TEXT",
        "--reading [strict|lenient]",
        "--by [item|domain]",
        "--format [table|csv|json|markdown]",
        "--lang [vi|en]",
        "--locale [vi|en]",
        "--fail-on [exceeded|met|partly_met|missed|undecided|not_reported|not_comparable]",
    ):
        assert option in printed


def test_version() -> None:
    version = importlib.metadata.version("resolution-targets")
    assert _printed("--version") == f"cli, version {version}\n"


def test_as_a_module_in_a_process_of_its_own() -> None:
    found = _process("-m", "resolution_targets", "compare", "-", given=_FIGURES)
    assert (found.returncode, found.stderr) == (0, "")
    assert _last_line(found.stdout) == _SUMMARY
    found = _process(
        "-m", "resolution_targets", "compare", "-", "--fail-on", "missed", given=_FIGURES
    )
    assert (found.returncode, found.stderr) == (1, "")
    found = _process("-m", "resolution_targets", "show", "x", *_PINNED)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == "Error: no target 'x' in ha-tinh-2025 1.0.0\n"


def test_the_entry_point_is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (script,) = importlib.metadata.entry_points(group="console_scripts", name="resolution-targets")
    assert script.load() is entry.main
    monkeypatch.setattr(sys, "argv", ["resolution-targets", "list"])
    with pytest.raises(SystemExit) as caught:
        entry.main()
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("ha-tinh-2025@1.0.0  ")


# As if it were not installed, its parts neither.
_WITHOUT = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == {name!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
from resolution_targets.__main__ import main
main()
"""


@pytest.mark.parametrize("name", ["click", "rich"])
def test_without_its_libraries_it_says_what_to_install(name: str) -> None:
    found = _process("-c", _WITHOUT.format(name=name))
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (f"The command needs {name}: pip install 'resolution-targets[cli]'\n")


def test_a_missing_library_of_another_kind_is_not_hidden() -> None:
    found = _process("-c", _WITHOUT.format(name="narwhals"))
    assert found.returncode == 1
    assert _last_line(found.stderr).startswith("ModuleNotFoundError: No module named 'narwhals'")


@pytest.mark.parametrize("format_", ["table", "csv"])
def test_output_that_knows_no_vietnamese_letters(format_: str) -> None:
    # What Windows gives a pipe: without "ĩ" and without the lines of a table.
    found = subprocess.run(
        [sys.executable, "-m", "resolution_targets", "compare", "-", "--format", format_],
        input=_FIGURES.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in found.stderr
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout


def test_output_that_is_no_file() -> None:
    # As in a notebook, or where a caller keeps what is printed.
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        cli.main(["list"], standalone_mode=False)
    assert printed.getvalue().startswith("ha-tinh-2025@1.0.0  ")


def test_a_reader_that_stops_early() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        found = subprocess.run(
            [sys.executable, "-m", "resolution_targets", "compare", _OUTTURN],
            stdout=closed,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=60,
            check=False,
        )
    assert found.stderr == b""
