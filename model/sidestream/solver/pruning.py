"""Builds that cannot pay, whatever else is done: what they open brings less, at the most, than they cost.

A build y opens flows x: x is in rows  sum a x <= sum c y  with builds that open the same, sizes of which a row lets one be
built. Take any answer that has y, and take all of its flows back. That is possible where each other row of x either only gets
looser, or holds columns s that stand in no other row and can be less by as much: what is used of a supply, or served of a
need, which can be disposed of, or bought, instead. It costs no more than the s that is worth most there. Where all that is at
most

    sum_x most[x,y] * max(0, sum_rows |a| * max_s (- cost[s] / |a[s]|) - cost[x])   <   cost[y]

with most[x,y] = min_rows c[y] / a[x], the answer is better without the build: it can be left out of the search, and the
optimum stays. What may touch a build otherwise - limits, needs that must be served, ends that lead on - shows in the rows,
and is a reason to keep it.

And builds that cost nothing and make every row they are in looser only: with them no answer is worse, so they are taken as
built, and what of them does nothing is left out of the design afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from sidestream.algebra.arrays import Matrices

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NONE = -1
SURE = 1e-6
"""Share of its cost by which a build has to bring less than it costs."""


@dataclass(frozen=True)
class Pruned:
    """A problem without builds that cannot pay: `builds` and `brings`, what each brings at most, in money as its cost."""

    problem: Matrices
    builds: Ints
    brings: Floats


def pruned(problem: Matrices, *, free: bool = True) -> Pruned:
    """Hold at 0 all builds that cannot pay, and what they open; with `free`, hold at 1 those that cost nothing and only open."""
    problem = _with_free_ones(problem) if free else problem
    look = _Look(problem)
    brings = np.zeros(len(problem.cost))
    np.add.at(brings, look.build, look.most * np.maximum(look.value[look.flow], 0.0))
    useless = look.builds & (problem.cost > 0) & (brings < problem.cost * (1 - SURE))
    builds = np.flatnonzero(useless)
    if not len(builds):
        return Pruned(problem, builds, brings[builds])
    upper = problem.upper.copy()
    upper[builds] = 0.0
    upper[look.flow[useless[look.build]]] = 0.0
    stays = ~useless[look.build]  # of a flow that a larger size opens as well, no more than the largest that is left
    np.maximum.at(upper, look.flow[stays], np.minimum(look.most, problem.upper[look.flow])[stays])
    return Pruned(replace(problem, upper=upper), builds, brings[builds])


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

    builds      whether a column is a build that could be taken back with all it opens. Shape (columns,)
    build, flow pairs of a build and a column that it opens, and how much `most` of that can flow with it. Shape (pairs,)
    value       what a unit of each such column is worth, NaN for others. Shape (columns,)
    """

    def __init__(self, problem: Matrices):
        self.problem = problem
        self._row, self._column, self._value = problem.row_of_term, problem.columns, problem.values
        self._endless_below: Bools = np.isneginf(problem.row_lower)
        self._endless_above: Bools = np.isposinf(problem.row_upper)
        self.builds = problem.integer & (problem.lower == 0) & (problem.upper == 1)
        self._group = np.full(len(problem.cost), NONE, np.int64)
        """Builds that open the same, and what they open."""
        opening = self._opening()
        self._pair(opening)
        self._price(opening)

    def _count(self, terms: Bools, of: Ints, size: int) -> Ints:
        return np.bincount(of[terms], minlength=size)

    def _looser(self) -> Bools:
        """Terms of which less makes the row looser only."""
        rises = self._value > 0
        return (rises & self._endless_below[self._row]) | (~rises & self._endless_above[self._row])

    def _opening(self) -> Bools:
        """Rows of the kind sum a x <= sum c y."""
        problem, rows = self.problem, len(self.problem.row_lower)
        whole = problem.integer[self._column]
        opens = whole & (self._value < 0) & self.builds[self._column]
        flow = ~whole & (self._value > 0) & (problem.lower[self._column] == 0)
        some = self._count(opens, self._row, rows) > 0
        only = self._count(opens | flow, self._row, rows) == np.diff(problem.starts)
        opening: Bools = some & only & self._endless_below & (problem.row_upper == 0)
        return opening

    def _pair(self, opening: Bools) -> None:
        """Find the flows of each build; a build that does more than to open flows of its own is none to be taken back."""
        problem, columns = self.problem, len(self.problem.cost)
        here, whole = opening[self._row], problem.integer[self._column]
        opens, opened = np.flatnonzero(here & whole), np.flatnonzero(here & ~whole)
        of_row = self._grouped(opens)
        flows, theirs = self._column[opened], of_row[self._row[opened]]
        self._group[flows] = theirs
        mixed = np.zeros(columns + len(opening), bool)
        mixed[theirs[self._group[flows] != theirs]] = True
        mixed[self._group[flows[self._group[flows] != theirs]]] = True
        several = np.bincount(self._group[self.builds & (self._group != NONE)], minlength=len(mixed)) > 1
        alone: Bools = ~several | self._one_at_most(len(mixed))
        bound = whole & ~here & ~self._looser()
        self.builds &= self._group != NONE
        self.builds[self._column[bound]] = False
        self.builds &= ~mixed[self._group] & alone[self._group]
        self._reach(opens, opened)

    def _grouped(self, opens: Ints) -> Ints:
        """Number the builds that open the same things, by their rows; return the number of each row."""
        columns, rows = len(self.problem.cost), len(self.problem.row_lower)
        ends = self._column[opens], columns + self._row[opens]
        tied = coo_array((np.ones(len(opens), bool), ends), shape=(columns + rows, columns + rows))
        groups: Ints = connected_components(tied, directed=False)[1].astype(np.int64)
        self._group[self._column[opens]] = groups[self._column[opens]]
        return groups[columns:]

    def _one_at_most(self, count: int) -> Bools:
        """Groups of which a row lets one be built. Shape (count,)."""
        problem = self.problem
        ones = problem.integer[self._column] & (self._value == 1)
        rows = self._count(ones, self._row, len(problem.row_lower)) == np.diff(problem.starts)
        rows &= problem.row_upper == 1
        terms = np.flatnonzero(rows[self._row] & (self._group[self._column] != NONE))
        size = np.bincount(self._group[self.builds & (self._group != NONE)], minlength=count)
        pairs, many = np.unique(self._group[self._column[terms]] + count * self._row[terms], return_counts=True)
        found = np.zeros(count, bool)
        found[(pairs % count)[many == size[pairs % count]]] = True
        return found

    def _reach(self, opens: Ints, opened: Ints) -> None:
        """Pair builds with the flows of their rows: how much can flow is the least of the rows; nothing if one lacks it."""
        rows, columns = len(self.problem.row_lower), len(self.problem.cost)
        kept = opens[self.builds[self._column[opens]]]
        first = np.searchsorted(self._row[kept], np.arange(rows))
        many = np.bincount(self._row[kept], minlength=rows)[self._row[opened]]
        flow = np.repeat(opened, many)
        place = np.arange(len(flow)) - np.repeat(np.cumsum(many) - many, many)
        build = kept[np.repeat(first[self._row[opened]], many) + place]
        each = -self._value[build] / self._value[flow]
        keys, pair = np.unique(self._column[build] * columns + self._column[flow], return_inverse=True)
        self.build, self.flow = np.divmod(keys, columns)
        self.most = self.problem.upper[self.flow].astype(float)
        np.minimum.at(self.most, pair, each)
        asked = np.bincount(self._column[opened], minlength=columns)
        self.most[np.bincount(pair, minlength=len(keys)) < asked[self.flow]] = 0.0

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
        is_flow: Bools = ~problem.integer & (self._group != NONE)
        terms = np.flatnonzero(is_flow[self._column] & ~opening[self._row] & ~self._looser())
        gives_too = giving[self._column[terms]]
        stuck = np.zeros(columns + rows, bool)
        stuck[self._group[self._column[terms[np.isneginf(worth[self._row[terms]]) | gives_too]]]] = True
        self.builds &= ~stuck[self._group]
        terms = terms[~stuck[self._group[self._column[terms]]]]
        value = -problem.cost.copy()
        np.add.at(value, self._column[terms], np.abs(self._value[terms]) * worth[self._row[terms]])
        self.value = np.where(is_flow, value, np.nan)
