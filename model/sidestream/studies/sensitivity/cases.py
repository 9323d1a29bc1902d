"""One case: the park with other figures, the first design kept in it, and the best design for it.

    kept     everything that is built, dug, bought or chosen held as in the first design; the rest dispatched anew
    anew     all that could be built, searched from there on: so it is never dearer than what is kept

A case is the park that `design --set` would make of it: checked again, and where links are offered those that could pay now are
offered beside those that could before. Where it is audited both designs are read back and audited, as every design is, and their CO2
is that of the model; else cost and CO2 are the model's.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates import offered_for, with_links
from sidestream.design.design import Design
from sidestream.design.study_tables.sensitivity import DESIGNED, NONE, REFUSED
from sidestream.design.tables import CO2
from sidestream.errors import (
    AuditError,
    Fault,
    InfeasibleError,
    InputError,
    Interrupted,
    NoDesignInTime,
    SolverError,
    UsageError,
)
from sidestream.formulation.plan import Plan
from sidestream.formulation.programme import read
from sidestream.park import Park
from sidestream.park.changes import Change, changed
from sidestream.park.checks import checked
from sidestream.solver.search import Found, Orders
from sidestream.solver.settle import settle
from sidestream.studies.built import Built, builds_of
from sidestream.studies.finding import find
from sidestream.studies.options import Options
from sidestream.studies.pools import held, search_draft
from sidestream.studies.prepared import Prepared
from sidestream.studies.reading_back import facts_of, read_back
from sidestream.studies.side_by_side import stop_wished

Floats = NDArray[np.float64]
Decided = dict[tuple[str, str, Any], float]
"""What is decided once: by stage, family and name."""
LEAST_SECONDS = 5.0
"""What a case may take as long as there is time at all: a few that are done say more than many that were not begun in earnest."""
FITS = 1e-6
"""How far beyond its bounds, as a share of them, a size may be that is kept."""


@dataclass(frozen=True)
class First:
    """The park as its workbook has it, what its design decided, and how all cases are to be searched."""

    park: Park
    decided: Decided
    gap: float
    solver: str
    without: frozenset[str]
    until: float
    """When the time is over (time.time), which all processes read alike; inf: never."""
    jobs: int


@dataclass(frozen=True)
class Case:
    """What is different, and how many cases begin with this one: they share the time that is left."""

    changes: tuple[Change, ...]
    left: int
    audited: bool


@dataclass(frozen=True)
class Figures:
    """What a design comes to, a year."""

    cost: float
    gap: float
    saving: float
    co2: float
    builds: tuple[Built, ...]
    enough: bool


@dataclass(frozen=True)
class Outcome:
    """What came of a case; `kept` is None where the first design cannot be kept, both where there is none."""

    status: str
    kept: Figures | None = None
    anew: Figures | None = None
    audited: bool = False
    note: str = ""


def decided_of(made: Plan, values: Floats) -> Decided:
    """Return what an answer decides once."""
    return {
        (world.stage, family, name): float(values[column])
        for world, draft in zip(made.worlds, made.drafts, strict=True)
        for family, known in draft.decided.items()
        for name, column in zip(known.index, known.columns.tolist(), strict=True)
    }


def examine(first: First, case: Case) -> Outcome | None:
    """Design a case; None where a stop was wished for, or the time is over."""
    left = first.until - time.time()
    if left <= 0 or stop_wished():
        return None
    share = left * min(first.jobs, case.left) / case.left
    limit = min(left, max(share, LEAST_SECONDS)) if math.isfinite(left) else None
    options = Options(first.gap, limit, 1, first.solver, first.without, wish=stop_wished)
    try:
        found = _examined(first, case, options)
    except (NoDesignInTime, Interrupted):
        return None
    except InfeasibleError:
        return Outcome(NONE, note="no design does everything that must be done: design with these changes says why")
    except InputError as error:
        more = f", and {len(error.faults) - 1} more" if len(error.faults) > 1 else ""
        return Outcome(REFUSED, note=f"{error.faults[0].place}: {error.faults[0].message}{more}")
    except (UsageError, SolverError) as error:
        return Outcome(REFUSED, note=str(error))
    return None if stop_wished() else found


def _examined(first: First, case: Case, options: Options) -> Outcome:
    ready = Prepared.of(park_of(first.park, case.changes), options)
    kept = _kept(ready, first.decided)
    found, values = _anew(ready, kept)
    if kept is None:
        return Outcome(DESIGNED, None, _figures(ready, found, values, audited=case.audited), case.audited)
    same = decided_of(ready.made, kept[1]) == decided_of(ready.made, values)
    if same or ready.problem.costs(kept[1]) < ready.problem.costs(values):
        one = _figures(ready, replace(found, cost=min(found.cost, kept[0].cost)), kept[1], audited=case.audited)
        return Outcome(DESIGNED, one, one, case.audited)
    anew = _figures(ready, found, values, audited=case.audited)
    return Outcome(DESIGNED, _figures(ready, *kept, audited=case.audited), anew, case.audited)


def park_of(park: Park, changes: tuple[Change, ...]) -> Park:
    """Return the park with some cells changed, checked, with the links that are offered then.

    Raises InputError with all that is wrong with it, UsageError where a cell does not take its value.
    """
    tables, made = changed(park, changes)
    ranges = tables["Ranges"]
    tables["Ranges"] = replace(ranges, frame=ranges.frame.iloc[:0], given=ranges.given.iloc[:0], faulty=frozenset())
    other, _ = checked(tables, [], park.name, park.fingerprint)
    if park.offers_links:
        other, _ = checked(with_links(other, offered_for(other)), [], park.name, park.fingerprint)
    other.changes, other.scenarios = (*park.changes, *made), park.scenarios
    return other


def _kept(ready: Prepared, decided: Decided) -> tuple[Found, Floats] | None:
    """The cheapest dispatch of what is decided; None where it cannot be kept."""
    made, problem = ready.made, ready.problem
    now = decided_of(made, np.arange(made.model.width, dtype=float))
    if any(value > 0.5 for name, value in decided.items() if name not in now):
        return None
    columns = np.array([int(column) for column in now.values()], np.int64)
    values = np.array([decided.get(name, 0.0) for name in now])
    values = np.where(problem.integer[columns], np.round(values), values)
    inside = np.clip(values, problem.lower[columns], problem.upper[columns])
    if (np.abs(inside - values) > FITS * np.maximum(1.0, np.abs(values))).any():
        return None
    columns, first = np.unique(columns, return_index=True)  # scenarios of a stage share theirs
    fixed = problem.with_fixed(columns, inside[first])
    options = ready.options
    orders = Orders(0.0, ready.deadline, 1, ready.today.baseline, options.wish, without=options.without)
    found = search_draft(made, fixed, orders)
    if found.status == "nothing" or options.wish():
        raise NoDesignInTime("there was no time to see what the first design comes to")
    if found.values is None:
        return None
    settled = settle(held(made, fixed, found.values), found.values, made.tie_breakers())
    if settled.values is None or settled.status != "optimal":
        return None
    return replace(found, cost=settled.objective, pruned=[]), settled.values


def _anew(ready: Prepared, kept: tuple[Found, Floats] | None) -> tuple[Found, Floats]:
    """The best design, searched from the first one on where that can be kept. Raises InfeasibleError where there is none."""
    if kept is not None:
        return find(replace(ready, start=kept[1]))
    options = ready.options
    orders = Orders(options.gap, ready.deadline, 1, ready.today.baseline, options.wish, start=ready.start)
    found = search_draft(ready.made, ready.problem, replace(orders, without=options.without))
    if found.status == "infeasible":
        raise InfeasibleError("no design does everything that must be done")
    return find(replace(ready, start=ready.start if found.values is None else found.values))


def _figures(ready: Prepared, found: Found, values: Floats, *, audited: bool) -> Figures:
    return figures_of(ready, found, values, read_back(ready, found, values) if audited else None)


def figures_of(ready: Prepared, found: Found, values: Floats, design: Design | None) -> Figures:
    """What an answer comes to; `design` is what it was read back as, None where it is not audited."""
    facts = facts_of(ready, values, found)
    weights, constant = ready.made.impact(CO2)
    co2 = float(weights @ values) + constant
    if design is not None:
        _must_cause(design, co2)
    saving = math.nan if ready.today.short else facts["cost_today"] - facts["cost"]
    return Figures(
        facts["cost"], facts["gap"], saving, co2, tuple(builds_of(design or _built(ready, values))), facts["enough"]
    )


def _built(ready: Prepared, values: Floats) -> Mapping[str, pd.DataFrame]:
    """What an answer builds, as assets read it."""
    parts = [read(draft, values) for draft in ready.made.drafts]
    return {sheet: pd.concat([one[sheet] for one in parts]) for sheet in ("Build list", "Facilities")}


def _must_cause(design: Design, co2: float) -> None:
    """Raise AuditError where the tables of a design have another amount of CO2 than its model."""
    told = float(design["Summary"].set_index("figure")["design"]["CO2"])
    if not math.isclose(told, co2, rel_tol=1e-6, abs_tol=1e-6):
        said = f"{co2:,.10g} in the model, {told:,.10g} in the tables of a design"
        raise AuditError("the sensitivity", [Fault("Summary", "", CO2, said)])
