"""The commands about figures: every option and format, what they refuse, and their status."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner

import resolution_targets as rt
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


def _rows(*arguments: str, given: str | bytes | None = None) -> list[dict[str, object]]:
    """The objects that a command prints as JSON."""
    rows: list[dict[str, object]] = json.loads(
        _printed(*arguments, "--format", "json", given=given)
    )
    return rows


def _refused(*arguments: str, given: str | bytes | None = None) -> str:
    """The one line that an error of ours is, on standard error, with exit status 2."""
    result = _run(*arguments, given=given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    return result.stderr.removeprefix("Error: ").rstrip("\n")


# Verdicts.


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
def test_a_line_says_what_was_judged_and_what_not_and_why(format_: str) -> None:
    printed = _printed("compare", _OUTTURN, "--period", "2024", "--format", format_)
    assert (
        "Judged: 7 of 14 figures, on 5 of 33 promises. Not judged: 6 of another period, 1 of a "
        "level whose change is promised. 28 promises have no figure that could be judged."
    ) in printed.splitlines()
    assert "between 2 and 27 of 28 met or exceeded" in printed.splitlines()
    printed = _printed("compare", _SO_FAR, "--dataset", "ha-tinh-2025@1.0.0", "--format", format_)
    assert (
        "Judged: 0 of 19 figures, on 0 of 33 promises. Not judged: 18 of another period, 1 in "
        "another unit. 33 promises have no figure that could be judged."
    ) in printed.splitlines()


@pytest.mark.parametrize("format_", ["table", "markdown"])
def test_the_same_line_in_vietnamese(format_: str) -> None:
    arguments = ["--period", "2024", "--format", format_, "--lang", "vi"]
    printed = _printed("compare", _OUTTURN, *arguments)
    assert (
        "Đã đánh giá: 7/14 số liệu, cho 5/33 chỉ tiêu (tính cả chỉ tiêu thành phần). Không đánh "
        "giá: 6 của kỳ khác, 1 là mức, trong khi chỉ tiêu là mức thay đổi. 28 chỉ tiêu không có "
        "số liệu đánh giá được."
    ) in printed.splitlines()
    assert "từ 2 đến 27 trong 28 chỉ tiêu đạt và vượt" in printed.splitlines()


@pytest.mark.parametrize("format_", ["table", "markdown"])
@pytest.mark.parametrize("command", ["compare", "outlook"])
def test_figures_that_contradict_each_other_are_named_below(command: str, format_: str) -> None:
    given = (
        "indicator,period,value,unit,source\n"
        "budget-revenue,2025,17700,billion VND,a\nbudget-revenue,2025,18,nghìn tỷ đồng,b\n"
    )
    lines = _printed(command, "-", "--format", format_, given=given).splitlines()
    said = "budget-revenue 2025, 17700.0 billion VND: contradicted by 18 nghìn tỷ đồng (b)"
    assert said in lines
    # The one that was chosen stands alone.
    chosen = _printed(
        *(command, "-", "--choose", "source", "--source", "a", "--format", format_), given=given
    )
    assert "contradicted" not in chosen


def test_a_derived_figure_that_contradicts_a_reported_one_is_named_below() -> None:
    # 2.41 - 1.85 = 0.56, and 0.70 is reported.
    given = (
        "indicator,period,value,unit\npoverty-rate,2024,2.41,%\npoverty-rate,2025,1.85,%\n"
        "poverty-reduction,2025,0.70,percentage points\n"
    )
    last = _last_line(_printed("compare", "-", "--derive", given=given))
    assert last.startswith("poverty-reduction 2025, 0.7 percentage points: ")
    assert "0.56 percentage_point" in last


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


_TWICE = (
    "indicator,period,value,unit,published\n"
    "export-turnover,2025,2.4,billion USD,2025-12-01\n"
    "export-turnover,2025,2.6,billion USD,2026-01-05\n"
)


def test_one_of_several_figures_is_chosen_in_the_language_of_the_report() -> None:
    options = ("compare", "-", "--choose", "latest")
    first, second = _rows(*options, given=_TWICE)
    assert (first["status"], first["problem"]) == ("not_comparable", "passed_over")
    assert first["reason"] == "2.6 billion USD: published later, 2026-01-05"
    assert second["status"] == "met"
    first, _ = _rows(*options, "--lang", "vi", given=_TWICE)
    assert first["reason"] == "2,6 billion USD: công bố sau, 2026-01-05"


def test_the_figures_of_a_source_are_chosen() -> None:
    given = _TWICE.replace("published", "source").replace("2025-12-01", "gazette")
    first, second = _rows("compare", "-", "--choose", "source", "--source", "gazette", given=given)
    assert (first["status"], second["problem"]) == ("missed", "passed_over")
    refusal = _refused("compare", "-", "--choose", "source", "--source", "paper", given=given)
    assert refusal == "no figure is of the source 'paper'; there is '2026-01-05', 'gazette'"


@pytest.mark.parametrize("command", ["compare", "outlook"])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--source", "gazette"],
            (
                "source is 'gazette'; expected the id or address of a source with policy='source', "
                "and None with any other"
            ),
        ),
        (
            ["--choose", "source"],
            (
                "source is None; expected the id or address of a source with policy='source', "
                "and None with any other"
            ),
        ),
        (
            ["--choose", "best_status"],
            (
                "the frame lacks the column 'status'; found 'indicator', 'period', 'value', "
                "'unit', 'published' and 2 more"
            ),
        ),
        (
            [
                *("--rate", "USD", "VND", "25000", "2025-06-30", "a"),
                *("--rate", "VND", "USD", "0.00004", "2025-07-01", "b"),
            ],
            (
                "rates is ['1 USD = 25,000 VND (2025-06-30, a)', "
                "'1 VND = 0.00004 USD (2025-07-01, b)']; expected one rate for USD and VND; pick "
                "the day that counts"
            ),
        ),
        (
            ["--rate", "USD", "VND", "many", "2025-06-30", "a"],
            "ExchangeRate.rate is 'many'; expected a number",
        ),
    ],
)
def test_what_figures_are_asked_for_is_refused(
    command: str, options: list[str], message: str
) -> None:
    assert _refused(command, "-", *options, given=_TWICE) == message


@pytest.mark.parametrize("command", ["compare", "outlook", "progress"])
def test_a_file_that_cannot_be_read(command: str) -> None:
    more = ("--indicator", "grdp-growth") if command == "progress" else ()
    assert _refused(command, "-", *more, given="") == (
        "the content: is empty; expected a header with the columns indicator and value"
    )
    assert _refused(command, "no-such.csv", *more) == (
        "no-such.csv: cannot be read: No such file or directory; check the path"
    )


def test_what_follows_is_judged_too() -> None:
    # 2.41% in 2024 less 1.9% are 0.51 percentage points; 0.5 to 0.6 are promised.
    given = (
        "indicator,area,period,value,unit\n"
        "poverty-rate,VN-23,2024,2.41,%\n"
        "poverty-rate,VN-23,2025,1.9,%\n"
    )
    *_, fall = _rows("compare", "-", "--derive", given=given)
    assert (fall["indicator"], fall["value"], fall["status"]) == ("poverty-reduction", 0.51, "met")
    assert fall["derived_from"] == "poverty-rate 2024: 2.41 percent; poverty-rate 2025: 1.9 percent"
    assert len(_rows("compare", "-", given=given)) == 2


def test_money_at_a_rate() -> None:
    # 65 trillion VND at 25,000 are 2.6 billion USD; above 2.5 are promised.
    given = "indicator,value,unit\nexport-turnover,65,trillion VND\n"
    (row,) = _rows("compare", "-", given=given)
    assert row["problem"] == "other_unit"
    rate = ("--rate", "USD", "VND", "25000", "2025-12-31", "an example")
    (row,) = _rows("compare", "-", *rate, given=given)
    assert row["status"] == "met"
    assert row["exchange_rate"] == "1 USD = 25,000 VND (2025-12-31, an example)"


def test_figures_as_published() -> None:
    # "Trên 93,5%": 93.5 as published is from 93.45 to 93.55.
    given = "indicator,value\ncultural-households,93.5\n"
    for rounding, status in (("exact", "missed"), ("published", "undecided")):
        (row,) = _rows("compare", "-", "--rounding", rounding, given=given)
        assert row["status"] == status


def test_the_promises_of_a_day() -> None:
    # 7% of the resolution, 8% by 25/NQ-CP and 8.7% by 226/NQ-CP from 5 August.
    given = "indicator,value\ngrdp-growth,8.5\n"
    for day, status in (("2025-06-30", "exceeded"), ("2025-08-05", "missed")):
        options = ("--dataset", "ha-tinh-2025@1.1.0", "--as-of", day)
        (row,) = _rows("compare", "-", *options, given=given)
        assert row["status"] == status


def test_a_range_in_every_format() -> None:
    given = "indicator;giá trị;giá trị đến\ngrdp-growth;6,5;8\nnew-jobs;;24000\n"
    options = ("compare", "-", "--locale", "vi")
    growth, jobs = _rows(*options, given=given)
    assert (growth["value"], growth["value_upper"], growth["status"]) == (6.5, 8.0, "undecided")
    assert (growth["gap"], growth["gap_upper"]) == (-0.5, 1.0)
    assert jobs["problem"] == "half_range"
    markdown = _printed(*options, "--format", "markdown", given=given)
    assert (
        "| 1 | GRDP growth | above 7% | 6.5 to 8% |  | undecided | -0.5 to +1 percentage points |"
    ) in markdown.splitlines()
    assert "│ 6.5 to 8% │" in _printed(*options, given=given)


def test_ends_without_a_unit_that_is_known_are_both_shown() -> None:
    given = "indicator,value,value_upper,unit\ngrdp-growth,6.5,8,bananas\n"
    assert "| 6.5 to 8.0 bananas |" in _printed("compare", "-", "--format", "markdown", given=given)


# The year while it runs.


_PART = (
    "indicator,period,value,unit\n"
    "budget-revenue,2025-6M,10200,billion VND\n"
    "budget-revenue,2025-9M,15000,billion VND\n"
    "trade-revenue,2025-5M,2866,billion VND\n"
    "export-turnover,2025-2M,5,percent\n"
)


def test_an_outlook_in_json_and_csv() -> None:
    rows = _rows("outlook", "-", *_PINNED, given=_PART)
    # 10,200 / 0.5 and 15,000 / 0.75; 2,866 x 12 / 5 are 6,878.4 of 9,000.
    assert [(row["pace"], row["projected"]) for row in rows[:2]] == [
        *(("ahead", 20400.0), ("ahead", 20000.0)),
    ]
    assert rows[2]["pace"] == "behind"
    assert rows[2]["projected"] == pytest.approx(6878.4)
    assert (rows[3]["pace"], rows[3]["outlook_problem"]) == (None, "not_judged")
    printed = _printed("outlook", "-", *_PINNED, "--format", "csv", given=_PART)
    back = pl.read_csv(io.StringIO(printed))
    assert back.columns == list(rows[0])
    assert back["pace"].to_list() == ["ahead", "ahead", "behind", None]


@pytest.mark.parametrize("format_", ["json", "csv", "markdown", "table", "explain"])
def test_only_the_latest_figures_of_a_year(format_: str) -> None:
    form = ("--explain",) if format_ == "explain" else ("--format", format_)
    everything = _printed("outlook", "-", *_PINNED, *form, given=_PART)
    latest = _printed("outlook", "-", *_PINNED, *form, "--latest", given=_PART)
    # The half-year is left out; what could not be judged is always shown.
    for shown in ("10,200", "10200"):
        assert shown not in latest
    assert "10,200" in everything or "10200" in everything
    assert any(shown in latest for shown in ("15,000", "15000"))
    assert "Export turnover" in latest or "export-turnover" in latest or "4: " in latest


def test_an_outlook_as_a_table() -> None:
    lines = _printed("outlook", "-", *_PINNED, given=_PART).splitlines()
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines]
    starts = [row[:1] + row[4:8] for row in cells if row and row[0]]
    assert starts == [
        ["7", "2025-6M", "57.3%", "50%", "ahead"],
        ["7", "2025-9M", "84.27%", "75%", "ahead"],
        ["7b", "2025-5M", "31.84%", "41.67%", "behind"],
        # The cell goes on below.
        ["6", "2025-2M", "", "", "in another"],
    ]
    assert lines[-2].startswith("Of 33 promises 2 have a figure for part of the year: 1 ahead, 1 b")
    assert lines[-1].startswith("6, 2025-2M: 'export-turnover' is promised in billion USD; ")


def test_an_outlook_in_markdown_and_vietnamese() -> None:
    options = ("outlook", "-", *_PINNED, "--format", "markdown", "--lang", "vi")
    lines = _printed(*options, given=_PART).splitlines()
    assert lines[0].startswith("# ")
    # 6,134 are left for seven months.
    assert (
        "| 7b | Thu xuất nhập khẩu | trên 9.000 tỷ đồng | 2.866 tỷ đồng | 2025-5M | 31,84% | "
        "41,67% | chậm tiến độ | 876,286 tỷ đồng/tháng | 6.878,4 tỷ đồng: chưa đạt (lộ trình đều) |"
    ) in lines
    assert lines[-3].startswith("2/33 chỉ tiêu có số liệu trong năm: 1 vượt tiến độ, 1 chậm tiến")


def test_an_outlook_in_sentences() -> None:
    paragraphs = _printed("outlook", "-", *_PINNED, "--explain", given=_PART).split("\n\n")
    assert paragraphs.pop() == ""
    assert len(paragraphs) == 4
    assert "15,000 > 13,350, by more than 5%: ahead." in paragraphs[1]
    assert paragraphs[3].startswith("4: 'export-turnover' is promised in billion USD; ")


def test_why_there_is_no_sentence_in_the_language_of_the_report() -> None:
    given = (
        "indicator,period,value,unit,status\n"
        "grdp-growth,2025-9M,abc,%,E\n"
        "grdp-growth,2025-9M,8,bananas,E\n"
        "poverty-rate,2025-9M,2,%,E\n"
        # That nobody knows the status is no obstacle to the frame.
        "grdp-growth,2025-9M,8,%,who knows\n"
    )
    printed = _printed("outlook", "-", *_PINNED, "--explain", "--lang", "vi", given=given)
    unreadable, unit, level, status, _ = printed.split("\n\n")
    assert unreadable.startswith("1: 'abc' ")
    assert unit.startswith("2: ")
    assert "bananas" in unit
    assert level == (
        "3: ha-tinh-2025 1.0.0 không có chỉ tiêu cho chính 'poverty-rate', chỉ cho mức thay đổi: "
        "'poverty-reduction'"
    )
    assert status.startswith("4: observation_status='who knows' is not known; it takes 'A', 'B', ")


def test_the_path_of_an_earlier_year() -> None:
    rows = _rows("outlook", _SO_FAR, "--profile-from", _OUTTURN, *_PINNED)
    by_row = {(row["indicator"], row["period"], row["value"]): row for row in rows}
    investment = by_row["total-investment", "2025-6M", 26846.0]
    # 25,000 of 55,524 had been invested by June 2024, and 26,846 x 55,524 / 25,000 is 59,623.89.
    assert investment["expected_share"] == pytest.approx(25000 / 55524)
    assert investment["projected"] == pytest.approx(59623.89216)
    assert investment["projection_method"] == "seasonal 2024"
    assert by_row["new-jobs", "2025-Q1", 5722.0]["projection_method"] == "even"
    assert _refused("outlook", _SO_FAR, "--profile-from", "no-such.csv") == (
        "no-such.csv: cannot be read: No such file or directory; check the path"
    )


@pytest.mark.parametrize(
    ("margin", "pace"),
    [("0", "ahead"), ("0.1", "ahead"), ("0.125", "on_track"), ("0.5", "on_track")],
)
def test_how_far_past_the_path_is_ahead(margin: str, pace: str) -> None:
    # 13,350 are three quarters of 17,800, and an eighth more are 15,018.75.
    (row,) = _rows(
        *("outlook", "-", "--margin", margin),
        given="indicator,period,value\nbudget-revenue,2025-9M,15000\n",
    )
    assert row["pace"] == pace


@pytest.mark.parametrize(
    ("margin", "message"),
    [
        ("x", "margin is 'x'; expected a number"),
        (
            "1",
            ("margin is '1'; expected a share from 0 up to, and without, 1: 0.05 for 5%"),
        ),
        (
            "-0.1",
            ("margin is '-0.1'; expected a share from 0 up to, and without, 1: 0.05 for 5%"),
        ),
    ],
)
@pytest.mark.parametrize("form", [[], ["--explain"]])
def test_a_margin_that_is_none(margin: str, message: str, form: list[str]) -> None:
    assert _refused("outlook", "-", "--margin", margin, *form, given=_PART) == message


@pytest.mark.parametrize("form", [[], ["--format", "csv"], ["--explain"]])
def test_an_outlook_needs_periods(form: list[str]) -> None:
    assert _refused("outlook", "-", *form, given="indicator,value\ngrdp-growth,8\n") == (
        "the frame lacks the column 'period'; found 'indicator', 'value', 'decimals', 'unreadable'"
    )


def test_an_outlook_read_leniently_and_at_a_rate() -> None:
    # Above 7%; 32.5 trillion VND at 25,000 are 1.3 billion USD, and 1.25 half of 2.5.
    given = (
        "indicator,period,value,unit\n"
        "grdp-growth,2025-9M,7,%\n"
        "export-turnover,2025-6M,32.5,trillion VND\n"
    )
    growth, turnover = _rows("outlook", "-", given=given)
    assert (growth["pace"], turnover["pace"]) == ("behind", None)
    rate = ("--rate", "USD", "VND", "25000", "2025-06-30", "an example")
    growth, turnover = _rows("outlook", "-", "--reading", "lenient", *rate, given=given)
    assert (growth["pace"], turnover["pace"]) == ("on_track", "on_track")
    assert turnover["projected"] == pytest.approx(2.6)
    printed = _printed("outlook", "-", *rate, "--explain", given=given)
    assert "1 USD = 25,000 VND (2025-06-30, an example)" in printed


def test_an_outlook_on_a_file_without_rows() -> None:
    given = "indicator,period,value\n"
    assert _rows("outlook", "-", given=given) == []
    assert _printed("outlook", "-", "--explain", given=given) == ""
    assert _last_line(_printed("outlook", "-", given=given)) == (
        "None of 33 promises has a figure for part of the year."
    )


def test_what_was_passed_over_has_no_outlook() -> None:
    given = (
        "indicator,period,value,published\n"
        "budget-revenue,2025-6M,10200,2025-06-30\n"
        "budget-revenue,2025-6M,11000,2025-07-04\n"
    )
    first, second = _rows("outlook", "-", "--choose", "latest", given=given)
    assert (first["pace"], first["outlook_reason"]) == (
        None,
        "11,000: published later, 2025-07-04",
    )
    assert second["projected"] == 22000.0
    printed = _printed("outlook", "-", "--choose", "latest", "--explain", given=given)
    assert printed.startswith("1: 11,000: published later, 2025-07-04\n\n(7) Budget revenue. ")


# Progress.


# From 50% to 52%, of which one is gone in one of the two years.
_COVER = "indicator,period,value,unit\nforest-cover,2023,50,%\nforest-cover,2024,51,%\n"
_METHODS = [method.value for method in rt.ProgressMethod]


def _progress(*arguments: str, given: str, indicator: str = "forest-cover") -> list[str]:
    options = ("progress", "-", "--indicator", indicator, *_PINNED)
    return _printed(*options, *arguments, given=given).splitlines()


def test_progress_by_every_method_in_words() -> None:
    lines = _progress(given=_COVER)
    assert lines[:4] == [
        ("(25) Forest cover. Promised: keep above 52% (“Duy trì tỷ lệ che phủ rừng trên 52%”)."),
        "- 2023: 50%",
        "- 2024: 51%",
        "",
    ]
    assert lines[4:6] == [
        "Share of the promised change made: 0.5; on track. In numbers: (51 - 50) / (52 - 50).",
        "Distance to the bound: 1 percentage points. In numbers: 52 - 51.",
    ]
    assert len(lines) == 4 + len(_METHODS) + 1
    assert _progress("--format", "markdown", given=_COVER) == lines
    assert (
        _progress("--lang", "vi", given=_COVER)[4]
        == "Phần thay đổi đã thực hiện: 0,5; đúng tiến độ. Thay số: (51 - 50) / (52 - 50)."
    )


def test_progress_for_programs() -> None:
    options = ("progress", "-", "--indicator", "forest-cover", *_PINNED)
    rows = _rows(*options, given=_COVER)
    assert [row["method"] for row in rows] == _METHODS
    assert (rows[0]["value"], rows[0]["is_on_track"]) == (0.5, True)
    assert rows[-1]["problem"] == "no_range"
    printed = _printed(*options, "--format", "csv", given=_COVER)
    header, first, *_ = csv.reader(io.StringIO(printed))
    assert header == ["method", "value", "unit", "band", "is_on_track", "problem", "reason"]
    assert first == ["share_of_change", "0.5", "dimensionless", "", "true", "", ""]
    (*_, last) = _rows(*options, "--lang", "vi", given=_COVER)
    assert last["reason"] == "phương pháp này cần lower= và upper=, số nhỏ đứng trước"


def test_progress_between_named_periods() -> None:
    given = f"{_COVER}forest-cover,2025,51.6,%\n"
    # (51.6 - 51) / (52 - 51), and (51 - 50) / (52 - 50).
    assert _progress("--baseline", "2024", given=given)[5].endswith(
        ": 0.6; not on track. In numbers: (51.6 - 51) / (52 - 51)."
    )
    assert _progress("--period", "2024", given=given)[5].endswith(
        ": 0.5; on track. In numbers: (51 - 50) / (52 - 50)."
    )


def test_what_the_file_says_of_a_time_goes_before_what_the_dataset_holds() -> None:
    # The resolution has 17,900 for 2024; a year and its twelve months are the same time.
    start = "indicator,area,period,value,unit\n"
    given = f"{start}budget-revenue,VN-23,2024-12M,16000,billion VND\n"
    lines = _progress(given=given, indicator="budget-revenue")
    assert lines[1:3] == ["- 2024-12M: 16,000 billion VND", ""]
    # What it says of the country is no word on the province.
    given = f"{start}budget-revenue,VN,2024,2000000,billion VND\n"
    result = _run("progress", "-", "--indicator", "budget-revenue", *_PINNED, given=given)
    assert result.stdout.splitlines()[1:3] == ["- 2024: 17,900 billion VND (estimated)", ""]
    assert result.stderr == "Warning: row 1 is left out: it is of VN, not of VN-23\n"
    assert result.exit_code == 0


def test_a_row_that_cannot_be_used_is_told_of() -> None:
    given = (
        "indicator,period,value,unit\n"
        "forest-cover,2023,50,%\n"
        "doctors-per-10000,2024,??,doctors per ten thousand persons\n"
        "forest-cover,last year,50.5,%\n"
        "forest-cover,2024,51,%\n"
    )
    result = _run("progress", "-", "--indicator", "forest-cover", *_PINNED, given=given)
    assert result.exit_code == 0
    assert result.stderr == (
        "Warning: row 3 is left out: 'last year' is not a reference period; write a year (2025), "
        "a month (2025-06), a quarter (2025-Q3) or the months so far (2025-9M)\n"
    )
    assert result.stdout.splitlines()[1:3] == ["- 2023: 50%", "- 2024: 51%"]


def test_progress_of_a_year_that_still_runs() -> None:
    given = (
        "indicator,period,value,unit\n"
        "new-jobs,2024,20000,person\n"
        "new-jobs,2025-Q1,5000,person\n"
        "new-jobs,2025-6M,11000,person\n"
        "new-jobs,2025-09,1000,person\n"
    )
    lines = _progress("--project", given=given, indicator="new-jobs")
    # 11,000 in half a year are 22,000: 2,000 of the 3,500 from 20,000 to 23,500.
    assert lines[1:3] == ["- 2024: 20,000 people", "- 2025: 22,000 people (forecast)"]
    assert lines[4] == (
        "Share of the promised change made: 0.571429; not on track. "
        "In numbers: (22,000 - 20,000) / (23,500 - 20,000)."
    )
    lines = _progress("--project", "--period", "2025-3M", given=given, indicator="new-jobs")
    assert lines[2:5] == [
        "- 2025: 20,000 people (forecast)",
        "",
        (
            "Share of the promised change made: 0; not on track. "
            "In numbers: (20,000 - 20,000) / (23,500 - 20,000)."
        ),
    ]
    # A part of the year is no figure for the year as it stands.
    (first, *_) = _rows("progress", "-", "--indicator", "new-jobs", *_PINNED, given=given)
    assert first["problem"] == "part_of_year"


def test_projections_that_disagree_are_a_conflict() -> None:
    given = (
        "indicator,period,value,unit,value_upper\n"
        "new-jobs,2024,20000,person,\n"
        "new-jobs,2025-6M,11000,person,\n"
        "new-jobs,2025-Q2,1,person,\n"
        "new-jobs,2025-6M,11500,person,\n"
    )
    options = ("progress", "-", "--indicator", "new-jobs", *_PINNED, "--project")
    assert {row["problem"] for row in _rows(*options, given=given)} == {"conflict", "no_range"}
    given = given.replace("11000,person,", "11000,person,11500")
    assert {row["problem"] for row in _rows(*options, given=given)} == {"range", "no_range"}


def test_a_figure_in_another_unit_is_not_projected() -> None:
    given = (
        "indicator,period,value,unit\n"
        "export-turnover,2025-6M,50000,billion VND\n"
        "export-turnover,2025-3M,0.6,billion USD\n"
    )
    options = ("progress", "-", "--indicator", "export-turnover", *_PINNED, "--project")
    result = _run(*options, given=given)
    assert result.exit_code == 0
    assert result.stderr == (
        "Warning: the figure of 2025-6M is left out: 'export-turnover' is promised in billion USD; "
        "'billion VND' is another currency: pass rates= with a dated rate, or convert it first\n"
    )
    # 0.6 in a quarter are 2.4 in a year, a tenth short of 2.5.
    assert "Distance to the bound: 0.1 billion USD." in result.stdout


def test_nothing_to_project() -> None:
    lines = _progress("--project", given=_COVER)
    assert (
        lines[3] == "Share of the promised change made: none; no figure was reported for 2025."[:0]
    )
    assert lines[4] == "Share of the promised change made: none; no figure was reported for 2025."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--indicator", "forest-covr"],
            (
                "no indicator 'forest-covr' in the targets of ha-tinh-2025 1.0.0; did you mean "
                "'forest-cover'?"
            ),
        ),
        *(
            (
                ["--indicator", "forest-cover", option, "last year", *more],
                (
                    "'last year' is not a reference period; write a year (2025), a month "
                    "(2025-06), a quarter (2025-Q3) or the months so far (2025-9M)"
                ),
            )
            for option in ("--baseline", "--period")
            for more in ([], ["--project"])
        ),
    ],
)
def test_what_progress_refuses(options: list[str], message: str) -> None:
    assert _refused("progress", "-", *_PINNED, *options, given=_COVER) == message


def test_progress_needs_an_indicator() -> None:
    result = _run("progress", "-", given=_COVER)
    assert result.exit_code == 2
    assert "Missing option '--indicator'" in result.stderr
