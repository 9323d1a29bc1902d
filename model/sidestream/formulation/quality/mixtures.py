"""Limits on the mean of what comes to a taker, and what pools mix for them; streams that stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from sidestream.formulation.draft import Draft, Mixing
from sidestream.formulation.quality.network import Arc, Network
from sidestream.formulation.quality.sheets import Rows
from sidestream.formulation.quality.wanted import Wanted

Part = dict[tuple[int, int, int, int], int]
"""Column of the part of an arc's column (pool, column, source, moment)."""


def write_mixtures(draft: Draft, wanted: Wanted, network: Network) -> None:
    """Write the limits by quantity and, where streams stay apart, all limits."""
    limits = wanted.limits if wanted.apart else wanted.of("by quantity")
    if not limits:
        return
    sources, pools = network.sources(), network.leading_to({limit.taker for limit in limits})
    pools = {pool for pool in pools if pool in sources}
    parts: Part = {}
    if any(_differ(wanted, sources[pool]) for pool in pools):
        parts = _Pools(draft, wanted, network, sources, pools).write()
    _write_limits(draft, wanted, network, sources, parts)


def _differ(wanted: Wanted, sources: list[int]) -> bool:
    """Whether sources differ in anything that is limited."""
    names = {limit.property for limit in wanted.limits}
    return any(len({wanted.value(source, name) for source in sources}) > 1 for name in names)


