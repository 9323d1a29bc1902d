"""An input workbook in which one can hardly go wrong: dropdowns, limits and notes from the declarations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableStyleInfo

from sidestream.park import SHEETS
from sidestream.park.sites import SettingRows
from sidestream.tables import QUALITIES, Column, Number, Table
from sidestream.workbook.dropdowns import Dropdowns
from sidestream.workbook.saving import save
from sidestream.workbook.words import note

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
ROWS_AHEAD = 200  # blank rows under the table that have dropdowns
RULES = (
    "Names are keys: what Participants and Commodities call something, every other sheet calls the same.",
    "One table a sheet, beginning in A1, names of columns in row 1. Columns in bold are needed; the note on each header",
    "says what stands there, in which unit, and what a blank cell counts as.",
    "A price is always per the commodity's own unit, whatever unit the quantity is in.",
    "A semicolon separates names in a list.",
    "This sheet and sheets whose name begins with _ are not read: keep your own calculations in such sheets.",
)

Row = Mapping[str, object]


def write_park(path: Path | str, rows: Mapping[str, Sequence[Row]], sheets: Iterable[str] | None = None) -> Path:
    """Write an input workbook with the given rows, cells as a person would type them, by sheet and column.

    `sheets` says which sheets the workbook has; otherwise FIRST_SHEETS and whatever has rows. A sheet with profiles
    gets a column for each further name in its rows. Raises ValueError for a sheet or column that is not declared,
    OutputError where the file cannot be written.
    """
    wanted = set(sheets if sheets is not None else FIRST_SHEETS) | {sheet for sheet, some in rows.items() if some}
    strange = wanted - {table.sheet for table in SHEETS}
    if strange:
        raise ValueError(f"no sheet is called {sorted(strange)}")
    chosen = [table for table in SHEETS if table.sheet in wanted]
    book = Workbook()
    _index(book.active, chosen)
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
        last = f"{get_column_letter(len(self.columns))}{max(len(self.rows), 1) + 1}"
        area = SheetTable(displayName=f"{self.table.sheet}_table", ref=f"A1:{last}")
        area.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        self.sheet.add_table(area)
        self.sheet.freeze_panes = "B2"
        self.sheet.print_title_rows = "1:1"
        _one_page_wide(self.sheet)

    def _header(self, place: int, name: str, column: Column) -> None:
        cell = self.sheet.cell(1, place, name)
        cell.font = _font(bold=column.needed)
        cell.fill = PatternFill("solid", fgColor="E3EBF2")
        cell.border = Border(bottom=Side("medium"))
        cell.alignment = _side(column)
        text = note(column)
        cell.comment = Comment(
            text, "sidestream", width=320, height=24 + 18 * sum(1 + len(line) // 45 for line in text.split("\n"))
        )

    def _cells(self, place: int, name: str, column: Column) -> None:
        shape, side = _shape(column), _side(column)
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
                cell.alignment = side
                styles[is_text] = cell._style
            cell._style = styles[is_text]  # shared: made anew for every cell, styles take most of the time
        self.sheet.column_dimensions[letter].number_format = shape
        self.sheet.column_dimensions[letter].alignment = side
        longest = max([len(str(value)) for value in values if value is not None], default=0)
        self.sheet.column_dimensions[letter].width = min(max(longest, len(name) + 3, 9), 42) + 1

    def _validation(self, place: int, column: Column, reach: int) -> None:
        letter = get_column_letter(place)
        last = len(self.rows) + 1 + ROWS_AHEAD
        if self.table.sheet == "Settings" and column.name == "value":
            for number, row in enumerate(self.rows, start=2):
                setting = SettingRows.columns.get(str(row.get("setting")))
                if setting is not None:
                    self._add(setting, f"{letter}{number}", reach)
            return
        self._add(column, f"{letter}2:{letter}{last}", reach)

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
    made = {name: _named(table.extra, name) for name in further if table.extra is not None}
    first = [name for name in known if name not in ("quality", "note", "source")]
    return {**{name: known[name] for name in first}, **made, **known}


def _named(column: Column, name: str) -> Column:
    """Return the declaration of a further column under its own name."""
    own = copy(column)
    own.name = name
    return own


def _side(column: Column) -> Alignment:
    """Numbers to the right, text to the left with a gap to the numbers before it."""
    if isinstance(column, Number):
        return Alignment(horizontal="right", vertical="center")
    return Alignment(horizontal="left", vertical="center", indent=1)


def _font(*, bold: bool = False, size: int = 11, underline: str | None = None, color: str = "000000") -> Font:
    return Font(name="Calibri", size=size, bold=bold, underline=underline, color=color)


def _typed(value: object) -> object:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _shape(column: Column) -> str:
    """Number format of a column: whole EUR with separators, other numbers as typed, text as text."""
    if isinstance(column, Number):
        return "#,##0" if column.unit in ("EUR", "EUR/a") else "General"
    return "@" if type(column).__name__ in ("Text", "Name", "Ref", "Refs") else "General"


def _one_page_wide(sheet: Any) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _index(sheet: Any, tables: Sequence[type[Table]]) -> None:
    """Write the sheet that says what the others hold."""
    sheet.title = "Index"
    sheet["A1"] = "A park for sidestream"
    sheet["A1"].font = _font(bold=True, size=14)
    for place, title in enumerate(("sheet", "what it holds"), start=1):
        cell = sheet.cell(3, place, title)
        cell.font = _font(bold=True)
        cell.border = Border(bottom=Side("medium"))
    for row, table in enumerate(tables, start=4):
        cell = sheet.cell(row, 1, table.sheet)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{table.sheet}'!A1", display=table.sheet)
        cell.font = _font(underline="single", color="0B5394")
        sheet.cell(row, 2, table.summary())
    for row, rule in enumerate(RULES, start=5 + len(tables)):
        sheet.cell(row, 1, rule)
    sheet.cell(
        5 + len(tables) + len(RULES),
        1,
        f"quality is one of {', '.join(QUALITIES)}; source says where the figures come from.",
    )
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 90
    sheet.sheet_view.showGridLines = False
    _one_page_wide(sheet)
