"""Whether it is known what each commodity weighs on the truck that carries it, and that there is something to carry."""

from __future__ import annotations

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import alike, complain, considered, faulty
from sidestream.park.park import Park


def something_to_carry(park: Park) -> list[Fault]:
    """A route without a commodity carries all that go by truck, so there has to be one."""
    frame = park["TruckRoutes"]
    empty = considered(park, "TruckRoutes") & (frame["commodity"].map(len) == 0).to_numpy(bool)
    empty = empty & (~faulty(park, "TruckRoutes", "commodity") & (not park["Commodities"].empty))
    message = "is needed, as no commodity goes by truck (Commodities: goes_by)"
    return complain(park, "TruckRoutes", empty, "commodity", message)


def weights(park: Park) -> list[Fault]:
    """What goes by truck has a mass, and, where the vehicle's room is given, better a volume."""
    frame, commodities, vehicles = park["TruckRoutes"], park["Commodities"], park["Vehicles"]
    rooms = set(vehicles.loc[vehicles["volume"].notna(), "vehicle"])
    goes = dict(zip(commodities["commodity"], commodities["goes_by"], strict=True))
    by_truck: dict[str, int] = {}
    in_room: dict[str, str] = {}
    asked = considered(park, "TruckRoutes")
    for (names, vehicle), (place, *_) in alike(frame, ("commodity", "vehicle"), asked).items():
        for name in names:
            if "truck" not in (goes.get(name) or "truck"):
                continue  # said in `offers`
            by_truck.setdefault(name, frame.index[place])
            if vehicle in rooms:
                in_room.setdefault(name, vehicle)
    return _no_mass(park, by_truck) + _no_volume(park, in_room) if len(commodities) else []


def _no_mass(park: Park, by_truck: dict[str, int]) -> list[Fault]:
    return complain(
        park,
        "Commodities",
        _unknown(park, "mass") & np.asarray(park["Commodities"]["commodity"].isin(by_truck)),
        "mass",
        lambda row: (
            f"is needed, as TruckRoutes row {by_truck[row['commodity']]} carries it and {row['unit']} is not a weight: "
            "type it, or say in goes_by that it does not go by truck"
        ),
    )


def _no_volume(park: Park, in_room: dict[str, str]) -> list[Fault]:
    return complain(
        park,
        "Commodities",
        _unknown(park, "volume") & np.asarray(park["Commodities"]["commodity"].isin(in_room)),
        "volume",
        lambda row: f"is not known, so the room of '{in_room[row['commodity']]}' does not limit its loads",
        "warning",
    )


def _unknown(park: Park, dimension: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    frame = park["Commodities"]
    content = frame["commodity"].map(park.content[dimension])
    fine = (frame["unit"] != "") & (frame["commodity"] != "")
    return (content.isna() & fine).to_numpy(bool) & ~faulty(park, "Commodities", dimension)
