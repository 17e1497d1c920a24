"""Options that several commands share, and how they print."""

from __future__ import annotations

import functools
import json
import math
import os
import sys
import warnings
from typing import TYPE_CHECKING, Any

import attrs
import click
import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

import resolution_targets as rt
from resolution_targets.errors import DatasetWarning
from resolution_targets.numerals import LOCALES
from resolution_targets.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


_DEFAULT_DATASET = "ha-tinh-2025"
# What a terminal narrower than this would wrap word by word.
_WIDTH_WITHOUT_TERMINAL = 140

dataset_option = click.option(
    "--dataset",
    "dataset_at_version",
    metavar="ID[@VERSION]|FOLDER",
    default=_DEFAULT_DATASET,
    show_default=True,
    help="The data version; without @VERSION the newest. Or a folder of your own.",
)
as_of_option = click.option(
    "--as-of", metavar="DAY", help="The promises in force on a day, 2025-06-30 say."
)
language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of what is printed.",
)
locale_option = click.option(
    "--locale",
    type=click.Choice(LOCALES),
    default="en",
    show_default=True,
    help="How numbers are written in the file: 17,900.5 (en) or 17.900,5 (vi).",
)
reading_option = click.option(
    "--reading",
    type=click.Choice([reading.value for reading in rt.Reading]),
    default="strict",
    show_default=True,
    help="Whether a value on the bound meets 'above' and 'below' (lenient) or not.",
)
format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How it is printed.",
)
rate_option = click.option(
    "--rate",
    "rates",
    multiple=True,
    nargs=5,
    metavar="BASE QUOTE RATE DAY SOURCE",
    help="What one unit of a currency was worth in another: USD VND 25000 2025-06-30 'a bank'. "
    "Without one, currencies do not convert.",
)


def named_dataset(reference: str) -> rt.Dataset:
    """The dataset that ID[@VERSION] names, or the path of a folder.

    A path has a slash in it, or starts with a point: "./x-2025" is a folder, "x-2025" an id.
    """
    if os.sep in reference or "/" in reference or reference.startswith("."):
        return rt.read_dataset(reference)
    id_, at, version = reference.partition("@")
    return rt.load(id_, version=version if at else None)


def chosen_dataset(dataset_at_version: str, as_of: str | None) -> rt.Dataset:
    """The dataset that an option names, with the promises in force on a day, if one is given."""
    dataset = named_dataset(dataset_at_version)
    if as_of is None:
        return dataset
    if not dataset.revisions:
        # Whoever asks for the promises of a day must not take the first ones for them.
        message = f"{dataset.label} holds no revisions: what later acts changed is not in it"
        warnings.warn(message, DatasetWarning, stacklevel=1)
    return dataset.in_force(as_of)


def given_rates(rates: Iterable[tuple[str, str, str, str, str]]) -> tuple[rt.ExchangeRate, ...]:
    """The exchange rates that `--rate` gave."""
    return tuple(
        rt.ExchangeRate(base=base, quote=quote, rate=rate, date=day, source=source)
        for base, quote, rate, day, source in rates
    )


