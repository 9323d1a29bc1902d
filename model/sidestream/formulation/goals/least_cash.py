"""Least cash a year: what firms pay, without what nobody does. It dispatches the park that firms compare a design with.

Goal
    cash = sum over the costs book of value * column, moments weighted; without payments, carbon value and impact value

Reads                     costs
"""

from __future__ import annotations

import numpy as np

from sidestream.design.tables import PAYMENTS, VALUED_ACCOUNTS
from sidestream.formulation.draft import Draft
from sidestream.formulation.goals.least_cost import weights


def write(draft: Draft) -> None:
    """Set the goal."""
    by_column, constant = weights(draft, (PAYMENTS, *VALUED_ACCOUNTS))
    columns = np.flatnonzero(by_column)
    draft.model.minimise("cash", columns, by_column[columns], constant)
