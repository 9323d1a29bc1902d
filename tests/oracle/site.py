"""A park at one moment while its linear programme is put together: what comes to each balance and through each gate."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from oracle.known import Known

Terms = dict[int, float]
Side = tuple[str, str, str]
"""Participant, commodity, and which of its balances: offer, use, or both in one."""


@dataclass
class Moment:
    """Column -> factor, for each balance and for each gate (of, participant, commodity)."""

    known: Known
    number: int
    balances: dict[Side, Terms] = field(default_factory=lambda: defaultdict(dict))
    through: dict[Side, Terms] = field(default_factory=lambda: defaultdict(dict))

    def sides(self, participant: str, commodity: str) -> tuple[Side, Side]:
        """The balance that feeds departures and the one that arrivals feed: one and the same where it passes on."""
        if participant in self.known.passing_on:
            return (participant, commodity, "both"), (participant, commodity, "both")
        return (participant, commodity, "offer"), (participant, commodity, "use")

    def offer(self, participant: str, commodity: str) -> Terms:
        """What can depart from a participant, and departs."""
        return self.balances[self.sides(participant, commodity)[0]]

    def use(self, participant: str, commodity: str) -> Terms:
        """What can be used at a participant, and is."""
        return self.balances[self.sides(participant, commodity)[1]]


def enter(terms: Terms, column: int, factor: float) -> None:
    """Add to a balance, where the column may stand already."""
    terms[column] = terms.get(column, 0.0) + factor
