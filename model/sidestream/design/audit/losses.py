"""What a lost unit costs and emits: the disposal of the origin, or of the dearest supplier that can reach it.

Of the origin's own supplies that are disposed of, the one with the dearest disposal_cost (then the highest
disposal_co2) gives both figures. Where it has none, the same is asked among all suppliers that can reach it along links
that are not forbidden, whatever their status, through whoever passes on.
"""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np
import pandas as pd

from sidestream.design.audit.flows import Flows
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Floats


def loss_prices(flows: Flows, known: Known) -> tuple[Floats, Floats]:
    """Disposal cost [EUR/unit] and CO2 [t/unit] of what each row of Flows loses; 0 where it vanishes.

    Names every row with a loss that nobody's disposal gives a price.
    """
    losing = (flows["keep"] < 1) & (flows.sent > 0) & ~known.vanishes[flows.commodity]
    cost, co2 = np.zeros(len(flows.sheet)), np.zeros(len(flows.sheet))
    for commodity in np.unique(flows.commodity[losing]):
        rows = np.flatnonzero(losing & (flows.commodity == commodity))
        prices = _prices_of(known, str(known.commodities[commodity]))
        price = prices[:, flows.origin[rows]]
        cost[rows], co2[rows] = np.nan_to_num(price)
        nobody = np.zeros(len(flows.sheet), bool)
        nobody[rows] = np.isnan(price[0])
        flows.sheet.say_all(
            nobody, "delivered", lambda _: "is less than sent, and no supplier's disposal_cost prices the loss"
        )
    return cost, co2


def _prices_of(known: Known, commodity: str) -> Floats:
    """Disposal cost and CO2 of a loss at each participant; NaN where nobody's disposal reaches. Shape (2, participants)."""
    frame = known.park["Supplies"]
    frame = frame[(frame["commodity"] == commodity) & (frame["if_not_taken"] == "dispose")]
    frame = frame.assign(cost=frame["disposal_cost"].fillna(0.0), co2=frame["disposal_co2"].fillna(0.0))
    frame = frame.sort_values(["cost", "co2"], ascending=False, kind="stable").drop_duplicates("participant")
    suppliers = known.participants.get_indexer(pd.Index(frame["participant"], dtype=object))
    own = np.full((2, len(known.participants)), np.nan)
    reached = own.copy()
    onward = _onward(known, commodity)
    for supplier, *price in zip(suppliers.tolist(), frame["cost"], frame["co2"], strict=True):
        own[:, supplier] = price
        ahead = deque(onward[supplier])
        while ahead:  # whoever an earlier, dearer supplier has reached is done, and so is all that lies behind
            participant = ahead.popleft()
            if np.isnan(reached[0, participant]):
                reached[:, participant] = price
                if known.passes_on[participant]:
                    ahead.extend(onward[participant])
    return np.where(np.isnan(own), reached, own)


def _onward(known: Known, commodity: str) -> dict[int, list[int]]:
    """Where each participant could send the commodity."""
    onward: dict[int, list[int]] = defaultdict(list)
    for sheet in ("Pipelines", "TruckRoutes"):
        frame = known.park[sheet]
        two_way = frame["two_way"] if "two_way" in frame else pd.Series(False, frame.index)
        ends = [known.participants.get_indexer(pd.Index(frame[name], dtype=object)).tolist() for name in ("from", "to")]
        for origin, destination, names, status, both in zip(
            *ends, frame["commodity"], frame["status"], two_way, strict=True
        ):
            if status != "forbidden" and commodity in names:
                onward[origin].append(destination)
                if both:
                    onward[destination].append(origin)
    return onward
