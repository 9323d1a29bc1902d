"""At which prices of its exchanges a gain is shared as it should be.

    p[e]        what the taker of exchange e pays the giver a year; below 0 the other way round
    pool[f]     what firm f gets from, or pays into, a common pool

    min  sum |pool[f]| * POOL  +  sum of what p[e] is outside its band  +  sum |p[e] - middle of the band| * TINY
    subject to  what f is paid for what it gives - what it pays for what it takes + pool[f] = receives[f]   of firms
                money that comes to a junction goes on

The pool is for what no exchange can move: firms that are not joined to those who have to pay.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sidestream.studies.exchanges import Band, Exchange

Floats = NDArray[np.float64]
POOL, TINY = 1e3, 1e-3


def prices(
    exchanges: Sequence[Exchange], bands: Sequence[Band], firm: dict[str, int], receives: Floats
) -> tuple[Floats, Floats]:
    """Return what is paid for each exchange, and what each firm has from the pool [EUR/a]. `receives` adds up to 0."""
    from scipy.optimize import linprog

    count, firms = len(exchanges), len(receives)
    places = {who: firm.get(who, -1) for one in exchanges for who in (one.giver, one.taker)}
    junctions = sorted(who for who, place in places.items() if place < 0)
    node = {who: place if place >= 0 else firms + junctions.index(who) for who, place in places.items()}
    size = max(float(np.abs(receives).max(initial=0.0)), 1.0)
    low, high = (_sides(exchanges, bands, side) / size for side in ("least", "most"))
    known = np.isfinite(low) & np.isfinite(high)
    middle = np.zeros(count)
    middle[known] = (low[known] + high[known]) / 2
    balance = np.zeros((firms + len(junctions), count))
    for place, one in enumerate(exchanges):
        balance[node[one.giver], place] += 1.0
        balance[node[one.taker], place] -= 1.0
    # columns: p; below the band, above it; below the middle, above it; pool in, pool out
    each, none = np.eye(count), np.zeros((count, count))
    pool = np.vstack([np.eye(firms), np.zeros((len(junctions), firms))])
    cost = np.concatenate([np.zeros(count), np.ones(2 * count), np.full(2 * count, TINY), np.full(2 * firms, POOL)])
    gaps = np.zeros((count, 2 * firms))
    outside = np.block(
        [[-each, -each, none, none, none, gaps], [each, none, -each, none, none, gaps]]
    )  # p >= low - below, p <= high + above
    sides = np.concatenate([-low, high])
    kept = np.isfinite(sides)
    equal = np.block(
        [
            [balance, np.zeros((len(balance), 4 * count)), pool, -pool],
            [each, none, none, each, -each, gaps],
        ]
    )
    answer = linprog(
        cost,
        A_ub=outside[kept],
        b_ub=sides[kept],
        A_eq=equal,
        b_eq=np.concatenate([receives / size, np.zeros(len(junctions)), middle]),
        bounds=[(None, None)] * count + [(0, None)] * (4 * count + 2 * firms),
        method="highs",
    )
    if answer.status != 0:
        raise ArithmeticError(f"the prices could not be worked out: {answer.message}")
    first = 5 * count
    pooled = answer.x[first : first + firms] - answer.x[first + firms :]
    return answer.x[:count] * size, pooled * size


def _sides(exchanges: Sequence[Exchange], bands: Sequence[Band], side: str) -> Floats:
    """A side of each band, a year; infinite where it is not defined."""
    none = -np.inf if side == "least" else np.inf
    return np.array(
        [
            none if np.isnan(each := getattr(band, side)) else each * one.quantity
            for one, band in zip(exchanges, bands, strict=True)
        ],
        float,
    )
