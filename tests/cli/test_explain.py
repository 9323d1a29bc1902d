"""`explain`: as a person meets it."""

from __future__ import annotations

import json
import os
import signal

import pandas as pd
import pytest

from cli.reading import files, posix
from parks import two_sites
from sidestream.studies.explaining import flips, scanned
from typed import typed


@pytest.fixture
def few(monkeypatch):
    """Volumes looked at in three points: enough to see that they are."""
    monkeypatch.setattr(scanned, "POINTS", 2)


def test_all_links_are_explained(run, three, tmp_path):
    done = run("explain", "three.xlsx", "--gap", 0)
    lines = done.out.splitlines()
    sheets = pd.read_excel(tmp_path / "three-explained.xlsx", sheet_name=None, engine="openpyxl")

    assert done.code == 0
    assert lines[0].startswith("pipe g0: Not built. With it the park would pay 10 EUR a year more")
    assert lines[-2] == "left out: flips and values with rebuilding: name links with --link, or ask for --all"
    assert lines[-1] == "wrote three-explained.xlsx"
    assert list(sheets) == ["Links explained", "Flips", "Marginal values", "Values with rebuilding", "Run"]
    assert sheets["Links explained"]["dearer"].tolist() == pytest.approx([10, 30, 5])
    assert files(tmp_path) == ["three-explained.xlsx", "three.xlsx"]


def test_a_link_that_is_named_and_a_letter_about_it(run, three, few, tmp_path):
    done = run("explain", "three.xlsx", "--gap", 0, "--link", "pipe g0", "--page", "letters", "--json")
    told = json.loads(done.out)
    text = (tmp_path / "letters" / "pipe-g0.html").read_text(encoding="utf-8")

    assert done.code == 0
    assert told["schema"] == "sidestream.explained/1"
    assert [(row["of"], row["flip"]) for row in told["sheets"]["Flips"]][:2] == [
        ("carbon price", pytest.approx(1)),
        ("yearly cost", pytest.approx(100)),
    ]
    assert told["units"]["Marginal values"]["value"] == "EUR/unit"
    assert "Why is this pipe not built?" in text
    assert "As long as the carbon price stays below 1 EUR/t (now 0): not built; above: built." in text
    assert files(tmp_path) == ["letters", "three.xlsx"]


def test_all_letters_in_one_file(run, three, tmp_path):
    done = run("explain", "three.xlsx", "--gap", 0, "--page", "why.html")
    text = (tmp_path / "why.html").read_text(encoding="utf-8")

    assert done.code == 0
    assert text.count("<main>") == 3
    assert "wrote why.html" in done.err


def test_letters_of_links_with_names_that_are_no_names_of_files(run, tmp_path):
    sheets = two_sites(pipe_cost=10)
    first = {**sheets["Pipelines"][0], "link": "a/<b>=1+1</b>"}
    sheets["Pipelines"] = [first, {**first, "link": "A:<b>=1+1</b>", "status": "forbidden"}]
    typed(tmp_path / "odd.xlsx", sheets)
    done = run("explain", "odd.xlsx", "--page", "letters", "--quiet")

    assert done.code == 0
    assert files(tmp_path / "letters") == ["A--b--1-1--b-2.html", "a--b--1-1--b.html"]
    assert "<b>" not in (tmp_path / "letters" / "a--b--1-1--b.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--link", "pipe g"], "no link is called 'pipe g' - did you mean"),
        (["--page", "why.pdf"], "'why.pdf' ends in '.pdf'"),
        (["--page", "nowhere/why.html"], "there is no folder"),
        (["--page", "three.xlsx"], "ends in '.xlsx'"),
    ],
)
def test_what_cannot_be_asked_is_said(run, three, words, said):
    done = run("explain", "three.xlsx", *words)

    assert done.code in (2, 10)
    assert said in done.err
    assert done.out == ""


def test_little_time_says_so(run, three):
    assert run("explain", "three.xlsx", "--gap", 0, "--time-limit", 0.001).code in (5, 6)


@posix
def test_ctrl_c_gives_what_was_found_by_then(run, three, few, tmp_path, monkeypatch):
    of_this, asked = flips.Turning.stretches, []

    def hit(turning):
        asked.append(turning)
        if len(asked) == 1:
            os.kill(os.getpid(), signal.SIGINT)
        return of_this(turning)

    monkeypatch.setattr(flips.Turning, "stretches", hit)
    stopped = run("explain", "three.xlsx", "--gap", 0, "--link", "pipe g0")

    assert stopped.code == 5
    assert "stopped before everything was decided" in stopped.err
    assert stopped.out.startswith("pipe g0: Not built. With it the park would pay 10 EUR a year more")
    assert "was not decided in the time given" in stopped.out
    assert files(tmp_path) == ["three-explained.xlsx", "three.xlsx"]
