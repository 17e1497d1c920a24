"""The command `resolution-targets`: a thin shell over the public names."""

from __future__ import annotations

import io
import json
import math
import sys
import warnings
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

import resolution_targets as rt
from resolution_targets.criteria import Status
from resolution_targets.datacommands import COMMANDS, named_dataset
from resolution_targets.errors import (
    DatasetWarning,
    ResolutionTargetsError,
    ResolutionTargetsWarning,
)
from resolution_targets.numerals import LOCALES
from resolution_targets.reports import promise_cells, report
from resolution_targets.wording import LANGUAGES, label_in_words, promise_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from resolution_targets.reports import Report

_DEFAULT_DATASET = "ha-tinh-2025"
_UNUSABLE = 2
# What a terminal narrower than this would wrap word by word.
_WIDTH_WITHOUT_TERMINAL = 140
_STYLES = {
    Status.EXCEEDED: "bold green",
    Status.MET: "green",
    Status.PARTLY_MET: "yellow",
    Status.MISSED: "red",
    Status.UNDECIDED: "magenta",
    Status.NOT_REPORTED: "dim",
    Status.NOT_COMPARABLE: "dim",
}

_dataset_option = click.option(
    "--dataset",
    "dataset_at_version",
    metavar="ID[@VERSION]|FOLDER",
    default=_DEFAULT_DATASET,
    show_default=True,
    help="The data version; without @VERSION the newest. Or a folder of your own.",
)
_as_of_option = click.option(
    "--as-of", metavar="DAY", help="The promises in force on a day, 2025-06-30 say."
)
_language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of what is printed.",
)


