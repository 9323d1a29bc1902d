"""How to search for a design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sidestream.park import Park

AIDS = {
    "coupling": "each flow bound to its build by the most that can be useful there, not by capacity alone",
    "pruning": "builds that cannot pay, whatever else is done, left out, and those that cost nothing no choice",
    "merging": "commodities that only their names tell apart searched as one",
    "cuts": "rows that bound builds from below, where links lead on from each other",
    "parts": "parts of the network that have nothing to do with each other searched each by itself",
    "pricing": "parts that only a few rows join, a budget or a cap, searched each by itself with prices on these rows",
    "help": "designs looked for while HiGHS proves: slope scaling and local search",
}
"""What makes a search quicker and changes no answer."""


@dataclass
class Options:
    """How to search: `gap` a share of the saving, `time_limit` [s], `jobs` processes, `solver` one of Pyomo's."""

    gap: float = 0.01
    time_limit: float | None = None
    jobs: int = 1
    solver: str = "highs"
    without: frozenset[str] = frozenset()
    """Which of AIDS are left out: to see what they are worth."""
    wish: Callable[[], bool] = bool
    news: Callable[[str, float, float, float], None] = lambda _phase, _incumbent, _bound, _baseline: None
    asked_limit: float | None = None
    """The time limit that was asked for, where some of it is left for what comes before and after the search [s]."""

    @property
    def tight(self) -> bool:
        """Whether flows are bound by what is useful."""
        return "coupling" not in self.without


def options_for(park: Park, gap: float | None, time_limit: float | None, **more: Any) -> Options:
    """Return the options for a park: what was asked for (`gap` in percent), else its Settings."""
    settings = park.settings
    limit = None if settings.time_limit != settings.time_limit else settings.time_limit
    return Options(
        gap=settings.gap if gap is None else gap / 100,
        time_limit=limit if time_limit is None else time_limit,
        **more,
    )
