"""A park's sheets as a person would type them: what reading turned into tables, turned back into cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sidestream.park import SHEETS
from sidestream.tables import Loaded
from sidestream.workbook.reading import read_sheets

Row = dict[str, object]


def rows_as_typed(path: Path) -> dict[str, list[Row]]:
    """Return the rows of every sheet that has any, in each the cells that are filled. Nothing is complained of."""
    tables, _ = read_sheets(path, SHEETS, {})
    return typed_rows(tables)


def typed_rows(tables: Mapping[str, Loaded]) -> dict[str, list[Row]]:
    """Return the rows of every sheet that has any, in each the cells that are filled."""
    return {sheet: _rows(loaded) for sheet, loaded in tables.items() if len(loaded.frame)}


def _rows(loaded: Loaded) -> list[Row]:
    columns = {str(name): loaded.table.columns.get(str(name)) or loaded.table.extra for name in loaded.frame}
    shown = {name: [column.show(value) for value in loaded.frame[name]] for name, column in columns.items() if column}
    filled = loaded.given.to_numpy(bool)
    return [
        {name: cells[row] for place, (name, cells) in enumerate(shown.items()) if filled[row, place]}
        for row in range(len(filled))
    ]
