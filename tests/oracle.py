"""The right answer for a tiny park, found by trying everything: what the model is held against.

Every choice of what to build, times every choice of which link with a least flow runs in which period, leaves a linear
programme, and the cheapest of them all is the answer. There is no big-M, no pruning that could be wrong, no tolerance
on integers, and nothing of the model's own code: only the park, its units and the annuity.

Read it beside the text of the model: `offers` says what a link costs and carries, `loss_prices` what a loss costs,
`Dispatch` what flows where, `best` tries everything.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog

from sidestream.money import annuity
from sidestream.park import Park
from sidestream.units import amount

MOST_CASES = 20_000
"""Builds times run patterns beyond which a park is not tiny."""


@dataclass(frozen=True)
class OracleAnswer:
    """What a park costs at best a year.

    Where there is no way to serve every `must`, `feasible` is False, `cost` NaN, and `shortfall` the least sum, in
    units, by which the musts are missed (NaN where Limits forbid everything).
    """

    feasible: bool
    cost: float
    builds: dict[str, str] = field(default_factory=dict)
    """Size (or vehicle, or "" for an own offer) of each new link; of equally good answers the one with fewest builds."""
    optima: list[dict[str, str]] = field(default_factory=list)
    """The builds of all answers that are equally good."""
    sent: dict[tuple[str, str, str, str], float] = field(default_factory=dict)
    """(link, where it enters, commodity, period) -> what enters [unit]"""
    co2: float = math.nan
    shortfall: float = 0.0


# What a link costs and carries ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """One way of having one link: in one size, as an own offer, or with its vehicle."""

    link: str
    size: str
    giver: str
    taker: str
    commodities: tuple[str, ...]
    new: bool
    two_way: bool = False
    capacity: np.ndarray | None = None  # [base unit of basis] at each moment; None: no limit
    basis: str = ""
    least_flow: float = 0.0  # share of capacity
    investment: float = 0.0  # [EUR]
    life: float = math.nan  # [a]
    upkeep: float = 0.0  # [EUR/a] used or not
    building_co2: float = 0.0  # [t] once
    arrives: float = 1.0  # share of what is sent
    unit_cost: float = 0.0  # [EUR/unit sent], electricity included
    unit_co2: float = 0.0  # [t/unit sent], electricity included
    truck: Mapping[str, Any] | None = None  # vehicle, with load_cost, load_co2 and most_loads of this route


def offers(park: Park) -> dict[str, list[Offer]]:
    """Every way of having each link that is not forbidden."""
    found = {row["link"]: list(_pipe_offers(park, row)) for row in park["Pipelines"].to_dict("records")}
    found |= {row["link"]: [_truck_offer(park, row)] for row in park["TruckRoutes"].to_dict("records")}
    forbidden = {
        row["link"]
        for sheet in ("Pipelines", "TruckRoutes")
        for row in park[sheet].to_dict("records")
        if row["status"] == "forbidden"
    }
    return {link: ways for link, ways in found.items() if link not in forbidden}


def _pipe_offers(park: Park, row: Mapping[str, Any]) -> Iterator[Offer]:
    common = {
        "link": row["link"],
        "giver": row["from"],
        "taker": row["to"],
        "commodities": row["commodity"],
        "new": row["status"] != "existing",
        "two_way": row["two_way"],
        "least_flow": row["least_flow"],
    }
    if row["own_offer"]:
        yield Offer(
            size="",
            **common,
            **_capacity(park, row),
            investment=row["investment"],
            life=row["life"],
            upkeep=row["yearly_cost"],
            arrives=1 - row["loss"],  # of what is sent, whatever the length
            unit_cost=row["unit_cost"],
            unit_co2=row["unit_co2"],
        )
        return
    catalogue = {size["size"]: size for size in park["PipeSizes"].to_dict("records")}
    for name in row["sizes"]:
        size, km = catalogue[name], row["length"]
        pipe, trench, station = size["pipe_cost"] * km, size["trench_cost"] * km, size["station_cost"]
        power = size["pumping"] * km  # [MWh/unit sent]
        yield Offer(
            size=name,
            **common,
            **_capacity(park, size),
            investment=pipe + trench + station,
            life=size["life"],
            upkeep=size["upkeep"] * (pipe + station),  # not of the trench
            building_co2=size["building_co2"] * km,
            arrives=(1 - size["loss"]) ** km,
            unit_cost=power * park.settings.electricity_price if power else 0.0,
            unit_co2=power * park.settings.electricity_co2 if power else 0.0,
        )


def _truck_offer(park: Park, row: Mapping[str, Any]) -> Offer:
    vehicle = park["Vehicles"].set_index("vehicle").loc[row["vehicle"]]
    km = row["distance"] * (1 + vehicle["empty_return"])  # there, and the empty share of the way back
    truck = {
        "payload": vehicle["payload"],
        "volume": vehicle["volume"],
        "load_cost": vehicle["km_cost"] * km + vehicle["load_cost"],
        "load_co2": vehicle["km_co2"] * km,
        "most_loads": row["most_loads"],  # [1/h], NaN: no limit
    }
    return Offer(
        link=row["link"],
        size=row["vehicle"],
        giver=row["from"],
        taker=row["to"],
        commodities=row["commodity"],
        new=row["status"] != "existing",
        **_capacity(park, row),
        investment=row["opening_cost"],
        life=row["life"],
        upkeep=row["yearly_cost"],
        unit_cost=row["unit_cost"],
        unit_co2=row["unit_co2"],
        truck=truck,
    )


def _capacity(park: Park, row: Mapping[str, Any]) -> dict[str, Any]:
    if math.isinf(row["rate"]):
        return {}
    hours = np.ones(len(park.moments)) if row["per_period"] else park.moments["hours"].to_numpy()
    return {"capacity": row["rate"] * hours, "basis": row["basis"]}


# What a loss costs ---------------------------------------------------------------------------------------------------


def loss_prices(park: Park) -> dict[tuple[str, str], tuple[float, float]]:
    """Disposal cost [EUR/unit] and CO2 [t/unit] of what is lost, by origin and commodity.

    The dearest of the origin's own disposal, else the dearest among the suppliers that can reach it. Absent where nobody says what it would be, which the checks refuse. They depend on
    what may be built, never on what is.
    """
    own: dict[tuple[str, str], tuple[float, float]] = {}
    for row in park["Supplies"].to_dict("records"):
        if row["if_not_taken"] == "dispose":
            site = row["participant"], row["commodity"]
            price = row["disposal_cost"], row["disposal_co2"]
            own[site] = max(own.get(site, price), price)
    suppliers = set(zip(park["Supplies"]["participant"], park["Supplies"]["commodity"], strict=True))
    before = defaultdict(set)
    for ways in offers(park).values():
        for way in ways:
            for commodity in way.commodities:
                before[way.taker, commodity].add(way.giver)
                if way.two_way:
                    before[way.giver, commodity].add(way.taker)
    prices = {}
    for participant in park["Participants"]["participant"]:
        for commodity in park["Commodities"]["commodity"]:
            site = participant, commodity
            reached = {participant} if site in own else _upstream(before, participant, commodity, park.passing_on)
            known = [own[other, commodity] for other in reached if (other, commodity) in own]
            if known:
                prices[site] = max(known)
            elif not any((other, commodity) in suppliers for other in {participant, *reached}):
                prices[site] = 0.0, 0.0  # nothing ever gets there
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


# What is known of the park, as plain rows ---------------------------------------------------------------------------


class Known:
    """The park as lists and dicts, looked up once."""

    def __init__(self, park: Park):
        self.passing_on, self.discount_rate = park.passing_on, park.settings.discount_rate
        self.offers = offers(park)
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


def yearly(known: Known, offer: Offer) -> float:
    """What having a link costs a year, without what it carries and without its CO2 [EUR/a]."""
    paid_off = not offer.new or offer.investment == 0
    return offer.upkeep + (0.0 if paid_off else offer.investment * float(annuity(known.discount_rate, offer.life)))


def building_co2(offer: Offer) -> float:
    """CO2 of building a link, spread over its life [t/a]."""
    return offer.building_co2 / offer.life if offer.new and offer.building_co2 else 0.0


# What flows where, with builds and run patterns given ----------------------------------------------------------------


@dataclass
class Column:
    """A quantity to be decided: between 0 and `most`, at a price, with CO2 by who causes it."""

    most: float
    cost: float  # [EUR/unit] without its CO2
    co2: dict[str, float]  # participant -> [t/unit]


class Dispatch:
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
        self.known, self.links, self.short = known, links, short
        self.columns: list[Column] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
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

    def column(self, most: float = math.inf, cost: float = 0.0, co2: float = 0.0, by: object = ()) -> int:
        """Add a quantity; `by` is who causes its CO2: a participant, or the share of each."""
        whose = {by: 1.0} if isinstance(by, str) else dict(by)  # type: ignore[call-overload]
        self.columns.append(Column(most, cost, {who: share * co2 for who, share in whose.items()}))
        return len(self.columns) - 1

    def row(self, terms: Mapping[int, float], low: float = -math.inf, high: float = math.inf) -> None:
        """Hold low <= sum of terms <= high."""
        self.rows.append((dict(terms), low, high))

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
                most=_or_inf(offer.truck["most_loads"]) * self.known.hours[moment],
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
            low, high = _or_inf(row["least"], -1) * size, _or_inf(row["most"]) * size
            self.row(terms, low - built * share_of_year, high - built * share_of_year)

    def solve(self) -> tuple[float, float, list[float]] | None:
        """Return the objective [EUR], the CO2 [t] and every column's value; None where it cannot be."""
        co2 = np.array([sum(column.co2.values()) for column in self.columns])
        cost = np.array([column.cost for column in self.columns]) + self.known.co2_price * co2
        if self.short:
            cost = np.zeros(len(self.columns))
            cost[self.musts] = 1.0
        if not self.columns:
            return 0.0, 0.0, []
        equal, equal_to, below, below_what = [], [], [], []
        for terms, low, high in self.rows:
            line = np.zeros(len(self.columns))
            for number, factor in terms.items():
                line[number] += factor
            if low == high:
                equal.append(line)
                equal_to.append(low)
                continue
            if high < math.inf:
                below.append(line)
                below_what.append(high)
            if low > -math.inf:
                below.append(-line)
                below_what.append(-low)
        found = linprog(
            cost,
            A_eq=np.array(equal) if equal else None,
            b_eq=equal_to or None,
            A_ub=np.array(below) if below else None,
            b_ub=below_what or None,
            bounds=[(0, column.most if column.most < math.inf else None) for column in self.columns],
            method="highs",
        )
        if found.status == 2:
            return None
        if found.status != 0:
            raise RuntimeError(f"the oracle's linear programme: {found.message}")
        return float(found.fun), float(co2 @ found.x), [float(value) for value in found.x]


