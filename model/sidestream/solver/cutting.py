"""Rows that bound builds from below, added where the linear relaxation misses them.

In the relaxation a link is laid by as much as flows over it: a share of a long way is paid for each who is served. Three kinds
of rows, true of every design, ask for more:

    coupling     flow <= room * lay: of each commodity by itself, where many share a link and only their sum is held
    ways         serve <= most * sum of lay over the links that lead into S, a set of places about the taker
    mixed        serve <= what flows into S over some of them + the least of room and most, times lay, over the others

There are too many sets S to write them all: where a relaxed answer lets less lead to a taker than it is served, measured by a
largest flow, the places about the least cut make the row that is missed. See formulation/web.py for why they hold.

R. T. Wong, A dual ascent approach for Steiner tree problems on a directed graph, Math Programming 28 (1984); T. Koch and
A. Martin, Solving Steiner tree problems in graphs to optimality, Networks 32 (1998).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from sidestream.algebra.arrays import Lifted, Matrices
from sidestream.solver.highs import load
from sidestream.solver.products import Builder

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ROUNDS = 60
"""How often rows are looked for."""
MISSED = 0.02
"""By how much of a link a row has to be missed to be added."""
STALE = 8
"""Rounds without a gain, of a ten thousandth of the bound in all, after which no more are looked for."""
MANY = 2000
"""Couplings that are added at once, those that are missed by most."""
ALWAYS = 2.0
"""How far a link is open that is there already."""
FINE = 1_000_000
"""What a whole link counts in a largest flow, which is of whole numbers; each has one more, so that cuts are small."""


class Web(Protocol):
    """Ways from place to place, and who is served where (see formulation/web.py)."""

    tail: Ints
    head: Ints
    link: Ints
    net: Ints
    flow: Ints
    arriving: Floats
    room: Floats
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
    values = reduced = np.empty(0)
    for _ in range(ROUNDS):
        if not _run(solver, until):
            break
        solution = solver.getSolution()
        values, reduced = np.array(solution.col_value, float), np.array(solution.col_dual, float)
        bounds.append(solver.getInfo().objective_function_value)
        stale = len(bounds) > STALE and bounds[-1] - bounds[-1 - STALE] <= 1e-4 * abs(bounds[-1])
        if stale or wish():
            break
        missed = [(_name(row), row) for row in _missed(web, turned.opened_by, values, until)]
        found = [row for name, row in missed if name not in known]
        known.update(name for name, _ in missed)
        for columns, weights in found:
            solver.addRow(0.0, highspy.kHighsInf, len(columns), columns.astype(np.int32), weights)
        rows += found
        if not found:
            break
    made = Builder(turned.problem)
    for columns, weights in rows:
        if weights @ values[columns] < 1e-6:  # where there is room the row is of no use any more
            made.row(dict(zip(columns.tolist(), weights.tolist(), strict=True)), lower=0.0)
    bound = max(bounds, default=-np.inf)
    if not made.rows:
        return problem, bound
    lifting = turned.problem.shape[0] + np.arange(len(made.rows))
    return replace(made.problem(), lifted=Lifted(lifting, values, reduced)), bound


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


def _name(row: tuple[Ints, Floats]) -> bytes:
    return row[0].tobytes() + row[1].tobytes()


def _missed(web: Web, opened_by: list[Ints], values: Floats, until: float) -> list[tuple[Ints, Floats]]:
    """Rows that an answer misses: columns and weights, at least 0 in all.

    A few for each taker at most, at the moment when most of its need is served: what is laid is laid for all.
    """
    opened = np.array([min(values[columns].sum(), 1.0) if len(columns) else ALWAYS for columns in opened_by])
    share = values[web.column] / web.most
    order = np.lexsort((-share, web.taker))
    asked = np.zeros(len(share), bool)
    asked[order[np.unique(web.taker[order], return_index=True)[1]]] = True
    asked &= share > MISSED
    found = _couplings(web, opened_by, opened, values)
    for net in np.unique(web.net_of[asked]).tolist():
        ways = np.flatnonzero(web.net == net)
        if not len(ways):
            continue
        graph = _Graph(web, ways, opened_by, opened[ways], values)
        takers = np.flatnonzero(web.net_of == net)
        for taker in takers[asked[takers]].tolist():
            if time.monotonic() >= until:
                return found
            found += graph.rows(taker, takers)
    return found


def _couplings(web: Web, opened_by: list[Ints], opened: Floats, values: Floats) -> list[tuple[Ints, Floats]]:
    """Ways over which more flows than their links are laid for."""
    some = np.flatnonzero((opened < ALWAYS) & np.isfinite(web.room) & (web.room > 0))
    missed = values[web.flow[some]] / web.room[some] - opened[some]
    worst = np.argsort(-missed, kind="stable")[:MANY]
    return [
        (np.append(opened_by[way], web.flow[way]), np.append(np.ones(len(opened_by[way])), -1.0 / web.room[way]))
        for way in some[worst[missed[worst] > MISSED]].tolist()
    ]


class _Graph:
    """The ways of one commodity at one moment, by how far each is open and how much it carries."""

    def __init__(self, web: Web, ways: Ints, opened_by: list[Ints], opened: Floats, values: Floats):
        self.web, self.ways, self.opened_by, self.opened, self.values = web, ways, opened_by, opened, values
        self.carried = web.arriving[ways] * values[web.flow[ways]]
        self.places, code = np.unique(np.concatenate([web.tail[ways], web.head[ways]]), return_inverse=True)
        self.tail, self.head = np.split(code, 2)
        self.root = len(self.places)
        self.first = np.flatnonzero(web.offers[self.places])

    def rows(self, taker: int, takers: Ints) -> list[tuple[Ints, Floats]]:
        """What is missed about a taker: over ways that are laid, or if there is nothing, by what they carry as well."""
        web = self.web
        most, column = float(web.most[taker]), int(web.column[taker])
        at = int(np.searchsorted(self.places, web.place[taker]))
        share = float(self.values[column]) / most
        if at >= self.root or self.places[at] != web.place[taker] or web.offers[web.place[taker]]:
            return []
        found = []
        for inside in self._sets(at, share, self.opened):
            into = self.ways[inside[self.head] & ~inside[self.tail]]
            opening = np.unique(np.concatenate([np.empty(0, np.int64), *(self.opened_by[way] for way in into)]))
            found.append((np.append(opening, column), np.append(np.ones(len(opening)), -1.0 / most)))
        if found:
            return found
        for inside in self._sets(at, share, np.minimum(self.opened, self.carried / most)):
            within = inside[np.minimum(np.searchsorted(self.places, web.place[takers]), self.root)]
            within &= np.isin(web.place[takers], self.places)
            for some in ([taker], takers[within].tolist()):
                row = self._mixed(inside, some)
                if row is not None:
                    found.append(row)
        return found

    def _mixed(self, inside: Bools, takers: list[int]) -> tuple[Ints, Floats] | None:
        """What flows into a set, or could over what is laid, is at least what takers in it are served; None if it is so."""
        web, most = self.web, float(self.web.most[takers].sum())
        terms = {int(web.column[taker]): -1.0 / most for taker in takers}
        laid: dict[tuple[int, ...], float] = {}
        for place in np.flatnonzero(inside[self.head] & ~inside[self.tail]).tolist():
            way = int(self.ways[place])
            room = min(float(web.arriving[way] * web.room[way]), most)
            if self.opened[place] == ALWAYS or self.carried[place] < room * self.opened[place]:
                terms[int(web.flow[way])] = float(web.arriving[way]) / most
            else:
                opening = tuple(self.opened_by[way].tolist())
                laid[opening] = min(laid.get(opening, 0.0) + room / most, 1.0)
        for opening, room in laid.items():
            for one in opening:
                terms[one] = terms.get(one, 0.0) + room
        columns, weights = np.array(list(terms), np.int64), np.array(list(terms.values()))
        return (columns, weights) if weights @ self.values[columns] < -MISSED else None

    def _sets(self, at: int, share: float, room: Floats) -> list[Bools]:
        """Sets of places about one into which there is less room than `share`."""
        ways = np.round(room * FINE) + 1, (self.tail, self.head)
        origin = np.full(len(self.first), 1000.0 * FINE), (np.full(len(self.first), self.root), self.first)
        both = (
            np.concatenate([ways[0], origin[0]]).astype(np.int32),
            (np.concatenate([ways[1][0], origin[1][0]]), np.concatenate([ways[1][1], origin[1][1]])),
        )
        graph = csr_array(both, shape=(self.root + 1, self.root + 1))
        flow = maximum_flow(graph, self.root, at)
        if flow.flow_value >= (share - MISSED) * FINE:
            return []
        left = graph - flow.flow
        left.data = np.maximum(left.data, 0)
        left.eliminate_zeros()
        near = np.zeros(self.root + 1, bool)
        near[breadth_first_order(csr_array(left.T), at, return_predecessors=False)] = True
        far = np.ones(self.root + 1, bool)
        far[breadth_first_order(left, self.root, return_predecessors=False)] = False
        return [near] if np.array_equal(near, far) else [near, far]
