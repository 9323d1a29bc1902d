"""What stands in the cells of a workbook, and what is said of cells that cannot be read."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from sidestream.park.park import setting_values
from sidestream.workbook.reading import read_sheets
from workbook.books import SMALL, book_of, complaints, with_cells


def test_a_small_park_is_read_as_typed(tmp_path: Path) -> None:
    tables, faults = read_sheets(book_of(tmp_path / "park.xlsx"))

    assert faults == []
    assert tables["Participants"].frame["participant"].tolist() == ["plant", "mill"]
    assert tables["Supplies"].frame.loc[2, "quantity"] == 40
    assert tables["PipeSizes"].frame.loc[2, "pipe_cost"] == 100_000  # 100 EUR/m
    assert tables["PipeSizes"].frame.loc[2, "upkeep"] == 0.02  # 2 %/a
    assert tables["Pipelines"].frame.loc[2, "sizes"] == ("DN100",)
    assert tables["Vehicles"].frame.empty
    assert tables["Supplies"].cell(2, "quantity") == "C2"


@pytest.mark.parametrize(
    ("sheet", "cells", "said"),
    [
        ("Supplies", {"C2": "12,5 "}, "Supplies!C2 quantity: '12,5 ' is text, not a number: type 12.5 as a number"),
        ("Supplies", {"C2": "12.5"}, "Supplies!C2 quantity: '12.5' is text, not a number: type 12.5 as a number"),
        (
            "Supplies",
            {"C2": "1,200"},
            "Supplies!C2 quantity: '1,200' is text, not a number: type 1200 or 1.200, whichever is meant",
        ),
        ("Supplies", {"C2": "1.234,5"}, "Supplies!C2 quantity: '1.234,5' is text, not a number: type 1234.5 as a number"),
        ("Supplies", {"C2": "much"}, "Supplies!C2 quantity: 'much' is not a number"),
        ("Supplies", {"C2": "#5"}, "Supplies!C2 quantity: '#5' is not a number"),
        ("Supplies", {"C2": -3}, "Supplies!C2 quantity: must be at least 0, found -3"),
        ("Supplies", {"C2": True}, "Supplies!C2 quantity: 'True' is a yes/no, not a number"),
        (
            "Supplies",
            {"C2": dt.datetime(2024, 5, 1)},
            "Supplies!C2 quantity: '2024-05-01' is a date, not a number",
        ),
        ("Supplies", {"C2": "#DIV/0!"}, "Supplies!C2 quantity: the cell shows the error #DIV/0!: mend its formula"),
        ("Supplies", {"B2": "#N/A"}, "Supplies!B2 commodity: the cell shows the error #N/A: mend its formula"),
        (
            "Supplies",
            {"C2": "=20*2"},
            "Supplies!C2 quantity: the formula has no value: open the workbook in Excel or LibreOffice and save it",
        ),
        (
            "Supplies",
            {"A2": '="pl"&"ant"'},
            "Supplies!A2 participant: the formula has no value: open the workbook in Excel or LibreOffice and save it",
        ),
        ("Supplies", {"F1": "profil"}, "Supplies!F1 no column is called 'profil' - did you mean 'profile'?"),
        ("Supplies", {"F1": "quantity"}, "Supplies!F1 the column 'quantity' is there twice"),
        ("Supplies", {"G2": 7}, "Supplies!G2 the cell has content, but its column has no name in row 1: name it there, or clear the cell"),
        ("Supplies", {"D2": "ton/a"}, "Supplies!D2 unit: 'ton' could be three different weights: write t or short_ton"),
        (
            "Participants",
            {"A4": "Plant", "B4": "farm"},
            "Participants!A4 participant: 'Plant' stands in row 2 already: delete one",
        ),
        ("Participants", {"B2": "farmer"}, "Participants!B2 kind: 'farmer' is not a choice here - did you mean 'farm'? (choices: industry, utility, municipality, farm, market, junction)"),
    ],
)  # fmt: skip
def test_what_is_said_of_one_cell(tmp_path: Path, sheet: str, cells: dict[str, object], said: str) -> None:
    assert complaints(book_of(tmp_path / "park.xlsx", with_cells(sheet, **cells))) == [said]


def test_everything_is_said_at_once_from_top_to_bottom(tmp_path: Path) -> None:
    wrong = with_cells("Supplies", C2="much", A4="mill", B4="gypsum", D4="t", A3="mill", B3="gypsum", C3=1, D3="t/a")

    assert complaints(book_of(tmp_path / "park.xlsx", wrong)) == [
        "Supplies!C2 quantity: 'much' is not a number",
        "Supplies!A4 participant: 'mill, gypsum' stands in row 3 already: give each a name, add the amounts up, or delete one",
        "Supplies!C4 quantity: is needed: average rate while the year runs (at least 0)",
        "Supplies!D4 unit: 't' has no time: write t/a, t/h or another quantity per time",
    ]


def test_formulas_that_were_never_calculated_are_named_once_a_column(tmp_path: Path) -> None:
    rows = [[f"p{i}", "industry", f"={i}+1"] for i in range(100)]
    sheets = {**SMALL, "Participants": [["participant", "kind", "x"], *rows]}

    assert complaints(book_of(tmp_path / "park.xlsx", sheets)) == [
        (
            "Participants!C2 x [km]: the formula has no value: open the workbook in Excel or LibreOffice and save it"
            " (99 more in this column)"
        )
    ]


def test_a_calculated_formula_is_its_value_and_an_empty_text_is_blank(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx", with_cells("Supplies", C2="=20*2", E2='=IF(C2>0,"",1)'))
    rewrite(
        path,
        "xl/worksheets/sheet3.xml",
        lambda xml: (
            xml.replace("<f>20*2</f><v></v>", "<f>20*2</f><v>40</v>")
            .replace("<f>20*2</f><v />", "<f>20*2</f><v>40</v>")
            .replace('<c r="E2">', '<c r="E2" t="str">')
        ),
    )
    tables, faults = read_sheets(path)

    assert faults == []
    assert tables["Supplies"].frame.loc[2, "quantity"] == 40
    assert not tables["Supplies"].given.loc[2, "disposal_cost"]


def test_a_cell_that_shows_percent_means_what_it_shows(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["PipeSizes"]
    sheet["F2"], sheet["F2"].number_format = 0.07, "0.0%"  # Excel keeps a typed 7% so
    sheet["H1"], sheet["H2"] = "loss", 1.5
    sheet["H2"].number_format = '0.0"%"'  # only text behind the number
    book.save(path)
    tables, faults = read_sheets(path)

    assert faults == []
    assert tables["PipeSizes"].frame.loc[2, "upkeep"] == 0.07
    assert tables["PipeSizes"].frame.loc[2, "loss"] == 0.015


def test_a_setting_that_shows_percent_means_what_it_shows(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx", {**SMALL, "Settings": [["setting", "value"], ["discount_rate", 0.05]]})
    book = openpyxl.load_workbook(path)
    book["Settings"]["B2"].number_format = "0%"
    book.save(path)
    tables, faults = read_sheets(path)

    assert faults == []
    assert setting_values(tables["Settings"])["discount_rate"] == 0.05


def test_merged_cells_are_named_and_what_they_hide_is_not_complained_of_again(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx", with_cells("Supplies", A3="mill", B3="gypsum", C3=1, D3="t/a"))
    book = openpyxl.load_workbook(path)
    book["Supplies"].merge_cells("B2:B3")
    book["Supplies"].merge_cells("K1:M9")
    book.save(path)

    assert complaints(path) == [
        "Supplies!B2 B2:B3 are merged, and only B2 has the content: take the merge apart and fill each cell"
    ]


def test_a_wrong_size_in_the_file_does_not_matter(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    for size in ("A1:A1", "A1:XFD1048576"):
        rewrite(
            path,
            "xl/worksheets/sheet3.xml",
            lambda xml, size=size: re.sub('ref="A1:[A-Z]+[0-9]+"', f'ref="{size}"', xml),
        )
        tables, faults = read_sheets(path)

        assert faults == []
        assert tables["Supplies"].frame["quantity"].tolist() == [40]


def test_rows_keep_their_numbers_whatever_is_blank_between(tmp_path: Path) -> None:
    sheets = with_cells("Supplies", A9="plant", B9="gypsum", C9="x", D9="t/a", F9="  ")
    sheets["Supplies"][0].append("name")
    sheets["Supplies"][8][5] = "second"

    assert complaints(book_of(tmp_path / "park.xlsx", sheets)) == ["Supplies!C9 quantity: 'x' is not a number"]


def test_a_lone_cell_far_out_costs_nothing(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    book = openpyxl.load_workbook(path)
    book["Supplies"]["XFD1048576"] = "x"
    book.save(path)

    assert complaints(path) == [
        "Supplies!XFD1048576 the cell has content, but its column has no name in row 1: name it there, or clear the cell"
    ]


def test_row_1_must_hold_the_names(tmp_path: Path) -> None:
    sheets = {**SMALL, "Supplies": [[], [], ["gypsum", 40, "t/a"]]}

    assert complaints(book_of(tmp_path / "park.xlsx", sheets)) == [
        "Supplies!A1 row 1 is blank: the names of the columns must stand there, beginning in A1"
    ]


@pytest.mark.parametrize("above", [[[]], [["Supplies of the park"], []], [["quantity", 3], ["=1+1"], ["x", "y", "z"]]])
def test_names_of_columns_that_stand_too_low_are_one_fault(tmp_path: Path, above: list[list[object]]) -> None:
    path = book_of(tmp_path / "park.xlsx", {**SMALL, "Supplies": [*above, *SMALL["Supplies"], [None, None, "much"]]})
    book = openpyxl.load_workbook(path)
    book["Supplies"].merge_cells("A1:C1")
    book.save(path)
    row = len(above) + 1
    where = "row 1" if row == 2 else f"rows 1 to {row - 1}"

    assert complaints(path)[:2] == [
        f"Supplies!A1 row 1 must hold the names of the columns, and they seem to stand in row {row}: delete {where}",
        f"Supplies!C{row + 2} quantity: is the only filled cell of its row, where participant, commodity, unit are "
        "needed too: fill them in, or clear the cell",
    ]
    assert read_sheets(path)[0]["Supplies"].frame["participant"].tolist() == ["plant", ""]


def test_a_column_below_a_title_is_named_where_it_stands(tmp_path: Path) -> None:
    header, *rows = SMALL["Supplies"]
    path = book_of(tmp_path / "park.xlsx", {**SMALL, "Supplies": [["Supplies"], [*header, "colour"], *rows]})

    assert complaints(path)[1].startswith("Supplies!F2 no column is called 'colour'")


def test_numbers_and_odd_names_are_text_where_text_stands(tmp_path: Path) -> None:
    sheets = with_cells("Participants", A2=7, A3="=mill", C3=1)
    path = book_of(tmp_path / "park.xlsx", sheets)
    book = openpyxl.load_workbook(path)
    book["Participants"]["A3"].data_type = "s"
    book.save(path)

    tables, faults = read_sheets(path)
    assert faults == []
    assert tables["Participants"].frame["participant"].tolist() == ["7", "=mill"]


def rewrite(path: Path, part: str, change) -> None:  # type: ignore[no-untyped-def]
    """Change the text of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
