"""What is said about the progress methods and what they find; tables of sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping


@attrs.frozen(kw_only=True)
class MethodWords:
    """What is said of a progress method.

    Attributes:
        title: What its value is, by language.
        formula: The formula in words, by language.
        worked: The formula with its numbers in braces.
        source: Where it is published; the library's own page where it is its own.
    """

    title: Mapping[str, str]
    formula: Mapping[str, str]
    worked: str
    source: str


_OPEN_SDG = (
    "https://open-sdg.readthedocs.io/en/latest/progress-methodology/ and "
    "https://github.com/open-sdg/sdg-build/blob/main/sdg/ProgressMeasure.py"
)
# Keyed by the method's value: the methods stand above the words.
_METHODS: Mapping[str, MethodWords] = {
    "share_of_change": MethodWords(
        title={"en": "Share of the promised change made", "vi": "Phần thay đổi đã thực hiện"},
        formula={
            "en": "(figure - baseline) / (bound - baseline)",
            "vi": "(thực hiện - gốc) / (chỉ tiêu - gốc)",
        },
        worked="({current} - {baseline}) / ({bound} - {baseline})",
        source="https://wikis.ec.europa.eu/pages/viewpage.action?pageId=33522203",
    ),
    "distance": MethodWords(
        title={"en": "Distance to the bound", "vi": "Khoảng cách đến mức chỉ tiêu"},
        formula={
            "en": "bound - figure, or figure - bound where less is better",
            "vi": "chỉ tiêu - thực hiện, hoặc thực hiện - chỉ tiêu nếu càng thấp càng tốt",
        },
        worked="{farther} - {nearer}",
        source="resolution_targets, docs/progress-methods.md",
    ),
    "distance_percent": MethodWords(
        title={
            "en": "Distance to the bound, in per cent of it",
            "vi": "Khoảng cách đến mức chỉ tiêu, tính theo % của mức đó",
        },
        formula={
            "en": "100 x distance / bound",
            "vi": "100 x khoảng cách / chỉ tiêu",
        },
        worked="100 x ({farther} - {nearer}) / {bound}",
        source="resolution_targets, docs/progress-methods.md",
    ),
    "escap": MethodWords(
        title={"en": "Current status index of ESCAP", "vi": "Chỉ số hiện trạng của ESCAP"},
        formula={
            "en": "10 x (figure - baseline) / (bound - baseline)",
            "vi": "10 x (thực hiện - gốc) / (chỉ tiêu - gốc)",
        },
        worked="10 x ({current} - {baseline}) / ({bound} - {baseline})",
        source="https://data.unescap.org/resource-guides/progress-assessment-methodology",
    ),
    "progress_chart": MethodWords(
        title={
            "en": "Share of the promised change that the trend leads to (SDG Progress Chart)",
            "vi": "Phần thay đổi mà xu hướng sẽ đạt được (SDG Progress Chart)",
        },
        formula={
            "en": "(figure x (figure / baseline) ^ (years left / years gone) - baseline) / "
            "(bound - baseline)",
            "vi": "(thực hiện x (thực hiện / gốc) ^ (số năm còn lại / số năm đã qua) - gốc) / "
            "(chỉ tiêu - gốc)",
        },
        worked="({current} x ({current} / {baseline}) ^ ({years_left} / {years_gone}) - "
        "{baseline}) / ({bound} - {baseline})",
        source="https://unstats.un.org/sdgs/files/report/2023/"
        "Progress_Chart_Technical_Note_2023.pdf",
    ),
    "cagr_ratio": MethodWords(
        title={
            "en": "Observed by required annual growth rate (Eurostat)",
            "vi": "Tốc độ tăng hằng năm thực tế so với cần thiết (Eurostat)",
        },
        formula={
            "en": "((figure / baseline) ^ (1 / years gone) - 1) / "
            "((bound / baseline) ^ (1 / all years) - 1)",
            "vi": "((thực hiện / gốc) ^ (1 / số năm đã qua) - 1) / "
            "((chỉ tiêu / gốc) ^ (1 / tổng số năm) - 1)",
        },
        worked="(({current} / {baseline}) ^ (1 / {years_gone}) - 1) / "
        "(({bound} / {baseline}) ^ (1 / {years}) - 1)",
        source="Eurostat, Sustainable development in the European Union, as given in "
        "https://open-sdg.readthedocs.io/en/latest/progress-methodology/",
    ),
    "open_sdg": MethodWords(
        title={"en": "Score of Open SDG, -5 to 5", "vi": "Điểm của Open SDG, từ -5 đến 5"},
        formula={
            "en": "R = direction x observed / |required| annual growth rate; the score runs "
            "straight from -5 at R = -0.6 over 0 at 0.6 to 5 at 1.3, and is 5 once the bound "
            "is reached",
            "vi": "R = chiều x tốc độ tăng hằng năm thực tế / |cần thiết|; điểm đi thẳng từ -5 "
            "khi R = -0,6 qua 0 khi R = 0,6 đến 5 khi R = 1,3, và là 5 khi đã đạt mức chỉ tiêu",
        },
        worked="R = {direction} x (({current} / {baseline}) ^ (1 / {years_gone}) - 1) / "
        "|({bound} / {baseline}) ^ (1 / {years}) - 1|",
        source=_OPEN_SDG,
    ),
    "open_sdg_trend": MethodWords(
        title={
            "en": "Score of Open SDG for the trend alone, -5 to 5",
            "vi": "Điểm của Open SDG chỉ cho xu hướng, từ -5 đến 5",
        },
        formula={
            "en": "g = direction x annual growth rate in per cent; the score runs straight from "
            "-5 at -2 over -2.5 at 0, 0 at 0.5 C and 2.5 at 1.5 C to 5 at 2 C; C is 1 without a "
            "natural limit, else 1 - (baseline / limit) ^ 4.44, or where less is better "
            "1 - ((2 x limit - baseline) / limit) ^ 4.44 up to a baseline of 2 x limit",
            "vi": "g = chiều x tốc độ tăng hằng năm tính theo %; điểm đi thẳng từ -5 khi g = -2 "
            "qua -2,5 khi g = 0, 0 khi g = 0,5 C và 2,5 khi g = 1,5 C đến 5 khi g = 2 C; C là 1 "
            "nếu không có giới hạn tự nhiên, nếu có là 1 - (gốc / giới hạn) ^ 4,44, hoặc khi càng "
            "thấp càng tốt là 1 - ((2 x giới hạn - gốc) / giới hạn) ^ 4,44 với gốc đến "
            "2 x giới hạn",
        },
        worked="g = {direction} x 100 x (({current} / {baseline}) ^ (1 / {years_gone}) - 1); "
        "C = {ease}",
        source=_OPEN_SDG,
    ),
    "min_max": MethodWords(
        title={
            "en": "Place between the worst and the best value, 0 to 100 (SDG Index)",
            "vi": "Vị trí giữa mức kém nhất và mức tốt nhất, từ 0 đến 100 (SDG Index)",
        },
        formula={
            "en": "100 x (figure - worst) / (best - worst), cut off at 0 and 100",
            "vi": "100 x (thực hiện - kém nhất) / (tốt nhất - kém nhất), giới hạn trong 0 đến 100",
        },
        worked="100 x ({current} - {worst}) / ({best} - {worst})",
        source="https://dashboards.sdgindex.org/chapters/methodology",
    ),
}
_BANDS: Mapping[str, str] = {
    "target met or on track": "đã đạt hoặc đang đúng hướng",
    "fair progress, but acceleration needed": "tiến triển khá, nhưng cần nhanh hơn",
    "stagnation or regression": "dậm chân tại chỗ hoặc thụt lùi",
    "significant progress": "tiến triển đáng kể",
    "moderate progress": "tiến triển vừa phải",
    "insufficient progress": "tiến triển chưa đủ",
    "movement away": "xa dần mục tiêu",
    "target achieved": "đã đạt mục tiêu",
    "on track": "đúng hướng",
    "progress made but acceleration needed": "có tiến triển nhưng cần nhanh hơn",
    "limited progress": "tiến triển hạn chế",
    "deterioration": "xấu đi",
}
_LABELS: Mapping[str, Mapping[str, str]] = {
    "start": {
        "en": "({number}) {name}. {title}: {value}.",
        "vi": "({number}) {name}. {title}: {value}.",
    },
    "formula": {
        "en": "Formula: {formula}. In numbers: {worked}.",
        "vi": "Công thức: {formula}. Thay số: {worked}.",
    },
    "current": {"en": "Figure of {period}: {amount}.", "vi": "Thực hiện kỳ {period}: {amount}."},
    "baseline": {"en": "Baseline of {period}: {amount}.", "vi": "Gốc kỳ {period}: {amount}."},
    "bound": {"en": "Bound for {period}: {amount}.", "vi": "Mức chỉ tiêu kỳ {period}: {amount}."},
    "limit": {"en": "Natural limit: {amount}.", "vi": "Giới hạn tự nhiên: {amount}."},
    "time": {"en": "Time gone by: {share}.", "vi": "Thời gian đã qua: {share}."},
    "band": {"en": "Band: {band}.", "vi": "Mức đánh giá: {band}."},
    "True": {"en": "On track.", "vi": "Đúng tiến độ."},
    "False": {"en": "Not on track.", "vi": "Chưa đúng tiến độ."},
    "source": {"en": "Source: {source}.", "vi": "Nguồn: {source}."},
    "refused": {"en": "{title}: none; {reason}.", "vi": "{title}: không tính được; {reason}."},
    "result": {
        "en": "{title}: {value}{band}. In numbers: {worked}.",
        "vi": "{title}: {value}{band}. Thay số: {worked}.",
    },
    "agree": {
        "en": "The methods that say so agree on whether it is on track.",
        "vi": "Các phương pháp có kết luận đều thống nhất về tiến độ.",
    },
    "disagree": {
        "en": "The methods disagree on whether it is on track.",
        "vi": "Các phương pháp không thống nhất về tiến độ.",
    },
}


def method_words(method: str) -> MethodWords:
    """What is said of a progress method.

    Examples:
        >>> method_words("escap").title["en"]
        'Current status index of ESCAP'
    """
    return _METHODS[method]


def band_in_words(band: str, language: str) -> str:
    """A method's word for a band; a caller's own word as it is.

    Examples:
        >>> band_in_words("moderate progress", "vi")
        'tiến triển vừa phải'
    """
    return _BANDS.get(band, band) if language == "vi" else band


def progress_label(part: str, language: str) -> str:
    """The sentence for a part of an explanation, with its facts in braces.

    Examples:
        >>> progress_label("True", "en")
        'On track.'
    """
    return _LABELS[part][language]
