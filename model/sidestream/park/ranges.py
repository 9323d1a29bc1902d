"""Between which values a figure of the workbook could lie: the rows of Ranges, each with the cell that it is of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sidestream.park.changes import NUMBER, Change, Place, place_of
from sidestream.park.park import Park
from sidestream.park.scenarios import FACTOR
from sidestream.tables import Number, is_blank, shown

SHEETS_KEPT = ("Periods", "Profiles", "Stages", "Scenarios", "Changes", "Ranges")
"""Sheets that say how time runs and what may come: none of their figures stands for itself."""
SETTINGS = (
    "discount_rate",
    "carbon_tax",
    "carbon_value",
    "electricity_price",
    "electricity_co2",
    "detour_pipe",
    "detour_road",
)
"""Settings that may be varied; the others say how to count or to search."""
BY = "Ranges"


@dataclass(frozen=True)
class Range:
    """A cell, by words that `changed` takes, and between which values it could lie, all in the cell's own unit.

    `own` is what the workbook says, or what counts where it says nothing; NaN where nothing counts. `cell` is its sheet and row.
    """

    sheet: str
    key: str
    column: str
    low: float
    high: float
    own: float
    unit: str
    cell: tuple[str, int]

    @property
    def name(self) -> str:
        """What is varied, as `--set` calls it."""
        return str(self.change(0.0)).rpartition(" = ")[0]

    def change(self, value: float) -> Change:
        """The change that gives the cell a value."""
        return Change(self.sheet, self.key, self.column, f"{value:.12g}", BY)


def range_of(park: Park, cells: Mapping[Any, Any]) -> Range:
    """Return the range of a row of Ranges. Raises ValueError where its cell is not there, cannot be varied, or takes no such value."""
    place = place_of(park, *(str(cells[name]) for name in ("sheet", "key", "column")))
    _may_be_varied(place)
    own = own_value(place)
    low, high = (_end(place, own, name, str(cells[name])) for name in ("low", "high"))
    return Range(place.sheet, str(cells["key"]), place.name, low, high, own, place.unit, place[:2])


def own_value(place: Place) -> float:
    """What stands in a cell, in its unit; where it is blank what counts then, NaN where nothing does."""
    found = NUMBER.match(place.typed)
    if found:
        return float(found[0])
    default = place.column.show(place.column.blank())
    return math.nan if is_blank(default) else float(default)


def _may_be_varied(place: Place) -> None:
    if place.sheet in SHEETS_KEPT:
        raise ValueError(f"nothing of {place.sheet} can be varied: it says how time runs, or what may come")
    if place.sheet == "Settings" and place.column.name not in SETTINGS:
        raise ValueError(f"{place.column.name} is no figure to vary (those of Settings are {', '.join(SETTINGS)})")
    if not isinstance(place.column, Number):
        raise ValueError(f"{place.name} of {place.sheet} is no number: a range is of one")


def _end(place: Place, own: float, name: str, text: str) -> float:
    """One end of a range, as a number in the unit of the cell."""
    factor = FACTOR.fullmatch(text)
    if factor:
        if not NUMBER.fullmatch(factor[1]):
            raise ValueError(f"{name}: {shown(text)} is no factor: type one such as x0.8")
        if not NUMBER.match(place.typed):
            raise ValueError(f"{name}: the cell is blank, and a factor needs a number there: type a value")
        value = float(f"{float(factor[1]) * own:.12g}")
    else:
        found = NUMBER.match(text)
        if not found or "," in text:
            raise ValueError(f"{name}: {shown(text)} is not a number: type one such as 24, or a factor such as x0.8")
        value, unit = float(found[0]), "".join(text[found.end() :].split())
        percent = unit == "%" and place.unit.startswith("%")
        if unit and not percent and unit != "".join(place.unit.split()):
            hint = "; for a factor type one such as x0.8" if unit == "%" else ""
            raise ValueError(f"{name}: '{unit}' does not fit: the cell is in {place.unit or 'no unit'}{hint}")
    try:
        place.column.understand(value)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    return value


def ranges_of(park: Park) -> list[Range]:
    """Return the ranges of a park that passed its checks, in the order of its sheet."""
    return [range_of(park, cells) for cells in park["Ranges"].to_dict("records")]
