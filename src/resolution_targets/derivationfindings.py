"""What is to be said of the given rows, once all rules were applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from resolution_targets.derivationcodes import PROBLEMS
from resolution_targets.derivationcolumns import Given
from resolution_targets.derivationjoins import Derivation
from resolution_targets.derivationnumbers import numbers, outside, quotient
from resolution_targets.derivationsums import picked

if TYPE_CHECKING:
    from collections.abc import Collection

_SAID = ("row", "ind", "period", "pair", "year", "problem", "derived", "needed")


def problems(given: Given, derivation: Derivation, parts: Collection[int]) -> pl.DataFrame:
    """What each row says that nothing was derived from, and the facts about it.

    Args:
        given: What was given.
        derivation: What the rules made of it.
        parts: The indicators that others follow from.
    """
    is_concerned = pl.col("ind").is_in(parts) & ~pl.col("was_derived")
    none = pl.lit("")
    tables = [
        given.defects.filter(is_concerned).with_columns(derived=none, needed=none).select(_SAID)
    ]
    sound = given.rows.select("row", "ind", "period", "pair", "year", "was_derived", "key")
    said = [
        pl.DataFrame({"key": keys}).with_columns(
            problem=pl.lit(problem.value, PROBLEMS), derived=none, needed=none
        )
        for keys, problem in derivation.blocked
    ]
    if derivation.outcome.refused:
        refused = pl.concat(derivation.outcome.refused)
        keys = refused["key"]
        # Keys of one indicator are neighbours, so that their limits leave few to look up.
        used = [
            each.filter(each.is_between(keys.min(), keys.max())) for each in derivation.outcome.used
        ]
        wanted = pl.concat([keys.clear(), *used]).implode()
        said.append(
            refused.filter(~pl.col("key").is_in(wanted))
            .sort("order", "problem")
            .unique("key", keep="first", maintain_order=True)
            .drop("order")
        )
    tables += [
        sound.join(each, on="key").filter(is_concerned).select(_SAID)
        for each in said
        if not each.is_empty()
    ]
    return pl.concat(tables)


def disagreements(given: Given, derivation: Derivation) -> pl.DataFrame:
    """What each given row is contradicted by: `row`, `ind`, `value` and `text`.

    Args:
        given: What was given.
        derivation: What the rules made of it.
    """
    schema = pl.Schema(
        {"row": pl.UInt32(), "ind": pl.UInt32(), "value": pl.Float64(), "text": pl.String()}
    )
    checks = [table for table in derivation.outcome.checks if not table.is_empty()]
    if not checks:
        return pl.DataFrame(schema=schema)
    names = {name: f"{name}_c" for name in ("ind", "n", "den", "t")}
    table = pl.concat(checks).rename(names)
    ends = ("n", "den", "t")
    held = pl.concat(
        [
            given.rows.select("row", "key", *ends, *(pl.col(e).alias(f"{e}_upper") for e in ends)),
            given.ranges.drop("unit"),
        ],
        how="diagonal",
    )
    found = (
        held.join(table, on="key")
        .filter(outside(numbers(), numbers("_upper"), numbers("_c")))
        .sort("row", "order")
        .unique("row", keep="first", maintain_order=True)
        .with_columns(ind="ind_c", value=quotient(pl.col("n_c"), pl.col("den_c")))
    )
    return picked(found, schema)
