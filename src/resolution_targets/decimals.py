"""How many decimals the figures of a column were published with, row by row."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import narwhals as nw

from resolution_targets.numerals import MOST_DECIMALS, MOST_FLOAT_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable


def decimals_of(value: nw.Expr) -> nw.Expr:
    """The decimals of each float, as `published_decimals` counts them; null if computed.

    The first rounding that changes nothing counts: a float that is the nearest to some
    decimal of k places is what rounding to k places gives.

    Args:
        value: A column of floats.
    """
    return first_of(
        (
            (value.round(places) == value) & (value.abs() < 10.0 ** (MOST_FLOAT_DIGITS - places)),
            places,
        )
        for places in range(MOST_DECIMALS + 1)
    )


def decimals_of_exact(value: nw.Expr) -> nw.Expr:
    """The decimals of each number without zeros at its end; null if it was computed.

    A column of decimals has as many for each number, so that its zeros say nothing.

    Args:
        value: A column of decimals.
    """
    return first_of((value.round(places) == value, places) for places in range(MOST_DECIMALS + 1))


def first_of(cases: Iterable[tuple[nw.Expr, Any]]) -> nw.Expr:
    """What goes with the first condition that holds; null where none does."""
    (condition, value), *rest = cases
    chain: Any = nw.when(condition).then(nw.lit(value))
    chained: nw.Expr = reduce(
        lambda so_far, case: so_far.when(case[0]).then(nw.lit(case[1])), rest, chain
    )
    return chained
