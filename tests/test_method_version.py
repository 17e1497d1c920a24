"""The verdicts that a version of the method gives, row by row.

`tests/fixtures/methods/1.csv` is what method version 1 promises to everybody who pinned
it. A row may change only together with `METHOD_VERSION`, and then in a new file of that
number: a verdict that changes under an unchanged number is the very thing that a lock
file is to rule out. Rows may be added.

The rows were worked by hand from the meaning of each relation, at a bound, just below it
and just above. "refused" is a relation that the direction contradicts.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets.criteria import METHOD_VERSION

_FOLDER = Path(__file__).parent / "fixtures" / "methods"
_COLUMNS = ["relation", "direction", "lower", "upper", "reading", "value", "status"]


def _rows() -> list[dict[str, str]]:
    with (_FOLDER / f"{METHOD_VERSION}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _target(row: dict[str, str]) -> rt.Target:
    is_done = row["relation"] == "done"
    unit = "dimensionless" if is_done else "percent"
    return rt.Target(
        id="share",
        number="1",
        indicator=rt.Indicator(
            id="share",
            name_vi="Tỷ lệ",
            name_en="Share",
            direction=row["direction"],
            kind="milestone" if is_done else "index",
            unit=unit,
            over_time="stock",
        ),
        domain=rt.Domain(id="economy", name_vi="Kinh tế", name_en="Economy"),
        reference_area="VN-23",
        reference_period=2025,
        criterion=rt.Criterion(
            relation=row["relation"], lower=row["lower"] or None, upper=row["upper"] or None
        ),
        unit=unit,
    )


_EVERY_ROW = pytest.mark.parametrize(
    "row", _rows(), ids=lambda row: "-".join(row[name] for name in _COLUMNS)
)


@_EVERY_ROW
@pytest.mark.parametrize("number", [Decimal, float])
def test_the_verdict_of_the_method(row: dict[str, str], number: type[Decimal | float]) -> None:
    assert list(row) == _COLUMNS
    if row["status"] == "refused":
        with pytest.raises(rt.InvalidCriterionError):
            _target(row)
        return
    figure = number(row["value"]) if row["value"] else None
    verdict = _target(row).compare(figure, reading=row["reading"])
    assert verdict.status.value == row["status"]


def test_every_relation_direction_and_reading_stands_in_the_table() -> None:
    rows = _rows()
    judged = {(row["relation"], row["direction"], row["reading"]) for row in rows}
    refused = {
        (row["relation"], row["direction"], reading)
        for row in rows
        if row["status"] == "refused"
        for reading in rt.Reading
    }
    # A milestone has no number, so that a direction says nothing of it.
    unasked = {*product(["done"], ["lower", "within"], rt.Reading)}
    assert judged | refused | unasked == {*product(rt.Relation, rt.Direction, rt.Reading)}


def test_each_bound_is_asked_at_below_and_above() -> None:
    asked: dict[tuple[str, ...], set[Decimal]] = {}
    for row in _rows():
        if row["lower"] and row["status"] in {"exceeded", "met", "missed"}:
            promise = tuple(row[name] for name in _COLUMNS[:5])
            asked.setdefault(promise, set()).add(Decimal(row["value"]))
    step = Decimal("0.000001")
    for (*_, lower, upper, _), values in asked.items():
        ends = [Decimal(end) for end in (lower, upper) if end]
        assert values == {end + beside for end in ends for beside in (-step, 0, step)}


def test_every_version_of_the_method_has_its_table() -> None:
    names = sorted(path.name for path in _FOLDER.iterdir())
    assert names == sorted(f"{number}.csv" for number in range(1, METHOD_VERSION + 1))
