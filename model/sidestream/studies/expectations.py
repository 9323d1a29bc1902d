"""Limits that hold in expectation over scenarios and cannot: what the least or the most there can be of each is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.errors import Fault
from sidestream.formulation.plan import Plan
from sidestream.formulation.rules.limits import Limited, expected, family_expected
from sidestream.park import Park
from sidestream.solver.search import Orders
from sidestream.studies.hard_rows import figure, hard_row, limit_unit, limited
from sidestream.studies.impossible.bounds import CLOSE
from sidestream.studies.pools import search_draft
from sidestream.studies.shortfalls import SECONDS


def beyond_expectation(made: Plan, wish: Callable[[], bool] = bool) -> list[Fault] | None:
    """Return the limits that no design can hold in expectation: those beyond what there can be, with how much that is, or, where
    each by itself can be held, all of them. None where they are not the reason why a plan has no design.
    """
    limits = _by_stage(made)
    if not limits:
        return None
    for stage in limits:
        made.model.pyomo.component(family_expected(stage)).deactivate()
    problem = hand_over(made.model)
    for stage in limits:
        made.model.pyomo.component(family_expected(stage)).activate()
    if search_draft(made, problem, _orders(np.inf, wish)).values is None:
        return None
    rows = [(stage, row) for stage, of_stage in limits.items() for row in of_stage]
    beyond = [fault for stage, row in rows for fault in _beyond(made, problem, stage, row, wish)]
    return beyond or [
        hard_row(made.park, ("Limits", side, row.row))
        for _, row in rows
        for side in ("least", "most")
        if not np.isnan(getattr(row, side))
    ]


def _by_stage(made: Plan) -> dict[str, list[Limited]]:
    """Limits that hold in expectation, by stage."""
    found = {}
    for stage in dict.fromkeys(world.stage for world in made.worlds):
        mine = [place for place, world in enumerate(made.worlds) if world.stage == stage]
        rows = expected([made.drafts[place] for place in mine], [made.worlds[place].probability for place in mine])
        if rows and len(mine) > 1:
            found[stage] = rows
    return found


def _orders(gap: float, wish: Callable[[], bool]) -> Orders:
    return Orders(gap=gap, deadline=time.monotonic() + SECONDS, wish=wish)


def _beyond(made: Plan, problem: Matrices, stage: str, row: Limited, wish: Callable[[], bool]) -> Sequence[Fault]:
    """Say what there is at least, or at most, of what is limited, where that is proven to be beyond the limit."""
    weights = np.bincount(row.columns, row.values, minlength=len(problem.cost)).astype(float)
    said = []
    for column, sign, side in (("most", 1.0, row.most), ("least", -1.0, row.least)):
        if np.isnan(side):
            continue
        found = search_draft(
            made, replace(problem, cost=sign * weights, constant=sign * row.constant), _orders(0.0, wish)
        )
        bound = sign * found.bound
        if np.isfinite(bound) and sign * (bound - side) > CLOSE * max(abs(side), 1.0):
            said.append(_words(made.park, stage, row, column, bound))
    return said


def _words(park: Park, stage: str, row: Limited, column: str, bound: float) -> Fault:
    limit = park["Limits"].loc[row.row].to_dict()
    much, rest = (
        f"{figure(one / row.size)} {limit_unit(park, limit)}" for one in (bound, abs(bound - getattr(row, column)))
    )
    where = "".join(f", in {name}" for name in (stage, row.period) if name)
    what = f"{limited(park, limit)} can be at most {much}{where}: {rest} too little"
    if column == "most":
        what = f"{limited(park, limit)} is at least {much}{where}, whatever is done: {rest} too much"
    return park.tables["Limits"].fault(row.row, column, what)
