"""A search ends with the best design, or with the best so far and what is proven of it."""

import math
import time

import numpy as np
import pytest

import workers_that
from hard import hard_park, several_hard_parks
from park_from import make_park
from parks import SAMPLE, SOLVED
from problems import beside, problem
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.programme import write
from sidestream.solver import search as searching
from sidestream.solver import workers
from sidestream.solver.gap import target
from sidestream.solver.highs import Answer, solve
from sidestream.solver.search import Found, Orders, linear_bound, search

INFINITY = math.inf
SMALL = {"sites_": 8, "pipes": 32, "goods": 6}
"""A hard park that takes a fraction of a second."""


def of(sheets):
    return hand_over(write(make_park(**sheets)).model)


@pytest.fixture(scope="module")
def hard():
    """One part that takes minutes."""
    return of(hard_park())


@pytest.fixture(scope="module")
def pair():
    """Two parts that take a fraction of a second each, and what both cost."""
    whole = of(several_hard_parks(2, **SMALL))
    return whole, solve(whole).objective


def limited(seconds, **more):
    return Orders(deadline=time.monotonic() + seconds, **more)


def fits(whole, found: Found) -> bool:
    """Whether an answer keeps every row, and costs what it says."""
    rows = np.bincount(whole.row_of_term, whole.values * found.values[whole.columns], minlength=len(whole.row_lower))
    inside = (rows >= whole.row_lower - 1e-5) & (rows <= whole.row_upper + 1e-5)
    return bool(inside.all()) and math.isclose(float(whole.cost @ found.values) + whole.constant, found.cost)


# Proven --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in SAMPLE if SOLVED[name].design is not None])
def test_small_parks_are_proven(name):
    found = search(of(SOLVED[name].sheets()), Orders(gap=0.0))

    assert found.status == "proven"
    assert found.cost == pytest.approx(SOLVED[name].design)
    assert found.bound == pytest.approx(SOLVED[name].design)


def test_parts_add_up(pair):
    whole, cost = pair
    found = search(whole, Orders(gap=0.0))

    assert (found.status, found.parts) == ("proven", 3)
    assert found.cost == pytest.approx(cost)
    assert found.bound == pytest.approx(cost)
    assert fits(whole, found)


def test_a_small_park_is_proven_whatever_gap_is_asked_for(pair):
    whole, cost = pair

    assert search(whole, Orders(gap=0.9, baseline=1e9)).cost == pytest.approx(cost)


@pytest.mark.parametrize(
    ("part", "status"),
    [
        (problem([1.0], [(2, {0: 1}, INFINITY)], whole=[0], upper=1), "infeasible"),
        (problem([1.0], [(2, {0: 1}, INFINITY)], upper=1), "infeasible"),
        (problem([], [(1, {}, 2)]), "infeasible"),
        (problem([-1.0]), "unbounded"),
    ],
)
def test_one_part_that_cannot_be_is_said_of_the_whole(part, status):
    fine = problem([1.0], [(0.5, {0: 1}, INFINITY)], whole=[0])
    found = search(beside(fine, part), Orders())

    assert found.status == status
    assert found.values is None


def test_an_error_of_the_solver_is_no_lack_of_time(monkeypatch, pair):
    monkeypatch.setattr(searching, "solve", lambda *_, **__: Answer("Solve error"))

    assert search(pair[0], Orders()).status == "failed"


# What a gap is of ----------------------------------------------------------------------------------------------------


def test_a_gap_is_a_share_of_the_saving():
    # From 100 to a bound of 60 at most 40 can be saved: 1 % of it is 0.4.
    assert target(0.01, cost=65, bound=60, baseline=100) == pytest.approx(0.4)


@pytest.mark.parametrize("baseline", [None, 60, 50])
def test_a_gap_is_a_share_of_the_cost_where_nothing_can_be_saved(baseline):
    assert target(0.01, cost=65, bound=60, baseline=baseline) == pytest.approx(0.65)
    assert target(0.01, cost=-65, bound=-66, baseline=baseline and -70) == pytest.approx(0.65)


@pytest.mark.parametrize(("cost", "bound"), [(65, -INFINITY), (INFINITY, 60), (INFINITY, -INFINITY)])
@pytest.mark.parametrize("gap", [0.0, 0.5])
def test_nothing_is_enough_as_long_as_nothing_is_proven(cost, bound, gap):
    assert target(gap, cost, bound, baseline=100) == 0


def test_a_search_goes_on_until_the_gap_is_small_enough(hard, monkeypatch):
    monkeypatch.setattr(searching, "GRACE", 0.0)
    idle = 43_257.0
    found = search(hard, limited(30, gap=0.5, baseline=idle))

    assert found.status == "enough"
    assert 0 < found.cost - found.bound <= 0.5 * (idle - found.bound)
    assert fits(hard, found)


def test_gaps_of_parts_add_up(pair, monkeypatch):
    """Where each part is left with half of its own saving unproven, so is the whole, and no more."""
    monkeypatch.setattr(searching, "GRACE", 0.0)
    whole, cost = pair
    idle = search_idle(whole)
    found = search(whole, Orders(gap=0.5, baseline=idle))

    assert found.bound <= cost + 1e-6 <= found.cost + 2e-6
    assert found.cost - found.bound <= 0.5 * (idle - found.bound)


def search_idle(whole):
    """Cost with nothing built."""
    integer = np.flatnonzero(whole.integer)
    return solve(whole.with_fixed(integer, whole.lower[integer]).relaxed()).objective


