"""One form in which two sets of matrices can be compared entry by entry, whatever the order of rows and columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.algebra.model import Model

Form = dict[str, Any]


def form(rows: list[tuple[dict[str, float], float]], goal: dict[str, float], constant: float, bounds: Form) -> Form:
    """Rows as `terms <= side`, sorted; terms, goal and bounds by name, rounded to nine digits."""

    def clean(terms: dict[str, float]) -> tuple[tuple[str, float], ...]:
        return tuple(sorted((name, float(f"{value:.9g}")) for name, value in terms.items() if value))

    return {
        "rows": sorted((clean(terms), float(f"{side:.9g}") + 0.0) for terms, side in rows if clean(terms)),
        "goal": clean(goal),
        "constant": float(f"{constant:.9g}"),
        "bounds": {name: bounds[name] for name in sorted(bounds)},
    }


def of_matrices(matrices: Matrices, names: list[str]) -> Form:
    """Split rows by side, fold fixed columns in."""
    fixed = matrices.lower == matrices.upper
    at = np.where(fixed, matrices.lower, 0.0)
    rows = []
    for row, (low, high) in enumerate(zip(matrices.row_lower, matrices.row_upper, strict=True)):
        here = slice(matrices.starts[row], matrices.starts[row + 1])
        terms: dict[str, float] = {}
        moved = 0.0
        for column, value in zip(matrices.columns[here], matrices.values[here], strict=True):
            if fixed[column]:
                moved += value * at[column]
            else:
                terms[names[column]] = terms.get(names[column], 0.0) + value
        if high < np.inf:
            rows.append((terms, high - moved))
        if low > -np.inf:
            rows.append(({name: -value for name, value in terms.items()}, moved - low))
    goal = {names[place]: value for place, value in enumerate(matrices.cost) if not fixed[place]}
    bounds = {
        names[place]: (low, high, bool(whole))
        for place, (low, high, whole) in enumerate(zip(matrices.lower, matrices.upper, matrices.integer, strict=True))
        if not fixed[place]
    }
    constant = matrices.constant + float(matrices.cost @ at)
    return form(rows, goal, constant, {name: bounds[name] for name in _used(rows, goal) & set(bounds)})


def _used(rows: list[tuple[dict[str, float], float]], goal: dict[str, float]) -> set[str]:
    return {name for terms, _ in rows for name, value in terms.items() if value} | {n for n, v in goal.items() if v}


def of_pyomo(model: pyo.ConcreteModel) -> Form:
    """What Pyomo's own compiler makes of the model, in the same form. Columns whose bounds are equal are folded in."""
    compiled = LinearStandardFormCompiler().write(model, mixed_form=True)
    columns, matrix = compiled.columns, compiled.A.tocsr()
    held = {v.name: v.lb for v in columns if v.lb is not None and v.lb == v.ub}
    rows = []
    for row, entry in enumerate(compiled.rows):
        sign = entry.bound_type
        line = matrix[[row]].tocoo()
        terms = {columns[c].name: float(value) for c, value in zip(line.col, line.data, strict=True)}
        moved = sum(value * held[name] for name, value in terms.items() if name in held)
        free = {name: value for name, value in terms.items() if name not in held}
        sides = (1, -1) if sign == 0 else (sign,)
        for side in sides:
            rows.append(({name: side * value for name, value in free.items()}, side * (compiled.rhs[row] - moved)))
    goal_line = compiled.c.tocoo()
    goal = {columns[c].name: float(v) for c, v in zip(goal_line.col, goal_line.data, strict=True)}
    constant = float(compiled.c_offset[0]) + sum(value * held[name] for name, value in goal.items() if name in held)
    goal = {name: value for name, value in goal.items() if name not in held}
    bounds = {
        v.name: (-np.inf if v.lb is None else v.lb, np.inf if v.ub is None else v.ub, v.is_integer())
        for v in columns
        if v.name not in held
    }
    return form(rows, goal, constant, {name: bounds[name] for name in _used(rows, goal) & set(bounds)})


def assert_same(model: Model) -> None:
    """The matrices HiGHS receives are those of Pyomo's compiler; also when the model was never looked at before."""
    untouched = hand_over(model)
    names = [variable.name for variable in model.variables()]
    compiled = of_pyomo(model.pyomo)
    assert of_matrices(untouched, names) == compiled
    assert of_matrices(hand_over(model), names) == compiled
