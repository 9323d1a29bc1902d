"""How many hours trucks have, and what one more costs."""

from __future__ import annotations

from parks.rows import commodity, demand, halves, route, sites, supply
from parks.solved import Sheets, solved
from parks.trucks import TRUCK


def busy_winter(investment: float, whole_loads: str = "no", **more: float) -> Sheets:
    """A truck with half an hour a week: 13 h in each half. A load takes 30 km at 30 km/h and an hour: 2 h, for 70."""
    fleet = {"vehicle": "truck", "payer": "yard", "number": 1, "hours": 0.5, "speed": 30, "load_hours": 1}
    return {
        "Settings": {"discount_rate": 0, "hours_per_year": 8_736},
        "Participants": sites("yard", "mill"),
        "Commodities": [commodity("scrap")],
        "Supplies": [supply("yard", "scrap", 300, profile="cold")],
        "Demands": [demand("mill", "scrap", 240, virgin_price=10, profile="cold")],
        "Vehicles": [TRUCK],
        "TruckRoutes": [route("yard", "mill", whole_loads=whole_loads)],
        "Fleets": [{**fleet, "investment": investment, "life": 10, "yearly_cost": 50, **more}],
        "Periods": [{"period": "winter", "hours": 4_368}, {"period": "summer", "hours": 4_368}],
        "Profiles": halves(cold=(5 / 3, 1 / 3))["Profiles"],
    }


@solved(design=1_345, today=2_450, built="yard-mill")
def truck_is_short_of_hours_in_winter() -> Sheets:
    # Of 200 t in winter 6.5 loads = 130 t can be carried, in summer all 40 t: 8.5 * 70 = 595, 70 t bought at 10, and 50 for the
    # truck there is. Another one would cost 550 a year to save 3.5 * (200 - 70) = 455.
    return busy_winter(investment=5_000)


@solved(design=1_240, today=2_450, built="yard-mill", facilities="fleet truck built")
def second_truck_is_bought() -> Sheets:
    # 350 a year to save 455.
    return busy_winter(investment=3_000)


@solved(design=1_345, today=2_450, built="yard-mill")
def no_room_for_a_second_truck() -> Sheets:
    return busy_winter(investment=3_000, most=1)


@solved(design=1_410, today=2_450, built="yard-mill")
def whole_loads_in_few_hours() -> Sheets:
    # 13 h are 6 whole loads: 120 t in winter, 2 loads in summer: 560, 80 t bought, and 50. A second truck would
    # carry all, 12 * 70 = 840, for 550 + 50: 1,440.
    return busy_winter(investment=5_000, whole_loads="yes")


@solved(design=1_650, today=3_330, built="yard-mill yard-farm")
def routes_that_share_a_truck() -> Sheets:
    # In each half 13 h. To the mill a load takes 2 h and saves 200 - 70 = 130: 65 an hour. To the farm it takes 3 h and
    # saves 320 - 130 = 190: 63 an hour. So all 5 loads go to the mill, and one to the farm, which buys 20 t at 16:
    # 2 * (5 * 70 + 130 + 320), and 50 for the truck.
    fleet = {"vehicle": "truck", "payer": "yard", "number": 1, "most": 1, "hours": 0.5, "speed": 30, "load_hours": 1}
    return {
        "Settings": {"discount_rate": 0, "hours_per_year": 8_736},
        "Participants": sites("yard", "mill", "farm"),
        "Commodities": [commodity("scrap")],
        "Supplies": [supply("yard", "scrap", 400)],
        "Demands": [demand("mill", "scrap", 200, virgin_price=10), demand("farm", "scrap", 80, virgin_price=16)],
        "Vehicles": [TRUCK],
        "TruckRoutes": [route("yard", "mill"), route("yard", "farm", distance=30)],
        "Fleets": [{**fleet, "yearly_cost": 50}],
        "Periods": [{"period": "winter", "hours": 4_368}, {"period": "summer", "hours": 4_368}],
    }
