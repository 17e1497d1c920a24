"""The command: every option and format, its errors, its exit status, its last line."""

from __future__ import annotations

import contextlib
import csv
import importlib.metadata
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
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


@pytest.mark.parametrize("name", sorted(path.name for path in _FIXTURES.iterdir()))
@pytest.mark.parametrize("format_", ["table", "csv", "json", "markdown"])
def test_no_file_makes_it_fall_over(ha_tinh: rt.Dataset, name: str, format_: str) -> None:
    path = _FIXTURES / name
    result = _run("compare", str(path), "--format", format_)
    try:
        rt.read_observations(path, dataset=ha_tinh)
    except rt.ResolutionTargetsError as error:
        expected = (2, "", f"Error: {error}\n")
        assert (result.exit_code, result.stdout, result.stderr) == expected
    else:
        assert (result.exit_code, result.stderr, result.exception) == (0, "", None)
        assert result.stdout


def test_a_table_shows_what_stands_in_the_file() -> None:
    # "[/red]" is the end of a colour to the library that draws the table.
    printed = _printed("compare", str(_FIXTURES / "markup-in-cells.csv"))
    for text in ("[/red]", "[bold]", "[link=x]y"):
        assert text in printed


def test_the_table(ha_tinh: rt.Dataset) -> None:
    printed = _printed("compare", "-", *_PINNED, given=_FIGURES)
    assert f"(ha-tinh-2025 1.0.0, sha256 {ha_tinh.sha256[:12]})" in printed
    cells = [
        [cell.strip() for cell in line.split("│")[1:-1]]
        for line in printed.splitlines()
        if line.startswith("│")
    ]
    assert cells[:2] == [
        ["1", "GRDP growth", "above 7%", "8%", "", "met", "+1 percentage points"],
        [
            *("7b", "Import-export revenue", "above 9,000 billion VND", "8,300 billion VND", ""),
            *("missed", "-700 billion VND"),
        ],
    ]
    assert cells[2][:3] == ["16", "People placed in new jobs", "above 23,500 people"]
    assert cells[2][5].startswith("not reported: no value")
    assert cells[-4:] == [
        ["Economy", "between 1 and 9 of 10 met or exceeded"],
        ["Culture and society", "between 0 and 13 of 13 met or exceeded"],
        ["Environment", "between 0 and 4 of 4 met or exceeded"],
        ["Defence and security", "between 0 and 1 of 1 met or exceeded"],
    ]
    assert printed.splitlines()[-2:] == ["between 1 and 27 of 28 met or exceeded", _SUMMARY]
    # No colours where nobody sees them.
    assert "\x1b" not in printed


def test_markdown() -> None:
    printed = _printed("compare", "-", *_PINNED, "--format", "markdown", given=_FIGURES)
    lines = printed.splitlines()
    assert lines[0].startswith("# Targets of Hà Tĩnh province for 2025 (ha-tinh-2025 1.0.0, ")
    assert lines[2:7] == [
        "| No. | Indicator | Promised | Reported | Period | Verdict | Gap |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| 1 | GRDP growth | above 7% | 8% |  | met | +1 percentage points |",
        (
            "| 7b | Import-export revenue | above 9,000 billion VND | 8,300 billion VND |  | "
            "missed | -700 billion VND |"
        ),
        (
            "| 16 | People placed in new jobs | above 23,500 people |  |  | not reported: no "
            "value was reported |  |"
        ),
    ]
    assert lines[8:11] == [
        "| Domain | Items |",
        "| --- | --- |",
        "| Economy | between 1 and 9 of 10 met or exceeded |",
    ]
    assert lines[-3:] == ["between 1 and 27 of 28 met or exceeded", "", _SUMMARY]


def test_markdown_escapes_what_would_break_its_table() -> None:
    given = 'indicator,value\n"a|b\nc",8\n'
    printed = _printed("compare", "-", "--format", "markdown", given=given)
    assert (
        "|  | a\\|b c |  | 8.0 |  | not comparable: no promise for indicator 'a\\|b c' in"
        in printed
    )


