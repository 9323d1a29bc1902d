"""Prices alone bound a problem from below, and lead to a design of it."""

import math
import time

import numpy as np
import pytest

from hard import hard_park
from park_from import make_park
from parks import SAMPLE, SOLVED
from problems import beside, problem
from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.programme import write
from sidestream.solver import lagrange
from sidestream.solver import search as searching
from sidestream.solver.highs import solve
from sidestream.solver.lagrange import bounded
from sidestream.solver.search import Orders, search

INFINITY = math.inf


def idle_prices(whole: Matrices):
    """What a unit of each row is worth with nothing built that need not be."""
    builds = np.flatnonzero(whole.integer)
    return solve(whole.with_fixed(builds, whole.lower[builds]).relaxed()).row_duals


def raised(whole: Matrices, seconds=2.0, aim=INFINITY, **more):
    return bounded(whole, idle_prices(whole), aim, time.monotonic() + seconds, **more)


def shared():
    """Two needs of 4 and 3 met over one link that carries 5 and costs 6; to buy costs 3 a unit, the link nothing more.

    Built, 5 of 7 come over it: 6 + 2 x 3 = 12; not built 7 x 3 = 21. The optimum is 12.
    At prices p1, p2 up to 3: 4 p1 + 3 p2 + min(0, 6 - (4 p1 + 1 p2)), the dearer first: at 3 and 3
    21 + min(0, 6 - 15) = 12, so the bound is the optimum.
    """
    rows = [(4.0, {0: 1, 2: 1}, 4.0), (3.0, {1: 1, 3: 1}, 3.0), (-INFINITY, {0: 1, 1: 1, 4: -5}, 0)]
    return problem([0, 0, 3, 3, 6], rows, whole=[4], upper=[4.0, 3.0, 4.0, 3.0, 1.0])


def test_a_link_that_two_share_is_bounded_by_hand():
    done = raised(shared(), aim=12.0)
    assert done.bound == pytest.approx(12.0, rel=1e-6)
    assert list(done.builds) == [4]
    assert solve(done.design(shared()).relaxed()).objective == pytest.approx(12.0)


def test_what_a_build_is_worth_and_how_a_problem_is_lifted_by_hand():
    # at prices that prove 12 the second need has 3, the first p1 from 0.75 on: 6 - 4 p1 - 3 is not above 0
    done = raised(shared(), aim=12.0)
    assert -9 - 1e-6 <= done.worth[0] <= 1e-6

    wider = problem([0, 0, 3, 3, 6, 0], [(0.0, {4: 1, 5: -1}, INFINITY)], upper=[1.0] * 6)
    made = done.lifted(wider)
    assert made.lifted.values == pytest.approx([*done.mean, 0.0])
    assert made.lifted.reduced == pytest.approx([0, 0, 0, 0, done.worth[0], 0])
    assert made.bare().shape == wider.shape


def test_no_prices_at_all_bound_too():
    done = bounded(shared(), np.zeros(3), 12.0, time.monotonic())
    assert done.bound == pytest.approx(0.0)


@pytest.mark.parametrize("seed", range(4))
def test_no_bound_is_above_the_best_answer(seed):
    random = np.random.default_rng(seed)
    whole = hand_over(write(make_park(**hard_park(sites_=6, pipes=18, goods=4, seed=seed))).model)
    best = solve(whole).objective
    assert raised(whole, 0.3, best).bound <= best + 1e-6 * abs(best)
    prices = random.normal(0, 10, whole.shape[0])
    assert bounded(whole, prices, INFINITY, time.monotonic() + 0.1).bound <= best + 1e-6 * abs(best)


@pytest.mark.parametrize("name", [name for name in SAMPLE if SOLVED[name].design is not None])
def test_no_bound_is_above_a_known_optimum(name):
    whole = hand_over(write(make_park(**SOLVED[name].sheets())).model)
    best = solve(whole).objective
    start = idle_prices(whole)
    done = bounded(whole, np.zeros(whole.shape[0]) if start is None else start, best, time.monotonic() + 0.1)
    assert done is None or done.bound <= best + 1e-6 * max(1.0, abs(best))


def test_flows_apart_prove_more_than_the_relaxation():
    """A link of 10 that costs 10, over which 1 and 1 could come in place of 8 each: a tenth of it is paid for each in the
    relaxation, 2 in all; by itself each flow holds it, at most 1 of 1: 10."""
    rows = [(1.0, {0: 1, 2: 1}, 1.0), (1.0, {1: 1, 3: 1}, 1.0), (-INFINITY, {0: 1, 1: 1, 4: -10}, 0)]
    whole = problem([0, 0, 8, 8, 10], rows, whole=[4], upper=1.0)
    assert solve(whole.relaxed()).objective == pytest.approx(2.0)
    assert raised(whole, aim=10.0).bound == pytest.approx(10.0, rel=1e-4)


def test_what_must_be_built_is_paid():
    whole = problem(
        [0, 1, 7], [(1.0, {0: 1, 1: 1}, 1.0), (-INFINITY, {0: 1, 2: -1}, 0)], whole=[2], lower=[0, 0, 1.0], upper=1.0
    )
    assert raised(whole, aim=7.0).bound == pytest.approx(7.0, rel=1e-6)


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(problem([1, 1], [(1.0, {0: 1, 1: 1}, 2.0)]), id="nothing to build"),
        pytest.param(
            problem(
                [1, -1, 5],
                [(-INFINITY, {0: 1, 2: -1}, 0), (0.0, {0: 1, 1: -1}, 0.0)],
                whole=[2],
                upper=[1, INFINITY, 1],
            ),
            id="no end",
        ),
    ],
)
def test_problems_of_another_shape_are_left_alone(whole):
    assert bounded(whole, np.zeros(whole.shape[0]), 0.0, time.monotonic() + 1) is None


def test_a_wish_to_stop_is_heard():
    whole = hand_over(write(make_park(**hard_park())).model)
    began = time.monotonic()
    raised(whole, 60.0, wish=lambda: True)
    assert time.monotonic() - began < 30


def test_with_little_time_parts_are_bounded_and_designed_by_prices(monkeypatch):
    whole = beside(*[hand_over(write(make_park(**one)).model) for one in [hard_park(sites_=8, pipes=32, goods=6)] * 3])
    called = []
    real = lagrange.bounded
    monkeypatch.setattr(searching, "bounded", lambda *asked: called.append(1) or real(*asked))
    monkeypatch.setattr(searching, "FIRST_SECONDS", 100.0)
    found = search(whole, Orders(gap=0.0, deadline=time.monotonic() + 20))
    assert len(called) == found.parts - 1
    assert found.status == "proven"
    assert found.cost == pytest.approx(solve(whole).objective)
