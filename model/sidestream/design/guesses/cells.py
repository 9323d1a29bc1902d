"""Where a figure stands in the park's workbook, what was typed there, and how well it is known."""

from __future__ import annotations

from collections.abc import Iterator

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
COLUMNS = ["place", "figure", "of", "value", "quality", "amount", "gross"]


def named(park: Park, figures: pd.DataFrame) -> pd.DataFrame:
    """Return figures (sheet, row, column, amount, gross) as lines of Guesses, in the order of the park's sheets."""
    made = [pd.DataFrame(columns=COLUMNS)]
    for sheet in [*park.tables, ""]:
        mine = figures[figures["sheet"] == sheet]
        made += [_lines(park, sheet, str(column), rows) for column, rows in mine.groupby("column", sort=False)]
    made = [frame for frame in made if len(frame)] or made
    both = pd.concat(made, ignore_index=True)
    return both.astype({"value": float, "amount": float, "gross": float})


def rank(park: Park, sheet: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """How well rows of a sheet are known: places in WEAKEST_FIRST."""
    places = {quality: place for place, quality in enumerate(WEAKEST_FIRST)}
    return np.array([places.get(word, places[""]) for word in _qualities(park, sheet, rows)], np.int64)


def setting_row(park: Park, setting: str) -> int:
    """Number of a setting's row; 0 where nobody gave it."""
    frame = park["Settings"]
    found = frame.index[(frame["setting"] == setting).to_numpy(bool)]
    return int(found[0]) if len(found) else 0


def _lines(park: Park, sheet: str, column: str, rows: pd.DataFrame) -> pd.DataFrame:
    numbers = rows["row"].to_numpy(np.int64)
    made = rows[["amount", "gross"]].assign(place="", figure=LOSSES, of="", value=np.nan, quality="")
    if sheet:
        loaded = park.tables[sheet]
        declared = SettingRows.columns[column] if sheet == "Settings" else loaded.table.columns[column]
        cell = "value" if sheet == "Settings" else column
        made["place"] = [loaded.fault(row, cell, "").place if row else sheet for row in numbers.tolist()]
        made["figure"] = declared.title.replace("EUR", park.settings.currency)
        made["of"] = list(_words(park, sheet, numbers))
        values = [getattr(park.settings, column)] if sheet == "Settings" else park[sheet].loc[numbers, column].tolist()
        made["value"] = [declared.show(value) for value in values]
        made["quality"] = _qualities(park, sheet, numbers)
    return made[COLUMNS]


def _words(park: Park, sheet: str, rows: NDArray[np.int64]) -> Iterator[str]:
    """What tells rows apart, as `plant, gypsum`."""
    columns = CALLED.get(sheet, park.tables[sheet].table.key)
    frame = park[sheet].reindex(rows)[list(columns)]
    for cells in zip(*(frame[name] for name in columns), strict=True) if columns else [()] * len(rows):
        yield ", ".join(str(cell) for cell in cells if not is_blank(cell))


def _qualities(park: Park, sheet: str, rows: NDArray[np.int64]) -> list[str]:
    frame = park[sheet]
    column = frame["quality"] if "quality" in frame else pd.Series("", frame.index)
    return ["" if is_blank(word) else str(word) for word in column.reindex(rows)]
