"""A few rows that join what would otherwise be many parts - a budget, a cap on an impact - get a price each.

With prices p on these rows, low <= A x <= high, no answer costs less than

    bound[p] = sum of the proven bounds of the parts, each searched by itself with (cost + p A) x  -  fee[p]
    fee[p]   = sum_rows (p * high where p > 0, p * low where p < 0)

The first prices are the duals of the linear relaxation. Every round of searches leaves a design of each part. Of all that
were left, a small mixed-integer model chooses one a part so that the joints hold: with its builds the whole is
dispatched, a design. The duals of its relaxation are the next prices; they stay in a box about the best ones so far, half as
wide after each round that proved no more: O. du Merle et al., Stabilized column generation, Discrete Mathematics 194 (1999).

HiGHS has the whole for itself for a second before, for longer where it is past the relaxation by then, and afterwards for
the rest of the time, with the best design to begin with, and without what is in no better one (see narrowing.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from sidestream.algebra.arrays import Matrices
from sidestream.solver.components import split
from sidestream.solver.gap import target
from sidestream.solver.highs import INFINITY, Answer, Watch, solve
from sidestream.solver.joints import Joints
from sidestream.solver.narrowing import Priced, narrowed
from sidestream.solver.pruning import pruned

if TYPE_CHECKING:
    from sidestream.solver.search import Found, Orders

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRST = 1.0
"""Seconds that HiGHS has for the whole first, and for what takes a moment."""
LONGER, LONGER_SHARE = 10.0, 0.25
"""How many it has where it is past the relaxation by then: seconds, and share of the time left; that share the relaxation has."""
LARGE = 100_000
"""Columns from which on a second is too little for it to begin with."""
ROUND, LAST, LONGEST = 0.5, 0.9, 60.0
"""Share of the time left that a round may take, the last one, and how many seconds at the most."""
INSIDE = 0.25
"""Of the gap that is asked for, what the parts may leave open themselves."""
OPEN = 0.05
"""Share of the gap that there is which they may leave open."""
WORTH = 0.25
"""Share of the gap that new prices have to promise to close, from the second round on."""
MOVED = 0.1
"""Share of the gap of the relaxation that HiGHS has closed where it is past it."""
TWICE = 2.0
"""Times the relaxation has to fit in what time is left for HiGHS to have the whole again."""
BOX = 0.1
"""Half width of the first box of prices, as a share of each."""


def priced(problem: Matrices, joints: Joints, orders: Orders, search: Callable[[Matrices, Orders], Found]) -> Found:
    """Search a problem whole, by parts with prices on what joins them, and whole again; what is better of all."""
    known = _Known(problem, orders)
    inner = replace(orders, without=orders.without | {"pricing"}, news=known.hear)
    now = time.monotonic()
    relaxed = solve(problem.relaxed(), Watch(now + LONGER_SHARE * max(orders.deadline - now, 0.0), orders.wish))
    if relaxed.status != "optimal" or relaxed.row_duals is None:
        return search(problem, inner)
    known.learn(None, relaxed.objective)
    least = TWICE * (time.monotonic() - now)
    if orders.alone > 0 and problem.shape[1] <= LARGE:
        first = search(problem, replace(inner, wish=_Patience(known, relaxed.objective).out))
        known.learn(first.values, first.bound)
        if first.status not in ("stopped", "nothing"):
            return first
        known.log += first.log
        if known.values is None:  # what is not found by chance, prices do not find either
            found = search(problem, inner)
            return replace(found, bound=max(found.bound, known.bound)) if found.values is not None else found
    market = _Market(problem, joints, known, least)
    market.trade(relaxed.row_duals, inner, search)
    if known.over() or known.enough():
        return known.found(len(split(problem)))
    left = market.narrowed(inner)
    if known.values is not None and orders.deadline - time.monotonic() < least:
        return known.found(len(split(problem)))
    start = orders.start if known.values is None else known.values
    last = search(left, replace(inner, start=start))
    if known.values is None and last.values is None and last.status != "nothing":
        return last
    known.log += last.log
    known.learn(last.values, min(known.cost, INFINITY if last.status == "infeasible" else last.bound))
    return known.found(last.parts)


class _Patience:
    """How long the first search of the whole may take."""

    def __init__(self, known: _Known, relaxed: float):
        now = time.monotonic()
        self.known, self.relaxed = known, relaxed
        self.short = now + FIRST
        self.long = now + min(LONGER, LONGER_SHARE * (known.orders.deadline - now))

    def out(self) -> bool:
        """Whether it is over: soon, or later where more is proven than the relaxation."""
        if self.known.orders.wish():
            return True
        now = time.monotonic()
        cost, bound = self.known.heard
        past = np.isfinite(cost) and bound - self.relaxed > MOVED * (cost - self.relaxed)
        return now >= (self.long if past else self.short)


@dataclass
class _Known:
    """The best design and bound of the whole so far."""

    problem: Matrices
    orders: Orders
    values: Floats | None = None
    cost: float = INFINITY
    bound: float = -INFINITY
    log: list[str] = field(default_factory=list)
    heard: tuple[float, float] = (INFINITY, -INFINITY)
    """Cost and bound that a search of the whole told last."""

    def hear(self, cost: float, bound: float) -> None:
        """Pass on news of a search of the whole; of one without some builds no bound is above the best design."""
        self.heard = cost, bound
        self.orders.news(min(cost, self.cost), max(self.bound, min(bound, self.cost)))

    def learn(self, values: Floats | None, bound: float) -> None:
        """Take in what a search of the whole found."""
        self.bound = max(self.bound, bound)
        if values is not None and self.problem.costs(values) < self.cost:
            self.values, self.cost = values, self.problem.costs(values)
        self.orders.news(self.cost, self.bound)

    def over(self) -> bool:
        return self.orders.wish() or time.monotonic() >= self.orders.deadline

    @property
    def proven(self) -> bool:
        return self.values is not None and self.cost - self.bound <= 1e-9 * max(1.0, abs(self.cost))

    def enough(self) -> bool:
        wanted = target(self.orders.gap, self.cost, self.bound, self.orders.baseline)
        return self.proven or self.cost - self.bound <= wanted

    def found(self, parts: int) -> Found:
        from sidestream.solver.search import Found

        status = "nothing" if self.values is None else "stopped"
        if self.values is not None and self.enough():
            status = "proven" if self.proven else "enough"
        return Found(status, self.values, self.cost, min(self.bound, self.cost), parts, self.log)


class _Market:
    """Prices, and what the parts did at them: what it costs, and how much of the joints it uses."""

    def __init__(self, problem: Matrices, joints: Joints, known: _Known, least: float = 0.0):
        self.problem, self.known, self.least = problem, known, least
        rows, columns = problem.shape
        self.part, self.rows = joints.part, joints.rows
        self.low, self.high = problem.row_lower[joints.rows], problem.row_upper[joints.rows]
        matrix = csr_array((problem.values, problem.columns, problem.starts), shape=(rows, columns))
        self.uses = csr_array(matrix[joints.rows])
        self.apart = problem.part(np.arange(columns), np.setdiff1d(np.arange(rows), joints.rows))
        self.sizes = np.bincount(joints.part)
        self._order, self._ends = np.argsort(joints.part, kind="stable"), np.cumsum(self.sizes)
        by_column = self.uses.tocsc()[:, self._order]
        self._uses_of = [by_column[:, end - size : end] for end, size in zip(self._ends, self.sizes, strict=True)]
        self.whole = np.flatnonzero(problem.integer)
        self.designs: dict[tuple[int, bytes], tuple[float, Floats, Floats]] = {}
        """By part and what it comes to: its cost, what it uses of the joints, and its values."""
        self.best: Priced | None = None
        self.idle: Floats | None = None
        """All with nothing built that need not be, the joints left aside."""
        self.seconds = 0.0
        """What a round took."""
        self.complete = True
        """Whether it came to its end."""

    def trade(self, duals: Floats, orders: Orders, search: Callable[[Matrices, Orders], Found]) -> None:
        """Search the parts with prices until nothing comes of it."""
        known, watch = self.known, Watch(self.known.orders.deadline, self.known.orders.wish)
        lower = self.problem.lower[self.whole]
        self.idle = solve(self.apart.with_fixed(self.whole, lower).relaxed(), watch).values
        start = orders.start
        if start is not None and (len(start) != len(self.problem.cost) or not self.problem.holds(start)):
            start = None
        for values in (known.values, start, self.idle):
            if values is not None:
                self._keep(values)
        prices, box = self._allowed(-duals[self.rows]), BOX
        rounds = 0
        while not known.over() and not known.enough():
            began = time.monotonic()
            done = self._round(prices, orders, search)
            if done is None:
                return
            if self.best is None or done.bound > self.best.bound:
                self.best = done
            else:
                box /= 2
            rounds += 1
            self.seconds = time.monotonic() - began
            known.learn(None, done.bound)
            self._settle(watch)
            new = self._next_prices(self.best.prices, box, watch)
            if new is None or np.allclose(new[0], self.best.prices, rtol=1e-6):
                return
            prices, promised = new
            if not self.complete or (rounds > 1 and promised - known.bound < WORTH * (known.cost - known.bound)):
                return

    def _round(self, prices: Floats, orders: Orders, search: Callable[[Matrices, Orders], Found]) -> Priced | None:
        """Search all parts with these prices; None where that is no help."""
        now = time.monotonic()
        left = orders.deadline - now
        hurry = (1 - ROUND) * left < self.least  # there is no time for the whole again
        until = now + min(LONGEST, (LAST if hurry else ROUND) * left)
        asked = pruned(self._at(prices), free=False)
        gap, baseline = self._allowance(asked.problem, orders)
        its = replace(orders, gap=gap, baseline=baseline, deadline=until, start=self._cheapest(prices))
        # without help, as it would begin with that for all parts where time is short
        found = search(asked.problem, replace(its, without=orders.without | {"help"}, news=lambda *_: None))
        self.complete = found.status in ("proven", "enough")
        self.known.log += found.log
        if not np.isfinite(found.bound):
            return None
        if found.values is not None:
            self._keep(found.values)
        return Priced(prices, asked, found.bound, found.shares)

    def _allowance(self, asked: Matrices, orders: Orders) -> tuple[float, float | None]:
        """How much the parts may leave open, as a share of what they save together, and from which cost on that counts."""
        cost, bound = self.known.cost, self.known.bound
        money = INSIDE * target(orders.gap, min(cost, abs(bound)), bound, orders.baseline)
        if np.isfinite(cost):
            money = max(money, OPEN * (cost - bound))
        if self.idle is None or not (saving := asked.costs(self.idle) - bound) > 0:
            return money / max(abs(bound), 1.0), None
        return money / saving, asked.costs(self.idle)

    def _at(self, prices: Floats) -> Matrices:
        """The problem without its joints, their prices in its cost."""
        up, down = prices > 0, prices < 0
        fee = float(prices[up] @ self.high[up] + prices[down] @ self.low[down])
        return replace(self.apart, cost=self.problem.cost + self.uses.T @ prices, constant=self.problem.constant - fee)

    def _allowed(self, prices: Floats) -> Floats:
        """Prices without those of sides that are open."""
        prices = np.where(np.isposinf(self.high), np.minimum(prices, 0.0), prices)
        return np.where(np.isneginf(self.low), np.maximum(prices, 0.0), prices)

    def _columns(self, part: int) -> Ints:
        return self._order[(self._ends[part - 1] if part else 0) : self._ends[part]]

    def _keep(self, values: Floats) -> None:
        """Keep what each part does in an answer, be the joints held or not."""
        for part in range(len(self.sizes)):
            self._keep_part(part, values[self._columns(part)])

    def _keep_part(self, part: int, values: Floats) -> None:
        columns = self._columns(part)
        cost, used = float(self.problem.cost[columns] @ values), self._uses_of[part] @ values
        self.designs.setdefault((part, np.round([cost, *used], 6).tobytes()), (cost, used, values))

    def _cheapest(self, prices: Floats) -> Floats | None:
        """Of the designs kept one a part: the cheapest with these prices."""
        if not self.designs:
            return None
        values, least = np.zeros(len(self.problem.cost)), np.full(len(self.sizes), INFINITY)
        for (part, _), (cost, used, mine) in self.designs.items():
            if cost + float(prices @ used) < least[part]:
                least[part] = cost + float(prices @ used)
                values[self._columns(part)] = mine
        return values

    def _chosen(self, slack: Floats, *, whole: bool, watch: Watch) -> Answer:
        """Choose one design a part (or shares of several) so that the joints hold; what they lack or exceed costs `slack`."""
        parts = np.array([part for part, _ in self.designs])
        cost = np.array([cost for cost, *_ in self.designs.values()])
        used = np.array([used for _, used, _ in self.designs.values()]).reshape(len(cost), -1).T
        count, rows, many = len(cost), len(self.rows), len(self.sizes)
        scale = self._scale()[:, None]
        one = csr_array((np.ones(count), (parts, np.arange(count))), shape=(many, count))
        lacking, beyond = eye_array(rows), -eye_array(rows)
        matrix = vstack(
            [hstack([one, csr_array((many, 2 * rows))]), hstack([csr_array(used / scale), lacking, beyond])]
        )
        matrix = csr_array(matrix)
        width = count + 2 * rows
        made = Matrices(
            np.concatenate([cost, slack * np.tile(scale.ravel(), 2)]),
            0.0,
            np.zeros(width),
            np.concatenate([np.ones(count), np.full(2 * rows, INFINITY)]),
            np.arange(width) < (count if whole else 0),
            matrix.indptr.astype(np.int64),
            matrix.indices.astype(np.int64),
            matrix.data,
            np.concatenate([np.ones(many), self.low / scale.ravel()]),
            np.concatenate([np.ones(many), self.high / scale.ravel()]),
        )
        return solve(made, watch)

    def _scale(self) -> Floats:
        """Size of what is used of each joint."""
        used = np.array([used for _, used, _ in self.designs.values()])
        size: Floats = np.maximum(np.abs(used).max(axis=0), 1e-9)
        return size

    def _typical(self) -> Floats:
        """What a unit of each joint is worth, by and large."""
        cost = np.array([cost for cost, *_ in self.designs.values()])
        worth: Floats = np.maximum(np.ptp(cost), 1.0) / self._scale()
        return worth

    def _next_prices(self, best: Floats, box: float, watch: Watch) -> tuple[Floats, float] | None:
        """The prices at which the designs kept let most be proven, in a box about the best ones, and how much."""
        if not self.designs:
            return None
        reach = box * np.maximum(np.abs(best), self._typical() * 1e-2)
        answer = self._chosen(np.concatenate([reach - best, reach + best]), whole=False, watch=watch)
        if answer.row_duals is None:
            return None
        prices = self._allowed(-answer.row_duals[len(self.sizes) :] / self._scale())
        return prices, answer.objective + self.problem.constant

    def _settle(self, watch: Watch) -> None:
        """Build what is chosen of the designs kept, and dispatch it, the joints held."""
        if not self.designs:
            return
        limit = Watch(min(watch.deadline, time.monotonic() + FIRST), watch.wish)
        answer = self._chosen(np.tile(10 * self._typical(), 2), whole=True, watch=limit)
        if answer.values is None:
            return
        values = np.zeros(len(self.problem.cost))
        for (part, _), (*_, mine), share in zip(self.designs, self.designs.values(), answer.values, strict=False):
            if share > 0.5:
                values[self._columns(part)] = mine
        built = np.clip(np.round(values[self.whole]), self.problem.lower[self.whole], self.problem.upper[self.whole])
        settled = solve(self.problem.with_fixed(self.whole, built).relaxed(), watch)
        if settled.status == "optimal" and settled.values is not None:
            self.known.learn(settled.values, -INFINITY)
            self._keep(settled.values)

    def narrowed(self, orders: Orders) -> Matrices:
        """The problem without what no design has that costs less than the best one, where that is soon found."""
        best, known = self.best, self.known
        if best is None or not np.isfinite(known.cost) or (values := self._cheapest(best.prices)) is None:
            return self.problem
        now = time.monotonic()
        watch = Watch(now + min(2 * self.seconds, ROUND * (orders.deadline - now)), orders.wish)
        made = narrowed(
            self.problem, self._at(best.prices), self.part, best, (known.cost, values), watch, self._keep_part
        )
        self._settle(watch)
        return made
