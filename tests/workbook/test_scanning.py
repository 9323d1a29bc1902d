"""Cells found in the text of a sheet are those that openpyxl finds, in whatever way the sheet is written."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidestream.errors import InputError
from sidestream.tables import is_blank
from sidestream.workbook.excel import ExcelBook
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.scanning import cells_of
from workbook.books import SMALL, book_of, complaints, with_cells
from workbook.test_excel import rewrite

SHAPES = ("General", "0.00", "0%", '0.0"%"', "yyyy-mm-dd", "[h]:mm", "@")
TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["a & <b>", "two\nlines", " ends ", "=1+1", "#DIV/0!", "_x0041_", "7", "  "]
)
NUMBERS = st.integers(-(10**6), 10**6) | st.floats(-1e18, 1e18) | st.sampled_from([2**53, 2**53 + 2, 1e-300, 0.1 + 0.2])
DATES = st.datetimes(dt.datetime(1910, 1, 1), dt.datetime(2100, 1, 1)) | st.timedeltas(
    dt.timedelta(0), dt.timedelta(days=9)
)
CONTENTS = st.none() | NUMBERS | TEXTS | st.booleans() | DATES
ROWS = st.lists(st.lists(st.tuples(CONTENTS, st.sampled_from(SHAPES)), max_size=5), max_size=6)


def by_openpyxl(path: Path, rows: list[list[tuple[object, str]]]) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for place, (content, shape) in enumerate(row, start=1):
            cell = book.active.cell(number, place)
            cell.value = content
            if isinstance(content, str):
                cell.data_type = "s"
            if not isinstance(content, (dt.datetime, dt.timedelta)):
                cell.number_format = shape
    book.save(path)


def by_xlsxwriter(path: Path, rows: list[list[tuple[object, str]]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, (content, shape) in enumerate(row):
            form = book.add_format({"num_format": shape})
            if isinstance(content, bool):
                sheet.write_formula(number, place, "=A1", form, content)
            elif isinstance(content, (dt.datetime, dt.timedelta)):
                sheet.write_datetime(number, place, content, form)
            elif isinstance(content, str) and content:
                sheet.write_formula(number, place, "=A1", form, content)
                sheet.write_string(number, place + 6, content, form)
            elif isinstance(content, (int, float)):
                sheet.write_number(number, place, content, form)
    book.close()


def found(path: Path) -> dict[tuple[int, int], object]:
    """Every cell that is not blank, as it is found here, by row and column."""
    with ExcelBook(path) as book:
        cells = cells_of(book.file.archive.read(book.file.parts[book.names[0]]), book.how)
    return {
        (int(cells.numbers[row]), place + 1): contents.cell(row)
        for place, contents in cells.columns.items()
        for row in contents.filled.nonzero()[0]
    }


def known(path: Path) -> dict[tuple[int, int], object]:
    """The same, as openpyxl finds it."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    return {(cell.row, cell.column): cell.value for cell in cells if not is_blank(cell.value)}


@pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, write=st.sampled_from([by_openpyxl, by_xlsxwriter]))
def test_any_cells_are_found_as_openpyxl_finds_them(
    tmp_path: Path, rows: list[list[tuple[object, str]]], write: Callable[[Path, list[list[tuple[object, str]]]], None]
) -> None:
    write(tmp_path / "any.xlsx", rows)

    assert found(tmp_path / "any.xlsx") == known(tmp_path / "any.xlsx")


def prefixed(xml: str) -> str:
    """As ClosedXML writes: every name with a prefix."""
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace("xmlns=", "xmlns:x=")


def indented(xml: str) -> str:
    root = ElementTree.fromstring(xml)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")


def in_sections(xml: str) -> str:
    return re.sub(r"<t>([a-z]*)</t>", r"<t><![CDATA[\1]]></t>", xml)


def without_addresses(xml: str) -> str:
    return re.sub(r' r="[A-Z]+\d+"', "", xml)


def without_row_numbers(xml: str) -> str:
    return re.sub(r'<row r="\d+"', "<row", xml)


def with_a_comment(xml: str) -> str:
    return xml.replace("<row", '<!-- <c r="A2"><v>7</v></c> --><row', 1)


def in_single_quotes(xml: str) -> str:
    return re.sub(r'<c r="([^"]*)"', r"<c r='\1'", xml)


def style_first(xml: str) -> str:
    return re.sub(r'<c r="([^"]*)"', r'<c s="0" r="\1"', xml)


