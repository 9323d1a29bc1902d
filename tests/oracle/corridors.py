"""Trenches that pipes share: which of them a choice of pipes needs, and what digging them costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oracle.ledger import Ledger
from oracle.links import Offer
from sidestream.park import Park


@dataclass(frozen=True)
class Corridor:
    """A trench; `pipes` are the links that can lie in it."""

    name: str
    status: str
    investment: float  # [EUR] of digging it
    life: float  # [a]
    payer: str  # "" where the pipes that lie in it share
    pipes: frozenset[str]

    @property
    def word(self) -> str:
        """As tests list it."""
        return f"corridor {self.name}"

    def digging(self, laid: Iterable[str], causes: Mapping[str, Mapping[str, float]]) -> Ledger:
        """What digging it costs, its payer or in equal parts the links that are laid in it, by who pays for each."""
        ledger, users = Ledger(), sorted(self.pipes & set(laid))
        if self.payer:
            ledger.invest("investment", self.payer, self.investment, self.life)
        elif users:
            for link in users:
                ledger.invest("investment", causes[link], self.investment / len(users), self.life)
        elif self.investment:
            raise ValueError(f"nobody pays for {self.name}")
        return ledger


def corridors(park: Park) -> list[Corridor]:
    """Every corridor, in any status."""
    pipes = defaultdict(set)
    for row in park["CorridorPaths"].to_dict("records"):
        pipes[row["corridor"]].add(row["link"])
    return [
        Corridor(
            row["corridor"],
            row["status"],
            row["trench_cost"] * row["length"],
            row["life"],
            row["payer"],
            frozenset(pipes[row["corridor"]]),
        )
        for row in park["Corridors"].to_dict("records")
    ]


def dug(known: Iterable[Corridor], links: Iterable[Offer], case: str) -> list[Corridor] | None:
    """The trenches that are dug for these links, or in any case; None where one would be that may not be."""
    laid = {offer.link for offer in links if offer.new}
    found = []
    for corridor in known:
        needed = bool(corridor.pipes & laid)
        if needed and corridor.status == "forbidden":
            return None
        forced = corridor.status in ("required", "built") and case == "design"
        if forced or (needed and corridor.status == "optional"):
            found.append(corridor)
    return found
