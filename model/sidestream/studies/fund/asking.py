"""What firms would build: with some links, without others, with grants. They act together, and pay as little cash as can be.

Of answers that cost firms the same the one with least CO2 is theirs: ties go the town's way.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.design.tables import CO2
from sidestream.errors import NoDesignInTime
from sidestream.solver.highs import Watch
from sidestream.solver.search import Found, Orders
from sidestream.solver.ties import least_of_equals
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund.answers import (
    TIES,
    Answer,
    Forcing,
    Model,
    beginning,
    exact,
    forced,
    having,
    network,
    soon,
    subsets,
)
from sidestream.studies.fund.links import Fundable
from sidestream.studies.fund.parts import Parts
from sidestream.studies.options import Options
from sidestream.studies.pools import search_draft
from sidestream.studies.side_by_side import side_by_side
from sidestream.studies.warm import dispatched

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SAME = 1e-9
"""Share of what goes through the firms' hands by which two sums that are the same may differ."""
MOST = 10
"""Links up to which every network of them is tried."""
ALONE = 5.0
"""Seconds up to which that is done in this process."""
IN_TIME = "what firms would do was not found in the time allowed: give it more with --time-limit"


class Asking:
    """Questions to the firms of a park, of which one funder can pay towards some links; answers are kept."""

    def __init__(
        self, firms: FirmsPark, fundable: Fundable, options: Options, deadline: float, free: tuple[Found, Floats]
    ) -> None:
        self.firms, self.fundable, self.options, self.deadline = firms, fundable, options, deadline
        made = firms.made
        weights, self.co2_fixed = made.impact(CO2)
        self.model = Model(firms.problem, weights, [weights, *made.tie_breakers()], made)
        self.known: dict[frozenset[str], Answer | None] = {}
        """Of each network of all fundable links, the cheapest with exactly those; None where there is none."""
        self.with_links: dict[frozenset[str], Answer] = {}
        """What firms do if some links have to be there."""
        self.answers: list[Answer] = []
        """All answers found, whatever they were asked with."""
        self.complete = False
        """Whether all networks are known, and each is proven."""
        found, values = free
        if found.status == "proven" and not made.mixing:
            values = least_of_equals(firms.problem, values, [weights], self._watch())
        self.parts = Parts.of_answer(firms.problem, found, values, whole=bool(made.mixing))
        everything = np.ones(len(self.parts.open), bool)
        self.free = self._kept(values, found.bound, everything, proven=found.status == "proven")
        """What firms do without us."""

    @property
    def over(self) -> bool:
        """Whether the time is over, or a stop is wished for."""
        return self.options.wish() or time.monotonic() >= self.deadline

    def tolerance(self, answer: Answer) -> float:
        """By how much [EUR/a] sums of money like those of an answer may differ and be the same."""
        cost = self.firms.problem.cost
        return SAME * float(np.abs(cost) @ np.abs(answer.values)) + 1e-6

    def left_open(self, links: Iterable[str]) -> float:
        """What is not proven of what firms do without us, in the parts that some links are in [EUR/a]."""
        return self.parts.left_open(self.parts.where(self.columns_of(links)))

    def columns_of(self, links: Iterable[str]) -> Ints:
        """Columns of some links."""
        return np.concatenate([np.empty(0, np.int64), *(self.fundable.columns_of(name) for name in sorted(links))])

    def cheapest(self, have: Iterable[str]) -> Answer | None:
        """What firms would do if some links had to be there: the rest is for them to choose. None where that cannot be.

        Raises NoDesignInTime where nothing was found.
        """
        have = frozenset(have)
        if self.complete:
            return self._best(one for links, one in self.known.items() if have <= links and one is not None)
        if have <= self.free.links:
            return self.free
        if have not in self.with_links:
            found = self._asked(having(self.firms.problem, self._columns(), have), have)
            if found is None:
                return None
            self.with_links[have] = found
        return self.with_links[have]

    def idle(self, link: str, target: Answer) -> Answer | None:
        """What firms do without us, and beside it a link that need not be of any use, in the size and stage of which a grant takes most
        off; None where it cannot stand there. `target` is what they do with the link: they do not pay less.
        """
        every, problem = self.fundable, self.firms.problem
        mine = every.of == every.names.index(link)
        paid, worth = problem.cost[every.columns[mine]], every.worth[mine]
        least = every.columns[mine][np.argmin(np.divide(paid, worth, out=np.full(len(paid), np.inf), where=worth > 0))]
        built = self.free.values.copy()
        built[least] = 1.0
        values = dispatched(problem, np.flatnonzero(problem.integer), built)
        if values is None:
            return None
        moved = self.parts.moved(problem.with_fixed(np.array([least]), np.ones(1)))
        return self._kept(values, target.cost - target.short, moved, proven=False)

    def without(self, link: str, dearer: float) -> Answer | None:
        """What firms would do without a link; None where that cannot be. Once it is proven to cost more than so much, no further
        is looked. Raises NoDesignInTime where nothing was found.
        """
        columns = self.fundable.columns_of(link)
        return self._asked(self.firms.problem.with_fixed(columns, np.zeros(len(columns))), dearer=dearer)

    def ahead(self, cases: Sequence[frozenset[str]], until: float) -> None:
        """Look for what firms do with each of some links, in processes of their own, each for its part of the time."""
        made = self.firms.made
        left = [links for links in cases if not links <= self.free.links and links not in self.with_links]
        if made.mixing or self.complete or self.over or not left:
            return
        jobs = min(self.options.jobs, len(left))
        model = replace(self.model, made=None)
        common = Forcing(model, self.parts, self._columns(), until, self.options.gap, jobs, len(left))
        for place, (values, bound, status) in side_by_side(
            forced, common, list(enumerate(left)), jobs, lambda: self.over
        ):
            if values is not None:
                moved = self.parts.moved(having(self.firms.problem, common.columns, left[place]))
                self.with_links[left[place]] = self._kept(values, bound, moved, proven=status == "proven")

    def exactly(self, links: frozenset[str]) -> Answer | None:
        """The cheapest for firms with exactly these of the fundable links; None where that cannot be. Raises NoDesignInTime."""
        if links not in self.known:
            self.known[links] = self._asked(exact(self.firms.problem, self._columns(), links))
        return self.known[links]

    def in_size(self, links: frozenset[str], column: int) -> Answer | None:
        """The same with one of them in the size of a column."""
        problem = exact(self.firms.problem, self._columns(), links)
        return self._asked(problem.with_fixed(np.array([column]), np.ones(1)))

    def under(self, grants: Floats) -> Answer:
        """What firms would do with grants for links [EUR each]; its cost is what they pay before grants, its bound likewise.

        Raises NoDesignInTime where nothing was found.
        """
        every = self.fundable
        less = np.zeros(len(self.firms.problem.cost))
        less[every.columns] = every.worth * grants[every.of]
        problem = replace(self.firms.problem, cost=self.firms.problem.cost - less)
        moved = self.parts.moved(problem)
        asked = self.parts.held(problem, moved)
        found = self._found(asked)
        values = self.model.settled(found, asked, self._watch())
        if values is None:
            raise NoDesignInTime(IN_TIME)
        bound = min(found.bound, problem.costs(values)) + float(less @ values)
        return self._kept(values, bound, moved, proven=found.status == "proven")

    def try_every(self) -> None:
        """Work out every network of the fundable links, unless the time is over before."""
        left = [links for links in subsets(self.fundable.names) if links != self.free.links]
        self.known[self.free.links] = self.free
        began = time.monotonic()
        for place, links in enumerate(left):
            if self.over:
                return
            try:
                self.exactly(links)
            except NoDesignInTime:
                return
            rest = left[place + 1 :]
            took = (time.monotonic() - began) / (place + 1)
            if place >= 2 and took * len(rest) > ALONE and self.options.jobs > 1 and not self.firms.made.mixing:
                self._try_beside(rest)
                break
        found = [self.known.get(links) for links in left if links in self.known]
        self.complete = len(found) == len(left) and all(one is None or one.proven for one in [self.free, *found])
        if self.complete:
            self.free = self.cheapest(()) or self.free

    def _try_beside(self, left: list[frozenset[str]]) -> None:
        """The same in processes of their own."""
        common = (replace(self.model, made=None), self._columns(), self.deadline, self.options.gap)
        everything = np.ones(len(self.parts.open), bool)
        for place, (values, bound, sure) in side_by_side(network, common, left, self.options.jobs, lambda: self.over):
            if values is not None:
                self.known[left[place]] = self._kept(values, bound, everything, proven=sure)
            elif sure:
                self.known[left[place]] = None

    def _best(self, some: Iterable[Answer]) -> Answer | None:
        """The cheapest, and of those as cheap the one with least CO2."""
        some = list(some)
        if not some:
            return None
        least = min(some, key=lambda one: one.cost)
        tied = [one for one in some if one.cost <= least.cost + self.tolerance(least)]
        return min(tied, key=lambda one: (round(one.co2, 9), len(one.links), sorted(one.links)))

    def _columns(self) -> dict[str, Ints]:
        return {name: self.fundable.columns_of(name) for name in self.fundable.names}

    def _watch(self) -> Watch:
        return Watch(min(self.deadline, time.monotonic() + TIES), self.options.wish)

    def _found(self, problem: Matrices, links: Iterable[str] = (), dearer: float = np.inf) -> Found:
        """Search, beginning with what firms do without us as far as that is allowed. Raises NoDesignInTime once time is over."""
        if self.over:
            raise NoDesignInTime(IN_TIME)
        options, made, bounds = self.options, self.firms.made, [-np.inf]
        if not made.mixing and (found := soon(problem, self.deadline, options.wish)) is not None:
            return found
        start = beginning(problem, [self.fundable.columns_of(name) for name in links], self.free.values)
        orders = Orders(
            options.gap,
            self.deadline,
            options.jobs,
            wish=lambda: options.wish() or bounds[0] > dearer,
            news=lambda _, bound: bounds.__setitem__(0, max(bounds[0], bound)),
            start=start,
            without=options.without,
        )
        return search_draft(made, problem, orders)

    def _asked(self, problem: Matrices, links: Iterable[str] = (), dearer: float = np.inf) -> Answer | None:
        """Ask, and keep the answer; some links have to be there. Raises NoDesignInTime where there may be one, and none was found."""
        moved = self.parts.moved(problem)
        asked = self.parts.held(problem, moved)
        found = self._found(asked, links, dearer)
        if found.status == "infeasible" and not moved.all():  # a hair's breadth in what is held is no proof
            asked, moved = problem, np.ones(len(moved), bool)
            found = self._found(asked, links, dearer)
        if found.status == "infeasible":
            return None
        values = self.model.settled(found, asked, self._watch())
        if values is None:
            raise NoDesignInTime(IN_TIME)
        return self._kept(values, found.bound, moved, proven=found.status == "proven")

    def together(self, answers: Sequence[Answer]) -> Answer:
        """What firms do where several answers hold at once, each of which moves parts of the park that no other does."""
        values, moved = self.parts.values, np.zeros(len(self.parts.open), bool)
        for answer in answers:
            mine = self.parts.differing(answer.values)
            values = np.where(np.isin(self.parts.of, mine), answer.values, values)
            moved[mine] = True
        bound = self.firms.problem.costs(values) - sum(answer.short for answer in answers)
        return self._kept(values, bound, moved, proven=all(answer.short == 0 for answer in answers))

    def _kept(self, values: Floats, bound: float, moved: NDArray[np.bool_], *, proven: bool) -> Answer:
        """Keep an answer, whose bound knows nothing of what may be better in the parts that were held."""
        cost, every = self.firms.problem.costs(values), self.fundable
        caused = float(self.model.co2 @ values) + self.co2_fixed
        proven = proven or cost - bound <= SAME * (abs(cost) + 1)
        short = 0.0 if proven else max(cost - bound, 0.0)
        besides = self.parts.left_open(~moved)
        built, worth = every.built(values), every.worth_in(values)
        self.answers.append(
            Answer(values, cost, cost - short - besides, caused, built, worth, proven and not besides, short)
        )
        return self.answers[-1]
