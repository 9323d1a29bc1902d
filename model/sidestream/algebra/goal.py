"""A linear goal kept as arrays, which becomes a Pyomo expression when somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.core.base.objective import ScalarObjective
from pyomo.core.expr.numeric_expr import LinearExpression

from sidestream.algebra.columns import no_garbage_collection


class Goal(ScalarObjective):
    """Minimise the sum of `columns` times `weights`, plus `constant`."""

    def __init__(
        self,
        columns: NDArray[np.int64],
        weights: NDArray[np.float64],
        constant: float,
        variables: Callable[[], list[Any]],
    ):
        self._made: tuple[Any, ...] | None = None
        self.columns, self.weights, self.constant, self._variables = columns, weights, constant, variables
        super().__init__(expr=0.0, sense=pyo.minimize)

    def construct(self, data: Any = None) -> None:
        """Be constructed, and forget the expression that stood in for the arrays."""
        super().construct(data)
        self._made = None

    @property
    def looked_at(self) -> bool:
        """Whether a Pyomo expression was made: from then on it, not the arrays, is the truth."""
        return self._made is not None

    @property
    def _args_(self) -> tuple[Any, ...]:
        if self._made is None:
            with no_garbage_collection():
                variables = self._variables()
                self._made = (
                    LinearExpression(
                        constant=self.constant,
                        linear_coefs=self.weights.tolist(),
                        linear_vars=[variables[column] for column in self.columns.tolist()],
                    ),
                )
        return self._made

    @_args_.setter
    def _args_(self, made: tuple[Any, ...]) -> None:
        self._made = made

    def __getstate__(self) -> list[Any]:
        """A copy has an expression of its own."""
        self._args_.__len__()
        *slots, attributes = super().__getstate__()
        return [*slots, {**attributes, "_variables": list, "columns": None, "weights": None}]
