"""The answer of a park, noted beside it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Sheets = dict[str, Any]


@dataclass(frozen=True)
class Solved:
    """A park and its answer. `today` None: today's park misses its musts by `short_today`; `design` None likewise."""

    sheets: Callable[[], Sheets]
    design: float | None  # [EUR/a]
    today: float | None  # [EUR/a]
    built: frozenset[str] = frozenset()
    short: float = 0.0
    short_today: float = 0.0
    facilities: frozenset[str] = frozenset()
    """`kind facility size` of each conversion, storage and expansion that is built (of an expansion, its commodity or all);
    `corridor NAME` of each that is dug, `fleet VEHICLE built` of each that grows.
    """


SOLVED: dict[str, Solved] = {}


def solved(
    *,
    design: float | None,
    today: float | None,
    built: str = "",
    facilities: str = "",
    short: float = 0.0,
    short_today: float = 0.0,
) -> Callable[[Callable[[], Sheets]], Callable[[], Sheets]]:
    """Note a park's answer; `built` lists the links, separated by blanks, `facilities` the others, separated by `;`."""
    words = frozenset(word.strip() for word in facilities.split(";") if word.strip())

    def note(park: Callable[[], Sheets]) -> Callable[[], Sheets]:
        SOLVED[park.__name__] = Solved(park, design, today, frozenset(built.split()), short, short_today, words)
        return park

    return note


def isclose(found: float, expected: float | None) -> bool:
    """Whether two costs are the same; None is no cost at all."""
    return math.isnan(found) if expected is None else math.isclose(found, expected, rel_tol=1e-7, abs_tol=1e-6)
