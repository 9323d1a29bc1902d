"""Which rows belong to each of a few groups out of many."""

from __future__ import annotations

import numpy as np

from sidestream.design.audit.sheets import Mask, Places


def members(group: Places, chosen: Mask) -> dict[int, Places]:
    """Rows of each chosen group, in the order of the groups."""
    rows = np.flatnonzero(chosen[group])
    rows = rows[np.argsort(group[rows], kind="stable")]
    numbers, first = np.unique(group[rows], return_index=True)
    return dict(zip(numbers.tolist(), np.split(rows, first[1:]), strict=False))
