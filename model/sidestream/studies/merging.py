"""Searching a park with fewer commodities in the place of one with many alike (see park/alike.py): the pipes are the same."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.algebra.model import Model
from sidestream.formulation.plan import Plan, plan
from sidestream.park.alike import merged
from sidestream.solver.highs import Watch, solve
from sidestream.solver.lagrange import Bounded, bounded
from sidestream.solver.search import LAST_SECONDS, Found, Orders
from sidestream.studies.pools import search_draft

SAME = 1e-6
"""Share of the cost by which the design of one park may cost more in the other: rounding."""

BOUNDING, BOUNDING_SHARE = 4.0, 0.04
"""Seconds in which the bound is raised with all commodities apart, first and last: so many, or a share of the time allowed."""


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
    prices = _Prices(problem, orders, {column: place[name] for column, name in columns.items()})
    found = search_draft(small, handed, replace(orders, deadline=orders.deadline - prices.seconds), prices.guide)
    if found.values is None:
        return found if found.status == "nothing" else None
    whole = np.array(list(columns), np.int64)
    values = np.round(found.values[[place[name] for name in columns.values()]])
    answer = solve(problem.with_fixed(whole, values).relaxed(), Watch(time.monotonic() + LAST_SECONDS))
    if answer.values is None or answer.objective > found.cost + SAME * max(1.0, abs(found.cost)):
        return None
    found.values, found.cost, found.shares = answer.values, answer.objective, []
    if found.status == "stopped" and not orders.wish():
        known = prices.raised(found.cost)
        if known is not None and known.bound > found.bound:
            found.bound = min(known.bound, found.cost)
            orders.news(found.cost, found.bound)
    return found


@dataclass
class _Prices:
    """What prices prove with all commodities apart: of several in one, a share of a link is held by less.

    place     of each whole column, the one in the problem with fewer commodities
    known     what they proved so far
    seconds   how long they are moved at a time
    """

    problem: Matrices
    orders: Orders
    place: dict[int, int]
    known: Bounded | None = None

    def __post_init__(self) -> None:
        self.seconds = min(BOUNDING, BOUNDING_SHARE * (self.orders.deadline - time.monotonic()))

    def raised(self, cost: float) -> Bounded | None:
        """Raise the bound for a while, from where it was left; None where the problem has another shape."""
        until, wish = min(time.monotonic() + self.seconds, self.orders.deadline), self.orders.wish
        start = self.known.prices if self.known else solve(self.problem.relaxed(), Watch(until, wish)).row_duals
        self.known = None if start is None else bounded(self.problem, start, cost, until, wish)
        return self.known

    def guide(self, cost: float) -> Bounded | None:
        """The bound, and what its answer builds, for the problem with fewer commodities."""
        known = self.raised(cost)
        if known is None:
            return None
        builds = np.array([self.place[int(one)] for one in known.builds], np.int64)
        mean = np.zeros(max(self.place.values()) + 1)
        mean[builds] = known.mean[known.builds]
        return replace(known, mean=mean, builds=builds)


def _whole(model: Model, problem: Matrices) -> dict[int, tuple[object, ...]]:
    """Name of each column that is whole."""
    return {
        int(column): (block.name, *name)
        for block in model.blocks.values()
        if (columns := np.flatnonzero(problem.integer[block.first : block.first + block.count])).size
        for column, name in zip(columns + block.first, (block.index[int(one)] for one in columns), strict=True)
    }
