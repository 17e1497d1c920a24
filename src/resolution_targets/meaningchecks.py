"""Checking what rows mean: units, promises, parts of wholes, phrases and their numbers.

Each check looks at the cells that it needs and no others, so that all of a row's
problems are found at once.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from resolution_targets.criteria import Criterion, Direction, Relation, rule_for
from resolution_targets.errors import IncompatibleUnitError, InvalidCriterionError, listed
from resolution_targets.indicators import QuantityKind
from resolution_targets.phrases import has_number, missing_phrases, one_line
from resolution_targets.units import as_decimal, exact_factor
from resolution_targets.violations import ValidationRule, shown
from resolution_targets.vocabulary import canonical_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from resolution_targets.sheets import Sheet
    from resolution_targets.violations import Violation

# string.ascii_lowercase costs an import.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# The promises of a row: what the columns of each begin with.
_PROMISES = ("", "stretch_")
# The numbers of a row that must stand in its phrase.
_NUMBERS = {
    "targets": ("lower", "upper", "stretch_lower", "stretch_upper"),
    "revisions": ("lower", "upper", "stretch_lower", "stretch_upper"),
    "observations": ("value", "value_upper"),
}
# What an indicator of a kind must name.
_NEEDS = {
    QuantityKind.RATIO: ("numerator", "denominator"),
    QuantityKind.CHANGE: ("change_of",),
}
_MILESTONE_VALUES = (Decimal(0), Decimal(1))


class _Measures(NamedTuple):
    """What is known of the indicators, each by its id; what is spoilt is left out.

    Attributes:
        kinds: Their kinds.
        directions: Their directions.
        units: Their units.
        of_targets: The indicator of each target, by the target's id.
    """

    kinds: Mapping[str, str]
    directions: Mapping[str, str]
    units: Mapping[str, str]
    of_targets: Mapping[str, str]


def check_meanings(sheets: Mapping[str, Sheet], texts: Mapping[str, str]) -> Iterator[Violation]:
    """What is wrong with rows whose cells are sound by themselves.

    Args:
        sheets: The tables that can be read, by name.
        texts: The texts of the sources, by path.
    """
    measures = _Measures(
        kinds=_by_id(sheets, "indicators", "kind"),
        directions=_by_id(sheets, "indicators", "direction"),
        units=_by_id(sheets, "indicators", "unit"),
        of_targets=_by_id(sheets, "targets", "indicator"),
    )
    for sheet in _those(sheets, "indicators"):
        yield from _check_indicators(sheet)
    for sheet in _those(sheets, *_NUMBERS):
        yield from _check_units(sheet, measures)
    for sheet in _those(sheets, "targets", "revisions"):
        yield from _check_relations(sheet, measures)
        yield from _check_bounds(sheet)
    for sheet in _those(sheets, "targets"):
        yield from _check_order(sheet)
        yield from _check_parents(sheet)
        yield from _check_parts(sheet, measures)
    for sheet in _those(sheets, "revisions"):
        yield from _check_days(sheet, _by_id(sheets, "targets", "in_force_from"))
    for sheet in _those(sheets, "observations"):
        yield from _check_milestones(sheet, measures)
        yield from _check_ranges(sheet)
    yield from _check_phrases(sheets, texts)
    for sheet in _those(sheets, *_NUMBERS):
        yield from _check_numbers(sheet, measures)


def _those(sheets: Mapping[str, Sheet], *tables: str) -> Iterator[Sheet]:
    """Out of some tables those that could be read."""
    return (sheets[table] for table in tables if table in sheets)


def _by_id(sheets: Mapping[str, Sheet], table: str, column: str) -> dict[str, str]:
    """The cells of a column by the ids of their rows, where both are sound."""
    return {
        id_: cell
        for sheet in _those(sheets, table)
        for _, (id_, cell) in sheet.sound_cells("id", column)
    }


def _with_indicator(
    sheet: Sheet, measures: _Measures, *columns: str
) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """The rows in which some columns are sound, with the indicator that each is about."""
    key = "target" if sheet.table == "revisions" else "indicator"
    for place, (name, *cells) in sheet.sound_cells(key, *columns):
        indicator = measures.of_targets.get(name, "") if key == "target" else name
        yield place, indicator, tuple(cells)


def _check_indicators(sheet: Sheet) -> Iterator[Violation]:
    rule = ValidationRule.INDICATOR
    for kind, needed in _NEEDS.items():
        for column in needed:
            for place, (of_kind, cell) in sheet.sound_cells("kind", column):
                if of_kind == kind and not cell:
                    message = f"an indicator of kind {kind.value!r} needs a {column}; name it"
                    yield sheet.violation(place, column, rule, message)
    for place, (id_, level) in sheet.sound_cells("id", "change_of"):
        if id_ == level:
            message = f"{id_!r} is the change of itself; name the indicator whose change it is"
            yield sheet.violation(place, "change_of", rule, message)


def _check_units(sheet: Sheet, measures: _Measures) -> Iterator[Violation]:
    """Units that measure something else than the indicator's."""
    for place, indicator, (unit,) in _with_indicator(sheet, measures, "unit"):
        problem = _unit_clash(unit, measures.units.get(indicator, unit))
        if problem:
            message = f"{indicator!r} is measured in {measures.units[indicator]}; {problem}"
            yield sheet.violation(place, "unit", ValidationRule.UNIT, message)


