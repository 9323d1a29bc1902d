"""A design as JSON, for whoever reads it by program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sidestream.design.currency import currency_of, in_currency
from sidestream.design.design import Design
from sidestream.workbook.cells import cells_of, plain, rows_of

SCHEMA = "sidestream.design/1"


def design_as_json(design: Design) -> dict[str, Any]:
    """Return a design as plain lists and dicts.

    schema    "sidestream.design/1", or another name for a study; the number grows when a reader of the old one would stumble
    facts     the single figures of the run
    units     sheet -> column -> unit, for the columns that have one
    sheets    sheet -> rows, each a dict by column; what is blank, NaN or infinite is None
    """
    currency = currency_of(design)
    return {
        "schema": SCHEMA if design.kind == "design" else f"sidestream.{design.kind}/1",
        "facts": plain(design.facts),
        "units": {
            table.sheet: {
                name: in_currency(column.unit, currency) for name, column in table.columns.items() if column.unit
            }
            for table in design.sheets
        },
        "sheets": {table.sheet: rows_of(cells_of(design, table)) for table in design.sheets},
    }


def write_json(design: Design, path: Path) -> None:
    """Write a design as JSON. Raises OSError."""
    path.write_bytes(json_content(design))


def json_content(design: Design) -> bytes:
    """Return what is in the JSON file of a design."""
    text = json.dumps(design_as_json(design), ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode()
