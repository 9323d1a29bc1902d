"""The rows that a template begins with: settings, and catalogues of pipes and vehicles, each figure with its source.

They stand beside this file, one CSV file a sheet.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sidestream.workbook.typed import Row, rows_as_typed

FOLDER = Path(__file__).parent


def first_rows() -> dict[str, list[Row]]:
    """Return the rows by sheet, cells as a person would type them. Prices are taken to be of this year."""
    rows = rows_as_typed(FOLDER)
    for row in rows["Settings"]:
        if row["setting"] == "price_year":
            row["value"] = date.today().year
    return rows
