"""Changes in words: as the rows of a frame and as a changelog, in Vietnamese and English."""

from __future__ import annotations

import math
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from resolution_targets.changekinds import (
    FIELDS,
    ChangeKind,
    Promise,
    is_alike,
    kinds_of_field,
)
from resolution_targets.criteria import Status
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.observations import Observation
from resolution_targets.revisions import Revision
from resolution_targets.sources import Source
from resolution_targets.targets import Target
from resolution_targets.wording import (
    check_language,
    figure_with_unit,
    firmness_in_words,
    promise_in_words,
    range_template,
    status_in_words,
    truth_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import polars as pl

    from resolution_targets.changes import Change, DatasetDiff

# What is said of one kind of a change, before and after; None where there is nothing.
_Texts = tuple[str | None, str | None]

_COLUMNS = ("table", "key", "kind", "name_vi", "name_en", "before", "after")
# How much is shown of a long text, and how much of that stands before the first difference.
_SHOWN, _SHOWN_BEFORE = 80, 20
_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "versions": {"en": "{before} → {after}", "vi": "{before} → {after}"},
    "datasets": {"en": "{before} and {after}", "vi": "{before} và {after}"},
    "changed": {
        "en": "{kinds}, from {before} to {after}",
        "vi": "{kinds}, trước là {before}, nay là {after}",
    },
    "differs": {
        "en": "{kinds}, {before} against {after}",
        "vi": "{kinds}, {before} so với {after}",
    },
    "none": {"en": "none", "vi": "không có"},
    "revised": {"en": "revised from {day}", "vi": "điều chỉnh từ {day}"},
    "reported": {"en": "reported for {area}, {period}", "vi": "số liệu {area}, {period}"},
    "only": {"en": "Targets only in {name}: {count}.", "vi": "Chỉ tiêu chỉ có ở {name}: {count}."},
    "no_change": {"en": "Nothing changed.", "vi": "Không có thay đổi."},
    "no_difference": {
        "en": "No common target differs.",
        "vi": "Không có chỉ tiêu chung nào khác nhau.",
    },
}
# Between two datasets nobody tightened anything: the second one's promise is tighter.
_BESIDE: Mapping[ChangeKind, Mapping[str, str]] = {
    ChangeKind.DROPPED: {"en": "only in the first", "vi": "chỉ có ở bộ thứ nhất"},
    ChangeKind.TIGHTENED: {"en": "tighter", "vi": "chặt hơn"},
    ChangeKind.LOOSENED: {"en": "looser", "vi": "lỏng hơn"},
    ChangeKind.SHIFTED: {"en": "at another level", "vi": "ở mức khác"},
    ChangeKind.EXCEEDING_CHANGED: {"en": "exceeded otherwise", "vi": "khác ngưỡng tính là vượt"},
    ChangeKind.RELATION_CHANGED: {"en": "another relation", "vi": "khác quan hệ"},
    ChangeKind.UNIT_CHANGED: {"en": "another unit", "vi": "khác đơn vị"},
    ChangeKind.STRETCH_CHANGED: {"en": "another stretch", "vi": "khác mức phấn đấu"},
    ChangeKind.QUALIFIED: {"en": "qualified otherwise", "vi": "khác từ “khoảng”, “duy trì”"},
    ChangeKind.SCOPE_CHANGED: {"en": "another period", "vi": "khác kỳ"},
    ChangeKind.MEANING_CHANGED: {"en": "measured otherwise", "vi": "khác nội dung chỉ tiêu"},
    ChangeKind.ADDED: {"en": "only in the second", "vi": "chỉ có ở bộ thứ hai"},
    ChangeKind.WORDS_ONLY: {"en": "the same promise", "vi": "cùng một mức"},
}
_TABLES_IN_WORDS: Mapping[str, Mapping[str, str]] = {
    "indicators": {"en": "indicator", "vi": "chỉ tiêu thống kê"},
    "domains": {"en": "domain", "vi": "lĩnh vực"},
    "sources": {"en": "source", "vi": "nguồn"},
    "dataset": {"en": "dataset", "vi": "bộ dữ liệu"},
}
# What has a meaning of its own in Markdown.
ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>"})


def frame_of_changes(found: DatasetDiff, language: str) -> pl.DataFrame:
    """A row for each change and kind; `DatasetDiff.to_frame` says what it holds and raises."""
    import polars as pl  # noqa: PLC0415  # 60 ms that a changelog does without

    check_language(language)
    rows = [
        (change.table, change.key, kind.value, change.name_vi, change.name_en, *texts)
        for change in found.changes
        for kind, texts in _said(found, change, language)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String), orient="row")


