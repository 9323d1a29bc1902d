"""A bound without a simplex: what balances gets a price, and each build is judged by itself.

With prices p on all rows but those that let flow only through what is built, no answer costs less than

    bound[p] = fee[p] + sum_columns min over [lower, upper] of reduced * x + sum_builds min(0, cost + best[p])
    reduced  = cost - p A
    fee[p]   = sum_rows (p * low where p > 0, p * high where p < 0)
    best[p]  = least reduced cost of what flows through the build once it is there: per row a knapsack, the best first

The best of these bounds is that of the relaxation in which every flow alone holds its build, which is too large to be written
where many commodities share a link, and too slow to be solved on parks of a million columns. Prices follow the volume
algorithm: a step along what a mean of the answers so far lacks; that mean is near an answer of the relaxation.

B. Gendron, T. G. Crainic and A. Frangioni, Multicommodity capacitated network design, in: Telecommunications Network Planning
(1999); F. Barahona and R. Anbil, The volume algorithm, Mathematical Programming 87 (2000).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sidestream.algebra.arrays import Lifted, Matrices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STEP, SHORTER, LONGER, TRIES = 0.1, 0.67, 1.1, 20
"""First length of a step, as a share of what is open; by how much it becomes shorter after so many in vain, and longer after a good one."""
SHARE, LEAST_SHARE = 0.1, 0.001
"""What the newest answer counts in the mean: at first and at the end."""
LOOK, GAIN = 100, 1e-3
"""After how many steps, and below which gain in all of them, as a share of the bound, it counts less."""
END = 1e-5
"""Length of a step below which no more is to be had."""
AHEAD, FAR = 0.05, 0.2
"""How far above the bound the steps aim: a share of it, or of what is open to the cost that is known, if that is more."""
EXACT = 1e-10
"""Share of the sums that rounding may have added to a bound: taken off."""
BUILT = 0.5
"""Part of a build in the mean from which on it is in the design."""


@dataclass
class Bounded:
    """What was proven at the best prices.

    bound    no answer costs less
    mean     a figure a column: what the answers were on the way, by and large
    builds   columns that are built or not
    worth    what the bound rises by where a build is there; it falls where that is below 0
    prices   a figure a row: to go on from
    """

    bound: float
    mean: Floats
    builds: Ints
    worth: Floats
    prices: Floats

    def lifted(self, problem: Matrices) -> Matrices:
        """The problem, perhaps with rows that lift its bound and further columns at its end, and the mean as their answer."""
        further = np.zeros(problem.shape[1] - len(self.mean))
        reduced = np.zeros(problem.shape[1])
        reduced[self.builds] = self.worth
        rows = np.empty(0, np.int64) if problem.lifted is None else problem.lifted.rows
        return replace(problem, lifted=Lifted(rows, np.append(self.mean, further), reduced))

    def design(self, problem: Matrices) -> Matrices:
        """The problem with the builds of which the mean has half or more, and no others."""
        part = self.mean[self.builds] > BUILT
        built = np.where(part, problem.upper[self.builds], problem.lower[self.builds])
        return problem.with_fixed(self.builds, built)


def bounded(
    problem: Matrices, start: Floats, aim: float, until: float, wish: Callable[[], bool] = bool
) -> Bounded | None:
    """Raise the bound from prices (a figure a row) towards `aim`, until then; None for problems of another shape."""
    apart = _Apart.of(problem)
    if apart is None:
        return None
    prices = apart.allowed(start[apart.priced])
    best = apart.at(prices)
    mean, length, share, vain, looked = best.values, STEP, SHARE, 0, best.bound
    step = 0
    while time.monotonic() < until and length > END and not wish():
        step += 1
        lacking = apart.lacking(mean, prices)
        size = float(np.sum(lacking * lacking))
        if size < 1e-12 or best.bound >= aim:
            break
        known = FAR * (aim - best.bound) if np.isfinite(aim) else 0.0
        goal = min(aim, best.bound + max(AHEAD * abs(best.bound), known))
        tried = apart.allowed(prices + length * (goal - best.bound) / size * lacking)
        now = apart.at(tried)
        fresh = apart.lacking(now.values, tried)
        change = fresh - lacking
        part = float(
            np.clip(-np.sum(lacking * change) / max(float(np.sum(change * change)), 1e-300), share / 10, share)
        )
        mean = part * now.values + (1 - part) * mean
        if now.bound > best.bound:
            length = min(length * LONGER, 2.0) if np.sum(fresh * lacking) > 0 else length
            best, prices, vain = now, tried, 0
        elif (vain := vain + 1) >= TRIES:
            length, vain = length * SHORTER, 0
        if step % LOOK == 0:
            share = share if best.bound - looked > GAIN * abs(best.bound) else max(share / 2, LEAST_SHARE)
            looked = best.bound
    return Bounded(best.bound, mean, apart.builds, best.worth, apart.spread(prices))


@dataclass
class _At:
    """What comes of some prices: the bound, an answer that makes it, and what each build adds to it."""

    bound: float
    values: Floats
    worth: Floats


@dataclass
class _Apart:
    """A problem taken apart: `held` rows tie `flow` columns to a build each; all other rows are `priced`.

    builds   (builds) columns that are 0 or 1
    build    (held) place in builds; room: (held) what may flow through
    row, flow, most   (flows) held row, column and upper bound; those of one row stand together, `first` where they begin
    tight    (held) whether its flows together can be more than its room
    rest     columns that no held row has, but the builds
    """

    problem: Matrices
    priced: Ints
    matrix: csr_array
    turned: csr_array
    builds: Ints
    build: Ints
    room: Floats
    row: Ints
    flow: Ints
    most: Floats
    first: Ints
    tight: NDArray[np.bool_]
    rest: Ints

    @classmethod
    def of(cls, problem: Matrices) -> _Apart | None:
        """Take a problem apart; None where nothing is held by a build, or something has no end."""
        rows, columns = problem.shape
        matrix = csr_array((problem.values, problem.columns, problem.starts), shape=(rows, columns))
        row_of, binary = problem.row_of_term, problem.integer & (problem.lower >= 0) & (problem.upper <= 1)
        whole = problem.integer[problem.columns]
        fits = np.where(whole, binary[problem.columns] & (problem.values < 0), problem.values > 0)
        fits &= whole | (problem.lower[problem.columns] == 0)
        count = np.bincount(row_of, whole, rows)
        others = np.bincount(row_of, ~fits, rows)
        held = (count == 1) & (others == 0) & (problem.row_upper == 0) & np.isneginf(problem.row_lower)
        inside = held[row_of] & ~whole
        owner = np.full(columns, -1, np.int64)
        owner[problem.columns[inside][::-1]] = row_of[inside][::-1]
        # a flow that two rows hold stays with the first; the second gets a price
        doubled = np.unique(row_of[inside & (owner[problem.columns] != row_of)])
        held[doubled] = False
        inside &= held[row_of]
        flow, row, weight = problem.columns[inside], row_of[inside], problem.values[inside]
        own = held[row_of] & whole
        if not len(flow):
            return None
        place = np.full(rows, -1, np.int64)
        place[held] = np.arange(int(held.sum()))
        builds, build = np.unique(problem.columns[own], return_inverse=True)
        room = -problem.values[own]
        most = np.minimum(problem.upper[flow], room[place[row]] / weight)
        rest = np.ones(columns, bool)
        rest[flow] = rest[builds] = False
        ends = np.isfinite(problem.lower[rest]) & np.isfinite(problem.upper[rest])
        if not ends.all():
            return None
        row = place[row]
        tight = np.bincount(row, most * weight, len(room)) > room * (1 + 1e-12)
        if np.any(weight[tight[row]] != 1.0):
            return None
        priced = np.flatnonzero(~held)
        soft = csr_array(matrix[priced])
        first = np.searchsorted(row, np.arange(len(room)))
        return cls(
            problem, priced, soft, csr_array(soft.T), builds, build, room, row, flow, most, first, tight, np.flatnonzero(rest)
        )  # fmt: skip

    def allowed(self, prices: Floats) -> Floats:
        """Prices without those of sides that are open."""
        prices = np.where(np.isneginf(self.problem.row_lower[self.priced]), np.minimum(prices, 0.0), prices)
        return np.where(np.isposinf(self.problem.row_upper[self.priced]), np.maximum(prices, 0.0), prices)

    def spread(self, prices: Floats) -> Floats:
        """A price for each row of the problem."""
        every = np.zeros(self.problem.shape[0])
        every[self.priced] = prices
        return every

    def lacking(self, values: Floats, prices: Floats) -> Floats:
        """By how much the rows fall short of the side that counts, below 0 where they are beyond it."""
        low, high = self.problem.row_lower[self.priced], self.problem.row_upper[self.priced]
        activity = self.matrix @ values
        short, beyond = low - activity, high - activity
        side = np.where(prices > 0, short, beyond)
        lacks: Floats = np.where(prices == 0, np.maximum(short, 0.0) + np.minimum(beyond, 0.0), side)
        return lacks

    def at(self, prices: Floats) -> _At:
        """Answer each build by itself."""
        problem = self.problem
        low, high = problem.row_lower[self.priced], problem.row_upper[self.priced]
        up, down = prices > 0, prices < 0
        fee = float(np.sum(prices[up] * low[up]) + np.sum(prices[down] * high[down]))
        reduced = problem.cost - self.turned @ prices
        values = np.zeros(len(reduced))
        rest = self.rest
        values[rest] = np.where(reduced[rest] > 0, problem.lower[rest], problem.upper[rest])
        bound = fee + problem.constant + float(np.sum(reduced[rest] * values[rest]))
        each = reduced[self.flow]
        take = np.where(each < 0, self.most, 0.0)
        if self.tight.any():
            take = self._first_the_best(each, take)
        by_row = np.bincount(self.row, take * each, len(self.room))
        gain = reduced[self.builds] + np.bincount(self.build, by_row, len(self.builds))
        there = np.where(gain < 0, problem.upper[self.builds], problem.lower[self.builds])
        values[self.builds] = there
        values[self.flow] = take * there[self.build[self.row]]
        builds = float(np.sum(gain * there))
        rounding = EXACT * (abs(fee) + abs(bound) + abs(builds))
        return _At(bound + builds - rounding, values, gain)

    def _first_the_best(self, each: Floats, take: Floats) -> Floats:
        """What flows where not all can that would."""
        some = np.flatnonzero(self.tight[self.row] & (take > 0))
        some = some[np.lexsort((each[some], self.row[some]))]
        row, want = self.row[some], take[some]
        begins = np.searchsorted(row, row)
        total = np.cumsum(want)
        before = total - want - (total - want)[begins]
        take = take.copy()
        take[some] = np.clip(self.room[row] - before, 0.0, want)
        return take
