"""Pools: published optima, and every share of two streams tried out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from park_from import make_park
from parks import pipe, sites
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.programme import write
from sidestream.solver.search import Orders
from sidestream.studies.pools import held, search_draft

GAP = 0.001


def blending(supplies, demands, values, limits):
    """Two streams a and b that meet in a pool, a third one beside it, and two takers."""
    return {
        "Participants": sites("a", "b", "c", "x", "y", junctions="pool"),
        "Commodities": [{"commodity": "oil", "unit": "t", "medium": "slurry"}],
        "Supplies": [
            {"participant": who, "commodity": "oil", "quantity": 1000, "unit": "t/a", "if_not_taken": "leave", "provision_cost": cost}
            for who, cost in supplies.items()
        ],
        "Demands": [
            {"participant": who, "commodity": "oil", "quantity": much, "unit": "t/a", "if_not_served": "go without", "shortage_cost": price}
            for who, (much, price) in demands.items()
        ],
        "Pipelines": [
            pipe(start, end, "oil", payer=start if end == "pool" else end)
            for start, end in (("a", "pool"), ("b", "pool"), ("pool", "x"), ("pool", "y"), ("c", "x"), ("c", "y"))
        ],
        "Qualities": [
            {"participant": who, "commodity": "oil", "property": "sulphur", "value": value, "mixes": "by quantity"}
            for who, value in values.items()
        ],
        "QualityLimits": [
            {"participant": who, "commodity": "oil", "property": "sulphur", "most": most} for who, most in limits.items()
        ],
    }  # fmt: skip


def searched(sheets):
    draft = write(make_park(**sheets))
    problem = hand_over(draft.model)
    found = search_draft(draft, problem, Orders(gap=GAP))
    true = held(draft, problem, found.values)
    rows = np.bincount(true.row_of_term, true.values * found.values[true.columns], true.shape[0])
    assert np.all(rows <= true.row_upper + 1e-5)
    assert np.all(rows >= true.row_lower - 1e-5)
    return found


@pytest.mark.parametrize(("cost_of_b", "need_of_x", "profit"), [(16, 100, 400), (16, 600, 600), (13, 100, 750)])
def test_the_three_pooling_problems_of_haverly(cost_of_b, need_of_x, profit):
    # C. A. Haverly, Studies of the behaviour of recursion for the pooling problem, ACM SIGMAP Bulletin 25 (1978): sulphur
    # 3, 1 and 2 %, at most 2.5 and 1.5 %, sold at 9 and 15. What is not sold counts as lost: profit = sales - cost.
    found = searched(
        blending(
            {"a": 6, "b": cost_of_b, "c": 10},
            {"x": (need_of_x, 9), "y": (200, 15)},
            {"a": 3, "b": 1, "c": 2},
            {"x": 2.5, "y": 1.5},
        )
    )
    everything = 9 * need_of_x + 15 * 200

    assert everything - found.cost == pytest.approx(profit, abs=0.01)
    assert everything - found.bound <= profit * (1 + GAP) + 0.01


def tried_out(supplies, demands, values, limits, steps=4000):
    """Least cost over all shares of a in the pool, each a linear problem: flows a+b to x and y, c to x and y."""
    best = np.inf
    takers = list(demands)
    for share in np.linspace(0, 1, steps + 1):
        mixed = share * values["a"] + (1 - share) * values["b"]
        pooled_cost = share * supplies["a"] + (1 - share) * supplies["b"]
        cost = [one - demands[who][1] for who in takers for one in (pooled_cost, supplies["c"])]
        rows, sides = [], []
        for place, who in enumerate(takers):
            for terms, side in (
                ((1, 1), demands[who][0]),
                ((mixed - limits[who], values["c"] - limits[who]), 0),
            ):
                row = np.zeros(4)
                row[2 * place : 2 * place + 2] = terms
                rows.append(row)
                sides.append(side)
        rows += [np.array([share, 0, share, 0]), np.array([1 - share, 0, 1 - share, 0]), np.array([0, 1, 0, 1])]
        sides += [1000, 1000, 1000]
        best = min(best, linprog(cost, rows, sides, method="highs").fun)
    return best + sum(much * price for much, price in demands.values())


@pytest.mark.parametrize("seed", range(6))
def test_no_share_of_two_streams_is_cheaper(seed):
    chance = np.random.default_rng(seed)
    supplies = {who: int(chance.integers(2, 12)) for who in "abc"}
    demands = {who: (int(chance.integers(50, 300)), int(chance.integers(8, 20))) for who in "xy"}
    values = {who: int(chance.integers(1, 9)) for who in "abc"}
    limits = {who: float(chance.integers(2, 8)) - 0.5 for who in "xy"}

    found = searched(blending(supplies, demands, values, limits))
    best = tried_out(supplies, demands, values, limits, steps=800)

    assert found.bound <= best + 1e-6
    assert found.cost <= best + GAP * abs(best) + 1e-6
