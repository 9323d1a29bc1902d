"""The best design that everything is held against, and its model asked the other way for a link.

A link joins only its own part of the park: what is built elsewhere is held while it is asked for the other way. It is in both
costs then, and their difference is that of this part, whatever is not proven elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.design.design import Design
from sidestream.formulation.plan import Plan
from sidestream.solver.components import split
from sidestream.solver.search import Found, Orders
from sidestream.solver.settle import settle
from sidestream.studies.finding import find, without_unused
from sidestream.studies.pools import held
from sidestream.studies.prepared import Clock, Prepared
from sidestream.studies.reading_back import read_back
from sidestream.studies.standing import Again, ask, builds_by_link, with_one_of
from sidestream.studies.warm import dispatched

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Best:
    """The best design found: values, cost and what is proven of it [EUR/a]; `links` are those that are a choice."""

    ready: Prepared
    found: Found
    values: Floats
    links: dict[str, Ints]
    carbon: dict[float, tuple[Plan, Matrices] | None] = field(default_factory=dict)
    """The model at some carbon prices."""

    @classmethod
    def of(cls, ready: Prepared, until: float) -> Best:
        """Find it. Raises what `find` raises."""
        found, values = find(replace(ready, clock=Clock(until)))
        lower, upper = ready.problem.lower, ready.problem.upper
        links = {
            link: columns
            for link, columns in builds_by_link(ready.made).items()
            if (upper[columns] > 0).any() and not (lower[columns] > 0).any()
        }
        return cls(ready, found, values, links)

    @cached_property
    def design(self) -> Design:
        """The design, audited."""
        return read_back(self.ready, self.found, self.values)

    @cached_property
    def cost(self) -> float:
        return self.ready.problem.costs(self.values)

    @property
    def bound(self) -> float:
        return min(self.found.bound, self.cost)

    @property
    def nothing(self) -> float:
        """Money that is no difference."""
        return nothing(self.cost)

    def has(self, link: str) -> bool:
        return bool((self.values[self.links[link]] > 0.5).any())

    def other_way(self, link: str) -> Matrices:
        """The problem with a link held the other way than the design has it."""
        return held_so(self.ready.problem, self.links[link], built=not self.has(link))

    def asked(self, link: str, until: float) -> Again:
        """The best design that has a link the other way, as well as it is found until then; its bound is of designs that are
        elsewhere as the best one is.
        """
        ready = self.ready
        changed = self.other_way(link)
        start = starts(changed, self.links[link], self.values, built=not self.has(link))
        near = changed if ready.made.mixing else self._elsewhere_held(changed, link)
        share = self._orders(until, start)
        again = ask(ready.made, near, share)
        if again.status == "infeasible" and near is not changed:
            again = ask(ready.made, changed, share)
        return replace(again, bound=min(again.bound, again.cost))

    def sharpened(self, link: str, until: float) -> Best:
        """The best design once the part of the park that a link is in was searched to the last, as far as there is time."""
        if self.ready.made.mixing or self.cost - self.bound <= self.nothing:
            return self
        near = self._elsewhere_held(self.ready.problem, link)
        again = ask(self.ready.made, near, self._orders(until, self.values))
        if again.values is None or again.cost >= self.cost:
            return self
        values = without_unused(self.ready.made, again.values)
        return Best(self.ready, replace(self.found, values=values, cost=again.cost), values, self.links)

    def _orders(self, until: float, start: Floats | None) -> Orders:
        """To the last: what a link is worth is little beside what the whole park saves."""
        options = self.ready.options
        return Orders(0.0, until, options.jobs, wish=options.wish, start=start, without=options.without)

    def _elsewhere_held(self, changed: Matrices, link: str) -> Matrices:
        """The problem with all builds held that nothing joins with a link."""
        mine = self.links[link]
        parts = [part.columns for part in split(self.ready.problem) if np.isin(mine, part.columns).any()]
        elsewhere = self.ready.problem.integer.copy()
        elsewhere[np.concatenate([mine, *parts])] = False
        columns = np.flatnonzero(elsewhere)
        return changed.with_fixed(columns, np.round(self.values[columns]))

    def read(self, again: Again, problem: Matrices) -> tuple[Design, Floats]:
        """The design of an answer of a problem that allows less, settled and audited."""
        ready = self.ready
        assert again.values is not None
        settled = settle(held(ready.made, problem, again.values), again.values, ready.made.tie_breakers())
        values = again.values if settled.values is None else settled.values
        found = replace(self.found, values=values, cost=again.cost, bound=again.bound, pruned=[], status=again.status)
        quiet = replace(ready.options, news=lambda *_: None)
        return read_back(replace(ready, clock=Clock(), options=quiet), found, values), values

    def causes(self, values: Floats) -> float:
        """CO2 that an answer causes a year [t]."""
        weights, constant = self.ready.made.impact("co2")
        return float(weights @ values) + constant


def nothing(cost: float) -> float:
    """Money that is no difference beside so much."""
    return 1e-8 * abs(cost) + 1e-9 if math.isfinite(cost) else 0.0


def held_so(problem: Matrices, builds: Ints, *, built: bool) -> Matrices:
    """The problem with a link built, in whatever size and stage, or not built."""
    return with_one_of(problem, builds) if built else problem.with_fixed(builds, np.zeros(len(builds)))


def starts(changed: Matrices, builds: Ints, values: Floats | None, *, built: bool) -> Floats | None:
    """An answer to begin with: the best dispatch of what an answer builds, with the link held so."""
    if values is None:
        return None
    whole = np.flatnonzero(changed.integer)
    ways = [np.array([build]) for build in builds.tolist()] if built else [np.empty(0, np.int64)]
    known = [dispatched(changed.with_fixed(way, np.ones(len(way))), whole, values) for way in ways]
    some = [one for one in known if one is not None]
    return min(some, key=changed.costs) if some else None


def cleaned(made: Plan, values: Floats, builds: Ints) -> Floats:
    """An answer without what is built and does nothing, but for a link that is asked for."""
    return without_unused(made, values, kept=builds)
