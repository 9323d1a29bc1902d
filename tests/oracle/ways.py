"""Who sends what to whom, read off the balances: ways between sources, pools and uses.

A column that leaves one balance and comes to another is a way between them; one that comes to a balance alone is a source, of
its owner's quality; one that leaves alone is a use. A balance where all passes on is a pool, and so is a storage there at
each moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from oracle.site import Moment

Place = tuple[Any, ...]
"""A pool, or a use (which begins with USE), and its moment."""
USE = "use of"


class Way(NamedTuple):
    """A column that brings goods from somewhere to somewhere; `tail` is a participant's name where that is a source."""

    tail: str | Place
    head: Place
    column: int
    leaves: float
    arrives: float


class Stays:
    """Ways into storages where all passes on, out of them, and from one moment to the next, by commodity."""

    def __init__(self) -> None:
        self.ways: list[tuple[str, Way]] = []
        self.columns: set[int] = set()

    def put(self, commodity: str, *ways: Way) -> None:
        """Add some; their columns are no sources and no uses, wherever else they stand."""
        for way in ways:
            self.ways.append((commodity, way))
            self.columns.add(way.column)


def use(who: str, moment: int) -> Place:
    """What somebody uses at a moment; nobody (``) what is left in a storage for good."""
    return USE, who, moment


def ways_of(moments: Iterable[Moment], commodity: str, stays: Stays) -> list[Way]:
    """All ways of a commodity at some moments."""
    found = [way for moment in moments for way in _ways(moment, commodity, stays.columns)]
    return found + [way for what, way in stays.ways if what == commodity]


def _ways(moment: Moment, commodity: str, but: set[int]) -> Iterator[Way]:
    into: dict[int, tuple[str, str, float]] = {}
    out: dict[int, tuple[str, str, float]] = {}
    idle = set(but)
    for (who, what, side), terms in moment.balances.items():
        if what != commodity:
            continue
        if side == "offer" and max(terms.values(), default=0.0) <= 0:
            idle |= set(terms)  # nothing is there to leave
        for column, factor in terms.items():
            (into if factor > 0 else out)[column] = who, side, abs(factor)
    for column in {**into, **out}.keys() - idle:
        origin, goal = out.get(column), into.get(column)
        if origin and goal:
            tail = (origin[0], moment.number) if origin[1] == "both" else origin[0]
            head = (goal[0], moment.number) if goal[1] == "both" else use(goal[0], moment.number)
            yield Way(tail, head, column, origin[2], goal[2])
        elif goal and goal[1] == "both":
            yield Way(goal[0], (goal[0], moment.number), column, goal[2], goal[2])
        elif origin and origin[1] == "both":
            yield Way((origin[0], moment.number), use(origin[0], moment.number), column, origin[2], origin[2])


def sources_of(ways: Iterable[Way]) -> dict[Place, set[str]]:
    """Whose goods can come to each pool and use."""
    ways, found, known = list(ways), defaultdict(set), -1
    while known < sum(map(len, found.values())):
        known = sum(map(len, found.values()))
        for way in ways:
            found[way.head] |= {way.tail} if isinstance(way.tail, str) else found[way.tail]
    return found
