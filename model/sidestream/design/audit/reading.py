"""Reading a result sheet: from the workbook where there is one, else from the design's own tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sidestream.design.audit.sheets import Floats, Sheet, Words
from sidestream.design.design import Design
from sidestream.errors import Fault
from sidestream.tables import Choice, Loaded, Number, Refs, Table, column_letter, is_blank, shown


def read_sheet(table: type[Table], design: Design, cells: Mapping[str, Loaded] | None, faults: list[Fault]) -> Sheet:
    """Read a sheet from the workbook where there is one, else from the design as if written from A1."""
    loaded = cells.get(table.sheet) if cells is not None else None
    frame = loaded.frame if loaded is not None else design.tables.get(table.sheet)
    if frame is None or (cells is not None and loaded is None):
        faults.append(Fault(table.sheet, "", "", "the sheet is missing"))
        frame = pd.DataFrame(columns=list(table.columns))
    letters = {name: column_letter(place) for place, name in enumerate(table.columns)}
    rows = np.arange(len(frame), dtype=np.int64) + 2
    if loaded is not None:
        letters, rows = dict(loaded.letters), np.asarray(frame.index, np.int64)
    sheet = Sheet(table, rows, letters, faults)
    for name, column in table.columns.items():
        missing = name not in frame or (loaded is not None and name not in loaded.letters)
        if missing and len(frame):
            faults.append(Fault(table.sheet, "", "", f"the column '{name}' is missing: {column.meaning}"))
        cells_of = frame[name] if name in frame else pd.Series([None] * len(frame), dtype=object)
        if isinstance(column, Number):
            sheet.numbers[name] = _numbers(sheet, name, cells_of)
        else:
            sheet.words[name] = _words(cells_of, several=isinstance(column, Refs))
    for name, column in table.columns.items():
        if isinstance(column, Choice) and name in table.key:
            sheet.known(name, pd.Index(column.choices, dtype=object), "choice")
    return sheet


def _numbers(sheet: Sheet, name: str, cells: pd.Series) -> Floats:
    """Return the column's figures; what is no finite number is named and counts as blank."""
    values = pd.to_numeric(cells, errors="coerce").to_numpy(float, copy=True)
    strange = np.isinf(values)
    if cells.dtype == object:
        strange |= np.array([isinstance(cell, (str, bool)) and not is_blank(cell) for cell in cells], bool)
        strange |= np.isnan(values) & ~np.array([is_blank(cell) or cell is pd.NA for cell in cells], bool)
    listed = list(cells) if strange.any() else []
    sheet.say_all(strange, name, lambda place: f"{shown(listed[place])} found, a number expected")
    values[strange] = np.nan
    return values


def _words(cells: pd.Series, *, several: bool) -> Words:
    """Return the column's texts, blanks as ''; a list of names as one text."""
    if several:
        cells = pd.Series(
            ["; ".join(cell) if isinstance(cell, (tuple, list)) else cell for cell in cells], dtype=object
        )
    places, found = pd.factorize(cells, use_na_sentinel=True)
    clean = [_word(cell) for cell in found] + [""]
    again, words = pd.factorize(pd.Series(clean, dtype=object))
    return Words(list(words), np.asarray(again, np.int64)[places])


def _word(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if is_blank(cell) else str(cell).strip()
