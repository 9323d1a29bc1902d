"""Plants that turn some commodities into others: what they take and make, their sizes, and what holds them back."""

from __future__ import annotations

from typing import Any

from parks.rows import commodity, demand, halves, pipe, plant, rate, sites, supply
from parks.solved import Sheets, solved


@solved(design=7_400, today=14_000, built="works-plant plant-mill", facilities="conversion scrubber")
def scrubber() -> Sheets:
    # 1,000 t of flue gas at 10 and 80 t of gypsum bought at 50: today 14,000.
    # A tonne of gypsum takes 10 t of flue gas and 0.5 t of lime: the gas is enough for 100 t, though it could make 120.
    # Running 100 * 5 = 500; 50 t of lime, of which 20 come from the works and 30 are bought at 100: 3,000; 80 t of gypsum
    # go to the mill, 20 are disposed of at 30: 600. 20,000 EUR over 10 a = 2,000 and 5 % upkeep = 1,000; pipes 300.
    # The last 20 t cost 5 + 50 + 30 = 85 each and save 100, so they are made as well.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill", "works"),
        "Commodities": [commodity("flue gas", medium="gas"), commodity("lime"), commodity("gypsum")],
        "Supplies": [supply("plant", "flue gas", 1_000, disposal_cost=10), supply("works", "lime", 20)],
        "Demands": [demand("mill", "gypsum", 80, virgin_price=50)],
        "Conversions": [plant("scrubber", "plant", 120, investment=20_000, upkeep=5, unit_cost=5)],
        "ConversionRates": [
            rate("scrubber", "flue gas", -10, "links only"),
            rate("scrubber", "lime", -0.5, cost=100),
            rate("scrubber", "gypsum", 1, cost=30),
        ],
        "Pipelines": [
            pipe("works", "plant", "lime", yearly_cost=100),
            pipe("plant", "mill", "gypsum", yearly_cost=200),
        ],
    }


@solved(design=11_350, today=12_000, built="farm-town", facilities="conversion digester small")
def biogas_and_digestate() -> Sheets:
    # A tonne of manure takes 0.02 MWh of power at 200 = 4 and makes 0.5 MWh of gas, worth 40 each at the town = 20, and
    # 0.9 t of digestate, disposed of at 2 and 20 kg of CO2 at 50 EUR/t = 1: 2.7. So it earns 13.3.
    # Small: 500 t earn 6,650 for 5,000 and a pipe of 1,000: 650. Large: the town uses the gas of 600 t, 7,980 for 9,000.
    return {
        "Settings": {"discount_rate": 0, "carbon_tax": 50},
        "Participants": sites("farm", "town"),
        "Commodities": [
            commodity("manure", medium="slurry"),
            commodity("power", "MWh", "power"),
            commodity("gas", "MWh", "gas"),
            commodity("digestate", medium="slurry"),
        ],
        "Supplies": [supply("farm", "manure", 1_000)],
        "Demands": [demand("town", "gas", 300, virgin_price=40, unit="MWh/a")],
        "Conversions": [
            plant("digester", "farm", 500, investment=50_000, size="small"),
            plant("digester", "farm", 1_000, investment=80_000, size="large"),
        ],
        "ConversionRates": [
            rate("digester", "manure", -1, "links only"),
            rate("digester", "power", -0.02, "buy", 200),
            rate("digester", "gas", 0.5, "leave"),
            rate("digester", "digestate", 0.9, "dispose", 2, co2=20),
        ],
        "Pipelines": [pipe("farm", "town", "gas", yearly_cost=1_000)],
    }


