"""What a design says of where things come from and go: places where streams mix, what begins, moves on and ends there.

A place is what a participant offers of a commodity in a period, or what it uses of it; of one that passes on both are the same.
A storage in a period is a place, and a conversion that runs. All that leaves a place is one mixture.

begins    used of own supplies; bought by a conversion; made by a conversion that takes nothing; in store at the beginning
moves     over links; from what is offered to what is used at home; into, within and out of storages; through conversions
ends      met needs; disposed of, left; lost on the way and in storage; used up by a conversion that makes nothing; in store at the end

In a conversion each output comes of all that the recipe takes, each input by its share, and each input goes into all that is made: by
mass where every input (output) has one, else by energy, volume or number, else in equal parts. What is put into a storage, and what
stood in it, is mixed once its losses are off, as in Qualities met.

What is bought for a need, and what is disposed of or left where it arises, moves nowhere: `straight`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.ledger.coding import Coding, Floats, Ints, places
from sidestream.design.tables import CASES
from sidestream.park.park import Park

Tables = Mapping[str, pd.DataFrame]
Columns = dict[str, np.ndarray]
NOISE = 1e-9
"""Share of what is added up that is rounding."""
OFFER, USE, STORE, PLANT = range(4)
MEASURES = ("mass", "energy", "volume", "normal volume", "count")
"""What parts of a recipe are compared by: the first that all of them have."""
RESTS = ("disposed", "left")
NO_LINK = -1


@dataclass(frozen=True)
class Network:
    """Places are numbers, beginnings and ends those of `coding`.

    origins    number, given [unit of the stream], node, enters [unit of the node]
    ends       number, received [unit of the commodity], node, leaves [unit of the node]
    arcs       tail, head, leaves [unit of the tail], arrives [unit of the head], flow (which row of `flows`, or NO_LINK)
    straight   origin, end (numbers), amount
    flows      the design's flows
    converting places that are conversions
    """

    coding: Coding
    size: int
    origins: Columns
    ends: Columns
    arcs: Columns
    straight: Columns
    flows: pd.DataFrame
    converting: Ints


def network_of(park: Park, tables: Tables) -> Network:
    """Return what a design (of one world) says."""
    return _Writing(park, {name: of_design(tables[name]) for name in READ}).network()


READ = ("Flows", "Supplies used", "Needs met", "By-products used", "Made and used", "Storage levels")
"""Sheets that say what there is to know."""


def of_design(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a sheet that speak of the design, not of today's park."""
    return frame[(frame["case"] == CASES[1]).to_numpy(bool)].reset_index(drop=True)


