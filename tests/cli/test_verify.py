"""`verify`: a design adds up, or each figure that does not is named by its cell; exit code 9."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from park_from import tidy
from sidestream import cli
from typed import typed


@pytest.fixture(scope="module")
def tidied(tmp_path_factory) -> Path:
    """A folder with a park that uses every sheet, and its design."""
    folder = tmp_path_factory.mktemp("tidied")
    typed(folder / "park.xlsx", tidy())
    words = ["design", str(folder / "park.xlsx"), "-o", str(folder / "design.xlsx"), "--gap", "0", "--quiet"]
    assert CliRunner().invoke(cli.cli, words).exit_code == 0
    return folder


@pytest.fixture
def designed(tidied, tmp_path) -> Path:
    """A copy of it, to be edited."""
    for name in ("park.xlsx", "design.xlsx"):
        shutil.copy(tidied / name, tmp_path)
    return tmp_path / "design.xlsx"


def edit(path: Path, sheet: str, column: str, change: Callable[[Any], Any]) -> str:
    """Change the first number of a column that is not 0; return its address."""
    book = openpyxl.load_workbook(path)
    here = book[sheet]
    place = [cell.value for cell in here[1]].index(column) + 1
    for row in range(2, here.max_row + 1):
        cell = here.cell(row, place)
        if isinstance(cell.value, (int, float)) and abs(cell.value) > 1:
            cell.value = change(cell.value)
            book.save(path)
            return f"{sheet}!{cell.coordinate}"
    raise AssertionError(f"no number in {sheet}.{column}")


def test_an_untouched_design_adds_up(run, designed):
    found = run("verify", "park.xlsx", "design.xlsx")
    told = json.loads(run("verify", "park.xlsx", "design.xlsx", "--json").out)

    assert found.code == 0
    assert re.match(r"design\.xlsx adds up: [\d,]+ figures computed again from park\.xlsx\n", found.out)
    assert told["adds_up"] is True
    assert told["input_changed"] is False
    assert told["figures"] > 100


def test_figures_beyond_what_a_workbook_may_type(run, tmp_path):
    # 1e15 t/a, the most that is taken, disposed of at 25 EUR/t: 2.5e16 EUR/a
    rows = [{"participant": "P", "commodity": "ash", "quantity": 1e15, "unit": "t/a", "disposal_cost": 25}]
    tables = {
        "Participants": [{"participant": "P", "kind": "industry"}],
        "Commodities": [{"commodity": "ash", "unit": "t", "medium": "solid"}],
        "Supplies": rows,
    }
    typed(tmp_path / "park.xlsx", tables)

    assert run("design", "park.xlsx", "-o", "design.xlsx", "--quiet").code == 0
    assert json.loads(run("verify", "park.xlsx", "design.xlsx", "--json").out)["adds_up"] is True


def test_a_design_saved_again_by_a_spreadsheet_adds_up(run, designed):
    openpyxl.load_workbook(designed).save(designed)

    assert run("verify", "park.xlsx", "design.xlsx").code == 0


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("Summary", "design"),
        ("Summary", "saving"),
        ("Build list", "capacity"),
        ("Build list", "investment"),
        ("Flows", "delivered"),
        ("Supplies used", "available"),
        ("Needs met", "bought"),
        ("Participants", "cost_design"),
        ("Costs", "amount"),
        ("Impacts", "amount"),
        ("Guesses", "amount"),
        ("Guesses", "value"),
    ],
)
def test_one_number_edited_is_named_by_its_cell_and_no_other(run, designed, sheet, column):
    place = edit(designed, sheet, column, lambda number: number * 1.07 + 1)
    found = run("verify", "park.xlsx", "design.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == told["exit_code"] == 9
    assert [fault["place"] for fault in told["faults"]] == [place]
    assert "design.xlsx has 1 broken promise:" in found.err
    assert place in found.err


def test_a_number_made_text_is_a_fault_of_the_workbook(run, designed):
    place = edit(designed, "Flows", "sent", lambda number: f"{number} or so")
    found = run("verify", "park.xlsx", "design.xlsx")

    assert found.code == 3
    assert place in found.err


def test_a_park_that_has_changed_since(run, designed, tmp_path):
    sheets = tidy()
    sheets["Participants"][0]["note"] = "telephoned"
    typed(tmp_path / "park.xlsx", sheets)
    harmless = run("verify", "park.xlsx", "design.xlsx")
    assert harmless.code == 0
    assert "park.xlsx has changed since the design was made, but not where it matters" in harmless.out

    sheets["Demands"][0]["virgin_price"] *= 2
    typed(tmp_path / "park.xlsx", sheets)
    found = run("verify", "park.xlsx", "design.xlsx")
    assert found.code == 9
    assert "park.xlsx has changed since the design was made" in found.err


def test_what_is_no_design(run, park, tmp_path):
    (tmp_path / "notes.xlsx").write_text("nonsense")
    typed(tmp_path / "other.xlsx", {"Shopping": [{"what": "milk"}]})

    for name in ("park.xlsx", "notes.xlsx", "other.xlsx"):
        found = run("verify", "park.xlsx", name)
        assert found.code == 3, name
        assert "Traceback" not in found.err


def test_a_design_is_no_park(run, designed):
    found = run("check", "design.xlsx")

    assert found.code == 3
    assert "design.xlsx has 1 problem:" in found.err
    assert "belong to a design, which sidestream writes" in found.err


def test_a_design_in_json_is_verified_as_its_workbook_is(run, designed):
    assert run("design", "park.xlsx", "-o", "design.json", "--gap", 0).code == 0
    found = run("verify", "park.xlsx", "design.json")
    assert (found.code, found.err) == (0, "")

    told = json.loads(Path("design.json").read_text())
    told["sheets"]["Summary"][0]["design"] -= 100
    Path("design.json").write_text(json.dumps(told))
    found = run("verify", "park.xlsx", "design.json")

    assert found.code == 9
    assert "Summary!D2" in found.err


@pytest.mark.parametrize(
    "text", ["", "[1]", "{}", '{"schema": "sidestream.design/1", "sheets": {"Flows": 3}}', "[" * 10**5]
)
def test_what_is_no_design_in_json_is_refused(run, designed, text):
    Path("odd.json").write_text(text)
    found = run("verify", "park.xlsx", "odd.json")

    assert found.code == 3
    assert "odd.json has 1 problem:\n  the file  this is not a" in found.err
