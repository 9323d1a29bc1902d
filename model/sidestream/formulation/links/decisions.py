"""Ways, and the columns of links: lay, run, flow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.draft import Draft
from sidestream.formulation.links.statuses import REQUIRED, give_way
from sidestream.formulation.links.table import Floats, Ints, LinkTable, capacities, word


def make_ways(draft: Draft, table: LinkTable) -> tuple[pd.DataFrame, Ints]:
    """Ways to flow, and the group of each offer. Offers that nothing tells apart share a group."""
    offers, links = table.offers, table.links
    told_apart = ["l", "loss", "unit_cost", "unit_co2", "electricity"]
    if np.array_equal(offers["l"], np.arange(len(links))):
        group = np.arange(len(offers))
    else:
        group = offers.groupby(told_apart, sort=False, dropna=False).ngroup().to_numpy().astype(np.int64)
    first = np.unique(group, return_index=True)[1]
    heads = offers.iloc[first][["l", "size", "loss", "unit_cost", "unit_co2", "electricity"]].reset_index(drop=True)
    heads["group"] = np.arange(len(heads))
    heads["sizes"] = np.bincount(group, minlength=len(heads)) if len(heads) else 0
    heads["name"] = np.where(
        heads["sizes"] == offers.groupby("l").size().reindex(heads["l"]).to_numpy(), "", heads["size"]
    )
    carries = table.carries.rename(columns={"unit_cost": "more_cost", "unit_co2": "more_co2"})
    carries = carries.assign(carry=np.arange(len(carries)))
    ways = heads.merge(carries, on="l", sort=False)
    ways["unit_cost"] += ways.pop("more_cost")
    ways["unit_co2"] += ways.pop("more_co2")
    ways["origin"] = links["origin"].to_numpy()[ways["l"]]
    ways["destination"] = links["destination"].to_numpy()[ways["l"]]
    ways["forth"] = True
    if not links["two_way"].any():
        return ways, group
    back = ways[links["two_way"].to_numpy(bool)[ways["l"]]]
    back = back.rename(columns={"origin": "destination", "destination": "origin"})
    ways = pd.concat([ways, back.assign(forth=False)], ignore_index=True)
    return ways.sort_values(["group", "carry", "forth"], ascending=[True, True, False], ignore_index=True), group


def add_lay(draft: Draft, table: LinkTable) -> Ints:
    """Add a build decision per offer of every link that is not there yet."""
    links, offers = table.links, table.offers
    lay = np.full(len(offers), NONE, np.int64)
    l_of = offers["l"].to_numpy(np.int64)
    status = links["status"].to_numpy(object)[l_of]
    new = np.flatnonzero(status != "existing")
    index = Names((links["link"].tolist(), l_of[new]), (offers["size"].tolist(), new))
    alone = np.bincount(l_of, minlength=len(links))[l_of] == 1
    sure = alone & np.isin(status, REQUIRED) & (draft.lifting is None)
    lay[new] = draft.decide(f"lay_{word(table)}", index, sure[new].astype(float), 1.0)
    several = new[~alone[new]]
    if len(several):
        choosing, place = np.unique(l_of[several], return_inverse=True)
        must = np.isin(links["status"].to_numpy(object)[choosing], REQUIRED) & (draft.lifting is None)
        names = links["link"].to_numpy(object)[choosing].tolist()
        draft.model.rows(
            f"one_offer_{word(table)}", names, [(place, lay[several], 1.0)], np.where(must, 1.0, -np.inf), 1.0
        )
    if draft.lifting is not None:
        give_way(draft, table, lay)
    return lay


def add_flow(draft: Draft, table: LinkTable, ways: pd.DataFrame, group: Ints) -> tuple[Ints, Ints, Ints, Floats]:
    """Add a flow for each way and moment in which anything useful can flow.

    Returns way, moment, column of each flow, and the most useful of every way and moment.
    """
    useful = draft.reach.most(
        ways["origin"].to_numpy(np.int64),
        ways["destination"].to_numpy(np.int64),
        ways["commodity"].to_numpy(np.int64),
        ways["loss"].to_numpy(float),
    )
    largest = np.full(useful.shape, np.inf)
    order = np.argsort(group, kind="stable")
    heads = np.flatnonzero(np.diff(group[order], prepend=-1))
    for limit in table.limits:
        capacity = np.maximum.reduceat(capacities(draft, limit)[order], heads) if len(heads) else np.empty(useful.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            fits = capacity[ways["group"]] / limit.content[ways["carry"]][:, None]
        largest = np.fmin(largest, np.where(limit.content[ways["carry"]][:, None] > 0, fits, np.inf))
    if not draft.tight:
        useful = np.where((useful > 0) & np.isfinite(largest), np.inf, useful)
    bound = np.minimum(useful, largest)
    way, m = np.nonzero(bound > 0)
    parties = draft.parties
    names = Names(
        (table.links["link"].tolist(), ways["l"].to_numpy()),
        (ways["name"].tolist(), np.arange(len(ways))),
        (parties.commodities, ways["commodity"].to_numpy()),
        (("back", "forth"), ways["forth"].to_numpy()),
    )
    index = Names((names, way), (draft.periods, m))
    flow = draft.model.columns(f"flow_{word(table)}", index, 0.0, bound[way, m])
    return way, m, flow, useful


def add_run(draft: Draft, table: LinkTable, lay: Ints) -> Ints:
    """Add a binary per offer and moment of links with a least flow that are not steady. Shape (offers, moments); NONE elsewhere."""
    links, offers, moments = table.links, table.offers, len(draft.periods)
    run = np.full((len(offers), moments), NONE, np.int64)
    l_of = offers["l"].to_numpy(np.int64)
    held = np.flatnonzero(((links["least_flow"] > 0) & ~links["steady"].astype(bool)).to_numpy(bool)[l_of])
    if not len(held):
        return run
    o, m = np.repeat(held, moments), np.tile(np.arange(moments), len(held))
    index = Names((links["link"].tolist(), l_of[o]), (offers["size"].tolist(), o), (draft.periods, m))
    run[o, m] = draft.model.columns(f"run_{word(table)}", index, 0.0, 1.0, whole=True)
    new = lay[o] != NONE
    here = np.arange(int(new.sum()))
    draft.model.rows(
        f"run_if_laid_{word(table)}",
        index.at(np.flatnonzero(new)),
        [(here, run[o, m][new], 1.0), (here, lay[o][new], -1.0)],
        upper=0.0,
    )
    return run
