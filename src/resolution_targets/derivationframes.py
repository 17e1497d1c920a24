"""Deriving on whole frames: the rules as joins, in the frame's own engine."""

from __future__ import annotations

import re
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import polars as pl

from resolution_targets.derivationcolumns import (
    SLOTS,
    Codes,
    coded_rows,
    digits,
    period_word,
    status_codes,
)
from resolution_targets.derivationjoins import Derivation, entry
from resolution_targets.derivationlayout import Layout, layout_of
from resolution_targets.derivationwords import (
    DerivationProblem,
    derivation_template,
    disagreement_template,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from resolution_targets.dataset import Dataset
    from resolution_targets.derivationrules import Rule

_BEYOND_MONTHS = 13
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
    rows, codes = coded_rows(frame, layout, dataset, rules)
    derivation = Derivation(rows, codes, rules)
    derivation.run()
    given = _given(frame, layout, derivation, language)
    return pl.concat([given, _added(layout, derivation)])


def _given(
    frame: pl.DataFrame, layout: Layout, derivation: Derivation, language: str
) -> pl.DataFrame:
    """The given rows, with what is to be said of them."""
    kept = frame if layout.was_derived else frame.with_columns(derived_from=pl.lit(None, pl.String))
    contradicted = derivation.disagreements().with_columns(
        disagreement=_disagreement(derivation, language)
    )
    problems = derivation.problems().with_columns(
        derivation_problem=pl.col("problem").cast(pl.String),
        derivation_reason=_reason(derivation.codes, language),
    )
    said = kept.with_columns(
        _spread(frame.height, contradicted, "disagreement"),
        _spread(frame.height, problems, "derivation_problem"),
        _spread(frame.height, problems, "derivation_reason"),
    )
    is_unnamed = pl.col("indicator").is_null() & pl.col("derived_from").is_null()
    problem = DerivationProblem.NO_INDICATOR
    facts = {"problem": problem.value, "reason": derivation_template(problem, language)}
    return said.with_columns(
        pl.when(is_unnamed)
        .then(pl.lit(fact))
        .otherwise(f"derivation_{name}")
        .alias(f"derivation_{name}")
        for name, fact in facts.items()
    ).select(pl.col(name).cast(dtype) for name, dtype in layout.schema.items())


def _spread(height: int, said: pl.DataFrame, name: str) -> pl.Series:
    """A column of some rows, at the places of those rows; null elsewhere."""
    none = pl.Series([None], dtype=pl.UInt32).new_from_index(0, height)
    places = none.scatter(said["row"], pl.int_range(said.height, dtype=pl.UInt32, eager=True))
    return said[name].gather(places).alias(name)


def _disagreement(derivation: Derivation, language: str) -> pl.Expr:
    unit = entry(pl.col("ind"), derivation.units, pl.String())
    amount = pl.concat_str(digits(pl.col("value")), pl.lit(" "), unit)
    return _sentence(disagreement_template(language), {"amount": amount, "trail": pl.col("text")})


def _reason(codes: Codes, language: str) -> pl.Expr:
    """The sentence for each problem."""
    facts = {
        "indicator": entry(pl.col("ind"), codes.indicators, pl.String()),
        "period": entry(pl.col("period"), codes.periods, pl.String()),
        "unit": entry(pl.col("pair"), codes.unit_words, pl.String()),
        "year": pl.col("year").cast(pl.String),
        "note": pl.col("note"),
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
    found = pl.concat(table.select(_SHOWN) for table in tables)
    rows = found.select(pl.all().gather(_order(found, derivation)))
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


def _order(found: pl.DataFrame, derivation: Derivation) -> pl.Expr:
    """The order of what was derived: by rule, area, year, last month, the shorter time first."""
    names = derivation.codes.areas
    parts = (
        (entry(pl.col("ind"), derivation.order, pl.Int64()), 1),
        (pl.lit(names.rank("ordinal")).gather("area"), len(names) + 1),
        (pl.col("year") - derivation.codes.first_year, derivation.codes.years),
        (entry(pl.col("slot"), [last for _, last in SLOTS], pl.Int64()), _BEYOND_MONTHS),
        (-entry(pl.col("slot"), [first for first, _ in SLOTS], pl.Int64()), _BEYOND_MONTHS),
    )
    # One number to sort by is much faster than five.
    number = reduce(
        lambda so_far, part: so_far * part[1] + part[0].cast(pl.Int64), parts, pl.lit(0)
    )
    return pl.lit(found.select(number.arg_sort()).to_series())
