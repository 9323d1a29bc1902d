"""Who sends what to whom, of one commodity of which the quality counts: sources, pools where streams meet, and takers.

A source is what a participant that does not pass on offers, or what one that passes on offers of its own: its quality is
known. A pool is a junction or a participant that passes on, or a storage there: what leaves it is a mixture of what comes
to it. What stands in a storage at the end of a moment comes to it in the next. A taker is what a participant uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sidestream.algebra.books import NONE
from sidestream.formulation.draft import Draft


class Arc(NamedTuple):
    """A column that brings goods from somewhere to somewhere: `leaves` and `arrives` units of one of it.

    Ends are numbers of participants, beyond them those of storages (see `Parties.store`). It arrives in moment `later`;
    NONE: it stays for good.
    """

    tail: int
    head: int
    column: int
    leaves: float
    arrives: float
    later: int


@dataclass
class Moment:
    """What can flow at one moment: from sources to takers, into pools and out of them, by tail and by head."""

    straight: list[Arc] = field(default_factory=list)
    into: dict[int, list[Arc]] = field(default_factory=lambda: defaultdict(list))
    between: dict[int, list[Arc]] = field(default_factory=lambda: defaultdict(list))
    out: dict[int, list[Arc]] = field(default_factory=lambda: defaultdict(list))


class Network:
    """The arcs of one commodity, moment by moment.

    straight    from a source to a taker: links between participants that do not pass on, and own use
    into        from a source to a pool: links, what a pool offers of its own, and what stood in a storage at the beginning
    between     from a pool to a pool: links, into a storage, out of it, and what stands in it until the next moment
    out         from a pool to a taker: links, what a pool uses itself, and what stands in a storage at the end
    """

    def __init__(self, draft: Draft, commodity: int):
        stores = [" of ".join(filter(None, (size, *rest))) for *rest, size in draft.parties.stores]
        self.names = [*draft.parties.participants, *stores]
        self.passing = [*draft.parties.passes_on.tolist(), *[True] * len(stores)]
        self.moments = [Moment() for _ in draft.periods]
        carried = self._add_links(draft, commodity) | self._add_stores(draft, commodity)
        self._add_own(draft, commodity, carried)

    def _add_links(self, draft: Draft, commodity: int) -> set[int]:
        """Add what goes by links; return the columns."""
        ties = draft.books.ties.read()
        some = ties["commodity"] == commodity
        names = ("origin", "destination", "moment", "column", "value")
        for tail, head, m, column, arrives in zip(*(ties[name][some].tolist() for name in names), strict=True):
            self._add(m, Arc(tail, head, column, 1.0, arrives, m))
        return set(ties["column"][some].tolist())

    def _add_stores(self, draft: Draft, commodity: int) -> set[int]:
        """Add what goes into storages where all passes on, stands in them and comes out; return the columns."""
        stays = draft.books.stays.read()
        some = stays["commodity"] == commodity
        names = ("origin", "destination", "column", "leaves", "value", "later")
        arcs = [Arc(*one) for one in zip(*(stays[name][some].tolist() for name in names), strict=True)]
        for arc, m, own in zip(arcs, stays["moment"][some].tolist(), stays["own"][some].tolist(), strict=True):
            if own:
                self.moments[m].into[arc.head].append(arc)
            elif arc.later == NONE:
                self.moments[m].out[arc.tail].append(arc)
            else:
                self._add(m, arc)
        return {arc.column for arc in arcs}

    def _add(self, m: int, arc: Arc) -> None:
        moment = self.moments[m]
        if self.passing[arc.tail] and self.passing[arc.head]:
            moment.between[arc.tail].append(arc)
        elif self.passing[arc.tail]:
            moment.out[arc.tail].append(arc)
        elif self.passing[arc.head]:
            moment.into[arc.head].append(arc)
        else:
            moment.straight.append(arc)

    def _add_own(self, draft: Draft, commodity: int, carried: set[int]) -> None:
        """Add own use, and what pools offer and use themselves."""
        entries, width = draft.books.materials.read(), len(draft.parties.commodities)
        pair, using = np.divmod(entries["node"], 2)
        who, what = np.divmod(pair, width)
        own = draft.model.blocks["own"]
        for place in np.flatnonzero(what == commodity).tolist():
            p, m, column, value = (
                int(who[place]),
                int(entries["moment"][place]),
                int(entries["column"][place]),
                float(entries["value"][place]),
            )
            if column in carried:
                continue
            arc = Arc(p, p, column, abs(value), abs(value), m)
            if not self.passing[p]:
                if using[place] and value > 0 and own.first <= column < own.first + own.count:
                    self.moments[m].straight.append(arc)
            elif value > 0:
                self.moments[m].into[p].append(arc)
            else:
                self.moments[m].out[p].append(arc)

    def sources(self) -> dict[int, list[int]]:
        """Which sources can reach each pool, at any moment."""
        found: dict[int, set[int]] = defaultdict(set)
        for moment in self.moments:
            for pool, arcs in moment.into.items():
                found[pool].update(arc.tail for arc in arcs)
        onward = self._onward()
        while True:
            before = sum(map(len, found.values()))
            for tail, head in onward:
                found[head] |= found[tail]
            if sum(map(len, found.values())) == before:
                return {pool: sorted(names) for pool, names in found.items() if names}

    def leading_to(self, takers: set[int]) -> set[int]:
        """Pools from which goods can get to some takers."""
        found = {
            pool
            for moment in self.moments
            for pool, arcs in moment.out.items()
            if any(arc.head in takers and arc.later != NONE for arc in arcs)
        }
        onward = self._onward()
        while True:
            more = {tail for tail, head in onward if head in found} - found
            if not more:
                return found
            found |= more

    def _onward(self) -> set[tuple[int, int]]:
        return {(pool, arc.head) for moment in self.moments for pool, arcs in moment.between.items() for arc in arcs}

    def leaving(self, m: int, pool: int) -> Iterator[tuple[Arc, bool]]:
        """Everything that can leave a pool at a moment, and whether it goes on to a pool."""
        moment = self.moments[m]
        yield from ((arc, False) for arc in moment.out.get(pool, ()))
        yield from ((arc, True) for arc in moment.between.get(pool, ()))
