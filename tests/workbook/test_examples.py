"""The example parks: where they are found, and that a copy is the same park."""

from __future__ import annotations

import tomllib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sidestream.park import SHEETS
from sidestream.park.checks import checked
from sidestream.workbook import examples
from sidestream.workbook.examples import example_files, write_example
from sidestream.workbook.reading import read_sheets

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "name", ["guayama", "industrial_symbiosis_north", "kalundborg", "steam_and_water", "two_sites"]
)
def test_a_copy_is_the_same_park(tmp_path: Path, name: str) -> None:
    here, _ = read_sheets(example_files()[name])
    there, faults = read_sheets(write_example(name, tmp_path / "park.xlsx"))

    assert faults == []
    for table in SHEETS:
        pd.testing.assert_frame_equal(there[table.sheet].frame, here[table.sheet].frame)
        pd.testing.assert_frame_equal(there[table.sheet].given, here[table.sheet].given, check_like=True)


def test_steam_and_water_shows_every_sheet_and_says_where_each_row_is_from() -> None:
    tables, faults = read_sheets(example_files()["steam_and_water"])
    _, warnings = checked(tables, faults, "steam_and_water")

    assert warnings == []
    assert [table.sheet for table in SHEETS if tables[table.sheet].frame.empty] == []
    for table in SHEETS:
        frame = tables[table.sheet].frame
        assert (frame["quality"] != "").all(), table.sheet
        assert (frame["note"] != "").all(), table.sheet
        assert ((frame["quality"] == "assumed") | (frame["source"] != "")).all(), table.sheet


def test_a_copy_has_dropdowns_and_the_sheets_asked_for(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_example("two_sites", tmp_path / "park.xlsx", ["Limits"]))

    assert "Limits" in book.sheetnames
    assert book["Supplies"].data_validations.dataValidation
    assert book["PipeSizes"].max_row == 3  # its own two sizes, none of the catalogue


def test_an_installed_package_brings_them_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    packed = built["targets"]["wheel"]["force-include"]
    there = {f"data/{file.name}": f"sidestream/data/{file.name}" for file in (ROOT / "data").glob("[!~.]*.xlsx")}
    assert packed == there

    for name in ("park.xlsx", "~$park.xlsx", "notes.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr(examples, "FOLDERS", (tmp_path, *examples.FOLDERS))
    assert example_files() == {"park": tmp_path / "park.xlsx"}
