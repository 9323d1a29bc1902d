"""What a lost unit costs and emits: the disposal of whoever loses it, or of the dearest supplier that can reach it.

Of what a participant gives off and disposes of, as a supply or out of a conversion, the dearest (then the one with the
highest CO2) gives both figures. Where it disposes of nothing, the same is asked among all who can reach it along links
that are not forbidden, whatever their status, through whoever passes on.
"""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np
import pandas as pd

from sidestream.design.audit.flows import Flows
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Floats, Mask, Places
from sidestream.design.audit.stores import Levels

NOBODYS, VANISHED = -1, -2
"""Whose disposal a loss is where nobody's gives a price, and where there is none or it vanishes."""


def loss_prices(flows: Flows, known: Known) -> tuple[Floats, Floats]:
    """Disposal cost [EUR/unit] and CO2 [t/unit] of what each row of Flows loses; 0 where it vanishes.

    Names every row with a loss that nobody's disposal gives a price.
    """
    losing = (flows["keep"] < 1) & (flows.sent > 0)
    cost, co2, _, nobody = _prices(known, flows.origin, flows.commodity, losing)
    flows.sheet.say_all(
        nobody, "delivered", lambda _: "is less than sent, and no supplier's disposal_cost prices the loss"
    )
    return cost, co2


def storage_loss_prices(levels: Levels, known: Known) -> tuple[Floats, Floats]:
    """Disposal cost [EUR/unit] and CO2 [t/unit] of what each storage loses; 0 where it vanishes.

    Names every row with a loss that nobody's disposal gives a price.
    """
    cost, co2, _, nobody = _prices(known, levels.participant, levels.commodity, levels["lost"] > 0)
    levels.sheet.say_all(nobody, "lost", lambda _: "is more than nothing, and no supplier's disposal_cost prices it")
    return cost, co2


def whose_disposal(known: Known, who: Places, what: Places, losing: Mask) -> Places:
    """Whose disposal what is lost of a commodity at participants counts as; NOBODYS and VANISHED where it is none."""
    *_, whose, _ = _prices(known, who, what, losing)
    return whose


def _prices(known: Known, who: Places, what: Places, losing: Mask) -> tuple[Floats, Floats, Places, Mask]:
    """Cost and CO2 of what is lost of a commodity at participants, whose disposal it is, and where nobody's gives a price."""
    losing = losing & ~known.vanishes[what]
    cost, co2, nobody = np.zeros(len(who)), np.zeros(len(who)), np.zeros(len(who), bool)
    whose = np.where(losing, NOBODYS, VANISHED)
    for commodity in np.unique(what[losing]):
        rows = np.flatnonzero(losing & (what == commodity))
        prices = _prices_of(known, str(known.commodities[commodity]))
        price = prices[:, who[rows]]
        cost[rows], co2[rows], _ = np.nan_to_num(price)
        nobody[rows] = np.isnan(price[0])
        whose[rows] = np.where(nobody[rows], NOBODYS, np.nan_to_num(price[2])).astype(np.int64)
    return cost, co2, whose, nobody


def _prices_of(known: Known, commodity: str) -> Floats:
    """Disposal cost and CO2 of a loss at each participant, and whose disposal (place) that is: of equals the first
    participant's; NaN where nobody's disposal reaches. Shape (3, participants).
    """
    frame = _disposals(known, commodity)
    frame["place"] = known.participants.get_indexer(pd.Index(frame["participant"], dtype=object))
    frame = frame.sort_values(["cost", "co2", "place"], ascending=[False, False, True]).drop_duplicates("place")
    suppliers = frame["place"].to_numpy(np.int64)
    own = np.full((3, len(known.participants)), np.nan)
    reached = own.copy()
    onward = _onward(known, commodity)
    for supplier, *price in zip(suppliers.tolist(), frame["cost"], frame["co2"], frame["place"], strict=True):
        own[:, supplier] = price
        ahead = deque(onward[supplier])
        while ahead:  # whoever an earlier, dearer supplier has reached is done, and so is all that lies behind
            participant = ahead.popleft()
            if np.isnan(reached[0, participant]):
                reached[:, participant] = price
                if known.passes_on[participant]:
                    ahead.extend(onward[participant])
    return np.where(np.isnan(own), reached, own)


def _disposals(known: Known, commodity: str) -> pd.DataFrame:
    """Who disposes of a commodity, at which cost and CO2: of supplies, and of what conversions make."""
    supplies = known.park["Supplies"]
    supplies = supplies[(supplies["commodity"] == commodity) & (supplies["if_not_taken"] == "dispose")]
    supplies = supplies.rename(columns={"disposal_cost": "cost", "disposal_co2": "co2"})
    listed = [supplies[["participant", "cost", "co2"]]]
    rates, plants = known.park["ConversionRates"], known.park["Conversions"]
    if len(rates):
        made = rates[(rates["commodity"] == commodity) & (rates["per_activity"] > 0)]
        made = made[made["otherwise"].isin(["", "dispose"])]
        plants = plants.loc[plants["status"] != "forbidden", ["conversion", "participant"]].drop_duplicates()
        listed.append(made.merge(plants, on="conversion")[["participant", "cost", "co2"]])
    return pd.concat(listed, ignore_index=True).fillna({"cost": 0.0, "co2": 0.0})


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
