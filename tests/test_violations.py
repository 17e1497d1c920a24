"""Violations: how they read, their order, and the hints in their messages."""

from __future__ import annotations

import re
import time

import pytest

from resolution_targets.violations import Hints, ValidationRule, Violation, in_order, shown


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (
            {"row": 7, "column": "unit", "rule": ValidationRule.UNIT, "message": "unknown unit"},
            "targets.csv, line 7, column unit: unknown unit [unit]",
        ),
        (
            {"row": 7, "rule": ValidationRule.FORM, "message": "the row is empty"},
            "targets.csv, line 7: the row is empty [form]",
        ),
        (
            {"rule": ValidationRule.FILE, "message": "there is no such file"},
            "targets.csv: there is no such file [file]",
        ),
        (
            {
                "row": 8,
                "column": "lower",
                "rule": ValidationRule.PARTS,
                "message": "is a part missing?",
                "is_warning": True,
            },
            "targets.csv, line 8, column lower: warning: is a part missing? [parts]",
        ),
    ],
)
def test_a_violation_in_a_line(facts: dict[str, object], text: str) -> None:
    assert str(Violation(file="targets.csv", **facts)) == text  # type: ignore[arg-type]


def test_the_docstring_explains_every_rule() -> None:
    explained = re.findall(r"^ {4,8}([A-Z]+): ", str(ValidationRule.__doc__), re.MULTILINE)
    assert explained == list(ValidationRule.__members__)
    assert [rule.value.upper() for rule in ValidationRule] == explained


def _at(file: str, row: int | None, column: str = "", message: str = "") -> Violation:
    return Violation(file=file, row=row, column=column, rule=ValidationRule.TYPE, message=message)


def test_by_file_line_and_column() -> None:
    ordered = (
        _at("sources.csv", 3),
        _at("targets.csv", None),
        _at("targets.csv", 1),
        _at("targets.csv", 2, "lower", "b"),
        _at("targets.csv", 2, "lower", "a"),
        _at("targets.csv", 2, "unit"),
        _at("targets.csv", 10),
    )
    # Those of one cell stay as they were found.
    assert in_order([ordered[3], *reversed([*ordered[:3], *ordered[4:]])]) == ordered
    assert in_order([]) == ()


def test_sorting_takes_no_time() -> None:
    many = [_at("targets.csv", row) for row in range(100_000, 0, -1)]
    start = time.process_time()
    assert in_order(many)[0].row == 1
    assert time.process_time() - start < 2


def test_hints() -> None:
    hints = Hints(["grdp-growth", "forest-cover"])
    assert hints.after("grdp-grwth") == "; did you mean 'grdp-growth'?"
    assert hints.after("zzz") == ""
    assert Hints([]).after("grdp-growth") == ""


def test_hints_end_where_they_would_take_long() -> None:
    # 20,000 comparisons: for the first 2,000 words among 10.
    hints = Hints([f"relation-{number}" for number in range(10)])
    given = [hints.after(f"relatoin-{number}") for number in range(2_100)]
    assert all(given[:2_000])
    assert not any(given[2_000:])
    assert Hints([f"target-{number}" for number in range(20_001)]).after("target-1x") == ""


def test_long_words_get_no_hint() -> None:
    long = "a" * 101
    assert Hints(["a" * 100]).after("a" * 99 + "b").startswith("; did you mean 'aaa")
    assert Hints(["a" * 100]).after(long) == ""
    assert Hints([long]).after("a" * 100) == ""


def test_what_was_found_is_cut_short() -> None:
    assert shown("tỷ đông\x1b") == "'tỷ đông\\x1b'"
    assert shown("a" * 197) == "'" + "a" * 197 + "'"
    assert shown("a" * 150 + "b" * 150) == "'" + "a" * 97 + "..." + "b" * 98 + "'"
    assert shown(7) == "7"
    assert shown([[[[[[["deep"]]]]]]]) == "[[[[[[[...]]]]]]]"
