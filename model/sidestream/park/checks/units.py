"""Whether each quantity is in a unit that its commodity can be counted in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, given
from sidestream.park.park import Park
from sidestream.tables import shown
from sidestream.units import UnitError, amount, rate

CONTENTS = {"mass": ("t", "weighs"), "volume": ("m3", "takes up"), "energy": ("MWh", "holds")}
"""Columns of Commodities that say what one unit is in another dimension."""


def quantities(park: Park) -> list[Fault]:
    """The unit of a quantity is one of the commodity's, or can be turned into it by its mass, volume or energy."""
    units = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True))
    counted = [name for name, unit in units.items() if name and unit]
    faults = []
    for sheet in ("Supplies", "Demands"):
        frame = park[sheet]
        known = frame["quantity"].notna() & (frame["unit"] != "") & frame["commodity"].isin(counted)
        faults += complain(park, sheet, known & frame["rate"].isna(), "unit", advice(park, "unit"))
    return faults


def advice(park: Park, column: str) -> Callable[[Mapping[str, Any]], str]:
    """Return what to say of a row whose commodity cannot be counted in the unit that a column has."""
    units = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True))

    def message(row: Mapping[str, Any]) -> str:
        commodity, unit = row["commodity"], row[column]
        dimension = rate(unit, 8760.0).dimension
        own = units[commodity]
        way_out = f"type it in {own}, such as {own}/a"
        if dimension in CONTENTS:
            way_out += f", or give the {dimension} of one {own} in Commodities"
        return f"'{unit}' is {_kind(dimension)}, and '{commodity}' is counted in {own}: {way_out}"

    return message


def contents(park: Park) -> list[Fault]:
    """What one unit weighs, takes up or holds does not contradict the unit itself."""
    frame = park["Commodities"]
    faults = []
    for column, (base, verb) in CONTENTS.items():
        size = frame["unit"].map({unit: _size(unit, column) for unit in frame["unit"].unique()}).astype(float)
        wrong = given(park, "Commodities", column) & ~np.isclose(frame[column], size, rtol=1e-6, atol=0)
        wrong = wrong & size.notna().to_numpy() & frame[column].notna().to_numpy()

        def message(row: Mapping[str, Any], column: str = column, base: str = base, verb: str = verb) -> str:
            size = shown(_size(row["unit"], column))
            found = shown(row[column])
            return f"one {row['unit']} {verb} {size} {base}, found {found}: leave the cell blank"

        faults += complain(park, "Commodities", wrong, column, message)
    return faults


def _size(unit: str, dimension: str) -> float:
    """Base units in one unit, NaN where it is of another dimension."""
    try:
        found, size = amount(unit)
    except UnitError:
        return float("nan")
    return size if found == dimension else float("nan")


def _kind(dimension: str) -> str:
    article = "an" if dimension[0] in "aeiou" else "a"
    return f"{article} {dimension}"
