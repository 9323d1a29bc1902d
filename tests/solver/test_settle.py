"""What is reported is a dispatch of true builds, and the same one of equally cheap ones on every machine."""

import math

import numpy as np
import pytest

from park_from import make_park
from parks import commodity, demand, pipe, route, sites, supply, two_sites
from problems import problem
from sidestream.algebra.matrices import hand_over
from sidestream.errors import SolverError
from sidestream.formulation.goals.tie_breakers import tie_breakers
from sidestream.formulation.plan import plan
from sidestream.formulation.programme import write
from sidestream.solver.highs import Answer, Watch
from sidestream.solver.settle import dispatch, settle
from sidestream.studies import finding
from sidestream.studies.one_design import Options, design_network

INFINITY = math.inf
FLOW_A, FLOW_B, LAY_A, LAY_B = range(4)


def two_pipes(most_a=200.0):
    """100 units by pipe a (2 a unit, at most `most_a`) or b (1 a unit); each carries what it is laid for."""
    rows = [
        (100, {FLOW_A: 1, FLOW_B: 1}, INFINITY),
        (-INFINITY, {FLOW_A: 1, LAY_A: -most_a}, 0),
        (-INFINITY, {FLOW_B: 1, LAY_B: -1e7}, 0),
    ]
    return problem([2, 1, 50, 500], rows, whole=[LAY_A, LAY_B], upper=[INFINITY, INFINITY, 1, 1])


# Rounding ------------------------------------------------------------------------------------------------------------


def test_what_leaks_through_a_pipe_that_is_not_laid_goes_another_way():
    # One ten-millionth of b lets 1 unit through; without it all 100 go by a: 200 + 50.
    answer = settle(two_pipes(), np.array([99, 1, 1, 1e-7]))

    assert answer.status == "optimal"
    assert answer.values == pytest.approx([100, 0, 1, 0])
    assert answer.values[FLOW_B] == 0
    assert answer.objective == pytest.approx(250)


def test_what_is_nearly_laid_is_laid():
    answer = settle(two_pipes(), np.array([0, 100, 0, 1 - 1e-7]))

    assert answer.values[LAY_B] == 1
    assert answer.objective == pytest.approx(600)


def test_where_it_can_go_no_other_way_that_is_said():
    # Pipe a takes 99: the last unit stands on a ten-millionth of b.
    assert settle(two_pipes(most_a=99), np.array([99, 1, 1, 1e-7])).status == "infeasible"


def test_a_design_that_does_not_survive_is_an_error(monkeypatch):
    asked = []
    search = finding.search_draft

    def note(draft, problem, orders):
        asked.append(orders.tolerance)
        return search(draft, problem, orders)

    def broken(problem, values, tie_breakers=(), watch=None):
        return Answer("infeasible") if problem.integer.any() else settle(problem, values, tie_breakers, watch)

    monkeypatch.setattr(finding, "search_draft", note)
    monkeypatch.setattr(finding, "settle", broken)
    with pytest.raises(SolverError, match="did not survive being solved again with its builds fixed"):
        design_network(make_park(**two_sites(10)))
    assert asked == [None, 1e-9]  # once more, more exactly


def test_a_second_more_exact_search_may_save_it(monkeypatch):
    tried = []

    def once(problem, values, tie_breakers=(), watch=None):
        tried.append(1)
        return Answer("infeasible") if len(tried) == 1 else settle(problem, values, tie_breakers, watch)

    monkeypatch.setattr(finding, "settle", once)

    assert design_network(make_park(**two_sites(10))).facts["cost"] == pytest.approx(2_300)
    assert len(tried) == 2


# Ties ----------------------------------------------------------------------------------------------------------------


def test_each_tie_breaker_chooses_in_turn_and_costs_nothing():
    # 10 units in all at 1 each, from four: the first two emit nothing, the second and fourth move nothing.
    one = problem([1, 1, 1, 1], [(10, {0: 1, 1: 1, 2: 1, 3: 1}, INFINITY)])
    co2, moved = np.array([0.0, 0, 5, 1]), np.array([3.0, 0, 1, 0])
    answer = dispatch(one, [co2, moved])

    assert answer.objective == pytest.approx(10)
    assert answer.values == pytest.approx([0, 10, 0, 0])
    assert dispatch(one, [moved, co2]).values == pytest.approx([0, 10, 0, 0])


def test_a_tie_breaker_never_costs_money():
    # The clean one is dearer by a millionth.
    one = problem([1, 1 + 1e-6], [(10, {0: 1, 1: 1}, INFINITY)])

    assert dispatch(one, [np.array([1.0, 0.0])]).values == pytest.approx([10, 0])


def test_a_wish_to_stop_keeps_the_cheapest():
    one = problem([1, 1], [(10, {0: 1, 1: 1}, INFINITY)])
    answer = dispatch(one, [np.array([1.0, 0.0])], Watch(wish=lambda: True))

    assert answer.status in ("optimal", "stopped")


def dispatched(sheets):
    """What flows today, by link."""
    flows = design_network(make_park(**sheets))["Flows"].query("case == 'today' and sent > 0")
    return dict(zip(flows["link"], flows["sent"], strict=True))


