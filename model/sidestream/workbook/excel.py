"""What stands in the cells of an .xlsx workbook.

A sheet is read in one pass, by openpyxl's own row parser: that shows what its worksheets hide when they give values
only - formulas that were never calculated, merged cells, numbers that the cell shows as a percentage - and it makes
only the cells that exist, whatever size the file claims for the sheet.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any, Self
from xml.etree.ElementTree import Element

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from sidestream.errors import Fault
from sidestream.tables import Percent, Table, column_letter, is_blank
from sidestream.workbook.opening import AS_XLSX, must_be_workbook, refused
from sidestream.workbook.raw import RawSheet

NO_VALUE = "the formula has no value: open the workbook in Excel or LibreOffice and save it"


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """Notes the formulas without a value while the values are read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_calculated: list[tuple[int, int]] = []

    def parse_cell(self, element: Element) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        # A formula whose result is an empty text is typed "str"; one that was never calculated is not.
        if cell["value"] is None and cell["data_type"] != "str" and element.find(FORMULA_TAG) is not None:
            self.not_calculated.append((cell["row"], cell["column"] - 1))
        return cell


class ExcelBook:
    """An open workbook. Macros are never looked at, links to other files never followed."""

    kind = "sheet"

    def __init__(self, path: Path) -> None:
        must_be_workbook(path)
        self.path = path
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of drawings and extensions that it passes over
            try:
                self.book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
                self.percent = _percent_styles(self.book)
            except Exception as error:
                raise self._unreadable(error) from None
        self.names = [sheet.title for sheet in self.book.worksheets]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def sheet(self, name: str, table: type[Table] | None) -> RawSheet:
        """Return the cells of a sheet. Raises InputError where its part of the file cannot be read."""
        title = table.sheet if table else name
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return self._sheet(name, title, table)
            except Exception as error:
                raise self._unreadable(error, title) from None

    def _sheet(self, name: str, title: str, table: type[Table] | None) -> RawSheet:
        sheet = self.book[name]
        raw = RawSheet(title)
        beyond: dict[int, int] = {}
        with sheet._get_source() as source:
            parser = _Parser(
                source,
                sheet._shared_strings,
                data_only=True,
                epoch=self.book.epoch,
                date_formats=self.book._date_formats,
                timedelta_formats=self.book._timedelta_formats,
            )
            for number, cells in parser.parse():
                row = self._row(cells)
                if number == 1:
                    raw.header = row
                elif row:
                    for place in range(len(raw.header), len(row) if raw.header else 0):
                        if row[place] is not None:
                            beyond.setdefault(place, number)
                    raw.rows.append(row[: len(raw.header)] if raw.header else row)
                    raw.numbers.append(number)
        raw.faults += [
            Fault(
                title,
                f"{column_letter(place)}{number}",
                "",
                "the cell has content, but its column has no name in row 1",
            )
            for place, number in list(beyond.items())[:10]
        ]
        _complain_of_merged(raw, parser)
        _complain_of_formulas(raw, parser, table)
        return raw

    def _row(self, cells: list[dict[str, Any]]) -> list[object]:
        """Cells by place, up to the last that is filled."""
        filled = [cell for cell in cells if not is_blank(cell["value"])]
        row: list[object] = [None] * max((cell["column"] for cell in filled), default=0)
        for cell in filled:
            value = cell["value"]
            if cell["style_id"] in self.percent and isinstance(value, (int, float)) and not isinstance(value, bool):
                value = Percent(value)
            row[cell["column"] - 1] = value
        return row

    def _unreadable(self, error: Exception, sheet: str = "the file") -> Exception:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        return refused(self.path, f"it cannot be read ({reason}): {AS_XLSX} again", sheet)


def _percent_styles(book: Any) -> set[int]:
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
    return styles


def _complain_of_merged(raw: RawSheet, parser: _Parser) -> None:
    """Merged cells show one content for several rows, and only the first of them has it."""
    content = {1: raw.header, **dict(zip(raw.numbers, raw.rows, strict=True))}
    for area in parser.merged_cells.mergeCell if parser.merged_cells else ():
        row, left = content.get(area.min_row, []), area.min_col - 1
        if left >= len(raw.header) or left >= len(row) or is_blank(row[left]):
            continue
        first = f"{column_letter(left)}{area.min_row}"
        message = f"{area.coord} are merged, and only {first} has the content: take the merge apart and fill each cell"
        raw.faults.append(Fault(raw.name, first, "", message))
        rows = [number for number in content if area.min_row <= number <= area.max_row]
        places = range(left, min(area.max_col, len(raw.header)))
        raw.settled |= {
            f"{column_letter(place)}{number}"
            for place in places
            for number in rows
            if (number, place) != (area.min_row, left)
        }


def _complain_of_formulas(raw: RawSheet, parser: _Parser, table: type[Table] | None) -> None:
    """Say once per column that its formulas were never calculated."""
    titles = {name.casefold(): column.title for name, column in table.columns.items()} if table else {}
    columns: dict[int, list[int]] = defaultdict(list)
    for row, place in parser.not_calculated:
        if place < len(raw.header) or row == 1:
            columns[place].append(row)
    for place, rows in columns.items():
        letter = column_letter(place)
        more = f" ({len(rows) - 1} more in this column)" if len(rows) > 1 else ""
        name = str(raw.header[place] or "") if place < len(raw.header) else ""
        title = titles.get(name.strip().casefold(), name)
        raw.faults.append(Fault(raw.name, f"{letter}{rows[0]}", title, NO_VALUE + more))
        raw.settled |= {f"{letter}{row}" for row in rows}
