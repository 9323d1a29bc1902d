"""Answers of firms, and how one is found: also in processes of their own, where a hundred links are asked about."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.formulation.plan import Plan
from sidestream.solver.highs import Watch, solve
from sidestream.solver.pruning import pruned
from sidestream.solver.search import Found, Orders, search
from sidestream.solver.settle import settle
from sidestream.solver.ties import least_of_equals
from sidestream.studies.fund.parts import Parts
from sidestream.studies.pools import held
from sidestream.studies.prepared import turn
from sidestream.studies.side_by_side import stop_wished
from sidestream.studies.standing import with_one_of
from sidestream.studies.warm import dispatched

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TIES = 5.0
"""Seconds in which it is looked which of equally cheap answers causes least CO2."""
SOON = 0.5
"""Seconds in which HiGHS may find and prove what firms do, before all helps are called."""


@dataclass(frozen=True)
class Answer:
    """What firms would do: what it costs them a year, what is proven of that, what it causes, which links it has."""

    values: Floats = field(repr=False)
    cost: float
    bound: float
    co2: float
    links: frozenset[str]
    worth: Floats = field(repr=False)
    """What 1 EUR given to each link is worth a year."""
    proven: bool
    short: float = 0.0
    """What is not proven of the parts that the question moved (see `parts.py`) [EUR/a]."""


@dataclass(frozen=True)
class Model:
    """What can be sent to another process: the firms' model, and what chooses among equals. `made` where streams mix."""

    problem: Matrices
    co2: Floats
    breakers: list[Floats]
    made: Plan | None

    def settled(self, found: Found, problem: Matrices, watch: Watch) -> Floats | None:
        """The answer with true builds, the best of its equals; None where there is none."""
        if found.values is None:
            return None
        fixed = problem if self.made is None else held(self.made, problem, found.values)
        settled = settle(fixed, found.values, self.breakers)
        if settled.values is None or settled.status != "optimal":
            return None
        if found.status != "proven" or (self.made is not None and self.made.mixing):
            return settled.values
        return least_of_equals(problem, settled.values, [self.co2], watch)


def exact(problem: Matrices, columns: dict[str, Ints], links: frozenset[str]) -> Matrices:
    """The problem with exactly some links of several."""
    absent = [columns[name] for name in columns if name not in links]
    if absent:
        none = np.concatenate(absent)
        problem = problem.with_fixed(none, np.zeros(len(none)))
    return having(problem, columns, links)


def having(problem: Matrices, columns: dict[str, Ints], links: Iterable[str]) -> Matrices:
    """The problem with some links, in whatever size and stage."""
    for name in sorted(links):
        problem = with_one_of(problem, columns[name])
    return problem


def beginning(problem: Matrices, columns: Sequence[Ints], values: Floats) -> Floats | None:
    """An answer to begin with: another one, with the link that it lacks in the size and stage that cost least. None where that cannot
    be, or it lacks several.
    """
    whole = np.flatnonzero(problem.integer)
    lacking = [some for some in columns if not (values[some] > 0.5).any()]
    if len(lacking) != 1:
        return None if lacking else dispatched(problem, whole, values)
    for column in sorted(lacking[0].tolist(), key=lambda one: float(problem.cost[one])):
        added = values.copy()
        added[column] = 1.0
        if (found := dispatched(problem, whole, added)) is not None:
            return found
    return None


@dataclass(frozen=True)
class Forcing:
    """What all processes know that look for what firms do with some links: so many questions share the time that is left."""

    model: Model
    parts: Parts
    columns: dict[str, Ints]
    until: float
    gap: float
    each: float
    """Share of the time that is left to one of so many questions, times their number."""
    questions: int


def forced(common: Forcing, thing: tuple[int, frozenset[str]]) -> tuple[Floats | None, float, str]:
    """The cheapest with some links, all that they have nothing to do with as it is: values, bound, and how it was found."""
    (place, links), model, parts = thing, common.model, common.parts
    asked = having(model.problem, common.columns, links)
    asked = parts.held(asked, parts.moved(asked))
    deadline = turn(common.until, (common.questions - place) / common.each)
    found = soon(asked, deadline, stop_wished)
    if found is None:
        orders = Orders(common.gap, deadline, wish=stop_wished)
        orders.start = beginning(asked, [common.columns[name] for name in links], parts.values)
        fewer = pruned(asked)
        found = search(fewer.problem, orders)
    values = model.settled(found, asked, Watch(min(deadline, time.monotonic() + TIES), stop_wished))
    return values, found.bound, found.status


def network(
    common: tuple[Model, dict[str, Ints], float, float], links: frozenset[str]
) -> tuple[Floats | None, float, bool]:
    """The cheapest with exactly some links, in a process of its own: values, bound, whether that is proven (or proven impossible)."""
    model, columns, deadline, gap = common
    problem = exact(model.problem, columns, links)
    left_out = pruned(problem)
    found = soon(problem, deadline) or search(left_out.problem if left_out else problem, Orders(gap, deadline))
    values = model.settled(found, problem, Watch(min(deadline, time.monotonic() + TIES)))
    return values, found.bound, found.status in ("proven", "infeasible")


def soon(problem: Matrices, deadline: float, wish: Callable[[], bool] = bool) -> Found | None:
    """What HiGHS alone finds and proves in no time; None where that takes longer: small networks are asked for by hundreds."""
    answer = solve(problem, Watch(min(deadline, time.monotonic() + SOON), wish))
    if answer.status == "infeasible":
        return Found("infeasible", None, math.inf, -math.inf)
    if answer.status != "optimal" or answer.values is None:
        return None
    return Found("proven", answer.values, answer.objective, answer.bound)


def subsets(names: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every set of some names, the smallest first."""
    names = sorted(names)
    return (frozenset(some) for count in range(len(names) + 1) for some in combinations(names, count))
