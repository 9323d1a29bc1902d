"""Where a figure stands in the park's workbook, what was typed there, and how well it is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park.park import Park
from sidestream.park.sites import SettingRows
from sidestream.tables import is_blank

LOSSES = "losses on the way"
WEAKEST_FIRST = ("assumed", "", "estimated", "quoted", "measured")
"""Qualities, the least known first: what nobody judged may be anything, but nobody called it a guess."""
CALLED = {"Pipelines": ("link",), "TruckRoutes": ("link",), "Settings": ()}
"""Columns that tell a row apart in words, where these are not its key."""


class Line(NamedTuple):
    """What is said of a cell."""

    place: str
    figure: str
    of: str
    value: object
    quality: str


def named(park: Park, figures: pd.DataFrame) -> pd.DataFrame:
    """Return figures (sheet, row, column, amount, gross) as lines of Guesses, in the order of the park's sheets."""
    sheets = {sheet: place for place, sheet in enumerate([*park.tables, ""])}
    keys = [(str(sheet), str(column)) for sheet, column in zip(figures["sheet"], figures["column"], strict=True)]
    rows = figures["row"].to_numpy(np.int64)
    places: dict[tuple[str, str], list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    order: list[int] = []
    said: list[Line] = []
    for key in sorted(places, key=lambda key: sheets[key[0]]):
        order += places[key]
        said += _lines(park, *key, rows[places[key]])
    words = zip(*said, strict=True) if said else [[]] * len(Line._fields)
    made = pd.DataFrame({name: list(cells) for name, cells in zip(Line._fields, words, strict=True)}, dtype=object)
    for name in ("amount", "gross"):
        made[name] = figures[name].to_numpy(float)[order]
    return made.astype({"value": float})


def rank(park: Park, sheet: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """How well rows of a sheet are known: places in WEAKEST_FIRST."""
    places = {quality: place for place, quality in enumerate(WEAKEST_FIRST)}
    return np.array([places.get(word, places[""]) for word in _qualities(park, sheet, rows)], np.int64)


def setting_row(park: Park, setting: str) -> int:
    """Number of a setting's row; 0 where nobody gave it."""
    frame = park["Settings"]
    found = frame.index[(frame["setting"] == setting).to_numpy(bool)]
    return int(found[0]) if len(found) else 0


def _lines(park: Park, sheet: str, column: str, rows: NDArray[np.int64]) -> Iterator[Line]:
    if not sheet:
        yield from [Line("", LOSSES, "", np.nan, "")] * len(rows)
        return
    loaded, of_settings = park.tables[sheet], sheet == "Settings"
    declared = SettingRows.columns[column] if of_settings else loaded.table.columns[column]
    title = declared.title.replace("EUR", park.settings.currency)
    values = [getattr(park.settings, column)] if of_settings else _cells(park, sheet, column, rows)
    cell = "value" if of_settings else column
    lines = zip(rows.tolist(), _words(park, sheet, rows), values, _qualities(park, sheet, rows), strict=True)
    for row, of, value, quality in lines:
        place = loaded.fault(row, cell, "").place if row else sheet
        yield Line(place, title, of, declared.show(value), quality)


def _words(park: Park, sheet: str, rows: NDArray[np.int64]) -> list[str]:
    """What tells rows apart, as `plant, gypsum`."""
    columns = CALLED.get(sheet, park.tables[sheet].table.key)
    if not columns:
        return [""] * len(rows)
    cells = zip(*(_cells(park, sheet, name, rows) for name in columns), strict=True)
    return [", ".join(str(cell) for cell in key if not is_blank(cell)) for key in cells]


def _qualities(park: Park, sheet: str, rows: NDArray[np.int64]) -> list[str]:
    if "quality" not in park[sheet]:
        return [""] * len(rows)
    return ["" if is_blank(word) else str(word) for word in _cells(park, sheet, "quality", rows)]


def _cells(park: Park, sheet: str, column: str, rows: NDArray[np.int64]) -> list[object]:
    """Cells of rows of a sheet; blank for row 0, which nobody gave."""
    return park[sheet][column].reindex(rows).tolist()
