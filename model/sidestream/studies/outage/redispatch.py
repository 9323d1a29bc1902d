"""What the survivors make of an outage: the park in use, run again without what is lost.

    first      as little as can be goes unmet of what has no price, each need in each period by its share of it, as in today's park
    then       the least cost, as the design counts it, with what is built as it is; loads and what runs are decided anew

What holds in a normal year (Limits, links that always run, levels of storages) holds in an outage as long as nothing more goes unmet
for it; else it is left out, and said so. What even then cannot be (a gate too narrow for what is left) is let through, and named.
Each outage is read back and audited like a design. Extra cost and CO2 are the survivors' in the outage less the same survivors' in the
design, a year: builds are the same in both, so annuities fall out, those of the lost ones too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.design.design import Design
from sidestream.errors import AuditError, Fault, SolverError
from sidestream.solver.search import Found
from sidestream.studies.options import Options
from sidestream.studies.outage.cases import Case, dispatched
from sidestream.studies.outage.losing import NOTHING, PARTICIPANT, Key, Loss, keys
from sidestream.studies.outage.used import InUse, cash_by_period
from sidestream.studies.prepared import Clock, Prepared
from sidestream.studies.reading_back import read_back
from sidestream.studies.today import todays_park

Floats = NDArray[np.float64]
LITTLE = 1e-5
"""Share of a need that is not told: what a solver leaves."""


@dataclass
class Outage:
    """What an outage does, as if it lasted a year: by participant what it pays and causes more, by period what all survivors pay more
    an hour, and what goes unmet: (need or by-product, row, period, amount, whether it has a price, what was needed).
    """

    loss: Loss
    cash: dict[str, float] = field(default_factory=dict)
    co2: dict[str, float] = field(default_factory=dict)
    per_hour: dict[str, float] = field(default_factory=dict)
    unmet: list[tuple[str, Key, str, float, bool, float]] = field(default_factory=list)
    needed: dict[tuple[str, Key], float] = field(default_factory=dict)
    """What of each need, and of what must go, there is in a year."""
    notes: list[str] = field(default_factory=list)
    proven: bool = True
    done: bool = True


def outage_of(used: InUse, loss: Loss) -> Outage:
    """Run a park in use without what is lost. A function of a module, so that processes can be given it."""
    if time.time() >= used.deadline:
        return Outage(loss, done=False, proven=False)
    try:
        return _told(used, loss, *dispatched(used, loss))
    except AuditError as error:
        raise AuditError(f"the outage of {loss.name or NOTHING}", error.faults) from None
    except SolverError as error:
        return Outage(loss, notes=[f"not worked out: {error}"], done=False, proven=False)


def _told(
    used: InUse, loss: Loss, case: Case, found: Found, values: Floats, notes: list[str], through: list[Any]
) -> Outage:
    """Read an outage back, audited, and hold it against the design."""
    quiet = Options(gap=0.0, without=used.without)
    today = todays_park(case.park, quiet, np.inf)
    ready = Prepared(case.park, quiet, case.made, case.problem, [today], today, clock=Clock())
    design = read_back(ready, found, values, looking_on=False)
    people = design["Participants"].set_index("participant")
    survivors = [name for name in used.survivors if loss != (PARTICIPANT, name)]
    more = cash_by_period(case.made.drafts[0], values).reindex(survivors, fill_value=0.0) - used.by_period.reindex(
        survivors, fill_value=0.0
    )
    hours = case.park.moments.set_index("period")["hours"]
    made = Outage(
        loss,
        {name: float(people.at[name, "cost_design"] - used.cash[name]) for name in survivors},
        {name: float(people.at[name, "co2_design"] - used.co2[name]) for name in survivors},
        {str(period): float(more[period].sum() / hours[period]) for period in more.columns},
        list(_unmet(used, loss, design)),
        _needed(used, design),
        notes,
        found.status == "proven",
    )
    units = case.park["Commodities"].set_index("commodity")["unit"]
    for row in through:
        of, participant, commodity, period = row["where"]
        if commodity in units.index:
            made.unmet.append(
                (
                    "need" if of == "virgin" else "by-product",
                    (participant, commodity, ""),
                    period,
                    float(row["amount"]),
                    False,
                    np.nan,
                )
            )
    told, summed = sum(made.cash.values()), float(more.to_numpy(float).sum())
    if abs(told - summed) > 1e-6 * max(1.0, float(used.cash.abs().sum())):
        words = f"{summed:,.10g} in the model, {told:,.10g} in the tables"
        raise AuditError("the outage", [Fault("Participants", "", "cost_design", words)])
    return made


def _unmet(used: InUse, loss: Loss, design: Design) -> Iterator[tuple[str, Key, str, float, bool, float]]:
    """What goes unmet in an outage and not in the design, by row of the park and period."""
    met, gone = design["Needs met"], loss.name if loss.kind == PARTICIPANT else None
    met = met[(met["case"] == "design") & (met["participant"] != gone)]
    sums: dict[tuple[Key, str], list[float]] = {}
    priced: dict[Key, bool] = {}
    for key, period, needed, short in zip(keys(met), met["period"], met["needed"], met["short"], strict=True):
        whose = used.needs.of.get(key, key)
        line = sums.setdefault((whose, period), [0.0, 0.0])
        line[0], line[1] = line[0] + float(needed), line[1] + float(short)
        if key != whose or whose not in used.needs.of.values():
            priced[whose] = key in used.needs.priced
    for (key, period), (needed, short) in sums.items():
        more = short - float(used.short.get((key, period), 0.0))
        if more > LITTLE * needed:
            yield "need", key, period, more, priced[key], needed
    left = design["Supplies used"]
    left = left[
        (left["case"] == "design") & (left["left"] > LITTLE * left["available"]) & (left["participant"] != gone)
    ]
    for key, period, there, rest in zip(keys(left), left["period"], left["available"], left["left"], strict=True):
        if key in used.needs.stuck:
            yield "by-product", key, period, float(rest), False, float(there)


def _needed(used: InUse, design: Design) -> dict[tuple[str, Key], float]:
    """What of each row of the park is needed, or there to go, in a year."""
    made: dict[tuple[str, Key], float] = {}
    for what, sheet, column in (("need", "Needs met", "needed"), ("by-product", "Supplies used", "available")):
        frame = design[sheet]
        frame = frame[frame["case"] == "design"]
        for key, amount in zip(keys(frame), frame[column], strict=True):
            whose = (what, used.needs.of.get(key, key))
            made[whose] = made.get(whose, 0.0) + float(amount)
    return made
