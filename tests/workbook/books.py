"""Small workbooks, written by hand with openpyxl: what a person would type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd

from sidestream.design.design import Design
from sidestream.errors import fault_lines
from sidestream.tables import Table, column_letter
from sidestream.workbook.reading import read_sheets

SMALL: dict[str, list[list[object]]] = {
    "Participants": [["participant", "kind", "x", "y"], ["plant", "industry", 0, 0], ["mill", "industry", 2, 0]],
    "Commodities": [["commodity", "unit", "medium"], ["gypsum", "t", "solid"]],
    "Supplies": [
        ["participant", "commodity", "quantity", "unit", "disposal_cost"],
        ["plant", "gypsum", 40, "t/a", 25],
    ],
    "Demands": [
        ["participant", "commodity", "quantity", "unit", "virgin_price"],
        ["mill", "gypsum", 50, "t/a", 30],
    ],
    "Pipelines": [["from", "to", "commodity", "status", "sizes"], ["plant", "mill", "gypsum", "optional", "DN100"]],
    "PipeSizes": [
        ["size", "medium", "capacity", "capacity_unit", "pipe_cost", "upkeep", "life"],
        ["DN100", "solid", 8760, "t/a", 100, 2, 30],
    ],
}


def book_of(path: Path, sheets: dict[str, list[list[object]]] | None = None) -> Path:
    """Write cells as they stand; strings that begin with = are formulas."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (SMALL if sheets is None else sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def with_cells(sheet: str, **cells: object) -> dict[str, list[list[object]]]:
    """The small park with some cells of a sheet typed over: `B2=7`."""
    rows = [list(row) for row in SMALL[sheet]]
    for address, content in cells.items():
        row, place = int(address[1:]) - 1, ord(address[0]) - ord("A")
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (place + 1 - len(rows[row]))
        rows[row][place] = content
    return {**SMALL, sheet: rows}


def csv_folder(folder: Path, sheets: dict[str, str] | None = None) -> Path:
    """Write the small park as CSV files, some of them replaced."""
    folder.mkdir()
    texts = {
        name: "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows) + "\n"
        for name, rows in SMALL.items()
    }
    for name, text in {**texts, **(sheets or {})}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def at(table: type[Table], column: str, row: int) -> str:
    """Address of a cell in a sheet that has every declared column."""
    return f"{column_letter(list(table.columns).index(column))}{row}"


def complaints(path: Path) -> list[str]:
    """What is wrong, as a person reads it, without the alignment of the places."""
    _, faults = read_sheets(path)
    return [" ".join(line.split()) for line in fault_lines(faults)]


def small_design(**facts: Any) -> Design:
    """A design with numbers that do not come out even in declared units."""
    return Design.of(
        {
            "Summary": pd.DataFrame(
                {
                    "figure": ["cost", "CO2", "pipes"],
                    "unit": ["EUR/a", "t/a", "1"],
                    "today": [123_456.789, 50.25, 0.0],
                    "design": [100_000.1, 0.1 + 0.2, 2.0],
                    "saving": [23_456.689, 49.95, np.nan],
                    "note": ["=1+1", "+49 30", ""],
                }
            ),
            "Build list": pd.DataFrame(
                {
                    "link": ["plant-mill-gypsum", "a & <b> Ærø"],
                    "kind": ["pipeline", "truck route"],
                    "from": ["plant", "@here"],
                    "to": ["mill", "-there"],
                    "commodity": [("gypsum", "ash"), ("gypsum",)],
                    "status": ["built", "existing"],
                    "size": ["DN100", "1.10"],
                    "length": [2.0, 1 / 3],
                    "capacity": [np.inf, 1e-7],
                    "capacity_unit": ["", "t/h"],
                    "investment": [200_000.0, np.nan],
                    "used": [1 / 3, 0.123456789012345],
                }
            ),
            "Costs": pd.DataFrame(
                {
                    "case": ["today", "design"],
                    "payer": ["mill", "society"],
                    "account": ["virgin", "carbon value"],
                    "kind": ["cash", "valued"],
                    "amount": [np.pi, -1e9 / 7],
                }
            ),
        },
        facts,
    )
