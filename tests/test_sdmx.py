"""SDMX: written by us, read back by sdmx1, which shares no code with pysdmx."""

from __future__ import annotations

import csv
import importlib
import io
import math
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
import sdmx
from hypothesis import given, settings
from hypothesis import strategies as st
from pysdmx.io.xml.doc_validation import validate_doc

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.sdmx import write_sdmx
from resolution_targets.sdmxcodes import time_period, unit_and_multiplier
from resolution_targets.sdmxmessages import data_message
from resolution_targets.vocabulary import scales

_CSV = Path(__file__).parents[1] / "data" / "ha-tinh-2025" / "1.0.0"
_DIMENSIONS = ["INDICATOR", "REF_AREA", "SERIES_TYPE", "DATA_SOURCE", "TIME_PERIOD"]
# The scales of the dataset's units, as powers of ten.
_SCALES = {"million ": 6, "billion ": 9}


def _structure(folder: Path) -> Any:
    return sdmx.read_sdmx(io.BytesIO((folder / "structure.xml").read_bytes()))


def _read(folder: Path) -> list[dict[str, str | None]]:
    """The observations as sdmx1 reads them: dimensions, value and attributes."""
    (structure,) = _structure(folder).structure.values()
    content = io.BytesIO((folder / "data.xml").read_bytes())
    (data,) = sdmx.read_sdmx(content, structure=structure).data
    return [
        {
            **{name: value.value for name, value in found.key.values.items()},
            "OBS_VALUE": found.value,
            **{name: value.value for name, value in found.attached_attribute.items()},
        }
        for found in data.obs
    ]


def _written(dataset: rt.Dataset, folder: Path, **options: str) -> list[dict[str, str | None]]:
    structure, data = write_sdmx(dataset, folder, **options)
    assert (structure, data) == (folder / "structure.xml", folder / "data.xml")
    for path in (structure, data):
        # By the schemas that SDMX publishes.
        validate_doc(path.read_text(encoding="utf-8"))
    return _read(folder)


def _observation(**fields: Any) -> rt.Observation:
    given_fields: dict[str, Any] = {
        "indicator": "grdp-growth",
        "reference_area": "VN-23",
        "reference_period": "2025",
        "value": Decimal("7.3"),
        "unit": "percent",
        "source": "resolution",
    }
    return rt.Observation(**given_fields | fields)


@pytest.fixture(scope="module")
def rows(
    ha_tinh: rt.Dataset, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, str | None]]:
    return _written(ha_tinh, tmp_path_factory.mktemp("sdmx"))


def _only(rows: list[dict[str, str | None]], **wanted: str) -> dict[str, str | None]:
    (found,) = [row for row in rows if wanted.items() <= row.items()]
    return found


