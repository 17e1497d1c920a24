"""The tables of a data version: from the cells of its files to values, and back.

A cell is text; "" stands for no value. Versions that were released before a column was
added lack it, so a column that may be empty may be absent too.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from resolution_targets.criteria import Criterion
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.observations import Observation
from resolution_targets.revisions import Revision
from resolution_targets.sources import Source
from resolution_targets.targets import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from resolution_targets.dataset import Dataset

Row = dict[str, str]

TABLES = ("domains", "indicators", "targets", "revisions", "observations", "sources")
_TRUTHS = {True: "true", False: "false"}


def read_tables(tables: Mapping[str, Iterable[Row]], texts: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a dataset that its tables hold.

    Args:
        tables: For each table its rows, known to be sound.
        texts: For each source that ships, its path and its text.
    """
    domains = {row["id"]: read_domain(row) for row in tables["domains"]}
    indicators = {row["id"]: read_indicator(row) for row in tables["indicators"]}
    return {
        "domains": tuple(domains.values()),
        "indicators": tuple(indicators.values()),
        "targets": tuple(read_target(row, indicators, domains) for row in tables["targets"]),
        "observations": tuple(map(read_observation, tables.get("observations", ()))),
        "sources": tuple(read_source(row, texts) for row in tables["sources"]),
        "revisions": tuple(map(read_revision, tables.get("revisions", ()))),
    }


def read_domain(row: Row) -> Domain:
    """What a row of domains.csv describes."""
    return Domain(**row)


def read_indicator(row: Row) -> Indicator:
    """What a row of indicators.csv describes."""
    return Indicator(**{**row, "change_of": row["change_of"] or None})  # type: ignore[arg-type]


def read_source(row: Row, texts: Mapping[str, str]) -> Source:
    """What a row of sources.csv describes, with its text if that ships."""
    return Source(**row, text=texts.get(row["path"], ""))


def read_target(
    row: Row, indicators: Mapping[str, Indicator], domains: Mapping[str, Domain]
) -> Target:
    """What a row of targets.csv describes."""
    return Target(
        id=row["id"],
        number=row["number"],
        indicator=indicators[row["indicator"]],
        domain=domains[row["domain"]],
        reference_area=row["reference_area"],
        reference_period=row["reference_period"],
        criterion=read_criterion(row),
        stretch=read_stretch(row),
        unit=row["unit"],
        of_which=row["of_which"] or None,
        quote=row["quote"],
        source=row["source"],
        locator=row["locator"],
        comment=row["comment"],
        in_force_from=row.get("in_force_from") or None,
        act=row.get("act") or row["source"],
    )


def read_revision(row: Row) -> Revision:
    """What a row of revisions.csv describes."""
    return Revision(
        target=row["target"],
        in_force_from=row["in_force_from"],
        criterion=read_criterion(row),
        stretch=read_stretch(row),
        unit=row["unit"],
        act=row["act"],
        quote=row["quote"],
        source=row["source"],
        locator=row["locator"],
        comment=row["comment"],
    )


def read_observation(row: Row) -> Observation:
    """What a row of observations.csv describes."""
    return Observation(
        indicator=row["indicator"],
        reference_area=row["reference_area"],
        reference_period=row["reference_period"],
        value=Decimal(row["value"]) if row["value"] else None,
        value_upper=Decimal(row["value_upper"]) if row.get("value_upper") else None,
        unit=row["unit"],
        observation_status=row["observation_status"],
        quote=row["quote"],
        source=row["source"],
        locator=row["locator"],
        comment=row["comment"],
        published=row.get("published") or None,
    )


def read_criterion(row: Row) -> Criterion:
    """The promise in a row of targets.csv or revisions.csv."""
    return Criterion(
        relation=row["relation"],
        lower=row["lower"] or None,
        upper=row["upper"] or None,
        hedged=row["hedged"] == "true",
        maintain=row["maintain"] == "true",
    )


def read_stretch(row: Row) -> Criterion | None:
    """The second promise in a row of targets.csv or revisions.csv."""
    if not row["stretch_relation"]:
        return None
    return Criterion(
        relation=row["stretch_relation"],
        lower=row["stretch_lower"] or None,
        upper=row["stretch_upper"] or None,
        hedged=row.get("stretch_hedged") == "true",
    )


def write_tables(dataset: Dataset) -> dict[str, list[Row]]:
    """The rows of every table of a dataset; what `read_tables` makes it of."""
    return {
        name: [write(value) for value in getattr(dataset, name)] for name, write in _WRITERS.items()
    }


def _write_fields(value: Domain | Indicator | Source) -> Row:
    import attrs  # noqa: PLC0415  # for writing only

    names = (field.name for field in attrs.fields(type(value)))
    return {name: str(getattr(value, name) or "") for name in names if name != "text"}


def _write_target(target: Target) -> Row:
    return {
        "id": target.id,
        "number": target.number,
        "indicator": target.indicator.id,
        "domain": target.domain.id,
        "reference_area": target.reference_area,
        "reference_period": str(target.reference_period),
        **_write_promise(target),
        "of_which": target.of_which or "",
        "quote": target.quote,
        "source": target.source,
        "locator": target.locator,
        "comment": target.comment,
        "in_force_from": str(target.in_force_from or ""),
        "act": "" if target.act == target.source else target.act,
    }


def _write_revision(revision: Revision) -> Row:
    return {
        "target": revision.target,
        "in_force_from": str(revision.in_force_from),
        **_write_promise(revision),
        "act": revision.act,
        "quote": revision.quote,
        "source": revision.source,
        "locator": revision.locator,
        "comment": revision.comment,
    }


def _write_promise(promise: Target | Revision) -> Row:
    criterion, stretch = promise.criterion, promise.stretch
    return {
        "relation": criterion.relation.value,
        "lower": _number(criterion.lower),
        "upper": _number(criterion.upper),
        "unit": promise.unit,
        "hedged": _TRUTHS[criterion.hedged],
        "maintain": _TRUTHS[criterion.maintain],
        "stretch_relation": "" if stretch is None else stretch.relation.value,
        "stretch_lower": "" if stretch is None else _number(stretch.lower),
        "stretch_upper": "" if stretch is None else _number(stretch.upper),
        "stretch_hedged": "" if stretch is None else _TRUTHS[stretch.hedged],
    }


def _write_observation(observation: Observation) -> Row:
    return {
        "indicator": observation.indicator,
        "reference_area": observation.reference_area,
        "reference_period": str(observation.reference_period),
        "value": _number(observation.value),
        "value_upper": _number(observation.value_upper),
        "unit": observation.unit,
        "observation_status": observation.observation_status.value,
        "quote": observation.quote,
        "source": observation.source,
        "locator": observation.locator,
        "comment": observation.comment,
        "published": str(observation.published or ""),
    }


_WRITERS: dict[str, Callable[[Any], Row]] = {
    "domains": _write_fields,
    "indicators": _write_fields,
    "targets": _write_target,
    "observations": _write_observation,
    "sources": _write_fields,
    "revisions": _write_revision,
}


def _number(value: Decimal | float | None) -> str:
    """A number as a cell has it: its digits, without an exponent."""
    if value is None:
        return ""
    # Of a float the digits that it is printed with. A whole number may have more of them
    # than a float holds.
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    return f"{exact:f}"
