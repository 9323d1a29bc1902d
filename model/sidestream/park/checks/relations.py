"""Whether each relation is between two, said once, and neither costs nor asks for what cannot be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, faulty, few, given
from sidestream.park.park import Park

MUST = ("required", "built")


def two(park: Park) -> list[Fault]:
    """Nobody has a relation with itself."""
    frame = park["Relations"]
    wrong = (frame["a"] == frame["b"]) & (frame["a"] != "")
    return complain(park, "Relations", wrong, "b", "'{b}' stands in a as well: name the other one")


def once(park: Park) -> list[Fault]:
    """A pair stands in one row, whichever of the two comes first."""
    frame, seen = park["Relations"], dict[frozenset[str], int]()
    faults = []
    for row, a, b in frame[["a", "b"]].itertuples():
        first = seen.setdefault(frozenset((a, b)), row)
        if first != row and frame.at[first, "a"] == b and a != b:  # the same order was said when the sheet was read
            message = f"'{a}, {b}' stands in row {first} already, the other way round: delete one"
            faults.append(park.tables["Relations"].fault(row, "a", message))
    return faults


def lives(park: Park) -> list[Fault]:
    """What is paid once has a life, to be shared out over."""
    wrong = _pays(park) & ~given(park, "Relations", "life") & ~faulty(park, "Relations", "life")
    return complain(park, "Relations", wrong, "life", "is needed: how many years the set_up_cost is shared out over")


def junctions(park: Park) -> list[Fault]:
    """A junction never pays."""
    frame, sites = park["Relations"], park["Participants"]
    junction = sites.loc[sites["kind"] == "junction", "participant"]
    faults = []
    for end in ("a", "b"):
        wrong = _pays(park) & np.asarray(frame[end].isin(junction))
        message = (
            f"'{{{end}}}' is a junction, which never pays its half: clear the cell, or put the cost into its links"
        )
        faults += complain(park, "Relations", wrong, "set_up_cost", message)
    return faults


def owners(park: Park) -> list[Fault]:
    """One owner pays nothing to begin with itself."""
    frame = park["Relations"]
    idle = frame["same_owner"].to_numpy(bool) & (frame["set_up_cost"] > 0).to_numpy(bool)
    message = "is not paid, as both belong to one owner (same_owner)"
    return complain(park, "Relations", idle, "set_up_cost", message, "warning")


def links(park: Park) -> list[Fault]:
    """No link that must be stands between two who may have none, and there can be one between two who must have one."""
    frame = park["Relations"]
    if frame.empty:
        return []
    between, faults = _between(park), []
    for row, a, b, status in frame[["a", "b", "status"]].itertuples():
        mine = between[between["pair"] == frozenset((a, b))]
        if status == "forbidden" and mine["status"].isin(MUST).any():
            must = mine[mine["status"].isin(MUST)]
            names = few([f"'{name}'" for name in must["link"]])
            message = f"is forbidden, and {names} between them is {must['status'].iat[0]}: change one of them"
            faults.append(park.tables["Relations"].fault(row, "status", message))
        if status == "required" and not park.offers_links and (mine["status"] == "forbidden").all():
            why = (
                f"all links between them are forbidden ({few(list(mine['link']))})"
                if len(mine)
                else "no link joins them"
            )
            message = f"is required, and {why}: list one that may be laid"
            faults.append(park.tables["Relations"].fault(row, "status", message))
    return faults


def _pays(park: Park) -> Mask:
    """Rows with a cost of setting up that somebody pays."""
    frame = park["Relations"]
    pays: Mask = (frame["set_up_cost"] > 0).to_numpy(bool) & ~frame["same_owner"].to_numpy(bool)
    return pays


def _between(park: Park) -> pd.DataFrame:
    """Name and status of each link, and the pair it joins."""
    both = pd.concat([park[sheet][["link", "from", "to", "status"]] for sheet in ("Pipelines", "TruckRoutes")])
    pairs = [frozenset(ends) for ends in zip(both["from"], both["to"], strict=True)]
    return both.assign(pair=pd.Series(pairs, both.index, dtype=object))