@lru_cache(maxsize=1024)
def _unit_clash(unit: str, expected: str) -> str:
    """Why a unit does not convert to another one; "" if it does."""
    try:
        exact_factor(unit, expected)
    except IncompatibleUnitError as error:
        return f"{error.unit!r} {error.hint or 'measures something else and does not convert'}"
    return ""


def _check_relations(sheet: Sheet, measures: _Measures) -> Iterator[Violation]:
    """Relations that the indicator's kind or direction does not take."""
    for prefix in _PROMISES:
        column = f"{prefix}relation"
        for place, indicator, (relation,) in _with_indicator(sheet, measures, column):
            kind, direction = measures.kinds.get(indicator), measures.directions.get(indicator)
            is_done = relation == Relation.DONE
            if not relation or kind is None:
                continue
            if is_done != (kind == QuantityKind.MILESTONE):
                message = (
                    f"{indicator!r} is of kind {kind!r}, and the relation is {relation!r}; a "
                    "milestone takes 'done', and nothing else does"
                )
                yield sheet.violation(place, column, ValidationRule.CRITERION, message)
            elif not is_done and direction is not None:
                problem = _contradiction(relation, direction)
                if problem:
                    yield sheet.violation(place, column, ValidationRule.DIRECTION, problem)


@lru_cache(maxsize=64)
def _contradiction(relation: str, direction: str) -> str:
    """Why a relation and a direction do not go together; "" if they do."""
    try:
        rule_for(Relation(relation), Direction(direction))
    except InvalidCriterionError as error:
        return str(error)
    return ""


def _check_bounds(sheet: Sheet) -> Iterator[Violation]:
    """Bounds that are missing, too many, or the wrong way round."""
    for prefix in _PROMISES:
        names = [f"{prefix}{name}" for name in ("relation", "lower", "upper")]
        for place, (relation, lower, upper) in sheet.sound_cells(*names):
            if relation:
                try:
                    Criterion(relation=relation, lower=lower or None, upper=upper or None)
                except InvalidCriterionError as error:
                    column = f"{prefix}{_odd_bound(relation, lower, upper)}"
                    yield sheet.violation(place, column, ValidationRule.CRITERION, str(error))
    flag = "stretch_hedged"
    names = [f"stretch_{name}" for name in ("relation", "lower", "upper")]
    for place, (relation, lower, upper, hedged) in sheet.sound_cells(*names, flag):
        if not relation and (lower or upper or hedged == "true"):
            message = "the row has bounds of a stretch, and no relation of it; name that"
            yield sheet.violation(place, names[0], ValidationRule.CRITERION, message)


