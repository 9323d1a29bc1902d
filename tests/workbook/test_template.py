"""What the template offers, refuses and explains."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import range_boundaries

from sidestream.errors import InputError, OutputError
from sidestream.park import SHEETS, SettingRows
from sidestream.park.links import Pipelines, PipeSizes
from sidestream.park.sites import Participants
from sidestream.park.streams import Commodities, Supplies
from sidestream.tables import Choice, Choices, Number, Ref, Refs, Unit, YesNo
from sidestream.workbook.convert import convert_csv_folder
from sidestream.workbook.dropdowns import LONGEST_LIST, LONGEST_TITLE
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.template import FIRST_SHEETS, ROWS_AHEAD, sheet_names, write_park, write_template
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


EVERY_COLUMN = [(table, name) for table in SHEETS for name in table.columns]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The template with every sheet that there is."""
    path = tmp_path_factory.mktemp("whole") / "park.xlsx"
    return openpyxl.load_workbook(write_template(path, [table.sheet for table in SHEETS]))


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


def header(sheet: Any, name: str) -> Any:
    """The one header cell of that name."""
    [cell] = [cell for cell in sheet[1] if cell.value == name]
    return cell


def test_a_template_is_read_back_without_a_fault(tmp_path: Path) -> None:
    tables, faults = read_sheets(write_park(tmp_path / "park.xlsx", WITH_TIME))

    assert faults == []
    assert tables["Supplies"].frame.loc[2, "quantity"] == 40
    assert tables["Settings"].frame["value"].tolist() == ["DKK", 5]
    assert tables["Profiles"].frame["heat"].tolist() == [0.5, 1.5]
    assert tables["Profiles"].frame["note"].tolist() == ["guess", ""]


def test_the_first_template_does_not_frighten(tmp_path: Path) -> None:
    path = write_template(tmp_path / "park.xlsx")
    book = openpyxl.load_workbook(path)
    _, faults = read_sheets(path)

    assert tuple(book.sheetnames) == ("Index", *FIRST_SHEETS, "_lists")
    assert book["_lists"].sheet_state == "hidden"
    assert sheet_names(path) == list(FIRST_SHEETS)
    assert {fault.message for fault in faults if fault.sheet != "Settings"} == {
        "the sheet has no rows: Who could exchange something, and where.",
        "the sheet has no rows: What can flow.",
    }


def test_other_sheets_are_added_in_their_place(tmp_path: Path) -> None:
    path = write_template(tmp_path / "park.xlsx", ["Limits", "Periods"])
    assert sheet_names(path) == [t.sheet for t in SHEETS if t.sheet in {*FIRST_SHEETS, "Limits", "Periods"}]


@pytest.mark.parametrize(
    ("asked", "with_it"),
    [
        ("Conversions", "ConversionRates"),
        ("ConversionRates", "Conversions"),
        ("Storages", "Periods"),
        ("Corridors", "CorridorPaths"),
        ("CorridorPaths", "Corridors"),
        ("Qualities", "QualityLimits"),
        ("QualityLimits", "Qualities"),
        ("ImpactPrices", "ImpactFactors"),
    ],
)
def test_a_sheet_comes_with_the_one_that_it_needs(tmp_path: Path, asked: str, with_it: str) -> None:
    path = write_template(tmp_path / "park.xlsx", [asked])
    assert sheet_names(path) == [t.sheet for t in SHEETS if t.sheet in {*FIRST_SHEETS, asked, with_it}]


def test_every_sheet_that_the_model_knows_can_be_asked_for(whole: Any) -> None:
    assert whole.sheetnames == ["Index", *(table.sheet for table in SHEETS), "_lists"]


@pytest.mark.parametrize(
    ("asking", "column", "asked"), [("CorridorPaths", "link", "Pipelines"), ("QualityLimits", "property", "Qualities")]
)
def test_what_stands_in_a_column_of_another_sheet_is_offered(whole: Any, asking: str, column: str, asked: str) -> None:
    sheet = whole[asking]
    offers = rule(sheet, f"{header(sheet, column).column_letter}2")
    area = whole.defined_names[offers.formula1].attr_text
    place = header(whole[asked], column).column_letter

    assert (offers.type, offers.errorStyle, offers.showErrorMessage) == ("list", "warning", True)
    assert f"{asked}!${place}:${place}" in area


@pytest.mark.parametrize(("table", "name"), EVERY_COLUMN)
def test_every_column_has_a_note_and_says_the_same_where_one_types(whole: Any, table: Any, name: str) -> None:
    sheet = whole[table.sheet]
    cell = header(sheet, name)
    last = rule(sheet, f"{cell.column_letter}{sheet.max_row + ROWS_AHEAD}")

    assert cell.comment.text == last.prompt
    assert table.columns[name].name in last.promptTitle
    assert len(last.prompt) < LONGEST_LIST  # none is cut
    assert len(table.columns[name].title) <= LONGEST_TITLE
    assert last.showInputMessage
    assert rule(sheet, f"{cell.column_letter}2").showInputMessage


