"""A park while it is being drawn: what is there so far, and how to choose."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from strategies.stuff import BY_MEDIUM, Stuff

Sheets = dict[str, Any]
Row = dict[str, Any]

MOST_BUILDS = 48
"""Ways to build one park, so that the oracle can try them all."""


@dataclass(frozen=True)
class Wanted:
    """What may be drawn."""

    per_period: bool = True  # quantities per period, and Limits per period
    least_flow: bool = True  # least loads of conversions too
    losses: bool = True  # of links and of storages
    limits: bool = True
    other_limits: bool = True  # than on impacts and investment
    forced: bool = True  # what is required and built
    conversions: bool = True
    storages: bool = True
    expansions: bool = True
    cycles: bool = True  # periods that repeat
    whole_loads: bool = True
    corridors: bool = True
    fleets: bool = True
    impacts: bool = True  # beside CO2
    relations: bool = True
    qualities: bool = True
    pools: bool = False  # in which what differs mixes by quantity: no linear programme, and none for the oracle


@dataclass
class Sketch:
    """A park while it is being drawn."""

    chosen: random.Random
    wanted: Wanted
    sheets: Sheets = field(default_factory=dict)
    builds: int = 1

    def one_of(self, *choices: Any) -> Any:
        return self.chosen.choice(choices)

    def chance(self, percent: int) -> bool:
        return self.chosen.randrange(100) < percent

    def number(self, low: int, high: int, step: float = 1) -> float:
        return self.chosen.randint(low, high) * step

    def maybe(self, percent: int, **cells: Callable[[], Any]) -> Row:
        """Fill these cells of a row, or leave them blank."""
        return {name: cell() for name, cell in cells.items()} if self.chance(percent) else {}

    def rows(self, sheet: str) -> list[Row]:
        return self.sheets.setdefault(sheet, [])

    @property
    def firms(self) -> list[str]:
        return [row["participant"] for row in self.rows("Participants") if row["kind"] != "junction"]

    def stuff(self, commodity: str) -> Stuff:
        return BY_MEDIUM[self.row_of(commodity)["medium"]]

    def row_of(self, commodity: str) -> Row:
        return next(row for row in self.rows("Commodities") if row["commodity"] == commodity)

    def goes_by(self, commodity: str, carrier: str) -> bool:
        ways = self.row_of(commodity).get("goes_by")
        return not ways or carrier in ways

    def rate_of(self, stuff: Stuff) -> tuple[float, str]:
        """Some tens of units a year, in one of the units that fit."""
        if self.wanted.per_period and self.chance(15):
            return self.number(1, 9, 5), f"{stuff.unit}/period"
        unit = self.one_of(*stuff.rates)
        return nice(self.number(1, 9) * stuff.rates[unit]), unit


def nice(number: float) -> float:
    return float(f"{number:.12g}")
