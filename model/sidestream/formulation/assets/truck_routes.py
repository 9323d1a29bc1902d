"""Which truck routes to open, and how much to carry on each.

Sets, variables and constraints are those of `formulation/links`, where

    l in LINKS            rows of TruckRoutes that are not forbidden
    o in OFFERS[l]        the route's vehicle: opening_cost, yearly_cost
    limits of l           capacity, if typed; most_loads, by weight and by volume

    load of l             km_cost * distance * (1 + empty_return) + load_cost, and km_co2 likewise
    loads of w            flow * max(mass / payload, volume / the vehicle's volume)

Where a route carries several commodities and not the same limit, weight or volume, binds for all of them, and where its
loads are whole:

Variables
    loads[l,m] >= 0       truck loads; a whole number with whole_loads                            [1]

Constraints
    loads_by_mass[l,m]    sum_w mass[w] / payload * flow[w,m] <= loads[l,m]
    loads_by_volume[l,m]  sum_w volume[w] / vehicle volume * flow[w,m] <= loads[l,m]

    no_more_by_mass[l,m]    loads[l,m] <= sum_w mass[w] / payload * flow[w,m] (+ nearly 1 where whole)   where heavy[l,m] = 1
    no_more_by_volume[l,m]  the same by volume where heavy[l,m] = 0; both only where Limits has a least, heavy in {0,1}
    whole_if_laid[l,m]    loads[l,m] <= floor(most_loads[l] * hours[m]) * lay[l]     where loads are whole and limited

Entered in the books
    costs, impacts        of a load * loads, to the link's payers
    quantities            km driven and loads, by vehicle
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation import links
from sidestream.formulation.accounts import CO2, COST, DRIVEN, IMPACT, LOADED
from sidestream.formulation.draft import Draft

KIND = "truck route"
WHOLE = 1e-6
"""Part of a load that is a solver's rounding."""
WHOLE_LOADS = "whole loads"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def write(draft: Draft) -> None:
    """Enter the truck routes."""
    rows = links.rows_of_case(draft, "TruckRoutes")
    if rows.empty:
        return
    table, trips = _table(draft, rows)
    written = links.write(draft, table)
    draft.links[KIND] = written
    draft.written["trips"] = trips
    _write_loads(draft, written, trips)


def _table(draft: Draft, rows: pd.DataFrame) -> tuple[links.LinkTable, pd.DataFrame]:
    """Return the links, and per carry: by_mass, by_volume (loads per unit), mixed, load_cost, load_co2, km (of one load),
    vehicle (its number in order of name), whole and most_loads [1/h].
    """
    park, parties = draft.park, draft.parties
    vehicles = park["Vehicles"].drop_duplicates("vehicle").set_index("vehicle").reindex(rows["vehicle"])
    kilometres = np.nan_to_num(rows["distance"].to_numpy()) * (1 + vehicles["empty_return"].to_numpy())
    trips = rows[["commodity"]].explode("commodity").rename_axis("l").reset_index()
    l_of = trips["l"].to_numpy(int)
    content = park.content.reindex(trips["commodity"])
    trips["by_mass"] = content["mass"].to_numpy() / vehicles["payload"].to_numpy()[l_of]
    trips["by_volume"] = np.nan_to_num(content["volume"].to_numpy() / vehicles["volume"].to_numpy()[l_of])
    trips["load_cost"] = (vehicles["km_cost"].to_numpy() * kilometres + vehicles["load_cost"].to_numpy())[l_of]
    trips["load_co2"] = (vehicles["km_co2"].to_numpy() * kilometres)[l_of]
    heavier = trips["by_mass"] >= trips["by_volume"]
    trips["mixed"] = heavier.groupby(l_of).transform("any") & (~heavier).groupby(l_of).transform("any")
    trips["whole"] = rows["whole_loads"].to_numpy(bool)[l_of]
    trips["mixed"] |= trips["whole"]
    trips["km"] = kilometres[l_of]
    names = sorted(set(park["Vehicles"]["vehicle"]))
    trips["vehicle"] = pd.Index(names, dtype=object).get_indexer(rows["vehicle"])[l_of]
    trips["most_loads"] = rows["most_loads"].to_numpy(float)[l_of]
    per_unit = np.where(trips["mixed"], 0.0, np.maximum(trips["by_mass"], trips["by_volume"]))
    carries = pd.DataFrame(
        {
            "l": l_of,
            "commodity": parties.commodity(trips["commodity"]),
            "unit_cost": per_unit * trips["load_cost"],
            "unit_co2": per_unit * trips["load_co2"],
        }
    )
    offers = rows[
        ["life", "yearly_cost", "unit_cost", "unit_co2", "rate", "capacity", "capacity_unit", "per_period"]
    ].assign(
        l=range(len(rows)),
        size=rows["vehicle"],
        metres=0.0,
        investment=rows["opening_cost"],
        building_co2=0.0,
        loss=0.0,
        electricity=0.0,
    )
    ends = rows[["link", "number", "origin", "destination", "status"]].assign(
        two_way=False, least_flow=0.0, steady=False
    )
    columns = park.content.columns.get_indexer(rows["basis"].to_numpy(object)[l_of])
    counted = np.where(columns >= 0, content.to_numpy(float)[np.arange(len(trips)), columns], 1.0)
    loads = rows["most_loads"].fillna(np.inf).to_numpy()
    never = np.zeros(len(rows), bool)
    limits = [
        links.Limit("capacity", rows["rate"].to_numpy(), rows["per_period"].to_numpy(bool), counted),
        links.Limit("loads_by_mass", loads, never, trips["by_mass"].to_numpy()),
        links.Limit("loads_by_volume", loads, never, trips["by_volume"].to_numpy()),
    ]
    return links.LinkTable(KIND, ends, offers, carries, limits), trips


