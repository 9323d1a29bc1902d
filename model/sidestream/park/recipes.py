"""What each conversion takes and makes at each participant who has it or could: its rates, with the choices that hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park.plants import OTHERWISE_IN, OTHERWISE_OUT

NONE = pd.DataFrame(
    {
        "plant": pd.Series(dtype=int),
        "conversion": pd.Series(dtype=object),
        "participant": pd.Series(dtype=object),
        "rate": pd.Series(dtype=int),
        "commodity": pd.Series(dtype=object),
        "per_activity": pd.Series(dtype=float),
        "choice": pd.Series(dtype=object),
    }
)


def recipes(conversions: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each commodity of each conversion at a participant, from the rows of Conversions and
    ConversionRates; who is forbidden one has none.

    conversion, participant, commodity, per_activity, choice (`otherwise`, or what a blank stands for), plant and rate
    (row numbers: the first of Conversions, and that of ConversionRates).
    """
    if conversions.empty or rates.empty:  # merging nothing takes longer than checking a small park
        return NONE.copy()
    plants = conversions[["conversion", "participant"]].rename_axis("plant").reset_index()
    there = (conversions["status"] != "forbidden") & (conversions["capacity"] != 0)
    plants = plants[there.to_numpy(bool)].drop_duplicates(["conversion", "participant"])
    choice = choices(rates)
    rates = rates[["conversion", "commodity", "per_activity"]].rename_axis("rate").reset_index()
    rates["choice"] = choice
    rates = rates[rates["per_activity"].abs() > 0].drop_duplicates(["conversion", "commodity"])
    return plants[plants["conversion"] != ""].merge(rates, on="conversion")


def choices(rates: pd.DataFrame) -> NDArray[np.object_]:
    """What becomes of the rest, for each row of ConversionRates: a blank is the first choice of what it takes, or makes."""
    said, takes = rates["otherwise"].to_numpy(object), (rates["per_activity"] < 0).to_numpy(bool)
    return np.where(said != "", said, np.where(takes, OTHERWISE_IN[0], OTHERWISE_OUT[0]).astype(object))
