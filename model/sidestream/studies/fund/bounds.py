"""What can be said of links whose costs to firms are known within bounds: are they built without us, and what grant do they take?

    with, without     what firms pay at the least with the links, and without (one of) them: each found, and proven no less than
    dearer            with - without:   proven with - found without  <=  dearer  <=  found with - proven without     [EUR/a]

    built anyway      yes where dearer < 0, no where dearer > 0; and as they do where it is proven what firms do
    grant             at least  dearer / worth      at the least that it can be, of whichever grant there is worth most
                      at most   dearer / worth      at the most, of the link in the size in which it was found, or with nothing but the
                                                    link, idle, beside what firms do without us: whichever is less

The first, as whoever has the links has to be paid at least what firms lose by them, and 1 EUR given to a link that firms do not build
anyway is worth no more than to the one where it is worth most; a grant for a link in a part of the park that has nothing to do with
these changes nothing here. The second, as with it the network that was found costs no more than all that lack the link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sidestream.design.study_tables.fund import NO, OPEN, YES
from sidestream.errors import NoDesignInTime
from sidestream.studies.fund.answers import Answer
from sidestream.studies.fund.asking import Asking
from sidestream.studies.fund.response import Response

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CLOSED = 1e-9
"""Share of a grant by which two that are the same may differ."""


class Dearer(NamedTuple):
    """What firms pay more with some links than without one of them, at least and at most [EUR/a]."""

    least: float
    most: float


@dataclass(frozen=True)
class Known:
    """Whether links are built without us, and how much dearer they are; None where that is all one, as it is proven."""

    anyway: str
    dearer: Dearer | None = None


def known_of(asking: Asking, links: frozenset[str], target: Answer | None) -> Known:
    """Return what is known of some links; `target` is what firms do with them, None where that was not found."""
    free, open_ = asking.free, asking.left_open(links)
    if links <= free.links:
        return Known(YES) if not open_ else _of_built(asking, links, open_)
    if target is None:
        return Known(OPEN if open_ else NO)
    moved = asking.parts.where(asking.columns_of(links))
    moved[asking.parts.differing(target.values)] = True
    dearer = Dearer(target.cost - target.short - free.cost, target.cost - free.cost + asking.parts.left_open(moved))
    return Known(
        _sign(asking, dearer) if open_ else NO, dearer if open_ else Dearer(max(dearer.least, 0.0), dearer.most)
    )


def _of_built(asking: Asking, links: frozenset[str], open_: float) -> Known:
    """Of links that are in the best answer that is known, while that of their part is not proven: each is forbidden."""
    worst = Known(YES)
    for link in sorted(links):
        try:
            other = asking.without(link, asking.free.cost + asking.tolerance(asking.free))
        except NoDesignInTime:
            return Known(OPEN)
        if other is None:
            continue
        cost = asking.free.cost
        dearer = Dearer(cost - open_ - other.cost, cost - (other.cost - other.short))
        if _sign(asking, dearer) != YES:
            worst = Known(_sign(asking, dearer), dearer)
    return worst


def _sign(asking: Asking, dearer: Dearer) -> str:
    little = asking.tolerance(asking.free)
    return YES if dearer.most < -little else NO if dearer.least > little else OPEN


def grants_of(asking: Asking, links: frozenset[str], target: Answer, dearer: Dearer) -> Response:
    """Return the grants for some links that are enough by what is proven, and how much is needed at the least."""
    every, free = asking.fundable, asking.free
    mine = np.array([name in links for name in every.names])
    least, most = max(dearer.least, 0.0), max(dearer.most, 0.0)
    grants = _enough(asking, mine, target, most)
    if len(links) == 1 and not target.proven and (idle := asking.idle(min(links), target)) is not None:
        other = _enough(asking, mine, idle, max(idle.cost - free.cost + asking.left_open(links), 0.0))
        if other is not None and (grants is None or other.sum() < grants.sum()):
            grants, target = other, idle
    if grants is None:
        return Response(None, float("inf"), False, None, target)
    anyhow = 0.0 if links <= free.links else free.worth
    gain = float((_most_worth(asking) - anyhow)[_beside(asking, links)].max(initial=0.0))
    at_least = least / gain if least and gain > 0 else 0.0
    total = float(grants.sum())
    sure = target.proven and total - at_least <= CLOSED * max(total, 1.0)
    caps = every.largest(every.cap, target.values)
    within = True if (grants <= caps * (1 + CLOSED) + 1e-6).all() else None
    return Response(grants, min(at_least, total), sure, within, target, suffices=True)


def _enough(asking: Asking, mine: Bools, target: Answer, most: float) -> Floats | None:
    """Grants for some links that make up for so much a year, as they are built in an answer; None where no grant is worth anything."""
    worth = target.worth[mine]
    if not (worth > 0).all():
        return None
    grants = np.zeros(len(mine))
    if most > asking.tolerance(target):
        grants[mine] = most / worth
    return grants


def _most_worth(asking: Asking) -> Floats:
    """What 1 EUR given to each link can be worth a year at the most: in every stage in the size where it is worth most."""
    every = asking.fundable
    begins = np.sort([block.first for block in asking.firms.made.model.blocks.values()])
    stage = np.searchsorted(begins, every.columns, side="right")
    most = np.zeros((len(every.names), len(begins) + 1))
    np.maximum.at(most, (every.of, stage), every.worth)
    found: Floats = most.sum(axis=1)
    return found


def _beside(asking: Asking, links: frozenset[str]) -> Bools:
    """Which links are in the same part of the park as some, and so are a choice beside them."""
    of, every = asking.parts.of, asking.fundable
    found = np.zeros(len(every.names), bool)
    found[every.of[np.isin(of[every.columns], of[asking.columns_of(links)])]] = True
    return found


def closer(rough: Response, exact: Response) -> Response:
    """Return the better known of two: grants that are enough by bounds, and the search for the least."""
    if exact.proven and exact.total <= rough.total * (1 + 1e-6) + 1e-6:
        return exact
    least = max(rough.least, exact.least if np.isfinite(exact.least) else 0.0)
    return Response(rough.grants, min(least, rough.total), rough.proven, rough.within, rough.target, suffices=True)
