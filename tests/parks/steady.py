"""Pipes that cannot run below a least flow, or cannot stand still."""

from __future__ import annotations

from parks.rows import commodity, demand, halves, pipe, sites, size, store, supply
from parks.solved import Sheets, solved


@solved(design=2_230, today=3_100, built="plant-mill")
def steady_pipe_runs_at_a_loss() -> Sheets:
    # In winter 50 t, all that the pipe takes, cost 5 each and save 30. In summer they save 1, and 20 t it must be:
    # 70 * 5 = 350, 50 t bought at 30 and 80 t at 1 = 1,580, the pipe 300. It would stand in summer if it could: 2,150.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 400)],
        "Demands": [
            demand("mill", "ash", 100, virgin_price=30, profile="cold", name="when it is cold"),
            demand("mill", "ash", 100, virgin_price=1, profile="warm", name="when it is warm"),
        ],
        "Pipelines": [
            pipe("plant", "mill", "ash", yearly_cost=300, unit_cost=5)
            | {"capacity": 100, "capacity_unit": "t/a", "least_flow": 40, "steady": "yes"},
        ],
        **halves(cold=(2, 0), warm=(0, 2)),
    }


@solved(design=200, today=None, facilities="storage tank", short_today=20)
def tank_keeps_a_steady_pipe_running() -> Sheets:
    # All 100 t of brine come in winter, and the pipe needs 20 t in each half: today there are none in summer.
    # The tank, for 200, keeps 50 t; each half 50 t go through the pipe, and nothing is bought.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("brine", medium="slurry")],
        "Supplies": [supply("plant", "brine", 100, profile="cold")],
        "Demands": [demand("mill", "brine", 100, virgin_price=10)],
        "Storages": [store("tank", "plant", "brine", 50, "own", investment=2_000)],
        "Pipelines": [
            pipe("plant", "mill", "brine", "existing")
            | {"capacity": 100, "capacity_unit": "t/a", "least_flow": 40, "steady": "yes"},
        ],
        **halves(cold=(2, 0)),
    }


def either_size(**more: str) -> Sheets:
    """75 t in winter and 25 t in summer, each worth 20, for a pipe of 30 t or of 80 t a half that needs half of that."""
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 100, disposal_cost=10, profile="cold")],
        "Demands": [demand("mill", "ash", 200, virgin_price=10)],
        "PipeSizes": [size("small", 60, 2), size("large", 160, 5)],
        "Pipelines": [pipe("plant", "mill", "ash", sizes="small; large", least_flow=50, **more)],
        **halves(cold=(1.5, 0.5)),
    }


@solved(design=2_000, today=3_000, built="plant-mill")
def larger_pipe_stands_in_summer() -> Sheets:
    # Today 1,000 for disposal and 2,000 for 200 t. Large, 500 a year, takes 75 t in winter and stands in summer: saves
    # 1,500. Small, 200 a year, takes 30 t and 25 t: 1,100. The large one is 100 better.
    return either_size()


@solved(design=2_100, today=3_000, built="plant-mill")
def smaller_pipe_can_be_steady() -> Sheets:
    # The large one cannot have its 40 t in summer; the small one can have its 15.
    return either_size(steady="yes")
