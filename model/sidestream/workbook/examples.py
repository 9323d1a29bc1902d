"""The example parks, wherever they are: inside the package once it is installed, in the repository's data/ before."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
FOLDERS = (PACKAGE / "data", PACKAGE.parent.parent / "data")


def example_files() -> dict[str, Path]:
    """Return the workbook of each example park by its name, in alphabetical order."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), FOLDERS[0])
    return {file.stem: file for file in sorted(folder.glob("[!~.]*.xlsx"))}  # ~$park.xlsx: a lock of Excel's


def write_example(name: str, path: Path | str, further: Iterable[str] = ()) -> Path:
    """Write a copy of an example park with all that a template has: the same cells, and `further` sheets.

    Raises KeyError where there is no such example, OutputError where the workbook cannot be written.
    """
    from sidestream.workbook.template import write_park
    from sidestream.workbook.typed import rows_as_typed

    rows = rows_as_typed(example_files()[name])
    return write_park(path, rows, [*rows, *further])
