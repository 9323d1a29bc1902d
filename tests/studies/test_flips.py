"""Where the answer flips: worked out by hand, and held against all designs there are."""

from __future__ import annotations

import math
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from park_from import make_park
from parks import two_sites
from parks.apart import THREE, pipes_apart
from parks.rows import commodity, demand, pipe, sites, supply
from parks.turning import greener_and_greenest, small_or_large, two_pipes_of_one_size
from sidestream.algebra.arrays import Matrices
from sidestream.design.study_tables.explained import BUILT, NO_DESIGN, NOT_BUILT, OPEN, SAME
from sidestream.solver.highs import solve
from sidestream.solver.search import Orders
from sidestream.studies.explaining.best import Best
from sidestream.studies.explaining.flips import Turning, rows
from sidestream.studies.explaining.levers import carbon, levers, volumes
from sidestream.studies.explaining.scanned import grid, scanned, verdict
from sidestream.studies.explaining.straight import Goal, Straight
from sidestream.studies.explaining.ways import links_of
from sidestream.studies.explaining.words import flip_sentence
from sidestream.studies.options import Options
from sidestream.studies.prepared import Prepared
from sidestream.studies.standing import Again, Standing

EXACT = Options(gap=0.0)


def turned(park, link, of):
    """Rows of Flips of one lever."""
    best = Best.of(Prepared.of(park, EXACT), math.inf)
    having = best.design if of == "capital cost" else None
    (lever,) = [one for one in levers(park, links_of(park)[link], having) if one.of == of]
    return rows(link, lever, *Turning(best, link, lever, math.inf).stretches(), flip_sentence)


def flips(found):
    return [(row["flip"], row["below"], row["above"]) for row in found]


def test_the_carbon_price_from_which_a_pipe_pays():
    # 110 a year against 100 and 10 t of CO2: as much at 1 EUR/t.
    (row,) = turned(pipes_apart(THREE), "pipe g0", "carbon price")

    assert row["flip"] == pytest.approx(1, rel=1e-6)
    assert (row["below"], row["above"], row["how"]) == (NOT_BUILT, BUILT, "proven")
    assert row["high"] - row["low"] < 1e-3
    assert row["sentence"] == "As long as the carbon price stays below 1 EUR/t (now 0): not built; above: built."


def test_a_pipe_that_pays_at_prices_in_the_middle_only():
    found = turned(greener_and_greenest(), "near", "carbon price")

    assert [row["flip"] for row in found] == pytest.approx([20, 60], rel=1e-6)
    assert [row["above"] for row in found] == [BUILT, NOT_BUILT]
    assert {row["how"] for row in found} == {"proven"}
    assert [row["sentence"] for row in found] == [
        "As long as the carbon price stays below 20 EUR/t (now 0): not built; above: built.",
        "Where the carbon price goes above 60 EUR/t: not built.",
    ]


def test_a_value_of_carbon_that_is_used_is_turned_instead():
    park = greener_and_greenest(carbon_value=30)

    assert carbon(park).what == "carbon_value"
    assert [row["times"] for row in turned(park, "far", "carbon price")] == pytest.approx([2], rel=1e-6)


def test_the_capital_cost_up_to_which_a_pipe_pays():
    # 20,000 EUR over 10 years is 2,000 a year; it spares 2,200: as much at 22,000.
    (row,) = turned(make_park(**two_sites(pipe_cost=10)), "plant-mill", "capital cost")

    assert row["flip"] == pytest.approx(22_000, rel=1e-6)
    assert row["today"] == 20_000
    assert (row["below"], row["above"], row["how"]) == (BUILT, NOT_BUILT, "proven")


def test_only_the_pipe_that_is_asked_about_becomes_dearer():
    # Both are of one size; 'ash' pays up to 15,000, whatever becomes of 'mud', which stays built at 10,000.
    park = two_pipes_of_one_size()
    best = Best.of(Prepared.of(park, EXACT), math.inf)
    (lever,) = [one for one in levers(park, links_of(park)["ash"], best.design) if one.of == "capital cost"]

    flip = [one.last for one in Turning(best, "ash", lever, math.inf).stretches()[0] if one.answer == BUILT]
    assert flip == pytest.approx([15_000], rel=1e-3)
    dearer = Standing.of(lever.turned(park, 20_000), Orders(gap=0))
    assert (dearer.has("ash"), dearer.has("mud"), dearer.cost) == (False, True, pytest.approx(1_500 + 1_000))


