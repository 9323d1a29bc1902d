"""Whether it is known where each participant stands, in one system of coordinates, and what a junction may not be."""

from __future__ import annotations

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, faulty, given
from sidestream.park.park import Park
from sidestream.tables import Floats, shown

FAR = 500.0  # km
MUCH_FARTHER = 10.0  # times as far as half of all
LEAST_PLACES = 4  # of which not more than one in four may be far
OWNED = {
    "Supplies": "supply",
    "Demands": "demand",
    "Conversions": "conversion",
    "Storages": "storage",
    "Expansions": "gate",
}
"""What a junction cannot have, by sheet."""
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


def far_away(park: Park) -> list[Fault]:
    """A place far from all others is most likely a slip: two coordinates swapped, or metres for kilometres."""
    frame = park["Participants"]
    faults = []
    for columns, distance in ((("lat", "lon"), _on_globe), (("x", "y"), _on_plane)):
        at = frame[list(columns)].to_numpy(float)
        known = ~np.isnan(at).any(axis=1)
        if known.sum() < LEAST_PLACES:
            continue
        middle = np.median(at[known], axis=0)
        away = distance(at, middle)
        far = known & (away > FAR) & (away > MUCH_FARTHER * np.median(away[known]))
        if far.sum() * LEAST_PLACES > known.sum():
            continue
        for place in np.flatnonzero(far).tolist():
            meant = ""
            if columns == ("lat", "lon") and distance(at[place, ::-1], middle) * MUCH_FARTHER < away[place]:
                meant = ": are lat and lon swapped?"
            elif columns == ("x", "y") and distance(at[place] / 1000, middle) * MUCH_FARTHER < away[place]:
                meant = ": are these metres?"
            row, distant = frame.index[place], shown(float(f"{away[place]:.2g}"))
            message = f"stands {distant} km from the middle of the park{meant or ': is that right?'}"
            faults.append(park.tables["Participants"].fault(row, columns[0], message, "warning"))
    return faults


def whereabouts(park: Park) -> str:
    """Where the park is and how wide, for somebody to see that it is where it should be; empty where no place is known."""
    frame = park["Participants"]
    for columns, distance, around in (
        (("lat", "lon"), _on_globe, "around {:.4g} N, {:.4g} E"),
        (("x", "y"), _on_plane, "around x {:.4g}, y {:.4g}"),
    ):
        at = frame[list(columns)].to_numpy(float)
        at = at[~np.isnan(at).any(axis=1)]
        if len(at) > 1:
            middle = np.median(at, axis=0)
            width = float(f"{2 * distance(at, middle).max():.2g}")
            return f"{around.format(*middle)}, {width:,g} km across"
    return ""


def _on_globe(at: Floats, middle: Floats) -> Floats:
    """Great-circle distance [km], good to 1 %."""
    (a, b), (c, d) = np.radians(at).T, np.radians(middle)
    half = np.sin((a - c) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((b - d) / 2) ** 2
    distance: Floats = 2 * 6371.0 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return distance


def _on_plane(at: Floats, middle: Floats) -> Floats:
    distance: Floats = np.hypot(*(at - middle).T)
    return distance


def junctions(park: Park) -> list[Fault]:
    """A junction passes on and does nothing else."""
    frame = park["Participants"]
    junction = (frame["kind"] == "junction").to_numpy(bool)
    said_no = junction & ~frame["passes_on"].to_numpy(bool) & ~faulty(park, "Participants", "passes_on")
    message = "a junction always passes on: leave the cell blank, or choose another kind"
    faults = complain(park, "Participants", said_no, "passes_on", message)
    for sheet, thing in OWNED.items():
        there = park[sheet]["participant"].isin(frame.loc[junction, "participant"])
        message = f"'{{participant}}' is a junction, which only passes on: it can have no {thing}"
        faults += complain(park, sheet, there, "participant", message)
    return faults


def _has(park: Park, one: str, other: str) -> Mask:
    return given(park, "Participants", one) & given(park, "Participants", other)
