"""A problem falls apart where no row joins its columns: found on the matrix, not from a list of causes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices


@dataclass(frozen=True)
class Component:
    """An independent part of a problem, and which of the whole's columns are its own."""

    columns: NDArray[np.int64]
    problem: Matrices


def split(problem: Matrices, *, whole: bool = False) -> list[Component]:
    """Return the independent parts, those without anything whole put together into the first (it may be empty).

    Columns that are fixed at 0 join nothing. With `whole` the problem stays in one piece.
    """
    if whole:
        everything = Component(np.arange(len(problem.cost)), replace(problem, constant=0.0))
        nothing = Component(np.empty(0, np.int64), problem.part(np.empty(0, np.int64), np.empty(0, np.int64)))
        return [nothing, everything] if problem.integer.any() else [everything]
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    rows, columns = problem.shape
    joins = ~((problem.lower == 0) & (problem.upper == 0))
    ends = np.concatenate([[0], np.cumsum(joins[problem.columns])])[problem.starts]
    joined = problem.columns[joins[problem.columns]]
    graph = csr_array((np.ones(len(joined), np.int8), joined + rows, ends), shape=(rows, rows + columns))
    graph.resize((rows + columns, rows + columns))
    _, label = connected_components(graph, directed=False)
    row_label, column_label = label[:rows], label[rows:]
    count = int(label.max(initial=-1)) + 1
    integral = np.zeros(count, bool)
    integral[column_label[problem.integer & joins]] = True
    number = np.where(integral, np.cumsum(integral), 0)
    parts = []
    row_order, column_order = (np.argsort(number[labels], kind="stable") for labels in (row_label, column_label))
    row_ends, column_ends = (
        np.cumsum(np.bincount(number[labels], minlength=int(integral.sum()) + 1))
        for labels in (row_label, column_label)
    )
    for one, (row_end, column_end) in enumerate(zip(row_ends, column_ends, strict=True)):
        mine = np.sort(column_order[(column_ends[one - 1] if one else 0) : column_end])
        its_rows = np.sort(row_order[(row_ends[one - 1] if one else 0) : row_end])
        parts.append(Component(mine, problem.part(mine, its_rows)))
    return parts
