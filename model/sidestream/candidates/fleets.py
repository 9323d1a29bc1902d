"""What more vehicles a link by itself would need, where Fleets says how many there are."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates.listed import Lines
from sidestream.money import annuity
from sidestream.park import Park

Floats = NDArray[np.float64]
LITTLE = 1e-6
"""Part of a vehicle that is rounding."""


def more_vehicles(park: Park, lines: Lines, sent: Floats) -> Floats:
    """What vehicles beside those there are cost a year, for what each line sends at each moment [EUR/a].

    Infinite where there cannot be enough of them. Those there are count as free for it.
    """
    rows = park["Fleets"].drop_duplicates("vehicle").set_index("vehicle")
    vehicles = pd.Series(lines.size if lines.sheet == "TruckRoutes" else "", range(len(lines.a)))
    mine = vehicles.isin(rows.index).to_numpy(bool)
    cost = np.zeros(len(lines.a))
    if not mine.any():
        return cost
    names = vehicles[mine].to_numpy(object)
    fleet = rows.reindex(names)
    back = park["Vehicles"].drop_duplicates("vehicle").set_index("vehicle")["empty_return"].reindex(names)
    km = lines.length[mine] * (1 + back.to_numpy(float))
    a_load = km / fleet["speed"].to_numpy(float) + fleet["load_hours"].to_numpy(float)
    loads = sent[mine] * np.broadcast_to(lines.way.loads, len(lines.a))[mine][:, None]
    hours = fleet["hours"].to_numpy(float)[:, None] * park.moments["hours"].to_numpy(float)
    needed = np.ceil((loads * a_load[:, None] / hours).max(axis=1) - LITTLE)
    more = np.maximum(needed - fleet["number"].to_numpy(float), 0.0)
    rate = np.nan_to_num(park.settings.discount_rate)
    life = np.where(fleet["life"] > 0, fleet["life"], 1.0)
    each = fleet["investment"].to_numpy(float) * annuity(rate, life) + fleet["yearly_cost"].to_numpy(float)
    enough = ~(needed > fleet["most"].to_numpy(float))
    cost[mine] = np.where(enough, more * each, np.inf)
    return cost
