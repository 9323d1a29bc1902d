"""Running a park in use without what is lost: its model with everything built as it is, as little unmet as can be, then the least cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.books import NONE
from sidestream.algebra.matrices import hand_over
from sidestream.errors import SolverError
from sidestream.formulation.draft import Draft
from sidestream.formulation.plan import Plan, plan
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.solver.search import Found, Orders
from sidestream.solver.settle import settle
from sidestream.solver.ties import no_more
from sidestream.studies.elastic import elastic_problem
from sidestream.studies.outage.losing import NOTHING, PARTICIPANT, Loss, Needs, holds_more, keys, lost_in
from sidestream.studies.outage.used import InUse, as_tuple
from sidestream.studies.pools import held, search_draft
from sidestream.studies.shortfalls import shortfall_sentence, shortfalls

Floats = NDArray[np.float64]
NO_MORE = 1e-7
"""Needs that are nothing, in the sum of their shares."""
ROOMS = (1e-9, 1e-7, 1e-6)
"""How much more than the least may go unmet, of all needs together: a solver keeps nothing to the last digit."""
ROOM = 1e-7
"""Share by which a gate that is widened is wider than it has to be."""
FLOWS = ("flow_pipeline", "flow_truck_route")


@dataclass(frozen=True)
class Case:
    """A park without what is lost, its model with builds fixed, and the weights of what goes unmet without a price."""

    park: Park
    made: Plan
    problem: Matrices
    unmet: Floats
    constant: float

    @classmethod
    def of(cls, used: InUse, loss: Loss, park: Park) -> Case:
        made = plan(park)
        draft = made.drafts[0]
        problem = _as_built(_together(hand_over(made.model), draft, used.needs), draft, used, loss)
        return cls(park, made, problem, *unpriced(draft, used.needs))

    def least_unmet(self, orders: Orders) -> float | None:
        """Least that can go unmet of what has no price, in needs; None where nothing can be."""
        found = search_draft(self.made, replace(self.problem, cost=self.unmet, constant=self.constant), orders)
        return None if found.values is None else max(float(self.unmet @ found.values) + self.constant, 0.0)

    def cheapest(self, unmet: float, orders: Orders) -> tuple[Found, Floats] | None:
        """The cheapest answer that leaves no more unmet."""
        for room in ROOMS:
            most = unmet - self.constant + room * max(1.0, self.constant)
            capped = no_more(self.problem, self.unmet, most)
            found = search_draft(self.made, capped, orders)
            if found.values is None:
                continue
            settled = settle(held(self.made, capped, found.values), found.values, self.made.tie_breakers())
            if settled.values is not None and settled.status == "optimal":
                return replace(found, values=settled.values, cost=settled.objective, pruned=[]), settled.values
        return None


def dispatched(used: InUse, loss: Loss) -> tuple[Case, Found, Floats, list[str], list[Any]]:
    """The case that holds, its answer, and what had to be left out or let through for it."""
    orders = Orders(gap=0.0, without=used.without)
    tight = Case.of(used, loss, lost_in(used.park, loss))
    unmet = tight.least_unmet(orders)
    if unmet is not None and (unmet <= NO_MORE or not holds_more(used.park)):
        found = tight.cheapest(unmet, orders)
        if found is not None:
            return tight, *found, [], []
    loosened = lost_in(used.park, loss, loose=True)
    loose = Case.of(used, loss, loosened)
    through: list[Any] = []
    least = loose.least_unmet(orders)
    if least is None:
        loosened, through = _widened(loosened, used, loss)
        loose = Case.of(used, loss, loosened)
        least = loose.least_unmet(orders)
        if least is None:
            raise SolverError("what is left could not be run at all")
    elif unmet is not None and unmet <= least + NO_MORE:
        found = tight.cheapest(least, orders)
        if found is not None:
            return tight, *found, [], []
    found = loose.cheapest(least, orders)
    if found is None:
        raise SolverError("what was found did not survive being solved again")
    notes = ["limits, links that always run and levels of storages do not hold in it"] if holds_more(used.park) else []
    notes += [f"cannot be kept: {shortfall_sentence(loosened, row)}" for row in through]
    return loose, *found, notes, through


def _as_built(problem: Matrices, draft: Draft, used: InUse, loss: Loss) -> Matrices:
    """The problem with everything built as it is, and without what would flow through a link that is lost."""
    for family, known in draft.decided.items():
        there = np.array([used.builds[family][as_tuple(name)] for name in known.index], float)
        lower, upper = problem.lower[known.columns], problem.upper[known.columns]
        problem = problem.with_fixed(known.columns, np.clip(there, lower, upper))
    if loss.kind in (NOTHING, PARTICIPANT):
        return problem
    blocks = [block for block in draft.model.blocks.values() if block.name in FLOWS]
    shut = [block.first + place for block in blocks for place, name in enumerate(block.index) if name[0] == loss.name]
    return problem.with_fixed(np.array(shut, np.int64), np.zeros(len(shut)))


def _widened(park: Park, used: InUse, loss: Loss) -> tuple[Park, list[Any]]:
    """A park whose gates let through what they must, and what that is: as little as can be."""
    draft = write(park, elastic="moment")
    problem = _as_built(elastic_problem(draft), draft, used, loss)
    found = search_draft(draft, problem, Orders(gap=0.0, without=used.without))
    through = (
        [] if found.values is None else [row for row in shortfalls(draft, found.values) if row["kind"] == "beyond"]
    )
    loaded, mine = park.typed["Expansions"], park["Expansions"]
    capacity = loaded.frame["capacity"].tolist()
    hours = dict(zip(park.moments["period"], park.moments["hours"].tolist(), strict=True))
    built = {name for name, there in used.builds.get("build_expansion", {}).items() if there > 0.5}
    records = mine[["of", "participant", "commodity", "size", "status", "rate", "per_period"]].to_dict("records")
    for row in through:
        gate, period = row["where"][:3], row["where"][3]
        place, line = next(
            (place, line)
            for place, line in enumerate(records)
            if (line["of"], line["participant"], line["commodity"]) == gate
            and (line["status"] == "existing" or (*gate, line["size"]) in built)
        )
        each = line["rate"] / float(loaded.frame["capacity"].iloc[place]) if line["rate"] else 1.0
        each *= 1.0 if line["per_period"] else hours[period]
        capacity[place] += (1 + ROOM) * float(row["amount"]) / each
    frame = loaded.frame.assign(capacity=pd.Series(capacity, loaded.frame.index, dtype=float))
    return Park(park.typed | {"Expansions": replace(loaded, frame=frame)}, park.name, park.fingerprint), through


def unpriced(draft: Draft, needs: Needs) -> tuple[Floats, float]:
    """What goes unmet without a price, each need of each period counted by its share: weight of every column, and a constant."""
    weights, constant = np.zeros(draft.model.width), 0.0
    written = draft.written["needs"]
    mine = np.array([key in needs.first for key in keys(written.rows)], bool)
    some = mine[written.d]
    need = written.need[written.d[some], written.m[some]]
    np.add.at(weights, written.serve[some], -written.ratio[some] / need)
    constant += float((written.need[mine] > 0).sum())
    supplied = draft.written["supplies"]
    mine = np.array([key in needs.stuck for key in keys(supplied.rows)], bool)
    column, there = supplied.column[mine], supplied.available[mine]
    used = column != NONE
    weights[column[used]] -= 1 / there[used]
    return weights, constant + float(used.sum())


def _together(problem: Matrices, draft: Draft, needs: Needs) -> Matrices:
    """Add most_by_product for needs that are two rows: it holds for both together."""
    if not needs.limits:
        return problem
    written = draft.written["needs"]
    whose = [needs.of.get(key, key) for key in keys(written.rows)]
    for key, share in needs.limits.items():
        rows = np.array([one == key for one in whose], bool)
        for moment in range(written.need.shape[1]):
            weights = np.zeros(len(problem.cost))
            mine = rows[written.d] & (written.m == moment)
            np.add.at(weights, written.serve[mine], written.ratio[mine])
            problem = no_more(problem, weights, share * float(written.need[rows, moment].sum()))
    return problem
