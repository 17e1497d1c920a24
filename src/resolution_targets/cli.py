"""The command `resolution-targets`: a thin shell over the public names."""

from __future__ import annotations

import io
import sys
import warnings
from typing import TYPE_CHECKING, Any

import click

import resolution_targets as rt
from resolution_targets.commandoptions import (
    as_of_option,
    chosen_dataset,
    dataset_option,
    language_option,
)
from resolution_targets.datacommands import COMMANDS as DATA_COMMANDS
from resolution_targets.errors import ResolutionTargetsError, ResolutionTargetsWarning
from resolution_targets.figurecommands import COMMANDS as FIGURE_COMMANDS
from resolution_targets.reports import promise_cells
from resolution_targets.wording import label_in_words, promise_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNUSABLE = 2


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
@dataset_option
@as_of_option
@language_option
def show(target: str, dataset_at_version: str, *, as_of: str | None, language: str) -> None:
    """Show one promise with its sentence, and the acts that revised it.

    TARGET is an id ("grdp-growth") or a number ("7a"). Definitions and comments are in
    English.
    """
    dataset = chosen_dataset(dataset_at_version, as_of)
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


for _command in (*FIGURE_COMMANDS, *DATA_COMMANDS):
    cli.add_command(_command)
