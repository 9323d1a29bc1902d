"""A Pyomo model whose columns and rows are numbered, so that terms can be written as arrays.

`Model.pyomo` is a true ConcreteModel: its variables are real, its constraints are made when somebody looks
(`rows.py`), ordinary constraints may stand beside them, and any Pyomo solver can be given it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import ArrayLike, NDArray
from pyomo.core.base.var import VarData
from pyomo.core.expr.numeric_expr import LinearExpression

from sidestream.algebra.rows import Csr, Rows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """Columns `first` to `first + count` of the model: one quantity, named by its index."""

    name: str
    first: int
    count: int
    binary: bool
    index: Sequence[Any]


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Leave the collector out while a million objects are made that all stay."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Model:
    """Columns, rows and one goal, written as arrays and readable as Pyomo."""

    def __init__(self, name: str):
        self.pyomo = pyo.ConcreteModel(name=name)
        self.blocks: dict[str, Block] = {}
        self.variables: list[VarData] = []
        self.goal_arrays: tuple[Any, Ints, Floats, float] | None = None

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.variables)

    def columns(
        self, name: str, index: Sequence[Any], lower: ArrayLike = 0.0, upper: ArrayLike = np.inf, *, binary: bool = False
    ) -> Ints:
        """Add one real Pyomo variable per name in `index`; return their column numbers."""
        first, count = self.width, len(index)
        variable = pyo.Var(pyo.Any, dense=False)
        self.pyomo.add_component(name, variable)
        lows = np.broadcast_to(np.asarray(lower, float), count).tolist()
        highs = np.broadcast_to(np.asarray(upper, float), count).tolist()
        domain = pyo.Binary if binary else pyo.Reals
        made: list[VarData] = []
        infinity = np.inf
        with no_garbage_collection():
            for key, low, high in zip(index, lows, highs, strict=True):
                data = VarData(variable)
                data._index = key
                data._domain = domain
                data._lb = None if low == -infinity else low
                data._ub = None if high == infinity else high
                made.append(data)
            variable._data = dict(zip(index, made, strict=True))
        if len(variable._data) != count:
            raise ValueError(f"{name}: two columns have one name")
        self.variables += made
        self.blocks[name] = Block(name, first, count, binary, index)
        return np.arange(first, first + count, dtype=np.int64)

    def rows(
        self,
        name: str,
        index: Sequence[Any],
        terms: Sequence[tuple[ArrayLike, ArrayLike, ArrayLike]],
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
    ) -> None:
        """Add lower <= sum of terms <= upper for each name in `index`.

        A term is (row place in `index`, column, coefficient), arrays that broadcast against each other.
        """
        count = len(index)
        if not count:
            return
        parts = [np.broadcast_arrays(*(np.asarray(part) for part in term)) for term in terms]
        places, columns, values = (
            np.concatenate([part[side].ravel() for part in parts]) if parts else np.empty(0) for side in range(3)
        )
        csr = Csr.from_coordinates(
            count,
            places.astype(np.int64),
            columns.astype(np.int64),
            values.astype(float),
            np.broadcast_to(np.asarray(lower, float), count).copy(),
            np.broadcast_to(np.asarray(upper, float), count).copy(),
        )
        if len(set(index)) != count:
            raise ValueError(f"{name}: two rows have one name")
        self.pyomo.add_component(name, Rows(index, csr, self.variables))

    def minimise(self, name: str, columns: Ints, values: Floats, constant: float) -> None:
        """Set the goal: the sum of columns times values, plus a constant. A column stands in it once at most."""
        kept = values != 0
        columns, values = columns[kept], values[kept]
        with no_garbage_collection():
            expression = LinearExpression(
                constant=float(constant),
                linear_coefs=values.tolist(),
                linear_vars=[self.variables[column] for column in columns.tolist()],
            )
        if self.goal_arrays is not None:
            for objective in list(self.pyomo.component_objects(pyo.Objective, descend_into=False)):
                self.pyomo.del_component(objective)
        objective = pyo.Objective(expr=expression, sense=pyo.minimize)
        self.pyomo.add_component(name, objective)
        self.goal_arrays = (objective.expr, columns, values, float(constant))

    def values(self) -> Floats:
        """Return what the Pyomo variables hold, NaN where they hold nothing."""
        return np.array([variable._value for variable in self.variables], dtype=float)

    def load(self, values: Floats) -> None:
        """Give the Pyomo variables their values."""
        for variable, value in zip(self.variables, values.tolist(), strict=True):
            variable.set_value(value, skip_validation=True)