# II.2 (1): "Tốc độ tăng trưởng kinh tế GRDP đạt trên 7%".
_GROWTH = {
    "INDICATOR": "grdp-growth",
    "REF_AREA": "VN-23",
    "SERIES_TYPE": "TARGET",
    "DATA_SOURCE": "resolution",
    "TIME_PERIOD": "2025",
    "OBS_VALUE": "7",
    "UNIT_MEASURE": "PERCENT",
    "UNIT_MULT": "0",
    "OBS_STATUS": "A",
    "RELATION": "above",
    "HEDGED": "false",
    "MAINTAIN": "false",
    "TARGET_ID": "grdp-growth",
    "TARGET_NUMBER": "1",
    "DOMAIN": "economy",
    "QUOTE": "Tốc độ tăng trưởng kinh tế GRDP đạt trên 7%",
    "SOURCE": "resolution",
    "LOCATOR": "II.2 (1)",
}
# II.2 (14): "Tỷ lệ hộ nghèo giảm 0,5-0,6%".
_POVERTY = {
    "INDICATOR": "poverty-reduction",
    "REF_AREA": "VN-23",
    "SERIES_TYPE": "TARGET",
    "DATA_SOURCE": "resolution",
    "TIME_PERIOD": "2025",
    "OBS_VALUE": "0.5",
    "UNIT_MEASURE": "PERCENTAGE_POINT",
    "UNIT_MULT": "0",
    "OBS_STATUS": "A",
    "RELATION": "between",
    "LOWER_BOUND": "0.5",
    "UPPER_BOUND": "0.6",
    "HEDGED": "false",
    "MAINTAIN": "false",
    "TARGET_ID": "poverty-reduction",
    "TARGET_NUMBER": "14",
    "DOMAIN": "culture-society",
    "QUOTE": "Tỷ lệ hộ nghèo giảm 0,5-0,6%",
    "SOURCE": "resolution",
    "LOCATOR": "II.2 (14)",
    "COMMENT_OBS": (
        "Judgement: the per cent sign is read as percentage points, since it is the change of a "
        "rate."
    ),
}
# II.2 (9): "Tỉnh hoàn thành nhiệm vụ xây dựng nông thôn mới".
_MILESTONE = {
    "INDICATOR": "new-rural-province",
    "REF_AREA": "VN-23",
    "SERIES_TYPE": "TARGET",
    "DATA_SOURCE": "resolution",
    "TIME_PERIOD": "2025",
    "OBS_VALUE": None,
    "UNIT_MEASURE": "DIMENSIONLESS",
    "UNIT_MULT": "0",
    "OBS_STATUS": "M",
    "RELATION": "done",
    "HEDGED": "false",
    "MAINTAIN": "false",
    "TARGET_ID": "new-rural-province",
    "TARGET_NUMBER": "9",
    "DOMAIN": "economy",
    "QUOTE": "Tỉnh hoàn thành nhiệm vụ xây dựng nông thôn mới",
    "SOURCE": "resolution",
    "LOCATOR": "II.2 (9)",
}
# I: "thu ngân sách ước đạt 17.900 tỷ đồng".
_REVENUE_2024 = {
    "INDICATOR": "budget-revenue",
    "REF_AREA": "VN-23",
    "SERIES_TYPE": "OUTTURN",
    "DATA_SOURCE": "resolution",
    "TIME_PERIOD": "2024",
    "OBS_VALUE": "17900",
    "UNIT_MEASURE": "VND",
    "UNIT_MULT": "9",
    "OBS_STATUS": "E",
    "QUOTE": "thu ngân sách ước đạt 17.900 tỷ đồng",
    "SOURCE": "resolution",
    "LOCATOR": "I",
    "COMMENT_OBS": (
        "Estimated: the text says 'ước'. Judgement: taken for total budget revenue in the area, "
        "which the text calls 'thu ngân sách' here."
    ),
}


@pytest.mark.parametrize(
    "expected", [_GROWTH, _POVERTY, _MILESTONE, _REVENUE_2024], ids=lambda row: row["INDICATOR"]
)
def test_whole_observations(
    rows: list[dict[str, str | None]], expected: dict[str, str | None]
) -> None:
    key = {name: str(expected[name]) for name in _DIMENSIONS}
    assert _only(rows, **key) == expected


@pytest.mark.parametrize(
    ("number", "figure", "words"),
    [
        # Each with the words of the source.
        ("2", ("91", "VND_PER_PERSON", "6"), "đạt trên 91 triệu đồng"),
        ("3", ("53", "VND_PER_PERSON_PER_YEAR", "6"), "đạt trên 53 triệu đồng/năm"),
        ("4", ("102", "VND_PER_HECTARE", "6"), "đạt trên 102 triệu đồng/ha"),
        ("6", ("2.5", "USD", "9"), "đạt trên 2,5 tỷ đô la Mỹ"),
        ("7a", ("8800", "VND", "9"), "trên 8.800 tỷ đồng"),
        ("12", ("12", "DOCTOR_PER_TEN_THOUSAND_PERSON", "0"), "12 bác sĩ/1 vạn dân"),
        ("16", ("23500", "PERSON", "0"), "trên 23.500 người"),
        ("25", ("52", "PERCENT", "0"), "che phủ rừng trên 52%"),
    ],
)
def test_figures_with_units(
    rows: list[dict[str, str | None]], number: str, figure: tuple[str, ...], words: str
) -> None:
    row = _only(rows, TARGET_NUMBER=number)
    assert (row["OBS_VALUE"], row["UNIT_MEASURE"], row["UNIT_MULT"]) == figure
    assert str(row["QUOTE"]).endswith(words)


