"""With prices on what joins parts, no bound is above the best design, and no design breaks what joins them."""

import math
import time

import numpy as np
import pytest

from parks import sampled
from problems import beside, problem
from sidestream.solver import joints as finding
from sidestream.solver import search as searching
from sidestream.solver.highs import Watch, solve
from sidestream.solver.joints import Joints, joints
from sidestream.solver.narrowing import narrowed
from sidestream.solver.pricing import _Known, _Market, priced
from sidestream.solver.products import Builder
from sidestream.solver.search import Found, Orders, search

INFINITY = math.inf


def under(parts, *rows):
    """Parts side by side, and rows over them: terms, least, most."""
    made = Builder(beside(*parts))
    for terms, lower, upper in rows:
        made.row(terms, lower, upper)
    return made.problem()


def offer(build, saves):
    """A build that costs something, and saves that much where it is used."""
    return problem([-saves, build], [(-INFINITY, {0: 1, 1: -1}, 0)], whole=[1], upper=1)


def drawn(random, count=5, builds=3):
    """Parts that meet a need by builds of different costs, or buy."""
    parts = []
    for _ in range(count):
        need = random.integers(5, 20)
        cost = [*random.uniform(0, 1, builds), 5.0, *random.uniform(5, 30, builds)]
        rows = [(float(need), dict.fromkeys(range(builds + 1), 1), INFINITY)]
        caps = random.integers(3, 15, builds).astype(float)
        rows += [(-INFINITY, {place: 1, builds + 1 + place: -caps[place]}, 0) for place in range(builds)]
        upper = [*caps, float(need), *[1.0] * builds]
        parts.append(problem(cost, rows, whole=range(builds + 1, 2 * builds + 1), upper=upper))
    return parts


def couplings(random, width, kind):
    """A row over builds, one over flows, or both; by `kind` a cap, a floor, an equality or a range."""
    builds = {7 * place + 4 + one: float(random.integers(1, 6)) for place in range(width) for one in range(3)}
    flows = {7 * place + one: 1.0 for place in range(width) for one in range(3)}
    most = 0.4 * sum(builds.values())
    sides = {
        "cap": (-INFINITY, most),
        "floor": (most, INFINITY),
        "range": (0.9 * most, most),
        "equality": (float(round(most)), float(round(most))),
    }[kind]
    return [(builds, *sides)] if random.random() < 0.5 else [(builds, *sides), (flows, 5.0, 30.0)]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(finding, "LEAST", 2)


def by_prices_alone(whole, found, orders):
    """The answer of prices without the searches of the whole, which find and prove nothing here."""

    def parts_only(one, its):
        same = one.shape[0] == whole.shape[0]
        return Found("nothing", None, INFINITY, -INFINITY) if same else search(one, its)

    return priced(whole, found, orders, parts_only)


# By hand ------------------------------------------------------------------------------------------------------------


def three():
    """Builds of 10 that save 30, 25 and 12, under a budget of 15: one can be built, the first.

    At a price p the parts leave min(0, 10 + 10 p - 30), and so on, less 15 p. At 1.5 that is -5 + 0 + 0 - 22.5 = -27.5, and
    nothing proves more: below, two are built that use 20 of 15, above, none or one that uses 10.
    """
    return under([offer(10, saves) for saves in (30, 25, 12)], ({1: 10.0, 3: 10.0, 5: 10.0}, -INFINITY, 15))


def test_prices_prove_what_they_can():
    whole = three()
    found = by_prices_alone(whole, joints(whole), Orders(gap=0.0, alone=0.0))

    assert found.cost == pytest.approx(-20)
    assert found.bound == pytest.approx(-27.5)
    assert whole.holds(found.values)
    assert found.status == "stopped"


@pytest.mark.parametrize("alone", [0.0, 2.0])
def test_the_whole_proves_the_rest(alone):
    found = search(three(), Orders(gap=0.0, alone=alone))

    assert (found.status, found.cost, found.bound) == ("proven", pytest.approx(-20), pytest.approx(-20))


def test_what_is_enough_ends_it():
    # From 0 at most 27.5 can be saved: 20 are, and 7.5 stay open.
    found = by_prices_alone(three(), joints(three()), Orders(gap=0.3, baseline=0.0, alone=0.0))

    assert found.status == "enough"


def test_without_the_aid_it_is_not_used(monkeypatch):
    monkeypatch.setattr(searching, "priced", lambda *_: pytest.fail("it was"))

    assert search(three(), Orders(gap=0.0, without=frozenset({"pricing"}))).cost == pytest.approx(-20)


