"""An input workbook in which one can hardly go wrong: dropdowns, limits and notes from the declarations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableStyleInfo

from sidestream.park import SHEETS
from sidestream.park.sites import SettingRows
from sidestream.tables import Column, Name, Ref, Refs, Table
from sidestream.workbook.dropdowns import Dropdowns
from sidestream.workbook.excel import ExcelBook
from sidestream.workbook.files import is_private
from sidestream.workbook.first_rows import first_rows
from sidestream.workbook.index import write_index
from sidestream.workbook.look import HEADER_BORDER, HEADER_FILL, header_font, number_format, on_paper, side
from sidestream.workbook.saving import save

FIRST_SHEETS = (
    "Settings",
    "Participants",
    "Commodities",
    "Supplies",
    "Demands",
    "Pipelines",
    "PipeSizes",
    "TruckRoutes",
    "Vehicles",
)
"""Sheets that every template shows: more would frighten."""
TOGETHER = {
    "Conversions": "ConversionRates",
    "ConversionRates": "Conversions",
    "Storages": "Periods",
    "Corridors": "CorridorPaths",
    "CorridorPaths": "Corridors",
    "Profiles": "Periods",
    "Qualities": "QualityLimits",
    "QualityLimits": "Qualities",
    "ImpactPrices": "ImpactFactors",
    "Stages": "Changes",
    "Scenarios": "Changes",
    "Changes": "Scenarios",
}
"""Sheets that are of no use without another one."""
ROWS_AHEAD = 1_000  # blank rows under the table that have dropdowns
WIDEST = {"note": 100}  # signs; 42 where nothing is said
LEAST = {"note": 40, "source": 30}  # signs; 20 for names, else 9
FIRST_EXTRA = "profile 1"
"""A column of a sheet whose columns the planner names, so that it is seen where they go."""

Row = Mapping[str, object]


def write_template(path: Path | str, further: Iterable[str] = ()) -> Path:
    """Write a workbook to fill in, with FIRST_SHEETS, `further` ones and what those need. Raises as `write_park` does."""
    asked = list(further)
    return write_park(
        path, first_rows(), [*FIRST_SHEETS, *asked, *(TOGETHER[sheet] for sheet in asked if sheet in TOGETHER)]
    )


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets that are read."""
    with ExcelBook(path) as book:
        return [name for name in book.names if not is_private(name)]


def write_park(path: Path | str, rows: Mapping[str, Sequence[Row]], sheets: Iterable[str] | None = None) -> Path:
    """Write an input workbook with the given rows, cells as a person would type them, by sheet and column.

    `sheets` says which sheets the workbook has; otherwise FIRST_SHEETS and whatever has rows. A sheet with profiles
    gets a column for each further name in its rows, and one to be named where it has no rows. Raises ValueError for a
    sheet or column that is not declared, OutputError where the file cannot be written.
    """
    wanted = set(sheets if sheets is not None else FIRST_SHEETS) | {sheet for sheet, some in rows.items() if some}
    strange = wanted - {table.sheet for table in SHEETS}
    if strange:
        raise ValueError(f"no sheet is called {sorted(strange)}")
    chosen = [table for table in SHEETS if table.sheet in wanted]
    book = Workbook()
    book.properties.title, book.properties.creator = "A park for sidestream", "sidestream"
    write_index(book.active, chosen, Path(path).name)
    dropdowns = Dropdowns(book, chosen)
    most = max((len(some) for some in rows.values()), default=0)
    for table in chosen:
        _Sheet(book.create_sheet(table.sheet), table, list(rows.get(table.sheet, [])), dropdowns).write(most)
    if dropdowns.lists is not None:
        book.move_sheet(dropdowns.lists, len(book.sheetnames))
    return save(path, lambda to: book.save(to))


