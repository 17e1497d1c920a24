"""Observations and how firm they are."""

from __future__ import annotations

import math
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

import resolution_targets as rt
from resolution_targets.observations import (
    Observation,
    ObservationStatus,
    parse_observation_status,
)


def _observation(**fields: Any) -> Observation:
    given = {
        "indicator": "budget-revenue",
        "reference_area": "VN-23",
        "reference_period": "2024",
        "value": Decimal(17900),
        "unit": "tỷ đồng",
    }
    return Observation(**{**given, **fields})


# SDMX cross-domain code list CL_OBS_STATUS.
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A", "A"),
        ("e", "E"),
        ("ước", "E"),
        ("Ước tính", "E"),
        ("estimate", "E"),
        ("Estimated", "E"),
        ("sơ bộ", "P"),
        ("provisional", "P"),
        ("preliminary", "P"),
        ("chính thức", "A"),
        ("final", "A"),
        ("normal", "A"),
        ("dự báo", "F"),
        ("forecast", "F"),
        (" P ", "P"),
        (ObservationStatus.LOW_RELIABILITY, "U"),
    ],
)
def test_parse_observation_status(text: str, code: str) -> None:
    assert parse_observation_status(text) is ObservationStatus(code)


def test_every_code_stands_for_itself() -> None:
    codes = [status.value for status in ObservationStatus]
    assert codes == sorted(codes)
    assert [parse_observation_status(code).value for code in codes] == codes


def test_the_composition_of_accents_does_not_matter() -> None:
    text = unicodedata.normalize("NFD", "sơ bộ")
    assert parse_observation_status(text) is ObservationStatus.PROVISIONAL


@pytest.mark.parametrize("text", ["", "X", "AE", "official-ish", "uoc"])
def test_what_is_no_status(text: str) -> None:
    with pytest.raises(rt.UnknownOptionError) as caught:
        parse_observation_status(text)
    assert str(caught.value) == (
        f"observation_status={text!r} is not known; it takes 'A', 'B', 'D', 'E', 'F' and 22 more"
    )


def test_fields_become_what_they_name() -> None:
    observation = _observation(observation_status="ước")
    assert observation.unit == "billion VND"
    assert observation.reference_period == rt.parse_period("2024")
    assert observation.observation_status is ObservationStatus.ESTIMATED
    assert _observation().observation_status is ObservationStatus.NORMAL
    assert _observation(reference_period=2024) == _observation()


@pytest.mark.parametrize("value", [Decimal("2.41"), 2.41, 2, True, False, None])
def test_a_value_is_kept_as_it_is(value: Decimal | float | None) -> None:
    kept = _observation(value=value).value
    assert kept == value
    assert type(kept) is type(value)


def test_text_is_no_value() -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        _observation(value="17.900")
    assert str(caught.value) == (
        "Observation.value is '17.900'; expected a number; read text with parse_number"
    )


def test_what_is_wrong_in_other_fields() -> None:
    with pytest.raises(rt.InvalidPeriodError):
        _observation(reference_period="last year")
    with pytest.raises(rt.UnknownUnitError):
        _observation(unit="zzzzzzzz")
    with pytest.raises(rt.UnknownOptionError):
        _observation(observation_status="who knows")


def test_an_observation_is_a_value() -> None:
    assert _observation() == _observation(unit="billion VND", value=17900)
    assert len({_observation(), _observation(unit="bn VND")}) == 1
    assert attrs.evolve(_observation(), value=None).value is None
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        _observation().value = Decimal(1)  # type: ignore[misc]


def test_the_day_of_publication() -> None:
    assert _observation().published is None
    observation = _observation(published="2025-01-06")
    assert observation.published == date(2025, 1, 6)
    assert observation == _observation(published=date(2025, 1, 6))
    with pytest.raises(rt.InvalidFieldError) as caught:
        _observation(published="2025-01")
    assert str(caught.value) == "a day is '2025-01'; expected a date such as 2025-08-05"


def test_the_trail_of_a_derived_figure() -> None:
    parts = [_observation(value=value) for value in (17900.0, Decimal("17900.50"), None)]
    derived = _observation(derived_from=parts)
    assert derived.derived_from == tuple(parts)
    assert derived.trail == (
        "budget-revenue 2024: 17900 billion VND; budget-revenue 2024: 17900.50 billion VND; "
        "budget-revenue 2024: None billion VND"
    )
    assert _observation().trail == ""
    assert derived != _observation()


def test_a_value_that_was_reported_as_a_range() -> None:
    observation = _observation(value=Decimal(8), value_upper=Decimal("8.5"))
    assert (observation.value, observation.value_upper) == (Decimal(8), Decimal("8.5"))
    assert _observation().value_upper is None
    # One number is a range too, and what is not finite is a reason when it is judged.
    assert _observation(value=8, value_upper=8.0).value_upper == 8.0
    for low, high in ((8, math.nan), (math.nan, 8), (math.inf, 8), (8, Decimal("sNaN"))):
        assert _observation(value=low, value_upper=high).value is low


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"value": 8.5, "value_upper": 8},
            (
                "Observation.value_upper is 8; expected at least the value, 8.5; give the smaller "
                "end as value"
            ),
        ),
        (
            # Written, 0.1 is 0.1.
            {"value": 0.1, "value_upper": Decimal("0.09999999999999999999")},
            (
                "Observation.value_upper is Decimal('0.09999999999999999999'); expected at least "
                "the value, 0.1; give the smaller end as value"
            ),
        ),
        (
            {"value": None, "value_upper": 8},
            "Observation.value is None; expected the range's smaller end",
        ),
        (
            {"value": True, "value_upper": 8},
            "Observation.value is True; expected the range's smaller end",
        ),
        (
            {"value": 0, "value_upper": True},
            "Observation.value_upper is True; expected a number, or None",
        ),
        (
            {"value": 8, "value_upper": "8,5"},
            "Observation.value_upper is '8,5'; expected a number, or None",
        ),
    ],
)
def test_what_is_no_range(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(rt.InvalidFieldError) as caught:
        _observation(**fields)
    assert str(caught.value) == message


def test_floats_of_a_range_count_as_they_were_written() -> None:
    # As a float, 0.1 is more than a tenth.
    assert _observation(value=0.1, value_upper=Decimal("0.1")).value == 0.1
