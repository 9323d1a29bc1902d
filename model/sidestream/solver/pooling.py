"""What mixes in pools: products of a share and a flow, searched to a proven gap.

The model is linear but for products: part = share * taken * whole. Two linear models hold the truth between them.

    looser     each share is cut into pieces; in a piece a product lies in its McCormick envelope, and a binary chooses the
               piece. No design costs less than its optimum.
    tighter    every share fixed: a design. From the shares of the looser answer the flows are found, from these flows and
               what is built the shares, in turn, while that gains anything.

Where they are too far apart, the pieces around the shares of the looser answer are made smaller, and both are solved
again. A narrow piece is about its answer: a quarter of the width it had.

G. McCormick, Math Programming 10 (1976); adaptive pieces after H. Nagarajan et al., An adaptive, multivariate partitioning
algorithm for global optimization of nonconvex programs, J Glob Optim 74 (2019).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.gap import target
from sidestream.solver.highs import INFINITY
from sidestream.solver.search import Found, Orders, search

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 60
"""How often the pieces are made smaller."""
TURNS = 6
"""How often shares and flows are found from each other in a round."""
NARROW = 1 / 8
"""Half width of the piece about an answer, as a share of the piece it lay in."""
LEAST = 1e-7
"""Pieces are not made narrower than this."""
INSIDE = 0.1
"""Of the gap that is asked for, what the looser and tighter problems may leave open themselves."""


@dataclass(frozen=True)
class Products:
    """part = share * taken * whole for each entry; `pool` numbers the pools, whose shares add up to 1."""

    part: Ints
    share: Ints
    whole: Ints
    taken: Floats
    most: Floats
    pool: Ints

    def off(self, values: Floats) -> Floats:
        """By how much each product is missed."""
        product = values[self.share] * self.taken * values[self.whole]
        return np.asarray(np.abs(values[self.part] - product), float)


def with_shares(problem: Matrices, products: Products, values: Floats) -> Matrices:
    """Return the problem with shares fixed at `values`: part = share * taken * whole is then linear."""
    held = problem.with_fixed(np.unique(products.share), values[np.unique(products.share)])
    factor = -values[products.share] * products.taken
    return _more_rows(held, products.part, products.whole, factor)


def pooled(problem: Matrices, products: Products, orders: Orders) -> Found:
    """Search a problem with products: the best design found, its shares true, and a bound on every design."""
    pieces = {share: [0.0, 1.0] for share in np.unique(products.share).tolist()}
    best: Found | None = None
    bound, log = -INFINITY, []
    inner = replace(orders, gap=INSIDE * orders.gap, news=lambda _incumbent, _bound: None)
    for _ in range(ROUNDS):
        looser = search(_looser(problem, products, pieces), inner)
        log += looser.log
        if looser.values is None:
            if best is None:
                return looser
            break
        bound = max(bound, looser.bound)
        answer = looser.values[: len(problem.cost)]
        found = _tighter(problem, products, answer, inner)
        if found is not None and (best is None or found.cost < best.cost):
            best = found
        incumbent = INFINITY if best is None else best.cost
        orders.news(incumbent, bound)
        if best is not None and best.cost - bound <= _enough(orders, best.cost, bound):
            break
        if orders.wish() or time.monotonic() >= orders.deadline or not _narrowed(products, pieces, answer):
            break
    if best is None or best.values is None:
        return Found("nothing", None, INFINITY, bound, 1, log)
    bound = min(bound, best.cost)
    status = "enough" if best.cost - bound <= _enough(orders, best.cost, bound) else "stopped"
    return Found(status, best.values, best.cost, bound, best.parts, log)


def _enough(orders: Orders, cost: float, bound: float) -> float:
    """Gap at which the search ends [EUR/a]; a millionth of the cost where none is asked for."""
    return max(target(orders.gap, cost, bound, orders.baseline), 1e-6 * abs(cost))


def _tighter(problem: Matrices, products: Products, answer: Floats, orders: Orders) -> Found | None:
    """A design with true shares near an answer: flows for shares, shares for flows, while it gains anything."""
    shares = _true_shares(products, answer)
    best: Found | None = None
    whole = np.flatnonzero(problem.integer)
    for _ in range(TURNS):
        found = search(with_shares(problem, products, shares), orders)
        if found.values is None or (best is not None and found.cost >= best.cost - 1e-9 * abs(best.cost)):
            break
        best = found
        flows = found.values
        held = problem.with_fixed(whole, np.round(flows[whole])).with_fixed(
            np.unique(products.whole), flows[np.unique(products.whole)]
        )
        factor = -products.taken * flows[products.whole]
        other = search(_more_rows(held, products.part, products.share, factor), orders)
        if other.values is None:
            break
        shares = other.values.copy()
    return best


def _true_shares(products: Products, answer: Floats) -> Floats:
    """The answer with shares as its parts have them; as they are where nothing flows."""
    made = answer.copy()
    parts = np.zeros(len(answer))
    np.add.at(parts, products.share, np.maximum(answer[products.part], 0.0))
    for pool in np.unique(products.pool):
        shares = np.unique(products.share[products.pool == pool])
        total = parts[shares].sum()
        made[shares] = parts[shares] / total if total > LEAST else np.maximum(answer[shares], 0.0)
        made[shares] /= made[shares].sum()
    return made


def _narrowed(products: Products, pieces: dict[int, list[float]], answer: Floats) -> bool:
    """Cut the pieces in which products are missed; False where none can be cut any more."""
    off = products.off(answer)
    missed = off > 1e-9 * np.maximum(products.most, 1.0)
    cut = False
    for share in np.unique(products.share[missed]).tolist():
        at, ends = float(np.clip(answer[share], 0.0, 1.0)), pieces[share]
        place = min(max(int(np.searchsorted(ends, at, side="right")) - 1, 0), len(ends) - 2)
        low, high = ends[place], ends[place + 1]
        width = high - low
        if width < LEAST:
            continue
        new = [
            one for one in (at - NARROW * width, at + NARROW * width) if low + 1e-3 * width < one < high - 1e-3 * width
        ]
        pieces[share] = sorted({*ends, *(new or [(low + high) / 2])})
        cut = True
    return cut


def _looser(problem: Matrices, products: Products, pieces: dict[int, list[float]]) -> Matrices:
    """Return the problem with a binary for each piece of a share, and envelopes of the products in each piece."""
    made = _Builder(problem)
    chosen: dict[int, list[tuple[int, int, float, float]]] = {}
    for share, ends in pieces.items():
        if len(ends) == 2:
            continue
        of = []
        for low, high in pairwise(ends):
            here, some = made.column(1.0, whole=True), made.column(1.0)
            made.row({some: 1.0, here: -low}, lower=0.0)
            made.row({some: 1.0, here: -high}, upper=0.0)
            of.append((here, some, low, high))
        made.row({here: 1.0 for here, *_ in of}, 1.0, 1.0)
        made.row({share: -1.0, **{some: 1.0 for _, some, *_ in of}}, 0.0, 0.0)
        chosen[share] = of
    for entry in range(len(products.part)):
        of = chosen.get(int(products.share[entry]), [])
        if of:
            _envelopes(made, products, entry, of)
    return made.problem()


def _envelopes(made: _Builder, products: Products, entry: int, of: Sequence[tuple[int, int, float, float]]) -> None:
    """What a product can be in each piece of its share."""
    part, whole = int(products.part[entry]), int(products.whole[entry])
    taken, most = float(products.taken[entry]), float(products.most[entry])
    flows = []
    for here, *_ in of:
        flow = made.column(most)
        made.row({flow: 1.0, here: -most}, upper=0.0)
        flows.append(flow)
    made.row({whole: -taken, **dict.fromkeys(flows, 1.0)}, 0.0, 0.0)
    above_low, above_high, below_high, below_low = ({part: 1.0} for _ in range(4))
    for flow, (here, some, low, high) in zip(flows, of, strict=True):
        above_low[flow] = -low
        above_high |= {flow: -high, some: -most, here: high * most}
        below_high[flow] = -high
        below_low |= {flow: -low, some: -most, here: low * most}
    made.row(above_low, lower=0.0)
    made.row(above_high, lower=0.0)
    made.row(below_high, upper=0.0)
    made.row(below_low, upper=0.0)


class _Builder:
    """A problem to which columns and rows are added."""

    def __init__(self, problem: Matrices):
        self.base = problem
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[dict[int, float]] = []
        self.sides: list[tuple[float, float]] = []

    def column(self, upper: float, *, whole: bool = False) -> int:
        """Add a column from 0 to `upper`; return its number."""
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.base.cost) + len(self.upper) - 1

    def row(self, terms: dict[int, float], lower: float = -np.inf, upper: float = np.inf) -> None:
        """Add a row."""
        self.rows.append({column: value for column, value in terms.items() if value})
        self.sides.append((lower, upper))

    def problem(self) -> Matrices:
        """Return all of it."""
        base, count = self.base, len(self.upper)
        lengths = np.array([len(terms) for terms in self.rows], np.int64)
        sides = np.array(self.sides, float).reshape(-1, 2)
        return replace(
            base,
            cost=np.append(base.cost, np.zeros(count)),
            lower=np.append(base.lower, np.zeros(count)),
            upper=np.append(base.upper, self.upper),
            integer=np.append(base.integer, np.array(self.whole, bool)),
            starts=np.append(base.starts, base.starts[-1] + np.cumsum(lengths)),
            columns=np.append(base.columns, [column for terms in self.rows for column in terms]).astype(np.int64),
            values=np.append(base.values, [value for terms in self.rows for value in terms.values()]),
            row_lower=np.append(base.row_lower, sides[:, 0]),
            row_upper=np.append(base.row_upper, sides[:, 1]),
        )


def _more_rows(problem: Matrices, one: Ints, other: Ints, factor: Floats) -> Matrices:
    """Return the problem with a row one + factor * other = 0 for each entry."""
    made = _Builder(problem)
    for a, b, value in zip(one.tolist(), other.tolist(), factor.tolist(), strict=True):
        made.row({a: 1.0, b: value}, 0.0, 0.0)
    return made.problem()
