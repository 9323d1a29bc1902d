"""Response: the least grants under which a network is the firms' cheapest.

    min  sum over l of grant[l]      0 <= grant[l] <= cap[l]
    s.t. cost(y*) - grant.worth(y*) <= cost(y) - grant.worth(y)        for every network y

by row generation: the networks known so far, and with the grants that these allow the firms' own search as separation, until
the firms find nothing cheaper than y*. What the rows ask for is needed in any case: until then the sum is a lower bound.

Where 1 EUR is worth more in one size of a link than in another (one lasts longer), or in one stage, no grants may make y* the
cheapest as it is: a further size that lasts less long gains more by them. Then y* is tried with the others too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.errors import NoDesignInTime
from sidestream.solver.highs import solve
from sidestream.studies.fund.answers import Answer
from sidestream.studies.fund.asking import Asking

Floats = NDArray[np.float64]
ROUNDS = 200
OTHERS = 1e-7
"""By which share a grant for a link that was not asked for weighs more, where it is all one."""


@dataclass(frozen=True)
class Response:
    """Grants [EUR, one for each link], what they come to at the least, and whether no less would do is proven.

    within      they are within the caps; None where it is not known. Where no grants are, `grants` are those that do not
                mind the caps; None where no grants would do at all
    """

    grants: Floats | None
    least: float
    proven: bool
    within: bool | None
    target: Answer
    """The network that they bring about."""
    suffices: bool = False
    """Whether it is proven that with them the links are built, though less may do."""

    @property
    def total(self) -> float:
        """All of them together; inf where none would do."""
        return float("inf") if self.grants is None else float(self.grants.sum())


def response(asking: Asking, target: Answer, asked: Collection[str] = ()) -> Response:
    """Return the least grants that bring a network about: within the caps if there are such."""
    best = _of_one(asking, target, asked)
    several = [name for name in sorted(target.links - asking.free.links) if not asking.fundable.alike(name)]
    if best.within is not False or not best.proven or not several:
        return best
    sure = len(several) == 1
    for name in several:
        try:
            for other in _sizes(asking, target, name):
                # where there are grants beyond the caps already, only those within them are better
                caps = asking.fundable.largest(asking.fundable.cap, other.values)
                made = _of_one(asking, other, asked) if best.grants is None else _least(asking, other, caps, asked)
                sure = sure and made.proven
                best = min(best, made, key=_order)
        except NoDesignInTime:
            sure = False
    within = best.within if sure or best.within else None  # another size may do with less
    return replace(best, least=best.least if sure else 0.0, proven=sure and best.proven, within=within)


def _order(made: Response) -> tuple[bool, bool, float]:
    """What is to be had first, within the caps before beyond them, the least before more."""
    return made.grants is None, made.within is not True, made.total


def _sizes(asking: Asking, target: Answer, link: str) -> Iterator[Answer]:
    """The same links with each size of one of them. Raises NoDesignInTime."""
    for column in asking.fundable.columns_of(link).tolist():
        other = None if target.values[column] > 0.5 else asking.in_size(target.links, column)
        if other is not None:
            yield other


def _of_one(asking: Asking, target: Answer, asked: Collection[str]) -> Response:
    """The same for a network in the sizes that it has."""
    every = asking.fundable
    caps = every.largest(every.cap, target.values)
    room = 1e-9 * caps + 1e-6
    plain = _least(asking, target, None, asked)
    if plain.grants is None or (plain.grants <= caps + room).all():
        return plain
    capped = _least(asking, target, caps, asked)
    if capped.grants is not None:
        return capped
    return replace(plain, proven=plain.proven and capped.proven, within=False if capped.proven else None)


def _least(asking: Asking, target: Answer, caps: Floats | None, asked: Collection[str]) -> Response:
    """Rows until firms have nothing cheaper."""
    least = 0.0
    for _ in range(ROUNDS):
        grants = _of_rows(asking, target, caps, asked)
        if grants is None:  # the rows alone rule it out, whatever else firms could do
            return Response(None, float("inf"), target.proven, False if target.proven else None, target)
        least = max(least, float(grants.sum()))
        if asking.complete and all(map(asking.fundable.alike, asking.fundable.names)):
            return Response(grants, least, True, True, target)
        if asking.over:
            break
        try:
            other = asking.under(grants)
        except NoDesignInTime:
            break
        room = asking.tolerance(target)
        mine = target.cost - float(grants @ target.worth)
        if other.cost - float(grants @ other.worth) < mine - room:
            continue
        sure = other.bound - float(grants @ other.worth) >= mine - room
        return Response(grants, least, sure, True, target)
    return Response(grants, least, False, None, target)


def _of_rows(asking: Asking, target: Answer, caps: Floats | None, asked: Collection[str]) -> Floats | None:
    """The least grants against all networks known; None where there are none."""
    names = asking.fundable.names
    mine = np.array([place for place, name in enumerate(names) if name in target.links], np.int64)
    more = (target.worth - np.array([other.worth for other in asking.answers]))[:, mine]
    lack = target.cost - np.array([other.cost for other in asking.answers])
    asks = (lack > asking.tolerance(target)) | (more < 0).any(axis=1)
    grants = np.zeros(len(names))
    if not asks.any():
        return grants
    if not len(mine):
        return None
    cost = np.array([1.0 if names[place] in asked else 1.0 + OTHERS for place in mine])
    upper = np.full(len(mine), np.inf) if caps is None else caps[mine]
    answer = solve(_dense(cost, upper, more[asks], lack[asks]), tolerance=1e-9)
    if answer.status != "optimal" or answer.values is None:
        return None
    grants[mine] = answer.values
    return np.where(grants > 1e-9 * max(1.0, float(grants.max(initial=0.0))), grants, 0.0)


def _dense(cost: Floats, upper: Floats, rows: Floats, least: Floats) -> Matrices:
    """Min cost.x, rows x >= least, 0 <= x <= upper."""
    count, width = rows.shape
    return Matrices(
        cost,
        0.0,
        np.zeros(width),
        upper,
        np.zeros(width, bool),
        np.arange(count + 1) * width,
        np.tile(np.arange(width), count),
        rows.ravel(),
        least,
        np.full(count, np.inf),
    )
