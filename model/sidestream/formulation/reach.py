"""The most that can reach a place, the most that can be absorbed from it on, and what a loss there costs.

Both bounds follow the links that are not forbidden, through junctions and participants that pass on:

    reaching[p,k,m]    what is offered of k at p: supplies, what conversions make, what comes out of storage; where p
                       passes on, also all that is offered where there is a way to p
    absorbed[p,k,m]    what can be used of k at p: needs, what conversions take, what goes into storage; where p passes
                       on, also all that can be used where p has a way to, each grown by the worst losses on the way

What a conversion makes and takes follows from its activity: no more than its capacity, than what can come of an input
that is not bought, and than what can be absorbed of an output that must go. Each of these bounds is true whatever
those are that it was worked out from, so they are tightened TURNS times at most.

A supply or need counts once, however many ways there are, so a circle of junctions has a finite bound. Goods may go
round a circle for two reasons: to keep a link at its least flow, and to be lost where that is cheaper than disposal.
Inside such a circle

    reaching = absorbed = (supply that can come + sum of least flows) * (1 + lossy ways / least loss of one)

since what goes round is lost sooner or later, and all that is lost came in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.csgraph import connected_components

from sidestream.algebra.codes import distinct, spread
from sidestream.formulation.feeds import Disposals, Feed, Feeds, Floats, Ints, Turns
from sidestream.formulation.parties import Parties
from sidestream.park import Park

TURNS = 4
"""How often bounds on conversions are tightened by each other, along a chain of them."""


def structure(park: Park, parties: Parties, lifting: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Every way a commodity could take over one link that is not forbidden, or is one of `lifting`.

    origin, destination, commodity (numbers), loss, kept (least flow [unit/h, or unit/period where per_period]).
    """
    parts = []
    for sheet in ("Pipelines", "TruckRoutes"):
        _, origin, destination = parties.ends[sheet]
        banned = (park[sheet]["status"] == "forbidden") & ~park[sheet]["link"].isin(lifting)
        there = np.flatnonzero(~banned)
        loss, kept = np.zeros(len(there)), np.zeros(len(there))
        two_way = np.zeros(len(there), bool)
        if sheet == "Pipelines":
            loss, kept = _losses(park)[there], _kept(park)[there]
            two_way = park[sheet]["two_way"].to_numpy(bool)[there]
        row, names = spread(park[sheet]["commodity"].to_numpy(object)[there].tolist())
        back = np.flatnonzero(two_way[row])
        both = np.concatenate([np.arange(len(row)), back])
        a, b = origin[there][row], destination[there][row]
        parts.append(
            {
                "origin": np.concatenate([a, b[back]]),
                "destination": np.concatenate([b, a[back]]),
                "commodity": parties.commodity(names)[both],
                "loss": loss[row][both],
                "kept": kept[row][both],
            }
        )
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _losses(park: Park) -> Floats:
    """Share lost on the way by each row of Pipelines, in the leakiest size it may have."""
    rows = park["Pipelines"]
    own, length, sizes = (rows[name].to_numpy() for name in ("own_offer", "length", "sizes"))
    loss = rows["loss"].to_numpy(float, copy=True)
    per_km = park["PipeSizes"].drop_duplicates("size").set_index("size")["loss"].to_dict()
    for place in np.flatnonzero(~own.astype(bool)).tolist():
        loss[place] = 1 - (1 - max(map(per_km.__getitem__, sizes[place]), default=0.0)) ** length[place]
    return loss


def _kept(park: Park) -> Floats:
    """Most that the least flow of each row of Pipelines can be in the longest period, in the smallest unit it carries."""
    pipelines = park["Pipelines"]
    kept = np.zeros(len(pipelines))
    held = np.flatnonzero(pipelines["least_flow"].to_numpy() > 0).tolist()
    if not held:
        return kept
    sizes = park["PipeSizes"].drop_duplicates("size").set_index("size")
    hours = park.moments["hours"].max()
    for place in held:
        row = pipelines.iloc[place]
        offers = sizes.loc[list(row["sizes"])] if row["sizes"] else pipelines.iloc[[place]]
        rate = np.where(offers["per_period"].astype(bool), 1.0, hours) * offers["rate"]
        content = park.content.loc[list(row["commodity"]), [basis for basis in offers["basis"] if basis]]
        kept[place] = row["least_flow"] * rate.max() / np.nanmin(content.to_numpy(), initial=1.0)
    return kept


