"""Impacts beside CO2: the factors of everything that is made ready, bought, disposed of, carried, laid, run or pumped.

provision, disposal   used and disposed in Supplies used, disposed in Made and used            [unit]
disposal              also what links and storages lose, but for what vanishes, as the disposal of whose price it has [unit]
virgin                bought in Needs met and in Made and used                                 [unit]
carrying              km of a vehicle's loads, there and back; what is sent of a commodity     [km, unit]
building              m of a new pipe / its life                                               [m/a]
conversion            activity in Conversions run                                              [activity]
electricity           what pumps use                                                           [MWh]

Who causes it is whom the cost of it falls to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit.activities import WHOLE_YEAR, Done, shared
from sidestream.design.audit.known import DESIGN, Known
from sidestream.design.audit.losses import VANISHED, whose_disposal
from sidestream.design.audit.sheets import Floats, Mask, Places

COLUMNS = ["impact", "account", "case", "who", "period", "amount"]


@dataclass
class Quantity:
    """Amounts of some things, line by line; where they are of links, `who` is the link."""

    things: list[str]
    thing: Places
    case: Places
    who: Places
    period: Places
    amount: Floats
    of_links: bool = False
    account: str = ""
    """By what it is caused, where that is not what the factor is of."""
    whose: Places | None = None
    """Whose disposal a loss is."""

    def of(self, name: str) -> Mask:
        """Which lines are of a thing."""
        return np.asarray(self.thing == self.things.index(name), bool)

    def somebodys(self, place: object) -> Mask:
        """Which lines are a participant's."""
        return np.asarray((self.who if self.whose is None else self.whose) == place, bool)


def other_impacts(known: Known, done: Done) -> pd.DataFrame:
    """Rows of impact and account (names), case, who, period (places), amount [unit of the impact]; none of CO2."""
    factors = known.park["ImpactFactors"]
    made = [pd.DataFrame(columns=COLUMNS).astype({"amount": float})]
    for impact, of, key, factor in zip(*(factors[name] for name in ("impact", "of", "key", "factor")), strict=True):
        for quantity, rows in _meant(known, done, str(of), str(key)):
            entry = pd.DataFrame({"case": quantity.case, "who": quantity.who, "period": quantity.period})
            entry["amount"] = factor * quantity.amount
            entry = entry[rows & (entry["amount"] != 0).to_numpy(bool)]
            if quantity.of_links:
                entry = shared(known, entry, ["amount"])
            made.append(entry.assign(impact=impact, account=quantity.account or of))
    return pd.concat([frame for frame in made if len(frame)] or made, ignore_index=True)[COLUMNS]


def _meant(known: Known, done: Done, of: str, key: str) -> list[tuple[Quantity, Mask]]:
    """The quantities that a factor speaks of, and which of their lines."""
    if of == "carrying" and (known.park["Vehicles"]["vehicle"] == key).any():
        driven = _driven(known, done)
        return [(driven, driven.of(key))]
    listed = _quantities(known, done, of)
    if of == "electricity":
        return [(one, np.ones(len(one.amount), bool)) for one in listed]
    who = ""
    if key not in listed[0].things:
        who, _, key = (part.strip() for part in key.partition(","))
    if key not in listed[0].things or (who and who not in known.participants):
        return []
    mine = [one.of(key) for one in listed]
    if who:
        place = known.participants.get_loc(who)
        mine = [rows & one.somebodys(place) for one, rows in zip(listed, mine, strict=True)]
    return list(zip(listed, mine, strict=True))


def _quantities(known: Known, done: Done, of: str) -> list[Quantity]:
    commodities = list(known.commodities)
    made, flows = done.made, done.flows
    turned = (commodities, made.commodity, made.case, made.participant, made.period)
    if of in ("provision", "disposal", "virgin"):
        streams = done.needs if of == "virgin" else done.supplies
        column = {"provision": "used", "disposal": "disposed", "virgin": "bought"}[of]
        where = (commodities, streams.commodity, streams.case, streams.participant, streams.period)
        listed = [Quantity(*where, streams[column])]
        lost = _lost(known, done) if of == "disposal" else []
        return listed if of == "provision" else [*listed, Quantity(*turned, made[column]), *lost]
    if of == "conversion":
        runs = done.runs
        names = list(dict.fromkeys(known.park["Conversions"]["conversion"]))
        return [Quantity(names, runs.conversion, runs.case, runs.participant, runs.period, runs.activity)]
    if of == "building":
        return [_laid(known, done)]
    sent = flows.sent if of == "carrying" else flows["pumping"] * flows.sent
    return [Quantity(commodities, flows.commodity, flows.case, flows.link, flows.period, sent, of_links=True)]


def _lost(known: Known, done: Done) -> Iterator[Quantity]:
    """What is lost on the way, at junctions by the links, and in storages."""
    flows, levels, commodities = done.flows, done.levels, list(known.commodities)
    whose = whose_disposal(known, flows.origin, flows.commodity, (flows["keep"] < 1) & (flows.sent > 0))
    junction = known.junction[flows.origin]
    for at, who in ((~junction, flows.origin), (junction, flows.link)):
        lost = np.where(at & (whose != VANISHED), flows.lost, 0.0)
        where = (commodities, flows.commodity, flows.case, who, flows.period)
        yield Quantity(*where, lost, of_links=who is flows.link, account="losses", whose=whose)
    if known.has_facilities:
        whose = whose_disposal(known, levels.participant, levels.commodity, levels["lost"] > 0)
        lost = np.where(whose != VANISHED, levels["lost"], 0.0)
        where = (commodities, levels.commodity, levels.case, levels.participant, levels.period)
        yield Quantity(*where, lost, account="losses", whose=whose)


def _laid(known: Known, done: Done) -> Quantity:
    builds = done.builds
    sizes = list(dict.fromkeys(known.park["PipeSizes"]["size"]))
    pipe = builds.new & builds.usable & (builds.offer["kind"] == "pipeline").to_numpy(bool)
    metres, life = (builds.offer[name].to_numpy(float) for name in ("length", "life"))
    size = pd.Index(sizes, dtype=object).get_indexer(pd.Index(builds.size, dtype=object))
    with np.errstate(divide="ignore", invalid="ignore"):
        yearly = np.where(pipe & (size >= 0), np.nan_to_num(1000 * metres / life), 0.0)
    count = len(builds.link)
    where = (np.full(count, DESIGN), builds.link, np.full(count, WHOLE_YEAR))
    return Quantity(sizes, np.asarray(size, np.int64), *where, yearly, of_links=True)


def _driven(known: Known, done: Done) -> Quantity:
    flows = done.flows
    names = list(dict.fromkeys(known.park["Vehicles"]["vehicle"]))
    vehicle = flows.offers["vehicle"].fillna("").to_numpy(object)[flows.offer]
    thing = pd.Index(names, dtype=object).get_indexer(pd.Index(vehicle, dtype=object))
    km = np.nan_to_num(done.loads * flows["driven"])
    where = (flows.case, flows.link, flows.period)
    return Quantity(names, np.asarray(thing, np.int64), *where, km, of_links=True)
