"""Constraints kept as arrays, which become Pyomo constraints when somebody looks.

A family of a million rows costs a concatenation; a family that is printed, cloned, written to a file or handed to
another solver costs what Pyomo costs. Rows stand on `IndexedConstraint._data` (and Columns on `IndexedVar._data`), which
is not public: the range of Pyomo in pyproject.toml is the one that tests/algebra passes with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.core.base.constraint import ConstraintData, IndexedConstraint
from pyomo.core.expr import EqualityExpression, InequalityExpression, RangedExpression
from pyomo.core.expr.numeric_expr import LinearExpression
from scipy.sparse import coo_array

from sidestream.algebra.columns import no_garbage_collection


@dataclass(frozen=True)
class Csr:
    """Rows as one reads them: row i has columns[starts[i]:starts[i+1]], and lower[i] <= its sum <= upper[i]."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]

    @classmethod
    def from_terms(
        cls,
        shape: tuple[int, int],
        terms: Sequence[tuple[NDArray[Any], ...]],
        lower: NDArray[np.float64],
        upper: NDArray[np.float64],
    ) -> Csr:
        """Bring terms (row, column, coefficient) together by row; those that meet are added, zeros left out."""
        laid = _side_by_side(shape[0], terms)
        if laid is None:
            rows, columns, values = (np.concatenate([term[side] for term in terms]) for side in range(3))
            matrix = coo_array((values.astype(float), (rows, columns)), shape=shape).tocsr()
            matrix.sum_duplicates()
            matrix.eliminate_zeros()
            laid = matrix.indptr, matrix.indices, matrix.data
        starts, columns, values = laid
        return cls(starts, columns, values, lower, upper)


def _side_by_side(count: int, terms: Sequence[tuple[NDArray[Any], ...]]) -> tuple[NDArray[Any], ...] | None:
    """(starts, columns, values) of terms that each stand once in every row, as `x <= capacity * y` has them; None of
    others.
    """
    each = np.arange(count)
    if any(len(term[0]) != count or not np.array_equal(term[0], each) for term in terms):
        return None
    columns, values = (np.stack([term[side] for term in terms], axis=1) for side in (1, 2))
    meet = any((one[1] == other[1]).any() for one, other in combinations(terms, 2))
    if meet or not values.all():
        return None
    return np.arange(count + 1) * len(terms), columns.ravel(), values.ravel().astype(float, copy=False)


class Rows(IndexedConstraint):
    """A family of constraints over an index of names; `variables` gives the model's variables by column."""

    def __init__(self, index: Sequence[Any], csr: Csr, variables: Callable[[], list[Any]]):
        self._made: dict[Any, ConstraintData] | None = None
        self._names, self.csr, self._variables = index, csr, variables
        super().__init__(pyo.Any)
        self._made = None

    @property
    def names(self) -> Sequence[Any]:
        """Names of its constraints, in their order."""
        return self._names if self._made is None else list(self._made)

    @property
    def looked_at(self) -> bool:
        """Whether Pyomo constraints were made: from then on they, not the arrays, are the truth."""
        return self._made is not None

    @property
    def _data(self) -> dict[Any, ConstraintData]:
        if self._made is None:
            with no_garbage_collection():
                self._made = self._make()
        return self._made

    @_data.setter
    def _data(self, data: dict[Any, ConstraintData]) -> None:
        self._made = data

    def __getstate__(self) -> list[Any]:
        """A copy has constraints of its own, and no arrays that speak of another model's columns."""
        self._data.__len__()
        *slots, attributes = super().__getstate__()
        return [*slots, {**attributes, "_names": (), "csr": None, "_variables": list}]

    def __len__(self) -> int:
        return len(self._names) if self._made is None else len(self._made)

    def _make(self) -> dict[Any, ConstraintData]:
        csr, variables, made = self.csr, self._variables(), {}
        starts, columns, values = csr.starts.tolist(), csr.columns.tolist(), csr.values.tolist()
        for place, (name, low, high) in enumerate(
            zip(self._names, csr.lower.tolist(), csr.upper.tolist(), strict=True)
        ):
            begin, end = starts[place], starts[place + 1]
            body = LinearExpression(
                constant=0,
                linear_coefs=values[begin:end],
                linear_vars=[variables[column] for column in columns[begin:end]],
            )
            if low == high:
                expression = EqualityExpression((body, low))
            elif low == -np.inf:
                expression = InequalityExpression((body, high), strict=False)
            elif high == np.inf:
                expression = InequalityExpression((low, body), strict=False)
            else:
                expression = RangedExpression((low, body, high), strict=(False, False))
            data = ConstraintData(expr=expression, component=self)
            data._index = name
            made[name] = data
        if len(made) != len(self._names):
            raise ValueError(f"{self.name}: two rows have one name")
        return made
