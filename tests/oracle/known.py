"""What is known of the park, as plain rows."""

from __future__ import annotations

import math
from collections import defaultdict

from oracle.corridors import corridors
from oracle.facilities import facilities, measures
from oracle.fleets import fleets
from oracle.links import offers
from oracle.losses import loss_prices
from oracle.rates import rates
from sidestream.park import Park


class Known:
    """The park as lists and dicts, looked up once."""

    def __init__(self, park: Park):
        self.passing_on, self.discount_rate = park.passing_on, park.settings.discount_rate
        self.offers = offers(park)
        self.facilities, self.rates, self.measures = facilities(park), rates(park), measures(park)
        self.corridors, self.fleets = corridors(park), fleets(park)
        self.loss_prices = loss_prices(park)
        self.supplies, self.available = park["Supplies"].to_dict("records"), park.amounts("Supplies").tolist()
        self.demands, self.needed = park["Demands"].to_dict("records"), park.amounts("Demands").tolist()
        self.limits = park["Limits"].to_dict("records")
        self.participants = set(park["Participants"]["participant"])
        self.junctions = set(park["Participants"].query("kind == 'junction'")["participant"])
        self.vanishes = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["vanishes"], strict=True))
        self.content = {name: dict(row) for name, row in park.content.iterrows()}
        self.periods = park.moments["period"].tolist()
        self.hours = park.moments["hours"].tolist()
        self.cycle, self.repeats = park.moments["cycle"].tolist(), park.moments["repeats"].tolist()
        self.co2_price = park.settings.carbon_tax + park.settings.carbon_value
        self.ratios = [ratios(park, row["participant"], row["commodity"]) for row in self.demands]
        self.status = {
            row["link"]: row["status"]
            for sheet in ("Pipelines", "TruckRoutes")
            for row in park[sheet].to_dict("records")
        }
        self.causes: dict[str, dict[str, float]] = defaultdict(dict)  # link -> participant -> share of its doings
        for link, payer, share in park.payers.itertuples(index=False):
            self.causes[link][payer] = self.causes[link].get(payer, 0.0) + share


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
