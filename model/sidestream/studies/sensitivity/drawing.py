"""Samples of what could be: every range drawn by itself, each sample independent of the others.

    u[s,r]          uniform in [0, 1), numpy's PCG64 begun at the seed; ranges in order of name, so that rows may change places
    uniform         value = low + u * (high - low)
    triangular      F(low) = 0, F(own) = (own - low) / (high - low), F(high) = 1, density rising to the workbook's own value and
                    falling behind it; value = F^-1(u)

M. E. O'Neill, PCG: a family of simple fast space-efficient statistically good algorithms for random number generation, Harvey
Mudd College HMC-CS-2014-0905 (2014). Samples are plain ones, not a Latin hypercube: what is said of their sampling error holds for
independent samples alone, and the first of many are those of few.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sidestream.errors import UsageError
from sidestream.park.ranges import Range

Floats = NDArray[np.float64]
UNIFORM, TRIANGULAR = "uniform", "triangular"
DISTRIBUTIONS = (UNIFORM, TRIANGULAR)
DIGITS = 10
"""Digits that a drawn value has: as it stands in the sheet, so it is designed with."""


def draw(ranges: Sequence[Range], count: int, seed: int, distribution: str = UNIFORM) -> Floats:
    """Return values of each range, in its cell's unit. Shape (count, ranges).

    Raises UsageError where a triangular distribution has no value of the workbook to lean on.
    """
    order = sorted(range(len(ranges)), key=lambda place: ranges[place].name)
    shares = np.empty((count, len(ranges)))
    shares[:, order] = np.random.default_rng(seed).random((count, len(ranges)))
    made = np.empty_like(shares)
    for place, one in enumerate(ranges):
        values = _uniform(one, shares[:, place]) if distribution == UNIFORM else _triangular(one, shares[:, place])
        made[:, place] = [float(f"{value:.{DIGITS}g}") for value in values.tolist()]
    return made


def _uniform(one: Range, shares: Floats) -> Floats:
    return one.low + shares * (one.high - one.low)


def _triangular(one: Range, shares: Floats) -> Floats:
    """Where the workbook's own value lies outside the range, the density leans on the nearer end."""
    if math.isnan(one.own):
        raise UsageError(
            f"{one.name}: the cell is blank, and a triangular distribution leans on what stands there: type a value, or ask "
            f"for --distribution {UNIFORM}"
        )
    width, own = one.high - one.low, min(max(one.own, one.low), one.high)
    if width == 0:
        return np.full(len(shares), one.low)
    rising = shares * width <= own - one.low
    left = one.low + np.sqrt(shares * width * (own - one.low))
    right = one.high - np.sqrt((1 - shares) * width * (one.high - own))
    return np.where(rising, left, right)
