"""Where each site stands on the map, to scale; those far away stand at its edge, in their direction. A crowded middle is drawn
once more, larger.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sidestream.park.geography import on_a_plane

WIDTH, LOW, HIGH, MARGIN = 960.0, 420.0, 720.0, 70.0
FAR = 1.75
"""A site is far away where it is beyond so many times the distance within which three quarters of the sites are."""
MANY, NEAR, LARGER, LARGEST = 8, 50.0, 1.7, 8.0
"""A map is crowded of so many sites or more, where half of them have another within so many pixels; and how much larger its middle
has to become to be drawn again, and the most.
"""
CORNER = (150.0, 50.0)
"""Room for the scale, at the bottom on the left."""
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
    times: float = 1.0
    """How much larger than the map of the whole park it is drawn."""

    @property
    def seen(self) -> list[str]:
        """The sites that stand in the drawing; of a part of the map others lie beyond its edge."""
        return [name for name, one in self.places.items() if 0 <= one.x <= WIDTH and 0 <= one.y <= self.height]

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
    return Plan(_apart(places, height), height, scale, tuple(str(name) for name in where.index.difference(known.index)))


def close_up(plan: Plan) -> Plan | None:
    """Return the middle of a map drawn larger: the half of its sites that stand nearest together; None where sites have room."""
    sites = np.array([(one.x, one.y) for one in plan.places.values() if not one.away])
    if len(sites) < MANY or not plan.scale:
        return None
    apart = np.hypot(*(sites[:, None] - sites[None]).transpose(2, 0, 1))
    if float(np.median(np.sort(apart, axis=1)[:, 1])) > NEAR:
        return None
    half = (len(sites) + 1) // 2
    nearest = np.argsort(apart, axis=1)[:, :half]
    middle = nearest[int(np.take_along_axis(apart, nearest, axis=1).max(axis=1).argmin())]
    least, most = sites[middle].min(axis=0), sites[middle].max(axis=0)
    room = np.array([WIDTH - 2 * MARGIN, HIGH - 2 * MARGIN])
    times = min(float((room / np.maximum(most - least, 1e-9)).min()), LARGEST)
    if times < LARGER:
        return None
    height = min(max(float(most[1] - least[1]) * times + 2 * MARGIN, LOW), HIGH)
    across, down = (np.array([WIDTH, height]) - times * (least + most)) / 2
    places = {
        name: replace(one, x=float(across + times * one.x), y=float(down + times * one.y))
        for name, one in plan.places.items()
    }
    return Plan(places, height, plan.scale * times, times=times)


def _at_the_edge(x: float, y: float, height: float, away: float) -> Place:
    """Where the way from the middle to a far site leaves the drawing."""
    dx, dy = x - WIDTH / 2, y - height / 2
    room = min(
        (WIDTH / 2 - 22) / abs(dx) if dx else math.inf,
        (height / 2 - 22) / abs(dy) if dy else math.inf,
    )
    eighth = round(math.atan2(-dy, dx) / (math.pi / 4)) % 8
    return Place(WIDTH / 2 + dx * room, height / 2 + dy * room, away, DIRECTIONS[eighth])


def _apart(places: dict[str, Place], height: float) -> dict[str, Place]:
    """Move what stands at the edge along it until no two are upon each other, and none is upon the scale."""
    made = {name: place for name, place in places.items() if not place.away}

    def free(x: float, y: float) -> bool:
        at_the_scale = x < CORNER[0] and y > height - CORNER[1]
        return not at_the_scale and all(math.hypot(x - one.x, y - one.y) > 24 for one in made.values())

    for name, place in places.items():
        if place.away:
            tries = (place.y + step * sign for step in range(0, 400, 26) for sign in (1, -1))
            y = next((y for y in tries if 0 < y < height and free(place.x, y)), place.y)
            made[name] = replace(place, y=y)
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
