"""Searching a model that is prepared: the best answer in time, settled, and why where there is none."""

from __future__ import annotations

import logging
import time

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.errors import InfeasibleError, Interrupted, NoDesignInTime, SolverError
from sidestream.formulation.plan import Plan
from sidestream.solver.gap import target
from sidestream.solver.highs import INFINITY, Watch
from sidestream.solver.search import LAST_SECONDS, Found, Orders, linear_bound
from sidestream.solver.settle import settle
from sidestream.solver.ties import least_of_equals
from sidestream.studies.infeasible import why_none
from sidestream.studies.merging import search_merged
from sidestream.studies.options import Options
from sidestream.studies.participation import dissent
from sidestream.studies.pools import held, search_draft
from sidestream.studies.prepared import Prepared, until

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
log = logging.getLogger("sidestream")
TIE_SECONDS, TIE_SHARE = 2.0, 0.1
"""How long the best of equally cheap designs may be looked for: so many seconds, or a share of those of the search."""


def find(ready: Prepared) -> tuple[Found, Floats]:
    """Search for the design: what is known of it, and its values, with nothing built that is of no use.

    Raises InfeasibleError, Interrupted, NoDesignInTime, SolverError.
    """
    found, values = _search(ready)
    values = without_unused(ready.made, _without_empty_loads(ready, values))
    ready.clock.lap("search")
    return found, values


def _without_empty_loads(ready: Prepared, values: Floats) -> Floats:
    """No more whole loads than what flows takes: a search that ends early may leave some."""
    columns, loads = ready.made.least_loads(values)
    if not (values[columns] > loads + 0.5).any():
        return values
    fewer = values.copy()
    fewer[columns] = np.minimum(fewer[columns], loads)
    problem = ready.problem if ready.exact is None else ready.exact
    settled = settle(held(ready.made, problem, fewer), fewer, ready.made.tie_breakers())
    return values if settled.values is None else settled.values


def _search(ready: Prepared) -> tuple[Found, Floats]:
    """Search, settle, and say why where there is nothing to settle."""
    made, problem, options, deadline = ready.made, ready.problem, ready.options, ready.deadline
    baseline, start = ready.today.baseline, ready.start

    def news(incumbent: float, bound: float) -> None:
        options.news("design", incumbent, bound, INFINITY if baseline is None else baseline)

    began = time.monotonic()
    for tolerance in (None, 1e-9):
        if tolerance:  # the answer so far is none: a second one is sought even where the time is up
            deadline = max(deadline, time.monotonic() + LAST_SECONDS)
        orders = Orders(
            options.gap, deadline, options.jobs, baseline, options.wish, news, tolerance, start, options.without
        )
        found = _ask(made, problem, options, orders)
        for line in found.log:
            log.debug("%s", line)
        if found.status == "infeasible":
            raise _impossible(made, options)
        if found.values is None:
            if tolerance:
                break
            if options.wish():
                raise Interrupted("stopped before a design was found")
            if found.status == "nothing":
                raise NoDesignInTime("no design was found in the time allowed: give it more with --time-limit")
            raise SolverError(f"the solver stopped without a design: {found.status}")
        breakers = made.tie_breakers()
        settled = settle(held(made, problem, found.values), found.values, breakers)
        values = settled.values
        if values is not None and settled.status == "optimal":
            if ready.exact is not None:
                closer = settle(held(made, ready.exact, found.values), found.values, breakers)
                if closer.values is not None and closer.status == "optimal":
                    # what the slack buys is no saving: a route that carries a gram for it is not worth listing
                    found.slack = max(closer.objective - settled.objective, 0.0)
                    settled, values, problem = closer, closer.values, ready.exact
            found.cost = settled.objective
            if found.status != "proven" or options.solver != "highs":
                return found, values
            seconds = max(TIE_SECONDS, TIE_SHARE * (time.monotonic() - began))
            watch = Watch(min(deadline, time.monotonic() + seconds), options.wish)
            return found, least_of_equals(problem, values, breakers, watch)
    raise SolverError("the design did not survive being solved again with its builds fixed")


def _impossible(made: Plan, options: Options) -> InfeasibleError:
    """Why there is no design: because of what firms ask for, or whatever they say."""
    wish, asked = until(options), made.consent
    against = dissent(made.park, asked, wish) if asked else None
    return against or why_none(made, wish)


def _ask(made: Plan, problem: Matrices, options: Options, orders: Orders) -> Found:
    if options.solver == "highs":
        return search_merged(made, problem, orders) or search_draft(made, problem, orders)
    if made.mixing:
        raise SolverError("streams of different quality meet in junctions here: that is searched with highs alone")
    from sidestream.solver.other import solve_with

    seconds = None if orders.deadline == INFINITY else max(orders.deadline - time.monotonic(), 1.0)
    # a share of the saving cannot be told to other solvers: they go on to the end
    answer = solve_with(made.model, options.solver, seconds, options.gap if orders.baseline is None else 0.0)
    if answer.values is None:
        return Found(answer.status, None, INFINITY, -INFINITY, 1, answer.log)
    if not np.isfinite(answer.bound):
        optimal = answer.status == "optimal"
        answer.bound = answer.objective if optimal else linear_bound(problem, time.monotonic() + LAST_SECONDS)
    enough = answer.objective - answer.bound <= target(options.gap, answer.objective, answer.bound, orders.baseline)
    return Found("enough" if enough else "stopped", answer.values, answer.objective, answer.bound, 1, answer.log)


def without_unused(made: Plan, values: Floats, kept: Ints | None = None) -> Floats:
    """What is free to build and carries nothing is not built; what costs and carries nothing even less.

    What was asked for stands in columns that are `kept`. The risk is then that of what is left: an answer that is found early may
    have had its costs in it.
    """
    found, values = values, values.copy()
    while True:  # a trench is of no use once the pipe in it is out
        idle = made.unused(values)
        idle = idle[values[idle] > 0.5]
        idle = idle if kept is None else np.setdiff1d(idle, kept)
        if not len(idle):
            return values if np.array_equal(values, found) else made.with_risk(values)
        values[idle] = 0.0
