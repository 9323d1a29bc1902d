"""What may be built, what having it costs a year, and what no way of running it can go below."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from oracle.corridors import Corridor, dug
from oracle.facilities import Facility, exclude_each_other
from oracle.fleets import Fleet
from oracle.known import Known, or_inf
from oracle.links import Offer
from sidestream.money import annuity

MOST_CASES = 20_000
"""Builds times run patterns beyond which a park is not tiny."""
FORCED = ("required", "built")


@dataclass(frozen=True)
class Build:
    """What there is: what exists already, and what is built."""

    links: tuple[Offer, ...] = ()
    facilities: tuple[Facility, ...] = ()
    corridors: tuple[Corridor, ...] = ()  # those that are dug

    def new_links(self) -> dict[str, str]:
        """The size of each link that is not there already."""
        return {offer.link: offer.size for offer in self.links if offer.new}

    def new_facilities(self) -> set[str]:
        """Kind, name and size of each facility that is not there already."""
        return {one.word for one in self.facilities if one.new} | {one.word for one in self.corridors}

    def count(self) -> int:
        """How much is built."""
        return sum(one.new for one in (*self.links, *self.facilities)) + len(self.corridors)


def all_builds(known: Known, case: str) -> list[Build]:
    """Every choice of what to have: each link not at all or in one of its sizes, with the trenches they share, beside what
    exists at each place one of the facilities on offer or none. Vehicles are left to each choice's own programme.
    """
    of_links: list[list[Offer | None]] = []
    for link, ways in known.offers.items():
        status = known.status[link]
        forced = status == "existing" or (case == "design" and status in FORCED)
        if forced:
            of_links.append(list(ways))
        elif case == "design":
            of_links.append([None, *ways])
    of_places = [_ways(sizes, case) for sizes in known.facilities.values()]
    count = math.prod(len(ways) for ways in (*of_links, *of_places))
    if count > MOST_CASES:
        raise ValueError(f"{count} ways to build this park: too many to try")
    links = [tuple(way for way in chosen if way) for chosen in itertools.product(*of_links)]
    places = [tuple(itertools.chain(*chosen)) for chosen in itertools.product(*of_places)]
    trenches = [dug(known.corridors, one, case) for one in links]
    return [
        Build(one, other, tuple(trench))
        for other in places
        if not exclude_each_other(other)
        for one, trench in zip(links, trenches, strict=True)
        if trench is not None
    ]


def _ways(sizes: list[Facility], case: str) -> list[tuple[Facility, ...]]:
    """What may stand at one place: what exists, and at most one of the others; one of the forced where there is one."""
    there = tuple(one for one in sizes if not one.new)
    if case == "today":
        return [there]
    forced = [one for one in sizes if one.row["status"] in FORCED]
    if forced:
        return [(*there, one) for one in forced]
    return [there, *((*there, one) for one in sizes if one.new)]


def yearly(known: Known, offer: Offer) -> float:
    """What having a link costs a year, without what it carries and without its CO2 [EUR/a]."""
    paid_off = not offer.new or offer.investment == 0
    return offer.upkeep + (0.0 if paid_off else offer.investment * float(annuity(known.discount_rate, offer.life)))


def building_co2(offer: Offer) -> float:
    """CO2 of building a link, spread over its life [t/a]."""
    return offer.building_co2 / offer.life if offer.new and offer.building_co2 else 0.0


def cost_of_having(known: Known, build: Build) -> float:
    """What a build costs a year before anything flows, its building CO2 priced, sizes that are chosen at 0, and no vehicle
    but those of today [EUR/a].
    """
    of_links = sum(yearly(known, offer) + known.co2_price * building_co2(offer) for offer in build.links)
    of_facilities = sum(one.yearly(known.discount_rate, one.investment) for one in build.facilities)
    of_corridors = sum(one.yearly(known.discount_rate) for one in build.corridors)
    return of_links + of_facilities + of_corridors + sum(one.number * one.yearly_cost for one in known.fleets)


class Limited(NamedTuple):
    """A limit on money invested once, by all, by one payer, or in one link: with what a build costs towards it, the
    facilities of which that depends on the size chosen, and the fleets that could be enlarged.
    """

    row: Mapping[str, Any]
    spent: float
    chosen: list[Facility]
    fleets: list[Fleet]


def limits_on_investment(known: Known, build: Build) -> Iterator[Limited]:
    """Each row of Limits that speaks of an investment."""
    for row in known.limits:
        if row["on"] != "investment":
            continue
        spent, chosen = 0.0, []
        for offer in build.links:
            if offer.new and row["key"] in known.participants:
                spent += offer.investment * known.causes[offer.link].get(row["key"], 0.0)
            elif offer.new and row["key"] in ("", offer.link):
                spent += offer.investment
        for one in build.facilities:
            if one.new and row["key"] in ("", one.payer):
                spent += one.investment
                chosen += [one] * one.chooses
        spent += sum(one.investment for one in build.corridors if row["key"] in ("", one.payer))
        yield Limited(row, spent, chosen, [one for one in known.fleets if row["key"] in ("", one.payer)])


def within_investment_limits(known: Known, build: Build) -> bool:
    """Whether a build can be within them, in some size of what is chosen."""
    for row, spent, chosen, fleets in limits_on_investment(known, build):
        at_most = spent + sum(one.per_unit * one.row["capacity"] for one in chosen)
        at_most += sum(one.investment * one.more for one in fleets if one.investment)
        slack = 1e-9 * max(1.0, at_most)
        if spent > or_inf(row["most"]) + slack or at_most < or_inf(row["least"], -1) - slack:
            return False
    return True


def least_operation(known: Known) -> float:
    """Less than running the park can ever cost: every supply, need and plant at its best price, carrying for nothing [EUR/a]."""
    priced = known.co2_price
    if any(cost + priced * co2 < 0 for cost, co2 in known.loss_prices.values()):
        return -math.inf  # who earns by losing may pump to and fro for money
    floor = 0.0
    for row, amounts in zip(known.supplies, known.available, strict=True):
        used = row["provision_cost"] + priced * row["provision_co2"]
        disposed = row["disposal_cost"] + priced * row["disposal_co2"] if row["if_not_taken"] == "dispose" else 0.0
        floor += min(used, disposed, 0.0 if row["if_not_taken"] == "leave" else used) * sum(amounts)
    for row, amounts in zip(known.demands, known.needed, strict=True):
        bought = row["virgin_price"] + priced * row["virgin_co2"] if row["if_not_served"] == "buy" else 0.0
        without = row["shortage_cost"] if row["if_not_served"] == "go without" else 0.0
        floor += min(0.0, bought, without) * sum(amounts)
    for sizes in known.facilities.values():
        for one in sizes:
            if one.kind == "conversion":
                floor += min(0.0, _best_of_running(known, one)) * sum(one.capacity)
    return floor


def _best_of_running(known: Known, plant: Facility) -> float:
    """Less than a unit of activity can ever cost [EUR/activity]."""
    each = plant.row["unit_cost"] + known.co2_price * plant.row["unit_co2"]
    for rate in known.rates[plant.facility]:
        if rate.rest in ("buy", "dispose"):
            each += abs(rate.per_activity) * min(0.0, rate.cost + known.co2_price * rate.co2)
    return each
