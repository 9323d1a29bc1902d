"""What a storage keeps from one moment of its chain to the next.

A chain is the periods of one cycle, in order; those without a cycle are the year's own.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from oracle.facilities import Facility
from oracle.known import Known, or_inf
from oracle.ledger import Ledger
from oracle.programme import Programme
from oracle.site import Moment, enter
from oracle.ways import Stays, Way, use


class Kept(NamedTuple):
    """Columns of a storage at one moment: levels of one repetition, and what goes in and out in all of them."""

    start: int
    put_in: int
    taken_out: int
    end: int


def chains(known: Known, moments: Sequence[int]) -> list[list[int]]:
    """The moments of each cycle, and those without one."""
    found = defaultdict(list)
    for moment in moments:
        found[known.cycle[moment]].append(moment)
    return list(found.values())


def keep(programme: Programme, storage: Facility, moment: Moment) -> Kept:
    """Add what goes in and out and what stands there at a moment; what is lost costs its disposal."""
    known, row, who = moment.known, storage.row, storage.participant
    commodity, holds = row["commodity"], row["capacity"]
    into, out = row["in_efficiency"], row["out_efficiency"]
    repeats = known.repeats[moment.number]
    length = 1.0 if row["per_period"] else known.hours[moment.number]
    lost = {"start": repeats * (1 - stays(known, storage, moment.number)), "in": 1 - into, "out": 1 / out - 1}

    def column(most: float, cost: float, share: float) -> int:
        each = Ledger()
        each.pay("storage", who, cost)
        if share and not known.vanishes[commodity]:
            each.add(known.lost(who, commodity, who), share)
        return programme.column(most=most, each=each)

    def limit(rate: float, held: float) -> float:
        return min(rate * length if math.isfinite(rate) else math.inf, repeats * held)

    kept = Kept(
        start=column(math.inf, 0.0, lost["start"]),
        put_in=column(limit(row["in_rate"], holds / into), row["in_cost"], lost["in"]),
        taken_out=column(limit(row["out_rate"], holds * out), row["out_cost"], lost["out"]),
        end=programme.column(most=holds),
    )
    balance = moment.offer(who, commodity) if row["keeps"] == "own" else moment.use(who, commodity)
    enter(balance, kept.put_in, -1.0)
    enter(balance, kept.taken_out, 1.0)
    terms = {
        kept.end: 1.0,
        kept.start: -stays(known, storage, moment.number),
        kept.put_in: -into / repeats,
        kept.taken_out: 1 / (out * repeats),
    }
    programme.row(terms, 0, 0)
    return kept


def stays(known: Known, storage: Facility, moment: int) -> float:
    """What share of the stock is left after one repetition of a period."""
    return float((1 - storage.row["standing_loss"]) ** (known.hours[moment] / known.repeats[moment]))


def join(programme: Programme, known: Known, storage: Facility, kept: dict[int, Kept]) -> None:
    """Each moment starts where the one before ends; the first where the last ends, or as the levels say."""
    begins, ends = storage.row["start_level"], storage.row["end_level"]
    free = math.isnan(begins) and math.isnan(ends)
    for chain in chains(known, sorted(kept)):
        first, last = kept[chain[0]], kept[chain[-1]]
        for before, after in itertools.pairwise(chain):
            programme.row({kept[after].start: 1.0, kept[before].end: -1.0}, 0, 0)
        if free:
            programme.row({first.start: 1.0, last.end: -1.0}, 0, 0)
            continue
        level = 0.0 if math.isnan(begins) else begins
        programme.row({first.start: 1.0}, level, level)
        programme.row({last.end: 1.0}, or_inf(ends, -1), or_inf(ends))


def stays_in(ways: Stays, known: Known, storage: Facility, kept: dict[int, Kept]) -> None:
    """Tell what goes into a storage where all passes on, stands in it and comes out, in all repetitions of each moment."""
    row, who = storage.row, storage.participant
    begins = 0.0 if math.isnan(row["start_level"]) else row["start_level"]
    free = math.isnan(row["start_level"]) and math.isnan(row["end_level"])
    for chain in chains(known, sorted(kept)):
        for before, now in itertools.pairwise([chain[-1], *chain]):
            here, pool, one = (storage.key, now), (who, now), kept[now]
            stood = known.repeats[now] * stays(known, storage, now)
            tail = (storage.key, before)
            if now != chain[0] or free:
                ways.put(row["commodity"], Way(tail, here, one.start, known.repeats[before], stood))
            elif begins:
                ways.put(row["commodity"], Way(who, here, one.start, stood, stood))
            ways.put(row["commodity"], Way(pool, here, one.put_in, 1.0, row["in_efficiency"]))
            ways.put(row["commodity"], Way(here, pool, one.taken_out, 1 / row["out_efficiency"], 1.0))
        if not free:
            last = chain[-1]
            left = Way((storage.key, last), use("", last), kept[last].end, known.repeats[last], known.repeats[last])
            ways.put(row["commodity"], left)
