"""Which of equally cheap designs: of each independent part the one with the least of each goal in turn.

That a part's cost is the least there is has been proven before. It may not rise, what a goal has reached may not be lost
to the next one, and what a search finds within these rows counts only once it has been settled (`settle.py`) and costs
no more then. A part for which there is no time stays as it is.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.components import split
from sidestream.solver.highs import Watch, solve
from sidestream.solver.settle import settle

Floats = NDArray[np.float64]
SAME = 1e-9
"""Share of the sizes added up in a sum by which two sums that are the same may differ."""
LESS = 1e-6
"""Share of it that is less, and no rounding."""


def least_of_equals(problem: Matrices, values: Floats, goals: Sequence[Floats], watch: Watch) -> Floats:
    """Return the best of the answers that are as cheap as this one, which is settled."""
    made = values.copy()
    for part in sorted(split(problem)[1:], key=lambda one: len(one.columns)):
        if time.monotonic() >= watch.deadline or watch.wish():
            break
        mine = part.columns
        made[mine] = _least(part.problem, values[mine], [goal[mine] for goal in goals], watch)
    return made


def _least(problem: Matrices, values: Floats, goals: Sequence[Floats], watch: Watch) -> Floats:
    held = problem
    for before, goal in zip([problem.cost, *goals], goals, strict=False):
        held = no_more(held, before, float(before @ values) + SAME * _size(before, values))
        if not goal.any():
            continue
        found = solve(replace(held, cost=goal, constant=0.0), watch, start=values)
        if found.status != "optimal" or found.values is None:
            break
        if goal @ values - goal @ found.values <= LESS * _size(goal, values):
            continue
        settled = settle(problem, found.values, goals)
        if settled.values is None or settled.status != "optimal" or not _better(problem, settled.values, values, goals):
            continue
        values = settled.values
    return values


def _better(problem: Matrices, one: Floats, other: Floats, goals: Sequence[Floats]) -> bool:
    """Whether an answer costs no more, and has less of the first goal in which the two differ."""
    if problem.cost @ one - problem.cost @ other > SAME * _size(problem.cost, other):
        return False
    for goal in goals:
        less = float(goal @ other - goal @ one)
        if abs(less) > LESS * _size(goal, other):
            return less > 0
    return False


def _size(weights: Floats, values: Floats) -> float:
    return float(np.abs(weights) @ np.abs(values)) + 1e-12


def no_more(problem: Matrices, weights: Floats, most: float) -> Matrices:
    """Return the problem with one more row: a sum may not exceed `most`."""
    columns = np.flatnonzero(weights)
    if not len(columns):
        return problem
    scale = float(np.abs(weights).max())
    return replace(
        problem,
        starts=np.append(problem.starts, problem.starts[-1] + len(columns)),
        columns=np.concatenate([problem.columns, columns]),
        values=np.concatenate([problem.values, weights[columns] / scale]),
        row_lower=np.append(problem.row_lower, -np.inf),
        row_upper=np.append(problem.row_upper, most / scale),
    )
