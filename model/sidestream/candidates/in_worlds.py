"""Which links are offered for a park of several stages or scenarios: all that could pay in any of them.

A link that pays in no world pays in none of their means: its yearly saving over all worlds is a weighed mean of that in each.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sidestream.candidates.offers import Offered, offered
from sidestream.park.park import Park
from sidestream.park.worlds import several, worlds

KEY = ["sheet", "giver", "taker", "commodity"]


def offered_for(park: Park) -> Offered:
    """Judge every compatible pair of a park that passed its checks, in every world that it has."""
    if not several(park):
        return offered(park)
    each = [offered(world.park) for world in worlds(park)]
    judged = pd.concat([one.judged for one in each], ignore_index=True)
    judged = judged.sort_values(["offered", "best"], ascending=False, kind="stable").drop_duplicates(KEY)
    judged = judged.sort_values([*KEY[1:], "sheet"], kind="stable", ignore_index=True)
    return replace(each[0], judged=judged, compatible=max(one.compatible for one in each))
