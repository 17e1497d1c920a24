"""Files of figures as they come: each fault is a clear error, or a row with its reason."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets.files import read_observations

_FIXTURES = Path(__file__).parent / "fixtures"
_EXAMPLES = Path(__file__).parents[1] / "examples"

_UNUSABLE = {
    "empty.csv": (
        rt.UnreadableFileError,
        "{path}: is empty; expected a header with the columns indicator and value",
    ),
    "blank-lines-only.csv": (
        rt.UnreadableFileError,
        "{path}: is empty; expected a header with the columns indicator and value",
    ),
    "quotation-marks-only.csv": (
        rt.UnreadableFileError,
        "{path}: is empty; expected a header with the columns indicator and value",
    ),
    "utf-16-cut-short.csv": (
        rt.UnreadableFileError,
        "{path}: is not text in utf-16: byte 74 does not fit; save it as CSV in UTF-8",
    ),
    "latin-1.csv": (
        rt.UnreadableFileError,
        "{path}: is not text in utf-8: byte 40 does not fit; save it as CSV in UTF-8",
    ),
    "spreadsheet-renamed.csv": (
        rt.UnreadableFileError,
        "{path}: is not text in utf-8: byte 14 does not fit; save it as CSV in UTF-8",
    ),
    "missing-value-column.csv": (
        rt.MissingColumnError,
        "{path} lacks the column 'value'; found 'indicator', 'amount', 'unit'",
    ),
    "missing-both-columns.csv": (
        rt.MissingColumnError,
        "{path} lacks the columns 'indicator', 'value'; found 'code', 'figure'",
    ),
    "duplicated-column.csv": (
        rt.ColumnClashError,
        "the frame has 'value': {path} has it twice; rename one",
    ),
    "ragged-row.csv": (
        rt.UnreadableFileError,
        (
            "{path}: the header has 3 cells, line 3 has 4, line 4 has 2; put text that holds ',' "
            "in quotation marks"
        ),
    ),
    "unclosed-quotation-mark.csv": (
        rt.UnreadableFileError,
        "{path}: line 3: unexpected end of data; check the quotation marks",
    ),
}

_NO = "not_comparable"
_JUDGED: dict[str, list[tuple[str, str | None]]] = {
    "header-only.csv": [],
    "byte-order-mark.csv": [("met", None)],
    "utf-16.csv": [("met", None)],
    "utf-16-big-endian.csv": [("met", None)],
    "decomposed-accents.csv": [("met", None), ("met", None)],
    "semicolons-and-decimal-commas.csv": [
        (_NO, "'7,3' is not a number in locale 'en'; in locale 'vi' it is 7.3"),
        # 17.9 billion: the locale decides, and "en" was given.
        ("missed", None),
        (_NO, "'2,55' is not a number in locale 'en'; in locale 'vi' it is 2.55"),
    ],
    "text-in-value-column.csv": [
        ("met", None),
        (_NO, "'about 18000' is not a number in locale 'en'"),
        (_NO, "'23.600 người' is not a number in locale 'en'"),
    ],
    "duplicate-observations.csv": [("missed", None), ("met", None)],
    "unknown-indicator.csv": [
        (
            _NO,
            (
                "no promise for indicator 'grdp-grwoth' in ha-tinh-2025 1.0.0; did you mean "
                "'grdp-growth'?"
            ),
        )
    ],
    "unknown-unit.csv": [
        (
            _NO,
            (
                "unknown unit 'zzzzzzzz'; write it as a scale, a unit and what it is counted "
                "for, such as 'billion VND', 'tỷ đồng' or 'doctors per 10,000 people'"
            ),
        )
    ],
    "wrong-currency.csv": [
        (
            _NO,
            (
                "'budget-revenue' is promised in billion VND; 'billion USD' is another currency: "
                "pass rates= with a dated rate, or convert it first"
            ),
        )
    ],
    "percent-for-percentage-points.csv": [
        (
            _NO,
            (
                "'poverty-reduction' is promised in percentage_point; 'percent' is a share, not "
                "a difference of shares: a fall from 2.41% to 1.9% is 0.51 percentage points; "
                "give the change in percentage points"
            ),
        )
    ],
    "percentage-points-for-percent.csv": [
        (
            _NO,
            (
                "'grdp-growth' is promised in percent; 'percentage_point' is a difference of "
                "shares, not a share; give the share in percent"
            ),
        )
    ],
    "empty-indicator.csv": [(_NO, "the row names no indicator")],
    "empty-value.csv": [("not_reported", "no value was reported")],
    "empty-unit.csv": [(_NO, "the row gives no unit; percent was expected")],
    "nan.csv": [(_NO, "'NaN' is not a number in locale 'en'")],
    "infinity.csv": [(_NO, "'Infinity' is not a number in locale 'en'")],
    "number-beyond-all-floats.csv": [(_NO, "the value is infinite")],
    "number-near-the-largest-float.csv": [("met", None)],
    "other-area.csv": [(_NO, "the figure is for VN-44, the promise for VN-23")],
    "other-period.csv": [(_NO, "the figure is for 2025-9M, not for 2025")],
    "markup-in-cells.csv": [
        (_NO, "no promise for indicator '[/red]' in ha-tinh-2025 1.0.0"),
        (_NO, "no promise for indicator '[link=x]y' in ha-tinh-2025 1.0.0"),
    ],
}
_ON_THEIR_OWN = {"utf-16-without-mark.csv", "own-unreadable-column.csv"}


def _rows(content: str | bytes, **options: Any) -> list[dict[str, Any]]:
    encoded = content.encode() if isinstance(content, str) else content
    return rt.read_observations(encoded, **options).to_dicts()


def test_read_observations_is_public() -> None:
    assert rt.read_observations is read_observations


def test_every_broken_file_is_tested() -> None:
    there = {path.name for path in _FIXTURES.iterdir() if path.is_file()}
    assert there == {*_UNUSABLE, *_JUDGED, *_ON_THEIR_OWN}


@pytest.mark.parametrize("name", _UNUSABLE)
def test_a_file_that_cannot_be_used(name: str) -> None:
    error, message = _UNUSABLE[name]
    path = _FIXTURES / name
    with pytest.raises(error) as caught:
        rt.read_observations(path)
    assert str(caught.value) == message.format(path=path)
    # The same from its content, which has no name.
    with pytest.raises(error) as caught:
        rt.read_observations(path.read_bytes())
    assert str(caught.value) == message.format(path="the content")


@pytest.mark.parametrize("name", _JUDGED)
def test_a_file_whose_rows_are_judged_or_say_why_not(ha_tinh: rt.Dataset, name: str) -> None:
    figures = rt.read_observations(_FIXTURES / name, dataset=ha_tinh)
    judged = rt.compare(figures, ha_tinh)
    assert judged.select("status", "reason").rows() == _JUDGED[name]


def test_utf_16_without_its_mark_is_named_as_what_it_is() -> None:
    with pytest.raises(rt.UnreadableFileError) as caught:
        rt.read_observations(_FIXTURES / "utf-16-without-mark.csv")
    assert "\x00" not in str(caught.value)
    assert "\\x00" not in str(caught.value)


def test_a_column_of_the_files_own_is_not_overwritten() -> None:
    with pytest.raises(rt.ColumnClashError) as caught:
        rt.read_observations(_FIXTURES / "own-unreadable-column.csv")
    assert caught.value.columns == ("unreadable",)


def test_semicolons_and_decimal_commas_in_vietnamese(ha_tinh: rt.Dataset) -> None:
    path = _FIXTURES / "semicolons-and-decimal-commas.csv"
    figures = rt.read_observations(path, dataset=ha_tinh, locale="vi")
    assert figures.rows() == [
        ("grdp-growth", 7.3, "%", 1, None),
        ("budget-revenue", 17900.0, "tỷ đồng", 0, None),
        ("export-turnover", 2.55, "tỷ đô la Mỹ", 2, None),
    ]
    assert rt.compare(figures, ha_tinh)["status"].to_list() == ["met", "met", "met"]


def test_accents_are_composed_in_headers_and_words(ha_tinh: rt.Dataset) -> None:
    content = (_FIXTURES / "decomposed-accents.csv").read_text("utf-8")
    assert content != unicodedata.normalize("NFC", content)
    figures = rt.read_observations(_FIXTURES / "decomposed-accents.csv", dataset=ha_tinh)
    assert figures.columns == [
        "indicator",
        "value",
        "unit",
        "area",
        "period",
        "status",
        "decimals",
        "unreadable",
    ]
    assert figures["unit"].to_list() == ["tỷ đồng", "lần"]
    assert figures["status"].to_list() == ["sơ bộ", "sơ bộ"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("indicator", "indicator"),
        ("Indicator", "indicator"),
        ("CHỈ TIÊU", "indicator"),
        (" chỉ\t tiêu ", "indicator"),
        ("unit", "unit"),
        ("Đơn vị", "unit"),
        ("Đơn vị tính", "unit"),
        ("AREA", "area"),
        ("địa bàn", "area"),
        ("reference_area", "area"),
        ("Kỳ", "period"),
        ("reference_period", "period"),
        ("Trạng thái", "status"),
        ("observation_status", "status"),
        # Not ours: it stays as it was written, composed.
        ("Ghi chú", "Ghi chú"),
        ("Nguồn số liệu", "Nguồn số liệu"),
    ],
)
def test_headers(header: str, name: str) -> None:
    others = [other for other in ("indicator", "value") if other != name]
    for form in ("NFC", "NFD"):
        line = ",".join([unicodedata.normalize(form, header), *others])  # type: ignore[arg-type]
        frame = rt.read_observations(f"{line}\n{','.join('1' * (len(others) + 1))}\n".encode())
        assert frame.columns == [name, *others, "decimals", "unreadable"]


@pytest.mark.parametrize("header", ["value", "Giá trị", "kết quả", "Kết quả thực hiện"])
def test_headers_of_values(header: str) -> None:
    assert _rows(f"indicator,{header}\nx,1\n") == [
        {"indicator": "x", "value": 1.0, "decimals": 0, "unreadable": None}
    ]


def test_two_headers_of_one_meaning() -> None:
    with pytest.raises(rt.ColumnClashError) as caught:
        rt.read_observations("indicator,unit,value,đơn vị,kết quả\n1,2,3,4,5\n".encode())
    assert str(caught.value) == (
        "the frame has 'unit', 'value': the content has it twice; rename one"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(delimiter: str, newline: str) -> None:
    lines = ["", "indicator,value,note", "grdp-growth,8,", "", "new-jobs,1,x", ""]
    content = newline.join(lines).replace(",", delimiter)
    assert _rows(content) == [
        {
            "indicator": "grdp-growth",
            "value": 8.0,
            "note": None,
            "decimals": 0,
            "unreadable": None,
        },
        {"indicator": "new-jobs", "value": 1.0, "note": "x", "decimals": 0, "unreadable": None},
    ]


def test_blank_lines_before_the_header() -> None:
    assert _rows(" \n\t\nindicator;value\ngrdp-growth;8\n") == [
        {"indicator": "grdp-growth", "value": 8.0, "decimals": 0, "unreadable": None}
    ]


def test_quotation_marks_hold_separators_and_line_ends() -> None:
    content = 'indicator,value,note\ngrdp-growth,"17,900.5","a ""b"",\nc"\n'
    assert _rows(content) == [
        {
            "indicator": "grdp-growth",
            "value": 17900.5,
            "note": 'a "b",\nc',
            "decimals": 1,
            "unreadable": None,
        }
    ]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_encodings(mark: bytes, encoding: str) -> None:
    content = "chỉ tiêu;giá trị;đơn vị\nbudget-revenue;17900;tỷ đồng\n"
    assert _rows(mark + content.encode(encoding)) == [
        {
            "indicator": "budget-revenue",
            "value": 17900.0,
            "unit": "tỷ đồng",
            "decimals": 0,
            "unreadable": None,
        }
    ]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE])
def test_a_mark_and_nothing_else_is_empty(mark: bytes) -> None:
    with pytest.raises(rt.UnreadableFileError) as caught:
        rt.read_observations(mark)
    assert str(caught.value) == (
        "the content: is empty; expected a header with the columns indicator and value"
    )


def test_every_cell_is_kept_as_text_and_empty_ones_are_null() -> None:
    frame = rt.read_observations(b"code,indicator,value,unit\n007, grdp-growth , 8 ,\n,,,\n1,,,%\n")
    assert frame.rows() == [
        ("007", "grdp-growth", 8.0, None, 0, None),
        ("1", None, None, "%", None, None),
    ]
    assert frame.schema == {
        "code": pl.String,
        "indicator": pl.String,
        "value": pl.Float64,
        "unit": pl.String,
        "decimals": pl.Int64,
        "unreadable": pl.String,
    }


def test_a_file_of_a_header_has_the_columns_of_a_longer_one() -> None:
    empty = rt.read_observations(b"indicator,value,unit\n")
    assert empty.schema == rt.read_observations(b"indicator,value,unit\na,1,%\n").schema
    assert empty.is_empty()


def test_the_decimals_that_a_float_forgets_are_kept() -> None:
    content = "indicator,value\nx,7\nx,7.0\nx,7.50\nx,-26.53\nx,\nx,about 7\nx,0.1234567891\n"
    rows = _rows(content)
    assert [row["value"] for row in rows] == [7.0, 7.0, 7.5, -26.53, None, None, 0.1234567891]
    # Nobody publishes ten decimals: that was computed, and stands for itself.
    assert [row["decimals"] for row in rows] == [0, 1, 2, 2, None, None, None]
    assert [row["decimals"] for row in _rows("indicator;value\nx;17.900,50\n", locale="vi")] == [2]


def test_a_truth_has_no_decimals(ha_tinh: rt.Dataset) -> None:
    content = "indicator,value\nnew-rural-province,true\nnew-rural-province,có\n"
    rows = _rows(content, dataset=ha_tinh)
    assert [(row["value"], row["decimals"]) for row in rows] == [(1.0, 0), (1.0, 0)]


@pytest.mark.parametrize("header", ["value_upper", "Giá trị đến", "GIÁ TRỊ ĐẾN"])
def test_ranges_have_a_column_for_their_larger_end(ha_tinh: rt.Dataset, header: str) -> None:
    content = f"indicator;value;{header}\ngrdp-growth;8;8,5\ngrdp-growth;6,5;\ngrdp-growth;;8\n"
    figures = rt.read_observations(content.encode(), locale="vi")
    assert figures.columns == [
        *("indicator", "value", "value_upper", "decimals", "decimals_upper", "unreadable")
    ]
    assert figures.schema["value_upper"] == pl.Float64
    assert figures["value_upper"].to_list() == [8.5, None, 8.0]
    assert figures["decimals"].to_list() == [0, 1, None]
    assert figures["decimals_upper"].to_list() == [1, None, 0]
    judged = rt.compare(figures, ha_tinh)
    assert judged["status"].to_list() == ["met", "missed", "not_comparable"]
    assert judged["problem"].to_list() == [None, None, "half_range"]


def test_both_ends_of_a_range_may_be_unreadable() -> None:
    content = "indicator,value,value_upper\nx,abt 7,8?\nx,7,8?\nx,?,?\n"
    rows = _rows(content)
    assert [(row["value"], row["value_upper"], row["decimals"]) for row in rows] == [
        (None, None, None),
        (7.0, None, 0),
        (None, None, None),
    ]
    assert [row["unreadable"] for row in rows] == [
        "'abt 7' is not a number in locale 'en'; '8?' is not a number in locale 'en'",
        "'8?' is not a number in locale 'en'",
        # The same once.
        "'?' is not a number in locale 'en'",
    ]


@pytest.mark.parametrize("name", ["decimals", "Decimals", "unreadable"])
def test_what_the_reader_says_no_file_says(name: str) -> None:
    if name == "Decimals":
        # Another column of the file's own.
        assert _rows("indicator,value,Decimals\nx,1,3\n")[0]["Decimals"] == "3"
        return
    with pytest.raises(rt.ColumnClashError) as caught:
        rt.read_observations(f"indicator,value,{name}\nx,1,3\n".encode())
    assert str(caught.value) == (
        f"the frame has {name!r}: the content may not, as the reader says there how it read "
        "the figures"
    )


# II.2 (9) is a milestone; (1) is not.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", 1.0),
        ("TRUE", 1.0),
        ("có", 1.0),
        ("Có", 1.0),
        (unicodedata.normalize("NFD", "Có"), 1.0),
        ("1", 1.0),
        ("false", 0.0),
        ("không", 0.0),
        (unicodedata.normalize("NFD", "không"), 0.0),
        ("0", 0.0),
        ("2", 2.0),
        ("done", None),
    ],
)
def test_true_and_false_for_a_milestone(
    ha_tinh: rt.Dataset, text: str, value: float | None
) -> None:
    content = f"indicator,value\nnew-rural-province,{text}\n"
    (row,) = _rows(content, dataset=ha_tinh)
    assert row["value"] == value
    assert (row["unreadable"] is None) == (value is not None)


def test_true_is_no_number_of_anything_else(ha_tinh: rt.Dataset) -> None:
    content = "indicator,value\ngrdp-growth,true\nnew-rural-province,true\n"
    assert [row["unreadable"] for row in _rows(content, dataset=ha_tinh)] == [
        "'true' is not a number in locale 'en'",
        None,
    ]
    # Without a dataset no indicator is known to be a milestone.
    assert [row["value"] for row in _rows(content)] == [None, None]


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("17.900", "vi", 17900.0),
        ("17.900", "en", 17.9),
        ('"17,900"', "en", 17900.0),
        ('"0,57"', "vi", 0.57),
        ("-26.53", "en", -26.53),
        ("\N{MINUS SIGN}26.53", "en", -26.53),
        ("9007199254740993", "en", 9007199254740992.0),
    ],
)
def test_numbers_by_the_locale_given(text: str, locale: str, value: float) -> None:
    assert _rows(f"indicator,value\nx,{text}\n", locale=locale)[0]["value"] == value


def test_there_is_no_other_locale() -> None:
    with pytest.raises(rt.UnsupportedLocaleError) as caught:
        rt.read_observations(b"", locale="fr")
    assert str(caught.value) == "no locale 'fr'; there is 'vi', 'en'"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    for place in (path, str(path)):
        with pytest.raises(rt.UnreadableFileError) as caught:
            rt.read_observations(place)
        assert str(caught.value) == (
            f"{path}: cannot be read: No such file or directory; check the path"
        )
        assert isinstance(caught.value.__cause__, FileNotFoundError)
    with pytest.raises(rt.UnreadableFileError) as caught:
        rt.read_observations(tmp_path)
    assert str(caught.value) == f"{tmp_path}: cannot be read: Is a directory; check the path"


def test_at_most_five_odd_lines_are_listed() -> None:
    content = "indicator,value\n" + "x,1,2\n" * 8
    with pytest.raises(rt.UnreadableFileError) as caught:
        rt.read_observations(content.encode())
    assert str(caught.value) == (
        "the content: the header has 2 cells, line 2 has 3, line 3 has 3, line 4 has 3, line 5 "
        "has 3, line 6 has 3 and 3 more; put text that holds ',' in quotation marks"
    )


def test_the_examples_can_be_read(ha_tinh: rt.Dataset) -> None:
    for name, rows in (("ha-tinh-2024.csv", 14), ("ha-tinh-2025.csv", 19)):
        frame = rt.read_observations(_EXAMPLES / name, dataset=ha_tinh)
        assert frame.height == rows
        assert frame["unreadable"].null_count() == rows
        assert frame["value"].null_count() == 0


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused_in_our_words(content: bytes) -> None:
    try:
        frame = rt.read_observations(content)
    except rt.ResolutionTargetsError:
        return
    assert {"indicator", "value", "unreadable"} <= set(frame.columns)


_CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)


@given(rows=st.lists(st.tuples(_CELLS, _CELLS, _CELLS)), locale=st.sampled_from(["vi", "en"]))
def test_no_row_is_lost(rows: list[tuple[str, str, str]], locale: str) -> None:
    lines = [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
        for row in [("indicator", "value", "note"), *rows]
    ]
    frame = rt.read_observations("\n".join(lines).encode(), locale=locale)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert frame["note"].to_list() == [note.strip() or None for _, _, note in kept]
    for (_, text, _), value, unreadable in zip(
        kept, frame["value"], frame["unreadable"], strict=True
    ):
        assert (value is None and unreadable is None) == (not text.strip())


def test_empty_columns_at_the_end_are_left_out() -> None:
    assert rt.read_observations(b"indicator;value;;\ngrdp-growth;8;;\n").columns == [
        "indicator",
        "value",
        "decimals",
        "unreadable",
    ]
    # What has no header but cells is not lost without a word.
    with pytest.raises(rt.ColumnClashError):
        rt.read_observations(b"indicator;value;;\ngrdp-growth;8;;9\n")
