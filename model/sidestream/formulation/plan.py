"""The design of all worlds at once: what is built is decided before it is known which scenario comes, and stays.

Sets
    g in STAGES           stretches of years, in order of time; k in SCENARIOS with probability p[k]
    (g,k)                 a world: the model of one park, as `programme.py` writes it

Variables
    worst >= T[k]         cost of the dearest scenario                                                    [EUR/a]
    tail_from             cost from which on a scenario belongs to the tail (CVaR)                        [EUR/a]
    beyond[k] >= 0        what a scenario costs beyond that                                               [EUR/a]

Constraints
    stays[b,g]            b[g] >= b[g-1], for everything b that is built, dug, bought or chosen
    keeps_its_size[c,g]   chosen[c,g] <= chosen[c,g-1] + capacity[c] * (1 - build[c,g-1])
    within_budget[g]      sum investment * (b[g] - b[g-1]) <= budget[g]
    not_worse[k]          T[k] <= worst
    in_the_tail[k]        T[k] <= tail_from + beyond[k]

Goal
    cost = (1 - w) * sum_k p[k] * T[k] + w * R,   w = risk_weight; 0 where risk is the expected cost
    R = worst, or R = tail_from + sum_k p[k] * beyond[k] / risk_tail

    T[k] = sum_g worth[g] * cost[g,k] / sum_g worth[g]: the yearly cost of a scenario, each stage weighed by the present
    value of 1 EUR in each of its years (see `park/worlds.py`). CVaR: R. T. Rockafellar and S. Uryasev, Optimization of
    conditional value-at-risk, Journal of Risk 2 (2000).

All scenarios of a stage share its columns of what is built. One world is the model of its park, and nothing else. Where
firms are asked, each is no worse off than today over all worlds (`rules/participation.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.algebra.columns import no_garbage_collection
from sidestream.algebra.model import Model
from sidestream.formulation.assets import truck_routes
from sidestream.formulation.draft import Consent, Decided, Draft, Mixing
from sidestream.formulation.goals import least_cost, least_impact, least_loss
from sidestream.formulation.goals.tie_breakers import least_paid, tie_breakers
from sidestream.formulation.programme import write
from sidestream.formulation.reading import unused_builds
from sidestream.formulation.rules import participation
from sidestream.formulation.rules.limits import write_in_expectation
from sidestream.park import Park
from sidestream.park.worlds import World, shares_of_money, shares_of_years, worlds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Least = Literal["cost", "loss"]


@dataclass
class Plan:
    """The models of a park's worlds as one.

    goal        weight of every column, and a constant [EUR/a]
    consent     what firms compare the design with; None where they are not asked
    risk        columns of `worst` or `tail_from`, and of `beyond`; None where the expected cost is all that counts
    """

    park: Park
    worlds: Sequence[World]
    drafts: list[Draft]
    model: Model
    goal: tuple[Floats, float] = field(default_factory=lambda: (np.empty(0), 0.0))
    consent: Consent | None = None
    asked: participation.Written | None = None
    risk: tuple[Ints, Ints] | None = None

    @property
    def mixing(self) -> list[Mixing]:
        """What the model leaves open, of all worlds; pools of different worlds are told apart by their moments."""
        if len(self.drafts) == 1:
            return self.drafts[0].mixing
        most = max(len(draft.periods) for draft in self.drafts)
        return [
            one._replace(pool=(one.pool[0], one.pool[1] + place * most, one.pool[2]))
            for place, draft in enumerate(self.drafts)
            for one in draft.mixing
        ]

    def impact(self, name: str) -> tuple[Floats, float]:
        """An impact a year, over all worlds: weight of every column, and a constant [its unit a year]."""
        weights, constant = np.zeros(self.model.width), 0.0
        for share, draft in zip(shares_of_years(self.worlds), self.drafts, strict=True):
            each, fixed = least_impact.weights(draft, name)
            weights += share * each
            constant += share * fixed
        return weights, constant

    def tie_breakers(self) -> list[Floats]:
        """What chooses among equally good answers: where risk counts, first the least expected cost."""
        each = [tie_breakers(draft) for draft in self.drafts]
        summed = [np.sum(parts, axis=0) for parts in zip(*each, strict=True)]
        first = [] if self.park.settings.risk == "expected cost" else [expected(self)[0]]
        return [*first, *summed, *least_paid(self.model)]

    def agreed(self, values: Floats) -> dict[str, pd.DataFrame]:
        """`Payments` and `Firms` of an answer: who pays whom, and what each firm gains; nothing where none is asked."""
        return {} if self.asked is None else participation.read(self.asked, values)

    def least_loads(self, values: Floats) -> tuple[Ints, Floats]:
        """Columns of whole loads, and how many of each an answer takes."""
        each = [truck_routes.least_loads(draft, values) for draft in self.drafts]
        columns, needed = (np.concatenate(side) for side in zip(*each, strict=True))
        return columns, needed

    def with_risk(self, values: Floats) -> Floats:
        """Return an answer with R no larger than its scenarios' costs make it."""
        if self.risk is None:
            return values
        (one, beyond), chance = self.risk, _chances(self)
        total = np.array([float(cost @ values) + fixed for cost, fixed in (of_scenario(self, name) for name in chance)])
        values = values.copy()
        values[one] = start = total.max()
        if len(beyond):
            worst = np.argsort(-total)
            reached = np.cumsum(np.array(list(chance.values()))[worst])
            last = int(np.searchsorted(reached, float(self.park.settings.risk_tail) - 1e-12))
            values[one] = start = total[worst[min(last, len(worst) - 1)]]
            values[beyond] = np.maximum(total - start, 0.0)
        return values

    def unused(self, values: Floats) -> Ints:
        """Columns of what is built and does nothing in any world of any stage."""
        if len(self.drafts) == 1:
            return unused_builds(self.drafts[0], values)
        idle = [set(unused_builds(draft, values).tolist()) for draft in self.drafts]
        chains = _chains(self)
        found = [
            column for chain in chains if all(column in idle[place] for place, column in chain) for _, column in chain
        ]
        return np.array(sorted(set(found)), np.int64)


