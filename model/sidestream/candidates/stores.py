"""What storages and gates change about a link: what it moves need not move when it comes, and what it spares may be scarce."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park import Park

Floats = NDArray[np.float64]
STARTS = "its storage begins the year with some of it"
ENDS = "its storage has to hold some of it at the end"
LOSES = "its storage loses some of it"


def stores(park: Park, keeps: str) -> pd.DataFrame:
    """Return participant, commodity, special: storages on one side ('own' goods or 'arrivals') that are not forbidden.

    special says why what a link there saves cannot be told from what it carries: more or less than that may be
    disposed of or bought without it. It is blank where nothing is lost or left in the storage.
    """
    rows = _rows(park, keeps)
    loses = (rows[["in_efficiency", "out_efficiency"]] < 1).any(axis=1) | (rows["standing_loss"] > 0)
    special = np.where(rows["start_level"].notna(), STARTS, np.where(loses, LOSES, ""))
    special = np.where(rows["end_level"].notna(), ENDS, special)
    made = rows[["participant", "commodity"]].assign(special=special)
    return made.sort_values("special", ascending=False, kind="stable").drop_duplicates(["participant", "commodity"])


def stored(park: Park, keeps: str) -> tuple[pd.DataFrame, Floats]:
    """Return participant, commodity, special of storages of own goods that begin the year with some, or of arrivals that
    have to end with some, and how much, in the first moment: where a storage is, moments do not matter.
    """
    rows, level, special = _rows(park, keeps), "start_level", STARTS
    if keeps == "arrivals":
        level, special = "end_level", ENDS
    amounts = np.zeros((len(rows), len(park.moments)))
    amounts[:, 0] = np.nan_to_num(rows[level].to_numpy(float))
    if keeps == "arrivals":
        amounts[:, 0] /= rows["in_efficiency"].to_numpy(float)
    return rows[["participant", "commodity"]].assign(special=special), amounts


def _rows(park: Park, keeps: str) -> pd.DataFrame:
    """Storages that are not forbidden and keep own goods, or arrivals; where their owner passes on, both."""
    rows = park["Storages"]
    return rows[(rows["status"] != "forbidden") & (rows["capacity"] > 0) & rows["keeps"].isin([keeps, ""])]


def gated(park: Park, of: str, participants: Any, commodities: Any) -> NDArray[np.bool_]:
    """Whether a gate of Expansions, of the commodity or of everything, holds for each (participant, commodity)."""
    rows = park["Expansions"]
    rows = rows[(rows["of"] == of) & (rows["status"] != "forbidden")]
    there = set(zip(rows["participant"], rows["commodity"], strict=True))
    asked = zip(participants, commodities, strict=True)
    return np.array([(who, what) in there or (who, "") in there for who, what in asked], bool)
