"""Promises side by side in words: sentences, a frame and a table, in Vietnamese and English."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from resolution_targets.changelogs import ESCAPES, figure_in_words
from resolution_targets.criteria import Direction
from resolution_targets.targets import Target
from resolution_targets.units import format_amount
from resolution_targets.vocabulary import PERCENT, format_unit
from resolution_targets.wording import (
    capital,
    check_language,
    promise_in_words,
    rounded,
    signed_amount,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal
    from fractions import Fraction

    import polars as pl

    from resolution_targets.observations import Observation
    from resolution_targets.pairings import Pairing, SideBySide


class Standing(StrEnum):
    """How a promise stands beside another one, or beside a figure.

    Attributes:
        HARDER: All that meets it meets the other one, but not the reverse.
        EASIER: All that meets the other one meets it, but not the reverse.
        SAME: The same values meet both.
        ALREADY_MET: The reported figure meets it.
        NOT_YET_MET: The reported figure does not.
        UNDECIDED: It was reported as a range, some of which meets it and some does not.
        NOT_REPORTED: There is no value to hold against it.
        NOT_COMPARABLE: None of these can be said; the reason says why.
    """

    HARDER = "harder"
    EASIER = "easier"
    SAME = "same"
    ALREADY_MET = "already_met"
    NOT_YET_MET = "not_yet_met"
    UNDECIDED = "undecided"
    NOT_REPORTED = "not_reported"
    NOT_COMPARABLE = "not_comparable"

    def in_words(self, language: str) -> str:
        """The standing as a report would put it.

        Raises:
            UnknownOptionError: The language is neither "vi" nor "en".

        Examples:
            >>> Standing.HARDER.in_words("en"), Standing.HARDER.in_words("vi")
            ('harder', 'khó hơn')
        """
        check_language(language)
        return _STANDINGS[self][language]


class Mismatch(StrEnum):
    """What keeps a promise from being set beside another one, or beside a figure.

    Attributes:
        CURRENCY: Two currencies, which convert at a dated rate only.
        POINTS: A share beside a difference of shares.
        UNIT: Units that measure different things.
        MILESTONE: A state beside a number.
        DIRECTION: More is better for one, less for the other.
        DEFINITION: Both indicators have one id and are not put together alike.
        PERIOD: Two stretches of a year, for what grows or changes within it.
        RANGE: Two ranges neither of which holds the other.
        FIGURE: The target itself refuses the figure: of another area, or no number.
    """

    CURRENCY = "currency"
    POINTS = "points"
    UNIT = "unit"
    MILESTONE = "milestone"
    DIRECTION = "direction"
    DEFINITION = "definition"
    PERIOD = "period"
    RANGE = "range"
    FIGURE = "figure"


# What an indicator is put together from; its names and judgements may be each dataset's own.
DEFINING = ("kind", "numerator", "denominator", "change_of")

_STANDINGS: Mapping[Standing, Mapping[str, str]] = {
    Standing.HARDER: {"en": "harder", "vi": "khó hơn"},
    Standing.EASIER: {"en": "easier", "vi": "dễ hơn"},
    Standing.SAME: {"en": "the same", "vi": "như nhau"},
    Standing.ALREADY_MET: {"en": "already met", "vi": "đã đạt từ trước"},
    Standing.NOT_YET_MET: {"en": "not yet met", "vi": "chưa đạt"},
    Standing.UNDECIDED: {"en": "undecided", "vi": "chưa kết luận được"},
    Standing.NOT_REPORTED: {"en": "not reported", "vi": "chưa có số liệu"},
    Standing.NOT_COMPARABLE: {"en": "not comparable", "vi": "không so sánh được"},
}
_MISMATCHES: Mapping[Mismatch, Mapping[str, str]] = {
    Mismatch.CURRENCY: {
        "en": "{our_unit} and {their_unit} are two currencies: convert one first, at a dated rate",
        "vi": "{our_unit} và {their_unit} là hai loại tiền: cần quy đổi trước, theo tỷ giá có ngày",
    },
    Mismatch.POINTS: {
        "en": "one is a share, the other a difference of shares: per cent and percentage points "
        "do not convert",
        "vi": "một bên là tỷ lệ, bên kia là chênh lệch giữa hai tỷ lệ: % không đổi được sang "
        "điểm %",
    },
    Mismatch.UNIT: {
        "en": "{our_unit} and {their_unit} measure different things",
        "vi": "{our_unit} và {their_unit} đo những thứ khác nhau",
    },
    Mismatch.MILESTONE: {
        "en": "one is a state to be reached, the other a number",
        "vi": "một bên là trạng thái cần hoàn thành, bên kia là con số",
    },
    Mismatch.DIRECTION: {
        "en": "the better direction is {our_direction} for one and {their_direction} for the other",
        "vi": "chiều tốt của bên này là {our_direction}, của bên kia là {their_direction}",
    },
    Mismatch.DEFINITION: {
        "en": "the indicator is put together in another way: {fields}",
        "vi": "chỉ tiêu được tính theo cách khác: {fields}",
    },
    Mismatch.PERIOD: {
        "en": "{our_period} and {their_period} are different stretches of a year",
        "vi": "{our_period} và {their_period} là những khoảng khác nhau trong năm",
    },
    Mismatch.RANGE: {
        "en": "neither of the two ranges holds the other",
        "vi": "không khoảng nào nằm trọn trong khoảng kia",
    },
}
_DIRECTIONS: Mapping[Direction, Mapping[str, str]] = {
    Direction.HIGHER: {"en": "higher", "vi": "tăng"},
    Direction.LOWER: {"en": "lower", "vi": "giảm"},
    Direction.WITHIN: {"en": "within a range", "vi": "trong khoảng"},
}
_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "target": {
        "en": "({number}) {name}. This promise: {ours}; the other: {theirs}.",
        "vi": "({number}) {name}. Chỉ tiêu này: {ours}; chỉ tiêu kia: {theirs}.",
    },
    "figure": {
        "en": "({number}) {name}. This promise: {ours}; reported for {period}: {theirs}.",
        "vi": "({number}) {name}. Chỉ tiêu này: {ours}; số liệu {period}: {theirs}.",
    },
    "difference": {
        "en": "Difference: {difference}{share}: {standing}.",
        "vi": "Chênh lệch: {difference}{share}: {standing}.",
    },
    "difference_of_range": {
        "en": "Difference from the smaller end: {difference}{share}: {standing}.",
        "vi": "Chênh lệch so với đầu nhỏ: {difference}{share}: {standing}.",
    },
    "rate": {"en": "Converted at {rate}.", "vi": "Quy đổi theo tỷ giá {rate}."},
    "share": {"en": ", {share} of the other", "vi": ", bằng {share} bên kia"},
    "standing": {"en": "{standing}.", "vi": "{standing}."},
    "reason": {"en": "{standing}: {reason}.", "vi": "{standing}: {reason}."},
    "title": {"en": "{here} beside {there}", "vi": "{here} bên cạnh {there}"},
    "reported": {"en": "reported figures", "vi": "số liệu báo cáo"},
    "only": {"en": "Only in {name}: {entries}.", "vi": "Chỉ có ở {name}: {entries}."},
    "none": {"en": "none", "vi": "không có"},
}
HEADERS: Mapping[str, tuple[str, ...]] = {
    "en": ("No.", "Indicator", "{here}", "{there}", "Difference", "Standing"),
    "vi": ("Số", "Chỉ tiêu", "{here}", "{there}", "Chênh lệch", "So sánh"),
}


def reason_in_words(pairing: Pairing, language: str) -> str:
    """Why two sides are not comparable; `Pairing.reason_in` says more."""
    if pairing.mismatch is None:
        return ""
    if pairing.verdict is not None:
        return pairing.verdict.problem_in(language)
    return _MISMATCHES[pairing.mismatch][language].format(**dict(_facts(pairing, language)))


def explanation(pairing: Pairing, language: str) -> str:
    """Both sides and what follows; `Pairing.explain` says more."""
    say = {name: sentences[language] for name, sentences in _SENTENCES.items()}
    kind = "target" if isinstance(pairing.theirs, Target) else "figure"
    start = say[kind].format(
        number=pairing.ours.number,
        name=pairing.ours.indicator.name(language),
        ours=_in_words(pairing.ours, language),
        theirs=_in_words(pairing.theirs, language),
        period=pairing.theirs.reference_period,
    )
    standing = _STANDINGS[pairing.standing][language]
    reason = reason_in_words(pairing, language)
    if reason:
        return f"{start} {say['reason'].format(standing=capital(standing), reason=reason)}"
    if pairing.rate is not None:
        start = f"{start} {say['rate'].format(rate=pairing.rate.in_words(language))}"
    if pairing.difference is None:
        return f"{start} {say['standing'].format(standing=capital(standing))}"
    share = ""
    if pairing.ratio is not None:
        words = format_amount(rounded(pairing.ratio * 100, 4), PERCENT, locale=language)
        share = say["share"].format(share=words)
    difference = _difference(pairing, language)
    counted = "difference" if pairing.theirs_upper_in_our_unit is None else "difference_of_range"
    end = say[counted].format(difference=difference, share=share, standing=standing)
    return f"{start} {end}"


def frame_of_pairings(beside: SideBySide, language: str) -> pl.DataFrame:
    """A row for each pairing; `SideBySide.to_frame` says what it holds."""
    import polars as pl  # noqa: PLC0415  # 60 ms that a table in Markdown does without

    has_ranges = any(pairing.theirs_upper_in_our_unit is not None for pairing in beside.rows)
    schema = {
        **dict.fromkeys(("indicator", "name_vi", "name_en"), pl.String),
        **dict.fromkeys(("ours", "theirs"), pl.Float64),
        **({"theirs_upper": pl.Float64} if has_ranges else {}),
        "unit": pl.String,
        "difference": pl.Float64,
        "difference_unit": pl.String,
        "ratio": pl.Float64,
        **dict.fromkeys(("standing", "reason"), pl.String),
    }
    has_rates = any(pairing.rate is not None for pairing in beside.rows)
    if has_rates:
        schema["exchange_rate"] = pl.String
    rows = [
        (
            pairing.indicator,
            pairing.ours.indicator.name_vi,
            pairing.ours.indicator.name_en,
            _as_float(pairing.ours.easier_bound),
            _as_float(pairing.theirs_in_our_unit),
            *([_as_float(pairing.theirs_upper_in_our_unit)] if has_ranges else []),
            pairing.ours.unit,
            _as_float(pairing.difference),
            pairing.difference_unit,
            _as_float(pairing.ratio),
            pairing.standing.value,
            reason_in_words(pairing, language) or None,
            *([pairing.rate and pairing.rate.in_words(language)] if has_rates else []),
        )
        for pairing in beside.rows
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def title(beside: SideBySide, language: str) -> str:
    """What is set beside what."""
    there = _there(beside, language)
    return _SENTENCES["title"][language].format(here=beside.here, there=there)


def headers(beside: SideBySide, language: str) -> list[str]:
    """What the columns of a table of pairings are headed with."""
    there = _there(beside, language)
    return [header.format(here=beside.here, there=there) for header in HEADERS[language]]


def cells(pairing: Pairing, language: str) -> list[str]:
    """What a table says of a pairing: number, name, both sides, difference and standing."""
    standing = _STANDINGS[pairing.standing][language]
    reason = reason_in_words(pairing, language)
    theirs = _in_words(pairing.theirs, language)
    if not isinstance(pairing.theirs, Target):
        theirs += _aside(pairing.theirs)
    return [
        pairing.ours.number,
        pairing.ours.indicator.name(language),
        _in_words(pairing.ours, language),
        theirs,
        _difference(pairing, language),
        f"{standing}: {reason}" if reason else standing,
    ]


def leftovers(beside: SideBySide, language: str) -> Iterator[str]:
    """What only one side has, a sentence for each."""
    for name, entries in (
        (beside.here, beside.only_here),
        (_there(beside, language), beside.only_there),
    ):
        names = dict.fromkeys(_name(entry, language) for entry in entries)
        none = _SENTENCES["none"][language]
        yield _SENTENCES["only"][language].format(name=name, entries="; ".join(names) or none)


def markdown_of_pairings(beside: SideBySide, language: str) -> str:
    """The pairings as a table; `SideBySide.to_markdown` says more."""
    rows = [headers(beside, language), ["---"] * len(HEADERS[language])]
    rows += [[_escaped(cell) for cell in cells(each, language)] for each in beside.rows]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    rest = (_escaped(sentence) for sentence in leftovers(beside, language))
    return "\n\n".join([f"# {title(beside, language)}", table, *rest]) + "\n"


def _facts(pairing: Pairing, language: str) -> Iterator[tuple[str, str]]:
    """What the sentences about a mismatch say of both sides."""
    ours, theirs = pairing.ours, pairing.theirs
    yield "our_unit", format_unit(ours.unit, language=language)
    yield "their_unit", format_unit(theirs.unit, language=language)
    yield "our_period", str(ours.reference_period)
    yield "their_period", str(theirs.reference_period)
    if isinstance(theirs, Target):
        here, there = ours.indicator, theirs.indicator
        yield "our_direction", _DIRECTIONS[here.direction][language]
        yield "their_direction", _DIRECTIONS[there.direction][language]
        # "numerator doctors / resident-doctors": which field, and what it says on each side.
        sides = {name: (getattr(here, name), getattr(there, name)) for name in DEFINING}
        yield (
            "fields",
            "; ".join(
                f"{name} {mine or '-'} / {their or '-'}"
                for name, (mine, their) in sides.items()
                if mine != their
            ),
        )


def _in_words(side: Target | Observation, language: str) -> str:
    if isinstance(side, Target):
        return promise_in_words(side.criterion, side.unit, language)
    return figure_in_words(side, language)


def _aside(observation: Observation) -> str:
    """When and by whom: two figures of one year may come from two sources."""
    about = (str(observation.reference_period), observation.source)
    return f", {', '.join(filter(None, about))}"


def _name(entry: Target | Observation, language: str) -> str:
    return entry.indicator.name(language) if isinstance(entry, Target) else entry.indicator


def _there(beside: SideBySide, language: str) -> str:
    return beside.there or _SENTENCES["reported"][language]


def _difference(pairing: Pairing, language: str) -> str:
    """Our bound less theirs with its sign and unit; "" where nothing is compared."""
    difference, unit = pairing.difference, pairing.difference_unit
    if difference is None or unit is None:
        return ""
    return signed_amount(rounded(difference, 12), unit, language)


def _as_float(number: Decimal | Fraction | None) -> float | None:
    return None if number is None else float(number)


def _escaped(cell: str) -> str:
    return " ".join(cell.translate(ESCAPES).replace("|", "\\|").split())
