"""What goes wrong when somebody is lost: parks small enough to say by hand who pays then."""

from __future__ import annotations

from typing import Any

from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets

YEAR = 8760 / 168
"""Weeks of a year."""


def plant_and_two_mills(a: dict[str, Any] | None = None, b: dict[str, Any] | None = None, **sheets: Any) -> Sheets:
    """A plant gives 100 t, 60 to mill a (200 EUR/a of pipe) and 40 to mill b (100 EUR/a); `a` and `b` are said of their needs.

    Without it a would buy 60 * 50 = 3,000 and b 40 * 30 = 1,200; what nobody takes costs 10 a t to dispose of.
    """
    return {
        "Participants": sites("plant", "mill a", "mill b"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 100, disposal_cost=10)],
        "Demands": [
            demand("mill a", "ash", 60, **{"virgin_price": 50} | (a or {})),
            demand("mill b", "ash", 40, **{"virgin_price": 30} | (b or {})),
        ],
        "Pipelines": [
            pipe("plant", "mill a", "ash", yearly_cost=200, link="pipe a"),
            pipe("plant", "mill b", "ash", yearly_cost=100, link="pipe b"),
        ],
        **sheets,
    }


def sources_of_a_mill(
    sources: list[tuple[float, float]], need: float, price: float, backup: float, shortage: float
) -> Sheets:
    """A mill, and plants with (what each gives for nothing, yearly cost of its pipe)."""
    names = [f"plant {place}" for place in range(len(sources))]
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("mill", *names),
        "Commodities": [commodity("ash")],
        "Supplies": [supply(name, "ash", gives) for name, (gives, _) in zip(names, sources, strict=True)],
        "Demands": [demand("mill", "ash", need, price, backup=backup, shortage_cost=shortage)],
        "Pipelines": [
            pipe(name, "mill", "ash", yearly_cost=cost, link=f"pipe {place}")
            for place, (name, (_, cost)) in enumerate(zip(names, sources, strict=True))
        ],
    }
