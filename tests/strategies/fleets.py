"""Fleets: vehicles with about as many hours as the routes ask for."""

from __future__ import annotations

from strategies.sketch import Row, Sketch


def draw_fleets(sketch: Sketch) -> None:
    if not sketch.wanted.fleets:
        return
    for vehicle in dict.fromkeys(row["vehicle"] for row in sketch.rows("TruckRoutes")):
        if sketch.chance(65):
            sketch.rows("Fleets").append(_fleet(sketch, vehicle))


def _fleet(sketch: Sketch, vehicle: str) -> Row:
    row: Row = {"vehicle": vehicle, "payer": sketch.one_of(*sketch.firms)}
    row |= {"hours": sketch.one_of(0.02, 0.05, 0.1, 0.2, 40), "speed": sketch.one_of(20, 30, 50)}
    row |= sketch.maybe(75, number=lambda: sketch.one_of(0, 1, 1, 2))
    row |= sketch.maybe(40, most=lambda: row.get("number", 0) + sketch.one_of(0, 1, 2))
    row |= sketch.maybe(50, load_hours=lambda: sketch.one_of(0.5, 1, 2))
    row |= sketch.maybe(70, investment=lambda: sketch.number(1, 9, 50), life=lambda: sketch.one_of(5, 8))
    return row | sketch.maybe(50, yearly_cost=lambda: sketch.number(1, 9, 5))
