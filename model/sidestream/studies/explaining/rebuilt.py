"""What more of a supply is worth, and more of a need costs, where the park may be designed anew: the sheet Values with rebuilding.

    value = (least cost as it is - least cost with 1 % or 10 % more of it) / what is added a year;  the other way round for a need

Both costs are proven to the last, or the range says what is not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sidestream.design.study_tables.explained import SUPPLY
from sidestream.park import Park
from sidestream.park.worlds import shares_of_money, worlds
from sidestream.solver.search import Orders
from sidestream.studies.explaining.best import Best
from sidestream.studies.explaining.flips import EACH, Turning
from sidestream.studies.explaining.levers import Lever
from sidestream.studies.standing import Again, ask
from sidestream.studies.warm import carried_over, dispatched

MORE = (0.01, 0.10)
"""By how much a supply or a need grows."""


def rebuilt(best: Best, levers: Sequence[Lever], until: float) -> Iterator[dict[str, Any]]:
    """Yield rows of the sheet, as long as there is time."""
    if not levers:
        return
    left = 2 * len(levers) + 1
    now = _least(best, levers[0], levers[0].now, _share(until, left))
    unit = best.ready.park["Commodities"].set_index("commodity")["unit"].to_dict()
    for lever in levers:
        for more in MORE:
            left -= 1
            if now is None or best.ready.options.wish() or time.monotonic() >= until:
                return
            then = _least(best, lever, lever.now * (1 + more), _share(until, left))
            if then is None:
                continue
            added = more * _a_year(best.ready.park, lever)
            sign = 1.0 if lever.of == SUPPLY else -1.0
            values = sorted(((now.cost - then.bound) / added * sign, (now.bound - then.cost) / added * sign))
            commodity, _, participant = lever.what.partition(" at ")
            yield {
                "what": lever.of,
                "participant": participant,
                "commodity": commodity,
                "more": more,
                "added": added,
                "unit": unit[commodity],
                "value": (now.cost - then.cost) / added * sign + 0.0,
                "low": values[0] + 0.0,
                "high": values[1] + 0.0,
            }


def _least(best: Best, lever: Lever, value: float, until: float) -> Again | None:
    """The least cost with a lever at a value; None where there is no design, or none was found in time."""
    options = best.ready.options
    model = Turning(best, "", lever, until).model(value)
    if model is None:
        return None
    made, problem = model
    start = carried_over(best.values, best.ready.made.model, made.model)
    whole = np.flatnonzero(problem.integer)
    orders = Orders(0.0, until, options.jobs, wish=options.wish, without=options.without)
    again = ask(made, problem, replace(orders, start=dispatched(problem, whole, start)))
    return again if again.values is not None else None


def _a_year(park: Park, lever: Lever) -> float:
    """How much there is of it a year, over all worlds as the goal counts them [unit/a]."""
    every = worlds(park)
    total = 0.0
    for world, share in zip(every, shares_of_money(every).tolist(), strict=True):
        sheet = lever.cells[0][0]
        places = np.flatnonzero(world.park[sheet].index.isin([row for _, row, _ in lever.cells]))
        total += share * float((world.park.amounts(sheet)[places] @ world.park.moments["weight"].to_numpy(float)).sum())
    return total


def _share(until: float, left: int) -> float:
    now = time.monotonic()
    return now + min(max(until - now, 0.0) / max(left, 1), EACH)
