"""From an answer whose products are missed to one near by in which they hold: a sequence of linear problems.

About shares s0 and flows y0 a product is nearly s0 * y + y0 * s - s0 * y0. The linear problem with that in its place
has an answer within a short reach of s0; where it costs less, what is missed counted at a price, the next problem is
written about that one. Where streams must meet a limit exactly, shares a little off let nothing flow at all: shares and
flows have to be changed together.

After R. Fletcher and E. Sainz de la Maza, Nonlinear programming and nonsmooth optimization by successive linear
programming, Math Programming 43 (1989).
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import Watch, solve
from sidestream.solver.products import Builder, Floats, Products

STEPS = 30
"""Linear problems at most."""
REACH, SHORTEST = 0.25, 1e-8
"""How far a share may move in a step, at first and at last."""
PRICE = 10.0
"""What a unit missed costs, in the dearest of all units."""


def traced(problem: Matrices, products: Products, answer: Floats, deadline: float) -> Floats:
    """An answer with the builds of another and, as near as may be, true products."""
    built = np.flatnonzero(problem.integer)
    held = problem.with_fixed(built, np.round(answer[built])).relaxed()
    price = PRICE * max(np.abs(problem.cost[~problem.integer]).max(initial=0.0), 1e-6)
    at, reach = products.true_shares(answer), REACH

    def weighed(values: Floats) -> float:
        return float(problem.cost @ values + price * products.off(values).sum())

    known = weighed(at)
    for _ in range(STEPS):
        if reach < SHORTEST or time.monotonic() >= deadline:
            break
        found = solve(_about(held, products, at, reach, price), Watch(deadline))
        if found.status != "optimal" or found.values is None:
            break
        here = found.values[: len(at)]
        cost, hoped = weighed(here), found.objective - problem.constant
        if known - hoped <= 1e-10 * max(1.0, abs(known)):
            break
        if cost < known:
            reach = min(1.0, 2.0 * reach) if known - cost > 0.75 * (known - hoped) else reach
            at, known = here, cost
        else:
            reach = min(reach, float(np.abs(here - at)[products.share].max())) / 4
    return at


def _about(problem: Matrices, products: Products, at: Floats, reach: float, price: float) -> Matrices:
    """The linear problem about an answer."""
    shares = np.unique(products.share)
    lower, upper = problem.lower.copy(), problem.upper.copy()
    lower[shares] = np.maximum(lower[shares], at[shares] - reach)
    upper[shares] = np.minimum(upper[shares], at[shares] + reach)
    made = Builder(replace(problem, lower=lower, upper=upper))
    entries = zip(products.part, products.share, products.whole, products.taken, strict=True)
    for part, share, whole, taken in entries:
        over, under = made.column(np.inf, cost=price), made.column(np.inf, cost=price)
        s, y = float(at[share]), float(at[whole])
        terms = {int(part): 1.0, int(whole): -taken * s, int(share): -taken * y, over: -1.0, under: 1.0}
        made.row(terms, -taken * s * y, -taken * s * y)
    return made.problem()
