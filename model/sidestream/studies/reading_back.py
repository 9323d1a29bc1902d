"""From the values of an answer to a design: what assets and books have to say, sums, and the audit.

Everything is computed again from the park and the tables before anybody sees them.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates.pairs import Everybody
from sidestream.design.accounts import (
    gap_of_cost,
    gap_of_saving,
    has_facilities,
    participants_frame,
    summary_frame,
)
from sidestream.design.audit import audit
from sidestream.design.companies import companies_frame
from sidestream.design.design import Design
from sidestream.design.guesses import guesses
from sidestream.design.ledger import by_period, in_a_year
from sidestream.design.payments import in_words, with_prices
from sidestream.design.qualities import qualities_frame
from sidestream.design.worlds import together
from sidestream.errors import AuditError
from sidestream.formulation import reading
from sidestream.formulation.draft import Draft
from sidestream.park import Park
from sidestream.park.assumptions import assumptions
from sidestream.park.worlds import several
from sidestream.solver.gap import target
from sidestream.solver.search import Found
from sidestream.studies.left_out import left_out
from sidestream.studies.misses import misses, too_many
from sidestream.studies.prepared import Prepared
from sidestream.studies.run_sheet import asked_of, run_sheet
from sidestream.studies.shortfalls import shortfall_in, shortfall_sentence
from sidestream.studies.today import Today

Floats = NDArray[np.float64]
ONLY_DESIGNED = ("Build list", "Facilities", "Relations set up")
"""Tables of which today's park has none."""


def read_back(ready: Prepared, found: Found, values: Floats, *, looking_on: bool = True) -> Design:
    """Return the design of an answer; without Misses and Assumptions unless it is `looking_on` to what else there is. Raises AuditError
    where it is not what the park says.
    """
    park, made, todays, clock = ready.park, ready.made, ready.todays, ready.clock
    many = several(park)
    everybody = Everybody(park)
    facts = facts_of(ready, values, found) | {"pairs_too_many": too_many(everybody) if looking_on else 0}
    if ready.least is not None:
        facts |= {"objective": ready.least.impact, "least_bound": ready.least.bound}
    alone = {"pairs_too_many": facts["pairs_too_many"]} if many else facts
    tables = [_tables(draft, values, one) for draft, one in zip(made.drafts, todays, strict=True)]
    agreed = made.agreed(values)
    if agreed:
        agreed["Payments"] = with_prices(park, agreed["Payments"], made.worlds, [one["Flows"] for one in tables])
    designs = [
        _of_world(
            Everybody(world.park) if many else everybody,
            one,
            of_today,
            alone,
            {} if many else agreed,
            looking_on=looking_on,
        )
        for world, one, of_today in zip(made.worlds, tables, todays, strict=True)
    ]
    design = together(park, made.worlds, designs, facts, agreed) if many else designs[0]
    if not many:
        design.tables["Left out"] = left_out(park, found.pruned)
    clock.lap("reading back")
    ready.options.news("audit", facts["cost"], facts["bound"], ready.today.cost)
    broken = audit(park, design)
    if broken:
        raise AuditError("the design", broken)
    clock.lap("audit")
    design.facts |= {"phases": clock.laps, "seconds": time.monotonic() - clock.began}
    design.tables["Run"] = run_sheet(park, design.facts, asked_of(ready.options))
    return design


