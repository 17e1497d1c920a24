"""The table of methods, and the arithmetic of fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

import resolution_targets as rt
from resolution_targets.progressmethods import METHODS, Exact, band_of, exact_number


def test_every_method_has_a_formula() -> None:
    assert list(METHODS) == list(rt.ProgressMethod)


@pytest.mark.parametrize("method", list(rt.ProgressMethod))
def test_bands_run_down_to_the_lowest(method: rt.ProgressMethod) -> None:
    leasts = [band.least for band in METHODS[method].bands]
    if leasts:
        assert leasts.pop() is None
        assert leasts == sorted(leasts, reverse=True)
        assert METHODS[method].bands[0].is_on_track


def test_bands_of_a_method_without_any() -> None:
    assert band_of(Fraction(1), METHODS[rt.ProgressMethod.DISTANCE].bands) is None


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (Fraction(121, 100), Fraction(1, 2), Fraction(11, 10)),
        (Fraction(1331, 1000), Fraction(1, 3), Fraction(11, 10)),
        # A third has no end, so a root of a large number is short of its last digits.
        (Fraction(10**30), Fraction(1, 3), Fraction(10**10)),
        (Fraction(4, 3), Fraction(1), Fraction(4, 3)),
        (Fraction(7, 3), Fraction(0), Fraction(1)),
        (Fraction(0), Fraction(444, 100), Fraction(0)),
        (Fraction(1, 2), Fraction(2), Fraction(1, 4)),
    ],
)
def test_roots_that_have_an_end_are_exact(
    base: Fraction, exponent: Fraction, expected: Fraction
) -> None:
    assert Exact().power(base, exponent) == expected


def test_a_root_without_an_end() -> None:
    # The square root of 2 to 40 digits.
    root = Fraction("1.414213562373095048801688724209698078570")
    assert abs(Exact().power(Fraction(2), Fraction(1, 2)) - root) <= Fraction(1, 10**39)


def test_huge_powers_do_not_overflow() -> None:
    assert Exact().power(Fraction(10**300), Fraction(1000)) == 10**300000


def test_floats_count_as_written() -> None:
    assert exact_number(0.1) == Fraction(1, 10)
    assert exact_number(17900) == 17900
