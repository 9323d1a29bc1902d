"""Cost against an impact: fronts worked out by hand, and by trying everything."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from park_from import make_park
from parks import SAMPLE, SOLVED
from parks.apart import THREE, pipes_apart
from sidestream.errors import InfeasibleError, UsageError
from sidestream.studies.one_design import design_network
from sidestream.studies.options import Options
from sidestream.studies.pareto import front

EXACT = Options(gap=0.0)


def every(pipes):
    """All that is not dominated of (cost, t of CO2), the cheapest first: every set of pipes is tried."""
    tried = []
    for count in range(len(pipes) + 1):
        for built in combinations(range(len(pipes)), count):
            cost = sum(one[0] if place in built else one[1] for place, one in enumerate(pipes))
            tried.append((cost, sum(one[2] for place, one in enumerate(pipes) if place not in built) / 1000))
    kept = []
    for cost, caused in sorted(tried):
        if not kept or caused < kept[-1][1] - 1e-12:
            kept.append((cost, caused))
    return kept


def of(found):
    return found["Front"][["cost", "impact"]].to_numpy(float)


def near(points):
    return pytest.approx(np.array(points, float), rel=1e-6, abs=1e-6)


def test_a_front_by_hand():
    # The third pipe pays: 15 bought, 10 laid. The first costs 10 more than to buy and spares 10 t, the second 30 for 15 t, which
    # no mean of its neighbours is as good as: (210, 25), (220, 15), (240, 10), (250, 0).
    found = front(pipes_apart(THREE), EXACT, points=6)
    frame = found["Front"]

    assert of(found) == near([(210, 25), (220, 15), (240, 10), (250, 0)])
    assert frame["price"].tolist()[1:] == pytest.approx([1, 4, 1])
    assert frame["gap"].tolist() == pytest.approx([0] * 4, abs=1e-3)
    assert frame["saving"].tolist() == pytest.approx([5, -5, -25, -35])
    assert frame["less"].tolist() == pytest.approx([0, 10, 15, 25])
    assert frame["enters"].tolist()[1:] == ["pipe g0", "pipe g1", "pipe g0"]
    assert frame["leaves"].tolist()[1:] == ["", "pipe g0", ""]
    assert frame["builds"].tolist() == [1, 2, 2, 3]
    built = found["Built along the front"].set_index("name")
    assert built["points"].to_dict() == {"pipe g2": "1-4", "pipe g0": "2, 4", "pipe g1": "3-4"}
    assert built["share"].to_dict() == pytest.approx({"pipe g2": 1, "pipe g0": 0.5, "pipe g1": 0.5})
    assert found.facts["enough"]


@pytest.mark.parametrize("seed", range(2))
def test_every_point_is_one_of_all_that_are_not_dominated(seed):
    random = np.random.default_rng(seed)
    pipes = [
        (float(random.integers(0, 40)), float(random.integers(0, 30)), float(random.integers(0, 20))) for _ in range(4)
    ]
    known = every(pipes)
    found = of(front(pipes_apart(pipes), EXACT, points=6))

    assert found[[0, -1]] == near([known[0], known[-1]])
    assert all(any(point == near(other) for other in known) for point in found)
    assert len(np.unique(found.round(6), axis=0)) == len(found)
    if len(known) <= 2:
        assert len(found) == len(known)


def test_where_cheapest_is_least_there_is_one_point():
    found = front(pipes_apart([(0, 100, 10)]), EXACT)

    assert of(found) == near([(0, 0)])
    assert "cheapest and least at once" in found["Front"].loc[0, "note"]


def test_what_is_no_impact_is_said():
    with pytest.raises(UsageError, match="--impact takes one of co2"):
        front(pipes_apart(THREE), EXACT, "so2")


def test_another_goal_is_said():
    with pytest.raises(UsageError, match="objective = cost"):
        front(pipes_apart(THREE, objective="co2"), EXACT)


def test_a_limit_holds_all_along():
    # No more than 12 t may be caused: the front begins with the second pipe.
    limit = {"on": "impact", "key": "co2", "most": 12, "unit": "t"}
    found = front(pipes_apart(THREE, [limit]), EXACT, points=6)

    assert of(found) == near([(240, 10), (250, 0)])


@pytest.mark.parametrize("name", SAMPLE[::7])
def test_the_front_of_every_park_begins_with_its_design(name):
    park = make_park(**SOLVED[name].sheets())
    if park.settings.objective != "cost":
        return
    try:
        best = design_network(park, EXACT).facts["cost"]
    except InfeasibleError:
        with pytest.raises(InfeasibleError):
            front(park, EXACT)
        return
    frame = front(park, EXACT, points=4)["Front"]

    assert frame["cost"].iloc[0] == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert frame["cost"].is_monotonic_increasing
    assert (frame["impact"].diff().iloc[1:] < 0).all()
    assert (frame["proven_cost"] <= frame["cost"] + 1e-6).all()
