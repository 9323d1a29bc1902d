"""Which by-product may serve which need, and how much of the need one unit of it meets."""

from __future__ import annotations

import pandas as pd


def acceptance(demands: pd.DataFrame, substitutions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per (need row, by-product): need (place in `demands`), by_product, ratio.

    A commodity serves itself at 1 unless a row says otherwise; a row for a participant replaces the row for everywhere.
    """
    needs = pd.DataFrame(
        {
            "need": range(len(demands)),
            "participant": demands["participant"].to_numpy(),
            "commodity": demands["commodity"].to_numpy(),
        }
    )
    itself = needs.assign(by_product=needs["commodity"], ratio=1.0, rank=2)
    rows = substitutions[["by_product", "need", "ratio", "participant"]].rename(
        columns={"need": "commodity", "participant": "where"}
    )
    said = needs.merge(rows, on="commodity")
    said = said[(said["where"] == "") | (said["where"] == said["participant"])]
    said = said.assign(rank=(said["where"] == "").astype(int))
    both = pd.concat([said, itself], ignore_index=True).sort_values(["need", "by_product", "rank"], kind="stable")
    return both.drop_duplicates(["need", "by_product"])[["need", "by_product", "ratio"]].reset_index(drop=True)
