"""Margins along a row: held against the problem solved anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import Watch, solve
from sidestream.solver.margins import margins


def problem(cost, rows, sides, upper):
    """Min cost.x with rows (dense) equal to their sides, 0 <= x <= upper."""
    dense = np.array(rows, float)
    at, columns = np.nonzero(dense)
    return Matrices(
        np.array(cost, float),
        0.0,
        np.zeros(len(cost)),
        np.array(upper, float),
        np.zeros(len(cost), bool),
        np.concatenate([[0], np.cumsum(np.bincount(at, minlength=len(rows)))]).astype(np.int64),
        columns.astype(np.int64),
        dense[at, columns],
        np.array(sides, float),
        np.array(sides, float),
    )


def least(of, row, by):
    lower, upper = of.row_lower.copy(), of.row_upper.copy()
    lower[row] += by
    upper[row] += by
    return solve(replace(of, row_lower=lower, row_upper=upper)).objective


def test_a_merit_order():
    # 10 at 1 and 10 at 4; at 10 there is a kink: a unit less spares 1, a unit more costs 4, each for 10 units.
    (found,) = margins(problem([1, 4], [[1, 1]], [10], [10, 10]), np.array([0]), Watch())

    assert (found.up.slope, found.up.reach) == pytest.approx((4, 10))
    assert (found.down.slope, found.down.reach) == pytest.approx((-1, 10))


def test_where_nothing_can_be_moved():
    (found,) = margins(problem([1], [[1]], [5], [5]), np.array([0]), Watch())

    assert np.isnan(found.up.slope)
    assert found.up.reach == 0
    assert (found.down.slope, found.down.reach) == pytest.approx((-1, 5))


def test_parts_are_asked_by_themselves():
    whole = problem([1, 4, 2, 3], [[1, 1, 0, 0], [0, 0, 1, 1]], [3, 7], [10, 10, 5, 9])
    up = {one.row: one.up for one in margins(whole, np.array([0, 1]), Watch())}

    assert (up[0].slope, up[0].reach) == pytest.approx((1, 7))
    assert (up[1].slope, up[1].reach) == pytest.approx((3, 7))


def test_it_stops_when_it_is_told():
    assert not list(margins(problem([1, 4], [[1, 1]], [10], [10, 10]), np.array([0]), Watch(wish=lambda: True)))


@pytest.mark.parametrize("seed", range(6))
def test_slopes_and_reaches_are_those_of_the_problem_solved_anew(seed):
    # Three givers, three takers, whole numbers: so there are many kinks and many answers as good as the best.
    random = np.random.default_rng(seed)
    cost = random.integers(1, 6, 9)
    rows = np.zeros((6, 15))
    for giver in range(3):
        for taker in range(3):
            rows[giver, 3 * giver + taker] = rows[3 + taker, 3 * giver + taker] = 1
        rows[giver, 9 + giver] = 1  # what nobody takes
        rows[3 + giver, 12 + giver] = 1  # what is bought
    whole = problem([*cost, 0, 0, 0, 9, 8, 7], rows, [*random.integers(2, 7, 6)], [9.0] * 15)
    first = solve(whole).objective
    for one in margins(whole, np.arange(6), Watch()):
        for sign, margin in ((1, one.up), (-1, one.down)):
            if np.isnan(margin.slope):
                assert not np.isfinite(least(whole, one.row, sign * 0.01))
                continue
            for share in (0.01, 0.5, 1.0):
                far = share * margin.reach
                assert least(whole, one.row, sign * far) == pytest.approx(first + margin.slope * far, abs=1e-6)
            beyond = least(whole, one.row, sign * (margin.reach + 0.1))
            assert beyond > first + margin.slope * (margin.reach + 0.1) + 1e-6
