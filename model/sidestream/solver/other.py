"""Any solver that Pyomo knows, by its name there."""

from __future__ import annotations

import logging
import time

from sidestream.algebra.model import Model
from sidestream.errors import SolverError, UsageError
from sidestream.solver.highs import Answer


def solve_with(model: Model, name: str, seconds: float | None, gap: float) -> Answer:
    """Hand the Pyomo model to `SolverFactory(name)`. Raises UsageError where there is no such solver."""
    import pyomo.environ as pyo
    from pyomo.opt import TerminationCondition

    logging.getLogger("pyomo").setLevel(logging.ERROR)
    factory = pyo.SolverFactory(name)
    try:
        there = factory is not None and factory.available(exception_flag=False)
    except (NotImplementedError, RuntimeError):
        there = False
    if not there:
        raise UsageError(f"Pyomo finds no solver called '{name}' here: install it, or leave --solver out to use HiGHS")
    _set_limits(factory, name, seconds, gap)
    began = time.monotonic()
    try:
        results = factory.solve(model.pyomo, load_solutions=False)
    except Exception as error:
        raise SolverError(f"{name} failed: {error}") from error
    condition = results.solver.termination_condition
    lower = results.problem.lower_bound
    answer = Answer(str(condition), seconds=time.monotonic() - began, log=[f"{name}: {condition}"])
    if condition in (TerminationCondition.infeasible, TerminationCondition.infeasibleOrUnbounded):
        answer.status = "infeasible"
        return answer
    if len(results.solution) or hasattr(factory, "load_vars"):
        model.pyomo.solutions.load_from(results) if len(results.solution) else factory.load_vars()
        answer.values = model.values()
        answer.objective = float(pyo.value(next(model.pyomo.component_data_objects(pyo.Objective, active=True))))
    answer.status = "optimal" if condition == TerminationCondition.optimal else "stopped"
    answer.bound = min(float(lower) if isinstance(lower, (int, float)) else float("-inf"), answer.objective)
    return answer


def _set_limits(factory: object, name: str, seconds: float | None, gap: float) -> None:
    """Tell the solvers whose words for it are known how long and how exact; others run as they do."""
    if name in ("appsi_highs", "highs"):
        factory.config.load_solution = False  # type: ignore[attr-defined]
        if seconds is not None:
            factory.config.time_limit = seconds  # type: ignore[attr-defined]
        factory.highs_options = {"mip_rel_gap": min(gap, 1e-9), "mip_abs_gap": 1e-9}  # type: ignore[attr-defined]
    else:
        words = {"cbc": ("seconds", "ratio"), "glpk": ("tmlim", "mipgap"), "scip": ("limits/time", "limits/gap")}
        time_word, gap_word = words.get(name, ("", ""))
        if time_word and seconds is not None:
            factory.options[time_word] = seconds  # type: ignore[attr-defined]
        if gap_word:
            factory.options[gap_word] = 0.0  # type: ignore[attr-defined]
