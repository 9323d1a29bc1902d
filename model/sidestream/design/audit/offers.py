"""What a link is in each size it could have, worked out from the park: what it carries, costs, loses and emits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit.sheets import Floats
from sidestream.money import annuity
from sidestream.park.park import Park

NUMBERS = (
    "length",  # km
    "keep",  # share of what is sent that arrives
    "capacity",  # as typed
    "rate",  # capacity in base units per h or period; inf: no limit
    "least_flow",  # share of capacity
    "investment",  # EUR
    "life",  # a
    "annuity",  # EUR/a
    "yearly_cost",  # EUR/a
    "building_co2",  # t
    "unit_cost",  # EUR/unit sent
    "unit_co2",  # t/unit sent
    "pumping",  # MWh/unit sent
    "load_cost",  # EUR/load
    "load_co2",  # t/load
    "payload",  # t/load
    "room",  # m3/load; NaN: not limited by volume
    "most_loads",  # 1/h; NaN: no limit
    "driven",  # km/load, there and back
)


def offers(park: Park, links: list[str], sizes: list[str]) -> pd.DataFrame:
    """One row per (link, size) given: NUMBERS, and kind, from, to, commodity, status, payer, two_way, steady,
    whole (loads), vehicle, on_offer...

    Investment is what a new link would cost. A size that the link is not offered in has on_offer False.
    """
    asked = pd.DataFrame({"link": links, "size": sizes}, dtype=object)
    asked["row"] = np.arange(len(asked))
    pipes = _pipes(park, asked[asked["link"].isin(park["Pipelines"]["link"])])
    trucks = _trucks(park, asked[asked["link"].isin(park["TruckRoutes"]["link"])])
    both = pd.concat([frame for frame in (pipes, trucks) if len(frame)] or [pipes]).drop_duplicates("row")
    both = both.set_index("row").reindex(np.arange(len(asked)))
    invested = both["investment"].to_numpy(float)
    life = both["life"].to_numpy(float)
    both["annuity"] = np.where(invested == 0, 0.0, invested * _annuity(park.settings.discount_rate, life))
    both["on_offer"] = both["on_offer"].fillna(False).astype(bool)
    return both


def _annuity(rate: float, life: Floats) -> Floats:
    """Yearly payment per EUR; NaN where there is no rate or no life."""
    known = life > 0
    made = np.full(life.shape, np.nan)
    if known.any() and rate >= 0:
        made[known] = annuity(rate, life[known])
    return made


def _rows(frame: pd.DataFrame, asked: pd.DataFrame, key: str, names: pd.Series) -> pd.DataFrame:
    """Rows of a park sheet, in the order asked for; blank where there is none."""
    found = frame.drop_duplicates(key).set_index(key).reindex(pd.Index(names, dtype=object))
    return found.set_axis(asked.index, axis=0)


def _common(asked: pd.DataFrame, sheet: pd.DataFrame, kind: str) -> pd.DataFrame:
    """What pipelines and truck routes have alike."""
    made = asked[["row", "link", "size"]].copy()
    for name in ("from", "to", "commodity", "status", "payer"):
        made[name] = sheet[name]
    made["kind"] = kind
    made["steady"], made["whole"], made["vehicle"] = False, False, ""
    for name in NUMBERS:
        made[name] = 0.0
    made["room"] = made["most_loads"] = made["payload"] = np.nan
    return made


def _pipes(park: Park, asked: pd.DataFrame) -> pd.DataFrame:
    sheet = _rows(park["Pipelines"], asked, "link", asked["link"])
    sizes = _rows(park["PipeSizes"], asked, "size", asked["size"])
    own = sheet["own_offer"].astype(bool)
    made = _common(asked, sheet, "pipeline")
    blank = asked["size"] == ""
    listed = [size in names for size, names in zip(asked["size"], sheet["sizes"], strict=True)]
    made["on_offer"] = (own & blank) | (~own & ~blank & pd.Series(listed, asked.index, dtype=bool))
    made["two_way"] = sheet["two_way"].astype(bool)
    made["steady"] = sheet["steady"].fillna(False).astype(bool)
    made["length"] = sheet["length"]
    made["least_flow"] = sheet["least_flow"].fillna(0.0)
    for name in ("capacity", "capacity_unit", "rate", "basis", "per_period", "life"):
        made[name] = sheet[name].where(own, sizes[name])
    above_ground = sizes["pipe_cost"] * made["length"] + sizes["station_cost"].fillna(0.0)
    trench = sizes["trench_cost"].fillna(0.0) * sheet["trench"]
    made["investment"] = sheet["investment"].fillna(0.0).where(own, above_ground + trench) + sheet[
        "crossing_cost"
    ].fillna(0.0)
    made["yearly_cost"] = sheet["yearly_cost"].fillna(0.0).where(own, sizes["upkeep"].fillna(0.0) * above_ground)
    made["building_co2"] = (sizes["building_co2"] * made["length"]).where(~own, 0.0)
    made["keep"] = (1 - sheet["loss"].fillna(0.0)).where(own, (1 - sizes["loss"].fillna(0.0)) ** made["length"])
    made["unit_cost"] = sheet["unit_cost"].fillna(0.0).where(own, 0.0)
    made["unit_co2"] = sheet["unit_co2"].fillna(0.0).where(own, 0.0)
    made["pumping"] = (sizes["pumping"].fillna(0.0) * made["length"]).where(~own, 0.0)
    return made


def _trucks(park: Park, asked: pd.DataFrame) -> pd.DataFrame:
    sheet = _rows(park["TruckRoutes"], asked, "link", asked["link"])
    vehicles = _rows(park["Vehicles"], asked, "vehicle", sheet["vehicle"])
    made = _common(asked, sheet, "truck route")
    made["on_offer"] = asked["size"] == sheet["vehicle"]
    made["two_way"] = False
    made["length"] = sheet["distance"]
    made["keep"] = 1.0
    for name in ("capacity", "capacity_unit", "rate", "basis", "per_period", "life", "most_loads"):
        made[name] = sheet[name]
    made["investment"] = sheet["opening_cost"].fillna(0.0)
    for name in ("yearly_cost", "unit_cost", "unit_co2"):
        made[name] = sheet[name].fillna(0.0)
    driven = made["length"] * (1 + vehicles["empty_return"])
    made["load_cost"] = vehicles["km_cost"] * driven + vehicles["load_cost"].fillna(0.0)
    made["load_co2"] = vehicles["km_co2"] * driven
    made["driven"], made["vehicle"] = driven, sheet["vehicle"]
    made["whole"] = sheet["whole_loads"].fillna(False).astype(bool)
    made["payload"], made["room"] = vehicles["payload"], vehicles["volume"]
    return made
