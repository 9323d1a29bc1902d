"""What is lost on the way, and who bears it."""

from __future__ import annotations

from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


@solved(design=5_000, today=5_000)
def leaky_pipe_is_no_dump() -> Sheets:
    # Pumped to and fro, all 100 t would be lost on the way. Each lost tonne costs the plant's 50 wherever it is lost:
    # still 100 * 50 = 5,000, and 100 for the pipe. Were a loss free, it would be 100.
    return {
        "Participants": sites(passing_on="plant works"),
        "Commodities": [commodity("brine", medium="slurry")],
        "Supplies": [supply("plant", "brine", 100, disposal_cost=50)],
        "Pipelines": [pipe("plant", "works", "brine", two_way="yes", loss=50, yearly_cost=100)],
    }


@solved(design=350, today=4_700, built="plant-hub hub-mill")
def loss_behind_a_junction() -> Sheets:
    # Today: 100 * 20 + 90 * 30 = 4,700. All 100 t go to the hub, 10 % of it is lost behind it and 90 t arrive.
    # The hub disposes at the plant's price: 10 * 20 = 200; pipes 100 + 50. Design: 350.
    return {
        "Participants": sites("plant", "mill", junctions="hub"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 100, disposal_cost=20)],
        "Demands": [demand("mill", "ash", 90, virgin_price=30)],
        "Pipelines": [
            pipe("plant", "hub", "ash", yearly_cost=100, payer="giver"),
            pipe("hub", "mill", "ash", yearly_cost=50, loss=10, payer="mill"),
        ],
    }


@solved(design=150, today=2_700, built="plant-hub hub-mill")
def heat_vanishes() -> Sheets:
    # As before with heat that is left where it is; what is lost is gone: pipes 100 + 50. 10 % a km: 90 of 100 arrive.
    size = {"medium": "hot water", "capacity": 200, "capacity_unit": "MWh/a", "pipe_cost": 0, "life": 1}
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill", junctions="hub"),
        "Commodities": [commodity("heat", "MWh", "hot water", vanishes="yes")],
        "Supplies": [supply("plant", "heat", 100, unit="MWh/a")],
        "Demands": [demand("mill", "heat", 90, virgin_price=30, unit="MWh/a")],
        "PipeSizes": [{**size, "size": "pipe", "station_cost": 50, "loss": 10}],
        "Pipelines": [
            pipe("plant", "hub", "heat", yearly_cost=100, payer="plant"),
            pipe("hub", "mill", "heat", sizes="pipe", length=1, payer="taker"),
        ],
    }
