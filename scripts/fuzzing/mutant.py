"""A workbook on its way to be changed: its cells, then the book, then the parts of its file, then the bytes."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType
from typing import Any

import openpyxl

from sidestream.park import SHEETS
from sidestream.tables import Number, Table

Cells = dict[str, list[list[Any]]]
TABLES: dict[str, type[Table]] = {table.sheet: table for table in SHEETS}

SAME, SAME_COST, REFUSED, SAME_OR_REFUSED = "same", "same cost", "refused", "same or refused"
CHANGED, READS, ANY = "changed", "reads", "any"
"""What must come of a mutant: the park as it was; one of the same cost; a fault; the park as it was, or a fault; a fault or
another park; a fault or the value that is told; no crash.
"""


@dataclass
class Mutant:
    """`cells` are changed in place; what is to be done later is put into the lists."""

    rng: random.Random
    cells: Cells
    expected: str = ANY
    reads: tuple[str, int, str, object] | None = None
    """Sheet, row, column and the value as it must be read."""
    name: str = "park.xlsx"
    files: dict[str, bytes] | None = None
    """What stands in the folder, where it is one."""
    shared: bool = False
    """Whether texts stand in a part of their own, as Excel writes them, or in the cells."""
    words: str = ""
    back: dict[str, str] = field(default_factory=dict)
    """Names that were changed everywhere, and what they were."""
    on_book: list[Callable[[Any], None]] = field(default_factory=list)
    on_parts: list[Callable[[dict[str, bytes]], None]] = field(default_factory=list)
    on_bytes: list[Callable[[bytes], bytes]] = field(default_factory=list)

    def sheet(self, least_rows: int = 1) -> str:
        """Return one that has rows."""
        return self.rng.choice([name for name, rows in self.cells.items() if len(rows) > least_rows])

    def places(self, wanted: Callable[[Any, object], bool]) -> list[tuple[str, int, int]]:
        """Sheet, row and place of each cell whose declared column and content are wanted; both counted from 0."""
        return [
            (sheet, row, place)
            for sheet, rows in self.cells.items()
            for row, cells in enumerate(rows[1:], start=1)
            for place, content in enumerate(cells)
            if content is not None and wanted(TABLES[sheet].columns.get(str(rows[0][place])), content)
        ]

    def number(self, wanted: Callable[[Any], bool] = lambda column: True) -> tuple[str, int, int] | None:
        """Return one cell that holds a number."""
        found = self.places(
            lambda column, content: isinstance(column, Number) and isinstance(content, (int, float)) and wanted(column)
        )
        return self.rng.choice(found) if found else None

    def put(self, place: tuple[str, int, int], content: object) -> None:
        """Type over a cell."""
        sheet, row, column = place
        self.cells[sheet][row][column] = content
        self.words = f"{sheet} row {row + 1} {self.cells[sheet][0][column]}: {content!r}"[:300]

    def must_read(self, place: tuple[str, int, int], value: object) -> None:
        """Say what a cell means, unless it is refused."""
        sheet, row, column = place
        self.expected, self.reads = READS, (sheet, row + 1, str(self.cells[sheet][0][column]), value)

    def written(self, folder: Path) -> Path:
        """Write the mutant; return its path."""
        path = folder / self.name
        if self.files is not None:
            path.mkdir()
            for name, content in self.files.items():
                (path / name).write_bytes(content)
            return path
        content = packed(self.cells, self.on_book)
        parts = unpacked(content)
        if self.shared:
            share_texts(parts)
        for change in self.on_parts:
            change(parts)
        content = repacked(parts)
        for alter in self.on_bytes:
            content = alter(content)
        path.write_bytes(content)
        return path


Kind = Callable[[Mutant], str | None]


def kinds_of(module: dict[str, Any]) -> tuple[Kind, ...]:
    """Return the kinds that a module defines, in their order: its public functions."""
    return tuple(
        thing
        for name, thing in module.items()
        if isinstance(thing, FunctionType) and thing.__module__ == module["__name__"] and not name.startswith("_")
    )


def cells_of(path: Path) -> Cells:
    """Return what stands in the declared sheets of a workbook, up to the last filled cell."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
        if sheet.title in TABLES
    }
    return {name: list(_filled(rows)) for name, rows in found.items() if rows}


def _filled(rows: list[list[Any]]) -> Iterator[list[Any]]:
    width = max((place + 1 for place, name in enumerate(rows[0]) if name is not None), default=0)
    return (row[:width] for row in rows if any(cell is not None for cell in row[:width]))


def packed(cells: Cells, then: list[Callable[[Any], None]]) -> bytes:
    """Make a workbook of cells; a text stays a text, whatever it begins with."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in cells.items():
        sheet = book.create_sheet(name[:31])
        for number, row in enumerate(rows, start=1):
            for place, content in enumerate(row, start=1):
                if content is not None:
                    cell = sheet.cell(number, place, content)
                    if isinstance(content, str) and content.startswith("="):
                        cell.data_type = "s"
    for change in then:
        change(book)
    if not book.worksheets:
        book.create_sheet("_nothing")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def share_texts(parts: dict[str, bytes]) -> None:
    """Move the texts of cells to a part of their own."""
    texts: dict[bytes, int] = {}

    def place(found: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v>' % texts.setdefault(found[1], len(texts))

    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(rb't="inlineStr"><is>(<t.*?</t>)</is>', place, parts[name], flags=re.DOTALL)
    inner = b"".join(b"<si>%s</si>" % text for text in texts)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s" uniqueCount="%d">%s</sst>' % (main, len(texts), inner)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s" /></Types>' % kind
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", told)


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook's file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {part.filename: archive.read(part) for part in archive.infolist()}


def repacked(parts: dict[str, bytes]) -> bytes:
    """Put parts together to a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
