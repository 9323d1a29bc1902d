"""A linear programme, put together a quantity and a promise at a time.

Where quantities are whole numbers they are found first (by the HiGHS inside scipy) and then fixed, so that the answer
is that of a linear programme all the same. Where one of several promises has to be kept, it is solved without, and with
each in turn where none is kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from oracle.ledger import Ledger

CLOSE = 1e-7
GIVEN_UP = 4
"""How scipy says that HiGHS found neither an answer nor that there is none."""


@dataclass
class Column:
    """A quantity to be decided: between 0 and `most`, with what a unit of it costs and causes."""

    most: float
    each: Ledger
    whole: bool = False


Row = tuple[dict[int, float], float, float]
"""Column -> factor, and the sides between which the sum is."""


class Programme:
    """Quantities, and sums of them that keep within bounds."""

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self.rows: list[Row] = []
        self.choices: list[list[Row]] = []

    def column(self, most: float = math.inf, each: Ledger | None = None, *, whole: bool = False) -> int:
        """Add a quantity; `each`: what a unit of it costs and causes."""
        self.columns.append(Column(most, each or Ledger(), whole))
        return len(self.columns) - 1

    def row(self, terms: Mapping[int, float], low: float = -math.inf, high: float = math.inf) -> None:
        """Hold low <= sum of terms <= high."""
        self.rows.append((dict(terms), low, high))

    def one_of(self, rows: list[Row]) -> None:
        """Hold at least one of these rows."""
        self.choices.append(rows)

    def least(
        self, cost: np.ndarray, kept: tuple[Row, ...] = (), under: float = math.inf
    ) -> tuple[float, np.ndarray] | None:
        """Return the least that cost * columns can be, and every column's value; None where the rows cannot all hold, or only
        for `under` or more.
        """
        found = self._least(cost, [*self.rows, *kept])
        if found is None or found[0] >= under:
            return None
        broken = next((rows for rows in self.choices if not any(_holds(row, found[1]) for row in rows)), None)
        if broken is None:
            return found
        best = None
        for row in broken:  # with each of them it costs no less than without
            best = self.least(cost, (*kept, row), best[0] if best else under) or best
        return best

    def _least(self, cost: np.ndarray, rows: list[Row]) -> tuple[float, np.ndarray] | None:
        if not self.columns:
            return 0.0, np.zeros(0)
        bounds = np.array([(0.0, column.most) for column in self.columns])
        matrix = np.zeros((len(rows), len(self.columns)))
        for line, (terms, _, _) in zip(matrix, rows, strict=True):
            for number, factor in terms.items():
                line[number] += factor
        sides = np.array([(low, high) for _, low, high in rows]).reshape(-1, 2)
        whole = np.array([column.whole for column in self.columns])
        if whole.any():
            problem = {"integrality": whole.astype(int), "bounds": Bounds(*bounds.T)}
            problem["constraints"] = LinearConstraint(matrix, *sides.T) if len(matrix) else None
            found = milp(cost, **problem, options={"mip_rel_gap": 0.0})
            if found.status == GIVEN_UP:
                found = milp(cost, **problem, options={"mip_rel_gap": 0.0, "presolve": False})
            if _impossible(found):
                return None
            bounds[whole] = np.round(found.x[whole])[:, None]
        equal = sides[:, 0] == sides[:, 1]
        up, down = np.isfinite(sides[:, 1]) & ~equal, np.isfinite(sides[:, 0]) & ~equal
        found = linprog(
            cost,
            A_eq=matrix[equal],
            b_eq=sides[equal, 0],
            A_ub=np.vstack([matrix[up], -matrix[down]]),
            b_ub=np.append(sides[up, 1], -sides[down, 0]),
            bounds=bounds,
            method="highs",
        )
        return None if _impossible(found) else (float(found.fun), found.x)


def _holds(row: Row, values: np.ndarray) -> bool:
    """Whether a row holds, but for a rounding."""
    terms, low, high = row
    total = sum(factor * values[number] for number, factor in terms.items())
    return bool(low - CLOSE <= total <= high + CLOSE)


def _impossible(found: Any) -> bool:
    """Whether the rows cannot all hold. Raises where it is not known."""
    if found.status not in (0, 2):
        raise RuntimeError(f"the oracle's linear programme: {found.message}")
    return bool(found.status == 2)
