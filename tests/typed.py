"""A park typed into a workbook: the sheets of `make_park`, each with the columns that it uses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl


def typed(path: Path, sheets: Mapping[str, Any]) -> Path:
    """Write the workbook; return its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        if isinstance(rows, Mapping):
            rows = [{"setting": setting, "value": value} for setting, value in rows.items()]
        header = list(dict.fromkeys(column for row in rows for column in row))
        sheet = book.create_sheet(name)
        for cells in [header, *([row.get(column) for column in header] for row in rows)]:
            sheet.append(cells)
    book.save(path)
    return path
