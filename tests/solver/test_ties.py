"""Of equally cheap designs the one with least CO2, that moves least, builds least, and whose links come first by name."""

import math
import time

import numpy as np
import pytest

from park_from import make_park
from parks import commodity, demand, pipe, sites, supply
from problems import problem
from sidestream.solver.highs import Watch
from sidestream.solver.ties import least_of_equals
from sidestream.studies.one_design import Options, design_network

A, B, LAY_A, LAY_B = range(4)


def built(**sheets):
    return set(design_network(make_park(Settings={"discount_rate": 0}, **sheets), Options(gap=0))["Build list"]["link"])


def two_plants(**north):
    """Steam for a mill from either of two plants, by pipes of 100 EUR a year each; those of the north first."""
    pipes = [pipe(name, "mill", "steam", link=name, yearly_cost=100) for name in ("north", "south")]
    pipes[0] |= north
    return {
        "Participants": sites("north", "south", "mill"),
        "Commodities": [commodity("steam", medium="steam", vanishes="yes")],
        "Supplies": [supply(name, "steam", 50) for name in ("north", "south")],
        "Demands": [demand("mill", "steam", 50, virgin_price=9)],
        "Pipelines": pipes,
    }


@pytest.mark.parametrize(("co2", "expected"), [(2, "south"), (0, "north"), (None, "north")])
def test_least_co2(co2, expected):
    # Either saves 450 - 100 EUR/a. CO2 costs nothing, and that of carrying decides; 1 kg a unit by the south.
    sheets = two_plants(unit_co2=co2)
    sheets["Pipelines"][1]["unit_co2"] = 1

    assert built(**sheets) == {expected}


@pytest.mark.parametrize("first", [0, 1])
def test_the_shorter_chain_moves_less(first):
    # By the hub all 50 t move twice. Either way costs 100 EUR/a.
    ways = [
        [pipe("plant", "mill", "steam", link="straight", yearly_cost=100)],
        [
            pipe("plant", "hub", "steam", link="in", yearly_cost=40, payer="plant"),
            pipe("hub", "mill", "steam", link="out", yearly_cost=60, payer="mill"),
        ],
    ]
    sheets = two_plants() | {"Participants": sites("plant", "mill", junctions="hub")}
    sheets |= {"Supplies": [supply("plant", "steam", 50)], "Pipelines": [*ways[first], *ways[1 - first]]}

    assert built(**sheets) == {"straight"}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_fewest_builds(order):
    # Two pipes for 25 t each at 50 EUR/a, or one for 50 t at 100 EUR/a.
    half = {"capacity": 25, "capacity_unit": "t/a"}
    pipes = [
        pipe("plant", "mill", "steam", link="one", yearly_cost=50, **half),
        pipe("plant", "mill", "steam", link="two", yearly_cost=50, **half),
        pipe("plant", "mill", "steam", link="whole", yearly_cost=100),
    ]
    sheets = two_plants() | {"Participants": sites("plant", "mill"), "Supplies": [supply("plant", "steam", 50)]}

    assert built(**sheets | {"Pipelines": [pipes[place] for place in order]}) == {"whole"}


@pytest.mark.parametrize("status", ["optional", "existing"])
@pytest.mark.parametrize("order", ["abc", "cba", "bca"])
def test_the_first_by_name(order, status):
    # Three pipes alike; an existing one costs its 100 EUR/a used or not.
    sheets = two_plants() | {"Participants": sites("plant", "mill"), "Supplies": [supply("plant", "steam", 50)]}
    sheets["Pipelines"] = [pipe("plant", "mill", "steam", link=name, yearly_cost=100, status=status) for name in order]
    design = design_network(make_park(Settings={"discount_rate": 0}, **sheets), Options(gap=0))
    flows = design["Flows"]

    assert set(flows.loc[(flows["case"] == "design") & (flows["sent"] > 0), "link"]) == {"a"}


# On arrays ----------------------------------------------------------------------------------------------------------


def either(extra=0.0):
    """One unit by a or by b; each costs 10 to lay, b `extra` more."""
    rows = [(1, {A: 1, B: 1}, math.inf), (-math.inf, {A: 1, LAY_A: -1}, 0), (-math.inf, {B: 1, LAY_B: -1}, 0)]
    return problem([0, 0, 10, 10 + extra], rows, whole=[LAY_A, LAY_B], upper=1)


BY_A, BY_B = np.array([1.0, 0, 1, 0]), np.array([0.0, 1, 0, 1])
LIKES_B = np.array([1.0, 0, 0, 0])


def test_another_is_taken_where_it_costs_the_same():
    assert least_of_equals(either(), BY_A, [LIKES_B], Watch()) == pytest.approx(BY_B)


@pytest.mark.parametrize("extra", [1, 1e-3, 1e-5])
def test_and_not_where_it_costs_more(extra):
    assert least_of_equals(either(extra), BY_A, [LIKES_B], Watch()) == pytest.approx(BY_A)


def test_one_build_is_taken_for_two():
    # A unit by a, or a half by each of b and c; a costs 10 to lay, b and c 5 each.
    b, c, lay_a, lay_b, lay_c = 1, 2, 3, 4, 5
    rows = [(1, {A: 1, b: 1, c: 1}, math.inf)]
    rows += [
        (-math.inf, {flow: 1, lay: -most}, 0) for flow, lay, most in ((A, lay_a, 1), (b, lay_b, 0.5), (c, lay_c, 0.5))
    ]
    two = problem([0, 0, 0, 10, 5, 5], rows, whole=[lay_a, lay_b, lay_c], upper=1)
    builds = np.array([0.0, 0, 0, 1, 1, 1])

    found = least_of_equals(two, np.array([0, 0.5, 0.5, 0, 1, 1]), [builds], Watch())
    assert found == pytest.approx([1, 0, 0, 1, 0, 0])


def test_an_earlier_goal_goes_before_a_later_one():
    assert least_of_equals(either(), BY_A, [1 - LIKES_B, LIKES_B], Watch()) == pytest.approx(BY_A)


def test_without_time_all_stays():
    assert least_of_equals(either(), BY_A, [LIKES_B], Watch(deadline=time.monotonic())) == pytest.approx(BY_A)
    assert least_of_equals(either(), BY_A, [LIKES_B], Watch(wish=lambda: True)) == pytest.approx(BY_A)
