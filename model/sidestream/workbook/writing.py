"""A design becomes a workbook that a person can read, and that `read_design` can read again.

Row 1 holds the names of the columns and nothing else, values stand in the declared units with every digit. Meaning
and unit of a column are in the note on its header.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from sidestream.design.currency import currency_of, in_currency
from sidestream.design.design import Design
from sidestream.design.tables import AT_TIMES
from sidestream.errors import OutputError
from sidestream.tables import Column, Number, Table
from sidestream.workbook.as_json import write_json
from sidestream.workbook.cells import Cell, cells_of, fitting, plain
from sidestream.workbook.charts import CHARTS
from sidestream.workbook.csv_writing import write_csv_files
from sidestream.workbook.saving import save

MOST_ROWS = 1_048_575  # below the header
BY_SIZE = ((1000, "#,##0"), (10, "#,##0.0"), (0, "0.00##"))
"""Shape of a column's numbers by the largest of them, so that decimals stand under decimals; a number that this would
round by more than ROUNDING of itself has a shape by its own size.
"""
AS_TYPED = "General"
TITLES = {
    "front": "Cost against an impact",
    "alternatives": "Designs nearly as good as the best",
    "explained": "Why links are built or not",
    "sensitivity": "What other figures would mean",
    "share": "Who gets what of the gain",
    "outages": "What a loss costs those who are left",
    "comparison": "What differs, and who gains and loses",
    "ledger": "Who gave what to whom in the end",
    "funding": "What public money brings about",
}
DECIMALS = {"#,##0": 0, "#,##0.0": 1, "0.0": 1, "0.00": 2, "0.00##": 4}
ROUNDING = 0.02
SHAPES = {"EUR": "#,##0", "EUR/a": "#,##0", "%": "0.0", "km": "0.00", "1": "#,##0", "a": "General"}
LINE, HIGHEST = 15.0, 405.0  # points of a line, and of the highest row
WIDEST = {
    "note": 70,
    "what": 64,
    "why": 60,
    "value": 80,
    "enters": 50,
    "leaves": 50,
    "has": 50,
    "lacks": 50,
    "sentence": 90,
    "unmet": 40,
    "links": 50,
    "brings": 50,
    "drops": 50,
    "terms": 60,
}


def write_design(design: Design, path: Path | str) -> Path:
    """Write a design: .xlsx is a workbook, .json JSON, a path without ending a folder of CSV files.

    Returns the path. Raises OutputError; what it says names the place where the result was kept instead.
    """
    path = Path(path)
    if path.suffix.lower() == ".json":
        return save(path, lambda to: write_json(design, to))
    if not path.suffix:
        return save(path, lambda to: write_csv_files(design, to))
    longest = max(design.sheets, key=lambda table: len(design[table.sheet]))
    if len(design[longest.sheet]) > MOST_ROWS:
        kept = save(path.with_suffix(""), lambda to: write_csv_files(design, to))
        raise OutputError(
            f"'{path}' could not be written: {longest.sheet} has {len(design[longest.sheet]):,} rows, "
            f"and a sheet holds {MOST_ROWS:,}. Nothing is lost: the result is in '{kept}', a folder of CSV files"
        )

    def write(to: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="sidestream-", ignore_cleanup_errors=True) as folder:
            _write_book(design, to, tmpdir=folder)  # where the disk is full, its parts are not left lying about

    return save(path, write)


def book_content(design: Design) -> bytes:
    """Return what is in the workbook of a design, made without a file. Raises OutputError where it has too many rows."""
    longest = max(design.sheets, key=lambda table: len(design[table.sheet]))
    if len(design[longest.sheet]) > MOST_ROWS:
        raise OutputError(
            f"{longest.sheet} has {len(design[longest.sheet]):,} rows, and a sheet of a workbook holds {MOST_ROWS:,}: "
            "ask for CSV files or JSON instead"
        )
    content = io.BytesIO()
    _write_book(design, content, in_memory=True)
    return content.getvalue()


def _write_book(design: Design, to: Path | io.BytesIO, **more: bool | str) -> None:
    """Write the workbook. Raises OSError."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, **more}
    book = xlsxwriter.Workbook(str(to) if isinstance(to, Path) else to, options)
    book.set_properties(
        {"title": TITLES.get(design.kind, "Design of an exchange network"), "comments": "Written by sidestream"}
    )
    for name, fact in design.facts.items():
        text = json.dumps(plain(fact), ensure_ascii=True)
        if len(text) <= 255 and 0 < len(name) <= 255:  # what a property of a document can hold
            book.set_custom_property(name, text, "text")
    formats = _Formats(book)
    for table in sheets_of(design):
        _Sheet(book, formats, table, cells_of(design, table), currency_of(design)).write()
        if table.sheet in CHARTS and len(design[table.sheet]) > 1:
            CHARTS[table.sheet](book, book.get_worksheet_by_name(table.sheet), design)
    try:
        book.close()
    except XlsxWriterException as error:  # wraps what the disk said
        raise _as_os_error(error) from None


def sheets_of(design: Design) -> list[type[Table]]:
    """Return the sheets of a design's workbook: all but those that have nothing to say."""
    return [table for table in design.sheets if len(design[table.sheet]) or table.sheet not in AT_TIMES]


def _as_os_error(error: XlsxWriterException) -> OSError:
    cause = error.args[0] if error.args else None
    return cause if isinstance(cause, OSError) else OSError(str(error))


