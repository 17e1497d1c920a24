"""A report on a judged frame, as rows and sentences that a table can be drawn from."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from resolution_targets.criteria import Status
from resolution_targets.errors import UnknownOptionError
from resolution_targets.observations import parse_observation_status
from resolution_targets.scorecards import scorecard
from resolution_targets.units import format_amount
from resolution_targets.vocabulary import canonical_unit, is_unit
from resolution_targets.wording import (
    Problem,
    check_language,
    figure_with_unit,
    firmness_in_words,
    problem_in_short,
    range_template,
    status_in_words,
    truth_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from resolution_targets.dataset import Dataset
    from resolution_targets.scorecards import By, ScorecardRow
    from resolution_targets.targets import Target

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "en": ("No.", "Indicator", "Promised", "Reported", "Period", "Verdict", "Gap"),
    "vi": ("Số", "Chỉ tiêu", "Mức đề ra", "Thực hiện", "Kỳ", "Đánh giá", "Chênh lệch"),
}
_CARD_HEADERS: Mapping[By, Mapping[str, tuple[str, str]]] = {
    "item": {"en": ("Item", "Verdict"), "vi": ("Chỉ tiêu", "Đánh giá")},
    "domain": {"en": ("Domain", "Items"), "vi": ("Lĩnh vực", "Số chỉ tiêu")},
}
_SUMMARY: Mapping[str, Mapping[str, str]] = {
    "judged": {
        "en": "Judged: {rows} of {all_rows} figures, on {targets} of {all_targets} promises.",
        "vi": "Đã đánh giá: {rows}/{all_rows} số liệu, cho {targets}/{all_targets} chỉ tiêu "
        "(tính cả chỉ tiêu thành phần).",
    },
    "not_judged": {"en": "Not judged: {problems}.", "vi": "Không đánh giá: {problems}."},
    "count": {"en": "{count} {problem}", "vi": "{count} {problem}"},
    "open": {
        "en": "{count} promises have no figure that could be judged.",
        "vi": "{count} chỉ tiêu không có số liệu đánh giá được.",
    },
}


@attrs.frozen(kw_only=True)
class Report:
    """What a reader is shown, every cell as text in one language.

    Attributes:
        title: Which figures were judged by which data version.
        headers: The heads of the columns of `rows`.
        rows: One for each figure, in the order of the frame.
        statuses: The status of each row.
        card_headers: The heads of the columns of `card_rows`.
        card_rows: One for each item or domain.
        card_statuses: The status of each card row; None for a domain.
        tally: How many items are met.
        summary: What was judged and what was not, and why.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    statuses: tuple[Status, ...]
    card_headers: tuple[str, ...]
    card_rows: tuple[tuple[str, ...], ...]
    card_statuses: tuple[Status | None, ...]
    tally: str
    summary: str


def report(result: pl.DataFrame, dataset: Dataset, *, by: By, language: str) -> Report:
    """The report on a frame that `compare` returned.

    Args:
        result: The judged frame.
        dataset: The dataset that it was compared with.
        by: "item" or "domain": what the verdicts are counted by.
        language: "vi" or "en".

    Raises:
        UnknownOptionError: The language is another one, or `by` is something else.
    """
    check_language(language)
    card = scorecard(result, dataset, by=by)
    rows = result.to_dicts()
    return Report(
        title=f"{dataset.title} ({', '.join(marks_of(dataset))})",
        headers=_HEADERS[language],
        rows=tuple(_cells(row, dataset, language) for row in rows),
        statuses=tuple(Status(row["status"]) for row in rows),
        card_headers=_CARD_HEADERS[by][language],
        card_rows=tuple(_card_cells(row, language) for row in card.rows),
        card_statuses=tuple(row.status for row in card.rows),
        tally=card.tally.in_words(language),
        summary=" ".join(_summary(rows, dataset, language)),
    )


def marks_of(dataset: Dataset) -> Iterator[str]:
    """What tells a data version from all others; a folder without hashes has no hash."""
    yield dataset.label
    if dataset.sha256:
        yield f"sha256 {dataset.sha256[:12]}"


def promise_cells(target: Target, language: str) -> tuple[str, str, str]:
    """A promise as the first cells of a row: number, name, promise in words."""
    return target.number, target.indicator.name(language), target.promise_in_words(language)


