"""Least cost a year: everything that somebody pays, and the value of carbon.

Goal
    cost = sum over the costs book of value * column, moments weighted

Reads                     costs
"""

from __future__ import annotations

import numpy as np

from sidestream.algebra.books import NONE, at
from sidestream.formulation.programme import Programme


def write(programme: Programme) -> None:
    """Sum the costs book by column."""
    entries = programme.books.costs.read()
    value = entries["value"] * at(programme.weights, entries["moment"])
    column = entries["column"]
    constant = float(value[column == NONE].sum())
    weights = np.bincount(column[column != NONE], value[column != NONE], minlength=programme.model.width)
    columns = np.flatnonzero(weights)
    programme.model.minimise("cost", columns.astype(np.int64), weights[columns], constant)
