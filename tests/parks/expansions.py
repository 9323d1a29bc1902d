"""How much a participant can dispose of, buy or let in, and steps that enlarge it."""

from __future__ import annotations

from parks.rows import commodity, demand, gate, halves, pipe, plant, rate, sites, supply
from parks.solved import Sheets, solved


@solved(design=650, today=None, facilities="disposal ash small", short_today=10)
def landfill_too_small_in_winter() -> Sheets:
    # 40 t of ash in winter, 10 in summer, and a landfill of 60 t/a, 30 in each half: today 10 t too much. The small step
    # of 20 t/a is just enough, for 300: 50 * 5 + 300, and 100 t bought at 1. A pipe would cost 800 + 50.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 50, disposal_cost=5, profile="cold")],
        "Demands": [demand("mill", "ash", 100, virgin_price=1)],
        "Expansions": [
            gate("disposal", "plant", "ash", 60),
            gate("disposal", "plant", "ash", 20, "optional", investment=3_000, size="small"),
            gate("disposal", "plant", "ash", 50, "optional", investment=4_000, size="large"),
        ],
        "Pipelines": [pipe("plant", "mill", "ash", yearly_cost=800)],
        **halves(cold=(1.6, 0.4)),
    }


@solved(design=1_150, today=None, built="plant-mill", facilities="virgin ash half", short_today=40)
def more_can_be_bought_in_steps() -> Sheets:
    # The mill needs 100 t and can buy 60 at 10. The pipe brings 25 t for 300; 15 more need a step: half of 20 t for 100.
    # 750 + 300 + 100. The full step alone: 1,000 + 400. Both steps together, 500 without the pipe, are not on offer.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 25)],
        "Demands": [demand("mill", "ash", 100, virgin_price=10)],
        "Expansions": [
            gate("virgin", "mill", "ash", 60),
            gate("virgin", "mill", "ash", 20, "optional", investment=1_000, size="half"),
            gate("virgin", "mill", "ash", 50, "optional", investment=4_000, size="full"),
        ],
        "Pipelines": [pipe("plant", "mill", "ash", yearly_cost=300)],
    }


@solved(design=400, today=800, facilities="throughput heat more")
def yard_that_lets_more_through() -> Sheets:
    # A fifth of what the plant sends is lost before the yard: what counts there is what arrives. 50 MWh may, and the yard
    # has 10 of its own, which do not come through its gate: today 40 of 100 are bought at 20. With 30 more 80 arrive, of
    # all 100 that the plant has: 10 are bought = 200, and 200 for the step, which the mill pays.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill", passing_on="yard"),
        "Commodities": [commodity("heat", "MWh", "hot water", vanishes="yes")],
        "Supplies": [supply("plant", "heat", 100, unit="MWh/a"), supply("yard", "heat", 10, unit="MWh/a")],
        "Demands": [demand("mill", "heat", 100, virgin_price=20, unit="MWh/a")],
        "Expansions": [
            gate("throughput", "yard", "heat", 50, unit="MWh/a"),
            gate(
                "throughput", "yard", "heat", 108, "optional", unit="GJ/a", investment=2_000, size="more", payer="mill"
            ),
        ],
        "Pipelines": [
            pipe("plant", "yard", "heat", "existing", loss=20),
            pipe("yard", "mill", "heat", "existing"),
        ],
    }


@solved(design=735, today=None, built="plant-farm", short_today=20)
def everything_by_weight() -> Sheets:
    # 60 t of ash and 50 m3 of brine of 1.2 t each are 120 t; 100 t can be disposed of, of ash 60. 20 m3 to the farm are
    # 24 t less, for 300: ash 60 * 5, brine 30 * 4, and 15 t of ash bought at 1. The pipe for ash would
    # take 15 t only, and save 90 for 100; the step costs 500 for 300 + 200 + 20 + 15.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill", "farm"),
        "Commodities": [commodity("ash", medium="slurry"), commodity("brine", "m3", "slurry", mass=1.2)],
        "Supplies": [
            supply("plant", "ash", 60, disposal_cost=5),
            supply("plant", "brine", 50, disposal_cost=4, unit="m3/a"),
        ],
        "Demands": [
            demand("mill", "ash", 15, virgin_price=1),
            demand("farm", "brine", 20, virgin_price=1, unit="m3/a"),
        ],
        "Expansions": [
            gate("disposal", "plant", None, 100),
            gate("disposal", "plant", None, 30, "optional", investment=5_000, size="more"),
            gate("disposal", "plant", "ash", 60),
        ],
        "Pipelines": [
            pipe("plant", "mill", "ash", yearly_cost=100),
            pipe("plant", "farm", "brine", yearly_cost=300),
        ],
    }


@solved(design=1_460, today=1_520, facilities="virgin lime small")
def needs_and_plants_buy_through_one_gate() -> Sheets:
    # 60 t of lime can be bought. The need takes 30 at 10; the filter takes half a tonne at 12 for each tonne of sludge,
    # and saves 20 - 1 - 6 = 13. Today it runs 60 t: 300 + 420 + 40 * 20. 10 t more for 200: 20 * 13 = 260. 20 t more for
    # 600: 520. Its cake is disposed of for nothing through a gate of 40 t, half a tonne each: that is enough.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("works", "town"),
        "Commodities": [commodity("lime"), commodity("sludge"), commodity("cake")],
        "Supplies": [supply("works", "sludge", 100, disposal_cost=20)],
        "Demands": [demand("works", "lime", 30, virgin_price=10)],
        "Conversions": [plant("filter", "works", 500, "existing", unit_cost=1)],
        "ConversionRates": [
            rate("filter", "sludge", -1, "links only"),
            rate("filter", "lime", -0.5, cost=12),
            rate("filter", "cake", 0.5, cost=0),
        ],
        "Expansions": [
            gate("virgin", "works", "lime", 60),
            gate("virgin", "works", "lime", 10, "optional", investment=2_000, size="small"),
            gate("virgin", "works", "lime", 20, "optional", investment=6_000, size="large"),
            gate("disposal", "works", "cake", 40),
        ],
    }


@solved(design=1_100, today=1_600, facilities="disposal cake more")
def plant_held_back_by_what_it_cannot_dispose_of() -> Sheets:
    # The filter saves 10 - 4 = 6 a tonne of 200 t of sludge, and half of it is cake, of which 50 t can be disposed of, at
    # no cost: 100 t run today: 400 + 1,000 + 200 upkeep. With 50 t more, for 100, it takes all: 800 + 200 + 100.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("works", "town"),
        "Commodities": [commodity("sludge"), commodity("cake")],
        "Supplies": [supply("works", "sludge", 200, disposal_cost=10)],
        "Conversions": [plant("filter", "works", 500, "existing", unit_cost=4, investment=10_000, upkeep=2)],
        "ConversionRates": [rate("filter", "sludge", -1, "links only"), rate("filter", "cake", 0.5, cost=0)],
        "Expansions": [
            gate("disposal", "works", "cake", 50),
            gate("disposal", "works", "cake", 50, "optional", investment=1_000, size="more"),
            gate("disposal", "works", "cake", 500, "forbidden", size="all"),
        ],
    }
