"""`design --for COMPANY` and `design --anonymise`: what is written, printed and told; and that `verify` knows them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cli.reading import cells, files, run_sheet
from design.views.named import NAMES, SHEETS
from typed import typed


@pytest.fixture
def named(tmp_path) -> Path:
    """Four firms whose names are found nowhere else, in `park.xlsx`."""
    return typed(tmp_path / "park.xlsx", SHEETS)


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(part).decode("utf-8", "ignore") for part in parts.namelist())


def test_one_company_s_own_figures(run, named, tmp_path):
    found = run("design", "park.xlsx", "--for", "zorvex group", "--quiet")

    assert found.code == 0
    assert "wrote park-design for zorvex group.xlsx" in found.out
    assert "check first" not in found.out
    written = tmp_path / "park-design for zorvex group.xlsx"
    assert [row["participant"] for row in cells(written, "Participants")] == ["Zorvex works", "Zorvex quarry"]
    assert "Quimble AB" not in everything(written)
    assert "Old Faithful conveyor" not in everything(written)


def test_no_company_of_that_name(run, named, tmp_path):
    found = run("design", "park.xlsx", "--for", "Quimbel AB")

    assert found.code == 2
    assert "no company is called 'Quimbel AB' - did you mean 'Quimble AB'?" in found.err
    assert files(tmp_path) == ["park.xlsx"]


def test_a_site_is_not_its_company(run, named):
    found = run("design", "park.xlsx", "--for", "quimble mill")

    assert found.code == 2
    assert "'quimble mill' is a site of 'Quimble AB': name the company" in found.err


def test_no_name_is_written_or_printed(run, named, tmp_path):
    found = run("design", "park.xlsx", "--anonymise", "-o", "design.xlsx")
    as_json = run("design", "park.xlsx", "--anonymise", "--json")

    assert found.code == as_json.code == 0
    everywhere = everything(tmp_path / "design.xlsx") + found.out + found.err + as_json.out + as_json.err
    assert [name for name in NAMES if name.casefold() in everywhere.casefold()] == []
    assert "check first: PipeSizes!E2 pipe_cost of DN100; Demands!E3 virgin_price of participant 3, ash; " in found.out
    assert json.loads(as_json.out)["sheets"]["Companies"][0]["company"] == "company 1"


def test_verify_says_why_it_cannot(run, named, tmp_path):
    for options, words in (
        (["--anonymise"], "anonymised: names are replaced"),
        (["--for", "Quimble AB"], "for: Quimble AB: its own figures alone"),
    ):
        run("design", "park.xlsx", "-o", "view.xlsx", "--quiet", *options)
        found = run("verify", "park.xlsx", "view.xlsx")

        assert found.code == 2
        assert f"view.xlsx is not a whole design: {words}" in found.err
        assert "Supplies" not in found.err
    assert run_sheet(tmp_path / "view.xlsx")["for"].startswith("Quimble AB")


def test_both_at_once(run, named, tmp_path):
    found = run("design", "park.xlsx", "--for", "Quimble AB", "--anonymise", "--quiet")

    assert "wrote park-design for" in found.out
    said = run_sheet(next(tmp_path.glob("park-design*")))
    assert said["for"].startswith("company 2: ")
    assert said["anonymised"].startswith("names are replaced")


EDITED = {"Companies!C2", "Companies!K3", "Misses!E2", "Guesses!F3", "Summary!D15"}


def test_numbers_that_are_edited_are_named_by_their_cells_and_no_others(run, named, tmp_path):
    made = run("design", "park.xlsx", "-o", "design.xlsx", "--quiet")

    assert " of the saving rests on assumed figures, " in made.out
    assert "; check first: " in made.out
    assert run("verify", "park.xlsx", "design.xlsx").code == 0

    book = openpyxl.load_workbook(tmp_path / "design.xlsx")
    for place in EDITED:
        sheet, cell = place.split("!")
        book[sheet][cell] = (book[sheet][cell].value or 0) * 1.01 + 1
    book.save(tmp_path / "design.xlsx")
    found = run("verify", "park.xlsx", "design.xlsx", "--json")

    assert found.code == 9
    assert {fault["place"] for fault in json.loads(found.out)["faults"]} == EDITED


def test_a_design_in_another_currency_adds_up(run, tmp_path):
    typed(
        tmp_path / "park.xlsx", {**SHEETS, "Settings": [*SHEETS["Settings"], {"setting": "currency", "value": "DKK"}]}
    )
    run("design", "park.xlsx", "-o", "design.xlsx", "--quiet")

    assert run("verify", "park.xlsx", "design.xlsx").code == 0
    assert cells(tmp_path / "design.xlsx", "Guesses")[0]["figure"] == "pipe_cost [DKK/m]"


@pytest.mark.parametrize("more", [(), ("--json",), ("--relax",)])
def test_no_name_is_told_where_there_is_no_design(run, tmp_path, more):
    demands = [dict(row) for row in SHEETS["Demands"]]
    demands[0] |= {"if_not_served": "must serve", "virgin_price": None, "virgin_co2": None, "quantity": 1e6}
    typed(tmp_path / "park.xlsx", {**SHEETS, "Demands": demands})
    found = run("design", "park.xlsx", "--anonymise", *more)

    assert found.code == (0 if more == ("--relax",) else 4)
    assert [name for name in NAMES if name.casefold() in (found.out + found.err).casefold()] == []
