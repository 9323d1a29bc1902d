"""Rows that bound builds from below, added where the linear relaxation misses them.

In the relaxation a link is laid by as much as flows over it: a share of a long way is paid for each who is served. The row
`serve <= most * sum of lay over the links that lead into S` is true of every design, and asks for a whole way. There are too
many sets S to write them all: where a relaxed answer lets less lead to a taker than it is served, measured by a largest flow,
the places about the least cut make the row that is missed.

R. T. Wong, A dual ascent approach for Steiner tree problems on a directed graph, Math Programming 28 (1984); T. Koch and
A. Martin, Solving Steiner tree problems in graphs to optimality, Networks 32 (1998).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import load
from sidestream.solver.products import Builder

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ROUNDS = 60
"""How often rows are looked for."""
MISSED = 0.02
"""By how much of a link a row has to be missed to be added."""
STALE = 8
"""Rounds without a gain, of a ten thousandth of the bound in all, after which no more are looked for."""
FINE = 1_000_000
"""What a whole link counts in a largest flow, which is of whole numbers; each has one more, so that cuts are small."""


class Web(Protocol):
    """Ways from place to place, and who is served where (see formulation/web.py)."""

    tail: Ints
    head: Ints
    link: Ints
    net: Ints
    laid: list[Ints]
    one_way: NDArray[np.bool_]
    offers: NDArray[np.bool_]
    place: Ints
    column: Ints
    most: Floats
    net_of: Ints
    taker: Ints


def strengthened(problem: Matrices, web: Web, until: float, wish: Callable[[], bool] = bool) -> tuple[Matrices, float]:
    """Return the problem with rows that its relaxation misses, and the bound that they give; further columns stand at its end."""
    turned = _Turned(problem, web)
    solver, rows = load(turned.problem.relaxed()), list[tuple[Ints, Floats]]()
    known: set[bytes] = set()
    bounds: list[float] = []
    values = np.empty(0)
    for _ in range(ROUNDS):
        if not _run(solver, until):
            break
        values = np.array(solver.getSolution().col_value, float)
        bounds.append(solver.getInfo().objective_function_value)
        stale = len(bounds) > STALE and bounds[-1] - bounds[-1 - STALE] <= 1e-4 * abs(bounds[-1])
        if stale or wish():
            break
        found = [row for row in _missed(web, turned.opened_by, values, until) if row[0].tobytes() not in known]
        for columns, weights in found:
            known.add(columns.tobytes())
            solver.addRow(0.0, highspy.kHighsInf, len(columns), columns.astype(np.int32), weights)
        rows += found
        if not found:
            break
    made = Builder(turned.problem)
    for columns, weights in rows:
        if weights @ values[columns] < 1e-6:  # where there is room the row is of no use any more
            made.row(dict(zip(columns.tolist(), weights.tolist(), strict=True)), lower=0.0)
    return (made.problem() if made.rows else problem), max(bounds, default=-np.inf)


class _Turned:
    """The problem with a part of lay for each way of a link that carries one way at a time: forth + back <= lay."""

    def __init__(self, problem: Matrices, web: Web):
        self.opened_by = [web.laid[link] for link in web.link.tolist()]
        made = Builder(problem)
        several = np.array([len(columns) > 0 for columns in web.laid], bool)
        turning = np.flatnonzero(web.one_way & several[web.link])
        for ways in _pairs(web, turning):
            parts = [made.column(1.0) for _ in ways]
            made.row(
                {**dict.fromkeys(parts, 1.0), **dict.fromkeys(web.laid[web.link[ways[0]]].tolist(), -1.0)}, upper=0.0
            )
            for way, part in zip(ways.tolist(), parts, strict=True):
                self.opened_by[way] = np.array([part])
        self.problem = made.problem() if made.rows else problem


def _pairs(web: Web, ways: Ints) -> list[Ints]:
    """Ways of the same link and net, in both directions."""
    key = web.net[ways] * len(web.laid) + web.link[ways]
    order = np.argsort(key, kind="stable")
    groups = np.split(ways[order], np.flatnonzero(np.diff(key[order])) + 1)
    return [group for group in groups if len(group) == 2 and web.tail[group[0]] != web.tail[group[1]]]


def _run(solver: highspy.Highs, until: float) -> bool:
    left = until - time.monotonic()
    if left <= 0:
        return False
    solver.setOptionValue("time_limit", solver.getRunTime() + left)
    solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _missed(web: Web, opened_by: list[Ints], values: Floats, until: float) -> list[tuple[Ints, Floats]]:
    """Rows that an answer misses: columns and weights, at least 0 in all.

    One or two for each taker at most, at the moment when most of its need is served: what is laid is laid for all.
    """
    opened = np.array([min(values[columns].sum(), 1.0) if len(columns) else 2.0 for columns in opened_by])
    share = values[web.column] / web.most
    order = np.lexsort((-share, web.taker))
    asked = np.zeros(len(share), bool)
    asked[order[np.unique(web.taker[order], return_index=True)[1]]] = True
    asked &= share > MISSED
    found: list[tuple[Ints, Floats]] = []
    for net in np.unique(web.net_of[asked]).tolist():
        ways = np.flatnonzero(web.net == net)
        if not len(ways):
            continue
        graph = _Graph(web, ways, opened[ways])
        for taker in np.flatnonzero((web.net_of == net) & asked).tolist():
            if time.monotonic() >= until:
                return found
            for into in graph.cuts(int(web.place[taker]), float(share[taker])):
                opening = np.unique(np.concatenate([np.empty(0, np.int64), *(opened_by[way] for way in into)]))
                columns = np.append(opening, web.column[taker])
                found.append((columns, np.append(np.ones(len(opening)), -1.0 / web.most[taker])))
    return found


class _Graph:
    """The ways of one commodity at one moment, by how far each is open."""

    def __init__(self, web: Web, ways: Ints, opened: Floats):
        self.web, self.ways = web, ways
        self.places, code = np.unique(np.concatenate([web.tail[ways], web.head[ways]]), return_inverse=True)
        self.tail, self.head = np.split(code, 2)
        self.root = len(self.places)
        first = np.flatnonzero(web.offers[self.places])
        both = (
            np.concatenate([np.round(opened * FINE) + 1, np.full(len(first), 1000.0 * FINE)]).astype(np.int32),
            (np.concatenate([self.tail, np.full(len(first), self.root)]), np.concatenate([self.head, first])),
        )
        self.room = csr_array(both, shape=(self.root + 1, self.root + 1))

    def cuts(self, place: int, share: float) -> list[Ints]:
        """Ways that lead into a set of places about one, where they are open for less than `share`."""
        at = int(np.searchsorted(self.places, place))
        if at >= self.root or self.places[at] != place or self.web.offers[place]:
            return []
        flow = maximum_flow(self.room, self.root, at)
        if flow.flow_value >= (share - MISSED) * FINE:
            return []
        left = self.room - flow.flow
        left.data = np.maximum(left.data, 0)
        left.eliminate_zeros()
        near = np.zeros(self.root + 1, bool)
        near[breadth_first_order(csr_array(left.T), at, return_predecessors=False)] = True
        far = np.ones(self.root + 1, bool)
        far[breadth_first_order(left, self.root, return_predecessors=False)] = False
        sets = [near] if np.array_equal(near, far) else [near, far]
        return [self.ways[inside[self.head] & ~inside[self.tail]] for inside in sets]
