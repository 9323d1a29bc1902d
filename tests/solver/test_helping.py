"""A helper finds designs that keep every row, of the cost it says, never one cheaper than the best."""

import math
import time
from dataclasses import replace

import numpy as np
import pytest

from problems import problem
from sidestream.algebra.arrays import Lifted
from sidestream.solver.aside import FEW, Aside, helper_for
from sidestream.solver.helping import Helper, closed
from sidestream.solver.highs import Turns, Watch, solve

INFINITY = math.inf


def transport(givers, takers, seed=0, room=1.6):
    """A random fixed-charge transport problem: flow and lay of each pair, who gives up to so much, who needs what."""
    random = np.random.default_rng(seed)
    need = random.integers(5, 30, takers).astype(float)
    offer = np.full(givers, np.ceil(room * need.sum() / givers))
    pairs = [(giver, taker) for giver in range(givers) for taker in range(takers)]
    flow = {pair: place for place, pair in enumerate(pairs)}
    lay = {pair: len(pairs) + place for place, pair in enumerate(pairs)}
    cost = np.concatenate([random.uniform(1, 3, len(pairs)), random.uniform(20, 90, len(pairs))])
    rows = [(need[taker], {flow[giver, taker]: 1 for giver in range(givers)}, INFINITY) for taker in range(takers)]
    rows += [(0, {flow[giver, taker]: 1 for taker in range(takers)}, offer[giver]) for giver in range(givers)]
    rows += [(-INFINITY, {flow[pair]: 1, lay[pair]: -min(offer[pair[0]], need[pair[1]])}, 0) for pair in pairs]
    upper = [INFINITY] * len(pairs) + [1] * len(pairs)
    return problem(cost, rows, whole=lay.values(), upper=upper)


def is_a_design(one, values):
    whole = values[one.integer]
    return one.holds(values) and np.abs(whole - np.round(whole)).max() < 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_what_it_finds_are_designs_and_soon_the_best(seed):
    one = transport(4, 6, seed)
    helper = Helper(one)
    best = solve(one)
    for _ in range(40):
        helper.work(time.monotonic() + 0.1)
        assert is_a_design(one, helper.best)
        assert helper.cost == pytest.approx(one.costs(helper.best))
        assert helper.cost >= best.objective - 1e-6
        if helper.cost <= best.objective + 1e-6:
            break

    assert helper.cost == pytest.approx(best.objective)


def test_the_first_design_is_that_of_the_scaled_relaxation():
    """Two pipes could bring 10: one at 100 and 1 a unit, one at 20 and 4 a unit, each for up to 20.

    The relaxation takes half of a pipe: 10 + 50 by the first, 40 + 10 by the second, which it prefers. In whole the
    first costs 110 and the second 60: the second is scaled from 10 to 20 and is still the cheaper one.
    """
    rows = [(10, {0: 1, 1: 1}, INFINITY), (-INFINITY, {0: 1, 2: -20}, 0), (-INFINITY, {1: 1, 3: -20}, 0)]
    one = problem([1, 4, 100, 20], rows, whole=[2, 3], upper=[INFINITY, INFINITY, 1, 1])
    helper = Helper(one)
    while not np.isfinite(helper.cost):
        helper.work(time.monotonic() + 0.1)

    assert helper.cost == pytest.approx(60)
    assert helper.best == pytest.approx([0, 10, 0, 1])


def test_of_a_tight_relaxation_what_it_builds_by_and_large_is_tried_first():
    one = transport(4, 6)
    best = solve(one)
    part = np.where(one.integer, 0.4 * best.values, 0.0)
    helper = Helper(replace(one, lifted=Lifted(np.empty(0, np.int64), part, np.zeros(len(part)))))
    helper.work(time.monotonic() + 1e-3)  # one idea

    assert helper.cost == pytest.approx(best.objective)


def test_what_must_be_built_stays_and_what_excludes_is_kept():
    """One of two sizes, of which the larger is needed: 12 to bring, sizes 10 for 5 and 20 for 30; a third pipe is required."""
    rows = [
        (12, {0: 1}, INFINITY),
        (-INFINITY, {0: 1, 1: -10, 2: -20}, 0),
        (-INFINITY, {1: 1, 2: 1}, 1),
    ]
    one = problem([1, 5, 30, 7], rows, whole=[1, 2, 3], upper=[INFINITY, 1, 1, 1], lower=[0, 0, 0, 1])
    helper = Helper(one)
    for _ in range(20):
        helper.work(time.monotonic() + 0.05)

    assert helper.cost == pytest.approx(12 + 30 + 7)
    assert helper.best == pytest.approx([12, 0, 1, 1])