def changelog(found: DatasetDiff, language: str) -> str:
    """The changes in Markdown; `DatasetDiff.to_markdown` says what it holds and raises."""
    check_language(language)
    say = {name: sentences[language] for name, sentences in _SENTENCES.items()}
    is_one = found.is_one_dataset
    title = say["versions" if is_one else "datasets"]
    blocks = [f"# {title.format(before=found.before, after=found.after)}"]
    for kind in ChangeKind:
        listed = [change for change in found.changes if change.kinds[0] is kind]
        if listed and kind is not ChangeKind.RELEASE_CHANGED:
            words = _words(kind, language, is_one_dataset=is_one)
            blocks.append(f"## {words[:1].upper()}{words[1:]}")
            blocks.append("\n".join(_line(found, change, language) for change in listed))
    if len(blocks) == 1:
        blocks.append(say["no_change" if is_one else "no_difference"])
    if not is_one:
        counts = {found.before: found.only_before, found.after: found.only_after}
        blocks.extend(say["only"].format(name=name, count=counts[name]) for name in counts)
    return "\n\n".join(blocks) + "\n"


def _words(kind: ChangeKind, language: str, *, is_one_dataset: bool) -> str:
    return kind.in_words(language) if is_one_dataset else _BESIDE[kind][language]


def _line(found: DatasetDiff, change: Change, language: str) -> str:
    """A change as a line of a list; kinds of which the same is shown share a clause."""
    name = (change.name_vi if language == "vi" else change.name_en).translate(ESCAPES)
    clauses: dict[tuple[str, ...], list[str]] = {}
    for kind, texts in _said(found, change, language):
        if kind is ChangeKind.WORDS_ONLY and found.is_one_dataset:
            shown = _worded(change)
        else:
            escaped = tuple(text and text.translate(ESCAPES) for text in texts)
            shown = _shown(kind, escaped, _SENTENCES["none"][language])
        words = _words(kind, language, is_one_dataset=found.is_one_dataset)
        # The name of a source or indicator stands there already.
        clauses.setdefault(() if shown == (name,) else shown, []).append(words)
    pair = _SENTENCES["changed" if found.is_one_dataset else "differs"][language]
    said = (_clause(", ".join(kinds), shown, pair) for shown, kinds in clauses.items())
    return " ".join(f"- **{name}** ({_aside(found, change, language)}): {'; '.join(said)}".split())


def _worded(change: Change) -> tuple[str, ...]:
    """Which words differ, and not what they say: quotes and comments are long."""
    if change.table == "dataset":
        return ()
    fields = _facts(change.before, change.after, ChangeKind.WORDS_ONLY)
    return (", ".join(f"`{name}`" for name, *_ in fields),) if fields else ()


def _shown(kind: ChangeKind, texts: tuple[str | None, ...], none: str) -> tuple[str, ...]:
    """Nothing, one text that stands alone, or what was before and after."""
    if kind in _ALONE or texts[0] == texts[1]:
        return tuple(text for text in texts if text is not None)[:1]
    return tuple(text or none for text in texts)


def _clause(kinds: str, shown: tuple[str, ...], pair: str) -> str:
    if len(shown) > 1:
        return pair.format(kinds=kinds, before=shown[0], after=shown[1])
    return ", ".join((kinds, *shown))


def _aside(found: DatasetDiff, change: Change, language: str) -> str:
    """What tells an entry from others of its name: its number, its day, where and when."""
    say = _ASIDES.get(change.table)
    if say is None:
        return _TABLES_IN_WORDS[change.table][language]
    entries = [entry for entry in (change.before, change.after) if entry is not None]
    # A promise may have another number by now, or in the other dataset.
    joint = " → " if found.is_one_dataset else " / "
    return joint.join(dict.fromkeys(say(entry, language) for entry in entries))


def _said(found: DatasetDiff, change: Change, language: str) -> Iterator[tuple[ChangeKind, _Texts]]:
    """What there is to say of each kind of a change."""
    entries = change.before, change.after
    for kind in change.kinds:
        # Where two datasets promise the same, that is what a reader of both wants to know.
        is_same = kind is ChangeKind.WORDS_ONLY and not found.is_one_dataset
        say = _summary if is_same else _SAYINGS.get(kind)
        if change.table == "dataset":
            yield kind, _shortened(*entries)
        elif kind is ChangeKind.MOVED:
            yield kind, (_nth(change.place_before), _nth(change.place_after))
        elif say is not None:
            before, after = (None if each is None else say(each, language) for each in entries)
            yield kind, (before, after)
        else:
            yield kind, _joined(_facts(*entries, kind))


