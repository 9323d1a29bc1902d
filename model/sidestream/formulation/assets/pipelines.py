"""Which pipelines to lay, of which size, and how much to send through each.

Sets, variables and constraints are those of `formulation/links`, where

    l in LINKS            rows of Pipelines that are not forbidden
    o in OFFERS[l]        sizes of the catalogue that l may have, or its own offer

    size o of l           investment = pipe_cost * length + trench_cost * trench + station_cost + crossing_cost, where
                          trench is what of the length lies in no corridor
                          upkeep     = upkeep * (pipe_cost * length + station_cost)
                          loss       = 1 - (1 - loss)^length
                          pumping    = pumping * length, at electricity_price and electricity_co2
                          building   = building_co2 * length
    own offer of l        investment (+ crossing_cost), yearly_cost, unit_cost, unit_co2 and loss as typed, whatever the length
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.codes import spread
from sidestream.formulation import links
from sidestream.formulation.draft import Draft
from sidestream.park import Park

KIND = "pipeline"


def write(draft: Draft) -> None:
    """Enter the pipelines."""
    rows = links.rows_of_case(draft, "Pipelines")
    if len(rows):
        draft.links[KIND] = links.write(draft, _table(draft, rows))


def _table(draft: Draft, rows: pd.DataFrame) -> links.LinkTable:
    park = draft.park
    own = rows["own_offer"].to_numpy(bool)
    parts = [make(park, rows[which]) for make, which in ((_sizes, ~own), (_own_offers, own)) if which.any()]
    offers = parts[0] if len(parts) == 1 else pd.concat(parts).sort_values(["l", "order"], ignore_index=True)
    l, commodity = spread(rows["commodity"].tolist())
    ends = rows[["link", "number", "origin", "destination", "status", "two_way", "least_flow", "steady"]]
    carried = pd.DataFrame({"l": l, "commodity": draft.parties.commodity(commodity), "unit_cost": 0.0, "unit_co2": 0.0})
    return links.LinkTable(KIND, ends, offers, carried, [_capacity(park, offers, l, commodity)])


def _capacity(park: Park, offers: pd.DataFrame, l: NDArray[np.int64], commodity: NDArray[np.object_]) -> links.Limit:
    """Where a pipe carries one commodity, its capacity in that one's unit; else in its own measure, each converted."""
    l_of = offers["l"].to_numpy(np.int64)
    rate = offers["rate"].to_numpy(float)
    basis = np.where(np.isfinite(rate), offers["basis"].to_numpy(object), "")
    content = park.content.reindex(columns=[*park.content.columns, ""]).fillna({"": 1.0})
    alone = np.bincount(l) == 1
    first = np.searchsorted(l, np.arange(len(alone)))
    own_content = _look_up(content, commodity[first[l_of]], basis)
    measure = np.full(len(alone), "", object)
    measure[l_of[basis != ""]] = basis[basis != ""]
    shared = _look_up(content, commodity, measure[l])
    return links.Limit(
        "capacity",
        np.where(alone[l_of], rate / own_content, rate),
        offers["per_period"].to_numpy(bool),
        np.where(alone[l], 1.0, shared),
    )


def _look_up(content: pd.DataFrame, commodities: Any, bases: Any) -> NDArray[np.float64]:
    rows = content.index.get_indexer(pd.Index(commodities, dtype=object))
    columns = content.columns.get_indexer(pd.Index(bases, dtype=object))
    return content.to_numpy(float)[rows, columns]


def _sizes(park: Park, rows: pd.DataFrame) -> pd.DataFrame:
    """Offers from the catalogue, one for each size a pipeline may have."""
    listed = rows[["sizes", "length", "trench", "crossing_cost"]].explode("sizes")
    listed = listed.rename_axis("l").reset_index().rename(columns={"sizes": "size"})
    catalogue = (
        park["PipeSizes"].drop(columns=["quality", "note", "source"]).assign(order=range(len(park["PipeSizes"])))
    )
    made = listed.merge(catalogue, on="size", how="left").sort_values(["l", "order"], ignore_index=True)
    length = made["length"]
    return pd.DataFrame(
        {
            "l": made["l"].astype(int),
            "order": made["order"],
            "size": made["size"],
            "rate": made["rate"],
            "basis": made["basis"],
            "per_period": made["per_period"],
            "investment": made["pipe_cost"] * length
            + made["trench_cost"] * made["trench"]
            + made["station_cost"]
            + made["crossing_cost"],
            "metres": 1000 * length,
            "life": made["life"],
            "yearly_cost": made["upkeep"] * (made["pipe_cost"] * length + made["station_cost"]),
            "building_co2": made["building_co2"] * length,
            "loss": 1 - (1 - made["loss"]) ** length,
            "unit_cost": 0.0,
            "unit_co2": 0.0,
            "electricity": made["pumping"] * length,
            "capacity": made["capacity"],
            "capacity_unit": made["capacity_unit"],
        }
    )


def _own_offers(_park: Park, rows: pd.DataFrame) -> pd.DataFrame:
    """Offers typed beside the pipeline."""
    kept = ["rate", "basis", "per_period", "investment", "life", "yearly_cost", "loss", "unit_cost", "unit_co2"]
    own = rows[[*kept, "capacity", "capacity_unit"]].assign(
        order=0, size="", metres=0.0, building_co2=0.0, electricity=0.0
    )
    own["investment"] += rows["crossing_cost"]
    return own.rename_axis("l").reset_index()


def unused(draft: Draft, values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Build decisions at 1 of optional ones through which nothing flows."""
    return links.unused(draft.links[KIND], values) if KIND in draft.links else np.empty(0, np.int64)


def read(draft: Draft, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Return rows of `Flows` and `Build list`."""
    if KIND not in draft.links:
        return {}
    written: links.Written = draft.links[KIND]
    rows = links.rows_of_case(draft, "Pipelines")
    return {
        "Flows": links.read_flows(draft, written, values),
        "Build list": links.read_builds(draft, written, values, rows, length=rows["length"]),
    }
