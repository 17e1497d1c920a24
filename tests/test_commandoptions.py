"""Options that commands share: which data, which figures, and how tables are printed."""

from __future__ import annotations

import io
import json
import math
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import resolution_targets as rt
from resolution_targets.commandoptions import (
    FigureOptions,
    chosen_dataset,
    console,
    given_rates,
    named_dataset,
    print_frame,
    print_markdown_table,
    print_rich_table,
)

_DATA = Path(__file__).parents[1] / "data"
_TWICE = (
    "indicator,period,value,published\n"
    "poverty-rate,2024,2.41,2025-01-06\n"
    "poverty-rate,2025,2.5,2025-12-01\n"
    "poverty-rate,2025,1.9,2026-01-05\n"
)


def _options(file: str, **changes: Any) -> FigureOptions:
    given = {
        "dataset_at_version": "ha-tinh-2025@1.0.0",
        "as_of": None,
        "locale": "en",
        "choose": "all",
        "source": None,
        "derive": False,
    }
    return FigureOptions(file=file, **(given | changes))


def test_a_dataset_by_its_name() -> None:
    assert named_dataset("ha-tinh-2025@1.0.0").label == "ha-tinh-2025 1.0.0"
    assert named_dataset("vietnam-2025@~=1.0").id == "vietnam-2025"
    assert named_dataset("ha-tinh-2025") == rt.load("ha-tinh-2025")


def test_a_dataset_by_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _DATA / "vietnam-2025" / "1.0.0"
    assert named_dataset(str(folder)).label == "vietnam-2025 1.0.0"
    monkeypatch.chdir(folder)
    assert named_dataset(".").label == "vietnam-2025 1.0.0"
    assert named_dataset("../1.0.0").label == "vietnam-2025 1.0.0"
    # Without a slash it is an id, whatever lies beside.
    monkeypatch.chdir(folder.parent)
    with pytest.raises(rt.UnknownDatasetError):
        named_dataset("1.0.0")


def test_the_promises_of_a_day() -> None:
    # 226/NQ-CP: 8.7% from 5 August 2025.
    dataset = chosen_dataset("ha-tinh-2025@1.1.0", "2025-08-05")
    assert dataset["grdp-growth"].easier_bound == rt.parse_number("8.7", locale="en")
    assert chosen_dataset("ha-tinh-2025@1.1.0", None)["grdp-growth"].easier_bound == 7


def test_a_dataset_without_revisions_says_so() -> None:
    with pytest.warns(rt.DatasetWarning) as warned:
        dataset = chosen_dataset("ha-tinh-2025@1.0.0", "2025-08-05")
    assert [str(one.message) for one in warned] == [
        "ha-tinh-2025 1.0.0 holds no revisions: what later acts changed is not in it"
    ]
    assert dataset["grdp-growth"].easier_bound == 7


def test_rates() -> None:
    (rate,) = given_rates([("USD", "VND", "25000", "2025-06-30", "a bank")])
    assert str(rate) == "1 USD = 25,000 VND (2025-06-30, a bank)"
    assert given_rates(()) == ()


def test_figures_as_they_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(_TWICE, encoding="utf-8")
    figures, dataset = _options(str(path)).read("en")
    assert dataset.label == "ha-tinh-2025 1.0.0"
    assert figures.columns == [
        *("indicator", "period", "value", "published", "decimals", "unreadable")
    ]
    assert figures["value"].to_list() == [2.41, 2.5, 1.9]


def test_figures_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.TextIOWrapper(io.BytesIO(b"indicator;value\ngrdp-growth;7,3\n"))
    monkeypatch.setattr(sys, "stdin", content)
    figures, _ = _options("-", locale="vi").read("en")
    assert figures["value"].to_list() == [7.3]


@pytest.mark.parametrize(
    ("language", "passed_over"),
    [
        ("en", "1.9: published later, 2026-01-05"),
        ("vi", "1,9: công bố sau, 2026-01-05"),
    ],
)
def test_figures_are_chosen_in_the_language_asked_for(
    tmp_path: Path, language: str, passed_over: str
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(_TWICE, encoding="utf-8")
    figures, _ = _options(str(path), choose="latest").read(language)
    assert figures["passed_over"].to_list() == [None, passed_over, None]


@pytest.mark.parametrize(("language", "word"), [("en", "disagree"), ("vi", "khác nhau")])
def test_figures_that_follow_are_told_of_in_the_language_asked_for(
    tmp_path: Path, language: str, word: str
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(_TWICE, encoding="utf-8")
    figures, _ = _options(str(path), derive=True).read(language)
    assert word in figures["derivation_reason"][1]


def test_figures_that_follow(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(_TWICE.replace("poverty-rate,2025,2.5,2025-12-01\n", ""), encoding="utf-8")
    figures, _ = _options(str(path), derive=True).read("en")
    # 2.41 less 1.9.
    assert figures.select("indicator", "value").row(-1) == ("poverty-reduction", 0.51)


def test_a_source_needs_its_policy(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(_TWICE, encoding="utf-8")
    with pytest.raises(rt.InvalidFieldError) as raised:
        _options(str(path), source="gazette").read("en")
    assert raised.value.field == "source"


_FRAME = pl.DataFrame({"name": ["Hà Tĩnh", None], "value": [math.nan, 7.5], "is_met": [None, True]})


def test_a_frame_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_frame(_FRAME, "json")
    printed = capsys.readouterr().out
    # There is no NaN in JSON; letters stay as they are.
    assert json.loads(printed) == [
        {"name": "Hà Tĩnh", "value": None, "is_met": None},
        {"name": None, "value": 7.5, "is_met": True},
    ]
    assert "Hà Tĩnh" in printed
    print_frame(_FRAME.clear(), "json")
    assert capsys.readouterr().out == "[]\n"


def test_a_frame_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    print_frame(_FRAME, "csv")
    assert capsys.readouterr().out == "name,value,is_met\nHà Tĩnh,NaN,\n,7.5,true\n"


def test_a_table_in_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    print_markdown_table(["a", "b"], [["1|2", "x\ny"], ["", "z"]])
    assert capsys.readouterr().out == "| a | b |\n| --- | --- |\n| 1\\|2 | x y |\n|  | z |\n\n"


def test_a_table_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(["[/red]", "1"], "green"), (["x", "17,900"], None)]
    print_rich_table(["name", "value"], rows, title="[bold]", right=[1])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    # What looks like markup is text; the second column is set to the right.
    assert lines[0] == "[bold]"
    assert [line for line in lines if line.startswith("│")] == [
        "│ [/red] │      1 │",
        "│ x      │ 17,900 │",
    ]
    print_rich_table(["name"], [])
    assert capsys.readouterr().out.splitlines()[1].rstrip() == "┃ name ┃"


def test_a_page_is_wide_enough_for_tables_and_a_terminal_as_wide_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert console().width == 140
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "72")
    assert console().width == 72


def test_a_process_without_a_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(rt.UnreadableFileError) as caught:
        _options("-").read("en")
    assert str(caught.value) == (
        "the content: is empty; expected a header with the columns indicator and value"
    )