@attrs.frozen(kw_only=True)
class FigureOptions:
    """Which figures are asked about, and by which promises.

    Attributes:
        file: The file, or "-" for standard input.
        dataset_at_version: The data version, or a folder.
        as_of: The day whose promises in force count; None for those adopted.
        locale: How numbers are written in the file.
        choose: Which of several figures counts.
        source: The source that counts, if that is the policy.
        derive: Whether to add derived figures.
    """

    file: str
    dataset_at_version: str
    as_of: str | None
    locale: str
    choose: str
    source: str | None
    derive: bool

    def read(self, language: str) -> tuple[pl.DataFrame, rt.Dataset]:
        """The figures, and the dataset with the promises they are held against.

        Args:
            language: The language of what choosing and deriving say of a row.
        """
        dataset = chosen_dataset(self.dataset_at_version, self.as_of)
        figures = self.read_file(self.file, dataset)
        if self.choose != rt.ChoicePolicy.ALL or self.source is not None:
            figures = rt.choose(figures, policy=self.choose, source=self.source, language=language)
        if self.derive:
            figures = rt.derive(figures, dataset, language=language)
        return figures, dataset

    def notes(self, figures: pl.DataFrame, language: str) -> Iterator[str]:
        """What a reader of a table must know of the figures beside their verdicts.

        Which of them contradict each other, and which reported ones a derived one contradicts.
        """
        if "conflict" not in figures.columns:
            figures = rt.choose(figures, language=language)
        for column in ("conflict", "disagreement"):
            if column in figures.columns:
                said = figures.filter(pl.col(column).is_not_null())
                yield from (_note(row, column) for row in said.iter_rows(named=True))

    def read_file(self, file: str, dataset: rt.Dataset) -> pl.DataFrame:
        """The figures in a file, as they stand there."""
        # A process may have been started without a standard input.
        opened = sys.stdin if file == "-" else None
        piped = b"" if opened is None else opened.buffer.read()
        content = piped if file == "-" else file
        return rt.read_observations(content, dataset=dataset, locale=self.locale)


def _note(row: Mapping[str, object], column: str) -> str:
    figure = " ".join(str(row[name]) for name in ("value", "unit") if row.get(name) is not None)
    what = " ".join(str(row[name]) for name in ("indicator", "period") if row.get(name))
    return f"{what}, {figure}: {row[column]}"


def figure_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that reads figures; they come as one `FigureOptions`."""
    options = (
        click.argument("file", type=click.Path(allow_dash=True)),
        dataset_option,
        as_of_option,
        locale_option,
        click.option(
            "--choose",
            type=click.Choice([policy.value for policy in rt.ChoicePolicy]),
            default="all",
            show_default=True,
            help="Which figure counts where several were published for one time.",
        ),
        click.option("--source", help="The source that counts, with --choose source."),
        click.option(
            "--derive", is_flag=True, help="Add what follows: sums, shares, changes of levels."
        ),
    )

    @functools.wraps(command)
    def wrapped(**given: Any) -> None:  # noqa: ANN401  # whatever options the command has
        names = [field.name for field in attrs.fields(FigureOptions)]
        chosen = FigureOptions(**{name: given.pop(name) for name in names})
        command(figures=chosen, **given)

    return functools.reduce(lambda so_far, option: option(so_far), reversed(options), wrapped)


def print_frame(frame: pl.DataFrame, format_: str) -> None:
    """A frame for another program: CSV, or JSON as a list of objects, one a row."""
    if format_ == "csv":
        click.echo(frame.write_csv(), nl=False)
        return
    rows = [{key: _plain(value) for key, value in row.items()} for row in frame.to_dicts()]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def print_markdown_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table in Markdown, and an empty line."""
    for cells in (headers, ["---"] * len(headers), *rows):
        escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
        click.echo(f"| {' | '.join(escaped)} |")
    click.echo()


def print_rich_table(
    headers: Sequence[str],
    rows: Iterable[tuple[Sequence[str], str | None]],
    *,
    title: str | None = None,
    right: Iterable[int] = (),
) -> None:
    """A table on the terminal.

    Args:
        headers: The heads of the columns.
        rows: The cells of each row, and the style of the row.
        title: What stands above it.
        right: The places of the columns that are set to the right.
    """
    # Text, not str: "[/red]" in a cell is no end of a colour.
    table = Table(title=None if title is None else Text(title), title_justify="left")
    to_right = set(right)
    for place, header in enumerate(headers):
        table.add_column(header, justify="right" if place in to_right else "left")
    for cells, style in rows:
        table.add_row(*map(Text, cells), style=style)
    console().print(table)


def console() -> Console:
    """The terminal, or a page of a width that tables have room on."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL)


def _plain(value: object) -> object:
    """A value as JSON has it: there is no NaN and no infinity there."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