class _Formats:
    """Each format made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **look: object) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(look)
        return self.made[key]


class _Sheet:
    """One result sheet on its way into the workbook."""

    def __init__(
        self, book: Any, formats: _Formats, table: type[Table], cells: dict[str, list[Cell]], currency: str
    ) -> None:
        self.sheet = book.add_worksheet(table.sheet)
        self.formats = formats
        self.table = table
        self.cells = cells
        self.currency = currency
        self.count = len(next(iter(cells.values())))

    def write(self) -> None:
        """Write header, cells, notes and the look on screen and paper."""
        for place, (name, column) in enumerate(self.table.columns.items()):
            self._header(place, name, column)
            self._column(place, name, column)
            self.sheet.set_column(place, place, self._width(name))
        for row in range(self.count):
            if (lines := self._lines(row)) > 1:
                self.sheet.set_row(row + 1, min(LINE * lines, HIGHEST))
        if self.count:
            self._table()
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_header(f'&L&"Calibri,Bold"{self.table.sheet}&R{self.table.summary().replace("&", "&&")}')
        self.sheet.set_footer("&L&F&RPage &P of &N")

    def _header(self, place: int, name: str, column: Column) -> None:
        look = self._header_look(column)
        self.sheet.write_string(0, place, name, look)
        self.sheet.write_comment(0, place, self._note(column), {"author": "sidestream", "x_scale": 1.6, "y_scale": 0.8})

    def _note(self, column: Column) -> str:
        unit = in_currency(column.unit, self.currency)
        unit = "the commodity's own, see the column unit" if unit == "unit" else unit
        return f"{column.meaning}\nUnit: {unit}" if unit else column.meaning

    def _column(self, place: int, name: str, column: Column) -> None:
        units = self.cells.get("unit", [])
        largest = _largest(self.cells[name])
        plain_look = self._look(name, column, column.unit, largest)
        for row, cell in enumerate(self.cells[name], start=1):
            if isinstance(cell, str):
                self.sheet.write_string(row, place, fitting(cell), plain_look)
            elif cell is not None:
                own_unit = self.table.sheet == "Summary" and units[row - 1]
                unit = in_currency(str(own_unit), "EUR", self.currency) if own_unit else column.unit
                alone = own_unit or _rounded_away(cell, SHAPES.get(unit, _shape(largest)))
                look = self._look(name, column, unit, _largest([cell])) if alone else plain_look
                self.sheet.write_number(row, place, cell, look)

    def _header_look(self, column: Column) -> Any:
        return self.formats(bold=True, bottom=2, bg_color="#E3EBF2", valign="vcenter", **_side(column))

    def _look(self, name: str, column: Column, unit: str, largest: float) -> Any:
        if isinstance(column, Number):
            shape = SHAPES.get(unit, _shape(largest))
            if _rounded_away(largest, shape) or (
                unit == "a" and largest % 1
            ):  # years are whole, what they are worth is not
                shape = _shape(largest)
            shape = AS_TYPED if name == "value" else shape
            return self.formats(num_format=shape, valign="top")
        if self.table.sheet == "Summary" and name == "figure":
            return self.formats(bold=True, valign="top", **_side(column))
        return self.formats(valign="top", text_wrap=name in WIDEST, **_side(column))

    def _table(self) -> None:
        """Make it a real table: filters, stripes, and a name for formulas."""
        columns = [
            {"header": name, "header_format": self._header_look(column)} for name, column in self.table.columns.items()
        ]
        name = "".join(word.capitalize() for word in re.split(r"\W+", self.table.sheet))
        area = (0, 0, self.count, len(columns) - 1)
        self.sheet.add_table(*area, {"name": f"{name}_table", "columns": columns, "style": "Table Style Light 1"})

    def _lines(self, row: int) -> int:
        """Lines that the longest text of a row takes, where its column breaks lines."""
        wrapped = [(str(self.cells[name][row] or ""), WIDEST[name]) for name in self.table.columns if name in WIDEST]
        return max((sum(-(-len(line) // width) for line in text.split("\n")) for text, width in wrapped), default=1)

    def _width(self, name: str) -> float:
        """Wide enough for most cells, with room for the filter's arrow beside the name."""
        lengths = [
            len(f"{cell:,.0f}") + 3 if isinstance(cell, float) else len(cell or "") for cell in self.cells[name][:1000]
        ]
        return min(max([*lengths, len(name) + 3, 8]), WIDEST.get(name, 45)) + 1


def _largest(cells: Sequence[object]) -> float:
    """Size of the largest number among cells; 0 where there is none."""
    return max((abs(cell) for cell in cells if isinstance(cell, (int, float))), default=0.0)


def _shape(largest: float) -> str:
    """Shape of numbers up to this size."""
    if largest == 0:
        return "#,##0"
    if 0 < largest < 0.001:
        return "0.00E+00"
    return next(shape for least, shape in BY_SIZE if largest >= least)


def _rounded_away(cell: float, shape: str) -> bool:
    """Whether a shape would show something else than the number."""
    return abs(round(cell, DECIMALS.get(shape, 15)) - cell) > ROUNDING * abs(cell)


def _side(column: Column) -> dict[str, object]:
    """Numbers to the right, text to the left with a gap to the numbers before it."""
    return {"align": "right"} if isinstance(column, Number) else {"align": "left", "indent": 1}
