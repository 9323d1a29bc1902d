"""Sorts of commodities: their units, and what one unit may weigh, fill and hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stuff:
    """A sort of commodity: its unit, what one unit may be otherwise, and which rates mean about ten units a year."""

    medium: str
    unit: str
    rates: dict[str, float]
    mass: tuple[float | None, ...] = (None,)
    volume: tuple[float | None, ...] = (None,)
    energy: tuple[float | None, ...] = (None,)
    by_truck: bool = False


STUFF = (
    Stuff("steam", "t", {"t/a": 10, "kt/a": 0.01, "kg/h": 1, "t/month": 1}, energy=(0.5, 0.8)),
    Stuff("hot water", "MWh", {"MWh/a": 10, "GJ/a": 36, "kW": 1, "MWh/month": 1}, mass=(10, 20)),
    Stuff("water", "m3", {"m3/a": 10, "l/h": 1, "m3/week": 0.2}, mass=(1, 1.25), by_truck=True),
    Stuff("gas", "Nm3", {"Nm3/a": 10, "Nm3/month": 1}, mass=(0.5, 1)),
    Stuff("slurry", "t", {"t/a": 10, "t/h": 0.001, "t/week": 0.2}, volume=(0.8, 1), by_truck=True),
    Stuff("solid", "t", {"t/a": 10, "kt/a": 0.01, "kg/h": 1, "t/day": 0.03}, volume=(None, 2, 4), by_truck=True),
    Stuff("power", "MWh", {"MWh/a": 10, "kW": 1, "GWh/a": 0.01, "MJ/s": 0.001}),
    Stuff("abstract", "1", {"1/a": 10}),
)
BY_MEDIUM = {stuff.medium: stuff for stuff in STUFF}
