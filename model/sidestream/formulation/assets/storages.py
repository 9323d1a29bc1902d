"""Which storages to build, in which size, and what to keep in them from one period to a later one.

Sets
    s in STORAGES         rows of Storages that are not forbidden: a size of a storage at a participant
    u in PLACES           storages at participants: the rows s of one place are its sizes
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`; before[m]: the moment before it in its cycle, or in the year

Variables
    build[s] in {0,1}     1 if s is built; existing rows have none
    put_in[s,m] >= 0      what is put in, in all repetitions of m                                         [unit]
    taken_out[s,m] >= 0   what comes out, in all repetitions of m                                         [unit]
    stock[s,m] >= 0       what is in it at the end of m, in one repetition                                [unit]

Constraints
    one_size[u]           sum_s build[s] <= 1   over what is not there yet (= 1 where a row is required or built)
    level[s,m]            stock[s,m] = keeps[s,m] * stock[s,before[m]]
                              + (in_efficiency[s] * put_in[s,m] - taken_out[s,m] / out_efficiency[s]) / repeats[m]
    room[s,m]             stock[s,m] <= capacity[s] * build[s]
    in_limit[s,m]         put_in[s,m] <= min(in_limit[s] * hours[m], repeats[m] * capacity[s] / in_efficiency[s]) * build[s]
    out_limit[s,m]        taken_out[s,m] <= min(out_limit[s] * hours[m], repeats[m] * capacity[s] * out_efficiency[s]) * build[s]
    ends_at[s]            stock[s,last] = end_level[s] * build[s]                         where end_level is given
                              + lacking[s] - left_over[s] on the left, elastic by moment; lacking[s] * end_level[s], elastic
                              by row

    keeps[s,m] = (1 - standing_loss)^(hours[m] / repeats[m]). Before the first moment stands start_level * build where it
    is given, nothing where only end_level is, else what stands after the last: the stock ends where it began. Levels are
    for a year without cycles. In one repetition of a period no more goes in, or comes out, than the storage holds: what
    goes in and out again in one period needs no storage.

Entered in the books
    materials             -put_in, +taken_out: at what the participant offers where it keeps own goods, at what it uses
                          where it keeps arrivals; at the one balance where it passes on
    costs                 in_cost * put_in + out_cost * taken_out; disposal of what is lost, as for links; annuity and upkeep
    once                  investment of what is built
    impacts               disposal of what is lost
    quantities            what is lost, but for what vanishes
    stays                 where the owner passes on: put_in, stock from each moment to the next, taken_out

    lost[s,m] = (1 - in_efficiency) * put_in + (1 / out_efficiency - 1) * taken_out + repeats * (1 - keeps) * stock[before[m]]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.accounts import CO2, COST, IMPACT
from sidestream.formulation.draft import Draft, Said, Term
from sidestream.formulation.facilities import Facilities, add_builds, enter_builds, read_facilities, rows_of_case
from sidestream.formulation.feeds import Feed, Floats, Ints
from sidestream.formulation.lost import enter_lost

WORD = "storage"
FREE, STARTS = -1, -2
"""In `before`: the first moment of a year whose stock has no level before it, and of one that starts at a level."""


@dataclass(frozen=True)
class Written:
    """What `read` needs: columns by row and moment; `before` and `keeps` by row and moment."""

    facilities: Facilities
    commodity: Ints
    put_in: Ints
    taken_out: Ints
    stock: Ints
    before: Ints
    keeps: Floats


def announce(draft: Draft) -> None:
    """Say how much storages could take in and give out."""
    rows, _ = rows_of_case(draft, "Storages")
    if rows.empty:
        return
    put_in, taken_out = _limits(draft, rows)
    where = draft.parties.participant(rows["participant"]), draft.parties.commodity(rows["commodity"])
    draft.feeds.offers.append(Feed(*where, taken_out))
    draft.feeds.uses.append(Feed(*where, put_in))


def write(draft: Draft) -> None:
    """Enter the storages."""
    rows, _ = rows_of_case(draft, "Storages")
    if rows.empty:
        return
    facilities = add_builds(draft, WORD, rows, ("storage", "participant"))
    limits, capacity = _limits(draft, rows), rows["capacity"].to_numpy(float)
    shape = limits[0].shape
    s, m = np.divmod(np.arange(shape[0] * shape[1]), shape[1])
    index = Names((facilities.names, s), (draft.periods, m))
    most = (*limits, np.broadcast_to(capacity[:, None], shape))
    put_in, taken_out, stock = (
        draft.model.columns(name, index, 0.0, each.ravel()).reshape(shape)
        for name, each in zip(("put_in", "taken_out", "stock"), most, strict=True)
    )
    before, keeps = _before(draft, rows), _keeps(draft, rows)
    commodity = draft.parties.commodity(rows["commodity"])
    written = Written(facilities, commodity, put_in, taken_out, stock, before, keeps)
    draft.written[WORD] = written
    new = np.flatnonzero(~facilities.there[s])
    here = np.arange(len(new))
    for family, block, limit in zip(("in_limit", "out_limit", "room"), (put_in, taken_out, stock), most, strict=True):
        terms: list[Term] = [
            (here, block.ravel()[new], np.ones(len(new))),
            (here, facilities.build[s[new]], -limit.ravel()[new]),
        ]
        draft.model.rows(family, index.at(new), terms, upper=0.0)
    _write_levels(draft, written, index, s, m)
    _write_ends(draft, written)
    _enter(draft, written)
    enter_builds(draft, facilities, rows["investment"].to_numpy(float), facilities.owner)


def _limits(draft: Draft, rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """Most that can be put in and taken out in all repetitions of each moment. Shapes (rows, moments)."""
    hours, repeats = (draft.park.moments[name].to_numpy(float) for name in ("hours", "repeats"))
    time = np.where(rows["per_period"].to_numpy(bool)[:, None], 1.0, hours)
    holds = rows["capacity"].to_numpy(float)[:, None] * repeats
    kept_in, kept_out = (rows[f"{way}_efficiency"].to_numpy(float)[:, None] for way in ("in", "out"))
    rates = [rows[f"{way}_rate"].to_numpy(float)[:, None] * time for way in ("in", "out")]
    return np.minimum(rates[0], holds / kept_in), np.minimum(rates[1], holds * kept_out)


def _keeps(draft: Draft, rows: pd.DataFrame) -> Floats:
    """Share of the stock that is left after one repetition of each moment. Shape (rows, moments)."""
    hours, repeats = (draft.park.moments[name].to_numpy(float) for name in ("hours", "repeats"))
    kept: Floats = (1 - rows["standing_loss"].to_numpy(float)[:, None]) ** (hours / repeats)
    return kept


def _before(draft: Draft, rows: pd.DataFrame) -> Ints:
    """The moment before each in its cycle, or what stands before the first one. Shape (rows, moments)."""
    moments = draft.park.moments
    chain = moments[["stage", "scenario", "cycle"]].astype(str).agg("\n".join, axis=1)
    before = np.empty(len(moments), np.int64)
    first = np.zeros(len(moments), bool)
    for places in chain.groupby(chain, sort=False).indices.values():
        before[places] = np.roll(places, 1)
        first[places[0]] = True
    each = np.tile(before, (len(rows), 1))
    starts, ends = (rows[f"{end}_level"].notna().to_numpy(bool) for end in ("start", "end"))
    each[np.ix_(starts, first)] = STARTS
    each[np.ix_(~starts & ends, first)] = FREE
    return each


def _write_levels(draft: Draft, written: Written, index: Names, s: Ints, m: Ints) -> None:
    """Write level: what is in it follows from what was, and from what goes in and out."""
    rows, facilities = written.facilities.rows, written.facilities
    repeats = draft.park.moments["repeats"].to_numpy(float)[m]
    kept_in, kept_out = (rows[f"{way}_efficiency"].to_numpy(float)[s] for way in ("in", "out"))
    before, keeps = written.before.ravel(), written.keeps.ravel()
    here = np.arange(len(s))
    linked = np.flatnonzero(before >= 0)
    begins = np.flatnonzero(before == STARTS)
    level = np.nan_to_num(rows["start_level"].to_numpy(float))[s[begins]] * keeps[begins]
    there = facilities.there[s[begins]]
    given = np.zeros(len(s))
    given[begins[there]] = level[there]
    chosen = begins[~there]
    terms = [
        (here, written.stock.ravel(), 1.0),
        (linked, written.stock[s[linked], before[linked]], -keeps[linked]),
        (here, written.put_in.ravel(), -kept_in / repeats),
        (here, written.taken_out.ravel(), 1 / (kept_out * repeats)),
        (chosen, facilities.build[s[chosen]], -level[~there]),
    ]
    draft.model.rows("level", index, terms, given, given)


def _write_ends(draft: Draft, written: Written) -> None:
    """Write ends_at: the level that is asked for at the end."""
    facilities = written.facilities
    level = facilities.rows["end_level"].to_numpy(float)
    some = np.flatnonzero(~np.isnan(level))
    if not len(some):
        return
    last = np.full(len(some), written.stock.shape[1] - 1)
    here = np.arange(len(some))
    there = facilities.there[some]
    terms = [
        (here, written.stock[some, last], np.ones(len(some))),
        (here[~there], facilities.build[some][~there], -level[some][~there]),
    ]
    names = [facilities.names[row] for row in some.tolist()]
    if draft.elastic:
        said = Said("Storages", "end_level", facilities.rows["row"].to_numpy(np.int64)[some])
        terms.append(draft.fall_short("lacking", names, np.maximum(level[some], 1e-9), said))
        if draft.elastic == "moment":
            holds = facilities.rows["capacity"].to_numpy(float)[some]
            terms.append(draft.fall_short("left_over", names, holds, said, -1.0))
    side = np.where(there, level[some], 0.0)
    draft.model.rows("ends_at", names, terms, side, side)


def _enter(draft: Draft, written: Written) -> None:
    """Enter what goes in and out in the balances, and what that costs and loses."""
    books, parties, facilities = draft.books, draft.parties, written.facilities
    rows, owner = facilities.rows, facilities.owner
    node = np.where(
        (rows["keeps"] == "arrivals").to_numpy(bool),
        parties.node(owner, written.commodity, using=True),
        parties.node(owner, written.commodity, using=False),
    )
    m = np.arange(written.stock.shape[1])
    repeats = draft.park.moments["repeats"].to_numpy(float)
    cost, co2, whose = draft.reach.loss_price(owner, written.commodity)
    vanishes = draft.park["Commodities"].set_index("commodity")["vanishes"].astype(bool)
    stays = ~vanishes.reindex(draft.parties.commodities).to_numpy(bool)[written.commodity]
    kept_in, kept_out = (rows[f"{way}_efficiency"].to_numpy(float) for way in ("in", "out"))
    for sign, column, price, lost in (
        (-1.0, written.put_in, "in_cost", 1 - kept_in),
        (1.0, written.taken_out, "out_cost", 1 / kept_out - 1),
    ):
        books.materials.enter(node=node[:, None], moment=m, column=column, value=sign)
        paid = rows[price].to_numpy(float)[:, None]
        books.costs.enter(payer=owner[:, None], account=COST["storage"], moment=m, column=column, value=paid)
        _enter_losses(draft, owner[:, None], m, column, (lost * stays)[:, None], written.commodity, cost, co2, whose)
    books.stays.enter_later(lambda: _enter_stays(draft, written))
    before = np.take_along_axis(written.stock, np.maximum(written.before, 0), axis=1)
    build = np.broadcast_to(facilities.build[:, None], before.shape)
    for here, column, level in (
        (written.before >= 0, before, np.ones(len(rows))),
        (written.before == STARTS, build, rows["start_level"].to_numpy(float)),
    ):
        s, when = np.nonzero(here)
        standing = repeats[when] * (1 - written.keeps[s, when]) * stays[s] * level[s]
        _enter_losses(
            draft,
            owner[s][:, None],
            when[:, None],
            column[s, when][:, None],
            standing[:, None],
            written.commodity[s],
            cost[s],
            co2[s],
            whose[s],
        )


def _enter_stays(draft: Draft, written: Written) -> None:
    """Enter what is kept where all passes on: it goes in, stands from one moment to the next, and comes out."""
    facilities, parties = written.facilities, draft.parties
    rows, repeats = facilities.rows, draft.park.moments["repeats"].to_numpy(float)
    store = parties.store(facilities.names)
    kept_in, kept_out = (rows[f"{way}_efficiency"].to_numpy(float)[:, None] for way in ("in", "out"))
    level = np.nan_to_num(rows["start_level"].to_numpy(float))[:, None]
    s, now = np.divmod(np.arange(written.stock.size).reshape(written.stock.shape), written.stock.shape[1])
    mixes = parties.passes_on[facilities.owner[s]]
    follows, starts = mixes & (written.before >= 0), mixes & (written.before == STARTS)
    before = np.where(follows, written.before, 0)
    left = mixes.copy()  # what stands at the end of a year that does not begin with it
    left[s[follows], before[follows]] = False
    kept = repeats * written.keeps
    owner, store = facilities.owner[s], store[s]
    for here, origin, destination, own, moment, later, column, leaves, arrives in (
        (mixes, owner, store, 0, now, now, written.put_in, 1.0, kept_in),
        (follows, store, store, 0, before, now, written.stock[s, before], repeats[before], kept),
        (starts, owner, store, 1, now, now, facilities.build[s], level * kept, level * kept),
        (left, store, store, 0, now, NONE, written.stock, repeats, repeats),
        (mixes, store, owner, 0, now, now, written.taken_out, 1 / kept_out, 1.0),
    ):
        draft.books.stays.enter(
            origin=origin,
            destination=destination,
            commodity=written.commodity[s],
            own=own,
            later=later,
            moment=moment,
            column=column,
            leaves=leaves,
            value=np.where(here, arrives, 0.0),
        )


def _enter_losses(
    draft: Draft,
    owner: Ints,
    moment: Ints,
    column: Ints,
    lost: Floats,
    commodity: Ints,
    cost: Floats,
    co2: Floats,
    whose: Ints,
) -> None:
    """Enter the disposal of what is lost for each of a column."""
    books, account = draft.books, "losses"
    books.costs.enter(payer=owner, account=COST[account], moment=moment, column=column, value=lost * cost[:, None])
    books.impacts.enter(
        causer=owner, impact=CO2, account=IMPACT[account], moment=moment, column=column, value=lost * co2[:, None]
    )
    books.quantities.enter_later(
        lambda: enter_lost(draft, owner, whose[:, None], commodity[:, None], moment, column, lost)
    )


def unused(draft: Draft, values: Floats) -> Ints:
    """Build decisions at 1 of optional storages that nothing is put in or taken out of."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return np.empty(0, np.int64)
    moved = np.maximum(values[written.put_in], 0.0).sum(axis=1) + np.maximum(values[written.taken_out], 0.0).sum(axis=1)
    rows = written.facilities.rows
    levels = rows[["start_level", "end_level"]].fillna(0.0).to_numpy(float).max(axis=1)
    free = (rows["status"] == "optional").to_numpy(bool) & (moved == 0) & (levels == 0)
    idle: Ints = written.facilities.build[free]
    return idle


