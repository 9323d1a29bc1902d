"""Whether what is lost, on the way or in a storage, has a price: it is disposed of, unless it vanishes as heat does."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, considered
from sidestream.park.links import carried
from sidestream.park.park import Park
from sidestream.park.reach import Reach
from sidestream.tables import LAST_ROW


def priced_losses(park: Park) -> list[Fault]:
    """Each end that can lose something disposes of its own, or is reached by a supplier who does."""
    frame = park["Pipelines"]
    loses = _loses(park)
    if not loses.any():
        return []
    reach = park.reach
    priced = _priced(park, reach)
    rows, commodities = carried(frame)
    gone = _vanishes(park, commodities)
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
        faults += complain(park, "Pipelines", mask, column, lambda _, names=names: _message(park, *next(names)))  # type: ignore[misc]
    return faults


def priced_storage_losses(park: Park) -> list[Fault]:
    """The same where something is lost in a storage, or in putting it there and taking it out."""
    frame = park["Storages"]
    columns = {
        "in_efficiency": (frame["in_efficiency"] < 1).to_numpy(bool),
        "out_efficiency": (frame["out_efficiency"] < 1).to_numpy(bool),
        "standing_loss": (frame["standing_loss"] > 0).to_numpy(bool),
    }
    loses = considered(park, "Storages") & np.logical_or.reduce(list(columns.values()))
    loses &= ~_vanishes(park, frame["commodity"].tolist())
    if not loses.any():
        return []
    reach = park.reach
    keys = reach.key(frame["commodity"], frame["participant"])
    wrong = loses & (keys >= 0) & reach.at(reach.supplied | reach.arrives, keys) & ~reach.at(_priced(park, reach), keys)
    faults = []
    for column, leaky in columns.items():
        here = wrong & leaky
        faults += complain(
            park, "Storages", here, column, lambda row: _message(park, row["commodity"], row["participant"])
        )
        wrong &= ~here
    return faults


def _priced(park: Park, reach: Reach) -> Mask:
    """Where each commodity has somebody who can be there with it and disposes of the like at a cost."""
    supplies, plants = park["Supplies"], park.recipes
    supplies = supplies[supplies["if_not_taken"] == "dispose"]
    made = plants[plants["choice"] == "dispose"]
    keys = [reach.key(rows["commodity"], rows["participant"]) for rows in (supplies, made)]
    disposers = reach.marked(np.concatenate(keys))
    priced: Mask = disposers | reach.onward(disposers)
    return priced


def _vanishes(park: Park, commodities: list[str]) -> Mask:
    """Which commodities are simply gone where they are lost."""
    vanishes = park["Commodities"].set_index("commodity")["vanishes"]
    gone: Mask = pd.Series(commodities, dtype=object).isin(vanishes.index[vanishes.astype(bool)]).to_numpy(bool)
    return gone


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


def _message(park: Park, what: str, who: str) -> str:
    made = what in set(park.recipes["commodity"])
    return (
        f"what is lost of '{what}' has to be disposed of, and neither '{who}' nor a supplier that can reach it has a "
        f"disposal cost: choose dispose in Supplies{' or ConversionRates' * made}, take the loss away, or say that it "
        "vanishes in Commodities"
    )


def _loses(park: Park) -> Mask:
    """Which pipelines can lose something, in one of their sizes."""
    frame, catalogue = park["Pipelines"], park["PipeSizes"]
    leaky = set(catalogue.loc[catalogue["loss"] > 0, "size"])
    own = frame["own_offer"].to_numpy(bool)
    offered = {sizes: not leaky.isdisjoint(sizes) for sizes in set(frame["sizes"])}
    chosen = np.array([offered[sizes] for sizes in frame["sizes"]], bool)
    return considered(park, "Pipelines") & np.where(own, (frame["loss"] > 0).to_numpy(bool), chosen)
