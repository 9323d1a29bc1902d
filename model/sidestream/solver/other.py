"""Any solver that Pyomo knows, by its name there."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np

from sidestream.algebra.model import Model
from sidestream.errors import SolverError, UsageError
from sidestream.solver.highs import Answer


def solve_with(model: Model, name: str, seconds: float | None, gap_of_cost: float = 0.0) -> Answer:
    """Hand the Pyomo model to `SolverFactory(name)`. Raises UsageError where there is no such solver.

    A status of `nothing` is a time limit that came before any answer.
    """
    import pyomo.environ as pyo
    from pyomo.opt import TerminationCondition

    factory = factory_of(name)
    _set_gap(factory, name, gap_of_cost)
    limit = {} if seconds is None else {"timelimit": seconds}
    try:
        results = factory.solve(model.pyomo, load_solutions=False, **limit)
    except Exception as error:
        raise SolverError(f"{name} failed: {error}") from error
    condition = results.solver.termination_condition
    lower = results.problem.lower_bound
    answer = Answer(str(condition), log=[f"{name}: {condition}"])
    if condition in (TerminationCondition.infeasible, TerminationCondition.infeasibleOrUnbounded):
        answer.status = "infeasible"
        return answer
    if not _load(model, factory, results):
        answer.status = "nothing" if condition == TerminationCondition.maxTimeLimit else str(condition)
        return answer
    values = model.values()  # a column in no row that costs nothing is never loaded: any value within its bounds does
    least = np.concatenate([block.columns.lower_bounds for block in model.blocks.values()])
    answer.values = np.where(np.isnan(values), least, values)
    answer.objective = float(pyo.value(next(model.pyomo.component_data_objects(pyo.Objective, active=True))))
    answer.status = "optimal" if condition == TerminationCondition.optimal else "stopped"
    answer.bound = min(float(lower) if isinstance(lower, (int, float)) else float("-inf"), answer.objective)
    return answer


def factory_of(name: str) -> Any:
    """Return Pyomo's way to a solver. Raises UsageError where there is no such solver."""
    import pyomo.environ as pyo

    logging.getLogger("pyomo").setLevel(logging.ERROR)
    factory = pyo.SolverFactory(name)
    try:
        there = factory is not None and factory.available(exception_flag=False)
    except (NotImplementedError, RuntimeError):
        there = False
    if not there:
        raise UsageError(f"Pyomo finds no solver called '{name}' here: install it, or leave --solver out to use HiGHS")
    return factory


def _load(model: Model, factory: Any, results: Any) -> bool:
    """Give the Pyomo variables the values that were found; False where there are none."""
    if len(results.solution):
        model.pyomo.solutions.load_from(results)
        return True
    try:
        factory.load_vars()
    except Exception:  # each interface has its own for "there is no solution"
        return False
    return True


def _set_gap(factory: Any, name: str, gap: float) -> None:
    """Tell the solvers whose words for it are known how exact; others run as they do."""
    words = {"appsi_highs": "mip_rel_gap", "cbc": "ratio", "glpk": "mipgap", "scip": "limits/gap", "gurobi": "MIPGap"}
    if name in words:
        factory.options[words[name]] = max(gap, 1e-9)
