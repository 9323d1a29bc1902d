"""`pareto`: the front as a person meets it."""

from __future__ import annotations

import json
import os
import signal
import zipfile

import pandas as pd
import pytest

from cli.reading import files
from sidestream.studies import pareto

posix = pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is another signal elsewhere")


def test_the_front_is_printed_and_written(run, three, tmp_path):
    done = run("pareto", "three.xlsx", "--points", 6, "--gap", 0)
    lines = done.out.splitlines()
    sheets = pd.read_excel(tmp_path / "three-front.xlsx", sheet_name=None, engine="openpyxl")

    assert done.code == 0
    assert lines[0].split() == ["point", "cost", "EUR/a", "unproven", "EUR/a", "t/a", "EUR/t", "less", "builds"]
    assert lines[1].split() == ["1", "210", "0", "25", "1"]
    assert lines[3].split() == ["3", "240", "0", "10", "4", "2"]
    assert lines[-1] == "wrote three-front.xlsx"
    assert list(sheets) == ["Front", "Built along the front", "Run"]
    assert sheets["Front"]["impact"].tolist() == pytest.approx([25, 15, 10, 0])
    assert "each proven within the gap" in sheets["Run"]["value"].tolist()
    assert files(tmp_path) == ["three-front.xlsx", "three.xlsx"]


def test_the_chart_says_in_words_what_it_shows(run, three, tmp_path):
    run("pareto", "three.xlsx", "--points", 6, "--gap", 0, "-o", "front.xlsx")
    with zipfile.ZipFile(tmp_path / "front.xlsx") as book:
        drawing = book.read("xl/drawings/drawing1.xml").decode()
        chart = book.read("xl/charts/chart1.xml").decode()

    assert "4 designs from 210 EUR/a with 25 t/a of CO2 to 250 EUR/a with 0 t/a" in drawing
    assert "CO2 [t/a]" in chart
    assert "total cost [EUR/a]" in chart


def test_as_json(run, three, tmp_path):
    told = json.loads(run("pareto", "three.xlsx", "--points", 6, "--gap", 0, "--json").out)

    assert told["schema"] == "sidestream.front/1"
    assert [row["cost"] for row in told["sheets"]["Front"]] == pytest.approx([210, 220, 240, 250])
    assert told["units"]["Front"]["cost"] == "EUR/a"
    assert files(tmp_path) == ["three.xlsx"]


def test_an_impact_that_is_not_known(run, three):
    done = run("pareto", "three.xlsx", "--impact", "noise")

    assert (done.code, done.out) == (2, "")
    assert "there is no impact 'noise'" in done.err


def test_too_few_points(run, three):
    assert run("pareto", "three.xlsx", "--points", 1).code == 2


def test_little_time_says_so(run, three, tmp_path):
    done = run("pareto", "three.xlsx", "--gap", 0, "--time-limit", 0.001)

    assert done.code in (5, 6)


@posix
def test_ctrl_c_gives_the_points_found_by_then(run, three, tmp_path, monkeypatch):
    of_this, done = pareto._Search._point, []

    def hit(*words, **more):
        found = of_this(*words, **more)
        done.append(found)
        if len(done) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return found

    monkeypatch.setattr(pareto._Search, "_point", hit)
    stopped = run("pareto", "three.xlsx", "--gap", 0)

    assert stopped.code == 5
    assert len(done) == 2
    assert [line.split()[1] for line in stopped.out.splitlines()[1:3]] == ["210", "250"]
    assert files(tmp_path) == ["three-front.xlsx", "three.xlsx"]
