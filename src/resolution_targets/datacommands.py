"""The commands about data versions: compare, lock, cite, export, write and validate them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

import resolution_targets as rt
from resolution_targets.commandoptions import (
    as_of_option,
    console,
    format_option,
    language_option,
    named_dataset,
    print_frame,
    print_rich_table,
)
from resolution_targets.exports import write_whole
from resolution_targets.locks import LOCK_FILE
from resolution_targets.pairingwords import cells, headers, leftovers, title
from resolution_targets.releases import release as release_version
from resolution_targets.releases import withdraw as withdraw_version

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from resolution_targets.dataset import CitationFormat

_STEPS = [step.value for step in rt.VersionStep]
_FOLDER = click.Path(path_type=Path)
_STYLES: Mapping[rt.Standing, str] = {
    rt.Standing.ALREADY_MET: "green",
    rt.Standing.NOT_YET_MET: "red",
    rt.Standing.NOT_REPORTED: "dim",
    rt.Standing.NOT_COMPARABLE: "dim",
}


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["markdown", "csv", "json"]),
    default="markdown",
    show_default=True,
    help="How the changes are printed.",
)
@language_option
@click.option(
    "--as-of", metavar="DAY", help="The promises in force on a day, 2025-06-30 say, of both."
)
@click.option(
    "--fail-on",
    type=click.Choice(_STEPS),
    help="Exit with status 1 if the changes call for this step of the version, or a larger one.",
)
def diff(  # noqa: PLR0913  # one parameter for each option
    before: str,
    after: str,
    *,
    format_: str,
    language: str,
    as_of: str | None,
    fail_on: str | None,
) -> None:
    """Say what changed between two data versions, or how two datasets differ.

    BEFORE and AFTER are ID[@VERSION], or the path of a folder ("./nghe-an-2025"). Of two
    different datasets the promises for the indicators that both have are set side by side.
    Exit status: 0 whatever the changes, 1 if --fail-on asks for it, 2 for unusable input.
    """
    sides = [named_dataset(reference) for reference in (before, after)]
    if as_of is not None:
        sides = [side.in_force(as_of) for side in sides]
    changes = rt.diff(*sides)
    if fail_on is not None and not changes.is_one_dataset:
        raise click.UsageError("--fail-on is for two versions of one dataset")  # noqa: TRY003  # click's own
    if format_ == "markdown":
        click.echo(changes.to_markdown(language=language), nl=False)
    else:
        frame = changes.to_frame(language=language)
        rows = json.dumps(frame.to_dicts(), ensure_ascii=False, indent=2) + "\n"
        click.echo(frame.write_csv() if format_ == "csv" else rows, nl=False)
    if fail_on is not None and changes.step is not None:
        is_asked_for = _STEPS.index(changes.step.value) <= _STEPS.index(fail_on)
        click.get_current_context().exit(int(is_asked_for))


@click.command("side-by-side")
@click.argument("ours", metavar="OURS")
@click.argument("theirs", metavar="[THEIRS]", required=False)
@format_option
@language_option
@as_of_option
def side_by_side(
    ours: str, theirs: str | None, *, format_: str, language: str, as_of: str | None
) -> None:
    """Set promises beside those of another dataset, or beside what was reported.

    OURS and THEIRS are ID[@VERSION], or the path of a folder ("./nghe-an-2025"). Without
    THEIRS, the promises stand beside the figures that OURS itself holds: which of them were
    met already?
    """
    sides = [named_dataset(reference) for reference in (ours, theirs) if reference is not None]
    if as_of is not None:
        sides = [side.in_force(as_of) for side in sides]
    beside = rt.side_by_side(*sides)
    if format_ == "table":
        rows = ((cells(each, language), _STYLES.get(each.standing)) for each in beside.rows)
        print_rich_table(headers(beside, language), rows, title=title(beside, language))
        for sentence in leftovers(beside, language):
            console().print(sentence, markup=False, highlight=False)
    elif format_ == "markdown":
        click.echo(beside.to_markdown(language=language), nl=False)
    else:
        print_frame(beside.to_frame(language=language), format_)


@click.command()
@click.argument("references", metavar="ID[@VERSION]...", nargs=-1, required=True)
@click.option(
    "--output",
    type=_FOLDER,
    default=LOCK_FILE,
    show_default=True,
    help="The lock file to write.",
)
def lock(references: tuple[str, ...], output: Path) -> None:
    """Pin data versions in a lock file: version, hash and method of judging.

    ID may come with a version ("ha-tinh-2025@1.0.0") or a range ("ha-tinh-2025@~=1.0").
    """
    datasets = [named_dataset(reference) for reference in references]
    rt.write_lock(datasets, output)
    for dataset in datasets:
        click.echo(f"{output}: {dataset.label}, sha256 {dataset.sha256}")


@click.command("check-lock")
@click.argument("path", type=_FOLDER, default=LOCK_FILE)
def check_lock(path: Path) -> None:
    """Check that what a lock file pins is what is installed.

    Exit status: 0 if it is, 2 if not, or if there is no such file.
    """
    for note in rt.check_lock(path):
        click.echo(f"Note: {note}")
    click.echo(f"{path}: all that it pins is installed")


@click.command()
@click.argument("path", type=_FOLDER)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the problems are printed.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.pass_context
def validate(context: click.Context, path: Path, *, format_: str, strict: bool) -> None:
    """List every problem of a dataset's folder: file, line, column and the rule's name.

    Exit status: 0 if the folder is sound, 1 if it is not, 2 if there is none.
    """
    violations = rt.validate_dataset(path)
    if format_ == "json":
        rows = [
            {
                "file": violation.file,
                "row": violation.row,
                "column": violation.column,
                "rule": violation.rule.value,
                "is_warning": violation.is_warning,
                "message": violation.message,
            }
            for violation in violations
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for violation in violations:
            click.echo(str(violation))
        warnings = sum(violation.is_warning for violation in violations)
        problems = len(violations) - warnings
        click.echo(f"{path}: {_count(problems, 'problem')}, {_count(warnings, 'warning')}")
    context.exit(int(any(strict or not violation.is_warning for violation in violations)))


@click.command()
@click.argument("path", type=_FOLDER)
@click.option("--id", "id_", help="The dataset's id; the folder's name if not given.")
@click.option("--title", default="", help="What the dataset is, in a line.")
@click.option(
    "--from",
    "origin",
    metavar="ID[@VERSION]|FOLDER",
    help="Start from a copy of this data version, to make the next one of it.",
)
@click.option("--version", "version", help="The number of the next version; with --from.")
def new(
    path: Path, *, id_: str | None, title: str, origin: str | None, version: str | None
) -> None:
    """Start a dataset of your own, or the next version of one.

    A new dataset has an example row a table, and a README that explains every column.
    """
    if (origin is None) != (version is None):
        raise click.UsageError("--from and --version go together")  # noqa: TRY003  # click's own
    if origin is None or version is None:
        rt.new_dataset(path, id=path.resolve().name if id_ is None else id_, title=title)
        hint = "read README.md there, then run"
    else:
        old = named_dataset(origin)
        copy = attrs.evolve(old, id=id_ or old.id, title=title or old.title, version=version)
        rt.write_dataset(copy, path, is_draft=True)
        hint = f"a copy of {old.label}, to be edited; then run"
    click.echo(f"{path}: {hint} `resolution-targets validate {path}`")


@click.command()
@click.argument("folder", type=_FOLDER)
def release(folder: Path) -> None:
    """Make a data version final: its hashes, and its entry in the catalog.

    FOLDER is DATA/ID/VERSION; the catalog lies in DATA, and is made if there is none. A
    version that is final already is only checked. The number must have been raised as far
    as the changes since the version before call for.
    """
    is_new = release_version(folder.resolve(), day=datetime.now(UTC).date())
    click.echo(f"{folder}: {'released' if is_new else 'final already, and unchanged'}")


@click.command()
@click.argument("data", type=_FOLDER)
@click.argument("reference", metavar="ID@VERSION")
@click.option("--successor", required=True, help="The version that takes its place.")
@click.option("--reason", required=True, help="Why, in a few words.")
def withdraw(data: Path, reference: str, *, successor: str, reason: str) -> None:
    """Mark a final data version as withdrawn, in the catalog of the folder DATA.

    It stays as it is, and loads with a warning that names its successor.
    """
    id_, _, version = reference.partition("@")
    withdraw_version(data, id_, version, successor=successor, reason=reason)
    click.echo(f"{data}: {id_} {version} is withdrawn; {successor} takes its place")


@click.command()
@click.argument("reference", metavar="ID[@VERSION]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "bibtex", "csl-json"]),
    default="text",
    show_default=True,
    help="A line, a BibLaTeX entry, or what reference managers read.",
)
def cite(reference: str, *, format_: CitationFormat) -> None:
    """Say how to cite a data version."""
    click.echo(named_dataset(reference).cite(format_))


class _MissingExtraError(click.ClickException):
    """Something is not installed; like other unusable input, that is exit status 2."""

    exit_code = 2


@click.command()
@click.argument("reference", metavar="ID[@VERSION]")
@click.argument("folder", type=_FOLDER)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "parquet", "sdmx", "json-ld"]),
    default="csv",
    show_default=True,
    help="Tables for spreadsheets or as Parquet, SDMX-ML, or a description for search engines.",
)
def export(reference: str, folder: Path, *, format_: str) -> None:
    """Write a data version into a folder, for other programs.

    SDMX needs the extra: pip install 'resolution-targets[sdmx]'.
    """
    for path in _EXPORTS[format_](named_dataset(reference), folder):
        click.echo(path)


def _write_json_ld(dataset: rt.Dataset, folder: Path) -> tuple[Path, ...]:
    text = json.dumps(rt.json_ld(dataset), ensure_ascii=False, indent=2) + "\n"
    return write_whole(folder, {"dataset.jsonld": text.encode()})


def _write_sdmx(dataset: rt.Dataset, folder: Path) -> tuple[Path, ...]:
    try:
        return rt.write_sdmx(dataset, folder)
    except ImportError as error:
        raise _MissingExtraError(str(error)) from error


_EXPORTS: Mapping[str, Callable[[rt.Dataset, Path], tuple[Path, ...]]] = {
    "csv": lambda dataset, folder: rt.export_tables(dataset, folder, "csv"),
    "parquet": lambda dataset, folder: rt.export_tables(dataset, folder, "parquet"),
    "sdmx": _write_sdmx,
    "json-ld": _write_json_ld,
}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


COMMANDS = (diff, side_by_side, lock, check_lock, validate, new, release, withdraw, cite, export)
