"""Pipe sizes and vehicles to choose from."""

from __future__ import annotations

from sidestream.park.streams import MEDIA
from strategies.sketch import Sketch, nice
from strategies.stuff import BY_MEDIUM, Stuff


def draw_pipe_sizes(sketch: Sketch) -> None:
    for medium in dict.fromkeys(row["medium"] for row in sketch.rows("Commodities")):
        for size in ("small", "large")[: sketch.one_of(1, 2, 2, 2, 2, 0)]:
            stuff = BY_MEDIUM[medium]
            capacity, unit = draw_capacity(sketch, stuff)
            row = {"size": f"{medium}, {size}", "medium": medium, "capacity": capacity, "capacity_unit": unit}
            row |= {"pipe_cost": sketch.number(1, 5, 0.5), "life": sketch.one_of(10, 20)}
            row |= sketch.maybe(40, trench_cost=lambda: sketch.number(1, 4, 0.5))
            row |= sketch.maybe(40, station_cost=lambda: sketch.number(1, 9, 50))
            row |= sketch.maybe(40, upkeep=lambda: sketch.number(1, 4))
            row |= sketch.maybe(40, pumping=lambda: sketch.number(1, 5, 5))
            row |= sketch.maybe(40, building_co2=lambda: sketch.number(1, 5))
            row |= sketch.maybe(50 * sketch.wanted.losses, loss=lambda: sketch.one_of(1, 2, 5, 10))
            sketch.rows("PipeSizes").append(row)


def draw_capacity(sketch: Sketch, stuff: Stuff) -> tuple[float, str]:
    """A capacity in the commodity's own sort of unit or, where the weight is known, in tonnes."""
    if stuff.mass[0] and sketch.chance(40):
        return sketch.number(1, 9, nice(10 * stuff.mass[0])), "t/a"
    return sketch.rate_of(stuff)


def draw_media(sketch: Sketch) -> str:
    """The media of all that may go by truck, and up to three more."""
    needed = [sketch.stuff(name).medium for name in truckables(sketch)]
    return "; ".join(dict.fromkeys([*needed, *(sketch.one_of(*MEDIA) for _ in range(3))]))


def draw_vehicles(sketch: Sketch) -> None:
    if not truckables(sketch):
        return
    for name in ("truck", "tanker")[: sketch.one_of(1, 1, 2)]:
        row = {"vehicle": name, "payload": sketch.one_of(5, 10, 20), "empty_return": sketch.one_of(0, 50, 100)}
        row |= {"km_cost": sketch.number(1, 4), "km_co2": sketch.one_of(0, 1, 2)}
        row |= sketch.maybe(50, volume=lambda: sketch.one_of(10, 20, 30))
        row |= sketch.maybe(60, media=lambda: draw_media(sketch))
        row |= sketch.maybe(50, load_cost=lambda: sketch.number(1, 9, 10))
        sketch.rows("Vehicles").append(row)


def truckables(sketch: Sketch) -> list[str]:
    names = [row["commodity"] for row in sketch.rows("Commodities")]
    return [name for name in names if sketch.goes_by(name, "truck") and sketch.stuff(name).by_truck]
