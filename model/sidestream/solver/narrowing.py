"""What no better design has, found part by part where the joints of a problem have prices (see pricing.py).

A design that costs less than the best one leaves each part k, at its prices, at no more than what is proven of k and `room`:
the cost of the best design less the bound of the whole. So a build keeps its value

    pruned      where it can bring less than it costs by more than `room`
    reduced     where its reduced cost in the relaxation of its part is more than `room` and what that relaxation lacks to
                what is proven of the part; the relaxation of the whole lacks that of all parts together
    alike       where it has that value in all designs of its part that cost no more than that, if these are few: the part is
                searched again and again, each time without the designs it has had, until what is left costs more
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import Watch, solve
from sidestream.solver.products import Builder
from sidestream.solver.pruning import Pruned

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Keep = Callable[[int, Floats], None]
"""What is told of designs of a part: its number, and values."""
SURE = 1e-7
"""Share of the cost by which something has to be too dear to be left out."""
PATTERNS = 12
"""Ways to build a part up to which all are looked for."""
TURN = 0.2
"""Share of the time left that one part may take."""


@dataclass(frozen=True)
class Priced:
    """All parts at some prices: `asked`, what was searched, and what was proven of all and of each; `values`, the cheapest known."""

    prices: Floats
    asked: Pruned
    bound: float
    shares: list[tuple[Ints, float]]


def narrowed(
    problem: Matrices, at: Matrices, part: Ints, done: Priced, best: tuple[float, Floats], watch: Watch, keep: Keep
) -> Matrices:
    """Return the problem without what no design has that costs less than the best: its cost, and the cheapest of each part.

    `at` is the problem without its joints, at the prices of `done`; `part` the part of each column, 0 where none is whole.
    """
    cost, values = best
    room = cost - done.bound + SURE * max(1.0, abs(cost))
    asked, lower, upper = done.asked.problem, problem.lower.copy(), problem.upper.copy()
    builds = done.asked.builds
    upper[builds[asked.cost[builds] - done.asked.brings > room]] = 0.0
    relaxed = solve(asked.relaxed(), replace(watch))
    if relaxed.status != "optimal" or relaxed.values is None or relaxed.reduced_costs is None:
        return replace(problem, lower=lower, upper=upper)
    each, reduced = asked.cost * relaxed.values, relaxed.reduced_costs
    proven = np.zeros(int(part.max()) + 1)
    for place, (columns, bound) in enumerate(done.shares):
        if place == 0:  # nothing whole: the relaxation is the truth
            np.add.at(proven, part[columns], each[columns])
            continue
        proven[part[columns[0]]] += bound
        open_ones = columns[asked.integer[columns] & (asked.lower[columns] == 0) & (asked.upper[columns] == 1)]
        more = room + max(bound - float(each[columns].sum()), 0.0)
        upper[open_ones[reduced[open_ones] > more]] = 0.0
        lower[open_ones[-reduced[open_ones] > more]] = 1.0
    _alike(replace(at, lower=lower, upper=upper), part, proven + room, values, watch, keep)
    return replace(problem, lower=lower, upper=upper)


def _alike(at: Matrices, part: Ints, limits: Floats, values: Floats, watch: Watch, keep: Keep) -> None:
    """Hold the builds that are alike in all designs of a part within its limit; the bounds of `at` are changed."""
    row_part = np.zeros(at.shape[0], np.int64)
    joins = (at.lower != 0) | (at.upper != 0)
    np.maximum.at(row_part, at.row_of_term[joins[at.columns]], part[at.columns[joins[at.columns]]])
    for one in range(1, len(limits)):
        now = time.monotonic()
        if watch.wish() or now >= watch.deadline:
            return
        columns = np.flatnonzero(part == one)
        whole = columns[at.integer[columns]]
        known = np.round(values[whole])
        open_ones = at.lower[whole] < at.upper[whole]
        of_two = (at.lower[whole] == 0) & (at.upper[whole] == 1)
        fits = (known >= at.lower[whole]) & (known <= at.upper[whole])
        if not open_ones.any() or not of_two[open_ones].all() or not fits.all():
            continue
        mine = at.part(columns, np.flatnonzero(row_part == one))
        places = np.searchsorted(columns, whole[open_ones])
        until = now + TURN * (watch.deadline - now)
        patterns = _all_patterns(
            mine, places, known[open_ones], float(limits[one]), Watch(until, watch.wish), partial(keep, one)
        )
        if patterns is not None:
            same = (patterns == patterns[0]).all(axis=0)
            held = whole[open_ones][same]
            at.lower[held] = at.upper[held] = patterns[0][same]


def _all_patterns(
    mine: Matrices, places: Ints, known: Floats, limit: float, watch: Watch, keep: Callable[[Floats], None]
) -> Floats | None:
    """All ways to build a part that cost no more than `limit`; None where there are too many, or no time."""
    patterns = [known]
    other = Builder(mine)
    while len(patterns) <= PATTERNS:
        sign = np.where(patterns[-1] > 0, -1.0, 1.0)
        other.row(dict(zip(places.tolist(), sign.tolist(), strict=True)), 1.0 - float((sign < 0).sum()))
        answer = solve(other.problem(), replace(watch, enough=_decided(limit)))
        if answer.status == "infeasible" or answer.bound > limit:
            return np.array(patterns)
        if answer.values is None or answer.objective > limit:
            return None
        patterns.append(np.round(answer.values[places]))
        keep(answer.values)
    return None


def _decided(limit: float) -> Callable[[float, float], bool]:
    return lambda incumbent, bound: incumbent <= limit or bound > limit
