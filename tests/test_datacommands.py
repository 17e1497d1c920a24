"""The commands about data versions: what they print and write, and their exit status."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import resolution_targets as rt
from resolution_targets.cli import cli

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parent.parent
OLD, NEW = "ha-tinh-2025@1.0.0", "ha-tinh-2025@1.1.0"
_TABLES = ("targets", "indicators", "observations", "revisions", "sources")
SHA256 = "c0d50c15db5ee28a8ac9f1c95dcc621db159043e612914d8ac20bd17ca9b6325"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what a command writes."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def _printed(*arguments: str) -> str:
    result = _run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def _refused(*arguments: str) -> str:
    result = _run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def _new(name: str = "nghe-an-2025") -> Path:
    _printed("new", name)
    return Path(name)


def test_diff_reads_like_a_changelog() -> None:
    lines = _printed("diff", OLD, NEW).splitlines()
    assert lines[0] == "# ha-tinh-2025 1.0.0 → ha-tinh-2025 1.1.0"
    # The newspaper's figure, beside the resolution's.
    added = "added, 55,524 billion VND (estimated)"
    assert f"- **Total investment** (reported for VN-23, 2024): {added}" in lines


def test_diff_in_vietnamese() -> None:
    printed = _printed("diff", OLD, NEW, "--lang", "vi")
    assert "Tổng vốn đầu tư thực hiện toàn xã hội" in printed
    assert "added" not in printed


def test_diff_as_csv_and_json_is_the_frame() -> None:
    frame = rt.diff(
        rt.load("ha-tinh-2025", version="1.0.0"), rt.load("ha-tinh-2025", version="1.1.0")
    ).to_frame()
    assert _printed("diff", OLD, NEW, "--format", "csv") == frame.write_csv()
    assert json.loads(_printed("diff", OLD, NEW, "--format", "json")) == frame.to_dicts()


@pytest.mark.parametrize(
    ("before", "after", "fail_on", "status"),
    [
        (OLD, NEW, "major", 0),
        (OLD, NEW, "minor", 1),
        (OLD, NEW, "patch", 1),
        # The other way round, entries are dropped.
        (NEW, OLD, "major", 1),
        (OLD, OLD, "patch", 0),
    ],
)
def test_diff_fails_on_request(before: str, after: str, fail_on: str, status: int) -> None:
    assert _run("diff", before, after, "--fail-on", fail_on).exit_code == status


def test_diff_takes_folders_and_other_datasets() -> None:
    shutil.copytree(ROOT / "data/vietnam-2025/1.0.0", "country")
    printed = _printed("diff", NEW, "./country")
    assert "12 doctors per 10,000 people against about 15 doctors per 10,000 people" in printed


def test_a_name_without_a_slash_is_an_id() -> None:
    _new()
    assert _refused("diff", NEW, "nghe-an-2025").startswith(
        "Error: no dataset 'nghe-an-2025' on board"
    )


def test_lock_and_check() -> None:
    assert _printed("lock", OLD) == (
        f"resolution-targets.lock.toml: ha-tinh-2025 1.0.0, sha256 {SHA256}\n"
    )
    assert f'sha256 = "{SHA256}"' in Path("resolution-targets.lock.toml").read_text("utf-8")
    assert _printed("check-lock") == (
        "resolution-targets.lock.toml: all that it pins is installed\n"
    )


def test_a_lock_of_a_range_elsewhere() -> None:
    printed = _printed("lock", "ha-tinh-2025@>=1.0,<1.1", "vietnam-2025", "--output", "pins.toml")
    assert printed.startswith("pins.toml: ha-tinh-2025 1.0.0, ")
    assert rt.load_locked("pins.toml", id="ha-tinh-2025").version == "1.0.0"
    assert _printed("check-lock", "pins.toml") == "pins.toml: all that it pins is installed\n"


def test_a_lock_that_does_not_hold() -> None:
    _printed("lock", OLD)
    file = Path("resolution-targets.lock.toml")
    text = file.read_text("utf-8")
    file.write_text(text.replace(SHA256, "0" * 64), encoding="utf-8")
    refusal = _refused("check-lock")
    assert refusal.startswith("Error: ")
    assert SHA256 in refusal
    assert "resolution-targets lock ha-tinh-2025@1.0.0" in refusal


def test_a_lock_of_another_library_is_noted() -> None:
    _printed("lock", OLD)
    file = Path("resolution-targets.lock.toml")
    lines = file.read_text("utf-8").splitlines(keepends=True)
    other = 'library-version = "0.0.1"\n'
    changed = [other if "library-version" in line else line for line in lines]
    file.write_text("".join(changed), encoding="utf-8")
    first, second = _printed("check-lock").splitlines()
    assert first.startswith("Note: ")
    assert "0.0.1" in first
    assert second == "resolution-targets.lock.toml: all that it pins is installed"


def test_no_lock_file() -> None:
    assert _refused("check-lock").startswith("Error: resolution-targets.lock.toml")


def test_new_and_validate() -> None:
    assert _printed("new", "nghe-an-2025") == (
        "nghe-an-2025: read README.md there, then run `resolution-targets validate nghe-an-2025`\n"
    )
    assert _printed("validate", "nghe-an-2025") == "nghe-an-2025: 0 problems, 0 warnings\n"
    assert rt.read_dataset("nghe-an-2025").label == "nghe-an-2025 0.1.0"


def test_new_with_an_id_and_a_title() -> None:
    _printed("new", "folder", "--id", "hue-2025", "--title", "Targets of Huế for 2025")
    assert rt.read_dataset("folder").title == "Targets of Huế for 2025"
    assert rt.read_dataset("folder").id == "hue-2025"


def test_new_overwrites_nothing() -> None:
    folder = _new()
    refusal = _refused("new", str(folder))
    assert refusal.startswith("Error: nghe-an-2025 holds files already")


def test_validate_lists_all_problems_and_fails() -> None:
    targets = _new() / "targets.csv"
    text = targets.read_text("utf-8")
    targets.write_text(text.replace(",above,90,,", ",over,95,,"), encoding="utf-8")
    result = _run("validate", "nghe-an-2025")
    assert result.exit_code == 1
    *problems, last = result.stdout.splitlines()
    assert [line.rpartition(" ")[2] for line in problems] == ["[number]", "[word]"]
    assert all(line.startswith("targets.csv, line 2, column ") for line in problems)
    assert last == "nghe-an-2025: 2 problems, 0 warnings"


def test_validate_for_programs() -> None:
    sources = _new() / "sources.csv"
    sources.write_bytes(b"\xef\xbb\xbf" + sources.read_bytes())
    result = _run("validate", "nghe-an-2025", "--format", "json")
    assert result.exit_code == 1
    (violation, *_) = json.loads(result.stdout)
    assert violation == {
        "file": "sources.csv",
        "row": None,
        "column": "",
        "rule": "encoding",
        "is_warning": False,
        "message": "it starts with a byte-order mark; save it as UTF-8 without one",
    }


def test_warnings_fail_only_if_they_are_to() -> None:
    (_new() / "notes.txt").write_text("mine", encoding="utf-8")
    result = _run("validate", "nghe-an-2025")
    assert result.exit_code == 0
    assert result.stdout.endswith("nghe-an-2025: 0 problems, 1 warning\n")
    assert _run("validate", "nghe-an-2025", "--strict").exit_code == 1


def test_a_warning_while_reading_is_a_line_on_standard_error() -> None:
    (_new() / "notes.txt").write_text("mine", encoding="utf-8")
    result = _run("cite", "./nghe-an-2025")
    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: notes.txt: ")


def test_validate_what_there_is_not() -> None:
    assert _refused("validate", "nowhere").startswith("Error: nowhere: there is no such folder")


def test_release_and_withdraw() -> None:
    version = Path("data/nghe-an-2025/0.1.0")
    _printed("new", str(version), "--id", "nghe-an-2025")
    assert _printed("release", str(version)) == f"{version}: released\n"
    assert _printed("release", str(version)) == f"{version}: final already, and unchanged\n"
    later = Path("data/nghe-an-2025/0.1.1")
    shutil.copytree(version, later)
    descriptor = later / "datapackage.json"
    content = json.loads(descriptor.read_text("utf-8"))
    del content["resources"]
    draft = content | {"version": "0.1.1"}
    descriptor.write_text(json.dumps(draft), encoding="utf-8")
    _printed("release", str(later))
    withdrawn = _printed(
        *("withdraw", "data", "nghe-an-2025@0.1.0"),
        *("--successor", "0.1.1", "--reason", "a misprint"),
    )
    assert withdrawn == "data: nghe-an-2025 0.1.0 is withdrawn; 0.1.1 takes its place\n"
    catalog = json.loads(Path("data/catalog.json").read_text("utf-8"))
    assert catalog["datasets"]["nghe-an-2025"]["versions"]["0.1.0"]["withdrawn"] == {
        "successor": "0.1.1",
        "reason": "a misprint",
    }


def test_release_refuses_a_changed_version() -> None:
    version = Path("data/nghe-an-2025/0.1.0")
    _printed("new", str(version), "--id", "nghe-an-2025")
    _printed("release", str(version))
    with (version / "targets.csv").open("ab") as file:
        file.write(b"\n")
    assert _refused("release", str(version)).startswith("Error: targets.csv of nghe-an-2025 0.1.0")


def test_cite() -> None:
    assert _printed("cite", OLD) == rt.load("ha-tinh-2025", version="1.0.0").cite() + "\n"
    assert _printed("cite", OLD, "--format", "bibtex").startswith("@dataset{ha-tinh-2025-1.0.0,\n")
    (entry,) = json.loads(_printed("cite", OLD, "--format", "csl-json"))
    assert entry["issued"] == {"date-parts": [[2026, 11, 22]]}


@pytest.mark.parametrize("command", ["show", "compare"])
def test_the_promises_in_force_on_a_day(command: str) -> None:
    arguments = {
        "show": ("grdp-growth", "--dataset", NEW),
        "compare": ("-", "--dataset", NEW, "--format", "json"),
    }[command]
    given = "indicator,value\ngrdp-growth,7.5\n"
    results = {
        day: CliRunner().invoke(cli, (command, *arguments, "--as-of", day), input=given).stdout
        for day in ("2025-02-04", "2025-02-05")
    }
    before, after = results.values()
    # Above 7% by the resolution, 8.0% by 25/NQ-CP.
    told = {"show": ("above 7%", "promise  8%"), "compare": ('"met"', '"missed"')}[command]
    assert told[0] in before
    assert told[1] in after


def test_show_names_act_stretch_and_revisions() -> None:
    printed = _printed("show", "gdp-growth", "--dataset", "vietnam-2025@1.0.0")
    assert "promise  about 6.5 to 7%\n" in printed
    assert "striving for  about 7 to 7.5%\n" in printed
    assert "revised  2025-02-19: at least 8%, National Assembly resolution 192/2025/QH15" in printed
    in_force = _printed("show", "gdp-growth", "--dataset", "vietnam-2025", "--as-of", "2025-03-01")
    assert "set by  National Assembly resolution 192/2025/QH15" in in_force
    assert "in force from  2025-02-19\n" in in_force


def test_show_of_a_folder_without_hashes() -> None:
    _new()
    assert "data  nghe-an-2025 0.1.0\n" in _printed("show", "1", "--dataset", "./nghe-an-2025")


def test_a_day_that_is_none() -> None:
    assert _refused("show", "1", "--as-of", "last June") == (
        "Error: a day is 'last June'; expected a date such as 2025-08-05\n"
    )


@pytest.mark.parametrize(
    ("format_", "names"),
    [
        ("csv", [f"{table}.csv" for table in _TABLES]),
        ("parquet", [f"{table}.parquet" for table in _TABLES]),
        ("sdmx", ["structure.xml", "data.xml"]),
        ("json-ld", ["dataset.jsonld"]),
    ],
)
def test_export(format_: str, names: list[str]) -> None:
    printed = _printed("export", NEW, "out", "--format", format_)
    assert printed.splitlines() == [str(Path("out", name)) for name in names]
    assert all(Path("out", name).stat().st_size for name in names)


def test_export_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysdmx.io", None)
    for module in ("sdmx", "sdmxmessages"):
        monkeypatch.delitem(sys.modules, f"resolution_targets.{module}", raising=False)
    monkeypatch.delattr(rt, "write_sdmx", raising=False)
    assert _refused("export", NEW, "out", "--format", "sdmx") == (
        "Error: write_sdmx needs pysdmx: pip install 'resolution-targets[sdmx]'\n"
    )


def test_a_version_that_knows_no_revisions_says_so() -> None:
    result = _run("show", "1", "--dataset", OLD, "--as-of", "2025-08-05")
    assert "promise  above 7%\n" in result.stdout
    assert result.stderr == (
        "Warning: ha-tinh-2025 1.0.0 holds no revisions: what later acts changed is not in it\n"
    )


def test_the_next_version_starts_from_a_copy() -> None:
    printed = _printed("new", "data/ha-tinh-2025/1.1.1", "--from", NEW, "--version", "1.1.1")
    assert printed == (
        "data/ha-tinh-2025/1.1.1: a copy of ha-tinh-2025 1.1.0, to be edited; then run "
        "`resolution-targets validate data/ha-tinh-2025/1.1.1`\n"
    )
    copied = rt.read_dataset("data/ha-tinh-2025/1.1.1")
    assert (copied.label, copied.sha256) == ("ha-tinh-2025 1.1.1", "")
    assert rt.diff(rt.load("ha-tinh-2025", version="1.1.0"), copied).step is None
    domains = Path("data/ha-tinh-2025/1.1.1/domains.csv")
    text = domains.read_text("utf-8")
    domains.write_text(text.replace("Economy", "The economy"), encoding="utf-8")
    assert _printed("release", str(domains.parent)).endswith(": released\n")


@pytest.mark.parametrize("option", [("--from", OLD), ("--version", "2.0.0")])
def test_from_and_version_go_together(option: tuple[str, str]) -> None:
    assert "Error: --from and --version go together" in _refused("new", "x-2025", *option)


def test_diff_of_a_day() -> None:
    printed = _printed("diff", NEW, "vietnam-2025@1.0.0", "--as-of", "2025-06-30")
    assert printed.startswith(
        "# ha-tinh-2025 1.1.0 as of 2025-06-30 and vietnam-2025 1.0.0 as of 2025-06-30\n"
    )


def test_two_datasets_have_no_step_to_fail_on() -> None:
    refusal = _refused("diff", NEW, "vietnam-2025@1.0.0", "--fail-on", "major")
    assert "Error: --fail-on is for two versions of one dataset" in refusal


def test_side_by_side_as_a_table() -> None:
    lines = _printed("side-by-side", NEW, "vietnam-2025@1.0.0").splitlines()
    assert lines[0].strip() == "ha-tinh-2025 1.1.0 beside vietnam-2025 1.0.0"
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines]
    assert [
        "15",
        "Trained labour",
        "above 80%",
        "about 70%",
        "+10 percentage points",
        "harder",
    ] in (cells)
    assert any(line.startswith("Only in vietnam-2025 1.0.0: GDP growth; ") for line in lines)


def test_side_by_side_with_what_was_reported() -> None:
    printed = _printed("side-by-side", NEW, "--format", "markdown", "--lang", "vi")
    assert printed == rt.side_by_side(rt.load("ha-tinh-2025", version="1.1.0")).to_markdown("vi")
    assert "| 7b | Thu xuất nhập khẩu | trên 9.000 tỷ đồng | 8.300 tỷ đồng (ước), 2024, " in printed


def test_side_by_side_for_programs() -> None:
    sides = (NEW, "vietnam-2025@1.0.0")
    rows = json.loads(_printed("side-by-side", *sides, "--format", "json"))
    assert [(row["indicator"], row["difference"], row["standing"]) for row in rows] == [
        ("health-insurance-coverage", -0.15, "easier"),
        ("doctors-per-10000", -3.0, "easier"),
        ("hospital-beds-per-10000", -2.5, "easier"),
        ("trained-labour", 10.0, "harder"),
    ]
    header, first, *_ = _printed("side-by-side", *sides, "--format", "csv").splitlines()
    assert header == (
        "indicator,name_vi,name_en,ours,theirs,unit,difference,difference_unit,ratio,standing,"
        "reason"
    )
    assert first.startswith("health-insurance-coverage,Tỷ lệ bao phủ bảo hiểm y tế,")


def test_side_by_side_of_a_day() -> None:
    # 226/NQ-CP: 8.7% from 5 August 2025; 7.3% was reported for 2024.
    rows = json.loads(_printed("side-by-side", NEW, "--as-of", "2025-08-05", "--format", "json"))
    assert (rows[0]["ours"], rows[0]["theirs"], rows[0]["standing"]) == (8.7, 7.3, "not_yet_met")
