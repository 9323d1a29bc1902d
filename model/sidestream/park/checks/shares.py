"""Shares that look like fractions: 0.8 in a column of per cent is 0.8 %."""

from __future__ import annotations

import numpy as np

from sidestream.errors import Fault
from sidestream.park.park import Park

LARGE = (
    ("Demands", "most_by_product"),
    ("Pipelines", "least_flow"),
    ("Vehicles", "empty_return"),
    ("Conversions", "least_load"),
    ("Storages", "in_efficiency"),
    ("Storages", "out_efficiency"),
)
"""Columns in which hardly anybody means less than one per cent."""


def fractions(park: Park) -> list[Fault]:
    """A warning for each share typed between 0 and 1."""
    faults = []
    for sheet, column in LARGE:
        typed = park[sheet][column] * 100
        for row in park[sheet].index[np.asarray((typed > 0) & (typed <= 1), bool)]:
            value = f"{typed[row]:.4g}"
            message = f"{value} means {value} %: for {100 * typed[row]:.4g} % type {100 * typed[row]:.4g}"
            faults.append(park.tables[sheet].fault(row, column, message, "warning"))
    return faults
