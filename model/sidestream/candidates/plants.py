"""What conversions could make and take, at the most: whoever has one or could, whatever comes to it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park import Park

Floats = NDArray[np.float64]
PLANT = ["conversion", "participant"]


def made_and_taken(park: Park) -> tuple[pd.DataFrame, Floats]:
    """Return rows of `recipes` with cost [EUR/unit] and co2 [t/unit] of what is bought or disposed of; and the most of
    each at each moment [unit].
    """
    rows = park.recipes
    if rows.empty:
        return rows.assign(cost=0.0, co2=0.0), np.zeros((0, len(park.moments)))
    prices = park["ConversionRates"].loc[rows["rate"], ["cost", "co2"]].set_axis(rows.index, axis=0)
    most = np.abs(rows["per_activity"].to_numpy(float))[:, None] * _activity(park, rows)
    return rows.assign(cost=prices["cost"], co2=prices["co2"]), most


def _activity(park: Park, plants: pd.DataFrame) -> Floats:
    """Most activity of each plant at each moment: all of it that exists, and the largest of its other sizes."""
    frame, amounts = park["Conversions"], park.amounts("Conversions")
    known = pd.MultiIndex.from_frame(frame[PLANT].drop_duplicates())
    place = known.get_indexer(pd.MultiIndex.from_frame(frame[PLANT]))
    existing, other = (np.zeros((len(known), amounts.shape[1])) for _ in range(2))
    there = (frame["status"] == "existing").to_numpy(bool)
    choice = ~there & (frame["status"] != "forbidden").to_numpy(bool)
    np.add.at(existing, place[there], amounts[there])
    np.maximum.at(other, place[choice], amounts[choice])
    most: Floats = (existing + other)[known.get_indexer(pd.MultiIndex.from_frame(plants[PLANT]))]
    return most
