"""What stands in a folder of CSV files, one file a sheet.

UTF-8, separated by comma, semicolon or tab, whichever makes the first line name the columns. Numbers have a decimal
point; everything else, and whatever stands in a column of text, stays text as typed. A record is a row, as in the
spreadsheet that opens the file.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from sidestream.errors import Fault
from sidestream.tables import Anything, Number, Table, column_letter, columns_of, is_blank
from sidestream.workbook.files import csv_files
from sidestream.workbook.opening import refused
from sidestream.workbook.raw import FIRST_ROWS, RawSheet, heading_row

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
SEPARATORS = (",", ";", "\t")


class CsvFolder:
    """A folder whose files `Supplies.csv`, `Demands.csv`, ... are the sheets."""

    kind = "CSV file"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        for file in csv_files(folder):  # Supplies.csv beside Supplies.CSV: both are there, to be complained of
            self.files[file.name if file.stem in self.files else file.stem] = file
        self.names = list(self.files)

    def sheet(self, name: str, table: type[Table] | None) -> RawSheet:
        """Return the cells of a file. Raises InputError where it is not text."""
        text = self._text(self.files[name])
        raw = RawSheet(table.sheet if table else name)
        records = self._records(name, text, _separator(text, table))
        raw.top = heading_row(enumerate(records[:FIRST_ROWS], start=1), table)
        raw.header = list(records[raw.top - 1]) if records else []
        while raw.header and is_blank(raw.header[-1]):
            raw.header.pop()
        numeric = _numeric(raw.header, table)
        rows, numbers = [], []
        for number, record in enumerate(records[raw.top :], start=raw.top + 1):
            if all(is_blank(field) for field in record):
                continue
            beyond = [field for field in record[len(raw.header) :] if not is_blank(field)]
            if beyond and raw.header:
                raw.faults.append(_too_long(raw, number, len(record)))
                raw.settled |= {f"{column_letter(place)}{number}" for place in range(len(raw.header))}
            rows.append([_typed(field) if place in numeric else field for place, field in enumerate(record)])
            numbers.append(number)
        raw.columns, raw.numbers = columns_of(rows, len(raw.header)), numbers
        return raw

    def _text(self, file: Path) -> str:
        try:
            content = file.read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise refused(self.folder, f"the file cannot be read: {reason}", file.name) from None
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = f"line {line} is not UTF-8: save the file as 'CSV UTF-8'"
            raise refused(self.folder, message, file.name) from None

    def _records(self, name: str, text: str, separator: str) -> list[list[str]]:
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error as error:
            raise refused(self.folder, f"this is not a CSV file ({error})", self.files[name].name) from None


def _separator(text: str, table: type[Table] | None) -> str:
    """Return the separator under which most fields of a line are names of columns; the first lines are tried."""
    lines = text.lstrip("\r\n").split("\n", FIRST_ROWS)[:FIRST_ROWS]
    columns = {name.casefold() for name in table.columns} if table else set()

    def names(separator: str) -> tuple[int, int]:
        counts = []
        for line in lines:
            try:
                fields = next(csv.reader([line.rstrip("\r")], delimiter=separator), [])
            except csv.Error:
                fields = []
            counts.append((sum(field.strip().casefold() in columns for field in fields), len(fields)))
        return max(count for count, _ in counts), counts[0][1]

    return max(SEPARATORS, key=names)


def _numeric(header: list[object], table: type[Table] | None) -> set[int]:
    """Return the places of the columns in which numbers stand."""
    columns = {name.casefold(): column for name, column in table.columns.items()} if table else {}
    extra = table.extra if table else None
    places = [columns.get(str(name).strip().casefold(), extra) for name in header]
    return {place for place, column in enumerate(places) if isinstance(column, (Number, Anything))}


def _typed(field: str) -> object:
    text = field.strip()
    return float(text) if NUMBER.fullmatch(text) else field


def _too_long(raw: RawSheet, number: int, count: int) -> Fault:
    message = (
        f"the row has {count} fields, row {raw.top} only {len(raw.header)}: "
        "put a text that holds the separator in quotes, and write decimals with a point"
    )
    return Fault(raw.name, f"row {number}", "", message)
