"""Whether each fleet is somebody's, has room for the vehicles it has, and drives somewhere."""

from __future__ import annotations

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, considered, faulty, given
from sidestream.park.park import Park


def payers(park: Park) -> list[Fault]:
    """A junction never pays."""
    participants = park["Participants"]
    junctions = participants.loc[participants["kind"] == "junction", "participant"]
    wrong = np.asarray(park["Fleets"]["payer"].isin(junctions)) & given(park, "Fleets", "payer")
    message = "'{payer}' is a junction, which never pays: name the participant who does"
    return complain(park, "Fleets", wrong, "payer", message)


def lives(park: Park) -> list[Fault]:
    """A vehicle that may be bought lasts for a known time."""
    wrong = invests(park) & ~given(park, "Fleets", "life") & ~faulty(park, "Fleets", "life")
    message = "is needed beside an investment: how many years a vehicle lasts"
    return complain(park, "Fleets", wrong, "life", message)


def room(park: Park) -> list[Fault]:
    """There cannot be more vehicles than there can be."""
    frame = park["Fleets"]
    message = "{most:g} is less than number, {number:g}: those are there already"
    return complain(park, "Fleets", (frame["most"] < frame["number"]).to_numpy(bool), "most", message)


def idle_fleets(park: Park) -> list[Fault]:
    """A fleet that drives nowhere limits nothing; one without vehicles lets nothing drive."""
    frame = park["Fleets"]
    routes = park["TruckRoutes"][considered(park, "TruckRoutes")]
    driven = np.asarray(frame["vehicle"].isin(routes["vehicle"]))
    message = "no row of TruckRoutes is for '{vehicle}': nothing is limited"
    faults = complain(park, "Fleets", ~driven & ~np.asarray(frame["vehicle"] == ""), "vehicle", message, "warning")
    none = (frame["number"] == 0).to_numpy(bool)
    never = none & (frame["most"] < 1).to_numpy(bool)
    message = (
        "lets no '{vehicle}' drive, as there is none today: to leave its routes out, choose forbidden in their status"
    )
    faults += complain(park, "Fleets", driven & never, "most", message, "warning")
    today = routes.loc[routes["status"] == "existing", "vehicle"]
    runs = np.asarray(frame["vehicle"].isin(today))
    message = "0 '{vehicle}' are there, and it has routes that exist already: type how many drive there today"
    return faults + complain(park, "Fleets", runs & none & ~never, "number", message, "warning")


def invests(park: Park) -> Mask:
    """Which fleets may have to pay for more vehicles."""
    frame = park["Fleets"]
    more: Mask = ~(frame["most"] - frame["number"] < 1).to_numpy(bool)
    return more & (frame["investment"] > 0).to_numpy(bool)
