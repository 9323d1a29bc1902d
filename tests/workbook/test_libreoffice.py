"""Template and design in another spreadsheet than the one they were made for."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from parks.apart import THREE, pipes_apart
from sidestream.design.tables import AT_TIMES, RESULTS
from sidestream.park import SHEETS
from sidestream.park.sites import Participants
from sidestream.park.streams import Supplies
from sidestream.studies.options import Options
from sidestream.studies.pareto import front
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.results import read_design
from sidestream.workbook.template import write_park, write_template
from sidestream.workbook.writing import write_design
from workbook.books import at, small_design
from workbook.test_first_rows import ROWS
from workbook.test_template import WITH_TIME, header, rule
from workbook.test_writing import assert_same

pytestmark = [
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.filterwarnings("ignore:Print area cannot be set"),  # openpyxl knows no whole columns
]

TYPED: dict[str, dict[str, object]] = {
    "Settings": {"value": "DKK"},
    "Participants": {"participant": "plant", "kind": "industry", "lat": 55.5},
    "Commodities": {"commodity": "a & <b> Ærø", "unit": "t", "medium": "solid"},
    "Supplies": {"participant": "plant", "commodity": "a & <b> Ærø", "quantity": "=20*2+0.5", "unit": "kt/a"},
    "Demands": {"participant": "Ærø gård", "commodity": "a & <b> Ærø", "quantity": 1e-7, "unit": "Mt/a"},
    "Pipelines": {
        "from": "plant",
        "to": "Ærø gård",
        "commodity": "a & <b> Ærø",
        "link": "main",
        "status": "optional",
        "payer": "taker",
    },
    "Conversions": {"conversion": "digester"},
    "Corridors": {"corridor": "dyke", "length": 1.5},
    "CorridorPaths": {"link": "main", "corridor": "dyke"},
    "Qualities": {"participant": "plant", "property": "salt"},
    "Periods": {"period": "summer", "hours": 4380},
    "Profiles": {"period": "summer", "profile 1": 0.5},
}

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""LibreOffice's own setting to calculate every formula anew, whatever value the file brings."""


def saved_again(path: Path) -> Path:
    """What LibreOffice makes of a workbook that it opens, calculates and saves; without a window it forgets what is
    frozen.
    """
    to, profile = path.parent / "again", path.parent / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    place = f"-env:UserInstallation={profile.as_uri()}"
    command = ["soffice", place, "--headless", "--convert-to", "xlsx", "--outdir", str(to), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return to / path.name


def with_stale_values(path: Path) -> Path:
    """The workbook as a program leaves it that wrote 99 beside every formula, and asks nobody to calculate."""
    stale = path.with_name("stale.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(stale, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"</f><v\s*/>|</f><v></v>", b"</f><v>99</v>", content)
            after.writestr(part, content.replace(b' fullCalcOnLoad="1"', b""))
    return stale


def rules(sheet: Any) -> dict[str, tuple[object, ...]]:
    """What holds in the first row under each header, with names of sheets unquoted."""
    found = {}
    for cell in sheet[1]:
        here = rule(sheet, f"{cell.column_letter}2")
        first, last = ((formula or "").replace("'", "") for formula in (here.formula1, here.formula2))
        between = here.type == "decimal" and here.operator in (None, "between")
        kind = (here.type, first, last if between else "") if here.type else ()
        how = here.errorStyle or "stop" if here.showErrorMessage else None
        found[cell.value] = (*kind, how, here.showInputMessage, here.promptTitle, here.prompt)
    return found


def test_a_filled_template_of_every_sheet_survives_a_hard_recalculation(tmp_path: Path) -> None:
    path = write_template(tmp_path / "park.xlsx", [table.sheet for table in SHEETS])
    book = openpyxl.load_workbook(path)
    for sheet, row in TYPED.items():
        for name, value in row.items():
            header(book[sheet], name).offset(row=1).value = value
    book["Participants"]["A5"], book["Participants"]["B5"] = "Ærø gård", "farm"  # below two blank rows
    probe = book.create_sheet("_probe")
    for row, name in enumerate(book.defined_names, start=1):
        probe[f"A{row}"], probe[f"B{row}"] = name, f"=ROWS({name})*COLUMNS({name})"
    book.save(path)
    again = saved_again(with_stale_values(path))
    there, calculated = openpyxl.load_workbook(again), openpyxl.load_workbook(again, data_only=True)
    tables, _ = read_sheets(again)

    assert there.sheetnames == book.sheetnames
    assert there["_lists"].sheet_state == "hidden"
    assert set(there.defined_names) == set(book.defined_names)
    assert dict(calculated["_probe"].iter_rows(values_only=True)) == {
        "list_participants": 4,
        "list_participants_or_giver_taker_half": 7,
        "list_participants_or_pipeline_truck_route": 6,
        "list_commodities": 1,
        "list_profiles": 1,
        "list_conversions": 1,
        "list_corridors": 1,
        "list_of_link": 1,
        "list_of_property": 1,
        "list_impactfactors": 1,
        "list_pipesizes": len(ROWS["PipeSizes"]),
        "list_vehicles": len(ROWS["Vehicles"]),
    }
    for table in SHEETS:
        here, sheet = book[table.sheet], there[table.sheet]
        assert [cell.comment.text for cell in sheet[1]] == [cell.comment.text for cell in here[1]]
        assert rules(sheet) == rules(here)
        assert list(sheet.tables) == list(here.tables)
        assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=5, max_col=here.max_column)] == [
            [cell.value for cell in row] for row in here.iter_rows(max_row=5, max_col=here.max_column)
        ]
    assert header(calculated["Supplies"], "quantity").offset(row=1).value == 40.5
    assert tables["Supplies"].frame.loc[2, "quantity"] == 40.5
    assert len(tables["PipeSizes"].frame) == len(ROWS["PipeSizes"])
    links = {cell.value: cell.hyperlink.location for cell in there["Index"]["A"] if cell.hyperlink}
    assert set(links) == {table.sheet for table in SHEETS}


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
    assert book.sheetnames == [table.sheet for table in RESULTS if table.sheet not in AT_TIMES]
    for name in book.sheetnames:
        assert all(cell.comment for cell in book[name][1])
    assert book["Build list"].tables or book["Build list"].auto_filter.ref


def test_charts_survive(tmp_path: Path) -> None:
    again = saved_again(write_design(front(pipes_apart(THREE), Options(gap=0.0), points=3), tmp_path / "front.xlsx"))
    with zipfile.ZipFile(again) as parts:
        chart = next(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart"))

    assert (
        "Cost against CO2" in chart
    )  # what describes it in words is lost: LibreOffice 7.4 does not save that of charts
    assert set(re.findall(r"<c:f>(Front![^<]*)", chart)) == {"Front!$B$2:$B$4", "Front!$F$2:$F$4"}


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
