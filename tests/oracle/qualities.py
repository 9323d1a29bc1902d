"""How good what comes to a use must be, as far as that is linear.

    by quantity   the mean of what comes to a use is within its limit; of a pool it is known where its sources are alike
    grade         of each chain of ways from a source that is too bad to a use, over pools, one way at least is empty
    not           what leaves a pool is divided by source, and of what is too bad no part comes to a use

Pools `by quantity` whose sources differ are not linear: `knows`, in `alike`, says whether a park has none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from oracle.asked import Asked, Limit
from oracle.programme import Programme
from oracle.site import Moment
from oracle.ways import USE, Place, Stays, Way, sources_of, use, ways_of

Part = tuple[int, float, float]
"""Column of what comes to a use, how much of one of it arrives, and its value."""


def hold_qualities(programme: Programme, all_asked: Iterable[Asked], moments: Sequence[Moment], stays: Stays) -> None:
    """Hold the limits at some moments; `stays`: what is kept in storages where all passes on."""
    for one in all_asked:
        ways = ways_of(moments, one.commodity, stays)
        coming = _divided(programme, ways) if one.apart else _as_they_come(ways)
        for limit in one.limits:
            for moment in moments:
                here = use(limit.participant, moment.number)
                if limit.mixes == "grade" and not one.apart:
                    _hold_grade(programme, one, limit, ways, here)
                    continue
                parts = [(column, each, whose) for column, each, whose in coming[here] if whose]
                if limit.mixes == "by quantity":
                    _hold_mean(programme, limit, [(*part, _value(one, limit, whose)) for *part, whose in parts])
                else:
                    bad = {c: each for c, each, whose in parts if not limit.fits(_value(one, limit, whose))}
                    programme.row(bad, high=0.0)


def _value(one: Asked, limit: Limit, whose: Iterable[str]) -> float:
    values = {one.value(source, limit.property) for source in whose}
    if len(values) > 1:
        raise ValueError(f"what differs mixes by quantity before it comes to {limit.participant}: no linear programme")
    return values.pop()


def _hold_mean(programme: Programme, limit: Limit, parts: Iterable[Part]) -> None:
    """Sum of (value - most) * amount <= 0, and of (value - least) * amount >= 0."""
    for side, low, high in ((limit.most, -math.inf, 0.0), (limit.least, 0.0, math.inf)):
        if math.isfinite(side):
            programme.row({column: (value - side) * each for column, each, value in parts}, low, high)


def _as_they_come(ways: Iterable[Way]) -> Mapping[Place, list[tuple[int, float, set[str]]]]:
    """What comes to each use: column, how much of it arrives, and whose it can be."""
    coming, sources = defaultdict(list), sources_of(ways)
    for way in ways:
        coming[way.head].append(
            (way.column, way.arrives, {way.tail} if isinstance(way.tail, str) else sources[way.tail])
        )
    return coming


def _divided(programme: Programme, ways: Iterable[Way]) -> Mapping[Place, list[tuple[int, float, set[str]]]]:
    """What comes to each use, as `_as_they_come`, with what leaves pools divided by source: so much as comes of each."""
    coming, sources = defaultdict(list), sources_of(ways)
    balances: dict[tuple[Place, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for way in ways:
        parts = {way.tail: (way.column, way.arrives)} if isinstance(way.tail, str) else {}
        if not isinstance(way.tail, str):
            columns = {source: programme.column() for source in sorted(sources[way.tail])}
            programme.row(dict.fromkeys(columns.values(), 1.0) | {way.column: -way.leaves}, 0, 0)
            parts = {source: (column, way.arrives / way.leaves) for source, column in columns.items()}
            for source, column in columns.items():
                balances[way.tail, source][column] -= 1.0
        for source, (column, each) in parts.items():
            if way.head[0] == USE:
                coming[way.head].append((column, each, {source}))
            else:
                balances[way.head, source][column] += each
    for terms in balances.values():
        programme.row(terms, 0, 0)
    return coming


def _hold_grade(programme: Programme, one: Asked, limit: Limit, ways: list[Way], here: Place) -> None:
    """Empty a way of each chain that ends at a use and begins with what is too bad for it."""
    coming: dict[Place, list[Way]] = defaultdict(list)
    for way in ways:
        coming[way.head].append(way)
    sources = sources_of(ways)
    bad = {who for who in sources[here] if not limit.fits(one.value(who, limit.property))}
    for chain in _chains(coming, sources, bad, here, ()):
        programme.one_of([({way.column: way.arrives}, -math.inf, 0.0) for way in chain])


def _chains(
    coming: Mapping[Place, list[Way]],
    sources: Mapping[Place, set[str]],
    bad: set[str],
    place: Place,
    behind: tuple[Place, ...],
) -> Iterator[list[Way]]:
    """Every chain of ways from something bad to a place, over no pool twice."""
    for way in coming.get(place, ()):
        if isinstance(way.tail, str):
            if way.tail in bad:
                yield [way]
        elif way.tail not in behind and sources[way.tail] & bad:
            for chain in _chains(coming, sources, bad, way.tail, (*behind, way.tail)):
                yield [*chain, way]
