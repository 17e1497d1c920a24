"""The rules on frames, as joins of tables of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from resolution_targets.derivationcolumns import (
    MONTHS,
    PROBLEMS,
    SLOTS,
    Codes,
    digits,
    kind_so_far,
    period_word,
    quotient,
    with_numbers,
)
from resolution_targets.derivationrules import Rule, RuleKind, combining_factor
from resolution_targets.derivationsums import (
    CHECKED,
    FOUND,
    Outcome,
    alike,
    disagreeing,
    falling,
    numbers,
    picked,
    sum_up,
)
from resolution_targets.derivationwords import DerivationProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_FIGURE = (
    *("key", "ind", "area", "year", "slot", "kind"),
    *("n", "den", "t", "unit", "rank", "text", "was_derived"),
)
_GIVEN = [name for name in _FIGURE if name != "text"]
_COMBINED = ("n", "den", "t", "unit", "rank", "text", "key")
_FACTS = {"order": "order", "derived": "derived", "needed": "needed"}


class Derivation:
    """The figures at hand while the rules are applied, and what came of it so far."""

    def __init__(self, rows: pl.DataFrame, codes: Codes, rules: Sequence[Rule]) -> None:
        self.codes = codes
        self.outcome = Outcome()
        self.derived: list[pl.DataFrame] = []
        self._rules = rules
        own = {rule.indicator.id: rule.indicator.unit for rule in rules}
        places = {rule.indicator.id: place for place, rule in enumerate(rules)}
        # By the code of an indicator: the unit of what is derived for it, and its place.
        self.units = [own.get(id_) for id_ in codes.indicators]
        self.order = [places.get(id_) for id_ in codes.indicators]
        parts = sorted({codes.indicator(part) for rule in rules for part in rule.parts})
        self._rows = rows.with_columns(is_part=pl.col("ind").is_in(parts))
        self._sound = self._rows.filter(pl.col("problem").is_null())
        # Reported, but in a way that cannot be used: keys, and why.
        self._blocked: list[tuple[pl.Series, DerivationProblem]] = []
        figures = self._one_each().filter("is_part")
        period = entry(pl.col("period"), codes.periods, pl.String())
        unit = entry(pl.col("pair"), codes.unit_names, pl.String())
        text = text_of(codes, period, pl.col("value"), unit)
        self._figures = figures.with_columns(text=text).select(_FIGURE)

    def _one_each(self) -> pl.DataFrame:
        """One of the figures that stand in a place and say the same; none if they differ."""
        columns = [*_GIVEN, "period", "pair", "value", "preference", "is_part"]
        order = self._sound.select(columns).sort("key")
        if (order["key"] == order["key"].shift(1)).any():
            order = order.sort("key", "was_derived", "preference")
        amount, unit = quotient(pl.col("n"), pl.col("den")), pl.col("unit")
        is_same_place = (pl.col("key") == pl.col("key").shift(1)) & (
            pl.col("was_derived") == pl.col("was_derived").shift(1)
        )
        marked = order.with_columns(
            is_first=~is_same_place.fill_null(value=False),
            is_other=(amount != amount.shift(1)) | (unit != unit.shift(1)),
        )
        others = marked.filter(~pl.col("is_first") & pl.col("is_other"))
        of_reports, of_derived = (
            others.filter(pl.col("was_derived") == was)["key"].unique() for was in (False, True)
        )
        self._blocked.append((of_reports, DerivationProblem.CONFLICT))
        # A report that came after a derivation takes its place.
        before = marked.filter("was_derived")["key"].implode()
        reports = marked.filter(~pl.col("was_derived") & pl.col("key").is_in(before))["key"]
        gone = pl.concat([of_derived, reports]).implode()
        key = pl.col("key")
        is_gone = (
            pl.when("was_derived").then(key.is_in(gone)).otherwise(key.is_in(of_reports.implode()))
        )
        return marked.filter(pl.col("is_first") & ~is_gone)

    def run(self) -> None:
        """Apply the rules, those of one depth and kind together."""
        depths: dict[tuple[int, RuleKind], dict[int, Rule]] = {}
        for place, rule in enumerate(self._rules):
            depths.setdefault((rule.depth, rule.kind), {})[place] = rule
        batches = [(kind, batch) for (_, kind), batch in depths.items()]
        for place, (kind, batch) in enumerate(batches, start=1):
            before = len(self.outcome.found)
            _APPLY[kind](self, batch)
            later = (rule for _, rules in batches[place:] for rule in rules.values())
            wanted = {self.codes.indicator(part) for rule in later for part in rule.parts}
            if len(self.outcome.found) > before:
                found = self._shown(pl.concat(self.outcome.found[before:]), kind)
                self.derived.append(found.filter("is_new"))
                self._take(found.filter(pl.col("ind").is_in(wanted)))

    def _shown(self, found: pl.DataFrame, kind: RuleKind) -> pl.DataFrame:
        """What was found, with the number that is shown; later rules take that one."""
        shown = found.with_columns(value=quotient(pl.col("n"), pl.col("den")))
        if kind in (RuleKind.GROWTH, RuleKind.SHARE):
            # A quotient was rounded; what its parts' last digits leave open goes along.
            step = quotient(pl.col("t"), pl.col("den"))
            counted = with_numbers(shown.with_columns(step=step, fn=1.0, fd=1.0))
            shown = counted.with_columns(t=pl.col("step") * pl.col("den")).drop("step")
        return shown

    def _take(self, found: pl.DataFrame) -> None:
        """Let later rules use what was found."""
        units = self.units
        codes = [None if unit is None else self.codes.units.index(unit) for unit in units]
        name = entry(pl.col("ind"), units, pl.String())
        fresh = found.with_columns(
            unit=entry(pl.col("ind"), codes, pl.Int32()),
            was_derived=~pl.col("is_new"),
            text=text_of(self.codes, period_word(self.codes, found), pl.col("value"), name),
        )
        past = fresh.filter("was_derived")["key"].implode()
        kept = self._figures.filter(~(pl.col("was_derived") & pl.col("key").is_in(past)))
        self._figures = pl.concat([kept, picked(fresh, kept.schema)])

    def sum_up(self, batch: Mapping[int, Rule]) -> None:
        """The year so far."""
        inds = [self.codes.indicator(rule.indicator.id) for rule in batch.values()]
        group = (pl.col("key") // self.codes.per_year).alias("group")
        figures = self._figures.filter(pl.col("ind").is_in(inds)).with_columns(group)
        fallen = falling(figures)
        is_fallen = pl.col("key").is_in(fallen.implode()) & ~pl.col("was_derived")
        self._blocked.append((fallen, DerivationProblem.FALLS))
        self._figures = self._figures.filter(~is_fallen)
        blocked = pl.concat([keys for keys, _ in self._blocked])
        sum_up(figures.filter(~is_fallen), blocked, self.outcome)

    def change(self, batch: Mapping[int, Rule]) -> None:
        """A level's fall or rise since the end of the year before."""
        levels = self._points(batch)
        one_each = levels.filter("stands")
        before = one_each.filter(pl.col("slot") == MONTHS - 1).select(
            pl.col("point").alias("point_before"),
            *(pl.col(name).name.suffix("_b") for name in _COMBINED),
        )
        december = pl.col("point") - pl.col("slot") + MONTHS - 1
        paired = one_each.with_columns(point_before=december - self.codes.per_year).join(
            before, on="point_before", how="left"
        )
        alone = pl.col("n_b").is_null()
        lonely = paired.filter(alone).select("point").join(levels, on="point")
        self.outcome.refuse(lonely, DerivationProblem.NO_LEVEL_BEFORE, **_FACTS)
        paired = self._with_factors(paired.filter(~alone), batch)
        was, now = alike(numbers("_b"), numbers())
        fn, fd = pl.col("fn"), pl.col("fd")
        found = paired.with_columns(
            n=pl.col("sign") * (now.n - was.n) * fn,
            t=(now.t + was.t) * fn,
            den=now.den * fd,
            kind=kind_so_far(),
            text=pl.concat_str("text_b", "text", separator="; "),
        )
        good = self._finish(found)
        points = pl.concat([good["point"], good["point_before"]]).implode()
        self.outcome.used.append(levels.filter(pl.col("point").is_in(points))["key"])

    def _points(self, batch: Mapping[int, Rule]) -> pl.DataFrame:
        """The levels by the month at whose end they stood; the first of equal ones stands."""
        levels = self._figures.join(self._parts(batch, part=0, needed=0), on="ind")
        has_sign = pl.col("sign") != 0
        refuse = self.outcome.refuse
        refuse(levels.filter(~has_sign), DerivationProblem.NO_DIRECTION, **_FACTS)
        is_too_short = has_sign & pl.col("is_flow") & (pl.col("slot") != MONTHS - 1)
        refuse(levels.filter(is_too_short), DerivationProblem.NOT_WHOLE_YEAR, **_FACTS)
        levels = levels.filter(has_sign & ~is_too_short).with_columns(
            slot=entry(pl.col("slot"), [last - 1 for _, last in SLOTS], pl.Int32()),
            first=entry(pl.col("slot"), [first for first, _ in SLOTS], pl.Int32()),
        )
        # The longest period names the point; the others must say the same.
        point = self.codes.key(*map(pl.col, ("target", "area", "year", "slot")))
        levels = levels.with_columns(point=point).sort("point", "first")
        amount, unit = quotient(pl.col("n"), pl.col("den")), pl.col("unit")
        is_first = (pl.col("point") != pl.col("point").shift(1)).fill_null(value=True)
        differs = (amount != amount.shift(1)) | (unit != unit.shift(1))
        conflicts = levels.filter(~is_first & differs)["point"].implode()
        is_conflict = pl.col("point").is_in(conflicts)
        refuse(levels.filter(is_conflict), DerivationProblem.CONFLICT, **_FACTS)
        return levels.with_columns(stands=is_first & ~is_conflict)

    def growth(self, batch: Mapping[int, Rule]) -> None:
        """A level's growth since the same period of the year before."""
        table = self._parts(batch, part=0, needed=0)
        figures = self._figures.join(table, on="ind")
        before = self._figures.select(
            wanted=pl.col("key"), **{f"{name}_b": pl.col(name) for name in _COMBINED}
        )
        paired = figures.with_columns(wanted=pl.col("key") - self.codes.per_year).join(
            before, on="wanted", how="left"
        )
        alone = pl.col("n_b").is_null()
        self.outcome.refuse(paired.filter(alone), DerivationProblem.NO_EARLIER_FIGURE, **_FACTS)
        paired = self._with_factors(paired.filter(~alone), batch)
        is_positive = pl.col("n_b") > 0
        self._refuse_both(paired.filter(~is_positive), DerivationProblem.NOT_POSITIVE)
        was, now = alike(numbers("_b"), numbers())
        fn, fd = pl.col("fn"), pl.col("fd")
        found = paired.filter(is_positive).with_columns(
            n=(now.n - was.n) * fn,
            t=(now.t * was.n + was.t * now.n.abs()) / was.n * fn,
            den=was.n * fd,
            text=pl.concat_str("text_b", "text", separator="; "),
        )
        self._finish(found)

    def share(self, batch: Mapping[int, Rule]) -> None:
        """A numerator by its denominator."""
        overs = self._figures.join(self._parts(batch, part=0, needed=1), on="ind")
        unders = self._figures.join(self._parts(batch, part=1, needed=0), on="ind")
        place = self.codes.key(*map(pl.col, ("target", "area", "year", "slot")))
        overs, unders = (side.with_columns(place=place) for side in (overs, unders))
        beside = unders.select("place", *(pl.col(name).name.suffix("_b") for name in _COMBINED))
        paired = overs.join(beside, on="place", how="left")
        alone = pl.col("n_b").is_null()
        self.outcome.refuse(paired.filter(alone), DerivationProblem.NO_DENOMINATOR, **_FACTS)
        lonely = unders.join(overs, on="place", how="anti")
        self.outcome.refuse(lonely, DerivationProblem.NO_NUMERATOR, **_FACTS)
        paired = self._with_factors(paired.filter(~alone), batch)
        is_zero = pl.col("n_b") == 0
        self._refuse_both(paired.filter(is_zero), DerivationProblem.ZERO_DENOMINATOR)
        over, under = alike(numbers(), numbers("_b"))
        fn, fd, size = pl.col("fn"), pl.col("fd"), under.n.abs()
        found = paired.filter(~is_zero).with_columns(
            n=over.n * under.n.sign() * fn,
            t=(over.t * size + under.t * over.n.abs()) / size * fn,
            den=size * fd,
            text=pl.concat_str("text", "text_b", separator="; "),
        )
        self._finish(found)

    def _parts(self, batch: Mapping[int, Rule], *, part: int, needed: int) -> pl.DataFrame:
        """The rules of a batch by one of their parts."""
        rules = batch.values()
        return pl.DataFrame(
            {
                "order": batch.keys(),
                "ind": [self.codes.indicator(rule.parts[part]) for rule in rules],
                "target": [self.codes.indicator(rule.indicator.id) for rule in rules],
                "sign": [float(rule.sign) for rule in rules],
                "is_flow": [rule.is_flow for rule in rules],
                "derived": [rule.indicator.id for rule in rules],
                "needed": [rule.parts[needed] for rule in rules],
            },
            schema_overrides={"order": pl.UInt32, "ind": pl.UInt32, "target": pl.UInt32},
        )

    def _with_factors(self, paired: pl.DataFrame, batch: Mapping[int, Rule]) -> pl.DataFrame:
        """The pairs whose units give the wanted one, with the factor that leads to it."""
        is_year = pl.col("slot") == MONTHS - 1
        on = ["order", "unit", "unit_b", "is_year"]
        paired = paired.with_columns(is_year=is_year)
        cases = paired.select(on).unique()
        units = self.codes.units
        # Units of levels stand in the order of time, those of ratios in that of the quotient.
        factors = [
            combining_factor(batch[order], (units[unit], units[other]), is_year=year)
            for order, unit, other, year in cases.iter_rows()
        ]
        overs = [None if factor is None else float(factor.numerator) for factor in factors]
        unders = [None if factor is None else float(factor.denominator) for factor in factors]
        table = cases.with_columns(
            pl.Series("fn", overs, pl.Float64), pl.Series("fd", unders, pl.Float64)
        )
        joined = paired.join(table, on=on, how="left")
        self._refuse_both(joined.filter(pl.col("fn").is_null()), DerivationProblem.UNITS_DIFFER)
        return joined.filter(pl.col("fn").is_not_null())

    def _refuse_both(self, paired: pl.DataFrame, problem: DerivationProblem) -> None:
        for key in ("key", "key_b"):
            self.outcome.refuse(paired, problem, key=key, **_FACTS)

    def _finish(self, found: pl.DataFrame) -> pl.DataFrame:
        """Add what was found, or hold it against what stands in its place."""
        is_finite = quotient(pl.col("n"), pl.col("den")).is_finite()
        self._refuse_both(found.filter(~is_finite), DerivationProblem.INFINITE)
        good = found.filter(is_finite)
        self.outcome.used += [good["key"], good["key_b"]]
        table = good.with_columns(
            key=self.codes.key(*map(pl.col, ("target", "area", "year", "slot"))),
            ind=pl.col("target"),
            rank=pl.max_horizontal("rank", "rank_b"),
        )
        place = pl.col("key")
        there = self._sound.filter(pl.col("ind").is_in(table["ind"].unique().implode()))
        reports = there.filter(~pl.col("was_derived"))["key"].implode()
        before = there.filter("was_derived")["key"].implode()
        is_reported, is_past = place.is_in(reports), place.is_in(before)
        table = table.with_columns(is_new=~is_past)
        self.outcome.found.append(picked(table.filter(~is_reported), FOUND))
        checks = table.filter(is_reported | is_past).with_columns(order=pl.lit(0, pl.UInt32))
        self.outcome.checks.append(picked(checks, CHECKED))
        return good

    def problems(self) -> pl.DataFrame:
        """What each row says that nothing was derived from, and the facts about it."""
        rows = self._rows.filter(pl.col("is_part") & ~pl.col("was_derived"))
        named = rows.filter(pl.col("problem").is_not_null())
        sound = rows.filter(pl.col("problem").is_null()).drop("problem")
        blocked = [
            keys.unique()
            .alias("key")
            .to_frame()
            .with_columns(problem=pl.lit(problem.value, PROBLEMS))
            for keys, problem in self._blocked
        ]
        none = pl.lit("")
        facts = {"derived": none, "needed": none}
        tables = [named.with_columns(**facts)]
        tables.append(sound.join(pl.concat(blocked), on="key").with_columns(**facts))
        if self.outcome.refused:
            refused = pl.concat(self.outcome.refused)
            keys = refused["key"].implode()
            used = [each.filter(each.is_in(keys)) for each in self.outcome.used]
            wanted = pl.concat(used or [refused["key"].clear()]).implode()
            refused = (
                refused.filter(~pl.col("key").is_in(wanted))
                .sort("order", "problem")
                .unique("key", keep="first", maintain_order=True)
                .drop("order")
            )
            tables.append(sound.join(refused, on="key"))
        columns = ["row", "ind", "period", "pair", "year", "note", "problem", *facts]
        return pl.concat([table.select(columns) for table in tables])

    def disagreements(self) -> pl.DataFrame:
        """What each given row is contradicted by: `row`, `ind`, `value` and `text`."""
        schema = pl.Schema(
            {"row": pl.UInt32(), "ind": pl.UInt32(), "value": pl.Float64(), "text": pl.String()}
        )
        checks = [table for table in self.outcome.checks if not table.is_empty()]
        if not checks:
            return pl.DataFrame(schema=schema)
        table = pl.concat(checks).rename({"ind": "ind_c", "n": "n_c", "den": "den_c", "t": "t_c"})
        held = self._sound.select("row", "key", "n", "den", "t").join(table, on="key")
        found = (
            held.filter(disagreeing(numbers(), numbers("_c")))
            .sort("row", "order")
            .unique("row", keep="first", maintain_order=True)
            .with_columns(ind="ind_c", value=quotient(pl.col("n_c"), pl.col("den_c")))
        )
        return picked(found, schema)


_APPLY: Mapping[RuleKind, Callable[[Derivation, Mapping[int, Rule]], None]] = {
    RuleKind.SUM: Derivation.sum_up,
    RuleKind.CHANGE: Derivation.change,
    RuleKind.GROWTH: Derivation.growth,
    RuleKind.SHARE: Derivation.share,
}


def entry(code: pl.Expr, values: Sequence[object], dtype: pl.DataType) -> pl.Expr:
    """What goes with each code."""
    return pl.lit(pl.Series(values, dtype=dtype)).gather(code)


def text_of(codes: Codes, period: pl.Expr, value: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """A figure as the trail of another one names it."""
    indicator = entry(pl.col("ind"), codes.indicators, pl.String())
    return pl.concat_str(
        indicator, pl.lit(" "), period, pl.lit(": "), digits(value), pl.lit(" "), unit
    )
