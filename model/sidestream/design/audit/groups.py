"""Rows in groups: what each group adds up to, and which rows belong to a few of them."""

from __future__ import annotations

import numpy as np

from sidestream.design.audit.sheets import Floats, Mask, Places


def added(group: Places, figures: Floats, count: int) -> Floats:
    """Sum of the figures of each group."""
    return np.asarray(np.bincount(group, figures, count), float)


def members(group: Places, chosen: Mask) -> dict[int, Places]:
    """Rows of each chosen group, in the order of the groups."""
    rows = np.flatnonzero(chosen[group])
    rows = rows[np.argsort(group[rows], kind="stable")]
    numbers, first = np.unique(group[rows], return_index=True)
    return dict(zip(numbers.tolist(), np.split(rows, first[1:]), strict=False))
