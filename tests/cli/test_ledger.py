"""`ledger`: the chain of custody of a design that adds up, as a person meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from cli.reading import files
from parks import two_sites
from sidestream import cli
from typed import typed


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with the two sites, with a waste code, and their design: 40 of 50 t of gypsum go by pipe."""
    folder = tmp_path_factory.mktemp("made")
    sheets = two_sites(pipe_cost=10)
    sheets["Commodities"][0]["waste_code"] = "10 01 05"
    typed(folder / "park.xlsx", sheets)
    words = ["design", str(folder / "park.xlsx"), "-o", str(folder / "design.xlsx"), "--gap", "0", "--quiet"]
    assert CliRunner().invoke(cli.cli, words).exit_code == 0
    return folder


@pytest.fixture
def designed(made, tmp_path) -> Path:
    """A copy of the design, beside its park."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "design.xlsx"


def test_every_leg_is_written_with_origin_code_link_and_user(run, designed, tmp_path):
    done = run("ledger", "park.xlsx", "design.xlsx")
    sheets = pd.read_excel(tmp_path / "design-ledger.xlsx", sheet_name=None, engine="openpyxl")
    legs = sheets["Custody"]
    leg = legs[legs["way"] == "pipe"].to_dict("records")

    assert done.code == 0
    assert done.out.splitlines()[0].endswith("flows from origin to final user, 1 legs")
    assert done.out.splitlines()[-1] == "wrote design-ledger.xlsx"
    assert list(sheets) == ["Custody", "Ledger by period", "Closing", "Run"]
    assert len(leg) == 1
    assert leg[0]["waste_code"] == leg[0]["carried_code"] == "10 01 05"
    assert (leg[0]["origin"], leg[0]["link"], leg[0]["user"], leg[0]["use"]) == ("plant", "plant-mill", "mill", "need")
    assert leg[0]["amount"] == leg[0]["year"] == pytest.approx(40)
    assert sheets["Closing"]["residual"].abs().max() < 1e-9
    assert files(tmp_path) == ["design-ledger.xlsx", "design.xlsx", "park.xlsx"]


def test_as_json_and_as_a_folder(run, designed, tmp_path):
    told = json.loads(run("ledger", "park.xlsx", "design.xlsx", "--json").out)
    run("ledger", "park.xlsx", "design.xlsx", "-o", "custody")

    assert told["schema"] == "sidestream.ledger/1"
    assert told["facts"]["legs"] == 1
    assert told["units"]["Custody"]["year"] == "unit/a"
    assert (tmp_path / "custody" / "Custody.csv").is_file()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "Missing argument 'PARK'"),
        (["park.xlsx"], 2, "Missing argument 'DESIGN'"),
        (["park.xlsx", "nowhere.xlsx"], 2, "nowhere.xlsx"),
        (["park.xlsx", "park.xlsx", "-o", "x.xlsx"], 3, "park.xlsx"),
        (["park.xlsx", "design.xlsx", "-o", "ledger.csv"], 2, "ends in '.csv'"),
        (["park.xlsx", "design.xlsx", "-o", "design.xlsx"], 2, "is the input"),
    ],
)
def test_what_makes_no_sense_is_said(run, designed, words, code, said):
    found = run("ledger", *words)

    assert found.code == code
    assert said in found.err
    assert "Traceback" not in found.err


def test_of_a_design_that_does_not_add_up_there_is_no_ledger(run, designed, tmp_path):
    book = openpyxl.load_workbook(designed)
    column = [cell.value for cell in book["Ledger"][1]].index("received") + 1
    book["Ledger"].cell(2, column).value *= 2
    book.save(designed)
    found = run("ledger", "park.xlsx", "design.xlsx")

    assert found.code == 9
    assert "Ledger!L2" in found.err
    assert not (tmp_path / "design-ledger.xlsx").exists()


def test_help(run):
    found = run("ledger", "--help")

    assert found.code == 0
    assert "waste" in found.out
