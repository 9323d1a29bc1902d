"""Which rows of the workbook cannot hold together: sets of them of which none can be spared.

Every row that leaves no choice (`hard_rows.py`) can give way in an elastic model, and forbidden links be lifted where
they could be built as they are described. A set of rows that clash is collected by holding what gave way, again and
again, until no answer is left (the elastic filter); then its rows are let go in turn, and stay out where the others
still clash (the deletion filter). What is left is irreducible: all of it clashes, and less does not.

Several contradictions that share no row are told apart: the rows of one are let go, and the next one is looked for.

J. W. Chinneck, Feasibility and Infeasibility in Optimization (2008), chapter 6.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.solver.highs import Answer, Watch, solve
from sidestream.solver.search import Found, Orders, search
from sidestream.studies.bans import liftable
from sidestream.studies.elastic import elastic_problem, scale
from sidestream.studies.hard_rows import Cell

SECONDS = 30.0
"""How long conflicts are looked for."""
ROUGH = 0.1
"""Share of the least shortfall that may stay unproven where only who falls short matters."""
LEAST = 1e-9
"""Share of what was to be that counts as a shortfall: less is a solver's tolerance."""
FIRST_OUT = (
    "Relations",
    "Pipelines",
    "TruckRoutes",
    "Fleets",
    "Limits",
    "Storages",
    "Expansions",
    "Supplies",
    "Demands",
)
"""Which rows are let go first, so that those that are behind them stay."""


@dataclass(frozen=True)
class Conflict:
    """Cells that cannot hold together; `needed` of them, the first, are known to be indispensable."""

    cells: list[Cell]
    needed: int

    @property
    def irreducible(self) -> bool:
        """Whether none of the cells can be spared."""
        return self.needed == len(self.cells)


def conflicts(park: Park, wish: Callable[[], bool] = bool, seconds: float = SECONDS) -> tuple[list[Conflict], bool]:
    """Find the conflicts of a park that has no design, no row in two of them; and whether these are all there are."""
    model = _Model(park, time.monotonic() + seconds, wish)
    found: list[Conflict] = []
    free: set[Cell] = set()
    while collected := _collected(model, free):
        clash = collected
        while clash:
            needed, untried = _thinned(model, clash)
            found.append(Conflict([*needed, *untried], len(needed)))
            free |= {*needed, *untried}
            rest = [cell for cell in clash if cell not in free]
            clash = rest if rest and model.any_answer(rest).status == "infeasible" else []
    return found, collected is not None


def _collected(model: _Model, free: set[Cell]) -> list[Cell] | None:
    """Rows that clash, perhaps with some too many; none where all but the free ones can hold; None: no time to tell."""
    held: list[Cell] = []
    while True:
        found = model.with_least_shortfall(held, free)
        if found.status == "infeasible":
            return sorted(held, key=lambda cell: (FIRST_OUT.index(cell[0]), cell))
        if found.values is None:
            return None
        short = [cell for cell in model.short(found.values) if cell not in free and cell not in held]
        if not short:
            return []
        held += short


def _thinned(model: _Model, clash: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Rows that the clash needs, and those that there was no time to try. Many are let go at once, then halves of them."""
    needed: list[Cell] = []
    waiting = [clash]
    while waiting:
        some, *waiting = waiting
        others = [*needed, *(cell for more in waiting for cell in more)]
        if others:
            found = model.any_answer(others)
            if found.status == "infeasible":
                continue
            if found.values is None:
                return needed, [*some, *others[len(needed) :]]
        if len(some) == 1:
            needed += some
        else:
            half = len(some) // 2
            waiting[:0] = [some[:half], some[half:]]
    return needed, []


class _Model:
    """The elastic model of a park, with some rows of the workbook held and the others free to give way."""

    def __init__(self, park: Park, deadline: float, wish: Callable[[], bool]):
        draft = write(park, elastic="moment", lifting=liftable(park))
        self._problem = elastic_problem(draft)
        self._deadline, self._wish = deadline, wish
        self._scale = scale(draft)
        self._columns: dict[Cell, list[int]] = {}
        for one in draft.shortfalls:
            for column, row in zip(one.columns.tolist(), one.said.rows.tolist(), strict=True):
                self._columns.setdefault((one.said.sheet, one.said.column, row), []).append(column)

    def with_least_shortfall(self, held: Iterable[Cell], free: Iterable[Cell]) -> Found:
        """Search for little shortfall; that of what is free costs nothing."""
        cost = self._problem.cost.copy()
        cost[self._of(free)] = 0.0
        return search(self._held(held, cost), Orders(gap=ROUGH, deadline=self._deadline, wish=self._wish))

    def any_answer(self, held: Iterable[Cell]) -> Answer:
        """Look for any answer in which some rows hold."""
        return solve(self._held(held, np.zeros_like(self._problem.cost)), Watch(self._deadline, self._wish))

    def short(self, values: NDArray[np.float64]) -> list[Cell]:
        """Rows that give way in an answer."""
        weighed = values * self._problem.cost / self._scale
        return [cell for cell, columns in self._columns.items() if weighed[columns].max() > LEAST]

    def _of(self, cells: Iterable[Cell]) -> NDArray[np.int64]:
        return np.array([column for cell in cells for column in self._columns[cell]], np.int64)

    def _held(self, cells: Iterable[Cell], cost: NDArray[np.float64]) -> Matrices:
        columns = self._of(cells)
        return replace(self._problem, cost=cost).with_fixed(columns, np.zeros(len(columns)))
