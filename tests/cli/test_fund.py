"""`fund`: what public money brings about, as a person meets it."""

from __future__ import annotations

import json
import os
import signal
import zipfile

import pytest

from cli.reading import cells, files, posix, run_sheet
from parks.funded import FIRMS, Funded, Pipe
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund import study
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows

# Two pipes of 1,000 EUR for 10 years at no interest, 100 EUR/a each, paid by who takes: the mill saves 90 and 5 t, the town 60 and 8 t.
PIPES = [Pipe(f"to {who}", "plant", who, f"{who} heat", 1000, 10, who) for who in ("mill", "town")]
NEEDS = {("mill", "mill heat"): (90.0, 5.0), ("town", "town heat"): (60.0, 8.0)}


@pytest.fixture(autouse=True)
def unread(monkeypatch):
    """Leave the audit away, which takes longer than all else: tests/studies/test_fund.py has it."""
    monkeypatch.setattr(FirmsPark, "read", lambda *_: None)


@pytest.fixture
def two(tmp_path):
    """The two pipes: 100 EUR for the mill's, 400 EUR for the town's."""
    known = Funded(PIPES, ["mill heat", "town heat"], NEEDS, dict.fromkeys(FIRMS, 0.0))
    return write_park(tmp_path / "two.xlsx", typed_rows(known.park().typed))


def test_what_each_link_takes_is_printed_and_written(run, two, tmp_path):
    done = run("fund", "two.xlsx", "--budget", 450, "--rate", 0)
    lines = done.out.splitlines()

    assert done.code == 0
    assert lines[0] == "town (grant): 2 links to pay towards, 0 of them built anyway"
    assert lines[2].split() == ["to", "mill", "no", "100", "100", "5", "2"]
    assert lines[3].split() == ["to", "town", "no", "400", "400", "8", "5"]
    assert "400 EUR for to town spare 8 t/a of CO2, 5 EUR/t (proven)" in lines[-2]
    assert lines[-1] == "wrote two-funding.xlsx"
    curve = cells(tmp_path / "two-funding.xlsx", "Budget curve")
    assert [row["given"] for row in curve] == pytest.approx([0, 100, 400, 500], abs=1e-4)
    assert [row["step_price"] for row in curve][1:] == pytest.approx([2, 10, 2])
    assert [row["within_budget"] for row in curve] == ["yes", "yes", "yes", "no"]
    assert "firms respond together" in run_sheet(tmp_path / "two-funding.xlsx")["how firms respond"]
    assert files(tmp_path) == ["two-funding.xlsx", "two.xlsx"]


def test_the_chart_says_in_words_what_it_shows(run, two, tmp_path):
    run("fund", "two.xlsx", "--rate", 0)
    with zipfile.ZipFile(tmp_path / "two-funding.xlsx") as book:
        drawing = book.read("xl/drawings/drawing1.xml").decode()
        chart = book.read("xl/charts/chart1.xml").decode()

    assert (
        "3 steps from nothing given to 500 EUR given, which spare 13 t/a of CO2; the first step costs 2 EUR/t"
        in drawing
    )
    assert "cost of each tonne of the step [EUR/t]" in chart


def test_as_json(run, two, tmp_path):
    told = json.loads(run("fund", "two.xlsx", "--link", "to mill", "--rate", 0, "--json").out)

    assert told["schema"] == "sidestream.funding/1"
    assert [row["links"] for row in told["sheets"]["Funding by link"]] == ["to mill"]
    assert told["units"]["Funding by link"]["response"] == "EUR"
    assert files(tmp_path) == ["two.xlsx"]


def test_a_loan_is_compared_on_the_terms_that_are_asked_for(run, two, tmp_path):
    run("fund", "two.xlsx", "--loan-rate", 1, "--loan-years", 10)

    # their own money costs them nothing
    assert {row["cheaper"].split(":")[0] for row in cells(tmp_path / "two-funding.xlsx", "Loans")} == {"grant"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--link", "to mil"], "no link is called 'to mil' - did you mean 'to mill'?"),
        (["--loan-rate", 3], "--loan-rate and --loan-years"),
        (["--most-share", 0], "--most-share"),
        (["--budget", "much"], "--budget"),
        (["--rate", 101], "--rate"),
    ],
)
def test_what_cannot_be_asked(run, two, words, said):
    done = run("fund", "two.xlsx", *words)

    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_little_time_says_so(run, two):
    assert run("fund", "two.xlsx", "--time-limit", 0.001).code in (5, 6)


@posix
def test_ctrl_c_gives_what_was_found_by_then(run, two, tmp_path, monkeypatch):
    of_this, done = study._Study._case, []

    def hit(*words):
        found = of_this(*words)
        done.append(found)
        if len(done) == 1:  # a second one would end it at once
            os.kill(os.getpid(), signal.SIGINT)
        return found

    monkeypatch.setattr(study._Study, "_case", hit)
    stopped = run("fund", "two.xlsx", "--rate", 0)

    assert stopped.code == 5
    assert stopped.out.splitlines()[2].split()[:5] == ["to", "mill", "no", "100", "100"]
    assert stopped.out.splitlines()[3].split() == ["to", "town", "no", "not", "decided"]
    assert "stopped before everything was decided" in stopped.err
    assert files(tmp_path) == ["two-funding.xlsx", "two.xlsx"]
