"""One part of a saving: a cell's price times quantities, today and in the design."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.money import annuity
from sidestream.park.park import Park

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tables = Mapping[str, pd.DataFrame]


class Part(NamedTuple):
    """Terms of one column: rows, and what each is worth."""

    sheet: str
    column: str
    row: Ints
    net: Floats
    gross: Floats


def part_of(sheet: str, row: pd.Series | Floats, column: str, case: pd.Series, amount: Floats) -> Part:
    """Terms of one column: for each its row, its case, and what it costs there."""
    sign = np.where((case == "today").to_numpy(bool), 1.0, -1.0)
    return Part(sheet, column, np.asarray(row, np.int64), sign * amount, np.abs(amount))


def product(lines: pd.DataFrame, *columns: str) -> Floats:
    """Product of columns; blank counts as 0."""
    return np.asarray(np.prod([np.nan_to_num(lines[column].to_numpy(float)) for column in columns], axis=0), float)


def yearly(park: Park, lines: pd.DataFrame, once: str) -> Floats:
    """Annuity of 1 EUR over each line's life; 1 where nothing is paid once, as no life is needed there."""
    paid = np.nan_to_num(lines[once].to_numpy(float)) != 0
    made = np.ones(len(lines))
    if paid.any():
        made[paid] = annuity(park.settings.discount_rate, lines["life"].to_numpy(float)[paid])
    return made


def beside(lines: pd.DataFrame, park: Park, sheet: str, key: str | list[str], columns: list[str]) -> pd.DataFrame:
    """Lines whose `key` names a row of a park's sheet, with that row's number and some of its columns."""
    frame, names = park[sheet], [key] if isinstance(key, str) else key
    if frame.empty or lines.empty:
        return pd.DataFrame(columns=[*lines.columns, *columns, "row"])
    rows = frame.drop_duplicates(names)
    return lines.merge(rows[[*names, *columns]].assign(row=rows.index), on=names)
