"""What stands in the JSON file of a design, sheet by sheet; cells are addressed as they would be in its workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sidestream.tables import Table, columns_of
from sidestream.workbook.as_json import SCHEMA
from sidestream.workbook.opening import refused
from sidestream.workbook.raw import RawSheet


class JsonDesign:
    """A file that `write_json` wrote, by one of these schemas. Raises InputError where it is none."""

    kind = "sheet"

    def __init__(self, path: Path, schemas: Sequence[str] = (SCHEMA,)) -> None:
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise refused(path, f"it cannot be read: {(error.strerror or str(error)).lower()}") from None
        except (ValueError, RecursionError):
            raise refused(path, "this is not a JSON file") from None
        schema = written.get("schema") if isinstance(written, dict) else None
        if schema not in schemas or not _is_by_sheet(written.get("sheets")):
            what = "a design" if SCHEMA in schemas else "a study"
            expected = f'{what} has "schema": "{schemas[0]}" and "sheets" with a list of rows each'
            raise refused(path, f"this is not {what}: {expected}")
        self.sheets: Mapping[str, list[dict[str, object]]] = written["sheets"]
        self.facts: Mapping[str, Any] = written.get("facts") if isinstance(written.get("facts"), dict) else {}
        self.names = list(self.sheets)

    def sheet(self, name: str, table: type[Table] | None) -> RawSheet:
        """Return the cells of a sheet; a column that no row has is not there."""
        rows = self.sheets[name]
        declared = list(table.columns) if table else []
        found = dict.fromkeys(column for row in rows for column in row)
        header = [column for column in declared if column in found or not rows]
        header += [column for column in found if column not in header]
        cells = [[row.get(column) for column in header] for row in rows]
        return RawSheet(
            table.sheet if table else name, [*header], columns_of(cells, len(header)), range(2, len(rows) + 2)
        )


def _is_by_sheet(sheets: object) -> bool:
    if not isinstance(sheets, dict):
        return False
    rows = [row for sheet in sheets.values() for row in (sheet if isinstance(sheet, list) else [None])]
    return all(
        isinstance(row, dict) and not any(isinstance(cell, (dict, list)) for cell in row.values()) for row in rows
    )
