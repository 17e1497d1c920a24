"""Descriptors of folders: what they say of a dataset, and the hash of every file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets.descriptors import (
    as_json,
    descriptor_of,
    in_file_order,
    license_of,
    sealed,
)
from resolution_targets.schemas import columns_of, schema_of
from resolution_targets.skeleton import example

_DRAFT = {"name": "x-2025", "version": "1.0.0", "title": "X"}


def _resources(*paths: str, content: bytes = b"x") -> list[dict[str, Any]]:
    resources: list[dict[str, Any]] = sealed(_DRAFT, dict.fromkeys(paths, content))["resources"]
    return resources


def test_what_a_descriptor_says_of_a_dataset() -> None:
    dataset = attrs.evolve(
        example(id="x-2025", title="X"),
        sources=(
            rt.Source(id="a", title_vi="Một", title_en="One", path="source/a.txt", url="https://a"),
            rt.Source(id="b", title_vi="Hai", title_en="Two", url="https://example.org/b"),
            rt.Source(id="c", title_vi="Ba", title_en="Three"),
        ),
    )
    assert descriptor_of(dataset) == {
        "name": "x-2025",
        "version": "0.1.0",
        "title": "X",
        "description": "What the dataset holds, in a few lines.",
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "Creative Commons Zero 1.0 Universal",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
        "sources": [
            {"title": "One", "path": "source/a.txt"},
            {"title": "Two", "path": "https://example.org/b"},
            {"title": "Three"},
        ],
    }
    assert descriptor_of(attrs.evolve(dataset, license=""))["licenses"] == []


def test_a_licence_that_is_known_has_a_title_and_an_address() -> None:
    assert license_of("CC-BY-4.0") == {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0 International",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert license_of("ODbL-1.0") == {"name": "ODbL-1.0"}


def test_a_sealed_descriptor() -> None:
    table = b"id,name_vi,name_en\neconomy,Kinh t\xe1\xba\xbf,Economy\n"
    descriptor = sealed(_DRAFT, {"domains.csv": table, "source/x.txt": b"abc"})
    assert [*descriptor] == ["$schema", "id", "name", "version", "title", "resources"]
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    domains, text = descriptor["resources"]
    schema = domains.pop("schema")
    assert domains == {
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": "domains",
        "path": "domains.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": 45,
        "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
    }
    assert schema == {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        **schema_of("domains", ["id", "name_vi", "name_en"]),
        "missingValues": [""],
    }
    assert text == {
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": "x",
        "path": "source/x.txt",
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        "bytes": 3,
        # The example of FIPS 180-2, appendix B.1.
        "hash": "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    }


def test_a_version_has_one_id_wherever_it_is_sealed() -> None:
    ids = [
        sealed({**_DRAFT, "name": name, "version": version}, files)["id"]
        for name, version, files in [
            ("x-2025", "1.0.0", {}),
            ("x-2025", "1.0.0", {"x.txt": b"x"}),
            ("x-2025", "1.0.1", {}),
            ("y-2025", "1.0.0", {}),
        ]
    ]
    assert ids[0] == ids[1]
    assert len({*ids}) == 3
    # RFC 9562, version 5, of "resolution-targets:x-2025@1.0.0" among the addresses.
    assert ids[0] == "6758da16-fac1-59a8-86ba-414b62e1b040"


def test_what_the_author_says_is_kept_and_what_is_empty_left_out() -> None:
    draft = {
        "$schema": "old",
        "id": "old",
        "resources": [{"path": "old.csv"}],
        **_DRAFT,
        "homepage": "https://example.org",
        "licenses": [],
        "sources": [],
        "description": "",
    }
    descriptor = sealed(draft, {})
    assert descriptor["homepage"] == "https://example.org"
    assert [*descriptor] == ["$schema", "id", "name", "version", "title", "homepage", "resources"]
    assert descriptor["id"] != "old"
    assert descriptor["resources"] == []
    # A title must be there, even if it says nothing.
    assert sealed({**_DRAFT, "title": ""}, {})["title"] == ""


def test_a_table_is_described_by_the_columns_that_it_has() -> None:
    columns = [name for name in columns_of("targets") if name not in {"act", "in_force_from"}]
    # After a blank line, with a name in quotation marks.
    content = ("\r\n" + ",".join(columns).replace("id", '"id"', 1) + "\n").encode()
    (resource,) = _resources("targets.csv", content=content)
    assert [field["name"] for field in resource["schema"]["fields"]] == columns
    assert "act" not in [key["fields"][0] for key in resource["schema"]["foreignKeys"]]


@pytest.mark.parametrize("path", ["figures.csv", "source/targets.csv", "targets", "a.csv.txt"])
def test_what_is_no_table_of_the_layout_is_a_text(path: str) -> None:
    (resource,) = _resources(path)
    assert (resource["path"], resource["format"]) == (path, "txt")
    assert "schema" not in resource


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["source/a.txt", "source/b.v2.txt"], ["a", "b.v2"]),
        (["LICENSE", ".hidden", "source/x"], ["LICENSE", ".hidden", "x"]),
        (["a/x.txt", "b/x.txt", "c/y.txt"], ["a/x.txt", "b/x.txt", "y"]),
        (["x.txt", "x.md"], ["x.txt", "x.md"]),
    ],
)
def test_no_two_resources_have_one_name(paths: list[str], names: list[str]) -> None:
    assert [resource["name"] for resource in _resources(*paths)] == names


def test_a_text_of_the_name_of_a_table() -> None:
    files = {"domains.csv": b"id,name_vi,name_en\n", "source/domains.txt": b"x"}
    names = [resource["name"] for resource in sealed(_DRAFT, files)["resources"]]
    assert names == ["domains.csv", "source/domains.txt"]


def test_files_in_the_order_of_the_layout() -> None:
    paths = {
        *("source/b.txt", "source/a.txt", "sources.csv", "observations.csv", "revisions.csv"),
        *("targets.csv", "indicators.csv", "domains.csv", "another.csv"),
    }
    assert in_file_order(paths) == [
        *("domains.csv", "indicators.csv", "targets.csv", "revisions.csv", "observations.csv"),
        *("sources.csv", "another.csv", "source/a.txt", "source/b.txt"),
    ]
    assert in_file_order(set()) == []


def test_json_as_its_file_has_it() -> None:
    assert as_json({"title": "Hà Tĩnh"}) == '{\n  "title": "Hà Tĩnh"\n}\n'.encode()
    # Half of a surrogate pair is no character, and JSON can say so.
    assert as_json({"title": "\ud83d"}) == b'{\n  "title": "\\ud83d"\n}\n'


@given(text=st.text('\ud800\udfff"\\\n\0a'))
def test_any_text_survives_json(text: str) -> None:
    # Two halves that follow one another are one character to JSON.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    assert json.loads(as_json({text: text})) == {whole: whole}


@pytest.mark.parametrize("version", ["ha-tinh-2025/1.1.0", "vietnam-2025/1.0.0"])
def test_the_files_of_a_released_version_are_described_as_they_are(version: str) -> None:
    folder = Path(__file__).parent.parent / "data" / version
    dataset = rt.read_dataset(folder)
    files = {f"{path}": (folder / path).read_bytes() for path in ["domains.csv", "targets.csv"]}
    descriptor = sealed(descriptor_of(dataset), files)
    for resource, content in zip(descriptor["resources"], files.values(), strict=True):
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        columns = content.decode("utf-8").splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == columns