def test_a_pipe_that_pays_for_volumes_in_the_middle_and_beside_a_larger_one():
    found = turned(small_or_large(), "small", "supply")

    exact = [30, 110, 230]
    assert [row["flip"] for row in found] == pytest.approx(exact, rel=1e-3)
    assert all(row["low"] <= flip <= row["high"] for row, flip in zip(found, exact, strict=True))
    assert all(row["high"] - row["low"] <= 1e-3 * row["high"] for row in found)
    assert [row["below"] for row in found] == [NOT_BUILT, BUILT, NOT_BUILT]
    assert found[0]["how"].startswith("seen at points")


def test_a_link_that_goes_both_ways_has_volumes_at_both_ends():
    park = make_park(
        Participants=sites("plant", "mill"),
        Commodities=[commodity("ash"), commodity("lime")],
        Supplies=[supply("plant", "ash", 5), supply("mill", "ash", 7)],
        Demands=[demand("mill", "lime", 9, 1), demand("plant", "ash", 3, 1)],
        Substitutions=[{"by_product": "ash", "need": "lime", "ratio": 0.5}],
        Pipelines=[pipe("plant", "mill", "ash", two_way="yes")],
    )
    found = [(one.of, one.what, one.now) for one in volumes(park, links_of(park)["plant-mill"])]

    assert found == [
        ("supply", "ash at plant", 5),
        ("supply", "ash at mill", 7),
        ("need", "lime at mill", 9),
        ("need", "ash at plant", 3),
    ]


def test_what_stages_change_keeps_its_proportion():
    # The tax is 10, and 30 from the second stage on; the supply 5, and 8 then.
    park = make_park(
        Settings={"discount_rate": 0, "carbon_tax": 10},
        Participants=sites("plant", "mill"),
        Commodities=[commodity("ash")],
        Supplies=[supply("plant", "ash", 5)],
        Demands=[demand("mill", "ash", 9, 1)],
        Pipelines=[pipe("plant", "mill", "ash")],
        Stages=[{"stage": "now", "start_year": 2030, "years": 5}, {"stage": "then", "start_year": 2035, "years": 5}],
        Changes=[
            {"when": "then", "sheet": "Settings", "key": "carbon_tax", "column": "value", "value": 30},
            {"when": "then", "sheet": "Supplies", "key": "plant, ash", "column": "quantity", "value": "8 t/a"},
        ],
    )
    supplied = next(iter(volumes(park, links_of(park)["plant-mill"])))

    assert carbon(park).turned(park, 20)["Changes"]["value"].tolist() == ["60", "8 t/a"]
    turned_up = supplied.turned(park, 10)
    assert turned_up["Changes"]["value"].astype(str).tolist() == ["30", "16 t/a"]
    assert turned_up["Supplies"]["quantity"].tolist() == [10]
    assert [str(change) for change in turned_up.changes] == ["Supplies: plant, ash: quantity = 10 t/a"]


# One of several designs is chosen, each with a cost and a slope; the link is in the first of them.
def choice(designs, having):
    count = len(designs)
    ask = {"asked": 0}
    base, rise = (np.array(side, float) for side in zip(*designs, strict=True))
    problem = Matrices(
        base,
        0.0,
        np.zeros(count),
        np.ones(count),
        np.ones(count, bool),
        np.array([0, count]),
        np.arange(count),
        np.ones(count),
        np.ones(1),
        np.ones(1),
    )

    def answer(problem, _start):
        ask["asked"] += 1
        found = solve(problem)
        return Again("proven", found.objective, found.objective, found.values)

    goal = Goal(problem, base, rise, 0.0, 0.0)
    return Straight(goal, np.arange(having), answer, bool), ask


