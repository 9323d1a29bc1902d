"""Flips where more than costs changes, as with a volume: seen at points, and told to 0.1 %.

Both ways are solved anew at each point of a grid whose steps are equal shares; between two neighbours with different answers the
value is halved in until 0.1 % is left. Two flips that cancel out between neighbours are not seen, and the sheet says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from sidestream.design.study_tables.explained import BUILT, NO_DESIGN, NOT_BUILT, OPEN, SAME
from sidestream.studies.explaining.best import nothing
from sidestream.studies.explaining.straight import FINE, GIVEN_UP, Stretch
from sidestream.studies.standing import Again

POINTS = 13
"""Points of the grid, the ends included: from a tenth to ten times in steps of about a half."""
NEAR = FINE / 2.5
"""How far beside a root it is asked."""
Both = tuple[Again, Again]


def grid(first: float, last: float, now: float) -> list[float]:
    """Points from the first value to the last, today's among them."""
    if first > 0:
        step = (last / first) ** (1 / (POINTS - 1))
        made = [first * step**place for place in range(POINTS)]
    else:
        made = [first + (last - first) * place / (POINTS - 1) for place in range(POINTS)]
    near = [value for value in made if not math.isclose(value, now, rel_tol=1e-9)]
    return sorted([*near, now]) if first <= now <= last else made


def scanned(values: Sequence[float], both: Callable[[float], Both | None], over: Callable[[], bool]) -> list[Stretch]:
    """The answers at each value, and where they change, told to 0.1 %; `both` gives the cost with and without the link."""
    known: dict[float, tuple[str, float]] = {}

    def ask(value: float) -> str:
        given_up = sum(said == OPEN for said, _ in known.values()) >= GIVEN_UP
        found = None if over() or given_up else both(value)
        known[value] = (OPEN, math.nan) if found is None else (verdict(*found), found[0].cost - found[1].cost)
        return known[value][0]

    for value in values:
        ask(value)
    for low, high in pairwise(values):
        _told_apart(low, high, known, ask)
    found = []
    for low, high in pairwise(sorted(known)):
        one, other = known[low][0], known[high][0]
        narrow = high - low <= FINE * high and OPEN not in (one, other)
        found.append(Stretch(low, high, one if one == other else "" if narrow else OPEN))
    return found


def _told_apart(low: float, high: float, known: dict[float, tuple[str, float]], ask: Callable[[float], str]) -> None:
    """Narrow the values down between which the answer changes: asked on both sides of where the line between them has no
    difference, which is quick where it is straight, and in the middle.
    """
    straight = True
    while known[low][0] != known[high][0] and OPEN not in (known[low][0], known[high][0]) and high - low > FINE * high:
        one, other = known[low][1], known[high][1]
        tries = [(low + high) / 2]
        if straight and math.isfinite(one) and math.isfinite(other) and one != other:
            root = low - one * (high - low) / (other - one)
            tries = [value for value in (root * (1 - NEAR), root * (1 + NEAR)) if low < value < high]
        straight = not straight
        for value in tries:
            if not low < value < high:
                continue
            if ask(value) == known[low][0]:
                low = value
            else:
                high = value


def verdict(built: Again, without: Again) -> str:
    """Which of the two ways is cheaper, as far as it is proven."""
    if built.status == without.status == "infeasible":
        return NO_DESIGN
    if built.status == "infeasible":
        return NOT_BUILT
    if without.status == "infeasible":
        return BUILT
    small = nothing(min(built.cost, without.cost))
    if built.cost < without.bound - small:
        return BUILT
    if without.cost < built.bound - small:
        return NOT_BUILT
    most = max(built.cost, without.cost)
    return SAME if most - min(built.bound, without.bound) <= 2 * small else OPEN
