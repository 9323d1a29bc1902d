"""Everything that could be built, each run as cheaply as it can be: the cheapest of them is the answer."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from oracle.builds import (
    all_builds,
    building_co2,
    cost_of_having,
    least_operation,
    new_links,
    within_investment_limits,
)
from oracle.known import Known
from oracle.runs import cheapest_run, groups, with_least_flow
from sidestream.park import Park


@dataclass(frozen=True)
class OracleAnswer:
    """What a park costs at best a year.

    Where there is no way to serve every `must`, `feasible` is False, `cost` NaN, and `shortfall` the least sum, in
    units, by which the musts are missed (NaN where Limits forbid everything).
    """

    feasible: bool
    cost: float
    builds: dict[str, str] = field(default_factory=dict)
    """Size (or vehicle, or "" for an own offer) of each new link; of equally good answers the one with fewest builds."""
    optima: list[dict[str, str]] = field(default_factory=list)
    """The builds of all answers that are equally good."""
    sent: dict[tuple[str, str, str, str], float] = field(default_factory=dict)
    """(link, where it enters, commodity, period) -> what enters [unit]"""
    co2: float = math.nan
    shortfall: float = 0.0


def best(park: Park, case: str = "design") -> OracleAnswer:
    """The cheapest of everything that could be done. `today`: existing links alone, no Limits."""
    known, limits = Known(park), case == "design"
    builds = [links for links in all_builds(known, case) if not limits or within_investment_limits(known, links)]
    builds = sorted(builds, key=lambda links: cost_of_having(known, links))
    floor = least_operation(known)
    cheapest, answers = math.inf, []
    for links in builds:
        having = cost_of_having(known, links)
        if having + floor > cheapest + _tie(cheapest):
            break  # no way of running the park could make up for this, nor for any dearer build
        run = cheapest_run(known, links, limits=limits)
        if run is not None:
            cheapest = min(cheapest, having + run[0])
            answers.append((having + run[0], links, run))
    if not answers:
        missed = [cheapest_run(known, links, limits=limits, short=True) for links in builds]
        return OracleAnswer(False, math.nan, shortfall=min((run[0] for run in missed if run), default=math.nan))
    ties = [answer for answer in answers if answer[0] <= cheapest + _tie(cheapest)]
    _, links, (_, co2, sent) = min(ties, key=lambda answer: len(new_links(answer[1])))
    return OracleAnswer(
        True,
        cheapest,
        builds=new_links(links),
        optima=[new_links(answer[1]) for answer in ties],
        sent=sent,
        co2=co2 + sum(building_co2(offer) for offer in links),
    )


def count_cases(park: Park) -> int:
    """How many linear programmes trying everything takes at most."""
    known = Known(park)
    return sum(
        2 ** (len(with_least_flow(links)) * (1 if group == 1 else group)) * (len(known.hours) // group)
        for links in all_builds(known, "design")
        for group in [len(groups(known, limits=True)[0])]
    )


def _tie(cost: float) -> float:
    return 0.0 if math.isinf(cost) else 1e-8 * max(1.0, abs(cost))
