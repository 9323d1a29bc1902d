"""Where names stand beside their sites, so that they do not lie upon each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LINE, LETTER = 15.0, 7.4
"""Height of a line and width of a letter, in pixels, as drawn."""
SPOTS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Sides of a dot on which its name can stand, the best first."""
STEPS = (0.0, 14.0, 28.0, 44.0, 62.0, 82.0)
"""How much further away it may go, with a line that leads to it."""
BESIDE = 9.0
"""How near to a dot a name seems to be that dot's."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A name at (x, y), its left end there on its base line; `apart` from its dot by more than usual, where a line leads to it."""

    text: str
    x: float
    y: float
    box: Box
    apart: float


def placed(
    dots: Mapping[str, Point],
    texts: Mapping[str, str],
    points: Sequence[Point],
    width: float,
    height: float,
    taken_before: Sequence[Box] = (),
) -> dict[str, Label]:
    """Place a label for each dot, the crowded ones last. `points` are what a label should not cover if it can be helped, boxes
    that are taken before what it must not.
    """
    taken: list[Box] = [*taken_before, *((x - 7, y - 7, x + 7, y + 7) for x, y in dots.values())]
    made: dict[str, Label] = {}
    for name in sorted(dots, key=lambda one: _crowd(dots, one)):
        x, y = dots[name]
        reach = STEPS[-1] + LETTER * len(texts[name]) + 2 * LINE
        near = [point for point in points if abs(point[0] - x) < reach and abs(point[1] - y) < reach]
        others = [box for box in taken if box[0] - reach < x < box[2] + reach and box[1] - reach < y < box[3] + reach]
        strangers = [one for other, one in dots.items() if other != name and math.dist(one, (x, y)) < reach]
        best = min(_spots(x, y, texts[name]), key=lambda spot: _price(spot, others, near, strangers, width, height))
        taken.append(best.box)
        made[name] = best
    return made


def _crowd(dots: Mapping[str, tuple[float, float]], name: str) -> int:
    x, y = dots[name]
    return sum(abs(x - one) < 130 and abs(y - other) < 40 for one, other in dots.values())


def _spots(x: float, y: float, text: str) -> list[Label]:
    """Every spot a name could have, the best first."""
    wide = LETTER * len(text)
    made = []
    for step in STEPS:
        for across, down in SPOTS:
            gap = 10 + step
            left = x + across * gap if across > 0 else x - gap - wide if across < 0 else x - wide / 2
            middle = y + down * (8 + LINE / 2 + step)
            box = (left - 2, middle - LINE / 2, left + wide + 2, middle + LINE / 2)
            made.append(Label(text, left, middle + 4, box, step))
    return made


def _price(
    spot: Label, taken: Sequence[Box], points: Sequence[Point], strangers: Sequence[Point], width: float, height: float
) -> float:
    """How bad a spot is: out of the drawing, upon others, beside the dot of somebody else, apart from its own, upon links."""
    left, top, right, bottom = spot.box
    out = max(0.0, 4 - left) + max(0.0, right - width + 4) + max(0.0, 4 - top) + max(0.0, bottom - height + 4)
    upon = sum(
        max(0.0, min(right, other[2]) - max(left, other[0])) * max(0.0, min(bottom, other[3]) - max(top, other[1]))
        for other in taken
    )
    beside = sum(left - BESIDE < x < right + BESIDE and top - BESIDE < y < bottom + BESIDE for x, y in strangers)
    links = sum(left <= x <= right and top <= y <= bottom for x, y in points)
    return 1000 * out + 50 * upon + 60 * beside + (40 + spot.apart if spot.apart else 0) + min(3 * links, 45)