class _Writing:
    """A network on its way: each sheet adds what it knows."""

    def __init__(self, park: Park, tables: Tables) -> None:
        self.park, self.tables, self.coding = park, tables, Coding(park)
        self.passing = self.coding.who.isin(list(park.passing_on))
        self.most = (
            len(self.coding.who) + 2 * len(tables["Storage levels"]) + len(tables["Made and used"]) + 1
        )  # more than there are participants, storages or plants
        self.parts: dict[str, list[Columns]] = {"origins": [], "ends": [], "arcs": [], "straight": []}

    def network(self) -> Network:
        """Write all of it."""
        flows = self.tables["Flows"]
        flows = flows[flows["sent"].to_numpy(float) > 0].reset_index(drop=True)
        self._streams()
        self._links(flows)
        self._conversions()
        self._storages()
        self._at_home()
        parts = {name: _joined(rows) for name, rows in self.parts.items()}
        origins, ends, arcs = parts["origins"], parts["ends"], parts["arcs"]
        node, known = pd.factorize(np.concatenate([origins["node"], ends["node"], arcs["tail"], arcs["head"]]))
        sizes = [len(origins["node"]), len(ends["node"]), len(arcs["tail"])]
        origins["node"], ends["node"], arcs["tail"], arcs["head"] = np.split(node, np.cumsum(sizes))
        converting = np.flatnonzero(known // self._of_a_side == PLANT)
        return Network(self.coding, len(known), origins, ends, arcs, parts["straight"], flows, converting)

    @property
    def _of_a_side(self) -> int:
        return self.most * len(self.coding.what) * len(self.coding.when)

    def _key(self, side: Ints | int, who: Ints, what: Ints | int, when: Ints) -> Ints:
        place = (np.asarray(side, np.int64) * self.most + who) * len(self.coding.what) + what
        return np.asarray(place * len(self.coding.when) + when, np.int64)

    def _place(self, side: Ints | int, who: Ints, what: Ints, when: Ints) -> Ints:
        return self._key(np.where(self.passing[who], USE, side), who, what, when)

    def _where(self, rows: pd.DataFrame, who: str = "participant", what: str = "commodity") -> tuple[Ints, Ints, Ints]:
        coding = self.coding
        return (
            places(coding.who, rows[who]),
            places(coding.what, rows[what]),
            places(coding.when, rows["period"]),
        )

    def _streams(self) -> None:
        """Supplies, what needs buy, and what by-products meet."""
        supplies, needs, uses = (self.tables[name] for name in ("Supplies used", "Needs met", "By-products used"))
        coding = self.coding
        who, what, when = self._where(supplies)
        origin = coding.origin(who, what, "supply", when, supplies["name"])
        self._begin(origin, _of(supplies, "used"), self._place(OFFER, who, what, when))
        for rest in RESTS:
            self._straight(origin, coding.end(who, what, rest, when), _of(supplies, rest))
        who, what, when = self._where(needs)
        end = coding.end(who, what, "need", when, needs["commodity"], needs["name"])
        self._straight(coding.origin(who, what, "bought", when), end, _of(needs, "bought"))
        who, what, when = self._where(uses, what="by_product")
        end = coding.end(who, what, "need", when, uses["commodity"], uses["name"])
        self._end(end, _of(uses, "amount"), self._place(USE, who, what, when))

    def _links(self, flows: pd.DataFrame) -> None:
        """What is sent arrives, but for what is lost."""
        who, what, when = self._where(flows, "from")
        tail = self._place(OFFER, who, what, when)
        head = self._place(USE, places(self.coding.who, flows["to"]), what, when)
        sent, delivered = _of(flows, "sent"), _of(flows, "delivered")
        self._move(tail, head, delivered, flow=np.arange(len(flows)))
        lost = np.where(sent - delivered > NOISE * sent, sent - delivered, 0.0)
        self._end(self.coding.end(who, what, "lost on the way", when), lost, tail)

    def _conversions(self) -> None:
        """What is taken in and what is made of it."""
        made = self.tables["Made and used"]
        made = made[made["amount"].to_numpy(float) > 0].reset_index(drop=True)
        if made.empty:
            return
        coding = self.coding
        who, what, when = self._where(made)
        plant = pd.factorize(made["conversion"])[0] * len(coding.who) + who
        run = pd.factorize(plant * len(coding.when) + when)[0]
        plant = pd.factorize(plant)[0]
        taken = (made["way"] == "in").to_numpy(bool)
        both = np.zeros(run.max() + 1, np.int64)
        np.bitwise_or.at(both, run, np.where(taken, 1, 2))
        turned = both[run] == 3
        amount = _of(made, "amount")
        each = np.where(turned, _parts(self.park, made, run) / amount, 1.0)  # of the plant's own measure, for each unit
        within = amount - _of(made, "bought") - _of(made, "disposed") - _of(made, "left")
        within = np.where(within > NOISE * amount, within, 0.0)
        node = self._key(PLANT, plant, 0, when)
        use, offer = self._place(USE, who, what, when), self._place(OFFER, who, what, when)
        came, went = taken & turned, ~taken & turned
        bought, buys = coding.origin(who, what, "bought", when), _of(made, "bought")
        self._move(use[came], node[came], within[came], (within * each)[came])
        self._begin(bought[came], buys[came], node[came], (buys * each)[came])
        self._move(node[went], offer[went], (within * each)[went], within[went])
        own = coding.origin(who, what, "made", when)
        alone = ~taken & ~turned
        self._begin(own[alone], within[alone], offer[alone])
        for rest in RESTS:
            end, left = coding.end(who, what, rest, when), _of(made, rest)
            self._end(end[went], left[went], node[went], (left * each)[went])
            self._straight(own[alone], end[alone], left[alone])
        up, end = taken & ~turned, coding.end(who, what, "used up", when)
        self._end(end[up], within[up], use[up])
        self._straight(bought[up], end[up], buys[up])

    def _storages(self) -> None:
        """What is put in, stands and is taken out, of all repetitions of a period."""
        if self.tables["Storage levels"].empty:
            return
        lines, coding = stood(self.park, self.tables["Storage levels"]), self.coding
        who, what, when = self._where(lines)
        first, last = ((lines["begins"] & lines[name]).to_numpy(bool) for name in ("first", "last"))
        store = lines["store"].to_numpy(np.int64)
        here = self._key(STORE, store, 0, when)
        earlier = places(coding.when, lines["before"])
        before = self._key(STORE, store + first * len(lines), 0, earlier)  # before it all began: a place of its own
        place = self._place(np.where(lines["keeps"] == "own", OFFER, USE), who, what, when)
        stands, put_in, out = _of(lines, "stands"), _of(lines, "put_in"), _of(lines, "taken_out")
        kept, put = _of(lines, "rest") * stands, _of(lines, "in_efficiency") * put_in
        drawn = out / _of(lines, "out_efficiency")
        origin = coding.origin(who, what, "stock", when, lines["storage"])
        self._begin(origin[first], stands[first], before[first])
        self._move(before, here, kept)
        self._move(place, here, put)
        self._move(here, place, out)
        end = coding.end(who, what, "lost in storage", when)
        for node, lost, whole in (
            (before, stands - kept, stands),
            (place, put_in - put, put_in),
            (here, drawn - out, drawn),
        ):
            self._end(end, np.where(lost > NOISE * whole, lost, 0.0), node)
        rest = _of(lines, "repeats") * _of(lines, "end")
        end = coding.end(who, what, "in store at the end", when)
        self._end(end[last], rest[last], here[last])

    def _at_home(self) -> None:
        """What a participant that does not pass on has left of its offer, it uses itself."""
        origins, ends, arcs = (_joined(self.parts[name]) for name in ("origins", "ends", "arcs"))
        key = np.concatenate([origins["node"], arcs["head"], arcs["tail"], ends["node"]])
        amount = np.concatenate([origins["enters"], arcs["arrives"], -arcs["leaves"], -ends["leaves"]])
        offered = key // self._of_a_side == OFFER
        node, known = pd.factorize(key[offered])
        rest = np.bincount(node, amount[offered], len(known))
        scale = np.bincount(node, np.abs(amount[offered]), len(known))
        some = rest > NOISE * scale
        here = np.asarray(known, np.int64)[some]
        self._move(here, here + USE * self._of_a_side, np.asarray(rest, float)[some])

    def _begin(self, number: Ints, given: Floats, node: Ints, enters: Floats | None = None) -> None:
        self._add(
            "origins", given > 0, number=number, given=given, node=node, enters=given if enters is None else enters
        )

    def _end(self, number: Ints, received: Floats, node: Ints, leaves: Floats | None = None) -> None:
        leaves = received if leaves is None else leaves
        self._add("ends", received > 0, number=number, received=received, node=node, leaves=leaves)

    def _straight(self, origin: Ints, end: Ints, amount: Floats) -> None:
        """Add what ends where it begins."""
        self._add("straight", amount > 0, origin=origin, end=end, amount=amount)

    def _move(
        self, tail: Ints, head: Ints, leaves: Floats, arrives: Floats | None = None, flow: Ints | None = None
    ) -> None:
        flow = np.full(len(tail), NO_LINK) if flow is None else flow
        arrives = leaves if arrives is None else arrives
        self._add("arcs", leaves > 0, tail=tail, head=head, leaves=leaves, arrives=arrives, flow=flow)

    def _add(self, part: str, some: np.ndarray, **columns: np.ndarray) -> None:
        self.parts[part].append({name: column[some] for name, column in columns.items()})


def _of(rows: pd.DataFrame, name: str) -> Floats:
    return np.asarray(np.nan_to_num(rows[name].to_numpy(float)), float)


def _joined(rows: list[Columns]) -> Columns:
    """Columns put below each other."""
    return {name: np.concatenate([row[name] for row in rows]) for name in rows[0]} if rows else dict(NOTHING)


NOTHING = {name: np.zeros(0, np.int64) for name in ("tail", "head", "flow")} | {
    name: np.zeros(0) for name in ("leaves", "arrives")
}


def stood(park: Park, levels: pd.DataFrame) -> pd.DataFrame:
    """Lines of Storage levels with what the park says of the storage and the period: store (its number), stands (what stands
    there at the beginning, in all repetitions), rest (what is left of that at the end), before (the period before),
    first, last (of its cycle), begins (whether levels are typed).
    """
    key, told = ["storage", "participant", "size"], ["keeps", "in_efficiency", "out_efficiency", "standing_loss"]
    stores = park["Storages"].drop_duplicates(key).reset_index(drop=True)
    typed = stores[["start_level", "end_level"]].notna().any(axis=1)
    lines = levels.merge(stores[[*key, *told]].assign(begins=typed), on=key).merge(_chains(park), on="period")
    return lines.assign(
        store=pd.factorize(pd.MultiIndex.from_frame(lines[key]))[0],
        stands=lines["repeats"] * lines["start"],
        rest=(1 - lines["standing_loss"]) ** (lines["hours"] / lines["repeats"]),
    )


def _chains(park: Park) -> pd.DataFrame:
    """Periods, and which of them follow each other: period, hours, repeats, before, first, last."""
    periods = park.moments.drop_duplicates("period").reset_index(drop=True)
    before, last = np.empty(len(periods), np.int64), np.zeros(len(periods), bool)
    for chain in periods.groupby("cycle", sort=False).indices.values():
        before[chain] = np.roll(chain, 1)
        last[chain[-1]] = True
    names = periods["period"].to_numpy(object)[before]
    first = before >= np.arange(len(periods))
    return periods[["period", "hours", "repeats"]].assign(before=names, first=first, last=last)


def _parts(park: Park, made: pd.DataFrame, run: Ints) -> Floats:
    """Part of each line among what its conversion takes, or makes, in the period; they add up to 1."""
    taken = (made["way"] == "in").to_numpy(np.int64)
    kind = pd.factorize(2 * pd.factorize(made["conversion"])[0] + taken)[0]
    size = np.ones(len(made))
    open_ = np.ones(len(made), bool)
    for measure in MEASURES:
        content = park.content[measure].reindex(made["commodity"]).to_numpy(float)
        lacking = np.zeros(kind.max() + 1, bool)
        lacking[kind[np.isnan(content)]] = True
        some = open_ & ~lacking[kind]
        size[some] = made["amount"].to_numpy(float)[some] * content[some]
        open_ &= ~some
    group = 2 * run + taken
    return np.asarray(size / np.bincount(group, size)[group], float)
