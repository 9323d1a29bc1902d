"""Which rows break a rule, and the complaint for each.

A rule is a mask over a sheet's rows, made with whole columns; only the offenders are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sidestream.errors import Fault
from sidestream.park.park import Park
from sidestream.tables import together

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


def given(park: Park, sheet: str, column: str) -> Mask:
    """Which rows have something typed in a column."""
    return park.tables[sheet].given[column].to_numpy(bool)


def faulty(park: Park, sheet: str, column: str) -> Mask:
    """Which rows have a cell in a column that was complained about already: no rule should complain on its account."""
    loaded = park.tables[sheet]
    rows = {row for row, name in loaded.faulty if name == column}
    return loaded.frame.index.isin(rows) if rows else np.zeros(len(loaded.frame), bool)


def considered(park: Park, sheet: str) -> Mask:
    """Which links could carry something: all that are not forbidden."""
    return (park[sheet]["status"] != "forbidden").to_numpy(bool)


def complain(
    park: Park,
    sheet: str,
    wrong: ArrayLike,
    column: str,
    message: str | Callable[[Mapping[str, Any]], str],
    severity: str = "fault",
) -> list[Fault]:
    """Make a fault at a column of each row that is wrong.

    The message is made from the row: a text with names of columns in braces, or a function of the row.
    """
    loaded = park.tables[sheet]
    places = np.flatnonzero(np.asarray(wrong, bool))
    if not len(places):
        return []
    say = message if callable(message) else message.format_map
    rows = _Rows(loaded.frame, places)
    return loaded.faults(loaded.frame.index[places].tolist(), column, map(say, rows), severity)


class _Rows:
    """Some rows of a sheet, of which only the columns are looked up that somebody asks for."""

    def __init__(self, frame: pd.DataFrame, places: Places) -> None:
        self.frame, self.places = frame, places
        self.columns: dict[str, list[Any]] = {}

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (_Row(self, number) for number in range(len(self.places)))

    def column(self, name: str) -> list[Any]:
        if name not in self.columns:
            self.columns[name] = self.frame[name].iloc[self.places].tolist()
        return self.columns[name]


class _Row(dict[str, Any]):
    """One of them."""

    def __init__(self, rows: _Rows, number: int) -> None:
        super().__init__()
        self.rows, self.number = rows, number

    def __missing__(self, name: str) -> Any:
        return self.rows.column(name)[self.number]


def plain(text: str) -> str:
    """Turn a text that may hold braces, as a name can, into a message that says just that."""
    return text.replace("{", "{{").replace("}", "}}")


def few(words: Sequence[str], most: int = 3) -> str:
    """Name the first of many, and say how many more there are: `a, b, c and 2 more`."""
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def alike(frame: pd.DataFrame, columns: Sequence[str], among: Mask) -> dict[tuple[Any, ...], Places]:
    """Places of the rows that say the same in some columns, so that a rule is tried once for each."""
    places = np.flatnonzero(among)
    part = [frame[column].to_numpy()[places] for column in columns]
    numbers, first = together(part)
    said = zip(*(column[first] for column in part), strict=True)
    order = np.argsort(numbers, kind="stable")
    groups = np.split(places[order], np.cumsum(np.bincount(numbers, minlength=len(first)))[:-1])
    return dict(zip(said, groups, strict=False))


def mask(length: int, places: Places | Sequence[int]) -> Mask:
    """Turn places into a mask."""
    made = np.zeros(length, bool)
    made[np.asarray(places, np.int64)] = True
    return made