def plan(park: Park, *, tight: bool = True, consent: Consent | None = None, least: Least = "cost") -> Plan:
    """Write the model of a park's design; `consent` is what firms compare it with, where they are asked. What is least is
    the cost, or, with `loss`, that by which firms are worse off.
    """
    every = worlds(park)
    alone = len(every) == 1 and not every[0].label
    made = Plan(park, every, [], Model(f"{park.name}: design"), consent=consent)
    with no_garbage_collection():
        if alone:
            made.drafts.append(write(park, draft=Draft(park, tight=tight, model=made.model)))
        else:
            _write_worlds(made, tight=tight)
        if consent is not None:
            giving_way = least == "loss"
            made.asked = participation.write(park, every, made.drafts, made.model, consent, giving_way=giving_way)
        if least == "loss":
            least_loss.write(made.model)
        elif alone:
            made.goal = least_cost.weights(made.drafts[0])
        else:
            _write_goal(made)
    return made


def _write_worlds(made: Plan, *, tight: bool) -> None:
    """Write the model of every world, and what joins them."""
    every, model = made.worlds, made.model
    decided: dict[str, dict[str, Decided]] = {}
    for world in every:
        shared = decided.setdefault(world.stage, {})
        weighed = world.probability < 1
        draft = Draft(world.park, tight=tight, model=model.part(world.label), weighed=weighed, decided=shared)
        made.drafts.append(write(world.park, draft=draft))
    _stay(made)
    _keep_budgets(made)
    for stage in dict.fromkeys(world.stage for world in every):
        mine = [place for place, world in enumerate(every) if world.stage == stage]
        if len(mine) > 1:
            chances = [every[place].probability for place in mine]
            write_in_expectation(model, stage, [made.drafts[place] for place in mine], chances)


def firsts(made: Plan) -> list[tuple[World, Draft]]:
    """The first world of each stage: it knows all that is built by then."""
    found: dict[str, tuple[World, Draft]] = {}
    for world, draft in zip(made.worlds, made.drafts, strict=True):
        found.setdefault(world.stage, (world, draft))
    return list(found.values())


def expected(made: Plan) -> tuple[Floats, float]:
    """The expected cost: weight of every column, and a constant [EUR/a]."""
    weights, constant = np.zeros(made.model.width), 0.0
    for share, draft in zip(shares_of_money(made.worlds), made.drafts, strict=True):
        each, fixed = least_cost.weights(draft)
        weights += share * each
        constant += share * fixed
    return weights, constant


