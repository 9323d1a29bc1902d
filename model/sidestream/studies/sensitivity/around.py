"""Ranges about everything that a design rests on: the cells that its Guesses name, and the quantities behind them.

A price or factor weighs what its part of the saving is; a quantity what its row's prices and factors weigh together. Of stages and
scenarios the weights are means, as costs are.
"""

from __future__ import annotations

import math

from sidestream.design.design import Design
from sidestream.design.guesses import NOISE
from sidestream.design.guesses.parts import parts_of
from sidestream.design.worlds import of_world
from sidestream.park import Park
from sidestream.park.changes import key_of, place_of
from sidestream.park.ranges import SETTINGS, Range, own_value
from sidestream.park.worlds import World, shares_of_money
from sidestream.tables import LAST_ROW, Number

STREAMS = ("Supplies", "Demands")
Cell = tuple[str, int, str]


def ranges_around(
    park: Park, every: tuple[World, ...], design: Design, share: float, but: set[Cell], top: int | None = None
) -> list[Range]:
    """Return a range of `share` less and more for each figure that a design rests on, the weightiest first.

    Cells of `but` are left out; `top` is how many there are at most.
    """
    weights = _weights(every, design)
    for (sheet, row, _), weight in list(weights.items()):
        if sheet in STREAMS:
            weights[sheet, row, "quantity"] = weights.get((sheet, row, "quantity"), 0.0) + weight
    found: list[Range] = []
    for cell in sorted(weights, key=lambda one: (-weights[one], one)):
        made = None if cell in but else _around(park, cell, share)
        if made is not None:
            found.append(made)
        if len(found) == top:
            break
    return found


def _weights(every: tuple[World, ...], design: Design) -> dict[Cell, float]:
    """What each cell weighs in the saving [EUR/a]; those that weigh nothing are left out."""
    found: dict[Cell, float] = {}
    for share, world in zip(shares_of_money(every), every, strict=True):
        one = design if len(every) == 1 and not world.label else of_world(design, world)
        parts = parts_of(world.park, one.tables)
        parts = parts[(parts["net"].abs() > NOISE * parts["gross"]) & (parts["sheet"] != "")]
        for sheet, row, column, net in parts[["sheet", "row", "column", "net"]].itertuples(index=False):
            if 0 < row <= LAST_ROW:
                cell = (str(sheet), int(row), "value" if sheet == "Settings" else str(column))
                found[cell] = found.get(cell, 0.0) + float(share) * abs(float(net))
    return found


def _around(park: Park, cell: Cell, share: float) -> Range | None:
    """The range about what stands in a cell; None where nothing stands there."""
    sheet, row, column = cell
    key = key_of(park, sheet, row)
    if sheet == "Settings" and key not in SETTINGS:
        return None
    place = place_of(park, sheet, key, column)
    own = own_value(place)
    if math.isnan(own) or own == 0 or not isinstance(place.column, Number):
        return None
    low, high = sorted(_within(place.column, own * factor) for factor in (1 - share, 1 + share))
    return Range(sheet, key, place.name, low, high, own, place.unit, (sheet, row))


def _within(column: Number, value: float) -> float:
    """The value, or the nearest that the column takes."""
    for limit, nearest in ((column.least, max), (column.most, min)):
        value = value if limit is None else nearest(value, limit)
    return float(f"{value:.12g}")
