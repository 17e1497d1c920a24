"""The rules on frames, as joins of tables of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from resolution_targets.derivationcodes import (
    MONTHS,
    SLOTS,
    Codes,
    entry,
    kind_so_far,
    period_word,
)
from resolution_targets.derivationcolumns import Given
from resolution_targets.derivationnumbers import (
    alike,
    digits,
    numbers,
    quotient,
    with_numbers,
)
from resolution_targets.derivationplaces import places_in, side_by_side
from resolution_targets.derivationrules import Rule, RuleKind, combining_factor
from resolution_targets.derivationstanding import Standing, text_of
from resolution_targets.derivationsums import (
    CHECKED,
    FOUND,
    Facts,
    Outcome,
    falling,
    picked,
    sum_up,
)
from resolution_targets.derivationwords import DerivationProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_COMBINED = ("n", "den", "t", "unit", "rank", "text", "key")


class Derivation:
    """The figures at hand while the rules are applied, and what came of it so far."""

    def __init__(
        self, given: Given, standing: Standing, codes: Codes, rules: Sequence[Rule]
    ) -> None:
        self.codes = codes
        self.outcome = Outcome()
        self.derived: list[pl.DataFrame] = []
        self._rules = rules
        own = {rule.indicator.id: rule.indicator.unit for rule in rules}
        places = {rule.indicator.id: place for place, rule in enumerate(rules)}
        # By the code of an indicator: the unit of what is derived for it, and its place.
        self.units = [own.get(id_) for id_ in codes.indicators]
        self.order = [places.get(id_) for id_ in codes.indicators]
        self._inds = set(standing.figures["ind"].unique())
        self._sound, self._ranges = given.rows, given.ranges
        # Reported, but in a way that cannot be used: keys, and why.
        self.blocked = [(standing.blocked, DerivationProblem.CONFLICT)]
        self._figures = standing.figures

    def run(self) -> None:
        """Apply the rules, those of one depth and kind together."""
        depths: dict[tuple[int, RuleKind], dict[int, Rule]] = {}
        for place, rule in enumerate(self._rules):
            depths.setdefault((rule.depth, rule.kind), {})[place] = rule
        batches = [(kind, batch) for (_, kind), batch in depths.items()]
        for place, (kind, batch) in enumerate(batches, start=1):
            before = len(self.outcome.found)
            there = {
                order: rule
                for order, rule in batch.items()
                if any(self.codes.indicator(part) in self._inds for part in rule.parts)
            }
            if there:
                _APPLY[kind](self, there)
            later = (rule for _, rules in batches[place:] for rule in rules.values())
            wanted = {self.codes.indicator(part) for rule in later for part in rule.parts}
            tables = [table for table in self.outcome.found[before:] if not table.is_empty()]
            if tables:
                found = self._shown(pl.concat(tables), kind)
                if found["is_new"].any():
                    self.derived.append(found.filter("is_new"))
                fresh = found.filter(pl.col("ind").is_in(wanted))
                if not fresh.is_empty():
                    self._take(fresh)

    def _shown(self, found: pl.DataFrame, kind: RuleKind) -> pl.DataFrame:
        """What was found, with the number that is shown; later rules take that one."""
        shown = found.with_columns(value=quotient(pl.col("n"), pl.col("den")))
        if kind in (RuleKind.GROWTH, RuleKind.SHARE):
            # A quotient was rounded; what its parts' last digits leave open goes along.
            step = quotient(pl.col("t"), pl.col("den"))
            counted = with_numbers(shown.with_columns(step=step))
            shown = counted.with_columns(t=pl.col("step") * pl.col("den")).drop("step")
        return shown

    def _take(self, found: pl.DataFrame) -> None:
        """Let later rules use what was found."""
        self._inds |= set(found["ind"].unique())
        units = self.units
        codes = [None if unit is None else self.codes.units.index(unit) for unit in units]
        name = entry(pl.col("ind"), units, pl.String())
        fresh = found.with_columns(
            unit=entry(pl.col("ind"), codes, pl.Int32()),
            was_derived=~pl.col("is_new"),
            text=text_of(self.codes, period_word(self.codes, found), digits(pl.col("value")), name),
        )
        kept, past = self._figures, fresh.filter("was_derived")["key"]
        if not past.is_empty():
            is_past = pl.col("was_derived") & pl.col("key").is_in(past.implode())
            kept = kept.filter(~is_past)
        self._figures = pl.concat([kept, picked(fresh, kept.schema)])

    def sum_up(self, batch: Mapping[int, Rule]) -> None:
        """The year so far."""
        inds = [self.codes.indicator(rule.indicator.id) for rule in batch.values()]
        group = (pl.col("key") // self.codes.per_year).alias("group")
        figures = self._figures.filter(pl.col("ind").is_in(inds)).with_columns(group)
        fallen = falling(figures)
        if not fallen.is_empty():
            self.blocked.append((fallen, DerivationProblem.FALLS))
            is_fallen = pl.col("key").is_in(fallen.implode()) & ~pl.col("was_derived")
            self._figures = self._figures.filter(~is_fallen)
            figures = figures.filter(~is_fallen)
        blocked = pl.concat([self._ranges["key"], *(keys for keys, _ in self.blocked)])
        sum_up(figures, blocked, self.codes, self.outcome)

    def change(self, batch: Mapping[int, Rule]) -> None:
        """A level's fall or rise since the end of the year before."""
        levels = self._points(batch)
        if levels.is_empty():
            return
        years, size = self.codes.years_of(levels, "target")
        is_one = levels["stands"]
        one_each = levels
        if not is_one.all():
            one_each, years = levels.filter(is_one), years.filter(is_one)
        decembers = (one_each["slot"] == MONTHS - 1).arg_true()
        # The year before has the number before, and none is the first one.
        places = places_in(years[decembers], years - 1, size)
        lonely = one_each.filter(places.is_null()).select("point", "key", "order")
        if not is_one.all():
            lonely = lonely.select("point").join(levels, on="point")
        facts = self._facts(batch, needed=0)
        self.outcome.refuse(lonely, DerivationProblem.NO_LEVEL_BEFORE, facts)
        before = one_each.select(
            pl.col("point").alias("point_before"),
            *(pl.col(name).name.suffix("_b") for name in _COMBINED),
        )
        paired = one_each.filter(places.is_not_null()).hstack(
            before[decembers[places.drop_nulls()]]
        )
        paired = self._with_factors(paired, batch)
        was, now = alike(numbers("_b"), numbers())
        fn, fd = pl.col("fn"), pl.col("fd")
        texts = side_by_side(paired, text=pl.concat_str("text_b", pl.lit("; "), "text"))
        found = paired.with_columns(
            texts["text"],
            n=pl.col("sign") * (now.n - was.n) * fn,
            t=(now.t + was.t) * fn,
            den=now.den * fd,
            kind=kind_so_far(),
        )
        good = self._finish(found, batch)
        if not is_one.all():
            points = pl.concat([good["point"], good["point_before"]]).implode()
            self.outcome.used.append(levels.filter(pl.col("point").is_in(points))["key"])

    def _points(self, batch: Mapping[int, Rule]) -> pl.DataFrame:
        """The levels by the month at whose end they stood; the first of equal ones stands."""
        levels, facts = self._of(batch, part=0), self._facts(batch, needed=0)
        refuse = self.outcome.refuse
        if not all(rule.sign and not rule.is_flow for rule in batch.values()):
            has_sign = pl.col("sign") != 0
            refuse(levels.filter(~has_sign), DerivationProblem.NO_DIRECTION, facts)
            is_too_short = has_sign & pl.col("is_flow") & (pl.col("slot") != MONTHS - 1)
            refuse(levels.filter(is_too_short), DerivationProblem.NOT_WHOLE_YEAR, facts)
            levels = levels.filter(has_sign & ~is_too_short)
        firsts, lasts = zip(*SLOTS, strict=True)
        ends = [lasts[slot] for slot in levels["slot"].unique()]
        levels = levels.with_columns(
            slot=entry(pl.col("slot"), [last - 1 for last in lasts], pl.Int32()),
            first=entry(pl.col("slot"), firsts, pl.Int32()),
        )
        point = self.codes.key(*map(pl.col, ("target", "area", "year", "slot")))
        levels = levels.with_columns(point=point)
        if len(set(ends)) == len(ends):
            return levels.with_columns(stands=pl.lit(value=True))
        # The longest period names the point; the others must say the same.
        levels = levels.sort("point", "first")
        amount, unit = quotient(pl.col("n"), pl.col("den")), pl.col("unit")
        is_first = (pl.col("point") != pl.col("point").shift(1)).fill_null(value=True)
        differs = (amount != amount.shift(1)) | (unit != unit.shift(1))
        conflicts = levels.filter(~is_first & differs)["point"].implode()
        is_conflict = pl.col("point").is_in(conflicts)
        refuse(levels.filter(is_conflict), DerivationProblem.CONFLICT, facts)
        return levels.with_columns(stands=is_first & ~is_conflict)

    def growth(self, batch: Mapping[int, Rule]) -> None:
        """A level's growth since the same period of the year before."""
        figures, facts = self._of(batch, part=0), self._facts(batch, needed=0)
        before = self._figures.select(
            wanted=pl.col("key"), **{f"{name}_b": pl.col(name) for name in _COMBINED}
        )
        paired = figures.with_columns(wanted=pl.col("key") - self.codes.per_year).join(
            before, on="wanted", how="left"
        )
        alone = pl.col("n_b").is_null()
        self.outcome.refuse(paired.filter(alone), DerivationProblem.NO_EARLIER_FIGURE, facts)
        paired = self._with_factors(paired.filter(~alone), batch)
        is_positive = pl.col("n_b") > 0
        problem = DerivationProblem.NOT_POSITIVE
        self._refuse_both(paired.filter(~is_positive), problem, batch)
        was, now = alike(numbers("_b"), numbers())
        fn, fd = pl.col("fn"), pl.col("fd")
        found = paired.filter(is_positive).with_columns(
            n=(now.n - was.n) * fn,
            t=(now.t * was.n + was.t * now.n.abs()) / was.n * fn,
            den=was.n * fd,
            text=pl.concat_str("text_b", pl.lit("; "), "text"),
        )
        self._finish(found, batch)

    def share(self, batch: Mapping[int, Rule]) -> None:
        """A numerator by its denominator."""
        overs, unders = self._of(batch, part=0), self._of(batch, part=1)
        place = self.codes.key(*map(pl.col, ("target", "area", "year", "slot")))
        overs, unders = (side.with_columns(place=place) for side in (overs, unders))
        beside = unders.select("place", *(pl.col(name).name.suffix("_b") for name in _COMBINED))
        paired = overs.join(beside, on="place", how="left")
        alone = pl.col("n_b").is_null()
        facts = self._facts(batch, needed=1)
        self.outcome.refuse(paired.filter(alone), DerivationProblem.NO_DENOMINATOR, facts)
        lonely = unders.join(overs, on="place", how="anti")
        facts = self._facts(batch, needed=0)
        self.outcome.refuse(lonely, DerivationProblem.NO_NUMERATOR, facts)
        paired = self._with_factors(paired.filter(~alone), batch)
        is_zero = pl.col("n_b") == 0
        problem = DerivationProblem.ZERO_DENOMINATOR
        self._refuse_both(paired.filter(is_zero), problem, batch)
        over, under = alike(numbers(), numbers("_b"))
        fn, fd, size = pl.col("fn"), pl.col("fd"), under.n.abs()
        found = paired.filter(~is_zero).with_columns(
            n=over.n * under.n.sign() * fn,
            t=(over.t * size + under.t * over.n.abs()) / size * fn,
            den=size * fd,
            text=pl.concat_str("text", pl.lit("; "), "text_b"),
        )
        self._finish(found, batch)

    def _of(self, batch: Mapping[int, Rule], *, part: int) -> pl.DataFrame:
        """The figures that the rules of a batch need, once for each of them."""
        columns = ("order", "target", "sign", "is_flow")
        types = (pl.UInt32, pl.UInt32, pl.Float64, pl.Boolean)
        none = self._figures.clear().with_columns(
            pl.lit(None, dtype).alias(name) for name, dtype in zip(columns, types, strict=True)
        )
        tables = [none]
        for order, rule in batch.items():
            ind = self.codes.indicator(rule.parts[part])
            if ind not in self._inds:
                continue
            target = self.codes.indicator(rule.indicator.id)
            facts = zip(columns, (order, target, rule.sign, rule.is_flow), types, strict=True)
            tables.append(
                self._figures.filter(pl.col("ind") == ind).with_columns(
                    pl.lit(fact, dtype).alias(name) for name, fact, dtype in facts
                )
            )
        return pl.concat(tables)

    def _facts(self, batch: Mapping[int, Rule], *, needed: int) -> Facts:
        """What is to be said of figures that a batch refuses, by the `order` of the rule."""
        order = pl.col("order")
        derived = [rule.indicator.id for rule in self._rules]
        parts = [
            rule.parts[needed] if place in batch else None for place, rule in enumerate(self._rules)
        ]
        return Facts(
            order=order,
            derived=entry(order, derived, pl.String()),
            needed=entry(order, parts, pl.String()),
        )

    def _with_factors(self, paired: pl.DataFrame, batch: Mapping[int, Rule]) -> pl.DataFrame:
        """The pairs whose units give the wanted one, with the factor that leads to it."""
        is_year = pl.col("slot") == MONTHS - 1
        on = ["order", "unit", "unit_b", "is_year"]
        size = len(self.codes.units)
        # A number for each case, which is found and looked up faster than four columns.
        case = ((pl.col("order") * size + pl.col("unit")) * size + pl.col("unit_b")) * 2 + is_year
        paired = paired.with_columns(is_year=is_year, case=case.cast(pl.Int64))
        cases = paired.filter(pl.col("case").is_first_distinct()).select(*on, "case")
        units = self.codes.units
        # Units of levels stand in the order of time, those of ratios in that of the quotient.
        factors = [
            combining_factor(batch[order], (units[unit], units[other]), is_year=year)
            for order, unit, other, year in cases.select(on).iter_rows()
        ]
        overs = [None if factor is None else float(factor.numerator) for factor in factors]
        unders = [None if factor is None else float(factor.denominator) for factor in factors]
        joined = paired.with_columns(
            pl.col("case")
            .replace_strict(cases["case"], values, return_dtype=pl.Float64)
            .alias(name)
            for name, values in (("fn", overs), ("fd", unders))
        )
        if None not in factors:
            return joined
        refused = joined.filter(pl.col("fn").is_null())
        self._refuse_both(refused, DerivationProblem.UNITS_DIFFER, batch)
        return joined.filter(pl.col("fn").is_not_null())

    def _refuse_both(
        self, paired: pl.DataFrame, problem: DerivationProblem, batch: Mapping[int, Rule]
    ) -> None:
        # What is missing beside the first part is the last one; a change has but one.
        facts = self._facts(batch, needed=-1)
        for key in ("key", "key_b"):
            self.outcome.refuse(paired, problem, facts, key=key)

    def _finish(self, found: pl.DataFrame, batch: Mapping[int, Rule]) -> pl.DataFrame:
        """Add what was found, or hold it against what stands in its place."""
        is_finite = quotient(pl.col("n"), pl.col("den")).is_finite()
        good = found
        if not found.select(is_finite.all()).item():
            self._refuse_both(found.filter(~is_finite), DerivationProblem.INFINITE, batch)
            good = found.filter(is_finite)
        self.outcome.used += [good["key"], good["key_b"]]
        table = good.with_columns(
            key=self.codes.key(*map(pl.col, ("target", "area", "year", "slot"))),
            ind=pl.col("target"),
            rank=pl.max_horizontal("rank", "rank_b"),
        )
        place, targets = pl.col("key"), table["ind"].unique()
        there = self._sound.select("key", "ind", "was_derived").filter(
            pl.col("ind").is_in(targets.implode())
        )
        ranges = self._ranges["key"]
        if there.is_empty() and ranges.is_empty():
            self.outcome.found.append(picked(table.with_columns(is_new=True), FOUND))
            return good
        reports = pl.concat([there.filter(~pl.col("was_derived"))["key"], ranges]).implode()
        before = there.filter("was_derived")["key"].implode()
        is_reported, is_past = place.is_in(reports), place.is_in(before)
        table = table.with_columns(is_new=~is_past)
        self.outcome.found.append(picked(table.filter(~is_reported), FOUND))
        checks = table.filter(is_reported | is_past).with_columns(order=pl.lit(0, pl.UInt32))
        self.outcome.checks.append(picked(checks, CHECKED))
        return good


_APPLY: Mapping[RuleKind, Callable[[Derivation, Mapping[int, Rule]], None]] = {
    RuleKind.SUM: Derivation.sum_up,
    RuleKind.CHANGE: Derivation.change,
    RuleKind.GROWTH: Derivation.growth,
    RuleKind.SHARE: Derivation.share,
}
