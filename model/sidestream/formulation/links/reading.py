"""Flows and builds of links, read back from an answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.formulation.draft import Draft
from sidestream.formulation.links.table import Floats, Ints, Written, capacities


def unused(written: Written, values: Floats) -> Ints:
    """Build decisions at 1 of optional links through which nothing flows."""
    carried = np.zeros(len(written.table.links))
    np.add.at(carried, written.ways["l"].to_numpy(np.int64)[written.way], values[written.flow])
    l_of = written.table.offers["l"].to_numpy(np.int64)
    free = (written.table.links["status"] == "optional").to_numpy()[l_of] & (carried[l_of] == 0)
    laid: Ints = written.lay[free & (written.lay != NONE)]
    return laid


def read_flows(draft: Draft, written: Written, values: Floats) -> pd.DataFrame:
    """Return the rows of `Flows` of one kind of link: what flows, no zeros; loads are left blank."""
    ways = written.ways
    sent = values[written.flow]
    kept = sent > 0
    way, m, sent = written.way[kept], written.m[kept], sent[kept]
    parties = draft.parties
    size = np.where(ways["sizes"] > 1, "", ways["size"].to_numpy(object))[way]
    chosen = _laid(written, values)
    size = np.where(size == "", chosen.reindex(ways["l"].to_numpy(int)[way]).to_numpy(object), size)
    commodity = np.array(parties.commodities, object)[ways["commodity"].to_numpy(np.int64)[way]]
    names = np.array(parties.participants, object)
    unit = draft.park["Commodities"].set_index("commodity")["unit"]
    return pd.DataFrame(
        {
            "case": draft.case,
            "link": written.table.links["link"].to_numpy(object)[ways["l"].to_numpy(int)[way]],
            "kind": written.table.kind,
            "from": names[ways["origin"].to_numpy(np.int64)[way]],
            "to": names[ways["destination"].to_numpy(np.int64)[way]],
            "commodity": commodity,
            "size": size,
            "period": np.array(draft.periods, object)[m],
            "sent": sent,
            "delivered": sent * (1 - ways["loss"].to_numpy(float)[way]),
            "loads": np.nan,
            "unit": unit.reindex(commodity).to_numpy(object),
        }
    )


def is_laid(written: Written, values: Floats) -> NDArray[np.bool_]:
    """Whether each offer is there: existing, or laid."""
    there: NDArray[np.bool_] = written.lay == NONE
    there[~there] = values[written.lay[~there]] > 0.5
    return there


def _laid(written: Written, values: Floats) -> pd.Series:
    """Size of each link that is there, by place of the link."""
    laid = written.table.offers[is_laid(written, values)]
    return laid.drop_duplicates("l").set_index("l")["size"]


def busiest(draft: Draft, written: Written, values: Floats) -> pd.Series:
    """Largest share of the capacity used at any moment, by place of the link; NaN where there is no capacity."""
    ways, offers, limit = written.ways, written.table.offers, written.table.limits[0]
    there = is_laid(written, values)
    used = np.zeros((len(written.table.links), len(draft.periods)))
    content = limit.content[ways["carry"].to_numpy(np.int64)[written.way]]
    np.add.at(used, (ways["l"].to_numpy(np.int64)[written.way], written.m), content * values[written.flow])
    place = offers["l"].to_numpy(np.int64)[there]
    capacity = capacities(draft, limit)[there]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(np.isinf(capacity), np.nan, np.where(used[place] > 0, used[place] / capacity, 0.0))
    return pd.Series(share.max(axis=1), index=place)


def carried(written: Written, values: Floats) -> Floats:
    """What enters each link in a year, both ways and all commodities together [whatever unit each has]."""
    place = written.ways["l"].to_numpy(np.int64)[written.way]
    return np.asarray(np.bincount(place, np.maximum(values[written.flow], 0.0), len(written.table.links)), float)


def read_builds(draft: Draft, written: Written, values: Floats, rows: pd.DataFrame, length: pd.Series) -> pd.DataFrame:
    """Return the rows of `Build list` of one kind of link: what is there, and what it costs whom."""
    there = written.table.offers[is_laid(written, values)].drop_duplicates("l").set_index("l", drop=False)
    rows = rows.loc[there.index]
    existing = rows["status"] == "existing"
    unit = dict(zip(draft.park["Commodities"]["commodity"], draft.park["Commodities"]["unit"], strict=True))
    shared = np.array([_shared({unit[name] for name in names}) for names in rows["commodity"]], object)
    return pd.DataFrame(
        {
            "link": rows["link"],
            "kind": written.table.kind,
            "from": rows["from"],
            "to": rows["to"],
            "commodity": rows["commodity"],
            "status": np.where(existing, "existing", "built"),
            "size": there["size"],
            "length": length.loc[there.index],
            "capacity": there["capacity"],
            "capacity_unit": there["capacity_unit"],
            "investment": there["investment"],
            "life": there["life"],
            "annuity": there["annuity"],
            "yearly_cost": there["yearly_cost"],
            "building_co2": there["building_co2"],
            "payer": rows["payer"].replace("", "half"),
            "used": busiest(draft, written, values).reindex(there.index),
            "carried": np.where(shared != "", carried(written, values)[there.index], np.nan),
            "carried_unit": shared,
        }
    )


def _shared(units: set[str]) -> str:
    """The unit a year of what is counted in one unit; empty where there are several."""
    return f"{min(units)}/a" if len(units) == 1 else ""