def test_among_equally_cheap_dispatches_the_one_with_least_co2():
    # Both have 10 t of ash for nothing; making it ready emits 5 kg/t at a and 1 kg/t at b, which nobody pays for.
    sheets = {
        "Participants": sites("a", "b", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [
            supply("a", "ash", 10) | {"provision_co2": 5},
            supply("b", "ash", 10) | {"provision_co2": 1},
        ],
        "Demands": [demand("mill", "ash", 10, virgin_price=50)],
        "Pipelines": [pipe("a", "mill", "ash", "existing"), pipe("b", "mill", "ash", "existing")],
    }

    assert dispatched(sheets) == {"b-mill": pytest.approx(10)}
    sheets["Supplies"].reverse()
    sheets["Pipelines"].reverse()
    assert dispatched(sheets) == {"b-mill": pytest.approx(10)}


def test_among_equally_clean_dispatches_the_one_that_moves_least():
    # Straight or by the hub, neither costs anything: straight moves 10 t once, by the hub twice.
    sheets = {
        "Participants": sites("plant", "mill", junctions="hub"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 10)],
        "Demands": [demand("mill", "ash", 10, virgin_price=50)],
        "Pipelines": [
            pipe("plant", "hub", "ash", "existing", payer="plant"),
            pipe("hub", "mill", "ash", "existing", payer="mill"),
            pipe("plant", "mill", "ash", "existing"),
        ],
    }

    assert dispatched(sheets) == {"plant-mill": pytest.approx(10)}
    sheets["Pipelines"].reverse()
    assert dispatched(sheets) == {"plant-mill": pytest.approx(10)}


def test_co2_comes_before_quantity_moved():
    # By truck 1 kg/km of CO2 straight; the existing pipes by the hub emit nothing and move twice as much.
    sheets = {
        "Participants": sites("plant", "mill", junctions="hub"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 10)],
        "Demands": [demand("mill", "ash", 10, virgin_price=50)],
        "Vehicles": [{"vehicle": "truck", "payload": 10, "km_cost": 0, "km_co2": 1, "empty_return": 0}],
        "TruckRoutes": [route("plant", "mill", status="existing", link="road")],
        "Pipelines": [
            pipe("plant", "hub", "ash", "existing", payer="plant"),
            pipe("hub", "mill", "ash", "existing", payer="mill"),
        ],
    }

    assert dispatched(sheets) == {"plant-hub": pytest.approx(10), "hub-mill": pytest.approx(10)}


# What is free to open ------------------------------------------------------------------------------------------------


def free_pipes():
    """One pipe that is worth its while, and others that cost nothing and bring nothing."""
    sheets = two_sites(10)
    sheets["Participants"] = sites("plant", "mill", "farm", "yard")
    sheets["Pipelines"] += [
        pipe("farm", "yard", "gypsum"),
        pipe("yard", "farm", "gypsum"),
        pipe("mill", "farm", "gypsum"),
    ]
    return sheets


def test_an_unused_link_that_is_free_to_open_is_not_built():
    park = make_park(**free_pipes())
    design = design_network(park)
    assert list(design["Build list"]["link"]) == ["plant-mill"]

    made = plan(park)
    whole = np.flatnonzero(hand_over(made.model).integer)
    values = np.zeros(made.model.width)
    values[whole] = 1.0

    assert not finding.without_unused(made, values)[whole].any()


def test_what_was_asked_for_stays_though_it_is_of_no_use_and_nothing_else_does():
    made = plan(make_park(**free_pipes()))
    whole = np.flatnonzero(hand_over(made.model).integer)
    values = np.zeros(made.model.width)
    values[whole] = 1.0

    left = finding.without_unused(made, values, kept=whole[1:2])
    assert np.flatnonzero(left).tolist() == [whole[1]]


def test_of_two_free_ways_one_is_built():
    # Two free pipes side by side, each of which could bring all: one is enough.
    sheets = two_sites(10)
    sheets["Pipelines"] = [pipe("plant", "mill", "gypsum"), pipe("plant", "mill", "gypsum", link="beside")]

    assert len(design_network(make_park(**sheets))["Build list"]) == 1


def free_ways():
    """Straight or by the hub, all free to open and to use."""
    return {
        "Participants": sites("plant", "mill", junctions="hub"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 10)],
        "Demands": [demand("mill", "ash", 10, virgin_price=50)],
        "Pipelines": [
            pipe("plant", "hub", "ash", payer="plant"),
            pipe("hub", "mill", "ash", payer="mill"),
            pipe("plant", "mill", "ash"),
        ],
    }


@pytest.mark.parametrize("turned", [False, True])
def test_among_equally_cheap_designs_the_one_that_moves_least(turned):
    sheets = free_ways()
    if turned:
        sheets["Pipelines"].reverse()
    design = design_network(make_park(**sheets), Options(gap=0.0))

    assert list(design["Build list"]["link"]) == ["plant-mill"]


def test_tie_breakers_weigh_co2_then_what_is_moved_then_what_is_built_then_names():
    draft = write(make_park(**free_ways()))
    co2, moved, built, names = tie_breakers(draft)

    assert not co2.any()
    assert moved.sum() == 3
    assert built.sum() == len(draft.park["Pipelines"])
    assert sorted(names[moved > 0]) == pytest.approx([1 / 3, 2 / 3, 1])
