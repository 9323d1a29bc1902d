"""Of what the mixture at every place is made: one sparse linear system.

    x[n,i] = (what begins at n of i + sum over arcs o -> n of arrives * x[o,i]) / all that comes to n

Places that feed each other in a circle are solved together (sparse LU of their block); between such circles shares are handed on
from place to place, all at once, until nothing is left to hand on. A circle that nothing comes to has no shares.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, csr_array, eye_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TRACE = 1e-12
"""Share that is handed on no further."""


def shares(size: int, arcs: tuple[Ints, Ints, Floats], begins: tuple[Ints, Ints, Floats], width: int) -> csr_array:
    """Return the shares, shape (size, width). `arcs`: tail, head and what arrives; `begins`: place, which, and how much."""
    tail, head, arrives = arcs
    place, which, amount = begins
    whole = np.bincount(head, arrives, size) + np.bincount(place, amount, size)
    whole[whole <= 0] = 1.0
    comes = coo_array((arrives / whole[head], (head, tail)), shape=(size, size)).tocsr()
    first = coo_array((amount / whole[place], (place, which)), shape=(size, width)).tocsr()
    labels = connected_components(comes, directed=True, connection="strong")[1]
    entry = comes.tocoo()
    inside = labels[entry.row] == labels[entry.col]
    onward = coo_array((entry.data[~inside], (entry.row[~inside], entry.col[~inside])), shape=comes.shape).tocsr()
    if inside.any():
        circles = coo_array((entry.data[inside], (entry.row[inside], entry.col[inside])), shape=comes.shape).tocsr()
        undone = _undone(circles, labels)
        first, onward = undone @ first, undone @ onward
    made = step = first
    while step.nnz:
        step = onward @ step
        step.data[np.abs(step.data) <= TRACE] = 0.0
        step.eliminate_zeros()
        made = made + step
    return csr_array(made)


def _undone(circles: csr_array, labels: Any) -> csr_array:
    """The inverse of 1 - circles, block by block; nothing for a block that nothing comes to."""
    size = len(labels)
    turning = np.unique(labels[circles.tocoo().row])
    order = np.argsort(labels, kind="stable")
    start = np.searchsorted(labels[order], turning)
    end = np.searchsorted(labels[order], turning, side="right")
    rows, columns, values = [], [], []
    for a, b in zip(start.tolist(), end.tolist(), strict=True):
        members = order[a:b]
        block = eye_array(b - a, format="csc") - csc_array(circles[members][:, members])
        try:
            solved = splu(csc_array(block)).solve(np.eye(b - a))
        except RuntimeError:  # exactly singular
            solved = np.zeros((b - a, b - a))
        rows.append(np.repeat(members, b - a))
        columns.append(np.tile(members, b - a))
        values.append(solved.ravel())
    alone = np.flatnonzero(~np.isin(labels, turning))
    row, column = np.concatenate([*rows, alone]), np.concatenate([*columns, alone])
    return coo_array((np.concatenate([*values, np.ones(len(alone))]), (row, column)), shape=(size, size)).tocsr()
