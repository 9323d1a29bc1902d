"""Another solver of Pyomo's finds what ours finds, stops when it must, and is missed in plain words."""

import math
import time

import pytest

from hard import hard_park
from park_from import make_park
from parks import SAMPLE, SOLVED
from sidestream.algebra.matrices import hand_over
from sidestream.errors import InfeasibleError, NoDesignInTime, UsageError
from sidestream.formulation.programme import write
from sidestream.solver import other
from sidestream.solver.highs import Answer, solve
from sidestream.solver.other import solve_with
from sidestream.studies import one_design
from sidestream.studies.one_design import Options, design_network

APPSI = Options(gap=0.0, solver="appsi_highs")


@pytest.mark.parametrize("name", SAMPLE)
def test_the_objective_is_the_same(name):
    draft = write(make_park(**SOLVED[name].sheets()))
    ours = solve(hand_over(draft.model))
    theirs = solve_with(draft.model, "appsi_highs", None)

    assert theirs.status == ours.status
    assert theirs.objective == pytest.approx(ours.objective)
    if ours.values is not None:
        assert theirs.bound == pytest.approx(ours.bound)
        assert len(theirs.values) == len(ours.values)


@pytest.mark.parametrize("name", ["sizes_trench_upkeep_and_pumping", "trucks_by_weight_and_by_room", "steiner_tree"])
def test_a_whole_design_is_the_same(name):
    design = design_network(make_park(**SOLVED[name].sheets()), APPSI)

    assert design.facts["cost"] == pytest.approx(SOLVED[name].design)
    assert set(design["Build list"].query("status == 'built'")["link"]) == SOLVED[name].built
    assert "appsi_highs" in list(design["Run"]["value"])


def test_infeasible_is_explained_as_ever():
    with pytest.raises(InfeasibleError, match="mill is short of 40 t of steam in year"):
        design_network(make_park(**SOLVED["must_that_cannot"].sheets()), APPSI)


def test_a_solver_that_is_not_there():
    with pytest.raises(UsageError, match="Pyomo finds no solver called 'nonesuch' here"):
        design_network(make_park(**SOLVED["units"].sheets()), Options(solver="nonesuch"))


def test_its_time_limit_is_kept_and_what_it_found_is_given():
    began = time.monotonic()
    design = design_network(make_park(**hard_park()), Options(gap=0.0, solver="appsi_highs", time_limit=3))

    assert time.monotonic() - began < 15
    assert not design.facts["enough"]
    assert 0 < design.facts["bound"] < design.facts["cost"] < design.facts["cost_today"]


def test_a_gap_of_the_cost_is_passed_on(monkeypatch):
    """Today's park cannot do it, so there is no saving: the gap is of the cost."""
    gaps = []

    def note(model, name, seconds, gap_of_cost=0.0):
        gaps.append(gap_of_cost)
        return solve_with(model, name, seconds, gap_of_cost)

    monkeypatch.setattr(other, "solve_with", note)
    design_network(make_park(**SOLVED["steiner_tree"].sheets()), Options(gap=0.2, solver="appsi_highs"))
    design_network(make_park(**SOLVED["units"].sheets()), Options(gap=0.2, solver="appsi_highs"))

    assert gaps == [0.2, 0.0]  # a share of the saving cannot be told: on to the end


def test_no_answer_in_time(monkeypatch):
    monkeypatch.setattr(other, "solve_with", lambda *_: Answer("nothing"))
    with pytest.raises(NoDesignInTime):
        design_network(make_park(**SOLVED["units"].sheets()), APPSI)


@pytest.mark.parametrize(("status", "gap"), [("optimal", 0.0), ("stopped", None)])
def test_a_solver_that_states_no_bound(monkeypatch, status, gap):
    """Optimal is taken at its word; stopped, the linear relaxation bounds what it found."""
    park = make_park(**SOLVED["two_commodities_four_nodes"].sheets())

    def silent(model, name, seconds, gap_of_cost=0.0):
        answer = solve_with(model, name, seconds, gap_of_cost)
        answer.status, answer.bound = status, -math.inf
        return answer

    monkeypatch.setattr(other, "solve_with", silent)
    design = design_network(park, APPSI)
    relaxed = solve(hand_over(write(park).model).relaxed()).objective

    assert design.facts["cost"] == pytest.approx(87)
    assert design.facts["bound"] == pytest.approx(87 if gap == 0.0 else relaxed)
    assert one_design.design_network is design_network


def test_a_free_link_through_which_nothing_can_flow_is_no_trouble():
    sheets = SOLVED["pipe_that_pays"].sheets()
    giver, taker = (row["participant"] for row in sheets["Participants"][:2])
    free = {"from": taker, "to": giver, "link": "idle", "status": "optional", "unit_cost": 1}
    sheets["Pipelines"].append({**free, "commodity": sheets["Commodities"][0]["commodity"]})
    park = make_park(**sheets)

    found = design_network(park, Options(gap=0.0, solver="appsi_highs"))

    assert found.facts["cost"] == pytest.approx(SOLVED["pipe_that_pays"].design)