def test_it_starts_from_what_others_found():
    one = transport(3, 4)
    best = solve(one)
    helper = Helper(one)
    helper.hear(best.values, best.objective)
    helper.work(time.monotonic() + 0.3)

    assert helper.cost == pytest.approx(best.objective)


def test_it_stops_when_told_to():
    helper = Helper(transport(12, 30))
    helper.wish = lambda: True
    began = time.monotonic()
    helper.work(began + 0.5)

    assert time.monotonic() - began < 3


def test_idle_builds_are_closed_the_dearest_first():
    """A flow of 10 has room in either of two pipes of 15: the dearer goes, and then the other is needed."""
    rows = [(10, {0: 1}, INFINITY), (-INFINITY, {0: 1, 1: -15, 2: -15}, 0)]
    one = problem([1, 5, 9], rows, whole=[1, 2], upper=[INFINITY, 1, 1])

    assert closed(one, np.array([10.0, 1.0, 1.0]), np.array([1, 2])) == pytest.approx([10, 1, 0])


def test_a_few_builds_need_no_help():
    many = transport(4, FEW)

    assert helper_for(transport(2, 3), aside=False) is None
    assert helper_for(problem([0.0] * 50, [], whole=range(50), upper=1), aside=False) is None
    assert helper_for(many.relaxed(), aside=False) is None
    assert isinstance(helper_for(many, aside=False), Helper)
    assert isinstance(helper_for(many, aside=True), Aside)


class Guide:
    """Knows the best design, and tells it when it is asked."""

    def __init__(self, values, cost):
        self.known = values, cost
        self.cost, self.best = math.inf, np.empty(0)
        self.after, self.asked = [], 0

    def hear(self, values, cost):
        if self.asked:
            self.after.append(cost)

    def work(self, until):
        self.asked += 1
        self.best, self.cost = self.known
        return True


def test_highs_takes_what_a_helper_finds():
    one = transport(8, 24, room=1.1)
    best = solve(one)
    guide = Guide(best.values, best.objective)
    answer = solve(one, Watch(alone=0.0), helper=guide)

    assert guide.asked
    assert guide.after == pytest.approx([best.objective])  # the next design of HiGHS's is the helper's
    assert answer.status == "optimal"
    assert answer.objective == pytest.approx(best.objective)


def test_a_helper_aside_finds_what_one_here_finds():
    one = transport(4, 6)
    best = solve(one)
    helper, began = Aside(one), time.monotonic()
    try:
        while helper.cost > best.objective + 1e-6 and time.monotonic() < began + 60:
            helper.work(0.0)
            time.sleep(0.05)
        assert helper.cost == pytest.approx(best.objective)
        assert is_a_design(one, helper.best)
    finally:
        helper.end()


def test_a_helper_aside_that_dies_is_no_loss(monkeypatch):
    """What it was told is known; nobody waits for it."""
    import workers_that
    from sidestream.solver import aside

    monkeypatch.setattr(aside, "_work", workers_that.die_with)
    one = transport(4, 6)
    helper = Aside(one)
    helper.hear(np.zeros(len(one.cost)), 5.0)
    began = time.monotonic()
    for _ in range(30):
        helper.work(0.0)
        time.sleep(0.05)
    helper.end()

    assert helper.cost == 5.0
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(("bound", "times"), [(99.0, 1.0), (90.0, 10.0), (50.0, 15.0)])
def test_a_helper_in_vain_is_asked_less_and_less(bound, times):
    """One second in vain is allowed, and a tenth of what HiGHS had; where the gap is a tenth, ten times that, where it is a half, fifteen times."""

    class Useless(Guide):
        def work(self, until):
            self.asked += 1
            clock[0] = until
            return False

    clock = [0.0]
    useless = Useless(np.empty(0), math.inf)
    turns = Turns(useless, math.inf, bool, now=lambda: clock[0])
    for _ in range(1000):
        clock[0] += 0.1
        turns.take(100.0, bound)

    alone = clock[0] - turns.helped
    assert useless.asked > 3
    assert turns.helped == pytest.approx(turns.vain)
    assert turns.helped <= times * (1 + 0.1 * alone) + 1
