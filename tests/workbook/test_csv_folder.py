"""What stands in CSV files, however they were saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from sidestream.errors import InputError
from sidestream.workbook.reading import read_sheets
from workbook.books import complaints, csv_folder

HEADER = "participant,commodity,quantity,unit,disposal_cost,note\n"


def supplies(folder: Path, text: str) -> Path:
    return csv_folder(folder / "park", {"Supplies": text})


def test_a_folder_is_read_like_a_workbook(tmp_path: Path) -> None:
    tables, faults = read_sheets(csv_folder(tmp_path / "park"))

    assert faults == []
    assert tables["Supplies"].frame.loc[2, "quantity"] == 40
    assert tables["Pipelines"].frame.loc[2, "sizes"] == ("DN100",)
    assert tables["Supplies"].cell(2, "quantity") == "C2"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_line_ends_and_encodings(tmp_path: Path, separator: str, line_end: str, encoding: str) -> None:
    folder = csv_folder(tmp_path / "park")
    text = (HEADER + "plant,gypsum,40.5,t/a,2.5e1,Ærø\n").replace(",", separator).replace("\n", line_end)
    (folder / "Supplies.csv").write_bytes(text.encode(encoding))
    tables, faults = read_sheets(folder)

    assert faults == []
    row = tables["Supplies"].frame.loc[2]
    assert (row["quantity"], row["disposal_cost"], row["note"]) == (40.5, 25, "Ærø")


def test_one_column_needs_no_separator(tmp_path: Path) -> None:
    folder = csv_folder(tmp_path / "park", {"Limits": "note\n"})
    assert complaints(folder)[:1] == ["Limits the column 'on' is missing: what is limited"]


def test_a_decimal_comma_is_text(tmp_path: Path) -> None:
    folder = supplies(tmp_path, (HEADER + "plant,gypsum,40#5,t/a,25,\n").replace(",", ";").replace("#", ","))

    assert complaints(folder) == ["Supplies!C2 quantity: '40,5' is text, not a number: type 40.5 as a number"]


def test_a_comma_too_many_is_said_once(tmp_path: Path) -> None:
    folder = supplies(tmp_path, HEADER + "plant,gypsum,40,5,t/a,25,made, not measured\nplant,gypsum,x,t/a,,\n")

    assert complaints(folder) == [
        (
            "Supplies!row 2 the row has 8 fields, row 1 only 6: put a text that holds the separator in quotes,"
            " and write decimals with a point"
        ),
        "Supplies!A3 participant: 'plant, gypsum' stands in row 2 already: give each a name, add the amounts up, or delete one",
        "Supplies!C3 quantity: 'x' is not a number",
    ]


def test_rows_are_counted_as_the_spreadsheet_counts_them(tmp_path: Path) -> None:
    text = HEADER + '\nplant,gypsum,40,t/a,25,"two\nlines; and a ""quote"""\n,,,,,\nmill,gypsum,x,t/a,,\n'

    assert complaints(supplies(tmp_path, text)) == ["Supplies!C5 quantity: 'x' is not a number"]


def test_text_stays_as_typed_and_only_plain_numbers_are_numbers(tmp_path: Path) -> None:
    folder = csv_folder(
        tmp_path / "park",
        {
            "Commodities": "commodity,unit,medium,waste_code,note,mass\n1.10,t,solid,010203,,\n007,t,solid,,1e5,1.0\n",
            "Supplies": HEADER + "plant,1.10,1_000,t/a,nan,\nmill,007,+.5,t/a,,\n",
            "Demands": "participant,commodity,quantity,unit\n",
        },
    )
    tables, _ = read_sheets(folder)

    assert tables["Commodities"].frame["commodity"].tolist() == ["1.10", "007"]
    assert tables["Commodities"].frame["waste_code"].tolist() == ["01 02 03", ""]
    assert tables["Commodities"].frame["note"].tolist() == ["", "1e5"]
    assert tables["Supplies"].frame.loc[3, "quantity"] == 0.5
    assert complaints(folder) == [
        "Supplies!C2 quantity: '1_000' is not a number",
        "Supplies!E2 disposal_cost [EUR/unit]: 'nan' is not a number: type your best guess (quality: assumed), or leave the cell blank where it may be",
    ]


def test_profiles_and_settings_have_numbers(tmp_path: Path) -> None:
    folder = csv_folder(
        tmp_path / "park",
        {
            "Profiles": "period,heat\n1,0.5\n2,1.5\n",
            "Settings": "setting,value\ncurrency,DKK\ndiscount_rate,5\n",
        },
    )
    tables, faults = read_sheets(folder)

    assert faults == []
    assert tables["Profiles"].frame["heat"].tolist() == [0.5, 1.5]
    assert tables["Profiles"].frame["period"].tolist() == ["1", "2"]
    assert tables["Settings"].frame["value"].tolist() == ["DKK", 5]


def test_what_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    folder = csv_folder(tmp_path / "park")
    (folder / "Supplies.csv").write_bytes((HEADER + "plant,gypsum,40,t/a,25,Ærø\n").encode("latin-1"))
    with pytest.raises(InputError) as raised:
        read_sheets(folder)

    assert str(raised.value) == (
        "park has 1 problem:\n  Supplies.csv  line 2 is not UTF-8: save the file as 'CSV UTF-8'"
    )


@pytest.mark.parametrize("title", ["Supplies of the park\n", "sep=;\n", ";;\n\n"])
def test_names_of_columns_that_stand_too_low_are_one_fault(tmp_path: Path, title: str) -> None:
    rows = HEADER + "plant,gypsum,40,t/a,25,\n"
    folder = csv_folder(tmp_path / "park", {"Supplies": title + rows.replace(",", ";")})
    row = title.count("\n") + 1
    where = "row 1" if row == 2 else "rows 1 to 2"

    assert complaints(folder) == [
        f"Supplies!A1 row 1 must hold the names of the columns, and they seem to stand in row {row}: delete {where}"
    ]
    assert read_sheets(folder)[0]["Supplies"].frame["quantity"].tolist() == [40]


@pytest.mark.parametrize("content", [b"\0\1\2\3" * 100, b'"' + b"x" * 200_000, b"\xff\xfe\x00", b"PK\x03\x04"])
def test_what_is_no_csv_is_never_a_traceback(tmp_path: Path, content: bytes) -> None:
    folder = csv_folder(tmp_path / "park")
    (folder / "Supplies.csv").write_bytes(content)
    try:
        _, faults = read_sheets(folder)
    except InputError as error:
        faults = error.faults
    assert faults


def test_an_empty_file_is_a_sheet_without_rows(tmp_path: Path) -> None:
    assert complaints(supplies(tmp_path, "")) == []
    assert complaints(csv_folder(tmp_path / "other", {"Commodities": ""})) == [
        "Commodities the CSV file has no rows: What can flow."
    ]
