"""The smallest change of a workbook that gives it a design: quantities lowered, limits moved, statuses made a choice;
tried before it is told.

Each row that leaves no choice has one share by which it gives way in all moments: what must be served or must go is
lowered by that share of its quantity (as is what a storage must hold at the end), what can go through a gate is raised
by that share of itself (of what could go through, where nothing can), what a steady pipe has to carry is lowered by that share, vehicles are more by that
many, rounded up, a least or most of Limits moves by that share of itself (a limit of 0 by a share
of all that could count towards it: see `formulation/rules/limits.py`; a limit on a supplier's share gives way as a whole, and
is then 100 %). A link or relation that is required or forbidden
gives way as a whole, a share of 1: it counts as much as a need given up altogether, and where nothing else tells them apart it is
the link that gives way. The sum of the shares is the least there is, so of all these changes nine tenths would not do.
Of several repairs of the same size it is the one with the cheapest design.

New figures have six digits, or as many more as it takes to be within a hundredth of the change, and are rounded to the
easier side. The park with them in its cells is solved again; only a repair that works is told.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.matrices import hand_over
from sidestream.formulation.draft import Draft, Shortfall
from sidestream.formulation.goals import least_cost
from sidestream.formulation.programme import write
from sidestream.formulation.rules.limits import size_of
from sidestream.park import Park
from sidestream.park.changes import RELAX, Change, changed, key_of
from sidestream.solver.search import Orders, search
from sidestream.solver.settle import settle
from sidestream.studies.bans import liftable
from sidestream.studies.elastic import elastic_problem
from sidestream.studies.hard_rows import Cell, told_as
from sidestream.studies.pools import held, search_draft

SECONDS = 60.0
"""How long the smallest repair is looked for, and how long each proof may take."""
LEAST = 1e-9
"""Smallest share that is a change: less is a solver's tolerance."""
OF_A_STATUS = 0.999
"""What a status counts: so much less than a quantity given up that nothing else decides."""
WHOLE = 1e-6
"""Part of a vehicle that is a solver's rounding."""
UNITS = {"Demands": "unit", "Supplies": "unit", "Expansions": "capacity_unit"}
"""Where the unit of a cell that gives way stands; the others have none beside them."""
DIGITS = (6, 9, 12, 15)
"""Digits of the new figures; more where a repair does not work with fewer."""


@dataclass(frozen=True)
class Repair:
    """Changes that give a park a design, and the park with them. `smallest` where less is proven not to do."""

    park: Park
    changes: list[Change]
    smallest: bool


def relaxed(park: Park, wish: Callable[[], bool] = bool) -> tuple[Park, list[Change]]:
    """Return the park with its smallest repair applied, and the changes; the park itself where none is needed or found."""
    found = smallest_repair(park, wish)
    return (park, []) if found is None else (found.park, found.changes)


def smallest_repair(
    park: Park, wish: Callable[[], bool] = bool, *, statuses: bool = True, again: bool = True
) -> Repair | None:
    """Find the smallest changes that give a park a design, none where it has one; None where there was no time to.

    Without `statuses` every link is required or forbidden as the workbook says. What somebody forces or forbids by a
    change stays so. `again`: what rounding breaks may be repaired in its turn.
    """
    draft = write(park, elastic="row", lifting=liftable(park) if statuses else None)
    problem = elastic_problem(draft)
    problem = replace(problem, cost=_statuses_first(draft, problem.cost)).with_fixed(*_asked_for(draft))
    found = search(problem, Orders(gap=0.0, deadline=time.monotonic() + SECONDS, wish=wish))
    if found.values is None:
        return None
    settled = settle(problem, found.values, [least_cost.weights(draft)[0]])
    moved = list(_moved(draft, found.values if settled.values is None else settled.values))
    if not moved:
        return Repair(park, [], smallest=True)
    for digits in DIGITS:
        mended, changes = applied(park, [change for one in moved for change in one.changes(park, digits)])
        if works(mended, wish):
            return Repair(mended, changes, found.status == "proven")
        if wish():
            return None
    _, changes = applied(park, [change for one in moved for change in one.changes(park, DIGITS[0])])
    return _with_what_is_tied(park, changes, wish) if again and not wish() else None


def _with_what_is_tied(park: Park, rounded_off: list[Change], wish: Callable[[], bool]) -> Repair | None:
    """Repair what rounding broke: where one row has to meet another to the digit, there is no easier side to round to."""
    more = smallest_repair(applied(park, rounded_off)[0], wish, again=False)
    if more is None:
        return None
    last = {change.place: change for change in [*rounded_off, *more.changes]}
    mended, changes = applied(park, list(last.values()))
    return Repair(mended, changes, more.smallest) if works(mended, wish) else None


def _statuses_first(draft: Draft, cost: NDArray[np.float64]) -> NDArray[np.float64]:
    cost = cost.copy()
    for one in draft.shortfalls:
        if one.said.column == "status":
            cost[one.columns] *= OF_A_STATUS
    return cost


