"""What is left out cannot pay: forced back in, it never makes an answer cheaper; and what could pay stays."""

import math

import numpy as np
import pytest

from park_from import make_park
from parks import SAMPLE, SOLVED
from problems import problem
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.plan import plan
from sidestream.solver.highs import solve
from sidestream.solver.pruning import pruned

INFINITY = math.inf


def pipe(build=50.0, carry=1.0, spared=3.0, bought=4.0, capacity=10.0, **more):
    """A pipe from a supply that spares `spared` of disposal to a need that spares `bought`: columns used, serve, flow, lay.

    Ten units at most bring 3 + 4 - 1 = 6 each: the pipe brings 60 in all.
    """
    rows = [
        (0, {0: 1, 2: -1}, 0),
        (0, {2: 1, 1: -1}, 0),
        (-INFINITY, {2: 1, 3: -capacity}, 0),
        *more.pop("rows", []),
    ]
    upper = [40, 30, 40, 1]
    lower = more.pop("lower", 0.0)
    return problem([-spared, -bought, carry, build], rows, whole=[3], lower=lower, upper=upper)


@pytest.mark.parametrize(("build", "kept"), [(59.9, True), (60.1, False), (60.0, True)])
def test_a_pipe_that_costs_more_than_it_can_bring_is_left_out(build, kept):
    found = pruned(pipe(build))

    assert found.builds.tolist() == ([] if kept else [3])
    if not kept:
        assert found.brings == pytest.approx([60])
        assert found.problem.upper.tolist() == [40, 30, 0, 0]


@pytest.mark.parametrize(
    "more",
    [
        {"lower": [0, 5, 0, 0]},
        {"lower": [0, 0, 2, 0]},
        {"lower": [0, 0, 0, 1]},
        {"rows": [(5, {1: 1}, INFINITY)]},
        {"rows": [(1, {3: 1}, INFINITY)]},
        {"rows": [(4, {2: 1}, INFINITY)]},
        {"rows": [(-INFINITY, {0: 1}, 30)]},
    ],
    ids=[
        "a need that must be served",
        "a flow that must be",
        "a pipe that must be",
        "a floor under a need",
        "a floor under builds",
        "a floor under flows",
        "a limit on what is used",
    ],
)
def test_what_something_else_asks_for_is_kept(more):
    assert not len(pruned(pipe(1000.0, **more)).builds)


def test_a_build_that_costs_nothing_and_only_opens_is_taken_as_built():
    found = pruned(pipe(0.0))

    assert found.problem.lower.tolist() == [0, 0, 0, 1]
    assert not len(found.builds)
    # used and served 10, each brings 3 + 4 and costs 1 to carry: -60 either way
    assert solve(found.problem).objective == pytest.approx(solve(pipe(0.0)).objective) == pytest.approx(-60)


@pytest.mark.parametrize(
    "row",
    [(-INFINITY, {3: 1}, 0), (0, {2: 1, 3: -5}, INFINITY), (3, {2: 1, 3: 3}, 30)],
    ids=["a limit on builds", "a least flow", "both sides"],
)
def test_a_build_that_costs_nothing_and_does_more_stays_a_choice(row):
    assert pruned(pipe(0.0, rows=[row])).problem.lower.tolist() == [0, 0, 0, 0]


def test_a_limit_on_builds_or_flows_is_no_reason_to_keep_it():
    assert pruned(pipe(1000.0, rows=[(-INFINITY, {2: 1, 3: 5}, 20)])).builds.tolist() == [3]


def test_a_pipe_that_leads_on_is_kept():
    """What comes to a hub goes on from there: nothing can be less in its place."""
    rows = [
        (0, {0: 1, 2: -1}, 0),
        (0, {2: 1, 4: -1}, 0),
        (0, {4: 1, 1: -1}, 0),
        (-INFINITY, {2: 1, 3: -10}, 0),
        (-INFINITY, {4: 1, 5: -10}, 0),
    ]
    hub = problem([-3, -4, 1, 1000, 0, 1], rows, whole=[3, 5], upper=[40, 30, 40, 1, 40, 1])

    assert not len(pruned(hub).builds)


def test_of_several_that_could_be_less_the_best_counts():
    """Two disposals take what is not used, at 3 and at 9: without the pipe the dearer one may be what is left."""
    rows = [
        (0, {0: 1, 4: 1, 2: -1}, 0),
        (0, {2: 1, 1: -1}, 0),
        (-INFINITY, {2: 1, 3: -10}, 0),
    ]
    park = problem([-3, -4, 1, 100, -9], rows, whole=[3], upper=[40, 30, 40, 1, 5])

    assert not len(pruned(park).builds)


def sizes(small, large, *more):
    """Two sizes of a pipe, 10 and 20 units a year, that share a flow: a unit brings 3 + 4 - 1 = 6."""
    rows = [(0, {0: 1, 2: -1}, 0), (0, {2: 1, 1: -1}, 0), (-INFINITY, {2: 1, 3: -10, 4: -20}, 0), *more]
    return problem([-3, -4, 1, small, large], rows, whole=[3, 4], upper=[40, 30, 40, 1, 1])


ONE = (-INFINITY, {3: 1, 4: 1}, 1)


def test_offers_that_share_a_flow_are_kept_if_both_may_be_built():
    assert not len(pruned(sizes(1000, 1000)).builds)


@pytest.mark.parametrize(
    ("small", "large", "left_out", "most"),
    [
        (59, 119, [], 40),
        (61, 119, [3], 20),
        (59, 121, [4], 10),
        (61, 121, [3, 4], 0),
    ],
)
def test_of_sizes_of_which_one_is_built_each_is_looked_at(small, large, left_out, most):
    found = pruned(sizes(small, large, ONE))

    assert found.builds.tolist() == left_out
    assert found.problem.upper[2] == most
    assert solve(found.problem).objective == pytest.approx(solve(sizes(small, large, ONE)).objective)


def test_the_tightest_row_tells_what_a_size_opens():
    """No more than 5 units go by either size: 30."""
    coupled = (-INFINITY, {2: 1, 3: -5, 4: -5}, 0)

    found = pruned(sizes(31, 29, ONE, coupled))

    assert found.builds.tolist() == [3]
    assert found.brings == pytest.approx([30])


def test_a_size_that_a_row_does_not_know_opens_nothing():
    found = pruned(sizes(1, 1, ONE, (-INFINITY, {2: 1, 4: -20}, 0)))

    assert found.builds.tolist() == [3]
    assert found.brings == pytest.approx([0])


@pytest.mark.parametrize("name", SAMPLE)
def test_the_optimum_stays_and_what_is_left_out_never_pays(name):
    """Each build that was left out, forced back into the whole problem, costs no less."""
    whole = hand_over(plan(make_park(**SOLVED[name].sheets())).model)
    found = pruned(whole)
    best = solve(whole)
    assert solve(found.problem).objective == pytest.approx(best.objective)
    for build in found.builds[:3].tolist():
        forced = solve(whole.with_fixed(np.array([build]), np.array([1.0])))
        assert forced.status == "infeasible" or forced.objective > best.objective