class _Pools:
    """Parts and shares of the pools from which goods can get to a taker."""

    def __init__(self, draft: Draft, wanted: Wanted, network: Network, sources: dict[int, list[int]], pools: set[int]):
        self.draft, self.wanted, self.network, self.sources = draft, wanted, network, sources
        self.pools = sorted(pools)
        self.lower, self.upper = draft.bounds()
        everybody = len(draft.parties.participants)  # a storage holds what goes through it
        self.most = {pool: draft.reach.through(pool, wanted.commodity) for pool in pools if pool < everybody}
        self.word = draft.parties.commodities[wanted.commodity]

    def write(self) -> Part:
        """Write columns and rows; return the columns of the parts."""
        parts = self._add_parts()
        self._write_balances(parts)
        if not self.wanted.apart:
            self._write_shares(parts)
        return parts

    def _places(self) -> list[tuple[int, int, Arc]]:
        return [(m, pool, arc) for m, pool, arc, _ in self._ways()]

    def _ways(self) -> Iterator[tuple[int, int, Arc, bool]]:
        for m in range(len(self.network.moments)):
            for pool in self.pools:
                for arc, onward in self.network.leaving(m, pool):
                    yield m, pool, arc, onward

    def _name(self, pool: int, arc: Arc, m: int) -> tuple[str, ...]:
        names = self.network.names
        return names[pool], names[arc.head], str(arc.column), self.word, self.draft.periods[m]

    def _add_parts(self) -> Part:
        names, keys, most = [], [], []
        for m, pool, arc in self._places():
            for source in self.sources[pool]:
                pool_name, head, column, word, period = self._name(pool, arc, m)
                names.append((pool_name, head, self.network.names[source], column, word, period))
                keys.append((pool, arc.column, source, m))
                most.append(self._through(arc, m))
        columns = self.draft.model.columns(f"part of {self.word}", names, 0.0, np.array(most))
        return dict(zip(keys, columns.tolist(), strict=True))

    def _through(self, arc: Arc, m: int) -> float:
        """Most of a pool's goods that can leave by an arc: what a need or conversion takes, what enters a link."""
        most = float(self.upper[arc.column]) * arc.leaves
        return min(most, float(self.most[arc.tail][m])) if arc.tail in self.most else most

    def _write_balances(self, parts: Part) -> None:
        adding, passing = Rows(), Rows()
        coming: dict[tuple[int, int, int], dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for m, moment in enumerate(self.network.moments):
            for pool in self.pools:
                for arc in moment.into.get(pool, ()):
                    coming[pool, arc.tail, m][arc.column] += arc.arrives
        for m, pool, arc, onward in self._ways():
            name = self._name(pool, arc, m)
            mine = {source: parts[pool, arc.column, source, m] for source in self.sources[pool]}
            adding.add(name, {**dict.fromkeys(mine.values(), 1.0), arc.column: -arc.leaves}, 0.0, 0.0)
            for source, column in mine.items():
                coming[pool, source, m][column] -= 1.0
                if onward and arc.head in self.pools:
                    coming[arc.head, source, arc.later][column] += arc.arrives / arc.leaves
        names = self.network.names
        for (pool, source, m), terms in sorted(coming.items()):
            passing.add((names[pool], names[source], self.word, self.draft.periods[m]), dict(terms), 0.0, 0.0)
        adding.write(self.draft, f"parts_add_up of {self.word}")
        passing.write(self.draft, f"what_comes_goes of {self.word}")

    def _write_shares(self, parts: Part) -> None:
        names, periods = self.network.names, self.draft.periods
        keys = [
            (pool, source, m)
            for m in range(len(periods))
            for pool in self.pools
            for source in self.sources[pool]
            if any(True for _ in self.network.leaving(m, pool))
        ]
        index = [(names[pool], names[source], self.word, periods[m]) for pool, source, m in keys]
        columns = self.draft.model.columns(f"share of {self.word}", index, 0.0, 1.0)
        share = dict(zip(keys, columns.tolist(), strict=True))
        adding, most, least = Rows(), Rows(), Rows()
        together: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (pool, _, m), column in share.items():
            together[pool, m].append(column)
        for (pool, m), mine in together.items():
            adding.add((names[pool], self.word, periods[m]), dict.fromkeys(mine, 1.0), 1.0, 1.0)
        for m, pool, arc in self._places():
            through = self._through(arc, m)
            for source in self.sources[pool]:
                name = (*self._name(pool, arc, m), names[source])
                part, of = parts[pool, arc.column, source, m], share[pool, source, m]
                most.add(name, {part: 1.0, of: -through}, upper=0.0)
                least.add(name, {part: 1.0, arc.column: -arc.leaves, of: -through}, lower=-through)
                pooled = (pool, m, self.wanted.commodity)
                self.draft.mixing.append(Mixing(part, of, arc.column, arc.leaves, through, pooled))
        adding.write(self.draft, f"shares_add_up of {self.word}")
        most.write(self.draft, f"mixed_at_most of {self.word}")
        least.write(self.draft, f"mixed_at_least of {self.word}")


def _write_limits(draft: Draft, wanted: Wanted, network: Network, sources: dict[int, list[int]], parts: Part) -> None:
    """Write at_most, at_least and, where streams stay apart, good_enough."""
    names, periods = draft.parties.participants, draft.periods
    most, least, good = Rows(), Rows(), Rows()
    word = draft.parties.commodities[wanted.commodity]
    for limit in wanted.limits:
        by_quantity = wanted.mixes.get(limit.property) == "by quantity"
        if not by_quantity and not wanted.apart:
            continue
        for m in range(len(periods)):
            coming = _coming(network, sources, parts, limit.taker, m)
            name = (names[limit.taker], word, limit.property, periods[m])
            values = {source: wanted.value(source, limit.property) for _, source in coming}
            if by_quantity:  # of what is not known nothing may come
                bad = {c: w for (c, s), w in coming.items() if np.isnan(values[s])}
                coming = {pair: w for pair, w in coming.items() if not np.isnan(values[pair[1]])}
            else:
                bad = {c: w for (c, s), w in coming.items() if not limit.fits(values[s])}
            if bad:
                good.add(name, bad, upper=0.0)
            if not by_quantity:
                continue
            for rows, side, sides in ((most, limit.most, {"upper": 0.0}), (least, limit.least, {"lower": 0.0})):
                if np.isnan(side):
                    continue
                terms: dict[int, float] = defaultdict(float)
                for (column, source), amount in coming.items():
                    terms[column] += (values[source] - side) * amount
                kept = {column: value for column, value in terms.items() if value}
                if kept:
                    rows.add(name, kept, **sides)
    for family, rows in (("at_most", most), ("at_least", least), ("good_enough", good)):
        rows.write(draft, f"{family} of {word}")


def _coming(
    network: Network, sources: dict[int, list[int]], parts: Part, taker: int, m: int
) -> dict[tuple[int, int], float]:
    """What comes to a taker's use: (column, source) -> units of one of the column."""
    coming: dict[tuple[int, int], float] = defaultdict(float)
    for arc in network.moments[m].straight:
        if arc.head == taker:
            coming[arc.column, arc.tail] += arc.arrives
    for pool, arcs in network.moments[m].out.items():
        for arc in arcs:
            if arc.head != taker or pool not in sources:
                continue
            whole = arc.arrives / arc.leaves
            if (pool, arc.column, sources[pool][0], m) in parts:
                for source in sources[pool]:
                    coming[parts[pool, arc.column, source, m], source] += whole
            else:  # all sources of this pool are alike
                coming[arc.column, sources[pool][0]] += arc.arrives
    return coming
