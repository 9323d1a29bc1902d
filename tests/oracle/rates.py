"""What one unit of activity of a conversion takes and makes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sidestream.park import Park


@dataclass(frozen=True)
class Rate:
    """One commodity that a conversion takes (below 0) or makes."""

    commodity: str
    per_activity: float  # [unit/activity]
    rest: str  # buy or links only; dispose, leave or must go
    cost: float  # [EUR/unit] of the rest
    co2: float  # [t/unit] of the rest


def rates(park: Park) -> dict[str, list[Rate]]:
    """By conversion; what it neither takes nor makes is left out."""
    found: dict[str, list[Rate]] = defaultdict(list)
    for row in park["ConversionRates"].to_dict("records"):
        each = row["per_activity"]
        if each:
            rest = row["otherwise"] or ("buy" if each < 0 else "dispose")
            found[row["conversion"]].append(Rate(row["commodity"], each, rest, row["cost"], row["co2"]))
    return found
