"""What a network is worth: to society, and to those who pay.

society(y) = all that is paid a year but for taxes and payments, which only move money, with carbon value and impact value;
             what is built by its annuity at the funder's rate
npv        = (a year without us - a year with it) / annuity(rate, life)       public: at the funder's rate; private: the sum over
             participants, in cash with taxes, each at its own
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.design.tables import PAYMENTS
from sidestream.formulation.goals import least_cost
from sidestream.money import annuity
from sidestream.park.worlds import shares_of_money
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund.links import Purses

Floats = NDArray[np.float64]
MOVED = (PAYMENTS, "carbon tax", "impact tax")
"""Accounts that move money from one to another."""
ONCE = ("investment", "relations")
"""Accounts that are annuities at the park's rate."""


def society(firms: FirmsPark, rate: float) -> tuple[Floats, float]:
    """What a year costs society, at a funder's rate: weight of every column, and a constant [EUR/a]."""
    made = firms.made
    weights, constant = np.zeros(made.model.width), 0.0
    for share, draft in zip(shares_of_money(made.worlds), made.drafts, strict=True):
        each, fixed = least_cost.weights(draft, (*MOVED, *ONCE))
        once = draft.books.once.read()
        built = once["column"] != NONE
        yearly = once["value"][built] * annuity(rate, once["life"][built])
        paid = np.bincount(once["column"][built], yearly, made.model.width)
        weights += share * (each + paid)
        constant += share * fixed
    return weights, constant


def private_value(purses: Purses, before: Floats, after: Floats, life: float) -> float:
    """Present value to all who pay of one answer in the place of another [EUR]."""
    saved = purses.paid.of(before) - purses.paid.of(after)
    return float((saved / annuity(purses.rates, life)).sum())


def public_value(weights: Floats, before: Floats, after: Floats, rate: float, life: float) -> float:
    """Present value to society of one answer in the place of another [EUR]."""
    return float(weights @ (before - after)) / float(annuity(rate, life))
