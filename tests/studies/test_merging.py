"""A park of fewer commodities has the designs of the whole one, at the same cost."""

import math
import random
import time

import numpy as np
import pytest

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.plan import plan
from sidestream.park.alike import merged
from sidestream.solver.highs import solve
from sidestream.solver.search import Found, Orders, search
from sidestream.studies import merging, pools
from sidestream.studies.merging import search_merged
from sidestream.studies.one_design import design_network
from sidestream.studies.options import Options
from sidestream.studies.pools import search_draft


def network(seed, places=6, ways=14, goods=8):
    """Goods from two places to the others over those who pass on; some must be served, some could be bought."""
    chance = random.Random(seed)
    names = [f"n{place}" for place in range(places)]
    what = [f"g{number}" for number in range(goods)]
    supplies, demands = [], []
    for good in what:
        giver = chance.choice(names[:2])
        taker = chance.choice([name for name in names if name != giver])
        amount = chance.randint(2, 9)
        supplies.append(supply(giver, good, amount, unit="1/period"))
        price = chance.choice([30, 60])
        demands.append(demand(taker, good, amount, virgin_price=price, unit="1/period"))
    ends = chance.sample([(one, other) for one in names for other in names if one != other], ways)
    pipes = [
        pipe(
            one,
            other,
            "; ".join(what),
            capacity=chance.randint(8, 25),
            capacity_unit="1/period",
            yearly_cost=chance.randint(20, 200),
            unit_cost=chance.randint(1, 5),
        )
        for one, other in ends
    ]
    return make_park(
        Settings={"discount_rate": 0},
        Participants=sites(passing_on=" ".join(names)),
        Commodities=[commodity(good, "1", "abstract") for good in what],
        Supplies=supplies,
        Demands=demands,
        Pipelines=pipes,
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_optimum_is_the_same(seed):
    park = network(seed)
    made = plan(park)
    problem = hand_over(made.model)
    orders = Orders(gap=0.0, deadline=time.monotonic() + 60)
    whole, fewer = search_draft(made, problem, orders), search_merged(made, problem, orders)

    assert fewer is not None
    assert fewer.cost == pytest.approx(whole.cost)
    assert fewer.bound == pytest.approx(whole.cost)
    assert problem.holds(fewer.values, 1e-6)
    assert problem.costs(fewer.values) == pytest.approx(fewer.cost)


def test_a_design_of_it_is_one_of_the_whole():
    """The flows of a design are of the goods that were typed, and what is to be served of each is."""
    park = network(1)
    fewer = merged(park)
    design = design_network(park, Options(gap=0.0))

    assert fewer is not None
    assert len(fewer["Commodities"]) < len(park["Commodities"])
    flows = design.tables["Flows"]
    assert set(flows["commodity"]) <= set(park["Commodities"]["commodity"])
    assert len(set(flows["commodity"])) > len(fewer["Commodities"])
    assert design.facts["gap"] == 0.0


def test_prices_of_the_whole_park_guide_the_search_of_the_smaller_one(monkeypatch):
    """Where HiGHS has found no more than the idle answer at first, which is what a large network leaves it."""
    seen = []

    def idle(problem, orders):
        """In the place of the first search; those after it are as ever."""
        monkeypatch.setattr(pools, "search", search)
        whole = np.flatnonzero(problem.integer)
        answer = solve(problem.with_fixed(whole, problem.lower[whole]).relaxed())
        return Found("stopped", answer.values, answer.objective, solve(problem.relaxed()).objective)

    def listening(draft, problem, orders, guide):
        def heard(cost):
            seen[:] = [problem, cost, guide(cost)]
            return seen[2]

        return search_draft(draft, problem, orders, heard)

    made = plan(network(1))
    problem = hand_over(made.model)
    orders = Orders(gap=0.0, deadline=time.monotonic() + 20)
    best = search_draft(made, problem, orders)
    monkeypatch.setattr(pools, "BEGIN", 0.1)
    monkeypatch.setattr(pools, "search", idle)
    monkeypatch.setattr(merging, "search_draft", listening)
    found = search_merged(made, problem, orders)
    smaller, cost, guided = seen

    assert found.status == "proven"
    assert found.cost == pytest.approx(best.cost)
    assert solve(smaller.relaxed()).objective < guided.bound <= best.cost < cost
    # each price stands by the build of the smaller problem that is the same: they cost the same, one by one
    whole = np.flatnonzero(problem.integer)
    assert smaller.integer[guided.builds].all()
    assert smaller.cost[guided.builds] == pytest.approx(problem.cost[whole])
    # what the best design has is built by and large, more than what it has not
    part = guided.lifted(smaller).lifted.values[guided.builds]
    built = best.values[whole] > 0.5
    assert np.all((part >= 0) & (part <= 1))
    assert part[built].mean() > part[~built].mean()


def test_without_merging_nothing_is_merged(monkeypatch):
    monkeypatch.setattr(merging, "merged", None)
    design = design_network(network(2), Options(gap=0.0, without=frozenset({"merging"})))

    assert math.isfinite(design.facts["cost"])
