"""The file of a design becomes a design again, also after somebody edited it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from sidestream.design.currency import in_currency
from sidestream.design.design import Design
from sidestream.design.tables import AT_TIMES, RESULTS
from sidestream.design.world_tables import TOGETHER, WORLD_RESULTS
from sidestream.errors import Fault
from sidestream.tables import Loaded, Table
from sidestream.workbook.csv_writing import FACTS
from sidestream.workbook.files import csv_files
from sidestream.workbook.json_design import JsonDesign
from sidestream.workbook.opening import must_exist
from sidestream.workbook.raw import understand
from sidestream.workbook.reading import read_sheets


def read_design(path: Path | str) -> tuple[Design, dict[str, Loaded], list[Fault]]:
    """Read the .xlsx workbook, the .json file or the folder of CSV files that `write_design` wrote.

    Row i of a table of the design is row `loaded[sheet].frame.index[i]` of its sheet. Of the facts those come back that
    are short (255 signs as JSON); NaN is None. Raises as `read_sheets` does.
    """
    path = Path(path)
    if path.suffix.lower() == ".json" and path.is_file():
        book = JsonDesign(path)
        sheets = _sheets(book.names)
        (loaded, faults), facts = understand(book, sheets, {}), dict(book.facts)
    else:
        sheets = _sheets(sheet_names(path))
        (loaded, faults), facts = read_sheets(path, sheets, {}), facts_of(path)
    faults += _incomplete(loaded, faults)
    currency = facts.get("currency")
    if isinstance(currency, str) and currency != "EUR":
        loaded = {sheet: replace(part, frame=in_euros(part.frame, currency)) for sheet, part in loaded.items()}
    tables = {sheet: part.frame.reset_index(drop=True) for sheet, part in loaded.items()}
    return Design.of(tables, facts, sheets), loaded, faults


def _sheets(names: Sequence[str]) -> tuple[type[Table], ...]:
    """The sheets a design has: those of several worlds where it has a sheet that no other has."""
    return WORLD_RESULTS if {table.sheet for table in TOGETHER} & set(names) else RESULTS


def sheet_names(path: Path) -> list[str]:
    """Names of the sheets of a workbook, or of the CSV files of a folder. Raises as `read_sheets` does."""
    must_exist(path)
    if path.is_dir():
        return [file.stem for file in csv_files(path)]
    from sidestream.workbook.excel import ExcelBook

    with ExcelBook(path) as book:
        return list(book.names)


def in_euros(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Units of money under the name that they have inside."""
    if "unit" not in frame:
        return frame
    return frame.assign(unit=[in_currency(unit, "EUR", currency) for unit in frame["unit"]])


def _incomplete(loaded: dict[str, Loaded], faults: list[Fault]) -> list[Fault]:
    """Complain of what was deleted: a design has every sheet, but for some at times, and every column."""
    if not any(part.letters for part in loaded.values()):
        return [] if faults else [Fault("the sheets", "", "", "none of them is a sheet of a design, such as Summary")]
    found = []
    for sheet, part in loaded.items():
        if not part.letters and sheet in AT_TIMES:
            continue
        absent = [name for name in part.table.columns if name not in part.letters]
        if not part.letters and not any(fault.sheet == sheet for fault in faults):
            found.append(Fault(sheet, "", "", f"the sheet is missing: {part.table.summary()}"))
        elif part.letters:
            found += [
                Fault(sheet, "", "", f"the column '{name}' is missing: {part.table.columns[name].meaning}")
                for name in absent
            ]
    return found


def facts_of(path: Path) -> dict[str, Any]:
    """Return the facts that a workbook keeps among its properties, a folder in a file; none where they were lost."""
    try:
        if path.is_dir():
            written = json.loads((path / FACTS).read_text(encoding="utf-8"))
            return written if isinstance(written, dict) else {}
        from sidestream.workbook.excel import properties

        found = properties(path)
    except (OSError, ValueError):
        return {}
    facts: dict[str, Any] = {}
    for name, text in found:
        with contextlib.suppress(TypeError, ValueError):  # a property of somebody else's
            facts[name] = json.loads(str(text))
    return facts
