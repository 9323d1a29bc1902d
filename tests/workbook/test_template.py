"""What the template offers, refuses and explains."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import range_boundaries

from sidestream.errors import InputError, OutputError
from sidestream.park import SHEETS
from sidestream.park.links import Pipelines, PipeSizes
from sidestream.park.sites import Participants
from sidestream.park.streams import Commodities, Supplies
from sidestream.workbook.convert import convert_csv_folder
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.template import FIRST_SHEETS, write_park
from workbook.books import SMALL, at, csv_folder

ROWS: dict[str, list[dict[str, object]]] = {
    sheet: [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]] for sheet, rows in SMALL.items()
}
WITH_TIME: dict[str, list[dict[str, object]]] = {
    **ROWS,
    "Settings": [{"setting": "currency", "value": "DKK"}, {"setting": "discount_rate", "value": 5, "unit": "%/a"}],
    "Periods": [{"period": "summer", "hours": 4380}, {"period": "winter", "hours": 4380}],
    "Profiles": [{"period": "summer", "heat": 0.5, "note": "guess"}, {"period": "winter", "heat": 1.5}],
}


def opened(tmp_path: Path, rows: dict[str, list[dict[str, object]]] = WITH_TIME) -> Any:
    return openpyxl.load_workbook(write_park(tmp_path / "park.xlsx", rows))


def rule(sheet: Any, address: str) -> Any:
    """The one validation that holds in a cell."""
    column, row, _, _ = range_boundaries(address)
    found = [
        validation
        for validation in sheet.data_validations.dataValidation
        for area in validation.sqref.ranges
        if area.min_col <= column <= area.max_col and area.min_row <= row <= area.max_row
    ]
    assert len(found) == 1
    return found[0]


def test_a_template_is_read_back_without_a_fault(tmp_path: Path) -> None:
    tables, faults = read_sheets(write_park(tmp_path / "park.xlsx", WITH_TIME))

    assert faults == []
    assert tables["Supplies"].frame.loc[2, "quantity"] == 40
    assert tables["Settings"].frame["value"].tolist() == ["DKK", 5]
    assert tables["Profiles"].frame["heat"].tolist() == [0.5, 1.5]
    assert tables["Profiles"].frame["note"].tolist() == ["guess", ""]


def test_the_first_template_does_not_frighten(tmp_path: Path) -> None:
    book = opened(tmp_path, {})
    assert tuple(book.sheetnames) == ("Index", *FIRST_SHEETS, "_lists")
    assert book["_lists"].sheet_state == "hidden"
    _, faults = read_sheets(tmp_path / "park.xlsx")
    assert {fault.message for fault in faults} == {
        "the sheet has no rows: Who could exchange something, and where.",
        "the sheet has no rows: What can flow.",
    }


def test_only_the_sheets_asked_for(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_park(tmp_path / "park.xlsx", ROWS, sheets=["Limits"]))
    assert book.sheetnames == [
        "Index",
        *(table.sheet for table in SHEETS if table.sheet in {*SMALL, "Limits"}),
        "_lists",
    ]


def test_every_column_has_a_note_and_needed_ones_are_bold_and_say_so(tmp_path: Path) -> None:
    book = opened(tmp_path)
    for table in SHEETS:
        if table.sheet not in book.sheetnames:
            continue
        for name, cell in zip(table.columns, book[table.sheet][1], strict=False):
            if table.sheet != "Profiles":
                assert cell.value == name
                assert cell.font.bold == table.columns[name].needed
                assert ("Needed" in cell.comment.text.split("\n")) == table.columns[name].needed
    assert book["Pipelines"][at(Pipelines, "investment", 1)].comment.text == (
        "Own offer: what it costs once\nUnit: EUR\nExpected: at least 0\nOptional; blank counts as 0"
    )
    assert book["Participants"][at(Participants, "lat", 1)].comment.text == (
        "Latitude (WGS84)\nUnit: deg\nExpected: at least -90 and at most 90\nOptional"
    )


def test_words_are_binding_and_names_are_offered(tmp_path: Path) -> None:
    book = opened(tmp_path)
    kind, profile, payer = (
        rule(book["Participants"], at(Participants, "kind", 2)),
        rule(book["Supplies"], at(Supplies, "profile", 2)),
        rule(book["Pipelines"], at(Pipelines, "payer", 2)),
    )

    assert (kind.type, kind.errorStyle) == ("list", "stop")
    assert kind.formula1 == '"industry,utility,municipality,farm,market,junction"'
    assert rule(book["Participants"], at(Participants, "passes_on", 2)).formula1 == '"yes,no"'
    assert rule(book["Supplies"], at(Supplies, "participant", 2)).formula1 == "list_participants"
    assert rule(book["Supplies"], at(Supplies, "participant", 2)).errorStyle == "warning"
    assert book.defined_names["list_participants"].attr_text == (
        "INDEX(Participants!$A:$A,2):INDEX(Participants!$A:$A,MAX(2,COUNTA(Participants!$A:$A)))"
    )
    assert profile.formula1 == "list_profiles"
    assert payer.formula1 == "list_participants_or_giver_taker_half"
    assert [book["_lists"].cell(row, 2).value for row in range(2, 5)] == ["giver", "taker", "half"]
    assert rule(book["Pipelines"], at(Pipelines, "commodity", 2)).showErrorMessage is False  # several names in one cell
    assert rule(book["Commodities"], at(Commodities, "goes_by", 2)).formula1 == '"pipe,truck,pipe; truck"'
    assert rule(book["Settings"], "A2").formula1.startswith('"currency,price_year,discount_rate')


def test_units_come_from_the_vocabulary(tmp_path: Path) -> None:
    book = opened(tmp_path)
    assert rule(book["Commodities"], at(Commodities, "unit", 2)).formula1.startswith('"t,kt,Mt,kg')
    area = rule(book["Supplies"], at(Supplies, "unit", 2)).formula1
    assert area.startswith("'_lists'!$A$2:$A$")
    assert book["_lists"]["A2"].value == "t/a"


def test_numbers_are_held_to_their_limits(tmp_path: Path) -> None:
    book = opened(tmp_path)
    latitude, capacity = (
        rule(book["Participants"], at(Participants, "lat", 2)),
        rule(book["PipeSizes"], at(PipeSizes, "capacity", 2)),
    )

    assert (latitude.type, latitude.operator, latitude.formula1, latitude.formula2) == (
        "decimal",
        "between",
        "-90",
        "90",
    )
    assert (capacity.type, capacity.operator, capacity.formula1) == ("decimal", "greaterThan", "0")
    assert capacity.prompt.startswith("What it can carry at its inlet")
    assert capacity.error == "Expected: greater than 0"
    assert rule(book["Settings"], "B3").formula2 == "100"  # discount_rate, the second row


def test_blank_rows_below_the_table_have_dropdowns(tmp_path: Path) -> None:
    book = opened(tmp_path)
    assert rule(book["Supplies"], at(Supplies, "participant", 202)).formula1 == "list_participants"
    assert rule(book["Settings"], "A203").type == "list"


def test_real_tables_frozen_headers_and_no_merged_cells(tmp_path: Path) -> None:
    book = opened(tmp_path)
    for sheet in book.worksheets[1:-1]:
        [area] = sheet.tables.values()
        assert area.ref.startswith("A1:")
        assert sheet.freeze_panes == "B2"
        assert not sheet.merged_cells.ranges
    assert book["Supplies"].tables["Supplies_table"].ref == f"A1:{at(Supplies, 'source', 2)}"
    assert book["Index"]["A4"].hyperlink.location == "'Settings'!A1"


def test_text_stays_text(tmp_path: Path) -> None:
    odd = [{"participant": name, "kind": "industry"} for name in ("=1+1", "007", "@home", "a & <b> Ærø", "#N/A x")]
    rows = {"Participants": odd, "Commodities": ROWS["Commodities"]}
    tables, faults = read_sheets(write_park(tmp_path / "park.xlsx", rows))

    assert faults == []
    assert tables["Participants"].frame["participant"].tolist() == [row["participant"] for row in odd]


def test_what_is_not_declared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no sheet is called \['Suplies'\]"):
        write_park(tmp_path / "park.xlsx", {"Suplies": [{"a": 1}]})
    with pytest.raises(ValueError, match=r"Supplies has no column called \['quantty'\]"):
        write_park(tmp_path / "park.xlsx", {"Supplies": [{"quantty": 1}]})


def test_the_template_is_not_lost_where_it_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="Nothing is lost"):
        write_park(tmp_path / "gone" / "park.xlsx", ROWS)
    assert (tmp_path / "park (2).xlsx").exists()


def test_a_folder_of_csv_files_becomes_the_same_park(tmp_path: Path) -> None:
    folder = csv_folder(
        tmp_path / "park",
        {
            "Profiles": "Period,heat,note\nsummer,0.5,\nwinter,1.5,guess\n",
            "Settings": "setting,value\ncurrency,DKK\ngap,0.5\n",
        },
    )
    path = convert_csv_folder(folder, tmp_path / "park.xlsx")
    there, faults = read_sheets(path)
    here, _ = read_sheets(folder)

    assert faults == []
    for table in SHEETS:
        pd.testing.assert_frame_equal(there[table.sheet].frame, here[table.sheet].frame)
    book = openpyxl.load_workbook(path)
    assert book["Supplies"][at(Supplies, "quantity", 2)].value == 40
    assert book.sheetnames == [
        "Index",
        *(table.sheet for table in SHEETS if table.sheet in {*SMALL, "Profiles", "Settings"}),
        "_lists",
    ]


def test_a_folder_with_faults_is_not_converted(tmp_path: Path) -> None:
    folder = csv_folder(tmp_path / "park", {"Supplies": "participant,commodity,quantity,unit\nplant,gypsum,x,t/a\n"})
    with pytest.raises(InputError, match="'x' is not a number"):
        convert_csv_folder(folder, tmp_path / "park.xlsx")
    assert not (tmp_path / "park.xlsx").exists()
