"""What a design leaves alone: by-products that nobody takes and needs that nothing serves, though something is left.

A row of Supplies is one where something is disposed of or left in the design, and none of it goes into a link; a row of
Demands where something is bought or short, and nothing that it accepts comes by a link.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.tables import MISSED
from sidestream.park.acceptance import acceptance
from sidestream.park.park import Park

Floats = NDArray[np.float64]
ROW = ["what", "sheet", "row", "participant", "commodity", "name", "quantity", "unit", "price"]
NAMES = ["participant", "commodity", "name"]
LITTLE = 1e-6
"""Share of a supply or need below which it counts as nothing."""


def left_alone(park: Park, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return ROW of each: `row` is its number in `sheet`; quantity [unit/a], price of a unit now [EUR/unit]."""
    flows = tables["Flows"]
    flows = flows[(flows["case"] == "design") & (flows["sent"] > 0)]
    supplies, demands = park["Supplies"], park["Demands"]
    unit = park["Commodities"].drop_duplicates("commodity").set_index("commodity")["unit"]
    sent = set(zip(flows["from"], flows["commodity"], strict=True))
    come = set(zip(flows["to"], flows["commodity"], strict=True))
    accepted = acceptance(demands, park["Substitutions"])
    takes = np.zeros(len(demands), bool)
    buyers = demands["participant"].to_numpy(object)
    for need, by_product in zip(accepted["need"].to_numpy(int), accepted["by_product"], strict=True):
        takes[need] |= (buyers[need], by_product) in come
    gives = np.array([pair in sent for pair in zip(supplies["participant"], supplies["commodity"], strict=True)], bool)
    made = []
    for what, sheet, result, used, rest, linked in (
        (MISSED[0], "Supplies", "Supplies used", "used", ("disposed", "left"), gives),
        (MISSED[1], "Demands", "Needs met", "by_products", ("bought", "short"), takes),
    ):
        lines = tables[result][tables[result]["case"] == "design"]
        sums = lines.groupby(NAMES)[[used, *rest]].sum()
        frame = park[sheet].drop_duplicates(NAMES)
        linked = linked[~park[sheet].duplicated(NAMES).to_numpy(bool)]
        mine = sums.reindex(pd.MultiIndex.from_frame(frame[NAMES])).fillna(0.0)
        left = mine[list(rest)].sum(axis=1).to_numpy(float)
        taken = mine[used].to_numpy(float)
        little = LITTLE * (left + taken)
        alone = (left > little) & (~linked | (taken <= little))
        made.append(
            frame.loc[alone, NAMES].assign(
                what=what,
                sheet=sheet,
                row=frame.index[alone],
                quantity=left[alone],
                unit=unit.reindex(frame.loc[alone, "commodity"]).to_numpy(object),
                price=_price_now(frame, what)[alone],
            )
        )
    return pd.DataFrame(pd.concat(made, ignore_index=True), columns=ROW)


def _price_now(frame: pd.DataFrame, what: str) -> Floats:
    """What a unit costs that nobody takes, or that nothing serves."""
    if what == MISSED[0]:
        disposed = (frame["if_not_taken"] == "dispose").to_numpy(bool)
        return np.where(disposed, np.nan_to_num(frame["disposal_cost"].to_numpy(float)), 0.0)
    buys = (frame["if_not_served"] == "buy").to_numpy(bool)
    price = np.where(buys, frame["virgin_price"].to_numpy(float), frame["shortage_cost"].to_numpy(float))
    return np.asarray(np.nan_to_num(price), float)
