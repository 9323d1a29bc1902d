"""Columns and rows collected one by one, and written together as families."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from sidestream.formulation.draft import Draft


class Rows:
    """A family of rows in the making."""

    def __init__(self) -> None:
        self.names: list[Any] = []
        self.terms: list[tuple[int, int, float]] = []
        self.sides: list[tuple[float, float]] = []

    def add(self, name: Any, terms: Mapping[int, float], lower: float = -np.inf, upper: float = np.inf) -> None:
        """Add a row: coefficients by column."""
        self.terms += [(len(self.names), column, value) for column, value in terms.items()]
        self.names.append(name)
        self.sides.append((lower, upper))

    def write(self, draft: Draft, family: str) -> None:
        """Write all of them."""
        if self.names:
            place, column, value = (np.array(side) for side in zip(*self.terms, strict=True))
            lower, upper = np.array(self.sides, float).T
            draft.model.rows(family, self.names, [(place, column, value)], lower, upper)


class Columns:
    """A family of columns in the making: numbered from the model's width on."""

    def __init__(self, draft: Draft, family: str, *, whole: bool = False):
        self.draft, self.family, self.whole = draft, family, whole
        self.names: dict[Hashable, int] = {}
        self.upper: list[float] = []

    def add(self, name: Hashable, upper: float) -> int:
        """Return the place of a column in the family."""
        self.upper.append(upper)
        return self.names.setdefault(name, len(self.names))

    def write(self) -> int:
        """Write all of them; return the number of the first."""
        first = self.draft.model.width
        if self.names:
            self.draft.model.columns(self.family, list(self.names), 0.0, np.array(self.upper), whole=self.whole)
        return first
