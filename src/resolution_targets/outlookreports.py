"""A report on figures for parts of a year, as rows and sentences that a table is drawn from."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from resolution_targets.criteria import Direction, Status, is_strict
from resolution_targets.outlookwords import OutlookProblem, Pace, method_in_words, pace_in_words
from resolution_targets.periods import parse_period
from resolution_targets.reports import figure_in_words, marks_of, promise_cells
from resolution_targets.units import format_amount
from resolution_targets.wording import (
    Problem,
    check_language,
    figure_with_unit,
    problem_in_short,
    rounded,
    signed_amount,
    status_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from resolution_targets.dataset import Dataset

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("No.", "Indicator", "Promised", "Reported", "Period", "Attained", "Expected"),
        *("Pace", "Needed until December", "Projected for the year"),
    ),
    "vi": (
        *("Số", "Chỉ tiêu", "Mức đề ra", "Thực hiện", "Kỳ", "Đã thực hiện", "Kỳ vọng"),
        *("Tiến độ", "Còn cần đến tháng 12", "Dự kiến cả năm"),
    ),
}
_SUMMARY: Mapping[str, Mapping[str, str]] = {
    "paces": {
        "en": "Of {all_targets} promises {targets} have a figure for part of the year: {paces}.",
        "vi": "{targets}/{all_targets} chỉ tiêu có số liệu trong năm: {paces}.",
    },
    "none": {
        "en": "None of {all_targets} promises has a figure for part of the year.",
        "vi": "Chưa chỉ tiêu nào trong {all_targets} chỉ tiêu có số liệu trong năm.",
    },
    "disputed": {
        "en": "{count} with figures that disagree",
        "vi": "{count} có số liệu mâu thuẫn",
    },
    "ranges": {
        "en": "Of a range, what is attained and what is needed is counted from the smaller end.",
        "vi": "Với khoảng số liệu, phần đã thực hiện và còn cần được tính từ đầu nhỏ.",
    },
    "earlier": {
        "en": "{count} other figures for the same promises are not shown.",
        "vi": "{count} số liệu khác của các chỉ tiêu này không hiển thị.",
    },
    "sure": {
        "en": "How sure: each projection rests on the months that its figure covers; paths and "
        "carried-forward values are assumptions, and estimated figures may be revised.",
        "vi": "Độ chắc chắn: mỗi dự kiến dựa trên số tháng của số liệu; lộ trình và mức giữ nguyên "
        "là giả định, số liệu ước có thể được điều chỉnh.",
    },
}
_NEEDED: Mapping[str, Mapping[str, str]] = {
    "rate": {"en": "{rate}", "vi": "{rate}"},
    "nothing": {"en": "nothing more", "vi": "không cần thêm"},
    "gap": {"en": "{gap}", "vi": "{gap}"},
    "keep": {"en": "to stay there", "vi": "giữ được mức này"},
}
_DIGITS = 6
_SHARE_DIGITS = 4


@attrs.frozen(kw_only=True)
class OutlookReport:
    """What a reader is shown, every cell as text in one language.

    Attributes:
        title: Which figures were held against which data version.
        headers: The heads of the columns of `rows`.
        rows: One for each figure that is shown, in the order of the frame.
        paces: The pace of each row; None where there is none.
        summary: How many promises are on which pace, and what else must be said.
        notes: Why there is no pace, for each figure that has none.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    paces: tuple[Pace | None, ...]
    summary: str
    notes: tuple[str, ...]


def outlook_report(
    result: pl.DataFrame, dataset: Dataset, *, language: str, latest_only: bool = False
) -> OutlookReport:
    """The report on a frame that `outlook` returned.

    Args:
        result: The frame.
        dataset: The dataset that it was held against.
        language: "vi" or "en".
        latest_only: Whether figures are left out, and counted, that another one for the same
            promise covers more of the year than. What has no pace is always shown.

    Raises:
        UnknownOptionError: The language is another one.
    """
    check_language(language)
    rows = result.to_dicts()
    latest = _latest(rows)
    shown = [row for row in rows if not latest_only or _is_latest(row, latest)]
    paces = tuple(None if row["pace"] is None else Pace(str(row["pace"])) for row in shown)
    summary = _summary(rows, latest, len(rows) - len(shown), dataset, language)
    return OutlookReport(
        title=f"{dataset.title} ({', '.join(marks_of(dataset))})",
        headers=_HEADERS[language],
        rows=tuple(_cells(row, dataset, language) for row in shown),
        paces=paces,
        summary=" ".join(summary),
        notes=tuple(_notes(shown, dataset)),
    )


def latest_rows(result: pl.DataFrame) -> list[bool]:
    """Which rows no other one for the same promise covers more of the year than.

    What has no pace covers none of it, and is always shown.

    Args:
        result: A frame that `outlook` returned.
    """
    rows = result.to_dicts()
    latest = _latest(rows)
    return [_is_latest(row, latest) for row in rows]


def _is_latest(row: Mapping[str, object], latest: Mapping[object, tuple[int, int]]) -> bool:
    return row["pace"] is None or _end(row) == latest[row["target"]]


def _notes(shown: list[dict[str, object]], dataset: Dataset) -> Iterator[str]:
    for row in shown:
        if row["pace"] is None:
            key = row["target"]
            name = str(row["indicator"] or "") if key is None else dataset[str(key)].number
            yield f"{name}, {row['period'] or ''}: {row['outlook_reason']}"


