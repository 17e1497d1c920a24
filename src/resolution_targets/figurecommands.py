"""The commands about figures: judge them, say where a part of a year stands, what flips."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

import resolution_targets as rt
from resolution_targets.assessments import observations_of
from resolution_targets.changelogs import figure_in_words
from resolution_targets.commandoptions import (
    FigureOptions,
    console,
    figure_options,
    format_option,
    given_rates,
    language_option,
    print_frame,
    print_markdown_table,
    print_rich_table,
    rate_option,
    reading_option,
)
from resolution_targets.criteria import Rounding, Status
from resolution_targets.explanations import promise_sentence
from resolution_targets.observationframes import rows_as_observations
from resolution_targets.outlookreports import latest_rows, outlook_report
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
@figure_options
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
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice([status.value for status in Status]),
    help="Exit with status 1 if any figure has this verdict; may be given several times.",
)
def compare(  # noqa: PLR0913  # one parameter for each option
    *,
    figures: FigureOptions,
    period: str | None,
    reading: str,
    rounding: str,
    rates: _Rates,
    by: str,
    format_: str,
    language: str,
    fail_on: Sequence[str],
) -> None:
    """Judge the figures in FILE by the targets.

    FILE is a CSV file, or "-" for standard input. It needs the columns indicator and value,
    and may have value_upper (of a range), unit, area, period and status. Exit status: 0
    whatever the verdicts, 1 if one of them is asked for by --fail-on, 2 for unusable input.
    """
    frame, dataset = figures.read(language)
    result = rt.compare(
        frame,
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
        _print_report(shown, format_, tuple(figures.notes(frame, language)))
    if any(status in fail_on for status in result["status"]):
        click.get_current_context().exit(1)


def _print_report(shown: Report, format_: str, notes: Sequence[str]) -> None:
    if format_ == "markdown":
        click.echo(f"# {shown.title}\n")
        print_markdown_table(shown.headers, shown.rows)
        print_markdown_table(shown.card_headers, shown.card_rows)
        click.echo("\n\n".join([shown.tally, shown.summary, *notes]))
        return
    styles = [_STYLES[status] for status in shown.statuses]
    figures = zip(shown.rows, styles, strict=True)
    print_rich_table(shown.headers, figures, title=shown.title, right=(3, 6))
    card_styles = [None if status is None else _STYLES[status] for status in shown.card_statuses]
    print_rich_table(shown.card_headers, zip(shown.card_rows, card_styles, strict=True))
    for line in (shown.tally, shown.summary, *notes):
        console().print(line, markup=False, highlight=False, soft_wrap=True)


@click.command()
@figure_options
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
def outlook(  # noqa: PLR0913  # one parameter for each option
    *,
    figures: FigureOptions,
    profile_from: str | None,
    margin: str,
    latest: bool,
    explain: bool,
    reading: str,
    rates: _Rates,
    format_: str,
    language: str,
) -> None:
    """Say where the figures in FILE stand within the year, and what is needed until December.

    FILE is as for compare, with a column period: 2025-06 (June), 2025-Q3, 2025-9M (January to
    September). Amounts that grow over the year are held against a path, the others against
    the promise itself, as so far.
    """
    frame, dataset = figures.read(language)
    profiles: Mapping[str, rt.Profile] = {}
    if profile_from is not None:
        earlier = figures.read_file(profile_from, dataset)
        profiles = rt.seasonal_profiles(rt.to_observations(earlier, dataset, skip_unusable=True))
    terms = _Terms(profile=profiles, margin=margin, reading=reading, rates=given_rates(rates))
    result = rt.outlook(frame, dataset, language=language, **terms)
    if explain:
        is_shown = latest_rows(result) if latest else [True] * result.height
        for paragraph in _explained(frame, dataset, terms, result, language):
            if is_shown.pop(0):
                click.echo(f"{paragraph}\n")
    elif format_ in ("csv", "json"):
        print_frame(result.filter(latest_rows(result)) if latest else result, format_)
    else:
        shown = outlook_report(result, dataset, language=language, latest_only=latest)
        _print_outlook(shown, format_, tuple(figures.notes(frame, language)))


class _Terms(TypedDict):
    """What figures are held against, as the options gave it."""

    profile: Mapping[str, rt.Profile]
    margin: str
    reading: str
    rates: tuple[rt.ExchangeRate, ...]


def _explained(
    figures: pl.DataFrame,
    dataset: rt.Dataset,
    terms: _Terms,
    result: pl.DataFrame,
    language: str,
) -> Iterator[str]:
    """A paragraph for each figure, or why there is none."""
    rows = rows_as_observations(figures, dataset)
    for number, (row, reason) in enumerate(
        zip(rows, result["outlook_reason"], strict=True), start=1
    ):
        if isinstance(row, rt.ResolutionTargetsError):
            yield f"{number}: {reason or row}"
            continue
        try:
            yield dataset.target_for(row.indicator).outlook(row, **terms).explain(language)
        except rt.ResolutionTargetsError as error:
            yield f"{number}: {reason or error}"


def _print_outlook(shown: OutlookReport, format_: str, notes: Sequence[str]) -> None:
    if format_ == "markdown":
        click.echo(f"# {shown.title}\n")
        print_markdown_table(shown.headers, shown.rows)
        click.echo("\n\n".join([shown.summary, *shown.notes, *notes]))
        return
    styles = [_PACE_STYLES[pace] for pace in shown.paces]
    rows = zip(shown.rows, styles, strict=True)
    print_rich_table(shown.headers, rows, title=shown.title, right=(3, 5, 6, 8))
    for line in (shown.summary, *shown.notes, *notes):
        console().print(line, markup=False, highlight=False, soft_wrap=True)


@click.command()
@figure_options
@click.option("--indicator", required=True, help="The indicator whose figures are looked at.")
@click.option("--baseline", help="The period that the change is counted from; else the earliest.")
@click.option("--period", help="The period of the figure; else the latest.")
@click.option(
    "--project",
    is_flag=True,
    help="Take a figure for part of the target's year to its end first: evenly if it grows over "
    "the year, else as it is.",
)
@language_option
@format_option
def progress(  # noqa: PLR0913  # one parameter for each option
    *,
    figures: FigureOptions,
    indicator: str,
    baseline: str | None,
    period: str | None,
    project: bool,
    language: str,
    format_: str,
) -> None:
    """Say how far the figures of one indicator in FILE have come, by every method there is.

    The figures that the dataset itself holds of earlier years count too. A row of the
    indicator that cannot be used is left out, with a line on standard error that says why.
    """
    frame, dataset = figures.read(language)
    target = dataset.target_for(indicator)
    given = list(_usable(frame, dataset, target))
    told = [seen.reference_period for seen in given]
    # What the file says of a time goes before what the dataset holds of it.
    series = [
        *(
            seen
            for seen in observations_of(dataset.observations, target)
            if not any(map(seen.reference_period.is_same_time, told))
        ),
        *given,
    ]
    if project:
        wanted = None if period is None else rt.parse_period(period)
        series = _projected(series, target, wanted)
        period = str(target.reference_period)
    panel = rt.progress_panel(series, target, baseline=baseline, period=period)
    if format_ in ("csv", "json"):
        print_frame(panel.to_frame(language=language), format_)
        return
    click.echo(promise_sentence(target, language))
    for seen in series:
        click.echo(f"- {seen.reference_period}: {figure_in_words(seen, language)}")
    click.echo(f"\n{panel.explain(language)}")


def _usable(
    frame: pl.DataFrame, dataset: rt.Dataset, target: rt.Target
) -> Iterator[rt.Observation]:
    """The figures of a target's indicator and area; what else is said of it, is told."""
    rows = rows_as_observations(frame, dataset)
    for number, (name, row) in enumerate(zip(frame["indicator"], rows, strict=True), start=1):
        if name != target.indicator.id:
            continue
        if isinstance(row, rt.ResolutionTargetsError):
            _leave_out(f"row {number}", str(row))
        elif row.reference_area != target.reference_area:
            reason = f"it is of {row.reference_area}, not of {target.reference_area}"
            _leave_out(f"row {number}", reason)
        else:
            yield row


