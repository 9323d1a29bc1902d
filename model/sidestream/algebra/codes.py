"""Whole numbers brought into a dense order, and lists laid end to end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

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


def spread(lists: Sequence[Sequence[Any]]) -> tuple[Ints, NDArray[np.object_]]:
    """Lay lists end to end: the place of the list that each item comes from, and the items."""
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    items = np.empty(int(lengths.sum()), object)
    items[:] = list(chain.from_iterable(lists))
    return np.repeat(np.arange(len(lists)), lengths), items
