"""Searching a park with fewer commodities in the place of one with many alike (see park/alike.py): the pipes are the same."""

from __future__ import annotations

import time

import numpy as np

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.algebra.model import Model
from sidestream.formulation.plan import Plan, plan
from sidestream.park.alike import merged
from sidestream.solver.highs import Watch, solve
from sidestream.solver.search import LAST_SECONDS, Found, Orders
from sidestream.studies.pools import search_draft

SAME = 1e-6
"""Share of the cost by which the design of one park may cost more in the other: rounding."""


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
    found = search_draft(small, handed, orders)
    if found.values is None:
        return found if found.status == "nothing" else None
    whole = np.array(list(columns), np.int64)
    values = np.round(found.values[[place[name] for name in columns.values()]])
    answer = solve(problem.with_fixed(whole, values).relaxed(), Watch(time.monotonic() + LAST_SECONDS))
    if answer.values is None or answer.objective > found.cost + SAME * max(1.0, abs(found.cost)):
        return None
    found.values, found.cost, found.shares = answer.values, answer.objective, []
    return found


def _whole(model: Model, problem: Matrices) -> dict[int, tuple[object, ...]]:
    """Name of each column that is whole."""
    return {
        int(column): (block.name, *name)
        for block in model.blocks.values()
        if (columns := np.flatnonzero(problem.integer[block.first : block.first + block.count])).size
        for column, name in zip(columns + block.first, (block.index[int(one)] for one in columns), strict=True)
    }
