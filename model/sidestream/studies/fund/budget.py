"""Budget: most CO2 for so much money.

up to MOST links       every network of them: the firms' cheapest with exactly those, and the least grants that bring it about
                       (`response.py`). What none of as few grants betters is the budget curve, exactly

beyond that            min  co2(y)    over networks y and grants, so much in all, and for every network k known so far
                                      cost(y) - grant.worth(y) <= cost(k) - grant.worth(k)
                       by row generation: with the grants found firms search, and where they do something cheaper, that is a
                       further k. What is found along the way is a bound of all uses of the budget (fewer rows, no more
                       CO2), and what firms do with the grants is a design. A value-function cut for a bilevel problem:
                       A. Mitsos, Global solution of nonlinear mixed-integer bilevel programs, Journal of Global
                       Optimization 47 (2010)
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.errors import NoDesignInTime
from sidestream.solver.search import Orders
from sidestream.studies.fund.answers import Answer
from sidestream.studies.fund.asking import Asking
from sidestream.studies.fund.cases import Case
from sidestream.studies.fund.response import response
from sidestream.studies.pools import search_draft
from sidestream.studies.prepared import turn

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
POINTS = 4
"""Points of the curve that are looked for where not every network is tried."""
ROUNDS = 60


@dataclass(frozen=True)
class Point:
    """A use of money: grants by link, what firms then do, and the least CO2 that as much money could come to [t/a]."""

    grants: Floats
    answer: Answer
    least_co2: float

    @property
    def given(self) -> float:
        """All that is granted [EUR]."""
        return float(self.grants.sum())

    @property
    def proven(self) -> bool:
        """Whether no other use of as much money causes less."""
        return self.answer.co2 - self.least_co2 <= _little(self.answer.co2)


def _little(co2: float) -> float:
    """Tonnes that are no difference."""
    return 1e-7 * max(1.0, abs(co2))


def curve(asking: Asking, budget: float, cases: Iterable[Case]) -> list[Point]:
    """Return the uses of money of which none has another beside it that takes as little and causes no more; the first takes none.

    Where not every network is tried, and what is looked for is not proven, what is known of single links (`cases`) is used too.
    """
    nothing = Point(np.zeros(len(asking.fundable.names)), asking.free, asking.free.co2)
    if not asking.complete:
        nothing = replace(nothing, least_co2=asking.free.co2 if asking.free.proven else -math.inf)
        found = list(_looked_for(asking, budget))
        if not found or not all(point.proven for point in found):
            found += _of_links(asking, budget, cases)
        return _undominated(nothing, found)
    return _undominated(nothing, _of_every(asking))


def _undominated(nothing: Point, points: Iterable[Point]) -> list[Point]:
    kept = [nothing]
    for point in sorted(points, key=lambda one: (one.given, one.answer.co2)):
        last = kept[-1].answer
        if point.answer.co2 < last.co2 - _little(last.co2):
            kept.append(point)
    return kept


def _of_links(asking: Asking, budget: float, cases: Iterable[Case]) -> Iterator[Point]:
    """Single links with grants that are known to do, and one after another, the cheapest tonne first, those that have nothing to do
    with each other: of these firms decide one by one.
    """
    free = asking.free
    known = [case.needs for case in cases if case.audited and case.needs is not None]
    some = [
        (needs.grants, needs.target)
        for needs in known
        if needs.grants is not None
        and needs.within
        and (needs.suffices or needs.proven)
        and needs.target.co2 < free.co2 - _little(free.co2)
    ]
    taken, given, at_once = np.empty(0, np.int64), np.zeros(len(asking.fundable.names)), []
    for grants, target in sorted(some, key=lambda one: float(one[0].sum()) / (free.co2 - one[1].co2)):
        if grants.sum() <= budget * (1 + 1e-9):
            yield Point(grants, target, -math.inf)
        mine = asking.parts.differing(target.values)
        if np.isin(mine, taken).any() or (given + grants).sum() > budget * (1 + 1e-9):
            continue
        taken, given = np.union1d(taken, mine), given + grants
        at_once.append(target)
        if len(at_once) > 1:
            yield Point(given, asking.together(at_once), -math.inf)


def _of_every(asking: Asking) -> Iterator[Point]:
    """Networks that cause less than what firms do without us, with the least grants that bring each about."""
    some = [one for one in asking.known.values() if one is not None]
    some = [one for one in some if one.co2 < asking.free.co2 - _little(asking.free.co2)]
    dearest = float(asking.fundable.worth.max(initial=0.0))
    found: list[Point] = []
    for answer in sorted(some, key=lambda one: one.cost):
        at_least = (answer.cost - asking.free.cost) / dearest if dearest else math.inf
        if any(one.given <= at_least and one.answer.co2 <= answer.co2 for one in found):
            continue
        made = response(asking, answer)
        if made.within and made.proven and made.grants is not None:
            found.append(Point(made.grants, made.target, made.target.co2))
            yield found[-1]


def _looked_for(asking: Asking, budget: float) -> Iterator[Point]:
    """Points at even steps of the budget; where that has no limit, of what the network with least CO2 takes."""
    last = _best(asking, budget, asking.deadline if math.isfinite(budget) else turn(asking.deadline, POINTS))
    top = budget if math.isfinite(budget) else (last.given if last is not None else 0.0)
    found = []
    for step in range(1, POINTS):
        if asking.over or not top:
            break
        found.append(_best(asking, top * step / POINTS, turn(asking.deadline, POINTS - step)))
    yield from (one for one in [*found, last] if one is not None)


def _best(asking: Asking, budget: float, until: float) -> Point | None:
    """The best use of a budget that is found, and what is proven of all."""
    least, best = -math.inf, None
    for _ in range(ROUNDS):
        problem, first = _with_grants(asking, budget)
        options = asking.options
        orders = Orders(0.0, until, options.jobs, wish=options.wish, without=options.without | {"pruning"})
        found = search_draft(asking.firms.made, problem, orders)
        least = max(least, found.bound)
        if found.values is None:
            break
        grants = found.values[first : first + len(asking.fundable.names)]
        width = len(asking.firms.problem.cost)
        try:
            wanted = asking.exactly(asking.fundable.built(found.values[:width]))
            firms = asking.under(np.where(grants > 0, grants, 0.0))
        except NoDesignInTime:
            break
        for point in _designs(asking, wanted, firms, grants, budget):
            if best is None or point.answer.co2 < best.answer.co2 - _little(best.answer.co2):
                best = point
        done = best is not None and best.answer.co2 - least <= _little(best.answer.co2)
        if done or asking.options.wish() or time.monotonic() >= until:
            break
    if best is None:
        return None
    return replace(best, least_co2=min(least, best.answer.co2))


def _designs(asking: Asking, wanted: Answer | None, firms: Answer, grants: Floats, budget: float) -> Iterator[Point]:
    """What firms really do for the money: the network that is wanted, if its least grants are within it; what they do instead."""
    if wanted is not None:
        made = response(asking, wanted)
        if made.grants is not None and made.within and made.total <= budget * (1 + 1e-9):
            yield Point(made.grants, made.target, -math.inf)
    kept = np.where(firms.worth > 0, grants, 0.0)
    yield Point(kept, firms, -math.inf)


def _with_grants(asking: Asking, budget: float) -> tuple[Matrices, int]:
    """The problem of least CO2 that firms agree to, as far as networks are known; and the column of the first grant.

    Columns are added for the grant of each link, and for what of it is paid: grant * build, of each size.
    """
    every, problem = asking.fundable, asking.firms.problem
    links, sizes, first = len(every.names), len(every.columns), len(problem.cost)
    paid = first + links + np.arange(sizes)
    grant = first + every.of
    rows: list[tuple[Ints, Floats, float]] = []
    if math.isfinite(budget):
        rows.append((first + np.arange(links), np.ones(links), budget))
    for place in range(sizes):
        pair = np.array([paid[place], every.columns[place]])
        rows.append((pair, np.array([1.0, -every.cap[place]]), 0.0))
        rows.append((np.array([paid[place], grant[place]]), np.array([1.0, -1.0]), 0.0))
    costing = np.flatnonzero(problem.cost)
    scale = float(np.abs(problem.cost).max(initial=1e-12))
    for other in asking.answers:
        columns = np.concatenate([costing, paid, first + np.arange(links)])
        values = np.concatenate([problem.cost[costing], -every.worth, other.worth])
        most = other.cost - problem.constant + asking.tolerance(other)
        kept = values != 0
        rows.append((columns[kept], values[kept] / scale, most / scale))
    caps = np.zeros(links)
    np.maximum.at(caps, every.of, every.cap)
    more = np.concatenate([caps, every.cap])
    made = replace(
        problem,
        cost=np.concatenate([asking.model.co2, np.zeros(len(more))]),
        constant=asking.co2_fixed,
        lower=np.concatenate([problem.lower, np.zeros(len(more))]),
        upper=np.concatenate([problem.upper, more]),
        integer=np.concatenate([problem.integer, np.zeros(len(more), bool)]),
        starts=np.concatenate([problem.starts, problem.starts[-1] + np.cumsum([len(one[0]) for one in rows])]),
        columns=np.concatenate([problem.columns, *(one[0] for one in rows)]),
        values=np.concatenate([problem.values, *(one[1] for one in rows)]),
        row_lower=np.concatenate([problem.row_lower, np.full(len(rows), -np.inf)]),
        row_upper=np.concatenate([problem.row_upper, [one[2] for one in rows]]),
    )
    return made, first
