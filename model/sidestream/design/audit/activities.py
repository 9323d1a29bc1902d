"""Everything that costs or emits, once: who it falls to, under which account, how much money and how much CO2.

provision, disposal                 the supplier
virgin, shortage                    the owner of the need
investment (CO2: building), upkeep  the link's payers by share
carrying, electricity               the link's payers by share
losses                              the origin; the link's payers where the origin is a junction
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit.builds import Builds
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.losses import loss_prices
from sidestream.design.audit.sheets import Floats, Places
from sidestream.design.audit.streams import Streams
from sidestream.design.tables import COST_ACCOUNTS, IMPACT_ACCOUNTS

WHOLE_YEAR = -1
"""Period of what is not tied to one."""


ACCOUNTS = tuple(dict.fromkeys(COST_ACCOUNTS + IMPACT_ACCOUNTS))
KEY = ["account", "case", "who", "period"]


def activities(
    known: Known, builds: Builds, flows: Flows, loads: Floats, supplies: Streams, needs: Streams
) -> pd.DataFrame:
    """Rows of account (its name), case, who, period (places), money [EUR] and co2 [t]."""
    losses, losses_at_junctions = _of_losses(known, flows)
    of_links = _added([*_of_builds(builds), *_of_flows(known, flows, loads), losses_at_junctions])
    own = [*_of_supplies(known, supplies), *_of_needs(known, needs), losses]
    both = _added([*own, _shared(known, of_links)])
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


def _shared(known: Known, entries: pd.DataFrame) -> pd.DataFrame:
    """Split what falls to links (`who`) among their payers."""
    payers = known.park.payers
    shares = pd.DataFrame(
        {
            "who": known.links.get_indexer(pd.Index(payers["link"], dtype=object)),
            "payer": known.participants.get_indexer(pd.Index(payers["payer"], dtype=object)),
            "share": payers["share"].to_numpy(float),
        }
    )
    both = entries.merge(shares[(shares["who"] >= 0) & (shares["payer"] >= 0)], on="who")
    both["money"] *= both["share"]
    both["co2"] *= both["share"]
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


def _of_flows(known: Known, flows: Flows, loads: Floats) -> list[pd.DataFrame]:
    settings = known.park.settings
    price, co2 = np.nan_to_num(settings.electricity_price), np.nan_to_num(settings.electricity_co2)
    energy = flows["pumping"] * flows.sent
    where = (flows.case, flows.link, flows.period)
    money = flows["unit_cost"] * flows.sent + flows["load_cost"] * loads
    tonnes = flows["unit_co2"] * flows.sent + flows["load_co2"] * loads
    return [_entry("carrying", *where, money, tonnes), _entry("electricity", *where, energy * price, energy * co2)]


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
