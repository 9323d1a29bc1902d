"""How much a pipe takes: least flow, and commodities that share it."""

from __future__ import annotations

from typing import Any

from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


def halves() -> list[dict[str, Any]]:
    return [{"period": "winter", "hours": 4_380}, {"period": "summer", "hours": 4_380}]


@solved(design=2_300, today=3_000, built="plant-mill")
def pipe_with_a_least_flow() -> Sheets:
    # 75 t in winter, 25 t in summer; the pipe takes 50 t in each half and nothing below 30 t: it stands in summer.
    # Today: 100 * 10 + 200 * 10 = 3,000. 50 t save 1,000 for 300.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 100, disposal_cost=10, profile="cold")],
        "Demands": [demand("mill", "ash", 200, virgin_price=10)],
        "Periods": halves(),
        "Profiles": [{"period": "winter", "cold": 1.5}, {"period": "summer", "cold": 0.5}],
        "Pipelines": [
            pipe("plant", "mill", "ash", yearly_cost=300, capacity=100, capacity_unit="t/a", least_flow=60),
        ],
    }


@solved(design=250, today=400, built="east-west")
def both_ways_share_a_pipe() -> Sheets:
    # 10 t of gas go west and 10 m3 of 2 t go east, saving 20 a unit: 400 today. The pipe takes 15 t: 10 t of the gas,
    # which saves more a tonne, and 5 t = 2.5 m3 of the other: 400 - 12.5 * 20 = 150, and 100 for the pipe.
    return {
        "Participants": sites("east", "west"),
        "Commodities": [commodity("gas", medium="gas"), commodity("heavy gas", "m3", "gas", mass=2)],
        "Supplies": [supply("east", "gas", 10), supply("west", "heavy gas", 10, unit="m3/a")],
        "Demands": [
            demand("west", "gas", 10, virgin_price=20),
            demand("east", "heavy gas", 10, virgin_price=20, unit="m3/a"),
        ],
        "Pipelines": [
            pipe("east", "west", "gas; heavy gas", two_way="yes", yearly_cost=100, capacity=15, capacity_unit="t/a"),
        ],
    }
