"""What a link costs and carries, in each way of having it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sidestream.park import Park


@dataclass(frozen=True)
class Offer:
    """One way of having one link: in one size, as an own offer, or with its vehicle."""

    link: str
    size: str
    giver: str
    taker: str
    commodities: tuple[str, ...]
    new: bool
    two_way: bool = False
    capacity: np.ndarray | None = None  # [base unit of basis] at each moment; None: no limit
    basis: str = ""
    least_flow: float = 0.0  # share of capacity
    steady: bool = False  # whether it cannot stand still
    investment: float = 0.0  # [EUR]
    life: float = math.nan  # [a]
    upkeep: float = 0.0  # [EUR/a] used or not
    building_co2: float = 0.0  # [t] once
    arrives: float = 1.0  # share of what is sent
    unit_cost: float = 0.0  # [EUR/unit sent] beside electricity
    unit_co2: float = 0.0  # [t/unit sent] beside electricity
    power: float = 0.0  # [MWh/unit sent]
    metres: float = 0.0  # of a pipe in a size from the catalogue
    price_today: float = 0.0  # [EUR/unit that arrives], to who sends it
    truck: Mapping[str, Any] | None = None  # vehicle, with km, load_cost, load_co2, most_loads and whole of this route


def offers(park: Park) -> dict[str, list[Offer]]:
    """Every way of having each link that is not forbidden."""
    shared = in_corridors(park)
    found = {
        row["link"]: list(_pipe_offers(park, row, shared[row["link"]])) for row in park["Pipelines"].to_dict("records")
    }
    found |= {row["link"]: [_truck_offer(park, row)] for row in park["TruckRoutes"].to_dict("records")}
    forbidden = {
        row["link"]
        for sheet in ("Pipelines", "TruckRoutes")
        for row in park[sheet].to_dict("records")
        if row["status"] == "forbidden"
    }
    return {link: ways for link, ways in found.items() if link not in forbidden}


def _pipe_offers(park: Park, row: Mapping[str, Any], in_corridors: float) -> Iterator[Offer]:
    common = {
        "link": row["link"],
        "giver": row["from"],
        "taker": row["to"],
        "commodities": row["commodity"],
        "new": row["status"] != "existing",
        "two_way": row["two_way"],
        "least_flow": row["least_flow"],
        "steady": row["steady"],
        "price_today": _filled(row["price_today"]),
    }
    crossing = row["crossing_cost"]
    if row["own_offer"]:
        yield Offer(
            size="",
            **common,
            **_capacity(park, row),
            investment=row["investment"] + crossing,
            life=row["life"],
            upkeep=row["yearly_cost"],
            arrives=1 - row["loss"],  # of what is sent, whatever the length
            unit_cost=row["unit_cost"],
            unit_co2=row["unit_co2"],
        )
        return
    catalogue = {size["size"]: size for size in park["PipeSizes"].to_dict("records")}
    for name in row["sizes"]:
        size, km = catalogue[name], row["length"]
        pipe, station = size["pipe_cost"] * km, size["station_cost"]
        trench = size["trench_cost"] * max(0.0, km - in_corridors)  # the rest of it is paid as a corridor
        yield Offer(
            size=name,
            **common,
            **_capacity(park, size),
            investment=pipe + trench + station + crossing,
            life=size["life"],
            upkeep=size["upkeep"] * (pipe + station),  # not of trench and crossings
            building_co2=size["building_co2"] * km,
            arrives=(1 - size["loss"]) ** km,
            power=size["pumping"] * km,
            metres=1000 * km,
        )


def _truck_offer(park: Park, row: Mapping[str, Any]) -> Offer:
    vehicle = park["Vehicles"].set_index("vehicle").loc[row["vehicle"]]
    km = row["distance"] * (1 + vehicle["empty_return"])  # there, and the empty share of the way back
    truck = {
        "vehicle": row["vehicle"],
        "km": km,
        "payload": vehicle["payload"],
        "volume": vehicle["volume"],
        "load_cost": vehicle["km_cost"] * km + vehicle["load_cost"],
        "load_co2": vehicle["km_co2"] * km,
        "most_loads": row["most_loads"],  # [1/h], NaN: no limit
        "whole": row["whole_loads"],
    }
    return Offer(
        link=row["link"],
        size=row["vehicle"],
        giver=row["from"],
        taker=row["to"],
        commodities=row["commodity"],
        new=row["status"] != "existing",
        **_capacity(park, row),
        investment=row["opening_cost"],
        life=row["life"],
        upkeep=row["yearly_cost"],
        unit_cost=row["unit_cost"],
        unit_co2=row["unit_co2"],
        price_today=_filled(row["price_today"]),
        truck=truck,
    )


def in_corridors(park: Park) -> Mapping[str, float]:
    """How much of each link lies in corridors [km]."""
    length = {row["corridor"]: row["length"] for row in park["Corridors"].to_dict("records")}
    found: dict[str, float] = defaultdict(float)
    for row in park["CorridorPaths"].to_dict("records"):
        found[row["link"]] += length[row["corridor"]]
    return found


def _capacity(park: Park, row: Mapping[str, Any]) -> dict[str, Any]:
    if math.isinf(row["rate"]):
        return {}
    hours = np.ones(len(park.moments)) if row["per_period"] else park.moments["hours"].to_numpy()
    return {"capacity": row["rate"] * hours, "basis": row["basis"]}


def _filled(number: float) -> float:
    return 0.0 if math.isnan(number) else float(number)
