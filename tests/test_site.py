"""The site: built once, strictly, in about three seconds, and then read as a browser would."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.cli import cli
from resolution_targets.schemas import SCHEMAS

ROOT = Path(__file__).parent.parent
DATA_PAGE = "data/ha-tinh-2025/index.html"
# What a browser asks for by itself, without a click.
REQUESTED = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "img": "src",
    "link": "href",
    "object": "data",
    "script": "src",
    "source": "src",
    "video": "src",
}
FOREIGN = re.compile(r"(https?:)?//")


class Page(HTMLParser):
    """What the tests ask of a page."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.requests: list[str] = []
        self.quotes: list[str] = []
        self.codes: list[str] = []
        self._open: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "h3":
            self.headings.append(given["id"])
        if tag in REQUESTED and given.get(REQUESTED[tag]):
            self.requests.append(given[REQUESTED[tag]])
        if tag == "blockquote":
            self.quotes.append("")
        if tag == "code":
            self.codes.append("")
        self._open.append(tag)

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if "blockquote" in self._open:
            self.quotes[-1] += data
        if "code" in self._open:
            self.codes[-1] += data


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    # Both notices advertise other tools; neither is about this site.
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    built = subprocess.run(
        command, cwd=ROOT, env=os.environ | quiet, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    return folder


@pytest.fixture(scope="module")
def data_page(site):
    return Page(site / DATA_PAGE)


def test_data_page_has_an_anchor_for_every_promise_in_order(data_page, ha_tinh):
    assert data_page.headings == [target.id for target in ha_tinh]
    assert len(data_page.headings) == 33
    assert len(data_page.ids) == len(set(data_page.ids))


def test_data_page_has_every_sentence_verbatim(data_page, ha_tinh):
    assert [quote.strip() for quote in data_page.quotes] == [target.quote for target in ha_tinh]


def test_data_page_has_every_bound_and_unit(data_page, ha_tinh):
    for target in ha_tinh:
        ends = (target.criterion.lower, target.criterion.upper)
        assert {str(end) for end in ends if end is not None} <= set(data_page.codes)
        assert target.unit in data_page.codes


@pytest.mark.parametrize(
    ("page", "label"),
    [
        ("ha-tinh-2025", "ha-tinh-2025 1.1.0"),
        ("ha-tinh-2025/1.0.0", "ha-tinh-2025 1.0.0"),
        ("vietnam-2025", "vietnam-2025 1.0.0"),
    ],
)
def test_lines_to_pin_load_the_version_of_the_page(site, tmp_path, page, label):
    codes = Page(site / "data" / page / "index.html").codes
    (lines,) = (code for code in codes if "sha256=" in code)
    script = tmp_path / "pinned.py"
    script.write_text(lines, encoding="utf-8")
    assert runpy.run_path(str(script))["ds"].label == label


def test_there_is_a_page_of_what_changed_between_two_versions(site):
    page = (site / "data/ha-tinh-2025/1.0.0-to-1.1.0/index.html").read_text(encoding="utf-8")
    # The newspaper's figure, beside the resolution's.
    assert "55,524 billion VND (estimated)" in page


def test_a_promise_names_the_acts_that_revised_it(site):
    page = (site / "data/ha-tinh-2025/index.html").read_text(encoding="utf-8")
    assert "2025-08-05: 8.7%, by " in page
    assert "Government resolution 226/NQ-CP of 5 August 2025" in page


def test_every_rule_and_column_is_on_a_page(site):
    rules = set(Page(site / "how-to" / "author" / "index.html").codes)
    assert {rule.value for rule in rt.ValidationRule} - rules == set()
    columns = (site / "reference" / "tables" / "index.html").read_text(encoding="utf-8")
    for schema in SCHEMAS.values():
        for field in schema["fields"]:
            assert f"<td>{field['name']}</td>" in columns


def test_every_public_name_has_an_entry_in_the_reference(site):
    entries = {id_ for file in (site / "reference").rglob("*.html") for id_ in Page(file).ids}
    public = {f"resolution_targets.{name}" for name in rt.__all__}
    strategies = {
        f"resolution_targets.testing.{name}"
        for name, value in vars(testing).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == testing.__name__
    }
    assert public - entries == set()
    assert len(strategies) > 5
    assert strategies - entries == set()


def test_explanation_names_every_relation_status_and_problem(site):
    named = set(Page(site / "explanation" / "index.html").codes)
    words = {word.value for words in (rt.Relation, rt.Status, rt.Problem) for word in words}
    assert words - named == set()


def test_landing_page_shows_what_the_main_job_prints_in_both_languages(site):
    printed = "\n".join(Page(site / "index.html").codes)
    assert "\nbetween 1 and 27 of 28 met or exceeded\n" in printed
    assert "\ntừ 1 đến 27 trong 28 chỉ tiêu đạt và vượt\n" in printed
    assert ">>>" not in printed


def test_command_page_has_the_help_of_every_command(site):
    shown = Page(site / "command-line" / "index.html").codes
    for name in cli.commands:
        assert any(code.startswith(f"Usage: resolution-targets {name} ") for code in shown)


def test_no_page_requests_anything_from_a_foreign_host(site):
    requests = {page: Page(page).requests for page in site.rglob("*.html")}
    assert len(requests) > 10
    assert all(requests.values())
    assert [url for urls in requests.values() for url in urls if FOREIGN.match(url)] == []


def test_no_style_sheet_imports_from_a_foreign_host(site):
    sheets = list(site.rglob("*.css"))
    assert sheets
    imported = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//")
    assert [sheet.name for sheet in sheets if imported.search(sheet.read_text("utf-8"))] == []