@solved(design=32_900, today=38_700, built="mill-boilers")
def condensate_returns() -> Sheets:
    # Both plants stand today. A tonne of steam takes 0.8 MWh of gas at 40 = 32 and a tonne of water at 3; at the mill it
    # makes 0.7 MWh of heat, bought at 60 otherwise = 42, and 0.9 t of condensate, disposed of at 4: 3.6. So steam is made:
    # 1,000 t for 700 MWh: 38,600, and 100 for the pipe. 900 t that return as water save 7 each: 6,300 for 500.
    return {
        "Participants": sites("boilers", "mill"),
        "Commodities": [
            commodity("gas", "MWh", "gas"),
            commodity("water", medium="water"),
            commodity("steam", medium="steam"),
            commodity("heat", "MWh", "hot water"),
        ],
        "Demands": [demand("mill", "heat", 700, virgin_price=60, unit="MWh/a")],
        "Conversions": [
            plant("boiler", "boilers", 2_000, "existing", investment=99_999),
            plant("exchanger", "mill", 5_000, "existing"),
        ],
        "ConversionRates": [
            rate("boiler", "gas", -0.8, cost=40),
            rate("boiler", "water", -1, cost=3),
            rate("boiler", "steam", 1, "must go"),
            rate("exchanger", "steam", -1, "links only"),
            rate("exchanger", "heat", 0.7, "leave"),
            rate("exchanger", "water", 0.9, cost=4),
        ],
        "Pipelines": [
            pipe("boilers", "mill", "steam", "existing", yearly_cost=100),
            pipe("mill", "boilers", "water", yearly_cost=500),
        ],
    }


@solved(design=44_000, today=60_000, built="plant-town", facilities="conversion heat pump")
def heat_pump() -> Sheets:
    # 1,000 MWh of heat bought at 50 and 200 kg of CO2 at 50 EUR/t: 60 each. Pumped, 0.25 MWh of power at 100 and 400 kg:
    # 25 + 5 = 30. 600 MWh of warm water make 800: they save 24,000 for 100,000 / 20 = 5,000, 2 % upkeep and a pipe of
    # 1,000. The town passes nothing on; what it makes serves its own need all the same. 0.1 MW could make 876 MWh.
    return {
        "Settings": {"discount_rate": 0, "carbon_tax": 50},
        "Participants": sites("plant", "town"),
        "Commodities": [
            commodity("warm water", "MWh", "hot water"),
            commodity("heat", "MWh", "hot water"),
            commodity("power", "MWh", "power"),
        ],
        "Supplies": [supply("plant", "warm water", 600, unit="MWh/a")],
        "Demands": [demand("town", "heat", 1_000, virgin_price=50, virgin_co2=200, unit="MWh/a")],
        "Conversions": [plant("heat pump", "town", 0.1, unit="MW", investment=100_000, upkeep=2) | {"life": 20}],
        "ConversionRates": [
            rate("heat pump", "warm water", -0.75, "links only"),
            rate("heat pump", "power", -0.25, cost=100, co2=400),
            rate("heat pump", "heat", 1, "leave"),
        ],
        "Pipelines": [pipe("plant", "town", "warm water", yearly_cost=1_000)],
    }


def sludge(*plants: dict[str, Any], **more: Any) -> Sheets:
    """Sludge that costs 50 a tonne, and plants that burn it for nothing but their own cost."""
    names = dict.fromkeys(row["conversion"] for row in plants)
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("works", "town"),
        "Commodities": [commodity("sludge", medium="slurry")],
        "Conversions": list(plants),
        "ConversionRates": [rate(name, "sludge", -1, "links only") for name in names],
        **more,
    }


@solved(design=6_300, today=11_300, facilities="conversion dryer large")
def existing_and_new_size_side_by_side() -> Sheets:
    # The old dryer takes 100 of 300 t at 10 and costs 3 % of 10,000 = 300 upkeep: today 1,000 + 200 * 50 + 300.
    # Small takes 100 t more, saves 4,000 for 1,000; large 200 t, saves 8,000 for 3,000. Not both. 3,000 + 300 + 3,000.
    return sludge(
        plant("dryer", "works", 100, "existing", investment=10_000, upkeep=3, unit_cost=10, size="old"),
        plant("dryer", "works", 100, investment=10_000, unit_cost=10, size="small"),
        plant("dryer", "works", 200, investment=30_000, unit_cost=10, size="large"),
        Supplies=[supply("works", "sludge", 300, disposal_cost=50)],
    )


