"""Which of equally cheap answers: the one with least CO2, then the one that moves least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.formulation.programme import Programme


def tie_breakers(programme: Programme) -> list[NDArray[np.float64]]:
    """Weights of every column in each goal, first the CO2 [t], then the quantity moved [unit]."""
    width = programme.model.width
    entries = programme.books.impacts.read()
    inside = entries["column"] != NONE
    tonnes = (entries["value"] * at(programme.weights, entries["moment"]))[inside]
    co2 = np.bincount(entries["column"][inside], tonnes, minlength=width)
    moved = np.zeros(width)
    for name in ("pipelines", "truck_routes"):
        moved[programme.written[name].flow] = 1.0
    return [co2, moved]