def facts_of(ready: Prepared, values: Floats, found: Found) -> dict[str, Any]:
    """Cost, bound and gap of an answer, and how it was found: the facts of its design."""
    made, problem, today, options = ready.made, ready.problem, ready.today, ready.options
    by_column, constant = made.goal
    cost = float(by_column @ values) + constant
    bound = min(found.bound, cost)
    baseline = today.baseline
    gap = max(cost - bound, 0.0)
    # what a solver takes for nothing is a share of what is added up, of which the cost may be a small difference
    nothing = 1e-9 * max(1.0, float(np.abs(by_column) @ np.abs(values)) + abs(constant))
    if gap <= nothing:
        gap, bound = 0.0, cost
    return {
        "cost": cost,
        "cost_today": today.cost,
        "bound": bound,
        "gap": gap,
        "gap_of_cost": gap_of_cost(gap, cost) / 100,
        "gap_of_saving": None if today.short else gap_of_saving(gap, bound, today.cost) / 100,
        "enough": gap <= target(options.gap, cost, bound, baseline) + nothing + found.slack,
        "status": found.status,
        "parts": found.parts,
        "pruned": len(found.pruned),
        "today_gap": today.gap,
        "today_short": bool(today.short),
        "today_shortfalls": today.short,
        "log": found.log,
        "size": [problem.shape[1], problem.shape[0], int(problem.integer.sum())],
        "today_short_words": [shortfall_in(made.worlds, row) for row in today.short],
        "currency": made.park.settings.currency,
        "payments": made.park.settings.payments,
        "worlds": len(made.worlds),
    }


def _of_world(
    everybody: Everybody,
    tables: dict[str, pd.DataFrame],
    today: Today,
    facts: dict[str, Any],
    agreed: dict[str, pd.DataFrame],
    *,
    looking_on: bool,
) -> Design:
    """The design of one world. Without a bound among the facts nothing is said to be proven of it."""
    park = everybody.park
    said = [shortfall_sentence(park, row) for row in today.short]
    known = {"today_short": bool(today.short), "today_short_words": said, "currency": park.settings.currency}
    design = _design(park, tables, today, known | facts, agreed)
    if looking_on:
        design.tables["Assumptions"] = assumptions(park)
    if looking_on and not facts["pairs_too_many"]:
        design.tables["Misses"] = misses(everybody, design.tables)
    return design


def _tables(draft: Draft, values: Floats, today: Today) -> dict[str, pd.DataFrame]:
    """What assets and books have to say of today's park and of the design of a world."""
    made = reading.tables(draft, values)
    return {
        sheet: made[sheet]
        if sheet in ONLY_DESIGNED
        else pd.concat([today.tables[sheet], made[sheet]], ignore_index=True)
        for sheet in made
    }


def _design(
    park: Park,
    tables: dict[str, pd.DataFrame],
    today: Today,
    facts: dict[str, Any],
    agreed: dict[str, pd.DataFrame],
) -> Design:
    both = tables | agreed
    works = not today.short
    both["Qualities met"] = qualities_frame(park, both)
    both["Ledger"] = in_a_year(by_period(park, both))
    costs, impacts, builds = both["Costs"], both["Impacts"], both["Build list"]
    facilities = both["Facilities"] if has_facilities(park) else None
    relations = both["Relations set up"] if len(park["Relations"]) else None
    both["Participants"] = participants_frame(
        park, costs, impacts, builds, both["Flows"], facilities, relations, today_works=works
    )
    both["Companies"] = companies_frame(park, both["Participants"], both.get("Firms"))
    both["Guesses"] = guesses(park, both, today_works=works)
    both["Summary"] = summary_frame(
        costs,
        impacts,
        builds,
        both["Guesses"],
        facts.get("bound"),
        facilities=facilities,
        relations=relations,
        payments=both.get("Payments"),
        asked=in_words(park.settings.payments, several=False) if agreed else "",
        changes=park.changes,
        least=(facts["objective"], facts["least_bound"], park.impacts[facts["objective"]])
        if "objective" in facts
        else None,
        today_works=works,
    )
    if today.short:
        both["Summary"].loc[0, "note"] = _why_not_defined(facts["today_short_words"])
    elif today.gap > 1e-6 * abs(today.cost):
        words = f"today's park could be run for up to {today.gap:,.6g} {facts['currency']}/a less: the saving for as much less"
        both["Summary"].loc[0, "note"] = words
    return Design.of(both, facts)


def _why_not_defined(words: list[str]) -> str:
    more = f" and {len(words) - 1} more (see Run)" if len(words) > 1 else ""
    return (
        f"today's park cannot do all that must be done: {words[0]}{more}; savings are not defined. To see them, say what "
        "happens today instead: 'buy' or 'go without' with a price for 'must serve', 'dispose' with one for 'must go'"
    )
