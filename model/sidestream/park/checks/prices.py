"""Whether a price is hundreds of times what others pay for the same, or a ratio is one that nobody meant: slips of a unit."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.quantities import middle_of_others
from sidestream.park.checks.rows import complain, plain
from sidestream.park.park import Park
from sidestream.park.sites import SettingRows
from sidestream.tables import Ints, Number, shown
from sidestream.units import AMOUNTS

PRICES = {
    "Supplies": ("provision_cost", "provision_co2", "disposal_cost", "disposal_co2"),
    "Demands": ("virgin_price", "virgin_co2", "shortage_cost"),
    "PipeSizes": ("pipe_cost", "trench_cost", "station_cost", "building_co2"),
    "Corridors": ("trench_cost",),
    "Vehicles": ("km_cost", "load_cost", "km_co2"),
}
"""What is compared with the others of its kind."""
ALIKE = {"Supplies": "commodity", "Demands": "commodity", "PipeSizes": "medium", "Corridors": "", "Vehicles": ""}
"""Column by which rows are alike; blank: all are."""
LOWEST_SETTINGS = (
    ("electricity_price", 1.0, "is it the price of a kWh"),
    ("electricity_co2", 1.0, "is it in t, or of a kWh"),
)
LOWEST_PRICES = (
    ("PipeSizes", "pipe_cost", 1.0, "is it in thousands"),
    ("Vehicles", "km_cost", 0.01, "is it in thousands"),
)
"""Least that anybody has paid, in whatever currency, and what was most likely meant by less."""

FAR = 200.0
"""Times the median of the others, or below it, from which on a price is doubted."""
MOST, LEAST = 10.0, 0.0005
"""Weights, energies or volumes that nobody expects of one unit of the like."""


def outsized_prices(park: Park) -> list[Fault]:
    """One warning for each price, or CO2 a unit, that is far from what the others have for the same commodity or medium."""
    faults = []
    for sheet, columns in PRICES.items():
        frame = park[sheet]
        whose = frame[ALIKE[sheet]].to_numpy(object) if ALIKE[sheet] else np.full(len(frame), "all", object)
        kinds = np.where(whose == "", -1, pd.factorize(whose)[0])
        for column in columns:
            faults += _outsized(park, sheet, column, kinds)
    return faults


def _outsized(park: Park, sheet: str, column: str, kinds: Ints) -> list[Fault]:
    frame = park[sheet]
    values = frame[column].to_numpy(float)
    some = np.flatnonzero((values > 0) & np.isfinite(values) & (kinds >= 0))
    if len(some) < 2:
        return []
    median, nearest, others = middle_of_others(pd.factorize(kinds[some])[0], values[some])
    with np.errstate(over="ignore", divide="ignore"):  # what is 1e308 times another is infinitely far from it
        ratio = values[some] / median
        far = (np.maximum(ratio, 1 / ratio) >= FAR) & (nearest >= FAR / 10) & ((ratio > 1) | (others > 1))
    wrong = np.zeros(len(frame), bool)
    wrong[some[far]] = True
    found = zip(ratio[far], median[far], others[far], strict=True)

    def message(row: Mapping[str, Any]) -> str:
        times, middle, count = next(found)
        size = f"{_rounded(times)} times" if times > 1 else f"1/{_rounded(1 / max(times, sys.float_info.min))} of"
        beside = "the other one" if count == 1 else f"the median of the {count} others"
        return (
            f"{_as_typed(park, sheet, column, row[column])} is {size} {beside}{_of(sheet, row)} "
            f"({_as_typed(park, sheet, column, float(f'{middle:.2g}'))}): is it in the unit that the column says?"
        )

    return complain(park, sheet, wrong, column, message, "warning")


def too_low(park: Park) -> list[Fault]:
    """One warning for each figure that is below what anybody pays: a price of a kWh for that of a MWh."""
    found = [_low_setting(park, *one) for one in LOWEST_SETTINGS] + [_low_price(park, *one) for one in LOWEST_PRICES]
    return [fault for faults in found for fault in faults]


def _low_setting(park: Park, name: str, least: float, meant: str) -> list[Fault]:
    declared = SettingRows.columns[name]
    assert isinstance(declared, Number)
    value = float(getattr(park.settings, name)) / declared.factor
    wrong = (park["Settings"]["setting"] == name).to_numpy(bool) & (0 < value < least)
    message = plain(f"{shown(value)} is next to nothing: {meant}?")
    return complain(park, "Settings", wrong, "value", message, "warning")


def _low_price(park: Park, sheet: str, column: str, least: float, meant: str) -> list[Fault]:
    values = park[sheet][column].to_numpy(float) / _declared(park, sheet, column).factor
    real = (park[sheet]["medium"] != "abstract").to_numpy(bool) if "medium" in park[sheet] else True

    def message(row: Mapping[str, Any]) -> str:
        return f"{_as_typed(park, sheet, column, row[column])} is next to nothing: {meant}?"

    return complain(park, sheet, real & (values > 0) & (values < least), column, message, "warning")


def odd_ratios(park: Park) -> list[Fault]:
    """One warning for each ratio by which a thing stands in for many times itself, or for next to nothing."""
    frame = park["Substitutions"]
    kind = {
        name: AMOUNTS[unit][0]
        for name, unit in zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True)
        if unit in AMOUNTS
    }
    alike = np.array(
        [a in kind and kind[a] == kind.get(b) for a, b in zip(frame["by_product"], frame["need"], strict=True)], bool
    )
    ratio = frame["ratio"].to_numpy(float)
    with np.errstate(invalid="ignore"):
        wrong = alike & ((ratio > MOST) | ((ratio < LEAST) & (ratio > 0)))
    unit = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True))

    def message(row: Mapping[str, Any]) -> str:
        size, by_product, need = row["ratio"], row["by_product"], row["need"]
        part = f"? A share of {shown(size)} % is typed {size / 100:g}" if 10 < size <= 100 else "?"
        return (
            f"{shown(size)} says that 1 {unit[by_product]} of '{by_product}' stands in for {shown(size)} {unit[need]} of "
            f"'{need}': is that meant{part}"
        )

    return complain(park, "Substitutions", wrong, "ratio", message, "warning")


def _declared(park: Park, sheet: str, column: str) -> Number:
    declared = park.tables[sheet].table.columns[column]
    assert isinstance(declared, Number)
    return declared


def _as_typed(park: Park, sheet: str, column: str, value: float) -> str:
    """A figure in the column's own unit."""
    return shown(_declared(park, sheet, column).show(value))


def _of(sheet: str, row: Mapping[str, Any]) -> str:
    """What rows are alike in, in words."""
    return f" for '{row[ALIKE[sheet]]}'" if ALIKE[sheet] else ""


def _rounded(figure: float) -> str:
    return f"{float(f'{figure:.2g}'):,.12g}"
