"""What plants take and make: a line for each commodity of each plant."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.formulation.draft import Draft
from sidestream.formulation.feeds import Ints

FIRST = {True: "buy", False: "dispose"}
"""What a blank `otherwise` means, by whether it is taken."""


def plants(rows: pd.DataFrame) -> Ints:
    """Number of the plant, a conversion at a participant, that each row is a size of."""
    return pd.MultiIndex.from_frame(rows[["conversion", "participant"]]).factorize()[0].astype(np.int64)


def streams_of(draft: Draft, rows: pd.DataFrame, u: Ints) -> pd.DataFrame:
    """One line for each commodity of each plant: u, participant, commodity (numbers), rate, otherwise, cost, co2."""
    plants = rows[["conversion", "participant"]].assign(u=u).drop_duplicates("u")
    rates = draft.park["ConversionRates"]
    lines = plants.merge(rates.drop(columns=["quality", "note", "source"]), on="conversion")
    takes = lines["per_activity"].to_numpy(float) < 0
    blank = (lines["otherwise"] == "").to_numpy(bool)
    otherwise = np.where(blank, np.where(takes, FIRST[True], FIRST[False]), lines["otherwise"].to_numpy(object))
    made = pd.DataFrame(
        {
            "u": lines["u"],
            "participant": draft.parties.participant(lines["participant"]),
            "commodity": draft.parties.commodity(lines["commodity"]),
            "rate": lines["per_activity"],
            "otherwise": otherwise,
            "cost": lines["cost"],
            "co2": lines["co2"],
            "conversion": lines["conversion"],
        }
    )
    return made.sort_values(["u", "commodity"], kind="stable", ignore_index=True)


def rows_of_plants(u: Ints, place: Ints) -> tuple[Ints, Ints]:
    """Every row of the plant of each line: (line, row)."""
    line, row = np.nonzero(u[:, None] == place[None, :])
    return line.astype(np.int64), row.astype(np.int64)
