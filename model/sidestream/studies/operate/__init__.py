"""Some hours of a design as they were measured: what to send where, and what is other than planned.

measured    a CSV file of supplies and demands, step by step (measured.py)
steps       the park of these steps, everything built as the design has it (steps.py)
dispatch    as little unmet as can be, then the least cost; once with what was measured, once with what was planned (dispatch.py)
telling     the two beside each other (telling.py)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sidestream.design.design import Design
from sidestream.design.study_tables.operation import RESULTS
from sidestream.design.worlds import of_world
from sidestream.errors import UsageError
from sidestream.park import Park
from sidestream.park.worlds import World, several, worlds
from sidestream.studies.operate.dispatch import dispatched
from sidestream.studies.operate.measured import Measured
from sidestream.studies.operate.steps import Steps, Stock, in_steps, planned_periods
from sidestream.studies.operate.telling import sheets
from sidestream.studies.options import Options
from sidestream.studies.run_sheet import operation_run
from sidestream.tables import suggest

__all__ = ["Stock", "operate", "planned_periods", "the_world"]

TOLERANCE = 0.01
NO_LIMITS = "the sheet Limits speaks of years: it is not looked at here"


def operate(
    park: Park,
    design: Design,
    measured: Measured,
    *,
    period: str = "",
    stocks: Mapping[str, Stock] | None = None,
    tolerance: float = TOLERANCE,
    options: Options | None = None,
) -> Design:
    """Dispatch a design of one world on what was measured, and hold it against the same steps as planned.

    `period` is the one of the plan that steps belong to of which the file does not say it, `tolerance` the share of what was planned from which on it is told.
    Raises UsageError for a period or stock that is not there, SolverError, NoDesignInTime, Interrupted, AuditError.
    """
    options = options or Options()
    periods = planned_periods(park, measured.periods, period)
    steps = Steps(names_of(measured.times), measured.hours, periods)
    options.news("planned", float("inf"), -float("inf"), float("inf"))
    plan = dispatched(*in_steps(park, design, steps, {}, stocks), options, stocks)
    options.news("measured", float("inf"), -float("inf"), float("inf"))
    now = dispatched(*in_steps(park, design, steps, measured.amounts, stocks), options, stocks)
    tables = sheets(plan, now, tolerance)
    cash = tables["Cash by step"]
    facts = {
        "steps": len(steps.names),
        "hours a step": steps.hours,
        "from": steps.names[0],
        "planned with": ", ".join(dict.fromkeys(periods)),
        "as planned, not measured": ", ".join(map(str, measured.as_planned)) or "nothing",
        "tolerance [%]": 100 * tolerance,
        "deviations": len(tables["Deviations"]),
        "paid as planned": float(cash["planned"].sum()),
        "paid": float(cash["measured"].sum()),
        "currency": park.settings.currency,
        "enough": bool(plan.design.facts["enough"] and now.design.facts["enough"]),
        "notes": "; ".join(dict.fromkeys([*([NO_LIMITS] if len(park["Limits"]) else []), *plan.notes, *now.notes])),
    }
    tables["Run"] = operation_run(park, facts, design, options)
    return Design.of(tables, facts, RESULTS, kind="operation")


def names_of(times: list[datetime]) -> list[str]:
    """What the steps are called: when they begin."""
    exact = "seconds" if any(time.second for time in times) else "minutes"
    return [time.replace(microsecond=0).isoformat(" ", exact) for time in times]


def the_world(park: Park, design: Design, stage: str, scenario: str) -> tuple[Park, Design]:
    """Return park and design of one stage and scenario. Raises UsageError where there is no such, or nobody says which."""
    if not several(park):
        for option, said in (("--stage", stage), ("--scenario", scenario)):
            if said:
                raise UsageError(f"{option} {said}: the park has no stages and weighs no scenarios")
        return park, design
    every = worlds(park)
    stage = _chosen("stage", stage, list(dict.fromkeys(world.stage for world in every)))
    scenario = _chosen("scenario", scenario, list(dict.fromkeys(world.scenario for world in every)))
    world: World = next(one for one in every if (one.stage, one.scenario) == (stage, scenario))
    return world.park, of_world(design, world)


def _chosen(kind: str, said: str, names: list[str]) -> str:
    if said in names:
        return said
    listed = ", ".join(filter(None, names)) or "none"
    if said:
        raise UsageError(f"no {kind} is called '{said}'{suggest(said, names, otherwise=f'; there is {listed}')}")
    if len(names) == 1:
        return names[0]
    raise UsageError(f"the design has {len(names)} {kind}s: say with --{kind} which one: {listed}")