def _write_loads(draft: Draft, written: links.Written, trips: pd.DataFrame) -> None:
    """Count loads on routes where now weight, now volume binds."""
    carry = written.ways["carry"].to_numpy(np.int64)[written.way]
    mixed = trips["mixed"].to_numpy(bool)[carry] if len(trips) else np.zeros(0, bool)
    draft.books.quantities.enter_later(partial(_enter_driving, draft, written, trips, carry, mixed))
    if not mixed.any():
        return
    l_of = written.ways["l"].to_numpy(np.int64)[written.way]
    moments = len(draft.periods)
    cell, place = np.unique((l_of * moments + written.m)[mixed], return_inverse=True)
    l, m = np.divmod(cell, moments)
    index = Names((written.table.links["link"].tolist(), l), (draft.periods, m))
    whole = trips.drop_duplicates("l").set_index("l")["whole"].to_numpy(bool)[l]
    loads = np.empty(len(cell), np.int64)
    for kind, some in (("loads", np.flatnonzero(~whole)), ("whole_loads", np.flatnonzero(whole))):
        if len(some):
            loads[some] = draft.model.columns(kind, index.at(some), whole=kind == "whole_loads")
    for family, column in (("loads_by_mass", "by_mass"), ("loads_by_volume", "by_volume")):
        draft.model.rows(
            family,
            index,
            [(place, written.flow[mixed], trips[column].to_numpy()[carry][mixed]), (np.arange(len(cell)), loads, -1.0)],
            upper=0.0,
        )
    by = trips[["by_mass", "by_volume"]].to_numpy(float)[carry][mixed]
    draft.written[WHOLE_LOADS] = (loads, whole, place, written.flow[mixed], by)
    _limit_whole(draft, written, trips, index, l, m, loads, whole)
    if draft.case == "design" and draft.park["Limits"]["least"].notna().any():
        _drive_no_empty_loads(draft, written, trips, carry, mixed, place, index, loads, whole)
    draft.books.quantities.enter_later(partial(_enter_loads, draft, written, trips, l, m, loads))
    one = trips.drop_duplicates("l").set_index("l")
    payer = draft.parties.payers_of(written.table.links["number"].to_numpy(np.int64)[l])
    account = COST["carrying"]
    draft.books.costs.enter(payer=payer, account=account, moment=m, column=loads, value=one["load_cost"].to_numpy()[l])
    draft.books.impacts.enter(
        causer=payer,
        impact=CO2,
        account=IMPACT["carrying"],
        moment=m,
        column=loads,
        value=one["load_co2"].to_numpy()[l],
    )


def _drive_no_empty_loads(
    draft: Draft,
    written: links.Written,
    trips: pd.DataFrame,
    carry: Ints,
    mixed: NDArray[np.bool_],
    place: Ints,
    index: Names,
    loads: Ints,
    whole: NDArray[np.bool_],
) -> None:
    """Write no_more_by_mass and no_more_by_volume: a floor on an impact is not reached by driving about empty."""
    flow, upper = written.flow[mixed], draft.bounds()[1][written.flow[mixed]]
    fills = [trips[name].to_numpy(float)[carry][mixed] for name in ("by_mass", "by_volume")]
    most = np.ones(len(loads))
    np.add.at(most, place, upper * np.maximum(*fills))
    heavy = draft.model.columns("heavy", index, 0.0, 1.0, whole=True)
    here, more = np.arange(len(loads)), np.where(whole, 1 - WHOLE, 0.0)
    for family, fill, sign, side in (
        ("no_more_by_mass", fills[0], 1.0, most + more),
        ("no_more_by_volume", fills[1], -1.0, more),
    ):
        terms = [(here, loads, np.ones(len(loads))), (place, flow, -fill), (here, heavy, sign * most)]
        draft.model.rows(family, index, terms, upper=side)


