"""Rows collected one by one, and written together as families."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sidestream.algebra.books import NONE
from sidestream.formulation.draft import Draft


class Rows:
    """A family of rows in the making."""

    def __init__(self) -> None:
        self.names: list[Any] = []
        self.terms: list[tuple[int, int, float]] = []
        self.sides: list[tuple[float, float]] = []

    def add(self, name: Any, terms: Mapping[int, float], lower: float = -np.inf, upper: float = np.inf) -> None:
        """Add a row: coefficients by column, NONE that of a constant."""
        constant = terms.get(NONE, 0.0)
        self.terms += [(len(self.names), column, value) for column, value in terms.items() if column != NONE]
        self.names.append(name)
        self.sides.append((lower - constant, upper - constant))

    def write(self, draft: Draft, family: str) -> None:
        """Write all of them."""
        if self.names:
            place, column, value = (np.array(side) for side in zip(*self.terms, strict=True))
            lower, upper = np.array(self.sides, float).T
            draft.model.rows(family, self.names, [(place, column, value)], lower, upper)