def _or_inf(number: float, sign: int = 1) -> float:
    return sign * math.inf if math.isnan(number) else float(number)


def _after_comma(key: str) -> str:
    """`co2, plant` is about plant; `co2` and a blank are about the whole park."""
    return key.partition(",")[2].strip()


# Trying everything ---------------------------------------------------------------------------------------------------


def best(park: Park, case: str = "design") -> OracleAnswer:
    """The cheapest of everything that could be done. `today`: existing links alone, no Limits."""
    known, limits = Known(park), case == "design"
    builds = [links for links in _builds(known, case) if not limits or _within_investment_limits(known, links)]
    builds = sorted(builds, key=lambda links: _having(known, links))
    floor = _least_operation(known)
    cheapest, answers = math.inf, []
    for links in builds:
        having = _having(known, links)
        if having + floor > cheapest + _tie(cheapest):
            break  # no way of running the park could make up for this, nor for any dearer build
        run = _cheapest_run(known, links, limits=limits)
        if run is not None:
            cheapest = min(cheapest, having + run[0])
            answers.append((having + run[0], links, run))
    if not answers:
        missed = [_cheapest_run(known, links, limits=limits, short=True) for links in builds]
        return OracleAnswer(False, math.nan, shortfall=min((run[0] for run in missed if run), default=math.nan))
    ties = [answer for answer in answers if answer[0] <= cheapest + _tie(cheapest)]
    _, links, (_, co2, sent) = min(ties, key=lambda answer: len(_new(answer[1])))
    return OracleAnswer(
        True,
        cheapest,
        builds=_new(links),
        optima=[_new(answer[1]) for answer in ties],
        sent=sent,
        co2=co2 + sum(building_co2(offer) for offer in links),
    )


