"""Tables as their authors left them: encodings, quotation marks, columns, ragged rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution_targets.sheets import Sheet, decoded, read_sheet
from resolution_targets.violations import ValidationRule

_MISSING = "the column is missing; add it, with empty cells where there is no value [columns]"
_RAGGED = "put text that holds a comma in quotation marks [form]"
_DOMAINS = "id,name_vi,name_en\neconomy,Kinh tế,Economy\nenvironment,Môi trường,Environment\n"


def _read(text: str, table: str = "domains") -> Sheet:
    """A sheet with whose form nothing is wrong."""
    sheet, violations = read_sheet(table, text.encode())
    assert violations == []
    assert sheet is not None
    return sheet


def _problems(content: str | bytes, table: str = "domains") -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    return [str(violation) for violation in read_sheet(table, content)[1]]


def test_the_cells_of_a_table() -> None:
    sheet = _read(_DOMAINS)
    assert (sheet.table, sheet.file) == ("domains", "domains.csv")
    assert [*sheet.columns] == ["id", "name_vi", "name_en"]
    assert sheet.column("id") == ("economy", "environment")
    # Of a column that the file lacks.
    assert sheet.column("comment") == ("", "")
    assert sheet.rows() == [
        {"id": "economy", "name_vi": "Kinh tế", "name_en": "Economy"},
        {"id": "environment", "name_vi": "Môi trường", "name_en": "Environment"},
    ]
    assert sheet.lines == [2, 3]


def test_columns_may_stand_in_any_order() -> None:
    sheet = _read("name_en,id,name_vi\nEconomy,economy,Kinh tế\n")
    assert sheet.rows() == [{"id": "economy", "name_vi": "Kinh tế", "name_en": "Economy"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(end: str) -> None:
    text = (
        "\n\nid,name_vi,name_en\n"
        'economy,"Kinh\ntế\n",Economy\n'
        "\n"
        'environment,"Môi ""trường""",Environment'
    )
    sheet = _read(text.replace("\n", end))
    assert sheet.lines == [4, 8]
    assert sheet.column("name_vi") == (f"Kinh{end}tế{end}", 'Môi "trường"')


def test_what_is_no_line_end_in_a_table() -> None:
    sheet = _read("id,name_vi,name_en\na,b\u2028c\x0bd\x85e\x1cf,g\nh,i,j\n")
    assert sheet.lines == [2, 3]


def test_a_table_may_be_empty_but_for_its_columns() -> None:
    for text in ("id,name_vi,name_en", "id,name_vi,name_en\n\n"):
        sheet = _read(text)
        assert (sheet.lines, sheet.rows(), sheet.column("id")) == ([], [], ())
        assert [*sheet.columns] == ["id", "name_vi", "name_en"]


def test_columns_that_came_later_may_be_left_out() -> None:
    columns = (
        "target,relation,lower,upper,unit,hedged,maintain,stretch_relation,stretch_lower,"
        "stretch_upper,quote,source,locator,comment\n"
    )
    # The day and the act make a revision; elsewhere they may be absent.
    assert _problems(columns.replace("target,", "target,in_force_from,act,"), "revisions") == []
    observations = "indicator,reference_area,reference_period,value,unit,observation_status,"
    assert _problems(f"{observations}quote,source,locator,comment\n", "observations") == []


