"""What each row of Conversions, Storages and Expansions is, worked out from the park: one machine a row, in the size it has."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit.sheets import Floats
from sidestream.money import annuity
from sidestream.park.park import Park

SHEETS = ("Conversions", "Storages", "Expansions")
ALL = "all"
"""What a gate for everything is called where another is called by its commodity."""
COLUMNS = (
    "sheet",
    "row",  # place in its sheet
    "kind",
    "facility",
    "participant",
    "size",
    "status",
    "capacity",  # as typed; where continuous: the largest
    "capacity_unit",
    "continuous",
    "fixed",  # EUR, whatever the size
    "each",  # EUR for each unit of capacity; 0 unless continuous
    "life",  # a
    "annuity_factor",  # 1/a
    "upkeep",  # share of investment a year
    "payer",
    "excludes",
    "place",  # number of the thing and participant that it is a size of
)
KEY = ["kind", "facility", "participant", "size"]


def machines(park: Park) -> pd.DataFrame:
    """One row for each row of the three sheets, in their order: COLUMNS."""
    if not any(len(park[sheet]) for sheet in SHEETS):
        return pd.DataFrame(columns=list(COLUMNS))
    made = [_of_conversions(park), _of_storages(park), _of_expansions(park)]
    both = pd.concat([frame for frame in made if len(frame)], ignore_index=True)
    both["annuity_factor"] = _factor(park.settings.discount_rate, both["life"].to_numpy(float))
    both["place"] = both.groupby(KEY[:-1], sort=False).ngroup()
    return both[list(COLUMNS)]


def _of_conversions(park: Park) -> pd.DataFrame:
    frame = park["Conversions"]
    made = _common(frame, "Conversions")
    made["kind"] = "conversion"
    made["facility"] = frame["conversion"].to_numpy(object)
    made["capacity_unit"] = frame["capacity_unit"].to_numpy(object)
    made["continuous"] = [bool(value) for value in frame["continuous"]]
    each = np.nan_to_num(frame["investment_per_unit"].to_numpy(float))
    made["each"] = np.where(made["continuous"].to_numpy(bool), each, 0.0)
    made["excludes"] = frame["excludes"].fillna("").to_numpy(object)
    return made


def _of_storages(park: Park) -> pd.DataFrame:
    frame = park["Storages"]
    made = _common(frame, "Storages")
    units = park["Commodities"].drop_duplicates("commodity").set_index("commodity")["unit"]
    made["kind"] = "storage"
    made["facility"] = frame["storage"].to_numpy(object)
    made["capacity_unit"] = frame["commodity"].map(units).fillna("").to_numpy(object)
    return made


def _of_expansions(park: Park) -> pd.DataFrame:
    frame = park["Expansions"]
    made = _common(frame, "Expansions")
    made["kind"] = frame["of"].to_numpy(object)
    made["facility"] = [name or ALL for name in frame["commodity"]]
    made["capacity_unit"] = frame["capacity_unit"].to_numpy(object)
    made["payer"] = frame["payer"].where(frame["payer"] != "", frame["participant"]).to_numpy(object)
    return made


def _common(frame: pd.DataFrame, sheet: str) -> pd.DataFrame:
    """What rows of the three sheets have alike."""
    made = pd.DataFrame({"sheet": sheet, "row": np.arange(len(frame))})
    for name in ("participant", "size", "status"):
        made[name] = frame[name].fillna("").to_numpy(object)
    made["capacity"], made["life"] = (frame[name].to_numpy(float) for name in ("capacity", "life"))
    made["fixed"], made["upkeep"] = (np.nan_to_num(frame[name].to_numpy(float)) for name in ("investment", "upkeep"))
    made["continuous"], made["each"], made["excludes"] = False, 0.0, ""
    made["payer"] = made["participant"]
    return made


def _factor(rate: float, life: Floats) -> Floats:
    """Yearly payment per EUR; NaN where there is no rate or no life."""
    known = life > 0
    made = np.full(life.shape, np.nan)
    if known.any() and rate >= 0:
        made[known] = annuity(rate, life[known])
    return made
