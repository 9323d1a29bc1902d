"""Designs made of rows written by hand, and read back as from a workbook."""

from __future__ import annotations

from typing import Any

import pandas as pd

from park_from import park_tables
from sidestream.design.design import Design
from sidestream.design.tables import RESULTS
from sidestream.park import SHEETS, Park
from sidestream.tables import Loaded, Number, Refs, column_letter, read_table

Rows = dict[str, list[tuple[Any, ...]]]
"""Rows of each result sheet, in the declared order of its columns, in units inside the model (shares as fractions)."""


def unchecked(**sheets: Any) -> Park:
    """Make a park of the sheets' rows, whatever the checks would say."""
    tables, _ = park_tables(**sheets)
    return Park(tables)


def at(sheet: str, column: str, row: int) -> str:
    """Address of a cell of the park, every sheet written from A1 with all its columns."""
    table = next(table for table in SHEETS if table.sheet == sheet)
    return f"{sheet}!{column_letter(list(table.columns).index(column))}{row}"


def as_design(rows: Rows, **facts: Any) -> Design:
    """Make a design of hand-written rows; where one ends early, the rest of it is blank."""
    frames = {}
    for table in RESULTS:
        width = len(table.columns)
        listed = [(*row, *[None] * (width - len(row))) for row in rows.get(table.sheet, [])]
        frame = pd.DataFrame(listed, columns=list(table.columns), dtype=object)
        for name, column in table.columns.items():
            if isinstance(column, Number):
                frame[name] = frame[name].astype(float)
            elif isinstance(column, Refs):
                frame[name] = pd.Series([tuple(text.split("; ")) for text in frame[name]], dtype=object)
            else:
                frame[name] = pd.Series(["" if cell is None else cell for cell in frame[name]], dtype=object)
        frames[table.sheet] = frame
    return Design(frames, facts)


def as_cells(design: Design, *, first_row: int = 2, first_column: int = 0) -> dict[str, Loaded]:
    """Read the design back as from a workbook whose tables stand a little aside."""
    cells = {}
    for table in RESULTS:
        frame = design[table.sheet]
        header = [None] * first_column + list(table.columns)
        rows = [
            [None] * first_column + [column.show(frame[name].iat[row]) for name, column in table.columns.items()]
            for row in range(len(frame))
        ]
        cells[table.sheet], faults = read_table(table, header, rows, range(first_row, first_row + len(rows)))
        assert not faults
    return cells
