"""Whether each range is of a number that is there, and holds what the workbook says of it."""

from __future__ import annotations

from sidestream.errors import Fault
from sidestream.park.changes import place_of
from sidestream.park.park import Park
from sidestream.park.ranges import Range, range_of
from sidestream.park.worlds import several
from sidestream.tables import is_blank, shown

NEEDED = ("sheet", "key", "column", "low", "high")


def ranges_that_fit(park: Park) -> list[Fault]:
    """A range names a cell that takes both its ends, the low one below the high one, and no two are of one cell."""
    loaded, faults = park.tables["Ranges"], []
    first: dict[tuple[str, int, str], int] = {}
    for row, cells in zip(loaded.frame.index.tolist(), loaded.frame.to_dict("records"), strict=True):
        if any(is_blank(cells[name]) for name in NEEDED):
            continue
        try:
            made = range_of(park, cells)
        except ValueError as error:
            faults.append(_of_cell(park, row, str(error)))
            continue
        if made.low > made.high:
            said = f"{shown(made.high)} is below low, {shown(made.low)}: low is the smaller of the two"
            faults.append(loaded.fault(row, "high", said))
        before = first.setdefault((*made.cell, made.column), row)
        if before != row:
            faults.append(loaded.fault(row, "key", f"row {before} is of the same cell: delete one"))
    return faults


def ranges_that_hold(park: Park) -> list[Fault]:
    """What the workbook says lies in its range, and Changes does not overrule it."""
    loaded, faults = park.tables["Ranges"], []
    told = _overruled(park)
    for row, cells in zip(loaded.frame.index.tolist(), loaded.frame.to_dict("records"), strict=True):
        if any(is_blank(cells[name]) for name in NEEDED):
            continue
        made = range_of(park, cells)
        if made.own < made.low or made.own > made.high:
            end, other = ("low", "more") if made.own < made.low else ("high", "less")
            faults.append(
                loaded.fault(row, end, f"the workbook itself says {_said(made)}: {other} is varied", "warning")
            )
        if whens := told.get((*made.cell, made.column)):
            said = f"Changes gives it another value in {', '.join(whens)}: there it is not varied; a factor there would go with it"
            faults.append(loaded.fault(row, "key", said, "warning"))
    return faults


def _said(made: Range) -> str:
    return f"{shown(made.own)} {made.unit}".strip()


def _overruled(park: Park) -> dict[tuple[str, int, str], list[str]]:
    """Cells to which Changes gives a value of their own, and when."""
    found: dict[tuple[str, int, str], list[str]] = {}
    if not several(park):
        return found
    for cells in park["Changes"].to_dict("records"):
        if not is_blank(cells["value"]):
            place = place_of(park, *(str(cells[name]) for name in ("sheet", "key", "column")))
            found.setdefault(place[:3], []).append(str(cells["when"]))
    return found


def _of_cell(park: Park, row: int, said: str) -> Fault:
    """The cell of the row that a complaint is about."""
    column = "column"
    for begins, of in (("no sheet", "sheet"), ("nothing of", "sheet"), ("no setting", "key")):
        column = of if said.startswith(begins) else column
    if " names " in said or "has no row" in said or "is no figure" in said:
        column = "key"
    for end in ("low", "high"):
        if said.startswith(f"{end}: "):
            column, said = end, said.removeprefix(f"{end}: ")
    return park.tables["Ranges"].fault(row, column, said)