def read(draft: Draft, values: Floats) -> dict[str, pd.DataFrame]:
    """Return rows of `Facilities` and `Storage levels`."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return {}
    rows, facilities = written.facilities.rows, written.facilities
    there = facilities.is_there(values)
    put_in, taken_out, end = (
        np.maximum(values[columns], 0.0) for columns in (written.put_in, written.taken_out, written.stock)
    )
    level = np.nan_to_num(rows["start_level"].to_numpy(float))[:, None]
    start = np.where(written.before >= 0, np.take_along_axis(end, np.maximum(written.before, 0), axis=1), 0.0)
    start = np.where(written.before == STARTS, level, start)
    kept_in, kept_out = (rows[f"{way}_efficiency"].to_numpy(float)[:, None] for way in ("in", "out"))
    repeats = draft.park.moments["repeats"].to_numpy(float)
    lost = (1 - kept_in) * put_in + (1 / kept_out - 1) * taken_out + repeats * (1 - written.keeps) * start
    capacity = rows["capacity"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        fullest = np.maximum(start, end).max(axis=1)
        share = np.where(fullest > 0, fullest / capacity, 0.0)
    unit = draft.park["Commodities"].set_index("commodity")["unit"].reindex(rows["commodity"]).to_numpy(object)
    s, m = np.divmod(np.arange(end.size), end.shape[1])
    kept = there[s]
    s, m = s[kept], m[kept]
    levels = rows[["storage", "participant", "size", "commodity"]].iloc[s].reset_index(drop=True)
    levels = levels.assign(case=draft.case, period=np.array(draft.periods, object)[m], unit=unit[s])
    for name, each in (("put_in", put_in), ("taken_out", taken_out), ("lost", lost), ("start", start), ("end", end)):
        levels[name] = each[s, m]
    listed = read_facilities(
        draft,
        facilities,
        values,
        kind=[WORD] * len(rows),
        facility=rows["storage"].tolist(),
        capacity=capacity,
        unit=unit.tolist(),
        investment=rows["investment"].to_numpy(float),
        payer=facilities.owner,
        used=share,
    )
    return {"Facilities": listed, "Storage levels": levels}