def _leave_out(what: str, reason: str) -> None:
    click.echo(f"Warning: {what} is left out: {reason}", err=True)


def _projected(
    series: Sequence[rt.Observation], target: rt.Target, period: rt.ReferencePeriod | None
) -> list[rt.Observation]:
    """The series with the latest figures for a part of the target's year taken to its end.

    Several for one time are all taken, so that those which disagree are a conflict.
    """
    year = target.reference_period.year
    found: list[tuple[rt.ReferencePeriod, rt.Observation]] = []
    unprojected: list[tuple[rt.ReferencePeriod, str]] = []
    for seen in series:
        when = seen.reference_period
        if when.year != year or not (period is None or when.is_same_time(period)):
            continue
        try:
            ahead = target.outlook(seen)
        except rt.IncompatibleUnitError as error:
            unprojected.append((when, str(error)))
            continue
        if ahead.projection is None:
            unprojected.append((when, ahead.reason))
        else:
            found.append((when, ahead.projection))
    furthest = max((_reach(when) for when, _ in found), default=())
    for when, reason in unprojected:
        # What another figure covers more of the year than is not asked for.
        if _reach(when) >= furthest:
            _leave_out(f"the figure of {when}", reason)
    earlier = [seen for seen in series if seen.reference_period.year < year]
    return [*earlier, *(projection for when, projection in found if _reach(when) == furthest)]


def _reach(period: rt.ReferencePeriod) -> tuple[int, ...]:
    """The months so far before a month alone, the later the better."""
    return period.first_month == 1, period.last_month, -period.first_month


COMMANDS = (compare, outlook, progress)
