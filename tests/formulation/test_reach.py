"""Bounds by hand, and: the optimum with and without them is the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from park_from import make_park
from parks import SAMPLE, SOLVED, commodity, demand, pipe, sites, supply
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.parties import Parties
from sidestream.formulation.programme import write
from sidestream.formulation.reach import most_coming
from sidestream.solver.highs import solve
from strategies import parks


def chain(**link):
    """a --> j --> b, with 10 t at a, 6 t needed at b and 3 t at c behind b, who passes on."""
    pipe = {"status": "optional", "commodity": "slag", "capacity": 100, "capacity_unit": "t/a", "payer": "a"}
    return {
        "Participants": [
            {"participant": "a", "kind": "industry"},
            {"participant": "j", "kind": "junction"},
            {"participant": "b", "kind": "utility", "passes_on": "yes"},
            {"participant": "c", "kind": "industry"},
        ],
        "Commodities": [{"commodity": "slag", "unit": "t", "medium": "slurry", "vanishes": "yes"}],
        "Supplies": [{"participant": "a", "commodity": "slag", "quantity": 10, "unit": "t/a", "if_not_taken": "leave"}],
        "Demands": [
            {"participant": who, "commodity": "slag", "quantity": much, "unit": "t/a", "if_not_served": "buy", "virgin_price": 5}
            for who, much in (("b", 6), ("c", 3))
        ],
        "Pipelines": [
            {"from": "a", "to": "j", **pipe},
            {"from": "j", "to": "b", **pipe, **link},
            {"from": "b", "to": "c", **pipe, "loss": 25},
        ],
    }  # fmt: skip


def most(park, origin, destination, loss=0.0):
    draft = write(park)
    numbers = draft.parties.participant([origin]), draft.parties.participant([destination])
    return draft.reach.most(*numbers, np.array([0]), np.array([loss]))[0, 0]


def test_a_bound_follows_junctions_and_losses_to_the_last_need():
    # b takes 6 t and passes 3 / 0.75 = 4 t on to c: 10 t in the worst case for each, (6 + 3) / 0.75 = 12 as one bound.
    park = make_park(**chain())

    assert most(park, "b", "c", 0.25) == pytest.approx(3 / 0.75)
    assert most(park, "j", "b") == pytest.approx(10)  # no more than a has
    assert most(park, "a", "j") == pytest.approx(10)


def test_what_is_lost_on_the_way_counts_to_the_bound():
    # a has 10 t; 12 t could be absorbed behind j; a link that loses half could use 24 t.
    draft = write(make_park(**chain()))
    j = draft.parties.participant(["j"])

    assert draft.reach.absorbed[draft.reach._places(j, np.array([0]))][0, 0] == pytest.approx((6 + 3) / 0.75)


def test_in_a_circle_a_supply_counts_once():
    park = make_park(**chain(two_way="yes"))

    assert most(park, "b", "j") == pytest.approx(10)
    assert most(park, "j", "b") == pytest.approx(10)


def test_a_circle_that_must_run_may_carry_its_least_flow_besides():
    # a tenth of 100 t/a, both ways: (10 + 2 * 10) t
    park = make_park(**chain(two_way="yes", least_flow=10))

    assert most(park, "j", "b") == pytest.approx(30)


def test_a_leaky_circle_may_lose_all_that_comes():
    # two ways that lose a fifth each: 10 t * (1 + 2 / 0.2)
    park = make_park(**chain(two_way="yes", loss=20))

    assert most(park, "j", "b") == pytest.approx(110)


def test_heat_is_sent_round_where_that_is_cheaper_than_disposal():
    # 10 MWh that cost 5 each to dispose of; j and b lose a fifth of what goes between them: all 10 are lost for nothing.
    # After n rounds 10 * 0.8^n are left, so in the end 10 / 0.2 = 50 MWh have gone through the pipe, at 0.1 EUR each.
    sheets = chain(two_way="yes", loss=20, unit_cost=0.1)
    sheets["Supplies"][0] |= {"if_not_taken": "dispose", "disposal_cost": 5}
    for row in sheets["Demands"]:
        row["quantity"] = 0

    assert optimum(make_park(**sheets), tight=True).objective == pytest.approx(0.1 * 50)

    sheets["Participants"].append({"participant": "gate", "kind": "junction"})
    sheets["Pipelines"][0]["to"] = "gate"
    sheets["Pipelines"].append({**sheets["Pipelines"][0], "from": "gate", "to": "j"})
    assert optimum(make_park(**sheets), tight=True).objective == pytest.approx(0.1 * 50)


def optimum(park, *, tight):
    return solve(hand_over(write(park, tight=tight).model))


@pytest.mark.parametrize("name", SAMPLE)
def test_tight_coupling_changes_no_optimum_of_a_solved_park(name):
    park = make_park(**SOLVED[name].sheets())
    tight, loose = optimum(park, tight=True), optimum(park, tight=False)

    assert tight.status == loose.status
    assert tight.objective == pytest.approx(loose.objective, rel=1e-6)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(parks())
def test_tight_coupling_changes_no_optimum(park):
    tight, loose = optimum(park, tight=True), optimum(park, tight=False)

    assert tight.status == loose.status
    assert tight.objective == pytest.approx(loose.objective, rel=1e-6, abs=1e-6)


def test_coupling_changes_no_optimum_where_room_limits_some_of_what_a_truck_carries():
    # Foam takes 4 m3/t of a vehicle's 30 m3; slag has no volume, so it has no content in that limit.
    sheets = {
        "Participants": [{"participant": who, "kind": "industry", "x": x, "y": 0} for who, x in (("a", 0), ("b", 2))],
        "Commodities": [
            {"commodity": "slag", "unit": "t", "medium": "solid"},
            {"commodity": "foam", "unit": "t", "medium": "solid", "volume": 4},
        ],
        "Supplies": [
            {"participant": "a", "commodity": what, "quantity": 4000, "unit": "t/a", "if_not_taken": "leave"}
            for what in ("slag", "foam")
        ],
        "Demands": [
            {"participant": "b", "commodity": what, "quantity": 4000, "unit": "t/a", "virgin_price": 50}
            for what in ("slag", "foam")
        ],
        "TruckRoutes": [
            {"from": "a", "to": "b", "status": "optional", "vehicle": "v", "most_loads": 3, "yearly_cost": 20}
        ],
        "Vehicles": [{"vehicle": "v", "payload": 20, "volume": 30, "km_cost": 2, "km_co2": 1, "empty_return": 100}],
    }
    park = make_park(**sheets)
    tight, loose = optimum(park, tight=True), optimum(park, tight=False)

    assert tight.objective == pytest.approx(loose.objective)
    # 3 loads a week, 3 / 168 * 8,760 h = 156.4 a year, of 20 t of slag each: 3,128.6 t at 50 less 8 / 20 EUR a tonne
    assert tight.objective == pytest.approx(400_000 + 20 - 3 / 168 * 8760 * (20 * 50 - 8))


def test_what_can_come_counts_each_supply_once_and_passes_nobody_who_keeps_it():
    # 60 t by the hub and straight are 60 t; 5 t come from next door, which keeps the 100 t of who is behind it; 7 t own.
    park = make_park(
        Participants=sites("plant", "mill", "next", "behind", junctions="hub"),
        Commodities=[commodity("ash")],
        Supplies=[
            supply(who, "ash", quantity) for who, quantity in (("plant", 60), ("next", 5), ("behind", 100), ("mill", 7))
        ],
        Demands=[demand("mill", "ash", 200, virgin_price=1)],
        Pipelines=[
            pipe("plant", "mill", "ash"),
            pipe("plant", "hub", "ash", payer="plant"),
            pipe("hub", "mill", "ash", payer="mill"),
            pipe("next", "mill", "ash"),
            pipe("behind", "next", "ash"),
            pipe("behind", "mill", "ash", "forbidden"),
        ],
    )
    parties = Parties(park)
    who, what = parties.participant(["mill", "hub", "behind"]), parties.commodity(["ash"] * 3)

    assert most_coming(park, parties, write(park).reach, who, what)[:, 0] == pytest.approx([72, 60, 100])