@pytest.mark.parametrize("content", ["", "\n", "\r\n\r\n"])
def test_an_empty_file(content: str) -> None:
    assert read_sheet("domains", content.encode())[0] is None
    assert _problems(content) == [
        (
            "domains.csv: the file is empty; its first line names the columns: "
            "id, name_vi, name_en [form]"
        )
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            b"\xef\xbb\xbf" + _DOMAINS.encode(),
            "it starts with a byte-order mark; save it as UTF-8 without one",
        ),
        (_DOMAINS.encode("utf-16"), "it is UTF-16; save it as UTF-8"),
        (b"\xfe\xff" + _DOMAINS.encode("utf-16-be"), "it is UTF-16; save it as UTF-8"),
        (
            "id,name\neconomy".encode("utf-16-le"),
            "it holds a zero byte, as UTF-16 does; save it as UTF-8",
        ),
        # "à" is one byte there: the twelfth, after a line of 7.
        ("id,one\nvillà,x".encode("latin-1"), "byte 11, on line 2, is not UTF-8; save it as UTF-8"),
        # The last of the three bytes of "ế" is cut off.
        ("id\nKinh tế".encode()[:-1], "byte 9, on line 2, is not UTF-8; save it as UTF-8"),
        # Half of a character, as some programs write it.
        (b"id\n\xed\xa0\x80", "byte 3, on line 2, is not UTF-8; save it as UTF-8"),
        (b"\n\xff", "byte 1, on line 2, is not UTF-8; save it as UTF-8"),
        (b"id\na\x00b", "it holds a zero byte, as UTF-16 does; save it as UTF-8"),
    ],
)
def test_other_encodings(content: bytes, problem: str) -> None:
    assert decoded(content) == (None, problem)
    sheet, (violation,) = read_sheet("domains", content)
    assert sheet is None
    assert str(violation) == f"domains.csv: {problem} [encoding]"
    assert violation.rule is ValidationRule.ENCODING


def test_utf_8_is_kept_as_it_is() -> None:
    assert decoded("Tỷ lệ\r\n\ufeff\U0001f600".encode()) == ("Tỷ lệ\r\n\ufeff\U0001f600", "")


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    text, problem = decoded(content)
    assert (text is None) == bool(problem)
    assert text is None or text.encode() == content


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        # The row starts on line 3, and the file ends on line 5.
        ('id,name_vi,name_en\na,b,c\nd,"e,f\ng,h,i\n\n', 3, "unexpected end of data"),
        ('id,name_vi,name_en\n\na,"b" c,d\n', 3, "',' expected after '\"'"),
        ('id,"name_vi\n,name_en', 1, "unexpected end of data"),
        (
            f'id,name_vi,name_en\na,"{"x" * 131_073}",c\n',
            2,
            "field larger than field limit (131072)",
        ),
    ],
)
def test_quotation_marks_that_do_not_match(text: str, line: int, reason: str) -> None:
    assert read_sheet("domains", text.encode())[0] is None
    assert _problems(text) == [
        (
            f"domains.csv, line {line}: the row that starts here cannot be read ({reason}); "
            "a cell in quotation marks ends with one, and a quotation mark inside it "
            "is written twice [form]"
        )
    ]


def test_a_quotation_mark_within_a_cell_is_sound() -> None:
    assert _read('id,name_vi,name_en\na,5" b,c\n').column("name_vi") == ('5" b',)


def test_rows_with_too_few_and_too_many_cells() -> None:
    text = "id,name_vi,name_en\na,b\nc,d,e\nf,g,h,i\n\nj,k,l,\n"
    assert _problems(text) == [
        f"domains.csv, line 2: 2 cells under 3 columns; {_RAGGED}",
        f"domains.csv, line 4: 4 cells under 3 columns; {_RAGGED}",
        f"domains.csv, line 6: 4 cells under 3 columns; {_RAGGED}",
    ]
    sheet, _ = read_sheet("domains", text.encode())
    assert sheet is not None
    # The other row is looked at, and what refers to these ones finds them.
    assert list(sheet.sound_cells("id", "name_en")) == [(1, ("c", "e"))]
    assert sheet.column("id") == ("a", "c", "f", "j")
    assert sheet.column("name_en") == ("", "e", "h", "l")


