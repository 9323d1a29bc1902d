"""What a unit more or less on the right side of a row costs, and how far that holds.

    z(t)       least cost of a linear problem where both sides of a row are moved by t: convex, and made of straight pieces
    slope      of the piece that leaves 0 in either direction: the dual of the row, where the two are the same
    reach      where that piece ends

The lines that touch z at two points meet between them: asked there, z lies on both, or on a piece between. So all is exact, and
no small step is chosen (M. J. Eisner and D. G. Severance, Mathematical techniques for efficient record segmentation in large
shared databases, Journal of the ACM 23, 1976). Each independent part of the problem is loaded once, and every question begins
where the one before ended; what moves the row is a column of its own, which can also be asked how far it can go.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.errors import SolverError
from sidestream.solver.highs import Watch, load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOTHING = 1e-9
"""Share of what is added up in a cost that is no difference."""
FAR, NEAR = 10.0, 1e-7
"""How far a row is moved at most, and less than what is no move, as multiples of what goes through its part."""
MOST_PIECES = 60


@dataclass(frozen=True)
class Margin:
    """Slope of z in one direction, a unit of |t|, and how far it holds; NaN and 0 where nothing can be moved that way."""

    slope: float
    reach: float


@dataclass(frozen=True)
class Margins:
    """Of one row: where its sides are raised, and where they are lowered."""

    row: int
    up: Margin
    down: Margin


def margins(problem: Matrices, rows: Ints, watch: Watch) -> Iterator[Margins]:
    """Yield the margins of some rows of a problem without anything whole, part by part, until the watch says stop."""
    for its_rows, columns in parts_with(problem, rows):
        part = problem.part(columns, its_rows)
        solver = load(part)
        solver.setOptionValue("output_flag", False)
        one = _Part(solver, part)
        for row in np.flatnonzero(np.isin(its_rows, rows)).tolist():
            if watch.over():
                return
            yield Margins(int(its_rows[row]), one.along(row, 1.0), one.along(row, -1.0))


def parts_with(problem: Matrices, rows: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Rows and columns of each independent part of a problem that has one of some rows."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    count, width = problem.shape
    joins = ~((problem.lower == 0) & (problem.upper == 0))
    free = joins[problem.columns]
    ends = np.concatenate([[0], np.cumsum(free)])[problem.starts]
    graph = csr_array(
        (np.ones(int(free.sum()), np.int8), problem.columns[free] + count, ends), shape=(count, count + width)
    )
    graph.resize((count + width, count + width))
    _, label = connected_components(graph, directed=False)
    of_rows, of_columns = label[:count], label[count:]
    row_order, column_order = np.argsort(of_rows, kind="stable"), np.argsort(of_columns, kind="stable")
    for number in np.unique(of_rows[rows]).tolist():
        sides = [
            order[
                np.searchsorted(of, number, "left", sorter=order) : np.searchsorted(of, number, "right", sorter=order)
            ]
            for of, order in ((of_rows, row_order), (of_columns, column_order))
        ]
        yield sides[0], sides[1]


class _Part:
    """A part that is loaded and solved, and can be asked along its rows."""

    def __init__(self, solver: highspy.Highs, problem: Matrices):
        self.solver = solver
        first = self._run()
        if first is None:
            raise SolverError("a dispatch that was found has no duals: HiGHS does not solve it again")
        self.cost, _, values = first
        self.duals = np.array(solver.getSolution().row_dual, float)
        self.size = float(np.abs(problem.cost) @ np.abs(values)) + 1.0
        through = np.bincount(problem.row_of_term, np.abs(problem.values * values[problem.columns]), problem.shape[0])
        most = problem.upper[np.isfinite(problem.upper)]
        self.through = max(float(through.max(initial=0.0)), float(most.max(initial=0.0))) or 1.0
        self.mover = problem.shape[1]
        solver.addCol(0.0, 0.0, 0.0, 0, np.empty(0, np.int32), np.empty(0))
        self.columns = np.arange(self.mover + 1, dtype=np.int32)
        self.as_it_is = np.append(problem.cost, 0.0)
        self.move_alone = np.append(np.zeros(self.mover), -1.0)

    def along(self, row: int, sign: float) -> Margin:
        """Slope and reach where the sides of a row move in one direction."""
        try:
            return self._along(row, sign)
        finally:
            self.solver.changeColBounds(self.mover, 0.0, 0.0)
            self.solver.changeCoeff(row, self.mover, 0.0)

    def _along(self, row: int, sign: float) -> Margin:
        far = self._farthest(row, sign)
        if far is None:
            return Margin(math.nan, 0.0)
        slope, rights = sign * self.duals[row], [far]
        for _ in range(MOST_PIECES):
            at, cost, right = rights[-1]
            above = cost - right * at - self.cost  # by how much the line at the right passes 0 below z
            if abs(above) <= self._nothing(right * at):
                slope = right  # it is the piece that leaves 0: where it ends is seen from the next one
                rights.pop()
                if not rights:
                    return Margin(slope, at)
                continue
            meet = above / (slope - right) if slope < right else at
            if meet >= at * (1 - 1e-9):
                return Margin(slope, at)
            asked = self._at(meet)
            if asked is None or asked[1] <= self.cost + slope * meet + self._nothing(slope * meet):
                return Margin(slope, meet)
            rights.append(asked)
        return Margin(slope, rights[-1][0])

    def _farthest(self, row: int, sign: float) -> tuple[float, float, float] | None:
        """How far the row can be moved, at most FAR times what goes through, with cost and slope there; None where it cannot be."""
        self.solver.changeCoeff(row, self.mover, -sign)
        self.solver.changeColBounds(self.mover, 0.0, FAR * self.through)
        self.solver.changeColsCost(self.mover + 1, self.columns, self.move_alone)
        answer = self._run()
        self.solver.changeColsCost(self.mover + 1, self.columns, self.as_it_is)
        far = 0.0 if answer is None else float(answer[2][self.mover])
        return None if far <= NEAR * self.through else self._at(far)

    def _at(self, far: float) -> tuple[float, float, float] | None:
        """(t, z, slope) where the row is moved by t; None where nothing keeps all rows then."""
        self.solver.changeColBounds(self.mover, far, far)
        answer = self._run()
        return None if answer is None else (far, answer[0], float(answer[1][self.mover]))

    def _run(self) -> tuple[float, Floats, Floats] | None:
        """Cost, reduced costs and values of what is asked."""
        self.solver.run()
        if self.solver.getModelStatus() not in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kModelEmpty,
        ):
            return None
        solution = self.solver.getSolution()
        return (
            self.solver.getInfo().objective_function_value,
            np.array(solution.col_dual, float),
            np.array(solution.col_value, float),
        )

    def _nothing(self, along: float) -> float:
        return NOTHING * self.size + 1e-7 * abs(along)
