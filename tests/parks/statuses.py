"""What is there already, what must be, what may not be."""

from __future__ import annotations

from parks.rows import commodity, demand, pipe, sites, size, supply
from parks.solved import Sheets, solved


@solved(design=300, today=700, built="plant-mill-2")
def existing_pipe() -> Sheets:
    # The old pipe brings 20 of 50 t for its upkeep of 100; what it once cost is no matter. The other 30 t cost
    # 30 * (10 + 10) = 600 today, and a new pipe of 200 in the design, beside which the old one still costs 100.
    return {
        "Settings": {"discount_rate": 5},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 50, disposal_cost=10)],
        "Demands": [demand("mill", "ash", 50, virgin_price=10)],
        "Pipelines": [
            pipe("plant", "mill", "ash", "existing")
            | {"capacity": 20, "capacity_unit": "t/a", "investment": 9_999, "life": 10, "yearly_cost": 100},
            pipe("plant", "mill", "ash", yearly_cost=200) | {"link": "plant-mill-2"},
        ],
    }


@solved(design=1_600, today=300, built="a-b c-d")
def required_built_and_forbidden() -> Sheets:
    # Three pairs that could each save 10 * (5 + 5) = 100. The required pipe costs 1,000, the built one 500, and the
    # forbidden one nothing: 1,000 + 500 + 100.
    pairs = ["ab", "cd", "ef"]
    return {
        "Participants": sites(*"abcdef"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply(giver, "ash", 10, disposal_cost=5) for giver, _ in pairs],
        "Demands": [demand(taker, "ash", 10, virgin_price=5) for _, taker in pairs],
        "Pipelines": [
            pipe("a", "b", "ash", "required", yearly_cost=1_000),
            pipe("c", "d", "ash", "built", yearly_cost=500),
            pipe("e", "f", "ash", "forbidden"),
        ],
    }


@solved(design=550, today=650, built="plant-mill-2")
def pipe_beside_one_that_is_full() -> Sheets:
    # The old small pipe brings 20 of 80 t, for 5 % upkeep of 1,000 = 50: today 60 t are bought at 10. Beside it medium
    # costs 200 + 100 and brings 40 t: 50 + 300 + 200. Small would cost 150 for 20 t, large 750 for all 60.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 100)],
        "Demands": [demand("mill", "ash", 80, virgin_price=10)],
        "PipeSizes": [size("small", 20, 1, upkeep=5), size("medium", 40, 2, upkeep=5), size("large", 80, 5, upkeep=5)],
        "Pipelines": [
            pipe("plant", "mill", "ash", "existing", sizes="small"),
            pipe("plant", "mill", "ash", sizes=None) | {"link": "plant-mill-2"},
        ],
    }
