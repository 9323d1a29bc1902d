"""What pipelines and truck routes have in common: offers to choose from, ways to flow, and what ties them.

Sets
    l in LINKS            candidate and existing links
    o in OFFERS[l]        what l may be built as (sizes of a pipe; one for a route)
    g in GROUPS           offers of a link with the same loss, unit cost, unit CO2 and pumping: they share one flow
    w in WAYS[g]          (commodity, direction) that can flow through g
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Variables
    lay[l,o] in {0,1}     1 if l is built as o; existing links have none
    run[l,o,m] in {0,1}   1 if l runs in m; only where l has a least flow and is not steady
    flow[w,m] >= 0        what enters w                                                           [unit]

Constraints
    one_offer[l]          sum_o lay[l,o] <= 1     (= 1 where l is required or built); with one offer a bound of lay
    run_if_laid[l,o,m]    run[l,o,m] <= lay[l,o]
    only_if_laid[w,m]     flow[w,m] <= sum_o min(fits[w,o,m], most_useful[w,m]) * lay[l,o]
    within_<limit>[g,m]   sum_w content[w] * flow[w,m]
                              <= sum_o min(capacity[o,m], sum_w content[w] * most_useful[w,m]) * lay[l,o]
                          only where several ways share g and the limit is finite
    least_flow[g,m]       sum_w content[w] * flow[w,m] >= sum_o least_flow[l] * capacity[o,m] * run[l,o,m]
                          (lay[l,o] where l is steady; + idle[g,m] on the left where it exists, elastic by moment,
                          + idle[g] * least_flow * capacity, elastic by row)

    fits[w,o,m]           least over the limits of capacity[o,m] / content[w]

    Where a link has a least flow, `run` stands for `lay`; an existing link has 1 there, and bounds instead of rows.
    most_useful[w,m] = min(most that can reach the origin, most that can be absorbed from the destination on, grown by
    the loss on the way): see `reach.py`. A group of many ways (COUPLED) is held by `within` alone.

    Where statuses can give way, undone[l] and lifted[l] >= 0 say which do, and a required link is held by

    required[l]           sum_o lay[l,o] + undone[l] >= 1       where l is required or built
    forbidden[l]          sum_o lay[l,o] - lifted[l] <= 0       where l is forbidden

Entered in the books
    materials             -flow at the origin, +(1 - loss) * flow at the destination
    costs                 annuity and upkeep of what is laid, carrying and electricity of what is sent, to the link's
                          payers; disposal of what is lost, to the origin (at a junction: to the link's payers);
                          price_today of what arrives, from who receives it to who sends it (payments)
    once                  investment of what is laid
    impacts               building / life, carrying, electricity, losses, by the same
    quantities            what is sent, electricity of pumps, metres of what is laid / life, what is lost and does not vanish
    laid                  lay
    ties                  (1 - loss) * flow, from origin to destination
"""

from __future__ import annotations

from sidestream.formulation.draft import Draft
from sidestream.formulation.links.decisions import add_flow, add_lay, add_run, make_ways
from sidestream.formulation.links.entries import enter_builds, enter_flows
from sidestream.formulation.links.prices import enter_prices
from sidestream.formulation.links.reading import read_builds, read_flows, unused
from sidestream.formulation.links.table import Limit, LinkTable, Written, priced, rows_of_case
from sidestream.formulation.links.ties import tie

__all__ = [
    "Limit",
    "LinkTable",
    "Written",
    "read_builds",
    "read_flows",
    "rows_of_case",
    "unused",
    "write",
]


def write(draft: Draft, table: LinkTable) -> Written:
    """Enter links of one kind."""
    table = priced(draft, table)
    ways, group = make_ways(draft, table)
    lay = add_lay(draft, table)
    way, m, flow, most = add_flow(draft, table, ways, group)
    written = Written(table, ways, way, m, flow, lay)
    if len(table.links):
        run = add_run(draft, table, lay)
        tie(draft, table, written, group, most, run)
        enter_builds(draft, table, lay)
        enter_flows(draft, table, written)
        enter_prices(draft, written)
    return written
