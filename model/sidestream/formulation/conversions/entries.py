"""What conversions enter in the books, and the part of it that is a choice: what is fed by the park, what is passed on to it."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.accounts import CO2, COST, IMPACT
from sidestream.formulation.conversions.streams import rows_of_plants
from sidestream.formulation.conversions.table import Written
from sidestream.formulation.draft import Draft
from sidestream.formulation.facilities import Facilities
from sidestream.formulation.feeds import Floats, Ints


def add_parts(
    draft: Draft, facilities: Facilities, activity: Ints, streams: pd.DataFrame
) -> tuple[Ints, NDArray[np.bool_]]:
    """Add fed and passed, where there is a choice; and say which streams are whole."""
    parties, otherwise = draft.parties, streams["otherwise"].to_numpy(object)
    participant, commodity = (streams[name].to_numpy(np.int64) for name in ("participant", "commodity"))
    rate, u = streams["rate"].to_numpy(float), streams["u"].to_numpy(np.int64)
    whole = np.isin(otherwise, ("links only", "must go"))
    can_come = draft.reach.can_come(participant, commodity)
    free = ~whole & ((rate > 0) | can_come)
    runs = np.zeros((len(streams), activity.shape[1]), bool)
    line, row = rows_of_plants(u, facilities.place)
    there = activity[row] != NONE
    np.logical_or.at(runs, line, there)
    block = draft.model.blocks["activity"]
    running = np.zeros(there.shape)
    running[there] = block.columns.upper_bounds[activity[row][there] - block.first]
    most = np.zeros(runs.shape)
    np.add.at(most, line, running * np.abs(rate[line])[:, None])
    part = np.full(runs.shape, NONE, np.int64)
    names: list[tuple[str, ...]] = [
        (conversion, parties.participants[who], parties.commodities[what])
        for conversion, who, what in zip(streams["conversion"], participant.tolist(), commodity.tolist(), strict=True)
    ]
    for name, some in (("fed", rate < 0), ("passed", rate > 0)):
        place, m = np.nonzero(runs & (free & some)[:, None])
        if not len(place):
            continue
        index = Names((names, place), (draft.periods, m))
        part[place, m] = draft.model.columns(name, index, 0.0, most[place, m])
        number = np.full(runs.shape, NONE, np.int64)
        number[place, m] = np.arange(len(place))
        at, when = np.nonzero(there & (free & some)[line][:, None])
        terms = [
            (np.arange(len(place)), part[place, m], 1.0),
            (number[line[at], when], activity[row[at], when], -np.abs(rate[line[at]])),
        ]
        draft.model.rows(f"{name}_at_most", index, terms, upper=0.0)
    return part, whole


def enter_running(draft: Draft, written: Written) -> None:
    """Enter what running costs and emits."""
    rows, owner = written.facilities.rows, written.facilities.owner
    c, m = np.nonzero(written.activity != NONE)
    column = written.activity[c, m]
    draft.books.costs.enter(
        payer=owner[c], account=COST["conversion"], moment=m, column=column, value=rows["unit_cost"].to_numpy(float)[c]
    )
    draft.books.quantities.enter_later(partial(_count_running, draft, rows, owner, c, m, column))
    draft.books.impacts.enter(
        causer=owner[c],
        impact=CO2,
        account=IMPACT["conversion"],
        moment=m,
        column=column,
        value=rows["unit_co2"].to_numpy(float)[c],
    )


def _count_running(draft: Draft, rows: pd.DataFrame, owner: Ints, c: Ints, m: Ints, column: Ints) -> None:
    """Enter how much runs."""
    thing = pd.Index(draft.things["conversion"], dtype=object).get_indexer(pd.Index(rows["conversion"], dtype=object))
    account = IMPACT["conversion"]
    draft.books.quantities.enter(causer=owner[c], account=account, thing=thing[c], moment=m, column=column, value=1.0)


def enter_streams(draft: Draft, written: Written) -> None:
    """Enter what is taken and made: in the balances, and what is bought and disposed of."""
    books, streams, parties = draft.books, written.streams, draft.parties
    who, what = (streams[name].to_numpy(np.int64) for name in ("participant", "commodity"))
    rate = streams["rate"].to_numpy(float)
    takes = rate < 0
    node = np.where(takes, parties.node(who, what, using=True), parties.node(who, what, using=False))
    line, row = rows_of_plants(streams["u"].to_numpy(np.int64), written.facilities.place)
    place, m = np.nonzero(written.activity[row] != NONE)
    running, at = written.activity[row[place], m], line[place]
    held = written.whole[at]
    books.materials.enter(node=node[at][held], moment=m[held], column=running[held], value=rate[at][held])
    some, when = np.nonzero(written.part != NONE)
    part = written.part[some, when]
    books.materials.enter(node=node[some], moment=when, column=part, value=np.sign(rate)[some])
    priced = streams["otherwise"].isin(["buy", "dispose"]).to_numpy(bool)
    cost, co2 = (np.where(priced, np.nan_to_num(streams[name].to_numpy(float)), 0.0) for name in ("cost", "co2"))
    for account, mine in (("virgin", takes), ("disposal", ~takes)):
        for lines, moments, columns, amounts in (
            (at, m, running, np.abs(rate)[at]),
            (some, when, part, np.full(len(some), -1.0)),
        ):
            kept = mine[lines]
            lines, moments, columns, amounts = lines[kept], moments[kept], columns[kept], amounts[kept]
            books.costs.enter(
                payer=who[lines], account=COST[account], moment=moments, column=columns, value=cost[lines] * amounts
            )
            books.impacts.enter(
                causer=who[lines],
                impact=CO2,
                account=IMPACT[account],
                moment=moments,
                column=columns,
                value=co2[lines] * amounts,
            )
            counted = who[lines], IMPACT[account], what[lines], moments, columns, priced[lines] * amounts
            books.quantities.enter_later(partial(_count, draft, *counted))


def _count(draft: Draft, who: Ints, account: int, what: Ints, moment: Ints, column: Ints, value: Floats) -> None:
    """Enter how much is bought or disposed of."""
    draft.books.quantities.enter(causer=who, account=account, thing=what, moment=moment, column=column, value=value)