class _Group(click.Group):
    """Commands whose own errors are a line on standard error and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's own signature
        """Run the command."""
        with warnings.catch_warnings():
            warnings.simplefilter("always", ResolutionTargetsWarning)
            warnings.showwarning = _show_warning  # type: ignore[assignment]  # the place is dropped
            try:
                return super().invoke(ctx)
            except ResolutionTargetsError as error:
                click.echo(f"Error: {error}", err=True)
                ctx.exit(_UNUSABLE)


def _show_warning(message: Warning | str, *_: object) -> None:
    """A warning as a line, without the place in the code that it comes from."""
    click.echo(f"Warning: {message}", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="resolution-targets")
def cli() -> None:
    """Judge reported figures by the numbered targets of a resolution."""
    # A pipe may come in an encoding without "ĩ"; what goes into files should be UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


@cli.command("list")
def list_() -> None:
    """List the datasets and versions on board."""
    for id_, versions in rt.datasets().items():
        for version in versions:
            dataset = rt.load(id_, version=version)
            click.echo(
                f"{id_}@{version}  {dataset.title}: {len(dataset.items)} items, "
                f"{len(dataset.targets)} promises"
            )


@cli.command()
@click.argument("target")
@_dataset_option
@_as_of_option
@_language_option
def show(target: str, dataset_at_version: str, *, as_of: str | None, language: str) -> None:
    """Show one promise with its sentence, and the acts that revised it.

    TARGET is an id ("grdp-growth") or a number ("7a"). Definitions and comments are in
    English.
    """
    dataset = _chosen_dataset(dataset_at_version, as_of)
    lines = [
        (label_in_words(fact, language), text)
        for fact, text in _facts(dataset[target], dataset, language)
        if text
    ]
    width = max(len(label) for label, _ in lines)
    for label, text in lines:
        click.echo(f"{label:>{width}}  {text}")


def _facts(promise: rt.Target, dataset: rt.Dataset, language: str) -> Iterable[tuple[str, str]]:
    """What `show` says of a promise, each with its name; a fact there is not is empty."""
    indicator, stretch = promise.indicator, promise.stretch
    number, name, words = promise_cells(promise, language)
    titles = {
        source.id: source.title_vi if language == "vi" else source.title_en
        for source in dataset.sources
    }
    yield "id", promise.id
    yield "number", number
    yield "name", name
    yield "promise", words
    yield "stretch", promise_in_words(stretch, promise.unit, language) if stretch else ""
    yield "relation", promise.criterion.relation.value
    yield "unit", promise.unit
    yield "quote", f"“{promise.quote}”"
    yield "source", ", ".join(filter(None, (titles[promise.source], promise.locator)))
    yield "act", titles[promise.act]
    yield "in_force_from", str(promise.in_force_from or "")
    for revision in dataset.revisions:
        if revision.target == promise.id and revision.act != promise.act:
            revised = promise_in_words(revision.criterion, revision.unit, language)
            yield "revised", f"{revision.in_force_from}: {revised}, {titles[revision.act]}"
    yield "where_when", f"{promise.reference_area}, {promise.reference_period}"
    yield "of_which", promise.of_which or ""
    yield "direction", indicator.direction.value
    yield "combines", f"{indicator.kind.value}, {indicator.over_time.value}"
    yield "definition", indicator.definition_en
    yield "comment", " ".join(part for part in (promise.comment, indicator.comment) if part)
    yield "data", dataset.label + (f", sha256 {dataset.sha256}" if dataset.sha256 else "")


@cli.command()
@click.argument("file", type=click.Path(allow_dash=True))
@_dataset_option
@_as_of_option
@click.option("--period", help="The period whose figures are wanted, if not the targets' own.")
@click.option(
    "--reading",
    type=click.Choice([reading.value for reading in rt.Reading]),
    default="strict",
    show_default=True,
    help="Whether a value on the bound meets 'above' and 'below' (lenient) or not.",
)
@click.option(
    "--by",
    type=click.Choice(["item", "domain"]),
    default="domain",
    show_default=True,
    help="What the verdicts are counted by, in table and markdown.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How the verdicts are printed.",
)
@_language_option
@click.option(
    "--locale",
    type=click.Choice(LOCALES),
    default="en",
    show_default=True,
    help="How numbers are written in the file: 17,900.5 (en) or 17.900,5 (vi).",
)
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice([status.value for status in Status]),
    help="Exit with status 1 if any figure has this verdict; may be given several times.",
)
def compare(  # noqa: PLR0913  # one parameter for each option
    file: str,
    dataset_at_version: str,
    *,
    as_of: str | None,
    period: str | None,
    reading: str,
    by: str,
    format_: str,
    language: str,
    locale: str,
    fail_on: Sequence[str],
) -> None:
    """Judge the figures in FILE by the targets.

    FILE is a CSV file, or "-" for standard input. It needs the columns indicator and value,
    and may have unit, area, period and status. Exit status: 0 whatever the verdicts, 1 if
    one of them is asked for by --fail-on, 2 for unusable input.
    """
    dataset = _chosen_dataset(dataset_at_version, as_of)
    content = sys.stdin.buffer.read() if file == "-" else file
    figures = rt.read_observations(content, dataset=dataset, locale=locale)
    result = rt.compare(figures, dataset, period=period, reading=reading, language=language)
    if format_ == "csv":
        click.echo(result.write_csv(), nl=False)
    elif format_ == "json":
        rows = [{key: _plain(value) for key, value in row.items()} for row in result.to_dicts()]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        shown = report(result, dataset, by="item" if by == "item" else "domain", language=language)
        _print_markdown(shown) if format_ == "markdown" else _print_tables(shown)
    if any(status in fail_on for status in result["status"]):
        click.get_current_context().exit(1)


def _chosen_dataset(dataset_at_version: str, as_of: str | None) -> rt.Dataset:
    dataset = named_dataset(dataset_at_version)
    if as_of is None:
        return dataset
    if not dataset.revisions:
        # Whoever asks for the promises of a day must not take the first ones for them.
        message = f"{dataset.label} holds no revisions: what later acts changed is not in it"
        warnings.warn(message, DatasetWarning, stacklevel=1)
    return dataset.in_force(as_of)


for _command in COMMANDS:
    cli.add_command(_command)


def _plain(value: object) -> object:
    """A value as JSON has it: there is no NaN and no infinity there."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _print_tables(shown: Report) -> None:
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL)
    # Text, not str: "[/red]" in a cell is no end of a colour.
    figures = Table(title=Text(shown.title), title_justify="left")
    for place, header in enumerate(shown.headers):
        figures.add_column(header, justify="right" if place in (3, 6) else "left")
    for row, status in zip(shown.rows, shown.statuses, strict=True):
        figures.add_row(*map(Text, row), style=_STYLES[status])
    console.print(figures)
    card = Table(*shown.card_headers)
    for row, card_status in zip(shown.card_rows, shown.card_statuses, strict=True):
        card.add_row(*map(Text, row), style=None if card_status is None else _STYLES[card_status])
    console.print(card)
    console.print(Text(shown.tally))
    console.print(Text(shown.summary), soft_wrap=True)


def _print_markdown(shown: Report) -> None:
    click.echo(f"# {shown.title}\n")
    for headers, rows in ((shown.headers, shown.rows), (shown.card_headers, shown.card_rows)):
        for line in _markdown_table(headers, rows):
            click.echo(line)
        click.echo()
    click.echo(f"{shown.tally}\n\n{shown.summary}")


def _markdown_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    for cells in (headers, ["---"] * len(headers), *rows):
        escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
        yield f"| {' | '.join(escaped)} |"