DIALECTS = (
    prefixed,
    indented,
    in_sections,
    without_addresses,
    without_row_numbers,
    with_a_comment,
    in_single_quotes,
    style_first,
)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_sheet_says_the_same_in_every_dialect(tmp_path: Path, dialect: Callable[[str], str]) -> None:
    cells = with_cells(
        "Supplies", C2="much", A4="mill", B4="gypsum", C4=2, D4="t", A3="mill", B3="gypsum", C3="=1", D3=1
    )
    path = book_of(tmp_path / "park.xlsx", cells)
    book = openpyxl.load_workbook(path)
    book["Supplies"].merge_cells("E2:E3")
    book.save(path)
    said = complaints(path)
    rewrite(path, "xl/worksheets/sheet3.xml", dialect)

    assert len(said) == 6
    assert complaints(path) == said


def test_a_sheet_in_another_encoding(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx", with_cells("Participants", A3="Ærø gård"))
    names = read_sheets(path)[0]["Participants"].frame["participant"].tolist()
    for encoding in ("utf-16", "latin-1", "utf-8-sig"):
        rewrite_bytes(path, "xl/worksheets/sheet1.xml", encoding)

        assert read_sheets(path)[0]["Participants"].frame["participant"].tolist() == names == ["plant", "Ærø gård"]


def rewrite_bytes(path: Path, part: str, encoding: str) -> None:
    """Write a part of a small workbook in another encoding."""
    book_of(path, with_cells("Participants", A3="Ærø gård"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    parts[part] = (declared + parts[part].decode()).encode(encoding)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


DAMAGES = (
    ("<v>40</v></c>", "<v>40></c>"),
    ("<v>40</v></c>", '<v>40 s="1"</c>'),
    ("<v>40</v></c>", "<v>40</v><v></c>"),
    ("<v>40</v></c>", "<v>40</v></c></c>"),
    ("<v>40</v></c>", "<f>8*5<v>40</v></c>"),
    ('<c r="C2"', 'c r="C2"'),
    ('<c r="C2"', '<c r="C2'),
    ("<t>plant</t>", "<t>plant & co</t>"),
    ("<t>plant</t>", "<t>plant<t>"),
    ("</row>", ""),
    ("</row>", "</row></row>"),
    ("</sheetData>", "</sheetdata>"),
    ("</worksheet>", ""),
    ("<sheetData>", "<sheetData>x<"),
)


@pytest.mark.parametrize(("written", "damaged"), DAMAGES)
def test_a_damaged_sheet_is_refused(tmp_path: Path, written: str, damaged: str) -> None:
    path = book_of(tmp_path / "park.xlsx")
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: xml.replace(written, damaged))

    with pytest.raises(InputError, match=r"Supplies +it cannot be read"):
        read_sheets(path)


WHAT_IS_WRONG = (
    ("<v>40</v></c>", "<v>40></c>", "its text breaks off or is garbled at line 1, sign "),
    ("<t>plant</t>", "<t>pl\x01ant</t>", "its text breaks off or is garbled at line 1, sign "),
    ('<row r="2"', '<row r="0"', "it has a row 0: rows are numbered from 1 to 1048576"),
    ('<row r="2"', '<row r="1"', "its row 1 is there twice"),
    ('<row r="2"', '<row r="3"', "its cell A2 stands in row 3"),
    ('<row r="2"', '<row r="two"', "it has a row 'two': rows are numbered from 1 to 1048576"),
    ("</row></sheetData>", '</row><row r="2"/></sheetData>', "its row 2 is there twice"),
    ("<v>40</v></c>", '<v>40</v></c><c r="C2"><v>41</v></c>', "its cell C2 is there twice"),
    ("<v>40</v></c>", "<v>40</v></c><c r='C2'><v>41</v></c>", "its cell C2 is there twice"),
    ("</row></sheetData>", '</row><row r="1048577"/></sheetData>', "it has a row 1048577: rows are numbered from 1"),
    ('r="A2"', 'r="A7"', "its cell A7 stands in row 2"),
    ('r="A2"', 'r="A0"', "it has a cell 'A0', which is no address"),
    ('r="A2"', 'r="2"', "it has a cell '2', which is no address"),
    ('r="A2"', 'r="XFE2"', "it has a column beyond XFD, the last that a spreadsheet has"),
    ("<v>40</v>", "<v>1,5</v>", "what stands in C2 is not what its cell says it holds"),
    ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="E3:E2"/></mergeCells>', "it has merged cells at 'E3:E2'"),
)


@pytest.mark.parametrize(("written", "damaged", "said"), WHAT_IS_WRONG)
def test_what_is_wrong_is_said_in_words(tmp_path: Path, written: str, damaged: str, said: str) -> None:
    path = book_of(tmp_path / "park.xlsx")
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: xml.replace(written, damaged))

    with pytest.raises(InputError) as raised:
        read_sheets(path)
    assert raised.value.faults[0].message.startswith(f"it cannot be read ({said}")


ODDITIES = (
    ("<v>40</v></c>", "<v>40</v></c>\n  "),
    ("<v>40</v>", "<f>8*5</f><v>40</v>"),
    ("<v>40</v>", '<f t="shared" si="0"/><v>40</v>'),
    ("<v>40</v>", "<v> 40 </v>"),
    ("<v>40</v>", "<v>4E1</v>"),
    ("<t>plant</t>", '<t xml:space="preserve"> plant </t>'),
    ("<is><t>plant</t></is>", "<is><r><rPr><b/></rPr><t>pl</t></r><r><t>ant</t></r></is>"),
    ("<t>plant</t>", "<t>pl&#97;nt</t>"),
    ('t="inlineStr"><is><t>plant</t></is>', 't="str"><f>A1</f><v>plant</v>'),
    ("</row></sheetData>", '<c r="Z2" s="0"/><c r="AA2"></c><c r="AB2"><v/></c></row><row r="9" ht="3"/></sheetData>'),
    ("</row></sheetData>", '</row><row r="3"><c r="A3" t="str"><f>B1</f><v></v></c></row></sheetData>'),
    ("</row></sheetData>", '</row><c r="A3"><v>7</v></c></sheetData>'),
    ("<sheetData>", "<sheetData >"),
)


@pytest.mark.parametrize(("written", "odd"), ODDITIES)
def test_the_same_written_oddly(tmp_path: Path, written: str, odd: str) -> None:
    path = book_of(tmp_path / "park.xlsx")
    expected = read_sheets(path)[0]["Supplies"].frame
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: xml.replace(written, odd))
    tables, faults = read_sheets(path)

    assert faults == []
    pd.testing.assert_frame_equal(tables["Supplies"].frame, expected)


