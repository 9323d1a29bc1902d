"""Template and design in another spreadsheet than the one they were made for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sidestream.design.tables import RESULTS
from sidestream.park import SHEETS
from sidestream.park.sites import Participants
from sidestream.park.streams import Supplies
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.results import read_design
from sidestream.workbook.template import write_park
from sidestream.workbook.writing import write_design
from workbook.books import at, small_design
from workbook.test_template import WITH_TIME, rule
from workbook.test_writing import assert_same

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def saved_again(path: Path) -> Path:
    """What LibreOffice makes of a workbook that it opens and saves; without a window it forgets what is frozen."""
    to = path.parent / "again"
    profile = (path.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(to)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)
    return to / path.name


def test_a_template_survives(tmp_path: Path) -> None:
    path = write_park(tmp_path / "park.xlsx", WITH_TIME)
    again = saved_again(path)
    there, faults = read_sheets(again)
    here, _ = read_sheets(path)
    book = openpyxl.load_workbook(again)

    assert faults == []
    for table in SHEETS:
        pd.testing.assert_frame_equal(there[table.sheet].frame, here[table.sheet].frame)
        if table.sheet in book.sheetnames:
            assert all(cell.comment for cell in book[table.sheet][1] if cell.value)
    assert (
        rule(book["Participants"], at(Participants, "kind", 2)).formula1
        == '"industry,utility,municipality,farm,market,junction"'
    )
    assert rule(book["Supplies"], "A150").formula1 == "list_participants"
    assert rule(book["Participants"], at(Participants, "lat", 2)).operator == "between"
    assert book["_lists"].sheet_state == "hidden"


def test_lists_of_names_reach_as_far_as_there_are_names(tmp_path: Path) -> None:
    path = write_park(tmp_path / "park.xlsx", WITH_TIME)
    book = openpyxl.load_workbook(path)
    names = {
        "list_participants": (2, "plant", "mill"),
        "list_participants_or_giver_taker_half": (5, "giver", "mill"),
        "list_commodities": (1, "gypsum", "gypsum"),
        "list_profiles": (1, "heat", "heat"),
    }
    probe = book.create_sheet("_probe")
    for row, name in enumerate(names, start=1):
        probe[f"A{row}"] = f"=ROWS({name})*COLUMNS({name})"
        probe[f"B{row}"] = f"=INDEX({name},1)"
        probe[f"C{row}"] = f"=INDEX({name},A{row})"
    book.save(path)
    probe = openpyxl.load_workbook(saved_again(path), data_only=True)["_probe"]

    assert {name: tuple(cell.value for cell in probe[row]) for row, name in enumerate(names, start=1)} == names


def test_a_design_survives(tmp_path: Path) -> None:
    design = small_design(currency="DKK", gap=0.01)
    again = saved_again(write_design(design, tmp_path / "design.xlsx"))
    read, _, faults = read_design(again)
    book = openpyxl.load_workbook(again)

    assert faults == []
    assert_same(read, design)
    assert read.facts == {"currency": "DKK", "gap": 0.01}
    assert book.sheetnames == [table.sheet for table in RESULTS]
    for table in RESULTS:
        assert all(cell.comment for cell in book[table.sheet][1])
    assert book["Build list"].tables or book["Build list"].auto_filter.ref


def test_formulas_that_libreoffice_calculated_are_read(tmp_path: Path) -> None:
    path = write_park(tmp_path / "park.xlsx", WITH_TIME)
    book = openpyxl.load_workbook(path)
    quantity = at(Supplies, "quantity", 2)
    book["Supplies"][quantity] = "=20*2+0.5"
    book["Supplies"][at(Supplies, "provision_co2", 2)] = f'=IF({quantity}>0,"",1)'
    book["Supplies"][at(Supplies, "provision_cost", 2)] = "=1/0"
    book.save(path)
    tables, faults = read_sheets(saved_again(path))

    assert tables["Supplies"].frame.loc[2, "quantity"] == 40.5
    assert [(fault.place, fault.message) for fault in faults] == [
        (f"Supplies!{at(Supplies, 'provision_cost', 2)}", "the cell shows the error #DIV/0!: mend its formula")
    ]