def test_flags_and_parts(rows: list[dict[str, str | None]]) -> None:
    targets = [row for row in rows if row["SERIES_TYPE"] == "TARGET"]
    # "Duy trì ..." stands in (18), (25) and (27), "trong đó" in (7) and (27).
    maintained = [row["TARGET_NUMBER"] for row in targets if row["MAINTAIN"] == "true"]
    assert maintained == ["18", "25", "27"]
    assert {row["TARGET_NUMBER"]: row["OF_WHICH"] for row in targets if "OF_WHICH" in row} == {
        "7a": "budget-revenue",
        "7b": "budget-revenue",
        "27a": "rural-hygienic-water",
    }


def test_every_figure_of_the_tables_is_there_once(rows: list[dict[str, str | None]]) -> None:
    with (_CSV / "targets.csv").open(encoding="utf-8", newline="") as file:
        targets = list(csv.DictReader(file))
    with (_CSV / "observations.csv").open(encoding="utf-8", newline="") as file:
        observations = list(csv.DictReader(file))
    assert (len(targets), len(observations), len(rows)) == (33, 5, 38)

    def worth(number: str, unit: str) -> Decimal | None:
        powers = [power for scale, power in _SCALES.items() if unit.startswith(scale)]
        return Decimal(number).scaleb(sum(powers)) if number else None

    # More is better for every target, so a range counts from its lower end.
    promised = {
        (row["id"], row["reference_period"], worth(row["lower"], row["unit"]), row["quote"])
        for row in targets
    }
    reported = {
        (row["indicator"], row["reference_period"], worth(row["value"], row["unit"]), row["quote"])
        for row in observations
    }

    def found(series_type: str) -> set[tuple[object, ...]]:
        return {
            (
                row["INDICATOR"],
                row["TIME_PERIOD"],
                None
                if row["OBS_VALUE"] is None
                else Decimal(row["OBS_VALUE"]).scaleb(int(str(row["UNIT_MULT"]))),
                row["QUOTE"],
            )
            for row in rows
            if row["SERIES_TYPE"] == series_type
        }

    assert found("TARGET") == promised
    assert found("OUTTURN") == reported
    assert {row["OBS_STATUS"] for row in rows if row["SERIES_TYPE"] == "OUTTURN"} == {"A", "E"}


