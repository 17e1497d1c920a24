"""Citing a data version: as a line, for BibLaTeX, and for reference managers."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resolution_targets as rt

_DATA = Path(__file__).parent.parent / "data"
# What data/catalog.json says of ha-tinh-2025 1.0.0, which never changes.
_SHA256 = "c0d50c15db5ee28a8ac9f1c95dcc621db159043e612914d8ac20bd17ca9b6325"
_NOTE = "ha-tinh-2025, data version 1.0.0"
# How LaTeX writes what has a meaning of its own in it.
_WRITTEN = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}


@pytest.fixture
def dataset(ha_tinh: rt.Dataset) -> rt.Dataset:
    """ha-tinh-2025 1.0.0, whatever day the catalog gives for it."""
    return attrs.evolve(ha_tinh, released="2026-11-22")


def _parsed_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """The type, key and fields of an entry; a value ends at the brace that closes it."""
    kind, _, rest = text.removeprefix("@").partition("{")
    key, _, rest = rest.partition(",\n")
    fields: dict[str, str] = {}
    while rest != "}":
        name, _, rest = rest.partition(" = {")
        depth, end = 1, 0
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            end += 1
        fields[name.strip()] = rest[: end - 1]
        assert rest[end : end + 2] == ",\n"
        rest = rest[end + 2 :]
    return kind, key, fields


def _typeset(value: str) -> str:
    """What LaTeX prints for a value."""
    text = ""
    while value:
        written = next((text for text in _WRITTEN.values() if value.startswith(text)), value[0])
        text += next((char for char, each in _WRITTEN.items() if each == written), written)
        assert written not in {"\\", "{", "}", "~", "^", "&", "%", "$", "#", "_"}
        value = value.removeprefix(written)
    return text


def test_as_a_line(dataset: rt.Dataset) -> None:
    assert (
        dataset.cite()
        == dataset.cite("text")
        == (
            "Resolution of the Party Committee of Hà Tĩnh province on the tasks of 2025. Compiled "
            f"as ha-tinh-2025, data version 1.0.0, in resolution_targets. sha256:{_SHA256}"
        )
    )


def test_the_line_names_the_acts_and_not_the_pages_that_report() -> None:
    vietnam = rt.read_dataset(_DATA / "vietnam-2025" / "1.0.0")
    act = (
        "National Assembly resolution 158/2024/QH15 on the socio-economic development plan for 2025"
    )
    assert vietnam.cite().startswith(f"{act}. Compiled as vietnam-2025, data version 1.0.0, in")
    later = (
        "National Assembly resolution 192/2025/QH15 supplementing the socio-economic development "
        "plan for 2025 with a growth target of 8% or more"
    )
    assert (
        vietnam.in_force("2025-03-01")
        .cite()
        .startswith(
            f"{act}; {later}. Compiled as vietnam-2025, data version 1.0.0, as of 2025-03-01, in "
            "resolution_targets."
        )
    )


def test_a_folder_without_hashes_has_none_to_cite() -> None:
    dataset = rt.Dataset(id="x-2025", version="0.1.0", title="Targets of X")
    assert dataset.cite() == (
        "Targets of X. Compiled as x-2025, data version 0.1.0, in resolution_targets."
    )
    assert attrs.evolve(dataset, title="").cite() == (
        "x-2025. Compiled as x-2025, data version 0.1.0, in resolution_targets."
    )
    assert dataset.cite("bibtex") == (
        "@dataset{x-2025-0.1.0,\n"
        "  title = {{Targets of X}},\n"
        "  version = {0.1.0},\n"
        "  publisher = {resolution\\_targets},\n"
        "  note = {x-2025, data version 0.1.0.},\n"
        "}"
    )
    (entry,) = json.loads(dataset.cite("csl-json"))
    assert "issued" not in entry
    assert entry["note"] == "x-2025, data version 0.1.0."
    (entry,) = json.loads(attrs.evolve(dataset, title="").cite("csl-json"))
    assert entry["title"] == "x-2025"


def test_for_biblatex(dataset: rt.Dataset) -> None:
    assert dataset.cite("bibtex") == (
        "@dataset{ha-tinh-2025-1.0.0,\n"
        "  title = {{Targets of Hà Tĩnh province for 2025}},\n"
        "  version = {1.0.0},\n"
        "  date = {2026-11-22},\n"
        "  publisher = {resolution\\_targets},\n"
        f"  note = {{{_NOTE}. sha256:{_SHA256}}},\n"
        "}"
    )
    kind, key, fields = _parsed_bibtex(dataset.cite("bibtex"))
    assert (kind, key) == ("dataset", "ha-tinh-2025-1.0.0")
    assert [*fields] == ["title", "version", "date", "publisher", "note"]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Food & drink: 8% of $1", r"Food \& drink: 8\% of \$1"),
        ("a_b #1 ~x^2", r"a\_b \#1 \textasciitilde{}x\textasciicircum{}2"),
        (r"C:\x {y}", r"C:\textbackslash{}x \textbraceleft{}y\textbraceright{}"),
        # One that is not closed would take the rest of the file.
        ("{", r"\textbraceleft{}"),
        ("}}, note = {", r"\textbraceright{}\textbraceright{}, note = \textbraceleft{}"),
        ('"Năm 2025" @ Hà Tĩnh', '"Năm 2025" @ Hà Tĩnh'),
    ],
)
def test_what_has_a_meaning_in_latex_is_escaped(
    dataset: rt.Dataset, title: str, written: str
) -> None:
    _, _, fields = _parsed_bibtex(attrs.evolve(dataset, title=title).cite("bibtex"))
    assert fields["title"] == f"{{{written}}}"
    assert fields["version"] == "1.0.0"


@given(title=st.text('\\{}&%$#_~^ ab,=@"\n', min_size=1) | st.text(min_size=1))
def test_any_title_is_one_field_and_reads_as_it_is(title: str) -> None:
    dataset = rt.Dataset(id="x-2025", version="1.0.0", title=title)
    _, _, fields = _parsed_bibtex(dataset.cite("bibtex"))
    assert [*fields] == ["title", "version", "publisher", "note"]
    assert _typeset(fields["title"].removeprefix("{").removesuffix("}")) == title
    assert _typeset(fields["publisher"]) == "resolution_targets"
    (entry,) = json.loads(dataset.cite("csl-json"))
    assert entry["title"] == title


def test_for_reference_managers(dataset: rt.Dataset) -> None:
    entries: list[dict[str, Any]] = json.loads(dataset.cite("csl-json"))
    assert entries == [
        {
            "id": "ha-tinh-2025-1.0.0",
            "type": "dataset",
            "title": "Targets of Hà Tĩnh province for 2025",
            "version": "1.0.0",
            "publisher": "resolution_targets",
            "note": f"{_NOTE}. sha256:{_SHA256}",
            "issued": {"date-parts": [[2026, 11, 22]]},
        }
    ]
    # Letters stay letters.
    assert "Hà Tĩnh" in dataset.cite("csl-json")


@pytest.mark.parametrize("format_", ["text", "bibtex", "csl-json"])
def test_every_format_names_version_hash_and_day(dataset: rt.Dataset, format_: Any) -> None:
    for name in ("ha-tinh-2025", "1.0.0", f"sha256:{_SHA256}"):
        assert name in dataset.cite(format_)
    assert "as of" not in dataset.cite(format_)
    assert "1.0.0, as of 2025-06-30" in dataset.in_force("2025-06-30").cite(format_)


def test_a_format_there_is_not(dataset: rt.Dataset) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        dataset.cite("ris")  # type: ignore[arg-type]
    assert str(caught.value) == ("format='ris' is not known; it takes 'text', 'bibtex', 'csl-json'")


def test_the_library_is_cited_in_the_version_that_it_has() -> None:
    root = Path(__file__).parent.parent
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    cited = (root / "CITATION.cff").read_text("utf-8").splitlines()
    assert f"version: {project['version']}" in cited
    assert f"title: {project['name'].replace('-', '_')}" in cited
