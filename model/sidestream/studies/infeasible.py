"""Why there is no design, and what would give one: said at the end of a search that found that none can be.

Each part is told as far as there was time for it: what plainly cannot be, which rows clash, the smallest change that
works, and what is short where as little as can be is amiss.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sidestream.algebra.matrices import hand_over
from sidestream.errors import Fault, InfeasibleError, fault_lines
from sidestream.formulation.plan import Plan
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.park.changes import Change
from sidestream.park.checks import in_order
from sidestream.park.worlds import by_itself, several
from sidestream.solver.search import Orders
from sidestream.studies.conflict import Conflict, conflicts
from sidestream.studies.expectations import beyond_expectation
from sidestream.studies.hard_rows import figure, hard_row, limit_unit
from sidestream.studies.impossible import impossible
from sidestream.studies.pools import search_draft
from sidestream.studies.repair import Repair, other_statuses, smallest_repair
from sidestream.studies.shortfalls import SECONDS, least_shortfalls, shortfall_sentence

TITLE = "no design does everything that must be done."
LISTED = 20
"""Lines of one kind that the message lists; the others are counted, and come with --json."""
CONFLICTS = 5
"""Sets of several rows that the message lists."""


def infeasible(park: Park, wish: Callable[[], bool] = bool, impossible: Sequence[Fault] = ()) -> InfeasibleError:
    """Say why a park has no design. `impossible` is what was found before anything was solved."""
    short, least = least_shortfalls(park, wish)
    clashes, every = conflicts(park, wish)
    repair = smallest_repair(park, wish)
    instead = _instead(park, repair, clashes, wish)
    lines = [
        *_section("What cannot be, whatever is built:", impossible),
        *_conflict_lines(park, clashes, every, impossible),
        *_repair_lines(park, repair, instead),
        *_shortfall_lines(park, short, least),
    ]
    return InfeasibleError(
        "\n".join([TITLE, *lines]),
        short,
        impossible=impossible,
        conflicts=[_clash(park, clash) for clash in clashes],
        repair=[] if repair is None else [_as_dict(change) for change in repair.changes],
        instead=[_as_dict(change) for change in instead],
    )


def why_none(made: Plan, wish: Callable[[], bool] = bool) -> InfeasibleError:
    """Say why a plan has no design: what cannot be in one of its worlds by itself, else that they cannot be together."""
    if not several(made.park):
        return infeasible(made.park, wish)
    for world in made.worlds:
        alone = by_itself(world)
        draft = write(alone)
        found = search_draft(
            draft, hand_over(draft.model), Orders(gap=np.inf, deadline=time.monotonic() + SECONDS, wish=wish)
        )
        if found.status == "infeasible":
            error = infeasible(alone, wish, impossible(alone, draft))
            words = str(error).replace(TITLE, f"in {world.label}, {TITLE}", 1)
            # a repair would be of a cell in that world alone
            return InfeasibleError(words, error.shortfalls, impossible=error.impossible, conflicts=error.conflicts)
    beyond = beyond_expectation(made, wish)
    if beyond is not None:
        lines = _section("In expectation over the scenarios, as these hold:", beyond)
        return InfeasibleError("\n".join([TITLE, *lines]), [], impossible=beyond)
    budgets = ", ".join(f"{stage.stage} {figure(stage.budget)}" for stage in made.worlds if not np.isnan(stage.budget))
    why = f" within the budgets of Stages ({budgets})" if budgets else ""
    words = (
        f"{TITLE}\nEach stage and scenario by itself has a design, all of them together have none{why}: what has to be built "
        "for one stands in the way of another, or is wanted too early. Raise a budget, move what is required to a later "
        "stage, or clear the probabilities and look at one scenario at a time with --scenario."
    )
    return InfeasibleError(words, [])


def _instead(
    park: Park, repair: Repair | None, clashes: Sequence[Conflict], wish: Callable[[], bool]
) -> Sequence[Change]:
    """Return changes of the other kind: quantities and limits alone where statuses give way, statuses alone where not."""
    if repair is not None and any(change.column == "status" for change in repair.changes):
        other = smallest_repair(park, wish, statuses=False)
        return other.changes if other is not None else []
    return other_statuses(park, (cell for clash in clashes for cell in clash.cells), wish)


def _section(title: str, faults: Sequence[Fault]) -> list[str]:
    return _listed(title, fault_lines(faults[:LISTED]), len(faults))


def _listed(title: str, lines: list[str], count: int) -> list[str]:
    """A title and what it is of; nothing where there is nothing, and a count of what is left out."""
    more = [f"  and {count - LISTED} more (--json lists them all)"] if count > LISTED else []
    return [title, *lines, *more] if lines else []


def _clash(park: Park, clash: Conflict) -> list[Fault]:
    """A conflict's rows in the planner's words; as in the workbook, where all of them are needed."""
    rows = [hard_row(park, cell) for cell in clash.cells]
    return in_order(rows) if clash.irreducible else rows


def _conflict_lines(park: Park, clashes: list[Conflict], every: bool, impossible: Sequence[Fault]) -> list[str]:
    """Conflicts in words; a row that clashes by itself is left out where it was told before why."""
    told = {(fault.sheet, fault.row) for fault in impossible}
    alone = [_clash(park, clash)[0] for clash in clashes if len(clash.cells) == 1]
    alone = [fault for fault in alone if (fault.sheet, fault.row) not in told]
    title = "This cannot hold, even if all else that must be gives way:"
    if len(alone) > 1:
        title = "None of these can hold, even if all else that must be gives way:"
    lines = _section(title, alone)
    several = [clash for clash in clashes if len(clash.cells) > 1]
    for clash in several[:CONFLICTS]:
        title = f"These {len(clash.cells)} cannot hold together; without any one of them the others can:"
        if not clash.irreducible:
            tried = f"the first {clash.needed} are needed for that" if clash.needed else "they may be too many"
            title = f"These {len(clash.cells)} cannot hold together; as far as there was time to try, {tried}:"
        lines += _section(title, _clash(park, clash))
    more = len(several) - CONFLICTS
    if more > 0:
        lines.append(f"And {more} more sets of rows that cannot hold together (--json lists them all).")
    if not every:
        lines.append(f"There was no time to tell {'whether more' if clashes else 'which'} rows clash.")
    return lines


def _repair_lines(park: Park, repair: Repair | None, instead: Sequence[Change]) -> list[str]:
    if repair is None:
        lines = ["No change that is proven to do was found in the time there was."]
    elif not repair.changes:
        lines = ["What is missing is less than a solver can tell from nothing: give way a little in any row above."]
    else:
        title = "The smallest change that does, solved again with it:"
        if not repair.smallest:
            title = "A change that does, solved again with it (there may be smaller ones):"
        lines = _section(title, _changes(park, repair.changes))
    return [*lines, *_section("Or these instead, solved again with them too:", _changes(park, instead))]


def _changes(park: Park, changes: Sequence[Change]) -> list[Fault]:
    """What stands in each cell, what would have to, and whose it is."""
    lines = []
    for change in changes:
        fault = Fault(change.sheet, change.place.partition("!")[2], change.column, "")
        unit = f" {limit_unit(park, park['Limits'].loc[fault.row].to_dict())}" if change.sheet == "Limits" else ""
        message = f"{change.was}{unit} -> {change.value}{unit}{_share(change)} ({change.key})"
        lines.append(replace(fault, message=message))
    return lines


def _share(change: Change) -> str:
    """How much of itself a figure gives way, in words; empty for a word, and for a limit of 0."""
    if change.column in ("status", "steady") or change.was == "blank" or not (was := float(change.was.split()[0])):
        return ""
    share = float(change.value.split()[0]) / was - 1
    return f", {abs(100 * share):.3g} % {'more' if share > 0 else 'less'}"


def _as_dict(change: Change) -> dict[str, str]:
    return {
        "change": str(change),
        "place": change.place,
        "column": change.column,
        "was": change.was,
        "value": change.value,
    }


def _shortfall_lines(park: Park, short: list[dict[str, Any]], least: bool) -> list[str]:
    title = "With as little amiss as can be:" if least else "The least amiss that was found:"
    return _listed(title, [f"  {shortfall_sentence(park, row)}" for row in short[:LISTED]], len(short))
