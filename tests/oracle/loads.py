"""How many loads a truck route takes in a period: as many as weight or room ask for, neither fewer nor more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from oracle.known import or_inf
from oracle.ledger import Ledger
from oracle.programme import Programme

ROUNDING = 1e-4
"""Part of a load for which no other is driven; well above what solvers take for nothing."""


def add_loads(
    programme: Programme,
    truck: Mapping[str, Any],
    sent: Mapping[int, Mapping[str, float]],
    hours: float,
    each: Ledger,
) -> int:
    """Add the loads that take what is sent; `sent`: column -> what a unit is in each measure; `each`: what one load costs.
    Returns the column.

    The larger of loads by weight and by room; where loads are whole, the next whole number.
    """
    most, whole = or_inf(truck["most_loads"]) * hours, truck["whole"]
    if whole and math.isfinite(most):
        most = math.floor(most * (1 + 1e-9))
    loads = programme.column(most=most, each=each, whole=whole)
    spare = 1 - ROUNDING if whole else 0.0
    enough = []
    for measure, room in (("mass", truck["payload"]), ("volume", truck["volume"])):
        fill = _fill(sent.items(), measure, room)
        programme.row({**fill, loads: -1.0}, high=0.0)
        enough.append(({**fill, loads: -1.0}, -spare, math.inf))
    programme.one_of(enough)
    return loads


def _fill(sent: Iterable[tuple[int, Mapping[str, float]]], measure: str, room: float) -> dict[int, float]:
    """Loads that a unit of each column is; what has no such measure takes none of it."""
    each = {column: what[measure] / room for column, what in sent}
    return {column: loads for column, loads in each.items() if not math.isnan(loads)}