def test_texts_are_taken_from_the_right_place(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "texts.xlsx"))
    sheet = book.add_worksheet()
    for row in range(1200):
        sheet.write_row(row, 0, [f"n{row}", "a & b", row, f"={row}"])
    book.close()

    assert found(tmp_path / "texts.xlsx") == known(tmp_path / "texts.xlsx")


def with_shared_texts(path: Path) -> Path:
    """Write the small park as Excel does: texts stand in a part of their own."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in SMALL.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def test_a_text_that_is_not_in_the_file(tmp_path: Path) -> None:
    path = with_shared_texts(tmp_path / "park.xlsx")
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<v>0</v>", "<v>999</v>"))

    with pytest.raises(Exception, match="a cell shows a text that is not in the file"):
        read_sheets(path)


@pytest.mark.parametrize("damage", ["</t></si></sst>", "</si></si></sst>", "</si><t>more</sst>", "\x01</si></sst>", ""])
def test_damaged_texts_are_refused(tmp_path: Path, damage: str) -> None:
    path = with_shared_texts(tmp_path / "park.xlsx")
    rewrite(path, "xl/sharedStrings.xml", lambda xml: xml.replace("</si></sst>", damage))

    with pytest.raises(InputError, match="its text breaks off or is garbled"):
        read_sheets(path)


def test_texts_in_another_encoding(tmp_path: Path) -> None:
    expected = read_sheets(with_shared_texts(tmp_path / "park.xlsx"))[0]["Participants"].frame
    for encoding in ("utf-16", "latin-1", "utf-8-sig"):
        path = with_shared_texts(tmp_path / "park.xlsx")
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        text = (
            parts.pop("xl/sharedStrings.xml").replace("UTF-8", encoding.removesuffix("-sig")).replace("mill", "Mølle")
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/sharedStrings.xml", text.encode(encoding))
            for name, content in parts.items():
                archive.writestr(name, content)

        found = read_sheets(path)[0]["Participants"].frame
        pd.testing.assert_frame_equal(found, expected.replace("mill", "Mølle"))


def test_what_merged_cells_hide_is_not_read(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="C2:D3"/></mergeCells>'
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: xml.replace("</sheetData>", merged))

    assert "D2" not in complaints(path)[0]
    assert read_sheets(path)[0]["Supplies"].frame["unit"].tolist() == [""]
