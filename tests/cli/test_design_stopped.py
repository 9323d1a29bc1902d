"""`design`: stopped before the gap was closed; exit codes 5 and 6."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import click
import pytest

from cli.reading import files, number, run_sheet
from sidestream.cli import shared
from sidestream.cli.progress import ProgressLine


def test_a_time_limit_gives_the_best_so_far(run, hard):
    found = run("design", hard, "--time-limit", "2.5", "--gap", "0")
    sheet = run_sheet(Path("hard-design.xlsx"))

    assert found.code == 5
    assert "stopped before the gap was closed to 0 %: this is the best design so far" in found.err
    assert sheet["status"] == "stopped early"
    assert 0 < float(sheet["best proven cost [EUR/a]"]) < float(sheet["total cost [EUR/a]"]) < 43_257
    assert run("verify", hard, "hard-design.xlsx").code == 0


def test_stopped_with_json_is_still_json(run, hard):
    found = run("design", hard, "--time-limit", "1.5", "--gap", "0", "--json", "--quiet")

    assert found.code == 5
    assert json.loads(found.out)["facts"]["enough"] is False
    assert found.err.startswith("stopped before")


def test_time_for_nothing(run, hard, tmp_path):
    found = run("design", hard, "--time-limit", "0.001")

    assert found.code == 6
    assert "give it more with --time-limit" in found.err
    assert files(tmp_path) == []


def test_a_wide_gap_is_exit_0(run, hard):
    assert run("design", hard, "--gap", "60").code == 0
    assert float(run_sheet(Path("hard-design.xlsx"))["gap of saving [%]"]) <= 60


def test_the_gap_shown_only_shrinks_and_its_last_line_is_the_run_sheets(run, hard, monkeypatch):
    begin = ProgressLine.__init__

    def often(self: Any, quiet: bool) -> None:
        begin(self, quiet)
        self._every = 0.0

    monkeypatch.setattr(ProgressLine, "__init__", often)
    lines = run("design", hard, "--time-limit", "3", "--gap", "0").err.splitlines()
    shown = [line for line in lines if line.startswith("searching") and "gap" in line]
    sheet = run_sheet(Path("hard-design.xlsx"))
    (last,) = [line for line in lines if line.startswith("best")]

    assert len(shown) > 3
    for word, better in (("best", -1), ("bound", 1), ("gap", -1)):
        told = [better * number(line, word) for line in shown]
        assert told == sorted(told), word
    assert number(last, "best") <= number(shown[-1], "best")
    assert number(last, "bound") >= number(shown[-1], "bound")
    for word, item in (("best", "total cost"), ("bound", "best proven cost"), ("gap", "gap")):
        assert number(last, word) == pytest.approx(float(sheet[f"{item} [EUR/a]"]), abs=0.51)
    of_saving, of_cost = re.findall(r"= ([\d.]+) %", last)
    assert float(of_saving) == pytest.approx(float(sheet["gap of saving [%]"]), rel=1e-3)
    assert float(of_cost) == pytest.approx(float(sheet["gap of cost [%]"]), rel=1e-3)


def test_what_reading_took_and_three_times_as_much_is_left_of_a_time_limit():
    with click.Context(click.Command("design")) as context:
        context.meta[shared.BEGAN] = time.monotonic() - 2

        assert shared._for_the_search(20) == pytest.approx(12, abs=1)
        assert shared._for_the_search(6) == 3  # half of it at the least
