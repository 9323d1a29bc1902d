"""What is reported is a dispatch of true builds: builds rounded and fixed, the rest solved again, ties broken.

A search may let a little flow through a pipe that is laid to one millionth. With builds fixed at whole numbers the
dispatch is a linear problem; among its equally cheap answers each tie-breaker (least CO2, then least quantity moved)
chooses in turn, on the face of optimal points that complementary slackness gives.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import Answer, Watch, load, run

Floats = NDArray[np.float64]


def settle(
    problem: Matrices, values: Floats, tie_breakers: Sequence[Floats] = (), watch: Watch | None = None
) -> Answer:
    """Fix what is whole at `values` rounded, solve the rest, break ties. Status infeasible: the rounding broke it."""
    return dispatch(with_builds(problem, values), tie_breakers, watch)


def with_builds(problem: Matrices, values: Floats) -> Matrices:
    """Return the linear problem that is left once what is whole is fixed at `values` rounded."""
    whole = np.flatnonzero(problem.integer)
    fixed = problem.with_fixed(whole, np.round(values[whole])).relaxed()
    return fixed.with_fixed(*_shut(fixed))


def _shut(problem: Matrices) -> tuple[NDArray[np.int64], Floats]:
    """Columns that a row holds at 0 once builds are fixed: what is not laid carries nothing, not even a tolerance."""
    row, fixed = problem.row_of_term, problem.lower[problem.columns] == problem.upper[problem.columns]
    at = np.where(fixed, problem.lower[problem.columns] * problem.values, 0.0)
    left = problem.row_upper - np.bincount(row, at, minlength=len(problem.row_upper))
    rises = (problem.values > 0) & (problem.lower[problem.columns] == 0)
    others = np.bincount(row[~fixed & ~rises], minlength=len(left))
    held = (left == 0) & (others == 0)
    columns = np.unique(problem.columns[held[row] & ~fixed])
    return columns, np.zeros(len(columns))


def dispatch(problem: Matrices, tie_breakers: Sequence[Floats] = (), watch: Watch | None = None) -> Answer:
    """Solve a linear problem; among its optimal points take the least of each tie-breaker in turn."""
    watch = watch or Watch()
    solver = load(problem)
    answer = run(solver, watch, whole=False)
    if answer.status != "optimal":
        return answer
    lower, upper = problem.lower.copy(), problem.upper.copy()
    row_lower, row_upper = problem.row_lower.copy(), problem.row_upper.copy()
    goal, best = problem.cost, answer
    for tie_breaker in tie_breakers:
        if not tie_breaker[problem.lower < problem.upper].any() or watch.wish():
            continue
        _keep_optimal(problem, goal, best, lower, upper, row_lower, row_upper)
        columns, rows = np.arange(len(lower), dtype=np.int32), np.arange(len(row_lower), dtype=np.int32)
        solver.changeColsBounds(len(columns), columns, lower, upper)
        solver.changeRowsBounds(len(rows), rows, row_lower, row_upper) if len(rows) else None
        solver.changeColsCost(len(columns), columns, tie_breaker)
        tried = run(solver, watch, whole=False)
        if tried.status != "optimal" or tried.values is None:
            break
        cost = float(problem.cost @ tried.values) + problem.constant
        if cost > answer.objective + 1e-9 * max(1.0, abs(answer.objective), np.abs(problem.cost).max(initial=0)):
            break
        goal, best = tie_breaker, tried
        answer.values = tried.values
    assert answer.values is not None
    answer.values = _clean(problem, answer.values)
    answer.objective = float(problem.cost @ answer.values) + problem.constant
    return answer


def _clean(problem: Matrices, values: Floats) -> Floats:
    """Bring values inside their bounds, and to 0 what a solver's tolerance leaves of it."""
    values = np.clip(values, problem.lower, problem.upper)
    least = 1e-9 * np.minimum(problem.upper, 1.0)
    return np.where((problem.lower == 0) & (values < least), 0.0, values)


def _keep_optimal(
    problem: Matrices,
    goal: Floats,
    answer: Answer,
    lower: Floats,
    upper: Floats,
    row_lower: Floats,
    row_upper: Floats,
) -> None:
    """Hold what optimality holds: columns with a reduced cost, rows with a dual, each where it stands."""
    assert answer.values is not None
    assert answer.reduced_costs is not None
    assert answer.row_duals is not None
    small = 1e-9 * np.abs(goal).max(initial=0)
    held = np.flatnonzero(np.abs(answer.reduced_costs) > small)
    at = np.clip(answer.values[held], lower[held], upper[held])
    lower[held] = upper[held] = at
    tight = np.flatnonzero(np.abs(answer.row_duals) > small)
    below = answer.row_duals[tight] > 0
    side = np.where(below, row_lower[tight], row_upper[tight])
    good = np.isfinite(side)
    row_lower[tight[good]] = row_upper[tight[good]] = side[good]
