"""Everything that costs or emits, once: who it falls to, under which account, how much money and how much CO2.

provision, disposal                 the supplier; whose conversion it is made by
virgin, shortage                    the owner of the need; whose conversion takes it
conversion, storage                 whose it is
relations                           half each of the two
investment (CO2: building), upkeep  the link's payers by share; who pays for the facility; for a corridor without a payer
                                    the payers of the links that lie in it
carrying, electricity               the link's payers by share
losses                              the origin; the link's payers where the origin is a junction; whose storage it is
payments                            who receives what has a price_today; as much less, who sends it
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit.builds import Builds
from sidestream.design.audit.conversions import Made, Runs
from sidestream.design.audit.facilities import Facilities
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.losses import loss_prices, storage_loss_prices
from sidestream.design.audit.relations import Relations
from sidestream.design.audit.sheets import Floats, Places
from sidestream.design.audit.stores import Levels
from sidestream.design.audit.streams import Streams
from sidestream.design.tables import COST_ACCOUNTS, IMPACT_ACCOUNTS

WHOLE_YEAR = -1
"""Period of what is not tied to one."""


ACCOUNTS = tuple(dict.fromkeys(COST_ACCOUNTS + IMPACT_ACCOUNTS))
KEY = ["account", "case", "who", "period"]


@dataclass
class Done:
    """All that was decided, set right."""

    builds: Builds
    facilities: Facilities
    relations: Relations
    flows: Flows
    loads: Floats
    supplies: Streams
    needs: Streams
    runs: Runs
    made: Made
    levels: Levels
    uses: Streams
    by_product: Places
    """Commodity that stands in, in each row of uses."""


def activities(known: Known, done: Done) -> pd.DataFrame:
    """Rows of account (its name), case, who, period (places), money [EUR] and co2 [t]."""
    losses, losses_at_junctions = _of_losses(known, done.flows)
    of_links = _added([*_of_builds(done.builds), *_of_flows(known, done.flows, done.loads), losses_at_junctions])
    own = [*_of_supplies(known, done.supplies), *_of_needs(known, done.needs), losses, *_of_prices(known, done.flows)]
    own += _of_relations(done.relations)
    if known.has_facilities:
        own += [*_of_facilities(done.facilities), *_of_conversions(known, done.runs, done.made)]
        own += _of_levels(known, done.levels)
    both = _added([*own, shared(known, of_links, ["money", "co2"])])
    both["account"] = np.array(ACCOUNTS, object)[both["account"]]
    return both


def _entry(account: str, case: Places, who: Places, period: Places, money: Floats, co2: Floats) -> pd.DataFrame:
    made = pd.DataFrame({"case": case, "who": who, "period": period, "money": money, "co2": co2})
    made["account"] = ACCOUNTS.index(account)
    return made[np.asarray((money != 0) | (co2 != 0), bool)]


def _added(entries: list[pd.DataFrame]) -> pd.DataFrame:
    """One row for each account, case, who and period."""
    listed = pd.concat(entries, ignore_index=True)
    return pd.DataFrame(listed.groupby(KEY, as_index=False, sort=False).sum())


def shared(known: Known, entries: pd.DataFrame, figures: list[str]) -> pd.DataFrame:
    """Split what falls to links (`who`) among their payers: columns of figures by their shares."""
    payers = known.park.payers
    shares = pd.DataFrame(
        {
            "who": known.links.get_indexer(pd.Index(payers["link"], dtype=object)),
            "payer": known.participants.get_indexer(pd.Index(payers["payer"], dtype=object)),
            "share": payers["share"].to_numpy(float),
        }
    )
    both = entries.merge(shares[(shares["who"] >= 0) & (shares["payer"] >= 0)], on="who")
    for name in figures:
        both[name] *= both["share"]
    return both.drop(columns=["who", "share"]).rename(columns={"payer": "who"})


def _of_supplies(known: Known, supplies: Streams) -> list[pd.DataFrame]:
    def entry(account: str, amount: str) -> pd.DataFrame:
        money, co2 = (_price(known, "Supplies", f"{account}_{name}", supplies) for name in ("cost", "co2"))
        quantity = supplies[amount]
        return _entry(account, supplies.case, supplies.participant, supplies.period, quantity * money, quantity * co2)

    return [entry("provision", "used"), entry("disposal", "disposed")]


def _of_needs(known: Known, needs: Streams) -> list[pd.DataFrame]:
    price, co2 = _price(known, "Demands", "virgin_price", needs), _price(known, "Demands", "virgin_co2", needs)
    may = (known.park["Demands"]["if_not_served"] == "go without").to_numpy(bool)[needs.row]
    shortage = _price(known, "Demands", "shortage_cost", needs) * may
    where = (needs.case, needs.participant, needs.period)
    return [
        _entry("virgin", *where, needs["bought"] * price, needs["bought"] * co2),
        _entry("shortage", *where, needs["short"] * shortage, np.zeros(len(shortage))),
    ]


def _price(known: Known, sheet: str, column: str, streams: Streams) -> Floats:
    """Price of each line's row in the park; blank is 0."""
    prices: Floats = np.nan_to_num(known.park[sheet][column].to_numpy(float))
    return prices[streams.row]


