"""Deriving from observations, one by one: what the rules make of the figures there are."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from resolution_targets.derivationentries import (
    KINDS,
    Entry,
    Key,
    defect,
    is_one,
    is_range,
    preference,
)
from resolution_targets.derivationresults import Disagreement, NotDerived
from resolution_targets.derivationrules import (
    MONTHS,
    Figure,
    Rule,
    RuleKind,
    Time,
    added,
    changed,
    combining_factor,
    disagree,
    divided,
    figure,
    grown,
    so_far,
    time_of,
    unit_plans,
    weakest,
)
from resolution_targets.derivationwords import DerivationProblem
from resolution_targets.observations import Observation
from resolution_targets.units import as_decimal, nearest_float

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from resolution_targets.dataset import Dataset
    from resolution_targets.periods import ReferencePeriod

_PROBLEMS = list(DerivationProblem)


class Steps:
    """The figures at hand while the rules are applied, and what came of it so far.

    Attributes:
        derived: The figures that were added.
        disagreements: Reported figures that derived ones contradict.
        problems: What could not be used, and why.
    """

    def __init__(
        self, dataset: Dataset, rules: Sequence[Rule], given: Sequence[Observation]
    ) -> None:
        self.derived: list[Observation] = []
        self.disagreements: list[Disagreement] = []
        self.problems: list[NotDerived] = []
        self._rules = rules
        self._parts = {part for rule in rules for part in rule.parts}
        # What was reported, usable or not; what was derived before; and what can be used.
        self._reported: dict[Key, list[Entry]] = {}
        self._ranges: dict[Key, list[Entry]] = {}
        self._earlier: dict[Key, list[Entry]] = {}
        self._usable: dict[Key, Entry] = {}
        self._used: set[Key] = set()
        # The first rule's refusal counts, and of one rule the first problem: no matter in
        # which order the figures come.
        self._refused: dict[Key, tuple[int, int, NotDerived]] = {}
        self._place = 0
        self._take(dataset, given)

    def run(self) -> None:
        """Apply the rules, then say what nothing was derived from."""
        for place, rule in enumerate(self._rules):
            self._place = place
            _APPLY[rule.kind](self, rule)
        self.problems += [
            refusal for key, (*_, refusal) in self._refused.items() if key not in self._used
        ]

    def _take(self, dataset: Dataset, given: Sequence[Observation]) -> None:
        concerned = self._parts | {rule.indicator.id for rule in self._rules}
        seen = [each for each in given if each.indicator in concerned]
        plans = unit_plans(dataset, {(each.indicator, each.unit) for each in seen})
        for each in seen:
            plan = plans[each.indicator, each.unit]
            problem = DerivationProblem.OTHER_UNIT if plan is None else None
            problem = defect(each) or problem
            if problem is not None or plan is None or each.value is None:
                self._report([each], problem)
                continue
            key = Key(each.indicator, each.reference_area, time_of(each.reference_period))
            entry = Entry(key, figure(each.value, plan.factor), plan.unit, each, (each,))
            place = self._earlier if each.derived_from else self._reported
            if is_range(each) and each.value_upper is not None:
                self._report([each], DerivationProblem.RANGE)
                entry = entry._replace(upper=figure(each.value_upper, plan.factor))
                # Nobody derives a range; one that says so counts for nothing.
                place = {} if each.derived_from else self._ranges
            place.setdefault(key, []).append(entry)
        # A report that came after a derivation takes its place.
        earlier = {key: one for key, one in self._earlier.items() if not self._is_reported(key)}
        for key, entries in {**self._reported, **earlier}.items():
            one = min(entries, key=preference)
            ranges = self._ranges.get(key, ())
            if is_one(entries) and not any(r.contradicts(one.figure, one.unit) for r in ranges):
                self._usable[key] = one
            else:
                self._report([e.observation for e in entries], DerivationProblem.CONFLICT)

    def _is_reported(self, key: Key) -> bool:
        """Whether something stands in a place that nobody derived, usable or not."""
        return key in self._reported or key in self._ranges

    def _report(self, given: list[Observation], problem: DerivationProblem | None) -> None:
        # The same words, no matter in which order 2025 and 2025-12M come.
        first = min(given, key=lambda each: KINDS.index(each.reference_period.kind))
        if problem is not None and first.indicator in self._parts and not first.derived_from:
            self.problems.append(
                NotDerived(observations=tuple(given), problem=problem, facts=_facts(first))
            )

    def _refuse(self, entries: Iterable[Entry], problem: DerivationProblem, **facts: str) -> None:
        for entry in entries:
            reported = self._reported.get(entry.key, ())
            if reported:
                refusal = NotDerived(
                    observations=tuple(each.observation for each in reported),
                    problem=problem,
                    facts=(*_facts(entry.observation), *facts.items()),
                )
                found = (self._place, _PROBLEMS.index(problem), refusal)
                there = self._refused.get(entry.key, found)
                self._refused[entry.key] = min(there, found, key=lambda each: each[:2])

    def _of(self, indicator: str) -> dict[tuple[str, Time], Entry]:
        return {
            (key.area, key.time): entry
            for key, entry in self._usable.items()
            if key.indicator == indicator
        }

    def _add(
        self,
        rule: Rule,
        found: Figure,
        period: ReferencePeriod,
        entries: Sequence[Entry],
        equal: Iterable[Entry] = (),
    ) -> None:
        """Add a figure, or hold it against what was reported in its place."""
        area = entries[0].key.area
        if rule.kind is RuleKind.SUM:
            trail = tuple(part for entry in entries for part in entry.parts)
        else:
            trail = tuple(entry.observation for entry in entries)
        is_exact = all(isinstance(part.value, (Decimal, int)) for part in trail)
        value = as_decimal(found.value) if is_exact else nearest_float(found.value)
        if not math.isfinite(value):
            self._refuse(entries, DerivationProblem.INFINITE)
            return
        self._used.update(entry.key for entry in (*entries, *equal))
        derived = Observation(
            indicator=rule.indicator.id,
            reference_area=area,
            reference_period=period,
            value=value,
            unit=rule.indicator.unit,
            observation_status=weakest(part.observation_status for part in trail),
            derived_from=trail,
        )
        key = Key(rule.indicator.id, area, time_of(period))
        places = (self._reported, self._ranges, self._earlier)
        there = [entry for place in places for entry in place.get(key, ())]
        self.disagreements += [
            Disagreement(reported=entry.observation, derived=derived)
            for entry in there
            if entry.contradicts(found, rule.indicator.unit)
        ]
        if not there:
            self.derived.append(derived)
        if not self._is_reported(key):
            # Later steps take the number that is shown; what is open about it goes along.
            shown = Figure(figure(value, Fraction(1)).value, found.step)
            parts = trail if rule.kind is RuleKind.SUM else (derived,)
            self._usable[key] = Entry(key, shown, rule.indicator.unit, derived, parts)

    def sum_up(self, rule: Rule) -> None:
        """The year so far, month by month."""
        (id_,) = rule.parts
        by_year: dict[tuple[str, int], dict[Time, Entry]] = {}
        for (area, time), entry in self._of(id_).items():
            by_year.setdefault((area, time.year), {})[time] = entry
        for there in by_year.values():
            self._drop_falls(there)
            self._sum_year(rule, there)

    def _drop_falls(self, there: dict[Time, Entry]) -> None:
        """Take out reported figures so far that fall from one to the next."""
        # Judgement: what adds up over time is an amount, and no amount is below nothing.
        series = [
            there[time]
            for time in sorted(there)
            if time.first == 1 and there[time].key in self._reported
        ]
        fallen = {
            entry.key
            for pair in pairwise(series)
            if _falls(pair[0].figure, pair[1].figure)
            for entry in pair
        }
        for entry in series:
            if entry.key in fallen:
                del self._usable[entry.key], there[entry.key.time]
                reported = [each.observation for each in self._reported[entry.key]]
                self._report(reported, DerivationProblem.FALLS)

    def _sum_year(self, rule: Rule, there: Mapping[Time, Entry]) -> None:
        whole = next(iter(there.values()), None)
        if whole is None:
            return
        year, area = whole.key.time.year, whole.key.area
        for last in range(1, MONTHS + 1):
            sums: list[tuple[Figure, tuple[Entry, ...]]] = []
            # A quarter before its last month: the fewer parts, the fewer roundings.
            for first in (last - 2, last) if last % 3 == 0 else (last,):
                piece = there.get(Time(year, first, last)) if first > 1 else None
                if piece is None:
                    continue
                base = self._usable.get(Key(rule.indicator.id, area, Time(year, 1, first - 1)))
                if base is None:
                    self._refuse([piece], DerivationProblem.GAP)
                else:
                    sums.append((added(base.figure, piece.figure), (base, piece)))
            self._add_sum(rule, so_far(year, last), sums)

    def _add_sum(
        self,
        rule: Rule,
        period: ReferencePeriod,
        sums: list[tuple[Figure, tuple[Entry, ...]]],
    ) -> None:
        if not sums:
            return
        (found, entries), *others = sums
        area = entries[0].key.area
        key = Key(rule.indicator.id, area, time_of(period))
        if self._is_reported(key):
            # Each of them may contradict the report.
            for each, more in sums:
                self._add(rule, each, period, more)
        elif others and disagree(found, others[0][0]):
            self._usable.pop(key, None)
            pieces = [entries[-1], others[0][1][-1]]
            self._refuse(pieces, DerivationProblem.SUMS_DIFFER)
        else:
            equal = [entry for _, more in others for entry in more]
            self._add(rule, found, period, entries, equal)

    def change(self, rule: Rule) -> None:
        """A level's fall or rise since the end of the year before."""
        points: dict[tuple[str, int, int], list[Entry]] = {}
        for (area, time), entry in self._of(rule.parts[0]).items():
            if rule.sign == 0:
                self._refuse([entry], DerivationProblem.NO_DIRECTION)
            elif rule.is_flow and (time.first, time.last) != (1, MONTHS):
                self._refuse([entry], DerivationProblem.NOT_WHOLE_YEAR, derived=rule.indicator.id)
            else:
                points.setdefault((area, time.year, time.last), []).append(entry)
        levels: dict[tuple[str, int, int], Entry] = {}
        for point, entries in points.items():
            if is_one(entries):
                # The longest period names the point; the others say the same.
                levels[point] = min(entries, key=lambda entry: entry.key.time.first)
            else:
                self._refuse(entries, DerivationProblem.CONFLICT)
        for (area, year, last), now in levels.items():
            before = levels.get((area, year - 1, MONTHS))
            if before is None:
                problem = DerivationProblem.NO_LEVEL_BEFORE
                self._refuse(points[area, year, last], problem, **_wanted(rule, rule.parts[0]))
            elif (factor := self._factor(rule, before, now)) is not None:
                found = changed(before.figure, now.figure, rule.sign, factor)
                equal = (*points[area, year, last], *points[area, year - 1, MONTHS])
                self._add(rule, found, so_far(year, last), (before, now), equal)

    def growth(self, rule: Rule) -> None:
        """A level's growth since the same period of the year before."""
        (level,) = rule.parts
        figures = self._of(level)
        for (area, time), now in figures.items():
            before = figures.get((area, time._replace(year=time.year - 1)))
            if before is None:
                problem = DerivationProblem.NO_EARLIER_FIGURE
                self._refuse([now], problem, **_wanted(rule, level))
            elif (factor := self._factor(rule, before, now)) is None:
                continue
            elif before.figure.value <= 0:
                problem = DerivationProblem.NOT_POSITIVE
                self._refuse([before, now], problem, **_wanted(rule, level))
            else:
                found = grown(before.figure, now.figure, factor)
                self._add(rule, found, now.observation.reference_period, (before, now))

    def share(self, rule: Rule) -> None:
        """A numerator by its denominator."""
        numerator, denominator = rule.parts
        overs, unders = self._of(numerator), self._of(denominator)
        for place, over in overs.items():
            under = unders.get(place)
            if under is None:
                problem = DerivationProblem.NO_DENOMINATOR
                self._refuse([over], problem, **_wanted(rule, denominator))
            elif (factor := self._factor(rule, over, under)) is None:
                continue
            elif under.figure.value == 0:
                problem = DerivationProblem.ZERO_DENOMINATOR
                self._refuse([over, under], problem, **_wanted(rule, denominator))
            else:
                found = divided(over.figure, under.figure, factor)
                self._add(rule, found, over.observation.reference_period, (over, under))
        alone = [under for place, under in unders.items() if place not in overs]
        self._refuse(alone, DerivationProblem.NO_NUMERATOR, **_wanted(rule, numerator))

    def _factor(self, rule: Rule, one: Entry, other: Entry) -> Fraction | None:
        time = one.key.time
        is_year = (time.first, time.last) == (1, MONTHS)
        factor = combining_factor(rule, (one.unit, other.unit), is_year=is_year)
        if factor is None:
            problem = DerivationProblem.UNITS_DIFFER
            self._refuse([one, other], problem, derived=rule.indicator.id)
        return factor


_APPLY: Mapping[RuleKind, Callable[[Steps, Rule], None]] = {
    RuleKind.SUM: Steps.sum_up,
    RuleKind.CHANGE: Steps.change,
    RuleKind.GROWTH: Steps.growth,
    RuleKind.SHARE: Steps.share,
}


def _falls(before: Figure, now: Figure) -> bool:
    return now.value < before.value and disagree(before, now)


def _facts(seen: Observation) -> tuple[tuple[str, str], ...]:
    year = seen.reference_period.year
    return (
        ("indicator", seen.indicator),
        ("period", str(seen.reference_period)),
        ("unit", seen.unit),
        ("year", str(year)),
        ("year_before", str(year - 1)),
    )


def _wanted(rule: Rule, needed: str) -> dict[str, str]:
    return {"derived": rule.indicator.id, "needed": needed}