def _asked_for(draft: Draft) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Columns by which statuses that are changes would give way, and 0 for each."""
    asked = _asked(draft.park)
    columns = [
        column
        for one in draft.shortfalls
        if one.said.column == "status"
        for row, column in zip(one.said.rows.tolist(), one.columns.tolist(), strict=True)
        if (one.said.sheet, key_of(draft.park, one.said.sheet, row)) in asked
    ]
    return np.array(columns, np.int64), np.zeros(len(columns))


def _asked(park: Park) -> set[tuple[str, str]]:
    """Links and relations whose status somebody asked for: sheet and key."""
    return {(change.sheet, change.key) for change in park.changes if change.column == "status"}


def _a_choice(sheet: str) -> str:
    """The status that leaves the choice."""
    return "allowed" if sheet == "Relations" else "optional"


def other_statuses(park: Park, cells: Iterable[Cell], wish: Callable[[], bool] = bool) -> list[Change]:
    """Return the fewest of these statuses, required or forbidden, that give the park a design where they become a choice;
    none where that does not help.
    """
    asked = _asked(park)
    changes = [
        Change(sheet, key_of(park, sheet, row), column, _a_choice(sheet))
        for sheet, column, row in cells
        if column == "status" and (sheet, key_of(park, sheet, row)) not in asked
    ]
    if not changes or not works(applied(park, changes)[0], wish):
        return []
    for change in list(changes):
        fewer = [other for other in changes if other is not change]
        if fewer and works(applied(park, fewer)[0], wish):
            changes = fewer
    return applied(park, changes)[1]


def applied(park: Park, changes: list[Change]) -> tuple[Park, list[Change]]:
    """Return the park with changes applied, and the changes with the cells they are of."""
    tables, made = changed(park, changes)
    return Park(tables, park.name, park.fingerprint, (*park.changes, *made)), made


def works(park: Park, wish: Callable[[], bool] = bool) -> bool:
    """Whether a park has a design: one is found, whatever it costs, and survives its builds being rounded and fixed."""
    draft = write(park)
    problem = hand_over(draft.model)
    problem = replace(problem, cost=np.zeros_like(problem.cost), constant=0.0)
    found = search_draft(draft, problem, Orders(gap=0.0, deadline=time.monotonic() + SECONDS, wish=wish))
    return found.values is not None and settle(held(draft, problem, found.values), found.values).status == "optimal"


@dataclass(frozen=True)
class _Moved:
    """A cell that gives way by a share; `size` is what a share of 1 is inside the model, where it is not the cell.

    A steady pipe that cannot carry anything gives way by being steady no more, and vehicles by their whole number: there
    can be more of them, and where money is limited there are more.
    """

    cell: Cell
    share: float
    size: float

    def changes(self, park: Park, digits: int) -> list[Change]:
        """Say what to type instead, where."""
        if self.cell[0] != "Fleets":
            return [self._change(park, digits)]
        _, column, number = told_as(park, self.cell)
        limits, row = park["Limits"], park["Fleets"].loc[number].to_dict()
        paid = not ((limits["on"] == "investment") & limits["most"].notna()).any()  # else those there are cost nothing
        more = math.ceil(self.share - WHOLE)
        return [
            Change("Fleets", key_of(park, "Fleets", number), one, f"{row[one] + more:.15g}", RELAX)
            for one in dict.fromkeys([column] if paid else ["number", column])
        ]

    def _change(self, park: Park, digits: int) -> Change:
        sheet, column, number = self.cell
        key = key_of(park, sheet, number)
        if column == "status":
            return Change(sheet, key, column, _a_choice(sheet), RELAX)
        if column == "least_flow" and self.share >= 1 - LEAST:
            return Change(sheet, key, "steady", "no", RELAX)
        row = park.typed[sheet].frame.loc[number].to_dict()
        unit = f" {row[UNITS[sheet]]}" if sheet in UNITS else ""
        old = float(row[column]) * (100 if column == "least_flow" else 1)
        if sheet == "Limits" and row["on"] == "supplier share":
            return Change(sheet, key, column, "100", RELAX)
        if sheet == "Limits":
            step = self.share * self.size / _one(park, row, old)
            exact = old + step if column == "most" else old - step
        elif sheet == "Expansions":
            exact = old + self.share * self.size / _largest(park, row["capacity_unit"])
        else:
            exact = old * (1 - self.share) if self.share < 1 - LEAST else 0.0
        new = rounded(old, exact, digits)
        return Change(sheet, key, column, f"{new:.15g}{unit}", RELAX)


def _one(park: Park, limit: Mapping[Any, Any], old: float) -> float:
    """What one of a limit's unit is inside the model: in the longest period, where it holds in each; of a limit of 0, which
    is no share of anything, in the shortest.
    """
    if limit["on"] == "partners":
        return 1.0
    hours = park.moments["hours"].to_numpy(float)
    return size_of(park, limit, int(hours.argmax() if old else hours.argmin()) if limit["per"] == "period" else None)


def _largest(park: Park, unit: str) -> float:
    """What one unit of a capacity lets through in the longest period, in base units."""
    factor, _, per_period = park.capacity_factor(unit)
    return factor * (1.0 if per_period else float(park.moments["hours"].max()))


def rounded(old: float, exact: float, digits: int) -> float:
    """Round away from the old figure, to so many digits or as many more as keep a hundredth of the change.

    What a solver leaves beyond three digits more is noise, and is rounded off first.
    """
    away = ROUND_FLOOR if exact < old else ROUND_CEILING
    for more in range(digits, 16):
        near = Decimal(f"{exact:.{more + 2}e}") if more < 15 else Decimal(repr(exact))
        new = float(Context(prec=more, rounding=away).plus(near))
        if abs(new - exact) <= 0.01 * abs(exact - old):
            return new
    return exact


def _moved(draft: Draft, values: NDArray[np.float64]) -> Iterator[_Moved]:
    """Cells that give way in an answer."""
    for one in draft.shortfalls:
        yield from _moved_in(one, values)


def _moved_in(one: Shortfall, values: NDArray[np.float64]) -> Iterator[_Moved]:
    share = values[one.columns]
    for place in np.flatnonzero(share > LEAST).tolist():
        cell = one.said.sheet, one.said.column, int(one.said.rows[place])
        yield _Moved(cell, float(share[place]), float(one.sizes[place]))
