"""What stands in the cells of an .xlsx workbook.

openpyxl opens the workbook: its sheets, texts and styles. Cells are read by `scanning`, with openpyxl's understanding of
those that are not plain; that also shows what values alone would hide: formulas that were never calculated, merged
cells, numbers that the cell shows as a percentage.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any, Self
from xml.etree.ElementTree import Element

import numpy as np
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS

from sidestream.errors import Fault
from sidestream.tables import Contents, Percent, Table, column_letter
from sidestream.workbook.damage import Damaged, damage
from sidestream.workbook.merged import boundaries
from sidestream.workbook.opening import AS_XLSX, must_be_workbook, refused
from sidestream.workbook.raw import FIRST_ROWS, RawSheet, heading_row
from sidestream.workbook.scanning import NO_VALUE, Cells, Understanding, cells_of
from sidestream.workbook.texts import shared_texts

NOT_CALCULATED = "the formula has no value: open the workbook in Excel or LibreOffice and save it"
CHART = "is a chart and has no cells to read: give the chart another name"
MOST_BEYOND = 10
"""Columns without a name in which the first cell that has content is complained of."""


class _Reader(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    """Opens a workbook and finds the parts of its sheets, but leaves their reading to `scanning`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, read_only=True, data_only=True, keep_links=False)
        self.names: list[str] = []
        self.charts: set[str] = set()
        self.parts: dict[str, str] = {}

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            self.shared_strings = shared_texts(self.archive.read(part.PartName[1:]))

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files:
                raise Damaged(f"its part '{relation.target}' is missing, which holds the sheet {sheet.name}")
            self.names.append(sheet.name)
            self.parts.setdefault(sheet.name, relation.target)
            if "chartsheet" in relation.Type:
                self.charts.add(sheet.name)


def _opened(path: Path) -> _Reader:
    """Open a workbook. Raises whatever openpyxl does where it cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of drawings and extensions that it passes over
        reader = _Reader(path)
        try:
            reader.read()
        except Exception:
            reader.archive.close()
            raise
    return reader


def properties(path: Path) -> list[tuple[str, object]]:
    """Return a workbook's own properties. Raises whatever openpyxl does where it cannot open it."""
    reader = _opened(path)
    reader.archive.close()
    return [(entry.name, entry.value) for entry in reader.wb.custom_doc_props.props]


class ExcelBook:
    """An open workbook. Macros are never looked at, links to other files never followed."""

    kind = "sheet"

    def __init__(self, path: Path) -> None:
        must_be_workbook(path)
        self.path = path
        try:
            self.file = _opened(path)
        except Exception as error:
            raise self._unreadable(error) from None
        try:
            self.how = _understanding(self.file)
        except Exception as error:
            self.file.archive.close()
            raise self._unreadable(error) from None
        self.names = self.file.names

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.archive.close()

    def sheet(self, name: str, table: type[Table] | None) -> RawSheet:
        """Return the cells of a sheet. Raises InputError where its part of the file cannot be read."""
        title = table.sheet if table else name
        if name in self.file.charts:
            return RawSheet(title, faults=[Fault(title, "", "", CHART)] if table else [])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                cells = cells_of(self.file.archive.read(self.file.parts[name]), self.how)
                return _sheet(title, cells, table)
            except Exception as error:
                raise self._unreadable(error, title) from None

    def _unreadable(self, error: Exception, sheet: str = "the file") -> Exception:
        return refused(self.path, f"it cannot be read ({damage(error)}): {AS_XLSX} again", sheet)


def _understanding(file: _Reader) -> Understanding:
    """What it takes to understand a workbook's cells."""
    book = file.wb
    percent = _percent_styles(book)
    parser = WorkSheetParser(
        None,
        file.shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )

    def odd(element: Element) -> object:
        cell = parser.parse_cell(element)
        value, kind = cell["value"], cell["data_type"]
        # A formula whose result is an empty text is typed "str"; one that was never calculated is not.
        if value is None and kind != "str" and element.find(FORMULA_TAG) is not None:
            return NO_VALUE
        if cell["style_id"] in percent and isinstance(value, (int, float)) and not isinstance(value, bool):
            return Percent(value)
        return value

    return Understanding(file.shared_strings, percent, frozenset(book._date_formats), odd)


