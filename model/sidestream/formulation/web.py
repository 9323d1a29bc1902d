"""Over which links what a need is served with can come: for the rows that bound builds from below (solver/cutting.py).

A need that is served gets it over links that are there: of the links that lead into any set of places around it, in
which nothing is offered, one at least is laid, or as much of one as the need is served.

    served_over[S,A,m]    sum of serve[d,b,m] over the needs in S <= sum over the ways w into S
                              arriving * flow[w,m]                               where w is in A, any set of such ways
                              min(arriving * most_flow[w,m], sum of most[d,b,m]) * sum_o lay[l,o]    elsewhere
    only_if_laid[w,m]     flow[w,m] <= most_flow[w,m] * sum_o lay[l,o]    where it is not written (links/ties.py)

If none outside A is laid, all comes over A; if one is, it is enough for all the needs, or for what it can carry itself.
R. L. Rardin and L. A. Wolsey, Valid inequalities and projecting the multicommodity extended formulation for uncapacitated
fixed charge network flow problems, European Journal of Operational Research 71 (1993).

A two-way link need not carry a commodity both ways at a moment: both flows less the smaller of them do as well and cost no
more, if nothing is lost, no least flow has to be kept, and neither quality nor a floor in Limits counts. Then a part of
lay stands for each way, and the row has only those that lead into S.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.formulation.draft import Draft

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class Web:
    """Ways from place to place, and who is served where. A place is a node of the materials book at a moment.

    tail, head, link   of each way; ways of one commodity and moment make a `net`
    flow, arriving     of each way: the column of what enters it, and the share of that which arrives
    room               of each way: the most that can enter it
    laid               for each link the columns that lay it; none where it is there
    one_way            for each way whether it may be taken that its link carries this or the other way, not both
    offers             whether anything but a link brings goods to a place
    place, column, most, net_of   of each taker: where it is served, by which column, and up to how much
    taker              who takes what: the same at all moments
    """

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


def web(draft: Draft) -> Web | None:
    """Return the web of a draft; None where no link leads on from another, as each is then bound by itself."""
    passing = np.asarray(draft.parties.passes_on)
    if (
        not passing.any()
        or not draft.builds
        or draft.elastic
        or draft.lifting is not None
        or "needs" not in draft.written
    ):
        return None
    ties, entries, moments = draft.books.ties.read(), draft.books.materials.read(), len(draft.periods)
    if not passing[ties["origin"]].any():
        return None
    tail = draft.parties.node(ties["origin"], ties["commodity"], using=False) * moments + ties["moment"]
    head = draft.parties.node(ties["destination"], ties["commodity"], using=True) * moments + ties["moment"]
    there = entries["node"] * moments + entries["moment"]
    places, code = np.unique(np.concatenate([tail, head, there]), return_inverse=True)
    tail, head, there = np.split(code, [len(tail), 2 * len(tail)])
    brought = (entries["value"] > 0) & ~np.isin(entries["column"], ties["column"])
    offers = np.zeros(len(places), bool)
    offers[there[brought]] = True
    served = np.isin(entries["column"], draft.written["needs"].serve) & (entries["value"] == -1.0)
    column = entries["column"][served]
    upper = draft.bounds()[1]
    most = upper[column]
    some = np.isfinite(most) & (most > 0)
    width = len(draft.parties.commodities)
    return Web(
        tail,
        head,
        ties["link"],
        ties["commodity"] * moments + ties["moment"],
        ties["column"],
        ties["value"],
        upper[ties["column"]],
        _laid(draft),
        _one_way(draft, ties),
        offers,
        there[served][some],
        column[some],
        most[some],
        ((entries["node"][served] // 2) % width * moments + entries["moment"][served])[some],
        entries["node"][served][some],
    )


def _laid(draft: Draft) -> list[Ints]:
    """Columns that lay each link."""
    laid = draft.books.laid.read()
    kept = laid["column"] != NONE
    link, column = laid["link"][kept], laid["column"][kept]
    order = np.argsort(link, kind="stable")
    return np.split(column[order], np.searchsorted(link[order], np.arange(1, len(draft.parties.links))))


def _one_way(draft: Draft, ties: dict[str, Any]) -> NDArray[np.bool_]:
    """Whether it costs nothing to take it that a two-way link does not carry a commodity both ways at once."""
    park, parties = draft.park, draft.parties
    pipes, limits = park["Pipelines"], park["Limits"]
    two_way = np.zeros(len(parties.links), bool)
    plain = pipes["two_way"].astype(bool) & ~(pipes["least_flow"] > 0)
    two_way[parties.link(pipes.loc[plain.to_numpy(bool), "link"])] = True
    lossy = np.zeros(len(parties.links), bool)
    lossy[ties["link"][ties["value"] != 1.0]] = True
    judged = np.isin(ties["commodity"], parties.commodity(park["QualityLimits"]["commodity"]))
    made: NDArray[np.bool_] = (two_way & ~lossy)[ties["link"]] & ~judged & ~limits["least"].notna().any()
    return made
