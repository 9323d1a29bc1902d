"""How each need is met: by which by-products, by what is bought, or not at all.

Sets
    d in NEEDS            rows of Demands
    b in MEETS[d]         by-products that may serve d, ratio[b,d] units of the need each
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Variables
    serve[d,b,m] >= 0     by-product b used for need d                                           [unit of b]

Constraints
    no_more_than_needed[d,m]     sum_b ratio[b,d] * serve[d,b,m] <= most_by_product[d] * need[d,m]
    must_be_served[d,m]          sum_b ratio[b,d] * serve[d,b,m] = need[d,m]
                                     + short[d,m] on the left, elastic by moment
                                     + short[d] * need[d,m] on the left, elastic by row

    A need with one by-product has the first as a bound of `serve`.

Entered in the books
    materials             -serve at what the participant uses
    costs                 virgin_price, or shortage_cost, * (need - sum_b ratio * serve)
    quantities            need - sum_b ratio * serve where it buys
    impacts               virgin_co2 * (need - sum_b ratio * serve) where it buys
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
from sidestream.formulation.feeds import Feed
from sidestream.park.acceptance import acceptance


@dataclass(frozen=True)
class Written:
    """`serve` columns with their need row `d`, moment `m`, by-product name `b` and `ratio`; `need` [unit] by row and moment.

    `rows` has the row number of the sheet as `row`.
    """

    rows: pd.DataFrame
    need: NDArray[np.float64]
    serve: NDArray[np.int64]
    d: NDArray[np.int64]
    m: NDArray[np.int64]
    b: NDArray[np.object_]
    ratio: NDArray[np.float64]


def announce(draft: Draft) -> None:
    """Say how much of each by-product the needs can take."""
    park, parties = draft.park, draft.parties
    rows, accepted = park["Demands"], park.accepted
    need = accepted["need"].to_numpy(int)
    share = rows["most_by_product"].to_numpy()[need] / accepted["ratio"].to_numpy()
    participant = parties.participant(rows["participant"])[need]
    most = park.amounts("Demands")[need] * share[:, None]
    draft.feeds.uses.append(Feed(participant, parties.commodity(accepted["by_product"]), most))


def write(draft: Draft) -> None:
    """Enter the needs."""
    park, parties, model = draft.park, draft.parties, draft.model
    order = (
        park["Demands"].reset_index(drop=True).sort_values(["participant", "commodity", "name"], kind="stable").index
    )
    rows = park["Demands"].iloc[order].rename_axis("row").reset_index()
    need = park.amounts("Demands")[order]
    written = _serve(draft, rows, need)
    draft.written["needs"] = written
    serve, d, m, ratio = written.serve, written.d, written.m, written.ratio

    participant = parties.participant(rows["participant"])
    draft.books.materials.enter(
        node=parties.node(participant[d], parties.commodity(written.b), using=True), moment=m, column=serve, value=-1.0
    )
    _enter_the_rest(draft, written, participant)
    draft.books.quantities.enter_later(lambda: _enter_bought(draft, written, participant))

    must = (rows["if_not_served"] == "must serve").to_numpy()
    several = np.bincount(_pair(d, m, need), minlength=need.size).reshape(need.shape) > 1
    names = list(zip(rows["participant"], rows["commodity"], rows["name"], strict=True))
    for family, wanted, exact in (
        ("no_more_than_needed", several & ~must[:, None], False),
        ("must_be_served", (need > 0) & must[:, None], True),
    ):
        row, moment = np.nonzero(wanted)
        if not len(row):
            continue
        place = np.full(need.shape, NONE, np.int64)
        place[row, moment] = np.arange(len(row))
        inside = place[d, m] != NONE
        terms = [(place[d, m][inside], serve[inside], ratio[inside])]
        index = Names((names, row), (draft.periods, moment))
        most = need[row, moment] * rows["most_by_product"].to_numpy()[row]
        target = need[row, moment]
        if exact and draft.elastic:
            said = Said("Demands", "quantity", rows["row"].to_numpy()[row])
            terms.append(draft.fall_short("short", index, target, said))
        model.rows(family, index, terms, target if exact else -np.inf, target if exact else most)


def _pair(d: NDArray[np.int64], m: NDArray[np.int64], need: NDArray[np.float64]) -> NDArray[np.int64]:
    pair: NDArray[np.int64] = d * need.shape[1] + m
    return pair


def _serve(draft: Draft, rows: pd.DataFrame, need: NDArray[np.float64]) -> Written:
    """Make a column for each by-product that can come to a need, or that the need's own commodity is."""
    park, parties = draft.park, draft.parties
    accepted = acceptance(rows, park["Substitutions"])
    d = accepted["need"].to_numpy(np.int64)
    b, ratio = accepted["by_product"].to_numpy(object), accepted["ratio"].to_numpy()
    participant = parties.participant(rows["participant"])[d]
    can_come = draft.reach.can_come(participant, parties.commodity(accepted["by_product"]))
    must = (rows["if_not_served"] == "must serve").to_numpy()[d]
    kept = can_come | (must & (b == rows["commodity"].to_numpy(object)[d]))
    d, b, ratio = d[kept], b[kept], ratio[kept]
    alone = np.bincount(d, minlength=len(rows))[d] == 1
    pair, m = np.nonzero(need[d] > 0)
    most = need[d[pair], m] * rows["most_by_product"].to_numpy()[d[pair]] / ratio[pair]
    names = list(zip(rows["participant"], rows["commodity"], rows["name"], strict=True))
    index = Names((names, d[pair]), (b.tolist(), pair), (draft.periods, m))
    serve = draft.model.columns("serve", index, 0.0, np.where(alone[pair], most, np.inf))
    return Written(rows, need, serve, d[pair], m, b[pair], ratio[pair])


