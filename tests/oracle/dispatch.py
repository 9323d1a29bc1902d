"""What flows where, with builds and run patterns given."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from oracle.builds import building_co2
from oracle.known import Known, or_inf
from oracle.links import Offer
from oracle.programme import Programme
from sidestream.units import amount


class Dispatch(Programme):
    """The cheapest way to run a park at some moments, with given links; `running` are (link, moment) under least_flow.

    With `short` it is instead the way that misses the musts least.
    """

    def __init__(
        self,
        known: Known,
        links: Sequence[Offer],
        moments: Sequence[int],
        running: Mapping[tuple[str, int], bool],
        *,
        limits: bool,
        short: bool = False,
    ):
        super().__init__()
        self.known, self.links, self.short = known, links, short
        self.musts: list[int] = []
        self.flows: dict[tuple[str, str, str, str], int] = {}
        for moment in moments:
            first = len(self.columns)
            balances: dict[tuple[str, str, str], dict[int, float]] = defaultdict(dict)
            self._supplies(moment, balances)
            self._demands(moment, balances)
            for offer in links:
                flows = self._flows(offer, moment, balances)
                self._capacity(offer, moment, flows, running.get((offer.link, moment)))
            for terms in balances.values():
                self.row(terms, 0, 0)
            if limits:
                self._impact_limits("period", range(first, len(self.columns)), self._share_of_year([moment]))
        if limits:
            self._impact_limits("year", range(len(self.columns)), self._share_of_year(moments))

    def _sides(self, participant: str, commodity: str) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
        """The balance that feeds departures and the one that arrivals feed: one and the same where it passes on."""
        if participant in self.known.passing_on:
            return (participant, commodity, "both"), (participant, commodity, "both")
        return (participant, commodity, "offer"), (participant, commodity, "use")

    def _supplies(self, moment: int, balances: dict[Any, dict[int, float]]) -> None:
        """available = used + disposed, or used + left, or all used. Own goods may go to own use."""
        for row, amounts in zip(self.known.supplies, self.known.available, strict=True):
            who, available = row["participant"], amounts[moment]
            used = self.column(cost=row["provision_cost"], co2=row["provision_co2"], by=who)
            terms = {used: 1.0}
            if row["if_not_taken"] == "dispose":
                terms[self.column(cost=row["disposal_cost"], co2=row["disposal_co2"], by=who)] = 1.0
            elif row["if_not_taken"] == "leave":
                terms[self.column()] = 1.0
            elif self.short:
                terms[self._missed()] = 1.0
            self.row(terms, available, available)
            offer, use = self._sides(who, row["commodity"])
            balances[offer][used] = 1.0
            if offer != use:
                own = self.column()
                balances[offer][own] = -1.0
                balances[use][own] = 1.0

    def _demands(self, moment: int, balances: dict[Any, dict[int, float]]) -> None:
        """sum of ratio * served by each by-product + bought + short = need; by-products within their share."""
        for row, amounts, meets in zip(self.known.demands, self.known.needed, self.known.ratios, strict=True):
            who, need = row["participant"], amounts[moment]
            by_products = {}
            for commodity, ratio in meets.items():
                served = self.column()
                by_products[served] = ratio
                balances[self._sides(who, commodity)[1]][served] = -1.0
            terms = dict(by_products)
            if row["if_not_served"] == "buy":
                terms[self.column(cost=row["virgin_price"], co2=row["virgin_co2"], by=who)] = 1.0
            elif row["if_not_served"] == "go without":
                terms[self.column(cost=row["shortage_cost"])] = 1.0
            elif self.short:
                terms[self._missed()] = 1.0
            self.row(terms, need, need)
            self.row(by_products, high=row["most_by_product"] * need)

    def _missed(self) -> int:
        """A must that is missed: allowed only where the shortfall is looked for."""
        self.musts.append(self.column())
        return self.musts[-1]

    def _flows(self, offer: Offer, moment: int, balances: dict[Any, dict[int, float]]) -> dict[int, str]:
        """What is sent through a link: leaves the origin, arrives less what is lost. Returns column -> commodity."""
        flows = {}
        ways = [(offer.giver, offer.taker)] + [(offer.taker, offer.giver)] * offer.two_way
        whose = self.known.causes[offer.link]
        period = self.known.periods[moment]
        for commodity in offer.commodities:
            for origin, destination in ways:
                lost = 0.0 if self.known.vanishes[commodity] else 1 - offer.arrives
                loss_cost, loss_co2 = self.known.loss_prices[origin, commodity] if lost else (0.0, 0.0)
                co2: dict[str, float] = defaultdict(float)
                for who, share in whose.items():
                    co2[who] += share * offer.unit_co2
                at_junction = origin in self.known.junctions
                for who, share in (whose if at_junction else {origin: 1.0}).items():
                    co2[who] += share * lost * loss_co2
                sent = self.column(cost=offer.unit_cost + lost * loss_cost, co2=1.0, by=co2)
                self.flows[offer.link, origin, commodity, period] = sent
                flows[sent] = commodity
                leaves = balances[self._sides(origin, commodity)[0]]
                arrives = balances[self._sides(destination, commodity)[1]]
                leaves[sent] = leaves.get(sent, 0.0) - 1.0
                arrives[sent] = arrives.get(sent, 0.0) + offer.arrives
        return flows

    def _capacity(self, offer: Offer, moment: int, flows: dict[int, str], running: bool | None) -> None:
        """Hold what all commodities take together, both ways, within what the link can; loads within the route's."""
        content = self.known.content
        if running is False:
            for sent in flows:
                self.columns[sent].most = 0.0
        if offer.capacity is not None:
            terms = {sent: content[commodity][offer.basis] for sent, commodity in flows.items()}
            can = float(offer.capacity[moment])
            self.row(terms, low=offer.least_flow * can if running else -math.inf, high=can)
        if offer.truck is not None:
            loads = self.column(
                most=or_inf(offer.truck["most_loads"]) * self.known.hours[moment],
                cost=offer.truck["load_cost"],
                co2=offer.truck["load_co2"],
                by=self.known.causes[offer.link],
            )
            for measure, room in (("mass", offer.truck["payload"]), ("volume", offer.truck["volume"])):
                each = {sent: content[commodity][measure] for sent, commodity in flows.items()}
                fill = {sent: what / room for sent, what in each.items() if not math.isnan(what / room)}
                self.row({loads: -1.0, **fill}, high=0.0)

    def _share_of_year(self, moments: Sequence[int]) -> float:
        return sum(self.known.hours[moment] for moment in moments) / sum(self.known.hours)

    def _impact_limits(self, per: str, columns: range, share_of_year: float) -> None:
        """Hold the CO2 of these columns, and the same time's share of building CO2, within Limits."""
        for row in self.known.limits:
            if row["on"] != "impact" or row["per"] != per:
                continue
            who = _after_comma(row["key"])
            built = sum(
                building_co2(offer) * (sum(whose.values()) if not who else whose.get(who, 0.0))
                for offer in self.links
                for whose in [self.known.causes[offer.link]]
            )
            terms = {
                number: sum(self.columns[number].co2.values()) if not who else self.columns[number].co2.get(who, 0.0)
                for number in columns
            }
            size = amount(row["unit"])[1]  # t in one
            low, high = or_inf(row["least"], -1) * size, or_inf(row["most"]) * size
            self.row(terms, low - built * share_of_year, high - built * share_of_year)

    def solve(self) -> tuple[float, float, list[float]] | None:
        """Return the objective [EUR], the CO2 [t] and every column's value; None where it cannot be."""
        co2 = np.array([sum(column.co2.values()) for column in self.columns])
        cost = np.array([column.cost for column in self.columns]) + self.known.co2_price * co2
        if self.short:
            cost = np.zeros(len(self.columns))
            cost[self.musts] = 1.0
        found = self.least(cost)
        if found is None:
            return None
        least, values = found
        return least, float(co2 @ values), values.tolist()


def _after_comma(key: str) -> str:
    """`co2, plant` is about plant; `co2` and a blank are about the whole park."""
    return key.partition(",")[2].strip()
