"""What is kept of conversions for reading them back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.formulation.facilities import Facilities
from sidestream.formulation.feeds import Floats, Ints

WORD = "conversion"


@dataclass(frozen=True)
class Written:
    """What `read` needs. Columns are by row and moment; `streams` has a line for each commodity of each plant (u, commodity,
    rate, otherwise, cost, co2), `part` the fed or passed column of each and moment, NONE where all of it is, or none.
    """

    facilities: Facilities
    capacity: Floats
    activity: Ints
    chosen: Ints
    streams: pd.DataFrame
    part: Ints
    whole: NDArray[np.bool_]
    """Whether all of a stream comes from, or goes to, the balance."""


def at(values: Floats, columns: Ints) -> Floats:
    """Values of columns; 0 where there is none."""
    if not len(values):
        return np.zeros(columns.shape)
    return np.where(columns == NONE, 0.0, np.maximum(values[columns], 0.0))