def _cells(row: Mapping[str, object], dataset: Dataset, language: str) -> tuple[str, ...]:
    key = row["target"]
    first = (
        ("", str(row["indicator"] or ""), "")
        if key is None
        else promise_cells(dataset[str(key)], language)
    )
    verdict = status_in_words(Status(str(row["status"])), language)
    if row["reason"] is not None:
        verdict = f"{verdict}: {row['reason']}"
    return (
        *first,
        figure_in_words(row, dataset, language),
        str(row.get("period") or ""),
        verdict,
        _gap(row, language),
    )


def figure_in_words(row: Mapping[str, object], dataset: Dataset, language: str) -> str:
    """The figure with its unit and, if it is not final, how firm it is."""
    amount = _amount(row, dataset, language)
    status = row.get("observation_status")
    if status is None or not amount:
        return amount
    try:
        code = parse_observation_status(str(status)).value
    except UnknownOptionError:
        code = str(status)
    firmness = firmness_in_words(code, language)
    return f"{amount} ({firmness})" if firmness else amount


def _amount(row: Mapping[str, object], dataset: Dataset, language: str) -> str:
    """The figure with its unit; in the target's own where the row gives none."""
    value, unit = row["value"], row.get("unit")
    if value is None:
        return ""
    number = float(str(value)) if not isinstance(value, bool) else float(value)
    target = None if row["target"] is None else dataset[str(row["target"])]
    upper = row.get("value_upper")
    if upper is None and target is not None and target.easier_bound is None and number in (0, 1):
        return truth_in_words(is_done=bool(number), language=language)
    if unit is None and target is not None:
        unit = target.unit
    if unit is not None and is_unit(str(unit)) and math.isfinite(number):
        high = None if upper is None else float(str(upper))
        if high is None or math.isfinite(high):
            return figure_with_unit(number, high, canonical_unit(str(unit)), language)
    shown = value if upper is None else range_template(language).format(low=value, high=upper)
    return f"{shown} {unit or ''}".rstrip()


def _gap(row: Mapping[str, object], language: str) -> str:
    """How far past the bound the figure is; of a range, both ends: "-0.5 to +1 points"."""
    gap, upper, unit = row["gap"], row.get("gap_upper"), str(row["gap_unit"])
    if gap is None:
        return ""
    low = float(str(gap))
    if upper is None:
        return _signed(low, unit, language)
    ends = {
        "low": _signed(low, "dimensionless", language),
        "high": _signed(float(str(upper)), unit, language),
    }
    return range_template(language).format(**ends) if all(ends.values()) else ""


def _signed(gap: float, unit: str, language: str) -> str:
    if not math.isfinite(gap):
        return ""
    amount = format_amount(float(f"{gap:.12g}"), unit, locale=language)
    return amount if gap <= 0 else f"+{amount}"


def _card_cells(row: ScorecardRow, language: str) -> tuple[str, str]:
    name = row.name_vi if language == "vi" else row.name_en
    if row.status is None:
        return name, row.tally.in_words(language)
    status = status_in_words(row.status, language)
    # "7 met; 7a not reported" says more than that the whole is undecided.
    parts = dict(row.parts)
    if len(parts) > 1:
        counted = (f"{count} {status_in_words(part, language)}" for part, count in parts.items())
        status = f"{status} ({', '.join(counted)})"
    return f"{row.key}. {name}", status


def _summary(rows: list[dict[str, object]], dataset: Dataset, language: str) -> Iterator[str]:
    judged = [row for row in rows if row["problem"] is None]
    targets = {row["target"] for row in judged}
    say = {key: sentences[language] for key, sentences in _SUMMARY.items()}
    yield say["judged"].format(
        rows=len(judged), all_rows=len(rows), targets=len(targets), all_targets=len(dataset)
    )
    problems = Counter(Problem(str(row["problem"])) for row in rows if row["problem"] is not None)
    if problems:
        counted = (
            say["count"].format(count=count, problem=problem_in_short(problem, language))
            for problem, count in problems.most_common()
        )
        yield say["not_judged"].format(problems=", ".join(counted))
    if len(targets) < len(dataset):
        yield say["open"].format(count=len(dataset) - len(targets))
