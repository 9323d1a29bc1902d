"""A published case: its park, and the figure that was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """What was published = `less` + sign * cost [EUR/a] of the park, divided by `per`."""

    name: str
    sheets: dict[str, Any]
    less: float
    published: float
    sign: int = 1
    per: float = 1.0
    gap: float = 1e-3
    quick: bool = True

    def figure(self, cost: float) -> float:
        """The published figure, as a cost gives it."""
        return (self.less + self.sign * cost) / self.per
