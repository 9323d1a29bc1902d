"""What Limits hold: money and CO2, at most and at least."""

from __future__ import annotations

from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


@solved(design=650, today=1_100, built="c-d")
def money_for_one_pipe_only() -> Sheets:
    # a-b: 1,000 EUR over 10 a = 100, saves 500. c-d: 1,500 EUR = 150, saves 600. Both would cost 2,500 EUR; with
    # 1,500 EUR to invest c-d alone is best: 500 + 150.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites(*"abcd"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("a", "ash", 50), supply("c", "ash", 60)],
        "Demands": [demand("b", "ash", 50, virgin_price=10), demand("d", "ash", 60, virgin_price=10)],
        "Pipelines": [
            pipe("a", "b", "ash", investment=1_000, life=10),
            pipe("c", "d", "ash", investment=1_500, life=10),
        ],
        "Limits": [{"on": "investment", "most": 1_500, "unit": "EUR", "per": "once"}],
    }


@solved(design=1_800, today=1_000, built="plant-mill")
def cap_on_co2() -> Sheets:
    # 100 t bought at 10 and 100 kg each: 10 t of CO2 today. 2 t are allowed: 20 t may be bought, 80 t are carried at
    # 20 a tonne: 200 + 1,600.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 100)],
        "Demands": [demand("mill", "ash", 100, virgin_price=10, virgin_co2=100)],
        "Pipelines": [pipe("plant", "mill", "ash", unit_cost=20)],
        "Limits": [{"on": "impact", "key": "co2", "most": 2_000, "unit": "kg", "per": "year"}],
    }


def free_pipe_beside_a_least() -> Sheets:
    """A pipe that costs nothing in two sizes, beside an existing one that is enough, and a least of CO2."""
    # 90 of 440 t come by the old pipe for 30; 350 t are bought at 3. Eight of them or more with 300 kg of CO2 each keep
    # the least of 2.4 t at no cost. Design and today: 30 + 1,050 = 1,080, and nothing is built.
    size = {"medium": "solid", "capacity_unit": "t/a", "pipe_cost": 0}
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 90, if_not_taken="must go")],
        "Demands": [
            demand("mill", "ash", 80, virgin_price=3, virgin_co2=300),
            demand("mill", "ash", 360, virgin_price=3, name="other"),
        ],
        "PipeSizes": [
            {**size, "size": "small", "capacity": 15, "life": 20},
            {**size, "size": "large", "capacity": 50, "life": 10},
        ],
        "Pipelines": [
            pipe("plant", "mill", "ash", sizes="small; large"),
            pipe("plant", "mill", "ash", "existing", yearly_cost=30) | {"link": "old"},
        ],
        "Limits": [{"on": "impact", "least": 2.4, "unit": "t", "per": "year"}],
    }
