"""The messages that SDMX-ML 2.1 has a data version in: its structure, and its data."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypedDict
from xml.etree import ElementTree as ET

try:
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.model import (
        Agency,
        AgencyScheme,
        Annotation,
        Code,
        Codelist,
        Component,
        Components,
        Concept,
        ConceptScheme,
        Dataflow,
        DataStructureDefinition,
        DataType,
        ItemReference,
        Organisation,
        Role,
    )
    from pysdmx.model.message import Header
except ImportError as error:
    _MESSAGE = "write_sdmx needs pysdmx: pip install 'resolution-targets[sdmx]'"
    raise ImportError(_MESSAGE) from error

from resolution_targets import sdmxcodes
from resolution_targets.errors import InvalidFieldError
from resolution_targets.version_numbers import is_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from resolution_targets.dataset import Dataset

_CONCEPTS = "CS_RESOLUTION_TARGETS"
# The version of what is the same for every dataset.
_SHARED_VERSION = "1.0.0"
_ID = re.compile(r"[A-Za-z0-9_-]+")
# The agency's id starts that of an XML element, so it may not start with a digit.
_AGENCY_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
_FLOW = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow"


class _Maintained(TypedDict):
    agency: str
    version: str
    is_final: bool


def check_ids(dataset: Dataset, agency: str) -> None:
    """Refuse ids and versions that SDMX does not take.

    Raises:
        InvalidFieldError: One of them.
    """
    expected = "an id of SDMX: letters, digits, _ and -"
    if _AGENCY_ID.fullmatch(agency) is None:
        raise InvalidFieldError(
            field="agency", value=agency, expected=f"{expected}, a letter first"
        )
    if _ID.fullmatch(dataset.id) is None:
        raise InvalidFieldError(field="Dataset.id", value=dataset.id, expected=expected)
    if not is_version(dataset.version):
        raise InvalidFieldError(
            field="Dataset.version", value=dataset.version, expected="MAJOR.MINOR.PATCH"
        )


def structure_message(dataset: Dataset, agency: str) -> bytes:
    """The agency, the concepts, the codelists, the data structure and the dataflow.

    Raises:
        InvalidFieldError: A code or a text cannot stand in SDMX.
        UnknownIndicatorError: An observation is of an indicator that the dataset lacks.
    """
    shared = _Maintained(agency=agency, version=_SHARED_VERSION, is_final=True)
    own = _Maintained(agency=agency, version=dataset.version, is_final=bool(dataset.released))
    lists = {
        name: _codelist(name, codes, _flow_id(dataset), shared, own)
        for name, codes in sdmxcodes.codelists_of(dataset).items()
    }
    concepts = [Concept(id=each.id, name=each.name) for each in sdmxcodes.COMPONENTS]
    structures = [
        AgencyScheme(agency="SDMX", items=[Agency(id=agency, name=agency)], is_partial=True),
        ConceptScheme(id=_CONCEPTS, name="Concepts", items=concepts, **shared),
        *lists.values(),
        *_flow(dataset, lists, own),
    ]
    header = Header(
        id=_message_id(dataset, "structure"),
        prepared=_prepared(dataset),
        sender=Organisation(id=agency),
    )
    return str(write_sdmx(structures, Format.STRUCTURE_SDMX_ML_2_1, header=header)).encode()


def _flow(
    dataset: Dataset, lists: Mapping[str, Codelist], own: _Maintained
) -> tuple[DataStructureDefinition, Dataflow]:
    flow, title = _flow_id(dataset), _text(dataset.title or dataset.id)
    # A list: pysdmx goes over it twice, and an iterator would be empty the second time.
    components = [_component(each, own["agency"], lists) for each in sdmxcodes.COMPONENTS]
    structure = DataStructureDefinition(
        id=flow, name=title, components=Components(components), **own
    )
    about = {
        "LICENSE": dataset.license,
        "RELEASED": dataset.released,
        "SHA256": dataset.sha256,
        "AS_OF": str(dataset.as_of or ""),
    }
    dataflow = Dataflow(
        id=flow,
        name=title,
        description=_text(dataset.description) or None,
        annotations=list(_annotations(about)),
        structure=structure,
        **own,
    )
    return structure, dataflow


def _codelist(
    name: str, codes: Iterable[sdmxcodes.Code], flow: str, shared: _Maintained, own: _Maintained
) -> Codelist:
    is_shared = name in sdmxcodes.SHARED_LISTS
    return Codelist(
        id=name if is_shared else f"{name}_{flow}",
        name=sdmxcodes.LIST_NAMES[name],
        items=[_code(code) for code in codes],
        **(shared if is_shared else own),
    )


def _code(code: sdmxcodes.Code) -> Code:
    if _ID.fullmatch(code.id) is None:
        raise InvalidFieldError(
            field="a code", value=code.id, expected="a code of SDMX: letters, digits, _ and -"
        )
    return Code(
        id=code.id,
        name=_text(code.name),
        description=_text(code.description) or None,
        annotations=list(_annotations(code.notes)),
    )


def _annotations(notes: Mapping[str, str]) -> Iterator[Annotation]:
    for id_, note in notes.items():
        if note:
            # As a title: pysdmx marks the text of an annotation as English.
            yield Annotation(id=id_, title=_text(note))


def _component(
    component: sdmxcodes.Component, agency: str, lists: Mapping[str, Codelist]
) -> Component:
    codes = lists.get(component.form)
    return Component(
        id=component.id,
        required=component.is_required,
        role=Role(component.role),
        concept=ItemReference(
            sdmx_type="Concept",
            agency=agency,
            id=_CONCEPTS,
            version=_SHARED_VERSION,
            item_id=component.id,
        ),
        local_codes=codes,
        local_dtype=DataType(component.form) if codes is None else None,
        attachment_level="O" if component.role == "A" else None,
    )


def data_message(dataset: Dataset, agency: str, rows: Iterable[Mapping[str, str | None]]) -> bytes:
    """The observations, in the flat form: each with its whole key and all its attributes.

    pysdmx 1.21 would break texts with quotation marks in it, turn decimals into floats
    and ask for pandas, so this message is written here.

    Args:
        dataset: The dataset.
        agency: Who maintains the structure.
        rows: For each observation its values by the components' ids; empty ones are left
            out.

    Raises:
        InvalidFieldError: A text cannot stand in SDMX.
    """
    flow, version = _flow_id(dataset), dataset.version
    namespace = f"{_FLOW}={agency}:{flow}({version}):ObsLevelDim:AllDimensions"
    structure = f"{agency}_{flow}_{version}"
    message = ET.Element(
        "mes:StructureSpecificData",
        {
            "xmlns:mes": f"{_SCHEMAS}/message",
            "xmlns:com": f"{_SCHEMAS}/common",
            "xmlns:ss": f"{_SCHEMAS}/data/structurespecific",
            "xmlns:flow": namespace,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        },
    )
    header = ET.SubElement(message, "mes:Header")
    ET.SubElement(header, "mes:ID").text = _message_id(dataset, "data")
    ET.SubElement(header, "mes:Test").text = "false"
    ET.SubElement(header, "mes:Prepared").text = f"{_prepared(dataset):%Y-%m-%dT%H:%M:%SZ}"
    ET.SubElement(header, "mes:Sender", {"id": agency})
    form = {
        "structureID": structure,
        "namespace": namespace,
        "dimensionAtObservation": "AllDimensions",
    }
    usage = ET.SubElement(ET.SubElement(header, "mes:Structure", form), "com:StructureUsage")
    ET.SubElement(usage, "Ref", {"agencyID": agency, "id": flow, "version": version})
    about = {
        "ss:structureRef": structure,
        "ss:dataScope": "DataStructure",
        "xsi:type": "flow:DataSetType",
        "action": "Information",
    }
    data = ET.SubElement(message, "mes:DataSet", about)
    for row in rows:
        values = {each.id: row.get(each.id) for each in sdmxcodes.COMPONENTS}
        ET.SubElement(data, "Obs", {name: _text(text) for name, text in values.items() if text})
    ET.indent(message)
    content: bytes = ET.tostring(message, encoding="utf-8", xml_declaration=True)
    return content


def _flow_id(dataset: Dataset) -> str:
    return dataset.id if dataset.as_of is None else f"{dataset.id}_{dataset.as_of}"


def _message_id(dataset: Dataset, kind: str) -> str:
    return f"{_flow_id(dataset)}-{dataset.version.replace('.', '_')}-{kind}"


def _prepared(dataset: Dataset) -> datetime:
    """The day of the release, so that one version is one message; else now."""
    if dataset.released:
        return datetime.fromisoformat(dataset.released).replace(tzinfo=UTC)
    return datetime.now(UTC)


def _text(text: str) -> str:
    if _NOT_XML.search(text):
        raise InvalidFieldError(
            field="a text", value=text, expected="no control characters, which XML cannot hold"
        )
    return text
