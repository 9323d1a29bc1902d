"""`operate`: a design on measured hours, as a person meets it."""

from __future__ import annotations

import csv
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
    """A folder with the two sites and their design: 40 of 50 t of gypsum go by pipe."""
    folder = tmp_path_factory.mktemp("made")
    typed(folder / "park.xlsx", two_sites(pipe_cost=10))
    words = ["design", str(folder / "park.xlsx"), "-o", str(folder / "design.xlsx"), "--gap", "0", "--quiet"]
    assert CliRunner().invoke(cli.cli, words).exit_code == 0
    return folder


@pytest.fixture
def designed(made, tmp_path) -> Path:
    """A copy of the design, beside its park."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "design.xlsx"


def halved(path: Path) -> None:
    """Half of what the plant gives from noon on."""
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    for row in rows[1:]:
        if row[5] == "supply" and row[0][11:] >= "12:00":
            row[6] = str(float(row[6]) / 2)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_a_template_filled_in_and_run(run, designed, tmp_path):
    begun = run("operate", "park.xlsx", "design.xlsx", "--template", "day.csv")
    halved(tmp_path / "day.csv")
    done = run("operate", "park.xlsx", "design.xlsx", "day.csv")
    sheets = pd.read_excel(tmp_path / "day-operation.xlsx", sheet_name=None, engine="openpyxl")

    assert begun.out == "wrote day.csv\n"
    assert done.code == 0, done.err
    assert done.out.splitlines()[0].startswith("24 steps of 1 h from ")
    assert done.out.splitlines()[-1] == "wrote day-operation.xlsx"
    assert "mill buys" in done.out
    names = ["Operation", "Deviations", "Dispatch", "Streams", "Plants run", "Stocks", "Cash by step", "Run"]
    assert list(sheets) == names
    assert len(sheets["Dispatch"]) == 24
    assert files(tmp_path) == ["day-operation.xlsx", "day.csv", "design.xlsx", "park.xlsx"]


def test_as_json_and_as_a_folder(run, designed, tmp_path):
    run("operate", "park.xlsx", "design.xlsx", "--template", "day.csv", "--step-hours", "12")
    told = json.loads(run("operate", "park.xlsx", "design.xlsx", "day.csv", "--json").out)
    run("operate", "park.xlsx", "design.xlsx", "day.csv", "-o", "monday")

    assert told["schema"] == "sidestream.operation/1"
    assert told["facts"]["steps"] == 2
    assert told["facts"]["deviations"] == 0
    assert (tmp_path / "monday" / "Dispatch.csv").is_file()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "Missing argument 'PARK'"),
        (["park.xlsx"], 2, "Missing argument 'DESIGN'"),
        (["park.xlsx", "design.xlsx"], 2, "say which CSV file was MEASURED"),
        (["park.xlsx", "design.xlsx", "day.csv", "--template", "x.csv"], 2, "one of the two"),
        (["park.xlsx", "design.xlsx", "--template", "day.xlsx"], 2, "ends in '.xlsx'"),
        (["park.xlsx", "design.xlsx", "nowhere.csv"], 2, "nowhere.csv cannot be read"),
        (["park.xlsx", "design.xlsx", "park.xlsx"], 2, "park.xlsx is not text"),
        (["park.xlsx", "design.xlsx", "bad.csv"], 3, "bad.csv:2"),
        (["park.xlsx", "design.xlsx", "bad.csv", "-o", "bad.csv"], 2, "ends in '.csv'"),
        (["park.xlsx", "design.xlsx", "bad.csv", "-o", "design.xlsx"], 2, "is the input"),
        (["park.xlsx", "design.xlsx", "good.csv", "--period", "winter"], 2, "no period is called 'winter'"),
        (["park.xlsx", "design.xlsx", "good.csv", "--stock", "tank"], 2, "write STORAGE=START"),
        (["park.xlsx", "design.xlsx", "good.csv", "--stock", "tank=-1"], 2, "write STORAGE=START"),
        (["park.xlsx", "design.xlsx", "good.csv", "--stock", "tank=1"], 2, "no storage is called 'tank'"),
        (["park.xlsx", "design.xlsx", "good.csv", "--scenario", "drought"], 2, "weighs no scenarios"),
    ],
)
def test_what_makes_no_sense_is_said(run, designed, tmp_path, words, code, said):
    (tmp_path / "good.csv").write_text(
        "time,participant,commodity,kind,quantity,unit\n2026-11-23,plant,gypsum,supply,1,t/h\n2026-11-24,plant,gypsum,supply,1,t/h\n"
    )
    (tmp_path / "bad.csv").write_text("time,participant,commodity,kind,quantity,unit\nnoon,plant,gypsum,supply,1,t/h\n")
    found = run("operate", *words)

    assert found.code == code
    assert said in found.err
    assert "Traceback" not in found.err
    assert not list(tmp_path.glob("*-operation.xlsx"))


def test_a_design_that_does_not_add_up_is_not_run(run, designed, tmp_path):
    run("operate", "park.xlsx", "design.xlsx", "--template", "day.csv")
    book = openpyxl.load_workbook(designed)
    column = [cell.value for cell in book["Flows"][1]].index("sent") + 1
    book["Flows"].cell(2, column).value *= 2
    book.save(designed)
    found = run("operate", "park.xlsx", "design.xlsx", "day.csv")

    assert found.code == 9
    assert not (tmp_path / "day-operation.xlsx").exists()


def test_help(run):
    found = run("operate", "--help")

    assert found.code == 0
    assert "--template day.csv" in found.out
