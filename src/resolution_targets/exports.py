"""A data version for other tools: JSON Schema, schema.org, Parquet, and CSV for spreadsheets."""

from __future__ import annotations

import io
import os
import secrets
from calendar import monthrange
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from resolution_targets.descriptors import license_of
from resolution_targets.errors import UnknownOptionError, UnwritableFolderError
from resolution_targets.schemas import OPTIONAL_TABLES, SCHEMAS
from resolution_targets.vocabulary import format_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike

    import polars as pl

    from resolution_targets.dataset import Dataset, Table
    from resolution_targets.indicators import Indicator
    from resolution_targets.observations import Observation
    from resolution_targets.sources import Source
    from resolution_targets.targets import Target

ExportFormat = Literal["parquet", "csv"]

_TABLES: tuple[Table, ...] = ("targets", "indicators", "observations", "revisions", "sources")

# What each type of a Table Schema is in JSON. "format" is a remark to most validators,
# so the pattern says the same again.
_FORMS: Mapping[str, Mapping[str, str]] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the tables of a data version.

    It describes an object that holds the rows of each table under the table's name;
    `$defs` has the schema of a single row. A cell without a value is null or left out.
    JSON Schema cannot say that ids are unique or that a reference leads somewhere:
    `read_dataset` checks that.

    Examples:
        >>> json_schema()["$defs"]["targets"]["properties"]["relation"]["enum"]
        ['above', 'at_least', 'reach', 'at_most', 'below', 'between', 'done']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tables of a data version",
        "type": "object",
        "properties": {
            table: {"type": "array", "items": {"$ref": f"#/$defs/{table}"}} for table in SCHEMAS
        },
        "required": [table for table in SCHEMAS if table not in OPTIONAL_TABLES],
        "additionalProperties": False,
        "$defs": {table: _row_schema(schema["fields"]) for table, schema in SCHEMAS.items()},
    }


def json_ld(dataset: Dataset, *, base_url: str | None = None) -> dict[str, Any]:
    r"""A schema.org `Dataset`, for web pages and for search engines of data.

    Args:
        dataset: The dataset.
        base_url: The address of the folder that holds the data version's files, if they
            are on the web; without it, no files are named.

    Returns:
        What `json.dumps` turns into text; what the dataset does not say is left out. In a
        `<script type="application/ld+json">` every "<" of that text must be written as
        \u003c: a browser ends the element at the first "</script>", even inside a title.

    Examples:
        >>> import resolution_targets as rt
        >>> json_ld(rt.load("ha-tinh-2025", version="1.0.0"))["temporalCoverage"]
        '2024-01-01/2025-12-31'

        The text for a web page:

        >>> import json
        >>> described = json_ld(rt.Dataset(id="a", version="1.0.0", title="</script>"))
        >>> json.dumps(described["name"]).replace("<", r"\u003c")
        '"\\u003c/script>"'
    """
    day = "" if dataset.as_of is None else f", as of {dataset.as_of}"
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{dataset.title or dataset.id}{day}",
        "description": dataset.description,
        "version": dataset.version,
        "datePublished": dataset.released,
        "license": _license_url(dataset.license),
        "identifier": list(_identifiers(dataset)),
        "inLanguage": ["vi", "en"],
        "spatialCoverage": [{"@type": "Place", "identifier": area} for area in _areas(dataset)],
        "temporalCoverage": _interval(dataset),
        "variableMeasured": [_variable(indicator) for indicator in dataset.indicators],
        "isBasedOn": [_work(source) for source in dataset.sources],
        "distribution": [] if base_url is None else list(_downloads(dataset, base_url)),
    }
    return {name: value for name, value in described.items() if value}


def export_tables(
    dataset: Dataset,
    folder: str | PathLike[str],
    format: ExportFormat,  # noqa: A002  # the word for it
) -> tuple[Path, ...]:
    r"""Write the tables of a dataset, as `Dataset.to_frame` gives them, a file for each.

    CSV is what spreadsheets open: UTF-8 with a byte-order mark, commas, ISO dates, line
    ends as on Windows, bounds without trailing zeros. A spreadsheet runs a cell that starts
    with =, +, - or @ as a formula, even where it is the dash of a list in a quotation; such
    text gets an apostrophe in front, and so does text that starts with one, a tab or
    a line end. Take the first apostrophe away to have the text again. Numbers are as they are.
    An empty text is written as "", no value as nothing, which a spreadsheet takes for the
    same. Parquet keeps everything as it is.

    Args:
        dataset: The dataset.
        folder: The folder; it is made if it is not there, and files of the same names in
            it are replaced, each of them whole.
        format: "parquet" or "csv".

    Returns:
        The files: targets, indicators, observations, revisions, sources.

    Raises:
        UnknownOptionError: There is no such format.
        UnwritableFolderError: The folder or a file cannot be written.

    Examples:
        >>> import tempfile
        >>> import resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
        >>> [path.name for path in export_tables(ds, tempfile.mkdtemp(), "csv")][:2]
        ['targets.csv', 'indicators.csv']
    """
    if format not in _WRITERS:
        raise UnknownOptionError(option="format", value=format, known=_WRITERS)
    contents = {f"{table}.{format}": _WRITERS[format](dataset.to_frame(table)) for table in _TABLES}
    return write_whole(Path(folder), contents)


