"""What a link costs by its length: a size or vehicle of the catalogues, or an offer of the planner's own.

For a link of L km, of what is sent through it,

    yearly(L) = yearly + yearly_km * L          annuity, upkeep and the CO2 of building it         [EUR/a]
    carry(L)  = carry + carry_km * L            pumping or loads, and their CO2                    [EUR/unit sent]
    kept(L)   = kept * kept_km^L                share that arrives

CO2 counts at carbon_tax + carbon_value throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates.pairs import carbon_price
from sidestream.money import annuity
from sidestream.park import Park

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Figure = float | Floats
"""A number, or one for each link."""
PIPED = ("steam", "hot water", "gas", "power")
"""Media that are offered a truck only where `goes_by` says so."""


@dataclass(frozen=True)
class Way:
    """A size, a vehicle or an own offer, for one commodity. `capacity` is what can enter at each moment [unit]."""

    size: str
    capacity: Floats
    yearly: Figure = 0.0
    yearly_km: Figure = 0.0
    carry: Figure = 0.0
    carry_km: Figure = 0.0
    kept: Figure = 1.0
    kept_km: float = 1.0
    loads: Figure = 0.0
    """Truck loads of a unit."""

    def a_year(self, length: Floats) -> Floats:
        """What it costs, used or not [EUR/a]."""
        return np.asarray(self.yearly + self.yearly_km * length, float)

    def a_unit(self, length: Floats) -> Floats:
        """What it costs to send a unit [EUR/unit]."""
        return np.asarray(self.carry + self.carry_km * length, float)

    def arrives(self, length: Floats) -> Floats:
        """Share of what is sent that arrives."""
        return np.asarray(self.kept * self.kept_km**length, float)

    def runs(self, sent: Floats) -> Floats:
        """What can be sent at each moment of what there is to send: a way of the catalogue runs as it likes."""
        return sent

    def beside(self, sent: Floats) -> Floats:
        """What is paid in a year beside what follows from the sum of what is sent [EUR/a]: nothing here."""
        return np.zeros(len(sent))


def sent_at_each(offered: Floats, wanted: Floats, way: Way, length: Floats) -> Floats:
    """Most that can be sent at each moment of what is offered and wanted there; all of shape (links, moments)."""
    return np.asarray(np.minimum(np.minimum(offered, _needed(wanted, way, length)), way.capacity), float)


def most_sent(
    offered: Floats, wanted: Floats, way: Way, length: Floats, later: Mask | None = None, sooner: Mask | None = None
) -> Floats:
    """Most that can be sent in a year of what is offered and wanted at each moment, both of shape (links, moments).

    `later` are links whose giver can keep its goods for another moment, `sooner` those whose taker can: of what these
    offer and want only the sum of the year counts.
    """
    if later is None or sooner is None or not (later | sooner).any():
        return np.asarray(sent_at_each(offered, wanted, way, length).sum(axis=1), float)
    most = np.broadcast_to(np.asarray(way.capacity, float), offered.shape).copy()
    year = np.full(len(offered), np.inf)
    for amounts, free in ((offered, later), (_needed(wanted, way, length), sooner)):
        most = np.minimum(most, np.where(free[:, None], np.inf, amounts))
        year = np.minimum(year, np.where(free, amounts.sum(axis=1), np.inf))
    return np.asarray(np.minimum(most.sum(axis=1), year), float)


def _needed(wanted: Floats, way: Way, length: Floats) -> Floats:
    """What has to be sent for what is wanted to arrive."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(wanted > 0, wanted / way.arrives(length)[:, None], 0.0)


def sizes(park: Park, commodity: str) -> list[Way]:
    """Pipe sizes of the catalogue that can carry a commodity; none where it does not go by pipe."""
    row = park["Commodities"].set_index("commodity").loc[commodity]
    if row["goes_by"] and "pipe" not in row["goes_by"]:
        return []
    catalogue = park["PipeSizes"][park["PipeSizes"]["medium"] == row["medium"]]
    content = pd.Series(park.content.loc[commodity])
    fitting = [bool(basis) and content[basis] > 0 for basis in catalogue["basis"]]
    return [_size(park, size, content) for size in catalogue[fitting].to_dict("records")]


