"""What an investment costs a year.

Everything is real money of one price year. Formula of the annuity (capital recovery factor): Blank & Tarquin,
Engineering Economy, 8th ed., chapter 2, equation 2.5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

SHORTEST = 0.1
"""Least life of an investment [a]: what lasts five weeks is no investment."""


def annuity(rate: ArrayLike, life: ArrayLike) -> NDArray[np.float64]:
    """Yearly payment per unit of investment, for each rate [1/a] and life [a].

    r / (1 - (1 + r)^-n), and 1/n where r = 0. Arrays are broadcast against each other.
    Raises ValueError for a life that is not above 0 or a rate below 0.
    """
    rate, life = np.broadcast_arrays(np.asarray(rate, float), np.asarray(life, float))
    if np.any(life <= 0) or np.any(rate < 0):
        raise ValueError("an annuity needs a life above 0 years and a rate of at least 0")
    with np.errstate(divide="ignore", invalid="ignore"):
        paid = -rate / np.expm1(-life * np.log1p(rate))
    return np.where(rate == 0, 1 / life, paid)


def yearly(rate: float, investment: NDArray[np.float64], life: NDArray[np.float64]) -> NDArray[np.float64]:
    """Annuity of each investment [EUR] over its life [a]; where nothing is invested, neither rate nor life need be known."""
    made, paid = np.zeros(len(investment)), investment != 0
    if paid.any():
        made[paid] = investment[paid] * annuity(rate, life[paid])
    return made
