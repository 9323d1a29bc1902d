"""The right answer for a tiny park in several stages and scenarios: every order of building, run in every world."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from oracle.builds import Build, all_builds, cost_of_having, having, within_investment_limits
from oracle.known import Known
from oracle.runs import cheapest_run
from sidestream.park import Park
from sidestream.park.worlds import World, worlds


@dataclass(frozen=True)
class Choice:
    """What there is in a stage: what of it is new, what that cost once, and what it costs a year in each scenario."""

    new: frozenset[tuple[str, str]]
    invested: float
    cost: tuple[float, ...]


def best_of_worlds(park: Park) -> float:
    """Yearly cost that counts, of the cheapest of all ways to build; infinite where there is none."""
    every = worlds(park)
    stages = list(dict.fromkeys(world.stage for world in every))
    choices = [_choices([world for world in every if world.stage == stage]) for stage in stages]
    firsts = [next(world for world in every if world.stage == stage) for stage in stages]
    chance = [world.probability for world in every if world.stage == stages[0]]
    cheapest = math.inf
    for order in itertools.product(*choices):
        if all(_follows(before, after) for before, after in itertools.pairwise(order)) and _paid(order, firsts):
            cheapest = min(cheapest, _counted(park, order, firsts, chance))
    return cheapest


def _choices(mine: list[World]) -> list[Choice]:
    """What could be there in a stage, run in each of its scenarios."""
    known = [Known(world.park) for world in mine]
    made = []
    for builds in zip(*(all_builds(one, "design") for one in known), strict=True):
        if not all(within_investment_limits(one, build) for one, build in zip(known, builds, strict=True)):
            continue
        runs = [cheapest_run(one, build, limits=True) for one, build in zip(known, builds, strict=True)]
        if all(run is not None for run in runs):
            having = [cost_of_having(one, build) for one, build in zip(known, builds, strict=True)]
            cost = tuple(have + run.cost for have, run in zip(having, runs, strict=True) if run)
            made.append(Choice(_new(builds[0]), _invested(known[0], builds[0]), cost))
    return made


def _new(build: Build) -> frozenset[tuple[str, str]]:
    return frozenset(build.new_links().items()) | {("", word) for word in build.new_facilities()}


def _invested(known: Known, build: Build) -> float:
    return having(known, build).invested()


def _follows(before: Choice, after: Choice) -> bool:
    return before.new <= after.new


def _paid(order: tuple[Choice, ...], firsts: list[World]) -> bool:
    """Whether no stage invests more than its budget."""
    spent = [0.0, *(choice.invested for choice in order)]
    now = [after - before for before, after in itertools.pairwise(spent)]
    return all(math.isnan(world.budget) or cost <= world.budget + 1e-6 for cost, world in zip(now, firsts, strict=True))


def _counted(park: Park, order: tuple[Choice, ...], firsts: list[World], chance: list[float]) -> float:
    """The expected cost, or what is made of it where risk counts: sorted, not solved."""
    settings, worth = park.settings, sum(world.worth for world in firsts)
    totals = [
        sum(world.worth * choice.cost[place] for world, choice in zip(firsts, order, strict=True)) / worth
        for place in range(len(chance))
    ]
    mean = sum(share * total for share, total in zip(chance, totals, strict=True))
    if settings.risk == "expected cost":
        return mean
    if settings.risk == "worst case":
        risk = max(totals)
    else:
        left, risk = settings.risk_tail, 0.0
        for total, share in sorted(zip(totals, chance, strict=True), reverse=True):
            risk += min(left, share) * total / settings.risk_tail
            left -= min(left, share)
    return (1 - settings.risk_weight) * mean + settings.risk_weight * risk
