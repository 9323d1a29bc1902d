"""What is used, and how much of it."""

from __future__ import annotations

from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


@solved(design=650, today=700, built="plant-mill")
def own_goods_and_a_share() -> Sheets:
    # The mill uses its own 30 t of fibre without a link; by-products may serve 40 of its 100 t.
    # Today: 70 bought at 10 = 700. The pipe at 50 brings 10 t more: 600 + 50 = 650.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("fibre")],
        "Supplies": [supply("plant", "fibre", 100), supply("mill", "fibre", 30)],
        "Demands": [demand("mill", "fibre", 100, virgin_price=10, most_by_product=40)],
        "Pipelines": [pipe("plant", "mill", "fibre", yearly_cost=50)],
    }


@solved(design=495, today=1_200, built="plant-mill plant-kiln")
def slag_for_cement() -> Sheets:
    # Each needs 60 t of cement at 10: 1,200. At the mill a tonne of slag stands in for 0.8 (its own row replaces the
    # 0.5 for everywhere): 75 t serve it all. The last 25 t serve 12.5 at the kiln: 47.5 * 10 = 475 and two pipes of 10.
    return {
        "Participants": sites("plant", "mill", "kiln"),
        "Commodities": [commodity("slag"), commodity("cement")],
        "Supplies": [supply("plant", "slag", 100)],
        "Demands": [demand("mill", "cement", 60, virgin_price=10), demand("kiln", "cement", 60, virgin_price=10)],
        "Substitutions": [
            {"by_product": "slag", "need": "cement", "ratio": 0.5},
            {"by_product": "slag", "need": "cement", "ratio": 0.8, "participant": "mill"},
        ],
        "Pipelines": [
            pipe("plant", "mill", "slag", yearly_cost=10),
            pipe("plant", "kiln", "slag", yearly_cost=10),
        ],
    }


@solved(design=4_140, today=4_500, built="plant-mill")
def carbon_tax_and_carbon_value() -> Sheets:
    # 100 t at 10 and 500 kg of CO2 each: today 1,000 + 50 t * (20 + 50) = 4,500.
    # The pipe costs 4,000, making ready emits 20 kg/t = 2 t * 70 = 140. Neither price alone would pay for it.
    return {
        "Settings": {"carbon_tax": 20, "carbon_value": 50},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("gypsum")],
        "Supplies": [supply("plant", "gypsum", 100, provision_co2=20)],
        "Demands": [demand("mill", "gypsum", 100, virgin_price=10, virgin_co2=500)],
        "Pipelines": [pipe("plant", "mill", "gypsum", yearly_cost=4_000)],
    }


@solved(design=None, today=None, short=40, short_today=100)
def must_that_cannot() -> Sheets:
    # 100 t must be served and 60 t are there: 40 t short with the pipe, 100 t without.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("steam", medium="steam")],
        "Supplies": [supply("plant", "steam", 60)],
        "Demands": [demand("mill", "steam", 100)],
        "Pipelines": [pipe("plant", "mill", "steam", yearly_cost=10)],
    }
