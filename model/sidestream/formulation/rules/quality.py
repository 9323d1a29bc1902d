"""How good must what a participant uses be: the mean of what comes to it, its worst part, or each stream by itself.

Sets
    k in COMMODITIES      of which QualityLimits asks anything
    j in TAKERS[k]        participants with a limit on k
    i in SOURCES[k]       participants that offer k: what they send has their quality, value[i,property]
    n in POOLS[k]         junctions and participants that pass on, and storages there, from which k can get to a taker
    a in ARCS             what can leave a pool, or come to one: ways of links, own use, needs; into a storage, out of it,
                          and what stands in it from one moment to the next
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Variables
    part[a,i,m] >= 0      of what goes through arc a out of a pool, what comes from source i              [unit]
    share[n,i,m] in [0,1] what part of all that leaves pool n comes from source i; of a storage, what stays in it until
                          the next moment leaves it, too
    clean[n,g,m] in {0,1} 1 if nothing comes to pool n that is too bad for limit g

Constraints
    parts_add_up[a,m]     sum_i part[a,i,m] = what goes through a
    what_comes_goes[n,i,m]   what comes from i, straight and in parts from other pools, of a storage also from the moment
                             before = sum_a part[a,i,m] out of n
    shares_add_up[n,m]    sum_i share[n,i,m] = 1
    mixed[a,i,m]          part[a,i,m] = share[n,i,m] * what goes through a
                          relaxed: mixed_at_most: part <= most * share; mixed_at_least: part >= through - most * (1 - share)
    at_most[j,property,m]    sum over what comes to j of (value - most) * amount <= 0       by quantity
    at_least[j,property,m]   sum over what comes to j of (value - least) * amount >= 0      by quantity
    good_enough[j,property,m]   what comes to j from sources outside the limit = 0          grade, not
    clean_out[a,g,m]      what goes through a to a taker with limit g <= most * clean[n,g,m]            grade
    clean_in[a,g,m]       what goes through a from a source too bad for g <= most * (1 - clean[n,g,m])  grade
    clean_on[a,g,m]       what goes from pool n to pool o <= most * (1 + clean[n,g,m] - clean[o,g,m'])  grade; m' is m, or
                          the moment after it where it stays in a storage

    The commodity of a property that does not mix stays apart in pools: it has parts, and no shares. Pools that get
    everything from sources of the same values have neither. What stands in a storage at the beginning is a source, of its
    owner's quality. A limit holds for all that comes to a taker's use in a period, before any storage of arrivals there;
    virgin goods do not count.

    Source-based pooling: M. Alfaki and D. Haugland, Strong formulations for the pooling problem, J Glob Optim 56 (2013),
    formulation MCF-PQ. What the relaxation leaves open is closed by the search (see solver/pooling.py).

Reads                     ties, stays, materials
"""

from __future__ import annotations

from sidestream.formulation.draft import Draft
from sidestream.formulation.quality.grades import write_grades
from sidestream.formulation.quality.mixtures import write_mixtures
from sidestream.formulation.quality.network import Network
from sidestream.formulation.quality.wanted import wanted


def write(draft: Draft) -> None:
    """Write the limits on quality."""
    for one in wanted(draft):
        network = Network(draft, one.commodity)
        write_mixtures(draft, one, network)
        if not one.apart:
            write_grades(draft, one, network)
