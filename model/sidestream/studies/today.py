"""Today's park: existing links only, no Limits, cheapest dispatch; short where it must be, as little as can be."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.design.payments import values_anything
from sidestream.errors import Interrupted, NoDesignInTime, SolverError
from sidestream.formulation import reading
from sidestream.formulation.draft import Aim, Consent, Draft
from sidestream.formulation.goals import least_cost, least_impact
from sidestream.formulation.goals.least_impact import SLACK
from sidestream.formulation.goals.tie_breakers import tie_breakers
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.park.sites import COST
from sidestream.park.worlds import World, risk_of
from sidestream.solver.search import Found, Orders
from sidestream.solver.settle import settle
from sidestream.solver.ties import no_more
from sidestream.studies.elastic import elastic_problem
from sidestream.studies.options import Options
from sidestream.studies.participation import consent, refused
from sidestream.studies.pools import held, search_draft
from sidestream.studies.shortfalls import shortfalls

POOL_SECONDS, POOL_SHARE, POOL_GAP = 60.0, 0.3, 0.1
"""Where streams mix in pools, today's dispatch is searched too: so many seconds, or a share of the time allowed, to a part of
the gap asked for (of its cost).
"""


@dataclass
class Today:
    """The park as it stands: its tables and cost, and what it cannot serve."""

    tables: dict[str, pd.DataFrame]
    cost: float
    short: list[dict[str, Any]]
    gap: float = 0.0
    """How much cheaper today's dispatch could still be, where streams mix in pools [EUR/a]."""

    @property
    def baseline(self) -> float | None:
        """Cost that savings are measured from where the search asks what is enough; None where it is not known exactly."""
        return None if self.short or self.gap > 1e-6 * abs(self.cost) else self.cost


def todays_park(park: Park, options: Options, deadline: float, aim: Aim = "cost", goal: str = COST) -> Today:
    """Dispatch the park as it stands; where it cannot serve what it must, as little short as can be. `goal` is an impact
    where there is to be as little of that as can be.
    """
    orders = Orders(gap=0.0, deadline=deadline, jobs=options.jobs, wish=options.wish)
    draft = write(park, "today", tight=options.tight, aim=aim)
    if draft.mixing:
        now = time.monotonic()
        until = min(now + POOL_SECONDS, now + POOL_SHARE * (deadline - now))
        orders = replace(orders, gap=POOL_GAP * options.gap, deadline=until)
    problem = hand_over(draft.model)
    breakers = tie_breakers(draft)
    if goal != COST:
        weights, fixed = least_impact.weights(draft, goal)
        problem = replace(problem, cost=weights, constant=fixed)
        breakers = [least_cost.weights(draft)[0], *breakers]
    found = search_draft(draft, problem, orders)
    if found.status == "infeasible":
        draft = write(park, "today", elastic="moment", tight=options.tight)
        problem = elastic_problem(draft)
        found = search_draft(draft, problem, orders)
        breakers = [least_cost.weights(draft)[0], *tie_breakers(draft)]
    if goal != COST or draft.elastic:
        found = _cheapest_of_least(draft, problem, found, orders)
    if options.wish():
        raise Interrupted("stopped before today's park was worked out")
    if found.status == "nothing" or (found.status == "stopped" and not draft.mixing):
        raise NoDesignInTime("not even today's park was worked out in the time allowed: give it more with --time-limit")
    if found.values is None:
        raise SolverError(f"today's park could not be worked out: {found.status}")
    values = settle(held(draft, problem, found.values), found.values, breakers).values
    if values is None:
        raise SolverError("today's park did not survive a second look with what runs fixed")
    by_column, constant = least_cost.weights(draft)
    cost = float(by_column @ values) + constant
    gap = max(cost - found.bound, 0.0) if draft.mixing and not draft.elastic and goal == COST else 0.0
    return Today(reading.tables(draft, values), cost, shortfalls(draft, values), gap)


def _cheapest_of_least(draft: Draft, problem: Matrices, found: Found, orders: Orders) -> Found:
    """Search again, for the cheapest that falls no shorter, or causes no more: what runs and how many loads are driven is fixed
    afterwards. Returns the answer as it was where nothing is decided in whole numbers, or where no time is left.
    """
    if found.values is None or not problem.integer.any():
        return found
    by_column, constant = least_cost.weights(draft)
    size = float(np.abs(problem.cost) @ np.abs(found.values))
    least = float(problem.cost @ found.values) + SLACK * size + 1e-9
    capped = replace(no_more(problem, problem.cost, least), cost=by_column, constant=constant)
    cheaper = search_draft(draft, capped, orders)
    return found if cheaper.values is None else replace(found, values=cheaper.values)


def todays_worlds(park: Park, every: Sequence[World], todays: Sequence[Today]) -> Today:
    """What today's park costs over all worlds, as the goal counts it, and what it cannot serve in any."""
    cost = risk_of(park, every, [one.cost for one in todays])
    short = [row | {"world": world.label} for world, one in zip(every, todays, strict=True) for row in one.short]
    return Today({}, cost, short, sum(one.gap for one in todays))


def baseline_of_firms(
    park: Park, every: Sequence[World], todays: Sequence[Today], options: Options, deadline: float
) -> Consent:
    """What firms compare a design with: today's park in each world, dispatched once more where the objective is not cash
    alone.
    """
    short = todays_worlds(park, every, todays).short
    if short:
        raise refused(park, every, short)
    cheapest = [
        todays_park(world.park, options, deadline, "cash") if values_anything(park, world.park) else one
        for world, one in zip(every, todays, strict=True)
    ]
    return consent(park, every, [one.tables["Costs"] for one in cheapest])
