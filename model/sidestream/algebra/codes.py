"""Whole numbers brought into a dense order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
DENSE = 20
"""A table of flags pays up to this many times the keys; beyond, sorting is quicker and smaller."""


def distinct(keys: Ints) -> tuple[Ints, Ints]:
    """Return the different keys in order, and the place of each key among them; keys are at least 0.

    What `np.unique(keys, return_inverse=True)` returns, without sorting where the keys are dense.
    """
    if not len(keys):
        return keys, keys
    span = int(keys.max()) + 1
    if span > DENSE * len(keys):
        found, places = np.unique(keys, return_inverse=True)
        return found, places
    there = np.zeros(span, bool)
    there[keys] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[keys]
