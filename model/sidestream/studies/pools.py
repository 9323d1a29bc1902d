"""Searching a model in which streams may mix in pools; where none do, as any other."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.formulation.draft import Draft
from sidestream.formulation.plan import Plan
from sidestream.formulation.web import web
from sidestream.solver.aside import helper_for
from sidestream.solver.cutting import strengthened
from sidestream.solver.highs import FAR, INFINITY, Watch, solve
from sidestream.solver.lagrange import Bounded, bounded
from sidestream.solver.pooling import pooled
from sidestream.solver.products import Products, with_shares
from sidestream.solver.pruning import pruned
from sidestream.solver.search import Found, LeftOut, Orders, search

Floats = NDArray[np.float64]
FIRST = 1.0
"""Seconds that HiGHS has before such rows are looked for: what it closes by itself, and its first designs."""
LARGE = 100_000
"""Columns from which on a second is too little for HiGHS to begin with."""
BEGIN, TOLD = 3.0, 0.5
"""Seconds in which designs are looked for before that, where HiGHS is far from done; and after which what was found is told."""
PRICES, PRICES_SHARE = 2.0, 0.03
"""Seconds, and share of the time allowed, in which prices are looked for before (see solver/lagrange.py)."""
GAIN = 0.02
"""Share of the gap then that such rows have to close to be kept."""
CUTTING, CUTTING_SHARE = 10.0, 0.1
"""Seconds in which rows that bound builds are looked for: so many, or a share of the time allowed."""
GUIDED = 0.05
"""That share where a guide has proven something before: rows seldom prove more."""


Guide = Callable[[float], Bounded | None]
"""Who can say what prices prove and build, of a problem that is alike: it is told the best cost."""


def search_draft(draft: Draft | Plan, problem: Matrices, orders: Orders, guide: Guide | None = None) -> Found:
    """Search the problem of a draft; `guide` knows more of it than the problem's own prices tell, where it is given."""
    asked = (
        isinstance(draft, Plan) and draft.asked is not None
    )  # a hair's breadth of a firm's gain may flow by what is free
    without = None if draft.mixing or "pruning" in orders.without else pruned(problem, free=not asked)
    found = _searched(draft, without.problem if without else problem, orders, guide)
    if found.values is not None:
        found.values = found.values[: len(problem.cost)]
    if without:
        costs = problem.cost[without.builds].tolist()
        names = draft.model.names(without.builds)
        found.pruned = [LeftOut(*one) for one in zip(*names, costs, without.brings.tolist(), strict=True)]
    return found


def _searched(draft: Draft | Plan, problem: Matrices, orders: Orders, guide: Guide | None) -> Found:
    """Search a problem; where links lead on from each other, with rows that bound its builds, if it is not done at once."""
    alone = draft.drafts[0] if isinstance(draft, Plan) and len(draft.drafts) == 1 else draft
    ways = web(alone) if problem.integer.any() and isinstance(alone, Draft) else None
    if ways is None or "cuts" in orders.without:
        return pooled(problem, products_of(draft), orders) if draft.mixing else search(problem, orders)
    now = time.monotonic()
    first = Found("nothing", None, INFINITY, -INFINITY)
    if not draft.mixing and problem.shape[1] <= LARGE:
        unaided = orders.without | {"help", "pricing"}
        first = search(problem, replace(orders, deadline=min(orders.deadline, now + FIRST), without=unaided))
        if first.status not in ("stopped", "nothing") or orders.wish():
            return first
    far = first.cost - first.bound > FAR * abs(first.cost)
    prices = None
    if far and first.values is not None and orders.helped:
        prices = guide(first.cost) if guide else _by_prices(problem, first.cost, orders)
        _look(problem if prices is None else prices.lifted(problem), first, orders)
    now = time.monotonic()
    share = GUIDED if guide and prices else CUTTING_SHARE
    until = min(now + CUTTING, now + share * (orders.deadline - now))
    bound, proven = strengthened(problem, ways, until, orders.wish)
    if draft.mixing:
        return pooled(bound, products_of(draft), orders)
    if first.values is not None and not proven - first.bound > GAIN * (first.cost - first.bound):
        bound = problem  # HiGHS finds as much of the kind itself
    if prices is not None:
        first.bound = max(first.bound, prices.bound)
        bound = prices.lifted(bound) if prices.bound > proven else bound
    start = orders.start if first.values is None else _widened(bound, first.values)

    def news(incumbent: float, bound: float) -> None:
        orders.news(min(incumbent, first.cost), max(bound, first.bound))

    own = 0.0 if far else orders.alone
    found = search(bound, replace(orders, start=start, alone=own, news=news, proven=first.bound))
    if first.values is not None and (found.values is None or found.cost > first.cost):
        found = replace(found, status="stopped", values=first.values, cost=first.cost)
    found.bound = max(found.bound, first.bound)
    return found


def _by_prices(problem: Matrices, cost: float, orders: Orders) -> Bounded | None:
    """What prices prove in a while; None where the problem has another shape, or its relaxation takes too long."""
    now = time.monotonic()
    until = now + min(PRICES, PRICES_SHARE * (orders.deadline - now))
    relaxed = solve(problem.relaxed(), Watch(until, orders.wish))
    return None if relaxed.row_duals is None else bounded(problem, relaxed.row_duals, cost, until, orders.wish)


def _look(problem: Matrices, first: Found, orders: Orders) -> None:
    """Look for a better design than the first for a while."""
    helper = helper_for(problem, aside=False) if orders.helped and first.values is not None else None
    if helper is None or first.values is None:
        return
    helper.wish = orders.wish
    helper.hear(first.values, first.cost)
    end = min(time.monotonic() + BEGIN, orders.deadline)
    while (now := time.monotonic()) < end and not orders.wish():
        if helper.work(min(now + TOLD, end)):
            first.values, first.cost = helper.best, helper.cost
            orders.news(first.cost, first.bound)


def _widened(problem: Matrices, values: Floats) -> Floats | None:
    """An answer for a problem that has further columns at its end; None where it has none."""
    if problem.shape[1] == len(values):
        return values
    answer = solve(problem.with_fixed(np.arange(len(values)), values).relaxed(), Watch(time.monotonic() + FIRST))
    return answer.values if answer.status == "optimal" else None


def held(draft: Draft | Plan, problem: Matrices, values: Floats) -> Matrices:
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