class _Sheet:
    """One sheet on its way into the workbook."""

    def __init__(self, sheet: Any, table: type[Table], rows: list[Row], dropdowns: Dropdowns) -> None:
        self.sheet = sheet
        self.table = table
        self.rows = rows
        self.dropdowns = dropdowns
        self.columns = _columns(table, rows)

    def write(self, reach: int) -> None:
        """Write header, rows, validations and look."""
        for place, (name, column) in enumerate(self.columns.items(), start=1):
            self._header(place, name, column)
            self._cells(place, name, column)
            self._validation(place, column, reach)
        last = get_column_letter(len(self.columns))
        area = SheetTable(displayName=f"{self.table.sheet}_table", ref=f"A1:{last}{max(len(self.rows), 1) + 1}")
        area.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        self.sheet.add_table(area)
        self.sheet.freeze_panes = "B2"
        self.sheet.print_title_rows = "1:1"
        on_paper(self.sheet, last, self.table.summary())

    def _header(self, place: int, name: str, column: Column) -> None:
        cell = self.sheet.cell(1, place, name)
        cell.font = header_font(column)
        cell.fill = HEADER_FILL
        cell.border = HEADER_BORDER
        cell.alignment = side(column)
        text = self.dropdowns.explain(column)
        cell.comment = Comment(
            text, "sidestream", width=320, height=24 + 18 * sum(1 + len(line) // 45 for line in text.split("\n"))
        )

    def _cells(self, place: int, name: str, column: Column) -> None:
        shape, sided = number_format(column), side(column)
        letter = get_column_letter(place)
        values = [_typed(row.get(name)) for row in self.rows]
        styles: dict[bool, Any] = {}
        for number, value in enumerate(values, start=2):
            if value is None:
                continue
            cell = self.sheet.cell(number, place, value)
            is_text = isinstance(value, str)
            if is_text:
                cell.data_type = "s"  # a name that begins with = is a name
            if is_text not in styles:
                cell.number_format = shape if not is_text or shape == "@" else "General"
                cell.alignment = sided
                styles[is_text] = cell._style
            cell._style = styles[is_text]  # shared: made anew for every cell, styles take most of the time
        self.sheet.column_dimensions[letter].number_format = shape
        self.sheet.column_dimensions[letter].alignment = sided
        longest = max([len(str(value)) for value in values if value is not None], default=0)
        least = LEAST.get(name, 20 if isinstance(column, (Name, Ref, Refs)) else 9)
        self.sheet.column_dimensions[letter].width = min(max(longest, len(name) + 3, least), WIDEST.get(name, 42)) + 1

    def _validation(self, place: int, column: Column, reach: int) -> None:
        """Each setting has its own rule for its value; everywhere else one rule holds for the whole column."""
        letter = get_column_letter(place)
        settings = self.rows if self.table.sheet == SettingRows.sheet and column.name == "value" else []
        for number, row in enumerate(settings, start=2):
            self._add(SettingRows.columns.get(str(row.get("setting")), column), f"{letter}{number}", reach)
        self._add(column, f"{letter}{len(settings) + 2}:{letter}{len(self.rows) + 1 + ROWS_AHEAD}", reach)

    def _add(self, column: Column, area: str, reach: int) -> None:
        rule = self.dropdowns.validation(column, reach)
        rule.add(area)
        self.sheet.add_data_validation(rule)


def _columns(table: type[Table], rows: Sequence[Row]) -> dict[str, Column]:
    """Return the declared columns, further ones before those that trace where a row comes from."""
    known = table.columns
    further = list(dict.fromkeys(name for row in rows for name in row if name not in known))
    if further and table.extra is None:
        raise ValueError(f"{table.sheet} has no column called {further}")
    if table.extra is not None and not rows:
        further = [FIRST_EXTRA]
    made = {name: _named(table.extra, name) for name in further if table.extra is not None}
    first = [name for name in known if name not in ("quality", "note", "source")]
    return {**{name: known[name] for name in first}, **made, **known}


def _named(column: Column, name: str) -> Column:
    """Return the declaration of a further column under its own name."""
    own = copy(column)
    own.name = name
    if name == FIRST_EXTRA:
        own.meaning = f"{column.meaning}; give the column a name, and add others beside it"
    return own


def _typed(value: object) -> object:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.item() if hasattr(value, "item") else value
