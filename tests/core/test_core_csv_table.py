"""One reader for tables: what a spreadsheet or a tool writes is read back the same, in every dialect and encoding."""

import codecs
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.csv_cells import unescaped
from workbench.core.csv_table import parse_csv, read_csv, read_csv_header
from workbench.core.errors import UserError
from workbench.core.name_matching import stripped
from workbench.data.label_tables import LABELS, PATHS

NAME = Path("labels.csv")
KNOWN = (*PATHS, *LABELS)


def cells(content: str | bytes) -> list[tuple[str, ...]]:
    table = parse_csv(content.encode() if isinstance(content, str) else content, NAME, KNOWN)
    return [table.header, *(row.cells for row in table.rows)]


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16-le with mark": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16-be with mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-32-le with mark": lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le"),
}
CHARACTERS = st.characters(exclude_characters="\0", codec="utf-8")
CELL = st.one_of(
    st.text(CHARACTERS, max_size=12),
    st.sampled_from(
        ["a b/0.png", "0,5", "a;b", 'say "hi"', "two\nlines", "two\r\nlines", "café", "日本", "=1+1", "x|y"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    told=st.booleans(),
)
def test_that_what_a_spreadsheet_writes_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, line_end: str, quoting: int, encoding: str, told: bool
) -> None:
    if any(character in cell for row in rows for cell in row for character in "\r\n"):
        quoting = csv.QUOTE_ALL  # csv.writer itself leaves foreign line ends unquoted
    text = io.StringIO(newline="")
    if told:
        text.write(f"sep={delimiter}{line_end}")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("path", "label", "note"), *rows])
    table = parse_csv(ENCODINGS[encoding](text.getvalue()), NAME, KNOWN)
    expected = [tuple(unescaped(stripped(cell)) for cell in row) for row in rows]
    assert table.header == ("path", "label", "note")
    assert [row.cells for row in table.rows] == [row for row in expected if any(row)]
    assert not any(row.problem for row in table.rows)
    assert table.delimiter == delimiter


@pytest.mark.parametrize(
    "content",
    [
        "path,label\n0/1.png,0\n",
        "path, label\n0/1.png, 0\n",
        " Path ;LABEL\r\n0/1.png ; 0\r\n;\r\n\r\n",
        "path\tlabel\n0/1.png\t0\n\t\n",
        "path|label\n0/1.png|0\n",
        "sep=;\r\npath;label\r\n0/1.png;0\r\n",
        '"sep=,"\npath,label\n0/1.png,0\n',
        "\n\npath,label\n0/1.png,0",
        '"path" , "label"\n"0/1.png" , "0"\n',
        "path,label,,\n0/1.png,0,,\n,,,\n",
        "path,label\n\u202a0/1.png,0\u200b\n",
    ],
)
def test_that_dialects_say_the_same(content: str) -> None:
    header, *rows = cells(content)
    assert tuple(name.lower() for name in header) == ("path", "label")
    assert rows == [("0/1.png", "0")]


def test_that_decimal_commas_and_brackets_do_not_mislead() -> None:
    assert cells("path;label;score\r\na.png;cat;0,5\r\nb.png;dog;0,25\r\n")[1] == ("a.png", "cat", "0,5")
    assert cells("path,scores (a; b; c; d)\na.png,0\nb.png,1\n")[0] == ("path", "scores (a; b; c; d)")


def test_that_windows_1252_is_read_where_nothing_else_fits_and_told() -> None:
    table = parse_csv("path;label\r\ncafé.png;Straße\r\n".encode("cp1252"), NAME)
    assert table.rows[0].cells == ("café.png", "Straße")
    assert table.notes == ("labels.csv is not UTF-8, so it was read as Windows-1252.",)
    assert not parse_csv("path;label\r\ncafé.png;Straße\r\n".encode(), NAME).notes


def test_that_lines_are_counted_in_the_file() -> None:
    table = parse_csv(b'sep=,\npath,label\n\n"two\nlines.png",x\nb.png,y\n', NAME)
    assert [row.line for row in table.rows] == [4, 6]


def test_that_a_row_with_too_many_values_is_told_and_a_short_one_is_filled() -> None:
    table = parse_csv(b"path,label,note\na,b.png,cat,x\nc.png,dog\n", NAME)
    assert table.rows[0].problem == "has 4 values, but the header has 3"
    assert table.rows[1] == (3, ("c.png", "dog", ""), "")


def test_that_column_names_match_however_they_are_written() -> None:
    table = parse_csv(b"File Name;Class-Label\na.png;x\n", NAME)
    assert (table.column(["path", "file_name"]), table.column(["class_label"]), table.column(["label"])) == (0, 1, None)


def test_that_two_columns_of_one_name_are_told_and_never_chosen_from() -> None:
    table = parse_csv(b"path,label,label\na.png,x,y\n", NAME)
    assert table.notes == ("labels.csv has several columns “label”.",)
    with pytest.raises(UserError, match="2 columns “label”"):
        table.column(["label"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"path,label\na.png,\0\n", "NUL"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "workbook"),
        (b"\xff\xfep\0a", "UTF-16-LE"),
        (b"\xff\xfep\0\x00\xd8", "UTF-16-LE"),
        (b"\xef\xbb\xbfpath\n\xff", "not valid UTF-8"),
        (b"path,label\n\x81.png,x\n", "neither UTF-8"),
        (b'path,label\na.png,x\n"b.png,y\n', "Line 3 .*cannot be read"),
        (b'path,label\n"a"b,x\n', "Line 2 .*cannot be read"),
        (b"path,label\n" + b"x" * 200_000 + b",y\n", "Line 2 .*cannot be read .*limit"),
    ],
)
def test_that_what_is_no_table_is_refused_in_one_sentence(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_bytes(content)
    with pytest.raises(UserError, match=said):
        read_csv(tmp_path / "labels.csv")


def test_that_the_header_of_a_large_file_is_read_alone(tmp_path: Path) -> None:
    text = "path;label\r\n" + 'x/日本.png;"a\nb"\r\n' * 30_000
    for encode in ENCODINGS.values():
        (tmp_path / "labels.csv").write_bytes(encode(text))
        assert read_csv_header(tmp_path / "labels.csv") == ("path", "label")
    assert read_csv_header(tmp_path / "none.csv") == ()


@settings(max_examples=200, deadline=None)
@given(content=st.one_of(st.binary(max_size=80), st.text(max_size=60).map(str.encode)))
def test_that_no_content_makes_it_fail_otherwise(content: bytes) -> None:
    try:
        parse_csv(content, NAME, KNOWN)
    except UserError:
        return
