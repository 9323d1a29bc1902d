"""What pipelines and truck routes have in common: offers to choose from, ways to flow, and what ties them.

Sets
    l in LINKS            candidate and existing links
    o in OFFERS[l]        what l may be built as (sizes of a pipe; one for a route)
    g in GROUPS           offers of a link with the same loss and unit cost: they share one flow
    w in WAYS[g]          (commodity, direction) that can flow through g
    m in MOMENTS          stage, scenario, period

Variables
    lay[l,o] in {0,1}     1 if l is built as o; existing links have none
    run[l,o,m] in {0,1}   1 if l runs in m; only where l has a least flow
    flow[w,m] >= 0        what enters w                                                           [unit]

Constraints
    one_offer[l]          sum_o lay[l,o] <= 1     (= 1 where l is required or built)
    run_if_laid[l,o,m]    run[l,o,m] <= lay[l,o]
    only_if_laid[w,m]     flow[w,m] <= sum_o min(capacity[o,m], most_useful[w,m]) * lay[l,o]
    within_<limit>[g,m]   sum_w content[w] * flow[w,m] <= sum_o min(capacity[o,m], most_useful[g,m]) * lay[l,o]
    least_flow[g,m]       sum_w content[w] * flow[w,m] >= sum_o least_flow[l] * capacity[o,m] * run[l,o,m]

    Where a link has a least flow, `run` stands for `lay`; an existing link has 1 there, and bounds instead of rows.
    most_useful[w,m] = min(most that can reach the origin, most that can be absorbed from the destination on, grown by
    the loss on the way): see `reach.py`. A group of many ways (COUPLED) is held by `within` alone.

Entered in the books
    materials             -flow at the origin, +(1 - loss) * flow at the destination
    costs                 annuity and upkeep of what is laid, carrying and electricity of what is sent, to the link's
                          payers; disposal of what is lost, to the origin (at a junction: to the link's payers)
    once                  investment of what is laid
    impacts               building / life, carrying, electricity, losses, by the same
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.design.tables import COST_ACCOUNTS, IMPACT_ACCOUNTS
from sidestream.formulation.draft import Draft
from sidestream.money import annuity

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CO2 = 0
COUPLED = 4
"""Ways in one group up to which each is coupled to the build; with more, the rows outweigh the tighter bound."""
COST = {name: place for place, name in enumerate(COST_ACCOUNTS)}
IMPACT = {name: place for place, name in enumerate(IMPACT_ACCOUNTS)}


@dataclass
class Limit:
    """A capacity: `rate` per offer [of whatever `content` counts, per h or per period; inf: none], `content` per carry."""

    name: str
    rate: Floats
    per_period: NDArray[np.bool_]
    content: Floats


@dataclass
class LinkTable:
    """Links of one kind, in order of name.

    links     link, number, origin, destination, status, two_way, least_flow
    offers    l (place of its link), size, investment, life, yearly_cost, building_co2, loss, unit_cost, unit_co2,
              electricity [MWh/unit]
    carries   l, commodity (number), unit_cost, unit_co2 beside the offer's
    """

    kind: str
    links: pd.DataFrame
    offers: pd.DataFrame
    carries: pd.DataFrame
    limits: list[Limit] = field(default_factory=list)


@dataclass
class Written:
    """What `read` needs: `ways` as a frame, the (way, moment) and column of each flow, columns of lay and run."""

    table: LinkTable
    ways: pd.DataFrame
    way: Ints
    m: Ints
    flow: Ints
    most: Floats  # upper bound of each flow
    lay: Ints  # build decision per offer; NONE where the link exists


def rows_of_case(frame: pd.DataFrame, case: str) -> pd.DataFrame:
    """Return the links a case knows, in order of name: all but forbidden ones, or the existing ones."""
    kept = frame["status"] == "existing" if case == "today" else frame["status"] != "forbidden"
    return frame[kept].sort_values("link").reset_index(drop=True)


def write(draft: Draft, table: LinkTable) -> Written:
    """Enter links of one kind."""
    ways, group = _ways(draft, table)
    lay = _lay(draft, table)
    way, m, flow, bound, most = _flow(draft, table, ways, group)
    written = Written(table, ways, way, m, flow, bound, lay)
    if len(table.links):
        run = _run(draft, table, lay)
        _tie(draft, table, written, group, most, run)
        _enter_builds(draft, table, lay)
        _enter_flows(draft, table, written)
    return written


def _ways(draft: Draft, table: LinkTable) -> tuple[pd.DataFrame, Ints]:
    """Ways to flow, and the group of each offer. Offers that nothing tells apart share a group."""
    offers, links = table.offers, table.links
    told_apart = ["l", "loss", "unit_cost", "unit_co2", "electricity"]
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
    back = ways[links["two_way"].to_numpy(bool)[ways["l"]]]
    back = back.rename(columns={"origin": "destination", "destination": "origin"})
    ways = pd.concat([ways.assign(forth=True), back.assign(forth=False)], ignore_index=True)
    return ways.sort_values(["group", "carry", "forth"], ascending=[True, True, False], ignore_index=True), group


def _lay(draft: Draft, table: LinkTable) -> Ints:
    """Add a build decision per offer of every link that is not there yet."""
    links, offers = table.links, table.offers
    lay = np.full(len(offers), NONE, np.int64)
    l_of = offers["l"].to_numpy(np.int64)
    status = links["status"].to_numpy(object)[l_of]
    new = np.flatnonzero(status != "existing")
    index = Names((links["link"].tolist(), l_of[new]), (offers["size"].tolist(), new))
    alone = np.bincount(l_of, minlength=len(links))[l_of] == 1
    sure = alone & np.isin(status, ("required", "built"))
    lay[new] = draft.model.columns(f"lay_{_word(table)}", index, sure[new].astype(float), 1.0, binary=True)
    several = new[~alone[new]]
    if len(several):
        choosing, place = np.unique(l_of[several], return_inverse=True)
        must = np.isin(links["status"].to_numpy(object)[choosing], ("required", "built"))
        names = links["link"].to_numpy(object)[choosing].tolist()
        draft.model.rows(
            f"one_offer_{_word(table)}", names, [(place, lay[several], 1.0)], np.where(must, 1.0, -np.inf), 1.0
        )
    return lay


def _word(table: LinkTable) -> str:
    return table.kind.replace(" ", "_")


def _capacity(draft: Draft, limit: Limit) -> Floats:
    """Capacity of each offer at each moment. Shape (offers, moments)."""
    hours = draft.park.moments["hours"].to_numpy()
    return limit.rate[:, None] * np.where(limit.per_period[:, None], 1.0, hours[None, :])


def _flow(draft: Draft, table: LinkTable, ways: pd.DataFrame, group: Ints) -> tuple[Ints, Ints, Ints, Floats, Floats]:
    """Add a flow for each way and moment in which anything useful can flow.

    Returns way, moment, column and upper bound of each flow, and the most useful of every way and moment.
    """
    useful = draft.reach.most(
        ways["origin"].to_numpy(np.int64),
        ways["destination"].to_numpy(np.int64),
        ways["commodity"].to_numpy(np.int64),
        ways["loss"].to_numpy(float),
    )
    largest = np.full(useful.shape, np.inf)
    for limit in table.limits:
        capacity = np.full((int(group.max(initial=-1)) + 1, useful.shape[1]), -np.inf)
        np.maximum.at(capacity, group, _capacity(draft, limit))
        with np.errstate(divide="ignore", invalid="ignore"):
            fits = capacity[ways["group"]] / limit.content[ways["carry"]][:, None]
        largest = np.fmin(largest, np.where(limit.content[ways["carry"]][:, None] > 0, fits, np.inf))
    if not draft.tight:
        useful = np.where((useful > 0) & np.isfinite(largest), np.inf, useful)
    bound = np.minimum(useful, largest)
    way, m = np.nonzero(bound > 0)
    parties = draft.parties
    index = Names(
        (table.links["link"].tolist(), ways["l"].to_numpy()[way]),
        (ways["name"].tolist(), way),
        (parties.commodities, ways["commodity"].to_numpy()[way]),
        (("back", "forth"), ways["forth"].to_numpy()[way]),
        (draft.periods, m),
    )
    flow = draft.model.columns(f"flow_{_word(table)}", index, 0.0, bound[way, m])
    return way, m, flow, bound[way, m], useful


def _run(draft: Draft, table: LinkTable, lay: Ints) -> Ints:
    """Add a binary per offer and moment of links with a least flow. Shape (offers, moments); NONE elsewhere."""
    links, offers, moments = table.links, table.offers, len(draft.periods)
    run = np.full((len(offers), moments), NONE, np.int64)
    l_of = offers["l"].to_numpy(np.int64)
    held = np.flatnonzero(links["least_flow"].to_numpy()[l_of] > 0)
    if not len(held):
        return run
    o, m = np.repeat(held, moments), np.tile(np.arange(moments), len(held))
    index = Names((links["link"].tolist(), l_of[o]), (offers["size"].tolist(), o), (draft.periods, m))
    run[o, m] = draft.model.columns(f"run_{_word(table)}", index, 0.0, 1.0, binary=True)
    new = lay[o] != NONE
    here = np.arange(int(new.sum()))
    draft.model.rows(
        f"run_if_laid_{_word(table)}",
        index.at(np.flatnonzero(new)),
        [(here, run[o, m][new], 1.0), (here, lay[o][new], -1.0)],
        upper=0.0,
    )
    return run


def _tie(draft: Draft, table: LinkTable, written: Written, group: Ints, most: Floats, run: Ints) -> None:
    """Write only_if_laid, within and least_flow."""
    ways, way, m, lay = written.ways, written.way, written.m, written.lay
    moments = len(draft.periods)
    gate = np.where(run != NONE, run, lay[:, None])  # what opens an offer at a moment: run, lay, or nothing (existing)
    g = ways["group"].to_numpy(np.int64)[way]
    cell, cells = np.unique(g * moments + m, return_inverse=True)
    ways_in = np.bincount(cells, minlength=len(cell))
    limited = np.zeros(len(table.offers), bool)
    for limit in table.limits:
        limited |= np.isfinite(limit.rate)
    free_group = np.zeros(int(group.max()) + 1, bool)
    np.logical_or.at(free_group, group, ~limited)
    coupled = (ways_in[cells] <= COUPLED) | free_group[g]
    _couple(draft, table, written, group, most, gate, np.flatnonzero(coupled))
    shared = (ways_in > 1) if len(cell) else np.zeros(0, bool)
    for limit in table.limits:
        _share(draft, table, written, group, most, gate, limit, cell[shared])
    held = run[table.offers["l"].to_numpy(np.int64) >= 0] if len(run) else run
    if (held != NONE).any():
        _keep_least(draft, table, written, group, run)


def _offer_terms(
    cell_group: Ints, cell_moment: Ints, group: Ints, gate: Ints
) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """For each (group, moment): its offers. Returns (place of the cell, offer, gate column, gate exists)."""
    order = np.argsort(group, kind="stable")
    count = np.bincount(group, minlength=int(group.max()) + 1)
    start = np.cumsum(count) - count
    place = np.repeat(np.arange(len(cell_group)), count[cell_group])
    inside = np.arange(len(place)) - np.repeat(np.cumsum(count[cell_group]) - count[cell_group], count[cell_group])
    offer = order[start[cell_group][place] + inside] if len(place) else np.empty(0, np.int64)
    column = gate[offer, cell_moment[place]] if len(place) else np.empty(0, np.int64)
    return place, offer, column, column != NONE


def _couple(
    draft: Draft, table: LinkTable, written: Written, group: Ints, most: Floats, gate: Ints, kept: Ints
) -> None:
    """flow[w,m] <= sum_o min(capacity, most useful) * gate; existing links have it as a bound already."""
    ways, way, m, flow = written.ways, written.way[kept], written.m[kept], written.flow[kept]
    place, offer, column, gated = _offer_terms(ways["group"].to_numpy(np.int64)[way], m, group, gate)
    carry = ways["carry"].to_numpy(np.int64)[way][place]
    coefficient = most[way[place], m[place]]
    for limit in table.limits:
        capacity = _capacity(draft, limit)[offer, m[place]]
        with np.errstate(divide="ignore", invalid="ignore"):
            fits = np.where(limit.content[carry] > 0, capacity / limit.content[carry], np.inf)
        coefficient = np.minimum(coefficient, fits)
    open_rows = np.zeros(len(kept), bool)
    open_rows[place[gated]] = True
    number = np.cumsum(open_rows) - 1
    rows = np.flatnonzero(open_rows)
    block = draft.model.blocks[f"flow_{_word(table)}"]
    assert isinstance(block.index, Names)
    draft.model.rows(
        f"only_if_laid_{_word(table)}",
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
    np.add.at(useful, place, (content * most[written.way, written.m])[inside])
    at_cell, offer, column, gated = _offer_terms(g, m, group, gate)
    coefficient = np.minimum(_capacity(draft, limit)[offer, m[at_cell]], useful[at_cell])
    upper = np.zeros(len(cell))
    np.add.at(upper, at_cell[~gated], coefficient[~gated])
    draft.model.rows(
        f"within_{limit.name}_{_word(table)}",
        _cell_names(draft, table, written, g, m),
        [(place, written.flow[inside], content[inside]), (at_cell[gated], column[gated], -coefficient[gated])],
        upper=upper,
    )


def _keep_least(draft: Draft, table: LinkTable, written: Written, group: Ints, run: Ints) -> None:
    """A link that runs keeps its least flow: a share of its first limit, the capacity."""
    moments, limit = len(draft.periods), table.limits[0]
    o, m = np.nonzero(run != NONE)
    cell = np.unique(group[o] * moments + m)
    g, when, inside, place = _cells(written, table, cell, moments)
    content = limit.content[written.ways["carry"].to_numpy(np.int64)[written.way]]
    at_cell, offer, column, gated = _offer_terms(g, when, group, run)
    share = table.links["least_flow"].to_numpy()[table.offers["l"].to_numpy(np.int64)]
    least = share[offer] * _capacity(draft, limit)[offer, when[at_cell]]
    draft.model.rows(
        f"least_flow_{_word(table)}",
        _cell_names(draft, table, written, g, when),
        [(place, written.flow[inside], content[inside]), (at_cell[gated], column[gated], -least[gated])],
        lower=0.0,
    )


def _enter_builds(draft: Draft, table: LinkTable, lay: Ints) -> None:
    """Enter what building and keeping costs; existing links have upkeep only."""
    links, offers, books = table.links, table.offers, draft.books
    payer = draft.parties.payers_of(links["number"].to_numpy(np.int64)[offers["l"].to_numpy(np.int64)])
    new = lay != NONE
    investment = np.where(new, offers["investment"].to_numpy(), 0.0)
    life = np.where(np.isnan(offers["life"].to_numpy()), 1.0, offers["life"].to_numpy())
    yearly = np.zeros(len(offers))
    if (investment > 0).any():
        yearly = investment * annuity(draft.park.settings.discount_rate, life)
    books.once.enter(payer=payer, moment=NONE, column=lay, value=investment)
    books.costs.enter(payer=payer, account=COST["investment"], moment=NONE, column=lay, value=yearly)
    books.costs.enter(
        payer=payer, account=COST["upkeep"], moment=NONE, column=lay, value=offers["yearly_cost"].to_numpy()
    )
    building = np.where(new, offers["building_co2"].to_numpy(), 0.0) / life
    books.impacts.enter(causer=payer, impact=CO2, account=IMPACT["building"], moment=NONE, column=lay, value=building)


def _enter_flows(draft: Draft, table: LinkTable, written: Written) -> None:
    """Enter what flowing does to balances, costs and CO2."""
    parties, books, settings = draft.parties, draft.books, draft.park.settings
    ways, way, m, flow = written.ways, written.way, written.m, written.flow
    origin, destination, commodity = (ways[name].to_numpy(np.int64) for name in ("origin", "destination", "commodity"))
    loss = ways["loss"].to_numpy(float)
    payer = parties.payers_of(table.links["number"].to_numpy(np.int64)[ways["l"].to_numpy(np.int64)])

    leaving, arriving = parties.node(origin, commodity, using=False), parties.node(destination, commodity, using=True)
    books.materials.enter(node=leaving[way], moment=m, column=flow, value=-1.0)
    books.materials.enter(node=arriving[way], moment=m, column=flow, value=(1 - loss)[way])

    power = ways["electricity"].to_numpy(float)
    price, co2 = (np.nan_to_num(float(value)) for value in (settings.electricity_price, settings.electricity_co2))
    lost_cost, lost_co2 = _loss_price(draft, origin, commodity)
    loser = np.where(parties.is_junction[origin], payer, origin)
    for account, who, cost, emitted in (
        ("carrying", payer, ways["unit_cost"].to_numpy(float), ways["unit_co2"].to_numpy(float)),
        ("electricity", payer, power * price, power * co2),
        ("losses", loser, loss * lost_cost, loss * lost_co2),
    ):
        books.costs.enter(payer=who[way], account=COST[account], moment=m, column=flow, value=cost[way])
        books.impacts.enter(
            causer=who[way], impact=CO2, account=IMPACT[account], moment=m, column=flow, value=emitted[way]
        )


def _loss_price(draft: Draft, origin: Ints, commodity: Ints) -> tuple[Floats, Floats]:
    """What a unit lost costs and emits; nothing where the commodity vanishes."""
    cost, co2 = draft.reach.loss_price(origin, commodity)
    vanishes = draft.park["Commodities"].set_index("commodity")["vanishes"].astype(bool)
    stays = ~vanishes.reindex(draft.parties.commodities).to_numpy(bool)[commodity]
    return cost * stays, co2 * stays


def unused(written: Written, values: Floats) -> Ints:
    """Build decisions at 1 of optional links through which nothing flows."""
    carried = np.zeros(len(written.table.links))
    np.add.at(carried, written.ways["l"].to_numpy(np.int64)[written.way], _sent(written, values))
    l_of = written.table.offers["l"].to_numpy(np.int64)
    free = (written.table.links["status"] == "optional").to_numpy()[l_of] & (carried[l_of] == 0)
    laid: Ints = written.lay[free & (written.lay != NONE)]
    return laid


def _sent(written: Written, values: Floats) -> Floats:
    """Flows without the dust that a solver's tolerance leaves."""
    sent = values[written.flow]
    return np.where(sent > 1e-9 * written.most, sent, 0.0)


