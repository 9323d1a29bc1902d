"""What coalitions of firms gain: by hand, and against designs of parks that have only what they can build."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.studies.core import least_core_of
from sidestream.studies.game import Game
from sidestream.studies.one_design import design_network
from sidestream.studies.options import Options
from sidestream.studies.sharing_rules import least_core

EXACT = Options(gap=0.0)


def rivals(**more):
    """One plant with 10 t to give; two mills want them: one saves 100, the other 60, each by a pipe that costs 20."""
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "north", "south"),
        "Commodities": [commodity("clay")],
        "Supplies": [supply("plant", "clay", 10)],
        "Demands": [demand("north", "clay", 10, 10), demand("south", "clay", 10, 6)],
        "Pipelines": [pipe("plant", "north", "clay", yearly_cost=20), pipe("plant", "south", "clay", yearly_cost=20)],
        **more,
    }


def of(sheets):
    game = Game.of(make_park(**sheets), EXACT, math.inf)
    low, high = game.values()
    assert low == pytest.approx(high)
    return {
        frozenset(name for bit, name in enumerate(game.names) if number >> bit & 1): value
        for number, value in enumerate(low)
    }


def test_rivals_by_hand():
    # With the plant the one mill gains 80 or the other 40; all three: the one that gains more takes all.
    v = of(rivals())

    assert v[frozenset()] == 0
    assert [v[frozenset([one])] for one in ("plant", "north", "south")] == [0, 0, 0]
    assert v[frozenset(["north", "south"])] == 0
    assert v[frozenset(["plant", "north"])] == pytest.approx(80)
    assert v[frozenset(["plant", "south"])] == pytest.approx(40)
    assert v[frozenset(["plant", "north", "south"])] == pytest.approx(80)


def test_who_pays_has_to_agree():
    pipes = [pipe("plant", "north", "clay", yearly_cost=20, payer="south")]
    v = of(rivals(Pipelines=pipes))

    assert v[frozenset(["plant", "north"])] == 0
    assert v[frozenset(["plant", "north", "south"])] == pytest.approx(80)


def test_what_goes_to_others_today_goes_on():
    # 4 t go south today, who is no player: the plant has 6 t to give to the north, which save 60 less 20 for the pipe.
    pipes = [
        pipe("plant", "north", "clay", yearly_cost=20),
        pipe("plant", "south", "clay", "existing", yearly_cost=None, capacity=4, capacity_unit="t/a"),
    ]
    v = of(rivals(Pipelines=pipes))

    assert set(v) == {frozenset(some) for count in range(3) for some in combinations(["plant", "north"], count)}
    assert v[frozenset(["plant", "north"])] == pytest.approx(40)


def test_two_sites_of_one_company_are_one_player():
    firms = sites("plant", "north", "south")
    for row in firms[:2]:
        row["company"] = "Works"
    v = of(rivals(Participants=firms))

    assert set(v) == {frozenset(some) for count in range(3) for some in combinations(["Works", "south"], count)}
    assert v[frozenset(["Works"])] == pytest.approx(80)


def test_a_limit_of_the_whole_park_binds_no_coalition():
    limit = {"on": "investment", "most": 0, "unit": "EUR", "per": "once"}
    pipes = [pipe("plant", "north", "clay", yearly_cost=None, investment=200, life=10)]
    v = of(rivals(Pipelines=pipes, Limits=[limit]))

    assert v[frozenset(["plant", "north"])] == pytest.approx(80)


def test_nothing_is_required_of_a_coalition():
    pipes = [pipe("plant", "north", "clay", "required", yearly_cost=200)]
    v = of(rivals(Pipelines=pipes))

    assert v[frozenset(["plant", "north"])] == 0


def town(seed):
    """Four firms, two of which have something to give, all of which could be joined."""
    random = np.random.default_rng(seed)
    names = ["a", "b", "c", "d"]
    givers, takers = names[:2], names[1:]
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites(*names),
        "Commodities": [commodity("x"), commodity("y")],
        "Supplies": [
            supply(who, what, float(random.integers(1, 10)), float(random.integers(0, 5)))
            for who in givers
            for what in ("x", "y")
        ],
        "Demands": [
            demand(who, what, float(random.integers(1, 10)), float(random.integers(2, 9)))
            for who in takers
            for what in ("x", "y")
        ],
        "Pipelines": [
            pipe(one, other, what, link=f"{one}{other}{what}", yearly_cost=float(random.integers(0, 25)))
            for one in givers
            for other in takers
            for what in ("x", "y")
            if one != other
        ],
    }


@pytest.mark.parametrize("seed", range(1))
def test_a_coalition_gains_what_a_park_with_its_pipes_alone_does(seed):
    sheets = town(seed)
    game = Game.of(make_park(**sheets), EXACT, math.inf)
    low, high = game.values()

    assert low == pytest.approx(high, abs=1e-6)
    for number in range(0, 1 << len(game.names), 11):
        inside = {name for bit, name in enumerate(game.names) if number >> bit & 1}
        pipes = [row for row in sheets["Pipelines"] if {row["from"], row["to"]} <= inside]
        facts = design_network(make_park(**sheets | {"Pipelines": pipes}), EXACT).facts
        assert low[number] == pytest.approx(facts["cost_today"] - facts["cost"], abs=1e-6)


@pytest.mark.parametrize("sheets", [rivals(), town(0), town(4)])
def test_the_least_core_is_found_without_counting_coalitions_out(sheets):
    game = Game.of(make_park(**sheets), EXACT, math.inf)
    low, _ = game.values()
    _, excess = least_core(low)
    found = least_core_of(game, float(low[-1]), math.inf, np.full(len(game.names), low[-1] / len(game.names)))

    assert found.proven == pytest.approx(excess, abs=1e-3)
    assert found.objection[1] == pytest.approx(excess, abs=1e-3)
    assert found.x.sum() == pytest.approx(low[-1])
