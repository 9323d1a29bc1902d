"""A design as a folder of CSV files, one a sheet, with its facts in `_facts.json`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from sidestream.design.design import Design
from sidestream.workbook.cells import cells_of, plain

FACTS = "_facts.json"


def write_csv_files(design: Design, folder: Path) -> None:
    """Write one file a sheet, comma-separated, UTF-8 with the mark that Excel needs. Raises OSError."""
    folder.mkdir(exist_ok=True)
    (folder / FACTS).write_text(json.dumps(plain(design.facts), indent=1) + "\n", encoding="utf-8")
    for table in design.sheets:
        columns = cells_of(design, table)
        with (folder / f"{table.sheet}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(zip(*columns.values(), strict=True))