def _facts(before: Any, after: Any, kind: ChangeKind) -> list[tuple[str, str | None, str | None]]:  # noqa: ANN401  # two entries of one type
    """The fields that a kind is about, each as it was and as it is."""
    facts: list[tuple[str, str | None, str | None]] = []
    for name, rule in FIELDS[type(before)].items():
        was, now = getattr(before, name), getattr(after, name)
        if is_alike(was, now) or kind not in kinds_of_field(rule, was, now):
            continue
        if isinstance(was, (Indicator, Domain)) and was.id == now.id:
            facts += _facts(was, now, kind)
        else:
            facts.append((name, *_shortened(was, now)))
    return facts


def _joined(facts: Sequence[tuple[str, str | None, str | None]]) -> _Texts:
    """One field's values as they are, several with their names."""
    if len(facts) == 1:
        return facts[0][1:]
    before, after = (
        "; ".join(f"{fact[0]}: {fact[side]}" for fact in facts if fact[side] is not None)
        for side in (1, 2)
    )
    return before or None, after or None


def _shortened(was: object, now: object) -> _Texts:
    """Two values as text; of long ones what stands around the place where they part."""
    texts = _cell(was), _cell(now)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False))
    start = max(sum(1 for _ in same) - _SHOWN_BEFORE, 0)
    before, after = (_window(text, start) or None for text in texts)
    return before, after


def _cell(value: object) -> str:
    # All targets of a view are too much for a cell.
    return "" if value is None or isinstance(value, tuple) else str(getattr(value, "id", value))


def _window(text: str, start: int) -> str:
    if len(text) <= _SHOWN:
        return text
    end = start + _SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _nth(place: int | None) -> str | None:
    return None if place is None else str(place + 1)


def _promise(promise: Promise, language: str) -> str:
    return promise_in_words(promise.criterion, promise.unit, language)


def _stretch(promise: Promise, language: str) -> str | None:
    stretch = promise.stretch
    return None if stretch is None else promise_in_words(stretch, promise.unit, language)


def figure_in_words(observation: Observation, language: str) -> str:
    """A reported figure with its unit and how firm it is: "7.3% (estimated)"."""
    value, upper, unit = observation.value, observation.value_upper, observation.unit
    if value is None:
        return status_in_words(Status.NOT_REPORTED, language)
    if isinstance(value, bool):
        amount = truth_in_words(is_done=value, language=language)
    elif all(math.isfinite(end) for end in (value, upper or 0)):
        amount = figure_with_unit(value, upper, unit, language)
    else:
        ends = range_template(language).format(low=value, high=upper)
        amount = f"{value if upper is None else ends} {unit}"
    firmness = firmness_in_words(observation.observation_status.value, language)
    return f"{amount} ({firmness})" if firmness else amount


def _title(entry: Any, language: str) -> str:  # noqa: ANN401  # an indicator, a domain or a source
    name: str = getattr(entry, f"{'title' if isinstance(entry, Source) else 'name'}_{language}")
    return name


def _summary(entry: Any, language: str) -> str:  # noqa: ANN401  # an entry of any type
    """What an entry says, in a few words."""
    return _SUMMARIES.get(type(entry), _title)(entry, language)


_SUMMARIES: Mapping[type, Callable[[Any, str], str]] = {
    Target: _promise,
    Revision: _promise,
    Observation: figure_in_words,
}
# What there is to say before and after; of the other kinds it is the fields that differ.
_SAYINGS: Mapping[ChangeKind, Callable[[Any, str], str | None]] = {
    ChangeKind.DROPPED: _summary,
    ChangeKind.TIGHTENED: _promise,
    ChangeKind.LOOSENED: _promise,
    ChangeKind.SHIFTED: _promise,
    ChangeKind.EXCEEDING_CHANGED: _promise,
    ChangeKind.RELATION_CHANGED: _promise,
    ChangeKind.UNIT_CHANGED: _promise,
    ChangeKind.STRETCH_CHANGED: _stretch,
    ChangeKind.QUALIFIED: _promise,
    ChangeKind.VALUE_CHANGED: figure_in_words,
    ChangeKind.ADDED: _summary,
}
_ASIDES: Mapping[str, Callable[[Any, str], str]] = {
    "targets": lambda target, _: target.number,
    "revisions": lambda revision, language: _SENTENCES["revised"][language].format(
        day=revision.in_force_from
    ),
    "observations": lambda seen, language: _SENTENCES["reported"][language].format(
        area=seen.reference_area, period=seen.reference_period
    ),
}
# What stands for itself, without what was there before.
_ALONE = frozenset({ChangeKind.DROPPED, ChangeKind.ADDED, ChangeKind.COMPLETED})
