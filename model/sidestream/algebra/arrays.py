"""A problem as plain arrays: what the hand-over makes and a solver process receives. Imports numpy alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lifted:
    """What lifts the bound of a problem: rows that a best answer keeps without being asked, and the relaxation with them.

    rows        which rows are such
    values, reduced   the answer of the relaxation, and its reduced costs: a figure a column
    """

    rows: Ints
    values: Floats
    reduced: Floats


@dataclass(frozen=True)
class Matrices:
    """min cost.x + constant, row_lower <= A x <= row_upper, lower <= x <= upper, x[integer] whole.

    A by rows: row i has columns[starts[i]:starts[i+1]] and values likewise. A fixed variable has lower == upper.
    """

    cost: Floats
    constant: float
    lower: Floats
    upper: Floats
    integer: NDArray[np.bool_]
    starts: Ints
    columns: Ints
    values: Floats
    row_lower: Floats
    row_upper: Floats
    lifted: Lifted | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.row_lower), len(self.cost)

    @property
    def row_of_term(self) -> Ints:
        """Row of each entry of `columns`."""
        return np.repeat(np.arange(len(self.row_lower)), np.diff(self.starts))

    def costs(self, values: Floats) -> float:
        """What an answer costs."""
        return float(self.cost @ values) + self.constant

    def activity(self, values: Floats) -> Floats:
        """A x of an answer: one figure a row."""
        return np.bincount(self.row_of_term, self.values * values[self.columns], len(self.row_lower)).astype(float)

    def holds(self, values: Floats, tolerance: float = 1e-7) -> bool:
        """Whether an answer keeps all rows and bounds, wholeness left aside."""
        activity = self.activity(values)
        room = tolerance * np.maximum(1.0, np.abs(activity))
        inside = (activity >= self.row_lower - room) & (activity <= self.row_upper + room)
        return bool(
            inside.all() and (values >= self.lower - tolerance).all() and (values <= self.upper + tolerance).all()
        )

    def with_fixed(self, columns: Ints, values: Floats) -> Matrices:
        """Return the problem with some columns fixed."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[columns] = upper[columns] = values
        return replace(self, lower=lower, upper=upper)

    def relaxed(self) -> Matrices:
        """Return the problem without the demand that anything be whole."""
        return replace(self, integer=np.zeros(len(self.integer), bool))

    def bare(self) -> Matrices:
        """Return the problem without the rows that only lift its bound."""
        if self.lifted is None:
            return self
        rows = np.setdiff1d(np.arange(self.shape[0]), self.lifted.rows)
        return replace(self.part(np.arange(self.shape[1]), rows), constant=self.constant, lifted=None)

    def part(self, columns: Ints, rows: Ints) -> Matrices:
        """Return the problem of some rows and columns; what else has terms in these rows must be fixed at 0."""
        place = np.full(len(self.cost), -1, np.int64)
        place[columns] = np.arange(len(columns))
        length = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        terms = np.repeat(self.starts[rows] - starts[:-1], length) + np.arange(starts[-1])
        inside = place[self.columns[terms]] >= 0
        if not inside.all():
            kept = np.concatenate([[0], np.cumsum(inside)])
            starts, terms = kept[starts].astype(np.int64), terms[inside]
        return Matrices(
            self.cost[columns],
            0.0,
            self.lower[columns],
            self.upper[columns],
            self.integer[columns],
            starts,
            place[self.columns[terms]],
            self.values[terms],
            self.row_lower[rows],
            self.row_upper[rows],
            self.lifted
            and Lifted(
                np.flatnonzero(np.isin(rows, self.lifted.rows)),
                self.lifted.values[columns],
                self.lifted.reduced[columns],
            ),
        )