def _size(park: Park, size: dict[Any, Any], content: pd.Series) -> Way:
    carbon, once = carbon_price(park), annuity(np.nan_to_num(park.settings.discount_rate), size["life"])
    kept_up = size["upkeep"]
    return Way(
        size["size"],
        _at_each_moment(park, size["rate"] / content[size["basis"]], size["per_period"]),
        yearly=float(size["station_cost"] * (once + kept_up)),
        yearly_km=float(
            (size["pipe_cost"] + size["trench_cost"]) * once
            + kept_up * size["pipe_cost"]
            + carbon * size["building_co2"] / size["life"]
        ),
        carry_km=size["pumping"] * electricity(park),
        kept_km=1 - size["loss"],
    )


def vehicles(park: Park, commodity: str, names: pd.Series | None = None) -> list[Way]:
    """Vehicles that could carry a commodity, none where it does not go by truck; with `names` these, whatever goes."""
    row = park["Commodities"].set_index("commodity").loc[commodity]
    content = pd.Series(park.content.loc[commodity])
    goes = "truck" in row["goes_by"] if row["goes_by"] else row["medium"] not in PIPED
    if not content["mass"] > 0 or (names is None and not goes):
        return []
    catalogue = park["Vehicles"]
    here = (
        _fitting(park, commodity, str(row["medium"])) if names is None else catalogue[catalogue["vehicle"].isin(names)]
    )
    return [_vehicle(park, vehicle, content) for vehicle in here.to_dict("records")]


def _vehicle(park: Park, vehicle: dict[Any, Any], content: pd.Series) -> Way:
    loads = max(content["mass"] / vehicle["payload"], np.nan_to_num(content["volume"] / vehicle["volume"]))
    a_km = (1 + vehicle["empty_return"]) * (vehicle["km_cost"] + carbon_price(park) * vehicle["km_co2"])
    unlimited = np.full(len(park.moments), np.inf)
    return Way(vehicle["vehicle"], unlimited, carry=loads * vehicle["load_cost"], carry_km=loads * a_km, loads=loads)


def _fitting(park: Park, commodity: str, medium: str) -> pd.DataFrame:
    """The vehicles that take a medium: those that carry the commodity already, else its medium, else all of them."""
    routes, vehicles = park["TruckRoutes"], park["Vehicles"]
    vehicles = vehicles[np.array([not media or medium in media for media in vehicles["media"]], bool)]
    media = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["medium"], strict=True))
    for fits in (lambda name: name == commodity, lambda name: media.get(name) == medium):
        here = [any(map(fits, names)) for names in routes["commodity"]]
        used = vehicles[vehicles["vehicle"].isin(routes.loc[here, "vehicle"])]
        if len(used):
            return used
    return vehicles


def why_no_way(park: Park, commodity: str) -> str:
    """Say why neither a pipe size nor a vehicle can carry a commodity."""
    row = park["Commodities"].set_index("commodity").loc[commodity]
    medium, goes_by = str(row["medium"]), row["goes_by"]
    catalogue = park["PipeSizes"][park["PipeSizes"]["medium"] == medium]
    pipe = f"no size in PipeSizes is for {medium}"
    if goes_by and "pipe" not in goes_by:
        pipe = "goes_by rules out pipes"
    elif len(catalogue):
        units = ", ".join(dict.fromkeys(catalogue["capacity_unit"]))
        pipe = f"the sizes for {medium} count {units}, and what that is in {row['unit']} is not known (Commodities)"
    truck = f"Vehicles has none for {medium}"
    if goes_by and "truck" not in goes_by:
        truck = "goes_by rules out trucks"
    elif not goes_by and medium in PIPED:
        truck = f"{medium} goes by truck only where goes_by says so"
    elif any(not media or medium in media for media in park["Vehicles"]["media"]):
        truck = f"what a {row['unit']} weighs is not known (Commodities)"
    return f"{pipe}; {truck}"


def electricity(park: Park) -> float:
    """What a MWh of pumping costs, its CO2 included."""
    settings = park.settings
    figures = (settings.electricity_price, carbon_price(park) * settings.electricity_co2)
    return float(sum(np.nan_to_num(float(figure)) for figure in figures))


def _at_each_moment(park: Park, rate: Figure, per_period: bool) -> Floats:
    hours = park.moments["hours"].to_numpy(float)
    return np.asarray(rate * (np.ones_like(hours) if per_period else hours), float)