def test_csv_has_the_columns_and_rows_of_the_frame(ha_tinh: rt.Dataset) -> None:
    printed = _printed("compare", _OUTTURN, "--period", "2024", "--format", "csv")
    figures = rt.read_observations(_OUTTURN, dataset=ha_tinh)
    expected = rt.compare(figures, ha_tinh, period="2024")
    header, *rows = csv.reader(io.StringIO(printed))
    assert header == expected.columns
    assert len(rows) == 14
    assert [row[header.index("status")] for row in rows] == expected["status"].to_list()
    back = pl.read_csv(io.StringIO(printed))
    assert back["gap"].to_list() == expected["gap"].to_list()
    assert back["attainment"].to_list() == expected["attainment"].to_list()


def test_json_is_a_list_of_objects_keyed_like_the_frames_columns() -> None:
    printed = _printed("compare", "-", "--format", "json", given=_FIGURES)
    found = json.loads(printed)
    assert found[1] == {
        "indicator": "trade-revenue",
        "value": 8300.0,
        "unit": "tỷ đồng",
        "decimals": 0,
        "unreadable": None,
        "target": "trade-revenue",
        "status": "missed",
        "gap": -700.0,
        "gap_unit": "billion VND",
        "attainment": 8300 / 9000,
        "problem": None,
        "reason": None,
    }
    assert [row["status"] for row in found] == ["met", "missed", "not_reported"]
    assert [list(row) for row in found] == [
        ["indicator", "value", "unit", "decimals", "unreadable", *_ADDED]
    ] * 3
    assert found[2]["value"] is None
    # Letters as they are, for people who read it.
    assert "tỷ đồng" in printed


def test_json_of_what_json_has_no_number_for() -> None:
    printed = _printed(
        "compare", str(_FIXTURES / "number-beyond-all-floats.csv"), "--format", "json"
    )

    def _refuse(constant: str) -> None:
        pytest.fail(f"{constant} is no JSON")

    (row,) = json.loads(printed, parse_constant=_refuse)
    assert (row["value"], row["problem"]) == (None, "infinite")


def test_a_file_without_rows() -> None:
    header = "indicator,value\n"
    assert json.loads(_printed("compare", "-", "--format", "json", given=header)) == []
    assert _printed("compare", "-", "--format", "csv", given=header) == (
        f"indicator,value,decimals,unreadable,{','.join(_ADDED)}\n"
    )
    assert _last_line(_printed("compare", "-", given=header)) == (
        "Judged: 0 of 0 figures, on 0 of 33 promises. "
        "33 promises have no figure that could be judged."
    )


@pytest.mark.parametrize("format_", ["table", "markdown"])
def test_the_last_line_says_what_was_judged_and_what_not_and_why(format_: str) -> None:
    printed = _printed("compare", _OUTTURN, "--period", "2024", "--format", format_)
    assert _last_line(printed) == (
        "Judged: 7 of 14 figures, on 5 of 33 promises. Not judged: 6 of another period, 1 of a "
        "level whose change is promised. 28 promises have no figure that could be judged."
    )
    assert "between 2 and 27 of 28 met or exceeded" in printed.splitlines()
    printed = _printed("compare", _SO_FAR, "--dataset", "ha-tinh-2025@1.0.0", "--format", format_)
    assert _last_line(printed) == (
        "Judged: 0 of 19 figures, on 0 of 33 promises. Not judged: 18 of another period, 1 in "
        "another unit. 33 promises have no figure that could be judged."
    )


@pytest.mark.parametrize("format_", ["table", "markdown"])
def test_the_last_line_in_vietnamese(format_: str) -> None:
    arguments = ["--period", "2024", "--format", format_, "--lang", "vi"]
    printed = _printed("compare", _OUTTURN, *arguments)
    assert _last_line(printed) == (
        "Đã đánh giá: 7/14 số liệu, cho 5/33 chỉ tiêu (tính cả chỉ tiêu thành phần). Không đánh "
        "giá: 6 của kỳ khác, 1 là mức, trong khi chỉ tiêu là mức thay đổi. 28 chỉ tiêu không có "
        "số liệu đánh giá được."
    )
    assert "từ 2 đến 27 trong 28 chỉ tiêu đạt và vượt" in printed.splitlines()


