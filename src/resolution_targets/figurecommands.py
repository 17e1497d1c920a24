"""The commands about figures: judge them, say where a part of a year stands, what flips."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

import resolution_targets as rt
from resolution_targets.commandoptions import (
    as_of_option,
    chosen_dataset,
    console,
    dataset_option,
    format_option,
    given_rates,
    language_option,
    locale_option,
    print_frame,
    print_markdown_table,
    print_rich_table,
    rate_option,
    read_figures,
    reading_option,
)
from resolution_targets.criteria import Rounding, Status
from resolution_targets.observationframes import rows_as_observations
from resolution_targets.outlookreports import outlook_report
from resolution_targets.outlookwords import Pace
from resolution_targets.reports import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from resolution_targets.outlookreports import OutlookReport
    from resolution_targets.reports import Report

_STYLES: Mapping[Status, str] = {
    Status.EXCEEDED: "bold green",
    Status.MET: "green",
    Status.PARTLY_MET: "yellow",
    Status.MISSED: "red",
    Status.UNDECIDED: "magenta",
    Status.NOT_REPORTED: "dim",
    Status.NOT_COMPARABLE: "dim",
}
_PACE_STYLES: Mapping[Pace | None, str] = {
    Pace.AHEAD: "bold green",
    Pace.ON_TRACK: "green",
    Pace.BEHIND: "red",
    None: "dim",
}
_Rates = tuple[tuple[str, str, str, str, str], ...]


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@dataset_option
@as_of_option
@click.option("--period", help="The period whose figures are wanted, if not the targets' own.")
@reading_option
@click.option(
    "--rounding",
    type=click.Choice([rounding.value for rounding in Rounding]),
    default="exact",
    show_default=True,
    help="Whether a figure stands for itself, or for all that is rounded to it (published).",
)
@rate_option
@click.option(
    "--by",
    type=click.Choice(["item", "domain"]),
    default="domain",
    show_default=True,
    help="What the verdicts are counted by, in table and markdown.",
)
@format_option
@language_option
@locale_option
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
    rounding: str,
    rates: _Rates,
    by: str,
    format_: str,
    language: str,
    locale: str,
    fail_on: Sequence[str],
) -> None:
    """Judge the figures in FILE by the targets.

    FILE is a CSV file, or "-" for standard input. It needs the columns indicator and value,
    and may have value_upper (of a range), unit, area, period and status. Exit status: 0
    whatever the verdicts, 1 if one of them is asked for by --fail-on, 2 for unusable input.
    """
    dataset = chosen_dataset(dataset_at_version, as_of)
    result = rt.compare(
        read_figures(file, dataset, locale),
        dataset,
        period=period,
        reading=reading,
        rounding=rounding,
        rates=given_rates(rates),
        language=language,
    )
    if format_ in ("csv", "json"):
        print_frame(result, format_)
    else:
        shown = report(result, dataset, by="item" if by == "item" else "domain", language=language)
        _print_report(shown, format_)
    if any(status in fail_on for status in result["status"]):
        click.get_current_context().exit(1)


def _print_report(shown: Report, format_: str) -> None:
    if format_ == "markdown":
        click.echo(f"# {shown.title}\n")
        print_markdown_table(shown.headers, shown.rows)
        print_markdown_table(shown.card_headers, shown.card_rows)
        click.echo(f"{shown.tally}\n\n{shown.summary}")
        return
    styles = [_STYLES[status] for status in shown.statuses]
    figures = zip(shown.rows, styles, strict=True)
    print_rich_table(shown.headers, figures, title=shown.title, right=(3, 6))
    card_styles = [None if status is None else _STYLES[status] for status in shown.card_statuses]
    print_rich_table(shown.card_headers, zip(shown.card_rows, card_styles, strict=True))
    console().print(shown.tally, markup=False, highlight=False)
    console().print(shown.summary, markup=False, highlight=False, soft_wrap=True)


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@dataset_option
@as_of_option
@click.option(
    "--profile-from",
    metavar="FILE",
    help="Figures of earlier years; each indicator that has a whole year and parts of it there "
    "is held against the path that it took then, the others against an even one.",
)
@click.option(
    "--margin",
    default="0.05",
    show_default=True,
    help="How far past the path, as a share of it, still counts as on track.",
)
@click.option("--latest", is_flag=True, help="Show only the latest figure for each promise.")
@click.option("--explain", is_flag=True, help="Say it in sentences, one paragraph a figure.")
@reading_option
@rate_option
@format_option
@language_option
@locale_option
def outlook(  # noqa: PLR0913  # one parameter for each option
    file: str,
    dataset_at_version: str,
    *,
    as_of: str | None,
    profile_from: str | None,
    margin: str,
    latest: bool,
    explain: bool,
    reading: str,
    rates: _Rates,
    format_: str,
    language: str,
    locale: str,
) -> None:
    """Say where the figures in FILE stand within the year, and what is needed until December.

    FILE is as for compare, with a column period: 2025-06 (June), 2025-Q3, 2025-9M (January to
    September). Amounts that grow over the year are held against a path, the others against
    the promise itself, as so far.
    """
    dataset = chosen_dataset(dataset_at_version, as_of)
    figures = read_figures(file, dataset, locale)
    profiles: Mapping[str, rt.Profile] = {}
    if profile_from is not None:
        earlier = read_figures(profile_from, dataset, locale)
        profiles = rt.seasonal_profiles(rt.to_observations(earlier, dataset, skip_unusable=True))
    terms = _Terms(profile=profiles, margin=margin, reading=reading, rates=given_rates(rates))
    if explain:
        for paragraph in _explained(figures, dataset, terms, language):
            click.echo(f"{paragraph}\n")
        return
    result = rt.outlook(figures, dataset, language=language, **terms)
    if format_ in ("csv", "json"):
        print_frame(result, format_)
        return
    shown = outlook_report(result, dataset, language=language, latest_only=latest)
    _print_outlook(shown, format_)


class _Terms(TypedDict):
    """What figures are held against, as the options gave it."""

    profile: Mapping[str, rt.Profile]
    margin: str
    reading: str
    rates: tuple[rt.ExchangeRate, ...]


def _explained(
    figures: pl.DataFrame, dataset: rt.Dataset, terms: _Terms, language: str
) -> Iterator[str]:
    """A paragraph for each figure, or why there is none."""
    for number, row in enumerate(rows_as_observations(figures, dataset), start=1):
        if isinstance(row, rt.ResolutionTargetsError):
            yield f"{number}: {row}"
            continue
        try:
            yield dataset.target_for(row.indicator).outlook(row, **terms).explain(language)
        except rt.ResolutionTargetsError as error:
            yield f"{number}: {error}"


def _print_outlook(shown: OutlookReport, format_: str) -> None:
    if format_ == "markdown":
        click.echo(f"# {shown.title}\n")
        print_markdown_table(shown.headers, shown.rows)
        click.echo("\n\n".join([shown.summary, *shown.notes]))
        return
    styles = [_PACE_STYLES[pace] for pace in shown.paces]
    rows = zip(shown.rows, styles, strict=True)
    print_rich_table(shown.headers, rows, title=shown.title, right=(3, 5, 6, 8))
    for line in (shown.summary, *shown.notes):
        console().print(line, markup=False, highlight=False, soft_wrap=True)


COMMANDS = (compare, outlook)
