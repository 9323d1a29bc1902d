"""Which sheets a workbook may have, by which names."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sidestream.cli import cli
from sidestream.design.study_tables import custody, operation
from sidestream.errors import InputError
from sidestream.park import SHEETS
from sidestream.workbook.raw import STUDIES
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.results import read_design
from sidestream.workbook.studies import KINDS
from sidestream.workbook.writing import write_design
from workbook.books import SMALL, book_of, complaints, csv_folder, small_design

SETTINGS: list[list[object]] = [["setting", "value"], ["currency", "DKK"]]


def test_capitals_do_not_matter(tmp_path: Path) -> None:
    sheets = {("SUPPLIES" if name == "Supplies" else name): rows for name, rows in SMALL.items()}
    tables, faults = read_sheets(book_of(tmp_path / "park.xlsx", sheets))

    assert faults == []
    assert len(tables["Supplies"].frame) == 1


@pytest.mark.parametrize("name", ["_scratch", "_", "Index"])
def test_sheets_for_people_are_passed_over(tmp_path: Path, name: str) -> None:
    assert complaints(book_of(tmp_path / "park.xlsx", {**SMALL, name: [["anything", "=1/0"], [1, 2, 3]]})) == []


def test_a_blank_sheet_is_passed_over(tmp_path: Path) -> None:
    assert complaints(book_of(tmp_path / "park.xlsx", {**SMALL, "Sheet1": []})) == []


def test_a_chart_sheet_is_passed_over_unless_it_has_the_name_of_a_sheet(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    book = openpyxl.load_workbook(path)
    book.create_chartsheet("Chart1")  # as empty as openpyxl writes it, which it cannot read back
    book.create_chartsheet("substitutions")
    book.save(path)

    assert complaints(path) == ["Substitutions is a chart and has no cells to read: give the chart another name"]


def test_a_chart_in_a_design_is_passed_over(tmp_path: Path) -> None:
    path = write_design(small_design(currency="DKK"), tmp_path / "design.xlsx")
    book = openpyxl.load_workbook(path)
    book.create_chartsheet("Chart1")
    book.save(path)
    design, _, faults = read_design(path)

    assert faults == []
    assert design.facts == {"currency": "DKK"}


def test_strangers_are_named_with_what_may_be_meant(tmp_path: Path) -> None:
    sheets = {**SMALL, "Setings": SETTINGS, "Rubbish": [["a"]]}

    assert complaints(book_of(tmp_path / "park.xlsx", sheets)) == [
        "Setings no sheet is called 'Setings' - did you mean 'Settings'?",
        (
            f"Rubbish no sheet is called 'Rubbish' (sheets: {', '.join(table.sheet for table in SHEETS)};"
            " begin the name of one of your own with _)"
        ),
    ]


def test_two_sheets_for_one_table(tmp_path: Path) -> None:
    sheets = {**SMALL, "supplies ": SMALL["Supplies"]}

    assert complaints(book_of(tmp_path / "park.xlsx", sheets)) == [
        "supplies Supplies is there already as 'Supplies': keep one of them"
    ]


def test_a_needed_sheet_that_is_absent_is_one_fault(tmp_path: Path) -> None:
    assert complaints(book_of(tmp_path / "park.xlsx", {"Supplies": SMALL["Supplies"]})) == [
        "Participants the sheet is missing: Who could exchange something, and where.",
        "Commodities the sheet is missing: What can flow.",
    ]


def test_a_needed_sheet_without_rows_is_one_fault(tmp_path: Path) -> None:
    sheets = {**SMALL, "Participants": SMALL["Participants"][:1], "Commodities": []}

    assert complaints(book_of(tmp_path / "park.xlsx", sheets)) == [
        "Participants the sheet has no rows: Who could exchange something, and where.",
        "Commodities the sheet has no rows: What can flow.",
    ]


def test_a_design_is_not_a_park_nor_a_park_a_design(tmp_path: Path) -> None:
    design = write_design(small_design(), tmp_path / "design.xlsx")
    folder = write_design(small_design(), tmp_path / "design")
    park = book_of(tmp_path / "park.xlsx")

    assert complaints(design) == [
        "the sheets Summary, Build list, Flows, ... belong to a design, which sidestream writes: "
        "give the park that it was made from"
    ]
    assert complaints(folder)[0].startswith("the CSV files Summary, Build list, Facilities, ... belong to a design")
    _, _, faults = read_design(park)
    assert [fault.message for fault in faults] == [
        "Commodities, Supplies, Demands, ... belong to a park, which sidestream reads: "
        "make a design of it with `sidestream design park.xlsx -o design.xlsx`, and give that"
    ]


def test_what_a_study_writes_is_neither_a_park_nor_a_design(tmp_path: Path) -> None:
    found = ["Front is of what `sidestream pareto` writes, which is neither a park nor a design: give one of those"]
    path = tmp_path / "front.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Front"
    book.create_sheet("Run")
    book.save(path)

    assert complaints(path) == found
    _, _, faults = read_design(path)
    assert [f"{fault.place} {fault.message}" for fault in faults] == found


def test_every_study_is_known_by_its_first_sheet() -> None:
    every = [*KINDS.values(), custody.RESULTS, operation.RESULTS]
    assert set(STUDIES) == {sheets[0].sheet for sheets in every}
    assert set(STUDIES.values()) <= set(cli.commands)


def test_csv_files_are_named_as_files(tmp_path: Path) -> None:
    folder = csv_folder(tmp_path / "park", {"Suplies": "participant\nplant\n", "_mine": "x"})
    (folder / "README.md").write_text("not a sheet")
    (folder / "Demands.csv").rename(folder / "Demands.CSV")

    assert complaints(folder) == ["Suplies no CSV file is called 'Suplies' - did you mean 'Supplies'?"]


def test_two_files_for_one_table(tmp_path: Path) -> None:
    folder = csv_folder(tmp_path / "park", {"supplies": "participant\nplant\n"})
    if (folder / "Supplies.csv").samefile(folder / "supplies.csv"):
        pytest.skip("this disk knows no capitals")

    assert complaints(folder) == ["supplies Supplies is there already as 'Supplies': keep one of them"]


def test_a_folder_without_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("a,b\n")
    with pytest.raises(InputError, match=r"no CSV file here is a sheet, such as Settings\.csv"):
        read_sheets(tmp_path)
