"""From the cells of tables to values, and back."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.schemas import columns_of
from resolution_targets.skeleton import example
from resolution_targets.tables import (
    TABLES,
    read_criterion,
    read_domain,
    read_indicator,
    read_observation,
    read_revision,
    read_source,
    read_stretch,
    read_tables,
    read_target,
    write_tables,
)

_DATA = Path(__file__).parent.parent / "data"
_DOMAIN = rt.Domain(id="economy", name_vi="Kinh tế", name_en="Economy")
_INDICATOR = rt.Indicator(
    id="grdp-growth",
    name_vi="Tốc độ tăng GRDP",
    name_en="GRDP growth",
    direction="higher",
    kind="growth_rate",
    unit="percent",
    over_time="year_to_date",
)
_PROMISE = {
    "relation": "between",
    "lower": "6.5",
    "upper": "7.0",
    "unit": "percent",
    "hedged": "true",
    "maintain": "false",
    "stretch_relation": "reach",
    "stretch_lower": "7.5",
    "stretch_upper": "",
    "stretch_hedged": "true",
}
_TARGET = {
    "id": "grdp-growth-2025",
    "number": "1",
    "indicator": "grdp-growth",
    "domain": "economy",
    "reference_area": "VN-23",
    "reference_period": "2025",
    **_PROMISE,
    "of_which": "",
    "quote": "khoảng 6,5-7,0% và phấn đấu khoảng 7,5%",
    "source": "report",
    "locator": "(1)",
    "comment": "None.",
    "in_force_from": "2024-11-12",
    "act": "resolution",
}
_REVISION = {
    "target": "grdp-growth-2025",
    "in_force_from": "2025-02-05",
    **_PROMISE,
    "act": "resolution-25",
    "quote": "6,5-7,0%",
    "source": "report",
    "locator": "p. 3",
    "comment": "Of some kind.",
}
_OBSERVATION = {
    "indicator": "grdp-growth",
    "reference_area": "VN-23",
    "reference_period": "2025-9M",
    "value": "7.30",
    "value_upper": "",
    "unit": "percent",
    "observation_status": "E",
    "quote": "ước đạt 7,30%",
    "source": "report",
    "locator": "p. 1",
    "comment": "Estimated.",
    "published": "2025-10-06",
}
_CRITERION = rt.Criterion(relation="between", lower="6.5", upper="7.0", hedged=True)
_STRETCH = rt.Criterion(relation="reach", lower="7.5", hedged=True)


def _target(**cells: str) -> rt.Target:
    return read_target(_TARGET | cells, {"grdp-growth": _INDICATOR}, {"economy": _DOMAIN})


def _without(row: dict[str, str], *columns: str) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if name not in columns}


def _written(table: str, value: object) -> dict[str, str]:
    tables: dict[str, Any] = dict.fromkeys(TABLES, ())
    (row,) = write_tables(rt.Dataset(id="x", version="1.0.0", **{**tables, table: (value,)}))[table]
    return row


def test_a_target() -> None:
    target = _target()
    assert target == rt.Target(
        id="grdp-growth-2025",
        number="1",
        indicator=_INDICATOR,
        domain=_DOMAIN,
        reference_area="VN-23",
        reference_period="2025",
        criterion=_CRITERION,
        stretch=_STRETCH,
        unit="percent",
        of_which=None,
        quote="khoảng 6,5-7,0% và phấn đấu khoảng 7,5%",
        source="report",
        locator="(1)",
        comment="None.",
        in_force_from=date(2024, 11, 12),
        act="resolution",
    )
    assert (target.indicator, target.domain) == (_INDICATOR, _DOMAIN)
    assert _written("targets", target) == _TARGET


def test_a_target_of_few_words() -> None:
    row = _TARGET | {
        "relation": "done",
        "lower": "",
        "upper": "",
        "hedged": "false",
        "maintain": "true",
        "stretch_relation": "",
        "stretch_lower": "",
        "stretch_hedged": "",
        "of_which": "growth",
        "in_force_from": "",
        "act": "",
    }
    target = _target(**row)
    assert target.criterion == rt.Criterion(relation="done", maintain=True)
    assert (target.stretch, target.of_which, target.in_force_from) == (None, "growth", None)
    # The act is the source, unless another one is named.
    assert target.act == "report"
    assert _written("targets", target) == row


def test_columns_that_were_added_later_may_be_missing() -> None:
    row = _without(_TARGET, "stretch_hedged", "in_force_from", "act")
    target = read_target(row, {"grdp-growth": _INDICATOR}, {"economy": _DOMAIN})
    assert target == attrs.evolve(
        _target(), stretch=attrs.evolve(_STRETCH, hedged=False), in_force_from=None, act="report"
    )
    observation = read_observation(_without(_OBSERVATION, "published"))
    assert observation == attrs.evolve(read_observation(_OBSERVATION), published=None)
    assert _written("observations", observation) == _OBSERVATION | {"published": ""}


def test_a_revision() -> None:
    revision = read_revision(_REVISION)
    assert revision == rt.Revision(
        target="grdp-growth-2025",
        in_force_from=date(2025, 2, 5),
        criterion=_CRITERION,
        stretch=_STRETCH,
        unit="percent",
        act="resolution-25",
        quote="6,5-7,0%",
        source="report",
        locator="p. 3",
        comment="Of some kind.",
    )
    assert _written("revisions", revision) == _REVISION


def test_an_observation() -> None:
    observation = read_observation(_OBSERVATION)
    assert observation == rt.Observation(
        indicator="grdp-growth",
        reference_area="VN-23",
        reference_period="2025-9M",
        value=Decimal("7.30"),
        unit="percent",
        observation_status="E",
        quote="ước đạt 7,30%",
        source="report",
        locator="p. 1",
        comment="Estimated.",
        published=date(2025, 10, 6),
    )
    # The digits are kept as they were written.
    assert str(observation.value) == "7.30"
    assert _written("observations", observation) == _OBSERVATION


def test_an_observation_that_was_reported_as_a_range() -> None:
    row = _OBSERVATION | {"value": "8", "value_upper": "8.5"}
    observation = read_observation(row)
    assert (observation.value, observation.value_upper) == (8, Decimal("8.5"))
    assert _written("observations", observation) == row
    assert read_observation(_without(_OBSERVATION, "value_upper")).value_upper is None


def test_an_observation_that_was_not_reported() -> None:
    observation = read_observation(_OBSERVATION | {"value": ""})
    assert observation.value is None
    assert _written("observations", observation) == _OBSERVATION | {"value": ""}


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (Decimal("7.30"), "7.30"),
        (Decimal("1E+2"), "100"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("-2.5"), "-2.5"),
        (Decimal(0), "0"),
        # A float is the decimal that it is printed as, though it holds 0.1000000000000000055.
        (0.1, "0.1"),
        (7.0, "7.0"),
        (1e22, "10000000000000000000000"),
        (1e-7, "0.0000001"),
        (-0.0, "-0.0"),
        # More digits than a float holds.
        (100_000_000_000_000_001, "100000000000000001"),
        (2, "2"),
        (True, "1"),
        (False, "0"),
    ],
)
def test_a_number_is_written_with_all_its_digits(value: Decimal | float | None, cell: str) -> None:
    observation = attrs.evolve(read_observation(_OBSERVATION), value=value)
    row = _written("observations", observation)
    assert row["value"] == cell
    again = read_observation(row).value
    assert again == (Decimal(repr(value)) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    ("lower", "cell"),
    [("8.0", "8.0"), ("8", "8"), ("1E+3", "1000"), ("-0.5", "-0.5"), (17800, "17800")],
)
def test_a_bound_is_written_with_all_its_digits(lower: str | int, cell: str) -> None:
    target = attrs.evolve(_target(), criterion=rt.Criterion(relation="above", lower=lower))
    row = _written("targets", target)
    assert (row["lower"], row["upper"]) == (cell, "")
    assert read_criterion(row) == target.criterion


def test_both_ends_of_a_stretch() -> None:
    stretch = rt.Criterion(relation="between", lower="7.0", upper="7.5")
    row = _written("targets", attrs.evolve(_target(), stretch=stretch))
    ends = row["stretch_relation"], row["stretch_lower"], row["stretch_upper"]
    assert (*ends, row["stretch_hedged"]) == ("between", "7.0", "7.5", "false")
    assert read_stretch(row) == stretch


def test_domains_indicators_and_sources() -> None:
    domain = {"id": "economy", "name_vi": "Kinh tế", "name_en": "Economy"}
    assert read_domain(domain) == _DOMAIN
    assert _written("domains", _DOMAIN) == domain
    indicator = {
        "id": "grdp-growth",
        "name_vi": "Tốc độ tăng GRDP",
        "name_en": "GRDP growth",
        "definition_en": "",
        "direction": "higher",
        "kind": "growth_rate",
        "unit": "percent",
        "numerator": "",
        "denominator": "",
        "over_time": "year_to_date",
        "change_of": "",
        "comment": "",
    }
    assert read_indicator(indicator) == _INDICATOR
    assert _written("indicators", _INDICATOR) == indicator
    assert read_indicator(indicator | {"change_of": "grdp"}).change_of == "grdp"
    source = {
        "id": "resolution",
        "title_vi": "Nghị quyết",
        "title_en": "Resolution",
        "path": "source/r.txt",
        "url": "https://example.org/r",
        "comment": "Signed.",
    }
    read = read_source(source, {"source/r.txt": "Trên 7%.", "source/other.txt": "x"})
    assert read == rt.Source(**source, text="Trên 7%.")
    # The text is a file of its own.
    assert _written("sources", read) == source
    assert read_source(source | {"path": ""}, {"source/r.txt": "x"}).text == ""


def test_tables_may_lack_what_may_have_no_row() -> None:
    tables = {
        "domains": [{"id": "economy", "name_vi": "Kinh tế", "name_en": "Economy"}],
        "indicators": [_written("indicators", _INDICATOR)],
        "targets": [_TARGET],
        "sources": [],
    }
    assert read_tables(tables, {}) == {
        "domains": (_DOMAIN,),
        "indicators": (_INDICATOR,),
        "targets": (_target(),),
        "observations": (),
        "sources": (),
        "revisions": (),
    }
    more = read_tables({**tables, "observations": [_OBSERVATION], "revisions": [_REVISION]}, {})
    assert more["observations"] == (read_observation(_OBSERVATION),)
    assert more["revisions"] == (read_revision(_REVISION),)


def test_every_table_is_written_and_read() -> None:
    dataset = example(id="x-2025", title="X")
    tables = write_tables(dataset)
    assert {*tables} == {*TABLES}
    texts = {source.path: source.text for source in dataset.sources}
    read = read_tables(tables, texts)
    assert read == {table: getattr(dataset, table) for table in TABLES}


@pytest.mark.parametrize("version", ["ha-tinh-2025/1.1.0", "vietnam-2025/1.0.0"])
def test_the_rows_of_the_released_versions_are_written_as_they_stand(version: str) -> None:
    tables = write_tables(rt.read_dataset(_DATA / version))
    for table in TABLES:
        with (_DATA / version / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [*csv.DictReader(file)]
        # Empty cells take the place of columns that the file lacks.
        assert tables[table] == [dict.fromkeys(columns_of(table), "") | row for row in rows]