def _of_builds(builds: Builds) -> list[pd.DataFrame]:
    nothing, year = np.zeros(len(builds.link)), np.full(len(builds.link), WHOLE_YEAR)
    design, today = np.full(len(builds.link), DESIGN), np.full(len(builds.link), TODAY)
    life = builds.offer["life"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        yearly_co2 = np.where(builds.building_co2 == 0, 0.0, builds.building_co2 / life)
    kept_today = np.where(builds.new, 0.0, builds.yearly_cost)
    return [
        _entry("investment", design, builds.link, year, _filled(builds.annuity), nothing),
        _entry("building", design, builds.link, year, nothing, _filled(yearly_co2)),
        _entry("upkeep", design, builds.link, year, _filled(builds.yearly_cost), nothing),
        _entry("upkeep", today, builds.link, year, _filled(kept_today), nothing),
    ]


def _of_facilities(facilities: Facilities) -> list[pd.DataFrame]:
    row, payer, share = facilities.parts
    nothing, year = np.zeros(len(row)), np.full(len(row), WHOLE_YEAR)
    design, today = np.full(len(row), DESIGN), np.full(len(row), TODAY)
    kept = _filled(facilities.yearly_cost[row]) * share
    kept_today = np.where(facilities.new[row], 0.0, kept)
    return [
        _entry("investment", design, payer, year, _filled(facilities.annuity[row]) * share, nothing),
        _entry("upkeep", design, payer, year, kept, nothing),
        _entry("upkeep", today, payer, year, kept_today, nothing),
    ]


def _of_relations(relations: Relations) -> list[pd.DataFrame]:
    count = len(relations.once)
    design, year, half = np.full(count, DESIGN), np.full(count, WHOLE_YEAR), _filled(relations.annuity) / 2
    return [_entry("relations", design, end, year, half, np.zeros(count)) for end in (relations.a, relations.b)]


def _of_conversions(known: Known, runs: Runs, made: Made) -> list[pd.DataFrame]:
    plants, rates = known.park["Conversions"], known.park["ConversionRates"]
    money, co2 = (np.nan_to_num(plants[name].to_numpy(float))[runs.row] for name in ("unit_cost", "unit_co2"))
    running = (runs.case, runs.participant, runs.period, runs.activity * money, runs.activity * co2)
    price, factor = (np.nan_to_num(rates[name].to_numpy(float))[made.rate] for name in ("cost", "co2"))
    where = (made.case, made.participant, made.period)
    return [
        _entry("conversion", *running),
        _entry("virgin", *where, made["bought"] * price, made["bought"] * factor),
        _entry("disposal", *where, made["disposed"] * price, made["disposed"] * factor),
    ]


def _of_levels(known: Known, levels: Levels) -> list[pd.DataFrame]:
    moved = levels["put_in"] * np.nan_to_num(levels.of("in_cost"))
    moved = moved + levels["taken_out"] * np.nan_to_num(levels.of("out_cost"))
    cost, co2 = storage_loss_prices(levels, known)
    where = (levels.case, levels.participant, levels.period)
    return [
        _entry("storage", *where, moved, np.zeros(len(moved))),
        _entry("losses", *where, levels["lost"] * cost, levels["lost"] * co2),
    ]


def _of_flows(known: Known, flows: Flows, loads: Floats) -> list[pd.DataFrame]:
    settings = known.park.settings
    price, co2 = np.nan_to_num(settings.electricity_price), np.nan_to_num(settings.electricity_co2)
    energy = flows["pumping"] * flows.sent
    where = (flows.case, flows.link, flows.period)
    money = flows["unit_cost"] * flows.sent + flows["load_cost"] * loads
    tonnes = flows["unit_co2"] * flows.sent + flows["load_co2"] * loads
    return [_entry("carrying", *where, money, tonnes), _entry("electricity", *where, energy * price, energy * co2)]


def _of_prices(known: Known, flows: Flows) -> list[pd.DataFrame]:
    """What is paid for what arrives, by who receives it to who sends it."""
    frame = pd.concat([known.park[sheet][["link", "price_today"]] for sheet in ("Pipelines", "TruckRoutes")])
    each = (
        frame.drop_duplicates("link").set_index("link")["price_today"].reindex(known.links).fillna(0.0).to_numpy(float)
    )
    paid, nothing = each[flows.link] * flows.delivered, np.zeros(len(flows.link))
    return [
        _entry("payments", flows.case, flows.destination, flows.period, paid, nothing),
        _entry("payments", flows.case, flows.origin, flows.period, -paid, nothing),
    ]


def _of_losses(known: Known, flows: Flows) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Losses that fall to their origin, and those at a junction, which fall to the link."""
    cost, co2 = loss_prices(flows, known)
    money, tonnes = flows.lost * cost, flows.lost * co2
    junction = known.junction[flows.origin]
    whose = np.where(junction, flows.link, flows.origin)

    def entry(rows: Places) -> pd.DataFrame:
        return _entry("losses", flows.case[rows], whose[rows], flows.period[rows], money[rows], tonnes[rows])

    return entry(np.flatnonzero(~junction)), entry(np.flatnonzero(junction))


def _filled(figures: Floats) -> Floats:
    return np.nan_to_num(figures)
