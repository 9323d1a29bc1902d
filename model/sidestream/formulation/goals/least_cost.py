"""Least cost a year: everything that somebody pays, and the value of carbon.

Goal
    cost = sum over the costs book of value * column, moments weighted

Reads                     costs
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.formulation.draft import Draft


def weights(draft: Draft) -> tuple[NDArray[np.float64], float]:
    """Sum the costs book by column: EUR/a of one of each, and what is paid whatever is done."""
    entries = draft.books.costs.read()
    value = entries["value"] * at(draft.weights, entries["moment"])
    fixed = entries["column"] == NONE
    by_column = np.bincount(entries["column"][~fixed], value[~fixed], minlength=draft.model.width)
    return by_column.astype(float), float(value[fixed].sum())


def write(draft: Draft) -> None:
    """Set the goal."""
    by_column, constant = weights(draft)
    columns = np.flatnonzero(by_column)
    draft.model.minimise("cost", columns, by_column[columns], constant)
