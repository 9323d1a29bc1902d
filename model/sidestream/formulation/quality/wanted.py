"""What is known of qualities, and what is asked of them, by commodity."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from sidestream.formulation.draft import Draft


@dataclass(frozen=True)
class Limit:
    """What a taker asks of a property; NaN where it does not."""

    taker: int
    property: str
    least: float
    most: float

    def fits(self, value: float) -> bool:
        """Whether a value is within the limit by itself; one that is not known is not."""
        return not (math.isnan(value) or value < self.least or value > self.most)


@dataclass
class Wanted:
    """Of one commodity: values by (participant, property), how each property mixes, and the limits."""

    commodity: int
    values: dict[tuple[int, str], float] = field(default_factory=dict)
    mixes: dict[str, str] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)

    @property
    def apart(self) -> bool:
        """Whether its streams stay apart where they meet."""
        return "not" in self.mixes.values()

    def of(self, *kinds: str) -> list[Limit]:
        """Limits on properties that mix in some way."""
        return [limit for limit in self.limits if self.mixes.get(limit.property) in kinds]

    def value(self, source: int, name: str) -> float:
        """Value of a property of what a source offers; NaN where it is not known."""
        return self.values.get((source, name), math.nan)


def wanted(draft: Draft) -> list[Wanted]:
    """What is asked, for each commodity of which anything is."""
    limits, qualities, parties = draft.park["QualityLimits"], draft.park["Qualities"], draft.parties
    found: dict[int, Wanted] = {}
    columns = (parties.participant(limits["participant"]), parties.commodity(limits["commodity"]))
    for taker, commodity, name, least, most in zip(
        *(column.tolist() for column in columns), limits["property"], limits["least"], limits["most"], strict=True
    ):
        one = found.setdefault(commodity, Wanted(commodity))
        one.limits.append(Limit(taker, name, least, most))
    columns = (parties.participant(qualities["participant"]), parties.commodity(qualities["commodity"]))
    for source, commodity, name, value, mixes in zip(
        *(column.tolist() for column in columns),
        qualities["property"],
        qualities["value"],
        qualities["mixes"],
        strict=True,
    ):
        if commodity in found:
            found[commodity].values[source, name] = value
            found[commodity].mixes[name] = mixes
    return [found[commodity] for commodity in sorted(found)]
