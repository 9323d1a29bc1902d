"""Whether what mixes by quantity before it comes to who asks for it is alike: then its value is known, and all is linear."""

from __future__ import annotations

from oracle.asked import Asked, Limit
from oracle.facilities import Facility
from oracle.known import Known
from sidestream.park import Park


def knows(park: Park) -> bool:
    """Whether no sources that differ in what is limited mix by quantity in a pool."""
    known = Known(park)
    return all(one.apart or all(_alike(known, one, limit) for limit in one.limits) for one in known.asked)


def _alike(known: Known, one: Asked, limit: Limit) -> bool:
    """Whether the sources of each pool from which goods can get to a taker have one value."""
    if limit.mixes != "by quantity":
        return True
    ways = [
        way
        for sizes in known.offers.values()
        for offer in sizes
        if one.commodity in offer.commodities
        for way in [(offer.giver, offer.taker), (offer.taker, offer.giver)][: 1 + offer.two_way]
    ]
    own = _offering(known, one.commodity)
    coming = {pool: own & {pool} for pool in known.passing_on}
    leading = {limit.participant}
    for _ in ways:
        for tail, head in ways:
            if head in coming:
                coming[head] |= coming[tail] if tail in coming else {tail} & own
            if head == limit.participant or (head in coming and head in leading):
                leading.add(tail)
    of_each = [{one.value(source, limit.property) for source in coming[pool]} for pool in leading.intersection(coming)]
    return all(len(values) < 2 for values in of_each)


def _offering(known: Known, commodity: str) -> set[str]:
    """Who offers a commodity of their own: supplies, plants that make it, and what stands in storages at the beginning."""
    every = [one for sizes in known.facilities.values() for one in sizes]
    made = {
        one.participant
        for one in every
        if one.kind == "conversion"
        and any(rate.commodity == commodity and rate.per_activity > 0 for rate in known.rates[one.facility])
    }
    kept = {
        one.participant
        for one in every
        if one.kind == "storage" and one.row["commodity"] == commodity and _gives(known, one)
    }
    return {row["participant"] for row in known.supplies if row["commodity"] == commodity} | made | kept


def _gives(known: Known, storage: Facility) -> bool:
    """Whether what comes out of a storage is its owner's: where all passes on, what stands there at the beginning."""
    row = storage.row
    return bool(row["start_level"] > 0 if storage.participant in known.passing_on else row["keeps"] == "own")