@pytest.mark.parametrize("row", [",,", " ", " , ,", ",,,,,"])
def test_rows_of_nothing(row: str) -> None:
    assert _problems(f"{_DOMAINS}{row}\n") == [
        "domains.csv, line 4: the row is empty; remove it [form]"
    ]


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        (
            "id,name_vi",
            [f"column name_en: {_MISSING}"],
        ),
        (
            "id,name_vi,name_en,note",
            ["column note: the layout has no such column; remove it [columns]"],
        ),
        # A misspelt column is not a missing one as well.
        (
            "id,name_vn,name_en",
            ["column name_vn: the layout has no such column; did you mean 'name_vi'? [columns]"],
        ),
        (
            "id,name_vi, name_en",
            ["column  name_en: the layout has no such column; did you mean 'name_en'? [columns]"],
        ),
        ("id,name_vi,name_en,id", ["column id: 2 columns have this name; keep one [columns]"]),
        (
            "id,name_vi,name_en,,",
            [": a column has no name; remove it, or the comma before it [columns]"],
        ),
        (
            "id",
            [
                f"column name_vi: {_MISSING}",
                f"column name_en: {_MISSING}",
            ],
        ),
    ],
)
def test_columns_that_are_not_those_of_the_layout(header: str, problems: list[str]) -> None:
    start = "domains.csv, line 1"
    expected = [
        f"{start}{each}" if each.startswith(":") else f"{start}, {each}" for each in problems
    ]
    assert _problems(header) == expected


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_spreadsheets_that_do_not_use_commas(separator: str) -> None:
    # "Văn hóa, xã hội" has one.
    text = _DOMAINS.replace(",", separator).replace("Kinh tế", "Văn hóa, xã hội")
    assert read_sheet("domains", text.encode())[0] is None
    assert _problems(text) == [
        (
            f"domains.csv, line 1: its cells are separated by {separator!r}; "
            "separate them by commas [form]"
        )
    ]


def test_one_known_name_is_no_sign_of_another_separator() -> None:
    assert len(_problems("id;note")) == 4
    assert _problems("id;name_vi") == [
        "domains.csv, line 1: its cells are separated by ';'; separate them by commas [form]"
    ]


def test_the_line_of_the_columns_need_not_be_the_first() -> None:
    assert _problems("\n\nid,name_vi,name_en,note\n") == [
        "domains.csv, line 3, column note: the layout has no such column; remove it [columns]"
    ]


def test_a_misspelt_column_that_may_be_left_out() -> None:
    header = "indicator,reference_area,reference_period,value,unit,observation_status,quote,"
    assert _problems(f"{header}source,locator,comment,publishd\n", "observations") == [
        (
            "observations.csv, line 1, column publishd: the layout has no such column; "
            "did you mean 'published'? [columns]"
        )
    ]


def test_rows_are_looked_at_where_columns_are_wrong() -> None:
    sheet, violations = read_sheet("domains", b"id,name_vi,id,note\na,b,c,d\ne,f\n")
    assert sheet is not None
    assert [(each.row, each.column) for each in violations] == [
        (1, "id"),
        (1, "note"),
        (1, "name_en"),
        (3, ""),
    ]
    # Which of the two ids counts cannot be told.
    assert sheet.columns == {"name_vi": ("b", "f")}
    assert list(sheet.sound_cells("id")) == []
    assert list(sheet.sound_cells("name_vi")) == [(0, ("b",))]


def test_many_columns_take_no_time() -> None:
    header = ",".join(f"column-{number}" for number in range(100_000))
    sheet, violations = read_sheet("domains", header.encode())
    assert sheet is not None
    assert len(violations) == 100_003


def test_cells_in_which_something_is_wrong_are_left_out() -> None:
    sheet = _read(_DOMAINS)
    violation = sheet.violation(1, "id", ValidationRule.ID, "is no id")
    assert str(violation) == "domains.csv, line 3, column id: is no id [id]"
    warning = sheet.violation(0, "id", ValidationRule.PARTS, "is odd", is_warning=True)
    assert warning.is_warning
    assert list(sheet.sound_cells("id")) == [(0, ("economy",))]
    assert list(sheet.sound_cells("name_en", "id")) == [(0, ("Economy", "economy"))]
    assert [place for place, _ in sheet.sound_cells("name_en")] == [0, 1]
    # A column that may be left out holds nothing then; one that may not cannot be looked at.
    assert list(sheet.sound_cells("published")) == [(0, ("",)), (1, ("",))]
    assert list(sheet.sound_cells("id", "comment")) == []
