"""Small problems as arrays, written as one would on paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sidestream.algebra.arrays import Matrices

Row = tuple[float, Mapping[int, float], float]


def problem(
    cost: Sequence[float],
    rows: Sequence[Row] = (),
    *,
    whole: Iterable[int] = (),
    lower: Sequence[float] | float = 0.0,
    upper: Sequence[float] | float = math.inf,
    constant: float = 0.0,
) -> Matrices:
    """min cost.x + constant; a row is (least, {column: coefficient}, most); columns in `whole` are whole numbers."""
    width = len(cost)
    integer = np.zeros(width, bool)
    integer[list(whole)] = True
    return Matrices(
        np.array(cost, float),
        constant,
        np.broadcast_to(np.array(lower, float), width).copy(),
        np.broadcast_to(np.array(upper, float), width).copy(),
        integer,
        np.cumsum([0, *(len(terms) for _, terms, _ in rows)]),
        np.array([column for _, terms, _ in rows for column in terms], np.int64),
        np.array([value for _, terms, _ in rows for value in terms.values()], float),
        np.array([least for least, _, _ in rows], float),
        np.array([most for _, _, most in rows], float),
    )


def beside(*problems: Matrices) -> Matrices:
    """Several problems as one, which have nothing to do with each other."""
    first = np.cumsum([0, *(len(one.cost) for one in problems)])
    return problem(
        np.concatenate([one.cost for one in problems]),
        [
            (
                one.row_lower[row],
                {
                    int(column + first[place]): float(value)
                    for column, value in zip(
                        one.columns[one.starts[row] : one.starts[row + 1]],
                        one.values[one.starts[row] : one.starts[row + 1]],
                        strict=True,
                    )
                },
                one.row_upper[row],
            )
            for place, one in enumerate(problems)
            for row in range(len(one.row_lower))
        ],
        whole=np.flatnonzero(np.concatenate([one.integer for one in problems])),
        lower=np.concatenate([one.lower for one in problems]),
        upper=np.concatenate([one.upper for one in problems]),
        constant=sum(one.constant for one in problems),
    )
