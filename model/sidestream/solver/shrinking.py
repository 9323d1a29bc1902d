"""How far shares can be from each other where nothing may cost more than the best design known.

For each share, its least and its most over the relaxed looser model with a row cost <= that design's: what lies outside is
no better. Narrower shares make narrower envelopes, which make narrower shares, in turn, while that gains anything.

Bounds tightened by optimality: as in P. Belotti et al., Branching and bounds tightening techniques for non-convex MINLP,
Optim Methods Softw 24 (2009).
"""

from __future__ import annotations

import time

import highspy
import numpy as np

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import load
from sidestream.solver.pieces import Pieces, looser
from sidestream.solver.products import Builder, Products

GAIN = 0.8
"""Shares are narrowed again where they have become this much narrower or more, all together."""
SLACK = 1e-6
"""By how much of a share its ends stay outside of what was found."""


def shrunk(problem: Matrices, products: Products, pieces: Pieces, cost: float, until: float) -> bool:
    """Narrow all shares to where an answer can cost at most `cost`; False where there is none, and so no better design."""
    while time.monotonic() < until:
        before = _width(pieces)
        if not _once(problem, products, pieces, cost, until):
            return False
        if _width(pieces) > GAIN * before:
            break
    return True


def _width(pieces: Pieces) -> float:
    return sum(ends[-1] - ends[0] for ends in pieces.values())


def _once(problem: Matrices, products: Products, pieces: Pieces, cost: float, until: float) -> bool:
    made = Builder(looser(problem, products, pieces).relaxed())
    dear = np.flatnonzero(problem.cost)
    made.row(dict(zip(dear.tolist(), problem.cost[dear].tolist(), strict=True)), upper=cost - problem.constant)
    asked = made.problem()
    solver, free = load(asked), np.zeros(len(asked.cost))
    everything = np.arange(len(free), dtype=np.int32)
    solver.changeColsCost(len(free), everything, free)
    for share, ends in pieces.items():
        for sign in (1.0, -1.0):
            if time.monotonic() >= until:
                return True
            solver.changeColCost(share, sign)
            solver.run()
            status = solver.getModelStatus()
            if status == highspy.HighsModelStatus.kInfeasible:
                return False
            if status == highspy.HighsModelStatus.kOptimal:
                _cut(ends, sign, sign * (solver.getInfo().objective_function_value - asked.constant))
        solver.changeColCost(share, 0.0)
    return True


def _cut(ends: list[float], sign: float, at: float) -> None:
    """Move the first end up to a least share, or the last end down to a most."""
    if sign > 0:
        first = min(max(ends[0], at - SLACK), ends[-1])
        ends[:] = sorted({first, *(end for end in ends if end > first), ends[-1]})
    else:
        last = max(min(ends[-1], at + SLACK), ends[0])
        ends[:] = sorted({ends[0], *(end for end in ends if end < last), last})
    if len(ends) == 1:
        ends.append(ends[0])
