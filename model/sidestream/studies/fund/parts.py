"""Parts of a park that have nothing to do with each other: a question to its firms moves those alone that it touches.

    moved        parts in which what is asked for is not so in the best answer known without us: a build that has to be there or must
                 not, a row more, another price
    held         all others stay as that answer has them: what is asked for narrows what they may do, and they keep to it
    open[p]      what of the cost of part p is not proven there                                                      [EUR/a]

So what a link costs firms is a difference within its part, known as well as that part is, however little is proven of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.components import split
from sidestream.solver.search import Found

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ROOM = 1e-6
"""By how much a row may be missed by an answer that keeps it."""


@dataclass(frozen=True)
class Parts:
    """A problem, an answer to it, the part of each column, and what of each part is not proven."""

    problem: Matrices
    values: Floats
    of: Ints
    open: Floats

    @classmethod
    def of_answer(cls, problem: Matrices, found: Found, values: Floats, *, whole: bool) -> Parts:
        """The parts of a problem, held as its answer has them; with `whole` it is one part, as where streams mix."""
        of = np.zeros(len(values), np.int64)
        for number, one in enumerate([] if whole else split(problem)):
            of[one.columns] = number
        count = int(of.max(initial=0)) + 1
        if found.status == "proven":
            return cls(problem, values, of, np.zeros(count))
        gap = max(problem.costs(values) - found.bound, 0.0)
        return cls(problem, values, of, np.minimum(_gaps(problem, found, values, of, count), gap))

    def moved(self, asked: Matrices) -> Bools:
        """Which parts a narrower problem, or one with other prices, has to be asked about again."""
        values, base = self.values, self.problem
        changed = (asked.cost != base.cost) | (values < asked.lower - ROOM) | (values > asked.upper + ROOM)
        found = np.zeros(len(self.open), bool)
        found[self.of[changed]] = True
        for row in range(base.shape[0], asked.shape[0]):
            mine = slice(asked.starts[row], asked.starts[row + 1])
            columns = asked.columns[mine]
            sum_ = float(asked.values[mine] @ values[columns])
            if not asked.row_lower[row] - ROOM <= sum_ <= asked.row_upper[row] + ROOM:
                found[self.of[columns]] = True
        return found

    def differing(self, values: Floats) -> Ints:
        """Parts in which another answer differs from this one."""
        return np.unique(self.of[np.abs(values - self.values) > ROOM * np.maximum(1.0, np.abs(self.values))])

    def where(self, columns: Ints) -> Bools:
        """Which parts some columns are in."""
        found = np.zeros(len(self.open), bool)
        found[self.of[columns]] = True
        return found

    def held(self, asked: Matrices, moved: Bools) -> Matrices:
        """The problem with all that is not moved as the answer has it."""
        kept = np.flatnonzero(~moved[self.of])
        return asked.with_fixed(kept, self.values[kept]) if len(kept) else asked

    def left_open(self, moved: Bools) -> float:
        """What is not proven of some parts [EUR/a]."""
        return float(self.open[moved].sum())


def _gaps(problem: Matrices, found: Found, values: Floats, of: Ints, count: int) -> Floats:
    """What is not proven of each part, as far as the search told it by parts of its own; else no bound."""
    gaps, told = np.zeros(count), np.zeros(count, bool)
    for columns, bound in found.shares:
        mine = columns[columns < len(values)]
        places = np.unique(of[mine])
        told[places] = True
        gaps[places] += max(float(problem.cost[mine] @ values[mine]) - bound, 0.0)
    gaps[~told] = np.inf
    return gaps
