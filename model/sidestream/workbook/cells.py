"""What stands in the cells of a design: units as declared, nothing that a file cannot hold."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.currency import currency_of, in_currency
from sidestream.design.design import Design
from sidestream.tables import Column, Number, Table, is_blank

LONGEST = 32_767  # signs in a cell of a spreadsheet
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold."""

Cell = str | float | None


def cells_of(design: Design, table: type[Table]) -> dict[str, list[Cell]]:
    """Return a result sheet as columns of cells, in declared units and the park's currency; blank is None."""
    currency = currency_of(design)
    frame = design[table.sheet]
    return {
        name: _column(column, frame[name], currency if name == "unit" else "EUR")
        for name, column in table.columns.items()
    }


def rows_of(columns: Mapping[str, list[Cell]]) -> list[dict[str, Cell]]:
    """Turn columns of cells into rows."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _column(column: Column, values: pd.Series, currency: str) -> list[Cell]:
    if isinstance(column, Number):
        numbers = values.to_numpy(float, na_value=math.nan)
        return [column.show(number) if math.isfinite(number) else None for number in numbers.tolist()]
    return [_text(column, value, currency) for value in values.tolist()]


def _text(column: Column, value: object, currency: str) -> Cell:
    if isinstance(value, str):
        shown = value if value and not value.isspace() else None
    else:
        shown = None if is_blank(value) or value is pd.NA else column.show(value)
    return in_currency(str(shown), currency) if shown is not None else None


def fitting(text: str) -> str:
    """Return a text that a spreadsheet's cell can hold: what is too long loses its middle, and says so."""
    text = INVISIBLE.sub("", text)
    if len(text) <= LONGEST:
        return text
    end = (LONGEST - 100) // 2
    return f"{text[:end]}\n... {len(text) - 2 * end} signs left out ...\n{text[-end:]}"


def plain(value: Any) -> Any:
    """Return a fact as JSON can hold it; what is not finite is None."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Iterable):
        return [plain(inner) for inner in value]
    return str(value)
