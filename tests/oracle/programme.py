"""A linear programme, put together a quantity and a promise at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog


@dataclass
class Column:
    """A quantity to be decided: between 0 and `most`, at a price, with CO2 by who causes it."""

    most: float
    cost: float  # [EUR/unit] without its CO2
    co2: dict[str, float]  # participant -> [t/unit]


class Programme:
    """Quantities, and sums of them that keep within bounds."""

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def column(self, most: float = math.inf, cost: float = 0.0, co2: float = 0.0, by: object = ()) -> int:
        """Add a quantity; `by` is who causes its CO2: a participant, or the share of each."""
        whose = {by: 1.0} if isinstance(by, str) else dict(by)  # type: ignore[call-overload]
        self.columns.append(Column(most, cost, {who: share * co2 for who, share in whose.items()}))
        return len(self.columns) - 1

    def row(self, terms: Mapping[int, float], low: float = -math.inf, high: float = math.inf) -> None:
        """Hold low <= sum of terms <= high."""
        self.rows.append((dict(terms), low, high))

    def least(self, cost: np.ndarray) -> tuple[float, np.ndarray] | None:
        """Return the least that cost * columns can be, and every column's value; None where the rows cannot all hold."""
        if not self.columns:
            return 0.0, np.zeros(0)
        equal, equal_to, below, below_what = [], [], [], []
        for terms, low, high in self.rows:
            line = np.zeros(len(self.columns))
            for number, factor in terms.items():
                line[number] += factor
            if low == high:
                equal.append(line)
                equal_to.append(low)
                continue
            if high < math.inf:
                below.append(line)
                below_what.append(high)
            if low > -math.inf:
                below.append(-line)
                below_what.append(-low)
        found = linprog(
            cost,
            A_eq=np.array(equal) if equal else None,
            b_eq=equal_to or None,
            A_ub=np.array(below) if below else None,
            b_ub=below_what or None,
            bounds=[(0, column.most if column.most < math.inf else None) for column in self.columns],
            method="highs",
        )
        if found.status == 2:
            return None
        if found.status != 0:
            raise RuntimeError(f"the oracle's linear programme: {found.message}")
        return float(found.fun), found.x
