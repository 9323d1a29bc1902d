"""Where names stand beside their sites, so that they do not lie upon each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LINE, LETTER = 15.0, 7.4
"""Height of a line and width of a letter, in pixels, as drawn."""
SPOTS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Sides of a dot on which its name can stand, the best first."""
STEPS = (0.0, 14.0, 28.0, 44.0, 62.0, 82.0)
"""How much further away it may go, with a line that leads to it."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A name at (x, y), its left end there on its base line; led by a line where it stands apart."""

    text: str
    x: float
    y: float
    box: Box
    led: bool


def placed(
    dots: Mapping[str, tuple[float, float]],
    texts: Mapping[str, str],
    points: Sequence[tuple[float, float]],
    width: float,
    height: float,
) -> dict[str, Label]:
    """Place a label for each dot, the crowded ones last. `points` are what a label should not cover if it can be helped."""
    taken: list[Box] = [(x - 7, y - 7, x + 7, y + 7) for x, y in dots.values()]
    made: dict[str, Label] = {}
    for name in sorted(dots, key=lambda one: _crowd(dots, one)):
        x, y = dots[name]
        reach = STEPS[-1] + LETTER * len(texts[name]) + LINE
        near = [point for point in points if abs(point[0] - x) < reach and abs(point[1] - y) < reach]
        others = [box for box in taken if box[0] - reach < x < box[2] + reach and box[1] - reach < y < box[3] + reach]
        best = min(_spots(x, y, texts[name]), key=lambda spot: _price(spot, others, near, width, height))
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
            made.append(Label(text, left, middle + 4, box, step > 0))
    return made


def _price(
    spot: Label, taken: Sequence[Box], points: Sequence[tuple[float, float]], width: float, height: float
) -> float:
    """How bad a spot is: out of the drawing, upon others, upon links, far from its dot."""
    left, top, right, bottom = spot.box
    out = max(0.0, 4 - left) + max(0.0, right - width + 4) + max(0.0, 4 - top) + max(0.0, bottom - height + 4)
    upon = sum(
        max(0.0, min(right, other[2]) - max(left, other[0])) * max(0.0, min(bottom, other[3]) - max(top, other[1]))
        for other in taken
    )
    links = sum(left <= x <= right and top <= y <= bottom for x, y in points)
    return 1000 * out + 50 * upon + 6 * links + (40 if spot.led else 0)
