"""The hand-over: a model as the arrays a solver takes.

What nobody has looked at is concatenated as it was written. What somebody has looked at is read from Pyomo at each
hand-over - values, fixes, bounds and domains of variables, constraints and goal through Pyomo's own
`generate_standard_repn` - so that `model.pyomo.lay[...].fix(1)` is never passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.core.base.var import VarData
from pyomo.repn import generate_standard_repn

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.goal import Goal
from sidestream.algebra.model import Floats, Model
from sidestream.algebra.rows import Csr, Rows


def hand_over(model: Model) -> Matrices:
    """Read the model as it is now. Raises ValueError for anything that is not linear."""
    strangers = _strangers(model)
    lower, upper, integer = _bounds(model, strangers)
    places = _Places(model, strangers)
    families = [
        family.csr if isinstance(family, Rows) and not family.looked_at else _compiled(family, places, len(lower))
        for family in model.pyomo.component_objects(pyo.Constraint, active=True, descend_into=True)
    ]
    cost, constant = _goal(model, places, len(lower))
    terms = np.cumsum([0, *(len(family.columns) for family in families)])
    starts = [family.starts[1:].astype(np.int64) + first for family, first in zip(families, terms, strict=False)]
    return Matrices(
        cost,
        constant,
        lower,
        upper,
        integer,
        np.concatenate([np.zeros(1, np.int64), *starts]),
        _joined([family.columns for family in families], np.int64),
        _joined([family.values for family in families], float),
        _joined([family.lower for family in families], float),
        _joined([family.upper for family in families], float),
    )


def rows_of(model: Model, family: str) -> tuple[int, Sequence[Any]]:
    """Where the rows of a family begin in what `hand_over` makes, and their names; none where there is no such family."""
    first = 0
    for one in model.pyomo.component_objects(pyo.Constraint, active=True, descend_into=True):
        if one.local_name == family:
            return first, one.names if isinstance(one, Rows) else list(one)
        first += len(one)
    return first, ()


def _joined(parts: Sequence[Any], kind: type) -> Any:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.empty(0, kind)


class _Places:
    """Column of each Pyomo variable, worked out when the first is asked for."""

    def __init__(self, model: Model, strangers: list[VarData]):
        self._model, self._strangers = model, strangers
        self._known: dict[int, int] = {}

    def __getitem__(self, variable: VarData) -> int:
        if not self._known:
            everything = [*self._model.variables(), *self._strangers]
            self._known = {id(one): place for place, one in enumerate(everything)}
        return self._known[id(variable)]


def _strangers(model: Model) -> list[VarData]:
    """Variables that somebody added to the Pyomo model beside ours."""
    own = {id(block.columns) for block in model.blocks.values()}
    return [
        variable
        for component in model.pyomo.component_objects(pyo.Var, descend_into=True)
        if id(component) not in own
        for variable in component.values()
    ]


def _bounds(model: Model, strangers: list[VarData]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    lower: list[Floats] = []
    upper: list[Floats] = []
    integer: list[NDArray[np.bool_]] = []
    for block in model.blocks.values():
        columns = block.columns
        if columns.looked_at:
            some = _looked_up(list(columns._data.values()))
        else:
            some = columns.lower_bounds, columns.upper_bounds, np.full(block.count, columns.whole)
        _append(lower, upper, integer, some)
    _append(lower, upper, integer, _looked_up(strangers))
    return np.concatenate(lower), np.concatenate(upper), np.concatenate(integer)


def _append(
    lower: list[Floats],
    upper: list[Floats],
    integer: list[NDArray[np.bool_]],
    some: tuple[Floats, Floats, NDArray[np.bool_]],
) -> None:
    lower.append(some[0])
    upper.append(some[1])
    integer.append(some[2])


def _looked_up(variables: list[VarData]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Bounds as Pyomo sees them; a fixed variable's are its value."""
    lower = np.array([-np.inf if variable.lb is None else variable.lb for variable in variables], dtype=float)
    upper = np.array([np.inf if variable.ub is None else variable.ub for variable in variables], dtype=float)
    integer = np.array([variable.is_integer() for variable in variables], dtype=bool)
    for place, variable in enumerate(variables):
        if variable.fixed:
            lower[place] = upper[place] = pyo.value(variable)
    return lower, upper, integer


def _compiled(family: Any, places: _Places, width: int) -> Csr:
    """An ordinary constraint as rows. A fixed variable is folded into the sides."""
    rows, columns, values, lower, upper = [], [], [], [], []
    count = 0
    for data in family.values():
        if not data.active:
            continue
        low, body, high = data.to_bounded_expression()
        repn = generate_standard_repn(body, compute_values=True)
        if not repn.is_linear():
            raise ValueError(f"{data.name} is not linear")
        for variable, coefficient in zip(repn.linear_vars, repn.linear_coefs, strict=True):
            rows.append(count)
            columns.append(places[variable])
            values.append(float(coefficient))
        lower.append(-np.inf if low is None else pyo.value(low) - repn.constant)
        upper.append(np.inf if high is None else pyo.value(high) - repn.constant)
        count += 1
    terms = (np.array(rows, np.int64), np.array(columns, np.int64), np.array(values, float))
    return Csr.from_terms((count, width), [terms], np.array(lower, float), np.array(upper, float))


def _goal(model: Model, places: _Places, width: int) -> tuple[Floats, float]:
    cost = np.zeros(width)
    goals = list(model.pyomo.component_data_objects(pyo.Objective, active=True, descend_into=True))
    if len(goals) != 1:
        raise ValueError(f"one goal is needed, the model has {len(goals)}")
    goal = goals[0]
    if isinstance(goal, Goal) and not goal.looked_at and goal.sense == pyo.minimize:
        cost[goal.columns] = goal.weights
        return cost, goal.constant
    repn = generate_standard_repn(goal.expr, compute_values=True)
    if not repn.is_linear():
        raise ValueError("the goal is not linear")
    sign = 1.0 if goal.sense == pyo.minimize else -1.0
    for variable, coefficient in zip(repn.linear_vars, repn.linear_coefs, strict=True):
        cost[places[variable]] += sign * float(coefficient)
    return cost, sign * float(repn.constant)
