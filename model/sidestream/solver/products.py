"""What is not linear where streams mix: a part of what leaves a pool is its share times the flow."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Products:
    """part = share * taken * whole for each entry; `pool` numbers the pools, whose shares add up to 1."""

    part: Ints
    share: Ints
    whole: Ints
    taken: Floats
    most: Floats
    pool: Ints

    def off(self, values: Floats) -> Floats:
        """By how much each product is missed."""
        product = values[self.share] * self.taken * values[self.whole]
        return np.asarray(np.abs(values[self.part] - product), float)

    def true_shares(self, answer: Floats) -> Floats:
        """The answer with shares as its parts have them; as they are where nothing flows."""
        made = answer.copy()
        parts = np.zeros(len(answer))
        np.add.at(parts, self.share, np.maximum(answer[self.part], 0.0))
        for pool in np.unique(self.pool):
            shares = np.unique(self.share[self.pool == pool])
            total = parts[shares].sum()
            made[shares] = parts[shares] / total if total > NOTHING else np.maximum(answer[shares], 0.0)
            made[shares] /= made[shares].sum()
        return made


NOTHING = 1e-7
"""What flows through a pool, if that is less, tells nothing of its shares."""


def with_shares(problem: Matrices, products: Products, values: Floats) -> Matrices:
    """Return the problem with shares fixed at `values`: part = share * taken * whole is then linear."""
    held = problem.with_fixed(np.unique(products.share), values[np.unique(products.share)])
    factor = -values[products.share] * products.taken
    return _equal(held, products.part, products.whole, factor)


def with_flows(problem: Matrices, products: Products, values: Floats) -> Matrices:
    """Return the problem with what leaves the pools fixed at `values`, and so is all that is whole."""
    whole = np.flatnonzero(problem.integer)
    held = problem.with_fixed(whole, np.round(values[whole]))
    held = held.with_fixed(np.unique(products.whole), values[np.unique(products.whole)])
    return _equal(held, products.part, products.share, -products.taken * values[products.whole])


def _equal(problem: Matrices, one: Ints, other: Ints, factor: Floats) -> Matrices:
    """Return the problem with a row one + factor * other = 0 for each entry."""
    made = Builder(problem)
    for a, b, value in zip(one.tolist(), other.tolist(), factor.tolist(), strict=True):
        made.row({a: 1.0, b: value}, 0.0, 0.0)
    return made.problem()


class Builder:
    """A problem to which columns and rows are added."""

    def __init__(self, problem: Matrices):
        self.base = problem
        self.cost: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[dict[int, float]] = []
        self.sides: list[tuple[float, float]] = []

    def column(self, upper: float, *, whole: bool = False, cost: float = 0.0) -> int:
        """Add a column from 0 to `upper`; return its number."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.base.cost) + len(self.upper) - 1

    def row(self, terms: dict[int, float], lower: float = -np.inf, upper: float = np.inf) -> None:
        """Add a row."""
        self.rows.append({column: value for column, value in terms.items() if value})
        self.sides.append((lower, upper))

    def problem(self) -> Matrices:
        """Return all of it."""
        base, count = self.base, len(self.upper)
        lengths = np.array([len(terms) for terms in self.rows], np.int64)
        sides = np.array(self.sides, float).reshape(-1, 2)
        return replace(
            base,
            cost=np.append(base.cost, self.cost),
            lower=np.append(base.lower, np.zeros(count)),
            upper=np.append(base.upper, self.upper),
            integer=np.append(base.integer, np.array(self.whole, bool)),
            starts=np.append(base.starts, base.starts[-1] + np.cumsum(lengths)),
            columns=np.append(base.columns, [column for terms in self.rows for column in terms]).astype(np.int64),
            values=np.append(base.values, [value for terms in self.rows for value in terms.values()]),
            row_lower=np.append(base.row_lower, sides[:, 0]),
            row_upper=np.append(base.row_upper, sides[:, 1]),
            lifted=None,
        )
