"""A sheet as it stands in a file, before its cells are understood, and how it becomes a declared table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sidestream.design.tables import RESULTS
from sidestream.errors import Fault
from sidestream.park import SHEETS
from sidestream.tables import Contents, Ints, Loaded, Table, empty_table, is_blank, read_columns, suggest
from sidestream.workbook.files import is_private

OTHER_KINDS = (
    (RESULTS, "a design, which sidestream writes: give the park that it was made from"),
    (
        SHEETS,
        "a park, which sidestream reads: make a design of it with `sidestream design park.xlsx -o design.xlsx`, "
        "and give that",
    ),
)
"""Whose sheets may stand where another's are expected, and what to do then."""
STUDIES = {
    "Front": "pareto",
    "Alternatives": "alternatives",
    "Links explained": "explain",
    "Tornado": "sensitivity",
    "Outages": "outage",
    "Cells that differ": "compare",
    "Shares": "share",
    "Funders": "fund",
    "Custody": "ledger",
    "Operation": "operate",
}
"""The first sheet of what each study writes, and its command."""
OF_MANY = {"Run", "Assumptions"}
"""Sheets that designs and studies both have."""
FIRST_ROWS = 20
"""Among which the names of the columns are looked for where they are not in row 1."""
ENOUGH_NAMES = 4
"""Names of columns in one row by which it is known, though a needed one is missing."""


@dataclass
class RawSheet:
    """A sheet's cells as typed: its header and the columns below it, in rows of which `numbers` says where they stand.

    `top` is the number of the header's row. `faults` are those that only the file shows (merged cells, formulas without value); of the cells in `settled`
    nothing more is said.
    """

    name: str
    header: list[object] = field(default_factory=list)
    columns: list[Contents] = field(default_factory=list)
    numbers: Sequence[int] | Ints = ()
    faults: list[Fault] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    top: int = 1


class Source(Protocol):
    """A file or folder that holds sheets."""

    names: list[str]
    kind: str

    def sheet(self, name: str, table: type[Table] | None) -> RawSheet:
        """Return one sheet; `table` is what it will be read as."""


def heading_row(rows: Iterable[tuple[int, Iterable[object]]], table: type[Table] | None) -> int:
    """Return the number of the row that holds the names of the columns, of the first rows by their numbers.

    It is the first, unless there are few or none in it and clearly more in another: below a title, for instance.
    """
    names = {name.casefold(): column.needed for name, column in table.columns.items()} if table else {}
    needed = {name for name, is_needed in names.items() if is_needed}
    here = {number: {str(cell).strip().casefold() for cell in row} & set(names) for number, row in rows}
    for number, words in here.items():
        if len(words) > 2 * len(here.get(1, ())) and (needed <= words or len(words) >= ENOUGH_NAMES):
            return number
    return 1


def understand(
    source: Source, tables: Sequence[type[Table]], needed: Mapping[str, str]
) -> tuple[dict[str, Loaded], list[Fault]]:
    """Read every declared sheet of a source; return them by name with every fault, in the order of the sheets.

    A sheet that is not there is an empty table. `needed` names the sheets that must be there and have rows, with what
    to say where they are not.
    """
    mistaken = _other_kind(source, tables)
    if mistaken:
        return {table.sheet: empty_table(table) for table in tables}, [mistaken]
    names, strange = _named(source, tables)
    loaded: dict[str, Loaded] = {}
    faults: list[Fault] = []
    for table in tables:
        loaded[table.sheet], here = _sheet(source, names.get(table.sheet), table, needed.get(table.sheet))
        faults += here
    return loaded, faults + strange


def _sheet(source: Source, name: str | None, table: type[Table], why: str | None) -> tuple[Loaded, list[Fault]]:
    """Read one sheet, which may be absent; `why` it is needed, if it is."""
    if name is None:
        missing = [Fault(table.sheet, "", "", f"the {source.kind} is missing: {why}")] if why else []
        return empty_table(table), missing
    raw = source.sheet(name, table)
    loaded, faults = _understood(raw, table)
    if why and not len(raw.numbers) and not faults:
        faults = [Fault(table.sheet, "", "", f"the {source.kind} has no rows: {why}")]
    return loaded, faults


def _understood(raw: RawSheet, table: type[Table]) -> tuple[Loaded, list[Fault]]:
    """Understand one sheet; faults from top to bottom. Names of columns that stand too low are a fault, and serve."""
    if raw.top > 1:
        rows = "row 1" if raw.top == 2 else f"rows 1 to {raw.top - 1}"
        message = f"row 1 must hold the names of the columns, and they seem to stand in row {raw.top}: delete {rows}"
        raw.faults.append(Fault(raw.name, "A1", "", message))
    if len(raw.numbers) and all(is_blank(cell) for cell in raw.header):
        message = "row 1 is blank: the names of the columns must stand there, beginning in A1"
        return empty_table(table), [*raw.faults, Fault(table.sheet, "A1", "", message)]
    loaded, faults = read_columns(table, raw.header, raw.columns, raw.numbers, raw.top)
    kept = [fault for fault in faults if fault.cell not in raw.settled]
    return loaded, sorted([*raw.faults, *kept], key=lambda fault: _place(fault.cell))


def _place(cell: str) -> tuple[int, int, str]:
    """Sort key of an address: row, then column; faults of the whole sheet first."""
    letters = cell.rstrip("0123456789")
    row = int(cell[len(letters) :] or 0)
    letters = letters.removeprefix("row ")
    return (row, len(letters), letters)


def _named(source: Source, tables: Sequence[type[Table]]) -> tuple[dict[str, str], list[Fault]]:
    """Find the sheet of each table, whatever its capitals; complain of doubles and strangers."""
    known = {table.sheet.casefold(): table.sheet for table in tables}
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for name in source.names:
        sheet = known.get(name.strip().casefold().removesuffix(".csv"))
        if sheet in found:
            faults.append(Fault(name, "", "", f"{sheet} is there already as '{found[sheet]}': keep one of them"))
        elif sheet:
            found[sheet] = name
        elif not is_private(name) and (raw := source.sheet(name, None)) and (len(raw.numbers) or raw.header):
            faults.append(_stranger(name, source.kind, list(known.values())))
    return found, faults


def _stranger(name: str, kind: str, known: list[str]) -> Fault:
    all_of_them = f" ({kind}s: {', '.join(known)}; begin the name of one of your own with _)"
    return Fault(name, "", "", f"no {kind} is called '{name}'{suggest(name, known, otherwise=all_of_them)}")


def _other_kind(source: Source, tables: Sequence[type[Table]]) -> Fault | None:
    """Say once that a design was given for a park, a park for a design, or what a study wrote for either."""
    own = {table.sheet for table in tables}
    for others, what in OTHER_KINDS:
        theirs = [table.sheet for table in others if table.sheet in source.names and table.sheet not in own]
        if len(theirs) >= 3 and not own - {table.sheet for table in others} & set(source.names):
            names = ", ".join(theirs[:3])
            return Fault(f"the {source.kind}s", "", "", f"{names}, ... belong to {what}")
    study = next((name for name in source.names if name in STUDIES and name not in own), None)
    if study is None or not OF_MANY & set(source.names) or (own - OF_MANY) & set(source.names):
        return None
    message = (
        f"is of what `sidestream {STUDIES[study]}` writes, which is neither a park nor a design: give one of those"
    )
    return Fault(study, "", "", message)
