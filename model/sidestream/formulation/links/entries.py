"""What links enter in the books: what building costs and causes, and what flowing does."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.formulation.accounts import CO2, COST, IMPACT, SENT
from sidestream.formulation.draft import Draft
from sidestream.formulation.links.table import Ints, LinkTable, Written
from sidestream.formulation.lost import enter_lost


def enter_builds(draft: Draft, table: LinkTable, lay: Ints) -> None:
    """Enter what building and keeping costs; existing links have upkeep only."""
    books = draft.books
    offers = {name: column.to_numpy() for name, column in table.offers.items()}
    payer = draft.parties.payers_of(table.links["number"].to_numpy(np.int64)[offers["l"]])
    number = table.links["number"].to_numpy(np.int64)[offers["l"]]
    books.laid.enter_later(lambda: books.laid.enter(link=number, moment=NONE, column=lay, value=1.0))
    books.quantities.enter_later(partial(_count_metres, draft, table, lay, payer))
    books.once.enter(payer=payer, moment=NONE, column=lay, value=offers["investment"], life=offers["life"])
    for account, yearly in (("investment", offers["annuity"]), ("upkeep", offers["yearly_cost"])):
        books.costs.enter(payer=payer, account=COST[account], moment=NONE, column=lay, value=yearly)
    building = offers["building_co2_yearly"]
    books.impacts.enter(causer=payer, impact=CO2, account=IMPACT["building"], moment=NONE, column=lay, value=building)


def _count_metres(draft: Draft, table: LinkTable, lay: Ints, payer: Ints) -> None:
    """Enter the metres a year of each size that is laid."""
    new = np.flatnonzero(lay != NONE)
    things = pd.Index(draft.things["building"], dtype=object).get_indexer(pd.Index(table.offers["size"], dtype=object))
    new = new[things[new] >= 0]
    yearly = table.offers["metres"].to_numpy(float)[new] / table.offers["life"].to_numpy(float)[new]
    draft.books.quantities.enter(
        causer=payer[new],
        account=IMPACT["building"],
        thing=things[new],
        moment=NONE,
        column=lay[new],
        value=yearly,
    )


def enter_flows(draft: Draft, table: LinkTable, written: Written) -> None:
    """Enter what flowing does to balances, costs and CO2."""
    parties, books, settings = draft.parties, draft.books, draft.park.settings
    ways, way, m, flow = written.ways, written.way, written.m, written.flow
    origin, destination, commodity = (ways[name].to_numpy(np.int64) for name in ("origin", "destination", "commodity"))
    loss = ways["loss"].to_numpy(float)
    payer = parties.payers_of(table.links["number"].to_numpy(np.int64)[ways["l"].to_numpy(np.int64)])

    leaving, arriving = parties.node(origin, commodity, using=False), parties.node(destination, commodity, using=True)
    books.materials.enter(node=leaving[way], moment=m, column=flow, value=-1.0)
    books.materials.enter(node=arriving[way], moment=m, column=flow, value=(1 - loss)[way])

    def enter_ties() -> None:
        number = table.links["number"].to_numpy(np.int64)[ways["l"].to_numpy(np.int64)]
        ends = {"origin": origin[way], "destination": destination[way], "commodity": commodity[way]}
        books.ties.enter(link=number[way], **ends, moment=m, column=flow, value=(1 - loss)[way])

    def count() -> None:
        sent = {"causer": payer[way], "moment": m, "column": flow}
        books.quantities.enter(**sent, account=SENT, thing=commodity[way], value=1.0)
        pumped = ways["electricity"].to_numpy(float)[way]
        books.quantities.enter(**sent, account=IMPACT["electricity"], thing=0, value=pumped)
        enter_lost(draft, loser[way], whose[way], commodity[way], m, flow, (loss * stays)[way])

    lost_cost, lost_co2, whose = draft.reach.loss_price(origin, commodity)
    loser, stays = np.where(parties.is_junction[origin], payer, origin), _stays(draft, commodity)
    books.ties.enter_later(enter_ties)
    books.quantities.enter_later(count)

    power = ways["electricity"].to_numpy(float)
    price, co2 = (np.nan_to_num(float(value)) for value in (settings.electricity_price, settings.electricity_co2))
    for account, who, cost, emitted in (
        ("carrying", payer, ways["unit_cost"].to_numpy(float), ways["unit_co2"].to_numpy(float)),
        ("electricity", payer, power * price, power * co2),
        ("losses", loser, loss * stays * lost_cost, loss * stays * lost_co2),
    ):
        if cost.any():
            books.costs.enter(payer=who[way], account=COST[account], moment=m, column=flow, value=cost[way])
        if emitted.any():
            books.impacts.enter(
                causer=who[way], impact=CO2, account=IMPACT[account], moment=m, column=flow, value=emitted[way]
            )


def _stays(draft: Draft, commodity: Ints) -> NDArray[np.bool_]:
    """Whether what is lost has to be disposed of: it does not vanish."""
    vanishes = draft.park["Commodities"].set_index("commodity")["vanishes"].astype(bool)
    stays: NDArray[np.bool_] = ~vanishes.reindex(draft.parties.commodities).to_numpy(bool)[commodity]
    return stays
