"""A workbook, or a folder of CSV files, becomes tables and a list of everything that is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sidestream.errors import Fault
from sidestream.park import SHEETS
from sidestream.tables import Loaded, Table
from sidestream.workbook.csv_folder import CsvFolder
from sidestream.workbook.files import fingerprint
from sidestream.workbook.opening import must_exist, refused
from sidestream.workbook.raw import understand

__all__ = ["NEEDED", "fingerprint", "read_sheets"]
NEEDED = {table.sheet: table.summary() for table in SHEETS if table.sheet in ("Participants", "Commodities")}


def read_sheets(
    path: Path | str, tables: Sequence[type[Table]] = SHEETS, needed: Mapping[str, str] = NEEDED
) -> tuple[dict[str, Loaded], list[Fault]]:
    """Read the declared sheets of an .xlsx workbook or of a folder of CSV files.

    Returns every sheet of `tables` by name (an absent one is empty) and every fault that one row or the file itself
    can show, sheet by sheet from top to bottom. Sheets whose name begins with `_`, and `Index`, are for people and not
    read; other names must be declared ones, in any capitals. Raises UsageError where nothing is at the path,
    InputError where it cannot be read at all.
    """
    path = Path(path)
    must_exist(path)
    if path.is_dir():
        folder = CsvFolder(path)
        known = {table.sheet.casefold() for table in tables}
        if not any(name.casefold() in known for name in folder.names):
            raise refused(path, f"no CSV file here is a sheet, such as {tables[0].sheet}.csv", "the folder")
        return understand(folder, tables, needed)
    from sidestream.workbook.excel import ExcelBook

    with ExcelBook(path) as book:
        return understand(book, tables, needed)
