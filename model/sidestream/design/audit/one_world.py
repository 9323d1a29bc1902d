"""Whether the design of one world is true: every figure in it worked out again from the park.

The order is that of the promises: what is built, what flows and is used, that it balances and fits, what it costs and
emits, what that adds up to. A wrong cell is named once and set right before anything is built on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sidestream.design.audit.activities import Done, activities
from sidestream.design.audit.balances import Balances, terms_of
from sidestream.design.audit.builds import check_builds, check_carried, check_idle
from sidestream.design.audit.capacities import check_capacities, check_loads
from sidestream.design.audit.conversions import check_runs, read_made, read_runs, settle_rests, settle_runs
from sidestream.design.audit.facilities import check_facilities
from sidestream.design.audit.fleets import check_fleets
from sidestream.design.audit.flows import read_flows, settle_flows
from sidestream.design.audit.gates import Through, check_facilities_used, check_gates
from sidestream.design.audit.guesses import check_guesses, settled_tables
from sidestream.design.audit.impacts import other_impacts
from sidestream.design.audit.joined import Bought
from sidestream.design.audit.known import DESIGN, Known
from sidestream.design.audit.ledger import check_ledger
from sidestream.design.audit.ledgers import check_costs, check_impacts
from sidestream.design.audit.left_out import check_left_out
from sidestream.design.audit.limits import Expected, Limited, check_limits
from sidestream.design.audit.misses import check_misses
from sidestream.design.audit.needs import settle_needs
from sidestream.design.audit.participation import OF_FIRMS, check_firms
from sidestream.design.audit.qualities import check_qualities
from sidestream.design.audit.reading import read_sheet
from sidestream.design.audit.relations import asked_for, check_relations
from sidestream.design.audit.stores import check_levels, read_levels, settle_levels
from sidestream.design.audit.streams import check_complete, read_streams
from sidestream.design.audit.summary import check_summary
from sidestream.design.audit.sums import check_participants
from sidestream.design.audit.supplies import settle_supplies
from sidestream.design.audit.uses import settle_uses
from sidestream.design.audit.whole import Seen, Whole
from sidestream.design.design import Design
from sidestream.design.guesses import resting
from sidestream.design.tables import RESULTS
from sidestream.errors import Fault
from sidestream.park.park import Park
from sidestream.park.worlds import worlds
from sidestream.tables import Loaded


@dataclass
class OneOfSeveral:
    """A world whose design stands beside others: what is said of all of them together is put down here."""

    expected: list[Expected] | None = None
    """Limits that hold in expectation, where scenarios are weighed."""
    flowing: set[str] = field(default_factory=set)
    """Links that carry something."""
    seen: Seen | None = None
    """What is built and flows, costs and causes."""


def audit_world(
    park: Park,
    design: Design,
    cells: Mapping[str, Loaded] | None = None,
    several: OneOfSeveral | None = None,
) -> list[Fault]:
    """Return every promise that the design breaks, named by its cell; an empty list: it is true.

    `cells` is the design as read back from a workbook: what stands there is audited, under its real addresses. Without
    it the design's tables are, addressed as if written from A1 with a header. `design.facts` may hold `today_short`
    (true where today's park cannot serve every must) and `bound` [EUR/a].
    """
    faults: list[Fault] = []
    known = Known(park)
    here = [table for table in RESULTS if several is None or table.sheet not in OF_FIRMS]
    sheets = {table.sheet: read_sheet(table, design, cells, faults) for table in here}
    today_short = bool(design.facts.get("today_short", False))

    builds = check_builds(sheets["Build list"], known)
    facilities = check_facilities(sheets["Facilities"], known, builds)
    flows = read_flows(sheets["Flows"], known, builds)
    relations = check_relations(sheets["Relations set up"], known, builds, flows)
    supplies = read_streams(sheets["Supplies used"], known, "Supplies")
    needs = read_streams(sheets["Needs met"], known, "Demands")
    sheets["By-products used"].known("by_product", known.commodities, "commodity")
    uses = read_streams(sheets["By-products used"], known, "Demands")
    by_product = uses.sheet.words["by_product"].within(known.commodities)
    check_complete(supplies, known, "Supplies")
    check_complete(needs, known, "Demands")

    runs = read_runs(sheets["Conversions run"], known, facilities)
    made = read_made(sheets["Made and used"], known)
    levels = read_levels(sheets["Storage levels"], known, facilities)

    balances = Balances(known, terms_of(flows, supplies, uses, by_product, made, levels))
    settle_flows(flows, balances.off)
    settle_supplies(supplies, known, balances.off, today_short=today_short)
    settle_uses(uses, known, by_product, balances.off)
    settle_needs(needs, uses, known, today_short=today_short)
    settle_levels(levels, balances.off, today_short=today_short)
    settle_runs(runs, made, known, facilities, balances.off)
    settle_rests(made, *balances.gaps(made.case, made.participant, made.commodity, made.period))
    balances.check()

    loads = check_loads(flows, known)
    check_capacities(flows, known, builds, today_short=today_short)
    check_runs(runs, known, facilities)
    check_levels(levels, known)
    gates = check_gates(Through(flows, supplies, needs, made), known, facilities, today_short=today_short)
    fleets = check_fleets(flows, loads, known, facilities, today_short=today_short)
    check_facilities_used(facilities, known, runs, levels, gates, fleets)
    flowing = (flows.case == DESIGN) & (flows.sent > 0)
    check_carried(builds, known, flows.link[flowing], flows.sent[flowing])
    if several is None:  # what carries nothing in one world may carry something in another
        check_idle(builds, np.unique(flows.link[flowing]), known, asked_for(known, builds))
    else:
        several.flowing.update(known.links[np.unique(flows.link[flowing])])

    done = Done(builds, facilities, relations, flows, loads, supplies, needs, runs, made, levels, uses, by_product)
    entered = activities(known, done)
    others = other_impacts(known, done)
    impacts = check_impacts(sheets["Impacts"], known, entered, others)
    costs = check_costs(sheets["Costs"], known, entered, others)
    sums = (known, builds, facilities, relations, flows, costs, impacts)
    seen, moved = Seen(*sums), None
    invested = check_participants(sheets["Participants"], *sums, today_works=not today_short)
    if several is None:
        whole = Whole(park, worlds(park), [seen])
        moved = check_firms(sheets["Companies"], sheets["Payments"], whole, today_works=not today_short)
    else:
        several.seen = seen
    settled = settled_tables(known, done, costs, impacts)
    check_qualities(sheets["Qualities met"], known, settled)
    check_ledger(sheets["Ledger"], known, settled)
    known_figures = check_guesses(sheets["Guesses"], known, settled, today_works=not today_short)
    check_misses(sheets["Misses"], known, settled)
    check_left_out(sheets["Left out"], known, builds, facilities)
    check_summary(
        sheets["Summary"],
        builds,
        facilities,
        relations if len(park["Relations"]) else None,
        costs,
        impacts,
        resting(known_figures),
        design.facts,
        units=park.impacts,
        moved=moved,
        objective=park.settings.objective,
        changes=len(park.changes),
        today_works=not today_short,
    )
    shown_in = (sheets["Summary"], sheets["Participants"], sheets["Impacts"], sheets["Costs"])
    done_by = (builds, flows, Bought(needs, made))
    limited = Limited(known, *done_by, entered, others, invested, *shown_in)
    check_limits(limited, None if several is None else several.expected)
    order = {table.sheet: place for place, table in enumerate(RESULTS)}
    return sorted(faults, key=lambda fault: order[fault.sheet])
