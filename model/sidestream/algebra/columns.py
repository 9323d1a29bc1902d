"""Variables kept as arrays, which become Pyomo variables when somebody looks.

What somebody looked at is the truth from then on: its bounds, fixes and domains are read at each hand-over.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.core.base.var import IndexedVar, VarData

Floats = NDArray[np.float64]


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


class Columns(IndexedVar):
    """A family of variables over an index of names: numbers, or whole numbers."""

    def __init__(self, index: Sequence[Any], lower: Floats, upper: Floats, *, whole: bool):
        self._made: dict[Any, VarData] | None = None
        self._names, self.lower_bounds, self.upper_bounds, self.whole = index, lower, upper, whole
        self.values_found: Floats | None = None
        super().__init__(pyo.Any, dense=False)
        self._made = None

    @property
    def looked_at(self) -> bool:
        """Whether Pyomo variables were made: from then on they, not the arrays, are the truth."""
        return self._made is not None

    @property
    def _data(self) -> dict[Any, VarData]:
        if self._made is None:
            with no_garbage_collection():
                self._made = self._make()
        return self._made

    @_data.setter
    def _data(self, data: dict[Any, VarData]) -> None:
        self._made = data

    def __getstate__(self) -> list[Any]:
        """A copy has variables of its own."""
        self._data.__len__()
        *slots, attributes = super().__getstate__()
        return [*slots, {**attributes, "_names": ()}]

    def __len__(self) -> int:
        return len(self._names) if self._made is None else len(self._made)

    def _make(self) -> dict[Any, VarData]:
        yes_or_no = bool(np.all(self.lower_bounds >= 0) and np.all(self.upper_bounds <= 1))
        domain = (pyo.Binary if yes_or_no else pyo.Integers) if self.whole else pyo.Reals
        found = [None] * len(self._names) if self.values_found is None else self.values_found.tolist()
        made: dict[Any, VarData] = {}
        for name, low, high, value in zip(
            self._names, self.lower_bounds.tolist(), self.upper_bounds.tolist(), found, strict=True
        ):
            data = VarData(self)
            data._index, data._domain, data._value = name, domain, value
            data._lb = None if low == -np.inf else low
            data._ub = None if high == np.inf else high
            made[name] = data
        if len(made) != len(self._names):
            raise ValueError(f"{self.name}: two columns have one name")
        return made
