"""What a new dataset starts with: an example that is sound, and a README that explains it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from resolution_targets.criteria import Criterion, Direction, Relation
from resolution_targets.dataset import Dataset
from resolution_targets.indicators import Domain, Indicator, OverTime, QuantityKind
from resolution_targets.observations import Observation, ObservationStatus
from resolution_targets.periods import parse_period
from resolution_targets.revisions import Revision
from resolution_targets.schemas import OPTIONAL_COLUMNS, OPTIONAL_TABLES, SCHEMAS
from resolution_targets.sources import Source
from resolution_targets.targets import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

_MADE_UP = "An example; replace it."
_SOURCE = "resolution"
_PHRASE = "Tỷ lệ ví dụ đạt trên 90%"
_REPORTED = "Tỷ lệ ví dụ ước đạt 88,5%"
_REVISED = "Tỷ lệ ví dụ đạt 92% trở lên"
_TABLES = {
    "domains": "the headings that the targets stand under",
    "indicators": "what is measured, in which unit, and which way is better",
    "targets": "what is promised, a row for each promise",
    "revisions": "later acts that put another promise in the place of one of the targets",
    "observations": "what was reported",
    "sources": "the documents that all of it was read from",
}


def example(*, id: str, title: str) -> Dataset:  # noqa: A002  # the field's own name
    """A dataset of one made-up promise, for an author to replace."""
    indicator = Indicator(
        id="example-share",
        name_vi="Tỷ lệ ví dụ",
        name_en="Example share",
        definition_en=_MADE_UP,
        direction=Direction.HIGHER,
        kind=QuantityKind.RATIO,
        unit="percent",
        numerator="examples-done",
        denominator="examples",
        over_time=OverTime.STOCK,
    )
    domain = Domain(id="economy", name_vi="Kinh tế", name_en="Economy")
    target = Target(
        id=indicator.id,
        number="1",
        indicator=indicator,
        domain=domain,
        reference_area="VN",
        reference_period=parse_period("2025"),
        criterion=Criterion(relation=Relation.ABOVE, lower=Decimal(90)),
        unit="percent",
        quote=_PHRASE,
        source=_SOURCE,
        locator="(1)",
        comment=_MADE_UP,
    )
    return Dataset(
        id=id,
        version="0.1.0",
        title=title,
        description="What the dataset holds, in a few lines.",
        license="CC0-1.0",
        domains=(domain,),
        indicators=(indicator,),
        targets=(target,),
        revisions=(_revision(target),),
        observations=(_observation(target),),
        sources=(
            Source(
                id=_SOURCE,
                title_vi="Nghị quyết ví dụ",
                title_en="Example resolution",
                path="source/resolution.txt",
                comment=_MADE_UP,
                text=f"{_PHRASE}.\n{_REPORTED}.\n{_REVISED}.\n",
            ),
        ),
    )


def _revision(target: Target) -> Revision:
    return Revision(
        target=target.id,
        in_force_from="2025-06-30",
        criterion=Criterion(relation=Relation.AT_LEAST, lower=Decimal(92)),
        unit="percent",
        act=_SOURCE,
        quote=_REVISED,
        source=_SOURCE,
        comment=_MADE_UP,
    )


def _observation(target: Target) -> Observation:
    return Observation(
        indicator=target.indicator.id,
        reference_area="VN",
        reference_period=parse_period("2024"),
        value=Decimal("88.5"),
        unit="percent",
        observation_status=ObservationStatus.ESTIMATED,
        quote=_REPORTED,
        source=_SOURCE,
        comment=_MADE_UP,
    )


def readme() -> str:
    """What an author must know, for the README of a new dataset."""
    return "\n".join([_START, *_tables()]) + "\n"


_START = """# How to fill in this dataset

Each file here holds one example row. Replace the examples by your own rows, then ask for every
mistake at once:

```sh
resolution-targets validate .
```

`datapackage.json` says what the dataset is: `name` is its id, `version` its number
(MAJOR.MINOR.PATCH), `licenses` the SPDX name of the licence. `source/` holds the texts that phrases
were taken from; a source without a text here has an address (`url`) instead.

Every number needs the phrase that it was read from, word for word (`quote`), and the source that
holds the phrase. Where a cell is your judgement and not the text's word, say why in `comment`.

Tables are CSV: UTF-8 without a byte-order mark, commas between cells, the columns named on the
first line. Numbers have a point and no grouping: 17800 or 2.5. A cell without a value is empty."""


def _tables() -> Iterator[str]:
    for table, schema in SCHEMAS.items():
        may = ", may be left out" if table in OPTIONAL_TABLES else ""
        yield f"\n## {table}.csv: {_TABLES[table]}{may}\n"
        yield f"No two rows have the same {', '.join(schema['primaryKey'])}.\n"
        yield "| column | holds | |"
        yield "|---|---|---|"
        references = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", ())}
        for field in schema["fields"]:
            yield f"| {field['name']} | {_holds(field)} | {_must(field, references, table)} |"


def _holds(field: dict[str, Any]) -> str:
    constraints = field.get("constraints", {})
    listed = f" One of {', '.join(constraints['enum'])}." if "enum" in constraints else ""
    form = f" Of the form `{constraints['pattern']}`." if "pattern" in constraints else ""
    type_ = {"number": " A number.", "boolean": " true or false.", "date": " As 2025-08-05."}
    return f"{field['description']}{listed}{form}{type_.get(field['type'], '')}"


def _must(field: dict[str, Any], references: dict[str, Any], table: str) -> str:
    name, constraints = field["name"], field.get("constraints", {})
    notes = ["needed"] if constraints.get("required") else []
    if constraints.get("unique"):
        notes.append("no two rows have the same")
    if name in references:
        notes.append(f"an id of {references[name]['resource'] or table}.csv")
    if name in OPTIONAL_COLUMNS and not constraints.get("required"):
        notes.append("the column may be left out")
    return "; ".join(notes)
