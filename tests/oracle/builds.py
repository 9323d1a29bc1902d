"""What may be built, what having it costs a year, and what no way of running it can go below."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from oracle.known import Known, or_inf
from oracle.links import Offer
from sidestream.money import annuity

MOST_CASES = 20_000
"""Builds times run patterns beyond which a park is not tiny."""


def all_builds(known: Known, case: str) -> list[tuple[Offer, ...]]:
    """Every choice of what to have: each link not at all or in one of its sizes."""
    choices: list[list[Offer | None]] = []
    for link, ways in known.offers.items():
        status = known.status[link]
        forced = status == "existing" or (case == "design" and status in ("required", "built"))
        if forced:
            choices.append(list(ways))
        elif case == "design":
            choices.append([None, *ways])
    count = math.prod(len(ways) for ways in choices)
    if count > MOST_CASES:
        raise ValueError(f"{count} ways to build this park: too many to try")
    return [tuple(way for way in chosen if way) for chosen in itertools.product(*choices)]


def new_links(links: Sequence[Offer]) -> dict[str, str]:
    """What is built: the size of each link that is not there already."""
    return {offer.link: offer.size for offer in links if offer.new}


def yearly(known: Known, offer: Offer) -> float:
    """What having a link costs a year, without what it carries and without its CO2 [EUR/a]."""
    paid_off = not offer.new or offer.investment == 0
    return offer.upkeep + (0.0 if paid_off else offer.investment * float(annuity(known.discount_rate, offer.life)))


def building_co2(offer: Offer) -> float:
    """CO2 of building a link, spread over its life [t/a]."""
    return offer.building_co2 / offer.life if offer.new and offer.building_co2 else 0.0


def cost_of_having(known: Known, links: Sequence[Offer]) -> float:
    """What these links cost a year before anything flows, their building CO2 priced [EUR/a]."""
    return sum(yearly(known, offer) + known.co2_price * building_co2(offer) for offer in links)


def within_investment_limits(known: Known, links: Sequence[Offer]) -> bool:
    """Money invested once in new links: by all, by one payer, or in one link."""
    for row in known.limits:
        if row["on"] != "investment":
            continue
        spent = 0.0
        for offer in links:
            if offer.new and row["key"] in known.participants:
                spent += offer.investment * known.causes[offer.link].get(row["key"], 0.0)
            elif offer.new and row["key"] in ("", offer.link):
                spent += offer.investment
        slack = 1e-9 * max(1.0, spent)
        if spent > or_inf(row["most"]) + slack or spent < or_inf(row["least"], -1) - slack:
            return False
    return True


def least_operation(known: Known) -> float:
    """Less than running the park can ever cost: every supply and need at its best price, carrying for nothing [EUR/a]."""
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
    return floor
