"""Builds that cannot pay, whatever else is done: what they open brings less, at the most, than they cost.

A build y opens flows x: x is in rows  sum a x <= c y  with no other build. Take any answer that has it, and take all of its
flows back. That is possible where each other row of x either only gets looser, or holds columns s that stand in no other row
and can be less by as much: what is used of a supply, or served of a need, which can be disposed of, or bought, instead. It
costs no more than the s that is worth most there. Where all that is at most

    sum_x most[x] * max(0, sum_rows |a| * max_s (- cost[s] / |a[s]|) - cost[x])   <   cost[y]

the answer is better without the build: it can be left out of the search, and the optimum stays. What may touch a build
otherwise - limits, needs that must be served, ends that lead on - shows in the rows, and is a reason to keep it.

And builds that cost nothing and make every row they are in looser only: with them no answer is worse, so they are taken as
built, and what of them does nothing is left out of the design afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SURE = 1e-6
"""Share of its cost by which a build has to bring less than it costs."""


@dataclass(frozen=True)
class Pruned:
    """A problem without builds that cannot pay: `builds` and `brings`, what each brings at most, in money as its cost."""

    problem: Matrices
    builds: Ints
    brings: Floats


def pruned(problem: Matrices) -> Pruned:
    """Hold at 0 all builds that cannot pay, and what they open; hold at 1 those that cost nothing and only open."""
    problem = _with_free_ones(problem)
    look = _Look(problem)
    candidates = look.builds & (problem.cost > 0)
    brings = np.zeros(len(problem.cost))
    np.add.at(brings, look.build_of[look.flows], look.most * np.maximum(look.value, 0.0))
    useless = candidates & (brings < problem.cost * (1 - SURE))
    builds = np.flatnonzero(useless)
    upper = problem.upper.copy()
    upper[builds] = 0.0
    upper[look.flows[useless[look.build_of[look.flows]]]] = 0.0
    return Pruned(replace(problem, upper=upper) if len(builds) else problem, builds, brings[builds])


def _with_free_ones(problem: Matrices) -> Matrices:
    free = problem.integer & (problem.cost == 0) & (problem.lower == 0) & (problem.upper == 1)
    rises = problem.values > 0
    endless = np.where(
        rises, problem.row_upper[problem.row_of_term] == np.inf, problem.row_lower[problem.row_of_term] == -np.inf
    )
    free[problem.columns[~endless]] = False
    return replace(problem, lower=np.where(free, 1.0, problem.lower)) if free.any() else problem


class _Look:
    """What opens what, and what a unit of each flow is worth at most.

    builds      whether a column is a build that could be taken back with all it opens
    flows       columns that one such build opens, build_of it, how much `most` of each can flow, and its `value` a unit
    """

    def __init__(self, problem: Matrices):
        self.problem = problem
        self._row, self._column, self._value = problem.row_of_term, problem.columns, problem.values
        self._endless_below: Bools = np.isneginf(problem.row_lower)
        self._endless_above: Bools = np.isposinf(problem.row_upper)
        self.builds = problem.integer & (problem.lower == 0) & (problem.upper == 1)
        opening = self._opening()
        self._opens(opening)
        self._price(opening)

    def _count(self, terms: Bools, of: Ints, size: int) -> Ints:
        return np.bincount(of[terms], minlength=size)

    def _looser(self) -> Bools:
        """Terms of which less makes the row looser only."""
        rises = self._value > 0
        return (rises & self._endless_below[self._row]) | (~rises & self._endless_above[self._row])

    def _opening(self) -> Bools:
        """Rows of the kind sum a x <= c y, with one build."""
        problem, rows = self.problem, len(self.problem.row_lower)
        whole = problem.integer[self._column]
        opens = whole & (self._value < 0) & self.builds[self._column]
        flow = ~whole & (self._value > 0) & (problem.lower[self._column] == 0)
        one = self._count(opens, self._row, rows) == 1
        only = self._count(opens | flow, self._row, rows) == np.diff(problem.starts)
        opening: Bools = one & only & self._endless_below & (problem.row_upper == 0)
        return opening

    def _opens(self, opening: Bools) -> None:
        """Find the flows of each build; a build that does more than to open flows of its own is none to be taken back."""
        problem, columns = self.problem, len(self.problem.cost)
        here, whole = opening[self._row], problem.integer[self._column]
        build_of_row = np.full(len(opening), -1, np.int64)
        build_of_row[self._row[here & whole]] = self._column[here & whole]
        content = np.zeros(len(opening))
        content[self._row[here & whole]] = -self._value[here & whole]
        terms = np.flatnonzero(here & ~whole)
        flow, build = self._column[terms], build_of_row[self._row[terms]]
        first = np.full(columns, -1, np.int64)
        first[flow] = build
        shared = np.zeros(columns, bool)
        shared[build[first[flow] != build]] = True
        shared[first[flow[first[flow] != build]]] = True
        bound = whole & ~here & ~self._looser()
        shared[self._column[bound]] = True
        self.builds &= ~shared
        self.flows = np.unique(flow)
        self.build_of = first
        most = problem.upper.copy()
        np.minimum.at(most, flow, content[self._row[terms]] / self._value[terms])
        self.most = most[self.flows]

    def _price(self, opening: Bools) -> None:
        """Work out what a unit of each flow is worth; where a row of it can give nothing back, its build is kept."""
        problem, rows, columns = self.problem, len(self.problem.row_lower), len(self.problem.cost)
        alone = np.bincount(self._column, minlength=columns) == 1
        giving = alone & ~problem.integer & (problem.lower == 0) & (problem.upper > 0)
        free = problem.lower[self._column] >= 0
        worth = np.full(len(opening), -np.inf)
        for sign in (1.0, -1.0):
            same = np.sign(self._value) == sign
            gives = giving[self._column] & same
            others = (~same & free) | gives
            bound = problem.row_upper >= 0 if sign > 0 else problem.row_lower <= 0
            equal = problem.row_lower == problem.row_upper
            other_side = self._endless_below if sign > 0 else self._endless_above
            fit = (self._count(others, self._row, rows) == np.diff(problem.starts)) & bound & (equal | other_side)
            fit &= self._count(gives, self._row, rows) > 0
            terms = np.flatnonzero(gives & fit[self._row])
            each = -problem.cost[self._column[terms]] / np.abs(self._value[terms])
            best = np.full(rows, -np.inf)
            np.maximum.at(best, self._row[terms], each)
            best = np.where(equal, best, np.maximum(best, 0.0))
            worth = np.where(fit, best, worth)  # rows in which both signs could give: none, as the others would not fit
        is_flow = np.zeros(columns, bool)
        is_flow[self.flows] = True
        terms = np.flatnonzero(is_flow[self._column] & ~opening[self._row] & ~self._looser())
        gives_too = giving[self._column[terms]]
        stuck = np.isneginf(worth[self._row[terms]]) | gives_too
        self.builds[self.build_of[self._column[terms[stuck]]]] = False
        terms = terms[~stuck]
        value = -problem.cost.copy()
        np.add.at(value, self._column[terms], np.abs(self._value[terms]) * worth[self._row[terms]])
        self.value = value[self.flows]
