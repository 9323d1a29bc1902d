"""A folder of CSV files becomes an input workbook."""

from __future__ import annotations

from pathlib import Path

from sidestream.errors import InputError
from sidestream.park import SHEETS
from sidestream.tables import is_blank
from sidestream.workbook.csv_folder import CsvFolder
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.template import write_park


def convert_csv_folder(folder: Path | str, path: Path | str) -> Path:
    """Write the workbook of a folder of CSV files: the same cells, numbers as numbers, in the order of the sheets.

    Raises InputError with every fault where the files are not a park's, OutputError where the workbook cannot be
    written.
    """
    folder = Path(folder)
    _, faults = read_sheets(folder)
    if faults:
        raise InputError(folder.name, faults)
    source = CsvFolder(folder)
    own_names = {name.casefold(): name for name in source.names}
    rows: dict[str, list[dict[str, object]]] = {}
    for table in SHEETS:
        if table.sheet.casefold() in own_names:
            raw = source.sheet(own_names[table.sheet.casefold()], table)
            declared = {name.casefold(): name for name in table.columns}
            header = [str(name).strip() for name in raw.header]
            names = [declared.get(name.casefold(), name) for name in header]
            rows[table.sheet] = [
                {name: cell for name, cell in zip(names, row, strict=False) if not is_blank(cell)} for row in raw.rows
            ]
    return write_park(path, rows, sheets=rows)
