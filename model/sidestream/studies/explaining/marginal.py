"""What a unit more or less of each commodity is worth at each site, with the builds of a design fixed.

    low     what a unit more spares:  -(slope of the least cost where the balance takes in a unit from outside)
    high    what a unit less costs:    slope of the least cost where a unit has to leave
    value   the dual of the balance where the two are the same

each divided by the weight of the moment and the share of its world in the goal: EUR per unit in that period. Between low and
high lies every dual of a degenerate answer. How far each holds is seen along the row itself (`solver/margins.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.matrices import rows_of
from sidestream.design.study_tables.explained import MarginalValues
from sidestream.park.worlds import shares_of_money
from sidestream.solver.highs import Watch
from sidestream.solver.margins import margins
from sidestream.solver.settle import with_builds
from sidestream.studies.pools import held
from sidestream.studies.prepared import Prepared

Floats = NDArray[np.float64]
SAME = 1e-6
"""Share of the larger of two values that is no difference."""


def marginal_values(
    ready: Prepared, values: Floats, watch: Watch, sites: Collection[str] | None = None
) -> tuple[pd.DataFrame, bool]:
    """Return the sheet Marginal values, of some sites or all, and whether there was time for all of it."""
    made = ready.made
    fixed = with_builds(held(made, ready.problem, values), values)
    first, names, scale, world = _balances(ready)
    unit = ready.park["Commodities"].set_index("commodity")["unit"].to_dict()
    told: list[dict[str, Any]] = []
    asked = 0
    wanted = first if sites is None else first[[name[0] in sites for name in names]]
    for one in margins(fixed, wanted, watch):
        asked += 1
        place = int(np.searchsorted(first, one.row))
        more, less = -one.down.slope / scale[place], one.up.slope / scale[place]
        if np.isnan(more) and np.isnan(less):
            continue  # nothing comes here, and nothing leaves
        participant, commodity, side, period = names[place]
        alike = abs(less - more) <= SAME * max(abs(less), abs(more), 1e-6)
        told.append(
            {
                "participant": participant,
                "commodity": commodity,
                "side": side,
                "stage": made.worlds[world[place]].stage,
                "scenario": made.worlds[world[place]].scenario,
                "period": period,
                "unit": unit[commodity],
                "value": less + 0.0 if alike else np.nan,
                "low": more + 0.0,
                "high": less + 0.0,
                "more": one.down.reach,
                "less": one.up.reach,
            }
        )
    frame = pd.DataFrame(told, columns=list(MarginalValues.columns))
    order = frame["period"].map({name: place for place, name in enumerate(dict.fromkeys(row[3] for row in names))})
    frame = frame.assign(order=order).sort_values(["participant", "commodity", "side", "order"], kind="stable")
    return frame[list(MarginalValues.columns)].reset_index(drop=True), asked == len(wanted)


def _balances(ready: Prepared) -> tuple[NDArray[np.int64], list[tuple[str, ...]], Floats, list[int]]:
    """Row, name, weight and world of every balance, in the order of rows."""
    made = ready.made
    several = len(made.drafts) > 1
    shares = shares_of_money(made.worlds) if several else np.ones(1)
    rows: list[int] = []
    names: list[tuple[str, ...]] = []
    scale: list[float] = []
    world: list[int] = []
    for place, (draft, share) in enumerate(zip(made.drafts, shares.tolist(), strict=True)):
        label = made.worlds[place].label
        begins, index = rows_of(made.model, f"{label}: balance" if label else "balance")
        at = {period: number for number, period in enumerate(draft.periods)}
        mine = [tuple(map(str, name)) for name in index]
        rows += range(begins, begins + len(mine))
        names += mine
        scale += [share * float(draft.weights[at[name[3]]]) for name in mine]
        world += [place] * len(mine)
    return np.array(rows, np.int64), names, np.array(scale, float), world