def test_the_structure(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    rows = _written(ha_tinh, tmp_path)
    message = _structure(tmp_path)
    flow = message.dataflow["ha-tinh-2025"]
    assert (str(flow.version), flow.is_final) == ("1.0.0", True)
    assert str(flow.name) == "Targets of Hà Tĩnh province for 2025"
    notes = {note.id: note.title for note in flow.annotations}
    assert notes == {
        "LICENSE": "CC0-1.0",
        "RELEASED": ha_tinh.released,
        "SHA256": ha_tinh.sha256,
    }
    structure = flow.structure
    assert (structure.id, str(structure.version)) == ("ha-tinh-2025", "1.0.0")
    assert [dimension.id for dimension in structure.dimensions] == _DIMENSIONS
    assert [measure.id for measure in structure.measures] == ["OBS_VALUE"]
    agencies = message.organisation_scheme["AGENCIES"]
    assert "RESOLUTION_TARGETS" in agencies
    # Of SDMX's list of agencies it is one; sdmx1 keeps this flag as text.
    assert agencies.is_partial == "true"
    concepts = message.concept_scheme["CS_RESOLUTION_TARGETS"]
    assert str(concepts["SERIES_TYPE"].name) == "Promised or reported"
    assert len(message.codelist) == 9
    coded = {
        part.id: part.local_representation.enumerated
        for part in (*structure.dimensions, *structure.attributes)
        if part.local_representation.enumerated is not None
    }
    assert sorted(coded) == [
        *("DATA_SOURCE", "DOMAIN", "INDICATOR", "OBS_STATUS", "REF_AREA"),
        *("RELATION", "SERIES_TYPE", "UNIT_MEASURE", "UNIT_MULT"),
    ]
    for name, codes in coded.items():
        assert {row[name] for row in rows if name in row} <= set(codes.items)


def test_the_codes(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    write_sdmx(ha_tinh, tmp_path)
    lists = _structure(tmp_path).codelist
    indicators = lists["CL_INDICATOR_ha-tinh-2025"]
    assert len(indicators) == len(ha_tinh.indicators) == 36
    code = indicators["poverty-reduction"]
    assert str(code.name) == "Fall of the poverty rate"
    notes = {note.id: note.title for note in code.annotations}
    comment = notes.pop("COMMENT")
    assert comment == ha_tinh.indicator("poverty-reduction").comment
    assert notes == {
        "NAME_VI": "Mức giảm tỷ lệ hộ nghèo",
        "DIRECTION": "higher",
        "KIND": "change",
        "OVER_TIME": "year_to_date",
        "UNIT": "percentage_point",
        "CHANGE_OF": "poverty-rate",
    }
    unit = lists["CL_UNIT_MEASURE_ha-tinh-2025"]["DOCTOR_PER_TEN_THOUSAND_PERSON"]
    assert str(unit.name) == "doctors per 10,000 people"
    assert {note.id: note.title for note in unit.annotations} == {
        "NAME_VI": "bác sĩ/1 vạn dân",
        "CANONICAL_NAME": "doctor/ten_thousand/person",
    }
    assert list(lists["CL_AREA_ha-tinh-2025"].items) == ["VN-23"]
    sources = lists["CL_DATA_SOURCE_ha-tinh-2025"]
    assert list(sources.items) == ["resolution"]
    assert str(sources["resolution"].name) == (
        "Resolution of the Party Committee of Hà Tĩnh province on the tasks of 2025"
    )
    assert str(lists["CL_DOMAIN_ha-tinh-2025"]["environment"].name) == "Environment"
    assert set(lists["CL_OBS_STATUS"].items) == {status.value for status in rt.ObservationStatus}
    assert set(lists["CL_RELATION"].items) == {relation.value for relation in rt.Relation}


def test_one_version_is_one_message(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_sdmx(ha_tinh, tmp_path / "first")]
    again = [path.read_bytes() for path in write_sdmx(ha_tinh, tmp_path / "again")]
    assert first == again
    assert f"<mes:Prepared>{ha_tinh.released}T00:00:00Z</mes:Prepared>".encode() in first[1]
    assert b'ss:dataScope="DataStructure"' in first[1]


def test_what_was_not_released_is_not_final(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    draft = attrs.evolve(ha_tinh, released="", title="", description="", license="", sha256="")
    before = datetime.now(UTC).replace(microsecond=0)
    _written(draft, tmp_path)
    message = _structure(tmp_path)
    flow = message.dataflow["ha-tinh-2025"]
    assert (flow.is_final, str(flow.name), flow.annotations) == (False, "ha-tinh-2025", [])
    assert before <= message.header.prepared <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2025", "2025"),
        ("2025-06", "2025-06"),
        ("2025-Q3", "2025-Q3"),
        ("2025-9M", "2025-01-01/P9M"),
        ("2025-12M", "2025-01-01/P12M"),
    ],
)
def test_periods(ha_tinh: rt.Dataset, tmp_path: Path, period: str, text: str) -> None:
    observations = (_observation(reference_period=period),)
    row = _written(attrs.evolve(ha_tinh, observations=observations), tmp_path)[-1]
    assert (row["TIME_PERIOD"], row["OBS_VALUE"]) == (text, "7.3")


@given(periods=st.tuples(testing.periods(), testing.periods()))
def test_no_two_periods_are_one(periods: tuple[rt.ReferencePeriod, rt.ReferencePeriod]) -> None:
    first, second = periods
    assert (time_period(first) == time_period(second)) == (first == second)


def test_every_scale_is_a_power_of_ten() -> None:
    found = {scale: unit_and_multiplier(f"{scale} VND".lstrip()) for scale in scales()}
    assert found == {
        "": ("VND", "0"),
        "thousand": ("VND", "3"),
        "ten_thousand": ("VND", "4"),
        "hundred_thousand": ("VND", "5"),
        "million": ("VND", "6"),
        "billion": ("VND", "9"),
        "trillion": ("VND", "12"),
    }


@given(units=st.tuples(testing.units(), testing.units()))
def test_no_two_units_are_one(units: tuple[str, str]) -> None:
    first, second = units
    assert (unit_and_multiplier(first) == unit_and_multiplier(second)) == (first == second)


@pytest.mark.parametrize(
    ("value", "status", "found"),
    [
        (None, "A", (None, "O")),
        (None, "P", (None, "O")),
        # These say themselves that there is no value.
        (None, "L", (None, "L")),
        (None, "M", (None, "M")),
        (None, "Q", (None, "Q")),
        (None, "O", (None, "O")),
        (Decimal("7.30"), "P", ("7.30", "P")),
        (Decimal("1E+3"), "A", ("1000", "A")),
        (Decimal("-0.10"), "A", ("-0.10", "A")),
        (0.1, "A", ("0.1", "A")),
        (1e-7, "A", ("0.0000001", "A")),
        (0, "A", ("0", "A")),
        (2**60, "A", ("1152921504606846976", "A")),
        (True, "A", ("1", "A")),
        (False, "A", ("0", "A")),
    ],
)
def test_values(
    ha_tinh: rt.Dataset,
    tmp_path: Path,
    value: Decimal | float | None,
    status: str,
    found: tuple[str | None, str],
) -> None:
    observations = (_observation(value=value, observation_status=status),)
    row = _written(attrs.evolve(ha_tinh, observations=observations), tmp_path)[-1]
    assert (row["OBS_VALUE"], row["OBS_STATUS"]) == found


@pytest.mark.parametrize("value", [math.nan, -math.inf, Decimal("NaN")])
def test_what_is_not_finite_is_refused(
    ha_tinh: rt.Dataset, tmp_path: Path, value: Decimal | float
) -> None:
    odd = attrs.evolve(ha_tinh, observations=(_observation(value=value),))
    with pytest.raises(rt.InvalidFieldError) as caught:
        write_sdmx(odd, tmp_path)
    assert str(caught.value) == f"Observation.value is {value!r}; expected a finite number"
    assert list(tmp_path.iterdir()) == []


def _revised(ha_tinh: rt.Dataset) -> rt.Dataset:
    acts = ("resolution-25-nq-cp", "resolution-226-nq-cp")
    sources = [rt.Source(id=act, title_vi="", title_en="") for act in acts]
    revisions = [
        rt.Revision(
            target="grdp-growth",
            in_force_from=day,
            criterion=rt.Criterion(relation="reach", lower=bound),
            unit="percent",
            act=act,
            quote="from 7% to 8%",
            source="vietnam-vn-2025",
        )
        for day, bound, act in zip(("2025-02-05", "2025-08-05"), ("8.0", "8.7"), acts, strict=True)
    ]
    return attrs.evolve(ha_tinh, sources=(*ha_tinh.sources, *sources), revisions=tuple(revisions))


def test_revisions_are_targets_of_their_acts(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    rows = _written(_revised(ha_tinh), tmp_path)
    assert len(rows) == 40
    growth = [row for row in rows if row["INDICATOR"] == "grdp-growth"]
    assert [
        (row["SERIES_TYPE"], row["DATA_SOURCE"], row["OBS_VALUE"], row.get("IN_FORCE_FROM"))
        for row in growth
    ] == [
        ("TARGET", "resolution", "7", None),
        ("TARGET", "resolution-25-nq-cp", "8.0", "2025-02-05"),
        ("TARGET", "resolution-226-nq-cp", "8.7", "2025-08-05"),
        ("OUTTURN", "resolution", "7.3", None),
    ]
    assert (growth[1]["RELATION"], growth[1]["SOURCE"]) == ("reach", "vietnam-vn-2025")
    # A source without a title is called by its id.
    codes = _structure(tmp_path).codelist["CL_DATA_SOURCE_ha-tinh-2025"]
    assert str(codes["resolution-25-nq-cp"].name) == "resolution-25-nq-cp"


def test_a_range_is_refused(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    first, *others = ha_tinh.observations
    ranged = attrs.evolve(first, value_upper=Decimal("8.5"))
    dataset = attrs.evolve(ha_tinh, observations=(ranged, *others))
    with pytest.raises(rt.InvalidFieldError) as raised:
        write_sdmx(dataset, tmp_path)
    assert str(raised.value) == (
        "Observation.value_upper is '8.5'; expected a single value: SDMX has no word for a range"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_promises_of_a_day_are_a_flow_of_their_own(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    rows = _written(_revised(ha_tinh).in_force("2025-06-30"), tmp_path)
    assert len(rows) == 38
    growth = _only(rows, INDICATOR="grdp-growth", SERIES_TYPE="TARGET")
    assert (growth["OBS_VALUE"], growth["IN_FORCE_FROM"]) == ("8.0", "2025-02-05")
    flow = _structure(tmp_path).dataflow["ha-tinh-2025_2025-06-30"]
    assert {note.id: note.title for note in flow.annotations}["AS_OF"] == "2025-06-30"


def test_a_stretch_and_the_ends_of_ranges(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    # As the national plan for 2025 has it: "khoảng 6,5-7,0% và phấn đấu khoảng 7,0-7,5%".
    growth = attrs.evolve(
        ha_tinh["grdp-growth"],
        criterion=rt.Criterion(relation="between", lower="6.5", upper="7.0", hedged=True),
        stretch=rt.Criterion(relation="between", lower="7.0", upper="7.5", hedged=True),
    )
    # Less is better, so the range is met from its upper end on.
    poverty = attrs.evolve(
        growth,
        id="poverty",
        number="2",
        indicator=ha_tinh.indicator("poverty-rate"),
        stretch=rt.Criterion(relation="below", lower="2"),
        in_force_from=date(2025, 1, 1),
    )
    rows = _written(attrs.evolve(ha_tinh, targets=(growth, poverty), observations=()), tmp_path)
    names = ("SERIES_TYPE", "OBS_VALUE", "RELATION", "LOWER_BOUND", "UPPER_BOUND", "HEDGED")
    assert [tuple(row.get(name) for name in names) for row in rows] == [
        ("TARGET", "6.5", "between", "6.5", "7.0", "true"),
        ("STRETCH_TARGET", "7.0", "between", "7.0", "7.5", "true"),
        ("TARGET", "7.0", "between", "6.5", "7.0", "true"),
        ("STRETCH_TARGET", "2", "below", None, None, "false"),
    ]
    assert [row.get("IN_FORCE_FROM") for row in rows] == [None, None, "2025-01-01", "2025-01-01"]


def test_sources_that_are_not_listed_get_codes(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    observations = [
        _observation(source="https://example.org/a?b=1&c=2", published=date(2026, 1, 6)),
        _observation(source="", reference_area="VN-44"),
        _observation(source="https://example.org/b"),
    ]
    dataset = attrs.evolve(ha_tinh, observations=tuple(observations))
    rows = _written(dataset, tmp_path)[-3:]
    assert [(row["DATA_SOURCE"], row.get("SOURCE")) for row in rows] == [
        ("_O1", "https://example.org/a?b=1&c=2"),
        ("_U", None),
        ("_O2", "https://example.org/b"),
    ]
    assert [row.get("PUBLISHED") for row in rows] == ["2026-01-06", None, None]
    lists = _structure(tmp_path).codelist
    codes = lists["CL_DATA_SOURCE_ha-tinh-2025"]
    assert {id_: str(code.name) for id_, code in codes.items.items() if id_ != "resolution"} == {
        "_O1": "https://example.org/a?b=1&c=2",
        "_O2": "https://example.org/b",
        "_U": "Not stated",
    }
    assert list(lists["CL_AREA_ha-tinh-2025"].items) == ["VN-23", "VN-44"]


_ODD = "He said \"it's <7%> & 'ước'\", d'Ivoire \\n {x}"


def test_odd_texts_of_the_structure_survive(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    source = attrs.evolve(ha_tinh.sources[0], title_en=_ODD, title_vi=_ODD, url=_ODD, comment=_ODD)
    domains = [attrs.evolve(domain, name_en=_ODD) for domain in ha_tinh.domains]
    indicators = [
        attrs.evolve(each, definition_en=_ODD, name_en=_ODD, comment=_ODD)
        for each in ha_tinh.indicators
    ]
    odd = attrs.evolve(
        ha_tinh,
        title=_ODD,
        description=_ODD,
        sources=(source,),
        domains=tuple(domains),
        indicators=tuple(indicators),
        targets=(),
    )
    _written(odd, tmp_path)
    message = _structure(tmp_path)
    flow = message.dataflow["ha-tinh-2025"]
    code = message.codelist["CL_DATA_SOURCE_ha-tinh-2025"]["resolution"]
    indicator = message.codelist["CL_INDICATOR_ha-tinh-2025"]["poverty-rate"]
    found = [
        str(flow.name),
        str(flow.description),
        str(flow.structure.name),
        str(code.name),
        *(note.title for note in code.annotations),
        str(indicator.name),
        str(indicator.description),
        indicator.get_annotation(id="COMMENT").title,
        str(message.codelist["CL_DOMAIN_ha-tinh-2025"]["economy"].name),
    ]
    assert found == [_ODD] * 11


_ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\r\n'\"&<>")
)


@settings(max_examples=50)
@given(text=_ANY_TEXT)
def test_any_text_of_an_observation_survives(ha_tinh_structure: Any, text: str) -> None:
    dataset, structure = ha_tinh_structure
    row = dict.fromkeys(_DIMENSIONS, "x") | {"QUOTE": text}
    content = io.BytesIO(data_message(dataset, "RT", [row]))
    (data,) = sdmx.read_sdmx(content, structure=structure).data
    (found,) = data.obs
    quote = found.attached_attribute.get("QUOTE")
    assert (quote.value if quote else "") == text


@pytest.fixture(scope="module")
def ha_tinh_structure(
    ha_tinh: rt.Dataset, tmp_path_factory: pytest.TempPathFactory
) -> tuple[rt.Dataset, Any]:
    folder = tmp_path_factory.mktemp("structure")
    write_sdmx(ha_tinh, folder)
    return ha_tinh, _structure(folder).structure["ha-tinh-2025"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"id": "hà tĩnh"},
            "Dataset.id is 'hà tĩnh'; expected an id of SDMX: letters, digits, _ and -",
        ),
        ({"version": "draft"}, "Dataset.version is 'draft'; expected MAJOR.MINOR.PATCH"),
        (
            {"description": "a\x00b"},
            r"a text is 'a\x00b'; expected no control characters, which XML cannot hold",
        ),
        (
            {"observations": (_observation(comment="a\x1bb"),)},
            r"a text is 'a\x1bb'; expected no control characters, which XML cannot hold",
        ),
        (
            {"observations": (_observation(reference_area="Hà Tĩnh"),)},
            "a code is 'Hà Tĩnh'; expected a code of SDMX: letters, digits, _ and -",
        ),
        (
            {"observations": (_observation(), _observation(value=8))},
            (
                "the SDMX key of 2 figures is 'grdp-growth.VN-23.OUTTURN.resolution.2025'; "
                "expected a single figure for an indicator, area, source and period"
            ),
        ),
    ],
)
def test_what_sdmx_does_not_take(
    ha_tinh: rt.Dataset, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        write_sdmx(attrs.evolve(ha_tinh, **changes), tmp_path)
    assert str(caught.value) == message
    assert list(tmp_path.iterdir()) == []


def test_an_observation_of_an_indicator_there_is_not(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    odd = attrs.evolve(ha_tinh, observations=(_observation(indicator="grdp-growht"),))
    with pytest.raises(rt.UnknownIndicatorError) as caught:
        write_sdmx(odd, tmp_path)
    assert str(caught.value) == (
        "no indicator 'grdp-growht' in ha-tinh-2025 1.0.0; did you mean 'grdp-growth'?"
    )


def test_another_agency(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    assert len(_written(ha_tinh, tmp_path, agency="VN_GSO")) == 38
    message = _structure(tmp_path)
    assert "VN_GSO" in message.organisation_scheme["AGENCIES"]
    owners = {
        each.maintainer.id
        for each in (
            *message.codelist.values(),
            *message.concept_scheme.values(),
            *message.structure.values(),
            *message.dataflow.values(),
        )
    }
    assert owners == {"VN_GSO"}
    with pytest.raises(rt.InvalidFieldError) as caught:
        write_sdmx(ha_tinh, tmp_path, agency="1st office")
    assert str(caught.value) == (
        "agency is '1st office'; expected an id of SDMX: letters, digits, _ and -, a letter first"
    )


def test_without_pysdmx_the_extra_is_named(
    ha_tinh: rt.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pysdmx.io", None)
    monkeypatch.delitem(sys.modules, "resolution_targets.sdmxmessages")
    monkeypatch.delattr(importlib.import_module("resolution_targets"), "sdmxmessages")
    with pytest.raises(ImportError) as caught:
        write_sdmx(ha_tinh, tmp_path)
    assert str(caught.value) == ("write_sdmx needs pysdmx: pip install 'resolution-targets[sdmx]'")
