"""Whether a price is hundreds of times what others pay for the same, or a ratio is one that nobody meant: slips of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.quantities import middle_of_others
from sidestream.park.checks.rows import complain
from sidestream.park.park import Park
from sidestream.tables import shown
from sidestream.units import AMOUNTS

PRICES = {
    "Supplies": ("provision_cost", "provision_co2", "disposal_cost", "disposal_co2"),
    "Demands": ("virgin_price", "virgin_co2", "shortage_cost"),
}

FAR = 300.0
"""Times the median of the others, or below it, from which on a price is doubted."""
MOST, LEAST = 10.0, 0.0005
"""Weights, energies or volumes that nobody expects of one unit of the like."""


def outsized_prices(park: Park) -> list[Fault]:
    """One warning for each price, or CO2 a unit, that is far from what the others have for the same commodity."""
    faults = []
    for sheet, columns in PRICES.items():
        frame = park[sheet].reset_index(drop=True)
        for column in columns:
            values = frame[column].to_numpy(float)
            some = np.flatnonzero((values > 0) & np.isfinite(values) & (frame["commodity"] != "").to_numpy(bool))
            kinds = pd.factorize(frame["commodity"].to_numpy(object)[some])[0]
            median, nearest, others = middle_of_others(kinds, values[some])
            ratio = values[some] / median
            far = (np.maximum(ratio, 1 / ratio) >= FAR) & (nearest >= FAR / 10) & ((ratio > 1) | (others > 1))
            wrong = np.zeros(len(frame), bool)
            wrong[some[far]] = True
            found = zip(ratio[far], median[far], others[far], strict=True)

            def message(row: Mapping[str, Any], found: Any = found, column: str = column) -> str:
                times, middle, count = next(found)
                size = f"{_rounded(times)} times" if times > 1 else f"1/{_rounded(1 / times)} of"
                beside = "the other one" if count == 1 else f"the median of the {count} others"
                return (
                    f"{shown(row[column])} is {size} {beside} for '{row['commodity']}' ({_rounded(middle)}): "
                    "is it for one unit of the commodity, and in the unit that the column says?"
                )

            faults += complain(park, sheet, wrong, column, message, "warning")
    return faults


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


def _rounded(figure: float) -> str:
    return f"{float(f'{figure:.2g}'):,.12g}"
