"""Designs nearly as good as the best that differ as much as they can, and which links all good designs have.

    good      cost <= (1 + x) * cost of the best design        [of its size, where it earns money]
    next      of the good designs one with fewest of the links that the designs before have, each counted as often as they have it;
              where that is one of them, one that also has as many of the other links as can be; then, with its builds, the
              cheapest dispatch
    link l    no-regret    what is proven of designs without l exceeds what is good
              never        what is proven of designs with l exceeds it
              real choice  one good design has it, and one has not

E. D. Brill, S.-Y. Chang and L. D. Hopkins, Modeling to generate alternatives, Management Science 28 (1982). A link of which
neither is proven nor found in time, or at the gap asked for, is not decided. First the best design is dispatched again with the link
taken out or put in and all else as it is: where that is good, it is a choice. What is proven begins with the linear relaxation, with
the link held; where that is not enough the design is searched again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.design.design import Design
from sidestream.design.study_tables.alternatives import OPEN
from sidestream.park import Park
from sidestream.solver.highs import Watch, solve
from sidestream.solver.search import Found, Orders
from sidestream.solver.settle import settle
from sidestream.solver.ties import no_more
from sidestream.studies.built import builds_of
from sidestream.studies.finding import find, without_unused
from sidestream.studies.good_designs import Good, Link, told
from sidestream.studies.options import Options
from sidestream.studies.pools import held, search_draft
from sidestream.studies.prepared import Clock, Prepared, turn
from sidestream.studies.reading_back import read_back
from sidestream.studies.standing import Standing, builds_by_link, with_one_of
from sidestream.studies.warm import dispatched

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WITHIN, COUNT = 0.05, 5
"""How much dearer than the best a good design may be, and how many designs are looked for, unless said otherwise."""
SECONDS = 30.0
"""How long the next design may be looked for, where no time limit is given."""
NOTHING = 1e-9
"""Share of the cost that is no difference."""
SHEETS = {"Pipelines": "pipeline", "TruckRoutes": "truck route"}


def alternatives(park: Park, options: Options, within: float = WITHIN, count: int = COUNT) -> Design:
    """Return the alternatives of a park: sheets Alternatives, Links in good designs, and Run.

    `within` is a share of the cost, `count` how many designs there are at most, the best one among them. Raises what
    `design_network` raises.
    """
    ready = Prepared.of(park, options)
    search = _Search(ready, within, count)
    good = list(search.designs())
    links = search.judged(good)
    return told(ready, good, links, search.limit, search.within)


class _Search:
    """The searches, one after another, each with its share of the time that is left."""

    def __init__(self, ready: Prepared, within: float, count: int):
        self.ready, self.within, self.count = ready, within, count
        self.problem = ready.problem
        free = self.problem.lower < self.problem.upper
        self.builds = {link: columns for link, columns in builds_by_link(ready.made).items() if free[columns].any()}
        self.limit = math.inf
        self.best = Found("nothing", None, math.inf, -math.inf)

    def designs(self) -> Iterator[Good]:
        """The best design, and others as long as they differ."""
        clock = Clock(self._until(self.count + 2))
        found, values = find(replace(self.ready, clock=clock, options=self._options(1)))
        self.best = found
        first = self._good(values)
        self.best.bound = min(found.bound, first.cost)
        size = abs(first.cost)
        self.limit = first.cost + self.within * size + NOTHING * size
        yield first
        if not self.builds:
            return
        known = [first]
        within = no_more(self.problem, self.problem.cost, self.limit - self.problem.constant)
        for number in range(2, self.count + 1):
            often = np.zeros(len(self.problem.cost))
            for one in known:
                for link in one.links:
                    often[self.builds[link]] += 1.0
            every = np.zeros(len(often))
            every[np.concatenate(list(self.builds.values()))] = len(known)
            other = None
            for unlike in (often, 2 * often - every):  # fewest of the known links; then also the most of the others
                other = self._next(within, unlike, known, number)
                if other is not None and all(other.builds != one.builds for one in known):
                    break
            else:
                return
            known.append(other)
            yield other

    def _next(self, within: Matrices, often: Floats, known: Sequence[Good], number: int) -> Good | None:
        """A good design with as little as can be of what is weighed."""
        made = self.ready.made
        until = self._until(self.count + 2 - number)
        until = min(until, time.monotonic() + SECONDS) if not math.isfinite(until) else until
        news = self._options(number).news
        orders = Orders(
            0.01,
            until,
            self.ready.options.jobs,
            wish=self.ready.options.wish,
            start=min(known, key=lambda one: float(often @ one.values)).values,
            news=lambda *_: news("design", math.inf, -math.inf, math.inf),
        )
        found = search_draft(made, replace(within, cost=often, constant=0.0), orders)
        if found.values is None:
            return None
        settled = settle(held(made, self.problem, found.values), found.values, made.tie_breakers())
        return None if settled.values is None else self._good(without_unused(made, settled.values))

    def _good(self, values: Floats) -> Good:
        """Read a design back: audited, its gap against what is proven of the best."""
        cost = self.problem.costs(values)
        found = replace(self.best, values=values, cost=cost, bound=min(self.best.bound, cost), pruned=[])
        design = read_back(
            replace(self.ready, clock=Clock(), options=self._options(0)), found, values, looking_on=False
        )
        links = frozenset(link for link, columns in self.builds.items() if (values[columns] > 0.5).any())
        return Good(design, builds_of(design), links, values, design.facts["cost"])

    def judged(self, good: Sequence[Good]) -> list[Link]:
        """Every link, with what is found and proven of designs that do the other way than the best."""
        kinds = {
            link: kind for sheet, kind in SHEETS.items() for link in self.ready.park[sheet]["link"].astype(str).tolist()
        }
        links = [Link(name, kinds[name], columns, name in good[0].links) for name, columns in self.builds.items()]
        for link in links:
            others = [one.cost for one in good if (link.name in one.links) != link.has]
            link.cost = min(others, default=math.inf)
        for link in links:
            if link.verdict(self.limit) == OPEN and not self._over():
                link.cost = min(link.cost, self._as_it_stands(link, good[0].values))
        left = [link for link in links if link.verdict(self.limit) == OPEN]
        for link in left:
            if self._over():
                break
            relaxed = solve(self._other_way(link).relaxed(), Watch(self.ready.deadline, self.ready.options.wish))
            link.bound = relaxed.objective if relaxed.status == "optimal" else link.bound
            link.bound = math.inf if relaxed.status == "infeasible" else link.bound
        left = [link for link in left if link.verdict(self.limit) == OPEN]
        for place, link in enumerate(left):
            if self._over():
                break
            self.ready.options.news(f"link {place + 1} of {len(left)}", math.inf, -math.inf, math.inf)
            self._ask(link, good[0], self._until(len(left) - place))
        return links

    def _over(self) -> bool:
        return self.ready.options.wish() or time.monotonic() >= self.ready.deadline

    def _as_it_stands(self, link: Link, values: Floats) -> float:
        """What the best design costs with one link taken out, or put in, and nothing else built anew: it is dispatched again.

        Infinite where that cannot be, or where streams mix, which a dispatch alone does not see.
        """
        if self.ready.made.mixing:
            return math.inf
        whole, changed = np.flatnonzero(self.problem.integer), values.copy()
        changed[link.columns] = 0.0
        if not link.has:
            changed[link.columns[np.argmin(self.problem.cost[link.columns])]] = 1.0
        again = dispatched(self.problem, whole, changed)
        return math.inf if again is None else self.problem.costs(again)

    def _other_way(self, link: Link) -> Matrices:
        """The problem with a link held the other way than the best design has it."""
        if link.has:
            return self.problem.with_fixed(link.columns, np.zeros(len(link.columns)))
        return with_one_of(self.problem, link.columns)

    def _ask(self, link: Link, best: Good, until: float) -> None:
        """Search for the best design that does the other way."""
        options = self.ready.options
        orders = Orders(self.within / 4, until, options.jobs, wish=options.wish, without=options.without)
        standing = Standing(self.ready.made, self.problem, best.values, best.cost, self.best.bound, orders)
        again = standing.forbidden(link.name) if link.has else standing.forced(link.name)
        link.cost, link.bound = min(link.cost, again.cost), max(link.bound, again.bound)
        if again.status == "infeasible":
            link.bound = math.inf

    def _until(self, left: int) -> float:
        """When a search is to end, if so many share the time that is left."""
        return turn(self.ready.deadline, left)

    def _options(self, number: int) -> Options:
        """The options, whose news say which design is looked for."""
        news = self.ready.options.news

        def of_this(part: str, incumbent: float, bound: float, baseline: float) -> None:
            if part == "design" and number:
                news(f"design {number} of {self.count}", incumbent, bound, baseline)

        return replace(self.ready.options, news=of_this)
