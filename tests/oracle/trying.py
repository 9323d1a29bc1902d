"""Everything that could be built, each run as cheaply as it can be: the cheapest of them is the answer."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from oracle.builds import all_builds, cost_of_having, having, least_operation, within_investment_limits
from oracle.known import Known
from oracle.ledger import CO2, Ledger
from oracle.runs import cheapest_run, count_runs
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
    facilities: set[str] = field(default_factory=set)
    """Kind, name and size of each new conversion, storage, expansion and corridor; `fleet NAME built` of one that grows."""
    facilities_of_optima: list[set[str]] = field(default_factory=list)
    """The same for all answers that are equally good, in the order of `optima`."""
    sent: dict[tuple[str, str, str, str], float] = field(default_factory=dict)
    """(link, where it enters, commodity, period) -> what enters [unit]"""
    co2: float = math.nan
    shortfall: float = 0.0


def best(park: Park, case: str = "design") -> OracleAnswer:
    """The cheapest of everything that could be done. `today`: existing links alone, no Limits."""
    known, limits = Known(park), case == "design"
    builds = [build for build in all_builds(known, case) if not limits or within_investment_limits(known, build)]
    builds = sorted(builds, key=lambda build: cost_of_having(known, build))
    floor = least_operation(known)
    cheapest, answers = math.inf, []
    for build in builds:
        owned = cost_of_having(known, build)
        if owned + floor > cheapest + _tie(cheapest):
            break  # no way of running the park could make up for this, nor for any dearer build
        run = cheapest_run(known, build, limits=limits)
        if run is not None:
            cheapest = min(cheapest, owned + run.cost)
            answers.append((owned + run.cost, build, run))
    if not answers:
        missed = [cheapest_run(known, build, limits=limits, short=True) for build in builds]
        return OracleAnswer(False, math.nan, shortfall=min((run.cost for run in missed if run), default=math.nan))
    ties = [answer for answer in answers if answer[0] <= cheapest + _tie(cheapest)]
    _, build, run = min(ties, key=lambda answer: answer[1].count())
    return OracleAnswer(
        True,
        cheapest,
        builds=build.new_links(),
        optima=[answer[1].new_links() for answer in ties],
        facilities=build.new_facilities() | run.fleets,
        facilities_of_optima=[answer[1].new_facilities() | answer[2].fleets for answer in ties],
        sent=run.sent,
        co2=run.co2 + having(known, build).impact(CO2),
    )


def least_impact(park: Park, impact: str) -> float:
    """The least of an impact that there can be; infinite where there is no design."""
    known = Known(park)

    def worth(ledger: Ledger) -> float:
        return ledger.impact(impact)

    least = math.inf
    for build in all_builds(known, "design"):
        if within_investment_limits(known, build):
            run = cheapest_run(known, build, limits=True, worth=worth)
            least = min(least, math.inf if run is None else run.cost + worth(having(known, build)))
    return least


def count_cases(park: Park) -> int:
    """How many linear programmes trying everything takes at most."""
    known = Known(park)
    return sum(count_runs(known, build, limits=True) for build in all_builds(known, "design"))


def _tie(cost: float) -> float:
    return 0.0 if math.isinf(cost) else 1e-8 * max(1.0, abs(cost))
