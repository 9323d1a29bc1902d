"""Flips where more than costs changes, as with a volume: seen at points, and told to 0.1 %.

Both ways are solved anew at each point of a grid whose steps are equal shares; between two neighbours with different answers the
value is halved in until 0.1 % is left. Two flips that cancel out between neighbours are not seen, and the sheet says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from sidestream.design.study_tables.explained import BUILT, NO_DESIGN, NOT_BUILT, OPEN, SAME
from sidestream.studies.explaining.best import nothing
from sidestream.studies.explaining.straight import FINE, Stretch
from sidestream.studies.standing import Again

POINTS = 17
"""Points of the grid, the ends included: from a tenth to ten times in steps of a third."""
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
    known: dict[float, str] = {}

    def answer(value: float) -> str:
        if value not in known:
            found = None if over() else both(value)
            known[value] = OPEN if found is None else verdict(*found)
        return known[value]

    for value in values:
        answer(value)
    marks = list(values)
    for low, high in zip(values, values[1:], strict=False):
        while known[low] != known[high] and OPEN not in (known[low], known[high]) and high - low > FINE * high:
            middle = (low + high) / 2
            if answer(middle) == known[low]:
                low = middle
            else:
                high = middle
            marks.append(middle)
    marks = sorted(marks)
    found = []
    for low, high in zip(marks, marks[1:], strict=False):
        same = known[low] == known[high]
        narrow = high - low <= FINE * high
        found.append(Stretch(low, high, known[low] if same else "" if narrow and OPEN not in (known[low], known[high]) else OPEN))
    return found


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
