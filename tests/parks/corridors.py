"""Trenches that pipes share, and what crossing a river costs."""

from __future__ import annotations

from parks.rows import commodity, corridor, demand, lie_in, pipe, sites, size, supply
from parks.solved import Sheets, solved


@solved(design=1_000, today=1_200, built="plant-mill")
def crossing_the_river() -> Sheets:
    # To the mill: large 2,000 + 3,000 for crossing, over 10 a = 500, and 10 % upkeep of the pipe alone = 200. It saves 100 t
    # at 9 = 900; small costs 400 + 100 and saves 180. To the farm: 1,000 + 2,000 over 10 a = 300 for 25 t at 10 = 250.
    # The pipe to the town is there, and its crossing paid long ago: 50 a year. 700 + 250 + 50.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill", "farm", "town"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 200)],
        "Demands": [
            demand("mill", "ash", 100, virgin_price=9),
            demand("farm", "ash", 25, virgin_price=10),
            demand("town", "ash", 10, virgin_price=5),
        ],
        "PipeSizes": [size("small", 20, 1, upkeep=10), size("large", 100, 2, upkeep=10)],
        "Pipelines": [
            pipe("plant", "mill", "ash", sizes="small; large", length=1, crossing_cost=3_000),
            pipe("plant", "farm", "ash", investment=1_000, life=10, crossing_cost=2_000),
            pipe("plant", "town", "ash", "existing", yearly_cost=50, crossing_cost=9_999, life=10),
        ],
    }


def street(**more: object) -> Sheets:
    """Two pipes straight, of 2 km each, or along a street, of 3 km each of which 2.5 km lie in one trench."""
    by_street = {"sizes": "large", "length": 3}
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill", "farm"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 200)],
        "Demands": [demand("mill", "ash", 100, virgin_price=9.5), demand("farm", "ash", 100, virgin_price=9)],
        "PipeSizes": [size("large", 100, 1, trench_cost=4)],
        "Pipelines": [
            pipe("plant", "mill", "ash", sizes="large", length=2),
            pipe("plant", "farm", "ash", sizes="large", length=2),
            pipe("plant", "mill", "ash", **by_street) | {"link": "street-mill"},
            pipe("plant", "farm", "ash", **by_street) | {"link": "street-farm"},
        ],
        "Corridors": [corridor("street", 2.5, 4.8)],
        "CorridorPaths": lie_in("street", "street-mill", "street-farm"),
        **more,
    }


@solved(design=1_600, today=1_850, built="street-mill street-farm", facilities="corridor street")
def trench_that_pays_for_two() -> Sheets:
    # Straight a pipe costs 2,000 + 8,000 over 10 a = 1,000, and saves 950 or 900. By the street 3,000 and half a km of trench,
    # 2,000, over 10 a = 500 each, and the street 12,000 over 20 a = 600: 1,100 for one, 1,600 for both.
    return street()


@solved(design=1_850, today=1_850)
def no_money_for_the_trench() -> Sheets:
    # Both pipes and the trench are 22,000.
    return street(Limits=[{"on": "investment", "most": 21_000, "unit": "EUR", "per": "once"}])


@solved(design=1_600, today=1_850, built="street-mill street-farm", facilities="corridor street")
def trench_that_the_mill_pays() -> Sheets:
    # Of pipes, half each, the mill pays 2,500; with the trench 14,500. What the others pay does not count.
    limit = {"on": "investment", "key": "mill", "most": 14_500, "unit": "EUR", "per": "once"}
    return street(Corridors=[corridor("street", 2.5, 4.8, payer="mill")], Limits=[limit])


@solved(design=650, today=550, built="plant-mill", facilities="corridor south")
def trenches_of_every_status() -> Sheets:
    # In the old trench a pipe to the mill costs 1,000 over 10 a = 100 and saves 300. To the farm it would have to lie in the
    # north, which is forbidden: 200. South is dug in any case, 6,000 over 20 a = 300; a pipe to the town would cost 100
    # more and save 50.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill", "farm", "town"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 300)],
        "Demands": [
            demand("mill", "ash", 100, virgin_price=3),
            demand("farm", "ash", 100, virgin_price=2),
            demand("town", "ash", 10, virgin_price=5),
        ],
        "PipeSizes": [size("large", 100, 1, trench_cost=100)],
        "Pipelines": [pipe("plant", taker, "ash", sizes="large", length=1) for taker in ("mill", "farm", "town")],
        "Corridors": [
            corridor("old", 1, 100, "existing"),
            corridor("north", 1, 0, "forbidden"),
            corridor("south", 1, 6, "required", payer="plant"),
        ],
        "CorridorPaths": [
            *lie_in("old", "plant-mill"),
            *lie_in("north", "plant-farm"),
            *lie_in("south", "plant-town"),
        ],
    }
