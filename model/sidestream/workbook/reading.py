"""A workbook, or a folder of CSV files, becomes tables and a list of everything that is wrong in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sidestream.errors import Fault
from sidestream.park import SHEETS
from sidestream.tables import Loaded, Table
from sidestream.workbook.csv_folder import CsvFolder
from sidestream.workbook.files import fingerprint
from sidestream.workbook.opening import must_exist, refused
from sidestream.workbook.raw import Source, understand

__all__ = ["NEEDED", "fingerprint", "read_one", "read_sheets"]
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
    with _opened(path) as source:
        known = {table.sheet.casefold() for table in tables}
        if path.is_dir() and not any(name.casefold() in known for name in source.names):
            raise refused(path, f"no CSV file here is a sheet, such as {tables[0].sheet}.csv", "the folder")
        return understand(source, tables, needed)


def read_one(path: Path | str, table: type[Table]) -> Loaded:
    """Read one sheet of many, empty where it is not there, with no word on its faults. Raises as `read_sheets` does."""
    with _opened(Path(path)) as source:
        source.names = [name for name in source.names if name.casefold() == table.sheet.casefold()]
        return understand(source, (table,), {})[0][table.sheet]


@contextmanager
def _opened(path: Path) -> Iterator[Source]:
    must_exist(path)
    if path.is_dir():
        yield CsvFolder(path)
        return
    from sidestream.workbook.excel import ExcelBook

    with ExcelBook(path) as book:
        yield book
