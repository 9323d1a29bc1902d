"""What the search left out, as it cannot pay: the sheet Left out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sidestream.design.tables import LeftOut
from sidestream.formulation.assets.expansions import ALL
from sidestream.park import Park
from sidestream.solver.search import LeftOut as Found

LINKS = {"lay_pipeline": "pipeline", "lay_truck_route": "truck route"}
FACILITIES = {"build_conversion": "conversion", "build_storage": "storage"}


def left_out(park: Park, pruned: Sequence[Found]) -> pd.DataFrame:
    """Return the sheet Left out of a design of one world."""
    payers = dict(zip(park["Fleets"]["vehicle"], park["Fleets"]["payer"], strict=True))
    rows = []
    for one in pruned:
        if one.family in LINKS:
            link, size = one.name
            what = LINKS[one.family], link, "", size
        elif one.family in FACILITIES:
            name, participant, size = one.name
            what = FACILITIES[one.family], name, participant, size
        elif one.family == "build_expansion":
            of, participant, commodity, size = one.name
            what = of, commodity or ALL, participant, size
        else:
            what = "fleet", one.name, payers[one.name], "built"
        rows.append((*what, one.cost, one.brings))
    frame = pd.DataFrame(rows, columns=list(LeftOut.columns))
    return frame.sort_values(list(LeftOut.key), ignore_index=True)
