"""Searching a model in which streams may mix in pools; where none do, as any other."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.formulation.draft import Draft
from sidestream.formulation.plan import Plan
from sidestream.formulation.web import web
from sidestream.solver.cutting import strengthened
from sidestream.solver.pooling import pooled
from sidestream.solver.products import Products, with_shares
from sidestream.solver.pruning import pruned
from sidestream.solver.search import Found, LeftOut, Orders, search

CUTTING, CUTTING_SHARE = 10.0, 0.1
"""Seconds in which rows that bound builds are looked for: so many, or a share of the time allowed."""


def search_draft(draft: Draft | Plan, problem: Matrices, orders: Orders) -> Found:
    """Search the problem of a draft."""
    without = None if draft.mixing or "pruning" in orders.without else pruned(problem)
    bound = _strengthened(draft, without.problem if without else problem, orders)
    found = pooled(bound, products_of(draft), orders) if draft.mixing else search(bound, orders)
    if found.values is not None:
        found.values = found.values[: len(problem.cost)]
    if without:
        costs = problem.cost[without.builds].tolist()
        names = draft.model.names(without.builds)
        found.pruned = [LeftOut(*one) for one in zip(*names, costs, without.brings.tolist(), strict=True)]
    return found


def _strengthened(draft: Draft | Plan, problem: Matrices, orders: Orders) -> Matrices:
    """Return the problem with rows that bound its builds, where links lead on from each other."""
    alone = draft.drafts[0] if isinstance(draft, Plan) and len(draft.drafts) == 1 else draft
    ways = web(alone) if problem.integer.any() and isinstance(alone, Draft) else None
    if ways is None or "cuts" in orders.without:
        return problem
    now = time.monotonic()
    return strengthened(problem, ways, min(now + CUTTING, now + CUTTING_SHARE * (orders.deadline - now)), orders.wish)


def held(draft: Draft | Plan, problem: Matrices, values: NDArray[np.float64]) -> Matrices:
    """Return the problem with what pools mix held as an answer has it."""
    return with_shares(problem, products_of(draft), values) if draft.mixing else problem


def products_of(draft: Draft | Plan) -> Products:
    """Return what the draft leaves open: parts, shares and flows by column."""
    part, share, whole, taken, most, pool = zip(*draft.mixing, strict=True)
    numbers = {key: place for place, key in enumerate(dict.fromkeys(pool))}
    return Products(
        np.array(part, np.int64),
        np.array(share, np.int64),
        np.array(whole, np.int64),
        np.array(taken, float),
        np.array(most, float),
        np.array([numbers[key] for key in pool], np.int64),
    )
