"""What firms would build: with some links, without others, with grants. They act together, and pay as little cash as can be.

Of answers that cost firms the same the one with least CO2 is theirs: ties go the town's way.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.design.tables import CO2
from sidestream.errors import NoDesignInTime
from sidestream.formulation.plan import Plan
from sidestream.solver.highs import Watch, solve
from sidestream.solver.pruning import pruned
from sidestream.solver.search import Found, Orders, search
from sidestream.solver.settle import settle
from sidestream.solver.ties import least_of_equals
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund.links import Fundable
from sidestream.studies.options import Options
from sidestream.studies.pools import held, search_draft
from sidestream.studies.side_by_side import side_by_side
from sidestream.studies.standing import with_one_of
from sidestream.studies.warm import dispatched

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SAME = 1e-9
"""Share of what goes through the firms' hands by which two sums that are the same may differ."""
TIES = 5.0
"""Seconds in which it is looked which of equally cheap answers causes least CO2."""
MOST = 10
"""Links up to which every network of them is tried."""
SOON = 0.5
"""Seconds in which HiGHS may find and prove what firms do, before all helps are called."""
ALONE = 5.0
"""Seconds up to which that is done in this process."""
IN_TIME = "what firms would do was not found in the time allowed: give it more with --time-limit"


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
        self.answers: list[Answer] = []
        """All answers found, whatever they were asked with."""
        self.complete = False
        """Whether all networks are known, and each is proven."""
        self.free = self._kept(free[1], free[0].bound, proven=free[0].status == "proven")
        """What firms do without us."""

    @property
    def over(self) -> bool:
        """Whether the time is over, or a stop is wished for."""
        return self.options.wish() or time.monotonic() >= self.deadline

    def tolerance(self, answer: Answer) -> float:
        """By how much [EUR/a] sums of money like those of an answer may differ and be the same."""
        cost = self.firms.problem.cost
        return SAME * float(np.abs(cost) @ np.abs(answer.values)) + 1e-6

    def cheapest(self, have: Iterable[str]) -> Answer | None:
        """What firms would do if some links had to be there: the rest is for them to choose. None where that cannot be.

        Raises NoDesignInTime where nothing was found.
        """
        have = frozenset(have)
        if self.complete:
            return self._best(one for links, one in self.known.items() if have <= links and one is not None)
        if have <= self.free.links:
            return self.free
        problem = self.firms.problem
        for link in sorted(have):
            problem = with_one_of(problem, self.fundable.columns_of(link))
        return self._asked(problem)

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
        found = self._found(problem)
        values = self.model.settled(found, problem, self._watch())
        if values is None:
            raise NoDesignInTime(IN_TIME)
        bound = min(found.bound, problem.costs(values)) + float(less @ values)
        return self._kept(values, bound, proven=found.status == "proven")

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
        for place, (values, bound, sure) in side_by_side(network, common, left, self.options.jobs, lambda: self.over):
            if values is not None:
                self.known[left[place]] = self._kept(values, bound, proven=sure)
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

    def _found(self, problem: Matrices) -> Found:
        """Search, beginning with what firms do without us as far as that is allowed. Raises NoDesignInTime once time is over."""
        if self.over:
            raise NoDesignInTime(IN_TIME)
        options, made = self.options, self.firms.made
        if not made.mixing and (found := soon(problem, self.deadline, options.wish)) is not None:
            return found
        start = dispatched(problem, np.flatnonzero(problem.integer), self.free.values)
        orders = Orders(
            options.gap, self.deadline, options.jobs, wish=options.wish, start=start, without=options.without
        )
        return search_draft(made, problem, orders)

    def _asked(self, problem: Matrices) -> Answer | None:
        """Ask, and keep the answer. Raises NoDesignInTime where there may be one, and none was found."""
        found = self._found(problem)
        if found.status == "infeasible":
            return None
        values = self.model.settled(found, problem, self._watch())
        if values is None:
            raise NoDesignInTime(IN_TIME)
        return self._kept(values, found.bound, proven=found.status == "proven")

    def _kept(self, values: Floats, bound: float, *, proven: bool) -> Answer:
        cost, every = self.firms.problem.costs(values), self.fundable
        caused = float(self.model.co2 @ values) + self.co2_fixed
        proven = proven or cost - bound <= SAME * (abs(cost) + 1)
        bound = cost if proven else min(bound, cost)
        self.answers.append(Answer(values, cost, bound, caused, every.built(values), every.worth_in(values), proven))
        return self.answers[-1]


def exact(problem: Matrices, columns: dict[str, Ints], links: frozenset[str]) -> Matrices:
    """The problem with exactly some links of several."""
    absent = [columns[name] for name in columns if name not in links]
    if absent:
        none = np.concatenate(absent)
        problem = problem.with_fixed(none, np.zeros(len(none)))
    for name in sorted(links):
        problem = with_one_of(problem, columns[name])
    return problem


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
