"""Where each site stands on the map, to scale; those far away stand at its edge, in their direction."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.park.geography import on_a_plane

WIDTH, LOW, HIGH, MARGIN = 960.0, 420.0, 720.0, 70.0
FAR = 1.75
"""A site is far away where it is beyond so many times the distance within which three quarters of the sites are."""
DIRECTIONS = ("E", "NE", "N", "NW", "W", "SW", "S", "SE")
BARS = tuple(base * 10.0**power for power in range(-3, 4) for base in (1, 2, 5))


@dataclass(frozen=True)
class Place:
    """Where a site stands in the drawing, and how far away it is where it stands at the edge instead [km]."""

    x: float
    y: float
    away: float = 0.0
    direction: str = ""


@dataclass(frozen=True)
class Plan:
    """The sites of a park as they are drawn. `scale` is pixels per km; 0 where nothing is known of where they are."""

    places: Mapping[str, Place]
    height: float
    scale: float
    unplaced: tuple[str, ...] = ()

    @property
    def bar(self) -> float:
        """How long the scale bar is [km]: a round number, some 120 pixels."""
        return min(BARS, key=lambda length: abs(math.log(length * self.scale / 120)))


def plan_of(participants: pd.DataFrame) -> Plan:
    """Place the sites of a park: to scale where it says where they are, else in a ring."""
    where = on_a_plane(participants)
    known = where.dropna()
    if len(known) < 2 or np.ptp(known.to_numpy(), axis=0).max() == 0:
        return _ring([str(name) for name in where.index])
    centre = known.median()
    away = np.hypot(known["x"] - centre["x"], known["y"] - centre["y"])
    reach = FAR * max(float(away.quantile(0.75)), float(away[away > 0].min()))
    near = known[away <= reach]
    least, most = near.min(), near.max()
    span = (most - least).clip(lower=1e-9)
    scale = min((WIDTH - 2 * MARGIN) / span["x"], (HIGH - 2 * MARGIN) / span["y"])
    height = min(max(span["y"] * scale + 2 * MARGIN, LOW), HIGH)
    middle = (least + most) / 2
    places = {}
    for name, row in known.iterrows():
        x, y = WIDTH / 2 + (row["x"] - middle["x"]) * scale, height / 2 - (row["y"] - middle["y"]) * scale
        if away[name] <= reach:
            places[str(name)] = Place(x, y)
        else:
            places[str(name)] = _at_the_edge(x, y, height, float(away[name]))
    return Plan(_apart(places), height, scale, tuple(str(name) for name in where.index.difference(known.index)))


def _at_the_edge(x: float, y: float, height: float, away: float) -> Place:
    """Where the way from the middle to a far site leaves the drawing."""
    dx, dy = x - WIDTH / 2, y - height / 2
    room = min(
        (WIDTH / 2 - 22) / abs(dx) if dx else math.inf,
        (height / 2 - 22) / abs(dy) if dy else math.inf,
    )
    eighth = round(math.atan2(-dy, dx) / (math.pi / 4)) % 8
    return Place(WIDTH / 2 + dx * room, height / 2 + dy * room, away, DIRECTIONS[eighth])


def _apart(places: dict[str, Place]) -> dict[str, Place]:
    """Move what stands at the edge along it until no two are upon each other."""
    made = {name: place for name, place in places.items() if not place.away}
    for name, place in places.items():
        if place.away:
            tries = (place.y + step * sign for step in range(0, 400, 26) for sign in (1, -1))
            y = next(
                (y for y in tries if all(math.hypot(place.x - one.x, y - one.y) > 24 for one in made.values())), place.y
            )
            made[name] = Place(place.x, y, place.away, place.direction)
    return {name: made[name] for name in places}


def _ring(names: list[str]) -> Plan:
    """Sites of which nobody says where they are, in a ring."""
    height, turn = 560.0, 2 * math.pi / max(len(names), 1)
    places = {
        name: Place(
            WIDTH / 2 + 300 * math.cos(turn * place - math.pi), height / 2 + 200 * math.sin(turn * place - math.pi)
        )
        for place, name in enumerate(names)
    }
    return Plan(places, height, 0.0)
