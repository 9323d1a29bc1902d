"""Whether what is lost on the way has a price: it is disposed of, unless it vanishes as heat does."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.reach import Reach
from sidestream.park.checks.rows import Mask, carried, complain, considered
from sidestream.park.park import Park
from sidestream.tables import LAST_ROW


def priced_losses(park: Park) -> list[Fault]:
    """Each end that can lose something disposes of its own, or is reached by a supplier who does."""
    frame = park["Pipelines"]
    loses = _loses(park)
    if not loses.any():
        return []
    reach = Reach(park)
    supplies = park["Supplies"][park["Supplies"]["if_not_taken"] == "dispose"]
    disposers = reach.marked(reach.key(supplies["commodity"], supplies["participant"]))
    priced = disposers | reach.onward(disposers)
    rows, commodities = carried(frame)
    vanishes = park["Commodities"].set_index("commodity")["vanishes"]
    gone = pd.Series(commodities, dtype=object).isin(vanishes.index[vanishes.astype(bool)]).to_numpy(bool)
    both = frame["two_way"].to_numpy(bool)[rows]
    faults = []
    wrong = np.zeros(len(frame), bool)
    what = np.full(len(frame), "", object)
    who = np.full(len(frame), "", object)
    for end, used in (("to", both), ("from", np.ones(len(rows), bool))):
        keys = reach.key(commodities, frame[end].to_numpy()[rows])
        open_ = loses[rows] & ~gone & used & (keys >= 0)
        open_ = open_ & reach.at(reach.sendable, keys) & ~reach.at(priced, keys)
        places = rows[open_]
        wrong[places] = True
        what[places] = np.array(commodities, object)[open_]
        who[places] = frame[end].to_numpy(object)[places]
    offered = np.asarray(frame.index > LAST_ROW) & wrong
    lost = park["Commodities"]["commodity"].isin(what[offered])
    faults += complain(park, "Commodities", lost, "vanishes", OFFERED)
    wrong &= ~offered
    own = frame["own_offer"].to_numpy(bool)
    for mask, column in ((wrong & own, "loss"), (wrong & ~own, "sizes")):
        names = iter(zip(what[mask], who[mask], strict=True))
        faults += complain(park, "Pipelines", mask, column, lambda _, names=names: _message(*next(names)))  # type: ignore[misc]
    return faults


def arrivals(park: Park) -> list[Fault]:
    """Something of what is sent arrives."""
    faults = []
    for sheet in ("Pipelines", "PipeSizes"):
        everything = park[sheet]["loss"] >= 1
        faults += complain(park, sheet, everything, "loss", "at 100 % nothing arrives: type less")
    return faults


OFFERED = (
    "pipes are offered for '{commodity}' that lose some of it on the way: type yes where that is simply gone, as heat is; "
    "or choose dispose in Supplies for those who give it off, with a disposal cost"
)


def _message(what: str, who: str) -> str:
    return (
        f"what is lost of '{what}' has to be disposed of, and neither '{who}' nor a supplier that can reach it has a "
        "disposal cost: choose dispose in Supplies, take the loss away, or say that it vanishes in Commodities"
    )


def _loses(park: Park) -> Mask:
    """Which pipelines can lose something, in one of their sizes."""
    frame, catalogue = park["Pipelines"], park["PipeSizes"]
    leaky = set(catalogue.loc[catalogue["loss"] > 0, "size"])
    own = frame["own_offer"].to_numpy(bool)
    offered = {sizes: not leaky.isdisjoint(sizes) for sizes in set(frame["sizes"])}
    chosen = np.array([offered[sizes] for sizes in frame["sizes"]], bool)
    return considered(park, "Pipelines") & np.where(own, (frame["loss"] > 0).to_numpy(bool), chosen)
