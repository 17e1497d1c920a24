"""What a new dataset starts with: rows that are sound, and a README that explains them."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets.schemas import SCHEMAS, columns_of
from resolution_targets.skeleton import example, readme
from resolution_targets.tables import write_tables


def _tables_of_the_readme() -> dict[str, dict[str, tuple[str, str]]]:
    """For each table its columns, with what the README says that they hold and must."""
    _, *sections = re.split(r"(?m)^## ", readme())
    tables: dict[str, dict[str, tuple[str, str]]] = {}
    for section in sections:
        rows = re.findall(r"(?m)^\| (\w+) \| (.*) \| (.*) \|$", section)
        tables[section.partition(".csv")[0]] = {name: (holds, must) for name, holds, must in rows}
        tables[section.partition(".csv")[0]].pop("column", None)
    return tables


def test_every_column_of_every_table_is_explained() -> None:
    tables = _tables_of_the_readme()
    assert [*tables] == [
        *("domains", "indicators", "targets", "revisions", "observations", "sources"),
    ]
    for table, columns in tables.items():
        assert [*columns] == columns_of(table)
        for name, (holds, _) in columns.items():
            assert re.fullmatch(r"[A-Z].*[.]", holds), f"{table}.{name}: {holds}"


@pytest.mark.parametrize(
    ("table", "column", "holds", "must"),
    [
        ("domains", "id", "Identifier. Of the form `[a-z0-9]+(-[a-z0-9]+)*`.", "needed"),
        (
            "indicators",
            "direction",
            "Which way is better; 'within' where neither is. One of higher, lower, within.",
            "needed",
        ),
        (
            "indicators",
            "change_of",
            "The indicator that a change is a change of.",
            "an id of indicators.csv",
        ),
        ("targets", "indicator", "What is measured.", "needed; an id of indicators.csv"),
        ("targets", "of_which", "The target that this one is a part of.", "an id of targets.csv"),
        ("targets", "lower", "The bound, or the smaller end of a range. A number.", ""),
        (
            "targets",
            "hedged",
            "Whether the wording says 'about'; empty for false. true or false.",
            "",
        ),
        (
            "targets",
            "in_force_from",
            "First day on which it holds, if known. As 2025-08-05.",
            "the column may be left out",
        ),
        (
            "targets",
            "act",
            "The act that set it, if the source is a report on the act.",
            "an id of sources.csv; the column may be left out",
        ),
        # Of a revision both must be there.
        ("revisions", "in_force_from", "First day on which it holds. As 2025-08-05.", "needed"),
        ("revisions", "act", "The source that is the act.", "needed; an id of sources.csv"),
    ],
)
def test_what_the_readme_says_of_a_column(table: str, column: str, holds: str, must: str) -> None:
    assert _tables_of_the_readme()[table][column] == (holds, must)


def test_what_must_be_unique() -> None:
    must = {name: must for name, (_, must) in _tables_of_the_readme()["targets"].items()}
    assert must["number"] == "needed; no two rows have the same"
    assert must["id"] == "needed"
    assert "\nNo two rows have the same target, in_force_from.\n" in readme()


def test_what_the_readme_says_of_the_tables() -> None:
    headings = re.findall(r"(?m)^## (.*)$", readme())
    assert headings[0] == "domains.csv: the headings that the targets stand under"
    assert [heading.partition(".")[0] for heading in headings if "may be left out" in heading] == [
        *("revisions", "observations"),
    ]
    assert (
        "No two rows have the same indicator, reference_area, reference_period, source." in readme()
    )
    assert "\nresolution-targets validate .\n" in readme()
    assert readme().endswith("|\n")


def test_the_example_is_an_example_of_every_table() -> None:
    dataset = example(id="x-2025", title="Targets of X")
    assert dataset.label == "x-2025 0.1.0"
    assert (dataset.title, dataset.license) == ("Targets of X", "CC0-1.0")
    assert {table: len(rows) for table, rows in write_tables(dataset).items()} == dict.fromkeys(
        SCHEMAS, 1
    )


def test_the_example_can_be_compared_and_revised() -> None:
    dataset = example(id="x-2025", title="X")
    # "Tỷ lệ ví dụ đạt trên 90%", and from 30 June on "92% trở lên".
    assert str(dataset["1"].criterion) == "above 90"
    assert str(dataset.in_force("2025-06-29")["1"].criterion) == "above 90"
    assert str(dataset.in_force("2025-06-30")["1"].criterion) == "at least 92"
    (observation,) = dataset.observations
    assert (observation.value, observation.observation_status) == (Decimal("88.5"), "E")
    assert dataset["1"].compare(observation.value).status == "missed"


def test_the_folder_of_the_example_is_sound(tmp_path: Path) -> None:
    rt.new_dataset(tmp_path / "x", id="x-2025", title="X")
    assert rt.validate_dataset(tmp_path / "x") == ()
    assert (tmp_path / "x" / "README.md").read_text(encoding="utf-8") == readme()
