"""Design a park once: today's park beside the best one, solved, settled, audited.

today       existing links only, no Limits, cheapest dispatch; short where it must be; each world by itself
consent     where firms are asked: what each pays today, at the least cash, over all worlds
design      every link that is not forbidden; builds rounded and fixed before anything is reported
audit       everything computed again from the park and the tables, before anybody sees them
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
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
from sidestream.design.payments import ALONG, in_words, with_prices
from sidestream.design.qualities import qualities_frame
from sidestream.design.worlds import together
from sidestream.errors import AuditError, InfeasibleError, Interrupted, NoDesignInTime, SolverError
from sidestream.formulation import reading
from sidestream.formulation.draft import Draft
from sidestream.formulation.plan import Plan, plan
from sidestream.park import Park
from sidestream.park.assumptions import assumptions
from sidestream.park.sites import COST
from sidestream.park.worlds import World, several
from sidestream.solver.gap import target
from sidestream.solver.highs import INFINITY, Watch
from sidestream.solver.search import LAST_SECONDS, Found, Orders, linear_bound
from sidestream.solver.settle import settle
from sidestream.solver.ties import least_of_equals
from sidestream.studies.impossible import impossible
from sidestream.studies.infeasible import infeasible, why_none
from sidestream.studies.least import held_to_least
from sidestream.studies.left_out import left_out
from sidestream.studies.merging import search_merged
from sidestream.studies.misses import misses, too_many
from sidestream.studies.options import Options
from sidestream.studies.participation import dissent, unpaid
from sidestream.studies.pools import held, search_draft
from sidestream.studies.run_sheet import run_sheet
from sidestream.studies.shortfalls import shortfall_in, shortfall_sentence
from sidestream.studies.today import Today, baseline_of_firms, todays_park, todays_worlds

__all__ = ["Options", "design_network"]
Floats = NDArray[np.float64]
log = logging.getLogger("sidestream")
ONLY_DESIGNED = ("Build list", "Facilities", "Relations set up")
"""Tables of which today's park has none."""
LEAST_EXPLAINING = 5.0
"""Seconds in which it may be told why there is no design, whatever the time limit."""
TIE_SECONDS, TIE_SHARE = 2.0, 0.1
"""How long the best of equally cheap designs may be looked for: so many seconds, or a share of those of the search."""


def design_network(park: Park, options: Options | None = None) -> Design:
    """Find the best network for a park that passed its checks.

    Raises InfeasibleError (with what is short, what clashes and what would do; or which firms would be worse off), InputError
    where firms are asked and today's park does not work, NoDesignInTime, Interrupted, SolverError, AuditError.
    """
    options = options or Options()
    clock = _Clock()
    deadline = INFINITY if options.time_limit is None else clock.began + options.time_limit
    options.news("writing", INFINITY, -INFINITY, INFINITY)
    made = plan(park, tight=options.tight)
    many = several(park)
    plain = [] if many else impossible(park, made.drafts[0])
    if plain:
        raise infeasible(park, _until(options), plain)
    problem = hand_over(made.model)
    clock.lap("building and hand-over")
    options.news("today", INFINITY, -INFINITY, INFINITY)
    goal = park.settings.objective
    todays = [todays_park(world.park, options, deadline, goal=goal) for world in made.worlds]
    today = todays_worlds(park, made.worlds, todays) if many else todays[0]
    clock.lap("today's park")
    if park.settings.payments:
        asked = baseline_of_firms(park, made.worlds, todays, options, deadline)
        made = plan(park, tight=options.tight, consent=asked)
        problem = hand_over(made.model)
        clock.lap("what firms compare with")
    least, exact = None, None
    if goal != COST:
        half = min(deadline, time.monotonic() + (deadline - time.monotonic()) / 2)
        least, problem, exact = held_to_least(made, problem, Orders(options.gap, half, options.jobs, wish=options.wish))
        clock.lap(f"least {goal}")
    start = unpaid(made, options, deadline, today.baseline) if park.settings.payments == ALONG else None
    found, values = _search(made, problem, exact, options, deadline, today.baseline, start)
    values = _without_unused(made, values)
    clock.lap("search")
    facts = _facts(made, problem, values, found, today, options) | {"pairs_too_many": too_many(park)}
    if least is not None:
        facts |= {"objective": goal, "least_bound": least.bound}
    alone = {"pairs_too_many": facts["pairs_too_many"]} if many else facts
    tables = [_tables(draft, values, one) for draft, one in zip(made.drafts, todays, strict=True)]
    agreed = made.agreed(values)
    if agreed:
        agreed["Payments"] = with_prices(park, agreed["Payments"], made.worlds, [one["Flows"] for one in tables])
    designs = [
        _of_world(world, one, of_today, alone, {} if many else agreed)
        for world, one, of_today in zip(made.worlds, tables, todays, strict=True)
    ]
    design = together(park, made.worlds, designs, facts, agreed) if many else designs[0]
    if not many:
        design.tables["Left out"] = left_out(park, found.pruned)
    clock.lap("reading back")
    options.news("audit", facts["cost"], facts["bound"], today.cost)
    broken = audit(park, design)
    if broken:
        raise AuditError("the design", broken)
    clock.lap("audit")
    design.facts |= {"phases": clock.laps, "seconds": time.monotonic() - clock.began}
    design.tables["Run"] = run_sheet(park, design.facts, _asked(options))
    return design


