"""How much of each by-product somebody uses, and what becomes of the rest.

Sets
    s in SUPPLIES         rows of Supplies
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Variables
    used[s,m] in [0, available[s,m]]     what somebody uses; all of it where the row must go     [unit]

Constraints
    must_go[s,m]          used[s,m] + stuck[s,m] = available[s,m]                     elastic by moment
                          used[s,m] + stuck[s] * available[s,m] = available[s,m]      elastic by row

Entered in the books
    materials             +used at what the participant offers
    costs                 provision_cost * used; disposal_cost * (available - used) where it is disposed of
    quantities            used; available - used where it is disposed of
    impacts               provision_co2 * used; disposal_co2 * (available - used) where it is disposed of
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.accounts import CO2, COST, IMPACT
from sidestream.formulation.draft import Draft, Said
from sidestream.formulation.feeds import Disposals, Feed


@dataclass(frozen=True)
class Written:
    """`column[s,m]` of each row of `rows`, NONE where there is nothing; `available` [unit], same shape.

    `rows` has the row number of the sheet as `row`.
    """

    rows: pd.DataFrame
    available: NDArray[np.float64]
    column: NDArray[np.int64]


def announce(draft: Draft) -> None:
    """Say what is available, and what its disposal costs."""
    rows, parties = draft.park["Supplies"], draft.parties
    participant, commodity = parties.participant(rows["participant"]), parties.commodity(rows["commodity"])
    draft.feeds.offers.append(Feed(participant, commodity, draft.park.amounts("Supplies")))
    cost, co2 = rows["disposal_cost"].to_numpy(float), rows["disposal_co2"].to_numpy(float)
    priced = (rows["if_not_taken"] == "dispose").to_numpy(bool) & ~np.isnan(cost)
    draft.feeds.disposals.append(Disposals(participant[priced], commodity[priced], cost[priced], co2[priced]))


def write(draft: Draft) -> None:
    """Enter the supplies."""
    park, parties, books = draft.park, draft.parties, draft.books
    order = (
        park["Supplies"].reset_index(drop=True).sort_values(["participant", "commodity", "name"], kind="stable").index
    )
    rows = park["Supplies"].iloc[order].rename_axis("row").reset_index()
    available = park.amounts("Supplies")[order]
    s, m = np.nonzero(available > 0)
    must_go = (rows["if_not_taken"] == "must go").to_numpy()[s]
    names = list(zip(rows["participant"], rows["commodity"], rows["name"], strict=True))
    index = Names((names, s), (draft.periods, m))
    most = available[s, m]
    used = draft.model.columns("used", index, np.where(must_go & (not draft.elastic), most, 0.0), most)
    column = np.full(available.shape, NONE, np.int64)
    column[s, m] = used
    draft.written["supplies"] = Written(rows, available, column)

    participant, commodity = parties.participant(rows["participant"])[s], parties.commodity(rows["commodity"])[s]
    books.materials.enter(node=parties.node(participant, commodity, using=False), moment=m, column=used, value=1.0)
    books.costs.enter(
        payer=participant, account=COST["provision"], moment=m, column=used, value=rows["provision_cost"].to_numpy()[s]
    )
    books.impacts.enter(
        causer=participant,
        impact=CO2,
        moment=m,
        account=IMPACT["provision"],
        column=used,
        value=rows["provision_co2"].to_numpy()[s],
    )
    disposed = (rows["if_not_taken"] == "dispose").to_numpy()[s]
    price = np.where(disposed, np.nan_to_num(rows["disposal_cost"].to_numpy())[s], 0.0)
    emitted = np.where(disposed, rows["disposal_co2"].to_numpy()[s], 0.0)

    def enter_quantities() -> None:
        made = {"causer": participant, "thing": commodity, "moment": m}
        books.quantities.enter(**made, account=IMPACT["provision"], column=used, value=1.0)
        for col, factor in ((NONE, most), (used, -1.0)):
            books.quantities.enter(
                causer=participant,
                account=IMPACT["disposal"],
                thing=commodity,
                moment=m,
                column=col,
                value=disposed * factor,
            )

    books.quantities.enter_later(enter_quantities)
    for col, factor in ((NONE, most), (used, -1.0)):
        books.costs.enter(payer=participant, account=COST["disposal"], moment=m, column=col, value=price * factor)
        books.impacts.enter(
            causer=participant, impact=CO2, moment=m, account=IMPACT["disposal"], column=col, value=emitted * factor
        )

    if draft.elastic and must_go.any():
        held = np.flatnonzero(must_go)
        some, target = index.at(held), most[held]
        stuck = draft.fall_short("stuck", some, target, Said("Supplies", "quantity", rows["row"].to_numpy()[s[held]]))
        draft.model.rows("must_go", some, [(np.arange(len(held)), used[held], 1.0), stuck], target, target)


def read(draft: Draft, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Return `Supplies used`: what became of each supply at each moment."""
    written: Written = draft.written["supplies"]
    rows, available = written.rows, written.available
    used = np.zeros(available.shape)
    there = written.column != NONE
    used[there] = np.clip(values[written.column[there]], 0.0, available[there])
    rest = available - used
    unit = draft.park["Commodities"].set_index("commodity")["unit"]
    count = available.shape[1]
    table = rows.loc[rows.index.repeat(count), ["participant", "commodity", "name", "if_not_taken"]].reset_index(
        drop=True
    )
    table["period"] = np.tile(np.array(draft.periods, object), len(rows))
    table["available"], table["used"] = available.ravel(), used.ravel()
    table["disposed"] = np.where(table["if_not_taken"] == "dispose", rest.ravel(), 0.0)
    table["left"] = np.where(table["if_not_taken"] == "dispose", 0.0, rest.ravel())
    table["unit"] = table["commodity"].map(unit)
    return {"Supplies used": table.assign(case=draft.case)}
