"""The whole model of a park, as a table of contents.

    ASSETS  what can be used, carried and served; each enters its terms in the books
    RULES   what must hold between them; each reads the books
    goal    what is to be least

`write` makes the model of one case: `design` (every link that is not forbidden) or `today` (existing links, no Limits:
the baseline). With `elastic`, whatever must be can fall short, and the goal is to fall short least: each thing in each
moment by an amount of its own ("moment"), or each row of the workbook by one share of it ("row"). With `lifting`, also
the statuses of links can give way: these forbidden ones can be built, and required ones be left out. That no firm is
worse off than today (`rules/participation.py`) holds over all stages and scenarios: `plan.py` writes it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.columns import no_garbage_collection
from sidestream.design.tables import (
    BuildList,
    ConversionsRun,
    Facilities,
    Flows,
    MadeAndUsed,
    RelationsSetUp,
    StorageLevels,
)
from sidestream.formulation.assets import (
    conversions,
    corridors,
    expansions,
    fleets,
    needs,
    own_use,
    pipelines,
    relations,
    storages,
    supplies,
    truck_routes,
)
from sidestream.formulation.draft import Aim, Draft, Elastic
from sidestream.formulation.goals import least_cash, least_cost, least_shortfall
from sidestream.formulation.rules import (
    balances,
    carbon,
    impacts,
    limits,
    partners,
    quality,
    supplier_shares,
)
from sidestream.park import Park

ENDS = (supplies, needs, conversions, storages)
"""What can be offered and used at a place: each says how much at most before anything is written."""
ASSETS = (*ENDS, own_use, pipelines, truck_routes, corridors, fleets, expansions, relations)
BUILT = (conversions, storages, pipelines, truck_routes, corridors, fleets, expansions, relations)
"""Assets that have something to build, and say what of it does nothing in an answer."""
RULES = (balances, quality, carbon, impacts, limits, partners, supplier_shares)
GOALS = {"cost": least_cost, "cash": least_cash}
AT_TIMES = (BuildList, Facilities, RelationsSetUp, Flows, ConversionsRun, MadeAndUsed, StorageLevels)
"""Result sheets that no asset may have anything to say of."""


def write(
    park: Park,
    case: str = "design",
    *,
    elastic: Elastic = "",
    tight: bool = True,
    lifting: frozenset[str] | None = None,
    aim: Aim = "cost",
    draft: Draft | None = None,
) -> Draft:
    """Write the model of a park, into a draft where one is given. `tight=False` leaves the couplings at capacity alone
    where that is finite.
    """
    draft = draft or Draft(park, case, elastic, tight, lifting, aim)
    with no_garbage_collection():
        for end in ENDS:
            end.announce(draft)
        for part in (*ASSETS, *RULES, least_shortfall if elastic else GOALS[aim]):
            part.write(draft)
    return draft


def read(draft: Draft, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Let every asset read its part of a solution back as result tables."""
    parts: dict[str, list[pd.DataFrame]] = {table.sheet: [] for table in AT_TIMES}
    for asset in ASSETS:
        for sheet, frame in asset.read(draft, values).items():
            parts.setdefault(sheet, []).append(frame)
    columns = {table.sheet: list(table.columns) for table in AT_TIMES}
    return {
        sheet: pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns[sheet])
        for sheet, frames in parts.items()
    }


def unused_builds(draft: Draft, values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Build decisions that an answer has at 1 for what was a choice and does nothing, and no relation stands on."""
    unused = np.concatenate([asset.unused(draft, values) for asset in BUILT])
    return np.setdiff1d(unused, relations.asked_for(draft))