def _until(options: Options) -> Callable[[], bool]:
    """A wish to stop explaining, once that has taken as long as the search was given."""
    if options.time_limit is None:
        return options.wish
    end = time.monotonic() + max(options.time_limit, LEAST_EXPLAINING)
    return lambda: options.wish() or time.monotonic() > end


def _asked(options: Options) -> dict[str, str]:
    limit = "none" if options.time_limit is None else f"{options.time_limit:g}"
    return {
        "gap asked for [%]": f"{100 * options.gap:g}",
        "time limit [s]": limit,
        "jobs": str(options.jobs),
        "solver": options.solver,
        **({"searched without": ", ".join(sorted(options.without))} if options.without else {}),
    }


class _Clock:
    """Seconds of each phase."""

    def __init__(self) -> None:
        self.began = self._last = time.monotonic()
        self.laps: dict[str, float] = {}

    def lap(self, phase: str) -> None:
        now = time.monotonic()
        self.laps[phase] = now - self._last
        log.debug("%s: %.2f s", phase, now - self._last)
        self._last = now


def _search(
    made: Plan,
    problem: Matrices,
    exact: Matrices | None,
    options: Options,
    deadline: float,
    baseline: float | None,
    start: Floats | None,
) -> tuple[Found, Floats]:
    """Search, settle, and say why where there is nothing to settle. `exact` is the problem without the slack that a search needs
    beside the least of an impact.
    """

    def news(incumbent: float, bound: float) -> None:
        options.news("design", incumbent, bound, INFINITY if baseline is None else baseline)

    began = time.monotonic()
    for tolerance in (None, 1e-9):
        if tolerance:  # the answer so far is none: a second one is sought even where the time is up
            deadline = max(deadline, time.monotonic() + LAST_SECONDS)
        orders = Orders(
            options.gap, deadline, options.jobs, baseline, options.wish, news, tolerance, start, options.without
        )
        found = _ask(made, problem, options, orders)
        for line in found.log:
            log.debug("%s", line)
        if found.status == "infeasible":
            raise _impossible(made, options)
        if found.values is None:
            if tolerance:
                break
            if options.wish():
                raise Interrupted("stopped before a design was found")
            if found.status == "nothing":
                raise NoDesignInTime("no design was found in the time allowed: give it more with --time-limit")
            raise SolverError(f"the solver stopped without a design: {found.status}")
        breakers = made.tie_breakers()
        settled = settle(held(made, problem, found.values), found.values, breakers)
        values = settled.values
        if values is not None and settled.status == "optimal":
            if exact is not None:
                closer = settle(held(made, exact, found.values), found.values, breakers)
                if closer.values is not None and closer.status == "optimal":
                    # what the slack buys is no saving: a route that carries a gram for it is not worth listing
                    found.bound += max(closer.objective - settled.objective, 0.0)
                    settled, values, problem = closer, closer.values, exact
            found.cost = settled.objective
            if found.status != "proven" or options.solver != "highs":
                return found, values
            seconds = max(TIE_SECONDS, TIE_SHARE * (time.monotonic() - began))
            watch = Watch(min(deadline, time.monotonic() + seconds), options.wish)
            return found, least_of_equals(problem, values, breakers, watch)
    raise SolverError("the design did not survive being solved again with its builds fixed")


