"""A problem falls apart where no row joins its columns, and its parts are the whole."""

import math

import numpy as np
import pytest

from hard import several_hard_parks
from park_from import make_park
from parks import SAMPLE, SOLVED
from problems import beside, problem
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.programme import write
from sidestream.solver.components import split
from sidestream.solver.highs import solve

INFINITY = math.inf


def columns(whole):
    return [part.columns.tolist() for part in split(whole)]


def test_parts_are_found_on_the_matrix():
    # 0 and 3 share a row, 1 and 4 share one, 2 stands alone; each has something whole.
    whole = problem([1.0] * 5, [(1, {0: 1, 3: 1}, 9), (1, {4: 2, 1: 1}, 9)], whole=[0, 1, 2])

    assert columns(whole) == [[], [0, 3], [1, 4], [2]]


def test_what_is_joined_by_a_third_is_one_part():
    whole = problem([1.0] * 4, [(0, {0: 1, 1: 1}, 1), (0, {2: 1, 3: 1}, 1), (0, {1: 1, 3: 1}, 1)], whole=[0])

    assert columns(whole) == [[], [0, 1, 2, 3]]


def test_parts_without_anything_whole_are_put_together():
    rows = [(1, {0: 1, 1: 1}, 9), (1, {2: 1, 3: 1}, 9), (1, {4: 1, 5: 1}, 9)]
    whole = problem([1.0] * 6, rows, whole=[3])
    linear, mixed = split(whole)

    assert linear.columns.tolist() == [0, 1, 4, 5]
    assert linear.problem.shape == (2, 4)
    assert mixed.columns.tolist() == [2, 3]
    assert mixed.problem.shape == (1, 2)


def test_a_row_without_terms_goes_to_the_linear_part():
    linear, mixed = split(problem([1.0], [(-1, {}, 1), (1, {0: 1}, 1)], whole=[0]))

    assert linear.problem.shape == (1, 0)
    assert mixed.problem.shape == (1, 1)


def test_a_column_in_no_row_is_a_part_of_its_own():
    linear, mixed = split(problem([-1.0, 2.0], whole=[0], upper=[3.5, 1.0]))

    assert (linear.columns.tolist(), mixed.columns.tolist()) == ([1], [0])
    assert solve(mixed.problem).objective == pytest.approx(-3)


def test_nothing_at_all_is_one_empty_part():
    (part,) = split(problem([]))

    assert part.problem.shape == (0, 0)


def test_rows_keep_their_terms_and_sides():
    one = problem([3.0, 1.0], [(2, {0: 1, 1: 4}, INFINITY)], whole=[0], upper=[5.0, 7.0])
    other = problem([2.0, 6.0], [(1, {1: 3, 0: 2}, 8)], whole=[1], upper=[4.0, 9.0])
    _, *parts = split(beside(one, other))

    for part, expected in zip(parts, (one, other), strict=True):
        np.testing.assert_array_equal(part.problem.cost, expected.cost)
        np.testing.assert_array_equal(part.problem.upper, expected.upper)
        np.testing.assert_array_equal(part.problem.row_lower, expected.row_lower)
        np.testing.assert_array_equal(part.problem.row_upper, expected.row_upper)
        assert dict(zip(part.problem.columns.tolist(), part.problem.values.tolist(), strict=True)) == dict(
            zip(expected.columns.tolist(), expected.values.tolist(), strict=True)
        )


@pytest.mark.parametrize("name", [name for name in SAMPLE if SOLVED[name].design is not None])
def test_the_parts_of_a_park_cost_what_the_whole_costs(name):
    whole = hand_over(write(make_park(**SOLVED[name].sheets())).model)
    parts = split(whole)

    assert sorted(np.concatenate([part.columns for part in parts])) == list(range(len(whole.cost)))
    assert sum(part.problem.shape[0] for part in parts) == len(whole.row_lower)
    apart = sum(solve(part.problem).objective for part in parts if part.problem.shape[1])
    assert apart + whole.constant == pytest.approx(solve(whole).objective)


def test_parks_side_by_side_are_parts():
    whole = hand_over(write(make_park(**several_hard_parks(3, sites_=5, pipes=9, goods=2))).model)

    assert len(split(whole)) >= 4
    assert not split(whole)[0].problem.integer.any()
    assert all(part.problem.integer.any() for part in split(whole)[1:])
