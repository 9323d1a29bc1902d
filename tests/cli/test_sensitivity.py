"""`sensitivity`: as a person meets it."""

from __future__ import annotations

import json
import os
import signal
import zipfile

import pandas as pd
import pytest

from cli.reading import files, posix
from parks.apart import pipes_apart
from sidestream.studies import sensitivity
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows


@pytest.fixture
def one(tmp_path):
    """A pipe for 110 a year, or bought for 100, which could be 80 to 140."""
    rows = typed_rows(pipes_apart([(110, 100, 10_000)]).typed)
    cell = {"sheet": "Demands", "key": "mill, g0", "column": "virgin_price"}
    return write_park(tmp_path / "one.xlsx", rows | {"Ranges": [{**cell, "low": 80, "high": "x1.4"}]})


def test_it_is_printed_and_written(run, one, tmp_path):
    done = run("sensitivity", "one.xlsx", "--samples", 2, "--gap", 0, "--jobs", 1)
    lines = done.out.splitlines()
    sheets = pd.read_excel(tmp_path / "one-sensitivity.xlsx", sheet_name=None, engine="openpyxl")
    run_sheet = sheets["Run"].set_index("item")["value"]

    assert done.code == 0
    assert lines[0] == "first design: 100 EUR/a, saves 0 EUR/a; 1 ranges"
    assert lines[3].split() == ["0", "30", "30", "Demands:", "mill,", "g0:", "virgin_price", "=", "140"]
    assert "pipe g0 goes in with Demands: mill, g0: virgin_price = 140" in lines
    assert lines[-1] == "wrote one-sensitivity.xlsx"
    assert list(sheets) == ["Tornado", "Samples", "Sensitivity", "Links in samples", "Run"]
    assert list(sheets["Samples"])[-1] == "Demands: mill, g0: virgin_price"
    assert (run_sheet["samples asked for"], run_sheet["distribution"]) == ("2", "uniform")
    assert run_sheet["seed"].startswith("1 ")
    assert files(tmp_path) == ["one-sensitivity.xlsx", "one.xlsx"]

    with zipfile.ZipFile(tmp_path / "one-sensitivity.xlsx") as book:
        drawing = book.read("xl/drawings/drawing1.xml").decode()
    assert "2 ends of ranges, widest first" in drawing
    assert "virgin_price = 140" in drawing


def test_as_json(run, one):
    told = json.loads(run("sensitivity", "one.xlsx", "--samples", 0, "--gap", 0, "--json", "--jobs", 1).out)

    assert told["schema"] == "sidestream.sensitivity/1"
    assert [row["regret"] for row in told["sheets"]["Tornado"]] == pytest.approx([0, 30])
    assert told["units"]["Tornado"]["regret"] == "EUR/a"


def test_without_ranges_it_says_what_to_do(run, three):
    done = run("sensitivity", "three.xlsx")

    assert (done.code, done.out) == (2, "")
    assert "no rows in the sheet Ranges" in done.err
    assert "sidestream template --with ranges" in done.err
    assert "--all 20" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--all", 0], "--all"),
        (["--top", 3], "--top is of --all"),
        (["--distribution", "normal"], "'uniform', 'triangular'"),
        (["--samples", -1], "--samples"),
        (["--set", "Settings: objective = co2"], "objective = cost"),
    ],
)
def test_nonsense_is_refused(run, one, words, said):
    done = run("sensitivity", "one.xlsx", *words)

    assert done.code == 2
    assert said in done.err


def test_a_range_that_cannot_be_is_named_with_its_cell(run, one, tmp_path):
    rows = typed_rows(pipes_apart([(110, 100, 10_000)]).typed)
    cell = {"sheet": "Demands", "key": "mill, g9", "column": "virgin_price", "low": 80, "high": 70}
    write_park(tmp_path / "wrong.xlsx", rows | {"Ranges": [cell]})
    done = run("sensitivity", "wrong.xlsx")

    assert done.code == 3
    assert "Ranges!B2" in done.err


@posix
def test_ctrl_c_gives_what_was_done_by_then(run, one, tmp_path, monkeypatch):
    look, done = sensitivity.examine, []

    def hit(*words):
        done.append(look(*words))
        if len(done) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return done[-1]

    monkeypatch.setattr(sensitivity, "examine", hit)
    stopped = run("sensitivity", "one.xlsx", "--samples", 5, "--gap", 0, "--jobs", 1)

    assert stopped.code == 5
    assert len(done) == 2
    assert "virgin_price = 140" in stopped.out
    assert "ends or samples are missing" in stopped.err
    assert files(tmp_path) == ["one-sensitivity.xlsx", "one.xlsx"]