def test_vietnamese_tables() -> None:
    printed = _printed("compare", "-", "--lang", "vi", "--format", "markdown", given=_FIGURES)
    assert (
        "| 7b | Thu xuất nhập khẩu | trên 9.000 tỷ đồng | 8.300 tỷ đồng |  | chưa đạt | "
        "-700 tỷ đồng |"
    ) in printed.splitlines()
    found = json.loads(_printed("compare", "-", "--lang", "vi", "--format", "json", given=_FIGURES))
    assert found[2]["reason"] == "chưa có giá trị báo cáo"
    # Statuses are names, not words.
    assert found[2]["status"] == "not_reported"


def test_by_item() -> None:
    printed = _printed("compare", "-", "--by", "item", "--format", "markdown", given=_FIGURES)
    lines = printed.splitlines()
    assert "| Item | Verdict |" in lines
    assert "| 1. GRDP growth | met |" in lines
    assert "| 28. Comprehensively strong communes | not reported |" in lines
    table = _printed("compare", _OUTTURN, "--period", "2024", "--by", "item")
    assert "│ 7. Budget revenue " in table
    assert "│ partly met" in table


def test_reading() -> None:
    # II.2 (1): "đạt trên 7%", and 7 was reported.
    given = "indicator,value\ngrdp-growth,7\n"
    for arguments, status in (
        ([], "missed"),
        (["--reading", "strict"], "missed"),
        (["--reading", "lenient"], "met"),
    ):
        printed = _printed("compare", "-", "--format", "json", *arguments, given=given)
        assert json.loads(printed)[0]["status"] == status


def test_period() -> None:
    for arguments, met in ((["--period", "2024"], 6), ([], 0), (["--period", "2025"], 0)):
        printed = _printed("compare", _OUTTURN, "--format", "json", *arguments)
        assert sum(row["status"] == "met" for row in json.loads(printed)) == met


def test_locale() -> None:
    path = str(_FIXTURES / "semicolons-and-decimal-commas.csv")
    found = json.loads(_printed("compare", path, "--locale", "vi", "--format", "json"))
    assert [(row["value"], row["status"]) for row in found] == [
        (7.3, "met"),
        (17900.0, "met"),
        (2.55, "met"),
    ]
    found = json.loads(_printed("compare", path, "--locale", "en", "--format", "json"))
    assert [row["value"] for row in found] == [None, 17.9, None]


def test_the_locale_of_the_file_and_the_language_of_the_report_are_two_things() -> None:
    path = str(_FIXTURES / "semicolons-and-decimal-commas.csv")
    printed = _printed("compare", path, "--locale", "vi", "--format", "markdown")
    assert "| 17,900 billion VND |" in printed
    printed = _printed("compare", _OUTTURN, "--lang", "vi", "--format", "markdown")
    assert "| 17.900 tỷ đồng (ước) |" in printed


def test_standard_input_may_be_in_any_encoding_that_files_are_in() -> None:
    for content in (_FIGURES.encode(), _FIGURES.encode("utf-8-sig"), _FIGURES.encode("utf-16")):
        assert _last_line(_printed("compare", "-", given=content)) == _SUMMARY
    assert _refused("compare", "-", given=b"") == (
        "the content: is empty; expected a header with the columns indicator and value"
    )


@pytest.mark.parametrize(
    ("fail_on", "status"),
    [
        ([], 0),
        (["exceeded"], 0),
        (["missed"], 1),
        (["met"], 1),
        (["not_reported"], 1),
        (["exceeded", "not_comparable"], 0),
        (["exceeded", "missed"], 1),
    ],
)
@pytest.mark.parametrize("format_", ["table", "csv", "json", "markdown"])
def test_fail_on(fail_on: list[str], status: int, format_: str) -> None:
    options = [part for word in fail_on for part in ("--fail-on", word)]
    result = _run("compare", "-", "--format", format_, *options, given=_FIGURES)
    assert result.exit_code == status
    # The verdicts are printed all the same.
    assert result.stdout == _printed("compare", "-", "--format", format_, given=_FIGURES)
    assert result.stderr == ""


def test_the_status_is_0_whatever_the_verdicts() -> None:
    assert _run("compare", _SO_FAR).exit_code == 0
    assert _run("compare", "-", given="indicator,value\ntrade-revenue,1\n").exit_code == 0


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
