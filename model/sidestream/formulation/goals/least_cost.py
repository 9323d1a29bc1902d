"""Least cost a year: everything that somebody pays, and the value of carbon.

Goal
    cost = sum over the costs book of value * column, moments weighted; without payments, which move money and cost nothing

Reads                     costs
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.design.tables import PAYMENTS
from sidestream.formulation.accounts import COST
from sidestream.formulation.draft import Draft


def weights(draft: Draft, without: Sequence[str] = (PAYMENTS,)) -> tuple[NDArray[np.float64], float]:
    """Sum the costs book by column: EUR/a of one of each, and what is paid whatever is done. Some accounts are left out."""
    entries = draft.books.costs.read()
    counted = ~np.isin(entries["account"], [COST[account] for account in without])
    value = entries["value"] * at(draft.weights, entries["moment"]) * counted
    fixed = entries["column"] == NONE
    by_column = np.bincount(entries["column"][~fixed], value[~fixed], minlength=draft.model.width)
    return by_column.astype(float), float(value[fixed].sum())


def write(draft: Draft) -> None:
    """Set the goal."""
    by_column, constant = weights(draft)
    columns = np.flatnonzero(by_column)
    draft.model.minimise("cost", columns, by_column[columns], constant)
