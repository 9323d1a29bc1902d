"""What each row of Conversions, Storages, Expansions, Corridors and Fleets is, worked out from the park.

One machine a row, in the size it has; of a fleet two: the vehicles there are, and those beside them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.accounts import FACILITY_SHEETS, USERS
from sidestream.design.audit.sheets import Floats
from sidestream.money import annuity
from sidestream.park.park import Park

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
    "kept",  # EUR a year for each unit of capacity; 0 but for fleets
    "whole",  # whether it comes in whole numbers
    "payer",
    "excludes",
    "place",  # number of the thing and participant that it is a size of
)
KEY = ["kind", "facility", "participant", "size"]


def machines(park: Park) -> pd.DataFrame:
    """One row for each row of the sheets, in their order: COLUMNS."""
    if not any(len(park[sheet]) for sheet in FACILITY_SHEETS):
        return pd.DataFrame(columns=list(COLUMNS))
    made = [_of_conversions(park), _of_storages(park), _of_expansions(park), _of_corridors(park), *_of_fleets(park)]
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


def _of_corridors(park: Park) -> pd.DataFrame:
    frame = park["Corridors"]
    made = _common(
        frame.assign(participant="", size="", capacity=frame["length"], investment=0.0, upkeep=0.0), "Corridors"
    )
    made["kind"] = "corridor"
    made["facility"] = frame["corridor"].to_numpy(object)
    made["capacity_unit"] = "km"
    made["fixed"] = np.nan_to_num((frame["trench_cost"] * frame["length"]).to_numpy(float))
    made["payer"] = frame["payer"].where(frame["payer"] != "", USERS).to_numpy(object)
    return made


def _of_fleets(park: Park) -> list[pd.DataFrame]:
    """Vehicles there are, and as many beside them as there can be."""
    frame = park["Fleets"]
    number = np.nan_to_num(frame["number"].to_numpy(float))
    room = np.maximum(np.floor(frame["most"].fillna(np.inf).to_numpy(float) - number), 0.0)
    listed = []
    for word, status, count in (("existing", "existing", number), ("built", "optional", room)):
        rows = frame.assign(participant=frame["payer"], size=word, status=status, capacity=count, upkeep=0.0)
        made = _common(rows.assign(investment=0.0), "Fleets")
        made["kind"] = "fleet"
        made["facility"] = frame["vehicle"].to_numpy(object)
        made["capacity_unit"] = "1"
        made["kept"] = np.nan_to_num(frame["yearly_cost"].to_numpy(float))
        if word == "built":
            made["each"] = np.nan_to_num(frame["investment"].to_numpy(float))
            made["continuous"], made["whole"] = True, True
        listed.append(made[(count > 0) | (word == "built")])
    return listed


def _common(frame: pd.DataFrame, sheet: str) -> pd.DataFrame:
    """What rows of the sheets have alike."""
    made = pd.DataFrame({"sheet": sheet, "row": np.arange(len(frame))})
    for name in ("participant", "size", "status"):
        made[name] = frame[name].fillna("").to_numpy(object)
    made["capacity"], made["life"] = (frame[name].to_numpy(float) for name in ("capacity", "life"))
    made["fixed"], made["upkeep"] = (np.nan_to_num(frame[name].to_numpy(float)) for name in ("investment", "upkeep"))
    made["continuous"], made["each"], made["excludes"] = False, 0.0, ""
    made["kept"], made["whole"] = 0.0, False
    made["payer"] = made["participant"]
    return made


def _factor(rate: float, life: Floats) -> Floats:
    """Yearly payment per EUR; NaN where there is no rate or no life."""
    known = life > 0
    made = np.full(life.shape, np.nan)
    if known.any() and rate >= 0:
        made[known] = annuity(rate, life[known])
    return made
