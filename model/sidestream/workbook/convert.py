"""A folder of CSV files becomes an input workbook."""

from __future__ import annotations

from pathlib import Path

from sidestream.errors import InputError
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows


def convert_csv_folder(folder: Path | str, path: Path | str) -> Path:
    """Write the workbook of a folder of CSV files: the same cells, numbers as numbers, in the order of the sheets.

    Raises InputError with every fault where the files are not a park's, OutputError where the workbook cannot be
    written.
    """
    folder = Path(folder)
    tables, faults = read_sheets(folder)
    if faults:
        raise InputError(folder.name, faults)
    rows = typed_rows(tables)
    return write_park(path, rows, sheets=rows)