def _percent_styles(book: Any) -> frozenset[int]:
    """Return the styles that show 0.12 as 12%; a percent sign that is only text (`0.0"%"`) does not count."""
    styles = set()
    for place, style in enumerate(book._cell_styles):
        number = style.numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            shape = BUILTIN_FORMATS.get(number, "General")
        else:
            shape = book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
        if "%" in re.sub(r'"[^"]*"|\\.', "", shape):
            styles.add(place)
    return frozenset(styles)


def _sheet(title: str, cells: Cells, table: type[Table] | None) -> RawSheet:
    """Tell header and rows apart, and complain of what only the file shows."""
    raw = RawSheet(title)
    first = np.argsort(cells.numbers)[:FIRST_ROWS].tolist()
    raw.top = heading_row(((int(cells.numbers[row]), _header(cells, row)) for row in first), table)
    for row in (cells.numbers == raw.top).nonzero()[0].tolist():
        raw.header = _header(cells, row)
    below = cells.numbers > raw.top
    filled = below & False
    for contents in cells.columns.values():
        filled |= contents.filled
    rows = (filled & below).nonzero()[0]
    raw.numbers = cells.numbers[rows]
    raw.columns = [
        cells.columns[place].at(rows) if place in cells.columns else Contents.blank(len(rows))
        for place in range(len(raw.header))
    ]
    if raw.header:
        raw.faults += _beyond(raw, cells)
    _complain_of_merged(raw, cells)
    _complain_of_formulas(raw, cells, table)
    return raw


def _header(cells: Cells, row: int) -> list[object]:
    """The cells of a row, up to the last that is filled."""
    found = {place: contents.cell(row) for place, contents in cells.columns.items()}
    last = max((place for place, cell in found.items() if cell is not None), default=-1)
    return [found.get(place) for place in range(last + 1)]


def _beyond(raw: RawSheet, cells: Cells) -> list[Fault]:
    """Say where something stands right of the last column with a name."""
    message = f"the cell has content, but its column has no name in row {raw.top}: name it there, or clear the cell"
    below = cells.numbers > raw.top
    first = [
        (int(cells.numbers[(contents.filled & below).argmax()]), place)
        for place, contents in cells.columns.items()
        if place >= len(raw.header) and (contents.filled & below).any()
    ]
    return [
        Fault(raw.name, f"{column_letter(place)}{number}", "", message) for number, place in sorted(first)[:MOST_BEYOND]
    ]


def _complain_of_merged(raw: RawSheet, cells: Cells) -> None:
    """Merged cells show one content for several rows, and only the first of them has it."""
    rows = {number: row for row, number in enumerate(cells.numbers.tolist())} if cells.merged else {}
    for area in cells.merged:
        left, top, right, bottom = boundaries(area)
        column = cells.columns.get(left - 1)
        if top < raw.top or left > len(raw.header) or column is None or top not in rows or not column.filled[rows[top]]:
            continue
        first = f"{column_letter(left - 1)}{top}"
        message = f"{area} are merged, and only {first} has the content: take the merge apart and fill each cell"
        raw.faults.append(Fault(raw.name, first, "", message))
        raw.settled |= {
            f"{column_letter(place)}{number}"
            for place in range(left - 1, min(right, len(raw.header)))
            for number in cells.numbers[(cells.numbers >= top) & (cells.numbers <= bottom)].tolist()
            if (number, place) != (top, left - 1)
        }


def _complain_of_formulas(raw: RawSheet, cells: Cells, table: type[Table] | None) -> None:
    """Say once per column that its formulas were never calculated."""
    titles = {name.casefold(): column.title for name, column in table.columns.items()} if table else {}
    columns: dict[int, list[int]] = defaultdict(list)
    for row, place in cells.not_calculated:
        if row >= raw.top and (place < len(raw.header) or row == raw.top):
            columns[place].append(row)
    for place, rows in columns.items():
        letter = column_letter(place)
        more = f" ({len(rows) - 1} more in this column)" if len(rows) > 1 else ""
        name = str(raw.header[place] or "") if place < len(raw.header) else ""
        title = titles.get(name.strip().casefold(), name)
        raw.faults.append(Fault(raw.name, f"{letter}{rows[0]}", title, NOT_CALCULATED + more))
        raw.settled |= {f"{letter}{row}" for row in rows}
