"""What a data version is in the words of SDMX: its components, its codelists, its codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from resolution_targets.errors import UnknownIndicatorError
from resolution_targets.periods import PeriodKind, ReferencePeriod
from resolution_targets.vocabulary import Factor, format_unit, unit_factors, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from resolution_targets.dataset import Dataset
    from resolution_targets.observations import Observation
    from resolution_targets.targets import Target


class Component(NamedTuple):
    """A dimension, measure or attribute of the data structure.

    Attributes:
        id: Its id, and that of its concept.
        name: What it is.
        role: "D" for a dimension, "M" for the measure, "A" for an attribute.
        form: The codelist or the type that its values are of.
        is_required: Whether every observation has it.
    """

    id: str
    name: str
    role: str
    form: str
    is_required: bool = False


class Code(NamedTuple):
    """A code of a codelist.

    Attributes:
        id: The code.
        name: The English name; the code itself where there is none.
        description: What it stands for, if the name does not say enough.
        notes: What becomes annotations, by their ids; empty ones are left out.
    """

    id: str
    name: str
    description: str = ""
    notes: Mapping[str, str] = {}


COMPONENTS = (
    Component("INDICATOR", "Indicator", "D", "CL_INDICATOR", is_required=True),
    Component("REF_AREA", "Reference area", "D", "CL_AREA", is_required=True),
    Component("SERIES_TYPE", "Promised or reported", "D", "CL_SERIES_TYPE", is_required=True),
    Component("DATA_SOURCE", "Source, or act", "D", "CL_DATA_SOURCE", is_required=True),
    Component("TIME_PERIOD", "Time period", "D", "ObservationalTimePeriod", is_required=True),
    Component("OBS_VALUE", "Observation value", "M", "Decimal"),
    Component("UNIT_MEASURE", "Unit of measure", "A", "CL_UNIT_MEASURE", is_required=True),
    Component("UNIT_MULT", "Unit multiplier", "A", "CL_UNIT_MULT", is_required=True),
    Component("OBS_STATUS", "Observation status", "A", "CL_OBS_STATUS", is_required=True),
    Component("RELATION", "How a value must stand to the bound", "A", "CL_RELATION"),
    Component("LOWER_BOUND", "Smaller end of a promised range", "A", "Decimal"),
    Component("UPPER_BOUND", "Larger end of a promised range", "A", "Decimal"),
    Component("HEDGED", "Whether the wording says about", "A", "Boolean"),
    Component("MAINTAIN", "Whether the wording says keep", "A", "Boolean"),
    Component("TARGET_ID", "Identifier of the target", "A", "String"),
    Component("TARGET_NUMBER", "Line of the resolution", "A", "String"),
    Component("DOMAIN", "Heading that the target stands under", "A", "CL_DOMAIN"),
    Component("OF_WHICH", "Target that this one is a part of", "A", "String"),
    Component("IN_FORCE_FROM", "First day on which the promise holds", "A", "GregorianDay"),
    Component("PUBLISHED", "Day of publication", "A", "GregorianDay"),
    Component("QUOTE", "Phrase that it was read from", "A", "String"),
    Component("SOURCE", "Source that holds the phrase", "A", "String"),
    Component("LOCATOR", "Where in the source", "A", "String"),
    Component("COMMENT_OBS", "Comment", "A", "String"),
)

LIST_NAMES = {
    "CL_INDICATOR": "Indicators",
    "CL_AREA": "Areas, by their codes in ISO 3166",
    "CL_SERIES_TYPE": "Series types",
    "CL_DATA_SOURCE": "Sources and acts",
    "CL_UNIT_MEASURE": "Units of measure; currencies by their codes in ISO 4217",
    "CL_UNIT_MULT": "Unit multipliers: powers of ten, as in SDMX:CL_UNIT_MULT",
    "CL_OBS_STATUS": "Observation statuses, as in SDMX:CL_OBS_STATUS",
    "CL_RELATION": "Relations",
    "CL_DOMAIN": "Domains",
}
# The lists that are the same for every dataset. Those of SDMX's own are copied, so that a
# structure message can be read without a registry.
SHARED_LISTS: Mapping[str, Mapping[str, str]] = {
    "CL_SERIES_TYPE": {
        "OUTTURN": "Outturn: what was reported",
        "TARGET": "Target: what was promised",
        "STRETCH_TARGET": "Stretch target: a second, harder promise",
    },
    "CL_UNIT_MULT": {
        "0": "Units",
        "3": "Thousands",
        "4": "Tens of thousands",
        "5": "Hundreds of thousands",
        "6": "Millions",
        "9": "Billions",
        "12": "Trillions",
    },
    "CL_OBS_STATUS": {
        "A": "Normal value",
        "B": "Time series break",
        "D": "Definition differs",
        "E": "Estimated value",
        "F": "Forecast value",
        "G": "Experimental value",
        "I": "Imputed value",
        "L": "Missing value; data exist but were not collected",
        "M": "Missing value; data cannot exist",
        "N": "Not significant",
        "O": "Missing value",
        "P": "Provisional value",
        "Q": "Missing value; suppressed",
        "U": "Low reliability",
        "V": "Unvalidated value",
    },
    "CL_RELATION": {
        "above": "Past the bound; the bound itself does not do",
        "at_least": "At the bound or above",
        "reach": "At the bound or on its good side",
        "at_most": "At the bound or below",
        "below": "Below the bound; the bound itself does not do",
        "between": "At the easier end of the range or past it",
        "done": "A state without a number",
    },
}
# What SDMX writes for "not stated" and "other".
_UNSTATED = "_U"
_OTHER = "_O"

_POWERS = {
    "": "0",
    "thousand": "3",
    "ten_thousand": "4",
    "hundred_thousand": "5",
    "million": "6",
    "billion": "9",
    "trillion": "12",
}
# The months so far are no period of a calendar: SDMX writes them as a start and a length.
_PERIODS = {
    PeriodKind.YEAR: "{year}",
    PeriodKind.MONTH: "{year}-{number:02}",
    PeriodKind.QUARTER: "{year}-Q{number}",
    PeriodKind.YEAR_TO_DATE: "{year}-01-01/P{number}M",
}


def time_period(period: ReferencePeriod) -> str:
    """A reference period as a TIME_PERIOD; another one for every period."""
    return _PERIODS[period.kind].format(year=period.year, number=period.number)


def unit_and_multiplier(unit: str) -> tuple[str, str]:
    """The UNIT_MEASURE and the UNIT_MULT of a unit; a scale after "per" stays in the first.

    Examples:
        >>> unit_and_multiplier("billion VND")
        ('VND', '9')
        >>> unit_and_multiplier("doctor/ten_thousand/person")
        ('DOCTOR_PER_TEN_THOUSAND_PERSON', '0')
    """
    numerator, *denominators = unit_factors(unit)
    factors = [Factor(scale="", thing=numerator.thing), *denominators]
    words = ("_".join(filter(None, factor)) for factor in factors)
    return "_PER_".join(words).upper(), _POWERS[numerator.scale]


def promises_of(dataset: Dataset) -> list[Target]:
    """The targets, and every revision as a target; on a given day, what was in force."""
    if dataset.as_of is not None:
        return list(dataset.targets)
    revised = (dataset.in_force(each.in_force_from)[each.target] for each in dataset.revisions)
    return [*dataset.targets, *revised]


def source_codes(dataset: Dataset) -> dict[str, str]:
    """The code of every source; those that the dataset does not list are numbered.

    An observation may name an address in place of a source, and that is no code.
    """
    listed = {source.id: source.id for source in dataset.sources}
    used = dict.fromkeys(
        [target.act for target in promises_of(dataset)]
        + [observation.source for observation in dataset.observations]
    )
    others = [name for name in used if name and name not in listed]
    numbered = {name: f"{_OTHER}{number}" for number, name in enumerate(others, start=1)}
    return listed | numbered | ({"": _UNSTATED} if "" in used else {})


def codelists_of(dataset: Dataset) -> dict[str, list[Code]]:
    """The codes of every list.

    Raises:
        UnknownIndicatorError: An observation is of an indicator that the dataset lacks.
    """
    figures: list[Target | Observation] = [*promises_of(dataset), *dataset.observations]
    areas = dict.fromkeys(figure.reference_area for figure in figures)
    domains = {each.id: each for each in (*dataset.domains, *(t.domain for t in dataset))}
    return {
        **{name: [Code(*code) for code in codes.items()] for name, codes in SHARED_LISTS.items()},
        "CL_INDICATOR": _indicators(dataset),
        "CL_AREA": [Code(area, area) for area in areas],
        "CL_DATA_SOURCE": _sources(dataset),
        "CL_UNIT_MEASURE": _units(dict.fromkeys(figure.unit for figure in figures)),
        "CL_DOMAIN": [
            Code(domain.id, domain.name_en or domain.id, notes={"NAME_VI": domain.name_vi})
            for domain in domains.values()
        ],
    }


def _indicators(dataset: Dataset) -> list[Code]:
    of_targets = (target.indicator for target in dataset)
    known = {each.id: each for each in (*dataset.indicators, *of_targets)}
    for id_ in (observation.indicator for observation in dataset.observations):
        if id_ not in known:
            raise UnknownIndicatorError(key=id_, dataset=dataset.label, known=known)
    return [
        Code(
            id=indicator.id,
            name=indicator.name_en or indicator.id,
            description=indicator.definition_en,
            notes={
                "NAME_VI": indicator.name_vi,
                "DIRECTION": indicator.direction.value,
                "KIND": indicator.kind.value,
                "OVER_TIME": indicator.over_time.value,
                "UNIT": indicator.unit,
                "NUMERATOR": indicator.numerator,
                "DENOMINATOR": indicator.denominator,
                "CHANGE_OF": indicator.change_of or "",
                "COMMENT": indicator.comment,
            },
        )
        for indicator in known.values()
    ]


def _sources(dataset: Dataset) -> list[Code]:
    listed = [
        Code(
            id=source.id,
            name=source.title_en or source.id,
            notes={"NAME_VI": source.title_vi, "URL": source.url, "COMMENT": source.comment},
        )
        for source in dataset.sources
    ]
    ids = {code.id for code in listed}
    numbered = (Code(code, name or "Not stated") for name, code in source_codes(dataset).items())
    return [*listed, *(code for code in numbered if code.id not in ids)]


def _units(units: Mapping[str, None]) -> list[Code]:
    codes: dict[str, Code] = {}
    for unit in units:
        numerator, *denominators = unit_factors(unit)
        plain = unit_name([Factor(scale="", thing=numerator.thing), *denominators])
        name, name_vi = (format_unit(plain, language=language) for language in ("en", "vi"))
        code, _ = unit_and_multiplier(plain)
        codes[code] = Code(code, name, notes={"NAME_VI": name_vi, "CANONICAL_NAME": plain})
    return list(codes.values())
