"""Who is joined with whom by a choice of links, what that costs to begin with, and which existing links have to lie idle."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from oracle.known import Known, or_inf
from oracle.ledger import Ledger
from oracle.links import Offer

Pair = frozenset[str]


def pair_of(offer: Offer) -> Pair:
    return frozenset((offer.giver, offer.taker))


def allowed(known: Known, links: Sequence[Offer]) -> bool:
    """Whether nobody is joined anew who may not be, and all are joined who must be."""
    laid, there = {pair_of(one) for one in links if one.new}, {pair_of(one) for one in links}
    statuses = {pair: row["status"] for pair, row in known.relations.items()}
    return all(
        (status != "forbidden" or pair not in laid) and (status != "required" or pair in there)
        for pair, status in statuses.items()
    )


def set_up(known: Known, links: Sequence[Offer]) -> Ledger:
    """What it costs to begin: once for two who have a new link and no existing one, half by each."""
    ledger = Ledger()
    existing = {pair_of(one) for one in links if not one.new}
    for pair in {pair_of(one) for one in links} - existing:
        row = known.relations.get(pair)
        if row and not row["same_owner"]:
            ledger.invest("relations", dict.fromkeys(pair, 0.5), row["set_up_cost"], row["life"])
    return ledger


def idle_links(known: Known, links: Sequence[Offer]) -> Iterator[frozenset[str]]:
    """Every choice of existing links that carry nothing: those between two who may have none, and as many more as keep the
    limits on partners; none more where the limits are kept without.
    """
    forbidden = {pair for pair, row in known.relations.items() if row["status"] == "forbidden"}
    must = {one.link for one in links if not one.new and pair_of(one) in forbidden}
    may = [one.link for one in links if not one.new and one.link not in must]
    limits = [row for row in known.limits if row["on"] == "partners"]
    for many in range(len(may) + 1):
        for more in itertools.combinations(may, many):
            idle = frozenset(must) | set(more)
            if _few_and_many_enough(known, limits, links, idle):
                yield idle
                if not more:
                    return


def _few_and_many_enough(
    known: Known, limits: Iterable[Mapping[str, Any]], links: Sequence[Offer], idle: frozenset[str]
) -> bool:
    """Whether all have as many partners as they need, counting idle links, and no more than they may, not counting them."""
    partners, busy = _partners(links), _partners([one for one in links if one.link not in idle])
    for row in limits:
        for who in [row["key"]] if row["key"] else known.participants:
            if len(partners[who]) < or_inf(row["least"], -1) or len(busy[who]) > or_inf(row["most"]):
                return False
    return True


def _partners(links: Iterable[Offer]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in links:
        found[one.giver].add(one.taker)
        found[one.taker].add(one.giver)
    return found
