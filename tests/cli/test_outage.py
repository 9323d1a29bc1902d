"""`outage`: as a person meets it."""

from __future__ import annotations

import json
import os
import signal

import pandas as pd
import pytest

from cli.reading import files, posix
from park_from import make_park
from parks.outages import plant_and_two_mills, sources_of_a_mill
from sidestream.studies import outage
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows


@pytest.fixture
def mills(tmp_path):
    return write_park(tmp_path / "mills.xlsx", typed_rows(make_park(**plant_and_two_mills(a={"backup": 50})).typed))


def test_outages_are_printed_and_written(run, mills, tmp_path):
    done = run("outage", "mills.xlsx", "--for-good", "--only", "plant", "--only", "pipe b", "--gap", 0)
    lines = done.out.splitlines()
    sheets = pd.read_excel(tmp_path / "mills-outages.xlsx", sheet_name=None, engine="openpyxl")

    assert done.code == 0
    assert lines[0] == "52.14 weeks without"
    assert lines[2].split() == ["plant", "2,700", "0", "1", "mill", "a:", "30", "t", "of", "ash"]
    assert lines[3].split() == ["pipe", "b", "1,600", "0", "0", "mill", "b"]
    assert lines[-1] == "wrote mills-outages.xlsx"
    assert list(sheets) == ["Outages", "Hit by outages", "Unmet in outages", "Assumptions", "Run"]
    assert sheets["Assumptions"]["place"].tolist()[-1] == "Demands: backup"
    assert files(tmp_path) == ["mills-outages.xlsx", "mills.xlsx"]


def test_insured_as_json(run, tmp_path):
    sheets = sources_of_a_mill([(100, 1_000), (100, 1_500)], 100, 50, 0, 1_000)
    write_park(tmp_path / "mill.xlsx", typed_rows(make_park(**sheets).typed))
    told = json.loads(
        run(
            "outage", "mill.xlsx", "--for-good", "--insure", "--chance", 2, "--only", "plant 0", "--gap", 0, "--json"
        ).out
    )

    assert told["schema"] == "sidestream.outages/1"
    # who loses plant 0 alone does better to rely on plant 1 from the start: 1,500 for its pipe instead of 1,000
    assert told["sheets"]["Insured design"][0]["more"] == pytest.approx(500)
    assert told["facts"]["chance"] == 0.02


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "outage_weeks"),
        (["--weeks", 4, "--for-good"], "leave one of them away"),
        (["--weeks", 0], "--weeks"),
        (["--weeks", 4, "--insure"], "--chance"),
        (["--weeks", 4, "--chance", 2], "--insure"),
        (["--weeks", 4, "--only", "plnt"], "did you mean 'plant'"),
        (["--weeks", 4, "--set", "Settings: objective = co2"], "objective = cost"),
    ],
)
def test_nonsense_is_refused(run, mills, words, said):
    done = run("outage", "mills.xlsx", *words)

    assert done.code == 2
    assert said in done.err


@posix
def test_ctrl_c_gives_the_losses_worked_out_by_then(run, mills, monkeypatch, tmp_path):
    of_this, done = outage.outage_of, []

    def hit(*words):
        done.append(of_this(*words))
        if len(done) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return done[-1]

    monkeypatch.setattr(outage, "outage_of", hit)
    stopped = run("outage", "mills.xlsx", "--for-good", "--jobs", 1, "--gap", 0)
    frame = pd.read_excel(tmp_path / "mills-outages.xlsx", sheet_name="Outages", engine="openpyxl")

    assert stopped.code == 5
    assert frame["extra_cost"].notna().sum() == 2
    assert frame["note"].tolist()[-1] == "not worked out: the time was over"
