"""Rows that join parts are found where they do, and only where the parts are much smaller than the whole."""

import math

import numpy as np
import pytest

from problems import beside, problem
from sidestream.solver import joints as finding
from sidestream.solver.joints import joints

INFINITY = math.inf


def part(builds=3):
    """One flow of 10 through any of some builds."""
    rows = [(10, dict.fromkeys(range(builds), 1), INFINITY)]
    rows += [(-INFINITY, {place: 1, builds + place: -10}, 0) for place in range(builds)]
    return problem(
        [1.0] * builds + [5.0] * builds, rows, whole=range(builds, 2 * builds), upper=[10] * builds + [1] * builds
    )


def joined(parts, *more):
    """Parts under further rows."""
    from sidestream.solver.products import Builder

    made = Builder(beside(*parts))
    for terms, lower, upper in more:
        made.row(terms, lower, upper)
    return made.problem()


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(finding, "LEAST", 2)


def test_a_budget_over_parts_is_found():
    parts = [part() for _ in range(4)]
    whole = joined(
        parts, ({column: 1.0 for place in range(4) for column in range(6 * place + 3, 6 * place + 6)}, -INFINITY, 5)
    )
    found = joints(whole)

    assert found.rows.tolist() == [16]
    assert len(set(found.part)) == 4
    assert found.part.reshape(4, 6).min(axis=1).tolist() == found.part.reshape(4, 6).max(axis=1).tolist()


def test_rows_that_join_two_parts_of_many_stay():
    parts = [part() for _ in range(6)]
    pairs = [({6 * place: 1.0, 6 * place + 6: 1.0}, -INFINITY, 12) for place in (0, 2, 4)]
    found = joints(joined(parts, *pairs, ({6 * place + 3: 1.0 for place in range(6)}, 1, 5)))

    assert found.rows.tolist() == [27]
    assert len(set(found.part)) == 3


@pytest.mark.parametrize(
    "whole",
    [
        part(30),
        beside(part(30), part(30)),
        joined([part(30), part()], ({30: 1.0, 63: 1.0}, -INFINITY, 1)),  # the larger part is nearly all
    ],
)
def test_where_nothing_or_little_falls_apart_there_are_none(whole):
    assert joints(whole) is None


def test_worlds_with_the_same_builds_are_one():
    """Each flow of two worlds is opened by the same builds: many rows join them."""
    rows = [(10, dict.fromkeys(range(world * 20, world * 20 + 20), 1), INFINITY) for world in range(2)]
    rows += [(-INFINITY, {world * 20 + place: 1, 40 + place: -10}, 0) for world in range(2) for place in range(20)]

    assert joints(problem([1.0] * 60, rows, whole=range(40, 60), upper=[10] * 40 + [1] * 20)) is None


def test_small_problems_are_not_looked_at(monkeypatch):
    monkeypatch.setattr(finding, "LEAST", 50)
    budget = (dict.fromkeys((3, 4, 5, 9, 10, 11), 1.0), -INFINITY, 5)

    assert joints(joined([part(), part()], budget)) is None


def test_columns_that_are_held_at_nothing_join_nothing():
    parts = [part(30) for _ in range(3)]
    whole = joined(parts, ({0: 1.0, 60: 1.0, 120: 1.0}, -INFINITY, 20)).with_fixed(np.array([0, 60, 120]), np.zeros(3))

    assert joints(whole) is None
