"""`--relax`: a design with the smallest change that lets there be one."""

from __future__ import annotations

import json

import pytest

from cli.reading import run_sheet
from parks import two_sites
from typed import typed


@pytest.fixture
def short(tmp_path):
    """Two sites where 70 t must be served of 50 t there are."""
    sheets = two_sites(pipe_cost=10)
    row = {name: cell for name, cell in sheets["Demands"][0].items() if name != "virgin_price"}
    return typed(
        tmp_path / "short.xlsx", {**sheets, "Demands": [row | {"if_not_served": "must serve", "quantity": 70}]}
    )


def test_without_it_the_change_is_proposed(run, short):
    found = run("design", "short.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == told["exit_code"] == 4
    assert [row["change"] for row in told["repair"]] == ["Demands: mill, gypsum: quantity = 50 t/a"]
    assert [row["place"] for row in told["impossible"]] == ["Demands!C2"]
    assert "70 t/a -> 50 t/a" in found.err


def test_with_it_the_change_is_made_and_told(run, short, tmp_path):
    before = short.read_bytes()
    found = run("design", "short.xlsx", "--relax", "-o", "d.xlsx")
    checked = run("verify", "short.xlsx", "d.xlsx")

    assert (found.code, checked.code) == (0, 0)
    assert "Demands!C2  70 t/a -> 50 t/a (mill, gypsum)" in found.err
    assert run_sheet(tmp_path / "d.xlsx")["change 1"] == "Demands: mill, gypsum: quantity = 50 t/a"
    assert short.read_bytes() == before


def test_the_proposed_change_does_as_a_change_of_ones_own(run, short):
    assert run("design", "short.xlsx", "--set", "Demands: mill, gypsum: quantity = 50 t/a").code == 0
    assert run("design", "short.xlsx", "--set", "Demands: mill, gypsum: quantity = 52 t/a").code == 4


def test_where_all_can_be_done_nothing_is_changed(run, park, tmp_path):
    run("design", "park.xlsx", "--relax", "-o", "d.xlsx")
    assert "change 1" not in run_sheet(tmp_path / "d.xlsx")
