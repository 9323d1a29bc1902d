"""Whether it is known what each commodity weighs on the truck that carries it, and that there is something to carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import alike, complain, considered, faulty, few, mask, plain
from sidestream.park.park import Park
from sidestream.tables import shown

ROUNDING = 1e-9
"""Part of a load that is a rounding of most_loads."""


def something_to_carry(park: Park) -> list[Fault]:
    """A route without a commodity carries all that go by truck, so there has to be one."""
    frame = park["TruckRoutes"]
    empty = considered(park, "TruckRoutes") & (frame["commodity"].map(len) == 0).to_numpy(bool)
    empty = empty & (~faulty(park, "TruckRoutes", "commodity") & (not park["Commodities"].empty))
    message = "is needed, as no commodity goes by truck (Commodities: goes_by)"
    return complain(park, "TruckRoutes", empty, "commodity", message)


def media(park: Park) -> list[Fault]:
    """A vehicle takes what it is to carry."""
    commodities, vehicles = park["Commodities"], park["Vehicles"]
    medium = dict(zip(commodities["commodity"], commodities["medium"], strict=True))
    takes = dict(zip(vehicles["vehicle"], vehicles["media"], strict=True))
    frame, faults = park["TruckRoutes"], []
    for (names, vehicle), rows in alike(frame, ("commodity", "vehicle"), considered(park, "TruckRoutes")).items():
        allowed = takes.get(vehicle)
        strange = next((name for name in names if allowed and medium.get(name) and medium[name] not in allowed), None)
        if strange is not None:
            message = f"'{vehicle}' takes {' and '.join(allowed or ())} only (Vehicles: media), and '{strange}' is {medium[strange]}"
            faults += complain(park, "TruckRoutes", mask(len(frame), rows), "vehicle", plain(message))
    return faults


def weights(park: Park) -> list[Fault]:
    """What goes by truck has a mass, and, where the vehicle's room is given, better a volume."""
    frame, commodities, vehicles = park["TruckRoutes"], park["Commodities"], park["Vehicles"]
    rooms = set(vehicles.loc[vehicles["volume"].notna(), "vehicle"])
    goes = dict(zip(commodities["commodity"], commodities["goes_by"], strict=True))
    by_truck: dict[str, int] = {}
    in_room: set[str] = set()
    asked = considered(park, "TruckRoutes")
    for (names, vehicle), places in alike(frame, ("commodity", "vehicle"), asked).items():
        for name in names:
            if "truck" not in (goes.get(name) or "truck"):
                continue  # said in `offers`
            by_truck.setdefault(name, frame.index[places[0]])
            if vehicle in rooms:
                in_room.add(name)
    return _no_mass(park, by_truck) + _no_volume(park, in_room) if len(commodities) else []


def whole_loads(park: Park) -> list[Fault]:
    """Whole loads need room for one of them in some period at least."""
    frame, longest = park["TruckRoutes"], park.moments["hours"].max()
    most = frame["most_loads"] * longest
    none = (frame["whole_loads"] & (most > 0) & (most * (1 + ROUNDING) < 1)).to_numpy(bool)
    column = park.tables["TruckRoutes"].table.columns["most_loads"]

    def say(row: Mapping[str, Any]) -> str:
        typed = shown(column.show(row["most_loads"]))
        return (
            f"{typed} a week is less than one load in the longest period ({longest:g} h), and whole_loads is yes: nothing "
            "can go. Type more, or no there"
        )

    return complain(park, "TruckRoutes", none & considered(park, "TruckRoutes"), "most_loads", say, "warning")


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


def _no_volume(park: Park, in_room: set[str]) -> list[Fault]:
    """One warning for all of them: many a catalogue has no volumes."""
    names = park["Commodities"]["commodity"]
    lost = [f"'{name}'" for name in names[_unknown(park, "volume") & np.asarray(names.isin(in_room))]]
    if not lost:
        return []
    message = f"does not limit loads of {few(lost)}: the volume of one unit is not known (Commodities)"
    return [park.tables["Vehicles"].fault(None, "volume", message, "warning")]


def _unknown(park: Park, dimension: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    frame = park["Commodities"]
    content = frame["commodity"].map(park.content[dimension])
    fine = (frame["unit"] != "") & (frame["commodity"] != "")
    return (content.isna() & fine).to_numpy(bool) & ~faulty(park, "Commodities", dimension)