@dataclass
class Reach:
    """Bounds and loss prices by (participant, commodity); see the module."""

    pairs: Ints
    reaching: Floats
    absorbed: Floats
    loss_cost: Floats
    loss_co2: Floats
    loss_whose: Ints
    """Whose disposal that is; -1: nobody's."""
    arriving: NDArray[np.bool_]
    width: int
    offered: Floats
    activity: Floats
    """Most of each conversion that was announced."""

    def _places(self, participant: Ints, commodity: Ints) -> Ints:
        return np.searchsorted(self.pairs, participant * self.width + commodity)

    def most(self, origin: Ints, destination: Ints, commodity: Ints, loss: Floats) -> Floats:
        """Most that can sensibly enter each way, at each moment. Shape (ways, moments)."""
        reaching = self.reaching[self._places(origin, commodity)]
        absorbed = self.absorbed[self._places(destination, commodity)]
        with np.errstate(divide="ignore", invalid="ignore"):
            wanted = np.where(absorbed == 0, 0.0, absorbed / (1 - loss)[:, None])
        return np.minimum(reaching, wanted)

    def through(self, participant: int, commodity: int) -> Floats:
        """Most that can get to a place that passes on, and so leave it, at each moment."""
        place = self._places(np.array([participant]), np.array([commodity]))[0]
        most: Floats = self.reaching[place]
        return most

    def can_come(self, participant: Ints, commodity: Ints) -> NDArray[np.bool_]:
        """Whether any of a commodity can come to a participant's use, by a link or from its own supply."""
        key = participant * self.width + commodity
        place = np.minimum(np.searchsorted(self.pairs, key), len(self.pairs) - 1)
        known = self.pairs[place] == key
        return np.asarray(known & self.arriving[place])

    def loss_price(self, origin: Ints, commodity: Ints) -> tuple[Floats, Floats, Ints]:
        """What a unit lost by each origin costs [EUR/unit] and emits [t/unit], and whose disposal that is; 0 and -1 where
        nothing is known of it.
        """
        places = self._places(origin, commodity)
        return self.loss_cost[places], self.loss_co2[places], self.loss_whose[places]


