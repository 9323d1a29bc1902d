"""Running the park of some steps: as little unmet as can be of what has no price, then the least cost; read back and audited."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sidestream.algebra.matrices import hand_over
from sidestream.design.design import Design
from sidestream.errors import Interrupted, NoDesignInTime, SolverError
from sidestream.formulation.plan import plan
from sidestream.park import Park
from sidestream.solver.highs import INFINITY
from sidestream.solver.search import Orders
from sidestream.studies.operate.steps import Stock, as_they_are
from sidestream.studies.options import Options
from sidestream.studies.outage.cases import Case, unpriced
from sidestream.studies.outage.losing import Needs, put
from sidestream.studies.outage.used import cash_by_period
from sidestream.studies.prepared import Clock, Prepared
from sidestream.studies.reading_back import read_back
from sidestream.studies.today import todays_park

HELD = "storages cannot gain or lose what was planned: they hold at the end what they held at the beginning"
LOOSE = "pipes that always run cannot always run: they may stand still here"
OUT_OF_TIME = "the time limit came before a dispatch was found: give it more"


@dataclass(frozen=True)
class Dispatch:
    """How the steps are run: tables like those of a design, what each participant pays in each step beside what is paid whatever
    flows (participants x steps), and what had to be let go for it.
    """

    park: Park
    design: Design
    cash: pd.DataFrame
    notes: list[str]


def dispatched(park: Park, needs: Needs, options: Options, stocks: Mapping[str, Stock] | None = None) -> Dispatch:
    """Run the park of some steps; what is not a firm's to decide (pipes that always run, planned stocks) is let go where nothing runs
    with it. Raises SolverError where nothing runs, NoDesignInTime, Interrupted, AuditError.
    """
    deadline = INFINITY if options.time_limit is None else time.monotonic() + options.time_limit
    orders = Orders(gap=options.gap, deadline=deadline, jobs=options.jobs, wish=options.wish)
    notes: list[str] = []
    case, unmet = _least_unmet(park, needs, orders)
    levels = park["Storages"][["start_level", "end_level"]]
    if unmet is None and levels.notna().any(axis=None):
        held = as_they_are(park, stocks or {})
        if not held["Storages"][["start_level", "end_level"]].equals(levels):
            park = held
            notes.append(HELD)
            case, unmet = _least_unmet(park, needs, orders)
    always = park["Pipelines"]["steady"].astype(bool).to_numpy(bool)
    if unmet is None and always.any():
        notes.append(LOOSE)
        pipes = put(park.typed["Pipelines"], always, "steady", False)
        park = Park(park.typed | {"Pipelines": pipes}, park.name, park.fingerprint)
        case, unmet = _least_unmet(park, needs, orders)
    if unmet is None:
        _in_time(orders)
        raise SolverError(
            "nothing runs with these figures: a plant, a gate or a storage cannot be kept within what it can do"
        )
    answer = case.cheapest(unmet, orders)
    if answer is None:
        _in_time(orders)
        raise SolverError("what was found did not survive being solved again")
    found, values = answer
    quiet = Options(gap=options.gap, wish=options.wish)
    today = todays_park(case.park, quiet, INFINITY)
    ready = Prepared(case.park, quiet, case.made, case.problem, [today], today, clock=Clock())
    design = read_back(ready, found, values, looking_on=False)
    return Dispatch(case.park, design, cash_by_period(case.made.drafts[0], values), notes)


def _least_unmet(park: Park, needs: Needs, orders: Orders) -> tuple[Case, float | None]:
    made = plan(park)
    case = Case(park, made, hand_over(made.model), *unpriced(made.drafts[0], needs))
    return case, case.least_unmet(orders)


def _in_time(orders: Orders) -> None:
    if orders.wish():
        raise Interrupted("stopped before a dispatch was found")
    if time.monotonic() >= orders.deadline:
        raise NoDesignInTime(OUT_OF_TIME)
