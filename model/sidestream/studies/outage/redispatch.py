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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.books import NONE, at
from sidestream.algebra.matrices import hand_over
from sidestream.design.design import Design
from sidestream.design.tables import COST_ACCOUNTS, VALUED_ACCOUNTS
from sidestream.errors import AuditError, Fault, SolverError
from sidestream.formulation.draft import Draft
from sidestream.formulation.plan import Plan, plan
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.solver.search import Found, Orders
from sidestream.solver.settle import settle
from sidestream.solver.ties import no_more
from sidestream.studies.elastic import elastic_problem
from sidestream.studies.options import Options
from sidestream.studies.outage.losing import NOTHING, PARTICIPANT, Key, Loss, Needs, holds_more, in_use, keys, lost_in
from sidestream.studies.pools import held, search_draft
from sidestream.studies.prepared import Clock, Prepared
from sidestream.studies.reading_back import read_back
from sidestream.studies.shortfalls import shortfall_sentence, shortfalls
from sidestream.studies.today import todays_park

Floats = NDArray[np.float64]
NO_MORE = 1e-7
"""Needs that are nothing, in the sum of their shares."""
ROOMS = (1e-9, 1e-7, 1e-6)
"""How much more than the least may go unmet, of all needs together: a solver keeps nothing to the last digit."""
LITTLE = 1e-5
"""Share of a need that is not told: what that leaves."""
ROOM = 1e-7
"""Share by which a gate that is widened is wider than it has to be."""
FLOWS = ("flow_pipeline", "flow_truck_route")


@dataclass(frozen=True)
class InUse:
    """A design in use in one world: the park, what is built, what everybody pays and what goes unmet in it.

    builds      by family and name, what was decided once
    cash        what each participant pays a year [EUR/a]; `by_period` the same in each period, without what is paid whatever flows
    short       what of each row of Demands is not met in each period of the design [unit]
    """

    label: str
    park: Park
    needs: Needs
    builds: Mapping[str, Mapping[Any, float]]
    cash: pd.Series
    co2: pd.Series
    by_period: pd.DataFrame
    short: Mapping[tuple[Key, str], float]
    deadline: float = np.inf
    """When nothing more is begun (time.time)."""
    without: frozenset[str] = frozenset()

    @classmethod
    def of(cls, label: str, park: Park, design: Design, draft: Draft, values: Floats, options: Options) -> InUse:
        """What a design of one world leaves, read off its tables and the model's answer."""
        used, needs = in_use(park, design)
        people = design["Participants"].set_index("participant")
        met = design["Needs met"]
        met = met[(met["case"] == "design") & (met["short"] > 0)]
        builds = {
            family: dict(zip(map(_label, known.index), values[known.columns].tolist(), strict=True))
            for family, known in draft.decided.items()
        }
        return cls(
            label,
            used,
            needs,
            builds,
            people["cost_design"].astype(float),
            people["co2_design"].astype(float),
            cash_by_period(draft, values),
            dict(zip(zip(keys(met), met["period"], strict=True), met["short"], strict=True)),
            without=options.without,
        )

    @property
    def survivors(self) -> list[str]:
        return list(self.cash.index)


@dataclass
class Outage:
    """What an outage does, as if it lasted a year: by participant what it pays and causes more, by period what all survivors pay more
    an hour, and what goes unmet: (row, period, amount, whether it has a price, what was needed).
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
        return _told(used, loss, *_dispatched(used, loss))
    except AuditError as error:
        raise AuditError(f"the outage of {loss.name or NOTHING}", error.faults) from None
    except SolverError as error:
        return Outage(loss, notes=[f"not worked out: {error}"], done=False, proven=False)


@dataclass(frozen=True)
class _Case:
    """A park without what is lost, its model with builds fixed, and the weights of what goes unmet without a price."""

    park: Park
    made: Plan
    problem: Matrices
    unmet: Floats
    constant: float

    @classmethod
    def of(cls, used: InUse, loss: Loss, park: Park) -> _Case:
        made = plan(park)
        draft = made.drafts[0]
        problem = _as_built(_together(hand_over(made.model), draft, used.needs), draft, used, loss)
        return cls(park, made, problem, *_unpriced(draft, used.needs))

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


def _dispatched(used: InUse, loss: Loss) -> tuple[_Case, Found, Floats, list[str], list[Any]]:
    """The case that holds, its answer, and what had to be left out or let through for it."""
    orders = Orders(gap=0.0, without=used.without)
    tight = _Case.of(used, loss, lost_in(used.park, loss))
    unmet = tight.least_unmet(orders)
    if unmet is not None and (unmet <= NO_MORE or not holds_more(used.park)):
        found = tight.cheapest(unmet, orders)
        if found is not None:
            return tight, *found, [], []
    loosened = lost_in(used.park, loss, loose=True)
    loose = _Case.of(used, loss, loosened)
    through: list[Any] = []
    least = loose.least_unmet(orders)
    if least is None:
        loosened, through = _widened(loosened, used, loss)
        loose = _Case.of(used, loss, loosened)
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
        there = np.array([used.builds[family][_label(name)] for name in known.index], float)
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


def _told(
    used: InUse, loss: Loss, case: _Case, found: Found, values: Floats, notes: list[str], through: list[Any]
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


def cash_by_period(draft: Draft, values: Floats) -> pd.DataFrame:
    """What each participant pays in each period, without what is paid whatever flows [EUR]. Participants x periods."""
    entries = draft.books.costs.read()
    valued = [COST_ACCOUNTS.index(name) for name in VALUED_ACCOUNTS]
    kept = (entries["moment"] != NONE) & ~np.isin(entries["account"], valued)
    amount = entries["value"] * at(values, entries["column"]) * at(draft.weights, entries["moment"])
    frame = pd.DataFrame({"key": entries["payer"], "moment": entries["moment"], "amount": amount})[kept]
    frame = frame.groupby(["key", "moment"], as_index=False)["amount"].sum()
    shares = pd.concat([draft.parties.shares(), *(share(values) for share in draft.shares)], ignore_index=True)
    each = frame.merge(shares, on="key")
    each["amount"] *= each["share"]
    wide = each.pivot_table(index="participant", columns="moment", values="amount", aggfunc="sum", fill_value=0.0)
    made: pd.DataFrame = wide.reindex(columns=range(len(draft.periods)), fill_value=0.0)
    return made.set_axis(draft.periods, axis=1)


def _unpriced(draft: Draft, needs: Needs) -> tuple[Floats, float]:
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


def _label(name: Any) -> Any:
    return name if isinstance(name, tuple) else (name,)
