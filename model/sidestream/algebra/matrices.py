"""The hand-over: a model as the arrays a solver takes.

Every value, fix and bound is read from the Pyomo variables at each hand-over, so that `model.pyomo.lay[...].fix(1)`
is never passed over. Rows nobody looked at are concatenated; rows somebody looked at, ordinary constraints and a changed
goal go through Pyomo's own `generate_standard_repn`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base.var import VarData
from pyomo.repn import generate_standard_repn

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.model import Floats, Model
from sidestream.algebra.rows import Csr, Rows


def hand_over(model: Model) -> Matrices:
    """Read the model as it is now. Raises ValueError for anything that is not linear."""
    strangers = _strangers(model)
    variables = model.variables + strangers
    lower, upper, integer = _bounds(variables)
    places: dict[int, int] = {}
    families: list[Csr] = []
    for family in model.pyomo.component_objects(pyo.Constraint, active=True, descend_into=True):
        if isinstance(family, Rows) and not family.looked_at:
            families.append(family.csr)
        else:
            if not places:
                places = {id(variable): place for place, variable in enumerate(variables)}
            families.append(_compiled(family, places))
    cost, constant = _goal(model, variables, places)
    terms = np.cumsum([0, *(len(family.columns) for family in families)])
    return Matrices(
        cost,
        constant,
        lower,
        upper,
        integer,
        np.concatenate([[0], *(family.starts[1:] + first for family, first in zip(families, terms, strict=False))]).astype(
            np.int64
        ),
        _joined([family.columns for family in families], np.int64),
        _joined([family.values for family in families], float),
        _joined([family.lower for family in families], float),
        _joined([family.upper for family in families], float),
    )


def _joined(parts: Sequence[Any], kind: type) -> Any:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.empty(0, kind)


def _strangers(model: Model) -> list[VarData]:
    """Variables that somebody added to the Pyomo model beside ours."""
    own = set(model.blocks)
    return [
        variable
        for component in model.pyomo.component_objects(pyo.Var, descend_into=True)
        if component.parent_block() is not model.pyomo or component.local_name not in own
        for variable in component.values()
    ]


def _bounds(variables: list[VarData]) -> tuple[Floats, Floats, np.ndarray[Any, np.dtype[np.bool_]]]:
    domains = [variable._domain for variable in variables]
    whole = {id(domain): domain is not pyo.Reals for domain in set(map(id, domains)) and {id(d): d for d in domains}.values()}
    plain = all(domain is pyo.Reals or domain is pyo.Binary for domain in {id(d): d for d in domains}.values())
    try:
        if not plain:
            raise TypeError
        lower = np.array([variable._lb for variable in variables], dtype=float)
        upper = np.array([variable._ub for variable in variables], dtype=float)
        integer = np.array([whole[id(domain)] for domain in domains], dtype=bool)
        np.copyto(lower, -np.inf, where=np.isnan(lower))
        np.copyto(upper, np.inf, where=np.isnan(upper))
        np.maximum(lower, 0.0, out=lower, where=integer)
        np.minimum(upper, 1.0, out=upper, where=integer)
    except TypeError:  # a bound is an expression, or a domain is not one of ours
        lower = np.array([-np.inf if variable.lb is None else variable.lb for variable in variables], dtype=float)
        upper = np.array([np.inf if variable.ub is None else variable.ub for variable in variables], dtype=float)
        integer = np.array([variable.is_integer() for variable in variables], dtype=bool)
    fixed = np.flatnonzero(np.array([variable._fixed for variable in variables], dtype=bool))
    for place in fixed.tolist():
        lower[place] = upper[place] = pyo.value(variables[place])
    return lower, upper, integer


def _compiled(family: Any, places: dict[int, int]) -> Csr:
    """An ordinary constraint as rows; fixed variables stay columns, since their bounds fix them."""
    rows, columns, values, lower, upper = [], [], [], [], []
    count = 0
    for data in family.values():
        if not data.active:
            continue
        low, body, high = data.to_bounded_expression()
        repn = generate_standard_repn(body, compute_values=False)
        if not repn.is_linear():
            raise ValueError(f"{data.name} is not linear")
        constant = pyo.value(repn.constant)
        for variable, coefficient in zip(repn.linear_vars, repn.linear_coefs, strict=True):
            rows.append(count)
            columns.append(places[id(variable)])
            values.append(pyo.value(coefficient))
        lower.append(-np.inf if low is None else pyo.value(low) - constant)
        upper.append(np.inf if high is None else pyo.value(high) - constant)
        count += 1
    return Csr.from_coordinates(
        count,
        np.array(rows, np.int64),
        np.array(columns, np.int64),
        np.array(values, float),
        np.array(lower, float),
        np.array(upper, float),
    )


def _goal(model: Model, variables: list[VarData], places: dict[int, int]) -> tuple[Floats, float]:
    cost = np.zeros(len(variables))
    objectives = list(model.pyomo.component_data_objects(pyo.Objective, active=True, descend_into=True))
    if len(objectives) != 1:
        raise ValueError(f"one goal is needed, the model has {len(objectives)}")
    expression, columns, values, constant = model.goal_arrays or (None, None, None, 0.0)
    if objectives[0].expr is expression and columns is not None and values is not None:
        cost[columns] = values
        return cost, constant
    places = places or {id(variable): place for place, variable in enumerate(variables)}
    repn = generate_standard_repn(objectives[0].expr, compute_values=False)
    if not repn.is_linear():
        raise ValueError("the goal is not linear")
    sign = 1.0 if objectives[0].sense == pyo.minimize else -1.0
    for variable, coefficient in zip(repn.linear_vars, repn.linear_coefs, strict=True):
        cost[places[id(variable)]] += sign * pyo.value(coefficient)
    return cost, sign * pyo.value(repn.constant)