@solved(design=12_500, today=18_500, facilities="conversion dryer here; conversion burner second")
def one_of_a_kind() -> Sheets:
    # At the works the dryer saves 150 * 40 for 1,000 = 5,000, the burner 150 * 30 for 500 = 4,000; there is only room for
    # one. At the town the old burner takes 50 of 100 t at 20, and where it stands there may be no dryer, but a second
    # burner: 50 * 30 for 500. Today 300 * 50 + 50 * 50 + 50 * 20 = 18,500; design 10,000 + 2,500.
    room = {"excludes": "plot"}
    return sludge(
        plant("dryer", "works", 150, investment=10_000, unit_cost=10, size="here", **room),
        plant("burner", "works", 150, investment=5_000, unit_cost=20, size="here", **room),
        plant("burner", "town", 50, "existing", unit_cost=20, size="first", **room),
        plant("burner", "town", 50, investment=5_000, unit_cost=20, size="second", **room),
        plant("dryer", "town", 50, investment=1_000, unit_cost=10, size="there", **room),
        Supplies=[supply(who, "sludge", much, disposal_cost=50) for who, much in (("works", 300), ("town", 100))],
    )


@solved(design=4_800, today=5_000, facilities="conversion dryer")
def least_load_in_the_sun() -> Sheets:
    # 80 t of sludge in winter, 20 in summer. The sun dries 120 t a year: 30 in winter, 90 in summer, and no less than half
    # of that at a time. In winter it takes 30; in summer the 20 t are less than 45 and it stands still.
    # 30 * 10 + 70 * 50 + 1,000 = 4,800.
    return sludge(
        plant("dryer", "works", 120, investment=10_000, unit_cost=10, least_load=50, availability="sun"),
        Supplies=[supply("works", "sludge", 100, disposal_cost=50, profile="wet")],
        **halves(wet=(1.6, 0.4), sun=(0.5, 1.5)),
    )


@solved(design=4_800, today=5_000, facilities="conversion dryer")
def any_size() -> Sheets:
    # 75 t in winter and 25 t in summer. Each t/month is 12 t/a and costs 2,400 EUR over 10 a and 2 % = 288 a year. Up to
    # 25 t in each half, 50 t/a, it saves 12 * 40 = 480; from there on, in winter only, 240. So 50 t/a = 4 1/6 t/month:
    # 1,200, and 5,000 EUR whatever the size = 600; running 500, the rest 50 * 50 = 2,500. All 100 t would cost 5,200.
    return sludge(
        plant("dryer", "works", 20, unit="t/month", continuous="yes", investment=5_000, upkeep=2, unit_cost=10)
        | {"investment_per_unit": 2_400, "least_load": 50},
        Supplies=[supply("works", "sludge", 100, disposal_cost=50, profile="wet")],
        **halves(wet=(1.5, 0.5)),
    )


@solved(design=4_160, today=4_240, facilities="conversion dryer new")
def any_size_beside_one_that_stands_there() -> Sheets:
    # What is there has its whole capacity of 20 t/a at no cost but upkeep, 1 % of 2,000 + 20 * 100 = 40: 20 of 100 t at 10
    # and 80 at 50, 4,240 in all. Up to 5 t/a more save 40 a tonne for 10 each and 70 whatever the size: 200 - 50 - 70.
    linear = {"continuous": "yes", "investment_per_unit": 100, "unit_cost": 10}
    return sludge(
        plant("dryer", "works", 20, "existing", investment=2_000, upkeep=1, size="old", **linear),
        plant("dryer", "works", 5, investment=700, size="new", **linear),
        Supplies=[supply("works", "sludge", 100, disposal_cost=50)],
    )


@solved(design=4_350, today=5_000, facilities="conversion dryer")
def money_for_a_size() -> Sheets:
    # Each t/a costs 100 EUR = 10 a year and saves 40, and any size 1,000 EUR = 100; but the works has 3,500 EUR to invest:
    # 25 t/a. 100 + 250 + 25 * 10 + 75 * 50.
    return sludge(
        plant("dryer", "works", 500, investment=1_000, unit_cost=10, continuous="yes", investment_per_unit=100),
        Supplies=[supply("works", "sludge", 100, disposal_cost=50)],
        Limits=[{"on": "investment", "key": "works", "most": 3_500, "unit": "EUR", "per": "once"}],
    )


