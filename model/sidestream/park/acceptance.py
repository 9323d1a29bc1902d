"""Which by-product may serve which need, and how much of the need one unit of it meets.

b in MEETS[d]         by-products of Substitutions whose need is d's commodity, for d's participant or for everywhere,
                      and d's commodity itself
ratio[b,d]            that of the row for the participant, else of the row for everywhere, else 1: a commodity serves
                      itself                                                    [unit of d per unit of b]
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def acceptance(demands: pd.DataFrame, substitutions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per (need row, by-product): need (place in `demands`), by_product, ratio.

    A commodity serves itself at 1 unless a row says otherwise; a row for a participant replaces the row for everywhere.
    """
    needs = pd.DataFrame(
        {
            "need": np.arange(len(demands)),
            "participant": demands["participant"].to_numpy(),
            "commodity": demands["commodity"].to_numpy(),
        }
    )
    itself = pd.DataFrame({"need": needs["need"], "by_product": needs["commodity"], "ratio": 1.0})
    if substitutions.empty:
        return itself
    rows = substitutions[["by_product", "need", "ratio", "participant"]].rename(
        columns={"need": "commodity", "participant": "where"}
    )
    said = needs.merge(rows, on="commodity")
    said = said[(said["where"] == "") | (said["where"] == said["participant"])]
    said = said.sort_values("where", ascending=False, kind="stable")[["need", "by_product", "ratio"]]
    both = pd.concat([said, itself], ignore_index=True).drop_duplicates(["need", "by_product"])
    return both.sort_values(["need", "by_product"], ignore_index=True)
