"""Which of equally cheap answers: the one with least CO2, then the one that moves least, then the one that builds least,
then the one whose links, and supplies, come first by name, then the one in which least is paid along links.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.algebra.model import Model
from sidestream.formulation.accounts import CO2
from sidestream.formulation.draft import Draft


def tie_breakers(draft: Draft) -> list[NDArray[np.float64]]:
    """Weights of every column in each goal: CO2 [t], quantity moved [unit], what is built, places by name of what flows."""
    width = draft.model.width
    entries = draft.books.impacts.read()
    inside = (entries["column"] != NONE) & (entries["impact"] == CO2)
    tonnes = (entries["value"] * at(draft.weights, entries["moment"]))[inside]
    co2 = np.bincount(entries["column"][inside], tonnes, minlength=width).astype(float)
    moved, built = np.zeros(width), np.zeros(width)
    for written in draft.links.values():
        moved[written.flow] = 1.0
    for columns in draft.builds:
        built[columns] = 1.0
    return [co2, moved, built, _by_name(draft)]


def least_paid(model: Model) -> list[NDArray[np.float64]]:
    """The weights of payments along links [EUR/a]; none where there are none."""
    if (block := model.blocks.get("pays")) is None:
        return []
    paid = np.zeros(model.width)
    paid[block.first : block.first + block.count] = 1.0
    return [paid]


def _by_name(draft: Draft) -> NDArray[np.float64]:
    """The place of each flow's link, and of each supply, in the order of their names, as a share of all."""
    names = sorted(name for written in draft.links.values() for name in written.table.links["link"])
    place = {name: (number + 1) / len(names) for number, name in enumerate(names)}
    weights = np.zeros(draft.model.width)
    for written in draft.links.values():
        of_link = np.array([place[name] for name in written.table.links["link"]])
        weights[written.flow] = of_link[written.ways["l"].to_numpy(np.int64)[written.way]]
    supplies = draft.written["supplies"].column  # in the order of their names
    row, moment = np.nonzero(supplies != NONE)
    weights[supplies[row, moment]] = (row + 1) / max(len(supplies), 1)
    return weights