def test_what_is_left_of_the_parts_is_taken_up_again(pair, monkeypatch):
    """A gap of the whole that is smaller than the parts' own sends the search back to them."""
    monkeypatch.setattr(searching, "FIRST_SECONDS", 0.05)
    monkeypatch.setattr(searching, "GRACE", 0.0)
    whole, cost = pair
    baseline = cost + 100.0  # the parts could save thousands on idle, the whole a hundred on this
    found = search(whole, Orders(gap=0.01, baseline=baseline))

    assert found.status in ("enough", "proven")
    assert found.cost - cost <= 1.02


# Stopped early -------------------------------------------------------------------------------------------------------


def test_out_of_time_gives_the_best_so_far_and_its_gap(hard):
    began = time.monotonic()
    found = search(hard, limited(2, gap=0.0))

    assert found.status == "stopped"
    assert time.monotonic() - began < 8
    assert found.bound < found.cost < search_idle(hard)
    assert fits(hard, found)


def test_what_is_known_before_is_proven(hard):
    before = search(hard, limited(1, gap=0.0))
    left = before.cost - before.bound
    known = before.bound + 0.9 * left  # not true, and believed
    found = search(hard, limited(30, gap=0.15 * left / before.cost, proven=known, start=before.values))

    assert found.status in ("enough", "proven")  # of minutes, a moment
    assert found.bound >= min(known, found.cost) - 1e-6


def test_a_search_starts_from_nothing_built(hard):
    told = []
    search(hard, limited(0.8, news=lambda *known: told.append(known)))

    assert told[0][0] == pytest.approx(search_idle(hard))


def test_parts_that_had_no_turn_stay_idle_and_count():
    whole = of(several_hard_parks(3, sites_=14, pipes=80, goods=20))
    asked = []

    def wish():
        return bool(asked)

    def news(cost, bound):
        if bound > -INFINITY or cost < search_idle_cost:
            asked.append(True)

    search_idle_cost = search_idle(whole) - 1.0
    found = search(whole, Orders(gap=0.0, wish=wish, news=news))

    assert found.status == "stopped"
    assert found.values is not None
    assert found.cost < search_idle_cost + 1.0
    assert linear_bound(whole, INFINITY) - 1e-6 <= found.bound < found.cost
    assert fits(whole, found)


def test_with_little_time_every_part_has_a_turn(monkeypatch):
    """Six parts and two seconds: before, the first had all of it. Some design of each is found without HiGHS."""
    whole = of(several_hard_parks(6, sites_=14, pipes=80, goods=20))
    monkeypatch.setattr(searching, "FIRST_SECONDS", 10.0)
    found = search(whole, limited(2, gap=0.0))

    assert found.parts == 7
    assert fits(whole, found)
    parts = searching.split(whole)[1:]
    for part in parts:
        idle = search_idle(part.problem)
        assert part.problem.costs(found.values[part.columns]) < idle - 1e-6 * abs(idle)


def test_no_time_at_all_gives_nothing(hard):
    assert search(hard, limited(-1)).status == "nothing"


def test_a_wish_to_stop_before_anything_gives_nothing(hard):
    assert search(hard, Orders(wish=lambda: True)).status == "nothing"


def test_without_time_for_the_relaxation_the_bounds_of_columns_are_a_bound():
    # min 2 x - 3 y + z, 1 <= x <= 9, 0 <= y <= 4, z without cost or end: 2 - 12 + 7.
    one = problem(
        [2, -3, 0], [(0, {0: 1, 1: 1, 2: 1}, 90)], lower=[1, 0, -INFINITY], upper=[9, 4, INFINITY], constant=7
    )

    def late(*_):
        return Answer("stopped")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "solve", late)
        assert linear_bound(one, 0.0) == pytest.approx(-3)


# Processes -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_processes(monkeypatch):
    """Let next to nothing be solved in this process; count the jobs of the others."""
    monkeypatch.setattr(searching, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(searching, "GRACE", 0.0)
    counted = []
    give = searching.Crew.give

    def count(crew, place, job):
        counted.append(place)
        give(crew, place, job)

    monkeypatch.setattr(searching.Crew, "give", count)
    return counted


def test_two_processes_find_what_one_finds(pair, in_processes):
    whole, cost = pair
    told = []
    found = search(whole, limited(60, gap=0.0, jobs=2, news=lambda *known: told.append(known)))

    assert set(in_processes) == {0, 1}
    assert found.status == "proven"
    assert found.cost == pytest.approx(cost)
    assert found.bound == pytest.approx(cost)
    assert told[-1] == pytest.approx((cost, cost))
    assert fits(whole, found)


@pytest.mark.parametrize("wrong", ["die_at_once", "die_after_news"])
def test_a_worker_that_dies_leaves_what_is_known(pair, in_processes, monkeypatch, wrong):
    monkeypatch.setattr(workers, "_work", getattr(workers_that, wrong))
    whole, cost = pair
    found = search(whole, limited(60, gap=0.0, jobs=2))

    assert set(in_processes) == {0, 1}
    assert found.status == "stopped"
    assert found.bound <= cost + 1e-6
    assert found.cost >= cost - 1e-6
    assert any("ended without an answer" in line for line in found.log)
    assert fits(whole, found)


def test_two_processes_stop_in_time(in_processes):
    whole = of(several_hard_parks(2))
    began = time.monotonic()
    found = search(whole, limited(4, gap=0.0, jobs=2))

    assert set(in_processes) == {0, 1}
    assert found.status == "stopped"
    assert time.monotonic() - began < 10
    assert fits(whole, found)


def test_a_part_that_has_found_nothing_yet_is_not_proven(pair):
    part = searching._Part(searching.split(pair[0])[1])
    part.learn(Answer("stopped"))

    assert not part.proven
    assert part.gap > 0