def _limit_whole(
    draft: Draft,
    written: links.Written,
    trips: pd.DataFrame,
    index: Names,
    l: Ints,
    m: Ints,
    loads: Ints,
    whole: NDArray[np.bool_],
) -> None:
    """Write whole_if_laid: whole loads stay within most_loads too, which holds what flows already."""
    most = trips.drop_duplicates("l").set_index("l")["most_loads"].to_numpy(float)[l]
    some = np.flatnonzero(whole & np.isfinite(most))
    if not len(some):
        return
    most = np.floor(most[some] * draft.park.moments["hours"].to_numpy(float)[m[some]] * (1 + 1e-9))
    here, lay = np.arange(len(some)), written.lay[l[some]]
    new = lay != NONE
    terms = [(here, loads[some], np.ones(len(some))), (here[new], lay[new], -most[new])]
    draft.model.rows("whole_if_laid", index.at(some), terms, upper=np.where(new, 0.0, most))


def _enter_driving(
    draft: Draft, written: links.Written, trips: pd.DataFrame, carry: Ints, mixed: NDArray[np.bool_]
) -> None:
    """Enter loads and km of what flows on routes whose loads follow from it."""
    some = np.flatnonzero(~mixed)
    each = np.maximum(trips["by_mass"].to_numpy(float), trips["by_volume"].to_numpy(float))[carry[some]]
    at = carry[some], written.ways["l"].to_numpy(np.int64)[written.way[some]]
    _drive(draft, written, trips, *at, written.m[some], written.flow[some], each)


def _enter_loads(draft: Draft, written: links.Written, trips: pd.DataFrame, l: Ints, m: Ints, loads: Ints) -> None:
    """Enter loads that are columns, and their km."""
    first = np.searchsorted(trips["l"].to_numpy(np.int64), l)
    _drive(draft, written, trips, first, l, m, loads, np.ones(len(loads)))


def _drive(
    draft: Draft, written: links.Written, trips: pd.DataFrame, trip: Ints, l: Ints, m: Ints, column: Ints, loads: Floats
) -> None:
    """Enter what one of each column is in loads and in km."""
    payer = draft.parties.payers_of(written.table.links["number"].to_numpy(np.int64)[l])
    vehicle, km = trips["vehicle"].to_numpy(np.int64)[trip], trips["km"].to_numpy(float)[trip]
    for account, value in ((LOADED, loads), (DRIVEN, loads * km)):
        draft.books.quantities.enter(causer=payer, account=account, thing=vehicle, moment=m, column=column, value=value)


def unused(draft: Draft, values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Build decisions at 1 of optional ones through which nothing flows."""
    return links.unused(draft.links[KIND], values) if KIND in draft.links else np.empty(0, np.int64)


def least_loads(draft: Draft, values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Columns of whole loads, and how many of each what flows in an answer takes: a search that ends early may have more."""
    if WHOLE_LOADS not in draft.written:
        return np.empty(0, np.int64), np.empty(0)
    loads, whole, place, flow, by = draft.written[WHOLE_LOADS]
    each = by * values[flow][:, None]
    needed = np.max([np.bincount(place, side, len(loads)) for side in each.T], axis=0)
    return loads[whole], np.maximum(np.ceil(needed - WHOLE), 0.0)[whole]


def read(draft: Draft, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Return rows of `Flows` and `Build list`; each flow has its part of the loads its route needs."""
    if KIND not in draft.links:
        return {}
    written: links.Written = draft.links[KIND]
    trips: pd.DataFrame = draft.written["trips"]
    rows = links.rows_of_case(draft, "TruckRoutes")
    flows = links.read_flows(draft, written, values)
    place = dict(zip(written.table.links["link"], range(len(written.table.links)), strict=True))
    key = pd.MultiIndex.from_arrays([flows["link"].map(place), flows["commodity"]])
    by = trips.set_index(["l", "commodity"])[["by_mass", "by_volume"]].reindex(key) if len(flows) else trips
    if len(flows):
        parts = by.mul(flows["sent"].to_numpy(), axis=0).reset_index(drop=True)
        totals = parts.groupby([flows["link"], flows["period"]]).transform("sum")
        needed = totals.max(axis=1)
        whole = rows.set_index("link")["whole_loads"].reindex(flows["link"]).to_numpy(bool)
        needed = needed.where(~whole, np.ceil(needed - WHOLE))
        heavy = totals["by_mass"] >= totals["by_volume"]
        binding = parts["by_mass"].where(heavy, parts["by_volume"])
        total = totals["by_mass"].where(heavy, totals["by_volume"])
        flows["loads"] = (needed * binding / total).fillna(0.0)
    return {
        "Flows": flows,
        "Build list": links.read_builds(draft, written, values, rows, length=rows["distance"]),
    }
