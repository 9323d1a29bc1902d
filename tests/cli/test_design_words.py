"""`design`: what is said, and where."""

from __future__ import annotations

import json
import re

import pytest

from cli.reading import files, run_sheet
from parks import two_sites
from sidestream.studies import finding, one_design
from typed import typed


def test_json_alone_prints_json_and_writes_nothing(run, park):
    found = run("design", "park.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == 0
    assert told["schema"] == "sidestream.design/1"
    assert told["facts"]["cost"] == pytest.approx(2_300)
    assert [row["link"] for row in told["sheets"]["Build list"]] == ["plant-mill"]
    assert files(park.parent) == ["park.xlsx"]
    assert "searching" in found.err


def test_json_beside_a_file(run, park):
    found = run("design", "park.xlsx", "--json", "-o", "design.xlsx")

    assert json.loads(found.out)["facts"]["cost"] == pytest.approx(2_300)
    assert files(park.parent) == ["design.xlsx", "park.xlsx"]


def test_json_that_cannot_be_written_beside_is_one_answer(run, park, monkeypatch):
    from sidestream.errors import OutputError
    from sidestream.workbook import writing

    def full(*_: object) -> None:
        raise OutputError("the disk is full")

    monkeypatch.setattr(writing, "write_design", full)
    found = run("design", "park.xlsx", "--json", "-o", "design.xlsx")

    assert found.code == 10
    assert json.loads(found.out)["error"] == "the disk is full"


def test_quiet_is_quiet(run, park):
    found = run("design", "park.xlsx", "--quiet")

    assert found.code == 0
    assert found.err == ""
    assert "wrote" in found.out


def test_another_currency_is_said(run, tmp_path):
    typed(tmp_path / "park.xlsx", two_sites(10) | {"Settings": {"discount_rate": 0, "currency": "SEK"}})

    assert re.search(r"total cost .* SEK/a", run("design", "park.xlsx").out)


def test_another_solver(run, park):
    assert run("design", "park.xlsx", "--solver", "appsi_highs").code == 0
    assert run_sheet(park.parent / "park-design.xlsx")["solver"] == "appsi_highs"


def test_what_is_asked_stands_in_the_run_sheet_and_settings_are_the_default(run, tmp_path):
    typed(tmp_path / "park.xlsx", two_sites(10) | {"Settings": {"discount_rate": 0, "gap": 2, "time_limit": 90}})
    run("design", "park.xlsx", "--jobs", "1")
    found = run_sheet(tmp_path / "park-design.xlsx")
    assert (found["gap asked for [%]"], found["time limit [s]"], found["jobs"]) == ("2", "90", "1")

    run("design", "park.xlsx", "--gap", "3", "--time-limit", "80")
    found = run_sheet(tmp_path / "park-design.xlsx")
    assert (found["gap asked for [%]"], found["time limit [s]"]) == ("3", "80")


def test_a_fault_of_ours_is_said_to_be_one(run, park, monkeypatch):
    monkeypatch.setattr(one_design, "design_network", lambda *_: 1 / 0)
    found = run("design", "park.xlsx")

    assert found.code == 7
    assert "ZeroDivisionError" in found.err
    assert "this is a fault of sidestream, not of your workbook" in found.err


def test_an_error_of_the_solver(run, park, monkeypatch):
    from sidestream.solver.highs import Answer

    monkeypatch.setattr(finding, "settle", lambda *_: Answer("infeasible"))
    found = run("design", "park.xlsx")

    assert found.code == 7
    assert "did not survive" in found.err
    assert "Traceback" not in found.err


def test_what_makes_a_search_quicker_can_be_left_out(run, park):
    """Every aid can be named, alone or with others, and the answer is the same; Run says so."""
    from sidestream.studies.options import AIDS

    plain = run("design", "park.xlsx", "-o", "plain.json")
    bare = run("design", "park.xlsx", "-o", "bare.xlsx", *(word for aid in AIDS for word in ("--without", aid)))

    assert plain.code == bare.code == 0
    assert run_sheet(park.parent / "bare.xlsx")["searched without"] == ", ".join(sorted(AIDS))
    assert run("design", "park.xlsx", "--without", "luck").code == 2
