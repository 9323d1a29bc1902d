"""Least cost a year: everything that somebody pays, and the value of carbon.

Goal
    cost = sum over the costs book of value * column, moments weighted

Reads                     costs
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.formulation.programme import Programme


def weights(programme: Programme) -> tuple[NDArray[np.float64], float]:
    """Sum the costs book by column: EUR/a of one of each, and what is paid whatever is done."""
    entries = programme.books.costs.read()
    value = entries["value"] * at(programme.weights, entries["moment"])
    fixed = entries["column"] == NONE
    return np.bincount(entries["column"][~fixed], value[~fixed], minlength=programme.model.width), float(value[fixed].sum())


def write(programme: Programme) -> None:
    """Set the goal."""
    by_column, constant = weights(programme)
    columns = np.flatnonzero(by_column)
    programme.model.minimise("cost", columns, by_column[columns], constant)
