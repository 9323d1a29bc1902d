"""How to search for a design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Options:
    """How to search: `gap` a share of the saving, `time_limit` [s], `jobs` processes, `solver` one of Pyomo's."""

    gap: float = 0.01
    time_limit: float | None = None
    jobs: int = 1
    solver: str = "highs"
    tight: bool = True
    wish: Callable[[], bool] = bool
    news: Callable[[str, float, float, float], None] = lambda _phase, _incumbent, _bound, _baseline: None
