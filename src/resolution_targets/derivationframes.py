"""Deriving on whole frames: the rules as joins, in the frame's own engine."""

from __future__ import annotations

import math
import re
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import polars as pl

from resolution_targets.derivationcodes import SLOTS, Codes, entry, period_word, status_codes
from resolution_targets.derivationcolumns import NOTES, coded_rows
from resolution_targets.derivationfindings import disagreements, problems
from resolution_targets.derivationjoins import Derivation
from resolution_targets.derivationlayout import Layout, layout_of
from resolution_targets.derivationnumbers import digits
from resolution_targets.derivationplaces import ordered
from resolution_targets.derivationstanding import standing
from resolution_targets.derivationwords import (
    DerivationProblem,
    derivation_template,
    disagreement_template,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from resolution_targets.dataset import Dataset
    from resolution_targets.derivationrules import Rule

_SHOWN = ("ind", "area", "year", "slot", "kind", "value", "rank", "text")
_FACT = re.compile(r"\{(\w+)\}")


def derive_frame(native: Any, dataset: Dataset, rules: Sequence[Rule], language: str) -> Any:  # noqa: ANN401  # a polars frame, eager or lazy
    """A frame with what follows from its rows; `derive` says what it takes and raises."""
    layout = layout_of(native)
    run = partial(_derived, layout=layout, dataset=dataset, rules=rules, language=language)
    if isinstance(native, pl.DataFrame):
        return run(native)
    # Every figure may belong to any other, so no filter may go first.
    return native.map_batches(
        run,
        predicate_pushdown=False,
        projection_pushdown=False,
        slice_pushdown=False,
        schema=layout.schema,
    )


def _derived(
    frame: pl.DataFrame,
    *,
    layout: Layout,
    dataset: Dataset,
    rules: Sequence[Rule],
    language: str,
) -> pl.DataFrame:
    given, codes = coded_rows(frame, layout, dataset, rules)
    parts = sorted({codes.indicator(part) for rule in rules for part in rule.parts})
    derivation = Derivation(given, standing(given, codes, parts), codes, rules)
    derivation.run()
    contradicted = disagreements(given, derivation).with_columns(
        disagreement=_disagreement(derivation, language)
    )
    useless = problems(given, derivation, parts).with_columns(
        derivation_problem=pl.col("problem").cast(pl.String),
        derivation_reason=_reason(frame, layout, codes, language),
    )
    said = _said(frame, layout, contradicted, useless, language)
    return pl.concat([said, _added(layout, derivation)])


def _said(
    frame: pl.DataFrame,
    layout: Layout,
    contradicted: pl.DataFrame,
    useless: pl.DataFrame,
    language: str,
) -> pl.DataFrame:
    """The given rows, with what is to be said of them."""
    kept = frame if layout.was_derived else frame.with_columns(derived_from=pl.lit(None, pl.String))
    said = kept.with_columns(
        _spread(frame.height, contradicted, "disagreement"),
        _spread(frame.height, useless, "derivation_problem"),
        _spread(frame.height, useless, "derivation_reason"),
    )
    if frame["indicator"].null_count():
        is_unnamed = pl.col("indicator").is_null() & pl.col("derived_from").is_null()
        problem = DerivationProblem.NO_INDICATOR
        facts = {"problem": problem.value, "reason": derivation_template(problem, language)}
        said = said.with_columns(
            pl.when(is_unnamed)
            .then(pl.lit(fact))
            .otherwise(f"derivation_{name}")
            .alias(f"derivation_{name}")
            for name, fact in facts.items()
        )
    return said.select(pl.col(name).cast(dtype) for name, dtype in layout.schema.items())


def _spread(height: int, said: pl.DataFrame, name: str) -> pl.Series:
    """A column of some rows, at the places of those rows; null elsewhere."""
    if said.is_empty():
        return said[name].extend_constant(None, height)
    none = pl.Series([None], dtype=pl.UInt32).new_from_index(0, height)
    places = none.scatter(said["row"], pl.int_range(said.height, dtype=pl.UInt32, eager=True))
    return said[name].gather(places).alias(name)


def _disagreement(derivation: Derivation, language: str) -> pl.Expr:
    unit = entry(pl.col("ind"), derivation.units, pl.String())
    amount = pl.concat_str(digits(pl.col("value")), pl.lit(" "), unit)
    return _sentence(disagreement_template(language), {"amount": amount, "trail": pl.col("text")})


def _reason(frame: pl.DataFrame, layout: Layout, codes: Codes, language: str) -> pl.Expr:
    """The sentence for each problem."""
    notes = {
        name: pl.lit(frame[name].cast(pl.String)).gather("row")
        if layout.has(name)
        else pl.lit(None, pl.String)
        for name in NOTES
    }
    facts = {
        "indicator": entry(pl.col("ind"), codes.indicators, pl.String()),
        "period": entry(pl.col("period"), codes.periods, pl.String()),
        "unit": entry(pl.col("pair"), codes.unit_words, pl.String()),
        "year": pl.col("year").cast(pl.String),
        "note": notes["unreadable"],
        "choice": notes["passed_over"],
        "year_before": (pl.col("year") - 1).cast(pl.String),
        "derived": pl.col("derived"),
        "needed": pl.col("needed"),
    }
    chain: Any = pl
    for problem in DerivationProblem:
        sentence = _sentence(derivation_template(problem, language), facts)
        chain = chain.when(pl.col("problem") == problem.value).then(sentence)
    said: pl.Expr = chain
    return said


def _sentence(template: str, facts: Mapping[str, pl.Expr]) -> pl.Expr:
    # "unit of {indicator}" -> ["unit of ", "indicator", ""]
    pieces = _FACT.split(template)
    return pl.concat_str(
        [facts[piece] if place % 2 else pl.lit(piece) for place, piece in enumerate(pieces)]
    )


def _added(layout: Layout, derivation: Derivation) -> pl.DataFrame:
    """The derived rows; what nobody can know of them is null."""
    codes = derivation.codes
    tables = derivation.derived
    if not tables:
        return pl.DataFrame(schema=layout.schema)
    # Gathering from one piece of memory is ten times as fast as from several.
    found = pl.concat((table.select(_SHOWN) for table in tables), rechunk=True)
    rows = found.select(pl.all().gather(pl.lit(_order(found, derivation))))
    known = {
        "indicator": entry(pl.col("ind"), codes.indicators, pl.String()),
        "area": pl.lit(codes.areas).gather("area"),
        "period": period_word(codes, rows),
        "value": pl.col("value"),
        "unit": entry(pl.col("ind"), derivation.units, pl.String()),
        "derived_from": pl.col("text"),
    }
    if layout.status:
        known[layout.status] = pl.lit(status_codes()).gather(pl.col("rank"))
    return rows.select(
        known.get(name, pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in layout.schema.items()
    )


def _order(found: pl.DataFrame, derivation: Derivation) -> pl.Series:
    """The order of what was derived: by rule, area, year, last month, the shorter time first."""
    names, codes = derivation.codes.areas, derivation.codes
    inds = sorted(found["ind"].unique(), key=derivation.order.__getitem__)
    slots = sorted(found["slot"].unique(), key=_end)
    parts = (
        (_place("ind", inds), len(inds)),
        (pl.lit(names.rank("ordinal") - 1).gather("area"), len(names)),
        (pl.col("year") - codes.first_year, codes.years),
        (_place("slot", slots), len(slots)),
    )
    # One number to sort by is much faster than four.
    number = reduce(
        lambda so_far, part: so_far * part[1] + part[0].cast(pl.Int64), parts, pl.lit(0)
    )
    size = math.prod(count for _, count in parts)
    return ordered(found.select(number).to_series(), size)


def _place(name: str, codes: Sequence[int]) -> pl.Expr:
    """For each code of a column its place among those that are there."""
    places = pl.Series([0], dtype=pl.Int64).new_from_index(0, max(codes) + 1)
    return pl.lit(places.scatter(codes, range(len(codes)))).gather(name)


def _end(slot: int) -> tuple[int, int]:
    first, last = SLOTS[slot]
    return last, -first
