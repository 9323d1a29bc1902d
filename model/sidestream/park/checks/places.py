"""Whether it is known where each participant stands, in one system of coordinates, and what a junction may not be."""

from __future__ import annotations

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, faulty, given
from sidestream.park.park import Park

KINDS_OF_PLACE = (("lat", "lon"), ("x", "y"))


def half_places(park: Park) -> list[Fault]:
    """A coordinate does not come alone."""
    faults = []
    for pair in KINDS_OF_PLACE:
        for one, other in (pair, pair[::-1]):
            alone = given(park, "Participants", one) & ~given(park, "Participants", other)
            faults += complain(park, "Participants", alone, other, f"is needed beside {one}: give both or neither")
    return faults


def two_kinds_of_place(park: Park) -> list[Fault]:
    """All places are given as lat and lon, or all as x and y."""
    globe, plane = (_has(park, *pair) for pair in KINDS_OF_PLACE)
    twice = globe & plane
    faults = complain(park, "Participants", twice, "x", "the place is given twice: keep lat and lon, or x and y")
    globe, plane = globe & ~twice, plane & ~twice
    if globe.any() and plane.any():
        few, column, words = (plane, "x", "x and y") if plane.sum() <= globe.sum() else (globe, "lat", "lat and lon")
        other = "lat and lon" if column == "x" else "x and y"
        count = int((globe | plane).sum() - few.sum())
        first = np.arange(len(few)) == np.argmax(few)
        message = f"this place is given as {words}, {count} as {other}: use one kind in the whole park"
        faults += complain(park, "Participants", first, column, message)
    return faults


def junctions(park: Park) -> list[Fault]:
    """A junction passes on and does nothing else."""
    frame = park["Participants"]
    junction = (frame["kind"] == "junction").to_numpy(bool)
    said_no = junction & ~frame["passes_on"].to_numpy(bool) & ~faulty(park, "Participants", "passes_on")
    message = "a junction always passes on: leave the cell blank, or choose another kind"
    faults = complain(park, "Participants", said_no, "passes_on", message)
    for sheet, thing in (("Supplies", "supply"), ("Demands", "demand")):
        there = park[sheet]["participant"].isin(frame.loc[junction, "participant"])
        message = f"'{{participant}}' is a junction, which only passes on: it can have no {thing}"
        faults += complain(park, sheet, there, "participant", message)
    return faults


def _has(park: Park, one: str, other: str) -> Mask:
    return given(park, "Participants", one) & given(park, "Participants", other)