def write_whole(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files of a folder beside their places, then move all of them there.

    Whoever looks meanwhile sees the old file or the new one, and never half of it.

    Raises:
        UnwritableFolderError: The folder or a file cannot be written.
    """
    parts: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            for name, content in contents.items():
                part = folder / f".{name}.{secrets.token_hex(8)}.part"
                # "x" fails where anything has the name, and follows no link.
                with open(part, "xb", opener=_opened) as file:
                    parts[folder / name] = part
                    file.write(content)
            for path, part in parts.items():
                part.replace(path)
        finally:
            for part in parts.values():
                part.unlink(missing_ok=True)
    # A null character or half of a surrogate pair makes no path at all: a ValueError.
    except (OSError, ValueError) as error:
        problem = f"cannot be written: {getattr(error, 'strerror', None) or error}"
        raise UnwritableFolderError(path=str(folder), problem=problem) from error
    return tuple(parts)


def _opened(path: str, flags: int) -> int:
    # The system takes the umask off, which Python could only read by changing it.
    return os.open(path, flags, 0o644)


def _row_schema(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field["name"]: _property(field) for field in fields},
        "required": [field["name"] for field in fields if _is_required(field)],
        "additionalProperties": False,
    }


def _property(field: dict[str, Any]) -> dict[str, Any]:
    constraints = field.get("constraints", {})
    form: dict[str, Any] = {"description": field["description"], **_FORMS[field["type"]]}
    if "pattern" in constraints:
        # In a Table Schema a pattern stands for the whole text, in JSON Schema for a part.
        form["pattern"] = f"^(?:{constraints['pattern']})$"
    if "enum" in constraints:
        form["enum"] = list(constraints["enum"])
    if not _is_required(field):
        form["type"] = [form["type"], "null"]
        return form | ({"enum": [*form["enum"], None]} if "enum" in form else {})
    return form | ({"minLength": 1} if form["type"] == "string" else {})


def _is_required(field: dict[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("required", False))


def _license_url(name: str) -> str:
    if not name:
        return ""
    return license_of(name).get("path", f"https://spdx.org/licenses/{name}.html")


def _identifiers(dataset: Dataset) -> Iterator[str | dict[str, str]]:
    yield dataset.id
    if dataset.sha256:
        yield {"@type": "PropertyValue", "propertyID": "sha256", "value": dataset.sha256}


def _figures(dataset: Dataset) -> list[Target | Observation]:
    return [*dataset.targets, *dataset.observations]


def _areas(dataset: Dataset) -> list[str]:
    return list(dict.fromkeys(figure.reference_area for figure in _figures(dataset)))


def _interval(dataset: Dataset) -> str:
    """From the first day to the last that a figure is about, as ISO 8601 writes it."""
    periods = [figure.reference_period for figure in _figures(dataset)]
    if not periods:
        return ""
    first_year, first_month = min((period.year, period.first_month) for period in periods)
    last_year, last_month = max((period.year, period.last_month) for period in periods)
    last_day = monthrange(last_year, last_month)[1]
    return f"{first_year}-{first_month:02}-01/{last_year}-{last_month:02}-{last_day:02}"


def _variable(indicator: Indicator) -> dict[str, str]:
    described = {
        "@type": "PropertyValue",
        "identifier": indicator.id,
        "name": indicator.name_en,
        "alternateName": indicator.name_vi,
        "description": indicator.definition_en,
        "unitText": format_unit(indicator.unit, language="en"),
    }
    return {name: value for name, value in described.items() if value}


def _work(source: Source) -> dict[str, str]:
    described = {
        "@type": "CreativeWork",
        "identifier": source.id,
        "name": source.title_en,
        "alternateName": source.title_vi,
        "url": source.url,
    }
    return {name: value for name, value in described.items() if value}


def _downloads(dataset: Dataset, base_url: str) -> Iterator[dict[str, str]]:
    files = {"datapackage.json": "application/json"}
    files |= {
        f"{table}.csv": "text/csv"
        for table in SCHEMAS
        if table not in OPTIONAL_TABLES or getattr(dataset, table)
    }
    for file, form in files.items():
        address = f"{base_url.rstrip('/')}/{file}"
        yield {
            "@type": "DataDownload",
            "name": file,
            "contentUrl": address,
            "encodingFormat": form,
        }


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _csv(frame: pl.DataFrame) -> bytes:
    # polars: what describes a dataset does without.
    import polars as pl  # noqa: PLC0415
    from polars import selectors  # noqa: PLC0415

    buffer = io.BytesIO()
    harmless = selectors.string().str.replace(r"^([=+\-@'\t\r\n])", "'${1}")
    # A frame's bounds have six decimals at least: 91.000000 claims what nobody wrote.
    plain = selectors.decimal().cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    # One after the other: a negative bound is no formula.
    frame.with_columns(harmless).with_columns(plain).write_csv(
        buffer, include_bom=True, line_terminator="\r\n"
    )
    return buffer.getvalue()


_WRITERS: Mapping[ExportFormat, Callable[[pl.DataFrame], bytes]] = {
    "parquet": _parquet,
    "csv": _csv,
}
