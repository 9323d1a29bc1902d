"""What flows where, with builds and run patterns given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from oracle.builds import Build, building_co2, limits_on_investment
from oracle.conversions import add_size, convert
from oracle.fleets import buy, drive
from oracle.gates import hold
from oracle.known import Known, or_inf
from oracle.links import Offer
from oracle.loads import add_loads
from oracle.programme import Programme
from oracle.site import Moment, enter
from oracle.storages import join, keep
from sidestream.units import amount


class Dispatch(Programme):
    """The cheapest way to run a park at some moments, with a given build; `running` says of each (link or facility, moment)
    that has a least whether it runs.

    With `short` it is instead the way that misses the musts least.
    """

    def __init__(
        self,
        known: Known,
        build: Build,
        moments: Sequence[int],
        running: Mapping[tuple[Any, int], bool],
        *,
        limits: bool,
        short: bool = False,
    ):
        super().__init__()
        self.known, self.build, self.short = known, build, short
        self.musts: list[int] = []
        self.flows: dict[tuple[str, str, str, str], int] = {}
        plants = [one for one in build.facilities if one.kind == "conversion"]
        stores = [one for one in build.facilities if one.kind == "storage"]
        self.sizes = {plant.key: add_size(self, plant, known.discount_rate) for plant in plants}
        self.more = buy(self, known.fleets, known.discount_rate) if limits else {}
        kept: dict[Any, Any] = {store.key: {} for store in stores}
        for number in moments:
            first, moment = len(self.columns), Moment(known, number)
            self._supplies(moment)
            self._demands(moment)
            for plant in plants:
                convert(self, plant, moment, self.sizes[plant.key], running.get((plant.key, number)))
            for store in stores:
                kept[store.key][number] = keep(self, store, moment)
            loads: dict[int, tuple[str, float]] = {}
            for offer in build.links:
                flows = self._flows(offer, moment)
                runs = offer.steady or running.get((offer.link, number))
                self._capacity(offer, number, flows, runs)
                if offer.truck is not None:
                    sent = {column: known.content[commodity] for column, commodity in flows.items()}
                    taken = add_loads(self, offer.truck, sent, known.hours[number], known.causes[offer.link])
                    loads[taken] = offer.truck["vehicle"], offer.truck["km"]
            drive(self, known.fleets, self.more, loads, known.hours[number], self._missed if short else None)
            self._own_use(moment)
            hold(self, build.facilities, moment, self._missed if short else None)
            for terms in moment.balances.values():
                self.row(terms, 0, 0)
            if limits:
                self._impact_limits("period", range(first, len(self.columns)), self._share_of_year([number]))
        for store in stores:
            join(self, known, store, kept[store.key])
        if limits:
            self._impact_limits("year", range(len(self.columns)), self._share_of_year(moments))
            self._investment_limits()

    def _supplies(self, moment: Moment) -> None:
        """available = used + disposed, or used + left, or all used."""
        for row, amounts in zip(self.known.supplies, self.known.available, strict=True):
            who, available = row["participant"], amounts[moment.number]
            used = self.column(cost=row["provision_cost"], co2=row["provision_co2"], by=who)
            terms = {used: 1.0}
            if row["if_not_taken"] == "dispose":
                disposed = self.column(cost=row["disposal_cost"], co2=row["disposal_co2"], by=who)
                terms[disposed] = moment.through["disposal", who, row["commodity"]][disposed] = 1.0
            elif row["if_not_taken"] == "leave":
                terms[self.column()] = 1.0
            elif self.short:
                terms[self._missed()] = 1.0
            self.row(terms, available, available)
            moment.offer(who, row["commodity"])[used] = 1.0

    def _own_use(self, moment: Moment) -> None:
        """What a participant offers may go to its own use, without a link, also where it does not pass on."""
        for who, what, side in list(moment.balances):
            if side == "offer" and (who, what, "use") in moment.balances:
                own = self.column()
                moment.offer(who, what)[own] = -1.0
                moment.use(who, what)[own] = 1.0

    def _demands(self, moment: Moment) -> None:
        """sum of ratio * served by each by-product + bought + short = need; by-products within their share."""
        for row, amounts, meets in zip(self.known.demands, self.known.needed, self.known.ratios, strict=True):
            who, need = row["participant"], amounts[moment.number]
            by_products = {}
            for commodity, ratio in meets.items():
                served = self.column()
                by_products[served] = ratio
                moment.use(who, commodity)[served] = -1.0
            terms = dict(by_products)
            if row["if_not_served"] == "buy":
                bought = self.column(cost=row["virgin_price"], co2=row["virgin_co2"], by=who)
                terms[bought] = moment.through["virgin", who, row["commodity"]][bought] = 1.0
            elif row["if_not_served"] == "go without":
                terms[self.column(cost=row["shortage_cost"])] = 1.0
            elif self.short:
                terms[self._missed()] = 1.0
            self.row(terms, need, need)
            self.row(by_products, high=row["most_by_product"] * need)

    def _missed(self) -> int:
        """A must that is missed, or too much for a gate: allowed only where the shortfall is looked for."""
        self.musts.append(self.column())
        return self.musts[-1]

    def _flows(self, offer: Offer, moment: Moment) -> dict[int, str]:
        """What is sent through a link: leaves the origin, arrives less what is lost. Returns column -> commodity."""
        flows = {}
        ways = [(offer.giver, offer.taker)] + [(offer.taker, offer.giver)] * offer.two_way
        whose = self.known.causes[offer.link]
        period = self.known.periods[moment.number]
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
                enter(moment.offer(origin, commodity), sent, -1.0)
                enter(moment.use(destination, commodity), sent, offer.arrives)
                moment.through["throughput", destination, commodity][sent] = offer.arrives
        return flows

    def _capacity(self, offer: Offer, moment: int, flows: dict[int, str], running: bool | None) -> None:
        """Hold what all commodities take together, both ways, within what the link can, and above its least where it runs."""
        content = self.known.content
        if running is False:
            for sent in flows:
                self.columns[sent].most = 0.0
        if offer.capacity is not None:
            terms = {sent: content[commodity][offer.basis] for sent, commodity in flows.items()}
            can = float(offer.capacity[moment])
            self.row(terms, high=can)
            if running:
                short = {self._missed(): 1.0} if self.short and offer.steady else {}
                self.row(terms | short, low=offer.least_flow * can)

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
                for offer in self.build.links
                for whose in [self.known.causes[offer.link]]
            )
            terms = {
                number: sum(self.columns[number].co2.values()) if not who else self.columns[number].co2.get(who, 0.0)
                for number in columns
            }
            size = amount(row["unit"])[1]  # t in one
            low, high = or_inf(row["least"], -1) * size, or_inf(row["most"]) * size
            self.row(terms, low - built * share_of_year, high - built * share_of_year)

    def _investment_limits(self) -> None:
        """Hold the money invested within Limits, where that depends on sizes that are chosen or vehicles that are bought."""
        for row, spent, chosen, fleets in limits_on_investment(self.known, self.build):
            terms = {self.sizes[one.key]: one.per_unit for one in chosen}
            terms |= {self.more[one.vehicle]: one.investment for one in fleets}
            if terms:
                self.row(terms, or_inf(row["least"], -1) - spent, or_inf(row["most"]) - spent)

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
