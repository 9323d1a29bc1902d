"""Whether each change of a scenario can be made."""

from __future__ import annotations

from sidestream.errors import Fault, UsageError
from sidestream.park.changes import changed, scenario_change
from sidestream.park.checks.rows import complain, given
from sidestream.park.park import Park


def changes_that_fit(park: Park) -> list[Fault]:
    """A change has a value or a factor, and names a cell that takes it."""
    frame = park["Changes"]
    both = given(park, "Changes", "value") & given(park, "Changes", "factor")
    neither = ~given(park, "Changes", "value") & ~given(park, "Changes", "factor")
    faults = complain(park, "Changes", both, "factor", "a value is given too: clear one of them")
    faults += complain(park, "Changes", neither, "value", "neither value nor factor is given: type one")
    for row in frame.index[~(both | neither)].tolist():
        if not frame.at[row, "column"] or not frame.at[row, "sheet"] or not frame.at[row, "key"]:
            continue
        try:
            changed(park, [scenario_change(park, row)])
        except UsageError as error:
            said = str(error).partition("': ")[2] or str(error)
            faults.append(park.tables["Changes"].fault(row, _column_of(said), said))
    return faults


def _column_of(said: str) -> str:
    """Which cell of the row a complaint is about."""
    for begins, column in (("no sheet", "sheet"), ("no column", "column"), ("no setting", "key")):
        if said.startswith(begins):
            return column
    return "key" if " names " in said or "has no row" in said else "value"
