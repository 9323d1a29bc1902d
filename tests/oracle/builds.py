"""What may be built, what having it costs a year, and what no way of running it can go below."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from oracle.corridors import Corridor, dug
from oracle.facilities import Facility, exclude_each_other
from oracle.known import Known, or_inf
from oracle.ledger import Ledger
from oracle.links import Offer
from oracle.pairs import allowed, idle_links, set_up

MOST_CASES = 20_000
"""Builds times run patterns beyond which a park is not tiny."""
FORCED = ("required", "built")


@dataclass(frozen=True)
class Build:
    """What there is: what exists already, and what is built."""

    links: tuple[Offer, ...] = ()
    facilities: tuple[Facility, ...] = ()
    corridors: tuple[Corridor, ...] = ()  # those that are dug
    idle: frozenset[str] = frozenset()  # existing links that carry nothing

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
    design = case == "design"
    return [
        Build(one, other, tuple(trench), idle)
        for one, trench in zip(links, trenches, strict=True)
        if trench is not None and (not design or allowed(known, one))
        for idle in (idle_links(known, one) if design else [frozenset[str]()])
        for other in places
        if not exclude_each_other(other)
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


def having(known: Known, build: Build) -> Ledger:
    """What a build costs and causes a year before anything flows: sizes that are chosen at 0, and no vehicle but those of
    today.
    """
    ledger, laid = Ledger(), [offer.link for offer in build.links if offer.new]
    for offer in build.links:
        ledger.add(known.laying(offer))
    for one in build.facilities:
        ledger.add(one.having(one.investment))
    for corridor in build.corridors:
        ledger.add(corridor.digging(laid, known.causes))
    ledger.add(set_up(known, build.links))
    for fleet in known.fleets:
        ledger.pay("upkeep", fleet.payer, fleet.number * fleet.yearly_cost)
    return ledger


def cost_of_having(known: Known, build: Build) -> float:
    """What a build costs a year before anything flows, as `having` [EUR/a]."""
    return known.prices.cost(having(known, build))


def within_investment_limits(known: Known, build: Build) -> bool:
    """Whether a build can be within the limits on money paid once, in some size of what is chosen."""
    spent, more = having(known, build), Ledger()
    for one in build.facilities:
        if one.chooses:
            more.add(one.having(one.per_unit), one.row["capacity"])
    for fleet in known.fleets:
        if fleet.investment:
            more.add(fleet.one_more(), fleet.more)
    for row in known.limits:
        if row["on"] != "investment":
            continue
        at_least = spent.invested(row["key"])
        at_most = at_least + more.invested(row["key"])
        slack = 1e-9 * max(1.0, at_least)
        if at_least > or_inf(row["most"]) + slack or at_most < or_inf(row["least"], -1) - slack:
            return False
    return True


def least_operation(known: Known) -> float:
    """Less than running the park can ever cost: every supply, need and plant at its best price, carrying for nothing [EUR/a]."""
    if any(known.prices.cost(known.lost(*site, site[0])) < 0 for site in known.loss_prices) or known.factors.below_0:
        return -math.inf  # who earns by losing or carrying may pump to and fro for money
    floor = 0.0
    for row, amounts in zip(known.supplies, known.available, strict=True):
        used, disposed = known.cost_of("provision", row), known.cost_of("disposal", row)
        rest = {"dispose": disposed, "leave": 0.0}.get(row["if_not_taken"], used)
        floor += min(used, rest, 0.0) * sum(amounts)
    for row, amounts in zip(known.demands, known.needed, strict=True):
        bought = known.cost_of("virgin", row) if row["if_not_served"] == "buy" else 0.0
        without = row["shortage_cost"] if row["if_not_served"] == "go without" else 0.0
        floor += min(0.0, bought, without) * sum(amounts)
    for sizes in known.facilities.values():
        for one in sizes:
            if one.kind == "conversion":
                floor += min(0.0, _best_of_running(known, one)) * sum(one.capacity)
    return floor


def _best_of_running(known: Known, plant: Facility) -> float:
    """Less than a unit of activity can ever cost [EUR/activity]."""
    each = known.prices.cost(known.running(plant))
    for rate in known.rates[plant.facility]:
        each += abs(rate.per_activity) * min(0.0, known.prices.cost(known.rest(plant.participant, rate)))
    return each