def _impossible(made: Plan, options: Options) -> InfeasibleError:
    """Why there is no design: because of what firms ask for, or whatever they say."""
    wish, asked = _until(options), made.consent
    against = dissent(made.park, asked, wish) if asked else None
    return against or why_none(made, wish)


def _ask(made: Plan, problem: Matrices, options: Options, orders: Orders) -> Found:
    if options.solver == "highs":
        return search_merged(made, problem, orders) or search_draft(made, problem, orders)
    if made.mixing:
        raise SolverError("streams of different quality meet in junctions here: that is searched with highs alone")
    from sidestream.solver.other import solve_with

    seconds = None if orders.deadline == INFINITY else max(orders.deadline - time.monotonic(), 1.0)
    # a share of the saving cannot be told to other solvers: they go on to the end
    answer = solve_with(made.model, options.solver, seconds, options.gap if orders.baseline is None else 0.0)
    if answer.values is None:
        return Found(answer.status, None, INFINITY, -INFINITY, 1, answer.log)
    if not np.isfinite(answer.bound):
        optimal = answer.status == "optimal"
        answer.bound = answer.objective if optimal else linear_bound(problem, time.monotonic() + LAST_SECONDS)
    enough = answer.objective - answer.bound <= target(options.gap, answer.objective, answer.bound, orders.baseline)
    return Found("enough" if enough else "stopped", answer.values, answer.objective, answer.bound, 1, answer.log)


def _without_unused(made: Plan, values: Floats) -> Floats:
    """What is free to build and carries nothing is not built; what costs and carries nothing even less."""
    values = values.copy()
    while True:  # a trench is of no use once the pipe in it is out
        idle = made.unused(values)
        idle = idle[values[idle] > 0.5]
        if not len(idle):
            return values
        values[idle] = 0.0


def _facts(
    made: Plan, problem: Matrices, values: Floats, found: Found, today: Today, options: Options
) -> dict[str, Any]:
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
        "enough": gap <= target(options.gap, cost, bound, baseline) + nothing,
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
    world: World,
    tables: dict[str, pd.DataFrame],
    today: Today,
    facts: dict[str, Any],
    agreed: dict[str, pd.DataFrame],
) -> Design:
    """The design of one world. Without a bound among the facts nothing is said to be proven of it."""
    said = [shortfall_sentence(world.park, row) for row in today.short]
    known = {"today_short": bool(today.short), "today_short_words": said, "currency": world.park.settings.currency}
    design = _design(world.park, tables, today, known | facts, agreed)
    if not facts["pairs_too_many"]:
        design.tables["Misses"] = misses(world.park, design.tables)
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
    both["Assumptions"] = assumptions(park)
    return Design.of(both, facts)


def _why_not_defined(words: list[str]) -> str:
    more = f" and {len(words) - 1} more (see Run)" if len(words) > 1 else ""
    return (
        f"today's park cannot do all that must be done: {words[0]}{more}; savings are not defined. To see them, say what "
        "happens today instead: 'buy' or 'go without' with a price for 'must serve', 'dispose' with one for 'must go'"
    )
