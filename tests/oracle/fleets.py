"""How many vehicles there are, how many more could be bought, and how long they can be on the road."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from oracle.ledger import Ledger
from oracle.programme import Programme
from sidestream.park import Park

ENOUGH = 1_000
"""Vehicles that a tiny park never needs: HiGHS gives up on whole numbers that nothing bounds and nothing costs."""


@dataclass(frozen=True)
class Fleet:
    """Vehicles of one kind, for all routes that use them."""

    vehicle: str
    payer: str
    number: float  # there today
    more: float  # that can be bought; inf: any number
    hours: float  # on the road, of each hour
    speed: float  # [km/h]
    load_hours: float  # [h/load]
    investment: float  # [EUR] of one more
    life: float  # [a]
    yearly_cost: float  # [EUR/a] of each

    @property
    def word(self) -> str:
        """As tests list it."""
        return f"fleet {self.vehicle} built"

    def one_more(self) -> Ledger:
        """What one more costs."""
        ledger = Ledger()
        ledger.pay("upkeep", self.payer, self.yearly_cost)
        ledger.invest("investment", self.payer, self.investment, self.life)
        return ledger


def fleets(park: Park) -> list[Fleet]:
    """Every row of Fleets."""
    return [
        Fleet(
            row["vehicle"],
            row["payer"],
            row["number"],
            math.inf if math.isnan(row["most"]) else math.floor(row["most"] - row["number"] + 1e-9),
            row["hours"],
            row["speed"],
            row["load_hours"],
            row["investment"],
            row["life"],
            row["yearly_cost"],
        )
        for row in park["Fleets"].to_dict("records")
    ]


def buy(programme: Programme, known: Iterable[Fleet]) -> dict[str, int]:
    """How many more of each vehicle there are, in whole numbers. Returns vehicle -> column."""
    return {
        fleet.vehicle: programme.column(most=min(fleet.more, ENOUGH), each=fleet.one_more(), whole=True)
        for fleet in known
    }


def hours_on_road(fleet: Fleet, km: float) -> float:
    """Of one load over a distance there and back [h]."""
    return km / fleet.speed + fleet.load_hours


def drive(
    programme: Programme,
    known: Iterable[Fleet],
    more: Mapping[str, int],
    loads: Mapping[int, tuple[str, float]],
    hours: float,
    missed: Callable[[], int] | None,
) -> None:
    """Hold the hours on the road of each fleet in one period. `loads`: column -> vehicle and km of one load; `more`: vehicle
    -> column of those that are bought; `missed` makes a column for hours that there are not.
    """
    for fleet in known:
        terms: dict[int, float] = defaultdict(float)
        for column, (vehicle, km) in loads.items():
            if vehicle == fleet.vehicle:
                terms[column] += hours_on_road(fleet, km)
        if not terms:
            continue
        if fleet.vehicle in more:
            terms[more[fleet.vehicle]] -= fleet.hours * hours
        if missed is not None:
            terms[missed()] -= 1.0
        programme.row(terms, high=fleet.hours * hours * fleet.number)
