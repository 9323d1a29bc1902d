"""What a load carries, what it costs, and how many there may be."""

from __future__ import annotations

from parks.rows import commodity, demand, halves, route, sites, supply
from parks.solved import Sheets, solved

TRUCK = {
    "vehicle": "truck",
    "payload": 20,
    "volume": 30,
    "km_cost": 2,
    "load_cost": 10,
    "km_co2": 1,
    "empty_return": 100,
}


@solved(design=1_533 + 120, today=32_000, built="yard-mill yard-farm")
def trucks_by_weight_and_by_room() -> Sheets:
    # A load drives 2 * 15 km: 60 + 10 EUR, 30 kg of CO2 at 100 EUR/t = 3 EUR: 73 in all.
    # To the mill 200 t of scrap at 0.5 m3/t and 60 t of straw at 4 m3/t: by weight 260 / 20 = 13 loads, by room
    # (100 + 240) / 30 = 11.3. To the farm 60 t of straw: by weight 3, by room 240 / 30 = 8 loads. 21 * 73 = 1,533.
    # The mill's route costs 1,000 once, over 10 years, and 20 a year. Today all 320 t are bought at 100.
    return {
        "Settings": {"discount_rate": 0, "carbon_tax": 100},
        "Participants": sites("yard", "mill", "farm"),
        "Commodities": [commodity("scrap", volume=0.5), commodity("straw", volume=4)],
        "Supplies": [supply("yard", "scrap", 200), supply("yard", "straw", 120)],
        "Demands": [
            demand("mill", "scrap", 200, virgin_price=100),
            demand("mill", "straw", 60, virgin_price=100),
            demand("farm", "straw", 60, virgin_price=100),
        ],
        "Vehicles": [TRUCK],
        "TruckRoutes": [
            route("yard", "mill", opening_cost=1_000, life=10, yearly_cost=20),
            route("yard", "farm", commodity="straw"),
        ],
    }


@solved(design=1_155, today=2_000, built="yard-mill")
def trucks_are_few() -> Sheets:
    # A year of 52 weeks; an eighth of a load a week is 6.5 loads a year, 130 t. They save 1,300 and cost 6.5 * 70 = 455.
    return {
        "Settings": {"hours_per_year": 8_736},
        "Participants": sites("yard", "mill"),
        "Commodities": [commodity("scrap")],
        "Supplies": [supply("yard", "scrap", 200)],
        "Demands": [demand("mill", "scrap", 200, virgin_price=10)],
        "Vehicles": [TRUCK],
        "TruckRoutes": [route("yard", "mill", most_loads=0.125)],
    }


@solved(design=380, today=900, built="yard-mill")
def last_load_is_not_worth_it() -> Sheets:
    # 45 t in each half. Two loads carry 40 t and cost 70 each; a third would carry 5 t for 70 instead of 50. 4 * 70, and
    # 10 t bought at 10.
    return {
        "Participants": sites("yard", "mill"),
        "Commodities": [commodity("scrap")],
        "Supplies": [supply("yard", "scrap", 200)],
        "Demands": [demand("mill", "scrap", 90, virgin_price=10)],
        "Vehicles": [TRUCK],
        "TruckRoutes": [route("yard", "mill", whole_loads="yes")],
        **halves(),
    }


@solved(design=240, today=4_100, built="yard-mill")
def whole_loads_are_few() -> Sheets:
    # 0.05 loads a week are 2.6 in 52 weeks: 2 whole ones, 40 t and 60 m3. 30 t of scrap and 10 t of straw are 55 m3. The
    # last tonne of scrap is bought at 100.
    return {
        "Settings": {"hours_per_year": 8_736},
        "Participants": sites("yard", "mill"),
        "Commodities": [commodity("scrap", volume=0.5), commodity("straw", volume=4)],
        "Supplies": [supply("yard", "scrap", 200), supply("yard", "straw", 120)],
        "Demands": [demand("mill", "scrap", 31, virgin_price=100), demand("mill", "straw", 10, virgin_price=100)],
        "Vehicles": [TRUCK],
        "TruckRoutes": [route("yard", "mill", whole_loads="yes", most_loads=0.05)],
    }
