"""What is known of the park, as plain rows, and what a unit of everything in it costs and causes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from oracle.asked import asked
from oracle.corridors import corridors
from oracle.facilities import Facility, facilities, measures
from oracle.factors import Factors, prices
from oracle.fleets import fleets
from oracle.ledger import CO2, Ledger, Whose
from oracle.links import Offer, offers
from oracle.losses import loss_prices
from oracle.rates import Rate, rates
from sidestream.park import Park


class Known:
    """The park as lists and dicts, looked up once."""

    def __init__(self, park: Park):
        self.passing_on = park.passing_on
        self.factors, self.prices = Factors(park), prices(park)
        self.power_price, self.power_co2 = park.settings.electricity_price, park.settings.electricity_co2
        self.units = dict(park.impacts)
        self.offers = offers(park)
        self.facilities, self.rates, self.measures = facilities(park), rates(park), measures(park)
        self.corridors, self.fleets = corridors(park), fleets(park)
        self.asked = asked(park)
        self.loss_prices = loss_prices(park)
        self.supplies, self.available = park["Supplies"].to_dict("records"), park.amounts("Supplies").tolist()
        self.demands, self.needed = park["Demands"].to_dict("records"), park.amounts("Demands").tolist()
        self.hours_per_year = park.settings.hours_per_year
        self.relations = {frozenset((row["a"], row["b"])): row for row in park["Relations"].to_dict("records")}
        self.limits = park["Limits"].to_dict("records")
        self.participants = set(park["Participants"]["participant"])
        self.junctions = set(park["Participants"].query("kind == 'junction'")["participant"])
        self.vanishes = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["vanishes"], strict=True))
        self.content = {name: dict(row) for name, row in park.content.iterrows()}
        self.periods = park.moments["period"].tolist()
        self.hours = park.moments["hours"].tolist()
        self.cycle, self.repeats = park.moments["cycle"].tolist(), park.moments["repeats"].tolist()
        self.ratios = [ratios(park, row["participant"], row["commodity"]) for row in self.demands]
        self.status = {
            row["link"]: row["status"]
            for sheet in ("Pipelines", "TruckRoutes")
            for row in park[sheet].to_dict("records")
        }
        self.causes: dict[str, dict[str, float]] = defaultdict(dict)  # link -> participant -> share of its doings
        for link, payer, share in park.payers.itertuples(index=False):
            self.causes[link][payer] = self.causes[link].get(payer, 0.0) + share

    def of_stream(self, of: str, row: Mapping[str, Any]) -> Ledger:
        """A unit of a supply made ready (`provision`) or disposed of (`disposal`), or of a need bought (`virgin`)."""
        price = "virgin_price" if of == "virgin" else f"{of}_cost"
        return self.factors.stream(of, row["participant"], row["commodity"], row[price], row[f"{of}_co2"])

    def cost_of(self, of: str, row: Mapping[str, Any]) -> float:
        """What that costs [EUR/unit]."""
        return self.prices.cost(self.of_stream(of, row))

    def lost(self, origin: str, commodity: str, whose: Whose) -> Ledger:
        """A unit that is lost: disposed of at the cost and with the impacts of disposing of it at its origin."""
        cost, co2, _, disposer = self.loss_prices[origin, commodity]
        ledger = Ledger()
        ledger.pay("losses", whose, cost)
        ledger.cause(CO2, whose, co2)
        self.factors.enter(ledger, "disposal", commodity, whose, at=disposer)
        return ledger

    def sent(self, offer: Offer, origin: str, destination: str, commodity: str) -> Ledger:
        """A unit sent through a link."""
        whose, ledger = self.causes[offer.link], Ledger()
        ledger.pay("carrying", whose, offer.unit_cost)
        ledger.cause(CO2, whose, offer.unit_co2)
        self.factors.enter(ledger, "carrying", commodity, whose)
        if offer.power:
            ledger.pay("electricity", whose, offer.power * self.power_price)
            ledger.cause(CO2, whose, offer.power * self.power_co2)
            self.factors.enter(ledger, "electricity", "", whose, offer.power)
        if offer.arrives < 1 and not self.vanishes[commodity]:
            loser = whose if origin in self.junctions else origin
            ledger.add(self.lost(origin, commodity, loser), 1 - offer.arrives)
        ledger.pay("payments", destination, offer.price_today * offer.arrives)
        ledger.pay("payments", origin, -offer.price_today * offer.arrives)
        return ledger

    def load(self, offer: Offer) -> Ledger:
        """A load of a truck route."""
        truck, whose, ledger = offer.truck or {}, self.causes[offer.link], Ledger()
        ledger.pay("carrying", whose, truck["load_cost"])
        ledger.cause(CO2, whose, truck["load_co2"])
        self.factors.enter(ledger, "carrying", truck["vehicle"], whose, truck["km"])
        return ledger

    def running(self, plant: Facility) -> Ledger:
        """A unit of activity of a conversion."""
        ledger = Ledger()
        ledger.pay("conversion", plant.participant, plant.row["unit_cost"])
        ledger.cause(CO2, plant.participant, plant.row["unit_co2"])
        self.factors.enter(ledger, "conversion", plant.facility, plant.participant)
        return ledger

    def rest(self, who: str, rate: Rate) -> Ledger:
        """A unit that a conversion buys, or disposes of; others cost nothing."""
        of = {"buy": "virgin", "dispose": "disposal"}.get(rate.rest)
        return self.factors.stream(of, who, rate.commodity, rate.cost, rate.co2) if of else Ledger()

    def laying(self, offer: Offer) -> Ledger:
        """Having a link for a year: upkeep and, where it is new, its investment and what building it causes."""
        whose, ledger = self.causes[offer.link], Ledger()
        ledger.pay("upkeep", whose, offer.upkeep)
        if offer.new:
            ledger.invest("investment", whose, offer.investment, offer.life, offer.link)
            if offer.building_co2:
                ledger.cause(CO2, whose, offer.building_co2 / offer.life)
            if offer.metres:
                self.factors.enter(ledger, "building", offer.size, whose, offer.metres / offer.life)
        return ledger


def ratios(park: Park, participant: str, need: str) -> dict[str, float]:
    """Units of the need that one unit of each commodity meets there: its own at 1 unless a row says otherwise."""
    found = {need: 1.0}
    rows = park["Substitutions"].to_dict("records")
    for where in ("", participant):  # a participant's own row replaces the one for everywhere
        found |= {
            row["by_product"]: row["ratio"] for row in rows if row["need"] == need and row["participant"] == where
        }
    return found


def or_inf(number: float, sign: int = 1) -> float:
    """A bound as typed; a blank bounds nothing."""
    return sign * math.inf if math.isnan(number) else float(number)