def _enter_the_rest(draft: Draft, written: Written, participant: NDArray[np.int64]) -> None:
    """Enter what is bought or gone without: the need less what by-products meet."""
    books, rows, need = draft.books, written.rows, written.need
    row, moment = np.nonzero(need > 0)
    for choice, account, price_column in (
        ("buy", "virgin", "virgin_price"),
        ("go without", "shortage", "shortage_cost"),
    ):
        chosen = (rows["if_not_served"] == choice).to_numpy()
        price = np.where(chosen, np.nan_to_num(rows[price_column].to_numpy()), 0.0)
        co2 = np.where(chosen, rows["virgin_co2"].to_numpy() * (choice == "buy"), 0.0)
        for places, moments, columns, amounts in (
            (row, moment, NONE, need[row, moment]),
            (written.d, written.m, written.serve, -written.ratio),
        ):
            books.costs.enter(
                payer=participant[places],
                account=COST[account],
                moment=moments,
                column=columns,
                value=price[places] * amounts,
            )
            books.impacts.enter(
                causer=participant[places],
                impact=CO2,
                account=IMPACT["virgin"],
                moment=moments,
                column=columns,
                value=co2[places] * amounts,
            )


def _enter_bought(draft: Draft, written: Written, participant: NDArray[np.int64]) -> None:
    """Enter how much is bought."""
    rows, need = written.rows, written.need
    commodity, buys = draft.parties.commodity(rows["commodity"]), (rows["if_not_served"] == "buy").to_numpy(float)
    row, moment = np.nonzero(need > 0)
    for places, moments, columns, amounts in (
        (row, moment, NONE, need[row, moment]),
        (written.d, written.m, written.serve, -written.ratio),
    ):
        draft.books.quantities.enter(
            causer=participant[places],
            account=IMPACT["virgin"],
            thing=commodity[places],
            moment=moments,
            column=columns,
            value=buys[places] * amounts,
        )


def read(draft: Draft, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Return `Needs met` and `By-products used`."""
    written: Written = draft.written["needs"]
    rows, need = written.rows, written.need
    unit = draft.park["Commodities"].set_index("commodity")["unit"]
    amount = np.maximum(values[written.serve], 0.0)
    met = np.zeros(need.size)
    np.add.at(met, _pair(written.d, written.m, need), amount * written.ratio)
    choice = rows["if_not_served"].to_numpy()[:, None]
    by_products = met.reshape(need.shape)
    close = np.isclose(by_products, need, rtol=1e-9, atol=0.0)
    rest = np.where(close, 0.0, np.maximum(need - by_products, 0.0))
    count = need.shape[1]
    table = rows.loc[rows.index.repeat(count), ["participant", "commodity", "name"]].reset_index(drop=True)
    table["period"] = np.tile(np.array(draft.periods, object), len(rows))
    table["needed"], table["by_products"] = need.ravel(), met
    table["bought"] = np.where(choice == "buy", rest, 0.0).ravel()
    table["short"] = np.where(choice == "buy", 0.0, rest).ravel()
    table["unit"] = table["commodity"].map(unit)
    used = rows.loc[written.d, ["participant", "commodity", "name"]].reset_index(drop=True)
    used["by_product"], used["period"] = written.b, np.array(draft.periods, object)[written.m]
    used["amount"], used["meets"] = amount, amount * written.ratio
    used["unit"] = used["by_product"].map(unit)
    used = used[used["amount"] > 0]
    return {"Needs met": table.assign(case=draft.case), "By-products used": used.assign(case=draft.case)}
