"""Does a pipe pay? Its cost, interest, sizes, upkeep and pumping, against what it saves."""

from __future__ import annotations

from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


def two_sites(pipe_cost: float) -> Sheets:
    """A plant with gypsum to get rid of, and a mill 2 km away that buys some."""
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("gypsum")],
        "Supplies": [supply("plant", "gypsum", 50, disposal_cost=30)],
        "Demands": [demand("mill", "gypsum", 40, virgin_price=25)],
        "PipeSizes": [
            {
                "size": "DN100",
                "medium": "solid",
                "capacity": 60,
                "capacity_unit": "t/a",
                "pipe_cost": pipe_cost,
                "life": 10,
            }
        ],
        "Pipelines": [pipe("plant", "mill", "gypsum", sizes="DN100", length=2)],
    }


@solved(design=2_300, today=2_500, built="plant-mill")
def pipe_that_pays() -> Sheets:
    # Today: 50 * 30 + 40 * 25 = 2,500. Taking 40 t saves 40 * (30 + 25) = 2,200.
    # The pipe: 2,000 m * 10 EUR/m = 20,000 EUR over 10 years = 2,000 EUR/a. Design: 10 * 30 + 2,000 = 2,300.
    return two_sites(pipe_cost=10)


@solved(design=2_500, today=2_500)
def pipe_that_does_not_pay() -> Sheets:
    # 2,000 m * 12 EUR/m / 10 a = 2,400 EUR/a is more than the 2,200 it saves.
    return two_sites(pipe_cost=12)


@solved(design=7_960, today=30_500, built="plant-mill")
def sizes_trench_upkeep_and_pumping() -> Sheets:
    # Today: 1,000 * (20 + 10) = 30,000 and 10 t of virgin CO2 * 50 EUR/t = 500.
    # Large, 1 km: pipe 50,000 + trench 30,000 + station 10,000 = 90,000 EUR over 20 a = 4,500; upkeep 2 % of pipe and
    # station = 1,200; pumping 20 kWh/t/km * 1,000 t = 20 MWh * 100 = 2,000 EUR and 20 * 0.2 = 4 t of CO2; building
    # 24 kg/m = 24 t over 20 a = 1.2 t. CO2: 5.2 t * 50 = 260. In all 4,500 + 1,200 + 2,000 + 260 = 7,960.
    # Small carries half of it: 15,250 are left to pay.
    size = {"medium": "slurry", "capacity_unit": "t/a", "trench_cost": 30, "station_cost": 10_000, "life": 20}
    return {
        "Settings": {"discount_rate": 0, "electricity_price": 100, "electricity_co2": 200, "carbon_tax": 50},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("sludge", medium="slurry")],
        "Supplies": [supply("plant", "sludge", 1_000, disposal_cost=20)],
        "Demands": [demand("mill", "sludge", 1_000, virgin_price=10, virgin_co2=10)],
        "PipeSizes": [
            {**size, "size": "small", "capacity": 500, "pipe_cost": 10},
            {**size, "size": "large", "capacity": 1_000, "pipe_cost": 50}
            | {"upkeep": 2, "pumping": 20, "building_co2": 24},
        ],
        "Pipelines": [pipe("plant", "mill", "sludge", sizes="small; large", length=1)],
    }


def interest(rate: float) -> Sheets:
    """A pipe of 10,000 EUR that lasts 2 years and saves 6,000 EUR/a."""
    return {
        "Settings": {"discount_rate": rate},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("gypsum")],
        "Supplies": [supply("plant", "gypsum", 100, disposal_cost=60)],
        "Demands": [demand("mill", "gypsum", 100, virgin_price=0)],
        "Pipelines": [pipe("plant", "mill", "gypsum", investment=10_000, life=2)],
    }


@solved(design=10_000 * 0.121 / 0.21, today=6_000, built="plant-mill")
def money_at_10_percent() -> Sheets:
    # 0.1 / (1 - 1.1^-2) = 0.1 * 1.21 / (1.21 - 1) = 0.121 / 0.21 = 0.57619; 5,761.90 EUR/a is less than 6,000.
    return interest(10)


@solved(design=6_000, today=6_000)
def money_at_15_percent() -> Sheets:
    # 0.15 / (1 - 1.15^-2) = 0.15 * 1.3225 / 0.3225 = 0.61512; 6,151.16 EUR/a is more than 6,000.
    return interest(15)
