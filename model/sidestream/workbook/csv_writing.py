"""A design as a folder of CSV files, one a sheet, with its facts in `_facts.json`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sidestream.design.design import Design
from sidestream.workbook.cells import cells_of, plain

FACTS = "_facts.json"


def write_csv_files(design: Design, folder: Path) -> None:
    """Write one file a sheet, comma-separated, UTF-8 with the mark that Excel needs. Raises OSError."""
    folder.mkdir(exist_ok=True)
    for name, content in csv_contents(design):
        (folder / name).write_bytes(content)


def csv_contents(design: Design) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the folder: its name, and what is in it."""
    yield FACTS, (json.dumps(plain(design.facts), indent=1) + "\n").encode()
    for table in design.sheets:
        yield f"{table.sheet}.csv", csv_content(cells_of(design, table))


def csv_content(columns: Mapping[str, Sequence[object]]) -> bytes:
    """Return a sheet, column by column, as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue().encode("utf-8-sig")
