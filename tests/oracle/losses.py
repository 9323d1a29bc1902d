"""What a loss costs: the disposal of it, at the price of where it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from oracle.links import offers
from oracle.rates import rates
from sidestream.park import Park


class LossPrice(NamedTuple):
    """Disposal cost [EUR/unit] and CO2 [t/unit] of what is lost, and whose disposal it is: of equals the first's."""

    cost: float
    co2: float
    place: int = 0  # in Participants, below 0
    whose: str = ""


def loss_prices(park: Park) -> dict[tuple[str, str], LossPrice]:
    """What a loss costs, by origin and commodity.

    The dearest of the origin's own disposal, of its supplies and of what conversions may make there, else the dearest
    among all that can reach it. Absent where nobody says what it would be, which the checks refuse. They depend on what
    may be built, never on what is.
    """
    own: dict[tuple[str, str], LossPrice] = {}
    place = {name: (-number, name) for number, name in enumerate(park["Participants"]["participant"])}
    for row in park["Supplies"].to_dict("records"):
        if row["if_not_taken"] == "dispose":
            site = row["participant"], row["commodity"]
            price = LossPrice(row["disposal_cost"], row["disposal_co2"], *place[row["participant"]])
            own[site] = max(own.get(site, price), price)
    suppliers = set(zip(park["Supplies"]["participant"], park["Supplies"]["commodity"], strict=True))
    made = rates(park)
    for row in park["Conversions"].to_dict("records"):
        for rate in made[row["conversion"]] if row["status"] != "forbidden" else ():
            site = row["participant"], rate.commodity
            if rate.per_activity > 0:
                suppliers.add(site)
            if rate.rest == "dispose":
                price = LossPrice(rate.cost, rate.co2, *place[row["participant"]])
                own[site] = max(own.get(site, price), price)
    for row in park["Storages"].to_dict("records"):
        if row["status"] != "forbidden" and row["start_level"] > 0:
            suppliers.add((row["participant"], row["commodity"]))
    before = defaultdict(set)
    for ways in offers(park).values():
        for way in ways:
            for commodity in way.commodities:
                before[way.taker, commodity].add(way.giver)
                if way.two_way:
                    before[way.giver, commodity].add(way.taker)
    prices: dict[tuple[str, str], LossPrice] = {}
    for participant in park["Participants"]["participant"]:
        for commodity in park["Commodities"]["commodity"]:
            site = participant, commodity
            reached = {participant} if site in own else _upstream(before, participant, commodity, park.passing_on)
            known = [own[other, commodity] for other in reached if (other, commodity) in own]
            if known:
                prices[site] = max(known)
            elif not any((other, commodity) in suppliers for other in {participant, *reached}):
                prices[site] = LossPrice(0.0, 0.0)  # nothing ever gets there
    return prices


def _upstream(
    before: Mapping[tuple[str, str], set[str]], participant: str, commodity: str, passing_on: frozenset[str]
) -> set[str]:
    """Who can send to a participant, straight or through those that pass on."""
    found: set[str] = set()
    to_look_at = [participant]
    while to_look_at:
        for giver in before.get((to_look_at.pop(), commodity), ()):
            if giver not in found:
                found.add(giver)
                if giver in passing_on:
                    to_look_at.append(giver)
    return found
