"""Whether a quantity is a thousand times what others have of the same commodity: most often a slip of its unit.

A commodity that no more than one row has is held against what it can stand in for, or what can stand in for it.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, plain
from sidestream.park.park import Park
from sidestream.tables import Floats, Ints, shown
from sidestream.units import AMOUNTS, POWERS, rate

SHEETS = ("Supplies", "Demands")
FAR = 1000.0
"""Times the median of the others, or below it, from which on a quantity is doubted."""
ALONE = 30.0
"""Times any other quantity that it must be too: where sizes are spread over all orders, the first and last are no slips."""
NEAR = 30.0
"""Times the median of the others that a quantity may be with another unit, for that unit to be suggested."""
SMALL_AMONG = 4
"""Others that there must be for a small quantity to be doubted: small firms are common."""
LESS_LIKELY = 3.0
"""Times nearer to the others that another time must bring a quantity than another amount does."""
RARE = ("short_ton", "bbl", "kbbl", "MJ", "GJ", "TJ", "MJ/s")
"""Units that nobody types for one of the others."""


def outsized(park: Park) -> list[Fault]:
    """One warning for each quantity, with the unit that was most likely meant."""
    rows = pd.concat([_quantities(park, sheet) for sheet in SHEETS], ignore_index=True)
    rows = rows[(rows["yearly"] > 0) & np.isfinite(rows["yearly"]) & (rows["commodity"] != "")]
    if len(rows) < 2:
        return []
    yearly = rows["yearly"].to_numpy(float)
    median, nearest, others = middle_of_others(pd.factorize(rows["commodity"].to_numpy(object))[0], yearly)
    alone = np.zeros(len(rows), bool)
    if (others == 0).any():
        kind, alike = _substitutes(park, rows["commodity"])
        alone = (others == 0) & np.isfinite(alike)
        among = middle_of_others(kind, yearly * np.where(np.isfinite(alike), alike, 1.0))
        median = np.where(alone, among[0] / alike, median)
        nearest, others = np.where(alone, among[1], nearest), np.where(alone, among[2], others)
    with np.errstate(over="ignore", divide="ignore"):  # what is 1e308 times another is infinitely far from it
        ratio = yearly / median
        far = (np.maximum(ratio, 1 / ratio) >= FAR) & (nearest >= ALONE)
    far &= (ratio > 1) | (others >= SMALL_AMONG)
    faults = []
    for at in np.flatnonzero(far).tolist():
        row = rows.iloc[at]
        here = np.arange(len(park[row["sheet"]])) == row["place"]
        whose = f"what '{row['commodity']}' could stand in for, or be replaced by" if alone[at] else ""
        message = plain(_message(park, row.to_dict(), float(ratio[at]), float(median[at]), int(others[at]), whose))
        faults += complain(park, row["sheet"], here, "quantity", message, "warning")
    return faults


def _quantities(park: Park, sheet: str) -> pd.DataFrame:
    """Quantities in the commodity's own unit a year."""
    frame = park[sheet]
    times = np.where(frame["per_period"], len(park.moments), park.settings.hours_per_year)
    yearly = frame["rate"].to_numpy(float) * times
    named = frame[["commodity", "quantity", "unit"]].reset_index(drop=True)
    return named.assign(sheet=sheet, place=np.arange(len(frame)), yearly=yearly)


def _substitutes(park: Park, commodities: pd.Series) -> tuple[Ints, Floats]:
    """Which commodities are tied by Substitutions, and units of the first of them that one unit stands for.

    The second is NaN where a commodity is tied to none. Shape (rows,).
    """
    ties: dict[str, dict[str, float]] = {}
    frame = park["Substitutions"]
    for by_product, need, ratio in zip(frame["by_product"], frame["need"], frame["ratio"], strict=True):
        if by_product and need and ratio > 0:
            ties.setdefault(by_product, {})[need] = float(ratio)
            ties.setdefault(need, {})[by_product] = 1 / float(ratio)
    kind: dict[str, int] = {}
    worth: dict[str, float] = {}
    for number, first in enumerate(ties):
        if first not in kind:
            kind[first], worth[first], found = number, 1.0, [first]
            for one in found:
                for other, ratio in ties[one].items():
                    if other not in kind:
                        kind[other], worth[other] = number, worth[one] / ratio
                        found.append(other)
    names = commodities.tolist()
    return np.array([kind.get(name, -1) for name in names]) + 1, np.array([worth.get(name, np.nan) for name in names])


def middle_of_others(kind: Ints, values: Floats) -> tuple[Floats, Floats, Ints]:
    """Of each value, the median of the others of its kind, the times to the nearest of them, and how many there are."""
    order = np.lexsort((values, kind))
    kinds, ranked = kind[order], values[order]
    size = np.bincount(kinds)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])[kinds]
    others = size[kinds] - 1
    place = np.arange(len(kinds)) - first

    def without(rank: Ints) -> Floats:
        """The value of a rank among the others."""
        at = np.minimum(first + rank + (rank >= place), len(ranked) - 1)
        found: Floats = ranked[at]
        return found

    with np.errstate(invalid="ignore", over="ignore"):
        middle = (without(np.maximum(others - 1, 0) // 2) + without(np.maximum(others, 1) // 2)) / 2
        before = ranked[np.maximum(np.arange(len(kinds)) - 1, 0)]
        below = np.where(place > 0, ranked / np.maximum(before, 1e-300), np.inf)
    above = np.append(below[1:], np.inf)
    above[place == others] = np.inf
    back = np.argsort(order)
    median = np.where(others > 0, middle, ranked)
    return median[back], np.minimum(below, above)[back], others[back]


def _message(park: Park, row: dict[str, object], times: float, median: float, count: int, whose: str) -> str:
    unit = str(row["unit"])
    size = f"{_rounded(times)} times" if times > 1 else f"1/{_rounded(1 / max(times, sys.float_info.min))} of"
    beside = "the other quantity" if count == 1 else f"the median of the {count} other quantities"
    own = f"{_rounded(median)} {park['Commodities'].set_index('commodity')['unit'].get(row['commodity'], '')}/a"
    meant = _meant(unit, times, park.settings.hours_per_year)
    advice = f"is {meant} meant, instead of {unit}?" if meant else "are quantity and unit right?"
    if whose:
        beside = "the only quantity" if count == 1 else f"the median of the {count} quantities"
    return f"{shown(row['quantity'])} {unit} is {size} {beside} of {whose or repr(row['commodity'])} ({own}): {advice}"


def _meant(unit: str, times: float, hours: float) -> str:
    """The unit in which the quantity would be nearest to the others; empty where none brings it near."""
    own = rate(unit, hours)
    amount, _, time = unit.rpartition("/")
    if unit in POWERS:
        other = {name: 1.0 for name in POWERS if name not in RARE}
    else:
        kind = AMOUNTS[amount][0]
        other = {f"{name}/{time}": 1.0 for name, (of, _) in AMOUNTS.items() if of == kind and name not in RARE}
        other |= {f"{amount}/{name}": LESS_LIKELY for name in ("h", "day", "week", "month", "a") if name != time}
    best, meant = NEAR, ""
    for name, doubt in other.items():
        found = rate(name, hours)
        off = times * found.factor / own.factor
        off = doubt * max(off, 1 / off)
        if name != unit and off <= best and not found.per_period and not own.per_period:
            best, meant = off, name
    return meant


def _rounded(figure: float) -> str:
    return f"{float(f'{figure:.2g}'):,.12g}"
