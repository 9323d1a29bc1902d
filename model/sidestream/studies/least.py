"""A design that makes an impact small: first the least of it there can be, then the cheapest design with no more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.errors import Interrupted, NoDesignInTime, SolverError
from sidestream.formulation.goals.least_impact import SLACK
from sidestream.formulation.plan import Plan
from sidestream.solver.search import Orders
from sidestream.solver.settle import settle
from sidestream.solver.ties import no_more
from sidestream.studies.infeasible import why_none
from sidestream.studies.pools import held, search_draft

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Least:
    """The least of an impact that was found, and the least that is proven [its unit a year]; `values` cause so little."""

    impact: str
    found: float
    bound: float
    values: Floats = field(repr=False)


def held_to_least(made: Plan, problem: Matrices, orders: Orders, impact: str) -> tuple[Least, Matrices, Matrices]:
    """Return the least of an impact, and the problem held to no more than that: with some slack, to be searched, and without,
    to be settled.

    Raises InfeasibleError, Interrupted, NoDesignInTime, SolverError.
    """
    weights, constant = made.impact(impact)
    goal = replace(problem, cost=weights, constant=constant)
    found = search_draft(made, goal, orders)
    if found.status == "infeasible":
        raise why_none(made, orders.wish)
    if found.values is None:
        if orders.wish():
            raise Interrupted(f"stopped before a design with little {impact} was found")
        if found.status == "nothing":
            raise NoDesignInTime("no design was found in the time allowed: give it more with --time-limit")
        raise SolverError(f"the solver stopped without a design: {found.status}")
    settled = settle(held(made, goal, found.values), found.values)
    values = found.values if settled.values is None else settled.values
    least = float(weights @ values) + constant
    size = float(np.abs(weights) @ np.abs(values)) + abs(constant)
    slack = (
        SLACK * size + 1e-9 if size > 0 else 0.0
    )  # where nothing is caused, nothing may be: not even a gram by truck
    loose, exact = (no_more(problem, weights, least - constant + more) for more in (slack, 0.0))
    return Least(impact, least, min(found.bound, least), values), loose, exact
