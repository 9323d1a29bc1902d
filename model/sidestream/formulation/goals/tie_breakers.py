"""Which of equally cheap answers: the one with least CO2, then the one that moves least, then the one that builds least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.formulation.draft import Draft


def tie_breakers(draft: Draft) -> list[NDArray[np.float64]]:
    """Weights of every column in each goal: the CO2 [t], the quantity moved [unit], the links built."""
    width = draft.model.width
    entries = draft.books.impacts.read()
    inside = entries["column"] != NONE
    tonnes = (entries["value"] * at(draft.weights, entries["moment"]))[inside]
    co2 = np.bincount(entries["column"][inside], tonnes, minlength=width).astype(float)
    moved, built = np.zeros(width), np.zeros(width)
    for written in draft.links.values():
        moved[written.flow] = 1.0
        built[written.lay[written.lay != NONE]] = 1.0
    return [co2, moved, built]
