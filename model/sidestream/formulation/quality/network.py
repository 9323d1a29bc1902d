"""Who sends what to whom, of one commodity of which the quality counts: sources, pools where streams meet, and takers.

A source is what a participant that does not pass on offers, or what one that passes on offers of its own: its quality is
known. A pool is a junction or a participant that passes on: what leaves it is a mixture of what comes to it. A taker is
what a participant uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sidestream.formulation.draft import Draft


class Arc(NamedTuple):
    """A column that brings goods from somewhere to somewhere: `arrives` units of one of it. Participants by number."""

    tail: int
    head: int
    column: int
    arrives: float


@dataclass
class Moment:
    """What can flow at one moment: from sources to takers, into pools and out of them, by tail and by head."""

    straight: list[Arc] = field(default_factory=list)
    into: dict[int, list[Arc]] = field(default_factory=lambda: defaultdict(list))
    between: list[Arc] = field(default_factory=list)
    out: dict[int, list[Arc]] = field(default_factory=lambda: defaultdict(list))


class Network:
    """The arcs of one commodity, moment by moment.

    straight    from a source to a taker: links between participants that do not pass on, and own use
    into        from a source to a pool: links, and what a pool offers of its own
    between     from a pool to a pool
    out         from a pool to a taker: links, and what a pool uses itself
    """

    def __init__(self, draft: Draft, commodity: int):
        self.passing = draft.parties.passes_on
        self.moments = [Moment() for _ in draft.periods]
        ties = draft.books.ties.read()
        some = ties["commodity"] == commodity
        names = ("origin", "destination", "moment", "column", "value")
        for tail, head, m, column, arrives in zip(*(ties[name][some].tolist() for name in names), strict=True):
            self._add(m, Arc(tail, head, column, arrives))
        self._add_own(draft, commodity, set(ties["column"][some].tolist()))

    def _add(self, m: int, arc: Arc) -> None:
        moment = self.moments[m]
        if self.passing[arc.tail] and self.passing[arc.head]:
            moment.between.append(arc)
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
        mine = np.flatnonzero(what == commodity)
        for place in mine.tolist():
            p, m, column, value = (
                int(who[place]),
                int(entries["moment"][place]),
                int(entries["column"][place]),
                float(entries["value"][place]),
            )
            if column in carried:
                continue
            if not self.passing[p]:
                own = draft.model.blocks["own"]
                if using[place] and value > 0 and own.first <= column < own.first + own.count:
                    self.moments[m].straight.append(Arc(p, p, column, value))
            elif value > 0:
                self.moments[m].into[p].append(Arc(p, p, column, value))
            else:
                self.moments[m].out[p].append(Arc(p, p, column, -value))

    def sources(self) -> dict[int, list[int]]:
        """Which sources can reach each pool, at any moment."""
        found: dict[int, set[int]] = defaultdict(set)
        onward: set[tuple[int, int]] = set()
        for moment in self.moments:
            for pool, arcs in moment.into.items():
                found[pool].update(arc.tail for arc in arcs)
            onward.update((arc.tail, arc.head) for arc in moment.between)
        while True:
            before = sum(map(len, found.values()))
            for tail, head in onward:
                found[head] |= found[tail]
            if sum(map(len, found.values())) == before:
                return {pool: sorted(names) for pool, names in found.items() if names}

    def leading_to(self, takers: set[int]) -> set[int]:
        """Pools from which goods can get to some takers."""
        found: set[int] = set()
        onward: set[tuple[int, int]] = set()
        for moment in self.moments:
            for pool, arcs in moment.out.items():
                if any(arc.head in takers for arc in arcs):
                    found.add(pool)
            onward.update((arc.tail, arc.head) for arc in moment.between)
        while True:
            more = {tail for tail, head in onward if head in found} - found
            if not more:
                return found
            found |= more

    def leaving(self, m: int, pool: int) -> Iterator[Arc]:
        """Everything that can leave a pool at a moment."""
        yield from self.moments[m].out.get(pool, ())
        yield from (arc for arc in self.moments[m].between if arc.tail == pool)
