"""`design`: a park that cannot do what it must, and one that cannot today."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cli.reading import cells, files, run_sheet
from parks import SOLVED, demand
from typed import typed


def test_infeasible_says_what_is_short_where_when_and_by_how_much(run, tmp_path):
    typed(tmp_path / "park.xlsx", SOLVED["must_that_cannot"].sheets())
    found = run("design", "park.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == told["exit_code"] == 4
    assert "mill is short of 40 t of steam in year" in found.err
    assert told["shortfalls"] == [
        {"kind": "short", "where": ["mill", "steam", "", "year"], "amount": pytest.approx(40)}
    ]
    assert files(tmp_path) == ["park.xlsx"]


def short_today() -> dict[str, Any]:
    """Eight mills without steam today."""
    sheets = SOLVED["must_that_cannot"].sheets()
    sheets["Supplies"][0]["quantity"] = 1_000
    sheets["Demands"] = [demand("mill", "steam", 100) | {"name": f"boiler {number}"} for number in range(8)]
    return sheets


def test_todays_park_may_be_short_and_its_design_adds_up(run, tmp_path):
    """All that is short today does not fit in a property of a workbook."""
    typed(tmp_path / "park.xlsx", short_today())
    found = run("design", "park.xlsx")
    design = tmp_path / "park-design.xlsx"

    assert found.code == 0
    assert "today's park cannot do all that must be done: " in found.out
    assert all(row["saving"] is None for row in cells(design, "Summary"))
    assert run_sheet(design)["gap of saving [%]"] == "not defined"
    assert sum(item.startswith("today's park cannot") for item in run_sheet(design)) == 8
    assert run("verify", "park.xlsx", "park-design.xlsx").code == 0