def _odd_bound(relation: str, lower: str, upper: str) -> str:
    """The bound to look at first: one that is missing or too many, else the lower one."""
    if relation == Relation.BETWEEN:
        return "upper" if lower and not upper else "lower"
    if relation == Relation.DONE:
        return "lower" if lower else "upper"
    return "upper" if lower else "lower"


def _check_order(sheet: Sheet) -> Iterator[Violation]:
    """Promises that stand apart from the others of their line."""
    entries = ((place, number.rstrip(_LETTERS)) for place, (number,) in sheet.sound_cells("number"))
    closed: set[str] = set()
    for line, group in groupby(entries, key=lambda entry: entry[1]):
        place, _ = next(group)
        if line in closed:
            message = f"the promises of line {line} stand apart; put them together"
            yield sheet.violation(place, "number", ValidationRule.ORDER, message)
        closed.add(line)


def _check_days(sheet: Sheet, days: Mapping[str, str]) -> Iterator[Violation]:
    """Revisions that would hold before what they revise."""
    for place, (target, day) in sheet.sound_cells("target", "in_force_from"):
        first = days.get(target, "")
        if day <= first:
            message = f"{day} is not after {first}, the first day of the promise that it revises"
            yield sheet.violation(place, "in_force_from", ValidationRule.ORDER, message)


def _check_parents(sheet: Sheet) -> Iterator[Violation]:
    """Targets that are, over some steps, a part of themselves."""
    rows = {id_: place for place, (id_, _) in sheet.sound_cells("id", "of_which")}
    parent = _by_id({sheet.table: sheet}, sheet.table, "of_which")
    # Each target is passed once: a chain of 100,000 parts would else be walked as often.
    passed: set[str] = set()
    for start in parent:
        chain: dict[str, None] = {}
        at = start
        while at in parent and at not in passed:
            passed.add(at)
            chain[at] = None
            at = parent[at]
        if at in chain:
            steps = list(chain)
            for id_ in steps[steps.index(at) :]:
                over = "" if parent[id_] == id_ else f", over {parent[id_]!r}"
                message = f"{id_!r} is a part of itself{over}; name the whole, or nothing"
                yield sheet.violation(rows[id_], "of_which", ValidationRule.PARENT, message)


class _Amount(NamedTuple):
    """A bound that may be added to others."""

    place: int
    id: str
    bound: Decimal
    unit: str


def _check_parts(sheet: Sheet, measures: _Measures) -> Iterator[Violation]:
    """Parts of an additive whole in another unit, or whose bounds do not make it up."""
    amounts = {amount.id: amount for amount in _amounts(sheet, measures)}
    families: dict[str, list[_Amount | None]] = {}
    for _, (id_, whole_id) in sheet.sound_cells("id", "of_which"):
        if whole_id not in amounts:
            continue
        part, whole = amounts.get(id_), amounts[whole_id]
        if part is not None and _unit_clash(part.unit, whole.unit):
            message = (
                f"{id_!r} is in {part.unit} and can be no part of {whole_id!r}, which is in "
                f"{whole.unit}"
            )
            yield sheet.violation(part.place, "of_which", ValidationRule.PARENT, message)
            part = None
        families.setdefault(whole_id, []).append(part)
    for whole_id, family in families.items():
        # With a part that is no amount, or is wrong itself, there is no sum.
        parts = [part for part in family if part is not None]
        if len(parts) == len(family):
            yield from _check_sum(sheet, amounts[whole_id], parts)


def _amounts(sheet: Sheet, measures: _Measures) -> Iterator[_Amount]:
    """The targets whose bounds add up: a ceiling says nothing of the sum of its parts."""
    # Where all of the promise is sound, there is a lower bound.
    columns = ("id", "lower", "unit", "relation", "upper")
    for place, indicator, (id_, lower, unit, *_) in _with_indicator(sheet, measures, *columns):
        is_additive = measures.kinds.get(indicator) == QuantityKind.ADDITIVE
        if is_additive and measures.directions.get(indicator) == Direction.HIGHER:
            yield _Amount(place=place, id=id_, bound=Decimal(lower), unit=canonical_unit(unit))


