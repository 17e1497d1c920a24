"""All progress methods side by side on one series of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from resolution_targets.assessments import Request, assess, observations_of
from resolution_targets.periods import as_period
from resolution_targets.progresschecks import Options, exact_option
from resolution_targets.progressmethods import METHODS, ProgressMethod
from resolution_targets.progressproblems import ProgressProblem
from resolution_targets.progressvalues import Progress
from resolution_targets.progresswords import band_in_words, method_words, progress_label
from resolution_targets.wording import check_language

if TYPE_CHECKING:
    import polars as pl

    from resolution_targets.assessments import Number, Period, Refusal, Series
    from resolution_targets.targets import Target


@attrs.frozen(kw_only=True)
class ProgressPanelRow:
    """A method, and what it says of a series, or why it says nothing.

    Attributes:
        method: The method.
        progress: What it says; None where it says nothing.
        problem: Why it says nothing; None where it says something.
        reasons: The problem in a sentence, by language.

    Examples:
        >>> import resolution_targets as rt
        >>> target = rt.load("ha-tinh-2025")["doctors-per-10000"]
        >>> row = rt.progress_panel({"2024": 11, "2025": 11.5}, target).rows[-1]
        >>> row.method.value, row.problem.value, row.reason("en")
        ('min_max', 'no_range', 'the method needs lower= and upper=, the smaller one first')
    """

    method: ProgressMethod
    progress: Progress | None
    problem: ProgressProblem | None = None
    reasons: tuple[tuple[str, str], ...] = ()

    def reason(self, language: str) -> str:
        """Why the method says nothing, in "vi" or "en"; "" where it says something."""
        return dict(self.reasons).get(language, "")


@attrs.frozen(kw_only=True)
class ProgressPanel:
    """All methods side by side on one series, so that nobody has to pick the kindest.

    Attributes:
        target: The target.
        rows: Every method once, in the order of `ProgressMethod`.

    Examples:
        >>> import resolution_targets as rt
        >>> target = rt.load("ha-tinh-2025")["doctors-per-10000"]
        >>> panel = rt.progress_panel({"2023": 10, "2024": 10.98}, target)
        >>> panel.agree
        False
        >>> panel.to_frame().filter(is_on_track=False)["method"].to_list()
        ['share_of_change', 'escap']
    """

    target: Target
    rows: tuple[ProgressPanelRow, ...]

    @property
    def agree(self) -> bool | None:
        """Whether the methods that say if it is on track say the same.

        None where fewer than two of them say anything.
        """
        said = [
            row.progress.is_on_track
            for row in self.rows
            if row.progress is not None and row.progress.is_on_track is not None
        ]
        return None if len(said) < 2 else len(set(said)) == 1  # noqa: PLR2004  # two to agree

    def to_frame(self, language: str = "en") -> pl.DataFrame:
        """The panel as a polars frame, a row for each method.

        Its columns are `method`, `value` (a float), `unit`, `band`, `is_on_track`, `problem`
        and `reason`.

        Args:
            language: The language of `reason`, "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.
        """
        import polars as pl  # noqa: PLC0415  # a panel can be read without it

        check_language(language)
        rows = [
            {
                "method": row.method.value,
                "value": None if found is None else float(found.value),
                "unit": None if found is None else found.unit,
                "band": None if found is None else found.band,
                "is_on_track": None if found is None else found.is_on_track,
                "problem": None if row.problem is None else row.problem.value,
                "reason": row.reason(language) or None,
            }
            for row in self.rows
            for found in (row.progress,)
        ]
        types: dict[str, Any] = {
            **dict.fromkeys(("method", "unit", "band", "problem", "reason"), pl.String()),
            "value": pl.Float64(),
            "is_on_track": pl.Boolean(),
        }
        return pl.DataFrame(rows, schema={name: types[name] for name in rows[0]})

    def explain(self, language: str = "en") -> str:
        """A line for each method, and whether they agree.

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.
        """
        check_language(language)
        lines = [_line(row, language) for row in self.rows]
        if self.agree is not None:
            lines.append(progress_label("agree" if self.agree else "disagree", language))
        return "\n".join(lines)


def progress_panel(  # noqa: PLR0913  # see progress
    series: Series,
    target: Target,
    *,
    baseline: Period | None = None,
    period: Period | None = None,
    lower: Number | None = None,
    upper: Number | None = None,
    limit: Number | None = None,
) -> ProgressPanel:
    """What every method says of a series, and why the others say nothing.

    Args:
        series: As for `progress`.
        target: The target.
        baseline: As for `progress`.
        period: As for `progress`.
        lower: For `min_max`.
        upper: For `min_max`.
        limit: For `open_sdg_trend`.

    Raises:
        InvalidPeriodError: `baseline` or `period` names no period.
        InvalidFieldError: A limit or an end of the range is no finite number.

    Examples:
        >>> import resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
        >>> print(rt.progress_panel({"2024": 17900, "2025": 18500}, ds["budget-revenue"])
        ...     .rows[0].reason("en"))
        the baseline of 2024, 17,900 billion VND, is past the bound 17,800 billion VND already: \
no change for the better is promised
    """
    observations = observations_of(series, target)
    given: dict[str, Any] = {
        name: exact_option(name, number)
        for name, number in (("lower", lower), ("upper", upper), ("limit", limit))
    }
    rows: list[ProgressPanelRow] = []
    for method, rules in METHODS.items():
        taken = {name: number for name, number in given.items() if name in rules.takes}
        request = Request(
            baseline=None if baseline is None else as_period(baseline),
            period=None if period is None else as_period(period),
            options=Options(**taken),
        )
        rows.append(_row(assess(observations, target, method, request)))
    return ProgressPanel(target=target, rows=tuple(rows))


def _row(found: Progress | Refusal) -> ProgressPanelRow:
    if isinstance(found, Progress):
        return ProgressPanelRow(method=found.method, progress=found)
    return ProgressPanelRow(
        method=found.method,
        progress=None,
        problem=found.problem,
        reasons=tuple((language, found.reason(language)) for language in ("en", "vi")),
    )


def _line(row: ProgressPanelRow, language: str) -> str:
    title = method_words(row.method.value).title[language]
    found = row.progress
    if found is None:
        sentence = progress_label("refused", language)
        return sentence.format(title=title, reason=row.reason(language))
    words = [band_in_words(found.band, language)] if found.band is not None else []
    if found.is_on_track is not None:
        word = progress_label(str(found.is_on_track), language)
        words.append(word[:1].lower() + word[1:].rstrip("."))
    return progress_label("result", language).format(
        title=title,
        value=found.value_in_words(language),
        band="".join(f"; {one}" for one in words),
        worked=found.arithmetic_in_words(language),
    )
