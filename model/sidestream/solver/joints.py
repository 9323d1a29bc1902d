"""The few rows without which a problem falls apart - a budget, a cap on an impact: found on the matrix, not from a list of causes.

The longest rows are taken away; then, those that join the least first, each is put back, unless a part that joins would
be nearly the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from sidestream.algebra.arrays import Matrices

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
LEAST = 50
"""Columns that are whole numbers and open, from which on it may be worth it."""
LONGEST, FEW = 64, 8
"""Rows that are taken away to look for joints, and how many may stay away."""
SMALLER = 0.6
"""What the largest part may be of the largest one before, counted in such columns."""


@dataclass(frozen=True)
class Joints:
    """Rows that join parts, and the part of each column without them; in part 0 nothing is whole. Shapes (rows,), (columns,)"""

    rows: Ints
    part: Ints


def joints(problem: Matrices) -> Joints | None:
    """Return the rows without which a problem falls apart; None where there are no few such rows."""
    open_ones = problem.integer & (problem.lower < problem.upper)
    if int(open_ones.sum()) < LEAST:
        return None
    rows, _ = problem.shape
    joins = ~((problem.lower == 0) & (problem.upper == 0))  # as in `components`
    terms = joins[problem.columns]
    length = np.bincount(problem.row_of_term[terms], minlength=rows)
    longest = np.argsort(-length, kind="stable")[:LONGEST]
    before = _parts(problem, terms, np.empty(0, np.int64))
    largest = SMALLER * np.bincount(before, open_ones).max()
    part = _parts(problem, terms, longest)
    size = np.bincount(part, open_ones)
    head = np.arange(len(size))
    ends = {int(row): np.unique(part[_columns(problem, terms, int(row))]) for row in longest}
    away: list[int] = []
    left = set(ends)
    while left:
        heads = {row: np.unique(head[ends[row]]) for row in left}
        row = min(left, key=lambda one: (float(size[heads[one]].sum()), -one))
        left.remove(row)
        mine = heads[row]
        if len(mine) > 1 and size[mine].sum() > largest:
            away.append(row)
        elif len(mine) > 1:
            size[mine[0]] = size[mine].sum()
            head[np.isin(head, mine)] = mine[0]
    part = np.unique(head[part], return_inverse=True)[1]
    sizes = np.bincount(part, open_ones)
    if not 0 < len(away) <= FEW or sizes.max() > largest:
        return None
    return Joints(np.array(sorted(away)), np.where(sizes > 0, np.cumsum(sizes > 0), 0)[part])


def _columns(problem: Matrices, terms: Bools, row: int) -> Ints:
    here = slice(problem.starts[row], problem.starts[row + 1])
    return problem.columns[here][terms[here]]


def _parts(problem: Matrices, terms: Bools, without: Ints) -> Ints:
    """The part of each column, where some rows join nothing."""
    rows, columns = problem.shape
    kept = terms.copy()
    for row in without.tolist():
        kept[problem.starts[row] : problem.starts[row + 1]] = False
    ends = problem.row_of_term[kept], problem.columns[kept] + rows
    graph = csr_array((np.ones(int(kept.sum()), np.int8), ends), shape=(rows + columns, rows + columns))
    labels: Ints = np.unique(connected_components(graph, directed=False)[1][rows:], return_inverse=True)[1]
    return labels