@solved(design=195_000, today=202_000, facilities="conversion engine")
def heat_must_go() -> Sheets:
    # A MWh of gas at 30 makes 0.4 MWh of power, worth 200 each at the plant itself, and 0.5 MWh of heat, worth 20 at the
    # town: 60 in all. The town takes 100 MWh and the heat must go: 200 MWh of gas, though the engine could burn 1,000.
    # Today 1,000 * 200 + 100 * 20; the engine saves 12,000 for 5,000.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "town"),
        "Commodities": [
            commodity("gas", "MWh", "gas"),
            commodity("power", "MWh", "power"),
            commodity("heat", "MWh", "hot water"),
        ],
        "Demands": [
            demand("plant", "power", 1_000, virgin_price=200, unit="MWh/a"),
            demand("town", "heat", 100, virgin_price=20, unit="MWh/a"),
        ],
        "Conversions": [plant("engine", "plant", 1_000, unit="MWh/a", investment=50_000)],
        "ConversionRates": [
            rate("engine", "gas", -1, cost=30),
            rate("engine", "power", 0.4, "leave"),
            rate("engine", "heat", 0.5, "must go"),
        ],
        "Pipelines": [pipe("plant", "town", "heat", "existing")],
    }


@solved(design=11_050, today=11_050)
def contracts_of_plants_are_not_shopped_around() -> Sheets:
    # The grinder has to take 100 t of rock; it buys 100 t of sand at 50 and disposes of 100 t of dust at 60. Free pipes do
    # not give it the 5 and 1 of its neighbour, who buys 10 t of sand: 5,000 + 6,000 + 50.
    return {
        "Participants": sites("cheap", "dear"),
        "Commodities": [commodity("rock"), commodity("sand"), commodity("dust")],
        "Supplies": [
            supply("dear", "rock", 100, if_not_taken="must go"),
            supply("cheap", "dust", 0, disposal_cost=1),
        ],
        "Demands": [demand("cheap", "sand", 10, virgin_price=5)],
        "Conversions": [plant("grinder", "dear", 200, "existing")],
        "ConversionRates": [
            rate("grinder", "rock", -1, "links only"),
            rate("grinder", "sand", -1, cost=50),
            rate("grinder", "dust", 1, cost=60),
        ],
        "Pipelines": [pipe("cheap", "dear", "sand", two_way="yes"), pipe("dear", "cheap", "dust", two_way="yes")],
    }


@solved(design=5_000, today=5_000)
def what_a_plant_makes_is_no_less_dear_when_lost() -> Sheets:
    # All 100 t of rock become brine that costs 50 a tonne, wherever it is lost in the leaky pipe.
    return {
        "Participants": sites(passing_on="plant works"),
        "Commodities": [commodity("rock"), commodity("brine", medium="slurry")],
        "Supplies": [supply("plant", "rock", 100, if_not_taken="must go")],
        "Conversions": [plant("washer", "plant", 100, "existing")],
        "ConversionRates": [rate("washer", "rock", -1, "links only"), rate("washer", "brine", 1, cost=50)],
        "Pipelines": [pipe("plant", "works", "brine", two_way="yes", loss=50, yearly_cost=100)],
    }


@solved(design=5_400, today=5_000, facilities="conversion dryer large")
def one_of_the_required() -> Sheets:
    # Nothing to dry at 60 a tonne. Of the two required sizes the cheaper is built, for 400; not the one that is free.
    return sludge(
        plant("dryer", "works", 100, "required", investment=5_000, unit_cost=60, size="small"),
        plant("dryer", "works", 200, "required", investment=4_000, unit_cost=60, size="large"),
        plant("dryer", "works", 50, unit_cost=60, size="free"),
        plant("dryer", "works", 100, "forbidden", size="none"),
        Supplies=[supply("works", "sludge", 100, disposal_cost=50)],
    )


@solved(design=None, today=None, short=60, short_today=100)
def plant_too_small_for_a_must() -> Sheets:
    # The town needs 100 MWh of heat that only a boiler can make; the largest makes 40.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("works", "town"),
        "Commodities": [commodity("gas", "MWh", "gas"), commodity("heat", "MWh", "hot water")],
        "Demands": [demand("town", "heat", 100, unit="MWh/a")],
        "Conversions": [plant("boiler", "town", 40, unit="MWh/a", investment=100)],
        "ConversionRates": [rate("boiler", "gas", -1, cost=30), rate("boiler", "heat", 1, "leave")],
    }
