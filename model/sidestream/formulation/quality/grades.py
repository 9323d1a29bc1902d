"""Limits on the worst part of what comes to a taker: a pool is clean for a limit, or nothing of it gets there."""

from __future__ import annotations

from sidestream.algebra.books import NONE
from sidestream.formulation.draft import Draft
from sidestream.formulation.quality.network import Arc, Network
from sidestream.formulation.quality.sheets import Rows
from sidestream.formulation.quality.wanted import Limit, Wanted


def write_grades(draft: Draft, wanted: Wanted, network: Network) -> None:
    """Write the limits on grades."""
    limits = wanted.of("grade")
    word = draft.parties.commodities[wanted.commodity]
    if not limits:
        return
    good, classes = Rows(), {(limit.property, limit.least, limit.most): limit for limit in limits}
    names = network.names
    for limit in limits:
        for m, moment in enumerate(network.moments):
            bad = {
                arc.column: arc.arrives
                for arc in moment.straight
                if arc.head == limit.taker and not limit.fits(wanted.value(arc.tail, limit.property))
            }
            if bad:
                good.add((names[limit.taker], word, limit.property, draft.periods[m]), bad, upper=0.0)
    good.write(draft, f"good_enough of {word}")
    for number, limit in enumerate(classes.values()):
        takers = {one.taker for one in limits if (one.property, one.least, one.most) == list(classes)[number]}
        _write_class(draft, wanted, network, limit, takers, f"{word} {limit.property} {number + 1}")


def _write_class(draft: Draft, wanted: Wanted, network: Network, limit: Limit, takers: set[int], word: str) -> None:
    """Write clean pools for takers that ask the same."""
    sources = network.sources()
    bad = {s for mine in sources.values() for s in mine if not limit.fits(wanted.value(s, limit.property))}
    leading = network.leading_to(takers)
    pools = sorted(pool for pool in leading if bad & set(sources.get(pool, ())))
    if not pools:
        return
    names, periods, upper = network.names, draft.periods, draft.bounds()[1]
    keys = [(pool, m) for m in range(len(periods)) for pool in pools]
    columns = draft.model.columns(
        f"clean of {word}", [(names[pool], periods[m]) for pool, m in keys], 0.0, 1.0, whole=True
    )
    clean = dict(zip(keys, columns.tolist(), strict=True))
    out, into, onward = Rows(), Rows(), Rows()

    def name(arc: Arc, m: int) -> tuple[str, ...]:
        return names[arc.tail], names[arc.head], str(arc.column), periods[m]

    for m, moment in enumerate(network.moments):
        for pool in pools:
            for arc in moment.out.get(pool, ()):
                if arc.head in takers:
                    out.add(name(arc, m), {arc.column: 1.0, clean[pool, m]: -float(upper[arc.column])}, upper=0.0)
            for arc in moment.into.get(pool, ()):
                if arc.tail in bad:
                    most = 1.0 if arc.column == NONE else float(upper[arc.column])
                    into.add(name(arc, m), {arc.column: 1.0, clean[pool, m]: most}, upper=most)
            for arc in moment.between.get(pool, ()):
                if arc.head in pools and (arc.head, arc.later) != (pool, m):
                    most = float(upper[arc.column])
                    terms = {arc.column: 1.0, clean[pool, m]: -most, clean[arc.head, arc.later]: most}
                    onward.add(name(arc, m), terms, upper=most)
    for family, rows in (("clean_out", out), ("clean_in", into), ("clean_on", onward)):
        rows.write(draft, f"{family} of {word}")
