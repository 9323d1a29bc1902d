"""Least shortfall: what must be and cannot, each measured against what was to be.

Goal
    shortfall = sum of short / need + stuck / available + under and over / limit      by moment
    shortfall = sum of short + stuck + under + over, each a share                     by row of the workbook
              + undone + lifted                                                       where statuses can give way
"""

from __future__ import annotations

import numpy as np

from sidestream.formulation.draft import Draft


def write(draft: Draft) -> None:
    """Sum every column by which something may fall short."""
    columns = [one.columns for one in draft.shortfalls]
    weights = [one.weights for one in draft.shortfalls]
    draft.model.minimise(
        "shortfall",
        np.concatenate([np.empty(0, np.int64), *columns]),
        np.concatenate([np.empty(0), *weights]),
        0.0,
    )
