"""What is asked of how good commodities are, and how good what participants give off is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sidestream.park import Park


@dataclass(frozen=True)
class Limit:
    """What is asked of what a participant uses."""

    participant: str
    property: str
    mixes: str
    least: float
    most: float

    def fits(self, value: float) -> bool:
        """Whether a value is good enough by itself."""
        return not (value < self.least or value > self.most)


class Asked:
    """What is asked of one commodity, and how good sources of it are."""

    def __init__(self, park: Park, commodity: str):
        mine = [row for row in park["Qualities"].to_dict("records") if row["commodity"] == commodity]
        mixes = {row["property"]: row["mixes"] for row in mine}
        self.commodity = commodity
        self.values = {(row["participant"], row["property"]): row["value"] for row in mine}
        self.apart = "not" in mixes.values()
        self.limits = [
            Limit(
                row["participant"],
                row["property"],
                mixes.get(row["property"], ""),
                -math.inf if math.isnan(row["least"]) else row["least"],
                math.inf if math.isnan(row["most"]) else row["most"],
            )
            for row in park["QualityLimits"].to_dict("records")
            if row["commodity"] == commodity
        ]

    def value(self, source: str, name: str) -> float:
        """How good a source is; the checks have seen to it that this is known of all that can come."""
        return float(self.values.get((source, name), math.nan))


def asked(park: Park) -> list[Asked]:
    """What is asked, by commodity."""
    return [Asked(park, name) for name in dict.fromkeys(park["QualityLimits"]["commodity"])]
