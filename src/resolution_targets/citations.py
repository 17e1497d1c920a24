"""How to cite a data version: as a line, for BibLaTeX, and for reference managers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from resolution_targets.errors import UnknownOptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from resolution_targets.dataset import CitationFormat, Dataset

_PUBLISHER = "resolution_targets"
# What has a meaning of its own in LaTeX. A brace is escaped by its name, since BibTeX counts
# those behind a backslash too.
_ESCAPES = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def citation(dataset: Dataset, format: CitationFormat) -> str:  # noqa: A002  # as in Dataset.cite
    """How to cite a dataset.

    Raises:
        UnknownOptionError: There is no such format.
    """
    if format not in _FORMATS:
        raise UnknownOptionError(option="format", value=format, known=_FORMATS)
    return _FORMATS[format](dataset)


def _text(dataset: Dataset) -> str:
    # What the promises stand in; not every page that reports a figure.
    acts = {target.act for target in dataset}
    titles = "; ".join(source.title_en for source in dataset.sources if source.id in acts)
    titles = titles or _title(dataset)
    return f"{titles}. Compiled as {_version(dataset)}, in {_PUBLISHER}.{_hash(dataset)}"


def _bibtex(dataset: Dataset) -> str:
    fields = {
        "version": dataset.version,
        "date": dataset.released,
        "publisher": _PUBLISHER,
        "note": f"{_version(dataset)}.{_hash(dataset)}",
    }
    lines = [
        # In braces of its own a title keeps its capitals.
        f"  title = {{{{{_title(dataset).translate(_ESCAPES)}}}}},",
        *(f"  {name} = {{{text.translate(_ESCAPES)}}}," for name, text in fields.items() if text),
    ]
    return "\n".join([f"@dataset{{{_key(dataset)},", *lines, "}"])


def _csl_json(dataset: Dataset) -> str:
    entry: dict[str, object] = {
        "id": _key(dataset),
        "type": "dataset",
        "title": _title(dataset),
        "version": dataset.version,
        "publisher": _PUBLISHER,
        "note": f"{_version(dataset)}.{_hash(dataset)}",
    }
    if dataset.released:
        parts = [int(part) for part in dataset.released.split("-")]
        entry["issued"] = {"date-parts": [parts]}
    return json.dumps([entry], ensure_ascii=False, indent=2)


def _title(dataset: Dataset) -> str:
    return dataset.title or dataset.id


def _key(dataset: Dataset) -> str:
    return f"{dataset.id}-{dataset.version}"


def _version(dataset: Dataset) -> str:
    day = "" if dataset.as_of is None else f", as of {dataset.as_of}"
    return f"{dataset.id}, data version {dataset.version}{day}"


def _hash(dataset: Dataset) -> str:
    return f" sha256:{dataset.sha256}" if dataset.sha256 else ""


_FORMATS: Mapping[CitationFormat, Callable[[Dataset], str]] = {
    "text": _text,
    "bibtex": _bibtex,
    "csl-json": _csl_json,
}
