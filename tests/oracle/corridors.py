"""Trenches that pipes share: which of them a choice of pipes needs, and what digging them costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from oracle.links import Offer
from sidestream.money import annuity
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

    def yearly(self, discount_rate: float) -> float:
        """What digging it costs a year [EUR/a]."""
        return self.investment * float(annuity(discount_rate, self.life)) if self.investment else 0.0


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
