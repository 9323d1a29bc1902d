"""A Pyomo model whose columns and rows are numbered, so that terms can be written as arrays.

`Model.pyomo` is a true ConcreteModel. Its variables, constraints and goal are kept as arrays and made when somebody
looks (`columns.py`, `rows.py`, `goal.py`); ordinary components may stand beside them, and any Pyomo solver can be given it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import ArrayLike, NDArray
from pyomo.core.base.var import VarData

from sidestream.algebra.columns import Columns
from sidestream.algebra.goal import Goal
from sidestream.algebra.rows import Csr, Rows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """Columns `first` to `first + count` of the model: one quantity, named by its index."""

    name: str
    first: int
    count: int
    index: Sequence[Any]
    columns: Columns


class Model:
    """Columns, rows and one goal, written as arrays and readable as Pyomo."""

    def __init__(self, name: str):
        self.pyomo = pyo.ConcreteModel(name=name)
        self.blocks: dict[str, Block] = {}
        self.width = 0
        self._variables: list[VarData] = []

    def part(self, label: str) -> Model:
        """Return what writes into this model under names of its own: those of its families begin with the label."""
        return Part(self, label)

    def names(self, columns: Ints) -> tuple[list[str], list[Any]]:
        """Family and index of columns."""
        blocks = sorted(self.blocks.values(), key=lambda block: block.first)
        which = (np.searchsorted([block.first for block in blocks], columns, "right") - 1).tolist()
        places = zip(which, columns.tolist(), strict=True)
        return [blocks[one].name for one in which], [blocks[one].index[c - blocks[one].first] for one, c in places]

    def bounds(self) -> tuple[Floats, Floats]:
        """Least and most that each column written so far can be."""
        blocks, none = [block.columns for block in self.blocks.values()], np.empty(0)
        return (
            np.concatenate([none, *(block.lower_bounds for block in blocks)]),
            np.concatenate([none, *(block.upper_bounds for block in blocks)]),
        )

    def variables(self) -> list[VarData]:
        """Every Pyomo variable, by column. Makes those nobody has looked at."""
        if len(self._variables) != self.width:
            self._variables = [data for block in self.blocks.values() for data in block.columns._data.values()]
        return self._variables

    def columns(
        self,
        name: str,
        index: Sequence[Any],
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        *,
        whole: bool = False,
    ) -> Ints:
        """Add one variable per name in `index`; return their column numbers."""
        first, count = self.width, len(index)
        lows, highs = (np.broadcast_to(np.asarray(bound, float), count).copy() for bound in (lower, upper))
        columns = Columns(index, lows, highs, whole=whole)
        self.pyomo.add_component(name, columns)
        self.blocks[name] = Block(name, first, count, index, columns)
        self.width += count
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
        csr = Csr.from_terms(
            (count, self.width),
            [tuple(side.ravel() for side in part) for part in parts],
            np.broadcast_to(np.asarray(lower, float), count).copy(),
            np.broadcast_to(np.asarray(upper, float), count).copy(),
        )
        self.pyomo.add_component(name, Rows(index, csr, self.variables))

    def minimise(self, name: str, columns: Ints, weights: Floats, constant: float) -> None:
        """Set the goal: the sum of columns times weights, plus a constant. A column stands in it once at most."""
        for objective in list(self.pyomo.component_objects(pyo.Objective, descend_into=False)):
            self.pyomo.del_component(objective)
        self.pyomo.add_component(name, Goal(columns, weights, float(constant), self.variables))

    def values(self) -> Floats:
        """Return what the Pyomo variables hold, NaN where they hold nothing."""
        return np.array([variable._value for variable in self.variables()], dtype=float)

    def load(self, values: Floats) -> None:
        """Give the Pyomo variables their values; those nobody has looked at get them when somebody does."""
        for block in self.blocks.values():
            mine = values[block.first : block.first + block.count]
            block.columns.values_found = mine
            if block.columns.looked_at:
                for data, value in zip(block.columns._data.values(), mine.tolist(), strict=True):
                    data.set_value(value, skip_validation=True)


class Part(Model):
    """A part of a model: its families have its label before their names, its columns are numbered with all the others'."""

    def __init__(self, whole: Model, label: str):
        self.whole, self.label, self.pyomo = whole, label, whole.pyomo
        self.blocks: dict[str, Block] = {}

    @property
    def width(self) -> int:  # type: ignore[override]
        """Columns of the whole model."""
        return self.whole.width

    def bounds(self) -> tuple[Floats, Floats]:
        """Those of the whole model."""
        return self.whole.bounds()

    def variables(self) -> list[VarData]:
        """Those of the whole model."""
        return self.whole.variables()

    def columns(
        self,
        name: str,
        index: Sequence[Any],
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        *,
        whole: bool = False,
    ) -> Ints:
        """Add columns to the whole model."""
        long = f"{self.label}: {name}"
        columns = self.whole.columns(long, index, lower, upper, whole=whole)
        self.blocks[name] = self.whole.blocks[long]
        return columns

    def rows(
        self,
        name: str,
        index: Sequence[Any],
        terms: Sequence[tuple[ArrayLike, ArrayLike, ArrayLike]],
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
    ) -> None:
        """Add rows to the whole model."""
        self.whole.rows(f"{self.label}: {name}", index, terms, lower, upper)

    def load(self, values: Floats) -> None:
        """Give the variables of the whole model their values."""
        self.whole.load(values)