@pytest.mark.parametrize("seed", range(25))
def test_no_flip_is_missed_where_only_costs_change(seed):
    random = np.random.default_rng(seed)
    designs = [(float(random.integers(0, 100)), float(random.integers(-20, 20))) for _ in range(8)]
    having = 4
    straight, _ = choice(designs, having)
    stretches = straight.stretches(0.0, 50.0)

    def difference(value):
        costs = [base + value * rise for base, rise in designs]
        return min(costs[:having]) - min(costs[having:])

    assert stretches[0].first == 0
    assert stretches[-1].last == 50
    assert all(one.last == after.first for one, after in pairwise(stretches))
    for value in np.linspace(0, 50, 2_001):
        (one, *_) = [stretch for stretch in stretches if stretch.first <= value <= stretch.last]
        if one.answer == BUILT:
            assert difference(value) <= 1e-6
        elif one.answer == NOT_BUILT:
            assert difference(value) >= -1e-6
        elif one.answer == SAME:
            assert difference(value) == pytest.approx(0, abs=1e-6)
        else:
            assert one.answer == ""
            assert one.last - one.first <= 1e-3 * one.last + 1e-6


def test_little_is_asked_where_lines_are_known():
    # Two designs: both sides at both ends, and on both sides of where they cross nothing more.
    straight, ask = choice([(10, 1), (60, 0)], 1)

    assert [one.answer for one in straight.stretches(0.0, 500.0)] == [BUILT, "", NOT_BUILT]
    assert ask["asked"] <= 5


def test_what_is_not_proven_in_time_is_given_up():
    straight, ask = choice([(10, 1), (60, 0)], 1)
    proven_one = straight.ask

    def slow(problem, start):
        again = proven_one(problem, start)
        return Again("stopped", again.cost, again.cost - 1_000, again.values)

    straight.ask = slow

    assert {one.answer for one in straight.stretches(0.0, 500.0)} == {OPEN}
    assert ask["asked"] <= 6


def test_a_side_that_found_nothing_decides_nothing():
    straight, _ = choice([(10, 1), (60, 0)], 1)
    straight.ask = lambda *_: Again("nothing", math.inf, -math.inf, None)

    assert {one.answer for one in straight.stretches(0.0, 500.0)} == {OPEN}


def test_costs_that_change_out_of_proportion_are_not_straight():
    straight, _ = choice([(10, 1), (60, 0)], 1)
    at = [straight.goal.at(value) for value in (0.0, 1.0, 2.0)]
    bent = [at[0], at[2], at[1]]

    assert Goal.of(*at, (0.0, 1.0, 2.0)) is not None
    assert Goal.of(*bent, (0.0, 1.0, 2.0)) is None


def proven(cost):
    return Again("proven", cost, cost, np.zeros(0))


NONE = Again("infeasible", math.inf, math.inf, None)


def test_a_scan_tells_each_flip_between_its_points():
    found = scanned(grid(1.0, 100.0, 10.0), lambda at: (proven((at - 7) * (40 - at)), proven(0.0)), bool)
    joined = [(one.first, one.last) for one in found if not one.answer]

    assert [low <= exact <= high for (low, high), exact in zip(joined, (7, 40), strict=True)] == [True, True]


def test_a_scan_that_is_stopped_says_what_is_open():
    assert {one.answer for one in scanned([1.0, 2.0, 4.0], lambda _: None, bool)} == {OPEN}


@pytest.mark.parametrize(
    ("built", "without", "answer"),
    [
        (proven(1), proven(2), BUILT),
        (proven(2), proven(1), NOT_BUILT),
        (proven(1), proven(1), SAME),
        (NONE, proven(1), NOT_BUILT),
        (proven(1), NONE, BUILT),
        (NONE, NONE, NO_DESIGN),
        (Again("stopped", 2, 0, None), proven(1), OPEN),
    ],
)
def test_what_two_costs_say(built, without, answer):
    assert verdict(built, without) == answer


def test_no_flip_and_what_is_not_decided_are_said():
    lever = SimpleNamespace(of="supply", what="ash at plant", now=2.0, unit="t/a", first=1.0, last=4.0)
    stretches = scanned([1.0, 4.0], lambda _: (proven(1), proven(2)), bool)
    (row,) = rows("pipe", lever, stretches, "seen at points: 2", flip_sentence)
    (left,) = rows("pipe", lever, scanned([1.0, 4.0], lambda _: None, bool), "", flip_sentence)

    assert row["sentence"] == (
        "The supply of ash at plant does not change the answer: built all along from 1 to 4 t/a (now 2)."
    )
    assert left["how"] == OPEN
    assert "was not decided in the time given" in left["sentence"]
