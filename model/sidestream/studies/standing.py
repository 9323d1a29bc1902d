"""A model that stands: asked again with a link forced or forbidden, or with other figures, from the best design known.

    forced, forbidden   bounds of the link's builds, in the same arrays. What is cheaper than the design cannot come of it: the
                        bound of the design holds for it too, and where the design is so already it is the answer
    with_figures        another park with the same to decide (prices, volumes, dates): its own costs and sides, its own bound
    start               the design's builds, as far as the change lets them stand, with the best dispatch for them

Each answer is searched as every design is (`pools.py`), pruned by itself, and settled.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.errors import NoDesignInTime, UsageError
from sidestream.formulation.plan import Plan, plan
from sidestream.park import Park
from sidestream.solver.search import Found, Orders
from sidestream.solver.settle import settle
from sidestream.studies.pools import held, search_draft
from sidestream.studies.warm import carried_over, dispatched

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
LAYS = ("lay_pipeline", "lay_truck_route")


@dataclass(frozen=True)
class Again:
    """What came of asking again: least cost found, a bound, and the answer itself; None where there is none."""

    status: str
    cost: float
    bound: float
    values: Floats | None


@dataclass(frozen=True)
class Standing:
    """A park's model as arrays, and the best design known of it: values, cost and bound of all costs [EUR/a]."""

    made: Plan
    problem: Matrices
    values: Floats
    cost: float
    bound: float
    orders: Orders = field(repr=False)

    @classmethod
    def of(cls, park: Park, orders: Orders) -> Standing:
        """Find the design that stands. Raises NoDesignInTime where none was found."""
        made = plan(park)
        problem = hand_over(made.model)
        found = _searched(made, problem, orders)
        if found.values is None:
            raise NoDesignInTime("no design was found to begin with")
        return cls(made, problem, found.values, found.cost, found.bound, orders)

    @cached_property
    def _builds(self) -> dict[str, Ints]:
        return builds_by_link(self.made)

    def has(self, link: str) -> bool:
        """Whether the design builds a link."""
        return bool((self.values[self.builds_of(link)] > 0.5).any())

    def builds_of(self, link: str) -> Ints:
        """Columns of the sizes a link can be built in, in all stages. Raises UsageError where it is no choice."""
        if link not in self._builds:
            raise UsageError(f"'{link}' is no link that may be built or not")
        return self._builds[link]

    def forbidden(self, link: str) -> Again:
        """The best design without a link."""
        builds = self.builds_of(link)
        if not self.has(link):
            return self._as_it_is()
        changed = self.problem.with_fixed(builds, np.zeros(len(builds)))
        return self._narrower(changed, self._start(changed))

    def forced(self, link: str) -> Again:
        """The best design with a link, in whatever size and stage is cheapest."""
        builds = self.builds_of(link)
        if self.has(link):
            return self._as_it_is()
        changed = with_one_of(self.problem, builds)
        starts = [self._start(changed.with_fixed(np.array([build]), np.ones(1))) for build in builds.tolist()]
        known = [start for start in starts if start is not None]
        start = min(known, key=lambda one: float(self.problem.cost @ one)) if known else None
        return self._narrower(changed, start)

    def with_figures(self, park: Park) -> Again:
        """The best design of a park with other figures."""
        made = plan(park)
        problem = hand_over(made.model)
        start = carried_over(self.values, self.made.model, made.model)
        whole = np.flatnonzero(problem.integer)
        return ask(made, problem, replace(self.orders, start=dispatched(problem, whole, start)))

    def _as_it_is(self) -> Again:
        return Again("proven" if self.cost <= self.bound else "enough", self.cost, self.bound, self.values)

    def _narrower(self, changed: Matrices, start: Floats | None) -> Again:
        """The answer of a problem that allows less."""
        found = ask(self.made, changed, replace(self.orders, start=start))
        return replace(found, bound=max(found.bound, min(self.bound, found.cost)))

    def _start(self, changed: Matrices) -> Floats | None:
        return dispatched(changed, np.flatnonzero(changed.integer), self.values)


def builds_by_link(made: Plan) -> dict[str, Ints]:
    """Columns of the sizes that each link can be built in, in all stages."""
    found: dict[str, list[int]] = {}
    for block in made.model.blocks.values():
        if block.name.split(": ")[-1] in LAYS:
            for place, name in enumerate(block.index):
                found.setdefault(str(name[0]), []).append(block.first + place)
    return {link: np.array(columns, np.int64) for link, columns in found.items()}


def with_one_of(problem: Matrices, builds: Ints) -> Matrices:
    """Return the problem with at least one of some builds: a bound, or where there are several a row more."""
    if len(builds) == 1:
        return problem.with_fixed(builds, np.ones(1))
    return replace(
        problem,
        starts=np.append(problem.starts, problem.starts[-1] + len(builds)),
        columns=np.concatenate([problem.columns, builds]),
        values=np.concatenate([problem.values, np.ones(len(builds))]),
        row_lower=np.append(problem.row_lower, 1.0),
        row_upper=np.append(problem.row_upper, np.inf),
    )


def _searched(made: Plan, problem: Matrices, orders: Orders) -> Found:
    """Search and settle."""
    found = search_draft(made, problem, orders)
    if found.values is not None:
        settled = settle(held(made, problem, found.values), found.values)
        if settled.values is not None and settled.status == "optimal":
            found.values, found.cost = settled.values, settled.objective
    return found


def ask(made: Plan, problem: Matrices, orders: Orders) -> Again:
    """The best answer of a problem over the columns of a plan."""
    found = _searched(made, problem, orders)
    return Again(found.status, found.cost, found.bound, found.values)