def count_cases(park: Park) -> int:
    """How many linear programmes trying everything takes at most."""
    known = Known(park)
    return sum(
        2 ** (len(_with_least_flow(links)) * (1 if group == 1 else group)) * (len(known.hours) // group)
        for links in _builds(known, "design")
        for group in [len(_groups(known, limits=True)[0])]
    )


def _builds(known: Known, case: str) -> list[tuple[Offer, ...]]:
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


def _new(links: Sequence[Offer]) -> dict[str, str]:
    return {offer.link: offer.size for offer in links if offer.new}


def _having(known: Known, links: Sequence[Offer]) -> float:
    """What these links cost a year before anything flows, their building CO2 priced [EUR/a]."""
    return sum(yearly(known, offer) + known.co2_price * building_co2(offer) for offer in links)


def _within_investment_limits(known: Known, links: Sequence[Offer]) -> bool:
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
        if spent > _or_inf(row["most"]) + slack or spent < _or_inf(row["least"], -1) - slack:
            return False
    return True


def _least_operation(known: Known) -> float:
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


def _with_least_flow(links: Sequence[Offer]) -> list[Offer]:
    return [offer for offer in links if offer.least_flow > 0]


def _groups(known: Known, *, limits: bool) -> list[list[int]]:
    """Moments that have to be decided together: only a limit on the year's CO2 joins them."""
    joined = limits and any(row["on"] == "impact" and row["per"] == "year" for row in known.limits)
    moments = list(range(len(known.hours)))
    return [moments] if joined else [[moment] for moment in moments]


def _cheapest_run(
    known: Known, links: Sequence[Offer], *, limits: bool, short: bool = False
) -> tuple[float, float, dict[tuple[str, str, str, str], float]] | None:
    """Return cost, CO2 and flows of running these links best, over all patterns of which runs when."""
    total, co2, sent = 0.0, 0.0, {}
    for moments in _groups(known, limits=limits):
        switches = [(offer.link, moment) for offer in _with_least_flow(links) for moment in moments]
        runs = []
        for pattern in itertools.product((True, False), repeat=len(switches)):
            running = dict(zip(switches, pattern, strict=True))
            dispatch = Dispatch(known, links, moments, running, limits=limits, short=short)
            solved = dispatch.solve()
            if solved is not None:
                runs.append((solved, dispatch))
        if not runs:
            return None
        (cost, tonnes, values), dispatch = min(runs, key=lambda run: run[0][0])
        total, co2 = total + cost, co2 + tonnes
        sent |= {flow: values[number] for flow, number in dispatch.flows.items()}
    return total, co2, sent


def _tie(cost: float) -> float:
    return 0.0 if math.isinf(cost) else 1e-8 * max(1.0, abs(cost))