def read_flows(draft: Draft, written: Written, values: Floats) -> pd.DataFrame:
    """Return the rows of `Flows` of one kind of link: what flows, no zeros; loads are left blank."""
    ways = written.ways
    sent = _sent(written, values)
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
    there = written.lay == NONE
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
    np.add.at(used, (ways["l"].to_numpy(np.int64)[written.way], written.m), content * _sent(written, values))
    place = offers["l"].to_numpy(np.int64)[there]
    capacity = _capacity(draft, limit)[there]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(np.isfinite(capacity) & (capacity > 0), used[place] / capacity, np.nan)
    return pd.Series(share.max(axis=1), index=place)


def read_builds(draft: Draft, written: Written, values: Floats, rows: pd.DataFrame, length: pd.Series) -> pd.DataFrame:
    """Return the rows of `Build list` of one kind of link: what is there, and what it costs whom."""
    there = written.table.offers[is_laid(written, values)].drop_duplicates("l").set_index("l", drop=False)
    rows = rows.loc[there.index]
    existing = rows["status"] == "existing"
    investment = there["investment"].where(~existing, 0.0)
    rate = draft.park.settings.discount_rate
    life = there["life"].fillna(1.0)
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
            "investment": investment,
            "life": there["life"],
            "annuity": np.where(investment > 0, investment * annuity(np.nan_to_num(rate), life), 0.0),
            "yearly_cost": there["yearly_cost"],
            "building_co2": there["building_co2"].where(~existing, 0.0),
            "payer": rows["payer"].replace("", "half"),
            "used": busiest(draft, written, values).reindex(there.index),
        }
    )
