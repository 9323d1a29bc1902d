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
    assert run_sheet(tmp_path / "d.xlsx")["repair 1"] == "Demands: mill, gypsum: quantity = 50 t/a"
    assert short.read_bytes() == before


def test_the_proposed_change_does_as_a_change_of_ones_own(run, short):
    assert run("design", "short.xlsx", "--set", "Demands: mill, gypsum: quantity = 50 t/a").code == 0
    assert run("design", "short.xlsx", "--set", "Demands: mill, gypsum: quantity = 52 t/a").code == 4


def test_where_all_can_be_done_nothing_is_changed(run, park, tmp_path):
    run("design", "park.xlsx", "--relax", "-o", "d.xlsx")
    assert "repair 1" not in run_sheet(tmp_path / "d.xlsx")


@pytest.fixture
def offered(tmp_path):
    """Two sites where all 40 t must be served; nobody has listed a link, so that a truck is offered."""
    sheets = two_sites(pipe_cost=10)
    del sheets["Pipelines"], sheets["PipeSizes"]
    row = {name: cell for name, cell in sheets["Demands"][0].items() if name != "virgin_price"}
    places = [{**site, "x": x, "y": 0} for site, x in zip(sheets["Participants"], (0, 3), strict=True)]
    vehicle = {"vehicle": "tipper", "payload": 25, "km_cost": 1.5, "km_co2": 0.9, "empty_return": 100}
    more = {"Demands": [row | {"if_not_served": "must serve"}], "Participants": places, "Vehicles": [vehicle]}
    return typed(tmp_path / "offered.xlsx", {**sheets, **more})


def test_what_is_forbidden_on_the_way_stays_forbidden(run, offered):
    # Nothing comes, so that the need becomes 0: for a need of nothing the truck would not even be offered.
    link = json.loads(run("design", "offered.xlsx", "--json").out)["sheets"]["Build list"][0]["link"]
    found = run("design", "offered.xlsx", "--relax", "--forbid", link, "-o", "d.xlsx")
    checked = run("verify", "offered.xlsx", "d.xlsx")

    assert "40 t/a -> 0 t/a (mill, gypsum)" in found.err
    assert (found.code, checked.code) == (0, 0), checked.err


def test_a_link_that_is_no_longer_offered_can_be_forbidden(run, offered):
    link = json.loads(run("design", "offered.xlsx", "--json").out)["sheets"]["Build list"][0]["link"]
    nothing = ("--set", "Demands: mill, gypsum: quantity = 0 t/a")
    found = run("design", "offered.xlsx", *nothing, "--forbid", link, "-o", "d.xlsx")

    assert found.code == 0
    assert f"the link '{link}' is not offered with the other changes: there is nothing to forbid" in found.err
    assert run("verify", "offered.xlsx", "d.xlsx").code == 0
    assert run("design", "offered.xlsx", *nothing, "--forbid", f"{link}s").code == 2
