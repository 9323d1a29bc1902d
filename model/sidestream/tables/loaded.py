"""A sheet as it was read: values, what was typed, and where each cell stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from sidestream.errors import Fault
from sidestream.tables.table import Table

LAST_ROW = 2**20
"""Last row that a spreadsheet has; rows that were added and stand in no sheet are numbered from there on."""


@dataclass
class Loaded:
    """A sheet that was read. `frame.index` holds the row numbers of the sheet; `letters` its columns' places.

    `frame` has one column per declared column, in units inside the model, blanks filled with the declared default;
    `given` has the same shape and says which cells were typed. `faulty` are the (row, column) of cells that were
    complained about already and count as blank; `top` is the row of the columns' names.
    """

    table: type[Table]
    frame: pd.DataFrame
    given: pd.DataFrame
    letters: Mapping[str, str]
    faulty: frozenset[tuple[int, str]] = frozenset()
    top: int = 1

    def cell(self, row: int, column: str) -> str:
        """Address of a cell; of its row where the sheet does not have the column; empty for a row that was added."""
        if row > LAST_ROW:
            return ""
        letter = self.letters.get(column)
        return f"{letter}{row}" if letter else f"row {row}"

    def fault(self, row: int | None, column: str, message: str, severity: str = "fault") -> Fault:
        """Say what is wrong with a cell (or, with row None, with a column)."""
        declared = self.table.columns.get(column)
        if row is None:
            cell = f"{self.letters[column]}{self.top}" if column in self.letters else ""
        else:
            cell = self.cell(int(row), column)
        return Fault(self.table.sheet, cell, declared.title if declared else column, message, severity)

    def faults(self, rows: Iterable[int], column: str, messages: Iterable[str], severity: str = "fault") -> list[Fault]:
        """Say what is wrong with the cells of a column in some rows."""
        sheet, declared, letter = self.table.sheet, self.table.columns.get(column), self.letters.get(column, "row ")
        title = declared.title if declared else column
        return [
            Fault(sheet, f"{letter}{row}" if row <= LAST_ROW else "", title, message, severity)
            for row, message in zip(rows, messages, strict=True)
        ]
