"""Designs found beside HiGHS, for problems in which it proves much and finds little: builds that cost once something flows.

scaled     The relaxation pays a share of a build for a share of its use. Let each build cost per unit of that share what it
           would cost in whole, solve again, and so on until nothing changes: what is then used is a design. Slope scaling:
           D. Kim and P. M. Pardalos, A solution approach to the fixed charge network flow problem using a dynamic slope
           scaling procedure, Operations Research Letters 24 (1999).
among      The best design whose builds were used in one of several answers: HiGHS, with all others closed.
around     The best design near the best one: its own builds may close, some others of small reduced cost may open.

A helper works in slices of time while HiGHS waits (see Turns in highs.py); what it knows lasts from slice to slice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import load

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
USED = 1e-6
"""Share of a build from which on it is used."""
SCALINGS = 15
"""Solves of one scaling, at most."""
LEAST_SHARE = 1e-3
"""A build of which less is used is scaled as if this much were."""
PROMISING = 0.05
"""By how much of its cost a design may be dearer than the best for it to be looked at once more."""
FIRST = 25
"""Builds that may change around a design at first; then as many as HiGHS can do in time."""
SECONDS, LONGEST, PATIENCE = 1.0, 6.0, 8
"""Seconds that HiGHS has for one problem among or around designs: at first, at most, and after how many in vain it has more."""
ENOUGH, EFFORT = 0.003, 0.3
"""Gap at which HiGHS may leave a problem among or around designs, and the share of its time for finding rather than proving."""
PARTS = (0.3, 0.2, 0.1, 0.05)
"""Parts of a build in a tight relaxation from which on it is tried to be there."""
KEPT = 6
"""Designs that are remembered, to be mixed."""


class Helper:
    """Looks for designs of one problem, the next where it left off. `best` and `cost` are of the best one it knows."""

    def __init__(self, problem: Matrices, seed: int = 0):
        self.problem, self._lifted = problem.bare(), problem.lifted
        self.cost, self.best = np.inf, np.empty(0)
        whole = problem.integer & (problem.lower < problem.upper)
        self._whole = np.flatnonzero(problem.integer)
        self._builds = np.flatnonzero(whole & (problem.lower >= 0) & (problem.upper <= 1))
        self._price = problem.cost[self._builds]
        self._until, self._seconds, self._vain = 0.0, SECONDS, 0
        self.wish: Callable[[], bool] = bool
        self._random = np.random.default_rng(seed)
        self._seen: set[bytes] = set()
        self._good: list[tuple[float, Bools]] = []
        self._work = self._ideas()

    def hear(self, values: Floats, cost: float) -> None:
        """Take in a design that somebody else found."""
        if cost < self.cost:
            self.cost, self.best = cost, np.array(values)
            self._remember(values[self._builds] > 0.5, cost)

    def work(self, until: float) -> bool:
        """Look for better designs until then (time.monotonic); return whether one was found."""
        before, self._until = self.cost, until
        while time.monotonic() < until:
            next(self._work)
        return self.cost < before

    def _ideas(self) -> Generator[None]:
        """All that is tried, one solve after another."""
        self._solver = load(self.problem.relaxed())
        if self._lifted is None:
            while (relaxed := self._relaxed()) is None:
                yield
            reduced = np.array(self._solver.getSolution().col_dual, float)
        else:
            relaxed, reduced = self._lifted.values, self._lifted.reduced
        self._reduced, self._ever = np.abs(reduced[self._builds]), relaxed[self._builds] > USED
        if self._lifted is not None:
            for part in PARTS:
                yield from self._settled(relaxed[self._builds] > part)
        yield from self._scaled(np.ones(len(self._builds)), relaxed[self._builds])
        sizes, turn = {"around": FIRST, "beside": FIRST}, 0
        near = self._neighbours()
        while True:
            turn += 1
            if turn % 6 == 0:
                yield from self._scaled(np.exp(self._random.normal(0.0, 0.5, len(self._builds))), None)
                mixed = [used for _, used in self._good]
                if len(mixed) > 1:
                    other = mixed[1 + int(self._random.integers(len(mixed) - 1))]
                    yield from self._among(mixed[0] | other)
            if self._good:
                kind = "around" if turn % 2 else "beside"
                own = self._good[0][1]
                done = self._around(own, sizes[kind]) if turn % 2 else self._beside(own, near, sizes[kind])
                sizes[kind] = max(10, int(sizes[kind] * (1.3 if done else 0.7)))
            yield

    def _relaxed(self) -> Floats | None:
        """Solve the relaxation with the costs it has now; None where it is not done yet, or has no answer."""
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(self._until - time.monotonic(), 0.05))
        self._run(self._solver)
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value, float)

    def _run(self, solver: highspy.Highs) -> None:
        """Run one of the helper's own solvers in this thread, until there is a wish to stop."""

        def obey(event: highspy.HighsCallbackEvent) -> None:
            if self.wish():
                event.interrupt()

        solver.cbMipInterrupt += obey
        solver.cbSimplexInterrupt += obey
        solver.run()
        solver.cbMipInterrupt -= obey
        solver.cbSimplexInterrupt -= obey

    def _scaled(self, scale: Floats, share: Floats | None) -> Generator[None]:
        """Scale costs by the shares used until they stay, and keep what each round used."""
        for _ in range(SCALINGS):
            if share is not None:
                new = np.where(share > USED, 1 / np.clip(share, LEAST_SHARE, 1.0), scale)
                if np.allclose(new, scale, rtol=1e-3):
                    break
                scale = new
            self._set_cost(np.where(self._price > 0, self._price * scale, self._price))
            answer = self._relaxed()
            if answer is None:
                break
            share = answer[self._builds]
            yield from self._opened(answer)
        self._set_cost(self._price)
        yield

    def _opened(self, answer: Floats) -> Generator[None]:
        """The design in which all is built that an answer uses; where it is among the good ones, what it costs at best."""
        used = answer[self._builds] > USED
        self._ever |= used
        values = answer.copy()
        values[self._builds] = np.maximum(used, self.problem.lower[self._builds])
        if self._is_whole(values) and self.problem.holds(values):
            values = closed(self.problem, values, self._builds[self._price > 0])
            self._found(values)
            if self.problem.costs(values) > self.cost + PROMISING * abs(self.cost):
                return
            used = values[self._builds] > 0.5
        yield from self._settled(used)

    def _settled(self, used: Bools) -> Generator[None]:
        """What a design with these builds costs, those closed that are of no use."""
        if used.tobytes() in self._seen:
            return
        self._seen.add(used.tobytes())
        lower, upper = self.problem.lower[self._builds], self.problem.upper[self._builds]
        self._set_cost(self._price)
        self._set_bounds(np.maximum(lower, used), np.minimum(upper, used))
        answer = self._relaxed()
        self._set_bounds(lower, upper)
        if answer is None or not self._is_whole(answer):
            yield from self._among(used)
            return
        self._found(closed(self.problem, answer, self._builds[self._price > 0]))
        yield

    def _is_whole(self, values: Floats) -> bool:
        whole = values[self._whole]
        return bool(np.all(np.abs(whole - np.round(whole)) <= USED))

    def _among(self, allowed: Bools) -> Generator[None]:
        """The best design of these builds."""
        self._restricted(allowed)
        yield

    def _around(self, own: Bools, size: int) -> bool:
        """The best design of its own builds and some others; return whether that was solved to the end."""
        rank = self._reduced + self._random.exponential(max(float(np.median(self._reduced)), 1e-9), len(own))
        rank[own] = np.inf
        allowed = own.copy()
        allowed[np.argsort(rank)[:size]] = True
        return self._restricted(allowed)

    def _beside(self, own: Bools, near: csr_array, size: int) -> bool:
        """The best design that differs among builds next to each other only."""
        some = np.flatnonzero(own)
        if not len(some):
            return True
        one = int(self._random.choice(some))
        likely = np.exp(-self._reduced / max(float(np.median(self._reduced)), 1e-9)) + self._ever
        weight = near[[one]].toarray().ravel() * (likely + 0.1) * self._random.uniform(0.2, 1.0, len(own))
        free = np.zeros(len(own), bool)
        free[np.argsort(-weight)[:size]] = True
        free[one] = True
        return self._restricted(own | free, own & ~free)

    def _neighbours(self) -> csr_array:
        """How many rows two builds reach over what they open: (builds, builds)."""
        problem = self.problem
        rows, columns = problem.shape
        matrix = csr_array((np.ones(len(problem.columns)), problem.columns, problem.starts), shape=(rows, columns))
        opening = matrix[:, self._builds]
        flows = matrix[:, np.flatnonzero(~problem.integer)]
        reached = (opening.T @ flows) @ flows.T
        reached.data[:] = 1.0
        return csr_array(reached @ reached.T)

    def _restricted(self, allowed: Bools, kept: Bools | None = None) -> bool:
        """Let HiGHS find the best design of some builds, all others closed, some kept; whether it came to the end."""
        shut = self._builds[~allowed]
        problem = self.problem.with_fixed(shut, self.problem.lower[shut])
        if kept is not None:
            problem = problem.with_fixed(self._builds[kept], np.ones(int(kept.sum())))
        solver = load(problem)
        solver.setOptionValue("mip_rel_gap", ENOUGH)
        solver.setOptionValue("mip_heuristic_effort", EFFORT)
        solver.setOptionValue("time_limit", max(min(self._until - time.monotonic(), self._seconds), 0.05))
        if len(self.best):
            solution = highspy.HighsSolution()
            solution.col_value = self.best.tolist()
            solver.setSolution(solution)
        before = self.cost
        self._run(solver)
        if solver.getInfo().primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
            self._found(np.array(solver.getSolution().col_value, float))
        self._vain = 0 if self.cost < before else self._vain + 1
        if self._vain >= PATIENCE:
            self._vain, self._seconds = 0, min(1.5 * self._seconds, LONGEST)
        return bool(solver.getModelStatus() != highspy.HighsModelStatus.kTimeLimit)

    def _found(self, values: Floats) -> None:
        cost = self.problem.costs(values)
        self._remember(values[self._builds] > 0.5, cost)
        if cost < self.cost - 1e-9 * abs(cost):
            self.cost, self.best = cost, values

    def _remember(self, used: Bools, cost: float) -> None:
        if any(np.array_equal(used, other) for _, other in self._good):
            return
        self._good = sorted([*self._good, (cost, used)], key=lambda one: one[0])[:KEPT]

    def _set_cost(self, cost: Floats) -> None:
        self._solver.changeColsCost(len(self._builds), self._builds.astype(np.int32), cost)

    def _set_bounds(self, lower: Floats, upper: Floats) -> None:
        self._solver.changeColsBounds(len(self._builds), self._builds.astype(np.int32), lower, upper)


def closed(problem: Matrices, values: Floats, builds: Ints) -> Floats:
    """Return an answer with the builds closed that no row needs: the dearest first, one after another."""
    values = values.copy()
    by_row = problem.row_of_term
    activity = problem.activity(values)
    order = np.argsort(problem.columns, kind="stable")
    first = np.searchsorted(problem.columns[order], np.arange(len(problem.cost) + 1))
    slack = 1e-9 * np.maximum(1.0, np.abs(activity))
    for build in builds[np.argsort(-problem.cost[builds], kind="stable")].tolist():
        if values[build] < 0.5 or problem.lower[build] > 0:
            continue
        terms = order[first[build] : first[build + 1]]
        rows = by_row[terms]
        without = activity[rows] - problem.values[terms]
        fits = (without >= problem.row_lower[rows] - slack[rows]) & (without <= problem.row_upper[rows] + slack[rows])
        if fits.all():
            activity[rows], values[build] = without, 0.0
    return values
