"""Small parks solved by hand: the sheets, what they cost a year as designed and today, and what is built.

Each is a function that returns sheets for `make_park`, in the file of its family; `SOLVED` lists them all with the
answers worked out in their comments. Amounts are a year's and money is undiscounted (rate 0) unless a park says
otherwise.
"""

import os
from collections.abc import Iterable
from typing import Any

from parks import (
    abstract,
    capacities,
    conversions,
    corridors,
    does_it_pay,
    expansions,
    fleets,
    impacts,
    limits,
    losses,
    passing_on,
    relations,
    statuses,
    steady,
    storages,
    trucks,
    units,
    uses,
)
from parks.does_it_pay import two_sites
from parks.limits import free_pipe_beside_a_least
from parks.rows import commodity, demand, pipe, route, sites, supply
from parks.solved import SOLVED, Sheets, Solved, isclose

FAMILIES = (
    *(does_it_pay, passing_on, losses, uses, capacities, trucks, statuses, limits, impacts, units, abstract),
    *(conversions, storages, expansions),
    *(steady, corridors, fleets, relations),
)
"""Each has noted its parks in SOLVED by being imported."""


def sampled(cases: Iterable[Any], step: int) -> list[Any]:
    """Every so many of the cases, from the first on; all of them with EXAMPLES=1."""
    return list(cases)[:: 1 if os.environ.get("EXAMPLES") else step]


SAMPLE = sampled(SOLVED, 7)
"""Every seventh park, for what does not depend on a park's answer; all of them with EXAMPLES=1."""

__all__ = [
    "FAMILIES",
    "SAMPLE",
    "SOLVED",
    "Sheets",
    "Solved",
    "commodity",
    "demand",
    "free_pipe_beside_a_least",
    "isclose",
    "pipe",
    "route",
    "sampled",
    "sites",
    "supply",
    "two_sites",
]
