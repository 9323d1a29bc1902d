"""Least shortfall: what must be and cannot, each measured against what was to be.

Goal
    shortfall = sum of short / need + stuck / available + under and over / limit
"""

from __future__ import annotations

import numpy as np

from sidestream.formulation.programme import Programme


def write(programme: Programme) -> None:
    """Sum every column by which something may fall short."""
    columns = [columns for _, columns, _ in programme.shortfalls]
    weights = [weights for _, _, weights in programme.shortfalls]
    programme.model.minimise(
        "shortfall",
        np.concatenate([np.empty(0, np.int64), *columns]),
        np.concatenate([np.empty(0), *weights]),
        0.0,
    )
