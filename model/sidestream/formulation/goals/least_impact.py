"""Least of an impact a year; among designs with no more of it, the cheapest.

Goal
    impact = sum over the impacts book of value * column, moments weighted, of the impact that Settings names as objective

    What is found least is then held, by a row of its own, while the cost is made small:

    no_more_of_it         sum over the impacts book of value * column <= least found (+ SLACK of its size in the search; with
                          builds fixed, without it)

Reads                     impacts
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.formulation.draft import Draft

SLACK = 1e-7
"""Share of the amounts that make up the impact by which it may be more than the least that was found."""


def weights(draft: Draft, impact: str) -> tuple[NDArray[np.float64], float]:
    """Sum an impact by column: what one of each causes a year, and what is caused whatever is done [the impact's unit]."""
    entries = draft.books.impacts.read()
    mine = entries["impact"] == list(draft.park.impacts).index(impact)
    value = (entries["value"] * at(draft.weights, entries["moment"]))[mine]
    column = entries["column"][mine]
    fixed = column == NONE
    by_column = np.bincount(column[~fixed], value[~fixed], minlength=draft.model.width)
    return by_column.astype(float), float(value[fixed].sum())
