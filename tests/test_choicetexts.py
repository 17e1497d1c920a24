"""What a frame says of rows that were passed over or are contradicted, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import resolution_targets as rt


def _conflicts(values: list[Any], language: str = "en", **columns: Any) -> list[str | None]:
    dtype = columns.pop("dtype", None)
    value = pl.Series(values, dtype=dtype, strict=False)
    frame = pl.DataFrame({"indicator": "r", "value": value, **columns})
    return rt.choose(frame, language=language)["conflict"].to_list()


@pytest.mark.parametrize(
    ("value", "dtype", "english", "vietnamese"),
    [
        (7.48, pl.Float64, "7.48", "7,48"),
        (100.0, pl.Float64, "100", "100"),
        (17900.0, pl.Float64, "17,900", "17.900"),
        (1234567.25, pl.Float64, "1,234,567.25", "1.234.567,25"),
        (-1234.5, pl.Float64, "-1,234.5", "-1.234,5"),
        (-0.5, pl.Float64, "-0.5", "-0,5"),
        (1e22, pl.Float64, "1e+22", "1e+22"),
        (100, pl.Int16, "100", "100"),
        (-(2**63), pl.Int64, "-9,223,372,036,854,775,808", "-9.223.372.036.854.775.808"),
        (Decimal("17900.50"), pl.Decimal(20, 4), "17,900.5", "17.900,5"),
        (Decimal(17900), pl.Decimal(20, 4), "17,900", "17.900"),
        (Decimal(100), pl.Decimal(20, 0), "100", "100"),
        (True, pl.Boolean, "done", "đã hoàn thành"),
    ],
)
def test_amounts(value: Any, dtype: Any, english: str, vietnamese: str) -> None:
    values = [value, False if value is True else 1]
    assert _conflicts(values, dtype=dtype)[1] == f"contradicted by {english}"
    assert _conflicts(values, "vi", dtype=dtype)[1] == f"mâu thuẫn với {vietnamese}"


def test_units_and_sources_stand_as_the_row_has_them() -> None:
    found = _conflicts(
        [1.0, 2.0, 3.0, 4.0],
        unit=["%", "phần trăm", " percent ", "%"],
        source=["gazette", "", None, "https://example.org/a(b)"],
    )
    assert found[0] == ("contradicted by 2 phần trăm; 3 percent; 4% (https://example.org/a(b))")
    assert found[3] == "contradicted by 1% (gazette); 2 phần trăm; 3 percent"


def test_sources_of_one_value_are_named_together() -> None:
    found = _conflicts([1.0, 2.0, 2.0, 2.0, 2.0], source=["a", "e", "d", "c", "c"])
    assert found[0] == "contradicted by 2 (c) = 2 (d) = 2 (e)"
    assert found[1] == "contradicted by 1 (a)"
    found = _conflicts([1.0, 2.0, 2.0, 2.0, 2.0], source=["a", "e", "d", "c", "b"])
    assert found[0] == "contradicted by 2 (b) = 2 (c) = 2 (d) = …"


def test_five_other_values_are_named_and_the_rest_counted() -> None:
    found = _conflicts([float(value) for value in range(8, 0, -1)])
    assert found[7] == "contradicted by 2; 3; 4; 5; 6; and 2 more"
    assert found[3] == "contradicted by 1; 2; 3; 4; 6; and 2 more"
    assert found[2] == found[0] == "contradicted by 1; 2; 3; 4; 5; and 2 more"
    assert _conflicts([1.0, 2, 3, 4, 5, 6])[0] == "contradicted by 2; 3; 4; 5; 6"
    assert _conflicts([1.0, 2, 3, 4, 5, 6, 7], "vi")[0] == (
        "mâu thuẫn với 2; 3; 4; 5; 6; và 1 giá trị khác"
    )


def test_braces_in_a_source_are_just_braces() -> None:
    found = _conflicts([1.0, 2.0], source=["{others}", "{}"])
    assert found == ["contradicted by 2 ({})", "contradicted by 1 ({others})"]
