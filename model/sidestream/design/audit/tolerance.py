"""How far two figures may be apart before one of them is called wrong: all of it, in this one place.

Every tolerance is a share of the figures compared plus a little in their own unit, so that zero can be compared with
almost zero. Shares are far below the one per cent that a slip of a person's hand makes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

SHARE = 1e-6
"""Of the scale of the figures compared: what a formula, worked out again from the figures reported, may miss."""
AMOUNT = 1e-9
"""[unit] in a formula of one row, such as delivered = sent x (1 - loss)^km."""
SOLVED = 1e-6
"""[unit] in what a solver keeps only to its own tolerance: balances, capacities, least flows, limits."""
MONEY = 1e-4
"""[EUR, EUR/a]"""
CO2 = 1e-7
"""[t, t/a]"""
ARITHMETIC = 1e-10
"""Of the scale: what adding up the very figures of a result may miss."""
PENNY = 1e-8
"""[EUR, t, %] in what only adds up figures of a result."""


def apart(
    found: ArrayLike, expected: ArrayLike, scale: ArrayLike, absolute: float, share: float = SHARE
) -> NDArray[np.bool_]:
    """True where two figures differ by more than share x scale + absolute; blank (NaN) only equals blank."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    with np.errstate(invalid="ignore"):
        far = np.abs(found - expected) > share * np.abs(np.asarray(scale, float)) + absolute
    blank = np.isnan(found) | np.isnan(expected)
    return np.asarray(np.where(blank, np.isnan(found) != np.isnan(expected), far | np.isinf(found)), bool)


def beyond(figure: ArrayLike, limit: ArrayLike, absolute: ArrayLike = SOLVED) -> NDArray[np.bool_]:
    """True where a figure is greater than its limit, by more than the tolerance."""
    figure, limit = np.asarray(figure, float), np.asarray(limit, float)
    with np.errstate(invalid="ignore"):
        slack = np.where(np.isinf(limit), 0.0, SHARE * np.maximum(np.abs(figure), np.abs(limit))) + np.asarray(
            absolute, float
        )
        return np.asarray(figure - limit > slack, bool)
