"""Searching a park with fewer commodities in the place of one with many alike (see park/alike.py): the pipes are the same."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.algebra.model import Model
from sidestream.formulation.plan import Plan, plan
from sidestream.park.alike import merged
from sidestream.solver.highs import Watch, solve
from sidestream.solver.lagrange import bounded
from sidestream.solver.search import LAST_SECONDS, Found, Orders
from sidestream.studies.pools import search_draft

SAME = 1e-6
"""Share of the cost by which the design of one park may cost more in the other: rounding."""

BOUNDING, BOUNDING_SHARE = 5.0, 0.05
"""Seconds at the end in which the bound is raised with all commodities apart: so many, or a share of the time allowed."""


def search_merged(made: Plan, problem: Matrices, orders: Orders) -> Found | None:
    """Search with alike commodities merged; None where none are, or where the whole is to be searched after all."""
    fit = len(made.drafts) == 1 and problem.integer.any() and "merging" not in orders.without
    fewer = merged(made.park) if fit else None
    if fewer is None:
        return None
    small = plan(fewer, tight=made.drafts[0].tight)
    handed = hand_over(small.model)
    place = {name: column for column, name in _whole(small.model, handed).items()}
    columns = _whole(made.model, problem)
    if set(columns.values()) != set(place):
        return None
    now = time.monotonic()
    last = min(BOUNDING, BOUNDING_SHARE * (orders.deadline - now))
    found = search_draft(small, handed, replace(orders, deadline=orders.deadline - last))
    if found.values is None:
        return found if found.status == "nothing" else None
    whole = np.array(list(columns), np.int64)
    values = np.round(found.values[[place[name] for name in columns.values()]])
    answer = solve(problem.with_fixed(whole, values).relaxed(), Watch(time.monotonic() + LAST_SECONDS))
    if answer.values is None or answer.objective > found.cost + SAME * max(1.0, abs(found.cost)):
        return None
    found.values, found.cost, found.shares = answer.values, answer.objective, []
    if found.status == "stopped" and not orders.wish():
        _raise_bound(found, problem, orders)
    return found


def _raise_bound(found: Found, problem: Matrices, orders: Orders) -> None:
    """Prove more than was proven of the merged commodities: of several in one, a share of a link is held by less."""
    relaxed = solve(problem.relaxed(), Watch(orders.deadline, orders.wish))
    if relaxed.row_duals is None:
        return
    done = bounded(problem, relaxed.row_duals, found.cost, orders.deadline, orders.wish)
    if done is not None and done.bound > found.bound:
        found.bound = min(done.bound, found.cost)
        orders.news(found.cost, found.bound)


def _whole(model: Model, problem: Matrices) -> dict[int, tuple[object, ...]]:
    """Name of each column that is whole."""
    return {
        int(column): (block.name, *name)
        for block in model.blocks.values()
        if (columns := np.flatnonzero(problem.integer[block.first : block.first + block.count])).size
        for column, name in zip(columns + block.first, (block.index[int(one)] for one in columns), strict=True)
    }
