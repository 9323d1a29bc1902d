"""What ties flows to builds: only_if_laid, within, least_flow."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.draft import Draft, Said, Term
from sidestream.formulation.links.table import Floats, Ints, Limit, LinkTable, Written, capacities, word

COUPLED = 4
"""Ways in one group up to which each is coupled to the build.

With more, the rows outweigh the tighter bound: on two seeded multi-commodity networks (20 nodes, 100 arcs, 10 and 30
commodities) HiGHS proved the optimum in 0.6 and 0.3 of the time without them.
"""


def tie(draft: Draft, table: LinkTable, written: Written, group: Ints, most: Floats, run: Ints) -> None:
    """Write only_if_laid, within and least_flow."""
    ways, way, m, lay = written.ways, written.way, written.m, written.lay
    gate = np.where(run != NONE, run, lay[:, None])  # what opens an offer at a moment: run, lay, or nothing (existing)
    g = ways["group"].to_numpy(np.int64)
    used = np.zeros(len(ways), bool)
    used[way] = True
    crowd = np.bincount(g[used], minlength=int(group.max()) + 1)
    limited = np.zeros(len(table.offers), bool)
    for limit in table.limits:
        limited |= np.isfinite(limit.rate)
    free = np.zeros(len(crowd), bool)
    np.logical_or.at(free, group, ~limited)
    coupled = (crowd <= COUPLED) | free
    _couple(draft, table, written if coupled.all() else written.at(coupled[g[way]]), group, most, gate)
    several = np.flatnonzero((crowd > 1)[g[way]]) if (crowd > 1).any() else np.empty(0, np.int64)
    cell, count = np.unique(g[way[several]] * len(draft.periods) + m[several], return_counts=True)
    for limit in table.limits:
        _share(draft, table, written, group, most, gate, limit, cell[count > 1])
    steady = (table.links["steady"].astype(bool) & (table.links["least_flow"] > 0)).to_numpy(bool)[
        table.offers["l"].to_numpy(np.int64)
    ]
    if (run != NONE).any() or steady.any():
        _keep_least(draft, table, written, group, gate, (run != NONE) | steady[:, None])


def _offer_terms(
    cell_group: Ints, cell_moment: Ints, group: Ints, gate: Ints
) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """For each (group, moment): its offers. Returns (place of the cell, offer, gate column, gate exists)."""
    order = np.argsort(group, kind="stable")
    count = np.bincount(group, minlength=int(group.max()) + 1)
    start = np.cumsum(count) - count
    if count.max() == 1:
        offer = order[start[cell_group]]
        column = gate[offer, cell_moment]
        return np.arange(len(cell_group)), offer, column, column != NONE
    place = np.repeat(np.arange(len(cell_group)), count[cell_group])
    inside = np.arange(len(place)) - np.repeat(np.cumsum(count[cell_group]) - count[cell_group], count[cell_group])
    offer = order[start[cell_group][place] + inside] if len(place) else np.empty(0, np.int64)
    column = gate[offer, cell_moment[place]] if len(place) else np.empty(0, np.int64)
    return place, offer, column, column != NONE


def _couple(draft: Draft, table: LinkTable, written: Written, group: Ints, most: Floats, gate: Ints) -> None:
    """flow[w,m] <= sum_o min(capacity, most useful) * gate; existing links have it as a bound already."""
    ways, way, m, flow = written.ways, written.way, written.m, written.flow
    place, offer, column, gated = _offer_terms(ways["group"].to_numpy(np.int64)[way], m, group, gate)
    block = draft.model.blocks[f"flow_{word(table)}"]
    assert isinstance(block.index, Names)
    coefficient = block.columns.upper_bounds[flow - block.first][place]  # true where a group has one offer
    several = np.flatnonzero((ways["sizes"].to_numpy() > 1)[way][place])
    if len(several):
        some, when, carry = (
            way[place[several]],
            m[place[several]],
            ways["carry"].to_numpy(np.int64)[way][place[several]],
        )
        coefficient[several] = most[some, when]
        for limit in table.limits:
            capacity = capacities(draft, limit)[offer[several], when]
            with np.errstate(divide="ignore", invalid="ignore"):
                fits = np.where(limit.content[carry] > 0, capacity / limit.content[carry], np.inf)
            coefficient[several] = np.minimum(coefficient[several], fits)
    open_rows = np.zeros(len(flow), bool)
    open_rows[place[gated]] = True
    number = np.cumsum(open_rows) - 1
    rows = np.flatnonzero(open_rows)
    draft.model.rows(
        f"only_if_laid_{word(table)}",
        block.index.at(flow[rows] - block.first),
        [(number[rows], flow[rows], 1.0), (number[place[gated]], column[gated], -coefficient[gated])],
        upper=0.0,
    )


def _cells(written: Written, table: LinkTable, cell: Ints, moments: int) -> tuple[Ints, Ints, NDArray[np.bool_], Ints]:
    """Split cells into group and moment; and say which flows stand in them, and where."""
    key = written.ways["group"].to_numpy(np.int64)[written.way] * moments + written.m
    place = np.minimum(np.searchsorted(cell, key), max(len(cell) - 1, 0))
    inside = cell[place] == key if len(cell) else np.zeros(len(key), bool)
    return *np.divmod(cell, moments), inside, place[inside]


def _cell_names(draft: Draft, table: LinkTable, written: Written, g: Ints, m: Ints) -> Names:
    heads = written.ways.drop_duplicates("group").set_index("group")
    links = table.links["link"].to_numpy(object)[heads["l"].to_numpy(int)].tolist()
    return Names(
        (list(zip(links, heads["name"], strict=True)), heads.index.get_indexer(pd.Index(g))), (draft.periods, m)
    )


def _share(
    draft: Draft,
    table: LinkTable,
    written: Written,
    group: Ints,
    most: Floats,
    gate: Ints,
    limit: Limit,
    cell: Ints,
) -> None:
    """All that flows through a group stays within the limit of what is laid."""
    moments = len(draft.periods)
    finite = np.zeros(int(group.max()) + 1, bool)
    np.logical_or.at(finite, group, np.isfinite(limit.rate))
    cell = cell[finite[cell // moments]]
    if not len(cell):
        return
    g, m, inside, place = _cells(written, table, cell, moments)
    content = limit.content[written.ways["carry"].to_numpy(np.int64)[written.way]]
    useful = np.zeros(len(cell))
    with np.errstate(invalid="ignore"):
        counted = np.where(content > 0, content * most[written.way, written.m], 0.0)
    np.add.at(useful, place, counted[inside])
    at_cell, offer, column, gated = _offer_terms(g, m, group, gate)
    coefficient = np.minimum(capacities(draft, limit)[offer, m[at_cell]], useful[at_cell])
    upper = np.zeros(len(cell))
    np.add.at(upper, at_cell[~gated], coefficient[~gated])
    draft.model.rows(
        f"within_{limit.name}_{word(table)}",
        _cell_names(draft, table, written, g, m),
        [(place, written.flow[inside], content[inside]), (at_cell[gated], column[gated], -coefficient[gated])],
        upper=upper,
    )


def _keep_least(
    draft: Draft, table: LinkTable, written: Written, group: Ints, gate: Ints, held: NDArray[np.bool_]
) -> None:
    """A link that runs, or is steady, keeps its least flow: a share of its first limit, the capacity."""
    moments, limit = len(draft.periods), table.limits[0]
    o, m = np.nonzero(held)
    cell = np.unique(group[o] * moments + m)
    g, when, inside, place = _cells(written, table, cell, moments)
    content = limit.content[written.ways["carry"].to_numpy(np.int64)[written.way]]
    at_cell, offer, column, gated = _offer_terms(g, when, group, gate)
    share = table.links["least_flow"].to_numpy()[table.offers["l"].to_numpy(np.int64)]
    least = share[offer] * capacities(draft, limit)[offer, when[at_cell]]
    names = _cell_names(draft, table, written, g, when)
    terms: list[Term] = [(place, written.flow[inside], content[inside]), (at_cell[gated], column[gated], -least[gated])]
    steady = np.flatnonzero(np.all(held, axis=1)[offer] & ~gated) if draft.elastic else np.empty(0, np.int64)
    if len(steady):
        terms.append(_idle(draft, table, names, at_cell[steady], offer[steady], least[steady]))
    draft.model.rows(
        f"least_flow_{word(table)}",
        names,
        terms,
        lower=np.bincount(at_cell[~gated], least[~gated], len(cell)),
    )


def _idle(draft: Draft, table: LinkTable, names: Names, cell: Ints, offer: Ints, least: Floats) -> Term:
    """Let existing links that are steady fall short of their least flow."""
    links = table.links["link"].to_numpy(object)[table.offers["l"].to_numpy(np.int64)[offer]]
    number = pd.Series(draft.park["Pipelines"].index, index=pd.Index(draft.park["Pipelines"]["link"], dtype=object))
    said = Said("Pipelines", "least_flow", number[links].to_numpy(np.int64))
    place, column, value = draft.fall_short("idle", names.at(cell), least, said)
    return cell[place], column, value