def _stay(made: Plan) -> None:
    """Write stays and keeps_its_size."""
    for (_, before), (after, now) in pairwise(firsts(made)):
        for family, old in before.decided.items():
            new = now.decided.get(family)
            place = {} if new is None else {name: at for at, name in enumerate(new.index)}
            names = list(old.index)
            missing = [name for name in names if name not in place]
            if missing or new is None:
                if not names:
                    continue
                raise ValueError(f"{family}: {missing[0]} could be built before '{after.stage}', and not in it")
            columns = new.columns[[place[name] for name in names]]
            here = np.arange(len(names))
            label = f"{after.stage}: {family}"
            made.model.rows(f"{label} stays", names, [(here, columns, 1.0), (here, old.columns, -1.0)], lower=0.0)
            if family == "chosen":
                build = before.decided["build_conversion"]
                at = {name: number for number, name in enumerate(build.index)}
                gate = build.columns[[at[name] for name in names]]
                largest = made.model.bounds()[1][old.columns]
                made.model.rows(
                    f"{label} keeps its size",
                    names,
                    [(here, columns, 1.0), (here, old.columns, -1.0), (here, gate, largest)],
                    upper=largest,
                )


def _invested(draft: Draft) -> tuple[Ints, Floats]:
    """Columns of what is built by a stage, and what one of each costs once [EUR]."""
    entries = draft.books.once.read()
    kept = entries["column"] != NONE
    return entries["column"][kept], entries["value"][kept]


def _keep_budgets(made: Plan) -> None:
    """Write within_budget."""
    before: tuple[Ints, Floats] = (np.empty(0, np.int64), np.empty(0))
    for world, draft in firsts(made):
        now = _invested(draft)
        if not np.isnan(world.budget):
            terms = [(np.zeros(len(now[0]), int), *now), (np.zeros(len(before[0]), int), before[0], -before[1])]
            made.model.rows(f"{world.stage}: within budget", ["budget"], terms, upper=world.budget)
        before = now


def _write_goal(made: Plan) -> None:
    """Write the goal: the expected cost, or what is made of it where risk counts."""
    settings, model = made.park.settings, made.model
    weights, constant = expected(made)
    weigh = 0.0 if settings.risk == "expected cost" else float(settings.risk_weight)
    if weigh:
        chance = _chances(made)
        scenarios, share = list(chance), np.array(list(chance.values()))
        each = [of_scenario(made, name) for name in scenarios]
        one = model.columns("worst" if settings.risk == "worst case" else "tail_from", ["cost"], -np.inf)
        here = np.arange(len(scenarios))
        terms = [(np.full(len(cost), place), np.arange(len(cost)), -cost) for place, (cost, _) in enumerate(each)]
        terms.append((here, np.repeat(one, len(here)), np.ones(len(here))))
        more = np.zeros(0, np.int64)
        if settings.risk == "CVaR":
            more = model.columns("beyond", scenarios)
            terms.append((here, more, np.ones(len(here))))
        least = np.array([fixed for _, fixed in each])
        model.rows("in_the_tail" if len(more) else "not_worse", scenarios, terms, lower=least)
        weights = np.append((1 - weigh) * weights, np.zeros(model.width - len(weights)))
        weights[one] = weigh
        weights[more] = weigh * share / float(settings.risk_tail) if len(more) else 0.0
        constant *= 1 - weigh
        made.risk = one, more
    made.goal = weights, constant
    columns = np.flatnonzero(weights)
    model.minimise("cost", columns, weights[columns], constant)


def of_scenario(made: Plan, scenario: str) -> tuple[Floats, float]:
    """T of a scenario: weight of every column, and a constant [EUR/a]."""
    total, constant = np.zeros(made.model.width), 0.0
    mine = [place for place, world in enumerate(made.worlds) if world.scenario == scenario]
    worth = np.array([made.worlds[place].worth for place in mine])
    for share, place in zip(worth / worth.sum(), mine, strict=True):
        weights, fixed = least_cost.weights(made.drafts[place])
        total[: len(weights)] += share * weights
        constant += share * fixed
    return total, constant


def _chances(made: Plan) -> dict[str, float]:
    """Probability of each scenario."""
    return {world.scenario: world.probability for world in made.worlds}


def _chains(made: Plan) -> list[list[tuple[int, int]]]:
    """What is built, through the stages: for each thing its (draft, column) in every world that has it."""
    chains: dict[tuple[str, object], list[tuple[int, int]]] = {}
    for place, draft in enumerate(made.drafts):
        for family, known in draft.decided.items():
            for name, column in zip(known.index, known.columns.tolist(), strict=True):
                chains.setdefault((family, name), []).append((place, column))
    return list(chains.values())
