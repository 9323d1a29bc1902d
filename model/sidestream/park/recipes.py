"""What each conversion takes and makes at each participant who has it or could: its rates, with the choices that hold."""

from __future__ import annotations

import pandas as pd

from sidestream.park.park import Park
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


def recipes(park: Park) -> pd.DataFrame:
    """Return one row for each commodity of each conversion at a participant; who is forbidden one has none.

    conversion, participant, commodity, per_activity, choice (`otherwise`, or what a blank stands for), plant and rate
    (row numbers: the first of Conversions, and that of ConversionRates).
    """
    if (
        park["Conversions"].empty or park["ConversionRates"].empty
    ):  # merging nothing takes longer than checking a small park
        return NONE.copy()
    plants = park["Conversions"][["conversion", "participant"]].rename_axis("plant").reset_index()
    there = (park["Conversions"]["status"] != "forbidden") & (park["Conversions"]["capacity"] != 0)
    plants = plants[there.to_numpy(bool)].drop_duplicates(["conversion", "participant"])
    rates = park["ConversionRates"][["conversion", "commodity", "per_activity"]].rename_axis("rate").reset_index()
    rates["choice"] = choices(park)
    rates = rates[rates["per_activity"].abs() > 0].drop_duplicates(["conversion", "commodity"])
    return plants[plants["conversion"] != ""].merge(rates, on="conversion")


def choices(park: Park) -> pd.Series:
    """What becomes of the rest, for each row of ConversionRates: a blank is the first choice of what it takes, or makes."""
    frame = park["ConversionRates"]
    blank = (frame["per_activity"] < 0).map({True: OTHERWISE_IN[0], False: OTHERWISE_OUT[0]})
    said: pd.Series = frame["otherwise"].where(frame["otherwise"] != "", blank.astype(object))
    return said.reset_index(drop=True)