@pytest.mark.parametrize(("table", "name"), EVERY_COLUMN)
def test_every_column_offers_what_is_declared(whole: Any, table: Any, name: str) -> None:
    sheet, column = whole[table.sheet], table.columns[name]
    offers = rule(sheet, f"{header(sheet, name).column_letter}{sheet.max_row + 1}")

    if isinstance(column, Number):
        assert (offers.type, offers.errorStyle, offers.showErrorMessage) == ("decimal", "stop", True)
    elif isinstance(column, (Choice, YesNo)):
        assert offers.formula1 == f'"{",".join(column.choices)}"'
        assert (offers.errorStyle, offers.showErrorMessage) == ("stop", True)
    elif isinstance(column, Choices):
        assert set(offers.formula1.strip('"').split(",")) >= set(column.choices)
    elif isinstance(column, (Ref, Refs)):
        assert column.to.lower() in offers.formula1
        assert offers.formula1 in whole.defined_names
    elif isinstance(column, Unit):
        assert offers.type == "list"
    assert offers.type != "list" or offers.showDropDown in (None, False)  # in the file, this hides the arrow


@pytest.mark.parametrize("table", SHEETS)
def test_every_sheet_is_a_table_that_stays_in_sight(whole: Any, table: Any) -> None:
    sheet = whole[table.sheet]
    [area] = sheet.tables.values()

    assert area.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{max(sheet.max_row, 2)}"
    assert [column.name for column in area.tableColumns] == [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "B2"
    assert not sheet.merged_cells.ranges


@pytest.mark.parametrize(("table", "name"), EVERY_COLUMN)
def test_colour_never_says_anything_alone(whole: Any, table: Any, name: str) -> None:
    cells = whole[table.sheet][1]
    cell = header(whole[table.sheet], name)

    assert {one.fill.fgColor.rgb for one in cells} == {cell.fill.fgColor.rgb}
    assert {one.font.color.rgb for one in cells} == {"00000000"}
    assert cell.font.bold == table.columns[name].needed == cell.comment.text.endswith("\nNeeded")
    assert cell.font.italic == ("\nNeeded " in cell.comment.text)


def test_profiles_have_a_first_column_to_be_named(whole: Any) -> None:
    assert [cell.value for cell in whole["Profiles"][1]] == ["period", "profile 1", "quality", "note", "source"]
    assert "give the column a name" in whole["Profiles"]["B1"].comment.text.casefold()


def test_settings_stand_beside_their_units_and_hold_their_own_rules(whole: Any) -> None:
    sheet = whole["Settings"]
    for setting, _, unit, *_ in sheet.iter_rows(min_row=2, values_only=True):
        column = SettingRows.columns[setting]
        row = 2 + [cell.value for cell in sheet["A"][1:]].index(setting)
        assert (unit or "") == column.unit
        assert rule(sheet, f"B{row}").prompt.startswith(column.meaning.partition(";")[0].capitalize()[:1])
        assert (rule(sheet, f"B{row}").type == "decimal") == isinstance(column, Number)


def test_only_the_sheets_asked_for(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_park(tmp_path / "park.xlsx", ROWS, sheets=["Limits"]))
    assert book.sheetnames == [
        "Index",
        *(table.sheet for table in SHEETS if table.sheet in {*SMALL, "Limits"}),
        "_lists",
    ]


def test_a_note_says_all_that_is_declared(whole: Any) -> None:
    def note(table: Any, name: str) -> str:
        return str(header(whole[table.sheet], name).comment.text)

    assert note(Pipelines, "investment") == (
        "Own offer: what it costs once\nUnit: EUR\nExpected: at least 0\nOptional; blank counts as 0"
    )
    assert note(Participants, "lat") == ("Latitude (WGS84)\nUnit: deg\nExpected: at least -90 and at most 90\nOptional")
    assert note(Supplies, "disposal_cost") == (
        "Cost of disposing of it\nUnit: EUR/commodity unit\nExpected: a number\nNeeded where it is disposed of"
    )
    assert note(Supplies, "provision_co2").endswith(
        "Needed for steam, hot water, gas, power; elsewhere blank counts as 0"
    )


def test_a_note_says_where_names_are_missing(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "park.xlsx"))
    prompt = rule(book["Supplies"], at(Supplies, "profile", 2)).prompt

    assert prompt.endswith("There is no sheet Profiles here: see Index")
    assert header(book["Supplies"], "profile").comment.text == prompt


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
    assert book.defined_names["list_participants"].attr_text.startswith("INDEX(Participants!$A:$A,2):INDEX(")
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