def _check_sum(sheet: Sheet, whole: _Amount, parts: list[_Amount]) -> Iterator[Violation]:
    shares = (Fraction(part.bound) * exact_factor(part.unit, whole.unit) for part in parts)
    sum_ = sum(shares, Fraction())
    is_less = sum_ < whole.bound
    # A whole and one part: "of which" need not name all parts.
    if sum_ == whole.bound or (is_less and len(parts) == 1):
        return
    message = (
        f"its parts {listed([repr(part.id) for part in parts])} add up to {as_decimal(sum_):f} "
        f"{whole.unit}, the whole is {whole.bound:f}; "
    ) + ("is a part missing?" if is_less else "a part or the whole is wrong")
    rule = ValidationRule.PARTS
    yield sheet.violation(whole.place, "lower", rule, message, is_warning=is_less)


def _check_ranges(sheet: Sheet) -> Iterator[Violation]:
    """Reported ranges of which one end is missing, or the larger stands first."""
    for place, (value, upper) in sheet.sound_cells("value", "value_upper"):
        if upper and (not value or Decimal(upper) < Decimal(value)):
            found = f"'{value}' to '{upper}'"
            message = f"{found} is no range; give the smaller end as value and the larger here"
            yield sheet.violation(place, "value_upper", ValidationRule.CRITERION, message)


def _check_milestones(sheet: Sheet, measures: _Measures) -> Iterator[Violation]:
    rule = ValidationRule.TYPE
    for column, problem in (("value", _no_truth), ("value_upper", _no_single_value)):
        for place, indicator, (cell,) in _with_indicator(sheet, measures, column):
            is_milestone = measures.kinds.get(indicator) == QuantityKind.MILESTONE
            message = problem(cell) if is_milestone and cell else ""
            if message:
                yield sheet.violation(place, column, rule, message)


def _no_truth(cell: str) -> str:
    if Decimal(cell) in _MILESTONE_VALUES:
        return ""
    return f"{cell} is no value of a milestone; write 1 if it was reached, 0 if not"


def _no_single_value(_: str) -> str:
    return "a milestone was reached or not, and is no range; leave the cell empty"


def _check_phrases(sheets: Mapping[str, Sheet], texts: Mapping[str, str]) -> Iterator[Violation]:
    paths = _by_id(sheets, "sources", "path")
    cited: dict[str, list[tuple[Sheet, int, str, str]]] = {}
    for sheet in _those(sheets, *_NUMBERS):
        for place, (phrase, source) in sheet.sound_cells("quote", "source"):
            if paths.get(source) in texts:
                cited.setdefault(paths[source], []).append((sheet, place, phrase, source))
    for path, quotes in cited.items():
        missing = missing_phrases(texts[path], (phrase for _, _, phrase, _ in quotes))
        for sheet, place, phrase, source in quotes:
            if phrase in missing:
                message = f"{shown(one_line(phrase))} does not stand in the text of {source!r}"
                yield sheet.violation(place, "quote", ValidationRule.PHRASE, message)


def _check_numbers(sheet: Sheet, measures: _Measures) -> Iterator[Violation]:
    # That a milestone was reached is told in words.
    in_words = {
        place
        for place, indicator in enumerate(sheet.column("indicator"))
        if measures.kinds.get(indicator) == QuantityKind.MILESTONE
    }
    for column in _NUMBERS[sheet.table]:
        for place, (cell, phrase) in sheet.sound_cells(column, "quote"):
            if cell and place not in in_words and not has_number(phrase, Decimal(cell)):
                message = f"{cell} does not stand in the phrase {shown(one_line(phrase))}"
                whole = cell.replace(".", "")
                if whole != cell and has_number(phrase, Decimal(whole)):
                    message += f"; numbers are not grouped here: write {whole}"
                yield sheet.violation(place, column, ValidationRule.NUMBER, message)
