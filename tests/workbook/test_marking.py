"""The marked copy: what is wrong stands at its cell, and the workbook is otherwise as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from sidestream.errors import Fault, OutputError, UsageError
from sidestream.workbook import marking
from sidestream.workbook.marking import LIST, RULE, mark, must_be_markable
from sidestream.workbook.reading import read_sheets
from workbook.books import SMALL, book_of, complaints, csv_folder, with_cells
from workbook.test_excel import rewrite
from workbook.test_libreoffice import saved_again

FAULTY = with_cells("Supplies", C2="much", D2="ton/a")


def marked_copy(path: Path, *further: Fault) -> Path:
    """A marked copy of a workbook beside it, with what is found in it and some more."""
    _, faults = read_sheets(path)
    return mark(path, path.with_name("marked.xlsx"), [*faults, *further])


def signs(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[str, str]:
    """What cells show before their content."""
    return {
        str(area.sqref): rule.dxf.numFmt.formatCode[1]
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.formula == [RULE]
    }


def test_each_cell_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx", FAULTY)
    before = path.read_bytes()
    odd = Fault("Demands", "C2", "quantity", "is odd", "warning")
    book = openpyxl.load_workbook(marked_copy(path, odd))

    assert path.read_bytes() == before
    assert book["Supplies"]["C2"].value == "much"
    assert book["Supplies"]["C2"].comment.text == "fault: quantity: 'much' is not a number"
    assert book["Demands"]["C2"].comment.text == "worth a look: quantity: is odd"
    assert signs(book["Supplies"]) == {"C2 D2": "!"}
    assert signs(book["Demands"]) == {"C2": "?"}
    assert book.sheetnames == [LIST, *FAULTY]
    rows = list(book[LIST].iter_rows(min_row=2, values_only=True))
    assert rows == [
        ("!", "fault", "Supplies", "C2", "quantity", "'much' is not a number"),
        ("!", "fault", "Supplies", "D2", "unit", "'ton' could be three different weights: write t or short_ton"),
        ("?", "worth a look", "Demands", "C2", "quantity", "is odd"),
    ]
    assert [book[LIST][f"D{row}"].hyperlink.location for row in (2, 3, 4)] == [
        "'Supplies'!C2",
        "'Supplies'!D2",
        "'Demands'!C2",
    ]


def test_whole_sheets_and_rows_are_marked_at_their_first_cell(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx", {**SMALL, "Suplies": [["x"]]})
    faults = [
        Fault("Demands", "row 2", "profile", "a row"),
        Fault("Demands", "", "", "a sheet"),
        Fault("demands", "", "", "again"),
        Fault("Vehicles", "", "", "no such sheet"),
        Fault("Suplies", "", "", "strange"),
    ]
    book = openpyxl.load_workbook(mark(path, tmp_path / "marked.xlsx", faults))

    assert book["Demands"]["A2"].comment.text == "fault: profile: a row"
    assert book["Demands"]["A1"].comment.text == "fault: a sheet\n\nfault: again"
    assert book["Suplies"]["A1"].comment.text == "fault: strange"
    assert [row[3].value for row in book[LIST].iter_rows(min_row=2)] == ["row 2", "A1", "A1", None, "A1"]


def test_what_stands_in_the_workbook_stays(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx", {**FAULTY, "_mine": [["=1+1", "kept"]]})
    book = openpyxl.load_workbook(path)
    sheet = book["Supplies"]
    sheet["E2"], sheet["C2"].comment = "=5*5", Comment("ask the plant", "me")
    sheet["C2"].number_format = "0.0"
    rule = DataValidation(type="list", formula1='"dispose,leave"')
    rule.add("B2:B9")
    sheet.add_data_validation(rule)
    sheet.merge_cells("A5:B6")
    book.save(path)
    sheet = openpyxl.load_workbook(marked_copy(path, Fault("Supplies", "B6", "", "hidden")))["Supplies"]

    assert (sheet["E2"].value, sheet["C2"].number_format) == ("=5*5", "0.0")
    assert sheet["C2"].comment.text.startswith("ask the plant\n\n")
    assert sheet["C2"].comment.text.endswith("fault: quantity: 'much' is not a number")
    assert sheet.data_validations.dataValidation[0].formula1 == '"dispose,leave"'
    assert sheet["A5"].comment.text == "fault: hidden"
    assert openpyxl.load_workbook(tmp_path / "marked.xlsx")["_mine"]["A1"].value == "=1+1"


def test_a_marked_copy_says_the_same_and_can_be_marked_again(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx", FAULTY)
    book = openpyxl.load_workbook(path)
    book["Supplies"]["D2"].comment = Comment("ask the plant", "me")
    book.save(path)
    once = marked_copy(path)
    assert complaints(once) == complaints(path)

    book = openpyxl.load_workbook(once)
    book["Supplies"]["D2"] = "t/a"  # mended
    book.save(once)
    again = mark(once, tmp_path / "again.xlsx", read_sheets(once)[1])
    sheet = openpyxl.load_workbook(again)["Supplies"]
    assert complaints(again) == ["Supplies!C2 quantity: 'much' is not a number"]
    assert sheet["C2"].comment.text == "fault: quantity: 'much' is not a number"
    assert sheet["D2"].comment.text == "ask the plant"
    assert signs(sheet) == {"C2": "!"}
    assert openpyxl.load_workbook(again).sheetnames.count(LIST) == 1


def test_of_very_many_faults_the_rest_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "MOST", 2)
    faults = [Fault("Supplies", f"A{row}", "", "wrong") for row in range(2, 7)]
    copy = mark(book_of(tmp_path / "park.xlsx"), tmp_path / "marked.xlsx", faults)

    assert openpyxl.load_workbook(copy)[LIST]["F4"].value == "and 3 more: sidestream check --json lists all"


def test_a_copy_without_marks_says_so(tmp_path: Path) -> None:
    copy = mark(book_of(tmp_path / "park.xlsx"), tmp_path / "marked.xlsx", [])

    assert openpyxl.load_workbook(copy)[LIST]["F2"].value == "nothing is wrong or odd"
    assert complaints(copy) == []


def test_a_folder_and_the_workbook_itself_are_refused(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")

    with pytest.raises(UsageError, match="is a folder of CSV files"):
        must_be_markable(csv_folder(tmp_path / "folder"), tmp_path / "marked.xlsx")
    with pytest.raises(UsageError, match="an input is never written over"):
        must_be_markable(path, path)
    with pytest.raises(UsageError, match=r"ends in '\.csv'"):
        must_be_markable(path, tmp_path / "marked.csv")
    with pytest.raises(OutputError, match="there is no folder"):
        must_be_markable(path, tmp_path / "nowhere" / "marked.xlsx")


def test_a_workbook_that_cannot_be_copied(tmp_path: Path) -> None:
    (tmp_path / "park.xlsx").write_bytes(b"nonsense")

    with pytest.raises(OutputError, match="no marked copy can be made"):
        mark(tmp_path / "park.xlsx", tmp_path / "marked.xlsx", [])
    assert not (tmp_path / "marked.xlsx").exists()


def test_a_merge_of_billions_of_cells_is_not_made(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="N2:XFD1048576"/></mergeCells>'
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: xml.replace("</sheetData>", merged))

    with pytest.raises(OutputError, match="N2:XFD1048576 are merged: take the merge apart"):
        mark(path, tmp_path / "marked.xlsx", [])


def test_a_lone_cell_far_out_is_not_walked_to(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    book = openpyxl.load_workbook(path)
    book["Supplies"]["XFD1048576"] = "x"  # with 17 billion blank cells before it
    book.save(path)
    once = marked_copy(path)

    assert signs(openpyxl.load_workbook(once)["Supplies"]) == {"XFD1048576": "!"}
    assert complaints(mark(once, tmp_path / "again.xlsx", [])) == complaints(path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_marks_survive_another_spreadsheet(tmp_path: Path) -> None:
    copy = saved_again(marked_copy(book_of(tmp_path / "park.xlsx", FAULTY)))
    sheet = openpyxl.load_workbook(copy)["Supplies"]

    assert sheet["C2"].comment.text == "fault: quantity: 'much' is not a number"
    assert sheet.conditional_formatting
    assert complaints(copy) == complaints(tmp_path / "park.xlsx")
