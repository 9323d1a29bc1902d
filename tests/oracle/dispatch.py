"""What flows where, with builds and run patterns given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from oracle.builds import Build, having
from oracle.conversions import add_size, convert
from oracle.fleets import buy, drive
from oracle.gates import hold
from oracle.known import Known, or_inf
from oracle.ledger import CO2, Ledger
from oracle.links import Offer
from oracle.loads import add_loads
from oracle.programme import Programme
from oracle.qualities import hold_qualities
from oracle.site import Moment, enter
from oracle.storages import join, keep, stays_in
from oracle.ways import Stays
from sidestream.park.limits import CASH, first_and_rest, is_amount, limit_rate, where_and_what
from sidestream.units import amount


class Arrival(NamedTuple):
    """A column of what is sent, and what of a unit arrives."""

    column: int
    link: str
    giver: str
    taker: str
    commodity: str
    arrives: float


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
        self.sizes = {plant.key: add_size(self, plant) for plant in plants}
        self.more = buy(self, known.fleets) if limits else {}
        self.yearly = range(len(self.columns))
        self.having = having(known, build)
        self.arrivals: list[Arrival] = []
        self.bought: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        kept: dict[Any, Any] = {store.key: {} for store in stores}
        at, stays = [Moment(known, number) for number in moments], Stays()
        for moment in at:
            first, number = len(self.columns), moment.number
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
                    taken = add_loads(self, offer.truck, sent, known.hours[number], known.load(offer))
                    loads[taken] = offer.truck["vehicle"], offer.truck["km"]
            drive(self, known.fleets, self.more, loads, known.hours[number], self._missed if short else None)
            self._own_use(moment)
            hold(self, build.facilities, moment, self._missed if short else None)
            for terms in moment.balances.values():
                self.row(terms, 0, 0)
            for (through, who, what), columns in moment.through.items():
                if through == "virgin":
                    self.bought[who, what] |= columns
            if limits:
                self._sum_limits("period", range(first, len(self.columns)), self._share_of_year([number]))
        for store in stores:
            join(self, known, store, kept[store.key])
            if store.participant in known.passing_on:
                stays_in(stays, known, store, kept[store.key])
        hold_qualities(self, known.asked, at, stays)
        if limits:
            self._sum_limits("year", range(len(self.yearly), len(self.columns)), self._share_of_year(moments))
            self._investment_limits()

    def _supplies(self, moment: Moment) -> None:
        """available = used + disposed, or used + left, or all used."""
        for row, amounts in zip(self.known.supplies, self.known.available, strict=True):
            who, available = row["participant"], amounts[moment.number]
            used = self.column(each=self.known.of_stream("provision", row))
            terms = {used: 1.0}
            if row["if_not_taken"] == "dispose":
                disposed = self.column(each=self.known.of_stream("disposal", row))
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
                bought = self.column(each=self.known.of_stream("virgin", row))
                terms[bought] = moment.through["virgin", who, row["commodity"]][bought] = 1.0
            elif row["if_not_served"] == "go without":
                without = Ledger()
                without.pay("shortage", who, row["shortage_cost"])
                terms[self.column(each=without)] = 1.0
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
        period = self.known.periods[moment.number]
        for commodity in offer.commodities:
            for origin, destination in ways:
                sent = self.column(each=self.known.sent(offer, origin, destination, commodity))
                if offer.link in self.build.idle:
                    self.columns[sent].most = 0.0
                self.arrivals.append(Arrival(sent, offer.link, origin, destination, commodity, offer.arrives))
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

    def _sum_limits(self, per: str, columns: range, share_of_year: float) -> None:
        """Hold what happens in these columns, and the same time's share of what is there all year, within Limits."""
        for row in self.known.limits:
            low, high = or_inf(row["least"], -1), or_inf(row["most"])
            first, who = first_and_rest(row["key"])
            if row["per"] != per:
                continue
            if row["on"] == "impact":
                impact = first or CO2
                size = amount(row["unit"])[1] / amount(self.known.units[impact])[1]
                self._hold(
                    partial(Ledger.impact, impact=impact, who=who), columns, share_of_year, low * size, high * size
                )
            elif row["on"] == "cost":
                account = "" if first == CASH else first
                self._hold(partial(self.known.prices.cash, account=account, who=who), columns, share_of_year, low, high)
            elif row["on"] == "throughput":
                self._throughput(row, columns, share_of_year)
            elif row["on"] == "supplier share":
                self._supplier_share(row, columns)

    def _throughput(self, row: Mapping[str, Any], columns: range, share_of_year: float) -> None:
        """Hold what enters a link, both ways, or what arrives at somebody by links."""
        each = limit_rate(row["unit"], self.known.hours_per_year)
        in_time = each.per_period or is_amount(row["unit"])
        size = each.factor * (1.0 if in_time else sum(self.known.hours) * share_of_year)
        where, what = where_and_what(row["key"])
        terms = {}
        for one in self._in(columns):
            counts = one.link == row["key"], one.taker == row["key"], (one.taker, one.commodity) == (where, what)
            if any(counts):
                through = 1.0 if counts[0] else one.arrives
                terms[one.column] = through * self.known.content[one.commodity][each.dimension]
        self.row(terms, or_inf(row["least"], -1) * size, or_inf(row["most"]) * size)

    def _supplier_share(self, row: Mapping[str, Any], columns: range) -> None:
        """Hold what each giver delivers of a commodity within a share of all that comes by links or is bought."""
        who, what = where_and_what(row["key"])
        coming = [one for one in self._in(columns) if (one.taker, one.commodity) == (who, what)]
        bought = {column: factor for column, factor in self.bought[who, what].items() if column in columns}
        share = row["most"] / 100
        for giver in {one.giver for one in coming}:
            terms = {one.column: ((one.giver == giver) - share) * one.arrives for one in coming}
            self.row(terms | {column: -share * factor for column, factor in bought.items()}, high=0.0)

    def _in(self, columns: range) -> Iterable[Arrival]:
        """What is sent in these columns."""
        return [one for one in self.arrivals if one.column in columns]

    def _hold(
        self, of: Callable[[Ledger], float], columns: range, share_of_year: float, low: float, high: float
    ) -> None:
        """Hold a sum between two sides: of these columns, and of so much of what is there all year."""
        terms = {number: of(self.columns[number].each) for number in columns}
        terms |= {number: share_of_year * of(self.columns[number].each) for number in self.yearly}
        fixed = share_of_year * of(self.having)
        self.row(terms, low - fixed, high - fixed)

    def _investment_limits(self) -> None:
        """Hold the money invested within Limits, where that depends on sizes that are chosen or vehicles that are bought."""
        for row in self.known.limits:
            if row["on"] == "investment":
                terms = {number: self.columns[number].each.invested(row["key"]) for number in self.yearly}
                spent = self.having.invested(row["key"])
                if any(terms.values()):
                    self.row(terms, or_inf(row["least"], -1) - spent, or_inf(row["most"]) - spent)

    def solve(self, worth: Callable[[Ledger], float] | None = None) -> tuple[float, float, list[float]] | None:
        """Return the objective, the CO2 [t] and every column's value; None where it cannot be. `worth`: what of a ledger is
        made small, else its cost [EUR].
        """
        co2 = np.array([column.each.impact(CO2) for column in self.columns])
        worth = worth or self.known.prices.cost
        cost = np.array([worth(column.each) for column in self.columns])
        if self.short:
            cost = np.zeros(len(self.columns))
            cost[self.musts] = 1.0
        found = self.least(cost)
        if found is None:
            return None
        least, values = found
        return least, float(co2 @ values), values.tolist()
