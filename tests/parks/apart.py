"""Pipes that have nothing to do with each other: whatever is asked of them can be counted out over all sets of them."""

from __future__ import annotations

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply

THREE = [(110, 100, 10_000), (130, 100, 15_000), (10, 15, 0)]
"""Yearly cost, price of what is bought without it, kg of CO2 of that."""


def pipes_apart(pipes, limits=(), **settings):
    """A pipe by itself for each (yearly cost, price of what is bought without it, kg of CO2 of that)."""
    goods = [f"g{place}" for place in range(len(pipes))]
    return make_park(
        Settings={"discount_rate": 0, **settings},
        Participants=sites("plant", "mill"),
        Commodities=[commodity(good) for good in goods],
        Supplies=[supply("plant", good, 1) for good in goods],
        Demands=[
            demand("mill", good, 1, price, virgin_co2=caused)
            for good, (_, price, caused) in zip(goods, pipes, strict=True)
        ],
        Pipelines=[
            pipe("plant", "mill", good, link=f"pipe {good}", yearly_cost=cost)
            for good, (cost, _, _) in zip(goods, pipes, strict=True)
        ],
        **({"Limits": list(limits)} if limits else {}),
    )
