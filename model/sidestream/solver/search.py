"""The search for a design: independent parts, each under its own HiGHS, the next seconds to the largest gap.

Every part starts from `idle`, its answer with nothing optional built, and stays there when the search is stopped before
its turn. A part that is proven needs no more; one that is
not is left as soon as what is unproven of it is at most `gap` of what it could save on idle, and if that does not add
up to `gap` of the whole, the part with the largest gap in money goes on. What takes longer than FIRST_SECONDS, while other
parts wait, goes to processes of its own, one thread each.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.aside import Aside, helper_for
from sidestream.solver.components import Component, split
from sidestream.solver.gap import target
from sidestream.solver.highs import ALONE, INFINITY, Answer, Watch, solve
from sidestream.solver.joints import joints
from sidestream.solver.lagrange import bounded
from sidestream.solver.pricing import priced
from sidestream.solver.workers import Crew, Job

Floats = NDArray[np.float64]
FIRST_SECONDS = 3.0
"""How long a part, and all of them together, may take in this process before it is given one of its own."""
HELP_FIRST = 0.3
"""Share of the time in which first designs of all parts are looked for, where there is little of it."""
PRICES_FIRST, PRICING = 0.7, 0.75
"""Share of the time that prices have then (see lagrange.py), and how much of that they are moved; the rest is for the designs."""
GRACE = 1.0
"""Seconds that every part may use to prove itself whole, whatever gap is asked for."""
LAST_SECONDS = 10.0
"""Seconds after the end in which parts that had no turn are bounded by their linear relaxations."""


@dataclass
class Orders:
    """What is asked of a search. `gap` is a share of the saving on `baseline`, or of the cost where that is None."""

    gap: float = 0.01
    deadline: float = INFINITY
    jobs: int = 1
    baseline: float | None = None
    wish: Callable[[], bool] = bool
    news: Callable[[float, float], None] = lambda _incumbent, _bound: None
    tolerance: float | None = None
    start: Floats | None = None
    """An answer to begin with: it counts where it keeps what the problem asks for."""
    without: frozenset[str] = frozenset()
    """Which aids are left out: parts, pricing, help; and what is done before a problem comes here (see studies/options.py)."""
    alone: float = ALONE
    """Seconds that HiGHS has for itself before it is helped: none where it had them already."""
    proven: float = -INFINITY
    """What is known before that no answer costs less than."""

    @property
    def helped(self) -> bool:
        """Whether designs are looked for while HiGHS waits (see helping.py)."""
        return "help" not in self.without


class LeftOut(NamedTuple):
    """A build that was left out of the search: its family and name there, what it costs and what it can bring at the most."""

    family: str
    name: Any
    cost: float
    brings: float


@dataclass
class Found:
    """What a search found. `status`: proven, enough, stopped, or without values: infeasible, unbounded, nothing, failed."""

    status: str
    values: Floats | None
    cost: float
    bound: float
    parts: int = 1
    log: list[str] = field(default_factory=list)
    pruned: list[LeftOut] = field(default_factory=list)
    """Builds that were left out, as they cannot pay."""
    slack: float = 0.0
    """What a limit that was given some slack in the search costs without it: no bound knows that."""
    shares: list[tuple[NDArray[np.int64], float]] = field(default_factory=list)
    """The columns of each part, and what is proven of it."""


@dataclass
class _Part:
    """A component, what is known of it, and `heard`: the best cost a running solve speaks of, its values not yet here."""

    component: Component
    idle: float | None = None
    duals: Floats | None = None
    """What a unit of each row is worth in idle."""
    values: Floats | None = None
    cost: float = INFINITY
    bound: float = -INFINITY
    heard: float = INFINITY
    proven: bool = False
    status: str = ""
    log: list[str] = field(default_factory=list)
    seconds: float = 2 * FIRST_SECONDS
    """How long it is worked on when it is its turn again."""

    @property
    def given_up(self) -> bool:
        """Whether another try would end as the last one did."""
        return self.status not in ("", "optimal", "stopped")

    @property
    def hopeless(self) -> bool:
        """Whether there is no answer to be had, for this part and so for the whole."""
        return self.status in ("infeasible", "unbounded")

    @property
    def gap(self) -> float:
        return 0.0 if self.proven else self.cost - self.bound

    @property
    def best(self) -> float:
        """Least cost known of, be its values here or with a running solve."""
        return min(self.cost, self.heard)

    def hear(self, incumbent: float, bound: float) -> None:
        """Take in news of a running solve."""
        self.heard, self.bound = min(self.heard, incumbent), max(self.bound, bound)

    def learn(self, answer: Answer) -> None:
        """Take in what a solve found."""
        self.bound, self.heard = max(self.bound, answer.bound), INFINITY
        self.log += answer.log
        if answer.values is not None and answer.objective <= self.cost:
            self.values, self.cost = answer.values, answer.objective
        if answer.status == "optimal":
            self.proven, self.bound = True, max(self.bound, min(answer.bound, self.cost))
        elif np.isfinite(self.cost) and self.cost - self.bound <= 1e-9 * max(1.0, abs(self.cost)):
            self.proven = True
        self.status = answer.status


def search(problem: Matrices, orders: Orders) -> Found:
    """Find the best values of a problem."""
    joined = None if orders.without & {"parts", "pricing"} else joints(problem)
    if joined is not None:
        return priced(problem, joined, orders, search)
    components = split(problem, whole="parts" in orders.without)
    parts = [_Part(component) for component in components]
    totals = _Totals(problem.constant, parts, orders)
    _solve_linear(parts[0], orders)
    if parts[0].hopeless:
        return _put_together(problem, parts, totals)
    hard = sorted(parts[1:], key=lambda part: int(part.component.problem.integer.sum()))
    for part in hard:
        if totals.over():
            break
        _start_idle(part, orders)
        _start_given(part, orders, len(problem.cost))
    if len(hard) == 1 and parts[0].proven:
        hard[0].bound = orders.proven - problem.constant - parts[0].cost
    totals.tell()
    left = orders.deadline - time.monotonic()
    if orders.helped and len(hard) > 1 and left < FIRST_SECONDS * len(hard):
        others = _start_priced(hard, totals, orders, PRICES_FIRST * left)
        _start_helped(others, totals, orders, HELP_FIRST * left)
    first = time.monotonic() + FIRST_SECONDS
    for place, part in enumerate(hard):
        now = time.monotonic()
        if totals.over() or (now > first and orders.jobs > 1):
            break
        alone = all(other.proven for other in parts if other is not part)
        # where there is little time, no part is to be without a turn because others had long ones
        turn = min(FIRST_SECONDS, (orders.deadline - now) / (len(hard) - place))
        deadline = orders.deadline if alone else now + turn
        _solve_here(part, totals, orders, deadline, helped=alone)
        if part.hopeless:
            break
    _go_on(hard, totals, orders)
    last = time.monotonic() + LAST_SECONDS
    for part in parts:
        if not np.isfinite(part.bound) and not part.given_up:
            part.bound = linear_bound(part.component.problem, last)
    totals.told = -INFINITY
    totals.tell()
    return _put_together(problem, parts, totals)


def _solve_linear(part: _Part, orders: Orders) -> None:
    if not part.component.problem.shape[1]:
        if np.any(part.component.problem.row_lower > 0) or np.any(part.component.problem.row_upper < 0):
            part.status = "infeasible"
        else:
            part.values, part.cost, part.bound, part.proven = np.empty(0), 0.0, 0.0, True
    else:
        part.learn(solve(part.component.problem, Watch(orders.deadline, orders.wish)))


def _start_idle(part: _Part, orders: Orders) -> None:
    """Solve a part with nothing built that need not be."""
    problem = part.component.problem
    whole = np.flatnonzero(problem.integer)
    answer = solve(problem.with_fixed(whole, problem.lower[whole]).relaxed(), Watch(orders.deadline, orders.wish))
    if answer.status == "optimal" and answer.values is not None:
        part.idle, part.cost, part.values = answer.objective, answer.objective, answer.values
        part.duals = answer.row_duals


def _start_given(part: _Part, orders: Orders, width: int) -> None:
    """Take what a part has of the answer to begin with, if that is better than to be idle."""
    if orders.start is None or len(orders.start) != width:
        return
    problem, values = part.component.problem, orders.start[part.component.columns]
    rounded = np.clip(np.where(problem.integer, np.round(values), values), problem.lower, problem.upper)
    cost = problem.costs(rounded)
    if cost < part.cost and problem.holds(rounded):
        part.cost, part.values = cost, rounded


def _start_helped(parts: list[_Part], totals: _Totals, orders: Orders, seconds: float) -> None:
    """Look for a first design of each part without HiGHS."""
    end = time.monotonic() + seconds
    for place, part in enumerate(parts):
        now = time.monotonic()
        helper = helper_for(part.component.problem, aside=False)
        if totals.over() or now >= end:
            break
        if helper is None or part.values is None:
            continue
        helper.wish = orders.wish
        helper.hear(part.values, part.cost)
        if helper.work(now + (end - now) / (len(parts) - place)):
            part.values, part.cost = helper.best, helper.cost
        totals.tell()


def linear_bound(problem: Matrices, deadline: float) -> float:
    """Cost that no answer falls below: of the linear relaxation, or of the bounds alone where there is no time for it."""
    answer = solve(problem.relaxed(), Watch(deadline))
    if answer.status == "optimal":
        return answer.objective
    paying = problem.cost != 0
    cheapest = np.where(problem.cost > 0, problem.lower, problem.upper)
    return float(problem.cost[paying] @ cheapest[paying]) + problem.constant


def _watch(part: _Part, totals: _Totals, orders: Orders, deadline: float) -> Watch:
    allowed = time.monotonic() + GRACE
    share = totals.share

    def enough(incumbent: float, bound: float) -> bool:
        if time.monotonic() < allowed or not np.isfinite(incumbent):
            return False
        bound = max(bound, part.bound)
        return incumbent - bound <= target(share, incumbent, bound, part.idle)

    def news(incumbent: float, bound: float) -> None:
        part.hear(incumbent, bound)
        totals.tell()

    return Watch(deadline, orders.wish, enough, news, orders.alone)


def _solve_here(part: _Part, totals: _Totals, orders: Orders, deadline: float, *, helped: bool) -> None:
    """Work on a part in this process, with help from another one where there may be several."""
    problem = part.component.problem
    helper = helper_for(problem, aside=orders.jobs > 1) if helped and orders.helped else None
    watch = _watch(part, totals, orders, deadline)
    try:
        part.learn(solve(problem, watch, start=part.values, tolerance=orders.tolerance, helper=helper))
    finally:
        if isinstance(helper, Aside):
            helper.end()
    totals.tell()


def _start_priced(parts: list[_Part], totals: _Totals, orders: Orders, seconds: float) -> list[_Part]:
    """Find a bound of each part, and a design, with prices alone; return those of another shape. Each has time by its size."""
    others = []
    end, left = time.monotonic() + seconds, sum(len(part.component.columns) for part in parts)
    watch = Watch(orders.deadline, orders.wish)
    for part in parts:
        problem, now = part.component.problem, time.monotonic()
        share = PRICING * len(problem.cost) / left
        left -= len(problem.cost)
        if totals.over() or part.duals is None:
            continue
        priced = bounded(problem, part.duals, part.best, now + share * (end - now), orders.wish)
        part.duals = None
        if priced is None:
            others.append(part)
            continue
        part.bound = max(part.bound, priced.bound)
        answer = solve(priced.design(problem).relaxed(), watch)
        # what is proven of it holds for these builds alone
        part.learn(replace(answer, status="stopped", bound=-INFINITY))
        totals.tell()
    return others


def _go_on(parts: list[_Part], totals: _Totals, orders: Orders) -> None:
    """Work on the part with the largest gap, here or in processes of their own, until the whole is proven enough."""
    with Crew(orders.jobs) as crew:
        halted = False
        while not any(part.hopeless for part in parts):
            over = totals.over() or totals.enough()
            waiting = [] if over else _waiting(parts, crew.places, totals)
            if not waiting and not crew.places:
                break
            if over and not halted:
                halted = True
                crew.halt()
            few = len(waiting) + len(crew.places) <= orders.jobs
            for place in waiting[: crew.free]:
                part = parts[place]
                seconds = orders.deadline - time.monotonic()
                seconds = seconds if few else min(seconds, part.seconds)
                part.seconds *= 1.5
                if orders.jobs == 1 or (len(waiting) == 1 and not crew.places):
                    _solve_here(part, totals, orders, time.monotonic() + seconds, helped=True)
                else:
                    crew.give(place, _job(part, totals.share, orders, seconds))
            if not crew.places:
                continue
            for place, said in crew.hear():
                if isinstance(said, tuple):
                    parts[place].hear(*said)
                else:
                    parts[place].learn(said)
                totals.tell()


def _waiting(parts: list[_Part], busy: set[int], totals: _Totals) -> list[int]:
    """Parts that are worth going on with, the one with the largest gap first.

    Where all are proven to their share of what is asked for and the whole is not, they are asked for more.
    """
    while True:
        left = [
            place
            for place, part in enumerate(parts)
            if place not in busy and not part.proven and not part.given_up and part.gap > 0
        ]
        some = [
            place
            for place in left
            if parts[place].gap > target(totals.share, parts[place].cost, parts[place].bound, parts[place].idle)
        ]
        if some or busy or not left:
            return sorted(some, key=lambda place: -parts[place].gap)
        totals.share /= 2


def _job(part: _Part, share: float, orders: Orders, seconds: float) -> Job:
    return Job(part.component.problem, part.values, share, part.idle, seconds, orders.tolerance, orders.helped)


@dataclass
class _Totals:
    """What is known of the whole, and whether it is enough."""

    constant: float
    parts: list[_Part]
    orders: Orders
    share: float = field(init=False)
    told: float = field(init=False, default=-INFINITY)

    def __post_init__(self) -> None:
        self.share = self.orders.gap

    @property
    def cost(self) -> float:
        return self.constant + sum(part.best for part in self.parts)

    @property
    def bound(self) -> float:
        return self.constant + sum(min(part.bound, part.best) for part in self.parts)

    def tell(self) -> None:
        """Pass the news on, ten times a second at most: the sums run over all parts."""
        if time.monotonic() >= self.told + 0.1:
            self.told = time.monotonic()
            self.orders.news(self.cost, self.bound)

    def over(self) -> bool:
        return self.orders.wish() or time.monotonic() >= self.orders.deadline

    def enough(self) -> bool:
        cost, bound = self.cost, self.bound
        if not np.isfinite(cost) or not np.isfinite(bound):
            return False
        return cost - bound <= target(self.orders.gap, cost, bound, self.orders.baseline)


def _put_together(problem: Matrices, parts: list[_Part], totals: _Totals) -> Found:
    log = [line for part in parts for line in part.log]
    hopeless = next((part.status for part in parts if part.hopeless), None)
    if hopeless:
        return Found(hopeless, None, INFINITY, -INFINITY, len(parts), log)
    shares = [(part.component.columns, min(part.bound, part.best)) for part in parts]
    if any(part.values is None for part in parts):
        status = "failed" if any(part.given_up and part.values is None for part in parts) else "nothing"
        return Found(status, None, INFINITY, totals.bound, len(parts), log, shares=shares)
    values = np.zeros(len(problem.cost))
    for part in parts:
        values[part.component.columns] = part.values
    cost = float(problem.cost @ values) + problem.constant
    proven = all(part.proven for part in parts)
    status = "proven" if proven else ("enough" if totals.enough() else "stopped")
    return Found(status, values, cost, min(totals.bound, cost), len(parts), log, shares=shares)
