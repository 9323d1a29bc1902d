"""What mixes in pools: products of a share and a flow, searched to a proven gap.

The model is linear but for products: part = share * taken * whole. Two linear models hold the truth between them.

    looser     each share is cut into pieces; in a piece a product lies in its McCormick envelope, and a binary chooses the
               piece. No design costs less than its optimum.
    tighter    every share fixed: a design. From the answer of the looser one, traced to one in which the products hold,
               come the shares; from these the flows, from the flows and what is built the shares, in turn, while that
               gains anything.

Where they are too far apart, all shares are narrowed to where something cheaper than the best design can be, the pieces
around the shares of the looser answer are made smaller, and both are solved again. A narrow piece is about its answer: a
quarter of the width it had.

Adaptive pieces after H. Nagarajan et al., An adaptive, multivariate partitioning algorithm for global optimization of
nonconvex programs, J Glob Optim 74 (2019).
"""

from __future__ import annotations

import time
from dataclasses import replace

from sidestream.algebra.arrays import Matrices
from sidestream.solver.gap import target
from sidestream.solver.highs import INFINITY
from sidestream.solver.pieces import looser, narrowed, whole_shares
from sidestream.solver.products import Floats, Products, with_flows, with_shares
from sidestream.solver.search import Found, Orders, search
from sidestream.solver.shrinking import shrunk
from sidestream.solver.tracing import traced

ROUNDS = 60
"""How often the pieces are made smaller."""
TURNS = 6
"""How often shares and flows are found from each other in a round."""
SHRINKING = 1.0
"""Seconds that shares may be narrowed for in a round, or as many as the round took."""
INSIDE = 0.1
"""Of the gap that is asked for, what the looser and tighter problems may leave open themselves."""


def pooled(problem: Matrices, products: Products, orders: Orders) -> Found:
    """Search a problem with products: the best design found, its shares true, and a bound on every design."""
    pieces = whole_shares(products)
    best: Found | None = None
    bound, log = -INFINITY, []
    inner = replace(orders, gap=INSIDE * orders.gap, news=lambda _incumbent, _bound: None)
    for _ in range(ROUNDS):
        began = time.monotonic()
        found = search(looser(problem, products, pieces), inner)
        log += found.log
        if found.values is None:
            if best is None:
                return found
            break
        bound = max(bound, found.bound)
        answer = found.values[: len(problem.cost)]
        best = _better(best, _tighter(problem, products, answer, inner))
        incumbent = INFINITY if best is None else best.cost
        orders.news(incumbent, bound)
        if best is not None and best.cost - bound <= _enough(orders, best.cost, bound):
            break
        now = time.monotonic()
        if orders.wish() or now >= orders.deadline:
            break
        until = min(orders.deadline, now + max(now - began, SHRINKING))
        if best is not None and not shrunk(problem, products, pieces, best.cost, until):
            bound = best.cost
            break
        if not narrowed(products, pieces, answer):
            break
    if best is None or best.values is None:
        return Found("nothing", None, INFINITY, bound, 1, log)
    bound = min(bound, best.cost)
    status = "enough" if best.cost - bound <= _enough(orders, best.cost, bound) else "stopped"
    return Found(status, best.values, best.cost, bound, best.parts, log)


def _enough(orders: Orders, cost: float, bound: float) -> float:
    """Gap at which the search ends [EUR/a]; a millionth of the cost where none is asked for."""
    return max(target(orders.gap, cost, bound, orders.baseline), 1e-6 * abs(cost))


def _better(one: Found | None, other: Found | None) -> Found | None:
    if one is None or (other is not None and other.cost < one.cost):
        return other
    return one


def _tighter(problem: Matrices, products: Products, answer: Floats, orders: Orders) -> Found | None:
    """A design with true shares near an answer."""
    best = _in_turns(problem, products, traced(problem, products, answer, orders.deadline), orders)
    return best or _in_turns(problem, products, answer, orders)


def _in_turns(problem: Matrices, products: Products, answer: Floats, orders: Orders) -> Found | None:
    """A design with the shares of an answer: flows for shares, shares for flows, while it gains anything."""
    shares = products.true_shares(answer)
    best: Found | None = None
    for _ in range(TURNS):
        found = search(with_shares(problem, products, shares), orders)
        if found.values is None or (best is not None and found.cost >= best.cost - 1e-9 * abs(best.cost)):
            break
        best = found
        other = search(with_flows(problem, products, found.values), orders)
        if other.values is None:
            break
        shares = other.values.copy()
    return best