# Random ones, against HiGHS on the whole -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "seed"), sampled([(kind, seed) for seed in range(3) for kind in ("cap", "floor", "range", "equality")], 7)
)
def test_no_bound_is_above_the_best_and_no_design_below(kind, seed):
    random = np.random.default_rng(seed)
    whole = under(drawn(random), *couplings(random, 5, kind))
    truth, joint = solve(whole), joints(whole)
    assert joint is not None
    alone = by_prices_alone(whole, joint, Orders(gap=0.0, alone=0.0))
    found = priced(whole, joint, Orders(gap=0.0, alone=0.0), search)

    if truth.status == "infeasible":
        assert found.status == "infeasible"
        return
    assert alone.bound <= truth.objective + 1e-6 <= alone.cost + 2e-6
    assert alone.bound >= solve(whole.relaxed()).objective - 1e-6
    assert found.status == "proven"
    assert found.cost == pytest.approx(truth.objective)
    assert found.bound == pytest.approx(truth.objective)
    for one in (alone, found):
        if one.values is not None:
            assert whole.holds(one.values)
            assert whole.costs(one.values) == pytest.approx(one.cost)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("above", [0.0, 3.0, 40.0])
def test_what_is_left_out_is_in_no_better_design(seed, above):
    """Where a design is known that costs so much more than the best one, the best one stays."""
    random = np.random.default_rng(seed)
    whole = under(drawn(random), *couplings(random, 5, "cap"))
    best = solve(whole).objective
    market = _Market(whole, joints(whole), _Known(whole, Orders(gap=0.0)))
    market.trade(solve(whole.relaxed()).row_duals, Orders(gap=0.0), search)
    done = market.best
    at, cheapest = market._at(done.prices), market._cheapest(done.prices)
    known = best + above + 1e-3
    left = narrowed(whole, at, market.part, done, (known, cheapest), Watch(), market._keep_part)

    assert solve(left).objective == pytest.approx(best)
    if not above:
        assert np.sum(left.lower[whole.integer] == left.upper[whole.integer]) > 0


# What is hard for prices ---------------------------------------------------------------------------------------------


def test_a_part_that_only_a_joint_bounds():
    """A flow that pays 1 a unit, up to what the joint leaves: 10 less what is built; without the joint there is no end to it."""
    endless = problem([-1.0, 0.5], [(-INFINITY, {0: 1, 1: -1e3}, INFINITY)], whole=[1], upper=[INFINITY, 1])
    parts = [offer(10, saves) for saves in (30, 25, 12)]
    whole = under([*parts, endless], ({1: 4.0, 3: 4.0, 5: 4.0, 6: 1.0}, -INFINITY, 10))
    found = search(whole, Orders(gap=0.0))

    # 20 by the first and 15 by the second, 2 by what is left of the 10: 37.
    assert (found.status, found.cost, found.bound) == ("proven", pytest.approx(-37), pytest.approx(-37))


def test_no_answer_at_all():
    whole = under([offer(10, saves) for saves in (30, 25, 12)], ({1: 10.0, 3: 10.0, 5: 10.0}, 35, INFINITY))

    assert search(whole, Orders(gap=0.0)).status == "infeasible"


def test_no_end_to_saving_is_said_as_without():
    free = problem([-1.0, 1.0], [(0, {0: 1, 1: 1}, INFINITY)], whole=[1], upper=[INFINITY, 1])
    whole = under([*(offer(10, 30) for _ in range(3)), free], ({1: 1.0, 3: 1.0, 5: 1.0, 7: 1.0}, -INFINITY, 2))
    found = search(whole, Orders(gap=0.0))

    assert found.values is None
    assert found.status == search(whole, Orders(gap=0.0, without=frozenset({"pricing"}))).status


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.1])
def test_stopped_at_any_time_what_it_says_is_true(seconds):
    random = np.random.default_rng(3)
    whole = under(drawn(random, 40), *couplings(random, 40, "cap"))
    best = solve(whole).objective
    for alone in (0.0, 2.0):
        found = search(whole, Orders(gap=0.0, alone=alone, deadline=time.monotonic() + seconds))

        assert found.bound <= best + 1e-6
        if found.values is not None:
            assert found.cost >= best - 1e-6
            assert whole.holds(found.values)


def test_news_never_go_back():
    random = np.random.default_rng(1)
    whole = under(drawn(random, 30), *couplings(random, 30, "range"))
    told = []
    found = search(whole, Orders(gap=0.0, alone=0.0, news=lambda *known: told.append(known)))
    costs, bounds = np.array(told).T

    assert (np.diff(costs[np.isfinite(costs)]) <= 1e-9).all()
    assert (np.diff(bounds) >= -1e-9).all()
    assert told[-1] == (pytest.approx(found.cost), pytest.approx(found.bound))


def test_joints_as_rows_and_parts():
    assert isinstance(joints(three()), Joints)