def reach(park: Park, parties: Parties, feeds: Feeds, lifting: frozenset[str] = frozenset()) -> Reach:
    """Work out the bounds for a park, along links that are not forbidden or are some of `lifting`."""
    ways = structure(park, parties, lifting)
    net = _Net(park, parties, feeds, ways)
    turns = feeds.turns
    activity = turns.most if turns is not None else np.zeros((0, len(park.moments)))
    flows = net.bounds(activity)
    for _ in range(TURNS if turns is not None else 0):
        tighter = net.tightened(activity, flows)
        if np.array_equal(tighter, activity):
            break
        activity = tighter
        flows = net.bounds(activity)
    own_price = _dearest(net.pairs // net.width, *net.priced(feeds.disposals))
    price, whose = _reaching_price(net.a, net.b, net.passing, own_price)
    arriving: NDArray[np.bool_] = np.any(flows.offered > 0, axis=1)
    arriving[net.b[np.any(flows.reaching[net.a] > 0, axis=1)]] = True
    return Reach(
        net.pairs,
        flows.reaching,
        flows.absorbed,
        price[:, 0],
        price[:, 1],
        whose,
        arriving,
        net.width,
        flows.offered,
        activity,
    )


class _Flows(NamedTuple):
    """What is offered and wanted at each pair itself, and with all that lies before and behind it."""

    offered: Floats
    wanted: Floats
    reaching: Floats
    absorbed: Floats


class _Net:
    """Pairs of participant and commodity, what joins them, and what is announced at them."""

    def __init__(self, park: Park, parties: Parties, feeds: Feeds, ways: pd.DataFrame):
        self.feeds, self.width, self.moments = feeds, len(parties.commodities), len(park.moments)
        turns = [feeds.turns] if feeds.turns is not None else []
        announced: list[Feed | Turns | Disposals] = [*feeds.offers, *feeds.uses, *turns, *feeds.disposals]
        keys = [one.participant * self.width + one.commodity for one in announced]
        commodity = ways["commodity"].to_numpy(np.int64)
        keys += [ways[end].to_numpy(np.int64) * self.width + commodity for end in ("origin", "destination")]
        each = [np.asarray(key, np.int64) for key in keys]
        self.pairs, places = distinct(np.concatenate(each))
        *self.at, self.a, self.b = np.split(places, np.cumsum([len(key) for key in each[:-1]]))
        self.passing = parties.passes_on[self.pairs // self.width]
        self.loss, self.kept = ways["loss"].to_numpy(), ways["kept"].to_numpy(float)

    def bounds(self, activity: Floats) -> _Flows:
        """Return what can reach and be absorbed while conversions run no more than `activity`."""
        offers, uses = len(self.feeds.offers), len(self.feeds.uses)
        shape = (len(self.pairs), self.moments)
        offered, wanted = np.zeros(shape), np.zeros(shape)
        for places, feed in zip(self.at, self.feeds.offers, strict=False):
            np.add.at(offered, places, feed.most)
        for places, feed in zip(self.at[offers:], self.feeds.uses, strict=False):
            np.add.at(wanted, places, feed.most)
        turns = self.feeds.turns
        if turns is not None:
            for total, sign in ((offered, 1.0), (wanted, -1.0)):
                np.add.at(total, self.at[offers + uses][turns.rate * sign > 0], turns.feed(activity, sign).most)
        if not self.passing.any():
            return _Flows(offered, wanted, offered.copy(), wanted.copy())
        both = _propagated(self.a, self.b, self.loss, self.kept, self.passing, offered, wanted)
        return _Flows(offered, wanted, *both)

    def tightened(self, activity: Floats, flows: _Flows) -> Floats:
        """Return the activity that what can come and be taken allows."""
        turns = self.feeds.turns
        assert turns is not None
        coming, going = flows.offered.copy(), flows.wanted.copy()
        np.add.at(coming, self.b, flows.reaching[self.a])
        with np.errstate(divide="ignore", invalid="ignore"):
            sent = np.where(flows.absorbed[self.b] == 0, 0.0, flows.absorbed[self.b] / (1 - self.loss)[:, None])
        np.add.at(going, self.a, sent)
        places = self.at[len(self.feeds.offers) + len(self.feeds.uses)]
        through = np.where((turns.rate < 0)[:, None], coming[places], going[places])
        held = np.flatnonzero(turns.only)
        most = activity.copy()
        np.minimum.at(most, turns.row[held], through[held] / np.abs(turns.rate[held, None]))
        return most

    def priced(self, disposals: list[Disposals]) -> tuple[Ints, Floats, Floats]:
        """Places of what is disposed of, what it costs and what it emits."""
        places = self.at[len(self.at) - len(disposals) :]
        none, nowhere = np.empty(0), np.empty(0, np.int64)
        return (
            np.concatenate([nowhere, *places]),
            np.concatenate([none, *(one.cost for one in disposals)]),
            np.concatenate([none, *(one.co2 for one in disposals)]),
        )


def most_coming(park: Park, parties: Parties, reached: Reach, participant: Ints, commodity: Ints) -> Floats:
    """Most of a commodity that can come to each participant's use: of all that is offered there and of all that has a way
    to it, each counted once and nothing lost. Shape (participants, moments).
    """
    width = len(parties.commodities)
    ways = structure(park, parties)
    keys = (
        reached.pairs,
        (ways["origin"] * width + ways["commodity"]).to_numpy(),
        (ways["destination"] * width + ways["commodity"]).to_numpy(),
        participant * width + commodity,
    )
    pairs, places = distinct(np.concatenate(keys).astype(np.int64))
    at_offer, a, b, asked = np.split(places, np.cumsum([len(part) for part in keys[:-1]]))
    size = len(pairs)
    passing = parties.passes_on[pairs // width]
    wanted, column = distinct(asked)
    step = _links(a, b, size)
    straight = step[:, wanted]  # from where one link, or none, leads to it
    inner = passing[a] & passing[b]
    passed = diags_array(passing.astype(float)) @ straight
    sources = straight + step @ (_closure(_links(a[inner], b[inner], size)) @ passed)
    offered = np.zeros((size, reached.offered.shape[1]))
    offered[at_offer] = reached.offered
    amounts: Floats = (sources > 0).astype(float).T @ offered
    return amounts[column]


def _dearest(participant: Ints, places: Ints, cost: Floats, co2: Floats) -> Floats:
    """(cost, CO2, - whose) of the dearest disposal at each pair; NaN where it has none. Shape (pairs, 3)."""
    price = np.full((len(participant), 3), np.nan)
    order = np.lexsort((co2, cost))
    price[places[order]] = np.stack([cost, co2, -participant[places].astype(float)], axis=1)[order]
    return price


def _propagated(
    a: Ints,
    b: Ints,
    loss: Floats,
    kept: Floats,
    passing: NDArray[np.bool_],
    offered: Floats,
    wanted: Floats,
) -> tuple[Floats, Floats]:
    """Bounds where participants pass on; elsewhere they stay as they are."""
    size = len(passing)
    inner = passing[a] & passing[b]
    leads = _closure(_links(a[inner], b[inner], size))
    step = _links(a, b, size)
    sources = (step @ leads).astype(bool).astype(float)
    sinks = (leads @ step).astype(bool).astype(float)
    reaching = np.where(passing[:, None], sources.T @ offered, offered)
    taken = sinks @ wanted
    factor = _worst_factor(a, b, loss, inner, passing, size)
    with np.errstate(invalid="ignore"):
        grown = np.where(taken == 0, 0.0, taken * factor[:, None])
    absorbed = np.where(passing[:, None], grown, wanted)
    for circle, within in _circles(a, b, loss, kept, inner, size):
        rounds = 1 + np.sum(loss[within] > 0) / np.min(loss[within], initial=1.0, where=loss[within] > 0)
        most = (reaching[circle].max(axis=0) + kept[within].sum()) * rounds
        absorbed[passing & (leads @ circle.astype(float) > 0)] = np.inf  # what comes before may send all it has there
        reaching[circle] = absorbed[circle] = most
    return reaching, absorbed


def _links(a: Ints, b: Ints, size: int) -> csr_array:
    """Which place has a link to which; each also to itself."""
    own = np.arange(size)
    rows, columns = np.concatenate([a, own]), np.concatenate([b, own])
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size)).tocsr().astype(bool).astype(float)


def _closure(step: csr_array) -> csr_array:
    """Which place leads to which, over any number of steps."""
    while True:
        twice = (step @ step).astype(bool).astype(float)
        if twice.nnz == step.nnz:
            return twice
        step = twice


def _worst_factor(
    a: Ints, b: Ints, loss: Floats, inner: NDArray[np.bool_], passing: NDArray[np.bool_], size: int
) -> Floats:
    """Most units that must leave a place that passes on for one unit to arrive at its farthest need."""
    factor = np.ones(size)
    lossy = loss > 0
    if not (lossy & passing[a]).any():
        return factor
    graph = coo_array((np.ones(int(inner.sum())), (a[inner], b[inner])), shape=(size, size)).tocsr()
    _, circle = connected_components(graph, directed=True, connection="strong")
    with np.errstate(divide="ignore"):
        growth = 1 / (1 - loss)
    growth = np.where(inner & (circle[a] == circle[b]) & lossy, np.inf, growth)
    leaving = passing[a]
    for _ in range(size + 1):  # longest way; settles after as many rounds as circles stand in a row
        through = growth * np.where(passing[b], factor[b], 1.0)
        best = factor.copy()
        np.maximum.at(best, a[leaving], through[leaving])
        if np.array_equal(best, factor):
            break
        factor = best
    return factor


def _circles(
    a: Ints, b: Ints, loss: Floats, kept: Floats, inner: NDArray[np.bool_], size: int
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Places, and ways between them, of each circle in which goods may go round for a reason."""
    reason = (loss > 0) | (kept > 0)
    if not (inner & reason).any():
        return
    graph = coo_array((np.ones(int(inner.sum())), (a[inner], b[inner])), shape=(size, size)).tocsr()
    _, circle = connected_components(graph, directed=True, connection="strong")
    inside = inner & (circle[a] == circle[b])
    for one in np.unique(circle[a[inside & reason]]):
        yield circle == one, inside & (circle[a] == one)


def _reaching_price(a: Ints, b: Ints, passing: NDArray[np.bool_], own: Floats) -> tuple[Floats, Ints]:
    """Own price where there is one, else the dearest among the suppliers that can reach the place, of equals the first
    participant's, else 0; and whose it is, or -1.
    """
    known = ~np.isnan(own[:, 0])
    best = np.where(known[:, None], own, -np.inf)
    first = best.copy()
    while True:
        offered = np.where(passing[a][:, None], best[a], first[a])
        order = np.lexsort(offered.T[::-1])
        arriving = np.full_like(best, -np.inf)
        arriving[b[order]] = offered[order]
        better, same = np.zeros(len(best), bool), np.ones(len(best), bool)
        for new, old in zip(arriving.T, best.T, strict=True):
            better |= same & (new > old)
            same &= new == old
        if not better.any():
            break
        best[better] = arriving[better]
    best = np.where(known[:, None], own, best)
    found = np.isfinite(best[:, 0])
    return np.where(found[:, None], best[:, :2], 0.0), np.where(found, -best[:, 2], -1.0).astype(np.int64)