def _end(row: Mapping[str, object]) -> tuple[int, int]:
    """How far into the year a figure reaches, and from when: the later and longer is better."""
    period = parse_period(str(row["period"]))
    return period.last_month, -period.first_month


def _latest(rows: list[dict[str, object]]) -> dict[object, tuple[int, int]]:
    latest: dict[object, tuple[int, int]] = {}
    for row in rows:
        if row["pace"] is not None:
            # A month alone says less of the year than the months so far, however late it is.
            best = max(latest.get(row["target"], (0, -12)), _end(row), key=_reach)
            latest[row["target"]] = best
    return latest


def _reach(end: tuple[int, int]) -> tuple[bool, int]:
    last_month, first_month = end
    return first_month == -1, last_month


def _cells(row: Mapping[str, object], dataset: Dataset, language: str) -> tuple[str, ...]:
    key = row["target"]
    first = (
        ("", str(row["indicator"] or ""), "")
        if key is None
        else promise_cells(dataset[str(key)], language)
    )
    reported = figure_in_words(row, dataset, language)
    period = str(row["period"] or "")
    if row["pace"] is None:
        return (*first, reported, period, "", "", _obstacle(row, language), "", "")
    pace = pace_in_words(Pace(str(row["pace"])), language)
    if row["outlook_problem"] is not None:
        pace = f"{pace}: {row['outlook_reason']}"
    return (
        *first,
        reported,
        period,
        _share(row["attained_share"], language),
        ""
        if row["projection_method"] == "carried_forward"
        else _share(row["expected_share"], language),
        pace,
        _needed(row, dataset, language),
        _projected(row, language),
    )


def _obstacle(row: Mapping[str, object], language: str) -> str:
    """Why there is no pace, in a few words where the reason is one of a whole sentence."""
    if row["outlook_problem"] == OutlookProblem.NOT_JUDGED.value and row["problem"] is not None:
        problem = Problem(str(row["problem"]))
        # The period is what an outlook is for; that the row is not the year's is no obstacle.
        if problem is not Problem.OTHER_PERIOD:
            return problem_in_short(problem, language)
    return str(row["outlook_reason"])


def _needed(row: Mapping[str, object], dataset: Dataset, language: str) -> str:
    required = row["required"]
    if required is not None:
        rate = float(str(required))
        target = dataset[str(row["target"])]
        # Of what is to be above its bound, nothing to go is still something to go.
        is_reached = rate < 0 or (rate == 0 and not is_strict(target.criterion.relation))
        if is_reached and target.indicator.direction is not Direction.LOWER:
            return _NEEDED["nothing"][language]
        return _amount(rate, str(row["required_unit"]), language)
    if row["outlook_problem"] is not None or row["projected"] is None:
        return ""
    if row["pace"] != Pace.BEHIND.value:
        return _NEEDED["keep"][language]
    target = dataset[str(row["target"])]
    # The gap of the projection, as the year-end status has none yet.
    bound = target.easier_bound
    gap = 0 if bound is None else Fraction(bound) - Fraction(str(row["projected"]))
    return signed_amount(rounded(gap, _DIGITS), target.gap_unit, language)


def _projected(row: Mapping[str, object], language: str) -> str:
    projected = row["projected"]
    if projected is None or row["projected_status"] is None:
        return ""
    unit, upper = str(row["projected_unit"]), row.get("projected_upper")
    ends = [float(str(end)) for end in (projected, upper) if end is not None]
    if not all(map(math.isfinite, ends)):
        return ""
    low, *high = (rounded(end, _DIGITS) for end in ends)
    amount = figure_with_unit(low, high[0] if high else None, unit, language)
    status = status_in_words(Status(str(row["projected_status"])), language)
    method = method_in_words(str(row["projection_method"]), language)
    return f"{amount}: {status} ({method})"


def _amount(number: float, unit: str, language: str) -> str:
    if not math.isfinite(number):
        return ""
    return format_amount(rounded(number, _DIGITS), unit, locale=language)


def _share(share: object, language: str) -> str:
    if share is None or not math.isfinite(float(str(share))):
        return ""
    percent = rounded(Fraction(str(share)) * 100, _SHARE_DIGITS)
    return format_amount(percent, "percent", locale=language)


def _summary(
    rows: list[dict[str, object]],
    latest: Mapping[object, tuple[int, int]],
    hidden: int,
    dataset: Dataset,
    language: str,
) -> Iterator[str]:
    say = {key: sentences[language] for key, sentences in _SUMMARY.items()}
    if not latest:
        yield say["none"].format(all_targets=len(dataset))
        return
    paces: dict[object, set[Pace]] = {}
    for row in rows:
        if row["pace"] is not None and _end(row) == latest[row["target"]]:
            paces.setdefault(row["target"], set()).add(Pace(str(row["pace"])))
    settled = Counter(pace for found in paces.values() if len(found) == 1 for pace in found)
    words = [f"{settled[pace]} {pace_in_words(pace, language)}" for pace in Pace if settled[pace]]
    disputed = len(paces) - settled.total()
    if disputed:
        words.append(say["disputed"].format(count=disputed))
    yield say["paces"].format(targets=len(paces), all_targets=len(dataset), paces=", ".join(words))
    if hidden:
        yield say["earlier"].format(count=hidden)
    if any(row.get("projected_upper") is not None for row in rows):
        yield say["ranges"]
    yield say["sure"]
